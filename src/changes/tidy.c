/* tidy.c: from the shortest script to phrases (tidy.h).
 *
 * Passes over the changes (`struct change_span`: tokens that are gone and tokens that came,
 * between two that stayed):
 * (1) a date, or a number with its unit, is changed as a whole;
 * (2) a phrase is not exchanged for the rest of its sentence and another sentence: the stop
 *     that stayed is the nearest one;
 * (3) an insertion or deletion that could as well stand a few words before or behind is put
 *     where a phrase begins or a sentence ends;
 * (4) words that stayed between two changes go with them when they are few and small;
 * (5) three changes or more of one clause or sentence are one when they outweigh what is
 *     between them, and a sentence of which little is left is exchanged as a whole;
 * (6) a change that cannot be heard, since it has signs alone, takes in the word beside it;
 * (7) a short heading or cell with two changes is exchanged, and so is any block of which
 *     too little is left.
 * Only kept tokens are given up, so the script never gets longer than the replacement of
 * everything.
 */
#include "changes/tidy.h"

#include <limits.h>

#include "changes/likeness.h"
#include "changes/script.h"

/* How many places to either side an edit is tried at: a text of one word repeated has no end of them. */
#define SLIDE_MOST ((size_t)64)

/* What is given up on one side may be part of a phrase on the other, and so on: so far, and no further. */
#define PHRASES_TIMES 3

/* So many words are taken in at once: two changes among them are harder to follow than both texts. */
#define BRIEF_MOST ((size_t)6)

struct change_span {
    size_t a, a_end, b, b_end;
};

typedef LIST(struct change_span) span_list;

struct tidying {
    const struct tokens *old, *new;
    uint32_t *partner;
    struct arena *scratch;
    size_t *steps;
};

static void find_spans(const struct tidying *tidying, span_list *spans) {
    size_t a = 0;
    size_t b = 0;
    spans->count = 0;
    for (size_t i = 0; i <= tidying->old->items.count; i++) {
        bool end = i == tidying->old->items.count;
        if (!end && tidying->partner[i] == SCRIPT_NONE)
            continue;
        size_t k = end ? tidying->new->items.count : tidying->partner[i];
        if (i > a || k > b)
            LIST_ADD(tidying->scratch, spans, ((struct change_span){a, i, b, k}));
        a = i + 1;
        b = k + 1;
    }
    *tidying->steps += tidying->old->items.count;
}

/* ---------------------------------------------------------------- whole dates and quantities */

static bool touches(const struct tokens *tokens, size_t from, size_t to, uint32_t group) {
    return group != 0 && ((from > 0 && tokens->items.items[from - 1].group == group) ||
                          (to < tokens->items.count && tokens->items.items[to].group == group));
}

/* Gives up the kept tokens beside a span that belong to the same phrase as one in it; returns how many. */
static size_t give_up_beside(const struct tidying *tidying, const struct tokens *tokens, bool new, size_t from,
                             size_t to, const uint32_t *old_of) {
    size_t given = 0;
    for (int way = 0; from < to && way < 2; way++) {
        uint32_t group = tokens->items.items[way == 0 ? from : to - 1].group;
        size_t at = way == 0 ? from : to;
        while (touches(tokens, way == 0 ? at : 0, way == 0 ? tokens->items.count : at, group)) {
            size_t token = way == 0 ? --at : at++;
            size_t old = new ? old_of[token] : token;
            if (old == SCRIPT_NONE || tidying->partner[old] == SCRIPT_NONE)
                break;
            tidying->partner[old] = SCRIPT_NONE;
            given++;
        }
    }
    return given;
}

