/* test_ledger.c: the ledger and the manifest: what is printed is read, and nothing else is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "release/ledger.h"
#include "release/manifest.h"

static struct arena *arena;

static int open_arena(void **state) {
    (void)state;
    arena = arena_open();
    return 0;
}

static int close_arena(void **state) {
    (void)state;
    arena_close(arena);
    return 0;
}

static struct ledger_record release(const char *document, const char *label, size_t sequence) {
    struct ledger_record record = {.kind = LEDGER_RELEASE,
                                   .document = document,
                                   .title = "Complaints: how we answer them",
                                   .label = label,
                                   .sequence = sequence,
                                   .effective = "2020-04-01"};
    LIST_ADD(arena, &record.approvals,
             ((struct ledger_approval){"approve", "2020-03-17", "wlccg/governing-body", "GB/20/41 of the day"}));
    LIST_ADD(arena, &record.approvals, ((struct ledger_approval){"ratify", "2020-03-19", "nhs-england", "N 7"}));
    LIST_ADD(arena, &record.pdfs, ((struct ledger_pdf){"nhs", hash_bytes("a", 1), 1, "complaints-1.0.pdf"}));
    record.manifest = hash_bytes("manifest", 8);
    return record;
}

/* Adds a record to the bytes in `text`, whose ledger is read anew. */
static void add(struct buffer *text, struct ledger_record record) {
    struct ledger ledger = {.version = LEDGER_VERSION};
    struct report *report = report_open(arena);
    const char *before = arena_copy(arena, buffer_text(text), text->count);
    if (text->count > 0)
        assert_true(ledger_parse("ledger.txt", before, text->count, arena, report, &ledger));
    ledger_print(&ledger, &record, text);
}

static struct buffer four_records(void) {
    struct buffer text = {0};
    add(&text, release("complaints", "1.0", 1));
    add(&text, release("leave", "v1", 1));
    add(&text, release("complaints", "2.0", 2));
    add(&text, (struct ledger_record){.kind = LEDGER_WITHDRAWAL,
                                      .document = "complaints",
                                      .title = "Complaints: how we answer them",
                                      .label = "1.0",
                                      .sequence = 1,
                                      .reason = "A quorum was not there."});
    return text;
}

/* The finding of bytes that are no good ledger: its rule's name, its line and a part of its message. */
static void refuse(const char *bytes, const char *rule, uint32_t line, const char *words) {
    struct ledger ledger;
    struct report *report = report_open(arena);
    assert_false(ledger_parse("ledger.txt", arena_string(arena, bytes), strlen(bytes), arena, report, &ledger));
    assert_int_equal(report_count(report), 1);
    const struct finding *finding = report_sorted(report);
    assert_string_equal(finding->rule->name, rule);
    assert_non_null(strstr(finding->message, words));
    assert_int_equal(finding->place.line, line);
}

