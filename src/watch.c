/* watch.c: the verb watch. See watch.h.
 *
 * documents in → a line for each, whenever something that it depends on is saved. The
 * kernel says only that something has stirred in a folder (inotify). What is to be done
 * then follows from what each document was last made of (base/trace.h), held against the
 * files as they are now (witness.h): so it does not matter how an editor saves, a save that
 * changes nothing builds nothing, and none builds twice.
 *
 * Surprising: nothing is kept about the folders that are watched. They are all asked for
 * again after each round; the kernel gives a folder that it knows the number that it has,
 * and a new one a higher number. When there is a new one, files may have changed before it
 * was watched, so everything is looked at once more.
 */
#include "watch.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/report_json.h"
#include "base/trace.h"
#include "document/names.h"
#include "documents.h"
#include "jobs.h"
#include "record.h"
#include "releasing.h"
#include "telling.h"
#include "witness.h"

#define QUIET_TIME 50      /* milliseconds without an event after which a save is over */
#define UNSETTLED_TIME 500 /* the same while a new file has not been closed by who writes it */
#define BURST_LONGEST 2000

/* What one document, or the list of documents, was last made of. */
struct watched {
    struct watched *next;
    char *file;
    struct arena *arena; /* holds the traces; NULL before the first round */
    LIST(struct trace) traces;
    bool listed; /* is still among the documents */
};

struct watch {
    struct wish *wish;
    int inotify;
    int highest; /* number of a watched folder */
    struct watched house;
    struct watched *documents;
    struct telling *telling; /* of this round */
    struct hash releases;    /* of what was last said of what is kept of releases */
    const char *fault;       /* why the folders cannot be watched */
};

/* ---- what is known of documents ---- */

static void forget(struct watched *one) {
    arena_close(one->arena);
    one->arena = NULL;
    memset(&one->traces, 0, sizeof one->traces);
}

static void remember(struct watched *one, const struct buffer *lines) {
    forget(one);
    one->arena = arena_open();
    const char *at = lines->bytes;
    const char *end = lines->count > 0 ? at + lines->count : at;
    struct trace trace;
    while (at < end && trace_read(one->arena, &at, end, &trace))
        LIST_ADD(one->arena, &one->traces, trace);
    if (one->traces.count > 0 || one->file == NULL)
        return;
    /* A process that died has told nothing: then it is tried again when the document itself changes. */
    struct stat about;
    trace = (struct trace){.kind = TRACE_UNREAD, .path = arena_string(one->arena, one->file)};
    if (stat(one->file, &about) == 0)
        trace.facts = trace_facts(one->file, &about);
    LIST_ADD(one->arena, &one->traces, trace);
}

static struct watched *find(struct watch *watch, const char *file) {
    struct watched **at = &watch->documents;
    while (*at != NULL && strcmp((*at)->file, file) != 0)
        at = &(*at)->next;
    if (*at == NULL) {
        *at = memory_take(sizeof **at);
        **at = (struct watched){.file = strdup(file)};
        if ((*at)->file == NULL)
            memory_exhausted();
    }
    return *at;
}

static bool is_fresh(const struct watched *one, struct witness *witness) {
    bool renewed = false;
    for (size_t i = 0; i < one->traces.count; i++)
        if (!witness_agrees(witness, &one->traces.items[i], &renewed))
            return false;
    return one->arena != NULL;
}

/* ---- telling ---- */

static void put_count(struct buffer *line, size_t count, const char *what) {
    if (count > 0)
        buffer_format(line, "%s%zu %s%s", line->count > 0 ? ", " : "", count, what, count == 1 ? "" : "s");
}

static void print_line(const char *file, struct buffer *rest) {
    struct buffer line = {0};
    report_show(&line, file);
    buffer_string(&line, ": ");
    report_show(&line, buffer_text(rest));
    buffer_char(&line, '\n');
    (void)!fwrite(line.bytes, 1, line.count, stdout);
    buffer_close(&line);
}

