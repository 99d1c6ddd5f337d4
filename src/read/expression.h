/* expression.h: XPath 1.0 for rules: expressions checked when compiled, run within bounds.
 *
 * Text, prefixes and variables in scope → compiled expression; expression and node
 * → truth, string or nodes. Beside the core library there are current() and
 * document() of XSLT 1.0. Private to src/read.
 */
#ifndef ENGROSS_READ_EXPRESSION_H
#define ENGROSS_READ_EXPRESSION_H

#include <libxml/tree.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/place.h"

struct term;

struct expression {
    const char *text;
    struct place place;
    struct term *term;
};

/* `let`: computed when it is first asked for, once for each node that its rule looks at, or once for each document. */
struct variable {
    const char *name;
    struct expression *value;
    struct value *memo;
    size_t stamp; /* of the memo */
};

/* The variables of a schema, a pattern or a rule; names of an inner scope stand before those of an outer one. */
struct scope {
    LIST(struct variable *) variables;
    struct scope *outer;
    bool of_rule; /* its variables are computed at the node that the rule looks at, else at the root */
};

struct engine;
struct value;

/* The document that an address leads to, or NULL after words in `*fault`: expression_load_told itself when the faults
 * of that file have been reported. */
extern const char expression_load_told[];
typedef xmlDocPtr (*expression_load)(void *context, const char *address, const char **fault);

struct engine *engine_open(struct arena *arena, expression_load load, void *context);
void engine_close(struct engine *engine);
/* False when the prefix is bound already. */
bool engine_bind(struct engine *engine, const char *prefix, const char *uri);
const char *engine_uri(const struct engine *engine, const char *prefix, size_t count);
/* From here to the end expressions look at this document. `work` bounds what all expressions together may do, in nodes
 * visited and pieces of text. */
void engine_begin(struct engine *engine, xmlDocPtr document, size_t work);
void engine_end(struct engine *engine);
/* A rule begins to look at a node. */
void engine_look(struct engine *engine, xmlNodePtr node);
/* What stopped an expression: words for RULES-BROKEN, or NULL; whether it was the bound on work. */
const char *engine_fault(const struct engine *engine, bool *work, struct place *place);

/* NULL after words in `*fault`. */
struct expression *expression_compile(struct engine *engine, const char *text, struct place place,
                                      const struct scope *scope, const char **fault);
struct variable *variable_new(struct engine *engine, const char *name, struct expression *value);

/* All are false, "" or empty once the engine has a fault. `node` is the context node. */
bool expression_boolean(struct engine *engine, const struct expression *expression, xmlNodePtr node);
const char *expression_string(struct engine *engine, const struct expression *expression, xmlNodePtr node,
                              struct arena *arena);
struct nodes {
    LIST(xmlNodePtr) list;
};
/* In document order; false when the value is no set of nodes. */
bool expression_nodes(struct engine *engine, const struct expression *expression, xmlNodePtr node, struct arena *arena,
                      struct nodes *out);
/* As a predicate in a pattern: a number is compared with the position. */
bool expression_predicate(struct engine *engine, const struct expression *expression, xmlNodePtr node, size_t position,
                          size_t size);
/* Whether such a predicate asks for the position. */
bool expression_positional(const struct expression *expression);

#endif
