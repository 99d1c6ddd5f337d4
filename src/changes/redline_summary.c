/* redline_summary.c: the changes in a few words each.
 *
 * A comparison and its grounds in; a section of the redline out. What was changed is told by
 * its gist (gist.h): who wants more follows the link. A row may tell of several changes
 * (redline_rows.c): then it says once what is the same of all, and leads to each place.
 */
#include <string.h>

#include "changes/gist.h"
#include "changes/redlining.h"

typedef LIST(const struct change *) change_list;

const char *redline_unseen(const struct change *change) {
    static const char *const met[] = {"uri", "file", "alternative", "lang", "number"};
    for (size_t i = 0; i < change->edits.count; i++) {
        const char *attribute = change->edits.items[i].attribute;
        bool is_met = attribute == NULL;
        for (size_t k = 0; k < sizeof met / sizeof *met && !is_met; k++)
            is_met = strcmp(attribute, met[k]) == 0;
        if (!is_met)
            return words_value(WORDS_ATTRIBUTE, attribute);
    }
    return NULL;
}

static const struct ground *ground_of(const struct redline *redline, const struct change *change) {
    return redline->grounds != NULL ? &redline->grounds[change->index] : NULL;
}

static const char *capital(const char *sentence, struct arena *arena) {
    char *copy = arena_string(arena, sentence);
    if (*copy >= 'a' && *copy <= 'z')
        *copy = (char)(*copy - 'a' + 'A');
    return copy;
}

/* --- What was changed ------------------------------------------------------------ */

static bool is_same_approvers(const struct approvers *one, const struct approvers *other) {
    for (size_t i = 0; i < one->count && one->count == other->count; i++)
        if (strcmp(one->bodies[i], other->bodies[i]) != 0)
            return false;
    return one->count == other->count;
}

/* What stands elsewhere may need the approval of others there. */
static const char *approval_gist(const struct ground *ground, struct arena *arena) {
    if (ground == NULL || is_same_approvers(&ground->before, &ground->now))
        return "";
    const char *what = words_value(WORDS_ATTRIBUTE, "approval");
    const char *words = words_fill(arena, WORD_REDLINE_APPROVAL, what, grounds_approvers(&ground->before, arena),
                                   grounds_approvers(&ground->now, arena));
    return arena_format(arena, " %s.", capital(words, arena));
}

/* A move whose name and number do not tell it says where it was and is. */
static const char *moved_gist(struct redline *redline, const struct change *change) {
    const struct ground *ground = ground_of(redline, change);
    struct arena *arena = redline->arena;
    const char *was = redline_moved_place(redline, change->strand, SIDE_OLD, false);
    const char *now = redline_moved_place(redline, change->strand, SIDE_NEW, false);
    const char *gist = was != NULL && now != NULL ? words_fill(arena, WORD_REDLINE_MOVED_PLACE, was, now)
                                                  : gist_of(change, ground, &redline->shifts, arena);
    return arena_format(arena, "%s%s", gist, approval_gist(ground, arena));
}

/* Whether all that stands in it, but for its heading, was moved there. */
static bool holds_moved_alone(const struct strand *strand) {
    bool any = false;
    for (const struct strand *at = strand->first; at != NULL; at = at->next) {
        const struct node *node = redline_node_of(at);
        if (node->kind == NODE_HEADING || at->state == STRAND_MOVED_OUT)
            continue;
        if (at->state != STRAND_MOVED_IN && (node_holds_words(node) || !holds_moved_alone(at)))
            return false;
        any = true;
    }
    return any;
}

static const char *change_gist(struct redline *redline, const struct change *change) {
    if (change->kind == CHANGE_MOVED)
        return moved_gist(redline, change);
    if (change->kind == CHANGE_INSERTED && change->new->kind == NODE_SECTION &&holds_moved_alone(change->strand))
        return words_find(WORD_REDLINE_NEW_HEADING);
    return capital(gist_of(change, ground_of(redline, change), &redline->shifts, redline->arena), redline->arena);
}

/* --- Grounds --------------------------------------------------------------------- */

static void cell_paragraph(struct redline *redline, struct node *cell, const char *words) {
    (void)redline_words(redline, redline_node(redline, cell, NODE_PARAGRAPH), words);
}

/* Whether reasons are given at all, so that one that is wanting is worth saying. */
static bool any_reason(const struct redline *redline) {
    for (size_t i = 0; redline->grounds != NULL && i < redline->comparison->changes.count; i++)
        if (redline->grounds[i].reason != NULL)
            return true;
    return false;
}

static void reason_write(struct redline *redline, struct node *cell, const struct change *change) {
    const struct ground *ground = ground_of(redline, change);
    if (ground != NULL && ground->reason != NULL)
        cell_paragraph(redline, cell, words_fill(redline->arena, WORD_REDLINE_REASON, ground->reason));
    else if (any_reason(redline))
        cell_paragraph(redline, cell, words_find(WORD_REDLINE_NOT_GIVEN));
}

