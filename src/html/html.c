/* html.c: the page: its head, the way past the contents, the document. See html.h.
 *
 * document in → bytes out. The whole document is the `main` of the page, in its reading
 * order; a contents list in it is the `nav`.
 */
#include "html/html.h"

#include <string.h>

#include "base/version.h"
#include "document/words.h"
#include "html/block.h"
#include "html/sheet.h"

static void put_meta(struct writing *writing, const char *name, const char *content) {
    if (content == NULL || *content == '\0')
        return;
    buffer_string(writing->out, "<meta");
    writing_attribute(writing, "name", name);
    writing_attribute(writing, "content", content);
    buffer_string(writing->out, ">\n");
}

static void put_head(struct writing *writing) {
    const struct document *document = writing->document;
    buffer_string(writing->out, "<!DOCTYPE html>\n<html");
    writing_attribute(writing, "lang", document->lang);
    buffer_string(writing->out, ">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    writing_text(writing, document->title);
    buffer_string(writing->out, "</title>\n");
    put_meta(writing, "viewport", "width=device-width, initial-scale=1");
    put_meta(writing, "description", document->subject);
    put_meta(writing, "author", document->author);
    put_meta(writing, "keywords", document->keywords);
    put_meta(writing, "generator", "Engross " ENGROSS_VERSION);
    if (document->edition != NULL && document->edition->address != NULL && *document->edition->address != '\0') {
        buffer_string(writing->out, "<link rel=\"canonical\"");
        writing_attribute(writing, "href", document->edition->address);
        buffer_string(writing->out, ">\n");
    }
    buffer_string(writing->out, "<style>\n");
    for (size_t i = 0; sheet_parts[i] != NULL; i++)
        buffer_string(writing->out, sheet_parts[i]);
    buffer_string(writing->out, "</style>\n</head>\n");
}

/* The name of what comes after the contents list; NULL when there is no list, or nothing after it. */
static const char *after_contents(const struct writing *writing) {
    const struct node *root = writing->document->root;
    for (const struct node *at = root; at != NULL; at = node_after(at, root)) {
        if (at->kind != NODE_CONTENTS)
            continue;
        const struct node *next = node_past(at->parent, root);
        while (next != NULL && writing_name(writing, next) == NULL)
            next = node_after(next, root);
        return next == NULL ? NULL : writing_name(writing, next);
    }
    return NULL;
}

static void put_skip(struct writing *writing) {
    const char *name = after_contents(writing);
    if (name == NULL)
        return;
    buffer_string(writing->out, "<a class=\"skip\"");
    writing_attribute(writing, "href", arena_format(writing->scratch, "#%s", name));
    writing_done(writing);
    writing_text(writing, words_find(WORD_SKIP_CONTENTS));
    writing_close(writing, "a");
}

bool html_write(const struct document *document, struct buffer *out, struct report *report) {
    size_t errors = report_errors(report);
    struct writing writing = {.out = out, .scratch = arena_open(), .report = report, .document = document};
    writing.naming = naming_give(document, writing.scratch);
    put_head(&writing);
    buffer_string(out, "<body>\n");
    put_skip(&writing);
    writing_open(&writing, "main", document->root, NULL);
    buffer_char(out, '\n');
    block_put_within(&writing, document->root);
    buffer_string(out, "</main>\n</body>\n</html>\n");
    arena_close(writing.scratch);
    return report_errors(report) == errors;
}
