/* amendment.c: acts → sentences and quotations (amendment.h). */
#include "changes/amendment.h"

#include <assert.h>
#include <string.h>

#include "base/buffer.h"
#include "document/headers.h"
#include "document/numbers.h"
#include "document/words.h"

#define BLOCKS_NAMED 3 /* so many that go together from a division, which is all of it, are not named */

/* What fills a place of a sentence: a text, or words of a passage with their tags. */
struct part {
    const char *text;
    struct quotation *quotation;
    const struct passage *passage;
    size_t from, to;
    bool tags;
};

static struct part text_part(const char *text) {
    return (struct part){.text = text};
}

static void text_flush(struct amending *amending, struct node *paragraph, struct buffer *text) {
    if (text->count > 0)
        quotation_text(amending->arena, paragraph, arena_copy(amending->arena, text->bytes, text->count));
    buffer_clear(text);
}

/* As words_fill, but into nodes. */
static void fill(struct amending *amending, struct node *paragraph, enum word word, const struct part *parts) {
    struct buffer text = {0};
    for (const char *at = words_find(word); *at != '\0'; at++) {
        if (at[0] != '{' || at[1] < '1' || at[1] > '9' || at[2] != '}') {
            buffer_char(&text, *at);
            continue;
        }
        const struct part *part = &parts[at[1] - '1'];
        at += 2;
        assert(parts != NULL);
        if (part->passage == NULL) {
            buffer_string(&text, part->text);
            continue;
        }
        text_flush(amending, paragraph, &text);
        quotation_words(part->quotation, paragraph, part->passage, part->from, part->to, part->tags);
    }
    text_flush(amending, paragraph, &text);
    buffer_close(&text);
}

/* --- Where ------------------------------------------------------------------------- */

static void put_where(struct amending *amending, struct node *paragraph, const struct node *place,
                      const struct node *base) {
    if (place == base)
        return;
    const char *where = arena_format(amending->arena, "%s%s", address_of(amending->addresses, place, base),
                                     address_caption(amending->addresses, place));
    fill(amending, paragraph, WORD_SCHEDULE_WHERE, (struct part[]){text_part(where)});
}

static bool is_cell(const struct node *node) {
    return node->kind == NODE_CELL || node->kind == NODE_HEADER_CELL;
}

/* A table, then what is in it: the row; then the rest is relative to that. */
static const struct node *put_row(struct amending *amending, struct node *paragraph, const struct node *place,
                                  const struct node *base) {
    const struct node *row = place;
    while (row != NULL && row->kind != NODE_ROW)
        row = row->parent;
    if (row == NULL || row->parent->kind == NODE_TABLE_HEAD || headers_is_group_title(row->first))
        return base;
    const struct node *table = row->parent->parent;
    if (table != base && *address_caption(amending->addresses, table) != '\0') {
        put_where(amending, paragraph, table, base);
        put_where(amending, paragraph, row, table);
    } else {
        put_where(amending, paragraph, row, base);
    }
    return row;
}

/* "in the second paragraph of section 4, ", as far as `base` does not say it already. */
static void put_place(struct amending *amending, struct node *paragraph, const struct node *block,
                      const struct node *base) {
    const struct node *inner = put_row(amending, paragraph, block, base);
    const struct node *holder = address_holder(block);
    bool alone = block->kind == NODE_PARAGRAPH && block->class_ != CLASS_CAPTION && address_holds_one(holder);
    put_where(amending, paragraph, alone ? holder : block, inner);
}

static const char *brief(struct amending *amending, const struct node *node);

/* --- Words --------------------------------------------------------------------------- */

static const char *place_words(struct amending *amending, const struct rewording *rewording) {
    const char *place = rewording->each         ? words_find(WORD_SCHEDULE_EACH)
                        : rewording->which == 0 ? ""
                                                : words_fill(amending->arena, WORD_SCHEDULE_PLACE,
                                                             address_ordinal(amending->arena, rewording->which));
    return rewording->in_longer ? arena_format(amending->arena, "%s%s", words_find(WORD_SCHEDULE_WHOLE_WORDS), place)
                                : place;
}

