/* expression.c: XPath 1.0 for rules: expressions checked when compiled, run within bounds.
 *
 * terms (term.h) and a node in → truth, string or nodes out. Paths are walked step by step, a set of nodes at a
 * time; where only the truth of a path is asked for, its first node ends the walk. What is made while rules look at
 * one node is dropped at the next; variables of schemas and patterns last for the document.
 *
 * Surprising: nodes are put in order by numbers that stand in their `psvi`, which libxml2 keeps for schema
 * processors and does not use; they are given when a set first needs them.
 */
#include "read/expression.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "read/term.h"
#include "read/tree.h"

#define EXPRESSION_LIMIT ((size_t)16 * 1024)
#define CHUNKS 48
#define CHUNK_BYTES ((size_t)64 * 1024)
#define SCRATCH_LIMIT ((size_t)1 << 30)
#define REMEMBERED 16
#define DEPTH_LIMIT 2000

struct loaded {
    const char *address;
    xmlDocPtr document;
    const char *fault;
};

struct prefix {
    const char *name;
    const char *uri;
};

struct engine {
    struct arena *arena;
    LIST(struct prefix) prefixes;
    LIST(struct loaded) loaded;
    expression_load load;
    void *load_context;
    struct {
        char *bytes;
        size_t room;
    } chunks[CHUNKS];
    size_t chunk; /* the one that is being filled */
    size_t used;  /* of it */
    size_t pins;  /* things that were made to last while rules look at one node */
    struct {
        const xmlNode *node;
        size_t look;
        struct string string;
    } remembered[REMEMBERED];
    struct arena *document_arena; /* lasts from begin to end */
    xmlNodePtr root;
    xmlNodePtr looked_at;
    size_t look;
    size_t run;
    bool ordered; /* the nodes have their numbers */
    size_t work;
    unsigned depth; /* of terms that are being worked out */
    const char *fault;
    bool fault_work;
    struct place fault_place;
};

/* ---------------------------------------------------------------- memory and bounds */
struct arena *engine_arena(struct engine *engine) {
    return engine->arena;
}

bool engine_stopped(const struct engine *engine) {
    return engine->fault != NULL;
}

static void engine_fail(struct engine *engine, const char *words) {
    if (engine->fault == NULL)
        engine->fault = words;
    engine->work = 0; /* so that the next step ends its walk */
}

void engine_work(struct engine *engine, size_t amount) {
    if (amount <= engine->work) {
        engine->work -= amount;
        return;
    }
    engine->fault_work = engine->fault_work || engine->fault == NULL;
    engine_fail(engine, "it wants too much work");
}

void *engine_take(struct engine *engine, size_t bytes) {
    bytes = (bytes + 15) & ~(size_t)15;
    size_t taken = 0;
    while (engine->chunks[engine->chunk].room - engine->used < bytes) {
        if (engine->used > 0 || engine->chunks[engine->chunk].room > 0) {
            engine->chunk++;
            engine->used = 0;
        }
        size_t room = CHUNK_BYTES << (engine->chunk < 12 ? engine->chunk : 12);
        room = room < bytes ? bytes : room;
        if (engine->chunk == CHUNKS - 1)
            memory_exhausted();
        if (engine->chunks[engine->chunk].room < room) {
            free(engine->chunks[engine->chunk].bytes);
            engine->chunks[engine->chunk].bytes = memory_take(room);
            engine->chunks[engine->chunk].room = room;
        }
        for (size_t i = 0; i <= engine->chunk; i++)
            taken += engine->chunks[i].room;
        if (taken > SCRATCH_LIMIT)
            engine_work(engine, SIZE_MAX);
    }
    void *piece = engine->chunks[engine->chunk].bytes + engine->used;
    engine->used += bytes;
    return piece;
}

void engine_shrink(struct engine *engine, void *piece, size_t bytes) {
    size_t from = (size_t)((char *)piece - engine->chunks[engine->chunk].bytes);
    engine->used = from + ((bytes + 15) & ~(size_t)15);
}

