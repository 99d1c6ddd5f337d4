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
 *             | in each of these provisions, for “old”, wherever it occurs there, substitute “new”—
 *                                                           a list follows, of an address each
 *             | for address, “old”, substitute “new”          all words of a heading, caption or entry
 *             | for address, which is empty, substitute “new” | leave out the words of address, “old”
 *             | for addresses substitute—                     blocks, items, rows: the text follows
 *             | after address insert— | before address insert— | at the beginning [of address] insert—
 *             | leave out addresses[, except what other instructions move from there]
 *             | for the words of address substitute—          all that a provision with one paragraph says
 *             | after address insert a column “title”, with these entries— | before …
 *             | … columns “title” and “title”, …
 *             | move addresses to after address | … before address | … the beginning of address
 *             | move address to its place in the text under (a)   in one "Carry out together…"
 *   where     = [, not as part of a longer word]
 *               [, in the second place where it occurs | , in each place where it occurs]
 *   addresses = address {, address} and address             of one holder, which the last one names
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
#include "changes/scheduling.h"
#include "document/numbers.h"
#include "document/words.h"

#define ACTS_TOGETHER 4 /* so many at most, with their reasons, are kept on one page */

struct node *schedule_paragraph(struct making *making, struct node *parent, const char *words) {
    struct node *node = quotation_node(making->arena, parent, NODE_PARAGRAPH);
    quotation_text(making->arena, node, words);
    return node;
}

struct node *schedule_section(struct making *making, const char *title) {
    struct node *node = quotation_node(making->arena, making->root, NODE_SECTION);
    struct node *heading = quotation_node(making->arena, node, NODE_HEADING);
    heading->as.heading.level = 2;
    heading->as.heading.number = "";
    heading->keep_with_next = true;
    node->as.section.title = title;
    quotation_text(making->arena, heading, title);
    return node;
}

struct node *schedule_item(struct making *making, struct node *list, const char *label) {
    struct node *node = quotation_node(making->arena, list, NODE_ITEM);
    quotation_text(making->arena, quotation_node(making->arena, node, NODE_LABEL), label);
    return quotation_node(making->arena, node, NODE_BODY);
}

struct node *schedule_list(struct making *making, struct node *parent, enum node_numbering numbering) {
    struct node *list = quotation_node(making->arena, parent, NODE_LIST);
    list->class_ = numbering == NUMBERING_DISC ? CLASS_BULLETS : CLASS_NUMBERS;
    list->as.list.numbering = numbering;
    return list;
}

/* The first letter of a paragraph, if the program wrote it, becomes a capital. */
void schedule_capital(struct making *making, struct node *paragraph) {
    struct node *text = paragraph->first;
    if (text == NULL || text->kind != NODE_TEXT || text->as.text.text[0] < 'a' || text->as.text.text[0] > 'z')
        return;
    char *kept = arena_string(making->arena, text->as.text.text);
    *kept = (char)(*kept - 'a' + 'A');
    text->as.text.text = kept;
}

bool schedule_holds(const string_list *list, const char *string) {
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], string) == 0)
            return true;
    return false;
}

/* --- Sentences ------------------------------------------------------------------------ */

/* Whether the words quoted last end with a stop, so that another after them would be one too many. */
static bool ends_itself(struct making *making, const struct node *sentence, const char *stop) {
    const char *words = address_words(sentence, making->arena);
    size_t bytes = strlen(words);
    return strcmp(stop, ".") == 0 && bytes >= 4 && strcmp(words + bytes - 4, ".”") == 0;
}

/* A sentence with what it puts in. `stop` ends it unless text follows: then true. */
static bool put_act(struct making *making, struct node *body, const struct act *act, const struct node *base,
                    const char *stop) {
    struct node *sentence = quotation_node(making->arena, body, NODE_PARAGRAPH);
    bool quotes = amendment_write(&making->amending, sentence, act, base);
    if (!quotes) {
        quotation_text(making->arena, sentence, ends_itself(making, sentence, stop) ? "" : stop);
        return false;
    }
    sentence->keep_with_next = true;
    amendment_quote(&making->amending, body, act);
    return true;
}

