/* twin.c: one source as plain text or as a page of HTML.
 *
 *   twin plain|html HOME FILE
 *
 * The two writers take any document, and no verb hands them one as it is; what a verb
 * hands them are redlines and the like. Messages go to standard error; ends as the program
 * does.
 */
#include <stdio.h>
#include <string.h>

#include "document/plain.h"
#include "html/html.h"
#include "telling.h"
#include "versions.h"

int main(int count, char **words) {
    if (count != 4)
        return 2;
    struct arena *arena = arena_open();
    struct report *report = report_open(arena);
    struct buffer out = {0};
    struct versions versions;
    struct version_text text;
    bool good = versions_open(&versions, words[2], arena, report);
    versions.with_history = true;
    good = good && versions_read_working(&versions, words[3], &text);
    if (good && strcmp(words[1], "plain") == 0)
        document_plain(text.version.document, &out);
    else if (good)
        good = html_write(text.version.document, &out, report);
    if (good)
        fwrite(out.bytes, 1, out.count, stdout);
    telling_print(report);
    int status = report_status(report);
    versions_close(&versions);
    buffer_close(&out);
    arena_close(arena);
    return status;
}
