/* home.c: finds the folder of the house and the files in it. See home.h.
 *
 * Nothing is configured: the grammar marks the house. A document outside it (a
 * test, a trial) is its own small source tree, but uses the house's grammar,
 * styles and fonts. Folders are read in byte order of their names, so that the
 * order of documents does not depend on the disk.
 */
#include "home.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/trace.h"

#define LEVELS 32 /* of folders */

static const char mark[] = "sources/schema/engross.xsd";

static bool holds_mark(const char *folder, struct arena *arena) {
    const char *path = arena_format(arena, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, mark);
    return access(path, R_OK) == 0 || errno == EACCES; /* what may not be read is there: another house is not meant */
}

/* The first folder at or above `path` that holds the mark. */
static const char *search_upwards(const char *path, struct arena *arena) {
    char full[PATH_MAX];
    if (!realpath(path, full))
        return NULL;
    for (;;) {
        if (holds_mark(full, arena))
            return arena_string(arena, full);
        char *slash = strrchr(full, '/');
        if (!slash || slash == full)
            return NULL;
        *slash = '\0';
    }
}

static const char *program_path(struct arena *arena) {
    char path[PATH_MAX];
    ssize_t count = readlink("/proc/self/exe", path, sizeof path - 1);
    return count > 0 ? arena_copy(arena, path, (size_t)count) : NULL;
}

/* The folder that a file is in. */
static const char *folder_of(const char *path, struct arena *arena) {
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ".";
    return slash == path ? "/" : arena_copy(arena, path, (size_t)(slash - path));
}

/* "." for the working folder. */
static const char *shorten(const char *full) {
    char here[PATH_MAX];
    return getcwd(here, sizeof here) && strcmp(here, full) == 0 ? "." : full;
}

const char *home_find(const char *start, struct arena *arena) {
    const char *found = start ? search_upwards(folder_of(start, arena), arena) : NULL;
    if (!found)
        found = search_upwards(".", arena);
    if (!found) {
        const char *program = program_path(arena);
        found = program ? search_upwards(program, arena) : NULL;
    }
    return found ? shorten(found) : NULL;
}

const char *home_around(const char *file, struct arena *arena) {
    const char *found = search_upwards(folder_of(file, arena), arena);
    return found ? shorten(found) : NULL;
}

const char *home_at(const char *folder, struct arena *arena) {
    char full[PATH_MAX];
    if (!realpath(folder, full) || !holds_mark(full, arena))
        return NULL;
    return shorten(arena_string(arena, full));
}

const char *home_path(const char *home, const char *name, struct arena *arena) {
    return strcmp(home, ".") == 0 ? arena_string(arena, name) : arena_format(arena, "%s/%s", home, name);
}

const char *home_tree(const char *home, const char *document, struct arena *arena) {
    const char *sources = home_path(home, "sources", arena);
    char sources_full[PATH_MAX];
    char full[PATH_MAX];
    if (realpath(sources, sources_full) && realpath(document, full)) {
        size_t count = strlen(sources_full);
        if (strncmp(full, sources_full, count) == 0 && full[count] == '/')
            return sources;
    }
    return folder_of(document, arena);
}

bool home_same_file(const char *a, const char *b) {
    struct stat one;
    struct stat two;
    return stat(a, &one) == 0 && stat(b, &two) == 0 && one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Whatever the case of its ending; the lock files of word processors begin with ~$. */
static bool is_xml(const char *name) {
    size_t count = strlen(name);
    return count > 4 && strcasecmp(name + count - 4, ".xml") == 0 && strncmp(name, "~$", 2) != 0;
}

static void miss(struct home_files *files, const char *folder, const char *why, struct arena *arena) {
    LIST_ADD(arena, &files->missed, ((struct home_missed){folder, why}));
}

static void collect(const char *folder, int levels, struct home_files *files, struct arena *arena) {
    if (levels > 0)
        trace_folder(folder);
    DIR *open_folder = levels > 0 ? opendir(folder) : NULL;
    if (!open_folder) {
        if (levels == 0)
            miss(files, folder, "folders stand inside one another more than 32 deep", arena);
        else if (errno != ENOENT) /* a house may have no folder of sources yet */
            miss(files, folder, file_words(errno), arena);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(open_folder));) {
        if (entry->d_name[0] == '.' || strcmp(entry->d_name, "schema") == 0 || strcmp(entry->d_name, "released") == 0)
            continue;
        const char *path = home_path(folder, entry->d_name, arena);
        struct stat facts;
        if (lstat(path, &facts) != 0) {
            if (errno == ENOENT)
                continue;
            miss(files, folder, file_words(errno), arena);
            break; /* the others have no better luck */
        }
        if (S_ISDIR(facts.st_mode))
            collect(path, levels - 1, files, arena);
        else if (S_ISREG(facts.st_mode) && is_xml(entry->d_name))
            LIST_ADD(arena, files, path);
    }
    closedir(open_folder);
}

static struct home_files collect_sorted(const char *folder, int levels, struct arena *arena) {
    struct home_files files = {0};
    collect(folder, levels, &files, arena);
    if (files.count > 1)
        qsort(files.items, files.count, sizeof *files.items, by_name);
    return files;
}

struct home_files home_files_below(const char *folder, struct arena *arena) {
    return collect_sorted(folder, LEVELS, arena);
}

void home_report_missed(const struct home_files *files, struct report *report) {
    for (size_t i = 0; i < files->missed.count; i++)
        report_add(report, RULE_FILE_OPEN, (struct place){.file = files->missed.items[i].folder},
                   files->missed.items[i].why);
}

struct home_files home_files_in(const char *folder, struct arena *arena) {
    return collect_sorted(folder, 1, arena);
}
