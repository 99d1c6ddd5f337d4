/* explain.h: `engross explain`: why a rule is there, on what it rests, and how it looks wrong and right. */
#ifndef ENGROSS_EXPLAIN_H
#define ENGROSS_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Explains the rules of these names, in any case of letters, to `out`; with none of them lists every rule in a line
 * each. `home` is the folder of the house, whose rule files are then known too, or NULL. `json`: one object a line
 * instead, with no names of all rules. Gives the exit status: STATUS_USAGE after saying which name is unknown and what
 * was perhaps meant; STATUS_INPUT when `out` cannot be written; that of the findings when a rule file is broken. */
int explain_run(const char *home, const char *const *names, size_t count, bool json, FILE *out);

#endif
