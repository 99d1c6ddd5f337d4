/* sheet.c: style files → the values of a style, each with its place.
 *
 * The chain of `extends` is read from the style to its root; a value once given
 * is never overwritten, so the nearest file wins. Then the values are resolved by
 * two tables that name element, attribute, kind and member: adding a member of
 * style.h means one row here and one attribute in styles/style.xsd.
 *
 * Surprising: text has been held against the schema before, so a value that will
 * not parse here is a fault of the schema's, and an assertion.
 */
#include "style/sheet.h"

#include <assert.h>
#include <string.h>

#include "base/file.h"
#include "base/list.h"

#define CHAIN_LONGEST 8

enum value_kind {
    VALUE_TEXT,
    VALUE_LENGTH,
    VALUE_COLOUR,
    VALUE_CHOICE,
    VALUE_ALIGN,
    VALUE_NUMBER,
    VALUE_FILE,
    VALUE_START
};

struct field_row {
    const char *element; /* NULL for a block's */
    const char *attribute;
    enum value_kind kind;
    size_t offset;
    const char *usual; /* what holds when no file says it; NULL: one has to */
};

#define BLOCK(attribute, kind, member) \
    { NULL, attribute, kind, offsetof(struct block_style, member), NULL }
#define BLOCK_USUAL(attribute, kind, member, usual) \
    { NULL, attribute, kind, offsetof(struct block_style, member), usual }
static const struct field_row BLOCK_FIELDS[FIELD_COUNT] = {
    [FIELD_FAMILY] = BLOCK("family", VALUE_TEXT, family),
    [FIELD_BOLD] = BLOCK("bold", VALUE_CHOICE, bold),
    [FIELD_SIZE] = BLOCK("size", VALUE_LENGTH, size),
    [FIELD_LEADING] = BLOCK("leading", VALUE_LENGTH, leading),
    [FIELD_TEXT] = BLOCK("text", VALUE_COLOUR, text),
    [FIELD_BACKGROUND] = BLOCK("background", VALUE_COLOUR, background),
    [FIELD_EDGE] = BLOCK("edge", VALUE_COLOUR, edge),
    [FIELD_EDGE_WIDTH] = BLOCK("edge-width", VALUE_LENGTH, edge_width),
    [FIELD_SPACE_BEFORE] = BLOCK("space-before", VALUE_LENGTH, space_before),
    [FIELD_SPACE_AFTER] = BLOCK("space-after", VALUE_LENGTH, space_after),
    [FIELD_INDENT] = BLOCK("indent", VALUE_LENGTH, indent),
    [FIELD_PADDING] = BLOCK("padding", VALUE_LENGTH, padding),
    [FIELD_ALIGN] = BLOCK("align", VALUE_ALIGN, align),
    [FIELD_HYPHENATE] = BLOCK("hyphenate", VALUE_CHOICE, hyphenate),
    [FIELD_EXPAND] = BLOCK_USUAL("expand", VALUE_CHOICE, expand, "yes"),
    [FIELD_HANG] = BLOCK_USUAL("hang", VALUE_CHOICE, hang, "yes"),
    [FIELD_WIDOWS] = BLOCK("widows", VALUE_NUMBER, widows),
    [FIELD_ORPHANS] = BLOCK("orphans", VALUE_NUMBER, orphans),
};

#define WHOLE(element, attribute, kind, member) \
    { element, attribute, kind, offsetof(struct style, member), NULL }
#define OPTION(element, attribute, kind, member, usual) \
    { element, attribute, kind, offsetof(struct style, member), usual }
