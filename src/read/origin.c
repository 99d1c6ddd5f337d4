/* origin.c: where in the author's file each character of a run of text comes from.
 *
 * run of text and byte offset in → line, column and width out. Nothing is kept for a
 * run but where it begins. When somebody asks, its raw XML is walked again: references
 * (XML 1.0, 4.1) count as what they stand for, comments, processing instructions and
 * the marks of CDATA sections as nothing, until as many bytes of text have come out as
 * lie before the offset. Text that was brought into NFC is walked in steps that NFC
 * cannot join (UAX #15, 9: boundaries), each normalised by itself.
 *
 * Surprising: the walk is through the mended text, which libxml2 read; only then does
 * repair_origin lead from there to the author's own, in which lines are counted.
 */
#include "read/origin.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "read/scan.h"

struct walk {
    const char *at;
    const char *end;
    bool section; /* within a CDATA section */
};

/* What NFC cannot join with what stands before or behind it; in other text one character. */
struct step {
    const char *raw;
    const char *raw_end;
    size_t bytes; /* of text */
};

static bool walk_meets(const struct walk *walk, const char *mark) {
    size_t count = strlen(mark);
    return (size_t)(walk->end - walk->at) >= count && memcmp(walk->at, mark, count) == 0;
}

/* Past everything that is no text; false at a tag or the end. */
static bool walk_aside(struct walk *walk) {
    for (;;) {
        if (walk->section && walk_meets(walk, "]]>")) {
            walk->at += 3;
            walk->section = false;
        }
        if (walk->section)
            return walk->at < walk->end;
        const char *next = scan_aside(walk->at, walk->end);
        walk->section = next > walk->at && next[-1] == '[';
        walk->at = next;
        if (!walk->section)
            return walk->at < walk->end && *walk->at != '<';
    }
}

/* The character that the reference at `at` stands for; 0 when it is none of those that the parser lets through. */
static uint32_t reference_code(const char *at, const char *end) {
    static const struct {
        const char *name;
        char code;
    } known[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if ((size_t)(end - at) >= strlen(known[i].name) && memcmp(at, known[i].name, strlen(known[i].name)) == 0)
            return (unsigned char)known[i].code;
    if (end - at < 4 || at[1] != '#')
        return 0;
    unsigned base = at[2] == 'x' ? 16 : 10;
    uint32_t code = 0;
    for (at += base == 16 ? 3 : 2; at < end && *at != ';' && code <= 0x10FFFF; at++) {
        unsigned char c = (unsigned char)*at;
        code = code * base + (c <= '9' ? c - (unsigned)'0' : (c | 0x20u) - 'a' + 10u);
    }
    return code;
}

/* The next character; false at a tag or the end. */
static bool walk_character(struct walk *walk, struct step *step, uint32_t *code) {
    if (!walk_aside(walk))
        return false;
    step->raw = walk->at;
    *code = *walk->at == '&' && !walk->section ? reference_code(walk->at, walk->end) : 0;
    if (*code == 0) {
        step->bytes = utf8_decode(walk->at, walk->end, code);
        walk->at += step->bytes;
    } else {
        char bytes[4];
        const char *close = memchr(walk->at, ';', (size_t)(walk->end - walk->at));
        step->bytes = utf8_write(*code, bytes);
        walk->at = close == NULL ? walk->end : close + 1;
    }
    step->raw_end = walk->at;
    return true;
}

/* Bytes of the NFC of `text`. */
static size_t normal_bytes(const UNormalizer2 *normalizer, const UChar *text, int32_t count) {
    int32_t room = count * 3;
    UChar *normal = memory_take((size_t)room * sizeof *normal);
    UErrorCode status = U_ZERO_ERROR;
    int32_t normal_count = unorm2_normalize(normalizer, text, count, normal, room, &status);
    int32_t bytes = 0;
    if (U_SUCCESS(status))
        u_strToUTF8(NULL, 0, &bytes, normal, normal_count, &status);
    free(normal);
    return (size_t)bytes;
}

static bool walk_composed(struct walk *walk, struct step *step) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = unorm2_getNFCInstance(&status);
    UChar few[32];
    UChar *wide = few;
    int32_t room = sizeof few / sizeof *few;
    int32_t count = 0;
    uint32_t code;
    if (!walk_character(walk, step, &code))
        return false;
    for (;;) {
        if (count + 2 > room) {
            UChar *wider = memory_take(2 * (size_t)room * sizeof *wider);
            memcpy(wider, wide, (size_t)count * sizeof *wider);
            if (wide != few)
                free(wide);
            wide = wider;
            room *= 2;
        }
        U16_APPEND_UNSAFE(wide, count, code);
        struct walk ahead = *walk;
        struct step next;
        if (!walk_character(&ahead, &next, &code) || unorm2_hasBoundaryBefore(normalizer, (UChar32)code))
            break;
        *walk = ahead;
        step->raw_end = next.raw_end;
    }
    if (count > 1 || wide[0] >= 0x300)
        step->bytes = normal_bytes(normalizer, wide, count);
    if (wide != few)
        free(wide);
    return true;
}

