/* sheet.h: how a page of HTML looks. Private to src/html. */
#ifndef ENGROSS_HTML_SHEET_H
#define ENGROSS_HTML_SHEET_H

/* CSS, with a line feed at its end. */
extern const char sheet_text[];

#endif
