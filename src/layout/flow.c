/* flow.c: the document's blocks, in reading order → galleys.
 *
 * Each kind of block says what stands before and after it and hands its lines
 * on; galley.c resolves what neighbours ask of a gap. A group (declaration,
 * quotation) has the indent, background and edge of its look; blocks in it that
 * have the same look add neither again. A note is passed over here: it comes with
 * the line that calls it (note.c). Nothing below six ems is a measure: lists that
 * are nested deeper stop moving in, and their labels stand above the text.
 */
#include "layout/flow.h"

#include <string.h>

#include "document/role.h"
#include "layout/contents.h"
#include "layout/folio.h"
#include "layout/inline.h"
#include "layout/picture.h"
#include "layout/table.h"

#define LEAST_EMS 6
#define LEAST_EMS_IN_CELL 3 /* of a list in a table: rows are high enough */

static void sheets_fill(struct flow *flow, const struct style *style) {
    for (int i = 0; i < 2; i++) {
        struct sheet *sheet = i ? &flow->turned : &flow->upright;
        sheet->turned = i;
        sheet->width = i ? style->page_height : style->page_width;
        sheet->height = i ? style->page_width : style->page_height;
        sheet->left = style->margin_start;
        sheet->top = style->margin_top;
        sheet->across = sheet->width - style->margin_start - style->margin_end;
        sheet->down = sheet->height - style->margin_top - style->margin_bottom;
    }
}

struct flow flow_open(const struct setting *setting) {
    struct flow flow = {.setting = setting};
    sheets_fill(&flow, setting->style);
    return flow;
}

struct flow flow_inside(const struct setting *setting, const struct sheet *sheet, bool trial) {
    struct flow flow = {.setting = setting, .trial = trial};
    sheets_fill(&flow, setting->style);
    flow.galley = galley_new(setting, sheet, false);
    return flow;
}

bool flow_holds_inline(const struct node *node) {
    for (const struct node *child = node->first; child; child = child->next)
        if (child->kind >= NODE_TEXT)
            return true;
    return false;
}

length flow_indent(length indent, length measure, length size) {
    length most = measure - LEAST_EMS * size;
    return indent < most ? indent : most > 0 ? most : 0;
}

static bool has_frame(const struct block_style *look) {
    return look->background != COLOUR_NONE || (look->edge != COLOUR_NONE && look->edge_width > 0);
}

static void begin(struct flow *flow, const struct node *node, length x) {
    if (node_role(node) || node->id)
        galley_begin(flow->galley, node, x);
}

/* Moves the column in by what `look` asks for, and opens its frame. True when one was opened. */
static bool look_open(struct flow *flow, const struct block_style *look, struct column *column) {
    if (look == column->group)
        return false;
    length indent = flow_indent(look->indent, column->measure, look->size);
    column->x += indent;
    column->measure -= indent;
    column->group = look;
    if (!has_frame(look))
        return false;
    galley_open_frame(flow->galley, look, column->x, column->measure);
    length edge = look->edge != COLOUR_NONE ? look->edge_width : 0;
    column->x += edge + look->padding;
    column->measure -= edge + look->padding + (look->background != COLOUR_NONE ? look->padding : 0);
    return true;
}

void flow_line_examine(struct flow *flow, const struct line *line, const struct node *node, length measure) {
    if (flow->trial || line->excess <= 0)
        return;
    struct arena *arena = flow->setting->arena;
    struct mark widest = {0};
    for (size_t i = 0; i < line->stroke_count; i++) {
        const struct stroke *stroke = &line->strokes[i];
        if (stroke->kind == MARK_GLYPHS && stroke->node && (length)stroke->x + stroke->width > measure &&
            (!widest.node || stroke->x < widest.x))
            widest = line_mark(line, i, arena);
    }
    struct place place = widest.node ? widest.node->place : node->place;
    size_t bytes = widest.node ? widest.as.glyphs.run->bytes : 0;
    const char *word = widest.node ? widest.as.glyphs.run->text : "";
    while (bytes > 0 && word[bytes - 1] == ' ')
        bytes--;
    report_add(flow->setting->report, RULE_LAYOUT_WIDE, place,
               widest.node ? arena_format(arena, "\"%.*s\"", (int)bytes, word) : "this");
}

