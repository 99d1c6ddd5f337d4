/* object.h: the objects of a PDF file, a thin layer over libharu's.
 *
 * The one door to libharu: dictionaries, arrays and pictures are its objects and
 * live until objects_close. None of these calls can fail: running out of memory
 * ends the program, and any other refusal by libharu is a fault of ours, stopped
 * by an assertion. Keys and names are ASCII; a text is UTF-8 and is written as
 * PDFDocEncoding when it is ASCII, as UTF-16BE otherwise.
 */
#ifndef ENGROSS_PDF_OBJECT_H
#define ENGROSS_PDF_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/length.h"

/* ISO 19005-3, 6.1.13: no string is longer. */
#define TEXT_BYTES_MAX 32767

struct objects;
struct dict;
struct array;

/* The version of libharu that runs. */
const char *objects_version(void);
struct objects *objects_open(struct arena *arena);
void objects_close(struct objects *objects); /* NULL is allowed */

/* What libharu has already made. */
struct dict *objects_catalog(struct objects *objects);
struct dict *objects_info(struct objects *objects);
/* The dictionary of name trees of the catalogue, made when it is first asked for. */
struct dict *objects_names(struct objects *objects);

/* A new indirect dictionary. */
struct dict *dict_new(struct objects *objects);
/* Takes the next `count` object numbers, of which the first is returned, for dictionaries that are nowhere kept: when
 * the file is written, `write` writes the entries of each, counted from 0. Once only. */
unsigned objects_reserve(struct objects *objects, unsigned count,
                         void (*write)(void *context, unsigned number, struct buffer *out), void *context);
/* Stands for one of these objects where a dictionary is referred to. */
const struct dict *dict_reserved(const struct objects *objects, unsigned id);
/* A new indirect dictionary at the end of the page tree. */
struct dict *dict_new_page(struct objects *objects);
/* Pictures, as image dictionaries: rows of 8-bit samples, and a whole JPEG file of one or three components. */
struct dict *dict_new_image(struct objects *objects, const void *rows, uint32_t width, uint32_t height, bool grey);
struct dict *dict_new_jpeg(struct objects *objects, const void *file, size_t bytes);

/* Object number, for a reference written by hand: "12 0 R". */
unsigned dict_id(const struct dict *dict);
void reference_write(struct buffer *out, const struct dict *dict);
void reference_write_id(struct buffer *out, unsigned id);

void dict_name(struct dict *dict, const char *key, const char *name);
void dict_number(struct dict *dict, const char *key, int64_t number);
void dict_true(struct dict *dict, const char *key);
void dict_text(struct dict *dict, const char *key, const char *text);
void dict_ascii(struct dict *dict, const char *key, const char *bytes); /* a byte string without NUL */
void dict_binary(struct dict *dict, const char *key, const void *bytes, size_t count);
void dict_refer(struct dict *dict, const char *key, const struct dict *to);
/* A new direct dictionary or array as the value; `expected` sizes it. */
struct dict *dict_dict(struct dict *dict, const char *key);
struct array *dict_array(struct dict *dict, const char *key, size_t expected);
/* Entries that are already written: "/K 3/Pg 7 0 R". */
void dict_written(struct objects *objects, struct dict *dict, const void *bytes, size_t count);
/* Makes the dictionary a stream. The bytes are copied, or deflated: quickly what is made for each page or of all
 * objects, with more care what is made once. */
enum packing { PACKING_NONE, PACKING_PAGE, PACKING_OBJECTS, PACKING_ONCE };
void dict_stream(struct objects *objects, struct dict *dict, const void *bytes, size_t count, enum packing packing);

/* A name tree (ISO 32000-1, 7.9.6) of values that are already written. Sorts the entries; the names must differ. */
struct name_entry {
    const char *name;
    const char *value;
};
struct dict *name_tree(struct objects *objects, struct name_entry *entries, size_t count);

void array_number(struct array *array, int64_t number);
void array_binary(struct array *array, const void *bytes, size_t count);
void array_refer(struct array *array, const struct dict *to);

/* The parts from which entries are written by hand. */
void text_write(struct buffer *out, const char *text);                                       /* a text string */
void string_write(struct buffer *out, const void *bytes, size_t count);                      /* a byte string */
void lengths_write(struct buffer *out, const char *key, const length *values, size_t count); /* an array of points */

/* For file.c. Objects count from 1 to objects_count. */
unsigned objects_count(const struct objects *objects);
/* False for a number that no object has. */
bool object_exists(const struct objects *objects, unsigned id);
/* The value, for a stream its dictionary alone. */
void object_write(struct objects *objects, unsigned id, struct buffer *out);
bool object_is_stream(const struct objects *objects, unsigned id);
/* The stream's bytes as they are to be written; NULL when the object is no stream. To be called before its dictionary
 * is written, which says how many they are. */
const void *object_stream(const struct objects *objects, unsigned id, size_t *count);

#endif
