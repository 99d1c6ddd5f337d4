/* inline.c: text and the elements within a line.
 *
 * mixed content → text leaves, Spans, Links, References, calls of notes. Text is
 * first kept as the author typed it; fold.c folds white space when the block is
 * whole. Surprising: an inline element may make no node at all (`role`), or one
 * more than it seems to need: a Span that carries a language which no tag of its
 * own could. A note's own content is made at its call, so that elements are
 * always visited in the order of the file.
 */
#include "document/inline.h"

#include <string.h>

#include "document/languages.h"
#include "document/limits.h"
#include "document/offices.h"
#include "document/organisations.h"

static void read_siblings(struct build *build, struct node *parent, const struct element *first,
                          const struct element *end);

static void read_strong(struct build *build, struct node *parent, const struct element *element) {
    read_siblings(build, build_node(build, parent, NODE_STRONG, element->place), element->first, NULL);
}

/* `span`: its content, untagged but for what inline_element adds. */
static void read_through(struct build *build, struct node *parent, const struct element *element) {
    read_siblings(build, parent, element->first, NULL);
}

/* A name of organisations.xml; of an office that is not declared there, the author's words. */
static void read_role(struct build *build, struct node *parent, const struct element *element) {
    const char *id = build_attribute(build, element, "ref");
    bool words = *build_element_words(build, element) != '\0';
    if ((id != NULL) == words)
        report_add(build->report, RULE_ROLE_ONE, element->place,
                   words ? "has both a ref and words" : "has neither a ref nor words");
    if (id == NULL) {
        read_siblings(build, parent, element->first, NULL);
        return;
    }
    const struct office *office = office_find(build, id, element_attribute_place(element, "ref"), OFFICE_ANY);
    build_text(build, parent, element->place, office == NULL ? "?" : office->name);
}

static void read_abbr(struct build *build, struct node *parent, const struct element *element) {
    const char *text = build_element_words(build, element);
    const char *expansion = build_attribute(build, element, "expansion");
    bool fresh;
    struct name *known = names_add(build->expansions, text, element->place, &fresh);
    if (expansion == NULL)
        expansion = known->thing != NULL ? known->thing : organisation_expand(build, text);
    if (expansion != NULL && *expansion != '\0')
        known->thing = expansion;
    else if (fresh) /* once: the expansion that is added there holds for those that follow */
        report_add(build->report, RULE_ABBR_EXPANSION, element->place, text);
    struct node *span = build_node(build, parent, NODE_SPAN, element->place);
    span->as.span.expansion = expansion;
    read_siblings(build, span, element->first, NULL);
}

static void read_fact(struct build *build, struct node *parent, const struct element *element) {
    const char *words = organisation_fact(build, element);
    build_text(build, parent, element->place, words == NULL ? "?" : words);
}

static void read_limit_ref(struct build *build, struct node *parent, const struct element *element) {
    const char *words = limits_amount(build, element);
    build_text(build, parent, element->place, words == NULL ? "?" : words);
}

static void read_document_ref(struct build *build, struct node *parent, const struct element *element) {
    read_siblings(build, parent, element->first, NULL);
    const char *reference = build_attribute(build, element, "reference");
    if (reference != NULL && *reference != '\0')
        build_text(build, parent, element->place, words_fill(build->arena, WORD_IN_BRACKETS, reference));
}

static void read_placeholder(struct build *build, struct node *parent, const struct element *element) {
    const char *ask = build_attribute(build, element, "ask");
    struct node *missing = build_node(build, parent, NODE_MISSING, element->place);
    build_text(build, missing, element->place,
               words_fill(build->arena, WORD_PLACEHOLDER, build_element_words(build, element), ask == NULL ? "" : ask));
}

/* Whether a link may begin here; reports when not. */
static bool link_allowed(struct build *build, const struct element *element) {
    if (build->plain)
        report_add(build->report, RULE_PLAIN_TEXT, element->place, element->name);
    else if (build->in_link)
        report_add(build->report, RULE_LINK_NESTED, element->place, element->name);
    return !build->plain && !build->in_link;
}

