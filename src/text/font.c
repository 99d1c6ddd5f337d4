/* font.c: from the manifest of fonts to open faces.
 *
 * fonts/fonts.xml → families of faces; a face is read, held against its SHA-256,
 * its rights and its outlines, and opened as an hb_font_t whose scale is 1000, so
 * that everything HarfBuzz says is in thousandths of an em. Metrics come from
 * OS/2, hhea, head and post (OpenType 1.9). A face that fails is reported once
 * and stays closed; whoever asks for it again is told that the set is broken.
 *
 * Surprising: the bytes are read, not mapped. A mapped file that another program
 * cuts short would end ours with a signal, and reading half a megabyte is cheaper
 * than hashing it.
 */
#include "text/font.h"

#include <assert.h>
#include <hb-ot.h>
#include <hb.h>
#include <pthread.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/list.h"
#include "base/thread.h"

#define FONT_FILE_LIMIT ((size_t)64 << 20)

/* A file of the manifest: a face or a dictionary. */
struct file_entry {
    const char *name; /* "NotoSans-Regular.ttf" */
    const char *sha256;
    struct place place;
    bool tried;
    const void *data; /* NULL when not read, or not as it should be */
    size_t bytes;
    bool broken;
    bool told; /* in the report */
    enum rule fault;
    const char *strings[4];
};

struct face_entry {
    struct face face; /* first: a struct face is part of its entry */
    struct file_entry file;
    const struct family *family;
    hb_face_t *hb_face;
    hb_font_t *hb_font;
};

struct family {
    const char *name;
    const char *scripts;               /* as in the manifest; NULL for a family that is no fallback */
    const char *languages;             /* NULL for any */
    struct face_entry *regular, *bold; /* never both NULL */
};

struct dictionary {
    const char *lang;
    struct file_entry file;
};

struct font_set {
    pthread_mutex_t lock; /* around whatever may open a file: two threads may want the same */
    struct arena *arena;  /* the set's own, since other threads use the document's */
    bool missed;          /* a thread beside could not open a file */
    struct report *report;
    const char *folder;
    LIST(struct family *) families;
    LIST(struct face_entry *) faces;
    LIST(struct dictionary *) dictionaries;
};

/* --- Files ------------------------------------------------------------------ */

static void fault_add(struct font_set *set, struct file_entry *file, enum rule rule, const char *second,
                      const char *third) {
    file->broken = true;
    file->data = NULL;
    file->fault = rule;
    file->strings[0] = file->name;
    file->strings[1] = second;
    file->strings[2] = third;
    if (thread_beside())
        return; /* set_unlock has the file tried again by the main thread */
    file->told = true;
    report_add_strings(set->report, rule, file->place, file->strings);
}

static void set_lock(struct font_set *set) {
    pthread_mutex_lock(&set->lock);
}

/* A fault that a thread beside has met is for the main thread to meet and to tell, in its own order. */
static void file_miss(struct font_set *set, struct file_entry *file) {
    if (!file->broken || file->told)
        return;
    file->tried = file->broken = false;
    set->missed = true;
}

static void set_unlock(struct font_set *set) {
    if (thread_beside()) {
        for (size_t i = 0; i < set->faces.count; i++)
            file_miss(set, &set->faces.items[i]->file);
        for (size_t i = 0; i < set->dictionaries.count; i++)
            file_miss(set, &set->dictionaries.items[i]->file);
    }
    pthread_mutex_unlock(&set->lock);
}

/* Reads the file once; its bytes are those that the manifest promises, or `broken` is set. */
static bool file_open(struct font_set *set, struct file_entry *file) {
    if (file->tried)
        return !file->broken;
    file->tried = true;
    const char *path = arena_format(set->arena, "%s/%s", set->folder, file->name);
    struct hash hash;
    file->data = file_read_hash(set->arena, path, FONT_FILE_LIMIT, &file->bytes, &hash, NULL);
    if (file->data == NULL) {
        fault_add(set, file, RULE_FONT_MISSING,
                  file_exists(path) ? "it is no file that may be read" : "there is none of that name in fonts/", "");
        return false;
    }
    char hex[65];
    hash_hex(&hash, hex);
    if (strcmp(hex, file->sha256) != 0) {
        fault_add(set, file, RULE_FONT_BYTES, "", "");
        return false;
    }
    return true;
}

