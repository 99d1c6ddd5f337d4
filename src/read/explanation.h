/* explanation.h: what a rule file says of its own rules, and whether it says enough.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_EXPLANATION_H
#define ENGROSS_READ_EXPLANATION_H

#include "read/reading.h"
#include "read/rules.h"
#include "read/schematron.h"

/* Appends the explanations of one file to those of the files before it. Reports (RULES-FORM) an assertion without a
 * flag or a message, a flag without an explanation, an explanation that is there twice, incomplete or of no rule. */
void explanation_take(struct reading *reading, xmlDocPtr document, const struct schematron *schematron,
                      struct rule_explanations *out);

#endif
