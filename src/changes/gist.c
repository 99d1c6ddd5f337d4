/* gist.c: a change in a few words. See gist.h.
 *
 * change in → a phrase out. Of its edits the first are told in the words that went and
 * came, with the row and column or the item that they stand in; long ones are cut. What is
 * told twice of one change is told once, with how often: a column once for all its cells, a
 * row that stands elsewhere now once for both places.
 */
#include "changes/gist.h"

#include <stdlib.h>
#include <string.h>

#include "document/words.h"

#define GIST_EDITS 10  /* so many are told */
#define GIST_BYTES 210 /* and so much of the words of each: some thirty of them */
#define NAME_BYTES 60  /* and of the words of a row or column */
#define FIRST_BYTES 48 /* and of what is named by its first words */

/* What a strand shows: the newer node where there are two. */
static const struct node *node_of(const struct strand *strand) {
    return strand->new != NULL ? strand->new : strand->old;
}

static bool is_cell(const struct node *node) {
    return node->kind == NODE_CELL || node->kind == NODE_HEADER_CELL;
}

const char *gist_text_of(const struct node *node, struct arena *arena) {
    struct buffer out = {0};
    for (const struct node *at = node; at != NULL; at = node_after(at, node))
        if (at->kind == NODE_TEXT)
            buffer_string(&out, at->as.text.text);
    const char *text = arena_copy(arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return text;
}

/* --- Words ----------------------------------------------------------------------- */

const char *gist_excerpt(const char *words, size_t most, struct arena *arena) {
    size_t bytes = strlen(words);
    if (bytes <= most)
        return words;
    bytes = most;
    while (bytes > 0 && words[bytes] != ' ')
        bytes--;
    if (bytes == 0) { /* one long word */
        bytes = most;
        while (((unsigned char)words[bytes] & 0xC0) == 0x80)
            bytes--;
    }
    return arena_format(arena, "%s\xE2\x80\xA6", arena_copy(arena, words, bytes));
}

/* The words without the bullet or the number that stands before them. */
static const char *past_label(const struct edit *edit, const char *words, struct arena *arena) {
    const struct node *node = node_of(edit->strand);
    if (edit->run_count == 0 && node->kind == NODE_ITEM && node->parent->class_ != CLASS_DEFINITION &&
        node->first != NULL && node->first->kind == NODE_LABEL) {
        const char *label = gist_text_of(node->first, arena);
        if (strncmp(words, label, strlen(label)) == 0)
            words += strlen(label);
    }
    if (edit->where == WHERE_NOTE && edit->run_count == 0)
        words += strspn(words, "0123456789");
    return words + strspn(words, " ");
}

/* The cells of a row, told apart. */
static void row_words(const struct node *row, struct buffer *out, struct arena *arena) {
    for (const struct node *cell = row->first; cell != NULL; cell = cell->next) {
        const char *words = gist_text_of(cell, arena);
        if (*words != '\0' && out->count > 0)
            buffer_string(out, words_find(WORD_SEMICOLON));
        buffer_string(out, words);
    }
}

static const char *edit_excerpt(const struct edit *edit, bool new, struct arena *arena) {
    struct buffer out = {0};
    const struct node *row = new ? edit->strand->new : edit->strand->old;
    if (edit->where == WHERE_ROW && edit->run_count == 0 && row != NULL && row->kind == NODE_ROW)
        row_words(row, &out, arena);
    else
        edit_words(edit, new, &out);
    const char *words = past_label(edit, buffer_text(&out) + strspn(buffer_text(&out), " "), arena);
    size_t bytes = strlen(words);
    while (bytes > 0 && words[bytes - 1] == ' ')
        bytes--;
    size_t points = strspn(words, ",;:.) "); /* a phrase is quoted from its first word on */
    points = points < bytes ? points : 0;
    const char *text = gist_excerpt(arena_copy(arena, words + points, bytes - points), GIST_BYTES, arena);
    buffer_close(&out);
    return text;
}

/* --- Rows and columns ------------------------------------------------------------ */

/* The cell of a row that begins at a column; NULL when there is none. */
static const struct node *cell_at(const struct node *row, size_t column) {
    size_t at = 0;
    for (const struct node *cell = row->first; cell != NULL && at <= column; cell = cell->next) {
        if (at == column)
            return cell;
        at += cell->as.cell.columns;
    }
    return NULL;
}

/* The column that a cell of the body begins at; SIZE_MAX when cells from above may reach into its row. */
static size_t column_of(const struct node *cell) {
    size_t before = 0, all = 0;
    for (const struct node *at = cell->parent->first; at != NULL; at = at->next) {
        before = at == cell ? all : before;
        all += at->as.cell.columns;
    }
    return all == cell->parent->parent->parent->as.table.columns ? before : SIZE_MAX;
}

static bool is_in_head(const struct node *cell) {
    return cell->parent->parent->kind == NODE_TABLE_HEAD;
}

/* The head of the column of a cell in the body of a table; NULL when it is not plain. */
static const struct node *column_head(const struct node *cell) {
    const struct node *table = cell->parent->parent->parent;
    size_t column = is_in_head(cell) || table->kind != NODE_TABLE ? SIZE_MAX : column_of(cell);
    for (const struct node *group = table->first; group != NULL && column != SIZE_MAX; group = group->next)
        if (group->kind == NODE_TABLE_HEAD && group->last != NULL)
            return cell_at(group->last, column);
    return NULL;
}

static const struct node *cell_around(const struct node *node) {
    while (node != NULL && !is_cell(node))
        node = node->parent;
    return node;
}

/* "Chair, Most" of a cell: its row, then its column; "" when neither has a name. */
static const char *cell_name(const struct node *cell, struct arena *arena) {
    const struct node *head = column_head(cell), *row = cell->parent->first;
    const char *name = "";
    if (row != cell && row->kind == NODE_HEADER_CELL && !is_in_head(cell))
        name = gist_excerpt(gist_text_of(row, arena), NAME_BYTES, arena);
    if (head != NULL && cell->kind != NODE_HEADER_CELL)
        name = arena_format(arena, "%s%s%s", name, *name != '\0' ? words_find(WORD_COMMA) : "",
                            gist_excerpt(gist_text_of(head, arena), NAME_BYTES, arena));
    return name;
}

/* "4" of the label "4."; "" of a bullet, or of what is no item. */
static const char *item_number(const struct node *item, struct arena *arena) {
    const struct node *list = item->parent;
    if (item->kind != NODE_ITEM || item->first == NULL || item->first->kind != NODE_LABEL ||
        list->class_ == CLASS_DEFINITION || list->as.list.numbering == NUMBERING_DISC ||
        list->as.list.numbering == NUMBERING_NONE)
        return "";
    const char *label = gist_text_of(item->first, arena);
    size_t bytes = strlen(label);
    return arena_copy(arena, label, bytes - (bytes > 0 && label[bytes - 1] == '.'));
}

/* The first words of an item or a row in quotation marks. */
static const char *first_words(const struct node *node, struct arena *arena) {
    if (node->kind == NODE_ROW && node->first != NULL)
        node = node->first;
    if (node->kind == NODE_ITEM && node->last != NULL)
        node = node->last;
    const char *words = gist_text_of(node, arena);
    words = gist_excerpt(words + strspn(words, " "), FIRST_BYTES, arena);
    return words_fill(arena, WORD_REDLINE_QUOTED, words);
}

const char *gist_name(const struct node *node, struct arena *arena) {
    const char *number = item_number(node, arena);
    return *number != '\0' ? arena_format(arena, "%s %s", words_find(WORD_NOUN_ITEM), number)
                           : first_words(node, arena);
}

const char *gist_place(const struct node *node, struct arena *arena) {
    if (*item_number(node, arena) != '\0')
        return gist_name(node, arena);
    const struct node *before = NULL;
    for (const struct node *at = node->parent->first; at != node; at = at->next)
        before = at;
    return before == NULL ? words_find(WORD_PLACE_FIRST)
                          : words_fill(arena, WORD_PLACE_AFTER, first_words(before, arena));
}

/* "item (b)" of what stands in one, "item “papers”" where it has no number; "". */
static const char *item_name(const struct edit *edit, struct arena *arena) {
    const struct node *node = node_of(edit->strand);
    while (node != NULL && node->kind != NODE_ITEM)
        node = node->parent;
    if (node == NULL || edit->where != WHERE_ITEM || edit->run_count == 0 || node->parent->class_ == CLASS_CLAUSES ||
        node->parent->class_ == CLASS_DEFINITION)
        return "";
    const char *name = gist_name(node, arena);
    return *item_number(node, arena) != '\0' ? name : arena_format(arena, "%s %s", words_find(WORD_NOUN_ITEM), name);
}

/* A cell that came or went by itself: its column did. */
static bool is_of_column(const struct edit *edit) {
    return edit->run_count == 0 && edit->attribute == NULL && is_cell(node_of(edit->strand)) &&
           (edit->strand->state == STRAND_INSERTED || edit->strand->state == STRAND_DELETED);
}

/* Whether the head of its column came or went too, which tells of all its cells. */
static bool is_told_by_head(const struct change *change, const struct edit *edit) {
    const struct node *head = is_of_column(edit) ? column_head(node_of(edit->strand)) : NULL;
    for (size_t i = 0; head != NULL && i < change->edits.count; i++)
        if (is_of_column(&change->edits.items[i]) && node_of(change->edits.items[i].strand) == head)
            return true;
    return false;
}

/* --- Edits ----------------------------------------------------------------------- */

static bool is_attribute(const struct edit *edit, const char *name) {
    return edit->attribute != NULL && strcmp(edit->attribute, name) == 0;
}

/* The words that an attribute is of. */
static const char *dressed_words(const struct edit *edit, struct arena *arena) {
    struct buffer out = {0};
    run_words(&edit->strand->runs[edit->run], true, &out);
    const char *text = buffer_text(&out);
    size_t from = strspn(text, " "), bytes = out.count;
    while (bytes > from && text[bytes - 1] == ' ')
        bytes--;
    const char *words = gist_excerpt(arena_copy(arena, text + from, bytes - from), GIST_BYTES, arena);
    buffer_close(&out);
    return words;
}

/* What an attribute says, in plain words; of words of a text, which of them. */
static const char *attribute_name(const struct edit *edit, struct arena *arena) {
    if (edit->run_count > 0 && is_attribute(edit, "lang"))
        return words_fill(arena, WORD_REDLINE_LANGUAGE_OF, dressed_words(edit, arena));
    if (edit->run_count > 0 && is_attribute(edit, "expansion"))
        return words_fill(arena, WORD_REDLINE_EXPANSION_OF, dressed_words(edit, arena));
    const char *name = NULL;
    if (edit->element != NULL && is_attribute(edit, "markup")) {
        name = words_value(WORDS_NAMED, edit->element);
        return words_fill(arena, WORD_REDLINE_NAME_OF, name != NULL ? name : words_find(WORD_REDLINE_SOMETHING));
    }
    if (edit->element != NULL)
        name = words_value(WORDS_ATTRIBUTE, arena_format(arena, "%s %s", edit->element, edit->attribute));
    if (name == NULL)
        name = words_value(WORDS_ATTRIBUTE, edit->attribute);
    return name != NULL ? name : words_fill(arena, WORD_REDLINE_ATTRIBUTE_NAME, edit->attribute);
}

static const char *attribute_gist(const struct edit *edit, const struct ground *ground, struct arena *arena) {
    if (edit->run_count > 0 && is_attribute(edit, "strong"))
        return words_fill(arena, edit->now != NULL ? WORD_REDLINE_BOLD : WORD_REDLINE_BOLD_GONE,
                          dressed_words(edit, arena));
    const char *name = attribute_name(edit, arena);
    /* Who approves is inherited, and asked of provisions alone: the ground knows of them. */
    if (is_attribute(edit, "approval") && edit->element == NULL && ground != NULL)
        return words_fill(arena, WORD_REDLINE_APPROVAL, name, grounds_approvers(&ground->before, arena),
                          grounds_approvers(&ground->now, arena));
    const char *absent = words_value(WORDS_ABSENT, edit->attribute);
    const char *was = edit->was != NULL ? edit->was : absent;
    const char *now = edit->now != NULL ? edit->now : absent;
    if (edit->was == NULL && edit->now == NULL)
        return name;
    if (was == NULL)
        return words_fill(arena, WORD_REDLINE_ATTRIBUTE_NEW, name, now);
    if (now == NULL)
        return words_fill(arena, WORD_REDLINE_ATTRIBUTE_GONE, name, was);
    return words_fill(arena, WORD_REDLINE_ATTRIBUTE, name, was, now);
}

static bool is_whole_block(const struct edit *edit) {
    return edit->run_count == 0 &&
           (edit->where == WHERE_ROW || edit->where == WHERE_ITEM || edit->where == WHERE_NOTE ||
            edit->where == WHERE_TABLE || edit->where == WHERE_FIGURE);
}

/* "appendix C", where the letter or number alone would not tell what it is of. */
static const char *numbered(const struct edit *edit, const char *number, struct arena *arena) {
    const struct node *node = node_of(edit->strand);
    if (node->kind != NODE_SECTION || strchr(number, '.') != NULL)
        return number;
    return words_fill(arena,
                      node->class_ == CLASS_PART       ? WORD_SEE_PART
                      : node->class_ == CLASS_APPENDIX ? WORD_SEE_APPENDIX
                                                       : WORD_SEE_SECTION,
                      number);
}

static bool is_next(const char *one, const char *other) {
    return strspn(one, "0123456789") == strlen(one) && strspn(other, "0123456789") == strlen(other) &&
           strtoul(other, NULL, 10) == strtoul(one, NULL, 10) + 1;
}

/* "sections 6 to 10 are now 7 to 11"; NULL when they are not one stretch of sections. */
static const char *stretch_gist(const struct change *change, struct arena *arena) {
    const struct edit *edits = change->edits.items;
    size_t count = change->edits.count;
    if (change->kind != CHANGE_RENUMBERED || count < 3)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        const struct node *node = node_of(edits[i].strand);
        if (node->kind != NODE_SECTION || node->class_ == CLASS_PART || node->class_ == CLASS_APPENDIX ||
            edits[i].was == NULL || edits[i].now == NULL ||
            (i > 0 && (!is_next(edits[i - 1].was, edits[i].was) || !is_next(edits[i - 1].now, edits[i].now))))
            return NULL;
    }
    return words_fill(arena, WORD_REDLINE_STRETCH, edits[0].was, edits[count - 1].was, edits[0].now,
                      edits[count - 1].now);
}

