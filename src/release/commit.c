/* commit.c: a release put on the disk (commit.h).
 *
 * The order of things: lock; sweep; stage and flush; intent; rename both folders; ledger
 * (the commit); head; take the intent and the staging away. Killed before the ledger
 * is replaced, the old state is there, with folders that the intent names; after it, the new.
 */
#include "release/commit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "release/lines.h"
#include "release/readme.h"

#define OUTPUT_FOLDER "out/released"
#define STAGING LEDGER_FOLDER "/.staging"
#define OUTPUT_STAGING OUTPUT_FOLDER "/.staging"
#define INTENT STAGING "/intent.txt"
#define INTENT_LIMIT 4096

struct commit {
    const char *home;
    struct arena *arena;
    const struct ledger *ledger;
    int lock;
    bool finished;
};

static const char *at(const struct commit *commit, const char *name) {
    return strcmp(commit->home, ".") == 0 ? name : arena_format(commit->arena, "%s/%s", commit->home, name);
}

static bool blame(struct report *report, const char *path) {
    if (report != NULL)
        report_add(report, RULE_FILE_WRITE, (struct place){.file = path}, strerror(errno));
    return false;
}

/* Makes a folder and those above it below the house. */
static bool make_folder(const struct commit *commit, const char *name, struct report *report) {
    for (const char *slash = strchr(name, '/');; slash = strchr(slash + 1, '/')) {
        const char *path = at(commit, slash == NULL ? name : arena_copy(commit->arena, name, (size_t)(slash - name)));
        if (mkdir(path, 0777) != 0 && errno != EEXIST)
            return blame(report, path);
        if (slash == NULL)
            return true;
    }
}

/* Names in a folder are on the disk. */
static bool flush_folder(const char *path, struct report *report) {
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return blame(report, path);
    bool good = fsync(descriptor) == 0 || errno == EINVAL; /* some file systems know no such thing */
    int error = errno;
    close(descriptor);
    errno = error;
    return good || blame(report, path);
}

