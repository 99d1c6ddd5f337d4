/* limits.h: limits.xml, who may approve how much, asked for amounts, and held against the document. */
#ifndef ENGROSS_DOCUMENT_LIMITS_H
#define ENGROSS_DOCUMENT_LIMITS_H

#include "document/build.h"

struct activity {
    const struct element *element;
    const char *id;
    const struct element *last;  /* its last limit; NULL when it has none */
    const struct element *table; /* the first limit-table of the document that lists it; NULL for none */
    const struct element *place; /* in the document, at which its source points; NULL when there is none */
    bool decided;                /* a decision of the document names it */
};

typedef LIST(struct activity *) activity_list;

/* Whether a document has anything of limits.xml: only then is that file looked for. */
bool limits_wanted(const struct element *root);
/* Reads what `file`, the root of limits.xml or NULL, holds, and which tables of the document with `root` list it;
 * reports faults of that file at their places there, and where it and the document disagree. The offices have to be
 * known. */
void limits_read(struct build *build, const struct element *file, const struct element *root);
/* What a `limit-ref` says, in words; NULL after a report. */
const char *limits_amount(struct build *build, const struct element *reference);
/* What a limit-table lists, in its order; reports that there is no limits.xml. */
activity_list limits_listed(struct build *build, const struct element *table);
/* The first limit-table of this document that lists the activity of a decision; NULL for none. Reports that there is no
 * limits.xml. */
const struct element *limits_table_of(struct build *build, const struct element *decision);
/* The id of the place in this document that sets the limits of an activity, whether there is one of that id or not;
 * NULL when they are set elsewhere. */
const char *limits_place(struct build *build, const struct activity *activity);
/* The root of limits.xml when its amounts are illustrative, else NULL. */
const struct element *limits_illustrative(struct build *build);

#endif
