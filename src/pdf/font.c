/* font.c: one Type 0 font a face, cut down to the glyphs in use.
 *
 * In: marks. Out: their codes; at the end Type0 / CIDFontType2 dictionaries (ISO
 * 32000-1, 9.7), a subset by hb-subset, W, ToUnicode, CIDToGIDMap and one CMap.
 *
 * A code means one glyph with one text, so what a reader extracts is the source's
 * text exactly, also where one glyph serves two characters (a space and a
 * no-break space). It is given when the glyph is first painted, so pages are gone
 * through once: an ASCII character is its own code where no other glyph has taken
 * it, the next fifty have one byte too, and only what comes after has two. So most
 * text stands in the file in one byte a glyph, half of what Identity-H would need;
 * the CMap which says so (9.7.5) is embedded, as PDF/A and PDF/UA ask.
 *
 * Every code must have a text (ISO 14289-1, 7.21.7), so the characters of a
 * cluster of several glyphs are dealt out over them, one each and the rest to the
 * last: in order they read as the cluster. A cluster with fewer characters than
 * glyphs is decomposed canonically first (NFC of what is read is still the
 * source); should that not be enough, each glyph left over reads as U+034F,
 * combining grapheme joiner: invisible, ignorable, and no word boundary.
 */
#include "pdf/font.h"

#include <assert.h>
#include <hb-subset.h>
#include <hb.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/list.h"
#include "base/utf8.h"

#define GRAPHEME_JOINER 0x034Fu
#define BFCHAR_MAX 100
#define CLUSTER_MAX 64
#define TEXT_FAULT_LIMIT 20 /* past this many faults of one sort in one text the rest say nothing new */

/* Codes of one byte come before this one; those of two begin with a byte that is no less. */
#define WIDE_FIRST 0xA000u
#define NARROW_CODES 0xA0u

/* One glyph with one text. */
struct use {
    uint32_t key; /* of the text's first bytes */
    uint32_t bytes;
    struct glyph_code code;
    uint32_t next; /* the next use of the glyph + 1, or 0 */
    uint32_t glyph;
    uint32_t cid;
    const char *text;
    const struct node *told; /* in which text it was last said that it may not be written */
};

/* How an ASCII character is written: nearly every glyph is one, in the first use that there was of it. */
struct plain {
    uint32_t glyph;
    struct glyph_code code;
};

struct used_face {
    const struct face *face;
    LIST(struct use) uses;
    uint32_t *first; /* by glyph: its first use + 1, or 0 */
    size_t glyph_room;
    struct plain plain[128]; /* by ASCII character; one that has a glyph here is a code, and means that glyph */
    uint32_t others;         /* codes that are not */
    uint32_t cid_count;
};

struct fonts {
    struct arena *arena;
    LIST(struct used_face) faces;
    /* Of the mark at hand, by glyph. */
    size_t face;
    uint32_t *uses;
    struct glyph_code *codes;
    size_t room;
};

struct fonts *fonts_open(struct arena *arena) {
    struct fonts *fonts = ARENA_NEW(arena, struct fonts);
    fonts->arena = arena;
    return fonts;
}

/* Which glyph with which text. */

static uint32_t text_key(const char *text, size_t bytes) {
    uint32_t key = 0;
    for (size_t i = 0; i < bytes && i < sizeof key; i++) {
        key = key << 8 | (unsigned char)text[i];
    }
    return key;
}

static void glyphs_grow(struct fonts *fonts, struct used_face *face, uint32_t glyph) {
    size_t room = (size_t)glyph * 2 + 256;
    uint32_t *first = ARENA_ARRAY(fonts->arena, room, uint32_t);
    if (face->glyph_room > 0) {
        memcpy(first, face->first, face->glyph_room * sizeof *first);
    }
    face->first = first;
    face->glyph_room = room;
}

/* ISO 14289-1, 7.21.7-2 and ISO 19005-3, 6.2.11.7.3. */
static bool code_is_meaningless(uint32_t code) {
    return code == 0 || code == 0xFEFF || code == 0xFFFE || (code >= 0xE000 && code <= 0xF8FF) || code >= 0xF0000;
}