/* Removes a folder and all below it; whatever hinders it shows when the folder is needed. Links are not followed. */
static void remove_all(int above, const char *name) {
    int folder = openat(above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0) {
        if (errno == ENOTDIR || errno == ELOOP)
            (void)unlinkat(above, name, 0);
        return;
    }
    DIR *entries = fdopendir(folder);
    if (entries == NULL) {
        close(folder);
        return;
    }
    for (const struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            remove_all(dirfd(entries), entry->d_name);
    closedir(entries);
    (void)unlinkat(above, name, AT_REMOVEDIR);
}

static const char *intent_bytes(const char *home, struct arena *arena, size_t *count) {
    const char *path = strcmp(home, ".") == 0 ? INTENT : arena_format(arena, "%s/" INTENT, home);
    return file_exists(path) ? file_read(arena, path, INTENT_LIMIT, count, NULL) : NULL;
}

/* The document and label of the intent; false when there is none. One that cannot be read names nothing: it was written
 * in full before any folder appeared. */
static bool intent_read(const char *home, struct arena *arena, const char **document, const char **label) {
    size_t count;
    const char *bytes = intent_bytes(home, arena, &count);
    if (bytes == NULL)
        return false;
    struct lines lines = lines_open(INTENT, bytes, count, arena, report_open(arena));
    unsigned version;
    if (!lines_take_version(&lines, "engross intent", 1, &version))
        return false;
    *document = lines_take(&lines, "document");
    *label = *document == NULL ? NULL : lines_take(&lines, "label");
    return *label != NULL && ledger_label_good(*label) && manifest_path_good(*document) &&
           strchr(*document, '/') == NULL;
}

void commit_remove(const char *folder) {
    remove_all(AT_FDCWD, folder);
}

bool commit_intends(const char *home, const char *document, const char *label, struct arena *arena) {
    const char *its_document = NULL;
    const char *its_label = NULL;
    return intent_read(home, arena, &its_document, &its_label) && strcmp(document, its_document) == 0 &&
           strcmp(label, its_label) == 0;
}

/* Takes away what an interrupted run, or this one, has left: the folders that the intent names when no record does,
 * then the staging. The intent goes last of what needs it. */
static void sweep(const struct commit *commit) {
    const char *document = NULL;
    const char *label = NULL;
    if (intent_read(commit->home, commit->arena, &document, &label) &&
        ledger_find(commit->ledger, document, label) == NULL) {
        struct ledger_record record = {.document = document, .label = label};
        remove_all(AT_FDCWD, at(commit, ledger_output_path(&record, commit->arena)));
        remove_all(AT_FDCWD, at(commit, ledger_frozen_path(&record, commit->arena)));
        (void)rmdir(at(commit, arena_format(commit->arena, OUTPUT_FOLDER "/%s", document)));
        (void)rmdir(at(commit, arena_format(commit->arena, LEDGER_FOLDER "/%s", document)));
        if (file_exists(at(commit, ledger_output_path(&record, commit->arena))) ||
            file_exists(at(commit, ledger_frozen_path(&record, commit->arena))))
            return; /* the intent has to say of what is left what it is */
    }
    remove_all(AT_FDCWD, at(commit, OUTPUT_STAGING));
    remove_all(AT_FDCWD, at(commit, STAGING));
    file_sweep(at(commit, LEDGER_FOLDER));
}

struct commit *commit_open(const char *home, struct arena *arena, struct report *report, struct ledger *ledger) {
    struct commit *commit = ARENA_NEW(arena, struct commit);
    *commit = (struct commit){.home = home, .arena = arena, .ledger = ledger, .lock = -1};
    if (!make_folder(commit, LEDGER_FOLDER, report) || !make_folder(commit, OUTPUT_FOLDER, report))
        return NULL;
    const char *path = at(commit, LEDGER_FOLDER "/.lock");
    commit->lock = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (commit->lock < 0 || flock(commit->lock, LOCK_EX | LOCK_NB) != 0) {
        if (commit->lock >= 0 && errno == EWOULDBLOCK)
            report_add(report, RULE_RELEASE_BUSY, (struct place){.file = path}, "");
        else
            (void)blame(report, path);
        if (commit->lock >= 0)
            close(commit->lock);
        return NULL;
    }
    if (ledger_read(home, arena, report, ledger)) {
        sweep(commit);
        if (make_folder(commit, STAGING "/frozen", report) && make_folder(commit, OUTPUT_STAGING "/pdf", report) &&
            make_folder(commit, OUTPUT_STAGING "/set", report))
            return commit;
        sweep(commit);
    }
    close(commit->lock);
    return NULL;
}

void commit_close(struct commit *commit) {
    if (commit == NULL)
        return;
    if (!commit->finished)
        sweep(commit);
    close(commit->lock);
}

const char *commit_pdf_folder(const struct commit *commit) {
    return at(commit, OUTPUT_STAGING "/pdf");
}

const char *commit_set_folder(const struct commit *commit) {
    return at(commit, OUTPUT_STAGING "/set");
}

/* Writes a file whose name may lead through folders below `folder`, which are made, and flushed with it. */
static bool write_below(const char *folder, const char *name, const char *bytes, size_t count, struct arena *arena,
                        struct report *report) {
    const char *path = arena_format(arena, "%s/%s", folder, name);
    for (const char *slash = strchr(name, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        const char *above = arena_format(arena, "%s/%.*s", folder, (int)(slash - name), name);
        if (mkdir(above, 0777) != 0 && errno != EEXIST)
            return blame(report, above);
    }
    if (!file_write_new(path, bytes, count, report))
        return false;
    for (const char *slash = strchr(name, '/'); slash != NULL; slash = strchr(slash + 1, '/'))
        if (!flush_folder(arena_format(arena, "%s/%.*s", folder, (int)(slash - name), name), report))
            return false;
    return flush_folder(folder, report);
}

bool commit_stage_set(const char *folder, const struct frozen *frozen, struct arena *arena, struct report *report) {
    for (size_t i = 0; i < frozen->files.count; i++) {
        const struct frozen_file *file = &frozen->files.items[i];
        if (file->attached != NULL && !write_below(folder, file->attached, file->bytes, file->count, arena, report))
            return false;
    }
    return true;
}

bool commit_stage(struct commit *commit, const struct frozen *frozen, const struct buffer *manifest,
                  struct report *report) {
    const char *folder = at(commit, STAGING "/frozen");
    for (size_t i = 0; i < frozen->files.count; i++) {
        const struct frozen_file *file = &frozen->files.items[i];
        if (!write_below(folder, file->name, file->bytes, file->count, commit->arena, report))
            return false;
    }
    return write_below(folder, MANIFEST_NAME, manifest->bytes, manifest->count, commit->arena, report) &&
           flush_folder(commit_pdf_folder(commit), report);
}

/* Renames a folder over nothing. */
static bool place_folder(const struct commit *commit, const char *from, const char *to, struct report *report) {
    const char *target = at(commit, to);
    const char *above = arena_copy(commit->arena, to, (size_t)(strrchr(to, '/') - to));
    if (!make_folder(commit, above, report))
        return false;
    /* An empty folder may be replaced by rename; another one is refused. */
    if (rename(at(commit, from), target) != 0)
        return blame(report, target);
    return flush_folder(at(commit, above), report) &&
           flush_folder(at(commit, arena_copy(commit->arena, above, (size_t)(strrchr(above, '/') - above))), report);
}

static bool intend(const struct commit *commit, const struct ledger_record *record, struct report *report) {
    const char *text =
        arena_format(commit->arena, "engross intent 1\ndocument: %s\nlabel: %s\n", record->document, record->label);
    return file_write(at(commit, INTENT), text, strlen(text), report) && flush_folder(at(commit, STAGING), report) &&
           flush_folder(at(commit, LEDGER_FOLDER), report) && flush_folder(at(commit, "sources"), report) &&
           flush_folder(at(commit, "out"), report);
}

/* What an earlier run could not take away stays until somebody does. */
static bool place(const struct commit *commit, const struct ledger_record *record, struct report *report) {
    return intend(commit, record, report) &&
           place_folder(commit, OUTPUT_STAGING "/pdf", ledger_output_path(record, commit->arena), report) &&
           place_folder(commit, STAGING "/frozen", ledger_frozen_path(record, commit->arena), report);
}

/* Without a head a ledger of two records is no longer read; the first run may have ended before it wrote one. */
static bool head_stands(const struct commit *commit, struct report *report) {
    const struct ledger *ledger = commit->ledger;
    const char *file = at(commit, LEDGER_HEAD);
    struct buffer head = {0};
    if (ledger->records.count == 0 || file_exists(file))
        return true;
    ledger_print_head(&ledger->records.items[ledger->records.count - 1], &head);
    bool good = file_write(file, head.bytes, head.count, report);
    buffer_close(&head);
    return good;
}

bool commit_finish(struct commit *commit, struct ledger_record *record, struct report *report) {
    struct buffer text = {0};
    struct buffer head = {0};
    buffer_bytes(&text, commit->ledger->bytes, commit->ledger->count);
    ledger_print(commit->ledger, record, &text);
    ledger_print_head(record, &head);
    const char *readme = at(commit, LEDGER_FOLDER "/README.txt");
    bool good = file_exists(readme) || file_write(readme, readme_text, strlen(readme_text), report);
    good = good && head_stands(commit, report);
    if (good && record->kind == LEDGER_RELEASE)
        good = place(commit, record, report);
    good = good && file_write(at(commit, LEDGER_FILE), text.bytes, text.count, report);
    if (good) {
        /* From here on the release is there: what fails now is no failure of it, and is made good by the next. */
        commit->finished = true;
        (void)flush_folder(at(commit, LEDGER_FOLDER), NULL);
        (void)file_write(at(commit, LEDGER_HEAD), head.bytes, head.count, NULL);
        remove_all(AT_FDCWD, at(commit, OUTPUT_STAGING));
        remove_all(AT_FDCWD, at(commit, STAGING));
    }
    buffer_close(&text);
    buffer_close(&head);
    return good;
}
