/* listing.c: the verb list: which documents the house has, and what of them is due.
 *
 * library in → one record for each document out, as text or as a JSON object a line. A
 * record is a few short lines with their names in front, and no table: it is read in the
 * same order by eye and by ear, and no title is cut to fit a column.
 *
 * Surprising: this alone looks at the clock, for what is due, unless --on or
 * SOURCE_DATE_EPOCH says which day it is.
 */
#include "listing.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/report_json.h"
#include "calendar.h"
#include "document/numbers.h"
#include "due.h"
#include "home.h"
#include "library.h"
#include "lookup.h"
#include "release/standing.h"
#include "releasing.h"
#include "telling.h"

struct listing {
    const struct wish *wish;
    struct arena *arena;
    struct library *library;
    struct ledger ledger; /* of releases: empty where there is none, or when it is not as it was written */
    const char *on;
    struct buffer out;
    size_t listed, unreadable;
};

/* ---- what is known of one document ---- */

static const struct element *part(const struct library_document *document, const char *name) {
    return document->control == NULL ? NULL : element_child(document->control, name);
}

static const char *value(const struct listing *listing, const struct library_document *document, const char *name,
                         const char *attribute) {
    return library_value(listing->library, part(document, name), attribute);
}

static const char *words(const struct listing *listing, const struct library_document *document, const char *name) {
    return library_words(listing->library, part(document, name));
}

/* What stands there, or that it does not. */
static const char *told(const struct library_document *document, const char *name, const char *text) {
    return text != NULL ? text : part(document, name) != NULL ? "still to be supplied" : "not said";
}

/* A date in words; what is no date as it stands. */
static const char *date(const struct listing *listing, const char *text) {
    const char *in_words = text == NULL ? NULL : number_date(listing->arena, text);
    return in_words == NULL ? text : in_words;
}

/* ---- as text ---- */

static void put_line(struct listing *listing, size_t first, const char *text) {
    struct buffer shown = {0};
    report_show(&shown, text);
    telling_wrap(&listing->out, buffer_text(&shown), shown.count, first, 4);
    buffer_close(&shown);
}

/* "Policy, version 1.0, approved, 18 June 2026" */
static void put_version(struct listing *listing, const struct library_document *document) {
    char *kind = arena_string(listing->arena, document->kind);
    kind[0] = (char)toupper((unsigned char)kind[0]);
    const char *label = value(listing, document, "version", "label");
    const char *status = value(listing, document, "version", "status");
    const char *day = date(listing, value(listing, document, "version", "date"));
    put_line(listing, 2,
             arena_format(listing->arena, "%s, version %s, %s%s%s", kind, label == NULL ? "not said" : label,
                          status == NULL                        ? "no status"
                          : strcmp(status, "for-approval") == 0 ? "for approval"
                                                                : status,
                          day == NULL ? "" : ", ", day == NULL ? "" : day));
}

static void put_member(struct listing *listing, const char *name, const char *text) {
    put_line(listing, 2, arena_format(listing->arena, "%s: %s", name, text));
}

/* The release in force, and those that will be. */
static void put_releases(struct listing *listing, const char *id) {
    for (size_t i = 0; i < listing->ledger.records.count; i++) {
        const struct ledger_record *at = &listing->ledger.records.items[i];
        if (at->kind != LEDGER_RELEASE || strcmp(at->document, id) != 0)
            continue;
        enum standing standing = standing_of(&listing->ledger, at, listing->on);
        if (standing == STANDING_IN_FORCE || standing == STANDING_NOT_YET)
            put_member(listing, standing == STANDING_IN_FORCE ? "In force" : "Not yet in force",
                       arena_format(listing->arena, "release %s, from %s%s", at->label,
                                    date(listing, standing_from(at)),
                                    standing_review_due(at, listing->on) ? "; its review is due" : ""));
    }
}

