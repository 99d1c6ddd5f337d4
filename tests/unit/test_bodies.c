/* test_bodies.c: which names and claims of a statement are told, at which width, and which are not. */
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

#define ROOM 40

/* A tree under construction. */
struct tree {
    struct element elements[ROOM];
    struct attribute attributes[ROOM];
    size_t count;
};

static struct element *add(struct tree *tree, struct element *parent, const char *name) {
    assert_true(tree->count < ROOM);
    struct element *made = &tree->elements[tree->count++];
    *made = (struct element){.name = name, .parent = parent};
    struct element **link = parent != NULL ? &parent->first : NULL;
    while (link != NULL && *link != NULL)
        link = &(*link)->next;
    if (link != NULL)
        *link = made;
    return made;
}

static struct element *add_text(struct tree *tree, struct element *parent, const char *text) {
    struct element *made = add(tree, parent, NULL);
    made->text = text;
    made->place = (struct place){.file = "x", .line = 1, .column = 1};
    return made;
}

static struct element *add_with(struct tree *tree, struct element *parent, const char *name, const char *attribute,
                                const char *value) {
    struct element *made = add(tree, parent, name);
    tree->attributes[tree->count] = (struct attribute){.name = attribute, .value = value};
    made->attributes = &tree->attributes[tree->count];
    made->attribute_count = 1;
    return made;
}

static struct element *add_body(struct tree *tree, struct element *list, const char *id, const char *name,
                                const char *short_name) {
    struct element *body = add_with(tree, list, "organisation", "id", id);
    add_text(tree, add(tree, body, "name"), name);
    add_text(tree, add(tree, body, "short-name"), short_name);
    return body;
}

