/* limits.c: what limits.xml says, and whether it is sound.
 *
 * limits.xml + document → activities, amounts in words, findings. The bands of an
 * activity have to follow one another: the first begins at nothing, each begins
 * where the one before it ends (LIM-01, LIM-02), and all name approvers that are
 * declared (LIM-03); a scheme of decisions has to give each activity to whom its
 * last band gives it, and to nobody without a band (LIM-04). Bands without amounts
 * yet say nothing of gaps.
 * Surprising: faults of limits.xml are told at their places there, once with each
 * document that uses it, since a document that does not never reads it.
 */
#include "document/limits.h"

#include <string.h>

#include "document/numbers.h"
#include "document/offices.h"

struct limits {
    const struct element *root; /* NULL when there is no limits.xml */
    struct names *activities;   /* → struct activity * */
    struct names *limits;       /* → struct element */
    struct names *places;       /* in this document, at which sources of activities point → struct element */
    activity_list all;
    bool told; /* that there is no limits.xml */
};

bool limits_wanted(const struct element *root) {
    for (const struct element *at = root; at != NULL; at = element_after(at, root))
        if (at->name != NULL && (element_is(at, "limit-ref") || element_is(at, "limit-table") ||
                                 (element_is(at, "decision") && element_attribute(at, "activity") != NULL)))
            return true;
    return false;
}

/* ---- what the file holds ---- */

static void declare(struct build *build, struct names *names, const struct element *element, const void *thing) {
    const char *id = build_attribute(build, element, "id");
    struct place place = element_attribute_place(element, "id");
    bool fresh;
    struct name *name = names_add(names, id == NULL ? "" : id, place, &fresh);
    if (fresh)
        name->thing = thing;
    else
        report_add(build->report, RULE_REF_DOUBLE, place, id,
                   arena_format(build->arena, "line %u", (unsigned)name->place.line));
}

static void amounts_check(struct build *build, const struct element *limit) {
    const char *lower = build_attribute(build, limit, "lower");
    const char *upper = build_attribute(build, limit, "upper");
    bool amounts = lower != NULL || upper != NULL;
    bool placeholder = element_child(limit, "placeholder") != NULL;
    const char *fault = amounts && placeholder     ? "both amounts and a placeholder for them"
                        : !amounts && !placeholder ? "neither amounts nor a placeholder for them"
                        : amounts && lower == NULL ? "no lower amount"
                        : upper != NULL && number_pence(upper) <= number_pence(lower)
                            ? "an upper amount that is not above the lower one"
                            : NULL;
    if (fault != NULL)
        report_add(build->report, RULE_LIMIT_AMOUNTS, limit->place, fault);
}

/* What stands between two bands that follow one another. `before` is NULL for the first. */
static void bands_check(struct build *build, const struct element *before, const struct element *limit) {
    const char *lower = build_attribute(build, limit, "lower");
    const char *reached = before == NULL ? "0" : build_attribute(build, before, "upper");
    bool open = before != NULL && reached == NULL && element_attribute(before, "lower") != NULL;
    struct place place = element_attribute_place(limit, "lower");
    if (lower == NULL || (reached == NULL && !open) || limit->faulty || (before != NULL && before->faulty))
        return;
    const char *begins = number_quantity(build->arena, lower, "GBP");
    const char *ends = open ? NULL : number_quantity(build->arena, reached, "GBP");
    if (open)
        report_add(build->report, RULE_LIM_02, place, "has no end");
    else if (number_pence(lower) > number_pence(reached))
        report_add(build->report, RULE_LIM_01, place, ends, begins);
    else if (number_pence(lower) < number_pence(reached))
        report_add(build->report, RULE_LIM_02, place, arena_format(build->arena, "reaches up to %s", ends));
}

