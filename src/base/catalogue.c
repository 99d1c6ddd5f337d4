/* catalogue.c: the rows of catalogue.def as a table.
 *
 * rule in → row out. The rows are included a second time (the first made the
 * enumeration of catalogue.h), so that a rule and its words cannot part.
 */
#include "base/catalogue.h"

#include <assert.h>
#include <stddef.h>

static const struct catalogue_row rows[] = {
#define RULE(identifier, name, severity, status, message, mend) {name, severity, status, message, mend},
#include "base/catalogue.def"
#undef RULE
};

_Static_assert(sizeof rows / sizeof *rows == RULE_COUNT, "a rule without a row");

const struct catalogue_row *catalogue_find(enum rule rule) {
    assert(rule < RULE_COUNT);
    return &rows[rule];
}
