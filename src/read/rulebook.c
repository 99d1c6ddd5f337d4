/* rulebook.c: the rule files of the house, compiled once, and the house's own demands on them.
 *
 * folder in → compiled files and explanations out. What is wrong with the files
 * is kept in a report of the book's own and told again to every report that the
 * book speaks to, since a book may be held against many documents; source.c keeps it for one.
 *
 * Surprising: a file that is named as a root element, such as constitution.sch, is read
 * only once a document of that root comes. Most documents have another, and compiling it costs more than they do.
 */
#include "read/rulebook.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/trace.h"
#include "read/beside.h"
#include "read/decode.h"
#include "read/door.h"
#include "read/explanation.h"
#include "read/schematron.h"

struct rulefile {
    const char *path;
    const char *root; /* the one root element whose documents it is for; NULL: it is for all */
    bool read;
    struct schematron *schematron; /* NULL: not read, or of no use */
};

struct rulebook {
    struct arena *arena;
    const char *home;
    bool listed;
    struct reading reading; /* of the rule files and of what they look into */
    struct beside beside;
    LIST(struct rulefile) files;
    struct rule_explanations explanations;
};

struct rulebook *rulebook_open(const char *home) {
    struct arena *arena = arena_open();
    struct rulebook *book = ARENA_NEW(arena, struct rulebook);
    book->arena = arena;
    book->home = arena_string(arena, home);
    book->reading.arena = arena;
    book->reading.report = report_open(arena);
    return book;
}

void rulebook_close(struct rulebook *book) {
    if (book == NULL)
        return;
    for (size_t i = 0; i < book->files.count; i++)
        if (book->files.items[i].schematron != NULL)
            engine_close(book->files.items[i].schematron->engine);
    for (size_t i = 0; i < book->reading.docs.count; i++)
        xmlFreeDoc(book->reading.docs.items[i]);
    if (book->reading.dict != NULL)
        xmlDictFree(book->reading.dict);
    arena_close(book->arena);
}

/* ---------------------------------------------------------------- reading the folder */
static const char *book_path(const struct rulebook *book, const char *name) {
    return strcmp(book->home, ".") == 0 ? arena_string(book->arena, name)
                                        : arena_format(book->arena, "%s/%s", book->home, name);
}

static xmlDocPtr book_parse(struct rulebook *book, const char *path) {
    struct arena *scratch = arena_open();
    struct buffer text = {0};
    xmlDocPtr document = NULL;
    size_t count = 0;
    size_t faults = book->reading.faults;
    const char *bytes = file_read(scratch, path, READING_FILE_LIMIT, &count, book->reading.report);
    if (bytes == NULL)
        book->reading.faults++;
    else if (decode_bytes(&book->reading, path, bytes, count, &text))
        document = door_parse(&book->reading, path, &text);
    buffer_close(&text);
    arena_close(scratch);
    /* With faults it is what the author may have meant: good for finding more of them, not for rules to go by. */
    return book->reading.faults > faults ? NULL : document;
}

static void book_take(struct rulebook *book, struct rulefile *file) {
    if (file->read)
        return;
    file->read = true;
    xmlDocPtr document = book_parse(book, file->path);
    if (document == NULL)
        return;
    file->schematron = schematron_compile(&book->reading, file->path, document, beside_load, &book->beside);
    if (file->schematron != NULL)
        explanation_take(&book->reading, document, file->schematron, &book->explanations);
}

