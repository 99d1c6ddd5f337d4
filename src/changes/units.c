/* units.c: ids, numbers and labels of units (units.h).
 *
 * Numbers are read off the document, where they were made: headings have theirs, items in
 * their labels, tables and figures in their captions. Only whether a division with a title
 * is a section or a clause is not in the document: its element says that. Labels are the
 * words that a reference to the unit would have (document/references.c), and for what has
 * no number the unit around it says where it stands.
 */
#include "changes/units.h"

#include <string.h>

#include "base/buffer.h"
#include "changes/digest.h"
#include "changes/match.h"
#include "document/references.h"
#include "document/words.h"

struct roll roll_open(const struct version *version, struct arena *arena) {
    struct roll roll = {.version = version, .arena = arena};
    if (version->root == NULL)
        return roll;
    struct names *names = names_open(arena);
    for (const struct element *at = version->root; at != NULL; at = element_after(at, version->root)) {
        const char *id = at->name == NULL ? NULL : element_attribute(at, "id");
        bool fresh;
        struct name *name = id == NULL ? NULL : names_add(names, id, at->place, &fresh);
        if (name != NULL && fresh)
            name->thing = at;
    }
    roll.elements = names;
    return roll;
}

const struct element *roll_element(const struct roll *roll, const char *id) {
    const struct name *name = roll->elements == NULL || id == NULL ? NULL : names_find(roll->elements, id);
    return name == NULL ? NULL : name->thing;
}

bool unit_is(const struct node *node) {
    return node->parent == NULL || match_is_named(node);
}

/* ---------------------------------------------------------------- numbers */

/* What stands for "{1}" in a row of words.def, when `text` begins with the filled row; else NULL. */
static const char *filling(const struct roll *roll, const char *text, enum word word) {
    const char *row = words_find(word);
    size_t before = (size_t)(strchr(row, '{') - row);
    const char *after = row + before + 3;
    if (strncmp(text, row, before) != 0)
        return NULL;
    size_t bytes = strcspn(text + before, after);
    return strncmp(text + before + bytes, after, strlen(after)) == 0 ? arena_copy(roll->arena, text + before, bytes)
                                                                     : NULL;
}

static const char *first_text(const struct node *block) {
    return block == NULL || block->first == NULL || block->first->kind != NODE_TEXT ? "" : block->first->as.text.text;
}

/* The paragraph that is a figure's caption; NULL when it has none. */
static const struct node *figure_caption(const struct node *figure) {
    const struct node *next = figure->next;
    return next != NULL && next->class_ == CLASS_CAPTION ? next : NULL;
}

static const struct node *clause_around(const struct node *item) {
    const struct node *at = item->parent;
    while (at != NULL && !(at->kind == NODE_ITEM && at->parent->class_ == CLASS_CLAUSES))
        at = at->parent;
    return at;
}

static const char *item_number(const struct roll *roll, const struct node *item) {
    if (item->parent->class_ != CLASS_CLAUSES)
        return "";
    const char *label = first_text(item->first);
    const struct node *around = *label == '(' ? clause_around(item) : NULL;
    return around == NULL ? label : arena_format(roll->arena, "%s%s", item_number(roll, around), label);
}

static const char *section_number(const struct roll *roll, const struct node *section) {
    const struct node *heading = section->first;
    if (heading == NULL || heading->kind != NODE_HEADING)
        return "";
    const char *number = heading->as.heading.number;
    if (section->class_ != CLASS_PART && section->class_ != CLASS_APPENDIX)
        return number;
    number = filling(roll, number, section->class_ == CLASS_PART ? WORD_PART_NUMBER : WORD_APPENDIX_NUMBER);
    return number == NULL ? heading->as.heading.number : number;
}

const char *unit_number(const struct roll *roll, const struct node *unit) {
    const char *number = NULL;
    switch (unit->kind) {
    case NODE_SECTION:
        return section_number(roll, unit);
    case NODE_ITEM:
        return item_number(roll, unit);
    case NODE_TABLE:
        if (unit->first != NULL && unit->first->kind == NODE_CAPTION)
            number = filling(roll, first_text(unit->first), WORD_TABLE_CAPTION);
        break;
    case NODE_FIGURE:
        number = filling(roll, first_text(figure_caption(unit)), WORD_FIGURE_CAPTION);
        break;
    default:
        break;
    }
    return number == NULL ? "" : number;
}

