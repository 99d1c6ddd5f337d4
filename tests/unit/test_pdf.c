/* test_pdf.c: the writer, fed by hand-made documents.
 *
 * A small setter stands in for layout: it puts word after word, breaks lines and
 * pages, and knows two page sizes, so that what must not depend on pages can be
 * held. What only a PDF reader can see is held by tests/pdf. With PDF_SAMPLE set
 * to a file's name, the first fixture is written there for a person to look at.
 * Run from the project's root, or with ENGROSS_HOME.
 */
#include "pdf/pdf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <libdeflate.h>

#include "base/list.h"
#include "base/utf8.h"
#include "document/naming.h"
#include "document/role.h"
#include "pdf/object.h"
#include "pdf/pixels.h"
#include "read/source.h"

static struct source *source;
static struct font_set *fonts;
static struct arena *house;

/* One document with its pages. */
struct fixture {
    struct arena *arena;
    struct report *report;
    struct shaper *shaper;
    struct document document;
    LIST(struct node *) nodes;
    LIST(struct page) pages;
    LIST(struct mark) marks;
    LIST(struct area) areas;
    LIST(struct anchor) anchors;
    length width, height, x, y;
    struct style style;
    struct pages result;
};

static struct node *add(struct fixture *f, struct node *parent, enum node_kind kind) {
    struct node *node = ARENA_NEW(f->arena, struct node);
    node->kind = kind;
    if (kind == NODE_CELL || kind == NODE_HEADER_CELL)
        node->as.cell.rows = node->as.cell.columns = 1;
    node->parent = parent;
    node->place = (struct place){.file = "hand.xml", .line = (uint32_t)f->nodes.count + 1, .column = 1};
    if (parent != NULL && parent->last != NULL) {
        parent->last->next = node;
    } else if (parent != NULL) {
        parent->first = node;
    }
    if (parent != NULL) {
        parent->last = node;
    }
    node->index = (uint32_t)f->nodes.count;
    LIST_ADD(f->arena, &f->nodes, node);
    return node;
}

static struct node *text(struct fixture *f, struct node *parent, const char *words) {
    struct node *node = add(f, parent, NODE_TEXT);
    node->as.text.text = words;
    return node;
}

static struct node *block(struct fixture *f, struct node *parent, enum node_kind kind, const char *words) {
    struct node *node = add(f, parent, kind);
    text(f, node, words);
    return node;
}

static struct node *heading(struct fixture *f, struct node *parent, int level, const char *number, const char *words) {
    struct node *node = add(f, parent, NODE_HEADING);
    node->as.heading.level = level;
    node->as.heading.number = number;
    text(f, node, words);
    return node;
}

static struct node *link_to(struct fixture *f, struct node *parent, const char *uri, struct node *target,
                            const char *words) {
    struct node *link = add(f, parent, NODE_LINK);
    link->as.link.uri = uri;
    link->as.link.target = target;
    link->as.link.contents = words;
    text(f, link, words);
    return link;
}

/* The setter. */

#define MARGIN LENGTH_PT(56)
#define SIZE LENGTH_PT(11)
#define LEADING LENGTH_PT(15)

static void page_end(struct fixture *f) {
    LIST_ADD(f->arena, &f->pages,
             (struct page){.width = f->width,
                           .height = f->height,
                           .folio = arena_format(f->arena, "%zu", f->pages.count + 1),
                           .marks = f->marks.items,
                           .mark_count = f->marks.count,
                           .areas = f->areas.items,
                           .area_count = f->areas.count,
                           .anchors = f->anchors.items,
                           .anchor_count = f->anchors.count});
    memset(&f->marks, 0, sizeof f->marks);
    memset(&f->areas, 0, sizeof f->areas);
    memset(&f->anchors, 0, sizeof f->anchors);
}

static const struct node *link_of(const struct node *node) {
    while (node != NULL && node->kind != NODE_LINK) {
        node = node->parent;
    }
    return node;
}

static void fail_with_report(struct fixture *f) {
    struct buffer message = {0};
    report_print(f->report, &message, false);
    print_error("%s", buffer_text(&message));
    buffer_close(&message);
    fail();
}

