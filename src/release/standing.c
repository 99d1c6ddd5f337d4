/* standing.c: which release is in force (standing.h). Dates in the form 2020-03-31 compare as text. */
#include "release/standing.h"

#include <string.h>

const char *standing_from(const struct ledger_record *record) {
    const char *from = record->effective;
    for (size_t i = 0; record->effective == NULL && i < record->approvals.count; i++)
        if (from == NULL || strcmp(record->approvals.items[i].date, from) > 0)
            from = record->approvals.items[i].date;
    return from == NULL ? "" : from;
}

const struct ledger_record *standing_withdrawal(const struct ledger *ledger, const struct ledger_record *record,
                                                const char *on) {
    for (size_t i = 0; i < ledger->records.count; i++) {
        const struct ledger_record *at = &ledger->records.items[i];
        if (at->kind == LEDGER_WITHDRAWAL && strcmp(at->document, record->document) == 0 &&
            strcmp(at->label, record->label) == 0 &&
            (at->effective == NULL || on == NULL || strcmp(at->effective, on) <= 0))
            return at;
    }
    return NULL;
}

const struct ledger_record *standing_in_force(const struct ledger *ledger, const char *document, const char *on) {
    const struct ledger_record *found = NULL;
    for (size_t i = 0; i < ledger->records.count; i++) {
        const struct ledger_record *at = &ledger->records.items[i];
        if (at->kind != LEDGER_RELEASE || strcmp(at->document, document) != 0 || strcmp(standing_from(at), on) > 0 ||
            standing_withdrawal(ledger, at, on) != NULL)
            continue;
        int later = found == NULL ? 1 : strcmp(standing_from(at), standing_from(found));
        if (later > 0 || (later == 0 && at->sequence > found->sequence))
            found = at;
    }
    return found;
}

enum standing standing_of(const struct ledger *ledger, const struct ledger_record *record, const char *on) {
    if (standing_withdrawal(ledger, record, on) != NULL)
        return STANDING_WITHDRAWN;
    if (strcmp(standing_from(record), on) > 0)
        return STANDING_NOT_YET;
    return standing_in_force(ledger, record->document, on) == record ? STANDING_IN_FORCE : STANDING_SUPERSEDED;
}

const char *standing_words(enum standing standing) {
    static const char *const words[] = {"in force", "superseded", "withdrawn", "not yet in force"};
    return words[standing];
}

bool standing_review_due(const struct ledger_record *record, const char *on) {
    return record->review != NULL && strcmp(record->review, on) < 0;
}
