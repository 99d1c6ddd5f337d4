/* pdf.h: pages + document → the bytes of one PDF 1.7 file that is PDF/UA-1 and PDF/A-3a.
 *
 * The only room that knows libharu. The same input gives the same bytes.
 */
#ifndef ENGROSS_PDF_PDF_H
#define ENGROSS_PDF_PDF_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/report.h"
#include "pages/page.h"

/* Appends the file to `out`. False after a report. */
bool pdf_write(const struct pages *pages, struct arena *arena, struct buffer *out, struct report *report);

/* The structure tree as it will be written, one line an element with its attributes and the text of its marked content:
 * the same under every style. */
void pdf_dump_tags(const struct pages *pages, struct arena *arena, struct buffer *out);

#endif
