/* control.c: the start of a document, its control table, and its history.
 *
 * `control` and `history` → title, issuers, status, the table of document
 * control, the version table, and the metadata of the PDF. What the office has not
 * said yet has no row. Surprising: a document that claims to be approved is a
 * draft all the same while it holds a placeholder or no body has approved it.
 */
#include "document/control.h"

#include <string.h>

#include "base/utf8.h"
#include "document/divisions.h"
#include "document/inline.h"
#include "document/languages.h"
#include "document/numbers.h"
#include "document/organisations.h"
#include "document/tables.h"

#define SHORT_TITLE_LONGEST ((size_t)60)

static const char *given(const char *value) {
    return value == NULL ? "" : value;
}

struct node *control_row(struct build *build, struct node *body, const struct element *element, enum word header) {
    struct node *row = build_named(build, body, NODE_ROW, element);
    table_header(build, row, element->place, SCOPE_ROW, words_find(header));
    const char *outer = build_enter(build, element);
    struct node *cell = build_node(build, row, NODE_CELL, element->place);
    build_leave(build, outer);
    return cell;
}

bool control_date(struct build *build, struct node *cell, const struct element *element) {
    const char *date = build_date(build, element, "date");
    const struct element *placeholder = element_child(element, "placeholder");
    if (date != NULL && placeholder != NULL)
        report_add(build->report, RULE_DATE_ONE, element->place, "both a date and a placeholder");
    const char *outer = build_enter(build, element);
    if (date != NULL) {
        build_text(build, cell, element->place, date);
    } else if (placeholder != NULL) {
        inline_read(build, cell, placeholder, placeholder->next);
        inline_fold(build, cell);
    }
    build_leave(build, outer);
    return date != NULL || placeholder != NULL;
}

static void row_text(struct build *build, struct node *body, const struct element *control, const char *name,
                     enum word header) {
    const struct element *element = element_child(control, name);
    if (element == NULL)
        return;
    struct node *cell = control_row(build, body, element, header);
    const char *outer = build_enter(build, element);
    inline_plain(build, cell, element, name);
    build_leave(build, outer);
}

/* One of several elements that share a cell. */
static void piece_read(struct build *build, struct node *cell, const struct element *element) {
    const char *outer = build_enter(build, element);
    bool foreign = !language_same(outer, build->lang);
    struct node *piece = build_node(build, foreign ? cell : NULL, NODE_SPAN, element->place);
    inline_plain(build, piece, element, element->name);
    struct node *first = foreign ? piece : piece->first;
    if (first != NULL && first->id == NULL)
        first->id = build_attribute(build, element, "id");
    for (struct node *at = foreign ? NULL : piece->first; at != NULL;) {
        struct node *next = at->next;
        build_add(cell, at);
        at = next;
    }
    build_leave(build, outer);
}

static void row_texts(struct build *build, struct node *body, const struct element *control, const char *name,
                      enum word header) {
    const struct element *first = element_child(control, name);
    if (first == NULL || element_next(first, name) == NULL) {
        row_text(build, body, control, name, header);
        return;
    }
    struct node *row = build_node(build, body, NODE_ROW, first->place);
    table_header(build, row, first->place, SCOPE_ROW, words_find(header));
    struct node *cell = build_node(build, row, NODE_CELL, first->place);
    for (const struct element *at = first; at != NULL; at = element_next(at, name)) {
        if (at != first)
            build_text(build, cell, at->place, words_find(WORD_SEMICOLON));
        piece_read(build, cell, at);
    }
}

static void row_words(struct build *build, struct node *body, const struct element *element, enum word header,
                      const char *words) {
    build_text(build, control_row(build, body, element, header), element->place, words);
}

static void row_date(struct build *build, struct node *body, const struct element *control, const char *name,
                     enum word header) {
    const struct element *element = element_child(control, name);
    if (element != NULL && !control_date(build, control_row(build, body, element, header), element))
        report_add(build->report, RULE_DATE_ONE, element->place, "neither a date nor a placeholder");
}