/* --- Tables of a font file --------------------------------------------------- */

static int table_u16(hb_blob_t *table, unsigned at) {
    unsigned count = 0;
    const uint8_t *bytes = (const uint8_t *)hb_blob_get_data(table, &count);
    return at + 2 <= count ? bytes[at] << 8 | bytes[at + 1] : 0;
}

static int table_i16(hb_blob_t *table, unsigned at) {
    int value = table_u16(table, at);
    return value < 0x8000 ? value : value - 0x10000;
}

static int thousandths(int units, int units_per_em) {
    int64_t product = (int64_t)units * 1000;
    int64_t half = units_per_em / 2;
    return (int)((product >= 0 ? product + half : product - half) / units_per_em);
}

/* OS/2 fsType: the lowest four bits choose one permission (0 installable, 2 restricted, 4 preview and print, 8
 * editable; where several are set the least restrictive counts), 0x0100 forbids subsetting, 0x0200 embedding outlines.
 */
static bool rights_check(struct font_set *set, struct face_entry *entry, hb_blob_t *os2) {
    int type = table_u16(os2, 8);
    const char *forbidden = NULL;
    if ((type & 0x000F) == 0x0002)
        forbidden = "embedding";
    else if (type & 0x0100)
        forbidden = "embedding a part of it, which is what a PDF of ours holds";
    else if (type & 0x0200)
        forbidden = "embedding its outlines";
    if (forbidden != NULL)
        fault_add(set, &entry->file, RULE_FONT_RIGHTS, forbidden, arena_format(set->arena, "0x%04X", (unsigned)type));
    return forbidden == NULL;
}

/* Letters, digits and '-' of name 6, at most 63 of them (OpenType 1.9, `name`); the file's stem when it has none. */
static const char *name_clean(struct font_set *set, hb_face_t *hb_face, const char *file) {
    char name[128] = "";
    unsigned room = sizeof name;
    hb_ot_name_get_utf8(hb_face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &room, name);
    const char *from = name[0] != '\0' ? name : file;
    char clean[64];
    size_t count = 0;
    for (; *from != '\0' && *from != '.' && count < sizeof clean - 1; from++)
        if ((*from >= '0' && *from <= '9') || (*from >= 'A' && *from <= 'Z') || (*from >= 'a' && *from <= 'z') ||
            *from == '-')
            clean[count++] = *from;
    return arena_copy(set->arena, clean, count);
}

static int metric(hb_font_t *font, hb_ot_metrics_tag_t tag, int otherwise) {
    hb_position_t value = 0;
    return hb_ot_metrics_get_position(font, tag, &value) && value != 0 ? value : otherwise;
}

static int glyph_top(hb_font_t *font, uint32_t code, int otherwise) {
    hb_codepoint_t glyph = 0;
    hb_glyph_extents_t extents;
    if (!hb_font_get_nominal_glyph(font, code, &glyph) || !hb_font_get_glyph_extents(font, glyph, &extents))
        return otherwise;
    return extents.y_bearing;
}

