/* phrases.c: phrases found in stretches.
 *
 * a stretch in → tokens out; a table of phrases + tokens → which phrase begins at
 * a token. Each token carries the FNV-1a hash of its letters folded; the table
 * has a row of phrases for each value of eight bits of the first token's, so that
 * most tokens cost one look at an empty row. Surprising: a possessive 's is part
 * of a token ("Guy's and St Thomas'"), and only the last one of a phrase may have
 * one more than the phrase.
 */
#include "document/phrases.h"

#include <string.h>

#include "base/utf8.h"

#define ROWS 256

struct phrase {
    struct phrase *other; /* of the same row, in the order of adding */
    struct stretch text;
    struct tokens tokens;
    enum phrase_kind kind;
    bool exact;
    const void *thing;
};

struct phrases {
    struct arena *arena;
    struct phrase *rows[ROWS];
    struct phrase *last[ROWS];
};

/* ---- tokens ---- */

enum part { PART_LETTER, PART_APOSTROPHE, PART_AND, PART_SIGN, PART_NOTHING, PART_OPEN, PART_COMMA, PART_SHUT };

/* The small letter for a letter of ASCII, itself for a digit, else NUL. */
static char small(char c) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        return c;
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : '\0';
}

static enum part part_of_ascii(char c) {
    switch (c) {
    case '\'':
        return PART_APOSTROPHE;
    case '&':
        return PART_AND;
    case STRETCH_SIGN:
        return PART_SIGN;
    case ',':
        return PART_COMMA;
    case ' ':
    case '\n':
    case '\t':
    case '\r':
    case '-':
        return PART_OPEN;
    default:
        return PART_SHUT;
    }
}

static enum part part_at(const char *at, const char *end, size_t *bytes) {
    *bytes = 1;
    if (small(*at) != '\0')
        return PART_LETTER;
    if ((unsigned char)*at < 0x80)
        return part_of_ascii(*at);
    uint32_t code = 0;
    *bytes = utf8_decode(at, end, &code);
    if (code == 0x2019)
        return PART_APOSTROPHE;
    if (code == 0xAD || code == 0x200B || code == 0x2060) /* soft hyphen, no-width space, word joiner */
        return PART_NOTHING;
    if (code == 0xA0 || (code >= 0x2000 && code <= 0x200A) || code == 0x202F || code == 0x205F ||
        (code >= 0x2010 && code <= 0x2013) || code == 0x2212)
        return PART_OPEN;
    return code < 0xC0 || (code >= 0x2000 && code <= 0x206F) ? PART_SHUT : PART_LETTER;
}

static uint32_t hash_with(uint32_t hash, char c) {
    return (hash ^ (uint8_t)c) * UINT32_C(16777619);
}

/* The letters of a token from `at` on; where it ends. What is hashed here, `next_letter` gives one by one. */
static const char *take_letters(struct token *token, const char *text, const char *at, const char *end) {
    uint32_t hash = token->hash;
    size_t behind = 0; /* letters behind the last apostrophe */
    char last = '\0';
    while (at < end) {
        size_t bytes;
        for (; at < end && small(*at) != '\0'; at++, behind++) {
            last = *at;
            hash = hash_with(hash, small(last));
        }
        enum part part = at < end ? part_at(at, end, &bytes) : PART_SHUT;
        if (part == PART_APOSTROPHE && at + bytes < end && small(at[bytes]) != '\0') {
            token->plain_end = (size_t)(at - text);
            token->plain_hash = hash;
            hash = hash_with(hash, '\'');
            behind = 0;
        } else if (part == PART_LETTER) {
            for (size_t i = 0; i < bytes; i++)
                hash = hash_with(hash, at[i]);
            behind++;
        } else if (part != PART_NOTHING) {
            break;
        }
        at += bytes;
    }
    token->end = (size_t)(at - text);
    token->hash = hash;
    if (token->plain_end == 0 || behind != 1 || last != 's') {
        token->plain_end = token->end;
        token->plain_hash = hash;
    }
    return at;
}

/* The next byte of a token as it is compared, and `*at` behind it; NUL at the end. */
static char next_letter(const char **at, const char *end) {
    while (*at < end) {
        const char *letter = *at;
        size_t bytes = 1;
        bool within = ((unsigned char)*letter & 0xC0) == 0x80; /* a letter of several bytes */
        enum part part = within ? PART_LETTER : part_at(letter, end, &bytes);
        bool plain = part == PART_LETTER && (unsigned char)*letter >= 0x80;
        *at += plain ? 1 : bytes;
        if (part != PART_NOTHING)
            return plain ? *letter : part == PART_APOSTROPHE ? '\'' : small(*letter);
    }
    return '\0';
}

static enum gap gap_with(enum gap gap, enum part part) {
    if (part == PART_NOTHING || part == PART_OPEN)
        return gap;
    return part == PART_COMMA && gap == GAP_OPEN ? GAP_COMMA : GAP_SHUT;
}

