/* content.c: every fault of what elements hold, and a tree in which they are mended.
 *
 * tree and schema in → findings and a mended tree out. Each parent is walked child by child
 * through its content model (model.h). A child that is refused is, in this
 * order: of a mistyped name (renamed); in want of something before it (put in, or
 * fetched from further on); a sign that the child before it is the wrong one; or
 * itself misplaced (taken out and checked on its own). libxml2 looks at the mended
 * tree afterwards (schema.c), so what is overlooked here is still refused there.
 *
 * Surprising: in an element whose end tag was missing, the first child that does
 * not fit ends it: that child and all after it go back to the parent, unblamed.
 */
#include "read/content.h"

#include <libxml/hash.h>
#include <libxml/schemasInternals.h>
#include <string.h>

#include "read/door.h"
#include "read/model.h"
#include "read/tree.h"
#include "read/wanted.h"

/* How far ahead is looked to tell which of two neighbours is the wrong one. */
#define LOOK_AHEAD 40
/* How many names are given to content models a second time and more, in one file: about a second's work. */
#define EFFORT ((size_t)4 << 20)

struct content {
    struct reading *reading;
    xmlSchemaPtr schema;
    const struct vocabulary *vocabulary;
    struct content_aside *aside;
    size_t effort;
};

struct child {
    xmlNodePtr node;
    xmlSchemaTypePtr type;
};

/* One parent. */
struct visit {
    struct content *content;
    xmlNodePtr parent;
    xmlSchemaTypePtr type;
    struct model model;
    LIST(struct child) children; /* that were accepted; one for each name that the model took, but for `made` ones */
    const xmlNode *bad;          /* the child found misplaced last, if nothing good came since */
    const char *bad_name;        /* its name; NULL for text */
    const xmlNode *foreign;      /* the child of a name from HTML that was met last */
    const char *foreign_name;    /* that name */
};

static void content_check(struct content *content, xmlNodePtr parent, xmlSchemaTypePtr type);

static xmlSchemaTypePtr content_type(const struct content *content, const xmlChar *name) {
    const xmlSchemaElement *declared = xmlHashLookup(content->schema->elemDecl, name);
    return declared == NULL ? NULL : declared->subtypes;
}

static bool type_is_simple(const xmlSchemaType *type) {
    return type->type == XML_SCHEMA_TYPE_SIMPLE || type->type == XML_SCHEMA_TYPE_BASIC ||
           type->contentType == XML_SCHEMA_CONTENT_SIMPLE || type->contentType == XML_SCHEMA_CONTENT_BASIC;
}

