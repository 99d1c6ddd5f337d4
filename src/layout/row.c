/* row.c: the cells of a row, set → slabs, one a row or, of a tall row, several.
 *
 * Cells are set as galleys of their own and stacked side by side, their first
 * baselines level. A row taller than a third of the page is divided between
 * lines of its highest cell, where the others may be broken too; a line of
 * theirs may reach over the cut, so nothing moves when no page ends there. A
 * row without enough of such places (pictures) is dealt out in slices of each
 * cell. A cell that is divided keeps two lines on either side. Rows that a cell
 * spans are one slab; where no page holds it, as many of its rows as its text
 * needs, then the others one by one.
 */
#include "layout/row.h"

#define OVER_MOST                                                          \
    LENGTH_PT(36)            /* a line, in any type that tables are set in \
                              */
#define GOES_ON ((length)-1) /* a cell from a row above the band */
#define NOWHERE SIZE_MAX

/* One piece of a row: of each column's stack the slabs from begin to end, whose
 * top is `base` in the stack. */
struct slice {
    size_t *begin, *end;
    length *base;
    length height;
    length over; /* how far lines of it reach below it, beside the lines of the
                    next */
};

struct slices {
    LIST(struct slice) list;
    enum hold give_up; /* holds up to this one are not heeded; HOLD_NONE at first */
};

/* Where the first line of a stack has its baseline; 0 when it does not begin
 * with a line. */
static length first_baseline(const struct stack *stack) {
    return stack->count > 0 && stack->items[0].slab->parts.count > 0 ? stack->items[0].slab->parts.items[0].y : 0;
}

static bool holds_lists(const struct node *cell) {
    for (const struct node *child = cell->first; child; child = child->next)
        if (child->kind == NODE_LIST)
            return true;
    return false;
}

/* Moves the lines of a cell to where its column wants them. Numbers stand on
 * one line; longer text is read from the start. */
static void cell_align(const struct grid *grid, const struct node *cell, size_t column, length width,
                       struct galley *galley) {
    bool decimal = cell->as.cell.align == CELL_DECIMAL;
    if (cell->as.cell.align == CELL_START || holds_lists(cell) || (decimal && galley->slabs.count != 1))
        return;
    for (size_t i = 0; i < galley->slabs.count; i++)
        for (size_t j = 0; j < galley->slabs.items[i]->parts.count; j++) {
            struct part *part = &galley->slabs.items[i]->parts.items[j];
            length most = width - part->line->width;
            if (decimal)
                part->x = length_shorten(part->x + decimal_place(&grid->decimals[column], part->line, width));
            else if (most > 0)
                part->x = length_shorten(part->x + most);
        }
}

static struct stack cell_stack(const struct flow *flow, const struct grid *grid, const struct node *cell, size_t column,
                               struct arena *scratch, struct galley **galley) {
    const struct setting *setting = flow->setting;
    length width = grid_cell_width(setting->style, grid, cell, column);
    const struct setting *inside = grid->squeezed ? grid->squeezed : setting;
    struct stack stack = grid_cell_set(inside, flow->galley->sheet, cell, width, flow->trial, scratch, galley);
    cell_align(grid, cell, column, width, *galley);
    return stack;
}

struct cells row_set(const struct flow *flow, const struct grid *grid, size_t r) {
    const struct setting *setting = flow->setting;
    const struct row *row = &grid->rows[r];
    struct cells cells = {.arena = arena_open()};
    cells.stacks = ARENA_ARRAY(cells.arena, grid->columns, struct stack);
    cells.galleys = ARENA_ARRAY(cells.arena, grid->columns, struct galley *);
    length level = 0;
    for (size_t c = 0; c < grid->columns; c++) {
        if (!row->cells[c])
            continue;
        cells.stacks[c] = cell_stack(flow, grid, row->cells[c], c, cells.arena, &cells.galleys[c]);
        length baseline = first_baseline(&cells.stacks[c]);
        level = baseline > level ? baseline : level;
    }
    for (size_t c = 0; c < grid->columns; c++) {
        struct stack *stack = &cells.stacks[c];
        length baseline = first_baseline(stack);
        if (baseline > 0) {
            for (size_t i = 0; i < stack->count; i++)
                stack->items[i].y += level - baseline;
            stack->height += level - baseline;
        }
        bool deep = row->cells[c] && row->cells[c]->as.cell.rows > 1;
        if (!deep)
            cells.height = stack->height > cells.height ? stack->height : cells.height;
    }
    if (cells.height == 0) { /* a row of empty cells is a line high */
        const struct block_style *look = &setting->style->blocks[STYLE_TABLE_CELL];
        cells.height = look->leading;
    }
    return cells;
}

