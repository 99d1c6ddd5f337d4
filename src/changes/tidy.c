/* tidy.c: from the shortest script to phrases (tidy.h).
 *
 * Four passes over the changes (`struct change_span`: tokens that are gone and tokens that
 * came, between two that stayed):
 * (1) a date, or a number with its unit, is changed as a whole;
 * (2) an insertion or deletion that could as well stand a few words before or behind is put
 *     where a phrase begins or a sentence ends;
 * (3) words that stayed between two changes go with them when they are few and small;
 * (4) when too little is left, all is replaced.
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

/* ---------------------------------------------------------------- too little left */

static void replace_whole(const struct tidying *tidying) {
    size_t weight[2] = {0, 0};
    size_t kept = 0;
    for (size_t i = 0; i < tidying->old->items.count; i++) {
        size_t own = tidying->old->items.items[i].silent ? 0 : token_weight(&tidying->old->items.items[i]);
        weight[0] += own;
        kept += tidying->partner[i] != SCRIPT_NONE ? own : 0;
    }
    for (size_t i = 0; i < tidying->new->items.count; i++)
        weight[1] += tidying->new->items.items[i].silent ? 0 : token_weight(&tidying->new->items.items[i]);
    if (likeness_of(kept, weight[0], weight[1]) >= TIDY_ALIKE_LEAST)
        return;
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
    to_edges(&tidying, &spans);
    drown_islands(&tidying, &spans);
    replace_whole(&tidying);
}
