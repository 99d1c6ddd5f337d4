/* contents.c: a contents list → galley: numbers, titles and page numbers in columns.
 *
 * An entry's LINK holds the number of a heading, its words, a space and a folio. Each
 * of the three is set by itself: the number at the start, the words in a column of
 * their own whose lines hang there, the folio at the end of the last of them, where
 * all folios end. No dots lead to it: they would be spoken, or be artifacts that say
 * nothing; rows are short enough for the eye.
 *
 * Numbers of one level have one column, as wide as the widest of them asks; one that
 * is wider than most ("Appendix A") pushes its own words along and no others, or stands
 * above them where they would have no room beside it. An entry is never divided, and
 * never parted from the first of those below it.
 */
#include "layout/contents.h"

#include <string.h>

#include "layout/folio.h"

#define LEVELS 8     /* deeper ones are set as the last */
#define NUMBER_EMS 3 /* a number wider than so many has no say in its column */

struct contents {
    struct flow *flow;
    bool is_short;          /* less than a page */
    length numbers[LEVELS]; /* width of the columns, with the space after them */
};

static const struct node *heading_of(const struct node *target) {
    if (target && target->kind == NODE_SECTION)
        target = target->first;
    return target && target->kind == NODE_HEADING ? target : NULL;
}

const struct node *contents_number(const struct node *link) {
    const struct node *heading = heading_of(link->as.link.target), *leaf = link->first;
    if (!heading || !leaf || leaf->kind != NODE_TEXT)
        return NULL;
    size_t bytes = strlen(heading->as.heading.number);
    const char *text = leaf->as.text.text;
    bool same = bytes > 0 && strncmp(text, heading->as.heading.number, bytes) == 0 && strcmp(text + bytes, " ") == 0;
    return same ? leaf : NULL;
}

static const struct node *entry_link(const struct node *entry) {
    const struct node *reference = entry->first;
    return reference && reference->kind == NODE_REFERENCE ? reference->first : NULL;
}

static const struct node *entry_folio(const struct node *link) {
    return link->last && link->last->kind == NODE_FOLIO ? link->last : NULL;
}

static size_t level_of(size_t depth) {
    return depth < LEVELS ? depth : LEVELS - 1;
}

/* The number of an entry as wide as it asks, with the space after it; 0 without a number. */
static length number_width(const struct flow *flow, const struct node *link, const struct block_style *look) {
    const struct node *number = contents_number(link);
    length narrowest, widest;
    if (!number || !paragraph_extent(flow->setting, number, look, &narrowest, &widest))
        return 0;
    return widest + look->size * 2 / 3;
}

static void numbers_measure(struct contents *contents, const struct node *list, size_t depth) {
    length *width = &contents->numbers[level_of(depth)];
    for (const struct node *entry = list->first; entry; entry = entry->next) {
        const struct node *link = entry->kind == NODE_ENTRY ? entry_link(entry) : NULL;
        if (!link)
            continue;
        const struct block_style *look = style_block(contents->flow->setting->style, entry);
        length asked = number_width(contents->flow, link, look);
        if (asked > *width && asked <= NUMBER_EMS * look->size)
            *width = asked;
        for (const struct node *inner = entry->first; inner; inner = inner->next)
            if (inner->kind == NODE_CONTENTS)
                numbers_measure(contents, inner, depth + 1);
    }
}

static void part_label(struct flow *flow, const struct node *leaf, const struct block_style *look, length measure,
                       length x) {
    struct paragraph label;
    if (folio_paragraph(flow->setting, leaf, look, measure, &label) && label.count > 0)
        galley_label(flow->galley, &label.lines[0], x);
}

/* Numbers stand where their column begins and folios where it ends, however a style aligns the words between them. */
static const struct block_style *look_aligned(const struct setting *setting, const struct block_style *look,
                                              enum alignment align) {
    if (look->align == align)
        return look;
    struct block_style *aligned = ARENA_NEW(setting->arena, struct block_style);
    *aligned = *look;
    aligned->align = align;
    return aligned;
}

