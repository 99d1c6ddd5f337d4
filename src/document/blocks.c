/* blocks.c: paragraphs, lists, definitions, figures, quotes; tables stand in modules of their own.
 *
 * block element → nodes, with the footnotes that it calls right behind it.
 * Surprising: text that stands directly in an item or a cell among blocks is cut
 * into runs, each a paragraph; white space alone between blocks is no run.
 */
#include "document/blocks.h"

#include <string.h>
#include <strings.h>

#include "document/decisions.h"
#include "document/indicators.h"
#include "document/inline.h"
#include "document/limit_tables.h"
#include "document/numbers.h"
#include "document/pictures.h"
#include "document/rosters.h"
#include "document/tables.h"

void block_paragraph(struct build *build, struct node *parent, const struct element *element, const char *before,
                     const char *after) {
    const char *outer = build_enter(build, element);
    struct node *paragraph = build_named(build, parent, NODE_PARAGRAPH, element);
    if (*before != '\0')
        build_text(build, paragraph, element->place, before);
    if (!inline_read(build, paragraph, element->first, NULL))
        report_add(build->report, RULE_A11Y_EMPTY, element->place,
                   element_is(element, "p") ? "paragraph" : element->name);
    if (*after != '\0')
        build_text(build, paragraph, element->place, after);
    inline_fold(build, paragraph);
    build_leave(build, outer);
    build_notes(build, parent);
}

