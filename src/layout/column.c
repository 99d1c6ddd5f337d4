/* column.c: extents of columns + room → widths of least height.
 *
 * Automatic table layout as CSS 2.2 (17.5.2.2) begins it: each column lies between
 * its longest word and its longest line. What is left over its least is cut into
 * equal steps; the height of a table for every way to deal the steps out is the
 * sum over rows of the highest cell. Each cell is set once for each step at most,
 * and only when a sum that could still be the least asks for it; a row whose cells
 * are as high in any case is left out. So dealing them
 * out costs little more than sums: all ways are tried while they are few (up
 * to about four columns), else steps are moved between pairs of columns, many at
 * a time and then fewer, until no move makes the table lower.
 */
#include "layout/column.h"

#include <assert.h>
#include <string.h>

#include "layout/picture.h"

#define STEPS_MOST 32
#define STEPS_LEAST 4
#define SETTINGS_MOST 6000 /* cells set in trials */
#define SUMS_MOST 1000000  /* additions in the exact search, had it to try all */
#define ROUNDS_MOST 64
#define UNKNOWN ((length)-1)

static void extent_widen(struct column_extent *extent, length least, length most) {
    extent->least = least > extent->least ? least : extent->least;
    extent->most = most > extent->most ? most : extent->most;
}

static bool extent_of_block(const struct setting *setting, const struct node *node, struct column_extent *out);

static bool extent_of_list(const struct setting *setting, const struct node *list, struct column_extent *out) {
    length number_column = setting->style->list_indent;
    bool above = list->class_ == CLASS_DEFINITION;
    if (!above && !flow_number_column(setting, list, 0, &number_column))
        return false;
    for (const struct node *item = list->first; item; item = item->next)
        for (const struct node *child = item->first; child; child = child->next) {
            struct column_extent inner = {0};
            if (!extent_of_block(setting, child, &inner))
                return false;
            length indent = child->kind == NODE_LABEL ? 0 : number_column;
            extent_widen(out, inner.least + indent, inner.most + indent);
        }
    return true;
}

static bool extent_of_figure(const struct setting *setting, const struct node *figure, struct column_extent *out) {
    length width, height;
    if (!flow_figure_size(setting, figure, LENGTH_HUGE / 4096, LENGTH_HUGE / 4096, &width, &height))
        return false;
    extent_widen(out, width < LENGTH_PT(36) ? width : LENGTH_PT(36), width);
    return true;
}

static bool extent_of_table(const struct setting *setting, const struct node *table, struct column_extent *out) {
    length most = 0, least = 0;
    for (const struct node *at = table->first; at; at = node_after(at, table)) {
        if (at->kind == NODE_ROW) {
            length row_most = 0, row_least = 0;
            for (const struct node *cell = at->first; cell; cell = cell->next) {
                struct column_extent inner = {0};
                if (!column_extent_of(setting, cell, &inner))
                    return false;
                row_most += inner.most + 2 * setting->style->cell_padding_across;
                row_least += inner.least + 2 * setting->style->cell_padding_across;
            }
            most = row_most > most ? row_most : most;
            least = row_least > least ? row_least : least;
        }
    }
    extent_widen(out, least, most);
    return true;
}

static bool extent_of_block(const struct setting *setting, const struct node *node, struct column_extent *out) {
    if (node->kind == NODE_NOTE)
        return true;
    if (node->kind == NODE_LIST)
        return extent_of_list(setting, node, out);
    if (node->kind == NODE_FIGURE)
        return extent_of_figure(setting, node, out);
    if (node->kind == NODE_TABLE)
        return extent_of_table(setting, node, out);
    struct column_extent inner = {0};
    if (!column_extent_of(setting, node, &inner))
        return false;
    const struct block_style *look = style_block(setting->style, node);
    bool cell = node->kind == NODE_CELL || node->kind == NODE_HEADER_CELL || node->kind == NODE_BODY;
    length around = cell ? 0 : look->indent;
    if (!cell && (look->background != COLOUR_NONE || look->edge != COLOUR_NONE))
        around += look->edge_width + 2 * look->padding;
    extent_widen(out, inner.least + around, inner.most + around);
    return true;
}

bool column_extent_of(const struct setting *setting, const struct node *node, struct column_extent *out) {
    if (flow_holds_inline(node)) {
        length narrowest, widest;
        if (!paragraph_extent(setting, node, style_block(setting->style, node), &narrowest, &widest))
            return false;
        extent_widen(out, narrowest, widest);
        return true;
    }
    for (const struct node *child = node->first; child; child = child->next)
        if (!extent_of_block(setting, child, out))
            return false;
    return true;
}

