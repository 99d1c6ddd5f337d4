/* organisations.h: organisations.xml, asked for facts. */
#ifndef ENGROSS_DOCUMENT_ORGANISATIONS_H
#define ENGROSS_DOCUMENT_ORGANISATIONS_H

#include "document/build.h"

struct organisation {
    const struct element *element;
    const char *name;
    const char *short_name;
    const char *abbreviation; /* NULL when it has none */
};

/* `root` may be NULL: then there are no organisations. Uses only `arena` and `report` of `build`. */
const struct organisations *organisations_read(struct build *build, const struct element *root);
/* Reports what cannot stand in the name of `whose`, "an organisation". */
void organisation_name_check(struct build *build, const struct element *name, const char *whose);
/* The organisation that an attribute of `element` names; NULL after a report. */
const struct organisation *organisation_find(struct build *build, const struct element *element, const char *attribute);
/* Whether there is an organisation of that id. */
bool organisation_known(const struct build *build, const char *id);
/* The full name of the first organisation of that abbreviation, or NULL. */
const char *organisation_expand(const struct build *build, const char *abbreviation);
/* What a `fact` says; NULL after a report. */
const char *organisation_fact(struct build *build, const struct element *fact);

#endif
