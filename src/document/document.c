/* document.c: element tree → document, in four passes.
 *
 * 1. Every element: ids, languages, lost characters, placeholders. 2. Nodes, in
 * the order of the file (control, blocks, divisions, history). 3. What points
 * forward. 4. Every node: its index, its language where no tag above says the
 * same, and what is kept on one page. Each pass goes on after a fault, so that one run finds them
 * all; the document is only returned when there was none.
 *
 * Surprising: the language of the root is taken to be English when it is not
 * there or not understood, so that the other passes can run; no document comes
 * of it. Recursion is as deep as the file is nested, which the reader bounds.
 */
#include "document/document.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "document/blocks.h"
#include "document/build.h"
#include "document/contents.h"
#include "document/control.h"
#include "document/divisions.h"
#include "document/languages.h"
#include "document/limits.h"
#include "document/offices.h"
#include "document/organisations.h"
#include "document/references.h"
#include "document/spoilt.h"

static void check_language(struct build *build, const struct element *element, const struct element *root) {
    const char *lang = build_attribute(build, element, "lang");
    if (lang == NULL && element == root)
        report_add(build->report, RULE_A11Y_LANG, element->place, "the document does not say its language");
    const char *fault = lang == NULL ? NULL : language_fault(lang);
    if (element == root && lang != NULL && fault == NULL && strncasecmp(lang, "en", strcspn(lang, "-")) != 0)
        report_add(build->report, RULE_LANG_WORDS, element_attribute_place(element, "lang"), lang);
    if (fault != NULL)
        report_add(build->report, RULE_A11Y_LANG, element_attribute_place(element, "lang"),
                   arena_format(build->arena, "the language tag \"%s\" %s", lang, fault));
}

static void missing_detail(struct build *build, const struct element *placeholder) {
    const char *ask = build_attribute(build, placeholder, "ask");
    build->placeholders++;
    report_add(build->report, RULE_MISSING_DETAIL, placeholder->place, build_element_words(build, placeholder),
               ask == NULL ? "" : ask);
}

/* Placeholders there are missing here, however often they are shown. */
static void check_shown(struct build *build, const struct element *shown) {
    for (size_t i = 0; i < build->shown.count; i++)
        if (build->shown.items[i] == shown)
            return;
    LIST_ADD(build->scratch, &build->shown, shown);
    for (const struct element *at = shown; at != NULL; at = element_after(at, shown))
        if (at->name != NULL && element_is(at, "placeholder"))
            missing_detail(build, at);
}

/* What `element` shows of other files of the house: seats of a committee, limits of activities. */
static void check_showing(struct build *build, const struct element *element) {
    const char *id = element_is(element, "seats") ? build_attribute(build, element, "of") : NULL;
    const struct office *office = id == NULL ? NULL : office_known(build, id);
    if (office != NULL)
        check_shown(build, office->element);
    if (!element_is(element, "limit-table"))
        return;
    activity_list list = limits_listed(build, element);
    for (size_t i = 0; i < list.count; i++)
        check_shown(build, list.items[i]->element);
}

static bool fits_approver(const struct name *name) {
    return ((const struct office *)name->thing)->committee;
}

/* Who has to approve a change: each a committee or an organisation of the house. */
static void check_approvers(struct build *build, const struct element *element) {
    const char *ids = build_attribute(build, element, "approval");
    while (ids != NULL && *ids != '\0') {
        size_t bytes = strcspn(ids, " ");
        const char *id = arena_copy(build->arena, ids, bytes);
        const struct office *office = office_known(build, id);
        if ((office == NULL || !office->committee) && !organisation_known(build, id))
            report_add(build->report, RULE_APPROVAL_UNKNOWN, element_attribute_place(element, "approval"), id,
                       build_meant(build, names_nearest(build->offices, id, fits_approver)));
        ids += bytes + strspn(ids + bytes, " ");
    }
}

static void check_elements(struct build *build, const struct element *root) {
    for (const struct element *at = root; at != NULL; at = element_after(at, root)) {
        if (at->name == NULL)
            continue;
        check_language(build, at, root);
        if (element_is(at, "placeholder"))
            missing_detail(build, at);
        if (at->attribute_count > 0 && element_attribute(at, "approval") != NULL)
            check_approvers(build, at);
        check_showing(build, at);
    }
}

static bool is_approved_on_a_day(struct build *build, const struct element *control) {
    for (const struct element *at = element_child(control, "approval"); at != NULL; at = element_next(at, "approval")) {
        const char *role = build_attribute(build, at, "role");
        if (role != NULL && strcmp(role, "approve") == 0 && element_attribute(at, "date") != NULL)
            return true;
    }
    return false;
}

/* Not approved unless it says so, a body has approved it on a day, and nothing is missing. An author who says so
 * without a body hears of it; of a statement rule MS-04 speaks. */
static bool is_draft(struct build *build, const struct element *root, const struct element *control) {
    const struct element *version = element_child(control, "version");
    const char *status = version == NULL ? NULL : build_attribute(build, version, "status");
    if (status == NULL || strcmp(status, "approved") != 0)
        return true;
    bool approved = is_approved_on_a_day(build, control);
    if (!approved && !element_is(root, "statement"))
        report_add(build->report, RULE_APPROVAL_MISSING, element_attribute_place(version, "status"), "");
    return !approved || build->placeholders > 0;
}

