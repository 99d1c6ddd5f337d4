/* address.c: nodes of the old text → where they stand, in words (address.h).
 *
 * An address begins with the node and goes outwards until what stands but once in the document, or
 * `base`. Where the nodes do not tell a section from a titled clause, their elements do, found by
 * their place in the file.
 */
#include "changes/address.h"

#include <assert.h>
#include <string.h>

#include "base/buffer.h"
#include "changes/addressing.h"
#include "changes/passage.h"
#include "document/headers.h"
#include "document/numbers.h"
#include "document/words.h"

#define FIRST_WORDS 7      /* of what is spoken of */
#define BEGINNING_WORDS 12 /* so many words at most tell a paragraph from others */

/* --- What holds what ----------------------------------------------------------------- */

bool address_is_clauses(const struct node *node) {
    return node->kind == NODE_LIST && node->class_ == CLASS_CLAUSES;
}

static bool is_unnoticed(const struct node *node) {
    return node->kind == NODE_BLOCK || node->kind == NODE_BODY || address_is_clauses(node);
}

bool address_is_group(const struct node *node) {
    return node->kind == NODE_TABLE_BODY && node->first != NULL && headers_is_group_title(node->first->first);
}

const struct node *address_holder(const struct node *node) {
    const struct node *holder = node->parent;
    while (holder != NULL && (is_unnoticed(holder) || (holder->kind == NODE_TABLE_BODY && !address_is_group(holder))))
        holder = holder->parent;
    return holder;
}

/* The next of the blocks that `holder` holds for a reader; `at` NULL: the first. */
static const struct node *block_next(const struct node *at, const struct node *holder) {
    const struct node *next = at == NULL ? holder->first : node_past(at, holder);
    while (next != NULL && is_unnoticed(next))
        next = next->first != NULL ? next->first : node_past(next, holder);
    return next;
}

bool address_holds_one(const struct node *holder) {
    if (node_holds_words(holder))
        return true;
    size_t count = 0;
    for (const struct node *at = block_next(NULL, holder); at != NULL; at = block_next(at, holder)) {
        if (at->kind == NODE_HEADING || at->kind == NODE_LABEL || at->kind == NODE_NOTE)
            continue;
        if (at->kind != NODE_PARAGRAPH)
            return false;
        count++;
    }
    return count == 1 && holder->kind != NODE_DOCUMENT;
}

static bool is_provision(const struct node *node) {
    if (node->kind == NODE_SECTION || node->kind == NODE_DOCUMENT)
        return true;
    return node->kind == NODE_ITEM && (address_is_clauses(node->parent) || node->parent->class_ == CLASS_DEFINITION);
}

const struct node *address_scope(const struct node *node) {
    const struct node *scope = node;
    for (const struct node *at = node; at != NULL; at = at->parent) {
        if (at->kind == NODE_TABLE && at->class_ != CLASS_CONTROL)
            return at;
        if (at->kind == NODE_NOTE || is_provision(at))
            return at;
        scope = at;
    }
    return scope;
}

/* --- Words --------------------------------------------------------------------------- */

static bool is_words_block(const struct node *node) {
    return node_holds_words(node);
}

