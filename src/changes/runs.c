/* runs.c: tokens → runs → edits (runs.h).
 *
 * Both blocks are walked first as they are; only where they differ are they cut into
 * tokens, matched by the script and tidied. Then both token sequences are told in one
 * pass as parts (`struct part`), parts of one kind are joined to runs, and runs cut into
 * pieces of leaves. The space before a token is told apart from it: between two words that
 * were exchanged it has stayed; where an insertion stands at the very start, it belongs to
 * it. What all runs hold is asserted to be all that is in both blocks.
 */
#include "changes/runs.h"

#include <assert.h>
#include <string.h>

#include "changes/digest.h"
#include "changes/script.h"
#include "changes/tidy.h"
#include "changes/tokens.h"

/* A stretch of the text of either block, or of both. */
struct part {
    enum run_state state;
    size_t a, a_end, b, b_end;
    bool silent;           /* EDITORIAL, but no edit */
    const char *attribute; /* in which what stayed differs; NULL: in none */
    const char *was, *now;
    enum change_kind kind; /* of that difference */
};

typedef LIST(struct part) part_list;

struct cutting {
    struct matching *matching;
    struct tokens old, new;
    uint32_t *partner;
    struct arena *scratch;
    part_list parts;
    size_t a, b; /* how far both texts have been told */
    bool apart;  /* the next part is no part of the last */
};

/* ---------------------------------------------------------------- the same throughout? */

static const struct node *target_now(const struct matching *matching, const struct node *old_target) {
    return old_target == NULL ? NULL : fact_of(&matching->old, old_target)->match;
}

static bool same_string(const char *one, const char *other) {
    return one == other || (one != NULL && other != NULL && strcmp(one, other) == 0);
}

static bool same_link(const struct matching *matching, const struct node *old, const struct node *new) {
    const struct node *was = old->as.link.target;
    const struct node *now = new->as.link.target;
    if (was == NULL || now == NULL)
        return was == now && same_string(old->as.link.uri, new->as.link.uri);
    return target_now(matching, was) == now && (old->as.link.after == NULL) == (new->as.link.after == NULL);
}

static bool same_node(const struct matching *matching, const struct node *old, const struct node *new) {
    if (old->kind != new->kind || !same_string(old->lang, new->lang))
        return false;
    switch (old->kind) {
    case NODE_TEXT:
        return strcmp(old->as.text.text, new->as.text.text) == 0;
    case NODE_SPAN:
        return same_string(old->as.span.expansion, new->as.span.expansion);
    case NODE_LINK:
        return same_link(matching, old, new);
    default:
        return true;
    }
}

static bool same_words(struct matching *matching, const struct node *old_block, const struct node *new_block) {
    const struct node *old = old_block->first;
    const struct node *new = new_block->first;
    while (old != NULL && new != NULL && same_node(matching, old, new)) {
        matching->steps++;
        /* The link to a note is the same when its note is; so is the way back, by the note that it stands in. */
        bool down = old->first != NULL && new->first != NULL;
        if ((old->first == NULL) != (new->first == NULL))
            return false;
        if (down) {
            old = old->first;
            new = new->first;
            continue;
        }
        while (old->next == NULL && new->next == NULL && old->parent != old_block &&new->parent != new_block) {
            old = old->parent;
            new = new->parent;
        }
        old = old->next;
        new = new->next;
        if ((old == NULL) != (new == NULL))
            return false;
    }
    return old == NULL && new == NULL;
}

/* ---------------------------------------------------------------- parts */

static bool same_part(const struct part *one, const struct part *other) {
    return one->state == other->state && one->silent == other->silent && one->kind == other->kind &&
           same_string(one->attribute, other->attribute) && same_string(one->was, other->was) &&
           same_string(one->now, other->now);
}

/* Tells both texts up to `a_end` and `b_end`. */
static void tell(struct cutting *cutting, struct part part, size_t a_end, size_t b_end) {
    part.a = cutting->a;
    part.b = cutting->b;
    part.a_end = a_end;
    part.b_end = b_end;
    cutting->a = a_end;
    cutting->b = b_end;
    if (part.a == a_end && part.b == b_end)
        return;
    struct part *last = cutting->parts.count == 0 ? NULL : &cutting->parts.items[cutting->parts.count - 1];
    bool apart = cutting->apart;
    cutting->apart = false;
    if (last != NULL && !apart && same_part(last, &part)) {
        last->a_end = a_end;
        last->b_end = b_end;
        return;
    }
    assert(cutting->parts.items != NULL); /* there has been room from the start */
    LIST_ADD(cutting->scratch, &cutting->parts, part);
}

