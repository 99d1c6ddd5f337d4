/* comparison.c: the order of work of a comparison (comparison.h).
 *
 * match (which node is which) → weave (both in one tree, words cut) → collect (changes of
 * units). What the steps share lives in an arena of its own, which is closed at the end;
 * what is handed out lives in the caller's.
 */
#include "changes/comparison.h"

#include <string.h>

#include "changes/collect.h"
#include "changes/digest.h"
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

/* The words of a text as one would quote them: of the call of a footnote what it is, of a reference not the page. */
static void put_text(const struct node *text, size_t from, size_t to, struct buffer *out) {
    const struct node *link = text->parent;
    bool page = text->next != NULL && text->next->kind == NODE_FOLIO;
    bool call =
        link->kind == NODE_LINK && link->parent->kind == NODE_REFERENCE && link->parent->parent->kind == NODE_CALL;
    if (call) {
        part(out, 0);
        buffer_string(out, link->as.link.contents);
    } else if (!page)
        buffer_bytes(out, text->as.text.text + from, to - from);
}

static void trim(struct buffer *out, size_t from) {
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

void run_words(const struct run *run, bool new, struct buffer *out) {
    const struct piece *pieces = new ? run->new : run->old;
    size_t from = out->count;
    for (size_t i = 0; i < (new ? run->new_count : run->old_count); i++)
        if (pieces[i].leaf->kind == NODE_TEXT)
            put_text(pieces[i].leaf, pieces[i].from, pieces[i].to, out);
    trim(out, from);
}

static void block_words(const struct node *block, struct buffer *out) {
    for (const struct node *at = block->first; at != NULL; at = node_after(at, block))
        if (at->kind == NODE_TEXT)
            put_text(at, 0, strlen(at->as.text.text), out);
}

/* The words of what came or went, blocks parted by a space, without its own number: that is in the labels. What has
 * only moved there, or away, has neither come nor gone. */
static void strand_words(const struct strand *strand, const struct strand *whole, size_t from, struct buffer *out) {
    const struct node *node = strand->new != NULL ? strand->new : strand->old;
    bool own = strand->parent == whole;
    if (strand->state != whole->state || (own && node->kind == NODE_LABEL && digest_is_count(node)))
        return;
    part(out, from);
    if (node->kind == NODE_HEADING && *node->as.heading.number != '\0' && !own) {
        buffer_string(out, node->as.heading.number);
        part(out, from);
    }
    if (node->kind == NODE_FIGURE)
        buffer_string(out, node->as.figure.alternative);
    if (node_holds_words(node))
        block_words(node, out);
    for (const struct strand *at = strand->first; at != NULL; at = at->next)
        strand_words(at, whole, from, out);
}

void edit_words(const struct edit *edit, bool new, struct buffer *out) {
    if (edit->attribute != NULL) {
        const char *value = new ? edit->now : edit->was;
        buffer_string(out, value == NULL ? "" : value);
        return;
    }
    if (edit->run_count == 0) {
        bool there = edit->kind == CHANGE_INSERTED ? new : edit->kind == CHANGE_DELETED ? !new : false;
        size_t start = out->count;
        if (there)
            strand_words(edit->strand, edit->strand, start, out);
        trim(out, start);
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
