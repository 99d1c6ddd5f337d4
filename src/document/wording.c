/* wording.c: forms of words within a stretch.
 *
 * the words of a stretch in → findings out. Each word that the author answers for
 * is asked once, by its first byte, whether it begins a form of one of the kinds
 * below. The forms asked for are those of the NHS and GOV.UK style guides: "6
 * August 2018", "5:30pm" or "5.30pm", "midday", "£2 million".
 *
 * Surprising: what is typed like a reference is only told when the document has
 * that many sections or clauses itself, and no Act or "of the …" follows: "section
 * 75 agreement" and "paragraph 3 of the policy" are no places in this document.
 */
#include "document/wording.h"

#include <stdlib.h>
#include <string.h>

#define SENTENCE_FAR 200 /* words */

struct wording {
    const struct stretch *stretch;
    const struct wording_counts *counts;
    struct arena *arena;
    struct report *report;
    bool cell;                                         /* where short forms may save room */
    enum { YEAR_UNASKED, YEAR_NONE, YEAR_THERE } year; /* whether one stands anywhere in the stretch */
};

static const struct word *word_at(const struct wording *wording, size_t index) {
    return index < wording->stretch->words.count ? &wording->stretch->words.items[index] : NULL;
}

static bool is(const struct wording *wording, size_t index, const char *text) {
    const struct word *word = word_at(wording, index);
    return word != NULL && word_is(wording->stretch, word, text);
}

static bool is_one(const struct wording *wording, size_t index, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (is(wording, index, list[i]))
            return true;
    return false;
}

#define IS_ONE(wording, index, list) is_one((wording), (index), (list), sizeof(list) / sizeof *(list))

static bool digit(char c) {
    return c >= '0' && c <= '9';
}

/* Whether the core has a form: # one or two digits, 9 a digit, @ one digit or more, else the byte, in lower case. */
static bool fits(const struct wording *wording, size_t index, const char *form) {
    const struct word *word = word_at(wording, index);
    if (word == NULL)
        return false;
    size_t at = 0;
    for (; *form != '\0'; form++) {
        char c = word_byte(wording->stretch, word, at);
        if (*form == '#' || *form == '9' || *form == '@') {
            if (!digit(c))
                return false;
            at++;
            for (size_t more = *form == '9'   ? 0
                               : *form == '#' ? 1
                                              : SIZE_MAX;
                 more > 0 && digit(word_byte(wording->stretch, word, at)); more--)
                at++;
        } else if (*form != (c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c)) {
            return false;
        } else {
            at++;
        }
    }
    return word->core + at == word->core_end;
}

static bool fits_one(const struct wording *wording, size_t index, const char *const *forms, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (fits(wording, index, forms[i]))
            return true;
    return false;
}

#define FITS_ONE(wording, index, forms) fits_one((wording), (index), (forms), sizeof(forms) / sizeof *(forms))

/* Reports the words from `first` to `last`; returns the index behind them. */
static size_t tell(const struct wording *wording, enum rule rule, size_t first, size_t last) {
    const struct stretch *stretch = wording->stretch;
    size_t from = stretch->words.items[first].core;
    size_t to = stretch->words.items[last].core_end;
    report_add(wording->report, rule, stretch_place(stretch, from, to),
               stretch_quote(stretch, wording->arena, from, to));
    return last + 1;
}

static bool punctuated(const struct wording *wording, size_t index) {
    return index + 1 >= wording->stretch->words.count ||
           word_ends_with(wording->stretch, word_at(wording, index), ".,;:!?)");
}

/* ---- dates ---- */

static bool is_month(const struct wording *wording, size_t index) {
    static const char *const months[] = {"january", "february", "march",     "april",   "may",      "june",
                                         "july",    "august",   "september", "october", "november", "december"};
    const struct word *word = word_at(wording, index);
    char first = word == NULL ? '\0' : word_byte(wording->stretch, word, 0);
    return first >= 'A' && first <= 'Z' && IS_ONE(wording, index, months);
}

static bool is_short_month(const struct wording *wording, size_t index) {
    static const char *const months[] = {"jan", "feb",  "mar", "apr", "jun", "jul",
                                         "aug", "sept", "sep", "oct", "nov", "dec"};
    const struct word *word = word_at(wording, index);
    char first = word == NULL ? '\0' : word_byte(wording->stretch, word, 0);
    return first >= 'A' && first <= 'Z' && IS_ONE(wording, index, months);
}

