/* paging.c: galleys → where their pages end.
 *
 * The breaker (breaker.h) ends pages where leftover space, broken tables and
 * broken paragraphs cost least over the whole galley. When a page comes out
 * overfull, the reasons not to break in it are given up one after another: wholes,
 * then keeping with the next, then widows, then headings and labels in one piece;
 * what is still too tall is the author's fault (LAYOUT-TALL). Notes hardly ever
 * come to that: note.c divides them first.
 */
#include "layout/paging.h"

#include "layout/folio.h"
#include "layout/note.h"

struct room {
    length down, first;
};

static length page_room(const void *context, size_t number) {
    const struct room *room = context;
    return number == 0 ? room->down - room->first : room->down;
}

/* Gives up the holds of level `hold` and lower in the items from `begin` to `end`; `given_up` is beside the items. */
static bool holds_give_up(struct galley *galley, uint8_t *given_up, size_t begin, size_t end, enum hold hold) {
    bool any = false;
    for (size_t i = begin; i < end; i++)
        if (galley->items.items[i].kind == ITEM_PENALTY && galley->holds.items[i] != HOLD_NONE &&
            galley->holds.items[i] <= hold) {
            galley->items.items[i].penalty = galley->setting->style->breaks.given_up * galley->holds.items[i];
            given_up[i] = galley->holds.items[i];
            galley->holds.items[i] = HOLD_NONE;
            any = true;
        }
    return any;
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

static bool galley_break(struct run_of_pages *run) {
    struct galley *galley = run->galley;
    const struct setting *setting = galley->setting;
    uint8_t *given_up = NULL;
    struct note_separator separator = note_separator(setting->style);
    struct room room = {galley->sheet->down, run->less};
    struct breaker_rule rule = {.room = page_room,
                                .context = &room,
                                .steady = 1,
                                .grid = setting->style->grid,
                                .insert_separator = separator.above + separator.rule + separator.below,
                                .line_demerits = setting->style->breaks.page,
                                .ragged = true,
                                .filled = true,
                                .last_free = true};
    for (;;) {
        const struct breakpoint *breaks =
            breaker_fit(galley->items.items, galley->items.count, &rule, setting->arena, &run->count);
        bool again = false, fits = true;
        for (size_t i = 0; i < run->count; i++) {
            size_t begin = i > 0 ? breaks[i - 1].item + 1 : 0;
            fits = fits && breaks[i].excess <= 0;
            if (breaks[i].excess > 0 && !given_up)
                run->given_up = given_up = ARENA_ARRAY(setting->arena, galley->items.count, uint8_t);
            for (int hold = HOLD_TOGETHER; breaks[i].excess > 0 && hold < HOLD_ALWAYS; hold++)
                if (holds_give_up(galley, given_up, begin, breaks[i].item, (enum hold)hold)) {
                    again = true;
                    break;
                }
        }
        if (again)
            continue;
        for (size_t i = 0; i < run->count; i++)
            if (breaks[i].excess > 0)
                tall_report(galley, i > 0 ? breaks[i - 1].item + 1 : 0, breaks[i].item + 1);
        run->breaks = breaks;
        return fits;
    }
}

bool paging_break(const struct setting *setting, const struct flow *flow, length first, struct paging *paging) {
    bool good = true;
    *paging = (struct paging){0};
    for (size_t i = 0; i < flow->galleys.count; i++) {
        struct run_of_pages run = {.galley = flow->galleys.items[i]};
        if (run.galley->items.count == 0)
            continue;
        notes_attach(run.galley);
        if (run.galley->start == START_RECTO && paging->page_count % 2 == 1)
            run.blank = &flow->upright;
        run.first = paging->page_count + (run.blank != NULL);
        run.less = run.first == 0 ? first : 0;
        good = galley_break(&run) && good;
        paging->page_count = run.first + run.count;
        LIST_ADD(setting->arena, &paging->runs, run);
    }
    return good;
}

const char *paging_folio(struct arena *arena, size_t page) {
    return arena_format(arena, "%zu", page + 1);
}

/* --- Folios ------------------------------------------------------------------------ */

struct finding_places {
    const struct setting *setting;
    const char **folios;
    const char *folio; /* of the page that is looked through */
};

static void node_found(const struct finding_places *finding, const struct node *node) {
    if (folio_wants(finding->setting, node) && !finding->folios[node->index])
        finding->folios[node->index] = finding->folio;
}

static void slab_search(const struct finding_places *finding, const struct slab *slab) {
    for (size_t i = 0; i < slab->anchors.count; i++)
        node_found(finding, slab->anchors.items[i].node);
    for (size_t i = 0; i < slab->parts.count; i++) {
        const struct line *line = slab->parts.items[i].line;
        for (size_t j = 0; j < line->stroke_count; j++)
            for (const struct node *node = line->strokes[j].node; node && node->kind >= NODE_TEXT; node = node->parent)
                node_found(finding, node);
    }
    const struct slab_extra *extra = slab_extra(slab);
    for (size_t i = 0; i < extra->notes.count; i++) {
        struct note_part part = extra->notes.items[i];
        for (size_t j = part.first; j < part.first + part.count; j++)
            slab_search(finding, part.note->stack.items[j].slab);
    }
}

static void run_search(struct finding_places *finding, const struct run_of_pages *run) {
    size_t item = 0;
    for (size_t page = 0; page < run->count; page++) {
        finding->folio = paging_folio(finding->setting->arena, run->first + page);
        for (; item <= run->breaks[page].item; item++) {
            const struct item *box = &run->galley->items.items[item];
            if (box->kind == ITEM_BOX)
                slab_search(finding, run->galley->slabs.items[box->content]);
        }
    }
}

void paging_folios(const struct setting *setting, const struct paging *paging, const char **folios) {
    struct finding_places finding = {.setting = setting, .folios = folios};
    for (size_t i = 0; i < paging->runs.count; i++)
        run_search(&finding, &paging->runs.items[i]);
    /* What begins after all that is set begins on the last page. */
    finding.folio = paging_folio(setting->arena, paging->page_count > 0 ? paging->page_count - 1 : 0);
    for (size_t i = 0; i < setting->document->node_count; i++)
        node_found(&finding, setting->document->nodes[i]);
}