#define TOP 3

/* The highest cells of a row, highest first; a column that is none where there are fewer. */
struct top {
    length height[TOP];
    size_t column[TOP];
};

/* The search for the lowest table. */
struct search {
    size_t columns, rows, steps;
    const size_t *caps;   /* most steps that a column can use */
    const size_t *shares; /* what proportion would give it */
    const struct column_extent *extents;
    length step;
    column_height height;
    void *context;
    const size_t *kept; /* the rows that are looked at, by their numbers: `rows` of them */
    length **heights;   /* [column][step * rows + row]; UNKNOWN until asked for */
    size_t *dealt, *best;
    length best_height;
    int64_t best_distance;
    length *partial;  /* [column * rows + row]: highest of the columns so far */
    struct top *tops; /* by row, of the best so far */
    length *floors;   /* likewise: what the columns after it take at least */
};

/* Asks for the height of a cell whose column has been dealt `steps`. */
static length search_ask(const struct search *search, size_t row, size_t column, size_t steps) {
    length least = search->extents[column].least, width = least + (length)steps * search->step;
    struct column_span same = {width, width};
    length height = search->height(search->context, search->kept[row], column, width, &same);
    length *heights = search->heights[column] + row;
    for (size_t n = steps; n <= search->caps[column] && least + (length)n * search->step <= same.to; n++)
        heights[n * search->rows] = height;
    for (size_t n = steps; n > 0 && least + (length)(n - 1) * search->step >= same.from; n--)
        heights[(n - 1) * search->rows] = height;
    return height;
}

/* Whether every cell of the row is as high at its column's least width as at any other. */
static bool row_is_steady(const struct search *search, size_t row) {
    for (size_t i = 0; i < search->columns; i++) {
        length most = search->extents[i].most;
        struct column_span same = {most, most};
        (void)search->height(search->context, row, i, most, &same);
        if (same.from > search->extents[i].least)
            return false;
    }
    return true;
}

/* Leaves out the rows that no width makes higher or lower. */
static void rows_keep(struct search *search, size_t rows, struct arena *scratch) {
    size_t *kept = ARENA_ARRAY(scratch, rows, size_t);
    for (size_t row = 0; row < rows; row++)
        if (!row_is_steady(search, row))
            kept[search->rows++] = row;
    search->kept = kept;
}

static int64_t distance(const struct search *search, const size_t *dealt) {
    int64_t sum = 0;
    for (size_t i = 0; i < search->columns; i++) {
        int64_t apart = (int64_t)dealt[i] - (int64_t)search->shares[i];
        sum += apart * apart;
    }
    return sum;
}

static void search_offer(struct search *search, length height) {
    if (height > search->best_height)
        return;
    int64_t apart = distance(search, search->dealt);
    if (height == search->best_height && apart >= search->best_distance)
        return;
    search->best_height = height;
    search->best_distance = apart;
    memcpy(search->best, search->dealt, search->columns * sizeof *search->best);
}

/* What is known before any way is tried: no way is taken further whose rows, with what the columns still to come take
 * at their widest, are higher than the best. */
static void floors_fill(struct search *search, struct arena *scratch) {
    search->floors = ARENA_ARRAY(scratch, search->columns * search->rows, length);
    for (size_t i = search->columns - 1; i > 0; i--)
        for (size_t row = 0; row < search->rows; row++) {
            length known = search->heights[i][search->caps[i] * search->rows + row];
            length least = known != UNKNOWN ? known : search_ask(search, row, i, search->caps[i]);
            length after = search->floors[i * search->rows + row];
            search->floors[(i - 1) * search->rows + row] = after > least ? after : least;
        }
}

/* All ways to deal `left` steps to the columns from `column` on, when those before it are `apart` from their shares. A
 * way that is as high as the best, and already as far from the shares, is not taken further either. */
static void search_all(struct search *search, size_t column, size_t left, int64_t apart) {
    bool last = column + 1 == search->columns;
    if (last && left > search->caps[column])
        return;
    const length *above = column > 0 ? search->partial + (column - 1) * search->rows : NULL;
    assert(search->partial && search->heights);
    length *here = search->partial + column * search->rows;
    const length *floors = search->floors + column * search->rows;
    size_t most = left < search->caps[column] ? left : search->caps[column];
    for (size_t n = last ? left : 0; n <= most; n++) {
        length sum = 0;
        int64_t own = (int64_t)n - (int64_t)search->shares[column], away = apart + own * own;
        length bound = away < search->best_distance ? search->best_height : search->best_height - 1;
        const length *heights = search->heights[column] + n * search->rows;
        for (size_t row = 0; row < search->rows && sum <= bound; row++) {
            length height = heights[row] != UNKNOWN ? heights[row] : search_ask(search, row, column, n);
            here[row] = above && above[row] > height ? above[row] : height;
            sum += here[row] > floors[row] ? here[row] : floors[row];
        }
        search->dealt[column] = n;
        if (last)
            search_offer(search, sum);
        else if (sum <= bound)
            search_all(search, column + 1, left - n, away);
    }
}