static bool is_year(const struct wording *wording, size_t index) {
    const struct word *word = word_at(wording, index);
    if (word == NULL || word->core_end - word->core < 4)
        return false;
    const char *text = wording->stretch->text + word->core;
    return (memcmp(text, "19", 2) == 0 || memcmp(text, "20", 2) == 0) && digit(text[2]) && digit(text[3]) &&
           (word->core_end - word->core == 4 || !digit(text[4]));
}

static size_t with_year(const struct wording *wording, size_t last) {
    return is_year(wording, last + 1) ? last + 1 : last;
}

/* "1st January", "the 3rd of May", "01/02/2020", "2020-02-01", "1 Jan 2020". The index behind it, or 0. */
static size_t date_of_digits(const struct wording *wording, size_t index) {
    static const char *const ordinals[] = {"#st", "#nd", "#rd", "#th"};
    static const char *const numeric[] = {"#/#/9999", "#/#/99", "#.#.9999", "#-#-9999", "9999-99-99", "9999/99/99"};
    if (FITS_ONE(wording, index, numeric))
        return tell(wording, RULE_PLAIN_DATE, index, index);
    if (FITS_ONE(wording, index, ordinals)) {
        size_t month = is(wording, index + 1, "of") ? index + 2 : index + 1;
        if (is_month(wording, month) || is_short_month(wording, month))
            return tell(wording, RULE_PLAIN_DATE, index, with_year(wording, month));
    }
    if (!wording->cell && fits(wording, index, "#") && is_short_month(wording, index + 1))
        return tell(wording, RULE_PLAIN_DATE, index, with_year(wording, index + 1));
    return 0;
}

/* "January 1, 2020", "January 1st". */
static size_t date_of_month(const struct wording *wording, size_t index) {
    static const char *const ordinals[] = {"#st", "#nd", "#rd", "#th"};
    if (!is_month(wording, index) && !is_short_month(wording, index))
        return 0;
    if (FITS_ONE(wording, index + 1, ordinals))
        return tell(wording, RULE_PLAIN_DATE, index, with_year(wording, index + 1));
    if (fits(wording, index + 1, "#") && is_year(wording, index + 2))
        return tell(wording, RULE_PLAIN_DATE, index, index + 2);
    return 0;
}

/* ---- times ---- */

static unsigned number_of(const struct wording *wording, size_t index) {
    const struct word *word = word_at(wording, index);
    unsigned number = 0;
    for (size_t i = 0; digit(word_byte(wording->stretch, word, i)) && number < 100000; i++)
        number = number * 10 + (unsigned)(word_byte(wording->stretch, word, i) - '0');
    return number;
}

static bool has_capital(const struct wording *wording, const struct word *word) {
    for (size_t i = word->core; i < word->core_end; i++)
        if (wording->stretch->text[i] >= 'A' && wording->stretch->text[i] <= 'Z')
            return true;
    return false;
}

/* "5 PM", "5PM", "10:00am", "12pm", "17:30", "1730hrs", "12 noon". The index behind it, or 0. */
static size_t time_of_digits(const struct wording *wording, size_t index) {
    static const char *const joined[] = {"#am", "#pm", "#:99am", "#:99pm", "#.99am", "#.99pm"};
    static const char *const joined_stops[] = {"#a.m", "#p.m", "#:99a.m", "#:99p.m", "#.99a.m", "#.99p.m"};
    static const char *const round[] = {"#:00am", "#:00pm", "#.00am", "#.00pm", "12am", "12pm"};
    static const char *const hours[] = {"#", "#:99", "#.99"};
    static const char *const halves[] = {"am", "pm", "a.m", "p.m"};
    static const char *const long_hours[] = {"99:99hrs", "9999hrs", "9999h", "99.99hrs", "99:99h"};
    static const char *const noons[] = {"noon", "midday", "midnight"};
    const struct word *word = word_at(wording, index);
    bool bad = (FITS_ONE(wording, index, joined) && has_capital(wording, word)) ||
               FITS_ONE(wording, index, joined_stops) || FITS_ONE(wording, index, round) ||
               FITS_ONE(wording, index, long_hours);
    if (bad)
        return tell(wording, RULE_PLAIN_TIME, index, index);
    bool halved =
        FITS_ONE(wording, index, hours) && number_of(wording, index) <= 24 && IS_ONE(wording, index + 1, halves);
    bool noon = is(wording, index, "12") && IS_ONE(wording, index + 1, noons);
    if ((halved || noon) && !punctuated(wording, index))
        return tell(wording, RULE_PLAIN_TIME, index, index + 1);
    unsigned hour = number_of(wording, index);
    if (fits(wording, index, "99:99") && (hour < 10 || (hour >= 13 && hour <= 23)))
        return tell(wording, RULE_PLAIN_TIME, index, index);
    return 0;
}