bool engine_remembered(const struct engine *engine, const xmlNode *node, struct string *out) {
    size_t slot = ((uintptr_t)node >> 4) % REMEMBERED;
    if (engine->remembered[slot].node != node || engine->remembered[slot].look != engine->look)
        return false;
    *out = engine->remembered[slot].string;
    return true;
}

void engine_remember(struct engine *engine, const xmlNode *node, struct string string) {
    size_t slot = ((uintptr_t)node >> 4) % REMEMBERED;
    engine->remembered[slot].node = node;
    engine->remembered[slot].look = engine->look;
    engine->remembered[slot].string = string;
    engine->pins++;
}

/* ---------------------------------------------------------------- the engine */
struct engine *engine_open(struct arena *arena, expression_load load, void *context) {
    struct engine *engine = ARENA_NEW(arena, struct engine);
    engine->arena = arena;
    engine->load = load;
    engine->load_context = context;
    (void)engine_bind(engine, "xml", "http://www.w3.org/XML/1998/namespace");
    return engine;
}

void engine_close(struct engine *engine) {
    if (engine == NULL)
        return;
    for (size_t i = 0; i < CHUNKS; i++)
        free(engine->chunks[i].bytes);
    arena_close(engine->document_arena);
}

bool engine_bind(struct engine *engine, const char *prefix, const char *uri) {
    if (engine_uri(engine, prefix, strlen(prefix)) != NULL)
        return false;
    LIST_ADD(engine->arena, &engine->prefixes,
             ((struct prefix){arena_string(engine->arena, prefix), arena_string(engine->arena, uri)}));
    return true;
}

const char *engine_uri(const struct engine *engine, const char *prefix, size_t count) {
    for (size_t i = 0; i < engine->prefixes.count; i++)
        if (strlen(engine->prefixes.items[i].name) == count &&
            memcmp(engine->prefixes.items[i].name, prefix, count) == 0)
            return engine->prefixes.items[i].uri;
    return NULL;
}

void engine_begin(struct engine *engine, xmlDocPtr document, size_t work) {
    arena_close(engine->document_arena);
    engine->document_arena = arena_open();
    engine->root = (xmlNodePtr)(void *)document;
    engine->run++;
    engine->ordered = false;
    engine->work = work;
    engine->fault = NULL;
    engine->fault_work = false;
    engine->fault_place = (struct place){0};
    engine_look(engine, engine->root);
}

void engine_end(struct engine *engine) {
    engine_look(engine, NULL);
    arena_close(engine->document_arena);
    engine->document_arena = NULL;
    engine->root = NULL;
}

void engine_look(struct engine *engine, xmlNodePtr node) {
    engine->looked_at = node;
    engine->look++;
    engine->chunk = 0;
    engine->used = 0;
}

const char *engine_fault(const struct engine *engine, bool *work, struct place *place) {
    *work = engine->fault_work;
    *place = engine->fault_place;
    return engine->fault;
}

/* ---------------------------------------------------------------- sets of nodes */
static void **node_number(xmlNodePtr node) {
    if (node->type == XML_ATTRIBUTE_NODE)
        return &((xmlAttrPtr)(void *)node)->psvi;
    if (node->type == XML_DOCUMENT_NODE)
        return &((xmlDocPtr)(void *)node)->psvi;
    return &node->psvi;
}

static size_t nodes_number(xmlDocPtr document, size_t from) {
    document->psvi = (void *)(uintptr_t)from++;
    xmlNodePtr root = xmlDocGetRootElement(document);
    for (xmlNodePtr node = root; node != NULL; node = tree_after(node, root)) {
        node->psvi = (void *)(uintptr_t)from++;
        for (xmlAttrPtr at = node->type == XML_ELEMENT_NODE ? node->properties : NULL; at != NULL; at = at->next)
            at->psvi = (void *)(uintptr_t)from++;
    }
    return from;
}

