/* changes/passage.h and changes/rewording.h: the words of a block, what an instruction does to them, and how it is
 * said.
 *
 * A paragraph is written in one line: [words] are in a tag, {words} in a reference to another paragraph, ^ calls a
 * footnote. Two of them are made by hand into documents and compared; what is said of the change is held against what
 * a drafter would write. Whether instructions come out right on whole documents is tried by changes/apply.py.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "changes/rewording.h"
#include "document/document.h"

static struct arena *arena;

static int begin(void **state) {
    (void)state;
    arena = arena_open();
    return 0;
}

static int end(void **state) {
    (void)state;
    arena_close(arena);
    return 0;
}

/* ---- Documents ---- */

static struct node *add(struct node *parent, enum node_kind kind) {
    struct node *node = ARENA_NEW(arena, struct node);
    node->kind = kind;
    node->parent = parent;
    node->lang = parent->lang;
    if (parent->last == NULL)
        parent->first = node;
    else
        parent->last->next = node;
    return parent->last = node;
}

static void add_text(struct node *parent, const char *text, size_t bytes) {
    static const struct element run;
    if (bytes > 0) {
        struct node *node = add(parent, NODE_TEXT);
        node->as.text.text = arena_copy(arena, text, bytes);
        node->as.text.source = &run; /* not of the program's making */
    }
}

static void add_call(struct node *parent, struct node *root) {
    struct node *link = add(add(add(parent, NODE_CALL), NODE_REFERENCE), NODE_LINK);
    add_text(link, "1", 1);
    struct node *note = add(root, NODE_NOTE);
    add_text(add(note, NODE_LABEL), "1", 1);
    add_text(add(note, NODE_PARAGRAPH), "A note.", 7);
    note->as.note.call = link;
    link->as.link.target = note;
}

/* The paragraph of a document that has it first, then what it refers to, then its notes. */
static struct node *document_of(const char *line, struct document *document) {
    struct node *root = ARENA_NEW(arena, struct node);
    root->kind = NODE_DOCUMENT;
    root->lang = "en-GB";
    struct node *paragraph = add(root, NODE_PARAGRAPH);
    paragraph->id = "p";
    struct node *other = add(root, NODE_PARAGRAPH);
    other->id = "other";
    add_text(other, "Another one.", 12);
    struct node *into = paragraph;
    for (const char *at = line; *at != '\0';) {
        size_t bytes = strcspn(at, "[]{}^");
        add_text(into, at, bytes);
        at += bytes;
        if (*at == '[') {
            into = add(into, NODE_SPAN);
            into->lang = "cy";
        } else if (*at == '{') {
            into = add(add(into, NODE_REFERENCE), NODE_LINK);
            into->as.link.target = other;
        } else if (*at == ']' || *at == '}') {
            into = paragraph;
        } else if (*at == '^') {
            add_call(into, root);
        }
        at += *at != '\0';
    }
    *document = (struct document){.root = root, .id = "d", .lang = "en-GB", .title = "", .short_title = ""};
    document_finish(document, arena);
    return paragraph;
}

static const struct rewordings *said_of(const char *old, const char *new) {
    struct document *documents = ARENA_ARRAY(arena, 2, struct document);
    (void)document_of(old, &documents[0]);
    (void)document_of(new, &documents[1]);
    struct version versions[2] = {{.document = &documents[0]}, {.document = &documents[1]}};
    const struct comparison *comparison = compare(&versions[0], &versions[1], arena);
    const struct strand *strand = comparison->root->first;
    while (strand != NULL && (strand->old == NULL || strand->new == NULL || strand->old->kind != NODE_PARAGRAPH))
        strand = strand->next;
    assert_non_null(strand);
    return rewordings_find(strand, arena);
}

static struct passage *passage_of(const char *line) {
    struct document *document = ARENA_NEW(arena, struct document);
    return passage_read(document_of(line, document), arena);
}

/* ---- What is said ---- */

static const char *words_of(const struct passage *passage, size_t from, size_t to) {
    return arena_copy(arena, passage->text + from, to - from);
}