static void row_published(struct build *build, struct node *body, const struct element *control) {
    const struct element *element = element_child(control, "published");
    if (element == NULL)
        return;
    struct node *cell = control_row(build, body, element, WORD_PUBLISHED);
    if (!control_date(build, cell, element))
        report_add(build->report, RULE_DATE_ONE, element->place, "neither a date nor a placeholder");
    const char *address = build_attribute(build, element, "address");
    const char *outer = build_enter(build, element);
    if (address != NULL)
        build_text(build, cell, element->place, words_fill(build->arena, WORD_PUBLISHED_AT, address));
    build_leave(build, outer);
}

static void row_period(struct build *build, struct node *body, const struct element *control) {
    const struct element *period = element_child(control, "period");
    if (period == NULL)
        return;
    const char *from = given(build_date(build, period, "from"));
    const char *to = given(build_date(build, period, "to"));
    build->year = to;
    build->year_before = number_date_before(build->arena, given(build_attribute(build, period, "from")));
    row_words(build, body, period, WORD_PERIOD, words_fill(build->arena, WORD_PERIOD_VALUE, from, to));
    if (*from != '\0' && *to != '\0' &&
        strcmp(build_attribute(build, period, "from"), build_attribute(build, period, "to")) > 0)
        report_add(build->report, RULE_PERIOD_ORDER, element_attribute_place(period, "from"), from, to);
}

static void row_approval(struct build *build, struct node *body, const struct element *approval) {
    const struct organisation *organisation = organisation_find(build, approval, "org");
    const char *role = given(build_attribute(build, approval, "role"));
    const char *group = build_attribute(build, approval, "body"); /* NULL: the organisation as such */
    const char *minute = build_attribute(build, approval, "minute");
    const char *date = build_date(build, approval, "date");
    const char *name = organisation == NULL ? "?" : organisation->short_name;
    const char *words;
    if (group == NULL)
        words =
            date == NULL
                ? words_fill(build->arena, WORD_APPROVAL_TO_BE_BY, given(words_value(WORDS_DID, role)), name)
                : words_fill(build->arena, WORD_APPROVED_BY_ON, given(words_value(WORDS_DID_FIRST, role)), name, date);
    else if (date == NULL)
        words = words_fill(build->arena, WORD_APPROVAL_TO_BE, given(words_value(WORDS_DID, role)), group, name);
    else
        words =
            words_fill(build->arena, WORD_APPROVED_ON, given(words_value(WORDS_DID_FIRST, role)), group, name, date);
    if (date != NULL && minute != NULL)
        words = arena_format(build->arena, "%s%s", words, words_fill(build->arena, WORD_IN_BRACKETS, minute));
    struct node *cell = control_row(build, body, approval, WORD_APPROVAL);
    const char *outer = build_enter(build, approval);
    const struct element *placeholder = element_child(approval, "placeholder");
    if (placeholder != NULL)
        words = arena_format(build->arena, "%s%s", words, words_find(WORD_COLON));
    build_text(build, cell, approval->place, words);
    if (placeholder != NULL) {
        inline_read(build, cell, placeholder, placeholder->next);
        inline_fold(build, cell);
    }
    build_leave(build, outer);
}

static void row_foi_classes(struct build *build, struct node *body, const struct element *control) {
    const struct element *first = element_child(control, "foi-class");
    if (first == NULL)
        return;
    struct buffer out = {0};
    for (const struct element *at = first; at != NULL; at = element_next(at, "foi-class")) {
        if (at != first)
            buffer_string(&out, words_find(WORD_SEMICOLON));
        buffer_string(&out, given(words_value(WORDS_FOI_CLASS, build_element_words(build, at))));
    }
    row_words(build, body, first, WORD_FOI_CLASS, arena_copy(build->arena, buffer_text(&out), out.count));
    buffer_close(&out);
}