static const char *edit_gist(const struct edit *edit, const struct ground *ground, struct arena *arena) {
    if (edit->kind == CHANGE_RENUMBERED && edit->was != NULL && edit->now != NULL)
        return words_fill(arena, WORD_REDLINE_NUMBER, numbered(edit, edit->was, arena),
                          numbered(edit, edit->now, arena));
    if (edit->attribute != NULL)
        return attribute_gist(edit, ground, arena);
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
    const struct node *node = node_of(edit->strand);
    if (is_of_column(edit) && is_in_head(node))
        return words_fill(arena, WORD_REDLINE_IN_PLACE, words_find(WORD_REDLINE_COLUMN), gist);
    const struct node *cell = cell_around(node);
    const char *name = cell != NULL                                         ? cell_name(cell, arena)
                       : edit->where == WHERE_NOTE && !is_whole_block(edit) ? words_find(WORD_NOUN_NOTE)
                                                                            : item_name(edit, arena);
    if (*name != '\0')
        return words_fill(arena, WORD_REDLINE_WITHIN, name, gist);
    const char *where = node->kind == NODE_TABLE_BODY ? words_find(WORD_NOUN_ROWS) : edit_where_name(edit->where);
    return is_whole_block(edit) ? words_fill(arena, WORD_REDLINE_IN_PLACE, where, gist) : gist;
}

