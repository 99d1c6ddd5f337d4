/* verify.c: PDF → current, superseded, withdrawn, not yet in force, same text, saved anew, altered, unknown.
 *
 * First the hash: a file of which the ledger has the hash is that release, and nothing
 * else need be read. Any other file is taken apart (extract.h). What it carries says which
 * release it claims to be; that must be, hash by hash, what was frozen for that release.
 * Then it is set again (again.h) when program, libraries, fonts and styles are the same,
 * and has to be the same byte for byte; else it is held against the released file, and only
 * if that is not kept any more against the source set again, by its text, tags and links, and by what a reader
 * sees of them.
 * Each verdict names the comparison it rests on.
 *
 * Surprising: a file that agrees with its own source in every byte is still unknown when
 * no record names its release: whoever has the program can make such a file.
 */
#include "verify.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "again.h"
#include "again_seen.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/report_json.h"
#include "calendar.h"
#include "document/numbers.h"
#include "extract/extract.h"
#include "home.h"
#include "pdf/metadata.h"
#include "release/kept.h"
#include "release/ledger.h"
#include "release/manifest.h"
#include "release/standing.h"
#include "telling.h"

#define PDF_MAX ((size_t)1 << 29)

enum judgement {
    JUDGED_CURRENT,
    JUDGED_SUPERSEDED,
    JUDGED_WITHDRAWN,
    JUDGED_NOT_YET,
    JUDGED_SAME_TEXT,
    JUDGED_SAVED_ANEW,
    JUDGED_ALTERED,
    JUDGED_UNKNOWN
};

static const char *const judgements[] = {
    [JUDGED_CURRENT] = "current",          [JUDGED_SUPERSEDED] = "superseded",   [JUDGED_WITHDRAWN] = "withdrawn",
    [JUDGED_NOT_YET] = "not yet in force", [JUDGED_SAME_TEXT] = "the same text", [JUDGED_SAVED_ANEW] = "saved anew",
    [JUDGED_ALTERED] = "altered",          [JUDGED_UNKNOWN] = "unknown"};

/* What a verdict rests on. */
enum compared { COMPARED_NOTHING, COMPARED_HASH, COMPARED_SOURCE, COMPARED_BYTES, COMPARED_TEXT };

static const char *const comparisons[] = {[COMPARED_NOTHING] = "nothing",
                                          [COMPARED_HASH] = "hash",
                                          [COMPARED_SOURCE] = "source",
                                          [COMPARED_BYTES] = "bytes",
                                          [COMPARED_TEXT] = "text"};

struct verdict {
    enum judgement judgement;
    enum compared compared;
    const char *document, *label; /* that it is or claims to be; NULL when it does not say */
    const char *by;               /* the label of the release that supersedes it; NULL for none */
    const char *words;            /* sentences */
    int status;
};

struct verifying {
    struct wish *wish;
    struct arena *arena;
    struct report *report; /* of ledger and kept files */
    struct ledger ledger;
    const char *on;
    const struct ledger_pdf *expected; /* which PDF the file at hand has to be; NULL: any */
    int status;
};

/* --- Words ------------------------------------------------------------------------------------- */

static const char *day(const struct verifying *verifying, const char *date) {
    const char *words = number_date(verifying->arena, date);
    return words ? words : date;
}

static const char *named(const struct verifying *verifying, const struct ledger_record *record) {
    return arena_format(verifying->arena, "release %s of %s", record->label, record->title);
}

/* People write a reason with a full stop or without. */
static bool ends_sentence(const char *text) {
    size_t count = strlen(text);
    return count > 0 && strchr(".!?", text[count - 1]) != NULL;
}

