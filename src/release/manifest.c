/* manifest.c: manifest.txt ↔ struct manifest (manifest.h, FORMATS.md).
 *
 * Surprising: what was read and is printed again is the same to the byte. A manifest
 * whose lines stand in another order is refused, so there is one form of each.
 */
#include "release/manifest.h"

#include <stdlib.h>
#include <string.h>

#include "release/lines.h"

bool manifest_path_good(const char *path) {
    for (const char *at = path;; at++) {
        size_t step = strcspn(at, "/");
        if (step == 0 || (step == 1 && *at == '.') || (step == 2 && at[0] == '.' && at[1] == '.'))
            return false;
        at += step;
        if (*at == '\0')
            return true;
    }
}

static bool item_read(struct lines *lines, const char *value, bool sized, struct manifest_item *item) {
    const char *at = value;
    const char *hash = lines_word(lines, &at, false);
    const char *bytes = sized ? lines_word(lines, &at, false) : "0";
    item->name = lines_word(lines, &at, true);
    bool good = hash != NULL && hash_read(hash, &item->hash) && bytes != NULL && lines_number(bytes, &item->bytes) &&
                item->name != NULL && manifest_path_good(item->name);
    if (!good)
        lines_fault(lines, false,
                    sized ? "a hash, a number of bytes and a file name have to stand here"
                          : "a hash and the name of a style have to stand here");
    return good;
}

/* All lines of one name, in the order of their last words. */
static bool items_read(struct lines *lines, const char *name, manifest_items *items, bool sized) {
    for (const char *value; (value = lines_take(lines, name)) != NULL;) {
        struct manifest_item item;
        if (!item_read(lines, value, sized, &item))
            return false;
        if (items->count > 0 && strcmp(items->items[items->count - 1].name, item.name) >= 0) {
            lines_fault(lines, false, "this line stands twice, or not in its order");
            return false;
        }
        LIST_ADD(lines->arena, items, item);
    }
    return true;
}

static bool libraries_read(struct lines *lines, struct manifest *manifest) {
    for (const char *value; (value = lines_take(lines, "library")) != NULL;) {
        const char *at = value;
        struct manifest_library library = {.name = lines_word(lines, &at, false)};
        library.version = lines_word(lines, &at, true);
        if (library.name == NULL || library.version == NULL) {
            lines_fault(lines, false, "the name and the version of a library have to stand here");
            return false;
        }
        LIST_ADD(lines->arena, &manifest->libraries, library);
    }
    return true;
}

bool manifest_parse(const char *file, const char *bytes, size_t count, struct arena *arena, struct report *report,
                    struct manifest *manifest) {
    *manifest = (struct manifest){0};
    struct lines lines = lines_open(file, bytes, count, arena, report);
    unsigned version = 0;
    if (!lines_take_version(&lines, "engross manifest", MANIFEST_VERSION, &version) || version == 0) {
        lines_fault(&lines, true, "the first line has to be \"engross manifest 2\"");
        return false;
    }
    manifest->document = lines_want(&lines, "document");
    manifest->label = lines_want(&lines, "label");
    const char *sequence = lines_want(&lines, "sequence");
    if (sequence != NULL && !lines_number(sequence, &manifest->sequence))
        lines_fault(&lines, false, "a number has to stand here");
    manifest->program = lines_want(&lines, "program");
    if (lines.failed || !libraries_read(&lines, manifest) || !items_read(&lines, "file", &manifest->files, true) ||
        !items_read(&lines, "font", &manifest->fonts, true) || !items_read(&lines, "style", &manifest->styles, false) ||
        (version > 1 && !items_read(&lines, "style-file", &manifest->style_files, true)) ||
        !items_read(&lines, "pdf", &manifest->pdfs, true))
        return false;
    if (!lines_at_end(&lines))
        lines_fault(&lines, true, "this line has no place here");
    return !lines.failed;
}

static int compare_items(const void *one, const void *other) {
    const struct manifest_item *a = one;
    const struct manifest_item *b = other;
    return strcmp(a->name, b->name);
}

static int compare_libraries(const void *one, const void *other) {
    const struct manifest_library *a = one;
    const struct manifest_library *b = other;
    return strcmp(a->name, b->name);
}

static void items_print(const char *name, const manifest_items *list, bool sized, struct buffer *out) {
    struct manifest_item *items = list->items;
    if (list->count > 0)
        qsort(items, list->count, sizeof *items, compare_items);
    for (size_t i = 0; i < list->count; i++) {
        char hex[65];
        hash_hex(&items[i].hash, hex);
        buffer_format(out, "%s: %s ", name, hex);
        if (sized)
            buffer_format(out, "%zu ", items[i].bytes);
        buffer_format(out, "%s\n", items[i].name);
    }
}

void manifest_print(struct manifest *manifest, bool pdfs, struct buffer *out) {
    buffer_format(out, "engross manifest %d\ndocument: %s\nlabel: %s\nsequence: %zu\nprogram: %s\n", MANIFEST_VERSION,
                  manifest->document, manifest->label, manifest->sequence, manifest->program);
    if (manifest->libraries.count > 0)
        qsort(manifest->libraries.items, manifest->libraries.count, sizeof *manifest->libraries.items,
              compare_libraries);
    for (size_t i = 0; i < manifest->libraries.count; i++)
        buffer_format(out, "library: %s %s\n", manifest->libraries.items[i].name, manifest->libraries.items[i].version);
    items_print("file", &manifest->files, true, out);
    items_print("font", &manifest->fonts, true, out);
    items_print("style", &manifest->styles, false, out);
    items_print("style-file", &manifest->style_files, true, out);
    if (pdfs)
        items_print("pdf", &manifest->pdfs, true, out);
}

const struct manifest_item *manifest_find(const struct manifest *manifest, const char *name) {
    for (size_t i = 0; i < manifest->files.count; i++)
        if (strcmp(manifest->files.items[i].name, name) == 0)
            return &manifest->files.items[i];
    return NULL;
}
