/* beside.c: the documents that rules look into with document('…'), confined to one folder.
 *
 * address in → tree out. Unlike a part that a document takes in (include.c) it may go up with "..", since rules stand
 * below what they look into; "." and ".." are worked out on the name before a single folder is opened, and
 * then every component is opened without following links.
 */
#include "read/beside.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/trace.h"
#include "read/decode.h"
#include "read/door.h"
#include "read/expression.h"

/* The address from the tree on, without "." and ".."; NULL when it leads out of the tree. */
static const char *beside_path(struct arena *arena, const char *folder, const char *address) {
    char *path = arena_format(arena, "%s%s", folder, address);
    size_t to = 0;
    for (const char *from = path; *from != '\0';) {
        size_t count = strcspn(from, "/");
        const char *next = from + count + (from[count] == '/');
        if (count == 2 && memcmp(from, "..", 2) == 0) {
            if (to == 0)
                return NULL;
            for (to--; to > 0 && path[to - 1] != '/';)
                to--;
        } else if (count > 0 && !(count == 1 && *from == '.')) {
            memmove(path + to, from, count);
            to += count;
            path[to++] = '/';
        }
        from = next;
    }
    if (to == 0)
        return NULL;
    path[to - 1] = '\0';
    return path;
}

static int beside_open(struct arena *arena, const char *tree, const char *path) {
    int folder = open(tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (const char *at = path; folder >= 0;) {
        size_t count = strcspn(at, "/");
        bool last = at[count] == '\0';
        int next = openat(folder, arena_copy(arena, at, count),
                          O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (last ? 0 : O_DIRECTORY));
        close(folder);
        folder = next;
        if (last)
            break;
        at += count + 1;
    }
    return folder;
}

xmlDocPtr beside_load(void *context, const char *address, const char **fault) {
    const struct beside *beside = context;
    struct reading *reading = beside->reading;
    struct arena *arena = reading->arena;
    if (address[0] == '\0' || address[0] == '/' || strpbrk(address, ":\\?#%") != NULL) {
        *fault = "only a file is read here, named from the folder of the rule file";
        return NULL;
    }
    const char *path = beside_path(arena, beside->folder, address);
    if (path == NULL) {
        *fault = "it leads out of the folder of the sources";
        return NULL;
    }
    int descriptor = beside_open(arena, beside->tree, path);
    if (descriptor < 0) {
        trace_failed(arena_format(arena, "%s/%s", beside->tree, path));
        *fault = "there is no such file, or a link leads to it";
        return NULL;
    }
    struct arena *scratch = arena_open();
    struct buffer text = {0};
    size_t count = 0;
    const char *file = arena_format(arena, "%s/%s", beside->tree, path);
    struct place blame = {.file = file};
    struct report *report = reading->report;
    size_t faults = reading->faults;
    xmlDocPtr document = NULL;
    reading->report = report_open(scratch);
    const char *bytes = file_take(scratch, descriptor, file, READING_FILE_LIMIT, &count, blame, reading->report);
    if (bytes != NULL && decode_bytes(reading, file, bytes, count, &text))
        document = door_parse(reading, file, &text);
    const struct finding *findings = report_sorted(reading->report);
    for (size_t i = 0; i < report_count(reading->report); i++)
        report_add_row(report, findings[i].rule, findings[i].place, findings[i].message, findings[i].mend);
    if (reading->faults > faults)
        document = NULL;
    reading->report = report;
    reading->faults = faults;
    buffer_close(&text);
    arena_close(scratch);
    if (document == NULL)
        *fault = expression_load_told;
    return document;
}