/* Finds the first such character; its offset, or `bytes` when there is none. */
static size_t meaningless_find(const char *text, size_t bytes, uint32_t *code) {
    for (size_t at = 0; at < bytes;) {
        size_t count = utf8_decode(text + at, text + bytes, code);
        if (code_is_meaningless(*code))
            return at;
        at += count;
    }
    return bytes;
}

/* The next code of a face for `text`. */
static uint32_t code_next(struct used_face *face, const char *text, size_t bytes) {
    unsigned char c = (unsigned char)*text;
    if (bytes == 1 && c >= ' ' && c < 0x7F && face->plain[c].glyph == 0)
        return c;
    uint32_t other = face->others++;
    if (other < 0x20)
        return 0x80 + other;
    if (other < 0x20 + 18)
        return 0x0E + (other - 0x20); /* after the carriage return, which a string may not hold as it is */
    assert(other - (0x20 + 18) <= 0xFFFF - WIDE_FIRST);
    return WIDE_FIRST + other - (0x20 + 18);
}

static void byte_escaped(struct glyph_code *code, uint32_t byte) {
    byte &= 0xFF;
    if (byte == '(' || byte == ')' || byte == '\\' || byte == '\r')
        code->bytes[code->count++] = '\\';
    code->bytes[code->count++] = byte == '\r' ? 'r' : (char)byte;
}

static struct use use_new(struct fonts *fonts, struct used_face *face, uint32_t glyph, const char *text, size_t bytes) {
    uint32_t code = code_next(face, text, bytes);
    uint32_t cid = code < NARROW_CODES ? code : code - WIDE_FIRST + NARROW_CODES;
    uint32_t character;
    struct use use = {.glyph = glyph,
                      .text = arena_copy(fonts->arena, text, bytes),
                      .bytes = (uint32_t)bytes,
                      .key = text_key(text, bytes),
                      .cid = cid,
                      .code.width = (uint16_t)face_advance(face->face, glyph),
                      .code.space = bytes == 1 && *text == ' ',
                      .code.meaningless = meaningless_find(text, bytes, &character) < bytes};
    if (code >= NARROW_CODES)
        byte_escaped(&use.code, code >> 8);
    byte_escaped(&use.code, code);
    if (face->cid_count <= cid)
        face->cid_count = cid + 1;
    if (cid >= ' ' && cid < 0x7F)
        face->plain[cid] = (struct plain){.glyph = glyph, .code = use.code};
    return use;
}

static uint32_t use_find(struct fonts *fonts, struct used_face *face, uint32_t glyph, const char *text, size_t bytes) {
    assert(glyph != 0 && "a character without a glyph must be refused before");
    assert(bytes > 0);
    if (glyph >= face->glyph_room) {
        glyphs_grow(fonts, face, glyph);
    }
    uint32_t key = text_key(text, bytes);
    uint32_t *link = &face->first[glyph];
    while (*link != 0) {
        struct use *use = &face->uses.items[*link - 1];
        if (use->key == key && use->bytes == bytes && (bytes <= sizeof key || memcmp(use->text, text, bytes) == 0)) {
            return *link - 1;
        }
        link = &use->next;
    }
    *link = (uint32_t)face->uses.count + 1; /* before the list grows: the link may stand in it */
    LIST_ADD(fonts->arena, &face->uses, use_new(fonts, face, glyph, text, bytes));
    return (uint32_t)face->uses.count - 1;
}

/* Dealing out. */

/* Appends the canonical decomposition of `code` to codes[0…*count); what does not fit is kept whole. */
static void decompose(uint32_t code, uint32_t *codes, size_t *count) {
    hb_codepoint_t first;
    hb_codepoint_t second;
    if (*count + 4 < CLUSTER_MAX && hb_unicode_decompose(hb_unicode_funcs_get_default(), code, &first, &second)) {
        decompose(first, codes, count);
        if (second != 0) {
            codes[(*count)++] = second;
        }
    } else {
        assert(*count < CLUSTER_MAX);
        codes[(*count)++] = code;
    }
}

