/* extract.c: a PDF → extract_here, and what its content streams and fonts hold → painting_read, meanings_read,
 * content_put, view_read.
 *
 * In the program all of this happens in a process of its own within bounds; here it is
 * this one, so that whatever is read or written out of place is seen. Bytes that begin as
 * a PDF are one; all others are a content stream and the map of a font, for which no
 * library is needed. What holds of every input: it ends; what is handed over is text
 * where text is promised; a reading, and what is seen, differ from themselves in nothing; and the one form of
 * a content stream is the same with other white space.
 */
#include "extract/extract.h"

#include <assert.h>
#include <string.h>

#include "again.h"
#include "again_seen.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "extract/text.h"
#include "extract/view.h"
#include "scratch.h"

struct given {
    struct buffer metadata, reading, seen, parts;
};

static void give(void *context, char what, const char *name, const void *bytes, size_t count) {
    struct given *given = context;
    struct buffer *to = what == 'M'   ? &given->metadata
                        : what == 'R' ? &given->reading
                        : what == 'S' ? &given->seen
                                      : &given->parts;
    assert(strchr("AMRSP", what) != NULL && name != NULL);
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

/* The lines of what is seen stand in the order of their bytes, each once, and each is one that is understood. */
static void seen_examine(const char *seen) {
    static const char *const keys[] = {"amid ",  "astray ", "bookmark ", "entry ",  "manner ", "odd ",
                                       "place ", "shape ",  "uneven ",   "unseen ", "value "};
    struct arena *arena = arena_open();
    const char *last = "";
    for (const char *at = seen; *at != '\0';) {
        size_t count = strcspn(at, "\n"), known = 0;
        const char *line = arena_copy(arena, at, count);
        assert(at[count] == '\n' && strcmp(last, line) < 0);
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
            known += strncmp(line, keys[i], strlen(keys[i])) == 0;
        assert(known == 1);
        last = line;
        at += count + 1;
    }
    arena_close(arena);
}

static void pdf_examine(const uint8_t *data, size_t size) {
    struct given given = {0};
    const struct extracting extracting = {
        .bytes = (const char *)data, .count = size, .reading = true, .give = give, .context = &given};
    struct arena *arena = arena_open();
    const char *fault = extract_here(&extracting);
    const char *reading = buffer_text(&given.reading), *parts = buffer_text(&given.parts);
    const char *seen = buffer_text(&given.seen);
    size_t count;
    assert(fault == NULL || (*fault != '\0' && given.reading.count == 0 && given.parts.count == 0));
    parts_examine(parts);
    assert(again_parts_difference(parts, parts, &count, arena) == NULL && count == 0);
    assert(again_difference(reading, reading, true, arena) == NULL);
    seen_examine(seen);
    assert(again_seen_difference(seen, seen, (struct alike){true, true}, &count, arena) == NULL && count == 0);
    assert(again_metadata_difference(buffer_text(&given.metadata), buffer_text(&given.metadata), arena) == NULL);
    assert(again_metadata_same(buffer_text(&given.metadata), buffer_text(&given.metadata), arena));
    arena_close(arena);
    buffer_close(&given.metadata);
    buffer_close(&given.reading);
    buffer_close(&given.seen);
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

static double width(const struct view_font *facts, uint32_t code) {
    (void)facts;
    return code % 1200;
}

static const struct view_font *view_font(void *context, const char *name) {
    return *name ? context : NULL;
}

static enum view_thing view_thing(void *context, const char *name, const char **word) {
    (void)context;
    *word = name;
    return *name == 'I' ? VIEW_PICTURE : VIEW_FORM;
}

static void view_shown(void *context, const struct view_font *facts, uint32_t code, const char *colour) {
    (void)code;
    assert(context == facts && colour != NULL);
}

static void view_odd(void *context, const char *what) {
    (void)context;
    assert(*what != '\0');
}

/* Each word has a text, and stands in marked content or not. */
static void view_examine(const struct meanings *meanings, const uint8_t *data, size_t size, struct arena *arena) {
    struct view view = {.box = {0, 0, 595, 842}};
    struct view_font facts = {.meanings = meanings, .narrow = {[0] = true, ['a'] = true}, .width = width};
    const struct view_order order = {&facts, view_font, view_thing, view_shown, view_odd};
    view_read(&view, &order, data, size, arena);
    for (size_t i = 0; i < view.words.count; i++) {
        const struct view_word *word = &view.words.items[i];
        assert(*word->text != '\0' && (word->as == PAINTED_MARKED) == (word->mcid >= 0));
    }
}

static void content_examine(const uint8_t *data, size_t size) {
    struct arena *arena = arena_open();
    struct buffer one = {0}, spaced = {0}, other = {0};
    struct painting painting = {meanings_read(data, size, arena), font, text, object, end};
    painting_read(&painting, data, size, arena);
    view_examine(painting.context, data, size, arena);
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
