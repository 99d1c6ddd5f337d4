/* plain.c: a document as plain text (plain.h).
 *
 * nodes in → lines out. Lists keep their labels, and what belongs to an item is indented
 * by two blanks. A table is told row by row: the cell that names the row, then every other
 * cell on a line of its own after the name of its column, so that no line has to be held
 * against another. A call of a footnote and the note are both "[footnote 1]". A link is
 * followed by its address, unless that is what it says.
 *
 * Surprising: a label is not written when it is met, but with the first line after it: an
 * item may begin with a list, a cell with a paragraph.
 */
#include "document/plain.h"

#include <string.h>

#include "document/headers.h"
#include "document/spans.h"
#include "document/words.h"

struct plain {
    struct buffer *out;
    struct arena *scratch;
    struct buffer prefix; /* of every line */
    const char *label;    /* of the next line; NULL: none */
    size_t label_at;      /* how much of the prefix stands before it */
    size_t tight;         /* lists and tables around: no empty lines in them */
    bool apart;           /* an empty line comes before the next line */
    bool begun;
    bool headed; /* a row of the table in hand has been written: its heads are named without what a comparison adds */
    bool bare;   /* of the words in hand what a comparison adds or shows as deleted is left out */
};

static void put_inline(struct plain *plain, const struct node *node, struct buffer *out);
static void put_block(struct plain *plain, const struct node *node);

/* ---- lines ---- */

static void line_begin(struct plain *plain) {
    if (plain->begun)
        buffer_string(plain->out, plain->apart ? "\n\n" : "\n");
    plain->begun = true;
    plain->apart = plain->tight == 0;
    buffer_bytes(plain->out, plain->prefix.bytes, plain->label != NULL ? plain->label_at : plain->prefix.count);
    if (plain->label != NULL)
        buffer_string(plain->out, plain->label);
    plain->label = NULL;
}

/* A line of words. Those of a label end with a blank, if there is a text after it. */
static void line_put(struct plain *plain, const char *words) {
    bool labelled = plain->label != NULL;
    line_begin(plain);
    if (labelled && *words != '\0')
        buffer_char(plain->out, ' ');
    buffer_string(plain->out, words);
}

static const char *inline_words(struct plain *plain, const struct node *node) {
    struct buffer words = {0};
    for (const struct node *at = node->first; at != NULL; at = at->next)
        put_inline(plain, at, &words);
    const char *kept = arena_copy(plain->scratch, buffer_text(&words), words.count);
    buffer_close(&words);
    return kept;
}

/* What stands after a label: its first line goes on with it, the others are indented. */
static size_t label_open(struct plain *plain, const char *label) {
    size_t before = plain->prefix.count;
    if (plain->label == NULL) {
        plain->label = label;
        plain->label_at = before;
    } else {
        plain->label = arena_format(plain->scratch, "%s %s", plain->label, label);
    }
    buffer_string(&plain->prefix, "  ");
    return before;
}

static void label_close(struct plain *plain, size_t before) {
    if (plain->label != NULL)
        line_put(plain, "");
    plain->prefix.count = before;
}

/* ---- within a line ---- */

static bool says_address(const char *words, const char *uri) {
    static const char *const schemes[] = {"mailto:", "tel:", "https://", "http://"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncmp(uri, schemes[i], strlen(schemes[i])) == 0 && strcmp(words, uri + strlen(schemes[i])) == 0)
            return true;
    return strcmp(words, uri) == 0;
}

static void put_link(struct plain *plain, const struct node *link, struct buffer *out) {
    const char *words = inline_words(plain, link);
    buffer_string(out, words);
    if (link->as.link.uri != NULL && !says_address(words, link->as.link.uri))
        buffer_string(out, words_fill(plain->scratch, WORD_PLAIN_ADDRESS, link->as.link.uri));
}

static void put_call(struct plain *plain, const struct node *call, struct buffer *out) {
    if (out->count > 0 && out->bytes[out->count - 1] != ' ')
        buffer_char(out, ' ');
    buffer_string(out, words_fill(plain->scratch, WORD_PLAIN_NOTE, inline_words(plain, call)));
}

