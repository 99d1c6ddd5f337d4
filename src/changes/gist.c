/* gist.c: a change in a few words. See gist.h.
 *
 * change in → a phrase out. Of its edits the first are told in the words that went and
 * came, cut short. What is told twice of one change is told once, with how often.
 */
#include "changes/gist.h"

#include <string.h>

#include "document/words.h"

#define GIST_EDITS 3  /* so many are told */
#define GIST_BYTES 72 /* and so much of the words of each */

/* The start of the words, cut between two of them. */
static const char *excerpt(const char *words, struct arena *arena) {
    size_t bytes = strlen(words);
    if (bytes <= GIST_BYTES)
        return words;
    bytes = GIST_BYTES;
    while (bytes > 0 && words[bytes] != ' ')
        bytes--;
    if (bytes == 0) { /* one long word */
        bytes = GIST_BYTES;
        while (((unsigned char)words[bytes] & 0xC0) == 0x80)
            bytes--;
    }
    return arena_format(arena, "%s\xE2\x80\xA6", arena_copy(arena, words, bytes));
}

/* The words without the bullet or the number of a footnote that stands before them. */
static const char *past_label(const struct edit *edit, const char *words) {
    const enum word bullets[] = {WORD_BULLET, WORD_DASH};
    for (size_t i = 0; i < 2 && edit->where == WHERE_ITEM; i++) {
        size_t bytes = strlen(words_find(bullets[i]));
        if (strncmp(words, words_find(bullets[i]), bytes) == 0)
            words += bytes;
    }
    if (edit->where == WHERE_NOTE && edit->run_count == 0)
        words += strspn(words, "0123456789");
    return words + strspn(words, " ");
}

static const char *edit_excerpt(const struct edit *edit, bool new, struct arena *arena) {
    struct buffer out = {0};
    edit_words(edit, new, &out);
    const char *words = past_label(edit, buffer_text(&out) + strspn(buffer_text(&out), " "));
    size_t bytes = strlen(words);
    while (bytes > 0 && words[bytes - 1] == ' ')
        bytes--;
    size_t points = strspn(words, ",;:.) "); /* a phrase is quoted from its first word on */
    points = points < bytes ? points : 0;
    const char *text = excerpt(arena_copy(arena, words + points, bytes - points), arena);
    buffer_close(&out);
    return text;
}

static const char *attribute_gist(const struct edit *edit, struct arena *arena) {
    const char *name = words_value(WORDS_ATTRIBUTE, edit->attribute);
    name = name != NULL ? name : edit->attribute;
    if (edit->was == NULL && edit->now == NULL)
        return name;
    if (edit->was == NULL)
        return words_fill(arena, WORD_REDLINE_ATTRIBUTE_NEW, name, edit->now);
    if (edit->now == NULL)
        return words_fill(arena, WORD_REDLINE_ATTRIBUTE_GONE, name, edit->was);
    return words_fill(arena, WORD_REDLINE_ATTRIBUTE, name, edit->was, edit->now);
}

static bool is_whole_block(const struct edit *edit) {
    return edit->run_count == 0 &&
           (edit->where == WHERE_ROW || edit->where == WHERE_ITEM || edit->where == WHERE_NOTE ||
            edit->where == WHERE_TABLE || edit->where == WHERE_FIGURE);
}

static const char *edit_gist(const struct edit *edit, struct arena *arena) {
    if (edit->kind == CHANGE_RENUMBERED && edit->was != NULL && edit->now != NULL)
        return words_fill(arena, WORD_REDLINE_NUMBER, edit->was, edit->now);
    if (edit->attribute != NULL)
        return attribute_gist(edit, arena);
    const char *old = edit_excerpt(edit, false, arena), *new = edit_excerpt(edit, true, arena);
    const char *gist;
    if (edit->kind == CHANGE_MOVED)
        gist = words_fill(arena, WORD_REDLINE_MOVED_ONE, *new != '\0' ? new : old);
    else if (edit->kind == CHANGE_INSERTED || *old == '\0')
        gist = words_fill(arena, WORD_REDLINE_INSERTED_ONE, new);
    else if (edit->kind == CHANGE_DELETED || *new == '\0')
        gist = words_fill(arena, WORD_REDLINE_DELETED_ONE, old);
    else
        gist = words_fill(arena, WORD_REDLINE_SUBSTITUTED_ONE, old, new);
    const struct node *node = (edit->strand->new != NULL ? edit->strand->new : edit->strand->old);
    const char *where = node->kind == NODE_TABLE_BODY ? words_find(WORD_NOUN_ROWS) : edit_where_name(edit->where);
    return is_whole_block(edit) ? words_fill(arena, WORD_REDLINE_IN_PLACE, where, gist) : gist;
}

