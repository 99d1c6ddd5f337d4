/* across.c: what one document says of the others of its house. See across.h.
 *
 * document + library in → findings at the document's own places out. Each document
 * answers for what it says itself, so the findings of a whole house are those of its
 * documents one after the other, whatever number of them is checked at once.
 *
 * Surprising: a document that is there but has faults of syntax has ids that nobody
 * knows, so no place in it is called dead.
 */
#include "across.h"

#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "calendar.h"
#include "document/limits.h"
#include "document/numbers.h"
#include "home.h"

struct across {
    struct library *library;
    const char *path;
    const struct element *root;
    const char *id;      /* of this document */
    struct names *roles; /* made at the first role; NULL before */
    struct report *report;
};

/* ---- references ---- */

static const char *nearest(const struct across *across, const struct names *names, const char *text) {
    const char *near = names == NULL ? NULL : names_nearest(names, text, NULL);
    return near == NULL ? "" : arena_format(across->library->arena, "; did you mean \"%s\"?", near);
}

static const struct names *names_of_documents(const struct across *across) {
    struct names *names = names_open(across->library->arena);
    bool fresh;
    for (size_t i = 0; i < across->library->documents.count; i++)
        if (*across->library->documents.items[i].id != '\0')
            names_add(names, across->library->documents.items[i].id, (struct place){0}, &fresh);
    return names;
}

/* The document of that id, after a finding when there is none. */
static const struct library_document *follow(const struct across *across, const struct element *element,
                                             const char *attribute, const char *id) {
    struct library_document *found = library_find(across->library, id);
    if (found == NULL) {
        report_add(across->report, RULE_DOC_DEAD, element_attribute_place(element, attribute),
                   arena_format(across->library->arena, "%s has no document \"%s\"%s",
                                across->library->house ? "the house" : "this folder", id,
                                nearest(across, names_of_documents(across), id)),
                   "name a document by the id of its root, or leave the attribute out and keep the words");
        return NULL;
    }
    return library_read(across->library, found);
}

static void check_place(const struct across *across, const struct element *element, const char *attribute,
                        const struct library_document *document, const char *place) {
    if (!document->whole || names_find(document->ids, place) != NULL)
        return;
    report_add(across->report, RULE_DOC_DEAD, element_attribute_place(element, attribute),
               arena_format(across->library->arena, "nothing in \"%s\" (%s) has the id \"%s\"%s", document->id,
                            document->file, place, nearest(across, document->ids, place)),
               "name the id of a place in that document, or the document alone");
}

/* Follows the attribute of the form DOC or DOC#PLACE; *place is NULL without one. */
static const struct library_document *follow_to(const struct across *across, const struct element *element,
                                                const char *attribute, const char **place) {
    const char *to = library_value(across->library, element, attribute);
    const char *sign = to == NULL ? NULL : strchr(to, '#');
    *place = sign == NULL ? NULL : sign + 1;
    if (to == NULL)
        return NULL;
    const char *id = sign == NULL ? to : arena_copy(across->library->arena, to, (size_t)(sign - to));
    const struct library_document *document = follow(across, element, attribute, id);
    if (document != NULL && *place != NULL)
        check_place(across, element, attribute, document, *place);
    return document;
}

/* ---- titles ---- */

/* "the" belongs to the sentence. */
static const char *without_article(const char *words) {
    return strncasecmp(words, "the ", 4) == 0 ? words + 4 : words;
}

static bool says(const char *words, const char *title, bool within) {
    if (title == NULL)
        return false;
    return strcmp(without_article(words), without_article(title)) == 0 ||
           (within && strstr(words, without_article(title)) != NULL);
}

/* Whether the words say the title of the place, or of a division around it: who is sent to a standing order is told of
 * the standing orders. */
static bool says_place(const struct across *across, const struct library_document *document, const char *place,
                       const char *words) {
    const struct name *name = place == NULL || document->ids == NULL ? NULL : names_find(document->ids, place);
    for (const struct element *at = name == NULL ? NULL : name->thing; at != NULL; at = at->parent)
        if (says(words, library_words(across->library, element_child(at, "title")), true))
            return true;
    return false;
}