/* Within a sentence the place of words is between commas. */
static const char *place_within(struct amending *amending, const struct rewording *rewording) {
    const char *place = place_words(amending, rewording);
    return *place == '\0' ? "" : arena_format(amending->arena, "%s,", place);
}

static const struct node *note_words(const struct node *note) {
    for (const struct node *at = note->first; at != NULL; at = at->next)
        if (at->kind == NODE_PARAGRAPH)
            return at;
    return note;
}

static void put_rewording(struct amending *amending, struct node *paragraph, const struct rewordings *rewordings,
                          const struct rewording *rewording) {
    struct part was = {"", &amending->old, rewordings->old, rewording->from, rewording->to, false};
    struct part now = {"", &amending->new, rewordings->new, rewording->new_from, rewording->new_to, true};
    struct part within = text_part(place_within(amending, rewording));
    switch (rewording->form) {
    case REWORDING_SUBSTITUTE:
        fill(amending, paragraph, WORD_SCHEDULE_FOR, (struct part[]){was, within, now});
        break;
    case REWORDING_AFTER:
        fill(amending, paragraph, WORD_SCHEDULE_AFTER, (struct part[]){was, within, now});
        break;
    case REWORDING_BEGINNING:
        fill(amending, paragraph, WORD_SCHEDULE_AT_BEGINNING, &now);
        break;
    case REWORDING_END:
        fill(amending, paragraph, WORD_SCHEDULE_AT_END, &now);
        break;
    case REWORDING_OMIT:
        fill(amending, paragraph, WORD_SCHEDULE_LEAVE_OUT,
             (struct part[]){was, text_part(place_words(amending, rewording))});
        break;
    case REWORDING_NOTE: {
        const struct passage *note = passage_read(note_words(rewording->note), amending->arena);
        struct part words = {"", &amending->new, note, 0, note->bytes, true};
        if (rewording->from == rewording->to)
            fill(amending, paragraph, WORD_SCHEDULE_NOTE_AT_END, &words);
        else
            fill(amending, paragraph, WORD_SCHEDULE_NOTE_AFTER, (struct part[]){was, within, words});
        break;
    }
    case REWORDING_OMIT_NOTE:
        fill(amending, paragraph, WORD_SCHEDULE_NOTE_OUT,
             (struct part[]){text_part(address_words(rewording->note->first, amending->arena)),
                             text_part(brief(amending, rewording->note))});
        break;
    }
    if (rewording->editorial)
        fill(amending, paragraph, WORD_SCHEDULE_DRESS, NULL);
}

static void put_renaming(struct amending *amending, struct node *paragraph, const struct act *act) {
    const struct rewordings *words = act->rewordings;
    fill(amending, paragraph, WORD_SCHEDULE_RENAMING,
         (struct part[]){{"", &amending->old, words->old, act->rewording->from, act->rewording->to, false},
                         {"", &amending->new, words->new, act->rewording->new_from, act->rewording->new_to, true}});
}

const char *amendment_block(const struct amending *amending, const struct node *block) {
    const struct node *holder = address_holder(block);
    bool alone = block->kind == NODE_PARAGRAPH && block->class_ != CLASS_CAPTION && address_holds_one(holder);
    return address_of(amending->addresses, alone ? holder : block, NULL);
}

