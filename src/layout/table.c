/* table.c: rows of cells → slabs, one a row or, of a tall row, several.
 *
 * Widths: column.c. A table that does not fit takes, in this order, the whole
 * width of the text, a turned page, narrower columns with broken words. Cells are
 * set as galleys of their own and stacked side by side, their first baselines
 * level. A row taller than a third of the page is divided where every cell may be
 * divided cleanly, so that nothing moves when it is not; a row without enough of
 * such places is dealt out in slices that end between lines of each cell. The
 * head is one slab, which SLAB_RESUME shows again on later pages; it has no node
 * there.
 */
#include "layout/table.h"

#include <assert.h>

#include "document/role.h"
#include "layout/column.h"
#include "layout/remark.h"

#define SAMPLE_CELLS 1500

struct row {
    const struct node *node;
    const struct node *group;  /* the head or body that it is the first row of, else NULL */
    const struct node **cells; /* NULL where there is none */
    bool head;
};

struct grid {
    const struct node *table, *caption;
    size_t columns;
    struct row *rows;
    size_t row_count, head_count;
    struct column_extent *extents; /* of what is in the cells, padding apart */
    length *widths;                /* likewise */
    length x, width;               /* of the whole */
};

/* Where the table goes. */
struct berth {
    length room; /* all columns with their padding */
    bool turn, squeeze;
};

/* A row's cells, set. */
struct cells {
    struct stack *stacks; /* by column */
    struct galley **galleys;
    length height; /* of the highest */
};

/* One piece of a row: of each column's stack the slabs from begin to end, whose top is `base` in the stack. */
struct slice {
    size_t *begin, *end;
    length *base;
    length height;
    enum hold hold;
};

struct slices {
    LIST(struct slice) list;
    enum hold give_up; /* holds up to this one are not heeded; HOLD_NONE at first */
};

static bool is_cell(const struct node *node) {
    return node->kind == NODE_CELL || node->kind == NODE_HEADER_CELL;
}

static size_t row_length(const struct node *row) {
    size_t count = 0;
    for (const struct node *cell = row->first; cell; cell = cell->next)
        count += is_cell(cell);
    return count;
}

static void grid_count(struct grid *grid) {
    grid->columns = grid->table->as.table.columns;
    for (const struct node *group = grid->table->first; group; group = group->next) {
        if (group->kind == NODE_CAPTION)
            grid->caption = group;
        if (group->kind != NODE_TABLE_HEAD && group->kind != NODE_TABLE_BODY)
            continue;
        for (const struct node *row = group->first; row; row = row->next) {
            size_t count = row_length(row);
            grid->columns = count > grid->columns ? count : grid->columns;
            grid->row_count++;
            grid->head_count += group->kind == NODE_TABLE_HEAD;
        }
    }
}

static struct grid *grid_read(const struct node *table, struct arena *arena) {
    struct grid *grid = ARENA_NEW(arena, struct grid);
    grid->table = table;
    grid_count(grid);
    grid->rows = ARENA_ARRAY(arena, grid->row_count, struct row);
    grid->extents = ARENA_ARRAY(arena, grid->columns, struct column_extent);
    grid->widths = ARENA_ARRAY(arena, grid->columns, length);
    size_t at = 0;
    for (const struct node *group = table->first; group; group = group->next) {
        if (group->kind != NODE_TABLE_HEAD && group->kind != NODE_TABLE_BODY)
            continue;
        for (const struct node *node = group->first; node; node = node->next) {
            struct row *row = &grid->rows[at++];
            *row = (struct row){.node = node,
                                .group = node == group->first ? group : NULL,
                                .cells = ARENA_ARRAY(arena, grid->columns, const struct node *),
                                .head = group->kind == NODE_TABLE_HEAD};
            size_t column = 0;
            for (const struct node *cell = node->first; cell; cell = cell->next)
                if (is_cell(cell))
                    row->cells[column++] = cell;
        }
    }
    return grid;
}

static bool grid_measure(const struct setting *setting, struct grid *grid) {
    bool good = true;
    for (size_t r = 0; r < grid->row_count; r++)
        for (size_t c = 0; c < grid->columns; c++)
            if (grid->rows[r].cells[c] && !column_extent_of(setting, grid->rows[r].cells[c], &grid->extents[c]))
                good = false;
    return good;
}

