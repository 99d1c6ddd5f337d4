/* edit.c: an author's file, changed in places and left alone everywhere else.
 *
 * path and places in → text out. Places (line, column) become offsets by an index of
 * lines; the end of an element is found by counting tags, which is sound because the
 * file has been parsed before. Edits are kept sorted by where they begin.
 *
 * Surprising: line ends come out as single line feeds, as the decoder gives them
 * (XML 1.0, 2.11); a file of CR LF lines gets its CR LF back when it is printed. In place
 * nothing is converted back: text and bytes are walked side by side, which works because
 * a file with a fault of its encoding is not taken up.
 */
#include "read/edit.h"

#include <assert.h>
#include <string.h>

#include "base/encoding.h"
#include "base/file.h"
#include "base/list.h"
#include "base/utf8.h"
#include "read/reading.h"
#include "read/scan.h"

struct change {
    size_t from, to;
    const char *text;
};

struct editing {
    struct arena *arena;
    const char *text;
    size_t count;
    const char *bytes; /* of the file, and how they are read */
    size_t byte_count;
    struct encoding_found found;
    bool mark;      /* began with a byte order mark */
    bool carriages; /* its lines end in CR LF */
    LIST(size_t) lines;
    LIST(struct change) changes;
};

struct editing *edit_open(const char *path, struct arena *arena, struct report *report) {
    size_t count = 0;
    const char *bytes = file_read(arena, path, READING_FILE_LIMIT, &count, report);
    if (bytes == NULL)
        return NULL;
    struct encoding_found found = encoding_find(bytes, count);
    struct buffer text = {0};
    size_t faults = encoding_decode(found.encoding, bytes + found.mark, count - found.mark, &text, NULL, 0);
    struct editing *edit = NULL;
    if (faults > 0) {
        report_add(report, RULE_XML_ENCODING, ((struct place){.file = path}), "some bytes of the file are no text",
                   "run engross check on it, which says which");
    } else {
        edit = ARENA_NEW(arena, struct editing);
        edit->arena = arena;
        edit->text = arena_copy(arena, buffer_text(&text), text.count);
        edit->count = text.count;
        edit->bytes = bytes;
        edit->byte_count = count;
        edit->found = found;
        edit->mark = found.mark > 0;
        const char *feed = memchr(bytes, '\n', count);
        edit->carriages = feed != NULL && feed > bytes && feed[-1] == '\r';
        LIST_ADD(arena, &edit->lines, 0);
        for (size_t i = 0; i < edit->count; i++)
            if (edit->text[i] == '\n')
                LIST_ADD(arena, &edit->lines, i + 1);
    }
    buffer_close(&text);
    return edit;
}

const char *edit_text(const struct editing *edit) {
    return edit->text;
}

static size_t offset_of(const struct editing *edit, struct place place) {
    assert(place.line >= 1 && place.line <= edit->lines.count);
    struct scan_cursor cursor = {edit->text + edit->lines.items[place.line - 1], place.line, 1};
    const char *end = edit->text + edit->count;
    while (cursor.column < place.column && cursor.at < end)
        scan_to(&cursor, cursor.at + 1);
    while (cursor.at < end && ((unsigned char)*cursor.at & 0xC0) == 0x80)
        cursor.at++;
    return (size_t)(cursor.at - edit->text);
}

/* Past the tag, comment or the like that begins at `at`. */
static const char *past_markup(const struct editing *edit, const char *at) {
    const char *past = scan_markup(at, edit->text + edit->count);
    return past == NULL ? edit->text + edit->count : past;
}

