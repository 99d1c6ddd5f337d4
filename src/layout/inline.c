/* inline.c: the leaves of a block → shaped atoms with what may happen after each.
 *
 * Inline nodes → pieces → one text, over which break opportunities are found (so
 * that "section <strong>54</strong>" holds together) → words with the space after
 * them, shaped by text/shape.c in the face of their piece → atoms, cut at spaces
 * and opportunities along glyph clusters.
 *
 * A footnote call is raised figures, the face's own where it has them, else
 * smaller ones of the same face; never parted from what stands before it. A heading's number is a piece of the heading
 * itself. The surprise: a word is shaped whole and cut afterwards, so that it looks the same wherever it may break; an
 * opportunity inside a cluster is passed over.
 */
#include "layout/inline.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "layout/contents.h"
#include "text/margin.h"
#include "text/opportunity.h"

#define CALL_RAISE 250       /* thousandths of the text's size */
#define CALL_HEIGHT 300      /* thousandths of what the call is smaller: its head comes level with the text's */
#define SUPERIOR_MOST 1100   /* thousandths of the text's size at which the face's own raised figures may be set */
#define SUPERIOR_WANTED 1300 /* and what would make them as tall as wanted: above that they are too small */
#define PIECE_FAULT_LIMIT 20 /* past this many faults in one text the rest say nothing new */
#define NUMBER_GAP 600       /* thousandths of the text's size, between a heading's number and its title */
#define SPLIT_LEAST 3        /* characters left on either side of a split word */

#define FOLIO_GUESS "88"

static const char HYPHEN_TEXT[] = "\xC2\xAD"; /* what a hyphen at a break stands for: ACCESSIBILITY.md 2.1 */

/* A list of the scratch arena as an array that is no larger than it must be. */
static void *items_keep(struct arena *arena, const void *items, size_t count, size_t size) {
    void *kept = arena_bare(arena, count, size);
    if (count > 0)
        memcpy(kept, items, count * size);
    return kept;
}

/* --- Pieces ---------------------------------------------------------------------- */

static const char *node_lang(const struct node *node, const struct document *document) {
    for (; node != NULL; node = node->parent)
        if (node->lang != NULL)
            return node->lang;
    return document->lang;
}

/* What a folio says, as far as it is known. */
static const char *folio_text(const struct setting *setting, const struct node *folio) {
    const char *known = setting->folios != NULL ? setting->folios[folio->as.folio.target->index] : NULL;
    return known != NULL ? known : FOLIO_GUESS;
}

static bool is_figures(const struct piece *piece) {
    for (size_t i = 0; i < piece->bytes; i++)
        if (piece->text[i] < '0' || piece->text[i] > '9')
            return false;
    return piece->bytes > 0;
}

/* A call is figures of the style's size for calls. Where the face draws raised figures these are better: their strokes
 * are as strong as the text's. To be as tall they may be set larger than the text, but no larger than keeps them from
 * looking bold; a style that wants calls much taller than that (large print) has its plain figures. */
static void piece_raise(const struct setting *setting, const struct block_style *look, struct piece *piece) {
    length size = setting->style->call_size;
    piece->size = size < look->size ? size : look->size;
    piece->raise = length_of_units(CALL_RAISE, look->size) + length_of_units(CALL_HEIGHT, look->size - piece->size);
    struct superiors figures;
    if (!is_figures(piece) || !shape_superiors(setting->shaper, look->family, piece->bold, piece->lang, &figures))
        return;
    length drawn = piece->size * figures.plain / (figures.head - figures.foot);
    if (drawn > look->size * SUPERIOR_WANTED / 1000)
        return;
    if (drawn > look->size * SUPERIOR_MOST / 1000)
        drawn = look->size * SUPERIOR_MOST / 1000;
    piece->superior = true;
    piece->raise += length_of_units(figures.plain, piece->size) - length_of_units(figures.head, drawn);
    piece->size = drawn;
}

