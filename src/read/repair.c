/* repair.c: an author's text with its faults of syntax mended in memory, and the way back to the places of the file.
 *
 * text and edits in → mended text out; a place in the mended text in → the place
 * in the author's out. Edits are kept in the order in which they were made, each
 * with its place in the text of that moment, and undone in the opposite order to
 * find the way back.
 *
 * Surprising: what was put in has no place of its own; it counts as standing where
 * it was put.
 */
#include "read/repair.h"

#include <stdlib.h>
#include <string.h>

void repair_open(struct repair *repair, struct arena *arena, const char *text, size_t count) {
    *repair = (struct repair){.arena = arena, .original = text, .original_count = count, .text = text, .count = count};
}

void repair_plan(struct repair *repair, const char *at, size_t removed, const char *put) {
    struct repair_edit edit = {.at = (size_t)(at - repair->text), .removed = removed};
    edit.put = arena_string(repair->arena, put);
    edit.put_count = strlen(put);
    LIST_ADD(repair->arena, &repair->planned, edit);
}

/* The last in the text first, so that the places of the others hold; of several in one place only the one planned first
 * is made. */
static int edit_compare(const void *left, const void *right) {
    const struct repair_edit *a = left;
    const struct repair_edit *b = right;
    return (a->at < b->at) - (a->at > b->at);
}

bool repair_carry_out(struct repair *repair) {
    size_t count = repair->planned.count;
    if (count == 0)
        return false;
    struct repair_edit *planned = repair->planned.items;
    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j > 0 && edit_compare(&planned[j - 1], &planned[j]) >= 0; j--) {
            struct repair_edit other = planned[j];
            planned[j] = planned[j - 1];
            planned[j - 1] = other;
        }
    struct buffer text = {0};
    size_t from = 0;
    size_t last = count; /* the edit carried out last, that is nearest before */
    for (size_t i = count; i-- > 0;) {
        const struct repair_edit *edit = &planned[i];
        if (edit->at < from || (last < count && edit->at == planned[last].at)) {
            planned[i].put = NULL; /* it would change what another has changed */
            continue;
        }
        buffer_bytes(&text, repair->text + from, edit->at - from);
        buffer_bytes(&text, edit->put, edit->put_count);
        from = edit->at + edit->removed;
        last = i;
    }
    buffer_bytes(&text, repair->text + from, repair->count - from);
    for (size_t i = 0; i < count; i++)
        if (planned[i].put != NULL)
            LIST_ADD(repair->arena, &repair->done, planned[i]);
    repair->planned.count = 0;
    repair->count = text.count;
    repair->text = arena_copy(repair->arena, buffer_text(&text), text.count);
    buffer_close(&text);
    return true;
}

const char *repair_origin(const struct repair *repair, const char *at) {
    size_t offset = (size_t)(at - repair->text);
    for (size_t i = repair->done.count; i-- > 0;) {
        const struct repair_edit *edit = &repair->done.items[i];
        if (offset >= edit->at + edit->put_count)
            offset = offset - edit->put_count + edit->removed;
        else if (offset > edit->at)
            offset = edit->at;
    }
    return repair->original + (offset < repair->original_count ? offset : repair->original_count);
}
