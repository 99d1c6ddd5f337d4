/* amounts.c: amounts in a text that limits.xml declares.
 *
 * words of a stretch + limits.xml → findings. "£50,000", "£50k", "£1.5 million" and
 * "50,000 pounds" are amounts. One that is that of a limit stays behind when the
 * limit changes; one within a tenth of it is often the limit as it was, or a slip
 * of the finger. Amounts that the program prints (fact, limit-ref) are no words of
 * the author. Surprising: an amount is often the end of one limit and the beginning
 * of the next; the limit that ends there is the one that is named.
 */
#include "document/amounts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/list.h"
#include "document/numbers.h"

struct amount {
    long long pence;
    const char *pounds; /* as it is declared */
    const char *id;     /* of the limit */
    bool lower;
};

struct amounts {
    LIST(struct amount) all; /* the smallest first, each once */
};

static int amount_compare(const void *left, const void *right) {
    const struct amount *a = left;
    const struct amount *b = right;
    if (a->pence != b->pence)
        return a->pence < b->pence ? -1 : 1;
    if (a->lower != b->lower)
        return a->lower ? 1 : -1;
    return strcmp(a->id, b->id);
}

static void amount_add(struct amounts *amounts, const struct element *limit, const char *bound, struct arena *arena) {
    const char *pounds = element_attribute(limit, bound);
    const char *id = element_attribute(limit, "id");
    if (pounds == NULL || id == NULL || number_pence(pounds) == 0)
        return;
    LIST_ADD(arena, &amounts->all,
             ((struct amount){
                 .pence = number_pence(pounds), .pounds = pounds, .id = id, .lower = strcmp(bound, "lower") == 0}));
}

const struct amounts *amounts_open(const struct element *limits, struct arena *arena) {
    struct amounts *amounts = ARENA_NEW(arena, struct amounts);
    for (const struct element *at = limits; at != NULL; at = element_after(at, limits)) {
        if (!element_is(at, "limit"))
            continue;
        amount_add(amounts, at, "upper", arena);
        amount_add(amounts, at, "lower", arena);
    }
    if (amounts->all.count == 0)
        return amounts;
    qsort(amounts->all.items, amounts->all.count, sizeof *amounts->all.items, amount_compare);
    size_t kept = 1;
    for (size_t i = 1; i < amounts->all.count; i++)
        if (amounts->all.items[i].pence != amounts->all.items[kept - 1].pence)
            amounts->all.items[kept++] = amounts->all.items[i];
    amounts->all.count = kept;
    return amounts;
}

static bool digit(char c) {
    return c >= '0' && c <= '9';
}

/* The pence of a number with commas and a point that stands at `at`; `*end` is what follows. -1 when there is none. */
static long long number_read(const char *at, const char *limit, const char **end) {
    char digits[32];
    size_t count = 0;
    bool point = false;
    for (*end = at; *end < limit && count + 1 < sizeof digits; ++*end) {
        bool more = *end + 1 < limit && digit((*end)[1]);
        if (digit(**end) || (**end == '.' && more && !point))
            digits[count++] = **end;
        else if (**end != ',' || !more)
            break;
        point = point || **end == '.';
    }
    digits[count] = '\0';
    return count == 0 || !digit(*at) ? -1 : number_pence(digits);
}

/* Whether an amount can end here, within a word: "£5,000–£50,000", "£5,000/£6,000", "£5,000+VAT". */
static bool is_joint(const char *at, const char *end) {
    static const char *const joints[] = {"-", "/", "+", "\xE2\x80\x93", "\xE2\x80\x94"};
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        size_t bytes = strlen(joints[i]);
        if ((size_t)(end - at) >= bytes && memcmp(at, joints[i], bytes) == 0)
            return true;
    }
    return at == end;
}

/* What stands right behind a number and multiplies it: "k", "m", "bn"; `*at` moves behind it. 0 for anything else. */
static long long scale_read(const char **at, const char *end) {
    static const struct {
        const char *sign;
        long long scale;
    } signs[] = {{"", 1}, {"k", 1000}, {"m", 1000000}, {"bn", 1000000000}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t bytes = strlen(signs[i].sign);
        if ((size_t)(end - *at) < bytes || strncasecmp(*at, signs[i].sign, bytes) != 0 || !is_joint(*at + bytes, end))
            continue;
        *at += bytes;
        return signs[i].scale;
    }
    return 0;
}

static bool next_is(const struct stretch *stretch, size_t index, const char *text) {
    return index < stretch->words.count && word_is(stretch, &stretch->words.items[index], text) &&
           stretch->words.items[index - 1].end == stretch->words.items[index - 1].core_end;
}

