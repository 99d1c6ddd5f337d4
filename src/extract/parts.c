/* parts.c: the objects of a PDF → hashes of its parts (parts.h).
 *
 * The hash of an object is made of its own values and of the hashes of what it refers to,
 * each object once. A page is its number wherever something refers to it. Where the way
 * leads back into an object that is under way (a note and its reference name each other),
 * that alone is said; and the keys that lead upwards or back (Parent, P, Prev, Last) are
 * left out, for they say nothing that the others do not.
 *
 * Surprising: the depth is bounded as the stack is. A list of bookmarks is as deep as it is
 * long; what stands below the bound is the same "deep" in both files.
 */
#include "extract/parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "extract/text.h"

#define DEPTH_MAX 4000
#ifndef VISITS_MAX /* as ELEMENTS_MAX in qpdf.c */
#define VISITS_MAX 4000000
#endif
#define OBJECTS_MAX 4000000

enum state { UNSEEN, UNDER_WAY, KNOWN };

struct memo {
    unsigned char state;
    unsigned page; /* from 1; 0 when it is no page */
    struct hash hash;
};

struct parts {
    const struct handles *handles;
    struct memo *memo; /* by the number of the object */
    size_t memo_count;
    size_t visits;
};

static void put_value(struct parts *parts, qpdf_oh value, size_t depth, struct buffer *out);

static struct memo *memo_of(struct parts *parts, int object) {
    static const size_t step = 1024;
    if (object <= 0 || object > OBJECTS_MAX)
        return NULL;
    if ((size_t)object >= parts->memo_count) {
        size_t count = ((size_t)object / step + 1) * step * 2;
        parts->memo = arena_regrow(parts->handles->arena, parts->memo, parts->memo_count * sizeof *parts->memo,
                                   count * sizeof *parts->memo);
        memset(parts->memo + parts->memo_count, 0, (count - parts->memo_count) * sizeof *parts->memo);
        parts->memo_count = count;
    }
    return &parts->memo[object];
}

static bool is_one_of(const char *key, const char *const *keys, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(key, keys[i]) == 0)
            return true;
    return false;
}

/* Whether an entry leads upwards or back. */
static bool leads_back(const struct parts *parts, const char *key, qpdf_oh value) {
    static const char *const keys[] = {"/Parent", "/P", "/Prev", "/Last"};
    return is_one_of(key, keys, sizeof keys / sizeof *keys) && handle_kind(parts->handles, value) == ot_dictionary &&
           extract_lib.qpdf_oh_get_object_id(parts->handles->pdf, value) > 0;
}

/* The entries of a dictionary, or of that of a stream, but for those of `without`. */
static void put_entries(struct parts *parts, qpdf_oh dict, const char *const *without, size_t without_count,
                        size_t depth, struct buffer *out) {
    const char **keys;
    size_t count = handle_keys(parts->handles, dict, &keys);
    for (size_t i = 0; i < count; i++) {
        if (is_one_of(keys[i], without, without_count))
            continue;
        qpdf_oh value = handle_entry(parts->handles, dict, keys[i]);
        if (!leads_back(parts, keys[i], value)) {
            buffer_format(out, "%zu%s ", strlen(keys[i]), keys[i]);
            put_value(parts, value, depth + 1, out);
        }
        handle_release(parts->handles, value);
    }
}

static void put_hash(const void *bytes, size_t count, struct buffer *out) {
    struct hash hash = hash_bytes(bytes, count);
    char hex[65];
    hash_hex(&hash, hex);
    buffer_string(out, hex);
}

static struct hash hash_of(struct parts *parts, qpdf_oh value, enum qpdf_object_type_e kind, size_t depth) {
    /* How a stream is packed. */
    static const char *const packing[] = {"/Length", "/Filter", "/DecodeParms"};
    struct buffer text = {0};
    buffer_string(&text, kind == ot_array ? "[" : kind == ot_stream ? "stream " : "<<");
    for (size_t i = 0; i < handle_count(parts->handles, value); i++) {
        qpdf_oh one = handle_item(parts->handles, value, i);
        put_value(parts, one, depth + 1, &text);
        handle_release(parts->handles, one);
    }
    if (kind != ot_array)
        put_entries(parts, value, packing, kind == ot_stream ? sizeof packing / sizeof *packing : 0, depth, &text);
    if (kind == ot_stream) {
        size_t count;
        unsigned char *bytes = handle_stream(parts->handles, value, &count);
        put_hash(bytes ? bytes : (const void *)"", bytes ? count : 0, &text);
        free(bytes);
    }
    struct hash hash = hash_bytes(text.bytes, text.count);
    buffer_close(&text);
    return hash;
}

/* A dictionary, an array or a stream: its hash, or what it is known by. */
static void put_whole(struct parts *parts, qpdf_oh value, enum qpdf_object_type_e kind, size_t depth,
                      struct buffer *out) {
    int object = extract_lib.qpdf_oh_get_object_id(parts->handles->pdf, value);
    struct memo *memo = memo_of(parts, object);
    if (memo != NULL && memo->page > 0) {
        buffer_format(out, "page %u ", memo->page);
        return;
    }
    if (memo != NULL && memo->state == UNDER_WAY) {
        buffer_string(out, "back ");
        return;
    }
    if (memo == NULL || memo->state == UNSEEN) {
        if (depth > DEPTH_MAX || ++parts->visits > VISITS_MAX) {
            buffer_string(out, "deep ");
            return;
        }
        if (memo != NULL)
            memo->state = UNDER_WAY;
        struct hash hash = hash_of(parts, value, kind, depth);
        memo = memo_of(parts, object); /* it may have moved */
        if (memo == NULL) {
            put_hash(&hash, sizeof hash, out);
            buffer_char(out, ' ');
            return;
        }
        *memo = (struct memo){.state = KNOWN, .hash = hash};
    }
    put_hash(&memo->hash, sizeof memo->hash, out);
    buffer_char(out, ' ');
}

