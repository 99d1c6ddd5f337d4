/* layout.c: choices → a random valid document and style → pages → PDF.
 *
 * grammar.c makes the two. What holds of every input: the document is taken, for
 * it breaks no rule; it is laid out, or an error says why not; its pages hold all
 * its text once (layout asserts it), no line stands on another, content keeps to
 * the room between the margins, heads and feet to theirs; a PDF comes of it; the
 * same again gives the same pages; another style gives the same tags.
 */
#include "layout/layout.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grammar.h"
#include "pdf/pdf.h"
#include "scratch.h"
#include "text/opportunity.h"

static struct source *source;
static struct arena *house;
static struct font_set *fonts;
static const struct style *nhs;
static const struct element *organisations;

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc;
    (void)argv;
    house = arena_open();
    struct report *report = report_open(house);
    source = source_open(".");
    fonts = font_set_open(source, house, report);
    nhs = style_read(source, "styles/nhs.xml", house, report);
    const char *names = "sources/organisations.xml";
    organisations = source_read(source, SOURCE_ORGANISATIONS, names, "sources", house, report);
    if (fonts == NULL || nhs == NULL || organisations == NULL)
        abort();
    font_set_examine(fonts, report);
    opportunity_open(fonts);
    scratch_make_folder("tree");
    scratch_copy_all("tests/cases/figures", "tree");
    scratch_make_folder("styles");
    scratch_copy_all("styles", "styles");
    scratch_copy_all("tests/cases/figures", "styles");
    return 0;
}

/* --- What holds of all pages ----------------------------------------------------------------- */

static bool is_line(const struct mark *mark) {
    return mark->kind == MARK_GLYPHS && mark->artifact != ARTIFACT_WATERMARK;
}

/* How far the ink can reach: the space that ends a line stands for readers alone, and may hang over. */
static length ink_width(const struct mark *mark) {
    const struct glyph_run *run = mark->as.glyphs.run;
    size_t end = mark->as.glyphs.first + mark->as.glyphs.count;
    if (mark->kind != MARK_GLYPHS || mark->as.glyphs.count == 0 || end < run->count || run->bytes == 0 ||
        run->text[run->bytes - 1] != ' ')
        return mark->width;
    struct glyph_run space = {.face = run->face, .count = 1, .units = run->glyphs[end - 1].advance};
    length wide = glyph_run_width(&space, mark->as.glyphs.size);
    return mark->width - wide - wide * mark->as.glyphs.expansion / 1000 - mark->as.glyphs.gap;
}

/* Neither line nor picture stands on another: where two share some width, there is some height between them. */
static void marks_part(const struct mark *one, const struct mark *two) {
    length from = one->x > two->x ? one->x : two->x;
    length one_to = one->x + ink_width(one);
    length two_to = two->x + ink_width(two);
    length to = one_to < two_to ? one_to : two_to;
    length least = one->as.glyphs.size < two->as.glyphs.size ? one->as.glyphs.size : two->as.glyphs.size;
    length apart = one->y > two->y ? one->y - two->y : two->y - one->y;
    if (to - from > LENGTH_POINT && apart < least / 2)
        fprintf(stderr, "\"%.*s\" and \"%.*s\", from %.1f, %.1f and %.1f, %.1f, share %.1f\n",
                (int)one->as.glyphs.run->bytes, one->as.glyphs.run->text, (int)two->as.glyphs.run->bytes,
                two->as.glyphs.run->text, (double)one->x / 1000, (double)one->y / 1000, (double)two->x / 1000,
                (double)two->y / 1000, (double)(to - from) / 1000);
    assert(to - from <= LENGTH_POINT || apart >= least / 2);
}

static void page_examine(const struct page *page, size_t number) {
    assert(strtoul(page->folio, NULL, 10) == number);
    for (size_t i = 0; i < page->mark_count; i++) {
        const struct mark *mark = &page->marks[i];
        assert(mark->width >= 0 && mark->height >= 0);
        assert(mark->kind != MARK_GLYPHS ||
               mark->as.glyphs.first + mark->as.glyphs.count <= mark->as.glyphs.run->count);
        for (size_t j = i + 1; is_line(mark) && j < page->mark_count; j++)
            if (is_line(&page->marks[j]))
                marks_part(mark, &page->marks[j]);
    }
    for (size_t i = 0; i < page->area_count; i++) {
        const struct area *area = &page->areas[i];
        assert(area->link != NULL && area->width >= 0 && area->height > 0);
        assert(area->x >= 0 && area->y >= 0 && area->x + area->width <= page->width &&
               area->y + area->height <= page->height);
    }
    for (size_t i = 0; i < page->anchor_count; i++)
        assert(page->anchors[i].node != NULL && page->anchors[i].x >= 0 && page->anchors[i].y >= 0 &&
               page->anchors[i].x <= page->width && page->anchors[i].y <= page->height);
}

