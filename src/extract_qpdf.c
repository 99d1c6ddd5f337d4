/* extract_qpdf.c: a PDF → attachments, metadata, text and tags, by libqpdf.
 *
 * The one door to libqpdf. It is loaded by dlopen(3) when a PDF is to be read, since
 * linked in it would double the time in which the program starts for the sake of one
 * verb. libqpdf mends what it can and calls the rest null; its answers are taken as they
 * come, for a file in which much is missing has not the text of its source.
 *
 * The reading has a line for each structure element (ISO 32000-1, 14.7), indented, with
 * its attributes and what is painted of it: characters, and for pictures the hash of
 * their samples. What is painted besides follows, a line each: artifacts once each,
 * with "#" for numbers, since they come again on every page; and what is neither tagged
 * nor an artifact, which the program never paints, page by page. Two readings are
 * compared; nobody else reads them.
 *
 * Surprising: depth and number of elements are bounded rather than cycles looked for,
 * which ends in the same way and needs no list of what was met.
 */
#include <dlfcn.h>
#include <qpdf/qpdf-c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "extract.h"
#include "extract_text.h"

#define ATTACHMENTS_MAX 1000
#define ELEMENTS_MAX 1000000
#define DEPTH_MAX 200

#define FUNCTIONS(USE)               \
    USE(qpdf_init)                   \
    USE(qpdf_silence_errors)         \
    USE(qpdf_set_suppress_warnings)  \
    USE(qpdf_get_qpdf_version)       \
    USE(qpdf_read_memory)            \
    USE(qpdf_get_root)               \
    USE(qpdf_get_num_pages)          \
    USE(qpdf_get_page_n)             \
    USE(qpdf_oh_release_all)         \
    USE(qpdf_oh_release)             \
    USE(qpdf_oh_get_type_code)       \
    USE(qpdf_oh_get_object_id)       \
    USE(qpdf_oh_get_key)             \
    USE(qpdf_oh_get_dict)            \
    USE(qpdf_oh_get_array_n_items)   \
    USE(qpdf_oh_get_array_item)      \
    USE(qpdf_oh_get_utf8_value)      \
    USE(qpdf_oh_get_name)            \
    USE(qpdf_oh_get_int_value)       \
    USE(qpdf_oh_begin_dict_key_iter) \
    USE(qpdf_oh_dict_more_keys)      \
    USE(qpdf_oh_dict_next_key)       \
    USE(qpdf_oh_unparse_resolved)    \
    USE(qpdf_oh_get_stream_data)     \
    USE(qpdf_oh_get_page_content_data)

static struct {
    bool tried, loaded;
#define FIELD(name) __typeof__(name) *(name);
    FUNCTIONS(FIELD)
} lib;