/* The words before the number of a page are nothing without it. */
static bool leads_to_page(const struct node *text) {
    return text->next != NULL && text->next->kind == NODE_FOLIO && text->as.text.source == NULL;
}

/* A mark of a comparison, what is linked within it, or what the newer version has not. */
static bool is_of_comparison(const struct node *node) {
    const struct node *before = NULL;
    if (node->kind == NODE_REFERENCE)
        for (const struct node *at = node->parent->first; at != node; at = at->next)
            before = at;
    return node->class_ == CLASS_MARKER || node->kind == NODE_DELETED ||
           (before != NULL && before->class_ == CLASS_MARKER);
}

static void put_inline(struct plain *plain, const struct node *node, struct buffer *out) {
    if (plain->bare && is_of_comparison(node))
        return;
    switch (node->kind) {
    case NODE_TEXT:
        if (!leads_to_page(node))
            buffer_string(out, node->as.text.text);
        return;
    case NODE_FOLIO:
        return;
    case NODE_FIGURE:
        buffer_string(out, words_fill(plain->scratch, WORD_PLAIN_FIGURE, node->as.figure.alternative));
        return;
    case NODE_LINK:
        put_link(plain, node, out);
        return;
    case NODE_CALL:
        put_call(plain, node, out);
        return;
    default:
        for (const struct node *at = node->first; at != NULL; at = at->next)
            put_inline(plain, at, out);
    }
}

/* ---- lists ---- */

static void tight_open(struct plain *plain) {
    plain->tight++;
}

static void tight_close(struct plain *plain) {
    plain->tight--;
    plain->apart = plain->tight == 0;
}

static void put_item(struct plain *plain, const struct node *item, bool definition) {
    const struct node *label = item->first != NULL && item->first->kind == NODE_LABEL ? item->first : NULL;
    if (label == NULL) {
        for (const struct node *at = item->first; at != NULL; at = at->next)
            put_block(plain, at);
        return;
    }
    const char *words = inline_words(plain, label);
    if (definition)
        words = words_fill(plain->scratch, WORD_PLAIN_CELL, words);
    size_t before = label_open(plain, words);
    for (const struct node *at = label->next; at != NULL; at = at->next)
        put_block(plain, at);
    label_close(plain, before);
}

static void put_list(struct plain *plain, const struct node *list) {
    tight_open(plain);
    for (const struct node *at = list->first; at != NULL; at = at->next)
        if (at->kind == NODE_ITEM)
            put_item(plain, at, list->class_ == CLASS_DEFINITION);
        else
            put_block(plain, at);
    tight_close(plain);
}

static void put_contents(struct plain *plain, const struct node *contents) {
    tight_open(plain);
    for (const struct node *entry = contents->first; entry != NULL; entry = entry->next) {
        size_t before = plain->prefix.count;
        for (const struct node *at = entry->first; at != NULL; at = at->next) {
            if (at->kind != NODE_CONTENTS) {
                struct buffer words = {0};
                put_inline(plain, at, &words);
                line_put(plain, buffer_text(&words));
                buffer_close(&words);
                continue;
            }
            buffer_string(&plain->prefix, "  ");
            put_contents(plain, at);
            plain->prefix.count = before;
        }
    }
    tight_close(plain);
}

static void put_note(struct plain *plain, const struct node *note) {
    const struct node *label = note->first;
    size_t before = label_open(plain, words_fill(plain->scratch, WORD_PLAIN_NOTE, inline_words(plain, label)));
    for (const struct node *at = label->next; at != NULL; at = at->next)
        put_block(plain, at);
    label_close(plain, before);
}

/* ---- tables ---- */

/* The names of the columns of a plain table; of others the cells know their headers. */
struct columns {
    const char **names; /* "" where there is none */
    size_t count;
};