static colour piece_colour(const struct style *style, const struct block_style *look, const struct piece *piece) {
    if (piece->missing != NULL)
        return style->missing_text;
    if (piece->link != NULL && !piece->quiet)
        return style->link;
    if (piece->marker)
        return style->marker;
    if (piece->change != NULL)
        return piece->change->kind == NODE_INSERTED ? style->inserted : style->deleted;
    return look->text;
}

static struct piece piece_of(const struct setting *setting, const struct node *block, const struct block_style *look,
                             const struct node *text) {
    struct piece piece = {.node = text, .bold = look->bold, .size = look->size};
    piece.text = text->kind == NODE_FOLIO ? folio_text(setting, text) : text->as.text.text;
    piece.bytes = strlen(piece.text);
    piece.lang = node_lang(text, setting->document);
    for (const struct node *node = text->parent; node != NULL && node != block; node = node->parent) {
        if (node->kind == NODE_STRONG)
            piece.bold = true;
        else if (node->kind == NODE_LINK && piece.link == NULL)
            piece.link = node;
        else if (node->kind == NODE_MISSING && piece.missing == NULL)
            piece.missing = node;
        else if (node->kind == NODE_CALL)
            piece.call = node;
        else if ((node->kind == NODE_INSERTED || node->kind == NODE_DELETED) && piece.change == NULL)
            piece.change = node;
    }
    if (piece.call != NULL)
        piece_raise(setting, look, &piece);
    piece.quiet = block->kind >= NODE_TEXT; /* a link among links */
    piece.marker = text->class_ == CLASS_MARKER;
    piece.colour = piece_colour(setting->style, look, &piece);
    return piece;
}

/* What all words of a heading are, but for what a comparison says of them: then its number is too. */
static const struct node *heading_change(const struct node *heading) {
    const struct node *change = NULL;
    for (const struct node *at = heading->first; at != NULL; at = at->next) {
        if (at->class_ == CLASS_MARKER || at->kind == NODE_REFERENCE)
            continue;
        if (change != NULL || (at->kind != NODE_INSERTED && at->kind != NODE_DELETED))
            return NULL;
        change = at;
    }
    return change;
}

/* The pieces in `arena`. */
static void pieces_gather(const struct setting *setting, struct arena *arena, const struct node *block,
                          const struct block_style *look, struct inline_content *out) {
    LIST(struct piece) pieces = {0};
    if (block->kind == NODE_HEADING && block->as.heading.number[0] != '\0') {
        struct piece number = {.node = block, .bold = look->bold, .size = look->size, .number = true};
        number.text = arena_format(arena, "%s ", block->as.heading.number);
        number.bytes = strlen(number.text);
        number.lang = node_lang(block, setting->document);
        number.change = heading_change(block);
        number.colour = piece_colour(setting->style, look, &number);
        LIST_ADD(setting->arena, &pieces, number);
    }
    bool leaf = block->kind == NODE_FOLIO || block->kind == NODE_TEXT; /* set by itself */
    bool entry = block->kind == NODE_LINK;                             /* its words (contents.c) */
    const struct node *number = entry ? contents_number(block) : NULL;
    for (const struct node *node = leaf ? block : node_after(block, block); node != NULL;
         node = node_after(node, block))
        if ((node->kind == NODE_FOLIO || (node->kind == NODE_TEXT && node->as.text.text[0] != '\0')) &&
            (!entry || (node->kind != NODE_FOLIO && node != number)))
            LIST_ADD(setting->arena, &pieces, piece_of(setting, block, look, node));
    out->sample = block->class_ == CLASS_SAMPLE;
    for (size_t i = 0; i < pieces.count && !out->changed; i++)
        out->changed = pieces.items[i].change != NULL || pieces.items[i].marker;
    for (size_t i = 1; i < pieces.count; i++)
        pieces.items[i].start = pieces.items[i - 1].start + pieces.items[i - 1].bytes;
    out->pieces = items_keep(arena, pieces.items, pieces.count, sizeof *pieces.items);
    out->piece_count = pieces.count;
}