static const struct field_row WHOLE_FIELDS[WHOLE_COUNT] = {
    [WHOLE_PAGE_WIDTH] = WHOLE("page", "width", VALUE_LENGTH, page_width),
    [WHOLE_PAGE_HEIGHT] = WHOLE("page", "height", VALUE_LENGTH, page_height),
    [WHOLE_MARGIN_TOP] = WHOLE("page", "top", VALUE_LENGTH, margin_top),
    [WHOLE_MARGIN_BOTTOM] = WHOLE("page", "bottom", VALUE_LENGTH, margin_bottom),
    [WHOLE_MARGIN_START] = WHOLE("page", "start", VALUE_LENGTH, margin_start),
    [WHOLE_MARGIN_END] = WHOLE("page", "end", VALUE_LENGTH, margin_end),
    [WHOLE_MEASURE] = WHOLE("page", "measure", VALUE_LENGTH, measure),
    [WHOLE_LINK] = WHOLE("links", "text", VALUE_COLOUR, link),
    [WHOLE_UNDERLINE] = WHOLE("links", "underline", VALUE_CHOICE, underline_links),
    [WHOLE_MISSING_TEXT] = WHOLE("missing", "text", VALUE_COLOUR, missing_text),
    [WHOLE_MISSING_BACKGROUND] = WHOLE("missing", "background", VALUE_COLOUR, missing_background),
    [WHOLE_RULE] = WHOLE("rules", "colour", VALUE_COLOUR, rule),
    [WHOLE_RULE_WIDTH] = WHOLE("rules", "width", VALUE_LENGTH, rule_width),
    [WHOLE_HEAD_RULE] = WHOLE("tables", "head-rule", VALUE_COLOUR, table_head_rule),
    [WHOLE_HEAD_RULE_WIDTH] = WHOLE("tables", "head-rule-width", VALUE_LENGTH, table_head_rule_width),
    [WHOLE_PADDING_ACROSS] = WHOLE("tables", "padding-across", VALUE_LENGTH, cell_padding_across),
    [WHOLE_PADDING_DOWN] = WHOLE("tables", "padding-down", VALUE_LENGTH, cell_padding_down),
    [WHOLE_TURN] = WHOLE("tables", "turn", VALUE_CHOICE, turn_wide_tables),
    [WHOLE_LIST_INDENT] = WHOLE("lists", "indent", VALUE_LENGTH, list_indent),
    [WHOLE_CALL_SIZE] = WHOLE("calls", "size", VALUE_LENGTH, call_size),
    [WHOLE_WATERMARK] = WHOLE("watermark", "text", VALUE_COLOUR, watermark),
    [WHOLE_LOGO_FILE] = WHOLE("logo", "file", VALUE_FILE, logo_file),
    [WHOLE_LOGO_ALTERNATIVE] = WHOLE("logo", "alternative", VALUE_TEXT, logo_alternative),
    [WHOLE_LOGO_WIDTH] = WHOLE("logo", "width", VALUE_LENGTH, logo_width),
    [WHOLE_INSERTED] = OPTION("changes", "inserted", VALUE_COLOUR, inserted, "#006341"),
    [WHOLE_DELETED] = OPTION("changes", "deleted", VALUE_COLOUR, deleted, "#A3123A"),
    [WHOLE_MARKER] = OPTION("changes", "marker", VALUE_COLOUR, marker, "#425563"),
    [WHOLE_BAR] = OPTION("changes", "bar", VALUE_COLOUR, bar, "#425563"),
    [WHOLE_BAR_WIDTH] = OPTION("changes", "bar-width", VALUE_LENGTH, bar_width, "2pt"),
    [WHOLE_BAR_DISTANCE] = OPTION("changes", "bar-distance", VALUE_LENGTH, bar_distance, "9pt"),
    [WHOLE_GRID] = OPTION("page", "grid", VALUE_LENGTH, grid, "none"),
    [WHOLE_START_PART] = OPTION("starts", "part", VALUE_START, part_start, "page"),
    [WHOLE_START_APPENDIX] = OPTION("starts", "appendix", VALUE_START, appendix_start, "flow"),
    [WHOLE_START_AFTER_COVER] = OPTION("starts", "after-cover", VALUE_START, cover_after, "flow"),
    [WHOLE_START_AFTER_CONTROL] = OPTION("starts", "after-control", VALUE_START, control_after, "flow"),
    [WHOLE_START_AFTER_CONTENTS] = OPTION("starts", "after-contents", VALUE_START, contents_after, "flow"),
    [WHOLE_BREAK_PAGE] = OPTION("breaks", "page", VALUE_NUMBER, breaks.page, "10"),
    [WHOLE_BREAK_PARAGRAPH] = OPTION("breaks", "paragraph", VALUE_NUMBER, breaks.paragraph, "0"),
    [WHOLE_BREAK_WORD] = OPTION("breaks", "word", VALUE_NUMBER, breaks.word, "10"),
    [WHOLE_BREAK_LIST] = OPTION("breaks", "list", VALUE_NUMBER, breaks.list, "0"),
    [WHOLE_BREAK_LONE_ITEM] = OPTION("breaks", "lone-item", VALUE_NUMBER, breaks.lone_item, "3"),
    [WHOLE_BREAK_ROW] = OPTION("breaks", "row", VALUE_NUMBER, breaks.row, "6"),
    [WHOLE_BREAK_LAST_ROW] = OPTION("breaks", "last-row", VALUE_NUMBER, breaks.last_row, "20"),
    [WHOLE_BREAK_SHORT_TABLE] = OPTION("breaks", "short-table", VALUE_NUMBER, breaks.short_table, "20"),
    [WHOLE_BREAK_SPLIT_ROW] = OPTION("breaks", "split-row", VALUE_NUMBER, breaks.split_row, "80"),
    [WHOLE_BREAK_DIVIDED_NOTE] = OPTION("breaks", "divided-note", VALUE_NUMBER, breaks.divided_note, "40"),
    [WHOLE_BREAK_GIVEN_UP] = OPTION("breaks", "given-up", VALUE_NUMBER, breaks.given_up, "2000"),
    [WHOLE_BREAK_LOOSE] = OPTION("breaks", "loose", VALUE_NUMBER, breaks.loose, "30"),
};

