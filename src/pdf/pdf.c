/* pdf.c: the order in which a file comes to be.
 *
 * In: finished pages and their document. Out: the bytes of a PDF. First texts that
 * are too long and, with the pages, characters without a meaning and pictures that
 * cannot be read: all that could be the author's fault, told before anything is
 * written that would have to be taken back. Pages are gone through once, and
 * what they were filled from is given back. Then
 * fonts, links, structure, names, metadata; the packing last. Structure is entered
 * in document order, so object numbers, too, depend on the document alone.
 */
#include "pdf/pdf.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "document/naming.h"
#include "pdf/attachment.h"
#include "pdf/canvas.h"
#include "pdf/file.h"
#include "pdf/font.h"
#include "pdf/image.h"
#include "pdf/link.h"
#include "pdf/metadata.h"
#include "pdf/object.h"
#include "pdf/outline.h"
#include "pdf/structure.h"
#include "pdf/watermark.h"

struct writing {
    const struct pages *pages;
    struct arena *arena;
    struct report *report;
    struct objects *objects;
    struct fonts *fonts;
    struct images *images;
    struct watermarks *watermarks;
    struct naming *names;
    struct places *places;
    struct structure *structure;
    struct dict *resources;
    struct dict *drawings; /* XObject of the resources; NULL: none yet */
    struct dict **page_dicts;
};

/* Two bytes a character and the byte order mark; a character beyond the BMP takes four, and at least as many in UTF-8.
 */
static void check_text(const char *text, const char *what, struct place place, struct report *report) {
    if (text != NULL && utf8_count(text, strlen(text)) > TEXT_BYTES_MAX / 4 - 1) {
        report_add(report, RULE_PDF_TEXT_LONG, place, what);
    }
}

static void check_node(const struct node *node, struct arena *arena, struct report *report) {
    switch (node->kind) {
    case NODE_SECTION:
        check_text(node->as.section.title, "this title", node->place, report);
        break;
    case NODE_TITLE:
    case NODE_HEADING:
        check_text(node_words(node, arena), "this heading", node->place, report);
        break;
    case NODE_TABLE:
        check_text(node->as.table.summary, "the summary of this table", node->place, report);
        break;
    case NODE_FIGURE:
        check_text(node->as.figure.alternative, "the alternative text", node->place, report);
        break;
    case NODE_SPAN:
        check_text(node->as.span.expansion, "the expansion of this abbreviation", node->place, report);
        break;
    case NODE_LINK:
        check_text(node->as.link.contents, "the text of this link", node->place, report);
        /* An address may be three times as long when it is escaped. */
        check_text(node->as.link.uri, "the address of this link", node->place, report);
        break;
    default:
        break;
    }
    check_text(node->id, "this name", node->place, report);
}

static void check_document(const struct writing *writing) {
    const struct document *document = writing->pages->document;
    struct place place = document->root->place;
    check_text(document->title, "the title", place, writing->report);
    check_text(document->author, "the list of issuers", place, writing->report);
    check_text(document->subject, "the subject", place, writing->report);
    check_text(document->keywords, "the list of keywords", place, writing->report);
    for (size_t i = 0; i < document->node_count; i++) {
        check_node(document->nodes[i], writing->arena, writing->report);
    }
}

static struct dict *add_drawings(struct writing *writing) {
    if (writing->drawings == NULL)
        writing->drawings = dict_dict(writing->resources, "XObject");
    return writing->drawings;
}

/* What stands once in the file, however many pages show it. */
static void add_shared(struct writing *writing, const struct page *page) {
    for (size_t i = 0; i < page->mark_count; i++) {
        const struct mark *mark = &page->marks[i];
        assert((mark->artifact == ARTIFACT_NONE) == (mark->node != NULL));
        if (mark->kind == MARK_IMAGE) {
            images_add(writing->images, writing->objects, add_drawings(writing), mark, writing->report);
        } else if (mark->artifact == ARTIFACT_WATERMARK) {
            watermarks_add(writing->watermarks, writing->objects, add_drawings(writing), mark);
        }
    }
}

