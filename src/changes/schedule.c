/* schedule.c: instructions → the document that has them (schedule.h).
 *
 * The grammar, so that a person and a program can follow it. A sentence in a list under "In X—" is
 * about X, in one under "Carry out together, or not at all—" and else it says where it is about. Case of its first
 * letter and its stop apart:
 *
 *   sentence  = {"in " address ", "} action
 *   action    = for “old”[where,] substitute “new”          words of the one block that is named
 *             | after “old”[where,] insert “new” | at the beginning insert “new” | at the end insert “new”
 *             | leave out “old”[where]
 *             | after “old”[where,] insert a footnote: “new” | at the end insert a footnote: “new”
 *             | leave out footnote N
 *             | for address, “old”, substitute “new”          all words of a heading, caption or entry
 *             | for address, which is empty, substitute “new” | leave out the words of address, “old”
 *             | for addresses substitute—                     blocks, items, rows: the text follows
 *             | after address insert— | before address insert— | at the beginning [of address] insert—
 *             | leave out addresses[, except what other instructions move from there]
 *             | for the words of address substitute—          all that a provision with one paragraph says
 *             | after address insert a column “title”, with these entries— | before … | … columns “title” and “title”,
 * … | move addresses to after address | … before address | … the beginning of address | move address to its place in
 * the text under (a)   in an instruction "Carry out together…" where     = , in the second place where it occurs | , in
 * each place where it occurs addresses = address {, address} and address              of one holder, which the last one
 * names
 *
 * Addresses are those of address.h, all of the old text. Words go and come as passage.h says. Text
 * that follows is in a BlockQuote: a heading in it is the first paragraph of its Sect; rows and
 * columns come with the head of their table, columns with the first entry of their rows; what
 * moves there is "[Clause 4.6 moves here]". The place to which items or rows move is in their own list or table.
 *
 * Surprising: an instruction never says what follows from order alone. The numbers that follow are
 * listed at the end, for people.
 */
#include "changes/schedule.h"

#include <string.h>

#include "base/buffer.h"
#include "changes/amendment.h"
#include "changes/instruction.h"
#include "document/numbers.h"
#include "document/words.h"

#define ACTS_TOGETHER 4 /* so many at most, with their reasons, are kept on one page */

struct making {
    const struct comparison *comparison;
    const struct ground *grounds;
    struct arena *arena;
    struct addresses addresses;
    struct amending amending;
    const struct instructions *instructions;
    const char *old, *new;  /* the versions in words */
    const char **approvers; /* by the index of an instruction: whose approval it needs, in words */
    const char *said;       /* the approvers that the reader of an instruction has been told of already, likewise */
    const char *usual;      /* whose approval most instructions need, in words; "" when it is none, or not known */
    struct node *root;
};

static struct node *paragraph(struct making *making, struct node *parent, const char *words) {
    struct node *node = quotation_node(making->arena, parent, NODE_PARAGRAPH);
    quotation_text(making->arena, node, words);
    return node;
}

static struct node *section(struct making *making, const char *title) {
    struct node *node = quotation_node(making->arena, making->root, NODE_SECTION);
    struct node *heading = quotation_node(making->arena, node, NODE_HEADING);
    heading->as.heading.level = 2;
    heading->as.heading.number = "";
    heading->keep_with_next = true;
    node->as.section.title = title;
    quotation_text(making->arena, heading, title);
    return node;
}

static struct node *item(struct making *making, struct node *list, const char *label) {
    struct node *node = quotation_node(making->arena, list, NODE_ITEM);
    quotation_text(making->arena, quotation_node(making->arena, node, NODE_LABEL), label);
    return quotation_node(making->arena, node, NODE_BODY);
}

static struct node *numbered_list(struct making *making, struct node *parent, enum node_numbering numbering) {
    struct node *list = quotation_node(making->arena, parent, NODE_LIST);
    list->class_ = numbering == NUMBERING_DISC ? CLASS_BULLETS : CLASS_NUMBERS;
    list->as.list.numbering = numbering;
    return list;
}

/* --- Sentences ------------------------------------------------------------------------ */

/* The first letter of a paragraph, if the program wrote it, becomes a capital. */
static void begin_capital(struct making *making, struct node *paragraph) {
    struct node *text = paragraph->first;
    if (text == NULL || text->kind != NODE_TEXT || text->as.text.text[0] < 'a' || text->as.text.text[0] > 'z')
        return;
    char *kept = arena_string(making->arena, text->as.text.text);
    *kept = (char)(*kept - 'a' + 'A');
    text->as.text.text = kept;
}