static bool same_bytes(const struct cutting *cutting, size_t a, size_t a_end, size_t b, size_t b_end) {
    return a_end - a == b_end - b && memcmp(cutting->old.text + a, cutting->new.text + b, a_end - a) == 0;
}

static struct part kept(void) {
    return (struct part){.state = RUN_KEPT, .kind = CHANGE_EDITORIAL};
}

static void differ(struct part *part, enum change_kind kind, const char *attribute, const char *was, const char *now) {
    part->kind = kind;
    part->attribute = attribute;
    part->was = was;
    part->now = now;
}

static const char *target_id(const struct node *link) {
    return link == NULL || link->as.link.target == NULL ? NULL : link->as.link.target->id;
}

/* What of a link has changed whose words have stayed. */
static void compare_links(const struct cutting *cutting, const struct node *old, const struct node *new,
                          struct part *part) {
    if (old == new || (old != NULL && new != NULL &&same_link(cutting->matching, old, new)))
        return;
    const char *was = old == NULL ? NULL : old->as.link.uri;
    const char *now = new == NULL ? NULL : new->as.link.uri;
    if (!same_string(was, now)) {
        differ(part, CHANGE_SUBSTITUTED, "uri", was, now);
        return;
    }
    bool both = old != NULL && new != NULL;
    const struct node *old_target = old == NULL ? NULL : old->as.link.target;
    const struct node *new_target = new == NULL ? NULL : new->as.link.target;
    if (target_now(cutting->matching, old_target) != new_target || !both)
        differ(part, both ? CHANGE_SUBSTITUTED : CHANGE_EDITORIAL, "target", target_id(old), target_id(new));
}

/* What of a word that has stayed differs in how it is dressed. */
static void compare_dress(const struct cutting *cutting, const struct token *old, const struct token *new,
                          struct part *part) {
    const struct dress *was = &cutting->old.leaves.items[old->leaf].dress;
    const struct dress *now = &cutting->new.leaves.items[new->leaf].dress;
    if (!same_string(was->lang, now->lang)) {
        part->state = RUN_EDITORIAL;
        differ(part, CHANGE_EDITORIAL, "lang", was->lang, now->lang);
    } else if (was->strong != now->strong) {
        part->state = RUN_EDITORIAL;
        differ(part, CHANGE_EDITORIAL, "strong", was->strong ? "yes" : NULL, now->strong ? "yes" : NULL);
    } else if (was->missing != now->missing) {
        part->state = RUN_EDITORIAL;
    }
    compare_links(cutting, was->link, now->link, part);
    if (!same_string(was->expansion, now->expansion))
        differ(part, was->expansion != NULL && now->expansion != NULL ? CHANGE_SUBSTITUTED : CHANGE_EDITORIAL,
               "expansion", was->expansion, now->expansion);
}

static void tell_kept(struct cutting *cutting, const struct token *old, const struct token *new) {
    struct part part = kept();
    bool spaces = same_bytes(cutting, cutting->a, old->word, cutting->b, new->word);
    if (!spaces || !same_bytes(cutting, old->word, old->to, new->word, new->to)) {
        part.state = RUN_EDITORIAL;
        part.silent = spaces && (old->sort == TOKEN_ATOM || old->silent);
    }
    if (!old->silent)
        compare_dress(cutting, old, new, &part);
    if (part.attribute != NULL)
        part.silent = false;
    /* The space between two words of one link is in it; else it is as it was. */
    const struct part *last = cutting->parts.count == 0 ? NULL : &cutting->parts.items[cutting->parts.count - 1];
    if (spaces && (last == NULL || !same_part(last, &part)))
        tell(cutting, kept(), old->word, new->word);
    tell(cutting, part, old->to, new->to);
}

/* Tells what is gone and what came between two that stayed; `old` and `new` are the first tokens after it. */
static void tell_change(struct cutting *cutting, size_t a, size_t a_end, size_t b, size_t b_end) {
    const struct token *old = cutting->old.items.items;
    const struct token *new = cutting->new.items.items;
    size_t old_end = a == a_end ? cutting->a : old[a_end - 1].to;
    size_t new_end = b == b_end ? cutting->b : new[b_end - 1].to;
    bool whole = a < a_end && b < b_end;
    if (whole && same_bytes(cutting, old[a].from, old[a].word, new[b].from, new[b].word))
        tell(cutting, kept(), old[a].word, new[b].word);
    /* The spaces before the next words, where they are not the same. */
    if (a_end < cutting->old.items.count && b_end < cutting->new.items.count) {
        const struct token *was = &old[a_end];
        const struct token *now = &new[b_end];
        bool same = same_bytes(cutting, was->from, was->word, now->from, now->word);
        old_end = !same && a < a_end && (b < b_end || now->from == now->word) ? was->word : old_end;
        new_end = !same && b < b_end && (a < a_end || was->from == was->word) ? now->word : new_end;
    }
    bool silent = (a < a_end ? old[a].silent : true) && (b < b_end ? new[b].silent : true);
    if (silent) {
        tell(cutting, (struct part){.state = RUN_EDITORIAL, .kind = CHANGE_EDITORIAL, .silent = true}, old_end,
             new_end);
        return;
    }
    tell(cutting, (struct part){.state = RUN_DELETED, .kind = CHANGE_DELETED}, old_end, cutting->b);
    tell(cutting, (struct part){.state = RUN_INSERTED, .kind = CHANGE_INSERTED}, cutting->a, new_end);
}

