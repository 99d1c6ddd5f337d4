/* dump.c: pages → text, one line a mark, area or anchor.
 *
 * For golden tests and benchmarks: lengths in points, colours as in style files,
 * content as ROLE@INDEX of its node, artifacts by name. The same pages give the
 * same bytes.
 */
#include "document/role.h"
#include "pages/page.h"

static const char *const artifact_names[] = {"content", "header",     "footer",  "watermark",
                                             "layout",  "background", "repeated"};

static void place_dump(const char *name, length x, length y, struct buffer *out) {
    buffer_format(out, "  %s ", name);
    buffer_length(out, x);
    buffer_char(out, ',');
    buffer_length(out, y);
}

static void size_dump(length width, length height, struct buffer *out) {
    buffer_char(out, ' ');
    buffer_length(out, width);
    buffer_char(out, 'x');
    buffer_length(out, height);
}

static void node_dump(const struct node *node, struct buffer *out) {
    const struct node *tagged = node_tagged(node);
    const char *role = tagged ? node_role(tagged) : NULL;
    buffer_format(out, " %s@%u", role ? role : "-", (unsigned)node->index);
}

static void text_dump(const char *text, size_t bytes, struct buffer *out) {
    buffer_string(out, " \"");
    for (size_t i = 0; i < bytes; i++) {
        if (text[i] == '"' || text[i] == '\\')
            buffer_char(out, '\\');
        buffer_char(out, text[i]);
    }
    buffer_char(out, '"');
}

static void glyphs_dump(const struct mark *mark, struct buffer *out) {
    const struct glyph_run *run = mark->as.glyphs.run;
    size_t first = run->bytes, end = 0;
    for (size_t i = mark->as.glyphs.first; i < mark->as.glyphs.first + mark->as.glyphs.count; i++) {
        const struct glyph *glyph = &run->glyphs[i];
        first = glyph->text < first ? glyph->text : first;
        end = glyph->text + glyph->bytes > end ? glyph->text + glyph->bytes : end;
    }
    place_dump("glyphs", mark->x, mark->y, out);
    buffer_string(out, " w ");
    buffer_length(out, mark->width);
    buffer_format(out, " %s ", run->face->postscript_name);
    buffer_length(out, mark->as.glyphs.size);
    if (mark->as.glyphs.gap != 0) {
        buffer_string(out, " gap ");
        buffer_length(out, mark->as.glyphs.gap);
    }
    if (mark->as.glyphs.expansion != 0)
        buffer_format(out, " expansion %d", mark->as.glyphs.expansion);
    if (mark->as.glyphs.turn != 0)
        buffer_format(out, " turn %d", mark->as.glyphs.turn);
    buffer_format(out, " #%06x", (unsigned)mark->colour);
    if (mark->node)
        node_dump(mark->node, out);
    else
        buffer_format(out, " %s", artifact_names[mark->artifact]);
    text_dump(run->text + (first < end ? first : 0), first < end ? end - first : 0, out);
}

static void mark_dump(const struct mark *mark, struct buffer *out) {
    if (mark->kind == MARK_GLYPHS) {
        glyphs_dump(mark, out);
    } else {
        place_dump(mark->kind == MARK_FILL ? "fill" : "image", mark->x, mark->y, out);
        size_dump(mark->width, mark->height, out);
        if (mark->kind == MARK_FILL)
            buffer_format(out, " #%06x", (unsigned)mark->colour);
        if (mark->node)
            node_dump(mark->node, out);
        else
            buffer_format(out, " %s", artifact_names[mark->artifact]);
        if (mark->kind == MARK_IMAGE)
            buffer_format(out, " %s", mark->as.image.file);
    }
    buffer_char(out, '\n');
}

static void page_dump(const struct page *page, size_t number, struct buffer *out) {
    buffer_format(out, "page %zu ", number);
    buffer_length(out, page->width);
    buffer_char(out, 'x');
    buffer_length(out, page->height);
    buffer_format(out, " folio %s\n", page->folio);
    for (size_t i = 0; i < page->mark_count; i++)
        mark_dump(&page->marks[i], out);
    for (size_t i = 0; i < page->area_count; i++) {
        const struct area *area = &page->areas[i];
        place_dump("area", area->x, area->y, out);
        size_dump(area->width, area->height, out);
        node_dump(area->link, out);
        buffer_char(out, '\n');
    }
    for (size_t i = 0; i < page->anchor_count; i++) {
        const struct anchor *anchor = &page->anchors[i];
        place_dump("anchor", anchor->x, anchor->y, out);
        node_dump(anchor->node, out);
        if (anchor->node->id)
            buffer_format(out, " #%s", anchor->node->id);
        buffer_char(out, '\n');
    }
}

void pages_dump(const struct pages *pages, struct buffer *out) {
    for (size_t i = 0; i < pages->count; i++)
        page_dump(&pages->items[i], i + 1, out);
}