/* Whether the words quoted last end with a stop, so that another after them would be one too many. */
static bool ends_itself(struct making *making, const struct node *sentence, const char *stop) {
    const char *words = address_words(sentence, making->arena);
    size_t bytes = strlen(words);
    return strcmp(stop, ".") == 0 && bytes >= 4 && strcmp(words + bytes - 4, ".”") == 0;
}

/* A sentence with what it puts in. `stop` ends it unless text follows. */
static void put_act(struct making *making, struct node *body, const struct act *act, const struct node *base,
                    const char *stop) {
    struct node *sentence = quotation_node(making->arena, body, NODE_PARAGRAPH);
    bool quotes = amendment_write(&making->amending, sentence, act, base);
    if (base == NULL)
        begin_capital(making, sentence);
    if (!quotes) {
        quotation_text(making->arena, sentence, ends_itself(making, sentence, stop) ? "" : stop);
        return;
    }
    sentence->keep_with_next = true;
    amendment_quote(&making->amending, body, act);
}

/* What all acts of an instruction are about: its scope, or one block in it. */
static const struct node *common_place(const struct instruction *instruction) {
    const struct node *place = instruction->acts.items[0]->place;
    for (size_t i = 0; i < instruction->acts.count; i++)
        if (instruction->acts.items[i]->kind != ACT_REWORDING || instruction->acts.items[i]->place != place)
            return instruction->scope;
    bool named = place->kind == NODE_PARAGRAPH || instruction->scope->kind == NODE_DOCUMENT;
    return named && !address_holds_one(address_holder(place)) ? place : instruction->scope;
}

/* Whether an instruction inserts text and moves provisions into it, which neither can do alone. */
static bool is_together(const struct instruction *instruction) {
    for (size_t i = 0; i < instruction->acts.count; i++)
        if (instruction->acts.items[i]->kind == ACT_MOVE && instruction->acts.items[i]->marked != NULL)
            return true;
    return false;
}

static void put_acts(struct making *making, struct node *body, const struct instruction *instruction) {
    if (instruction->acts.count == 1) {
        put_act(making, body, instruction->acts.items[0], NULL, ".");
        return;
    }
    bool together = is_together(instruction);
    const struct node *about = together ? NULL : common_place(instruction);
    const char *where = together ? ""
                                 : arena_format(making->arena, "%s%s", address_of(&making->addresses, about, NULL),
                                                address_caption(&making->addresses, about));
    struct node *lead = paragraph(making, body,
                                  together ? words_find(WORD_SCHEDULE_LEAD_TOGETHER)
                                           : words_fill(making->arena, WORD_SCHEDULE_LEAD_IN, where));
    lead->keep_with_next = true;
    struct node *list = numbered_list(making, body, NUMBERING_LOWER_ALPHA);
    for (size_t i = 0; i < instruction->acts.count; i++) {
        const char *letters = number_letters(making->arena, i + 1, 'a');
        struct node *inner = item(making, list, words_fill(making->arena, WORD_LABEL_LETTER, letters));
        put_act(making, inner, instruction->acts.items[i], about, i + 1 < instruction->acts.count ? ";" : ".");
    }
}

/* --- Reasons and approvals -------------------------------------------------------------- */

typedef LIST(const char *) string_list;

static bool holds(const string_list *list, const char *string) {
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], string) == 0)
            return true;
    return false;
}

/* Whose approval an instruction needs: "the Board of X, and of the Ministry"; "" when nobody's. */
static const char *approvers_read(const struct making *making, const struct instruction *instruction) {
    string_list bodies = {0};
    for (size_t i = 0; i < instruction->changes.count; i++) {
        const struct ground *ground = &making->grounds[instruction->changes.items[i]->index];
        for (size_t k = 0; k < ground->body_count; k++)
            if (!holds(&bodies, ground->bodies[k]))
                LIST_ADD(making->arena, &bodies, ground->bodies[k]);
    }
    return amendment_bodies(making->arena, bodies.items, bodies.count);
}

/* The same, found once for each instruction. */
static const char *approvers_of(const struct making *making, const struct instruction *instruction) {
    return making->approvers[instruction - making->instructions->list.items];
}

