/* manifest.h: what a frozen release consists of, file by file, and what it was made with.
 *
 * manifest.txt ↔ struct manifest; FORMATS.md has the format. Read strictly, as the
 * ledger is: a line that is not understood is an error. Version 1, which knows no files of
 * styles, is read; what is printed is of version 2.
 */
#ifndef ENGROSS_RELEASE_MANIFEST_H
#define ENGROSS_RELEASE_MANIFEST_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/hash.h"
#include "base/list.h"
#include "base/report.h"

#define MANIFEST_VERSION 2
#define MANIFEST_NAME "manifest.txt"

struct manifest_item {
    struct hash hash;
    size_t bytes;
    const char *name; /* a path below the frozen release, with / between folders */
};

typedef LIST(struct manifest_item) manifest_items;

struct manifest_library {
    const char *name, *version;
};

struct manifest {
    const char *document, *label;
    size_t sequence;
    const char *program; /* "engross 0.7" */
    LIST(struct manifest_library) libraries;
    manifest_items files;
    manifest_items fonts;
    manifest_items styles;      /* no bytes: those are among the files */
    manifest_items style_files; /* what styles need besides, such as a logo; names below styles/. From version 2 on */
    manifest_items pdfs;
};

/* False after a report (LEDGER-FORM, LEDGER-VERSION) at `file`. Strings live in `arena`. */
bool manifest_parse(const char *file, const char *bytes, size_t count, struct arena *arena, struct report *report,
                    struct manifest *manifest);
/* Brings the lists into their order and appends the text. With `pdfs` false it has no lines of PDFs, as provenance.txt.
 */
void manifest_print(struct manifest *manifest, bool pdfs, struct buffer *out);
/* The file of that name, or NULL. */
const struct manifest_item *manifest_find(const struct manifest *manifest, const char *name);
/* A path that stays where it is: no step is empty, "." or "..". */
bool manifest_path_good(const char *path);

#endif
