/* sentence.c: where a sentence of a stretch ends.
 *
 * words in → whether one of them is the last of its sentence. A sentence ends at
 * . ! or ? before a word that can begin one, unless what stands before the stop
 * is a known abbreviation or an initial; an ellipsis ends none.
 */
#include "document/sentence.h"

#include <string.h>

static bool listed(const struct stretch *stretch, const struct word *word, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (word_is(stretch, word, list[i]))
            return true;
    return false;
}

/* Before a name or a number they never end a sentence. */
static const char *const never_last[] = {"e.g", "eg",  "i.e", "ie", "cf", "vs",  "viz", "approx",
                                         "mr",  "mrs", "ms",  "dr", "st", "rev", "hon", "prof"};
/* Before a number they do not. */
static const char *const before_number[] = {"no",  "nos",  "s",   "ss",   "p",   "pp", "para", "paras", "sch",
                                            "art", "arts", "reg", "regs", "fig", "cl", "ch",   "vol",   "ed"};

bool sentence_can_begin(const struct stretch *stretch, const struct word *word) {
    char c = word_byte(stretch, word, 0);
    return !(c >= 'a' && c <= 'z');
}

bool sentence_ends(const struct stretch *stretch, size_t index) {
    const struct word *word = &stretch->words.items[index];
    const char *after = stretch->text + word->core_end;
    size_t bytes = word->end - word->core_end;
    if (index + 1 == stretch->words.count)
        return true;
    if (bytes == 0)
        return false;
    if (memchr(after, '!', bytes) == NULL && memchr(after, '?', bytes) == NULL) {
        const char *stop = memchr(after, '.', bytes);
        if (stop == NULL || (size_t)(stop - after) + 1 > bytes)
            return false;
        if (stop + 1 < after + bytes && stop[1] == '.')
            return false;
        char first = word_byte(stretch, word, 0);
        if (word->core_end - word->core == 1 && first >= 'A' && first <= 'Z')
            return false;
        if (listed(stretch, word, never_last, sizeof never_last / sizeof *never_last))
            return false;
    }
    const struct word *next = &stretch->words.items[index + 1];
    char first = word_byte(stretch, next, 0);
    if (((first >= '0' && first <= '9') || first == STRETCH_SIGN) &&
        listed(stretch, word, before_number, sizeof before_number / sizeof *before_number))
        return false;
    return sentence_can_begin(stretch, next);
}