static const char *said(const struct rewordings *rewordings) {
    const char *all = "";
    if (rewordings == NULL)
        return "anew";
    for (size_t i = 0; i < rewordings->list.count; i++) {
        const struct rewording *at = &rewordings->list.items[i];
        const char *old = words_of(rewordings->old, at->from, at->to);
        const char *new = words_of(rewordings->new, at->new_from, at->new_to);
        const char *where = at->each ? " (each)" : at->which > 0 ? arena_format(arena, " (%zu)", at->which) : "";
        if (at->in_longer)
            where = arena_format(arena, " (whole)%s", where);
        if (at->editorial)
            where = arena_format(arena, " (dress)%s", where);
        const char *words = NULL;
        switch (at->form) {
        case REWORDING_SUBSTITUTE:
            words = arena_format(arena, "for '%s'%s '%s'", old, where, new);
            break;
        case REWORDING_AFTER:
            words = arena_format(arena, "after '%s'%s '%s'", old, where, new);
            break;
        case REWORDING_BEGINNING:
            words = arena_format(arena, "first '%s'", new);
            break;
        case REWORDING_END:
            words = arena_format(arena, "last '%s'", new);
            break;
        case REWORDING_OMIT:
            words = arena_format(arena, "out '%s'%s", old, where);
            break;
        case REWORDING_NOTE:
            words = *old == '\0' ? "note at the end" : arena_format(arena, "note after '%s'%s", old, where);
            break;
        case REWORDING_OMIT_NOTE:
            words = "note out";
            break;
        }
        all = *all == '\0' ? words : arena_format(arena, "%s; %s", all, words);
    }
    return all;
}

static void a_change_is_said_as_a_drafter_would(void **state) {
    (void)state;
    static const char *const rows[][3] = {
        {"The Board spends £500 a year.", "The Board spends £500 a year.", ""},
        {"The Board spends £500 a year.", "The Board spends £750 a year.", "for '£500' '£750'"},
        {"The Board spends £500 a year.", "The Board never spends £500 a year.", "after 'Board' 'never'"},
        {"The Board spends £500 a year.", "The Board spends £500.", "out 'a year'"},
        {"The Board spends £500 a year.", "As it likes, the Board spends £500 a year.", "for 'The' 'As it likes, the'"},
        {"Members meet in May.", "All members meet in May.", "for 'Members' 'All members'"},
        {"members meet in May.", "All members meet in May.", "first 'All'"},
        {"Members meet in May.", "Members meet in May. They vote.", "last 'They vote.'"},
        {"Members meet in May, and vote.", "Members meet in May, talk, and vote.", "after 'May,' 'talk,'"},
        /* words that stand more than once: more of them are quoted, or all are meant */
        {"A member speaks, and a member votes.", "A member speaks, and a guest votes.", "for 'a member' 'a guest'"},
        {"The Clerk writes to the Clerk of the Board.", "The Secretary writes to the Secretary of the Board.",
         "for 'Clerk' (each) 'Secretary'"},
        /* letters that stand in longer words too */
        {"Many of them, and any of us, may come at any hour to the company.",
         "Many of them, and each of us, may come at each hour to the company.", "for 'any' (whole) (each) 'each'"},
        /* tags */
        {"We say [croeso] at the door.", "We say [helo] at the door.", "for 'croeso' 'helo'"},
        {"We say [croeso] at the door.", "We say croeso at the door.", "anew"},
        {"We vote under {another one}.", "We vote by hand under {another one}.", "after 'vote' 'by hand'"},
        /* notes */
        {"The list is closed.", "The list^ is closed.", "note after 'list'"},
        {"The list is closed.", "The list is closed.^", "note at the end"},
        {"The list^ is closed.", "The list is closed.", "note out"},
        /* too much, or all of it */
        {"One thing is said here of many.", "Nothing else stands but quite another matter.", "anew"},
    };
    bool right = true;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *words = said(said_of(rows[i][0], rows[i][1]));
        if (strcmp(words, rows[i][2]) != 0) {
            print_error("%s\n%s\n  expected %s\n  said     %s\n", rows[i][0], rows[i][1], rows[i][2], words);
            right = false;
        }
    }
    assert_true(right);
}

/* ---- Passages ---- */

static void a_passage_has_words_and_signs(void **state) {
    (void)state;
    const struct passage *passage = passage_of("See [yma], {there}^.");
    assert_string_equal(passage->text, "See yma, there.");
    assert_int_equal(passage->bytes, strlen(passage->text));
    static const struct {
        size_t at;
        enum sign_kind kind;
    } signs[] = {{4, SIGN_OPEN}, {7, SIGN_CLOSE}, {9, SIGN_OPEN}, {14, SIGN_CLOSE}, {14, SIGN_CALL}};
    assert_int_equal(passage->signs.count, sizeof signs / sizeof *signs);
    for (size_t i = 0; i < passage->signs.count; i++) {
        assert_int_equal(passage->signs.items[i].at, signs[i].at);
        assert_int_equal(passage->signs.items[i].kind, signs[i].kind);
    }
}

