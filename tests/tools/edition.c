/* edition.c: sets one source as a release, without any ledger.
 *
 *   edition HOME FILE STYLE OUT LABEL DATE ADDRESS [RELATIONSHIP:TYPE:NAME=PATH …]
 *
 * RELATIONSHIP is Source, Data or Supplement. Messages go to standard error; ends as
 * the program does. What the verb `release` hands to the pipeline is made here by hand,
 * so that pages and attachments can be tested with contents of any kind.
 */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "document/edition.h"
#include "pipeline.h"

static bool attachment_read(struct arena *arena, char *word, struct attachment *out) {
    static const char *const names[] = {"Source", "Data", "Supplement"};
    char *type = strchr(word, ':'), *name = type ? strchr(type + 1, ':') : NULL,
         *path = name ? strchr(name, '=') : NULL;
    if (!path)
        return false;
    *type++ = *name++ = *path++ = '\0';
    *out = (struct attachment){.name = name, .type = type};
    out->description = arena_format(arena, "The file %s of this release", name);
    while (out->relationship < 3 && strcmp(names[out->relationship], word) != 0)
        out->relationship++;
    out->bytes = file_read(arena, path, 64 << 20, &out->count, NULL);
    return out->bytes && out->relationship < 3;
}

int main(int count, char **words) {
    if (count < 8)
        return 2;
    struct arena *arena = arena_open();
    struct attachment *files = ARENA_ARRAY(arena, (size_t)count, struct attachment);
    for (int i = 8; i < count; i++)
        if (!attachment_read(arena, words[i], &files[i - 8]))
            return 2;
    struct edition edition = {words[5], words[6], words[7], files, (size_t)count - 8};
    const char *style = words[3];
    struct request request = {.home = words[1],
                              .file = words[2],
                              .styles = &style,
                              .style_count = 1,
                              .output = words[4],
                              .edition = &edition,
                              .write = true,
                              .fail_on = SEVERITY_ERROR,
                              .json = true};
    struct outcome outcome = {0};
    pipeline_run(&request, &outcome);
    fwrite(outcome.slips.bytes, 1, outcome.slips.count, stderr);
    fwrite(outcome.messages.bytes, 1, outcome.messages.count, stderr);
    arena_close(arena);
    return outcome.status;
}