static bool is_block(const struct element *element) {
    static const char *const names[] = {"p",         "list",  "definitions", "table",  "indicators", "limit-table",
                                        "decisions", "seats", "members",     "figure", "quote"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (element_is(element, names[i]))
            return true;
    return false;
}

bool block_mixed(struct build *build, struct node *parent, const struct element *element) {
    bool found = false;
    for (const struct element *at = element->first; at != NULL;) {
        if (is_block(at)) {
            found = block_read(build, parent, at) || found;
            at = at->next;
            continue;
        }
        const struct element *end = at;
        while (end != NULL && !is_block(end))
            end = end->next;
        struct node *paragraph = build_node(build, NULL, NODE_PARAGRAPH, at->place);
        if (inline_read(build, paragraph, at, end)) {
            build_add(parent, paragraph);
            inline_fold(build, paragraph);
            build_notes(build, parent);
            found = true;
        }
        at = end;
    }
    return found;
}

bool block_holds_blocks(const struct element *element) {
    for (const struct element *at = element->first; at != NULL; at = at->next)
        if (is_block(at))
            return true;
    return false;
}

const char *block_bullet(size_t depth, enum node_numbering *numbering) {
    /* ISO 32000-1, table 347, knows no dash: None is a list whose labels are whatever they are. */
    bool dash = depth > 0 && depth % 2 == 0;
    *numbering = dash ? NUMBERING_NONE : NUMBERING_DISC;
    return words_find(dash ? WORD_DASH : WORD_BULLET);
}

struct node *block_item(struct build *build, struct node *list, const struct element *element, const char *label) {
    struct node *item = build_named(build, list, NODE_ITEM, element);
    build_text(build, build_node(build, item, NODE_LABEL, element->place), element->place, label);
    return item;
}

/* The label of the item `count` of a list that is not one of bullets. */
static const char *counted_label(struct build *build, enum node_numbering numbering, size_t count) {
    if (numbering == NUMBERING_DECIMAL)
        return words_fill(build->arena, WORD_LABEL_NUMBER, arena_format(build->arena, "%zu", count));
    return words_fill(build->arena, WORD_LABEL_LETTER,
                      numbering == NUMBERING_LOWER_ROMAN ? number_roman(build->arena, count)
                                                         : number_letters(build->arena, count, 'a'));
}

static void read_list(struct build *build, struct node *parent, const struct element *element) {
    struct node *list = build_named(build, parent, NODE_LIST, element);
    const char *kind = build_attribute(build, element, "kind");
    const char *bullet = NULL;
    list->class_ = CLASS_NUMBERS;
    if (kind != NULL && strcmp(kind, "number") == 0) {
        list->as.list.numbering = NUMBERING_DECIMAL;
    } else if (kind != NULL && strcmp(kind, "letter") == 0) {
        list->as.list.numbering = NUMBERING_LOWER_ALPHA;
    } else if (kind != NULL && strcmp(kind, "roman") == 0) {
        list->as.list.numbering = NUMBERING_LOWER_ROMAN;
    } else {
        list->class_ = CLASS_BULLETS;
        bullet = block_bullet(++build->bullets, &list->as.list.numbering);
    }
    size_t count = 0;
    for (const struct element *at = element_child(element, "item"); at != NULL; at = element_next(at, "item")) {
        const char *outer = build_enter(build, at);
        count++;
        const char *label = bullet != NULL ? bullet : counted_label(build, list->as.list.numbering, count);
        struct node *item = block_item(build, list, at, label);
        if (!block_mixed(build, build_node(build, item, NODE_BODY, at->place), at))
            report_add(build->report, RULE_A11Y_EMPTY, at->place, "item");
        build_leave(build, outer);
    }
    if (bullet != NULL)
        build->bullets--;
}

static void read_definition(struct build *build, struct node *list, const struct element *element) {
    struct node *item = build_named(build, list, NODE_ITEM, element);
    const struct element *term = element_child(element, "term");
    struct node *label = NULL;
    if (term != NULL) {
        const char *outer = build_enter(build, term);
        label = build_named(build, item, NODE_LABEL, term);
        inline_plain(build, label, term, "term");
        build_leave(build, outer);
    }
    build_target(build, element,
                 (struct target){.kind = TARGET_DEFINITION, .number = "", .node = item, .title = label});
    struct node *body = build_node(build, item, NODE_BODY, element->place);
    for (const struct element *at = element_child(element, "p"); at != NULL; at = element_next(at, "p"))
        block_paragraph(build, body, at, "", "");
}

static void read_definitions(struct build *build, struct node *parent, const struct element *element) {
    struct node *list = build_named(build, parent, NODE_LIST, element);
    list->class_ = CLASS_DEFINITION;
    for (const struct element *at = element_child(element, "definition"); at != NULL;
         at = element_next(at, "definition")) {
        const char *outer = build_enter(build, at);
        read_definition(build, list, at);
        build_leave(build, outer);
    }
}

/* Whether a text alternative only says the name of the file, with its folder or without, with its ending or without. */
static bool names_file(const char *alternative, const char *file) {
    const char *base = strrchr(file, '/');
    base = base == NULL ? file : base + 1;
    const char *dot = strrchr(base, '.');
    size_t stem = dot == NULL ? strlen(base) : (size_t)(dot - base);
    return strcasecmp(alternative, file) == 0 || strcasecmp(alternative, base) == 0 ||
           (strlen(alternative) == stem && strncasecmp(alternative, base, stem) == 0);
}

static const char *figure_alternative(struct build *build, const struct element *element) {
    const struct element *alt = element_child(element, "alt");
    const char *words = alt == NULL ? "" : build_element_words(build, alt);
    const char *file = build_attribute(build, element, "src");
    if (alt == NULL)
        report_add(build->report, RULE_A11Y_ALT, element->place, "has no text alternative");
    else if (*words == '\0')
        report_add(build->report, RULE_A11Y_ALT, alt->place, "has an empty text alternative");
    else if (file != NULL && names_file(words, file))
        report_add(build->report, RULE_A11Y_ALT, alt->place, "has the name of its file as text alternative");
    return words;
}

static void figure_caption(struct build *build, struct node *parent, const struct element *element,
                           struct node *figure) {
    const struct element *caption = element_child(element, "caption");
    if (caption == NULL)
        return;
    figure->keep_with_next = true;
    const char *outer = build_enter(build, caption);
    const char *number = arena_format(build->arena, "%zu", ++build->figures);
    const char *words = words_fill(build->arena, WORD_FIGURE_CAPTION, number);
    struct node *paragraph = build_named(build, parent, NODE_PARAGRAPH, caption);
    paragraph->class_ = CLASS_CAPTION;
    build_text(build, paragraph, caption->place, words);
    inline_block(build, paragraph, caption, "caption");
    build_leave(build, outer);
    build_target(
        build, element,
        (struct target){
            .kind = TARGET_FIGURE, .number = number, .node = figure, .title = paragraph, .title_skip = strlen(words)});
    build_notes(build, parent);
}

static void read_figure(struct build *build, struct node *parent, const struct element *element) {
    const struct element *alt = element_child(element, "alt");
    const char *outer = alt == NULL ? build->lang : build_enter(build, alt);
    struct node *figure = build_named(build, parent, NODE_FIGURE, element);
    build_leave(build, outer);
    figure->as.figure.alternative = figure_alternative(build, element);
    figure->as.figure.place = build_place(build, element, "src");
    figure->as.figure.file = picture_find(build, element, "src");
    const char *width = build_attribute(build, element, "width");
    if (width != NULL && (length_parse(width, &figure->as.figure.width) != 0 || figure->as.figure.width <= 0))
        report_add(build->report, RULE_PICTURE_WIDTH, element_attribute_place(element, "width"), width);
    figure_caption(build, parent, element, figure);
}

static void read_quote(struct build *build, struct node *parent, const struct element *element) {
    struct node *quote = build_named(build, parent, NODE_QUOTE, element);
    for (const struct element *at = element_child(element, "p"); at != NULL; at = element_next(at, "p"))
        block_paragraph(build, quote, at, "", "");
}

bool block_read(struct build *build, struct node *parent, const struct element *element) {
    if (element_is(element, "p")) {
        block_paragraph(build, parent, element, "", "");
        return true;
    }
    static const struct {
        const char *name;
        void (*read)(struct build *build, struct node *parent, const struct element *element);
    } readers[] = {{"list", read_list},
                   {"definitions", read_definitions},
                   {"table", table_read},
                   {"indicators", indicators_read},
                   {"limit-table", limit_table_read},
                   {"decisions", decisions_read},
                   {"seats", seats_read},
                   {"members", members_read},
                   {"figure", read_figure},
                   {"quote", read_quote}};
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        if (!element_is(element, readers[i].name))
            continue;
        const char *outer = build_enter(build, element);
        readers[i].read(build, parent, element);
        build_leave(build, outer);
        build_notes(build, parent);
        return true;
    }
    return false;
}