/* The number of a footnote in the text comes and goes with its note, of which another edit tells. */
static bool is_call(const struct edit *edit) {
    if (edit->run_count == 0 || edit->attribute != NULL)
        return false;
    for (size_t i = edit->run; i < edit->run + edit->run_count; i++) {
        const struct run *run = &edit->strand->runs[i];
        const struct piece *piece = run->new_count > 0 ? run->new : run->old;
        const struct node *at = piece->leaf;
        while (at != NULL && at->kind >= NODE_TEXT && at->kind != NODE_CALL)
            at = at->parent;
        if (at == NULL || at->kind != NODE_CALL || run->old_count + run->new_count > 1)
            return false;
    }
    return true;
}

struct told {
    const char *gist;
    size_t times;
};

const char *gist_of_edits(const struct change *change, const char *unless, struct arena *arena) {
    LIST(struct told) all = {0};
    for (size_t i = 0; i < change->edits.count; i++) {
        const struct edit *edit = &change->edits.items[i];
        if ((change->kind == CHANGE_SUBSTITUTED && edit->kind == CHANGE_EDITORIAL && edit->attribute == NULL) ||
            is_call(edit) || (edit->attribute != NULL && unless != NULL && strcmp(edit->attribute, unless) == 0))
            continue;
        const char *gist = edit_gist(edit, arena);
        size_t k = 0;
        while (k < all.count && strcmp(all.items[k].gist, gist) != 0)
            k++;
        if (k == all.count)
            LIST_ADD(arena, &all, (struct told){gist, 0});
        all.items[k].times++;
    }
    const char *gist = "";
    for (size_t i = 0; i < all.count && i < GIST_EDITS; i++) {
        const char *one = all.items[i].gist;
        if (all.items[i].times > 1)
            one = words_fill(arena, WORD_REDLINE_TIMES, one, arena_format(arena, "%zu", all.items[i].times));
        gist = arena_format(arena, "%s%s%s", gist, i > 0 ? words_find(WORD_SEMICOLON) : "", one);
    }
    if (all.count == GIST_EDITS + 1)
        gist = arena_format(arena, "%s%s", gist, words_find(WORD_REDLINE_MORE_ONE));
    else if (all.count > GIST_EDITS)
        gist = arena_format(arena, "%s%s", gist,
                            words_fill(arena, WORD_REDLINE_MORE, arena_format(arena, "%zu", all.count - GIST_EDITS)));
    return *gist == '\0' ? gist : arena_format(arena, "%s.", gist);
}

const char *gist_of(const struct change *change, struct arena *arena) {
    switch (change->kind) {
    case CHANGE_INSERTED:
        return words_find(WORD_REDLINE_WHOLE_INSERTED);
    case CHANGE_DELETED:
        return words_find(WORD_REDLINE_WHOLE_DELETED);
    case CHANGE_MOVED:
        return words_fill(arena, WORD_REDLINE_MOVED, change->label_old);
    case CHANGE_RENUMBERED:
        return words_fill(arena, WORD_REDLINE_RENUMBERED, gist_of_edits(change, NULL, arena));
    case CHANGE_EDITORIAL:
        for (size_t i = 0; i < change->edits.count; i++)
            if (change->edits.items[i].attribute != NULL)
                return words_fill(arena, WORD_REDLINE_EDITORIAL_ATTRIBUTE, gist_of_edits(change, NULL, arena));
        return words_find(WORD_REDLINE_EDITORIAL);
    default:
        return gist_of_edits(change, NULL, arena);
    }
}
