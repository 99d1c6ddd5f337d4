/* components.c: an XSD file → the tables of grammar.h, still in lists.
 *
 * Trees of XSD files in → elements, types, automata and values out, as XML Schema
 * 1.0 defines them (part 1, 3: schema components). What tables cannot say ends in `trouble`: then there
 * are none, and libxml2 is asked each time.
 *
 * Surprising: first every element and attribute of the file is looked at, whether it is one that is known here, so
 * that whatever is not gone into later (nillable, substitutionGroup, xs:any) cannot be overlooked.
 */
#include "read/components.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read/automaton.h"
#include "read/simple.h"

/* The children that one type may have: as many as an automaton has symbols. */
struct children {
    struct components *components;
    uint16_t elements[REGULAR_SYMBOLS];
    size_t count;
};

void components_trouble(struct components *components, const xmlNode *node, const char *words) {
    if (components->trouble == NULL)
        components->trouble =
            arena_format(components->arena, "line %ld: %s", xmlGetLineNo((xmlNodePtr)(uintptr_t)node), words);
}

/* --- The file -------------------------------------------------------------------- */

bool component_is(const xmlNode *node, const char *name) {
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

const char *component_said(const struct components *components, const xmlNode *node, const char *attribute) {
    xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)attribute);
    const char *kept = value == NULL ? NULL : arena_string(components->arena, (const char *)value);
    xmlFree(value);
    return kept;
}

const xmlNode *component_child(const xmlNode *node, const char *name) {
    for (const xmlNode *child = node->children; child != NULL; child = child->next)
        if (component_is(child, name))
            return child;
    return NULL;
}

static bool word_among(const char *word, const char *const *words) {
    while (*words != NULL && strcmp(*words, word) != 0)
        words++;
    return *words != NULL;
}

static void check_node(struct components *components, const xmlNode *node) {
    static const char *const elements[] = {
        "schema",         "annotation", "import",         "element",      "complexType",
        "simpleType",     "group",      "sequence",       "choice",       "attribute",
        "restriction",    "extension",  "attributeGroup", "list",         "simpleContent",
        "complexContent", "pattern",    "enumeration",    "minLength",    "maxLength",
        "unique",         "selector",   "field",          "minInclusive", "maxInclusive",
        "fractionDigits", NULL};
    static const char *const attributes[] = {"name",
                                             "type",
                                             "ref",
                                             "base",
                                             "use",
                                             "mixed",
                                             "value",
                                             "itemType",
                                             "minOccurs",
                                             "maxOccurs",
                                             "xpath",
                                             "namespace",
                                             "elementFormDefault",
                                             "version",
                                             "attributeFormDefault",
                                             "schemaLocation",
                                             "targetNamespace",
                                             NULL};
    if (node->ns == NULL || strcmp((const char *)node->ns->href, COMPONENTS_SPACE) != 0 ||
        !word_among((const char *)node->name, elements))
        components_trouble(components, node, "an element that tables know nothing of");
    for (const xmlAttr *at = node->properties; at != NULL; at = at->next)
        if (at->ns != NULL || !word_among((const char *)at->name, attributes))
            components_trouble(components, node, "an attribute that tables know nothing of");
    const char *use = component_said(components, node, "use");
    if (use != NULL && strcmp(use, "required") != 0 && strcmp(use, "optional") != 0)
        components_trouble(components, node, "an attribute that is forbidden");
}

static int names_order(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Looks at all that stands in the file, and takes down the names that it gives to elements and attributes. */
static void survey(struct components *components, const xmlNode *node) {
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (child->type == XML_TEXT_NODE ? !xmlIsBlankNode(child)
                                         : child->type != XML_ELEMENT_NODE && child->type != XML_COMMENT_NODE)
            components_trouble(components, child, "text between the elements");
        if (child->type != XML_ELEMENT_NODE)
            continue;
        check_node(components, child);
        const char *name = component_said(components, child, "name");
        if (name != NULL && (component_is(child, "element") || component_is(child, "attribute")))
            LIST_ADD(components->arena, &components->names, name);
        if (!component_is(child, "annotation"))
            survey(components, child);
    }
}

