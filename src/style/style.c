/* style.c: a style file → a struct style that layout can rely on.
 *
 * sheet.c reads and resolves the values; here they are held against one another
 * (sizes, room on the page, families of the font manifest, contrast, the logo),
 * and the looks are derived of blocks that stand in a box. style_block then
 * chooses by kind, class and ancestors alone.
 *
 * Surprising: what lies in a box has the type of the box but none of its paint or
 * indent (`parts.within`): the group that holds it has been painted already.
 */
#include "style/style.h"

#include <assert.h>
#include <string.h>

#include "base/file.h"
#include "style/contrast.h"
#include "style/sheet.h"

/* --- Checks ----------------------------------------------------------------------------- */

struct examination {
    const struct style *style;
    const struct sheet *sheet;
    struct source *source;
    struct arena *arena;
    struct report *report;
};

static const char *length_print(struct arena *arena, length value) {
    struct buffer buffer = {0};
    buffer_length(&buffer, value);
    buffer_string(&buffer, "pt");
    const char *text = arena_string(arena, buffer_text(&buffer));
    buffer_close(&buffer);
    return text;
}

static void range_check(const struct examination *of, struct place place, const char *what, length value, length least,
                        length most) {
    if (value >= least && value <= most)
        return;
    const char *limit = value < least ? arena_format(of->arena, "less than %s", length_print(of->arena, least))
                                      : arena_format(of->arena, "more than %s", length_print(of->arena, most));
    report_add(of->report, RULE_STYLE_SIZE, place, what, length_print(of->arena, value), limit);
}

static void block_range(const struct examination *of, enum style_block block, enum sheet_field field, const char *what,
                        length value, length least, length most) {
    if (block == STYLE_BODY || sheet_says(of->sheet, block, field)) /* else the body's, and reported there */
        range_check(of, sheet_place(of->sheet, block, field),
                    arena_format(of->arena, "%s of %s", what, sheet_block_name(block)), value, least, most);
}

/* GDS and the NHS service manual ask for 12 pt; smaller print is borne in notes and tables alone. */
static length size_wanted(enum style_block block) {
    switch (block) {
    case STYLE_RUNNING_HEAD:
    case STYLE_RUNNING_FOOT:
        return LENGTH_PT(9);
    case STYLE_NOTE:
    case STYLE_TABLE_HEAD:
    case STYLE_TABLE_ROW_HEAD:
    case STYLE_TABLE_CELL:
    case STYLE_TABLE_NOTE:
        return LENGTH_PT(10);
    default:
        return LENGTH_PT(12);
    }
}

static void block_examine(const struct examination *of, enum style_block block) {
    const struct style *style = of->style;
    const struct block_style *look = &style->blocks[block];
    block_range(of, block, FIELD_SIZE, "the size", look->size, LENGTH_PT(6), LENGTH_PT(96));
    bool own_size = block == STYLE_BODY || sheet_says(of->sheet, block, FIELD_SIZE);
    if (own_size && look->size >= LENGTH_PT(6) && look->size < size_wanted(block))
        report_add(of->report, RULE_STYLE_SMALL, sheet_place(of->sheet, block, FIELD_SIZE),
                   arena_format(of->arena, "the type of %s", sheet_block_name(block)),
                   length_print(of->arena, size_wanted(block)));
    bool own_leading = block == STYLE_BODY || sheet_says(of->sheet, block, FIELD_LEADING);
    if (own_size || own_leading)
        range_check(of,
                    sheet_nearer(of->sheet, sheet_place(of->sheet, block, FIELD_LEADING),
                                 sheet_place(of->sheet, block, FIELD_SIZE)),
                    arena_format(of->arena, "the leading of %s", sheet_block_name(block)), look->leading, look->size,
                    3 * look->size);
    block_range(of, block, FIELD_SPACE_BEFORE, "the space before", look->space_before, 0, LENGTH_PT(200));
    block_range(of, block, FIELD_SPACE_AFTER, "the space after", look->space_after, 0, LENGTH_PT(200));
    block_range(of, block, FIELD_INDENT, "the indent", look->indent, 0, style->page_width / 3);
    block_range(of, block, FIELD_PADDING, "the padding", look->padding, 0, style->page_width / 10);
    block_range(of, block, FIELD_EDGE_WIDTH, "the edge", look->edge_width, 0, LENGTH_PT(30));
}

