/* galley.c: slabs and the gaps between them, as items for the breaker.
 *
 * A gap is written when the slab below it comes, since only then all that bears
 * on it is known: the larger of the two spaces holds, the strongest reason not to
 * break holds. The order is penalty, space, minus the resume, resume: a break at
 * the penalty throws the glue away and leaves the resume at the top of the page.
 * Glue always follows a penalty, so it is never a place to break by itself.
 */
#include "layout/galley.h"

#include <assert.h>
#include <string.h>

/* So much room that lists which grow give back what they took before (arena_regrow). */
#define BODY_ITEMS ((size_t)32 * 1024 / sizeof(struct item))
#define BODY_HOLDS ((size_t)32 * 1024)

struct galley *galley_new(const struct setting *setting, const struct sheet *sheet, bool body) {
    struct galley *galley = ARENA_NEW(setting->arena, struct galley);
    galley->setting = setting;
    galley->sheet = sheet;
    galley->body = body;
    return galley;
}

struct slab *slab_new(const struct galley *galley, length height) {
    struct slab *slab = ARENA_NEW(galley->setting->arena, struct slab);
    slab->height = height;
    return slab;
}

static const struct slab_extra NOTHING;

const struct slab_extra *slab_extra(const struct slab *slab) {
    return slab->extra ? slab->extra : &NOTHING;
}

struct slab_extra *slab_extend(struct arena *arena, struct slab *slab) {
    if (!slab->extra)
        slab->extra = ARENA_NEW(arena, struct slab_extra);
    return slab->extra;
}

void slab_anchor(struct arena *arena, struct slab *slab, const struct node *node, length x, length y) {
    SHORT_LIST_ADD(arena, &slab->anchors, (struct slab_anchor){node, length_shorten(x), length_shorten(y)});
}

void galley_space(struct galley *galley, length space) {
    if (!galley->flush && space > galley->space)
        galley->space = space;
}

void galley_cost(struct galley *galley, int32_t cost) {
    if (cost > galley->cost)
        galley->cost = cost;
}

void galley_hold(struct galley *galley, enum hold hold) {
    if (hold > galley->hold)
        galley->hold = hold;
}

void galley_begin(struct galley *galley, const struct node *node, length x) {
    LIST_ADD(galley->setting->arena, &galley->nodes, (struct waiting_node){node, x});
}

void galley_label(struct galley *galley, const struct line *line, length x) {
    LIST_ADD(galley->setting->arena, &galley->labels, (struct part){line, length_shorten(x), 0});
}

static void item_add(struct galley *galley, struct item item, enum hold hold) {
    struct arena *arena = galley->setting->arena;
    if (galley->body) {
        LIST_ROOM(arena, &galley->items, BODY_ITEMS);
        LIST_ROOM(arena, &galley->holds, BODY_HOLDS);
    }
    LIST_ADD(arena, &galley->items, item);
    LIST_ADD(arena, &galley->holds, (uint8_t)hold);
}

static length paddings(const struct frame *frame) {
    length sum = 0;
    for (; frame; frame = frame->outer)
        sum += frame->padding;
    return sum;
}

static uint32_t slab_put(struct galley *galley, struct slab *slab) {
    LIST_ADD(galley->setting->arena, &galley->slabs, slab);
    assert(galley->slabs.count <= UINT32_MAX);
    return (uint32_t)(galley->slabs.count - 1);
}

/* What comes again above the next slab when a page ends in this gap: its number among the slabs, from 1; 0 when nothing
 * does. Between the rows of a table it is the same each time. */
static size_t resume_put(struct galley *galley) {
    length above = paddings(galley->frame);
    length head = galley->head ? galley->head->height : 0;
    length height = above + head + galley->resume_above;
    if (height == 0)
        return 0;
    const struct slab *last = galley->resume > 0 ? galley->slabs.items[galley->resume - 1] : NULL;
    if (last && last->height == height && last->frame == galley->frame && slab_extra(last)->head == galley->head &&
        (!galley->head || slab_extra(last)->head_y == above))
        return galley->resume;
    struct slab *slab = slab_new(galley, height);
    slab->kind = SLAB_RESUME;
    slab->frame = galley->frame;
    if (galley->head) {
        struct slab_extra *extra = slab_extend(galley->setting->arena, slab);
        extra->head = galley->head;
        extra->head_y = above;
    }
    return galley->resume = slab_put(galley, slab) + (size_t)1;
}

/* Lines as high as the grid, or as several of its steps, stand on it; what is painted around lines would show that they
 * were moved. */
