/* explanation.c: the rows of explanations.def as a table.
 *
 * rule in → its explanation out. The compiler holds that the rows of explanations.def
 * are those of catalogue.def, in the same order: a new rule does not compile before it
 * has been explained.
 */
#include "base/explanation.h"

#include <assert.h>
#include <stddef.h>

enum explained {
#define EXPLAIN(identifier, why, source, wrong, right) EXPLAINED_##identifier,
#include "base/explanations.def"
#undef EXPLAIN
    EXPLAINED_COUNT
};

#define EXPLAIN(identifier, why, source, wrong, right)                                  \
    _Static_assert((int)EXPLAINED_##identifier == RULE_##identifier,                    \
                   "explanations.def leaves the order of catalogue.def at " #identifier \
                   ", or lacks the row before it");
#include "base/explanations.def"
#undef EXPLAIN
_Static_assert((int)EXPLAINED_COUNT == RULE_COUNT, "a rule at the end of catalogue.def has no explanation");

static const struct explanation rows[] = {
#define EXPLAIN(identifier, why, source, wrong, right) {why, source, wrong, right},
#include "base/explanations.def"
#undef EXPLAIN
};

const struct explanation *explanation_find(enum rule rule) {
    assert(rule < RULE_COUNT);
    return &rows[rule];
}