/* Documents that were looked into come after the one that is checked, in the order in which they were read. */
static void engine_order(struct engine *engine) {
    if (engine->ordered)
        return;
    engine->ordered = true;
    size_t next = nodes_number((xmlDocPtr)(void *)engine->root, 1);
    for (size_t i = 0; i < engine->loaded.count; i++)
        if (engine->loaded.items[i].document != NULL)
            next = nodes_number(engine->loaded.items[i].document, next);
}

const char expression_load_told[] = "what is wrong with the file was told";

xmlDocPtr engine_document(struct engine *engine, const char *address) {
    const struct loaded *loaded = NULL;
    for (size_t i = 0; i < engine->loaded.count; i++)
        if (strcmp(engine->loaded.items[i].address, address) == 0)
            loaded = &engine->loaded.items[i];
    if (loaded == NULL) {
        struct loaded fresh = {.address = arena_string(engine->arena, address),
                               .fault = "no document can be read from here"};
        if (engine->load != NULL)
            fresh.document = engine->load(engine->load_context, fresh.address, &fresh.fault);
        LIST_ADD(engine->arena, &engine->loaded, fresh);
        loaded = &engine->loaded.items[engine->loaded.count - 1];
        engine->ordered = false;
    }
    if (loaded->document == NULL && loaded->fault == expression_load_told)
        engine_fail(engine, expression_load_told);
    else if (loaded->document == NULL)
        engine_fail(engine, arena_format(engine->arena, "document('%s'): %s", address, loaded->fault));
    return loaded->document;
}

void engine_nodes_add(struct engine *engine, struct node_set *nodes, xmlNodePtr node) {
    if (nodes->count == nodes->room) {
        size_t room = nodes->room == 0 ? 4 : nodes->room * 2;
        xmlNodePtr *items = engine_take(engine, room * sizeof(xmlNodePtr));
        for (size_t i = 0; i < nodes->count; i++)
            items[i] = nodes->items[i];
        nodes->items = items;
        nodes->room = room;
    }
    nodes->items[nodes->count++] = node;
}

static int nodes_compare(const void *left, const void *right) {
    uintptr_t a = (uintptr_t)*node_number(*(const xmlNodePtr *)left);
    uintptr_t b = (uintptr_t)*node_number(*(const xmlNodePtr *)right);
    return (a > b) - (a < b);
}

void engine_nodes_sort(struct engine *engine, struct node_set *nodes) {
    if (nodes->count < 2)
        return;
    engine_order(engine);
    engine_work(engine, nodes->count);
    size_t i = 1;
    while (i < nodes->count && nodes_compare(&nodes->items[i - 1], &nodes->items[i]) < 0)
        i++;
    if (i == nodes->count)
        return;
    qsort(nodes->items, nodes->count, sizeof *nodes->items, nodes_compare);
    size_t kept = 1;
    for (i = 1; i < nodes->count; i++)
        if (nodes->items[i] != nodes->items[kept - 1])
            nodes->items[kept++] = nodes->items[i];
    nodes->count = kept;
}

/* ---------------------------------------------------------------- steps */
struct walk {
    struct engine *engine;
    const struct term *path;
    size_t step; /* of the path */
    const struct context *context;
    struct node_set *out; /* NULL: only whether the path leads anywhere is asked */
    bool found;
    size_t seen[PREDICATE_LIMIT]; /* nodes that came as far as each predicate */
};

static bool path_leads(struct engine *engine, const struct term *path, size_t step, const struct context *context,
                       xmlNodePtr node);

static inline bool test_passes(const struct test *test, enum axis axis, const xmlNode *node) {
    switch (test->kind) {
    case TEST_NODE:
        return true;
    case TEST_TEXT:
        return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
    case TEST_NOTHING:
        return false;
    case TEST_NAME:
        break;
    }
    if (node->type != (axis == AXIS_ATTRIBUTE ? XML_ATTRIBUTE_NODE : XML_ELEMENT_NODE))
        return false;
    /* Most nodes fail at the first letter. */
    if (test->name != NULL &&
        (test->name[0] != (char)node->name[0] || strcmp(test->name, (const char *)node->name) != 0))
        return false;
    if (test->any_uri)
        return true;
    return test->uri == NULL ? node->ns == NULL
                             : node->ns != NULL && strcmp(test->uri, (const char *)node->ns->href) == 0;
}

