/* opportunity.c: text of a paragraph → where its lines may end.
 *
 * ICU's line iterator (UAX #14, one kept for each language) proposes, where a look
 * at each byte does not show what it would say; the British
 * rules of opportunity.h then only take away, save inside long addresses. First
 * every proposal inside a word goes, unless a script without word spaces stands
 * on either side; then the gaps between words are walked once, and those stay
 * closed whose words belong together. Hyphens come last, by libhyphen (Liang's
 * patterns), in plain words of small letters alone.
 *
 * Surprising: the iterators and dictionaries are the one thing that outlives a
 * call; they hold no text, so the same paragraph always gives the same answer. Each thread
 * has its own.
 */
#include "text/opportunity.h"

#include <assert.h>
#include <hyphen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include "base/list.h"
#include "base/utf8.h"

#define LANGUAGES 12
#define ADDRESS_SHORT 24 /* characters; an address up to here is never broken */
#define ADDRESS_EDGE 3
#define HYPHENATE_LEAST 6 /* characters of a word worth breaking */
#define WORD_LONGEST 100  /* bytes; what is longer is no word of a dictionary */

struct kept_language {
    char lang[36];
    UBreakIterator *lines;
    HyphenDict *dictionary; /* NULL when not asked for, or none */
    bool dictionary_tried;
};

static _Thread_local struct kept_language kept[LANGUAGES];
static _Thread_local size_t kept_count;
static struct font_set *dictionaries;

/* A word: bytes between two stretches of white space. */
struct word {
    size_t start, end;
    bool pointed; /* it holds a point, a colon or an @: without one it is no address */
};

struct paragraph_text {
    const char *text;
    size_t bytes;
    uint8_t *breaks;
    LIST(struct word) words;
};

/* --- What is kept between calls ------------------------------------------------------- */

static void language_close(struct kept_language *language) {
    if (language->lines != NULL)
        ubrk_close(language->lines);
    if (language->dictionary != NULL)
        hnj_hyphen_free(language->dictionary);
    *language = (struct kept_language){.lang = ""};
}

void opportunity_leave(void) {
    while (kept_count > 0)
        language_close(&kept[--kept_count]);
}

void opportunity_close(void) {
    opportunity_leave();
    dictionaries = NULL;
}

void opportunity_open(struct font_set *fonts) {
    opportunity_close();
    dictionaries = fonts;
}

static struct kept_language *language_find(const char *lang) {
    for (size_t i = 0; i < kept_count; i++)
        if (strcmp(kept[i].lang, lang) == 0)
            return &kept[i];
    if (kept_count == LANGUAGES)
        language_close(&kept[--kept_count]);
    struct kept_language *language = &kept[kept_count++];
    *language = (struct kept_language){.lang = ""};
    strncpy(language->lang, lang, sizeof language->lang - 1);
    UErrorCode error = U_ZERO_ERROR;
    language->lines = ubrk_open(UBRK_LINE, lang, NULL, 0, &error);
    if (U_FAILURE(error)) {
        fputs("engross: ICU's rules for line breaks are missing: install Debian's libicu72 again\n", stderr);
        exit(6); /* the environment is at fault, and no author can mend it */
    }
    return language;
}

static HyphenDict *dictionary_find(struct kept_language *language) {
    if (!language->dictionary_tried && dictionaries != NULL) {
        language->dictionary_tried = true;
        size_t bytes = 0;
        const void *patterns = font_dictionary(dictionaries, language->lang, &bytes);
        FILE *file = NULL;
        if (patterns != NULL)
            file = fmemopen((void *)(uintptr_t)patterns, bytes, "r"); /* only read, whatever the prototype says */
        if (file != NULL) {
            language->dictionary = hnj_hyphen_load_file(file);
            fclose(file);
        }
    }
    return language->dictionary;
}

/* --- What ICU proposes ------------------------------------------------------------------ */

static bool code_is_space(uint32_t code) {
    return code == ' ' || code == '\t' || code == '\n' || code == '\r' || code == 0x1680 || code == 0x205F ||
           code == 0x3000 || (code >= 0x2000 && code <= 0x200A && code != 0x2007);
}

/* The character that ends before `at`. */
static uint32_t code_before(const struct paragraph_text *paragraph, size_t at) {
    size_t start = at - 1;
    while (start > 0 && ((unsigned char)paragraph->text[start] & 0xC0) == 0x80)
        start--;
    uint32_t code;
    utf8_decode(paragraph->text + start, paragraph->text + at, &code);
    return code;
}

