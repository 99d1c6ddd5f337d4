/* renumbered.c: which provisions have another number, now and before (renumbered.h).
 *
 * The edits of a RENUMBERED change, one for each provision, → phrases. Neighbours of one
 * kind whose numbers both go on by one are told together: "sections 6 to 9, now 7 to 10".
 * What a provision is called comes from the concordance; a clause without an id is not in
 * it, and is told from its number.
 */
#include "changes/renumbered.h"

#include <string.h>

#include "document/numbers.h"
#include "document/words.h"

/* One provision. */
struct numbered {
    enum word one, many;       /* "clause {1}", "clauses {1}" */
    const char *within;        /* "appendix A, " or "" */
    const char *within_before; /* likewise, as it was called */
    const char *was, *now;
};

static const struct renumbering *concordance_of(const struct comparison *comparison, const struct edit *edit) {
    for (size_t i = 0; i < comparison->numbers.count; i++)
        if (comparison->numbers.items[i].strand == edit->strand)
            return &comparison->numbers.items[i];
    return NULL;
}

/* What stands in a label before the words of its kind with that number: "appendix A, " or ""; NULL: another kind. */
static const char *before_kind(const char *label, enum word kind, const char *number, struct arena *arena) {
    const char *words = words_fill(arena, kind, number);
    const char *at = strstr(label, words);
    if (at == NULL || (at != label && at[-1] != ' '))
        return NULL;
    return arena_copy(arena, label, (size_t)(at - label));
}

static struct numbered numbered_of(const struct comparison *comparison, const struct edit *edit, struct arena *arena) {
    static const enum word kinds[][2] = {{WORD_SEE_CLAUSE, WORD_CLAUSES_NUMBERED},
                                         {WORD_SEE_SECTION, WORD_SECTIONS_NUMBERED},
                                         {WORD_SEE_PART, WORD_PARTS_NUMBERED},
                                         {WORD_SEE_APPENDIX, WORD_APPENDICES_NUMBERED}};
    const struct renumbering *known = concordance_of(comparison, edit);
    const struct node *node = edit->strand->new;
    size_t guess = node->class_ == CLASS_PART       ? 2
                   : node->class_ == CLASS_APPENDIX ? 3
                                                    : (node->kind == NODE_SECTION && strchr(edit->now, '.') == NULL);
    struct numbered numbered = {kinds[guess][0], kinds[guess][1], "", "", edit->was, edit->now};
    for (size_t i = 0; known != NULL && i < sizeof kinds / sizeof *kinds; i++) {
        const char *within = before_kind(known->label_new, kinds[i][0], edit->now, arena);
        const char *before = before_kind(known->label_old, kinds[i][0], edit->was, arena);
        if (within != NULL && before != NULL)
            return (struct numbered){kinds[i][0], kinds[i][1], within, before, edit->was, edit->now};
    }
    return numbered;
}

static bool goes_on(const struct numbered *one, const struct numbered *next) {
    return one->one == next->one && strcmp(one->within, next->within) == 0 &&
           strcmp(one->within_before, next->within_before) == 0 && number_follows(one->was, next->was) &&
           number_follows(one->now, next->now);
}

/* "7.3", "7.3 and 7.4" or "7.3 to 7.6". */
static const char *range(const char *first, const char *last, size_t count, struct arena *arena) {
    return count == 1   ? first
           : count == 2 ? arena_format(arena, "%s%s%s", first, words_find(WORD_AND), last)
                        : words_fill(arena, WORD_NUMBERS_WERE, first, last);
}

static void add(const char **all, const char *words, struct arena *arena) {
    *all = **all == '\0' ? words : arena_format(arena, "%s%s%s", *all, words_find(WORD_SEMICOLON), words);
}

struct renumbered renumbered_words(const struct comparison *comparison, const struct change *change,
                                   struct arena *arena) {
    struct renumbered all = {"", "", "", 0};
    struct numbered *list = ARENA_ARRAY(arena, change->edits.count, struct numbered);
    for (size_t i = 0; i < change->edits.count; i++) {
        const struct edit *edit = &change->edits.items[i];
        if (edit->was != NULL && *edit->was != '\0' && edit->now != NULL)
            list[all.count++] = numbered_of(comparison, edit, arena);
    }
    for (size_t i = 0; i < all.count;) {
        size_t end = i + 1;
        while (end < all.count && goes_on(&list[end - 1], &list[end]))
            end++;
        const struct numbered *first = &list[i];
        enum word kind = end - i == 1 ? first->one : first->many;
        const char *were = range(first->was, list[end - 1].was, end - i, arena);
        const char *now = range(first->now, list[end - 1].now, end - i, arena);
        const char *called = arena_format(arena, "%s%s", first->within_before, words_fill(arena, kind, were));
        add(&all.were, called, arena);
        add(&all.now, arena_format(arena, "%s%s", first->within, words_fill(arena, kind, now)), arena);
        add(&all.both, words_fill(arena, WORD_NUMBERS_NOW, called, now), arena);
        i = end;
    }
    return all;
}