const char *address_words(const struct node *node, struct arena *arena) {
    struct buffer out = {0};
    for (const struct node *at = node; at != NULL;) {
        bool words = is_words_block(at);
        if (words) {
            const struct passage *passage = passage_read(at, arena);
            if (out.count > 0 && passage->bytes > 0)
                buffer_char(&out, ' ');
            buffer_bytes(&out, passage->text, passage->bytes);
        }
        at = words ? node_past(at, node) : node_after(at, node);
    }
    const char *kept = arena_copy(arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return kept;
}

const char *address_first_words(const struct node *node, struct arena *arena) {
    const struct node *said = node->kind == NODE_SECTION     ? node->first
                              : node->kind == NODE_PARAGRAPH ? node
                                                             : node->last;
    const char *words = said == NULL ? "" : address_words(said, arena);
    size_t bytes = 0;
    for (int i = 0; i < FIRST_WORDS && words[bytes] != '\0'; i++) {
        bytes += strspn(words + bytes, " ");
        bytes += strcspn(words + bytes, " ");
    }
    bool cut = words[bytes] != '\0';
    while (cut && bytes > 0 && strchr(",;:", words[bytes - 1]) != NULL)
        bytes--;
    if (bytes == 0 || !passage_is_quotable(words, bytes))
        return "";
    return arena_format(arena, "%.*s%s", (int)bytes, words, cut ? "…" : "");
}

const char *address_words_once(const struct addresses *addresses, const struct node *node) {
    assert(addresses->version->document->nodes[node->index] == node);
    const char **words = &addresses->words[node->index];
    if (*words == NULL)
        *words = address_words(node, addresses->arena);
    return *words;
}

const char *address_ordinal(struct arena *arena, size_t count) {
    return number_ordinal(arena, count);
}

/* --- Divisions ------------------------------------------------------------------------- */

static const char *place_key(struct arena *arena, struct place place) {
    return arena_format(arena, "%s:%u:%u", place.file == NULL ? "" : place.file, (unsigned)place.line,
                        (unsigned)place.column);
}

struct addresses addresses_open(const struct version *version, struct arena *arena) {
    struct addresses addresses = {.version = version, .arena = arena, .kinds = names_open(arena)};
    addresses.words = ARENA_ARRAY(arena, version->document->node_count, const char *);
    for (const struct element *at = version->root; at != NULL; at = element_after(at, version->root)) {
        if (at->name == NULL || !(element_is(at, "section") || element_is(at, "clause")))
            continue;
        bool fresh;
        struct name *name = names_add(addresses.kinds, place_key(arena, at->place), at->place, &fresh);
        if (fresh)
            name->thing = at->name;
    }
    return addresses;
}

static const struct node *heading_of(const struct node *division) {
    for (const struct node *at = division->first; at != NULL; at = at->next)
        if (at->kind == NODE_HEADING)
            return at;
    return NULL;
}

static const char *division_kind(const struct addresses *addresses, const struct node *division) {
    if (division->class_ == CLASS_PART)
        return words_find(WORD_SCHEDULE_PART);
    if (division->class_ == CLASS_APPENDIX)
        return words_find(WORD_SCHEDULE_APPENDIX);
    const struct name *name = names_find(addresses->kinds, place_key(addresses->arena, division->place));
    const struct node *heading = heading_of(division);
    bool clause = name != NULL ? strcmp(name->thing, "clause") == 0
                               : heading != NULL && strchr(heading->as.heading.number, '.') != NULL;
    return words_find(clause ? WORD_SCHEDULE_CLAUSE : WORD_SCHEDULE_SECTION);
}

/* "Part 2:" gives "2". */
static const char *bare_number(const char *number, struct arena *arena) {
    const char *space = strrchr(number, ' ');
    const char *begin = space == NULL ? number : space + 1;
    size_t bytes = strcspn(begin, ":");
    return arena_copy(arena, begin, bytes);
}

static const char *item_number(const struct addresses *addresses, const struct node *item) {
    const char *own =
        item->first != NULL && item->first->kind == NODE_LABEL ? address_words(item->first, addresses->arena) : "";
    const struct node *holder = address_holder(item);
    if (holder == NULL || holder->kind != NODE_ITEM || !address_is_clauses(holder->parent))
        return own;
    return arena_format(addresses->arena, "%s%s", item_number(addresses, holder), own);
}

const char *address_number(const struct addresses *addresses, const struct node *node) {
    if (node->kind == NODE_SECTION) {
        const struct node *heading = heading_of(node);
        return heading == NULL ? "" : bare_number(heading->as.heading.number, addresses->arena);
    }
    return node->kind == NODE_ITEM && address_is_clauses(node->parent) ? item_number(addresses, node) : "";
}

/* The appendix that counts for itself, in which `node` stands, and whose letter its number does not begin with. */
static const struct node *appendix_around(const struct addresses *addresses, const struct node *node,
                                          const char *number) {
    for (const struct node *at = node->parent; at != NULL; at = at->parent)
        if (at->kind == NODE_SECTION && at->class_ == CLASS_APPENDIX) {
            const char *letter = address_number(addresses, at);
            return strncmp(number, letter, strlen(letter)) == 0 ? NULL : at;
        }
    return NULL;
}

void address_write_of(const struct addresses *addresses, struct buffer *out, const struct node *holder,
                      const struct node *base, const char *joint) {
    if (holder == base || holder == NULL ||
        (holder->kind == NODE_TABLE && holder->class_ == CLASS_CONTROL && address_holder(holder) == base))
        return;
    buffer_string(out, joint);
    address_write(addresses, out, holder, base);
}

bool address_is_control(const struct node *division) {
    for (const struct node *at = division->first; at != NULL; at = at->next)
        if (at->kind == NODE_TABLE && at->class_ == CLASS_CONTROL)
            return true;
    return false;
}

static void write_division(const struct addresses *addresses, struct buffer *out, const struct node *division) {
    const char *number = address_number(addresses, division);
    const char *kind = division_kind(addresses, division);
    if (address_is_control(division)) {
        buffer_string(out, words_find(WORD_SCHEDULE_CONTROL));
        return;
    }
    if (*number != '\0') {
        const struct node *appendix =
            division->class_ == CLASS_APPENDIX ? NULL : appendix_around(addresses, division, number);
        say(addresses, out, WORD_SCHEDULE_NUMBERED, kind, number);
        address_write_of(addresses, out, appendix, NULL, words_find(WORD_SCHEDULE_OF));
        return;
    }
    const struct node *heading = heading_of(division);
    say(addresses, out, WORD_SCHEDULE_NAMED, kind, heading == NULL ? "" : address_words(heading, addresses->arena));
    const struct node *around = division->parent;
    if (around != NULL && around->kind == NODE_SECTION)
        address_write_of(addresses, out, around, NULL, words_find(WORD_SCHEDULE_OF));
}

/* --- Counting -------------------------------------------------------------------------- */

static const char *number_of_caption(const struct node *caption, struct arena *arena) {
    if (caption == NULL || caption->first == NULL || caption->first->kind != NODE_TEXT)
        return "";
    const char *text = caption->first->as.text.text;
    size_t word = strcspn(text, " ");
    if (text[word] != ' ' || caption->first->as.text.source != NULL)
        return "";
    size_t digits = strspn(text + word + 1, "0123456789");
    return text[word + 1 + digits] == ':' ? arena_copy(arena, text + word + 1, digits) : "";
}

static const struct node *caption_of(const struct node *node) {
    if (node->kind == NODE_TABLE)
        return node->first != NULL && node->first->kind == NODE_CAPTION ? node->first : NULL;
    for (const struct node *at = node->next; at != NULL && at->kind == NODE_PARAGRAPH; at = NULL)
        if (at->class_ == CLASS_CAPTION)
            return at;
    return NULL;
}

/* Whether two blocks of one holder are counted together. */
static bool counts_with(const struct node *node, const struct node *other, struct arena *arena) {
    if (node->kind != other->kind)
        return false;
    switch (node->kind) {
    case NODE_PARAGRAPH:
        return other->class_ != CLASS_CAPTION;
    case NODE_TABLE:
    case NODE_FIGURE:
        return *number_of_caption(caption_of(other), arena) == '\0';
    default:
        return true;
    }
}

static size_t place_among(const struct node *node, const struct node *holder, size_t *count, struct arena *arena) {
    size_t which = 0;
    *count = 0;
    for (const struct node *at = block_next(NULL, holder); at != NULL; at = block_next(at, holder)) {
        if (!counts_with(node, at, arena))
            continue;
        ++*count;
        if (at == node)
            which = *count;
    }
    return which;
}

/* Whether the only paragraph of a provision comes before its items or clauses. */
static bool opens(const struct node *paragraph, const struct node *holder) {
    if (holder->kind != NODE_ITEM || !address_is_clauses(holder->parent) || address_holds_one(holder))
        return false;
    const struct node *at = block_next(NULL, holder);
    while (at != NULL && (at->kind == NODE_HEADING || at->kind == NODE_LABEL || at->kind == NODE_NOTE))
        at = block_next(at, holder);
    return at == paragraph;
}

static void write_counted(const struct addresses *addresses, struct buffer *out, const struct node *node,
                          const struct node *base, const char *what) {
    const struct node *holder = address_holder(node);
    size_t count;
    size_t which = place_among(node, holder, &count, addresses->arena);
    bool paragraph = node->kind == NODE_PARAGRAPH;
    if (count == 1 && paragraph && opens(node, holder))
        say(addresses, out, WORD_SCHEDULE_ONE, words_find(WORD_SCHEDULE_OPENING_WORDS));
    else if (count == 1 && paragraph)
        say(addresses, out, WORD_SCHEDULE_ONE_OF, words_find(WORD_SCHEDULE_ONLY), what);
    else if (count == 1)
        say(addresses, out, WORD_SCHEDULE_ONE, what);
    else
        say(addresses, out, WORD_SCHEDULE_ONE_OF, address_ordinal(addresses->arena, which), what);
    address_write_of(addresses, out, holder, base, words_find(paragraph ? WORD_SCHEDULE_OF : WORD_SCHEDULE_IN));
}

/* --- Paragraphs ------------------------------------------------------------------------ */

/* Whether a reader and the tags could count the paragraphs of a holder differently. */
static bool is_uncountable(const struct node *holder) {
    if (holder->kind == NODE_DOCUMENT)
        return true;
    for (const struct node *at = block_next(NULL, holder); at != NULL; at = block_next(at, holder))
        if (at->kind == NODE_PARAGRAPH && at->class_ == CLASS_TABLE_NOTE)
            return true;
    return false;
}

static bool begins_alone(const struct node *node, const struct node *holder, const char *words, size_t bytes,
                         struct arena *arena) {
    for (const struct node *at = block_next(NULL, holder); at != NULL; at = block_next(at, holder))
        if (at != node && counts_with(node, at, arena) && strncmp(passage_read(at, arena)->text, words, bytes) == 0)
            return false;
    return true;
}

/* As few words, three at least, as no other paragraph there begins with; 0 when there are none. */
static size_t beginning(const struct node *node, const struct node *holder, const char *text, struct arena *arena) {
    size_t at = 0;
    for (int words = 1; words <= BEGINNING_WORDS && text[at] != '\0'; words++) {
        at += strspn(text + at, " ");
        at += strcspn(text + at, " ");
        if (words >= 3 && passage_is_quotable(text, at) && begins_alone(node, holder, text, at, arena))
            return at;
    }
    return text[at] == '\0' && at > 0 && passage_is_quotable(text, at) && begins_alone(node, holder, text, at, arena)
               ? at
               : 0;
}

static void write_paragraph(const struct addresses *addresses, struct buffer *out, const struct node *node,
                            const struct node *base) {
    if (node->class_ == CLASS_CAPTION) {
        const struct node *figure = node->parent->first;
        while (figure->next != node)
            figure = figure->next;
        buffer_string(out, words_find(WORD_SCHEDULE_CAPTION));
        address_write_of(addresses, out, figure, base, words_find(WORD_SCHEDULE_OF));
        return;
    }
    const struct node *holder = address_holder(node);
    const char *text = passage_read(node, addresses->arena)->text;
    size_t bytes = is_uncountable(holder) ? beginning(node, holder, text, addresses->arena) : 0;
    if (bytes == 0) {
        write_counted(addresses, out, node, base, words_find(WORD_SCHEDULE_PARAGRAPH));
        return;
    }
    const char *words = arena_copy(addresses->arena, text, bytes);
    if (holder->kind == NODE_DOCUMENT) {
        say(addresses, out, WORD_SCHEDULE_BEGINNING_OPENING, words);
        return;
    }
    say(addresses, out, WORD_SCHEDULE_BEGINNING, words);
    address_write_of(addresses, out, holder, base, words_find(WORD_SCHEDULE_OF));
}

/* --- Lists ------------------------------------------------------------------------------ */

static bool is_term_alone(const struct addresses *addresses, const struct node *item, const char *term) {
    const struct node *root = addresses->version->document->root;
    for (const struct node *at = root; at != NULL; at = node_after(at, root))
        if (at->kind == NODE_ITEM && at != item && at->parent->class_ == CLASS_DEFINITION &&
            strcmp(address_words_once(addresses, at->first), term) == 0)
            return false;
    return true;
}

/* Whether "clause 19.1(e)" is the item with that label of the only list in clause 19.1. */
static bool is_cited(const struct node *item, const char *label, const struct node *base) {
    const struct node *list = item->parent, *clause = address_holder(list);
    if (*label != '(' || clause == base || clause->kind != NODE_ITEM || !address_is_clauses(clause->parent))
        return false;
    for (const struct node *at = block_next(NULL, clause); at != NULL; at = block_next(at, clause))
        if (at != list && at->kind != NODE_PARAGRAPH && at->kind != NODE_LABEL && at->kind != NODE_NOTE)
            return false;
    return base == NULL;
}

static void write_item(const struct addresses *addresses, struct buffer *out, const struct node *item,
                       const struct node *base) {
    struct arena *arena = addresses->arena;
    if (address_is_clauses(item->parent)) {
        const char *number = address_number(addresses, item);
        say(addresses, out, WORD_SCHEDULE_NUMBERED, words_find(WORD_SCHEDULE_CLAUSE), number);
        address_write_of(addresses, out, appendix_around(addresses, item, number), NULL, words_find(WORD_SCHEDULE_OF));
        return;
    }
    const char *label = item->first == NULL ? "" : address_words(item->first, arena);
    if (item->parent->class_ == CLASS_DEFINITION) {
        say(addresses, out, WORD_SCHEDULE_NAMED, words_find(WORD_SCHEDULE_DEFINITION), label);
        if (!is_term_alone(addresses, item, label))
            address_write_of(addresses, out, item->parent, base, words_find(WORD_SCHEDULE_IN));
        return;
    }
    if (item->parent->class_ == CLASS_NUMBERS && is_cited(item, label, base)) {
        const struct node *clause = address_holder(item->parent);
        const char *number = address_number(addresses, clause);
        say(addresses, out, WORD_SCHEDULE_NUMBERED, words_find(WORD_SCHEDULE_CLAUSE),
            arena_format(arena, "%s%s", number, label));
        address_write_of(addresses, out, appendix_around(addresses, clause, number), NULL,
                         words_find(WORD_SCHEDULE_OF));
        return;
    }
    if (item->parent->class_ == CLASS_NUMBERS) {
        size_t bytes = strlen(label);
        bool stop = bytes > 0 && label[bytes - 1] == '.';
        say(addresses, out, WORD_SCHEDULE_NUMBERED, words_find(WORD_SCHEDULE_ITEM),
            arena_copy(arena, label, bytes - stop));
    } else {
        size_t which = 1;
        for (const struct node *at = item->parent->first; at != item; at = at->next)
            which++;
        say(addresses, out, WORD_SCHEDULE_ONE_OF, address_ordinal(arena, which), words_find(WORD_SCHEDULE_ITEM));
    }
    address_write_of(addresses, out, item->parent, base, words_find(WORD_SCHEDULE_OF));
}

/* --- Tables and figures ---------------------------------------------------------------------- */

static void write_table(const struct addresses *addresses, struct buffer *out, const struct node *table,
                        const struct node *base) {
    const struct node *caption = caption_of(table);
    const char *number = number_of_caption(caption, addresses->arena);
    if (table->class_ == CLASS_CONTROL)
        address_write(addresses, out, address_holder(table), NULL);
    else if (*number != '\0')
        say(addresses, out, WORD_SCHEDULE_NUMBERED, words_find(WORD_SCHEDULE_TABLE), number);
    else if (caption != NULL)
        say(addresses, out, WORD_SCHEDULE_NAMED, words_find(WORD_SCHEDULE_TABLE),
            address_words(caption, addresses->arena));
    else
        write_counted(addresses, out, table, base, words_find(WORD_SCHEDULE_TABLE));
}

static void write_figure(const struct addresses *addresses, struct buffer *out, const struct node *figure,
                         const struct node *base) {
    const char *number = number_of_caption(caption_of(figure), addresses->arena);
    if (*number != '\0')
        say(addresses, out, WORD_SCHEDULE_NUMBERED, words_find(WORD_SCHEDULE_FIGURE), number);
    else
        write_counted(addresses, out, figure, base, words_find(WORD_SCHEDULE_PICTURE));
}

const char *address_caption(const struct addresses *addresses, const struct node *table) {
    const struct node *caption = table->kind == NODE_TABLE ? caption_of(table) : NULL;
    if (caption == NULL || *number_of_caption(caption, addresses->arena) == '\0')
        return "";
    const char *words = address_words(caption, addresses->arena);
    return *words == '\0' || !passage_is_quotable(words, strlen(words))
               ? ""
               : words_fill(addresses->arena, WORD_SCHEDULE_CAPTIONED, words);
}

/* --- All kinds ---------------------------------------------------------------------------- */

static void write_note(const struct addresses *addresses, struct buffer *out, const struct node *note) {
    const char *number = "";
    for (const struct node *at = note->first; at != NULL && at->kind == NODE_LABEL; at = NULL)
        number = address_words(at, addresses->arena);
    say(addresses, out, WORD_SCHEDULE_NUMBERED, words_find(WORD_SCHEDULE_FOOTNOTE), number);
}

static void write_part(const struct addresses *addresses, struct buffer *out, const struct node *node,
                       const struct node *base, const char *what) {
    buffer_string(out, what);
    address_write_of(addresses, out, address_holder(node), base, words_find(WORD_SCHEDULE_OF));
}

void address_write(const struct addresses *addresses, struct buffer *out, const struct node *node,
                   const struct node *base) {
    switch (node->kind) {
    case NODE_DOCUMENT:
        buffer_string(out, words_find(WORD_SCHEDULE_OPENING));
        break;
    case NODE_TITLE:
        buffer_string(out, words_find(WORD_SCHEDULE_TITLE_OF));
        break;
    case NODE_SECTION:
        write_division(addresses, out, node);
        break;
    case NODE_HEADING:
        write_part(addresses, out, node, base, words_find(WORD_SCHEDULE_HEADING));
        break;
    case NODE_LABEL:
        write_part(addresses, out, node, base, words_find(WORD_SCHEDULE_TERM));
        break;
    case NODE_CAPTION:
        write_part(addresses, out, node, base, words_find(WORD_SCHEDULE_CAPTION));
        break;
    case NODE_PARAGRAPH:
        write_paragraph(addresses, out, node, base);
        break;
    case NODE_LIST:
        write_counted(addresses, out, node, base, words_find(WORD_SCHEDULE_LIST));
        break;
    case NODE_QUOTE:
        write_counted(addresses, out, node, base, words_find(WORD_SCHEDULE_QUOTATION));
        break;
    case NODE_ITEM:
        write_item(addresses, out, node, base);
        break;
    case NODE_TABLE:
        write_table(addresses, out, node, base);
        break;
    case NODE_TABLE_BODY:
        address_write_group(addresses, out, node, base);
        break;
    case NODE_ROW:
        address_write_row(addresses, out, node, base);
        break;
    case NODE_CELL:
    case NODE_HEADER_CELL:
        address_write_cell(addresses, out, node, base);
        break;
    case NODE_FIGURE:
        write_figure(addresses, out, node, base);
        break;
    case NODE_NOTE:
        write_note(addresses, out, node);
        break;
    default: /* groups that no reader notices */
        address_write(addresses, out, address_holder(node), base);
    }
}

const char *address_of(const struct addresses *addresses, const struct node *node, const struct node *base) {
    struct buffer out = {0};
    address_write(addresses, &out, node, base);
    const char *kept = arena_copy(addresses->arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return kept;
}

const char *address_title(const struct addresses *addresses, const struct node *division) {
    if (division->kind != NODE_SECTION)
        return words_find(WORD_SCHEDULE_START);
    const struct node *heading = heading_of(division);
    const char *number = address_number(addresses, division);
    const char *words = heading == NULL ? "" : address_words(heading, addresses->arena);
    if (*number == '\0')
        return words;
    const char *kind = division_kind(addresses, division);
    char *capital = arena_string(addresses->arena, kind);
    *capital = (char)(*capital - 'a' + 'A');
    return words_fill(addresses->arena, WORD_SCHEDULE_DIVISION, capital, number, words);
}
