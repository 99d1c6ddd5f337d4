/* salvage.h: what can be said of a document that the reader found faults in. */
#ifndef ENGROSS_SALVAGE_H
#define ENGROSS_SALVAGE_H

#include "base/arena.h"
#include "base/report.h"
#include "document/document.h"
#include "read/element.h"

/* A document as the reader could mend it, and what it has in common with others. */
struct salvage {
    const struct element *root;
    struct document_lists lists;
    bool organisations_sound, limits_sound;
    const char *tree;
};

/* Runs the document's own checks for their findings alone, and reports those that are no consequence of what was
 * reported before. */
void salvage_findings(const struct salvage *salvage, struct arena *arena, struct report *report);

#endif
