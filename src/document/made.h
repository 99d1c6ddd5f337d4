/* made.h: tables that the program makes: a head of given words, rows in groups or not, one after the other. */
#ifndef ENGROSS_DOCUMENT_MADE_H
#define ENGROSS_DOCUMENT_MADE_H

#include "document/build.h"

/* A table that is being made. */
struct made {
    struct build *build;
    struct node *table;
    struct node *body; /* where rows go; NULL before the first row or group */
};

/* The table of `element`, which has a caption and counts with the tables: one column for each of the `count` words of
 * its head. What is called in it waits for made_close. */
struct made made_open(struct build *build, struct node *parent, const struct element *element, const char *const *heads,
                      size_t count);
/* The rows from here on are a group under the title of `group`. */
void made_group(struct made *made, const struct element *group);
/* A row, of this element; its cells are appended to it: table_header and table_cell of tables.h, made_cell. */
struct node *made_row(struct made *made, const struct element *element);
/* A cell with the inline content of `element`, in its language; `what` names it when it is empty (inline_plain). One
 * of kind NODE_HEADER_CELL names its row. */
struct node *made_cell(struct build *build, struct node *row, enum node_kind kind, const struct element *element,
                       const char *what);
/* Says which head cells each cell comes under. */
void made_close(struct made *made);

#endif
