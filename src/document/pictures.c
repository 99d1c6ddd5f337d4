/* pictures.c: may this file be shown, and is it a picture?
 *
 * a name from an attribute → a path below the folder of the sources. The path is
 * walked one folder at a time from a descriptor of that folder, following no symbolic link,
 * so that no document can carry a file of the machine out of it; that it is a
 * PNG or a JPEG is asked of its first bytes, not of its name. Layout reads it.
 */
#include "document/pictures.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/trace.h"

/* What is wrong with the steps of a relative path, before any file is looked at. */
static const char *path_fault(const char *path) {
    if (*path == '\0')
        return "there is no name";
    if (*path == '/' || strchr(path, '\\') != NULL)
        return "name it from the folder of the sources, with / between folders";
    for (const char *at = path; at != NULL; at = strchr(at, '/')) {
        at += *at == '/' ? 1 : 0;
        size_t step = strcspn(at, "/");
        if (step == 2 && strncmp(at, "..", 2) == 0)
            return "it is outside the folder of the sources";
    }
    return NULL;
}

static const char *open_fault(int error) {
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return "there is no such file";
    case ELOOP:
        return "it is a symbolic link";
    case EACCES:
        return "you may not read it";
    default:
        return "it cannot be opened";
    }
}

/* Opens `path` below `tree`. -1 with `*fault` set. */
static int path_open(struct build *build, const char *path, const char **fault) {
    int folder = open(build->tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (folder >= 0) {
        path += strspn(path, "/");
        size_t step = strcspn(path, "/");
        const char *name = arena_copy(build->arena, path, step);
        bool last = path[step] == '\0';
        int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
        struct stat about;
        bool symbolic = fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(about.st_mode);
        int next = openat(folder, name, last ? flags : flags | O_DIRECTORY);
        int error = symbolic ? ELOOP : errno;
        close(folder);
        if (next < 0)
            *fault = open_fault(error);
        if (next < 0 || last)
            return next;
        folder = next;
        path += step + 1;
    }
    *fault = open_fault(errno);
    return -1;
}

static const char *file_fault(int file) {
    static const unsigned char png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    static const unsigned char jpeg[] = {0xff, 0xd8, 0xff};
    struct stat about;
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode))
        return "it is not a file";
    unsigned char start[8] = {0};
    ssize_t got;
    do
        got = read(file, start, sizeof start);
    while (got < 0 && errno == EINTR);
    if ((got == 8 && memcmp(start, png, sizeof png) == 0) || (got >= 3 && memcmp(start, jpeg, sizeof jpeg) == 0))
        return NULL;
    return "it is neither a PNG nor a JPEG file, whatever its name says";
}

const char *picture_find(struct build *build, const struct element *element, const char *attribute) {
    const char *path = build_attribute(build, element, attribute);
    if (path == NULL)
        path = "";
    const char *fault = path_fault(path);
    if (fault == NULL) {
        int file = path_open(build, path, &fault);
        if (file >= 0) {
            fault = file_fault(file);
            close(file);
        }
    }
    /* As a person would name it: nothing in front in the working folder. */
    const char *file = strcmp(build->tree, ".") == 0 ? arena_string(build->arena, path)
                                                     : arena_format(build->arena, "%s/%s", build->tree, path);
    if (fault == NULL)
        return file;
    trace_failed(file);
    report_add(build->report, RULE_PICTURE_PATH, element_attribute_place(element, attribute), path, fault);
    return NULL;
}
