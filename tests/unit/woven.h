/* woven.h: a comparison read back: each side of its weave as lines, and what must hold of any comparison.
 *
 * Accepting every change gives the new document, rejecting every change the old one: woven_write tells one side of a
 * weave with the words of the OTHER side wherever the weave says that they have stayed, and plain_write tells a
 * document in the same form. woven_check holds the two against each other, and what else comparison.h promises.
 */
#ifndef ENGROSS_TESTS_WOVEN_H
#define ENGROSS_TESTS_WOVEN_H

#include <stdio.h>
#include <string.h>

#include "changes/comparison.h"
#include "document/names.h"

static inline void woven_begin(struct buffer *out, const struct node *node, size_t depth) {
    buffer_format(out, "%*s%d", (int)depth, "", (int)node->kind);
    if (node->id != NULL && strncmp(node->id, "fn-", 3) != 0)
        buffer_format(out, " #%s", node->id);
    if (node->kind == NODE_HEADING)
        buffer_format(out, " %s", node->as.heading.number);
    if (node->kind == NODE_FIGURE)
        buffer_format(out, " %s", node->as.figure.file == NULL ? "" : node->as.figure.file);
    buffer_char(out, ' ');
}

static inline void woven_leaves(struct buffer *out, const struct node *block) {
    for (const struct node *at = block; at != NULL; at = node_after(at, block))
        if (at->kind == NODE_TEXT)
            buffer_string(out, at->as.text.text);
        else if (at->kind == NODE_FOLIO)
            buffer_char(out, '#');
}

static inline void plain_write(struct buffer *out, const struct node *node, size_t depth) {
    woven_begin(out, node, depth);
    if (node_holds_words(node))
        woven_leaves(out, node);
    buffer_char(out, '\n');
    for (const struct node *at = node_holds_words(node) ? NULL : node->first; at != NULL; at = at->next)
        plain_write(out, at, depth + 1);
}

static inline void woven_pieces(struct buffer *out, const struct piece *pieces, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (pieces[i].leaf->kind == NODE_TEXT)
            buffer_bytes(out, pieces[i].leaf->as.text.text + pieces[i].from, pieces[i].to - pieces[i].from);
        else
            buffer_char(out, '#');
}

/* The words of a block in both, as one side has them; of those that stayed, the other side's. */
static inline void woven_words(struct buffer *out, const struct strand *strand, bool new) {
    bool counted = strand->new->kind == NODE_LABEL; /* a number that follows its place has no runs */
    if (strand->run_count == 0) {
        woven_leaves(out, counted == new ? strand->new : strand->old);
        return;
    }
    for (size_t i = 0; i < strand->run_count; i++) {
        const struct run *run = &strand->runs[i];
        bool stayed = run->state == RUN_KEPT;
        if (stayed ? !new : new)
            woven_pieces(out, run->new, run->new_count);
        else
            woven_pieces(out, run->old, run->old_count);
    }
}

static inline void woven_write(struct buffer *out, const struct strand *strand, bool new, size_t depth) {
    const struct node *node = new ? strand->new : strand->old;
    bool both = strand->old != NULL && strand->new != NULL;
    if (strand->skipped) {
        plain_write(out, node, depth);
        return;
    }
    woven_begin(out, node, depth);
    if (node_holds_words(node) && both)
        woven_words(out, strand, new);
    else if (node_holds_words(node))
        woven_leaves(out, node);
    buffer_char(out, '\n');
    for (const struct strand *at = strand->first; at != NULL; at = at->next) {
        if (at->state == (new ? STRAND_DELETED : STRAND_INSERTED) ||
            at->state == (new ? STRAND_MOVED_OUT : STRAND_MOVED_IN))
            continue;
        woven_write(out, at->state == STRAND_MOVED_OUT ? at->other : at, new, depth + 1);
    }
}

/* What is not right with a comparison; NULL when all is. The words live until the next call. */
static inline const char *woven_fault(const struct comparison *comparison) {
    static char words[4000];
    for (int new = 0; new < 2; new ++) {
        struct buffer plain = {0};
        struct buffer woven = {0};
        plain_write(&plain, (new ? comparison->new : comparison->old).document->root, 0);
        woven_write(&woven, comparison->root, new, 0);
        size_t at = 0;
        while (at < plain.count && at < woven.count && plain.bytes[at] == woven.bytes[at])
            at++;
        bool same = at == plain.count && at == woven.count;
        if (!same) {
            size_t from = at < 60 ? 0 : at - 60;
            (void)snprintf(words, sizeof words, "%s all changes gives\n…%.160s\ninstead of\n…%.160s",
                           new ? "accepting" : "rejecting", woven.bytes + from, plain.bytes + from);
        }
        buffer_close(&plain);
        buffer_close(&woven);
        if (!same)
            return words;
    }
    for (size_t i = 0; i < comparison->changes.count; i++) {
        const struct change *change = comparison->changes.items[i];
        bool sides = (change->kind == CHANGE_INSERTED ? change->old == NULL : change->old != NULL) &&
                     (change->kind == CHANGE_DELETED ? change->new == NULL : change->new != NULL);
        bool labels = (change->old == NULL) == (change->label_old == NULL) &&
                      (change->new == NULL) == (change->label_new == NULL);
        if (change->index != i || change->edits.count == 0 || !sides || !labels || change->target == NULL ||
            change->strand == NULL) {
            (void)snprintf(words, sizeof words, "the change %zu (%s %s) is not whole", i,
                           change_kind_name(change->kind), change->target);
            return words;
        }
        for (size_t k = 0; k < i; k++)
            if (comparison->changes.items[k]->kind == change->kind &&
                strcmp(comparison->changes.items[k]->target, change->target) == 0) {
                (void)snprintf(words, sizeof words, "two changes %s of %s", change_kind_name(change->kind),
                               change->target);
                return words;
            }
    }
    return NULL;
}

#endif
