/* makeup.c: page make-up: galleys, broken by paging.c → marks on pages.
 *
 * Once the breaks are known, so is the page on which each node begins, without a
 * mark being made: what is printed of page numbers needs no more. Pages are
 * filled one by one when the writer asks, in memory that it gives.
 *
 * On a page the order of marks is the order of layers in struct draft; real
 * content is ordered by its nodes, since the pieces of a divided table row come
 * side by side but are read cell by cell.
 */
#include "layout/makeup.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "document/role.h"
#include "layout/note.h"
#include "layout/running.h"

/* A frame's piece on the page that is being filled. */
struct fragment {
    const struct frame *frame;
    length top, bottom;
};

/* From top to foot of something on the page. */
struct stretch {
    length top, bottom;
};

/* What stands on one page: the items from `begin` to `end` of a galley. */
struct leaf {
    const struct galley *galley; /* NULL on a blank page */
    const struct sheet *sheet;
    size_t begin, end;
    const char *folio;
    bool blank; /* on purpose */
};

struct makeup {
    struct setting setting;
    struct arena *kept; /* for folios */
    LIST(struct leaf) leaves;
    const struct galley *last; /* whose nodes wait for a slab that never came */
    bool *wanted;              /* by node index: inline nodes that something leads to */
    uint32_t *begins;          /* by node index: the number of the page on which it begins, from 1; 0: nowhere */
    uint32_t *anchored;        /* by node index: the filling that anchored it */
    uint32_t fillings;         /* so many pages have been filled, or filled again */
    const char **folios;       /* by node index */
    length first_down;         /* what page 1 has less */
    bool inline_wanted;        /* an inline node is among those wanted */
};

/* The page that is being filled. */
struct filling {
    struct makeup *makeup;
    const struct leaf *leaf;
    size_t number; /* from 1 */
    struct arena *arena;
    struct draft *draft;
    mark_list *real; /* where real content goes */
    LIST(struct fragment) fragments;
    LIST(struct note_part) notes;
    LIST(struct stretch) changed; /* lines with change bars */
};

/* --- Placing ----------------------------------------------------------------------- */

static void mark_place(struct filling *filling, struct mark mark, length x, length y) {
    struct draft *draft = filling->draft;
    struct arena *arena = filling->arena;
    mark.x += x;
    mark.y += y;
    if (mark.artifact == ARTIFACT_NONE)
        LIST_ADD(arena, filling->real, mark);
    else if (mark.artifact == ARTIFACT_REPEATED)
        LIST_ADD(arena, &draft->repeated, mark);
    else if (mark.artifact == ARTIFACT_BACKGROUND)
        LIST_ADD(arena, &draft->fills, mark);
    else
        LIST_ADD(arena, &draft->rules, mark);
}

static void anchor_place(struct filling *filling, const struct node *node, length x, length y) {
    struct makeup *makeup = filling->makeup;
    if (makeup->begins[node->index] != filling->number || makeup->anchored[node->index] == makeup->fillings)
        return;
    makeup->anchored[node->index] = makeup->fillings;
    LIST_ADD(filling->arena, &filling->draft->anchors, (struct anchor){node, x, y});
}

/* Inline nodes that something leads to begin where their first text stands. */
static void inline_anchors(struct filling *filling, const struct mark *mark, length x, length top) {
    if (mark->artifact != ARTIFACT_NONE || !filling->makeup->inline_wanted)
        return;
    for (const struct node *node = mark->node; node && node->kind >= NODE_TEXT; node = node->parent)
        if (filling->makeup->wanted[node->index])
            anchor_place(filling, node, mark->x + x, top);
}

static void line_place(struct filling *filling, const struct part *part, length x, length y, bool repeated) {
    const struct line *line = part->line;
    x += part->x;
    y += part->y;
    if (line->changed)
        LIST_ADD(filling->arena, &filling->changed, (struct stretch){y - line->ascent, y + line->descent});
    for (size_t i = 0; i < line->stroke_count; i++) {
        struct mark mark = line_mark(line, i, filling->arena);
        if (repeated && mark.artifact == ARTIFACT_NONE) {
            mark.artifact = ARTIFACT_REPEATED;
            mark.node = NULL;
        }
        inline_anchors(filling, &mark, x, y - line->ascent);
        mark_place(filling, mark, x, y);
    }
    for (size_t i = 0; i < line->area_count && !repeated; i++) {
        struct area area = line->areas[i];
        area.x += x;
        area.y += y;
        LIST_ADD(filling->arena, &filling->draft->areas, area);
    }
}

