/* lines.c: files of lines "name: value" (lines.h). A byte that no such file holds, a control character or what is no
 * UTF-8, is a fault of its line. */
#include "release/lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

struct lines lines_open(const char *file, const char *bytes, size_t count, struct arena *arena, struct report *report) {
    return (struct lines){
        .file = file, .start = bytes, .at = bytes, .end = bytes + count, .number = 1, .arena = arena, .report = report};
}

bool lines_at_end(const struct lines *lines) {
    return lines->at == lines->end;
}

struct place lines_place(const struct lines *lines) {
    return (struct place){.file = lines->file, .line = lines->number, .column = 1};
}

/* The bytes of the next line without its line feed; a file that was cut ends without one. */
static const char *line_end(const struct lines *lines) {
    return memchr(lines->at, '\n', (size_t)(lines->end - lines->at));
}

/* What another program may have done to the whole file, or a copy that was not finished; NULL for none of it. */
static const char *damage(const struct lines *lines) {
    const char *end = lines_at_end(lines) ? NULL : line_end(lines);
    if (end == NULL)
        return lines_at_end(lines) ? NULL : "the file ends within this line: it was cut short";
    if (end > lines->at && end[-1] == '\r')
        return "its lines end with CR LF, as those of Windows do, and were written with LF alone: a program has "
               "changed "
               "them, as Git does where core.autocrlf is set";
    if (lines->number == 1 && end - lines->at > 3 && memcmp(lines->at, "\xEF\xBB\xBF", 3) == 0)
        return "a byte order mark stands at its beginning, which an editor has put there";
    return NULL;
}

void lines_fault(struct lines *lines, bool next, const char *words) {
    struct place place = lines_place(lines);
    const char *better = next ? damage(lines) : NULL;
    words = better ? better : words;
    place.line -= !next && place.line > 1;
    if (!lines->failed)
        report_add(lines->report, RULE_LEDGER_FORM, place, words);
    lines->failed = true;
}

static bool text_good(const char *from, const char *to) {
    while (from < to) {
        uint32_t code;
        size_t bytes = utf8_decode(from, to, &code);
        if (code < 0x20 || (code >= 0x7F && code < 0xA0) || (code == 0xFFFD && bytes == 1))
            return false;
        from += bytes;
    }
    return true;
}

const char *lines_take(struct lines *lines, const char *name) {
    size_t count = strlen(name);
    const char *end = lines->failed || lines_at_end(lines) ? NULL : line_end(lines);
    if (end == NULL || (size_t)(end - lines->at) < count + 3 || memcmp(lines->at, name, count) != 0 ||
        memcmp(lines->at + count, ": ", 2) != 0)
        return NULL;
    const char *from = lines->at + count + 2;
    if (*from == ' ' || end[-1] == ' ' || !text_good(from, end))
        return NULL;
    lines->at = end + 1;
    lines->number++;
    return arena_copy(lines->arena, from, (size_t)(end - from));
}

const char *lines_want(struct lines *lines, const char *name) {
    const char *value = lines_take(lines, name);
    if (value == NULL && lines_at_end(lines))
        lines_fault(lines, false, arena_format(lines->arena, "the file ends where a line \"%s:\" has to stand", name));
    else if (value == NULL)
        lines_fault(lines, true, arena_format(lines->arena, "a line \"%s:\" with its value has to stand here", name));
    return value;
}

bool lines_take_empty(struct lines *lines) {
    if (lines->failed || lines_at_end(lines) || *lines->at != '\n')
        return false;
    lines->at++;
    lines->number++;
    return true;
}

bool lines_take_version(struct lines *lines, const char *what, unsigned highest, unsigned *version) {
    size_t count = strlen(what);
    const char *end = lines->failed || lines_at_end(lines) ? NULL : line_end(lines);
    if (end == NULL || (size_t)(end - lines->at) < count + 2 || memcmp(lines->at, what, count) != 0 ||
        lines->at[count] != ' ')
        return false;
    size_t number;
    if (!lines_number(arena_copy(lines->arena, lines->at + count + 1, (size_t)(end - lines->at) - count - 1), &number))
        return false;
    if (number > highest) {
        report_add(lines->report, RULE_LEDGER_VERSION, lines_place(lines), arena_format(lines->arena, "%zu", number),
                   arena_format(lines->arena, "%u", highest));
        lines->failed = true;
        return false;
    }
    lines->at = end + 1;
    lines->number++;
    *version = (unsigned)number;
    return true;
}

const char *lines_word(struct lines *lines, const char **at, bool rest) {
    if (*at == NULL || **at == '\0' || **at == ' ')
        return NULL;
    size_t count = rest ? strlen(*at) : strcspn(*at, " ");
    const char *word = arena_copy(lines->arena, *at, count);
    *at += count;
    if (!rest && **at == ' ')
        (*at)++;
    return word;
}

bool lines_number(const char *text, size_t *number) {
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 15 || text[digits] != '\0' || (*text == '0' && digits > 1))
        return false;
    *number = (size_t)strtoull(text, NULL, 10);
    return true;
}
