/* font.c: a font dictionary → texts, widths and outlines of its codes. See font.h.
 *
 * Outlines are compared with those of another subset of the same face, maybe made by another
 * version of HarfBuzz: so instructions are left out, and what a composite glyph is made of
 * counts by its own outline, not by its number.
 *
 * Surprising: fonts that are not made as the program makes them (simple ones, Type 3) are not
 * taken apart. That one of another kind stands in the file is told by itself (seen.c).
 */
#include "extract/font.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "extract/scan.h"

#define COMPONENTS_MAX 64
#define DEPTH_MAX 5

struct cids {
    uint32_t first, last, cid; /* codes, and the CID of the first */
};

struct widths {
    uint32_t first, last; /* CIDs */
    double width;
};

struct shapes {
    LIST(struct cids) cids;
    LIST(struct widths) widths;
    double otherwise;            /* the width of the rest */
    const unsigned char *glyphs; /* two bytes a CID; NULL when they are the same */
    size_t glyph_count;
    const unsigned char *program;
    size_t bytes, outlines, outlines_count, places, places_count; /* where glyf and loca stand in it */
    bool wide;                                                    /* loca has four bytes an entry */
};

/* --- Codes ------------------------------------------------------------------------------------------ */

static uint32_t code_of(const struct scanner *in) {
    uint32_t code = 0;
    for (size_t i = 0; i < in->text.count && i < 4; i++)
        code = code << 8 | (unsigned char)in->text.bytes[i];
    return code;
}

static void cids_read(struct shapes *shapes, struct scanner *in, bool ranges, struct arena *arena) {
    while (scanner_take(in) == TOKEN_STRING) {
        struct cids one = {.first = code_of(in)};
        one.last = one.first;
        if (ranges && scanner_take(in) == TOKEN_STRING)
            one.last = code_of(in);
        if (scanner_take(in) != TOKEN_NUMBER || !(in->number >= 0 && in->number < 65536))
            return;
        one.cid = (uint32_t)in->number;
        LIST_ADD(arena, &shapes->cids, one);
    }
}

static void encoding_read(const struct handles *handles, qpdf_oh font, struct font_read *out) {
    size_t count;
    unsigned char *bytes = handle_stream(handles, handle_entry(handles, font, "/Encoding"), &count);
    if (!bytes)
        return; /* Identity-H: two bytes, each code its own CID */
    struct scanner in = scanner_open(bytes, count);
    for (enum token token; (token = scanner_take(&in)) != TOKEN_END;) {
        const char *word = token == TOKEN_WORD ? buffer_text(&in.text) : "";
        if (strcmp(word, "begincodespacerange") == 0)
            codespace_read(&in, out->facts.narrow);
        else if (strcmp(word, "begincidrange") == 0 || strcmp(word, "begincidchar") == 0)
            cids_read(out->shapes, &in, word[8] == 'r', handles->arena);
    }
    scanner_close(&in);
    free(bytes);
}

static uint32_t cid_of(const struct shapes *shapes, uint32_t code) {
    for (size_t i = 0; i < shapes->cids.count; i++) {
        const struct cids *one = &shapes->cids.items[i];
        if (code >= one->first && code <= one->last)
            return one->cid + (code - one->first);
    }
    return shapes->cids.count == 0 ? code : 0;
}

/* --- Widths ------------------------------------------------------------------------------------------- */

static bool number_at(const struct handles *handles, qpdf_oh array, size_t i, double *number) {
    qpdf_oh one = handle_item(handles, array, i);
    bool good = handle_number(handles, one, number);
    handle_release(handles, one);
    return good;
}

static uint32_t cid_at(double number) {
    return number >= 0 && number < 65536 ? (uint32_t)number : 0;
}

