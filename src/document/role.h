/* role.h: the structure type of each node, and which may stand in which.
 *
 * ISO 32000-1:2008, 14.8.4; the nesting table follows the PDF Association's
 * "Tagged PDF" profile as veraPDF publishes it.
 */
#ifndef ENGROSS_DOCUMENT_ROLE_H
#define ENGROSS_DOCUMENT_ROLE_H

#include <stdbool.h>

#include "document/node.h"

/* "P", "H2", "TH"… the type written in the structure tree; NULL for a transparent node. `Title`, `Ins`
 * and `Del` are types of ours. */
const char *node_role(const struct node *node);
/* Each type of ours, what has it, and the standard type that it maps to. */
struct own_role {
    enum node_kind kind;
    const char *role, *standard;
};
extern const struct own_role *const roles_own;
extern const size_t role_own_count;
/* The standard type that a type of ours maps to; the same pointer's text for standard ones. */
const char *role_standard(const char *role);
/* The nearest node at or above `node` that has a role. */
const struct node *node_tagged(const struct node *node);
/* Whether ISO 32000-1 lets an element of type `child` stand in one of type `parent` (both standard). */
bool role_may_hold(const char *parent, const char *child);
/* The ListNumbering of a list (ISO 32000-1, table 347). */
const char *role_numbering(enum node_numbering numbering);

#endif
