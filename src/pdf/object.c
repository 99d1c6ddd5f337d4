/* object.c: libharu's objects, held so that none of its traps can be met.
 *
 * In: calls. Out: values in a buffer (object_write), for file.c to number and
 * place. libharu keeps errors in a sticky record and does not stop, so every call
 * goes through `demand`. Strings with bytes beyond ASCII are HPDF_Binary, since
 * HPDF_String ends at NUL. Numbers that are not whole never become HPDF_Real,
 * which is a float: they are entries written by hand, printed by libharu through
 * the write function of their dictionary. Streams are not libharu's either: it
 * gives each a separate length object and deflates at one level only; here a
 * stream is a plain dictionary with a body kept beside it. Surprising: a growing
 * list of libharu's copies itself at every 20th entry, hence `expected`.
 */
#include "pdf/object.h"

#include <assert.h>
#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "base/utf8.h"
#include "pdf/press.h"

/* libdeflate's levels. Measured on a constitution of 160 pages: its pages take 3.4 ms and 281 KB at level 1, 5.3 ms and
 * 275 KB at 3, 6.5 ms and 268 KB at 6; its objects 3.0 ms and 275 KB at level 1, 5.1 ms and 256 KB at 2, 8.5 ms and
 * 233 KB at 5, 11 ms and 227 KB at 6, out of 100 ms for everything. */
static const int levels[] = {[PACKING_PAGE] = 1, [PACKING_OBJECTS] = 2, [PACKING_ONCE] = 6};

struct body {
    bool is; /* else the dictionary is no stream */
    struct pressed content;
    HPDF_Number length; /* to be set when the content is there; NULL: it is */
};

/* Entries written by hand, in the order in which they came. */
struct written {
    const char *bytes;
    size_t count;
    struct written *next;
};

/* What a dictionary has besides libharu's entries: its `attr`. */
struct extra {
    struct written *first, *last;
    struct body body;
};

/* Objects that have numbers and are nothing else until the file is written. */
struct reserved {
    unsigned first, count;
    void (*write)(void *context, unsigned number, struct buffer *out);
    void *context;
};

struct objects {
    HPDF_Doc doc;
    struct arena *arena;
    struct press *press;
    struct reserved reserved;
    HPDF_Stream writer;    /* appends to the buffer that is its `attr` */
    struct dict *names;    /* of the catalogue; NULL until it is asked for */
    LIST(unsigned) unused; /* length objects of libharu's streams */
};

/* libharu's own pages, catalogue and arrays are what `struct dict` and `struct array` stand for. */
static HPDF_Dict haru(const struct dict *dict) {
    return (HPDF_Dict)(uintptr_t)dict;
}

static void demand_error(HPDF_Error error, bool fine) {
    if (fine && (error == NULL || HPDF_Error_GetCode(error) == HPDF_OK)) {
        return;
    }
    if (error == NULL || HPDF_Error_GetCode(error) == HPDF_FAILD_TO_ALLOC_MEM) {
        memory_exhausted();
    }
    assert(!"libharu refused an object");
    memory_exhausted();
}

static void demand(HPDF_MMgr memory, bool fine) {
    demand_error(memory->error, fine);
}

const char *objects_version(void) {
    return HPDF_GetVersion();
}

struct objects *objects_open(struct arena *arena) {
    struct objects *objects = ARENA_NEW(arena, struct objects);
    objects->arena = arena;
    objects->doc = HPDF_New(NULL, NULL);
    if (objects->doc == NULL) {
        memory_exhausted();
    }
    objects->press = press_open(arena);
    return objects;
}

void objects_close(struct objects *objects) {
    if (objects != NULL) {
        if (objects->writer != NULL) {
            HPDF_Stream_Free(objects->writer);
        }
        HPDF_Free(objects->doc);
        press_close(objects->press);
    }
}

struct dict *objects_catalog(struct objects *objects) {
    return (struct dict *)objects->doc->catalog;
}

struct dict *objects_info(struct objects *objects) {
    assert(objects->doc->info != NULL);
    return (struct dict *)objects->doc->info;
}

struct dict *objects_names(struct objects *objects) {
    if (objects->names == NULL) {
        objects->names = dict_dict(objects_catalog(objects), "Names");
    }
    return objects->names;
}