static void put_run(struct fixture *f, const struct node *node, enum artifact artifact, const struct glyph_run *run,
                    length size) {
    for (; run != NULL; run = run->next) {
        length width = length_of_units(run->units, size);
        LIST_ADD(f->arena, &f->marks,
                 (struct mark){.kind = MARK_GLYPHS,
                               .artifact = artifact,
                               .node = node,
                               .x = f->x,
                               .y = f->y,
                               .width = width,
                               .colour = link_of(node) != NULL ? 0x005EB8 : 0,
                               .as.glyphs = {.run = run, .count = run->count, .size = size}});
        const struct node *link = link_of(node);
        if (link != NULL) {
            LIST_ADD(f->arena, &f->areas, (struct area){link, f->x, f->y - size, width, size + 3000});
            LIST_ADD(f->arena, &f->marks,
                     (struct mark){.kind = MARK_FILL,
                                   .artifact = ARTIFACT_LAYOUT,
                                   .x = f->x,
                                   .y = f->y + 1500,
                                   .width = width,
                                   .height = 500,
                                   .colour = 0x005EB8});
        }
        f->x += width;
    }
}

static void put_word(struct fixture *f, const struct node *node, enum artifact artifact, const char *words,
                     size_t bytes, bool bold, length size);

static void next_line(struct fixture *f, length down) {
    f->x = MARGIN;
    f->y += down;
    if (f->y > f->height - MARGIN) {
        page_end(f);
        f->y = MARGIN;
        put_word(f, NULL, ARTIFACT_HEADER, "Running head", 12, false, LENGTH_PT(9));
        f->x = MARGIN;
        f->y = MARGIN + LEADING * 2;
    }
}

static void put_word(struct fixture *f, const struct node *node, enum artifact artifact, const char *words,
                     size_t bytes, bool bold, length size) {
    const char *lang = "en-GB";
    for (const struct node *up = node; up != NULL; up = up->parent) {
        if (up->lang != NULL) {
            lang = up->lang;
            break;
        }
    }
    const struct glyph_run *run =
        shape_text(f->shaper, "Noto Sans", bold, lang, words, bytes, (struct shape_source){0}, f->report);
    if (run == NULL) {
        fail_with_report(f);
    }
    if (artifact == ARTIFACT_NONE && f->x + glyph_run_width(run, size) > f->width - MARGIN) {
        next_line(f, LEADING);
    }
    put_run(f, node, artifact, run, size);
}

static void put_words(struct fixture *f, const struct node *node, const char *words, bool bold, length size) {
    while (*words != '\0') {
        size_t bytes = strcspn(words, " ");
        bytes += words[bytes] == ' ';
        put_word(f, node, ARTIFACT_NONE, words, bytes, bold, size);
        words += bytes;
    }
}

static void set_node(struct fixture *f, const struct node *node, bool bold, length size) {
    bool line = node->kind == NODE_PARAGRAPH || node->kind == NODE_TITLE || node->kind == NODE_HEADING ||
                node->kind == NODE_CAPTION || node->kind == NODE_LABEL || node->kind == NODE_HEADER_CELL ||
                node->kind == NODE_CELL;
    if (node->kind == NODE_TITLE || node->kind == NODE_HEADING || node->kind == NODE_HEADER_CELL) {
        bold = true;
        size = node->kind == NODE_TITLE ? LENGTH_PT(22) : SIZE;
    }
    if (line) {
        next_line(f, LEADING * 3 / 2);
    }
    LIST_ADD(f->arena, &f->anchors, (struct anchor){node, f->x, f->y - size});
    if (node->kind == NODE_TEXT) {
        put_words(f, node, node->as.text.text, bold, size);
    } else if (node->kind == NODE_HEADING && *node->as.heading.number != '\0') {
        put_words(f, node, arena_format(f->arena, "%s ", node->as.heading.number), bold, size);
    } else if (node->kind == NODE_FIGURE) {
        next_line(f, LENGTH_PT(60));
        LIST_ADD(f->arena, &f->marks,
                 (struct mark){.kind = MARK_IMAGE,
                               .node = node,
                               .x = MARGIN,
                               .y = f->y - LENGTH_PT(50),
                               .width = LENGTH_PT(50),
                               .height = LENGTH_PT(50),
                               .as.image = {node->as.figure.file}});
    }
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        set_node(f, child, bold, size);
    }
}