/* All words of a heading, term, caption or cell. */
static void put_words(struct amending *amending, struct node *paragraph, const struct act *act,
                      const struct node *base) {
    const struct node *block = act->place;
    const struct node *inner = base;
    if (is_cell(block))
        inner = put_row(amending, paragraph, block, base);
    if (block->kind == NODE_LABEL) {
        inner = address_holder(block);
        put_where(amending, paragraph, inner, base);
    }
    const struct rewordings *rewordings = act->rewordings;
    struct part place = text_part(address_of(amending->addresses, block, inner));
    struct part was = {"", &amending->old, rewordings->old, 0, rewordings->old->bytes, false};
    struct part now = {"", &amending->new, rewordings->new, 0, rewordings->new->bytes, true};
    bool named = is_cell(block) && block->parent->parent->kind == NODE_TABLE_HEAD &&
                 strncmp(place.text, words_find(WORD_SCHEDULE_COLUMN_HEADING_OF),
                         strlen(words_find(WORD_SCHEDULE_COLUMN_HEADING_OF))) == 0;
    if (named)
        fill(amending, paragraph, WORD_SCHEDULE_WHOLE_NAMED, (struct part[]){place, now});
    else if (rewordings->old->bytes == 0)
        fill(amending, paragraph, WORD_SCHEDULE_WHOLE_EMPTY, (struct part[]){place, now});
    else if (rewordings->new->bytes == 0)
        fill(amending, paragraph, WORD_SCHEDULE_WHOLE_OUT, (struct part[]){place, was});
    else
        fill(amending, paragraph, WORD_SCHEDULE_WHOLE, (struct part[]){place, was, now});
    struct swap whole = {0, rewordings->old->bytes, 0, rewordings->new->bytes, false};
    if (passage_same_words(rewordings->old, rewordings->new, &whole))
        fill(amending, paragraph, WORD_SCHEDULE_DRESS, NULL);
}

/* --- Blocks -------------------------------------------------------------------------- */

static const char *join(struct arena *arena, const char *const *items, size_t count, enum word between,
                        enum word last) {
    struct buffer out = {0};
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_string(&out, words_find(i + 1 < count ? between : last));
        buffer_string(&out, items[i]);
    }
    const char *kept = arena_copy(arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return kept;
}

const char *amendment_joined(struct arena *arena, const char *const *items, size_t count) {
    return join(arena, items, count, WORD_COMMA, WORD_AND);
}

const char *amendment_bodies(struct arena *arena, const char *const *bodies, size_t count) {
    return join(arena, bodies, count, WORD_SCHEDULE_COMMA_OF, WORD_SCHEDULE_AND_OF);
}

/* The first words of what is spoken of, " (“Once a year…”)", so that nobody who miscounts takes another; "" for what is
 * called by its own words. */
static const char *brief(struct amending *amending, const struct node *node) {
    bool division = node->kind == NODE_SECTION;
    bool counted = node->kind == NODE_ITEM || node->kind == NODE_PARAGRAPH || node->kind == NODE_NOTE;
    if ((!division && !counted) || (node->kind == NODE_ITEM && node->parent->class_ == CLASS_DEFINITION) ||
        (division && *address_number(amending->addresses, node) == '\0'))
        return "";
    const char *words = address_first_words(node, amending->arena);
    return *words == '\0' ? "" : words_fill(amending->arena, WORD_SCHEDULE_CAPTIONED, words);
}

/* The addresses of blocks of one holder, which is said once. */
static const char *blocks_words(struct amending *amending, const act_nodes *nodes, const struct node *base) {
    const struct node *holder = address_holder(nodes->items[0]);
    if (nodes->items[0]->kind == NODE_ROW && holder->kind == NODE_TABLE_BODY)
        holder = holder->parent; /* few rows need the title of their group */
    const char **items = ARENA_ARRAY(amending->arena, nodes->count, const char *);
    const char **wholes = ARENA_ARRAY(amending->arena, nodes->count, const char *);
    const char *rest = NULL; /* where the holder is, which some addresses do not need */
    bool alike = true; /* "item (b) and item (c) of the list in section 6", but "clause 19.1(b) and clause 19.1(c)" */
    for (size_t i = 0; i < nodes->count; i++) {
        items[i] = address_of(amending->addresses, nodes->items[i], holder);
        wholes[i] = address_of(amending->addresses, nodes->items[i], base);
        alike = alike && strncmp(wholes[i], items[i], strlen(items[i])) == 0 &&
                (rest == NULL || strcmp(rest, wholes[i] + strlen(items[i])) == 0);
        rest = alike ? wholes[i] + strlen(items[i]) : "";
    }
    const char *words = amendment_joined(amending->arena, alike ? items : wholes, nodes->count);
    bool own = strstr(wholes[0], words_find(WORD_SCHEDULE_BEGINNING_OF)) != NULL; /* "paragraph beginning “" */
    return arena_format(amending->arena, "%s%s%s", words, alike ? rest : "",
                        nodes->count > 1 || own ? "" : brief(amending, nodes->items[0]));
}