static void read_root(struct build *build, struct document *document, const struct element *root) {
    const struct element *control = element_child(root, "control");
    assert(control != NULL); /* the grammar has it */
    build->draft = is_draft(build, root, control);
    document->root = build_named(build, NULL, NODE_DOCUMENT, root);
    struct node *control_section = control_read(build, document, control);
    for (const struct element *at = root->first; at != NULL; at = at->next)
        if (at->name != NULL)
            block_read(build, document->root, at);
    /* Who looks for information has no use for a page of control before it. */
    bool control_first = !element_is(root, "information");
    if (control_first)
        build_add(document->root, control_section);
    struct node *start = document->root->last; /* what the contents list comes after */
    divisions_read(build, document->root, root);
    if (!control_first)
        build_add(document->root, control_section);
    if (!build->without_history)
        history_read(build, document->root, root);
    contents_read(build, document->root, start, root);
    assert(build->waiting.count == 0);
}

static bool has_role(enum node_kind kind) {
    return kind != NODE_BLOCK && kind != NODE_TEXT && kind != NODE_FOLIO && kind != NODE_STRONG &&
           kind != NODE_MISSING && kind != NODE_CALL;
}

/* Before this a node's language is that of its element; after it, only what its tag has to say. A tag's own language is
 * kept in `spoken`, by index. */
static void number_nodes(struct document *document, struct arena *arena) {
    size_t count = 0;
    for (struct node *at = document->root; at != NULL; at = node_after(at, document->root))
        at->index = (uint32_t)count++;
    assert(count <= UINT32_MAX);
    document->node_count = count;
    document->nodes = ARENA_ARRAY(arena, count, struct node *);
    const char **spoken = ARENA_ARRAY(arena, count, const char *);
    for (struct node *at = document->root; at != NULL; at = node_after(at, document->root)) {
        document->nodes[at->index] = at;
        const char *around = at->parent == NULL ? NULL : spoken[at->parent->index];
        spoken[at->index] = at->lang;
        if (!has_role(at->kind)) {
            /* Without a tag it speaks as the tag around it; the blocks of a group carry their own. */
            assert(at->kind == NODE_BLOCK || language_same(around, at->lang));
            spoken[at->index] = around;
            at->lang = NULL;
        } else if (around != NULL && language_same(around, at->lang)) {
            at->lang = NULL;
        }
    }
    arena_release(arena, spoken, count * sizeof *spoken);
}

static const struct node *next_in_flow(const struct node *node) {
    const struct node *next = node->next;
    while (next != NULL && next->kind == NODE_NOTE)
        next = next->next;
    return next;
}

/* The last byte of a block's words that is no white space; '\0' when there is none. */
static char last_sign(const struct node *block) {
    char last = '\0';
    for (const struct node *at = block; at != NULL;) {
        if (at->kind == NODE_TEXT && (at->next == NULL || at->next->kind != NODE_FOLIO)) {
            const char *text = at->as.text.text;
            size_t bytes = strlen(text);
            while (bytes > 0 && white(text[bytes - 1]))
                bytes--;
            last = bytes > 0 ? text[bytes - 1] : last;
        }
        at = at->kind == NODE_CALL ? node_past(at, block) : node_after(at, block);
    }
    return last;
}

/* A paragraph that ends with a colon leads into the list, table, quotation or picture after it. */
static void keep_lead_ins(struct document *document) {
    for (struct node *at = document->root; at != NULL; at = node_after(at, document->root)) {
        if (at->kind != NODE_PARAGRAPH)
            continue;
        const struct node *next = next_in_flow(at);
        if (next == NULL || (next->kind != NODE_LIST && next->kind != NODE_TABLE && next->kind != NODE_QUOTE &&
                             next->kind != NODE_FIGURE))
            continue;
        at->keep_with_next = at->keep_with_next || last_sign(at) == ':';
    }
}

void document_finish(struct document *document, struct arena *arena) {
    number_nodes(document, arena);
    keep_lead_ins(document);
}

struct document *document_read(const struct element *root, const struct document_lists *lists, const char *tree,
                               struct arena *arena, struct report *report) {
    size_t errors = report_errors(report);
    struct arena *scratch = arena_open();
    struct build build = {.arena = arena,
                          .scratch = scratch,
                          .report = report,
                          .tree = tree,
                          .ids = names_open(scratch),
                          .expansions = names_open(scratch),
                          .without_history = lists->without_history,
                          .lang = "en-GB"};
    struct document *document = ARENA_NEW(arena, struct document);
    const char *id = build_attribute(&build, root, "id");
    build.document = id == NULL ? "" : id;
    organisations_read(&build, lists->organisations);
    build.offices = offices_read(&build, lists->organisations);
    references_declare(&build, root);
    limits_read(&build, lists->limits, root);
    check_elements(&build, root);
    if (!build.without_history)
        history_check(&build, root);
    spoilt_check(root, arena, report);
    build_enter(&build, root);
    document->id = build.document;
    document->lang = build.lang;
    read_root(&build, document, root);
    references_resolve(&build);
    arena_close(scratch);
    document_finish(document, arena);
    return report_errors(report) > errors && !lists->lenient ? NULL : document;
}
