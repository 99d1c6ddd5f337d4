/* freeze.c: what a release is made of (freeze.h).
 *
 * Surprising: a picture that only a restricted part shows is frozen and not attached;
 * its very name would say what is kept back.
 */
#include "release/freeze.h"

#include <string.h>
#include <unicode/uversion.h>

#include "base/file.h"
#include "base/version.h"
#include "document/limits.h"
#include "pdf/object.h"
#include "pdf/press.h"
#include "text/shape.h"

#define FILE_LIMIT ((size_t)64 << 20)

static const char *path_in(struct arena *arena, const char *folder, const char *name) {
    return strcmp(folder, ".") == 0 ? arena_string(arena, name) : arena_format(arena, "%s/%s", folder, name);
}

static struct frozen_file *file_find(const struct frozen *frozen, const char *name) {
    for (size_t i = 0; i < frozen->files.count; i++)
        if (strcmp(frozen->files.items[i].name, name) == 0)
            return &frozen->files.items[i];
    return NULL;
}

/* One of ours in its two forms. */
static bool take_source(const char *path, const char *tree, const struct canonical_control *control, const char *name,
                        const char *public_name, const char *attached, struct arena *arena, struct report *report,
                        struct frozen *out) {
    struct buffer complete = {0};
    struct buffer redacted = {0};
    bool good = canonical_read(path, tree, control, arena, report, &complete, &redacted);
    if (good) {
        struct frozen_file whole = {.name = name, .count = complete.count};
        struct frozen_file public = {.name = public_name, .count = redacted.count, .attached = attached};
        whole.bytes = arena_copy(arena, buffer_text(&complete), complete.count);
        public.bytes = arena_copy(arena, buffer_text(&redacted), redacted.count);
        LIST_ADD(arena, &out->files, whole);
        LIST_ADD(arena, &out->files, public);
    }
    buffer_close(&complete);
    buffer_close(&redacted);
    return good;
}

static bool take_file(const char *path, const char *name, bool attached, struct arena *arena, struct report *report,
                      struct frozen *out) {
    struct frozen_file *known = file_find(out, name);
    if (known != NULL) {
        if (attached)
            known->attached = known->name;
        return true;
    }
    struct frozen_file file = {.name = name, .attached = attached ? name : NULL};
    file.bytes = file_read(arena, path, FILE_LIMIT, &file.count, report);
    if (file.bytes != NULL)
        LIST_ADD(arena, &out->files, file);
    return file.bytes != NULL;
}

static bool take_pictures(const struct element *root, const char *tree, bool attached, struct arena *arena,
                          struct report *report, struct frozen *out) {
    bool good = true;
    for (const struct element *at = root; at != NULL; at = element_after(at, root)) {
        if (at->name == NULL || (!element_is(at, "figure") && !element_is(at, "signed")))
            continue;
        const char *name = element_attribute(at, element_is(at, "figure") ? "src" : "picture");
        if (name != NULL && manifest_path_good(name))
            good = take_file(path_in(arena, tree, name), name, attached, arena, report, out) && good;
    }
    return good;
}

/* A style, what it extends, and their logos. */
static bool take_style(struct source *source, const char *home, const char *name, struct arena *arena,
                       struct report *report, struct frozen *out) {
    while (name != NULL) {
        const char *local = arena_format(arena, "styles/%s.xml", name);
        const char *path = path_in(arena, home, local);
        if (!take_file(path, local, false, arena, report, out))
            return false;
        const struct element *root =
            source_read(source, SOURCE_STYLE, path, path_in(arena, home, "styles"), arena, report);
        if (root == NULL)
            return false;
        const struct element *logo = element_child(root, "logo");
        const char *picture = logo == NULL ? NULL : element_attribute(logo, "file");
        if (picture != NULL && manifest_path_good(picture)) {
            const char *there = arena_format(arena, "styles/%s", picture);
            if (!take_file(path_in(arena, home, there), there, false, arena, report, out))
                return false;
        }
        name = element_attribute(root, "extends");
    }
    return true;
}

bool freeze(struct source *source, const struct freeze *wish, struct arena *arena, struct report *report,
            struct frozen *out) {
    *out = (struct frozen){0};
    const char *tree = wish->tree;
    const struct element *whole = source_read(source, SOURCE_COMPLETE, wish->file, tree, arena, report);
    const struct element *shown =
        whole == NULL ? NULL : source_read(source, SOURCE_NEIGHBOUR, wish->file, tree, arena, report);
    if (shown == NULL ||
        !take_source(wish->file, tree, wish->control, "source.xml", EDITION_SOURCE, EDITION_SOURCE, arena, report, out))
        return false;
    const char *organisations = path_in(arena, tree, "organisations.xml");
    if (file_exists(organisations) &&
        !take_source(organisations, tree, NULL, "organisations.xml", "public-organisations.xml", EDITION_ORGANISATIONS,
                     arena, report, out))
        return false;
    const char *limits = path_in(arena, tree, "limits.xml");
    if (limits_wanted(whole) && file_exists(limits) &&
        !take_source(limits, tree, NULL, "limits.xml", "public-limits.xml", EDITION_LIMITS, arena, report, out))
        return false;
    bool good =
        take_pictures(shown, tree, true, arena, report, out) && take_pictures(whole, tree, false, arena, report, out);
    for (size_t i = 0; i < wish->style_count && good; i++)
        good = take_style(source, wish->home, wish->styles[i], arena, report, out);
    return good;
}

