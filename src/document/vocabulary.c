/* vocabulary.c: the words of the house.
 *
 * the element tree of words.xml in → answers about the words of a stretch out. What
 * is to be avoided is kept by its first word, so that each word of a document
 * costs one look into a table; masks of the first three letters spare most of those.
 * The words of a phrase stand side by side, with nothing but white space between.
 */
#include "document/vocabulary.h"

#include <string.h>

#include "document/names.h"

#define WORD_BYTES 32

struct phrase {
    const char *text; /* "in order to" */
    const char *write;
    const struct phrase *other; /* with the same first word */
};

struct vocabulary {
    struct names *phrases; /* by first word → struct phrase */
    struct names *known;
    /* By first letter: a bit for each second letter, each third one, each number of bytes. */
    uint32_t second[26], third[26], lengths[26];
};

static unsigned letter_bit(char c) {
    return c >= 'a' && c <= 'z' ? (unsigned)(c - 'a') : 26;
}

static void add_phrase(struct vocabulary *vocabulary, const struct element *element, struct arena *arena) {
    const char *text = element_attribute(element, "word");
    const char *write = element_attribute(element, "write");
    unsigned first = text == NULL ? 26 : letter_bit(text[0]);
    if (first == 26 || write == NULL)
        return;
    struct phrase *phrase = ARENA_NEW(arena, struct phrase);
    bool fresh;
    struct name *name =
        names_add(vocabulary->phrases, arena_copy(arena, text, strcspn(text, " ")), element->place, &fresh);
    *phrase = (struct phrase){.text = text, .write = write, .other = name->thing};
    name->thing = phrase;
    vocabulary->lengths[first] |= (uint32_t)1 << strlen(name->text) % WORD_BYTES;
    vocabulary->second[first] |= (uint32_t)1 << letter_bit(text[1]);
    vocabulary->third[first] |= (uint32_t)1 << (text[1] == '\0' ? 26 : letter_bit(text[2]));
}

const struct vocabulary *vocabulary_read(const struct element *words, struct arena *arena) {
    struct vocabulary *vocabulary = ARENA_NEW(arena, struct vocabulary);
    vocabulary->phrases = names_open(arena);
    vocabulary->known = names_open(arena);
    for (const struct element *at = words == NULL ? NULL : words->first; at != NULL; at = at->next) {
        bool fresh;
        if (element_is(at, "avoid"))
            add_phrase(vocabulary, at, arena);
        else if (element_is(at, "known") && element_attribute(at, "abbreviation") != NULL)
            (void)names_add(vocabulary->known, element_attribute(at, "abbreviation"), at->place, &fresh);
    }
    return vocabulary;
}

static char small(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* How many words from `index` on the phrase is, or 0. */
static size_t phrase_fits(const struct phrase *phrase, const struct stretch *stretch, size_t index) {
    const char *at = phrase->text;
    size_t count = 0;
    for (;; count++) {
        size_t bytes = strcspn(at, " ");
        if (index + count >= stretch->words.count)
            return 0;
        const struct word *word = &stretch->words.items[index + count];
        if (word->core_end - word->core != bytes || (count > 0 && word->start != word->core))
            return 0;
        for (size_t i = 0; i < bytes; i++)
            if (small(stretch->text[word->core + i]) != at[i])
                return 0;
        if (at[bytes] == '\0')
            return count + 1;
        if (word->end != word->core_end)
            return 0;
        at += bytes + 1;
    }
}

size_t vocabulary_avoid(const struct vocabulary *vocabulary, const struct stretch *stretch, size_t index,
                        const char **write) {
    const struct word *word = &stretch->words.items[index];
    size_t bytes = word->core_end - word->core;
    unsigned first = letter_bit(small(word_byte(stretch, word, 0)));
    if (first == 26 || bytes >= WORD_BYTES || (vocabulary->lengths[first] >> bytes & 1) == 0 ||
        (vocabulary->second[first] >> letter_bit(small(word_byte(stretch, word, 1))) & 1) == 0 ||
        (vocabulary->third[first] >> letter_bit(small(word_byte(stretch, word, 2))) & 1) == 0)
        return 0;
    char key[WORD_BYTES];
    for (size_t i = 0; i < bytes; i++)
        key[i] = small(stretch->text[word->core + i]);
    key[bytes] = '\0';
    const struct name *name = names_find(vocabulary->phrases, key);
    size_t longest = 0;
    for (const struct phrase *phrase = name == NULL ? NULL : name->thing; phrase != NULL; phrase = phrase->other) {
        size_t count = phrase_fits(phrase, stretch, index);
        if (count > longest) {
            longest = count;
            *write = phrase->write;
        }
    }
    return longest;
}

bool vocabulary_knows(const struct vocabulary *vocabulary, const char *abbreviation) {
    return names_find(vocabulary->known, abbreviation) != NULL;
}