/* Whether one paragraph stands for the only one of a provision, which has a number to call it by. */
static bool is_all_words(const struct act *act) {
    const struct node *old = act->old.items[0];
    return act->old.count == 1 && act->new.count == 1 && old->kind == NODE_PARAGRAPH && old->class_ != CLASS_CAPTION &&
           act->new.items[0]->kind == NODE_PARAGRAPH &&address_holder(old)->kind ==
               NODE_ITEM &&address_is_clauses(address_holder(old)->parent) &&
           address_holds_one(address_holder(old));
}

static bool put_blocks(struct amending *amending, struct node *paragraph, const struct act *act,
                       const struct node *base) {
    struct part holder = text_part(address_of(amending->addresses, act->place, base));
    if (act->old.count > 0) {
        if (is_all_words(act)) {
            const struct node *around = address_holder(act->old.items[0]);
            const char *where = arena_format(amending->arena, "%s%s", address_of(amending->addresses, around, NULL),
                                             brief(amending, act->old.items[0]));
            fill(amending, paragraph, WORD_SCHEDULE_BLOCKS_WORDS, (struct part[]){text_part(where)});
            return true;
        }
        if (act->old.count >= BLOCKS_NAMED && act_empties(act)) {
            const char *where = address_of(amending->addresses, act->place, base == act->place ? NULL : base);
            const char *first = address_first_words(act->old.items[0], amending->arena);
            fill(amending, paragraph, WORD_SCHEDULE_BLOCKS_ALL,
                 (struct part[]){
                     text_part(where),
                     text_part(*first == '\0' ? "" : words_fill(amending->arena, WORD_SCHEDULE_CAPTIONED, first))});
            return false;
        }
        struct part old = text_part(blocks_words(amending, &act->old, base));
        fill(amending, paragraph, act->new.count > 0 ? WORD_SCHEDULE_BLOCKS : WORD_SCHEDULE_BLOCKS_OUT, &old);
        if (act->keeps_moved)
            fill(amending, paragraph, WORD_SCHEDULE_BLOCKS_BUT_MOVED, NULL);
        return act->new.count > 0;
    }
    const struct node *named = act->before != NULL ? act->before : act->anchor;
    if (named != NULL)
        fill(amending, paragraph, act->before != NULL ? WORD_SCHEDULE_BLOCKS_BEFORE : WORD_SCHEDULE_BLOCKS_AFTER,
             (struct part[]){text_part(address_of(amending->addresses, named, base))});
    else if (act->place == base)
        fill(amending, paragraph, WORD_SCHEDULE_BLOCKS_START, NULL);
    else
        fill(amending, paragraph, WORD_SCHEDULE_BLOCKS_BEGINNING, &holder);
    return true;
}

/* What items or rows move within. */
static const struct node *list_of(const struct node *inner) {
    const struct node *whole = inner->parent;
    while (whole->kind != NODE_LIST && whole->kind != NODE_TABLE)
        whole = whole->parent;
    return whole;
}

