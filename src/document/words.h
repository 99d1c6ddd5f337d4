/* words.h: every word that the program itself puts into a document, in one place. */
#ifndef ENGROSS_DOCUMENT_WORDS_H
#define ENGROSS_DOCUMENT_WORDS_H

#include "base/arena.h"

/* The rows stand in words.def; `{1}`, `{2}`… are filled in by words_fill. */
enum word {
#define WORD(identifier, text) WORD_##identifier,
#include "document/words.def"
#undef WORD
    WORD_COUNT
};

const char *words_find(enum word word);
/* words_fill(arena, WORD_PERIOD_VALUE, from, to): as many strings as the row has braces. */
#define words_fill(arena, word, ...) words_fill_strings((arena), (word), (const char *const[]){__VA_ARGS__, NULL})
const char *words_fill_strings(struct arena *arena, enum word word, const char *const *strings);

/* A value of the grammar in words: "for-approval" in the table WORDS_STATUS gives "Draft for approval". NULL when the
 * table has no such value. */
enum words_table {
    WORDS_STATUS,
    WORDS_STATUS_PLAIN,
    WORDS_DID,
    WORDS_DID_FIRST,
    WORDS_FOI_CLASS,
    WORDS_CHANGE,
    WORDS_ATTRIBUTE, /* "to"; of an element within a provision "read-with to" comes first */
    WORDS_ABSENT,    /* what the absence of an attribute means, as one of its values */
    WORDS_NAMED,     /* an element that has an id, in a sentence */
    WORDS_TABLES
};
const char *words_value(enum words_table table, const char *value);

#endif