static bool library_load(void) {
    if (lib.tried)
        return lib.loaded;
    lib.tried = true;
    void *handle = dlopen(EXTRACT_LIBRARY_FILE, RTLD_NOW | RTLD_LOCAL);
    lib.loaded = handle != NULL;
#define LOAD(name)                                  \
    if (lib.loaded) {                               \
        void *found = dlsym(handle, #name);         \
        memcpy(&lib.name, &found, sizeof lib.name); \
        lib.loaded = found != NULL;                 \
    }
    FUNCTIONS(LOAD)
    return lib.loaded;
}

const char *extract_library(void) {
    return library_load() ? lib.qpdf_get_qpdf_version() : NULL;
}

struct page_facts {
    int object; /* its number */
    struct buffer *texts;
    size_t count; /* of texts, by MCID */
};

struct font_facts {
    int object;
    struct meanings *meanings;
};

struct taking {
    const struct extracting *order;
    qpdf_data pdf;
    struct arena *arena;
    struct buffer out;
    struct page_facts *pages;
    size_t page_count;
    size_t at; /* the page that is being read */
    qpdf_oh resources;
    LIST(struct font_facts) fonts;
    struct buffer artifact, loose; /* what is being collected of the two */
    LIST(const char *) artifacts;
    size_t elements; /* met so far; of the tree of attachments, nodes and entries */
};

/* --- Objects ---------------------------------------------------------------------------------- */

static enum qpdf_object_type_e kind_of(const struct taking *taking, qpdf_oh object) {
    return lib.qpdf_oh_get_type_code(taking->pdf, object);
}

static void release(const struct taking *taking, qpdf_oh object) {
    lib.qpdf_oh_release(taking->pdf, object);
}

static qpdf_oh entry(const struct taking *taking, qpdf_oh dict, const char *key) {
    if (kind_of(taking, dict) != ot_stream)
        return lib.qpdf_oh_get_key(taking->pdf, dict, key);
    qpdf_oh facts = lib.qpdf_oh_get_dict(taking->pdf, dict);
    qpdf_oh value = lib.qpdf_oh_get_key(taking->pdf, facts, key);
    lib.qpdf_oh_release(taking->pdf, facts);
    return value;
}

static size_t array_count(const struct taking *taking, qpdf_oh array) {
    if (kind_of(taking, array) != ot_array)
        return 0;
    int count = lib.qpdf_oh_get_array_n_items(taking->pdf, array);
    return count > 0 ? (size_t)count : 0;
}

static qpdf_oh item(const struct taking *taking, qpdf_oh array, size_t i) {
    return lib.qpdf_oh_get_array_item(taking->pdf, array, (int)i);
}

/* A text or a name, in the arena; NULL for anything else. */
static const char *words_of(const struct taking *taking, qpdf_oh object) {
    enum qpdf_object_type_e kind = kind_of(taking, object);
    const char *words = kind == ot_string ? lib.qpdf_oh_get_utf8_value(taking->pdf, object)
                        : kind == ot_name ? lib.qpdf_oh_get_name(taking->pdf, object)
                                          : NULL;
    return words ? arena_string(taking->arena, words) : NULL;
}

/* The same of an entry. Handles are many: each is given back when it is read. */
static const char *words_at(const struct taking *taking, qpdf_oh dict, const char *key) {
    qpdf_oh value = entry(taking, dict, key);
    const char *words = words_of(taking, value);
    release(taking, value);
    return words;
}

/* The bytes of a stream, inflated; to be freed. NULL for anything else. */
static unsigned char *stream_of(const struct taking *taking, qpdf_oh stream, size_t *count) {
    unsigned char *bytes = NULL;
    *count = 0;
    if (kind_of(taking, stream) != ot_stream ||
        lib.qpdf_oh_get_stream_data(taking->pdf, stream, qpdf_dl_generalized, NULL, &bytes, count) > QPDF_WARNINGS) {
        free(bytes);
        return NULL;
    }
    return bytes ? bytes : calloc(1, 1);
}

/* --- Attachments --------------------------------------------------------------------------------- */

static void attachment_give(struct taking *taking, qpdf_oh specification) {
    qpdf_oh embedded = entry(taking, specification, "/EF");
    const char *name = words_at(taking, specification, "/UF");
    if (!name)
        name = words_at(taking, specification, "/F");
    size_t count;
    unsigned char *bytes = stream_of(taking, entry(taking, embedded, "/F"), &count);
    if (name && bytes)
        taking->order->give(taking->order->context, 'A', name, bytes, count);
    free(bytes);
}

static void attachments_give(struct taking *taking, qpdf_oh node, size_t depth) {
    if (depth > 20 || ++taking->elements > ATTACHMENTS_MAX)
        return;
    qpdf_oh kids = entry(taking, node, "/Kids"), names = entry(taking, node, "/Names");
    for (size_t i = 0; i < array_count(taking, kids); i++)
        attachments_give(taking, item(taking, kids, i), depth + 1);
    for (size_t i = 1; i < array_count(taking, names) && ++taking->elements <= ATTACHMENTS_MAX; i += 2)
        attachment_give(taking, item(taking, names, i));
}

/* --- What is painted --------------------------------------------------------------------------------- */

static struct buffer *text_of(struct taking *taking, size_t page, long mcid) {
    struct page_facts *facts = &taking->pages[page];
    if (mcid < 0 || mcid > 1000000)
        return NULL;
    if ((size_t)mcid >= facts->count) {
        size_t count = (size_t)mcid + 64;
        facts->texts = arena_regrow(taking->arena, facts->texts, facts->count * sizeof *facts->texts,
                                    count * sizeof *facts->texts);
        memset(facts->texts + facts->count, 0, (count - facts->count) * sizeof *facts->texts);
        facts->count = count;
    }
    return &facts->texts[mcid];
}

/* White space is one space, soft hyphens are none: both come and go with the ends of lines. */
static void put_words(struct buffer *out, const char *text, size_t bytes) {
    for (size_t i = 0; i < bytes; i++) {
        bool blank = text[i] == ' ' || text[i] == '\n' || text[i] == '\t' || text[i] == '\r';
        if (i + 1 < bytes && memcmp(text + i, "\xC2\xAD", 2) == 0)
            i++;
        else if (!blank)
            buffer_char(out, text[i]);
        else if (out->count > 0 && out->bytes[out->count - 1] != ' ')
            buffer_char(out, ' ');
    }
}

static void painted_text(void *context, enum painted as, long mcid, const char *text, size_t bytes) {
    struct taking *taking = context;
    struct buffer *out = as == PAINTED_ARTIFACT ? &taking->artifact
                         : as == PAINTED_LOOSE  ? &taking->loose
                                                : text_of(taking, taking->at, mcid);
    if (out && as != PAINTED_MARKED) /* what stands apart may be words of their own */
        put_words(out, " ", 1);
    if (out)
        put_words(out, text, bytes);
}

static void painted_object(void *context, enum painted as, long mcid, const char *name) {
    struct taking *taking = context;
    struct buffer words = {0};
    if (!name) {
        buffer_string(&words, "\xE2\x9F\xA8"
                              "drawing\xE2\x9F\xA9");
    } else {
        size_t count;
        qpdf_oh objects = entry(taking, taking->resources, "/XObject");
        unsigned char *bytes =
            stream_of(taking, entry(taking, objects, arena_format(taking->arena, "/%s", name)), &count);
        struct hash hash = hash_bytes(bytes ? bytes : (const void *)"", bytes ? count : 0);
        char hex[65];
        hash_hex(&hash, hex);
        free(bytes);
        buffer_format(&words, "\xE2\x9F\xA8%s\xE2\x9F\xA9", hex);
    }
    painted_text(taking, as, mcid, words.bytes, words.count);
    buffer_close(&words);
}

static const struct meanings *painted_font(void *context, const char *name) {
    struct taking *taking = context;
    qpdf_oh fonts = entry(taking, taking->resources, "/Font");
    qpdf_oh font = entry(taking, fonts, arena_format(taking->arena, "/%s", name));
    int object = lib.qpdf_oh_get_object_id(taking->pdf, font);
    for (size_t i = 0; i < taking->fonts.count && object > 0; i++)
        if (taking->fonts.items[i].object == object)
            return taking->fonts.items[i].meanings;
    size_t count;
    unsigned char *bytes = stream_of(taking, entry(taking, font, "/ToUnicode"), &count);
    struct font_facts facts = {.object = object};
    facts.meanings = bytes ? meanings_read(bytes, count, taking->arena) : NULL;
    free(bytes);
    LIST_ADD(taking->arena, &taking->fonts, facts);
    return facts.meanings;
}

static void painted_end(void *context, enum painted as) {
    struct taking *taking = context;
    struct buffer *text = as == PAINTED_ARTIFACT ? &taking->artifact : &taking->loose;
    if (text->count == 0)
        return;
    if (as == PAINTED_LOOSE) {
        buffer_format(&taking->out, "untagged on page %zu: %s\n", taking->at + 1, buffer_text(text));
    } else {
        for (char *at = text->bytes; *at; at++)
            if (*at >= '0' && *at <= '9')
                *at = '#';
        LIST_ADD(taking->arena, &taking->artifacts, arena_copy(taking->arena, text->bytes, text->count));
    }
    buffer_clear(text);
}

/* Annotations that are not links can cover or change what is read. */
static void annotations_read(struct taking *taking, qpdf_oh page) {
    qpdf_oh annotations = entry(taking, page, "/Annots");
    for (size_t i = 0; i < array_count(taking, annotations); i++) {
        qpdf_oh annotation = item(taking, annotations, i);
        const char *kind = words_at(taking, annotation, "/Subtype");
        const char *words = words_at(taking, annotation, "/Contents");
        if (!kind || strcmp(kind, "/Link") != 0)
            buffer_format(&taking->out, "annotation on page %zu: %s %s\n", taking->at + 1, kind ? kind : "none",
                          words ? words : "");
        release(taking, annotation);
    }
}

static void page_read(struct taking *taking, qpdf_oh page) {
    const struct painting painting = {taking, painted_font, painted_text, painted_object, painted_end};
    unsigned char *bytes = NULL;
    size_t count = 0;
    taking->pages[taking->at].object = lib.qpdf_oh_get_object_id(taking->pdf, page);
    taking->resources = entry(taking, page, "/Resources");
    if (lib.qpdf_oh_get_page_content_data(taking->pdf, page, &bytes, &count) > QPDF_WARNINGS)
        buffer_format(&taking->out, "page %zu cannot be read\n", taking->at + 1);
    else
        painting_read(&painting, bytes, count, taking->arena);
    free(bytes);
    annotations_read(taking, page);
    release(taking, taking->resources);
    release(taking, page);
}

/* --- Structure ----------------------------------------------------------------------------------------- */

static void structure_read(struct taking *taking, qpdf_oh element, size_t page, size_t depth);

static size_t page_find(const struct taking *taking, qpdf_oh element, size_t otherwise) {
    qpdf_oh page = entry(taking, element, "/Pg");
    int object = kind_of(taking, page) == ot_dictionary ? lib.qpdf_oh_get_object_id(taking->pdf, page) : 0;
    release(taking, page);
    if (object == 0 || (otherwise < taking->page_count && taking->pages[otherwise].object == object))
        return otherwise;
    for (size_t i = 0; i < taking->page_count; i++)
        if (taking->pages[i].object == object)
            return i;
    return otherwise;
}

/* Layout attributes say where something stands; that is not asked here. */
static void attributes_put(struct taking *taking, qpdf_oh attributes, size_t depth) {
    if (depth == 0)
        for (size_t i = 0; i < array_count(taking, attributes); i++) {
            qpdf_oh one = item(taking, attributes, i);
            attributes_put(taking, one, 1);
            release(taking, one);
        }
    if (kind_of(taking, attributes) != ot_dictionary)
        return;
    LIST(const char *) keys = {0};
    lib.qpdf_oh_begin_dict_key_iter(taking->pdf, attributes);
    while (lib.qpdf_oh_dict_more_keys(taking->pdf))
        LIST_ADD(taking->arena, &keys, arena_string(taking->arena, lib.qpdf_oh_dict_next_key(taking->pdf)));
    for (size_t i = 0; i < keys.count; i++) {
        static const char *const places[] = {"/BBox", "/Width", "/Height", "/O"};
        bool skipped = false;
        for (size_t j = 0; j < sizeof places / sizeof *places; j++)
            skipped = skipped || strcmp(keys.items[i], places[j]) == 0;
        if (skipped)
            continue;
        qpdf_oh value = entry(taking, attributes, keys.items[i]);
        buffer_format(&taking->out, " %s=%s", keys.items[i], lib.qpdf_oh_unparse_resolved(taking->pdf, value));
        release(taking, value);
    }
}

static void element_put(struct taking *taking, qpdf_oh element, size_t depth) {
    static const char *const texts[] = {"/Lang", "/T", "/Alt", "/E", "/ActualText"};
    const char *type = words_at(taking, element, "/S");
    buffer_format(&taking->out, "\n%*s%s", (int)depth, "", type ? type : "none");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *words = words_at(taking, element, texts[i]);
        if (words)
            buffer_format(&taking->out, " %s=\"%s\"", texts[i], words);
    }
    qpdf_oh attributes = entry(taking, element, "/A");
    attributes_put(taking, attributes, 0);
    release(taking, attributes);
    buffer_string(&taking->out, ": ");
}