void row_close(struct cells *cells) {
    arena_close(cells->arena);
    *cells = (struct cells){.height = cells->height};
}

static struct slice slice_new(const struct grid *grid, struct arena *arena) {
    return (struct slice){.begin = ARENA_ARRAY(arena, grid->columns, size_t),
                          .end = ARENA_ARRAY(arena, grid->columns, size_t),
                          .base = ARENA_ARRAY(arena, grid->columns, length)};
}

/* The first slab of the stack that begins at `y` or lower. */
static size_t stack_find(const struct stack *stack, length y) {
    size_t low = 0, high = stack->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (stack->items[middle].y < y)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* True when a cut above slab `i` leaves a line of the stack's text alone on one
 * side. */
static bool leaves_lone_line(const struct stack *stack, size_t begin, size_t i) {
    if (i <= begin || i >= stack->count || stack->count - begin < 2)
        return false;
    bool above = i == begin + 1 && begin == 0 && stack->items[0].slab->parts.count > 0;
    bool below = i + 1 == stack->count && stack->items[i].slab->parts.count > 0;
    return above || below;
}

/* Whether the row can be divided at `y`: in each stack a break may be above the
 * first slab that begins at or below it. The slab before that one may reach
 * further down, by `*over`: as much room has to be left under a page that ends
 * here.
 */
static bool cut_holds(const struct grid *grid, const struct cells *cells, length y, enum hold give_up, length *over) {
    *over = 0;
    for (size_t c = 0; c < grid->columns; c++) {
        const struct stack *stack = &cells->stacks[c];
        size_t i = stack_find(stack, y);
        if (i > 0 && i < stack->count && stack->items[i].hold > give_up)
            return false;
        if (give_up < HOLD_WIDOW && leaves_lone_line(stack, 0, i))
            return false;
        if (i > 0 && stack->items[i - 1].y + stack->items[i - 1].slab->height - y > *over)
            *over = stack->items[i - 1].y + stack->items[i - 1].slab->height - y;
    }
    return *over <= OVER_MOST;
}

/* The next cut below `above`, or the row's height; there is no need to look
 * further down than `limit`. Only the slabs of the highest stack are asked: the
 * others reach over the cut by less than a line. */
static length cut_after(const struct grid *grid, const struct cells *cells, length above, length limit,
                        enum hold give_up, length *over) {
    const struct stack *highest = &cells->stacks[0];
    for (size_t c = 1; c < grid->columns; c++)
        highest = cells->stacks[c].height > highest->height ? &cells->stacks[c] : highest;
    for (size_t i = stack_find(highest, above + 1); i < highest->count; i++) {
        if (highest->items[i].y - above > limit)
            break;
        if (cut_holds(grid, cells, highest->items[i].y, give_up, over))
            return highest->items[i].y;
    }
    *over = 0;
    return cells->height;
}

static void slice_between(const struct grid *grid, const struct cells *cells, length top, length bottom,
                          struct slice *slice) {
    for (size_t c = 0; c < grid->columns; c++) {
        slice->begin[c] = stack_find(&cells->stacks[c], top);
        slice->end[c] = bottom < cells->height ? stack_find(&cells->stacks[c], bottom) : cells->stacks[c].count;
        slice->base[c] = top;
    }
    slice->height = bottom - top;
}

/* Slices that end where every cell may be broken. False when one of them would
 * be taller than `limit`. */
static bool slices_cut(const struct grid *grid, const struct cells *cells, length limit, struct arena *arena,
                       struct slices *out) {
    length top = 0;
    while (top < cells->height) {
        length over;
        length bottom = cut_after(grid, cells, top, limit, out->give_up, &over);
        if (bottom - top > limit)
            return false;
        struct slice slice = slice_new(grid, arena);
        slice_between(grid, cells, top, bottom, &slice);
        slice.over = over;
        LIST_ADD(arena, &out->list, slice);
        top = bottom;
    }
    return true;
}

/* How far a slice of one stack reaches: as many slabs as `limit` holds, at
 * least one, ended where a break may be. */
static size_t deal_end(const struct stack *stack, size_t begin, length limit, enum hold give_up) {
    length base = begin < stack->count ? stack->items[begin].y : 0;
    size_t good = 0;
    for (size_t i = begin + 1; i < stack->count; i++) {
        if (good > 0 && stack->items[i].y - base > limit)
            return good;
        bool lone = give_up < HOLD_WIDOW && leaves_lone_line(stack, begin, i);
        if (stack->items[i].hold <= give_up && !lone)
            good = i;
    }
    bool rest = stack->count > 0 && begin < stack->count &&
                stack->items[stack->count - 1].y + stack->items[stack->count - 1].slab->height - base <= limit;
    return good > 0 && !rest ? good : stack->count;
}

/* Slices that end in each cell where that cell may be broken, about `limit`
 * tall. */
static void slices_dealt(const struct grid *grid, const struct cells *cells, length limit, struct arena *arena,
                         struct slices *out) {
    size_t *at = ARENA_ARRAY(arena, grid->columns, size_t);
    for (bool more = true; more;) {
        more = false;
        struct slice slice = slice_new(grid, arena);
        for (size_t c = 0; c < grid->columns; c++) {
            const struct stack *stack = &cells->stacks[c];
            slice.begin[c] = at[c];
            slice.end[c] = at[c] < stack->count ? deal_end(stack, at[c], limit, out->give_up) : stack->count;
            slice.base[c] = out->list.count > 0 && at[c] < stack->count ? stack->items[at[c]].y : 0;
            at[c] = slice.end[c];
            if (slice.end[c] > slice.begin[c]) {
                const struct stacked *last = &stack->items[slice.end[c] - 1];
                length height = last->y + last->slab->height - slice.base[c];
                slice.height = height > slice.height ? height : slice.height;
            }
            more = more || at[c] < stack->count;
        }
        LIST_ADD(arena, &out->list, slice);
    }
}

static length tallest(const struct slices *slices) {
    length most = 0;
    for (size_t i = 0; i < slices->list.count; i++)
        most = slices->list.items[i].height > most ? slices->list.items[i].height : most;
    return most;
}

/* The row in one piece, or divided when it is tall; what holds blocks together
 * in a cell gives way to the page's end.
 */
static struct slices slices_find(const struct flow *flow, const struct grid *grid, const struct cells *cells) {
    struct arena *arena = cells->arena;
    struct slices slices = {.give_up = HOLD_NONE};
    length down = flow->galley->sheet->down;
    if (cells->height <= down / 3) {
        struct slice whole = slice_new(grid, arena);
        slice_between(grid, cells, 0, cells->height, &whole);
        LIST_ADD(arena, &slices.list, whole);
        return slices;
    }
    for (;; slices.give_up++) {
        slices.list.count = 0;
        if (slices_cut(grid, cells, down / 3, arena, &slices))
            return slices;
        slices.list.count = 0;
        slices_dealt(grid, cells, down / 4, arena, &slices);
        if (tallest(&slices) <= down / 2 || slices.give_up == HOLD_UNDIVIDED)
            return slices;
    }
}

static void fill_add(struct arena *arena, struct slab *slab, enum artifact artifact, colour paint, length x, length y,
                     length width, length height) {
    if (paint == COLOUR_NONE || height <= 0)
        return;
    SHORT_LIST_ADD(arena, &slab->strokes, stroke_fill(artifact, paint, x, y, width, height));
}

/* Frames inside a cell have their own pieces, which are painted with the cell.
 */
static void frames_add(struct arena *arena, struct slab *slab, const struct stack *stack, size_t begin, size_t end,
                       length x, length y) {
    LIST(const struct frame *) done = {0};
    for (size_t i = begin; i < end; i++)
        for (const struct frame *frame = stack->items[i].slab->frame; frame; frame = frame->outer) {
            bool known = false;
            for (size_t j = 0; j < done.count; j++)
                known = known || done.items[j] == frame;
            if (!known)
                LIST_ADD(arena, &done, frame);
        }
    for (size_t j = done.count; j-- > 0;) {
        length top = LENGTH_HUGE, bottom = 0;
        for (size_t i = begin; i < end; i++)
            for (const struct frame *frame = stack->items[i].slab->frame; frame; frame = frame->outer)
                if (frame == done.items[j]) {
                    top = stack->items[i].y < top ? stack->items[i].y : top;
                    bottom = stack->items[i].y + stack->items[i].slab->height;
                }
        struct stroke strokes[2];
        size_t count = frame_strokes(done.items[j], x, top + y, bottom + y, strokes);
        for (size_t i = 0; i < count; i++)
            SHORT_LIST_ADD(arena, &slab->strokes, strokes[i]);
    }
}

static void cell_anchors(struct arena *arena, struct slab *slab, const struct node *cell, const struct galley *galley,
                         length x, length y) {
    slab_anchor(arena, slab, cell, x, y);
    for (size_t i = 0; galley && i < galley->nodes.count; i++)
        slab_anchor(arena, slab, galley->nodes.items[i].node, x, y);
}

/* The hairline under a row, or the rule under the head; none crosses a cell
 * that goes on below. */
static void rule_add(const struct flow *flow, const struct grid *grid, size_t r, struct slab *slab, length y,
                     length thick) {
    const struct style *style = flow->setting->style;
    bool last_head = grid->rows[r].head && r + 1 == grid->head_count;
    colour paint = last_head ? style->table_head_rule : style->rule;
    length x = grid->x, from = x;
    for (size_t c = 0; c < grid->columns; c++) {
        length end = x + grid->widths[c] + 2 * style->cell_padding_across;
        if (grid_goes_on(grid, r, c)) {
            fill_add(flow->setting->arena, slab, ARTIFACT_LAYOUT, paint, from, y, x - from, thick);
            from = end;
        }
        x = end;
    }
    fill_add(flow->setting->arena, slab, ARTIFACT_LAYOUT, paint, from, y, grid->x + grid->width - from, thick);
}

static length rule_thick(const struct flow *flow, const struct grid *grid, size_t r) {
    const struct style *style = flow->setting->style;
    return grid->rows[r].head && r + 1 == grid->head_count ? style->table_head_rule_width : style->rule_width;
}

static length row_height(const struct flow *flow, const struct grid *grid, const struct cells *cells, size_t r) {
    return cells[r].height + 2 * flow->setting->style->cell_padding_down + rule_thick(flow, grid, r);
}

/* Room for what the pieces of the cells bring along: a slab has hardly more. */
static void slab_reserve(struct arena *arena, struct slab *slab, const struct grid *grid, const struct row *row,
                         const struct cells *cells, const struct slice *slice) {
    size_t parts = 0, strokes = 1, anchors = 2;
    for (size_t c = 0; c < grid->columns; c++) {
        anchors += row->cells[c] != NULL;
        for (size_t i = slice->begin[c]; i < slice->end[c]; i++) {
            const struct slab *from = cells->stacks[c].items[i].slab;
            parts += from->parts.count;
            strokes += from->strokes.count;
            anchors += from->anchors.count;
        }
    }
    SHORT_LIST_ROOM(arena, &slab->parts, parts);
    SHORT_LIST_ROOM(arena, &slab->strokes, strokes);
    SHORT_LIST_ROOM(arena, &slab->anchors, anchors);
}

/* One piece of a row as a slab: fills, text of the cells from the first to the
 * last, the rule under the last piece. */
static struct slab *slice_slab(const struct flow *flow, const struct grid *grid, size_t r, const struct cells *cells,
                               const struct slice *slice, bool first, bool last) {
    const struct style *style = flow->setting->style;
    struct arena *arena = flow->setting->arena;
    const struct row *row = &grid->rows[r];
    length rule = rule_thick(flow, grid, r);
    length above = first ? style->cell_padding_down : 0;
    length below = last ? style->cell_padding_down : 0;
    length inner = above + slice->height + below;
    struct slab *slab = slab_new(flow->galley, inner + (last ? rule : 0));
    slab_reserve(arena, slab, grid, row, cells, slice);
    length x = grid->x;
    for (size_t c = 0; c < grid->columns; x += grid->widths[c] + 2 * style->cell_padding_across, c++) {
        const struct stack *stack = &cells->stacks[c];
        const struct node *cell = row->cells[c];
        if (!cell && row->above && (!cells->deep || cells->deep[c] == GOES_ON)) /* a piece of a cell from above */
            cell = row->above[c] && (c == 0 || row->above[c] != row->above[c - 1]) ? row->above[c] : NULL;
        if (!cell)
            continue;
        length width = grid_cell_width(style, grid, cell, c) + 2 * style->cell_padding_across;
        length text_x = x + style->cell_padding_across, text_y = above - slice->base[c];
        length deep = cells->deep && cells->deep[c] > 0 ? cells->deep[c] : 0;
        fill_add(arena, slab, ARTIFACT_BACKGROUND, style_block(style, cell)->background, x, 0, width, inner + deep);
        if (first && row->cells[c])
            cell_anchors(arena, slab, cell, cells->galleys[c], x, 0);
        frames_add(arena, slab, stack, slice->begin[c], slice->end[c], text_x, text_y);
        for (size_t i = slice->begin[c]; i < slice->end[c]; i++)
            if (stack->items[i].slab->kind == SLAB_CONTENT)
                slab_merge(arena, slab, stack->items[i].slab, text_x, text_y + stack->items[i].y);
    }
    if (last)
        rule_add(flow, grid, r, slab, inner, rule);
    return slab;
}

void row_begin(struct flow *flow, const struct grid *grid, const struct row *row) {
    if (row->group)
        galley_begin(flow->galley, row->group, grid->x);
    galley_begin(flow->galley, row->node, grid->x);
}

void row_add(struct flow *flow, const struct grid *grid, const struct cells *cells, size_t r) {
    struct slices slices = slices_find(flow, grid, cells);
    row_begin(flow, grid, &grid->rows[r]);
    for (size_t i = 0; i < slices.list.count; i++) {
        const struct slice *slice = &slices.list.items[i];
        if (i > 0) {
            galley_cost(flow->galley, flow->setting->style->breaks.split_row);
            flow->galley->resume_above = flow->galley->resume_below = flow->setting->style->cell_padding_down;
            flow->galley->resume_below += slice[-1].over;
        }
        galley_add(flow->galley, slice_slab(flow, grid, r, cells, slice, i == 0, i + 1 == slices.list.count));
        flow->galley->need = 0;
    }
}

/* --- Rows that cells tie together
 * ---------------------------------------------------- */

static size_t *begins_new(const struct grid *grid, struct arena *arena) {
    size_t *begins = ARENA_ARRAY(arena, grid->columns, size_t);
    for (size_t c = 0; c < grid->columns; c++)
        begins[c] = NOWHERE;
    return begins;
}

/* The cell over `column` of row `r`, and in which row it begins: kept from row
 * to row in `begins`. */
static const struct node *cover_next(const struct grid *grid, size_t r, size_t column, size_t *begins) {
    const struct row *row = &grid->rows[r];
    if (row->cells[column]) {
        begins[column] = r;
        return row->cells[column];
    }
    return row->above ? row->above[column] : NULL;
}

length row_band_fit(const struct flow *flow, const struct grid *grid, struct cells *cells, size_t first, size_t end) {
    struct arena *arena = cells[first].arena;
    const struct style *style = flow->setting->style;
    size_t *begins = begins_new(grid, arena);
    length *tops = ARENA_ARRAY(arena, end - first + 1, length);
    for (size_t r = first; r < end; r++) {
        tops[r + 1 - first] = tops[r - first] + row_height(flow, grid, cells, r);
        for (size_t c = 0; c < grid->columns; c++) {
            const struct node *cell = cover_next(grid, r, c, begins);
            if (!cell || cell->as.cell.rows < 2 || begins[c] == NOWHERE || (r + 1 < end && grid_goes_on(grid, r, c)))
                continue;
            length wanted =
                cells[begins[c]].stacks[c].height + 2 * style->cell_padding_down + rule_thick(flow, grid, r);
            length more = wanted - (tops[r + 1 - first] - tops[begins[c] - first]);
            if (more > 0) {
                cells[r].height += more;
                tops[r + 1 - first] += more;
            }
        }
    }
    for (size_t c = 0; c < grid->columns; c++)
        begins[c] = NOWHERE;
    for (size_t r = first; r < end; r++) {
        cells[r].deep = ARENA_ARRAY(cells[r].arena, grid->columns, length);
        for (size_t c = 0; c < grid->columns; c++) {
            bool covered = cover_next(grid, r, c, begins) != NULL;
            if (covered && begins[c] == NOWHERE)
                cells[r].deep[c] = GOES_ON;
            else if (covered && begins[c] < r && (r + 1 == end || !grid_goes_on(grid, r, c)))
                cells[begins[c]].deep[c] = tops[r + 1 - first] - tops[begins[c] + 1 - first] -
                                           rule_thick(flow, grid, r) + rule_thick(flow, grid, begins[c]);
        }
    }
    return tops[end - first];
}

size_t row_band_tie(const struct flow *flow, const struct grid *grid, const struct cells *cells, size_t first,
                    size_t end) {
    length height = 0, wanted = 0;
    for (size_t r = first; r < end; r++) {
        for (size_t c = 0; c < grid->columns; c++) {
            const struct node *cell = grid->rows[r].cells[c];
            length reach = height + cells[r].stacks[c].height + 2 * flow->setting->style->cell_padding_down;
            if (cell && cell->as.cell.rows > 1 && reach > wanted)
                wanted = reach;
        }
        height += row_height(flow, grid, cells, r);
        if (height >= wanted)
            return r + 1;
    }
    return end;
}

struct slab *row_band_slab(const struct flow *flow, const struct grid *grid, const struct cells *cells, size_t first,
                           size_t end) {
    struct arena *arena = flow->setting->arena;
    struct slab *band = slab_new(flow->galley, 0);
    for (size_t r = first; r < end; r++) {
        struct slice whole = slice_new(grid, cells[r].arena);
        for (size_t c = 0; c < grid->columns; c++)
            whole.end[c] = cells[r].stacks[c].count;
        whole.height = cells[r].height;
        if (r > first)
            slab_anchor(arena, band, grid->rows[r].node, grid->x, band->height);
        struct slab *slab = slice_slab(flow, grid, r, &cells[r], &whole, true, true);
        slab_merge(arena, band, slab, 0, band->height);
        band->height += slab->height;
    }
    return band;
}

/* Moves the slabs of `from` that row `r` has room for, or all in the last row
 * of the cell, to the row's own stack. */
static void stack_deal(struct cells *cells, struct stack *from, size_t *next, bool last, size_t column,
                       struct arena *arena) {
    struct stack *to = &cells->stacks[column];
    length base = *next > 0 && *next < from->count ? from->items[*next].y : 0;
    to->items = ARENA_ARRAY(arena, from->count - *next, struct stacked);
    to->count = 0;
    to->height = 0;
    for (; *next < from->count; (*next)++) {
        struct stacked item = from->items[*next];
        item.y -= base;
        length bottom = item.y + item.slab->height;
        if (!last && bottom > cells->height)
            break;
        to->items[to->count++] = item;
        to->height = bottom;
    }
    if (to->height > cells->height)
        cells->height = to->height;
}

void row_band_deal(const struct grid *grid, struct cells *cells, size_t first, size_t end) {
    struct arena *arena = cells[first].arena;
    struct stack *whole = ARENA_ARRAY(arena, grid->columns, struct stack);
    size_t *next = ARENA_ARRAY(arena, grid->columns, size_t);
    for (size_t r = first; r < end; r++) {
        cells[r].deep = NULL;
        for (size_t c = 0; c < grid->columns; c++) {
            const struct node *cell = grid->rows[r].cells[c];
            if (cell) {
                whole[c] = cells[r].stacks[c];
                next[c] = 0;
            } else {
                cell = grid->rows[r].above[c];
            }
            if (cell && cell->as.cell.rows > 1)
                stack_deal(&cells[r], &whole[c], &next[c], r + 1 == end || !grid_goes_on(grid, r, c), c, arena);
        }
    }
}
