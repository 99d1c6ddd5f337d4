/* layout.c: the order of layout's own stages, and the proof that they lose nothing.
 *
 * document → galleys (flow.c) → page breaks (paging.c) → pages (makeup.c). Printed page
 * numbers are guessed and then settled between the last two (folio.c). The proof walks all real marks
 * and moves a cursor through each node's text: no byte may be missing, doubled or
 * out of order, however pages and lines were broken. It is done page by page, while
 * whoever wants the pages goes through them. Characters that need no glyph
 * (soft hyphens, joiners) are passed over on both sides.
 */
#include "layout/layout.h"

#include <assert.h>
#include <string.h>

#include "base/timing.h"
#include "base/utf8.h"
#include "layout/flow.h"
#include "layout/folio.h"
#include "layout/inline.h"
#include "layout/makeup.h"
#include "layout/remark.h"
#include "layout/running.h"
#include "layout/seam.h"

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

/* `cursor`: how far the text of the mark's node has been seen; NULL: not begun. */
static bool mark_follows(const struct pages *pages, const struct mark *mark, const char **cursor, struct arena *arena) {
    const struct glyph_run *run = mark->as.glyphs.run;
    size_t first = run->bytes, end = 0;
    for (size_t i = mark->as.glyphs.first; i < mark->as.glyphs.first + mark->as.glyphs.count; i++) {
        const struct glyph *glyph = &run->glyphs[i];
        first = glyph->text < first ? glyph->text : first;
        end = glyph->text + glyph->bytes > end ? glyph->text + glyph->bytes : end;
    }
    if (!*cursor)
        *cursor = node_text(pages, mark->node, arena);
    /* Nearly always the very bytes of the text are painted; its end is not looked for, which may be far. */
    const char *painted = run->text + first, *painted_end = run->text + end;
    if (first < end && strncmp(*cursor, painted, end - first) == 0) {
        *cursor += end - first;
        return true;
    }
    const char *text_end = *cursor + strlen(*cursor);
    for (uint32_t code; first < end && (code = next_code(&painted, painted_end)) != 0;)
        if (next_code(cursor, text_end) != code)
            return false;
    return true;
}

static bool node_is_done(const struct pages *pages, const struct node *node, const char *cursor, size_t images,
                         struct arena *arena) {
    const char *rest = cursor ? cursor : node_text(pages, node, arena);
    if (next_code(&rest, rest + strlen(rest)) != 0)
        return false;
    return images == (node->kind == NODE_FIGURE ? 1 : 0);
}

/* The text of each node, and how far it has been seen on the pages so far. */
struct proof {
    const struct pages *pages;
    struct arena *arena;
    const char **cursors; /* by node index */
    uint8_t *images;      /* likewise: how often its picture has been seen, twice for more */
    size_t next;          /* the page that is to be looked at next */
};

static struct proof proof_open(const struct pages *pages, struct arena *arena) {
    size_t count = pages->document->node_count;
    return (struct proof){.pages = pages,
                          .arena = arena,
                          .cursors = ARENA_ARRAY(arena, count, const char *),
                          .images = ARENA_ARRAY(arena, count, uint8_t)};
}

/* False when a mark of the next page is not what must come next of its node. */
static bool proof_page(struct proof *proof, const struct page *page) {
    proof->next++;
    for (size_t i = 0; i < page->mark_count; i++) {
        const struct mark *mark = &page->marks[i];
        if ((mark->artifact == ARTIFACT_NONE) != (mark->node != NULL))
            return false;
        if (mark->artifact != ARTIFACT_NONE)
            continue;
        size_t index = mark->node->index;
        if (mark->kind != MARK_GLYPHS)
            proof->images[index] = proof->images[index] > 0 ? 2 : 1;
        else if (!mark_follows(proof->pages, mark, &proof->cursors[index], proof->arena))
            return false;
    }
    return true;
}

/* After the last page: false when part of a node's text stood on none. */
static bool proof_ends(const struct proof *proof) {
    const struct document *document = proof->pages->document;
    for (size_t i = 0; i < document->node_count; i++)
        if (!node_is_done(proof->pages, document->nodes[i], proof->cursors[i], proof->images[i], proof->arena))
            return false;
    return true;
}

bool layout_holds_all(const struct pages *pages) {
    struct arena *scratch = arena_open();
    struct proof proof = proof_open(pages, scratch);
    bool good = true;
    struct page page;
    struct page_walk walk = page_walk_open(pages);
    while (page_walk_next(&walk, &page))
        good = good && proof_page(&proof, &page);
    good = good && proof_ends(&proof);
    arena_close(scratch);
    return good;
}

/* The width of what can be seen of a mark: the space at the end of a line may stand in the margin, and where there is
 * none, beyond the page. */
static length mark_ink(const struct mark *mark) {
    if (mark->kind != MARK_GLYPHS)
        return mark->width;
    length spaces = 0, gaps = 0;
    const struct glyph_run *run = mark->as.glyphs.run;
    size_t i = mark->as.glyphs.first + mark->as.glyphs.count;
    for (; i > mark->as.glyphs.first; i--) {
        const struct glyph *glyph = &run->glyphs[i - 1];
        if (glyph->bytes != 1 || run->text[glyph->text] != ' ')
            break;
        spaces += length_of_units(glyph->advance, mark->as.glyphs.size);
        gaps += mark->as.glyphs.gap;
    }
    length expanded = (spaces * (1000 + mark->as.glyphs.expansion) + 999) / 1000;
    return i == mark->as.glyphs.first ? 0 : mark->width - expanded - gaps;
}