/* ---- numbers ---- */

/* "1000s", not "1990s"; "5 %". */
static size_t number_of_digits(const struct wording *wording, size_t index) {
    const struct word *word = word_at(wording, index);
    const char *end = wording->stretch->text + word->core_end;
    bool hundreds = (fits(wording, index, "@s") || fits(wording, index, "#,999s") || fits(wording, index, "9@,999s")) &&
                    word->core_end - word->core >= 4 && memcmp(end - 3, "00s", 3) == 0;
    if (hundreds && (number_of(wording, index) < 1500 || number_of(wording, index) > 2100))
        return tell(wording, RULE_PLAIN_NUMBER, index, index);
    if (is(wording, index + 1, "%") && !punctuated(wording, index) &&
        (fits(wording, index, "@") || fits(wording, index, "@.@") || fits(wording, index, "@,999")))
        return tell(wording, RULE_PLAIN_NUMBER, index, index + 1);
    return 0;
}

/* "£5k", "£2.5m", "£1500", "£1,000,000"; in a cell the short forms save room. */
static size_t number_of_pounds(const struct wording *wording, size_t index) {
    static const char *const shortened[] = {"£@k", "£@.@k", "£@,999k", "£@m", "£@.@m", "£@bn", "£@.@bn"};
    static const char *const unparted[] = {"£9999", "£99999", "£999999", "£9999.99", "£9999999"};
    static const char *const millions[] = {"£@,000,000", "£@,000,000,000", "£@,999,000,000"};
    if (FITS_ONE(wording, index, unparted))
        return tell(wording, RULE_PLAIN_NUMBER, index, index);
    if (!wording->cell && (FITS_ONE(wording, index, shortened) || FITS_ONE(wording, index, millions)))
        return tell(wording, RULE_PLAIN_NUMBER, index, index);
    return 0;
}

/* ---- time without a date ---- */

/* Whether a year stands anywhere in the stretch. */
static bool has_year(const struct wording *wording) {
    for (size_t i = 0; i < wording->stretch->words.count; i++)
        if (is_year(wording, i))
            return true;
    for (size_t i = 0; i < wording->stretch->pieces.count; i++) {
        const char *dated = element_attribute(wording->stretch->pieces.items[i].source, "dated");
        if (dated != NULL && strcmp(dated, "yes") == 0)
            return true;
    }
    return false;
}

/* "this year" and "currently" where no year stands near: nobody knows later when that was. */
static size_t undated_end(const struct wording *wording, size_t index) {
    static const char *const alone[] = {"currently", "recently", "nowadays", "presently"};
    static const char *const periods[] = {"year", "month", "week", "quarter"};
    static const char *const which[] = {"this", "last", "next"};
    static const char *const owned[] = {"the", "its", "their", "our", "your", "each", "every", "of", "in", "that"};
    static const char *const now_before[] = {"until", "by", "just", "from", "and", "then", "for", "right"};
    static const char *const now_after[] = {"on", "that", "and"};
    if (IS_ONE(wording, index, alone))
        return index + 1;
    if (IS_ONE(wording, index, which) && IS_ONE(wording, index + 1, periods)) {
        bool free = is(wording, index, "this") || index == 0 || !IS_ONE(wording, index - 1, owned);
        return free ? index + 2 : 0;
    }
    if (is(wording, index, "at") && (is(wording, index + 1, "present") || is(wording, index + 1, "the")) &&
        (is(wording, index + 1, "present") || is(wording, index + 2, "moment")))
        return is(wording, index + 1, "present") ? index + 2 : index + 3;
    if (is(wording, index, "now") && !IS_ONE(wording, index + 1, now_after) &&
        (index == 0 || !IS_ONE(wording, index - 1, now_before)))
        return index + 1;
    return 0;
}

static size_t undated(struct wording *wording, size_t index) {
    size_t end = undated_end(wording, index);
    if (end > 0 && wording->year == YEAR_UNASKED)
        wording->year = has_year(wording) ? YEAR_THERE : YEAR_NONE;
    return end == 0 || wording->year == YEAR_THERE ? 0 : tell(wording, RULE_PLAIN_UNDATED, index, end - 1);
}