static const char pound_sign[] = "\xC2\xA3"; /* £ */

static bool is_pound(const struct stretch *stretch, size_t at, const struct word *word) {
    return word->core_end - at > 2 && memcmp(stretch->text + at, pound_sign, 2) == 0;
}

/* The amount that begins at byte `from` of the word at `index`, in pence, where it ends, and its last word; -1 when
 * none begins there. */
static long long amount_at(const struct stretch *stretch, size_t index, size_t from, size_t *to, size_t *last) {
    const struct word *word = &stretch->words.items[index];
    const char *at = stretch->text + from, *end = stretch->text + word->core_end, *rest;
    bool pounds = is_pound(stretch, from, word);
    long long pence = number_read(pounds ? at + 2 : at, end, &rest);
    long long scale = pence < 0 ? 0 : scale_read(&rest, end);
    if (scale == 0 || (!pounds && rest < end))
        return -1;
    *last = index;
    *to = (size_t)(rest - stretch->text);
    if (rest == end && scale == 1 &&
        (next_is(stretch, index + 1, "million") || next_is(stretch, index + 1, "thousand"))) {
        scale = next_is(stretch, index + 1, "million") ? 1000000 : 1000;
        ++*last;
    }
    if (!pounds && !next_is(stretch, *last + 1, "pounds"))
        return -1;
    *last += !pounds;
    if (rest == end)
        *to = stretch->words.items[*last].core_end;
    return pence > NUMBER_PENCE_MOST / scale ? -1 : pence * scale;
}

static long long distance(const struct amount *amount, long long pence) {
    return amount->pence > pence ? amount->pence - pence : pence - amount->pence;
}

/* The declared amount nearest to it, if it is within a tenth; NULL when none is. */
static const struct amount *nearest(const struct amounts *amounts, long long pence) {
    size_t low = 0, high = amounts->all.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (amounts->all.items[middle].pence < pence)
            low = middle + 1;
        else
            high = middle;
    }
    const struct amount *found = low < amounts->all.count ? &amounts->all.items[low] : NULL;
    const struct amount *below = low > 0 ? &amounts->all.items[low - 1] : NULL;
    if (found == NULL || (below != NULL && distance(below, pence) < distance(found, pence)))
        found = below;
    return found != NULL && distance(found, pence) <= found->pence / 10 ? found : NULL;
}

static void tell(const struct amount *amount, bool same, const struct stretch *stretch, size_t from, size_t to,
                 struct arena *arena, struct report *report) {
    const char *reference =
        arena_format(arena, "<limit-ref to=\"%s\"%s/>", amount->id, amount->lower ? " bound=\"lower\"" : "");
    const char *declared = number_quantity(arena, amount->pounds, "GBP");
    report_add(report, RULE_LIM_05, stretch_place(stretch, from, to), stretch_quote(stretch, arena, from, to),
               same ? arena_format(arena, "is the limit \"%s\" of limits.xml", amount->id)
                    : arena_format(arena, "is near the limit \"%s\" of limits.xml; did you mean %s?", amount->id,
                                   declared == NULL ? amount->pounds : declared),
               same ? arena_format(arena, "write %s, which stays right when the limit changes", reference)
                    : arena_format(arena, "write %s if that limit is meant", reference));
}

/* The amounts that begin in the word at `index`; returns the last word of theirs. */
static size_t check_word(const struct amounts *amounts, const struct stretch *stretch, size_t index,
                         struct arena *arena, struct report *report) {
    const struct word *word = &stretch->words.items[index];
    size_t last = index;
    for (size_t at = word->core; at < word->core_end;) {
        size_t to = at + 1;
        long long pence = amount_at(stretch, index, at, &to, &last);
        const struct amount *amount = pence <= 0 ? NULL : nearest(amounts, pence);
        if (amount != NULL)
            tell(amount, amount->pence == pence, stretch, at, to, arena, report);
        for (at = to; at < word->core_end && !is_pound(stretch, at, word);)
            at++;
    }
    return last;
}

void amounts_check(const struct amounts *amounts, const struct stretch *stretch, struct arena *arena,
                   struct report *report) {
    for (size_t i = 0; i < stretch->words.count; i++) {
        const struct word *word = &stretch->words.items[i];
        char first = word_byte(stretch, word, 0);
        if ((first == '\xC2' || digit(first)) && (word->voice == VOICE_AUTHOR || word->voice == VOICE_LINKED))
            i = check_word(amounts, stretch, i, arena, report);
    }
}
