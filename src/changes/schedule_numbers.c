/* schedule_numbers.c: which provisions have another number in consequence of a schedule (schedule.h).
 *
 * The concordance of the comparison → a list for people. What has another number only because what
 * is around it has is told with that; neighbours that both go on by one are told together.
 */
#include <string.h>

#include "changes/scheduling.h"
#include "document/numbers.h"
#include "document/words.h"

static bool is_clause_around(const struct renumbering *inner, const struct renumbering *outer) {
    size_t bytes = strlen(outer->old), new_bytes = strlen(outer->new);
    return strncmp(inner->old, outer->old, bytes) == 0 && strncmp(inner->new, outer->new, new_bytes) == 0 &&
           strcmp(inner->old + bytes, inner->new + new_bytes) == 0 && inner->old[bytes] != '\0';
}

/* Whether a number is another only because that of what is around it is. */
static bool follows_outer(const struct comparison *comparison, const struct renumbering *renumbering) {
    for (size_t i = 0; i < comparison->numbers.count; i++)
        if (is_clause_around(renumbering, &comparison->numbers.items[i]))
            return true;
    return false;
}

static enum word kind_of(const struct node *unit, const struct addresses *addresses, bool several) {
    static const struct {
        enum word one, many;
    } kinds[] = {{WORD_SCHEDULE_CLAUSE, WORD_SCHEDULE_CLAUSES}, {WORD_SCHEDULE_SECTION, WORD_SCHEDULE_SECTIONS},
                 {WORD_SCHEDULE_PART, WORD_SCHEDULE_PARTS},     {WORD_SCHEDULE_APPENDIX, WORD_SCHEDULE_APPENDICES},
                 {WORD_SCHEDULE_TABLE, WORD_SCHEDULE_TABLES},   {WORD_SCHEDULE_FIGURE, WORD_SCHEDULE_FIGURES}};
    const char *address = address_of(addresses, unit, NULL);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const char *kind = words_find(kinds[i].one);
        if (strncmp(address, kind, strlen(kind)) == 0)
            return several ? kinds[i].many : kinds[i].one;
    }
    return several ? WORD_SCHEDULE_CLAUSES : WORD_SCHEDULE_CLAUSE;
}

/* " of appendix C", where a number needs it. */
static const char *rest_of(const struct making *making, const struct renumbering *renumbering) {
    const char *address = address_of(&making->addresses, renumbering->strand->old, NULL);
    const char *of = strstr(address, words_find(WORD_SCHEDULE_OF));
    return of == NULL ? "" : of;
}

/* Whether an instruction says that it goes elsewhere, so that its number is no mere consequence. */
static bool is_moved(const struct renumbering *renumbering) {
    return renumbering->strand->state == STRAND_MOVED_IN && renumbering->strand->moved != NULL;
}

/* Whether two renumberings say the same of neighbours: same kind, same place, both numbers one on. */
static bool goes_on(const struct making *making, const struct renumbering *one, const struct renumbering *next) {
    return kind_of(one->strand->old, &making->addresses, true) ==
               kind_of(next->strand->old, &making->addresses, true) &&
           is_moved(one) == is_moved(next) && strcmp(rest_of(making, one), rest_of(making, next)) == 0 &&
           number_follows(one->old, next->old) && number_follows(one->new, next->new);
}

void schedule_numbers(struct making *making) {
    LIST(const struct renumbering *) list = {0};
    for (size_t i = 0; i < making->comparison->numbers.count; i++) {
        const struct renumbering *at = &making->comparison->numbers.items[i];
        if (at->strand != NULL && at->strand->old != NULL && *at->old != '\0' && *at->new != '\0' &&
            !follows_outer(making->comparison, at))
            LIST_ADD(making->arena, &list, at);
    }
    if (list.count == 0)
        return;
    struct node *lines =
        schedule_list(making, schedule_section(making, words_find(WORD_SCHEDULE_NUMBERS)), NUMBERING_DISC);
    for (size_t i = 0; i < list.count;) {
        size_t end = i + 1;
        while (end < list.count && goes_on(making, list.items[end - 1], list.items[end]))
            end++;
        const struct renumbering *first = list.items[i], *last = list.items[end - 1];
        const char *kind = words_find(kind_of(first->strand->old, &making->addresses, end - i > 1));
        enum word word = end - i == 2 ? WORD_SCHEDULE_BECOME_TWO : WORD_SCHEDULE_BECOME;
        const char *words = end - i == 1 ? words_fill(making->arena, WORD_SCHEDULE_BECOMES, kind, first->old,
                                                      first->new, rest_of(making, first))
                                         : words_fill(making->arena, word, kind, first->old, last->old, first->new,
                                                      last->new, rest_of(making, first));
        if (is_moved(first))
            words = words_fill(making->arena, end - i == 1 ? WORD_SCHEDULE_BY_MOVE : WORD_SCHEDULE_BY_MOVES, words);
        struct node *line = schedule_paragraph(making, schedule_item(making, lines, words_find(WORD_BULLET)), words);
        quotation_text(making->arena, line, ".");
        schedule_capital(making, line);
        i = end;
    }
    (void)schedule_paragraph(making, lines->parent, words_find(WORD_SCHEDULE_NUMBERS_WITHIN));
}