static struct approvers wanted_by(const struct redline *redline, const struct change *change) {
    const struct ground *ground = ground_of(redline, change);
    return ground == NULL ? (struct approvers){NULL, 0} : (struct approvers){ground->bodies, ground->body_count};
}

/* Whether all changes that need an approval need the same, and there are several; in `all`. */
static bool is_one_approval(const struct redline *redline, struct approvers *all) {
    size_t times = 0;
    for (size_t i = 0; i < redline->comparison->changes.count; i++) {
        struct approvers own = wanted_by(redline, redline->comparison->changes.items[i]);
        if (own.count == 0)
            continue;
        if (times++ == 0)
            *all = own;
        else if (!is_same_approvers(&own, all))
            return false;
    }
    return times > 1;
}

static const char *label_of(struct redline *redline, const struct change *change) {
    if (change->new != NULL && change->new->kind == NODE_DOCUMENT)
        return words_find(WORD_REDLINE_WHOLE_DOCUMENT);
    return change->label_new != NULL ? change->label_new
                                     : words_fill(redline->arena, WORD_REDLINE_FORMER, change->label_old);
}

/* Once when all changes of the row need the same; else each with what needs it. */
static void approvals_write(struct redline *redline, struct node *cell, const change_list *changes) {
    struct arena *arena = redline->arena;
    struct approvers first = wanted_by(redline, changes->items[0]);
    bool same = true;
    for (size_t i = 1; i < changes->count; i++) {
        struct approvers own = wanted_by(redline, changes->items[i]);
        same = same && is_same_approvers(&first, &own);
    }
    if (same) {
        if (first.count > 0)
            cell_paragraph(redline, cell, words_fill(arena, WORD_REDLINE_APPROVALS, grounds_approvers(&first, arena)));
        return;
    }
    bool *told = ARENA_ARRAY(arena, changes->count, bool);
    for (size_t i = 0; i < changes->count; i++) {
        struct approvers wanted = wanted_by(redline, changes->items[i]);
        const char *places = NULL;
        for (size_t k = i; k < changes->count && wanted.count > 0 && !told[i]; k++) {
            struct approvers own = wanted_by(redline, changes->items[k]);
            if (!is_same_approvers(&wanted, &own))
                continue;
            const char *label = label_of(redline, changes->items[k]);
            places = places == NULL ? label : arena_format(arena, "%s%s%s", places, words_find(WORD_SEMICOLON), label);
            told[k] = k > i || told[k];
        }
        if (places != NULL)
            cell_paragraph(redline, cell,
                           words_fill(arena, WORD_REDLINE_APPROVALS_FOR, grounds_approvers(&wanted, arena), places));
    }
}

/* --- Rows ------------------------------------------------------------------------ */

/* The changes of the row that change `i` begins, a move before what was changed besides. */
static change_list row_changes(const struct redline *redline, size_t i) {
    change_list changes = {0};
    for (size_t at = i;; at = redline->row_next[at]) {
        LIST_ADD(redline->arena, &changes, redline->comparison->changes.items[at]);
        if (redline->row_next[at] == 0)
            break;
    }
    if (changes.count == 2 && changes.items[1]->kind == CHANGE_MOVED) {
        const struct change *moved = changes.items[1];
        changes.items[1] = changes.items[0];
        changes.items[0] = moved;
    }
    return changes;
}

static bool is_same_reason(const struct redline *redline, const struct change *one, const struct change *other) {
    const struct ground *a = ground_of(redline, one), *b = ground_of(redline, other);
    if (a == NULL || b == NULL || a->reason == NULL || b->reason == NULL)
        return a == NULL || b == NULL || a->reason == b->reason;
    return strcmp(a->reason, b->reason) == 0;
}

static void what_write(struct redline *redline, struct node *cell, const change_list *changes) {
    struct arena *arena = redline->arena;
    bool moves = changes->items[0]->kind == CHANGE_MOVED;
    if (changes->count > 1 && !moves) { /* the same in several places */
        size_t all = 0, times;
        const char *swap = NULL;
        for (size_t i = 0; i < changes->count; i++, all += times)
            swap = gist_swap(changes->items[i], &times, arena);
        cell_paragraph(
            redline, cell,
            arena_format(arena, "%s.", words_fill(arena, WORD_REDLINE_TIMES, swap, arena_format(arena, "%zu", all))));
        reason_write(redline, cell, changes->items[0]);
        return;
    }
    const char *gist = change_gist(redline, changes->items[0]);
    for (size_t i = 1; i < changes->count; i++) {
        const char *more = words_fill(arena, WORD_REDLINE_CHANGED_TOO, change_gist(redline, changes->items[i]));
        if (is_same_reason(redline, changes->items[i], changes->items[i - 1])) {
            gist = arena_format(arena, "%s %s", gist, more);
        } else {
            cell_paragraph(redline, cell, gist);
            reason_write(redline, cell, changes->items[i - 1]);
            gist = more;
        }
    }
    cell_paragraph(redline, cell, gist);
    reason_write(redline, cell, changes->items[changes->count - 1]);
}