static void names_sort(struct components *components) {
    size_t kept = 0;
    qsort(components->names.items, components->names.count, sizeof *components->names.items, names_order);
    for (size_t i = 0; i < components->names.count; i++)
        if (kept == 0 || strcmp(components->names.items[kept - 1], components->names.items[i]) != 0)
            components->names.items[kept++] = components->names.items[i];
    components->names.count = kept;
}

static uint16_t name_index(const struct components *components, const char *name) {
    for (size_t i = 0; i < components->names.count; i++)
        if (strcmp(components->names.items[i], name) == 0)
            return (uint16_t)i;
    return UINT16_MAX;
}

/* --- References ------------------------------------------------------------------ */

/* What stands behind the prefix of a name that `node` refers to; `*space` is the namespace of it. */
const char *component_reference(const struct components *components, const xmlNode *node, const char *attribute,
                                const char **space) {
    const char *name = component_said(components, node, attribute);
    const char *colon = name == NULL ? NULL : strchr(name, ':');
    const char *prefix = colon == NULL ? NULL : arena_copy(components->arena, name, (size_t)(colon - name));
    const xmlNs *found =
        name == NULL ? NULL : xmlSearchNs(node->doc, (xmlNodePtr)(uintptr_t)node, (const xmlChar *)prefix);
    *space = found == NULL ? "" : (const char *)found->href;
    return colon == NULL ? name : colon + 1;
}

/* What is declared at the top of one of the files; NULL after trouble. */
const xmlNode *component_top(struct components *components, const xmlNode *from, const char *kind, const char *space,
                             const char *name) {
    for (size_t i = 0; i < components->schemas.count && name != NULL; i++) {
        const char *target = component_said(components, components->schemas.items[i], "targetNamespace");
        const xmlNode *node = components->schemas.items[i]->children;
        for (; target != NULL && strcmp(target, space) == 0 && node != NULL; node = node->next)
            if (component_is(node, kind) && strcmp(component_said(components, node, "name"), name) == 0)
                return node;
    }
    components_trouble(components, from, "a name that is declared nowhere");
    return NULL;
}

static const xmlNode *referred(struct components *components, const xmlNode *node, const char *attribute,
                               const char *kind) {
    const char *space;
    const char *name = component_reference(components, node, attribute, &space);
    return component_top(components, node, kind, space, name);
}

/* --- Attributes ------------------------------------------------------------------ */

static void attributes_take(struct components *components, const xmlNode *node) {
    for (const xmlNode *at = node->children; at != NULL; at = at->next) {
        if (component_is(at, "attributeGroup")) {
            const xmlNode *group = referred(components, at, "ref", "attributeGroup");
            if (group != NULL)
                attributes_take(components, group);
        }
        if (!component_is(at, "attribute"))
            continue;
        const char *space = "";
        const char *name = component_reference(components, at, "ref", &space);
        const xmlNode *declared = name == NULL ? at : component_top(components, at, "attribute", space, name);
        const char *use = component_said(components, at, "use");
        bool xml = name != NULL && strcmp(space, (const char *)XML_XML_NAMESPACE) == 0;
        if (declared == NULL || (name != NULL && !xml)) {
            components_trouble(components, at, "an attribute of a namespace that tables know nothing of");
            continue;
        }
        struct grammar_attribute attribute = {.name =
                                                  name_index(components, component_said(components, declared, "name")),
                                              .value = simple_index(components, declared, "type"),
                                              .required = use != NULL && strcmp(use, "required") == 0,
                                              .xml = xml};
        LIST_ADD(components->arena, &components->attributes, attribute);
    }
}

/* --- Content --------------------------------------------------------------------- */

/* The number of the element that is declared or referred to here. */
static uint16_t element_index(struct components *components, const xmlNode *node) {
    const xmlNode *declared =
        component_said(components, node, "ref") == NULL ? node : referred(components, node, "ref", "element");
    for (size_t i = 0; i < components->declared.count; i++)
        if (components->declared.items[i] == declared)
            return (uint16_t)i;
    if (declared == NULL)
        return 0;
    const char *name = component_said(components, declared, "name");
    LIST_ADD(components->arena, &components->declared, (xmlNodePtr)(uintptr_t)declared);
    LIST_ADD(components->arena, &components->elements,
             ((struct grammar_element){.name = name_index(components, name)}));
    return (uint16_t)(components->elements.count - 1);
}

