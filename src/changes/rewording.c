/* rewording.c: swaps of bytes → rewordings with words in quotation marks (rewording.h).
 *
 * Three attempts, the next only when the one before does not give the new text: as a person
 * would say it; everything as a substitution that takes in a word of what is around it; none.
 * Of spaces the reader of a schedule is told once: words are put in with a space before them
 * unless they begin with a stop, and go with the space before them (schedule.c has the words).
 */
#include "changes/rewording.h"

#include <string.h>

#define REWORDINGS_MOST 7 /* more in one block are harder to follow than the block */
#define SWAPS_MOST 100    /* more are not tried: to count each in all of the block takes time by the square */
#define ANCHOR_WORDS 8    /* so many words at most say where something goes in */
#define WIDENINGS 12
#define SCATTERED 3 /* so many rewordings in a block of so many bytes are harder to follow than the block */
#define SCATTERED_BYTES 320
#define ORDINAL_MOST 4 /* beyond that more words are quoted in any case, rather than places counted */

struct drafting {
    struct rewordings *rewordings;
    const struct passage *old, *new;
    struct arena *arena;
    LIST(struct deed) deeds;
    bool once; /* so many words are quoted that they stand but once, be it as part of longer words */
};

/* Whether what begins so stands close to the word before it. */
static bool begins_close(const char *text, size_t bytes) {
    static const char *const marks[] = {",", ".", ";", ":", "?", "!", ")", "]", "%", "’", "”", "…"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (bytes >= strlen(marks[i]) && memcmp(text, marks[i], strlen(marks[i])) == 0)
            return true;
    return false;
}

static bool has_word(const char *text, size_t bytes) {
    for (size_t i = 0; i < bytes; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c >= 0xC3)
            return true;
    }
    return false;
}

/* --- Widening ----------------------------------------------------------------------- */

static bool widen_left(const struct drafting *drafting, struct swap *swap) {
    size_t at = swap->from;
    while (at > 0 && drafting->old->text[at - 1] == ' ')
        at--;
    while (at > 0 && drafting->old->text[at - 1] != ' ')
        at--;
    size_t more = swap->from - at;
    if (more == 0 || more > swap->new_from ||
        memcmp(drafting->old->text + at, drafting->new->text + swap->new_from - more, more) != 0)
        return false;
    swap->from -= more;
    swap->new_from -= more;
    return true;
}

static bool widen_right(const struct drafting *drafting, struct swap *swap) {
    size_t at = swap->to;
    while (at < drafting->old->bytes && drafting->old->text[at] == ' ')
        at++;
    while (at < drafting->old->bytes && drafting->old->text[at] != ' ')
        at++;
    size_t more = at - swap->to;
    if (more == 0 || swap->new_to + more > drafting->new->bytes ||
        memcmp(drafting->old->text + swap->to, drafting->new->text + swap->new_to, more) != 0)
        return false;
    swap->to += more;
    swap->new_to += more;
    return true;
}

/* Spaces that both begin or end with stay out of the quotation. */
static void trim(const struct drafting *drafting, struct swap *swap) {
    const char *old = drafting->old->text;
    const char *new = drafting->new->text;
    while (swap->from < swap->to && swap->new_from < swap->new_to && old[swap->from] == ' ' &&
           new[swap->new_from] == ' ') {
        swap->from++;
        swap->new_from++;
    }
    while (swap->from < swap->to && swap->new_from < swap->new_to && old[swap->to - 1] == ' ' &&
           new[swap->new_to - 1] == ' ') {
        swap->to--;
        swap->new_to--;
    }
}

/* Whether a drafter could write: for “old” substitute “new”. */
static bool is_sayable(const struct drafting *drafting, const struct swap *swap) {
    const char *old = drafting->old->text + swap->from;
    const char *new = drafting->new->text + swap->new_from;
    size_t bytes = swap->to - swap->from;
    size_t new_bytes = swap->new_to - swap->new_from;
    return bytes > 0 && new_bytes > 0 && old[0] != ' ' && old[bytes - 1] != ' ' && new[0] != ' ' &&
           new[new_bytes - 1] != ' ' && has_word(old, bytes) && has_word(new, new_bytes) &&
           passage_is_words(drafting->old, swap->from, swap->to) &&
           passage_is_words(drafting->new, swap->new_from, swap->new_to) && passage_is_quotable(old, bytes) &&
           passage_is_quotable(new, new_bytes);
}

static bool widen(const struct drafting *drafting, struct swap *swap) {
    trim(drafting, swap);
    for (int i = 0; i < WIDENINGS && !is_sayable(drafting, swap); i++) {
        bool left = i % 2 == 0 && widen_left(drafting, swap);
        if (!left && !widen_right(drafting, swap) && !widen_left(drafting, swap))
            return false;
    }
    return is_sayable(drafting, swap);
}

