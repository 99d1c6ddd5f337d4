/* ledger.c: ledger.txt ↔ records, and the chain that holds them together (ledger.h, FORMATS.md).
 *
 * A record is read strictly, line by line in the order of the format; its hash is that
 * of its bytes as they stand in the file, so what was not understood could never be
 * passed over. The form of the whole file comes before the chain: a record that is no
 * record is told, and not that the one after it follows nothing.
 */
#include "release/ledger.h"

#include <string.h>

#include "base/file.h"
#include "release/lines.h"
#include "release/manifest.h"

#define LEDGER_LIMIT ((size_t)64 << 20)

bool ledger_value_good(const char *value) {
    struct arena *scratch = arena_open();
    const char *line = arena_format(scratch, "v: %s\n", value);
    struct lines lines = lines_open("", line, strlen(line), scratch, NULL);
    bool good = strchr(value, '\n') == NULL && lines_take(&lines, "v") != NULL;
    arena_close(scratch);
    return good;
}

bool ledger_label_good(const char *label) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-";
    size_t count = strlen(label);
    return count >= 1 && count <= 32 && strspn(label, letters) == count && *label != '.' && *label != '-';
}

static bool id_good(const char *id) {
    return *id >= 'a' && *id <= 'z' && strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789.-") == strlen(id);
}

bool ledger_date_good(const char *date) {
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (size_t i = 0; i < 10; i++)
        if (i == 4 || i == 7 ? date[i] != '-' : date[i] < '0' || date[i] > '9')
            return false;
    unsigned year = (unsigned)((date[0] - '0') * 1000 + (date[1] - '0') * 100 + (date[2] - '0') * 10 + date[3] - '0');
    unsigned month = (unsigned)((date[5] - '0') * 10 + date[6] - '0');
    unsigned day = (unsigned)((date[8] - '0') * 10 + date[9] - '0');
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return date[10] == '\0' && month >= 1 && month <= 12 && day >= 1 &&
           day <= days[month - 1] + (month == 2 && leap ? 1U : 0U);
}

/* A line that has to stand here, of a kind that `good` knows. */
static const char *want(struct lines *lines, const char *name, bool (*good)(const char *value), const char *words) {
    const char *value = lines_want(lines, name);
    if (value != NULL && !good(value))
        lines_fault(lines, false, words);
    return value;
}

static const char *take_date(struct lines *lines, const char *name) {
    const char *value = lines_take(lines, name);
    if (value != NULL && !ledger_date_good(value))
        lines_fault(lines, false, "a date such as 2020-03-31 has to stand here");
    return value;
}

static size_t want_number(struct lines *lines, const char *name) {
    const char *value = lines_want(lines, name);
    size_t number = 0;
    if (value != NULL && (!lines_number(value, &number) || number == 0))
        lines_fault(lines, false, "a number has to stand here");
    return number;
}

static struct hash want_hash(struct lines *lines, const char *name) {
    const char *value = lines_want(lines, name);
    struct hash hash = {0};
    if (value != NULL && !hash_read(value, &hash))
        lines_fault(lines, false, "a hash, 64 hexadecimal digits, has to stand here");
    return hash;
}

static void approval_read(struct lines *lines, struct ledger_record *record, const char *value) {
    const char *at = value;
    struct ledger_approval approval = {.role = lines_word(lines, &at, false)};
    approval.date = lines_word(lines, &at, false);
    approval.body = lines_word(lines, &at, false);
    approval.minute = lines_word(lines, &at, true);
    if (approval.minute == NULL || !ledger_date_good(approval.date))
        lines_fault(lines, false, "a role, a date, a body and the reference of a minute have to stand here");
    LIST_ADD(lines->arena, &record->approvals, approval);
}

static void pdf_read(struct lines *lines, struct ledger_record *record, const char *value) {
    const char *at = value;
    struct ledger_pdf pdf = {.style = lines_word(lines, &at, false)};
    const char *hash = lines_word(lines, &at, false);
    const char *bytes = lines_word(lines, &at, false);
    pdf.file = lines_word(lines, &at, true);
    if (pdf.file == NULL || !hash_read(hash, &pdf.hash) || !lines_number(bytes, &pdf.bytes) ||
        strchr(pdf.file, '/') != NULL || !manifest_path_good(pdf.file))
        lines_fault(lines, false, "a style, a hash, a number of bytes and a file name have to stand here");
    LIST_ADD(lines->arena, &record->pdfs, pdf);
}

