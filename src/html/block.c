/* block.c: headings, paragraphs, lists, notes → HTML. See block.h.
 *
 * nodes in → elements out, one kind of node after the other. Items keep the labels that
 * the document gives them ("5.3", "(a)"), as text before the item, so that they can be
 * read, copied and searched for; bullets are left to the browser.
 *
 * Surprising: a list without its own markers has list-style-type "" and not none, since
 * WebKit would take it for no list then.
 */
#include "html/block.h"

#include <string.h>

#include "base/utf8.h"
#include "document/words.h"
#include "html/phrase.h"
#include "html/picture.h"
#include "html/table.h"

static const char *const classes[CLASS_COUNT] = {
    [CLASS_ISSUER] = "issuer",         [CLASS_STATUS] = "status",  [CLASS_DECLARATION] = "declaration",
    [CLASS_SIGNATURE] = "signature",   [CLASS_PART] = "part",      [CLASS_APPENDIX] = "appendix",
    [CLASS_TABLE_NOTE] = "table-note", [CLASS_CAPTION] = "caption"};

static void put_block(struct writing *writing, const struct node *node);

static void put_line(struct writing *writing, const char *name, const struct node *node) {
    writing_open(writing, name, node, classes[node->class_]);
    phrase_put_within(writing, node);
    writing_close(writing, name);
}

static void put_heading(struct writing *writing, const struct node *heading) {
    static const char *const names[] = {"h2", "h3", "h4", "h5", "h6"};
    int level = heading->as.heading.level;
    const char *name = names[level > 6 ? 4 : level - 2];
    writing_tag(writing, name, heading);
    if (level > 6)
        buffer_format(writing->out, " aria-level=\"%d\"", level);
    writing_done(writing);
    if (*heading->as.heading.number != '\0') {
        buffer_string(writing->out, "<span class=\"number\">");
        writing_text(writing, heading->as.heading.number);
        buffer_string(writing->out, "</span> ");
    }
    phrase_put_within(writing, heading);
    writing_close(writing, name);
}

static void put_group(struct writing *writing, const char *name, const struct node *node, const char *class_) {
    writing_open(writing, name, node, class_);
    buffer_char(writing->out, '\n');
    block_put_within(writing, node);
    writing_close(writing, name);
}

/* The contents list with its heading is how one gets about in the page. */
static void put_section(struct writing *writing, const struct node *section) {
    const struct node *list = section->last;
    const struct node *heading = section->first;
    bool headed = heading != NULL && heading->kind == NODE_HEADING;
    if (!headed || list->kind != NODE_CONTENTS) {
        put_group(writing, headed ? "section" : "div", section, classes[section->class_]);
        return;
    }
    writing_tag(writing, "nav", section);
    writing_attribute(writing, "aria-labelledby", writing_name(writing, heading));
    writing_done(writing);
    buffer_char(writing->out, '\n');
    block_put_within(writing, section);
    writing_close(writing, "nav");
}

static void put_contents(struct writing *writing, const struct node *contents) {
    writing_open(writing, "ul", contents, "contents");
    buffer_char(writing->out, '\n');
    for (const struct node *entry = contents->first; entry != NULL; entry = entry->next) {
        writing_open(writing, "li", entry, NULL);
        for (const struct node *at = entry->first; at != NULL; at = at->next)
            put_block(writing, at);
        writing_close(writing, "li");
    }
    writing_close(writing, "ul");
}

/* ---- lists ---- */

static const struct node *label_of(const struct node *item) {
    return item->kind == NODE_ITEM && item->first != NULL && item->first->kind == NODE_LABEL ? item->first : NULL;
}

static size_t width_of(const struct node *label) {
    size_t width = 0;
    for (const struct node *at = label; at != NULL; at = node_after(at, label))
        if (at->kind == NODE_TEXT)
            width += utf8_count(at->as.text.text, strlen(at->as.text.text));
    return width;
}

/* Whether every item has one bare bullet, which the browser draws; `*dash`: which of the two. */
static bool is_bulleted(const struct node *list, bool *dash) {
    for (const struct node *item = list->first; item != NULL; item = item->next) {
        const struct node *label = label_of(item);
        const struct node *text = label == NULL ? NULL : label->first;
        if (text == NULL || text->next != NULL || text->kind != NODE_TEXT)
            return false;
        *dash = strcmp(text->as.text.text, words_find(WORD_DASH)) == 0;
        if (!*dash && strcmp(text->as.text.text, words_find(WORD_BULLET)) != 0)
            return false;
    }
    return list->first != NULL;
}

/* The class that leaves room for the widest label. */
static const char *room_for_labels(const struct node *list) {
    size_t widest = 0;
    for (const struct node *item = list->first; item != NULL; item = item->next) {
        const struct node *label = label_of(item);
        size_t width = label == NULL ? 0 : width_of(label);
        widest = width > widest ? width : widest;
    }
    return widest <= 2   ? "own to-2"
           : widest <= 4 ? "own to-4"
           : widest <= 6 ? "own to-6"
           : widest <= 8 ? "own to-8"
                         : "own above";
}

