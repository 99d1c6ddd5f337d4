/* stretch.c: a stretch of prose, cut into words.
 *
 * runs of text in → one string and its words out. White space is that of XML and
 * the spaces of Unicode that a typist can make; an em dash parts two words as a
 * space does. Surprising: the string is not folded, since a byte of it has to
 * stand as far from the start of its run as in the source.
 */
#include "document/stretch.h"

#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"

void stretch_begin(struct stretch *stretch, const struct element *element) {
    stretch->element = element;
    stretch->count = 0;
    stretch->pieces.count = 0;
    stretch->words.count = 0;
}

static void stretch_add(struct stretch *stretch, struct arena *arena, const char *text, size_t count,
                        struct piece piece) {
    if (stretch->count + count + 1 > stretch->room) {
        size_t room = (stretch->count + count + 1) * 2;
        char *wider = arena_alloc(arena, room);
        if (stretch->count > 0)
            memcpy(wider, stretch->text, stretch->count);
        stretch->text = wider;
        stretch->room = room;
    }
    piece.start = stretch->count;
    LIST_ADD(arena, &stretch->pieces, piece);
    memcpy(stretch->text + stretch->count, text, count);
    stretch->count += count;
    stretch->text[stretch->count] = '\0';
}

void stretch_text(struct stretch *stretch, struct arena *arena, const struct element *source, enum voice voice,
                  uint32_t order) {
    stretch_add(stretch, arena, source->text, strlen(source->text),
                (struct piece){.source = source, .voice = voice, .order = order});
}

void stretch_sign(struct stretch *stretch, struct arena *arena, const struct element *source, uint32_t order) {
    static const char sign[] = {STRETCH_SIGN};
    stretch_add(stretch, arena, sign, sizeof sign,
                (struct piece){.source = source, .voice = VOICE_PROGRAM, .order = order});
}

/* The bytes of white space or of an em dash at `at`; 0 when there is none. */
static size_t gap_at(const char *at, const char *end) {
    unsigned char c = (unsigned char)*at;
    if (c < 0x80)
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' ? 1 : 0;
    uint32_t code = 0;
    size_t bytes = utf8_decode(at, end, &code);
    bool gap = code == 0xA0 || (code >= 0x2000 && code <= 0x200B) || code == 0x2014 || code == 0x202F || code == 0x205F;
    return gap ? bytes : 0;
}

static bool letter(char c) {
    return (unsigned char)((c | 0x20) - 'a') < 26;
}

/* What can stand in the core of a word at its ends. A percent sign, a pound and the like belong to it. */
static bool solid(const char *at, const char *end) {
    unsigned char c = (unsigned char)*at;
    if (c < 0x80)
        return letter(*at) || (c >= '0' && c <= '9') || c == STRETCH_SIGN || strchr("%$#&@+", *at) != NULL;
    uint32_t code = 0;
    (void)utf8_decode(at, end, &code);
    /* quotation marks, dashes, ellipsis, daggers, bullets */
    return !((code >= 0x2010 && code <= 0x2027) || code == 0xAB || code == 0xBB || code == 0x2039 || code == 0x203A ||
             code == 0xB7);
}

/* "the CQC's" and "this year's" are the words CQC and year. */
static void word_possessive(const struct stretch *stretch, struct word *word) {
    if (word->core_end == word->core || stretch->text[word->core_end - 1] != 's')
        return;
    static const char *const endings[] = {"'s", "’s"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t bytes = strlen(endings[i]);
        if (word->core_end - word->core > bytes &&
            memcmp(stretch->text + word->core_end - bytes, endings[i], bytes) == 0) {
            word->core_end -= bytes;
            return;
        }
    }
}

static void word_core(const struct stretch *stretch, struct word *word) {
    const char *start = stretch->text + word->start;
    const char *end = stretch->text + word->end;
    uint32_t code = 0;
    while (start < end && !solid(start, end))
        start += utf8_decode(start, end, &code);
    while (end > start) {
        const char *last = end - 1;
        while (last > start && ((unsigned char)*last & 0xC0) == 0x80)
            last--;
        if (solid(last, end))
            break;
        end = last;
    }
    word->core = (size_t)(start - stretch->text);
    word->core_end = (size_t)(end - stretch->text);
    word_possessive(stretch, word);
}