static void whole_range(const struct examination *of, enum sheet_whole field, const char *what, length value,
                        length least, length most) {
    range_check(of, sheet_whole_place(of->sheet, field), what, value, least, most);
}

static void whole_examine(const struct examination *of) {
    const struct style *style = of->style;
    const struct block_style *body = &style->blocks[STYLE_BODY];
    whole_range(of, WHOLE_PAGE_WIDTH, "the width of the page", style->page_width, LENGTH_PT(100), LENGTH_PT(5000));
    whole_range(of, WHOLE_PAGE_HEIGHT, "the height of the page", style->page_height, LENGTH_PT(100), LENGTH_PT(5000));
    whole_range(of, WHOLE_RULE_WIDTH, "the width of rules", style->rule_width, 0, LENGTH_PT(20));
    whole_range(of, WHOLE_HEAD_RULE_WIDTH, "the rule under the head of tables", style->table_head_rule_width, 0,
                LENGTH_PT(20));
    whole_range(of, WHOLE_PADDING_ACROSS, "the padding of cells", style->cell_padding_across, 0, LENGTH_PT(40));
    whole_range(of, WHOLE_PADDING_DOWN, "the padding of cells", style->cell_padding_down, 0, LENGTH_PT(40));
    whole_range(of, WHOLE_CALL_SIZE, "the size of calls", style->call_size, LENGTH_PT(6), LENGTH_PT(96));
    whole_range(of, WHOLE_LIST_INDENT, "the indent of lists", style->list_indent, 0, style->page_width / 6);

    if (style->grid != 0)
        whole_range(of, WHOLE_GRID, "the grid", style->grid, LENGTH_PT(2), LENGTH_PT(100));

    length across = style->page_width - style->margin_start - style->margin_end;
    length down = style->page_height - style->margin_top - style->margin_bottom;
    if (across < 10 * body->size)
        report_add(of->report, RULE_STYLE_ROOM, sheet_whole_place(of->sheet, WHOLE_MARGIN_START),
                   arena_format(of->arena,
                                "the margins leave %s of the page's width, less than ten times the type size",
                                length_print(of->arena, across)));
    else if (style->measure > across)
        report_add(of->report, RULE_STYLE_ROOM, sheet_whole_place(of->sheet, WHOLE_MEASURE),
                   arena_format(of->arena, "lines of %s do not fit between margins that leave %s",
                                length_print(of->arena, style->measure), length_print(of->arena, across)));
    else
        whole_range(of, WHOLE_MEASURE, "the measure", style->measure, 10 * body->size, across);
    if (down < 10 * body->leading)
        report_add(of->report, RULE_STYLE_ROOM, sheet_whole_place(of->sheet, WHOLE_MARGIN_TOP),
                   arena_format(of->arena, "the margins leave %s of the page's height, less than ten lines",
                                length_print(of->arena, down)));
}

static void logo_examine(const struct examination *of) {
    const struct style *style = of->style;
    if (style->logo_file == NULL)
        return;
    if (!file_exists(style->logo_file))
        report_add(of->report, RULE_STYLE_LOGO, sheet_whole_place(of->sheet, WHOLE_LOGO_FILE),
                   arena_format(of->arena, "%s is not there", style->logo_file));
    whole_range(of, WHOLE_LOGO_WIDTH, "the width of the logo", style->logo_width, LENGTH_PT(10),
                style->page_width - style->margin_start - style->margin_end);
}

/* Families are those of the font manifest; a manifest that cannot be read reports its own faults. */
static void families_examine(const struct examination *of) {
    const char *folder = arena_format(of->arena, "%s/fonts", source_home(of->source));
    const char *path = arena_format(of->arena, "%s/fonts.xml", folder);
    const struct element *fonts = source_read(of->source, SOURCE_FONTS, path, folder, of->arena, of->report);
    if (fonts == NULL)
        return;
    for (enum style_block block = STYLE_BODY; block < STYLE_BLOCKS; block++) {
        const char *name = of->style->blocks[block].family;
        const struct element *family = element_child(fonts, "family");
        while (family != NULL && strcmp(element_attribute(family, "name"), name) != 0)
            family = element_next(family, "family");
        if (family == NULL)
            report_add(of->report, RULE_STYLE_FAMILY, sheet_place(of->sheet, block, FIELD_FAMILY), name);
    }
}

