/* test_font.c: the faces of the manifest, and faces that must be refused.
 *
 * Sound faces are the program's own; the faulty ones are copies with one thing
 * changed, under a house of their own in a temporary folder. Run from the
 * project's root, or with ENGROSS_HOME.
 */
#include "text/font.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/hash.h"

#define SCRIPT(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))
#define LATIN SCRIPT('L', 'a', 't', 'n')

static const char *home;
static struct source *source;
static struct font_set *fonts;
static struct arena *arena;
static struct report *report;

/* --- The program's own -------------------------------------------------------- */

static const char *file_for(const char *family, bool bold, const char *lang, uint32_t script, uint32_t code) {
    const struct face *face = font_find(fonts, family, bold, lang, script, code);
    return face != NULL ? face->file : "none";
}

static void metrics_are_those_of_the_font(void **state) {
    (void)state;
    const struct face *face = font_main(fonts, "Noto Sans", false);
    assert_non_null(face);
    assert_string_equal(face->postscript_name, "NotoSans-Regular");
    assert_int_equal(face->units_per_em, 1000);
    assert_int_equal(face->ascent, 1069);
    assert_int_equal(face->descent, -293);
    assert_int_equal(face->cap_height, 714);
    assert_int_equal(face->x_height, 536);
    assert_int_equal(face->italic_angle, 0);
    assert_true(face->box[0] < 0 && face->box[1] < 0 && face->box[2] > 1000 && face->box[3] > 714);
    assert_int_equal(face->underline_position, -100);
    assert_int_equal(face->underline_thickness, 50);
    const struct face *bold = font_main(fonts, "Noto Sans", true);
    assert_string_equal(bold->postscript_name, "NotoSans-Bold");
    assert_true(bold->bold && bold->stem > face->stem);
    assert_int_not_equal(bold->index, face->index);
}

static void a_face_is_opened_once(void **state) {
    (void)state;
    assert_ptr_equal(font_main(fonts, "Noto Sans", false), font_main(fonts, "Noto Sans", false));
    assert_ptr_equal(font_find(fonts, "Noto Sans", false, NULL, LATIN, 'a'), font_main(fonts, "Noto Sans", false));
}

static void an_unknown_family_has_no_face(void **state) {
    (void)state;
    assert_null(font_main(fonts, "Comic Sans MS", false));
    assert_false(font_set_names(fonts, "Comic Sans MS"));
    assert_true(font_set_names(fonts, "Noto Sans"));
}

static void fallbacks_serve_their_scripts(void **state) {
    (void)state;
    assert_string_equal(file_for("Noto Sans", false, "en-GB", LATIN, 0xA3), "NotoSans-Regular.ttf");
    assert_string_equal(file_for("Noto Sans", false, "en-GB", LATIN, 0x2264), "NotoSansMath-Regular.ttf");
    assert_string_equal(file_for("Noto Sans", true, "en-GB", LATIN, 0x2264), "NotoSansMath-Regular.ttf");
    assert_string_equal(file_for("Noto Sans", true, "gu", SCRIPT('G', 'u', 'j', 'r'), 0x0A97),
                        "NotoSansGujarati-Bold.ttf");
    assert_string_equal(file_for("Noto Sans", false, "pa", SCRIPT('G', 'u', 'r', 'u'), 0x0A2A),
                        "NotoSansGurmukhi-Regular.ttf");
    assert_string_equal(file_for("Noto Sans", false, "bn", SCRIPT('B', 'e', 'n', 'g'), 0x09AC),
                        "NotoSansBengali-Regular.ttf");
    assert_string_equal(file_for("Noto Sans", false, "zh", SCRIPT('H', 'a', 'n', 'i'), 0x4E2D), "none");
}

static void urdu_has_a_face_of_its_own(void **state) {
    (void)state;
    uint32_t arabic = SCRIPT('A', 'r', 'a', 'b');
    assert_string_equal(file_for("Noto Sans", false, "ur", arabic, 0x0627), "NotoNastaliqUrdu-Regular.ttf");
    assert_string_equal(file_for("Noto Sans", false, "ur-PK", arabic, 0x0627), "NotoNastaliqUrdu-Regular.ttf");
    assert_string_equal(file_for("Noto Sans", false, "ar", arabic, 0x0627), "NotoSansArabic-Regular.ttf");
    assert_string_equal(file_for("Noto Sans", false, NULL, arabic, 0x0627), "NotoSansArabic-Regular.ttf");
}

static void advances_are_those_of_the_font(void **state) {
    (void)state;
    const struct face *face = font_main(fonts, "Noto Sans", false);
    assert_int_equal(face_advance(face, 36), 639); /* A */
    assert_int_equal(face_advance(face, 3), 260);  /* space */
}

