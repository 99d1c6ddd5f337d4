/* paragraph.c: inline content of one block → lines.
 *
 * Atoms (inline.c) → boxes, glue and penalties → breaker_fit → lines (line.c). A
 * box is a word, or what its break opportunities leave of it. Ragged settings
 * share out the leftover space as breaker.c says; headings and centred blocks are
 * balanced, their last line counting like every other.
 *
 * The first line of a heading begins with its number; when that is short, the
 * other lines hang under the first word of the title. The surprise: penalties of
 * last resorts can be as modest as they are, because the breaker looks at excess
 * before it looks at demerits. They are only added to stretches of text that are
 * wider than the room.
 */
#include "layout/paragraph.h"

#include <assert.h>
#include <string.h>

#include "layout/breaker.h"
#include "layout/inline.h"
#include "layout/line.h"

#define LINE_DEMERITS 10
#define STUB_DEMERITS 12000        /* about two lines that are a fifth empty */
#define STUB_JUSTIFIED 40000       /* gaps of one and a half spaces are no worse */
#define LADDER_DEMERITS 1000000000 /* two hyphens in a row: gaps of seven spaces are no worse */
#define BROKEN_DEMERITS 1000000    /* a hyphen before the last line: gaps of twice a space are no worse */
#define HANG_MOST 4                /* a number hangs when it takes at most one part in so many of the measure */

/* What a break costs after an atom, by its enum atom_end. */
static const int32_t PENALTIES[] = {
    [ATOM_NEVER] = PENALTY_NEVER, [ATOM_SPACE] = 0,    [ATOM_ALLOWED] = 0,        [ATOM_ADDRESS] = 150,
    [ATOM_HOST] = 1200,           [ATOM_HYPHEN] = 50,  [ATOM_SPLIT_SPACE] = 2000, [ATOM_SPLIT_HYPHEN] = 2500,
    [ATOM_SPLIT_SIGN] = 3000,     [ATOM_SPLIT] = 9000,
};

typedef LIST(struct item) item_list;

/* The rooms of a block's lines. */
struct measure {
    length first, others;
};

static length measure_room(const void *context, size_t number) {
    const struct measure *measure = context;
    return number == 0 ? measure->first : measure->others;
}

/* --- Atoms to items -------------------------------------------------------------- */

/* A word or a part of one, and what may happen after it. Returns the atom after it. */
static size_t items_add_word(struct arena *arena, const struct inline_content *content, size_t first,
                             item_list *items) {
    struct item box = {.kind = ITEM_BOX, .content = (uint32_t)first};
    size_t i = first;
    const struct atom *atom;
    do {
        atom = &content->atoms[i++];
        box.size += atom->width;
    } while (atom->after == ATOM_NEVER && i < content->atom_count && !content->atoms[i].space);
    LIST_ADD(arena, items, box);
    if (atom->after != ATOM_NEVER) {
        struct item penalty = {.kind = ITEM_PENALTY, .penalty = PENALTIES[atom->after], .content = (uint32_t)(i - 1)};
        if (atom->after == ATOM_HYPHEN || atom->after == ATOM_SPLIT_HYPHEN) {
            penalty.flagged = true;
            penalty.size = content->hyphens[atom->piece->bold].width;
        }
        LIST_ADD(arena, items, penalty);
    }
    return i;
}

static void items_add_space(struct arena *arena, const struct inline_content *content, size_t i, item_list *items) {
    const struct atom *atom = &content->atoms[i];
    bool after_box = items->count > 0 && items->items[items->count - 1].kind == ITEM_BOX;
    if (atom->after != ATOM_SPACE || !after_box)
        LIST_ADD(arena, items,
                 ((struct item){.kind = ITEM_PENALTY, .penalty = PENALTIES[atom->after], .content = (uint32_t)i}));
    LIST_ADD(arena, items,
             ((struct item){.kind = ITEM_GLUE,
                            .size = atom->width,
                            .stretch = length_shorten(atom->width / 2),
                            .shrink = length_shorten(atom->width / 3),
                            .content = (uint32_t)i}));
}

/* The hangs of items as items_make leaves them: a box begins with its atom and ends with the one before the next item.
 */
static const struct hang *hangs_make(struct arena *arena, const struct inline_content *content,
                                     const item_list *items) {
    struct hang *hangs = ARENA_ARRAY(arena, items->count, struct hang);
    for (size_t i = 0; i < items->count; i++) {
        const struct item *item = &items->items[i];
        if (item->kind == ITEM_BOX) {
            size_t last = item->content;
            while (last + 1 < content->atom_count && content->atoms[last].after == ATOM_NEVER &&
                   !content->atoms[last + 1].space)
                last++;
            hangs[i].start = inline_hang_start(&content->atoms[item->content]);
            hangs[i].end = inline_hang_end(&content->atoms[last]);
        } else if (item->size > 0 && item->kind == ITEM_PENALTY) {
            struct atom hyphen = content->hyphens[content->atoms[item->content].piece->bold];
            hyphen.piece = content->atoms[item->content].piece;
            hangs[i].end = inline_hang_end(&hyphen);
        }
    }
    return hangs;
}

