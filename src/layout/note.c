/* note.c: footnotes → what each box of the galley needs at the foot of its page.
 *
 * The breaker knows footnotes as `insert`: what the boxes of a page call adds up at
 * its foot. A note is divided only when no page could hold it with the line that
 * calls it and what must stand with that line: its heading, the lines of an
 * undivided paragraph. What does not fit then becomes boxes of no height that
 * follow these and carry a piece of the note each, so the same breaker takes it
 * over pages.
 */
#include "layout/note.h"

#include <string.h>

#include <assert.h>

#include "layout/flow.h"
#include "layout/folio.h"
#include "layout/inline.h"

struct note_separator note_separator(const struct style *style) {
    const struct block_style *look = &style->blocks[STYLE_NOTE];
    length above = look->space_before > look->size / 2 ? look->space_before : look->size / 2;
    return (struct note_separator){above, style->rule_width, look->size / 2};
}

length note_part_height(const struct note_part *part) {
    const struct stack *stack = &part->note->stack;
    if (part->count == 0)
        return 0;
    size_t end = part->first + part->count;
    length bottom = end < stack->count ? stack->items[end].y : stack->height + part->note->after;
    return bottom - stack->items[part->first].y;
}

static const struct note_set *note_set(const struct setting *setting, const struct sheet *sheet,
                                       const struct node *node) {
    const struct block_style *look = &setting->style->blocks[STYLE_NOTE];
    struct flow flow = flow_inside(setting, sheet, false);
    length measure = setting->style->measure < sheet->across ? setting->style->measure : sheet->across;
    struct column column = {.measure = measure, .group = look};
    galley_begin(flow.galley, node, 0);
    const struct node *body = node->first;
    if (body && body->kind == NODE_LABEL) {
        struct paragraph label;
        (void)folio_paragraph(setting, body, flow_label_look(setting, body), measure, &label);
        galley_begin(flow.galley, body, 0);
        length indent = look->size * 3 / 2;
        if (label.count > 0) {
            galley_label(flow.galley, &label.lines[0], 0);
            length asked = label.lines[0].width + look->size / 2;
            indent = asked > indent ? asked : indent;
        }
        column.x = flow_indent(indent, measure, look->size);
        column.measure -= column.x;
        if (column.x < indent)
            galley_flush_labels(flow.galley);
        body = body->next;
    }
    for (; body; body = body->next)
        flow_block(&flow, body, column);
    galley_flush_labels(flow.galley);
    struct note_set *note = ARENA_NEW(setting->arena, struct note_set);
    inline_memo_empty(setting->memo);
    *note = (struct note_set){node, galley_stack(flow.galley, setting->arena), look->space_after};
    return note;
}

/* The longest piece of a note from `first` that `room` holds, ended where the note may be broken; at least `least`
 * slabs. */
static size_t piece_count(const struct note_set *note, size_t first, length room, size_t least) {
    size_t best = 0;
    for (size_t end = first + 1; end <= note->stack.count; end++) {
        bool legal = end == note->stack.count || note->stack.items[end].cost < PENALTY_NEVER;
        struct note_part part = {note, first, end - first};
        bool fits = note_part_height(&part) <= room;
        if (legal && (fits || (best == 0 && least > 0)))
            best = end - first;
        if (!fits && (best > 0 || least == 0))
            break;
    }
    return best;
}

typedef LIST(struct item) item_list;
typedef LIST(uint8_t) hold_list;

/* The items of a galley as they are written anew. */
struct attaching {
    struct galley *galley;
    item_list items;
    hold_list holds;
    length separator;
    struct arena *arena; /* of the lists */
};

static void item_put(struct attaching *to, struct item item, uint8_t hold) {
    LIST_ADD(to->arena, &to->items, item);
    LIST_ADD(to->arena, &to->holds, hold);
}

