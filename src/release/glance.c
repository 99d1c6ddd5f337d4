/* glance.c: what is known of kept files from an earlier run (glance.h).
 *
 * The file is a line with the hash of all that follows, the hash of the ledger, and a line
 * of trace.h for each file ('f') and folder ('p'). Facts are relied on when a file had been
 * left alone for some seconds before it was read, by our clock, and is older than this
 * very file, by the clock of the disk: else it could have been changed again within one
 * tick, and nobody would see.
 */
#include "release/glance.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/list.h"
#include "base/trace.h"
#include "document/names.h"

#define FOLDER "out/.engross"
#define GLANCE_FILE FOLDER "/kept"
#define FIRST_LINE "engross kept 1 "
#define FILE_LIMIT ((size_t)64 << 20)

typedef LIST(struct trace) trace_list;

struct glance {
    const char *home;
    struct arena *arena;
    struct hash ledger;
    trace_list known, found;
    struct names *by_path; /* of what is known */
    int64_t written;       /* when, by the clock of the disk: seconds */
    bool indexed;          /* whether `by_path` is filled */
    bool forgotten;
};

static const char *in_home(const struct glance *glance, const char *name) {
    return strcmp(glance->home, ".") == 0 ? name : arena_format(glance->arena, "%s/%s", glance->home, name);
}

static bool read_hash(const char **at, const char *end, struct hash *hash) {
    if (end - *at < 65 || !hash_read(*at, hash) || (*at)[64] != '\n')
        return false;
    *at += 65;
    return true;
}

/* A link to a folder is none. */
static bool folder_is_there(const struct glance *glance) {
    struct stat about;
    return lstat(in_home(glance, FOLDER), &about) == 0 && S_ISDIR(about.st_mode);
}

/* The lines, if the bytes are a cache of this ledger that is as it was written. */
static bool parse(struct glance *glance, const char *bytes, size_t count) {
    const size_t first = strlen(FIRST_LINE);
    const char *end = bytes + count;
    struct hash promised;
    if (count < first || memcmp(bytes, FIRST_LINE, first) != 0)
        return false;
    const char *at = bytes + first;
    if (!read_hash(&at, end, &promised))
        return false;
    struct hash own = hash_bytes(at, (size_t)(end - at));
    struct hash ledger;
    if (!hash_same(&own, &promised) || !read_hash(&at, end, &ledger) || !hash_same(&ledger, &glance->ledger))
        return false;
    while (at < end) {
        struct trace trace;
        if (!trace_read(glance->arena, &at, end, &trace))
            return false;
        LIST_ADD(glance->arena, &glance->known, trace);
    }
    return true;
}

struct glance *glance_open(const char *home, const struct ledger *ledger, struct arena *arena) {
    struct glance *glance = ARENA_NEW(arena, struct glance);
    *glance = (struct glance){
        .home = home, .arena = arena, .ledger = hash_bytes(ledger->bytes, ledger->count), .by_path = names_open(arena)};
    const char *path = in_home(glance, GLANCE_FILE);
    struct stat about;
    if (ledger->records.count == 0 || !folder_is_there(glance) || lstat(path, &about) != 0 || !S_ISREG(about.st_mode) ||
        about.st_uid != geteuid())
        return glance;
    size_t count;
    const char *bytes = file_read(arena, path, FILE_LIMIT, &count, NULL);
    if (bytes == NULL || !parse(glance, bytes, count)) {
        glance->known = (trace_list){0};
        return glance;
    }
    glance->written = about.st_mtim.tv_sec < about.st_ctim.tv_sec ? about.st_mtim.tv_sec : about.st_ctim.tv_sec;
    return glance;
}

/* Whether what is there now is what was there then, and was old enough then. */
static bool is_same(const struct glance *glance, const struct trace *known, const struct trace_facts *facts) {
    return known->facts.settled && trace_facts_same(&known->facts, facts) && facts->changed < glance->written &&
           facts->status < glance->written;
}

bool glance_whole(const struct glance *glance) {
    for (size_t i = 0; i < glance->known.count; i++) {
        const struct trace *known = &glance->known.items[i];
        struct stat about;
        if (lstat(in_home(glance, known->path), &about) != 0 ||
            (known->kind == TRACE_FILE ? !S_ISREG(about.st_mode) : !S_ISDIR(about.st_mode)))
            return false;
        struct trace_facts facts = trace_facts_of(&about);
        if (!is_same(glance, known, &facts))
            return false;
    }
    return glance->known.count > 0;
}

bool glance_knows(struct glance *glance, const char *path, const struct trace_facts *facts, const struct hash *hash) {
    bool fresh;
    for (size_t i = 0; !glance->indexed && i < glance->known.count; i++)
        names_add(glance->by_path, glance->known.items[i].path, (struct place){0}, &fresh)->thing =
            &glance->known.items[i];
    glance->indexed = true;
    const struct name *name = names_find(glance->by_path, path);
    const struct trace *known = name == NULL ? NULL : name->thing;
    return known != NULL && known->kind == TRACE_FILE && hash_same(&known->hash, hash) && is_same(glance, known, facts);
}

void glance_note(struct glance *glance, const char *path, const struct trace_facts *facts, const struct hash *hash) {
    struct trace trace = {
        .kind = hash == NULL ? TRACE_PRESENT : TRACE_FILE, .path = arena_string(glance->arena, path), .facts = *facts};
    if (hash != NULL)
        trace.hash = *hash;
    LIST_ADD(glance->arena, &glance->found, trace);
}

void glance_forget(struct glance *glance) {
    glance->forgotten = true;
}

/* Whether a glance would be enough for one thing at least: while all has just been made it is not. */
static bool is_worth_it(const struct glance *glance) {
    for (size_t i = 0; i < glance->found.count; i++)
        if (glance->found.items[i].facts.settled)
            return true;
    return false;
}

void glance_keep(struct glance *glance) {
    if (glance->forgotten || !is_worth_it(glance))
        return;
    struct buffer body = {0};
    struct buffer file = {0};
    char hex[65];
    hash_hex(&glance->ledger, hex);
    buffer_format(&body, "%s\n", hex);
    for (size_t i = 0; i < glance->found.count; i++)
        trace_write(&glance->found.items[i], &body);
    struct hash own = hash_bytes(body.bytes, body.count);
    hash_hex(&own, hex);
    buffer_format(&file, FIRST_LINE "%s\n", hex);
    buffer_bytes(&file, body.bytes, body.count);
    (void)mkdir(in_home(glance, FOLDER), 0777);
    struct file_draft *draft =
        folder_is_there(glance) ? file_draft_loose(in_home(glance, GLANCE_FILE), file.bytes, file.count) : NULL;
    if (draft != NULL)
        (void)file_place(&draft, 1, NULL);
    buffer_close(&body);
    buffer_close(&file);
}