static bool page_keeps_within(const struct page *page) {
    for (size_t i = 0; i < page->mark_count; i++) {
        const struct mark *mark = &page->marks[i];
        bool turned = mark->kind == MARK_GLYPHS && mark->as.glyphs.turn != 0;
        if (!turned && (mark->x < 0 || mark->y < 0 || mark->x + mark_ink(mark) > page->width ||
                        mark->y + mark->height > page->height))
            return false;
    }
    return true;
}

bool layout_keeps_within(const struct pages *pages) {
    bool good = true;
    struct page page;
    struct page_walk walk = page_walk_open(pages);
    while (page_walk_next(&walk, &page))
        good = good && page_keeps_within(&page);
    return good;
}

/* What fills the pages, and proves them. */
struct filler {
    struct makeup *makeup;
    struct proof proof;
};

static void filler_prove(struct filler *filler, const struct page *page) {
    bool good = proof_page(&filler->proof, page);
    assert(good && "a text is not on the pages as it stands in the document");
    good = page_keeps_within(page);
    assert(good && "a mark stands beyond its page");
    good = filler->proof.next < makeup_count(filler->makeup) || proof_ends(&filler->proof);
    assert(good && "a text is not on the pages");
    (void)good;
}

/* The first time that pages are filled in order they are proved. */
static void filler_fill(void *source, size_t number, struct arena *arena, struct page *out) {
    struct filler *filler = source;
    enum timing_stage stage = timing_enter(TIMING_PAGES);
    makeup_fill(filler->makeup, number, arena, out);
    if (number == filler->proof.next)
        filler_prove(filler, out);
    (void)timing_enter(stage);
}

static struct pages *pages_of(const struct setting *setting, struct makeup *makeup, struct arena *arena) {
    struct pages *pages = ARENA_NEW(arena, struct pages);
    struct filler *filler = ARENA_NEW(setting->arena, struct filler);
    *pages = (struct pages){.document = setting->document,
                            .style = setting->style,
                            .count = makeup_count(makeup),
                            .folios = makeup_folios(makeup),
                            .fill = filler_fill,
                            .source = filler,
                            .matter = setting->arena};
    *filler = (struct filler){makeup, proof_open(pages, setting->arena)};
    return pages;
}

/* The document set once, its footnotes attached and its pages broken. False after errors. */
static bool layout_once(const struct setting *setting, struct flow *flow, struct paging *paging) {
    size_t errors = report_errors(setting->report);
    *flow = flow_open(setting);
    flow_turn(flow, false);
    length across = flow->upright.across, measure = setting->style->measure;
    seam_flow(setting, flow, (struct column){.measure = measure > 0 && measure < across ? measure : across});
    galley_flush_labels(flow->galley);
    if (report_errors(setting->report) > errors)
        return false;
    enum timing_stage stage = timing_enter(TIMING_PAGES);
    bool good = paging_break(setting, flow, running_logo_room(setting), paging);
    (void)timing_enter(stage);
    return good;
}

/* True when every folio says where its target stands, if need be after some lines have been set again. */
static bool folios_hold(struct setting *setting, const struct paging *paging) {
    if (!folio_any(setting))
        return true;
    size_t count = setting->document->node_count;
    const char **folios = ARENA_ARRAY(setting->arena, count, const char *);
    paging_folios(setting, paging, folios);
    bool hold = folio_settle(setting, folios);
    arena_release(setting->arena, folios, count * sizeof *folios);
    return hold;
}

/* What is set lives in an arena within that of the setting, the pages themselves in the latter. */
static const struct pages *layout_set(struct setting setting) {
    struct arena *arena = setting.arena;
    setting.arena = arena_within(arena);
    struct flow *flow = ARENA_NEW(setting.arena, struct flow); /* its sheets are those of the pages */
    struct paging paging;
    setting.memo = inline_memo_open(setting.document);
    folio_open(&setting);
    struct remarks none, *remarks = setting.remarks ? setting.remarks : &none;
    *remarks = (struct remarks){0};
    bool set = layout_once(&setting, flow, &paging);
    int round = 1;
    while (set && !folios_hold(&setting, &paging)) {
        folio_again(&setting, ++round);
        *remarks = (struct remarks){0};
        set = layout_once(&setting, flow, &paging);
    }
    inline_memo_close(setting.memo);
    setting.memo = NULL;
    /* What an earlier style has met (a font that cannot be read) is not reported again, but text is missing here too.
     */
    if (!set || report_errors(setting.report) > 0)
        return NULL;
    struct pages *pages = pages_of(&setting, makeup_open(&setting, flow, &paging, arena), arena);
    pages->rounds = (size_t)round;
    if (report_errors(setting.report) > 0) /* a character of the running head or foot that no font has */
        return NULL;
    if (setting.remarks)
        remark_pages(&setting, &paging);
    return report_errors(setting.report) == 0 ? pages : NULL;
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
