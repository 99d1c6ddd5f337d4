/* decode.c: the bytes of one XML file → UTF-8, or the faults that forbid it.
 *
 * The conversion is base/encoding.h's; here its faults become findings. libxml2
 * never sees the author's bytes, so its own (and different) notion of encodings,
 * and of the columns that follow from them, has no say. A file whose declaration
 * and bytes contradict each other is refused rather than guessed at.
 */
#include "read/decode.h"

#include <string.h>

#include "base/encoding.h"

/* Appends what a single byte is in Windows-1252, which most files are that are not what they say; false when that
 * has no character for it that could be seen. */
static bool decode_hint(struct buffer *message, const struct encoding_fault *fault) {
    if (fault->count != 1 || fault->bytes[0] == 0xA0 || fault->bytes[0] == 0xAD)
        return false;
    struct buffer meant = {0};
    struct encoding_fault none;
    bool known = encoding_decode(ENCODING_WINDOWS1252, (const char *)fault->bytes, 1, &meant, &none, 1) == 0;
    if (known)
        buffer_format(message, "; in Windows-1252 it is %s", buffer_text(&meant));
    buffer_close(&meant);
    return known;
}

static void decode_say_fault(struct reading *reading, const char *file, const struct encoding_found *found,
                             const struct encoding_fault *fault, bool mixed) {
    struct place place = {.file = file, .line = fault->line, .column = fault->column, .width = 1};
    LIST_ADD(reading->arena, &reading->told, place);
    if (fault->nul) {
        reading_fault(reading, RULE_XML_NUL, place, "");
        return;
    }
    struct buffer message = {0};
    buffer_string(&message, fault->count == 1 ? "the byte" : "the bytes");
    for (size_t i = 0; i < fault->count; i++)
        buffer_format(&message, " %02X", fault->bytes[i]);
    /* US-ASCII is read as UTF-8, but is what the author sees in the first line. */
    bool named = found->encoding == ENCODING_UTF8 && found->declared[0] != '\0';
    buffer_format(&message, fault->count == 1 ? " is no character in %s" : " are no character in %s",
                  named ? found->declared : encoding_name(found->encoding));
    const char *mend = "save the file again as UTF-8";
    if (found->encoding == ENCODING_LATIN1 || found->encoding == ENCODING_UTF8)
        mend = decode_hint(&message, fault)
                   ? "save the file as UTF-8, or write encoding=\"windows-1252\" in its first line if it was made on "
                     "Windows"
                   : "save the file again as UTF-8, or name its true encoding in its first line";
    if (mixed && found->encoding == ENCODING_UTF8) /* to name another encoding would spoil all the others */
        mend = "type the character again: the rest of the file is UTF-8, and this came from a file that is not";
    reading_fault(reading, RULE_XML_ENCODING, place, buffer_text(&message), mend);
    buffer_close(&message);
}

/* Whether a text has characters beyond ASCII that were read well: not what stands for those that were not. */
static bool decode_has_other(const char *text) {
    static const char stand_in[] = "\xEF\xBF\xBD";
    for (const char *at = text; *at != '\0'; at++) {
        if (((unsigned char)*at & 0x80) == 0)
            continue;
        if (strncmp(at, stand_in, sizeof stand_in - 1) != 0)
            return true;
        at += sizeof stand_in - 2;
    }
    return false;
}

static bool decode_named_well(struct reading *reading, const char *file, const struct encoding_found *found) {
    struct place place = {.file = file, .line = 1, .column = 1};
    const char *message = NULL;
    if (found->encoding == ENCODING_UNKNOWN)
        message = arena_format(reading->arena, "the encoding \"%s\" is not one that can be read", found->declared);
    else if (found->contradicted)
        message =
            arena_format(reading->arena, "the first line says encoding=\"%s\", but the bytes are %s", found->declared,
                         found->encoding == ENCODING_UTF8 && found->mark == 0 ? "not" : encoding_name(found->encoding));
    if (message == NULL)
        return true;
    reading_fault(reading, RULE_XML_ENCODING, place, message,
                  "save the file as UTF-8, and write encoding=\"UTF-8\" or nothing in its first line");
    return false;
}

bool decode_bytes(struct reading *reading, const char *file, const char *bytes, size_t count, struct buffer *text) {
    struct encoding_found found = encoding_find(bytes, count);
    if (!decode_named_well(reading, file, &found))
        return false;
    struct encoding_fault faults[READING_FAULT_LIMIT];
    size_t fault_count =
        encoding_decode(found.encoding, bytes + found.mark, count - found.mark, text, faults, READING_FAULT_LIMIT);
    bool clean = true;
    bool mixed = decode_has_other(buffer_text(text));
    for (size_t i = 0; i < fault_count && i < READING_FAULT_LIMIT; i++) {
        decode_say_fault(reading, file, &found, &faults[i], mixed);
        clean = clean && !faults[i].nul;
    }
    if (clean && fault_count > READING_FAULT_LIMIT)
        reading_fault(reading, RULE_XML_ENCODING, ((struct place){.file = file}),
                      arena_format(reading->arena,
                                   "%zu places of the file hold bytes that are no characters; the first %d follow",
                                   fault_count, READING_FAULT_LIMIT),
                      "find out in which encoding the file was saved, and save it as UTF-8");
    /* A few bad bytes are slips, and the rest can be looked at with U+FFFD in their places; a file with many is in
     * another encoding, and one with a NUL no text, of which nothing sensible can be said. */
    if (!clean || fault_count >= READING_FAULT_LIMIT)
        return false;
    if (text->count > READING_FILE_LIMIT) {
        reading_fault(reading, RULE_FILE_SIZE, ((struct place){.file = file}),
                      READING_SAID(READING_FILE_MIB) " when it is written in UTF-8");
        return false;
    }
    const char *all = buffer_text(text);
    if (strspn(all, " \t\n") == text->count) {
        reading_fault(reading, RULE_XML_EMPTY, ((struct place){.file = file}), "");
        return false;
    }
    return true;
}