static size_t text_codes(const char *text, size_t bytes, bool decomposed, uint32_t codes[CLUSTER_MAX]) {
    const char *end = text + bytes;
    size_t count = 0;
    while (text < end && count + 1 < CLUSTER_MAX) {
        uint32_t code;
        text += utf8_decode(text, end, &code);
        if (decomposed) {
            decompose(code, codes, &count);
        } else {
            codes[count++] = code;
        }
    }
    return count;
}

/* `count` glyphs of a run stand for `text`. */
static void deal(struct fonts *fonts, const struct glyph *glyphs, size_t count, const char *text, size_t bytes,
                 uint32_t *uses) {
    struct used_face *face = &fonts->faces.items[fonts->face];
    uint32_t codes[CLUSTER_MAX];
    size_t code_count = text_codes(text, bytes, false, codes);
    if (code_count < count) {
        code_count = text_codes(text, bytes, true, codes);
    }
    size_t next = 0;
    for (size_t i = 0; i < count; i++) {
        char piece[CLUSTER_MAX * 4];
        size_t piece_bytes = 0;
        size_t take = i + 1 < count || next >= code_count ? 1 : code_count - next;
        for (size_t k = 0; k < take; k++, next++) {
            piece_bytes += utf8_write(next < code_count ? codes[next] : GRAPHEME_JOINER, piece + piece_bytes);
        }
        uses[i] = use_find(fonts, face, glyphs[i].id, piece, piece_bytes);
    }
}

/* Runs. */

static size_t face_find(struct fonts *fonts, const struct face *face) {
    for (size_t i = 0; i < fonts->faces.count; i++) {
        if (fonts->faces.items[i].face == face) {
            return i;
        }
    }
    LIST_ADD(fonts->arena, &fonts->faces, (struct used_face){.face = face});
    return fonts->faces.count - 1;
}

/* The face of `run` becomes the one at hand, with room for `count` glyphs. */
static struct used_face *run_take(struct fonts *fonts, const struct glyph_run *run, size_t count) {
    if (count > fonts->room) {
        fonts->room = count * 2;
        fonts->uses = ARENA_ARRAY(fonts->arena, fonts->room, uint32_t);
        fonts->codes = ARENA_ARRAY(fonts->arena, fonts->room, struct glyph_code);
    }
    if (fonts->faces.count == 0 || fonts->faces.items[fonts->face].face != run->face) {
        fonts->face = face_find(fonts, run->face);
    }
    return &fonts->faces.items[fonts->face];
}

static void code_tell(uint32_t code, struct place place, struct report *report) {
    char name[16];
    size_t digits = 0;
    for (int shift = code > 0xFFFF ? 20 : 12; shift >= 0; shift -= 4) {
        name[digits++] = "0123456789ABCDEF"[code >> shift & 15];
    }
    name[digits] = '\0';
    report_add(report, RULE_PDF_CHARACTER, place, name);
}

/* Tells it wherever it stands in the text that the mark is a line of. */
static void use_tell(struct use *use, const struct mark *mark, struct report *report) {
    const struct node *node = mark->node;
    if (node != NULL && use->told == node)
        return;
    use->told = node;
    uint32_t code = 0;
    size_t offset = meaningless_find(use->text, use->bytes, &code);
    const char *text = node != NULL && node->kind == NODE_TEXT ? node->as.text.text : "";
    const char *found = strstr(text, use->text);
    if (found == NULL)
        code_tell(code, node == NULL ? (struct place){0} : node->place, report);
    for (unsigned told = 0; found != NULL && told < TEXT_FAULT_LIMIT; told++) {
        code_tell(code, node_place(node, (size_t)(found - text) + offset), report);
        found = strstr(found + use->bytes, use->text);
    }
}

