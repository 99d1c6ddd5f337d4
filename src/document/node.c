/* node.c: walking the document in reading order, and back to the source.
 *
 * node in → next node out. A walk keeps no state but the node itself: down to
 * the first child, else along, else up until there is a way along, and never
 * above `root`.
 *
 * node and byte of its text in → place in the author's file out. Folding (fold.c)
 * has changed nothing but white space, so the character that has so many others
 * before it has as many in the source.
 */
#include "document/node.h"

#include "read/element.h"

struct node *node_past(const struct node *node, const struct node *root) {
    while (node != root) {
        if (node->next != NULL)
            return node->next;
        node = node->parent;
    }
    return NULL;
}

struct node *node_after(const struct node *node, const struct node *root) {
    return node->first != NULL ? node->first : node_past(node, root);
}

static bool node_white(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct place node_file_place(const struct node *figure) {
    return figure->as.figure.place != NULL ? *figure->as.figure.place : figure->place;
}

struct place node_place(const struct node *node, size_t offset) {
    const struct element *source = node->kind == NODE_TEXT ? node->as.text.source : NULL;
    if (source == NULL)
        return node->place;
    size_t before = 0;
    for (size_t i = 0; i < offset; i++)
        before += !node_white(node->as.text.text[i]);
    size_t from = 0;
    while (source->text[from] != '\0' && (before > 0 || node_white(source->text[from])))
        before -= !node_white(source->text[from++]);
    size_t to = from;
    if (source->text[to] != '\0')
        to++;
    while (((unsigned char)source->text[to] & 0xC0) == 0x80)
        to++;
    return element_text_span(source, from, to);
}
