/* dump.c: a document as text, for golden tests and for people.
 *
 * document → lines. The metadata, then one line a node, indented by its depth:
 * kind, role in brackets (none when it is transparent), what distinguishes it,
 * text in quotation marks. Everything that a later stage can see is shown, so a
 * change that is not seen here changes nothing.
 */
#include "document/document.h"

#include <string.h>

#include "document/role.h"

static const char *const kinds[NODE_KINDS] = {
    "document",   "section", "block",       "title", "heading",   "paragraph", "quote",    "contents",
    "entry",      "list",    "item",        "label", "body",      "table",     "caption",  "table-head",
    "table-body", "row",     "header-cell", "cell",  "figure",    "note",      "text",     "folio",
    "span",       "strong",  "missing",     "link",  "reference", "call",      "inserted", "deleted"};

static const char *const classes[CLASS_COUNT] = {"",        "issuer",    "status",     "declaration", "control",
                                                 "history", "signature", "definition", "bullets",     "numbers",
                                                 "clauses", "part",      "appendix",   "cover",       "table-note",
                                                 "caption", "sentence",  "marker",     "sample",      "instruction"};

static void dump_string(struct buffer *out, const char *text) {
    buffer_char(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            buffer_char(out, '\\');
        buffer_char(out, *text);
    }
    buffer_char(out, '"');
}

static void dump_pair(struct buffer *out, const char *name, const char *value) {
    if (value == NULL)
        return;
    buffer_format(out, " %s=", name);
    dump_string(out, value);
}

/* A target by its permanent name, so that a line more above does not change the lines below. Every target has one, or
 * is a heading, or the note that it calls has one. */
static void dump_target(struct buffer *out, const struct node *target) {
    if (target->kind == NODE_LINK)
        dump_pair(out, "target-call-of", target->as.link.target->id);
    else if (target->kind == NODE_HEADING)
        dump_pair(out, "target-section", target->parent->as.section.title);
    else
        dump_pair(out, "target", target->id);
}

static void dump_link(struct buffer *out, const struct node *node) {
    dump_pair(out, "uri", node->as.link.uri);
    if (node->as.link.target != NULL)
        dump_target(out, node->as.link.target);
    dump_pair(out, "contents", node->as.link.contents);
    if (node->as.link.after != NULL)
        dump_pair(out, "page-then", node->as.link.after);
}

static void dump_figure(struct buffer *out, const struct node *node) {
    dump_pair(out, "file", node->as.figure.file);
    dump_pair(out, "alternative", node->as.figure.alternative);
    if (node->as.figure.width > 0) {
        buffer_string(out, " width=");
        buffer_length(out, node->as.figure.width);
    }
}

static void dump_span(struct buffer *out, const struct node *cell) {
    static const char *const aligns[] = {[CELL_END] = "end", [CELL_DECIMAL] = "decimal"};
    if (cell->as.cell.rows > 1)
        buffer_format(out, " rows=%zu", (size_t)cell->as.cell.rows);
    if (cell->as.cell.columns > 1)
        buffer_format(out, " columns=%zu", (size_t)cell->as.cell.columns);
    if (cell->as.cell.align != CELL_START)
        buffer_format(out, " align=%s", aligns[cell->as.cell.align]);
    for (size_t i = 0; i < cell->as.cell.header_count; i++)
        buffer_format(out, "%s#%u", i == 0 ? " headers=" : ",", (unsigned)cell->as.cell.headers[i]->index);
}

static void dump_particulars(struct buffer *out, const struct node *node) {
    switch (node->kind) {
    case NODE_SECTION:
        dump_pair(out, "title", node->as.section.title);
        break;
    case NODE_HEADING:
        buffer_format(out, " level=%d", node->as.heading.level);
        dump_pair(out, "number", node->as.heading.number);
        break;
    case NODE_LIST:
        buffer_format(out, " numbering=%s", role_numbering(node->as.list.numbering));
        break;
    case NODE_TABLE:
        buffer_format(out, " columns=%zu", node->as.table.columns);
        dump_pair(out, "summary", node->as.table.summary);
        break;
    case NODE_HEADER_CELL:
        buffer_format(out, " scope=%s", node->as.cell.scope == SCOPE_COLUMN ? "Column" : "Row");
        dump_span(out, node);
        break;
    case NODE_CELL:
        dump_span(out, node);
        break;
    case NODE_FOLIO:
        dump_target(out, node->as.folio.target);
        break;
    case NODE_FIGURE:
        dump_figure(out, node);
        break;
    case NODE_TEXT:
        buffer_char(out, ' ');
        dump_string(out, node->as.text.text);
        break;
    case NODE_SPAN:
        dump_pair(out, "expansion", node->as.span.expansion);
        break;
    case NODE_LINK:
        dump_link(out, node);
        break;
    default:
        break;
    }
}

static void dump_node(struct buffer *out, const struct node *node) {
    for (const struct node *at = node->parent; at != NULL; at = at->parent)
        buffer_string(out, "  ");
    buffer_string(out, kinds[node->kind]);
    if (node_role(node) != NULL)
        buffer_format(out, " (%s)", node_role(node));
    if (node->class_ != CLASS_NONE)
        buffer_format(out, " class=%s", classes[node->class_]);
    dump_pair(out, "id", node->id);
    dump_pair(out, "lang", node->lang);
    if (node->keep_with_next)
        buffer_string(out, " keep-with-next");
    if (node->keep_together)
        buffer_string(out, " keep-together");
    dump_particulars(out, node);
    buffer_char(out, '\n');
}

void document_dump(const struct document *document, struct buffer *out) {
    const struct {
        const char *name;
        const char *value;
    } lines[] = {{"id", document->id},
                 {"lang", document->lang},
                 {"title", document->title},
                 {"short-title", document->short_title},
                 {"reference", document->reference},
                 {"version", document->version},
                 {"status", document->status},
                 {"approved by", document->approved_by},
                 {"effective", document->effective},
                 {"review", document->review},
                 {"classification", document->classification},
                 {"author", document->author},
                 {"subject", document->subject},
                 {"keywords", document->keywords},
                 {"date", document->date},
                 {"watermark", document->watermark}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        buffer_string(out, lines[i].name);
        buffer_string(out, ": ");
        buffer_string(out, lines[i].value == NULL ? "none" : lines[i].value);
        buffer_char(out, '\n');
    }
    buffer_format(out, "draft: %s\nmissing: %zu\n\n", document->draft ? "yes" : "no", document->missing_count);
    for (const struct node *at = document->root; at != NULL; at = node_after(at, document->root))
        dump_node(out, at);
}
