/* text.c: content streams and ToUnicode maps → text.
 *
 * Both are written in the same few tokens (ISO 32000-1, 7.2 and 7.8.2), so one scanner
 * reads them. Operands are kept until their operator comes; of each kind only the
 * newest matter. What marked content something belongs to is the innermost sequence
 * that says so, and an artifact is one to its end.
 *
 * Surprising: nothing is ever an error. A stream that makes no sense gives a text that
 * makes none, and that is not the text of the source.
 */
#include "extract/text.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "base/utf8.h"
#include "extract/scan.h"

/* --- What codes mean ------------------------------------------------------------------------- */

struct meaning {
    uint32_t first, last; /* codes */
    const char *text;     /* of the first; that of the others ends in a character that is as much higher */
    size_t bytes;
    uint32_t end; /* that character */
};

struct meanings {
    LIST(struct meaning) items; /* sorted by `first` */
    bool narrow[256];           /* the first bytes of codes that have no second one */
};

static void put_character(struct buffer *out, uint32_t code) {
    char bytes[4];
    bool none = code > 0x10FFFF || (code >= 0xD800 && code < 0xE000);
    buffer_bytes(out, bytes, utf8_write(none ? 0xFFFD : code, bytes));
}

static uint32_t code_of(const struct buffer *text) {
    uint32_t code = 0;
    for (size_t i = 0; i < text->count && i < 4; i++)
        code = code << 8 | (unsigned char)text->bytes[i];
    return code;
}

/* UTF-16BE; the last character apart. */
static void meaning_set(struct meaning *meaning, const struct buffer *text, struct arena *arena) {
    struct buffer out = {0};
    uint32_t last = 0xFFFD;
    bool any = false;
    for (size_t i = 0; i + 1 < text->count; i += 2) {
        const unsigned char *unit = (const unsigned char *)text->bytes + i;
        uint32_t code = (uint32_t)unit[0] << 8 | unit[1];
        if (code >= 0xD800 && code < 0xDC00 && i + 3 < text->count) {
            code = 0x10000 + ((code - 0xD800) << 10) + (((uint32_t)unit[2] << 8 | unit[3]) & 0x3FF);
            i += 2;
        }
        if (any)
            put_character(&out, last);
        last = code;
        any = true;
    }
    meaning->text = arena_copy(arena, buffer_text(&out), out.count);
    meaning->bytes = out.count;
    meaning->end = last;
    buffer_close(&out);
}

static int compare_meanings(const void *a, const void *b) {
    const struct meaning *one = a, *other = b;
    return one->first < other->first ? -1 : one->first > other->first;
}

/* Within beginbfchar (`ranges` false) or beginbfrange. */
static void read_meanings(struct meanings *meanings, struct scanner *in, bool ranges, struct arena *arena) {
    while (scanner_take(in) == TOKEN_STRING) {
        struct meaning meaning = {.first = code_of(&in->text)};
        meaning.last = meaning.first;
        if (ranges && scanner_take(in) == TOKEN_STRING)
            meaning.last = code_of(&in->text);
        enum token token = scanner_take(in);
        if (token == TOKEN_STRING) {
            meaning_set(&meaning, &in->text, arena);
            LIST_ADD(arena, &meanings->items, meaning);
            continue;
        }
        if (token != TOKEN_SIGN || in->sign != '[')
            return;
        for (; scanner_take(in) == TOKEN_STRING; meaning.first++) {
            struct meaning one = {.first = meaning.first, .last = meaning.first};
            meaning_set(&one, &in->text, arena);
            LIST_ADD(arena, &meanings->items, one);
        }
    }
}

void codespace_read(struct scanner *in, bool narrow[256]) {
    while (scanner_take(in) == TOKEN_STRING) {
        bool one = in->text.count == 1;
        unsigned first = (unsigned char)buffer_text(&in->text)[0];
        if (scanner_take(in) != TOKEN_STRING)
            return;
        for (unsigned i = first; one && in->text.count == 1 && i <= (unsigned char)in->text.bytes[0]; i++)
            narrow[i] = true;
    }
}

size_t code_take(const bool narrow[256], const unsigned char *bytes, size_t count, uint32_t *code) {
    if (count == 0 || (count == 1 && !narrow[bytes[0]]))
        return 0;
    *code = narrow[bytes[0]] ? bytes[0] : (uint32_t)bytes[0] << 8 | bytes[1];
    return narrow[bytes[0]] ? 1 : 2;
}

