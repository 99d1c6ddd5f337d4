/* handle.h: the objects of a PDF as libqpdf hands them out: the one door to that library.
 *
 * libqpdf is loaded by dlopen(3) when a PDF is to be read, since linked in it would double
 * the time in which the program starts for the sake of one verb. It mends what it can and
 * calls the rest null; its answers are taken as they come.
 */
#ifndef ENGROSS_EXTRACT_HANDLE_H
#define ENGROSS_EXTRACT_HANDLE_H

#include <qpdf/qpdf-c.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define EXTRACT_FUNCTIONS(USE)       \
    USE(qpdf_init)                   \
    USE(qpdf_cleanup)                \
    USE(qpdf_silence_errors)         \
    USE(qpdf_set_suppress_warnings)  \
    USE(qpdf_get_qpdf_version)       \
    USE(qpdf_read_memory)            \
    USE(qpdf_get_root)               \
    USE(qpdf_get_trailer)            \
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
    USE(qpdf_oh_get_real_value)      \
    USE(qpdf_oh_begin_dict_key_iter) \
    USE(qpdf_oh_dict_more_keys)      \
    USE(qpdf_oh_dict_next_key)       \
    USE(qpdf_oh_unparse_resolved)    \
    USE(qpdf_oh_get_stream_data)     \
    USE(qpdf_oh_get_page_content_data)

/* Its functions, once library_load has said true. */
struct extract_library {
    bool tried, loaded;
#define EXTRACT_FIELD(name) __typeof__(name) *(name);
    EXTRACT_FUNCTIONS(EXTRACT_FIELD)
#undef EXTRACT_FIELD
};
extern struct extract_library extract_lib;
bool extract_library_load(void);

/* A PDF that is open. Handles are many: each can be given back when it has been read. */
struct handles {
    qpdf_data pdf;
    struct arena *arena;
};

enum qpdf_object_type_e handle_kind(const struct handles *handles, qpdf_oh object);
void handle_release(const struct handles *handles, qpdf_oh object);
/* An entry of a dictionary, or of that of a stream; null for anything else. */
qpdf_oh handle_entry(const struct handles *handles, qpdf_oh dict, const char *key);
/* An entry of a page that may stand at a node above it (ISO 32000-1, 7.7.3.4). */
qpdf_oh handle_inherited(const struct handles *handles, qpdf_oh page, const char *key);
/* The keys of a dictionary, or of that of a stream, in the order of their bytes, in the arena; returns how many. */
size_t handle_keys(const struct handles *handles, qpdf_oh dict, const char ***keys);
size_t handle_count(const struct handles *handles, qpdf_oh array);
qpdf_oh handle_item(const struct handles *handles, qpdf_oh array, size_t i);
/* A text or a name, in the arena; NULL for anything else. */
const char *handle_words(const struct handles *handles, qpdf_oh object);
const char *handle_words_at(const struct handles *handles, qpdf_oh dict, const char *key);
/* Its value; false for anything that is no number. */
bool handle_number(const struct handles *handles, qpdf_oh object, double *number);
/* The bytes of a stream, inflated; to be freed. NULL for anything else. */
unsigned char *handle_stream(const struct handles *handles, qpdf_oh stream, size_t *count);

#endif
