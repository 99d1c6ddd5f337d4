/* grammar_table.c: bytes → a table whose cells span what there is.
 *
 * Rows of the head, of the body and of each group are made by one function, which
 * keeps for each column how many rows more a cell from above covers it. Surprising:
 * in one column no cell ever spans rows, for a row has to have a cell of its own.
 */
#include "maker.h"

#define COLUMNS_MAX 40

enum { ALIGN_NONE, ALIGN_SIDE, ALIGN_POINT };

struct table {
    struct maker *maker;
    unsigned where;
    size_t columns;
    int aligns[COLUMNS_MAX];
    bool heads; /* the first column names the rows */
    bool spans;
};

static const char *const NUMBERS[] = {
    "",
    "0",
    "1,234.50",
    "\xE2\x88\x92"
    "12",
    "(3.5)",
    "\xC2\xA3"
    "1.2m",
    "0123456789012345678901234567890123456789.5",
    ".0123456789012345678901234567890123456789",
    "n/a",
    "\xD9\xA3\xD9\xAB\xD9\xA1",
    "1.2.3",
    ".",
    "\xC2\xA3",
    "50%",
    "\xE2\x82\xAC 5",
    "\xE2\x80\x93",
    "1 to 2.5",
    "<strong>5</strong>.<span>5</span>",
    "5<note>Note</note>",
    "5.<note>Note</note>25",
    "\xE0\xAA\xA7.\xE0\xAA\xA8",
    "<p>7.25</p>",
    "<p>7.25</p><p>11</p>",
    "<list><item>1.5</item></list>",
};

static void put_cell_content(struct table *table, size_t column, bool head) {
    struct maker *maker = table->maker;
    size_t way = head ? 1 + pick(maker, 2) : pick(maker, 8);
    if (!head && way < 6 && table->aligns[column] == ALIGN_POINT) {
        put(maker, "%s", ONE_OF(maker, NUMBERS));
    } else if (way == 6) {
        put(maker, "<p>");
        put_prose(maker, table->where);
        put(maker, "</p>");
    } else if (way == 7) {
        if (maker->depth < 6)
            put_list(maker, table->where);
    } else if (way > 0) {
        put_prose(maker, table->where);
    }
}

static void put_rows(struct table *table, size_t rows, bool head) {
    struct maker *maker = table->maker;
    size_t left[COLUMNS_MAX] = {0};
    size_t plain = pick(maker, table->columns);
    for (size_t r = 0; r < rows; r++) {
        put(maker, "<row%s", head ? " header=\"yes\"" : "");
        put_id(maker);
        put(maker, ">");
        for (size_t c = 0; c < table->columns;) {
            if (left[c] > 0) {
                c++;
                continue;
            }
            size_t run = 1, wide = 1, high = 1;
            while (c + run < table->columns && left[c + run] == 0)
                run++;
            if (table->spans && pick(maker, 4) == 3) {
                wide += pick(maker, run);
                high += plain >= c && plain < c + wide ? 0 : pick(maker, rows - r);
            }
            bool header = head || (table->heads && c == 0);
            put(maker, "<cell%s", header ? " header=\"yes\"" : "");
            if (wide > 1 || pick(maker, 16) == 15)
                put(maker, " columns=\"%zu\"", wide);
            if (high > 1)
                put(maker, " rows=\"%zu\"", high);
            put(maker, ">");
            put_cell_content(table, c, header);
            put(maker, "</cell>");
            for (size_t end = c + wide; c < end; c++)
                left[c] = high;
        }
        put(maker, "</row>");
        for (size_t c = 0; c < table->columns; c++)
            left[c] -= left[c] > 0;
    }
}

static void put_columns(struct table *table) {
    static const char *const COLUMNS[] = {"<column/>", "<column align=\"end\"/>", "<column align=\"decimal\"/>"};
    struct maker *maker = table->maker;
    if (pick(maker, 3) != 2)
        return;
    put(maker, "<columns>");
    for (size_t c = 0; c < table->columns; c++)
        put(maker, "%s", COLUMNS[table->aligns[c] = (int)pick(maker, 3)]);
    put(maker, "</columns>");
}

void put_table(struct maker *maker, unsigned where) {
    struct table table = {.maker = maker, .where = where, .columns = 1 + pick(maker, 16) % 9};
    if (pick(maker, 32) == 31)
        table.columns = 1 + pick(maker, COLUMNS_MAX);
    size_t head = pick(maker, 4);
    table.heads = head == 0 || pick(maker, 2) == 1;
    table.spans = pick(maker, 2) == 1;
    put(maker, "<table");
    put_target(maker);
    put(maker, "%s><caption>", pick(maker, 4) == 3 ? " summary=\"What it holds\"" : "");
    put_prose(maker, where);
    put(maker, "</caption>");
    put_columns(&table);
    put_rows(&table, head, true);
    size_t rows = 1 + pick(maker, 24);
    while (rows > 0) {
        bool group = pick(maker, 4) == 3;
        size_t some = group || table.spans ? 1 + pick(maker, rows) : rows;
        if (group) {
            put(maker, "<row-group");
            put_id(maker);
            put(maker, "><title>Word ");
            put(maker, "%s</title>", pick(maker, 2) == 1 ? "and many more of them, so that they fill a line" : "");
        }
        put_rows(&table, some, false);
        put(maker, "%s", group ? "</row-group>" : "");
        rows -= goes_on(maker) ? some : rows;
    }
    for (size_t i = pick(maker, 3); i > 0 && goes_on(maker); i--) {
        put(maker, "<table-note>");
        put_prose(maker, where);
        put(maker, "</table-note>");
    }
    put(maker, "</table>");
}