/* Every file that fonts.xml names, and itself: which of them a page needs is not asked, for one that is a fallback
 * matters by not being asked. */
static bool take_fonts(struct source *source, const char *home, struct arena *arena, struct report *report,
                       struct manifest *out) {
    const char *folder = path_in(arena, home, "fonts");
    const char *list = path_in(arena, home, "fonts/fonts.xml");
    const struct element *root = source_read(source, SOURCE_FONTS, list, folder, arena, report);
    if (root == NULL)
        return false;
    struct manifest_item item = {.name = "fonts.xml"};
    if (file_read_hash(arena, list, FILE_LIMIT, &item.bytes, &item.hash, report) == NULL)
        return false;
    LIST_ADD(arena, &out->fonts, item);
    for (const struct element *at = root; at != NULL; at = element_after(at, root)) {
        const char *name = at->name == NULL ? NULL : element_attribute(at, "file");
        bool known = false;
        for (size_t i = 0; name != NULL && i < out->fonts.count; i++)
            known = known || strcmp(out->fonts.items[i].name, name) == 0;
        const char *path = name == NULL || known ? NULL : arena_format(arena, "%s/%s", folder, name);
        if (path == NULL || !file_exists(path)) /* a face that is not installed and not asked for is no fault */
            continue;
        struct arena *scratch = arena_open();
        item.name = name;
        bool read = file_read_hash(scratch, path, FILE_LIMIT, &item.bytes, &item.hash, report) != NULL;
        arena_close(scratch);
        if (!read)
            return false;
        LIST_ADD(arena, &out->fonts, item);
    }
    return true;
}

void freeze_libraries(struct arena *arena, struct manifest *out) {
    UVersionInfo icu;
    char icu_words[U_MAX_VERSION_STRING_LENGTH];
    u_getVersion(icu);
    u_versionToString(icu, icu_words);
    LIST_ADD(arena, &out->libraries, ((struct manifest_library){"ICU", arena_string(arena, icu_words)}));
    LIST_ADD(arena, &out->libraries, ((struct manifest_library){"libxml2", source_parser_version()}));
    LIST_ADD(arena, &out->libraries, ((struct manifest_library){"HarfBuzz", shaper_version()}));
    LIST_ADD(arena, &out->libraries, ((struct manifest_library){"libharu", objects_version()}));
    LIST_ADD(arena, &out->libraries, ((struct manifest_library){"libdeflate", press_version()}));
}

bool freeze_manifest(struct source *source, const struct freeze *wish, const struct frozen *frozen, struct arena *arena,
                     struct report *report, struct manifest *out) {
    out->program = "engross " ENGROSS_VERSION;
    freeze_libraries(arena, out);
    for (size_t i = 0; i < frozen->files.count; i++) {
        const struct frozen_file *file = &frozen->files.items[i];
        struct manifest_item item = {
            .hash = hash_bytes(file->bytes, file->count), .bytes = file->count, .name = file->name};
        LIST_ADD(arena, &out->files, item);
        size_t name = strlen(file->name);
        if (strncmp(file->name, "styles/", 7) != 0)
            continue;
        bool style = name > 11 && strcmp(file->name + name - 4, ".xml") == 0;
        item.name = arena_copy(arena, file->name + 7, style ? name - 11 : name - 7);
        if (style)
            LIST_ADD(arena, &out->styles, item);
        else
            LIST_ADD(arena, &out->style_files, item);
    }
    return take_fonts(source, wish->home, arena, report, out);
}

size_t freeze_attachments(const struct frozen *frozen, const struct manifest *manifest, struct arena *arena,
                          struct attachment **out) {
    struct attachment *all = ARENA_ARRAY(arena, frozen->files.count + 1, struct attachment);
    struct manifest provenance = *manifest;
    provenance.files = (manifest_items){0};
    size_t count = 0;
    for (size_t i = 0; i < frozen->files.count; i++) {
        const struct frozen_file *file = &frozen->files.items[i];
        if (file->attached == NULL)
            continue;
        struct manifest_item item = {
            .hash = hash_bytes(file->bytes, file->count), .bytes = file->count, .name = file->attached};
        LIST_ADD(arena, &provenance.files, item);
        all[count++] = (struct attachment){.name = file->attached, .bytes = file->bytes, .count = file->count};
    }
    struct buffer text = {0};
    manifest_print(&provenance, false, &text);
    all[count++] = (struct attachment){
        .name = EDITION_PROVENANCE, .bytes = arena_copy(arena, buffer_text(&text), text.count), .count = text.count};
    buffer_close(&text);
    edition_arrange(all, count);
    *out = all;
    return count;
}
