/* file.c: header, objects, cross-reference stream.
 *
 * In: every object. Out: the file, ISO 32000-1, 7.5.7 and 7.5.8: streams stand
 * alone, everything else is packed into object streams, and the table of where
 * things are is a stream too, coded with the PNG "up" predictor so that rows
 * which differ by a constant deflate to almost nothing. The metadata is written
 * last and unpacked: its InstanceID is the hash of all that comes before it, and
 * the trailer's ID the same, so that equal content gives equal bytes. Surprising:
 * a number that no object has is listed as free, since libharu's own streams
 * leave such holes.
 */
#include "pdf/file.h"

#include <assert.h>
#include <string.h>

/* Objects in one object stream: more packs better, and a reader that wants one object must inflate all. */
#define PACK_OBJECTS 800

/* What is thought when room is made: how many times smaller a pack becomes, what stands around a stream, and around
 * all. */
#define PACK_SHRINKS 4
#define STREAM_FRAME 120
#define FRAME 4096

/* Offset or pack, index in the pack, type: what one row of the table holds. */
struct row {
    uint64_t where;
    uint32_t index;
    uint8_t type;
};

struct file {
    struct objects *objects;
    struct arena *arena;
    struct buffer *out;
    size_t start;
    const struct dict *last;
    struct row *rows;
    unsigned count; /* highest object number in `rows` */
};

static void file_stream(struct file *file, unsigned id) {
    size_t count = 0;
    const void *bytes = object_stream(file->objects, id, &count);
    assert(bytes != NULL);
    file->rows[id] = (struct row){.type = 1, .where = file->out->count - file->start};
    buffer_integer(file->out, id);
    buffer_string(file->out, " 0 obj\n");
    object_write(file->objects, id, file->out);
    buffer_string(file->out, "\nstream\n");
    buffer_bytes(file->out, bytes, count);
    buffer_string(file->out, "\nendstream\nendobj\n");
}

/* One object stream of the objects ids[0…count). Its own number must lie within the rows. Returns how many bytes it has
 * before it is deflated. */
static size_t file_pack(struct file *file, struct dict *pack, const unsigned *ids, unsigned count) {
    struct buffer index = {0};
    struct buffer values = {0};
    for (unsigned i = 0; i < count; i++) {
        buffer_integer(&index, ids[i]);
        buffer_char(&index, ' ');
        buffer_integer(&index, (int64_t)values.count);
        buffer_char(&index, i + 1 < count ? ' ' : '\n');
        object_write(file->objects, ids[i], &values);
        if (values.bytes[values.count - 1] != '>')
            buffer_char(&values, '\n');
        file->rows[ids[i]] = (struct row){.type = 2, .where = dict_id(pack), .index = i};
    }
    dict_name(pack, "Type", "ObjStm");
    dict_number(pack, "N", count);
    dict_number(pack, "First", (int64_t)index.count);
    buffer_bytes(&index, values.bytes, values.count);
    size_t bytes = index.count;
    dict_stream(file->objects, pack, index.bytes, bytes, PACKING_OBJECTS);
    buffer_close(&index);
    buffer_close(&values);
    return bytes;
}

/* Room for all of the file, so that it need not be moved: the streams that there are, and what packs come to. */
static void file_reserve(struct file *file, unsigned streams, size_t packed) {
    size_t bytes = FRAME + packed / PACK_SHRINKS;
    for (unsigned id = 1; id <= streams; id++) {
        size_t count = 0;
        if (id != dict_id(file->last) && object_exists(file->objects, id) && object_is_stream(file->objects, id)) {
            (void)object_stream(file->objects, id, &count);
            bytes += count + STREAM_FRAME;
        }
    }
    buffer_reserve(file->out, bytes);
}