static item_list items_make(struct arena *arena, const struct inline_content *content) {
    size_t room = 2 * content->atom_count; /* no atom makes more */
    item_list items = {.items = ARENA_BARE(arena, room, struct item), .room = room};
    for (size_t i = 0; i < content->atom_count;) {
        if (content->atoms[i].space)
            items_add_space(arena, content, i++, &items);
        else
            i = items_add_word(arena, content, i, &items);
    }
    return items;
}

/* --- Setting --------------------------------------------------------------------- */

/* How far lines after the first are indented when the measure is `measure`; 0 for most blocks. */
static length hang_of(const struct inline_content *content, const struct block_style *look, length measure) {
    length hang = 0;
    for (size_t i = 0; i < content->number_atoms; i++)
        hang += content->atoms[i].width;
    bool hangs = hang <= measure / HANG_MOST && (look->align == ALIGN_START || look->align == ALIGN_JUSTIFY);
    return hangs ? hang : 0;
}

static struct breaker_rule rule_of(const struct node *block, const struct block_style *look,
                                   const struct measure *measure, struct arena *scratch) {
    bool justified = look->align == ALIGN_JUSTIFY;
    bool balanced = block->kind == NODE_TITLE || block->kind == NODE_HEADING || look->align == ALIGN_CENTRE;
    return (struct breaker_rule){.room = measure_room,
                                 .context = measure,
                                 .steady = 1,
                                 .line_demerits = LINE_DEMERITS,
                                 .flagged_demerits = look->hyphenate ? LADDER_DEMERITS : 3000,
                                 .broken_demerits = look->hyphenate ? BROKEN_DEMERITS : 0,
                                 .fitness_demerits = justified ? 10000 : 0,
                                 .stub_demerits = justified ? STUB_JUSTIFIED : STUB_DEMERITS,
                                 .expansion = justified && look->expand ? EXPANSION_MOST : 0,
                                 .ragged = !justified,
                                 .last_free = justified || !balanced,
                                 .scratch = scratch};
}

/* The first atom of the line that begins after the break at item `at`. */
static size_t next_atom(const item_list *items, const struct inline_content *content, size_t at) {
    for (size_t i = at + 1; i < items->count; i++)
        if (items->items[i].kind == ITEM_BOX)
            return items->items[i].content;
    return content->atom_count;
}

/* Content that fits on one line. The breaker would say the same: every line costs something, and no two lines can be
 * better filled than the one that holds all. */
static void line_only(struct composer *composer, length measure, struct paragraph *paragraph) {
    struct line_plan plan = {.end = composer->content->atom_count, .last = true, .room = measure};
    if (composer->look->hang && composer->look->align == ALIGN_JUSTIFY && !composer->content->atoms[0].space)
        plan.hang_start = inline_hang_start(&composer->content->atoms[0]);
    paragraph->lines = ARENA_NEW(composer->setting->arena, struct line);
    paragraph->lines[0] = line_compose(composer, &plan);
    paragraph->count = 1;
    paragraph->height = composer->look->leading;
}

/* How far line `number` hangs: what breaker.c counted on. */
static void plan_hang(struct line_plan *plan, const struct breaker_rule *rule, const item_list *items,
                      const struct breakpoint *breaks, size_t number) {
    size_t first = number == 0 ? 0 : breaks[number - 1].item + 1, end = breaks[number].item;
    while (items->items[first].kind != ITEM_BOX && first < end)
        first++;
    plan->hang_start = rule->hangs[first].start;
    if (!plan->hyphen)
        while (items->items[end].kind != ITEM_BOX && end > first)
            end--;
    plan->hang_end = rule->hangs[end].end;
}

/* Fills `paragraph` from shaped content that is not empty; `scratch` differs from `setting` in its arena alone. */
static void lines_set(const struct setting *setting, const struct setting *scratch, const struct node *block,
                      const struct block_style *look, length measure, struct inline_content *content,
                      struct paragraph *paragraph) {
    struct composer composer = composer_open(setting, scratch->arena, look, content);
    if (content->widest <= measure) {
        line_only(&composer, measure, paragraph);
        return;
    }
    length hang = hang_of(content, look, measure);
    struct measure rooms = {measure, measure - hang};
    inline_split(scratch, block, look, content, rooms.others);
    item_list items = items_make(scratch->arena, content);
    assert(items.count > 0);
    struct breaker_rule rule = rule_of(block, look, &rooms, scratch->arena);
    if (look->hang && look->align == ALIGN_JUSTIFY)
        rule.hangs = hangs_make(scratch->arena, content, &items);
    const struct breakpoint *breaks = breaker_fit(items.items, items.count, &rule, scratch->arena, &paragraph->count);

    paragraph->lines = ARENA_ARRAY(setting->arena, paragraph->count, struct line);
    size_t first = 0;
    for (size_t i = 0; i < paragraph->count; i++) {
        const struct item *at = &items.items[breaks[i].item];
        struct line_plan plan = {.first = first,
                                 .end = next_atom(&items, content, breaks[i].item),
                                 .last = i + 1 == paragraph->count,
                                 .indent = i == 0 ? 0 : hang,
                                 .room = measure_room(&rooms, i),
                                 .excess = breaks[i].excess};
        plan.hyphen = at->kind == ITEM_PENALTY && at->flagged && !plan.last;
        if (rule.hangs != NULL)
            plan_hang(&plan, &rule, &items, breaks, i);
        paragraph->lines[i] = line_compose(&composer, &plan);
        paragraph->height += look->leading;
        first = plan.end;
        paragraph->lines[i].cut = !plan.last && content->atoms[first - 1].after == ATOM_SPLIT;
    }
    assert(first == content->atom_count);
}

