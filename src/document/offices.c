/* offices.c: who decides: the offices and committees of organisations.xml.
 *
 * `office` and `committee` elements → names by id. Offices and committees of all
 * organisations share one space of ids, so that a document can name one by its id
 * alone. Faults of the list are reported at their place in it, once, even when no
 * document asks for the office. Surprising: an organisation may have the id of an
 * office; nothing that names the one can mean the other.
 */
#include "document/offices.h"

#include <string.h>

#include "document/organisations.h"

static const char *kind_words(enum office_kind kind) {
    return kind == OFFICE_POST ? "office" : kind == OFFICE_COMMITTEE ? "committee" : "office or committee";
}

static void office_add(struct build *build, struct names *all, const struct element *element, bool committee) {
    const char *id = build_attribute(build, element, "id");
    const struct element *name = element_child(element, "name");
    if (id == NULL || name == NULL)
        return;
    organisation_name_check(build, name, committee ? "a committee" : "an office");
    struct place place = element_attribute_place(element, "id");
    bool fresh;
    struct name *known = names_add(all, id, place, &fresh);
    if (!fresh) {
        report_add(build->report, RULE_REF_DOUBLE, place, id,
                   arena_format(build->arena, "line %u", (unsigned)known->place.line));
        return;
    }
    struct office *office = ARENA_NEW(build->arena, struct office);
    *office = (struct office){.element = element, .name = build_element_words(build, name), .committee = committee};
    known->thing = office;
}

static bool is_post(const struct name *name) {
    const struct office *office = name->thing;
    return office != NULL && !office->committee;
}

static bool is_committee(const struct name *name) {
    const struct office *office = name->thing;
    return office != NULL && office->committee;
}

static const struct office *lookup(struct build *build, const struct names *all, const char *id, struct place place,
                                   enum office_kind kind) {
    bool (*fits)(const struct name *) = kind == OFFICE_POST ? is_post : kind == OFFICE_COMMITTEE ? is_committee : NULL;
    const struct name *name = names_find(all, id);
    if (name != NULL && name->thing != NULL && (fits == NULL || fits(name)))
        return name->thing;
    const char *meant = build_meant(build, names_nearest(all, id, fits));
    if (name != NULL && name->thing != NULL)
        meant = is_post(name) ? "; it is an office" : "; it is a committee";
    report_add(build->report, RULE_ROLE_UNKNOWN, place, kind_words(kind), id, meant);
    return NULL;
}

static void check_seats(struct build *build, const struct names *all, const struct element *committee) {
    for (const struct element *at = element_child(committee, "seat"); at != NULL; at = element_next(at, "seat")) {
        const char *id = build_attribute(build, at, "office");
        if (id != NULL)
            (void)lookup(build, all, id, element_attribute_place(at, "office"), OFFICE_POST);
    }
}

const struct names *offices_read(struct build *build, const struct element *root) {
    struct names *all = names_open(build->arena);
    const struct element *first = root == NULL ? NULL : element_child(root, "organisation");
    for (const struct element *of = first; of != NULL; of = element_next(of, "organisation"))
        for (const struct element *at = of->first; at != NULL; at = at->next)
            if (at->name != NULL && (element_is(at, "office") || element_is(at, "committee")))
                office_add(build, all, at, element_is(at, "committee"));
    for (const struct element *of = first; of != NULL; of = element_next(of, "organisation"))
        for (const struct element *at = element_child(of, "committee"); at != NULL; at = element_next(at, "committee"))
            check_seats(build, all, at);
    return all;
}

const struct office *office_find(struct build *build, const char *id, struct place place, enum office_kind kind) {
    return lookup(build, build->offices, id, place, kind);
}

const struct office *office_known(const struct build *build, const char *id) {
    const struct name *name = names_find(build->offices, id);
    return name == NULL ? NULL : name->thing;
}

const char *offices_words(struct build *build, const struct element *element, const char *attribute, bool together) {
    const char *ids = build_attribute(build, element, attribute);
    struct place place = element_attribute_place(element, attribute);
    LIST(const char *) items = {0};
    build_ids_once(build, element, attribute);
    while (ids != NULL && *ids != '\0') {
        size_t bytes = strcspn(ids, " ");
        const char *id = arena_copy(build->arena, ids, bytes);
        const struct office *office = office_known(build, id);
        if (office == NULL)
            report_add(build->report, RULE_LIM_03, place, id,
                       build_meant(build, names_nearest(build->offices, id, NULL)));
        LIST_ADD(build->arena, &items, office == NULL ? id : office->name);
        ids += bytes + strspn(ids + bytes, " ");
    }
    return build_list(build, items.items, items.count, together ? WORD_AND : WORD_OR);
}