struct extent edit_extent(const struct editing *edit, const struct element *element) {
    size_t start = offset_of(edit, element->place);
    struct extent extent = {start, start, start, start};
    if (element->name == NULL)
        return extent;
    const char *end = edit->text + edit->count;
    const char *at = past_markup(edit, edit->text + start);
    extent.inner_start = extent.inner_end = extent.end = (size_t)(at - edit->text);
    for (size_t depth = at[-2] == '/' ? 0 : 1; depth > 0;) {
        at = memchr(at, '<', (size_t)(end - at));
        assert(at != NULL);
        const char *past = past_markup(edit, at);
        extent.inner_end = (size_t)(at - edit->text);
        extent.end = (size_t)(past - edit->text);
        if (at[1] == '/')
            depth--;
        else if (at[1] != '!' && at[1] != '?' && past[-2] != '/')
            depth++;
        at = past;
    }
    return extent;
}

bool edit_stands(const struct editing *edit, const struct element *element) {
    if (element->place.line < 1 || element->place.line > edit->lines.count)
        return false;
    const char *at = edit->text + offset_of(edit, element->place);
    const char *end = edit->text + edit->count;
    if (at == end || *at != '<')
        return false;
    const char *past = scan_name(at + 1, end);
    size_t bytes = strlen(element->name);
    const char *name = past - bytes;
    return (size_t)(past - at) > bytes && memcmp(name, element->name, bytes) == 0 &&
           (name[-1] == '<' || name[-1] == ':');
}

struct extent edit_attribute(const struct editing *edit, const struct attribute *attribute) {
    size_t start = offset_of(edit, attribute->place);
    const char *at = edit->text + start;
    struct scan_attribute raw;
    bool found = scan_attribute(&at, edit->text + edit->count, &raw);
    assert(found);
    (void)found;
    size_t end = (size_t)(raw.end - edit->text);
    return (struct extent){start, start + raw.name_count, end, end};
}

bool edit_covered(const struct editing *edit, size_t from, size_t to) {
    for (size_t i = 0; i < edit->changes.count; i++) {
        const struct change *change = &edit->changes.items[i];
        if (from < change->to && change->from < to)
            return true;
        if (from == to && change->from == change->to && from == change->from)
            return true;
    }
    return false;
}

bool edit_changed(const struct editing *edit) {
    return edit->changes.count > 0;
}

bool edit_replace(struct editing *edit, size_t from, size_t to, const char *text) {
    assert(from <= to && to <= edit->count);
    if (edit_covered(edit, from, to))
        return false;
    size_t at = edit->changes.count;
    LIST_ADD(edit->arena, &edit->changes, ((struct change){0}));
    /* What is put in stands before what is taken away behind it. */
    for (; at > 0 && (edit->changes.items[at - 1].from > from ||
                      (edit->changes.items[at - 1].from == from && edit->changes.items[at - 1].to > to));
         at--)
        edit->changes.items[at] = edit->changes.items[at - 1];
    edit->changes.items[at] = (struct change){from, to, arena_string(edit->arena, text)};
    return true;
}

void edit_set_content(struct editing *edit, const struct element *element, const char *text) {
    struct extent extent = edit_extent(edit, element);
    if (edit->text[extent.inner_start - 2] != '/') {
        edit_replace(edit, extent.inner_start, extent.inner_end, text);
        return;
    }
    const char *name = edit->text + extent.start + 1;
    int count = (int)(scan_name(name, edit->text + extent.end) - name);
    edit_replace(edit, extent.end - 2, extent.end, arena_format(edit->arena, ">%s</%.*s>", text, count, name));
}

static const struct attribute *attribute_of(const struct element *element, const char *name) {
    for (size_t i = 0; i < element->attribute_count; i++)
        if (strcmp(element->attributes[i].name, name) == 0)
            return &element->attributes[i];
    return NULL;
}

void edit_drop_element(struct editing *edit, const struct element *element) {
    struct extent extent = edit_extent(edit, element);
    size_t start = extent.start;
    while (start > 0 && strchr(" \t", edit->text[start - 1]) != NULL)
        start--;
    const char *past = edit->text + extent.end + strspn(edit->text + extent.end, " \t");
    bool alone = start > 0 && edit->text[start - 1] == '\n' && (*past == '\n' || *past == '\0');
    edit_replace(edit, alone ? start - 1 : extent.start, alone ? (size_t)(past - edit->text) : extent.end, "");
}