/* The height of the cell at what its column is dealt. */
static length search_cell(const struct search *search, size_t row, size_t column, size_t steps) {
    length height = search->heights[column][steps * search->rows + row];
    return height != UNKNOWN ? height : search_ask(search, row, column, steps);
}

/* The three highest cells of each row at what is dealt, and the sum of the highest: when two columns change, one of the
 * three is still the highest of the others. */
static length tops_fill(const struct search *search, struct top *tops) {
    length sum = 0;
    for (size_t row = 0; row < search->rows; row++) {
        struct top *top = &tops[row];
        *top = (struct top){{0}, {search->columns, search->columns, search->columns}};
        for (size_t i = 0; i < search->columns; i++) {
            length height = search_cell(search, row, i, search->dealt[i]);
            size_t at = TOP;
            while (at > 0 && height > top->height[at - 1])
                at--;
            for (size_t k = TOP; k-- > at + 1;) {
                top->height[k] = top->height[k - 1];
                top->column[k] = top->column[k - 1];
            }
            if (at < TOP) {
                top->height[at] = height;
                top->column[at] = i;
            }
        }
        sum += top->height[0];
    }
    return sum;
}

/* The sum when `from` and `to` alone are dealt something else than for `tops`; past the best so far it does not matter
 * how much higher. */
static length pair_height(const struct search *search, const struct top *tops, size_t from, size_t to) {
    length sum = 0;
    for (size_t row = 0; row < search->rows && sum <= search->best_height; row++) {
        const struct top *top = &tops[row];
        size_t k = 0;
        while (k < TOP - 1 && (top->column[k] == from || top->column[k] == to))
            k++;
        length highest = top->height[k];
        length narrower = search_cell(search, row, from, search->dealt[from]);
        length wider = search_cell(search, row, to, search->dealt[to]);
        highest = narrower > highest ? narrower : highest;
        sum += wider > highest ? wider : highest;
    }
    return sum;
}

/* From the best so far, moves `n` steps between all pairs. True when that made it better. */
static bool search_pairs(struct search *search, size_t n) {
    length before = search->best_height, height = before;
    int64_t before_distance = search->best_distance, apart = before_distance;
    memcpy(search->dealt, search->best, search->columns * sizeof *search->dealt);
    (void)tops_fill(search, search->tops);
    for (size_t from = 0; from < search->columns; from++)
        for (size_t to = 0; to < search->columns; to++) {
            memcpy(search->dealt, search->best, search->columns * sizeof *search->dealt);
            if (from == to || search->dealt[from] < n || search->dealt[to] + n > search->caps[to])
                continue;
            search->dealt[from] -= n;
            search->dealt[to] += n;
            search_offer(search, pair_height(search, search->tops, from, to));
            if (search->best_height == height && search->best_distance == apart)
                continue;
            (void)tops_fill(search, search->tops);
            height = search->best_height;
            apart = search->best_distance;
        }
    return search->best_height < before || search->best_distance < before_distance;
}

static void search_near(struct search *search) {
    for (int round = 0; round < ROUNDS_MOST; round++) {
        bool better = false;
        for (size_t n = search->steps / 2 + 1; n >= 1; n /= 2)
            better = search_pairs(search, n) || better;
        if (!better)
            return;
    }
}

size_t column_steps(size_t columns, size_t rows) {
    size_t cells = columns * rows;
    size_t steps = cells > 0 ? SETTINGS_MOST / cells : STEPS_MOST;
    return steps > STEPS_MOST ? STEPS_MOST : steps < STEPS_LEAST ? STEPS_LEAST : steps;
}

