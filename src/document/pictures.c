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

#define START_BYTES 1024 /* an SVG may begin with a declaration and comments */

/* What else a file is, told by its first bytes. A drawing is named too: none is set, since what its text, fonts and
 * colours mean to a listener and to PDF/A cannot be warranted. */
static const char *other_kind(const char *start, size_t count) {
    static const struct {
        size_t at;
        const char *sign, *fault;
    } kinds[] = {{0, "GIF8", "it is a GIF file, which has to be saved as a PNG first"},
                 {0, "BM", "it is a BMP file, which has to be saved as a PNG first"},
                 {0, "II*", "it is a TIFF file, which has to be saved as a PNG first"},
                 {0, "MM", "it is a TIFF file, which has to be saved as a PNG first"},
                 {0, "%PDF", "it is a PDF, of which the page that is meant has to be saved as a PNG first"},
                 {4, "ftyp", "it is a HEIC or AVIF file, which has to be saved as a JPEG first"},
                 {8, "WEBP", "it is a WebP file, which has to be saved as a PNG first"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (count > kinds[i].at + strlen(kinds[i].sign) &&
            memcmp(start + kinds[i].at, kinds[i].sign, strlen(kinds[i].sign)) == 0)
            return kinds[i].fault;
    if (strstr(start, "<svg") != NULL)
        return "it is an SVG drawing, which has to be exported as a PNG first";
    return "it is neither a PNG nor a JPEG file, whatever its name says";
}

static const char *file_fault(int file) {
    static const unsigned char png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    static const unsigned char jpeg[] = {0xff, 0xd8, 0xff};
    struct stat about;
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode))
        return "it is not a file";
    char start[START_BYTES + 1] = {0};
    ssize_t got;
    do
        got = read(file, start, START_BYTES);
    while (got < 0 && errno == EINTR);
    if ((got >= 8 && memcmp(start, png, sizeof png) == 0) || (got >= 3 && memcmp(start, jpeg, sizeof jpeg) == 0))
        return NULL;
    return other_kind(start, got > 0 ? (size_t)got : 0);
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