/* Opportunities over the whole text, less those that a number or a call forbids. */
static const uint8_t *pieces_opportunities(const struct setting *setting, const struct node *block, bool hyphenate,
                                           const struct inline_content *content) {
    const struct piece *last = &content->pieces[content->piece_count - 1];
    size_t bytes = last->start + last->bytes;
    char *text = ARENA_BARE(setting->arena, bytes, char);
    for (size_t i = 0; i < content->piece_count; i++)
        memcpy(text + content->pieces[i].start, content->pieces[i].text, content->pieces[i].bytes);
    const uint8_t *found =
        opportunity_find(text, bytes, node_lang(block, setting->document), hyphenate, setting->arena);
    uint8_t *opportunities = ARENA_BARE(setting->arena, bytes, uint8_t);
    memcpy(opportunities, found, bytes);
    for (size_t i = 0; i < content->piece_count; i++) {
        const struct piece *piece = &content->pieces[i];
        if (piece->number)
            memset(opportunities + piece->start, BREAK_NEVER, piece->bytes);
        if (piece->call == NULL)
            continue;
        memset(opportunities + piece->start, BREAK_NEVER, piece->bytes - 1);
        if (piece->start > 0)
            opportunities[piece->start - 1] = BREAK_NEVER;
    }
    return opportunities;
}

/* --- Atoms ----------------------------------------------------------------------- */

static length units_width(int64_t units, length size) {
    return units <= 0 ? 0 : (units * size + 999) / 1000;
}

static void atom_measure(struct atom *atom) {
    int64_t units = 0;
    for (uint32_t i = atom->first; i < atom->first + atom->count; i++)
        units += atom->run->glyphs[i].advance;
    atom->width = units_width(units, atom->piece->size);
}

static bool cluster_begins(const struct glyph_run *run, uint32_t glyph) {
    return glyph == 0 || run->glyphs[glyph].text != run->glyphs[glyph - 1].text;
}

static bool glyph_is_space(const struct glyph_run *run, uint32_t glyph) {
    return run->glyphs[glyph].bytes == 1 && run->text[run->glyphs[glyph].text] == ' ';
}

static uint8_t atom_end(const struct atom *atom, uint8_t opportunity) {
    switch (opportunity) {
    case BREAK_NEVER:
        return ATOM_NEVER;
    case BREAK_HYPHEN:
        return ATOM_HYPHEN;
    case BREAK_HOST:
        return ATOM_HOST;
    default:
        if (atom->space)
            return ATOM_SPACE;
        return (unsigned char)atom->run->text[atom->end - 1] < 0x80 ? ATOM_ADDRESS : ATOM_ALLOWED;
    }
}

/* Cuts one run into atoms; `opportunities` are those of its bytes. */
static void run_cut(struct arena *arena, const struct piece *piece, const struct glyph_run *run,
                    const uint8_t *opportunities, atom_list *out) {
    uint32_t count = (uint32_t)run->count;
    for (uint32_t first = 0; first < count;) {
        struct atom atom = {.piece = piece, .run = run, .first = first, .space = glyph_is_space(run, first)};
        uint32_t after = first + 1;
        while (after < count &&
               (!cluster_begins(run, after) || (!atom.space && !glyph_is_space(run, after) &&
                                                opportunities[run->glyphs[after].text - 1] == BREAK_NEVER)))
            after++;
        atom.count = after - first;
        atom.start = first == 0 ? 0 : run->glyphs[first].text;
        atom.end = after < count ? run->glyphs[after].text : (uint32_t)run->bytes;
        atom.after = atom_end(&atom, opportunities[atom.end - 1]);
        atom_measure(&atom);
        LIST_ADD(arena, out, atom);
        first = after;
    }
}