/* "Release 3.0 of … was superseded on 1 April 2020 by release 4.0." */
static const char *standing_sentence(const struct verifying *verifying, const struct ledger_record *record,
                                     struct verdict *verdict) {
    struct arena *arena = verifying->arena;
    const struct ledger_record *now = standing_in_force(&verifying->ledger, record->document, verifying->on);
    const struct ledger_record *withdrawn = standing_withdrawal(&verifying->ledger, record, verifying->on);
    switch (standing_of(&verifying->ledger, record, verifying->on)) {
    case STANDING_IN_FORCE:
        verdict->judgement = JUDGED_CURRENT;
        return arena_format(
            arena, "It has been in force since %s%s.", day(verifying, standing_from(record)),
            standing_review_due(record, verifying->on)
                ? arena_format(arena, "; its review has been due since %s", day(verifying, record->review))
                : "");
    case STANDING_SUPERSEDED:
        verdict->judgement = JUDGED_SUPERSEDED;
        verdict->by = now ? now->label : NULL;
        return now ? arena_format(arena, "It was superseded by release %s, which has been in force since %s.",
                                  now->label, day(verifying, standing_from(now)))
                   : "It was superseded.";
    case STANDING_WITHDRAWN:
        verdict->judgement = JUDGED_WITHDRAWN;
        return arena_format(arena, "It has been withdrawn: %s%s", withdrawn->reason,
                            ends_sentence(withdrawn->reason) ? "" : ".");
    case STANDING_NOT_YET:
        break;
    }
    verdict->judgement = JUDGED_NOT_YET;
    return arena_format(arena, "It will be in force from %s.", day(verifying, standing_from(record)));
}

static struct verdict verdict_make(enum judgement judgement, enum compared compared, const char *words) {
    return (struct verdict){.judgement = judgement,
                            .compared = compared,
                            .words = words,
                            .status = judgement >= JUDGED_SAVED_ANEW ? STATUS_MISMATCH : STATUS_FINE};
}

/* --- By the ledger ---------------------------------------------------------------------------------- */

static const struct ledger_record *record_of(const struct ledger *ledger, const struct hash *hash,
                                             const struct ledger_pdf **pdf) {
    for (size_t i = 0; i < ledger->records.count; i++)
        for (size_t j = 0; j < ledger->records.items[i].pdfs.count; j++) {
            *pdf = &ledger->records.items[i].pdfs.items[j];
            if (hash_same(&(*pdf)->hash, hash))
                return &ledger->records.items[i];
        }
    return NULL;
}

static struct verdict judge_known(const struct verifying *verifying, const struct ledger_record *record,
                                  const struct ledger_pdf *pdf) {
    struct verdict verdict = verdict_make(JUDGED_CURRENT, COMPARED_HASH, "");
    const char *standing = standing_sentence(verifying, record, &verdict);
    assert(pdf != NULL); /* record_of found both */
    verdict.document = record->document;
    verdict.label = record->label;
    if (verifying->expected && !hash_same(&verifying->expected->hash, &pdf->hash)) {
        verdict = verdict_make(JUDGED_ALTERED, COMPARED_HASH,
                               arena_format(verifying->arena, "In its place stands another file, %s (style %s).",
                                            named(verifying, record), pdf->style));
        return verdict;
    }
    verdict.words = arena_format(verifying->arena,
                                 "This is %s (style %s), unchanged: its hash is the one that the ledger names. %s",
                                 named(verifying, record), pdf->style, standing);
    return verdict;
}

/* --- By what the file carries ---------------------------------------------------------------------------- */

struct claim {
    const struct extract *extract;
    const char *bytes; /* of the file */
    size_t count;
    struct manifest provenance;
    const struct ledger_record *record; /* of the release that it claims to be; NULL when there is none */
};

static const struct attachment *carried(const struct extract *extract, const char *name) {
    for (size_t i = 0; i < extract->attachments.count; i++)
        if (strcmp(extract->attachments.items[i].name, name) == 0)
            return &extract->attachments.items[i];
    return NULL;
}

/* A file without attachments that still has the DocumentID of a document of the house: which one. */
static const struct ledger_record *document_by_id(const struct verifying *verifying, const struct extract *extract) {
    const char *id = extract_fact(extract, "xmpMM:DocumentID", verifying->arena);
    for (size_t i = verifying->ledger.records.count; id && i-- > 0;) {
        const struct ledger_record *record = &verifying->ledger.records.items[i];
        struct document document = {.id = record->document};
        struct hash hash = metadata_permanent(&document, verifying->arena);
        char uuid[37];
        hash_uuid(&hash, uuid);
        if (record->kind == LEDGER_RELEASE && strcmp(id, arena_format(verifying->arena, "uuid:%s", uuid)) == 0)
            return record;
    }
    return NULL;
}