/* The names down the start of a document control stay on one line while they leave most of the measure to what is said
 * about them. */
static void names_keep_whole(struct grid *grid, length measure) {
    if (grid->table->class_ == CLASS_CONTROL && grid->columns > 1 && grid->extents[0].most <= measure * 2 / 5)
        grid->extents[0].least = grid->extents[0].most;
}

static bool may_turn(const struct flow *flow, const struct node *table) {
    const struct galley *galley = flow->galley;
    int own = table->keep_together ? 1 : 0;
    bool wider = flow->turned.across > flow->upright.across;
    return flow->setting->style->turn_wide_tables && wider && galley->body && !galley->inner && galley->together == 0 &&
           galley->opening <= own;
}

static struct berth berth_find(const struct flow *flow, const struct grid *grid, struct column column) {
    const struct style *style = flow->setting->style;
    length paddings = 2 * style->cell_padding_across * (length)grid->columns;
    length least = paddings, most = paddings;
    for (size_t i = 0; i < grid->columns; i++) {
        least += grid->extents[i].least;
        most += grid->extents[i].most;
    }
    bool free = flow->galley->body && !flow->galley->inner;
    length whole = free ? flow->galley->sheet->across - column.x : column.measure;
    struct berth berth = {.room = column.measure};
    if (least > column.measure)
        berth.room = whole;
    if (least > whole && may_turn(flow, grid->table)) {
        berth.turn = true;
        berth.room = flow->turned.across;
    }
    berth.squeeze = least > berth.room;
    bool spread = grid->table->class_ == CLASS_CONTROL && !berth.turn;
    if (most < berth.room && !spread)
        berth.room = most;
    return berth;
}

/* A cell, set to the width of its column. */
static struct stack cell_set(const struct setting *setting, const struct sheet *sheet, const struct node *cell,
                             length width, bool trial, struct galley **galley) {
    struct flow inside = flow_inside(setting, sheet, trial);
    struct column column = {.measure = width, .group = style_block(setting->style, cell)};
    flow_children(&inside, cell, column);
    galley_flush_labels(inside.galley);
    if (galley)
        *galley = inside.galley;
    return galley_stack(inside.galley, setting->arena);
}

struct trial {
    const struct flow *flow;
    const struct grid *grid;
    size_t stride; /* every so manieth row is looked at */
};

static length trial_height(void *context, size_t row, size_t column, length width) {
    const struct trial *trial = context;
    const struct node *cell = trial->grid->rows[row * trial->stride].cells[column];
    if (!cell)
        return 0;
    struct arena *scratch = arena_open();
    struct setting setting = *trial->flow->setting;
    setting.arena = scratch;
    setting.report = report_open(scratch);
    setting.bare = true;
    length height = cell_set(&setting, &trial->flow->upright, cell, width, true, NULL).height;
    arena_close(scratch);
    return height;
}

static void grid_widths(const struct flow *flow, struct grid *grid, const struct berth *berth) {
    length room = berth->room - 2 * flow->setting->style->cell_padding_across * (length)grid->columns;
    length most = 0;
    for (size_t i = 0; i < grid->columns; i++)
        most += grid->widths[i] = grid->extents[i].most;
    if (berth->squeeze) {
        column_squeeze(grid->extents, grid->columns, room, grid->widths);
    } else if (most <= room) {
        grid->widths[grid->columns - 1] += room - most;
    } else {
        struct arena *scratch = arena_open();
        struct trial trial = {.flow = flow, .grid = grid, .stride = 1 + grid->row_count * grid->columns / SAMPLE_CELLS};
        size_t rows = (grid->row_count + trial.stride - 1) / trial.stride;
        column_distribute(grid->extents, grid->columns, rows, room, trial_height, &trial, scratch, grid->widths);
        arena_close(scratch);
    }
    grid->width = berth->room;
}

/* Where the first line of a stack has its baseline; 0 when it does not begin with a line. */
static length first_baseline(const struct stack *stack) {
    return stack->count > 0 && stack->items[0].slab->parts.count > 0 ? stack->items[0].slab->parts.items[0].y : 0;
}