static void put_value(struct parts *parts, qpdf_oh value, size_t depth, struct buffer *out) {
    enum qpdf_object_type_e kind = handle_kind(parts->handles, value);
    const char *words;
    switch (kind) {
    case ot_dictionary:
    case ot_array:
    case ot_stream:
        put_whole(parts, value, kind, depth, out);
        return;
    case ot_integer:
        content_put_number(out, (double)extract_lib.qpdf_oh_get_int_value(parts->handles->pdf, value));
        break;
    case ot_real:
        content_put_number(out, strtod(extract_lib.qpdf_oh_get_real_value(parts->handles->pdf, value), NULL));
        break;
    default: /* a string as libqpdf writes it, so that it has one form */
        words = extract_lib.qpdf_oh_unparse_resolved(parts->handles->pdf, value);
        buffer_format(out, "%zu:%s", strlen(words), words);
        break;
    }
    buffer_char(out, ' ');
}

static void put_page(struct parts *parts, size_t number, struct buffer *out) {
    static const char *const inherited[] = {"/CropBox", "/MediaBox", "/Resources", "/Rotate"};
    static const char *const without[] = {"/CropBox",  "/MediaBox", "/Resources", "/Rotate",
                                          "/Contents", "/Parent",   "/Type"};
    struct buffer text = {0};
    unsigned char *bytes = NULL;
    size_t count = 0;
    qpdf_oh page = extract_lib.qpdf_get_page_n(parts->handles->pdf, number);
    for (size_t i = 0; i < sizeof inherited / sizeof *inherited; i++) {
        buffer_format(&text, "%s ", inherited[i]);
        put_value(parts, handle_inherited(parts->handles, page, inherited[i]), 0, &text);
    }
    put_entries(parts, page, without, sizeof without / sizeof *without, 0, &text);
    if (extract_lib.qpdf_oh_get_page_content_data(parts->handles->pdf, page, &bytes, &count) <= QPDF_WARNINGS)
        content_put(bytes, count, &text);
    free(bytes);
    buffer_format(out, "page %zu ", number + 1);
    put_hash(text.bytes, text.count, out);
    buffer_char(out, '\n');
    buffer_close(&text);
    handle_release(parts->handles, page);
}

static void put_catalogue(struct parts *parts, struct buffer *out) {
    static const char *const without[] = {"/Extensions", "/Metadata", "/Pages", "/Type", "/Version"};
    const char **keys;
    qpdf_oh root = extract_lib.qpdf_get_root(parts->handles->pdf);
    size_t count = handle_keys(parts->handles, root, &keys);
    for (size_t i = 0; i < count; i++) {
        if (is_one_of(keys[i], without, sizeof without / sizeof *without))
            continue;
        struct buffer text = {0};
        qpdf_oh value = handle_entry(parts->handles, root, keys[i]);
        put_value(parts, value, 0, &text);
        for (const char *at = keys[i]; *at != '\0'; at++) /* one line, whatever its name */
            buffer_char(out, *at > ' ' ? *at : '?');
        buffer_char(out, ' ');
        put_hash(text.bytes, text.count, out);
        buffer_char(out, '\n');
        buffer_close(&text);
        handle_release(parts->handles, value);
    }
}

/* What readers show of a file; who saved it and when is left out. */
static void put_information(struct parts *parts, struct buffer *out) {
    static const char *const shown[] = {"/Author", "/Keywords", "/Subject", "/Title"};
    struct buffer text = {0};
    qpdf_oh facts = handle_entry(parts->handles, extract_lib.qpdf_get_trailer(parts->handles->pdf), "/Info");
    for (size_t i = 0; handle_kind(parts->handles, facts) == ot_dictionary && i < sizeof shown / sizeof *shown; i++) {
        const char *words = handle_words_at(parts->handles, facts, shown[i]);
        buffer_format(&text, "%s%s\n", words ? "=" : "-", words ? words : "");
    }
    buffer_string(out, "information ");
    put_hash(text.bytes, text.count, out);
    buffer_char(out, '\n');
    buffer_close(&text);
}

void parts_put(const struct handles *handles, struct buffer *out) {
    struct parts parts = {.handles = handles};
    int count = extract_lib.qpdf_get_num_pages(handles->pdf);
    for (int i = 0; i < count; i++) {
        qpdf_oh page = extract_lib.qpdf_get_page_n(handles->pdf, (size_t)i);
        struct memo *memo = memo_of(&parts, extract_lib.qpdf_oh_get_object_id(handles->pdf, page));
        if (memo != NULL && memo->page == 0)
            memo->page = (unsigned)i + 1;
        handle_release(handles, page);
    }
    for (int i = 0; i < count; i++)
        put_page(&parts, (size_t)i, out);
    put_catalogue(&parts, out);
    put_information(&parts, out);
}