static void read_approvers(struct making *making) {
    size_t count = making->instructions->list.count;
    making->approvers = ARENA_ARRAY(making->arena, count, const char *);
    for (size_t i = 0; making->grounds != NULL && i < count; i++)
        making->approvers[i] = approvers_read(making, &making->instructions->list.items[i]);
}

/* The approvers that are said once, at the head: those of more than half of the instructions. */
static const char *usual_approvers(const struct making *making, bool *all) {
    size_t count = making->instructions->list.count, votes = 0, same = 0;
    const char *most = "";
    for (size_t i = 0; i < count; i++) { /* only one can be of more than half */
        const char *approvers = approvers_of(making, &making->instructions->list.items[i]);
        most = votes == 0 ? approvers : most;
        votes = strcmp(approvers, most) == 0 ? votes + 1 : votes - 1;
    }
    for (size_t i = 0; i < count; i++)
        same += strcmp(approvers_of(making, &making->instructions->list.items[i]), most) == 0;
    *all = same == count;
    return same * 2 > count && same > 1 ? most : "";
}

/* A reason does not stand alone at the head of a page: the last words before it go with it. */
static void keep_last(struct node *body) {
    struct node *last = body->last;
    while (last != NULL && (last->kind == NODE_LIST || last->kind == NODE_ITEM || last->kind == NODE_BODY ||
                            last->kind == NODE_QUOTE || last->kind == NODE_SECTION))
        last = last->last;
    if (last != NULL && last->kind == NODE_PARAGRAPH)
        last->keep_with_next = true;
}

static void put_grounds(struct making *making, struct node *body, const struct instruction *instruction) {
    string_list reasons = {0};
    bool lacks = false;
    for (size_t i = 0; i < instruction->changes.count; i++) {
        const struct ground *ground = &making->grounds[instruction->changes.items[i]->index];
        lacks = lacks || ground->reason == NULL;
        if (ground->reason != NULL && !holds(&reasons, ground->reason))
            LIST_ADD(making->arena, &reasons, ground->reason);
    }
    keep_last(body);
    for (size_t i = 0; i < reasons.count; i++)
        (void)paragraph(making, body, words_fill(making->arena, WORD_SCHEDULE_REASON, reasons.items[i]));
    if (lacks)
        (void)paragraph(making, body, words_find(WORD_SCHEDULE_REASON_NONE));
    const char *approvers = approvers_of(making, instruction);
    if (strcmp(approvers, making->said) == 0)
        return;
    body->last->keep_with_next = true;
    (void)paragraph(making, body,
                    *approvers == '\0' ? words_find(WORD_SCHEDULE_NEEDS_NONE)
                                       : words_fill(making->arena, WORD_SCHEDULE_NEEDS, approvers));
}

/* --- The instructions -------------------------------------------------------------------- */

/* What is read at one look stays on one page with its reason. */
static bool is_short(const struct instruction *instruction) {
    for (size_t i = 0; i < instruction->acts.count; i++)
        if (instruction->acts.items[i]->new.count > 0)
            return false;
    return instruction->acts.count <= ACTS_TOGETHER;
}

/* Whose approval a section of instructions needs is said once, when it is the same of all and not told yet. */
static void put_section_approvers(struct making *making, struct node *section, size_t at) {
    const struct instruction *first = &making->instructions->list.items[at];
    size_t end = at;
    making->said = making->usual;
    if (making->grounds == NULL)
        return;
    const char *approvers = approvers_of(making, first);
    for (; end < making->instructions->list.count; end++) {
        const struct instruction *instruction = &making->instructions->list.items[end];
        if (instruction->division != first->division)
            break;
        if (strcmp(approvers_of(making, instruction), approvers) != 0)
            return;
    }
    if (end - at < 2 || *approvers == '\0' || strcmp(approvers, making->usual) == 0)
        return;
    making->said = approvers;
    const char *numbers[] = {arena_format(making->arena, "%zu", at + 1), arena_format(making->arena, "%zu", end)};
    const char *which = end - at == 2 ? amendment_joined(making->arena, numbers, 2)
                                      : words_fill(making->arena, WORD_SCHEDULE_RANGE, numbers[0], numbers[1]);
    paragraph(making, section, words_fill(making->arena, WORD_SCHEDULE_NEEDS_HERE, which, approvers))->keep_with_next =
        true;
}

