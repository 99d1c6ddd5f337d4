/* calendar.h: dates of the Gregorian calendar as the sources write them, 2020-03-31. */
#ifndef ENGROSS_CALENDAR_H
#define ENGROSS_CALENDAR_H

#include "base/arena.h"

/* The day after `date`, which must be a date (the schema holds that), as in all of these. After the last day of the
 * year 9999 comes none that a source can write: that day stands for all that would. */
const char *calendar_next_day(struct arena *arena, const char *date);
/* The last day of the year that begins on `date`. */
const char *calendar_year_end(struct arena *arena, const char *date);
/* The same day six months later; from the end of a month to the end of a month. */
const char *calendar_half_year_after(struct arena *arena, const char *date);
/* "2019-04-01" and "2020-03-31" give "2019-20"; within one year "2019". */
const char *calendar_year_label(struct arena *arena, const char *from, const char *to);
/* The machine's date today, or that of SOURCE_DATE_EPOCH when it is set: for sources that are begun and for lists,
 * never for what is built or checked. */
const char *calendar_today(struct arena *arena);

#endif