static bool walk_step(struct walk *walk, bool composed, struct step *step) {
    uint32_t code;
    return composed ? walk_composed(walk, step) : walk_character(walk, step, &code);
}

/* How many characters stand from `at` to `to` in the author's text, or to the end of the line if that comes first. */
static uint32_t width_of(const char *at, const char *to) {
    if (at >= to)
        return 0;
    const char *feed = memchr(at, '\n', (size_t)(to - at));
    return (uint32_t)utf8_count(at, (size_t)((feed == NULL ? to : feed) - at));
}

static struct place plain_place(const char *text, struct place place, size_t from, size_t to) {
    struct scan_cursor cursor = {text, place.line, place.column};
    scan_to(&cursor, text + from);
    place.line = cursor.line;
    place.column = cursor.column;
    place.width = width_of(text + from, text + to);
    return place;
}

/* Begins where the last search in this file ended, if that was in the same text and not beyond `from`. */
static struct walk search_begin(const struct origin *origin, bool composed, struct place start, size_t from) {
    struct origin_file *file = origin->file;
    const char *end = file->repair.text + file->repair.count;
    if (file->search.origin != origin || file->search.composed != composed || file->search.done > from) {
        file->search.origin = origin;
        file->search.composed = composed;
        file->search.section = false;
        file->search.at = origin->raw;
        file->search.done = 0;
        file->search.counted = repair_origin(&file->repair, scan_aside(origin->raw, end));
        file->search.line = start.line;
        file->search.column = start.column;
    }
    return (struct walk){file->search.at, end, file->search.section};
}

struct place origin_place(const struct origin *origin, const char *text, bool composed, struct place start, size_t from,
                          size_t to) {
    if (origin == NULL)
        return plain_place(text, start, from, to);
    struct origin_file *file = origin->file;
    struct walk walk = search_begin(origin, composed, start, from);
    size_t done = file->search.done;
    struct step step = {walk.at, walk.at, 0};
    struct walk before = walk;
    bool found;
    while ((found = walk_step(&walk, composed, &step)) && done + step.bytes <= from) {
        done += step.bytes;
        before = walk;
    }
    if (!found)
        step = (struct step){step.raw_end, step.raw_end, 0};
    const char *raw = step.raw;
    file->search.at = before.at;
    file->search.section = before.section;
    file->search.done = done;
    for (done += step.bytes; done < to && walk_step(&walk, composed, &step);)
        done += step.bytes;
    const char *at = repair_origin(&file->repair, raw);
    struct scan_cursor cursor = {file->search.counted, file->search.line, file->search.column};
    if (at > cursor.at)
        scan_to(&cursor, at);
    file->search.counted = cursor.at;
    file->search.line = cursor.line;
    file->search.column = cursor.column;
    struct place place = {start.file, cursor.line, cursor.column, 0};
    if (to > from)
        place.width = width_of(at, repair_origin(&file->repair, step.raw_end));
    return place;
}