static bool is_caption(const struct node *node) {
    return node && node->kind == NODE_PARAGRAPH && node->class_ == CLASS_CAPTION;
}

static bool is_undivided(const struct node *node) {
    return node->kind == NODE_TITLE || node->kind == NODE_HEADING || node->kind == NODE_CAPTION ||
           node->kind == NODE_LABEL || is_caption(node);
}

void flow_lines(struct flow *flow, const struct node *node, const struct block_style *look, struct column column) {
    /* Labels and what stands in tables is measured before it is set; the rest is shaped but once. */
    struct setting once = *flow->setting;
    if (flow->galley->body && (node->kind == NODE_PARAGRAPH || node->kind == NODE_HEADING))
        once.once = true;
    struct paragraph paragraph;
    if (!folio_paragraph(&once, node, look, column.measure, &paragraph))
        return;
    size_t orphans = look->orphans > 0 ? (size_t)look->orphans : 1;
    size_t widows = look->widows > 0 ? (size_t)look->widows : 1;
    for (size_t i = 0; i < paragraph.count; i++) {
        flow_line_examine(flow, &paragraph.lines[i], node, column.measure);
        if (i > 0) {
            const struct style_breaks *breaks = &flow->setting->style->breaks;
            galley_cost(flow->galley, paragraph.lines[i - 1].broken ? breaks->word : breaks->paragraph);
            if (i < orphans || paragraph.count - i < widows)
                galley_hold(flow->galley, HOLD_WIDOW);
            if (is_undivided(node))
                galley_hold(flow->galley, HOLD_UNDIVIDED);
        }
        galley_add_line(flow->galley, &paragraph.lines[i], column.x);
    }
}

static void text_block(struct flow *flow, const struct node *node, struct column column) {
    const struct block_style *look = style_block(flow->setting->style, node);
    bool heading = node->kind == NODE_HEADING || node->kind == NODE_TITLE;
    if (heading)
        flow->galley->need = 0;    /* a heading may follow a lone line on the next page */
    bool below = is_caption(node); /* of the figure above it: the distances of a table's caption, upside down */
    galley_space(flow->galley, below ? look->space_after : look->space_before);
    bool framed = look_open(flow, look, &column);
    begin(flow, node, column.x);
    flow_lines(flow, node, look, column);
    if (framed)
        galley_close_frame(flow->galley);
    galley_space(flow->galley, below ? look->space_before : look->space_after);
    if (heading)
        flow->galley->need = 2;
}

/* From here on pages are new. Nothing that holds blocks together reaches over that, so within such it does not happen.
 */
static void start_flow(struct flow *flow, enum style_start start) {
    const struct galley *galley = flow->galley;
    if (start == START_FLOW || !galley->body || galley->inner || galley->together > 0 || galley->opening > 0)
        return;
    flow->adrift = flow->adrift || (flow->after && flow->galleys.count == 1 && galley->items.count == 0);
    galley_flush_labels(flow->galley);
    if (galley->items.count > 0)
        flow_turn(flow, false);
    if (flow->galleys.count > 1 && start > flow->galley->start)
        flow->galley->start = start;
}

/* Where the style wants a section to begin. */
static enum style_start start_of(const struct style *style, const struct node *section) {
    return section->class_ == CLASS_PART       ? style->part_start
           : section->class_ == CLASS_APPENDIX ? style->appendix_start
                                               : START_FLOW;
}

/* Where it wants that to begin which follows. */
static enum style_start start_after(const struct style *style, const struct node *node) {
    if (node->class_ == CLASS_COVER)
        return style->cover_after;
    for (const struct node *child = node->kind == NODE_SECTION ? node->first : NULL; child; child = child->next) {
        if (child->kind == NODE_TABLE && child->class_ == CLASS_CONTROL)
            return style->control_after;
        if (child->kind == NODE_CONTENTS)
            return style->contents_after;
    }
    return START_FLOW;
}

