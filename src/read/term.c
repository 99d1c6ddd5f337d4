/* term.c: the text of an XPath 1.0 expression → terms.
 *
 * Recursive descent along the grammar of the recommendation. Names are looked up
 * while parsing: a prefix, variable or function that is unknown is a fault here,
 * not when a document first leads there. `//x` becomes one step to descendants where
 * no predicate asks for a position, which gives the same nodes.
 *
 * Surprising: no list of tokens is made, so that "div" or "*" is an operator or a name by
 * where the parser stands, which is what the recommendation's rule (3.7) amounts to.
 */
#include "read/term.h"

#include <stdlib.h>
#include <string.h>

#include "read/scan.h"

#define DEPTH_LIMIT 64

struct parser {
    struct engine *engine;
    struct arena *arena;
    const struct scope *scope;
    const char *at;
    const char *fault;
    unsigned depth;
};

static const struct {
    const char *name;
    size_t least;
    size_t most;
    enum value_kind gives;
} functions[FUNCTION_COUNT] = {
#define FUNCTION(identifier, name, least, most, gives) {name, least, most, gives},
#include "read/function.def"
#undef FUNCTION
};

static struct term *parse_or(struct parser *parser);

enum value_kind term_gives(const struct term *term) {
    switch (term->kind) {
    case TERM_OR:
    case TERM_AND:
    case TERM_EQUAL:
    case TERM_UNEQUAL:
    case TERM_LESS:
    case TERM_LESS_EQUAL:
    case TERM_MORE:
    case TERM_MORE_EQUAL:
        return VALUE_BOOLEAN;
    case TERM_PLUS:
    case TERM_MINUS:
    case TERM_TIMES:
    case TERM_DIV:
    case TERM_MOD:
    case TERM_NEGATE:
        return VALUE_NUMBER;
    case TERM_UNION:
    case TERM_PATH:
        return VALUE_NODES;
    case TERM_LITERAL:
        return term->literal.kind;
    case TERM_CALL:
        return functions[term->function].gives;
    case TERM_VARIABLE:
        return expression_gives(term->variable->value);
    }
    return VALUE_UNKNOWN;
}

bool term_asks(const struct term *term, enum function function) {
    if (term == NULL)
        return false;
    if (term->kind == TERM_CALL && term->function == function)
        return true;
    for (size_t i = 0; i < term->arguments.list.count; i++)
        if (term_asks(term->arguments.list.items[i], function))
            return true;
    return term_asks(term->left, function) || term_asks(term->right, function);
}

/* ---------------------------------------------------------------- words */
static struct term *parse_fail(struct parser *parser, const char *words) {
    if (parser->fault == NULL)
        parser->fault = words;
    return NULL;
}

static void skip_blanks(struct parser *parser) {
    parser->at += strspn(parser->at, " \t\r\n");
}

static bool take(struct parser *parser, const char *sign) {
    skip_blanks(parser);
    size_t count = strlen(sign);
    if (strncmp(parser->at, sign, count) != 0)
        return false;
    parser->at += count;
    return true;
}

