/* seam.c: the body flowed in two parts, the second by a thread beside.
 *
 * document → galleys, the same as by one walk. The seam is where a division begins, a little behind the middle of the
 * document, since the thread beside has the wording to check as well. The second part has galleys, arena, report,
 * shaper, memo and record of folios of its own. Afterwards its first galley is put under the last of the first part:
 * what both ask of the gap between them is known by then (galley_join).
 *
 * Surprising: a second part that could have come out otherwise after the first (something was open over the seam, it
 * turned the page or asked for a new one before it had set anything), or that met a fault, is thrown away and set
 * again. So there is one way alone in which faults are found.
 */
#include "layout/seam.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/thread.h"
#include "layout/folio.h"
#include "layout/inline.h"
#include "layout/remark.h"
#include "text/opportunity.h"

#define SEAM_AT 56 /* of a hundred nodes are before it; for tests, ENGROSS_SEAM in the environment says otherwise */

struct part_flow {
    struct setting setting;
    struct remarks remarks;
    struct flow flow;
    const struct node *from;
    struct galley *first;
    struct column column;
};

/* What a walk passes through without leaving a mark on what stands after. */
static bool is_open(const struct node *node) {
    return !node->keep_together && (node->kind == NODE_DOCUMENT || node->kind == NODE_SECTION);
}

static size_t apart(size_t a, size_t b) {
    return a > b ? a - b : b - a;
}

/* Whether the second part may begin with the node, which follows `before`: not right under a heading, which would have
 * to stay with it. */
static bool may_begin(const struct node *node, const struct node *before) {
    return node->kind == NODE_SECTION && !node->keep_together && before && before->kind != NODE_HEADING &&
           before->kind != NODE_TITLE && !before->keep_with_next;
}

/* The division that begins nearest to the place of the seam; NULL when there is none to choose from. */
static const struct node *seam_find(const struct document *document) {
    const char *at = getenv("ENGROSS_SEAM");
    size_t wanted = document->node_count * (at ? strtoul(at, NULL, 10) : SEAM_AT) / 100;
    const struct node *best = NULL, *before = NULL;
    for (const struct node *node = document->root; node;) {
        if (may_begin(node, before) && (!best || apart(node->index, wanted) < apart(best->index, wanted)))
            best = node;
        const struct node *next = is_open(node) ? node->first : NULL;
        before = NULL;
        while (!next && node) {
            before = node;
            next = node->next;
            node = node->parent;
        }
        node = next;
    }
    return best;
}

static void part_work(void *context) {
    struct part_flow *part = context;
    struct setting *setting = &part->setting;
    setting->memo = inline_memo_open(setting->document);
    flow_turn(&part->flow, false);
    part->first = part->flow.galley;
    part->first->frame_count = SIZE_MAX / 2; /* its frames come after those of the first part */
    flow_rest(&part->flow, part->from, part->column);
    inline_memo_close(setting->memo);
    opportunity_leave();
}

static struct part_flow *part_open(const struct setting *setting, const struct node *from, struct column column) {
    struct arena *arena = arena_open();
    struct part_flow *part = ARENA_NEW(arena, struct part_flow);
    *part = (struct part_flow){.setting = *setting, .from = from, .column = column};
    part->setting.arena = arena;
    part->setting.report = report_open(arena);
    part->setting.shaper = shaper_beside(setting->shaper, arena);
    if (setting->remarks)
        part->setting.remarks = &part->remarks;
    folio_part(&part->setting);
    part->flow = flow_open(&part->setting);
    part->flow.after = from;
    return part;
}

static bool part_is_sound(const struct part_flow *part) {
    bool missed = font_set_missed(shaper_fonts(part->setting.shaper));
    /* A first galley with nothing in it has been given up for a turned one. */
    return !missed && !part->flow.adrift && report_errors(part->setting.report) == 0 && part->first->items.count > 0;
}

/* Puts the second part under what `flow` holds. */
static void part_join(const struct setting *setting, struct flow *flow, struct part_flow *part) {
    struct galley *above = flow->galley;
    for (size_t i = 0; i < part->flow.galleys.count; i++) {
        struct galley *galley = part->flow.galleys.items[i];
        galley->setting = setting;
        galley->sheet = galley->sheet->turned ? &flow->turned : &flow->upright;
        if (i > 0)
            LIST_ADD(setting->arena, &flow->galleys, galley);
    }
    flow->galley = part->flow.galley == part->first ? above : part->flow.galley;
    galley_join(above, part->first);
    folio_join(setting, &part->setting);
    remark_join(setting, &part->setting);
    report_insert(setting->report, report_count(setting->report), part->setting.report);
    arena_adopt(setting->arena, part->setting.arena);
}

void seam_flow(const struct setting *setting, struct flow *flow, struct column column) {
    const struct node *root = setting->document->root, *from = seam_find(setting->document);
    struct part_flow *part = from && thread_permitted() ? part_open(setting, from, column) : NULL;
    struct thread *thread = part ? thread_start(part_work, part) : NULL;
    size_t errors = report_errors(setting->report);
    flow->until = thread ? from : NULL;
    flow_block(flow, root, column);
    if (thread)
        thread_join(thread);
    if (part)
        shaper_close(part->setting.shaper);
    if (part && !thread)
        arena_close(part->setting.arena);
    if (!thread)
        return;
    assert(flow->stopped);
    flow->until = NULL;
    flow->stopped = false;
    flow_enter(flow, from);
    if (part_is_sound(part) && report_errors(setting->report) == errors && galley_can_join(flow->galley)) {
        part_join(setting, flow, part);
        return;
    }
    flow->after = from; /* it is entered already */
    flow_rest(flow, from, column);
    arena_close(part->setting.arena);
}
