/* versions.c: the versions of a document, found and read. See versions.h.
 *
 * label or file in → element tree and document out, by the reader and document_read,
 * with lists that belong to the text: the frozen ones of a release, those of the house
 * that a file stands in.
 *
 * Surprising: an old text that the grammar or a rule of today refuses is compared all the
 * same, as the reader could mend it, and a note says where; what is written down cannot be
 * changed any more. A working text that has such faults is not, since its author can mend
 * it.
 */
#include "versions.h"

#include <assert.h>
#include <string.h>

#include "base/file.h"
#include "document/limits.h"
#include "document/names.h"
#include "home.h"
#include "release/kept.h"
#include "release/manifest.h"
#include "release/standing.h"
#include "releasing.h"

bool versions_open(struct versions *versions, const char *home, struct arena *arena, struct report *report) {
    *versions = (struct versions){.home = home, .source = source_open(home), .arena = arena, .report = report};
    return releasing_recheck(home, false, arena, report, &versions->ledger);
}

void versions_close(struct versions *versions) {
    source_close(versions->source);
    versions->source = NULL;
}

const struct ledger_record *versions_last(const struct versions *versions, const char *id) {
    const struct ledger_record *last = NULL;
    for (size_t i = 0; i < versions->ledger.records.count; i++) {
        const struct ledger_record *at = &versions->ledger.records.items[i];
        if (at->kind == LEDGER_RELEASE && strcmp(at->document, id) == 0 &&
            standing_withdrawal(&versions->ledger, at, NULL) == NULL && (last == NULL || at->sequence > last->sequence))
            last = at;
    }
    return last;
}

const struct ledger_record *versions_labelled(const struct versions *versions, const char *id, const char *label) {
    const struct ledger_record *found = ledger_find(&versions->ledger, id, label);
    if (found != NULL)
        return found;
    struct arena *arena = versions->arena;
    struct names *labels = names_open(arena);
    const char *all = "";
    for (size_t i = 0; i < versions->ledger.records.count; i++) {
        const struct ledger_record *at = &versions->ledger.records.items[i];
        bool fresh;
        if (at->kind != LEDGER_RELEASE || strcmp(at->document, id) != 0)
            continue;
        names_add(labels, at->label, at->place, &fresh);
        all = arena_format(arena, "%s%s%s", all, *all == '\0' ? "" : ", ", at->label);
    }
    const char *nearest = names_nearest(labels, label, NULL);
    report_add(versions->report, RULE_RELEASE_UNKNOWN, (struct place){.file = versions->ledger.file},
               arena_format(arena, "%s has no release \"%s\", and there is no file of that name%s%s%s", id, label,
                            nearest == NULL ? "" : "; did you mean \"", nearest == NULL ? "" : nearest,
                            nearest == NULL ? "" : "\"?"),
               *all == '\0' ? "it has never been released; name a file"
                            : arena_format(arena, "name one of its releases: %s; or a file", all));
    return NULL;
}

/* ---- reading ---- */

/* Where a text and its lists stand. */
struct stand {
    struct source *source; /* of the house whose grammar is asked */
    const char *file, *tree;
    const char *organisations, *limits; /* files that may not be there */
    bool lenient;
};

static const struct element *read_list(struct versions *versions, const struct stand *stand, enum source_kind kind,
                                       const char *file, struct report *report) {
    bool sound;
    if (!file_exists(file))
        return NULL;
    const struct element *list =
        source_read_on(stand->source, kind, file, stand->tree, versions->arena, report, &sound);
    return sound || stand->lenient ? list : NULL;
}

/* Tells of an old text in which faults were found: where the first stands, and how many there are. */
static void note_mended(struct versions *versions, struct report *found, const char *file) {
    size_t errors = report_errors(found);
    const struct finding *sorted = report_sorted(found);
    size_t first = 0;
    while (first < report_count(found) && sorted[first].rule->severity != SEVERITY_ERROR)
        first++;
    assert(first < report_count(found));
    struct place place = sorted[first].place;
    report_add(versions->report, RULE_VERSION_MENDED, place.file == NULL ? (struct place){.file = file} : place,
               errors == 1
                   ? "the rules of today refuse this of the old text"
                   : arena_format(versions->arena,
                                  "the rules of today refuse %zu things of the old text, the first of them here",
                                  errors));
}

/* Whether what was made of a text with faults can be compared and set: links that lead nowhere become words, a picture
 * that is not there cannot be left out in silence. */
static bool settle(const struct document *document) {
    for (size_t i = 0; i < document->node_count; i++) {
        struct node *node = document->nodes[i];
        if (node->kind == NODE_FIGURE && (node->as.figure.file == NULL || node->as.figure.alternative == NULL))
            return false;
        if (node->kind == NODE_LINK && node->as.link.uri == NULL && node->as.link.target == NULL) {
            node->kind = NODE_SPAN;
            node->as.span.expansion = NULL;
        }
    }
    return true;
}

