/* qpdf.c: a PDF → attachments, metadata, text and tags, by libqpdf.
 *
 * The reading has a line for each structure element (ISO 32000-1, 14.7), indented, with
 * its attributes and what is painted of it: characters, and for pictures the hash of
 * their samples. What is painted besides follows, a line each: artifacts once each,
 * with "#" for the numbers of pages, since they come again on every page; and what is neither tagged
 * nor an artifact, which the program never paints, page by page. Two readings are
 * compared; nobody else reads them.
 *
 * Surprising: depth and number of elements are bounded rather than cycles looked for,
 * which ends in the same way and needs no list of what was met.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "extract/extract.h"
#include "extract/handle.h"
#include "extract/parts.h"
#include "extract/seen.h"
#include "extract/text.h"

#define ATTACHMENTS_MAX 1000
#ifndef ELEMENTS_MAX /* the fuzzers want an end sooner: each step costs far more there */
#define ELEMENTS_MAX 1000000
#endif
#ifndef READING_MAX /* of a thousand pages it has a few million bytes */
#define READING_MAX ((size_t)64 << 20)
#endif
#define DEPTH_MAX 200
#define LINES_MAX 20000

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
    struct handles handles;
    struct arena *arena; /* that of the handles */
    struct buffer out;
    struct page_facts *pages;
    size_t page_count;
    size_t at; /* the page that is being read */
    qpdf_oh resources;
    LIST(struct font_facts) fonts;
    struct buffer artifact, loose; /* what is being collected of the two */
    LIST(const char *) artifacts;
    LIST(const char *) links; /* where they lead */
    struct seen *seen;
    size_t elements; /* met so far; of the tree of attachments, nodes and entries */
};

/* --- Attachments --------------------------------------------------------------------------------- */

static void attachment_give(struct taking *taking, qpdf_oh specification) {
    qpdf_oh embedded = handle_entry(&taking->handles, specification, "/EF");
    const char *name = handle_words_at(&taking->handles, specification, "/UF");
    if (!name)
        name = handle_words_at(&taking->handles, specification, "/F");
    size_t count;
    unsigned char *bytes = handle_stream(&taking->handles, handle_entry(&taking->handles, embedded, "/F"), &count);
    if (name && bytes)
        taking->order->give(taking->order->context, 'A', name, bytes, count);
    free(bytes);
}