static bool is_cell(const struct node *node) {
    return node->kind == NODE_CELL || node->kind == NODE_HEADER_CELL;
}

/* Whether a header stands in the head of the table. */
static bool names_column(const struct node *header) {
    return header->parent->parent->kind == NODE_TABLE_HEAD;
}

/* All words of a cell in one line. */
static const char *cell_words(struct plain *plain, const struct node *cell) {
    struct buffer words = {0};
    struct plain inner = {.out = &words, .scratch = plain->scratch, .tight = 1, .bare = plain->bare};
    if (cell->first != NULL && cell->first->kind < NODE_TEXT) {
        for (const struct node *at = cell->first; at != NULL; at = at->next)
            put_block(&inner, at);
        for (size_t i = 0; i < words.count; i++)
            if (words.bytes[i] == '\n')
                words.bytes[i] = ' ';
    } else {
        buffer_string(&words, inline_words(plain, cell));
    }
    const char *kept = arena_copy(plain->scratch, buffer_text(&words), words.count);
    buffer_close(&words);
    buffer_close(&inner.prefix);
    return kept;
}

/* The words of the head of a column: with its marks before the first row, and without them before the others, unless
 * all of it is deleted. */
static const char *head_words(struct plain *plain, const struct node *cell) {
    plain->bare = plain->headed;
    const char *words = cell_words(plain, cell);
    plain->bare = false;
    return words[strspn(words, " ")] == '\0' ? cell_words(plain, cell) : words + strspn(words, " ");
}

static struct columns read_head(struct plain *plain, const struct node *table) {
    struct columns columns = {.count = table->as.table.columns};
    columns.names = ARENA_ARRAY(plain->scratch, columns.count, const char *);
    for (size_t i = 0; i < columns.count; i++)
        columns.names[i] = "";
    for (const struct node *group = table->first; group != NULL; group = group->next) {
        if (group->kind != NODE_TABLE_HEAD)
            continue;
        struct spans spans = spans_open(plain->scratch);
        for (const struct node *row = group->first; row != NULL; row = row->next) {
            spans_row(&spans);
            for (const struct node *cell = row->first; cell != NULL; cell = cell->next) {
                size_t column = spans_place(&spans, cell, NULL);
                if (column < columns.count)
                    columns.names[column] = head_words(plain, cell);
            }
        }
    }
    return columns;
}

static const char *column_name(struct plain *plain, const struct columns *columns, const struct node *cell,
                               size_t column) {
    if (headers_is_group_title(cell))
        return "";
    if (cell->as.cell.header_count == 0)
        return column < columns->count ? columns->names[column] : "";
    const char *name = "";
    for (size_t i = 0; i < cell->as.cell.header_count; i++)
        if (names_column(cell->as.cell.headers[i]))
            name = arena_format(plain->scratch, "%s%s%s", name, *name == '\0' ? "" : words_find(WORD_COMMA),
                                head_words(plain, cell->as.cell.headers[i]));
    return name;
}

static void put_cell_content(struct plain *plain, const struct node *cell) {
    if (cell->first == NULL || cell->first->kind >= NODE_TEXT) {
        line_put(plain, inline_words(plain, cell));
        return;
    }
    for (const struct node *at = cell->first; at != NULL; at = at->next)
        put_block(plain, at);
}

static void put_cell(struct plain *plain, const struct node *cell, const char *name) {
    if (*name == '\0') {
        put_cell_content(plain, cell);
        return;
    }
    size_t before = label_open(plain, words_fill(plain->scratch, WORD_PLAIN_CELL, name));
    put_cell_content(plain, cell);
    label_close(plain, before);
}

/* A row of two cells whose columns have no names: what it is about, and what is said of it. */
static bool is_pair(struct plain *plain, const struct columns *columns, const struct node *row) {
    const struct node *first = row->first;
    return first != NULL && first->kind == NODE_HEADER_CELL && first->next != NULL && first->next == row->last &&
           *column_name(plain, columns, first, 0) == '\0' && *column_name(plain, columns, first->next, 1) == '\0';
}

