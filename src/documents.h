/* documents.h: the verbs build and check: which documents, in which styles, in what order. */
#ifndef ENGROSS_DOCUMENTS_H
#define ENGROSS_DOCUMENTS_H

#include "telling.h"
#include "wish.h"

/* Both return the exit status of the program. */
int documents_build(struct wish *wish);
int documents_check(struct wish *wish);

/* What watch needs of them. */
/* Every document of sources/ becomes what the wish is for; what could not be looked into is reported. */
void documents_find(struct wish *wish, struct report *report);
/* The words of the command line become the files of documents (lookup.h); those that name none are left out, after a
 * report. */
void documents_name(struct wish *wish, struct report *report);
/* A file that was named twice is one document. */
void documents_drop_repeated(struct wish *wish);
/* True, after telling it, when two documents would become the same PDF. */
bool documents_refuse_doubles(const struct wish *wish, struct telling *telling);
/* False after saying which styles there are, when one that was asked for is not among them. */
bool documents_find_styles(const struct wish *wish);
/* What to do with one document; `write` is false to check it alone. */
struct request documents_request(const struct wish *wish, const char *file, bool write);

#endif
