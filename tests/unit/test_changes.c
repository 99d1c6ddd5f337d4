/* test_changes.c: two documents → what has changed, by the dump of the comparison.
 *
 * Each case of changes.txt is two bodies of a small policy, read through the one door,
 * and what comparison_dump must say of them; accepting and rejecting all is held for each
 * (woven.h). A case that fails writes what was said to build/test/changes.txt, in the form
 * of changes.txt, for a person to read. Besides: edit scripts against the longest common
 * subsequence and against growth, chains against all chains; and marked.txt: two texts of
 * one block, and the new one with its marks. What is said of it goes to build/test/marked.txt.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "changes/chain.h"
#include "changes/script.h"
#include "document/numbers.h"
#include "read/source.h"
#include "woven.h"

#define NS "xmlns=\"urn:engross:document:1\""

static char folder[64];
static struct source *source;
static uint64_t seed = 20240607;

static const char organisations[] =
    "<organisations " NS "><organisation id=\"evp\"><name>East Vale Partnership</name><short-name>East "
    "Vale</short-name></organisation></organisations>";

static const char control[] =
    "<control><title>T</title><version label=\"1.0\" sequence=\"1\" status=\"draft\" date=\"2020-03-31\"/><issuer "
    "org=\"evp\"/><owner>Head of Governance</owner></control>";

static void put(const char *name, const void *bytes, size_t count) {
    char path[128];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, count, file), count);
    assert_int_equal(fclose(file), 0);
}

static int open_all(void **state) {
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/engross-changes-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    source = source_open(".");
    put("organisations.xml", organisations, sizeof organisations - 1);
    put("dog.png", "\x89PNG\r\n\x1a\n....", 12);
    put("cat.png", "\x89PNG\r\n\x1a\n:::.", 12);
    put("again.png", "\x89PNG\r\n\x1a\n....", 12);
    return 0;
}

static int close_all(void **state) {
    (void)state;
    char command[128];
    source_close(source);
    (void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

/* A file that is refused is a mistake of the test. */
static struct version read_version(const char *text, struct arena *arena) {
    char path[128];
    struct report *report = report_open(arena);
    (void)snprintf(path, sizeof path, "%s/organisations.xml", folder);
    const struct element *names = source_read(source, SOURCE_ORGANISATIONS, path, folder, arena, report);
    put("input.xml", text, strlen(text));
    (void)snprintf(path, sizeof path, "%s/input.xml", folder);
    struct version version = {.root = source_read(source, SOURCE_DOCUMENT, path, folder, arena, report)};
    if (version.root != NULL)
        version.document =
            document_read(version.root, &(struct document_lists){.organisations = names}, folder, arena, report);
    if (version.document == NULL) {
        struct buffer words = {0};
        report_print(report, &words, false);
        fail_msg("%s", buffer_text(&words));
    }
    return version;
}

/* A body is what stands in one section, or, when it begins with a section, in the document. */
static struct version read_body(const char *body, struct arena *arena) {
    bool whole = strncmp(body, "<section", 8) == 0 || strncmp(body, "<part", 5) == 0;
    const char *text =
        strncmp(body, "<policy", 7) == 0
            ? body
            : arena_format(arena, "<policy " NS " id=\"x\" xml:lang=\"en-GB\">%s%s%s%s</policy>", control,
                           whole ? "" : "<section id=\"s\"><title>Rules</title>", body, whole ? "" : "</section>");
    return read_version(text, arena);
}

/* ---- Cases */

static void say_case(struct buffer *out, const char *name, const char *old, const char *new, const char *said) {
    buffer_format(out, "== %s\n- %s\n+ %s\n%s\n", name, old, new, said);
}

/* What a comparison says of a case, in the words of its file. */
typedef void (*teller)(const struct comparison *comparison, struct buffer *out);
/* The body that a line of a case is. */
typedef const char *(*maker)(const char *name, const char *text, struct arena *arena);

static bool run_case(const char *name, const char *old, const char *new, const char *expected, maker body, teller tell,
                     struct buffer *all) {
    struct arena *arena = arena_open();
    struct version versions[2] = {read_body(body(name, old, arena), arena), read_body(body(name, new, arena), arena)};
    const struct comparison *comparison = compare(&versions[0], &versions[1], arena);
    struct buffer said = {0};
    tell(comparison, &said);
    const char *fault = woven_fault(comparison);
    const char *back = woven_fault(compare(&versions[1], &versions[0], arena));
    bool right = fault == NULL && back == NULL && strcmp(buffer_text(&said), expected) == 0;
    say_case(all, name, old, new, buffer_text(&said));
    if (!right)
        print_error("%s: %s%s\nexpected:\n%s\nsaid:\n%s\n", name, fault == NULL ? "" : fault, back == NULL ? "" : back,
                    expected, buffer_text(&said));
    buffer_close(&said);
    arena_close(arena);
    return right;
}

