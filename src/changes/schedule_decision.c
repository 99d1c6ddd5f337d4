/* schedule_decision.c: what those who read a schedule are asked to decide (scheduling.h).
 *
 * Who is asked to approve what; when it takes effect, if the new text says so; which instructions need
 * each other, and which have one reason. Nothing is said that is not in the two texts, their approvals
 * and their histories.
 */
#include <string.h>

#include "changes/belonging.h"
#include "changes/scheduling.h"
#include "document/numbers.h"
#include "document/words.h"

#define REASONS_MOST 2000 /* the reasons of more instructions are not held against each other */

typedef LIST(size_t) number_list;

/* --- Who is asked --------------------------------------------------------------------- */

/* The approvers that are said once, at the head: those of more than half of the instructions. */
static const char *usual_approvers(const struct making *making, bool *all) {
    size_t count = making->instructions->list.count, votes = 0, same = 0;
    const char *most = "";
    for (size_t i = 0; i < count; i++) { /* only one can be of more than half */
        const char *approvers = schedule_approvers(making, &making->instructions->list.items[i]);
        most = votes == 0 ? approvers : most;
        votes = strcmp(approvers, most) == 0 ? votes + 1 : votes - 1;
    }
    for (size_t i = 0; i < count; i++)
        same += strcmp(schedule_approvers(making, &making->instructions->list.items[i]), most) == 0;
    *all = same == count;
    return same * 2 > count && same > 1 ? most : "";
}

static bool ground_names(const struct ground *ground, const char *body) {
    for (size_t i = 0; i < ground->body_count; i++)
        if (strcmp(ground->bodies[i], body) == 0)
            return true;
    return false;
}

/* Whether any change of an instruction needs the approval of a body; `part`: and another change of it does not. */
static bool needs(const struct making *making, const struct instruction *instruction, const char *body, bool *part) {
    size_t count = 0;
    for (size_t i = 0; i < instruction->changes.count; i++)
        count += ground_names(&making->grounds[instruction->changes.items[i]->index], body);
    *part = instruction->acts.items[0]->kind == ACT_RENAMING && count < instruction->changes.count;
    return count > 0;
}

/* "1 to 3 and 7"; `part` of some of them: "1 (in part), 2 and 3" */
static const char *numbers_words(struct making *making, const number_list *numbers, const bool *part) {
    string_list ranges = {0};
    for (size_t i = 0; i < numbers->count;) {
        size_t end = i + 1;
        bool whole = part == NULL || !part[numbers->items[i]];
        while (whole && end < numbers->count && numbers->items[end] == numbers->items[end - 1] + 1 &&
               (part == NULL || !part[numbers->items[end]]))
            end++;
        const char *first = arena_format(making->arena, "%zu", numbers->items[i] + 1);
        const char *last = arena_format(making->arena, "%zu", numbers->items[end - 1] + 1);
        LIST_ADD(making->arena, &ranges,
                 !whole        ? words_fill(making->arena, WORD_SCHEDULE_IN_PART, first)
                 : end - i > 2 ? words_fill(making->arena, WORD_SCHEDULE_RANGE, first, last)
                               : first);
        if (end - i == 2)
            LIST_ADD(making->arena, &ranges, last);
        i = end;
    }
    return words_fill(making->arena, numbers->count == 1 ? WORD_SCHEDULE_INSTRUCTION : WORD_SCHEDULE_INSTRUCTIONS,
                      amendment_joined(making->arena, ranges.items, ranges.count));
}

/* "the Ministry is asked to approve instructions 1 to 3 and 7" */
static const char *asked(struct making *making, const char *body) {
    size_t count = making->instructions->list.count;
    bool *part = ARENA_ARRAY(making->arena, count, bool), whole = true;
    number_list numbers = {0};
    for (size_t i = 0; i < count; i++) {
        if (needs(making, &making->instructions->list.items[i], body, &part[i]))
            LIST_ADD(making->arena, &numbers, i);
        whole = whole && !part[i];
    }
    const char *words = numbers.count == count && whole && count > 1 ? words_find(WORD_SCHEDULE_INSTRUCTIONS_ALL)
                                                                     : numbers_words(making, &numbers, part);
    return words_fill(making->arena, WORD_SCHEDULE_ASKED, body, words);
}

static string_list bodies_of(const struct making *making) {
    string_list bodies = {0};
    for (size_t i = 0; i < making->instructions->list.count; i++) {
        const struct instruction *instruction = &making->instructions->list.items[i];
        for (size_t k = 0; k < instruction->changes.count; k++) {
            const struct ground *ground = &making->grounds[instruction->changes.items[k]->index];
            for (size_t b = 0; b < ground->body_count; b++)
                if (!schedule_holds(&bodies, ground->bodies[b]))
                    LIST_ADD(making->arena, &bodies, ground->bodies[b]);
        }
    }
    return bodies;
}