static const struct pages *set(struct fixture *f, length width, length height) {
    f->document.nodes = f->nodes.items;
    f->document.node_count = f->nodes.count;
    f->document.root = f->nodes.items[0];
    f->width = width;
    f->height = height;
    f->x = MARGIN;
    f->y = MARGIN;
    memset(&f->pages, 0, sizeof f->pages);
    set_node(f, f->document.root, false, SIZE);
    page_end(f);
    f->result =
        (struct pages){.document = &f->document, .style = &f->style, .items = f->pages.items, .count = f->pages.count};
    return &f->result;
}

static struct fixture *fixture_open(void) {
    struct arena *arena = arena_open();
    struct fixture *f = ARENA_NEW(arena, struct fixture);
    f->arena = arena;
    f->report = report_open(arena);
    f->shaper = shaper_open(fonts, arena);
    f->document = (struct document){.id = "hand",
                                    .lang = "en-GB",
                                    .title = "Statement of \xE2\x80\x9CHand & Eye\xE2\x80\x9D (draft)",
                                    .short_title = "Hand",
                                    .reference = "H-1",
                                    .version = "0.1",
                                    .status = "draft",
                                    .approved_by = "",
                                    .effective = "",
                                    .review = "2027-06-30",
                                    .classification = "Public",
                                    .author = "Wold Care Board",
                                    .subject = "What the hand does.",
                                    .keywords = "hand, eye",
                                    .date = "2026-11-22",
                                    .draft = true};
    add(f, NULL, NODE_DOCUMENT);
    return f;
}

static void fixture_close(struct fixture *f) {
    shaper_close(f->shaper);
    arena_close(f->arena);
}

static void write_into(struct fixture *f, const struct pages *pages, struct buffer *out) {
    if (!pdf_write(pages, f->arena, out, f->report)) {
        fail_with_report(f);
    }
}

/* A PNG of one row of `count` bytes, with its filter byte, of the given depth and kind. */
static void png_chunk(struct buffer *out, const char *type, const void *bytes, size_t count) {
    unsigned char head[8] = {0, 0, (unsigned char)(count >> 8), (unsigned char)count};
    memcpy(head + 4, type, 4);
    buffer_bytes(out, head, 8);
    buffer_bytes(out, bytes, count);
    uint32_t sum = libdeflate_crc32(0, out->bytes + out->count - count - 4, count + 4);
    unsigned char tail[4] = {(unsigned char)(sum >> 24), (unsigned char)(sum >> 16), (unsigned char)(sum >> 8),
                             (unsigned char)sum};
    buffer_bytes(out, tail, 4);
}

static void png_make(struct buffer *out, unsigned width, unsigned height, unsigned depth, unsigned kind,
                     const void *rows, size_t count) {
    unsigned char header[13] = {
        0, 0, 0, (unsigned char)width, 0, 0, 0, (unsigned char)height, (unsigned char)depth, (unsigned char)kind};
    char data[512];
    struct libdeflate_compressor *deflate = libdeflate_alloc_compressor(6);
    size_t bytes = libdeflate_zlib_compress(deflate, rows, count, data, sizeof data);
    libdeflate_free_compressor(deflate);
    buffer_bytes(out, "\x89PNG\r\n\x1A\n", 8);
    png_chunk(out, "IHDR", header, 13);
    png_chunk(out, "PLTE", "\x10\x20\x30\xF0\xE0\xD0", 6);
    png_chunk(out, "tRNS", "\x80\xFF", kind == 3 ? 2 : 0);
    png_chunk(out, "IDAT", data, bytes);
    png_chunk(out, "IEND", "", 0);
}