/* The rest of a note, in boxes of no height. */
static void rest_put(struct attaching *to, const struct note_set *note, size_t first) {
    struct galley *galley = to->galley;
    while (first < note->stack.count) {
        size_t count = piece_count(note, first, 1, 1); /* as few lines as may stand alone */
        struct slab *slab = slab_new(galley, 0);
        struct note_part part = {note, first, count};
        LIST_ADD(galley->setting->arena, &slab_extend(galley->setting->arena, slab)->notes, part);
        LIST_ADD(galley->setting->arena, &galley->slabs, slab);
        item_put(to, (struct item){.kind = ITEM_PENALTY, .penalty = galley->setting->style->breaks.divided_note},
                 HOLD_NONE);
        item_put(to,
                 (struct item){.kind = ITEM_BOX,
                               .insert = length_shorten(note_part_height(&part)),
                               .content = (uint32_t)(galley->slabs.count - 1)},
                 HOLD_NONE);
        first += count;
    }
}

/* A note on its way to the box that calls it. */
struct called {
    size_t box; /* item */
    const struct note_set *note;
};

/* The items from one gap in which a page may end to the next: pages divide no further while anything else helps. */
struct unit {
    size_t begin, end;
    LIST(struct called) notes;
    length notes_height;
};

static bool may_end(const struct galley *galley, size_t at) {
    return galley->items.items[at].kind == ITEM_PENALTY && galley->holds.items[at] <= HOLD_TOGETHER;
}

/* Sets the notes of one box; notes called in notes come after them. */
static void box_set(struct attaching *to, struct unit *unit, size_t at) {
    struct galley *galley = to->galley;
    struct arena *arena = galley->setting->arena;
    struct slab *slab = galley->slabs.items[galley->items.items[at].content];
    for (size_t i = 0; i < slab_extra(slab)->calls.count; i++) {
        const struct note_set *note = note_set(galley->setting, galley->sheet, slab_extra(slab)->calls.items[i]);
        for (size_t j = 0; j < note->stack.count; j++) {
            const struct slab_extra *inner = slab_extra(note->stack.items[j].slab);
            for (size_t k = 0; k < inner->calls.count; k++)
                LIST_ADD(arena, &slab_extend(arena, slab)->calls, inner->calls.items[k]);
        }
        LIST_ADD(arena, &unit->notes, (struct called){at, note});
        unit->notes_height += note_part_height(&(struct note_part){note, 0, note->stack.count});
    }
}

static struct unit unit_read(struct attaching *to, size_t begin) {
    const struct galley *galley = to->galley;
    struct unit unit = {.begin = begin, .end = begin};
    do {
        if (galley->items.items[unit.end].kind == ITEM_BOX)
            box_set(to, &unit, unit.end);
        unit.end++;
    } while (unit.end < galley->items.count && !may_end(galley, unit.end));
    return unit;
}

/* What a page that holds only this unit leaves for notes. */
static length room_of_unit(const struct attaching *to, const struct unit *unit) {
    const struct galley *galley = to->galley;
    length used = 0;
    bool first = true;
    for (size_t i = unit->begin; i < unit->end; i++) {
        const struct item *item = &galley->items.items[i];
        if (item->kind == ITEM_BOX || (item->kind == ITEM_GLUE && !first))
            used += item->size;
        if (item->on_grid && !first)
            used = breaker_grid(used, galley->setting->style->grid);
        first = first && item->kind != ITEM_BOX;
    }
    if (unit->end < galley->items.count) /* paddings that end at its foot */
        used += galley->items.items[unit->end].size;
    return galley->sheet->down - to->separator - used;
}

/* What a page that holds only this box leaves for notes. */
static length room_beside(const struct attaching *to, size_t at) {
    const struct galley *galley = to->galley;
    const struct item *items = galley->items.items;
    length room = galley->sheet->down - to->separator - items[at].size;
    if (at > 0 && items[at - 1].kind == ITEM_BOX) /* what comes again at the top of the page */
        room -= items[at - 1].size;
    if (at + 1 < galley->items.count) /* paddings that end at its foot */
        room -= items[at + 1].size;
    return room;
}

typedef LIST(struct note_part) part_list;

/* The beginning of a note that has to be divided: as few lines as may stand alone, if `room` holds them. How many more
 * stand on that page is then for the breaker to choose. */