static void word_letters(const struct stretch *stretch, struct word *word) {
    size_t capitals = 0;
    bool pure = true;
    for (size_t i = word->core; i < word->core_end && (pure || !word->counts); i++) {
        char c = stretch->text[i];
        word->counts =
            word->counts || letter(c) || (c >= '0' && c <= '9') || (unsigned char)c >= 0xC3 || c == STRETCH_SIGN;
        if (c >= 'A' && c <= 'Z' && pure)
            capitals++;
        else
            pure = pure && c == 's' && i + 1 == word->core_end && capitals >= 2;
    }
    word->caps = pure && capitals >= 2;
}

/* Finds the end of the word. Nearly all are ASCII letters alone, with or without a stop behind them: true when this is
 * one, and all is known of it; the others have to be looked at. */
static bool word_run(const struct stretch *stretch, struct word *word) {
    const char *text = stretch->text;
    size_t at = word->start;
    size_t capitals = 0;
    for (; letter(text[at]); at++)
        capitals += text[at] <= 'Z';
    size_t letters = at - word->start;
    bool plain = letters > 0;
    for (; at < stretch->count && gap_at(text + at, text + stretch->count) == 0; at++)
        plain = plain && (text[at] == '.' || text[at] == ',' || text[at] == ';' || text[at] == ':' || text[at] == ')');
    word->end = at;
    if (!plain)
        return false;
    word->core = word->start;
    word->core_end = word->start + letters;
    word->counts = word->plain = true;
    word->caps = capitals >= 2 && (capitals == letters || (capitals + 1 == letters && text[word->core_end - 1] == 's'));
    return true;
}

void stretch_cut(struct stretch *stretch, struct arena *arena) {
    const char *end = stretch->text + stretch->count;
    size_t piece = 0;
    for (size_t at = 0; at < stretch->count;) {
        size_t gap = gap_at(stretch->text + at, end);
        if (gap > 0) {
            at += gap;
            continue;
        }
        struct word word = {.start = at};
        bool plain = word_run(stretch, &word);
        at = word.end;
        if (!plain)
            word_core(stretch, &word);
        while (piece + 1 < stretch->pieces.count && stretch->pieces.items[piece + 1].start <= word.core)
            piece++;
        word.piece = piece;
        word.voice = stretch->pieces.items[piece].voice;
        if (!plain)
            word_letters(stretch, &word);
        LIST_ADD(arena, &stretch->words, word);
    }
}

static const struct piece *piece_of(const struct stretch *stretch, size_t offset) {
    size_t low = 0;
    size_t high = stretch->pieces.count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (stretch->pieces.items[middle].start <= offset)
            low = middle;
        else
            high = middle;
    }
    return &stretch->pieces.items[low];
}

struct place stretch_place(const struct stretch *stretch, size_t from, size_t to) {
    const struct piece *piece = piece_of(stretch, from);
    if (piece->voice == VOICE_PROGRAM)
        return piece->source->place;
    size_t index = (size_t)(piece - stretch->pieces.items);
    size_t limit = index + 1 < stretch->pieces.count ? stretch->pieces.items[index + 1].start : stretch->count;
    if (to > limit)
        to = limit;
    return element_text_span(piece->source, from - piece->start, to - piece->start);
}

const char *stretch_quote(const struct stretch *stretch, struct arena *arena, size_t from, size_t to) {
    struct buffer out = {0};
    const char *end = stretch->text + to;
    for (const char *at = stretch->text + from; at < end;) {
        bool space = *at == ' ' || *at == '\n' || *at == '\t' || *at == '\r';
        if (*at == STRETCH_SIGN)
            buffer_string(&out, "…");
        else if (!space)
            buffer_char(&out, *at);
        else if (out.count > 0 && out.bytes[out.count - 1] != ' ')
            buffer_char(&out, ' ');
        at++;
    }
    const char *quote = arena_copy(arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return quote;
}

bool word_equals(const struct stretch *stretch, const struct word *word, const char *text) {
    const char *at = stretch->text + word->core;
    const char *end = stretch->text + word->core_end;
    for (; at < end && *text != '\0'; at++, text++) {
        char c = *at >= 'A' && *at <= 'Z' ? (char)(*at | 0x20) : *at;
        if (c != *text)
            return false;
    }
    return at == end && *text == '\0';
}

bool word_ends_with(const struct stretch *stretch, const struct word *word, const char *marks) {
    for (size_t i = word->core_end; i < word->end; i++)
        if (strchr(marks, stretch->text[i]) != NULL)
            return true;
    return false;
}