/* ---- directions on the page ---- */

static bool is_small(const struct wording *wording, size_t index) {
    char c = word_byte(wording->stretch, word_at(wording, index), 0);
    return c >= 'a' && c <= 'z';
}

static size_t direction(const struct wording *wording, size_t index) {
    static const char *const pointing[] = {"see",   "as",        "the",       "shown",   "listed", "given", "named",
                                           "noted", "described", "mentioned", "stated",  "signed", "set",   "out",
                                           "said",  "found",     "explained", "defined", "quoted"};
    static const char *const things[] = {
        "table",   "tables",   "figure",    "figures", "list",       "section", "sections",   "clause",     "link",
        "links",   "map",      "paragraph", "chart",   "diagram",    "image",   "picture",    "text",       "form",
        "example", "examples", "box",       "details", "paragraphs", "clauses", "definition", "definitions"};
    static const char *const bounds[] = {"all", "average", "zero", "the", "that", "this", "those"};
    static const char *const ranges[] = {"and", "or", "from", "all"};
    if (is(wording, index, "overleaf"))
        return tell(wording, RULE_A11Y_DIRECTION, index, index);
    if (is(wording, index, "on") && is(wording, index + 1, "the") &&
        (is(wording, index + 2, "left") || is(wording, index + 2, "right")) &&
        (punctuated(wording, index + 2) || (index > 0 && IS_ONE(wording, index - 1, things))))
        return tell(wording, RULE_A11Y_DIRECTION, index, index + 2);
    if (!is(wording, index, "above") && !is(wording, index, "below"))
        return 0;
    const struct word *word = word_at(wording, index);
    bool bracketed = word->start < word->core && wording->stretch->text[word->start] == '(';
    if (bracketed && punctuated(wording, index))
        return tell(wording, RULE_A11Y_DIRECTION, index, index);
    if (index == 0 || IS_ONE(wording, index - 1, ranges) || punctuated(wording, index - 1))
        return 0;
    const struct word *next = word_at(wording, index + 1);
    bool measured = next != NULL && (next->voice == VOICE_PROGRAM || IS_ONE(wording, index + 1, bounds) ||
                                     !is_small(wording, index + 1));
    bool end = punctuated(wording, index);
    if (IS_ONE(wording, index - 1, things) && (end || !measured))
        return tell(wording, RULE_A11Y_DIRECTION, index - 1, index);
    if (IS_ONE(wording, index - 1, pointing) && (end || !measured))
        return tell(wording, RULE_A11Y_DIRECTION, index - 1, index);
    return 0;
}

/* ---- references typed by hand ---- */

static bool names_law(const struct wording *wording, size_t index) {
    static const char *const laws[] = {"act",       "acts",     "regulations", "order",   "rules",
                                       "directive", "schedule", "regulation",  "article", "code"};
    const struct word *word = word_at(wording, index);
    return word->voice == VOICE_TITLE || IS_ONE(wording, index, laws);
}

/* An Act in the sentence, or "of …" behind the number: the place is one of another text. */
static bool of_another(const struct wording *wording, size_t first, size_t last) {
    static const char *const joins[] = {"of", "to", "in", "under"};
    static const char *const ours[] = {"policy", "document", "statement", "constitution", "information"};
    if (IS_ONE(wording, last + 1, joins) && !punctuated(wording, last) &&
        !(is(wording, last + 2, "this") && IS_ONE(wording, last + 3, ours)))
        return true;
    /* A sentence without an end is a list: what stands far off says nothing of this. */
    for (size_t i = first;
         i > 0 && first - i < SENTENCE_FAR && !word_ends_with(wording->stretch, word_at(wording, i - 1), ".?!"); i--)
        if (names_law(wording, i - 1))
            return true;
    for (size_t i = last + 1; i < wording->stretch->words.count && i - last < SENTENCE_FAR &&
                              !word_ends_with(wording->stretch, word_at(wording, i - 1), ".?!");
         i++)
        if (names_law(wording, i))
            return true;
    return false;
}

