/* indicators.h: figures of the year and of the year before, as a table. */
#ifndef ENGROSS_DOCUMENT_INDICATORS_H
#define ENGROSS_DOCUMENT_INDICATORS_H

#include "document/build.h"

void indicators_read(struct build *build, struct node *parent, const struct element *element);

#endif
