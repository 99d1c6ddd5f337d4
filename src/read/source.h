/* source.h: the one door through which XML comes in.
 *
 * bytes → element tree. A file is opened (only regular files, of bounded size),
 * decoded (UTF-8, UTF-16, ISO-8859-1, Windows-1252), parsed without network, DTD
 * or external entity, its XIncludes resolved inside the source tree alone, and
 * held against its schema. Every fault is reported at its place; the tree is
 * returned only when later stages can rely on it.
 */
#ifndef ENGROSS_READ_SOURCE_H
#define ENGROSS_READ_SOURCE_H

#include "base/arena.h"
#include "base/report.h"
#include "read/element.h"

/* Which schema a file has to meet. */
enum source_kind {
    SOURCE_DOCUMENT,  /* sources/schema/engross.xsd, a document root */
    SOURCE_NEIGHBOUR, /* likewise, read for what it says and not to be judged: no rules are held against it */
    SOURCE_SKETCH,   /* likewise, of any root and held against nothing: what can be known of a file that may be wrong */
    SOURCE_COMPLETE, /* likewise, with what is left out of print: internal notes, what is restricted */
    SOURCE_ORGANISATIONS, /* sources/schema/engross.xsd, root `organisations` */
    SOURCE_LIMITS,        /* sources/schema/engross.xsd, root `limits` */
    SOURCE_STYLE,         /* styles/style.xsd */
    SOURCE_FONTS,         /* fonts/fonts.xsd */
    SOURCE_WORDS,         /* sources/schema/words.xsd */
    SOURCE_PROFILES,      /* sources/schema/profiles.xsd */
    SOURCE_KINDS
};

/* The version of libxml2 that runs, as 20914. */
const char *source_parser_version(void);

/* Where the house stands: the folder that holds sources/schema/engross.xsd. */
struct source;

/* `home` is that folder, without a slash at its end. Schemas are compiled when first needed and kept. */
struct source *source_open(const char *home);
void source_close(struct source *source);
const char *source_home(const struct source *source);

/* Reads `path`, whose XIncludes may reach files below `tree` (a folder) alone. NULL when anything of severity error was
 * reported for it, but for the findings of rules (rules.h): those leave the tree sound, so that what comes next can
 * find its own. The elements live in `arena`. */
const struct element *source_read(struct source *source, enum source_kind kind, const char *path, const char *tree,
                                  struct arena *arena, struct report *report);

/* The same, but what can be looked at further is: when faults were found and the tree could be mended so that its
 * schema accepts it, the mended tree is returned and `*sound` is false. Nothing may be made of it; it is for finding
 * more faults, and no more is to be said of its `faulty` elements. */
const struct element *source_read_on(struct source *source, enum source_kind kind, const char *path, const char *tree,
                                     struct arena *arena, struct report *report, bool *sound);

/* What a file is by its root element: a document, the organisations, the limits, a part that documents take in, or
 * neither. */
enum source_root_kind {
    SOURCE_ROOT_OTHER,
    SOURCE_ROOT_DOCUMENT,
    SOURCE_ROOT_ORGANISATIONS,
    SOURCE_ROOT_LIMITS,
    SOURCE_ROOT_PART
};

/* Whether a document can have this root element. */
bool source_is_document(const char *root);

/* The root element of a file, as far as its start tag tells; SOURCE_ROOT_OTHER without a name when the file cannot be
 * read that far or the root is not in our namespace. Used to find the documents of a folder; reports nothing. */
struct source_root {
    enum source_root_kind kind;
    const char *name;   /* local name */
    const char *id;     /* NULL when it has none */
    struct place place; /* of the id */
};
struct source_root source_root(const char *path, struct arena *arena);
/* Whether the root element of a file carries this id, as far as can be seen in a start tag that is broken, or in
 * another namespace than ours: for a person who names by its id a document that source_root does not know. */
bool source_seems_to_have(const char *path, const char *id);

#endif
