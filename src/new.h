/* new.h: the verb new: a document begun from a pattern, or from last year's. */
#ifndef ENGROSS_NEW_H
#define ENGROSS_NEW_H

#include "wish.h"

/* Writes one new source and prints its path; never over a file that is there. The exit status comes back. */
int new_document(struct wish *wish);

/* For new_document: the statement of the year after the one that wish->from names. */
int new_statement_from(struct wish *wish);
/* Writes the text to a file that must not be there yet, and prints its path; with a status of the program. */
int new_write(const struct wish *wish, const char *path, const struct buffer *text);

#endif
