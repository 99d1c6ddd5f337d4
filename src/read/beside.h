/* beside.h: the documents that rules look into with document('…'), confined to one folder.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_BESIDE_H
#define ENGROSS_READ_BESIDE_H

#include <libxml/tree.h>

#include "read/reading.h"

struct beside {
    struct reading *reading; /* what is read belongs to it, and its report hears what is wrong with that */
    const char *tree;        /* the folder that nothing leads out of */
    const char *folder;      /* of the rule file, below the tree: "" or "schema/rules/" */
};

/* An expression_load: NULL after words in `*fault`. `context` is a struct beside. */
xmlDocPtr beside_load(void *context, const char *address, const char **fault);

#endif