static void put_instructions(struct making *making) {
    const struct node *division = NULL;
    struct node *list = NULL;
    size_t count = making->instructions->list.count;
    if (count == 0)
        (void)paragraph(making, section(making, words_find(WORD_SCHEDULE_AMENDMENTS)),
                        words_find(WORD_SCHEDULE_NOTHING));
    for (size_t i = 0; i < count; i++) {
        const struct instruction *instruction = &making->instructions->list.items[i];
        if (list == NULL || instruction->division != division) {
            struct node *around = section(making, address_title(&making->addresses, instruction->division));
            put_section_approvers(making, around, i);
            list = numbered_list(making, around, NUMBERING_DECIMAL);
        }
        division = instruction->division;
        const char *number = arena_format(making->arena, "%zu", i + 1);
        struct node *body = item(making, list, words_fill(making->arena, WORD_LABEL_NUMBER, number));
        put_acts(making, body, instruction);
        body->parent->keep_together = is_short(instruction);
        if (making->grounds != NULL)
            put_grounds(making, body, instruction);
    }
}

/* --- Which approvals ----------------------------------------------------------------------- */

static bool needs(const struct making *making, const struct instruction *instruction, const char *body) {
    for (size_t i = 0; i < instruction->changes.count; i++) {
        const struct ground *ground = &making->grounds[instruction->changes.items[i]->index];
        for (size_t k = 0; k < ground->body_count; k++)
            if (strcmp(ground->bodies[k], body) == 0)
                return true;
    }
    return false;
}

/* "instructions 1 to 3 and 7" */
static const char *instructions_words(struct making *making, const char *body) {
    string_list ranges = {0};
    size_t count = making->instructions->list.count, all = 0;
    for (size_t i = 0; i < count; i++) {
        size_t end = i;
        while (end < count && needs(making, &making->instructions->list.items[end], body))
            end++;
        if (end == i)
            continue;
        const char *first = arena_format(making->arena, "%zu", i + 1);
        const char *last = arena_format(making->arena, "%zu", end);
        all += end - i;
        LIST_ADD(making->arena, &ranges,
                 end - i > 2 ? words_fill(making->arena, WORD_SCHEDULE_RANGE, first, last) : first);
        if (end - i == 2)
            LIST_ADD(making->arena, &ranges, last);
        i = end;
    }
    return words_fill(making->arena, all == 1 ? WORD_SCHEDULE_INSTRUCTION : WORD_SCHEDULE_INSTRUCTIONS,
                      amendment_joined(making->arena, ranges.items, ranges.count));
}

static void put_approvals(struct making *making) {
    string_list bodies = {0};
    for (size_t i = 0; making->grounds != NULL && i < making->instructions->list.count; i++) {
        const struct instruction *instruction = &making->instructions->list.items[i];
        for (size_t k = 0; k < instruction->changes.count; k++) {
            const struct ground *ground = &making->grounds[instruction->changes.items[k]->index];
            for (size_t b = 0; b < ground->body_count; b++)
                if (!holds(&bodies, ground->bodies[b]))
                    LIST_ADD(making->arena, &bodies, ground->bodies[b]);
        }
    }
    if (bodies.count == 0)
        return;
    bool all;
    struct node *approvals = section(making, words_find(WORD_SCHEDULE_APPROVALS));
    making->usual = usual_approvers(making, &all);
    if (*making->usual != '\0')
        (void)paragraph(
            making, approvals,
            words_fill(making->arena, all ? WORD_SCHEDULE_NEEDS_ALL : WORD_SCHEDULE_NEEDS_USUAL, making->usual));
    if (all)
        return;
    struct node *list = numbered_list(making, approvals, NUMBERING_DISC);
    for (size_t i = 0; i < bodies.count; i++) {
        const char *words = words_fill(making->arena, WORD_SCHEDULE_APPROVALS_OF, bodies.items[i],
                                       instructions_words(making, bodies.items[i]));
        begin_capital(making, paragraph(making, item(making, list, words_find(WORD_BULLET)), words));
    }
}

/* --- Numbers that follow -------------------------------------------------------------------- */