static char *png_file(struct fixture *f) {
    static const unsigned char rows[] = {0, 255, 0, 0, 255, 0, 255, 0, 128, 0, 1, 0, 0, 255, 0, 5, 5, 5, 0};
    char *name = arena_string(f->arena, "/tmp/test_pdf_XXXXXX");
    struct buffer png = {0};
    png_make(&png, 2, 2, 8, 6, rows, 18);
    int out = mkstemp(name);
    assert_true(out >= 0 && write(out, png.bytes, png.count) == (ssize_t)png.count);
    close(out);
    buffer_close(&png);
    return name;
}

/* The full fixture. */

static void add_note(struct fixture *f, struct node *paragraph, struct node *parent) {
    struct node *call = add(f, paragraph, NODE_CALL);
    struct node *reference = add(f, call, NODE_REFERENCE);
    struct node *there = link_to(f, reference, NULL, NULL, "1");
    there->as.link.contents = "1, footnote";
    text(f, paragraph, " and so it goes on after the call. ");
    struct node *note = add(f, parent, NODE_NOTE);
    note->as.note.call = there;
    there->as.link.target = note;
    struct node *label = add(f, note, NODE_LABEL);
    struct node *back = link_to(f, label, NULL, there, "1 ");
    back->as.link.contents = "1, back to the text";
    block(f, note, NODE_PARAGRAPH, "A note at the foot of the page.");
}

static void add_table(struct fixture *f, struct node *parent) {
    struct node *table = add(f, parent, NODE_TABLE);
    table->as.table.summary = "Two columns, \xC2\xA3 and words";
    table->as.table.columns = 2;
    block(f, table, NODE_CAPTION, "Table 1: what was spent");
    struct node *row = add(f, add(f, table, NODE_TABLE_HEAD), NODE_ROW);
    block(f, row, NODE_HEADER_CELL, "What");
    block(f, row, NODE_HEADER_CELL, "How much");
    struct node *body = add(f, table, NODE_TABLE_BODY);
    for (int i = 0; i < 12; i++) {
        row = add(f, body, NODE_ROW);
        block(f, row, NODE_HEADER_CELL, arena_format(f->arena, "Line %d", i))->as.cell.scope = SCOPE_ROW;
        block(f, row, NODE_CELL,
              "\xC2\xA3"
              "36\xC2\xA0million");
    }
}

static struct fixture *full_fixture(void) {
    struct fixture *f = fixture_open();
    struct node *root = f->nodes.items[0];
    block(f, root, NODE_TITLE, "Statement of \xE2\x80\x9CHand & Eye\xE2\x80\x9D (draft)");
    struct node *section = add(f, root, NODE_SECTION);
    section->as.section.title = "1 Purpose";
    section->id = "purpose";
    struct node *first = heading(f, section, 2, "1", "Purpose");
    struct node *p = add(f, section, NODE_PARAGRAPH);
    text(f, p, "AVAST To Wave: kerning, To and fro, (brackets) and a back\\slash before ");
    link_to(f, p, "https://example.org/a b?\xC3\xA9=1&x=%20", NULL, "a page elsewhere that takes two lines");
    text(f, p, " after which more is said about many things that fill the measure of a line or two ");
    add_note(f, p, section);
    p = add(f, section, NODE_PARAGRAPH);
    text(f, p, "In Gujarati: ");
    struct node *span = add(f, p, NODE_SPAN);
    span->lang = "gu";
    text(f, span,
         "\xE0\xAA\x97\xE0\xAB\x81\xE0\xAA\x9C\xE0\xAA\xB0\xE0\xAA\xBE\xE0\xAA\xA4\xE0\xAB\x80 "
         "\xE0\xAA\x95\xE0\xAB\x8D\xE0\xAA\xB7\xE0\xAA\xBF");
    text(f, p, ", in Bengali ");
    span = add(f, p, NODE_SPAN);
    span->lang = "bn";
    text(f, span, "\xE0\xA6\x95\xE0\xA7\x8B \xE0\xA6\x95\xE0\xA7\x8C");
    text(f, p, ". The ");
    span = add(f, p, NODE_SPAN);
    span->as.span.expansion = "Integrated Care Board";
    text(f, span, "ICB");
    text(f, p, " meets.");
    heading(f, section, 3, "1.1", "Items");
    struct node *list = add(f, section, NODE_LIST);
    list->as.list.numbering = NUMBERING_LOWER_ALPHA;
    for (int i = 0; i < 3; i++) {
        struct node *item = add(f, list, NODE_ITEM);
        block(f, item, NODE_LABEL, arena_format(f->arena, "(%c) ", 'a' + i));
        block(f, add(f, item, NODE_BODY), NODE_PARAGRAPH, "An item that says something.");
    }
    section = add(f, root, NODE_SECTION);
    section->as.section.title = "2 Money";
    heading(f, section, 2, "2", "Money");
    block(f, add(f, section, NODE_QUOTE), NODE_PARAGRAPH, "As one said.");
    add_table(f, section);
    struct node *figure = add(f, section, NODE_FIGURE);
    figure->as.figure.file = png_file(f);
    figure->as.figure.alternative = "Signature of A. Khan";
    p = block(f, section, NODE_PARAGRAPH, "See ");
    link_to(f, add(f, p, NODE_REFERENCE), NULL, first, "section 1, Purpose");
    return f;
}

