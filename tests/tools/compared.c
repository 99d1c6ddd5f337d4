/* compared.c: two files compared, and the comparison held against what it promises.
 *
 *   compared HOME OLD NEW [OLD NEW …]
 *
 * Says the changes of each pair on standard output, after a line "OLD NEW: STEPS steps, NODES nodes"; a promise that is
 * broken (accepting and rejecting all changes; a change for each provision that release would call changed) on standard
 * error, with status 1. Status 4: a file cannot be read. Lists are those beside a file, else those of HOME; releases
 * are not looked at.
 */
#include <stdio.h>
#include <string.h>

#include "../unit/woven.h"
#include "base/file.h"
#include "read/source.h"
#include "release/provisions.h"

struct house {
    const char *home;
    struct source *source;
    struct arena *arena;
    struct report *report;
};

static const struct element *read_list(struct house *house, enum source_kind kind, const char *tree, const char *name) {
    const char *file = arena_format(house->arena, "%s/%s", tree, name);
    return file_exists(file) ? source_read(house->source, kind, file, tree, house->arena, house->report) : NULL;
}

static struct version read_version(struct house *house, const char *file) {
    struct version version = {.label = file};
    const char *slash = strrchr(file, '/');
    const char *tree = slash == NULL ? "." : arena_copy(house->arena, file, (size_t)(slash - file));
    if (!file_exists(arena_format(house->arena, "%s/organisations.xml", tree)))
        tree = arena_format(house->arena, "%s/sources", house->home);
    struct document_lists lists = {.without_history = true,
                                   .organisations = read_list(house, SOURCE_ORGANISATIONS, tree, "organisations.xml"),
                                   .limits = read_list(house, SOURCE_LIMITS, tree, "limits.xml")};
    version.root = source_read(house->source, SOURCE_DOCUMENT, file, tree, house->arena, house->report);
    if (version.root != NULL)
        version.document = document_read(version.root, &lists, tree, house->arena, house->report);
    return version;
}

/* ---- Provisions: none that release calls changed is without a change */

static bool is_division(const struct element *element) {
    return element_is(element, "part") || element_is(element, "section") || element_is(element, "clause") ||
           element_is(element, "appendix");
}

/* A copy in which each provision is approved by a body that has its id, the document by one called "/". */
static struct element *approved_copy(const struct element *element, struct element *parent, struct arena *arena) {
    struct element *copy = ARENA_NEW(arena, struct element);
    *copy = *element;
    copy->parent = parent;
    if (element->name == NULL)
        return copy;
    const char *id = parent == NULL ? "/" : is_division(element) ? element_attribute(element, "id") : NULL;
    struct attribute *attributes = ARENA_ARRAY(arena, element->attribute_count + 1, struct attribute);
    uint32_t count = 0;
    for (size_t i = 0; i < element->attribute_count; i++)
        if (strcmp(element->attributes[i].name, "approval") != 0)
            attributes[count++] = element->attributes[i];
    if (id != NULL)
        attributes[count++] = (struct attribute){.name = "approval", .value = id};
    copy->attributes = attributes;
    copy->attribute_count = count;
    struct element **end = &copy->first;
    for (const struct element *at = element->first; at != NULL; at = at->next) {
        *end = approved_copy(at, copy, arena);
        end = &(*end)->next;
    }
    *end = NULL;
    return copy;
}

static bool is_provision_node(const struct node *node) {
    return node != NULL && (node->parent == NULL ||
                            (node->id != NULL && (node->kind == NODE_SECTION ||
                                                  (node->kind == NODE_ITEM && node->parent->class_ == CLASS_CLAUSES))));
}

static bool is_provision(const struct strand *strand) {
    return is_provision_node(strand->old) || is_provision_node(strand->new);
}

static bool has_id(const struct node *node, const char *id) {
    return is_provision_node(node) && node->id != NULL && strcmp(node->id, id) == 0;
}