static bool is_clause_around(const struct renumbering *inner, const struct renumbering *outer) {
    size_t bytes = strlen(outer->old), new_bytes = strlen(outer->new);
    return strncmp(inner->old, outer->old, bytes) == 0 && strncmp(inner->new, outer->new, new_bytes) == 0 &&
           strcmp(inner->old + bytes, inner->new + new_bytes) == 0 && inner->old[bytes] != '\0';
}

/* Whether a number is another only because that of what is around it is. */
static bool follows_outer(const struct comparison *comparison, const struct renumbering *renumbering) {
    for (size_t i = 0; i < comparison->numbers.count; i++)
        if (is_clause_around(renumbering, &comparison->numbers.items[i]))
            return true;
    return false;
}

static enum word kind_of(const struct node *unit, const struct addresses *addresses, bool several) {
    static const struct {
        enum word one, many;
    } kinds[] = {{WORD_SCHEDULE_CLAUSE, WORD_SCHEDULE_CLAUSES}, {WORD_SCHEDULE_SECTION, WORD_SCHEDULE_SECTIONS},
                 {WORD_SCHEDULE_PART, WORD_SCHEDULE_PARTS},     {WORD_SCHEDULE_APPENDIX, WORD_SCHEDULE_APPENDICES},
                 {WORD_SCHEDULE_TABLE, WORD_SCHEDULE_TABLES},   {WORD_SCHEDULE_FIGURE, WORD_SCHEDULE_FIGURES}};
    const char *address = address_of(addresses, unit, NULL);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const char *kind = words_find(kinds[i].one);
        if (strncmp(address, kind, strlen(kind)) == 0)
            return several ? kinds[i].many : kinds[i].one;
    }
    return several ? WORD_SCHEDULE_CLAUSES : WORD_SCHEDULE_CLAUSE;
}

/* " of appendix C", where a number needs it. */
static const char *rest_of(const struct making *making, const struct renumbering *renumbering) {
    const char *address = address_of(&making->addresses, renumbering->strand->old, NULL);
    const char *of = strstr(address, words_find(WORD_SCHEDULE_OF));
    return of == NULL ? "" : of;
}

/* Whether two renumberings say the same of neighbours: same kind, same place, both numbers one on. */
static bool goes_on(const struct making *making, const struct renumbering *one, const struct renumbering *next) {
    return kind_of(one->strand->old, &making->addresses, true) ==
               kind_of(next->strand->old, &making->addresses, true) &&
           strcmp(rest_of(making, one), rest_of(making, next)) == 0 && number_follows(one->old, next->old) &&
           number_follows(one->new, next->new);
}

static void put_numbers(struct making *making) {
    LIST(const struct renumbering *) list = {0};
    for (size_t i = 0; i < making->comparison->numbers.count; i++) {
        const struct renumbering *at = &making->comparison->numbers.items[i];
        if (at->strand != NULL && at->strand->old != NULL && *at->old != '\0' && *at->new != '\0' &&
            !follows_outer(making->comparison, at))
            LIST_ADD(making->arena, &list, at);
    }
    if (list.count == 0)
        return;
    struct node *lines = numbered_list(making, section(making, words_find(WORD_SCHEDULE_NUMBERS)), NUMBERING_DISC);
    for (size_t i = 0; i < list.count;) {
        size_t end = i + 1;
        while (end < list.count && goes_on(making, list.items[end - 1], list.items[end]))
            end++;
        const struct renumbering *first = list.items[i], *last = list.items[end - 1];
        const char *kind = words_find(kind_of(first->strand->old, &making->addresses, end - i > 1));
        enum word word = end - i == 2 ? WORD_SCHEDULE_BECOME_TWO : WORD_SCHEDULE_BECOME;
        const char *words = end - i == 1 ? words_fill(making->arena, WORD_SCHEDULE_BECOMES, kind, first->old,
                                                      first->new, rest_of(making, first))
                                         : words_fill(making->arena, word, kind, first->old, last->old, first->new,
                                                      last->new, rest_of(making, first));
        begin_capital(making, paragraph(making, item(making, lines, words_find(WORD_BULLET)), words));
        i = end;
    }
}

/* --- The document ----------------------------------------------------------------------------- */