static void put_record(struct listing *listing, const struct library_document *document, struct report *due) {
    if (listing->listed > 0)
        buffer_char(&listing->out, '\n');
    const char *title = document->title;
    put_line(listing, 0,
             arena_format(listing->arena, "%s: %s", *document->id == '\0' ? "(no id)" : document->id,
                          title == NULL ? "title not said" : title));
    if (!document->whole)
        put_line(listing, 2, "It cannot be read whole: engross check says why");
    if (document->root != NULL) {
        put_version(listing, document);
        if (library_under_review(listing->library, document))
            put_line(listing, 2, "Under review");
        const char *review = date(listing, value(listing, document, "review-by", "date"));
        const char *language = library_value(listing->library, document->root, "lang");
        put_member(listing, "Owner", told(document, "owner", words(listing, document, "owner")));
        put_member(listing, "Review by", told(document, "review-by", review));
        put_member(listing, "Language", language == NULL ? "not said" : language);
    }
    put_releases(listing, document->id);
    buffer_string(&listing->out, "  File: ");
    report_show(&listing->out, document->file);
    buffer_char(&listing->out, '\n');
    const struct finding *findings = report_sorted(due);
    for (size_t i = 0; i < report_count(due); i++)
        put_line(listing, 2, arena_format(listing->arena, "Due: %s", findings[i].message));
}

static void put_sum(struct listing *listing) {
    const char *day = number_date(listing->arena, listing->on);
    if (listing->listed > 0)
        buffer_char(&listing->out, '\n');
    if (listing->wish->due && listing->listed == 0)
        buffer_format(&listing->out, "Nothing is overdue on %s, or due within six months.\n", day);
    else if (listing->wish->due)
        buffer_format(&listing->out, "%zu document%s with something overdue on %s, or due within six months\n",
                      listing->listed, listing->listed == 1 ? "" : "s", day);
    else
        buffer_format(&listing->out, "%zu document%s\n", listing->listed, listing->listed == 1 ? "" : "s");
}

/* ---- as JSON ---- */

static void set(json_t *object, const char *name, const char *text) {
    if (text != NULL && *text != '\0')
        report_json_string(object, name, text);
}

/* What is no date is left out. */
static void set_day(const struct listing *listing, json_t *object, const char *name, const char *day) {
    set(object, name, day != NULL && number_date(listing->arena, day) != NULL ? day : NULL);
}

static void put_object(struct listing *listing, const struct library_document *document, struct report *due) {
    json_t *object = report_json_object("document");
    set(object, "id", *document->id == '\0' ? NULL : document->id);
    set(object, "kind", document->kind);
    set(object, "file", document->file);
    report_json_truth(object, "readable", document->whole);
    set(object, "title", document->title);
    set(object, "short_title", document->short_title);
    set(object, "language", document->root == NULL ? NULL : library_value(listing->library, document->root, "lang"));
    set(object, "version", value(listing, document, "version", "label"));
    set(object, "status", value(listing, document, "version", "status"));
    if (library_under_review(listing->library, document))
        report_json_truth(object, "under_review", true);
    set_day(listing, object, "date", value(listing, document, "version", "date"));
    set(object, "owner", words(listing, document, "owner"));
    set(object, "author", words(listing, document, "author"));
    set_day(listing, object, "period_from", value(listing, document, "period", "from"));
    set_day(listing, object, "period_to", value(listing, document, "period", "to"));
    set_day(listing, object, "effective", value(listing, document, "effective-from", "date"));
    set_day(listing, object, "published", value(listing, document, "published", "date"));
    set_day(listing, object, "review", value(listing, document, "review-by", "date"));
    const struct ledger_record *in_force = standing_in_force(&listing->ledger, document->id, listing->on);
    if (in_force != NULL) {
        set(object, "in_force", in_force->label);
        set_day(listing, object, "in_force_from", standing_from(in_force));
    }
    if (listing->wish->due)
        report_json_findings(object, "due", due);
    report_json_line(object, &listing->out);
}

/* ---- the list ---- */