static void metrics_read(struct face *face, hb_face_t *hb_face, hb_font_t *font, hb_blob_t *os2) {
    int em = (int)hb_face_get_upem(hb_face);
    face->units_per_em = em;
    face->ascent = metric(font, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER, 800);
    face->descent = metric(font, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER, -200);
    if (face->descent > 0)
        face->descent = -face->descent; /* some old fonts count it downwards */
    face->cap_height = metric(font, HB_OT_METRICS_TAG_CAP_HEIGHT, glyph_top(font, 'H', 700));
    face->x_height = metric(font, HB_OT_METRICS_TAG_X_HEIGHT, glyph_top(font, 'x', 500));
    face->underline_position = metric(font, HB_OT_METRICS_TAG_UNDERLINE_OFFSET, -100);
    face->underline_thickness = metric(font, HB_OT_METRICS_TAG_UNDERLINE_SIZE, 50);
    face->strikeout_position = metric(font, HB_OT_METRICS_TAG_STRIKEOUT_OFFSET, 300);
    face->strikeout_thickness = metric(font, HB_OT_METRICS_TAG_STRIKEOUT_SIZE, 50);

    hb_blob_t *head = hb_face_reference_table(hb_face, HB_TAG('h', 'e', 'a', 'd'));
    for (unsigned i = 0; i < 4; i++)
        face->box[i] = thousandths(table_i16(head, 36 + 2 * i), em);
    hb_blob_destroy(head);

    hb_blob_t *post = hb_face_reference_table(hb_face, HB_TAG('p', 'o', 's', 't'));
    face->italic_angle = table_i16(post, 4) * 65536 + table_u16(post, 6);
    hb_blob_destroy(post);

    int weight = table_u16(os2, 4);
    if (weight < 1 || weight > 1000)
        weight = face->bold ? 700 : 400;
    face->stem = 50 + weight * weight / (65 * 65);
}

/* Whether lines can be built by what the face says of its height: within three em each way, above the baseline more
 * than nothing. The tallest faces of living scripts stay within two. */
static bool height_check(struct font_set *set, struct face_entry *entry) {
    const struct face *face = &entry->face;
    if (face->ascent > 0 && face->ascent <= 3000 && face->descent >= -3000)
        return true;
    fault_add(set, &entry->file, RULE_FONT_KIND,
              arena_format(set->arena, "is damaged: it reaches from %d to %d thousandths of its size", face->descent,
                           face->ascent),
              "");
    return false;
}

/* --- Opening a face ----------------------------------------------------------- */

static bool outlines_check(struct font_set *set, struct face_entry *entry) {
    hb_blob_t *glyf = hb_face_reference_table(entry->hb_face, HB_TAG('g', 'l', 'y', 'f'));
    bool empty = hb_blob_get_length(glyf) == 0;
    hb_blob_destroy(glyf);
    if (hb_face_get_glyph_count(entry->hb_face) == 0)
        fault_add(set, &entry->file, RULE_FONT_KIND, "is no font that can be read", "");
    else if (empty)
        fault_add(set, &entry->file, RULE_FONT_KIND, "has no TrueType outlines", "");
    return !entry->file.broken;
}

static void face_close(struct face_entry *entry) {
    hb_font_destroy(entry->hb_font);
    hb_face_destroy(entry->hb_face);
    entry->hb_font = NULL;
    entry->hb_face = NULL;
    entry->face.shaper = NULL;
}

/* The face, open; NULL when it is broken. */
static const struct face *face_open(struct font_set *set, struct face_entry *entry) {
    if (entry->face.shaper != NULL)
        return &entry->face;
    if (!file_open(set, &entry->file))
        return NULL;
    assert(entry->file.bytes <= FONT_FILE_LIMIT);
    hb_blob_t *blob = hb_blob_create((const char *)entry->file.data, (unsigned)entry->file.bytes,
                                     HB_MEMORY_MODE_READONLY, NULL, NULL);
    entry->hb_face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    hb_blob_t *os2 = hb_face_reference_table(entry->hb_face, HB_TAG('O', 'S', '/', '2'));
    if (outlines_check(set, entry) && rights_check(set, entry, os2)) {
        entry->hb_font = hb_font_create(entry->hb_face);
        hb_font_set_scale(entry->hb_font, 1000, 1000);
        entry->face.data = entry->file.data;
        entry->face.bytes = entry->file.bytes;
        entry->face.postscript_name = name_clean(set, entry->hb_face, entry->file.name);
        metrics_read(&entry->face, entry->hb_face, entry->hb_font, os2);
        hb_font_make_immutable(entry->hb_font);
        if (height_check(set, entry))
            entry->face.shaper = entry->hb_font;
    }
    hb_blob_destroy(os2);
    if (entry->file.broken)
        face_close(entry);
    return entry->file.broken ? NULL : &entry->face;
}

