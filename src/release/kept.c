/* kept.c: frozen files and PDFs held against the ledger (kept.h).
 *
 * Surprising: before a folder without a record is told, the ledger is read once more.
 * A release may have been made between the two looks.
 */
#include "release/kept.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "document/names.h"
#include "release/commit.h"

#define FILE_LIMIT ((size_t)256 << 20)

static const char *in_home(const char *home, const char *name, struct arena *arena) {
    return strcmp(home, ".") == 0 ? name : arena_format(arena, "%s/%s", home, name);
}

static void blame(struct report *report, const char *file, const struct ledger_record *record, const char *words,
                  struct arena *arena) {
    report_add(report, RULE_LEDGER_FILE, (struct place){.file = file},
               arena_format(arena, "record %zu (%s %s)", record->number, record->document, record->label), words);
}

/* Whether it is a file, and not a link to one. */
static bool is_file(const char *path) {
    struct stat about;
    return lstat(path, &about) == 0 && S_ISREG(about.st_mode);
}

/* The bytes of a file with that hash; NULL after a report. */
static const char *read_same(const char *path, const struct hash *wanted, const struct ledger_record *record,
                             struct arena *arena, size_t *count, struct report *report) {
    struct hash hash;
    if (!is_file(path)) {
        blame(report, path, record, "is missing", arena);
        return NULL;
    }
    const char *bytes = file_read_hash(arena, path, FILE_LIMIT, count, &hash, report);
    if (bytes != NULL && hash_same(&hash, wanted))
        return bytes;
    if (bytes != NULL)
        blame(report, path, record, "has been changed", arena);
    return NULL;
}

bool kept_manifest(const char *home, const struct ledger_record *record, struct arena *arena, struct report *report,
                   struct manifest *out) {
    const char *path =
        in_home(home, arena_format(arena, "%s/" MANIFEST_NAME, ledger_frozen_path(record, arena)), arena);
    size_t count;
    const char *bytes = read_same(path, &record->manifest, record, arena, &count, report);
    return bytes != NULL && manifest_parse(path, bytes, count, arena, report, out);
}

const char *kept_file(const char *home, const struct ledger_record *record, const char *name, struct arena *arena,
                      size_t *count, struct report *report) {
    struct manifest manifest;
    if (!kept_manifest(home, record, arena, report, &manifest))
        return NULL;
    const char *path = in_home(home, arena_format(arena, "%s/%s", ledger_frozen_path(record, arena), name), arena);
    const struct manifest_item *item = manifest_find(&manifest, name);
    if (item != NULL)
        return read_same(path, &item->hash, record, arena, count, report);
    blame(report, path, record, "is missing", arena);
    return NULL;
}

