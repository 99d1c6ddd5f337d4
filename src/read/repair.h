/* repair.h: an author's text with its faults of syntax mended in memory, and the way back to the places of the file.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_REPAIR_H
#define ENGROSS_READ_REPAIR_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/list.h"
#include "base/place.h"

struct repair_edit {
    size_t at; /* in the text as it was when the edit was made */
    size_t removed;
    const char *put;
    size_t put_count;
};

struct repair {
    struct arena *arena;
    const char *original;
    size_t original_count;
    const char *text; /* mended so far */
    size_t count;
    LIST(struct repair_edit) done;    /* in the order in which they were made */
    LIST(struct repair_edit) planned; /* places in `text` */
    LIST(struct place) open;          /* start tags whose end tags had to be supplied */
};

/* `text` must live as long as the repair. */
void repair_open(struct repair *repair, struct arena *arena, const char *text, size_t count);
void repair_plan(struct repair *repair, const char *at, size_t removed, const char *put);
/* Carries out what is planned; false when nothing is. */
bool repair_carry_out(struct repair *repair);
/* The place in the file of a place in `text`. */
const char *repair_origin(const struct repair *repair, const char *at);

#endif
