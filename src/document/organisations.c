/* organisations.c: what a fact says.
 *
 * `fact` element + organisations.xml → words. Names are text alone; measures go
 * through numbers.c. Faults of organisations.xml itself (an id used twice, a
 * member that is not there) are reported at their place in that file, once, even
 * when no document asks for them.
 */
#include "document/organisations.h"

#include <assert.h>
#include <string.h>

#include "document/numbers.h"

struct organisations {
    struct names *by_id;           /* → struct organisation */
    struct names *by_abbreviation; /* → const char *, the full name */
};

static const char *child_words(struct build *build, const struct element *element, const char *name) {
    const struct element *child = element_child(element, name);
    return child == NULL ? NULL : build_element_words(build, child);
}

/* The words of a name stand in running text, in titles and in metadata: nothing but text can. */
void organisation_name_check(struct build *build, const struct element *name, const char *whose) {
    static const char *const made[] = {"fact", "placeholder", "role", "limit-ref"};
    for (const struct element *at = name->first; at != NULL; at = element_after(at, name))
        for (size_t i = 0; at->name != NULL && i < sizeof made / sizeof *made; i++)
            if (element_is(at, made[i])) {
                report_add(build->report, RULE_ORG_NAME, at->place, at->name, whose);
                return;
            }
    if (*build_element_words(build, name) == '\0')
        report_add(build->report, RULE_A11Y_EMPTY, name->place, "name");
}

static void organisation_add(struct build *build, struct organisations *all, const struct element *element) {
    const char *id = build_attribute(build, element, "id");
    const char *name = child_words(build, element, "name");
    const char *short_name = child_words(build, element, "short-name");
    if (id == NULL || name == NULL || short_name == NULL)
        return;
    organisation_name_check(build, element_child(element, "name"), "an organisation");
    struct organisation *made = ARENA_NEW(build->arena, struct organisation);
    *made = (struct organisation){.element = element,
                                  .name = name,
                                  .short_name = short_name,
                                  .abbreviation = child_words(build, element, "abbreviation")};
    bool fresh;
    struct place place = element_attribute_place(element, "id");
    struct name *known = names_add(all->by_id, id, place, &fresh);
    if (fresh)
        known->thing = made;
    else
        report_add(build->report, RULE_REF_DOUBLE, place, id,
                   arena_format(build->arena, "line %u", (unsigned)known->place.line));
    if (made->abbreviation != NULL) {
        struct name *short_form = names_add(all->by_abbreviation, made->abbreviation, place, &fresh);
        if (fresh)
            short_form->thing = name;
    }
}

static const struct organisation *lookup(struct build *build, const char *id, struct place place) {
    const struct names *by_id = build->organisations->by_id;
    const struct name *name = names_find(by_id, id);
    if (name == NULL)
        report_add(build->report, RULE_ORG_UNKNOWN, place, id, build_meant(build, names_nearest(by_id, id, NULL)));
    return name == NULL ? NULL : name->thing;
}

/* Short names of the members, in words; NULL when there are none. When one is unknown, which is reported, the ids stand
 * for them: the fact is there, and need not be said to be missing as well. */
static const char *members_words(struct build *build, const struct organisation *organisation) {
    const char *ids = build_attribute(build, organisation->element, "members");
    const char *all = ids;
    struct place place = element_attribute_place(organisation->element, "members");
    LIST(const char *) items = {0};
    bool whole = true;
    while (ids != NULL && *ids != '\0') {
        size_t bytes = strcspn(ids, " ");
        const struct organisation *member = lookup(build, arena_copy(build->arena, ids, bytes), place);
        whole = whole && member != NULL;
        if (member != NULL)
            LIST_ADD(build->arena, &items, member->short_name);
        ids += bytes + strspn(ids + bytes, " ");
    }
    if (!whole)
        return all;
    return items.count > 0 ? build_list(build, items.items, items.count, WORD_AND) : NULL;
}

const struct organisations *organisations_read(struct build *build, const struct element *root) {
    struct organisations *all = ARENA_NEW(build->arena, struct organisations);
    all->by_id = names_open(build->arena);
    all->by_abbreviation = names_open(build->arena);
    build->organisations = all;
    const struct element *first = root == NULL ? NULL : element_child(root, "organisation");
    for (const struct element *at = first; at != NULL; at = element_next(at, "organisation"))
        organisation_add(build, all, at);
    for (const struct element *at = first; at != NULL; at = element_next(at, "organisation")) {
        const struct organisation itself = {.element = at};
        members_words(build, &itself);
    }
    return all;
}

