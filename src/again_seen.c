/* again_seen.c: lines of what is seen → what differs, in words. See again_seen.h.
 *
 * A line of the file that the file set again has not is told, by its first word. Of words that
 * cannot be seen and of bookmarks those are told, too, that only the other has. Faces and
 * colours, and outlines of letters, are compared when both were set in the same style and
 * the fonts are the same files.
 *
 * Surprising: an outline is only another when the same letter of the same face has one in both:
 * where lines end elsewhere, one of the two may have a hyphen more.
 */
#include "again_seen.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define SHOWN_MOST 80
/* Begins the word that a picture is. */
#define PICTURE "\xE2\x9F\xA8"

struct lines {
    const char **items; /* in the order of their bytes */
    size_t count;
};

struct seen_sides {
    struct lines given, ours;
    struct alike alike;
    struct arena *arena;
};

static struct lines lines_split(const char *text, struct arena *arena) {
    struct lines lines = {0};
    size_t count = 0;
    for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++)
        count++;
    lines.items = ARENA_ARRAY(arena, count, const char *);
    for (const char *at = text; lines.count < count; at = strchr(at, '\n') + 1)
        lines.items[lines.count++] = arena_copy(arena, at, strcspn(at, "\n"));
    return lines;
}

/* The first line that does not stand before `what`; NULL when all do. */
static const char *line_find(const struct lines *lines, const char *what) {
    size_t low = 0, high = lines->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const char *line = lines->items[middle];
        assert(line != NULL);
        if (strcmp(line, what) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < lines->count ? lines->items[low] : NULL;
}

static const char *quoted(const struct seen_sides *sides, const char *words) {
    size_t most = SHOWN_MOST;
    if (strncmp(words, PICTURE, strlen(PICTURE)) == 0)
        return "a picture";
    if (strlen(words) <= most)
        return arena_format(sides->arena, "\"%s\"", words);
    while (((unsigned char)words[most] & 0xC0) == 0x80)
        most--;
    return arena_format(sides->arena, "\"%s\xE2\x80\xA6\"", arena_copy(sides->arena, words, most));
}

static const char *unseen_words(const struct seen_sides *sides, const char *rest, bool ours) {
    static const struct {
        const char *why, *words;
    } names[] = {{"MODE ", "painted so that nothing is drawn"},
                 {"SMALL ", "too small to be seen"},
                 {"OUTSIDE ", "outside of what is shown of the page"},
                 {"COLOUR ", "in the colour of what it stands on"},
                 {"COVERED ", "covered by something that is painted over it"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(rest, names[i].why, strlen(names[i].why)) == 0)
            return arena_format(sides->arena,
                                ours ? "%s can be seen, and in what its source gives it is %s"
                                     : "%s stands in it and cannot be seen: it is %s",
                                quoted(sides, rest + strlen(names[i].why)), names[i].words);
    return rest;
}

static const char *pair_words(const struct seen_sides *sides, const char *rest, const char *words, const char *than) {
    const char *bar = strrchr(rest, '|');
    size_t count = bar ? (size_t)(bar - rest) : strlen(rest);
    return arena_format(sides->arena, "%s %s, %s %s", quoted(sides, bar ? bar + 1 : ""), words, than,
                        quoted(sides, arena_copy(sides->arena, rest, count)));
}

static const char *odd_words(const struct seen_sides *sides, const char *rest) {
    static const struct {
        const char *what, *words;
    } names[] = {{"W", "a part of a page is cut off"},
                 {"W*", "a part of a page is cut off"},
                 {"gs", "something is painted transparently, or filtered"},
                 {"Tr", "text is painted in another way than filled"},
                 {"OC", "something on a page can be switched on and off"},
                 {"path", "so much is drawn on a page that it cannot be looked through"},
                 {"ActualText", "words on a page are read as others"},
                 {"Alt", "words on a page are read as others"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(rest, names[i].what) == 0)
            return names[i].words;
    return arena_format(sides->arena, "something is painted on a page by means that this program does not use (%s)",
                        rest);
}

/* "catalogue /OpenAction", of a value with what follows. */
static const char *entry_words(const struct seen_sides *sides, const char *rest, bool value) {
    static const struct {
        const char *of, *words;
    } names[] = {{"catalogue ", "its catalogue"},
                 {"page ", "a page"},
                 {"link ", "a link"},
                 {"action ", "what a link does"},
                 {"names ", "its lists of names"},
                 {"resources ", "what a page is painted with"},
                 {"bookmark ", "a bookmark"},
                 {"preferences ", "what it asks of readers"},
                 {"tags ", "the meaning of its tags"},
                 {"information ", "what it says of itself"},
                 {"files ", "what it carries"},
                 {"/Image ", "a picture"},
                 {"/Form ", "a drawing"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(rest, names[i].of, strlen(names[i].of)) == 0) {
            const char *key = strchr(rest, '/');
            if (*rest == '/')
                key = strstr(rest, " /");
            key = key ? key + (*key == ' ') : "";
            return arena_format(sides->arena,
                                value ? "%s is not as it should be, under %.*s"
                                      : "%s has an entry %.*s, which this program does not write",
                                names[i].words, (int)strcspn(key, " "), key);
        }
    return rest;
}

/* The outline of a letter: "Face letter|hash". */
static const char *shape_words(const struct seen_sides *sides, const char *line) {
    const char *bar = strrchr(line, '|'), *letter = strchr(line + 6, ' ');
    if (!sides->alike.fonts || !sides->alike.styles || !bar || !letter || letter > bar)
        return NULL;
    const char *same = arena_copy(sides->arena, line, (size_t)(bar + 1 - line));
    const char *found = line_find(&sides->ours, same);
    if (!found || strncmp(found, same, strlen(same)) != 0)
        return NULL;
    return arena_format(sides->arena, "the letter %s has another shape than in the fonts",
                        quoted(sides, arena_copy(sides->arena, letter + 1, (size_t)(bar - letter - 1))));
}

/* What is said of a line that the other side has not; NULL when that does not matter. */
static const char *line_words(const struct seen_sides *sides, const char *line, bool ours) {
    const char *rest = strchr(line, ' ');
    rest = rest ? rest + 1 : "";
    size_t key = (size_t)(rest - line);
    bool unseen = strncmp(line, "unseen ", key) == 0, bookmark = strncmp(line, "bookmark ", key) == 0;
    if (ours && !unseen && !bookmark)
        return NULL;
    if (unseen)
        return unseen_words(sides, rest, ours);
    if (bookmark)
        return arena_format(sides->arena, "the bookmarks are not as they should be: %s %s",
                            ours ? "there is none" : "there is one",
                            quoted(sides, arena_copy(sides->arena, rest + 2, strcspn(rest + 2, "|"))));
    if (strncmp(line, "astray ", key) == 0)
        return pair_words(sides, rest, "does not stand on the page where it is read", "after");
    if (strncmp(line, "uneven ", key) == 0)
        return pair_words(sides, rest, "stands higher or lower on the page than it should", "after");
    if (strncmp(line, "place ", key) == 0)
        return pair_words(sides, rest, "is where links lead that should lead elsewhere", "to the place");
    if (strncmp(line, "amid ", key) == 0)
        return strncmp(rest, PICTURE, strlen(PICTURE)) == 0
                   ? "a picture stands between the lines of a page and is no part of the text"
                   : arena_format(sides->arena, "%s stands between the lines of a page and is no part of the text",
                                  quoted(sides, rest));
    if (strncmp(line, "odd ", key) == 0)
        return odd_words(sides, rest);
    if (strncmp(line, "entry ", key) == 0)
        return entry_words(sides, rest, false);
    if (strncmp(line, "value ", key) == 0)
        return entry_words(sides, rest, true);
    if (strncmp(line, "shape ", key) == 0)
        return shape_words(sides, line);
    return sides->alike.styles && sides->alike.fonts
               ? "words are painted in a face, in a colour, at a place or with a leading that the style does not have"
               : NULL;
}

/* What weighs more is told first. */
static size_t rank_of(const char *line) {
    static const char *const keys[] = {"unseen ", "astray ",   "uneven ", "odd ",  "entry ", "value ",
                                       "shape ",  "bookmark ", "place ",  "amid ", "manner "};
    size_t rank = 0;
    while (rank < sizeof keys / sizeof *keys && strncmp(line, keys[rank], strlen(keys[rank])) != 0)
        rank++;
    return rank;
}

static const char *first_difference(const struct seen_sides *sides, bool ours, size_t *count) {
    const char *first = NULL;
    size_t least = SIZE_MAX;
    const struct lines *lines = ours ? &sides->ours : &sides->given, *others = ours ? &sides->given : &sides->ours;
    for (size_t i = 0; i < lines->count; i++) {
        const char *found = line_find(others, lines->items[i]);
        const char *words =
            found && strcmp(found, lines->items[i]) == 0 ? NULL : line_words(sides, lines->items[i], ours);
        *count += words != NULL;
        if (words && rank_of(lines->items[i]) < least) {
            first = words;
            least = rank_of(lines->items[i]);
        }
    }
    return first;
}

const char *again_seen_difference(const char *given, const char *ours, struct alike alike, size_t *count,
                                  struct arena *arena) {
    const struct seen_sides sides = {lines_split(given, arena), lines_split(ours, arena), alike, arena};
    *count = 0;
    const char *more = first_difference(&sides, false, count), *less = first_difference(&sides, true, count);
    return more ? more : less;
}
