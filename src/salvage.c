/* salvage.c: what can be said of a document that the reader found faults in.
 *
 * mended tree (source_read_on) in → the findings of document_read out, less those
 * that only follow from a fault told already. A finding follows from one when it
 * stands at the very place of one, or at an element or attribute of an element
 * that the reader marked as faulty: there the tree holds stand-ins. What became of
 * references into parts that were taken out, the reader has seen to.
 *
 * Surprising: with faults in the list of organisations or of limits nothing is said
 * of unknown ones, since the one that is missing may be the one that is spelled
 * wrongly there.
 */
#include "salvage.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"

struct places {
    LIST(struct place) all;
};

static int place_compare(const void *left, const void *right) {
    const struct place *a = left;
    const struct place *b = right;
    if (a->file == NULL || b->file == NULL)
        return (a->file != NULL) - (b->file != NULL);
    if (strcmp(a->file, b->file) != 0)
        return strcmp(a->file, b->file);
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

static void places_add_faulty(struct places *places, const struct element *root, struct arena *arena) {
    for (const struct element *at = root; at != NULL; at = element_after(at, root)) {
        if (!at->faulty)
            continue;
        LIST_ADD(arena, &places->all, at->place);
        for (size_t i = 0; i < at->attribute_count; i++)
            LIST_ADD(arena, &places->all, at->attributes[i].place);
    }
}

static bool finding_is(const struct finding *finding, const char *const *names) {
    while (*names != NULL && strcmp(finding->rule->name, *names) != 0)
        names++;
    return *names != NULL;
}

/* Whether it may be a consequence of what is wrong with a list of the house. */
static bool finding_leans_on_list(const struct finding *finding, const struct salvage *salvage) {
    static const char *const of_organisations[] = {"ORG-UNKNOWN", "FACT-UNKNOWN", "ROLE-UNKNOWN",
                                                   "SEATS-NONE",  "LIM-03",       NULL};
    static const char *const of_limits[] = {"LIMIT-FILE", "LIMIT-UNKNOWN", "LIMIT-BOUND", "LIM-04", NULL};
    return (!salvage->organisations_sound && finding_is(finding, of_organisations)) ||
           (!salvage->limits_sound && finding_is(finding, of_limits));
}

void salvage_findings(const struct salvage *salvage, struct arena *arena, struct report *report) {
    struct places places = {0};
    const struct finding *told = report_sorted(report);
    for (size_t i = 0; i < report_count(report); i++)
        LIST_ADD(arena, &places.all, told[i].place);
    places_add_faulty(&places, salvage->root, arena);
    places_add_faulty(&places, salvage->lists.organisations, arena);
    places_add_faulty(&places, salvage->lists.limits, arena);
    if (places.all.count > 0)
        qsort(places.all.items, places.all.count, sizeof *places.all.items, place_compare);
    struct report *further = report_open(arena);
    (void)document_read(salvage->root, &salvage->lists, salvage->tree, arena, further);
    const struct finding *found = report_sorted(further);
    for (size_t i = 0; i < report_count(further); i++) {
        if (finding_leans_on_list(&found[i], salvage))
            continue;
        if (places.all.count > 0 && bsearch(&found[i].place, places.all.items, places.all.count,
                                            sizeof *places.all.items, place_compare) != NULL)
            continue;
        report_add_row(report, found[i].rule, found[i].place, found[i].message, found[i].mend);
    }
}