/* A predicate on one node; what it made on the way is dropped, unless it is to last. */
static bool predicate_holds(struct engine *engine, const struct term *predicate, const struct context *outer,
                            xmlNodePtr node, size_t position, size_t size) {
    struct context context = {.node = node, .current = outer->current, .position = position, .size = size};
    size_t chunk = engine->chunk;
    size_t used = engine->used;
    size_t pins = engine->pins;
    enum value_kind gives = term_gives(predicate);
    bool holds;
    if (gives == VALUE_NUMBER || gives == VALUE_UNKNOWN) {
        struct value value = term_value(engine, predicate, &context);
        holds = value.kind == VALUE_NUMBER ? value.number == (double)position : value_as_truth(&value);
    } else {
        holds = term_truth(engine, predicate, &context);
    }
    if (pins == engine->pins) {
        engine->chunk = chunk;
        engine->used = used;
    }
    return holds;
}

/* A node that the axis leads to; false ends the walk. */
static inline bool walk_take(struct walk *walk, xmlNodePtr node) {
    struct engine *engine = walk->engine;
    const struct step *step = &walk->path->steps.items[walk->step];
    if (engine->work == 0) {
        engine_work(engine, 1);
        return false;
    }
    engine->work--;
    if (!test_passes(&step->test, step->axis, node))
        return true;
    for (size_t i = 0; i < step->predicates.list.count && !step->asks_size; i++) {
        const struct term *predicate = step->predicates.list.items[i];
        size_t position = ++walk->seen[i];
        if (!predicate_holds(engine, predicate, walk->context, node, position, 0))
            return predicate->kind != TERM_LITERAL || predicate->literal.kind != VALUE_NUMBER ||
                   (double)position < predicate->literal.number;
    }
    if (walk->out != NULL)
        engine_nodes_add(engine, walk->out, node);
    else
        walk->found = path_leads(engine, walk->path, walk->step + 1, walk->context, node);
    return !walk->found;
}

static bool has_children(const xmlNode *node) {
    return node->type == XML_ELEMENT_NODE || node->type == XML_DOCUMENT_NODE;
}

/* The next node in document order that is not below this one; NULL at the end. */
static xmlNodePtr node_past(xmlNodePtr node) {
    while (node != NULL && node->type != XML_DOCUMENT_NODE && node->next == NULL)
        node = node->parent;
    return node == NULL || node->type == XML_DOCUMENT_NODE ? NULL : node->next;
}

static xmlNodePtr node_after(xmlNodePtr node) {
    return has_children(node) && node->children != NULL ? node->children : node_past(node);
}

static void walk_descendants(struct walk *walk, xmlNodePtr root) {
    if (!has_children(root))
        return;
    xmlNodePtr node = root->children;
    while (node != NULL && walk_take(walk, node)) {
        if (node->type == XML_ELEMENT_NODE && node->children != NULL) {
            node = node->children;
            continue;
        }
        while (node != root && node->next == NULL)
            node = node->parent;
        node = node == root ? NULL : node->next;
    }
}

static void walk_siblings(struct walk *walk, xmlNodePtr node, bool forward) {
    if (node->type == XML_ATTRIBUTE_NODE || node->type == XML_DOCUMENT_NODE)
        return;
    node = forward ? node->next : node->prev;
    while (node != NULL && walk_take(walk, node))
        node = forward ? node->next : node->prev;
}

