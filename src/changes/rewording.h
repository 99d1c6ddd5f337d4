/* rewording.h: how the words of one block change, as a drafter says it: for these words those.
 *
 * A strand that holds words in both versions → rewordings, each of which names words of the old
 * text by quoting them. They are tried against the new text before they are given out
 * (passage_becomes); when none of the ways to say it comes out right, or it would take too many,
 * there are none, and the block is to be substituted whole.
 */
#ifndef ENGROSS_CHANGES_REWORDING_H
#define ENGROSS_CHANGES_REWORDING_H

#include "changes/passage.h"

enum phrase_form {
    REWORDING_SUBSTITUTE, /* for “from…to” substitute “new” */
    REWORDING_AFTER,      /* after “from…to” insert “new” */
    REWORDING_BEGINNING,  /* at the beginning insert “new” */
    REWORDING_END,        /* at the end insert “new” */
    REWORDING_OMIT,       /* leave out “from…to” */
    REWORDING_NOTE,       /* after “from…to” insert a footnote */
    REWORDING_OMIT_NOTE   /* leave out a footnote */
};

struct rewording {
    enum phrase_form form;
    size_t from, to; /* the words of the old text that are quoted */
    size_t which;    /* the how manieth such words; 0: they stand there once */
    bool each;       /* wherever they stand */
    bool in_longer;  /* their letters stand in longer words too, which are not meant */
    bool editorial;  /* no other words, only another space, dash or quotation mark */
    size_t new_from, new_to;
    const struct node *note; /* NOTE: the new one; OMIT_NOTE: the old one */
};

struct rewordings {
    const struct passage *old, *new;
    LIST(struct rewording) list; /* in the order of the old text */
};

/* NULL when the block is to be substituted whole; an empty list when its words and tags are the same. */
const struct rewordings *rewordings_find(const struct strand *strand, struct arena *arena);

#endif
