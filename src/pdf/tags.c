/* tags.c: the structure tree, for people and for golden tests.
 *
 * In: pages and their document. Out: one line an element, indented by depth: type,
 * attributes, and the text of its own marked content up to its first child; what
 * comes after a child stands on a line of its own, in its place. The text of a
 * node is what was painted of it on all pages, joined: so two styles of one
 * document give the same lines, and a word that layout lost is seen. A page number
 * that is printed would differ; "⟨page⟩" stands for it.
 */
#include "pdf/pdf.h"

#include <assert.h>
#include <string.h>

#include "base/list.h"
#include "document/naming.h"
#include "document/role.h"

#define PAGE_TOKEN "\xE2\x9F\xA8page\xE2\x9F\xA9"

struct tags {
    const struct pages *pages;
    const struct naming *names;
    struct buffer *texts; /* by node index: what was painted of it */
    struct buffer *out;
    bool line_open; /* the element's own line still waits for its end */
    bool text_open; /* a quoted text has begun */
};

/* The text of the glyphs of a mark, but for the soft hyphens at the ends of its lines: those come and go with the
 * lines. */
static void mark_text(const struct mark *mark, struct buffer *out) {
    const struct glyph_run *run = mark->as.glyphs.run;
    size_t first = mark->as.glyphs.first;
    for (size_t i = first; i < first + mark->as.glyphs.count; i++) {
        const struct glyph *glyph = &run->glyphs[i];
        if (glyph->bytes != 2 || memcmp(run->text + glyph->text, "\xC2\xAD", 2) != 0) {
            buffer_bytes(out, run->text + glyph->text, glyph->bytes);
        }
    }
}

static void texts_collect(struct tags *tags) {
    struct page page;
    struct page_walk walk = page_walk_open(tags->pages);
    while (page_walk_next(&walk, &page)) {
        for (size_t i = 0; i < page.mark_count; i++) {
            const struct mark *mark = &page.marks[i];
            if (mark->artifact != ARTIFACT_NONE || mark->kind != MARK_GLYPHS) {
                continue;
            }
            struct buffer *text = &tags->texts[mark->node->index];
            if (mark->node->kind == NODE_FOLIO) {
                buffer_clear(text);
                buffer_string(text, PAGE_TOKEN);
            } else {
                mark_text(mark, &tags->texts[mark->node->index]);
            }
        }
    }
}

static void put_indent(struct tags *tags, int depth) {
    for (int i = 0; i < depth; i++) {
        buffer_string(tags->out, "  ");
    }
}

static void put_quoted(struct buffer *out, const char *text, size_t bytes) {
    for (size_t i = 0; i < bytes; i++) {
        if (text[i] == '"' || text[i] == '\\') {
            buffer_char(out, '\\');
        }
        buffer_char(out, text[i]);
    }
}

/* Ends the text and the line that are open. */
static void line_end(struct tags *tags) {
    if (tags->text_open) {
        buffer_char(tags->out, '"');
        tags->text_open = false;
    }
    if (tags->line_open) {
        buffer_char(tags->out, '\n');
        tags->line_open = false;
    }
}

static void put_text(struct tags *tags, const struct node *node, int depth) {
    const struct buffer *text = &tags->texts[node->index];
    if (text->count == 0) {
        return;
    }
    if (!tags->text_open) {
        if (!tags->line_open) {
            put_indent(tags, depth);
            tags->line_open = true;
        } else {
            buffer_char(tags->out, ' ');
        }
        buffer_char(tags->out, '"');
        tags->text_open = true;
    }
    put_quoted(tags->out, text->bytes, text->count);
}

static void put_attribute(struct tags *tags, const char *name, const char *value) {
    if (value != NULL && *value != '\0') {
        buffer_format(tags->out, " %s=\"", name);
        put_quoted(tags->out, value, strlen(value));
        buffer_char(tags->out, '"');
    }
}

static void put_contents(struct tags *tags, const struct node *link) {
    struct buffer contents = {0};
    buffer_string(&contents, link->as.link.contents);
    if (link->as.link.after != NULL) {
        buffer_string(&contents, PAGE_TOKEN);
        buffer_string(&contents, link->as.link.after);
    }
    put_attribute(tags, "contents", buffer_text(&contents));
    buffer_close(&contents);
}

static void put_cell(struct tags *tags, const struct node *cell) {
    if (cell->kind == NODE_HEADER_CELL) {
        put_attribute(tags, "scope", cell->as.cell.scope == SCOPE_ROW ? "Row" : "Column");
    }
    if (cell->as.cell.rows > 1) {
        buffer_format(tags->out, " rows=%zu", (size_t)cell->as.cell.rows);
    }
    if (cell->as.cell.columns > 1) {
        buffer_format(tags->out, " columns=%zu", (size_t)cell->as.cell.columns);
    }
    for (size_t i = 0; i < cell->as.cell.header_count; i++) {
        buffer_format(tags->out, "%s%s", i == 0 ? " headers=\"" : " ",
                      naming_element(tags->names, cell->as.cell.headers[i]));
    }
    if (cell->as.cell.header_count > 0) {
        buffer_char(tags->out, '"');
    }
}

static void put_attributes(struct tags *tags, const struct node *node) {
    put_attribute(tags, "id", naming_element(tags->names, node));
    put_attribute(tags, "lang", node->kind == NODE_DOCUMENT ? tags->pages->document->lang : node->lang);
    switch (node->kind) {
    case NODE_SECTION:
        put_attribute(tags, "title", node->as.section.title);
        break;
    case NODE_LIST:
        put_attribute(tags, "numbering", role_numbering(node->as.list.numbering));
        break;
    case NODE_TABLE:
        put_attribute(tags, "summary", node->as.table.summary);
        break;
    case NODE_HEADER_CELL:
    case NODE_CELL:
        put_cell(tags, node);
        break;
    case NODE_FIGURE:
        put_attribute(tags, "alt", node->as.figure.alternative);
        break;
    case NODE_SPAN:
        put_attribute(tags, "expansion", node->as.span.expansion);
        break;
    case NODE_LINK:
        put_contents(tags, node);
        put_attribute(tags, "uri", node->as.link.uri);
        if (node->as.link.target != NULL) {
            put_attribute(tags, "to", naming_destination(tags->names, node->as.link.target));
        }
        break;
    default:
        break;
    }
}

static void dump_node(struct tags *tags, const struct node *node, int depth) {
    const char *role = node_role(node);
    if (role != NULL) {
        line_end(tags);
        put_indent(tags, depth);
        buffer_string(tags->out, role);
        put_attributes(tags, node);
        tags->line_open = true;
        depth++;
    }
    put_text(tags, node, depth);
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        dump_node(tags, child, depth);
    }
    if (role != NULL) {
        line_end(tags);
    }
}

void pdf_dump_tags(const struct pages *pages, struct arena *arena, struct buffer *out) {
    const struct document *document = pages->document;
    struct tags tags = {.pages = pages,
                        .names = naming_give(document, arena),
                        .texts = ARENA_ARRAY(arena, document->node_count, struct buffer),
                        .out = out};
    texts_collect(&tags);
    dump_node(&tags, document->root, 0);
    for (size_t i = 0; i < document->node_count; i++) {
        buffer_close(&tags.texts[i]);
    }
}
