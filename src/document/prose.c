/* prose.c: how a document is worded: the walk, and what concerns whole sentences.
 *
 * element tree in → findings out, in one pass over the text. This is C and no
 * rule file because XPath 1.0 knows neither words nor sentences, and a rule for
 * each word would read the text a hundred times. Single forms of words are in
 * wording.c. Whose words they are decides: quotations, titles of Acts and
 * documents, text in other languages and what the program prints are not judged.
 *
 * Surprising: a footnote is a stretch of its own that is judged in the middle of
 * its paragraph, so what depends on the order of the file (the first use of an
 * abbreviation) waits in a list until the end.
 */
#include "document/prose.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "document/amounts.h"
#include "document/bodies.h"
#include "document/claims.h"
#include "document/names.h"
#include "document/phrases.h"
#include "document/sentence.h"
#include "document/stretch.h"
#include "document/terms.h"
#include "document/vocabulary.h"
#include "document/wording.h"

#define SENTENCE_WORDS 25
#define PARAGRAPH_WORDS 120

/* A word of capitals: one that explains it, or a use. */
struct use {
    const char *text; /* without the s of a plural */
    struct place place;
    uint32_t order;
    size_t number;
    bool explains;
};

struct prose {
    struct arena *arena;
    struct report *report;
    struct stretch outer, note;
    const struct vocabulary *vocabulary;
    struct phrases *phrases;
    struct tokens tokens;
    const struct bodies *bodies;
    bool claims;                   /* are judged */
    const struct amounts *amounts; /* NULL where there are no limits to hold amounts against */
    struct wording_counts counts;
    uint32_t order;
    bool english;
    bool in_note;
    bool names_alone; /* no prose is here, but names and posts */
    LIST(struct use) uses;
};

static bool listed(const struct stretch *stretch, const struct word *word, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (word_is(stretch, word, list[i]))
            return true;
    return false;
}

#define LISTED(stretch, word, list) listed((stretch), (word), (list), sizeof(list) / sizeof *(list))

/* ---- sentences ---- */

static void check_sentences(struct prose *prose, const struct stretch *stretch) {
    size_t count = 0;
    size_t total = 0;
    const struct word *first = NULL;
    bool own = false;
    for (size_t i = 0; i < stretch->words.count; i++) {
        const struct word *word = &stretch->words.items[i];
        if (word->counts) {
            first = count == 0 ? word : first;
            own = own || word->voice == VOICE_AUTHOR;
            count++;
            total++;
        }
        if (!sentence_ends(stretch, i))
            continue;
        if (count > SENTENCE_WORDS && own)
            report_add(prose->report, RULE_PLAIN_SENTENCE, stretch_place(stretch, first->core, first->core_end),
                       arena_format(prose->arena, "%zu", count));
        count = 0;
        own = false;
    }
    bool block = element_is(stretch->element, "p") || element_is(stretch->element, "item");
    if (block && total > PARAGRAPH_WORDS && stretch->words.items[0].voice != VOICE_FOREIGN)
        report_add(prose->report, RULE_PLAIN_PARAGRAPH,
                   stretch_place(stretch, stretch->words.items[0].core, stretch->words.items[0].core_end),
                   arena_format(prose->arena, "%zu", total));
}

/* ---- capitals: abbreviations and emphasis ---- */

/* Words that stand in capitals only to be loud. */
static const char *const loud[] = {
    "not",  "must", "and",  "or",    "all",  "any",   "no",  "only", "do",  "the",  "for",   "to",     "of",
    "in",   "on",   "by",   "with",  "will", "shall", "may", "is",   "are", "be",   "never", "always", "please",
    "note", "this", "that", "every", "each", "both",  "at",  "from", "if",  "also", "draft", "new",    "stop",
    "now",  "read", "very", "more",  "you",  "your",  "our", "we",   "has", "have", "should"};

static bool authors(const struct word *word) {
    return word->voice == VOICE_AUTHOR || word->voice == VOICE_LINKED;
}

