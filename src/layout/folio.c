/* folio.c: printed page numbers in the text, which are known only when all is set.
 *
 * A folio is guessed from how much text stands before its target, and takes up the
 * room of so many digits as it may have: a guess of 95 makes room for three. When the
 * pages have been broken, the blocks whose folios were guessed wrong are set again in
 * place: slabs point at lines, and a block that keeps its lines, their heights and
 * their footnote calls leaves the galley as it was, so that no page moves and all
 * folios hold. Lines end where the room of the folio asks for it, not its digits, so
 * that this fails only when a folio has more digits than room. Then there is room for
 * as many, and everything is set once more.
 *
 * That it ends: where lines and pages end is a function of these rooms alone, and they
 * only grow. From the third round on all have the same, that of the longest folio seen;
 * so another round comes only when one was longer still. No document has more than 10^9
 * pages: rounds are at most two and nine, and hardly ever more than one. A document
 * whose page count goes to and fro with its references takes two.
 */
#include "layout/folio.h"

#include <string.h>

#include "layout/inline.h"

#define ROUNDS_APART 2      /* in which each folio has a room of its own */
#define GUESS_SHORT 5       /* a guess may be short by one part in so many */
#define DIGITS_LEAST 2      /* of the column for folios */
#define PAGE_FILLED 55      /* of a hundred: how full pages are of letters, all in all */
#define LETTERS_A_PAGE 2000 /* for a style without a measure */

struct set_block {
    const struct node *block;
    const struct block_style *look;
    length measure;
    struct paragraph paragraph;
};

struct folio_record {
    bool *holds;         /* by index: an inline node or block within which a folio stands */
    bool *wanted;        /* by index: the target of a folio */
    uint8_t *widths;     /* by index of a target: digits */
    const char **folios; /* those of the setting */
    LIST(struct set_block) blocks;
};

/* --- Guessing -------------------------------------------------------------------- */

static size_t letters_a_page(const struct style *style) {
    const struct block_style *body = &style->blocks[STYLE_BODY];
    length across = style->page_width - style->margin_start - style->margin_end;
    length down = style->page_height - style->margin_top - style->margin_bottom;
    length measure = style->measure > 0 && style->measure < across ? style->measure : across;
    if (body->size <= 0 || body->leading <= 0)
        return LETTERS_A_PAGE;
    length letters = measure * 2 / body->size * (down / body->leading) * PAGE_FILLED / 100;
    return letters > 0 ? (size_t)letters : 1;
}

static size_t digits_of(size_t number) {
    size_t digits = 1;
    for (; number >= 10; number /= 10)
        digits++;
    return digits;
}

/* What stands on the page of each target, by the letters before it. */
static const char **guesses_make(struct setting *setting, struct folio_record *record) {
    const struct document *document = setting->document;
    const char **guesses = ARENA_ARRAY(setting->arena, document->node_count, const char *);
    size_t page = letters_a_page(setting->style), letters = 0;
    for (size_t i = 0; i < document->node_count; i++) {
        const struct node *node = document->nodes[i];
        if (record->wanted[i]) {
            size_t guess = letters / page + 1;
            guesses[i] = arena_format(setting->arena, "%zu", guess);
            record->widths[i] = (uint8_t)digits_of(guess + guess / GUESS_SHORT);
        }
        if (node->kind == NODE_TEXT)
            letters += strlen(node->as.text.text);
    }
    setting->folio_digits = digits_of(letters / page + 1);
    if (setting->folio_digits < DIGITS_LEAST)
        setting->folio_digits = DIGITS_LEAST;
    return guesses;
}

void folio_open(struct setting *setting) {
    const struct document *document = setting->document;
    struct folio_record *record = NULL;
    for (size_t i = 0; i < document->node_count; i++) {
        const struct node *node = document->nodes[i];
        if (node->kind != NODE_FOLIO)
            continue;
        if (!record) {
            record = ARENA_NEW(setting->arena, struct folio_record);
            record->holds = ARENA_ARRAY(setting->arena, document->node_count, bool);
            record->wanted = ARENA_ARRAY(setting->arena, document->node_count, bool);
        }
        record->wanted[node->as.folio.target->index] = true;
        for (const struct node *above = node; above && !record->holds[above->index]; above = above->parent) {
            record->holds[above->index] = true;
            if (above->kind < NODE_TEXT)
                break; /* what holds blocks is never set as one */
        }
    }
    setting->folio_record = record;
    if (!record)
        return;
    record->widths = ARENA_ARRAY(setting->arena, document->node_count, uint8_t);
    setting->folio_widths = record->widths;
    setting->folios = record->folios = guesses_make(setting, record);
}

