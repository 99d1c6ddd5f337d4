/* test_base.c: arena, list, buffer, UTF-8, hash, length, encodings, files. */
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/encoding.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/length.h"
#include "base/list.h"
#include "base/timing.h"
#include "base/utf8.h"

static char folder[] = "/tmp/engross-base-XXXXXX";

/* Here, and volatile, so that a leak checker sees it to the end of the child. */
static struct arena *volatile exhausted;

static const char *in_folder(const char *name) {
    static char paths[4][256];
    static unsigned next;
    char *path = paths[next++ % 4];
    (void)snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static void put(const char *name, const char *bytes, size_t count) {
    FILE *file = fopen(in_folder(name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, count, file), count);
    assert_int_equal(fclose(file), 0);
}

static size_t files_in_folder(void) {
    DIR *open_folder = opendir(folder);
    size_t count = 0;
    while (readdir(open_folder) != NULL)
        count++;
    closedir(open_folder);
    return count - 2;
}

static int make_folder(void **state) {
    (void)state;
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static int remove_folder(void **state) {
    (void)state;
    char command[300];
    (void)snprintf(command, sizeof command, "chmod -R u+w '%s'; rm -rf '%s'", folder, folder);
    return system(command);
}

static void stages_are_timed(void **state) {
    (void)state;
    struct buffer out = {0};
    assert_int_equal(timing_enter(TIMING_READ), TIMING_OTHER); /* nothing is measured yet */
    timing_begin();
    assert_int_equal(timing_enter(TIMING_PDF), TIMING_OTHER);
    assert_int_equal(timing_enter(TIMING_PAGES), TIMING_PDF);
    assert_int_equal(timing_enter(TIMING_PDF), TIMING_PAGES);
    timing_end("a.xml", &out);
    assert_int_equal(strncmp(buffer_text(&out), "a.xml: ", 7), 0);
    const char *pages = strstr(out.bytes, "\n  pages "), *pdf = strstr(out.bytes, "\n  pdf ");
    assert_true(pages != NULL && pdf > pages && strstr(pdf, "\n  whole ") != NULL);
    assert_null(strstr(out.bytes, "\n  read "));
    assert_int_equal(timing_enter(TIMING_READ), TIMING_OTHER);
    buffer_close(&out);
}

static void arenas_are_emptied_and_used_again(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    for (int round = 0; round < 20; round++) {
        for (size_t size = 1; size < 300000; size = size * 3 + 1) {
            unsigned char *block = arena_alloc(arena, size);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(block[i], 0);
            memset(block, 0xA5, size);
        }
        arena_empty(arena);
        assert_int_equal(arena_used(arena), 0);
    }
    arena_close(arena);
}

/* What is in use of the heap; the same number always where the C library does not say. */
static size_t heap_used(void) {
    return mallinfo2().uordblks;
}

static void arenas_within_one_go_with_it(void **state) {
    (void)state;
    size_t before = heap_used();
    struct arena *outer = arena_open();
    struct arena *inner[4];
    for (size_t i = 0; i < 4; i++)
        (void)arena_alloc(inner[i] = arena_within(outer), 100000);
    struct arena *innermost = arena_within(inner[2]);
    (void)arena_alloc(innermost, 100000);
    for (size_t i = 1; i <= 3; i += 2) { /* one between others, and the last that was opened */
        size_t held = heap_used();
        arena_close(inner[i]);
        assert_true(heap_used() == held || heap_used() + 100000 <= held);
    }
    memset(arena_alloc(inner[0], 10), 1, 10);
    memset(arena_alloc(innermost, 10), 1, 10);
    arena_close(outer);
    assert_int_equal(heap_used(), before);
}

static void blocks_that_grow_are_zeroed_behind(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    for (size_t size = 1; size < 300000; size = size * 2 + 1) {
        unsigned char *soiled = arena_alloc(arena, 3 * size);
        memset(soiled, 0x5A, 3 * size);
        arena_empty(arena);
        unsigned char *block = memset(arena_alloc(arena, size), 0xA5, size);
        block = arena_regrow(arena, block, size, 3 * size);
        for (size_t i = 0; i < 3 * size; i++)
            assert_int_equal(block[i], i < size ? 0xA5 : 0);
    }
    arena_close(arena);
}

/* Long lists move, short ones between them stay whole. */
static void lists_grow_side_by_side(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct numbers {
        LIST(size_t) list;
    } all[3] = {0};
    for (size_t i = 0; i < 200000; i++)
        for (size_t k = 0; k < 3; k++)
            if (i % (k * 50 + 1) == 0)
                LIST_ADD(arena, &all[k].list, i + k);
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < all[k].list.count; i++)
            assert_int_equal(all[k].list.items[i], i * (k * 50 + 1) + k);
    assert_true(arena_used(arena) < 2 * 3 * 200000 * sizeof(size_t));
    arena_close(arena);
}

static void short_lists_hold_what_was_added(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    SHORT_LIST(int) list = {0}, exact = {0};
    SHORT_LIST_ROOM(arena, &exact, 5);
    const int *room = exact.items;
    for (int i = 0; i < 5; i++)
        SHORT_LIST_ADD(arena, &exact, i);
    assert_ptr_equal(exact.items, room);
    for (int i = 0; i < 100000; i++)
        SHORT_LIST_ADD(arena, &list, i * 3);
    assert_int_equal(list.count, 100000);
    for (int i = 0; i < 100000; i++)
        assert_int_equal(list.items[i], i * 3);
    assert_int_equal(sizeof list, sizeof(void *) + 8);
    arena_close(arena);
}

static void arena_gives_zeroed_aligned_memory_of_any_size(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    for (size_t size = 0; size < 300000; size = size * 2 + 1) {
        unsigned char *block = arena_alloc(arena, size);
        assert_non_null(block);
        assert_int_equal((uintptr_t)block % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(block[i], 0);
        memset(block, 0xAA, size);
    }
    assert_true(arena_used(arena) >= 300000);
    arena_close(arena);
    arena_close(NULL);
}

static void arena_blocks_do_not_overlap(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    char *texts[500];
    for (int i = 0; i < 500; i++)
        texts[i] = arena_format(arena, "text %d of %*s", i, i * 7, "");
    char *large = arena_alloc(arena, 70000);
    memset(large, 'x', 70000);
    for (int i = 0; i < 500; i++) {
        char start[32];
        (void)snprintf(start, sizeof start, "text %d of ", i);
        assert_memory_equal(texts[i], start, strlen(start));
        assert_int_equal(strlen(texts[i]), strlen(start) + (size_t)i * 7);
    }
    arena_close(arena);
}

static void arena_ends_the_program_when_a_size_overflows(void **state) {
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        (void)!freopen("/dev/null", "w", stderr);
        exhausted = arena_open();
        (void)arena_array(exhausted, SIZE_MAX / 2, 4);
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 70);
}

static void list_keeps_what_was_added(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    LIST(int) list = {0};
    for (int i = 0; i < 1000; i++)
        LIST_ADD(arena, &list, i * 3);
    assert_int_equal(list.count, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(list.items[i], i * 3);
    arena_close(arena);
}

static void buffer_writes_numbers_and_lengths(void **state) {
    (void)state;
    struct buffer buffer = {0};
    assert_string_equal(buffer_text(&buffer), "");
    buffer_integer(&buffer, 0);
    buffer_char(&buffer, ' ');
    buffer_integer(&buffer, INT64_MIN);
    buffer_char(&buffer, ' ');
    buffer_length(&buffer, 12500);
    buffer_char(&buffer, ' ');
    buffer_length(&buffer, -7);
    buffer_char(&buffer, ' ');
    buffer_length(&buffer, 3000);
    buffer_format(&buffer, " %s%d", "n", 5);
    assert_string_equal(buffer_text(&buffer), "0 -9223372036854775808 12.5 -0.007 3 n5");
    buffer_clear(&buffer);
    assert_string_equal(buffer_text(&buffer), "");
    for (int i = 0; i < 5000; i++)
        buffer_string(&buffer, "ab");
    assert_int_equal(buffer.count, 10000);
    assert_int_equal(strlen(buffer.bytes), 10000);
    buffer_close(&buffer);
}

static void utf8_goes_there_and_back(void **state) {
    (void)state;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        char bytes[4];
        uint32_t back = 0;
        size_t count = utf8_write(code, bytes);
        assert_int_equal(utf8_decode(bytes, bytes + count, &back), count);
        assert_int_equal(back, code >= 0xD800 && code <= 0xDFFF ? 0xFFFD : code);
    }
    assert_int_equal(utf8_count("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 10), 4);
}

static void utf8_refuses_what_is_malformed(void **state) {
    (void)state;
    static const char *const bad[] = {"\x80",         "\xC0\x80",         "\xC1\xBF",         "\xE0\x80\x80",
                                      "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
                                      "\xC3",         "\xE2\x82",         "\xC3\x41"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        uint32_t code = 0;
        assert_int_equal(utf8_decode(bad[i], bad[i] + strlen(bad[i]), &code), 1);
        assert_int_equal(code, 0xFFFD);
    }
}

static void hash_is_sha256(void **state) {
    (void)state;
    char hex[65];
    struct hash hash = hash_bytes("abc", 3);
    hash_hex(&hash, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    hash = hash_bytes("", 0);
    hash_hex(&hash, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    char uuid[37];
    hash_uuid(&hash, uuid);
    assert_string_equal(uuid, "e3b0c442-98fc-8c14-9afb-f4c8996fb924");
}

static void length_reads_units_exactly(void **state) {
    (void)state;
    static const struct {
        const char *text;
        length value;
    } good[] = {{"12pt", 12000},   {"0pt", 0},        {"10.5pt", 10500}, {"1in", 72000},  {"25.4mm", 72000},
                {"2.54cm", 72000}, {"210mm", 595276}, {"297mm", 841890}, {"0.0005pt", 1}, {"0.0004pt", 0}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        length value = -1;
        assert_int_equal(length_parse(good[i].text, &value), 0);
        assert_int_equal(value, good[i].value);
    }
    static const char *const bad[] = {"",      "12",    "pt",        "12 pt",       " 12pt",   "-1pt",
                                      "1e3pt", "12px",  "1.pt",      ".5pt",        "1.2.3pt", "12ptx",
                                      "1,5cm", "0x1pt", "1000000in", "1.1234567mm", "12PT"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        length value = -1;
        assert_int_equal(length_parse(bad[i], &value), -1);
        assert_int_equal(value, -1);
    }
}

static void encoding_is_found_by_mark_pattern_and_declaration(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t count;
        enum encoding encoding;
        size_t mark;
        bool contradicted;
    } cases[] = {
        {"<a/>", 4, ENCODING_UTF8, 0, false},
        {"\xEF\xBB\xBF<a/>", 7, ENCODING_UTF8, 3, false},
        {"\xFF\xFE<\0a\0", 6, ENCODING_UTF16LE, 2, false},
        {"\xFE\xFF\0<\0a", 6, ENCODING_UTF16BE, 2, false},
        {"<\0a\0", 4, ENCODING_UTF16LE, 0, false},
        {"\0<\0a", 4, ENCODING_UTF16BE, 0, false},
        {"<?xml version='1.0' encoding='ISO-8859-1'?>", 43, ENCODING_LATIN1, 0, false},
        {"<?xml version=\"1.0\" encoding = \"windows-1252\"?>", 48, ENCODING_WINDOWS1252, 0, false},
        {"<?xml version=\"1.0\" encoding=\"koi8-r\"?>", 40, ENCODING_UNKNOWN, 0, false},
        {"<?xml version=\"1.0\" encoding=\"UTF-16\"?>", 40, ENCODING_UTF8, 0, true},
        {"\xEF\xBB\xBF<?xml version='1.0' encoding='latin1'?>", 42, ENCODING_UTF8, 3, true},
        {"\xFF\xFE\0\0<\0\0\0", 8, ENCODING_UNKNOWN, 0, false},
        {"", 0, ENCODING_UTF8, 0, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct encoding_found found = encoding_find(cases[i].bytes, cases[i].count);
        assert_int_equal(found.encoding, cases[i].encoding);
        assert_int_equal(found.mark, cases[i].mark);
        assert_int_equal(found.contradicted, cases[i].contradicted);
    }
}

static void encoding_decodes_and_normalises_line_ends(void **state) {
    (void)state;
    struct buffer out = {0};
    assert_int_equal(encoding_decode(ENCODING_UTF8, "a\r\nb\rc\n", 7, &out, NULL, 0), 0);
    assert_string_equal(out.bytes, "a\nb\nc\n");
    buffer_clear(&out);
    assert_int_equal(encoding_decode(ENCODING_UTF16LE, "\xE9\0\r\0\n\0\x3D\xD8\x00\xDE", 10, &out, NULL, 0), 0);
    assert_string_equal(out.bytes, "é\n😀");
    buffer_clear(&out);
    assert_int_equal(encoding_decode(ENCODING_UTF16BE, "\0\xE9\x20\xAC", 4, &out, NULL, 0), 0);
    assert_string_equal(out.bytes, "é€");
    buffer_clear(&out);
    assert_int_equal(encoding_decode(ENCODING_LATIN1, "\xA3\xE9", 2, &out, NULL, 0), 0);
    assert_string_equal(out.bytes, "£é");
    buffer_clear(&out);
    assert_int_equal(encoding_decode(ENCODING_WINDOWS1252, "\x80\x93\xE9", 3, &out, NULL, 0), 0);
    assert_string_equal(out.bytes, "€“é");
    buffer_close(&out);
}

static void encoding_names_every_bad_byte(void **state) {
    (void)state;
    struct encoding_fault faults[4];
    struct buffer out = {0};
    assert_int_equal(encoding_decode(ENCODING_UTF8, "é\nab\xE9 \xE2\x82z\0", 11, &out, faults, 4), 3);
    assert_int_equal(faults[0].line, 2);
    assert_int_equal(faults[0].column, 3);
    assert_int_equal(faults[0].count, 1);
    assert_int_equal(faults[0].bytes[0], 0xE9);
    assert_int_equal(faults[1].column, 5);
    assert_int_equal(faults[1].count, 2);
    assert_true(faults[2].nul);
    assert_string_equal(out.bytes, "é\nab\xEF\xBF\xBD \xEF\xBF\xBDz\xEF\xBF\xBD");
    buffer_clear(&out);
    /* C1 bytes in Latin-1, the holes of Windows-1252, a lone surrogate, half a unit. */
    assert_int_equal(encoding_decode(ENCODING_LATIN1, "a\x93z\x94", 4, &out, faults, 4), 2);
    assert_int_equal(faults[1].column, 4);
    buffer_clear(&out);
    assert_int_equal(encoding_decode(ENCODING_WINDOWS1252, "a\x81z", 3, &out, faults, 4), 1);
    assert_int_equal(faults[0].bytes[0], 0x81);
    buffer_clear(&out);
    assert_int_equal(encoding_decode(ENCODING_UTF16LE, "a\0\x3D\xD8z\0\0", 7, &out, faults, 1), 2);
    assert_string_equal(out.bytes, "a\xEF\xBF\xBDz\xEF\xBF\xBD");
    buffer_close(&out);
}

static void file_reads_what_stands_in_it(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct report *report = report_open(arena);
    size_t count = 0;
    put("plain", "one\0two", 7);
    const char *bytes = file_read(arena, in_folder("plain"), 100, &count, report);
    assert_non_null(bytes);
    assert_int_equal(count, 7);
    assert_memory_equal(bytes, "one\0two", 8);
    put("none", "", 0);
    assert_non_null(file_read(arena, in_folder("none"), 100, &count, report));
    assert_int_equal(count, 0);
    assert_non_null(file_read(arena, in_folder("plain"), 7, &count, report));
    assert_int_equal(report_count(report), 0);
    assert_null(file_read(arena, in_folder("plain"), 6, &count, report));
    assert_ptr_equal(report_sorted(report)[0].rule, catalogue_find(RULE_FILE_SIZE));
    /* A file that says it is empty and is not. */
    assert_non_null(file_read(arena, "/proc/self/status", 100000, &count, report));
    assert_true(count > 100);
    assert_null(file_read(arena, "/proc/self/status", 20, &count, report));
    char head[3];
    assert_int_equal(file_head(in_folder("plain"), head, 3), 3);
    assert_int_equal(file_head(folder, head, 3), 0);
    arena_close(arena);
}

static void file_never_reads_what_is_no_file(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct report *report = report_open(arena);
    size_t count = 0;
    assert_int_equal(mkfifo(in_folder("fifo"), 0600), 0);
    alarm(5);
    assert_null(file_read(arena, in_folder("fifo"), 100, &count, report));
    assert_null(file_read(arena, folder, 100, &count, report));
    assert_null(file_read(arena, "/dev/zero", 100, &count, report));
    assert_null(file_read(arena, in_folder("missing"), 100, &count, report));
    assert_null(file_read(arena, in_folder("missing"), 100, &count, NULL));
    alarm(0);
    const struct finding *found = report_sorted(report);
    assert_int_equal(report_count(report), 4);
    assert_string_equal(found[0].message, "this is a pipe, not a file");
    assert_string_equal(found[1].message, "this is a folder, not a file");
    assert_string_equal(found[2].message, "this is a device, not a file");
    assert_string_equal(found[3].message, "cannot open the file: there is no such file");
    assert_int_equal(report_status(report), 3);
    unlink(in_folder("fifo"));
    arena_close(arena);
}

static void file_replaces_whole_or_not_at_all(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct report *report = report_open(arena);
    size_t count = 0;
    umask(022);
    assert_true(file_write(in_folder("out"), "first", 5, report));
    struct stat about;
    assert_int_equal(stat(in_folder("out"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0644);
    assert_true(file_write(in_folder("out"), "second", 6, report));
    assert_false(file_write_new(in_folder("out"), "not wanted", 10, NULL));
    assert_true(file_write_new(in_folder("fresh"), "x", 1, report));
    assert_int_equal(unlink(in_folder("fresh")), 0);
    assert_string_equal(file_read(arena, in_folder("out"), 100, &count, report), "second");
    size_t before = files_in_folder();
    /* No room: a limit on file sizes stands for a full disk. */
    struct rlimit old;
    getrlimit(RLIMIT_FSIZE, &old);
    struct rlimit tight = {.rlim_cur = 3, .rlim_max = old.rlim_max};
    (void)signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &tight);
    bool written = file_write(in_folder("out"), "third", 5, report);
    setrlimit(RLIMIT_FSIZE, &old);
    assert_false(written);
    assert_int_equal(report_count(report), 1);
    assert_ptr_equal(report_sorted(report)[0].rule, catalogue_find(RULE_FILE_WRITE));
    assert_string_equal(file_read(arena, in_folder("out"), 100, &count, report), "second");
    assert_int_equal(files_in_folder(), before);
    arena_close(arena);
}

static void file_writes_through_links_and_never_over_devices(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct report *report = report_open(arena);
    size_t count = 0;
    put("target", "old", 3);
    assert_int_equal(symlink("target", in_folder("link")), 0);
    assert_true(file_write(in_folder("link"), "new", 3, report));
    struct stat about;
    assert_int_equal(lstat(in_folder("link"), &about), 0);
    assert_true(S_ISLNK(about.st_mode));
    assert_string_equal(file_read(arena, in_folder("target"), 10, &count, report), "new");
    assert_false(file_write("/dev/null", "x", 1, report));
    assert_int_equal(stat("/dev/null", &about), 0);
    assert_true(S_ISCHR(about.st_mode));
    assert_false(file_write(folder, "x", 1, report));
    assert_false(file_write(in_folder("no/such/place"), "x", 1, report));
    assert_int_equal(symlink("nowhere", in_folder("dangling")), 0);
    assert_false(file_write(in_folder("dangling"), "x", 1, report));
    assert_int_equal(report_count(report), 4);
    arena_close(arena);
}

static void a_signal_leaves_no_file_behind(void **state) {
    (void)state;
    size_t before = files_in_folder();
    /* The child is killed again and again while it writes; whatever the moment, only whole files remain. */
    for (int round = 0; round < 20; round++) {
        int ready[2];
        assert_int_equal(pipe(ready), 0);
        pid_t child = fork();
        if (child == 0) {
            /* What runs in the background may have been told to ignore it, and would keep to that. */
            (void)signal(SIGINT, SIG_DFL);
            (void)signal(SIGTERM, SIG_DFL);
            file_catch_signals();
            (void)!write(ready[1], "x", 1);
            static char bytes[100000];
            for (;;)
                (void)file_write(in_folder("out"), bytes, sizeof bytes, NULL);
        }
        char byte = 0;
        assert_int_equal(read(ready[0], &byte, 1), 1);
        usleep((useconds_t)(200 * round));
        kill(child, round % 2 ? SIGINT : SIGTERM);
        int status = 0;
        waitpid(child, &status, 0);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 130);
        close(ready[0]);
        close(ready[1]);
    }
    assert_int_equal(files_in_folder(), before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stages_are_timed),
        cmocka_unit_test(arenas_are_emptied_and_used_again),
        cmocka_unit_test(arenas_within_one_go_with_it),
        cmocka_unit_test(blocks_that_grow_are_zeroed_behind),
        cmocka_unit_test(lists_grow_side_by_side),
        cmocka_unit_test(short_lists_hold_what_was_added),
        cmocka_unit_test(arena_gives_zeroed_aligned_memory_of_any_size),
        cmocka_unit_test(arena_blocks_do_not_overlap),
        cmocka_unit_test(arena_ends_the_program_when_a_size_overflows),
        cmocka_unit_test(list_keeps_what_was_added),
        cmocka_unit_test(buffer_writes_numbers_and_lengths),
        cmocka_unit_test(utf8_goes_there_and_back),
        cmocka_unit_test(utf8_refuses_what_is_malformed),
        cmocka_unit_test(hash_is_sha256),
        cmocka_unit_test(length_reads_units_exactly),
        cmocka_unit_test(encoding_is_found_by_mark_pattern_and_declaration),
        cmocka_unit_test(encoding_decodes_and_normalises_line_ends),
        cmocka_unit_test(encoding_names_every_bad_byte),
        cmocka_unit_test(file_reads_what_stands_in_it),
        cmocka_unit_test(file_never_reads_what_is_no_file),
        cmocka_unit_test(file_replaces_whole_or_not_at_all),
        cmocka_unit_test(file_writes_through_links_and_never_over_devices),
        cmocka_unit_test(a_signal_leaves_no_file_behind),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
