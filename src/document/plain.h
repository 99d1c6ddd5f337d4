/* plain.h: a document as plain text, for a screen, a message or another program.
 *
 * Everything that is read or heard, in reading order; no page numbers. Each paragraph,
 * heading, item and cell is one line, however long, so that texts can be compared line
 * by line, and a program that reads aloud never stops within one.
 */
#ifndef ENGROSS_DOCUMENT_PLAIN_H
#define ENGROSS_DOCUMENT_PLAIN_H

#include "base/buffer.h"
#include "document/document.h"

/* Appends the document, in UTF-8, its lines ended by line feeds. */
void document_plain(const struct document *document, struct buffer *out);
/* The same of one node and what is below it. */
void node_plain(const struct node *node, struct buffer *out);

#endif