static uint32_t code_at(const struct paragraph_text *paragraph, size_t at) {
    uint32_t code;
    utf8_decode(paragraph->text + at, paragraph->text + paragraph->bytes, &code);
    return code;
}

/* Whether lines of the character's script break between any two letters or syllables. */
static bool code_is_spaceless(uint32_t code) {
    switch (u_getIntPropertyValue((UChar32)code, UCHAR_LINE_BREAK)) {
    case U_LB_IDEOGRAPHIC:
    case U_LB_CONDITIONAL_JAPANESE_STARTER:
    case U_LB_COMPLEX_CONTEXT:
    case U_LB_H2:
    case U_LB_H3:
    case U_LB_JL:
    case U_LB_JV:
    case U_LB_JT:
    case U_LB_ZWSPACE:
        return true;
    case U_LB_BREAK_AFTER: /* the word marks of Tibetan, Ethiopic…, but no hyphen or dash */
        return code > 0x0590 && (code < 0x2000 || code > 0x206F);
    default:
        return false;
    }
}

static enum opportunity proposal_judge(const struct paragraph_text *paragraph, size_t at, bool hyphenate) {
    uint32_t before = code_before(paragraph, at);
    uint32_t after = code_at(paragraph, at);
    if (code_is_space(before))
        return BREAK_SPACE;
    if (before == 0x00AD)
        return hyphenate ? BREAK_HYPHEN : BREAK_NEVER;
    if (before == 0x2014) /* an em dash without spaces: after it, never before it */
        return BREAK_ALLOWED;
    if (before == '-' || before == '/' || (before >= 0x2010 && before <= 0x2013))
        return BREAK_NEVER;
    return code_is_spaceless(before) || code_is_spaceless(after) ? BREAK_ALLOWED : BREAK_NEVER;
}

/* Whether the byte, and what of its character follows, can take no part in a break but by what the spaces around it do:
 * ASCII, Latin letters, pounds, sections, en dashes and quotation marks. Returns its bytes; 0 for no. */
static size_t plain_bytes(const unsigned char *at, size_t left) {
    if (at[0] < 0x80)
        return at[0] >= ' ' && at[0] < 0x7F;
    if (left >= 2 && at[0] == 0xC3)
        return 2;
    if (left >= 2 && at[0] == 0xC2 && (at[1] == 0xA3 || at[1] == 0xA7))
        return 2;
    bool general = left >= 3 && at[0] == 0xE2 && at[1] == 0x80;
    bool known = general && (at[2] == 0x93 || at[2] == 0x98 || at[2] == 0x99 || at[2] == 0x9C || at[2] == 0x9D);
    return known ? 3 : 0;
}

/* LB13: no line begins with one of these, even after a space. LB14: nor ends with one of those; LB15: nor with a
 * quotation mark when a bracket comes. */
static bool space_is_plain(const unsigned char *text, size_t before, size_t after) {
    static const char CLOSING[] = ",.:;!?)]}/", OPENING[] = "([{", QUOTING[] = "\"'";
    unsigned char left = text[before], right = text[after];
    if (left == 0 || right == 0 || strchr(CLOSING, right) != NULL || strchr(OPENING, left) != NULL)
        return false;
    bool quoting = strchr(QUOTING, left) != NULL || left >= 0x80;
    return !quoting || strchr(OPENING, right) == NULL;
}

/* Most paragraphs: breaks at their spaces are all there are, and ICU need not be asked. False, and nothing is found,
 * where it has to be. */
static bool proposals_are_plain(struct paragraph_text *paragraph) {
    const unsigned char *text = (const unsigned char *)paragraph->text;
    size_t at = 0;
    while (at < paragraph->bytes) {
        size_t count = plain_bytes(text + at, paragraph->bytes - at);
        if (count == 0)
            break;
        if (text[at] == ' ') {
            size_t start = at;
            while (at + 1 < paragraph->bytes && text[at + 1] == ' ')
                at++;
            if (start == 0 || (at + 1 < paragraph->bytes && !space_is_plain(text, start - 1, at + 1)))
                break;
            if (at + 1 < paragraph->bytes)
                paragraph->breaks[at] = BREAK_SPACE;
        }
        at += count;
    }
    if (at < paragraph->bytes)
        memset(paragraph->breaks, 0, at);
    return at >= paragraph->bytes;
}