static void tell_text(const char *file, const struct outcome *outcome, bool known) {
    struct buffer rest = {0};
    put_count(&rest, outcome->errors, "error");
    put_count(&rest, outcome->warnings, "warning");
    put_count(&rest, outcome->notes, "note");
    if (rest.count == 0)
        buffer_string(&rest, outcome->status == 0 ? "fine" : "failed");
    const char *at = outcome->results.bytes;
    const char *end = outcome->results.count > 0 ? at + outcome->results.count : at;
    if (at == end)
        buffer_string(&rest, ", no PDF");
    for (; at < end; at++) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        buffer_string(&rest, ", ");
        buffer_bytes(&rest, at, (size_t)(feed - at));
        at = feed;
    }
    if (known)
        buffer_string(&rest, ", as before");
    else
        buffer_format(&rest, ", %zu ms", outcome->milliseconds);
    print_line(file, &rest);
    buffer_close(&rest);
}

static void tell_json(const char *file, const struct outcome *outcome) {
    struct buffer line = {0};
    json_t *object = report_json_object("built");
    report_json_string(object, "document", file);
    report_json_number(object, "errors", outcome->errors);
    report_json_number(object, "warnings", outcome->warnings);
    report_json_number(object, "notes", outcome->notes);
    report_json_number(object, "status", (size_t)outcome->status);
    report_json_number(object, "milliseconds", outcome->milliseconds);
    report_json_line(object, &line);
    (void)!fwrite(line.bytes, 1, line.count, stdout);
    buffer_close(&line);
}

/* One document is done: for jobs_run. */
static void done(void *context, const struct request *request, const struct outcome *outcome) {
    struct watch *watch = context;
    remember(find(watch, request->file), &outcome->traces);
    struct outcome findings = *outcome;
    bool json = watch->wish->format == FORMAT_JSON;
    if (!json)
        findings.results = (struct buffer){0}; /* they stand in the line */
    telling_document(watch->telling, request, &findings);
    if (json)
        tell_json(request->file, outcome);
    else if (outcome->status > 0 || !watch->wish->quiet)
        tell_text(request->file, outcome, request->known != NULL);
    (void)fflush(stdout);
}

static void tell_gone(const struct watch *watch, const char *file) {
    struct buffer line = {0};
    if (watch->wish->format == FORMAT_JSON) {
        json_t *object = report_json_object("gone");
        report_json_string(object, "document", file);
        report_json_line(object, &line);
        (void)!fwrite(line.bytes, 1, line.count, stdout);
    } else if (!watch->wish->quiet) {
        buffer_string(&line, "gone; its PDFs stay");
        print_line(file, &line);
    }
    buffer_close(&line);
    (void)fflush(stdout);
}

/* ---- a round ---- */

/* The documents of the house as they are now; its folders are watched as well. */
static void list_house(struct watch *watch, struct wish *now, struct report *report) {
    trace_open();
    documents_find(now, report);
    struct buffer lines = {0};
    bool sure;
    size_t count;
    const struct trace *traces = trace_all(&count, &sure);
    for (size_t i = 0; i < count; i++)
        trace_write(&traces[i], &lines);
    trace_close();
    remember(&watch->house, &lines);
    buffer_close(&lines);
}

static void drop_gone(struct watch *watch) {
    for (struct watched **at = &watch->documents; *at != NULL;) {
        struct watched *one = *at;
        if (one->listed) {
            at = &one->next;
            continue;
        }
        tell_gone(watch, one->file);
        *at = one->next;
        forget(one);
        free(one->file);
        free(one);
    }
}

static void build(struct watch *watch, struct wish *now, struct witness *witness) {
    struct telling telling = telling_open(now);
    telling.progress = false;
    watch->telling = &telling;
    struct request *requests = ARENA_ARRAY(now->arena, now->file_count, struct request);
    struct outcome *known = ARENA_ARRAY(now->arena, now->file_count, struct outcome);
    for (size_t i = 0; i < now->file_count; i++) {
        requests[i] = documents_request(now, now->files[i], true);
        requests[i].apart = true;
        if (record_find(witness, &requests[i], &known[i]))
            requests[i].known = &known[i];
    }
    jobs_run(requests, now->file_count, now->workers, done, watch);
    for (size_t i = 0; i < now->file_count; i++) {
        buffer_close(&known[i].results);
        buffer_close(&known[i].slips);
        buffer_close(&known[i].traces);
    }
    buffer_close(&telling.first);
}

