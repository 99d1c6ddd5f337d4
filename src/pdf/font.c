/* font.c: one Type 0 font a face, cut down to the glyphs in use.
 *
 * In: glyph runs. Out: Type0 / CIDFontType2 dictionaries (ISO 32000-1, 9.7), a
 * subset by hb-subset, W, ToUnicode and, where needed, a CIDToGIDMap.
 *
 * A code means one glyph with one text, so what a reader extracts is the source's
 * text exactly, also where one glyph serves two characters (a space and a
 * no-break space). A code is the glyph's number in the subset while that glyph
 * has one text, and the map is Identity; further texts get codes beyond the last
 * glyph.
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

/* One glyph with one text. */
struct use {
    uint32_t glyph;
    const char *text;
    size_t bytes;
    uint32_t key;  /* of the text's first bytes */
    uint32_t next; /* the next use of the glyph + 1, or 0 */
    bool painted;
    bool meaningless;        /* it stands for a character that may not be written */
    const struct node *told; /* in which text that was said last */
    uint16_t code;
};

struct used_face {
    const struct face *face;
    LIST(struct use) uses;
    uint32_t *first; /* by glyph: its first use + 1, or 0 */
    size_t glyph_room;
    uint16_t *widths;
    size_t code_count;    /* 1 more than the highest */
    uint32_t *code_glyph; /* by code: glyph of the subset */
    const struct use **code_use;
};

