/* divisions.c: parts, sections, clauses, appendices, and their numbers.
 *
 * divisions of the file → Sects with headings, and lists of clauses. Sections and
 * clauses that are siblings share one count (`struct series`). A clause with a
 * title is a heading, one without is an item of a list: 5.3.2, then (a), (i),
 * (A). Clauses without a title that follow one another are one list, as they are
 * one run of sentences to a listener.
 */
#include "document/divisions.h"

#include <string.h>

#include "document/blocks.h"
#include "document/inline.h"
#include "document/numbers.h"
#include "document/signatures.h"

/* The numbers of siblings: prefix and count, "3." and 1. */
struct series {
    const char *prefix;
    size_t count;
    bool numbered;
};

/* Where clauses stand: in a division (depth 0), or in a clause without a title. */
struct clauses {
    size_t depth;
    const char *around; /* the number of the clause around them, "5.3.2(a)" */
    size_t count;       /* at depths over 0 */
    struct node *list;  /* the run that is open */
};

#define CLAUSE_DEEPEST ((size_t)3)

static void read_section(struct build *build, struct node *parent, const struct element *element, int level,
                         struct series *series);
static void read_content(struct build *build, struct node *division, const struct element *element, int level,
                         struct series *inner);

#define LEVELS_SPOKEN 6 /* H1 to H6, ISO 32000-1, 14.8.4.3.2 */

struct node *division_new(struct build *build, struct node *parent, const struct element *element, int level,
                          const char *number, const struct element *title, const char *words) {
    struct node *division = build_named(build, parent, NODE_SECTION, element);
    const char *outer = title == NULL ? build->lang : build_enter(build, title);
    struct node *heading = title == NULL ? build_node(build, division, NODE_HEADING, element->place)
                                         : build_named(build, division, NODE_HEADING, title);
    heading->as.heading.level = level;
    if (level > LEVELS_SPOKEN)
        report_add(build->report, RULE_HEADING_DEPTH, heading->place, arena_format(build->arena, "%d", level));
    heading->as.heading.number = number;
    heading->keep_with_next = true;
    if (title != NULL)
        inline_plain(build, heading, title, "title");
    else
        build_text(build, heading, element->place, words);
    build_leave(build, outer);
    words = build_node_words(build, heading);
    division->as.section.title =
        *number == '\0' ? words : arena_format(build->arena, "%s%s%s", number, *words == '\0' ? "" : " ", words);
    return division;
}

/* "(formerly 4.2)", or "" when the element had no other number before. */
static const char *formerly(struct build *build, const struct element *element) {
    const char *before = build_attribute(build, element, "formerly");
    return before == NULL || *before == '\0' ? "" : words_fill(build->arena, WORD_FORMERLY, before);
}

/* A paragraph that says only so. */
static void formerly_paragraph(struct build *build, struct node *parent, const struct element *element,
                               const char *words) {
    struct node *paragraph = build_node(build, parent, NODE_PARAGRAPH, element_attribute_place(element, "formerly"));
    paragraph->keep_with_next = true;
    build_text(build, paragraph, paragraph->place, words);
}

/* Under the heading, since bookmarks and the contents list say a heading as it is now. */
static void formerly_read(struct build *build, struct node *division, const struct element *element) {
    const char *words = formerly(build, element);
    if (*words != '\0')
        formerly_paragraph(build, division, element, words);
}

static const char *series_next(struct build *build, struct series *series) {
    return series->numbered ? arena_format(build->arena, "%s%zu", series->prefix, ++series->count) : "";
}

static struct series series_below(struct build *build, const char *number) {
    return (struct series){.prefix = arena_join(build->arena, number, "."), .numbered = *number != '\0'};
}

/* Reads what an element holds, below a heading of its own. */
static void read_division(struct build *build, struct node *parent, const struct element *element, int level,
                          const char *heading_number, struct target target, struct series inner) {
    struct node *division =
        division_new(build, parent, element, level, heading_number, element_child(element, "title"), "");
    target.node = division;
    target.title = division->first;
    build_target(build, element, target);
    formerly_read(build, division, element);
    read_content(build, division, element, level, &inner);
}