struct dict *dict_new(struct objects *objects) {
    HPDF_Dict dict = HPDF_Dict_New(objects->doc->mmgr);
    demand(objects->doc->mmgr, dict != NULL);
    demand(objects->doc->mmgr, HPDF_Xref_Add(objects->doc->xref, dict) == HPDF_OK);
    return (struct dict *)dict;
}

unsigned objects_reserve(struct objects *objects, unsigned count,
                         void (*write)(void *context, unsigned number, struct buffer *out), void *context) {
    HPDF_Xref xref = objects->doc->xref;
    assert(objects->reserved.write == NULL);
    objects->reserved = (struct reserved){xref->start_offset + xref->entries->count, count, write, context};
    xref->start_offset += count; /* so libharu numbers its next object past them */
    return objects->reserved.first;
}

static bool is_reserved(const struct objects *objects, unsigned id) {
    return objects->reserved.write != NULL && id >= objects->reserved.first &&
           id - objects->reserved.first < objects->reserved.count;
}

const struct dict *dict_reserved(const struct objects *objects, unsigned id) {
    assert(is_reserved(objects, id));
    HPDF_Dict stub = ARENA_NEW(objects->arena, HPDF_Dict_Rec);
    stub->header.obj_id = id | HPDF_OTYPE_INDIRECT;
    stub->header.obj_class = HPDF_OCLASS_DICT;
    return (const struct dict *)stub;
}

struct dict *dict_new_page(struct objects *objects) {
    struct dict *page = dict_new(objects);
    HPDF_Dict root = objects->doc->root_pages;
    haru(page)->header.obj_class |= HPDF_OSUBCLASS_PAGE;
    dict_name(page, "Type", "Page");
    dict_refer(page, "Parent", (const struct dict *)root);
    HPDF_Array kids = HPDF_Dict_GetItem(root, "Kids", HPDF_OCLASS_ARRAY);
    demand(root->mmgr, kids != NULL);
    demand(root->mmgr, HPDF_Array_Add(kids, haru(page)) == HPDF_OK);
    return page;
}

/* libharu has made a stream of its own with a length object after it; both give way to ours. */
static void image_adopt(struct objects *objects, HPDF_Dict image, const void *bytes, size_t count,
                        enum packing packing) {
    unsigned id = image->header.obj_id & 0x00FFFFFFu;
    HPDF_Stream_Free(image->stream);
    image->stream = NULL;
    demand(image->mmgr, HPDF_Dict_RemoveElement(image, "Length") == HPDF_OK);
    LIST_ADD(objects->arena, &objects->unused, id + 1);
    dict_stream(objects, (struct dict *)image, bytes, count, packing);
}

struct dict *dict_new_image(struct objects *objects, const void *rows, uint32_t width, uint32_t height, bool grey) {
    size_t bytes = (size_t)width * height * (grey ? 1 : 3);
    HPDF_Image image =
        HPDF_LoadRawImageFromMem(objects->doc, rows, width, height, grey ? HPDF_CS_DEVICE_GRAY : HPDF_CS_DEVICE_RGB, 8);
    demand(objects->doc->mmgr, image != NULL);
    image_adopt(objects, image, rows, bytes, PACKING_ONCE);
    return (struct dict *)image;
}

struct dict *dict_new_jpeg(struct objects *objects, const void *file, size_t bytes) {
    assert(bytes <= INT32_MAX);
    HPDF_Image image = HPDF_LoadJpegImageFromMem(objects->doc, file, (HPDF_UINT)bytes);
    demand(objects->doc->mmgr, image != NULL);
    image_adopt(objects, image, file, bytes, PACKING_NONE);
    dict_name((struct dict *)image, "Filter", "DCTDecode");
    return (struct dict *)image;
}

unsigned dict_id(const struct dict *dict) {
    assert(haru(dict)->header.obj_id & HPDF_OTYPE_INDIRECT);
    return haru(dict)->header.obj_id & 0x00FFFFFFu;
}

void reference_write_id(struct buffer *out, unsigned id) {
    buffer_integer(out, id);
    buffer_string(out, " 0 R");
}

void reference_write(struct buffer *out, const struct dict *dict) {
    reference_write_id(out, dict_id(dict));
}