static void release_read(struct lines *lines, struct ledger_record *record) {
    for (const char *value; (value = lines_take(lines, "approval")) != NULL;)
        approval_read(lines, record, value);
    if (record->approvals.count == 0)
        (void)lines_want(lines, "approval");
    record->manifest = want_hash(lines, "manifest");
    for (const char *value; (value = lines_take(lines, "pdf")) != NULL;)
        pdf_read(lines, record, value);
    if (record->pdfs.count == 0)
        (void)lines_want(lines, "pdf");
}

static size_t releases_count(const struct ledger *ledger, const char *document) {
    size_t count = 0;
    for (size_t i = 0; i < ledger->records.count; i++)
        count +=
            ledger->records.items[i].kind == LEDGER_RELEASE && strcmp(ledger->records.items[i].document, document) == 0;
    return count;
}

/* What version 0 left to be counted. */
static size_t sequence_count(const struct ledger *ledger, const struct ledger_record *record) {
    if (record->kind == LEDGER_RELEASE)
        return releases_count(ledger, record->document) + 1;
    const struct ledger_record *withdrawn = ledger_find(ledger, record->document, record->label);
    return withdrawn == NULL ? 0 : withdrawn->sequence;
}

static bool record_read(struct lines *lines, struct ledger *ledger, struct ledger_record *record) {
    *record = (struct ledger_record){.place = lines_place(lines)};
    const char *start = lines->at;
    record->number = want_number(lines, "record");
    const char *kind = lines_want(lines, "kind");
    if (kind != NULL && strcmp(kind, "release") != 0 && strcmp(kind, "withdrawal") != 0)
        lines_fault(lines, false, "release or withdrawal has to stand here");
    record->kind = kind != NULL && strcmp(kind, "withdrawal") == 0 ? LEDGER_WITHDRAWAL : LEDGER_RELEASE;
    record->document = want(lines, "document", id_good, "the id of a document has to stand here");
    record->title = lines_want(lines, "title");
    record->label = want(lines, "label", ledger_label_good, "a label has to stand here");
    if (lines->failed)
        return false;
    record->sequence = ledger->version == 0 ? sequence_count(ledger, record) : want_number(lines, "sequence");
    if (ledger->version > 0 || record->kind == LEDGER_RELEASE)
        record->effective = take_date(lines, "effective");
    if (record->kind == LEDGER_RELEASE) {
        record->review = ledger->version > 0 ? take_date(lines, "review") : NULL;
        release_read(lines, record);
    } else {
        record->reason = lines_want(lines, "reason");
    }
    record->previous = want_hash(lines, "previous");
    size_t hashed = (size_t)(lines->at - start);
    struct hash hash = want_hash(lines, "hash");
    if (lines->failed)
        return false;
    record->hash = hash;
    struct hash true_hash = hash_bytes(start, hashed);
    if (!hash_same(&hash, &true_hash)) {
        report_add(lines->report, RULE_LEDGER_CHAIN, record->place,
                   arena_format(lines->arena, "record %zu (%s %s) is not as it was written: its hash is another one",
                                record->number, record->document, record->label));
        return false;
    }
    return true;
}

/* Whether a sound record is the one that has to follow. */
static bool record_follows(const struct lines *lines, const struct ledger *ledger, const struct ledger_record *record) {
    size_t count = ledger->records.count;
    struct hash before = {0};
    if (count > 0)
        before = ledger->records.items[count - 1].hash;
    const char *named =
        arena_format(lines->arena, "record %zu (%s %s)", record->number, record->document, record->label);
    const struct ledger_record *same = ledger_find(ledger, record->document, record->label);
    const char *words = NULL;
    if (record->number > count + 1)
        words = arena_format(lines->arena, "record %zu is missing before %s", count + 1, named);
    else if (record->number != count + 1)
        words = arena_format(lines->arena, "%s stands where record %zu has to", named, count + 1);
    else if (!hash_same(&record->previous, &before))
        words =
            arena_format(lines->arena,
                         "%s does not follow the record before it: one of them was put in the place of another", named);
    else if (record->kind == LEDGER_WITHDRAWAL && (same == NULL || same->sequence != record->sequence))
        words = arena_format(lines->arena, "%s withdraws a release that there is not", named);
    else if (record->kind == LEDGER_RELEASE && same != NULL)
        words = arena_format(lines->arena, "%s has the label of an earlier release of that document", named);
    else if (record->kind == LEDGER_RELEASE && record->sequence != releases_count(ledger, record->document) + 1)
        words = arena_format(lines->arena, "%s has not the sequence that follows", named);
    if (words != NULL)
        report_add(lines->report, RULE_LEDGER_CHAIN, record->place, words);
    return words == NULL;
}

