/* align.c: children matched with children (align.h).
 *
 * Three sieves, each for what the one before has left between its pairs: (1) anchors:
 * units matched by id that have kept their order, lists by their items, what has a name
 * among its siblings (`handle`); (2) a shortest edit script of hashes; (3) the heaviest
 * chain of pairs that are alike, and then a pair that is alone in its gap. Children that
 * are equal at both ends are taken first, so that what has not changed costs one look.
 *
 * Which units have moved is decided at the node in which they keep an order; a list is
 * none, since untitled clauses make lists by standing together (match_holder).
 */
#include "changes/align.h"

#include <string.h>

#include "changes/cells.h"
#include "changes/chain.h"
#include "changes/digest.h"
#include "changes/likeness.h"
#include "changes/script.h"

/* Gaps with more pairs than this are searched through words that are rare in them. */
#define PAIRS_MOST ((size_t)400)
/* A word that is in more nodes of a gap than this says nothing. */
#define RARE_MOST ((uint32_t)6)
#define WEIGHT_ID ((uint64_t)1 << 40)
#define WEIGHT_NAME ((uint64_t)1 << 20)
#define ALIKE_LEAST 350u

struct kids {
    const struct node **items;
    size_t count;
};

/* One pair of nodes whose children are matched. */
struct family {
    struct matching *matching;
    const struct node *old_parent;
    struct kids old, new;
};

static struct kids kids_of(const struct node *parent, struct arena *scratch) {
    struct kids kids = {0};
    for (const struct node *at = parent->first; at != NULL; at = at->next)
        kids.count++;
    kids.items = ARENA_BARE(scratch, kids.count, const struct node *);
    size_t count = 0;
    for (const struct node *at = parent->first; at != NULL; at = at->next)
        kids.items[count++] = at;
    return kids;
}

/* ---------------------------------------------------------------- what has moved */

/* The next of those that keep their order in `holder`: its children, and those of its lists. NULL: the first. */
static const struct node *order_next(const struct node *holder, const struct node *at) {
    const struct node *next = at == NULL ? holder->first : at->next;
    if (at != NULL && next == NULL && at->parent != holder)
        next = at->parent->next;
    while (next != NULL && next->kind == NODE_LIST && next->first == NULL)
        next = next->next;
    return next != NULL && next->kind == NODE_LIST ? next->first : next;
}

static size_t count_order(struct matching *matching, struct side *side, const struct node *holder) {
    uint32_t count = 0;
    for (const struct node *at = order_next(holder, NULL); at != NULL; at = order_next(holder, at))
        fact_of(side, at)->rank = count++;
    matching->steps += count;
    return count;
}

/* Children of a pair that are the same in the same order on both sides: nothing has moved. */
static bool same_order(struct matching *matching, const struct node *old, const struct node *new) {
    const struct node *was = order_next(old, NULL);
    const struct node *now = order_next(new, NULL);
    for (; was != NULL && now != NULL; was = order_next(old, was), now = order_next(new, now)) {
        const struct fact *one = fact_of(&matching->old, was);
        const struct fact *other = fact_of(&matching->new, now);
        matching->steps++;
        bool both_free = one->match == NULL && other->match == NULL;
        if (both_free ? one->hash != other->hash : one->match != now)
            return false;
    }
    return was == NULL && now == NULL;
}

/* A child that stands once on each side. */
struct lone {
    uint64_t hash;
    const struct node *old, *new;
    uint32_t old_count, new_count;
};

static struct lone *lone_at(struct lone *table, size_t mask, uint64_t hash) {
    size_t at = (size_t)(hash >> 12) & mask;
    while (table[at].old_count + table[at].new_count > 0 && table[at].hash != hash)
        at = (at + 1) & mask;
    table[at].hash = hash;
    return &table[at];
}

/* Proposes blocks without an id that are the same and stand once on each side: they show what has moved past them.
 * They weigh more than a unit: that one can be told to have moved, they cannot. */
