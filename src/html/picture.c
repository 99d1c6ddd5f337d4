/* picture.c: a picture → <img src="data:…">. See picture.h.
 *
 * The document has made sure that it is a PNG or a JPEG file. RFC 2397 (data URIs), RFC
 * 4648 (base64).
 */
#include "html/picture.h"

#include "base/file.h"

#define PICTURE_LIMIT ((size_t)256 << 20)

static void put_base64(struct buffer *out, const unsigned char *bytes, size_t count) {
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    buffer_reserve(out, count / 3 * 4 + 8);
    for (size_t i = 0; i < count; i += 3) {
        size_t left = count - i;
        unsigned three = (unsigned)bytes[i] << 16 | (left > 1 ? (unsigned)bytes[i + 1] << 8 : 0u) |
                         (left > 2 ? (unsigned)bytes[i + 2] : 0u);
        buffer_char(out, signs[three >> 18]);
        buffer_char(out, signs[three >> 12 & 63]);
        buffer_char(out, left > 1 ? signs[three >> 6 & 63] : '=');
        buffer_char(out, left > 2 ? signs[three & 63] : '=');
    }
}

void picture_put(struct writing *writing, const struct node *figure, bool named) {
    struct arena *scratch = arena_open();
    size_t count = 0;
    const char *bytes = file_read(scratch, figure->as.figure.file, PICTURE_LIMIT, &count, writing->report);
    writing_tag(writing, "img", named ? figure : NULL);
    if (bytes != NULL) {
        bool png = count > 0 && (unsigned char)bytes[0] == 0x89;
        buffer_format(writing->out, " src=\"data:image/%s;base64,", png ? "png" : "jpeg");
        put_base64(writing->out, (const unsigned char *)bytes, count);
        buffer_char(writing->out, '"');
    }
    writing_attribute(writing, "alt", figure->as.figure.alternative);
    /* CSS pixels are 96 to the inch. */
    if (figure->as.figure.width > 0)
        buffer_format(writing->out, " width=\"%lld\"", (long long)(figure->as.figure.width * 4 / 3 / LENGTH_POINT));
    writing_done(writing);
    arena_close(scratch);
}