static void slab_place(struct filling *filling, const struct slab *slab, length x, length y, bool repeated) {
    for (size_t i = 0; i < slab->anchors.count && !repeated; i++)
        anchor_place(filling, slab->anchors.items[i].node, x + slab->anchors.items[i].x, y + slab->anchors.items[i].y);
    for (size_t i = 0; i < slab->strokes.count; i++) {
        struct mark mark = stroke_mark(&slab->strokes.items[i]);
        if (repeated && mark.artifact == ARTIFACT_NONE) {
            mark.artifact = ARTIFACT_REPEATED;
            mark.node = NULL;
        }
        mark_place(filling, mark, x, y);
    }
    for (size_t i = 0; i < slab->parts.count; i++)
        line_place(filling, &slab->parts.items[i], x, y, repeated);
}

static void fragment_extend(struct filling *filling, const struct frame *frame, length top, length bottom) {
    for (size_t i = 0; i < filling->fragments.count; i++)
        if (filling->fragments.items[i].frame == frame) {
            filling->fragments.items[i].bottom = bottom;
            return;
        }
    LIST_ADD(filling->arena, &filling->fragments, (struct fragment){frame, top, bottom});
}

/* Frames around a slab reach from its top to its bottom; at the top of a page each begins under the padding of the one
 * around it. */
static void frames_extend(struct filling *filling, const struct slab *slab, length y) {
    length above = 0;
    if (slab->kind == SLAB_RESUME)
        for (const struct frame *frame = slab->frame; frame; frame = frame->outer)
            above += frame->padding;
    for (const struct frame *frame = slab->frame; frame; frame = frame->outer) {
        if (slab->kind == SLAB_RESUME)
            above -= frame->padding;
        fragment_extend(filling, frame, y + above, y + slab->height);
    }
}

/* Frames that go on over the page's end keep their padding there. */
static void frames_end(struct filling *filling, const struct frame *open, length y) {
    length below = 0;
    for (const struct frame *frame = open; frame; frame = frame->outer) {
        below += frame->padding;
        fragment_extend(filling, frame, y, y + below);
    }
}

static int fragment_order(const void *a, const void *b) {
    size_t x = ((const struct fragment *)a)->frame->order, y = ((const struct fragment *)b)->frame->order;
    return x < y ? -1 : x > y;
}

/* Backgrounds of frames are painted before those of what is in them. */
static void frames_place(struct filling *filling) {
    struct draft *draft = filling->draft;
    struct arena *arena = filling->arena;
    if (filling->fragments.count == 0)
        return;
    qsort(filling->fragments.items, filling->fragments.count, sizeof *filling->fragments.items, fragment_order);
    mark_list inner = draft->fills;
    draft->fills = (mark_list){0};
    for (size_t i = 0; i < filling->fragments.count; i++) {
        struct stroke strokes[2];
        const struct fragment *fragment = &filling->fragments.items[i];
        size_t count = frame_strokes(fragment->frame, draft->sheet->left, fragment->top, fragment->bottom, strokes);
        for (size_t j = 0; j < count; j++)
            mark_place(filling, stroke_mark(&strokes[j]), 0, 0);
    }
    for (size_t i = 0; i < inner.count; i++)
        LIST_ADD(arena, &draft->fills, inner.items[i]);
}

static int stretch_order(const void *a, const void *b) {
    const struct stretch *x = a, *y = b;
    if (x->top != y->top)
        return x->top < y->top ? -1 : 1;
    return x->bottom < y->bottom ? -1 : x->bottom > y->bottom;
}

static void bar_place(struct filling *filling, const struct stretch *stretch) {
    const struct style *style = filling->makeup->setting.style;
    length x = filling->draft->sheet->left - style->bar_distance - style->bar_width;
    struct mark bar = {.kind = MARK_FILL,
                       .artifact = ARTIFACT_LAYOUT,
                       .x = x > 0 ? x : 0,
                       .y = stretch->top,
                       .width = style->bar_width,
                       .height = stretch->bottom - stretch->top,
                       .colour = style->bar};
    mark_place(filling, bar, 0, 0);
}

/* Bars stand in the margin of the page, whatever the lines stand in, so that an eye finds all of them in one place;
 * those of lines less than a line apart are one. */
static void bars_place(struct filling *filling) {
    const struct style *style = filling->makeup->setting.style;
    if (filling->changed.count == 0 || style->bar == COLOUR_NONE || style->bar_width == 0)
        return;
    const struct stretch *lines = filling->changed.items;
    qsort(filling->changed.items, filling->changed.count, sizeof *lines, stretch_order);
    struct stretch bar = lines[0];
    for (size_t i = 1; i < filling->changed.count; i++) {
        if (lines[i].top - bar.bottom >= style->blocks[STYLE_BODY].leading) {
            bar_place(filling, &bar);
            bar = lines[i];
        } else if (lines[i].bottom > bar.bottom) {
            bar.bottom = lines[i].bottom;
        }
    }
    bar_place(filling, &bar);
}

