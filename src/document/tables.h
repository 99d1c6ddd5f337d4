/* tables.h: tables of data, and what the tables that the program makes itself are put together from. */
#ifndef ENGROSS_DOCUMENT_TABLES_H
#define ENGROSS_DOCUMENT_TABLES_H

#include "document/build.h"

void table_read(struct build *build, struct node *parent, const struct element *element);

/* A generated table of `columns`; its id, if any, is the element's. */
struct node *table_new(struct build *build, struct node *parent, const struct element *element, enum node_class class_,
                       const char *summary, size_t columns);
/* A cell that names its row or column, with these words. */
struct node *table_header(struct build *build, struct node *row, struct place place, enum node_scope scope,
                          const char *words);
/* A cell with these words; none when they are "". */
struct node *table_cell(struct build *build, struct node *row, struct place place, const char *words);
/* The body of a group of rows, which begins with a row for its `title`; the group is the element around that. The cell
 * of the title is as yet one column wide. */
struct node *table_group(struct build *build, struct node *table, const struct element *group);
/* The caption of `element`, numbered among the tables of the document. Returns what a link to the table leads to. */
struct target table_caption(struct build *build, struct node *table, const struct element *element);

#endif