void flow_enter(struct flow *flow, const struct node *section) {
    start_flow(flow, start_of(flow->setting->style, section));
}

static void section_leave(struct flow *flow, const struct node *node) {
    if (node->parent && node->parent->kind == NODE_DOCUMENT)
        start_flow(flow, start_after(flow->setting->style, node));
}

static void section(struct flow *flow, const struct node *node, struct column column) {
    if (node != flow->after)
        flow_enter(flow, node);
    begin(flow, node, column.x);
    flow_children(flow, node, column);
    if (!flow->stopped)
        section_leave(flow, node);
}

#define COLUMNS_FRAMED 3 /* a table of more may need all of a page's width */

/* A quotation that is a table, or holds a wide one, has no frame: within one a table can neither be wider than the
 * column nor turned. */
static bool is_unframed(const struct node *quote) {
    for (const struct node *at = quote->first; at; at = node_after(at, quote))
        if (at->kind == NODE_TABLE && (at->parent == quote || at->as.table.columns > COLUMNS_FRAMED))
            return true;
    return false;
}

/* A transparent group of no class only keeps its blocks together. */
static void group(struct flow *flow, const struct node *node, struct column column) {
    if ((node->kind == NODE_BLOCK && (node->class_ == CLASS_NONE || node->class_ == CLASS_COVER)) ||
        (node->kind == NODE_QUOTE && is_unframed(node))) {
        section(flow, node, column);
        return;
    }
    const struct block_style *look = style_block(flow->setting->style, node);
    galley_space(flow->galley, look->space_before);
    bool framed = look_open(flow, look, &column);
    begin(flow, node, column.x);
    flow_children(flow, node, column);
    if (framed)
        galley_close_frame(flow->galley);
    galley_space(flow->galley, look->space_after);
}

bool flow_number_column(const struct setting *setting, const struct node *list, length least, length *width) {
    *width = least;
    for (const struct node *item = list->first; item; item = item->next) {
        const struct node *label = item->first;
        if (!label || label->kind != NODE_LABEL)
            continue;
        const struct block_style *look = style_block(setting->style, label);
        length narrowest, widest;
        if (!paragraph_extent(setting, label, look, &narrowest, &widest))
            return false;
        if (widest + look->size / 2 > *width)
            *width = widest + look->size / 2;
    }
    return true;
}

/* The label on a line of its own, kept with what it labels. */
static void label_above(struct flow *flow, const struct node *label, struct column column) {
    flow_lines(flow, label, style_block(flow->setting->style, label), column);
    galley_hold(flow->galley, HOLD_NEXT);
}

const struct block_style *flow_label_look(const struct setting *setting, const struct node *label) {
    const struct block_style *look = style_block(setting->style, label);
    if (look->align == ALIGN_START)
        return look;
    struct block_style *start = ARENA_NEW(setting->arena, struct block_style);
    *start = *look;
    start->align = ALIGN_START;
    return start;
}

static void label_beside(struct flow *flow, const struct node *label, struct column column) {
    const struct block_style *look = flow_label_look(flow->setting, label);
    struct paragraph paragraph;
    if (folio_paragraph(flow->setting, label, look, column.measure, &paragraph) && paragraph.count == 1)
        galley_label(flow->galley, &paragraph.lines[0], column.x);
    else
        label_above(flow, label, column);
}

static void list_item(struct flow *flow, const struct node *item, struct column column, length number_column,
                      bool above) {
    struct galley *galley = flow->galley;
    if (item->keep_together)
        galley_open_whole(galley);
    begin(flow, item, column.x);
    const struct node *label = item->first && item->first->kind == NODE_LABEL ? item->first : NULL;
    if (label && above) {
        galley_space(galley, style_block(flow->setting->style, label)->space_before);
        begin(flow, label, column.x);
        label_above(flow, label, column);
        galley->flush = true; /* a term stands close over what it means */
    } else if (label) {
        begin(flow, label, column.x);
        label_beside(flow, label, column);
    }
    column.x += number_column;
    column.measure -= number_column;
    for (const struct node *child = label ? label->next : item->first; child; child = child->next)
        flow_block(flow, child, column);
    galley_flush_labels(flow->galley);
    if (item->keep_together && flow->galley == galley)
        galley_close_whole(galley);
}