static void activity_add(struct build *build, struct limits *limits, const struct element *element) {
    struct activity *activity = ARENA_NEW(build->arena, struct activity);
    struct activity **slot = ARENA_NEW(build->arena, struct activity *);
    const char *id = build_attribute(build, element, "id");
    *activity = (struct activity){.element = element, .id = id == NULL ? "" : id};
    *slot = activity;
    declare(build, limits->activities, element, slot);
    LIST_ADD(build->arena, &limits->all, activity);
    for (const struct element *at = element_child(element, "limit"); at != NULL; at = element_next(at, "limit")) {
        declare(build, limits->limits, at, at);
        amounts_check(build, at);
        bands_check(build, activity->last, at);
        (void)offices_words(build, at, "approvers", false);
        activity->last = at;
    }
}

/* ---- what the document takes from it ---- */

static const void *find(struct build *build, const struct names *names, const char *what, const struct element *element,
                        const char *attribute, const char *id, bool told) {
    const struct name *name = names_find(names, id);
    if (name == NULL && !told)
        report_add(build->report, RULE_LIMIT_UNKNOWN, element_attribute_place(element, attribute), what, id,
                   build_meant(build, names_nearest(names, id, NULL)));
    return name == NULL ? NULL : name->thing;
}

static struct activity *activity_find(struct build *build, const struct element *element, const char *attribute,
                                      const char *id, bool told) {
    struct activity *const *found = find(build, build->limits->activities, "activity", element, attribute, id, told);
    return found == NULL ? NULL : *found;
}

/* The next of the names, spaces between, that stand at `*at`; NULL when there is none. */
static const char *next_name(struct build *build, const char **at) {
    size_t bytes = *at == NULL ? 0 : strcspn(*at, " ");
    const char *name = bytes == 0 ? NULL : arena_copy(build->arena, *at, bytes);
    if (name != NULL)
        *at += bytes + strspn(*at + bytes, " ");
    return name;
}

/* What a limit-table lists; `told` when its names were looked up before, and need not be said to be unknown again. */
static activity_list listed(struct build *build, const struct element *table, bool told) {
    const struct limits *limits = build->limits;
    const char *ids = build_attribute(build, table, "activities");
    activity_list list = {0};
    if (ids == NULL)
        return limits->all;
    for (const char *id = next_name(build, &ids); id != NULL; id = next_name(build, &ids)) {
        struct activity *activity = activity_find(build, table, "activities", id, told);
        if (activity != NULL)
            LIST_ADD(build->arena, &list, activity);
    }
    return list;
}

static void listing_take(struct build *build, const struct element *table) {
    activity_list list = listed(build, table, false);
    build_ids_once(build, table, "activities");
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i]->table == NULL)
            list.items[i]->table = table;
}

/* ---- the scheme ---- */

static bool names_hold(const char *names, const char *name) {
    size_t bytes = strlen(name);
    for (const char *at = names == NULL ? NULL : strstr(names, name); at != NULL; at = strstr(at + 1, name))
        if ((at == names || at[-1] == ' ') && (at[bytes] == ' ' || at[bytes] == '\0'))
            return true;
    return false;
}

static bool is_yes(struct build *build, const struct element *element, const char *attribute) {
    const char *value = build_attribute(build, element, attribute);
    return value != NULL && strcmp(value, "yes") == 0;
}

/* Whether those who approve a band are among the holders: one of them where each may approve, all of them where they
 * approve together. */
static bool band_held(struct build *build, const struct element *limit, const char *holders) {
    const char *ids = build_attribute(build, limit, "approvers");
    size_t count = 0, held = 0;
    for (const char *name = next_name(build, &ids); name != NULL; name = next_name(build, &ids)) {
        count++;
        held += names_hold(holders, name);
    }
    return count == 0 || (is_yes(build, limit, "together") ? held == count : held > 0);
}

/* The name of the first holder, all of whom are declared, who approves none of the limits; NULL when all approve some.
 */
static const char *idle_holder(struct build *build, const struct activity *activity, const char *holders) {
    for (const char *id = next_name(build, &holders); id != NULL; id = next_name(build, &holders)) {
        const struct office *office = office_known(build, id);
        const struct element *at = element_child(activity->element, "limit");
        while (at != NULL && !names_hold(build_attribute(build, at, "approvers"), id))
            at = element_next(at, "limit");
        if (at == NULL)
            return office->name;
    }
    return NULL;
}