/* The cluster of `count` glyphs at `glyphs`; returns whether one of them means nothing. */
static bool cluster_code(struct fonts *fonts, struct used_face *face, const char *text, const struct glyph *glyphs,
                         size_t count, size_t to) {
    bool meaningless = false;
    if (count == 1 && glyphs->bytes > 0) {
        fonts->uses[to] = use_find(fonts, face, glyphs->id, text + glyphs->text, glyphs->bytes);
    } else {
        deal(fonts, glyphs, count, text + glyphs->text, glyphs->bytes, fonts->uses + to);
    }
    for (size_t i = to; i < to + count; i++) {
        fonts->codes[i] = face->uses.items[fonts->uses[i]].code;
        fonts->codes[i].space = fonts->codes[i].space && count == 1; /* no gap within a cluster */
        meaningless = meaningless || fonts->codes[i].meaningless;
    }
    return meaningless;
}

/* The glyphs [first, end) of the run, whole clusters. True when one of them means nothing. */
static bool clusters_code(struct fonts *fonts, struct used_face *face, const struct glyph_run *run, size_t first,
                          size_t end) {
    const struct glyph *glyphs = run->glyphs;
    bool meaningless = false;
    for (size_t i = first; i < end;) {
        size_t next = i + 1;
        assert(glyphs[i].text + glyphs[i].bytes <= run->bytes);
        while (next < end && glyphs[next].bytes == 0) {
            next++;
        }
        if (next == i + 1 && glyphs[i].bytes == 1) {
            const struct plain *plain = &face->plain[run->text[glyphs[i].text] & 0x7F];
            if (plain->glyph == glyphs[i].id && glyphs[i].id != 0) {
                fonts->codes[i - first] = plain->code;
                i = next;
                continue;
            }
        }
        meaningless = cluster_code(fonts, face, run->text, glyphs + i, next - i, i - first) || meaningless;
        i = next;
    }
    return meaningless;
}

struct coded_run fonts_code(struct fonts *fonts, const struct mark *mark, struct report *report) {
    assert(mark->kind == MARK_GLYPHS);
    const struct glyph_run *run = mark->as.glyphs.run;
    size_t first = mark->as.glyphs.first;
    size_t end = first + mark->as.glyphs.count;
    assert(end <= run->count);
    size_t start = first;
    while (start > 0 && start < run->count && run->glyphs[start].bytes == 0) {
        start--;
    }
    while (end < run->count && run->glyphs[end].bytes == 0) {
        end++;
    }
    struct used_face *face = run_take(fonts, run, end - start);
    if (clusters_code(fonts, face, run, start, end)) {
        for (size_t i = 0; i < end - start; i++) {
            if (fonts->codes[i].meaningless)
                use_tell(&face->uses.items[fonts->uses[i]], mark, report);
        }
    }
    return (struct coded_run){.font = fonts->face, .codes = fonts->codes + (first - start)};
}

/* Subset. */

static hb_face_t *shaper_face(const struct face *face) {
    return hb_font_get_face(face->shaper);
}

/* What no subset of ours holds: characters and features are chosen already. */
static const hb_tag_t DROPPED[] = {HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'),
                                   HB_TAG('n', 'a', 'm', 'e'), HB_TAG('O', 'S', '/', '2'), HB_TAG('p', 'o', 's', 't'),
                                   HB_TAG('k', 'e', 'r', 'n'), HB_TAG('c', 'm', 'a', 'p'), HB_TAG('g', 'a', 's', 'p'),
                                   HB_TAG('D', 'S', 'I', 'G'), HB_TAG('M', 'V', 'A', 'R'), HB_TAG('S', 'T', 'A', 'T'),
                                   HB_TAG('v', 'h', 'e', 'a'), HB_TAG('v', 'm', 't', 'x'), HB_TAG('M', 'A', 'T', 'H')};

/* A table of the face `whole`, unless it is one of those. */
static hb_blob_t *outline_table(hb_face_t *outlines, hb_tag_t tag, void *whole) {
    (void)outlines;
    for (size_t i = 0; i < sizeof DROPPED / sizeof DROPPED[0]; i++) {
        if (DROPPED[i] == tag) {
            return hb_blob_get_empty();
        }
    }
    return hb_face_reference_table(whole, tag);
}

