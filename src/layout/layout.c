/* layout.c: the order of layout's own stages, and the proof that they lose nothing.
 *
 * document → galleys (flow.c) → page breaks (paging.c) → pages (makeup.c). Printed page
 * numbers are guessed and then settled between the last two (folio.c). The proof walks all real marks
 * and moves a cursor through each node's text: no byte may be missing, doubled or
 * out of order, however pages and lines were broken. Characters that need no glyph
 * (soft hyphens, joiners) are passed over on both sides.
 */
#include "layout/layout.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "layout/flow.h"
#include "layout/folio.h"
#include "layout/inline.h"
#include "layout/makeup.h"
#include "layout/remark.h"
#include "layout/running.h"

/* Which node's text has been seen how far. */
struct cursor {
    const char *at; /* NULL: not begun */
    size_t images;
};

/* The next character that counts, or 0 at the end; moves `*at` past it. */
static uint32_t next_code(const char **at, const char *end) {
    while (*at < end) {
        uint32_t code;
        *at += utf8_decode(*at, end, &code);
        if (!shape_ignores(code))
            return code;
    }
    return 0;
}

/* The text that must be painted for this node itself. */
static const char *node_text(const struct pages *pages, const struct node *node, struct arena *arena) {
    if (node->kind == NODE_FOLIO)
        return pages->folios[node->as.folio.target->index];
    if (node->kind == NODE_TEXT)
        return node->as.text.text;
    if (node->kind == NODE_HEADING && node->as.heading.number && *node->as.heading.number)
        return arena_format(arena, "%s ", node->as.heading.number);
    return "";
}

static bool mark_follows(const struct pages *pages, const struct mark *mark, struct cursor *cursor,
                         struct arena *arena) {
    const struct glyph_run *run = mark->as.glyphs.run;
    size_t first = run->bytes, end = 0;
    for (size_t i = mark->as.glyphs.first; i < mark->as.glyphs.first + mark->as.glyphs.count; i++) {
        const struct glyph *glyph = &run->glyphs[i];
        first = glyph->text < first ? glyph->text : first;
        end = glyph->text + glyph->bytes > end ? glyph->text + glyph->bytes : end;
    }
    if (!cursor->at)
        cursor->at = node_text(pages, mark->node, arena);
    const char *painted = run->text + first, *painted_end = run->text + end;
    const char *text_end = cursor->at + strlen(cursor->at);
    for (uint32_t code; first < end && (code = next_code(&painted, painted_end)) != 0;)
        if (next_code(&cursor->at, text_end) != code)
            return false;
    return true;
}

static bool node_is_done(const struct pages *pages, const struct node *node, const struct cursor *cursor,
                         struct arena *arena) {
    const char *rest = cursor->at ? cursor->at : node_text(pages, node, arena);
    if (next_code(&rest, rest + strlen(rest)) != 0)
        return false;
    return cursor->images == (node->kind == NODE_FIGURE ? 1 : 0);
}

bool layout_holds_all(const struct pages *pages) {
    const struct document *document = pages->document;
    struct arena *scratch = arena_open();
    struct cursor *cursors = ARENA_ARRAY(scratch, document->node_count, struct cursor);
    bool good = true;
    for (size_t i = 0; i < pages->count; i++)
        for (size_t j = 0; j < pages->items[i].mark_count && good; j++) {
            const struct mark *mark = &pages->items[i].marks[j];
            if ((mark->artifact == ARTIFACT_NONE) != (mark->node != NULL))
                good = false;
            else if (mark->artifact == ARTIFACT_NONE && mark->kind == MARK_GLYPHS)
                good = mark_follows(pages, mark, &cursors[mark->node->index], scratch);
            else if (mark->artifact == ARTIFACT_NONE)
                cursors[mark->node->index].images++;
        }
    for (size_t i = 0; i < document->node_count && good; i++)
        good = node_is_done(pages, document->nodes[i], &cursors[i], scratch);
    arena_close(scratch);
    return good;
}