static void put_row(struct plain *plain, const struct columns *columns, struct spans *spans, const struct node *row) {
    size_t indent = plain->prefix.count;
    spans_row(spans);
    const struct node *above = spans_cover(spans, 0);
    bool pair = above == NULL && is_pair(plain, columns, row);
    if (above != NULL) { /* the name of several rows is the name of this one too */
        put_cell(plain, above, column_name(plain, columns, above, 0));
        buffer_string(&plain->prefix, "  ");
    }
    for (const struct node *cell = row->first; cell != NULL; cell = cell->next) {
        size_t column = spans_place(spans, cell, NULL);
        if (pair && cell == row->first)
            continue;
        put_cell(plain, cell, pair ? cell_words(plain, row->first) : column_name(plain, columns, cell, column));
        if (plain->prefix.count == indent && !headers_is_group_title(cell))
            buffer_string(&plain->prefix, "  ");
    }
    plain->prefix.count = indent;
}

static void put_table(struct plain *plain, const struct node *table) {
    bool around = plain->headed; /* by a row of a table that this one stands in */
    plain->headed = false;
    struct columns columns = read_head(plain, table);
    tight_open(plain);
    for (const struct node *group = table->first; group != NULL; group = group->next) {
        if (group->kind == NODE_CAPTION)
            line_put(plain, inline_words(plain, group));
        if (group->kind != NODE_TABLE_BODY)
            continue;
        struct spans spans = spans_open(plain->scratch);
        for (const struct node *row = group->first; row != NULL; row = row->next)
            if (!headers_is_group_title(row->first) && !plain->headed) {
                put_row(plain, &columns, &spans, row);
                plain->headed = true;
                columns = read_head(plain, table);
            } else {
                put_row(plain, &columns, &spans, row);
            }
    }
    plain->headed = around;
    tight_close(plain);
}

/* ---- blocks ---- */

static void put_heading(struct plain *plain, const struct node *heading) {
    const char *number = heading->kind == NODE_HEADING ? heading->as.heading.number : "";
    const char *words = inline_words(plain, heading);
    line_put(plain, arena_format(plain->scratch, "%s%s%s", number, *number == '\0' ? "" : " ", words));
}

static void put_quote(struct plain *plain, const struct node *quote) {
    size_t before = plain->prefix.count;
    buffer_string(&plain->prefix, "> ");
    for (const struct node *at = quote->first; at != NULL; at = at->next)
        put_block(plain, at);
    plain->prefix.count = before;
}

static void put_block(struct plain *plain, const struct node *node) {
    switch (node->kind) {
    case NODE_TITLE:
    case NODE_HEADING:
        put_heading(plain, node);
        return;
    case NODE_PARAGRAPH:
    case NODE_CAPTION:
    case NODE_LABEL:
        line_put(plain, inline_words(plain, node));
        return;
    case NODE_FIGURE:
        line_put(plain, words_fill(plain->scratch, WORD_PLAIN_FIGURE, node->as.figure.alternative));
        return;
    case NODE_QUOTE:
        put_quote(plain, node);
        return;
    case NODE_CONTENTS:
        put_contents(plain, node);
        return;
    case NODE_LIST:
        put_list(plain, node);
        return;
    case NODE_TABLE:
        put_table(plain, node);
        return;
    case NODE_NOTE:
        put_note(plain, node);
        return;
    default:
        if (is_cell(node) || node->kind >= NODE_TEXT) {
            put_cell_content(plain, node);
            return;
        }
        for (const struct node *at = node->first; at != NULL; at = at->next)
            put_block(plain, at);
    }
}

void node_plain(const struct node *node, struct buffer *out) {
    struct plain plain = {.out = out, .scratch = arena_open()};
    put_block(&plain, node);
    if (plain.begun)
        buffer_char(out, '\n');
    buffer_close(&plain.prefix);
    arena_close(plain.scratch);
}

void document_plain(const struct document *document, struct buffer *out) {
    node_plain(document->root, out);
}