/* Deals `steps` in proportion to what the columns still want, the largest remainders first; no column above its cap. */
static void shares_fill(const struct column_extent *extents, size_t columns, size_t steps, const size_t *caps,
                        size_t *shares) {
    length wanted = 0;
    for (size_t i = 0; i < columns; i++)
        wanted += extents[i].most - extents[i].least;
    size_t dealt = 0;
    for (size_t i = 0; i < columns; i++) {
        length want = extents[i].most - extents[i].least;
        shares[i] = wanted > 0 ? (size_t)((length)steps * want / wanted) : 0;
        shares[i] = shares[i] > caps[i] ? caps[i] : shares[i];
        dealt += shares[i];
    }
    while (dealt < steps) {
        size_t neediest = columns;
        length need = -1;
        for (size_t i = 0; i < columns; i++) {
            length lack = (extents[i].most - extents[i].least) * (length)steps - (length)shares[i] * wanted;
            if (shares[i] < caps[i] && (neediest == columns || lack > need)) {
                need = lack;
                neediest = i;
            }
        }
        assert(neediest < columns);
        shares[neediest]++;
        dealt++;
    }
}

/* C(steps + columns - 1, columns - 1) ways, or one more than `most` when there are more. */
static size_t ways(size_t steps, size_t columns, size_t most) {
    size_t count = 1;
    for (size_t i = 1; i < columns; i++) {
        count = count * (steps + i) / i;
        if (count > most)
            return most + 1;
    }
    return count;
}

static void heights_open(struct search *search, struct arena *scratch) {
    search->heights = ARENA_ARRAY(scratch, search->columns, length *);
    for (size_t i = 0; i < search->columns; i++) {
        size_t count = (search->caps[i] + 1) * search->rows;
        search->heights[i] = ARENA_ARRAY(scratch, count, length);
        for (size_t k = 0; k < count; k++)
            search->heights[i][k] = UNKNOWN;
    }
}

void column_distribute(const struct column_extent *extents, size_t columns, size_t rows, length room,
                       column_height height, void *context, struct arena *scratch, length *widths) {
    length left = room;
    for (size_t i = 0; i < columns; i++) {
        widths[i] = extents[i].least;
        left -= extents[i].least;
    }
    assert(left >= 0);
    struct search search = {.columns = columns,
                            .steps = column_steps(columns, rows),
                            .extents = extents,
                            .height = height,
                            .context = context};
    length step = search.step = left / (length)search.steps;
    if (step == 0) {
        widths[columns - 1] += left;
        return;
    }
    size_t *caps = ARENA_ARRAY(scratch, columns, size_t);
    size_t *shares = ARENA_ARRAY(scratch, columns, size_t);
    size_t cap_sum = 0;
    for (size_t i = 0; i < columns; i++) {
        size_t cap = (size_t)((extents[i].most - extents[i].least + step - 1) / step);
        caps[i] = cap < search.steps ? cap : search.steps;
        cap_sum += caps[i];
    }
    if (cap_sum < search.steps) /* more room than content: the last column takes it */
        caps[columns - 1] += search.steps - cap_sum;
    shares_fill(extents, columns, search.steps, caps, shares);
    search.caps = caps;
    search.shares = shares;
    rows_keep(&search, rows, scratch);
    heights_open(&search, scratch);
    search.dealt = ARENA_ARRAY(scratch, columns, size_t);
    search.best = ARENA_ARRAY(scratch, columns, size_t);
    search.partial = ARENA_ARRAY(scratch, columns * search.rows, length);
    memcpy(search.dealt, shares, columns * sizeof *shares);
    search.best_height = LENGTH_HUGE;
    search.tops = ARENA_ARRAY(scratch, search.rows, struct top);
    search_offer(&search, tops_fill(&search, search.tops));
    size_t most = SUMS_MOST / (rows * columns + 1);
    if (search.rows > 0) {    /* else all ways are as good as the one that has been offered */
        search_near(&search); /* the better the best so far, the fewer ways are taken to their end */
        if (ways(search.steps, columns, most) <= most) {
            floors_fill(&search, scratch);
            search_all(&search, 0, search.steps, 0);
        }
    }
    for (size_t i = 0; i < columns; i++)
        widths[i] += (length)search.best[i] * step;
    widths[columns - 1] += left - (length)search.steps * step;
}

static length squeezed(const struct column_extent *extent, length bound) {
    length width = extent->least < bound ? extent->least : bound;
    return width > extent->firm ? width : extent->firm;
}

void column_squeeze(const struct column_extent *extents, size_t columns, length room, length *widths) {
    /* The largest bound such that all columns no wider than it fit: bisection on whole thousandths of a point. */
    length low = 0, high = room;
    while (low < high) {
        length bound = (low + high + 1) / 2, sum = 0;
        for (size_t i = 0; i < columns; i++)
            sum += squeezed(&extents[i], bound);
        if (sum <= room)
            low = bound;
        else
            high = bound - 1;
    }
    length left = room;
    for (size_t i = 0; i < columns; i++) {
        widths[i] = squeezed(&extents[i], low);
        left -= widths[i];
    }
    widths[columns - 1] += left;
}
