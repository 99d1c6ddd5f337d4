/* unseen.c: the elements of provisions, compared beside the documents (unseen.h).
 *
 * A provision is the root, or a part, section, clause or appendix with an id; the ones
 * within it are not part of it, nor is the history, nor what a release sets in the
 * control. That is what release asks approvals by, so it is compared in the same way here: attributes without regard to
 * their order, text without regard to how its white space is typed.
 */
#include "changes/unseen.h"

#include <assert.h>
#include <string.h>

/* What is told even when more has changed in a provision. */
static bool is_unseen(const char *name) {
    static const char *const names[] = {"approval", "satisfies", "topic", "restricted", "numbered", "numbering"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static bool is_any(const struct element *element, const char *const *names) {
    for (; *names != NULL; names++)
        if (element_is(element, *names))
            return true;
    return false;
}

/* Whether an element is no part of the provision around it: a provision itself, or what a release sets. */
static bool is_apart(const struct element *element, bool within_root) {
    static const char *const divisions[] = {"part", "section", "clause", "appendix", NULL};
    static const char *const set[] = {"version", "approval", "effective-from", NULL};
    if (within_root && element_is(element, "history"))
        return true;
    if (element_is(element->parent, "control") && is_any(element, set))
        return true;
    return element_attribute(element, "id") != NULL && is_any(element, divisions);
}

static bool is_white(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_blank(const char *text) {
    while (is_white(*text))
        text++;
    return *text == '\0';
}

/* The next child that counts, from `at` on. */
static const struct element *counting(const struct element *at, bool within_root) {
    while (at != NULL && (at->name == NULL ? is_blank(at->text) : is_apart(at, within_root)))
        at = at->next;
    return at;
}

static bool same_text(const char *one, const char *other) {
    while (*one != '\0' && *other != '\0') {
        if (is_white(*one) != is_white(*other) || (!is_white(*one) && *one != *other))
            return false;
        bool white = is_white(*one);
        one++;
        other++;
        while (white && is_white(*one))
            one++;
        while (white && is_white(*other))
            other++;
    }
    return *one == *other;
}

/* What is found of one provision. */
struct inspection {
    struct collecting *collecting;
    const struct strand *unit;
    const struct element *provision;
    bool known; /* there is a change of it already: only what is_unseen is told */
    bool same;  /* so far */
    bool told;
    const char *renamed; /* the first element whose id is another */
    bool more;           /* something else than ids is another */
};

static void tell(struct inspection *inspection, const char *element, const char *name, const char *was,
                 const char *now) {
    inspection->told = true;
    collect_edit(inspection->collecting, inspection->unit,
                 (struct edit){.kind = CHANGE_EDITORIAL,
                               .where = WHERE_ATTRIBUTE,
                               .strand = inspection->unit,
                               .attribute = name,
                               .was = was,
                               .now = now,
                               .element = element});
}

static void differ(struct inspection *inspection) {
    inspection->same = false;
    inspection->more = true;
}

static void differ_in(struct inspection *inspection, const struct element *element, const char *name, const char *was,
                      const char *now) {
    inspection->same = false;
    bool is_id = strcmp(name, "id") == 0;
    if (is_id && inspection->renamed == NULL)
        inspection->renamed = element->name;
    inspection->more = inspection->more || !is_id;
    if (is_unseen(name) || (!inspection->known && !is_id))
        tell(inspection, element == inspection->provision ? NULL : element->name, name, was, now);
}

static void compare_attributes(struct inspection *inspection, const struct element *old, const struct element *new) {
    for (size_t i = 0; i < old->attribute_count; i++) {
        const char *now = element_attribute(new, old->attributes[i].name);
        if (now == NULL || strcmp(now, old->attributes[i].value) != 0)
            differ_in(inspection, new, old->attributes[i].name, old->attributes[i].value, now);
    }
    for (size_t i = 0; i < new->attribute_count; i++)
        if (element_attribute(old, new->attributes[i].name) == NULL)
            differ_in(inspection, new, new->attributes[i].name, NULL, new->attributes[i].value);
}

static bool same_names(const struct element *a, const struct element *b, bool within_root) {
    while (a != NULL && b != NULL && (a->name == NULL ? b->name == NULL : b->name != NULL && element_is(b, a->name))) {
        a = counting(a->next, within_root);
        b = counting(b->next, within_root);
    }
    return a == NULL && b == NULL;
}

static void compare_elements(struct inspection *inspection, const struct element *old, const struct element *new,
                             bool is_root) {
    compare_attributes(inspection, old, new);
    const struct element *a = counting(old->first, is_root);
    const struct element *b = counting(new->first, is_root);
    if (!same_names(a, b, is_root)) { /* what came or went would put the rest out of step */
        differ(inspection);
        return;
    }
    while (a != NULL && b != NULL) {
        inspection->collecting->comparison->steps++;
        if (a->name != NULL)
            compare_elements(inspection, a, b, false);
        else if (!same_text(a->text, b->text))
            differ(inspection);
        a = counting(a->next, is_root);
        b = counting(b->next, is_root);
    }
}

static void compare_provision(struct collecting *collecting, const struct strand *unit, const struct element *old,
                              const struct element *new, bool known) {
    struct inspection inspection = {
        .collecting = collecting, .unit = unit, .provision = new, .known = known, .same = true};
    compare_elements(&inspection, old, new, unit->parent == NULL);
    if (!inspection.same && !known && !inspection.told)
        tell(&inspection, inspection.more ? NULL : inspection.renamed, "markup", NULL, NULL);
}

static bool is_provision(const struct strand *strand) {
    const struct node *node = strand->new != NULL ? strand->new : strand->old;
    assert(node != NULL);
    return node->parent == NULL || (match_is_division(node) && match_is_named(node));
}

static const struct strand *provision_of(const struct collecting *collecting, const struct strand *strand) {
    while (!is_provision(strand))
        strand = collect_unit(collecting, strand->parent);
    return strand;
}

static bool has_dealings(const struct dealings *dealings) {
    return dealings->edits.count > 0 || dealings->changes[CHANGE_INSERTED] != NULL ||
           dealings->changes[CHANGE_DELETED] != NULL || dealings->changes[CHANGE_MOVED] != NULL;
}

/* By the index of their strands: the provisions of which a change is known, of themselves or of a table or the like in
 * them that has a name of its own. */
static bool *find_touched(const struct collecting *collecting) {
    bool *touched = ARENA_ARRAY(collecting->arena, collecting->weave->count, bool);
    const struct strand *root = collecting->weave->root;
    for (const struct strand *at = root; at != NULL; at = strand_after(at, root)) {
        const struct dealings *dealings = collecting->dealings[at->index];
        if (dealings == NULL || !has_dealings(dealings))
            continue;
        touched[provision_of(collecting, at)->index] = true;
        /* A clause that got an id, or lost it, has left the provision around it, or has come into it. */
        if (at->parent != NULL && at->old != NULL &&
            at->new != NULL &&match_is_named(at->old) != match_is_named(at->new))
            touched[provision_of(collecting, at->parent)->index] = true;
        if (at->state == STRAND_MOVED_IN && !is_provision(at))
            touched[provision_of(collecting, at->other)->index] = true;
    }
    return touched;
}

void unseen_collect(struct collecting *collecting) {
    if (collecting->old.version->root == NULL || collecting->new.version->root == NULL)
        return;
    const bool *touched = find_touched(collecting);
    const struct strand *root = collecting->weave->root;
    compare_provision(collecting, root, collecting->old.version->root, collecting->new.version->root, touched[0]);
    for (const struct strand *at = strand_after(root, root); at != NULL; at = strand_after(at, root)) {
        bool both = at->state == STRAND_KEPT || at->state == STRAND_MOVED_IN;
        if (!both || at->skipped || !is_provision(at))
            continue;
        const struct element *old = roll_element(&collecting->old, at->old->id);
        const struct element *new = roll_element(&collecting->new, at->new->id);
        if (old != NULL && new != NULL)
            compare_provision(collecting, at, old, new, touched[at->index]);
    }
}
