/* decisions.c: decisions and who takes them, as a table.
 *
 * `decisions` element → Table: the decision, which names its row, its holders by
 * the names that organisations.xml has for them, and where a table of limits
 * bounds it, a reference to that. Surprising: whether there is a column of limits
 * is known only when every decision has been looked at, so they are walked twice.
 */
#include "document/decisions.h"

#include <string.h>

#include "document/inline.h"
#include "document/limits.h"
#include "document/made.h"
#include "document/offices.h"
#include "document/references.h"
#include "document/tables.h"

static bool any_limit(struct build *build, const struct element *decisions) {
    for (const struct element *at = decisions; at != NULL; at = element_after(at, decisions))
        if (at->name != NULL && element_is(at, "decision") && limits_table_of(build, at) != NULL)
            return true;
    return false;
}

static void read_decision(struct made *made, const struct element *element) {
    struct build *build = made->build;
    const char *outer = build_enter(build, element);
    const char *together = build_attribute(build, element, "together");
    struct node *row = made_row(made, element);
    struct node *cell = build_node(build, row, NODE_HEADER_CELL, element->place);
    cell->as.cell.scope = SCOPE_ROW;
    cell->class_ = CLASS_SENTENCE;
    inline_block(build, cell, element, "decision");
    table_cell(build, row, element_attribute_place(element, "holders"),
               offices_words(build, element, "holders", together != NULL && strcmp(together, "yes") == 0));
    if (made->table->as.table.columns > 2) {
        const struct element *limits = limits_table_of(build, element);
        cell = table_cell(build, row, element_attribute_place(element, "activity"), "");
        if (limits != NULL)
            reference_to_made(build, cell, cell->place, limits);
    }
    build_leave(build, outer);
}

static void read_all(struct made *made, const struct element *around) {
    for (const struct element *at = element_child(around, "decision"); at != NULL; at = element_next(at, "decision"))
        read_decision(made, at);
}

void decisions_read(struct build *build, struct node *parent, const struct element *element) {
    const char *heads[] = {words_find(WORD_DECISION), words_find(WORD_HOLDERS), words_find(WORD_LIMIT)};
    struct made made = made_open(build, parent, element, heads, any_limit(build, element) ? 3 : 2);
    read_all(&made, element);
    for (const struct element *at = element_child(element, "decision-group"); at != NULL;
         at = element_next(at, "decision-group")) {
        const char *outer = build_enter(build, at);
        made_group(&made, at);
        read_all(&made, at);
        build_leave(build, outer);
    }
    made_close(&made);
}