static size_t letters(const struct word *word) {
    return word->core_end - word->core;
}

/* Without the s of the plural. */
static const char *singular(const struct prose *prose, const struct stretch *stretch, const struct word *word) {
    size_t count = letters(word) - (stretch->text[word->core_end - 1] == 's' ? 1 : 0);
    return arena_copy(prose->arena, stretch->text + word->core, count);
}

static bool is_known(const struct prose *prose, const struct stretch *stretch, const struct word *word) {
    static const char *const numbers[] = {"ii", "iii", "iv",   "vi",  "vii", "viii", "ix",
                                          "xi", "xii", "xiii", "xiv", "xv",  "xx"};
    return LISTED(stretch, word, numbers) || vocabulary_knows(prose->vocabulary, singular(prose, stretch, word));
}

/* Whether the run of capitals from `from` up to `to` is there to be loud, and no row of abbreviations. */
static bool run_is_loud(const struct prose *prose, const struct stretch *stretch, size_t from, size_t to) {
    bool long_words = to - from >= 2;
    for (size_t i = from; i < to; i++) {
        const struct word *word = &stretch->words.items[i];
        if (LISTED(stretch, word, loud) || letters(word) > 6)
            return true;
        long_words = long_words && letters(word) >= 4 && !is_known(prose, stretch, word);
    }
    return long_words;
}

static void add_use(struct prose *prose, const struct stretch *stretch, const struct word *word, bool explains) {
    struct use use = {.text = singular(prose, stretch, word),
                      .order = stretch->pieces.items[word->piece].order,
                      .number = prose->uses.count,
                      .explains = explains};
    if (!explains)
        use.place = stretch_place(stretch, word->core, word->core_end);
    LIST_ADD(prose->arena, &prose->uses, use);
}

static const char *const small[] = {"of", "and", "for", "the", "in", "to", "on", "at", "with", "a", "by"};

/* Whether words begin with the letters of the abbreviation, going forward from `at`: the small words need not. */
static bool spells(const struct stretch *stretch, size_t at, const char *text, size_t count) {
    size_t found = 0;
    for (; at < stretch->words.count && found < count; at++) {
        const struct word *word = &stretch->words.items[at];
        char c = word_byte(stretch, word, 0);
        if ((c | 0x20) == (text[found] | 0x20))
            found++;
        else if (!LISTED(stretch, word, small))
            return false;
        if (word_ends_with(stretch, word, ")") && found < count)
            return false;
    }
    return found == count;
}

/* "Care Quality Commission (CQC)" and "CQC (Care Quality Commission)". */
static bool explained_here(const struct stretch *stretch, size_t index) {
    const struct word *word = &stretch->words.items[index];
    const char *text = stretch->text + word->core;
    size_t count = letters(word) - (stretch->text[word->core_end - 1] == 's' ? 1 : 0);
    if (word->start < word->core && stretch->text[word->start] == '(')
        for (size_t back = count; back <= count + 4 && back <= index; back++)
            if (spells(stretch, index - back, text, count))
                return true;
    return index + 1 < stretch->words.count && stretch->text[stretch->words.items[index + 1].start] == '(' &&
           spells(stretch, index + 1, text, count);
}

static void check_capitals(struct prose *prose, const struct stretch *stretch) {
    for (size_t i = 0; i < stretch->words.count;) {
        const struct word *word = &stretch->words.items[i];
        if (!word->caps) {
            i++;
            continue;
        }
        if (!authors(word)) {
            add_use(prose, stretch, word, true);
            i++;
            continue;
        }
        size_t end = i + 1;
        while (end < stretch->words.count && stretch->words.items[end].caps && authors(&stretch->words.items[end]) &&
               stretch->words.items[end - 1].end == stretch->words.items[end - 1].core_end)
            end++;
        if (run_is_loud(prose, stretch, i, end)) {
            size_t last = stretch->words.items[end - 1].core_end;
            report_add(prose->report, RULE_A11Y_CAPITALS, stretch_place(stretch, word->core, last),
                       stretch_quote(stretch, prose->arena, word->core, last));
        } else {
            for (size_t j = i; j < end; j++)
                if (!is_known(prose, stretch, &stretch->words.items[j]))
                    add_use(prose, stretch, &stretch->words.items[j], explained_here(stretch, j));
        }
        i = end;
    }
}