static struct verdict judge_bare(const struct verifying *verifying, const struct extract *extract) {
    const struct ledger_record *record = document_by_id(verifying, extract);
    if (!record)
        return verdict_make(JUDGED_UNKNOWN, COMPARED_NOTHING,
                            "It is no release of this house: the ledger has no such file, and it does not carry the "
                            "source that each release carries.");
    struct verdict verdict = verdict_make(
        JUDGED_UNKNOWN, COMPARED_NOTHING,
        arena_format(
            verifying->arena,
            "It says that it is %s, but not that it was released: the ledger has no such file, and it does not "
            "carry the source that each release carries. It may be a draft, or a copy that another program "
            "made.",
            record->title));
    verdict.document = record->document;
    return verdict;
}

/* Whether the attachments are those that the provenance names: NULL, or the name of the first that is not. */
static const char *attachment_strange(const struct claim *claim) {
    const struct extract *extract = claim->extract;
    for (size_t i = 0; i < claim->provenance.files.count; i++) {
        const struct manifest_item *item = &claim->provenance.files.items[i];
        const struct attachment *file = carried(extract, item->name);
        struct hash hash = file ? hash_bytes(file->bytes, file->count) : (struct hash){0};
        if (!file || !hash_same(&hash, &item->hash))
            return item->name;
    }
    for (size_t i = 0; i < extract->attachments.count; i++) {
        const struct attachment *file = &extract->attachments.items[i];
        bool listed = strcmp(file->name, EDITION_PROVENANCE) == 0 || manifest_find(&claim->provenance, file->name);
        if (!listed || carried(extract, file->name) != file) /* or it is there twice */
            return file->name;
    }
    return NULL;
}

/* Whether what is carried is what was frozen: NULL, or the name of the first file that is not. */
static const char *source_strange(const struct verifying *verifying, const struct claim *claim) {
    struct manifest frozen;
    struct report *silent = report_open(verifying->arena);
    if (!kept_manifest(verifying->wish->home, claim->record, verifying->arena, silent, &frozen))
        return NULL; /* which kept_check tells */
    for (size_t i = 0; i < claim->provenance.files.count; i++) {
        const struct manifest_item *item = &claim->provenance.files.items[i];
        const struct manifest_item *same =
            manifest_find(&frozen, arena_format(verifying->arena, "public-%s", item->name));
        if (!same)
            same = manifest_find(&frozen, item->name);
        if (!same || !hash_same(&same->hash, &item->hash))
            return item->name;
    }
    return NULL;
}

/* In which style it was set is not said in the file: that of the release, or any that its provenance names. */
static size_t styles_of(const struct claim *claim, struct arena *arena, const char ***out) {
    size_t count = claim->record ? claim->record->pdfs.count : claim->provenance.styles.count;
    *out = ARENA_ARRAY(arena, count, const char *);
    for (size_t i = 0; i < count; i++)
        (*out)[i] = claim->record ? claim->record->pdfs.items[i].style : claim->provenance.styles.items[i].name;
    return count;
}

/* The file held against another that should be alike, or against several, of which it has to be like one. */
struct held {
    bool any;               /* there was one that could be read */
    const char *difference; /* of text, tags and links; NULL when there is none to one of them */
    const char *part;       /* of what is drawn, or of anything else that can be reached; likewise */
    size_t sights;          /* how many such things there are */
    size_t parts;           /* how many such parts there are */
    const char *seen;       /* of what a reader sees, in a form that holds over other versions; likewise */
    struct alike alike;     /* of the tools of the two */
    bool metadata;          /* what it says of itself is the same */
};

static void hold(const struct verifying *verifying, const struct claim *claim, const struct extract *other,
                 struct alike alike, struct held *held) {
    struct arena *arena = verifying->arena;
    size_t count;
    const char *difference = again_difference(claim->extract->reading, other->reading, alike.styles, arena);
    const char *part = again_parts_difference(claim->extract->parts, other->parts, &count, arena);
    size_t sights;
    const char *seen = again_seen_difference(claim->extract->seen, other->seen, alike, &sights, arena);
    if (!seen)
        seen = again_metadata_difference(claim->extract->metadata, other->metadata, arena);
    bool nearer = !held->any || (held->difference && !difference) ||
                  (!held->difference == !difference &&
                   (sights < held->sights || (sights == held->sights && count < held->parts)));
    held->any = true;
    if (!nearer)
        return;
    held->difference = difference;
    held->part = part;
    held->parts = count;
    held->seen = seen;
    held->sights = sights;
    held->alike = alike;
    held->metadata = again_metadata_same(claim->extract->metadata, other->metadata, arena);
}