/* --- The forms ----------------------------------------------------------------------- */

static void put(struct drafting *drafting, struct rewording rewording, struct deed deed) {
    LIST_ADD(drafting->arena, &drafting->rewordings->list, rewording);
    LIST_ADD(drafting->arena, &drafting->deeds, deed);
}

/* Which of several the words are; 0 when they are the only ones. */
static size_t which_of(const struct passage *old, size_t from, size_t to) {
    size_t which = 0;
    return passage_count(old, from, to, &which) > 1 ? which : 0;
}

/* Words that end at `to` and say where that is: as few as stand but once. */
static size_t anchor(const struct passage *old, size_t to, size_t *which) {
    size_t best = to, first = to;
    for (int words = 0; words < ANCHOR_WORDS; words++) {
        size_t at = best;
        while (at > 0 && old->text[at - 1] == ' ')
            at--;
        while (at > 0 && old->text[at - 1] != ' ')
            at--;
        if (at == best)
            break;
        best = at;
        if (!passage_is_quotable(old->text + best, to - best) || !has_word(old->text + best, to - best) ||
            !passage_is_words(old, best, to))
            continue;
        *which = which_of(old, best, to);
        first = best;
        if (*which == 0)
            return best;
    }
    return first; /* `to` itself when nothing before it can be quoted */
}

/* How often the letters stand there, also as part of longer words. */
static size_t letters_count(const struct passage *passage, size_t from, size_t to) {
    size_t count = 0, bytes = to - from;
    for (size_t at = 0; at + bytes <= passage->bytes; at++)
        count += memcmp(passage->text + at, passage->text + from, bytes) == 0;
    return count;
}

static bool is_enough(const struct drafting *drafting, size_t from, size_t to, size_t count) {
    return drafting->once ? letters_count(drafting->old, from, to) == 1 : count <= ORDINAL_MOST;
}

static bool substitute(struct drafting *drafting, struct swap swap) {
    if (!widen(drafting, &swap))
        return false;
    size_t count = 0, which = 0;
    for (int i = 0; i < WIDENINGS; i++) {
        count = passage_count(drafting->old, swap.from, swap.to, &which);
        if (is_enough(drafting, swap.from, swap.to, count))
            break;
        struct swap wider = swap, other = swap;
        bool right = i % 2 == 1 && widen_right(drafting, &wider) && is_sayable(drafting, &wider);
        bool left = !right && widen_left(drafting, &other) && is_sayable(drafting, &other);
        if (!right && !left && !(widen_right(drafting, &wider) && is_sayable(drafting, &wider)))
            break;
        swap = left ? other : wider;
    }
    put(drafting,
        (struct rewording){.form = REWORDING_SUBSTITUTE,
                           .from = swap.from,
                           .to = swap.to,
                           .which = count > 1 ? which : 0,
                           .editorial = swap.editorial,
                           .new_from = swap.new_from,
                           .new_to = swap.new_to},
        (struct deed){swap.from, swap.to, swap.new_from, swap.new_to, false, false});
    return true;
}

static bool omit(struct drafting *drafting, const struct swap *swap) {
    const struct passage *old = drafting->old;
    size_t from = swap->from, to = swap->to;
    while (from < to && old->text[from] == ' ')
        from++;
    while (to > from && old->text[to - 1] == ' ')
        to--;
    if (from == to || !has_word(old->text + from, to - from) || !passage_is_words(old, from, to) ||
        !passage_is_quotable(old->text + from, to - from))
        return false;
    struct rewording rewording = {.form = REWORDING_OMIT, .from = from, .to = to, .which = which_of(old, from, to)};
    if (drafting->once && letters_count(old, from, to) > 1)
        return false;
    if (from > 0 && old->text[from - 1] == ' ')
        from--;
    else if (from == 0 && to < old->bytes && old->text[to] == ' ')
        to++;
    put(drafting, rewording, (struct deed){.from = from, .to = to});
    return true;
}