/* NULL when HarfBuzz can make nothing of the face. */
static hb_subset_plan_t *subset_plan(const struct used_face *face) {
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (input == NULL) {
        memory_exhausted();
    }
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    hb_set_t *tables = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (size_t i = 0; i < sizeof DROPPED / sizeof DROPPED[0]; i++) {
        hb_set_add(tables, DROPPED[i]);
    }
    hb_set_t *glyphs = hb_subset_input_glyph_set(input);
    for (size_t i = 0; i < face->uses.count; i++) {
        hb_set_add(glyphs, face->uses.items[i].glyph);
    }
    /* HarfBuzz would look through all of `cmap` for characters of the glyphs, only to drop them. */
    hb_face_t *outlines = hb_face_create_for_tables(outline_table, shaper_face(face->face), NULL);
    hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(outlines, input);
    hb_face_destroy(outlines);
    hb_subset_input_destroy(input);
    return plan;
}

/* Dictionaries. */

static void write_hex(struct buffer *out, uint32_t value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
        buffer_char(out, "0123456789ABCDEF"[value >> shift & 15]);
    }
}

/* The code of a CID, in brackets. */
static void write_code(struct buffer *out, uint32_t cid) {
    buffer_char(out, '<');
    if (cid < NARROW_CODES) {
        write_hex(out, cid, 2);
    } else {
        write_hex(out, cid - NARROW_CODES + WIDE_FIRST, 4);
    }
    buffer_char(out, '>');
}

static void write_text_hex(struct buffer *out, const struct use *use) {
    for (const char *text = use->text, *end = text + use->bytes; text < end;) {
        uint32_t code;
        text += utf8_decode(text, end, &code);
        if (code > 0xFFFF) {
            write_hex(out, 0xD800 + ((code - 0x10000) >> 10), 4);
            code = 0xDC00 + ((code - 0x10000) & 0x3FF);
        }
        write_hex(out, code, 4);
    }
}

static void write_map_head(struct buffer *out, const char *ordering, const char *name, uint32_t cid_count) {
    bool wide = cid_count > NARROW_CODES;
    buffer_string(out, "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)"
                       "/Ordering(");
    buffer_string(out, ordering);
    buffer_string(out, ")/Supplement 0>>def\n/CMapName/");
    buffer_string(out, name);
    buffer_string(out, wide ? " def\n2 begincodespacerange\n<00><9F>\n<A000><FFFF>\nendcodespacerange\n"
                            : " def\n1 begincodespacerange\n<00><9F>\nendcodespacerange\n");
}

static const char MAP_TAIL[] = "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n";

/* Which uses have which CIDs; NULL for none. */
static const struct use **uses_by_cid(struct fonts *fonts, const struct used_face *face) {
    const struct use **by_cid = ARENA_ARRAY(fonts->arena, face->cid_count, const struct use *);
    for (size_t i = 0; i < face->uses.count; i++) {
        by_cid[face->uses.items[i].cid] = &face->uses.items[i];
    }
    return by_cid;
}

/* ISO 32000-1, 9.10.3. */
static void write_to_unicode(struct objects *objects, const struct used_face *face, const struct use *const *by_cid,
                             struct dict *font) {
    struct buffer text = {0};
    size_t count = face->uses.count;
    write_map_head(&text, "UCS", "Adobe-Identity-UCS", face->cid_count);
    buffer_string(&text, "/CMapType 2 def\n");
    for (uint32_t cid = 0, done = 0; cid < face->cid_count; cid++) {
        if (by_cid[cid] == NULL) {
            continue;
        }
        if (done % BFCHAR_MAX == 0) {
            buffer_string(&text, done > 0 ? "endbfchar\n" : "");
            buffer_integer(&text, (int64_t)(count - done < BFCHAR_MAX ? count - done : BFCHAR_MAX));
            buffer_string(&text, " beginbfchar\n");
        }
        write_code(&text, cid);
        buffer_char(&text, '<');
        write_text_hex(&text, by_cid[cid]);
        buffer_string(&text, ">\n");
        done++;
    }
    buffer_string(&text, "endbfchar\n");
    buffer_string(&text, MAP_TAIL);
    struct dict *map = dict_new(objects);
    dict_stream(objects, map, text.bytes, text.count, PACKING_ONCE);
    dict_refer(font, "ToUnicode", map);
    buffer_close(&text);
}