/* Against what its source gives when it is set again; true when that is the same byte for byte. */
static bool hold_again(const struct verifying *verifying, const struct claim *claim, struct held *held) {
    const char **styles;
    struct alike alike = {again_styles_same(verifying->wish->home, &claim->provenance, verifying->arena),
                          again_fonts_same(verifying->wish->home, &claim->provenance, verifying->arena)};
    size_t style_count = styles_of(claim, verifying->arena, &styles);
    for (size_t i = 0; i < style_count; i++) {
        size_t count;
        const char *ours = again_set(verifying->wish->home, claim->extract, styles[i], verifying->arena, &count);
        if (ours && count == claim->count && memcmp(ours, claim->bytes, count) == 0)
            return true;
        struct extract read = {.fault = "it was not set"};
        if (ours)
            read = extract_pdf(ours, count, true, verifying->arena);
        if (!read.fault)
            hold(verifying, claim, &read, alike, held);
    }
    return false;
}

/* Against the PDFs of that release, while they are kept as they were. */
static void hold_kept(const struct verifying *verifying, const struct claim *claim, struct held *held) {
    struct arena *arena = verifying->arena;
    for (size_t i = 0; claim->record && i < claim->record->pdfs.count; i++) {
        const struct ledger_pdf *pdf = &claim->record->pdfs.items[i];
        const char *file = home_path(verifying->wish->home, ledger_pdf_path(claim->record, pdf, arena), arena);
        size_t count;
        struct hash hash;
        const char *bytes = file_read_hash(arena, file, PDF_MAX, &count, &hash, NULL);
        if (!bytes || !hash_same(&hash, &pdf->hash))
            continue;
        struct extract kept = extract_pdf(bytes, count, true, arena);
        if (!kept.fault)
            hold(verifying, claim, &kept, (struct alike){true, true}, held);
    }
}

/* Of a file that should be the very same as another: what is known of the way in which it is not. */
static struct verdict judge_exact(const struct verifying *verifying, const struct held *held, enum compared compared,
                                  const char *as) {
    struct arena *arena = verifying->arena;
    if (held->difference)
        return verdict_make(JUDGED_ALTERED, compared, arena_format(arena, "%s: %s.", as, held->difference));
    if (held->part)
        return verdict_make(
            JUDGED_ALTERED, compared,
            arena_format(arena, "%s. Its text, tags, links and attachments are the same, but %s%s. %s", as, held->part,
                         held->parts > 1 ? ", and that is not all" : "",
                         "It was altered, or saved anew by a program that writes such things in its own way."));
    if (!held->metadata)
        return verdict_make(JUDGED_ALTERED, compared,
                            arena_format(arena,
                                         "%s. Its pages, text, tags, links and attachments are the same; what it says "
                                         "of itself, in its metadata, is not. It was altered, or saved anew by another "
                                         "program.",
                                         as));
    return verdict_make(JUDGED_SAVED_ANEW, compared,
                        arena_format(arena,
                                     "%s. All that can be seen, read or taken out of it is the same: its pages, text, "
                                     "tags, links, attachments and metadata. Another program has saved it anew, or it "
                                     "was damaged where nothing stands.",
                                     as));
}

/* What the pages say against the released file, or the PDF that the source gives. */
static struct verdict judge_pages(const struct verifying *verifying, const struct claim *claim) {
    struct arena *arena = verifying->arena;
    struct held held = {0};
    bool tools = again_tools_same(verifying->wish->home, &claim->provenance, arena);
    if (tools && hold_again(verifying, claim, &held))
        return verdict_make(JUDGED_SAME_TEXT, COMPARED_BYTES,
                            "Set again from the source that it carries, it is the same byte for byte.");
    if (tools && held.any)
        return judge_exact(verifying, &held, COMPARED_BYTES,
                           "Set again from the source that it carries, by the same program, fonts and styles, it "
                           "should be the same byte for byte, and is not");
    hold_kept(verifying, claim, &held);
    if (held.any)
        return judge_exact(verifying, &held, COMPARED_TEXT,
                           "It was set by another version of the program, of a library, a font or a style, so it was "
                           "compared with the released file that is kept");
    if (!tools && hold_again(verifying, claim, &held))
        return verdict_make(JUDGED_SAME_TEXT, COMPARED_BYTES,
                            "Set again from the source that it carries, it is the same byte for byte.");
    if (!held.any)
        return verdict_make(JUDGED_UNKNOWN, COMPARED_NOTHING,
                            "The source that it carries cannot be set again with this version of the program and of "
                            "the house, so that nothing could be compared.");
    static const char as[] = "It was set by another version of the program, of a library, a font or a style, so its "
                             "text, tags and links, and what is seen of them, were compared with those of the source "
                             "that it carries, set again";
    if (held.difference || held.seen)
        return verdict_make(JUDGED_ALTERED, COMPARED_TEXT,
                            arena_format(arena, "%s: %s.", as, held.difference ? held.difference : held.seen));
    return verdict_make(JUDGED_SAME_TEXT, COMPARED_TEXT,
                        arena_format(arena, "%s: they are the same. Where lines and pages end could not be compared%s.",
                                     as, held.alike.fonts ? "" : ", nor could the shapes of letters"));
}

