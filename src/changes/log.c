/* log.c: rows of the change log matched with what was computed. See log.h.
 *
 * comparison, elements in → entries and changes, each with its other half. A change is
 * found by target and kind; when two rows are of one, the first has it.
 */
#include "changes/log.h"

#include <stdint.h>
#include <string.h>

#include "document/words.h"

static bool is_same(const char *a, const char *b) {
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Words, or an element, which says something though it may hold no words itself. */
static bool holds_reason(const struct element *change) {
    for (const struct element *at = change->first; at != NULL; at = at->next)
        if (at->name != NULL || at->text[strspn(at->text, " \t\n\r")] != '\0')
            return true;
    return false;
}

const struct element *log_release(const struct element *root) {
    const struct element *control = element_child(root, "control");
    const struct element *version = control == NULL ? NULL : element_child(control, "version");
    const struct element *history = element_child(root, "history");
    const char *label = version == NULL ? NULL : element_attribute(version, "label");
    const struct element *at = history == NULL ? NULL : element_child(history, "release");
    while (at != NULL && (label == NULL || !is_same(element_attribute(at, "label"), label)))
        at = element_next(at, "release");
    return at;
}

struct change_log *log_entries(const struct element *release, struct arena *arena) {
    struct change_log *log = ARENA_NEW(arena, struct change_log);
    log->release = release;
    const struct element *at = release == NULL ? NULL : element_child(release, "change");
    for (; at != NULL; at = element_next(at, "change")) {
        struct log_entry entry = {.element = at,
                                  .target = element_attribute(at, "target"),
                                  .kind = element_attribute(at, "kind"),
                                  .was = element_attribute(at, "was"),
                                  .gone = is_same(element_attribute(at, "gone"), "yes"),
                                  .reason = holds_reason(at)};
        if (entry.target != NULL && entry.kind != NULL)
            LIST_ADD(arena, &log->entries, entry);
    }
    return log;
}

/* How deep a number is: 5.3.2(a) is three deeper than 5. */
static size_t depth_of(const char *number) {
    size_t depth = 0;
    for (; *number != '\0'; number++)
        depth += *number == '.' || *number == '(';
    return depth;
}

/* Of each renumbering of a comparison, which change it is a part of: that of the nearest unit around it that counts its
 * children otherwise. NULL for what was moved, which has a change of its own. */
static const struct change **renumbered_by(const struct comparison *comparison, struct arena *arena) {
    const struct change **by = ARENA_ARRAY(arena, comparison->numbers.count + 1, const struct change *);
    LIST(const struct change *) units = {0};
    for (size_t i = 0; i < comparison->changes.count; i++)
        if (comparison->changes.items[i]->kind == CHANGE_RENUMBERED)
            LIST_ADD(arena, &units, comparison->changes.items[i]);
    for (size_t i = 0; i < comparison->numbers.count; i++) {
        const struct renumbering *at = &comparison->numbers.items[i];
        const struct strand *strand = at->strand;
        bool told = strand != NULL && strand->state == STRAND_KEPT && at->old != NULL && *at->old != '\0';
        strand = told ? strand->parent : NULL;
        for (; strand != NULL && by[i] == NULL; strand = strand->parent)
            for (size_t k = 0; k < units.count; k++)
                if (units.items[k]->new == strand->new)
                    by[i] = units.items[k];
    }
    return by;
}

/* Whether two numbers are of one series: 5.3 and 5.4, A and B. */
static bool in_series(const char *a, const char *b) {
    bool digits = *a >= '0' && *a <= '9';
    return depth_of(a) == depth_of(b) && digits == (*b >= '0' && *b <= '9');
}

/* "clause 5.3" of "clause 5.3, Quorum", and of "appendix A, clause 5.3". */
static const char *called_before(const struct renumbering *at, struct arena *arena) {
    const char *number = at->label_old == NULL ? NULL : strstr(at->label_old, at->old);
    if (number == NULL)
        return at->old;
    const char *start = number;
    while (start > at->label_old && start[-1] != ',')
        start--;
    start += strspn(start, " ");
    return arena_copy(arena, start, (size_t)(number - start) + strlen(at->old));
}

/* "clause 5.3 to clause 5.7": what the children of a unit were called, of each series the first and the last. What
 * stands in them follows from that, and what was moved has a change of its own. */
static const char *numbers_before(const struct comparison *comparison, const struct change *const *by,
                                  const struct change *change, struct arena *arena) {
    size_t depth = SIZE_MAX;
    for (size_t i = 0; i < comparison->numbers.count; i++) {
        const struct renumbering *at = &comparison->numbers.items[i];
        if (by[i] == change && depth_of(at->old) < depth)
            depth = depth_of(at->old);
    }
    const char *all = NULL;
    const struct renumbering *first = NULL;
    const struct renumbering *last = NULL;
    for (size_t i = 0; i <= comparison->numbers.count; i++) {
        const struct renumbering *at = i < comparison->numbers.count ? &comparison->numbers.items[i] : NULL;
        if (at != NULL && (by[i] != change || depth_of(at->old) > depth))
            continue;
        if (first != NULL && (at == NULL || !in_series(first->old, at->old))) {
            const char *range = called_before(first, arena);
            if (first != last)
                range = words_fill(arena, WORD_NUMBERS_WERE, range, called_before(last, arena));
            all = all == NULL ? range : arena_format(arena, "%s%s%s", all, words_find(WORD_AND), range);
            first = NULL;
        }
        if (first == NULL)
            first = at;
        last = at;
    }
    return all;
}

/* What the row has to say: nothing when the unit is called as before. */
static const char *was_of(const struct comparison *comparison, const struct change *const *by,
                          const struct change *change, struct arena *arena) {
    if (change->kind == CHANGE_RENUMBERED)
        return numbers_before(comparison, by, change, arena);
    if (change->old == NULL || change->label_old == NULL || *change->label_old == '\0')
        return NULL;
    return change->kind != CHANGE_DELETED && is_same(change->label_old, change->label_new) ? NULL : change->label_old;
}

struct change_log *log_match(const struct comparison *comparison, const struct element *root,
                             const struct element *release, struct arena *arena) {
    struct change_log *log = log_entries(release, arena);
    log->comparison = comparison;
    log->root = root;
    log->history = element_child(root, "history");
    const struct change **by = renumbered_by(comparison, arena);
    for (size_t i = 0; i < comparison->changes.count; i++) {
        const struct change *change = comparison->changes.items[i];
        struct log_change found = {.change = change, .was = was_of(comparison, by, change, arena)};
        for (size_t k = 0; k < log->entries.count && found.entry == NULL; k++) {
            struct log_entry *entry = &log->entries.items[k];
            if (strcmp(entry->target, change->target) != 0 || strcmp(entry->kind, change_kind_name(change->kind)) != 0)
                continue;
            entry->change = change;
            found.entry = entry;
        }
        LIST_ADD(arena, &log->changes, found);
    }
    return log;
}
