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
    const char *page;                /* that ends, as printed */
    const char *after;               /* the next */
    size_t begin, end;               /* its items */
    const struct run_of_pages *next; /* the run that begins after this page; NULL: none, or this one goes on */
};

static const struct slab *slab_at(const struct turn *turn, size_t item) {
    const struct galley *galley = turn->run->galley;
    const struct item *box = &galley->items.items[item];
    return box->kind == ITEM_BOX ? galley->slabs.items[box->content] : NULL;
}

/* The first slab of the next page. */
static const struct slab *slab_after(const struct turn *turn) {
    struct turn from = *turn;
    if (turn->next) {
        from.run = turn->next;
        from.end = 0;
    }
    const struct slab *slab = NULL;
    for (size_t i = from.end; i < from.run->galley->items.count && (!slab || slab->kind == SLAB_RESUME); i++)
        slab = slab_at(&from, i) ? slab_at(&from, i) : slab;
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
        [HOLD_WIDOW] = "a paragraph leaves fewer lines on one side than the style wants",
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
                   arena_format(setting->arena, "%d", (int)empty),
                   turn->next ? "what begins here needs a turned page" : "what begins here did not fit on it");
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

/* --- What stands on a page --------------------------------------------------------- */

static bool within_cell(const struct node *node) {
    while (node && node->kind != NODE_CELL)
        node = node->parent;
    return node;
}

/* The word that the line ends in, as far as it stands there. In a table that is told of the table. */
static void cut_remark(const struct turn *turn, const struct line *line) {
    size_t found = line->stroke_count;
    for (size_t i = 0; i < line->stroke_count; i++)
        if (line->strokes[i].kind == MARK_GLYPHS && line->strokes[i].node)
            found = i;
    if (found == line->stroke_count || within_cell(line->strokes[found].node))
        return;
    const struct mark mark = line_mark(line, found, turn->setting->arena);
    const struct glyph_run *run = mark.as.glyphs.run;
    const struct glyph *last = &run->glyphs[mark.as.glyphs.first + mark.as.glyphs.count - 1];
    size_t end = last->text + last->bytes, begin = last->text;
    while (begin > 0 && run->text[begin - 1] != ' ')
        begin--;
    const struct setting *setting = turn->setting;
    report_add(setting->report, RULE_LAYOUT_CUT, mark.node->place,
               arena_format(setting->arena, "%.*s…", (int)(end - begin), run->text + begin), turn->page);
}

static void squeezed_remark(const struct turn *turn, const struct node *table) {
    const struct remarks *remarks = turn->setting->remarks;
    for (size_t i = 0; i < remarks->squeezed.count; i++)
        if (remarks->squeezed.items[i] == table)
            report_add(turn->setting->report, RULE_LAYOUT_SQUEEZED, table->place, turn->page);
}

static void slab_remark(const struct turn *turn, const struct slab *slab) {
    for (size_t i = 0; i < slab->anchors.count; i++)
        if (slab->anchors.items[i].node->kind == NODE_TABLE)
            squeezed_remark(turn, slab->anchors.items[i].node);
    for (size_t i = 0; i < slab->parts.count; i++)
        if (slab->parts.items[i].line->cut)
            cut_remark(turn, slab->parts.items[i].line);
    for (size_t i = 0; i < slab_extra(slab)->notes.count; i++) {
        struct note_part part = slab_extra(slab)->notes.items[i];
        for (size_t j = part.first; j < part.first + part.count; j++)
            slab_remark(turn, part.note->stack.items[j].slab);
    }
}

static void run_remark(const struct setting *setting, const struct run_of_pages *run, const struct run_of_pages *next) {
    size_t begin = 0;
    for (size_t page = 0; page < run->count; page++) {
        bool last = page + 1 == run->count;
        const struct breakpoint *at = &run->breaks[page];
        struct turn turn = {.setting = setting,
                            .run = run,
                            .page = paging_folio(setting->arena, run->first + page),
                            .after = paging_folio(setting->arena, run->first + page + 1),
                            .begin = begin,
                            .end = at->item + 1,
                            .next = last ? next : NULL};
        begin = turn.end;
        for (size_t i = turn.begin; i < turn.end; i++)
            if (slab_at(&turn, i))
                slab_remark(&turn, slab_at(&turn, i));
        if (!last || (next && next->galley->sheet->turned && !run->galley->sheet->turned))
            loose_remark(&turn, at, page == 0);
        if (last)
            continue;
        if (run->given_up && run->given_up[at->item] != HOLD_NONE)
            hold_remark(&turn, (enum hold)run->given_up[at->item]);
        divided_remark(&turn);
    }
}

void remark_pages(const struct setting *setting, const struct paging *paging) {
    for (size_t i = 0; i < paging->runs.count; i++)
        run_remark(setting, &paging->runs.items[i], i + 1 < paging->runs.count ? &paging->runs.items[i + 1] : NULL);
}

void remark_squeezed(const struct setting *setting, const struct node *table) {
    if (setting->remarks && !setting->bare)
        LIST_ADD(setting->arena, &setting->remarks->squeezed, table);
}

void remark_join(const struct setting *setting, const struct setting *beside) {
    for (size_t i = 0; setting->remarks && i < beside->remarks->squeezed.count; i++)
        LIST_ADD(setting->arena, &setting->remarks->squeezed, beside->remarks->squeezed.items[i]);
}