/* What the claim itself comes to, before the pages are looked at; false when that settles it. */
static bool judge_carried(const struct verifying *verifying, const struct claim *claim, struct verdict *out) {
    struct arena *arena = verifying->arena;
    const char *strange = attachment_strange(claim);
    if (strange) {
        *out = verdict_make(JUDGED_ALTERED, COMPARED_SOURCE,
                            arena_format(arena,
                                         "The attached file %s is not the one that was attached when it was made, "
                                         "or is missing.",
                                         strange));
        return false;
    }
    strange = claim->record ? source_strange(verifying, claim) : NULL;
    if (strange)
        *out = verdict_make(JUDGED_ALTERED, COMPARED_SOURCE,
                            arena_format(arena,
                                         "It says that it is %s, but the attached file %s is not the one of that "
                                         "release.",
                                         named(verifying, claim->record), strange));
    return !strange;
}

static struct verdict judge_claim(const struct verifying *verifying, struct claim *claim) {
    struct arena *arena = verifying->arena;
    struct verdict verdict;
    const char *document = claim->provenance.document, *label = claim->provenance.label;
    claim->record = ledger_find(&verifying->ledger, document, label);
    if (judge_carried(verifying, claim, &verdict)) {
        verdict = judge_pages(verifying, claim);
        const char *words = verdict.words;
        if (claim->record && verdict.judgement == JUDGED_SAME_TEXT)
            verdict.words =
                arena_format(arena, "It is not the file that was released, but it carries the source of %s. %s %s",
                             named(verifying, claim->record), words,
                             standing_sentence(verifying, claim->record, &(struct verdict){0}));
        else if (claim->record)
            verdict.words = arena_format(arena, "It says that it is %s, and is not the file that was released. %s",
                                         named(verifying, claim->record), words);
        else
            verdict =
                verdict_make(verdict.judgement == JUDGED_ALTERED ? JUDGED_ALTERED : JUDGED_UNKNOWN, verdict.compared,
                             arena_format(arena,
                                          "It says that it is release %s of \"%s\", which the ledger of this "
                                          "house does not know. %s",
                                          label, document, words));
    }
    verdict.document = document;
    verdict.label = label;
    return verdict;
}

static struct verdict judge_unknown(const struct verifying *verifying, const char *bytes, size_t count) {
    struct extract extract = extract_pdf(bytes, count, true, verifying->arena);
    if (extract.fault) {
        struct verdict verdict =
            verdict_make(JUDGED_UNKNOWN, COMPARED_NOTHING,
                         arena_format(verifying->arena, "The ledger has no such file, and %s.", extract.fault));
        verdict.status = extract.environment ? STATUS_ENVIRONMENT : STATUS_MISMATCH;
        return verdict;
    }
    const struct attachment *provenance = carried(&extract, EDITION_PROVENANCE);
    if (!provenance || !carried(&extract, EDITION_SOURCE))
        return judge_bare(verifying, &extract);
    struct claim claim = {.extract = &extract, .bytes = bytes, .count = count};
    struct report *silent = report_open(verifying->arena);
    if (!manifest_parse(EDITION_PROVENANCE, provenance->bytes, provenance->count, verifying->arena, silent,
                        &claim.provenance))
        return verdict_make(JUDGED_UNKNOWN, COMPARED_NOTHING,
                            "The ledger has no such file, and what it says of its making (provenance.txt) cannot be "
                            "understood: it was made by a newer program, or altered.");
    return judge_claim(verifying, &claim);
}

