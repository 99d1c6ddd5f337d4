/* house.h: a house in a folder of its own, for unit programs that read sources: what is put there, and what is read by.
 *
 * house_enter and house_remove go to cmocka_run_group_tests, house_open and house_close to each test. Include it after
 * cmocka.h.
 */
#ifndef ENGROSS_TESTS_HOUSE_H
#define ENGROSS_TESTS_HOUSE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/report.h"
#include "read/source.h"

static char folder[] = "/tmp/engross-unit-XXXXXX";
static struct source *source;
static struct arena *arena;
static struct report *report;

static void put(const char *name, const char *bytes, size_t count) {
    FILE *file = fopen(name, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, count, file), count);
    assert_int_equal(fclose(file), 0);
}

static void put_text(const char *name, const char *text) {
    put(name, text, strlen(text));
}

/* Makes the folder, goes there, and puts `schema` to sources/schema/NAME. */
static int house_make(const char *name, const char *schema) {
    if (mkdtemp(folder) == NULL || chdir(folder) != 0 || mkdir("sources", 0700) != 0 ||
        mkdir("sources/schema", 0700) != 0 || mkdir("tree", 0700) != 0)
        return -1;
    char path[100];
    (void)snprintf(path, sizeof path, "sources/schema/%s", name);
    put_text(path, schema);
    return 0;
}

static int house_remove(void **state) {
    (void)state;
    char command[300];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return chdir("/") == 0 ? system(command) : -1;
}

static int house_open(void **state) {
    (void)state;
    arena = arena_open();
    report = report_open(arena);
    source = source_open(".");
    return 0;
}

static int house_close(void **state) {
    (void)state;
    source_close(source);
    arena_close(arena);
    return 0;
}

#endif