/* Notes stand in the order of their numbers: the pieces of a divided row name them cell by cell. */
static int note_order(const void *a, const void *b) {
    const struct note_part *x = a, *y = b;
    if (x->note->node->index != y->note->node->index)
        return x->note->node->index < y->note->node->index ? -1 : 1;
    return x->first < y->first ? -1 : x->first > y->first;
}

static void notes_place(struct filling *filling) {
    if (filling->notes.count == 0)
        return;
    const struct style *style = filling->makeup->setting.style;
    const struct sheet *sheet = filling->draft->sheet;
    struct note_separator separator = note_separator(style);
    qsort(filling->notes.items, filling->notes.count, sizeof *filling->notes.items, note_order);
    length y = sheet->top + sheet->down;
    for (size_t i = 0; i < filling->notes.count; i++)
        y -= note_part_height(&filling->notes.items[i]);
    struct mark rule = {.kind = MARK_FILL,
                        .artifact = ARTIFACT_LAYOUT,
                        .x = sheet->left,
                        .y = y - separator.below - separator.rule,
                        .width = sheet->across / 4,
                        .height = separator.rule,
                        .colour = style->rule};
    if (style->rule != COLOUR_NONE && separator.rule > 0)
        mark_place(filling, rule, 0, 0);
    filling->real = &filling->draft->notes;
    for (size_t i = 0; i < filling->notes.count; i++) {
        const struct note_part *part = &filling->notes.items[i];
        const struct stacked *slabs = part->note->stack.items + part->first;
        for (size_t j = 0; j < part->count; j++)
            slab_place(filling, slabs[j].slab, sheet->left, y + slabs[j].y - slabs[0].y, false);
        y += note_part_height(part);
    }
}

/* --- Order ------------------------------------------------------------------------- */

struct rank {
    uint32_t index;
    size_t at;
};

