/* match.c: the order in which nodes are matched (match.h).
 *
 * Ids first, since they are permanent: a unit keeps its id wherever it goes. Then
 * divisions of equal content that are the only ones of it in both documents; short ones
 * are left to their place, since "Not used." is said everywhere. The rest is found from
 * the root down, each pair's children once (align.h).
 */
#include "changes/match.h"

#include <string.h>

#include "changes/align.h"
#include "changes/digest.h"
#include "document/names.h"

/* Bytes of words that make a division without an id known again elsewhere. */
#define KNOWN_LEAST ((uint32_t)40)

bool match_is_division(const struct node *node) {
    return (node->kind == NODE_SECTION && node->parent != NULL) ||
           (node->kind == NODE_ITEM && node->parent->class_ == CLASS_CLAUSES);
}

bool match_is_named(const struct node *node) {
    if (node->id == NULL || strncmp(node->id, "fn-", 3) == 0)
        return false;
    switch (node->kind) {
    case NODE_SECTION:
    case NODE_ITEM:
    case NODE_PARAGRAPH:
    case NODE_TABLE:
    case NODE_FIGURE:
        return true;
    default:
        return false;
    }
}

const struct node *match_holder(const struct node *node) {
    return node->parent->kind == NODE_LIST ? node->parent->parent : node->parent;
}

static const struct node *after_block(const struct node *node, const struct node *root, bool skip) {
    return node_holds_words(node) || skip ? node_past(node, root) : node_after(node, root);
}

/* Calls `visit` for each node that is no part of a line and is not made anew. */
static void each_block(struct matching *matching, struct side *side, void *context,
                       void (*visit)(struct matching *matching, const struct node *node, void *context)) {
    const struct node *root = side->document->root;
    for (const struct node *at = root; at != NULL;) {
        bool skip = fact_of(side, at)->skipped;
        if (!skip)
            visit(matching, at, context);
        matching->steps++;
        at = after_block(at, root, skip);
    }
}

static void put_name(struct matching *matching, const struct node *node, void *context) {
    (void)matching;
    bool fresh;
    if (match_is_named(node)) {
        struct name *name = names_add(context, node->id, (struct place){0}, &fresh);
        if (fresh)
            name->thing = node;
    }
}

/* Lists that a change from bullets to numbers makes of one another. */
static bool is_plain(enum node_class class_) {
    return class_ == CLASS_BULLETS || class_ == CLASS_NUMBERS;
}

static bool fits_class(enum node_class old, enum node_class new) {
    return old == new || (is_plain(old) && is_plain(new));
}

bool match_fits(const struct node *old, const struct node *new) {
    if (old->kind != new->kind || node_holds_words(old) != node_holds_words(new))
        return false;
    if (old->kind == NODE_ITEM)
        return fits_class(old->parent->class_, new->parent->class_);
    return old->kind == NODE_SECTION || fits_class(old->class_, new->class_);
}

void match_pair(struct matching *matching, const struct node *old, const struct node *new) {
    fact_of(&matching->old, old)->match = new;
    fact_of(&matching->new, new)->match = old;
}

static void match_name(struct matching *matching, const struct node *node, void *context) {
    const struct name *name = match_is_named(node) ? names_find(context, node->id) : NULL;
    const struct node *old = name == NULL ? NULL : name->thing;
    if (old != NULL && fact_of(&matching->old, old)->match == NULL && match_fits(old, node))
        match_pair(matching, old, node);
}

/* ---------------------------------------------------------------- what goes with a unit */

/* Whether a block belongs to one before it: the caption of a figure, a note under a table, a footnote. */
static bool is_follower(const struct node *node) {
    return node != NULL &&
           (node->kind == NODE_NOTE ||
            (node->kind == NODE_PARAGRAPH && (node->class_ == CLASS_CAPTION || node->class_ == CLASS_TABLE_NOTE)));
}

static bool same_followers(const struct node *old, const struct node *new) {
    while (is_follower(old) && is_follower(new) && match_fits(old, new)) {
        old = old->next;
        new = new->next;
    }
    return !is_follower(old) && !is_follower(new);
}

