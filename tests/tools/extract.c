/* extract.c: what src/extract/extract.c reads from a PDF, for people and tests: `extract FILE`; with a second word what
 * a reader sees of it.
 */
#include <stdio.h>

#include "base/file.h"
#include "extract/extract.h"

int main(int count, char **words) {
    if (count != 2 && count != 3)
        return 2;
    struct arena *arena = arena_open();
    size_t bytes = 0;
    const char *file = file_read(arena, words[1], 1 << 30, &bytes, NULL);
    if (!file)
        return 2;
    struct extract extract = extract_pdf(file, bytes, true, arena);
    if (extract.fault)
        printf("fault: %s\n", extract.fault);
    for (size_t i = 0; !extract.fault && i < extract.attachments.count; i++)
        printf("attachment: %s %zu\n", extract.attachments.items[i].name, extract.attachments.items[i].count);
    const char *id = extract.fault ? NULL : extract_fact(&extract, "xmpMM:DocumentID", arena);
    printf("document: %s\n%s", id ? id : "none", extract.fault ? "" : count == 3 ? extract.seen : extract.reading);
    arena_close(arena);
    return 0;
}
