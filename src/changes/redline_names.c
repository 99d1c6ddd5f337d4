/* redline_names.c: how a redline calls what it marks: by kind, number and place.
 *
 * A node or strand of the comparison in; a few words out: "clause", "clause 5.4", "item (b)",
 * "after “papers”". What has no number is named in gist.c. Each number that the text tells of is kept for the list of
 * numbers at the end.
 *
 * Surprising: a number is told as another only where it is so by itself: what stands within
 * something that is counted otherwise is counted along, and the list alone tells it.
 */
#include <assert.h>
#include <string.h>

#include "changes/redlining.h"

bool redline_is_count(const struct node *node) {
    return node->kind == NODE_LABEL && node->parent->parent->class_ != CLASS_DEFINITION;
}

const struct node *redline_division(const struct node *node) {
    for (node = node->parent; node->parent != NULL; node = node->parent)
        if (node->kind == NODE_SECTION || (node->kind == NODE_ITEM && node->parent->class_ == CLASS_CLAUSES))
            break;
    return node;
}

/* --- Kinds and numbers ----------------------------------------------------------- */

/* Whether a label is that of a clause: "clause 5.4, Quorum", "appendix B, clause 3". */
static bool is_clause_label(const char *label) {
    const char *start = words_find(WORD_SEE_CLAUSE);
    size_t bytes = strcspn(start, "{");
    const char *comma = strstr(label, ", ");
    return strncmp(label, start, bytes) == 0 || (comma != NULL && strncmp(comma + 2, start, bytes) == 0);
}

const char *redline_noun(const struct node *node) {
    switch (node->kind) {
    case NODE_SECTION:
        return words_find(node->class_ == CLASS_PART       ? WORD_NOUN_PART
                          : node->class_ == CLASS_APPENDIX ? WORD_NOUN_APPENDIX
                                                           : WORD_NOUN_SECTION);
    case NODE_ITEM:
        return words_find(node->parent->class_ == CLASS_CLAUSES      ? WORD_NOUN_CLAUSE
                          : node->parent->class_ == CLASS_DEFINITION ? WORD_NOUN_DEFINITION
                                                                     : WORD_NOUN_ITEM);
    case NODE_ROW:
        return words_find(WORD_NOUN_ROW);
    case NODE_CELL:
    case NODE_HEADER_CELL:
        return words_find(WORD_NOUN_CELL);
    case NODE_TABLE:
        return words_find(WORD_NOUN_TABLE);
    case NODE_FIGURE:
        return words_find(WORD_NOUN_FIGURE);
    case NODE_LIST:
        return words_find(WORD_NOUN_LIST);
    case NODE_QUOTE:
        return words_find(WORD_NOUN_QUOTE);
    case NODE_NOTE:
        return words_find(WORD_NOUN_NOTE);
    default:
        return words_find(WORD_NOUN_TEXT);
    }
}

const char *redline_number(struct redline *redline, const struct node *node) {
    const struct node *first = node->first;
    if (first != NULL && first->kind == NODE_HEADING && node->kind == NODE_SECTION)
        return first->as.heading.number;
    if (first != NULL && first->kind == NODE_LABEL && node->kind == NODE_NOTE)
        return gist_text_of(first, redline->arena);
    if (first != NULL && first->kind == NODE_LABEL && node->kind == NODE_ITEM && redline_is_count(first) &&
        node->parent->as.list.numbering != NUMBERING_DISC && node->parent->as.list.numbering != NUMBERING_NONE)
        return gist_text_of(first, redline->arena);
    return "";
}

/* "4" of "4.", "Part 2" of "Part 2:". */
static const char *number_bare(struct redline *redline, const char *number) {
    size_t bytes = strlen(number);
    bytes -= bytes > 0 && (number[bytes - 1] == ':' || number[bytes - 1] == '.');
    return arena_copy(redline->arena, number, bytes);
}

/* Whether a number says itself what it is of: "Part 2:", "Appendix B:". */
static bool says_kind(const char *number, const struct node *node) {
    return strncmp(number, words_find(WORD_PART_NUMBER), 4) == 0 || node->class_ == CLASS_APPENDIX;
}

const char *redline_called(struct redline *redline, const struct node *node) {
    const char *number = redline_number(redline, node), *noun = redline_noun(node);
    return *number == '\0' || says_kind(number, node)
               ? noun
               : arena_format(redline->arena, "%s %s", noun, number_bare(redline, number));
}

void redline_whole_names(struct redline *redline, const struct strand *strand, const char **noun, const char **name) {
    const struct change *change = redline_change_of_whole(strand);
    const struct node *node = redline_node_of(strand);
    if (change == NULL) {
        *noun = redline_noun(node);
        *name = redline_called(redline, node);
        return;
    }
    bool new = strand->state != STRAND_DELETED;
    const char *number = new ? change->number_new : change->number_old;
    *noun = node->kind == NODE_SECTION && is_clause_label(new ? change->label_new : change->label_old)
                ? words_find(WORD_NOUN_CLAUSE)
                : redline_noun(node);
    *name = number != NULL && *number != '\0' ? arena_format(redline->arena, "%s %s", *noun, number) : *noun;
}

