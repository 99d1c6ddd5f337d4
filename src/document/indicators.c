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
#include "document/made.h"
#include "document/numbers.h"
#include "document/tables.h"

static const char *year_words(struct build *build, const char *end, enum word otherwise) {
    return end == NULL || *end == '\0' ? words_find(otherwise) : words_fill(build->arena, WORD_YEAR_TO, end);
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
    struct node *cell = made_cell(build, row, NODE_HEADER_CELL, element, "name");
    const char *outer = build_enter(build, element);
    if (*unit != '\0' && strcmp(unit, "percent") != 0 && strcmp(unit, "GBP") != 0)
        build_text(build, cell, element->place, words_fill(build->arena, WORD_IN_BRACKETS, unit));
    build_leave(build, outer);
}

static void read_indicator(struct made *made, const struct element *element) {
    struct build *build = made->build;
    const char *outer = build_enter(build, element);
    struct node *row = made_row(made, element);
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
        table_cell(build, row, element->place, words_find(WORD_NO_FIGURE));
    build_leave(build, outer);
}

void indicators_read(struct build *build, struct node *parent, const struct element *element) {
    const char *heads[] = {words_find(WORD_MEASURE), year_words(build, build->year, WORD_YEAR_LATEST),
                           year_words(build, build->year_before, WORD_YEAR_BEFORE)};
    struct made made = made_open(build, parent, element, heads, sizeof heads / sizeof *heads);
    for (const struct element *at = element_child(element, "indicator"); at != NULL; at = element_next(at, "indicator"))
        read_indicator(&made, at);
    made_close(&made);
}