/* Tells what is wrong with what is kept of releases, and what of the sources could not be looked into, when it is not
 * what was said the last time. */
static void hold_releases(struct watch *watch, const struct wish *now, struct report *report) {
    struct ledger ledger;
    struct buffer words = {0};
    (void)releasing_recheck(now->home, false, now->arena, report, &ledger);
    report_print(report, &words, false);
    struct hash said = hash_bytes(buffer_text(&words), words.count);
    buffer_close(&words);
    if (hash_same(&said, &watch->releases))
        return;
    watch->releases = said;
    struct telling telling = telling_open(now);
    telling.progress = false;
    if (report_count(report) > 0)
        telling_report(&telling, report);
    buffer_close(&telling.first);
}

/* Looks at everything, and sets what is not as it was. */
static void look(struct watch *watch) {
    struct wish now = *watch->wish;
    now.arena = arena_open();
    struct report *report = report_open(now.arena);
    if (watch->wish->file_count == 0)
        list_house(watch, &now, report);
    hold_releases(watch, &now, report);
    for (struct watched *one = watch->documents; one != NULL; one = one->next)
        one->listed = false;
    for (size_t i = 0; i < now.file_count; i++)
        find(watch, now.files[i])->listed = true;
    drop_gone(watch);
    struct witness *witness = witness_open(now.arena);
    LIST(const char *) stale = {0};
    for (size_t i = 0; i < now.file_count; i++)
        if (!is_fresh(find(watch, now.files[i]), witness))
            LIST_ADD(now.arena, &stale, now.files[i]);
    if (stale.count > 0) {
        struct telling telling = telling_open(&now);
        bool doubles = now.file_count > 1 && documents_refuse_doubles(&now, &telling);
        buffer_close(&telling.first);
        now.files = stale.items;
        now.file_count = stale.count;
        if (!doubles)
            build(watch, &now, witness);
    }
    arena_close(now.arena);
}

/* ---- folders ---- */

/* Watches a folder, or the nearest above it that is there. True when it was not watched before. */
static bool watch_folder(struct watch *watch, char *path) {
    const uint32_t wanted = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_ATTRIB |
                            IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
    for (;;) {
        int number = inotify_add_watch(watch->inotify, *path == '\0' ? "/" : path, wanted);
        if (number < 0 && errno != ENOENT && errno != ENOTDIR && errno != EACCES)
            watch->fault = errno == ENOSPC ? "there are more folders than the system lets one watch" : strerror(errno);
        char *slash = strrchr(path, '/');
        if (number >= 0 || watch->fault != NULL || slash == NULL) {
            bool is_new = number > watch->highest;
            watch->highest = is_new ? number : watch->highest;
            return is_new;
        }
        *slash = '\0';
    }
}

/* Watches `path` and the folders above it, up to the house: any of them may be put in the place of another. */
static bool watch_up(struct watch *watch, struct names *seen, const char *path, struct arena *arena) {
    const char *home = watch->wish->home;
    bool added = false;
    bool fresh = true;
    for (char *folder = arena_string(arena, path);;) {
        (void)names_add(seen, arena_string(arena, folder), (struct place){0}, &fresh);
        if (!fresh)
            return added;
        added = watch_folder(watch, arena_string(arena, folder)) || added;
        char *slash = strrchr(folder, '/');
        bool below = strncmp(folder, home, strlen(home)) == 0 && folder[strlen(home)] == '/';
        if (slash != NULL && (*folder != '/' || below))
            *slash = '\0';
        else if (slash == NULL && strcmp(folder, ".") != 0 && strcmp(folder, "..") != 0)
            folder = arena_string(arena, ".");
        else
            return added;
    }
}