/* ISO 32000-1, 9.7.4.3: "c [w1 w2 …]" and "first last w". */
static void widths_read(const struct handles *handles, qpdf_oh descendant, struct shapes *shapes) {
    qpdf_oh array = handle_entry(handles, descendant, "/W"), otherwise = handle_entry(handles, descendant, "/DW");
    if (!handle_number(handles, otherwise, &shapes->otherwise))
        shapes->otherwise = 1000;
    double first, last, width;
    for (size_t i = 0, count = handle_count(handles, array); i + 1 < count;) {
        qpdf_oh next = handle_item(handles, array, i + 1);
        size_t several = handle_count(handles, next);
        if (!number_at(handles, array, i, &first))
            break;
        for (size_t j = 0; j < several; j++)
            if (number_at(handles, next, j, &width)) {
                struct widths one = {cid_at(first) + (uint32_t)j, cid_at(first) + (uint32_t)j, width};
                LIST_ADD(handles->arena, &shapes->widths, one);
            }
        if (handle_kind(handles, next) != ot_array && number_at(handles, array, i + 1, &last) &&
            number_at(handles, array, i + 2, &width)) {
            struct widths one = {cid_at(first), cid_at(last), width};
            LIST_ADD(handles->arena, &shapes->widths, one);
            i++;
        }
        handle_release(handles, next);
        i += 2;
    }
}

static double width_of(const struct view_font *facts, uint32_t code) {
    const struct shapes *shapes = ((const struct font_read *)facts)->shapes;
    uint32_t cid = cid_of(shapes, code);
    for (size_t i = 0; i < shapes->widths.count; i++)
        if (cid >= shapes->widths.items[i].first && cid <= shapes->widths.items[i].last)
            return shapes->widths.items[i].width;
    return shapes->otherwise;
}

/* --- Outlines ------------------------------------------------------------------------------------------- */

static uint32_t big_endian(const unsigned char *at, size_t bytes) {
    uint32_t value = 0;
    for (size_t i = 0; i < bytes; i++)
        value = value << 8 | at[i];
    return value;
}

/* Where a table stands; false when there is none, or not wholly. */
static bool table_find(const struct shapes *shapes, const char *tag, size_t *at, size_t *count) {
    size_t tables = shapes->bytes >= 12 ? big_endian(shapes->program + 4, 2) : 0;
    for (size_t i = 0; i < tables && 12 + 16 * (i + 1) <= shapes->bytes; i++) {
        const unsigned char *entry = shapes->program + 12 + 16 * i;
        *at = big_endian(entry + 8, 4);
        *count = big_endian(entry + 12, 4);
        if (memcmp(entry, tag, 4) == 0)
            return *at <= shapes->bytes && *count <= shapes->bytes - *at;
    }
    return false;
}

static void program_read(const struct handles *handles, qpdf_oh descendant, struct shapes *shapes) {
    size_t count, head;
    qpdf_oh descriptor = handle_entry(handles, descendant, "/FontDescriptor");
    unsigned char *bytes = handle_stream(handles, handle_entry(handles, descriptor, "/FontFile2"), &shapes->bytes);
    if (bytes)
        shapes->program = (const unsigned char *)arena_copy(handles->arena, (const char *)bytes, shapes->bytes);
    free(bytes);
    bytes = handle_stream(handles, handle_entry(handles, descendant, "/CIDToGIDMap"), &count);
    if (bytes) {
        shapes->glyphs = (const unsigned char *)arena_copy(handles->arena, (const char *)bytes, count);
        shapes->glyph_count = count / 2;
    }
    free(bytes);
    if (!table_find(shapes, "glyf", &shapes->outlines, &shapes->outlines_count) ||
        !table_find(shapes, "loca", &shapes->places, &shapes->places_count))
        shapes->places_count = 0;
    shapes->wide = table_find(shapes, "head", &head, &count) && count >= 52 && shapes->program[head + 51] == 1;
}

/* The bytes of a glyph; 0 of them for one without outline. */
static size_t outline_find(const struct shapes *shapes, uint32_t glyph, const unsigned char **outline) {
    size_t step = shapes->wide ? 4 : 2;
    if (shapes->places_count < (glyph + 2) * step)
        return 0;
    const unsigned char *place = shapes->program + shapes->places + glyph * step;
    size_t from = big_endian(place, step), to = big_endian(place + step, step);
    if (!shapes->wide)
        from *= 2, to *= 2;
    if (from > to || to > shapes->outlines_count)
        return 0;
    *outline = shapes->program + shapes->outlines + from;
    return to - from;
}

