/* offices.h: the offices and committees of organisations.xml, asked for their names and placeholders. */
#ifndef ENGROSS_DOCUMENT_OFFICES_H
#define ENGROSS_DOCUMENT_OFFICES_H

#include "document/build.h"

enum office_kind { OFFICE_ANY, OFFICE_POST, OFFICE_COMMITTEE };

struct office {
    const struct element *element;
    const char *name;
    bool committee;
};

/* Those of all organisations; reports what is wrong with them, at its place in organisations.xml. `root` may be NULL.
 * Uses only `arena` and `report` of `build`. */
const struct names *offices_read(struct build *build, const struct element *root);
/* The office or committee of that id; NULL after a report at `place`. */
const struct office *office_find(struct build *build, const char *id, struct place place, enum office_kind kind);
/* The same without a report. */
const struct office *office_known(const struct build *build, const char *id);
/* The names of those that an attribute of `element` lists: "A or B"; when they act together, "A and B". An id that is
 * not there, or there twice, is reported; it stands for itself. */
const char *offices_words(struct build *build, const struct element *element, const char *attribute, bool together);

#endif
