/* pattern.c: XSLT 1.0 match patterns (section 5.2) for the contexts of rules.
 *
 * Text → alternatives, cut at "|", "/" and "[" outside brackets and quotation
 * marks; predicates are expressions. A node matches when its last step does and,
 * step by step backwards, so does its parent or, after "//", one of its ancestors.
 *
 * Surprising: a position is counted among the siblings that pass the test and the
 * predicates before, so it is worked out only where a predicate asks for it.
 */
#include "read/pattern.h"

#include <stdlib.h>
#include <string.h>

struct cutter {
    struct engine *engine;
    struct arena *arena;
    const char *at;
    struct place place;
    const struct scope *scope;
    const char *fault;
};

static void cutter_blanks(struct cutter *cutter) {
    cutter->at += strspn(cutter->at, " \t\n\r");
}

static bool cutter_take(struct cutter *cutter, const char *words) {
    cutter_blanks(cutter);
    size_t count = strlen(words);
    if (strncmp(cutter->at, words, count) != 0)
        return false;
    cutter->at += count;
    return true;
}

static size_t cutter_name(const struct cutter *cutter) {
    const char *at = cutter->at;
    if (strchr("0123456789-.", *at) != NULL)
        return 0;
    while ((unsigned char)*at >= 0x80 || *at == '_' || *at == '-' || *at == '.' || (*at >= '0' && *at <= '9') ||
           (*at >= 'A' && *at <= 'Z') || (*at >= 'a' && *at <= 'z'))
        at++;
    return (size_t)(at - cutter->at);
}

static void cutter_predicate(struct cutter *cutter, struct pattern_step *step) {
    const char *from = cutter->at;
    size_t depth = 1;
    while (*cutter->at != '\0') {
        char c = *cutter->at;
        if (c == '"' || c == '\'') {
            const char *close = strchr(cutter->at + 1, c);
            if (close == NULL)
                break;
            cutter->at = close;
        }
        depth += c == '[';
        depth -= c == ']';
        if (depth == 0)
            break;
        cutter->at++;
    }
    if (depth > 0 || *cutter->at == '\0') {
        cutter->fault = "a [ is not closed";
        return;
    }
    const char *text = arena_copy(cutter->arena, from, (size_t)(cutter->at - from));
    cutter->at++;
    struct expression *expression =
        expression_compile(cutter->engine, text, cutter->place, cutter->scope, &cutter->fault);
    if (expression == NULL)
        return;
    step->positional = step->positional || expression_positional(expression);
    LIST_ADD(cutter->arena, &step->predicates, expression);
}

static void cutter_node_type(struct cutter *cutter, struct pattern_step *step, const char *name, size_t count) {
    bool attribute = step->node == PATTERN_ATTRIBUTE;
    if (count == 4 && memcmp(name, "text", 4) == 0)
        step->node = attribute ? PATTERN_NOTHING : PATTERN_TEXT;
    else if (count == 4 && memcmp(name, "node", 4) == 0)
        step->node = attribute ? PATTERN_ATTRIBUTE : PATTERN_ANY;
    else if ((count == 7 && memcmp(name, "comment", 7) == 0) ||
             (count == 22 && memcmp(name, "processing-instruction", 22) == 0))
        cutter->fault = "comments and processing instructions are gone before rules are asked";
    else
        cutter->fault =
            arena_format(cutter->arena, "%.*s() cannot stand in a context, other than in brackets", (int)count, name);
    if (cutter->fault == NULL && !cutter_take(cutter, ")"))
        cutter->fault = "a ) is lacking";
}

static void cutter_test(struct cutter *cutter, struct pattern_step *step) {
    if (cutter_take(cutter, "*"))
        return;
    cutter_blanks(cutter);
    const char *name = cutter->at;
    size_t count = cutter_name(cutter);
    cutter->at += count;
    if (count == 0) {
        cutter->fault =
            *name == '\0' ? "it ends too early" : arena_format(cutter->arena, "it cannot be read from \"%s\" on", name);
        return;
    }
    if (cutter->at[0] == ':' && cutter->at[1] != ':') {
        step->uri = engine_uri(cutter->engine, name, count);
        step->uri_asked = true;
        if (step->uri == NULL) {
            cutter->fault = arena_format(cutter->arena, "no <ns> says what the prefix \"%.*s\" is", (int)count, name);
            return;
        }
        cutter->at++;
        if (*cutter->at == '*') {
            cutter->at++;
            return;
        }
        name = cutter->at;
        count = cutter_name(cutter);
        cutter->at += count;
        if (count == 0) {
            cutter->fault = "a name is lacking after a prefix";
            return;
        }
    } else if (cutter_take(cutter, "(")) {
        cutter_node_type(cutter, step, name, count);
        return;
    }
    step->name = arena_copy(cutter->arena, name, count);
    step->uri_asked = true;
}

static void cutter_step(struct cutter *cutter, struct pattern_step *step) {
    step->node = PATTERN_ELEMENT;
    cutter_blanks(cutter);
    size_t count = cutter_name(cutter);
    const char *after = cutter->at + count;
    if (cutter_take(cutter, "@")) {
        step->node = PATTERN_ATTRIBUTE;
    } else if (count > 0 && strncmp(after + strspn(after, " \t\n\r"), "::", 2) == 0) {
        if (count == 9 && memcmp(cutter->at, "attribute", 9) == 0)
            step->node = PATTERN_ATTRIBUTE;
        else if (count != 5 || memcmp(cutter->at, "child", 5) != 0) {
            cutter->fault = arena_format(cutter->arena, "%.*s:: cannot stand in a context, other than in brackets",
                                         (int)count, cutter->at);
            return;
        }
        cutter->at = strstr(after, "::") + 2;
    }
    cutter_test(cutter, step);
    while (cutter->fault == NULL && cutter_take(cutter, "["))
        cutter_predicate(cutter, step);
}