static void kid_read(struct taking *taking, qpdf_oh kid, size_t page, size_t depth) {
    const char *type;
    if (kind_of(taking, kid) == ot_integer) {
        struct buffer *text =
            page < taking->page_count ? text_of(taking, page, (long)lib.qpdf_oh_get_int_value(taking->pdf, kid)) : NULL;
        if (text && text->count > 0) {
            buffer_bytes(&taking->out, text->bytes, text->count);
            buffer_close(text); /* once; painted for two, it is missing for the second */
            *text = (struct buffer){0};
        }
        return;
    }
    if (kind_of(taking, kid) != ot_dictionary)
        return;
    type = words_at(taking, kid, "/Type");
    if (type && strcmp(type, "/MCR") == 0) {
        qpdf_oh mcid = entry(taking, kid, "/MCID");
        if (kind_of(taking, mcid) == ot_integer)
            kid_read(taking, mcid, page_find(taking, kid, page), depth);
        release(taking, mcid);
    } else if (type && strcmp(type, "/OBJR") == 0)
        return; /* one a line on which the link stands: their number is no matter of the text */
    else
        structure_read(taking, kid, page, depth + 1);
}

static void structure_read(struct taking *taking, qpdf_oh element, size_t page, size_t depth) {
    if (depth > DEPTH_MAX || ++taking->elements > ELEMENTS_MAX)
        return;
    element_put(taking, element, depth);
    page = page_find(taking, element, page);
    qpdf_oh kids = entry(taking, element, "/K");
    if (kind_of(taking, kids) != ot_array)
        kid_read(taking, kids, page, depth);
    for (size_t i = 0; i < array_count(taking, kids); i++) {
        qpdf_oh kid = item(taking, kids, i);
        kid_read(taking, kid, page, depth);
        release(taking, kid);
    }
    release(taking, kids);
}

