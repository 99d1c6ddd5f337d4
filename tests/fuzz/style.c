/* style.c: bytes → style_read, as a style of its own and as one that others begin from.
 *
 * The bytes stand beside the program's styles, so they may begin from one of
 * those (extends="nhs"), from themselves, or from what begins from them. What
 * holds of every input: a style or an error, never both; a style that is taken
 * has a look for every block, within the bounds that layout relies on.
 */
#include "style/style.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "xml.h"

static struct source *source;
static const char HEIR[] = "<style xmlns=\"urn:engross:style:1\" name=\"heir\" extends=\"trial\"/>";

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc;
    (void)argv;
    source = source_open(".");
    scratch_make_folder("styles");
    scratch_copy_all("styles", "styles");
    scratch_copy_all("tests/cases/figures", "styles");
    scratch_write("styles/heir.xml", HEIR, sizeof HEIR - 1);
    return 0;
}

static void look_examine(const struct block_style *look) {
    assert(look->family != NULL);
    assert(look->size > 0 && look->leading > 0 && look->widows > 0 && look->orphans > 0);
    assert(look->indent >= 0 && look->padding >= 0 && look->edge_width >= 0);
    assert(look->space_before >= 0 && look->space_after >= 0);
}

static void style_examine(const struct style *style) {
    assert(style->page_width - style->margin_start - style->margin_end >= 10 * style->blocks[STYLE_BODY].size);
    assert(style->measure > 0 && style->measure <= style->page_width);
    for (enum style_block block = STYLE_BODY; block < STYLE_BLOCKS; block++) {
        look_examine(&style->blocks[block]);
        look_examine(&style->parts.within[block]);
    }
}

static void read_as(const char *name, const char *input, size_t lines) {
    struct arena *arena = arena_open();
    struct report *report = report_open(arena);
    const char *path = arena_string(arena, scratch_path(name));
    const struct style *style = style_read(source, path, arena, report);
    assert((style == NULL) == (report_errors(report) > 0));
    if (style != NULL)
        style_examine(style);
    scratch_examine(report, input, lines);
    arena_close(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *input = scratch_path("styles/trial.xml");
    scratch_write("styles/trial.xml", data, size);
    read_as("styles/trial.xml", input, scratch_lines(data, size));
    if (memmem(data, size, "trial", 5) != NULL)
        read_as("styles/heir.xml", input, scratch_lines(data, size));
    return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed) {
    return xml_mutate(data, size, room, seed);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *first, size_t first_size, const uint8_t *second, size_t second_size,
                                 uint8_t *out, size_t room, unsigned seed) {
    return xml_cross(first, first_size, second, second_size, out, room, seed);
}
