/* facts.c: dictionaries of a PDF → lines. See facts.h.
 *
 * Of most entries only that they are there counts: the program writes few, and another version
 * of it hardly more; what else stands in a file came into it later. Where an entry leads to a
 * place on a page, the words that stand there are named.
 *
 * Surprising: a line end within a text would make two lines of one: it becomes a blank.
 */
#include "extract/facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/list.h"

#ifndef ELEMENTS_MAX
#define ELEMENTS_MAX 100000
#endif
#define DEPTH_MAX 50

struct place {
    const char *name;
    qpdf_oh target;
};

struct facts {
    const struct handles *handles;
    LIST(const char *) lines;
    LIST(int) pages; /* their objects */
    LIST(int) files; /* likewise, of those that are attached */
    LIST(struct place) places;
    size_t elements;
    const char *(*near)(const void *context, size_t page, double x, double y);
    const void *context;
};

struct facts *facts_open(const struct handles *handles) {
    struct facts *facts = ARENA_NEW(handles->arena, struct facts);
    facts->handles = handles;
    return facts;
}

void facts_add(struct facts *facts, char *line) {
    for (char *at = line; *at; at++)
        *at = (unsigned char)*at < ' ' ? ' ' : *at;
    LIST_ADD(facts->handles->arena, &facts->lines, line);
}

/* What comes and goes with lines and pages, what is looked at by itself, and what other programs write that means
 * nothing. */
