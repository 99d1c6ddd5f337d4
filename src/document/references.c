/* references.c: what points forward, finished when all numbers are known.
 *
 * pending links → targets, words, Contents. First the words of every xref, then
 * every Contents, since the caption that one Contents quotes may hold another
 * xref. What a link may not say ("here", an address) is found here too, since
 * only now are its words whole.
 */
#include "document/references.h"
#include "document/numbers.h"

#include <string.h>
#include <strings.h>

void references_declare(struct build *build, const struct element *root) {
    for (const struct element *at = root; at != NULL; at = element_after(at, root)) {
        const char *id = at->name == NULL ? NULL : build_attribute(build, at, "id");
        if (id != NULL) {
            struct place place = element_attribute_place(at, "id");
            bool fresh;
            const struct name *name = names_add(build->ids, id, place, &fresh);
            const char *other = "";
            if (!fresh && name->place.file != NULL && place.file != NULL && strcmp(name->place.file, place.file) != 0)
                other = arena_format(build->arena, " of %s", name->place.file);
            if (!fresh)
                report_add(build->report, RULE_REF_DOUBLE, place, id,
                           arena_format(build->arena, "line %u%s", (unsigned)name->place.line, other));
            else if (strncmp(id, "fn-", 3) == 0)
                report_add(build->report, RULE_REF_RESERVED, place, id);
        }
    }
}

static bool is_printed(const struct target *target) {
    return target->kind != TARGET_OTHER;
}

static bool fits_xref(const struct name *name) {
    return name->thing != NULL && is_printed(name->thing);
}

static bool fits_term(const struct name *name) {
    const struct target *target = name->thing;
    return target != NULL && target->kind == TARGET_DEFINITION;
}

static void made_link(struct build *build, struct node *parent, struct place place, struct pending_link pending) {
    struct node *reference = build_node(build, parent, NODE_REFERENCE, place);
    pending.link = build_node(build, reference, NODE_LINK, place);
    build_text(build, pending.link, place, "?"); /* until all numbers are known */
    LIST_ADD(build->scratch, &build->links, pending);
}

void reference_to(struct build *build, struct node *parent, struct place place, const char *id) {
    made_link(build, parent, place, (struct pending_link){.kind = LINK_ID, .id = id});
}

void reference_to_made(struct build *build, struct node *parent, struct place place, const struct element *element) {
    made_link(build, parent, place, (struct pending_link){.kind = LINK_TABLE, .element = element});
}

void reference_to_changed(struct build *build, struct node *parent, const struct element *change) {
    made_link(build, parent, change->place, (struct pending_link){.kind = LINK_CHANGE, .element = change});
}

/* NULL when the table was not read, which is a consequence of another fault. */
static const struct target *made_find(const struct build *build, const struct element *element) {
    for (size_t i = 0; i < build->made.count; i++)
        if (build->made.items[i].element == element)
            return &build->made.items[i];
    return NULL;
}

/* What a change names. */
static const struct target *changed_find(struct build *build, const struct element *change) {
    const char *id = build_attribute(build, change, "target");
    const struct name *name = names_find(build->ids, id);
    if (name != NULL && name->thing != NULL)
        return name->thing;
    report_add(build->report, RULE_CHANGE_TARGET, element_attribute_place(change, "target"), id,
               build_meant(build, name != NULL ? NULL : names_nearest(build->ids, id, fits_xref)));
    return NULL;
}

static const struct target *target_find(struct build *build, const struct pending_link *pending) {
    bool term = pending->kind == LINK_TERM;
    if (pending->kind == LINK_TABLE)
        return made_find(build, pending->element);
    if (pending->kind == LINK_CHANGE)
        return changed_find(build, pending->element);
    bool named = pending->kind == LINK_ID;
    const char *id = named ? pending->id : build_attribute(build, pending->element, "to");
    struct place place = named ? pending->link->place : element_attribute_place(pending->element, "to");
    const struct name *name = id == NULL ? NULL : names_find(build->ids, id);
    if (name == NULL && !named && pending->element->faulty)
        return NULL; /* the reader has told it: what it points to is left out of print */
    if (name == NULL) {
        const char *nearest = id == NULL ? NULL : names_nearest(build->ids, id, term ? fits_term : fits_xref);
        report_add(build->report, RULE_REF_UNKNOWN, place, id == NULL ? "" : id, build_meant(build, nearest));
        return NULL;
    }
    if (term ? fits_term(name) : fits_xref(name))
        return name->thing;
    report_add(build->report, RULE_REF_KIND, place, id,
               term ? "which is no definition" : "which has neither a number nor a title");
    return NULL;
}