static bool line_keeps_grid(const struct galley *galley, const struct slab *slab) {
    length grid = galley->setting->style->grid;
    return grid > 0 && galley->body && !galley->inner && slab->height % grid == 0;
}

static void gap_write(struct galley *galley, bool on_grid) {
    enum hold hold = galley->hold;
    if (galley->together > 0 && hold < HOLD_TOGETHER)
        hold = HOLD_TOGETHER;
    if (galley->need > 0 && hold < HOLD_NEXT)
        hold = HOLD_NEXT;
    size_t resume = galley->body && hold != HOLD_ALWAYS ? resume_put(galley) : 0;
    struct item penalty = {.kind = ITEM_PENALTY, .penalty = hold != HOLD_NONE ? PENALTY_NEVER : galley->cost};
    if (galley->body)
        penalty.size = paddings(galley->frame) + galley->resume_below;
    penalty.flagged = galley->resume_below > 0; /* within a row: only the layout report asks */
    item_add(galley, penalty, hold);
    if (galley->space != 0 || (on_grid && !galley->on_grid))
        item_add(galley, (struct item){.kind = ITEM_GLUE, .size = galley->space, .on_grid = on_grid}, HOLD_NONE);
    if (resume > 0) {
        length height = galley->slabs.items[resume - 1]->height;
        item_add(galley, (struct item){.kind = ITEM_GLUE, .size = -height}, HOLD_NONE);
        item_add(galley, (struct item){.kind = ITEM_BOX, .size = height, .content = (uint32_t)(resume - 1)}, HOLD_NONE);
    }
}

static void gap_clear(struct galley *galley) {
    galley->space = 0;
    galley->flush = false;
    galley->cost = 0;
    galley->hold = HOLD_NONE;
    galley->resume_above = galley->resume_below = 0;
}

static void slab_add(struct galley *galley, struct slab *slab, bool on_grid) {
    if (galley->items.count > 0)
        gap_write(galley, on_grid);
    else
        galley->seam = (struct seam){galley->space, galley->cost, galley->hold, on_grid, slab->anchors.count};
    galley->on_grid = on_grid;
    slab->frame = galley->inner;
    galley->frame = galley->inner;
    galley->together += galley->opening;
    galley->opening = 0;
    SHORT_LIST_ROOM(galley->setting->arena, &slab->anchors, galley->nodes.count);
    for (size_t i = 0; i < galley->nodes.count; i++)
        slab_anchor(galley->setting->arena, slab, galley->nodes.items[i].node, galley->nodes.items[i].x, 0);
    galley->nodes.count = 0;
    item_add(galley, (struct item){.kind = ITEM_BOX, .size = slab->height, .content = slab_put(galley, slab)},
             HOLD_NONE);
    gap_clear(galley);
    if (galley->need > 0)
        galley->need--;
}

void galley_add(struct galley *galley, struct slab *slab) {
    slab_add(galley, slab, false);
}

/* Puts lines on one baseline; the slab is as high as the highest and deepest of them ask. */
static struct slab *slab_of_parts(struct galley *galley, const struct line *line, length x) {
    struct arena *arena = galley->setting->arena;
    length ascent = line ? line->ascent : 0;
    length descent = line ? line->descent : 0;
    for (size_t i = 0; i < galley->labels.count; i++) {
        const struct line *label = galley->labels.items[i].line;
        ascent = label->ascent > ascent ? label->ascent : ascent;
        descent = label->descent > descent ? label->descent : descent;
    }
    struct slab *slab = slab_new(galley, ascent + descent);
    SHORT_LIST_ROOM(arena, &slab->parts, galley->labels.count + (line != NULL));
    for (size_t i = 0; i < galley->labels.count; i++)
        SHORT_LIST_ADD(arena, &slab->parts,
                       (struct part){galley->labels.items[i].line, galley->labels.items[i].x, length_shorten(ascent)});
    if (line)
        SHORT_LIST_ADD(arena, &slab->parts, (struct part){line, length_shorten(x), length_shorten(ascent)});
    galley->labels.count = 0;
    for (size_t i = 0; i < slab->parts.count; i++) {
        const struct line *part = slab->parts.items[i].line;
        for (size_t j = 0; j < part->call_count; j++)
            LIST_ADD(arena, &slab_extend(arena, slab)->calls, part->calls[j]);
    }
    return slab;
}

void galley_add_line(struct galley *galley, const struct line *line, length x) {
    struct slab *slab = slab_of_parts(galley, line, x);
    slab_add(galley, slab, line_keeps_grid(galley, slab));
}

void galley_flush_labels(struct galley *galley) {
    if (galley->labels.count > 0)
        galley_add(galley, slab_of_parts(galley, NULL, 0));
}