static void proposals_take(struct paragraph_text *paragraph, UBreakIterator *lines, bool hyphenate) {
    UErrorCode error = U_ZERO_ERROR;
    UText text = UTEXT_INITIALIZER;
    utext_openUTF8(&text, paragraph->text, (int64_t)paragraph->bytes, &error);
    ubrk_setUText(lines, &text, &error);
    if (U_FAILURE(error))
        memory_exhausted();
    for (int32_t at = ubrk_next(lines); at != UBRK_DONE; at = ubrk_next(lines))
        if ((size_t)at < paragraph->bytes && at > 0)
            paragraph->breaks[at - 1] = (uint8_t)proposal_judge(paragraph, (size_t)at, hyphenate);
    utext_close(&text);
}

static void words_find(struct paragraph_text *paragraph, struct arena *arena) {
    size_t start = 0;
    bool pointed = false;
    for (size_t at = 0; at <= paragraph->bytes;) {
        uint32_t code = ' ';
        size_t count = 1;
        if (at < paragraph->bytes && (unsigned char)paragraph->text[at] < 0x80)
            code = (unsigned char)paragraph->text[at];
        else if (at < paragraph->bytes)
            count = utf8_decode(paragraph->text + at, paragraph->text + paragraph->bytes, &code);
        pointed = pointed || code == '.' || code == ':' || code == '@';
        if (code_is_space(code)) {
            if (at > start)
                LIST_ADD(arena, &paragraph->words, ((struct word){start, at, pointed}));
            start = at + count;
            pointed = false;
        }
        at += count;
    }
}

/* --- Words that belong together --------------------------------------------------------------- */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* A part of the text, for the tests below. */
struct slice {
    const char *at;
    size_t count;
};

/* The word without the brackets and quotation marks before it. */
static struct slice word_slice(const struct paragraph_text *paragraph, struct word word) {
    static const char *const OPENING[] = {"(", "[", "\"", "'", "\xE2\x80\x98", "\xE2\x80\x9C"};
    struct slice slice = {paragraph->text + word.start, word.end - word.start};
    if (slice.count > 0 && (is_letter(slice.at[0]) || is_digit(slice.at[0])))
        return slice;
    for (size_t i = 0; i < sizeof OPENING / sizeof OPENING[0]; i++) {
        size_t count = strlen(OPENING[i]);
        if (slice.count > count && memcmp(slice.at, OPENING[i], count) == 0) {
            slice.at += count;
            slice.count -= count;
            i = (size_t)-1; /* from the first again: brackets and quotation marks may follow one another */
        }
    }
    return slice;
}

/* The slice up to its last letter, digit, bracket or sign: without the comma or full stop of the sentence. */
static struct slice slice_core(struct slice slice) {
    static const char *const CLOSING[] = {".",           ",", ";", ":", "!", "?", ")", "]", "\"", "'", "\xE2\x80\x99",
                                          "\xE2\x80\x9D"};
    if (slice.count > 0 && (is_letter(slice.at[slice.count - 1]) || is_digit(slice.at[slice.count - 1])))
        return slice;
    for (size_t i = 0; i < sizeof CLOSING / sizeof CLOSING[0]; i++) {
        size_t count = strlen(CLOSING[i]);
        if (slice.count > count && memcmp(slice.at + slice.count - count, CLOSING[i], count) == 0) {
            slice.count -= count;
            i = (size_t)-1;
        }
    }
    return slice;
}

/* `word` is in small letters; it is told apart by its first letter nearly always. */
static bool slice_is(struct slice slice, const char *word) {
    size_t i = 0;
    while (i < slice.count && lower(slice.at[i]) == word[i])
        i++;
    return i == slice.count && word[i] == '\0';
}

static bool slice_in(struct slice slice, const char *const *words) {
    for (; *words != NULL; words++)
        if (slice_is(slice, *words))
            return true;
    return false;
}