const char *unit_ordinal(const struct node *unit) {
    const char *number = "";
    if (unit->kind == NODE_SECTION && unit->first != NULL && unit->first->kind == NODE_HEADING)
        number = unit->first->as.heading.number;
    else if (unit->kind == NODE_ITEM && unit->parent->class_ == CLASS_CLAUSES)
        number = first_text(unit->first);
    const char *dot = strrchr(number, '.');
    number = dot == NULL ? number : dot + 1;
    /* "A1" is the first of its appendix, whatever letter that has. */
    size_t letters = strspn(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return number[letters] >= '0' && number[letters] <= '9' ? number + letters : number;
}

/* ---------------------------------------------------------------- labels */

/* All words in a block, but for calls of notes and the number of a caption. */
static const char *words_of(const struct roll *roll, const struct node *block) {
    struct buffer out = {0};
    for (const struct node *at = block == NULL ? NULL : block->first; at != NULL;) {
        if (at->kind == NODE_TEXT)
            buffer_string(&out, at->as.text.text + digest_numbered(at));
        at = at->kind == NODE_CALL ? node_past(at, block) : node_after(at, block);
    }
    const char *words = arena_copy(roll->arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return words;
}

static const struct node *unit_around(const struct node *node) {
    for (node = node->parent; node->parent != NULL; node = node->parent)
        if (match_is_division(node) && (node->kind == NODE_ITEM || node->first->kind == NODE_HEADING))
            return node;
    return node;
}

/* "table 3, The caption", or where it stands when it has no number. */
static const char *numbered(const struct roll *roll, const struct node *unit, enum word see, enum word of,
                            const char *title) {
    const char *number = unit_number(roll, unit);
    if (*number == '\0')
        return words_fill(roll->arena, of, unit_label(roll, unit_around(unit)));
    const char *label = words_fill(roll->arena, see, number);
    return *title == '\0' ? label : words_fill(roll->arena, WORD_SEE_TITLED, label, title);
}

/* The appendix around a division that counts for itself, whose numbers hold in it alone; else NULL. */
static const struct node *counting_for_itself(const struct roll *roll, const struct node *division,
                                              const char *number) {
    const struct node *at = division->parent;
    while (at != NULL && at->class_ != CLASS_APPENDIX)
        at = at->parent;
    if (at == NULL || *number == '\0')
        return NULL;
    const char *letter = section_number(roll, at);
    return strncmp(number, letter, strlen(letter)) == 0 ? NULL : at;
}

static const char *division_label(const struct roll *roll, const struct node *unit) {
    const char *number = unit_number(roll, unit);
    const struct element *element = roll_element(roll, unit->id);
    enum word see = unit->kind == NODE_ITEM || (element != NULL && element_is(element, "clause")) ? WORD_SEE_CLAUSE
                    : unit->class_ == CLASS_PART                                                  ? WORD_SEE_PART
                    : unit->class_ == CLASS_APPENDIX                                              ? WORD_SEE_APPENDIX
                                                                                                  : WORD_SEE_SECTION;
    const char *title = unit->kind == NODE_ITEM ? "" : words_of(roll, unit->first);
    if (*number == '\0')
        return *title != '\0' ? title : words_fill(roll->arena, WORD_ITEM_OF, unit_label(roll, unit_around(unit)));
    const char *label = words_fill(roll->arena, see, number);
    const struct node *appendix = counting_for_itself(roll, unit, number);
    if (appendix != NULL)
        label = words_fill(roll->arena, WORD_SEE_WITHIN, section_number(roll, appendix), label);
    return *title == '\0' ? label : words_fill(roll->arena, WORD_SEE_TITLED, label, title);
}

const char *unit_label(const struct roll *roll, const struct node *unit) {
    if (unit->parent == NULL)
        return *roll->version->document->short_title != '\0' ? roll->version->document->short_title
                                                             : roll->version->document->title;
    switch (unit->kind) {
    case NODE_TABLE:
        return numbered(roll, unit, WORD_SEE_TABLE, WORD_TABLE_OF,
                        unit->first != NULL && unit->first->kind == NODE_CAPTION ? words_of(roll, unit->first) : "");
    case NODE_FIGURE:
        return numbered(roll, unit, WORD_SEE_FIGURE, WORD_FIGURE_OF, words_of(roll, figure_caption(unit)));
    case NODE_PARAGRAPH:
        return reference_paragraph(roll->arena, unit, unit_label(roll, unit_around(unit)));
    case NODE_ITEM:
        if (unit->parent->class_ == CLASS_DEFINITION)
            return words_fill(roll->arena, WORD_DEFINITION_OF, words_of(roll, unit->first));
        if (unit->parent->class_ != CLASS_CLAUSES)
            return words_fill(roll->arena, WORD_ITEM_OF, unit_label(roll, unit_around(unit)));
        return division_label(roll, unit);
    default:
        return division_label(roll, unit);
    }
}