struct meanings *meanings_read(const void *bytes, size_t count, struct arena *arena) {
    struct meanings *meanings = ARENA_NEW(arena, struct meanings);
    struct scanner in = scanner_open(bytes, count);
    for (enum token token; (token = scanner_take(&in)) != TOKEN_END;) {
        if (token != TOKEN_WORD)
            continue;
        const char *word = buffer_text(&in.text);
        if (strcmp(word, "begincodespacerange") == 0)
            codespace_read(&in, meanings->narrow);
        else if (strcmp(word, "beginbfchar") == 0)
            read_meanings(meanings, &in, false, arena);
        else if (strcmp(word, "beginbfrange") == 0)
            read_meanings(meanings, &in, true, arena);
    }
    scanner_close(&in);
    if (meanings->items.count > 1)
        qsort(meanings->items.items, meanings->items.count, sizeof *meanings->items.items, compare_meanings);
    return meanings;
}

void meanings_put(const struct meanings *meanings, uint32_t code, struct buffer *out) {
    size_t low = 0, high = meanings ? meanings->items.count : 0;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (meanings->items.items[middle].first <= code)
            low = middle + 1;
        else
            high = middle;
    }
    const struct meaning *meaning = low > 0 ? &meanings->items.items[low - 1] : NULL;
    if (meaning == NULL || code > meaning->last) {
        put_character(out, 0xFFFD);
        return;
    }
    buffer_bytes(out, meaning->text, meaning->bytes);
    put_character(out, meaning->end + (code - meaning->first));
}

/* --- Content ------------------------------------------------------------------------------------ */

/* Sequences of marked content within each other; more are not told apart. */
#define DEPTH_MAX 64

/* States of graphics within each other; what is deeper has the colours of the last. */
#define COLOURS_MAX 32

/* As the operands of the operator that set them, with commas between. */
struct colours {
    char fill[32], line[32];
};

struct sequence {
    enum painted as;
    long mcid;
};

struct reader {
    const struct painting *painting;
    struct scanner in;
    struct arena *arena;
    struct sequence open[DEPTH_MAX];
    size_t depth; /* 0: nothing is open; then open[0] says so */
    const struct meanings *font;
    struct buffer shown; /* the strings since the last operator */
    struct buffer name;  /* the last name since then, and the one before it */
    struct buffer tag;
    long mcid;              /* of the last dictionary since then; -1 */
    struct buffer operands; /* the numbers since the last operator */
    struct colours colours[COLOURS_MAX];
    size_t saved; /* states of graphics; colours[saved] is the one that holds */
};

static const struct sequence *innermost(const struct reader *reader) {
    return &reader->open[reader->depth < DEPTH_MAX ? reader->depth : DEPTH_MAX - 1];
}

static void sequence_begin(struct reader *reader, const char *tag) {
    struct sequence next = *innermost(reader);
    if (next.as == PAINTED_LOOSE && reader->depth == 0)
        reader->painting->end(reader->painting->context, PAINTED_LOOSE);
    if (strcmp(tag, "Artifact") == 0)
        next = (struct sequence){PAINTED_ARTIFACT, -1};
    else if (reader->mcid >= 0 && next.as != PAINTED_ARTIFACT)
        next = (struct sequence){PAINTED_MARKED, reader->mcid};
    if (++reader->depth < DEPTH_MAX)
        reader->open[reader->depth] = next;
}

static void sequence_end(struct reader *reader) {
    if (reader->depth == 0)
        return;
    if (innermost(reader)->as != PAINTED_MARKED)
        reader->painting->end(reader->painting->context, innermost(reader)->as);
    reader->depth--;
}

static void show(struct reader *reader) {
    static const bool wide[256];
    struct buffer out = {0};
    const unsigned char *bytes = (const unsigned char *)buffer_text(&reader->shown);
    uint32_t code;
    for (size_t at = 0, step; (step = code_take(reader->font ? reader->font->narrow : wide, bytes + at,
                                                reader->shown.count - at, &code)) > 0;
         at += step)
        meanings_put(reader->font, code, &out);
    const struct sequence *within = innermost(reader);
    if (out.count > 0)
        reader->painting->text(reader->painting->context, within->as, within->mcid, out.bytes, out.count);
    buffer_close(&out);
}

/* Which colours hold from here on. */
static void set_state(struct reader *reader, const char *word) {
    struct colours *colours = &reader->colours[reader->saved < COLOURS_MAX ? reader->saved : COLOURS_MAX - 1];
    bool fill = scan_is_one_of(word, "g rg k sc scn");
    if (strcmp(word, "q") == 0) {
        if (++reader->saved < COLOURS_MAX)
            reader->colours[reader->saved] = *colours;
    } else if (strcmp(word, "Q") == 0) {
        reader->saved -= reader->saved > 0 ? 1 : 0;
    } else if (fill || scan_is_one_of(word, "G RG K SC SCN")) {
        char *to = fill ? colours->fill : colours->line;
        size_t most = sizeof colours->fill - 1;
        size_t count = reader->operands.count < most ? reader->operands.count : most;
        memcpy(to, buffer_text(&reader->operands), count);
        to[count] = '\0';
    }
}

