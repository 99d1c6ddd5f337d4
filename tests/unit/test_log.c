/* changes/log.h: rows of a history held against changes made by hand, and the bytes that bring them into step. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "changes/log.h"
#include "read/source.h"

#define HEAD                                                                                                  \
    "<policy xmlns=\"urn:engross:document:1\" xmlns:xi=\"http://www.w3.org/2001/XInclude\" id=\"x\" "         \
    "xml:lang=\"en-GB\">\n"                                                                                   \
    "  <control><title>T</title><version label=\"2.0\" sequence=\"2\" status=\"draft\" date=\"2026-01-01\"/>" \
    "<issuer org=\"a\"/></control>\n  <p id=\"a\">A</p>\n"
#define RELEASE "<release label=\"2.0\" date=\"2026-01-01\" status=\"draft\">"
#define OLDER                                                               \
    "    <release label=\"1.0\" date=\"2025-01-01\" status=\"approved\">\n" \
    "      <change target=\"a\" kind=\"moved\"/>\n"                         \
    "      <change target=\"b\" kind=\"moved\" gone=\"yes\">Old.</change>\n    </release>\n"

struct fixture {
    struct arena *arena;
    struct report *report;
    struct source *source;
    char folder[40], path[60], part[60];
    struct comparison comparison;
    struct log_plan plan;
};

static struct fixture fixture_open(void) {
    struct fixture f = {.arena = arena_open()};
    f.report = report_open(f.arena);
    f.source = source_open(".");
    snprintf(f.folder, sizeof f.folder, "/tmp/engross-log-XXXXXX");
    assert_non_null(mkdtemp(f.folder));
    snprintf(f.path, sizeof f.path, "%s/x.xml", f.folder);
    snprintf(f.part, sizeof f.part, "%s/part.xml", f.folder);
    return f;
}

static void fixture_close(struct fixture *f) {
    unlink(f->path);
    unlink(f->part);
    rmdir(f->folder);
    source_close(f->source);
    arena_close(f->arena);
}

static void put(const char *path, const char *text) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* "a moved; b deleted: clause 1" → changes; what stands after the colon is how the unit was called, else it is called
 * as it was. */
static void set_changes(struct fixture *f, const char *words) {
    static const struct node node = {.kind = NODE_SECTION};
    char all[400];
    char *rest = NULL;
    snprintf(all, sizeof all, "%s", words);
    f->comparison = (struct comparison){0};
    for (char *one = strtok_r(all, ";", &rest); one != NULL; one = strtok_r(NULL, ";", &rest)) {
        char target[20];
        char kind[20];
        char was[100] = "";
        assert_true(sscanf(one, " %19s %19[a-z]: %99[^;]", target, kind, was) >= 2);
        struct change *change = ARENA_NEW(f->arena, struct change);
        change->target = arena_string(f->arena, target);
        while (strcmp(change_kind_name(change->kind), kind) != 0)
            change->kind++;
        bool inserted = change->kind == CHANGE_INSERTED;
        bool deleted = change->kind == CHANGE_DELETED;
        change->old = inserted ? NULL : &node;
        change->new = deleted ? NULL : &node;
        change->label_new = deleted ? NULL : arena_format(f->arena, "clause %s", target);
        change->label_old = inserted ? NULL : *was != '\0' ? arena_string(f->arena, was) : change->label_new;
        LIST_ADD(f->arena, &f->comparison.changes, change);
    }
}

static const struct element *read_text(struct fixture *f) {
    const struct element *root = source_read(f->source, SOURCE_NEIGHBOUR, f->path, f->folder, f->arena, f->report);
    assert_non_null(root);
    return root;
}

static const struct change_log *log_of(struct fixture *f) {
    const struct element *root = read_text(f);
    return log_match(&f->comparison, root, log_release(root), f->arena);
}

/* The text of the file that was planned for, as it is to be; NULL when nothing in it changes. */
static const char *planned(const struct fixture *f, const char *path) {
    for (size_t i = 0; i < f->plan.files.count; i++) {
        const struct log_file *file = &f->plan.files.items[i];
        if (strcmp(file->path, path) != 0 || !edit_changed(file->editing))
            continue;
        struct buffer out = {0};
        edit_print_in_place(file->editing, &out);
        const char *text = arena_copy(f->arena, buffer_text(&out), out.count);
        buffer_close(&out);
        return text;
    }
    return NULL;
}

