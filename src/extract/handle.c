/* handle.c: libqpdf loaded, and asked. See handle.h. */
#include "extract/handle.h"

#include <dlfcn.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "extract/extract.h"

struct extract_library extract_lib;

bool extract_library_load(void) {
    if (extract_lib.tried)
        return extract_lib.loaded;
    extract_lib.tried = true;
    void *handle = dlopen(EXTRACT_LIBRARY_FILE, RTLD_NOW | RTLD_LOCAL);
    extract_lib.loaded = handle != NULL;
#define LOAD(name)                                                  \
    if (extract_lib.loaded) {                                       \
        void *found = dlsym(handle, #name);                         \
        memcpy(&extract_lib.name, &found, sizeof extract_lib.name); \
        extract_lib.loaded = found != NULL;                         \
    }
    EXTRACT_FUNCTIONS(LOAD)
    return extract_lib.loaded;
}

const char *extract_library(void) {
    return extract_library_load() ? extract_lib.qpdf_get_qpdf_version() : NULL;
}

enum qpdf_object_type_e handle_kind(const struct handles *handles, qpdf_oh object) {
    return extract_lib.qpdf_oh_get_type_code(handles->pdf, object);
}

void handle_release(const struct handles *handles, qpdf_oh object) {
    extract_lib.qpdf_oh_release(handles->pdf, object);
}

qpdf_oh handle_entry(const struct handles *handles, qpdf_oh dict, const char *key) {
    if (handle_kind(handles, dict) != ot_stream)
        return extract_lib.qpdf_oh_get_key(handles->pdf, dict, key);
    qpdf_oh facts = extract_lib.qpdf_oh_get_dict(handles->pdf, dict);
    qpdf_oh value = extract_lib.qpdf_oh_get_key(handles->pdf, facts, key);
    handle_release(handles, facts);
    return value;
}

qpdf_oh handle_inherited(const struct handles *handles, qpdf_oh page, const char *key) {
    qpdf_oh node = page;
    qpdf_oh value = handle_entry(handles, node, key);
    for (size_t i = 0; i < 50 && handle_kind(handles, value) == ot_null; i++) {
        node = handle_entry(handles, node, "/Parent");
        if (handle_kind(handles, node) != ot_dictionary)
            break;
        value = handle_entry(handles, node, key);
    }
    return value;
}

size_t handle_keys(const struct handles *handles, qpdf_oh dict, const char ***keys) {
    LIST(const char *) found = {0};
    bool stream = handle_kind(handles, dict) == ot_stream;
    qpdf_oh facts = stream ? extract_lib.qpdf_oh_get_dict(handles->pdf, dict) : dict;
    if (handle_kind(handles, facts) == ot_dictionary) {
        extract_lib.qpdf_oh_begin_dict_key_iter(handles->pdf, facts);
        while (extract_lib.qpdf_oh_dict_more_keys(handles->pdf))
            LIST_ADD(handles->arena, &found,
                     arena_string(handles->arena, extract_lib.qpdf_oh_dict_next_key(handles->pdf)));
    }
    if (stream)
        handle_release(handles, facts);
    *keys = found.items;
    return found.count;
}

size_t handle_count(const struct handles *handles, qpdf_oh array) {
    if (handle_kind(handles, array) != ot_array)
        return 0;
    int count = extract_lib.qpdf_oh_get_array_n_items(handles->pdf, array);
    return count > 0 ? (size_t)count : 0;
}

qpdf_oh handle_item(const struct handles *handles, qpdf_oh array, size_t i) {
    return extract_lib.qpdf_oh_get_array_item(handles->pdf, array, (int)i);
}

const char *handle_words(const struct handles *handles, qpdf_oh object) {
    enum qpdf_object_type_e kind = handle_kind(handles, object);
    const char *words = kind == ot_string ? extract_lib.qpdf_oh_get_utf8_value(handles->pdf, object)
                        : kind == ot_name ? extract_lib.qpdf_oh_get_name(handles->pdf, object)
                                          : NULL;
    return words ? arena_string(handles->arena, words) : NULL;
}

const char *handle_words_at(const struct handles *handles, qpdf_oh dict, const char *key) {
    qpdf_oh value = handle_entry(handles, dict, key);
    const char *words = handle_words(handles, value);
    handle_release(handles, value);
    return words;
}

bool handle_number(const struct handles *handles, qpdf_oh object, double *number) {
    enum qpdf_object_type_e kind = handle_kind(handles, object);
    if (kind == ot_integer)
        *number = (double)extract_lib.qpdf_oh_get_int_value(handles->pdf, object);
    else if (kind == ot_real)
        *number = strtod(extract_lib.qpdf_oh_get_real_value(handles->pdf, object), NULL);
    else
        return false;
    if (!isfinite(*number))
        *number = 0;
    return true;
}

unsigned char *handle_stream(const struct handles *handles, qpdf_oh stream, size_t *count) {
    unsigned char *bytes = NULL;
    *count = 0;
    if (handle_kind(handles, stream) != ot_stream ||
        extract_lib.qpdf_oh_get_stream_data(handles->pdf, stream, qpdf_dl_generalized, NULL, &bytes, count) >
            QPDF_WARNINGS) {
        free(bytes);
        return NULL;
    }
    return bytes ? bytes : calloc(1, 1);
}