static void propose_blocks(struct matching *matching, const struct node *old, const struct node *new,
                           struct chain_pair *by_old, size_t count) {
    size_t mask = 1;
    while (mask < 2 * count)
        mask = mask * 2 + 1;
    struct lone *table = ARENA_ARRAY(matching->scratch, mask + 1, struct lone);
    for (int side = 0; side < 2; side++) {
        const struct node *holder = side == 0 ? old : new;
        for (const struct node *at = order_next(holder, NULL); at != NULL; at = order_next(holder, at)) {
            const struct fact *fact = fact_of(side == 0 ? &matching->old : &matching->new, at);
            if (fact->match != NULL || fact->weight == 0 || fact->skipped)
                continue;
            struct lone *lone = lone_at(table, mask, fact->hash);
            if (side == 0) {
                lone->old = at;
                lone->old_count++;
            } else {
                lone->new = at;
                lone->new_count++;
            }
        }
    }
    for (size_t i = 0; i <= mask; i++) {
        const struct lone *lone = &table[i];
        if (lone->old_count != 1 || lone->new_count != 1 || !match_fits(lone->old, lone->new))
            continue;
        const struct fact *was = fact_of(&matching->old, lone->old);
        by_old[was->rank] = (struct chain_pair){.b = fact_of(&matching->new, lone->new)->rank,
                                                .weight = WEIGHT_ID + WEIGHT_ID / 2 + was->weight};
    }
}

static void propose_units(struct matching *matching, const struct node *old, const struct node *new,
                          struct chain_pair *by_old) {
    for (const struct node *at = order_next(new, NULL); at != NULL; at = order_next(new, at)) {
        struct fact *fact = fact_of(&matching->new, at);
        if (fact->match == NULL)
            continue;
        fact->moved = true;
        if (match_holder(fact->match) == old)
            by_old[fact_of(&matching->old, fact->match)->rank] =
                (struct chain_pair){.b = fact->rank, .weight = WEIGHT_ID + fact->weight};
    }
}

/* Of the units in `new` that are in both documents: those that stood elsewhere, or that others have passed. */
static void find_moves(struct matching *matching, const struct node *old, const struct node *new) {
    if (old == NULL) {
        for (const struct node *at = order_next(new, NULL); at != NULL; at = order_next(new, at))
            fact_of(&matching->new, at)->moved = fact_of(&matching->new, at)->match != NULL;
        return;
    }
    if (same_order(matching, old, new))
        return;
    size_t old_count = count_order(matching, &matching->old, old);
    size_t new_count = count_order(matching, &matching->new, new);
    struct chain_pair *by_old = ARENA_ARRAY(matching->scratch, old_count, struct chain_pair);
    propose_units(matching, old, new, by_old);
    propose_blocks(matching, old, new, by_old, old_count + new_count);
    size_t count = 0;
    for (size_t i = 0; i < old_count; i++)
        if (by_old[i].weight > 0) {
            by_old[i].a = (uint32_t)i;
            by_old[count++] = by_old[i];
        }
    chain_find(by_old, count, new_count, matching->scratch);
    const struct node **ranked = ARENA_ARRAY(matching->scratch, new_count, const struct node *);
    for (const struct node *at = order_next(new, NULL); at != NULL; at = order_next(new, at))
        ranked[fact_of(&matching->new, at)->rank] = at;
    size_t pair = 0;
    for (const struct node *at = order_next(old, NULL); at != NULL && pair < count; at = order_next(old, at)) {
        if (fact_of(&matching->old, at)->rank != by_old[pair].a)
            continue;
        const struct node *now = ranked[by_old[pair].b];
        bool kept = by_old[pair++].kept;
        if (fact_of(&matching->new, now)->match != NULL)
            fact_of(&matching->new, now)->moved = !kept;
        else if (kept)
            match_pair(matching, at, now);
    }
}

/* ---------------------------------------------------------------- names among siblings */

static uint64_t hash_below(const struct side *side, const struct node *node) {
    return node == NULL ? 0 : fact_of(side, node)->hash | 1;
}

static const struct node *row_header(const struct node *row) {
    for (const struct node *at = row->first; at != NULL; at = at->next)
        if (at->kind == NODE_HEADER_CELL && at->as.cell.scope == SCOPE_ROW)
            return at;
    return NULL;
}

static const struct node *group_title(const struct node *body) {
    const struct node *cell = body->first == NULL ? NULL : body->first->first;
    return cell != NULL && cell->kind == NODE_HEADER_CELL && cell->as.cell.scope == SCOPE_COLUMN ? cell : NULL;
}

