/* scan.c: finding one's way in raw XML text.
 *
 * decoded text in → names, attributes, open tags and places out. The forms are
 * those of XML 1.0 (2.5 comments, 2.6 processing instructions, 2.7 CDATA, 3.1
 * tags), read as leniently as can be, for the text may be broken. Counting is in code points.
 *
 * Surprising: no place is ever taken from libxml2, whose nodes know no column and
 * whose lines stop at 65,535; only byte offsets are, and this file turns them
 * into lines and columns.
 */
#include "read/scan.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

static bool scan_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

const char *scan_name(const char *at, const char *end) {
    while (at < end && !scan_blank(*at) && strchr("=/><\"'&;?", *at) == NULL)
        at++;
    return at;
}

bool scan_attribute(const char **at, const char *end, struct scan_attribute *out) {
    const char *here = *at;
    while (here < end && scan_blank(*here))
        here++;
    const char *name_end = scan_name(here, end);
    if (name_end == here)
        return false;
    out->name = here;
    out->name_count = (size_t)(name_end - here);
    here = name_end;
    while (here < end && scan_blank(*here))
        here++;
    if (here < end && *here == '=') {
        here++;
        while (here < end && scan_blank(*here))
            here++;
        if (here < end && (*here == '"' || *here == '\'')) {
            const char *close = memchr(here + 1, *here, (size_t)(end - here - 1));
            here = close == NULL ? end : close + 1;
        }
    }
    out->end = here;
    *at = here;
    return true;
}

static bool scan_starts(const char *at, const char *end, const char *with) {
    size_t count = strlen(with);
    return (size_t)(end - at) >= count && memcmp(at, with, count) == 0;
}

/* Past the end of what begins at `at` and ends with `mark`; NULL when it never ends. */
static const char *scan_past(const char *at, const char *end, const char *mark) {
    const char *found = memmem(at, (size_t)(end - at), mark, strlen(mark));
    return found == NULL ? NULL : found + strlen(mark);
}

const char *scan_aside(const char *at, const char *end) {
    for (;;) {
        const char *next = NULL;
        if (scan_starts(at, end, "<!--"))
            next = scan_past(at + 4, end, "-->");
        else if (scan_starts(at, end, "<?"))
            next = scan_past(at + 2, end, "?>");
        else if (scan_starts(at, end, "<![CDATA["))
            return at + 9;
        if (next == NULL)
            return at;
        at = next;
    }
}

void scan_to(struct scan_cursor *cursor, const char *to) {
    assert(cursor->at <= to);
    const char *at = cursor->at;
    for (const char *end; (end = memchr(at, '\n', (size_t)(to - at))) != NULL; at = end + 1) {
        cursor->line++;
        cursor->column = 1;
    }
    uint32_t columns = 0;
    for (; at < to; at++)
        columns += ((unsigned char)*at & 0xC0) != 0x80;
    cursor->column += columns;
    cursor->at = to;
}

struct place scan_place(const char *file, const char *text, const char *at) {
    struct scan_cursor cursor = {text, 1, 1};
    scan_to(&cursor, at);
    return (struct place){.file = file, .line = cursor.line, .column = cursor.column};
}

/* Past the tag that begins at `at`, quotation marks heeded; NULL when it never ends. */
static const char *scan_past_tag(const char *at, const char *end) {
    while (at < end && *at != '>') {
        if (*at == '"' || *at == '\'') {
            at = memchr(at + 1, *at, (size_t)(end - at - 1));
            if (at == NULL)
                return NULL;
        }
        at++;
    }
    return at < end ? at + 1 : NULL;
}

const char *scan_markup(const char *at, const char *end) {
    if (scan_starts(at, end, "<!--"))
        return scan_past(at + 4, end, "-->");
    if (scan_starts(at, end, "<?"))
        return scan_past(at + 2, end, "?>");
    if (scan_starts(at, end, "<![CDATA["))
        return scan_past(at + 9, end, "]]>");
    return scan_past_tag(at + 1, end);
}

static bool scan_same_name(const char *open, const char *closing, const char *end) {
    size_t count = (size_t)(scan_name(open + 1, end) - open - 1);
    return (size_t)(scan_name(closing + 2, end) - closing - 2) == count && memcmp(open + 1, closing + 2, count) == 0;
}

/* A tag ends for this with the next "<" too, which may stand nowhere in a tag. */
const char *scan_endless(const char *at, const char *end, size_t limit) {
    while ((size_t)(end - at) > limit) {
        /* From the far end of what is allowed back to the last sign in it: few bytes are looked at. */
        size_t after = limit;
        while (after > 0 && at[after - 1] != '<' && at[after - 1] != '>')
            after--;
        if (after == 0)
            return at;
        at += after;
    }
    return NULL;
}

const char *scan_crowded(const char *text, const char *end, size_t limit) {
    const char *at = text;
    while (at < end && (at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        if (end - at > 1 && (at[1] == '!' || at[1] == '?')) {
            at = scan_markup(at, end);
            if (at == NULL)
                return NULL;
            continue;
        }
        const char *tag = at++;
        size_t quotes = 0;
        char open = '\0';
        for (; at < end && *at != '<' && (open != '\0' || *at != '>'); at++) {
            if (open == '\0' ? *at != '"' && *at != '\'' : *at != open)
                continue;
            open = open == '\0' ? *at : '\0';
            if (++quotes > 2 * limit)
                return tag;
        }
    }
    return NULL;
}

struct scan_outline scan_tags(const char *text, const char *end) {
    struct scan_outline outline = {0};
    const char **open = NULL;
    size_t depth = 0;
    size_t room = 0;
    const char *at = text;
    while (at < end && (at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        const char *past = scan_markup(at, end);
        if (past == NULL) {
            outline.unfinished = at;
            break;
        }
        if (scan_starts(at, end, "</")) {
            if (depth == 0 || !scan_same_name(open[depth - 1], at, end)) {
                outline.closing = at;
                break;
            }
            depth--;
        } else if (at[1] != '!' && at[1] != '?' && past[-2] != '/') {
            if (depth == room) {
                room = room == 0 ? 64 : room * 2;
                open = memory_resize(open, room * sizeof *open);
            }
            open[depth++] = at;
        }
        at = past;
    }
    outline.open = depth > 0 ? open[depth - 1] : NULL;
    free(open);
    return outline;
}
