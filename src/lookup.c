/* lookup.c: which document a word of the command line names. See lookup.h.
 *
 * word in → file and id out, or a finding. The order: a file of that name; the one
 * document with that id; a release of it; a file whose root seems to have that id; a file
 * of that name with .xml behind it which nothing can be made of.
 *
 * Surprising: a folder of that name is no document, but when nothing else has the name it
 * is given back, so that the reader says what it is.
 */
#include "lookup.h"

#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "document/names.h"
#include "home.h"
#include "read/source.h"

#define MANY_NAMES 10 /* as many as a person looks through */

struct candidate {
    const char *file;
    struct source_root root;
};

struct lookup {
    const char *home;
    const struct ledger *ledger;
    struct arena *arena;
    struct candidate *candidates;
    size_t count;
    struct home_files files;
    bool listed;
};

struct lookup *lookup_open(const char *home, const struct ledger *ledger, struct arena *arena) {
    struct lookup *lookup = ARENA_NEW(arena, struct lookup);
    *lookup = (struct lookup){.home = home, .ledger = ledger, .arena = arena};
    return lookup;
}

static void list_sources(struct lookup *lookup) {
    if (lookup->listed)
        return;
    lookup->listed = true;
    struct home_files files = home_files_below(home_path(lookup->home, "sources", lookup->arena), lookup->arena);
    lookup->files = files;
    lookup->count = files.count;
    lookup->candidates = ARENA_ARRAY(lookup->arena, files.count, struct candidate);
    for (size_t i = 0; i < files.count; i++)
        lookup->candidates[i] = (struct candidate){files.items[i], source_root(files.items[i], lookup->arena)};
}

/* A word that can be no id is a path, whether anything stands there or not. */
static bool is_path(const char *word) {
    size_t count = strlen(word);
    return count == 0 || strchr(word, '/') != NULL || (count > 4 && strcasecmp(word + count - 4, ".xml") == 0);
}

/* Whether it is a document with an id that could be one: where a quotation mark is missing, more is read as the id. */
static bool is_known(const struct candidate *candidate) {
    const char *id = candidate->root.id;
    return candidate->root.kind == SOURCE_ROOT_DOCUMENT && id != NULL && *id != '\0' &&
           id[strcspn(id, " \t\n=<>&\"'")] == '\0';
}

static bool has_id(const struct candidate *candidate, const char *id) {
    return candidate->root.id != NULL && strcmp(candidate->root.id, id) == 0;
}

/* The documents with that id; `*first` is the first of them. */
static size_t count_documents(const struct lookup *lookup, const char *id, const struct candidate **first,
                              const struct candidate **second) {
    size_t count = 0;
    for (size_t i = 0; i < lookup->count; i++) {
        const struct candidate *at = &lookup->candidates[i];
        if (!is_known(at) || !has_id(at, id))
            continue;
        *(count == 0 ? first : second) = at;
        count++;
    }
    return count;
}

/* "leave" for "sources/policies/leave.xml". */
static bool is_called(const struct candidate *candidate, const char *word) {
    const char *name = strrchr(candidate->file, '/');
    name = name == NULL ? candidate->file : name + 1;
    return strlen(name) == strlen(word) + strlen(".xml") && strncmp(name, word, strlen(word)) == 0;
}

/* What is no document as far as can be seen, and was meant all the same; NULL for nothing. */
static const char *find_spoilt(const struct lookup *lookup, const char *word) {
    for (size_t i = 0; i < lookup->count; i++) {
        const struct candidate *at = &lookup->candidates[i];
        if (!is_known(at) && (has_id(at, word) || source_seems_to_have(at->file, word)))
            return at->file;
    }
    for (size_t i = 0; i < lookup->count; i++) {
        const struct candidate *at = &lookup->candidates[i];
        bool nameless = at->root.name == NULL || (at->root.kind == SOURCE_ROOT_DOCUMENT && !is_known(at));
        if (nameless && is_called(at, word))
            return at->file;
    }
    return NULL;
}

void lookup_report_unknown(struct lookup *lookup, const char *word, struct report *report) {
    list_sources(lookup);
    home_report_missed(&lookup->files, report);
    struct arena *arena = lookup->arena;
    struct names *ids = names_open(arena);
    bool fresh;
    for (size_t i = 0; i < lookup->count; i++)
        if (is_known(&lookup->candidates[i]))
            names_add(ids, lookup->candidates[i].root.id, (struct place){0}, &fresh);
    for (size_t i = 0; lookup->ledger != NULL && i < lookup->ledger->records.count; i++)
        names_add(ids, lookup->ledger->records.items[i].document, (struct place){0}, &fresh);
    const char *nearest = names_nearest(ids, word, NULL);
    const char *const *sorted = names_by_nearness(ids, word, arena);
    const char *all = "";
    size_t count = 0;
    for (; sorted[count] != NULL && count < MANY_NAMES; count++)
        all = arena_format(arena, "%s%s%s", all, count == 0 ? "" : ", ", sorted[count]);
    report_add(report, RULE_DOC_UNKNOWN, (struct place){0}, word,
               nearest == NULL ? "" : arena_format(arena, "; did you mean \"%s\"?", nearest),
               count == 0 ? "name a file; no document of the house has an id yet"
                          : arena_format(arena, "name a file, or a document by its id: %s%s", all,
                                         sorted[count] == NULL ? "" : ", or another of engross list"));
}

static bool was_released(const struct lookup *lookup, const char *id) {
    return lookup->ledger != NULL && ledger_last(lookup->ledger, id) != NULL;
}

/* The document in the file at `path`. */
static struct meant in_file(const struct lookup *lookup, const char *path) {
    const char *id = source_root(path, lookup->arena).id;
    return (struct meant){id == NULL ? "" : id, path};
}

bool lookup_document(struct lookup *lookup, const char *word, struct report *report, struct meant *out) {
    bool folder = file_is_folder(word);
    *out = in_file(lookup, word);
    if (!folder && (is_path(word) || file_exists(word)))
        return true;
    list_sources(lookup);
    const struct candidate *first = NULL;
    const struct candidate *second = NULL;
    if (count_documents(lookup, word, &first, &second) > 1) {
        report_add(report, RULE_DOC_TWICE, second->root.place, word, first->file);
        return false;
    }
    bool released = was_released(lookup, word);
    const char *spoilt = first == NULL ? find_spoilt(lookup, word) : NULL;
    if (first != NULL || released)
        *out = (struct meant){word, first != NULL ? first->file : spoilt};
    else if (spoilt != NULL)
        *out = in_file(lookup, spoilt);
    if (first != NULL || released || spoilt != NULL || folder)
        return true;
    lookup_report_unknown(lookup, word, report);
    return false;
}

const char *lookup_released(struct lookup *lookup, const char *word, struct report *report) {
    struct meant meant = in_file(lookup, word);
    if (*meant.id != '\0')
        return meant.id;
    if (was_released(lookup, word) || is_path(word))
        return word;
    return lookup_document(lookup, word, report, &meant) ? meant.id : NULL;
}