/* What a number, letter or bracket after it belongs to. */
static const char *const CITED[] = {"section",
                                    "sections",
                                    "subsection",
                                    "subsections",
                                    "sub-section",
                                    "sub-sections",
                                    "s.",
                                    "ss.",
                                    "s",
                                    "ss",
                                    "part",
                                    "parts",
                                    "page",
                                    "pages",
                                    "p.",
                                    "pp.",
                                    "clause",
                                    "clauses",
                                    "subclause",
                                    "subclauses",
                                    "sub-clause",
                                    "sub-clauses",
                                    "cl.",
                                    "paragraph",
                                    "paragraphs",
                                    "para",
                                    "paras",
                                    "para.",
                                    "paras.",
                                    "sub-paragraph",
                                    "sub-paragraphs",
                                    "article",
                                    "articles",
                                    "art.",
                                    "appendix",
                                    "appendices",
                                    "annex",
                                    "annexes",
                                    "schedule",
                                    "schedules",
                                    "sch.",
                                    "table",
                                    "tables",
                                    "figure",
                                    "figures",
                                    "fig.",
                                    "figs.",
                                    "chapter",
                                    "chapters",
                                    "ch.",
                                    "regulation",
                                    "regulations",
                                    "reg.",
                                    "regs.",
                                    "rule",
                                    "rules",
                                    "item",
                                    "items",
                                    "note",
                                    "notes",
                                    "footnote",
                                    "footnotes",
                                    "minute",
                                    "minutes",
                                    "number",
                                    "numbers",
                                    "no.",
                                    "nos.",
                                    "volume",
                                    "vol.",
                                    "version",
                                    "versions",
                                    "order",
                                    "orders",
                                    "act",
                                    "step",
                                    "steps",
                                    "stage",
                                    "phase",
                                    "level",
                                    "levels",
                                    "tier",
                                    "band",
                                    "bands",
                                    "grade",
                                    "grades",
                                    "class",
                                    "group",
                                    "principle",
                                    "principles",
                                    "standard",
                                    "standards",
                                    "objective",
                                    "objectives",
                                    "recommendation",
                                    "recommendations",
                                    "question",
                                    "questions",
                                    "box",
                                    "column",
                                    "row",
                                    "line",
                                    "lines",
                                    "room",
                                    "ward",
                                    "resolution",
                                    "indicator",
                                    "risk",
                                    "option",
                                    "ext.",
                                    "c.",
                                    "gbp",
                                    "eur",
                                    "usd",
                                    "nhs",
                                    NULL};

static const char *const SCALES[] = {"hundred", "thousand", "million", "billion", "trillion", "m", "bn", "k", NULL};

static const char *const UNITS[] = {"%",
                                    "mm",
                                    "cm",
                                    "m",
                                    "km",
                                    "mg",
                                    "g",
                                    "kg",
                                    "ml",
                                    "l",
                                    "ha",
                                    "mph",
                                    "kb",
                                    "mb",
                                    "gb",
                                    "tb",
                                    "kw",
                                    "mw",
                                    "gw",
                                    "kwh",
                                    "mwh",
                                    "tco2e",
                                    "pt",
                                    "ft",
                                    "lb",
                                    "oz",
                                    "am",
                                    "pm",
                                    "a.m",
                                    "p.m",
                                    "noon",
                                    "midnight",
                                    "percent",
                                    "pence",
                                    "p",
                                    "wte",
                                    "fte",
                                    "\xC2\xB0"
                                    "c",
                                    "o\xE2\x80\x99"
                                    "clock",
                                    "o'clock",
                                    NULL};

/* What stands before a name: without a full stop. */
static const char *const TITLES[] = {"mr",   "mrs",  "ms",   "miss", "mx",         "dr",   "prof", "professor", "sir",
                                     "dame", "lord", "lady", "cllr", "councillor", "revd", "rev",  "st",        NULL};

/* Signs that stand before a number, should there be a space between them. */
static const char *const SIGNS[] = {"\xC2\xA3", "\xE2\x82\xAC", "$", "\xC2\xA7", "\xC2\xB6",
                                    "\xC2\xA9", "\xE2\x84\x96", "#", NULL};

static const char *const MONTHS[] = {"January", "February",  "March",   "April",    "May",      "June", "July",
                                     "August",  "September", "October", "November", "December", "Jan",  "Feb",
                                     "Mar",     "Apr",       "Jun",     "Jul",      "Aug",      "Sep",  "Sept",
                                     "Oct",     "Nov",       "Dec",     NULL};

static bool slice_is_month(struct slice slice) {
    for (const char *const *month = MONTHS; slice.count > 0 && *month != NULL; month++)
        if (**month == *slice.at && strlen(*month) == slice.count && memcmp(*month, slice.at, slice.count) == 0)
            return true;
    return false;
}

