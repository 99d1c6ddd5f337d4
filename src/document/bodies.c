/* bodies.c: the names of bodies in a text.
 *
 * organisations.xml + tokens of a stretch → findings. A listed body is known by its
 * full name, with or without NHS, by its short name and by its abbreviation; the
 * longest name at a place wins, and nothing within it is looked at again. It may
 * be named if it issues the document, is in a group with an issuer, or is called
 * in by a <fact> anywhere, which shows that it is meant. A body in no list is known
 * by an ending ("NHS Trust") with capitalised words before it, of which one at
 * least is a name of its own: "Each CCG" and "Local NHS Trust" name nobody.
 *
 * Whose words they are: link texts, abbreviations and text in other languages are
 * the author's, and names are names in all of them. Titles of Acts and documents
 * and quotations have to stay as they are, whoever is named in them.
 *
 * Surprising: where an issuer is not in the list, or the list has faults, what
 * would follow from that alone is not told.
 */
#include "document/bodies.h"

#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "document/names.h"

struct body {
    const char *id;
    const char *members; /* ids, or "" */
    const char *full;    /* without NHS before it */
    const char *short_name;
    bool may; /* be named */
};

/* How an ending ends. */
struct tail {
    const struct tail *next; /* that begins with the same letter */
    const char *text;        /* its last word */
    char before;             /* the first letter of the word before that; NUL when there is none */
};

struct bodies {
    struct bodies_demand demand;
    const struct phrases *phrases;
    bool strangers, unlisted;     /* whether anything can be said of them */
    struct names *stems;          /* "Leicester City" → struct body */
    const struct tail *tails[32]; /* by the first letter of the last word */
    bool odd_tail;                /* an ending ends with no letter, so nothing can be told by them */
    LIST(struct body *) list;
};

/* ---- the list ---- */

/* The words of an element, with one space between them. */
static const char *words_of(const struct element *element, struct arena *arena) {
    struct buffer out = {0};
    for (const struct element *at = element; at != NULL; at = element_after(at, element))
        for (const char *c = at->text == NULL ? "" : at->text; *c != '\0'; c++) {
            bool space = strchr(" \n\t\r", *c) != NULL;
            if (!space)
                buffer_char(&out, *c);
            else if (out.count > 0 && out.bytes[out.count - 1] != ' ')
                buffer_char(&out, ' ');
        }
    if (out.count > 0 && out.bytes[out.count - 1] == ' ')
        out.count--;
    const char *words = arena_copy(arena, out.count == 0 ? "" : buffer_text(&out), out.count);
    buffer_close(&out);
    return words;
}

static const char *child_words(const struct element *element, const char *name, struct arena *arena) {
    const struct element *child = element_child(element, name);
    return child == NULL ? "" : words_of(child, arena);
}

/* Whether `id` is one of `ids`, with white space between them. */
static bool holds(const char *ids, const char *id) {
    static const char space[] = " \n\t\r";
    size_t bytes = strlen(id);
    for (ids += strspn(ids, space); *ids != '\0'; ids += strspn(ids, space)) {
        size_t count = strcspn(ids, space);
        if (count == bytes && memcmp(ids, id, bytes) == 0)
            return true;
        ids += count;
    }
    return false;
}

static struct body *body_find(const struct bodies *bodies, const char *id) {
    for (size_t i = 0; id != NULL && i < bodies->list.count; i++)
        if (strcmp(bodies->list.items[i]->id, id) == 0)
            return bodies->list.items[i];
    return NULL;
}

/* The body issues the document: so it may be named, and its members, and the groups that it is in. */
static void allow_issuer(const struct bodies *bodies, struct body *issuer) {
    issuer->may = true;
    for (size_t i = 0; i < bodies->list.count; i++) {
        struct body *other = bodies->list.items[i];
        other->may = other->may || holds(issuer->members, other->id) || holds(other->members, issuer->id);
    }
}

static void allow(struct bodies *bodies, const struct element *root) {
    bool issued = false;
    bool known = true;
    for (const struct element *at = root; at != NULL; at = element_after(at, root)) {
        if (element_is(at, "issuer")) {
            struct body *issuer = body_find(bodies, element_attribute(at, "org"));
            issued = true;
            known = known && issuer != NULL;
            if (issuer != NULL)
                allow_issuer(bodies, issuer);
        } else if (element_is(at, "fact")) {
            struct body *body = body_find(bodies, element_attribute(at, "of"));
            if (body != NULL)
                body->may = true;
        }
    }
    bodies->strangers = bodies->demand.issuers_alone && issued && known;
}

/* Small and capital letters count in a name of one or two words, which could be words of every day. */
static bool is_short(const char *name) {
    const char *space = strchr(name, ' ');
    return space == NULL || strchr(space + 1, ' ') == NULL;
}