static bool begins_sentence(const struct tokens *tokens, size_t at) {
    return at == 0 || tokens->items.items[at - 1].ends;
}

/* Behind the last whole sentence of the tokens `from` to `to`; `from` when there is none. */
static size_t sentences_end(const struct tokens *tokens, size_t from, size_t to) {
    while (to > from && !tokens->items.items[to - 1].ends)
        to--;
    return to;
}

/* Whole sentences that came or went before one whose beginning has changed are told apart from that. */
static void tell_sentences(struct cutting *cutting, size_t a, size_t a_end, size_t b, size_t b_end) {
    size_t old = a;
    size_t new = b;
    bool more = a_end < cutting->old.items.count && !cutting->old.items.items[a_end].silent;
    if (more && a < a_end && b < b_end && begins_sentence(&cutting->old, a) && begins_sentence(&cutting->new, b)) {
        old = sentences_end(&cutting->old, a, a_end);
        new = sentences_end(&cutting->new, b, b_end);
    }
    bool rest = old < a_end || new < b_end;
    if (rest && (old > a || new > b)) {
        tell_change(cutting, a, old, b, new);
        cutting->apart = true;
        a = old;
        b = new;
    }
    tell_change(cutting, a, a_end, b, b_end);
}

static void tell_all(struct cutting *cutting) {
    size_t a = 0;
    size_t b = 0;
    size_t old_count = cutting->old.items.count;
    size_t new_count = cutting->new.items.count;
    while (a < old_count || b < new_count) {
        size_t a_end = a;
        while (a_end < old_count && cutting->partner[a_end] == SCRIPT_NONE)
            a_end++;
        size_t b_end = a_end < old_count ? cutting->partner[a_end] : new_count;
        /* " (draft)" at the end of a title, or " (formerly 4.2)", is told by itself. */
        bool tail = a_end == old_count;
        if (tail && b_end > b + 1 && cutting->new.items.items[b_end - 1].silent)
            b_end--;
        else if (tail && a_end > a + 1 && cutting->old.items.items[a_end - 1].silent)
            a_end--;
        if (a_end > a || b_end > b)
            tell_sentences(cutting, a, a_end, b, b_end);
        a = a_end;
        b = b_end;
        if (a < old_count && cutting->partner[a] != SCRIPT_NONE)
            tell_kept(cutting, &cutting->old.items.items[a++], &cutting->new.items.items[b++]);
    }
}

/* ---------------------------------------------------------------- partners */

static struct sequence keys_of(const struct tokens *tokens, struct arena *scratch) {
    uint64_t *keys = ARENA_BARE(scratch, tokens->items.count, uint64_t);
    for (size_t i = 0; i < tokens->items.count; i++)
        keys[i] = tokens->items.items[i].key;
    return (struct sequence){keys, tokens->items.count};
}

/* Not the call of a footnote. */
static bool is_reference(const struct tokens *tokens, const struct token *token) {
    const struct node *link = token->sort == TOKEN_ATOM ? tokens->leaves.items[token->leaf].dress.link : NULL;
    return link != NULL && link->as.link.target != NULL && link->as.link.target->kind != NODE_NOTE;
}

/* References that were exchanged for others with the same words have stayed: only their target is another. */
static void keep_same_words(struct cutting *cutting) {
    const struct token *old = cutting->old.items.items;
    const struct token *new = cutting->new.items.items;
    size_t b = 0;
    for (size_t a = 0; a < cutting->old.items.count;) {
        size_t a_end = a;
        while (a_end < cutting->old.items.count && cutting->partner[a_end] == SCRIPT_NONE)
            a_end++;
        size_t b_end = a_end < cutting->old.items.count ? cutting->partner[a_end] : cutting->new.items.count;
        for (; a < a_end; a++) {
            if (!is_reference(&cutting->old, &old[a]))
                continue;
            while (b < b_end && !is_reference(&cutting->new, &new[b]))
                b++;
            if (b < b_end && same_bytes(cutting, old[a].word, old[a].to, new[b].word, new[b].to))
                cutting->partner[a] = (uint32_t)b++;
        }
        a = a_end + 1;
        b = b_end + 1;
    }
}