void edit_drop_attribute(struct editing *edit, const struct element *element, const char *name) {
    const struct attribute *attribute = attribute_of(element, name);
    if (attribute == NULL)
        return;
    struct extent extent = edit_attribute(edit, attribute);
    while (strchr(" \t\n", edit->text[extent.start - 1]) != NULL)
        extent.start--;
    edit_replace(edit, extent.start, extent.end, "");
}

void edit_set_attribute(struct editing *edit, const struct element *element, const char *name, const char *value) {
    const struct attribute *attribute = attribute_of(element, name);
    assert(attribute != NULL);
    struct extent extent = edit_attribute(edit, attribute);
    char quote = edit->text[extent.end - 1];
    const char *open = memchr(edit->text + extent.inner_start, quote, extent.end - extent.inner_start);
    edit_replace(edit, (size_t)(open + 1 - edit->text), extent.end - 1, value);
}

void edit_add_attribute(struct editing *edit, const struct element *element, const char *name, const char *value) {
    struct extent extent = edit_extent(edit, element);
    size_t at = extent.inner_start - (edit->text[extent.inner_start - 2] == '/' ? 2 : 1);
    while (strchr(" \t\n", edit->text[at - 1]) != NULL)
        at--;
    edit_replace(edit, at, at, arena_format(edit->arena, " %s=\"%s\"", name, value));
}

bool edit_next_text(const struct editing *edit, size_t *from, size_t *start, size_t *end) {
    const char *last = edit->text + edit->count;
    const char *at = edit->text + *from;
    while (at < last && *at == '<' && strncmp(at, "<!--", 4) != 0)
        at = past_markup(edit, at);
    if (at == last)
        return false;
    const char *past = *at == '<' ? past_markup(edit, at) : memchr(at, '<', (size_t)(last - at));
    if (past == NULL)
        past = last;
    *start = (size_t)(at - edit->text);
    *from = *end = (size_t)(past - edit->text);
    return true;
}

/* What the XML declaration says of the encoding, made true. */
static size_t print_declaration(const struct editing *edit, struct buffer *out) {
    if (strncmp(edit->text, "<?xml", 5) != 0 || edit->text[5] == '\0' || strchr(" \t\n", edit->text[5]) == NULL)
        return 0;
    buffer_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    return (size_t)(past_markup(edit, edit->text) - edit->text);
}

