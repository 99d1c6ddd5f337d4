/* log.c: rows of the change log matched with what was computed. See log.h.
 *
 * comparison, elements in → entries and changes, each with its other half. A change is
 * found by target and kind; when two rows are of one, the first has it.
 */
#include "changes/log.h"

#include <string.h>

#include "changes/renumbered.h"

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

/* What the row has to say: nothing when the unit is called as before. */
static const char *was_of(const struct comparison *comparison, const struct change *change, struct arena *arena) {
    if (change->kind == CHANGE_RENUMBERED)
        return renumbered_words(comparison, change, arena).both;
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
    for (size_t i = 0; i < comparison->changes.count; i++) {
        const struct change *change = comparison->changes.items[i];
        struct log_change found = {.change = change, .was = was_of(comparison, change, arena)};
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