static void find_partners(struct cutting *cutting) {
    cutting->partner = ARENA_BARE(cutting->scratch, cutting->old.items.count, uint32_t);
    script_find(keys_of(&cutting->old, cutting->scratch), keys_of(&cutting->new, cutting->scratch), cutting->partner,
                cutting->scratch, &cutting->matching->steps);
    keep_same_words(cutting);
    tidy_partners(&cutting->old, &cutting->new, cutting->partner, cutting->scratch, &cutting->matching->steps);
}

/* ---------------------------------------------------------------- pieces, runs, edits */

/* The leaves between two places of a text; `*leaf` is the first that ends behind the first of them. */
static const struct piece *cut_pieces(const struct tokens *tokens, size_t from, size_t to, size_t *leaf, size_t *count,
                                      struct arena *arena) {
    *count = 0;
    if (from == to)
        return NULL;
    while (tokens->leaves.items[*leaf].to <= from)
        ++*leaf;
    size_t last = *leaf;
    while (tokens->leaves.items[last].to < to)
        last++;
    *count = last - *leaf + 1;
    struct piece *pieces = ARENA_ARRAY(arena, *count, struct piece);
    for (size_t i = 0; i < *count; i++) {
        const struct leaf *at = &tokens->leaves.items[*leaf + i];
        pieces[i].leaf = at->node;
        if (at->node->kind != NODE_TEXT)
            continue;
        pieces[i].from = (from > at->from ? from : at->from) - at->from;
        pieces[i].to = (to < at->to ? to : at->to) - at->from;
    }
    return pieces;
}

static void make_edits(const struct cutting *cutting, const struct strand *strand, edit_list *edits,
                       struct arena *arena) {
    const struct part *parts = cutting->parts.items;
    for (size_t i = 0; i < cutting->parts.count; i++) {
        struct edit edit = {.kind = parts[i].kind, .strand = strand, .run = i, .run_count = 1};
        bool gone = parts[i].state == RUN_DELETED;
        if (gone && i + 1 < cutting->parts.count && parts[i + 1].state == RUN_INSERTED) {
            edit.kind = CHANGE_SUBSTITUTED;
            edit.run_count = 2;
            i++;
        } else if (parts[i].state == RUN_KEPT || parts[i].state == RUN_EDITORIAL) {
            if (parts[i].silent || (parts[i].state == RUN_KEPT && parts[i].attribute == NULL))
                continue;
            edit.attribute = parts[i].attribute;
            edit.was = parts[i].was;
            edit.now = parts[i].now;
        }
        LIST_ADD(arena, edits, edit);
    }
}

static void make_runs(const struct cutting *cutting, struct strand *strand, struct arena *arena) {
    const part_list *parts = &cutting->parts;
    struct run *runs = ARENA_ARRAY(arena, parts->count, struct run);
    size_t old_leaf = 0;
    size_t new_leaf = 0;
    size_t old = 0;
    size_t new = 0;
    for (size_t i = 0; i < parts->count; i++) {
        const struct part *part = &parts->items[i];
        assert(part->a == old && part->b == new);
        old = part->a_end;
        new = part->b_end;
        runs[i].state = part->state;
        runs[i].old = cut_pieces(&cutting->old, part->a, part->a_end, &old_leaf, &runs[i].old_count, arena);
        runs[i].new = cut_pieces(&cutting->new, part->b, part->b_end, &new_leaf, &runs[i].new_count, arena);
    }
    assert(old == cutting->old.bytes && new == cutting->new.bytes);
    strand->runs = runs;
    strand->run_count = parts->count;
}

void runs_cut(struct matching *matching, const struct node *old, const struct node *new, struct strand *strand,
              edit_list *edits, struct arena *arena) {
    bool counts = old->kind == NODE_LABEL && digest_is_count(old) && digest_is_count(new);
    if (counts || same_words(matching, old, new))
        return;
    struct cutting cutting = {.matching = matching, .scratch = arena_within(arena)};
    tokens_read(&cutting.old, matching, false, old, cutting.scratch);
    tokens_read(&cutting.new, matching, true, new, cutting.scratch);
    matching->steps += cutting.old.items.count + cutting.new.items.count;
    find_partners(&cutting);
    LIST_ROOM(cutting.scratch, &cutting.parts, (size_t)8);
    tell_all(&cutting);
    make_runs(&cutting, strand, arena);
    make_edits(&cutting, strand, edits, arena);
    arena_close(cutting.scratch);
}