static void put_move(struct amending *amending, struct node *paragraph, const struct act *act,
                     const struct node *base) {
    struct part what = text_part(blocks_words(amending, &act->old, base));
    const struct node *first = act->old.items[0];
    bool in_list = first->kind == NODE_ROW || (first->kind == NODE_ITEM && !address_is_clauses(first->parent));
    const struct node *whole = in_list ? list_of(first) : NULL;
    const struct node *named = act->before != NULL ? act->before : act->anchor;
    if (act->marked != NULL) {
        const char *letter =
            words_fill(amending->arena, WORD_LABEL_LETTER, number_letters(amending->arena, act->marked->letter, 'a'));
        fill(amending, paragraph, act->old.count > 1 ? WORD_SCHEDULE_MOVE_ALL_MARKED : WORD_SCHEDULE_MOVE_MARKED,
             (struct part[]){what, text_part(letter)});
        return;
    }
    const struct node *where = named != NULL ? named : act->place;
    struct part place = text_part(address_of(amending->addresses, where, whole));
    fill(amending, paragraph,
         act->before != NULL ? WORD_SCHEDULE_MOVE_BEFORE
         : named != NULL     ? WORD_SCHEDULE_MOVE_AFTER
                             : WORD_SCHEDULE_MOVE_BEGINNING,
         (struct part[]){what, place});
    if (act->old.count > 1)
        fill(amending, paragraph, WORD_SCHEDULE_MOVE_ORDER, NULL);
}

/* "a column “Votes”", "columns “Votes” and “Seats”" */
static const char *new_columns(struct amending *amending, const struct act *act) {
    const char **titles = ARENA_ARRAY(amending->arena, act->new.count, const char *);
    for (size_t i = 0; i < act->new.count; i++) {
        const char *title = address_words(act->new.items[i], amending->arena);
        if (act->new.items[i]->parent->parent->kind != NODE_TABLE_HEAD || !passage_is_quotable(title, strlen(title)))
            return words_find(act->new.count == 1 ? WORD_SCHEDULE_COLUMN_NEW : WORD_SCHEDULE_COLUMNS);
        titles[i] = words_fill(amending->arena, WORD_SCHEDULE_QUOTED, title);
    }
    return arena_format(amending->arena, "%s %s",
                        words_find(act->new.count == 1 ? WORD_SCHEDULE_COLUMN_NEW : WORD_SCHEDULE_COLUMNS),
                        amendment_joined(amending->arena, titles, act->new.count));
}

static bool put_columns(struct amending *amending, struct node *paragraph, const struct act *act,
                        const struct node *base) {
    if (act->old.count > 0) {
        const char **items = ARENA_ARRAY(amending->arena, act->old.count, const char *);
        for (size_t i = 0; i < act->old.count; i++)
            items[i] = address_of_column(amending->addresses, act->place, act->column + i,
                                         i + 1 < act->old.count ? act->place : base);
        struct part old = text_part(amendment_joined(amending->arena, items, act->old.count));
        fill(amending, paragraph, WORD_SCHEDULE_BLOCKS_OUT, &old);
        return false;
    }
    bool first = act->column == 0;
    const char *column = address_of_column(amending->addresses, act->place, first ? 0 : act->column - 1, base);
    fill(amending, paragraph, first ? WORD_SCHEDULE_COLUMNS_BEFORE : WORD_SCHEDULE_COLUMNS_AFTER,
         (struct part[]){text_part(column), text_part(new_columns(amending, act))});
    return true;
}

/* --- What no words show ----------------------------------------------------------------- */

/* Whose approval a provision needs from now on, and needed until now: by itself or by what it stands in. */
static void put_approval(struct amending *amending, struct node *paragraph, const struct act *act, struct part place) {
    static const struct ground unknown;
    const struct ground *ground = amending->grounds == NULL || act->changes.count == 0
                                      ? &unknown
                                      : &amending->grounds[act->changes.items[0]->index];
    const struct approvers *now = &ground->now, *before = &ground->before;
    struct part was = text_part(before->count == 0 ? words_find(WORD_SCHEDULE_APPROVAL_NOBODY)
                                                   : amendment_bodies(amending->arena, before->bodies, before->count));
    struct part since = text_part(amending->since);
    if (now->count == 0)
        fill(amending, paragraph, WORD_SCHEDULE_APPROVAL_NONE, (struct part[]){place, was, since});
    else
        fill(amending, paragraph, WORD_SCHEDULE_APPROVAL,
             (struct part[]){place, text_part(amendment_bodies(amending->arena, now->bodies, now->count)), was, since});
}