static int compare_names(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void book_list(struct rulebook *book) {
    if (book->listed)
        return;
    book->listed = true;
    const char *folder = book_path(book, "sources/schema/rules");
    book->beside = (struct beside){&book->reading, book_path(book, "sources"), "schema/rules/"};
    LIST(const char *) names = {0};
    trace_folder(folder);
    DIR *entries = opendir(folder);
    if (entries == NULL && errno != ENOENT) /* a house may have no rules, but those that it has are held */
        report_add(book->reading.report, RULE_FILE_OPEN, (struct place){.file = folder}, file_words(errno));
    for (const struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        const char *ending = strrchr(entry->d_name, '.');
        if (entry->d_name[0] != '.' && ending != NULL && strcmp(ending, ".sch") == 0)
            LIST_ADD(book->arena, &names, arena_string(book->arena, entry->d_name));
    }
    if (entries != NULL)
        closedir(entries);
    if (names.count > 0)
        qsort(names.items, names.count, sizeof *names.items, compare_names);
    for (size_t i = 0; i < names.count; i++) {
        const char *stem = arena_copy(book->arena, names.items[i], strlen(names.items[i]) - strlen(".sch"));
        struct rulefile file = {.path = arena_format(book->arena, "%s/%s", folder, names.items[i]),
                                .root = source_is_document(stem) ? stem : NULL};
        LIST_ADD(book->arena, &book->files, file);
    }
}

/* Reads the files that are for documents of this root; NULL: all. */
static void book_read(struct rulebook *book, const char *root) {
    book_list(book);
    for (size_t i = 0; i < book->files.count; i++) {
        struct rulefile *file = &book->files.items[i];
        if (root == NULL || file->root == NULL || strcmp(file->root, root) == 0)
            book_take(book, file);
    }
}

/* What is wrong with the files, told to another report. */
static void book_tell(struct rulebook *book, struct report *report) {
    const struct finding *findings = report_sorted(book->reading.report);
    for (size_t i = 0; i < report_count(book->reading.report); i++)
        report_add_row(report, findings[i].rule, findings[i].place, findings[i].message, findings[i].mend);
}

/* ---------------------------------------------------------------- findings */
struct hearing {
    struct reading *reading;
    LIST(struct catalogue_row *) rows;
};

/* The row of a flag, one for each severity, so that the report knows findings of one rule as such. */
static const struct catalogue_row *hearing_row(struct hearing *hearing, const struct schematron_assertion *assertion) {
    for (size_t i = 0; i < hearing->rows.count; i++)
        if (hearing->rows.items[i]->severity == assertion->severity &&
            strcmp(hearing->rows.items[i]->name, assertion->flag) == 0)
            return hearing->rows.items[i];
    struct arena *arena = hearing->reading->arena;
    struct catalogue_row *row = ARENA_NEW(arena, struct catalogue_row);
    *row = (struct catalogue_row){.name = arena_string(arena, assertion->flag),
                                  .severity = assertion->severity,
                                  .status = assertion->severity == SEVERITY_ERROR ? 1 : 0,
                                  .message = "",
                                  .mend = ""};
    LIST_ADD(arena, &hearing->rows, row);
    return row;
}

static void hearing_hear(void *context, const struct schematron_finding *finding) {
    struct hearing *hearing = context;
    if (finding->assertion->flag != NULL)
        report_add_row(hearing->reading->report, hearing_row(hearing, finding->assertion), finding->place,
                       finding->message[0] != '\0' ? finding->message
                                                   : "this rule speaks here, and has no words to say",
                       finding->mend);
}

void rulebook_check(struct rulebook *book, struct reading *reading, xmlDocPtr document) {
    const char *root = (const char *)xmlDocGetRootElement(document)->name;
    book_read(book, root);
    book_tell(book, reading->report);
    struct hearing hearing = {.reading = reading};
    for (size_t i = 0; i < book->files.count; i++) {
        const struct rulefile *file = &book->files.items[i];
        if (file->schematron != NULL && (file->root == NULL || strcmp(file->root, root) == 0))
            (void)schematron_run(file->schematron, reading, document, hearing_hear, &hearing);
    }
    book_tell(book, reading->report); /* of what the rules have looked into; what was told before is not told again */
}

bool rulebook_explain(struct rulebook *book, struct arena *arena, struct report *report,
                      struct rule_explanations *out) {
    book_read(book, NULL);
    book_tell(book, report);
    for (size_t i = 0; i < book->explanations.rules.count; i++) {
        struct rule_explanation copy = book->explanations.rules.items[i];
        const char **strings[] = {&copy.rule,   &copy.message, &copy.mend,  &copy.why,
                                  &copy.source, &copy.wrong,   &copy.right, &copy.place.file};
        for (size_t s = 0; s < sizeof strings / sizeof *strings; s++)
            *strings[s] = arena_string(arena, *strings[s]);
        LIST_ADD(arena, &out->rules, copy);
    }
    return report_count(book->reading.report) == 0;
}