static const struct regular *child_regular(struct children *children, const xmlNode *node) {
    struct components *components = children->components;
    uint16_t element = element_index(components, node);
    bool among[REGULAR_SYMBOLS] = {false};
    size_t i = 0;
    while (i < children->count && children->elements[i] != element) {
        if (components->elements.items[children->elements[i]].name == components->elements.items[element].name)
            components_trouble(components, node, "two elements of one name in one type");
        i++;
    }
    if (i == REGULAR_SYMBOLS) {
        components_trouble(components, node, "a type with too many children");
        return regular_nothing(components->arena);
    }
    if (i == children->count)
        children->elements[children->count++] = element;
    among[i] = true;
    return regular_symbol(components->arena, among);
}

static bool is_particle(const xmlNode *node) {
    return component_is(node, "element") || component_is(node, "sequence") || component_is(node, "choice") ||
           component_is(node, "group");
}

static const struct regular *particle_regular(struct children *children, const xmlNode *node);

/* What stands in a sequence, a choice or the declaration of a group. */
static const struct regular *particles_regular(struct children *children, const xmlNode *node, bool choice) {
    struct arena *arena = children->components->arena;
    const struct regular *all = NULL;
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (!is_particle(child))
            continue;
        const struct regular *one = particle_regular(children, child);
        all = all == NULL ? one : choice ? regular_either(arena, all, one) : regular_row(arena, all, one);
    }
    return all == NULL ? regular_nothing(arena) : all;
}

static const struct regular *particle_regular(struct children *children, const xmlNode *node) {
    struct components *components = children->components;
    const char *least = component_said(components, node, "minOccurs"),
               *most = component_said(components, node, "maxOccurs");
    const struct regular *regular;
    if (component_is(node, "element")) {
        regular = child_regular(children, node);
    } else if (component_is(node, "group")) {
        const xmlNode *group = referred(components, node, "ref", "group");
        regular = group == NULL ? regular_nothing(components->arena) : particles_regular(children, group, false);
    } else {
        regular = particles_regular(children, node, component_is(node, "choice"));
    }
    if (least == NULL && most == NULL)
        return regular;
    bool endless = most != NULL && strcmp(most, "unbounded") == 0;
    return regular_repeat(components->arena, regular, least == NULL ? 1 : strtoul(least, NULL, 10),
                          endless        ? SIZE_MAX
                          : most == NULL ? 1
                                         : strtoul(most, NULL, 10));
}

static void state_keep(struct components *components, const struct automaton *automaton, size_t state, size_t base,
                       const struct children *children) {
    size_t first = components->edges.count;
    for (size_t name = 0; name < components->names.count; name++)
        for (size_t i = 0; i < children->count; i++) {
            uint16_t element = children->elements[i], next = automaton->next[state][i];
            if (components->elements.items[element].name == name && next != AUTOMATON_NONE)
                LIST_ADD(components->arena, &components->edges,
                         ((struct grammar_edge){(uint16_t)name, element, (uint16_t)(base + next)}));
        }
    size_t count = components->edges.count - first;
    if (count > UINT8_MAX || components->edges.count > UINT16_MAX)
        components->trouble = "more children than tables have room for";
    LIST_ADD(components->arena, &components->states,
             ((struct grammar_state){(uint16_t)first, (uint8_t)count, automaton->ends[state]}));
}

/* The state at which the automaton of these children starts. */
static uint16_t content_keep(struct components *components, const xmlNode *node, const struct regular *regular,
                             const struct children *children) {
    struct automaton automaton;
    size_t base = components->states.count;
    if (!automaton_compile(components->arena, regular, &automaton) || base + automaton.count > UINT16_MAX) {
        components_trouble(components, node, "a type that is too large for tables");
        return 0;
    }
    for (size_t state = 0; state < automaton.count; state++)
        state_keep(components, &automaton, state, base, children);
    return (uint16_t)base;
}

