/* build.h: what the modules of this room share while one document is made.
 *
 * Elements are visited once, in the order of the file: numbers are counted and
 * the abbreviations that earlier text explained are known when they are asked
 * for. Only what points forward waits: references, in `links`, for document.c to
 * finish, and footnotes, in `waiting`, for the end of the block that calls them.
 */
#ifndef ENGROSS_DOCUMENT_BUILD_H
#define ENGROSS_DOCUMENT_BUILD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/list.h"
#include "base/report.h"
#include "document/names.h"
#include "document/node.h"
#include "document/words.h"
#include "read/element.h"

struct organisations;
struct limits;

enum target_kind {
    TARGET_SECTION,
    TARGET_PART,
    TARGET_APPENDIX,
    TARGET_TITLED_CLAUSE,
    TARGET_CLAUSE,
    TARGET_TABLE,
    TARGET_FIGURE,
    TARGET_DEFINITION,
    TARGET_OTHER
};

/* What an id stands for. */
struct target {
    enum target_kind kind;
    const struct element *element;
    const char *number;       /* "3.1", "5.3.2(a)", "A"; "" when it has none */
    const char *within;       /* the letter of the appendix in which alone that number holds; NULL when there is none */
    struct node *node;        /* where a link to it leads */
    const struct node *title; /* the heading, caption or term whose words name it; NULL when none */
    size_t title_skip;        /* bytes of generated words at the start of the title */
};

enum link_kind {
    LINK_OUT,
    LINK_XREF,
    LINK_TERM,
    LINK_ID,     /* an xref that the program makes, to an id */
    LINK_CHANGE, /* the same, of `element`, to what that names in `target`, whatever it is */
    LINK_TABLE   /* an xref that the program makes, to a table that it made of `element`, which may have no id */
};

/* A link whose contents, and for some whose text and target, can only be known when all elements were visited. */
struct pending_link {
    enum link_kind kind;
    struct node *link;
    const struct element *element;
    const char *id; /* of LINK_ID, which has no element */
    const struct target *target;
};

struct build {
    struct arena *arena;
    struct arena *scratch; /* for what is asked for only while the document is made */
    struct report *report;
    const char *tree;
    const char *document; /* the id of its root; "" when it has none */
    const struct organisations *organisations;
    struct limits *limits;
    const struct names *offices; /* → struct office */
    struct names *ids;           /* → struct target */
    struct names *expansions;    /* of abbreviations → const char * */
    const char *lang;            /* of the element that is being read */
    const char *within;          /* the letter of the appendix around it, when that counts for itself; else NULL */
    const char *year;            /* the last day of the period covered, in words; NULL when no period is given */
    const char *year_before;     /* the day before its first day; NULL when there is no such day */
    size_t parts, appendices, tables, figures, notes, placeholders;
    size_t bullets;      /* bullet lists around the element */
    size_t inside_table; /* tables around it: notes wait for the end of the outermost */
    bool plain;          /* in a title or the like: no notes or references */
    bool of_house;       /* what is read stands in another file of the house: its ids are no addresses in this one */
    bool without_history;
    bool in_link;
    bool in_note;
    bool draft;
    bool illustrated;           /* it is said that the amounts of limits.xml are illustrative */
    LIST(struct node *) folded; /* the texts of the block that is folded (fold.c) */
    LIST(struct node *) waiting;
    LIST(struct pending_link) links;
    LIST(const struct element *) shown; /* what tables show of other files, its placeholders counted */
    LIST(struct target) made;           /* tables that the program made */
};

/* Between the two, `lang` is the element's; build_enter returns the language to go back to. */
const char *build_enter(struct build *build, const struct element *element);
void build_leave(struct build *build, const char *outer);

/* The id of `element` when it is an address in this document; else NULL. */
const char *build_id(struct build *build, const struct element *element);
/* A new last child of `parent` (none when it is NULL), of the language that is being read. */
struct node *build_node(struct build *build, struct node *parent, enum node_kind kind, struct place place);
/* The place of an attribute, as long as the document lives. */
const struct place *build_place(struct build *build, const struct element *element, const char *attribute);
/* The same, with the element's place and id; the id is then known to stand for a `kind` if it was not before. */
struct node *build_named(struct build *build, struct node *parent, enum node_kind kind, const struct element *element);
void build_add(struct node *parent, struct node *child);
struct node *build_text(struct build *build, struct node *parent, struct place place, const char *text);
/* Says what the id of `element`, if it has one, stands for. */
void build_target(struct build *build, const struct element *element, struct target target);
/* Moves the footnotes that wait to the end of `parent`, unless a table is still open. */
void build_notes(struct build *build, struct node *parent);

/* Whether a text has nothing but single spaces between its words, and a word at either end, as nearly all have. */
bool build_is_folded(const char *text);
/* `text` with its white space folded, none at its ends: itself where it is so already. */
const char *build_fold(struct build *build, const char *text);
/* The attribute folded; NULL when it is not there. */
const char *build_attribute(struct build *build, const struct element *element, const char *name);
/* Reports each id that stands a second time in an attribute of `element` that lists ids. */
void build_ids_once(struct build *build, const struct element *element, const char *attribute);
/* The digits of a number without sign and leading zeros; "" when the attribute is not there. */
const char *build_digits(struct build *build, const struct element *element, const char *name);
/* All text below `element`, folded. */
const char *build_element_words(struct build *build, const struct element *element);
/* All text below `node`, but not that of footnote calls, and not that of printed page numbers and before them. */
const char *build_node_words(struct build *build, const struct node *node);
/* The date in an attribute, in words; "" after a report, NULL when the attribute is not there. */
const char *build_date(struct build *build, const struct element *element, const char *name);
/* "A, B and C"; `last` stands before the last. */
const char *build_list(struct build *build, const char *const *items, size_t count, enum word last);
/* "; did you mean \"x\"?" or "". */
const char *build_meant(struct build *build, const char *nearest);

bool white(char c);
#define WHITE " \t\n\r" /* the same, for strspn */

#endif