void tokens_cut(struct tokens *tokens, const struct stretch *stretch, struct arena *arena) {
    tokens->stretch = stretch;
    tokens->list.count = 0;
    const char *end = stretch->text + stretch->count;
    size_t piece = 0;
    enum gap gap = GAP_SHUT;
    for (const char *at = stretch->text; at < end;) {
        size_t bytes;
        enum part part = part_at(at, end, &bytes);
        if (part > PART_SIGN || part == PART_APOSTROPHE) {
            bool plural = part == PART_APOSTROPHE && at > stretch->text && at[-1] == 's'; /* "St Thomas' Hospital" */
            gap = plural ? gap : gap_with(gap, part);
            at += bytes;
            continue;
        }
        size_t start = (size_t)(at - stretch->text);
        while (piece + 1 < stretch->pieces.count && stretch->pieces.items[piece + 1].start <= start)
            piece++;
        struct token token = {.start = start,
                              .hash = UINT32_C(2166136261),
                              .before = gap,
                              .voice = stretch->pieces.count == 0 ? VOICE_AUTHOR : stretch->pieces.items[piece].voice,
                              .capital = *at >= 'A' && *at <= 'Z'};
        if (part == PART_LETTER) {
            at = take_letters(&token, stretch->text, at, end);
        } else {
            at += bytes;
            token.plain_end = token.end = (size_t)(at - stretch->text);
            for (const char *c = part == PART_AND ? "and" : "\x1A"; *c != '\0'; c++)
                token.hash = hash_with(token.hash, *c);
            token.plain_hash = token.hash;
        }
        LIST_ADD(arena, &tokens->list, token);
        gap = GAP_OPEN;
    }
}

static bool same(const char *a, const char *a_end, const char *b, const char *b_end) {
    if (*a == '&' && a_end == a + 1)
        a_end = (a = "and") + 3;
    if (*b == '&' && b_end == b + 1)
        b_end = (b = "and") + 3;
    char c;
    do {
        c = next_letter(&a, a_end);
        if (c != next_letter(&b, b_end))
            return false;
    } while (c != '\0');
    return true;
}

bool token_is(const struct tokens *tokens, size_t index, const char *text) {
    const struct token *token = &tokens->list.items[index];
    const char *own = tokens->stretch->text;
    return same(own + token->start, own + token->end, text, text + strlen(text));
}

/* ---- phrases ---- */

struct phrases *phrases_open(struct arena *arena) {
    struct phrases *phrases = ARENA_NEW(arena, struct phrases);
    phrases->arena = arena;
    return phrases;
}

void phrases_add(struct phrases *phrases, const char *text, enum phrase_kind kind, bool exact, const void *thing) {
    struct phrase *phrase = ARENA_NEW(phrases->arena, struct phrase);
    size_t bytes = strlen(text);
    *phrase = (struct phrase){.text = {.text = arena_copy(phrases->arena, text, bytes), .count = bytes},
                              .kind = kind,
                              .exact = exact,
                              .thing = thing};
    tokens_cut(&phrase->tokens, &phrase->text, phrases->arena);
    if (phrase->tokens.list.count == 0)
        return;
    size_t row = phrase->tokens.list.items[0].hash % ROWS;
    if (phrases->rows[row] == NULL)
        phrases->rows[row] = phrase;
    else
        phrases->last[row]->other = phrase;
    phrases->last[row] = phrase;
}

/* Letter for letter, but that a small one may be a capital at the beginning. */
static bool same_letters(const struct phrase *phrase, size_t number, const struct tokens *tokens, size_t index) {
    const struct token *own = &phrase->tokens.list.items[number];
    const struct token *token = &tokens->list.items[index];
    const char *text = phrase->text.text + own->start;
    const char *other = tokens->stretch->text + token->start;
    bool raised = number == 0 && token->capital && !own->capital;
    for (size_t i = raised ? 1 : 0; i < own->end - own->start && i < token->end - token->start; i++)
        if (small(other[i]) != '\0' && text[i] != other[i])
            return false;
    return true;
}

static bool fits(const struct phrase *phrase, const struct tokens *tokens, size_t index) {
    size_t count = phrase->tokens.list.count;
    if (count > tokens->list.count - index)
        return false;
    /* Thousands of terms may begin with the same words: no letter is looked at before all words seem to be the same. */
    for (size_t i = count; i-- > 0;) {
        uint32_t hash = phrase->tokens.list.items[i].hash;
        const struct token *token = &tokens->list.items[index + i];
        if (hash != token->hash && (i + 1 < count || hash != token->plain_hash))
            return false;
    }
    for (size_t i = 0; i < count; i++) {
        const struct token *own = &phrase->tokens.list.items[i];
        const struct token *token = &tokens->list.items[index + i];
        bool plain = i + 1 == count && own->hash != token->hash;
        if (i > 0 && token->before != GAP_OPEN && token->before != own->before)
            return false;
        const char *text = tokens->stretch->text;
        if (!same(phrase->text.text + own->start, phrase->text.text + own->end, text + token->start,
                  text + (plain ? token->plain_end : token->end)))
            return false;
        if (phrase->exact && !same_letters(phrase, i, tokens, index + i))
            return false;
    }
    return true;
}

static void find_in_row(const struct phrases *phrases, uint32_t hash, const struct tokens *tokens, size_t index,
                        enum phrase_kind kind, const struct phrase **longest) {
    for (const struct phrase *phrase = phrases->rows[hash % ROWS]; phrase != NULL; phrase = phrase->other)
        if (phrase->kind == kind && (*longest == NULL || phrase->tokens.list.count > (*longest)->tokens.list.count) &&
            fits(phrase, tokens, index))
            *longest = phrase;
}

size_t phrases_find(const struct phrases *phrases, const struct tokens *tokens, size_t index, enum phrase_kind kind,
                    const void **thing) {
    const struct token *token = &tokens->list.items[index];
    const struct phrase *longest = NULL;
    find_in_row(phrases, token->hash, tokens, index, kind, &longest);
    if (token->plain_hash != token->hash)
        find_in_row(phrases, token->plain_hash, tokens, index, kind, &longest);
    *thing = longest == NULL ? NULL : longest->thing;
    return longest == NULL ? 0 : longest->tokens.list.count;
}