struct fonts {
    struct arena *arena;
    LIST(struct used_face) faces;
    /* Of the run at hand, by glyph. */
    size_t face;
    uint32_t *uses;
    uint16_t *codes;
    unsigned char *word;
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
    LIST_ADD(fonts->arena, &face->uses,
             (struct use){.glyph = glyph, .text = arena_copy(fonts->arena, text, bytes), .bytes = bytes, .key = key});
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

/* The glyphs [first, first + count) of a run stand for `text`. */
static void deal(struct fonts *fonts, const struct glyph *glyphs, size_t first, size_t count, const char *text,
                 size_t bytes) {
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
        fonts->uses[first + i] = use_find(fonts, face, glyphs[first + i].id, piece, piece_bytes);
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

/* Makes `run` the run at hand: the use of each of its glyphs. */
static void run_take(struct fonts *fonts, const struct glyph_run *run) {
    if (run->count > fonts->room) {
        fonts->room = run->count * 2;
        fonts->uses = ARENA_ARRAY(fonts->arena, fonts->room, uint32_t);
        fonts->codes = ARENA_ARRAY(fonts->arena, fonts->room, uint16_t);
        fonts->word = ARENA_ARRAY(fonts->arena, fonts->room, unsigned char);
    }
    if (fonts->faces.count == 0 || fonts->faces.items[fonts->face].face != run->face) {
        fonts->face = face_find(fonts, run->face);
    }
    struct used_face *face = &fonts->faces.items[fonts->face];
    const struct glyph *glyphs = run->glyphs;
    for (size_t i = 0; i < run->count;) {
        const char *text = run->text + glyphs[i].text;
        size_t end = i + 1;
        while (end < run->count && glyphs[end].bytes == 0) {
            end++;
        }
        assert(glyphs[i].text + glyphs[i].bytes <= run->bytes);
        fonts->word[i] = 0;
        if (end == i + 1 && glyphs[i].bytes > 0) {
            fonts->uses[i] = use_find(fonts, face, glyphs[i].id, text, glyphs[i].bytes);
            fonts->word[i] = glyphs[i].bytes == 1 && *text == ' ';
        } else {
            memset(fonts->word + i, 0, end - i);
            deal(fonts, glyphs, i, end - i, text, glyphs[i].bytes);
        }
        i = end;
    }
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

void fonts_add(struct fonts *fonts, const struct mark *mark, struct report *report) {
    assert(mark->kind == MARK_GLYPHS);
    size_t first = mark->as.glyphs.first;
    size_t end = first + mark->as.glyphs.count;
    run_take(fonts, mark->as.glyphs.run);
    assert(end <= mark->as.glyphs.run->count);
    for (size_t i = first; i < end; i++) {
        struct use *use = &fonts->faces.items[fonts->face].uses.items[fonts->uses[i]];
        if (!use->painted) {
            use->painted = true;
            uint32_t code;
            use->meaningless = meaningless_find(use->text, use->bytes, &code) < use->bytes;
        }
        if (use->meaningless)
            use_tell(use, mark, report);
    }
}

/* Subset and codes. */

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
        if (face->uses.items[i].painted) {
            hb_set_add(glyphs, face->uses.items[i].glyph);
        }
    }
    /* HarfBuzz would look through all of `cmap` for characters of the glyphs, only to drop them. */
    hb_face_t *outlines = hb_face_create_for_tables(outline_table, shaper_face(face->face), NULL);
    hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(outlines, input);
    hb_face_destroy(outlines);
    hb_subset_input_destroy(input);
    return plan;
}

/* Codes of a face: the glyph's number in the subset for its first text, then on beyond the last glyph. True when the
 * codes are the glyphs' numbers throughout. */
static bool codes_give(struct fonts *fonts, struct used_face *face, hb_subset_plan_t *plan) {
    const hb_map_t *numbers = hb_subset_plan_old_to_new_glyph_mapping(plan);
    const hb_map_t *olds = hb_subset_plan_new_to_old_glyph_mapping(plan);
    size_t glyphs = hb_map_get_population(olds);
    size_t limit = glyphs + face->uses.count;
    assert(limit < 0xFFFF);
    bool identity = true;
    face->code_glyph = ARENA_ARRAY(fonts->arena, limit, uint32_t);
    face->code_use = ARENA_ARRAY(fonts->arena, limit, const struct use *);
    face->widths = ARENA_ARRAY(fonts->arena, limit, uint16_t);
    face->code_count = glyphs;
    for (uint32_t i = 0; i < glyphs; i++) {
        face->code_glyph[i] = i;
        face->widths[i] = (uint16_t)face_advance(face->face, hb_map_get(olds, i));
    }
    for (size_t i = 0; i < face->uses.count; i++) {
        struct use *use = &face->uses.items[i];
        if (!use->painted) {
            continue;
        }
        uint32_t number = hb_map_get(numbers, use->glyph);
        assert(number < glyphs);
        size_t code = number;
        if (face->code_use[number] != NULL) {
            code = face->code_count++;
            identity = false;
            face->code_glyph[code] = number;
            face->widths[code] = face->widths[number];
        }
        face->code_use[code] = use;
        use->code = (uint16_t)code;
    }
    return identity;
}

/* Dictionaries. */

static void write_hex(struct buffer *out, uint32_t value) {
    for (int shift = 12; shift >= 0; shift -= 4) {
        buffer_char(out, "0123456789ABCDEF"[value >> shift & 15]);
    }
}

static void write_text_hex(struct buffer *out, const struct use *use) {
    for (const char *text = use->text, *end = text + use->bytes; text < end;) {
        uint32_t code;
        text += utf8_decode(text, end, &code);
        if (code > 0xFFFF) {
            write_hex(out, 0xD800 + ((code - 0x10000) >> 10));
            code = 0xDC00 + ((code - 0x10000) & 0x3FF);
        }
        write_hex(out, code);
    }
}

/* ISO 32000-1, 9.10.3. */
static void write_to_unicode(struct objects *objects, const struct used_face *face, struct dict *font) {
    struct buffer text = {0};
    size_t count = 0;
    buffer_string(&text, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                         "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
                         "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
                         "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
    for (size_t code = 0; code < face->code_count; code++) {
        count += face->code_use[code] != NULL;
    }
    for (size_t code = 0, done = 0; code < face->code_count; code++) {
        if (face->code_use[code] == NULL) {
            continue;
        }
        if (done % BFCHAR_MAX == 0) {
            buffer_string(&text, done > 0 ? "endbfchar\n" : "");
            buffer_integer(&text, (int64_t)(count - done < BFCHAR_MAX ? count - done : BFCHAR_MAX));
            buffer_string(&text, " beginbfchar\n");
        }
        buffer_char(&text, '<');
        write_hex(&text, (uint32_t)code);
        buffer_string(&text, "><");
        write_text_hex(&text, face->code_use[code]);
        buffer_string(&text, ">\n");
        done++;
    }
    buffer_string(&text, "endbfchar\nendcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
    struct dict *map = dict_new(objects);
    dict_stream(objects, map, text.bytes, text.count, true);
    dict_refer(font, "ToUnicode", map);
    buffer_close(&text);
}

static void write_glyph_map(struct objects *objects, const struct used_face *face, struct dict *font) {
    struct buffer bytes = {0};
    for (size_t code = 0; code < face->code_count; code++) {
        buffer_char(&bytes, (char)(face->code_glyph[code] >> 8));
        buffer_char(&bytes, (char)(face->code_glyph[code] & 0xFF));
    }
    struct dict *map = dict_new(objects);
    dict_stream(objects, map, bytes.bytes, bytes.count, true);
    dict_refer(font, "CIDToGIDMap", map);
    buffer_close(&bytes);
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
    dict_stream(objects, file, program, bytes, true);
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
static bool font_write(struct fonts *fonts, struct objects *objects, struct used_face *face, struct dict *font) {
    hb_subset_plan_t *plan = subset_plan(face);
    if (plan == NULL) {
        return false;
    }
    bool identity = codes_give(fonts, face, plan);
    const char *name = NULL;
    struct dict *descriptor = write_program(fonts, objects, face, plan, &name);
    hb_subset_plan_destroy(plan);
    if (descriptor == NULL) {
        return false;
    }
    struct dict *descendant = dict_new(objects);
    dict_name(descendant, "Type", "Font");
    dict_name(descendant, "Subtype", "CIDFontType2");
    dict_name(descendant, "BaseFont", name);
    struct dict *system = dict_dict(descendant, "CIDSystemInfo");
    dict_ascii(system, "Registry", "Adobe");
    dict_ascii(system, "Ordering", "Identity");
    dict_number(system, "Supplement", 0);
    dict_refer(descendant, "FontDescriptor", descriptor);
    struct buffer widths = {0};
    buffer_string(&widths, "/W[0[");
    for (size_t code = 0; code < face->code_count; code++) {
        buffer_string(&widths, code > 0 ? " " : "");
        buffer_integer(&widths, face->widths[code]);
    }
    buffer_string(&widths, "]]");
    dict_written(objects, descendant, widths.bytes, widths.count);
    buffer_close(&widths);
    if (identity) {
        dict_name(descendant, "CIDToGIDMap", "Identity");
    } else {
        write_glyph_map(objects, face, descendant);
    }
    dict_name(font, "Type", "Font");
    dict_name(font, "Subtype", "Type0");
    dict_name(font, "BaseFont", name);
    dict_name(font, "Encoding", "Identity-H");
    array_refer(dict_array(font, "DescendantFonts", 1), descendant);
    write_to_unicode(objects, face, font);
    return true;
}

bool fonts_write(struct fonts *fonts, struct objects *objects, struct dict *resources, struct report *report) {
    if (fonts->faces.count == 0) {
        return true;
    }
    bool fine = true;
    struct dict *names = dict_dict(resources, "Font");
    for (size_t i = 0; i < fonts->faces.count; i++) {
        struct dict *font = dict_new(objects);
        const struct face *face = fonts->faces.items[i].face;
        if (!font_write(fonts, objects, &fonts->faces.items[i], font)) {
            report_add(report, RULE_FONT_KIND, face->place, face->file, "is damaged where its outlines are described");
            fine = false;
        }
        dict_refer(names, arena_format(fonts->arena, "F%zu", i), font);
    }
    return fine;
}

struct coded_run fonts_coded(struct fonts *fonts, const struct glyph_run *run) {
    run_take(fonts, run);
    const struct used_face *face = &fonts->faces.items[fonts->face];
    for (size_t i = 0; i < run->count; i++) {
        fonts->codes[i] = face->uses.items[fonts->uses[i]].code;
    }
    return (struct coded_run){.font = fonts->face, .codes = fonts->codes, .widths = face->widths, .word = fonts->word};
}