/* One or two digits, "1st" and the like included. */
static bool slice_is_day(struct slice slice) {
    size_t digits = 0;
    while (digits < slice.count && is_digit(slice.at[digits]))
        digits++;
    struct slice rest = {slice.at + digits, slice.count - digits};
    static const char *const ORDINALS[] = {"st", "nd", "rd", "th", NULL};
    return digits >= 1 && digits <= 2 && (rest.count == 0 || slice_in(rest, ORDINALS));
}

static bool slice_is_year(struct slice slice) {
    return slice.count >= 4 && is_digit(slice.at[0]) && is_digit(slice.at[1]) && is_digit(slice.at[2]) &&
           is_digit(slice.at[3]) && (slice.count == 4 || !is_digit(slice.at[4]));
}

/* Digits with points, commas and colons between them, a currency sign before: "36", "1,200", "£2.5", "€10", "9:30". */
static bool slice_is_amount(struct slice slice) {
    static const char *const BEFORE[] = {"\xC2\xA3", "\xE2\x82\xAC", "$", "-", "\xE2\x88\x92", "~"};
    for (size_t i = 0; i < sizeof BEFORE / sizeof BEFORE[0]; i++) {
        size_t count = strlen(BEFORE[i]);
        if (slice.count > count && memcmp(slice.at, BEFORE[i], count) == 0) {
            slice.at += count;
            slice.count -= count;
        }
    }
    if (slice.count == 0 || !is_digit(slice.at[0]) || !is_digit(slice.at[slice.count - 1]))
        return false;
    for (size_t i = 0; i < slice.count; i++)
        if (!is_digit(slice.at[i]) && slice.at[i] != '.' && slice.at[i] != ',' && slice.at[i] != ':')
            return false;
    return true;
}

static bool slice_is_roman(struct slice slice) {
    for (size_t i = 0; i < slice.count; i++)
        if (strchr("IVXLC", slice.at[i]) == NULL || slice.at[i] == '\0')
            return false;
    return slice.count > 0;
}

/* "54", "5.3(a)", "A", "A1", "IV": what may follow a cited noun. */
static bool slice_is_cited(struct slice slice) {
    struct slice core = slice_core(slice);
    if (core.count == 0)
        return false;
    if (is_digit(core.at[0]) || slice_is_roman(core))
        return true;
    bool letter = core.at[0] >= 'A' && core.at[0] <= 'Z';
    return letter && (core.count == 1 || !is_letter(core.at[1])) && slice.at[0] == core.at[0];
}

/* "(a)", "(ii)", "(1)(b)": a bracket of a clause, of at most four characters. */
static bool word_is_bracket(const struct paragraph_text *paragraph, struct word word) {
    const char *text = paragraph->text + word.start;
    size_t count = word.end - word.start;
    if (count < 3 || text[0] != '(')
        return false;
    size_t inside = 1;
    while (inside < count && (is_letter(text[inside]) || is_digit(text[inside])))
        inside++;
    return inside > 1 && inside <= 5 && inside < count && text[inside] == ')';
}

/* Whether word `i` is cited: a noun stands before it, or "sections 5 to" does. */
static bool word_is_cited(const struct paragraph_text *paragraph, size_t i) {
    const struct word *words = paragraph->words.items;
    for (; i >= 1; i -= 2) {
        if (slice_in(word_slice(paragraph, words[i - 1]), CITED))
            return slice_is_cited(word_slice(paragraph, words[i])) || word_is_bracket(paragraph, words[i]);
        if (i < 3 || !slice_is(word_slice(paragraph, words[i - 1]), "to"))
            return false;
    }
    return false;
}

/* A dash, a slash or an ellipsis between spaces: it stays with what is before it. */
static bool word_is_dash(const struct paragraph_text *paragraph, struct word word) {
    static const char *const DASHES[] = {"\xE2\x80\x93", "\xE2\x80\x94", "-", "/", "\xE2\x80\xA6", "...", NULL};
    struct slice slice = {paragraph->text + word.start, word.end - word.start};
    return !is_letter(slice.at[0]) && slice_in(slice, DASHES);
}

/* What stands after the last en dash of "am–4", and before the first: "5 pm–7 pm" is of two amounts. */
static struct slice slice_of_range(struct slice slice, bool last) {
    for (size_t i = 0; i + 4 <= slice.count; i++) {
        size_t at = last ? slice.count - 4 - i : i;
        if (at > 0 && memcmp(slice.at + at, "\xE2\x80\x93", 3) == 0)
            return last ? (struct slice){slice.at + at + 3, slice.count - at - 3} : (struct slice){slice.at, at};
    }
    return slice;
}