/* Returns how many kept tokens were given up. */
static size_t whole_phrases(const struct tidying *tidying, span_list *spans) {
    size_t count = tidying->new->items.count;
    uint32_t *old_of = ARENA_BARE(tidying->scratch, count, uint32_t);
    for (size_t i = 0; i < count; i++)
        old_of[i] = SCRIPT_NONE;
    for (size_t i = 0; i < tidying->old->items.count; i++)
        if (tidying->partner[i] != SCRIPT_NONE)
            old_of[tidying->partner[i]] = (uint32_t)i;
    size_t given = 0;
    for (size_t i = 0; i < spans->count; i++) {
        const struct change_span *span = &spans->items[i];
        if (span->a == span->a_end || span->b == span->b_end)
            continue; /* "14 days" to "14 working days" is an insertion */
        given += give_up_beside(tidying, tidying->old, false, span->a, span->a_end, old_of);
        given += give_up_beside(tidying, tidying->new, true, span->b, span->b_end, old_of);
    }
    if (given > 0)
        find_spans(tidying, spans);
    return given;
}

/* ---------------------------------------------------------------- to the edges of phrases */

static bool is_one_of(const struct tokens *tokens, size_t i, const char *const *words) {
    for (; *words != NULL; words++)
        if (token_says(tokens, i, *words))
            return true;
    return false;
}

/* How well an edit of the tokens `from` to `to` stands there. */
static int edge(const struct tokens *tokens, size_t from, size_t to) {
    static const char *const stops[] = {";", ":", NULL};
    static const char *const commas[] = {",", "(", NULL};
    static const char *const joins[] = {"and", "or", "but", NULL};
    static const char *const articles[] = {"the", "a", "an", NULL};
    const struct token *items = tokens->items.items;
    bool start = from == 0 || items[from - 1].ends;
    int score = 0;
    if (start)
        score += items[to - 1].ends ? 12 : 4;
    else if (items[to - 1].ends)
        score -= to < tokens->items.count ? 4 : 0;
    if (from > 0 && is_one_of(tokens, from - 1, stops))
        score += is_one_of(tokens, to - 1, stops) ? 8 : 3;
    if (from > 0 && is_one_of(tokens, from - 1, commas))
        score += is_one_of(tokens, to - 1, commas) ? 3 : 1;
    if (token_says(tokens, from, "(") && token_says(tokens, to - 1, ")"))
        score += 6;
    if (is_one_of(tokens, from, commas))
        score += 1;
    if (is_one_of(tokens, to - 1, joins))
        score += is_one_of(tokens, from, articles) ? 3 : 1;
    if (from > 0 && is_one_of(tokens, from - 1, articles))
        score -= 2;
    return score;
}

/* How far a pure insertion or deletion of the tokens `from` to `to` can go: one place to the left as long as the kept
 * token there is the one that it ends with, to the right as long as the next is the one that it begins with. */
static size_t reach(const struct tokens *tokens, size_t from, size_t to, bool left, size_t limit) {
    const struct token *items = tokens->items.items;
    size_t steps = 0;
    for (; steps < limit && steps < SLIDE_MOST; steps++) {
        const struct token *one = left ? &items[from - 1 - steps] : &items[from + steps];
        const struct token *other = left ? &items[to - 1 - steps] : &items[to + steps];
        if (one->key != other->key || one->silent)
            break;
    }
    return steps;
}

static void shift_left(const struct tidying *tidying, struct change_span *span) {
    if (span->a == span->a_end) {
        tidying->partner[--span->a] = (uint32_t)--span->b_end;
        span->a_end--;
        span->b--;
    } else {
        tidying->partner[--span->a_end] = (uint32_t)--span->b;
        tidying->partner[--span->a] = SCRIPT_NONE;
        span->b_end--;
    }
}

static void shift_right(const struct tidying *tidying, struct change_span *span) {
    if (span->a == span->a_end) {
        tidying->partner[span->a++] = (uint32_t)span->b++;
        span->a_end++;
        span->b_end++;
    } else {
        tidying->partner[span->a++] = (uint32_t)span->b++;
        tidying->partner[span->a_end++] = SCRIPT_NONE;
        span->b_end++;
    }
}

/* Puts a pure insertion or deletion where it stands best; of equally good places the one furthest on. `before` and
 * `after` are how many kept tokens there are on both sides. */
