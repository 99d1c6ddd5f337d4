/* font.c: bytes → a face of the manifest, text shaped in it, a document set and written with it.
 *
 * The house of the process has the bytes for its one font, under the SHA-256 that
 * they have: what is tested is what a font can do that its office trusts. What
 * holds of every input: every face is opened or reported; a run's glyphs account
 * for its text; a PDF or an error.
 *
 * The mutator stays within one table of the font for most of the time. Bytes at
 * random places would nearly all hit outlines, which only the subsetter reads.
 */
#include "text/font.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "document/document.h"
#include "layout/layout.h"
#include "pdf/pdf.h"
#include "scratch.h"
#include "text/shape.h"

static const char MANIFEST[] = "<fonts xmlns=\"urn:engross:fonts:1\"><family name=\"Noto Sans\">"
                               "<face weight=\"regular\" file=\"trial.ttf\" sha256=\"%s\" package=\"p\" source=\"/s\"/>"
                               "</family></fonts>";
static const char *const TEXTS[] = {"AVAfix 1(2) - x",
                                    "\xC3\xA9\xE2\x80\xA6\xC2\xA0\xE2\x80\x91\xC2\xAD",
                                    "\xE0\xAA\x95\xE0\xAA\xBE\xE0\xAA\xB0\xE0\xAB\x8D\xE0\xAA\xAF",
                                    "\xE0\xA8\x95\xE0\xA9\xB0\xE0\xA8\xAE",
                                    "\xE0\xA6\x95\xE0\xA6\xBE\xE0\xA6\xB0\xE0\xA7\x8D\xE0\xA6\xAF",
                                    "\xE2\x88\x91\xE2\x9C\x93"};

static struct source *source;
static struct arena *house;
static const struct document *document;
static const struct style *style;

static void manifest_write(const uint8_t *data, size_t size) {
    struct hash hash = hash_bytes(data, size);
    char hex[65];
    char manifest[sizeof MANIFEST + 65];
    hash_hex(&hash, hex);
    int count = snprintf(manifest, sizeof manifest, MANIFEST, hex);
    scratch_write("fonts/trial.ttf", data, size);
    scratch_write("fonts/fonts.xml", manifest, (size_t)count);
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc;
    (void)argv;
    house = arena_open();
    struct report *report = report_open(house);
    struct source *own = source_open(".");
    const char *folder = "tests/cases/one-line";
    const char *file = "tests/cases/one-line/input.xml";
    const struct element *names =
        source_read(own, SOURCE_ORGANISATIONS, "tests/cases/one-line/organisations.xml", folder, house, report);
    const struct element *root = source_read(own, SOURCE_DOCUMENT, file, folder, house, report);
    document = root != NULL
                   ? document_read(root, &(struct document_lists){.organisations = names}, folder, house, report)
                   : NULL;
    scratch_make_folder("fonts");
    scratch_make_folder("styles");
    scratch_copy("fonts/fonts.xsd", "fonts/fonts.xsd");
    scratch_copy_all("styles", "styles");
    manifest_write((const uint8_t *)"", 0);
    source = source_open(arena_string(house, scratch_folder()));
    style = style_read(source, scratch_path("styles/nhs.xml"), house, report);
    source_close(own);
    if (document == NULL || style == NULL)
        abort();
    return 0;
}

static void shape(struct shaper *shaper, const char *text, struct report *report) {
    size_t bytes = strlen(text);
    const struct glyph_run *run =
        shape_text(shaper, "Noto Sans", false, "en-GB", text, bytes, (struct shape_source){0}, report);
    for (; run != NULL; run = run->next) {
        int64_t units = 0;
        for (size_t i = 0; i < run->count; i++) {
            const struct glyph *glyph = &run->glyphs[i];
            assert((size_t)glyph->text + glyph->bytes <= run->bytes);
            units += glyph->advance;
            (void)face_advance(run->face, glyph->id);
        }
        assert(units == run->units);
    }
}

static void set(struct shaper *shaper, struct arena *arena, struct report *report) {
    struct buffer out = {0};
    const struct pages *pages = layout_document(document, style, shaper, arena, report);
    bool written = pages != NULL && pdf_write(pages, arena, &out, report);
    assert(written == (report_errors(report) == 0));
    assert(!written || (out.count > 8 && memcmp(out.bytes, "%PDF-1.7", 8) == 0));
    buffer_close(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    manifest_write(data, size);
    struct arena *arena = arena_open();
    struct report *report = report_open(arena);
    struct font_set *fonts = font_set_open(source, arena, report);
    assert(fonts != NULL);
    font_set_examine(fonts, report);
    const struct face *face = font_main(fonts, "Noto Sans", false);
    assert((face == NULL) == (report_errors(report) > 0));
    if (face != NULL) {
        struct shaper *shaper = shaper_open(fonts, arena);
        struct report *other = report_open(arena);
        assert(face->units_per_em > 0 && face->descent <= 0);
        for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
            shape(shaper, TEXTS[i], other);
        set(shaper, arena, report);
        shaper_close(shaper);
    }
    font_set_close(fonts);
    arena_close(arena);
    return 0;
}

static uint32_t big32(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* OpenType 1.9, "Table directory": 16 bytes a table from byte 12, with tag, check sum (which nobody holds against the
 * table), offset and length. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed) {
    struct dice dice = {seed};
    size_t tables = size < 12 ? 0 : (size_t)data[4] << 8 | data[5];
    if (tables == 0 || 12 + 16 * tables > size || dice_below(&dice, 16) == 0)
        return LLVMFuzzerMutate(data, size, room);
    size_t record = 12 + 16 * dice_below(&dice, tables);
    size_t at = big32(data + record + 8);
    size_t count = big32(data + record + 12);
    if (dice_below(&dice, 16) == 0 || at >= size || count > size - at || count == 0) {
        at = record;
        count = 16;
    } else if (count > 48 && dice_below(&dice, 3) != 0) { /* a table's head says how the rest is to be read */
        count = 48;
    } else if (count > 48) {
        at += dice_below(&dice, count - 48);
        count = 48;
    }
    (void)LLVMFuzzerMutate(data + at, count, count);
    return size;
}
