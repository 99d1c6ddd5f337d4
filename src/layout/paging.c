/* paging.c: a galley → where its pages end.
 *
 * The breaker (breaker.h) ends pages where leftover space, broken tables and
 * broken paragraphs cost least over the whole galley. When a page comes out
 * overfull, the reasons not to break in it are given up one after another: wholes,
 * then keeping with the next, then widows, then headings and labels in one piece;
 * what is still too tall is the author's fault (LAYOUT-TALL). Notes hardly ever
 * come to that: note.c divides them first.
 */
#include "layout/paging.h"

#include "layout/note.h"

#define COST_GIVEN_UP 2000
#define PAGE_DEMERITS 10

struct room {
    length down, first;
};

static length page_room(const void *context, size_t number) {
    const struct room *room = context;
    return number == 0 ? room->down - room->first : room->down;
}

/* Gives up the holds of level `hold` and lower in the items from `begin` to `end`. */
static bool holds_give_up(struct galley *galley, size_t begin, size_t end, enum hold hold) {
    bool any = false;
    for (size_t i = begin; i < end; i++)
        if (galley->items.items[i].kind == ITEM_PENALTY && galley->holds.items[i] != HOLD_NONE &&
            galley->holds.items[i] <= hold) {
            galley->items.items[i].penalty = COST_GIVEN_UP * galley->holds.items[i];
            galley->holds.items[i] = HOLD_NONE;
            any = true;
        }
    return any;
}

static const struct node *slab_node(const struct slab *slab) {
    for (size_t i = 0; i < slab->parts.count; i++)
        for (size_t j = 0; j < slab->parts.items[i].line->mark_count; j++)
            if (slab->parts.items[i].line->marks[j].node)
                return slab->parts.items[i].line->marks[j].node;
    for (size_t i = 0; i < slab->marks.count; i++)
        if (slab->marks.items[i].node)
            return slab->marks.items[i].node;
    return slab->anchors.count > 0 ? slab->anchors.items[0].node : NULL;
}

static void tall_report(const struct galley *galley, size_t begin, size_t end) {
    const struct slab *tallest = NULL;
    for (size_t i = begin; i < end; i++) {
        const struct item *item = &galley->items.items[i];
        const struct slab *slab = item->kind == ITEM_BOX ? galley->slabs.items[item->content] : NULL;
        if (slab && slab_node(slab) && (!tallest || slab->height > tallest->height))
            tallest = slab;
    }
    struct place nowhere = {0};
    report_add(galley->setting->report, RULE_LAYOUT_TALL, tallest ? slab_node(tallest)->place : nowhere, "");
}

const struct breakpoint *paging_break(struct galley *galley, length first, size_t *count) {
    const struct setting *setting = galley->setting;
    notes_attach(galley);
    struct note_separator separator = note_separator(setting->style);
    struct room room = {galley->sheet->down, first};
    struct breaker_rule rule = {.room = page_room,
                                .context = &room,
                                .insert_separator = separator.above + separator.rule + separator.below,
                                .line_demerits = PAGE_DEMERITS,
                                .ragged = true,
                                .last_free = true};
    for (;;) {
        const struct breakpoint *breaks =
            breaker_fit(galley->items.items, galley->items.count, &rule, setting->arena, count);
        bool again = false;
        for (size_t i = 0; i < *count; i++) {
            size_t begin = i > 0 ? breaks[i - 1].item + 1 : 0;
            for (int hold = HOLD_TOGETHER; breaks[i].excess > 0 && hold < HOLD_ALWAYS; hold++)
                if (holds_give_up(galley, begin, breaks[i].item, (enum hold)hold)) {
                    again = true;
                    break;
                }
        }
        if (again)
            continue;
        bool fits = true;
        for (size_t i = 0; i < *count; i++)
            fits = fits && breaks[i].excess <= 0;
        for (size_t i = 0; i < *count; i++)
            if (breaks[i].excess > 0)
                tall_report(galley, i > 0 ? breaks[i - 1].item + 1 : 0, breaks[i].item + 1);
        return fits ? breaks : NULL;
    }
}