static void write_system_info(struct dict *dict) {
    struct dict *system = dict_dict(dict, "CIDSystemInfo");
    dict_ascii(system, "Registry", "Adobe");
    dict_ascii(system, "Ordering", "Identity");
    dict_number(system, "Supplement", 0);
}

/* Codes → CIDs, ISO 32000-1, 9.7.5.3, for all faces. The codes of a range may differ in their last byte alone. */
static struct dict *write_encoding(struct objects *objects, uint32_t cid_count) {
    struct buffer text = {0};
    uint32_t ranges = 1 + (cid_count > NARROW_CODES ? (cid_count - NARROW_CODES + 0xFF) / 0x100 : 0);
    write_map_head(&text, "Identity", "Engross", cid_count);
    buffer_string(&text, "/CMapType 1 def\n");
    buffer_integer(&text, ranges);
    buffer_string(&text, " begincidrange\n<00><9F>0\n");
    assert(ranges <= 100);
    for (uint32_t cid = NARROW_CODES; cid < cid_count; cid += 0x100) {
        write_code(&text, cid);
        write_code(&text, cid + 0xFF);
        buffer_integer(&text, cid);
        buffer_char(&text, '\n');
    }
    buffer_string(&text, "endcidrange\n");
    buffer_string(&text, MAP_TAIL);
    struct dict *map = dict_new(objects);
    dict_name(map, "Type", "CMap");
    dict_name(map, "CMapName", "Engross");
    write_system_info(map);
    dict_stream(objects, map, text.bytes, text.count, PACKING_ONCE);
    buffer_close(&text);
    return map;
}

/* Glyphs of the subset, and widths, by CID. */
static void write_glyphs(struct objects *objects, const struct used_face *face, const struct use *const *by_cid,
                         hb_subset_plan_t *plan, struct dict *font) {
    const hb_map_t *numbers = hb_subset_plan_old_to_new_glyph_mapping(plan);
    struct buffer glyphs = {0};
    struct buffer widths = {0};
    buffer_string(&widths, "/W[");
    for (uint32_t cid = 0; cid < face->cid_count; cid++) {
        const struct use *use = by_cid[cid];
        uint32_t glyph = use != NULL ? hb_map_get(numbers, use->glyph) : 0;
        assert(glyph <= 0xFFFF);
        buffer_char(&glyphs, (char)(glyph >> 8));
        buffer_char(&glyphs, (char)(glyph & 0xFF));
        if (use == NULL) {
            continue;
        }
        bool begins = cid == 0 || by_cid[cid - 1] == NULL;
        if (begins) {
            buffer_integer(&widths, cid);
        }
        buffer_char(&widths, begins ? '[' : ' ');
        buffer_integer(&widths, use->code.width);
        if (cid + 1 == face->cid_count || by_cid[cid + 1] == NULL) {
            buffer_char(&widths, ']');
        }
    }
    buffer_char(&widths, ']');
    dict_written(objects, font, widths.bytes, widths.count);
    struct dict *map = dict_new(objects);
    dict_stream(objects, map, glyphs.bytes, glyphs.count, PACKING_ONCE);
    dict_refer(font, "CIDToGIDMap", map);
    buffer_close(&glyphs);
    buffer_close(&widths);
}

