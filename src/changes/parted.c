/* parted.c: the weave → words that went from one block to another beside it (parted.h).
 *
 * All runs of some length that come or go are held against the blocks of one paragraph that go or
 * come a few strands before or after them. What is found is in the order of the blocks.
 */
#include "changes/parted.h"

#include <string.h>

#include "base/list.h"

#define WORDS_LEAST 24 /* bytes: a few words may well come in one place and go in another */
#define NEAR 16        /* strands in between */

struct whole {
    const struct strand *strand;
    const char *words;
    size_t bytes;
    bool taken;
};

struct seeking {
    struct arena *arena;
    LIST(struct whole) wholes;
    LIST(struct parting) found;
};

static const char *trimmed(struct buffer *words, size_t *bytes, struct arena *arena) {
    const char *from = buffer_text(words), *to = from + words->count;
    while (from < to && *from == ' ')
        from++;
    while (to > from && to[-1] == ' ')
        to--;
    *bytes = (size_t)(to - from);
    return arena_copy(arena, from, *bytes);
}

/* The one block of words that a node is, or holds besides its number; NULL when there are more. */
static const struct node *only_block(const struct node *node) {
    if (node_holds_words(node))
        return node->kind == NODE_PARAGRAPH ? node : NULL;
    const struct node *only = node->kind == NODE_ITEM ? node->last : node->kind == NODE_BODY ? node->first : NULL;
    return only == NULL || only->next != NULL ? NULL : only_block(only);
}

static void whole_add(struct seeking *seeking, const struct strand *strand) {
    const struct node *block = only_block(strand->new != NULL ? strand->new : strand->old);
    struct buffer words = {0};
    for (const struct node *at = block; at != NULL; at = node_after(at, block))
        if (at->kind == NODE_TEXT)
            buffer_string(&words, at->as.text.text);
    struct whole whole = {.strand = strand};
    whole.words = trimmed(&words, &whole.bytes, seeking->arena);
    buffer_close(&words);
    if (whole.bytes >= WORDS_LEAST)
        LIST_ADD(seeking->arena, &seeking->wholes, whole);
}

static void wholes_gather(struct seeking *seeking, const struct strand *strand) {
    bool one = strand->state == STRAND_INSERTED || strand->state == STRAND_DELETED;
    enum node_kind kind = (strand->new != NULL ? strand->new : strand->old)->kind;
    if (one && (kind == NODE_PARAGRAPH || kind == NODE_ITEM))
        whole_add(seeking, strand);
    else if (!one)
        for (const struct strand *at = strand->first; at != NULL; at = at->next)
            wholes_gather(seeking, at);
}

/* The first of the wholes that is not long before a strand: they are in the order of the weave. */
static size_t first_near(const struct seeking *seeking, const struct strand *strand) {
    size_t low = 0, high = seeking->wholes.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (seeking->wholes.items[middle].strand->index + NEAR < strand->index)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void run_try(struct seeking *seeking, const struct strand *block, size_t run) {
    bool comes = block->runs[run].state == RUN_INSERTED;
    struct buffer said = {0};
    run_words(&block->runs[run], comes, &said);
    size_t bytes;
    const char *words = trimmed(&said, &bytes, seeking->arena);
    buffer_close(&said);
    for (size_t i = first_near(seeking, block); i < seeking->wholes.count; i++) {
        struct whole *whole = &seeking->wholes.items[i];
        if (whole->strand->index > block->index + NEAR)
            return;
        if (whole->taken || (whole->strand->state == STRAND_INSERTED) == comes || whole->bytes != bytes ||
            memcmp(whole->words, words, bytes) != 0)
            continue;
        whole->taken = true;
        struct parting parting = {block, run, whole->strand, whole->strand->index > block->index};
        LIST_ADD(seeking->arena, &seeking->found, parting);
        return;
    }
}

const struct partings *partings_find(const struct comparison *comparison, struct arena *arena) {
    struct seeking seeking = {.arena = arena};
    size_t count = 0;
    wholes_gather(&seeking, comparison->root);
    for (const struct strand *at = comparison->root; at != NULL; at = strand_after(at, comparison->root), count++)
        for (size_t i = 0; i < at->run_count && seeking.wholes.count > 0; i++)
            if (at->runs[i].state == RUN_INSERTED || at->runs[i].state == RUN_DELETED)
                run_try(&seeking, at, i);
    struct partings *partings = ARENA_NEW(arena, struct partings);
    *partings =
        (struct partings){seeking.found.items, seeking.found.count, ARENA_ARRAY(arena, count, const struct parting *)};
    for (size_t i = 0; i < partings->count; i++)
        partings->by_strand[partings->items[i].whole->index] = &partings->items[i];
    return partings;
}

const struct parting *parting_of_whole(const struct partings *partings, const struct strand *strand) {
    const struct parting *parting = partings->by_strand[strand->index];
    return parting != NULL && parting->whole == strand ? parting : NULL;
}

const struct parting *parting_of_run(const struct partings *partings, const struct strand *block, size_t run) {
    size_t low = 0, high = partings->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct parting *at = &partings->items[middle];
        if (at->block == block && at->run == run)
            return at;
        if (at->block->index < block->index || (at->block == block && at->run < run))
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