/* Feet stand below all content, heads above it. */
static void running_examine(const struct page *page) {
    length head = 0;
    length foot = page->height;
    for (size_t i = 0; i < page->mark_count; i++) {
        const struct mark *mark = &page->marks[i];
        if (mark->kind == MARK_GLYPHS && mark->artifact == ARTIFACT_HEADER && mark->y > head)
            head = mark->y;
        if (mark->kind == MARK_GLYPHS && mark->artifact == ARTIFACT_FOOTER && mark->y < foot)
            foot = mark->y;
    }
    for (size_t i = 0; i < page->mark_count; i++) {
        const struct mark *mark = &page->marks[i];
        if (mark->kind == MARK_GLYPHS && mark->artifact == ARTIFACT_NONE)
            assert(mark->y > head && mark->y < foot);
    }
}

static void pages_examine(const struct pages *pages) {
    assert(pages->count > 0 && layout_holds_all(pages) && layout_keeps_within(pages));
    for (size_t i = 0; i < pages->count; i++) {
        page_examine(&pages->items[i], i + 1);
        running_examine(&pages->items[i]);
    }
}

/* --- From bytes to a file ------------------------------------------------------------------------ */

struct trial {
    struct arena *arena;
    const struct document *document;
    const struct style *style;
};

/* Pages, by a shaper that has seen nothing yet. */
static const struct pages *lay(const struct trial *trial, const struct style *style) {
    struct report *report = report_open(trial->arena);
    struct shaper *shaper = shaper_open(fonts, trial->arena);
    const struct pages *pages =
        pages_keep(layout_document(trial->document, style, shaper, trial->arena, report), trial->arena);
    shaper_close(shaper);
    assert((pages == NULL) == (report_errors(report) > 0));
    return pages;
}

static void compare_again(const struct trial *trial, const struct pages *pages) {
    struct buffer one = {0};
    struct buffer two = {0};
    pages_dump(pages, &one);
    pages_dump(lay(trial, trial->style), &two);
    assert(strcmp(buffer_text(&one), buffer_text(&two)) == 0);
    buffer_close(&one);
    buffer_close(&two);
}

static void compare_tags(const struct trial *trial, const struct pages *pages) {
    struct buffer one = {0};
    struct buffer two = {0};
    const struct pages *other = lay(trial, nhs);
    pdf_dump_tags(pages, trial->arena, &one);
    if (other != NULL) {
        pdf_dump_tags(other, trial->arena, &two);
        assert(strcmp(buffer_text(&one), buffer_text(&two)) == 0);
    }
    buffer_close(&one);
    buffer_close(&two);
}

static void write_file(const struct trial *trial, const struct pages *pages) {
    struct report *report = report_open(trial->arena);
    struct buffer out = {0};
    bool written = pdf_write(pages, trial->arena, &out, report);
    assert(written == (report_errors(report) == 0));
    assert(!written || (out.count > 1024 && memcmp(out.bytes, "%PDF-1.7", 8) == 0));
    buffer_close(&out);
}

static void say(struct report *report) {
    struct buffer out = {0};
    report_print(report, &out, false);
    fprintf(stderr, "%s", buffer_text(&out));
    buffer_close(&out);
}

/* For whoever looks into a finding: what the grammar has made of it. */
static void show(const struct buffer *text) {
    if (getenv("ENGROSS_FUZZ_SHOW") == NULL)
        return;
    fwrite(text->bytes, 1, text->count, stdout);
    fflush(stdout);
}

static const struct style *make_style(struct choices *choices, struct arena *arena) {
    struct buffer text = {0};
    if (choose(choices, 4) == 0)
        return nhs;
    grammar_style(choices, &text);
    scratch_write("styles/trial.xml", text.bytes, text.count);
    show(&text);
    buffer_close(&text);
    const struct style *style = style_read(source, scratch_path("styles/trial.xml"), arena, report_open(arena));
    return style != NULL ? style : nhs;
}

static const struct document *make_document(struct choices *choices, struct arena *arena) {
    struct report *report = report_open(arena);
    struct buffer text = {0};
    grammar_document(choices, &text);
    const char *input = arena_string(arena, scratch_path("tree/input.xml"));
    const char *tree = arena_string(arena, scratch_path("tree"));
    scratch_write("tree/input.xml", text.bytes, text.count);
    show(&text);
    buffer_close(&text);
    const struct element *root =
        source_read(source, SOURCE_NEIGHBOUR, input, tree, arena, report); /* rules do not matter here */
    const struct document *document =
        root != NULL
            ? document_read(root, &(struct document_lists){.organisations = organisations}, tree, arena, report)
            : NULL;
    if (document == NULL) {
        say(report);
        abort(); /* the grammar made it by the rules */
    }
    return document;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct choices choices = {data, data + size};
    struct arena *arena = arena_open();
    size_t way = choose(&choices, 8);
    struct trial trial = {.arena = arena, .style = make_style(&choices, arena)};
    trial.document = make_document(&choices, arena);
    const struct pages *pages = lay(&trial, trial.style);
    if (pages != NULL) {
        pages_examine(pages);
        if (way < 2)
            write_file(&trial, pages);
        else if (way < 4)
            compare_tags(&trial, pages);
        else if (way < 5)
            compare_again(&trial, pages);
    }
    arena_close(arena);
    return 0;
}
