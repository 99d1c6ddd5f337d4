/* rosters.c: who sits on a committee, and who is a member, as tables.
 *
 * `seats` element + organisations.xml → Table of the seats of a committee: whose
 * they are, how many, how they are filled. `members` element → Table of its
 * members, with a column for each thing that is said of any of them. Surprising:
 * the content of a seat comes from the list of organisations, where the same words
 * end a sentence; here they begin one.
 */
#include "document/rosters.h"

#include <string.h>

#include "document/made.h"
#include "document/offices.h"
#include "document/organisations.h"
#include "document/tables.h"

/* ---- seats ---- */

/* A letter of ASCII alone, as at the beginning of a reference; what begins otherwise stays as its author wrote it. */
static void begin_capital(struct build *build, struct node *cell) {
    struct node *at = cell;
    while (at != NULL && (at->kind != NODE_TEXT || *at->as.text.text == '\0'))
        at = node_after(at, cell);
    const char *words = at == NULL ? "" : at->as.text.text;
    if (*words >= 'a' && *words <= 'z')
        at->as.text.text = arena_format(build->arena, "%c%s", *words - 'a' + 'A', words + 1);
}

static void read_seat(struct made *made, const struct element *seat) {
    struct build *build = made->build;
    const char *id = build_attribute(build, seat, "office");
    const char *number = build_digits(build, seat, "number");
    const char *votes = build_attribute(build, seat, "votes");
    const struct element *appointed = element_child(seat, "appointed");
    const struct office *office = id == NULL ? NULL : office_known(build, id);
    const char *name = office == NULL ? "?" : office->name;
    struct node *row = made_row(made, seat);
    if (votes != NULL && strcmp(votes, "no") == 0)
        name = arena_format(build->arena, "%s%s", name, words_find(WORD_NO_VOTE));
    table_header(build, row, seat->place, SCOPE_ROW, name);
    table_cell(build, row, seat->place, *number == '\0' ? "1" : number);
    if (appointed != NULL)
        begin_capital(build, made_cell(build, row, NODE_CELL, appointed, "appointed"));
    else
        table_cell(build, row, seat->place, "");
}

void seats_read(struct build *build, struct node *parent, const struct element *element) {
    const char *heads[] = {words_find(WORD_SEAT), words_find(WORD_SEAT_NUMBER), words_find(WORD_SEAT_FILLED)};
    const char *id = build_attribute(build, element, "of");
    struct place place = element_attribute_place(element, "of");
    struct made made = made_open(build, parent, element, heads, sizeof heads / sizeof *heads);
    const struct office *committee = id == NULL ? NULL : office_find(build, id, place, OFFICE_COMMITTEE);
    const struct element *seat = committee == NULL ? NULL : element_child(committee->element, "seat");
    if (committee != NULL && seat == NULL)
        report_add(build->report, RULE_SEATS_NONE, place, committee->name);
    const char *outer = committee == NULL ? build->lang : build_enter(build, committee->element);
    build->of_house = true;
    for (; seat != NULL; seat = element_next(seat, "seat"))
        read_seat(&made, seat);
    build->of_house = false;
    build_leave(build, outer);
    made_close(&made);
}

/* ---- members ---- */

/* What may be said of a member beside its name, in the order of the columns. */
static const struct {
    enum word head;
    const char *name; /* of the element or attribute */
    bool is_element;
} said[] = {{WORD_ADDRESS, "address", true},
            {WORD_DISTRICT, "district", false},
            {WORD_CODE, "code", false},
            {WORD_SPEAKS, "representative", true}};

#define SAID (sizeof said / sizeof *said)

static bool says(const struct element *member, size_t i) {
    return said[i].is_element ? element_child(member, said[i].name) != NULL
                              : element_attribute(member, said[i].name) != NULL;
}

static bool any_says(const struct element *members, size_t i) {
    for (const struct element *at = element_child(members, "member"); at != NULL; at = element_next(at, "member"))
        if (says(at, i))
            return true;
    return false;
}

static void read_said(struct build *build, struct node *row, const struct element *member, size_t i) {
    const struct element *child = said[i].is_element ? element_child(member, said[i].name) : NULL;
    if (child != NULL) {
        made_cell(build, row, NODE_CELL, child, said[i].name);
        return;
    }
    const char *words = said[i].is_element ? NULL : build_attribute(build, member, said[i].name);
    table_cell(build, row, element_attribute_place(member, said[i].name), words == NULL ? "" : words);
}

static void read_member(struct made *made, const struct element *member, const bool *columns) {
    struct build *build = made->build;
    const char *outer = build_enter(build, member);
    struct node *row = made_row(made, member);
    const struct element *name = element_child(member, "name");
    if (name != NULL)
        made_cell(build, row, NODE_HEADER_CELL, name, "name");
    else
        table_header(build, row, member->place, SCOPE_ROW, "?"); /* the grammar has reported it */
    for (size_t i = 0; i < SAID; i++)
        if (columns[i])
            read_said(build, row, member, i);
    build_leave(build, outer);
}

void members_read(struct build *build, struct node *parent, const struct element *element) {
    const char *heads[1 + SAID] = {words_find(WORD_MEMBER)};
    bool columns[SAID];
    size_t count = 1;
    for (size_t i = 0; i < SAID; i++) {
        columns[i] = any_says(element, i);
        if (columns[i])
            heads[count++] = words_find(said[i].head);
    }
    (void)organisation_find(build, element, "of");
    struct made made = made_open(build, parent, element, heads, count);
    for (const struct element *at = element_child(element, "member"); at != NULL; at = element_next(at, "member"))
        read_member(&made, at, columns);
    made_close(&made);
}
