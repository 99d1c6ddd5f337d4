/* rulebook.h: the rule files of the house, compiled once, and the house's own demands on them.
 *
 * The folder sources/schema/rules → rules, run on each document's tree. Every
 * assertion has a flag, every flag one explanation in its file. Private to
 * src/read; what others may ask is in rules.h.
 */
#ifndef ENGROSS_READ_RULEBOOK_H
#define ENGROSS_READ_RULEBOOK_H

#include "read/reading.h"
#include "read/rules.h"

struct rulebook;

/* Reads the folder when first asked to do something, and of its files those that the root of the document needs. */
struct rulebook *rulebook_open(const char *home);
void rulebook_close(struct rulebook *book); /* NULL is allowed */

/* Reports what the rules find in the document, and the faults of the rule files (RULES-…). Faults of a rule do not
 * count as faults of the reading: the tree is as it should be. */
void rulebook_check(struct rulebook *book, struct reading *reading, xmlDocPtr document);
/* rules_explanations. */
bool rulebook_explain(struct rulebook *book, struct arena *arena, struct report *report, struct rule_explanations *out);

#endif