static const char *const BLOCK_NAMES[STYLE_BLOCKS] = {
    [STYLE_BODY] = "body",
    [STYLE_TITLE] = "title",
    [STYLE_ISSUER] = "issuer",
    [STYLE_STATUS] = "status",
    [STYLE_HEADING_2] = "heading-2",
    [STYLE_HEADING_3] = "heading-3",
    [STYLE_HEADING_4] = "heading-4",
    [STYLE_HEADING_5] = "heading-5",
    [STYLE_HEADING_6] = "heading-6",
    [STYLE_DECLARATION] = "declaration",
    [STYLE_QUOTE] = "quote",
    [STYLE_LIST] = "list",
    [STYLE_TERM] = "term",
    [STYLE_CONTENTS_1] = "contents-1",
    [STYLE_CONTENTS_2] = "contents-2",
    [STYLE_CONTENTS_3] = "contents-3",
    [STYLE_CAPTION] = "caption",
    [STYLE_TABLE_HEAD] = "table-head",
    [STYLE_TABLE_ROW_HEAD] = "table-row-head",
    [STYLE_TABLE_CELL] = "table-cell",
    [STYLE_TABLE_NOTE] = "table-note",
    [STYLE_NOTE] = "note",
    [STYLE_RUNNING_HEAD] = "running-head",
    [STYLE_RUNNING_FOOT] = "running-foot",
};

/* A value as written; `value` is NULL when no file gives it. */
struct given {
    const char *value;
    struct place place;
};

struct sheet {
    struct arena *arena;
    struct report *report;
    struct source *source;
    const char *folder;               /* of all files of the chain */
    const char *paths[CHAIN_LONGEST]; /* of the style, then of what it extends */
    const struct element *roots[CHAIN_LONGEST];
    size_t count;
    struct given blocks[STYLE_BLOCKS][FIELD_COUNT];
    struct given whole[WHOLE_COUNT];
};

const char *sheet_block_name(enum style_block block) {
    return BLOCK_NAMES[block];
}

/* --- Reading the chain -------------------------------------------------------------- */

static void given_take(struct given *given, const struct element *element, const char *attribute) {
    const char *value = element_attribute(element, attribute);
    if (given->value == NULL && value != NULL)
        *given = (struct given){value, element_attribute_place(element, attribute)};
}

static enum style_block block_named(const char *name) {
    enum style_block block = STYLE_BODY;
    while (strcmp(BLOCK_NAMES[block], name) != 0) {
        block++;
        assert(block < STYLE_BLOCKS); /* the schema lists the names */
    }
    return block;
}