/* Whether it was asked for; marks the words that named it. */
static bool is_asked(const struct wish *wish, const struct library_document *document, bool *met) {
    bool asked = wish->file_count == 0;
    for (size_t i = 0; i < wish->file_count; i++)
        if (strcmp(wish->files[i], document->id) == 0 || home_same_file(wish->files[i], document->file))
            asked = met[i] = true;
    return asked;
}

static void list_document(struct listing *listing, struct library_document *document) {
    struct report *due = report_open(listing->arena);
    (void)library_read(listing->library, document);
    listing->unreadable += !document->whole;
    if (listing->wish->due && document->root != NULL)
        due_check(listing->library, document->root, listing->on, due);
    if (listing->wish->due && report_count(due) == 0 && document->whole)
        return;
    if (listing->wish->format == FORMAT_JSON)
        put_object(listing, document, due);
    else
        put_record(listing, document, due);
    listing->listed++;
}

/* What of the sources cannot be read so far as to know what it is: it may be a document. */
static void list_unknown(struct listing *listing) {
    const struct home_files *files = &listing->library->files;
    for (size_t i = 0; i < files->count; i++) {
        struct source_root root = source_root(files->items[i], listing->arena);
        struct library_document unknown = {
            .file = files->items[i], .kind = "", .id = root.id == NULL ? "" : root.id, .opened = true};
        if (root.kind == SOURCE_ROOT_OTHER)
            list_document(listing, &unknown);
    }
}

/* Reports of each word that named no document of the sources why: there is none, or it cannot be read so far. */
static void report_unmet(struct listing *listing, const bool *met, struct report *report) {
    struct arena *arena = listing->arena;
    const char *home = listing->wish->home;
    struct lookup *lookup = lookup_open(home, NULL, arena);
    for (size_t i = 0; i < listing->wish->file_count; i++) {
        const char *word = listing->wish->files[i];
        struct meant meant;
        size_t before = report_errors(report);
        bool sound;
        if (met[i] || !lookup_document(lookup, word, report, &meant))
            continue;
        (void)source_read_on(listing->library->source, SOURCE_DOCUMENT, meant.file, home_tree(home, meant.file, arena),
                             arena, report, &sound);
        if (report_errors(report) == before)
            lookup_report_unknown(lookup, word, report);
    }
}

int listing_run(struct wish *wish) {
    if (wish->format == FORMAT_SARIF) {
        fputs("engross: list takes --format=text or json\n", stderr);
        return STATUS_USAGE;
    }
    if (!wish_find_home(wish))
        return STATUS_ENVIRONMENT;
    struct source *source = source_open(wish->home);
    const char *tree = home_path(wish->home, "sources", wish->arena);
    struct listing listing = {.wish = wish,
                              .arena = wish->arena,
                              .library = library_open(source, wish->home, tree, wish->arena),
                              .on = wish->on == NULL ? calendar_today(wish->arena) : wish->on};
    struct report *report = report_open(wish->arena);
    if (!releasing_recheck(wish->home, false, wish->arena, report, &listing.ledger))
        listing.ledger = (struct ledger){0};
    home_report_missed(&listing.library->files, report);
    bool *met = ARENA_ARRAY(wish->arena, wish->file_count, bool);
    for (size_t i = 0; i < listing.library->documents.count; i++)
        if (is_asked(wish, &listing.library->documents.items[i], met))
            list_document(&listing, &listing.library->documents.items[i]);
    if (wish->file_count == 0)
        list_unknown(&listing);
    size_t before = report_errors(report);
    report_unmet(&listing, met, report);
    bool known = report_errors(report) == before;
    if (wish->format != FORMAT_JSON && known)
        put_sum(&listing);
    if (known && listing.out.count > 0)
        (void)!fwrite(listing.out.bytes, 1, listing.out.count, stdout);
    buffer_close(&listing.out);
    source_close(source);
    telling_print(report);
    if (report_status(report) > 0)
        return report_status(report);
    return listing.unreadable > 0 ? STATUS_INPUT : STATUS_FINE;
}
