/* remark.c: galleys on their pages → findings of the layout report.
 *
 * Looks at the breaks once they are made, so a build that asks for no report pays
 * nothing. What a page should not do but had to is known from the reasons that
 * paging.c gave up (`given_up` beside the items); that a row or a footnote goes on
 * from what the next page begins with. A line that is wider than its place is not
 * among these: it is an error in any build (LAYOUT-WIDE).
 */
#include "layout/remark.h"

#include "layout/note.h"

struct turn {
    const struct setting *setting;
    const struct run_of_pages *run;
    const char *page;  /* that ends, as printed */
    const char *after; /* the next */
    size_t begin, end; /* its items */
};

static const struct slab *slab_at(const struct turn *turn, size_t item) {
    const struct galley *galley = turn->run->galley;
    const struct item *box = &galley->items.items[item];
    return box->kind == ITEM_BOX ? galley->slabs.items[box->content] : NULL;
}

/* The first slab of the next page. */
static const struct slab *slab_after(const struct turn *turn) {
    const struct slab *slab = NULL;
    for (size_t i = turn->end; i < turn->run->galley->items.count && (!slab || slab->kind == SLAB_RESUME); i++)
        slab = slab_at(turn, i) ? slab_at(turn, i) : slab;
    return slab;
}

static const struct slab *slab_before(const struct turn *turn) {
    const struct slab *slab = NULL;
    for (size_t i = turn->end; i > turn->begin && !(slab && slab_node(slab)); i--)
        slab = slab_at(turn, i - 1) ? slab_at(turn, i - 1) : slab;
    return slab;
}

static struct place place_of(const struct slab *slab) {
    const struct node *node = slab ? slab_node(slab) : NULL;
    return node ? node->place : (struct place){0};
}

static const char *pages_of(const struct turn *turn) {
    return arena_format(turn->setting->arena, "pages %s and %s", turn->page, turn->after);
}

static void hold_remark(const struct turn *turn, enum hold hold) {
    static const char *const reasons[] = {
        [HOLD_TOGETHER] = "what should stand together goes on",
        [HOLD_NEXT] = "a heading or lead-in is parted from what it leads to",
        [HOLD_WIDOW] = "one line of a paragraph stands alone",
        [HOLD_UNDIVIDED] = "a heading, caption or label is divided",
    };
    const struct slab *slab = hold == HOLD_NEXT ? slab_before(turn) : slab_after(turn);
    report_add(turn->setting->report, RULE_LAYOUT_APART, place_of(slab), pages_of(turn), reasons[hold]);
}

/* How much of the page is empty, in hundredths. */
static void loose_remark(const struct turn *turn, const struct breakpoint *at, bool first) {
    const struct setting *setting = turn->setting;
    length room = turn->run->galley->sheet->down - (first ? turn->run->less : 0), used = at->natural;
    bool noted = false;
    for (size_t i = turn->begin; i < turn->end; i++) {
        used += turn->run->galley->items.items[i].insert;
        noted = noted || turn->run->galley->items.items[i].insert > 0;
    }
    struct note_separator separator = note_separator(setting->style);
    used += noted ? separator.above + separator.rule + separator.below : 0;
    length empty = (room - used) * 100 / room;
    if (empty > setting->style->breaks.loose)
        report_add(setting->report, RULE_LAYOUT_LOOSE, place_of(slab_after(turn)), turn->page,
                   arena_format(setting->arena, "%d", (int)empty));
}

/* What goes on over the page's end: a row, or footnotes. */
static void divided_remark(const struct turn *turn) {
    const struct galley *galley = turn->run->galley;
    const struct item *end = &galley->items.items[turn->end - 1];
    if (end->kind == ITEM_PENALTY && end->flagged)
        report_add(turn->setting->report, RULE_LAYOUT_SPLIT, place_of(slab_after(turn)), "row", pages_of(turn));
    for (size_t i = turn->end; i < galley->items.count; i++) {
        const struct slab *slab = slab_at(turn, i);
        if (!slab)
            continue;
        const struct slab_extra *extra = slab_extra(slab);
        if (slab->height > 0 || extra->notes.count == 0)
            break;
        if (extra->notes.items[0].first > 0)
            report_add(turn->setting->report, RULE_LAYOUT_SPLIT, extra->notes.items[0].note->node->place, "footnote",
                       pages_of(turn));
        break;
    }
}

static void run_remark(const struct setting *setting, const struct run_of_pages *run) {
    size_t begin = 0;
    for (size_t page = 0; page + 1 < run->count; page++) {
        const struct breakpoint *at = &run->breaks[page];
        struct turn turn = {.setting = setting,
                            .run = run,
                            .page = paging_folio(setting->arena, run->first + page),
                            .after = paging_folio(setting->arena, run->first + page + 1),
                            .begin = begin,
                            .end = at->item + 1};
        if (run->given_up && run->given_up[at->item] != HOLD_NONE)
            hold_remark(&turn, (enum hold)run->given_up[at->item]);
        divided_remark(&turn);
        loose_remark(&turn, at, page == 0);
        begin = turn.end;
    }
}

void remark_pages(const struct setting *setting, const struct paging *paging) {
    for (size_t i = 0; i < paging->runs.count; i++)
        run_remark(setting, &paging->runs.items[i]);
}

void remark_squeezed(const struct setting *setting, const struct node *table) {
    if (setting->remarks && !setting->bare)
        report_add(setting->report, RULE_LAYOUT_SQUEEZED, table->place, "");
}
