/* compared.c: two files compared, and the comparison held against what it promises.
 *
 *   compared HOME OLD NEW [OLD NEW …]
 *
 * Says the changes of each pair on standard output, after a line "OLD NEW: STEPS steps, NODES nodes"; a promise that is
 * broken on standard error, with status 1. Lists are those beside a file, else those of HOME; releases are not looked
 * at.
 */
#include <stdio.h>
#include <string.h>

#include "../unit/woven.h"
#include "base/file.h"
#include "read/source.h"

struct house {
    const char *home;
    struct source *source;
    struct arena *arena;
    struct report *report;
};

static const struct element *read_list(struct house *house, enum source_kind kind, const char *tree, const char *name) {
    const char *file = arena_format(house->arena, "%s/%s", tree, name);
    return file_exists(file) ? source_read(house->source, kind, file, tree, house->arena, house->report) : NULL;
}

static struct version read_version(struct house *house, const char *file) {
    struct version version = {.label = file};
    const char *slash = strrchr(file, '/');
    const char *tree = slash == NULL ? "." : arena_copy(house->arena, file, (size_t)(slash - file));
    if (!file_exists(arena_format(house->arena, "%s/organisations.xml", tree)))
        tree = arena_format(house->arena, "%s/sources", house->home);
    struct document_lists lists = {.organisations = read_list(house, SOURCE_ORGANISATIONS, tree, "organisations.xml"),
                                   .limits = read_list(house, SOURCE_LIMITS, tree, "limits.xml")};
    version.root = source_read(house->source, SOURCE_DOCUMENT, file, tree, house->arena, house->report);
    if (version.root != NULL)
        version.document = document_read(version.root, &lists, tree, house->arena, house->report);
    return version;
}

static int compare_files(struct house *house, const char *old_file, const char *new_file) {
    struct version old = read_version(house, old_file);
    struct version new = read_version(house, new_file);
    if (old.document == NULL || new.document == NULL) {
        struct buffer words = {0};
        report_print(house->report, &words, false);
        fputs(buffer_text(&words), stderr);
        buffer_close(&words);
        return 1;
    }
    const struct comparison *comparison = compare(&old, &new, house->arena);
    struct buffer dump = {0};
    comparison_dump(comparison, &dump);
    printf("%s %s: %zu steps, %zu nodes\n%s", old_file, new_file, comparison->steps,
           old.document->node_count + new.document->node_count, buffer_text(&dump));
    buffer_close(&dump);
    const char *fault = woven_fault(comparison);
    if (fault != NULL)
        fprintf(stderr, "%s %s: %s\n", old_file, new_file, fault);
    return fault != NULL;
}

int main(int count, char **words) {
    if (count < 4 || count % 2 != 0)
        return 2;
    int status = 0;
    for (int i = 2; i < count; i += 2) {
        struct house house = {.home = words[1], .arena = arena_open()};
        house.report = report_open(house.arena);
        house.source = source_open(words[1]);
        status |= compare_files(&house, words[i], words[i + 1]);
        source_close(house.source);
        arena_close(house.arena);
    }
    return status;
}
