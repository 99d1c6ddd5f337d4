/* library.h: the documents of the house, each by its id.
 *
 * Opening a library looks at no more than the start of each file. A document is read
 * when something is asked of it, once, as it stands: neither grammar nor rules are held
 * against it, since its own check tells its faults. The library of a document that
 * stands outside the house's sources is its own folder.
 */
#ifndef ENGROSS_LIBRARY_H
#define ENGROSS_LIBRARY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/list.h"
#include "document/names.h"
#include "home.h"
#include "read/element.h"
#include "read/source.h"

struct library_document {
    const char *file;
    const char *kind;   /* "statement", "policy"…: the name of its root */
    const char *id;     /* "" when it has none */
    struct place place; /* of the id */
    /* What library_read fills in. */
    bool opened;
    bool whole;                    /* it was read without a fault: what is not in `ids` is not there */
    const struct element *root;    /* NULL when it cannot be read */
    const struct element *control; /* NULL when there is none */
    const char *title;             /* NULL when it has none, or when it is not known what it says (library_words) */
    const char *short_title;       /* likewise */
    const struct names *ids;       /* each `thing` is the struct element */
};

struct library {
    struct source *source;
    const char *tree;
    struct arena *arena;
    bool house;                          /* of all sources, not of one folder */
    const struct element *organisations; /* the root of organisations.xml, or NULL; read when first wanted */
    bool organisations_read;
    LIST(struct library_document) documents; /* in byte order of their paths */
    struct home_files files;                 /* all that were looked at, and what could not be */
};

/* `tree` is that of home_tree. Every folder and file that is looked at is traced. */
struct library *library_open(struct source *source, const char *home, const char *tree, struct arena *arena);
/* The first document of that id, or NULL. */
struct library_document *library_find(const struct library *library, const char *id);
/* The one in the file at `path`, or NULL. */
struct library_document *library_at(const struct library *library, const char *path);
/* The same document, read. */
const struct library_document *library_read(struct library *library, struct library_document *document);
/* The words of an element in one line, facts and roles taken from organisations.xml. NULL when there are none, and
 * when one is not known here: a placeholder, a figure. */
const char *library_words(struct library *library, const struct element *element);
/* The short name of an organisation; its id when it has none. */
const char *library_organisation(struct library *library, const char *id);
/* A value without white space around it; NULL when there is none. */
const char *library_value(const struct library *library, const struct element *element, const char *attribute);
/* Whether a document that was read says that it is under review. */
bool library_under_review(const struct library *library, const struct library_document *document);
/* The document that takes the place of `id` on the day `on`, other than `id` itself; NULL when there is none. */
const struct library_document *library_successor(struct library *library, const char *id, const char *on);

#endif