static void padding_add(struct galley *galley, length height) {
    int need = galley->need;
    galley_add(galley, slab_new(galley, height));
    galley->need = need; /* padding is no line */
}

void galley_open_frame(struct galley *galley, const struct block_style *look, length x, length width) {
    struct frame *frame = ARENA_NEW(galley->setting->arena, struct frame);
    galley_flush_labels(galley);
    frame->outer = galley->inner;
    frame->look = look;
    frame->x = x;
    frame->width = width;
    frame->padding = look->background != COLOUR_NONE ? look->padding : 0;
    frame->order = galley->frame_count++;
    galley->inner = frame;
    if (frame->padding > 0) {
        padding_add(galley, frame->padding);
        galley_hold(galley, HOLD_ALWAYS);
        galley->flush = true;
    }
}

void galley_close_frame(struct galley *galley) {
    const struct frame *frame = galley->inner;
    assert(frame);
    galley_flush_labels(galley);
    if (frame->padding > 0) {
        galley->space = 0;
        galley_hold(galley, HOLD_ALWAYS);
        padding_add(galley, frame->padding);
    }
    galley->inner = frame->outer;
    if (galley->frame == frame)
        galley->frame = frame->outer;
}

void galley_open_whole(struct galley *galley) {
    galley->opening++;
}

void galley_close_whole(struct galley *galley) {
    if (galley->opening > 0)
        galley->opening--;
    else
        galley->together--;
    assert(galley->together >= 0);
}

void slab_merge(struct arena *arena, struct slab *to, const struct slab *from, length x, length y) {
    for (size_t i = 0; i < from->parts.count; i++) {
        struct part part = from->parts.items[i];
        part.x = length_shorten(part.x + x);
        part.y = length_shorten(part.y + y);
        SHORT_LIST_ADD(arena, &to->parts, part);
    }
    for (size_t i = 0; i < from->strokes.count; i++) {
        struct stroke stroke = from->strokes.items[i];
        stroke.x = length_shorten(stroke.x + x);
        stroke.y = length_shorten(stroke.y + y);
        SHORT_LIST_ADD(arena, &to->strokes, stroke);
    }
    for (size_t i = 0; i < from->anchors.count; i++) {
        const struct slab_anchor *anchor = &from->anchors.items[i];
        slab_anchor(arena, to, anchor->node, anchor->x + x, anchor->y + y);
    }
    const struct slab_extra *extra = slab_extra(from);
    for (size_t i = 0; i < extra->calls.count; i++)
        LIST_ADD(arena, &slab_extend(arena, to)->calls, extra->calls.items[i]);
}

const struct node *slab_node(const struct slab *slab) {
    for (size_t i = 0; i < slab->parts.count; i++)
        for (size_t j = 0; j < slab->parts.items[i].line->stroke_count; j++)
            if (slab->parts.items[i].line->strokes[j].node)
                return slab->parts.items[i].line->strokes[j].node;
    for (size_t i = 0; i < slab->strokes.count; i++)
        if (slab->strokes.items[i].node)
            return slab->strokes.items[i].node;
    return slab->anchors.count > 0 ? slab->anchors.items[0].node : NULL;
}

size_t frame_strokes(const struct frame *frame, length x, length top, length bottom, struct stroke out[2]) {
    const struct block_style *look = frame->look;
    size_t count = 0;
    if (look->background != COLOUR_NONE)
        out[count++] =
            stroke_fill(ARTIFACT_BACKGROUND, look->background, frame->x + x, top, frame->width, bottom - top);
    if (look->edge != COLOUR_NONE && look->edge_width > 0)
        out[count++] = stroke_fill(ARTIFACT_LAYOUT, look->edge, frame->x + x, top, look->edge_width, bottom - top);
    return count;
}

struct stack galley_stack(const struct galley *galley, struct arena *arena) {
    struct stack stack = {.items = ARENA_ARRAY(arena, galley->slabs.count, struct stacked)};
    int32_t cost = PENALTY_NEVER;
    enum hold hold = HOLD_ALWAYS;
    for (size_t i = 0; i < galley->items.count; i++) {
        const struct item *item = &galley->items.items[i];
        if (item->kind == ITEM_PENALTY) {
            cost = item->penalty;
            hold = (enum hold)galley->holds.items[i];
        } else if (item->kind == ITEM_GLUE) {
            stack.height += item->size;
        } else {
            stack.items[stack.count++] = (struct stacked){galley->slabs.items[item->content], stack.height, cost, hold};
            stack.height += item->size;
        }
    }
    return stack;
}

