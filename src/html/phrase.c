/* phrase.c: text, links, calls of notes, insertions and deletions → HTML. See phrase.h.
 *
 * Numbers of pages are left out with the words before them; a page of HTML has none. What
 * a listener needs and a PDF has in Contents (that "1" is a footnote) is a hidden part of
 * the words of the link.
 */
#include "html/phrase.h"

#include <string.h>

#include "html/picture.h"

bool phrase_is(const struct node *node) {
    return node->kind >= NODE_TEXT;
}

void phrase_put_within(struct writing *writing, const struct node *node) {
    for (const struct node *at = node->first; at != NULL; at = at->next)
        phrase_put(writing, at);
}

static void put_element(struct writing *writing, const char *name, const struct node *node, const char *class_) {
    writing_open(writing, name, node, class_);
    phrase_put_within(writing, node);
    buffer_format(writing->out, "</%s>", name);
}

/* What Contents says after the visible words, and a reader does not see. */
static void put_unseen(struct writing *writing, const struct node *link, size_t from) {
    const char *seen = writing->out->bytes + from;
    size_t count = writing->out->count - from;
    const char *contents = link->as.link.contents;
    if (contents == NULL || strncmp(contents, seen, count) != 0 || contents[count] == '\0')
        return;
    buffer_string(writing->out, "<span class=\"unseen\">");
    writing_text(writing, contents + count);
    buffer_string(writing->out, "</span>");
}

/* The grammar lets no other address pass; a text of another house may have been read with another grammar. */
static bool is_safe(const char *uri) {
    static const char *const schemes[] = {"https://", "http://", "mailto:"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncmp(uri, schemes[i], strlen(schemes[i])) == 0)
            return true;
    return false;
}

static void put_link(struct writing *writing, const struct node *link) {
    const struct node *target = link->as.link.target;
    if (target == NULL && !is_safe(link->as.link.uri)) {
        phrase_put_within(writing, link);
        return;
    }
    bool call = target != NULL && target->kind == NODE_NOTE;
    bool back = target != NULL && target->kind == NODE_LINK;
    writing_tag(writing, "a", link);
    if (link->lang == NULL && link->parent->kind == NODE_REFERENCE) /* which has no element of its own */
        writing_language(writing, link->parent);
    writing_attribute(writing, "href",
                      target == NULL ? link->as.link.uri
                                     : arena_format(writing->scratch, "#%s", writing_name(writing, target)));
    writing_attribute(writing, "role", call ? "doc-noteref" : back ? "doc-backlink" : NULL);
    writing_done(writing);
    size_t from = writing->out->count;
    phrase_put_within(writing, link);
    if (call || back)
        put_unseen(writing, link, from);
    buffer_string(writing->out, "</a>");
}

static void put_span(struct writing *writing, const struct node *span) {
    bool plain = span->as.span.expansion == NULL && span->lang == NULL && writing_name(writing, span) == NULL;
    if (plain) {
        phrase_put_within(writing, span);
        return;
    }
    const char *name = span->as.span.expansion != NULL ? "abbr" : "span";
    writing_tag(writing, name, span);
    writing_attribute(writing, "title", span->as.span.expansion);
    writing_done(writing);
    phrase_put_within(writing, span);
    buffer_format(writing->out, "</%s>", name);
}

static void put_text(struct writing *writing, const struct node *text) {
    bool before_page = text->next != NULL && text->next->kind == NODE_FOLIO && text->as.text.source == NULL;
    if (before_page)
        return;
    if (text->class_ == CLASS_MARKER) {
        buffer_string(writing->out, "<span class=\"marker\">");
        writing_text(writing, text->as.text.text);
        buffer_string(writing->out, "</span>");
        return;
    }
    writing_text(writing, text->as.text.text);
}

void phrase_put(struct writing *writing, const struct node *node) {
    switch (node->kind) {
    case NODE_TEXT:
        put_text(writing, node);
        return;
    case NODE_FOLIO:
        return;
    case NODE_FIGURE:
        picture_put(writing, node, true);
        return;
    case NODE_SPAN:
        put_span(writing, node);
        return;
    case NODE_STRONG:
        put_element(writing, "b", node, NULL);
        return;
    case NODE_MISSING:
        put_element(writing, "mark", node, NULL);
        return;
    case NODE_LINK:
        put_link(writing, node);
        return;
    case NODE_CALL:
        put_element(writing, "sup", node, NULL);
        return;
    case NODE_INSERTED:
        put_element(writing, "ins", node, NULL);
        return;
    case NODE_DELETED:
        put_element(writing, "del", node, NULL);
        return;
    default:
        phrase_put_within(writing, node);
    }
}