/* Strings and names. */

static bool text_is_ascii(const char *text) {
    for (; *text != '\0'; text++) {
        if (*text < 0x20 || *text > 0x7E) {
            return false;
        }
    }
    return true;
}

/* UTF-16BE with its mark. */
static void text_wide(struct buffer *out, const char *text) {
    const char *end = text + strlen(text);
    buffer_bytes(out, "\xFE\xFF", 2);
    while (text < end) {
        uint32_t code;
        text += utf8_decode(text, end, &code);
        uint16_t units[2] = {(uint16_t)code, 0};
        size_t count = 1;
        if (code > 0xFFFF) {
            units[0] = (uint16_t)(0xD800 + ((code - 0x10000) >> 10));
            units[1] = (uint16_t)(0xDC00 + ((code - 0x10000) & 0x3FF));
            count = 2;
        }
        for (size_t i = 0; i < count; i++) {
            buffer_char(out, (char)(units[i] >> 8));
            buffer_char(out, (char)(units[i] & 0xFF));
        }
    }
    assert(out->count <= TEXT_BYTES_MAX);
}

void string_write(struct buffer *out, const void *bytes, size_t count) {
    const char *byte = bytes;
    assert(count <= TEXT_BYTES_MAX);
    buffer_reserve(out, count + 2);
    buffer_char(out, '(');
    size_t from = 0;
    for (size_t i = 0; i < count; i++) {
        if (byte[i] != '\r' && byte[i] != '(' && byte[i] != ')' && byte[i] != '\\')
            continue;
        buffer_bytes(out, byte + from, i - from);
        buffer_char(out, '\\');
        buffer_char(out, byte[i] == '\r' ? 'r' : byte[i]);
        from = i + 1;
    }
    buffer_bytes(out, byte + from, count - from);
    buffer_char(out, ')');
}

void text_write(struct buffer *out, const char *text) {
    if (text_is_ascii(text)) {
        string_write(out, text, strlen(text));
        return;
    }
    struct buffer wide = {0};
    text_wide(&wide, text);
    string_write(out, wide.bytes, wide.count);
    buffer_close(&wide);
}

/* Entries of dictionaries. */

static void dict_add(struct dict *dict, const char *key, void *value) {
    HPDF_Dict to = haru(dict);
    demand(to->mmgr, value != NULL);
    demand(to->mmgr, HPDF_Dict_Add(to, key, value) == HPDF_OK);
}

void dict_name(struct dict *dict, const char *key, const char *name) {
    assert(strlen(name) <= HPDF_LIMIT_MAX_NAME_LEN && strchr(name, ' ') == NULL);
    dict_add(dict, key, HPDF_Name_New(haru(dict)->mmgr, name));
}

void dict_number(struct dict *dict, const char *key, int64_t number) {
    assert(number >= INT32_MIN && number <= INT32_MAX);
    dict_add(dict, key, HPDF_Number_New(haru(dict)->mmgr, (HPDF_INT32)number));
}

void dict_true(struct dict *dict, const char *key) {
    dict_add(dict, key, HPDF_Boolean_New(haru(dict)->mmgr, HPDF_TRUE));
}

void dict_ascii(struct dict *dict, const char *key, const char *bytes) {
    assert(strlen(bytes) <= TEXT_BYTES_MAX);
    dict_add(dict, key, HPDF_String_New(haru(dict)->mmgr, bytes, NULL));
}

static HPDF_Binary binary_new(HPDF_MMgr memory, const void *bytes, size_t count) {
    return HPDF_Binary_New(memory, (HPDF_BYTE *)(uintptr_t)bytes, (HPDF_UINT)count);
}

void dict_binary(struct dict *dict, const char *key, const void *bytes, size_t count) {
    assert(count <= TEXT_BYTES_MAX);
    dict_add(dict, key, binary_new(haru(dict)->mmgr, bytes, count));
}

void dict_text(struct dict *dict, const char *key, const char *text) {
    if (text_is_ascii(text)) {
        dict_ascii(dict, key, text);
        return;
    }
    struct buffer wide = {0};
    text_wide(&wide, text);
    dict_add(dict, key, binary_new(haru(dict)->mmgr, wide.bytes, wide.count));
    buffer_close(&wide);
}