static void list_block(struct flow *flow, const struct node *list, struct column column) {
    const struct style *style = flow->setting->style;
    const struct block_style *look = &style->blocks[STYLE_LIST];
    length number_column = style->list_indent;
    bool above = list->class_ == CLASS_DEFINITION;
    length least = flow->galley->body ? number_column : 0;
    if (!above && !flow_number_column(flow->setting, list, least, &number_column))
        return;
    length indent = flow_indent(number_column, column.measure, look->size);
    if (!flow->galley->body && number_column + LEAST_EMS_IN_CELL * look->size <= column.measure)
        indent = number_column;
    if (indent < number_column)
        above = true;
    column.group = NULL;
    begin(flow, list, column.x);
    const struct block_style *around = style_block(style, list);
    galley_space(flow->galley, around->space_before);
    column.depth++;
    for (const struct node *item = list->first; item; item = item->next) {
        if (item != list->first)
            galley_cost(flow->galley,
                        item == list->first->next || !item->next ? style->breaks.lone_item : style->breaks.list);
        if (item->class_ == CLASS_INSTRUCTION && item != list->first)
            galley_space(flow->galley, style->blocks[STYLE_QUOTE].space_before);
        if (item->kind == NODE_ITEM)
            list_item(flow, item, column, indent, above);
        else
            flow_block(flow, item, column);
    }
    galley_space(flow->galley, around->space_after);
}

bool flow_figure_size(const struct setting *setting, const struct node *figure, length across, length down,
                      length *width, length *height) {
    struct picture picture;
    if (!picture_read(figure->as.figure.file, node_file_place(figure), setting->arena, setting->report, &picture))
        return false;
    length wish = figure->as.figure.width > 0 ? figure->as.figure.width : picture.width;
    *width = wish < across ? wish : across;
    *height = *width * picture.height / picture.width;
    if (*height > down) {
        *height = down;
        *width = down * picture.width / picture.height;
    }
    if (*width < 1 || *height < 1) {
        report_add(setting->report, RULE_FIGURE_FILE, node_file_place(figure), figure->as.figure.file,
                   "it is too long and thin to be seen");
        return false;
    }
    return true;
}

static void figure_block(struct flow *flow, const struct node *figure, struct column column) {
    struct galley *galley = flow->galley;
    length width, height;
    length down = galley->sheet->down * 3 / 4;
    if (!flow_figure_size(flow->setting, figure, column.measure, down, &width, &height))
        return;
    const struct block_style *look = &flow->setting->style->blocks[STYLE_BODY];
    /* A picture has no leading of its own to stand clear by; in cells room is dear. */
    length space = look->space_after * (galley->body ? 2 : 1);
    galley_flush_labels(galley);
    galley_space(galley, space);
    begin(flow, figure, column.x);
    struct slab *slab = slab_new(galley, height);
    struct stroke picture = {.kind = MARK_IMAGE,
                             .node = figure,
                             .x = length_shorten(column.x),
                             .width = length_shorten(width),
                             .size = length_shorten(height)};
    SHORT_LIST_ADD(flow->setting->arena, &slab->strokes, picture);
    galley_add(galley, slab);
    galley->need = 0;
    if (is_caption(figure->next))
        galley_hold(galley, HOLD_NEXT);
    else
        galley_space(galley, space);
}

/* Goes back to the turned galley before the one in hand, when nothing has been set since: tables that follow one
 * another share their turned pages. */