static void put_outline(const struct shapes *shapes, uint32_t glyph, size_t depth, struct buffer *out);

/* The parts of a glyph that is made of others, with where and how they stand in it. */
static void put_components(const struct shapes *shapes, const unsigned char *at, size_t count, size_t depth,
                           struct buffer *out) {
    enum { WORDS = 1, SCALE = 8, MORE = 32, TWO_SCALES = 64, MATRIX = 128, PLACING = 0xA0F };
    size_t used = 10;
    for (size_t i = 0; i < COMPONENTS_MAX && used + 4 <= count; i++) {
        uint32_t flags = big_endian(at + used, 2), glyph = big_endian(at + used + 2, 2);
        size_t more = (flags & WORDS ? 4u : 2u) + (flags & SCALE        ? 2
                                                   : flags & TWO_SCALES ? 4
                                                   : flags & MATRIX     ? 8
                                                                        : 0); /* arguments, scales */
        if (more > count - used - 4)
            return;
        buffer_format(out, "part %u ", (unsigned)(flags & PLACING));
        buffer_bytes(out, at + used + 4, more);
        put_outline(shapes, glyph, depth + 1, out);
        used += 4 + more;
        if (!(flags & MORE))
            return;
    }
}

static void put_outline(const struct shapes *shapes, uint32_t glyph, size_t depth, struct buffer *out) {
    const unsigned char *at = NULL;
    size_t count = outline_find(shapes, glyph, &at);
    if (count < 10 || depth > DEPTH_MAX) {
        buffer_string(out, "none ");
        return;
    }
    size_t contours = big_endian(at, 2);
    buffer_bytes(out, at, 10);
    if (contours >= 0x8000) {
        put_components(shapes, at, count, depth, out);
        return;
    }
    size_t used = 10 + 2 * contours;
    if (used + 2 > count)
        return;
    buffer_bytes(out, at + 10, 2 * contours);
    used += 2 + big_endian(at + used, 2);      /* the instructions */
    while (count > used && at[count - 1] == 0) /* what fills it up */
        count--;
    if (used < count)
        buffer_bytes(out, at + used, count - used);
}

bool font_shape(const struct font_read *font, uint32_t code, struct hash *shape) {
    const struct shapes *shapes = font->shapes;
    uint32_t cid = cid_of(shapes, code), glyph = cid;
    if (shapes->places_count == 0)
        return false;
    if (shapes->glyphs)
        glyph = cid < shapes->glyph_count ? big_endian(shapes->glyphs + 2 * (size_t)cid, 2) : 0;
    struct buffer out = {0};
    put_outline(shapes, glyph, 0, &out);
    *shape = hash_bytes(out.bytes, out.count);
    buffer_close(&out);
    return true;
}

/* --- All ------------------------------------------------------------------------------------------------ */

struct font_read *font_read(const struct handles *handles, qpdf_oh font) {
    struct font_read *out = ARENA_NEW(handles->arena, struct font_read);
    const char *name = handle_words_at(handles, font, "/BaseFont");
    const char *plus = name ? strchr(name, '+') : NULL;
    size_t count;
    out->name = plus ? plus + 1 : name ? name : "";
    out->shapes = ARENA_NEW(handles->arena, struct shapes);
    out->facts.width = width_of;
    unsigned char *bytes = handle_stream(handles, handle_entry(handles, font, "/ToUnicode"), &count);
    out->facts.meanings = bytes ? meanings_read(bytes, count, handles->arena) : NULL;
    free(bytes);
    qpdf_oh descendants = handle_entry(handles, font, "/DescendantFonts");
    qpdf_oh descendant = handle_kind(handles, descendants) == ot_array && handle_count(handles, descendants) > 0
                             ? handle_item(handles, descendants, 0)
                             : font;
    encoding_read(handles, font, out);
    widths_read(handles, descendant, out->shapes);
    program_read(handles, descendant, out->shapes);
    return out;
}