/* The rows stand in the order of the grammar, so elements are visited in the order of the file. */
static struct node *control_table(struct build *build, struct document *document, const struct element *control) {
    struct node *section = division_new(build, NULL, control, 2, "", NULL, words_find(WORD_DOCUMENT_CONTROL));
    struct node *table = table_new(build, section, control, CLASS_CONTROL, words_find(WORD_CONTROL_SUMMARY), 2);
    struct node *body = build_node(build, table, NODE_TABLE_BODY, control->place);
    const struct element *version = element_child(control, "version");
    row_text(build, body, control, "reference", WORD_REFERENCE);
    if (version != NULL) {
        row_words(build, body, version, WORD_VERSION, document->version);
        row_words(build, body, version, WORD_DATE_OF_VERSION, given(build_date(build, version, "date")));
        const char *status = given(build_attribute(build, version, "status"));
        bool claims = build->draft && strcmp(status, "approved") == 0;
        const char *words = given(words_value(WORDS_STATUS, claims ? "draft" : status));
        /* A draft is not in force: to say of it that it is looked at again would say something else. */
        bool reviewed = !build->draft && strcmp(given(build_attribute(build, version, "under-review")), "yes") == 0;
        row_words(build, body, version, WORD_STATUS,
                  reviewed ? words_fill(build->arena, WORD_STATUS_UNDER_REVIEW, words) : words);
    }
    row_text(build, body, control, "owner", WORD_OWNER);
    row_text(build, body, control, "author", WORD_AUTHOR);
    row_period(build, body, control);
    for (const struct element *at = element_child(control, "approval"); at != NULL; at = element_next(at, "approval"))
        row_approval(build, body, at);
    row_date(build, body, control, "effective-from", WORD_IN_FORCE_FROM);
    row_published(build, body, control);
    row_date(build, body, control, "review-by", WORD_REVIEW_BY);
    row_texts(build, body, control, "supersedes", WORD_REPLACES);
    row_texts(build, body, control, "read-with", WORD_READ_WITH);
    row_text(build, body, control, "equality-impact", WORD_EQUALITY_IMPACT);
    row_text(build, body, control, "classification", WORD_CLASSIFICATION);
    row_foi_classes(build, body, control);
    return section;
}

static void title_read(struct build *build, struct document *document, struct node *cover,
                       const struct element *control) {
    const struct element *title = element_child(control, "title");
    const struct element *short_title = element_child(control, "short-title");
    const char *outer = title == NULL ? build->lang : build_enter(build, title);
    struct node *node = title == NULL ? build_node(build, cover, NODE_TITLE, control->place)
                                      : build_named(build, cover, NODE_TITLE, title);
    node->keep_with_next = true;
    node->as.heading.level = 1;
    node->as.heading.number = "";
    if (title != NULL)
        inline_plain(build, node, title, "title");
    document->short_title = build_node_words(build, node);
    if (build->draft)
        build_text(build, node, node->place, words_find(WORD_DRAFT_SUFFIX));
    document->title = build_node_words(build, node);
    build_leave(build, outer);
    if (short_title == NULL)
        return;
    document->short_title = build_element_words(build, short_title);
    size_t characters = utf8_count(document->short_title, strlen(document->short_title));
    if (characters > SHORT_TITLE_LONGEST)
        report_add(build->report, RULE_TITLE_LONG, short_title->place, arena_format(build->arena, "%zu", characters));
}

static void issuers_read(struct build *build, struct document *document, struct node *cover,
                         const struct element *control) {
    LIST(const char *) names = {0};
    struct buffer author = {0};
    const struct element *first = element_child(control, "issuer");
    for (const struct element *at = first; at != NULL; at = element_next(at, "issuer")) {
        const struct organisation *organisation = organisation_find(build, at, "org");
        if (organisation == NULL)
            continue;
        if (names.count > 0)
            buffer_string(&author, words_find(WORD_SEMICOLON));
        buffer_string(&author, organisation->name);
        LIST_ADD(build->arena, &names, organisation->name);
    }
    document->author = arena_copy(build->arena, buffer_text(&author), author.count);
    buffer_close(&author);
    if (names.count == 0)
        return;
    struct node *node = build_node(build, cover, NODE_PARAGRAPH, first->place);
    node->class_ = CLASS_ISSUER;
    build_text(build, node, first->place,
               words_fill(build->arena, names.count == 1 ? WORD_ISSUED : WORD_ISSUED_JOINTLY,
                          build_list(build, names.items, names.count, WORD_AND)));
}