/* A line of the file, its line feed overwritten; NULL at the end. */
static char *next_line(char **at) {
    char *line = *at;
    if (*line == '\0')
        return NULL;
    size_t bytes = strcspn(line, "\n");
    *at = line + bytes + (line[bytes] == '\n');
    line[bytes] = '\0';
    return line;
}

/* Runs each case of a file of this folder; returns how many there are. */
static size_t run_table(const char *file, maker body, teller tell) {
    struct arena *arena = arena_open();
    struct buffer all = {0};
    size_t count;
    char *text = (char *)file_read(arena, arena_format(arena, "tests/unit/%s", file), 1 << 20, &count, NULL);
    assert_non_null(text);
    text = arena_copy(arena, text, count);
    size_t done = 0;
    size_t wrong = 0;
    char *line = next_line(&text);
    while (line != NULL) {
        if (strncmp(line, "== ", 3) != 0) {
            if (done == 0)
                buffer_format(&all, "%s\n", line);
            line = next_line(&text);
            continue;
        }
        const char *name = line + 3;
        const char *old = next_line(&text) + 2;
        const char *new = next_line(&text) + 2;
        struct buffer expected = {0};
        for (line = next_line(&text); line != NULL && *line != '\0'; line = next_line(&text))
            buffer_format(&expected, "%s\n", line);
        wrong += !run_case(name, old, new, buffer_text(&expected), body, tell, &all);
        done++;
        buffer_close(&expected);
    }
    if (wrong > 0 && (mkdir("build/test", 0777) == 0 || access("build/test", W_OK) == 0)) {
        FILE *out = fopen(arena_format(arena, "build/test/%s", file), "wb");
        assert_non_null(out);
        assert_int_equal(fwrite(all.bytes, 1, all.count, out), all.count);
        assert_int_equal(fclose(out), 0);
    }
    buffer_close(&all);
    arena_close(arena);
    assert_int_equal(wrong, 0);
    return done;
}

static const char *body_itself(const char *name, const char *text, struct arena *arena) {
    (void)name;
    (void)arena;
    return text;
}

static void cases(void **state) {
    (void)state;
    assert_true(run_table("changes.txt", body_itself, comparison_dump) > 40);
}

/* What its name says that the text is: a heading, the cell of a table; else a paragraph. */
static const char *body_of(const char *name, const char *text, struct arena *arena) {
    if (strncmp(name, "heading", 7) == 0)
        return arena_format(arena, "<section id=\"s\"><title>%s</title><p>All of it.</p></section>", text);
    if (strncmp(name, "cell", 4) == 0)
        return arena_format(arena,
                            "<table id=\"t\"><caption>Limits</caption><row header=\"yes\"><cell>Who</cell><cell>Limit"
                            "</cell></row><row><cell header=\"yes\">Officer</cell><cell>%s</cell></row></table>",
                            text);
    return arena_format(arena, "<p>%s</p>", text);
}

/* The words of each block that was cut into runs, with what has gone and what came as wdiff writes them. */
static void say_marked(const struct comparison *comparison, struct buffer *out) {
    for (const struct strand *at = comparison->root; at != NULL; at = strand_after(at, comparison->root)) {
        for (size_t i = 0; i < at->run_count; i++) {
            const struct run *run = &at->runs[i];
            bool gone = run->state == RUN_DELETED;
            bool came = run->state == RUN_INSERTED;
            buffer_string(out, gone ? "[-" : came ? "{+" : "");
            woven_pieces(out, gone ? run->old : run->new, gone ? run->old_count : run->new_count);
            buffer_string(out, gone ? "-]" : came ? "+}" : "");
        }
        if (at->run_count > 0)
            buffer_char(out, '\n');
    }
}

static void marks(void **state) {
    (void)state;
    assert_true(run_table("marked.txt", body_of, say_marked) > 20);
}

/* ---- Rows of the control that are made anew */

static const char *controlled(const char *approvals, struct arena *arena) {
    return arena_format(arena,
                        "<policy " NS " id=\"x\" xml:lang=\"en-GB\"><control><title>T</title><version label=\"1.0\" "
                        "sequence=\"1\" status=\"draft\" date=\"2020-03-31\"/><issuer org=\"evp\"/><owner>Head of "
                        "Governance</owner>%s</control><section id=\"s\"><title>A</title><p>a</p></section></policy>",
                        approvals);
}