static struct dict *write_descriptor(struct objects *objects, const struct used_face *used, const char *name,
                                     const char *program, size_t bytes) {
    const struct face *face = used->face;
    struct dict *descriptor = dict_new(objects);
    struct dict *file = dict_new(objects);
    dict_name(descriptor, "Type", "FontDescriptor");
    dict_name(descriptor, "FontName", name);
    dict_number(descriptor, "Flags", 4);
    struct array *box = dict_array(descriptor, "FontBBox", 4);
    for (size_t i = 0; i < 4; i++) {
        array_number(box, face->box[i]);
    }
    dict_number(descriptor, "ItalicAngle", face->italic_angle / 65536);
    dict_number(descriptor, "Ascent", face->ascent);
    dict_number(descriptor, "Descent", face->descent);
    dict_number(descriptor, "CapHeight", face->cap_height);
    dict_number(descriptor, "StemV", face->stem);
    dict_number(file, "Length1", (int64_t)bytes);
    dict_stream(objects, file, program, bytes, PACKING_ONCE);
    dict_refer(descriptor, "FontFile2", file);
    return descriptor;
}

/* The subset's font program; its tag is a hash of it, so two subsets of one face never share a name. NULL when HarfBuzz
 * refuses to make one. */
static struct dict *write_program(struct fonts *fonts, struct objects *objects, const struct used_face *face,
                                  hb_subset_plan_t *plan, const char **name) {
    hb_face_t *subset = hb_subset_plan_execute_or_fail(plan);
    if (subset == NULL) {
        return NULL;
    }
    hb_blob_t *blob = hb_face_reference_blob(subset);
    unsigned bytes = 0;
    const char *program = hb_blob_get_data(blob, &bytes);
    assert(bytes > 0);
    struct hash hash = hash_bytes(program, bytes);
    char tag[7];
    for (size_t i = 0; i < 6; i++) {
        tag[i] = (char)('A' + hash.bytes[i] % 26);
    }
    tag[6] = '\0';
    *name = arena_format(fonts->arena, "%s+%s", tag, face->face->postscript_name);
    struct dict *descriptor = write_descriptor(objects, face, *name, program, bytes);
    hb_blob_destroy(blob);
    hb_face_destroy(subset);
    return descriptor;
}

/* False when the face cannot be subset. */
static bool font_write(struct fonts *fonts, struct objects *objects, const struct used_face *face,
                       const struct dict *encoding, struct dict *font) {
    hb_subset_plan_t *plan = subset_plan(face);
    if (plan == NULL) {
        return false;
    }
    const struct use **by_cid = uses_by_cid(fonts, face);
    const char *name = NULL;
    struct dict *descriptor = write_program(fonts, objects, face, plan, &name);
    if (descriptor == NULL) {
        hb_subset_plan_destroy(plan);
        return false;
    }
    struct dict *descendant = dict_new(objects);
    dict_name(descendant, "Type", "Font");
    dict_name(descendant, "Subtype", "CIDFontType2");
    dict_name(descendant, "BaseFont", name);
    write_system_info(descendant);
    dict_refer(descendant, "FontDescriptor", descriptor);
    write_glyphs(objects, face, by_cid, plan, descendant);
    hb_subset_plan_destroy(plan);
    dict_name(font, "Type", "Font");
    dict_name(font, "Subtype", "Type0");
    dict_name(font, "BaseFont", name);
    dict_refer(font, "Encoding", encoding);
    array_refer(dict_array(font, "DescendantFonts", 1), descendant);
    write_to_unicode(objects, face, by_cid, font);
    return true;
}

bool fonts_write(struct fonts *fonts, struct objects *objects, struct dict *resources, struct report *report) {
    if (fonts->faces.count == 0) {
        return true;
    }
    bool fine = true;
    uint32_t cid_count = 0;
    for (size_t i = 0; i < fonts->faces.count; i++) {
        if (cid_count < fonts->faces.items[i].cid_count)
            cid_count = fonts->faces.items[i].cid_count;
    }
    struct dict *encoding = write_encoding(objects, cid_count);
    struct dict *names = dict_dict(resources, "Font");
    for (size_t i = 0; i < fonts->faces.count; i++) {
        struct dict *font = dict_new(objects);
        const struct face *face = fonts->faces.items[i].face;
        if (!font_write(fonts, objects, &fonts->faces.items[i], encoding, font)) {
            report_add(report, RULE_FONT_KIND, face->place, face->file, "is damaged where its outlines are described");
            fine = false;
        }
        dict_refer(names, arena_format(fonts->arena, "F%zu", i), font);
    }
    return fine;
}
