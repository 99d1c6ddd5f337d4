/* redline_summary.c: the changes in a few words each, and the numbers now and before.
 *
 * A comparison and its grounds in; two sections of the redline out. Of a change the
 * first edits are told in the words that went and came, cut short: who wants more
 * follows the link. What is told twice of one change is told once, with how often.
 */
#include <string.h>

#include "changes/redlining.h"

#define GIST_EDITS 3  /* so many are told */
#define GIST_BYTES 72 /* and so much of the words of each */

/* --- Words ----------------------------------------------------------------------- */

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
    const struct node *node = redline_node_of(edit->strand);
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

/* What the summary tells of the edits of a change, each gist once. */
static const char *edits_gist(const struct change *change, struct arena *arena) {
    LIST(struct told) all = {0};
    for (size_t i = 0; i < change->edits.count; i++) {
        const struct edit *edit = &change->edits.items[i];
        if ((change->kind == CHANGE_SUBSTITUTED && edit->kind == CHANGE_EDITORIAL && edit->attribute == NULL) ||
            is_call(edit))
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
    return arena_format(arena, "%s.", gist);
}

static const char *change_gist(const struct change *change, struct arena *arena) {
    switch (change->kind) {
    case CHANGE_INSERTED:
        return words_find(WORD_REDLINE_WHOLE_INSERTED);
    case CHANGE_DELETED:
        return words_find(WORD_REDLINE_WHOLE_DELETED);
    case CHANGE_MOVED:
        return words_fill(arena, WORD_REDLINE_MOVED, change->label_old);
    case CHANGE_RENUMBERED:
        return words_fill(arena, WORD_REDLINE_RENUMBERED, edits_gist(change, arena));
    case CHANGE_EDITORIAL:
        for (size_t i = 0; i < change->edits.count; i++)
            if (change->edits.items[i].attribute != NULL)
                return words_fill(arena, WORD_REDLINE_EDITORIAL_ATTRIBUTE, edits_gist(change, arena));
        return words_find(WORD_REDLINE_EDITORIAL);
    default:
        return edits_gist(change, arena);
    }
}

static const char *capital(const char *sentence, struct arena *arena) {
    char *copy = arena_string(arena, sentence);
    if (*copy >= 'a' && *copy <= 'z')
        *copy = (char)(*copy - 'a' + 'A');
    return copy;
}

/* --- Grounds --------------------------------------------------------------------- */

static void cell_paragraph(struct redline *redline, struct node *cell, const char *words) {
    (void)redline_words(redline, redline_node(redline, cell, NODE_PARAGRAPH), words);
}

/* Whether reasons are given at all, so that one that is wanting is worth saying. */
static bool any_reason(const struct redline *redline) {
    for (size_t i = 0; redline->grounds != NULL && i < redline->comparison->changes.count; i++)
        if (redline->grounds[i].reason != NULL)
            return true;
    return false;
}

static const char *bodies_words(const struct ground *ground, struct arena *arena) {
    const char *words = ground->bodies[0];
    for (size_t i = 1; i < ground->body_count; i++)
        words = arena_format(arena, "%s%s%s", words, words_find(i + 1 == ground->body_count ? WORD_AND : WORD_COMMA),
                             ground->bodies[i]);
    return words;
}

static void grounds_write(struct redline *redline, struct node *cell, size_t index, bool reasons) {
    const struct ground *ground = &redline->grounds[index];
    if (ground->reason != NULL)
        cell_paragraph(redline, cell, words_fill(redline->arena, WORD_REDLINE_REASON, ground->reason));
    else if (reasons)
        cell_paragraph(redline, cell, words_find(WORD_REDLINE_NOT_GIVEN));
    if (ground->body_count > 0)
        cell_paragraph(redline, cell,
                       words_fill(redline->arena, WORD_REDLINE_APPROVALS, bodies_words(ground, redline->arena)));
}

/* --- Sections -------------------------------------------------------------------- */

void redline_summary(struct redline *redline) {
    static const enum word HEADS[] = {WORD_REDLINE_COLUMN_CHANGE, WORD_REDLINE_COLUMN_PLACE, WORD_REDLINE_COLUMN_WHAT};
    struct arena *arena = redline->arena;
    size_t count = redline->comparison->changes.count;
    struct node *section = redline_section(redline, words_find(WORD_REDLINE_SUMMARY));
    if (count == 0) {
        (void)redline_words(redline, redline_node(redline, section, NODE_PARAGRAPH),
                            words_find(WORD_REDLINE_NO_CHANGES));
        return;
    }
    struct node *table = redline_table(redline, section, HEADS, 3, WORD_REDLINE_SUMMARY_TABLE);
    bool reasons = any_reason(redline);
    for (size_t i = 0; i < count; i++) {
        struct node *row = redline_node(redline, table->last, NODE_ROW);
        struct node *number = redline_node(redline, row, NODE_HEADER_CELL);
        number->as.cell.scope = SCOPE_ROW;
        number->id = redline_id(redline, arena_format(arena, "change-%zu", i + 1));
        (void)redline_words(redline, number, arena_format(arena, "%zu", i + 1));
        redline->rows[i] = number;
        (void)redline_node(redline, row, NODE_CELL);
        struct node *cell = redline_node(redline, row, NODE_CELL);
        cell_paragraph(redline, cell, capital(change_gist(redline->comparison->changes.items[i], arena), arena));
        if (redline->grounds != NULL)
            grounds_write(redline, cell, i, reasons);
    }
}

/* A link that says on which page it leads to. */
static void link_with_page(struct redline *redline, struct node *parent, struct node *target, const char *words) {
    redline_link(redline, parent, target, words, words_find(WORD_REFERENCE_PAGE));
    struct node *link = parent->last->first;
    link->as.link.after = "";
    (void)redline_words(redline, link, words_find(WORD_REFERENCE_PAGE));
    redline_node(redline, link, NODE_FOLIO)->as.folio.target = target;
}

/* Where a unit stands here; NULL when it is left out. */
static struct node *place_of(const struct redline *redline, const struct node *old, const struct node *new) {
    struct node *place = new != NULL ? redline->copies[SIDE_NEW][new->index] : NULL;
    if (place == NULL && old != NULL)
        place = redline->copies[SIDE_OLD][old->index];
    return place;
}

static void place_write(struct redline *redline, struct node *cell, struct node *place, const char *label) {
    if (place != NULL && place->kind != NODE_DOCUMENT)
        link_with_page(redline, cell, place, label);
    else
        (void)redline_words(redline, cell, label);
}

void redline_summary_links(struct redline *redline) {
    for (size_t i = 0; i < redline->comparison->changes.count; i++) {
        const struct change *change = redline->comparison->changes.items[i];
        struct node *place = redline->places[i];
        if (place == NULL)
            place = place_of(redline, change->old, change->new);
        bool whole = change->new != NULL && change->new->kind == NODE_DOCUMENT;
        place_write(redline, redline->rows[i]->next, place,
                    whole                       ? words_find(WORD_REDLINE_WHOLE_DOCUMENT)
                    : change->label_new != NULL ? change->label_new
                                                : change->label_old);
    }
}

void redline_numbers(struct redline *redline) {
    static const enum word HEADS[] = {WORD_REDLINE_NEW, WORD_REDLINE_OLD};
    const struct comparison *comparison = redline->comparison;
    if (comparison->numbers.count == 0)
        return;
    struct node *section = redline_section(redline, words_find(WORD_REDLINE_NUMBERS));
    (void)redline_words(redline, redline_node(redline, section, NODE_PARAGRAPH),
                        words_find(WORD_REDLINE_NUMBERS_INTRODUCTION));
    struct node *table = redline_table(redline, section, HEADS, 2, WORD_REDLINE_NUMBERS_SUMMARY);
    for (size_t i = 0; i < comparison->numbers.count; i++) {
        const struct renumbering *numbering = &comparison->numbers.items[i];
        struct node *row = redline_node(redline, table->last, NODE_ROW);
        struct node *now = redline_node(redline, row, NODE_HEADER_CELL);
        now->as.cell.scope = SCOPE_ROW;
        place_write(redline, now, place_of(redline, numbering->strand->old, numbering->strand->new),
                    numbering->label_new);
        (void)redline_words(redline, redline_node(redline, row, NODE_CELL), numbering->label_old);
    }
}