static bool name_starts(unsigned char c) {
    return c == '_' || c >= 0x80 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static size_t name_count(const char *at) {
    size_t count = 0;
    if (!name_starts((unsigned char)at[0]))
        return 0;
    while (name_starts((unsigned char)at[count]) || (at[count] >= '0' && at[count] <= '9') || at[count] == '-' ||
           at[count] == '.')
        count++;
    return count;
}

static bool is_word(const char *at, size_t count, const char *word) {
    return strlen(word) == count && memcmp(at, word, count) == 0;
}

/* An operator that is spelled as a name. */
static bool take_word(struct parser *parser, const char *word) {
    skip_blanks(parser);
    if (!is_word(parser->at, name_count(parser->at), word))
        return false;
    parser->at += strlen(word);
    return true;
}

static const char *unread(struct parser *parser) {
    skip_blanks(parser);
    if (*parser->at == '\0')
        return "it ends too early";
    return arena_format(parser->arena, "nothing can be made of it from \"%s\" on", parser->at);
}

static struct term *term_new(struct parser *parser, enum term_kind kind, struct term *left, struct term *right) {
    if (parser->fault != NULL)
        return NULL;
    struct term *term = ARENA_NEW(parser->arena, struct term);
    term->kind = kind;
    term->left = left;
    term->right = right;
    return term;
}

/* ---------------------------------------------------------------- steps */
static void parse_predicates(struct parser *parser, struct terms *out, bool *asks_size) {
    while (parser->fault == NULL && take(parser, "[")) {
        struct term *term = parse_or(parser);
        if (parser->fault == NULL && !take(parser, "]"))
            parse_fail(parser, "a ] is lacking");
        if (parser->fault != NULL)
            return;
        if (out->list.count == PREDICATE_LIMIT)
            parse_fail(parser, "more than 8 predicates follow one another");
        *asks_size = *asks_size || term_asks(term, FUNCTION_LAST);
        LIST_ADD(parser->arena, &out->list, term);
    }
}

static void parse_node_type(struct parser *parser, struct step *step, const char *name, size_t count) {
    if (is_word(name, count, "text"))
        step->test.kind = TEST_TEXT;
    else if (is_word(name, count, "node"))
        step->test.kind = TEST_NODE;
    else if (is_word(name, count, "comment") || is_word(name, count, "processing-instruction"))
        parse_fail(parser, "comments and processing instructions are gone before rules are asked");
    else
        parse_fail(parser, arena_format(parser->arena, "%.*s() cannot stand there", (int)count, name));
    if (parser->fault == NULL && !take(parser, ")"))
        parse_fail(parser, "a ) is lacking");
}

static void parse_test(struct parser *parser, struct step *step) {
    step->test.kind = TEST_NAME;
    if (take(parser, "*")) {
        step->test.any_uri = true;
        return;
    }
    skip_blanks(parser);
    const char *name = parser->at;
    size_t count = name_count(name);
    if (count == 0) {
        parse_fail(parser, unread(parser));
        return;
    }
    parser->at += count;
    if (parser->at[0] == ':' && parser->at[1] != ':') {
        step->test.uri = engine_uri(parser->engine, name, count);
        if (step->test.uri == NULL) {
            parse_fail(parser,
                       arena_format(parser->arena, "no <ns> says what the prefix \"%.*s\" is", (int)count, name));
            return;
        }
        parser->at++;
        if (*parser->at == '*') {
            parser->at++;
            return;
        }
        name = parser->at;
        count = name_count(name);
        parser->at += count;
        if (count == 0)
            parse_fail(parser, "a name is lacking after a prefix");
    } else if (take(parser, "(")) {
        parse_node_type(parser, step, name, count);
        return;
    }
    step->test.name = arena_copy(parser->arena, name, count);
}

static void parse_axis(struct parser *parser, struct step *step) {
    static const char *const names[AXIS_COUNT] = {
        [AXIS_CHILD] = "child",
        [AXIS_DESCENDANT] = "descendant",
        [AXIS_DESCENDANT_OR_SELF] = "descendant-or-self",
        [AXIS_SELF] = "self",
        [AXIS_PARENT] = "parent",
        [AXIS_ANCESTOR] = "ancestor",
        [AXIS_ANCESTOR_OR_SELF] = "ancestor-or-self",
        [AXIS_FOLLOWING_SIBLING] = "following-sibling",
        [AXIS_PRECEDING_SIBLING] = "preceding-sibling",
        [AXIS_FOLLOWING] = "following",
        [AXIS_PRECEDING] = "preceding",
        [AXIS_ATTRIBUTE] = "attribute",
    };
    step->axis = AXIS_CHILD;
    if (take(parser, "@")) {
        step->axis = AXIS_ATTRIBUTE;
        return;
    }
    size_t count = name_count(parser->at);
    const char *after = parser->at + count;
    after += strspn(after, " \t\r\n");
    if (count == 0 || strncmp(after, "::", 2) != 0)
        return;
    size_t axis = 0;
    while (axis < AXIS_COUNT && !is_word(parser->at, count, names[axis]))
        axis++;
    if (axis == AXIS_COUNT) {
        parse_fail(parser, arena_format(parser->arena, "there is no axis %.*s:: here", (int)count, parser->at));
        return;
    }
    step->axis = (enum axis)axis;
    parser->at = after + 2;
}

static struct step parse_step(struct parser *parser) {
    struct step step = {.test.kind = TEST_NODE};
    if (take(parser, "..")) {
        step.axis = AXIS_PARENT;
        return step;
    }
    skip_blanks(parser);
    if (parser->at[0] == '.' && !(parser->at[1] >= '0' && parser->at[1] <= '9')) {
        parser->at++;
        step.axis = AXIS_SELF;
        return step;
    }
    parse_axis(parser, &step);
    if (parser->fault == NULL)
        parse_test(parser, &step);
    parse_predicates(parser, &step.predicates, &step.asks_size);
    return step;
}

static bool step_is_positional(const struct step *step) {
    for (size_t i = 0; i < step->predicates.list.count; i++) {
        const struct term *term = step->predicates.list.items[i];
        enum value_kind gives = term_gives(term);
        if (gives == VALUE_NUMBER || gives == VALUE_UNKNOWN || term_asks(term, FUNCTION_POSITION) ||
            term_asks(term, FUNCTION_LAST))
            return true;
    }
    return false;
}

static void path_add(struct parser *parser, struct term *path, struct step step, bool deep) {
    if (deep && step.axis == AXIS_CHILD && !step_is_positional(&step)) {
        step.axis = AXIS_DESCENDANT;
    } else if (deep) {
        LIST_ADD(parser->arena, &path->steps, ((struct step){.axis = AXIS_DESCENDANT_OR_SELF, .test.kind = TEST_NODE}));
        path->long_steps++;
    }
    LIST_ADD(parser->arena, &path->steps, step);
    path->long_steps += step.axis != AXIS_CHILD && step.axis != AXIS_ATTRIBUTE && step.axis != AXIS_SELF;
}

static bool step_begins(const char *at) {
    return name_starts((unsigned char)*at) || *at == '@' || *at == '*' || *at == '.';
}

/* Steps after a start, a root or at the beginning; `deep` says that "//" came before. */
static void parse_steps(struct parser *parser, struct term *path, bool deep) {
    for (bool more = true; more && parser->fault == NULL;) {
        struct step step = parse_step(parser);
        if (parser->fault != NULL)
            return;
        path_add(parser, path, step, deep);
        deep = take(parser, "//");
        more = deep || take(parser, "/");
    }
}

/* ---------------------------------------------------------------- primary expressions */
static struct term *parse_literal(struct parser *parser) {
    char quote = *parser->at++;
    const char *close = strchr(parser->at, quote);
    if (close == NULL)
        return parse_fail(parser, "a quotation mark is not closed");
    struct term *term = term_new(parser, TERM_LITERAL, NULL, NULL);
    size_t count = (size_t)(close - parser->at);
    term->literal = value_string((struct string){arena_copy(parser->arena, parser->at, count), count});
    parser->at = close + 1;
    return term;
}

static struct term *parse_number(struct parser *parser) {
    size_t count = strspn(parser->at, "0123456789");
    if (parser->at[count] == '.')
        count += 1 + strspn(parser->at + count + 1, "0123456789");
    struct term *term = term_new(parser, TERM_LITERAL, NULL, NULL);
    term->literal = value_number(string_number((struct string){parser->at, count}));
    parser->at += count;
    return term;
}

static struct term *parse_variable(struct parser *parser) {
    size_t count = name_count(parser->at);
    const char *name = arena_copy(parser->arena, parser->at, count);
    parser->at += count;
    if (count == 0)
        return parse_fail(parser, "a $ stands without a name");
    for (const struct scope *scope = parser->scope; scope != NULL; scope = scope->outer)
        for (size_t i = scope->variables.count; i > 0; i--)
            if (strcmp(scope->variables.items[i - 1]->name, name) == 0) {
                struct term *term = term_new(parser, TERM_VARIABLE, NULL, NULL);
                term->variable = scope->variables.items[i - 1];
                term->of_rule = scope->of_rule;
                return term;
            }
    return parse_fail(parser, arena_format(parser->arena, "nothing above says what $%s is", name));
}

static struct term *parse_call(struct parser *parser, const char *name, size_t count) {
    size_t function = 0;
    while (function < FUNCTION_COUNT && !is_word(name, count, functions[function].name))
        function++;
    if (function == FUNCTION_COUNT)
        return parse_fail(parser, arena_format(parser->arena, "there is no function %.*s()", (int)count, name));
    struct term *term = term_new(parser, TERM_CALL, NULL, NULL);
    term->function = (enum function)function;
    if (function == FUNCTION_TRANSLATE)
        term->translation = translation_new(parser->arena);
    if (!take(parser, ")")) {
        do {
            struct term *argument = parse_or(parser);
            if (argument == NULL)
                return NULL;
            LIST_ADD(parser->arena, &term->arguments.list, argument);
        } while (take(parser, ","));
        if (!take(parser, ")"))
            return parse_fail(parser, unread(parser));
    }
    size_t given = term->arguments.list.count;
    if (given < functions[function].least || given > functions[function].most)
        return parse_fail(parser, arena_format(parser->arena, "%s() does not take %zu argument%s",
                                               functions[function].name, given, given == 1 ? "" : "s"));
    bool wants_nodes = function == FUNCTION_COUNT_NODES || function == FUNCTION_SUM ||
                       (given > 0 && (function == FUNCTION_NAME || function == FUNCTION_LOCAL_NAME ||
                                      function == FUNCTION_NAMESPACE_URI));
    if (wants_nodes && term_gives(term->arguments.list.items[0]) != VALUE_NODES)
        return parse_fail(parser, arena_format(parser->arena, "%s() wants nodes", functions[function].name));
    return term;
}

/* A name before "(" that is no node type: a call. */
static bool call_begins(const char *at, size_t *count) {
    static const char *const types[] = {"text", "node", "comment", "processing-instruction"};
    *count = name_count(at);
    if (*count > 0 && at[*count] == ':' && at[*count + 1] != ':')
        *count += 1 + name_count(at + *count + 1);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (is_word(at, *count, types[i]))
            return false;
    return *count > 0 && at[*count + strspn(at + *count, " \t\r\n")] == '(';
}

static struct term *parse_primary(struct parser *parser) {
    skip_blanks(parser);
    char c = *parser->at;
    size_t count;
    if (c == '"' || c == '\'')
        return parse_literal(parser);
    if ((c >= '0' && c <= '9') || c == '.')
        return parse_number(parser);
    if (take(parser, "$"))
        return parse_variable(parser);
    if (take(parser, "(")) {
        struct term *term = parse_or(parser);
        return term != NULL && !take(parser, ")") ? parse_fail(parser, "a ) is lacking") : term;
    }
    if (call_begins(parser->at, &count)) {
        const char *name = parser->at;
        parser->at = strchr(name + count, '(') + 1;
        return parse_call(parser, name, count);
    }
    return parse_fail(parser, unread(parser));
}

/* ---------------------------------------------------------------- operators */
static struct term *parse_path(struct parser *parser) {
    skip_blanks(parser);
    size_t count;
    char c = *parser->at;
    bool dot = c == '.' && !(parser->at[1] >= '0' && parser->at[1] <= '9');
    if (c == '/' || ((step_begins(parser->at)) && (c != '.' || dot) && !call_begins(parser->at, &count))) {
        struct term *path = term_new(parser, TERM_PATH, NULL, NULL);
        if (path == NULL)
            return NULL;
        bool deep = take(parser, "//");
        path->absolute = deep || take(parser, "/");
        skip_blanks(parser);
        if (deep || !path->absolute || step_begins(parser->at))
            parse_steps(parser, path, deep);
        return parser->fault == NULL ? path : NULL;
    }
    struct term *start = parse_primary(parser);
    if (start == NULL)
        return NULL;
    skip_blanks(parser);
    if (*parser->at != '[' && *parser->at != '/')
        return start;
    enum value_kind gives = term_gives(start);
    if (gives != VALUE_NODES && gives != VALUE_UNKNOWN)
        return parse_fail(parser, "[ or / stands after what is no set of nodes");
    struct term *path = term_new(parser, TERM_PATH, start, NULL);
    bool asks_size = false;
    parse_predicates(parser, &path->filters, &asks_size);
    bool deep = take(parser, "//");
    if (parser->fault == NULL && (deep || take(parser, "/")))
        parse_steps(parser, path, deep);
    return parser->fault == NULL ? path : NULL;
}

static struct term *parse_union(struct parser *parser) {
    struct term *left = parse_path(parser);
    while (left != NULL && take(parser, "|")) {
        struct term *right = parse_path(parser);
        if (right != NULL && (term_gives(left) != VALUE_NODES || term_gives(right) != VALUE_NODES))
            return parse_fail(parser, "| stands beside what is no set of nodes");
        left = term_new(parser, TERM_UNION, left, right);
    }
    return left;
}

static struct term *parse_unary(struct parser *parser) {
    bool minus = false;
    bool any = false;
    while (take(parser, "-")) {
        minus = !minus;
        any = true;
    }
    struct term *term = parse_union(parser);
    if (any)
        term = term_new(parser, TERM_NEGATE, term, NULL);
    return term != NULL && any && !minus ? term_new(parser, TERM_NEGATE, term, NULL) : term;
}

static struct term *parse_product(struct parser *parser) {
    struct term *left = parse_unary(parser);
    while (left != NULL) {
        enum term_kind kind;
        if (take(parser, "*"))
            kind = TERM_TIMES;
        else if (take_word(parser, "div"))
            kind = TERM_DIV;
        else if (take_word(parser, "mod"))
            kind = TERM_MOD;
        else
            break;
        left = term_new(parser, kind, left, parse_unary(parser));
    }
    return left;
}

static struct term *parse_sum(struct parser *parser) {
    struct term *left = parse_product(parser);
    while (left != NULL) {
        bool plus = take(parser, "+");
        if (!plus && !take(parser, "-"))
            break;
        left = term_new(parser, plus ? TERM_PLUS : TERM_MINUS, left, parse_product(parser));
    }
    return left;
}

static struct term *parse_order(struct parser *parser) {
    struct term *left = parse_sum(parser);
    while (left != NULL) {
        enum term_kind kind;
        if (take(parser, "<="))
            kind = TERM_LESS_EQUAL;
        else if (take(parser, ">="))
            kind = TERM_MORE_EQUAL;
        else if (take(parser, "<"))
            kind = TERM_LESS;
        else if (take(parser, ">"))
            kind = TERM_MORE;
        else
            break;
        left = term_new(parser, kind, left, parse_sum(parser));
    }
    return left;
}

static struct term *parse_equality(struct parser *parser) {
    struct term *left = parse_order(parser);
    while (left != NULL) {
        bool equal = take(parser, "=");
        if (!equal && !take(parser, "!="))
            break;
        left = term_new(parser, equal ? TERM_EQUAL : TERM_UNEQUAL, left, parse_order(parser));
    }
    return left;
}

static struct term *parse_and(struct parser *parser) {
    struct term *left = parse_equality(parser);
    while (left != NULL && take_word(parser, "and"))
        left = term_new(parser, TERM_AND, left, parse_equality(parser));
    return left;
}

static struct term *parse_or(struct parser *parser) {
    if (parser->depth >= DEPTH_LIMIT)
        return parse_fail(parser, "brackets stand inside one another more than 64 deep");
    parser->depth++;
    struct term *left = parse_and(parser);
    while (left != NULL && take_word(parser, "or"))
        left = term_new(parser, TERM_OR, left, parse_and(parser));
    parser->depth--;
    return left;
}

struct term *term_parse(struct engine *engine, const char *text, const struct scope *scope, const char **fault) {
    struct parser parser = {.engine = engine, .arena = engine_arena(engine), .scope = scope, .at = text};
    struct term *term = parse_or(&parser);
    skip_blanks(&parser);
    if (parser.fault == NULL && *parser.at != '\0')
        parser.fault = unread(&parser);
    *fault = parser.fault;
    return parser.fault == NULL ? term : NULL;
}