/* Whether every id of the list is declared; one that is not is told by itself (LIM-03). */
static bool all_known(struct build *build, const char *ids) {
    const char *id = next_name(build, &ids);
    while (id != NULL && office_known(build, id) != NULL)
        id = next_name(build, &ids);
    return id == NULL;
}

/* Whoever approves what has no end holds the decision, and nobody holds it who approves nothing. */
static void decision_check(struct build *build, const struct element *decision) {
    const char *id = build_attribute(build, decision, "activity");
    const char *holders = build_attribute(build, decision, "holders");
    struct activity *activity = id == NULL ? NULL : activity_find(build, decision, "activity", id, false);
    if (activity == NULL)
        return;
    activity->decided = true;
    const struct element *last = activity->last;
    if (last == NULL || !all_known(build, holders) || !all_known(build, build_attribute(build, last, "approvers")))
        return;
    bool together = is_yes(build, last, "together");
    const char *idle = idle_holder(build, activity, holders);
    struct place place = element_attribute_place(decision, "holders");
    if (!band_held(build, last, holders))
        report_add(build->report, RULE_LIM_04, place,
                   arena_format(build->arena, "the greatest amounts of \"%s\" are approved by \"%s\", and %s", id,
                                offices_words(build, last, "approvers", together),
                                together ? "not all of them hold this decision" : "that is no holder of this decision"),
                   "name who approves the last limit among the holders, or mend limits.xml");
    else if (idle != NULL)
        report_add(build->report, RULE_LIM_04, place,
                   arena_format(build->arena, "\"%s\" holds this decision, and approves none of the limits of \"%s\"",
                                idle, id),
                   "take that holder out of the decision, or name them as an approver in limits.xml");
}

/* An activity whose limits the scheme's own document lists has a decision in it. In a constitution of the organisation
 * whose limits they are, once its scheme names limits at all, every activity has one: a policy sets no limit that the
 * scheme does not know of. */
static void listings_check(struct build *build, const struct limits *limits, bool all) {
    for (size_t i = 0; i < limits->all.count; i++) {
        const struct activity *activity = limits->all.items[i];
        const char *mend =
            arena_format(build->arena, "write activity=\"%s\" on that decision, or add it to the scheme", activity->id);
        if (activity->table != NULL && !activity->decided)
            report_add(build->report, RULE_LIM_04, element_attribute_place(activity->table, "activities"),
                       arena_format(build->arena,
                                    "the limits of \"%s\" are listed here, and no decision is bounded by them",
                                    activity->id),
                       mend);
        else if (all && !activity->decided)
            report_add(build->report, RULE_LIM_04, element_attribute_place(activity->element, "id"),
                       arena_format(build->arena, "no decision of the scheme is bounded by the limits of \"%s\"",
                                    activity->id),
                       mend);
    }
}

/* Whether the document with `root` is the constitution of the organisation whose limits these are. */
static bool is_own_constitution(struct build *build, const struct limits *limits, const struct element *root) {
    const struct element *control = element_is(root, "constitution") ? element_child(root, "control") : NULL;
    const struct element *issuer = control == NULL ? NULL : element_child(control, "issuer");
    const char *org = issuer == NULL ? NULL : build_attribute(build, issuer, "org");
    const char *of = build_attribute(build, limits->root, "org");
    return org != NULL && of != NULL && strcmp(org, of) == 0;
}

/* ---- where the document sets them ---- */

const char *limits_place(struct build *build, const struct activity *activity) {
    const char *source = build_attribute(build, activity->element, "source");
    size_t bytes = strlen(build->document);
    bool here = source != NULL && strncmp(source, build->document, bytes) == 0 && source[bytes] == '#';
    return here ? source + bytes + 1 : NULL;
}