static void put_attribute(struct amending *amending, struct node *paragraph, const struct act *act,
                          const struct node *base) {
    const struct edit *edit = act->edit;
    struct part place = text_part(address_of(amending->addresses, act->place, base == act->place ? NULL : base));
    if (strcmp(edit->attribute, "approval") == 0) {
        put_approval(amending, paragraph, act, place);
        return;
    }
    if (strcmp(edit->attribute, "uri") == 0 && edit->now != NULL && edit->run_count > 0) {
        struct buffer words = {0};
        edit_words(edit, false, &words);
        const char *link = arena_copy(amending->arena, buffer_text(&words), words.count);
        buffer_close(&words);
        fill(amending, paragraph, WORD_SCHEDULE_LINK, (struct part[]){place, text_part(link), text_part(edit->now)});
        return;
    }
    if (strcmp(edit->attribute, "summary") == 0 && edit->now != NULL) {
        if (edit->was != NULL)
            fill(amending, paragraph, WORD_SCHEDULE_SUMMARY,
                 (struct part[]){place, text_part(edit->was), text_part(edit->now)});
        else
            fill(amending, paragraph, WORD_SCHEDULE_SUMMARY_NEW, (struct part[]){place, text_part(edit->now)});
        return;
    }
    if (strcmp(edit->attribute, "markup") == 0) {
        fill(amending, paragraph, WORD_SCHEDULE_MARKUP, &place);
        return;
    }
    bool gone = edit->now == NULL;
    fill(amending, paragraph, gone ? WORD_SCHEDULE_ATTRIBUTE_OUT : WORD_SCHEDULE_ATTRIBUTE,
         (struct part[]){place, text_part(edit->attribute), text_part(gone ? "" : edit->now)});
}

bool amendment_write(struct amending *amending, struct node *paragraph, const struct act *act,
                     const struct node *base) {
    switch (act->kind) {
    case ACT_REWORDING:
        if (act->rewording->form != REWORDING_OMIT_NOTE)
            put_place(amending, paragraph, act->place, base);
        put_rewording(amending, paragraph, act->rewordings, act->rewording);
        return false;
    case ACT_WORDS:
        put_words(amending, paragraph, act, base);
        return false;
    case ACT_BLOCKS:
        return put_blocks(amending, paragraph, act, base);
    case ACT_COLUMNS:
        return put_columns(amending, paragraph, act, base);
    case ACT_MOVE:
        put_move(amending, paragraph, act, base);
        return false;
    case ACT_RENAMING:
        put_renaming(amending, paragraph, act);
        return false;
    case ACT_ATTRIBUTE:
        put_attribute(amending, paragraph, act, base);
        return false;
    }
    assert(false);
    return false;
}

/* --- Quotations ------------------------------------------------------------------------- */

/* A table of rows or columns has no caption: it is part of another. */
static const char *summary_of(struct amending *amending, const struct act *act) {
    return words_fill(amending->arena, WORD_SCHEDULE_ROWS, address_of(amending->addresses, act->place, NULL));
}

