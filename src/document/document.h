/* document.h: element tree → document.
 *
 * Numbers sections, clauses, notes and tables; expands facts, abbreviations and
 * references; makes the document control and the version table; finds what a
 * source can hold that no reader could use (rules A11Y-…, REF-…). What each
 * element becomes, word for word, is written down in sources/README.md.
 */
#ifndef ENGROSS_DOCUMENT_DOCUMENT_H
#define ENGROSS_DOCUMENT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/report.h"
#include "document/edition.h"
#include "document/node.h"
#include "read/element.h"

struct document {
    struct node *root;
    size_t node_count;
    struct node **nodes;     /* by index */
    const char *id;          /* "modern-slavery-2019-20": the output's name, and the start of its DocumentID */
    const char *lang;        /* "en-GB" */
    const char *title;       /* with " (draft)" when it is one */
    const char *short_title; /* for the running head: title without that, or the source's own short form */
    const char *reference;   /* "" when none */
    const char *version;     /* label, "0.1" */
    const char *status;      /* "draft", "for approval", "approved" */
    const char *author;      /* issuers, joined by "; " */
    const char *subject;     /* one sentence; "" when none */
    const char *keywords;    /* joined by ", "; "" when none */
    const char
        *approved_by;      /* "governing body of West Leicestershire CCG", joined by "; "; "" when none has approved */
    const char *effective; /* date from which it holds; "" when not given */
    const char *review;    /* date by which it has to be looked at again; "" when not given */
    const char *classification;    /* who may see it; "" when not given */
    const char *date;              /* of the version, "2026-11-22" */
    bool draft;                    /* any placeholder, or no body has approved it */
    const char *watermark;         /* "DRAFT" or NULL */
    size_t missing_count;          /* placeholders */
    const struct edition *edition; /* of a release; NULL for a working build */
    const char *derived_from;      /* a document made of versions of another: the id of that; NULL for most */
    const char *compared_from;     /* likewise of two versions: what the older one is called */
};

/* What documents have in common, each declared once. */
struct document_lists {
    const struct element *organisations; /* the root of organisations.xml; NULL when there is none */
    const struct element *limits;        /* of limits.xml; NULL when there is none, or it is not wanted (limits.h) */
    bool without_history; /* of a text that is compared: what its history says of changes is not looked at */
    bool lenient; /* of a text that nobody can mend any more: whatever is found, what can be made of it is returned. Its
                   * links may lead nowhere, its figures lack a file */
};

/* `root` is a document's root element; `tree` is the folder that pictures may come from. NULL after errors. */
struct document *document_read(const struct element *root, const struct document_lists *lists, const char *tree,
                               struct arena *arena, struct report *report);

/* The last passes over a tree of nodes under `root`, which the program may have made itself. Before it, each node that
 * has a role has for its language the one that holds in it; afterwards only what its tag has to say. Fills in `nodes`,
 * `node_count`, the index of each node, and whether a lead-in stays with what it leads into. */
void document_finish(struct document *document, struct arena *arena);

/* One line a node, indented: kind, role, what distinguishes it, text. Golden tests compare it. */
void document_dump(const struct document *document, struct buffer *out);

#endif