/* What stands before a node, without what is around it, nearest first. */
static void walk_preceding(struct walk *walk, xmlNodePtr node) {
    if (node->type == XML_ATTRIBUTE_NODE)
        node = node->parent;
    for (; node != NULL && node->type != XML_DOCUMENT_NODE; node = node->parent) {
        for (xmlNodePtr root = node->prev; root != NULL; root = root->prev) {
            xmlNodePtr at = root;
            while (has_children(at) && at->last != NULL)
                at = at->last;
            for (;;) {
                if (!walk_take(walk, at))
                    return;
                if (at == root)
                    break;
                if (at->prev == NULL) {
                    at = at->parent;
                    continue;
                }
                at = at->prev;
                while (has_children(at) && at->last != NULL)
                    at = at->last;
            }
        }
    }
}

static void walk_following(struct walk *walk, xmlNodePtr node) {
    if (node->type == XML_DOCUMENT_NODE)
        return;
    node = node->type == XML_ATTRIBUTE_NODE ? node_after(node->parent) : node_past(node);
    while (node != NULL && walk_take(walk, node))
        node = node_after(node);
}

static void walk_axis(struct walk *walk, xmlNodePtr node) {
    enum axis axis = walk->path->steps.items[walk->step].axis;
    switch (axis) {
    case AXIS_CHILD:
        for (xmlNodePtr at = has_children(node) ? node->children : NULL; at != NULL && walk_take(walk, at);)
            at = at->next;
        break;
    case AXIS_DESCENDANT_OR_SELF:
    case AXIS_DESCENDANT:
        if (axis == AXIS_DESCENDANT || walk_take(walk, node))
            walk_descendants(walk, node);
        break;
    case AXIS_SELF:
        (void)walk_take(walk, node);
        break;
    case AXIS_PARENT:
        if (node->parent != NULL)
            (void)walk_take(walk, node->parent);
        break;
    case AXIS_ANCESTOR:
    case AXIS_ANCESTOR_OR_SELF:
        for (xmlNodePtr at = axis == AXIS_ANCESTOR ? node->parent : node; at != NULL && walk_take(walk, at);)
            at = at->parent;
        break;
    case AXIS_FOLLOWING_SIBLING:
    case AXIS_PRECEDING_SIBLING:
        walk_siblings(walk, node, axis == AXIS_FOLLOWING_SIBLING);
        break;
    case AXIS_FOLLOWING:
        walk_following(walk, node);
        break;
    case AXIS_PRECEDING:
        walk_preceding(walk, node);
        break;
    case AXIS_ATTRIBUTE:
    case AXIS_COUNT:
        for (xmlAttrPtr at = node->type == XML_ELEMENT_NODE ? node->properties : NULL;
             at != NULL && walk_take(walk, (xmlNodePtr)(void *)at);)
            at = at->next;
        break;
    }
}

/* Thins the nodes from `from` on by one predicate after another, each of which sees what the one before left. */
static void nodes_filter(struct engine *engine, const struct terms *predicates, const struct context *context,
                         struct node_set *nodes, size_t from) {
    for (size_t p = 0; p < predicates->list.count && !engine_stopped(engine); p++) {
        size_t kept = from;
        size_t size = nodes->count - from;
        for (size_t i = 0; i < size && !engine_stopped(engine); i++) {
            engine_work(engine, 1);
            if (predicate_holds(engine, predicates->list.items[p], context, nodes->items[from + i], i + 1, size))
                nodes->items[kept++] = nodes->items[from + i];
        }
        nodes->count = kept;
    }
}

/* Adds what one step leads to from one node, in document order. */
static void step_collect(struct engine *engine, const struct term *path, size_t index, const struct context *context,
                         xmlNodePtr node, struct node_set *out) {
    const struct step *step = &path->steps.items[index];
    struct walk walk = {.engine = engine, .path = path, .step = index, .context = context, .out = out};
    size_t from = out->count;
    walk_axis(&walk, node);
    if (step->asks_size)
        nodes_filter(engine, &step->predicates, context, out, from);
    bool backward = step->axis == AXIS_ANCESTOR || step->axis == AXIS_ANCESTOR_OR_SELF ||
                    step->axis == AXIS_PRECEDING || step->axis == AXIS_PRECEDING_SIBLING;
    for (size_t i = from, j = out->count; backward && i + 1 < j; i++) {
        xmlNodePtr swap = out->items[i];
        out->items[i] = out->items[--j];
        out->items[j] = swap;
    }
}

