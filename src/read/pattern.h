/* pattern.h: XSLT 1.0 match patterns (section 5.2) for the contexts of rules.
 *
 * Text → alternatives; alternative and node → whether it matches. A pattern is
 * matched from its last step backwards. Private to src/read.
 */
#ifndef ENGROSS_READ_PATTERN_H
#define ENGROSS_READ_PATTERN_H

#include "read/expression.h"

enum pattern_node { PATTERN_ELEMENT, PATTERN_ATTRIBUTE, PATTERN_TEXT, PATTERN_ANY, PATTERN_ROOT, PATTERN_NOTHING };

struct pattern_step {
    enum pattern_node node;
    const char *name; /* NULL: any */
    const char *uri;  /* NULL: none; only looked at when `name` or `uri_asked` */
    bool uri_asked;
    bool deep;       /* "//" stands before it */
    bool positional; /* one of the predicates asks for the position */
    LIST(struct expression *) predicates;
};

/* One path, its last step first. */
struct pattern {
    LIST(struct pattern_step) steps;
};

struct patterns {
    LIST(struct pattern) alternatives;
};

/* False after words in `*fault`. */
bool pattern_compile(struct engine *engine, struct arena *arena, const char *text, struct place place,
                     const struct scope *scope, struct patterns *out, const char **fault);
bool pattern_matches(struct engine *engine, const struct pattern *pattern, xmlNodePtr node);

#endif