static const char *title_words(struct build *build, const struct target *target) {
    const char *words = target->title == NULL ? "" : build_node_words(build, target->title);
    /* A caption without words, which is a fault, is shorter than what stands before it. */
    words += strlen(words) < target->title_skip ? strlen(words) : target->title_skip;
    /* Folded anew: the space between two calls, which are left out, has nothing to part. */
    return build_fold(build, words);
}

/* What is around a thing without number and title, and has one or the other; NULL when nothing has. */
static const struct target *target_around(struct build *build, const struct target *target) {
    for (const struct element *at = target->element->parent; at != NULL; at = at->parent) {
        const char *id = build_attribute(build, at, "id");
        const struct name *name = id == NULL ? NULL : names_find(build->ids, id);
        if (name != NULL && fits_xref(name))
            return name->thing;
    }
    return NULL;
}

static const char *xref_words(struct build *build, const struct target *target) {
    static const enum word words[] = {[TARGET_SECTION] = WORD_SEE_SECTION,   [TARGET_PART] = WORD_SEE_PART,
                                      [TARGET_APPENDIX] = WORD_SEE_APPENDIX, [TARGET_TITLED_CLAUSE] = WORD_SEE_CLAUSE,
                                      [TARGET_CLAUSE] = WORD_SEE_CLAUSE,     [TARGET_TABLE] = WORD_SEE_TABLE,
                                      [TARGET_FIGURE] = WORD_SEE_FIGURE};
    const char *title = title_words(build, target);
    if (target->kind == TARGET_DEFINITION || *target->number == '\0')
        return title;
    const char *number = words_fill(build->arena, words[target->kind], target->number);
    if (target->within != NULL && target->kind != TARGET_TABLE && target->kind != TARGET_FIGURE)
        number = words_fill(build->arena, WORD_SEE_WITHIN, target->within, number);
    switch (target->kind) {
    case TARGET_CLAUSE:
    case TARGET_TABLE:
    case TARGET_FIGURE:
        return number;
    default:
        return words_fill(build->arena, WORD_SEE_TITLED, number, title);
    }
}

/* What has neither number nor title is a part of what is around it. */
static enum word part_words(const struct node *node) {
    switch (node->kind) {
    case NODE_ITEM:
        return WORD_ITEM_OF;
    case NODE_TABLE:
        return WORD_TABLE_OF;
    case NODE_FIGURE:
        return WORD_FIGURE_OF;
    default:
        return WORD_PASSAGE_OF;
    }
}

/* Whether it is counted among the paragraphs of what holds it. */
static bool is_counted(const struct node *node) {
    return node->kind == NODE_PARAGRAPH && node->class_ == CLASS_NONE;
}

static bool counts_paragraphs(const struct node *holder) {
    return holder->kind == NODE_SECTION || holder->kind == NODE_DOCUMENT ||
           (holder->kind == NODE_BODY && holder->parent->parent->class_ == CLASS_CLAUSES);
}

const char *reference_paragraph(struct arena *arena, const struct node *paragraph, const char *around) {
    size_t count = 0;
    size_t which = 0;
    bool counted = is_counted(paragraph) && counts_paragraphs(paragraph->parent);
    for (const struct node *at = paragraph->parent->first; counted && at != NULL; at = at->next) {
        count += is_counted(at);
        if (at == paragraph)
            which = count;
    }
    if (count == 0)
        return words_fill(arena, WORD_PARAGRAPH_OF, around);
    return count == 1 ? words_fill(arena, WORD_PARAGRAPH_ONLY, around)
                      : words_fill(arena, WORD_PARAGRAPH_WHICH, number_ordinal(arena, which), around);
}

static const char *passage_words(struct build *build, const struct node *node, const char *around) {
    return node->kind == NODE_PARAGRAPH ? reference_paragraph(build->arena, node, around)
                                        : words_fill(build->arena, part_words(node), around);
}

/* As a list of changes calls it, where nothing around the words says more. */
static const char *changed_words(struct build *build, const struct target *target) {
    const struct target *around = target->kind == TARGET_OTHER ? target_around(build, target) : NULL;
    const char *title = title_words(build, target);
    switch (target->kind) {
    case TARGET_OTHER:
        return passage_words(build, target->node,
                             around == NULL ? words_find(WORD_THIS_DOCUMENT_INSIDE) : changed_words(build, around));
    case TARGET_DEFINITION:
        return words_fill(build->arena, WORD_DEFINITION_OF, title);
    case TARGET_TABLE:
    case TARGET_FIGURE:
        return *title == '\0' ? xref_words(build, target)
                              : words_fill(build->arena, WORD_SEE_TITLED, xref_words(build, target), title);
    default:
        return xref_words(build, target);
    }
}

/* With a capital, when the author says that the words begin a sentence, or when they are all that a cell holds. The
 * words of ours begin with a letter of ASCII; a title or term in another script stays as its author wrote it. */