static void attachments_give(struct taking *taking, qpdf_oh node, size_t depth) {
    if (depth > 20 || ++taking->elements > ATTACHMENTS_MAX)
        return;
    qpdf_oh kids = handle_entry(&taking->handles, node, "/Kids"),
            names = handle_entry(&taking->handles, node, "/Names");
    for (size_t i = 0; i < handle_count(&taking->handles, kids); i++)
        attachments_give(taking, handle_item(&taking->handles, kids, i), depth + 1);
    for (size_t i = 1; i < handle_count(&taking->handles, names) && ++taking->elements <= ATTACHMENTS_MAX; i += 2)
        attachment_give(taking, handle_item(&taking->handles, names, i));
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

static void painted_object(void *context, enum painted as, long mcid, const char *name, const char *manner) {
    struct taking *taking = context;
    struct buffer words = {0};
    if (!name && as == PAINTED_ARTIFACT) {
        buffer_string(&words, EXTRACT_DRAWING);
        buffer_string(&words, manner);
        buffer_string(&words, "\xE2\x9F\xA9");
    } else if (!name) {
        buffer_string(&words, "\xE2\x9F\xA8"
                              "drawing\xE2\x9F\xA9");
    } else {
        size_t count;
        qpdf_oh objects = handle_entry(&taking->handles, taking->resources, "/XObject");
        unsigned char *bytes =
            handle_stream(&taking->handles,
                          handle_entry(&taking->handles, objects, arena_format(taking->arena, "/%s", name)), &count);
        struct hash hash = hash_bytes(bytes ? bytes : (const void *)"", bytes ? count : 0);
        char hex[65];
        hash_hex(&hash, hex);
        free(bytes);
        buffer_string(&words, "\xE2\x9F\xA8");
        buffer_string(&words, hex);
        buffer_string(&words, "\xE2\x9F\xA9");
    }
    painted_text(taking, as, mcid, words.bytes, words.count);
    buffer_close(&words);
}

static const struct meanings *painted_font(void *context, const char *name) {
    struct taking *taking = context;
    qpdf_oh fonts = handle_entry(&taking->handles, taking->resources, "/Font");
    qpdf_oh font = handle_entry(&taking->handles, fonts, arena_format(taking->arena, "/%s", name));
    int object = extract_lib.qpdf_oh_get_object_id(taking->handles.pdf, font);
    for (size_t i = 0; i < taking->fonts.count && object > 0; i++)
        if (taking->fonts.items[i].object == object)
            return taking->fonts.items[i].meanings;
    size_t count;
    unsigned char *bytes = handle_stream(&taking->handles, handle_entry(&taking->handles, font, "/ToUnicode"), &count);
    struct font_facts facts = {.object = object};
    facts.meanings = bytes ? meanings_read(bytes, count, taking->arena) : NULL;
    free(bytes);
    LIST_ADD(taking->arena, &taking->fonts, facts);
    return facts.meanings;
}

/* The number of the page and that of all pages, words of their own, are "#": they say nothing of the page. */
static const char *without_number(struct taking *taking, const char *text) {
    struct buffer out = {0};
    for (const char *at = text; *at;) {
        size_t blanks = strspn(at, " "), letters = strcspn(at + blanks, " ");
        buffer_bytes(&out, at, blanks);
        at += blanks;
        size_t number = strspn(at, "0123456789") == letters && letters < 9 ? strtoul(at, NULL, 10) : 0;
        if (number > 0 && (number == taking->at + 1 || number == taking->page_count))
            buffer_char(&out, '#');
        else
            buffer_bytes(&out, at, letters);
        at += letters;
    }
    const char *copy = arena_copy(taking->arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return copy;
}

static void painted_end(void *context, enum painted as) {
    struct taking *taking = context;
    struct buffer *text = as == PAINTED_ARTIFACT ? &taking->artifact : &taking->loose;
    if (text->count == 0)
        return;
    if (as == PAINTED_LOOSE) {
        buffer_format(&taking->out, "untagged on page %zu: %s\n", taking->at + 1, buffer_text(text));
    } else {
        LIST_ADD(taking->arena, &taking->artifacts, without_number(taking, text->bytes));
    }
    buffer_clear(text);
}

/* Where a link leads: an address, a name in this file, or whatever else it does. */
static const char *target_of(struct taking *taking, qpdf_oh annotation) {
    const struct handles *handles = &taking->handles;
    qpdf_oh action = handle_entry(handles, annotation, "/A");
    const char *kind = handle_words_at(handles, action, "/S");
    const char *key = kind && strcmp(kind, "/URI") == 0 ? "/URI" : kind && strcmp(kind, "/GoTo") == 0 ? "/D" : NULL;
    const char *words = key ? handle_words_at(handles, action, key) : NULL;
    if (!words) {
        qpdf_oh other = kind ? action : handle_entry(handles, annotation, "/Dest");
        words = arena_string(taking->arena, extract_lib.qpdf_oh_unparse_resolved(handles->pdf, other));
    }
    const char *said = handle_words_at(handles, annotation, "/Contents");
    handle_release(handles, action);
    return arena_format(taking->arena, "%s%s%s", words, said ? " " : "", said ? said : "");
}

/* A page that is named need not be the same in another file, and would change the order of the links. */
static const char *without_page(const char *target, struct arena *arena) {
    struct buffer out = {0};
    for (const char *page; (page = strstr(target, "page ")) != NULL;) {
        buffer_bytes(&out, target, (size_t)(page + 5 - target));
        target = page + 5 + strspn(page + 5, "0123456789");
        if (target > page + 5)
            buffer_char(&out, '#');
    }
    buffer_string(&out, target);
    const char *copy = arena_copy(arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return copy;
}

/* Annotations that are not links can cover or change what is read. Links come again with each line, and where they lead
 * is told once. */
static void annotations_read(struct taking *taking, qpdf_oh page) {
    qpdf_oh annotations = handle_entry(&taking->handles, page, "/Annots");
    for (size_t i = 0; i < handle_count(&taking->handles, annotations); i++) {
        qpdf_oh annotation = handle_item(&taking->handles, annotations, i);
        const char *kind = handle_words_at(&taking->handles, annotation, "/Subtype");
        const char *words = handle_words_at(&taking->handles, annotation, "/Contents");
        if (kind && strcmp(kind, "/Link") == 0)
            LIST_ADD(taking->arena, &taking->links, without_page(target_of(taking, annotation), taking->arena));
        else
            buffer_format(&taking->out, "annotation on page %zu: %s %s\n", taking->at + 1, kind ? kind : "none",
                          words ? words : "");
        handle_release(&taking->handles, annotation);
    }
}

static void page_read(struct taking *taking, qpdf_oh page) {
    const struct painting painting = {taking, painted_font, painted_text, painted_object, painted_end};
    unsigned char *bytes = NULL;
    size_t count = 0;
    taking->pages[taking->at].object = extract_lib.qpdf_oh_get_object_id(taking->handles.pdf, page);
    taking->resources = handle_inherited(&taking->handles, page, "/Resources");
    seen_page(taking->seen, taking->at, page);
    if (extract_lib.qpdf_oh_get_page_content_data(taking->handles.pdf, page, &bytes, &count) > QPDF_WARNINGS)
        buffer_format(&taking->out, "page %zu cannot be read\n", taking->at + 1);
    else
        painting_read(&painting, bytes, count, taking->arena);
    free(bytes);
    annotations_read(taking, page);
    handle_release(&taking->handles, taking->resources);
    handle_release(&taking->handles, page);
}

/* --- Structure ----------------------------------------------------------------------------------------- */

static void structure_read(struct taking *taking, qpdf_oh element, size_t page, size_t depth);

static size_t page_find(const struct taking *taking, qpdf_oh element, size_t otherwise) {
    qpdf_oh page = handle_entry(&taking->handles, element, "/Pg");
    int object = handle_kind(&taking->handles, page) == ot_dictionary
                     ? extract_lib.qpdf_oh_get_object_id(taking->handles.pdf, page)
                     : 0;
    handle_release(&taking->handles, page);
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
        for (size_t i = 0; i < handle_count(&taking->handles, attributes); i++) {
            qpdf_oh one = handle_item(&taking->handles, attributes, i);
            attributes_put(taking, one, 1);
            handle_release(&taking->handles, one);
        }
    if (handle_kind(&taking->handles, attributes) != ot_dictionary)
        return;
    LIST(const char *) keys = {0};
    extract_lib.qpdf_oh_begin_dict_key_iter(taking->handles.pdf, attributes);
    while (extract_lib.qpdf_oh_dict_more_keys(taking->handles.pdf))
        LIST_ADD(taking->arena, &keys,
                 arena_string(taking->arena, extract_lib.qpdf_oh_dict_next_key(taking->handles.pdf)));
    for (size_t i = 0; i < keys.count; i++) {
        static const char *const places[] = {"/BBox", "/Width", "/Height", "/O"};
        bool skipped = false;
        for (size_t j = 0; j < sizeof places / sizeof *places; j++)
            skipped = skipped || strcmp(keys.items[i], places[j]) == 0;
        if (skipped)
            continue;
        qpdf_oh value = handle_entry(&taking->handles, attributes, keys.items[i]);
        buffer_format(&taking->out, " %s=%s", keys.items[i],
                      extract_lib.qpdf_oh_unparse_resolved(taking->handles.pdf, value));
        handle_release(&taking->handles, value);
    }
}

/* Where an element that is a link leads: one annotation a page or a line, all to one place. */
static void targets_put(struct taking *taking, qpdf_oh element) {
    const struct handles *handles = &taking->handles;
    qpdf_oh kids = handle_entry(handles, element, "/K");
    const char *last = NULL;
    for (size_t i = 0; i < handle_count(handles, kids); i++) {
        qpdf_oh kid = handle_item(handles, kids, i);
        const char *type = handle_kind(handles, kid) == ot_dictionary ? handle_words_at(handles, kid, "/Type") : NULL;
        if (type && strcmp(type, "/OBJR") == 0) {
            qpdf_oh annotation = handle_entry(handles, kid, "/Obj");
            const char *target = target_of(taking, annotation);
            if (!last || strcmp(last, target) != 0)
                buffer_format(&taking->out, " to=\"%s\"", target);
            last = target;
            handle_release(handles, annotation);
        }
        handle_release(handles, kid);
    }
    handle_release(handles, kids);
}

/* Returns its type. */
static const char *element_put(struct taking *taking, qpdf_oh element, size_t depth) {
    static const char *const texts[] = {"/Lang", "/T", "/Alt", "/E", "/ActualText"};
    const char *type = handle_words_at(&taking->handles, element, "/S");
    buffer_format(&taking->out, "\n%*s%s", (int)depth, "", type ? type : "none");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *words = handle_words_at(&taking->handles, element, texts[i]);
        if (words)
            buffer_format(&taking->out, " %s=\"%s\"", texts[i], words);
    }
    qpdf_oh attributes = handle_entry(&taking->handles, element, "/A");
    attributes_put(taking, attributes, 0);
    handle_release(&taking->handles, attributes);
    if (type && strcmp(type, "/Link") == 0)
        targets_put(taking, element);
    buffer_string(&taking->out, ": ");
    return type ? type : "";
}

static void kid_read(struct taking *taking, qpdf_oh kid, size_t page, size_t depth) {
    const char *type;
    if (handle_kind(&taking->handles, kid) == ot_integer) {
        long mcid = (long)extract_lib.qpdf_oh_get_int_value(taking->handles.pdf, kid);
        struct buffer *text = page < taking->page_count ? text_of(taking, page, mcid) : NULL;
        if (text && text->count > 0)
            seen_meet(taking->seen, page, mcid);
        if (text && text->count > 0) {
            buffer_bytes(&taking->out, text->bytes, text->count);
            buffer_close(text); /* once; painted for two, it is missing for the second */
            *text = (struct buffer){0};
        }
        return;
    }
    if (handle_kind(&taking->handles, kid) != ot_dictionary)
        return;
    type = handle_words_at(&taking->handles, kid, "/Type");
    if (type && strcmp(type, "/MCR") == 0) {
        qpdf_oh mcid = handle_entry(&taking->handles, kid, "/MCID");
        if (handle_kind(&taking->handles, mcid) == ot_integer)
            kid_read(taking, mcid, page_find(taking, kid, page), depth);
        handle_release(&taking->handles, mcid);
    } else if (type && strcmp(type, "/OBJR") == 0)
        return; /* one a line on which the link stands: their number is no matter of the text */
    else
        structure_read(taking, kid, page, depth + 1);
}

static void tag_tell(struct taking *taking, const char *type, bool begins) {
    if (strcmp(type, "/TR") == 0)
        seen_tag(taking->seen, begins ? SEEN_ROW : SEEN_ROW_END);
    else if (strcmp(type, "/TH") == 0 || strcmp(type, "/TD") == 0)
        seen_tag(taking->seen, begins ? SEEN_CELL : SEEN_CELL_END);
    else if (strcmp(type, "/Note") == 0)
        seen_tag(taking->seen, begins ? SEEN_ASIDE : SEEN_ASIDE_END);
}

static void structure_read(struct taking *taking, qpdf_oh element, size_t page, size_t depth) {
    if (++taking->elements > ELEMENTS_MAX || depth > DEPTH_MAX || taking->out.count > READING_MAX)
        return;
    const char *type = element_put(taking, element, depth);
    tag_tell(taking, type, true);
    page = page_find(taking, element, page);
    qpdf_oh kids = handle_entry(&taking->handles, element, "/K");
    if (handle_kind(&taking->handles, kids) != ot_array)
        kid_read(taking, kids, page, depth);
    for (size_t i = 0, count = handle_count(&taking->handles, kids);
         i < count && taking->elements <= ELEMENTS_MAX && taking->out.count <= READING_MAX; i++) {
        qpdf_oh kid = handle_item(&taking->handles, kids, i);
        kid_read(taking, kid, page, depth);
        handle_release(&taking->handles, kid);
    }
    tag_tell(taking, type, false);
    handle_release(&taking->handles, kids);
}

/* --- All -------------------------------------------------------------------------------------------- */

static int compare_words(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A line for each, sorted, each once; no more than any good file has. */
static void once_put(struct taking *taking, const char *what, const char **items, size_t count) {
    if (count > 1)
        qsort(items, count, sizeof *items, compare_words);
    size_t lines = 0;
    for (size_t i = 0; i < count && lines < LINES_MAX; i++)
        if (i == 0 || strcmp(items[i - 1], items[i]) != 0)
            buffer_format(&taking->out, "%s %s\n", what, ++lines < LINES_MAX ? items[i] : "and-more");
}

/* What was painted for no element stands there too, so that nothing can hide. */
static void rest_put(struct taking *taking) {
    for (size_t p = 0; p < taking->page_count; p++)
        for (size_t i = 0; i < taking->pages[p].count; i++)
            if (taking->pages[p].texts[i].count > 0)
                buffer_format(&taking->out, "in no element on page %zu: %s\n", p + 1,
                              buffer_text(&taking->pages[p].texts[i]));
    once_put(taking, "link:", taking->links.items, taking->links.count);
    once_put(taking, "artifact:", taking->artifacts.items, taking->artifacts.count);
}

static void reading_give(struct taking *taking) {
    int count = extract_lib.qpdf_get_num_pages(taking->handles.pdf);
    taking->page_count = count > 0 ? (size_t)count : 0;
    taking->pages = ARENA_ARRAY(taking->arena, taking->page_count, struct page_facts);
    taking->seen = seen_open(&taking->handles);
    for (; taking->at < taking->page_count; taking->at++) {
        page_read(taking, extract_lib.qpdf_get_page_n(taking->handles.pdf, taking->at));
        extract_lib.qpdf_oh_release_all(taking->handles.pdf);
    }
    taking->elements = 0;
    structure_read(taking,
                   handle_entry(&taking->handles, extract_lib.qpdf_get_root(taking->handles.pdf), "/StructTreeRoot"),
                   SIZE_MAX, 0);
    buffer_char(&taking->out, '\n');
    rest_put(taking);
    taking->order->give(taking->order->context, 'R', "", taking->out.bytes, taking->out.count);
    struct buffer parts = {0};
    seen_put(taking->seen, &parts);
    taking->order->give(taking->order->context, 'S', "", buffer_text(&parts), parts.count);
    buffer_clear(&parts);
    extract_lib.qpdf_oh_release_all(taking->handles.pdf);
    parts_put(&taking->handles, &parts);
    taking->order->give(taking->order->context, 'P', "", buffer_text(&parts), parts.count);
    buffer_close(&parts);
}

static const char *take(struct taking *taking) {
    const struct handles *handles = &taking->handles;
    const struct extracting *order = taking->order;
    if (order->count < 8 || memcmp(order->bytes, "%PDF-", 5) != 0)
        return "it is no PDF";
    if (extract_lib.qpdf_read_memory(handles->pdf, "file", order->bytes, order->count, NULL) > QPDF_WARNINGS)
        return "it is damaged: no reader could open it";
    qpdf_oh root = extract_lib.qpdf_get_root(handles->pdf);
    if (handle_kind(handles, root) != ot_dictionary)
        return "it is damaged: it has no catalogue";
    size_t count;
    unsigned char *packet = handle_stream(handles, handle_entry(handles, root, "/Metadata"), &count);
    if (packet)
        order->give(order->context, 'M', "", packet, count);
    free(packet);
    attachments_give(taking, handle_entry(handles, handle_entry(handles, root, "/Names"), "/EmbeddedFiles"), 0);
    if (order->reading)
        reading_give(taking);
    return NULL;
}

const char *extract_here(const struct extracting *extracting) {
    if (!extract_library_load())
        return "the library libqpdf cannot be loaded";
    struct taking taking = {.order = extracting, .arena = arena_open()};
    taking.handles = (struct handles){.pdf = extract_lib.qpdf_init(), .arena = taking.arena};
    extract_lib.qpdf_silence_errors(taking.handles.pdf);
    extract_lib.qpdf_set_suppress_warnings(taking.handles.pdf, QPDF_TRUE);
    const char *fault = take(&taking);
    for (size_t p = 0; p < taking.page_count; p++)
        for (size_t i = 0; i < taking.pages[p].count; i++)
            buffer_close(&taking.pages[p].texts[i]);
    buffer_close(&taking.out);
    buffer_close(&taking.artifact);
    buffer_close(&taking.loose);
    extract_lib.qpdf_cleanup(&taking.handles.pdf);
    arena_close(taking.arena);
    return fault;
}
