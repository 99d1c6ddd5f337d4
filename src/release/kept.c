/* kept.c: frozen files and PDFs held against the ledger (kept.h).
 *
 * Surprising: before a folder without a record is told, the ledger is read once more.
 * A release may have been made between the two looks.
 */
#include "release/kept.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "document/names.h"
#include "release/commit.h"
#include "release/glance.h"

#define FILE_LIMIT ((size_t)256 << 20)

/* What the functions here share. */
struct keeping {
    const char *home;
    struct glance *glance; /* NULL: everything is read */
    struct arena *arena;
    struct report *report;
};

static const char *in_home(const char *home, const char *name, struct arena *arena) {
    return strcmp(home, ".") == 0 ? name : arena_format(arena, "%s/%s", home, name);
}

static void blame(struct report *report, const char *file, const struct ledger_record *record, const char *words,
                  struct arena *arena) {
    report_add(report, RULE_LEDGER_FILE, (struct place){.file = file},
               arena_format(arena, "record %zu (%s %s)", record->number, record->document, record->label), words);
}

/* The bytes of a file with that hash, its facts from before they were read; NULL after a report. A link is no file. */
static const char *read_same(const char *path, const struct hash *wanted, const struct ledger_record *record,
                             struct arena *arena, size_t *count, struct trace_facts *facts, struct report *report) {
    struct place place = {.file = path};
    struct stat about;
    int descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0 && (errno == EACCES || errno == EPERM || errno == EIO)) {
        (void)file_read(arena, path, FILE_LIMIT, count, report); /* which says why not */
        return NULL;
    }
    if (descriptor < 0 || fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode)) {
        if (descriptor >= 0)
            close(descriptor);
        blame(report, path, record, "is missing", arena);
        return NULL;
    }
    *facts = trace_facts_of(&about);
    const char *bytes = file_take(arena, descriptor, path, FILE_LIMIT, count, place, report);
    struct hash hash = {0};
    if (bytes != NULL)
        hash = hash_bytes(bytes, *count);
    if (bytes != NULL && hash_same(&hash, wanted))
        return bytes;
    if (bytes != NULL)
        blame(report, path, record, "has been changed", arena);
    return NULL;
}

/* What is at `path` itself, should it be a link; false when there is nothing. */
static bool look(const char *path, struct stat *about, struct trace_facts *facts) {
    if (lstat(path, about) != 0)
        return false;
    *facts = trace_facts_of(about);
    return true;
}

/* Whether a file has that hash, read or known. `name` is its path from the house. */
static bool is_same(const struct keeping *keeping, const char *name, const struct hash *wanted,
                    const struct ledger_record *record) {
    const char *path = in_home(keeping->home, name, keeping->arena);
    struct stat about;
    struct trace_facts facts;
    bool good = keeping->glance != NULL && look(path, &about, &facts) && S_ISREG(about.st_mode) &&
                glance_knows(keeping->glance, name, &facts, wanted);
    if (!good) {
        struct arena *scratch = arena_open();
        size_t count;
        good = read_same(path, wanted, record, scratch, &count, &facts, keeping->report) != NULL;
        arena_close(scratch);
    }
    if (good && keeping->glance != NULL)
        glance_note(keeping->glance, name, &facts, wanted);
    return good;
}

static const char *manifest_name(const struct ledger_record *record, struct arena *arena) {
    return arena_format(arena, "%s/" MANIFEST_NAME, ledger_frozen_path(record, arena));
}

static bool read_manifest(const char *home, const struct ledger_record *record, struct arena *arena,
                          struct report *report, struct trace_facts *facts, struct manifest *out) {
    const char *path = in_home(home, manifest_name(record, arena), arena);
    size_t count;
    const char *bytes = read_same(path, &record->manifest, record, arena, &count, facts, report);
    return bytes != NULL && manifest_parse(path, bytes, count, arena, report, out);
}

bool kept_manifest(const char *home, const struct ledger_record *record, struct arena *arena, struct report *report,
                   struct manifest *out) {
    struct trace_facts facts;
    return read_manifest(home, record, arena, report, &facts, out);
}

