/* node.c: walking the document in reading order.
 *
 * node in → next node out. A walk keeps no state but the node itself: down to
 * the first child, else along, else up until there is a way along, and never
 * above `root`.
 */
#include "document/node.h"

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
