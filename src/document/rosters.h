/* rosters.h: who sits on a committee, and who is a member, as tables. */
#ifndef ENGROSS_DOCUMENT_ROSTERS_H
#define ENGROSS_DOCUMENT_ROSTERS_H

#include "document/build.h"

void seats_read(struct build *build, struct node *parent, const struct element *element);
void members_read(struct build *build, struct node *parent, const struct element *element);

#endif
