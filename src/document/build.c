/* build.c: making nodes, and reading the text of elements.
 *
 * The small steps that all modules of this room take. While the document is being
 * made, every node's `lang` is the language of the element that it comes from;
 * document.c takes it away again where a tag above says the same. An id that is
 * declared twice stands for its first element (document.c has reported it).
 */
#include "document/build.h"

#include <string.h>

#include "document/languages.h"
#include "document/numbers.h"

bool white(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

const char *build_enter(struct build *build, const struct element *element) {
    const char *outer = build->lang;
    const char *own = build_attribute(build, element, "lang");
    if (own != NULL && language_fault(own) == NULL)
        build->lang = own;
    return outer;
}

void build_leave(struct build *build, const char *outer) {
    build->lang = outer;
}

void build_add(struct node *parent, struct node *child) {
    child->parent = parent;
    child->next = NULL;
    if (parent->last == NULL)
        parent->first = child;
    else
        parent->last->next = child;
    parent->last = child;
}

struct node *build_node(struct build *build, struct node *parent, enum node_kind kind, struct place place) {
    struct node *node = ARENA_NEW(build->arena, struct node);
    if (kind == NODE_CELL || kind == NODE_HEADER_CELL)
        node->as.cell.rows = node->as.cell.columns = 1;
    node->kind = kind;
    node->place = place;
    node->lang = build->lang;
    if (parent != NULL)
        build_add(parent, node);
    return node;
}

const struct place *build_place(struct build *build, const struct element *element, const char *attribute) {
    struct place *place = ARENA_NEW(build->arena, struct place);
    *place = element_attribute_place(element, attribute);
    return place;
}

struct node *build_text(struct build *build, struct node *parent, struct place place, const char *text) {
    struct node *node = build_node(build, parent, NODE_TEXT, place);
    node->as.text.text = text;
    return node;
}

struct node *build_named(struct build *build, struct node *parent, enum node_kind kind, const struct element *element) {
    struct node *node = build_node(build, parent, kind, element->place);
    node->id = build_id(build, element);
    build_target(build, element, (struct target){.kind = TARGET_OTHER, .number = "", .node = node});
    return node;
}

const char *build_id(struct build *build, const struct element *element) {
    return build->of_house ? NULL : build_attribute(build, element, "id");
}

void build_target(struct build *build, const struct element *element, struct target target) {
    const char *id = build_id(build, element);
    struct name *name = id == NULL ? NULL : names_find(build->ids, id);
    if (name == NULL)
        return;
    const struct target *known = name->thing;
    if (known != NULL && known->element != element)
        return;
    struct target *kept = ARENA_NEW(build->scratch, struct target);
    *kept = target;
    kept->element = element;
    kept->within = build->within;
    name->thing = kept;
}

void build_notes(struct build *build, struct node *parent) {
    if (build->inside_table > 0)
        return;
    for (size_t i = 0; i < build->waiting.count; i++)
        build_add(parent, build->waiting.items[i]);
    build->waiting.count = 0;
}

static void fold_into(struct buffer *out, const char *text, bool *space) {
    for (; *text != '\0'; text++) {
        if (white(*text)) {
            *space = true;
            continue;
        }
        if (*space && out->count > 0)
            buffer_char(out, ' ');
        *space = false;
        buffer_char(out, *text);
    }
}

static const char *buffer_keep(struct build *build, struct buffer *out) {
    const char *kept = arena_copy(build->arena, out->bytes, out->count);
    buffer_close(out);
    return kept;
}

bool build_is_folded(const char *text) {
    bool blank = true; /* before the first character too */
    for (; *text != '\0'; text++) {
        if (*text == ' ' ? blank : white(*text))
            return false;
        blank = *text == ' ';
    }
    return !blank;
}

const char *build_fold(struct build *build, const char *text) {
    if (build_is_folded(text))
        return text;
    struct buffer out = {0};
    bool space = false;
    fold_into(&out, text, &space);
    return buffer_keep(build, &out);
}

const char *build_attribute(struct build *build, const struct element *element, const char *name) {
    const char *value = element_attribute(element, name);
    return value == NULL ? NULL : build_fold(build, value);
}

void build_ids_once(struct build *build, const struct element *element, const char *attribute) {
    const char *at = build_attribute(build, element, attribute);
    if (at == NULL || strchr(at, ' ') == NULL)
        return;
    struct place place = element_attribute_place(element, attribute);
    struct names *ids = names_open(build->arena);
    while (*at != '\0') {
        size_t bytes = strcspn(at, " ");
        const char *id = arena_copy(build->arena, at, bytes);
        bool fresh;
        (void)names_add(ids, id, place, &fresh);
        if (!fresh)
            report_add(build->report, RULE_ID_REPEATED, place, id, attribute);
        at += bytes + strspn(at + bytes, " ");
    }
}

/* xs:gYear and xs:positiveInteger allow a sign, leading zeros and a time zone; an address has none of them. */
const char *build_digits(struct build *build, const struct element *element, const char *name) {
    const char *value = build_attribute(build, element, name);
    if (value == NULL)
        return "";
    value += strspn(value, "+-");
    value += strspn(value, "0");
    return arena_copy(build->arena, value, strspn(value, "0123456789"));
}

const char *build_element_words(struct build *build, const struct element *element) {
    struct buffer out = {0};
    bool space = false;
    for (const struct element *at = element; at != NULL;) {
        if (at->text != NULL)
            fold_into(&out, at->text, &space);
        if (at->first != NULL) {
            at = at->first;
            continue;
        }
        while (at != element && at->next == NULL)
            at = at->parent;
        at = at == element ? NULL : at->next;
    }
    return buffer_keep(build, &out);
}

const char *build_node_words(struct build *build, const struct node *node) {
    struct buffer out = {0};
    for (const struct node *at = node; at != NULL;) {
        if (at->kind == NODE_TEXT && (at->next == NULL || at->next->kind != NODE_FOLIO))
            buffer_string(&out, at->as.text.text);
        at = at->kind == NODE_CALL ? node_past(at, node) : node_after(at, node);
    }
    return buffer_keep(build, &out);
}

const char *build_date(struct build *build, const struct element *element, const char *name) {
    const char *value = build_attribute(build, element, name);
    if (value == NULL)
        return NULL;
    const char *words = number_date(build->arena, value);
    if (words == NULL)
        report_add(build->report, RULE_DATE_UNKNOWN, element_attribute_place(element, name), value);
    return words == NULL ? "" : words;
}

const char *build_list(struct build *build, const char *const *items, size_t count, enum word last) {
    struct buffer out = {0};
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_string(&out, words_find(i + 1 < count ? WORD_COMMA : last));
        buffer_string(&out, items[i]);
    }
    return buffer_keep(build, &out);
}

const char *build_meant(struct build *build, const char *nearest) {
    return nearest == NULL ? "" : arena_format(build->arena, "; did you mean \"%s\"?", nearest);
}