/* An empty line, then perhaps a version and another empty line. */
static bool record_begins(struct lines *lines, struct ledger *ledger) {
    if (!lines_take_empty(lines)) {
        lines_fault(lines, true, "an empty line has to stand before a record, and nothing after its hash");
        return false;
    }
    unsigned version;
    if (lines_take_version(lines, "engross ledger", LEDGER_VERSION, &version)) {
        if (version <= ledger->version)
            lines_fault(lines, false, "this version is not newer than the one before it");
        ledger->version = version;
        if (!lines_take_empty(lines))
            lines_fault(lines, true, "an empty line has to stand before a record");
    }
    return !lines->failed;
}

bool ledger_parse(const char *file, const char *bytes, size_t count, struct arena *arena, struct report *report,
                  struct ledger *ledger) {
    *ledger = (struct ledger){.file = file, .bytes = bytes, .count = count, .version = LEDGER_VERSION};
    struct lines lines = lines_open(file, bytes, count, arena, report);
    if (!lines_take_version(&lines, "engross ledger", LEDGER_VERSION, &ledger->version)) {
        lines_fault(&lines, true, "the first line has to be \"engross ledger 1\"");
        return false;
    }
    while (!lines_at_end(&lines)) {
        struct ledger_record record;
        if (!record_begins(&lines, ledger) || !record_read(&lines, ledger, &record) ||
            !record_follows(&lines, ledger, &record))
            return false;
        LIST_ADD(arena, &ledger->records, record);
    }
    return true;
}

/* Whether the record that the head names is there. A run that ended between the two files leaves the older head. */
static bool head_check(const struct ledger *ledger, const char *file, struct arena *arena, struct report *report) {
    size_t count;
    const char *bytes = file_read(arena, file, LEDGER_LIMIT, &count, report);
    if (bytes == NULL)
        return false;
    struct lines lines = lines_open(file, bytes, count, arena, report);
    unsigned version = 0;
    if (!lines_take_version(&lines, "engross head", 1, &version) || version == 0)
        lines_fault(&lines, true, "the first line has to be \"engross head 1\"");
    size_t number = want_number(&lines, "record");
    struct hash hash = want_hash(&lines, "hash");
    if (!lines.failed && !lines_at_end(&lines))
        lines_fault(&lines, true, "this line has no place here");
    if (lines.failed)
        return false;
    const struct ledger_record *records = ledger->records.items;
    const char *words = NULL;
    if (number > ledger->records.count)
        words = arena_format(arena, "record %zu is missing at the end", ledger->records.count + 1);
    else if (!hash_same(&records[number - 1].hash, &hash))
        words = arena_format(arena, "record %zu (%s %s) is not the one that head.txt names", number,
                             records[number - 1].document, records[number - 1].label);
    if (words != NULL)
        report_add(report, RULE_LEDGER_CHAIN, (struct place){.file = ledger->file}, words);
    return words == NULL;
}

bool ledger_read(const char *home, struct arena *arena, struct report *report, struct ledger *ledger) {
    const char *prefix = strcmp(home, ".") == 0 ? "" : arena_format(arena, "%s/", home);
    const char *file = arena_format(arena, "%s" LEDGER_FILE, prefix);
    const char *head = arena_format(arena, "%s" LEDGER_HEAD, prefix);
    *ledger = (struct ledger){.file = file, .bytes = "", .version = LEDGER_VERSION};
    size_t count;
    if (!file_exists(file)) {
        if (!file_exists(head))
            return true;
        report_add(report, RULE_LEDGER_CHAIN, (struct place){.file = head},
                   "the ledger itself, ledger.txt, is missing beside it");
        return false;
    }
    const char *bytes = file_read(arena, file, LEDGER_LIMIT, &count, report);
    if (bytes == NULL || !ledger_parse(file, bytes, count, arena, report, ledger))
        return false;
    if (file_exists(head))
        return head_check(ledger, head, arena, report);
    if (ledger->records.count < 2) /* the first run may have ended between the two files */
        return true;
    report_add(
        report, RULE_LEDGER_CHAIN, (struct place){.file = head},
        "this file, which names the last record, is missing beside the ledger, so that records may be missing at "
        "its end");
    return false;
}

