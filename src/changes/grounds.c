/* grounds.c: approvals and reasons of a change. See grounds.h.
 *
 * change in → ids, words out. Whose approval a provision needs is what `approval` says on
 * it or on what it stands in; of one inserted or deleted whole, all that the provisions in
 * it say too. release/provisions.c asks the same when a version is released, of all
 * provisions at once and by their hashes.
 *
 * Surprising: a provision that has another `approval` than before needs both, or nobody
 * would have to be asked whose approval was taken away.
 */
#include "changes/grounds.h"

#include <string.h>

/* The element of a version that has this id. */
static const struct element *element_of(const struct version *version, const char *id) {
    for (const struct element *at = version->root; at != NULL; at = element_after(at, version->root)) {
        const char *own = at->name == NULL ? NULL : element_attribute(at, "id");
        if (own != NULL && strcmp(own, id) == 0)
            return at;
    }
    return NULL;
}

static void add_bodies(grounds_list *list, const char *bodies, struct arena *arena) {
    while (bodies != NULL && *bodies != '\0') {
        size_t bytes = strcspn(bodies, " ");
        bool known = false;
        for (size_t i = 0; i < list->count && !known; i++)
            known = strlen(list->items[i]) == bytes && memcmp(list->items[i], bodies, bytes) == 0;
        if (!known && bytes > 0)
            LIST_ADD(arena, list, arena_copy(arena, bodies, bytes));
        bodies += bytes + strspn(bodies + bytes, " ");
    }
}

static void add_holding(grounds_list *list, const struct element *element, struct arena *arena) {
    const char *bodies = NULL;
    for (const struct element *at = element; at != NULL && bodies == NULL; at = at->parent)
        bodies = element_attribute(at, "approval");
    add_bodies(list, bodies, arena);
}

static void add_within(grounds_list *list, const struct element *element, struct arena *arena) {
    for (const struct element *at = element; at != NULL; at = element_after(at, element))
        if (at->name != NULL && at->attribute_count > 0)
            add_bodies(list, element_attribute(at, "approval"), arena);
}

grounds_list grounds_approvers(const struct comparison *comparison, const struct change *change, struct arena *arena) {
    grounds_list list = {0};
    if (change->kind == CHANGE_RENUMBERED)
        return list;
    const struct element *now = element_of(&comparison->new, change->target);
    const struct element *was = element_of(&comparison->old, change->target);
    bool whole = change->kind == CHANGE_INSERTED || change->kind == CHANGE_DELETED;
    add_holding(&list, now, arena);
    if (whole)
        add_within(&list, now, arena);
    add_holding(&list, was, arena);
    if (whole)
        add_within(&list, was, arena);
    return list;
}

static bool is_of(const struct element *entry, const struct change *change) {
    const char *target = element_attribute(entry, "target");
    const char *kind = element_attribute(entry, "kind");
    return target != NULL && kind != NULL && strcmp(target, change->target) == 0 &&
           strcmp(kind, change_kind_name(change->kind)) == 0;
}

/* All words of an element in one line; NULL when there are none. */
static const char *words_of(const struct element *element, struct arena *arena) {
    struct buffer out = {0};
    for (const struct element *at = element; at != NULL; at = element_after(at, element))
        for (const char *c = at->text; c != NULL && *c != '\0'; c++) {
            bool white = strchr(" \t\n\r", *c) != NULL;
            if (!white)
                buffer_char(&out, *c);
            else if (out.count > 0 && out.bytes[out.count - 1] != ' ')
                buffer_char(&out, ' ');
        }
    if (out.count > 0 && out.bytes[out.count - 1] == ' ')
        out.count--;
    const char *words = out.count == 0 ? NULL : arena_copy(arena, out.bytes, out.count);
    buffer_close(&out);
    return words;
}

static const struct element *releases_of(const struct version *version) {
    const struct element *history = version->root == NULL ? NULL : element_child(version->root, "history");
    return history == NULL ? NULL : element_child(history, "release");
}

static bool is_same(const char *a, const char *b) {
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* Whether the old text gives the same reason in its release of that label: it is then of an earlier change. */
static bool said_before(const struct comparison *comparison, const struct change *change, const char *label,
                        const char *words, struct arena *arena) {
    const struct element *release = releases_of(&comparison->old);
    for (; release != NULL; release = element_next(release, "release")) {
        if (!is_same(element_attribute(release, "label"), label))
            continue;
        for (const struct element *at = element_child(release, "change"); at != NULL; at = element_next(at, "change"))
            if (is_of(at, change) && is_same(words_of(at, arena), words))
                return true;
    }
    return false;
}

const char *grounds_reason(const struct comparison *comparison, const struct change *change, struct arena *arena) {
    const struct element *release = releases_of(&comparison->new);
    for (; release != NULL; release = element_next(release, "release")) {
        const char *label = element_attribute(release, "label");
        for (const struct element *at = element_child(release, "change"); at != NULL; at = element_next(at, "change")) {
            const char *words = is_of(at, change) ? words_of(at, arena) : NULL;
            if (words != NULL && !said_before(comparison, change, label, words, arena))
                return words;
        }
    }
    return NULL;
}