bool folio_any(const struct setting *setting) {
    return setting->folio_record != NULL;
}

bool folio_wants(const struct setting *setting, const struct node *node) {
    return setting->folio_record->wanted[node->index];
}

/* --- Setting --------------------------------------------------------------------- */

bool folio_paragraph(const struct setting *setting, const struct node *block, const struct block_style *look,
                     length measure, struct paragraph *out) {
    bool set = paragraph_set(setting, block, look, measure, out);
    struct folio_record *record = setting->folio_record;
    if (record && set && !setting->bare && record->holds[block->index])
        LIST_ADD(setting->arena, &record->blocks, (struct set_block){block, look, measure, *out});
    return set;
}

length folio_width(const struct setting *setting, const struct block_style *look) {
    return inline_folio_width(setting, look);
}

/* True when one of the folios in `block` says another page now. */
static bool block_is_stale(const struct node *block, const char *const *set, const char *const *now) {
    for (const struct node *node = block; node; node = node_after(node, block)) {
        if (node->kind != NODE_FOLIO)
            continue;
        size_t target = node->as.folio.target->index;
        if (now[target] && strcmp(set[target], now[target]) != 0)
            return true;
    }
    return false;
}

static bool line_serves(const struct line *line, const struct line *instead) {
    if (line->call_count != instead->call_count || line->ascent != instead->ascent ||
        line->descent != instead->descent || (instead->excess > 0 && line->excess <= 0))
        return false;
    for (size_t i = 0; i < line->call_count; i++)
        if (line->calls[i] != instead->calls[i])
            return false;
    return true;
}

/* Sets the block anew into its own lines. False when they do not serve. */
static bool block_settle(const struct setting *setting, struct set_block *set) {
    inline_memo_forget(setting->memo, set->block);
    struct paragraph fresh;
    if (!paragraph_set(setting, set->block, set->look, set->measure, &fresh) || fresh.count != set->paragraph.count)
        return false;
    for (size_t i = 0; i < fresh.count; i++)
        if (!line_serves(&set->paragraph.lines[i], &fresh.lines[i]))
            return false;
    for (size_t i = 0; i < fresh.count; i++)
        set->paragraph.lines[i] = fresh.lines[i];
    return true;
}

bool folio_settle(struct setting *setting, const char *const *now) {
    struct folio_record *record = setting->folio_record;
    const struct document *document = setting->document;
    const char **set = record->folios;
    const char **merged = ARENA_ARRAY(setting->arena, document->node_count, const char *);
    for (size_t i = 0; i < document->node_count; i++)
        if (record->wanted[i]) {
            merged[i] = now[i] ? now[i] : set[i];
            size_t digits = strlen(merged[i]);
            record->widths[i] = digits > record->widths[i] ? (uint8_t)digits : record->widths[i];
        }
    setting->folios = record->folios = merged;
    bool good = true;
    for (size_t i = 0; i < record->blocks.count; i++)
        if (block_is_stale(record->blocks.items[i].block, set, now) && !block_settle(setting, &record->blocks.items[i]))
            good = false;
    arena_release(setting->arena, set, document->node_count * sizeof *set);
    return good;
}

void folio_part(struct setting *beside) {
    if (!beside->folio_record)
        return;
    struct folio_record *part = ARENA_NEW(beside->arena, struct folio_record);
    *part = *beside->folio_record;
    part->blocks.items = NULL;
    part->blocks.count = part->blocks.room = 0;
    beside->folio_record = part;
}

void folio_join(const struct setting *setting, const struct setting *beside) {
    const struct folio_record *part = beside->folio_record;
    for (size_t i = 0; part && i < part->blocks.count; i++)
        LIST_ADD(setting->arena, &setting->folio_record->blocks, part->blocks.items[i]);
}

void folio_again(struct setting *setting, int round) {
    struct folio_record *record = setting->folio_record;
    record->blocks.count = 0;
    size_t count = setting->document->node_count;
    for (size_t i = 0; i < count; i++)
        if (record->wanted[i] && record->widths[i] > setting->folio_digits)
            setting->folio_digits = record->widths[i];
    for (size_t i = 0; i < count; i++) {
        if (record->wanted[i] && round > ROUNDS_APART)
            record->widths[i] = (uint8_t)setting->folio_digits;
        if (record->holds[i])
            inline_memo_forget(setting->memo, setting->document->nodes[i]);
    }
}