/* Of a place, the words may name that; what is superseded may be told of at more length. */
static void check_title(const struct across *across, const struct element *element,
                        const struct library_document *document, const char *place) {
    const char *words = library_words(across->library, element);
    bool within = place != NULL || element_is(element, "supersedes");
    if (words == NULL || document->title == NULL || says(words, document->title, within) ||
        says(words, document->short_title, within) || says_place(across, document, place, words))
        return;
    report_add(across->report, RULE_DOC_TITLE, element->place, words, document->id, document->title);
}

/* ---- what takes the place of what ---- */

static const char *effective(struct library *library, const struct library_document *document) {
    const struct element *from = document->control == NULL ? NULL : element_child(document->control, "effective-from");
    const char *date = library_value(library, from, "date");
    return date != NULL && number_date(library->arena, date) != NULL ? date : NULL;
}

/* Whether a document leads back to `id` by what it supersedes. `seen` has a mark for each document. */
static bool leads_to(struct library *library, struct library_document *document, const char *id, bool *seen) {
    size_t number = (size_t)(document - library->documents.items);
    if (seen[number] || library_read(library, document)->control == NULL)
        return false;
    seen[number] = true;
    const struct element *at = element_child(document->control, "supersedes");
    for (; at != NULL; at = element_next(at, "supersedes")) {
        const char *to = library_value(library, at, "to");
        struct library_document *next = to == NULL ? NULL : library_find(library, to);
        if (next != NULL && (strcmp(to, id) == 0 || leads_to(library, next, id, seen)))
            return true;
    }
    return false;
}

/* The file of another document that takes the place of `old` too. */
static const char *rival(const struct across *across, const struct library_document *old) {
    struct library *library = across->library;
    for (size_t i = 0; i < library->documents.count; i++) {
        struct library_document *other = &library->documents.items[i];
        if (other == old || home_same_file(other->file, across->path) || library_read(library, other)->control == NULL)
            continue;
        const struct element *at = element_child(other->control, "supersedes");
        for (; at != NULL; at = element_next(at, "supersedes")) {
            const char *to = library_value(library, at, "to");
            if (to != NULL && strcmp(to, old->id) == 0)
                return other->file;
        }
    }
    return NULL;
}

static void tell_supersedes(const struct across *across, struct place place, const char *message, const char *mend) {
    report_add(across->report, RULE_DOC_SUPERSEDES, place, message, mend);
}

/* The days on which one ends and the other begins. */
static void check_days(const struct across *across, const struct element *element, const struct library_document *old,
                       const char *from) {
    struct library *library = across->library;
    struct arena *arena = library->arena;
    const char *until = library_value(library, element, "until");
    const char *began = effective(library, old);
    const char *begins = from == NULL ? NULL : number_date(arena, from);
    if (until == NULL || begins == NULL || number_date(arena, until) == NULL) {
        if (begins != NULL && began != NULL && strcmp(from, began) <= 0)
            tell_supersedes(across, element->place,
                            arena_format(arena, "this document takes effect on %s, and \"%s\" only on %s", begins,
                                         old->id, number_date(arena, began)),
                            "mend the date of one of the two: the new document comes after the old one");
        return;
    }
    struct place place = element_attribute_place(element, "until");
    const char *next = calendar_next_day(arena, until);
    int order = strcmp(from, next);
    if (began != NULL && strcmp(until, began) < 0)
        tell_supersedes(across, place,
                        arena_format(arena, "\"%s\" ends here on %s, before it took effect on %s", old->id,
                                     number_date(arena, until), number_date(arena, began)),
                        "give in until the last day on which the old document was in force");
    else if (order > 0)
        tell_supersedes(
            across, place,
            arena_format(arena, "\"%s\" ends on %s and this document takes effect on %s: between them none is in force",
                         old->id, number_date(arena, until), begins),
            "let one begin on the day after the other ends");
    else if (order < 0)
        tell_supersedes(
            across, place,
            arena_format(arena, "\"%s\" ends on %s and this document takes effect on %s: for a time both are in force",
                         old->id, number_date(arena, until), begins),
            "let one begin on the day after the other ends");
}