static void write_pages(struct writing *writing) {
    struct buffer content = {0};
    const struct inks inks = {writing->fonts, writing->images, writing->watermarks, writing->structure};
    struct page page;
    struct page_walk walk = page_walk_open(writing->pages);
    while (page_walk_next(&walk, &page)) {
        size_t p = walk.next - 1;
        struct dict *dict = writing->page_dicts[p];
        struct dict *stream = dict_new(writing->objects);
        add_shared(writing, &page);
        canvas_page(&page, p, &inks, walk.arena, writing->report, &content);
        places_note(writing->places, &page);
        dict_stream(writing->objects, stream, buffer_text(&content), content.count, PACKING_PAGE);
        buffer_clear(&content);
        buffer_string(&content, "/Resources ");
        reference_write(&content, writing->resources);
        buffer_string(&content, "/Contents ");
        reference_write(&content, stream);
        buffer_string(&content, "/StructParents ");
        buffer_integer(&content, (int64_t)p);
        buffer_string(&content, "/Tabs/S");
        lengths_write(&content, "MediaBox", (length[]){0, 0, page.width, page.height}, 4);
        dict_written(writing->objects, dict, content.bytes, content.count);
    }
    buffer_close(&content);
}

static void write_catalog(struct writing *writing, const struct dict *metadata) {
    struct dict *catalog = objects_catalog(writing->objects);
    dict_text(catalog, "Lang", writing->pages->document->lang);
    dict_true(dict_dict(catalog, "MarkInfo"), "Marked");
    dict_true(dict_dict(catalog, "ViewerPreferences"), "DisplayDocTitle");
    dict_refer(catalog, "Metadata", metadata);
    if (writing->pages->document->edition != NULL) {
        attachments_write(writing->objects, writing->pages->document->edition, writing->arena);
    }
    metadata_intent(writing->objects);
    metadata_info(writing->objects, writing->pages->document, writing->arena);
}

/* False after a report. */
static bool write_all(struct writing *writing, size_t errors, struct buffer *out) {
    const struct pages *pages = writing->pages;
    struct dict *metadata = dict_new(writing->objects);
    writing->resources = dict_new(writing->objects);
    writing->names = naming_give(pages->document, writing->arena);
    writing->places = places_open(pages, writing->names, writing->arena);
    writing->page_dicts = ARENA_ARRAY(writing->arena, pages->count, struct dict *);
    for (size_t p = 0; p < pages->count; p++) {
        writing->page_dicts[p] = dict_new_page(writing->objects);
    }
    writing->structure = structure_open(writing->objects, pages, writing->page_dicts, writing->names, writing->arena);
    write_pages(writing);
    pages_spend(pages);
    if (report_errors(writing->report) > errors ||
        !fonts_write(writing->fonts, writing->objects, writing->resources, writing->report)) {
        return false;
    }
    links_write(writing->objects, writing->places, writing->page_dicts, writing->structure, writing->arena);
    destinations_write(writing->objects, writing->places, writing->page_dicts, writing->arena);
    outline_write(writing->objects, pages, writing->names, writing->structure, writing->arena);
    labels_write(writing->objects, writing->places, pages->count);
    structure_write(writing->structure, objects_catalog(writing->objects));
    write_catalog(writing, metadata);

    struct hash permanent = metadata_permanent(pages->document, writing->arena);
    struct hash content;
    struct file *file = file_begin(writing->objects, metadata, writing->arena, out, &content);
    metadata_packet(writing->objects, metadata, pages->document, &permanent, &content);
    file_end(file, &permanent, &content);
    return true;
}

bool pdf_write(const struct pages *pages, struct arena *arena, struct buffer *out, struct report *report) {
    size_t errors = report_errors(report);
    struct writing writing = {.pages = pages, .arena = arena, .report = report};
    assert(pages->count > 0);
    writing.objects = objects_open(arena);
    writing.fonts = fonts_open(arena);
    writing.images = images_open(arena);
    writing.watermarks = watermarks_open(arena);
    check_document(&writing);
    bool fine = write_all(&writing, errors, out);
    structure_close(writing.structure);
    objects_close(writing.objects);
    return fine;
}
