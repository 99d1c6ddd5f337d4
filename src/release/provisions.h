/* provisions.h: which provisions a new version changes, and whose approval that needs.
 *
 * Two element trees → the elements of the new one that are not as they were, and the
 * ids of the bodies that their `approval` names, or an element around them. A
 * provision is compared by its id, without the provisions in it that have ids of their
 * own; without white space that no reader sees. The control is one too, whose
 * approval is that of the whole document: its title, owner, issuers, period, days of
 * publication and review, what it supersedes and is to be read with. Of it is left out
 * what a release itself sets (version, approvals, from when it holds), and the history.
 */
#ifndef ENGROSS_RELEASE_PROVISIONS_H
#define ENGROSS_RELEASE_PROVISIONS_H

#include "base/arena.h"
#include "base/list.h"
#include "read/element.h"

/* A body whose approval is needed, and for what. */
struct needed {
    const char *body;
    const struct element *provision; /* of the new version: the first that needs it */
    size_t count;                    /* how many provisions need it */
};

typedef LIST(struct needed) needed_list;

/* `before` is NULL for a first release: then all provisions are new. */
needed_list provisions_needed(const struct element *before, const struct element *now, struct arena *arena);

#endif