static void plan_now(struct fixture *f) {
    const struct change_log *log = log_of(f);
    assert_true(log_plan(log, f->arena, f->report, &f->plan));
}

/* The document `before` becomes `after` (NULL: it stays) in as many steps; then nothing is left to do. */
static void expect(const char *before, const char *changes, size_t steps, const char *after) {
    struct fixture f = fixture_open();
    put(f.path, before);
    set_changes(&f, changes);
    plan_now(&f);
    assert_int_equal(f.plan.steps.count, steps);
    const char *text = planned(&f, f.path);
    if (after == NULL) {
        assert_null(text);
    } else {
        assert_non_null(text);
        assert_string_equal(text, after);
        put(f.path, text);
    }
    plan_now(&f);
    assert_int_equal(f.plan.steps.count, 0);
    assert_null(planned(&f, f.path));
    fixture_close(&f);
}

static void a_history_is_begun(void **state) {
    (void)state;
    expect(HEAD "</policy>", "", 0, NULL);
    expect(HEAD "</policy>\n", "a substituted; b deleted: clause 1 \"b\" & <c>", 2,
           HEAD "  <history>\n    " RELEASE "\n      <change target=\"a\" kind=\"substituted\"></change>\n"
                "      <change target=\"b\" kind=\"deleted\" was=\"clause 1 &quot;b&quot; &amp; &lt;c>\"></change>\n"
                "    </release>\n  </history>\n</policy>\n");
    expect(
        "<policy xmlns=\"urn:engross:document:1\" id=\"x\" xml:lang=\"en-GB\">\r\n\t<control><title>T</title><version "
        "label=\"2.0\" sequence=\"2\" status=\"draft\" date=\"2026-01-01\"/><issuer "
        "org=\"a\"/></control>\r\n\t<p>A</p>\r\n"
        "\t<!-- end -->\r\n\r\n</policy>",
        "a moved", 1,
        "<policy xmlns=\"urn:engross:document:1\" id=\"x\" xml:lang=\"en-GB\">\r\n\t<control><title>T</title><version "
        "label=\"2.0\" sequence=\"2\" status=\"draft\" date=\"2026-01-01\"/><issuer "
        "org=\"a\"/></control>\r\n\t<p>A</p>\r\n"
        "\t<!-- end -->\r\n\t<history>\r\n\t\t" RELEASE "\r\n\t\t\t<change target=\"a\" kind=\"moved\"></change>\r\n"
        "\t\t</release>\r\n\t</history>\r\n\r\n</policy>");
    expect(
        "<e:policy xmlns:e='urn:engross:document:1' id='x' xml:lang='en-GB'><e:control><e:title>T</e:title><e:version "
        "label='2.0' sequence='2' status='draft' date='2026-01-01'/><e:issuer "
        "org='a'/></e:control><e:p>A</e:p></e:policy>",
        "a moved", 1,
        "<e:policy xmlns:e='urn:engross:document:1' id='x' xml:lang='en-GB'><e:control><e:title>T</e:title><e:version "
        "label='2.0' sequence='2' status='draft' date='2026-01-01'/><e:issuer org='a'/></e:control><e:p>A</e:p>"
        "<e:history><e:release label=\"2.0\" date=\"2026-01-01\" status=\"draft\">"
        "<e:change target=\"a\" kind=\"moved\"></e:change></e:release></e:history></e:policy>");
}

static void a_release_is_begun_before_older_ones(void **state) {
    (void)state;
    expect(HEAD "  <history>\n" OLDER "  </history>\n</policy>", "a substituted; a moved", 2,
           HEAD "  <history>\n    " RELEASE "\n      <change target=\"a\" kind=\"substituted\"></change>\n"
                "      <change target=\"a\" kind=\"moved\"></change>\n    </release>\n" OLDER
                "  </history>\n</policy>");
}