static const char *version_words(struct making *making, const struct version *version) {
    const struct document *document = version->document;
    const char *date = *document->date == '\0' ? NULL : number_date(making->arena, document->date);
    const char *label = version->label != NULL && *document->version != '\0' ? document->version : NULL;
    if (label == NULL)
        return date == NULL ? words_fill(making->arena, WORD_SCHEDULE_VERSION, document->version)
                            : words_fill(making->arena, WORD_SCHEDULE_WORKING, document->version, date);
    return date == NULL ? words_fill(making->arena, WORD_SCHEDULE_VERSION, label)
                        : words_fill(making->arena, WORD_SCHEDULE_VERSION_DATED, label, date);
}

/* Who issues the document, as it says so itself. */
static void put_issuers(struct making *making, struct node *cover) {
    const struct document *document = making->comparison->new.document;
    for (const struct node *at = document->root; at != NULL; at = node_after(at, document->root))
        if (at->kind == NODE_PARAGRAPH && at->class_ == CLASS_ISSUER) {
            (void)quotation_block(&making->amending.new, cover, at);
            return;
        }
}

/* The title in full, as the text that is amended has it. */
static const char *full_title(const struct making *making) {
    const struct document *document = making->comparison->old.document;
    for (const struct node *at = document->root; at != NULL; at = node_after(at, document->root))
        if (at->kind == NODE_TITLE)
            return address_words(at, making->arena);
    return document->short_title;
}

static void put_cover(struct making *making, const char *title) {
    struct node *cover = quotation_node(making->arena, making->root, NODE_BLOCK);
    cover->class_ = CLASS_COVER;
    struct node *node = quotation_node(making->arena, cover, NODE_TITLE);
    node->as.heading.level = 1;
    node->as.heading.number = "";
    node->keep_with_next = true;
    quotation_text(making->arena, node, title);
    put_issuers(making, cover);
    const struct document *document = making->comparison->new.document;
    const char *reference =
        *document->reference == '\0' ? "" : words_fill(making->arena, WORD_SCHEDULE_REFERENCE, document->reference);
    (void)paragraph(
        making, cover,
        words_fill(making->arena, WORD_SCHEDULE_AMENDS, making->old, making->new, full_title(making), reference));
}

static void put_reading(struct making *making) {
    struct node *reading = section(making, words_find(WORD_SCHEDULE_READING));
    (void)paragraph(making, reading, words_fill(making->arena, WORD_SCHEDULE_READING_ADDRESSES, making->old));
    (void)paragraph(making, reading, words_find(WORD_SCHEDULE_READING_NUMBERS));
    (void)paragraph(making, reading, words_find(WORD_SCHEDULE_READING_WORDS));
}

static struct document *document_new(struct making *making, const char *title) {
    const struct document *new = making->comparison->new.document;
    struct document *document = ARENA_NEW(making->arena, struct document);
    *document = *new;
    document->root = making->root;
    document->id = arena_format(making->arena, "%s-schedule", new->id);
    document->lang = making->root->lang;
    document->title = title;
    document->short_title = words_fill(making->arena, WORD_SCHEDULE_NAME, new->short_title);
    document->subject = words_fill(making->arena, WORD_SCHEDULE_SUBJECT, making->old, making->new);
    document->approved_by = document->effective = document->review = "";
    document->watermark = NULL;
    document->missing_count = 0;
    document->edition = NULL;
    return document;
}

struct document *schedule_make(const struct comparison *comparison, const struct ground *grounds, struct arena *arena) {
    struct making making = {.comparison = comparison, .grounds = grounds, .arena = arena, .said = "", .usual = ""};
    making.addresses = addresses_open(&comparison->old, arena);
    making.instructions = instructions_find(comparison, &making.addresses, arena);
    making.amending = (struct amending){
        .addresses = &making.addresses,
        .grounds = grounds,
        .change_count = comparison->changes.count,
        .old = {.arena = arena, .source = comparison->old.document},
        .new = {.arena = arena, .source = comparison->new.document, .moving = making.instructions->moving},
        .arena = arena};
    making.old = version_words(&making, &comparison->old);
    making.new = version_words(&making, &comparison->new);
    making.root = quotation_node(arena, NULL, NODE_DOCUMENT);
    making.root->lang = "en-GB";
    const char *title = words_fill(arena, WORD_SCHEDULE_NAME, comparison->new.document->short_title);
    put_cover(&making, title);
    put_reading(&making);
    read_approvers(&making);
    put_approvals(&making);
    put_instructions(&making);
    put_numbers(&making);
    quotation_close(&making.amending.new);
    struct document *document = document_new(&making, title);
    document_finish(document, arena);
    return document;
}
