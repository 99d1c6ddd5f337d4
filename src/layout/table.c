/* table.c: a table → slabs, in the order in which they are read.
 *
 * The grid with its widths is grid.c, setting rows is row.c. Here: where pages
 * may end between rows, the caption above and the notes below, turned pages.
 * The head is one slab, which SLAB_RESUME shows again on later pages; it has no
 * node there.
 */
#include "layout/table.h"

#include "document/headers.h"
#include "layout/grid.h"
#include "layout/remark.h"
#include "layout/row.h"

#define COST_BAND 40 /* between rows that a cell spans, where no page holds them */

/* The names down the start of a document control stay on one line while they
 * leave most of the measure to what is said about them; an em more keeps the
 * longest from running into it, where no column rule parts the two. */
static void names_keep_whole(const struct setting *setting, struct grid *grid, length measure) {
    if (grid->table->class_ != CLASS_CONTROL || grid->columns < 2 || grid->extents[0].most > measure * 2 / 5)
        return;
    grid->extents[0].most += setting->style->blocks[STYLE_TABLE_CELL].size;
    grid->extents[0].least = grid->extents[0].most;
}

/* The rows of the head: one slab, which comes again on later pages unless it is
 * very tall. */
static void head_add(struct flow *flow, const struct grid *grid, struct cells *cells) {
    for (size_t r = 0; r < grid->head_count; r++)
        cells[r] = row_set(flow, grid, r);
    if (grid->spans_rows)
        (void)row_band_fit(flow, grid, cells, 0, grid->head_count);
    struct slab *head = row_band_slab(flow, grid, cells, 0, grid->head_count);
    for (size_t r = 0; r < grid->head_count; r++)
        row_close(&cells[r]);
    row_begin(flow, grid, &grid->rows[0]);
    galley_add(flow->galley, head);
    galley_hold(flow->galley, HOLD_NEXT);
    flow->galley->need = 0;
    if (flow->galley->body && head->height <= flow->galley->sheet->down / 3)
        flow->galley->head = head;
}

static bool is_group_title(const struct row *row) {
    return headers_is_group_title(row->cells[0]);
}

/* Whether rows `first` to `last` are a small part of a page. */
static bool are_low(const struct flow *flow, const struct cells *cells, size_t first, size_t last) {
    length height = 0;
    for (size_t r = first; r <= last; r++)
        height += cells[r].height;
    return height < flow->galley->sheet->down / 3;
}

/* What the gap before row `r` costs; `cells` are those of all rows. Two rows
 * begin a table where they are low, and the title of a group is none. */
static void row_gap(struct flow *flow, const struct grid *grid, const struct cells *cells, size_t r, bool is_short) {
    const struct style_breaks *breaks = &flow->setting->style->breaks;
    size_t body = r - grid->head_count, count = grid->row_count - grid->head_count;
    bool titled = is_group_title(&grid->rows[grid->head_count]);
    if (body == 0)
        return; /* the caption or the head has said what holds */
    bool group = grid->rows[r].group != NULL;
    galley_cost(flow->galley, is_short ? breaks->short_table : group ? breaks->row / 3 : breaks->row);
    bool begins = body == 1 || (body == 2 && titled);
    if (is_group_title(&grid->rows[r - 1]) || (begins && are_low(flow, cells, grid->head_count, r)))
        galley_hold(flow->galley, HOLD_NEXT);
    if (body >= 2 && is_group_title(&grid->rows[r - 2]) && !is_group_title(&grid->rows[r]))
        galley_cost(flow->galley, breaks->last_row); /* a group begun with one row is as poor as one ended so */
    if (body + 1 == count && count > 2)
        galley_cost(flow->galley, breaks->last_row);
}

static void band_put(struct flow *flow, const struct grid *grid, const struct cells *cells, size_t first, size_t end) {
    row_begin(flow, grid, &grid->rows[first]);
    galley_add(flow->galley, row_band_slab(flow, grid, cells, first, end));
    flow->galley->need = 0;
}

static void row_again(const struct flow *flow, const struct grid *grid, struct cells *cells, size_t r) {
    row_close(&cells[r]);
    cells[r] = row_set(flow, grid, r);
}

/* Rows that cells tie together: on one page, unless none holds them; then the
 * text of each of those cells stays whole beside its first rows, if half a page
 * holds it. */
static void band_add(struct flow *flow, const struct grid *grid, struct cells *cells, size_t first, size_t end) {
    struct galley *galley = flow->galley;
    length head = galley->head ? galley->head->height : 0, down = galley->sheet->down;
    if (row_band_fit(flow, grid, cells, first, end) <= down - head) {
        band_put(flow, grid, cells, first, end);
        return;
    }
    for (size_t r = first; r < end; r++) /* as high as they are by themselves */
        row_again(flow, grid, cells, r);
    for (size_t r = first, next; r < end; r = next) {
        next = row_band_tie(flow, grid, cells, r, end);
        if (r > first)
            galley_cost(galley, COST_BAND);
        if (next == r + 1) {
            row_add(flow, grid, &cells[r], r);
            continue;
        }
        if (row_band_fit(flow, grid, cells, r, next) <= down / 2) {
            band_put(flow, grid, cells, r, next);
            continue;
        }
        for (size_t i = r; i < next; i++)
            row_again(flow, grid, cells, i);
        row_band_deal(grid, cells, r, next);
        for (size_t i = r; i < next; i++) {
            if (i > r)
                galley_cost(galley, COST_BAND);
            row_add(flow, grid, &cells[i], i);
        }
    }
}