static void the_dictionary_is_found_by_language(void **state) {
    (void)state;
    size_t bytes = 0;
    const void *british = font_dictionary(fonts, "en-GB", &bytes);
    assert_non_null(british);
    assert_true(bytes > 10000);
    assert_ptr_equal(font_dictionary(fonts, "en", &bytes), british);
    assert_null(font_dictionary(fonts, "e", &bytes));
    assert_null(font_dictionary(fonts, "pl", &bytes));
}

static void everything_that_the_manifest_names_is_sound(void **state) {
    (void)state;
    font_set_examine(fonts, report);
    assert_int_equal(report_count(report), 0);
    assert_false(font_set_broken(fonts, report));
}

/* --- A house of faults ----------------------------------------------------------- */

static char house[] = "/tmp/engross-font-XXXXXX";

static void put(const char *name, const void *bytes, size_t count) {
    assert_true(file_write(arena_format(arena, "%s/fonts/%s", house, name), bytes, count, report));
}

/* A font set over a manifest of one face whose file holds `bytes`; `sha256` NULL is the right one. */
static struct font_set *set_over(struct source *own, const void *bytes, size_t count, const char *sha256,
                                 struct report *faults) {
    char hex[65];
    struct hash hash = hash_bytes(bytes, count);
    hash_hex(&hash, hex);
    if (count > 0)
        put("face.ttf", bytes, count);
    const char *manifest =
        arena_format(arena,
                     "<fonts xmlns=\"urn:engross:fonts:1\">\n<family name=\"Own\">\n"
                     "  <face weight=\"regular\" file=\"face.ttf\" sha256=\"%s\"/>\n</family>\n</fonts>\n",
                     sha256 != NULL ? sha256 : hex);
    put("fonts.xml", manifest, strlen(manifest));
    struct font_set *set = font_set_open(own, arena, faults);
    assert_non_null(set);
    return set;
}

/* Opening the face reports `rule` once at its line, and again to whoever asks; RULE_COUNT: it opens. */
static void expect(const void *bytes, size_t count, const char *sha256, enum rule rule, const char *part) {
    struct source *own = source_open(house);
    struct report *faults = report_open(arena);
    struct font_set *set = set_over(own, bytes, count, sha256, faults);
    assert_int_equal(report_count(faults), 0); /* nothing is opened before it is used */
    const struct face *face = font_main(set, "Own", false);
    if (rule == RULE_COUNT) {
        assert_non_null(face);
        assert_int_equal(report_count(faults), 0);
        assert_false(font_set_broken(set, faults));
    } else {
        assert_null(face);
        assert_null(font_main(set, "Own", true));
        assert_null(font_find(set, "Own", false, "en", LATIN, 'a'));
        assert_int_equal(report_count(faults), 1);
        const struct finding *finding = report_sorted(faults);
        assert_ptr_equal(finding->rule, catalogue_find(rule));
        assert_int_equal(finding->place.line, 3);
        assert_int_equal(finding->place.column, 3);
        assert_int_equal(report_status(faults), 6);
        if (strstr(finding->message, part) == NULL)
            fail_msg("\"%s\" does not hold \"%s\"", finding->message, part);
        struct report *other = report_open(arena);
        assert_true(font_set_broken(set, other));
        assert_int_equal(report_count(other), 1);
    }
    font_set_close(set);
    source_close(own);
}

static char *small_font(size_t *count) {
    char *bytes =
        file_read(arena, arena_format(arena, "%s/fonts/NotoSansGurmukhi-Regular.ttf", home), 1 << 20, count, report);
    assert_non_null(bytes);
    return bytes;
}

static unsigned long number_at(const char *bytes, size_t at, size_t count) {
    unsigned long value = 0;
    for (size_t i = 0; i < count; i++)
        value = value << 8 | (unsigned char)bytes[at + i];
    return value;
}

/* Where the entry of a table stands in the directory of a font file. */
static size_t table_entry(const char *bytes, const char *tag) {
    size_t tables = number_at(bytes, 4, 2);
    for (size_t i = 0; i < tables; i++)
        if (memcmp(bytes + 12 + 16 * i, tag, 4) == 0)
            return 12 + 16 * i;
    fail_msg("no table %s", tag);
    return 0;
}

static void a_font_that_is_not_there_is_named(void **state) {
    (void)state;
    char hash[65];
    memset(hash, 'a', 64);
    hash[64] = '\0';
    expect("", 0, hash, RULE_FONT_MISSING, "face.ttf");
}

static void other_bytes_than_promised_are_refused(void **state) {
    (void)state;
    size_t count;
    char *bytes = small_font(&count);
    char hash[65];
    struct hash right = hash_bytes(bytes, count);
    hash_hex(&right, hash);
    expect(bytes, count, hash, RULE_COUNT, "");
    bytes[count / 2] = (char)(bytes[count / 2] ^ 1);
    expect(bytes, count, hash, RULE_FONT_BYTES, "face.ttf");
}