/* "section 4.2", "Table 3", "Appendix B". */
static size_t reference(const struct wording *wording, size_t index) {
    static const char *const counting[] = {"this", "each", "every", "that", "a", "any", "one"};
    const struct element *around = wording->stretch->element;
    bool label = index == 0 && (element_is(around, "title") || element_is(around, "caption")); /* A11Y-LABEL */
    if (label || (index > 0 && IS_ONE(wording, index - 1, counting)))
        return 0;
    static const struct {
        const char *name;
        size_t offset; /* of the count that the number must not pass, or SIZE_MAX for none */
        bool lettered;
    } kinds[] = {{"table", SIZE_MAX, false},
                 {"tables", SIZE_MAX, false},
                 {"figure", SIZE_MAX, false},
                 {"appendix", SIZE_MAX, true},
                 {"annex", SIZE_MAX, true},
                 {"section", offsetof(struct wording_counts, sections), false},
                 {"sections", offsetof(struct wording_counts, sections), false},
                 {"clause", offsetof(struct wording_counts, clauses), false},
                 {"clauses", offsetof(struct wording_counts, clauses), false},
                 {"paragraph", offsetof(struct wording_counts, clauses), false},
                 {"paragraphs", offsetof(struct wording_counts, clauses), false},
                 {"part", offsetof(struct wording_counts, parts), false}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!is(wording, index, kinds[i].name))
            continue;
        const struct word *next = word_at(wording, index + 1);
        if (next == NULL || next->voice != VOICE_AUTHOR || punctuated(wording, index))
            return 0;
        char first = word_byte(wording->stretch, next, 0);
        bool letter = kinds[i].lettered && first >= 'A' && first <= 'Z' && next->core_end - next->core == 1;
        if (!letter && !digit(first))
            return 0;
        unsigned number = number_of(wording, index + 1);
        if (kinds[i].offset != SIZE_MAX && !letter) {
            size_t count = *(const size_t *)((const char *)wording->counts + kinds[i].offset);
            if (number > count)
                return 0;
        }
        return of_another(wording, index, index + 1) ? 0 : tell(wording, RULE_PLAIN_REFERENCE, index, index + 1);
    }
    return 0;
}

/* ---- sections of Acts in words alone ---- */

#define LAW_FAR 12 /* words */

static bool is_law_year(const struct wording *wording, size_t index) {
    return is(wording, index, "2006") || is(wording, index, "2012");
}

/* "section 14O of the 2006 Act", "Schedule 1A to the National Health Service Act 2006". The index behind it, or 0. */
static size_t law(const struct wording *wording, size_t index) {
    static const char *const kinds[] = {"section", "sections", "schedule"};
    static const char *const joins[] = {"of", "to"};
    const struct word *number = word_at(wording, index + 1);
    if (number == NULL || !IS_ONE(wording, index, kinds) || number->voice != VOICE_AUTHOR ||
        !digit(word_byte(wording->stretch, number, 0)))
        return 0;
    bool joined = false;
    for (size_t i = index + 2; i < index + 2 + LAW_FAR; i++) {
        const struct word *word = word_at(wording, i);
        if (word == NULL || word->voice != VOICE_AUTHOR ||
            word_ends_with(wording->stretch, word_at(wording, i - 1), ".;:"))
            return 0;
        joined = joined || IS_ONE(wording, i, joins);
        if (!joined || !is(wording, i, "act") || is_small(wording, i))
            continue;
        if (is_law_year(wording, i - 1))
            return tell(wording, RULE_PLAIN_LAW, index, i);
        return is_law_year(wording, i + 1) ? tell(wording, RULE_PLAIN_LAW, index, i + 1) : 0;
    }
    return 0;
}

/* ---- marks of footnotes ---- */

/* "word[1]", "word*". Where the mark opens too, it is no footnote's. */
static void note_mark(const struct wording *wording, size_t index) {
    const struct stretch *stretch = wording->stretch;
    const struct word *word = word_at(wording, index);
    const char *start = stretch->text + word->start;
    const char *end = stretch->text + word->end;
    const char *open = memchr(start, '[', (size_t)(end - start));
    const char *mark = NULL;
    const char *mark_end = NULL;
    if (open != NULL && end - open >= 3 && digit(open[1])) {
        mark_end = open + 1;
        while (mark_end < end && digit(*mark_end))
            mark_end++;
        mark = mark_end < end && *mark_end == ']' && mark_end - open <= 3 ? open : NULL;
        mark_end++;
    }
    const char *core_end = stretch->text + word->core_end;
    const char *star = memchr(core_end, '*', (size_t)(end - core_end));
    bool grade = word->core_end - word->core == 1;
    if (mark == NULL && star != NULL && *start != '*' && word->counts && !grade) {
        mark = star;
        mark_end = star + 1;
    }
    if (mark == NULL)
        return;
    size_t from = (size_t)(mark - stretch->text);
    size_t to = (size_t)(mark_end - stretch->text);
    report_add(wording->report, RULE_A11Y_NOTE, stretch_place(stretch, from, to),
               stretch_quote(stretch, wording->arena, from, to));
}