/* Bytes up to the end of the next word of the piece, the spaces after it included. */
static size_t word_end(const struct piece *piece, size_t at) {
    while (at < piece->bytes && piece->text[at] != ' ')
        at++;
    while (at < piece->bytes && piece->text[at] == ' ')
        at++;
    return at;
}

static length digits_width(const struct setting *setting, const struct block_style *look, bool bold, const char *lang,
                           size_t digits) {
    int64_t widest = 0;
    for (const char *digit = "0123456789"; *digit != '\0'; digit++) {
        const struct glyph_run *run =
            shape_text(setting->shaper, look->family, bold, lang, digit, 1, (struct shape_source){0}, setting->report);
        if (run != NULL && run->units > widest)
            widest = run->units;
    }
    return units_width(widest * (int64_t)digits, look->size);
}

length inline_folio_width(const struct setting *setting, const struct block_style *look) {
    return digits_width(setting, look, look->bold, setting->document->lang, setting->folio_digits);
}

/* A folio takes up the same room whatever it says, so that no line ends elsewhere for it. */
static void folio_reserve(const struct setting *setting, const struct block_style *look, const struct piece *piece,
                          atom_list *list) {
    assert(list->items != NULL); /* of the folio itself, at least one */
    struct atom *last = &list->items[list->count - 1];
    size_t digits = setting->folio_widths[piece->node->as.folio.target->index];
    length width = digits_width(setting, look, piece->bold, piece->lang, digits);
    if (width > last->width)
        last->width = width;
}

/* A word space hardly parts a number from the words of its title. After a colon it does. */
static length number_part(const struct block_style *look, const struct piece *number, atom_list *list) {
    struct atom *space = list->count > 0 ? &list->items[list->count - 1] : NULL;
    length gap = length_of_units(NUMBER_GAP, look->size);
    if (space == NULL || !space->space || number->text[number->bytes - 2] == ':' || space->width >= gap)
        return 0;
    gap -= space->width;
    space->width += gap;
    return gap;
}

static bool piece_shape(const struct setting *setting, const struct block_style *look, const struct piece *piece,
                        const uint8_t *opportunities, atom_list *out) {
    unsigned faults = 0;
    bool bad = false; /* the word before; of words in a row that cannot be set one finding is enough */
    for (size_t at = 0; at < piece->bytes && faults < PIECE_FAULT_LIMIT;) {
        size_t end = word_end(piece, at);
        struct shape_source source = {piece->node, at};
        const struct glyph_run *run =
            piece->superior
                ? shape_superior(setting->shaper, look->family, piece->bold, piece->lang, piece->text + at, end - at)
                : shape_text(setting->shaper, look->family, piece->bold, piece->lang, piece->text + at, end - at,
                             source, bad ? NULL : setting->report);
        faults += run == NULL && !bad;
        bad = run == NULL;
        const uint8_t *here = opportunities + piece->start + at;
        for (; run != NULL; run = run->next) {
            run_cut(setting->arena, piece, run, here, out);
            here += run->bytes;
        }
        at = end;
    }
    return faults == 0;
}

static bool hyphens_shape(const struct setting *setting, struct arena *arena, const struct node *block,
                          const struct block_style *look, struct inline_content *out) {
    for (int bold = 0; bold < 2; bold++) {
        const struct glyph_run *shaped =
            shape_text(setting->shaper, look->family, bold == 1, node_lang(block, setting->document), "-", 1,
                       (struct shape_source){block, 0}, setting->report);
        if (shaped == NULL)
            return false;
        assert(shaped->count == 1);
        struct glyph *glyph = ARENA_NEW(arena, struct glyph);
        *glyph = shaped->glyphs[0];
        glyph->bytes = sizeof HYPHEN_TEXT - 1;
        struct glyph_run *run = ARENA_NEW(arena, struct glyph_run);
        *run = (struct glyph_run){.face = shaped->face,
                                  .text = HYPHEN_TEXT,
                                  .bytes = sizeof HYPHEN_TEXT - 1,
                                  .glyphs = glyph,
                                  .count = 1,
                                  .units = glyph->advance};
        out->hyphens[bold] = (struct atom){.run = run, .count = 1, .end = sizeof HYPHEN_TEXT - 1};
        out->hyphens[bold].width = units_width(glyph->advance, look->size);
    }
    return true;
}