static void operate(struct reader *reader, const char *word) {
    const struct painting *painting = reader->painting;
    const struct sequence *within = innermost(reader);
    if (scan_is_one_of(word, "Tj TJ ' \""))
        show(reader);
    else if (strcmp(word, "Tf") == 0)
        reader->font = painting->font(painting->context, buffer_text(&reader->name));
    else if (scan_is_one_of(word, "BDC BMC"))
        sequence_begin(reader, reader->tag.count > 0 ? buffer_text(&reader->tag) : buffer_text(&reader->name));
    else if (strcmp(word, "EMC") == 0)
        sequence_end(reader);
    else if (strcmp(word, "Do") == 0)
        painting->object(painting->context, within->as, within->mcid, buffer_text(&reader->name), NULL);
    else if (strcmp(word, "ID") == 0)
        scanner_skip_image(&reader->in);
    if (scan_is_one_of(word, "S s f F f* B B* b b* sh ID")) {
        const struct colours *colours = &reader->colours[reader->saved < COLOURS_MAX ? reader->saved : COLOURS_MAX - 1];
        struct buffer manner = {0};
        buffer_format(&manner, "%s:%s:%s", word, colours->fill, colours->line);
        painting->object(painting->context, within->as, within->mcid, NULL, buffer_text(&manner));
        buffer_close(&manner);
    }
    set_state(reader, word);
}

/* A dictionary of properties: of its entries only MCID says anything here. */
static void read_properties(struct reader *reader) {
    bool wanted = false;
    for (size_t depth = 1; depth > 0;) {
        enum token token = scanner_take(&reader->in);
        if (token == TOKEN_END)
            return;
        if (token == TOKEN_SIGN)
            depth += reader->in.sign == '<' ? 1 : reader->in.sign == '>' ? (size_t)-1 : 0;
        if (token == TOKEN_NUMBER && wanted && depth == 1 && reader->in.number >= 0 && reader->in.number < 1e9)
            reader->mcid = (long)reader->in.number;
        wanted = token == TOKEN_NAME && strcmp(buffer_text(&reader->in.text), "MCID") == 0;
    }
}

void painting_read(const struct painting *painting, const void *bytes, size_t count, struct arena *arena) {
    struct reader reader = {.painting = painting,
                            .in = scanner_open(bytes, count),
                            .arena = arena,
                            .open = {{PAINTED_LOOSE, -1}},
                            .mcid = -1};
    for (enum token token; (token = scanner_take(&reader.in)) != TOKEN_END;) {
        if (token == TOKEN_STRING) {
            buffer_bytes(&reader.shown, buffer_text(&reader.in.text), reader.in.text.count);
        } else if (token == TOKEN_NUMBER) {
            if (reader.operands.count > 0)
                buffer_char(&reader.operands, ',');
            content_put_number(&reader.operands, reader.in.number);
        } else if (token == TOKEN_NAME) {
            struct buffer older = reader.tag;
            reader.tag = reader.name;
            reader.name = older;
            buffer_clear(&reader.name);
            buffer_string(&reader.name, buffer_text(&reader.in.text));
        } else if (token == TOKEN_SIGN && reader.in.sign == '<') {
            read_properties(&reader);
        } else if (token == TOKEN_WORD) {
            operate(&reader, buffer_text(&reader.in.text));
            buffer_clear(&reader.shown);
            buffer_clear(&reader.name);
            buffer_clear(&reader.tag);
            buffer_clear(&reader.operands);
            reader.mcid = -1;
        }
    }
    painting->end(painting->context, PAINTED_LOOSE);
    scanner_close(&reader.in);
    buffer_close(&reader.shown);
    buffer_close(&reader.name);
    buffer_close(&reader.tag);
    buffer_close(&reader.operands);
}

/* --- One form --------------------------------------------------------------------------------- */

void content_put_number(struct buffer *out, double number) {
    buffer_format(out, "%.9g", number == 0 ? 0 : number); /* there is a zero with a minus, too */
}

void content_put(const void *bytes, size_t count, struct buffer *out) {
    struct scanner in = scanner_open(bytes, count);
    for (enum token token; (token = scanner_take(&in)) != TOKEN_END;) {
        const char *text = buffer_text(&in.text);
        if (token == TOKEN_NUMBER)
            content_put_number(out, in.number);
        else if (token == TOKEN_SIGN)
            buffer_char(out, in.sign);
        else
            buffer_format(out, "%c%zu:", token == TOKEN_NAME ? '/' : token == TOKEN_STRING ? '(' : ' ', in.text.count);
        if (token != TOKEN_NUMBER && token != TOKEN_SIGN)
            buffer_bytes(out, text, in.text.count);
        buffer_char(out, ' ');
        if (token == TOKEN_WORD && strcmp(text, "ID") == 0) {
            const unsigned char *from = in.at;
            scanner_skip_image(&in);
            buffer_bytes(out, (const char *)from, (size_t)(in.at - from));
        }
    }
    scanner_close(&in);
}
