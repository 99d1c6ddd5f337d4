/* simple.c: simple types of an XSD → values of grammar.h.
 *
 * A type by its name or its declaration in → its number in the tables out: XML
 * Schema 1.0 part 2. Patterns and lists of values become automata over classes of bytes; a restriction
 * takes over what its base asks, and adds to it.
 *
 * Surprising: what a type of XML Schema's own holds is not said here, for libxml2 is asked about it when a document is
 * read (xmlSchemaValidatePredefinedType).
 */
#include "read/simple.h"

#include <libxml/schemasInternals.h>
#include <stdlib.h>
#include <string.h>

#include "read/automaton.h"

static struct grammar_value value_simple(struct components *components, const xmlNode *node);

/* One of XML Schema's own types. */
static struct grammar_value value_builtin(struct components *components, const xmlNode *node, const char *name) {
    static const struct {
        const char *name;
        uint8_t builtin;
    } builtins[] = {{"string", 0},
                    {"token", 0},
                    {"NCName", XML_SCHEMAS_NCNAME},
                    {"anyURI", XML_SCHEMAS_ANYURI},
                    {"date", XML_SCHEMAS_DATE},
                    {"gYear", XML_SCHEMAS_GYEAR},
                    {"decimal", XML_SCHEMAS_DECIMAL},
                    {"language", XML_SCHEMAS_LANGUAGE},
                    {"positiveInteger", XML_SCHEMAS_PINTEGER},
                    {"nonNegativeInteger", XML_SCHEMAS_NNINTEGER}};
    struct grammar_value value = {.collapses = strcmp(name, "string") != 0, .most = UINT32_MAX};
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
        if (strcmp(builtins[i].name, name) == 0) {
            value.builtin = builtins[i].builtin;
            return value;
        }
    components_trouble(components, node, "a type of XML Schema's own that tables know nothing of");
    return value;
}

static uint16_t value_keep(struct components *components, const xmlNode *node, struct grammar_value value) {
    LIST_ADD(components->arena, &components->values, value);
    LIST_ADD(components->arena, &components->simple, (xmlNodePtr)(uintptr_t)node);
    return (uint16_t)(components->values.count - 1);
}

/* The number of the simple type that an attribute of `node` names, or that stands in it. */
uint16_t simple_index(struct components *components, const xmlNode *node, const char *attribute) {
    const char *space;
    const char *name = component_reference(components, node, attribute, &space);
    const xmlNode *type = name == NULL ? component_child(node, "simpleType") : NULL;
    if (name != NULL && strcmp(space, COMPONENTS_SPACE) == 0)
        return value_keep(components, NULL, value_builtin(components, node, name));
    if (type == NULL)
        type = component_top(components, node, "simpleType", space, name);
    for (size_t i = 0; i < components->simple.count && type != NULL; i++)
        if (components->simple.items[i] == type)
            return (uint16_t)i;
    return value_keep(components, type,
                      type == NULL ? (struct grammar_value){.most = UINT32_MAX} : value_simple(components, type));
}

static bool bytes_alike(const struct automaton *automaton, size_t a, size_t b) {
    for (size_t state = 0; state < automaton->count; state++)
        if (automaton->next[state][a] != automaton->next[state][b])
            return false;
    return true;
}

/* The automaton over classes of bytes that nothing tells apart. Its number, counted from 1. */
static uint16_t pattern_keep(struct components *components, const xmlNode *node, const struct regular *regular) {
    struct automaton automaton = {.count = 0};
    struct component_pattern pattern = {.class_count = 0};
    size_t first[REGULAR_SYMBOLS];
    if (regular == NULL || !automaton_compile(components->arena, regular, &automaton) ||
        automaton.count >= GRAMMAR_REFUSED) {
        components_trouble(components, node, "a pattern that tables cannot say");
        return 0;
    }
    for (size_t byte = 0; byte < REGULAR_SYMBOLS; byte++) {
        size_t class = 0;
        while (class < pattern.class_count && !bytes_alike(&automaton, first[class], byte))
            class ++;
        if (class == pattern.class_count)
            first[pattern.class_count++] = byte;
        pattern.classes[byte] = (uint8_t) class;
    }
    pattern.state_count = automaton.count;
    pattern.ends = automaton.ends;
    pattern.next = ARENA_ARRAY(components->arena, automaton.count * pattern.class_count, uint8_t);
    for (size_t state = 0; state < automaton.count; state++)
        for (size_t class = 0; class < pattern.class_count; class ++) {
            uint16_t next = automaton.next[state][first[class]];
            pattern.next[state * pattern.class_count + class] =
                next == AUTOMATON_NONE ? GRAMMAR_REFUSED : (uint8_t)next;
        }
    LIST_ADD(components->arena, &components->patterns, pattern);
    return (uint16_t)components->patterns.count;
}

