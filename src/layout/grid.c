/* grid.c: a table → its cells in rows and columns → the width of each column.
 *
 * Which column a cell begins in: document/spans.c. Each column is asked for its
 * extents (column.c); what spans several widens them where they are too narrow
 * together, each in proportion to what it has. A table that does not fit takes,
 * in this order, the whole width of the text, a turned page, narrower columns
 * with broken words. Surprising: heights of cells that span columns play no
 * part when widths are dealt out; they are few, and mostly short.
 */
#include "layout/grid.h"

#include "document/spans.h"
#include "layout/gauge.h"

#define SAMPLE_CELLS 1500

static bool is_cell(const struct node *node) {
    return node->kind == NODE_CELL || node->kind == NODE_HEADER_CELL;
}

static bool is_group(const struct node *node) {
    return node->kind == NODE_TABLE_HEAD || node->kind == NODE_TABLE_BODY;
}

static size_t row_length(struct grid *grid, const struct node *row) {
    size_t count = 0;
    for (const struct node *cell = row->first; cell; cell = cell->next) {
        if (!is_cell(cell))
            continue;
        count += cell->as.cell.columns;
        grid->spans_columns = grid->spans_columns || cell->as.cell.columns > 1;
        grid->spans_rows = grid->spans_rows || cell->as.cell.rows > 1;
    }
    return count;
}

static void grid_count(struct grid *grid) {
    grid->columns = grid->table->as.table.columns;
    for (const struct node *group = grid->table->first; group; group = group->next) {
        if (group->kind == NODE_CAPTION)
            grid->caption = group;
        if (!is_group(group))
            continue;
        for (const struct node *row = group->first; row; row = row->next) {
            size_t count = row_length(grid, row);
            grid->columns = count > grid->columns ? count : grid->columns;
            grid->row_count++;
            grid->head_count += group->kind == NODE_TABLE_HEAD;
        }
    }
}

static void row_read(const struct grid *grid, struct row *row, struct spans *spans, struct arena *arena) {
    row->cells = ARENA_ARRAY(arena, grid->columns, const struct node *);
    spans_row(spans);
    if (grid->spans_rows) {
        row->above = ARENA_ARRAY(arena, grid->columns, const struct node *);
        for (size_t c = 0; c < grid->columns; c++)
            row->above[c] = spans_cover(spans, c);
    }
    for (const struct node *cell = row->node->first; cell; cell = cell->next) {
        size_t column = is_cell(cell) ? spans_place(spans, cell, NULL) : grid->columns;
        if (column < grid->columns)
            row->cells[column] = cell;
    }
}

struct grid *grid_read(const struct node *table, struct arena *arena) {
    struct grid *grid = ARENA_NEW(arena, struct grid);
    grid->table = table;
    grid_count(grid);
    grid->rows = ARENA_ARRAY(arena, grid->row_count, struct row);
    grid->extents = ARENA_ARRAY(arena, grid->columns, struct column_extent);
    grid->widths = ARENA_ARRAY(arena, grid->columns, length);
    size_t at = 0;
    for (const struct node *group = table->first; group; group = group->next) {
        struct spans spans = spans_open(arena);
        for (const struct node *node = is_group(group) ? group->first : NULL; node; node = node->next) {
            struct row *row = &grid->rows[at++];
            *row = (struct row){
                .node = node, .group = node == group->first ? group : NULL, .head = group->kind == NODE_TABLE_HEAD};
            row_read(grid, row, &spans, arena);
        }
    }
    return grid;
}

static bool cell_measure(const struct setting *setting, struct grid *grid, const struct node *cell, size_t column) {
    if (!column_extent_of(setting, cell, &grid->extents[column]))
        return false;
    if (cell->as.cell.align != CELL_DECIMAL)
        return true;
    if (!grid->decimals)
        grid->decimals = ARENA_ARRAY(setting->arena, grid->columns, struct decimal);
    decimal_measure(setting, cell, &grid->decimals[column]);
    return true;
}

/* Widens the columns under a cell that spans them, until they hold it. */
static void columns_widen(struct grid *grid, const struct column_extent *wanted, size_t column, size_t count,
                          length between) {
    struct column_extent *extents = grid->extents + column;
    length least = between, most = between, share = 0;
    for (size_t i = 0; i < count; i++) {
        least += extents[i].least;
        most += extents[i].most;
        share += extents[i].most + 1;
    }
    length more_least = wanted->least > least ? wanted->least - least : 0;
    length more_most = wanted->most > most ? wanted->most - most : 0;
    length given_least = 0, given_most = 0;
    for (size_t i = 0; i < count; i++) {
        bool last = i + 1 == count;
        length part = extents[i].most + 1;
        length add_least = last ? more_least - given_least : more_least * part / share;
        length add_most = last ? more_most - given_most : more_most * part / share;
        given_least += add_least;
        given_most += add_most;
        extents[i].least += add_least;
        extents[i].most += add_most;
        if (extents[i].most < extents[i].least)
            extents[i].most = extents[i].least;
    }
}