static int use_compare(const void *left, const void *right) {
    const struct use *a = left;
    const struct use *b = right;
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static void check_abbreviations(struct prose *prose) {
    if (prose->uses.count == 0)
        return;
    qsort(prose->uses.items, prose->uses.count, sizeof *prose->uses.items, use_compare);
    struct names *met = names_open(prose->arena);
    for (size_t i = 0; i < prose->uses.count; i++) {
        const struct use *use = &prose->uses.items[i];
        bool fresh;
        (void)names_add(met, use->text, use->place, &fresh);
        if (fresh && !use->explains)
            report_add(prose->report, RULE_A11Y_ABBR, use->place, use->text);
    }
}

/* ---- numbers and marks typed where the program makes them; room made of spaces ---- */

static bool digits_and_dots(const struct stretch *stretch, const struct word *word, size_t *dots) {
    *dots = 0;
    for (size_t i = word->core; i < word->core_end; i++) {
        char c = stretch->text[i];
        if (c == '.')
            ++*dots;
        else if (c < '0' || c > '9')
            return false;
    }
    return word->core_end > word->core;
}

/* "1.", "4.2", "(a)", "iv)", "•", "-": the word before one that begins the text itself. */
static bool label_typed(const struct stretch *stretch, const struct word *word, const struct word *next) {
    static const char *const marks[] = {"-", "*", "–", "•", "·", "o", "▪", "‣", "◦"};
    static const char *const roman[] = {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"};
    const char *text = stretch->text + word->start;
    size_t count = word->end - word->start;
    bool item = element_is(stretch->element, "item") || element_is(stretch->element, "p");
    for (size_t i = 0; item && i < sizeof marks / sizeof *marks; i++)
        if (strlen(marks[i]) == count && memcmp(marks[i], text, count) == 0)
            return true;
    size_t dots;
    char last = text[count - 1];
    bool capital = sentence_can_begin(stretch, next);
    if (digits_and_dots(stretch, word, &dots) && letters(word) <= 8)
        return *text != '(' ? last == ')' || (last == '.' && (capital || item)) || (dots > 0 && capital && !next->caps)
                            : last == ')' && letters(word) <= 3; /* longer is a dialling code */
    bool closed = last == ')' || (last == '.' && *text != '(');
    char first = word_byte(stretch, word, 0);
    bool letter = letters(word) == 1 && ((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z'));
    return closed && (last == ')' || !(first >= 'A' && first <= 'Z')) && (letter || LISTED(stretch, word, roman));
}

/* "Table 3: …" or "Figure 2 …" as a caption, "Appendix A: …" as a title. A title can begin with the section of an Act,
 * so there a sign has to stand behind the number. */
static bool label_named(const struct stretch *stretch, const struct word *word, const struct word *next) {
    static const char *const names[] = {"table", "figure", "appendix", "annex", "section", "part", "clause"};
    const char *end = stretch->text + next->end - 1;
    char first = word_byte(stretch, next, 0);
    bool number = (first >= '0' && first <= '9') || (first >= 'A' && first <= 'Z' && letters(next) == 1);
    bool figure = word_is(stretch, word, "figure") || word_is(stretch, word, "table");
    bool caption = element_is(stretch->element, "caption") && figure && first <= '9';
    return number && LISTED(stretch, word, names) && (caption || *end == ':' || *end == '.');
}

static void check_label(struct prose *prose, const struct stretch *stretch) {
    static const char *const places[] = {"title", "item", "caption", "p"};
    const struct word *word = &stretch->words.items[0];
    bool labelled = false;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        labelled = labelled || element_is(stretch->element, places[i]);
    if (!labelled || stretch->words.count < 2 || word->voice != VOICE_AUTHOR)
        return;
    size_t end = 0;
    bool heads = element_is(stretch->element, "title") || element_is(stretch->element, "caption");
    if (label_typed(stretch, word, word + 1))
        end = word->end;
    else if (heads && label_named(stretch, word, word + 1))
        end = word[1].end;
    if (end > 0)
        report_add(prose->report, RULE_A11Y_LABEL, stretch_place(stretch, word->start, end),
                   stretch_quote(stretch, prose->arena, word->start, end));
}

static void check_room(struct prose *prose, const struct stretch *stretch) {
    static const char space[] = "\xC2\xA0";
    const char *at = stretch->text;
    while (at != NULL && (at = strstr(at, space)) != NULL) {
        const char *end = at;
        size_t count = 0;
        for (; strncmp(end, space, 2) == 0 || (*end == ' ' && count > 0); end++)
            if (*end != ' ') {
                count++;
                end++;
            }
        if (count >= 2)
            report_add(prose->report, RULE_A11Y_SPACE,
                       stretch_place(stretch, (size_t)(at - stretch->text), (size_t)(end - stretch->text)),
                       arena_format(prose->arena, "%zu", count));
        at = end;
    }
}

/* ---- words that the house avoids ---- */

/* "form(s)" and "box(es)". */
static bool plural_in_brackets(const struct stretch *stretch, const struct word *word) {
    static const char *const endings[] = {"(s", "(es"};
    if (word->core_end == word->end || stretch->text[word->core_end] != ')')
        return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t bytes = strlen(endings[i]);
        char before = letters(word) > bytes ? stretch->text[word->core_end - bytes - 1] : '0';
        if (memcmp(stretch->text + word->core_end - bytes, endings[i], letters(word) > bytes ? bytes : 0) == 0 &&
            before >= 'a' && before <= 'z')
            return true;
    }
    return false;
}

/* The words of a link are left to A11Y-LINK: "click here" is one mistake. */
static void check_vocabulary(struct prose *prose, const struct stretch *stretch) {
    for (size_t i = 0; i < stretch->words.count;) {
        const struct word *word = &stretch->words.items[i];
        const char *write = "";
        size_t count = word->voice == VOICE_AUTHOR ? vocabulary_avoid(prose->vocabulary, stretch, i, &write) : 0;
        if (count > 0) {
            size_t end = stretch->words.items[i + count - 1].core_end;
            report_add(prose->report, RULE_PLAIN_WORD, stretch_place(stretch, word->core, end),
                       stretch_quote(stretch, prose->arena, word->core, end),
                       *write == '\0' ? "leave it out"
                                      : arena_format(prose->arena, "write \"%s\", or say it in another way", write));
        } else if (authors(word) && plural_in_brackets(stretch, word)) {
            report_add(prose->report, RULE_PLAIN_PLURAL, stretch_place(stretch, word->core, word->core_end + 1),
                       stretch_quote(stretch, prose->arena, word->core, word->core_end + 1));
        }
        i += count > 0 ? count : 1;
    }
}

/* ---- the walk ---- */

static void judge(struct prose *prose, struct stretch *stretch) {
    if (stretch->pieces.count == 0)
        return;
    stretch_cut(stretch, prose->arena);
    if (prose->claims || bodies_concern(prose->bodies, stretch)) {
        tokens_cut(&prose->tokens, stretch, prose->arena);
        bodies_check(prose->bodies, &prose->tokens, prose->arena, prose->report);
    }
    if (prose->claims)
        claims_check(prose->phrases, &prose->tokens, prose->arena, prose->report);
    if (prose->names_alone)
        return;
    check_room(prose, stretch);
    if (stretch->words.count == 0)
        return;
    check_capitals(prose, stretch);
    check_label(prose, stretch);
    if (!element_is(stretch->element, "title") && !element_is(stretch->element, "term"))
        check_sentences(prose, stretch);
    if (!element_is(stretch->element->parent, "declaration"))
        check_vocabulary(prose, stretch);
    wording_check(stretch, &prose->counts, prose->arena, prose->report);
    if (prose->amounts != NULL)
        amounts_check(prose->amounts, stretch, prose->arena, prose->report);
}

/* Returns what `english` was. */
static bool enter(struct prose *prose, const struct element *element) {
    bool before = prose->english;
    const char *lang = element_attribute(element, "lang");
    if (lang != NULL)
        prose->english = strncasecmp(lang, "en", 2) == 0 && (lang[2] == '\0' || lang[2] == '-');
    return before;
}

static enum voice voice_of(const struct element *element, enum voice around) {
    if (element_is(element, "abbr"))
        return VOICE_EXPLAINED;
    if (element_is(element, "legislation-ref") || element_is(element, "document-ref"))
        return VOICE_TITLE;
    return element_is(element, "link") ? VOICE_LINKED : around;
}

/* Its words are the program's. */
static bool is_made(const struct element *element) {
    return element_is(element, "fact") || element_is(element, "limit-ref") || element_is(element, "xref") ||
           element_is(element, "placeholder") ||
           (element_is(element, "role") && element_attribute(element, "ref") != NULL);
}

static void read_inline(struct prose *prose, struct stretch *stretch, const struct element *element, enum voice voice);

static void read_note(struct prose *prose, const struct element *element) {
    if (prose->in_note)
        return;
    prose->in_note = true;
    stretch_begin(&prose->note, element);
    for (const struct element *at = element->first; at != NULL; at = at->next)
        read_inline(prose, &prose->note, at, VOICE_AUTHOR);
    judge(prose, &prose->note);
    prose->in_note = false;
}

static void read_inline(struct prose *prose, struct stretch *stretch, const struct element *element, enum voice voice) {
    prose->order++;
    if (element->text != NULL) {
        stretch_text(stretch, prose->arena, element, prose->english ? voice : VOICE_FOREIGN, prose->order);
        return;
    }
    bool before = enter(prose, element);
    if (element_is(element, "note"))
        read_note(prose, element);
    else if (is_made(element))
        stretch_sign(stretch, prose->arena, element, prose->order);
    else
        for (const struct element *at = element->first; at != NULL; at = at->next)
            read_inline(prose, stretch, at, voice_of(element, voice));
    prose->english = before;
}

enum walk { WALK_NOT, WALK_THROUGH, WALK_READ, WALK_NAMES, WALK_INLINE };

static enum walk walk_of(const struct element *element) {
    static const struct {
        const char *name;
        enum walk walk;
    } names[] = {
        {"p", WALK_READ},
        {"item", WALK_READ},
        {"cell", WALK_READ},
        {"title", WALK_READ},
        {"term", WALK_READ},
        {"caption", WALK_READ},
        {"table-note", WALK_READ},
        {"change", WALK_READ},
        {"not-covered", WALK_READ},
        {"no-steps", WALK_READ},
        {"owner", WALK_NAMES},
        {"author", WALK_NAMES},
        {"subject", WALK_NAMES},
        {"short-title", WALK_NAMES},
        {"post", WALK_NAMES},
        {"list", WALK_THROUGH},
        {"definitions", WALK_THROUGH},
        {"definition", WALK_THROUGH},
        {"table", WALK_THROUGH},
        {"row-group", WALK_THROUGH},
        {"row", WALK_THROUGH},
        {"figure", WALK_THROUGH},
        {"part", WALK_THROUGH},
        {"section", WALK_THROUGH},
        {"clause", WALK_THROUGH},
        {"appendix", WALK_THROUGH},
        {"declaration", WALK_THROUGH},
        {"history", WALK_THROUGH},
        {"release", WALK_THROUGH},
        {"control", WALK_THROUGH},
        {"signature", WALK_THROUGH},
        {"decision", WALK_READ},
        {"decisions", WALK_THROUGH},
        {"decision-group", WALK_THROUGH},
        {"limit-table", WALK_THROUGH},
        {"seats", WALK_THROUGH},
        {"members", WALK_THROUGH},
        {"member", WALK_THROUGH},
        {"address", WALK_NAMES},
        {"representative", WALK_NAMES},
        {"indicators", WALK_THROUGH},
        {"indicator", WALK_THROUGH},
        {"name", WALK_NAMES},
        {"columns", WALK_NOT},
        {"quote", WALK_NOT},
        {"alt", WALK_NOT},
    };
    if (element->name == NULL)
        return WALK_INLINE;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].name[0] == element->name[0] && strcmp(names[i].name, element->name) == 0)
            return names[i].walk;
    return WALK_INLINE;
}

static void read_block(struct prose *prose, const struct element *element);

/* Blocks in an item or a cell cut its own text into stretches. */
static void read_text(struct prose *prose, const struct element *element) {
    stretch_begin(&prose->outer, element);
    for (const struct element *at = element->first; at != NULL; at = at->next) {
        if (walk_of(at) == WALK_INLINE) {
            read_inline(prose, &prose->outer, at, VOICE_AUTHOR);
            continue;
        }
        judge(prose, &prose->outer);
        read_block(prose, at);
        stretch_begin(&prose->outer, element);
    }
    judge(prose, &prose->outer);
}

/* The children of a root, a division or another element that holds no text. */
static void read_children(struct prose *prose, const struct element *element) {
    for (const struct element *at = element->first; at != NULL; at = at->next)
        if (at->name != NULL)
            read_block(prose, at);
}

static void read_block(struct prose *prose, const struct element *element) {
    bool before = enter(prose, element);
    enum walk walk = walk_of(element);
    prose->names_alone = walk == WALK_NAMES;
    if (walk == WALK_READ || walk == WALK_NAMES)
        read_text(prose, element);
    else if (walk == WALK_THROUGH)
        read_children(prose, element);
    prose->names_alone = false;
    prose->english = before;
}

static void count_divisions(struct prose *prose, const struct element *root) {
    for (const struct element *at = root; at != NULL; at = element_after(at, root)) {
        if (element_is(at, "section") && (at->parent == root || element_is(at->parent, "part")))
            prose->counts.sections++;
        else if (element_is(at, "clause"))
            prose->counts.clauses++;
        else if (element_is(at, "part"))
            prose->counts.parts++;
    }
}

/* Whose names a document may hold, and, of a statement, which claims it may not make. */
static void open_names(struct prose *prose, const struct element *root, const struct prose_lists *lists) {
    static const struct bodies_demand of_statement = {
        .issuers_alone = true, .stranger = RULE_MS_09, .unlisted = RULE_MS_09_UNLISTED};
    static const struct bodies_demand of_others = {.unlisted = RULE_BODY_UNKNOWN};
    prose->claims = element_is(root, "statement");
    prose->phrases = phrases_open(prose->arena);
    prose->bodies = bodies_open(root, lists->organisations, lists->words, prose->claims ? of_statement : of_others,
                                prose->phrases, prose->arena);
    if (prose->claims)
        claims_open(prose->phrases, lists->words);
}

void prose_check(const struct element *root, const struct prose_lists *lists, struct arena *arena,
                 struct report *report) {
    struct prose prose = {
        .arena = arena, .report = report, .vocabulary = vocabulary_read(lists->words, arena), .english = true};
    open_names(&prose, root, lists);
    if (lists->limits != NULL)
        prose.amounts = amounts_open(lists->limits, arena);
    count_divisions(&prose, root);
    (void)enter(&prose, root);
    read_children(&prose, root);
    check_abbreviations(&prose);
    terms_check(root, arena, report);
}