/* `text` with the first `old` replaced. */
static const char *with(const char *text, const char *old, const char *new) {
    const char *at = strstr(text, old);
    assert_non_null(at);
    return arena_format(arena, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

static void what_is_printed_is_read(void **state) {
    (void)state;
    struct buffer text = four_records();
    struct ledger ledger;
    struct report *report = report_open(arena);
    assert_true(ledger_parse("ledger.txt", text.bytes, text.count, arena, report, &ledger));
    assert_int_equal(ledger.records.count, 4);
    const struct ledger_record *first = &ledger.records.items[0];
    assert_string_equal(first->title, "Complaints: how we answer them");
    assert_string_equal(first->effective, "2020-04-01");
    assert_null(first->review);
    assert_string_equal(first->approvals.items[0].minute, "GB/20/41 of the day");
    assert_string_equal(first->approvals.items[1].body, "nhs-england");
    assert_string_equal(ledger_pdf_path(first, &first->pdfs.items[0], arena),
                        "out/released/complaints/1.0/complaints-1.0.pdf");
    assert_string_equal(ledger_last(&ledger, "complaints")->label, "2.0");
    assert_ptr_equal(ledger_find(&ledger, "leave", "v1"), &ledger.records.items[1]);
    assert_null(ledger_find(&ledger, "leave", "v2"));
    assert_string_equal(ledger.records.items[3].reason, "A quorum was not there.");
    buffer_close(&text);
}

static void a_record_changed_missing_or_moved_is_named(void **state) {
    (void)state;
    struct buffer text = four_records();
    const char *all = arena_string(arena, text.bytes);
    const char *second = strstr(all, "record: 2");
    const char *third = strstr(all, "record: 3");
    const char *fourth = strstr(all, "record: 4");
    refuse(with(all, "GB/20/41", "GB/20/42"), "LEDGER-CHAIN", 3, "record 1 (complaints 1.0) is not as it was");
    refuse(with(all, "effective: 2020-04-01\n", ""), "LEDGER-CHAIN", 3, "record 1");
    refuse(arena_format(arena, "%.*s%s", (int)(second - all), all, third), "LEDGER-CHAIN", 17,
           "record 2 is missing before record 3 (complaints 2.0)");
    refuse(arena_format(arena, "%.*s%.*s%.*s%s", (int)(second - all), all, (int)(fourth - third), third,
                        (int)(third - second), second, fourth),
           "LEDGER-CHAIN", 17, "record 2 is missing before record 3");
    refuse(arena_format(arena, "%s\n%s", all, second), "LEDGER-CHAIN", 55, "stands where record 5 has to");
    buffer_close(&text);
}

/* A record forged with a hash of its own is still not the one that the next follows. */
static void a_forged_record_breaks_the_chain(void **state) {
    (void)state;
    struct buffer text = {0};
    struct ledger_record forged = release("complaints", "1.0", 1);
    forged.title = "Another title";
    add(&text, forged);
    struct buffer good = four_records();
    refuse(arena_format(arena, "%s\n%s", text.bytes, strstr(good.bytes, "record: 2")), "LEDGER-CHAIN", 17,
           "record 2 (leave v1) does not follow");
    buffer_close(&text);
    buffer_close(&good);
}

static void a_line_that_is_not_known_is_refused(void **state) {
    (void)state;
    struct buffer text = four_records();
    const char *all = arena_string(arena, text.bytes);
    refuse("", "LEDGER-FORM", 1, "the first line");
    refuse(with(all, "engross ledger 1", "engross ledger 2"), "LEDGER-VERSION", 1, "version 2");
    refuse(with(all, "engross ledger 1", "engross ledger one"), "LEDGER-FORM", 1, "the first line");
    refuse(with(all, "title:", "colour: red\ntitle:"), "LEDGER-FORM", 6, "\"title:\"");
    refuse(with(all, "label: 1.0", "label: ../1"), "LEDGER-FORM", 7, "a label");
    refuse(with(all, "2020-04-01", "2020-02-30"), "LEDGER-FORM", 9, "a date");
    refuse(with(all, "complaints-1.0.pdf", "../complaints"), "LEDGER-FORM", 13, "a file name");
    refuse(with(all, "\n\nrecord: 2", "\nrecord: 2"), "LEDGER-FORM", 16, "an empty line");
    refuse(with(all, "title: C", "title:  C"), "LEDGER-FORM", 6, "\"title:\"");
    refuse(with(all, "Complaints:", "Compl\x01ints:"), "LEDGER-FORM", 6, "\"title:\"");
    refuse(arena_copy(arena, all, strlen(all) - 1), "LEDGER-FORM", 53, "the file ends within this line");
    refuse(arena_format(arena, "\xEF\xBB\xBF%s", all), "LEDGER-FORM", 1, "a byte order mark");
    refuse(with(all, "engross ledger 1\n", "engross ledger 1\r\n"), "LEDGER-FORM", 1, "CR LF");
    for (size_t cut = 1; cut < strlen(all);
         cut++) { /* no beginning of it is a good ledger, but those of whole records */
        struct ledger ledger;
        bool whole = all[cut - 1] == '\n' && (cut == 17 || (strncmp(all + cut, "\nrecord", 7) == 0));
        bool read = ledger_parse("ledger.txt", all, cut, arena, report_open(arena), &ledger);
        if (read != whole)
            fail_msg("cut at %zu", cut);
    }
    buffer_close(&text);
}

static const char old_start[] =
    "engross ledger 0\n\nrecord: 1\nkind: release\ndocument: leave\ntitle: Leave\nlabel: A\n"
    "approval: approve 2001-02-03 trust/board TB 1\nmanifest: ";

/* An older ledger is read, and what is added to it says from where on the newer version holds. */
static void an_older_ledger_goes_on(void **state) {
    (void)state;
    struct buffer text = {0};
    char hex[65];
    struct hash hash = hash_bytes("m", 1);
    hash_hex(&hash, hex);
    buffer_format(&text, "%s%s\npdf: nhs %s 7 leave-A.pdf\nprevious: %064d\n", old_start, hex, hex, 0);
    hash = hash_bytes(text.bytes + 18, text.count - 18);
    hash_hex(&hash, hex);
    buffer_format(&text, "hash: %s\n", hex);
    struct ledger ledger;
    struct report *report = report_open(arena);
    assert_true(ledger_parse("ledger.txt", arena_string(arena, text.bytes), text.count, arena, report, &ledger));
    assert_int_equal(ledger.records.items[0].sequence, 1);
    add(&text, release("leave", "B", 2));
    assert_non_null(strstr(text.bytes, "\n\nengross ledger 1\n\nrecord: 2\n"));
    add(&text, release("leave", "C", 3));
    assert_true(ledger_parse("ledger.txt", text.bytes, text.count, arena, report, &ledger));
    assert_int_equal(ledger.records.count, 3);
    assert_int_equal(ledger.version, 1);
    refuse(with(text.bytes, "label: A\n", "label: A\nsequence: 1\n"), "LEDGER-FORM", 8, "\"approval:\"");
    buffer_close(&text);
}

static void values_and_labels_and_dates(void **state) {
    (void)state;
    assert_true(ledger_value_good("GB/20/41, item 7"));
    assert_false(ledger_value_good(""));
    assert_false(ledger_value_good(" a"));
    assert_false(ledger_value_good("a "));
    assert_false(ledger_value_good("a\nhash: b"));
    assert_false(ledger_value_good("a\rb"));
    assert_false(ledger_value_good("a\xff"));
    assert_true(ledger_label_good("4.0"));
    assert_true(ledger_label_good("2019-20.Rev-B"));
    assert_false(ledger_label_good(""));
    assert_false(ledger_label_good("."));
    assert_false(ledger_label_good("-4"));
    assert_false(ledger_label_good("4/0"));
    assert_false(ledger_label_good("4 0"));
    assert_false(ledger_label_good("012345678901234567890123456789012"));
    assert_true(ledger_date_good("2020-02-29"));
    assert_false(ledger_date_good("2019-02-29"));
    assert_false(ledger_date_good("1900-02-29"));
    assert_false(ledger_date_good("2020-13-01"));
    assert_false(ledger_date_good("2020-1-01"));
    assert_false(ledger_date_good("2020-01-011"));
}

static struct manifest manifest(void) {
    struct manifest manifest = {.document = "leave", .label = "4.0", .sequence = 4, .program = "engross 0.7"};
    struct hash hash = hash_bytes("x", 1);
    LIST_ADD(arena, &manifest.libraries, ((struct manifest_library){"libharu", "2.3.0"}));
    LIST_ADD(arena, &manifest.libraries, ((struct manifest_library){"HarfBuzz", "6.0.0"}));
    LIST_ADD(arena, &manifest.files, ((struct manifest_item){hash, 1, "source.xml"}));
    LIST_ADD(arena, &manifest.files, ((struct manifest_item){hash, 1, "maps/a map.png"}));
    LIST_ADD(arena, &manifest.styles, ((struct manifest_item){hash, 0, "nhs"}));
    LIST_ADD(arena, &manifest.style_files, ((struct manifest_item){hash, 1, "own.png"}));
    LIST_ADD(arena, &manifest.pdfs, ((struct manifest_item){hash, 1, "leave-4.0.pdf"}));
    return manifest;
}

static void a_manifest_comes_back_to_the_byte(void **state) {
    (void)state;
    struct manifest one = manifest(), other;
    struct buffer text = {0}, again = {0};
    manifest_print(&one, true, &text);
    struct report *report = report_open(arena);
    assert_true(manifest_parse("manifest.txt", text.bytes, text.count, arena, report, &other));
    assert_non_null(manifest_find(&other, "maps/a map.png"));
    assert_null(manifest_find(&other, "leave-4.0.pdf"));
    manifest_print(&other, true, &again);
    assert_string_equal(text.bytes, again.bytes);
    buffer_clear(&again);
    manifest_print(&other, false, &again);
    assert_null(strstr(again.bytes, "pdf: "));
    assert_true(manifest_parse("provenance.txt", again.bytes, again.count, arena, report, &other));
    buffer_close(&text);
    buffer_close(&again);
}

static void a_manifest_of_version_1_is_read(void **state) {
    (void)state;
    struct manifest one = manifest(), other;
    struct buffer text = {0};
    one.style_files.count = 0;
    manifest_print(&one, true, &text);
    const char *bytes = with(text.bytes, "engross manifest 2", "engross manifest 1");
    assert_true(manifest_parse("manifest.txt", bytes, strlen(bytes), arena, report_open(arena), &other));
    assert_non_null(manifest_find(&other, "maps/a map.png"));
    assert_int_equal(other.styles.count, 1);
    assert_int_equal(other.style_files.count, 0);
    buffer_close(&text);
}

static void a_manifest_that_is_not_one_is_refused(void **state) {
    (void)state;
    struct manifest one = manifest();
    struct buffer text = {0};
    manifest_print(&one, true, &text);
    static const char *const spoilt[][2] = {
        {"engross manifest 2", "engross manifest 3"},
        {"engross manifest 2", "engross manifest 0"},
        {"engross manifest 2", "engross manifest"},
        {"engross manifest 2", "engross manifest 1"}, /* it knows no files of styles */
        {"own.png", "../own.png"},
        {"document: ", "paper: "},
        {"sequence: 4", "sequence: four"},
        {"maps/a map.png", "../a map.png"},
        {"maps/a map.png", "z.png"},
        {"file: 2", "file: G"},
        {"style: ", "fashion: "}};
    for (size_t i = 0; i < sizeof spoilt / sizeof *spoilt; i++) {
        const char *bytes = with(text.bytes, spoilt[i][0], spoilt[i][1]);
        struct report *report = report_open(arena);
        assert_false(manifest_parse("manifest.txt", bytes, strlen(bytes), arena, report, &one));
        assert_int_equal(report_count(report), 1);
    }
    assert_false(manifest_path_good("/etc/passwd"));
    assert_false(manifest_path_good("a//b"));
    assert_false(manifest_path_good("a/../b"));
    assert_true(manifest_path_good("a/..b/c"));
    buffer_close(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_printed_is_read),
                                       cmocka_unit_test(a_record_changed_missing_or_moved_is_named),
                                       cmocka_unit_test(a_forged_record_breaks_the_chain),
                                       cmocka_unit_test(a_line_that_is_not_known_is_refused),
                                       cmocka_unit_test(an_older_ledger_goes_on),
                                       cmocka_unit_test(values_and_labels_and_dates),
                                       cmocka_unit_test(a_manifest_comes_back_to_the_byte),
                                       cmocka_unit_test(a_manifest_of_version_1_is_read),
                                       cmocka_unit_test(a_manifest_that_is_not_one_is_refused)};
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
