/* ledger.h: which releases there are, who approved them, and what was withdrawn.
 *
 * The bytes of sources/released/ledger.txt ↔ records, each chained to the one before by
 * its hash. FORMATS.md has the format. A record that is damaged, missing or out of its
 * order is an error that names it; a ledger of a newer version is refused whole.
 *
 * Surprising: a ledger is only ever added to, so what is printed is the new bytes that
 * follow the old ones. One of an older version goes on with a line that says from where
 * on the newer one holds.
 */
#ifndef ENGROSS_RELEASE_LEDGER_H
#define ENGROSS_RELEASE_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/hash.h"
#include "base/list.h"
#include "base/report.h"

#define LEDGER_VERSION 1
#define LEDGER_FOLDER "sources/released"
#define LEDGER_FILE LEDGER_FOLDER "/ledger.txt"
#define LEDGER_HEAD LEDGER_FOLDER "/head.txt"

enum ledger_kind { LEDGER_RELEASE, LEDGER_WITHDRAWAL };

struct ledger_approval {
    const char *role; /* "approve" */
    const char *date;
    const char *body; /* "wlccg/governing-body", or the id of an organisation alone */
    const char *minute;
};

struct ledger_pdf {
    const char *style;
    struct hash hash;
    size_t bytes;
    const char *file; /* its name alone; see ledger_pdf_path */
};

struct ledger_record {
    size_t number; /* from 1 */
    enum ledger_kind kind;
    const char *document, *title, *label;
    size_t sequence;
    const char *effective; /* NULL when it is not said */
    const char *review;    /* likewise */
    LIST(struct ledger_approval) approvals;
    const char *reason; /* of a withdrawal */
    struct hash manifest;
    LIST(struct ledger_pdf) pdfs;
    struct hash previous, hash;
    struct place place; /* of its first line */
};

struct ledger {
    const char *file;
    const char *bytes; /* as they are on the disk */
    size_t count;
    unsigned version; /* that holds at its end; LEDGER_VERSION of one that is not there */
    LIST(struct ledger_record) records;
};

/* Reads the ledger of the house and its head, and checks the chain. One that is not there has no records. False after a
 * report (LEDGER-…, FILE-…); then nothing may be concluded from it. */
bool ledger_read(const char *home, struct arena *arena, struct report *report, struct ledger *ledger);
/* The same from bytes alone, which have to live as long as the ledger. `file` is for places. */
bool ledger_parse(const char *file, const char *bytes, size_t count, struct arena *arena, struct report *report,
                  struct ledger *ledger);
/* Appends to `out` the bytes that add a record at the end. Its number, previous and hash are set here. What the line
 * ends of a value could break has been refused before: see ledger_value_good. */
void ledger_print(const struct ledger *ledger, struct ledger_record *record, struct buffer *out);
/* What head.txt says after that record. */
void ledger_print_head(const struct ledger_record *record, struct buffer *out);

/* Whether a value can stand in a line: one line of text, no blanks at its ends. */
bool ledger_value_good(const char *value);
/* Whether a label is one: [A-Za-z0-9][A-Za-z0-9.-]{0,31}. */
bool ledger_label_good(const char *label);
/* Whether it is a day of the calendar in the form 2020-03-31. */
bool ledger_date_good(const char *date);

/* The release of that document and label, or NULL. */
const struct ledger_record *ledger_find(const struct ledger *ledger, const char *document, const char *label);
/* The release of that document with the highest sequence, or NULL. */
const struct ledger_record *ledger_last(const struct ledger *ledger, const char *document);
/* "sources/released/ID/LABEL", "out/released/ID/LABEL", and a PDF there, from the folder of the house. */
const char *ledger_frozen_path(const struct ledger_record *record, struct arena *arena);
const char *ledger_output_path(const struct ledger_record *record, struct arena *arena);
const char *ledger_pdf_path(const struct ledger_record *record, const struct ledger_pdf *pdf, struct arena *arena);

#endif