/* --- Looks that follow from others ---------------------------------------------------------- */

/* What hangs stands in a margin, or in the padding of a cell: where there is none, nothing hangs. A third of the size
 * is the most that anything does (inline_hang_end). */
static void hang_derive(struct style *style) {
    length least = style->margin_start < style->margin_end ? style->margin_start : style->margin_end;
    length turned = style->margin_top < style->margin_bottom ? style->margin_top : style->margin_bottom;
    if (style->turn_wide_tables && turned < least)
        least = turned;
    for (enum style_block block = STYLE_BODY; block < STYLE_BLOCKS; block++) {
        struct block_style *look = &style->blocks[block];
        bool cell = block == STYLE_TABLE_HEAD || block == STYLE_TABLE_ROW_HEAD || block == STYLE_TABLE_CELL;
        length room = cell && style->cell_padding_across < least ? style->cell_padding_across : least;
        look->hang = look->hang && room >= look->size / 3;
    }
}

static void parts_derive(struct style *style) {
    const struct block_style *body = &style->blocks[STYLE_BODY];
    for (enum style_block block = STYLE_BODY; block < STYLE_BLOCKS; block++) {
        struct block_style *within = &style->parts.within[block];
        *within = style->blocks[block];
        within->background = COLOUR_NONE;
        within->edge = COLOUR_NONE;
        within->edge_width = 0;
        within->padding = 0;
        within->indent = 0;
    }
    /* The box keeps its distance from what is around it; the paragraphs in it keep theirs from each other. */
    static const enum style_block BOXES[] = {STYLE_DECLARATION, STYLE_QUOTE, STYLE_STATUS};
    for (size_t i = 0; i < sizeof BOXES / sizeof BOXES[0]; i++) {
        style->parts.within[BOXES[i]].space_before = body->space_before;
        style->parts.within[BOXES[i]].space_after = body->space_after;
    }
    style->parts.list = style->blocks[STYLE_LIST];
    style->parts.list.space_before = body->space_before;
    style->parts.list.space_after = body->space_after;
    style->parts.table = style->parts.within[STYLE_TABLE_CELL];
    style->parts.table.space_before = style->blocks[STYLE_CAPTION].space_before;
    style->parts.table.space_after = style->blocks[STYLE_CAPTION].space_before;
}

const struct style *style_read(struct source *source, const char *path, struct arena *arena, struct report *report) {
    size_t errors = report_errors(report);
    struct style *style = ARENA_NEW(arena, struct style);
    const struct sheet *sheet = sheet_read(source, path, style, arena, report);
    if (sheet == NULL)
        return NULL;
    struct examination examination = {style, sheet, source, arena, report};
    whole_examine(&examination);
    for (enum style_block block = STYLE_BODY; block < STYLE_BLOCKS; block++)
        block_examine(&examination, block);
    logo_examine(&examination);
    families_examine(&examination);
    contrast_check(style, sheet, arena, report);
    hang_derive(style);
    parts_derive(style);
    return report_errors(report) == errors ? style : NULL;
}

/* --- Choosing ------------------------------------------------------------------------------------- */

static bool node_is_inline(const struct node *node) {
    return node->kind >= NODE_TEXT;
}

static enum style_block cell_block(const struct node *cell) {
    if (cell->kind == NODE_CELL || cell->class_ == CLASS_SENTENCE)
        return STYLE_TABLE_CELL;
    for (const struct node *above = cell->parent; above != NULL && above->kind != NODE_TABLE; above = above->parent)
        if (above->kind == NODE_TABLE_HEAD)
            return STYLE_TABLE_HEAD;
    return STYLE_TABLE_ROW_HEAD;
}

