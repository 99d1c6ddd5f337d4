/* contrast.h: whether every text of a style can be told from what it stands on.
 *
 * WCAG 2.2, success criterion 1.4.3: 4.5:1, or 3:1 for large text, that is from
 * 18 pt, or from 14 pt when bold.
 */
#ifndef ENGROSS_STYLE_CONTRAST_H
#define ENGROSS_STYLE_CONTRAST_H

#include "base/report.h"
#include "style/sheet.h"
#include "style/style.h"

/* The ratio times 100, rounded down. */
int contrast_ratio(colour text, colour background);
/* Holds every pair that a page can show against the criterion: STYLE-CONTRAST at the colour to blame. */
void contrast_check(const struct style *style, const struct sheet *sheet, struct arena *arena, struct report *report);

#endif