static struct cells cells_set(const struct flow *flow, const struct grid *grid, const struct row *row) {
    const struct setting *setting = flow->setting;
    struct cells cells = {.stacks = ARENA_ARRAY(setting->arena, grid->columns, struct stack),
                          .galleys = ARENA_ARRAY(setting->arena, grid->columns, struct galley *)};
    length level = 0;
    for (size_t c = 0; c < grid->columns; c++) {
        if (!row->cells[c])
            continue;
        cells.stacks[c] =
            cell_set(setting, flow->galley->sheet, row->cells[c], grid->widths[c], flow->trial, &cells.galleys[c]);
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
        cells.height = stack->height > cells.height ? stack->height : cells.height;
    }
    if (cells.height == 0) { /* a row of empty cells is a line high */
        const struct block_style *look = &setting->style->blocks[STYLE_TABLE_CELL];
        cells.height = look->leading;
    }
    return cells;
}

static struct slice slice_new(const struct grid *grid, struct arena *arena) {
    return (struct slice){.begin = ARENA_ARRAY(arena, grid->columns, size_t),
                          .end = ARENA_ARRAY(arena, grid->columns, size_t),
                          .base = ARENA_ARRAY(arena, grid->columns, length)};
}

/* The first slab of the stack that begins at `y` or lower. */
static size_t stack_find(const struct stack *stack, length y) {
    size_t i = 0;
    while (i < stack->count && stack->items[i].y < y)
        i++;
    return i;
}

/* True when all stacks can be cut at `y`: no slab lies across it, and each stack may be broken there or is done. */
static bool cut_is_clean(const struct grid *grid, const struct cells *cells, length y, enum hold give_up) {
    for (size_t c = 0; c < grid->columns; c++) {
        const struct stack *stack = &cells->stacks[c];
        size_t i = stack_find(stack, y);
        if (i > 0 && stack->items[i - 1].y + stack->items[i - 1].slab->height > y)
            return false;
        if (i > 0 && i < stack->count && stack->items[i].hold > give_up)
            return false;
    }
    return true;
}

/* The next clean cut below `above`, or the row's height. */
static length cut_after(const struct grid *grid, const struct cells *cells, length above, enum hold give_up) {
    length next = cells->height;
    for (size_t c = 0; c < grid->columns; c++) {
        const struct stack *stack = &cells->stacks[c];
        for (size_t i = stack_find(stack, above + 1); i < stack->count && stack->items[i].y < next; i++)
            if (cut_is_clean(grid, cells, stack->items[i].y, give_up))
                next = stack->items[i].y;
    }
    return next;
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

/* Slices at the clean cuts. False when one of them would be taller than `limit`. */
static bool slices_clean(const struct grid *grid, const struct cells *cells, length limit, struct arena *arena,
                         struct slices *out) {
    length top = 0;
    while (top < cells->height) {
        length bottom = cut_after(grid, cells, top, out->give_up);
        if (bottom - top > limit)
            return false;
        struct slice slice = slice_new(grid, arena);
        slice_between(grid, cells, top, bottom, &slice);
        LIST_ADD(arena, &out->list, slice);
        top = bottom;
    }
    return true;
}

/* How far a slice of one stack reaches: as many slabs as `limit` holds, at least one, ended where a break may be. */
static size_t deal_end(const struct stack *stack, size_t begin, length limit, enum hold give_up) {
    length base = begin < stack->count ? stack->items[begin].y : 0;
    size_t good = 0;
    for (size_t i = begin + 1; i < stack->count; i++) {
        if (good > 0 && stack->items[i].y - base > limit)
            return good;
        if (stack->items[i].hold <= give_up)
            good = i;
    }
    bool rest = stack->count > 0 && begin < stack->count &&
                stack->items[stack->count - 1].y + stack->items[stack->count - 1].slab->height - base <= limit;
    return good > 0 && !rest ? good : stack->count;
}

/* Slices that end in each cell where that cell may be broken, about `limit` tall. */
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

/* The row in one piece, or divided when it is tall; what holds blocks together in a cell gives way to the page's end.
 */
static struct slices slices_find(const struct flow *flow, const struct grid *grid, const struct cells *cells) {
    struct arena *arena = flow->setting->arena;
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
        if (slices_clean(grid, cells, down / 3, arena, &slices))
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
    struct mark mark = {
        .kind = MARK_FILL, .artifact = artifact, .x = x, .y = y, .width = width, .height = height, .colour = paint};
    LIST_ADD(arena, &slab->marks, mark);
}

/* Frames inside a cell have their own pieces, which are painted with the cell. */
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
        struct mark marks[2];
        size_t count = frame_marks(done.items[j], x, top + y, bottom + y, marks);
        for (size_t i = 0; i < count; i++)
            LIST_ADD(arena, &slab->marks, marks[i]);
    }
}

