/* limit_tables.c: who may approve how much, as a table.
 *
 * `limit-table` element + limits.xml → Table: a row for each limit, in a group for
 * each activity. The columns depend on what the limits hold: nobody hears of
 * conditions in a table that has none, nor of clauses that stand in another
 * document or in the section of the table. Surprising: rows and cells come from elements of limits.xml
 * and point there; they are in the language that file says, and where it says
 * none in that of the limit-table.
 */
#include "document/limit_tables.h"

#include <string.h>

#include "document/blocks.h"
#include "document/inline.h"
#include "document/limits.h"
#include "document/made.h"
#include "document/numbers.h"
#include "document/offices.h"
#include "document/organisations.h"
#include "document/references.h"
#include "document/tables.h"

struct limit_table {
    struct made made;
    bool conditions, places; /* whether there are such columns */
};

static bool is_around(const struct element *outer, const struct element *inner) {
    while (inner != NULL && inner != outer)
        inner = inner->parent;
    return inner != NULL;
}

/* Whether who reads the table has the place that sets these limits before them: it is in the same section or appendix,
 * or is one that the table stands in. */
static bool is_at_hand(const struct element *table, const struct activity *activity) {
    const struct element *section = table->parent;
    while (section != NULL && !element_is(section, "section") && !element_is(section, "appendix"))
        section = section->parent;
    const struct element *place = activity->place;
    return place != NULL && (is_around(place, table) || (section != NULL && is_around(section, place)));
}

static const char *pounds(struct build *build, const struct element *limit, const char *bound) {
    const char *amount = build_attribute(build, limit, bound);
    const char *words = amount == NULL ? NULL : number_quantity(build->arena, amount, "GBP");
    return words == NULL ? "" : words;
}

static const char *band_words(struct build *build, const struct element *limit) {
    const char *lower = pounds(build, limit, "lower"), *upper = pounds(build, limit, "upper");
    const char *begins = build_attribute(build, limit, "lower");
    bool from_nothing = begins == NULL || number_pence(begins) == 0;
    if (*upper == '\0')
        return from_nothing ? words_find(WORD_ANY_AMOUNT) : words_fill(build->arena, WORD_OVER, lower);
    return from_nothing ? words_fill(build->arena, WORD_UP_TO, upper)
                        : words_fill(build->arena, WORD_OVER_UP_TO, lower, upper);
}

static void amount_cell(struct build *build, struct node *row, const struct element *limit) {
    const struct element *placeholder = element_child(limit, "placeholder");
    if (placeholder == NULL) {
        table_header(build, row, limit->place, SCOPE_ROW, band_words(build, limit));
        return;
    }
    struct node *cell = build_node(build, row, NODE_HEADER_CELL, limit->place);
    cell->as.cell.scope = SCOPE_ROW;
    (void)inline_read(build, cell, placeholder, placeholder->next);
    inline_fold(build, cell);
}

static void conditions_cell(struct build *build, struct node *row, const struct element *limit) {
    const struct element *first = element_child(limit, "condition");
    if (first == NULL) {
        (void)table_cell(build, row, limit->place, "");
        return;
    }
    if (element_next(first, "condition") == NULL) {
        (void)made_cell(build, row, NODE_CELL, first, "condition");
        return;
    }
    struct node *cell = build_node(build, row, NODE_CELL, first->place);
    struct node *list = build_node(build, cell, NODE_LIST, first->place);
    list->class_ = CLASS_BULLETS;
    const char *bullet = block_bullet(build->bullets + 1, &list->as.list.numbering);
    for (const struct element *at = first; at != NULL; at = element_next(at, "condition")) {
        const char *outer = build_enter(build, at);
        struct node *body = build_node(build, block_item(build, list, at, bullet), NODE_BODY, at->place);
        inline_plain(build, build_node(build, body, NODE_PARAGRAPH, at->place), at, "condition");
        build_leave(build, outer);
    }
}

static void place_cell(struct build *build, struct node *row, const struct element *limit,
                       const struct activity *activity) {
    const char *place = limits_place(build, activity);
    struct node *cell = build_node(build, row, NODE_CELL, limit->place);
    if (place != NULL)
        reference_to(build, cell, element_attribute_place(activity->element, "source"), place);
}

static void read_limit(struct limit_table *table, const struct element *limit, const struct activity *activity) {
    struct build *build = table->made.build;
    const char *outer = build_enter(build, limit);
    struct node *row = made_row(&table->made, limit);
    const char *together = build_attribute(build, limit, "together");
    amount_cell(build, row, limit);
    const char *names = offices_words(build, limit, "approvers", together != NULL && strcmp(together, "yes") == 0);
    (void)table_cell(build, row, element_attribute_place(limit, "approvers"), names);
    if (table->conditions)
        conditions_cell(build, row, limit);
    if (table->places)
        place_cell(build, row, limit, activity);
    build_leave(build, outer);
}

static void read_activity(struct limit_table *table, const struct activity *activity) {
    struct build *build = table->made.build;
    const char *around = build_enter(build, activity->element->parent); /* the file */
    made_group(&table->made, activity->element);
    const char *outer = build_enter(build, activity->element);
    const struct element *at = element_child(activity->element, "limit");
    for (; at != NULL; at = element_next(at, "limit"))
        read_limit(table, at, activity);
    build_leave(build, outer);
    build_leave(build, around);
}

static bool has_condition(const struct element *activity) {
    const struct element *at = element_child(activity, "limit");
    while (at != NULL && element_child(at, "condition") == NULL)
        at = element_next(at, "limit");
    return at != NULL;
}

/* Under the first table, when the amounts are nobody's yet. */
static void read_note(struct build *build, struct node *parent, const struct element *element) {
    const struct element *root = limits_illustrative(build);
    const struct organisation *organisation = root == NULL ? NULL : organisation_find(build, root, "org");
    if (organisation == NULL || build->illustrated)
        return;
    build->illustrated = true;
    struct node *note = build_node(build, parent, NODE_PARAGRAPH, element->place);
    note->class_ = CLASS_TABLE_NOTE;
    build_text(build, note, element->place, words_fill(build->arena, WORD_ILLUSTRATIVE, organisation->short_name));
}

void limit_table_read(struct build *build, struct node *parent, const struct element *element) {
    const activity_list list = limits_listed(build, element);
    struct limit_table table = {0};
    for (size_t i = 0; i < list.count; i++) {
        table.conditions = table.conditions || has_condition(list.items[i]->element);
        table.places =
            table.places || (limits_place(build, list.items[i]) != NULL && !is_at_hand(element, list.items[i]));
    }
    const char *heads[4] = {words_find(WORD_AMOUNT), words_find(WORD_WHO_APPROVES)};
    size_t count = 2;
    if (table.conditions)
        heads[count++] = words_find(WORD_CONDITIONS);
    if (table.places)
        heads[count++] = words_find(WORD_SET_IN);
    table.made = made_open(build, parent, element, heads, count);
    build->of_house = true;
    for (size_t i = 0; i < list.count; i++)
        read_activity(&table, list.items[i]);
    build->of_house = false;
    read_note(build, parent, element);
    made_close(&table.made);
}