/* A number that is the same for a node and its partner, if it has a name among its siblings; else 0. */
static uint64_t handle(const struct side *side, const struct node *node) {
    uint64_t kind = (uint64_t)node->kind + 1;
    uint64_t name = 0;
    switch (node->kind) {
    case NODE_TITLE:
    case NODE_HEADING:
    case NODE_CAPTION:
    case NODE_LABEL:
    case NODE_BODY:
    case NODE_TABLE_HEAD:
    case NODE_BLOCK:
        return digest_mix(kind, (uint64_t)node->class_);
    case NODE_PARAGRAPH:
        return node->class_ == CLASS_STATUS || node->class_ == CLASS_ISSUER ? digest_mix(kind, (uint64_t)node->class_)
                                                                            : 0;
    case NODE_SECTION:
        if (fact_of(side, node)->skipped)
            return digest_mix(kind, node->last->class_ == CLASS_HISTORY);
        name = hash_below(side, node->first);
        break;
    case NODE_ITEM:
        name = node->parent->class_ == CLASS_DEFINITION ? hash_below(side, node->first) : 0;
        break;
    case NODE_ROW:
        name = hash_below(side, row_header(node));
        break;
    case NODE_TABLE_BODY:
        name = hash_below(side, group_title(node));
        if (name == 0 && node->parent->last == node)
            name = 1;
        break;
    case NODE_TABLE:
        name = node->class_ != CLASS_NONE                                 ? (uint64_t)node->class_ + 1
               : node->first != NULL && node->first->kind == NODE_CAPTION ? hash_below(side, node->first)
                                                                          : 0;
        break;
    case NODE_FIGURE:
        name = digest_bytes(digest_picture(node), strlen(digest_picture(node))) | 1;
        break;
    default:
        break;
    }
    return name == 0 ? 0 : digest_mix(kind, name);
}

struct named {
    uint64_t handle;
    uint32_t old, new;
    uint32_t old_count, new_count;
};

static struct named *named_at(struct named *table, size_t mask, uint64_t value) {
    size_t at = (size_t)(value >> 12) & mask;
    while (table[at].old_count + table[at].new_count > 0 && table[at].handle != value)
        at = (at + 1) & mask;
    table[at].handle = value;
    return &table[at];
}

static bool is_free(const struct side *side, const struct node *node) {
    return fact_of(side, node)->match == NULL;
}

/* Puts a proposal to its old child; the heavier of two stays. */
static void propose(struct chain_pair *by_old, uint32_t old, uint32_t new, uint64_t weight) {
    if (weight > by_old[old].weight)
        by_old[old] = (struct chain_pair){.a = old, .b = new, .weight = weight};
}

static void propose_names(const struct family *family, struct chain_pair *by_old) {
    struct matching *matching = family->matching;
    size_t mask = 1;
    while (mask < 2 * (family->old.count + family->new.count))
        mask = mask * 2 + 1;
    struct named *table = ARENA_ARRAY(matching->scratch, mask + 1, struct named);
    for (uint32_t i = 0; i < family->old.count; i++) {
        const struct node *node = family->old.items[i];
        uint64_t value = is_free(&matching->old, node) ? handle(&matching->old, node) : 0;
        if (value == 0)
            continue;
        struct named *named = named_at(table, mask, value);
        named->old = i;
        named->old_count++;
    }
    for (uint32_t i = 0; i < family->new.count; i++) {
        const struct node *node = family->new.items[i];
        uint64_t value = is_free(&matching->new, node) ? handle(&matching->new, node) : 0;
        if (value == 0)
            continue;
        struct named *named = named_at(table, mask, value);
        named->new = i;
        named->new_count++;
    }
    for (size_t i = 0; i <= mask; i++)
        if (table[i].old_count == 1 && table[i].new_count == 1)
            propose(by_old, table[i].old, table[i].new, WEIGHT_NAME);
    matching->steps += family->old.count + family->new.count;
}

/* Lists and divisions without an id, by what stands in them: the parent of most of the partners of their children. */
static const struct node *voted(const struct family *family, const struct node *new) {
    const struct matching *matching = family->matching;
    const struct node *best = NULL;
    size_t votes = 0;
    for (const struct node *at = new->first; at != NULL; at = at->next) {
        const struct fact *fact = fact_of(&matching->new, at);
        const struct node *parent = fact->match == NULL || fact->moved ? NULL : fact->match->parent;
        if (parent == NULL)
            continue;
        if (votes == 0)
            best = parent;
        votes = parent == best ? votes + 1 : votes - 1;
    }
    if (best == NULL || best->parent != family->old_parent || !is_free(&matching->old, best) || !match_fits(best, new))
        return NULL;
    return best;
}