/* The width of what can be seen of a mark: the space at the end of a line may stand in the margin, and where there is
 * none, beyond the page. */
static length mark_ink(const struct mark *mark) {
    length ink = mark->width;
    if (mark->kind != MARK_GLYPHS)
        return ink;
    const struct glyph_run *run = mark->as.glyphs.run;
    for (size_t i = mark->as.glyphs.first + mark->as.glyphs.count; i > mark->as.glyphs.first; i--) {
        const struct glyph *glyph = &run->glyphs[i - 1];
        if (glyph->bytes != 1 || run->text[glyph->text] != ' ')
            break;
        ink -= length_of_units(glyph->advance, mark->as.glyphs.size) + mark->as.glyphs.gap;
    }
    return ink;
}

bool layout_keeps_within(const struct pages *pages) {
    for (size_t i = 0; i < pages->count; i++) {
        const struct page *page = &pages->items[i];
        for (size_t j = 0; j < page->mark_count; j++) {
            const struct mark *mark = &page->marks[j];
            bool turned = mark->kind == MARK_GLYPHS && mark->as.glyphs.turn != 0;
            if (!turned && (mark->x < 0 || mark->y < 0 || mark->x + mark_ink(mark) > page->width ||
                            mark->y + mark->height > page->height))
                return false;
        }
    }
    return true;
}

/* The document set once, its footnotes attached and its pages broken. False after errors. */
static bool layout_once(const struct setting *setting, struct flow *flow, struct paging *paging) {
    size_t errors = report_errors(setting->report);
    *flow = flow_open(setting);
    flow_turn(flow, false);
    length across = flow->upright.across, measure = setting->style->measure;
    flow_block(flow, setting->document->root,
               (struct column){.measure = measure > 0 && measure < across ? measure : across});
    galley_flush_labels(flow->galley);
    return report_errors(setting->report) == errors && paging_break(setting, flow, running_logo_room(setting), paging);
}

/* True when every folio says where its target stands, if need be after some lines have been set again. */
static bool folios_hold(struct setting *setting, const struct paging *paging) {
    if (!folio_any(setting))
        return true;
    const char **folios = ARENA_ARRAY(setting->arena, setting->document->node_count, const char *);
    paging_folios(setting, paging, folios);
    return folio_settle(setting, folios);
}

static const struct pages *layout_set(struct setting setting) {
    struct flow flow;
    struct paging paging;
    setting.memo = inline_memo_open(setting.arena, setting.document);
    folio_open(&setting);
    struct remarks none, *remarks = setting.remarks ? setting.remarks : &none;
    *remarks = (struct remarks){0};
    bool set = layout_once(&setting, &flow, &paging);
    int round = 1;
    while (set && !folios_hold(&setting, &paging)) {
        folio_again(&setting, ++round);
        *remarks = (struct remarks){0};
        set = layout_once(&setting, &flow, &paging);
    }
    /* What an earlier style has met (a font that cannot be read) is not reported again, but text is missing here too.
     */
    if (!set || report_errors(setting.report) > 0)
        return NULL;
    struct pages *pages = makeup_pages(&setting, &flow, &paging);
    pages->rounds = (size_t)round;
    if (setting.remarks)
        remark_pages(&setting, &paging);
    assert(layout_holds_all(pages));
    assert(layout_keeps_within(pages));
    return pages;
}

const struct pages *layout_document(const struct document *document, const struct style *style, struct shaper *shaper,
                                    struct arena *arena, struct report *report) {
    return layout_set(
        (struct setting){.document = document, .style = style, .shaper = shaper, .arena = arena, .report = report});
}

const struct pages *layout_examine(const struct document *document, const struct style *style, struct shaper *shaper,
                                   struct arena *arena, struct report *report) {
    struct remarks remarks;
    return layout_set((struct setting){
        .document = document, .style = style, .shaper = shaper, .arena = arena, .report = report, .remarks = &remarks});
}