static bool slice_is_capital(struct slice slice) {
    return slice.count > 0 && slice.at[0] >= 'A' && slice.at[0] <= 'Z';
}

/* "J.", "J.R.": capitals, each with its full stop. */
static bool slice_is_initials(struct slice slice) {
    for (size_t i = 0; i + 1 < slice.count; i += 2)
        if (slice.at[i] < 'A' || slice.at[i] > 'Z' || slice.at[i + 1] != '.')
            return false;
    return slice.count >= 2 && slice.count % 2 == 0;
}

/* Whether the gap is within a name: "J. R. Smith", "Dr. Smith", "Charles III". */
static bool gap_is_of_name(struct slice left, struct slice right) {
    if (!slice_is_capital(left) || !slice_is_capital(right))
        return false;
    if (slice_is_initials(left))
        return true;
    struct slice right_core = slice_core(right);
    if (right_core.count >= 2 && slice_is_roman(right_core))
        return left.count > 1 && is_letter(left.at[left.count - 1]);
    left.count -= left.at[left.count - 1] == '.';
    return slice_in(left, TITLES);
}

/* Digits of a telephone number between spaces: "020", "(020)", "+44". */
static bool slice_is_dialled(struct slice slice) {
    slice = slice_core(slice);
    size_t at = slice.count > 2 && slice.at[0] == '+';
    while (at < slice.count && is_digit(slice.at[at]))
        at++;
    return at == slice.count && at >= 2;
}

/* Whether words i and i + 1 are groups of one telephone number: it begins with a nought or a plus sign. */
static bool gap_is_of_telephone(const struct paragraph_text *paragraph, size_t i) {
    const struct word *words = paragraph->words.items;
    if (!slice_is_dialled(word_slice(paragraph, words[i + 1])))
        return false;
    for (size_t groups = 0; groups < 4; groups++, i--) {
        struct slice group = word_slice(paragraph, words[i]);
        if (!slice_is_dialled(group))
            return false;
        if (group.at[0] == '+' || (group.at[0] == '0' && group.count >= 3))
            return true;
        if (i == 0)
            return false;
    }
    return false;
}

/* Whether word i is the "(a)" or "(ii)" or "(1)" that begins something here, and is cited by nothing before it. */
static bool word_is_enumerator(const struct paragraph_text *paragraph, size_t i) {
    const struct word *words = paragraph->words.items;
    const char *inside = paragraph->text + words[i].start + 1;
    size_t count = words[i].end - words[i].start;
    if (count < 3 || inside[-1] != '(' || inside[count - 2] != ')')
        return false;
    count -= 2;
    bool roman = true, digits = true;
    for (size_t j = 0; j < count; j++) {
        roman = roman && (inside[j] == 'i' || inside[j] == 'v' || inside[j] == 'x');
        digits = digits && is_digit(inside[j]);
    }
    if (!(count == 1 && is_letter(inside[0])) && !(roman && count <= 4) && !(digits && count <= 2))
        return false;
    if (i == 0)
        return true;
    struct slice before = word_slice(paragraph, words[i - 1]);
    return !is_digit(before.at[before.count - 1]) && !slice_is(before, "to") && !slice_in(before, CITED);
}

/* Whether the word can be told at its first letter to have no part in any rule: most words. Rules need a digit, a
 * capital, a bracket or a sign on one side, or "to", "per" or "cent". */
static bool word_is_plain(const struct paragraph_text *paragraph, struct word word) {
    struct slice slice = {paragraph->text + word.start, word.end - word.start};
    return slice.at[0] >= 'a' && slice.at[0] <= 'z' && !is_digit(slice.at[slice.count - 1]) && !slice_is(slice, "to") &&
           !slice_is(slice, "per");
}

/* Whether the gap is between an amount and what it is of: "36 million", "10 kg", "5 pm–7 pm", "10 per cent". */
static bool gap_is_of_amount(const struct paragraph_text *paragraph, size_t i) {
    const struct word *words = paragraph->words.items;
    struct slice left = word_slice(paragraph, words[i]);
    struct slice right = word_slice(paragraph, words[i + 1]);
    if (slice_is(left, "per") && slice_is(slice_core(right), "cent"))
        return i > 0 && slice_is_amount(word_slice(paragraph, words[i - 1]));
    if (!slice_is_amount(slice_of_range(left, true)))
        return false;
    struct slice of = slice_core(slice_of_range(right, false));
    if (slice_in(of, SCALES) || slice_in(of, UNITS))
        return true;
    return slice_is(right, "per") && i + 2 < paragraph->words.count &&
           slice_is(slice_core(word_slice(paragraph, words[i + 2])), "cent");
}