/* Whether text that comes has items "(a)", "(b)" of its own, which sound like those of the instruction. */
static bool is_lettered(const struct act *act) {
    for (size_t i = 0; i < act->new.count; i++)
        for (const struct node *at = act->new.items[i]; at != NULL; at = node_after(at, act->new.items[i]))
            if (at->kind == NODE_LABEL && at->first != NULL && at->first->kind == NODE_TEXT &&
                at->first->as.text.text[0] == '(')
                return true;
    return false;
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

static const char *letter_of(struct making *making, size_t index) {
    return words_fill(making->arena, WORD_LABEL_LETTER, number_letters(making->arena, index + 1, 'a'));
}

/* One substitution, and a list of where. */
static void put_renaming(struct making *making, struct node *body, const struct act *act) {
    struct node *sentence = quotation_node(making->arena, body, NODE_PARAGRAPH);
    (void)amendment_write(&making->amending, sentence, act, NULL);
    sentence->keep_with_next = true;
    struct node *list = schedule_list(making, body, NUMBERING_LOWER_ALPHA);
    for (size_t i = 0; i < act->members.count; i++) {
        struct node *where = schedule_paragraph(making, schedule_item(making, list, letter_of(making, i)),
                                                amendment_block(&making->amending, act->members.items[i]->place));
        quotation_text(making->arena, where, i + 1 < act->members.count ? ";" : ".");
    }
}

static void put_acts(struct making *making, struct node *body, const struct instruction *instruction) {
    if (instruction->acts.items[0]->kind == ACT_RENAMING) {
        put_renaming(making, body, instruction->acts.items[0]);
        return;
    }
    if (instruction->acts.count == 1) {
        (void)put_act(making, body, instruction->acts.items[0], NULL, ".");
        schedule_capital(making, body->first);
        return;
    }
    bool together = is_together(instruction);
    const struct node *about = together ? NULL : common_place(instruction);
    const char *where = together ? ""
                                 : arena_format(making->arena, "%s%s", address_of(&making->addresses, about, NULL),
                                                address_caption(&making->addresses, about));
    struct node *lead = schedule_paragraph(making, body,
                                           together ? words_find(WORD_SCHEDULE_LEAD_TOGETHER)
                                                    : words_fill(making->arena, WORD_SCHEDULE_LEAD_IN, where));
    lead->keep_with_next = true;
    struct node *list = schedule_list(making, body, NUMBERING_LOWER_ALPHA);
    for (size_t i = 0; i < instruction->acts.count; i++) {
        struct node *inner = schedule_item(making, list, letter_of(making, i));
        bool last = i + 1 == instruction->acts.count;
        if (put_act(making, inner, instruction->acts.items[i], about, last ? "." : ";") && !last &&
            is_lettered(instruction->acts.items[i]))
            (void)schedule_paragraph(making, inner,
                                     words_fill(making->arena, WORD_SCHEDULE_END_OF_TEXT, letter_of(making, i)));
    }
}

/* --- Reasons and approvals -------------------------------------------------------------- */

/* Whose approval an instruction needs: "the Board of X, and of the Ministry"; "" when nobody's. */
static const char *approvers_read(const struct making *making, const struct instruction *instruction) {
    string_list bodies = {0};
    for (size_t i = 0; i < instruction->changes.count; i++) {
        const struct ground *ground = &making->grounds[instruction->changes.items[i]->index];
        for (size_t k = 0; k < ground->body_count; k++)
            if (!schedule_holds(&bodies, ground->bodies[k]))
                LIST_ADD(making->arena, &bodies, ground->bodies[k]);
    }
    return amendment_bodies(making->arena, bodies.items, bodies.count);
}

/* The same, found once for each instruction. */
const char *schedule_approvers(const struct making *making, const struct instruction *instruction) {
    return making->approvers[instruction - making->instructions->list.items];
}

static void read_approvers(struct making *making) {
    size_t count = making->instructions->list.count;
    making->approvers = ARENA_ARRAY(making->arena, count, const char *);
    for (size_t i = 0; making->grounds != NULL && i < count; i++)
        making->approvers[i] = approvers_read(making, &making->instructions->list.items[i]);
}

/* A reason does not stand alone at the head of a page: the last words before it go with it. */
static void keep_last(struct node *body) {
    struct node *last = body->last;
    for (struct node *at = last; at != NULL; at = at->last)
        if (at->kind == NODE_TABLE) {
            at->keep_with_next = true;
            return;
        }
    while (last != NULL && (last->kind == NODE_LIST || last->kind == NODE_ITEM || last->kind == NODE_BODY ||
                            last->kind == NODE_QUOTE || last->kind == NODE_SECTION))
        last = last->last;
    if (last != NULL && last->kind == NODE_PARAGRAPH)
        last->keep_with_next = true;
}

/* Whose approval each part of a renaming needs, where they differ; false: they do not. */
static bool put_members_grounds(struct making *making, struct node *body, const struct act *act) {
    string_list said = {0};
    const char **approvers = ARENA_ARRAY(making->arena, act->members.count, const char *);
    for (size_t i = 0; i < act->members.count; i++) {
        const struct ground *ground = &making->grounds[act->members.items[i]->changes.items[0]->index];
        approvers[i] = amendment_bodies(making->arena, ground->bodies, ground->body_count);
        if (!schedule_holds(&said, approvers[i]))
            LIST_ADD(making->arena, &said, approvers[i]);
    }
    for (size_t i = 0; said.count > 1 && i < said.count; i++) {
        string_list letters = {0};
        for (size_t k = 0; k < act->members.count; k++)
            if (strcmp(approvers[k], said.items[i]) == 0)
                LIST_ADD(making->arena, &letters, letter_of(making, k));
        const char *which = amendment_joined(making->arena, letters.items, letters.count);
        body->last->keep_with_next = true;
        (void)schedule_paragraph(making, body,
                                 *said.items[i] == '\0'
                                     ? words_fill(making->arena, WORD_SCHEDULE_NEEDS_UNDER_NONE, which)
                                     : words_fill(making->arena, WORD_SCHEDULE_NEEDS_UNDER, which, said.items[i]));
    }
    return said.count > 1;
}

/* Of what moves to where others approve changes of it: whom they are. Those with the same are told together. */
static void put_shifts(struct making *making, struct node *body, const struct instruction *instruction) {
    string_list now = {0}, was = {0};
    LIST(string_list) moved = {0};
    for (size_t i = 0; i < instruction->changes.count; i++) {
        const struct change *change = instruction->changes.items[i];
        const struct ground *ground = &making->grounds[change->index];
        if (change->kind != CHANGE_MOVED || change->old == NULL || !grounds_shift(ground))
            continue;
        const char *asked = amendment_bodies(making->arena, ground->now.bodies, ground->now.count);
        const char *before = amendment_bodies(making->arena, ground->before.bodies, ground->before.count);
        size_t k = 0;
        while (k < moved.count && (strcmp(now.items[k], asked) != 0 || strcmp(was.items[k], before) != 0))
            k++;
        if (k == moved.count) {
            LIST_ADD(making->arena, &now, asked);
            LIST_ADD(making->arena, &was, before);
            LIST_ADD(making->arena, &moved, (string_list){0});
        }
        LIST_ADD(making->arena, &moved.items[k], address_of(&making->addresses, change->old, NULL));
    }
    for (size_t i = 0; i < moved.count; i++) {
        const char *what = amendment_joined(making->arena, moved.items[i].items, moved.items[i].count);
        const char *before = *was.items[i] == '\0' ? words_find(WORD_SCHEDULE_APPROVAL_NOBODY) : was.items[i];
        body->last->keep_with_next = true;
        schedule_capital(making, schedule_paragraph(making, body,
                                                    *now.items[i] == '\0'
                                                        ? words_fill(making->arena, WORD_SCHEDULE_SHIFT_NONE, what,
                                                                     before, making->amending.since)
                                                        : words_fill(making->arena, WORD_SCHEDULE_SHIFT, what,
                                                                     now.items[i], before, making->amending.since)));
    }
}

static void put_grounds(struct making *making, struct node *body, const struct instruction *instruction) {
    string_list reasons = {0};
    bool lacks = false;
    for (size_t i = 0; i < instruction->changes.count; i++) {
        const struct ground *ground = &making->grounds[instruction->changes.items[i]->index];
        lacks = lacks || ground->reason == NULL;
        if (ground->reason != NULL && !schedule_holds(&reasons, ground->reason))
            LIST_ADD(making->arena, &reasons, ground->reason);
    }
    keep_last(body);
    for (size_t i = 0; i < reasons.count; i++)
        (void)schedule_paragraph(making, body, words_fill(making->arena, WORD_SCHEDULE_REASON, reasons.items[i]));
    if (lacks)
        (void)schedule_paragraph(making, body, words_find(WORD_SCHEDULE_REASON_NONE));
    put_shifts(making, body, instruction);
    const char *approvers = schedule_approvers(making, instruction);
    if (strcmp(approvers, making->said) == 0)
        return;
    body->last->keep_with_next = true;
    if (put_members_grounds(making, body, instruction->acts.items[0]))
        return;
    (void)schedule_paragraph(making, body,
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
    const char *approvers = schedule_approvers(making, first);
    for (; end < making->instructions->list.count; end++) {
        const struct instruction *instruction = &making->instructions->list.items[end];
        if (instruction->division != first->division)
            break;
        if (strcmp(schedule_approvers(making, instruction), approvers) != 0)
            return;
    }
    if (end - at < 2 || *approvers == '\0' || strcmp(approvers, making->usual) == 0)
        return;
    making->said = approvers;
    const char *numbers[] = {arena_format(making->arena, "%zu", at + 1), arena_format(making->arena, "%zu", end)};
    const char *which = end - at == 2 ? amendment_joined(making->arena, numbers, 2)
                                      : words_fill(making->arena, WORD_SCHEDULE_RANGE, numbers[0], numbers[1]);
    schedule_paragraph(making, section, words_fill(making->arena, WORD_SCHEDULE_NEEDS_HERE, which, approvers))
        ->keep_with_next = true;
}

static void put_instructions(struct making *making) {
    const struct node *division = NULL;
    struct node *list = NULL;
    size_t count = making->instructions->list.count;
    if (count == 0)
        (void)schedule_paragraph(making, schedule_section(making, words_find(WORD_SCHEDULE_AMENDMENTS)),
                                 words_find(WORD_SCHEDULE_NOTHING));
    for (size_t i = 0; i < count; i++) {
        const struct instruction *instruction = &making->instructions->list.items[i];
        if (list == NULL || instruction->division != division) {
            struct node *around = schedule_section(
                making, instruction->division == NULL ? words_find(WORD_SCHEDULE_SEVERAL)
                                                      : address_title(&making->addresses, instruction->division));
            put_section_approvers(making, around, i);
            list = schedule_list(making, around, NUMBERING_DECIMAL);
        }
        division = instruction->division;
        const char *number = arena_format(making->arena, "%zu", i + 1);
        struct node *body = schedule_item(making, list, words_fill(making->arena, WORD_LABEL_NUMBER, number));
        put_acts(making, body, instruction);
        body->parent->class_ = CLASS_INSTRUCTION;
        body->parent->keep_together = is_short(instruction);
        if (making->grounds != NULL)
            put_grounds(making, body, instruction);
    }
}

/* --- The document ----------------------------------------------------------------------------- */

static const char *version_words(struct making *making, const struct version *version) {
    const struct document *document = version->document;
    const char *date = *document->date == '\0' ? NULL : number_date(making->arena, document->date);
    if (date == NULL)
        return words_fill(making->arena, WORD_SCHEDULE_VERSION, document->version);
    bool working = version->label == NULL || document->draft;
    return words_fill(making->arena, working ? WORD_SCHEDULE_WORKING : WORD_SCHEDULE_VERSION_DATED, document->version,
                      date);
}

/* Two texts that bear the same version are told apart by their titles. */
static void name_versions(struct making *making) {
    const struct document *old = making->comparison->old.document, *new = making->comparison->new.document;
    making->old = version_words(making, &making->comparison->old);
    making->new = version_words(making, &making->comparison->new);
    if (strcmp(making->old, making->new) != 0)
        return;
    bool titled = strcmp(old->short_title, new->short_title) != 0;
    making->old =
        titled ? words_fill(making->arena, WORD_SCHEDULE_QUOTED, old->short_title) : words_find(WORD_SCHEDULE_OLD_TEXT);
    making->new =
        titled ? words_fill(making->arena, WORD_SCHEDULE_QUOTED, new->short_title) : words_find(WORD_SCHEDULE_NEW_TEXT);
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
    const struct document *document = making->comparison->old.document;
    const char *reference =
        *document->reference == '\0' ? "" : words_fill(making->arena, WORD_SCHEDULE_REFERENCE, document->reference);
    (void)schedule_paragraph(
        making, cover,
        words_fill(making->arena, WORD_SCHEDULE_AMENDS, making->old, making->new, full_title(making), reference));
}

static void put_reading(struct making *making) {
    struct node *reading = schedule_section(making, words_find(WORD_SCHEDULE_READING));
    (void)schedule_paragraph(making, reading, words_fill(making->arena, WORD_SCHEDULE_READING_ADDRESSES, making->old));
    (void)schedule_paragraph(making, reading, words_find(WORD_SCHEDULE_READING_NUMBERS));
    (void)schedule_paragraph(making, reading, words_find(WORD_SCHEDULE_READING_WORDS));
}

static struct document *document_new(struct making *making, const char *title) {
    const struct document *new = making->comparison->new.document;
    struct document *document = ARENA_NEW(making->arena, struct document);
    *document = *new;
    document->root = making->root;
    document->id = arena_format(making->arena, "%s-schedule", new->id);
    document->lang = making->root->lang;
    document->title = title;
    document->short_title = title;
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
    making.instructions = instructions_find(comparison, &making.addresses, grounds, arena);
    making.amending = (struct amending){
        .addresses = &making.addresses,
        .grounds = grounds,
        .change_count = comparison->changes.count,
        .since = *comparison->new.document->version == '\0'
                     ? words_find(WORD_SCHEDULE_FROM_NOW)
                     : words_fill(arena, WORD_SCHEDULE_FROM_VERSION, comparison->new.document->version),
        .old = {.arena = arena, .source = comparison->old.document},
        .new = {.arena = arena, .source = comparison->new.document, .moving = making.instructions->moving},
        .arena = arena};
    name_versions(&making);
    making.root = quotation_node(arena, NULL, NODE_DOCUMENT);
    making.root->lang = "en-GB";
    const char *title = words_fill(arena, WORD_SCHEDULE_NAME, comparison->old.document->short_title);
    put_cover(&making, title);
    put_reading(&making);
    read_approvers(&making);
    schedule_decision(&making);
    put_instructions(&making);
    schedule_numbers(&making);
    quotation_close(&making.amending.new);
    struct document *document = document_new(&making, title);
    document_finish(document, arena);
    return document;
}