static const char *clause_label(struct build *build, struct clauses *clauses, enum node_numbering *numbering) {
    static const enum node_numbering numberings[] = {NUMBERING_DECIMAL, NUMBERING_LOWER_ALPHA, NUMBERING_LOWER_ROMAN,
                                                     NUMBERING_UPPER_ALPHA};
    *numbering = numberings[clauses->depth > CLAUSE_DEEPEST ? CLAUSE_DEEPEST : clauses->depth];
    clauses->count++;
    const char *count =
        *numbering == NUMBERING_LOWER_ROMAN
            ? number_roman(build->arena, clauses->count)
            : number_letters(build->arena, clauses->count, *numbering == NUMBERING_UPPER_ALPHA ? 'A' : 'a');
    return words_fill(build->arena, WORD_LABEL_LETTER, count);
}

/* A clause without a title that had another number says so at the end of the paragraph that it begins with; what is
 * still to be read is returned. */
static const struct element *clause_begin(struct build *build, struct node *body, const struct element *clause) {
    const struct element *first = clause->first;
    const char *words = formerly(build, clause);
    if (*words == '\0')
        return first;
    while (first != NULL && first->name == NULL)
        first = first->next;
    if (first == NULL)
        return clause->first;
    if (!element_is(first, "p")) {
        formerly_paragraph(build, body, clause, words);
        return first;
    }
    block_paragraph(build, body, first, "", arena_join(build->arena, " ", words));
    return first->next;
}

static void read_untitled(struct build *build, struct node *parent, const struct element *element,
                          struct clauses *clauses, struct series *series) {
    enum node_numbering numbering = NUMBERING_DECIMAL;
    const char *label = clauses->depth == 0 ? series_next(build, series) : clause_label(build, clauses, &numbering);
    if (clauses->depth == 0 && *label == '\0')
        label = "?"; /* reported by read_clause */
    if (clauses->list == NULL) {
        clauses->list = build_node(build, parent, NODE_LIST, element->place);
        clauses->list->lang = parent->lang;
        clauses->list->class_ = CLASS_CLAUSES;
        clauses->list->as.list.numbering = numbering;
    }
    struct node *item = block_item(build, clauses->list, element, label);
    struct clauses inner = {.depth = clauses->depth + 1, .around = arena_join(build->arena, clauses->around, label)};
    build_target(build, element, (struct target){.kind = TARGET_CLAUSE, .number = inner.around, .node = item});
    struct node *body = build_node(build, item, NODE_BODY, element->place);
    const struct element *at = clause_begin(build, body, element);
    bool holds = at != element->first;
    for (; at != NULL; at = at->next) {
        if (at->name == NULL)
            continue;
        holds = true;
        if (!element_is(at, "clause")) {
            inner.list = NULL;
            block_read(build, body, at);
            continue;
        }
        const char *outer = build_enter(build, at);
        if (element_child(at, "title") != NULL)
            report_add(build->report, RULE_CLAUSE_TITLE, at->place, "");
        else if (inner.depth > CLAUSE_DEEPEST)
            report_add(build->report, RULE_CLAUSE_DEPTH, at->place, inner.around);
        else
            read_untitled(build, body, at, &inner, NULL);
        build_leave(build, outer);
    }
    if (!holds)
        report_add(build->report, RULE_A11Y_EMPTY, element->place, "clause");
}

static void read_clause(struct build *build, struct node *parent, const struct element *element, int level,
                        struct clauses *clauses, struct series *series) {
    const char *outer = build_enter(build, element);
    if (!series->numbered)
        report_add(build->report, RULE_CLAUSE_UNNUMBERED, element->place, "");
    if (element_child(element, "title") != NULL) {
        clauses->list = NULL;
        const char *number = series_next(build, series);
        read_division(build, parent, element, level + 1, number,
                      (struct target){.kind = TARGET_TITLED_CLAUSE, .number = number}, series_below(build, number));
    } else {
        read_untitled(build, parent, element, clauses, series);
    }
    build_leave(build, outer);
}