static void cell_anchors(struct arena *arena, struct slab *slab, const struct node *cell, const struct galley *galley,
                         length x, length y) {
    LIST_ADD(arena, &slab->anchors, (struct anchor){cell, x, y});
    for (size_t i = 0; galley && i < galley->nodes.count; i++)
        LIST_ADD(arena, &slab->anchors, (struct anchor){galley->nodes.items[i].node, x, y});
}

/* One piece of a row as a slab: fills, text of the cells from the first to the last, the rule under the last piece. */
static struct slab *slice_slab(const struct flow *flow, const struct grid *grid, const struct row *row,
                               const struct cells *cells, const struct slice *slice, bool first, bool last) {
    const struct style *style = flow->setting->style;
    struct arena *arena = flow->setting->arena;
    bool last_head = row->head && row + 1 == grid->rows + grid->head_count;
    length rule = last_head ? style->table_head_rule_width : style->rule_width;
    length above = first ? style->cell_padding_down : 0;
    length below = last ? style->cell_padding_down : 0;
    length inner = above + slice->height + below;
    struct slab *slab = slab_new(flow->galley, inner + (last ? rule : 0));
    length x = grid->x;
    for (size_t c = 0; c < grid->columns; c++) {
        length width = grid->widths[c] + 2 * style->cell_padding_across;
        const struct node *cell = row->cells[c];
        if (cell) {
            length text_x = x + style->cell_padding_across, text_y = above - slice->base[c];
            fill_add(arena, slab, ARTIFACT_BACKGROUND, style_block(style, cell)->background, x, 0, width, inner);
            if (first)
                cell_anchors(arena, slab, cell, cells->galleys[c], x, 0);
            frames_add(arena, slab, &cells->stacks[c], slice->begin[c], slice->end[c], text_x, text_y);
            for (size_t i = slice->begin[c]; i < slice->end[c]; i++)
                if (cells->stacks[c].items[i].slab->kind == SLAB_CONTENT)
                    slab_merge(arena, slab, cells->stacks[c].items[i].slab, text_x,
                               text_y + cells->stacks[c].items[i].y);
        }
        x += width;
    }
    if (last)
        fill_add(arena, slab, ARTIFACT_LAYOUT, last_head ? style->table_head_rule : style->rule, grid->x, inner,
                 grid->width, rule);
    return slab;
}

static void row_begin(struct flow *flow, const struct grid *grid, const struct row *row) {
    if (row->group)
        galley_begin(flow->galley, row->group, grid->x);
    galley_begin(flow->galley, row->node, grid->x);
}

/* The rows of the head: one slab, which comes again on later pages unless it is very tall. */
static void head_add(struct flow *flow, const struct grid *grid) {
    struct arena *arena = flow->setting->arena;
    struct slab *head = slab_new(flow->galley, 0);
    for (size_t r = 0; r < grid->head_count; r++) {
        const struct row *row = &grid->rows[r];
        struct cells cells = cells_set(flow, grid, row);
        struct slice whole = slice_new(grid, arena);
        slice_between(grid, &cells, 0, cells.height, &whole);
        struct slab *slab = slice_slab(flow, grid, row, &cells, &whole, true, true);
        if (r == 0)
            row_begin(flow, grid, row);
        else
            LIST_ADD(arena, &head->anchors, (struct anchor){row->node, grid->x, head->height});
        slab_merge(arena, head, slab, 0, head->height);
        head->height += slab->height;
    }
    galley_add(flow->galley, head);
    galley_hold(flow->galley, HOLD_NEXT);
    flow->galley->need = 0;
    if (flow->galley->body && head->height <= flow->galley->sheet->down / 3)
        flow->galley->head = head;
}