/* Before the document is walked: the names of these places. */
static void places_name(struct build *build, struct limits *limits) {
    limits->places = names_open(build->arena);
    for (size_t i = 0; i < limits->all.count; i++) {
        const struct element *element = limits->all.items[i]->element;
        const char *id = limits_place(build, limits->all.items[i]);
        bool fresh;
        if (id != NULL)
            (void)names_add(limits->places, id, element_attribute_place(element, "source"), &fresh);
    }
}

static void place_take(struct build *build, struct limits *limits, const struct element *element) {
    const char *id = element->name == NULL ? NULL : build_attribute(build, element, "id");
    struct name *name = id == NULL ? NULL : names_find(limits->places, id);
    if (name != NULL && name->thing == NULL)
        name->thing = element;
}

static void places_give(struct build *build, struct limits *limits) {
    for (size_t i = 0; i < limits->all.count; i++) {
        const char *id = limits_place(build, limits->all.items[i]);
        limits->all.items[i]->place = id == NULL ? NULL : names_find(limits->places, id)->thing;
    }
}

static void document_check(struct build *build, struct limits *limits, const struct element *root) {
    bool scheme = false, bounded = false;
    places_name(build, limits);
    for (const struct element *at = root; at != NULL; at = element_after(at, root)) {
        place_take(build, limits, at);
        if (element_is(at, "limit-table"))
            listing_take(build, at);
        else if (element_is(at, "decision"))
            decision_check(build, at);
        scheme = scheme || element_is(at, "decisions");
        bounded = bounded || (element_is(at, "decision") && element_attribute(at, "activity") != NULL);
    }
    places_give(build, limits);
    if (scheme)
        listings_check(build, limits, bounded && is_own_constitution(build, limits, root));
}

void limits_read(struct build *build, const struct element *file, const struct element *root) {
    struct limits *limits = ARENA_NEW(build->arena, struct limits);
    build->limits = limits;
    limits->root = file;
    if (limits->root == NULL)
        return;
    limits->activities = names_open(build->arena);
    limits->limits = names_open(build->arena);
    const struct element *at = element_child(limits->root, "activity");
    for (; at != NULL; at = element_next(at, "activity"))
        activity_add(build, limits, at);
    document_check(build, limits, root);
}

/* ---- asked by what stands in the document ---- */

/* Whether there is a limits.xml; says once that there is none. */
static bool is_there(struct build *build, const struct element *element) {
    struct limits *limits = build->limits;
    if (limits->root == NULL && !limits->told)
        report_add(build->report, RULE_LIMIT_FILE, element->place, element->name);
    limits->told = limits->told || limits->root == NULL;
    return limits->root != NULL;
}

const char *limits_amount(struct build *build, const struct element *reference) {
    const char *id = build_attribute(build, reference, "to");
    const char *bound = build_attribute(build, reference, "bound");
    if (!is_there(build, reference) || id == NULL)
        return NULL;
    const struct element *limit = find(build, build->limits->limits, "limit", reference, "to", id, false);
    if (limit == NULL)
        return NULL;
    if (bound == NULL)
        bound = "upper";
    const char *amount = build_attribute(build, limit, bound);
    const char *words = amount == NULL ? NULL : number_quantity(build->arena, amount, "GBP");
    if (words == NULL)
        report_add(build->report, RULE_LIMIT_BOUND, element_attribute_place(reference, "to"), id,
                   element_child(limit, "placeholder") != NULL ? "has no amounts yet"
                                                               : arena_format(build->arena, "has no %s amount", bound));
    return words;
}

activity_list limits_listed(struct build *build, const struct element *table) {
    return is_there(build, table) ? listed(build, table, true) : (activity_list){0};
}

const struct element *limits_table_of(struct build *build, const struct element *decision) {
    const char *id = build_attribute(build, decision, "activity");
    if (id == NULL || !is_there(build, decision))
        return NULL;
    const struct activity *activity = activity_find(build, decision, "activity", id, true);
    return activity == NULL ? NULL : activity->table;
}

const struct element *limits_illustrative(struct build *build) {
    const struct element *root = build->limits->root;
    return root != NULL && is_yes(build, root, "illustrative") ? root : NULL;
}
