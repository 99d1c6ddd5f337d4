/* quotation.c: copies of nodes in another document (quotation.h).
 *
 * A node with a tag is copied with the language that holds in it; words whose language is another
 * than that of the tag they come into get a Span for it. Recursion is as deep as the document is.
 */
#include "changes/quotation.h"

#include <assert.h>
#include <string.h>

#include "document/headers.h"
#include "document/languages.h"

const char *quotation_language(const struct document *source, const struct node *node) {
    for (; node != NULL; node = node->parent)
        if (node->lang != NULL)
            return node->lang;
    return source->lang;
}

static void append(struct node *parent, struct node *child) {
    child->parent = parent;
    if (parent->last == NULL)
        parent->first = child;
    else
        parent->last->next = child;
    parent->last = child;
}

struct node *quotation_node(struct arena *arena, struct node *parent, enum node_kind kind) {
    struct node *node = ARENA_NEW(arena, struct node);
    node->kind = kind;
    if (kind == NODE_CELL || kind == NODE_HEADER_CELL)
        node->as.cell.rows = node->as.cell.columns = 1;
    if (parent != NULL) {
        node->lang = parent->lang;
        append(parent, node);
    }
    return node;
}

void quotation_text(struct arena *arena, struct node *parent, const char *text) {
    if (*text == '\0')
        return;
    struct node *node = quotation_node(arena, parent, NODE_TEXT);
    node->as.text.text = text;
}

/* A copy without children, as the last child of `parent`. */
static struct node *shallow(struct quotation *quotation, struct node *parent, const struct node *node) {
    struct node *copy = ARENA_NEW(quotation->arena, struct node);
    *copy = *node;
    copy->first = copy->last = copy->next = NULL;
    copy->id = NULL;
    copy->lang = quotation_language(quotation->source, node);
    append(parent, copy);
    return copy;
}

/* --- Words ------------------------------------------------------------------------- */

static const struct leaf *leaf_of(const struct passage *passage, const struct node *node) {
    for (size_t i = 0; i < passage->leaves.count; i++)
        if (passage->leaves.items[i].node == node)
            return &passage->leaves.items[i];
    return NULL;
}

/* The bytes of the passage that stand below `node`; false when there are none. */
static bool extent(const struct passage *passage, const struct node *node, size_t *from, size_t *to) {
    bool any = false;
    for (const struct node *at = node; at != NULL; at = node_after(at, node)) {
        const struct leaf *leaf = at->kind == NODE_TEXT ? leaf_of(passage, at) : NULL;
        if (leaf == NULL)
            continue;
        *from = any ? *from : leaf->from;
        *to = leaf->to;
        any = true;
    }
    return any;
}

static void words_text(struct quotation *quotation, struct node *parent, const struct passage *passage,
                       const struct leaf *leaf, size_t from, size_t to) {
    from = from > leaf->from ? from : leaf->from;
    to = to < leaf->to ? to : leaf->to;
    if (from >= to)
        return;
    const char *lang = quotation_language(quotation->source, leaf->node);
    if (!language_same(lang, parent->lang)) {
        parent = quotation_node(quotation->arena, parent, NODE_SPAN);
        parent->lang = lang;
    }
    quotation_text(quotation->arena, parent, arena_copy(quotation->arena, passage->text + from, to - from));
}

static void words_below(struct quotation *quotation, struct node *parent, const struct passage *passage,
                        const struct node *node, size_t from, size_t to, bool tags) {
    for (const struct node *at = node->first; at != NULL; at = at->next) {
        size_t first = 0, end = 0;
        if (at->kind == NODE_CALL || !extent(passage, at, &first, &end) || end <= from || first >= to)
            continue;
        if (at->kind == NODE_TEXT) {
            words_text(quotation, parent, passage, leaf_of(passage, at), from, to);
            continue;
        }
        bool whole = first >= from && end <= to;
        bool inner = at->kind == NODE_LINK && at->parent->kind == NODE_REFERENCE;
        bool keeps = at->kind == NODE_STRONG || at->kind == NODE_MISSING || (at->kind == NODE_SPAN && whole) ||
                     (tags && whole && !inner && (at->kind == NODE_LINK || at->kind == NODE_REFERENCE));
        struct node *into = keeps ? shallow(quotation, parent, at) : parent;
        if (keeps && (at->kind == NODE_STRONG || at->kind == NODE_MISSING))
            into->lang = parent->lang;
        words_below(quotation, into, passage, at, from, to, tags);
    }
}

void quotation_words(struct quotation *quotation, struct node *parent, const struct passage *passage, size_t from,
                     size_t to, bool tags) {
    words_below(quotation, parent, passage, passage->block, from, to, tags);
}

/* --- Blocks ------------------------------------------------------------------------ */

static void copy_below(struct quotation *quotation, struct node *copy, const struct node *node);

static struct node *copy_node(struct quotation *quotation, struct node *parent, const struct node *node);

/* Says what moves here: a paragraph, or an item that keeps the number. */
static struct node *marker(struct quotation *quotation, struct node *parent, const struct node *node) {
    struct node *body = parent;
    if (node->kind == NODE_ITEM) {
        struct node *item = quotation_node(quotation->arena, parent, NODE_ITEM);
        if (node->first != NULL && node->first->kind == NODE_LABEL)
            copy_node(quotation, item, node->first);
        body = quotation_node(quotation->arena, item, NODE_BODY);
    }
    quotation_text(quotation->arena, quotation_node(quotation->arena, body, NODE_PARAGRAPH),
                   quotation->moving[node->index]);
    return parent->last;
}