static void rows_come_where_the_text_has_them(void **state) {
    (void)state;
    expect(
        HEAD "  <history>\n   " RELEASE
             "\n\t <change>A remark.</change>\n\t <change target=\"a\" kind=\"moved\">Why.</change>"
             "<!-- Ann -->\n\t <change target=\"c\" kind=\"moved\"/>\n   </release>\n" OLDER "  </history>\n</policy>",
        "z inserted; y inserted; a moved; b moved: clause 1; c moved; d editorial; e inserted", 5,
        HEAD
        "  <history>\n   " RELEASE
        "\n\t <change>A remark.</change>\n\t <change target=\"z\" kind=\"inserted\"></change>"
        "\n\t <change target=\"y\" kind=\"inserted\"></change>\n\t <change target=\"a\" "
        "kind=\"moved\">Why.</change>\n\t "
        "<change target=\"b\" kind=\"moved\" was=\"clause 1\"></change><!-- Ann -->\n\t <change target=\"c\" "
        "kind=\"moved\"/>"
        "\n\t <change target=\"d\" kind=\"editorial\"></change>\n\t <change target=\"e\" kind=\"inserted\"></change>\n"
        "   </release>\n" OLDER "  </history>\n</policy>");
    expect(HEAD "<history>" RELEASE "<change>A remark.</change></release></history></policy>", "b inserted; c inserted",
           2,
           HEAD "<history>" RELEASE "<change>A remark.</change><change target=\"b\" kind=\"inserted\"></change>"
                "<change target=\"c\" kind=\"inserted\"></change></release></history></policy>");
    expect(HEAD "<history>\n" RELEASE "\n <change target=\"q\" kind=\"inserted\"/>\n</release></history></policy>",
           "b inserted; c inserted", 3,
           HEAD "<history>\n" RELEASE "\n <change target=\"b\" kind=\"inserted\"></change>\n"
                " <change target=\"c\" kind=\"inserted\"></change>\n</release></history></policy>");
}

static void reasons_outlive_their_changes(void **state) {
    (void)state;
    expect(HEAD "<history>" RELEASE
                "<change target='a' kind=\"moved\" >Why &amp; what.</change>\n<change target='a' kind='editorial'"
                " gone='no'><abbr>X</abbr></change><change kind='moved' target='b'><!-- ask "
                "--></change></release></history></policy>",
           "", 3,
           HEAD "<history>" RELEASE
                "<change target='a' kind=\"moved\" gone=\"yes\" >Why &amp; what.</change>\n<change target='a' "
                "kind='editorial' gone='yes'><abbr>X</abbr></change><change kind='moved' target='b' gone=\"yes\"><!-- "
                "ask --></change>"
                "</release></history></policy>");
    expect(HEAD "<history>" RELEASE
                "<change target='a' gone='yes' kind='moved'>Why.</change><change target='b' kind='moved' gone='yes'"
                "\n was='here'>Why.</change></release></history></policy>",
           "a moved: clause <1>; b moved", 4,
           HEAD "<history>" RELEASE
                "<change target='a' kind='moved' was=\"clause &lt;1>\">Why.</change><change target='b' kind='moved'>"
                "Why.</change></release></history></policy>");
    expect(
        HEAD "<history>" RELEASE "<change target='a' kind='moved' was=\"x\">Why.</change></release></history></policy>",
        "a moved: it's \"x\"", 1,
        HEAD
        "<history>" RELEASE
        "<change target='a' kind='moved' was=\"it&apos;s &quot;x&quot;\">Why.</change></release></history></policy>");
}

static void stubs_go_with_their_changes(void **state) {
    (void)state;
    expect(
        HEAD
        "  <history>\n    " RELEASE "\n      <change target=\"a\" kind=\"moved\"/>\n      <change>A remark.</change>\n"
        "      <change target=\"b\" kind=\"moved\" gone=\"yes\">  </change>\n    </release>\n  </history>\n</policy>",
        "", 2,
        HEAD "  <history>\n    " RELEASE "\n      <change>A remark.</change>\n    </release>\n  </history>\n</policy>");
    /* The last row takes the release with it, and the last release the history. */
    expect(HEAD "  <history>\n    " RELEASE
                "\n      <change target=\"a\" kind=\"moved\"/>\n      <change target=\"b\" kind=\"moved\"/>\n"
                "    </release>\n" OLDER "  </history>\n</policy>",
           "", 2, HEAD "  <history>\n" OLDER "  </history>\n</policy>");
    expect(HEAD "  <history>\n    " RELEASE
                "\n      <change target=\"a\" kind=\"moved\"/>\n    </release>\n  </history>\n</policy>",
           "", 1, HEAD "</policy>");
    /* Not when a comment would go too. */
    expect(HEAD "  <history>" RELEASE
                "<!-- Ann --><change target=\"a\" kind=\"moved\"/></release></history>\n</policy>",
           "", 1,
           HEAD "  <history>" RELEASE
                "<!-- Ann --><change target=\"a\" kind=\"moved\" gone=\"yes\"/></release></history>\n</policy>");
    expect(HEAD "  <history>" RELEASE
                "<change target=\"a\" kind=\"moved\"/></release><!-- Ann --></history>\n</policy>",
           "", 1,
           HEAD "  <history>" RELEASE
                "<change target=\"a\" kind=\"moved\" gone=\"yes\"/></release><!-- Ann --></history>\n</policy>");
}

