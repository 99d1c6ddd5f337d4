/* likeness.c: bags of words (likeness.h).
 *
 * A word is a run of letters and digits, without regard to the case of A to Z. It weighs
 * as many bytes as it has, at most WEIGHT_MOST: short words are in every paragraph and say
 * little. Two sorted bags are compared in one pass.
 */
#include "changes/likeness.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "changes/digest.h"

#define WEIGHT_MOST ((size_t)8)
/* One within the other counts only when the smaller holds so much: a word or two are in anything. */
#define CONTAINED_LEAST ((size_t)24)

struct bag {
    uint64_t *items;
    size_t count;
    size_t room;
};

/* How many bytes at `text`, which is not at its end, part words: 0 when a word goes on there. */
static size_t parting(const char *text) {
    unsigned char c = (unsigned char)*text;
    if (c >= 0x80) /* no-break space, and the spaces, dashes and quotation marks of U+2000 to U+203F */
        return strncmp(text, "\u00A0", 2) == 0 ? 2 : strncmp(text, "\u2000", 2) == 0 && text[2] != '\0' ? 3 : 0;
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ? 0 : 1;
}

static void put_words(struct bag *bag, const char *text, struct arena *arena) {
    while (*text != '\0' && bag->count < BAG_MOST) {
        size_t skip = parting(text);
        if (skip > 0) {
            text += skip;
            continue;
        }
        char word[64];
        size_t bytes = 0;
        for (; *text != '\0' && parting(text) == 0; text++)
            if (bytes < sizeof word)
                word[bytes++] = *text >= 'A' && *text <= 'Z' ? (char)(*text | 0x20) : *text;
        LIST_ADD(arena, bag,
                 (digest_bytes(word, bytes) & ~(uint64_t)0xFF) | (bytes < WEIGHT_MOST ? bytes : WEIGHT_MOST));
    }
}

static int by_value(const void *a, const void *b) {
    uint64_t one = *(const uint64_t *)a;
    uint64_t other = *(const uint64_t *)b;
    return (one > other) - (one < other);
}

const uint64_t *bag_of(struct matching *matching, struct side *side, const struct node *node, uint32_t *count) {
    struct fact *fact = fact_of(side, node);
    if (fact->bag == NULL) {
        struct bag bag = {0};
        LIST_ROOM(matching->arena, &bag, (size_t)16);
        for (const struct node *at = node; at != NULL && bag.count < BAG_MOST;) {
            bool closed = at->kind == NODE_CALL || (at->kind == NODE_LABEL && digest_is_count(at));
            if (at->kind == NODE_TEXT)
                put_words(&bag, at->as.text.text + digest_numbered(at), matching->arena);
            at = closed ? node_past(at, node) : node_after(at, node);
        }
        qsort(bag.items, bag.count, sizeof *bag.items, by_value);
        matching->steps += bag.count;
        fact->bag = bag.items;
        fact->bag_count = (uint32_t)bag.count;
    }
    *count = fact->bag_count;
    return fact->bag;
}

unsigned likeness_of(size_t shared, size_t old, size_t new) {
    if (old + new == 0)
        return ALIKE_WHOLE;
    size_t least = old < new ? old : new;
    unsigned alike = (unsigned)(2 * ALIKE_WHOLE * shared / (old + new));
    unsigned within = least < CONTAINED_LEAST ? 0 : (unsigned)(ALIKE_WHOLE * 3 / 4 * shared / least);
    return alike > within ? alike : within;
}

unsigned likeness(struct matching *matching, const struct node *old, const struct node *new) {
    uint32_t old_count;
    uint32_t new_count;
    const uint64_t *a = bag_of(matching, &matching->old, old, &old_count);
    const uint64_t *b = bag_of(matching, &matching->new, new, &new_count);
    size_t weight[2] = {0, 0};
    size_t shared = 0;
    uint32_t i = 0;
    uint32_t k = 0;
    matching->steps += old_count + new_count;
    while (i < old_count || k < new_count) {
        if (k == new_count || (i < old_count && a[i] < b[k])) {
            weight[0] += bag_weight(a[i++]);
        } else if (i == old_count || b[k] < a[i]) {
            weight[1] += bag_weight(b[k++]);
        } else {
            shared += bag_weight(a[i]);
            weight[0] += bag_weight(a[i++]);
            weight[1] += bag_weight(b[k++]);
        }
    }
    return likeness_of(shared, weight[0], weight[1]);
}