static bool spanning_measure(const struct setting *setting, struct grid *grid) {
    bool good = true;
    for (size_t r = 0; r < grid->row_count; r++)
        for (size_t c = 0; c < grid->columns; c++) {
            const struct node *cell = grid->rows[r].cells[c];
            if (!cell || cell->as.cell.columns < 2)
                continue;
            struct column_extent wanted = {0};
            size_t count = cell->as.cell.columns < grid->columns - c ? cell->as.cell.columns : grid->columns - c;
            if (!column_extent_of(setting, cell, &wanted))
                good = false;
            else if (count == grid->columns) /* a title over all: it takes as many
                                                lines as it needs */
                wanted.most = wanted.least;
            columns_widen(grid, &wanted, c, count, 2 * setting->style->cell_padding_across * (length)(count - 1));
        }
    return good;
}

bool grid_measure(const struct setting *setting, struct grid *grid) {
    bool good = true;
    for (size_t r = 0; r < grid->row_count; r++)
        for (size_t c = 0; c < grid->columns; c++) {
            const struct node *cell = grid->rows[r].cells[c];
            if (cell && cell->as.cell.columns < 2 && !cell_measure(setting, grid, cell, c))
                good = false;
        }
    for (size_t c = 0; grid->decimals && c < grid->columns; c++) {
        length wide = grid->decimals[c].before + grid->decimals[c].after;
        struct column_extent *extent = &grid->extents[c];
        extent->least = extent->least > wide ? extent->least : wide;
        extent->most = extent->most > extent->least ? extent->most : extent->least;
    }
    return (!grid->spans_columns || spanning_measure(setting, grid)) && good;
}

length grid_cell_width(const struct style *style, const struct grid *grid, const struct node *cell, size_t column) {
    length width = grid->widths[column];
    for (size_t i = 1; i < cell->as.cell.columns && column + i < grid->columns; i++)
        width += grid->widths[column + i] + 2 * style->cell_padding_across;
    return width;
}

bool grid_goes_on(const struct grid *grid, size_t r, size_t column) {
    return grid->spans_rows && r + 1 < grid->row_count && grid->rows[r + 1].above[column] != NULL;
}

size_t grid_band_end(const struct grid *grid, size_t r) {
    bool tied = grid->spans_rows;
    while (tied) {
        tied = false;
        for (size_t c = 0; c < grid->columns && !tied; c++)
            tied = grid_goes_on(grid, r, c);
        r += tied;
    }
    return r + 1;
}

static bool may_turn(const struct flow *flow, const struct node *table) {
    const struct galley *galley = flow->galley;
    int own = table->keep_together ? 1 : 0;
    bool wider = flow->turned.across > flow->upright.across;
    return flow->setting->style->turn_wide_tables && wider && galley->body && !galley->inner && galley->together == 0 &&
           galley->opening <= own;
}

