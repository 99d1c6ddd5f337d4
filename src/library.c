/* library.c: the documents of the house, each by its id. See library.h.
 *
 * folder in → files with their roots; on demand one file → its control, titles and ids.
 *
 * Surprising: a document with faults is in the library all the same, as far as it can
 * be read, so that one spoilt file does not make every reference to it look dead.
 */
#include "library.h"

#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/report.h"
#include "base/trace.h"
#include "home.h"

struct library *library_open(struct source *source, const char *home, const char *tree, struct arena *arena) {
    struct library *library = ARENA_NEW(arena, struct library);
    *library = (struct library){
        .source = source, .tree = tree, .arena = arena, .house = strcmp(tree, home_path(home, "sources", arena)) == 0};
    struct home_files files = library->house ? home_files_below(tree, arena) : home_files_in(tree, arena);
    library->files = files;
    for (size_t i = 0; i < files.count; i++) {
        struct source_root root = source_root(files.items[i], arena);
        trace_root(files.items[i], root.name);
        if (root.kind == SOURCE_ROOT_DOCUMENT)
            LIST_ADD(arena, &library->documents,
                     ((struct library_document){.file = files.items[i],
                                                .kind = root.name,
                                                .id = root.id == NULL ? "" : root.id,
                                                .place = root.place}));
    }
    return library;
}

struct library_document *library_find(const struct library *library, const char *id) {
    for (size_t i = 0; *id != '\0' && i < library->documents.count; i++)
        if (strcmp(library->documents.items[i].id, id) == 0)
            return &library->documents.items[i];
    return NULL;
}

struct library_document *library_at(const struct library *library, const char *path) {
    for (size_t i = 0; i < library->documents.count; i++)
        if (home_same_file(library->documents.items[i].file, path))
            return &library->documents.items[i];
    return NULL;
}

static void add_ids(struct library *library, struct library_document *document) {
    struct names *ids = names_open(library->arena);
    for (const struct element *at = document->root; at != NULL; at = element_after(at, document->root)) {
        const char *id = at->name == NULL ? NULL : library_value(library, at, "id");
        bool fresh;
        struct name *name = id == NULL ? NULL : names_add(ids, id, at->place, &fresh);
        if (name != NULL && name->thing == NULL)
            name->thing = at;
    }
    document->ids = ids;
}

const struct library_document *library_read(struct library *library, struct library_document *document) {
    if (document->opened)
        return document;
    document->opened = true;
    document->root = source_read_on(library->source, SOURCE_SKETCH, document->file, library->tree, library->arena,
                                    report_open(library->arena), &document->whole);
    if (document->root == NULL)
        return document;
    document->control = element_child(document->root, "control");
    if (document->control != NULL) {
        document->title = library_words(library, element_child(document->control, "title"));
        document->short_title = library_words(library, element_child(document->control, "short-title"));
    }
    add_ids(library, document);
    return document;
}

/* ---- words ---- */

static const struct element *organisations_of(struct library *library) {
    if (library->organisations_read || library->organisations != NULL)
        return library->organisations;
    library->organisations_read = true;
    const char *file = home_path(library->tree, "organisations.xml", library->arena);
    bool sound;
    if (file_exists(file))
        library->organisations = source_read_on(library->source, SOURCE_SKETCH, file, library->tree, library->arena,
                                                report_open(library->arena), &sound);
    return library->organisations;
}

/* What organisations.xml calls the thing: the child of that name of the element with that id. */
static const struct element *named(struct library *library, const char *id, const char *child) {
    const struct element *root = organisations_of(library);
    for (const struct element *at = root; at != NULL && id != NULL && child != NULL; at = element_after(at, root)) {
        const char *own = at->name == NULL ? NULL : library_value(library, at, "id");
        if (own != NULL && strcmp(own, id) == 0)
            return element_child(at, child);
    }
    return NULL;
}

bool library_under_review(const struct library *library, const struct library_document *document) {
    const struct element *version = document->control == NULL ? NULL : element_child(document->control, "version");
    const char *said = library_value(library, version, "under-review");
    return said != NULL && strcmp(said, "yes") == 0;
}

/* What stands for an element that has no words of its own; NULL when that is not known. */
static const struct element *quoted(struct library *library, const struct element *element) {
    static const char *const names[] = {"name", "short-name", "abbreviation"};
    if (element_is(element, "role"))
        return named(library, library_value(library, element, "ref"), "name");
    const char *fact = element_is(element, "fact") ? library_value(library, element, "name") : NULL;
    for (size_t i = 0; fact != NULL && i < sizeof names / sizeof *names; i++)
        if (strcmp(fact, names[i]) == 0)
            return named(library, library_value(library, element, "of"), fact);
    return NULL;
}

static void put_words(struct buffer *out, const char *text) {
    for (; *text != '\0'; text++) {
        bool wide = strncmp(text, "\xC2\xA0", 2) == 0;
        if (!wide && strchr(" \t\n\r", *text) == NULL)
            buffer_char(out, *text);
        else if (out->count > 0 && out->bytes[out->count - 1] != ' ')
            buffer_char(out, ' ');
        text += wide ? 1 : 0;
    }
}

/* False when something in it is not known. What a name holds is text, whatever stands around it, so this goes down
 * once. */
static bool gather(struct library *library, struct buffer *out, const struct element *element) {
    for (const struct element *at = element; at != NULL; at = element_after(at, element)) {
        if (at->text != NULL) {
            put_words(out, at->text);
            continue;
        }
        if (element_is(at, "placeholder") || element_is(at, "limit-ref"))
            return false;
        if (at->first != NULL || !(element_is(at, "fact") || element_is(at, "role")))
            continue;
        const struct element *name = quoted(library, at);
        if (name == NULL)
            return false;
        for (const struct element *text = name; text != NULL; text = element_after(text, name))
            if (text->text != NULL)
                put_words(out, text->text);
    }
    return true;
}

const char *library_words(struct library *library, const struct element *element) {
    struct buffer out = {0};
    bool known = element != NULL && gather(library, &out, element);
    if (out.count > 0 && out.bytes[out.count - 1] == ' ')
        out.count--;
    const char *words = known && out.count > 0 ? arena_copy(library->arena, out.bytes, out.count) : NULL;
    buffer_close(&out);
    return words;
}

const char *library_organisation(struct library *library, const char *id) {
    const char *name = library_words(library, named(library, id, "short-name"));
    return name == NULL ? id : name;
}

const char *library_value(const struct library *library, const struct element *element, const char *attribute) {
    const char *value = element == NULL ? NULL : element_attribute(element, attribute);
    if (value == NULL)
        return NULL;
    static const char space[] = " \t\n\r";
    const char *from = value + strspn(value, space);
    size_t count = strlen(from);
    while (count > 0 && strchr(space, from[count - 1]) != NULL)
        count--;
    return from[count] == '\0' ? from : arena_copy(library->arena, from, count);
}

/* ---- which document follows which ---- */

const struct library_document *library_successor(struct library *library, const char *id, const char *on) {
    for (size_t i = 0; i < library->documents.count; i++) {
        struct library_document *other = &library->documents.items[i];
        if (strcmp(other->id, id) == 0 || library_read(library, other)->control == NULL)
            continue;
        const struct element *at = element_child(other->control, "supersedes");
        const char *from = library_value(library, element_child(other->control, "effective-from"), "date");
        for (; at != NULL; at = element_next(at, "supersedes")) {
            const char *to = library_value(library, at, "to");
            if (to != NULL && strcmp(to, id) == 0 && from != NULL && strcmp(from, on) <= 0)
                return other;
        }
    }
    return NULL;
}