/* A heading of the source is no heading here. */
static struct node *copy_heading(struct quotation *quotation, struct node *parent, const struct node *node) {
    struct node *copy = quotation_node(quotation->arena, parent, NODE_PARAGRAPH);
    copy->lang = quotation_language(quotation->source, node);
    copy->keep_with_next = true;
    struct node *strong = quotation_node(quotation->arena, copy, NODE_STRONG);
    const char *number = node->as.heading.number;
    if (*number != '\0')
        quotation_text(quotation->arena, strong, arena_format(quotation->arena, "%s ", number));
    copy_below(quotation, strong, node);
    return copy;
}

static bool is_marked(const struct quotation *quotation, const struct node *node) {
    return quotation->moving != NULL && quotation->moving[node->index] != NULL;
}

/* A note under a table is set with the table before it; alone it is a paragraph. */
static bool follows_table(const struct node *parent, const struct node *copy) {
    const struct node *before = NULL;
    for (const struct node *at = parent->first; at != copy; at = at->next)
        before = at;
    return before != NULL && (before->kind == NODE_TABLE || before->class_ == CLASS_TABLE_NOTE);
}

static struct node *copy_node(struct quotation *quotation, struct node *parent, const struct node *node) {
    if (is_marked(quotation, node))
        return marker(quotation, parent, node);
    if (node->kind == NODE_HEADING)
        return copy_heading(quotation, parent, node);
    struct node *copy = shallow(quotation, parent, node);
    if (node->kind == NODE_TEXT || node->kind == NODE_STRONG || node->kind == NODE_MISSING || node->kind == NODE_CALL)
        copy->lang = parent->lang;
    if (copy->class_ == CLASS_PART || copy->class_ == CLASS_APPENDIX || copy->class_ == CLASS_COVER ||
        (copy->class_ == CLASS_TABLE_NOTE && !follows_table(parent, copy)))
        copy->class_ = CLASS_NONE;
    if (node->kind == NODE_CELL || node->kind == NODE_HEADER_CELL) {
        copy->as.cell.headers = NULL; /* again, for the copies, when the table is whole */
        copy->as.cell.header_count = 0;
    }
    if (node->kind == NODE_NOTE)
        LIST_ADD(quotation->arena, &quotation->notes, ((struct copied){node, copy}));
    if (node->kind == NODE_LINK && node->as.link.uri == NULL)
        LIST_ADD(quotation->arena, &quotation->links, ((struct copied){node, copy}));
    copy_below(quotation, copy, node);
    if (node->kind == NODE_TABLE)
        headers_assign(copy, quotation->arena);
    return copy;
}

static bool is_page(const struct node *node) {
    return node->kind == NODE_FOLIO ||
           (node->kind == NODE_TEXT && node->next != NULL && node->next->kind == NODE_FOLIO);
}

static void copy_below(struct quotation *quotation, struct node *copy, const struct node *node) {
    for (const struct node *at = node->first; at != NULL; at = at->next) {
        bool leads = at->kind == NODE_LINK && node->kind == NODE_REFERENCE && node->parent->kind != NODE_CALL;
        if (leads)
            copy_below(quotation, copy, at);
        else if (!is_page(at))
            copy_node(quotation, copy, at);
    }
}

void quotation_inner(struct quotation *quotation, struct node *parent, const struct node *node) {
    (void)copy_node(quotation, parent, node);
}

void quotation_below(struct quotation *quotation, struct node *copy, const struct node *group) {
    copy_below(quotation, copy, group);
}

struct node *quotation_group(struct quotation *quotation, struct node *parent, const struct node *group) {
    struct node *copy = shallow(quotation, parent, group);
    if (copy->class_ == CLASS_PART || copy->class_ == CLASS_APPENDIX)
        copy->class_ = CLASS_NONE;
    return copy;
}

static bool holds(const struct node *above, const struct node *node) {
    for (; node != NULL; node = node->parent)
        if (node == above)
            return true;
    return false;
}

void quotation_notes(struct quotation *quotation, struct node *parent, const struct node *block) {
    for (const struct node *at = block; at != NULL; at = node_after(at, block)) {
        if (at->kind != NODE_CALL || at->first == NULL || at->first->first == NULL)
            continue;
        const struct node *note = at->first->first->as.link.target;
        if (note != NULL && !holds(block, note))
            copy_node(quotation, parent, note);
    }
}

struct node *quotation_block(struct quotation *quotation, struct node *parent, const struct node *block) {
    if (block->kind == NODE_QUOTE) /* no quotation may stand directly in one */
        parent = quotation_node(quotation->arena, parent, NODE_SECTION);
    struct node *copy = copy_node(quotation, parent, block);
    if (!is_marked(quotation, block))
        quotation_notes(quotation, parent, block);
    return copy;
}

static struct node *copy_of(const struct copied *items, size_t count, const struct node *node) {
    for (size_t i = 0; i < count; i++)
        if (items[i].node == node)
            return items[i].copy;
    return NULL;
}

void quotation_close(struct quotation *quotation) {
    for (size_t i = 0; i < quotation->links.count; i++) {
        const struct copied *link = &quotation->links.items[i];
        const struct node *target = link->node->as.link.target;
        struct node *copy = copy_of(quotation->notes.items, quotation->notes.count, target);
        if (copy == NULL)
            copy = copy_of(quotation->links.items, quotation->links.count, target);
        link->copy->as.link.target = copy;
    }
    for (size_t i = 0; i < quotation->notes.count; i++) {
        struct node *note = quotation->notes.items[i].copy;
        assert(note != NULL);
        note->as.note.call = copy_of(quotation->links.items, quotation->links.count, note->as.note.call);
    }
}