static void find_anchors(const struct family *family) {
    struct matching *matching = family->matching;
    struct chain_pair *by_old = ARENA_ARRAY(matching->scratch, family->old.count, struct chain_pair);
    uint32_t first = fact_of(&matching->old, family->old.items[0])->place;
    for (uint32_t i = 0; i < family->new.count; i++) {
        const struct node *node = family->new.items[i];
        const struct fact *fact = fact_of(&matching->new, node);
        const struct node *old = fact->match;
        uint64_t weight = WEIGHT_ID + fact->weight;
        if (old == NULL && node->kind == NODE_LIST) {
            old = voted(family, node);
            weight = 2 * WEIGHT_NAME + fact->weight;
        }
        if (old != NULL && !fact->moved && old->parent == family->old_parent)
            propose(by_old, fact_of(&matching->old, old)->place - first, i, weight);
    }
    propose_names(family, by_old);
    size_t count = 0;
    for (size_t i = 0; i < family->old.count; i++)
        if (by_old[i].weight > 0)
            by_old[count++] = by_old[i];
    chain_find(by_old, count, family->new.count, matching->scratch);
    for (size_t i = 0; i < count; i++)
        if (by_old[i].kept)
            match_pair(matching, family->old.items[by_old[i].a], family->new.items[by_old[i].b]);
}

/* ---------------------------------------------------------------- likeness */

static bool same_handle(const struct matching *matching, const struct node *old, const struct node *new) {
    uint64_t name = handle(&matching->old, old);
    return name != 0 && name == handle(&matching->new, new);
}

/* What is made anew for each version is only ever one with what has the same name. */
static bool may_pair(const struct matching *matching, const struct node *old, const struct node *new) {
    bool skipped = fact_of(&matching->old, old)->skipped;
    if (!match_fits(old, new) || skipped != fact_of(&matching->new, new)->skipped)
        return false;
    return !skipped || same_handle(matching, old, new);
}

static bool may_be_alike(const struct matching *matching, const struct node *old, const struct node *new) {
    bool apart = match_is_named(old) && match_is_named(new);
    return !apart && may_pair(matching, old, new);
}

/* Whether two that are alone between their neighbours are one, however unlike. */
static bool pairs_alone(const struct node *node) {
    return node->kind == NODE_PARAGRAPH || node->kind == NODE_ITEM || node->kind == NODE_NOTE ||
           node->kind == NODE_FIGURE || node->kind == NODE_TABLE_BODY;
}

typedef LIST(struct chain_pair) pair_list;

static void consider(const struct family *family, struct kids old, struct kids new, uint32_t a, uint32_t b,
                     pair_list *pairs) {
    const struct node *one = old.items[a];
    const struct node *other = new.items[b];
    family->matching->steps++;
    if (!may_be_alike(family->matching, one, other))
        return;
    unsigned alike = likeness(family->matching, one, other);
    if (alike >= ALIKE_LEAST)
        LIST_ADD(family->matching->scratch, pairs, ((struct chain_pair){.a = a, .b = b, .weight = alike}));
}

/* Which new nodes of a gap hold a word; the word is known by its place in a table. */
struct postings {
    uint64_t word;
    uint32_t count;
    uint32_t nodes[RARE_MOST];
};

static struct postings *postings_at(struct postings *table, size_t mask, uint64_t word) {
    size_t at = (size_t)(word >> 24) & mask;
    while (table[at].count > 0 && table[at].word != word)
        at = (at + 1) & mask;
    table[at].word = word;
    return &table[at];
}

#define POSTED_MOST ((uint32_t)64) /* words of one node that are looked at */