/* The part of a name before its ending, or NULL. */
static const char *stem_of(const struct phrases *phrases, const char *name, struct arena *arena) {
    struct stretch stretch = {.text = arena_copy(arena, name, strlen(name)), .count = strlen(name)};
    struct tokens tokens = {0};
    tokens_cut(&tokens, &stretch, arena);
    const void *nothing;
    for (size_t i = 1; i < tokens.list.count; i++)
        if (phrases_find(phrases, &tokens, i, PHRASE_ENDING, &nothing) == tokens.list.count - i)
            return arena_copy(arena, name, tokens.list.items[i - 1].end);
    return NULL;
}

static void add_name(struct bodies *bodies, struct phrases *phrases, const struct body *body, const char *name,
                     struct arena *arena) {
    if (*name == '\0')
        return;
    phrases_add(phrases, name, PHRASE_BODY, is_short(name), body);
    const char *stem = stem_of(phrases, name, arena);
    bool fresh;
    if (stem != NULL) {
        struct name *known = names_add(bodies->stems, stem, (struct place){0}, &fresh);
        known->thing = fresh ? body : known->thing;
    }
}

static const char *without_nhs(const char *name) {
    return strncmp(name, "NHS ", 4) == 0 ? name + 4 : name;
}

static void read_list(struct bodies *bodies, const struct element *organisations, struct arena *arena) {
    const struct element *at = organisations == NULL ? NULL : element_child(organisations, "organisation");
    for (; at != NULL; at = element_next(at, "organisation")) {
        const char *id = element_attribute(at, "id");
        const char *members = element_attribute(at, "members");
        struct body *body = ARENA_NEW(arena, struct body);
        *body = (struct body){.id = id == NULL ? "" : id,
                              .members = members == NULL ? "" : members,
                              .full = without_nhs(child_words(at, "name", arena)),
                              .short_name = child_words(at, "short-name", arena)};
        LIST_ADD(arena, &bodies->list, body);
    }
    bodies->unlisted = bodies->list.count > 0;
    for (at = organisations; at != NULL; at = element_after(at, organisations))
        bodies->unlisted = bodies->unlisted && !at->faulty;
}

/* Those that may be named come first: a name that two bodies have is then theirs. */
static void add_names(struct bodies *bodies, const struct element *organisations, struct phrases *phrases,
                      struct arena *arena) {
    for (int turn = 0; turn < 2; turn++) {
        const struct element *at = organisations == NULL ? NULL : element_child(organisations, "organisation");
        for (size_t i = 0; i < bodies->list.count; i++, at = element_next(at, "organisation")) {
            const struct body *body = bodies->list.items[i];
            if (body->may != (turn == 0))
                continue;
            add_name(bodies, phrases, body, body->full, arena);
            add_name(bodies, phrases, body, body->short_name, arena);
            add_name(bodies, phrases, body, child_words(at, "abbreviation", arena), arena);
        }
    }
}

/* Letters by their number in the alphabet, small or capital; signs share those numbers. */
static size_t letter_number(char c) {
    return (unsigned char)c & 31U;
}