/* ---------------------------------------------------------------- paths */
static struct node_set path_start(struct engine *engine, const struct term *path, const struct context *context) {
    struct node_set nodes = {0};
    if (path->left == NULL) {
        engine_nodes_add(engine, &nodes, path->absolute ? (xmlNodePtr)(void *)context->node->doc : context->node);
        return nodes;
    }
    struct value start = term_value(engine, path->left, context);
    if (start.kind != VALUE_NODES) {
        engine_fail(engine, "[ or / stands after what is no set of nodes");
        return nodes;
    }
    if (path->filters.list.count == 0)
        return start.nodes;
    /* A copy, since the nodes may be a variable's. */
    for (size_t i = 0; i < start.nodes.count; i++)
        engine_nodes_add(engine, &nodes, start.nodes.items[i]);
    nodes_filter(engine, &path->filters, context, &nodes, 0);
    return nodes;
}

static struct node_set path_nodes(struct engine *engine, const struct term *path, const struct context *context) {
    struct node_set nodes = path_start(engine, path, context);
    bool apart = nodes.count < 2; /* none stands in another */
    for (size_t s = 0; s < path->steps.count && !engine_stopped(engine); s++) {
        enum axis axis = path->steps.items[s].axis;
        struct node_set next = {0};
        for (size_t i = 0; i < nodes.count && !engine_stopped(engine); i++)
            step_collect(engine, path, s, context, nodes.items[i], &next);
        bool in_order = nodes.count < 2 || axis == AXIS_SELF || axis == AXIS_ATTRIBUTE ||
                        (apart && (axis == AXIS_CHILD || axis == AXIS_DESCENDANT || axis == AXIS_DESCENDANT_OR_SELF));
        if (!in_order)
            engine_nodes_sort(engine, &next);
        apart = next.count < 2 || axis == AXIS_ATTRIBUTE || (apart && (axis == AXIS_CHILD || axis == AXIS_SELF)) ||
                (nodes.count < 2 && (axis == AXIS_FOLLOWING_SIBLING || axis == AXIS_PRECEDING_SIBLING));
        nodes = next;
    }
    return nodes;
}

/* Whether the steps from `step` on lead from the node to any other. */
static bool path_leads(struct engine *engine, const struct term *path, size_t step, const struct context *context,
                       xmlNodePtr node) {
    if (step == path->steps.count)
        return true;
    if (path->steps.items[step].asks_size) {
        struct node_set nodes = {0};
        step_collect(engine, path, step, context, node, &nodes);
        for (size_t i = 0; i < nodes.count && !engine_stopped(engine); i++)
            if (path_leads(engine, path, step + 1, context, nodes.items[i]))
                return true;
        return false;
    }
    struct walk walk = {.engine = engine, .path = path, .step = step, .context = context};
    walk_axis(&walk, node);
    return walk.found;
}

static bool path_truth(struct engine *engine, const struct term *path, const struct context *context) {
    /* With two such steps the same nodes could be tried again and again. */
    if (path->long_steps > 1)
        return path_nodes(engine, path, context).count > 0;
    struct node_set nodes = path_start(engine, path, context);
    for (size_t i = 0; i < nodes.count && !engine_stopped(engine); i++)
        if (path_leads(engine, path, 0, context, nodes.items[i]))
            return true;
    return false;
}

/* ---------------------------------------------------------------- terms */
static struct value value_keep(struct arena *arena, struct value value) {
    if (value.kind == VALUE_STRING && value.string.count > 0)
        value.string.bytes = arena_copy(arena, value.string.bytes, value.string.count);
    if (value.kind == VALUE_NODES && value.nodes.count > 0) {
        xmlNodePtr *items = ARENA_ARRAY(arena, value.nodes.count, xmlNodePtr);
        memcpy(items, value.nodes.items, value.nodes.count * sizeof *items);
        value.nodes = (struct node_set){items, value.nodes.count, value.nodes.count};
    }
    return value;
}

