/* help.h: the words of `engross help`. */
#ifndef ENGROSS_HELP_H
#define ENGROSS_HELP_H

#include <stdbool.h>
#include <stdio.h>

/* Prints the page about `verb`, or the first page when it is NULL. False when there is no such verb. */
bool help_print(FILE *out, const char *verb);

#endif