/* Rows are set as they are needed, so that a long table takes little more
 * memory than its lines. */
static void rows_add(struct flow *flow, const struct grid *grid, struct cells *cells) {
    length height = 0, third = flow->galley->sheet->down / 3;
    size_t ready = grid->head_count;
    for (; ready < grid->row_count && height < third; ready++) {
        cells[ready] = row_set(flow, grid, ready);
        height += cells[ready].height + 2 * flow->setting->style->cell_padding_down;
    }
    bool is_short = height < third;
    for (size_t r = grid->head_count, end; r < grid->row_count; r = end) {
        end = grid_band_end(grid, r);
        for (; ready < end; ready++)
            cells[ready] = row_set(flow, grid, ready);
        row_gap(flow, grid, cells, r, is_short);
        if (end > r + 1)
            band_add(flow, grid, cells, r, end);
        else
            row_add(flow, grid, &cells[r], r);
        for (size_t i = r; i < end; i++)
            row_close(&cells[i]);
    }
}

static struct column column_under(const struct grid *grid, struct column column) {
    column.x = grid->x;
    column.measure = grid->width > column.measure ? grid->width : column.measure;
    return column;
}

static void caption_add(struct flow *flow, const struct grid *grid, struct column column) {
    if (!grid->caption)
        return;
    flow_block(flow, grid->caption, column_under(grid, column));
    galley_hold(flow->galley, HOLD_NEXT);
}

static bool is_table_note(const struct node *node) {
    return node && node->kind == NODE_PARAGRAPH && node->class_ == CLASS_TABLE_NOTE;
}

/* The notes to the table stand under it on its page, turned with it. */
static void notes_add(struct flow *flow, const struct grid *grid, struct column column) {
    const struct block_style *look = NULL;
    for (const struct node *note = grid->table->next; is_table_note(note); note = note->next) {
        look = style_block(flow->setting->style, note);
        galley_space(flow->galley, look->space_before);
        galley_hold(flow->galley, HOLD_NEXT);
        galley_begin(flow->galley, note, grid->x);
        flow_lines(flow, note, look, column_under(grid, column));
        galley_space(flow->galley, look->space_after);
    }
}

static bool too_wide(const struct flow *flow, const struct node *table, size_t columns) {
    if (!flow->trial)
        report_add(flow->setting->report, RULE_LAYOUT_WIDE, table->place,
                   arena_format(flow->setting->arena, "this table of %zu columns", columns));
    return false;
}

/* Before a grid of thousands of rows by hundreds of columns takes up memory: their padding alone has to fit a page. */
static bool columns_are_possible(const struct flow *flow, const struct node *table) {
    length across = flow->upright.across > flow->turned.across ? flow->upright.across : flow->turned.across;
    size_t columns = table->as.table.columns;
    return 2 * flow->setting->style->cell_padding_across * (length)columns <= across || too_wide(flow, table, columns);
}

/* Columns that are narrower than a letter or two cannot be set. */
static bool grid_is_possible(const struct flow *flow, const struct grid *grid, const struct berth *berth) {
    const struct style *style = flow->setting->style;
    length least = 2 * style->cell_padding_across + style->blocks[STYLE_TABLE_CELL].size * 2;
    return !berth->squeeze || berth->room >= least * (length)grid->columns ||
           too_wide(flow, grid->table, grid->columns);
}

void table_flow(struct flow *flow, const struct node *table, struct column column) {
    if (!columns_are_possible(flow, table))
        return;
    struct grid *grid = grid_read(table, flow->setting->arena);
    if (grid->row_count == 0 || grid->columns == 0 || !grid_measure(flow->setting, grid)) {
        galley_begin(flow->galley, table, column.x);
        return;
    }
    galley_flush_labels(flow->galley);
    names_keep_whole(flow->setting, grid, column.measure);
    struct berth berth = grid_berth(flow, grid, column);
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
    if (grid->caption || flow->galley->need == 0) /* under a heading, its own space does */
        galley_space(flow->galley, look->space_before);
    galley_begin(flow->galley, table, grid->x);
    struct galley *galley = flow->galley;
    const struct slab *outer_head = galley->head;
    struct cells *cells = ARENA_ARRAY(flow->setting->arena, grid->row_count, struct cells);
    if (berth.turn && table->keep_together)
        galley_open_whole(galley);
    caption_add(flow, grid, column);
    if (grid->head_count > 0)
        head_add(flow, grid, cells);
    rows_add(flow, grid, cells);
    if (berth.turn && table->keep_together)
        galley_close_whole(galley);
    galley->head = outer_head;
    notes_add(flow, grid, column);
    galley_space(galley, look->space_after);
    if (berth.turn)
        flow_turn(flow, false);
}