/* A part that cannot be read at all would look like one that was not there. */
static bool is_whole(const struct report *found) {
    return report_status(found) <= 1;
}

static void hand_over_errors(struct versions *versions, struct report *found) {
    const struct finding *sorted = report_sorted(found);
    for (size_t i = 0; i < report_count(found); i++)
        if (sorted[i].rule->severity == SEVERITY_ERROR)
            report_add_row(versions->report, sorted[i].rule, sorted[i].place, sorted[i].message, sorted[i].mend);
}

static bool read_text(struct versions *versions, const struct stand *stand, struct version_text *out) {
    struct report *found = report_open(versions->arena);
    bool sound;
    const struct element *root =
        source_read_on(stand->source, SOURCE_NEIGHBOUR, stand->file, stand->tree, versions->arena, found, &sound);
    const struct document *document = NULL;
    if (root != NULL && (sound || (stand->lenient && is_whole(found)))) {
        out->lists.organisations = read_list(versions, stand, SOURCE_ORGANISATIONS, stand->organisations, found);
        if (limits_wanted(root))
            out->lists.limits = read_list(versions, stand, SOURCE_LIMITS, stand->limits, found);
        /* What the history says may be behind the text, and is never a change of it. */
        out->lists.without_history = !versions->with_history;
        out->lists.lenient = stand->lenient;
        if (report_errors(found) == 0 || (stand->lenient && is_whole(found)))
            document = document_read(root, &out->lists, stand->tree, versions->arena, found);
    }
    bool faulty = document != NULL && report_errors(found) > 0;
    if (faulty && (!is_whole(found) || !settle(document)))
        document = NULL;
    if (faulty && document != NULL)
        note_mended(versions, found, stand->file);
    out->file = stand->file;
    out->version.root = root;
    out->version.document = document;
    if (document == NULL)
        hand_over_errors(versions, found);
    return document != NULL;
}

bool versions_read_release(struct versions *versions, const struct ledger_record *record, struct version_text *out) {
    struct arena *arena = versions->arena;
    if (!kept_check_release(versions->home, record, arena, versions->report))
        return false;
    const char *folder = home_path(versions->home, ledger_frozen_path(record, arena), arena);
    struct stand stand = {.source = versions->source,
                          .file = home_path(folder, EDITION_SOURCE, arena),
                          .tree = folder,
                          .organisations = home_path(folder, EDITION_ORGANISATIONS, arena),
                          .limits = home_path(folder, EDITION_LIMITS, arena),
                          .lenient = true};
    *out = (struct version_text){.version.label = record->label, .record = record};
    return read_text(versions, &stand, out);
}

/* The lists of a tree, or of the house when that has none; of a frozen release, wherever it was copied to, those beside
 * the text alone. */
static void stand_in(struct stand *stand, const char *home, struct arena *arena) {
    const char *slash = strrchr(stand->file, '/');
    const char *folder = slash == NULL ? "." : arena_copy(arena, stand->file, (size_t)(slash - stand->file));
    bool frozen = file_exists(home_path(folder, MANIFEST_NAME, arena));
    stand->tree = frozen ? folder : home_tree(home, stand->file, arena);
    stand->organisations = home_path(stand->tree, EDITION_ORGANISATIONS, arena);
    stand->limits = home_path(stand->tree, EDITION_LIMITS, arena);
    if (frozen || file_exists(stand->organisations))
        return;
    const char *sources = home_path(home, "sources", arena);
    stand->organisations = home_path(sources, EDITION_ORGANISATIONS, arena);
    stand->limits = home_path(sources, EDITION_LIMITS, arena);
}

bool versions_read_working(struct versions *versions, const char *file, struct version_text *out) {
    struct stand stand = {.source = versions->source, .file = file};
    stand_in(&stand, versions->home, versions->arena);
    *out = (struct version_text){0};
    return read_text(versions, &stand, out);
}

bool versions_read_file(struct versions *versions, const char *file, bool lenient, struct version_text *out) {
    struct arena *arena = versions->arena;
    const char *around = home_around(file, arena);
    const char *home = around == NULL ? versions->home : around;
    bool own = strcmp(home, versions->home) == 0;
    struct stand stand = {.source = own ? versions->source : source_open(home), .file = file, .lenient = lenient};
    stand_in(&stand, home, arena);
    bool plain = strchr(file, '/') == NULL && strstr(file, ".xml") == NULL; /* as a label would be */
    *out = (struct version_text){.version.label = plain ? arena_format(arena, "./%s", file) : file};
    bool good = read_text(versions, &stand, out);
    if (!own)
        source_close(stand.source);
    return good;
}
