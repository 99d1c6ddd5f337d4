/* words.c: every word that the program itself puts into a document.
 *
 * identifier in → text out. Two kinds: sentences with places to fill in
 * (words.def), and the words for values of the grammar (below). sources/README.md
 * is the agreement on them with authors and with the independent reference, so
 * a change here is a change there.
 */
#include "document/words.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "base/buffer.h"

static const char *const texts[] = {
#define WORD(identifier, text) text,
#include "document/words.def"
#undef WORD
};

static const struct {
    enum words_table table;
    const char *value;
    const char *words;
} values[] = {
    {WORDS_STATUS, "draft", "Draft"},
    {WORDS_STATUS, "for-approval", "Draft for approval"},
    {WORDS_STATUS, "approved", "Approved"},
    {WORDS_STATUS_PLAIN, "draft", "draft"},
    {WORDS_STATUS_PLAIN, "for-approval", "for approval"},
    {WORDS_STATUS_PLAIN, "approved", "approved"},
    {WORDS_DID, "recommend", "recommended"},
    {WORDS_DID, "approve", "approved"},
    {WORDS_DID, "ratify", "ratified"},
    {WORDS_DID, "receive", "received"},
    {WORDS_DID, "confirm", "confirmed"},
    {WORDS_DID_FIRST, "recommend", "Recommended"},
    {WORDS_DID_FIRST, "approve", "Approved"},
    {WORDS_DID_FIRST, "ratify", "Ratified"},
    {WORDS_DID_FIRST, "receive", "Received"},
    {WORDS_DID_FIRST, "confirm", "Confirmed"},
    {WORDS_FOI_CLASS, "who-we-are", "Who we are"},
    {WORDS_FOI_CLASS, "spend", "Spend"},
    {WORDS_FOI_CLASS, "priorities", "Priorities"},
    {WORDS_FOI_CLASS, "decisions", "Decisions"},
    {WORDS_FOI_CLASS, "policies", "Policies"},
    {WORDS_FOI_CLASS, "registers", "Registers"},
    {WORDS_FOI_CLASS, "services", "Services"},
    {WORDS_ATTRIBUTE, "uri", "the address of a link"},
    {WORDS_ATTRIBUTE, "file", "the picture"},
    {WORDS_ATTRIBUTE, "alternative", "the description of the picture"},
    {WORDS_ATTRIBUTE, "lang", "the language that it is said to be in"},
    {WORDS_ATTRIBUTE, "approval", "who approves changes of it"},
    {WORDS_ATTRIBUTE, "satisfies", "the legal requirement that it meets"},
    {WORDS_ATTRIBUTE, "summary", "the description of the table for those who hear it"},
    {WORDS_ATTRIBUTE, "topic", "its topic"},
    {WORDS_ATTRIBUTE, "restricted", "whether it is restricted"},
    {WORDS_ATTRIBUTE, "numbered", "whether it is numbered"},
    {WORDS_ATTRIBUTE, "numbering", "how it is numbered"},
    {WORDS_ATTRIBUTE, "markup", "how its source is marked up"},
    {WORDS_ATTRIBUTE, "id", "the name by which references find it"},
    {WORDS_ATTRIBUTE, "formerly", "the number that it is said to have had before"},
    {WORDS_ATTRIBUTE, "expansion", "what an abbreviation stands for"},
    {WORDS_ATTRIBUTE, "strong", "what is printed in bold"},
    {WORDS_ATTRIBUTE, "target", "where a reference leads"},
    {WORDS_ATTRIBUTE, "width", "the width of the picture"},
    {WORDS_ATTRIBUTE, "kind", "how the items of the list are marked"},
    {WORDS_ATTRIBUTE, "span", "how many rows and columns a cell takes up"},
    {WORDS_ATTRIBUTE, "align", "how a column is aligned"},
    {WORDS_ATTRIBUTE, "profile", "the law that it is held against"},
    {WORDS_ATTRIBUTE, "unit", "the unit of a figure"},
    {WORDS_ATTRIBUTE, "bound", "which end of a limit is quoted"},
    {WORDS_ATTRIBUTE, "begins-sentence", "whether a reference begins a sentence"},
    {WORDS_ATTRIBUTE, "document-ref to", "the document to which a reference leads"},
    {WORDS_ATTRIBUTE, "read-with to", "the document that is to be read with it"},
    {WORDS_ATTRIBUTE, "supersedes to", "the document whose place it takes"},
    {WORDS_ATTRIBUTE, "clause approval", "who approves changes of a clause in it"},
    {WORDS_ABSENT, "numbered", "yes"},
    {WORDS_ABSENT, "restricted", "no"},
    {WORDS_ABSENT, "begins-sentence", "no"},
    {WORDS_ABSENT, "numbering", "letter"},
    {WORDS_ABSENT, "align", "start"},
    {WORDS_ABSENT, "bound", "upper"},
    {WORDS_NAMED, "list", "a list"},
    {WORDS_NAMED, "note", "a note"},
    {WORDS_NAMED, "row", "a row"},
    {WORDS_NAMED, "row-group", "a group of rows"},
    {WORDS_NAMED, "definitions", "the definitions"},
    {WORDS_NAMED, "quote", "a quotation"},
    {WORDS_NAMED, "decision", "a decision"},
    {WORDS_NAMED, "decision-group", "a group of decisions"},
    {WORDS_NAMED, "member", "a member"},
    {WORDS_NAMED, "constitution", "the document"},
    {WORDS_NAMED, "information", "the document"},
    {WORDS_NAMED, "policy", "the document"},
    {WORDS_NAMED, "statement", "the document"},
    {WORDS_CHANGE, "inserted", "Inserted"},
    {WORDS_CHANGE, "deleted", "Deleted"},
    {WORDS_CHANGE, "substituted", "Changed"},
    {WORDS_CHANGE, "moved", "Moved"},
    {WORDS_CHANGE, "renumbered", "Renumbered"},
    {WORDS_CHANGE, "editorial", "Changed, with the same words"},
};

const char *words_find(enum word word) {
    assert(word < WORD_COUNT);
    return texts[word];
}

const char *words_fill_strings(struct arena *arena, enum word word, const char *const *strings) {
    size_t given = 0;
    while (strings[given] != NULL)
        given++;
    struct buffer out = {0};
    for (const char *at = words_find(word); *at != '\0'; at++) {
        if (at[0] == '{' && at[1] >= '1' && at[1] <= '9' && at[2] == '}') {
            size_t which = (size_t)(at[1] - '1');
            assert(which < given);
            buffer_string(&out, strings[which]);
            at += 2;
        } else {
            buffer_char(&out, *at);
        }
    }
    const char *filled = arena_copy(arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return filled;
}

const char *words_value(enum words_table table, const char *value) {
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (values[i].table == table && strcmp(values[i].value, value) == 0)
            return values[i].words;
    return NULL;
}
