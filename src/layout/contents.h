/* contents.h: contents lists → galley. */
#ifndef ENGROSS_LAYOUT_CONTENTS_H
#define ENGROSS_LAYOUT_CONTENTS_H

#include "layout/flow.h"

/* Sets a CONTENTS that stands in no other, with all below it. */
void contents_flow(struct flow *flow, const struct node *contents, struct column column);

/* The leaf with the number of the heading that this LINK of an entry leads to; NULL when it has none. */
const struct node *contents_number(const struct node *link);

#endif