/* --- Types ----------------------------------------------------------------------- */

struct making {
    bool mixed, simple;
    uint16_t value;
    struct children children;
    const struct regular *regular; /* NULL: no children */
};

static void complex_take(struct components *components, const xmlNode *node, struct making *making);

/* Takes over the type that is extended. */
static void extension_take(struct components *components, const xmlNode *extension, struct making *making,
                           bool simple) {
    const char *space;
    const char *name = component_reference(components, extension, "base", &space);
    bool builtin = name != NULL && strcmp(space, COMPONENTS_SPACE) == 0;
    const xmlNode *complex = NULL;
    for (size_t i = 0; i < components->schemas.count && !builtin && name != NULL; i++)
        for (const xmlNode *node = components->schemas.items[i]->children; node != NULL; node = node->next)
            if (component_is(node, "complexType") && strcmp(component_said(components, node, "name"), name) == 0)
                complex = node;
    if (complex != NULL)
        complex_take(components, complex, making);
    else if (simple) {
        making->simple = true;
        making->value = simple_index(components, extension, "base");
    } else
        components_trouble(components, extension, "an extension of what is not known");
}

/* Goes through what stands in a complex type or an extension: children and attributes. */
static void complex_take(struct components *components, const xmlNode *node, struct making *making) {
    const char *mixed = component_said(components, node, "mixed");
    if (mixed != NULL && strcmp(mixed, "true") == 0)
        making->mixed = true;
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (component_is(child, "simpleContent") || component_is(child, "complexContent")) {
            const xmlNode *extension = component_child(child, "extension");
            if (extension == NULL || component_said(components, child, "mixed") != NULL) {
                components_trouble(components, child, "a restriction of a type that has attributes or children");
                continue;
            }
            extension_take(components, extension, making, component_is(child, "simpleContent"));
            complex_take(components, extension, making);
        } else if (is_particle(child)) {
            const struct regular *regular = particle_regular(&making->children, child);
            making->regular =
                making->regular == NULL ? regular : regular_row(components->arena, making->regular, regular);
        }
    }
    attributes_take(components, node);
}

static uint16_t type_keep(struct components *components, const xmlNode *node, const struct making *making,
                          size_t attributes) {
    struct grammar_type type = {.content = GRAMMAR_EMPTY, .value = making->value, .attributes = (uint16_t)attributes};
    type.attribute_count = (uint16_t)(components->attributes.count - attributes);
    if (type.attribute_count > 64)
        components_trouble(components, node, "a type with too many attributes");
    if (making->simple)
        type.content = GRAMMAR_SIMPLE;
    else if (making->mixed || making->regular != NULL) {
        const struct regular *regular = making->regular == NULL ? regular_nothing(components->arena) : making->regular;
        type.content = making->mixed ? GRAMMAR_MIXED : GRAMMAR_ELEMENTS;
        type.state = content_keep(components, node, regular, &making->children);
    }
    if (making->simple && (making->mixed || making->regular != NULL))
        components_trouble(components, node, "children in a type that is simple");
    LIST_ADD(components->arena, &components->types, type);
    LIST_ADD(components->arena, &components->typed, (xmlNodePtr)(uintptr_t)node);
    return (uint16_t)(components->types.count - 1);
}

/* The number of the type of a declared element. */
static uint16_t type_of(struct components *components, const xmlNode *element) {
    const char *space;
    const char *name = component_reference(components, element, "type", &space);
    const xmlNode *complex = name == NULL ? component_child(element, "complexType")
                             : strcmp(space, COMPONENTS_SPACE) == 0
                                 ? NULL
                                 : referred(components, element, "type", "complexType");
    if (complex == NULL) {
        components_trouble(components, element, "an element without a complex type");
        return 0;
    }
    for (size_t i = 0; i < components->typed.count; i++)
        if (components->typed.items[i] == complex)
            return (uint16_t)i;
    struct making making = {.children = {.components = components}};
    size_t attributes = components->attributes.count;
    complex_take(components, complex, &making);
    return type_keep(components, complex, &making, attributes);
}

