/* grounds.c: approvals and reasons of changes. See grounds.h.
 *
 * comparison in → ids, words out. Whose approval a provision needs is what `approval` says
 * on it or on what it stands in; of one inserted or deleted whole, all that the provisions
 * in it say too. release/provisions.c asks the same when a version is released, of all
 * provisions at once and by their hashes.
 *
 * Surprising: a provision that has another `approval` than before needs both, or nobody
 * would have to be asked whose approval was taken away.
 */
#include "changes/grounds.h"

#include <string.h>

#include "document/names.h"
#include "document/words.h"

typedef LIST(const char *) id_list;

/* What is looked up for every change. */
struct grounds {
    const struct comparison *comparison;
    const struct names *now, *was;              /* elements by their ids */
    const struct names *bodies, *bodies_before; /* committees and organisations by theirs */
    struct arena *arena;
};

static const struct names *ids_in(const struct element *root, struct arena *arena) {
    struct names *ids = names_open(arena);
    for (const struct element *at = root; at != NULL; at = element_after(at, root)) {
        const char *id = at->name == NULL ? NULL : element_attribute(at, "id");
        bool fresh;
        struct name *name = id == NULL ? NULL : names_add(ids, id, (struct place){0}, &fresh);
        if (name != NULL && name->thing == NULL)
            name->thing = at;
    }
    return ids;
}

static const struct element *element_of(const struct names *ids, const char *id) {
    const struct name *name = names_find(ids, id);
    return name == NULL ? NULL : name->thing;
}

/* ---- whose approval ---- */

