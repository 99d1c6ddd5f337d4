/* model.h: the content model of one element, driven child by child.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_MODEL_H
#define ENGROSS_READ_MODEL_H

#include <libxml/schemasInternals.h>
#include <libxml/xmlregexp.h>

#include "base/list.h"
#include "read/vocabulary.h"

/* More than this is never left out at once by a slip. */
#define MODEL_BRIDGE_LONGEST 4

struct model {
    const struct vocabulary *vocabulary;
    size_t *effort; /* how many names may still be taken again; when it is used up, nothing is tried any more */
    xmlRegexpPtr automaton;
    const xmlChar *space;
    xmlRegExecCtxtPtr at;
    LIST(const xmlChar *) taken; /* what it has accepted */
    xmlSchemaElementPtr matched; /* the declaration of the child that was taken last */
};

void model_open(struct model *model, const struct vocabulary *vocabulary, size_t *effort, xmlSchemaTypePtr type,
                const xmlChar *space);
void model_close(struct model *model);

/* Takes a child of that name, which must live as long as the model; false when it may not stand here, and then nothing
 * has changed. */
bool model_take(struct model *model, const xmlChar *name);
/* Forgets the child taken last. */
void model_untake(struct model *model);

/* Whether so much was tried that the rest has to be left to libxml2: with a hostile file it would never end. */
bool model_is_spent(const struct model *model);
/* Whether a child of that name may stand here. */
bool model_may_take(const struct model *model, const char *name);
/* Whether the content may end here. */
bool model_may_end(const struct model *model);
/* The shortest row of children that has to come before a child of that name (NULL: before the end) may; 0 when none
 * does. */
size_t model_bridge(const struct model *model, const char *name, const char *bridge[MODEL_BRIDGE_LONGEST]);
/* What may stand here, as "<a>, <b> or <c>"; "" for nothing. With `to_end`, only what the content could end with. */
const char *model_expected(const struct model *model, bool to_end);

#endif
