/* decimal.c: where numbers stand in a column.
 *
 * A set line of a cell → the distance from its start to its decimal point, or to
 * the end of its whole part; a column keeps the most on either side. Signs,
 * brackets and currency stand before the digits, percent signs, units and closing
 * brackets hang after them, as figures are set in accounts. Dashes and "n/a" end
 * where whole numbers end. Surprising: the number of a footnote is no part of the
 * number that calls it.
 */
#include "layout/decimal.h"

#include <string.h>

#include "layout/flow.h"

#define LONGEST 64 /* bytes; no number is longer */

/* What may stand before the digits, and between two of them. */
static const char *const BEFORE[] = {"(", "+", "-", "\u2212", "\u2013", "\u00B1", "<", ">",      "\u2264", "\u2265",
                                     "~", "=", "£", "$",      "€",      "¥",      " ", "\u00A0", "\u2009", "\u202F"};
static const char *const BETWEEN[] = {",", " ", "\u00A0", "\u2009", "\u202F"};
static const char *const NOTHING[] = {"n/a", "N/A", "nil", "Nil", "none", "None", "..", "\u2026", "\u2014", "*"};

static bool is_digit(const char *text, size_t bytes, size_t at) {
    return at < bytes && text[at] >= '0' && text[at] <= '9';
}

/* The length of the one of `words` that stands at `at`, or 0. */
static size_t word_at(const char *text, size_t bytes, size_t at, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(words[i]);
        if (size <= bytes - at && memcmp(text + at, words[i], size) == 0)
            return size;
    }
    return 0;
}

#define WORD_AT(text, bytes, at, words) word_at(text, bytes, at, words, sizeof(words) / sizeof *(words))

size_t decimal_point(const char *text, size_t bytes) {
    size_t at = 0;
    while (bytes > 0 && text[bytes - 1] == ' ')
        bytes--;
    if (bytes == 0)
        return DECIMAL_NONE;
    if (WORD_AT(text, bytes, 0, NOTHING) == bytes)
        return bytes;
    for (size_t size; at < bytes && (size = WORD_AT(text, bytes, at, BEFORE)) > 0;)
        at += size;
    if (at == bytes)
        return bytes; /* a dash alone */
    if (!is_digit(text, bytes, at))
        return text[at] == '.' && is_digit(text, bytes, at + 1) ? at : DECIMAL_NONE;
    while (at < bytes) {
        size_t size = is_digit(text, bytes, at) ? 0 : WORD_AT(text, bytes, at, BETWEEN);
        if (!is_digit(text, bytes, at + size))
            break;
        at += size + 1;
    }
    return at;
}

static bool in_call(const struct node *node) {
    for (; node && node->kind >= NODE_TEXT; node = node->parent)
        if (node->kind == NODE_CALL)
            return true;
    return false;
}

static bool line_search(const struct line *line, length *point, struct arena *scratch) {
    char text[LONGEST];
    length at[LONGEST + 1];
    size_t bytes = 0;
    at[0] = 0;
    for (size_t i = 0; i < line->stroke_count; i++) {
        if (line->strokes[i].kind != MARK_GLYPHS || !line->strokes[i].node)
            continue;
        if (in_call(line->strokes[i].node))
            break;
        const struct mark whole = line_mark(line, i, scratch), *mark = &whole;
        const struct glyph_run *run = mark->as.glyphs.run;
        int64_t units = 0;
        for (size_t g = mark->as.glyphs.first; g < mark->as.glyphs.first + mark->as.glyphs.count; g++) {
            const struct glyph *glyph = &run->glyphs[g];
            if (bytes + glyph->bytes > LONGEST)
                return false;
            memcpy(text + bytes, run->text + glyph->text, glyph->bytes);
            units += glyph->advance;
            for (uint32_t b = 0; b < glyph->bytes; b++)
                at[++bytes] = mark->x + length_of_units(units, mark->as.glyphs.size);
        }
    }
    size_t before = decimal_point(text, bytes);
    if (before == DECIMAL_NONE)
        return false;
    *point = at[before];
    return true;
}

/* The distance from the start of the line to its point. False when it is no number. */
static bool line_point(const struct line *line, length *point) {
    struct arena *scratch = arena_open();
    bool found = line_search(line, point, scratch);
    arena_close(scratch);
    return found;
}

void decimal_measure(const struct setting *setting, const struct node *cell, struct decimal *decimal) {
    if (!flow_holds_inline(cell))
        return;
    struct arena *scratch = arena_open();
    struct setting inside = *setting;
    inside.arena = scratch;
    inside.report = report_open(scratch);
    struct paragraph number;
    (void)paragraph_set(&inside, cell, style_block(setting->style, cell), LENGTH_HUGE / 4096, &number);
    length point;
    if (number.count == 1 && line_point(&number.lines[0], &point)) {
        length after = number.lines[0].width - point;
        decimal->before = point > decimal->before ? point : decimal->before;
        decimal->after = after > decimal->after ? after : decimal->after;
    }
    arena_close(scratch);
}

length decimal_place(const struct decimal *decimal, const struct line *line, length width) {
    length point, most = width - line->width;
    length x = line_point(line, &point) ? width - decimal->after - point : most;
    x = x < most ? x : most;
    return x > 0 ? x : 0;
}