/* --- What there may be but once ---------------------------------------------------- */

/* "p:board/p:position" → the two names. */
static void path_take(struct components *components, const xmlNode *node, char *words) {
    struct grammar_path path = {.two = strchr(words, '/') != NULL};
    char *step = words;
    for (size_t i = 0; i < 1 + (size_t)path.two; i++) {
        char *end = step + strcspn(step, "/");
        char *colon = memchr(step, ':', (size_t)(end - step));
        bool last = *end == '\0';
        *end = '\0';
        uint16_t name = name_index(components, colon == NULL ? "" : colon + 1);
        *(i == 0 ? &path.first : &path.second) = name;
        if (name == UINT16_MAX || last != (i == (size_t)path.two))
            components_trouble(components, node, "a path that tables cannot say");
        step = end + !last;
    }
    LIST_ADD(components->arena, &components->paths, path);
}

static void uniques_take(struct components *components, const xmlNode *declared, struct grammar_element *element) {
    element->uniques = (uint16_t)components->uniques.count;
    for (const xmlNode *node = declared->children; node != NULL; node = node->next) {
        if (!component_is(node, "unique"))
            continue;
        const xmlNode *selector = component_child(node, "selector"), *field = component_child(node, "field");
        const char *paths = selector == NULL ? NULL : component_said(components, selector, "xpath");
        const char *attribute = field == NULL ? NULL : component_said(components, field, "xpath");
        if (paths == NULL || attribute == NULL || *attribute != '@' ||
            name_index(components, attribute + 1) == UINT16_MAX) {
            components_trouble(components, node, "a path that tables cannot say");
            continue;
        }
        struct grammar_unique unique = {.attribute = name_index(components, attribute + 1),
                                        .paths = (uint16_t)components->paths.count};
        for (const char *at = paths; *at != '\0'; at += strspn(at, "|")) {
            size_t count = strcspn(at, "|");
            path_take(components, node, arena_copy(components->arena, at, count));
            at += count;
        }
        unique.path_count = (uint16_t)(components->paths.count - unique.paths);
        LIST_ADD(components->arena, &components->uniques, unique);
    }
    element->unique_count = (uint16_t)(components->uniques.count - element->uniques);
}

/* --- All of it ------------------------------------------------------------------- */

/* The elements that may be roots: those at the top, in the order of their names. */
static void roots_take(struct components *components) {
    for (size_t name = 0; name < components->names.count; name++)
        for (const xmlNode *node = components->schemas.items[0]->children; node != NULL; node = node->next)
            if (component_is(node, "element") &&
                strcmp(component_said(components, node, "name"), components->names.items[name]) == 0)
                (void)element_index(components, node);
    components->root_count = components->elements.count;
}

void components_read(struct components *components, xmlDocPtr const *documents, size_t count) {
    for (size_t i = 0; i < count; i++) {
        xmlNodePtr root = xmlDocGetRootElement(documents[i]);
        LIST_ADD(components->arena, &components->schemas, root);
        check_node(components, root);
        survey(components, root);
    }
    const xmlNode *root = components->schemas.items[0];
    const char *qualified = component_said(components, root, "elementFormDefault"),
               *free = component_said(components, root, "attributeFormDefault");
    components->space = component_said(components, root, "targetNamespace");
    if (components->space == NULL || qualified == NULL || strcmp(qualified, "qualified") != 0 ||
        (free != NULL && strcmp(free, "unqualified") != 0))
        components_trouble(components, root, "elements in no namespace, or attributes in one");
    if (components->trouble != NULL)
        return;
    names_sort(components);
    roots_take(components);
    for (size_t i = 0; i < components->elements.count && components->trouble == NULL; i++) {
        struct grammar_element element = components->elements.items[i];
        element.type = type_of(components, components->declared.items[i]);
        uniques_take(components, components->declared.items[i], &element);
        components->elements.items[i] = element;
    }
    if (components->names.count >= UINT16_MAX || components->attributes.count >= UINT16_MAX ||
        components->values.count >= UINT16_MAX - 1)
        components_trouble(components, root, "more than tables have room for");
}