static void put_asked(struct making *making, struct node *section) {
    string_list bodies = bodies_of(making);
    if (bodies.count == 0) {
        (void)schedule_paragraph(making, section, words_find(WORD_SCHEDULE_ASKED_NOBODY));
        return;
    }
    bool all;
    making->usual = usual_approvers(making, &all);
    if (bodies.count == 1) {
        schedule_capital(making, schedule_paragraph(making, section, asked(making, bodies.items[0])));
    } else {
        struct node *list = schedule_list(making, section, NUMBERING_DISC);
        for (size_t i = 0; i < bodies.count; i++)
            schedule_capital(making, schedule_paragraph(making, schedule_item(making, list, words_find(WORD_BULLET)),
                                                        asked(making, bodies.items[i])));
    }
    if (*making->usual != '\0' && !all)
        (void)schedule_paragraph(making, section, words_fill(making->arena, WORD_SCHEDULE_NEEDS_USUAL, making->usual));
}

/* --- What belongs together ------------------------------------------------------------ */

static const char *tie_words(struct making *making, const struct tie *tie) {
    static const enum word words[] = {
        [TIE_REFERENCE] = WORD_SCHEDULE_TIE_REFERENCE, [TIE_GONE] = WORD_SCHEDULE_TIE_GONE,
        [TIE_WORDS] = WORD_SCHEDULE_TIE_WORDS,         [TIE_FORMERLY] = WORD_SCHEDULE_TIE_FORMERLY,
        [TIE_EMPTY] = WORD_SCHEDULE_TIE_EMPTY,         [TIE_AROUND] = WORD_SCHEDULE_TIE_AROUND};
    return words_fill(making->arena, words[tie->kind], arena_format(making->arena, "%zu", tie->one + 1),
                      arena_format(making->arena, "%zu", tie->other + 1));
}

/* The one reason of an instruction; NULL when it has none, or several. */
static const char *reason_of(const struct making *making, const struct instruction *instruction) {
    const char *reason = NULL;
    for (size_t i = 0; i < instruction->changes.count; i++) {
        const char *other = making->grounds[instruction->changes.items[i]->index].reason;
        if (other == NULL || (reason != NULL && strcmp(reason, other) != 0))
            return NULL;
        reason = other;
    }
    return reason;
}

static bool are_tied(const tie_list *ties, const number_list *numbers) {
    for (size_t i = 0; numbers->count == 2 && i < ties->count; i++)
        if ((ties->items[i].one == numbers->items[0] && ties->items[i].other == numbers->items[1]) ||
            (ties->items[i].one == numbers->items[1] && ties->items[i].other == numbers->items[0]))
            return true;
    return false;
}

/* Instructions that were given one reason, unless they are known to need each other. */
static string_list same_reasons(struct making *making, const tie_list *ties) {
    string_list lines = {0};
    size_t count = making->instructions->list.count;
    const char **reasons = ARENA_ARRAY(making->arena, count, const char *);
    if (making->grounds == NULL || count > REASONS_MOST)
        return lines;
    for (size_t i = 0; i < count; i++)
        reasons[i] = reason_of(making, &making->instructions->list.items[i]);
    for (size_t i = 0; i < count; i++) {
        number_list numbers = {0};
        for (size_t k = i; reasons[i] != NULL && k < count; k++)
            if (reasons[k] != NULL && strcmp(reasons[k], reasons[i]) == 0)
                LIST_ADD(making->arena, &numbers, k);
        for (size_t k = 1; k < numbers.count; k++)
            reasons[numbers.items[k]] = NULL;
        if (numbers.count > 1 && !are_tied(ties, &numbers))
            LIST_ADD(making->arena, &lines, numbers_words(making, &numbers, NULL));
    }
    return lines;
}

static void put_lines(struct making *making, struct node *section, enum word lead, const string_list *lines) {
    if (lines->count == 0)
        return;
    schedule_paragraph(making, section, words_find(lead))->keep_with_next = true;
    struct node *list = schedule_list(making, section, NUMBERING_DISC);
    for (size_t i = 0; i < lines->count; i++)
        schedule_capital(
            making, schedule_paragraph(making, schedule_item(making, list, words_find(WORD_BULLET)), lines->items[i]));
}

static void put_ties(struct making *making, struct node *section) {
    tie_list ties = belonging_find(making->comparison, making->instructions, &making->addresses, making->arena);
    string_list tied = {0};
    for (size_t i = 0; i < ties.count; i++)
        LIST_ADD(making->arena, &tied, tie_words(making, &ties.items[i]));
    string_list reasons = same_reasons(making, &ties);
    put_lines(making, section, WORD_SCHEDULE_TOGETHER, &tied);
    put_lines(making, section, WORD_SCHEDULE_REASONS, &reasons);
    if (making->instructions->list.count > 1)
        (void)schedule_paragraph(making, section,
                                 words_find(tied.count > 0 ? WORD_SCHEDULE_SINGLY_OTHERS : WORD_SCHEDULE_SINGLY));
}

void schedule_decision(struct making *making) {
    if (making->instructions->list.count == 0)
        return;
    struct node *section = schedule_section(making, words_find(WORD_SCHEDULE_DECISION));
    if (making->grounds != NULL)
        put_asked(making, section);
    const struct document *new = making->comparison->new.document;
    if (*new->effective != '\0')
        (void)schedule_paragraph(making, section,
                                 words_fill(making->arena, WORD_SCHEDULE_EFFECTIVE, making->new, new->effective));
    put_ties(making, section);
}
