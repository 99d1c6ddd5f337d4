/* view.h: what a reader sees of one page: which words stand where, and which of them cannot be seen.
 *
 * A content stream (ISO 32000-1, 8 and 9) → its words with their places, the letters of each held against
 * what is painted behind them and over them. Bytes in, values out: nothing here knows a library.
 */
#ifndef ENGROSS_EXTRACT_VIEW_H
#define ENGROSS_EXTRACT_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/list.h"
#include "extract/text.h"

struct view_font {
    const struct meanings *meanings;                              /* NULL for none */
    bool narrow[256];                                             /* the first bytes of codes that have no second one */
    double (*width)(const struct view_font *font, uint32_t code); /* in thousandths of an em */
};

/* Why something that is painted cannot be seen. */
enum unseen { UNSEEN_NOT, UNSEEN_MODE, UNSEEN_SMALL, UNSEEN_OUTSIDE, UNSEEN_COLOUR, UNSEEN_COVERED };

struct view_word {
    const char *text;
    enum painted as;
    long mcid;
    double left, right, base, size; /* points, in the space of the page; base: of the line it stands on */
    enum unseen unseen;
    bool leftwards; /* it has letters that are written from right to left */
    bool picture;
};

enum view_thing { VIEW_NOTHING, VIEW_PICTURE, VIEW_FORM };

struct view_order {
    void *context;
    /* The font of that name; NULL when there is none. */
    const struct view_font *(*font)(void *context, const char *name);
    /* What a name stands for that is painted, and a word for it. */
    enum view_thing (*thing)(void *context, const char *name, const char **word);
    /* A code is shown in a font, in a colour ("0,0.188,0.529"). */
    void (*shown)(void *context, const struct view_font *font, uint32_t code, const char *colour);
    /* Something that the program does not do: an operator, or a key of marked content such as "/ActualText". */
    void (*odd)(void *context, const char *what);
};

struct view {
    double box[4]; /* what is shown of the page: left, bottom, right, top; set before */
    LIST(struct view_word) words;
};

/* `arena` is that of the words. */
void view_read(struct view *view, const struct view_order *order, const void *bytes, size_t count, struct arena *arena);

#endif