bool organisation_known(const struct build *build, const char *id) {
    return names_find(build->organisations->by_id, id) != NULL;
}

const struct organisation *organisation_find(struct build *build, const struct element *element,
                                             const char *attribute) {
    const char *id = build_attribute(build, element, attribute);
    return lookup(build, id == NULL ? "" : id, element_attribute_place(element, attribute));
}

const char *organisation_expand(const struct build *build, const char *abbreviation) {
    const struct name *name = names_find(build->organisations->by_abbreviation, abbreviation);
    return name == NULL ? NULL : name->thing;
}

static const char *districts_words(struct build *build, const struct organisation *organisation) {
    LIST(const char *) items = {0};
    const struct element *at = element_child(organisation->element, "district");
    for (; at != NULL; at = element_next(at, "district"))
        LIST_ADD(build->arena, &items, build_element_words(build, at));
    return items.count > 0 ? build_list(build, items.items, items.count, WORD_AND) : NULL;
}

static const struct element *measure_find(struct build *build, const struct organisation *organisation,
                                          const char *name) {
    const struct element *at = element_child(organisation->element, "measure");
    for (; at != NULL; at = element_next(at, "measure")) {
        const char *own = build_attribute(build, at, "name");
        if (own != NULL && strcmp(own, name) == 0)
            return at;
    }
    return NULL;
}

static const char *measure_words(struct build *build, const struct element *measure, bool dated) {
    const char *value = build_attribute(build, measure, "value");
    const char *unit = build_attribute(build, measure, "unit");
    assert(value != NULL && unit != NULL); /* the grammar has them */
    const char *words = number_quantity(build->arena, value, unit);
    assert(words != NULL); /* and the value is a decimal number */
    if (!dated)
        return words;
    const char *as_at = build_attribute(build, measure, "as-at");
    const char *date = as_at == NULL ? NULL : number_date_or_year(build->arena, as_at);
    if (date == NULL) {
        report_add(build->report, RULE_DATE_UNKNOWN, element_attribute_place(measure, "as-at"),
                   as_at == NULL ? "" : as_at);
        return NULL;
    }
    return arena_format(build->arena, "%s%s", words, words_fill(build->arena, WORD_AS_AT, date));
}

/* The words of a fact that is no measure; NULL when the organisation has none. */
static const char *fixed_words(struct build *build, const struct organisation *organisation, const char *name) {
    if (strcmp(name, "name") == 0)
        return organisation->name;
    if (strcmp(name, "short-name") == 0)
        return organisation->short_name;
    if (strcmp(name, "abbreviation") == 0)
        return organisation->abbreviation;
    if (strcmp(name, "districts") == 0)
        return districts_words(build, organisation);
    if (strcmp(name, "members") == 0)
        return members_words(build, organisation);
    return NULL;
}

/* What this organisation can say instead. */
static const char *fact_nearest(struct build *build, const struct organisation *organisation, const char *name) {
    static const char *const fixed[] = {"name", "short-name", "abbreviation", "districts", "members"};
    struct names *all = names_open(build->arena);
    bool fresh;
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (fixed_words(build, organisation, fixed[i]) != NULL)
            names_add(all, fixed[i], (struct place){0}, &fresh);
    const struct element *at = element_child(organisation->element, "measure");
    for (; at != NULL; at = element_next(at, "measure")) {
        const char *own = build_attribute(build, at, "name");
        if (own != NULL)
            names_add(all, own, (struct place){0}, &fresh);
    }
    return names_nearest(all, name, NULL);
}

const char *organisation_fact(struct build *build, const struct element *fact) {
    const struct organisation *organisation = organisation_find(build, fact, "of");
    const char *name = build_attribute(build, fact, "name");
    const char *dated_value = build_attribute(build, fact, "dated");
    if (organisation == NULL || name == NULL)
        return NULL;
    bool dated = dated_value != NULL && strcmp(dated_value, "yes") == 0;
    const char *words = fixed_words(build, organisation, name);
    const struct element *measure = words == NULL ? measure_find(build, organisation, name) : NULL;
    if (measure != NULL)
        return measure_words(build, measure, dated);
    if (words == NULL)
        report_add(build->report, RULE_FACT_UNKNOWN, element_attribute_place(fact, "name"), organisation->short_name,
                   name, build_meant(build, fact_nearest(build, organisation, name)));
    else if (dated)
        report_add(build->report, RULE_FACT_DATE, element_attribute_place(fact, "dated"), name);
    return words;
}
