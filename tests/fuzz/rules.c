/* rules.c: bytes → a rule file of the house, compiled, explained, and run on one document.
 *
 * The house of the process has the bytes for its one rule file; document() finds
 * the organisations beside it. What holds of every input: it ends, within the
 * bound on work that rules have; its own faults are reported in it, and findings
 * in the document; the same again the second time.
 */
#include "read/rulebook.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "read/decode.h"
#include "read/door.h"
#include "scratch.h"
#include "xml.h"

#define DOCUMENT "tests/cases/facts/input.xml"

static struct arena *house;
static xmlDocPtr document;
static size_t lines;

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc;
    (void)argv;
    house = arena_open();
    static struct reading reading;
    reading = (struct reading){.arena = house, .report = report_open(house)};
    struct buffer text = {0};
    size_t count = 0;
    door_open();
    const char *bytes = file_read(house, DOCUMENT, READING_FILE_LIMIT, &count, reading.report);
    if (bytes == NULL || !decode_bytes(&reading, DOCUMENT, bytes, count, &text))
        abort();
    lines = scratch_lines((const uint8_t *)bytes, count);
    document = door_parse(&reading, DOCUMENT, &text);
    if (document == NULL)
        abort();
    buffer_close(&text);
    scratch_make_folder("sources");
    scratch_make_folder("sources/schema");
    scratch_make_folder("sources/schema/rules");
    scratch_copy("sources/organisations.xml", "sources/organisations.xml");
    return 0;
}

static void check(struct rulebook *book, struct arena *arena, struct buffer *told) {
    struct report *report = report_open(arena);
    struct reading reading = {.arena = arena, .report = report};
    rulebook_check(book, &reading, document);
    scratch_examine(report, DOCUMENT, lines);
    report_print(report, told, false);
    for (size_t i = 0; i < reading.docs.count; i++)
        xmlFreeDoc(reading.docs.items[i]);
    if (reading.dict != NULL)
        xmlDictFree(reading.dict);
}

static void explain(struct rulebook *book, struct arena *arena) {
    struct report *report = report_open(arena);
    struct rule_explanations explanations = {0};
    bool whole = rulebook_explain(book, arena, report, &explanations);
    assert(whole == (report_count(report) == 0));
    for (size_t i = 0; i < explanations.rules.count; i++) {
        const struct rule_explanation *rule = &explanations.rules.items[i];
        assert(rule->rule != NULL && rule->message != NULL && rule->mend != NULL && rule->why != NULL);
        assert(rule->source != NULL && rule->wrong != NULL && rule->right != NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    scratch_write("sources/schema/rules/trial.sch", data, size);
    struct arena *arena = arena_open();
    struct rulebook *book = rulebook_open(scratch_folder());
    struct buffer one = {0};
    struct buffer two = {0};
    check(book, arena, &one);
    explain(book, arena);
    check(book, arena, &two);
    assert(strcmp(buffer_text(&one), buffer_text(&two)) == 0);
    buffer_close(&one);
    buffer_close(&two);
    rulebook_close(book);
    arena_close(arena);
    return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed) {
    return xml_mutate(data, size, room, seed);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *first, size_t first_size, const uint8_t *second, size_t second_size,
                                 uint8_t *out, size_t room, unsigned seed) {
    return xml_cross(first, first_size, second, second_size, out, room, seed);
}