static void slide(const struct tidying *tidying, struct change_span *span, size_t before, size_t after) {
    bool insertion = span->a == span->a_end;
    const struct tokens *tokens = insertion ? tidying->new : tidying->old;
    size_t from = insertion ? span->b : span->a;
    size_t to = insertion ? span->b_end : span->a_end;
    size_t left = reach(tokens, from, to, true, before);
    size_t right = reach(tokens, from, to, false, after);
    size_t best = left; /* as it stands */
    int score = INT_MIN;
    for (size_t at = 0; at <= left + right; at++) {
        int other = edge(tokens, from - left + at, to - left + at);
        if (other >= score) {
            score = other;
            best = at;
        }
    }
    *tidying->steps += left + right;
    for (; best < left; best++)
        shift_left(tidying, span);
    for (; best > left; best--)
        shift_right(tidying, span);
}

static void to_edges(const struct tidying *tidying, span_list *spans) {
    size_t kept_from = 0; /* in `old`: where the kept tokens before a span begin */
    for (size_t i = 0; i < spans->count; i++) {
        struct change_span *span = &spans->items[i];
        size_t next = i + 1 < spans->count ? spans->items[i + 1].a : tidying->old->items.count;
        if ((span->a == span->a_end) != (span->b == span->b_end))
            slide(tidying, span, span->a - kept_from, next - span->a_end);
        kept_from = span->a_end;
    }
}

/* ---------------------------------------------------------------- islands */

struct island {
    size_t tokens, words, telling; /* words that are not small */
    size_t bytes;
    bool ends, parts, names; /* holds the end of a sentence; a semicolon or colon; a number, a name or a reference */
};

static struct island island_of(const struct tokens *tokens, size_t from, size_t to) {
    struct island island = {.tokens = to - from};
    for (size_t i = from; i < to; i++) {
        const struct token *token = &tokens->items.items[i];
        island.words += token->sort != TOKEN_SIGN;
        island.telling += token->sort != TOKEN_SIGN && !token->small;
        island.bytes += token->to - token->word;
        island.ends = island.ends || token->ends || token->silent;
        island.parts = island.parts || token_says(tokens, i, ";") || token_says(tokens, i, ":");
        island.names = island.names || token->sort == TOKEN_NUMBER || token->sort == TOKEN_ATOM ||
                       (token->begins && !token->small);
    }
    return island;
}

static size_t span_bytes(const struct tokens *tokens, size_t from, size_t to) {
    return from == to ? 0 : tokens->items.items[to - 1].to - tokens->items.items[from].word;
}

/* What a change amounts to: the longer of what is gone and what came. */
static size_t extent(const struct tidying *tidying, const struct change_span *span) {
    size_t old = span_bytes(tidying->old, span->a, span->a_end);
    size_t new = span_bytes(tidying->new, span->b, span->b_end);
    return old > new ? old : new;
}

static bool is_whole(const struct change_span *span) {
    return span->a < span->a_end && span->b < span->b_end;
}

/* Whether what stayed between two changes goes with them. */
static bool drowns(const struct tidying *tidying, const struct change_span *left, const struct change_span *right) {
    struct island island = island_of(tidying->old, left->a_end, right->a);
    size_t before = extent(tidying, left);
    size_t after = extent(tidying, right);
    size_t least = before < after ? before : after;
    *tidying->steps += island.tokens;
    if (island.ends)
        return false;
    /* Two insertions, or two deletions, are clear as they are. */
    bool alike =
        (left->a == left->a_end && right->a == right->a_end) || (left->b == left->b_end && right->b == right->b_end);
    /* "2019 to 2020" and "2020 to 2021": what went before it came behind it. */
    bool opposite =
        (left->b == left->b_end && right->a == right->a_end) || (left->a == left->a_end && right->b == right->b_end);
    if (opposite && island.words == 1 && island.bytes <= least)
        return true;
    if (island.names)
        return island.words <= 2 && !alike && 4 * island.bytes <= least;
    if (island.parts || alike)
        return 3 * island.bytes <= least && island.telling == 0;
    if (island.words == 0)
        return is_whole(left) || is_whole(right);
    if (island.telling == 0)
        return island.words <= 1 || (island.words <= 3 && island.bytes <= before + after);
    return island.telling <= 1 ? island.bytes <= least : 2 * island.bytes <= least;
}