/* What stands behind two units that are one goes with them, wherever they are: one by one when it is as much on both
 * sides, else what is equal. */
static void match_followers(struct matching *matching, const struct node *node, void *context) {
    (void)context;
    const struct node *old = fact_of(&matching->new, node)->match;
    if (old == NULL || node->kind == NODE_SECTION || !match_is_named(node))
        return;
    bool all = same_followers(old->next, node->next);
    const struct node *was = old->next;
    for (const struct node *now = node->next; is_follower(now); now = now->next) {
        const struct node *at = was;
        while (!all && is_follower(at) && fact_of(&matching->old, at)->hash != fact_of(&matching->new, now)->hash)
            at = at->next;
        if (!is_follower(at) || match_is_named(at) || match_is_named(now) || !match_fits(at, now))
            continue;
        match_pair(matching, at, now);
        was = at->next;
    }
}

/* ---------------------------------------------------------------- divisions by their content */

struct known {
    uint64_t hash;
    const struct node *old, *new;
    uint32_t old_count, new_count;
};

struct known_table {
    struct known *items;
    size_t mask;
};

static struct known *known_at(struct known_table *table, uint64_t hash) {
    size_t at = (size_t)(hash >> 16) & table->mask;
    while (table->items[at].old_count + table->items[at].new_count > 0 && table->items[at].hash != hash)
        at = (at + 1) & table->mask;
    table->items[at].hash = hash;
    return &table->items[at];
}

static bool is_open(const struct side *side, const struct node *node) {
    const struct fact *fact = fact_of(side, node);
    return match_is_division(node) && fact->match == NULL && fact->weight >= KNOWN_LEAST;
}

static void know_old(struct matching *matching, const struct node *node, void *context) {
    if (!is_open(&matching->old, node))
        return;
    struct known *known = known_at(context, fact_of(&matching->old, node)->hash);
    known->old = node;
    known->old_count++;
}

static void know_new(struct matching *matching, const struct node *node, void *context) {
    if (!is_open(&matching->new, node))
        return;
    struct known *known = known_at(context, fact_of(&matching->new, node)->hash);
    known->new = node;
    known->new_count++;
}

static void count_open(struct matching *matching, const struct node *node, void *context) {
    (void)matching;
    *(size_t *)context += match_is_division(node);
}

static void match_known(struct matching *matching) {
    size_t count = 0;
    each_block(matching, &matching->old, &count, count_open);
    each_block(matching, &matching->new, &count, count_open);
    struct known_table table = {.mask = 1};
    while (table.mask < 2 * count)
        table.mask = table.mask * 2 + 1;
    table.items = ARENA_ARRAY(matching->arena, table.mask + 1, struct known);
    each_block(matching, &matching->old, &table, know_old);
    each_block(matching, &matching->new, &table, know_new);
    for (size_t i = 0; i <= table.mask; i++)
        if (table.items[i].old_count == 1 && table.items[i].new_count == 1)
            match_pair(matching, table.items[i].old, table.items[i].new);
}

/* ---------------------------------------------------------------- all of it */

struct matching *match_documents(const struct document *old, const struct document *new, struct arena *arena) {
    struct matching *matching = ARENA_NEW(arena, struct matching);
    matching->arena = arena;
    matching->scratch = arena_within(arena);
    matching->old.document = old;
    matching->new.document = new;
    digest_side(&matching->old, arena);
    digest_side(&matching->new, arena);
    match_pair(matching, old->root, new->root);
    struct names *names = names_open(arena);
    each_block(matching, &matching->old, names, put_name);
    each_block(matching, &matching->new, names, match_name);
    each_block(matching, &matching->new, NULL, match_followers);
    match_known(matching);
    for (const struct node *at = new->root; at != NULL;) {
        bool skip = fact_of(&matching->new, at)->skipped;
        if (!skip && !node_holds_words(at))
            align_children(matching, at);
        at = after_block(at, new->root, skip);
    }
    arena_close(matching->scratch);
    matching->scratch = NULL;
    return matching;
}
