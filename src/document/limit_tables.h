/* limit_tables.h: tables of delegated limits, made from limits.xml. */
#ifndef ENGROSS_DOCUMENT_LIMIT_TABLES_H
#define ENGROSS_DOCUMENT_LIMIT_TABLES_H

#include "document/build.h"

void limit_table_read(struct build *build, struct node *parent, const struct element *element);

#endif
