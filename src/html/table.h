/* table.h: tables → HTML. Private to src/html. */
#ifndef ENGROSS_HTML_TABLE_H
#define ENGROSS_HTML_TABLE_H

#include "html/writing.h"

void table_put(struct writing *writing, const struct node *table);

#endif