static void print_text(const struct editing *edit, struct buffer *out, const char *text, size_t count) {
    if (!edit->carriages) {
        buffer_bytes(out, text, count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (text[i] == '\n')
            buffer_char(out, '\r');
        buffer_char(out, text[i]);
    }
}

void edit_print(const struct editing *edit, struct buffer *out) {
    if (edit->mark)
        buffer_string(out, "\xEF\xBB\xBF");
    size_t at = print_declaration(edit, out);
    for (size_t i = 0; i < edit->changes.count; i++) {
        const struct change *change = &edit->changes.items[i];
        print_text(edit, out, edit->text + at, change->from - at);
        print_text(edit, out, change->text, strlen(change->text));
        at = change->to;
    }
    print_text(edit, out, edit->text + at, edit->count - at);
}

/* ---- in place ---- */

/* Where one is in the text and in the bytes, which say the same up to here. */
struct walk {
    const struct editing *edit;
    size_t text, byte;
    const char *line_end; /* how the last line ended, or the next does: "\r\n", "\n" or "\r" */
};

static size_t unit_of(const struct editing *edit) {
    bool wide = edit->found.encoding == ENCODING_UTF16LE || edit->found.encoding == ENCODING_UTF16BE;
    return wide ? 2 : 1;
}

/* Whether the unit at that byte is this ASCII character. */
static bool byte_is(const struct editing *edit, size_t byte, char c) {
    if (byte + unit_of(edit) > edit->byte_count)
        return false;
    if (unit_of(edit) == 1)
        return edit->bytes[byte] == c;
    size_t low = edit->found.encoding == ENCODING_UTF16BE ? 1 : 0;
    return edit->bytes[byte + low] == c && edit->bytes[byte + 1 - low] == '\0';
}

/* Past one character. */
static void walk_step(struct walk *walk) {
    const struct editing *edit = walk->edit;
    size_t unit = unit_of(edit);
    uint32_t code;
    size_t bytes = utf8_decode(edit->text + walk->text, edit->text + edit->count, &code);
    walk->text += bytes;
    if (code == '\n') {
        bool carriage = byte_is(edit, walk->byte, '\r');
        bool both = carriage && byte_is(edit, walk->byte + unit, '\n');
        walk->line_end = both ? "\r\n" : carriage ? "\r" : "\n";
        walk->byte += both ? 2 * unit : unit;
    } else if (unit == 2) {
        walk->byte += code > 0xFFFF ? 4 : 2;
    } else {
        bool narrow = edit->found.encoding == ENCODING_LATIN1 || edit->found.encoding == ENCODING_WINDOWS1252;
        walk->byte += narrow ? 1 : bytes;
    }
}

/* Moves to `to` in the text; what is passed is copied when `out` is not NULL. */
static void walk_to(struct walk *walk, size_t to, struct buffer *out) {
    size_t byte = walk->byte;
    while (walk->text < to)
        walk_step(walk);
    assert(walk->text == to && walk->byte <= walk->edit->byte_count);
    if (out != NULL)
        buffer_bytes(out, walk->edit->bytes + byte, walk->byte - byte);
}

static void put_unit(const struct editing *edit, uint32_t unit, struct buffer *out) {
    bool big = edit->found.encoding == ENCODING_UTF16BE;
    buffer_char(out, (char)(big ? unit >> 8 : unit & 0xFF));
    buffer_char(out, (char)(big ? unit & 0xFF : unit >> 8));
}

static void put_code(const struct editing *edit, uint32_t code, struct buffer *out) {
    char bytes[4];
    switch (edit->found.encoding) {
    case ENCODING_UTF16LE:
    case ENCODING_UTF16BE:
        if (code > 0xFFFF) {
            put_unit(edit, 0xD800 + ((code - 0x10000) >> 10), out);
            put_unit(edit, 0xDC00 + ((code - 0x10000) & 0x3FF), out);
        } else {
            put_unit(edit, code, out);
        }
        break;
    case ENCODING_LATIN1:
    case ENCODING_WINDOWS1252:
        if (code > 0x7F)
            buffer_format(out, "&#x%X;", (unsigned)code);
        else
            buffer_char(out, (char)code);
        break;
    default:
        buffer_bytes(out, bytes, utf8_write(code, bytes));
    }
}

static void put_text(const struct walk *walk, const char *text, struct buffer *out) {
    const char *end = text + strlen(text);
    while (text < end) {
        uint32_t code;
        text += utf8_decode(text, end, &code);
        if (code != '\n')
            put_code(walk->edit, code, out);
        for (const char *at = code == '\n' ? walk->line_end : ""; *at != '\0'; at++)
            put_code(walk->edit, (unsigned char)*at, out);
    }
}

void edit_print_in_place(const struct editing *edit, struct buffer *out) {
    struct walk walk = {.edit = edit, .line_end = edit->carriages ? "\r\n" : "\n"};
    buffer_bytes(out, edit->bytes, edit->found.mark);
    walk.byte = edit->found.mark;
    for (size_t i = 0; i < edit->changes.count; i++) {
        const struct change *change = &edit->changes.items[i];
        walk_to(&walk, change->from, out);
        put_text(&walk, change->text, out);
        walk_to(&walk, change->to, NULL);
    }
    walk_to(&walk, edit->count, out);
    buffer_bytes(out, edit->bytes + walk.byte, edit->byte_count - walk.byte);
}