/* --- Numbers that were others ---------------------------------------------------- */

/* Where the part of a number begins that is the unit's own: "2" of "5.3.2", "B", "(a)", "1" of "A1". */
static const char *ordinal_of(const char *number) {
    const char *dot = strrchr(number, '.');
    if (dot != NULL && dot[1] != '\0')
        return dot + 1;
    const char *own = number;
    while (*own >= 'A' && *own <= 'Z')
        own++;
    return *own >= '0' && *own <= '9' ? own : number;
}

/* A number that is another by itself, and not only because what stands around it has another. */
static bool is_renumbered(const char *old, const char *new) {
    if (*old == '\0' || *new == '\0' || strcmp(old, new) == 0)
        return false;
    const char *was = ordinal_of(old), *now = ordinal_of(new);
    bool inner = was > old && now > new;
    return !inner || strcmp(was, now) != 0;
}

const char *redline_number_was(struct redline *redline, const struct strand *strand) {
    if (strand->old == NULL || strand->new == NULL || strand->new->kind == NODE_NOTE)
        return NULL;
    const char *old = redline_number(redline, strand->old);
    return is_renumbered(old, redline_number(redline, strand->new)) ? number_bare(redline, old) : NULL;
}

/* "item 4 of clause 5.3", "clause 5.4"; NULL when it has no number. */
static const char *number_label(struct redline *redline, const struct node *node, enum side side) {
    const struct roll *roll = &redline->rolls[side];
    if (node->kind == NODE_ITEM && node->parent->class_ != CLASS_CLAUSES) {
        const char *number = redline_number(redline, node);
        return *number == '\0' ? NULL
                               : words_fill(redline->arena, WORD_REDLINE_ITEM_OF, number_bare(redline, number),
                                            unit_label(roll, redline_division(node)));
    }
    bool counts =
        node->kind == NODE_ITEM || node->kind == NODE_SECTION || node->kind == NODE_TABLE || node->kind == NODE_FIGURE;
    return counts && *unit_number(roll, node) != '\0' ? unit_label(roll, node) : NULL;
}

void redline_number_keep(struct redline *redline, const struct node *old, const struct node *new) {
    for (size_t i = 0; i < redline->comparison->numbers.count && new != NULL; i++)
        if (redline->comparison->numbers.items[i].strand->new == new)
            return;
    struct numbered numbered = {.old = old,
                                .new = new,
                                .label_old = number_label(redline, old, SIDE_OLD),
                                .label_new = new != NULL ? number_label(redline, new, SIDE_NEW) : NULL};
    bool same = new != NULL &&numbered.label_old != NULL &&numbered.label_new !=
                NULL &&strcmp(numbered.label_old, numbered.label_new) == 0;
    if (numbered.label_old != NULL && !same)
        LIST_ADD(redline->arena, &redline->numbers, numbered);
}

/* --- Places ---------------------------------------------------------------------- */

/* The unit next to a node, before it or after it; NULL when there is none. */
static const struct node *neighbour(const struct node *node, bool after) {
    const struct node *found = NULL;
    const struct node *at = after ? node->next : node->parent->first;
    for (; at != NULL && at != node && (!after || found == NULL); at = at->next)
        if (at->id != NULL && unit_is(at))
            found = at;
    return found;
}

const char *redline_moved_place(struct redline *redline, const struct strand *strand, enum side side, bool alone) {
    const struct change *change = strand->moved;
    struct arena *arena = redline->arena;
    if (change->label_old == NULL || change->label_new == NULL || strcmp(change->label_old, change->label_new) != 0)
        return NULL;
    const struct node *nodes[] = {change->old, change->new};
    const struct node *old = redline_division(nodes[SIDE_OLD]), *new = redline_division(nodes[SIDE_NEW]);
    if (old->id != NULL && new->id != NULL && strcmp(old->id, new->id) != 0) {
        const char *label = unit_label(&redline->rolls[side], side == SIDE_OLD ? old : new);
        return alone ? label : words_fill(arena, WORD_PLACE_IN, label);
    }
    const struct node *before[] = {neighbour(nodes[SIDE_OLD], false), neighbour(nodes[SIDE_NEW], false)};
    bool same = before[0] != NULL && before[1] != NULL && strcmp(before[0]->id, before[1]->id) == 0;
    if (before[side] != NULL && !same)
        return words_fill(arena, WORD_PLACE_AFTER, unit_label(&redline->rolls[side], before[side]));
    const struct node *after = neighbour(nodes[side], true);
    return after == NULL ? NULL : words_fill(arena, WORD_PLACE_BEFORE, unit_label(&redline->rolls[side], after));
}
