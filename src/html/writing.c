/* writing.c: tags, attributes and escaped text of HTML. See writing.h.
 *
 * Surprising: what has another language than the text around it has dir="auto" too, so
 * that a paragraph of Urdu in an English page runs from right to left.
 */
#include "html/writing.h"

static void put_escaped(struct buffer *out, const char *text) {
    for (; *text != '\0'; text++) {
        const char *name = *text == '&'   ? "&amp;"
                           : *text == '<' ? "&lt;"
                           : *text == '>' ? "&gt;"
                           : *text == '"' ? "&quot;"
                                          : NULL;
        if (name != NULL)
            buffer_string(out, name);
        else
            buffer_char(out, *text);
    }
}

void writing_text(struct writing *writing, const char *text) {
    put_escaped(writing->out, text);
}

void writing_attribute(struct writing *writing, const char *name, const char *value) {
    if (value == NULL)
        return;
    buffer_format(writing->out, " %s=\"", name);
    put_escaped(writing->out, value);
    buffer_char(writing->out, '"');
}

const char *writing_name(const struct writing *writing, const struct node *node) {
    const char *name = naming_destination(writing->naming, node);
    return name != NULL ? name : naming_element(writing->naming, node);
}

void writing_language(struct writing *writing, const struct node *node) {
    if (node->lang == NULL || node->parent == NULL)
        return;
    writing_attribute(writing, "lang", node->lang);
    writing_attribute(writing, "dir", "auto");
}

void writing_tag(struct writing *writing, const char *name, const struct node *node) {
    buffer_format(writing->out, "<%s", name);
    if (node == NULL)
        return;
    writing_attribute(writing, "id", writing_name(writing, node));
    writing_language(writing, node);
}

void writing_done(struct writing *writing) {
    buffer_char(writing->out, '>');
}

void writing_open(struct writing *writing, const char *name, const struct node *node, const char *class_) {
    writing_tag(writing, name, node);
    writing_attribute(writing, "class", class_);
    writing_done(writing);
}

void writing_close(struct writing *writing, const char *name) {
    buffer_format(writing->out, "</%s>\n", name);
}