static void full_close(struct fixture *f) {
    for (size_t i = 0; i < f->nodes.count; i++) {
        if (f->nodes.items[i]->kind == NODE_FIGURE) {
            unlink(f->nodes.items[i]->as.figure.file);
        }
    }
    fixture_close(f);
}

static bool holds(const struct buffer *buffer, const char *words) {
    return memmem(buffer->bytes, buffer->count, words, strlen(words)) != NULL;
}

/* Tests. */

static void the_same_pages_give_the_same_bytes(void **state) {
    (void)state;
    struct buffer outs[2] = {{0}, {0}};
    for (int i = 0; i < 2; i++) {
        struct fixture *f = full_fixture();
        write_into(f, set(f, LENGTH_PT(595), LENGTH_PT(420)), &outs[i]);
        full_close(f);
    }
    assert_true(outs[0].count == outs[1].count);
    assert_memory_equal(outs[0].bytes, outs[1].bytes, outs[0].count);
    const char *sample = getenv("PDF_SAMPLE");
    if (sample != NULL) {
        FILE *file = fopen(sample, "wb");
        assert_non_null(file);
        fwrite(outs[0].bytes, 1, outs[0].count, file);
        fclose(file);
    }
    buffer_close(&outs[0]);
    buffer_close(&outs[1]);
}