static void a_history_in_another_file_is_changed_there(void **state) {
    (void)state;
    static const char part[] = "<?xml version='1.0' encoding='ISO-8859-1'?>\n"
                               "<history xmlns=\"urn:engross:document:1\">\n  " RELEASE
                               "\n    <change target=\"a\" kind=\"moved\">\xE9.</change>\n"
                               "  </release>\n</history>\n";
    struct fixture f = fixture_open();
    put(f.path, HEAD "<xi:include href=\"part.xml\"/></policy>");
    put(f.part, part);
    set_changes(&f, "a moved; b deleted: clause \xE2\x80\x93");
    plan_now(&f);
    assert_null(planned(&f, f.path));
    assert_string_equal(
        planned(&f, f.part),
        "<?xml version='1.0' encoding='ISO-8859-1'?>\n"
        "<history xmlns=\"urn:engross:document:1\">\n  " RELEASE
        "\n    <change target=\"a\" kind=\"moved\">\xE9.</change>\n"
        "    <change target=\"b\" kind=\"deleted\" was=\"clause &#x2013;\"></change>\n  </release>\n</history>\n");
    /* A new release, in the file of the history. */
    put(f.part, "<history xmlns=\"urn:engross:document:1\">\n" OLDER "</history>");
    plan_now(&f);
    assert_null(planned(&f, f.path));
    assert_string_equal(planned(&f, f.part),
                        "<history xmlns=\"urn:engross:document:1\">\n    " RELEASE
                        "\n      <change target=\"a\" kind=\"moved\"></change>\n      <change target=\"b\" "
                        "kind=\"deleted\" was=\"clause \xE2\x80\x93\"></change>\n    </release>\n" OLDER "</history>");
    /* The root of a file does not go. */
    put(f.part, "<history xmlns=\"urn:engross:document:1\">" RELEASE
                "<change target=\"b\" kind=\"moved\"/></release></history>");
    set_changes(&f, "");
    plan_now(&f);
    assert_string_equal(planned(&f, f.part), "<history xmlns=\"urn:engross:document:1\">" RELEASE
                                             "<change target=\"b\" kind=\"moved\" gone=\"yes\"/></release></history>");
    fixture_close(&f);
}

static void rows_and_changes_find_each_other(void **state) {
    (void)state;
    struct fixture f = fixture_open();
    put(f.path, HEAD "<history>" RELEASE
                     "<change>R.</change><change target='a' kind='moved'/><change target='b' kind='moved'>W.</change>"
                     "<change target='b' kind='moved'>Twice.</change><change target='b'>No "
                     "kind.</change></release></history></policy>");
    set_changes(&f, "b moved; a editorial");
    const struct change_log *log = log_of(&f);
    assert_int_equal(log->entries.count, 3);
    assert_null(log->entries.items[0].change);
    assert_false(log->entries.items[0].reason);
    assert_ptr_equal(log->entries.items[1].change, f.comparison.changes.items[0]);
    assert_true(log->entries.items[1].reason);
    assert_null(log->entries.items[2].change);
    assert_ptr_equal(log->changes.items[0].entry, &log->entries.items[1]);
    assert_null(log->changes.items[1].entry);
    fixture_close(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_history_is_begun),
        cmocka_unit_test(a_release_is_begun_before_older_ones),
        cmocka_unit_test(rows_come_where_the_text_has_them),
        cmocka_unit_test(reasons_outlive_their_changes),
        cmocka_unit_test(stubs_go_with_their_changes),
        cmocka_unit_test(a_history_in_another_file_is_changed_there),
        cmocka_unit_test(rows_and_changes_find_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
