/* seen.c: two PDFs of one source, held against each other as verify does when it has other tools: `seen GIVEN OURS`.
 * Says what differs, or nothing; with a third word as if both were set in one style by one set of fonts. */
#include <stdio.h>

#include "again.h"
#include "again_seen.h"
#include "base/file.h"
#include "extract/extract.h"

static struct extract take(const char *name, struct arena *arena) {
    size_t count = 0;
    const char *bytes = file_read(arena, name, 1 << 30, &count, NULL);
    struct extract none = {.fault = "it is not there"};
    return bytes ? extract_pdf(bytes, count, true, arena) : none;
}

int main(int count, char **words) {
    if (count != 3 && count != 4)
        return 2;
    struct arena *arena = arena_open();
    struct alike alike = {.styles = count == 4, .fonts = true};
    struct extract given = take(words[1], arena), ours = take(words[2], arena);
    size_t differences;
    const char *faults[] = {
        given.fault, ours.fault,
        given.fault || ours.fault ? NULL : again_difference(given.reading, ours.reading, alike.styles, arena),
        given.fault || ours.fault ? NULL : again_seen_difference(given.seen, ours.seen, alike, &differences, arena),
        given.fault || ours.fault ? NULL : again_metadata_difference(given.metadata, ours.metadata, arena)};
    int status = 0;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (faults[i]) {
            printf("%s\n", faults[i]);
            status = 1;
        }
    arena_close(arena);
    return status;
}