static void drown_islands(const struct tidying *tidying, span_list *spans) {
    size_t count = 0;
    for (size_t i = 0; i < spans->count; i++) {
        struct change_span span = spans->items[i];
        while (count > 0 && drowns(tidying, &spans->items[count - 1], &span)) {
            const struct change_span *left = &spans->items[--count];
            for (size_t k = left->a_end; k < span.a; k++)
                tidying->partner[k] = SCRIPT_NONE;
            span.a = left->a;
            span.b = left->b;
        }
        spans->items[count++] = span;
    }
    spans->count = count;
}

/* ---------------------------------------------------------------- whole sentences */

static bool is_kept(const struct tidying *tidying, size_t old) {
    return tidying->partner[old] != SCRIPT_NONE;
}

/* Whether a kept token ends a sentence in both, or is silent, which no change passes. */
static bool parts_sentences(const struct tidying *tidying, size_t old) {
    const struct token *was = &tidying->old->items.items[old];
    const struct token *now = &tidying->new->items.items[tidying->partner[old]];
    return was->silent || now->silent || (was->ends && now->ends);
}

static bool parts_clauses(const struct tidying *tidying, size_t old) {
    static const char *const signs[] = {",", ";", ":", NULL};
    return parts_sentences(tidying, old) || is_one_of(tidying->old, old, signs);
}

static size_t words_weight(const struct tokens *tokens, size_t from, size_t to) {
    size_t weight = 0;
    for (size_t i = from; i < to; i++)
        weight += tokens->items.items[i].silent ? 0 : token_weight(&tokens->items.items[i]);
    return weight;
}

/* The first token of a span that ends a sentence: `to`, which stayed behind it, when there is none. */
static size_t first_stop(const struct tidying *tidying, const struct tokens *tokens, size_t from, size_t to) {
    size_t at = from;
    while (at < to && !tokens->items.items[at].ends)
        at++;
    *tidying->steps += at - from;
    return at;
}

static bool starts_sentence(const struct tokens *tokens, size_t from) {
    return from == 0 || tokens->items.items[from - 1].ends;
}

/* "P, x." and "P. Y z.": what stayed is the first stop, so that x has gone and "Y z." has come; and so when both have a
 * stop within. */
static void keep_stops(const struct tidying *tidying, span_list *spans) {
    for (size_t i = 0; i < spans->count; i++) {
        const struct change_span *span = &spans->items[i];
        if (!is_whole(span))
            continue;
        size_t a = first_stop(tidying, tidying->old, span->a, span->a_end);
        size_t b = first_stop(tidying, tidying->new, span->b, span->b_end);
        bool within_old = a < span->a_end && !starts_sentence(tidying->old, span->a);
        bool within_new = b < span->b_end && !starts_sentence(tidying->new, span->b);
        bool behind = a == span->a_end || b == span->b_end;
        if ((!within_old && !within_new) || a == tidying->old->items.count || b == tidying->new->items.count ||
            tidying->old->items.items[a].key != tidying->new->items.items[b].key)
            continue;
        if (behind)
            tidying->partner[span->a_end] = SCRIPT_NONE;
        tidying->partner[a] = (uint32_t)b;
    }
    find_spans(tidying, spans);
}

/* What the changes `from` to `to` of a list amount to. */
struct sum {
    size_t gone, came, between; /* weights */
};

static struct sum sum_of(const struct tidying *tidying, const span_list *spans, size_t from, size_t to) {
    struct sum sum = {0};
    for (size_t i = from; i < to; i++) {
        const struct change_span *span = &spans->items[i];
        sum.gone += words_weight(tidying->old, span->a, span->a_end);
        sum.came += words_weight(tidying->new, span->b, span->b_end);
        if (i + 1 < to)
            sum.between += words_weight(tidying->old, span->a_end, spans->items[i + 1].a);
    }
    return sum;
}