static enum style_block group_block(const struct node *group) {
    switch (group->class_) {
    case CLASS_ISSUER:
        return STYLE_ISSUER;
    case CLASS_STATUS:
        return STYLE_STATUS;
    case CLASS_DECLARATION:
        return STYLE_DECLARATION;
    case CLASS_CAPTION:
        return STYLE_CAPTION;
    case CLASS_TABLE_NOTE:
        return STYLE_TABLE_NOTE;
    default:
        return STYLE_BODY;
    }
}

/* The look of a paragraph or label by what holds it. The nearest box decides the type, since a list in a cell has the
 * cell's; else a list's item decides; else it is body text. */
static const struct block_style *held_block(const struct style *style, const struct node *node) {
    bool item = false;
    for (const struct node *above = node->parent; above != NULL; above = above->parent) {
        if (above->kind == NODE_CELL || above->kind == NODE_HEADER_CELL)
            return &style->parts.within[cell_block(above)];
        if (above->kind == NODE_NOTE)
            return &style->parts.within[STYLE_NOTE];
        if (above->kind == NODE_QUOTE)
            return &style->parts.within[STYLE_QUOTE];
        if (above->kind == NODE_BLOCK && group_block(above) != STYLE_BODY)
            return &style->parts.within[group_block(above)];
        item = item || above->kind == NODE_ITEM;
    }
    return item ? &style->parts.within[STYLE_LIST] : &style->blocks[STYLE_BODY];
}

/* A paragraph with a class of its own is its own box, unless the group around it is that box already. */
static const struct block_style *paragraph_block(const struct style *style, const struct node *node) {
    const struct node *above = node->parent;
    bool boxed = above != NULL && above->kind == NODE_BLOCK && above->class_ == node->class_;
    if (group_block(node) != STYLE_BODY && !boxed)
        return &style->blocks[group_block(node)];
    return held_block(style, node);
}

static const struct block_style *label_block(const struct style *style, const struct node *label) {
    const struct node *list = label->parent != NULL ? label->parent->parent : NULL;
    if (list != NULL && list->kind == NODE_LIST && list->class_ == CLASS_DEFINITION)
        return &style->blocks[STYLE_TERM];
    return held_block(style, label);
}

static enum style_block heading_block(int level) {
    assert(level >= 2);
    return level >= 6 ? STYLE_HEADING_6 : (enum style_block)(STYLE_HEADING_2 + (level - 2));
}

static enum style_block entry_block(const struct node *entry) {
    int depth = 0;
    for (const struct node *above = entry->parent; above != NULL; above = above->parent)
        depth += above->kind == NODE_ENTRY;
    return depth >= 2 ? STYLE_CONTENTS_3 : (enum style_block)(STYLE_CONTENTS_1 + depth);
}

const struct block_style *style_block(const struct style *style, const struct node *node) {
    while (node_is_inline(node) && node->parent != NULL)
        node = node->parent;
    switch (node->kind) {
    case NODE_TITLE:
        return &style->blocks[STYLE_TITLE];
    case NODE_HEADING:
        return &style->blocks[heading_block(node->as.heading.level)];
    case NODE_BLOCK:
        return &style->blocks[group_block(node)];
    case NODE_PARAGRAPH:
        return paragraph_block(style, node);
    case NODE_QUOTE:
        return &style->blocks[STYLE_QUOTE];
    case NODE_ENTRY:
        return &style->blocks[entry_block(node)];
    case NODE_LIST:
        return held_block(style, node) == &style->blocks[STYLE_BODY] ? &style->parts.list : held_block(style, node);
    case NODE_LABEL:
        return label_block(style, node);
    case NODE_ITEM:
    case NODE_BODY:
        return held_block(style, node->kind == NODE_ITEM && node->first != NULL ? node->first : node);
    case NODE_TABLE:
        return &style->parts.table;
    case NODE_CAPTION:
        return &style->blocks[STYLE_CAPTION];
    case NODE_HEADER_CELL:
    case NODE_CELL:
        return &style->blocks[cell_block(node)];
    case NODE_TABLE_HEAD:
        return &style->blocks[STYLE_TABLE_HEAD];
    case NODE_TABLE_BODY:
    case NODE_ROW:
        return &style->blocks[STYLE_TABLE_CELL];
    case NODE_NOTE:
        return &style->blocks[STYLE_NOTE];
    default:
        return &style->blocks[STYLE_BODY];
    }
}