/* --- Telling --------------------------------------------------------------------------------------- */

static void tell(struct verifying *verifying, const char *file, const struct verdict *verdict) {
    struct buffer out = {0};
    if (verdict->status > verifying->status)
        verifying->status = verdict->status;
    if (verifying->wish->format == FORMAT_JSON) {
        json_t *object = report_json_object("verification");
        report_json_string(object, "file", file);
        report_json_string(object, "verdict", judgements[verdict->judgement]);
        report_json_string(object, "compared", comparisons[verdict->compared]);
        if (verdict->document)
            report_json_string(object, "document", verdict->document);
        if (verdict->label)
            report_json_string(object, "label", verdict->label);
        if (verdict->by)
            report_json_string(object, "superseded_by", verdict->by);
        report_json_string(object, "message", verdict->words);
        report_json_line(object, &out);
    } else {
        report_show(&out, file);
        buffer_format(&out, ": %s\n   ", judgements[verdict->judgement]);
        report_show(&out, verdict->words);
        buffer_char(&out, '\n');
    }
    (void)!fwrite(out.bytes, 1, out.count, stdout);
    buffer_close(&out);
}

/* Findings, if there are any, and the status that they ask for. */
static void tell_findings(struct verifying *verifying, struct report *report) {
    if (report_count(report) == 0)
        return;
    struct telling telling = telling_open(verifying->wish);
    telling_report(&telling, report);
    buffer_close(&telling.first);
    if (report_status(report) > verifying->status)
        verifying->status = report_status(report);
}

static void verify_file(struct verifying *verifying, const char *file) {
    struct arena *whole = verifying->arena;
    struct report *report = report_open(whole);
    verifying->arena = arena_open(); /* files may be large, and many */
    size_t count;
    struct hash hash;
    const struct ledger_pdf *pdf;
    const char *bytes = file_read_hash(verifying->arena, file, PDF_MAX, &count, &hash, report);
    if (bytes) {
        const struct ledger_record *record = record_of(&verifying->ledger, &hash, &pdf);
        struct verdict verdict = record ? judge_known(verifying, record, pdf) : judge_unknown(verifying, bytes, count);
        tell(verifying, file, &verdict);
    }
    tell_findings(verifying, report);
    arena_close(verifying->arena);
    verifying->arena = whole;
}

/* A PDF where the ledger has one: not only some release, but that one. A missing file is told by kept_check. */
static void verify_kept(struct verifying *verifying, const struct ledger_record *record, const struct ledger_pdf *pdf) {
    const char *file =
        home_path(verifying->wish->home, ledger_pdf_path(record, pdf, verifying->arena), verifying->arena);
    verifying->expected = pdf;
    if (file_exists(file))
        verify_file(verifying, file);
    verifying->expected = NULL;
}

static void verify_all(struct verifying *verifying) {
    for (size_t i = 0; i < verifying->ledger.records.count; i++) {
        const struct ledger_record *record = &verifying->ledger.records.items[i];
        for (size_t j = 0; j < record->pdfs.count; j++)
            verify_kept(verifying, record, &record->pdfs.items[j]);
    }
}

int verify_run(struct wish *wish) {
    struct verifying verifying = {.wish = wish, .arena = wish->arena, .report = report_open(wish->arena)};
    if (wish->format == FORMAT_SARIF)
        return telling_say("engross: verify takes --format=text or json\n"), STATUS_USAGE;
    if (wish->all == (wish->file_count > 0))
        return telling_say("engross: verify wants the PDFs to look at, or --all\ntry: engross help verify\n"),
               STATUS_USAGE;
    if (!wish_find_home(wish))
        return STATUS_ENVIRONMENT;
    verifying.on = wish->on ? wish->on : calendar_today(wish->arena);
    if (!ledger_read(wish->home, wish->arena, verifying.report, &verifying.ledger)) {
        tell_findings(&verifying, verifying.report);
        return verifying.status;
    }
    if (wish->all)
        verify_all(&verifying);
    for (size_t i = 0; i < wish->file_count; i++)
        verify_file(&verifying, wish->files[i]);
    (void)kept_check(wish->home, &verifying.ledger, wish->all, wish->arena, verifying.report);
    tell_findings(&verifying, verifying.report);
    return verifying.status;
}
