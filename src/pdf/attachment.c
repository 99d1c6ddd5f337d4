/* attachment.c: embedded files (ISO 32000-1, 7.11.4; ISO 19005-3, 6.8 and annex E).
 *
 * In: the files of an edition. Out: for each a stream and a file specification, which
 * stands twice: by its name in the tree of the catalogue, where every reader finds it,
 * and in /AF, which says that it is about the whole document. Both standards ask for
 * F and UF, AFRelationship, a type and a date. The date is that of the release: the
 * files are what was approved then, whenever they were typed.
 *
 * Surprising: /AF keeps the order of the edition, the tree is sorted by name.
 */
#include "pdf/attachment.h"

#include <assert.h>
#include <string.h>

#include "base/buffer.h"
#include "base/hash.h"

static struct dict *file_write(struct objects *objects, const struct attachment *file, const char *stamp) {
    struct dict *stream = dict_new(objects);
    dict_name(stream, "Type", "EmbeddedFile");
    dict_name(stream, "Subtype", file->type);
    struct dict *facts = dict_dict(stream, "Params");
    struct checksum sum = hash_checksum(file->bytes, file->count);
    dict_number(facts, "Size", (int64_t)file->count);
    dict_binary(facts, "CheckSum", sum.bytes, sizeof sum.bytes);
    dict_ascii(facts, "ModDate", stamp);
    dict_stream(objects, stream, file->bytes, file->count, file->count > 0 ? PACKING_ONCE : PACKING_NONE);
    return stream;
}

static struct dict *specification_write(struct objects *objects, const struct attachment *file, const char *stamp) {
    static const char *const relationships[] = {
        [RELATIONSHIP_SOURCE] = "Source", [RELATIONSHIP_DATA] = "Data", [RELATIONSHIP_SUPPLEMENT] = "Supplement"};
    struct dict *stream = file_write(objects, file, stamp);
    struct dict *specification = dict_new(objects);
    dict_name(specification, "Type", "Filespec");
    dict_ascii(specification, "F", file->name);
    dict_text(specification, "UF", file->name);
    dict_text(specification, "Desc", file->description);
    dict_name(specification, "AFRelationship", relationships[file->relationship]);
    struct dict *embedded = dict_dict(specification, "EF");
    dict_refer(embedded, "F", stream);
    dict_refer(embedded, "UF", stream);
    return specification;
}

void attachments_write(struct objects *objects, const struct edition *edition, struct arena *arena) {
    size_t count = edition->attachment_count;
    if (count == 0)
        return;
    assert(strlen(edition->date) == 10);
    const char *date = edition->date;
    const char *stamp = arena_format(arena, "D:%.4s%.2s%.2s000000Z", date, date + 5, date + 8);
    struct name_entry *entries = ARENA_ARRAY(arena, count, struct name_entry);
    struct array *associated = dict_array(objects_catalog(objects), "AF", count);
    struct buffer value = {0};
    for (size_t i = 0; i < count; i++) {
        struct dict *specification = specification_write(objects, &edition->attachments[i], stamp);
        array_refer(associated, specification);
        buffer_clear(&value);
        reference_write(&value, specification);
        entries[i] = (struct name_entry){edition->attachments[i].name, arena_copy(arena, value.bytes, value.count)};
    }
    buffer_close(&value);
    dict_refer(objects_names(objects), "EmbeddedFiles", name_tree(objects, entries, count));
}