/* How many rows of the control one of the two versions has alone. */
static size_t count_lone_rows(const char *old, const char *new) {
    struct arena *arena = arena_open();
    struct version versions[2] = {read_version(controlled(old, arena), arena),
                                  read_version(controlled(new, arena), arena)};
    const struct comparison *comparison = compare(&versions[0], &versions[1], arena);
    size_t count = 0;
    for (const struct strand *at = comparison->root; at != NULL; at = strand_after(at, comparison->root))
        count += at->skipped && at->state != STRAND_KEPT;
    assert_null(woven_fault(comparison));
    arena_close(arena);
    return count;
}

#define APPROVAL(BODY) "<approval org=\"evp\" body=\"" BODY "\" role=\"approve\"/>"

/* Rows whose header repeats: those with the same words are one, then those that are alike. */
static void rows_of_one_header(void **state) {
    (void)state;
    const char *three = APPROVAL("Board") APPROVAL("Council") APPROVAL("Senate");
    assert_int_equal(count_lone_rows(three, three), 0);
    assert_int_equal(count_lone_rows(three, APPROVAL("Board") APPROVAL("Senate")), 1);
    assert_int_equal(count_lone_rows(APPROVAL("Board"), three), 2);
    assert_int_equal(count_lone_rows(three, APPROVAL("Board") APPROVAL("Court") APPROVAL("Senate")), 0);
    assert_int_equal(count_lone_rows("", three), 3);
}

/* ---- Scripts and chains */

static uint32_t chance(uint32_t below) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

/* How many items two sequences have in common in order, by the table of all their beginnings. */
static size_t longest_common(struct sequence a, struct sequence b, struct arena *arena) {
    size_t *row = ARENA_ARRAY(arena, b.count + 1, size_t);
    for (size_t i = 0; i < a.count; i++) {
        size_t before = 0;
        for (size_t k = 0; k < b.count; k++) {
            size_t above = row[k + 1];
            row[k + 1] = a.keys[i] == b.keys[k] ? before + 1 : row[k] > above ? row[k] : above;
            before = above;
        }
    }
    return row[b.count];
}

static size_t count_partners(struct sequence a, struct sequence b, const uint32_t *partner) {
    size_t kept = 0;
    uint32_t next = 0;
    for (size_t i = 0; i < a.count; i++) {
        if (partner[i] == SCRIPT_NONE)
            continue;
        assert_true(partner[i] >= next && partner[i] < b.count && a.keys[i] == b.keys[partner[i]]);
        next = partner[i] + 1;
        kept++;
    }
    return kept;
}

static struct sequence sequence_of(size_t count, uint32_t kinds, struct arena *arena) {
    uint64_t *keys = ARENA_ARRAY(arena, count, uint64_t);
    for (size_t i = 0; i < count; i++)
        keys[i] = chance(kinds);
    return (struct sequence){keys, count};
}

static void short_scripts_are_shortest(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    size_t steps = 0;
    for (int round = 0; round < 3000; round++) {
        struct arena *scratch = arena_within(arena);
        uint32_t kinds = 1 + chance(40);
        struct sequence a = sequence_of(chance(round % 20 == 0 ? 256 : 40), kinds, scratch);
        struct sequence b = sequence_of(chance(round % 20 == 0 ? 256 : 40), kinds, scratch);
        uint32_t *partner = ARENA_ARRAY(scratch, a.count, uint32_t);
        script_find(a, b, partner, scratch, &steps);
        assert_int_equal(count_partners(a, b, partner), longest_common(a, b, scratch));
        arena_close(scratch);
    }
    arena_close(arena);
}

/* A copy with one item in `every` exchanged, left out or added. */
static struct sequence changed_copy(struct sequence a, uint32_t every, uint32_t kinds, struct arena *arena) {
    uint64_t *keys = ARENA_ARRAY(arena, 2 * a.count, uint64_t);
    size_t count = 0;
    for (size_t i = 0; i < a.count; i++) {
        uint32_t what = chance(every) == 0 ? 1 + chance(3) : 0;
        if (what != 2)
            keys[count++] = what == 1 ? chance(kinds) : a.keys[i];
        if (what == 3)
            keys[count++] = chance(kinds);
    }
    return (struct sequence){keys, count};
}

static size_t steps_for(size_t count, uint32_t every, uint32_t kinds) {
    struct arena *arena = arena_open();
    struct sequence a = sequence_of(count, kinds, arena);
    struct sequence b = changed_copy(a, every, kinds, arena);
    uint32_t *partner = ARENA_ARRAY(arena, a.count, uint32_t);
    size_t steps = 0;
    script_find(a, b, partner, arena, &steps);
    (void)count_partners(a, b, partner);
    arena_close(arena);
    return steps;
}