static void give_up(const struct tidying *tidying, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        tidying->partner[i] = SCRIPT_NONE;
    *tidying->steps += to - from;
}

/* Three changes or more from `from` to `to`: one, when no more has stayed between them than was changed. */
static void join_many(const struct tidying *tidying, const span_list *spans, size_t from, size_t to) {
    struct sum sum = sum_of(tidying, spans, from, to);
    if (to - from >= 3 && sum.gone > 0 && sum.came > 0 && sum.between <= sum.gone + sum.came)
        give_up(tidying, spans->items[from].a, spans->items[to - 1].a_end);
}

/* A sentence with the changes `from` to `to`: exchanged whole, with its stop, when most of it is another in both texts
 * and there is more than one change. */
static void exchange_sentence(const struct tidying *tidying, const span_list *spans, size_t from, size_t to) {
    struct sum sum = sum_of(tidying, spans, from, to);
    size_t start = spans->items[from].a;
    size_t end = spans->items[to - 1].a_end;
    while (start > 0 && is_kept(tidying, start - 1) && !parts_sentences(tidying, start - 1))
        start--;
    while (end < tidying->old->items.count && !parts_sentences(tidying, end))
        end++;
    size_t kept = sum.between + words_weight(tidying->old, start, spans->items[from].a) +
                  words_weight(tidying->old, spans->items[to - 1].a_end, end);
    bool whole = to - from == 1 && is_whole(&spans->items[from]);
    if (whole ? kept > 0 : to - from == 1 || kept >= sum.gone || kept >= sum.came)
        return;
    end += end < tidying->old->items.count && !tidying->old->items.items[end].silent;
    give_up(tidying, start, end);
}

/* Calls `each` for the changes of every clause or sentence that has any. */
static void each_stretch(const struct tidying *tidying, span_list *spans,
                         bool (*parts)(const struct tidying *tidying, size_t old),
                         void (*each)(const struct tidying *tidying, const span_list *spans, size_t from, size_t to)) {
    size_t from = 0;
    for (size_t i = 0; i < spans->count; i++) {
        bool last = i + 1 == spans->count;
        for (size_t k = spans->items[i].a_end; !last && k < spans->items[i + 1].a && !last; k++)
            last = parts(tidying, k);
        if (!last)
            continue;
        each(tidying, spans, from, i + 1);
        from = i + 1;
    }
    *tidying->steps += tidying->old->items.count;
    find_spans(tidying, spans);
}

/* ---------------------------------------------------------------- what can be heard */

static bool is_mute(const struct tokens *tokens, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        if (tokens->items.items[i].sort != TOKEN_SIGN)
            return false;
    return from < to;
}

/* Whether a token is a sign that is stuck to the word before it. */
static bool is_stuck(const struct tokens *tokens, size_t i) {
    const struct token *token = &tokens->items.items[i];
    return i > 0 && token->sort == TOKEN_SIGN && token->from == token->word;
}

/* Whether what is gone or came says nothing to a listener, or begins with the end of something else. */
static bool is_unheard(const struct tokens *tokens, size_t from, size_t to, bool whole) {
    if (from == to)
        return false;
    return is_mute(tokens, from, to) || (is_stuck(tokens, from) && (whole || tokens->items.items[from].ends));
}

/* Gives up the kept tokens before `span`, or behind it, as far as a word, all of a date; true when there was one. */
static bool take_in(const struct tidying *tidying, const struct change_span *span, bool before) {
    const struct token *items = tidying->old->items.items;
    size_t count = tidying->old->items.count;
    size_t most = before ? span->a : count - span->a_end;
    size_t taken = 0;
    bool found = false;
    for (; taken < most && !found; taken++) {
        size_t at = before ? span->a - 1 - taken : span->a_end + taken;
        if (!is_kept(tidying, at))
            return taken == 0; /* the change beside has taken it in: they are one now */
        if (items[at].silent || items[at].ends)
            return false;
        found = items[at].sort == TOKEN_WORD || items[at].sort == TOKEN_NUMBER;
        if (items[at].sort == TOKEN_ATOM)
            return false;
    }
    if (!found)
        return false;
    uint32_t group = items[before ? span->a - taken : span->a_end + taken - 1].group;
    while (group != 0 && taken < most && items[before ? span->a - 1 - taken : span->a_end + taken].group == group)
        taken++;
    give_up(tidying, before ? span->a - taken : span->a_end, before ? span->a : span->a_end + taken);
    return true;
}