/* --- All -------------------------------------------------------------------------------------------- */

static int compare_words(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What was painted for no element stands there too, so that nothing can hide. */
static void rest_put(struct taking *taking) {
    for (size_t p = 0; p < taking->page_count; p++)
        for (size_t i = 0; i < taking->pages[p].count; i++)
            if (taking->pages[p].texts[i].count > 0)
                buffer_format(&taking->out, "in no element on page %zu: %s\n", p + 1,
                              buffer_text(&taking->pages[p].texts[i]));
    const char **items = taking->artifacts.items;
    if (taking->artifacts.count > 1)
        qsort(items, taking->artifacts.count, sizeof *items, compare_words);
    for (size_t i = 0; i < taking->artifacts.count; i++)
        if (i == 0 || strcmp(items[i - 1], items[i]) != 0)
            buffer_format(&taking->out, "artifact: %s\n", items[i]);
}

static void reading_give(struct taking *taking) {
    int count = lib.qpdf_get_num_pages(taking->pdf);
    taking->page_count = count > 0 ? (size_t)count : 0;
    taking->pages = ARENA_ARRAY(taking->arena, taking->page_count, struct page_facts);
    for (; taking->at < taking->page_count; taking->at++) {
        page_read(taking, lib.qpdf_get_page_n(taking->pdf, taking->at));
        lib.qpdf_oh_release_all(taking->pdf);
    }
    taking->elements = 0;
    structure_read(taking, entry(taking, lib.qpdf_get_root(taking->pdf), "/StructTreeRoot"), SIZE_MAX, 0);
    buffer_char(&taking->out, '\n');
    rest_put(taking);
    taking->order->give(taking->order->context, 'R', "", taking->out.bytes, taking->out.count);
}

const char *extract_here(const struct extracting *extracting) {
    struct taking taking = {.order = extracting, .arena = arena_open()};
    if (!library_load())
        return "the library libqpdf cannot be loaded";
    taking.pdf = lib.qpdf_init();
    lib.qpdf_silence_errors(taking.pdf);
    lib.qpdf_set_suppress_warnings(taking.pdf, QPDF_TRUE);
    if (extracting->count < 8 || memcmp(extracting->bytes, "%PDF-", 5) != 0)
        return "it is no PDF";
    if (lib.qpdf_read_memory(taking.pdf, "file", extracting->bytes, extracting->count, NULL) > QPDF_WARNINGS)
        return "it is damaged: no reader could open it";
    qpdf_oh root = lib.qpdf_get_root(taking.pdf);
    if (kind_of(&taking, root) != ot_dictionary)
        return "it is damaged: it has no catalogue";
    size_t count;
    unsigned char *packet = stream_of(&taking, entry(&taking, root, "/Metadata"), &count);
    if (packet)
        extracting->give(extracting->context, 'M', "", packet, count);
    free(packet);
    attachments_give(&taking, entry(&taking, entry(&taking, root, "/Names"), "/EmbeddedFiles"), 0);
    if (extracting->reading)
        reading_give(&taking);
    return NULL;
}
