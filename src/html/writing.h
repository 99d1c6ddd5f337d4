/* writing.h: what the modules here share while one page is written: escaping, tags, attributes.
 *
 * Private to src/html. */
#ifndef ENGROSS_HTML_WRITING_H
#define ENGROSS_HTML_WRITING_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/report.h"
#include "document/document.h"
#include "document/naming.h"

struct writing {
    struct buffer *out;
    struct arena *scratch;
    struct report *report;
    const struct document *document;
    const struct naming *naming;
};

/* Text between tags. */
void writing_text(struct writing *writing, const char *text);
/* A blank, the name and the value in quotation marks; nothing when the value is NULL. */
void writing_attribute(struct writing *writing, const char *name, const char *value);
/* The attributes that say the node's language, where it differs from that around it. */
void writing_language(struct writing *writing, const struct node *node);
/* "<name", with the node's name and language; the caller goes on with attributes and closes it by writing_done. */
void writing_tag(struct writing *writing, const char *name, const struct node *node);
void writing_done(struct writing *writing);
/* The three at once, and the end tag with a line feed. */
void writing_open(struct writing *writing, const char *name, const struct node *node, const char *class_);
void writing_close(struct writing *writing, const char *name);
/* By what name a node can be linked to; NULL when it has none. */
const char *writing_name(const struct writing *writing, const struct node *node);

#endif