static struct postings *post_words(const struct family *family, struct kids new, size_t *mask) {
    struct matching *matching = family->matching;
    size_t words = 0;
    for (size_t i = 0; i < new.count; i++) {
        uint32_t count;
        bag_of(matching, &matching->new, new.items[i], &count);
        words += count < POSTED_MOST ? count : POSTED_MOST;
    }
    *mask = 1;
    while (*mask < 2 * words)
        *mask = *mask * 2 + 1;
    struct postings *table = ARENA_ARRAY(matching->scratch, *mask + 1, struct postings);
    for (uint32_t i = 0; i < new.count; i++) {
        uint32_t count;
        const uint64_t *bag = bag_of(matching, &matching->new, new.items[i], &count);
        for (uint32_t k = 0; k < count && k < POSTED_MOST; k++) {
            struct postings *postings = postings_at(table, *mask, bag[k]);
            if (postings->count > 0 && postings->count <= RARE_MOST && postings->nodes[postings->count - 1] == i)
                continue;
            if (postings->count < RARE_MOST)
                postings->nodes[postings->count] = i;
            postings->count++;
        }
    }
    matching->steps += words;
    return table;
}

/* The two new nodes that share most rare words with each old one are considered. */
static void consider_rare(const struct family *family, struct kids old, struct kids new, pair_list *pairs) {
    struct matching *matching = family->matching;
    size_t mask;
    struct postings *table = post_words(family, new, &mask);
    uint32_t *scores = ARENA_ARRAY(matching->scratch, new.count, uint32_t);
    for (uint32_t a = 0; a < old.count; a++) {
        LIST(uint32_t) touched = {0};
        uint32_t count;
        const uint64_t *bag = bag_of(matching, &matching->old, old.items[a], &count);
        for (uint32_t k = 0; k < count; k++) {
            const struct postings *postings = postings_at(table, mask, bag[k]);
            for (uint32_t n = 0; postings->count <= RARE_MOST && n < postings->count; n++) {
                if (scores[postings->nodes[n]] == 0)
                    LIST_ADD(matching->scratch, &touched, postings->nodes[n]);
                scores[postings->nodes[n]] += bag_weight(bag[k]);
                matching->steps++;
            }
        }
        uint32_t best = UINT32_MAX;
        uint32_t second = UINT32_MAX;
        for (size_t i = 0; i < touched.count; i++) {
            uint32_t b = touched.items[i];
            if (best == UINT32_MAX || scores[b] > scores[best] || (scores[b] == scores[best] && b < best)) {
                second = best;
                best = b;
            } else if (second == UINT32_MAX || scores[b] > scores[second] ||
                       (scores[b] == scores[second] && b < second)) {
                second = b;
            }
        }
        uint32_t later = second == UINT32_MAX || (best != UINT32_MAX && best > second) ? best : second;
        uint32_t earlier = later == best ? second : best;
        if (later != UINT32_MAX)
            consider(family, old, new, a, later, pairs);
        if (earlier != UINT32_MAX)
            consider(family, old, new, a, earlier, pairs);
        for (size_t i = 0; i < touched.count; i++)
            scores[touched.items[i]] = 0;
    }
}

static struct kids part(struct kids kids, size_t from, size_t to) {
    return (struct kids){kids.items + from, to - from};
}

static void pair_alone(const struct family *family, struct kids old, struct kids new) {
    if (old.count == 1 && new.count == 1 && pairs_alone(old.items[0]) &&
        may_be_alike(family->matching, old.items[0], new.items[0]))
        match_pair(family->matching, old.items[0], new.items[0]);
}

static void pair_alike(const struct family *family, struct kids old, struct kids new) {
    struct matching *matching = family->matching;
    if (old.count == 0 || new.count == 0)
        return;
    pair_list pairs = {0};
    if (old.count <= PAIRS_MOST / new.count) {
        for (uint32_t a = 0; a < old.count; a++)
            for (uint32_t b = (uint32_t) new.count; b-- > 0;)
                consider(family, old, new, a, b, &pairs);
    } else {
        consider_rare(family, old, new, &pairs);
    }
    chain_find(pairs.items, pairs.count, new.count, matching->scratch);
    size_t a = 0;
    size_t b = 0;
    for (size_t i = 0; i < pairs.count; i++) {
        if (!pairs.items[i].kept)
            continue;
        pair_alone(family, part(old, a, pairs.items[i].a), part(new, b, pairs.items[i].b));
        match_pair(matching, old.items[pairs.items[i].a], new.items[pairs.items[i].b]);
        a = pairs.items[i].a + 1;
        b = pairs.items[i].b + 1;
    }
    pair_alone(family, part(old, a, old.count), part(new, b, new.count));
}

/* ---------------------------------------------------------------- gaps */