/* On one line, without the spaces at its end. */
static length atoms_width(const struct atom *atoms, size_t count) {
    length width = 0, ink = 0;
    for (size_t i = 0; i < count; i++) {
        width += atoms[i].width;
        if (!atoms[i].space)
            ink = width;
    }
    return ink;
}

/* Shapes into `arena`; the setting's own is for what need not be kept. */
static bool block_shape(const struct setting *setting, struct arena *arena, const struct node *block,
                        const struct block_style *look, struct inline_content *out) {
    *out = (struct inline_content){0};
    pieces_gather(setting, arena, block, look, out);
    if (out->piece_count == 0)
        return true;
    const struct glyph_run *sample =
        shape_text(setting->shaper, look->family, look->bold, node_lang(block, setting->document), "x", 1,
                   (struct shape_source){block, 0}, setting->report);
    if (sample == NULL || (look->hyphenate && !hyphens_shape(setting, arena, block, look, out)))
        return false;
    out->face = sample->face;
    const uint8_t *opportunities = pieces_opportunities(setting, block, look->hyphenate, out);
    atom_list list = {0};
    bool shaped = true; /* every piece is tried, so that one run names every fault */
    for (size_t i = 0; i < out->piece_count; i++) {
        const struct piece *piece = &out->pieces[i];
        shaped = piece_shape(setting, look, piece, opportunities, &list) && shaped;
        if (setting->folio_widths != NULL && shaped && piece->node->kind == NODE_FOLIO)
            folio_reserve(setting, look, piece, &list);
        if (piece->number) {
            out->number_gap = number_part(look, piece, &list);
            out->number_atoms = list.count;
        }
    }
    out->atoms = items_keep(arena, list.items, list.count, sizeof *list.items);
    out->atom_count = list.count;
    out->widest = atoms_width(out->atoms, out->atom_count);
    return shaped;
}

/* --- The memo -------------------------------------------------------------------- */

struct shaped_block {
    const struct block_style *look;
    struct inline_content content;
    struct shaped_block *next;   /* the same block in another look */
    struct shaped_block *before; /* of all that are kept */
    uint32_t index;
};

struct inline_memo {
    struct arena *arena;
    struct arena *scratch;
    struct shaped_block **blocks; /* by index of the node */
    struct shaped_block *last;
};

struct inline_memo *inline_memo_open(const struct document *document) {
    struct inline_memo *memo = memory_take(sizeof *memo);
    memo->arena = arena_open();
    memo->scratch = arena_open();
    memo->blocks = memory_take(document->node_count * sizeof *memo->blocks);
    return memo;
}

void inline_memo_close(struct inline_memo *memo) {
    arena_close(memo->arena);
    arena_close(memo->scratch);
    free(memo->blocks);
    free(memo);
}

struct arena *inline_memo_scratch(struct inline_memo *memo) {
    return memo->scratch;
}

void inline_memo_forget(struct inline_memo *memo, const struct node *block) {
    memo->blocks[block->index] = NULL;
}

void inline_memo_empty(struct inline_memo *memo) {
    if (memo == NULL || memo->last == NULL)
        return;
    for (const struct shaped_block *shaped = memo->last; shaped != NULL; shaped = shaped->before)
        memo->blocks[shaped->index] = NULL;
    memo->last = NULL;
    arena_empty(memo->arena);
}