/* --- The manifest ---------------------------------------------------------------- */

static void file_entry_read(struct file_entry *file, const struct element *element) {
    file->name = element_attribute(element, "file");
    file->sha256 = element_attribute(element, "sha256");
    file->place = element->place;
}

static void family_read(struct font_set *set, const struct element *element) {
    struct family *family = ARENA_NEW(set->arena, struct family);
    family->name = element_attribute(element, "name");
    family->scripts = element_attribute(element, "scripts");
    family->languages = element_attribute(element, "languages");
    for (const struct element *row = element_child(element, "face"); row != NULL; row = element_next(row, "face")) {
        struct face_entry *entry = ARENA_NEW(set->arena, struct face_entry);
        file_entry_read(&entry->file, row);
        entry->family = family;
        entry->face.file = entry->file.name;
        entry->face.place = entry->file.place;
        entry->face.index = (unsigned)set->faces.count;
        entry->face.bold = strcmp(element_attribute(row, "weight"), "bold") == 0;
        *(entry->face.bold ? &family->bold : &family->regular) = entry;
        LIST_ADD(set->arena, &set->faces, entry);
    }
    LIST_ADD(set->arena, &set->families, family);
}

struct font_set *font_set_open(struct source *source, struct arena *arena, struct report *report) {
    struct font_set *set = ARENA_NEW(arena, struct font_set);
    set->arena = arena;
    set->report = report;
    (void)pthread_mutex_init(&set->lock, NULL);
    set->folder = arena_format(arena, "%s/fonts", source_home(source));
    const char *path = arena_format(arena, "%s/fonts.xml", set->folder);
    const struct element *root = source_read(source, SOURCE_FONTS, path, set->folder, arena, report);
    if (root == NULL)
        return NULL;
    for (const struct element *element = root->first; element != NULL; element = element->next) {
        if (element_is(element, "family")) {
            family_read(set, element);
        } else if (element_is(element, "dictionary")) {
            struct dictionary *dictionary = ARENA_NEW(arena, struct dictionary);
            dictionary->lang = element_attribute(element, "lang");
            file_entry_read(&dictionary->file, element);
            LIST_ADD(arena, &set->dictionaries, dictionary);
        }
    }
    set->arena = arena_open();
    return set;
}

void font_set_close(struct font_set *set) {
    if (set == NULL)
        return;
    for (size_t i = 0; i < set->faces.count; i++)
        if (set->faces.items[i]->face.shaper != NULL)
            face_close(set->faces.items[i]);
    arena_close(set->arena);
    pthread_mutex_destroy(&set->lock);
}

/* --- Finding ------------------------------------------------------------------- */

static const struct family *family_find(const struct font_set *set, const char *name) {
    for (size_t i = 0; i < set->families.count; i++)
        if (strcmp(set->families.items[i]->name, name) == 0)
            return set->families.items[i];
    return NULL;
}

bool font_set_names(const struct font_set *set, const char *family) {
    return family_find(set, family) != NULL;
}

static const struct face *family_face(struct font_set *set, const struct family *family, bool bold) {
    struct face_entry *entry = bold ? family->bold : family->regular;
    if (entry == NULL)
        entry = bold ? family->regular : family->bold;
    return face_open(set, entry);
}

const struct face *font_main(struct font_set *set, const char *family, bool bold) {
    const struct family *found = family_find(set, family);
    set_lock(set);
    const struct face *face = found != NULL ? family_face(set, found, bold) : NULL;
    set_unlock(set);
    return face;
}

/* Whether `word` is one of the words of `list`, compared up to `count` bytes. */
static bool list_holds(const char *list, const char *word, size_t count) {
    while (list != NULL && *list != '\0') {
        size_t length_of_word = strcspn(list, " \t\r\n");
        if (length_of_word == count && strncmp(list, word, count) == 0)
            return true;
        list += length_of_word;
        list += strspn(list, " \t\r\n");
    }
    return false;
}

