/* source.c: bytes → source_read_on, then document_read, or salvage_findings when the tree is a mended one.
 *
 * The bytes are a document, or the file of the organisations or of the limits when
 * its root says so; they may include the parts and name the pictures of tests/cases. What holds
 * of every input: a sound tree or an error; no finding lies
 * behind the end of the file; the same again the second time.
 */
#include "read/source.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "document/document.h"
#include "salvage.h"
#include "scratch.h"
#include "xml.h"

static struct source *source;
static struct arena *house;
static struct document_lists lists;         /* of the house; the limits are those of a case */
static const struct element *document_root; /* that asks for facts */
static const struct element *spending;      /* that lists limits */
static struct document_lists spending_lists;

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc;
    (void)argv;
    house = arena_open();
    struct report *report = report_open(house);
    source = source_open(".");
    scratch_make_folder("tree");
    scratch_make_folder("tree/parts");
    scratch_copy_all("tests/cases/xinclude/parts", "tree/parts");
    scratch_copy_all("tests/cases/figures", "tree");
    const char *names = "sources/organisations.xml";
    const char *document = "tests/cases/facts/input.xml";
    const char *limits = "tests/cases/limits";
    lists.organisations = source_read(source, SOURCE_ORGANISATIONS, names, "sources", house, report);
    document_root = source_read(source, SOURCE_DOCUMENT, document, "tests/cases/facts", house, report);
    spending = source_read(source, SOURCE_DOCUMENT, "tests/cases/limits/input.xml", limits, house, report);
    spending_lists.organisations =
        source_read(source, SOURCE_ORGANISATIONS, "tests/cases/limits/organisations.xml", limits, house, report);
    lists.limits = source_read(source, SOURCE_LIMITS, "tests/cases/limits/limits.xml", limits, house, report);
    if (lists.organisations == NULL || document_root == NULL || spending == NULL ||
        spending_lists.organisations == NULL || lists.limits == NULL)
        abort();
    return 0;
}

static void build(const struct element *root, const struct document_lists *with, const char *input, size_t lines) {
    struct arena *arena = arena_open();
    struct report *report = report_open(arena);
    struct buffer dump = {0};
    const struct document *document = document_read(root, with, scratch_path("tree"), arena, report);
    assert((document == NULL) == (report_errors(report) > 0));
    if (document != NULL)
        document_dump(document, &dump);
    scratch_examine(report, input, lines);
    buffer_close(&dump);
    arena_close(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    scratch_write("tree/input.xml", data, size);
    struct arena *arena = arena_open();
    struct report *report = report_open(arena);
    const char *input = arena_string(arena, scratch_path("tree/input.xml"));
    size_t lines = scratch_lines(data, size);
    enum source_root_kind is = source_root(input, arena).kind;
    enum source_kind kind = is == SOURCE_ROOT_ORGANISATIONS ? SOURCE_ORGANISATIONS
                            : is == SOURCE_ROOT_LIMITS      ? SOURCE_LIMITS
                                                            : SOURCE_DOCUMENT;
    bool sound;
    const struct element *root = source_read_on(source, kind, input, scratch_path("tree"), arena, report, &sound);
    assert(sound ? root != NULL : report_errors(report) > 0);
    if (root != NULL && !sound && kind == SOURCE_DOCUMENT)
        salvage_findings(&(struct salvage){.root = root,
                                           .lists = lists,
                                           .organisations_sound = true,
                                           .limits_sound = true,
                                           .tree = scratch_path("tree")},
                         arena, report);
    scratch_examine(report, input, lines);
    if (!sound) {
        arena_close(arena);
        return 0;
    }
    if (kind == SOURCE_ORGANISATIONS) {
        build(document_root, &(struct document_lists){.organisations = root}, input, lines);
    } else if (kind == SOURCE_LIMITS) {
        spending_lists.limits = root;
        build(spending, &spending_lists, input, lines);
    } else {
        build(root, &(struct document_lists){0}, input, lines);
        build(root, &lists, input, lines);
    }
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