/* Where an item or row stands now that another edit has go elsewhere in its list or table; NULL: it is not such a one.
 */
static const struct strand *other_place(const struct edit *edit, const struct moving *moving) {
    bool whole = is_whole_block(edit) && edit->attribute == NULL;
    return whole ? moving_other(moving, edit->strand) : NULL;
}

/* "row “Bicycle” moved from after “Own car” to the first place". */
static const char *elsewhere_gist(const struct strand *in, const struct strand *out, struct arena *arena) {
    const struct node *node = in->new;
    return words_fill(arena, WORD_REDLINE_ELSEWHERE,
                      words_find(node->kind == NODE_ROW ? WORD_NOUN_ROW : WORD_NOUN_ITEM), first_words(node, arena),
                      gist_place(out->old, arena), gist_place(in->new, arena));
}

/* What a run of one state alone, or a whole block, has to do with the block beside it; NULL: nothing. */
static const struct parting *parting_of(const struct edit *edit, const struct partings *partings) {
    if (edit->attribute != NULL || edit->run_count > 1)
        return NULL;
    return edit->run_count == 1 ? parting_of_run(partings, edit->strand, edit->run)
                                : parting_of_whole(partings, edit->strand);
}

enum word parting_word(const struct parting *parting, bool whole) {
    bool comes = (parting->whole->state == STRAND_INSERTED) == whole;
    bool above = parting->below == whole; /* the other one stands */
    return comes ? (above ? WORD_PARTED_FROM_ABOVE : WORD_PARTED_FROM_BELOW)
                 : (above ? WORD_PARTED_ABOVE : WORD_PARTED_BELOW);
}