static int rank_order(const void *a, const void *b) {
    const struct rank *x = a, *y = b;
    if (x->index != y->index)
        return x->index < y->index ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* Real marks in the order of their nodes, those of one node as they were. */
static void marks_sort(mark_list *list, struct arena *arena) {
    bool sorted = true;
    for (size_t i = 1; i < list->count && sorted; i++)
        sorted = list->items[i - 1].node->index <= list->items[i].node->index;
    if (sorted)
        return;
    struct rank *ranks = ARENA_ARRAY(arena, list->count, struct rank);
    struct mark *items = ARENA_ARRAY(arena, list->count, struct mark);
    for (size_t i = 0; i < list->count; i++)
        ranks[i] = (struct rank){list->items[i].node->index, i};
    qsort(ranks, list->count, sizeof *ranks, rank_order);
    for (size_t i = 0; i < list->count; i++)
        items[i] = list->items[ranks[i].at];
    list->items = items;
    list->room = list->count;
}

/* --- One page -------------------------------------------------------------------- */

/* The frames that are open in the gap at item `at`: those of the first slab after it that were there before it. */
static const struct frame *frame_after(const struct galley *galley, size_t at, const struct frame *before) {
    for (size_t i = at; i < galley->items.count; i++) {
        const struct item *item = &galley->items.items[i];
        if (item->kind != ITEM_BOX)
            continue;
        for (const struct frame *frame = before; frame; frame = frame->outer)
            for (const struct frame *next = galley->slabs.items[item->content]->frame; next; next = next->outer)
                if (frame == next)
                    return frame;
        return NULL;
    }
    return NULL;
}

/* Puts the items of the leaf on the page. */
static void page_fill(struct filling *filling) {
    const struct leaf *leaf = filling->leaf;
    const struct galley *galley = leaf->galley;
    struct arena *arena = filling->arena;
    const struct sheet *sheet = leaf->sheet;
    const length top = sheet->top + (filling->number == 1 ? filling->makeup->first_down : 0);
    length y = top;
    bool first = true;
    const struct frame *inner = NULL;
    for (size_t i = leaf->begin; i < leaf->end; i++) {
        const struct item *item = &galley->items.items[i];
        /* Space under nothing but the rest of a footnote, which has no height here, stands at the head of the page too.
         */
        if (item->kind == ITEM_GLUE && !first && (y > top || item->size < 0))
            y = item->on_grid ? top + breaker_grid(y + item->size - top, filling->makeup->setting.style->grid)
                              : y + item->size;
        if (item->kind != ITEM_BOX)
            continue;
        const struct slab *slab = galley->slabs.items[item->content];
        const struct slab_extra *extra = slab_extra(slab);
        if (slab->kind == SLAB_CONTENT || first)
            frames_extend(filling, slab, y);
        if (slab->kind == SLAB_CONTENT)
            slab_place(filling, slab, sheet->left, y, false);
        else if (first && extra->head)
            slab_place(filling, extra->head, sheet->left, y + extra->head_y, true);
        for (size_t j = 0; j < extra->notes.count; j++)
            LIST_ADD(arena, &filling->notes, extra->notes.items[j]);
        if (slab->kind == SLAB_CONTENT)
            inner = slab->frame;
        y += item->size;
        first = false;
    }
    frames_end(filling, frame_after(galley, leaf->end, inner), y);
    frames_place(filling);
    notes_place(filling);
    bars_place(filling);
    marks_sort(&filling->draft->body, arena);
}

/* Nodes that begin after the last slab (empty sections) begin at the end of the last page. */
static void anchors_finish(struct filling *filling) {
    const struct galley *last = filling->makeup->last;
    const struct draft *draft = filling->draft;
    length y = draft->sheet->top;
    for (size_t i = 0; i < draft->body.count; i++)
        y = draft->body.items[i].y > y ? draft->body.items[i].y : y;
    for (size_t i = 0; i < last->nodes.count; i++)
        anchor_place(filling, last->nodes.items[i].node, draft->sheet->left + last->nodes.items[i].x, y);
}

static void page_append(struct page *page, const mark_list *list) {
    if (list->count > 0)
        memcpy(page->marks + page->mark_count, list->items, list->count * sizeof *list->items);
    page->mark_count += list->count;
}

static void page_finish(const struct filling *filling, struct page *page) {
    const struct draft *draft = filling->draft;
    const mark_list *layers[] = {&draft->watermark, &draft->fills, &draft->rules, &draft->head,
                                 &draft->repeated,  &draft->body,  &draft->notes, &draft->foot};
    size_t count = 0;
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++)
        count += layers[i]->count;
    *page = (struct page){.width = draft->sheet->width,
                          .height = draft->sheet->height,
                          .folio = filling->leaf->folio,
                          .marks = ARENA_ARRAY(filling->arena, count, struct mark),
                          .areas = draft->areas.items,
                          .area_count = draft->areas.count,
                          .anchors = draft->anchors.items,
                          .anchor_count = draft->anchors.count};
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++)
        page_append(page, layers[i]);
}

void makeup_fill(struct makeup *makeup, size_t number, struct arena *arena, struct page *out) {
    assert(number < makeup->leaves.count);
    const struct leaf *leaf = &makeup->leaves.items[number];
    struct draft draft = {.sheet = leaf->sheet, .blank = leaf->blank};
    struct filling filling = {
        .makeup = makeup, .leaf = leaf, .number = number + 1, .arena = arena, .draft = &draft, .real = &draft.body};
    makeup->fillings++;
    if (leaf->galley != NULL)
        page_fill(&filling);
    if (filling.number == makeup->leaves.count)
        anchors_finish(&filling);
    struct setting setting = makeup->setting;
    setting.arena = arena;
    running_add(&setting, &draft, filling.number, makeup->leaves.count);
    page_finish(&filling, out);
}

/* --- Where nodes begin ----------------------------------------------------------- */

static void node_begins(struct makeup *makeup, const struct node *node, size_t number) {
    if (makeup->begins[node->index] != 0)
        return;
    makeup->begins[node->index] = (uint32_t)number;
    makeup->folios[node->index] = makeup->leaves.items[number - 1].folio;
}

static void slab_begins(struct makeup *makeup, const struct slab *slab, size_t number) {
    for (size_t i = 0; i < slab->anchors.count; i++)
        node_begins(makeup, slab->anchors.items[i].node, number);
    for (size_t i = 0; i < slab->parts.count && makeup->inline_wanted; i++)
        for (size_t j = 0; j < slab->parts.items[i].line->stroke_count; j++) {
            const struct stroke *stroke = &slab->parts.items[i].line->strokes[j];
            for (const struct node *node = stroke->node; node && node->kind >= NODE_TEXT; node = node->parent)
                if (makeup->wanted[node->index])
                    node_begins(makeup, node, number);
        }
}