static void make_heard(const struct tidying *tidying, span_list *spans) {
    for (size_t i = 0; i < spans->count; i++) {
        const struct change_span *span = &spans->items[i];
        bool whole = is_whole(span);
        bool old = is_unheard(tidying->old, span->a, span->a_end, whole);
        bool new = is_unheard(tidying->new, span->b, span->b_end, whole);
        if (!old && !new)
            continue;
        bool before = (old && is_stuck(tidying->old, span->a)) || (new &&is_stuck(tidying->new, span->b));
        if (!take_in(tidying, span, before))
            take_in(tidying, span, !before);
    }
    find_spans(tidying, spans);
}

/* ---------------------------------------------------------------- too little left */

static size_t count_words(const struct tokens *tokens) {
    size_t count = 0;
    for (size_t i = 0; i < tokens->items.count; i++)
        count += tokens->items.items[i].sort != TOKEN_SIGN && !tokens->items.items[i].silent;
    return count;
}

static bool is_silent(const struct tokens *tokens, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        if (!tokens->items.items[i].silent)
            return false;
    return true;
}

/* A short heading or cell with more than one change. */
static bool is_spotted(const struct tidying *tidying, const span_list *spans) {
    size_t heard = 0;
    for (size_t i = 0; i < spans->count; i++)
        heard += !is_silent(tidying->old, spans->items[i].a, spans->items[i].a_end) ||
                 !is_silent(tidying->new, spans->items[i].b, spans->items[i].b_end);
    if (!tidying->new->label || heard < 2)
        return false;
    size_t old = count_words(tidying->old);
    size_t new = count_words(tidying->new);
    return old <= BRIEF_MOST ? new <= 2 * BRIEF_MOST : new <= BRIEF_MOST &&old <= 2 * BRIEF_MOST;
}

static bool is_unlike(const struct tidying *tidying) {
    size_t kept = 0;
    for (size_t i = 0; i < tidying->old->items.count; i++)
        kept += is_kept(tidying, i) ? words_weight(tidying->old, i, i + 1) : 0;
    return likeness_of(kept, words_weight(tidying->old, 0, tidying->old->items.count),
                       words_weight(tidying->new, 0, tidying->new->items.count)) < TIDY_ALIKE_LEAST;
}

static void replace_whole(const struct tidying *tidying) {
    for (size_t i = 0; i < tidying->old->items.count; i++)
        if (!tidying->old->items.items[i].silent)
            tidying->partner[i] = SCRIPT_NONE;
}

void tidy_partners(const struct tokens *old, const struct tokens *new, uint32_t *partner, struct arena *scratch,
                   size_t *steps) {
    struct tidying tidying = {old, new, partner, scratch, steps};
    span_list spans = {0};
    find_spans(&tidying, &spans);
    for (int i = 0; i < PHRASES_TIMES && whole_phrases(&tidying, &spans) > 0; i++)
        ;
    keep_stops(&tidying, &spans);
    to_edges(&tidying, &spans);
    drown_islands(&tidying, &spans);
    keep_stops(&tidying, &spans);
    to_edges(&tidying, &spans);
    if (is_unlike(&tidying)) {
        replace_whole(&tidying);
        return;
    }
    each_stretch(&tidying, &spans, parts_clauses, join_many);
    each_stretch(&tidying, &spans, parts_sentences, join_many);
    each_stretch(&tidying, &spans, parts_sentences, exchange_sentence);
    make_heard(&tidying, &spans);
    if (is_spotted(&tidying, &spans))
        replace_whole(&tidying);
}