static void read_declaration(struct build *build, struct node *parent, const struct element *element) {
    struct node *group = build_named(build, parent, NODE_BLOCK, element);
    group->class_ = CLASS_DECLARATION;
    for (const struct element *at = element_child(element, "p"); at != NULL; at = element_next(at, "p"))
        block_paragraph(build, group, at, "", "");
}

static void read_content(struct build *build, struct node *division, const struct element *element, int level,
                         struct series *inner) {
    struct clauses clauses = {.around = ""};
    for (const struct element *at = element->first; at != NULL; at = at->next) {
        if (at->name == NULL || element_is(at, "title"))
            continue;
        if (element_is(at, "clause")) {
            read_clause(build, division, at, level, &clauses, inner);
            continue;
        }
        clauses.list = NULL;
        if (block_read(build, division, at))
            continue;
        const char *outer = build_enter(build, at);
        if (element_is(at, "section"))
            read_section(build, division, at, level + 1, inner);
        else if (element_is(at, "not-covered"))
            block_paragraph(build, division, at, words_find(WORD_NOT_COVERED), "");
        else if (element_is(at, "no-steps"))
            block_paragraph(build, division, at, words_find(WORD_NO_STEPS), "");
        else if (element_is(at, "declaration"))
            read_declaration(build, division, at);
        else if (element_is(at, "signature"))
            signature_read(build, division, at);
        build_leave(build, outer);
    }
}

static void read_section(struct build *build, struct node *parent, const struct element *element, int level,
                         struct series *series) {
    const char *numbered = build_attribute(build, element, "numbered");
    bool counts = series->numbered && (numbered == NULL || strcmp(numbered, "no") != 0);
    const char *number = counts ? series_next(build, series) : "";
    read_division(build, parent, element, level, number, (struct target){.kind = TARGET_SECTION, .number = number},
                  series_below(build, number));
}

/* A part is the one division whose sections do not count anew. */
static void read_part(struct build *build, struct node *parent, const struct element *element, struct series *series) {
    const char *number = arena_format(build->arena, "%zu", ++build->parts);
    const char *words = words_fill(build->arena, WORD_PART_NUMBER, number);
    struct node *part = division_new(build, parent, element, 2, words, element_child(element, "title"), "");
    part->class_ = CLASS_PART;
    build_target(build, element,
                 (struct target){.kind = TARGET_PART, .number = number, .node = part, .title = part->first});
    formerly_read(build, part, element);
    read_content(build, part, element, 2, series);
}

static void read_appendix(struct build *build, struct node *parent, const struct element *element) {
    const char *letter = number_letters(build->arena, ++build->appendices, 'A');
    const char *numbering = build_attribute(build, element, "numbering");
    bool own = numbering != NULL && strcmp(numbering, "own") == 0;
    struct node *appendix =
        division_new(build, parent, element, 2, words_fill(build->arena, WORD_APPENDIX_NUMBER, letter),
                     element_child(element, "title"), "");
    appendix->class_ = CLASS_APPENDIX;
    build_target(
        build, element,
        (struct target){.kind = TARGET_APPENDIX, .number = letter, .node = appendix, .title = appendix->first});
    formerly_read(build, appendix, element);
    build->within = own ? letter : NULL;
    read_content(build, appendix, element, 2, &(struct series){.prefix = own ? "" : letter, .numbered = true});
    build->within = NULL;
}

void divisions_read(struct build *build, struct node *parent, const struct element *root) {
    struct series series = {.prefix = "", .numbered = true};
    for (const struct element *at = root->first; at != NULL; at = at->next) {
        if (at->name == NULL)
            continue;
        const char *outer = build_enter(build, at);
        if (element_is(at, "part"))
            read_part(build, parent, at, &series);
        else if (element_is(at, "section"))
            read_section(build, parent, at, 2, &series);
        else if (element_is(at, "appendix"))
            read_appendix(build, parent, at);
        build_leave(build, outer);
    }
}