static void values_take(struct sheet *sheet, const struct element *root) {
    for (const struct element *element = root->first; element != NULL; element = element->next) {
        if (element_is(element, "block")) {
            struct given *given = sheet->blocks[block_named(element_attribute(element, "for"))];
            for (size_t i = 0; i < FIELD_COUNT; i++)
                given_take(&given[i], element, BLOCK_FIELDS[i].attribute);
            continue;
        }
        for (size_t i = 0; i < WHOLE_COUNT; i++)
            if (element_is(element, WHOLE_FIELDS[i].element))
                given_take(&sheet->whole[i], element, WHOLE_FIELDS[i].attribute);
    }
}

/* The path of the style that `root` extends; NULL when it extends none, or after a report. */
static const char *extended_path(struct sheet *sheet, const struct element *root) {
    const char *name = element_attribute(root, "extends");
    if (name == NULL)
        return NULL;
    struct place place = element_attribute_place(root, "extends");
    const char *path = arena_format(sheet->arena, "%s/%s.xml", sheet->folder, name);
    for (size_t i = 0; i < sheet->count; i++)
        if (strcmp(sheet->paths[i], path) == 0) {
            report_add(sheet->report, RULE_STYLE_EXTENDS, place, name, "which in the end begins from this one");
            return NULL;
        }
    if (!file_exists(path))
        report_add(sheet->report, RULE_STYLE_EXTENDS, place, name, "and there is no such style in its folder");
    else if (sheet->count == CHAIN_LONGEST)
        report_add(sheet->report, RULE_STYLE_EXTENDS, place, name, "and that makes more than eight of them");
    else
        return path;
    return NULL;
}

static bool chain_read(struct sheet *sheet, const char *path) {
    size_t errors = report_errors(sheet->report);
    while (path != NULL) {
        const struct element *root =
            source_read(sheet->source, SOURCE_STYLE, path, sheet->folder, sheet->arena, sheet->report);
        if (root == NULL)
            return false;
        sheet->paths[sheet->count] = path;
        sheet->roots[sheet->count++] = root;
        const char *name = element_attribute(root, "name");
        const char *file = strrchr(path, '/') + 1;
        if (strlen(file) != strlen(name) + 4 || strncmp(file, name, strlen(name)) != 0)
            report_add(sheet->report, RULE_STYLE_NAME, element_attribute_place(root, "name"), name, file);
        values_take(sheet, root);
        path = extended_path(sheet, root);
    }
    return report_errors(sheet->report) == errors;
}

/* --- Resolving ------------------------------------------------------------------------ */

static colour colour_parse(const char *text) {
    if (strcmp(text, "none") == 0)
        return COLOUR_NONE;
    colour value = 0;
    for (const char *digit = text + 1; *digit != '\0'; digit++) {
        colour nibble = (colour)(*digit <= '9' ? *digit - '0' : (*digit | 0x20) - 'a' + 10);
        value = value << 4 | nibble;
    }
    assert(text[0] == '#' && strlen(text) == 7);
    return value;
}

static enum alignment align_parse(const char *text) {
    static const char *const NAMES[] = {
        [ALIGN_START] = "start", [ALIGN_JUSTIFY] = "justify", [ALIGN_CENTRE] = "centre", [ALIGN_END] = "end"};
    enum alignment align = ALIGN_START;
    while (strcmp(NAMES[align], text) != 0) {
        align++;
        assert(align <= ALIGN_END);
    }
    return align;
}

static enum style_start start_parse(const char *text) {
    static const char *const NAMES[] = {[START_FLOW] = "flow", [START_PAGE] = "page", [START_RECTO] = "recto"};
    enum style_start start = START_FLOW;
    while (strcmp(NAMES[start], text) != 0) {
        start++;
        assert(start <= START_RECTO);
    }
    return start;
}

static int number_parse(const char *text) {
    int value = 0;
    for (; *text != '\0'; text++)
        value = value * 10 + (*text - '0');
    return value;
}