/* One alternative. Steps come first to last, and are turned round at the end. */
static void cutter_path(struct cutter *cutter, struct patterns *out) {
    struct pattern pattern = {0};
    struct pattern_step root = {.node = PATTERN_ROOT};
    bool deep = cutter_take(cutter, "//");
    bool more = true;
    if (!deep && cutter_take(cutter, "/")) {
        LIST_ADD(cutter->arena, &pattern.steps, root);
        cutter_blanks(cutter);
        more = *cutter->at != '\0' && *cutter->at != '|';
    }
    /* "//" at the start says nothing: every node stands below a root. */
    deep = false;
    while (more && cutter->fault == NULL) {
        struct pattern_step step = {.deep = deep};
        cutter_step(cutter, &step);
        LIST_ADD(cutter->arena, &pattern.steps, step);
        deep = cutter_take(cutter, "//");
        more = deep || cutter_take(cutter, "/");
    }
    for (size_t i = 0, j = pattern.steps.count; i + 1 < j; i++) {
        struct pattern_step step = pattern.steps.items[i];
        pattern.steps.items[i] = pattern.steps.items[--j];
        pattern.steps.items[j] = step;
    }
    if (cutter->fault == NULL)
        LIST_ADD(cutter->arena, &out->alternatives, pattern);
}

bool pattern_compile(struct engine *engine, struct arena *arena, const char *text, struct place place,
                     const struct scope *scope, struct patterns *out, const char **fault) {
    struct cutter cutter = {.engine = engine, .arena = arena, .at = text, .place = place, .scope = scope};
    do {
        cutter_path(&cutter, out);
    } while (cutter.fault == NULL && cutter_take(&cutter, "|"));
    cutter_blanks(&cutter);
    if (cutter.fault == NULL && *cutter.at != '\0')
        cutter.fault = arena_format(arena, "it cannot be read from \"%s\" on", cutter.at);
    *fault = cutter.fault;
    return cutter.fault == NULL;
}

/* ---------------------------------------------------------------- matching */
static bool step_tests(const struct pattern_step *step, const xmlNode *node) {
    switch (step->node) {
    case PATTERN_ROOT:
        return node->type == XML_DOCUMENT_NODE;
    case PATTERN_TEXT:
        return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
    case PATTERN_ANY:
        return node->type == XML_ELEMENT_NODE || node->type == XML_TEXT_NODE;
    case PATTERN_ELEMENT:
        if (node->type != XML_ELEMENT_NODE)
            return false;
        break;
    case PATTERN_ATTRIBUTE:
        if (node->type != XML_ATTRIBUTE_NODE)
            return false;
        break;
    case PATTERN_NOTHING:
        return false;
    }
    if (step->name != NULL && strcmp(step->name, (const char *)node->name) != 0)
        return false;
    if (!step->uri_asked)
        return true;
    return step->uri == NULL ? node->ns == NULL
                             : node->ns != NULL && strcmp(step->uri, (const char *)node->ns->href) == 0;
}

/* The siblings that pass the test, thinned by one predicate after another: whether `node` is left. */
static bool step_selects(struct engine *engine, const struct pattern_step *step, xmlNodePtr node) {
    struct arena *scratch = arena_open();
    struct nodes left = {0};
    xmlNodePtr first = node;
    while (first->prev != NULL)
        first = first->prev;
    for (xmlNodePtr at = first; at != NULL; at = at->next)
        if (step_tests(step, at))
            LIST_ADD(scratch, &left.list, at);
    bool there = true;
    for (size_t p = 0; p < step->predicates.count && there; p++) {
        size_t kept = 0;
        there = false;
        for (size_t i = 0; i < left.list.count; i++) {
            xmlNodePtr at = left.list.items[i];
            if (!expression_predicate(engine, step->predicates.items[p], at, i + 1, left.list.count))
                continue;
            left.list.items[kept++] = at;
            there = there || at == node;
        }
        left.list.count = kept;
    }
    arena_close(scratch);
    return there;
}

static bool step_matches(struct engine *engine, const struct pattern_step *step, xmlNodePtr node) {
    if (!step_tests(step, node))
        return false;
    if (step->positional)
        return step_selects(engine, step, node);
    for (size_t i = 0; i < step->predicates.count; i++)
        if (!expression_predicate(engine, step->predicates.items[i], node, 1, 1))
            return false;
    return true;
}

/* `*settled`: a "//" further up has tried every ancestor in vain, and so would it from any other one. */
static bool pattern_matches_from(struct engine *engine, const struct pattern *pattern, size_t from, xmlNodePtr node,
                                 bool *settled) {
    for (size_t i = from; i < pattern->steps.count; i++) {
        const struct pattern_step *step = &pattern->steps.items[i];
        if (node == NULL || !step_matches(engine, step, node))
            return false;
        node = node->parent;
        if (!step->deep)
            continue;
        for (; node != NULL && !*settled; node = node->parent)
            if (pattern_matches_from(engine, pattern, i + 1, node, settled))
                return true;
        *settled = true;
        return false;
    }
    return true;
}

bool pattern_matches(struct engine *engine, const struct pattern *pattern, xmlNodePtr node) {
    bool settled = false;
    return pattern_matches_from(engine, pattern, 0, node, &settled);
}