void dict_refer(struct dict *dict, const char *key, const struct dict *to) {
    assert(dict_id(to) != 0);
    dict_add(dict, key, haru(to));
}

struct dict *dict_dict(struct dict *dict, const char *key) {
    HPDF_Dict value = HPDF_Dict_New(haru(dict)->mmgr);
    dict_add(dict, key, value);
    return (struct dict *)value;
}

struct array *dict_array(struct dict *dict, const char *key, size_t expected) {
    HPDF_Array value = HPDF_Array_New(haru(dict)->mmgr);
    dict_add(dict, key, value);
    if (expected > value->list->items_per_block) {
        value->list->items_per_block = (HPDF_UINT)expected;
    }
    return (struct array *)value;
}

static HPDF_STATUS written_write(HPDF_Dict dict, HPDF_Stream stream) {
    const struct extra *extra = dict->attr;
    for (const struct written *one = extra->first; one != NULL; one = one->next) {
        HPDF_STATUS status = HPDF_Stream_Write(stream, (const HPDF_BYTE *)one->bytes, (HPDF_UINT)one->count);
        if (status != HPDF_OK) {
            return status;
        }
    }
    return HPDF_OK;
}

static struct extra *dict_extra(struct objects *objects, struct dict *dict) {
    if (haru(dict)->attr == NULL) {
        haru(dict)->attr = ARENA_NEW(objects->arena, struct extra);
    }
    return haru(dict)->attr;
}

void dict_written(struct objects *objects, struct dict *dict, const void *bytes, size_t count) {
    struct written *one = ARENA_NEW(objects->arena, struct written);
    struct extra *extra = dict_extra(objects, dict);
    one->bytes = arena_copy(objects->arena, bytes, count);
    one->count = count;
    if (extra->last == NULL) {
        extra->first = one;
    } else {
        extra->last->next = one;
    }
    extra->last = one;
    haru(dict)->write_fn = written_write;
}

void lengths_write(struct buffer *out, const char *key, const length *values, size_t count) {
    buffer_char(out, '/');
    buffer_string(out, key);
    for (size_t i = 0; i < count; i++) {
        buffer_char(out, i == 0 ? '[' : ' ');
        buffer_length(out, values[i]);
    }
    buffer_char(out, ']');
}

void dict_stream(struct objects *objects, struct dict *dict, const void *bytes, size_t count, enum packing packing) {
    struct body *body = &dict_extra(objects, dict)->body;
    assert(!body->is);
    body->is = true;
    HPDF_Number value = HPDF_Number_New(haru(dict)->mmgr, (HPDF_INT32)count);
    assert(count <= INT32_MAX);
    if (packing != PACKING_NONE) {
        dict_name(dict, "Filter", "FlateDecode");
        body->length = value;
        press_add(objects->press, bytes, count, levels[packing], &body->content);
    } else {
        body->content = (struct pressed){arena_copy(objects->arena, bytes, count), count};
    }
    dict_add(dict, "Length", value);
}

/* Names in one leaf of a name tree. */
#define NAME_LEAF 400

static int compare_entries(const void *a, const void *b) {
    return strcmp(((const struct name_entry *)a)->name, ((const struct name_entry *)b)->name);
}

static void name_string(struct buffer *out, const char *name) {
    string_write(out, name, strlen(name));
}

static void name_leaf(struct objects *objects, struct dict *leaf, const struct name_entry *entries, size_t count,
                      bool limited) {
    struct buffer out = {0};
    if (limited) {
        buffer_string(&out, "/Limits[");
        name_string(&out, entries[0].name);
        name_string(&out, entries[count - 1].name);
        buffer_char(&out, ']');
    }
    buffer_string(&out, "/Names[");
    for (size_t i = 0; i < count; i++) {
        assert(i == 0 || strcmp(entries[i - 1].name, entries[i].name) < 0);
        name_string(&out, entries[i].name);
        buffer_string(&out, entries[i].value);
    }
    buffer_char(&out, ']');
    dict_written(objects, leaf, out.bytes, out.count);
    buffer_close(&out);
}