static bool node_is_text(const xmlNode *node) {
    return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

static bool text_is_blank(const xmlNode *node) {
    const char *text = (const char *)node->content;
    return text == NULL || text[strspn(text, " \t\n")] == '\0';
}

/* Where the words of a text begin. */
static struct place text_place(const xmlNode *node) {
    const char *text = (const char *)node->content;
    size_t blank = text == NULL ? 0 : strspn(text, " \t\n");
    return door_text_place(node, blank, blank);
}

static const char *node_name(const xmlNode *node) {
    return (const char *)node->name;
}

static bool node_flag_made(const xmlNode *node) {
    const struct door_mark *mark = door_mark_of(node);
    return mark != NULL && mark->made;
}

static bool node_flag_open(const xmlNode *node) {
    const struct door_mark *mark = door_mark_of(node);
    return mark != NULL && mark->open;
}

static bool node_flag_gap(const xmlNode *node) {
    const struct door_mark *mark = door_mark_of(node);
    return mark != NULL && mark->gap;
}

static void node_blame(const xmlNode *node) {
    struct door_mark *mark = door_mark_of(node);
    if (mark != NULL)
        mark->faulty = true;
}

/* Puts `first` to `last`, neighbours that stand nowhere, behind `after` in `parent` (first when it is NULL). By hand,
 * since libxml2 melts texts together and then frees one of them. */
static void nodes_insert(xmlNodePtr first, xmlNodePtr last, xmlNodePtr parent, xmlNodePtr after) {
    xmlNodePtr next = after != NULL ? after->next : parent->children;
    first->prev = after;
    last->next = next;
    *(after != NULL ? &after->next : &parent->children) = first;
    *(next != NULL ? &next->prev : &parent->last) = last;
    for (xmlNodePtr node = first; node != next; node = node->next)
        node->parent = parent;
}

static void nodes_move(xmlNodePtr first, xmlNodePtr last, xmlNodePtr parent, xmlNodePtr after) {
    *(first->prev != NULL ? &first->prev->next : &first->parent->children) = last->next;
    *(last->next != NULL ? &last->next->prev : &first->parent->last) = first->prev;
    nodes_insert(first, last, parent, after);
}

static void words_add(struct content *content, const xmlNode *text) {
    if (text != NULL && text->content != NULL)
        LIST_ADD(content->reading->arena, &content->reading->words,
                 arena_string(content->reading->arena, (const char *)text->content));
}

/* What other places of the document may rely on in an element that goes: its id, and an abbreviation. */
static void words_lose(struct content *content, const xmlNode *node) {
    if (node->type != XML_ELEMENT_NODE)
        return;
    for (const xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
        if (strcmp((const char *)attribute->name, "id") == 0)
            words_add(content, attribute->children);
    if (strcmp(node_name(node), "abbr") == 0)
        words_add(content, node->children);
}

static void content_set_aside(struct content *content, xmlNodePtr node) {
    node_blame(node->parent);
    for (xmlNodePtr at = node; at != NULL; at = tree_after(at, node))
        words_lose(content, at);
    xmlUnlinkNode(node);
    LIST_ADD(content->reading->arena, &content->aside->nodes, node);
}

/* Puts the children of `node` in its place and sets it aside, empty; returns the first of them, or what came next. */
static xmlNodePtr content_unwrap(struct content *content, xmlNodePtr node) {
    xmlNodePtr first = node->children;
    xmlNodePtr next = node->next;
    for (xmlNodePtr child = first; child != NULL; child = child->next) {
        struct door_mark *mark = door_mark_of(child);
        if (mark != NULL)
            mark->loose = true;
    }
    if (first != NULL)
        nodes_move(first, node->last, node->parent, node);
    node_blame(node->parent);
    words_lose(content, node);
    xmlUnlinkNode(node);
    LIST_ADD(content->reading->arena, &content->aside->nodes, node);
    return first != NULL ? first : next;
}

/* A stand-in for an element that is missing, before `next`, or last when that is NULL. */
static void visit_make(struct visit *visit, const char *name, xmlNodePtr next) {
    xmlNodePtr parent = visit->parent;
    xmlNodePtr made = xmlNewDocNode(parent->doc, parent->ns, (const xmlChar *)name, NULL);
    if (made == NULL)
        memory_exhausted();
    struct door_mark *mark = door_mark_new(visit->content->reading, door_place(parent));
    mark->made = mark->faulty = true;
    made->_private = mark;
    if (next != NULL)
        xmlAddPrevSibling(next, made);
    else
        xmlAddChild(parent, made);
    (void)model_take(&visit->model, made->name);
    xmlSchemaTypePtr type = visit->model.matched == NULL ? NULL : visit->model.matched->subtypes;
    if (type != NULL && (type_is_simple(type) || type->contentType == XML_SCHEMA_CONTENT_MIXED)) {
        xmlNodePtr words = xmlNewDocText(parent->doc, (const xmlChar *)"x");
        words->_private = door_mark_new(visit->content->reading, mark->place);
        xmlAddChild(made, words);
    }
    LIST_ADD(visit->content->reading->arena, &visit->children, ((struct child){made, type}));
}

static bool visit_is_quiet(const struct visit *visit, const xmlNode *node) {
    const struct door_mark *mark = door_mark_of(node);
    return node_flag_made(visit->parent) || (mark != NULL && mark->loose);
}

static void visit_accept(struct visit *visit, xmlNodePtr node) {
    const xmlSchemaElement *declared = visit->model.matched;
    LIST_ADD(visit->content->reading->arena, &visit->children,
             ((struct child){node, declared == NULL ? NULL : declared->subtypes}));
    visit->bad = NULL;
}

static const char *visit_expected(const struct visit *visit) {
    const char *expected = model_expected(&visit->model, false);
    return expected[0] == '\0' ? "nothing more may come there"
                               : arena_format(visit->content->reading->arena, "expected is %s", expected);
}

static void visit_say_element(const struct visit *visit, const xmlNode *node, const char *instead, const char *mend) {
    node_blame(visit->parent);
    if (!visit_is_quiet(visit, node))
        reading_fault(visit->content->reading, RULE_SCHEMA_ELEMENT, door_place(node), node_name(node),
                      node_name(visit->parent), instead, mend);
}

/* "<a>", "<a> and <b>", "<a>, <b> and <c>". */
static const char *names_listed(struct arena *arena, const char *const *names, size_t count) {
    struct buffer out = {0};
    for (size_t i = 0; i < count; i++)
        buffer_format(&out, "%s<%s>", i == 0 ? "" : i + 1 < count ? ", " : " and ", names[i]);
    const char *list = arena_string(arena, buffer_text(&out));
    buffer_close(&out);
    return list;
}

static bool visit_fits(const void *context, const char *name) {
    const struct visit *visit = context;
    return model_may_take(&visit->model, name);
}

/* The element before `node`, when nothing but blanks stands between. */
static const xmlNode *node_before(const xmlNode *node) {
    for (node = node->prev; node != NULL && node->type != XML_ELEMENT_NODE; node = node->prev)
        if (node_is_text(node) && !text_is_blank(node))
            return NULL;
    return node;
}

/* An element of a name that nobody knows. Returns the node to go on with. */
static xmlNodePtr visit_unknown(struct visit *visit, xmlNodePtr node) {
    const struct vocabulary *vocabulary = visit->content->vocabulary;
    const char *meant = vocabulary_meant(vocabulary, node_name(node), visit_fits, visit);
    const char *mend = vocabulary_mend(vocabulary, node_name(node), meant);
    struct door_mark *mark = door_mark_of(node);
    const struct door_mark *above = door_mark_of(visit->parent);
    mark->foreign = vocabulary_is_foreign(vocabulary, node_name(node));
    bool same = mark->foreign && above->foreign && meant != NULL && visit_fits(visit, meant);
    if (mark->foreign) { /* the second of a row of <tr> is told with the first */
        same = same || (visit->foreign != NULL && visit->foreign == node_before(node) &&
                        strcmp(visit->foreign_name, node_name(node)) == 0);
        visit->foreign = node;
        visit->foreign_name = node_name(node);
    }
    if (!same && !reading_was_told(visit->content->reading, mark->place))
        visit_say_element(visit, node, visit_expected(visit), mend);
    node_blame(node);
    visit->bad = node;
    visit->bad_name = node_name(node);
    if (meant == NULL)
        return content_unwrap(visit->content, node);
    xmlNodeSetName(node, (const xmlChar *)meant);
    mark->loose = true; /* that it was misspelled is told; should it be misplaced as well, let that wait */
    return node;
}

static xmlNodePtr sibling_later(xmlNodePtr node, const char *name) {
    for (node = node->next; node != NULL; node = node->next)
        if (node->type == XML_ELEMENT_NODE && strcmp(node_name(node), name) == 0)
            return node;
    return NULL;
}

/* `node` wants something before it: what stands further on is moved here, what is nowhere is made. False when its own
 * place is the wrong one. */
static bool visit_bridge(struct visit *visit, xmlNodePtr node) {
    struct reading *reading = visit->content->reading;
    const char *bridge[MODEL_BRIDGE_LONGEST];
    const char *missing[MODEL_BRIDGE_LONGEST];
    size_t missing_count = 0;
    size_t later_count = 0;
    const xmlNode *quiet = visit->bad;
    bool gap = node_flag_gap(visit->parent);
    size_t count = model_bridge(&visit->model, node_name(node), bridge);
    for (size_t i = 0; i < count; i++) {
        if (sibling_later(node, bridge[i]) != NULL)
            later_count++;
        else
            missing[missing_count++] = bridge[i];
    }
    if (count == 0 || later_count > 1)
        return false;
    for (size_t i = 0; i < count; i++) {
        xmlNodePtr later = sibling_later(node, bridge[i]);
        if (later == NULL) {
            visit_make(visit, bridge[i], node);
            continue;
        }
        visit_say_element(visit, later, arena_format(reading->arena, "its place is before <%s>", node_name(node)),
                          arena_format(reading->arena, "move it to stand before <%s>", node_name(node)));
        nodes_move(later, later, visit->parent, node->prev);
        (void)model_take(&visit->model, later->name);
        visit_accept(visit, later);
    }
    node_blame(visit->parent);
    /* What was misplaced just before may be what is missing here, under another name. */
    if (missing_count > 0 && !visit_is_quiet(visit, node) && quiet == NULL && !gap)
        reading_fault(reading, RULE_SCHEMA_MISSING, door_place(node), node_name(visit->parent),
                      names_listed(reading->arena, missing, missing_count),
                      arena_format(reading->arena, "before <%s>", node_name(node)));
    (void)model_take(&visit->model, node->name);
    visit_accept(visit, node);
    return true;
}

/* How many of the next elements from `node` on are refused after what was taken. */
static size_t visit_refusals(struct visit *visit, xmlNodePtr node) {
    size_t refused = 0;
    size_t taken = visit->model.taken.count;
    for (size_t seen = 0; node != NULL && seen < LOOK_AHEAD && refused < LOOK_AHEAD / 4; node = node->next)
        if (node->type == XML_ELEMENT_NODE) {
            refused += !model_take(&visit->model, node->name);
            seen++;
        }
    while (visit->model.taken.count > taken + 1)
        visit->model.taken.count--;
    if (visit->model.taken.count > taken)
        model_untake(&visit->model);
    return refused;
}

/* Whether the child before `node` is the one that stands in a wrong place: then that is told and it is set aside. */
static bool visit_blame_before(struct visit *visit, xmlNodePtr node) {
    if (visit->children.count == 0 || visit->model.taken.count == 0 || visit->model.taken.count > LOOK_AHEAD * 4)
        return false;
    struct child last = visit->children.items[visit->children.count - 1];
    const xmlChar *name = visit->model.taken.items[visit->model.taken.count - 1];
    if (node_flag_made(last.node) || !xmlStrEqual(name, last.node->name)) /* that one was set aside before */
        return false;
    size_t with = visit_refusals(visit, node);
    model_untake(&visit->model);
    if (visit_refusals(visit, node) + 1 >= with) {
        (void)model_take(&visit->model, name);
        return false;
    }
    struct arena *arena = visit->content->reading->arena;
    visit_say_element(visit, last.node, arena_format(arena, "<%s> cannot come after it", node_name(node)),
                      arena_format(arena, "move it to stand after <%s>", node_name(node)));
    visit->children.count--;
    content_set_aside(visit->content, last.node);
    (void)model_take(&visit->model, node->name);
    visit_accept(visit, node);
    return true;
}

/* Inline elements go with text that was found misplaced, and neighbours of one name are one mistake. */
static bool visit_is_same_mistake(const struct visit *visit, const xmlNode *node) {
    if (visit->bad == NULL)
        return false;
    if (visit->bad_name != NULL && node->type == XML_ELEMENT_NODE)
        return strcmp(visit->bad_name, node_name(node)) == 0;
    const char *name = node->type == XML_ELEMENT_NODE ? node_name(node) : visit->bad_name;
    const xmlSchemaType *type = name == NULL ? NULL : content_type(visit->content, (const xmlChar *)name);
    return type == NULL || type->contentType != XML_SCHEMA_CONTENT_ELEMENTS;
}

static void visit_set_aside(struct visit *visit, xmlNodePtr node) {
    bool mixed = visit->type->contentType == XML_SCHEMA_CONTENT_MIXED;
    if (!visit_is_same_mistake(visit, node)) {
        const char *expected = visit_expected(visit);
        const char *mend = strncmp(expected, "expected is ", 12) != 0 ? "take it out, or move it to where it belongs"
                           : strstr(expected + 12, "<") == strrchr(expected, '<')
                               ? "put what is expected before or around it, or move it to where it belongs"
                               : "put it into one of those, or move it to where it belongs";
        visit_say_element(visit, node, expected, mend);
        visit->bad = node;
        visit->bad_name = node_name(node);
    }
    if (mixed) { /* so that the parent does not look empty */
        xmlNodePtr words = xmlNewDocText(node->doc, (const xmlChar *)"x");
        words->_private = door_mark_new(visit->content->reading, door_place(node));
        nodes_insert(words, words, visit->parent, node);
    }
    content_set_aside(visit->content, node);
}

static bool node_has(const xmlNode *node, const char *attribute) {
    for (const xmlAttr *at = node->properties; at != NULL; at = at->next)
        if (at->ns == NULL && strcmp((const char *)at->name, attribute) == 0)
            return true;
    return false;
}

/* What is to be done with text: of elements that say something by an attribute, what it has to be. */
static const char *visit_text_mend(const struct visit *visit, const char *text) {
    struct arena *arena = visit->content->reading->arena;
    const char *name = node_name(visit->parent);
    const char *attribute = vocabulary_says_by(visit->type, "date") ? "date" : "value";
    bool date = attribute[0] == 'd';
    if (!date && !vocabulary_says_by(visit->type, attribute))
        return arena_format(arena, "put it into one of the elements that <%s> holds", name);
    if (node_has(visit->parent, attribute))
        return arena_format(arena, "take it out: %s=\"...\" says it already", attribute);
    const char *value = date ? wanted_as_date(arena, text) : wanted_as_number(arena, text);
    const char *how = value != NULL ? "" : date ? ", with the date as in 2026-11-22" : ", with a number";
    value = value == NULL ? "..." : value;
    return visit->parent->properties == NULL
               ? arena_format(arena, "write <%s %s=\"%s\"/>%s", name, attribute, value, how)
               : arena_format(arena, "take it out, and write %s=\"%s\" in the tag <%s>%s", attribute, value, name, how);
}

static void visit_text(struct visit *visit, xmlNodePtr node) {
    if (visit->type->contentType == XML_SCHEMA_CONTENT_MIXED || text_is_blank(node))
        return;
    node_blame(visit->parent);
    if (!visit_is_same_mistake(visit, node) && !visit_is_quiet(visit, node))
        reading_fault(visit->content->reading, RULE_SCHEMA_TEXT, text_place(node), node_name(visit->parent),
                      visit_text_mend(visit, (const char *)node->content));
    if (visit->bad == NULL) {
        visit->bad = node;
        visit->bad_name = NULL;
    }
    xmlNodeSetContent(node, (const xmlChar *)"");
}

/* An element whose end tag was missing holds what it can; from the first child on that it cannot, all goes to stand
 * behind it. */
static void content_hoist(struct content *content, xmlNodePtr node) {
    xmlSchemaTypePtr type = content_type(content, node->name);
    if (type == NULL)
        return;
    xmlNodePtr child = node->children;
    bool driven = type->contModel != NULL;
    struct model model;
    if (driven)
        model_open(&model, content->vocabulary, &content->effort, type, node->ns == NULL ? NULL : node->ns->href);
    for (; child != NULL; child = child->next) {
        bool text = node_is_text(child);
        if (text && (text_is_blank(child) || type_is_simple(type) || type->contentType == XML_SCHEMA_CONTENT_MIXED))
            continue;
        if (text)
            break;
        if (child->type != XML_ELEMENT_NODE || !vocabulary_has(content->vocabulary, node_name(child)))
            continue;
        if (node_flag_open(child))
            content_hoist(content, child);
        if (!driven || !model_take(&model, child->name))
            break;
    }
    if (child != NULL)
        nodes_move(child, node->last, node->parent, node);
    if (driven)
        model_close(&model);
}

/* Takes one child; returns the node to go on with. */
static xmlNodePtr visit_child(struct visit *visit, xmlNodePtr node) {
    if (node_is_text(node)) {
        visit_text(visit, node);
        return node->next;
    }
    if (node->type != XML_ELEMENT_NODE)
        return node->next;
    if (node_flag_open(node))
        content_hoist(visit->content, node);
    if (model_take(&visit->model, node->name)) {
        visit_accept(visit, node);
        return node->next;
    }
    if (!vocabulary_has(visit->content->vocabulary, node_name(node)))
        return visit_unknown(visit, node);
    if (visit_bridge(visit, node) || visit_blame_before(visit, node))
        return node->next;
    xmlNodePtr next = node->next;
    visit_set_aside(visit, node);
    return next;
}

static void visit_end(struct visit *visit) {
    struct reading *reading = visit->content->reading;
    if (model_may_end(&visit->model))
        return;
    node_blame(visit->parent);
    const char *bridge[MODEL_BRIDGE_LONGEST];
    size_t count = model_bridge(&visit->model, NULL, bridge);
    const char *wanted = count == 0   ? "something inside it"
                         : count == 1 ? model_expected(&visit->model, true)
                                      : names_listed(reading->arena, bridge, count);
    /* One that has no end tag cannot be called incomplete, and one whose children were taken out lacks none. */
    if (!node_flag_made(visit->parent) && !node_flag_open(visit->parent) && !node_flag_gap(visit->parent) &&
        visit->bad == NULL)
        reading_fault(reading, RULE_SCHEMA_MISSING, door_place(visit->parent), node_name(visit->parent), wanted,
                      arena_format(reading->arena, "at the end of <%s>", node_name(visit->parent)));
    for (size_t i = 0; i < count; i++)
        visit_make(visit, bridge[i], NULL);
}

static void content_walk(struct content *content, xmlNodePtr parent, xmlSchemaTypePtr type) {
    struct visit visit = {.content = content, .parent = parent, .type = type};
    model_open(&visit.model, content->vocabulary, &content->effort, type, parent->ns == NULL ? NULL : parent->ns->href);
    for (xmlNodePtr child = parent->children; child != NULL && !model_is_spent(&visit.model);)
        child = visit_child(&visit, child);
    if (!model_is_spent(&visit.model))
        visit_end(&visit);
    model_close(&visit.model);
    for (size_t i = 0; i < visit.children.count; i++)
        if (visit.children.items[i].type != NULL)
            content_check(content, visit.children.items[i].node, visit.children.items[i].type);
}

/* An element that may hold text alone, or nothing at all. */
static void content_empty(struct content *content, xmlNodePtr parent, bool text_allowed) {
    const xmlNode *blamed = NULL;
    xmlNodePtr next = NULL;
    for (xmlNodePtr child = parent->children; child != NULL; child = next) {
        next = child->next;
        if (text_allowed && child->type != XML_ELEMENT_NODE)
            continue;
        if (blamed == NULL) {
            blamed = child;
            node_blame(parent);
            struct place place = node_is_text(child) ? text_place(child) : door_place(child);
            if (!node_flag_made(parent))
                reading_fault(content->reading, RULE_SCHEMA_CONTENT, place, node_name(parent),
                              text_allowed ? "plain text alone, and no element" : "nothing");
        }
        if (!text_allowed)
            content_set_aside(content, child);
        else
            next = content_unwrap(content, child);
    }
}

static void content_check(struct content *content, xmlNodePtr parent, xmlSchemaTypePtr type) {
    if (type_is_simple(type))
        content_empty(content, parent, true);
    else if (type->contentType == XML_SCHEMA_CONTENT_EMPTY)
        content_empty(content, parent, false);
    else if (type->contModel != NULL)
        content_walk(content, parent, type);
}

void content_mend(struct reading *reading, xmlSchemaPtr schema, const struct vocabulary *vocabulary, xmlNodePtr root,
                  struct content_aside *aside) {
    struct content content = {reading, schema, vocabulary, aside, EFFORT};
    xmlSchemaTypePtr type = content_type(&content, root->name);
    if (type != NULL)
        content_check(&content, root, type);
    for (size_t i = 0; i < aside->nodes.count; i++) {
        xmlNodePtr node = aside->nodes.items[i];
        type = node->type == XML_ELEMENT_NODE ? content_type(&content, node->name) : NULL;
        if (type != NULL)
            content_check(&content, node, type);
    }
}

void content_drop(struct reading *reading, struct content_aside *aside) {
    for (size_t i = 0; i < aside->nodes.count; i++)
        LIST_ADD(reading->arena, &reading->strays, aside->nodes.items[i]);
}
