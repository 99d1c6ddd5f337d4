/* role.c: node → structure type, and the table of which type may hold which.
 *
 * The types are those of ISO 32000-1:2008, 14.8.4. The standard says in prose
 * what may stand where; the table below is the reading of it that the PDF
 * Association's validators share, cut down to the types that occur here. One row
 * a parent, its permitted children in words, so that a person can hold it
 * against the standard. Headings take what a paragraph takes, less lists: the
 * published profile is silent on them, and a heading that holds blocks is no
 * heading. The table is asked by the writer for every child that it adds.
 */
#include "document/role.h"

#include <assert.h>
#include <string.h>

static const char *const heading_roles[] = {"H2", "H3", "H4", "H5", "H6"};

static const char *const kind_roles[NODE_KINDS] = {
    [NODE_DOCUMENT] = "Document", [NODE_SECTION] = "Sect",        [NODE_TITLE] = "Title",  [NODE_HEADING] = "H6",
    [NODE_PARAGRAPH] = "P",       [NODE_QUOTE] = "BlockQuote",    [NODE_LIST] = "L",       [NODE_ITEM] = "LI",
    [NODE_LABEL] = "Lbl",         [NODE_BODY] = "LBody",          [NODE_TABLE] = "Table",  [NODE_CAPTION] = "Caption",
    [NODE_TABLE_HEAD] = "THead",  [NODE_TABLE_BODY] = "TBody",    [NODE_ROW] = "TR",       [NODE_HEADER_CELL] = "TH",
    [NODE_CELL] = "TD",           [NODE_FIGURE] = "Figure",       [NODE_NOTE] = "Note",    [NODE_SPAN] = "Span",
    [NODE_LINK] = "Link",         [NODE_REFERENCE] = "Reference", [NODE_CONTENTS] = "TOC", [NODE_ENTRY] = "TOCI",
    [NODE_INSERTED] = "Ins",      [NODE_DELETED] = "Del"};

static const struct own_role own[] = {
    {NODE_TITLE, "Title", "H1"}, {NODE_INSERTED, "Ins", "Span"}, {NODE_DELETED, "Del", "Span"}};
const struct own_role *const roles_own = own;
const size_t role_own_count = sizeof own / sizeof own[0];

const char *node_role(const struct node *node) {
    assert(node->kind < NODE_KINDS);
    if (node->kind == NODE_HEADING && node->as.heading.level <= 6) {
        assert(node->as.heading.level >= 2);
        return heading_roles[node->as.heading.level - 2];
    }
    return kind_roles[node->kind];
}

const char *role_standard(const char *role) {
    for (size_t i = 0; i < role_own_count; i++) {
        if (strcmp(role, roles_own[i].role) == 0) {
            return roles_own[i].standard;
        }
    }
    return role;
}

const struct node *node_tagged(const struct node *node) {
    while (node != NULL && node_role(node) == NULL) {
        node = node->parent;
    }
    return node;
}

#define INLINE " Lbl Figure Note Reference Link Span Quote Code "
#define HEADINGS " H1 H2 H3 H4 H5 H6 "
#define BLOCKS " Sect Div P L Lbl Table Figure Note Link Code " HEADINGS

static const struct {
    const char *parent;
    const char *children; /* each between blanks */
} holdings[] = {
    {"Document", " Document Sect Part Div P L Table Figure Note Link BlockQuote TOC Code " HEADINGS},
    {"Part", " Document Part Caption Reference BlockQuote TOC TOCI " BLOCKS},
    {"Sect", " Part Caption BlockQuote TOC " BLOCKS},
    {"Div",
     " Document Part LI LBody Caption THead TBody TFoot TR TH TD Reference Span BlockQuote Quote TOC TOCI " BLOCKS},
    {"BlockQuote", " Document Part Caption Reference TOC " BLOCKS},
    {"Caption", " Part Reference Span BlockQuote Quote " BLOCKS},
    {"Figure", " Part Caption Reference Span BlockQuote Quote " BLOCKS},
    {"H1", INLINE},
    {"H2", INLINE},
    {"H3", INLINE},
    {"H4", INLINE},
    {"H5", INLINE},
    {"H6", INLINE},
    {"P", " L " INLINE},
    {"Lbl", " Figure Note Reference Link Span Quote Code "},
    {"Span", INLINE},
    {"Quote", INLINE},
    {"Code", " Part Div Note Reference Link Span "},
    {"Reference", " Lbl Figure Note Link Span "},
    {"Link", " Sect Part Div P L Lbl Table Caption Figure Note Reference Span BlockQuote Quote Code " HEADINGS},
    {"Note", " Sect Part Div P L Lbl Table Caption Figure Note Reference Link Span BlockQuote Quote Code "},
    {"L", " L LI Caption "},
    {"LI", " Div Lbl LBody "},
    {"LBody", " Sect Part Div P L Table Caption Figure Note Reference Link Span BlockQuote Quote Code " HEADINGS},
    {"Table", " Caption THead TBody TFoot TR "},
    {"THead", " TR "},
    {"TBody", " TR "},
    {"TFoot", " TR "},
    {"TR", " TH TD "},
    {"TH", " Reference Span Quote " BLOCKS},
    {"TD", " Reference Span Quote " BLOCKS},
    {"TOC", " TOC TOCI "},
    {"TOCI", " Div P Lbl Reference TOC "},
};

/* Whether `word` stands among `words`, each of which has a blank before and after it. */
static bool words_hold(const char *words, const char *word) {
    size_t bytes = strlen(word);
    for (const char *found = strstr(words, word); found != NULL; found = strstr(found + 1, word)) {
        if (found[-1] == ' ' && found[bytes] == ' ') {
            return true;
        }
    }
    return false;
}

bool role_may_hold(const char *parent, const char *child) {
    for (size_t i = 0; i < sizeof holdings / sizeof holdings[0]; i++) {
        if (strcmp(holdings[i].parent, parent) == 0) {
            return words_hold(holdings[i].children, child);
        }
    }
    return false;
}

const char *role_numbering(enum node_numbering numbering) {
    static const char *const names[] = {
        [NUMBERING_NONE] = "None",
        [NUMBERING_DISC] = "Disc",
        [NUMBERING_DECIMAL] = "Decimal",
        [NUMBERING_LOWER_ALPHA] = "LowerAlpha",
        [NUMBERING_LOWER_ROMAN] = "LowerRoman",
        [NUMBERING_UPPER_ALPHA] = "UpperAlpha",
    };
    return names[numbering];
}