/* "“We meet.” put below" */
static const char *parted_gist(const struct edit *edit, const struct parting *parting, struct arena *arena) {
    bool new = edit->kind == CHANGE_INSERTED;
    return arena_format(arena, "%s %s", words_fill(arena, WORD_REDLINE_QUOTED, edit_excerpt(edit, new, arena)),
                        words_find(parting_word(parting, edit->run_count == 0)));
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

/* An edit that other words of the change tell, or that nobody has to be told. */
static bool is_silent(const struct change *change, const struct edit *edit) {
    return (change->kind == CHANGE_SUBSTITUTED && edit->kind == CHANGE_EDITORIAL && edit->attribute == NULL) ||
           is_call(edit) || is_told_by_head(change, edit);
}

struct told {
    const char *gist;
    size_t times;
};

/* What the summary tells of the edits of a change, each gist once. */
static const char *edits_gist(const struct change *change, const struct ground *ground, const char *unless,
                              const struct shifts *shifts, struct arena *arena) {
    LIST(struct told) all = {0};
    const char *stretch = stretch_gist(change, arena);
    if (stretch != NULL)
        return arena_format(arena, "%s.", stretch);
    for (size_t i = 0; i < change->edits.count; i++) {
        const struct edit *edit = &change->edits.items[i];
        if (is_silent(change, edit) ||
            (edit->attribute != NULL && unless != NULL && strcmp(edit->attribute, unless) == 0))
            continue;
        const struct strand *other = shifts != NULL ? other_place(edit, shifts->moving) : NULL;
        if (other != NULL && edit->kind == CHANGE_DELETED)
            continue; /* it is told where it comes */
        const struct parting *parting = shifts != NULL ? parting_of(edit, shifts->partings) : NULL;
        const char *gist = other != NULL     ? elsewhere_gist(edit->strand, other, arena)
                           : parting != NULL ? parted_gist(edit, parting, arena)
                                             : edit_gist(edit, ground, arena);
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
    static const char stop[] = ".\u201D";
    size_t bytes = strlen(gist);
    bool stopped = bytes >= sizeof stop - 1 && strcmp(gist + bytes - (sizeof stop - 1), stop) == 0;
    return *gist == '\0' || stopped ? gist : arena_format(arena, "%s.", gist);
}

struct shifts shifts_find(const struct comparison *comparison, struct arena *arena) {
    return (struct shifts){moving_find(comparison, false, arena), partings_find(comparison, arena)};
}

const char *gist_of_edits(const struct change *change, const char *unless, const struct shifts *shifts,
                          struct arena *arena) {
    return edits_gist(change, NULL, unless, shifts, arena);
}

/* The words of a clause, paragraph or item that came or went, when they are few enough to be told; a table, and what
 * has a title, is named by the place. */
static const char *whole_gist(const struct change *change, const struct shifts *shifts, struct arena *arena) {
    bool new = change->kind == CHANGE_INSERTED;
    const struct node *node = new ? change->new : change->old;
    const char *words = "";
    if (node->kind == NODE_ITEM && node->last != NULL && node->parent->class_ != CLASS_DEFINITION)
        node = node->last;
    const struct node *first = node->kind == NODE_BODY && node->first == node->last ? node->first : node;
    if (node->kind == NODE_PARAGRAPH || (first != NULL && node_holds_words(first)))
        words = gist_text_of(first != NULL && node_holds_words(first) ? first : node, arena);
    words = gist_excerpt(words + strspn(words, " "), GIST_BYTES, arena);
    if (*words == '\0')
        return words_find(new ? WORD_REDLINE_WHOLE_INSERTED : WORD_REDLINE_WHOLE_DELETED);
    const struct parting *parting = shifts != NULL ? parting_of_whole(shifts->partings, change->strand) : NULL;
    if (parting != NULL)
        return words_fill(arena, new ? WORD_REDLINE_PARTED_INSERTED : WORD_REDLINE_PARTED_DELETED,
                          words_find(parting_word(parting, true)), words);
    return words_fill(arena, new ? WORD_REDLINE_WHOLE_INSERTED_WORDS : WORD_REDLINE_WHOLE_DELETED_WORDS, words);
}

const char *gist_of(const struct change *change, const struct ground *ground, const struct shifts *shifts,
                    struct arena *arena) {
    switch (change->kind) {
    case CHANGE_INSERTED:
    case CHANGE_DELETED:
        return whole_gist(change, shifts, arena);
    case CHANGE_MOVED:
        return words_fill(arena, WORD_REDLINE_MOVED, change->label_old);
    case CHANGE_RENUMBERED:
        return words_fill(arena, WORD_REDLINE_RENUMBERED, edits_gist(change, ground, NULL, shifts, arena));
    case CHANGE_EDITORIAL:
        for (size_t i = 0; i < change->edits.count; i++)
            if (change->edits.items[i].attribute != NULL)
                return words_fill(arena, WORD_REDLINE_EDITORIAL_ATTRIBUTE,
                                  edits_gist(change, ground, NULL, shifts, arena));
        return words_find(WORD_REDLINE_EDITORIAL);
    default:
        return edits_gist(change, ground, NULL, shifts, arena);
    }
}

const char *gist_swap(const struct change *change, size_t *times, struct arena *arena) {
    const char *gist = NULL;
    *times = 0;
    for (size_t i = 0; i < change->edits.count; i++) {
        const struct edit *edit = &change->edits.items[i];
        if (is_silent(change, edit))
            continue;
        const char *old = edit_excerpt(edit, false, arena), *new = edit_excerpt(edit, true, arena);
        if (edit->kind != CHANGE_SUBSTITUTED || edit->attribute != NULL || *old == '\0' || *new == '\0')
            return NULL;
        const char *one = words_fill(arena, WORD_REDLINE_SUBSTITUTED_ONE, old, new);
        if (gist != NULL && strcmp(gist, one) != 0)
            return NULL;
        gist = one;
        ++*times;
    }
    return change->kind == CHANGE_SUBSTITUTED ? gist : NULL;
}
