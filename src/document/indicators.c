/* indicators.c: figures of the year and of the year before, as a table.
 *
 * `indicators` element → Table of Caption, THead, TBody: three columns, the
 * measure that names its row and two figures. The heads of the columns come from
 * the period of the document, so they are right when the dates are moved to the
 * next year. Surprising: the year before is the one that ended on the day before
 * the period begins, whatever the length of the period.
 */
#include "document/indicators.h"

#include <string.h>

#include "document/inline.h"
#include "document/numbers.h"
#include "document/tables.h"

static const char *year_words(struct build *build, const char *end, enum word otherwise) {
    return end == NULL || *end == '\0' ? words_find(otherwise) : words_fill(build->arena, WORD_YEAR_TO, end);
}

static void read_head(struct build *build, struct node *table, const struct element *element) {
    struct node *head = build_node(build, table, NODE_TABLE_HEAD, element->place);
    struct node *row = build_node(build, head, NODE_ROW, element->place);
    const char *words[] = {words_find(WORD_MEASURE), year_words(build, build->year, WORD_YEAR_LATEST),
                           year_words(build, build->year_before, WORD_YEAR_BEFORE)};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        table_header(build, row, element->place, SCOPE_COLUMN, words[i]);
}

static const char *figure_words(struct build *build, const char *value, const char *unit) {
    const char *words = number_quantity(build->arena, value, unit);
    if (words == NULL)
        words = ""; /* the grammar has reported it */
    return strcmp(unit, "percent") == 0 ? words_fill(build->arena, WORD_PERCENT, words) : words;
}

static void read_figure(struct build *build, struct node *row, const struct element *element, const char *unit) {
    const char *value = build_attribute(build, element, "value");
    const struct element *placeholder = element_child(element, "placeholder");
    if ((value == NULL) == (placeholder == NULL))
        report_add(build->report, RULE_FIGURE_ONE, element->place,
                   value == NULL ? "neither a figure nor a placeholder" : "both a figure and a placeholder");
    const char *outer = build_enter(build, element);
    struct node *cell = build_named(build, row, NODE_CELL, element);
    if (value != NULL) {
        build_text(build, cell, element->place, figure_words(build, value, unit));
    } else if (placeholder != NULL) {
        inline_read(build, cell, placeholder, placeholder->next);
        inline_fold(build, cell);
    }
    build_leave(build, outer);
}

static void read_name(struct build *build, struct node *row, const struct element *element, const char *unit) {
    const char *outer = build_enter(build, element);
    struct node *cell = build_named(build, row, NODE_HEADER_CELL, element);
    cell->as.cell.scope = SCOPE_ROW;
    inline_plain(build, cell, element, "name");
    if (*unit != '\0' && strcmp(unit, "percent") != 0 && strcmp(unit, "GBP") != 0)
        build_text(build, cell, element->place, words_fill(build->arena, WORD_IN_BRACKETS, unit));
    build_leave(build, outer);
}

static void read_indicator(struct build *build, struct node *body, const struct element *element) {
    const char *outer = build_enter(build, element);
    struct node *row = build_named(build, body, NODE_ROW, element);
    const char *unit = build_attribute(build, element, "unit");
    const struct element *name = element_child(element, "name");
    const struct element *now = element_child(element, "this-year");
    const struct element *before = element_child(element, "year-before");
    if (unit == NULL)
        unit = "";
    if (name != NULL)
        read_name(build, row, name, unit);
    if (now != NULL)
        read_figure(build, row, now, unit);
    if (before != NULL)
        read_figure(build, row, before, unit);
    else
        table_cell(build, row, element->place, words_find(WORD_NOT_MEASURED));
    build_leave(build, outer);
}

void indicators_read(struct build *build, struct node *parent, const struct element *element) {
    struct node *table = build_named(build, parent, NODE_TABLE, element);
    table->as.table.columns = 3;
    build->inside_table++;
    table_caption(build, table, element);
    read_head(build, table, element);
    struct node *body = build_node(build, table, NODE_TABLE_BODY, element->place);
    for (const struct element *at = element_child(element, "indicator"); at != NULL; at = element_next(at, "indicator"))
        read_indicator(build, body, at);
    build->inside_table--;
}