static void leaf_begins(struct makeup *makeup, const struct leaf *leaf, size_t number) {
    for (size_t i = leaf->begin; i < leaf->end; i++) {
        const struct item *item = &leaf->galley->items.items[i];
        const struct slab *slab = item->kind == ITEM_BOX ? leaf->galley->slabs.items[item->content] : NULL;
        if (slab == NULL)
            continue;
        if (slab->kind == SLAB_CONTENT)
            slab_begins(makeup, slab, number);
        const struct slab_extra *extra = slab_extra(slab);
        for (size_t j = 0; j < extra->notes.count; j++) {
            const struct note_part *part = &extra->notes.items[j];
            for (size_t k = part->first; k < part->first + part->count; k++)
                slab_begins(makeup, part->note->stack.items[k].slab, number);
        }
    }
}

static void want(struct makeup *makeup, const struct node *node) {
    makeup->wanted[node->index] = true;
    makeup->inline_wanted = makeup->inline_wanted || node->kind >= NODE_TEXT;
}

static void wanted_fill(struct makeup *makeup) {
    const struct document *document = makeup->setting.document;
    for (size_t i = 0; i < document->node_count; i++) {
        const struct node *node = document->nodes[i];
        if (node->id)
            want(makeup, node);
        if (node->kind == NODE_LINK && node->as.link.target)
            want(makeup, node->as.link.target);
        if (node->kind == NODE_FOLIO)
            want(makeup, node->as.folio.target);
        if (node->kind == NODE_NOTE && node->as.note.call)
            want(makeup, node->as.note.call);
    }
}

static void nodes_begin(struct makeup *makeup) {
    wanted_fill(makeup);
    for (size_t i = 0; i < makeup->leaves.count; i++)
        leaf_begins(makeup, &makeup->leaves.items[i], i + 1);
    for (size_t i = 0; i < makeup->last->nodes.count; i++)
        node_begins(makeup, makeup->last->nodes.items[i].node, makeup->leaves.count);
}

/* --- Pages ----------------------------------------------------------------------- */

/* What is wrong with running heads and feet must be known before a page is filled. */
static void running_try(const struct makeup *makeup) {
    struct setting setting = makeup->setting;
    setting.arena = arena_open();
    size_t count = makeup->leaves.count;
    for (size_t number = 1; number <= count; number = number == 2 && count > 2 ? count : number + 1) {
        struct draft draft = {.sheet = makeup->leaves.items[number - 1].sheet,
                              .blank = makeup->leaves.items[number - 1].blank};
        running_add(&setting, &draft, number, count);
    }
    arena_close(setting.arena);
}

static struct leaf *leaf_add(struct makeup *makeup, const struct galley *galley, const struct sheet *sheet,
                             size_t begin, size_t end) {
    struct leaf leaf = {galley, sheet, begin, end, paging_folio(makeup->kept, makeup->leaves.count), false};
    LIST_ADD(makeup->setting.arena, &makeup->leaves, leaf);
    return &makeup->leaves.items[makeup->leaves.count - 1];
}

static void run_add(struct makeup *makeup, const struct run_of_pages *run) {
    const struct galley *galley = run->galley;
    if (run->blank)
        leaf_add(makeup, NULL, run->blank, 0, 0)->blank = true;
    size_t begin = 0;
    for (size_t i = 0; i < run->count; i++) {
        leaf_add(makeup, galley, galley->sheet, begin, run->breaks[i].item + 1);
        begin = run->breaks[i].item + 1;
    }
}

struct makeup *makeup_open(const struct setting *setting, const struct flow *flow, const struct paging *paging,
                           struct arena *kept) {
    struct arena *arena = setting->arena;
    size_t nodes = setting->document->node_count;
    struct makeup *makeup = ARENA_NEW(arena, struct makeup);
    *makeup = (struct makeup){.setting = *setting,
                              .last = flow->galley,
                              .wanted = ARENA_ARRAY(arena, nodes, bool),
                              .begins = ARENA_ARRAY(arena, nodes, uint32_t),
                              .anchored = ARENA_ARRAY(arena, nodes, uint32_t),
                              .kept = kept,
                              .folios = ARENA_ARRAY(kept, nodes, const char *),
                              .first_down = running_logo_room(setting)};
    for (size_t i = 0; i < paging->runs.count; i++)
        run_add(makeup, &paging->runs.items[i]);
    if (makeup->leaves.count == 0)
        leaf_add(makeup, NULL, &flow->upright, 0, 0);
    nodes_begin(makeup);
    running_try(makeup);
    return makeup;
}

size_t makeup_count(const struct makeup *makeup) {
    return makeup->leaves.count;
}

const char *const *makeup_folios(const struct makeup *makeup) {
    return makeup->folios;
}