bool galley_can_join(const struct galley *galley) {
    return !galley->sheet->turned && galley->labels.count == 0 && !galley->frame && !galley->inner && !galley->flush &&
           galley->resume_above == 0 && galley->resume_below == 0 && galley->together == 0 && galley->opening == 0 &&
           galley->need == 0 && !galley->head;
}

/* What waited for the next slab begins there, as its own `own` anchors do, before what came to wait later. */
static void anchors_join(struct galley *galley, struct slab *slab, size_t own) {
    struct slab joined = {.kind = SLAB_CONTENT};
    struct arena *arena = galley->setting->arena;
    if (galley->nodes.count == 0)
        return;
    SHORT_LIST_ROOM(arena, &joined.anchors, galley->nodes.count + slab->anchors.count);
    for (size_t i = 0; i < own; i++)
        SHORT_LIST_ADD(arena, &joined.anchors, slab->anchors.items[i]);
    for (size_t i = 0; i < galley->nodes.count; i++)
        slab_anchor(arena, &joined, galley->nodes.items[i].node, galley->nodes.items[i].x, 0);
    for (size_t i = own; i < slab->anchors.count; i++)
        SHORT_LIST_ADD(arena, &joined.anchors, slab->anchors.items[i]);
    slab->anchors = joined.anchors;
}

void galley_join(struct galley *galley, const struct galley *next) {
    assert(galley_can_join(galley) && next->slabs.count > 0 && !next->sheet->turned);
    struct arena *arena = galley->setting->arena;
    galley_space(galley, next->seam.space);
    galley_cost(galley, next->seam.cost);
    galley_hold(galley, next->seam.hold);
    if (galley->items.count > 0)
        gap_write(galley, next->seam.on_grid);
    anchors_join(galley, next->slabs.items[0], next->seam.anchors);
    size_t slabs = galley->slabs.count;
    for (size_t i = 0; i < next->slabs.count; i++)
        LIST_ADD(arena, &galley->slabs, next->slabs.items[i]);
    for (size_t i = 0; i < next->items.count; i++) {
        struct item item = next->items.items[i];
        item.content += item.kind == ITEM_BOX ? (uint32_t)slabs : 0;
        item_add(galley, item, (enum hold)next->holds.items[i]);
    }
    struct galley joined = *next;
    joined.setting = galley->setting;
    joined.sheet = galley->sheet;
    joined.start = galley->start;
    joined.seam = galley->seam;
    joined.resume = next->resume > 0 ? next->resume + slabs : galley->resume;
    joined.items = galley->items;
    joined.holds = galley->holds;
    joined.slabs = galley->slabs;
    *galley = joined;
}

void galley_move_tail(struct galley *from, struct galley *to) {
    assert(to->items.count == 0 && to->slabs.count == 0);
    struct arena *arena = from->setting->arena;
    bool kept = from->hold != HOLD_NONE || from->need > 0;
    size_t cut = from->items.count; /* the penalty that ends what stays */
    if (kept)
        while (cut > 0 && !(from->items.items[cut - 1].kind == ITEM_PENALTY && from->holds.items[cut - 1] == HOLD_NONE))
            cut--;
    if (!kept)
        return;
    size_t first = cut;
    while (first < from->items.count && from->items.items[first].kind != ITEM_BOX)
        first++;
    if (first < from->items.count && from->slabs.items[from->items.items[first].content]->kind == SLAB_RESUME)
        return; /* inside a frame: it stays whole where it is */
    for (size_t i = first; i < from->items.count; i++) {
        struct item item = from->items.items[i];
        if (item.kind == ITEM_BOX)
            item.content = slab_put(to, from->slabs.items[item.content]);
        LIST_ADD(arena, &to->items, item);
        LIST_ADD(arena, &to->holds, from->holds.items[i]);
    }
    from->items.count = from->holds.count = cut > 0 ? cut - 1 : 0;
    to->hold = from->hold;
    to->need = from->need;
    to->space = from->space;
}

void galley_close(struct galley *galley, struct galley *next) {
    struct arena *arena = galley->setting->arena;
    size_t count = galley->items.count;
    next->items.items = galley->items.items;
    next->items.room = galley->items.room;
    next->holds.items = galley->holds.items;
    next->holds.room = galley->holds.room;
    galley->items.items = ARENA_BARE(arena, count, struct item);
    galley->holds.items = ARENA_BARE(arena, count, uint8_t);
    galley->items.room = galley->holds.room = count;
    if (count == 0)
        return;
    memcpy(galley->items.items, next->items.items, count * sizeof *galley->items.items);
    memcpy(galley->holds.items, next->holds.items, count);
}