static bool is_letter(char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* Words are runs of letters here, as phrases.h has them; that "&" and "and" are the same is left to it. */
static void add_tail(struct bodies *bodies, const char *ending, struct arena *arena) {
    const char *last = ending + strlen(ending);
    while (last > ending && is_letter(last[-1]))
        last--;
    const char *before = last;
    while (before > ending && !is_letter(before[-1]))
        before--;
    while (before > ending && is_letter(before[-1]))
        before--;
    bodies->odd_tail = bodies->odd_tail || *last == '\0';
    struct tail *tail = ARENA_NEW(arena, struct tail);
    tail->text = last;
    tail->before = before < last && strncasecmp(before, "and", 3) != 0 ? *before : '\0';
    tail->next = bodies->tails[letter_number(*last)];
    bodies->tails[letter_number(*last)] = tail;
}

const struct bodies *bodies_open(const struct element *root, const struct element *organisations,
                                 const struct element *words, struct bodies_demand demand, struct phrases *phrases,
                                 struct arena *arena) {
    struct bodies *bodies = ARENA_NEW(arena, struct bodies);
    *bodies = (struct bodies){.demand = demand, .phrases = phrases, .stems = names_open(arena)};
    for (const struct element *at = words == NULL ? NULL : words->first; at != NULL; at = at->next) {
        const char *ending = element_is(at, "body") ? element_attribute(at, "ending") : NULL;
        if (ending == NULL)
            continue;
        phrases_add(phrases, ending, PHRASE_ENDING, is_short(ending), NULL);
        add_tail(bodies, ending, arena);
    }
    read_list(bodies, organisations, arena);
    if (demand.issuers_alone)
        allow(bodies, root);
    add_names(bodies, organisations, phrases, arena);
    return bodies;
}

/* ---- names in no list ---- */

/* Words with a capital before an ending that belong to no name: they begin a sentence or a title. */
static const char *const leading[] = {
    "the",      "each",    "every",     "our",       "this",     "that",    "any",       "no",      "one",
    "another",  "both",    "all",       "such",      "their",    "its",     "your",      "which",   "neither",
    "either",   "former",  "a",         "an",        "my",       "his",     "her",       "these",   "those",
    "some",     "many",    "most",      "other",     "several",  "in",      "at",        "for",     "from",
    "with",     "by",      "when",      "if",        "as",       "and",     "but",       "since",   "while",
    "until",    "after",   "before",    "like",      "unlike",   "to",      "of",        "under",   "on",
    "or",       "nor",     "so",        "then",      "later",    "now",     "today",     "here",    "also",
    "however",  "perhaps", "meanwhile", "where",     "whether",  "because", "although",  "though",  "once",
    "only",     "between", "within",    "through",   "about",    "via",     "per",       "what",    "how",
    "why",      "who",     "whose",     "is",        "are",      "was",     "has",       "does",    "did",
    "can",      "may",     "will",      "should",    "we",       "they",    "it",        "you",     "i",
    "chair",    "monday",  "tuesday",   "wednesday", "thursday", "friday",  "saturday",  "sunday",  "january",
    "february", "march",   "april",     "june",      "july",     "august",  "september", "october", "november",
    "december"};
/* Words that say of what kind a body is. */
static const char *const kinds[] = {"nhs",      "local",     "lead",        "host",       "partner",  "member",
                                    "acute",    "mental",    "health",      "healthcare", "care",     "community",
                                    "hospital", "hospitals", "university",  "teaching",   "primary",  "ambulance",
                                    "services", "service",   "partnership", "foundation", "children", "neighbouring",
                                    "new",      "old",       "current",     "whole",      "same",     "joint"};
/* Words that make another place of the one behind them. */
static const char *const compass[] = {"north",    "south",   "east",    "west",      "mid",   "central",
                                      "greater",  "inner",   "outer",   "upper",     "lower", "northern",
                                      "southern", "eastern", "western", "north-east"};
/* Before "of" in a name: "Isle of Wight". */
static const char *const places[] = {"isle",    "vale", "forest", "university", "hospital", "hospitals",
                                     "borough", "city", "county", "royal",      "heart",    "infirmary"};

static bool listed(const struct tokens *tokens, size_t index, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (token_is(tokens, index, list[i]))
            return true;
    return false;
}

#define LISTED(tokens, index, list) listed((tokens), (index), (list), sizeof(list) / sizeof *(list))

static bool readable(const struct token *token) {
    return token->voice != VOICE_TITLE && token->voice != VOICE_PROGRAM;
}

/* Whether the token before `index` can belong to a name that goes on there. */
static bool joined(const struct tokens *tokens, size_t index, size_t floor) {
    return index > floor && tokens->list.items[index].before == GAP_OPEN && readable(&tokens->list.items[index - 1]);
}

static bool name_word(const struct tokens *tokens, size_t index) {
    const struct token *token = &tokens->list.items[index];
    return token->capital && token->plain_end == token->end;
}

/* Where the name begins that has its ending at `index`, not before `floor`; `index` when there is none. */
static size_t name_start(const struct tokens *tokens, size_t index, size_t floor) {
    size_t start = index;
    while (joined(tokens, start, floor)) {
        size_t at = start - 1;
        const struct token *token = &tokens->list.items[at];
        bool first = start == index;
        if (token->capital && (!first || name_word(tokens, at))) {
            start = at;
            continue;
        }
        bool links = token_is(tokens, at, "and") || token_is(tokens, at, "of");
        if (first || !links || !joined(tokens, at, floor) || !tokens->list.items[at - 1].capital ||
            (token_is(tokens, at, "of") && !LISTED(tokens, at - 1, places)))
            break;
        start = at - 1;
    }
    while (start < index && LISTED(tokens, start, leading))
        start++;
    for (size_t i = start; i < index; i++)
        if (tokens->list.items[i].capital && !LISTED(tokens, i, kinds) && !LISTED(tokens, i, leading))
            return start;
    return index;
}

/* ---- findings ---- */

struct scan {
    const struct bodies *bodies;
    const struct tokens *tokens;
    struct arena *arena;
    struct report *report;
};

static const char *text_between(const struct scan *scan, size_t from, size_t to) {
    const struct token *items = scan->tokens->list.items;
    return stretch_quote(scan->tokens->stretch, scan->arena, items[from].start, items[to - 1].plain_end);
}

static struct place place_between(const struct scan *scan, size_t from, size_t to) {
    const struct token *items = scan->tokens->list.items;
    return stretch_place(scan->tokens->stretch, items[from].start, items[to - 1].plain_end);
}

static void tell_stranger(const struct scan *scan, const struct body *body, size_t from, size_t to) {
    report_add(scan->report, scan->bodies->demand.stranger, place_between(scan, from, to), text_between(scan, from, to),
               body->id);
}

/* Of `to` tokens from `from` on, those from `ending` on are the ending. */
static void tell_unlisted(const struct scan *scan, size_t from, size_t ending, size_t to) {
    if (!scan->bodies->unlisted)
        return;
    const char *last = text_between(scan, ending, to);
    const char *stem = without_nhs(text_between(scan, from, ending));
    const char *near = names_nearest(scan->bodies->stems, stem, NULL);
    const char *meant = "";
    if (near != NULL) {
        const struct body *body = names_find(scan->bodies->stems, near)->thing;
        size_t full = strlen(body->full);
        size_t bytes = strlen(last);
        bool in_full = full >= bytes && strcmp(body->full + full - bytes, last) == 0;
        meant = arena_format(scan->arena, "; did you mean \"%s\"?", in_full ? body->full : body->short_name);
    }
    report_add(scan->report, scan->bodies->demand.unlisted, place_between(scan, from, to), text_between(scan, from, to),
               meant);
}

/* A listed name at `index`, of `count` tokens; where to look on. */
static size_t judge_listed(const struct scan *scan, const struct body *body, size_t index, size_t count, size_t floor) {
    const struct tokens *tokens = scan->tokens;
    const void *nothing;
    size_t end = index + count;
    if (end < tokens->list.count && joined(tokens, end, index)) {
        size_t more = phrases_find(scan->bodies->phrases, tokens, end, PHRASE_ENDING, &nothing);
        if (more > 0) {
            tell_unlisted(scan, index, end, end + more);
            return end + more;
        }
    }
    bool wider = joined(tokens, index, floor) && name_word(tokens, index - 1) && LISTED(tokens, index - 1, compass);
    for (size_t i = index + 1; wider && i < end; i++)
        if (phrases_find(scan->bodies->phrases, tokens, i, PHRASE_ENDING, &nothing) == end - i) {
            tell_unlisted(scan, index - 1, i, end);
            return end;
        }
    bool nhs = joined(tokens, index, floor) && token_is(tokens, index - 1, "nhs");
    if (scan->bodies->strangers && !body->may)
        tell_stranger(scan, body, nhs ? index - 1 : index, end);
    return end;
}

/* Whether an ending may end with the word at `at`; `before` is the first letter of the word before it, or NUL when that
 * is not known. */
static bool ends_name(const struct bodies *bodies, const char *at, char before) {
    for (const struct tail *tail = bodies->tails[letter_number(*at)]; tail != NULL; tail = tail->next)
        if ((before == '\0' || tail->before == '\0' || letter_number(before) == letter_number(tail->before)) &&
            strncasecmp(at, tail->text, strlen(tail->text)) == 0)
            return true;
    return false;
}

bool bodies_concern(const struct bodies *bodies, const struct stretch *stretch) {
    if (bodies->strangers || bodies->odd_tail)
        return true;
    char before = '\0';
    for (size_t i = 0; bodies->unlisted && i < stretch->words.count; i++) {
        const struct word *word = &stretch->words.items[i];
        const char *text = stretch->text + word->start;
        if (word->plain && bodies->tails[letter_number(*text)] != NULL && ends_name(bodies, text, before))
            return true;
        /* In a word that is not of letters alone a token may begin at any of them. */
        for (size_t at = 0; !word->plain && at < word->end - word->start; at++)
            if (bodies->tails[letter_number(text[at])] != NULL && (at == 0 || !is_letter(text[at - 1])) &&
                ends_name(bodies, text + at, '\0'))
                return true;
        before = word->plain ? *text : '\0';
    }
    return false;
}

void bodies_check(const struct bodies *bodies, const struct tokens *tokens, struct arena *arena,
                  struct report *report) {
    const struct scan scan = {.bodies = bodies, .tokens = tokens, .arena = arena, .report = report};
    size_t floor = 0;
    for (size_t i = 0; i < tokens->list.count;) {
        const void *thing = NULL;
        if (!readable(&tokens->list.items[i])) {
            floor = ++i;
            continue;
        }
        size_t count = phrases_find(bodies->phrases, tokens, i, PHRASE_BODY, &thing);
        if (count > 0) {
            floor = i = judge_listed(&scan, thing, i, count, floor);
            continue;
        }
        count = phrases_find(bodies->phrases, tokens, i, PHRASE_ENDING, &thing);
        size_t start = count == 0 ? i : name_start(tokens, i, floor);
        if (start < i)
            tell_unlisted(&scan, start, i, i + count);
        i += count > 0 ? count : 1;
        floor = count > 0 ? i : floor;
    }
}