static bool insert(struct drafting *drafting, const struct swap *swap) {
    const struct passage *old = drafting->old;
    const char *new = drafting->new->text;
    size_t from = swap->new_from, to = swap->new_to, at = swap->from;
    while (from < to && new[from] == ' ')
        from++;
    while (to > from && new[to - 1] == ' ')
        to--;
    if (from == to || !passage_is_quotable(new + from, to - from))
        return false;
    if (at > 0 && old->text[at - 1] == ' ')
        at--;
    struct rewording rewording = {.form = REWORDING_AFTER, .to = at, .new_from = from, .new_to = to};
    struct deed deed = {at, at, from, to, false, false};
    deed.space_before = at > 0 && !begins_close(new + from, to - from);
    if (at == 0) {
        rewording.form = REWORDING_BEGINNING;
        deed.space_after = !begins_close(old->text, old->bytes);
    } else if (at == old->bytes) {
        rewording.form = REWORDING_END;
    } else {
        rewording.from = anchor(old, at, &rewording.which);
        if (rewording.from == at)
            return false;
    }
    put(drafting, rewording, deed);
    return true;
}

static bool say(struct drafting *drafting, const struct swap *swap, bool widened) {
    struct swap wide = *swap;
    if (widened && !widen_left(drafting, &wide))
        (void)widen_right(drafting, &wide);
    if (!widened && swap->new_from == swap->new_to && omit(drafting, swap))
        return true;
    if (!widened && swap->from == swap->to && insert(drafting, swap))
        return true;
    return substitute(drafting, wide);
}

/* --- Attempts ------------------------------------------------------------------------ */

static bool overlap(const struct drafting *drafting) {
    for (size_t i = 1; i < drafting->deeds.count; i++)
        if (drafting->deeds.items[i].from < drafting->deeds.items[i - 1].to)
            return true;
    return false;
}

/* Swaps so near to each other that what says the one takes in the other become one. */
static swap_list join(const swap_list *swaps, size_t distance, struct arena *arena) {
    swap_list joined = {0};
    for (size_t i = 0; i < swaps->count; i++) {
        struct swap *last = joined.count == 0 ? NULL : &joined.items[joined.count - 1];
        if (last != NULL && swaps->items[i].from - last->to <= distance) {
            last->to = swaps->items[i].to;
            last->new_to = swaps->items[i].new_to;
            last->editorial = last->editorial && swaps->items[i].editorial;
        } else {
            LIST_ADD(arena, &joined, swaps->items[i]);
        }
    }
    return joined;
}

static bool attempt(struct drafting *drafting, const swap_list *swaps, bool widened) {
    drafting->rewordings->list.count = 0;
    drafting->deeds.count = 0;
    for (size_t i = 0; i < swaps->count; i++)
        if (!say(drafting, &swaps->items[i], widened))
            return false;
    return !overlap(drafting) &&
           passage_becomes(drafting->old, drafting->new, drafting->deeds.items, drafting->deeds.count, drafting->arena);
}

static bool same_words(const struct passage *passage, size_t from, size_t to, size_t other_from, size_t other_to) {
    return to - from == other_to - other_from &&
           memcmp(passage->text + from, passage->text + other_from, to - from) == 0;
}

static bool holds_tags(const struct passage *passage, size_t from, size_t to) {
    for (size_t i = 0; i < passage->signs.count; i++)
        if (passage->signs.items[i].at >= from && passage->signs.items[i].at <= to)
            return true;
    return false;
}

/* The same substitution, or leaving out, in every place where the words stand: said once. */
static void gather_each(struct drafting *drafting) {
    struct rewordings *rewordings = drafting->rewordings;
    for (size_t i = 0; i < rewordings->list.count; i++) {
        struct rewording *first = &rewordings->list.items[i];
        if ((first->form != REWORDING_SUBSTITUTE && first->form != REWORDING_OMIT) || first->which != 1)
            continue;
        size_t which = 0, same = 0;
        size_t count = passage_count(drafting->old, first->from, first->to, &which);
        for (size_t k = i; k < rewordings->list.count; k++) {
            const struct rewording *at = &rewordings->list.items[k];
            same += at->form == first->form && same_words(drafting->old, first->from, first->to, at->from, at->to) &&
                    same_words(drafting->new, first->new_from, first->new_to, at->new_from, at->new_to) &&
                    (at->form == REWORDING_OMIT || !holds_tags(drafting->new, at->new_from, at->new_to));
        }
        if (same != count)
            continue;
        size_t kept = i + 1;
        for (size_t k = i + 1; k < rewordings->list.count; k++) {
            const struct rewording *at = &rewordings->list.items[k];
            if (at->form != first->form || !same_words(drafting->old, first->from, first->to, at->from, at->to))
                rewordings->list.items[kept++] = *at;
        }
        rewordings->list.count = kept;
        first->each = true;
        first->which = 0;
    }
}

/* Whether a reader has to count places, or to pass over the same letters within longer words. */
static bool is_unclear(const struct rewordings *rewordings) {
    for (size_t i = 0; i < rewordings->list.count; i++) {
        const struct rewording *at = &rewordings->list.items[i];
        if (at->each)
            return false;
        if (at->which > 0 ||
            (at->form != REWORDING_AFTER && at->to > at->from && letters_count(rewordings->old, at->from, at->to) > 1))
            return true;
    }
    return false;
}