const char *kept_file(const char *home, const struct ledger_record *record, const char *name, struct arena *arena,
                      size_t *count, struct report *report) {
    struct manifest manifest;
    struct trace_facts facts;
    if (!kept_manifest(home, record, arena, report, &manifest))
        return NULL;
    const char *path = in_home(home, arena_format(arena, "%s/%s", ledger_frozen_path(record, arena), name), arena);
    const struct manifest_item *item = manifest_find(&manifest, name);
    if (item != NULL)
        return read_same(path, &item->hash, record, arena, count, &facts, report);
    blame(report, path, record, "is missing", arena);
    return NULL;
}

static int by_name(const void *one, const void *other) {
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

typedef LIST(const char *) name_list;

/* What stands in a folder, in the order of its bytes; its state is noted before. */
static name_list names_in(const struct keeping *keeping, const char *name) {
    name_list names = {0};
    struct stat about;
    struct trace_facts facts;
    const char *path = in_home(keeping->home, name, keeping->arena);
    if (keeping->glance != NULL && look(path, &about, &facts))
        glance_note(keeping->glance, name, &facts, NULL);
    DIR *open_folder = opendir(path);
    if (open_folder == NULL)
        return names;
    for (const struct dirent *entry = readdir(open_folder); entry != NULL; entry = readdir(open_folder))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            LIST_ADD(keeping->arena, &names, arena_string(keeping->arena, entry->d_name));
    closedir(open_folder);
    if (names.count > 0)
        qsort(names.items, names.count, sizeof *names.items, by_name);
    return names;
}

static bool is_folder(const char *path) {
    struct stat about;
    return lstat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* Files below `folder` that are not among those recorded. */
static bool check_others(const struct keeping *keeping, const char *folder, const char *below,
                         const struct names *recorded, const struct ledger_record *record) {
    struct arena *arena = keeping->arena;
    bool good = true;
    name_list names = names_in(keeping, folder);
    for (size_t i = 0; i < names.count; i++) {
        const char *entry = arena_format(arena, "%s/%s", folder, names.items[i]);
        const char *path = in_home(keeping->home, entry, arena);
        const char *name = *below == '\0' ? names.items[i] : arena_format(arena, "%s/%s", below, names.items[i]);
        if (is_folder(path)) {
            good = check_others(keeping, entry, name, recorded, record) && good;
        } else if (names_find(recorded, name) == NULL) {
            blame(keeping->report, path, record, "was not there when it was released", arena);
            good = false;
        }
    }
    return good;
}

/* Whether the folder of a release is one, and that of its document: in the place of either a link could stand. */
static bool check_folder(const struct keeping *keeping, const char *folder, const struct ledger_record *record) {
    const char *path = in_home(keeping->home, folder, keeping->arena);
    const char *above = arena_copy(keeping->arena, path, (size_t)(strrchr(path, '/') - path));
    struct stat about;
    const char *link = lstat(above, &about) == 0 && S_ISLNK(about.st_mode)  ? above
                       : lstat(path, &about) == 0 && S_ISLNK(about.st_mode) ? path
                                                                            : NULL;
    if (link != NULL)
        blame(keeping->report, link, record, "is in another place: a link leads to it", keeping->arena);
    return link == NULL;
}

static bool check_frozen(const struct keeping *keeping, const struct ledger_record *record,
                         const struct manifest *manifest) {
    struct arena *arena = keeping->arena;
    const char *folder = ledger_frozen_path(record, arena);
    struct names *recorded = names_open(arena);
    bool fresh;
    bool good = check_folder(keeping, folder, record);
    names_add(recorded, MANIFEST_NAME, (struct place){0}, &fresh);
    for (size_t i = 0; i < manifest->files.count; i++) {
        const struct manifest_item *item = &manifest->files.items[i];
        names_add(recorded, item->name, (struct place){0}, &fresh);
        good = is_same(keeping, arena_format(arena, "%s/%s", folder, item->name), &item->hash, record) && good;
    }
    return check_others(keeping, folder, "", recorded, record) && good;
}

static bool check_pdfs(const struct keeping *keeping, const struct ledger_record *record) {
    const char *folder = ledger_output_path(record, keeping->arena);
    struct names *recorded = names_open(keeping->arena);
    bool good = check_folder(keeping, folder, record);
    for (size_t i = 0; i < record->pdfs.count; i++) {
        const struct ledger_pdf *pdf = &record->pdfs.items[i];
        bool fresh;
        names_add(recorded, pdf->file, (struct place){0}, &fresh);
        good = is_same(keeping, ledger_pdf_path(record, pdf, keeping->arena), &pdf->hash, record) && good;
    }
    return check_others(keeping, folder, "", recorded, record) && good;
}

static bool check_release(const struct keeping *keeping, const struct ledger_record *record) {
    struct manifest manifest;
    struct trace_facts facts;
    bool good = read_manifest(keeping->home, record, keeping->arena, keeping->report, &facts, &manifest);
    if (good && keeping->glance != NULL)
        glance_note(keeping->glance, manifest_name(record, keeping->arena), &facts, &record->manifest);
    good = good && check_frozen(keeping, record, &manifest);
    return check_pdfs(keeping, record) && good;
}

bool kept_check_release(const char *home, const struct ledger_record *record, struct arena *arena,
                        struct report *report) {
    return check_release(&(struct keeping){.home = home, .arena = arena, .report = report}, record);
}

/* Whether the ledger is still the one that was read. */
static bool ledger_unchanged(const struct ledger *ledger, struct arena *arena) {
    size_t count = 0;
    const char *bytes = file_exists(ledger->file) ? file_read(arena, ledger->file, FILE_LIMIT, &count, NULL) : "";
    return bytes != NULL && count == ledger->count && memcmp(bytes, ledger->bytes, count) == 0;
}

/* Whether a folder without a record may stand there: that of a run under way or interrupted, or of one that has made it
 * since the ledger was read. */
static bool is_expected(const struct keeping *keeping, const struct ledger *ledger, const char *id, const char *label) {
    bool expected =
        commit_intends(keeping->home, id, label, keeping->arena) || !ledger_unchanged(ledger, keeping->arena);
    if (expected && keeping->glance != NULL)
        glance_forget(keeping->glance);
    return expected;
}

/* Folders ID/LABEL below `folder` without a record. */
static bool check_strays(const struct keeping *keeping, const char *folder, const struct ledger *ledger) {
    struct arena *arena = keeping->arena;
    bool good = true;
    name_list ids = names_in(keeping, folder);
    for (size_t i = 0; i < ids.count; i++) {
        const char *of = arena_format(arena, "%s/%s", folder, ids.items[i]);
        if (ids.items[i][0] == '.' || !is_folder(in_home(keeping->home, of, arena)))
            continue;
        name_list labels = names_in(keeping, of);
        for (size_t k = 0; k < labels.count; k++) {
            if (ledger_find(ledger, ids.items[i], labels.items[k]) != NULL ||
                is_expected(keeping, ledger, ids.items[i], labels.items[k]))
                continue;
            const char *stray = in_home(keeping->home, arena_format(arena, "%s/%s", of, labels.items[k]), arena);
            report_add(keeping->report, RULE_LEDGER_STRAY, (struct place){.file = stray}, ids.items[i],
                       labels.items[k]);
            good = false;
        }
    }
    return good;
}

bool kept_check(const char *home, const struct ledger *ledger, bool afresh, struct arena *arena,
                struct report *report) {
    struct keeping keeping = {.home = home, .arena = arena, .report = report};
    if (!afresh && ledger->records.count > 0)
        keeping.glance = glance_open(home, ledger, arena);
    if (keeping.glance != NULL && glance_whole(keeping.glance))
        return true;
    bool good = true;
    for (size_t i = 0; i < ledger->records.count; i++)
        if (ledger->records.items[i].kind == LEDGER_RELEASE)
            good = check_release(&keeping, &ledger->records.items[i]) && good;
    good = check_strays(&keeping, LEDGER_FOLDER, ledger) && good;
    good = check_strays(&keeping, "out/released", ledger) && good;
    if (good && keeping.glance != NULL)
        glance_keep(keeping.glance);
    return good;
}