static uint32_t facet_number(struct components *components, const xmlNode *facet) {
    const char *text = component_said(components, facet, "value");
    if (text == NULL || text[strspn(text, "0123456789")] != '\0' || strlen(text) == 0 || strlen(text) > 9)
        components_trouble(components, facet, "a bound that tables cannot say");
    return text == NULL ? 0 : (uint32_t)strtoul(text, NULL, 10);
}

/* A bound of a number. Whole numbers alone are compared, so that nothing behind a point may matter. */
static void facet_bound(struct components *components, const xmlNode *facet, struct grammar_value *value) {
    bool whole = value->builtin == XML_SCHEMAS_PINTEGER || value->builtin == XML_SCHEMAS_NNINTEGER;
    if (!whole && value->builtin != XML_SCHEMAS_DECIMAL)
        components_trouble(components, facet, "a bound of what is no number");
    if (!value->bounded) {
        value->bounded = true;
        value->bottom = value->builtin == XML_SCHEMAS_PINTEGER ? 1 : 0;
        value->top = UINT32_MAX;
        value->decimals = whole ? 0 : UINT8_MAX;
    }
    uint32_t number = facet_number(components, facet);
    if (component_is(facet, "minInclusive"))
        value->bottom = number;
    else if (component_is(facet, "fractionDigits"))
        value->decimals = (uint8_t)number;
    else
        value->top = number;
    if (value->top != UINT32_MAX && value->decimals > 0)
        components_trouble(components, facet, "an upper bound of a number with figures behind the point");
}

static void facet_take(struct components *components, const xmlNode *facet, struct grammar_value *value,
                       const struct regular **regular) {
    bool listed = component_is(facet, "enumeration");
    if (listed || component_is(facet, "pattern")) {
        const char *text = component_said(components, facet, "value");
        const struct regular *one =
            listed ? regular_text(components->arena, text) : regular_pattern(components->arena, text);
        if (one == NULL || value->pattern > 0 || value->item > 0 || (listed && value->builtin != 0) ||
            (*regular != NULL && component_child(facet->parent, listed ? "pattern" : "enumeration") != NULL))
            components_trouble(components, facet, "a pattern that tables cannot say");
        else
            *regular = *regular == NULL ? one : regular_either(components->arena, *regular, one);
    } else if (component_is(facet, "minLength") || component_is(facet, "maxLength")) {
        if (value->builtin != 0 && value->builtin != XML_SCHEMAS_ANYURI)
            components_trouble(components, facet, "a length of what is no text");
        *(component_is(facet, "minLength") ? &value->least : &value->most) = facet_number(components, facet);
    } else if (component_is(facet, "minInclusive") || component_is(facet, "maxInclusive") ||
               component_is(facet, "fractionDigits")) {
        facet_bound(components, facet, value);
    } else if (!component_is(facet, "simpleType") && !component_is(facet, "annotation")) {
        components_trouble(components, facet, "a facet that tables know nothing of");
    }
}

static struct grammar_value value_simple(struct components *components, const xmlNode *node) {
    struct grammar_value value = {.collapses = true, .most = UINT32_MAX};
    const xmlNode *list = component_child(node, "list");
    const xmlNode *restriction = component_child(node, "restriction");
    if (list != NULL) {
        value.item = (uint16_t)(simple_index(components, list, "itemType") + 1);
        return value;
    }
    if (restriction == NULL) {
        components_trouble(components, node, "a simple type that is neither a restriction nor a list");
        return value;
    }
    const struct regular *regular = NULL;
    uint16_t base = simple_index(components, restriction, "base"); /* which may move the values */
    value = components->values.items[base];
    for (const xmlNode *facet = restriction->children; facet != NULL; facet = facet->next)
        if (facet->type == XML_ELEMENT_NODE)
            facet_take(components, facet, &value, &regular);
    if (regular != NULL)
        value.pattern = pattern_keep(components, node, regular);
    return value;
}