/* Whether so much of a few lines changes that nobody could hear what comes of it: they are said anew. */
static bool is_scattered(const struct rewordings *rewordings) {
    for (size_t i = 0; i < rewordings->list.count; i++)
        if (rewordings->list.items[i].each)
            return false;
    for (size_t i = 0; i < rewordings->old->signs.count; i++)
        if (rewordings->old->signs.items[i].kind == SIGN_CALL)
            return false;
    return rewordings->list.count >= SCATTERED && rewordings->old->bytes <= SCATTERED_BYTES;
}

/* The quoted words that a reader, or a program that looks for them, also finds within longer ones. */
static void note_longer(struct rewordings *rewordings) {
    for (size_t i = 0; i < rewordings->list.count; i++) {
        struct rewording *at = &rewordings->list.items[i];
        size_t which = 0;
        at->in_longer = at->to > at->from && letters_count(rewordings->old, at->from, at->to) >
                                                 passage_count(rewordings->old, at->from, at->to, &which);
    }
}

/* --- Footnotes ------------------------------------------------------------------------ */

/* Where a byte of the new text stood in the old; false within what is new. */
static bool old_of(const swap_list *swaps, size_t new_at, size_t *at) {
    size_t shift_new = 0, shift_old = 0; /* the ends of the last swap before it */
    for (size_t i = 0; i < swaps->count && swaps->items[i].new_from <= new_at; i++) {
        if (new_at <= swaps->items[i].new_to && new_at > swaps->items[i].new_from)
            return false;
        if (new_at == swaps->items[i].new_from)
            break;
        shift_new = swaps->items[i].new_to;
        shift_old = swaps->items[i].to;
    }
    *at = shift_old + (new_at - shift_new);
    return true;
}

static bool find_notes(struct drafting *drafting, const swap_list *swaps) {
    const struct passage *old = drafting->old;
    const struct passage *new = drafting->new;
    for (size_t i = 0; i < old->signs.count; i++)
        if (old->signs.items[i].kind == SIGN_CALL && old->signs.items[i].pair == 0)
            LIST_ADD(drafting->arena, &drafting->rewordings->list,
                     ((struct rewording){.form = REWORDING_OMIT_NOTE, .note = old->signs.items[i].node}));
    for (size_t i = 0; i < new->signs.count; i++) {
        const struct sign *sign = &new->signs.items[i];
        if (sign->kind != SIGN_CALL || sign->pair != 0)
            continue;
        struct rewording rewording = {.form = REWORDING_NOTE, .note = sign->node};
        if (!old_of(swaps, sign->at, &rewording.to))
            return false;
        if (rewording.to == old->bytes)
            rewording.from = rewording.to; /* at the end */
        else if ((rewording.from = anchor(old, rewording.to, &rewording.which)) == rewording.to)
            return false;
        LIST_ADD(drafting->arena, &drafting->rewordings->list, rewording);
    }
    return true;
}

const struct rewordings *rewordings_find(const struct strand *strand, struct arena *arena) {
    struct passage *old = passage_read(strand->old, arena);
    struct passage *new = passage_read(strand->new, arena);
    struct rewordings *rewordings = ARENA_NEW(arena, struct rewordings);
    rewordings->old = old;
    rewordings->new = new;
    struct drafting drafting = {.rewordings = rewordings, .old = old, .new = new, .arena = arena};
    swap_list swaps = passage_swaps(strand, old, new, arena);
    swap_list near = join(&swaps, 12, arena);
    struct rewordings *once = ARENA_NEW(arena, struct rewordings);
    *once = *rewordings;
    bool whole = swaps.count == 1 && swaps.items[0].from == 0 && swaps.items[0].to == old->bytes;
    if (swaps.count > SWAPS_MOST)
        return NULL;
    if (whole || (!attempt(&drafting, &swaps, false) && !attempt(&drafting, &near, true)))
        return NULL;
    if (rewordings->list.count > REWORDINGS_MOST)
        return NULL;
    gather_each(&drafting);
    if (is_unclear(rewordings)) {
        struct drafting clearer = {.rewordings = once, .old = old, .new = new, .arena = arena, .once = true};
        if (attempt(&clearer, &swaps, false) && !is_unclear(once))
            drafting = clearer;
    }
    if (is_scattered(drafting.rewordings))
        return NULL;
    if (!find_notes(&drafting, &swaps))
        return NULL;
    note_longer(drafting.rewordings);
    return drafting.rewordings;
}
