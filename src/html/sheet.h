/* sheet.h: how a page of HTML looks. Private to src/html. */
#ifndef ENGROSS_HTML_SHEET_H
#define ENGROSS_HTML_SHEET_H

/* CSS, in parts that follow each other, NULL after the last; each ends with a line feed. */
extern const char *const sheet_parts[];

#endif
