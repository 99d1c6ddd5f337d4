/* record.c: what became of a document when it was last set. See record.h.
 *
 * traces, outcome and outputs → a file, and back. The file begins with a hash of all that
 * follows, so half of one, or one that a power cut has spoilt, is known for what it is;
 * nothing waits for the disk. It is named by its key (the document and what was asked
 * for) and holds it too, so that a copy under another name is known.
 *
 * Surprising: it is written before the PDFs have their names and named after. Killed in
 * between, an older record stays, whose PDFs are not those that are there: both their
 * hashes and the sources' are looked at.
 */
#include "record.h"

#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <limits.h>
#include <link.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "home.h"

#define RECORD_LIMIT ((size_t)64 << 20)
#define FIRST_LINE "engross record 2 "

/* ---- which program this is ---- */

/* The build identifier among the notes of a loaded file, or NULL. */
static const unsigned char *build_id(const struct dl_phdr_info *info, size_t *count) {
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type != PT_NOTE)
            continue;
        const unsigned char *at = (const unsigned char *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
        const unsigned char *end = at + info->dlpi_phdr[i].p_memsz;
        while ((size_t)(end - at) > sizeof(ElfW(Nhdr))) {
            ElfW(Nhdr) note;
            memcpy(&note, at, sizeof note);
            const unsigned char *name = at + sizeof note;
            const unsigned char *value = name + ((note.n_namesz + 3U) & ~3U);
            if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && memcmp(name, "GNU", 4) == 0) {
                *count = note.n_descsz;
                return value;
            }
            at = value + ((note.n_descsz + 3U) & ~3U);
        }
    }
    return NULL;
}

/* The program and each library that it has loaded; of one without an identifier, what file it is. */
static int put_loaded(struct dl_phdr_info *info, size_t size, void *context) {
    (void)size;
    struct buffer *out = context;
    const char *name = info->dlpi_name == NULL ? "" : info->dlpi_name;
    size_t count = 0;
    const unsigned char *id = build_id(info, &count);
    struct stat about;
    if (strncmp(name, "linux-", 6) == 0) /* the kernel's */
        return 0;
    if (id != NULL) {
        buffer_bytes(out, id, count);
    } else if (stat(*name == '\0' ? "/proc/self/exe" : name, &about) == 0) {
        struct trace_facts facts = trace_facts(name, &about);
        buffer_format(out, "%s %llu %llu %lld.%lld %lld.%lld", name, (unsigned long long)facts.inode,
                      (unsigned long long)facts.size, (long long)facts.changed, (long long)facts.changed_part,
                      (long long)facts.status, (long long)facts.status_part);
    }
    buffer_char(out, '\n');
    return 0;
}

static struct hash program_hash(void) {
    static struct hash hash;
    static bool known;
    if (known)
        return hash;
    struct buffer text = {0};
    (void)dl_iterate_phdr(put_loaded, &text);
    hash = hash_bytes(text.bytes, text.count);
    buffer_close(&text);
    known = true;
    return hash;
}

/* ---- which record it is ---- */

/* Everything that was asked for and that changes the PDFs or what is said of them. */
static struct hash key_of(const struct request *request) {
    char here[PATH_MAX];
    struct buffer text = {0};
    const char *folder = getcwd(here, sizeof here);
    buffer_format(&text, "%s\n%s\n%s\n%d %d %d %d %d %d\n", folder == NULL ? "" : folder, request->home, request->file,
                  request->fail_on, request->json, request->colour, request->quiet, request->layout_report,
                  request->fail_on_layout);
    for (size_t i = 0; i < request->style_count; i++)
        buffer_format(&text, "%s\n", request->styles[i]);
    struct hash hash = hash_bytes(text.bytes, text.count);
    buffer_close(&text);
    return hash;
}

/* The name of the document from the root, so that it is known from wherever the program is started next. */
static const char *document_path(const struct request *request, struct arena *arena) {
    char here[PATH_MAX];
    const char *folder = *request->file == '/' ? NULL : getcwd(here, sizeof here);
    return folder == NULL ? request->file : arena_format(arena, "%s/%s", folder, request->file);
}

static const char *folder_path(const struct request *request, struct arena *arena) {
    return home_path(request->home, "out/.engross", arena);
}

