/* extract.c: a PDF → extract_here, and what its content streams and fonts hold → painting_read, meanings_read,
 * content_put.
 *
 * In the program all of this happens in a process of its own within bounds; here it is
 * this one, so that whatever is read or written out of place is seen. Bytes that begin as
 * a PDF are one; all others are a content stream and the map of a font, for which no
 * library is needed. What holds of every input: it ends; what is handed over is text
 * where text is promised; a reading differs from itself in nothing; and the one form of
 * a content stream is the same with other white space.
 */
#include "extract.h"

#include <assert.h>
#include <string.h>

#include "again.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "extract_text.h"
#include "scratch.h"

struct given {
    struct buffer metadata, reading, parts;
};

static void give(void *context, char what, const char *name, const void *bytes, size_t count) {
    struct given *given = context;
    struct buffer *to = what == 'M' ? &given->metadata : what == 'R' ? &given->reading : &given->parts;
    assert(strchr("AMRP", what) != NULL && name != NULL);
    if (what != 'A' && count > 0)
        buffer_bytes(to, bytes, count);
}

/* Each line of the parts is a name, a blank and a hash. */
static void parts_examine(const char *parts) {
    for (const char *at = parts; *at != '\0';) {
        size_t count = strcspn(at, "\n");
        assert(at[count] == '\n' && count > 65 && at[count - 65] == ' ');
        assert(strspn(at + count - 64, "0123456789abcdef") == 64);
        at += count + 1;
    }
}

static void pdf_examine(const uint8_t *data, size_t size) {
    struct given given = {0};
    const struct extracting extracting = {
        .bytes = (const char *)data, .count = size, .reading = true, .give = give, .context = &given};
    struct arena *arena = arena_open();
    const char *fault = extract_here(&extracting);
    const char *reading = buffer_text(&given.reading), *parts = buffer_text(&given.parts);
    size_t count;
    assert(fault == NULL || (*fault != '\0' && given.reading.count == 0 && given.parts.count == 0));
    parts_examine(parts);
    assert(again_parts_difference(parts, parts, &count, arena) == NULL && count == 0);
    assert(again_difference(reading, reading, true, arena) == NULL);
    assert(again_metadata_same(buffer_text(&given.metadata), buffer_text(&given.metadata), arena));
    arena_close(arena);
    buffer_close(&given.metadata);
    buffer_close(&given.reading);
    buffer_close(&given.parts);
}

static const struct meanings *font(void *context, const char *name) {
    assert(name != NULL);
    return context;
}

static void text(void *context, enum painted as, long mcid, const char *words, size_t bytes) {
    (void)context;
    assert((as == PAINTED_MARKED) == (mcid >= 0) && bytes > 0);
    for (const char *at = words, *end = words + bytes; at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
    }
}

static void object(void *context, enum painted as, long mcid, const char *name, const char *manner) {
    (void)context;
    assert((as == PAINTED_MARKED) == (mcid >= 0) && (name == NULL) != (manner == NULL));
}

static void end(void *context, enum painted as) {
    (void)context;
    assert(as != PAINTED_MARKED);
}

static void content_examine(const uint8_t *data, size_t size) {
    struct arena *arena = arena_open();
    struct buffer one = {0}, spaced = {0}, other = {0};
    struct painting painting = {meanings_read(data, size, arena), font, text, object, end};
    painting_read(&painting, data, size, arena);
    painting.context = NULL;
    painting_read(&painting, data, size, arena);
    content_put(data, size, &one);
    buffer_string(&spaced, " \n");
    buffer_bytes(&spaced, data, size);
    content_put(spaced.bytes, spaced.count, &other);
    assert(one.count == other.count && (one.count == 0 || memcmp(one.bytes, other.bytes, one.count) == 0));
    buffer_close(&one);
    buffer_close(&spaced);
    buffer_close(&other);
    arena_close(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size >= 5 && memcmp(data, "%PDF-", 5) == 0)
        pdf_examine(data, size);
    else if (size > 0)
        content_examine(data, size);
    return 0;
}