static bool turned_goes_on(struct flow *flow) {
    struct galley *old = flow->galley;
    struct galley *before = flow->galleys.count >= 2 ? flow->galleys.items[flow->galleys.count - 2] : NULL;
    if (!before || !before->sheet->turned || old->items.count > 0 || before->frame_count != old->frame_count)
        return false;
    for (size_t i = 0; i < old->nodes.count; i++)
        LIST_ADD(flow->setting->arena, &before->nodes, old->nodes.items[i]);
    flow->galleys.count--;
    flow->galley = before;
    return true;
}

void flow_turn(struct flow *flow, bool turned) {
    struct galley *old = flow->galley;
    if (old)
        galley_flush_labels(old);
    if (old && turned && turned_goes_on(flow))
        return;
    flow->galley = galley_new(flow->setting, turned ? &flow->turned : &flow->upright, true);
    if (old) {
        galley_close(old, flow->galley);
        flow->galley->start = START_PAGE;
        flow->galley->nodes.items = old->nodes.items;
        flow->galley->nodes.count = old->nodes.count;
        flow->galley->nodes.room = old->nodes.room;
        old->nodes.count = old->nodes.room = 0;
        flow->galley->frame_count = old->frame_count;
        if (turned)
            galley_move_tail(old, flow->galley);
        if (old->items.count == 0) { /* what was to begin there begins here */
            flow->galley->start = old->start;
            flow->galleys.count--;
        }
    }
    LIST_ADD(flow->setting->arena, &flow->galleys, flow->galley);
}

void flow_children(struct flow *flow, const struct node *parent, struct column column) {
    if (flow_holds_inline(parent)) {
        flow_lines(flow, parent, style_block(flow->setting->style, parent), column);
        return;
    }
    for (const struct node *child = parent->first; child; child = child->next)
        flow_block(flow, child, column);
}

/* Behind a whole list or table nobody asks again for what is in it. */
static void memo_forget(const struct flow *flow, struct column column) {
    if (flow->galley->body && column.depth == 0)
        inline_memo_empty(flow->setting->memo);
}

static void block_by_kind(struct flow *flow, const struct node *node, struct column column) {
    switch (node->kind) {
    case NODE_PARAGRAPH:
        if (node->class_ != CLASS_TABLE_NOTE) /* else set with its table */
            text_block(flow, node, column);
        break;
    case NODE_TITLE:
    case NODE_HEADING:
    case NODE_CAPTION:
    case NODE_LABEL:
        text_block(flow, node, column);
        break;
    case NODE_SECTION:
        section(flow, node, column);
        break;
    case NODE_BLOCK:
    case NODE_QUOTE:
        group(flow, node, column);
        break;
    case NODE_LIST:
        list_block(flow, node, column);
        memo_forget(flow, column);
        break;
    case NODE_CONTENTS:
        contents_flow(flow, node, column);
        break;
    case NODE_TABLE:
        table_flow(flow, node, column);
        memo_forget(flow, column);
        break;
    case NODE_FIGURE:
        figure_block(flow, node, column);
        break;
    case NODE_NOTE:
        break; /* with the line that calls it */
    default:
        begin(flow, node, column.x);
        flow_children(flow, node, column);
    }
}

void flow_block(struct flow *flow, const struct node *node, struct column column) {
    struct galley *galley = flow->galley;
    flow->stopped = flow->stopped || node == flow->until;
    if (flow->stopped)
        return;
    if (node->keep_together)
        galley_open_whole(galley);
    block_by_kind(flow, node, column);
    if (flow->stopped)
        return;
    if (node->keep_together && flow->galley == galley)
        galley_close_whole(galley);
    if (node->keep_with_next)
        galley_hold(flow->galley, HOLD_NEXT);
}

void flow_rest(struct flow *flow, const struct node *from, struct column column) {
    for (const struct node *node = from; node->parent; node = node->parent) {
        for (const struct node *next = node == from ? from : node->next; next; next = next->next)
            flow_block(flow, next, column);
        if (node->parent->kind != NODE_DOCUMENT)
            section_leave(flow, node->parent);
        if (node->parent->keep_with_next)
            galley_hold(flow->galley, HOLD_NEXT);
    }
}
