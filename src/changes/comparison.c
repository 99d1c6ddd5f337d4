/* comparison.c: the order of work of a comparison (comparison.h).
 *
 * match (which node is which) → weave (both in one tree, words cut) → collect (changes of
 * units). What the steps share lives in an arena of its own, which is closed at the end;
 * what is handed out lives in the caller's.
 */
#include "changes/comparison.h"

#include <string.h>

#include "changes/collect.h"
#include "changes/match.h"
#include "changes/weave.h"

static const char *const kind_names[CHANGE_KINDS] = {"inserted", "deleted",    "substituted",
                                                     "moved",    "renumbered", "editorial"};
static const char *const where_names[WHERE_COUNT] = {"unit", "heading", "paragraph", "item",   "table",    "row",
                                                     "cell", "caption", "note",      "figure", "attribute"};

const char *change_kind_name(enum change_kind kind) {
    return kind_names[kind];
}

const char *edit_where_name(enum edit_where where) {
    return where_names[where];
}

bool node_holds_words(const struct node *node) {
    switch (node->kind) {
    case NODE_TITLE:
    case NODE_HEADING:
    case NODE_PARAGRAPH:
    case NODE_LABEL:
    case NODE_CAPTION:
        return true;
    case NODE_HEADER_CELL:
    case NODE_CELL:
        return node->first == NULL || node->first->kind >= NODE_TEXT;
    default:
        return false;
    }
}

const struct strand *strand_after(const struct strand *strand, const struct strand *root) {
    if (strand->first != NULL)
        return strand->first;
    while (strand != root && strand->next == NULL)
        strand = strand->parent;
    return strand == root ? NULL : strand->next;
}

struct comparison *compare(const struct version *old, const struct version *new, struct arena *arena) {
    struct comparison *comparison = ARENA_NEW(arena, struct comparison);
    comparison->old = *old;
    comparison->new = *new;
    struct arena *within = arena_within(arena);
    struct matching *matching = match_documents(old->document, new->document, within);
    struct weave *weave = weave_make(matching, arena);
    comparison->root = weave->root;
    collect_changes(comparison, matching, weave, arena);
    comparison->steps += matching->steps;
    arena_close(within);
    return comparison;
}

/* ---------------------------------------------------------------- words */

/* A space between what is there and what comes, unless there is one. */
static void part(struct buffer *out, size_t from) {
    if (out->count > from && out->bytes[out->count - 1] != ' ')
        buffer_char(out, ' ');
}

static void put_piece(const struct piece *piece, struct buffer *out) {
    if (piece->leaf->kind == NODE_TEXT)
        buffer_bytes(out, piece->leaf->as.text.text + piece->from, piece->to - piece->from);
}

void run_words(const struct run *run, bool new, struct buffer *out) {
    const struct piece *pieces = new ? run->new : run->old;
    size_t from = out->count;
    for (size_t i = 0; i < (new ? run->new_count : run->old_count); i++)
        put_piece(&pieces[i], out);
    while (out->count > from && out->bytes[out->count - 1] == ' ')
        out->bytes[--out->count] = '\0';
    size_t spaces = 0;
    while (from + spaces < out->count && out->bytes[from + spaces] == ' ')
        spaces++;
    if (spaces > 0) {
        memmove(out->bytes + from, out->bytes + from + spaces, out->count - from - spaces + 1);
        out->count -= spaces;
    }
}

/* All words of a strand on one side, blocks parted by a space. */
static void strand_words(const struct strand *strand, bool new, struct buffer *out) {
    const struct node *root = new ? strand->new : strand->old;
    size_t from = out->count;
    for (const struct node *at = root; at != NULL; at = node_after(at, root)) {
        if (at->kind == NODE_HEADING && *at->as.heading.number != '\0') {
            part(out, from);
            buffer_string(out, at->as.heading.number);
        }
        if (at->kind < NODE_TEXT)
            part(out, from);
        if (at->kind == NODE_HEADING && *at->as.heading.number != '\0')
            part(out, from);
        if (at->kind == NODE_TEXT)
            buffer_string(out, at->as.text.text);
        if (at->kind == NODE_FIGURE)
            buffer_string(out, at->as.figure.alternative);
    }
    while (out->count > from && out->bytes[out->count - 1] == ' ')
        out->bytes[--out->count] = '\0';
}

void edit_words(const struct edit *edit, bool new, struct buffer *out) {
    if (edit->attribute != NULL) {
        const char *value = new ? edit->now : edit->was;
        buffer_string(out, value == NULL ? "" : value);
        return;
    }
    if (edit->run_count == 0) {
        bool there = edit->kind == CHANGE_INSERTED ? new : edit->kind == CHANGE_DELETED ? !new : false;
        if (there)
            strand_words(edit->strand, new, out);
        return;
    }
    size_t from = out->count;
    for (size_t i = 0; i < edit->run_count; i++) {
        size_t before = out->count;
        run_words(&edit->strand->runs[edit->run + i], new, out);
        if (before > from && out->count > before)
            part(out, from);
    }
}