bool inline_shape(const struct setting *setting, const struct node *block, const struct block_style *look,
                  struct inline_content *out) {
    struct inline_memo *memo = setting->memo;
    if (memo == NULL || setting->once)
        return block_shape(setting, setting->arena, block, look, out);
    const struct shaped_block *shaped = memo->blocks[block->index];
    while (shaped != NULL && shaped->look != look)
        shaped = shaped->next;
    if (shaped != NULL) {
        *out = shaped->content;
        return true;
    }
    if (!block_shape(setting, memo->arena, block, look, out))
        return false;
    struct shaped_block *fresh = ARENA_NEW(memo->arena, struct shaped_block);
    *fresh = (struct shaped_block){look, *out, memo->blocks[block->index], memo->last, block->index};
    memo->blocks[block->index] = memo->last = fresh;
    return true;
}

/* --- Optical margins -------------------------------------------------------------- */

static uint32_t glyph_code(const struct glyph_run *run, uint32_t glyph) {
    const char *text = run->text + run->glyphs[glyph].text;
    uint32_t code = 0;
    if (run->glyphs[glyph].bytes > 0)
        utf8_decode(text, text + run->glyphs[glyph].bytes, &code);
    return code;
}

static length hang_of_glyph(const struct atom *atom, uint32_t glyph, int share) {
    length hang = atom->run->glyphs[glyph].advance * atom->piece->size * share / 1000000;
    length most = atom->piece->size / 3; /* of a font with letters of any width */
    return hang < most ? hang : most;
}

length inline_hang_start(const struct atom *atom) {
    if (atom->count == 0 || atom->piece->call != NULL)
        return 0;
    return hang_of_glyph(atom, atom->first, margin_start(glyph_code(atom->run, atom->first)));
}

length inline_hang_end(const struct atom *atom) {
    if (atom->count == 0 || atom->piece->call != NULL)
        return 0;
    uint32_t last = atom->first + atom->count - 1;
    return hang_of_glyph(atom, last, margin_end(glyph_code(atom->run, last)));
}

/* --- Last resorts ---------------------------------------------------------------- */

size_t inline_group(const struct inline_content *content, size_t first, bool hyphens, length *width) {
    length ink = 0, all = 0;
    size_t i = first;
    while (i < content->atom_count) {
        const struct atom *atom = &content->atoms[i++];
        all += atom->width;
        if (!atom->space)
            ink = all;
        if (atom->after == ATOM_NEVER || (atom->after == ATOM_HYPHEN && !hyphens))
            continue;
        if (atom->after == ATOM_HYPHEN)
            ink += content->hyphens[atom->piece->bold].width;
        break;
    }
    *width = ink;
    return i;
}

static bool ends_in_sign(const struct atom *atom) {
    char c = atom->run->text[atom->end - 1];
    return strchr("/.-_@&=?:;,+#", c) != NULL;
}

/* Letters alone: a hyphen may be put into it without changing what it says, as it would an address or a number. */
static bool is_plain_word(const struct atom *atom) {
    for (uint32_t i = atom->start; i < atom->end; i++) {
        unsigned char c = (unsigned char)atom->run->text[i];
        if (c < 0x80 && !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || strchr(",.;:)", c) != NULL))
            return false;
        if (strchr(",.;:)", c) != NULL && i + 1 < atom->end && (unsigned char)atom->run->text[i + 1] != ')')
            return false;
    }
    return true;
}

/* Where the dictionary lets each byte of the word be followed by a hyphen; NULL for none. */
static const uint8_t *word_hyphens(struct arena *arena, const struct atom *word, size_t count) {
    if (count != 1 || word->end <= word->start || !is_plain_word(word))
        return NULL;
    return opportunity_find(word->run->text + word->start, word->end - word->start, word->piece->lang, true, arena);
}