static size_t piece_begin(const struct note_set *note, length room) {
    struct note_part part = {note, 0, piece_count(note, 0, 1, 1)};
    return note_part_height(&part) <= room ? part.count : 0;
}

/* Gives the box the note when `room` holds it, else its beginning; and nothing when a note before it has a rest. */
static void note_give(struct attaching *to, struct item *box, const struct note_set *note, length *room,
                      part_list *rests) {
    struct galley *galley = to->galley;
    struct arena *arena = galley->setting->arena;
    struct note_part part = {note, 0, note->stack.count};
    if (rests->count > 0)
        part.count = 0;
    else if (note_part_height(&part) > *room)
        part.count = piece_begin(note, *room);
    length height = note_part_height(&part);
    *room -= height;
    box->insert = length_shorten(box->insert + height);
    if (part.count > 0)
        LIST_ADD(arena, &slab_extend(arena, galley->slabs.items[box->content])->notes, part);
    if (part.count < note->stack.count)
        LIST_ADD(arena, rests, (struct note_part){note, part.count, 0});
}

static void rests_put(struct attaching *to, part_list *rests) {
    for (size_t i = 0; i < rests->count; i++)
        rest_put(to, rests->items[i].note, rests->items[i].first);
    rests->count = 0;
}

/* A page that holds the unit and the beginning of its notes is made, and their rests follow the unit: so a heading
 * keeps its text. Where the unit leaves no room even for that beginning, each box has what a page with it alone would
 * hold, and makeup.c gives up what holds the unit. */
static void unit_put(struct attaching *to, const struct unit *unit) {
    struct galley *galley = to->galley;
    length unit_room = room_of_unit(to, unit);
    bool kept = unit->notes_height <= unit_room ||
                (unit->notes.count > 0 && piece_count(unit->notes.items[0].note, 0, unit_room, 0) > 0);
    part_list rests = {0};
    size_t next = 0;
    for (size_t i = unit->begin; i < unit->end; i++) {
        struct item item = galley->items.items[i];
        length box_room = next < unit->notes.count && unit->notes.items[next].box == i ? room_beside(to, i) : 0;
        for (; next < unit->notes.count && unit->notes.items[next].box == i; next++)
            note_give(to, &item, unit->notes.items[next].note, kept ? &unit_room : &box_room, &rests);
        item_put(to, item, galley->holds.items[i]);
        if (!kept)
            rests_put(to, &rests);
    }
    rests_put(to, &rests);
}

static bool calls_notes(const struct galley *galley) {
    for (size_t i = 0; i < galley->slabs.count; i++)
        if (slab_extra(galley->slabs.items[i])->calls.count > 0)
            return true;
    return false;
}

void notes_attach(struct galley *galley) {
    if (!calls_notes(galley))
        return;
    struct note_separator separator = note_separator(galley->setting->style);
    struct attaching to = {.galley = galley, .separator = separator.above + separator.rule + separator.below};
    to.arena = arena_open();
    LIST_ROOM(to.arena, &to.items, galley->items.count + galley->items.count / 16);
    LIST_ROOM(to.arena, &to.holds, galley->items.count + galley->items.count / 16);
    for (size_t i = 0; i < galley->items.count;) {
        struct unit unit = unit_read(&to, i);
        unit_put(&to, &unit);
        i = unit.end;
    }
    size_t count = to.items.count;
    if (count > galley->items.room) { /* some note is divided */
        galley->items.items = ARENA_BARE(galley->setting->arena, count, struct item);
        galley->holds.items = ARENA_BARE(galley->setting->arena, count, uint8_t);
        galley->items.room = galley->holds.room = count;
    }
    assert(count == 0 || to.items.items != NULL);
    if (count > 0)
        memcpy(galley->items.items, to.items.items, count * sizeof *to.items.items);
    if (count > 0)
        memcpy(galley->holds.items, to.holds.items, count);
    galley->items.count = galley->holds.count = count;
    arena_close(to.arena);
}