static struct value variable_value(struct engine *engine, struct variable *variable, bool of_rule) {
    size_t stamp = of_rule ? engine->look : engine->run;
    if (variable->memo != NULL && variable->stamp == stamp)
        return *variable->memo;
    xmlNodePtr node = of_rule ? engine->looked_at : engine->root;
    struct context context = {.node = node, .current = node, .position = 1, .size = 1};
    struct value value = term_value(engine, variable->value->term, &context);
    if (variable->memo == NULL)
        variable->memo = ARENA_NEW(engine->arena, struct value);
    *variable->memo = of_rule ? value : value_keep(engine->document_arena, value);
    variable->stamp = stamp;
    engine->pins++;
    return *variable->memo;
}

const struct value *term_known(const struct engine *engine, const struct term *term) {
    if (term->kind == TERM_LITERAL)
        return &term->literal;
    if (term->kind != TERM_VARIABLE || term->variable->memo == NULL ||
        term->variable->stamp != (term->of_rule ? engine->look : engine->run))
        return NULL;
    return term->variable->memo;
}

static double numbers_join(enum term_kind kind, double left, double right) {
    switch (kind) {
    case TERM_PLUS:
        return left + right;
    case TERM_MINUS:
        return left - right;
    case TERM_TIMES:
        return left * right;
    case TERM_DIV:
        return left / right;
    default:
        return fmod(left, right);
    }
}

static struct value term_union(struct engine *engine, const struct term *term, const struct context *context) {
    struct value left = term_value(engine, term->left, context);
    struct value right = term_value(engine, term->right, context);
    struct value out = {.kind = VALUE_NODES};
    for (size_t i = 0; i < left.nodes.count; i++)
        engine_nodes_add(engine, &out.nodes, left.nodes.items[i]);
    for (size_t i = 0; i < right.nodes.count; i++)
        engine_nodes_add(engine, &out.nodes, right.nodes.items[i]);
    engine_nodes_sort(engine, &out.nodes);
    return out;
}

static struct value value_of(struct engine *engine, const struct term *term, const struct context *context) {
    struct value left;
    struct value right;
    engine_work(engine, 1);
    switch (term->kind) {
    case TERM_LITERAL:
        return term->literal;
    case TERM_VARIABLE:
        return variable_value(engine, term->variable, term->of_rule);
    case TERM_CALL:
        return function_call(engine, term, context);
    case TERM_PATH:
        return (struct value){.kind = VALUE_NODES, .nodes = path_nodes(engine, term, context)};
    case TERM_UNION:
        return term_union(engine, term, context);
    case TERM_NEGATE:
        left = term_value(engine, term->left, context);
        return value_number(-value_as_number(engine, &left));
    case TERM_PLUS:
    case TERM_MINUS:
    case TERM_TIMES:
    case TERM_DIV:
    case TERM_MOD:
        left = term_value(engine, term->left, context);
        right = term_value(engine, term->right, context);
        return value_number(numbers_join(term->kind, value_as_number(engine, &left), value_as_number(engine, &right)));
    default:
        return value_truth(term_truth(engine, term, context));
    }
}

static bool truth_of(struct engine *engine, const struct term *term, const struct context *context) {
    const struct value *known;
    struct value left;
    struct value right;
    switch (term->kind) {
    case TERM_OR:
        return term_truth(engine, term->left, context) || term_truth(engine, term->right, context);
    case TERM_AND:
        return term_truth(engine, term->left, context) && term_truth(engine, term->right, context);
    case TERM_EQUAL:
    case TERM_UNEQUAL:
    case TERM_LESS:
    case TERM_LESS_EQUAL:
    case TERM_MORE:
    case TERM_MORE_EQUAL:
        known = term_known(engine, term->right);
        left = term_value(engine, term->left, context);
        if (known != NULL)
            return value_compare(engine, term->kind, &left, known);
        right = term_value(engine, term->right, context);
        return value_compare(engine, term->kind, &left, &right);
    case TERM_PATH:
        return path_truth(engine, term, context);
    default:
        known = term_known(engine, term);
        if (known != NULL)
            return value_as_truth(known);
        left = value_of(engine, term, context);
        return value_as_truth(&left);
    }
}