static const char *record_path(const struct request *request, const struct hash *key, struct arena *arena) {
    char hex[65];
    hash_hex(key, hex);
    return arena_format(arena, "%s/%.32s", folder_path(request, arena), hex);
}

/* ---- the file ---- */

struct record {
    struct hash key, program;
    const char *document; /* from the root */
    struct outcome outcome;
    LIST(struct trace) outputs;
    LIST(struct trace) traces;
};

static void put_hash(struct buffer *out, const struct hash *hash) {
    char hex[65];
    hash_hex(hash, hex);
    buffer_bytes(out, hex, 64);
    buffer_char(out, '\n');
}

static void put_part(struct buffer *out, const struct buffer *part) {
    if (part->count > 0)
        buffer_bytes(out, part->bytes, part->count);
}

static struct file_draft *record_write(const struct record *record, const char *path) {
    struct buffer body = {0};
    put_hash(&body, &record->key);
    put_hash(&body, &record->program);
    buffer_format(&body, "%zu\n%s\n", strlen(record->document), record->document);
    const struct outcome *outcome = &record->outcome;
    const size_t numbers[] = {(size_t)outcome->status, outcome->errors,        outcome->warnings,
                              outcome->notes,          outcome->results.count, outcome->slips.count,
                              record->outputs.count,   record->traces.count};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        buffer_format(&body, "%zu\n", numbers[i]);
    for (size_t i = 0; i < record->outputs.count; i++)
        trace_write(&record->outputs.items[i], &body);
    for (size_t i = 0; i < record->traces.count; i++)
        trace_write(&record->traces.items[i], &body);
    put_part(&body, &outcome->results);
    put_part(&body, &outcome->slips);
    struct buffer file = {0};
    struct hash hash = hash_bytes(body.bytes, body.count);
    buffer_string(&file, FIRST_LINE);
    put_hash(&file, &hash);
    put_part(&file, &body);
    struct file_draft *draft = file_draft_loose(path, file.bytes, file.count);
    buffer_close(&body);
    buffer_close(&file);
    return draft;
}

static bool read_hash(const char **at, const char *end, struct hash *hash) {
    if (end - *at < 65 || !hash_read(*at, hash) || (*at)[64] != '\n')
        return false;
    *at += 65;
    return true;
}

static bool read_number(const char **at, const char *end, size_t *number) {
    const char *from = *at;
    for (*number = 0; from < end && *from >= '0' && *from <= '9'; from++)
        *number = *number * 10 + (size_t)(*from - '0');
    if (from == *at || from == end || *from != '\n')
        return false;
    *at = from + 1;
    return true;
}

/* NULL when it cannot be read. */
static const char *read_document(const char **at, const char *end, struct arena *arena) {
    size_t count;
    if (!read_number(at, end, &count) || count >= PATH_MAX * 2 || (size_t)(end - *at) <= count || (*at)[count] != '\n')
        return NULL;
    const char *document = arena_copy(arena, *at, count);
    *at += count + 1;
    return document;
}

/* The parts of a file whose hash was found to be right. Nobody who means well writes another, but nothing is read past
 * its end all the same. */
static bool read_body(struct record *record, const char *at, const char *end, struct arena *arena) {
    size_t numbers[8];
    struct trace trace;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!read_number(&at, end, &numbers[i]))
            return false;
    for (size_t i = 0; i < numbers[6]; i++) {
        if (!trace_read(arena, &at, end, &trace))
            return false;
        LIST_ADD(arena, &record->outputs, trace);
    }
    for (size_t i = 0; i < numbers[7]; i++) {
        if (!trace_read(arena, &at, end, &trace))
            return false;
        LIST_ADD(arena, &record->traces, trace);
    }
    size_t rest = (size_t)(end - at);
    if (numbers[4] > rest || numbers[5] != rest - numbers[4])
        return false;
    record->outcome =
        (struct outcome){.status = (int)numbers[0], .errors = numbers[1], .warnings = numbers[2], .notes = numbers[3]};
    buffer_bytes(&record->outcome.results, at, numbers[4]);
    buffer_bytes(&record->outcome.slips, at + numbers[4], numbers[5]);
    return true;
}

