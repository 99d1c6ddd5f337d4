/* catalogue.h: every fault that the program can report, in one place.
 *
 * The rows stand in catalogue.def: identifier, printed name, severity, message
 * and mend. `{1}`, `{2}`… stand for the strings given to report_add. A test holds
 * that every row has a fault file under tests/faults.
 */
#ifndef ENGROSS_BASE_CATALOGUE_H
#define ENGROSS_BASE_CATALOGUE_H

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

enum rule {
#define RULE(identifier, name, severity, status, message, mend) RULE_##identifier,
#include "base/catalogue.def"
#undef RULE
    RULE_COUNT
};

struct catalogue_row {
    const char *name; /* "A11Y-ALT" */
    enum severity severity;
    int status; /* the exit status that it asks for: 0 for notes and warnings, else 1 findings, 3 input, 4 a release
                 * refused, 5 what is kept of releases is not as recorded, 6 environment
                 */
    const char *message;
    const char *mend; /* "" when the message says it all */
};

const struct catalogue_row *catalogue_find(enum rule rule);

#endif
