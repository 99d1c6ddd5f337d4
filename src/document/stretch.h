/* stretch.h: a stretch of prose, cut into words.
 *
 * What a reader takes in without a break: a paragraph, a title, an item's run of
 * text, a cell. The text of all its inline elements stands in one string, byte
 * for byte as in the source, so that every word leads back to its line and column.
 * What the program will print itself (a fact, a reference) is one word, SIGN.
 */
#ifndef ENGROSS_DOCUMENT_STRETCH_H
#define ENGROSS_DOCUMENT_STRETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/place.h"
#include "read/element.h"

/* Stands for words that the program prints. The reader lets no such byte in. */
#define STRETCH_SIGN '\x1A'

/* Whose words they are. The author answers for the wording of its own alone. */
enum voice {
    VOICE_AUTHOR,
    VOICE_EXPLAINED, /* in an <abbr> */
    VOICE_LINKED,    /* in a <link> */
    VOICE_TITLE,     /* of an Act or a document */
    VOICE_FOREIGN,   /* in another language than English */
    VOICE_PROGRAM
};

/* A run of text of the source within the stretch. */
struct piece {
    size_t start;
    const struct element *source;
    enum voice voice;
    uint32_t order; /* of the run in the file */
};

/* Between white space. Its core is what is left without the punctuation at its ends; empty for a dash alone. */
struct word {
    size_t start, core, core_end, end;
    size_t piece; /* in which the core begins */
    enum voice voice;
    bool counts; /* has a letter or a digit */
    bool plain;  /* letters from A to Z, and then nothing but stops */
    bool caps;   /* two letters or more, all capitals, but for an s of the plural */
};

struct stretch {
    const struct element *element; /* around it */
    char *text;
    size_t count, room;
    LIST(struct piece) pieces;
    LIST(struct word) words;
};

void stretch_begin(struct stretch *stretch, const struct element *element);
void stretch_text(struct stretch *stretch, struct arena *arena, const struct element *source, enum voice voice,
                  uint32_t order);
/* One word of the program's, for an element. */
void stretch_sign(struct stretch *stretch, struct arena *arena, const struct element *source, uint32_t order);
/* Fills `words`. */
void stretch_cut(struct stretch *stretch, struct arena *arena);

/* Where `from` stands in the author's file; as wide as what stands up to `to` in the same run of text. */
struct place stretch_place(const struct stretch *stretch, size_t from, size_t to);
/* The text between the two as a message may quote it. */
const char *stretch_quote(const struct stretch *stretch, struct arena *arena, size_t from, size_t to);
/* Whether punctuation of `marks` stands between the core and the end of the word; a sign of several bytes counts by
 * its last. */
bool word_ends_with(const struct stretch *stretch, const struct word *word, const char *marks);
/* The byte `offset` of the core, or NUL behind it. */
static inline char word_byte(const struct stretch *stretch, const struct word *word, size_t offset) {
    return word->core + offset < word->core_end ? stretch->text[word->core + offset] : '\0';
}
/* Whether the core of a word is `text`, which is in lower case. Asked of each word for many texts, nearly all of which
 * begin with another letter. */
bool word_equals(const struct stretch *stretch, const struct word *word, const char *text);
static inline bool word_is(const struct stretch *stretch, const struct word *word, const char *text) {
    char c = word_byte(stretch, word, 0);
    return (c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c) == *text && word_equals(stretch, word, text);
}

#endif