static const char *begin_sentence(struct build *build, const struct pending_link *pending, const char *words) {
    const char *begins =
        pending->kind == LINK_XREF ? build_attribute(build, pending->element, "begins-sentence") : "yes";
    if (begins == NULL || strcmp(begins, "yes") != 0 || *words < 'a' || *words > 'z')
        return words;
    return arena_format(build->arena, "%c%s", *words - 'a' + 'A', words + 1);
}

void reference_page(struct build *build, struct node *link, struct node *target, enum word before) {
    link->as.link.contents =
        arena_format(build->arena, "%s%s", build_node_words(build, link), words_find(WORD_REFERENCE_PAGE));
    link->as.link.after = "";
    link->as.link.target = target;
    build_text(build, link, link->place, words_find(before))->lang = link->lang;
    struct node *folio = build_node(build, link, NODE_FOLIO, link->place);
    folio->lang = link->lang;
    folio->as.folio.target = target;
}

static void target_resolve(struct build *build, struct pending_link *pending) {
    const struct target *target = target_find(build, pending);
    pending->target = target;
    if (target == NULL)
        return;
    pending->link->as.link.target = target->node;
    if (pending->kind == LINK_TERM)
        return;
    pending->link->first->as.text.text = begin_sentence(
        build, pending, pending->kind == LINK_CHANGE ? changed_words(build, target) : xref_words(build, target));
    if (target->kind != TARGET_DEFINITION || pending->kind == LINK_CHANGE)
        reference_page(build, pending->link, target->node, WORD_REFERENCE_PAGE);
}

/* The host of a web address, or the address of a mailto:. */
static const char *address_tail(struct build *build, const char *uri) {
    if (strncasecmp(uri, "mailto:", 7) == 0)
        return arena_copy(build->arena, uri + 7, strcspn(uri + 7, "?"));
    const char *host = strstr(uri, "://");
    host = host == NULL ? uri : host + 3;
    size_t bytes = strcspn(host, "/?#");
    const char *user = memchr(host, '@', bytes);
    if (user != NULL) {
        bytes -= (size_t)(user + 1 - host);
        host = user + 1;
    }
    const char *end = host + bytes;
    const char *port = memchr(host, *host == '[' ? ']' : ':', bytes);
    if (port != NULL)
        end = *port == ']' ? port + 1 : port;
    return arena_copy(build->arena, host, (size_t)(end - host));
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Whether `text` contains `part`, without regard to the case of A to Z. */
static bool says_already(const char *text, const char *part) {
    for (; *text != '\0'; text++) {
        size_t same = 0;
        while (part[same] != '\0' && lower(text[same]) == lower(part[same]))
            same++;
        if (part[same] == '\0')
            return true;
    }
    return *part == '\0';
}

/* What is wrong with the words of a link, read by themselves in a list of links; NULL when nothing is. */
static const char *words_fault(const char *words) {
    static const char *const vague[] = {"here", "click here", "click",    "link",      "this link",     "this",
                                        "more", "read more",  "see more", "more here", "find out more", "this page",
                                        "page", "download",   "website",  "web site"};
    static const char *const schemes[] = {"http://", "https://", "ftp://", "www."};
    if (*words == '\0')
        return "has no text";
    size_t bytes = strlen(words);
    while (bytes > 0 && strchr(".,:;!?", words[bytes - 1]) != NULL)
        bytes--;
    for (size_t i = 0; i < sizeof vague / sizeof *vague; i++)
        if (strlen(vague[i]) == bytes && strncasecmp(words, vague[i], bytes) == 0)
            return "has a text that does not say where it leads";
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncasecmp(words, schemes[i], strlen(schemes[i])) == 0 && strchr(words, ' ') == NULL)
            return "has a bare address as its text";
    return NULL;
}

static void contents_make(struct build *build, struct pending_link *pending) {
    struct node *link = pending->link;
    const char *words = build_node_words(build, link);
    const char *tail = "";
    if (pending->kind == LINK_OUT) {
        const char *fault = words_fault(words);
        if (fault != NULL)
            report_add(build->report, RULE_A11Y_LINK, pending->element->place, fault);
        tail = address_tail(build, link->as.link.uri);
    } else if (pending->target != NULL) {
        tail = title_words(build, pending->target);
    }
    tail = says_already(words, tail) ? "" : words_fill(build->arena, WORD_IN_BRACKETS, tail);
    if (link->as.link.after != NULL)
        link->as.link.after = tail;
    else
        link->as.link.contents = arena_format(build->arena, "%s%s", words, tail);
}

void references_resolve(struct build *build) {
    for (size_t i = 0; i < build->links.count; i++)
        if (build->links.items[i].kind != LINK_OUT)
            target_resolve(build, &build->links.items[i]);
    for (size_t i = 0; i < build->links.count; i++)
        contents_make(build, &build->links.items[i]);
}