static void scripts_grow_with_their_length(void **state) {
    (void)state;
    static const struct {
        uint32_t every, kinds;
    } kinds[] = {{20, 100000}, {20, 50}, {3, 2000}, {1, 100000}, {1, 30}, {2, 2}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        for (size_t count = 5000; count <= 320000; count *= 8) {
            size_t steps = steps_for(count, kinds[i].every, kinds[i].kinds);
            if (steps / count > 300)
                fail_msg("every %u of %u kinds: %zu steps for %zu items", (unsigned)kinds[i].every,
                         (unsigned)kinds[i].kinds, steps, count);
        }
    }
}

/* The heaviest chain that ends with one of the first `count` pairs and below `b`, tried in all ways. */
static uint64_t heaviest(const struct chain_pair *pairs, size_t count, uint32_t a, uint32_t b) {
    uint64_t best = 0;
    for (size_t i = 0; i < count; i++)
        if (pairs[i].a < a && pairs[i].b < b) {
            uint64_t weight = pairs[i].weight + heaviest(pairs, i, pairs[i].a, pairs[i].b);
            best = weight > best ? weight : best;
        }
    return best;
}

static int by_place(const void *one, const void *other) {
    const struct chain_pair *a = one;
    const struct chain_pair *b = other;
    return a->a != b->a ? (a->a < b->a ? -1 : 1) : (a->b < b->b) - (a->b > b->b);
}

static void chains_are_heaviest(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    for (int round = 0; round < 2000; round++) {
        struct chain_pair pairs[12];
        size_t count = chance(12);
        for (size_t i = 0; i < count; i++)
            pairs[i] = (struct chain_pair){.a = chance(8), .b = chance(8), .weight = 1 + chance(9)};
        qsort(pairs, count, sizeof *pairs, by_place);
        chain_find(pairs, count, 8, arena);
        uint64_t weight = 0;
        const struct chain_pair *last = NULL;
        for (size_t i = 0; i < count; i++) {
            if (!pairs[i].kept)
                continue;
            assert_true(last == NULL || (last->a < pairs[i].a && last->b < pairs[i].b));
            last = &pairs[i];
            weight += pairs[i].weight;
        }
        assert_true(weight == heaviest(pairs, count, 8, 8));
    }
    arena_close(arena);
}

/* ---- Growth of a whole comparison */

static const char *long_body(size_t paragraphs, size_t words, bool changed, struct arena *arena) {
    struct buffer out = {0};
    uint64_t kept = seed;
    seed = 7;
    for (size_t i = 0; i < paragraphs; i++) {
        uint32_t what = chance(10);
        if (changed && what == 9)
            continue;
        buffer_string(&out, "<p>");
        for (size_t k = 0; k < words; k++) {
            uint32_t word = chance(5000);
            bool other = changed && (what < 3 && k % 9 == 4);
            buffer_format(&out, "%s%s ", other ? "new" : "", number_letters(arena, word + 30, 'a'));
        }
        buffer_string(&out, "end.</p>");
    }
    seed = kept;
    const char *body = arena_copy(arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return body;
}

static size_t comparison_steps(size_t paragraphs, size_t words) {
    struct arena *arena = arena_open();
    struct version old = read_body(long_body(paragraphs, words, false, arena), arena);
    struct version new = read_body(long_body(paragraphs, words, true, arena), arena);
    const struct comparison *comparison = compare(&old, &new, arena);
    const char *fault = woven_fault(comparison);
    if (fault != NULL)
        fail_msg("%s", fault);
    size_t steps = comparison->steps;
    arena_close(arena);
    return steps;
}

static void comparisons_grow_with_their_length(void **state) {
    (void)state;
    size_t few = comparison_steps(500, 30);
    size_t many = comparison_steps(5000, 30);
    if (many > 13 * few)
        fail_msg("%zu steps for 500 paragraphs, %zu for 5,000", few, many);
    few = comparison_steps(1, 5000);
    many = comparison_steps(1, 50000);
    if (many > 13 * few)
        fail_msg("%zu steps for a paragraph of 5,000 words, %zu for one of 50,000", few, many);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_scripts_are_shortest),
        cmocka_unit_test(scripts_grow_with_their_length),
        cmocka_unit_test(chains_are_heaviest),
        cmocka_unit_test(cases),
        cmocka_unit_test(marks),
        cmocka_unit_test(rows_of_one_header),
        cmocka_unit_test(comparisons_grow_with_their_length),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