struct dict *name_tree(struct objects *objects, struct name_entry *entries, size_t count) {
    struct dict *tree = dict_new(objects);
    qsort(entries, count, sizeof *entries, compare_entries);
    if (count <= NAME_LEAF) {
        name_leaf(objects, tree, entries, count, false);
        return tree;
    }
    struct array *kids = dict_array(tree, "Kids", count / NAME_LEAF + 1);
    for (size_t first = 0; first < count; first += NAME_LEAF) {
        struct dict *leaf = dict_new(objects);
        array_refer(kids, leaf);
        name_leaf(objects, leaf, entries + first, count - first < NAME_LEAF ? count - first : NAME_LEAF, true);
    }
    return tree;
}

/* Entries of arrays. */

static void array_add(struct array *array, void *value) {
    HPDF_Array to = (HPDF_Array)array;
    demand(to->mmgr, value != NULL);
    demand(to->mmgr, HPDF_Array_Add(to, value) == HPDF_OK);
}

void array_number(struct array *array, int64_t number) {
    assert(number >= INT32_MIN && number <= INT32_MAX);
    array_add(array, HPDF_Number_New(((HPDF_Array)array)->mmgr, (HPDF_INT32)number));
}

void array_binary(struct array *array, const void *bytes, size_t count) {
    array_add(array, binary_new(((HPDF_Array)array)->mmgr, bytes, count));
}

void array_refer(struct array *array, const struct dict *to) {
    assert(dict_id(to) != 0);
    array_add(array, haru(to));
}

/* Writing. */

unsigned objects_count(const struct objects *objects) {
    return objects->doc->xref->entries->count - 1 + objects->reserved.count;
}

/* An object of libharu's. */
static HPDF_XrefEntry object_entry(const struct objects *objects, unsigned id) {
    unsigned index =
        objects->reserved.write != NULL && id >= objects->reserved.first ? id - objects->reserved.count : id;
    HPDF_XrefEntry entry = HPDF_Xref_GetEntry(objects->doc->xref, index);
    assert(entry != NULL);
    return entry;
}

bool object_exists(const struct objects *objects, unsigned id) {
    if (is_reserved(objects, id)) {
        return true;
    }
    for (size_t i = 0; i < objects->unused.count; i++) {
        if (objects->unused.items[i] == id) {
            return false;
        }
    }
    return object_entry(objects, id)->obj != NULL;
}

static HPDF_STATUS buffer_take(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT count) {
    buffer_bytes(stream->attr, bytes, count);
    return HPDF_OK;
}

void object_write(struct objects *objects, unsigned id, struct buffer *out) {
    if (is_reserved(objects, id)) {
        buffer_string(out, "<<");
        objects->reserved.write(objects->reserved.context, id - objects->reserved.first, out);
        buffer_string(out, ">>");
        return;
    }
    if (objects->writer == NULL) {
        objects->writer = HPDF_CallbackWriter_New(objects->doc->mmgr, buffer_take, NULL);
        demand(objects->doc->mmgr, objects->writer != NULL);
    }
    objects->writer->attr = out;
    demand(objects->doc->mmgr, HPDF_Obj_WriteValue(object_entry(objects, id)->obj, objects->writer, NULL) == HPDF_OK);
}

/* NULL for an object that has nothing but what libharu knows of it. */
static struct extra *object_extra(const struct objects *objects, unsigned id) {
    if (is_reserved(objects, id)) {
        return NULL;
    }
    const HPDF_Obj_Header *header = object_entry(objects, id)->obj;
    bool is_dict = (header->obj_class & HPDF_OCLASS_ANY) == HPDF_OCLASS_DICT;
    return is_dict ? ((HPDF_Dict)(uintptr_t)header)->attr : NULL;
}

bool object_is_stream(const struct objects *objects, unsigned id) {
    const struct extra *extra = object_extra(objects, id);
    return extra != NULL && extra->body.is;
}

const void *object_stream(const struct objects *objects, unsigned id, size_t *count) {
    if (!object_is_stream(objects, id)) {
        return NULL;
    }
    struct body *body = &object_extra(objects, id)->body;
    if (body->length != NULL) {
        press_await(objects->press, &body->content);
        assert(body->content.count <= INT32_MAX);
        body->length->value = (HPDF_INT32)body->content.count;
        body->length = NULL;
    }
    *count = body->content.count;
    return body->content.bytes;
}
