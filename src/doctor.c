/* doctor.c: one examination a line, each with what is wrong and how to mend it.
 *
 * It asks the same code that a build asks, so that it cannot say "well" of what a
 * build would refuse.
 */
#include "doctor.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/report.h"
#include "extract/extract.h"
#include "home.h"
#include "read/rules.h"
#include "read/source.h"
#include "releasing.h"
#include "style/style.h"
#include "text/font.h"

struct examination {
    const char *home;
    FILE *out;
    struct arena *arena;
    struct source *source;
    bool well, kept;
};

/* Prints the line of one examination, then its findings. */
static void conclude(struct examination *all, const char *what, struct report *report) {
    bool well = report_errors(report) == 0;
    fprintf(all->out, "%s  %s\n", well ? "well " : "WRONG", what);
    struct buffer text = {0};
    report_print(report, &text, false);
    fputs(buffer_text(&text), all->out);
    buffer_close(&text);
    all->well = all->well && well;
}

/* The lists of the house: that of organisations, and that of limits where there is one. */
static void examine_organisations(struct examination *all) {
    static const struct {
        enum source_kind kind;
        const char *path;
    } lists[] = {{SOURCE_ORGANISATIONS, "sources/organisations.xml"}, {SOURCE_LIMITS, "sources/limits.xml"}};
    struct report *report = report_open(all->arena);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const char *path = home_path(all->home, lists[i].path, all->arena);
        if (file_exists(path))
            source_read(all->source, lists[i].kind, path, home_path(all->home, "sources", all->arena), all->arena,
                        report);
    }
    conclude(all, "grammar and organisations: sources/schema/engross.xsd, sources/organisations.xml", report);
}

static void examine_rules(struct examination *all) {
    struct report *report = report_open(all->arena);
    struct rule_explanations found = {0};
    rules_explanations(all->source, all->arena, report, &found);
    if (found.rules.count == 0 && report_errors(report) == 0)
        report_add(report, RULE_FILE_OPEN,
                   (struct place){.file = home_path(all->home, "sources/schema/rules", all->arena)},
                   "there is no rule file in this folder");
    conclude(all, "rules: sources/schema/rules", report);
}

static void examine_words(struct examination *all) {
    const char *path = home_path(all->home, "sources/schema/words.xml", all->arena);
    struct report *report = report_open(all->arena);
    source_read(all->source, SOURCE_WORDS, path, home_path(all->home, "sources", all->arena), all->arena, report);
    conclude(all, "words: sources/schema/words.xml", report);
}

static void examine_profiles(struct examination *all) {
    const char *path = home_path(all->home, "sources/schema/profiles.xml", all->arena);
    struct report *report = report_open(all->arena);
    source_read(all->source, SOURCE_PROFILES, path, home_path(all->home, "sources", all->arena), all->arena, report);
    conclude(all, "laws of constitutions: sources/schema/profiles.xml", report);
}

static void examine_styles(struct examination *all) {
    struct home_files files = home_files_below(home_path(all->home, "styles", all->arena), all->arena);
    for (size_t i = 0; i < files.count; i++) {
        struct report *report = report_open(all->arena);
        style_read(all->source, files.items[i], all->arena, report);
        conclude(all, arena_format(all->arena, "style: %s", files.items[i]), report);
    }
}

static void examine_fonts(struct examination *all) {
    struct report *report = report_open(all->arena);
    struct font_set *fonts = font_set_open(all->source, all->arena, report);
    if (fonts) {
        font_set_examine(fonts, report);
        font_set_close(fonts);
    }
    conclude(all, "fonts: every face that fonts/fonts.xml names", report);
}

static void examine_output(struct examination *all) {
    const char *path = home_path(all->home, "out", all->arena);
    struct report *report = report_open(all->arena);
    if (access(path, W_OK | X_OK) != 0)
        report_add(report, RULE_FILE_WRITE, (struct place){.file = path},
                   "the folder is missing or not yours to write");
    conclude(all, "folder for PDFs: out", report);
}

static void examine_library(struct examination *all) {
    struct report *report = report_open(all->arena);
    if (extract_library() == NULL)
        report_add(report, RULE_LIBRARY_MISSING, (struct place){.file = EXTRACT_LIBRARY_FILE}, EXTRACT_LIBRARY_FILE,
                   EXTRACT_LIBRARY_PACKAGE);
    conclude(all, "libqpdf, which engross verify needs", report);
}

/* What is kept of releases; of a house that has none there is nothing to say. Another status than of the rest: it is
 * the record that is not well, not the machine. */
static void examine_releases(struct examination *all) {
    struct ledger ledger;
    struct report *report = report_open(all->arena);
    all->kept = releasing_recheck(all->home, false, all->arena, report, &ledger);
    if (all->kept && ledger.records.count == 0)
        return;
    bool well = all->well;
    conclude(all, "releases: " LEDGER_FOLDER ", out/released", report);
    all->well = well;
}

int doctor_run(const char *home, FILE *out) {
    struct arena *arena = arena_open();
    struct examination all = {.home = home, .out = out, .arena = arena, .source = source_open(home), .well = true};
    fprintf(out, "home: %s\n", home);
    examine_organisations(&all);
    examine_rules(&all);
    examine_words(&all);
    examine_profiles(&all);
    examine_styles(&all);
    examine_fonts(&all);
    examine_output(&all);
    examine_library(&all);
    examine_releases(&all);
    source_close(all.source);
    arena_close(arena);
    return !all.well ? STATUS_ENVIRONMENT : all.kept ? STATUS_FINE : STATUS_MISMATCH;
}