/* Sets the entry's own line or lines; `x` is where its words begin, `above`: under its number. */
static void entry_lines(struct flow *flow, const struct node *entry, const struct node *link,
                        const struct block_style *look, struct column column, length x, bool above) {
    const struct node *number = contents_number(link), *folio = entry_folio(link);
    length folios = folio ? folio_width(flow->setting, look) : 0;
    length measure = column.measure - (x - column.x) - folios - (folio ? look->size : 0);
    struct paragraph title;
    (void)paragraph_set(flow->setting, link, look, measure, &title);
    if (number)
        part_label(flow, number, look_aligned(flow->setting, look, ALIGN_START), column.measure, column.x);
    if (above) {
        galley_flush_labels(flow->galley);
        galley_hold(flow->galley, HOLD_UNDIVIDED);
    }
    for (size_t i = 0; i < title.count; i++) {
        flow_line_examine(flow, &title.lines[i], entry, measure);
        if (i > 0)
            galley_hold(flow->galley, HOLD_UNDIVIDED);
        if (folio && i + 1 == title.count)
            part_label(flow, folio, look_aligned(flow->setting, look, ALIGN_END), folios,
                       column.x + column.measure - folios);
        galley_add_line(flow->galley, &title.lines[i], x);
    }
    galley_flush_labels(flow->galley);
}

static void list_flow(struct contents *contents, const struct node *list, struct column column, size_t depth);

static void entry_flow(struct contents *contents, const struct node *entry, struct column column, size_t depth) {
    struct flow *flow = contents->flow;
    const struct node *link = entry_link(entry);
    const struct block_style *look = style_block(flow->setting->style, entry);
    galley_space(flow->galley, look->space_before);
    galley_begin(flow->galley, entry, column.x);
    length shift = contents->numbers[level_of(depth)], own = link ? number_width(flow, link, look) : 0;
    /* What is below it stands under its words, or where those of its neighbours begin. */
    length indent = flow_indent(shift > 0 ? shift : flow->setting->style->list_indent, column.measure, look->size);
    length words = flow_indent(own > shift ? own : shift, column.measure, look->size);
    bool above = words < own; /* no room beside such a number */
    if (link)
        entry_lines(flow, entry, link, look, column, column.x + (above ? indent : words), above);
    galley_space(flow->galley, look->space_after);
    column.x += indent;
    column.measure -= indent;
    for (const struct node *inner = entry->first; inner; inner = inner->next)
        if (inner->kind == NODE_CONTENTS) {
            galley_hold(flow->galley, HOLD_NEXT);
            list_flow(contents, inner, column, depth + 1);
        }
}

static void list_flow(struct contents *contents, const struct node *list, struct column column, size_t depth) {
    const struct style_breaks *breaks = &contents->flow->setting->style->breaks;
    galley_begin(contents->flow->galley, list, column.x);
    for (const struct node *entry = list->first; entry; entry = entry->next) {
        if (entry != list->first)
            galley_cost(contents->flow->galley, contents->is_short ? breaks->short_table
                                                : entry->next      ? breaks->list
                                                                   : breaks->lone_item);
        if (entry->kind == NODE_ENTRY)
            entry_flow(contents, entry, column, depth);
        else
            flow_block(contents->flow, entry, column);
    }
}

/* Whether all entries could stand on one page, were each one line. */
static bool list_is_short(const struct flow *flow, const struct node *list) {
    length height = 0, down = flow->galley->sheet->down;
    for (const struct node *node = list; node && height <= down; node = node_after(node, list)) {
        if (node->kind != NODE_ENTRY)
            continue;
        const struct block_style *look = style_block(flow->setting->style, node);
        height += look->space_before + look->leading + look->space_after;
    }
    return height <= down;
}

void contents_flow(struct flow *flow, const struct node *list, struct column column) {
    struct contents contents = {.flow = flow, .is_short = list_is_short(flow, list)};
    numbers_measure(&contents, list, 0);
    list_flow(&contents, list, column, 0);
}
