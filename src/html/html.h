/* html.h: a document as one page of HTML that needs nothing else.
 *
 * The twin of the PDF: the same words in the same order, the same structure, the same
 * names for what can be linked to. Pictures, and how it looks, are in the file; there is
 * no script, and nothing is fetched.
 *
 * HTML (WHATWG, Living Standard); WAI-ARIA 1.2 and DPUB-ARIA 1.1 where HTML has no
 * element; WCAG 2.2 AA.
 */
#ifndef ENGROSS_HTML_HTML_H
#define ENGROSS_HTML_HTML_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/report.h"
#include "document/document.h"

/* Appends the page, in UTF-8. False after a report: a picture that is not there any more. */
bool html_write(const struct document *document, struct buffer *out, struct report *report);

#endif