static void check_superseded(const struct across *across, const struct element *element,
                             const struct library_document *old, const char *from) {
    struct library *library = across->library;
    struct place place = element_attribute_place(element, "to");
    if (strcmp(old->id, across->id) == 0) {
        tell_supersedes(across, place, "the document supersedes itself",
                        "name the document that it takes the place of");
        return;
    }
    bool *seen = ARENA_ARRAY(library->arena, library->documents.count, bool);
    if (leads_to(library, library_find(library, old->id), across->id, seen)) {
        tell_supersedes(across, place,
                        arena_format(library->arena, "\"%s\" itself takes the place of this document", old->id),
                        "keep <supersedes> in the newer of the two");
        return;
    }
    const char *other = rival(across, old);
    if (other != NULL)
        tell_supersedes(across, place, arena_format(library->arena, "%s takes the place of \"%s\" too", other, old->id),
                        "let one document take its place, or divide it and supersede the halves");
    check_days(across, element, old, from);
}

static void check_control(const struct across *across) {
    const struct element *control = element_child(across->root, "control");
    const struct element *from = control == NULL ? NULL : element_child(control, "effective-from");
    const char *date = library_value(across->library, from, "date");
    for (const struct element *at = control == NULL ? NULL : control->first; at != NULL; at = at->next) {
        const char *place;
        bool supersedes = element_is(at, "supersedes");
        const struct library_document *other =
            supersedes || element_is(at, "read-with") ? follow_to(across, at, "to", &place) : NULL;
        if (other == NULL)
            continue;
        check_title(across, at, other, NULL);
        if (supersedes)
            check_superseded(across, at, other, date);
    }
}

/* ---- offices and committees ---- */

static struct names *read_roles(struct library *library, const struct element *organisations) {
    struct names *roles = names_open(library->arena);
    for (const struct element *at = organisations; at != NULL; at = element_after(at, organisations)) {
        const char *name = element_is(at, "office") || element_is(at, "committee")
                               ? library_words(library, element_child(at, "name"))
                               : NULL;
        bool fresh;
        struct name *known = name == NULL ? NULL : names_add(roles, name, at->place, &fresh);
        if (known != NULL && fresh)
            known->thing = library_value(library, at, "id");
    }
    return roles;
}

static void check_role(struct across *across, const struct element *element) {
    const char *words = element_attribute(element, "ref") == NULL ? library_words(across->library, element) : NULL;
    if (words == NULL || across->library->organisations == NULL)
        return;
    if (across->roles == NULL)
        across->roles = read_roles(across->library, across->library->organisations);
    const struct name *known = names_find(across->roles, without_article(words));
    if (known != NULL && known->thing != NULL)
        report_add(across->report, RULE_ROLE_DECLARED, element->place, words,
                   without_article(words) == words ? "" : "the ", known->thing);
}

/* ---- the walk ---- */

/* The clauses that set the limits of limits.xml, of a document that prints some. */
static void check_limits(const struct across *across) {
    struct library *library = across->library;
    const char *file = home_path(library->tree, "limits.xml", library->arena);
    bool sound = false;
    const struct element *root = file_exists(file) ? source_read_on(library->source, SOURCE_SKETCH, file, library->tree,
                                                                    library->arena, report_open(library->arena), &sound)
                                                   : NULL;
    const struct element *at = sound && element_is(root, "limits") ? element_child(root, "activity") : NULL;
    const char *place;
    for (; at != NULL; at = element_next(at, "activity"))
        (void)follow_to(across, at, "source", &place);
}

static void check_twice(const struct across *across) {
    const struct library *library = across->library;
    const struct library_document *self = library->house ? library_at(library, across->path) : NULL;
    for (size_t i = 0; self != NULL && *self->id != '\0' && i < library->documents.count; i++) {
        const struct library_document *other = &library->documents.items[i];
        if (other != self && strcmp(other->id, self->id) == 0)
            report_add(across->report, RULE_DOC_TWICE, self->place, self->id, other->file);
    }
}

void across_check(struct library *library, const char *path, const struct element *root, struct report *report) {
    const char *id = library_value(library, root, "id");
    struct across across = {
        .library = library, .path = path, .root = root, .id = id == NULL ? "" : id, .report = report};
    check_twice(&across);
    check_control(&across);
    for (const struct element *at = root; at != NULL; at = element_after(at, root)) {
        const char *place;
        if (at->name == NULL)
            continue;
        if (element_is(at, "document-ref")) {
            const struct library_document *other = follow_to(&across, at, "to", &place);
            if (other != NULL)
                check_title(&across, at, other, place);
        } else if (element_is(at, "role")) {
            check_role(&across, at);
        }
    }
    if (limits_wanted(root))
        check_limits(&across);
}