/* What may happen at a cut of a word that is too wide, behind `part`. */
static uint8_t cut_end(const struct atom *part, const struct atom *word, const uint8_t *hyphens) {
    if (hyphens != NULL && hyphens[part->end - word->start - 1] == BREAK_HYPHEN)
        return ATOM_SPLIT_HYPHEN;
    return ends_in_sign(part) ? ATOM_SPLIT_SIGN : ATOM_SPLIT;
}

/* A word wider than the room, cut into its clusters but for the first and the last few. */
static void word_split(struct arena *arena, const struct atom *word, size_t count, atom_list *out) {
    const uint8_t *hyphens = word_hyphens(arena, word, count);
    size_t clusters = 0, passed = 0;
    for (size_t i = 0; i < count; i++)
        for (uint32_t g = 0; g < word[i].count; g++)
            clusters += cluster_begins(word[i].run, word[i].first + g);
    for (size_t i = 0; i < count; i++) {
        struct atom part = word[i];
        uint32_t last = word[i].first + word[i].count;
        for (uint32_t g = word[i].first; g < last; g++) {
            if (cluster_begins(part.run, g))
                passed++;
            if (g + 1 < last && !cluster_begins(part.run, g + 1))
                continue;
            bool ends = g + 1 == last;
            bool call_next = ends && i + 1 < count && word[i + 1].piece->call != NULL;
            bool may =
                passed >= SPLIT_LEAST && passed + SPLIT_LEAST <= clusters && part.piece->call == NULL && !call_next;
            if (!may && !ends)
                continue;
            part.count = g + 1 - part.first;
            part.end = ends ? word[i].end : part.run->glyphs[g + 1].text;
            part.after = ends && word[i].after != ATOM_NEVER ? word[i].after
                         : !may                              ? ATOM_NEVER
                                                             : cut_end(&part, &word[i], hyphens);
            atom_measure(&part);
            LIST_ADD(arena, out, part);
            part.first = g + 1;
            part.start = part.end;
        }
    }
}

/* A group of atoms wider than the room: its spaces may break, and words that are too wide themselves. */
static void group_split(struct arena *arena, const struct atom *group, size_t count, length room, atom_list *out) {
    for (size_t i = 0; i < count;) {
        size_t end = i;
        length width = 0;
        while (end < count && !group[end].space)
            width += group[end++].width;
        if (width > room)
            word_split(arena, group + i, end - i, out);
        else
            for (size_t k = i; k < end; k++)
                LIST_ADD(arena, out, group[k]);
        for (; end < count && group[end].space; end++) {
            struct atom space = group[end];
            if (space.after == ATOM_NEVER && end + 1 < count && group[end + 1].piece->call == NULL)
                space.after = ATOM_SPLIT_SPACE;
            LIST_ADD(arena, out, space);
        }
        i = end;
    }
}

void inline_split(const struct setting *setting, const struct node *block, const struct block_style *look,
                  struct inline_content *content, length room) {
    atom_list list = {0};
    bool split = false;
    for (size_t first = 0; first < content->atom_count;) {
        length width;
        size_t end = inline_group(content, first, true, &width);
        if (width > room && !split) {
            split = true;
            for (size_t i = 0; i < first; i++)
                LIST_ADD(setting->arena, &list, content->atoms[i]);
        }
        if (width > room)
            group_split(setting->arena, content->atoms + first, end - first, room, &list);
        else if (split)
            for (size_t i = first; i < end; i++)
                LIST_ADD(setting->arena, &list, content->atoms[i]);
        first = end;
    }
    if (!split)
        return;
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i].after == ATOM_SPLIT_HYPHEN && content->hyphens[0].run == NULL &&
            !hyphens_shape(setting, setting->arena, block, look, content))
            break; /* a face without a hyphen: reported */
    content->atoms = list.items;
    content->atom_count = list.count;
    content->number_atoms = 0;
    while (content->number_atoms < list.count && list.items[content->number_atoms].piece->number)
        content->number_atoms++;
}