/* Whether the gap is within a citation, behind its noun: "sections 5 to 7", "section 54 (1)". */
static bool gap_is_of_citation(const struct paragraph_text *paragraph, size_t i) {
    const struct word *words = paragraph->words.items;
    struct slice left = word_slice(paragraph, words[i]);
    struct slice right = word_slice(paragraph, words[i + 1]);
    if (slice_is(right, "to") && i + 2 < paragraph->words.count && slice_is_cited(left))
        return slice_is_cited(word_slice(paragraph, words[i + 2])) && word_is_cited(paragraph, i);
    if (slice_is(left, "to") && i > 0 && slice_is_cited(right))
        return slice_is_cited(word_slice(paragraph, words[i - 1])) && word_is_cited(paragraph, i - 1);
    return word_is_bracket(paragraph, words[i + 1]) && i > 0 && is_digit(left.at[left.count - 1]) &&
           word_is_cited(paragraph, i);
}

/* Whether the gap between word i and the next stays closed. */
static bool gap_is_closed(const struct paragraph_text *paragraph, size_t i) {
    const struct word *words = paragraph->words.items;
    if (word_is_dash(paragraph, words[i + 1]))
        return true;
    if (word_is_plain(paragraph, words[i]) && word_is_plain(paragraph, words[i + 1]))
        return false;
    struct slice left = word_slice(paragraph, words[i]);
    struct slice right = word_slice(paragraph, words[i + 1]);
    if ((slice_is_cited(right) || word_is_bracket(paragraph, words[i + 1])) && slice_in(left, CITED))
        return true;
    struct slice right_core = slice_core(right);
    if ((slice_is_day(slice_of_range(left, true)) && slice_is_month(right_core)) ||
        (slice_is_month(left) && slice_is_year(right)))
        return true;
    /* "(as at 2019)": the other gap is closed below. */
    if (slice_is(left, "as") && slice_is(right, "at") && i + 2 < paragraph->words.count)
        return is_digit(paragraph->text[words[i + 2].start]);
    if (is_digit(right.at[0])) {
        if (slice_in(left, SIGNS) || gap_is_of_telephone(paragraph, i))
            return true;
        if (slice_is(left, "at") && slice_is_year(right_core)) /* "as at 2019" */
            return true;
        /* As a name has it: "No 10", but not "there is no 10". */
        if (left.count == 2 && memcmp(left.at, "No", 2) == 0)
            return true;
    }
    /* An ellipsis that leaves out a beginning stands with what follows. */
    if ((i == 0 || left.at != paragraph->text + words[i].start) && slice_is(left, "\xE2\x80\xA6"))
        return true;
    return gap_is_of_name(left, right) || word_is_enumerator(paragraph, i) || gap_is_of_amount(paragraph, i) ||
           gap_is_of_citation(paragraph, i);
}

static void gaps_close(struct paragraph_text *paragraph) {
    for (size_t i = 0; i + 1 < paragraph->words.count; i++) {
        size_t last = paragraph->words.items[i + 1].start - 1;
        if (paragraph->breaks[last] != BREAK_NEVER && gap_is_closed(paragraph, i))
            memset(paragraph->breaks + paragraph->words.items[i].end, BREAK_NEVER,
                   last + 1 - paragraph->words.items[i].end);
    }
}

/* --- Addresses ------------------------------------------------------------------------------------ */

/* Where the path of an address begins: after "https://", or at the start of "www." or of what holds an "@". Returns
 * false for a word that is no address. */
static bool address_find(struct slice word, size_t *start) {
    for (size_t i = 0; i + 3 <= word.count; i++)
        if (memcmp(word.at + i, "://", 3) == 0) {
            *start = i + 3;
            return i > 0;
        }
    *start = 0;
    if (word.count > 4 && lower(word.at[0]) == 'w' && lower(word.at[1]) == 'w' && lower(word.at[2]) == 'w' &&
        word.at[3] == '.')
        return true;
    const char *at = memchr(word.at, '@', word.count);
    return at != NULL && at > word.at && memchr(at, '.', word.count - (size_t)(at - word.at)) != NULL;
}

