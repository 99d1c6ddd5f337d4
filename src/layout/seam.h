/* seam.h: the body of a long document flowed in two parts at once. */
#ifndef ENGROSS_LAYOUT_SEAM_H
#define ENGROSS_LAYOUT_SEAM_H

#include "layout/flow.h"

/* Flows the document of the setting into `column`, as flow_block does from its root. */
void seam_flow(const struct setting *setting, struct flow *flow, struct column column);

#endif