/* Reads a record of `key` and of this program; its buffers are to be closed in any case. */
static bool record_read(struct record *record, const struct hash *key, const char *path, struct arena *arena) {
    size_t count = 0;
    const size_t first = strlen(FIRST_LINE);
    const char *bytes = file_read(arena, path, RECORD_LIMIT, &count, NULL);
    if (bytes == NULL || count < first || memcmp(bytes, FIRST_LINE, first) != 0)
        return false;
    const char *at = bytes + first;
    const char *end = bytes + count;
    struct hash promised;
    if (!read_hash(&at, end, &promised))
        return false;
    struct hash found = hash_bytes(at, (size_t)(end - at));
    struct hash program = program_hash();
    return hash_same(&found, &promised) && read_hash(&at, end, &record->key) && hash_same(&record->key, key) &&
           read_hash(&at, end, &record->program) && hash_same(&record->program, &program) &&
           (record->document = read_document(&at, end, arena)) != NULL && read_body(record, at, end, arena);
}

/* ---- the uses ---- */

static bool agrees(struct witness *witness, struct record *record, bool *renewed) {
    for (size_t i = 0; i < record->traces.count; i++)
        if (!witness_agrees(witness, &record->traces.items[i], renewed))
            return false;
    for (size_t i = 0; i < record->outputs.count; i++)
        if (!witness_agrees(witness, &record->outputs.items[i], renewed))
            return false;
    return true;
}

bool record_find(struct witness *witness, const struct request *request, struct outcome *outcome) {
    /* The paths of a record outlive it, in the witness. */
    struct arena *arena = witness_arena(witness);
    struct record record = {0};
    struct hash key = key_of(request);
    const char *path = record_path(request, &key, arena);
    bool renewed = false;
    bool good = record_read(&record, &key, path, arena) && record.outputs.count == request->style_count &&
                agrees(witness, &record, &renewed);
    if (!good) {
        buffer_close(&record.outcome.results);
        buffer_close(&record.outcome.slips);
        return false;
    }
    struct file_draft *draft = renewed ? record_write(&record, path) : NULL;
    if (draft != NULL)
        (void)file_place(&draft, 1, NULL);
    for (size_t i = 0; i < record.traces.count; i++)
        trace_write(&record.traces.items[i], &record.outcome.traces);
    *outcome = record.outcome;
    return true;
}

struct file_draft *record_draft(const struct request *request, const struct outcome *outcome,
                                const struct record_output *outputs, size_t count, struct arena *arena) {
    bool sure;
    struct record record = {.key = key_of(request),
                            .program = program_hash(),
                            .document = document_path(request, arena),
                            .outcome = *outcome};
    record.traces.items = trace_all(&record.traces.count, &sure);
    if (!sure || record.traces.count == 0)
        return NULL;
    for (size_t i = 0; i < count; i++)
        LIST_ADD(arena, &record.outputs,
                 ((struct trace){.kind = TRACE_FILE, .path = outputs[i].path, .hash = outputs[i].hash}));
    (void)mkdir(folder_path(request, arena), 0777);
    return record_write(&record, record_path(request, &record.key, arena));
}

/* Whether a file of the folder is a record that no build can use any more: its document is gone, or it is none. */
static bool is_stale(const char *path, struct arena *arena) {
    char head[PATH_MAX * 2 + 512];
    const size_t first = strlen(FIRST_LINE);
    size_t count = file_head(path, head, sizeof head);
    const char *at = head + first;
    const char *end = head + count;
    struct hash hash;
    if (count < first || memcmp(head, FIRST_LINE, first) != 0 || !read_hash(&at, end, &hash) ||
        !read_hash(&at, end, &hash) || !read_hash(&at, end, &hash))
        return true;
    const char *document = read_document(&at, end, arena);
    struct stat about;
    return document == NULL || (lstat(document, &about) != 0 && (errno == ENOENT || errno == ENOTDIR));
}

void records_sweep(const char *home) {
    struct arena *arena = arena_open();
    const char *folder_name = home_path(home, "out/.engross", arena);
    DIR *folder = opendir(folder_name);
    for (const struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        struct stat about;
        const char *path = arena_format(arena, "%s/%s", folder_name, entry->d_name);
        if (strspn(entry->d_name, "0123456789abcdef") == 32 && entry->d_name[32] == '\0' && lstat(path, &about) == 0 &&
            S_ISREG(about.st_mode) && is_stale(path, arena))
            unlink(path);
    }
    if (folder != NULL)
        closedir(folder);
    arena_close(arena);
}