static void row_write(struct redline *redline, struct node *body, size_t number, const change_list *changes,
                      bool approvals) {
    struct arena *arena = redline->arena;
    struct node *row = redline_node(redline, body, NODE_ROW);
    struct node *head = redline_node(redline, row, NODE_HEADER_CELL);
    head->as.cell.scope = SCOPE_ROW;
    head->id = redline_id(redline, arena_format(arena, "change-%zu", number));
    (void)redline_words(redline, head, arena_format(arena, "%zu", number));
    for (size_t i = 0; i < changes->count; i++)
        redline->rows[changes->items[i]->index] = head;
    (void)redline_node(redline, row, NODE_CELL);
    struct node *cell = redline_node(redline, row, NODE_CELL);
    what_write(redline, cell, changes);
    if (approvals && redline->grounds != NULL)
        approvals_write(redline, cell, changes);
}

/* "All changes but 3 and 7 need the approval of …" */
static void approval_write(struct redline *redline, struct node *section, const struct approvers *all) {
    struct arena *arena = redline->arena;
    LIST(const char *) none = {0};
    size_t last = 0;
    for (size_t i = 0; i < redline->comparison->changes.count; i++) {
        size_t number = redline->row_numbers[i];
        if (wanted_by(redline, redline->comparison->changes.items[i]).count == 0 && number != last)
            LIST_ADD(arena, &none, arena_format(arena, "%zu", number));
        last = number > last ? number : last;
    }
    const char *numbers = NULL;
    for (size_t i = 0; i < none.count; i++)
        numbers = numbers == NULL
                      ? none.items[i]
                      : arena_format(arena, "%s%s%s", numbers, words_find(i + 1 == none.count ? WORD_AND : WORD_COMMA),
                                     none.items[i]);
    const char *who = grounds_approvers(all, arena);
    (void)redline_words(redline, redline_node(redline, section, NODE_PARAGRAPH),
                        numbers == NULL ? words_fill(arena, WORD_REDLINE_APPROVAL_OF_ALL, who)
                                        : words_fill(arena, WORD_REDLINE_APPROVAL_BUT, numbers, who));
}

void redline_summary(struct redline *redline) {
    static const enum word HEADS[] = {WORD_REDLINE_COLUMN_CHANGE, WORD_REDLINE_COLUMN_PLACE, WORD_REDLINE_COLUMN_WHAT};
    size_t count = redline->comparison->changes.count;
    struct node *section = redline_section(redline, words_find(WORD_REDLINE_SUMMARY));
    if (count == 0) {
        (void)redline_words(redline, redline_node(redline, section, NODE_PARAGRAPH),
                            words_find(WORD_REDLINE_NO_CHANGES));
        return;
    }
    struct approvers all = {NULL, 0};
    bool one = redline_rows(redline) > 1 && is_one_approval(redline, &all);
    if (one)
        approval_write(redline, section, &all);
    struct node *table = redline_table(redline, section, HEADS, 3, WORD_REDLINE_SUMMARY_TABLE);
    size_t rows = 0;
    for (size_t i = 0; i < count; i++) {
        if (redline->row_numbers[i] != rows + 1)
            continue;
        rows++;
        change_list changes = row_changes(redline, i);
        row_write(redline, table->last, rows, &changes, !one);
    }
}

/* --- Links ----------------------------------------------------------------------- */

/* A link that says on which page it leads to. */
static void link_with_page(struct redline *redline, struct node *parent, struct node *target, const char *words) {
    redline_link(redline, parent, target, words, words_find(WORD_REFERENCE_PAGE));
    struct node *link = parent->last->first;
    link->as.link.after = "";
    (void)redline_words(redline, link, words_find(WORD_REFERENCE_PAGE));
    redline_node(redline, link, NODE_FOLIO)->as.folio.target = target;
}

void redline_place(struct redline *redline, struct node *parent, struct node *place, const char *label) {
    if (place != NULL && place->kind != NODE_DOCUMENT)
        link_with_page(redline, parent, place, label);
    else
        (void)redline_words(redline, parent, label);
}

static struct node *place_of(const struct redline *redline, const struct change *change) {
    struct node *place = redline->places[change->index];
    if (place == NULL && change->new != NULL)
        place = redline->copies[SIDE_NEW][change->new->index];
    if (place == NULL && change->old != NULL)
        place = redline->copies[SIDE_OLD][change->old->index];
    return place;
}

void redline_summary_links(struct redline *redline) {
    size_t rows = 0;
    for (size_t i = 0; i < redline->comparison->changes.count; i++) {
        if (redline->row_numbers[i] != rows + 1)
            continue;
        rows++;
        change_list changes = row_changes(redline, i);
        struct node *cell = redline->rows[i]->next;
        bool several = changes.count > 1 && changes.items[0]->kind != CHANGE_MOVED;
        for (size_t k = 0; k < (several ? changes.count : 1); k++) {
            const struct change *change = changes.items[k];
            struct node *parent = several ? redline_node(redline, cell, NODE_PARAGRAPH) : cell;
            redline_place(redline, parent, place_of(redline, change), label_of(redline, change));
        }
    }
}