/* Writes the value into its member of `base`, a struct style or a struct block_style. */
static void value_write(const struct sheet *sheet, void *base, const struct field_row *row, const char *value) {
    void *member = (char *)base + row->offset;
    switch (row->kind) {
    case VALUE_TEXT:
        *(const char **)member = value;
        break;
    case VALUE_FILE:
        *(const char **)member = arena_format(sheet->arena, "%s/%s", sheet->folder, value);
        break;
    case VALUE_LENGTH: {
        int failed = strcmp(value, "none") == 0 ? (*(length *)member = 0, 0) : length_parse(value, member);
        assert(failed == 0);
        (void)failed;
        break;
    }
    case VALUE_COLOUR:
        *(colour *)member = colour_parse(value);
        break;
    case VALUE_CHOICE:
        *(bool *)member = strcmp(value, "yes") == 0;
        break;
    case VALUE_ALIGN:
        *(enum alignment *)member = align_parse(value);
        break;
    case VALUE_NUMBER:
        *(int *)member = number_parse(value);
        break;
    case VALUE_START:
        *(enum style_start *)member = start_parse(value);
        break;
    }
}

static bool values_write(struct sheet *sheet, struct style *style) {
    const struct element *root = sheet->roots[sheet->count - 1];
    size_t errors = report_errors(sheet->report);
    for (size_t i = 0; i < WHOLE_COUNT; i++) {
        const struct given *given = &sheet->whole[i];
        const char *value = given->value != NULL ? given->value : WHOLE_FIELDS[i].usual;
        if (value != NULL)
            value_write(sheet, style, &WHOLE_FIELDS[i], value);
        else if (i < WHOLE_LOGO_FILE)
            report_add(sheet->report, RULE_STYLE_INCOMPLETE, root->place,
                       arena_format(sheet->arena, "%s of <%s>", WHOLE_FIELDS[i].attribute, WHOLE_FIELDS[i].element));
    }
    for (size_t field = 0; field < FIELD_COUNT; field++) {
        const struct given *body = &sheet->blocks[STYLE_BODY][field];
        const char *usual = body->value != NULL ? body->value : BLOCK_FIELDS[field].usual;
        if (usual == NULL) {
            report_add(sheet->report, RULE_STYLE_INCOMPLETE, root->place,
                       arena_format(sheet->arena, "%s of <block for=\"body\">", BLOCK_FIELDS[field].attribute));
            continue;
        }
        for (size_t block = 0; block < STYLE_BLOCKS; block++) {
            const struct given *given = &sheet->blocks[block][field];
            value_write(sheet, &style->blocks[block], &BLOCK_FIELDS[field],
                        given->value != NULL ? given->value : usual);
        }
    }
    return report_errors(sheet->report) == errors;
}

const struct sheet *sheet_read(struct source *source, const char *path, struct style *style, struct arena *arena,
                               struct report *report) {
    struct sheet *sheet = ARENA_NEW(arena, struct sheet);
    sheet->arena = arena;
    sheet->report = report;
    sheet->source = source;
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        path = slash = arena_format(arena, "./%s", path), slash++;
    sheet->folder = arena_copy(arena, path, (size_t)(slash - path));
    if (!chain_read(sheet, path) || !values_write(sheet, style))
        return NULL;
    style->name = element_attribute(sheet->roots[0], "name");
    return sheet;
}

/* --- Places --------------------------------------------------------------------------------- */

bool sheet_says(const struct sheet *sheet, enum style_block block, enum sheet_field field) {
    return sheet->blocks[block][field].value != NULL;
}

struct place sheet_place(const struct sheet *sheet, enum style_block block, enum sheet_field field) {
    return sheet->blocks[sheet_says(sheet, block, field) ? block : STYLE_BODY][field].place;
}

struct place sheet_whole_place(const struct sheet *sheet, enum sheet_whole field) {
    return sheet->whole[field].place;
}

static size_t chain_depth(const struct sheet *sheet, struct place place) {
    for (size_t i = 0; i < sheet->count && place.file != NULL; i++)
        if (strcmp(sheet->roots[i]->place.file, place.file) == 0)
            return i;
    return CHAIN_LONGEST;
}

struct place sheet_nearer(const struct sheet *sheet, struct place first, struct place second) {
    return chain_depth(sheet, second) < chain_depth(sheet, first) ? second : first;
}