static struct node *link_new(struct build *build, struct node *parent, enum link_kind kind,
                             const struct element *element) {
    struct node *link = build_node(build, parent, NODE_LINK, element->place);
    LIST_ADD(build->scratch, &build->links, ((struct pending_link){.kind = kind, .link = link, .element = element}));
    return link;
}

/* Bytes that no address may hold (RFC 3986) in percent form. A percent sign stays: the author may have used it. */
static void address_write(struct buffer *out, const char *text) {
    for (; *text != '\0'; text++)
        if (*text <= ' ' || *text >= 0x7f || strchr("<>\"{}|\\^`", *text) != NULL)
            buffer_format(out, "%%%02X", (unsigned)(unsigned char)*text);
        else
            buffer_char(out, *text);
}

static const char *address_make(struct build *build, const char *text) {
    struct buffer out = {0};
    address_write(&out, text);
    const char *address = arena_copy(build->arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return address;
}

static void read_link(struct build *build, struct node *parent, const struct element *element) {
    if (!link_allowed(build, element))
        return;
    struct node *link = link_new(build, parent, LINK_OUT, element);
    const char *to = build_attribute(build, element, "to");
    link->as.link.uri = address_make(build, to == NULL ? "" : to);
    build->in_link = true;
    read_siblings(build, link, element->first, NULL);
    build->in_link = false;
}

static void read_legislation_ref(struct build *build, struct node *parent, const struct element *element) {
    if (!link_allowed(build, element))
        return;
    const char *type = build_attribute(build, element, "type");
    const char *section = build_attribute(build, element, "section");
    const char *schedule = build_attribute(build, element, "schedule");
    if (section != NULL && schedule != NULL)
        report_add(build->report, RULE_LEGISLATION_DOUBLE, element_attribute_place(element, "schedule"), "");
    const char *act = words_fill(build->arena, WORD_LEGISLATION, type == NULL ? "" : type,
                                 build_digits(build, element, "year"), build_digits(build, element, "number"));
    const char *rest = "";
    if (section != NULL)
        rest = words_fill(build->arena, WORD_LEGISLATION_SECTION, section);
    else if (schedule != NULL)
        rest = words_fill(build->arena, WORD_LEGISLATION_SCHEDULE, schedule);
    struct node *link = link_new(build, parent, LINK_OUT, element);
    link->as.link.uri = address_make(build, arena_format(build->arena, "%s%s", act, rest));
    read_siblings(build, link, element->first, NULL);
}

static void read_term_ref(struct build *build, struct node *parent, const struct element *element) {
    if (!link_allowed(build, element))
        return;
    struct node *reference = build_node(build, parent, NODE_REFERENCE, element->place);
    read_siblings(build, link_new(build, reference, LINK_TERM, element), element->first, NULL);
}

/* Its words are known when all numbers are; the question mark keeps its place in the line. */
static void read_xref(struct build *build, struct node *parent, const struct element *element) {
    if (!link_allowed(build, element))
        return;
    struct node *reference = build_node(build, parent, NODE_REFERENCE, element->place);
    build_text(build, link_new(build, reference, LINK_XREF, element), element->place, "?");
}

static struct node *call_new(struct build *build, struct node *parent, const struct element *element,
                             const char *number) {
    struct node *call = build_node(build, parent, NODE_CALL, element->place);
    struct node *reference = build_node(build, call, NODE_REFERENCE, element->place);
    struct node *link = build_node(build, reference, NODE_LINK, element->place);
    link->as.link.contents = words_fill(build->arena, WORD_NOTE_CALL, number);
    build_text(build, link, element->place, number);
    return link;
}

static void read_note(struct build *build, struct node *parent, const struct element *element) {
    if (build->in_note) {
        report_add(build->report, RULE_NOTE_NESTED, element->place, "");
        return;
    }
    if (!link_allowed(build, element))
        return;
    const char *number = arena_format(build->arena, "%zu", ++build->notes);
    const char *own = build->lang;
    build->lang = parent->lang; /* the number belongs to the sentence, whatever language the note is in */
    struct node *call = call_new(build, parent, element, number);
    build->lang = own;
    struct node *note = build_node(build, NULL, NODE_NOTE, element->place);
    note->id = words_fill(build->arena, WORD_NOTE_ID, number);
    note->as.note.call = call;
    call->as.link.target = note;
    struct node *label = build_node(build, note, NODE_LABEL, element->place);
    struct node *back = build_node(build, label, NODE_LINK, element->place);
    back->as.link.target = call;
    back->as.link.contents = words_fill(build->arena, WORD_NOTE_BACK, number);
    build_text(build, back, element->place, number);
    build->in_note = true;
    inline_block(build, build_node(build, note, NODE_PARAGRAPH, element->place), element, "note");
    build->in_note = false;
    LIST_ADD(build->scratch, &build->waiting, note);
}

static const struct {
    const char *name;
    void (*read)(struct build *build, struct node *parent, const struct element *element);
    bool tagged; /* its first node has a role, which carries its language */
} readers[] = {
    {"strong", read_strong, false},
    {"span", read_through, false},
    {"abbr", read_abbr, true},
    {"fact", read_fact, false},
    {"limit-ref", read_limit_ref, false},
    {"term-ref", read_term_ref, true},
    {"role", read_role, false},
    {"xref", read_xref, true},
    {"link", read_link, true},
    {"legislation-ref", read_legislation_ref, true},
    {"document-ref", read_document_ref, false},
    {"note", read_note, true},
    {"placeholder", read_placeholder, false},
};

/* The id goes to the first node that the element has made. */
static void name_first(struct build *build, struct node *parent, const struct node *before,
                       const struct element *element) {
    struct node *made = before == NULL ? parent->first : before->next;
    const char *id = build_id(build, element);
    if (made == NULL || id == NULL || made->id != NULL)
        return;
    made->id = id;
    build_target(build, element, (struct target){.kind = TARGET_OTHER, .number = "", .node = made});
}

static void read_element(struct build *build, struct node *parent, const struct element *element) {
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        if (!element_is(element, readers[i].name))
            continue;
        const char *outer = build_enter(build, element);
        const struct node *before = parent->last;
        if (readers[i].tagged || language_same(outer, build->lang))
            readers[i].read(build, parent, element);
        else
            readers[i].read(build, build_node(build, parent, NODE_SPAN, element->place), element);
        name_first(build, parent, before, element);
        build_leave(build, outer);
        return;
    }
}

static void read_siblings(struct build *build, struct node *parent, const struct element *first,
                          const struct element *end) {
    for (const struct element *at = first; at != end && at != NULL; at = at->next)
        if (at->text != NULL)
            build_text(build, parent, at->place, at->text)->as.text.source = at;
        else
            read_element(build, parent, at);
}

static bool has_words(const struct node *node, const struct node *root) {
    for (; node != NULL; node = node_after(node, root))
        if (node->kind == NODE_TEXT)
            for (const char *at = node->as.text.text; *at != '\0'; at++)
                if (!white(*at))
                    return true;
    return false;
}

bool inline_read(struct build *build, struct node *parent, const struct element *first, const struct element *end) {
    const struct node *before = parent->last;
    read_siblings(build, parent, first, end);
    return has_words(before == NULL ? parent->first : before->next, parent);
}

void inline_block(struct build *build, struct node *block, const struct element *element, const char *what) {
    if (!inline_read(build, block, element->first, NULL))
        report_add(build->report, RULE_A11Y_EMPTY, element->place, what);
    inline_fold(build, block);
}

void inline_plain(struct build *build, struct node *block, const struct element *element, const char *what) {
    build->plain = true;
    inline_block(build, block, element, what);
    build->plain = false;
}
