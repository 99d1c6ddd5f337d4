/* judge.c: what our Schematron evaluator finds, for tests that hold it against another one.
 *
 * judge RULES.sch FILE.xml… prints a line for each finding, its parts divided by tabs: the file, the place of the
 * assertion among all assert and report elements that rules use (from 0, in the order in which rules take them in), the
 * number of the context among the elements of the file (from 0; 0 for the document itself too, -1 for an attribute or
 * text), line:column+width of the place told, and the message; with --mend, the mend too. A file that is no XML is
 * named with "unread" and passed over. document() reaches files below the folder that $JUDGE_TREE names, or that of the
 * rule file. What is wrong with the rule file is printed as file:line:column, name and message, and the status is 6.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "read/beside.h"
#include "read/decode.h"
#include "read/door.h"
#include "read/include.h"
#include "read/schematron.h"
#include "read/tree.h"

struct judging {
    const char *file;
    bool mend;
};

static long element_number(const xmlNode *wanted) {
    long number = 0;
    if (wanted->type == XML_DOCUMENT_NODE)
        return 0;
    xmlNodePtr root = xmlDocGetRootElement(wanted->doc);
    for (xmlNodePtr at = root; at != NULL; at = tree_after(at, root)) {
        if (at == wanted)
            return at->type == XML_ELEMENT_NODE ? number : -1;
        number += at->type == XML_ELEMENT_NODE;
    }
    return -1;
}

static void hear(void *context, const struct schematron_finding *finding) {
    const struct judging *judging = context;
    printf("%s\t%u:%u\t%ld\t%u:%u+%u\t%s", judging->file, finding->assertion->place.line,
           finding->assertion->place.column, element_number(finding->context), finding->place.line,
           finding->place.column, finding->place.width, finding->message);
    if (judging->mend)
        printf("\t%s", finding->mend);
    printf("\n");
}

static int tell(struct report *report) {
    const struct finding *findings = report_sorted(report);
    for (size_t i = 0; i < report_count(report); i++)
        printf("%s:%u:%u\t%s\t%s\n", findings[i].place.file, findings[i].place.line, findings[i].place.column,
               findings[i].rule->name, findings[i].message);
    return report_count(report) > 0 ? 6 : 0;
}

static xmlDocPtr parse(struct reading *reading, const char *path) {
    struct buffer text = {0};
    size_t count = 0;
    xmlDocPtr document = NULL;
    const char *bytes = file_read(reading->arena, path, READING_FILE_LIMIT, &count, reading->report);
    if (bytes != NULL && decode_bytes(reading, path, bytes, count, &text))
        document = door_parse(reading, path, &text);
    buffer_close(&text);
    return document;
}

static const char *folder_of(struct arena *arena, const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? "." : arena_copy(arena, path, (size_t)(slash - path));
}

static void close_documents(struct reading *reading) {
    for (size_t i = 0; i < reading->docs.count; i++)
        xmlFreeDoc(reading->docs.items[i]);
    if (reading->dict != NULL)
        xmlDictFree(reading->dict);
}

static int judge(const struct schematron *schematron, const char *path, bool mend) {
    struct arena *arena = arena_open();
    struct reading reading = {.arena = arena, .report = report_open(arena)};
    xmlDocPtr document = parse(&reading, path);
    if (document != NULL)
        include_resolve(&reading, document, path, folder_of(arena, path));
    int status = 0;
    if (document == NULL || reading.faults > 0) {
        printf("%s\tunread\n", path);
    } else {
        struct judging judging = {path, mend};
        (void)schematron_run(schematron, &reading, document, hear, &judging);
        status = tell(reading.report);
    }
    close_documents(&reading);
    arena_close(arena);
    return status;
}

int main(int count, char **arguments) {
    bool mend = count > 1 && strcmp(arguments[1], "--mend") == 0;
    int first = mend ? 2 : 1;
    if (count <= first)
        return 2;
    door_open();
    struct arena *arena = arena_open();
    struct reading reading = {.arena = arena, .report = report_open(arena)};
    const char *path = arguments[first];
    const char *tree = getenv("JUDGE_TREE");
    const char *folder = folder_of(arena, path);
    struct beside beside = {&reading, tree == NULL ? folder : tree, ""};
    if (tree != NULL && strncmp(folder, tree, strlen(tree)) == 0 && folder[strlen(tree)] == '/')
        beside.folder = arena_format(arena, "%s/", folder + strlen(tree) + 1);
    xmlDocPtr document = parse(&reading, path);
    struct schematron *schematron =
        document == NULL ? NULL : schematron_compile(&reading, path, document, beside_load, &beside);
    int status = tell(reading.report);
    for (int i = first + 1; i < count && schematron != NULL; i++) {
        int one = judge(schematron, arguments[i], mend);
        status = one > status ? one : status;
    }
    if (schematron != NULL)
        engine_close(schematron->engine);
    close_documents(&reading);
    arena_close(arena);
    door_close();
    return status;
}
