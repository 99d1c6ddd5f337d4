/* changing_all.c: the facts of every version, for the change log of all (changing_all.h).
 *
 * ledger + frozen releases + working text → for each version its document, the version
 * that it was compared with, the comparison, when it was in force → changes/log_document.h.
 *
 * Surprising: a version is compared with the one that stood when it was released, as
 * engross changes did then, even if that has been withdrawn since. Else its reasons would
 * not suit.
 */
#include "changing_all.h"

#include <string.h>

#include "changes/log_document.h"
#include "release/standing.h"

struct gathering {
    struct versions *versions;
    const char *id;
    LIST(const struct ledger_record *) records; /* of releases, by sequence */
    LIST(struct version_text *) texts;          /* of each of them */
    LIST(struct log_version) all;               /* the newest first */
};

static void find_releases(struct gathering *gathering) {
    const struct ledger *ledger = &gathering->versions->ledger;
    for (size_t i = 0; i < ledger->records.count; i++) {
        const struct ledger_record *record = &ledger->records.items[i];
        if (record->kind != LEDGER_RELEASE || strcmp(record->document, gathering->id) != 0)
            continue;
        size_t at = gathering->records.count;
        LIST_ADD(gathering->versions->arena, &gathering->records, record);
        for (; at > 0 && gathering->records.items[at - 1]->sequence > record->sequence; at--)
            gathering->records.items[at] = gathering->records.items[at - 1];
        gathering->records.items[at] = record;
    }
}

/* Whether a release had been made, and had not been withdrawn, when the record `number` was. */
static bool stood_before(const struct ledger *ledger, const struct ledger_record *record, size_t number) {
    if (record->number >= number)
        return false;
    const struct ledger_record *withdrawal = standing_withdrawal(ledger, record, NULL);
    return withdrawal == NULL || withdrawal->number > number;
}

/* The text that stood when the record `number` was made; NULL for none. */
static const struct version_text *text_before(const struct gathering *gathering, size_t number) {
    for (size_t i = gathering->records.count; i-- > 0;)
        if (stood_before(&gathering->versions->ledger, gathering->records.items[i], number))
            return gathering->texts.items[i];
    return NULL;
}

/* The release that took the place of this one: of those that hold from that day on, or a later one, the first. */
static const struct ledger_record *replacer_of(const struct gathering *gathering, const struct ledger_record *record) {
    const struct ledger_record *found = NULL;
    const char *from = standing_from(record);
    for (size_t i = 0; i < gathering->records.count; i++) {
        const struct ledger_record *at = gathering->records.items[i];
        const struct ledger_record *withdrawal = standing_withdrawal(&gathering->versions->ledger, at, NULL);
        int order = strcmp(standing_from(at), from);
        bool later = order > 0 || (order == 0 && at->sequence > record->sequence);
        if (later && (withdrawal == NULL || withdrawal->effective != NULL) &&
            (found == NULL || strcmp(standing_from(at), standing_from(found)) <= 0))
            found = at;
    }
    return found;
}

static void compare_with(const struct gathering *gathering, struct log_version *version,
                         const struct version_text *text, const struct version_text *before) {
    version->version = &text->version;
    if (before == NULL)
        return;
    struct arena *arena = gathering->versions->arena;
    version->before = before->version.label;
    const struct comparison *comparison = compare(&before->version, &text->version, arena);
    version->grounds = grounds_read(comparison, text->lists.organisations, before->lists.organisations, arena);
    version->log = log_match(comparison, text->version.root, log_release(text->version.root), arena);
}

static struct log_version release_facts(const struct gathering *gathering, const struct ledger_record *record) {
    const struct ledger_record *replacer = replacer_of(gathering, record);
    const struct ledger_record *withdrawal = standing_withdrawal(&gathering->versions->ledger, record, NULL);
    return (struct log_version){.released = true,
                                .from = standing_from(record),
                                .until = replacer == NULL ? NULL : standing_from(replacer),
                                .replacer = replacer == NULL ? NULL : replacer->label,
                                .withdrawal = withdrawal == NULL ? NULL : withdrawal->reason,
                                .withdrawn_from = withdrawal == NULL ? NULL : withdrawal->effective};
}

static bool read_releases(struct gathering *gathering) {
    bool good = true;
    for (size_t i = 0; i < gathering->records.count; i++) {
        struct version_text *text = ARENA_NEW(gathering->versions->arena, struct version_text);
        good = versions_read_release(gathering->versions, gathering->records.items[i], text) && good;
        LIST_ADD(gathering->versions->arena, &gathering->texts, text);
    }
    return good;
}

static bool gather_working(struct gathering *gathering, const char *file) {
    struct version_text *text = ARENA_NEW(gathering->versions->arena, struct version_text);
    if (!versions_read_working(gathering->versions, file, text))
        return false;
    struct log_version working = {0};
    compare_with(gathering, &working, text, text_before(gathering, SIZE_MAX));
    if (working.log == NULL || working.log->changes.count > 0)
        LIST_ADD(gathering->versions->arena, &gathering->all, working);
    return true;
}

const struct document *changing_all(struct versions *versions, const char *id, const char *file) {
    struct gathering gathering = {.versions = versions, .id = id};
    find_releases(&gathering);
    struct version_text unread;
    if (gathering.records.count == 0 && file != NULL && !versions_read_working(versions, file, &unread))
        return NULL; /* that is what is wrong with it */
    if (gathering.records.count == 0)
        report_add(
            versions->report, RULE_VERSION_NONE, (struct place){.file = file},
            arena_format(versions->arena, "%s has never been released, so that there is no version to tell of", id),
            "release it first: engross help release says how");
    if (gathering.records.count == 0 || !read_releases(&gathering) ||
        (file != NULL && !gather_working(&gathering, file)))
        return NULL;
    for (size_t i = gathering.records.count; i-- > 0;) {
        struct log_version version = release_facts(&gathering, gathering.records.items[i]);
        compare_with(&gathering, &version, gathering.texts.items[i],
                     text_before(&gathering, gathering.records.items[i]->number));
        LIST_ADD(versions->arena, &gathering.all, version);
    }
    return log_document_make(gathering.all.items, gathering.all.count, versions->arena);
}