static int by_name(const void *one, const void *other) {
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

typedef LIST(const char *) name_list;

/* What stands in a folder, in the order of its bytes. */
static name_list names_in(const char *folder, struct arena *arena) {
    name_list names = {0};
    DIR *open_folder = opendir(folder);
    if (open_folder == NULL)
        return names;
    for (const struct dirent *entry = readdir(open_folder); entry != NULL; entry = readdir(open_folder))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            LIST_ADD(arena, &names, arena_string(arena, entry->d_name));
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
static bool check_others(const char *folder, const char *below, const struct names *recorded,
                         const struct ledger_record *record, struct arena *arena, struct report *report) {
    bool good = true;
    name_list names = names_in(folder, arena);
    for (size_t i = 0; i < names.count; i++) {
        const char *path = arena_format(arena, "%s/%s", folder, names.items[i]);
        const char *name = *below == '\0' ? names.items[i] : arena_format(arena, "%s/%s", below, names.items[i]);
        if (is_folder(path)) {
            good = check_others(path, name, recorded, record, arena, report) && good;
        } else if (names_find(recorded, name) == NULL) {
            blame(report, path, record, "was not there when it was released", arena);
            good = false;
        }
    }
    return good;
}

static bool check_frozen(const char *home, const struct ledger_record *record, const struct manifest *manifest,
                         struct arena *arena, struct report *report) {
    const char *folder = in_home(home, ledger_frozen_path(record, arena), arena);
    struct names *recorded = names_open(arena);
    bool fresh;
    bool good = true;
    names_add(recorded, MANIFEST_NAME, (struct place){0}, &fresh);
    for (size_t i = 0; i < manifest->files.count; i++) {
        const struct manifest_item *item = &manifest->files.items[i];
        size_t count;
        names_add(recorded, item->name, (struct place){0}, &fresh);
        struct arena *scratch = arena_open();
        good = read_same(arena_format(arena, "%s/%s", folder, item->name), &item->hash, record, scratch, &count,
                         report) != NULL &&
               good;
        arena_close(scratch);
    }
    return check_others(folder, "", recorded, record, arena, report) && good;
}

static bool check_pdfs(const char *home, const struct ledger_record *record, struct arena *arena,
                       struct report *report) {
    const char *folder = in_home(home, ledger_output_path(record, arena), arena);
    struct names *recorded = names_open(arena);
    bool good = true;
    for (size_t i = 0; i < record->pdfs.count; i++) {
        const struct ledger_pdf *pdf = &record->pdfs.items[i];
        bool fresh;
        size_t count;
        names_add(recorded, pdf->file, (struct place){0}, &fresh);
        struct arena *scratch = arena_open();
        good = read_same(in_home(home, ledger_pdf_path(record, pdf, arena), arena), &pdf->hash, record, scratch, &count,
                         report) != NULL &&
               good;
        arena_close(scratch);
    }
    return check_others(folder, "", recorded, record, arena, report) && good;
}

bool kept_check_release(const char *home, const struct ledger_record *record, struct arena *arena,
                        struct report *report) {
    struct manifest manifest;
    bool good =
        kept_manifest(home, record, arena, report, &manifest) && check_frozen(home, record, &manifest, arena, report);
    return check_pdfs(home, record, arena, report) && good;
}

/* Whether the ledger is still the one that was read. */
static bool ledger_unchanged(const struct ledger *ledger, struct arena *arena) {
    size_t count = 0;
    const char *bytes = file_exists(ledger->file) ? file_read(arena, ledger->file, FILE_LIMIT, &count, NULL) : "";
    return bytes != NULL && count == ledger->count && memcmp(bytes, ledger->bytes, count) == 0;
}

/* Folders ID/LABEL below `folder` without a record. */
static bool check_strays(const char *home, const char *folder, const struct ledger *ledger, struct arena *arena,
                         struct report *report) {
    bool good = true;
    const char *there = in_home(home, folder, arena);
    name_list ids = names_in(there, arena);
    for (size_t i = 0; i < ids.count; i++) {
        const char *of = arena_format(arena, "%s/%s", there, ids.items[i]);
        if (ids.items[i][0] == '.' || !is_folder(of))
            continue;
        name_list labels = names_in(of, arena);
        for (size_t k = 0; k < labels.count; k++) {
            if (ledger_find(ledger, ids.items[i], labels.items[k]) != NULL ||
                commit_intends(home, ids.items[i], labels.items[k], arena) || !ledger_unchanged(ledger, arena))
                continue;
            report_add(report, RULE_LEDGER_STRAY,
                       (struct place){.file = arena_format(arena, "%s/%s", of, labels.items[k])}, ids.items[i],
                       labels.items[k]);
            good = false;
        }
    }
    return good;
}

bool kept_check(const char *home, const struct ledger *ledger, struct arena *arena, struct report *report) {
    bool good = true;
    for (size_t i = 0; i < ledger->records.count; i++)
        if (ledger->records.items[i].kind == LEDGER_RELEASE)
            good = kept_check_release(home, &ledger->records.items[i], arena, report) && good;
    good = check_strays(home, LEDGER_FOLDER, ledger, arena, report) && good;
    return check_strays(home, "out/released", ledger, arena, report) && good;
}