const struct ledger_record *ledger_find(const struct ledger *ledger, const char *document, const char *label) {
    for (size_t i = 0; i < ledger->records.count; i++) {
        const struct ledger_record *record = &ledger->records.items[i];
        if (record->kind == LEDGER_RELEASE && strcmp(record->document, document) == 0 &&
            strcmp(record->label, label) == 0)
            return record;
    }
    return NULL;
}

const struct ledger_record *ledger_last(const struct ledger *ledger, const char *document) {
    for (size_t i = ledger->records.count; i-- > 0;) {
        const struct ledger_record *record = &ledger->records.items[i];
        if (record->kind == LEDGER_RELEASE && strcmp(record->document, document) == 0)
            return record;
    }
    return NULL;
}

const char *ledger_frozen_path(const struct ledger_record *record, struct arena *arena) {
    return arena_format(arena, LEDGER_FOLDER "/%s/%s", record->document, record->label);
}

const char *ledger_output_path(const struct ledger_record *record, struct arena *arena) {
    return arena_format(arena, "out/released/%s/%s", record->document, record->label);
}

const char *ledger_pdf_path(const struct ledger_record *record, const struct ledger_pdf *pdf, struct arena *arena) {
    return arena_format(arena, "%s/%s", ledger_output_path(record, arena), pdf->file);
}

static void hash_line(struct buffer *out, const char *name, const struct hash *hash) {
    char hex[65];
    hash_hex(hash, hex);
    buffer_format(out, "%s: %s\n", name, hex);
}

static void line(struct buffer *out, const char *name, const char *value) {
    if (value != NULL)
        buffer_format(out, "%s: %s\n", name, value);
}

static void record_print(const struct ledger_record *record, struct buffer *out) {
    buffer_format(out, "record: %zu\n", record->number);
    line(out, "kind", record->kind == LEDGER_RELEASE ? "release" : "withdrawal");
    line(out, "document", record->document);
    line(out, "title", record->title);
    line(out, "label", record->label);
    buffer_format(out, "sequence: %zu\n", record->sequence);
    line(out, "effective", record->effective);
    line(out, "review", record->review);
    for (size_t i = 0; i < record->approvals.count; i++) {
        const struct ledger_approval *at = &record->approvals.items[i];
        buffer_format(out, "approval: %s %s %s %s\n", at->role, at->date, at->body, at->minute);
    }
    line(out, "reason", record->reason);
    if (record->kind == LEDGER_RELEASE)
        hash_line(out, "manifest", &record->manifest);
    for (size_t i = 0; i < record->pdfs.count; i++) {
        const struct ledger_pdf *at = &record->pdfs.items[i];
        char hex[65];
        hash_hex(&at->hash, hex);
        buffer_format(out, "pdf: %s %s %zu %s\n", at->style, hex, at->bytes, at->file);
    }
    hash_line(out, "previous", &record->previous);
}

void ledger_print(const struct ledger *ledger, struct ledger_record *record, struct buffer *out) {
    record->number = ledger->records.count + 1;
    record->previous = (struct hash){0};
    if (ledger->records.count > 0)
        record->previous = ledger->records.items[ledger->records.count - 1].hash;
    if (ledger->count == 0)
        buffer_format(out, "engross ledger %d\n", LEDGER_VERSION);
    else if (ledger->version < LEDGER_VERSION)
        buffer_format(out, "\nengross ledger %d\n", LEDGER_VERSION);
    buffer_char(out, '\n');
    size_t start = out->count;
    record_print(record, out);
    record->hash = hash_bytes(out->bytes + start, out->count - start);
    hash_line(out, "hash", &record->hash);
}

void ledger_print_head(const struct ledger_record *record, struct buffer *out) {
    buffer_format(out, "engross head 1\nrecord: %zu\n", record->number);
    hash_line(out, "hash", &record->hash);
}
