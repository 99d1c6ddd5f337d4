/* fold.c: white space, folded over a whole block (inline_fold of inline.h).
 *
 * inline nodes with the author's white space → the same with single spaces, none
 * at the block's ends, none before the call of a note. Of a run of white space
 * only this matters: which words it stands between. The space goes to the
 * innermost node that holds both, so that `see<link> here</link>` and
 * `see <link>here</link>` are one document: to the text there that ends with the
 * first word, else to the text that begins with the second, else to a text of
 * its own. Two calls always have a space between them, or 1 and 2 would read 12.
 */
#include "document/inline.h"

#include <assert.h>
#include <string.h>

struct fold {
    struct build *build;
    struct node *block;
    struct node *before; /* the text with the last character that was kept */
    bool before_call;    /* and whether that is a call's number */
    bool space;          /* white space since then */
    struct buffer out;   /* of one text */
};

static bool in_call(const struct node *text, const struct node *block) {
    for (const struct node *at = text; at != block; at = at->parent)
        if (at->kind == NODE_CALL)
            return true;
    return false;
}

static size_t depth_of(const struct node *node, const struct node *block) {
    size_t depth = 0;
    for (; node != block; node = node->parent)
        depth++;
    return depth;
}

/* Moves both up until they are siblings: children of the innermost node that holds both. */
static void meet(struct node **a, struct node **b, const struct node *block) {
    size_t a_depth = depth_of(*a, block);
    size_t b_depth = depth_of(*b, block);
    for (; a_depth > b_depth; a_depth--)
        *a = (*a)->parent;
    for (; b_depth > a_depth; b_depth--)
        *b = (*b)->parent;
    while ((*a)->parent != (*b)->parent) {
        *a = (*a)->parent;
        *b = (*b)->parent;
    }
}

/* Puts the space between fold->before and `text`, whose kept characters go to `out`. */
static void space_place(struct fold *fold, struct node *text, struct buffer *out) {
    struct node *left = fold->before;
    struct node *right = text;
    if (left == right) {
        buffer_char(out, ' ');
        return;
    }
    meet(&left, &right, fold->block);
    if (left->kind == NODE_TEXT) {
        left->as.text.text = arena_join(fold->build->arena, left->as.text.text, " ");
    } else if (right->kind == NODE_TEXT) {
        buffer_char(out, ' ');
    } else {
        struct node *between = build_node(fold->build, NULL, NODE_TEXT, left->place);
        between->lang = left->parent->lang;
        between->as.text.text = " ";
        between->parent = left->parent;
        between->next = left->next;
        left->next = between;
    }
}

static void fold_text(struct fold *fold, struct node *text) {
    struct buffer *out = &fold->out;
    bool call = in_call(text, fold->block);
    if (call)
        fold->space = fold->before_call;
    if (!(fold->space && fold->before != NULL) && build_is_folded(text->as.text.text)) {
        fold->space = false;
        fold->before = text;
        fold->before_call = call;
        return;
    }
    buffer_clear(out);
    for (const char *at = text->as.text.text; *at != '\0';) {
        size_t blank = strspn(at, WHITE);
        fold->space = fold->space || blank > 0;
        at += blank;
        size_t word = strcspn(at, WHITE);
        if (word == 0)
            break;
        if (fold->space && fold->before != NULL)
            space_place(fold, text, out);
        fold->space = false;
        fold->before = text;
        fold->before_call = call;
        buffer_bytes(out, at, word);
        at += word;
    }
    if (strcmp(text->as.text.text, buffer_text(out)) != 0)
        text->as.text.text = arena_copy(fold->build->arena, out->bytes, out->count);
}

/* Takes away texts and inline nodes without words; an id among them goes to what follows, else to what stands before.
 */
static void prune(struct node *parent) {
    struct node *child = parent->first;
    const char *homeless = NULL;
    parent->first = NULL;
    parent->last = NULL;
    while (child != NULL) {
        struct node *next = child->next;
        if (child->kind != NODE_TEXT)
            prune(child);
        if (child->kind == NODE_TEXT ? *child->as.text.text == '\0' : child->first == NULL) {
            homeless = homeless == NULL ? child->id : homeless;
        } else {
            build_add(parent, child);
            if (homeless != NULL && child->id == NULL) {
                child->id = homeless;
                homeless = NULL;
            }
        }
        child = next;
    }
    if (homeless != NULL && parent->last != NULL && parent->last->id == NULL)
        parent->last->id = homeless;
}

void inline_fold(struct build *build, struct node *block) {
    struct fold fold = {.build = build, .block = block};
    build->folded.count = 0;
    for (struct node *at = node_after(block, block); at != NULL; at = node_after(at, block))
        if (at->kind == NODE_TEXT)
            LIST_ADD(build->scratch, &build->folded, at);
    for (size_t i = 0; i < build->folded.count; i++)
        fold_text(&fold, build->folded.items[i]);
    buffer_close(&fold.out);
    prune(block);
}
