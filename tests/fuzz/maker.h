/* maker.h: what the files of the grammar share.
 *
 * A maker holds the choices that are left and the text made so far; each put_…
 * function writes something valid where it stands. grammar.c makes documents,
 * grammar_table.c their tables, grammar_style.c styles.
 */
#ifndef ENGROSS_FUZZ_MAKER_H
#define ENGROSS_FUZZ_MAKER_H

#include "grammar.h"

#define TARGETS_MAX 64

/* Where words stand decides which elements may stand among them. */
enum { IN_PLAIN = 1, IN_LINK = 2, IN_NOTE = 4, IN_CELL = 8 };

struct maker {
    struct choices *choices;
    struct buffer *out;
    unsigned names; /* ids given so far */
    unsigned targets[TARGETS_MAX];
    size_t target_count;
    unsigned terms[TARGETS_MAX];
    size_t term_count;
    int depth; /* of blocks in blocks */
};

size_t pick(struct maker *maker, size_t ways);
bool goes_on(const struct maker *maker); /* while there are choices, and room for what they make */

#define put(maker, ...) buffer_format((maker)->out, __VA_ARGS__)
#define ONE_OF(maker, list) ((list)[pick((maker), sizeof(list) / sizeof *(list))])

/* An id="…" for what an xref may lead to, at times. */
void put_target(struct maker *maker);
/* An id="…" that nothing leads to, at times. */
void put_id(struct maker *maker);
void put_lang(struct maker *maker);
/* Words and elements among them; the first word can be seen, since nothing may be empty. */
void put_prose(struct maker *maker, unsigned where);
void put_list(struct maker *maker, unsigned where);
/* Its spans fit, its rows are of one length, and it names its columns or its rows. */
void put_table(struct maker *maker, unsigned where);

#endif