static bool engine_enter(struct engine *engine) {
    if (engine->depth >= DEPTH_LIMIT)
        engine_fail(engine, "expressions stand inside one another too deep");
    return !engine_stopped(engine);
}

struct value term_value(struct engine *engine, const struct term *term, const struct context *context) {
    if (!engine_enter(engine))
        return (struct value){.kind = term_gives(term), .string = {"", 0}};
    engine->depth++;
    struct value value = value_of(engine, term, context);
    engine->depth--;
    return value;
}

bool term_truth(struct engine *engine, const struct term *term, const struct context *context) {
    if (!engine_enter(engine))
        return false;
    engine->depth++;
    bool truth = truth_of(engine, term, context);
    engine->depth--;
    return truth;
}

/* ---------------------------------------------------------------- expressions */
struct expression *expression_compile(struct engine *engine, const char *text, struct place place,
                                      const struct scope *scope, const char **fault) {
    if (strlen(text) > EXPRESSION_LIMIT) {
        *fault = "it is longer than 16 KB";
        return NULL;
    }
    struct term *term = term_parse(engine, text, scope, fault);
    if (term == NULL)
        return NULL;
    struct expression *expression = ARENA_NEW(engine->arena, struct expression);
    *expression = (struct expression){arena_string(engine->arena, text), place, term};
    return expression;
}

struct variable *variable_new(struct engine *engine, const char *name, struct expression *value) {
    struct variable *variable = ARENA_NEW(engine->arena, struct variable);
    variable->name = arena_string(engine->arena, name);
    variable->value = value;
    return variable;
}

enum value_kind expression_gives(const struct expression *expression) {
    return term_gives(expression->term);
}

bool expression_positional(const struct expression *expression) {
    return term_gives(expression->term) == VALUE_NUMBER || term_asks(expression->term, FUNCTION_POSITION) ||
           term_asks(expression->term, FUNCTION_LAST);
}

static struct context context_of(xmlNodePtr node) {
    return (struct context){.node = node, .current = node, .position = 1, .size = 1};
}

/* After an expression was run: the first that was stopped is the one to blame. */
static void engine_blame(struct engine *engine, const struct expression *expression) {
    if (engine->fault != NULL && engine->fault_place.line == 0)
        engine->fault_place = expression->place;
}

bool expression_boolean(struct engine *engine, const struct expression *expression, xmlNodePtr node) {
    struct context context = context_of(node);
    bool truth = term_truth(engine, expression->term, &context);
    engine_blame(engine, expression);
    return truth && !engine_stopped(engine);
}

const char *expression_string(struct engine *engine, const struct expression *expression, xmlNodePtr node,
                              struct arena *arena) {
    struct context context = context_of(node);
    struct value value = term_value(engine, expression->term, &context);
    struct string string = value_as_string(engine, &value);
    engine_blame(engine, expression);
    return engine_stopped(engine) ? "" : arena_copy(arena, string.bytes, string.count);
}

bool expression_nodes(struct engine *engine, const struct expression *expression, xmlNodePtr node, struct arena *arena,
                      struct nodes *out) {
    struct context context = context_of(node);
    struct value value = term_value(engine, expression->term, &context);
    engine_blame(engine, expression);
    if (value.kind != VALUE_NODES || engine_stopped(engine))
        return false;
    for (size_t i = 0; i < value.nodes.count; i++)
        LIST_ADD(arena, &out->list, value.nodes.items[i]);
    return true;
}

bool expression_predicate(struct engine *engine, const struct expression *expression, xmlNodePtr node, size_t position,
                          size_t size) {
    struct context context = context_of(node);
    bool holds = predicate_holds(engine, expression->term, &context, node, position, size);
    engine_blame(engine, expression);
    return holds && !engine_stopped(engine);
}