static void status_read(struct build *build, struct document *document, struct node *cover,
                        const struct element *control) {
    const struct element *version = element_child(control, "version");
    const char *status = version == NULL ? "draft" : given(build_attribute(build, version, "status"));
    bool for_approval = strcmp(status, "for-approval") == 0;
    document->status = words_value(WORDS_STATUS_PLAIN, !build->draft  ? "approved"
                                                       : for_approval ? "for-approval"
                                                                      : "draft");
    if (!build->draft)
        return;
    struct node *node = build_node(build, cover, NODE_PARAGRAPH, control->place);
    node->class_ = CLASS_STATUS;
    const char *words = words_find(for_approval ? WORD_STATUS_FOR_APPROVAL : WORD_STATUS_DRAFT);
    if (build->placeholders == 1)
        words = arena_format(build->arena, "%s%s", words, words_find(WORD_MISSING_ONE));
    else if (build->placeholders > 1)
        words = arena_format(
            build->arena, "%s%s", words,
            words_fill(build->arena, WORD_MISSING_MANY, arena_format(build->arena, "%zu", build->placeholders)));
    build_text(build, node, control->place, words);
}

static const char *date_of(struct build *build, const struct element *control, const char *name) {
    const struct element *element = element_child(control, name);
    return element == NULL ? "" : given(build_attribute(build, element, "date"));
}

/* Who has approved this version: bodies whose role was to approve it, and who did so on a day. */
static const char *approvers(struct build *build, const struct element *control) {
    const char *all = "";
    for (const struct element *at = element_child(control, "approval"); at != NULL; at = element_next(at, "approval")) {
        if (strcmp(given(build_attribute(build, at, "role")), "approve") != 0 || element_attribute(at, "date") == NULL)
            continue;
        const struct organisation *organisation = organisation_find(build, at, "org");
        const char *name = organisation == NULL ? "?" : organisation->short_name;
        const char *group = build_attribute(build, at, "body");
        const char *body = group == NULL ? name : words_fill(build->arena, WORD_BODY_OF, group, name);
        all = *all == '\0' ? body : arena_format(build->arena, "%s%s%s", all, words_find(WORD_SEMICOLON), body);
    }
    return all;
}

static void metadata_read(struct build *build, struct document *document, const struct element *control) {
    const struct element *version = element_child(control, "version");
    const struct element *subject = element_child(control, "subject");
    const struct element *reference = element_child(control, "reference");
    document->version = version == NULL ? "" : given(build_attribute(build, version, "label"));
    document->date = version == NULL ? "" : given(build_attribute(build, version, "date"));
    document->subject = subject == NULL ? "" : build_element_words(build, subject);
    document->reference = reference == NULL || element_child(reference, "placeholder") != NULL
                              ? ""
                              : build_element_words(build, reference);
    document->approved_by = approvers(build, control);
    document->effective = date_of(build, control, "effective-from");
    document->review = date_of(build, control, "review-by");
    const struct element *classification = element_child(control, "classification");
    document->classification = classification == NULL || element_child(classification, "placeholder") != NULL
                                   ? ""
                                   : build_element_words(build, classification);
    struct buffer keywords = {0};
    const struct element *first = element_child(control, "keyword");
    for (const struct element *at = first; at != NULL; at = element_next(at, "keyword")) {
        if (at != first)
            buffer_string(&keywords, words_find(WORD_COMMA));
        buffer_string(&keywords, build_element_words(build, at));
    }
    document->keywords = arena_copy(build->arena, buffer_text(&keywords), keywords.count);
    buffer_close(&keywords);
    document->draft = build->draft;
    document->watermark = build->draft ? words_find(WORD_WATERMARK) : NULL;
    document->missing_count = build->placeholders;
}

struct node *control_read(struct build *build, struct document *document, const struct element *control) {
    const char *outer = build_enter(build, control);
    metadata_read(build, document, control);
    struct node *cover = build_node(build, document->root, NODE_BLOCK, control->place);
    cover->class_ = CLASS_COVER;
    title_read(build, document, cover, control);
    issuers_read(build, document, cover, control);
    status_read(build, document, cover, control);
    struct node *section = control_table(build, document, control);
    build_leave(build, outer);
    return section;
}