static const char *listing(struct arena *arena, struct report *report) {
    struct buffer out = {0};
    const struct finding *findings = report_sorted(report);
    for (size_t i = 0; i < report_count(report); i++) {
        const char *meant = strstr(findings[i].message, "did you mean");
        buffer_format(&out, "%s%s %u+%u%s%s", i == 0 ? "" : ", ", findings[i].rule->name,
                      (unsigned)findings[i].place.column, (unsigned)findings[i].place.width, meant == NULL ? "" : " ",
                      meant == NULL ? "" : meant);
    }
    const char *result = out.count == 0 ? "" : arena_copy(arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return result;
}

struct setting {
    const char *root;
    const char *issuer; /* NULL for none */
    const char *around; /* an inline element around the text, or NULL */
    bool faulty;        /* the list is */
};

/* Rule, column and width of each finding for a document with one paragraph of this text; those of the rules of prose
 * are left out by what the texts are. */
static const char *told_in(struct arena *arena, const char *text, struct setting setting) {
    static struct tree trees[3];
    for (size_t i = 0; i < 3; i++)
        trees[i].count = 0;
    struct element *list = add(&trees[0], NULL, "organisations");
    struct element *vale = add_body(&trees[0], list, "vale", "NHS West Vale Care Board", "West Vale Care Board");
    vale->faulty = setting.faulty;
    add_body(&trees[0], list, "hill", "NHS Hill and Dale Integrated Care Board", "Hill and Dale Board");
    add_body(&trees[0], list, "moor", "NHS West Vale Care Board Moor", "the Moor");
    struct element *words = add(&trees[1], NULL, "words");
    add_with(&trees[1], words, "known", "abbreviation", "NHS");
    add_with(&trees[1], words, "claim", "words", "slavery-free");
    add_with(&trees[1], words, "claim", "words", "free of slavery");
    add_with(&trees[1], words, "denial", "words", "not");
    add_with(&trees[1], words, "denial", "words", "no business");
    add_with(&trees[1], words, "body", "ending", "Care Board");
    add_with(&trees[1], words, "body", "ending", "Integrated Care Board");
    struct element *root = add(&trees[2], NULL, setting.root);
    if (setting.issuer != NULL)
        add_with(&trees[2], add(&trees[2], root, "control"), "issuer", "org", setting.issuer);
    struct element *paragraph = add(&trees[2], add(&trees[2], root, "section"), "p");
    add_text(&trees[2], setting.around == NULL ? paragraph : add(&trees[2], paragraph, setting.around), text);
    struct report *report = report_open(arena);
    prose_check(root, &(struct prose_lists){.words = words, .organisations = list}, arena, report);
    return listing(arena, report);
}

struct expectation {
    const char *text;
    const char *told;
};

static void hold_in(const struct expectation *expectations, size_t count, struct setting setting) {
    struct arena *arena = arena_open();
    for (size_t i = 0; i < count; i++) {
        const char *found = told_in(arena, expectations[i].text, setting);
        if (strcmp(found, expectations[i].told) != 0)
            fail_msg("\"%s\": expected \"%s\", found \"%s\"", expectations[i].text, expectations[i].told, found);
    }
    arena_close(arena);
}

#define HOLD_IN(expectations, ...) \
    hold_in((expectations), sizeof(expectations) / sizeof *(expectations), (struct setting){__VA_ARGS__})
#define HOLD(expectations) HOLD_IN(expectations, .root = "statement", .issuer = "vale")

static void others_of_the_list_are_told_at_their_names(void **state) {
    (void)state;
    static const struct expectation cases[] = {
        {"We learnt from Hill and Dale Board.", "MS-09 16+19"},
        {"We learnt from NHS Hill & Dale Integrated Care Board.", "MS-09 16+37"},
        {"We learnt from hill and dale integrated care board.", "MS-09 16+35"},
        {"Ask the Moor. The Moor’s own staff say so.", "MS-09 5+8, MS-09 15+8"},
        {"We learnt from Hill\n and\tDale\u00A0Board twice, Hill-and-Dale Board once.", "MS-09 16+4, MS-09 24+19"},
        {"We cross the moor, and the hill, and Dale. Board it.", ""},
        {"West Vale Care Board is us, and so is NHS West Vale Care Board.", ""},
    };
    HOLD(cases);
}

static void the_longest_name_wins(void **state) {
    (void)state;
    static const struct expectation cases[] = {
        {"We learnt from West Vale Care Board Moor.", "MS-09 16+25"},
        {"We learnt from East West Vale Care Board.", "MS-09-UNLISTED 16+25 did you mean \"West Vale Care Board\"?"},
    };
    HOLD(cases);
}

static void names_in_no_list_are_known_by_their_endings(void **state) {
    (void)state;
    static const struct expectation cases[] = {
        {"We learnt from Barset Valley Care Board.", "MS-09-UNLISTED 16+24"},
        {"We met (Barset Integrated Care Board’s chair).", "MS-09-UNLISTED 9+28"},
        {"The Vale of Barset and Corby Care Board met West Vale Care Board.", "MS-09-UNLISTED 5+35"},
        {"We learnt from West Valley Care Board.", "MS-09-UNLISTED 16+22 did you mean \"West Vale Care Board\"?"},
        {"Each Care Board has one. Our Care Board, a Care Board, the Local Care Board and NHS Care Board too.", ""},
        {"In Barset’s Care Board it is known. In Barset, Care Board or none. Barset Care Boards met.", ""},
    };
    HOLD(cases);
}

static void whose_words_they_are_decides(void **state) {
    (void)state;
    static const struct expectation silent[] = {{"Plan of Barset Care Board with the Moor", ""}};
    static const struct expectation loud[] = {{"Barset Care Board with the Moor", "MS-09-UNLISTED 1+17, MS-09 24+8"}};
    HOLD_IN(silent, .root = "statement", .issuer = "vale", .around = "document-ref");
    HOLD_IN(silent, .root = "policy", .issuer = "vale", .around = "document-ref");
    HOLD_IN(loud, .root = "statement", .issuer = "vale", .around = "link");
    HOLD_IN(loud, .root = "statement", .issuer = "vale", .around = "strong");
}

static void other_documents_than_statements_may_name_all_that_is_listed(void **state) {
    (void)state;
    static const struct expectation cases[] = {
        {"Barset Care Board with the Moor", "BODY-UNKNOWN 1+17"},
        {"Hill and Dale Board, and the Moor.", ""},
        {"East Hill and Dale Integrated Care Board",
         "BODY-UNKNOWN 1+40 did you mean \"Hill and Dale Integrated Care Board\"?"},
        {"Barset\u2011Care\nBoard", "BODY-UNKNOWN 1+11"},
        {"West Vale (care) boards", ""},
    };
    HOLD_IN(cases, .root = "policy", .issuer = "vale");
    HOLD_IN(cases, .root = "constitution");
}

static void what_follows_from_another_fault_is_not_told(void **state) {
    (void)state;
    static const struct expectation unlisted[] = {{"Barset Care Board with the Moor", "MS-09-UNLISTED 1+17"}};
    static const struct expectation stranger[] = {{"Barset Care Board with the Moor", "MS-09 24+8"}};
    HOLD_IN(unlisted, .root = "statement");
    HOLD_IN(unlisted, .root = "statement", .issuer = "vael");
    HOLD_IN(stranger, .root = "statement", .issuer = "vale", .faulty = true);
}

static void claims_are_told_unless_denied_before(void **state) {
    (void)state;
    static const struct expectation cases[] = {
        {"Our gloves are slavery-free.", "MS-13 16+12"},
        {"Our gloves are slavery\u2011free, and Free\u00A0Of  slavery too.", "MS-13 16+12, MS-13 34+16"},
        {"We do not say that our gloves are free of slavery.", ""},
        {"We do not buy much. Our gloves are free of slavery.", "MS-13 36+15"},
        {"No\nbusiness can say that it is slavery free.", ""},
        {"Our gloves are free of slavery, we do not doubt it.", "MS-13 16+15"},
        {"Work is free of charge. Slavery, free or not.", ""},
    };
    HOLD(cases);
    static const struct expectation silent[] = {{"Our gloves are slavery-free.", ""}};
    HOLD_IN(silent, .root = "policy", .issuer = "vale");
    HOLD_IN(silent, .root = "statement", .issuer = "vale", .around = "document-ref");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(others_of_the_list_are_told_at_their_names),
        cmocka_unit_test(the_longest_name_wins),
        cmocka_unit_test(names_in_no_list_are_known_by_their_endings),
        cmocka_unit_test(whose_words_they_are_decides),
        cmocka_unit_test(other_documents_than_statements_may_name_all_that_is_listed),
        cmocka_unit_test(what_follows_from_another_fault_is_not_told),
        cmocka_unit_test(claims_are_told_unless_denied_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
