/* rules.h: the rule files of the house, sources/schema/rules, in their names' order.
 *
 * Each is ISO Schematron (schematron.h) and explains each of its rules. A file named as
 * the root of a document (statement.sch) is held against documents of that root alone. What goes
 * wrong in a rule file is reported at its own line (RULES-BROKEN, RULES-FORM).
 */
#ifndef ENGROSS_READ_RULES_H
#define ENGROSS_READ_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/report.h"
#include "read/source.h"

/* What a rule file says of one of its rules. No member is NULL. */
struct rule_explanation {
    const char *rule;       /* "MS-04", the flag of its assertions */
    enum severity severity; /* the gravest of its assertions */
    const char *message;    /* of its first assertion, white space folded; a value that is filled in stands as "…" */
    const char *mend;       /* its diagnostic in the same form, "" when it has none */
    const char *why;        /* white space folded */
    const char *source;     /* white space folded */
    const char *wrong;      /* XML as it stands in the file, without the blank lines around it and common indentation */
    const char *right;
    struct place place; /* of the explanation */
};

struct rule_explanations {
    LIST(struct rule_explanation) rules;
};

/* Appends the explanations of all rule files, in the order of files and of the explanations in them. False when a file
 * could not be read, after a report; those of the others are there even so. Strings live in `arena`. */
bool rules_explanations(struct source *source, struct arena *arena, struct report *report,
                        struct rule_explanations *out);

#endif