/* A table of some rows: its head, and a body of them. */
static void quote_rows(struct amending *amending, struct node *quote, const struct act *act) {
    const act_nodes *rows = &act->new;
    const struct node *table = rows->items[0];
    while (table->kind != NODE_TABLE)
        table = table->parent;
    struct node *copy = quotation_group(&amending->new, quote, table);
    copy->as.table.summary = summary_of(amending, act);
    for (const struct node *at = table->first; at != NULL; at = at->next)
        if (at->kind == NODE_TABLE_HEAD)
            quotation_below(&amending->new, quotation_group(&amending->new, copy, at), at);
    struct node *body =
        rows->items[0]->kind == NODE_ROW ? quotation_group(&amending->new, copy, rows->items[0]->parent) : copy;
    for (size_t i = 0; i < rows->count; i++)
        quotation_inner(&amending->new, body, rows->items[i]);
    headers_assign(copy, amending->arena);
    for (size_t i = 0; i < rows->count; i++)
        quotation_notes(&amending->new, quote, rows->items[i]);
}

static const struct node *cell_at(const struct node *row, size_t column) {
    const struct node *cell = row->first;
    for (; column > 0 && cell != NULL; column--)
        cell = cell->next;
    return cell;
}

/* The title of a row that stays, without the footnotes that it calls. */
static void quote_title(struct amending *amending, struct node *line, const struct node *cell) {
    struct node *copy = quotation_group(&amending->new, line, cell);
    copy->as.cell.headers = NULL;
    copy->as.cell.header_count = 0;
    const struct passage *passage = passage_read(cell, amending->arena);
    if (node_holds_words(cell))
        quotation_words(&amending->new, copy, passage, 0, passage->bytes, false);
    else
        quotation_text(amending->arena, copy, address_words(cell, amending->arena));
}

/* A table of the first cell of each row that stays, as it will be, and those of the columns that come. */
static void quote_columns(struct amending *amending, struct node *quote, const struct act *act) {
    const struct node *table = act->table->new;
    struct node *copy = quotation_group(&amending->new, quote, table);
    size_t title = act->column_new == 0 ? act->new.count : 0;
    copy->as.table.summary = summary_of(amending, act);
    copy->as.table.columns = act->new.count + 1;
    act_nodes cells = {0};
    for (const struct strand *body = act->table->first; body != NULL; body = body->next) {
        if (body->state != STRAND_KEPT || body->new->kind == NODE_CAPTION)
            continue;
        struct node *rows = quotation_group(&amending->new, copy, body->new);
        for (const struct strand *row = body->first; row != NULL; row = row->next) {
            if (row->state != STRAND_KEPT || headers_is_group_title(row->new->first))
                continue;
            struct node *line = quotation_group(&amending->new, rows, row->new);
            quote_title(amending, line, cell_at(row->new, title));
            for (size_t i = 0; i < act->new.count; i++) {
                const struct node *cell = cell_at(row->new, act->column_new + i);
                quotation_inner(&amending->new, line, cell);
                LIST_ADD(amending->arena, &cells, cell);
            }
        }
    }
    headers_assign(copy, amending->arena);
    for (size_t i = 0; i < cells.count; i++)
        quotation_notes(&amending->new, quote, cells.items[i]);
}

static void quote_items(struct amending *amending, struct node *quote, const act_nodes *items) {
    struct node *list = NULL;
    const struct node *around = NULL;
    for (size_t i = 0; i < items->count; i++) {
        const struct node *item = items->items[i];
        if (item->kind != NODE_ITEM) {
            list = NULL;
            (void)quotation_block(&amending->new, quote, item);
            continue;
        }
        if (list == NULL || item->parent != around)
            list = quotation_group(&amending->new, quote, item->parent);
        around = item->parent;
        quotation_inner(&amending->new, list, item);
    }
}

void amendment_quote(struct amending *amending, struct node *parent, const struct act *act) {
    struct node *quote = quotation_node(amending->arena, parent, NODE_QUOTE);
    if (act->kind == ACT_COLUMNS)
        quote_columns(amending, quote, act);
    else if (act->new.items[0]->kind == NODE_ROW || act->new.items[0]->kind == NODE_TABLE_BODY)
        quote_rows(amending, quote, act);
    else
        quote_items(amending, quote, &act->new);
}