static bool is_plain(const char *key) {
    static const char *const keys[] = {"/Annots",     "/ArtBox",       "/BleedBox",   "/Contents",  "/CropBox",
                                       "/Extensions", "/LastModified", "/MediaBox",   "/Metadata",  "/Pages",
                                       "/Parent",     "/PieceInfo",    "/QuadPoints", "/Resources", "/Rotate",
                                       "/TrimBox",    "/Type",         "/UserUnit",   "/Version"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

/* That each entry of a dictionary is there. */
static void entries_add(struct facts *facts, const char *of, qpdf_oh dict) {
    const char **keys;
    size_t count = handle_keys(facts->handles, dict, &keys);
    for (size_t i = 0; i < count && i < 1000; i++)
        if (!is_plain(keys[i]))
            facts_add(facts, arena_format(facts->handles->arena, "entry %s %s", of, keys[i]));
}

static void value_add(struct facts *facts, const char *of, qpdf_oh dict, const char *key) {
    qpdf_oh value = handle_entry(facts->handles, dict, key);
    if (handle_kind(facts->handles, value) != ot_null)
        facts_add(facts, arena_format(facts->handles->arena, "value %s %s %s", of, key,
                                      extract_lib.qpdf_oh_unparse_resolved(facts->handles->pdf, value)));
    handle_release(facts->handles, value);
}

/* --- Pages ---------------------------------------------------------------------------------------------- */

static void links_add(struct facts *facts, qpdf_oh page) {
    const struct handles *handles = facts->handles;
    qpdf_oh annotations = handle_entry(handles, page, "/Annots");
    for (size_t i = 0, count = handle_count(handles, annotations); i < count && facts->elements++ < ELEMENTS_MAX; i++) {
        qpdf_oh annotation = handle_item(handles, annotations, i), action = handle_entry(handles, annotation, "/A");
        entries_add(facts, "link", annotation);
        entries_add(facts, "action", action);
        value_add(facts, "link", annotation, "/F");
        handle_release(handles, action);
        handle_release(handles, annotation);
    }
    handle_release(handles, annotations);
}

void facts_page(struct facts *facts, size_t number, qpdf_oh page, qpdf_oh resources) {
    while (facts->pages.count <= number)
        LIST_ADD(facts->handles->arena, &facts->pages, 0);
    facts->pages.items[number] = extract_lib.qpdf_oh_get_object_id(facts->handles->pdf, page);
    entries_add(facts, "page", page);
    value_add(facts, "page", page, "/Rotate");
    value_add(facts, "page", page, "/UserUnit");
    entries_add(facts, "resources", resources);
    links_add(facts, page);
}

const char *facts_thing(struct facts *facts, qpdf_oh thing, const char *kind) {
    const struct handles *handles = facts->handles;
    static const char *const values[] = {"/Decode", "/ImageMask", "/Mask", "/Matrix", "/BBox", "/OC"};
    size_t count;
    unsigned char *bytes = handle_stream(handles, thing, &count);
    struct hash hash = hash_bytes(bytes ? bytes : (const void *)"", bytes ? count : 0);
    char hex[65];
    free(bytes);
    hash_hex(&hash, hex);
    const char *word = arena_format(handles->arena, "\xE2\x9F\xA8%.16s\xE2\x9F\xA9", hex);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        value_add(facts, arena_format(handles->arena, "%s %s", kind, word), thing, values[i]);
    bytes = handle_stream(handles, handle_entry(handles, thing, "/SMask"), &count);
    if (bytes) {
        hash = hash_bytes(bytes, count);
        hash_hex(&hash, hex);
        facts_add(facts, arena_format(facts->handles->arena, "value %s %s /SMask %.16s", kind, word, hex));
    }
    free(bytes);
    return word;
}

/* --- Places ---------------------------------------------------------------------------------- */

/* The words to which an explicit destination leads: [page /XYZ left top zoom]. */
static const char *words_at(const struct facts *facts, qpdf_oh target) {
    const struct handles *handles = facts->handles;
    if (handle_kind(handles, target) == ot_dictionary)
        target = handle_entry(handles, target, "/D");
    if (handle_count(handles, target) < 2)
        return "";
    double left = -1e6, top = 1e6;
    int object = extract_lib.qpdf_oh_get_object_id(handles->pdf, handle_item(handles, target, 0));
    (void)handle_number(handles, handle_item(handles, target, 2), &left);
    (void)handle_number(handles, handle_item(handles, target, 3), &top);
    for (size_t i = 0; i < facts->pages.count; i++)
        if (facts->pages.items[i] == object)
            return facts->near(facts->context, i, left, top);
    return "";
}

static void places_read(struct facts *facts, qpdf_oh node, size_t depth) {
    const struct handles *handles = facts->handles;
    qpdf_oh kids = handle_entry(handles, node, "/Kids"), names = handle_entry(handles, node, "/Names");
    if (depth > DEPTH_MAX)
        return;
    for (size_t i = 0, count = handle_count(handles, kids); i < count && facts->elements++ < ELEMENTS_MAX; i++)
        places_read(facts, handle_item(handles, kids, i), depth + 1);
    for (size_t i = 0, count = handle_count(handles, names); i + 1 < count && facts->elements++ < ELEMENTS_MAX;
         i += 2) {
        const char *name = handle_words(handles, handle_item(handles, names, i));
        struct place place = {name ? name : "", handle_item(handles, names, i + 1)};
        LIST_ADD(handles->arena, &facts->places, place);
    }
}

/* --- Files ---------------------------------------------------------------------------------------------- */

/* A file that is carried: readers take the one or the other of its two streams, which are one. */
static void file_add(struct facts *facts, const char *where, qpdf_oh specification) {
    const struct handles *handles = facts->handles;
    const char *name = handle_words_at(handles, specification, "/UF"),
               *other = handle_words_at(handles, specification, "/F");
    qpdf_oh embedded = handle_entry(handles, specification, "/EF");
    int streams[] = {
        extract_lib.qpdf_oh_get_object_id(handles->pdf, handle_entry(handles, embedded, "/UF")),
        extract_lib.qpdf_oh_get_object_id(handles->pdf, handle_entry(handles, embedded, "/F")),
    };
    bool one = name && other && strcmp(name, other) == 0 && streams[0] == streams[1];
    facts_add(facts, arena_format(facts->handles->arena, "value files %s %s%s", where, name ? name : "",
                                  one ? "" : ", which is two"));
}

static void files_read(struct facts *facts, qpdf_oh node, size_t depth) {
    const struct handles *handles = facts->handles;
    qpdf_oh kids = handle_entry(handles, node, "/Kids"), names = handle_entry(handles, node, "/Names");
    for (size_t i = 0, count = handle_count(handles, kids);
         depth < DEPTH_MAX && i < count && facts->elements++ < ELEMENTS_MAX; i++)
        files_read(facts, handle_item(handles, kids, i), depth + 1);
    for (size_t i = 1, count = handle_count(handles, names); i < count && facts->elements++ < ELEMENTS_MAX; i += 2) {
        qpdf_oh file = handle_item(handles, names, i);
        LIST_ADD(handles->arena, &facts->files, extract_lib.qpdf_oh_get_object_id(handles->pdf, file));
        file_add(facts, "/EmbeddedFiles", file);
    }
}

/* Files that belong to the document are those that it carries. */
static void associated_add(struct facts *facts, qpdf_oh root) {
    const struct handles *handles = facts->handles;
    qpdf_oh files = handle_entry(handles, root, "/AF");
    for (size_t i = 0, count = handle_count(handles, files); i < count && facts->elements++ < ELEMENTS_MAX; i++) {
        qpdf_oh file = handle_item(handles, files, i);
        int object = extract_lib.qpdf_oh_get_object_id(handles->pdf, file);
        bool carried = false;
        for (size_t j = 0; j < facts->files.count && !carried; j++)
            carried = facts->files.items[j] == object;
        file_add(facts, carried ? "/AF" : "/AF besides", file);
    }
}

/* --- Bookmarks ------------------------------------------------------------------------------------------ */

/* Where a bookmark leads. */
static const char *target_words(const struct facts *facts, qpdf_oh item) {
    const struct handles *handles = facts->handles;
    qpdf_oh target = handle_entry(handles, item, "/Dest");
    if (handle_kind(handles, target) == ot_null)
        target = handle_entry(handles, handle_entry(handles, item, "/A"), "/D");
    const char *name = handle_words(handles, target);
    return name ? name : words_at(facts, target);
}

static void bookmarks_add(struct facts *facts, qpdf_oh item, size_t depth) {
    const struct handles *handles = facts->handles;
    while (depth < DEPTH_MAX && handle_kind(handles, item) == ot_dictionary && facts->elements++ < ELEMENTS_MAX) {
        const char *title = handle_words_at(handles, item, "/Title");
        facts_add(facts, arena_format(facts->handles->arena, "bookmark %zu %s|%s", depth, title ? title : "",
                                      target_words(facts, item)));
        entries_add(facts, "bookmark", item);
        bookmarks_add(facts, handle_entry(handles, item, "/First"), depth + 1);
        item = handle_entry(handles, item, "/Next");
    }
}

/* What readers show of a file. */
static void information_add(struct facts *facts) {
    static const char *const shown[] = {"/Author", "/Keywords", "/Subject", "/Title"};
    qpdf_oh facts_of_file = handle_entry(facts->handles, extract_lib.qpdf_get_trailer(facts->handles->pdf), "/Info");
    for (size_t i = 0; i < sizeof shown / sizeof *shown && handle_kind(facts->handles, facts_of_file) == ot_dictionary;
         i++) {
        const char *words = handle_words_at(facts->handles, facts_of_file, shown[i]);
        if (words)
            facts_add(facts, arena_format(facts->handles->arena, "value information %s %s", shown[i], words));
    }
}

void facts_catalogue(struct facts *facts, const char *(*near)(const void *context, size_t page, double x, double y),
                     const void *context) {
    static const char *const values[] = {"/Lang", "/MarkInfo", "/PageMode", "/PageLayout"};
    const struct handles *handles = facts->handles;
    qpdf_oh root = extract_lib.qpdf_get_root(handles->pdf), names = handle_entry(handles, root, "/Names");
    facts->near = near;
    facts->context = context;
    entries_add(facts, "catalogue", root);
    entries_add(facts, "names", names);
    entries_add(facts, "preferences", handle_entry(handles, root, "/ViewerPreferences"));
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        value_add(facts, "catalogue", root, values[i]);
    value_add(facts, "tags", handle_entry(handles, root, "/StructTreeRoot"), "/RoleMap");
    information_add(facts);
    files_read(facts, handle_entry(handles, names, "/EmbeddedFiles"), 0);
    associated_add(facts, root);
    facts->elements = 0;
    places_read(facts, handle_entry(handles, names, "/Dests"), 0);
    for (size_t i = 0; i < facts->places.count; i++)
        facts_add(facts, arena_format(facts->handles->arena, "place %s|%s", facts->places.items[i].name,
                                      words_at(facts, facts->places.items[i].target)));
    facts->elements = 0;
    bookmarks_add(facts, handle_entry(handles, handle_entry(handles, root, "/Outlines"), "/First"), 1);
}

/* --- All ------------------------------------------------------------------------------------------------ */

static int compare_lines(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void facts_put(struct facts *facts, struct buffer *out) {
    if (facts->lines.count > 1)
        qsort(facts->lines.items, facts->lines.count, sizeof *facts->lines.items, compare_lines);
    for (size_t i = 0; i < facts->lines.count; i++)
        if (i == 0 || strcmp(facts->lines.items[i - 1], facts->lines.items[i]) != 0)
            buffer_format(out, "%s\n", facts->lines.items[i]);
}