static struct kids open_ones(const struct family *family, const struct side *side, struct kids kids) {
    struct kids open = {ARENA_BARE(family->matching->scratch, kids.count, const struct node *), 0};
    for (size_t i = 0; i < kids.count; i++)
        if (is_free(side, kids.items[i]))
            open.items[open.count++] = kids.items[i];
    return open;
}

static struct sequence hashes_of(const struct family *family, const struct side *side, struct kids kids) {
    uint64_t *keys = ARENA_BARE(family->matching->scratch, kids.count, uint64_t);
    for (size_t i = 0; i < kids.count; i++)
        keys[i] = fact_of(side, kids.items[i])->hash;
    return (struct sequence){keys, kids.count};
}

/* What lies between two anchors. */
static void fill_gap(const struct family *family, struct kids old, struct kids new) {
    struct matching *matching = family->matching;
    if (old.count == 0 || new.count == 0)
        return;
    old = open_ones(family, &matching->old, old);
    new = open_ones(family, &matching->new, new);
    uint32_t *partner = ARENA_BARE(matching->scratch, old.count, uint32_t);
    script_find(hashes_of(family, &matching->old, old), hashes_of(family, &matching->new, new), partner,
                matching->scratch, &matching->steps);
    size_t a = 0;
    size_t b = 0;
    for (size_t i = 0; i < old.count; i++) {
        if (partner[i] == SCRIPT_NONE || !may_pair(matching, old.items[i], new.items[partner[i]]))
            continue;
        pair_alike(family, part(old, a, i), part(new, b, partner[i]));
        match_pair(matching, old.items[i], new.items[partner[i]]);
        a = i + 1;
        b = partner[i] + 1;
    }
    pair_alike(family, part(old, a, old.count), part(new, b, new.count));
}

static bool is_anchor(const struct family *family, const struct node *new) {
    const struct fact *fact = fact_of(&family->matching->new, new);
    return fact->match != NULL && !fact->moved && fact->match->parent == family->old_parent;
}

static void fill_gaps(const struct family *family) {
    const struct side *side = &family->matching->old;
    uint32_t first = fact_of(side, family->old.items[0])->place;
    size_t a = 0;
    size_t b = 0;
    for (size_t i = 0; i < family->new.count; i++) {
        if (!is_anchor(family, family->new.items[i]))
            continue;
        size_t old = fact_of(side, fact_of(&family->matching->new, family->new.items[i])->match)->place - first;
        fill_gap(family, part(family->old, a, old), part(family->new, b, i));
        a = old + 1;
        b = i + 1;
    }
    fill_gap(family, part(family->old, a, family->old.count), part(family->new, b, family->new.count));
}

/* Whether two children are the same at first sight; if they are not yet matched, they are now. */
static bool same(const struct family *family, const struct node *old, const struct node *new) {
    struct matching *matching = family->matching;
    const struct fact *one = fact_of(&matching->old, old);
    const struct fact *other = fact_of(&matching->new, new);
    matching->steps++;
    if (one->match == new)
        return !other->moved;
    if (one->match != NULL || other->match != NULL || one->hash != other->hash || !match_fits(old, new) ||
        one->skipped != other->skipped)
        return false;
    match_pair(matching, old, new);
    return true;
}

void align_children(struct matching *matching, const struct node *new) {
    const struct node *old = fact_of(&matching->new, new)->match;
    arena_empty(matching->scratch);
    if (new->kind == NODE_ROW) { /* no cell moves */
        if (old != NULL)
            cells_match(matching, old, new);
        return;
    }
    if (new->kind != NODE_LIST)
        find_moves(matching, old, new);
    if (old == NULL)
        return;
    if (new->kind == NODE_TABLE)
        cells_prepare(matching, old, new);
    struct family family = {.matching = matching,
                            .old_parent = old,
                            .old = kids_of(old, matching->scratch),
                            .new = kids_of(new, matching->scratch)};
    struct kids *a = &family.old;
    struct kids *b = &family.new;
    while (a->count > 0 && b->count > 0 && same(&family, a->items[0], b->items[0])) {
        *a = part(*a, 1, a->count);
        *b = part(*b, 1, b->count);
    }
    while (a->count > 0 && b->count > 0 && same(&family, a->items[a->count - 1], b->items[b->count - 1])) {
        a->count--;
        b->count--;
    }
    if (a->count == 0 || b->count == 0)
        return;
    find_anchors(&family);
    fill_gaps(&family);
}