static void add_bodies(id_list *list, const char *bodies, struct arena *arena) {
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

static void add_holding(id_list *list, const struct element *element, struct arena *arena) {
    const char *bodies = NULL;
    for (const struct element *at = element; at != NULL && bodies == NULL; at = at->parent)
        bodies = element_attribute(at, "approval");
    add_bodies(list, bodies, arena);
}

static void add_within(id_list *list, const struct element *element, struct arena *arena) {
    for (const struct element *at = element; at != NULL; at = element_after(at, element))
        if (at->name != NULL && at->attribute_count > 0)
            add_bodies(list, element_attribute(at, "approval"), arena);
}

static id_list approvers_of(const struct grounds *grounds, const struct change *change) {
    id_list list = {0};
    if (change->kind == CHANGE_RENUMBERED)
        return list;
    const struct element *now = element_of(grounds->now, change->target);
    const struct element *was = element_of(grounds->was, change->target);
    bool whole = change->kind == CHANGE_INSERTED || change->kind == CHANGE_DELETED;
    add_holding(&list, now, grounds->arena);
    if (whole)
        add_within(&list, now, grounds->arena);
    add_holding(&list, was, grounds->arena);
    if (whole)
        add_within(&list, was, grounds->arena);
    return list;
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

/* "the Meeting of Members of Marsh and Moor"; of an organisation its short name. */
static const char *body_words(const struct grounds *grounds, const char *id) {
    const struct element *body = element_of(grounds->bodies, id);
    if (body == NULL)
        body = element_of(grounds->bodies_before, id);
    if (body == NULL)
        return id;
    bool committee = element_is(body, "committee");
    const struct element *organisation = committee ? body->parent : body;
    const char *name = words_of(element_child(body, "name"), grounds->arena);
    const char *short_name = words_of(element_child(organisation, "short-name"), grounds->arena);
    if (short_name == NULL)
        short_name = words_of(element_child(organisation, "name"), grounds->arena);
    if (!committee)
        return short_name == NULL ? id : short_name;
    return name == NULL || short_name == NULL ? id : words_fill(grounds->arena, WORD_APPROVER, name, short_name);
}

static struct approvers holding(const struct grounds *grounds, const struct element *element) {
    id_list ids = {0};
    add_holding(&ids, element, grounds->arena);
    const char **words = ARENA_ARRAY(grounds->arena, ids.count, const char *);
    for (size_t i = 0; i < ids.count; i++)
        words[i] = body_words(grounds, ids.items[i]);
    return (struct approvers){words, ids.count};
}

static bool holds_all(const struct approvers *one, const struct approvers *other) {
    for (size_t i = 0; i < other->count; i++) {
        bool known = false;
        for (size_t k = 0; k < one->count && !known; k++)
            known = strcmp(one->bodies[k], other->bodies[i]) == 0;
        if (!known)
            return false;
    }
    return true;
}

bool grounds_shift(const struct ground *ground) {
    return !holds_all(&ground->now, &ground->before) || !holds_all(&ground->before, &ground->now);
}

const char *grounds_approvers(const struct approvers *approvers, struct arena *arena) {
    if (approvers->count == 0)
        return words_find(WORD_SCHEDULE_APPROVAL_NOBODY);
    const char *words = approvers->bodies[0];
    for (size_t i = 1; i < approvers->count; i++)
        words = arena_format(arena, "%s%s%s", words, words_find(i + 1 == approvers->count ? WORD_AND : WORD_COMMA),
                             approvers->bodies[i]);
    return words;
}

static void set_bodies(const struct grounds *grounds, const struct change *change, struct ground *ground) {
    id_list ids = approvers_of(grounds, change);
    const char **words = ARENA_ARRAY(grounds->arena, ids.count, const char *);
    for (size_t i = 0; i < ids.count; i++)
        words[i] = body_words(grounds, ids.items[i]);
    ground->body_ids = ids.items;
    ground->bodies = words;
    ground->body_count = ids.count;
    ground->now = holding(grounds, element_of(grounds->now, change->target));
    ground->before = holding(grounds, element_of(grounds->was, change->target));
}

/* ---- why ---- */

static bool is_of(const struct element *entry, const struct change *change) {
    const char *target = element_attribute(entry, "target");
    const char *kind = element_attribute(entry, "kind");
    return target != NULL && kind != NULL && strcmp(target, change->target) == 0 &&
           strcmp(kind, change_kind_name(change->kind)) == 0;
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

struct reason {
    const char *label, *words; /* of the release that gives it */
};
typedef LIST(struct reason) reason_list;

/* The reasons that the releases since the old text give, the oldest first, each once. */
static reason_list reasons_of(const struct grounds *grounds, const struct change *change) {
    const struct comparison *comparison = grounds->comparison;
    const struct element *release = releases_of(&comparison->new);
    reason_list newest_first = {0}, reasons = {0};
    for (; release != NULL; release = element_next(release, "release")) {
        const char *label = element_attribute(release, "label");
        for (const struct element *at = element_child(release, "change"); at != NULL; at = element_next(at, "change")) {
            struct reason reason = {label, is_of(at, change) ? words_of(at, grounds->arena) : NULL};
            bool known = false;
            for (size_t i = 0; reason.words != NULL && i < newest_first.count && !known; i++)
                known = strcmp(newest_first.items[i].words, reason.words) == 0;
            if (reason.words != NULL && !known && !said_before(comparison, change, label, reason.words, grounds->arena))
                LIST_ADD(grounds->arena, &newest_first, reason);
        }
    }
    for (size_t i = newest_first.count; i-- > 0;)
        LIST_ADD(grounds->arena, &reasons, newest_first.items[i]);
    return reasons;
}

/* One reason as it stands; several each with its version. */
static const char *reason_of(const struct grounds *grounds, const struct change *change) {
    reason_list reasons = reasons_of(grounds, change);
    if (reasons.count == 0)
        return NULL;
    const char *all = reasons.items[0].words;
    for (size_t i = 0; reasons.count > 1 && i < reasons.count; i++) {
        const struct reason *at = &reasons.items[i];
        const char *words =
            words_fill(grounds->arena, WORD_REASON_OF_VERSION, at->label == NULL ? "" : at->label, at->words);
        all = i == 0 ? words : arena_format(grounds->arena, "%s %s", all, words);
    }
    return all;
}

const struct ground *grounds_read(const struct comparison *comparison, const struct element *organisations,
                                  const struct element *organisations_before, struct arena *arena) {
    struct grounds grounds = {.comparison = comparison,
                              .now = ids_in(comparison->new.root, arena),
                              .was = ids_in(comparison->old.root, arena),
                              .bodies = ids_in(organisations, arena),
                              .bodies_before = ids_in(organisations_before, arena),
                              .arena = arena};
    struct ground *all = ARENA_ARRAY(arena, comparison->changes.count, struct ground);
    for (size_t i = 0; i < comparison->changes.count; i++) {
        set_bodies(&grounds, comparison->changes.items[i], &all[i]);
        all[i].reason = reason_of(&grounds, comparison->changes.items[i]);
    }
    return all;
}
