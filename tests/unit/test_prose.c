/* test_prose.c: which words of a paragraph are told, by which rule and where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/report.h"
#include "document/prose.h"
#include "document/spoilt.h"

/* "RULE column+width" of each finding for a policy with one section, which holds one paragraph of this text. */
static const char *told(struct arena *arena, const char *text) {
    struct report *report = report_open(arena);
    struct element words = {.text = text, .place = {.file = "x", .line = 1, .column = 1}};
    struct element paragraph = {.name = "p", .first = &words};
    struct element section = {.name = "section", .first = &paragraph};
    struct element root = {.name = "policy", .first = &section};
    words.parent = &paragraph;
    paragraph.parent = &section;
    section.parent = &root;
    prose_check(&root, &(struct prose_lists){0}, arena, report);
    spoilt_check(&root, arena, report);
    struct buffer out = {0};
    const struct finding *findings = report_sorted(report);
    for (size_t i = 0; i < report_count(report); i++)
        buffer_format(&out, "%s%s %u:%u+%u", i == 0 ? "" : ", ", findings[i].rule->name,
                      (unsigned)findings[i].place.line, (unsigned)findings[i].place.column,
                      (unsigned)findings[i].place.width);
    const char *result = arena_copy(arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return result;
}

struct expectation {
    const char *text;
    const char *told;
};

static void hold(const struct expectation *expectations, size_t count) {
    struct arena *arena = arena_open();
    for (size_t i = 0; i < count; i++) {
        const char *found = told(arena, expectations[i].text);
        if (strcmp(found, expectations[i].told) != 0)
            fail_msg("\"%s\": expected \"%s\", found \"%s\"", expectations[i].text, expectations[i].told, found);
    }
    arena_close(arena);
}

#define HOLD(expectations) hold((expectations), sizeof(expectations) / sizeof *(expectations))

/* Nine words each. */
#define NINE "one two three four five six seven eight nine "

static void a_sentence_ends_where_the_next_can_begin(void **state) {
    (void)state;
    static const struct expectation expectations[] = {
        {NINE NINE "a b c d e f g.", ""},
        {NINE NINE "a b c d e f g h.", "PLAIN-SENTENCE 1:1+3"},
        {"Go. One " NINE NINE "b c d e f g h.", "PLAIN-SENTENCE 1:5+3"},
        {"Go.\n  One " NINE NINE "b c d e f g h", "PLAIN-SENTENCE 2:3+3"},
        {NINE NINE "a b c. D e f g h i.", ""},
        {NINE NINE "a b c? D e f g h i.", ""},
        {NINE NINE "a b c.” “D e f g h i.", ""},
        {NINE NINE "a b c. d e f g h i.", "PLAIN-SENTENCE 1:1+3"},
        {NINE NINE "a b e.g. D e f g h i.", "PLAIN-SENTENCE 1:1+3"},
        {NINE NINE "a b No. 4 e f g h i.", "PLAIN-SENTENCE 1:1+3"},
        {NINE NINE "a b s. 54 e f g h i.", "PLAIN-SENTENCE 1:1+3"},
        {NINE NINE "a b A. Smith f g h i j.", "PLAIN-SENTENCE 1:1+3"},
        {NINE NINE "a b c... D e f g h i.", "PLAIN-SENTENCE 1:1+3"},
        {NINE NINE "a b 2.5 d e f g h i.", "PLAIN-SENTENCE 1:1+3"},
        {NINE NINE "a b – d e f – g h.", ""},
        {NINE NINE "a b—c d e f—g h i.", "PLAIN-SENTENCE 1:1+3"},
    };
    HOLD(expectations);
}

static void an_abbreviation_is_told_at_its_first_use_alone(void **state) {
    (void)state;
    static const struct expectation expectations[] = {
        {"The ICB met. The ICBs met.", "A11Y-ABBR 1:5+3"},
        {"é ICB’s plan", "A11Y-ABBR 1:3+3"},
        {"The integrated care board (ICB) met. The ICB met.", ""},
        {"The Office of the Public Guardian (OPG) met.", ""},
        {"The board (ICB) met.", "A11Y-ABBR 1:12+3"},
        {"The ICB (integrated care board) met. The ICB met.", ""},
        {"Part II of EV-GOV-07 in B12.", ""},
        {"You must NOT.", "A11Y-CAPITALS 1:10+3"},
        {"A BIG HOUSE", "A11Y-ABBR 1:3+3, A11Y-ABBR 1:7+5"},
        {"A LARGE HOUSE", "A11Y-CAPITALS 1:3+11"},
        {"A WAREHOUSE", "A11Y-CAPITALS 1:3+9"},
    };
    HOLD(expectations);
}

static void forms_of_the_house_are_silent(void **state) {
    (void)state;
    static const struct expectation expectations[] = {
        {"On 6 August 2018 at 5:30pm or 5.30pm, 9am, midday, for £1,500, £2 million or 5%.", ""},
        {"On the 6th of\nAugust 2018.", "PLAIN-DATE 1:8+6"},
        {"In May 3 people came, and 1 may 2 may 3.", ""},
        {"By 12/11/26, minute 26/47, 24/7.", "PLAIN-DATE 1:4+8"},
        {"At 23:59, 24:00, 1:20.", "PLAIN-TIME 1:4+5"},
        {"The 1980s, 2000s, 1000s.", "PLAIN-NUMBER 1:19+5"},
        {"It is now so.", "PLAIN-UNDATED 1:7+3"},
        {"It is now so, in 2026.", ""},
        {"From now on, until now and by now.", ""},
        {"See above; the sum above £5.", "A11Y-DIRECTION 1:1+9"},
        {"Bands 7 and above, above all, over and above.", ""},
        {"See Table 2, section 1 and section 75.", "PLAIN-REFERENCE 1:5+7, PLAIN-REFERENCE 1:14+9"},
        {"See Table 2 of the report.", ""},
        {"Paid.[12] Part*", "A11Y-NOTE 1:6+4, A11Y-NOTE 1:15+1"},
        {"(a) ask", "A11Y-LABEL 1:1+3"},
        {"4.2 The board", "A11Y-LABEL 1:1+3"},
        {"4.2 million", ""},
        {"a form(s), 54(s)", "PLAIN-PLURAL 1:3+7"},
    };
    HOLD(expectations);
}

static void spoilt_characters_are_told_one_by_one(void **state) {
    (void)state;
    static const struct expectation expectations[] = {
        {"donâ€™t cafÃ© Â£5", "PLAIN-MOJIBAKE 1:4+3, PLAIN-MOJIBAKE 1:12+2, PLAIN-MOJIBAKE 1:15+2"},
        {"a\n\xC2\x92s", "PLAIN-MOJIBAKE 2:1+1"},
        {"a\xEF\xBF\xBD", "TEXT-LOST 1:2+1"},
        {"CAFÉ’s, “Ã”, pâté, â, Â", ""},
    };
    HOLD(expectations);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sentence_ends_where_the_next_can_begin),
        cmocka_unit_test(an_abbreviation_is_told_at_its_first_use_alone),
        cmocka_unit_test(forms_of_the_house_are_silent),
        cmocka_unit_test(spoilt_characters_are_told_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