/* The setting with an arena for what is not kept, until scratch_close. */
static struct setting scratch_open(const struct setting *setting) {
    struct setting scratch = *setting;
    scratch.arena = setting->memo != NULL ? inline_memo_scratch(setting->memo) : arena_open();
    return scratch;
}

static void scratch_close(const struct setting *scratch) {
    if (scratch->memo != NULL)
        arena_empty(scratch->arena);
    else
        arena_close(scratch->arena);
}

bool paragraph_set(const struct setting *setting, const struct node *block, const struct block_style *look,
                   length measure, struct paragraph *out) {
    struct setting scratch = scratch_open(setting);
    struct inline_content content;
    *out = (struct paragraph){0};
    bool shaped = inline_shape(&scratch, block, look, &content);
    if (shaped && content.atom_count > 0)
        lines_set(setting, &scratch, block, look, measure, &content, out);
    scratch_close(&scratch);
    return shaped;
}

static void extent_measure(const struct inline_content *content, const struct block_style *look, bool hyphens,
                           length *narrowest, length *widest) {
    length hang = hang_of(content, look, LENGTH_HUGE); /* it may hang, so there is room for that */
    for (size_t first = 0; first < content->atom_count;) {
        length width;
        size_t end = inline_group(content, first, hyphens, &width);
        if (first > 0)
            width += hang;
        *narrowest = width > *narrowest ? width : *narrowest;
        first = end;
    }
    *widest = content->widest > *narrowest ? content->widest : *narrowest;
}

bool paragraph_extent(const struct setting *setting, const struct node *block, const struct block_style *look,
                      length *narrowest, length *widest) {
    *narrowest = *widest = 0;
    struct setting scratch = scratch_open(setting);
    struct inline_content content;
    bool shaped = inline_shape(&scratch, block, look, &content);
    if (shaped)
        extent_measure(&content, look, setting->hyphens, narrowest, widest);
    scratch_close(&scratch);
    return shaped;
}

const struct line *paragraph_artifact(const struct setting *setting, const char *text, const struct block_style *look,
                                      enum artifact artifact) {
    assert(artifact != ARTIFACT_NONE);
    struct shape_source nowhere = {0};
    const char *lang = setting->document->lang;
    const struct glyph_run *run = NULL;
    const struct glyph_run *sample =
        shape_text(setting->shaper, look->family, look->bold, lang, "x", 1, nowhere, setting->report);
    if (text[0] != '\0')
        run = shape_text(setting->shaper, look->family, look->bold, lang, text, strlen(text), nowhere, setting->report);
    if (sample == NULL || (text[0] != '\0' && run == NULL))
        return NULL;
    struct inline_content content = {.face = sample->face};
    struct composer composer = composer_open(setting, setting->arena, look, &content);
    struct line *line = ARENA_NEW(setting->arena, struct line);
    line->ascent = length_shorten(composer.ascent);
    line->descent = length_shorten(composer.descent);
    size_t runs = 0;
    for (const struct glyph_run *r = run; r != NULL; r = r->next)
        runs++;
    line->strokes = ARENA_ARRAY(setting->arena, runs, struct stroke);
    const struct glyph_run **all = ARENA_ARRAY(setting->arena, runs, const struct glyph_run *);
    line->runs = all;
    length width = 0;
    for (; run != NULL; run = run->next) {
        length own = length_of_units(run->units, look->size);
        all[line->stroke_count] = run;
        line->strokes[line->stroke_count] = (struct stroke){.kind = MARK_GLYPHS,
                                                            .artifact = (uint8_t)artifact,
                                                            .x = length_shorten(width),
                                                            .width = length_shorten(own),
                                                            .colour = look->text,
                                                            .first = line->stroke_count,
                                                            .count = 1,
                                                            .size = length_shorten(look->size)};
        line->stroke_count++;
        width += own;
    }
    line->width = length_shorten(width);
    return line;
}
