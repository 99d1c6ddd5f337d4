/* calendar.c: dates of the Gregorian calendar as the sources write them.
 *
 * date in → date out, by the C library's timegm on noon in UTC, which carries days
 * into months and years. Surprising: a date has four figures for its year, so no day
 * comes after 9999-12-31; what would is that day.
 */
#include "calendar.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LAST_DAY "9999-12-31"
#define LAST_YEAR (9999 - 1900) /* as struct tm counts */

static struct tm parts_of(const char *date) {
    struct tm parts = {.tm_hour = 12};
    parts.tm_year = (int)strtol(date, NULL, 10) - 1900;
    parts.tm_mon = (int)strtol(date + strlen("2020-"), NULL, 10) - 1;
    parts.tm_mday = (int)strtol(date + strlen("2020-03-"), NULL, 10);
    return parts;
}

static const char *written(struct arena *arena, struct tm parts) {
    time_t moment = timegm(&parts); /* brings the parts into range */
    struct tm settled;
    if (gmtime_r(&moment, &settled) == NULL)
        memset(&settled, 0, sizeof settled);
    if (settled.tm_year > LAST_YEAR)
        return LAST_DAY;
    return arena_format(arena, "%04d-%02d-%02d", settled.tm_year + 1900, settled.tm_mon + 1, settled.tm_mday);
}

const char *calendar_next_day(struct arena *arena, const char *date) {
    struct tm parts = parts_of(date);
    parts.tm_mday++;
    return written(arena, parts);
}

const char *calendar_year_end(struct arena *arena, const char *date) {
    struct tm parts = parts_of(date);
    parts.tm_year++;
    parts.tm_mday--;
    return written(arena, parts);
}

const char *calendar_half_year_after(struct arena *arena, const char *date) {
    struct tm parts = parts_of(date);
    int month = parts.tm_mon + 6;
    bool at_end = strncmp(calendar_next_day(arena, date) + strlen("2020-03-"), "01", 2) == 0;
    struct tm last = parts;
    last.tm_mon = month + 1;
    last.tm_mday = 0; /* the last of the month before */
    const char *end = written(arena, last);
    struct tm same = parts;
    same.tm_mon = month;
    const char *day = written(arena, same);
    return at_end || strcmp(day, end) > 0 ? end : day;
}

const char *calendar_year_label(struct arena *arena, const char *from, const char *to) {
    if (strncmp(from, to, 4) == 0)
        return arena_copy(arena, from, 4);
    return arena_format(arena, "%.4s-%.2s", from, to + 2);
}

const char *calendar_today(struct arena *arena) {
    time_t now = time(NULL);
    struct tm parts;
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    char *end = NULL;
    long long moment = epoch == NULL ? 0 : strtoll(epoch, &end, 10);
    bool fixed = epoch != NULL && end != epoch && *end == '\0' && moment >= 0;
    if (fixed)
        now = (time_t)moment;
    if ((fixed ? gmtime_r(&now, &parts) : localtime_r(&now, &parts)) == NULL)
        return "1970-01-01";
    if (parts.tm_year > LAST_YEAR)
        return LAST_DAY;
    return arena_format(arena, "%04d-%02d-%02d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}