static bool watch_file(struct watch *watch, struct names *seen, const struct trace *trace, struct arena *arena) {
    char real[PATH_MAX];
    bool added = false;
    char *path = arena_string(arena, trace->path);
    if (trace->kind == TRACE_FOLDER)
        return watch_up(watch, seen, path, arena);
    for (int turn = 0; turn < 2; turn++) {
        char *slash = strrchr(path, '/');
        if (slash != NULL)
            *slash = '\0';
        added = watch_up(watch, seen, slash == NULL ? "." : path, arena) || added;
        /* What a link leads to changes where it stands. */
        if (!trace->facts.linked || realpath(trace->path, real) == NULL)
            break;
        path = arena_string(arena, real);
    }
    return added;
}

/* Watches every folder that matters. True when one of them is new. */
static bool watch_folders(struct watch *watch) {
    struct arena *arena = arena_open();
    struct names *seen = names_open(arena);
    bool added = false;
    watch->house.next = watch->documents;
    for (const struct watched *one = &watch->house; one != NULL; one = one->next)
        for (size_t i = 0; i < one->traces.count; i++)
            added = watch_file(watch, seen, &one->traces.items[i], arena) || added;
    arena_close(arena);
    return added;
}

/* ---- events ---- */

static long now_milliseconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Takes the events that are there; counts files that have been made and not yet been closed. */
static bool take_events(const struct watch *watch, int *open_files) {
    _Alignas(struct inotify_event) char room[16384];
    ssize_t count = read(watch->inotify, room, sizeof room);
    if (count < 0)
        return errno == EINTR || errno == EAGAIN;
    for (const char *at = room; at < room + count;) {
        struct inotify_event event;
        memcpy(&event, at, sizeof event);
        if ((event.mask & IN_CREATE) != 0 && (event.mask & IN_ISDIR) == 0)
            ++*open_files;
        else if ((event.mask & (IN_CLOSE_WRITE | IN_MOVED_FROM | IN_DELETE)) != 0 && *open_files > 0)
            --*open_files;
        at += sizeof event + event.len;
    }
    return true;
}

/* Sleeps until something has stirred, and then is quiet. */
static bool await_save(const struct watch *watch) {
    struct pollfd wanted = {.fd = watch->inotify, .events = POLLIN};
    int open_files = 0;
    int wait = -1;
    for (long begun = 0;;) {
        int ready = poll(&wanted, 1, wait);
        if (ready == 0)
            return true;
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready < 0 || !take_events(watch, &open_files))
            return false;
        long now = now_milliseconds();
        begun = wait < 0 ? now : begun;
        wait = open_files > 0 ? UNSETTLED_TIME : QUIET_TIME;
        if (now - begun > BURST_LONGEST)
            return true;
    }
}

int watch_run(struct wish *wish) {
    if (wish->format == FORMAT_SARIF) {
        fputs("engross: watch takes --format=text or json\n", stderr);
        return STATUS_USAGE;
    }
    if (!wish_find_home(wish))
        return STATUS_ENVIRONMENT;
    struct report *unknown = report_open(wish->arena);
    documents_name(wish, unknown);
    if (report_count(unknown) > 0) {
        struct telling telling = telling_open(wish);
        telling_report(&telling, unknown);
        return telling_close(&telling);
    }
    documents_drop_repeated(wish);
    if (wish->styles.count == 0)
        wish_add_style(wish, HOUSE_STYLE);
    if (!documents_find_styles(wish))
        return STATUS_ENVIRONMENT;
    struct watch watch = {.wish = wish, .inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK)};
    if (watch.inotify < 0)
        watch.fault = strerror(errno);
    bool begun = false;
    while (watch.fault == NULL && !ferror(stdout)) {
        look(&watch);
        if (watch_folders(&watch) || watch.fault != NULL)
            continue;
        if (!begun && !wish->quiet)
            fputs("engross: watching; Ctrl-C ends it\n", stderr);
        begun = true;
        if (!await_save(&watch))
            watch.fault = strerror(errno);
    }
    if (watch.fault != NULL)
        telling_say(
            "engross: error: the folders cannot be watched: %s\n   mend: build when you have saved: engross help "
            "build\n",
            watch.fault);
    return watch.fault != NULL ? STATUS_ENVIRONMENT : STATUS_FINE;
}