struct file *file_begin(struct objects *objects, const struct dict *last, struct arena *arena, struct buffer *out,
                        struct hash *content) {
    unsigned before = objects_count(objects);
    struct file *file = ARENA_NEW(arena, struct file);
    unsigned *ids = ARENA_ARRAY(arena, before + 1, unsigned);
    unsigned packed = 0;
    size_t bytes = 0;
    *file = (struct file){.objects = objects, .arena = arena, .out = out, .start = out->count, .last = last};
    /* Room for the packs and for the table itself. */
    file->rows = ARENA_ARRAY(arena, before + before / PACK_OBJECTS + 3, struct row);
    buffer_string(out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
    for (unsigned id = 1; id <= before; id++) {
        if (id != dict_id(last) && object_exists(objects, id) && !object_is_stream(objects, id)) {
            ids[packed++] = id;
        }
    }
    /* Packs come last in the file, but are made first: they are deflated while streams are put together. */
    for (unsigned first = 0; first < packed; first += PACK_OBJECTS) {
        unsigned count = packed - first < PACK_OBJECTS ? packed - first : PACK_OBJECTS;
        bytes += file_pack(file, dict_new(objects), ids + first, count);
    }
    file_reserve(file, before, bytes);
    for (unsigned id = 1; id <= objects_count(objects); id++) {
        if (id != dict_id(last) && object_exists(objects, id) && object_is_stream(objects, id)) {
            file_stream(file, id);
        }
    }
    *content = hash_bytes(out->bytes + file->start, out->count - file->start);
    return file;
}

static unsigned bytes_needed(uint64_t value) {
    unsigned bytes = 1;
    while (value >>= 8) {
        bytes++;
    }
    return bytes;
}

static void put_number(uint8_t *to, uint64_t value, unsigned bytes) {
    while (bytes-- > 0) {
        to[bytes] = (uint8_t)value;
        value >>= 8;
    }
}

/* The rows as bytes, each row preceded by the predictor's 2 and reduced by the row above. */
static void table_write(struct file *file, unsigned where_bytes, unsigned index_bytes, struct buffer *out) {
    uint8_t above[16] = {0};
    unsigned width = 1 + where_bytes + index_bytes;
    assert(width <= sizeof above);
    buffer_reserve(out, ((size_t)file->count + 1) * (1 + width));
    for (unsigned id = 0; id <= file->count; id++) {
        uint8_t row[16] = {0};
        row[0] = file->rows[id].type;
        put_number(row + 1, file->rows[id].where, where_bytes);
        put_number(row + 1 + where_bytes, row[0] == 0 ? 0xFFFF : file->rows[id].index, index_bytes);
        buffer_char(out, 2);
        for (unsigned i = 0; i < width; i++) {
            buffer_char(out, (char)(uint8_t)(row[i] - above[i]));
        }
        memcpy(above, row, width);
    }
}

void file_end(struct file *file, const struct hash *permanent, const struct hash *content) {
    file_stream(file, dict_id(file->last));
    struct dict *table = dict_new(file->objects);
    uint64_t offset = file->out->count - file->start;
    unsigned where_bytes = bytes_needed(offset);
    unsigned index_bytes = bytes_needed(PACK_OBJECTS);
    file->count = dict_id(table);
    file->rows[file->count] = (struct row){.type = 1, .where = offset};
    dict_name(table, "Type", "XRef");
    dict_number(table, "Size", file->count + 1);
    struct array *widths = dict_array(table, "W", 3);
    array_number(widths, 1);
    array_number(widths, where_bytes);
    array_number(widths, index_bytes);
    dict_refer(table, "Root", objects_catalog(file->objects));
    dict_refer(table, "Info", objects_info(file->objects));
    struct array *names = dict_array(table, "ID", 2);
    array_binary(names, permanent->bytes, 16);
    array_binary(names, content->bytes, 16);
    struct dict *predictor = dict_dict(table, "DecodeParms");
    dict_number(predictor, "Predictor", 12);
    dict_number(predictor, "Columns", 1 + where_bytes + index_bytes);
    struct buffer rows = {0};
    table_write(file, where_bytes, index_bytes, &rows);
    dict_stream(file->objects, table, rows.bytes, rows.count, PACKING_OBJECTS);
    buffer_close(&rows);
    file_stream(file, file->count);
    buffer_string(file->out, "startxref\n");
    buffer_integer(file->out, (int64_t)offset);
    buffer_string(file->out, "\n%%EOF\n");
}