static bool is_named(const struct strand *strand, const char *id) {
    return strand->parent == NULL ? strcmp(id, "/") == 0 : has_id(strand->old, id) || has_id(strand->new, id);
}

static bool stands_in(const struct strand *strand, const struct strand *outer) {
    while (strand != NULL && strand != outer)
        strand = strand->parent;
    return strand != NULL;
}

static const struct strand *provision_of(const struct strand *strand) {
    while (!is_provision(strand))
        strand = strand->parent;
    return strand;
}

/* Whether a change tells of the provision that a strand stands for. */
static bool tells_of(const struct change *change, const struct strand *strand) {
    const struct strand *own = change->strand;
    if (is_provision(own) && (change->kind == CHANGE_RENUMBERED || change->kind == CHANGE_MOVED))
        return false;
    /* What is no provision itself may have moved from one to the other. */
    if (provision_of(own) == strand || (change->kind == CHANGE_MOVED && provision_of(own->other) == strand))
        return true;
    bool whole = change->kind == CHANGE_INSERTED || change->kind == CHANGE_DELETED;
    if (whole && stands_in(strand, change->strand))
        return true;
    for (size_t i = 0; i < change->edits.count; i++) {
        const struct edit *edit = &change->edits.items[i];
        if (edit->run_count == 0 && edit->attribute == NULL && edit->kind != CHANGE_MOVED &&
            stands_in(strand, edit->strand))
            return true;
        if (edit->attribute != NULL && strcmp(edit->attribute, "id") == 0 && stands_in(edit->strand, strand))
            return true;
    }
    return false;
}

static bool is_told(const struct comparison *comparison, const char *id) {
    for (const struct strand *at = comparison->root; at != NULL; at = strand_after(at, comparison->root))
        for (size_t i = 0; is_named(at, id) && i < comparison->changes.count; i++)
            if (tells_of(comparison->changes.items[i], at))
                return true;
    return false;
}

static bool provisions_told(const struct comparison *comparison, struct arena *arena) {
    needed_list needed = provisions_needed(approved_copy(comparison->old.root, NULL, arena),
                                           approved_copy(comparison->new.root, NULL, arena), arena);
    bool told = true;
    for (size_t i = 0; i < needed.count; i++)
        if (!is_told(comparison, needed.items[i].body)) {
            fprintf(stderr, "%s: the provision %s has changed without a change\n", comparison->new.label,
                    needed.items[i].body);
            told = false;
        }
    return told;
}

static int compare_files(struct house *house, const char *old_file, const char *new_file) {
    struct version old = read_version(house, old_file);
    struct version new = read_version(house, new_file);
    if (old.document == NULL || new.document == NULL) {
        struct buffer words = {0};
        report_print(house->report, &words, false);
        fputs(buffer_text(&words), stderr);
        buffer_close(&words);
        return 4;
    }
    const struct comparison *comparison = compare(&old, &new, house->arena);
    struct buffer dump = {0};
    comparison_dump(comparison, &dump);
    printf("%s %s: %zu steps, %zu nodes\n%s", old_file, new_file, comparison->steps,
           old.document->node_count + new.document->node_count, buffer_text(&dump));
    buffer_close(&dump);
    const char *fault = woven_fault(comparison);
    if (fault != NULL)
        fprintf(stderr, "%s %s: %s\n", old_file, new_file, fault);
    bool told = provisions_told(comparison, house->arena);
    return fault != NULL || !told;
}

int main(int count, char **words) {
    if (count < 4 || count % 2 != 0)
        return 2;
    int status = 0;
    for (int i = 2; i < count; i += 2) {
        struct house house = {.home = words[1], .arena = arena_open()};
        house.report = report_open(house.arena);
        house.source = source_open(words[1]);
        status |= compare_files(&house, words[i], words[i + 1]);
        source_close(house.source);
        arena_close(house.arena);
    }
    return status;
}