struct berth grid_berth(const struct flow *flow, const struct grid *grid, struct column column) {
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

struct stack grid_cell_set(const struct setting *setting, const struct sheet *sheet, const struct node *cell,
                           length width, bool trial, struct arena *scratch, struct galley **galley) {
    struct setting *own = ARENA_NEW(scratch, struct setting);
    *own = *setting;
    own->arena = scratch;
    struct flow inside = flow_inside(own, sheet, trial);
    inside.setting = setting; /* the galley alone is in the scratch */
    struct column column = {.measure = width, .group = style_block(setting->style, cell)};
    flow_children(&inside, cell, column);
    galley_flush_labels(inside.galley);
    if (galley)
        *galley = inside.galley;
    return galley_stack(inside.galley, scratch);
}

struct trial {
    const struct flow *flow;
    const struct grid *grid;
    size_t stride;          /* every so manieth row is looked at */
    struct gauge **gauges;  /* of cells that hold inline content alone, by row and column; NULL until asked for */
    struct setting setting; /* of these, in the arena of the search */
};

/* The height of a cell that holds inline content; LENGTH_HUGE when it has to be set. */
static length trial_gauge(struct trial *trial, struct gauge **gauge, const struct node *cell, length width,
                          struct column_span *same) {
    if (!*gauge)
        *gauge = gauge_open(&trial->setting, cell, style_block(trial->setting.style, cell));
    return *gauge ? gauge_height(*gauge, width, &same->from, &same->to) : LENGTH_HUGE;
}

static length trial_height(void *context, size_t row, size_t column, length width, struct column_span *same) {
    struct trial *trial = context;
    const struct node *cell = trial->grid->rows[row * trial->stride].cells[column];
    if (!cell || cell->as.cell.columns > 1) {
        *same = (struct column_span){0, LENGTH_HUGE};
        return 0;
    }
    if (flow_holds_inline(cell)) {
        struct gauge **gauge = &trial->gauges[row * trial->grid->columns + column];
        length known = trial_gauge(trial, gauge, cell, width, same);
        if (known < LENGTH_HUGE)
            return known;
    }
    struct arena *scratch = arena_open();
    struct setting setting = *trial->flow->setting;
    setting.arena = scratch;
    setting.report = report_open(scratch);
    setting.bare = true;
    length height = grid_cell_set(&setting, &trial->flow->upright, cell, width, true, scratch, NULL).height;
    arena_close(scratch);
    return height;
}

/* The style with words of tables hyphenated. */
static const struct style *style_hyphenated(const struct style *style, struct arena *arena) {
    static const enum style_block blocks[] = {STYLE_TABLE_HEAD, STYLE_TABLE_ROW_HEAD, STYLE_TABLE_CELL};
    struct style *copy = ARENA_NEW(arena, struct style);
    *copy = *style;
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        copy->blocks[blocks[i]].hyphenate = copy->parts.within[blocks[i]].hyphenate = true;
    return copy;
}

static length firm_sum(const struct grid *grid) {
    length sum = 0;
    for (size_t c = 0; c < grid->columns; c++)
        sum += grid->extents[c].firm;
    return sum;
}

/* How narrow each column may become when there is not enough room: hyphens in
 * words first, then breaks without, and broken numbers last. */
static void grid_firm(const struct setting *setting, struct grid *grid, length room) {
    struct setting *hyphens = ARENA_NEW(setting->arena, struct setting);
    *hyphens = *setting;
    hyphens->style = style_hyphenated(setting->style, setting->arena);
    hyphens->hyphens = true;
    grid->squeezed = hyphens;
    for (size_t r = 0; r < grid->row_count; r++)
        for (size_t c = 0; c < grid->columns; c++) {
            const struct node *cell = grid->rows[r].cells[c];
            struct column_extent inner = {0};
            if (cell && cell->as.cell.columns < 2 && column_extent_of(hyphens, cell, &inner) &&
                inner.least > grid->extents[c].firm)
                grid->extents[c].firm = inner.least;
        }
    for (size_t c = 0; c < grid->columns; c++) {
        struct column_extent *extent = &grid->extents[c];
        length number = grid->decimals ? grid->decimals[c].before + grid->decimals[c].after : 0;
        extent->firm = number > extent->firm ? number : extent->firm;
        extent->firm = extent->firm < extent->least ? extent->firm : extent->least;
    }
    bool over = firm_sum(grid) > room;
    for (size_t c = 0; over && c < grid->columns; c++) { /* then the widest of those gives way */
        struct column_extent *extent = &grid->extents[c];
        extent->least = extent->firm;
        extent->firm = grid->decimals ? grid->decimals[c].before + grid->decimals[c].after : 0;
    }
    if (firm_sum(grid) > room)
        for (size_t c = 0; c < grid->columns; c++)
            grid->extents[c].firm = 0;
}

void grid_widths(const struct flow *flow, struct grid *grid, const struct berth *berth) {
    length room = berth->room - 2 * flow->setting->style->cell_padding_across * (length)grid->columns;
    length most = 0;
    for (size_t i = 0; i < grid->columns; i++)
        most += grid->widths[i] = grid->extents[i].most;
    if (berth->squeeze) {
        grid_firm(flow->setting, grid, room);
        column_squeeze(grid->extents, grid->columns, room, grid->widths);
    } else if (most <= room) {
        grid->widths[grid->columns - 1] += room - most;
    } else {
        struct arena *scratch = arena_open();
        struct trial trial = {.flow = flow, .grid = grid, .stride = 1 + grid->row_count * grid->columns / SAMPLE_CELLS};
        size_t rows = (grid->row_count + trial.stride - 1) / trial.stride;
        trial.gauges = ARENA_ARRAY(scratch, rows * grid->columns, struct gauge *);
        trial.setting = *flow->setting;
        trial.setting.arena = scratch;
        trial.setting.report = report_open(scratch);
        column_distribute(grid->extents, grid->columns, rows, room, trial_height, &trial, scratch, grid->widths);
        arena_close(scratch);
    }
    grid->width = berth->room;
}