static void header_end_and_metadata_are_as_the_standards_want(void **state) {
    (void)state;
    struct fixture *f = full_fixture();
    struct buffer out = {0};
    write_into(f, set(f, LENGTH_PT(595), LENGTH_PT(842)), &out);
    assert_memory_equal(out.bytes, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", 15);
    assert_memory_equal(out.bytes + out.count - 7, "\n%%EOF\n", 7);
    assert_true(holds(&out, "<pdfaid:part>3</pdfaid:part>"));
    assert_true(holds(&out, "<pdfaid:conformance>A</pdfaid:conformance>"));
    assert_true(holds(&out, "<pdfuaid:part>1</pdfuaid:part>"));
    assert_true(holds(&out, "Statement of \xE2\x80\x9CHand &amp; Eye\xE2\x80\x9D (draft)"));
    assert_true(holds(&out, "<xmp:CreateDate>2026-11-22T00:00:00Z</xmp:CreateDate>"));
    assert_true(holds(&out, "<policy:documentNumber>H-1</policy:documentNumber>"));
    buffer_close(&out);
    full_close(f);
}

static void what_is_there_already_is_left_alone(void **state) {
    (void)state;
    struct fixture *f = full_fixture();
    struct buffer alone = {0};
    struct buffer after = {0};
    write_into(f, set(f, LENGTH_PT(595), LENGTH_PT(842)), &alone);
    buffer_string(&after, "earlier");
    write_into(f, &f->result, &after);
    assert_int_equal(after.count, alone.count + 7);
    assert_memory_equal(after.bytes + 7, alone.bytes, alone.count);
    buffer_close(&alone);
    buffer_close(&after);
    full_close(f);
}

static void tags_do_not_depend_on_pages(void **state) {
    (void)state;
    struct buffer dumps[2] = {{0}, {0}};
    for (int i = 0; i < 2; i++) {
        struct fixture *f = full_fixture();
        const struct pages *pages = set(f, LENGTH_PT(595), i == 0 ? LENGTH_PT(842) : LENGTH_PT(200));
        assert_true(i == 0 || pages->count > 3);
        pdf_dump_tags(pages, f->arena, &dumps[i]);
        full_close(f);
    }
    assert_string_equal(dumps[0].bytes, dumps[1].bytes);
    buffer_close(&dumps[0]);
    buffer_close(&dumps[1]);
}

static void tags_are_one_line_an_element_in_reading_order(void **state) {
    (void)state;
    struct fixture *f = fixture_open();
    struct buffer dump = {0};
    struct node *section = add(f, f->nodes.items[0], NODE_SECTION);
    section->as.section.title = "1 One";
    heading(f, section, 2, "1", "One");
    struct node *p = block(f, section, NODE_PARAGRAPH, "See ");
    link_to(f, p, "https://example.org", NULL, "there \"now\"");
    text(f, p, ", then go.");
    pdf_dump_tags(set(f, LENGTH_PT(595), LENGTH_PT(842)), f->arena, &dump);
    assert_string_equal(dump.bytes, "Document lang=\"en-GB\"\n"
                                    "  Sect title=\"1 One\"\n"
                                    "    H2 \"1 One\"\n"
                                    "    P \"See \"\n"
                                    "      Link contents=\"there \\\"now\\\"\" uri=\"https://example.org\" "
                                    "\"there \\\"now\\\"\"\n"
                                    "      \", then go.\"\n");
    buffer_close(&dump);
    fixture_close(f);
}

static void a_private_character_is_refused_at_its_place(void **state) {
    (void)state;
    struct fixture *f = fixture_open();
    struct buffer out = {0};
    struct node *p = block(f, f->nodes.items[0], NODE_PARAGRAPH, "plain");
    const struct pages *pages = set(f, LENGTH_PT(595), LENGTH_PT(842));
    /* No face of ours has such a character, so the run's text is changed after shaping. */
    struct mark *mark = &pages->items[0].marks[0];
    struct glyph_run run = *mark->as.glyphs.run;
    struct glyph glyph = {.id = run.glyphs[0].id, .advance = run.glyphs[0].advance, .bytes = 3};
    run.text = "\xEE\x80\x80";
    run.bytes = 3;
    run.glyphs = &glyph;
    run.count = 1;
    mark->as.glyphs.run = &run;
    mark->as.glyphs.count = 1;
    assert_false(pdf_write(pages, f->arena, &out, f->report));
    assert_int_equal(out.count, 0);
    assert_int_equal(report_count(f->report), 1);
    const struct finding *finding = report_sorted(f->report);
    assert_ptr_equal(finding->rule, catalogue_find(RULE_PDF_CHARACTER));
    assert_non_null(strstr(finding->message, "U+E000"));
    assert_int_equal(finding->place.line, p->first->place.line);
    buffer_close(&out);
    fixture_close(f);
}

static void a_text_beyond_the_limit_is_refused(void **state) {
    (void)state;
    struct fixture *f = fixture_open();
    struct buffer out = {0};
    struct node *span = add(f, block(f, f->nodes.items[0], NODE_PARAGRAPH, "plain "), NODE_SPAN);
    char *longest = arena_alloc(f->arena, 9000);
    memset(longest, 'x', 8999);
    span->as.span.expansion = longest;
    text(f, span, "X");
    assert_false(pdf_write(set(f, LENGTH_PT(595), LENGTH_PT(842)), f->arena, &out, f->report));
    assert_ptr_equal(report_sorted(f->report)->rule, catalogue_find(RULE_PDF_TEXT_LONG));
    buffer_close(&out);
    fixture_close(f);
}

static void a_damaged_picture_is_refused(void **state) {
    (void)state;
    static const unsigned char rows[] = {0, 0x12, 0x34};
    struct buffer png = {0};
    struct arena *arena = arena_open();
    struct pixels pixels;
    png_make(&png, 2, 1, 8, 0, rows, 3);
    assert_null(pixels_read((unsigned char *)png.bytes, png.count, arena, &pixels));
    size_t data_end = png.count - 12 - 4; /* before the checksum of the pixels and the last chunk */
    for (size_t cut = 0; cut < png.count; cut++) {
        /* In memory of its own length, so that a checker sees a byte read too far. */
        unsigned char *copy = malloc(cut + 1);
        memcpy(copy, png.bytes, cut);
        const char *fault = pixels_read(copy, cut, arena, &pixels);
        assert_true(fault != NULL || cut >= data_end);
        free(copy);
    }
    for (size_t at = 0; at < png.count; at++) {
        png.bytes[at] = (char)(png.bytes[at] ^ 0x20);
        const char *fault = pixels_read((unsigned char *)png.bytes, png.count, arena, &pixels);
        bool header = at < 33;
        assert_true(fault != NULL || !header); /* a palette that grey does not use may be wrong */
        png.bytes[at] = (char)(png.bytes[at] ^ 0x20);
    }
    assert_non_null(pixels_read((const unsigned char *)"\xFF\xD8\xFF\xE0\x00\x10", 6, arena, &pixels));
    assert_non_null(pixels_read((const unsigned char *)"GIF89a", 6, arena, &pixels));
    buffer_close(&png);
    arena_close(arena);
}

static void pictures_are_laid_on_white(void **state) {
    (void)state;
    static const unsigned char rgba[] = {0, 255, 0, 0, 255, 0, 255, 0, 0};
    static const unsigned char indexed[] = {0, 0x40};
    static const unsigned char deep[] = {1, 0x80, 0x00, 0x7F, 0xFF};
    struct buffer png = {0};
    struct arena *arena = arena_open();
    struct pixels pixels;
    png_make(&png, 2, 1, 8, 6, rgba, 9);
    assert_null(pixels_read((unsigned char *)png.bytes, png.count, arena, &pixels));
    assert_false(pixels.grey);
    assert_memory_equal(pixels.rows, "\xFF\x00\x00\xFF\xFF\xFF", 6);
    buffer_clear(&png);
    /* Two pixels of one bit: the first is colour 0, half clear (libpng blends light, not numbers), the second colour 1.
     */
    png_make(&png, 2, 1, 1, 3, indexed, 2);
    assert_null(pixels_read((unsigned char *)png.bytes, png.count, arena, &pixels));
    assert_memory_equal(pixels.rows, "\xBA\xBB\xBC\xF0\xE0\xD0", 6);
    buffer_clear(&png);
    png_make(&png, 2, 1, 16, 0, deep, 5);
    assert_null(pixels_read((unsigned char *)png.bytes, png.count, arena, &pixels));
    assert_true(pixels.grey);
    assert_memory_equal(pixels.rows, "\x80\xFF", 2);
    buffer_close(&png);
    arena_close(arena);
}

static void names_are_the_authors_or_made_of_numbers_and_unique(void **state) {
    (void)state;
    struct fixture *f = fixture_open();
    struct node *root = f->nodes.items[0];
    struct node *own = heading(f, root, 2, "1", "One");
    own->id = "section-2";
    struct node *made = heading(f, root, 2, "2.", "Two");
    struct node *bare = heading(f, root, 2, "", "Bare");
    struct node *again = heading(f, root, 2, "2", "Two again");
    f->document.nodes = f->nodes.items;
    f->document.node_count = f->nodes.count;
    const struct naming *names = naming_give(&f->document, f->arena);
    assert_string_equal(naming_destination(names, own), "section-2");
    assert_string_equal(naming_destination(names, made), "section-2-2");
    assert_string_equal(naming_destination(names, bare), "heading-3");
    assert_string_equal(naming_destination(names, again), "section-2-3");
    assert_string_equal(node_words(made, f->arena), "2. Two");
    fixture_close(f);
}

static void strings_are_escaped_and_wide_when_they_must_be(void **state) {
    (void)state;
    struct buffer out = {0};
    text_write(&out, "a(b)\\c");
    assert_string_equal(out.bytes, "(a\\(b\\)\\\\c)");
    buffer_clear(&out);
    /* U+280D and U+1D400: a parenthesis and a return among the bytes, and a pair. */
    text_write(&out, "\xE2\xA0\x8D\xF0\x9D\x90\x80");
    assert_int_equal(out.count, 12);
    assert_memory_equal(out.bytes, "(\xFE\xFF\\(\\r\xD8\x35\xDC\x00)", 12);
    buffer_close(&out);
}

static void a_tree_of_many_names_is_divided(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct objects *objects = objects_open(arena);
    struct name_entry *entries = ARENA_ARRAY(arena, 1000, struct name_entry);
    struct buffer out = {0};
    for (size_t i = 0; i < 1000; i++) {
        entries[i] = (struct name_entry){arena_format(arena, "n%03zu", 999 - i), "1"};
    }
    const struct dict *tree = name_tree(objects, entries, 1000);
    object_write(objects, dict_id(tree), &out);
    assert_true(holds(&out, "/Kids"));
    assert_false(holds(&out, "/Names"));
    buffer_clear(&out);
    object_write(objects, dict_id(tree) + 3, &out);
    assert_true(holds(&out, "/Limits[(n800)(n999)]/Names[(n800)1(n801)1"));
    buffer_close(&out);
    objects_close(objects);
    arena_close(arena);
}

static void roles_stand_only_where_the_standard_lets_them(void **state) {
    (void)state;
    static const char *const may[][2] = {
        {"Document", "Sect"}, {"LBody", "P"},  {"Table", "Caption"},  {"P", "Link"},     {"H2", "Reference"},
        {"TD", "P"},          {"Note", "Lbl"}, {"TOCI", "Reference"}, {"LBody", "Note"}, {"Sect", "H6"}};
    static const char *const not [][2] = {
        {"P", "Table"},   {"H2", "P"},        {"LI", "P"},      {"TD", "BlockQuote"}, {"TR", "P"},   {"Table", "TH"},
        {"TOCI", "Link"}, {"TOC", "Caption"}, {"Link", "Link"}, {"Document", "Span"}, {"Sect", "H"}, {"Nonsense", "P"}};
    for (size_t i = 0; i < sizeof may / sizeof may[0]; i++) {
        assert_true(role_may_hold(may[i][0], may[i][1]));
    }
    for (size_t i = 0; i < sizeof not / sizeof not [0]; i++) {
        assert_false(role_may_hold(not [i][0], not [i][1]));
    }
    assert_string_equal(role_standard("Title"), "H1");
    assert_string_equal(role_standard("TH"), "TH");
}

static int house_open(void **state) {
    (void)state;
    const char *home = getenv("ENGROSS_HOME");
    house = arena_open();
    source = source_open(home != NULL ? home : ".");
    struct report *report = report_open(house);
    fonts = font_set_open(source, house, report);
    return fonts == NULL ? -1 : 0;
}

static int house_close(void **state) {
    (void)state;
    font_set_close(fonts);
    source_close(source);
    arena_close(house);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_pages_give_the_same_bytes),
        cmocka_unit_test(header_end_and_metadata_are_as_the_standards_want),
        cmocka_unit_test(what_is_there_already_is_left_alone),
        cmocka_unit_test(tags_do_not_depend_on_pages),
        cmocka_unit_test(tags_are_one_line_an_element_in_reading_order),
        cmocka_unit_test(a_private_character_is_refused_at_its_place),
        cmocka_unit_test(a_text_beyond_the_limit_is_refused),
        cmocka_unit_test(a_damaged_picture_is_refused),
        cmocka_unit_test(pictures_are_laid_on_white),
        cmocka_unit_test(names_are_the_authors_or_made_of_numbers_and_unique),
        cmocka_unit_test(strings_are_escaped_and_wide_when_they_must_be),
        cmocka_unit_test(a_tree_of_many_names_is_divided),
        cmocka_unit_test(roles_stand_only_where_the_standard_lets_them),
    };
    return cmocka_run_group_tests(tests, house_open, house_close);
}