static bool fallback_serves(const struct family *family, const char *lang, uint32_t script) {
    if (family->scripts == NULL)
        return false;
    if (family->languages != NULL && (lang == NULL || !list_holds(family->languages, lang, strcspn(lang, "-"))))
        return false;
    char tag[4];
    hb_tag_to_string(script, tag);
    return list_holds(family->scripts, "Zyyy", 4) || list_holds(family->scripts, tag, 4);
}

static const struct face *find(struct font_set *set, const char *family, bool bold, const char *lang, uint32_t script,
                               uint32_t code) {
    const struct family *own = family_find(set, family);
    const struct face *face = own != NULL ? family_face(set, own, bold) : NULL;
    if (face == NULL || face_has(face, code))
        return face;
    for (size_t i = 0; i < set->families.count; i++) {
        const struct family *other = set->families.items[i];
        if (other == own || !fallback_serves(other, lang, script))
            continue;
        face = family_face(set, other, bold);
        if (face == NULL || face_has(face, code))
            return face;
    }
    return NULL;
}

const struct face *font_find(struct font_set *set, const char *family, bool bold, const char *lang, uint32_t script,
                             uint32_t code) {
    set_lock(set);
    const struct face *face = find(set, family, bold, lang, script, code);
    set_unlock(set);
    return face;
}

bool font_set_missed(struct font_set *set) {
    set_lock(set);
    bool missed = set->missed;
    set->missed = false;
    set_unlock(set);
    return missed;
}

bool font_set_broken(struct font_set *set, struct report *report) {
    bool broken = false;
    set_lock(set);
    for (size_t i = 0; i < set->faces.count; i++) {
        const struct file_entry *file = &set->faces.items[i]->file;
        if (file->broken) {
            if (report != NULL)
                report_add_strings(report, file->fault, file->place, file->strings);
            broken = true;
        }
    }
    set_unlock(set);
    return broken;
}

bool face_has(const struct face *face, uint32_t code) {
    hb_font_t *font = face->shaper;
    hb_codepoint_t glyph = 0;
    if (hb_font_get_nominal_glyph(font, code, &glyph))
        return true;
    return (code == 0x00A0 && hb_font_get_nominal_glyph(font, ' ', &glyph)) ||
           (code == 0x2011 && hb_font_get_nominal_glyph(font, 0x2010, &glyph));
}

bool face_for_script(const struct face *face) {
    const struct family *family = ((const struct face_entry *)face)->family;
    return family->scripts != NULL && !list_holds(family->scripts, "Zyyy", 4);
}

int face_advance(const struct face *face, uint32_t glyph) {
    return hb_font_get_glyph_h_advance(face->shaper, glyph);
}

const void *font_dictionary(struct font_set *set, const char *lang, size_t *bytes) {
    struct dictionary *best = NULL;
    for (size_t i = 0; i < set->dictionaries.count; i++) {
        struct dictionary *dictionary = set->dictionaries.items[i];
        size_t subtag = strcspn(dictionary->lang, "-");
        if (strcmp(dictionary->lang, lang) == 0) {
            best = dictionary;
            break;
        }
        if (best == NULL && strcspn(lang, "-") == subtag && strncmp(lang, dictionary->lang, subtag) == 0)
            best = dictionary;
    }
    if (best == NULL)
        return NULL;
    set_lock(set);
    const void *data = file_open(set, &best->file) ? best->file.data : NULL;
    *bytes = data != NULL ? best->file.bytes : 0;
    set_unlock(set);
    return data;
}

void font_set_examine(struct font_set *set, struct report *report) {
    for (size_t i = 0; i < set->faces.count; i++)
        face_open(set, set->faces.items[i]);
    for (size_t i = 0; i < set->dictionaries.count; i++) {
        struct file_entry *file = &set->dictionaries.items[i]->file;
        if (!file_open(set, file))
            report_add_strings(report, file->fault, file->place, file->strings);
    }
    font_set_broken(set, report);
}