static void embedding_rights_are_kept(void **state) {
    (void)state;
    static const struct {
        unsigned type;
        const char *part; /* NULL: allowed */
    } ROWS[] = {{0x0000, NULL},       {0x0002, "(OS/2 fsType 0x0002)"},
                {0x0004, NULL},       {0x0008, NULL},
                {0x000A, NULL},       {0x0006, NULL},
                {0x0100, "part"},     {0x0104, "part"},
                {0x0200, "outlines"}, {0x0102, "embedding"}};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        size_t count;
        char *bytes = small_font(&count);
        size_t os2 = number_at(bytes, table_entry(bytes, "OS/2") + 8, 4);
        bytes[os2 + 8] = (char)(ROWS[i].type >> 8);
        bytes[os2 + 9] = (char)(ROWS[i].type & 0xFF);
        expect(bytes, count, NULL, ROWS[i].part == NULL ? RULE_COUNT : RULE_FONT_RIGHTS,
               ROWS[i].part == NULL ? "" : ROWS[i].part);
    }
}

static void what_is_no_truetype_font_is_refused(void **state) {
    (void)state;
    expect("this is no font at all", 22, NULL, RULE_FONT_KIND, "no font");
    size_t count;
    char *bytes = small_font(&count);
    memcpy(bytes + table_entry(bytes, "glyf"), "CFF ", 4);
    expect(bytes, count, NULL, RULE_FONT_KIND, "outlines");
    expect(small_font(&count), 200, NULL, RULE_FONT_KIND, "face.ttf");
    bytes = small_font(&count); /* its height: hhea, ascender and descender */
    size_t hhea = number_at(bytes, table_entry(bytes, "hhea") + 8, 4);
    bytes[hhea + 4] = 0x7F;
    size_t os2 = number_at(bytes, table_entry(bytes, "OS/2") + 8, 4);
    bytes[os2 + 68] = 0x7F;
    expect(bytes, count, NULL, RULE_FONT_KIND, "thousandths");
}

/* A manifest that breaks its schema opens no set. */
static void a_bad_manifest_is_reported(void **state) {
    (void)state;
    const char manifest[] = "<fonts xmlns=\"urn:engross:fonts:1\"><family/></fonts>";
    put("fonts.xml", manifest, strlen(manifest));
    struct source *own = source_open(house);
    struct report *faults = report_open(arena);
    assert_null(font_set_open(own, arena, faults));
    assert_true(report_errors(faults) > 0);
    source_close(own);
}

static int open_house(void **state) {
    (void)state;
    home = getenv("ENGROSS_HOME");
    if (home == NULL)
        home = ".";
    arena = arena_open();
    report = report_open(arena);
    source = source_open(home);
    fonts = font_set_open(source, arena, report);
    if (fonts == NULL || mkdtemp(house) == NULL || mkdir(arena_format(arena, "%s/fonts", house), 0700) != 0)
        return -1;
    size_t count;
    const char *schema = file_read(arena, arena_format(arena, "%s/fonts/fonts.xsd", home), 1 << 20, &count, report);
    return schema == NULL || !file_write(arena_format(arena, "%s/fonts/fonts.xsd", house), schema, count, report);
}

static int close_house(void **state) {
    (void)state;
    static const char *const LEFT[] = {"fonts/fonts.xsd", "fonts/fonts.xml", "fonts/face.ttf", "fonts", ""};
    for (size_t i = 0; i < sizeof LEFT / sizeof LEFT[0]; i++)
        remove(arena_format(arena, "%s/%s", house, LEFT[i]));
    font_set_close(fonts);
    source_close(source);
    arena_close(arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(metrics_are_those_of_the_font),
        cmocka_unit_test(a_face_is_opened_once),
        cmocka_unit_test(an_unknown_family_has_no_face),
        cmocka_unit_test(fallbacks_serve_their_scripts),
        cmocka_unit_test(urdu_has_a_face_of_its_own),
        cmocka_unit_test(advances_are_those_of_the_font),
        cmocka_unit_test(the_dictionary_is_found_by_language),
        cmocka_unit_test(everything_that_the_manifest_names_is_sound),
        cmocka_unit_test(a_font_that_is_not_there_is_named),
        cmocka_unit_test(other_bytes_than_promised_are_refused),
        cmocka_unit_test(embedding_rights_are_kept),
        cmocka_unit_test(what_is_no_truetype_font_is_refused),
        cmocka_unit_test(a_bad_manifest_is_reported),
    };
    return cmocka_run_group_tests(tests, open_house, close_house);
}