static void whole_words_are_counted(void **state) {
    (void)state;
    const struct passage *passage = passage_of("any, many, any; £5 and £50: café, caf");
    size_t which = 0;
    assert_int_equal(passage_count(passage, 0, 3, &which), 2);
    assert_int_equal(which, 1);
    assert_int_equal(passage_count(passage, 11, 14, &which), 2);
    assert_int_equal(which, 2);
    assert_true(passage_is_words(passage, 0, 3));
    assert_false(passage_is_words(passage, 6, 9)); /* of "many" */
    size_t five = (size_t)(strstr(passage->text, "£5 ") - passage->text);
    assert_true(passage_is_words(passage, five, five + 3));
    assert_int_equal(passage_count(passage, five, five + 3, &which), 1); /* not the beginning of £50 */
    size_t cafe = (size_t)(strstr(passage->text, "café") - passage->text);
    assert_false(passage_is_words(passage, cafe, cafe + 3));
}

static void marks_within_a_quotation_are_in_pairs(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool quotable;
    } rows[] = {{"plain", true},  {"", true},       {"say “yes” or “no”", true}, {"”no“", false},
                {"“open", false}, {"shut”", false}, {"“one “within” it”", true}, {"’tis", true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (passage_is_quotable(rows[i].text, strlen(rows[i].text)) != rows[i].quotable)
            fail_msg("%s", rows[i].text);
}

/* Bytes of the first such words; both texts hold them. */
static struct deed deed_of(const struct passage *old, const char *was, const struct passage *new, const char *now) {
    size_t from = (size_t)(strstr(old->text, was) - old->text);
    size_t new_from = (size_t)(strstr(new->text, now) - new->text);
    return (struct deed){
        .from = from, .to = from + strlen(was), .new_from = new_from, .new_to = new_from + strlen(now)};
}

static bool becomes(const char *old, const char *was, const char *new, const char *now) {
    const struct passage *one = passage_of(old), *other = passage_of(new);
    struct deed deed = deed_of(one, was, other, now);
    return passage_becomes(one, other, &deed, 1, arena);
}

static void words_take_their_tags_with_them(void **state) {
    (void)state;
    assert_true(becomes("We say [croeso] here.", "croeso", "We say [helo] here.", "helo"));
    assert_true(becomes("We say [croeso] here.", "croeso", "We say hello here.", "hello"));
    assert_true(becomes("We say [croeso i chi] here.", "croeso", "We say [helo i chi] here.", "helo"));
    /* the tag goes with all of its words, and does not come back by itself */
    assert_false(becomes("We say [croeso] here.", "We", "We say hello here.", "We"));
    assert_false(becomes("We say [croeso] here.", "croeso", "We say [helo] there.", "helo"));
    /* what would cut a tag in two cannot be said */
    assert_false(becomes("We say [croeso i chi] here.", "say croeso", "We shout i chi here.", "shout"));
    assert_false(becomes("We say [croeso] here.", "say", "We say [croeso] here now.", "say"));
}

static void what_comes_after_stands_outside_of_tags(void **state) {
    (void)state;
    const struct passage *old = passage_of("We say [croeso] here."), *right = passage_of("We say [croeso] twice here."),
                         *wrong = passage_of("We say [croeso twice] here.");
    size_t at = strlen("We say croeso");
    struct deed deed = {.from = at, .to = at, .new_from = at + 1, .new_to = at + 6, .space_before = true};
    assert_true(passage_becomes(old, right, &deed, 1, arena));
    assert_false(passage_becomes(old, wrong, &deed, 1, arena));
    deed.space_before = false;
    assert_false(passage_becomes(old, right, &deed, 1, arena));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_change_is_said_as_a_drafter_would, begin, end),
        cmocka_unit_test_setup_teardown(a_passage_has_words_and_signs, begin, end),
        cmocka_unit_test_setup_teardown(whole_words_are_counted, begin, end),
        cmocka_unit_test_setup_teardown(marks_within_a_quotation_are_in_pairs, begin, end),
        cmocka_unit_test_setup_teardown(words_take_their_tags_with_them, begin, end),
        cmocka_unit_test_setup_teardown(what_comes_after_stands_outside_of_tags, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
