/* term.h: what an expression is made of, and the values that come of it.
 *
 * Shared by the modules that parse (term.c), convert (value.c), call (function.c) and run (expression.c) XPath 1.0. The
 * bytes of a string are UTF-8 and may be a piece of a node's own text: nothing ends them but their count. Private to
 * those modules.
 */
#ifndef ENGROSS_READ_TERM_H
#define ENGROSS_READ_TERM_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/list.h"
#include "read/expression.h"

/* ---------------------------------------------------------------- values */
enum value_kind { VALUE_BOOLEAN, VALUE_NUMBER, VALUE_STRING, VALUE_NODES, VALUE_UNKNOWN };

struct string {
    const char *bytes;
    size_t count;
};

struct node_set {
    xmlNodePtr *items;
    size_t count;
    size_t room;
};

struct value {
    enum value_kind kind;
    union {
        bool truth;
        double number;
        struct string string;
        struct node_set nodes; /* in document order, none twice */
    };
};

/* ---------------------------------------------------------------- terms */
enum axis {
    AXIS_CHILD,
    AXIS_DESCENDANT,
    AXIS_DESCENDANT_OR_SELF,
    AXIS_SELF,
    AXIS_PARENT,
    AXIS_ANCESTOR,
    AXIS_ANCESTOR_OR_SELF,
    AXIS_FOLLOWING_SIBLING,
    AXIS_PRECEDING_SIBLING,
    AXIS_FOLLOWING,
    AXIS_PRECEDING,
    AXIS_ATTRIBUTE,
    AXIS_COUNT
};

enum test_kind { TEST_NAME, TEST_TEXT, TEST_NODE, TEST_NOTHING };

struct test {
    enum test_kind kind;
    const char *name; /* NULL: any */
    const char *uri;  /* NULL: none */
    bool any_uri;
};

#define PREDICATE_LIMIT 8

struct terms {
    LIST(struct term *) list;
};

struct step {
    enum axis axis;
    struct test test;
    struct terms predicates;
    bool asks_size; /* a predicate calls last() */
};

enum function {
#define FUNCTION(identifier, name, least, most, gives) FUNCTION_##identifier,
#include "read/function.def"
#undef FUNCTION
    FUNCTION_COUNT
};

enum term_kind {
    TERM_OR,
    TERM_AND,
    TERM_EQUAL,
    TERM_UNEQUAL,
    TERM_LESS,
    TERM_LESS_EQUAL,
    TERM_MORE,
    TERM_MORE_EQUAL,
    TERM_PLUS,
    TERM_MINUS,
    TERM_TIMES,
    TERM_DIV,
    TERM_MOD,
    TERM_NEGATE,
    TERM_UNION,
    TERM_LITERAL,
    TERM_VARIABLE,
    TERM_CALL,
    TERM_PATH
};

struct translation;

struct term {
    enum term_kind kind;
    struct term *left; /* of a path: where it starts, or NULL */
    struct term *right;
    struct value literal;
    struct variable *variable;
    bool of_rule; /* the variable */
    enum function function;
    struct terms arguments;
    struct translation *translation; /* of translate(), from the call before */
    bool absolute;                   /* the path */
    struct terms filters;            /* predicates on where the path starts */
    LIST(struct step) steps;
    unsigned long_steps; /* steps that may reach one node in several ways */
};

/* Parses the whole text; NULL after words in `*fault`. */
struct term *term_parse(struct engine *engine, const char *text, const struct scope *scope, const char **fault);
/* What the term's value will be; VALUE_UNKNOWN when only running it tells. */
enum value_kind term_gives(const struct term *term);
/* Whether it calls position() or last() outside predicates of its own. */
bool term_asks(const struct term *term, enum function function);

/* ---------------------------------------------------------------- running */
struct context {
    xmlNodePtr node;
    xmlNodePtr current;
    size_t position;
    size_t size;
};

struct arena *engine_arena(struct engine *engine);
/* Memory that lasts while rules look at one node. */
void *engine_take(struct engine *engine, size_t bytes);
/* Counts work; once there was too much, every expression ends. */
void engine_work(struct engine *engine, size_t amount);
bool engine_stopped(const struct engine *engine);
xmlDocPtr engine_document(struct engine *engine, const char *address);
void engine_nodes_add(struct engine *engine, struct node_set *nodes, xmlNodePtr node);
/* Puts them in document order, each once. */
void engine_nodes_sort(struct engine *engine, struct node_set *nodes);

/* The value, when it is there without being worked out; else NULL. */
const struct value *term_known(const struct engine *engine, const struct term *term);
struct value term_value(struct engine *engine, const struct term *term, const struct context *context);
bool term_truth(struct engine *engine, const struct term *term, const struct context *context);
struct translation *translation_new(struct arena *arena);
/* The last piece taken needs only this much of its room. */
void engine_shrink(struct engine *engine, void *piece, size_t bytes);
enum value_kind expression_gives(const struct expression *expression);
struct value function_call(struct engine *engine, const struct term *term, const struct context *context);

/* ---------------------------------------------------------------- conversions */
static inline struct value value_truth(bool truth) {
    return (struct value){.kind = VALUE_BOOLEAN, .truth = truth};
}
static inline struct value value_number(double number) {
    return (struct value){.kind = VALUE_NUMBER, .number = number};
}
static inline struct value value_string(struct string string) {
    return (struct value){.kind = VALUE_STRING, .string = string};
}
bool value_as_truth(const struct value *value);
double value_as_number(struct engine *engine, const struct value *value);
struct string value_as_string(struct engine *engine, const struct value *value);
bool value_compare(struct engine *engine, enum term_kind kind, const struct value *left, const struct value *right);
/* XPath 1.0, 3.7: NaN unless it is digits with at most one point and one minus before them. */
double string_number(struct string string);
struct string string_of_number(struct engine *engine, double number);
bool string_same(struct string a, struct string b);
struct string node_string(struct engine *engine, xmlNodePtr node);
/* Text put together before, while rules looked at the same node. */
bool engine_remembered(const struct engine *engine, const xmlNode *node, struct string *out);
void engine_remember(struct engine *engine, const xmlNode *node, struct string string);

#endif