static void put_item(struct writing *writing, const struct node *item, bool labelled) {
    const struct node *label = label_of(item);
    writing_open(writing, "li", item, NULL);
    if (label != NULL && labelled) {
        writing_open(writing, "span", label, "label");
        phrase_put_within(writing, label);
        buffer_string(writing->out, "</span> ");
    }
    for (const struct node *at = label == NULL ? item->first : label->next; at != NULL; at = at->next)
        put_block(writing, at);
    writing_close(writing, "li");
}

static void put_definition(struct writing *writing, const struct node *item) {
    const struct node *label = label_of(item);
    writing_open(writing, "div", item, NULL);
    writing_open(writing, "dt", label, NULL);
    if (label != NULL)
        phrase_put_within(writing, label);
    writing_close(writing, "dt");
    writing_open(writing, "dd", NULL, NULL);
    buffer_char(writing->out, '\n');
    for (const struct node *at = label == NULL ? item->first : label->next; at != NULL; at = at->next)
        put_block(writing, at);
    writing_close(writing, "dd");
    writing_close(writing, "div");
}

static void put_list(struct writing *writing, const struct node *list) {
    bool dash = false;
    bool definitions = list->class_ == CLASS_DEFINITION;
    bool bullets = !definitions && is_bulleted(list, &dash);
    bool ordered = !bullets && list->as.list.numbering != NUMBERING_NONE && list->as.list.numbering != NUMBERING_DISC;
    const char *name = definitions ? "dl" : ordered ? "ol" : "ul";
    writing_open(writing, name, list, definitions ? NULL : !bullets ? room_for_labels(list) : dash ? "dash" : NULL);
    buffer_char(writing->out, '\n');
    for (const struct node *at = list->first; at != NULL; at = at->next)
        if (definitions)
            put_definition(writing, at);
        else
            put_item(writing, at, !bullets);
    writing_close(writing, name);
}

/* ---- figures and notes ---- */

static const struct node *caption_of(const struct node *figure) {
    const struct node *next = figure->next;
    return next != NULL && next->kind == NODE_PARAGRAPH && next->class_ == CLASS_CAPTION ? next : NULL;
}

static void put_figure(struct writing *writing, const struct node *figure) {
    const struct node *caption = caption_of(figure);
    writing_open(writing, "figure", figure, NULL);
    picture_put(writing, figure, false);
    if (caption != NULL) {
        buffer_char(writing->out, '\n');
        put_line(writing, "figcaption", caption);
    }
    writing_close(writing, "figure");
}

static bool was_caption(const struct node *node) {
    const struct node *before = node->parent == NULL ? NULL : node->parent->first;
    if (node->class_ != CLASS_CAPTION || before == node)
        return false;
    while (before != NULL && before->next != node)
        before = before->next;
    return before != NULL && before->kind == NODE_FIGURE;
}

static void put_note(struct writing *writing, const struct node *note) {
    const struct node *label = note->first;
    writing_tag(writing, "div", note);
    writing_attribute(writing, "class", "note");
    writing_attribute(writing, "role", "doc-footnote");
    writing_done(writing);
    buffer_char(writing->out, '\n');
    writing_open(writing, "span", label, "label");
    phrase_put_within(writing, label);
    buffer_string(writing->out, "</span> ");
    for (const struct node *at = label->next; at != NULL; at = at->next)
        put_block(writing, at);
    writing_close(writing, "div");
}

/* ---- all ---- */

static void put_block(struct writing *writing, const struct node *node) {
    switch (node->kind) {
    case NODE_TITLE:
        put_line(writing, "h1", node);
        return;
    case NODE_HEADING:
        put_heading(writing, node);
        return;
    case NODE_PARAGRAPH:
        if (!was_caption(node))
            put_line(writing, "p", node);
        return;
    case NODE_QUOTE:
        put_group(writing, "blockquote", node, NULL);
        return;
    case NODE_SECTION:
        put_section(writing, node);
        return;
    case NODE_BLOCK:
        put_group(writing, node->class_ == CLASS_COVER ? "header" : "div", node, classes[node->class_]);
        return;
    case NODE_CONTENTS:
        put_contents(writing, node);
        return;
    case NODE_LIST:
        put_list(writing, node);
        return;
    case NODE_TABLE:
        table_put(writing, node);
        return;
    case NODE_FIGURE:
        put_figure(writing, node);
        return;
    case NODE_NOTE:
        put_note(writing, node);
        return;
    default:
        if (phrase_is(node))
            phrase_put(writing, node);
        else if (node->lang != NULL || writing_name(writing, node) != NULL)
            put_group(writing, "div", node, NULL);
        else
            block_put_within(writing, node);
    }
}

void block_put_within(struct writing *writing, const struct node *node) {
    for (const struct node *at = node->first; at != NULL; at = at->next)
        put_block(writing, at);
}