/* What the gap before row `r` costs; `cells` are those of all rows. */
static void row_gap(struct flow *flow, const struct grid *grid, const struct cells *cells, size_t r, bool is_short) {
    const struct style_breaks *breaks = &flow->setting->style->breaks;
    size_t body = r - grid->head_count, count = grid->row_count - grid->head_count;
    length down = flow->galley->sheet->down;
    if (body == 0)
        return; /* the caption or the head has said what holds */
    galley_cost(flow->galley, is_short ? breaks->short_table : breaks->row);
    if (body == 1 && cells[r - 1].height + cells[r].height < down / 3)
        galley_hold(flow->galley, HOLD_NEXT);
    if (body + 1 == count && count > 2)
        galley_cost(flow->galley, breaks->last_row);
}

static void row_add(struct flow *flow, const struct grid *grid, const struct row *row, struct cells *cells) {
    struct slices slices = slices_find(flow, grid, cells);
    row_begin(flow, grid, row);
    for (size_t i = 0; i < slices.list.count; i++) {
        const struct slice *slice = &slices.list.items[i];
        if (i > 0) {
            galley_cost(flow->galley, flow->setting->style->breaks.split_row);
            flow->galley->resume_above = flow->galley->resume_below = flow->setting->style->cell_padding_down;
        }
        galley_add(flow->galley, slice_slab(flow, grid, row, cells, slice, i == 0, i + 1 == slices.list.count));
        flow->galley->need = 0;
    }
}

static void rows_add(struct flow *flow, const struct grid *grid) {
    struct cells *cells = ARENA_ARRAY(flow->setting->arena, grid->row_count, struct cells);
    length height = 0;
    for (size_t r = grid->head_count; r < grid->row_count; r++) {
        cells[r] = cells_set(flow, grid, &grid->rows[r]);
        height += cells[r].height + 2 * flow->setting->style->cell_padding_down;
    }
    bool is_short = height < flow->galley->sheet->down / 3;
    for (size_t r = grid->head_count; r < grid->row_count; r++) {
        row_gap(flow, grid, cells, r, is_short);
        row_add(flow, grid, &grid->rows[r], &cells[r]);
    }
}

static void caption_add(struct flow *flow, const struct grid *grid, struct column column) {
    if (!grid->caption)
        return;
    column.x = grid->x;
    column.measure = grid->width > column.measure ? grid->width : column.measure;
    flow_block(flow, grid->caption, column);
    galley_hold(flow->galley, HOLD_NEXT);
}

/* Columns that are narrower than a letter or two cannot be set. */
static bool grid_is_possible(const struct flow *flow, const struct grid *grid, const struct berth *berth) {
    const struct style *style = flow->setting->style;
    length least = 2 * style->cell_padding_across + style->blocks[STYLE_TABLE_CELL].size * 2;
    if (!berth->squeeze || berth->room >= least * (length)grid->columns)
        return true;
    if (!flow->trial)
        report_add(flow->setting->report, RULE_LAYOUT_WIDE, grid->table->place,
                   arena_format(flow->setting->arena, "this table of %zu columns", grid->columns));
    return false;
}

void table_flow(struct flow *flow, const struct node *table, struct column column) {
    struct grid *grid = grid_read(table, flow->setting->arena);
    if (grid->row_count == 0 || grid->columns == 0 || !grid_measure(flow->setting, grid)) {
        galley_begin(flow->galley, table, column.x);
        return;
    }
    galley_flush_labels(flow->galley);
    names_keep_whole(grid, column.measure);
    struct berth berth = berth_find(flow, grid, column);
    if (!grid_is_possible(flow, grid, &berth))
        return;
    if (berth.squeeze)
        remark_squeezed(flow->setting, table);
    if (berth.turn) {
        flow_turn(flow, true);
        column = (struct column){.measure = flow->turned.across};
    }
    const struct block_style *look = style_block(flow->setting->style, table);
    grid->x = column.x;
    grid_widths(flow, grid, &berth);
    column.group = NULL;
    galley_space(flow->galley, look->space_before);
    galley_begin(flow->galley, table, grid->x);
    struct galley *galley = flow->galley;
    const struct slab *outer_head = galley->head;
    if (berth.turn && table->keep_together)
        galley_open_whole(galley);
    caption_add(flow, grid, column);
    if (grid->head_count > 0)
        head_add(flow, grid);
    rows_add(flow, grid);
    if (berth.turn && table->keep_together)
        galley_close_whole(galley);
    galley->head = outer_head;
    galley_space(galley, look->space_after);
    if (berth.turn)
        flow_turn(flow, false);
}
