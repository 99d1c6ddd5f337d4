/* explanation.h: why each rule of the catalogue is there.
 *
 * The texts stand in explanations.def: for whom the rule is, the clause or statute
 * that it rests on, and how the fault looks and how it looks mended. A rule without
 * them does not compile, and tests/groups/explain runs every example.
 */
#ifndef ENGROSS_BASE_EXPLANATION_H
#define ENGROSS_BASE_EXPLANATION_H

#include "base/catalogue.h"

struct explanation {
    const char *why;    /* plain sentences */
    const char *source; /* the clause, criterion or statute; or "house rule" and its reason */
    const char *wrong;  /* XML, or commands in lines that begin with "$ "; lines end with \n but the last */
    const char *right;
};

const struct explanation *explanation_find(enum rule rule);

#endif