/* ---- addresses outside links ---- */

static void address(const struct wording *wording, size_t index) {
    static const char *const starts[] = {"http://", "https://", "www."};
    const struct word *word = word_at(wording, index);
    size_t bytes = word->core_end - word->core;
    char first = word_byte(wording->stretch, word, 0);
    if (first != 'h' && first != 'w')
        return;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (bytes > strlen(starts[i]) &&
            strncmp(wording->stretch->text + word->core, starts[i], strlen(starts[i])) == 0) {
            (void)tell(wording, RULE_A11Y_ADDRESS, index, index);
            return;
        }
}

/* ---- all of them ---- */

static bool authors(const struct word *word) {
    return word->voice == VOICE_AUTHOR || word->voice == VOICE_LINKED;
}

/* The index behind the form that begins at `index`, or 0 when none does. */
static size_t form_at(struct wording *wording, size_t index) {
    const struct word *word = word_at(wording, index);
    char c = word_byte(wording->stretch, word, 0);
    size_t next = 0;
    if (digit(c)) {
        next = date_of_digits(wording, index);
        next = next > 0 ? next : time_of_digits(wording, index);
        return next > 0 ? next : number_of_digits(wording, index);
    }
    if (c == (char)0xC2)
        return number_of_pounds(wording, index);
    char second = word_byte(wording->stretch, word, 1);
    char low = (char)(second | 0x20);
    char third = (char)(word_byte(wording->stretch, word, 2) | 0x20);
    switch (c | 0x20) {
    case 'a': /* above; appendix, annex; at */
        next = second == 'b'                                ? direction(wording, index)
               : second == 't'                              ? undated(wording, index)
               : (low == 'p' || low == 'n') && third == low ? reference(wording, index)
                                                            : 0;
        break;
    case 'b': /* below */
    case 'o': /* on the left, overleaf */
        next = second == 'e' || second == 'n' || second == 'v' ? direction(wording, index) : 0;
        break;
    case 'c': /* clause; currently */
    case 'p': /* part, paragraph; presently */
        next = second == 'l' || second == 'a' ? reference(wording, index)
               : low == 'u' || low == 'r'     ? undated(wording, index)
                                              : 0;
        break;
    case 't': /* table; this year */
        next = second == 'a' && third == 'b'   ? reference(wording, index)
               : second == 'h' && third == 'i' ? undated(wording, index)
                                               : 0;
        break;
    case 'f': /* figure */
    case 's': /* section, schedule */
        next = second == 'e' || second == 'c' ? law(wording, index) : 0;
        if (next == 0)
            next = (second == 'i' && third == 'g') || (second == 'e' && third == 'c') ? reference(wording, index) : 0;
        break;
    case 'l': /* last year */
        next = low == 'a' ? undated(wording, index) : 0;
        break;
    case 'n': /* next year, now, nowadays */
        next = low == 'e' || low == 'o' ? undated(wording, index) : 0;
        break;
    case 'r': /* recently */
        next = low == 'e' && third == 'c' ? undated(wording, index) : 0;
        break;
    default:
        break;
    }
    if (next == 0 && c >= 'A' && c <= 'Z')
        next = date_of_month(wording, index);
    return next;
}

void wording_check(const struct stretch *stretch, const struct wording_counts *counts, struct arena *arena,
                   struct report *report) {
    struct wording wording = {.stretch = stretch, .counts = counts, .arena = arena, .report = report};
    wording.cell = element_is(stretch->element, "cell");
    bool marks = stretch->count > 0 && (memchr(stretch->text, '[', stretch->count) != NULL ||
                                        memchr(stretch->text, '*', stretch->count) != NULL);
    for (size_t i = 0; i < stretch->words.count;) {
        const struct word *word = &stretch->words.items[i];
        size_t next = 0;
        if (authors(word)) {
            if (marks)
                note_mark(&wording, i);
            if (word->voice == VOICE_AUTHOR)
                address(&wording, i);
            if (word->core < word->core_end)
                next = form_at(&wording, i);
        }
        i = next > 0 ? next : i + 1;
    }
}