static void address_open(struct paragraph_text *paragraph, struct word word) {
    struct slice slice = slice_core(word_slice(paragraph, word));
    size_t start;
    if (!address_find(slice, &start))
        return;
    uint8_t *breaks = paragraph->breaks + (slice.at - paragraph->text);
    memset(breaks, BREAK_NEVER, slice.count - 1);
    if (utf8_count(slice.at, slice.count) <= ADDRESS_SHORT)
        return;
    const char *slash = memchr(slice.at + start, '/', slice.count - start);
    size_t path = slash != NULL ? (size_t)(slash - slice.at) : 0; /* an address without one breaks where it may */
    for (size_t i = start > ADDRESS_EDGE ? start : ADDRESS_EDGE - 1; i + ADDRESS_EDGE < slice.count; i++) {
        char c = slice.at[i];
        char next = slice.at[i + 1];
        bool after = c != '\0' && strchr("/.?&", c) != NULL && strchr("/.?&-", next) == NULL;
        bool before = next == '-' && (is_letter(c) || is_digit(c));
        if (after || before)
            breaks[i] = i < path ? BREAK_HOST : BREAK_ALLOWED;
    }
}

/* --- Hyphens ---------------------------------------------------------------------------------------- */

/* Letters of the word in small ones, for the dictionary; 0 when it is not a plain word: one with a digit, a hyphen or
 * an apostrophe inside, or with a capital that is not its first letter. */
static size_t word_lower(struct slice word, char out[WORD_LONGEST + 8]) {
    size_t count = 0;
    size_t letters = 0;
    for (size_t at = 0; at < word.count; letters++) {
        uint32_t code;
        at += utf8_decode(word.at + at, word.at + word.count, &code);
        if (!u_isalpha((UChar32)code) || (letters > 0 && u_isupper((UChar32)code)) || count > WORD_LONGEST)
            return 0;
        count += utf8_write((uint32_t)u_tolower((UChar32)code), out + count);
    }
    out[count] = '\0';
    return letters >= HYPHENATE_LEAST && count == word.count ? count : 0;
}

static void word_hyphenate(struct paragraph_text *paragraph, struct word word, HyphenDict *dictionary) {
    struct slice slice = slice_core(word_slice(paragraph, word));
    char text[WORD_LONGEST + 8];
    char hyphens[WORD_LONGEST + 16] = "";
    size_t count = word_lower(slice, text);
    if (count == 0 || count > WORD_LONGEST)
        return;
    char **rep = NULL;
    int *pos = NULL;
    int *cut = NULL;
    if (hnj_hyphen_hyphenate3(dictionary, text, (int)count, hyphens, NULL, &rep, &pos, &cut, 2, 3, 2, 3) != 0)
        return;
    /* The marks count characters: one for each letter of the word. */
    uint8_t *breaks = paragraph->breaks + (slice.at - paragraph->text);
    size_t letter = 0;
    for (size_t at = 0; at < count && rep == NULL; letter++) {
        uint32_t code;
        at += utf8_decode(slice.at + at, slice.at + count, &code);
        if (at < count && is_digit(hyphens[letter]) && (hyphens[letter] - '0') % 2 == 1)
            breaks[at - 1] = BREAK_HYPHEN;
    }
    /* With `rep` a pattern would change the spelling at the break: British patterns do not, and we never would. */
    for (size_t i = 0; i < count && rep != NULL; i++)
        free(rep[i]);
    free(rep);
    free(pos);
    free(cut);
}

const uint8_t *opportunity_find(const char *text, size_t bytes, const char *lang, bool hyphenate, struct arena *arena) {
    assert(bytes < INT32_MAX);
    struct paragraph_text paragraph = {.text = text, .bytes = bytes, .breaks = ARENA_ARRAY(arena, bytes, uint8_t)};
    struct kept_language *language = language_find(lang);
    if (!proposals_are_plain(&paragraph))
        proposals_take(&paragraph, language->lines, hyphenate);
    words_find(&paragraph, arena);
    HyphenDict *dictionary = hyphenate ? dictionary_find(language) : NULL;
    for (size_t i = 0; i < paragraph.words.count; i++) {
        if (paragraph.words.items[i].pointed)
            address_open(&paragraph, paragraph.words.items[i]);
        if (dictionary != NULL)
            word_hyphenate(&paragraph, paragraph.words.items[i], dictionary);
    }
    gaps_close(&paragraph);
    return paragraph.breaks;
}
