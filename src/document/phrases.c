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
};

/* ---- tokens ---- */

enum part { PART_LETTER, PART_APOSTROPHE, PART_AND, PART_SIGN, PART_NOTHING, PART_OPEN, PART_COMMA, PART_SHUT };

static bool letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
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
    if (letter_or_digit(*at))
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

static void fold(struct tokens *tokens, struct token *token, const char *at, size_t bytes, struct arena *arena) {
    for (size_t i = 0; i < bytes; i++) {
        char c = at[i] >= 'A' && at[i] <= 'Z' ? (char)(at[i] | 0x20) : at[i];
        LIST_ADD(arena, &tokens->folded, c);
        token->hash = (token->hash ^ (uint8_t)c) * UINT32_C(16777619);
    }
    token->folded_end = tokens->folded.count;
}

/* The letters of a token from `at` on; where it ends. */
static const char *take_letters(struct tokens *tokens, struct token *token, const char *at, const char *end,
                                struct arena *arena) {
    const char *text = tokens->stretch->text;
    while (at < end) {
        size_t bytes;
        size_t next_bytes;
        enum part part = part_at(at, end, &bytes);
        bool inside =
            part == PART_APOSTROPHE && at + bytes < end && part_at(at + bytes, end, &next_bytes) == PART_LETTER;
        if (inside) {
            token->plain_end = (size_t)(at - text);
            token->plain_hash = token->hash;
            token->folded_plain = token->folded_end;
            fold(tokens, token, "'", 1, arena);
        } else if (part == PART_LETTER) {
            fold(tokens, token, at, bytes, arena);
        } else if (part != PART_NOTHING) {
            break;
        }
        at += bytes;
    }
    token->end = (size_t)(at - text);
    bool possessive = token->folded_plain > 0 && token->folded_end == token->folded_plain + 2 &&
                      tokens->folded.items[token->folded_end - 1] == 's';
    if (!possessive) {
        token->plain_end = token->end;
        token->plain_hash = token->hash;
        token->folded_plain = token->folded_end;
    }
    return at;
}

static enum gap gap_with(enum gap gap, enum part part) {
    if (part == PART_NOTHING || part == PART_OPEN)
        return gap;
    return part == PART_COMMA && gap == GAP_OPEN ? GAP_COMMA : GAP_SHUT;
}

void tokens_cut(struct tokens *tokens, const struct stretch *stretch, struct arena *arena) {
    tokens->stretch = stretch;
    tokens->list.count = 0;
    tokens->folded.count = 0;
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
                              .folded = tokens->folded.count,
                              .hash = UINT32_C(2166136261),
                              .before = gap,
                              .voice = stretch->pieces.count == 0 ? VOICE_AUTHOR : stretch->pieces.items[piece].voice,
                              .capital = *at >= 'A' && *at <= 'Z'};
        if (part == PART_LETTER) {
            at = take_letters(tokens, &token, at, end, arena);
        } else {
            at += bytes;
            token.plain_end = token.end = (size_t)(at - stretch->text);
            fold(tokens, &token, part == PART_AND ? "and" : at - 1, part == PART_AND ? 3 : 1, arena);
            token.plain_hash = token.hash;
            token.folded_plain = token.folded_end;
        }
        LIST_ADD(arena, &tokens->list, token);
        gap = GAP_OPEN;
    }
}

bool token_is(const struct tokens *tokens, size_t index, const char *text, bool plain) {
    const struct token *token = &tokens->list.items[index];
    size_t bytes = (plain ? token->folded_plain : token->folded_end) - token->folded;
    return strlen(text) == bytes && memcmp(tokens->folded.items + token->folded, text, bytes) == 0;
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
    struct phrase **last = &phrases->rows[phrase->tokens.list.items[0].hash % ROWS];
    while (*last != NULL)
        last = &(*last)->other;
    *last = phrase;
}

/* Letter for letter, but that a small one may be a capital at the beginning. */
static bool same_letters(const struct phrase *phrase, size_t number, const struct tokens *tokens, size_t index) {
    const struct token *own = &phrase->tokens.list.items[number];
    const struct token *token = &tokens->list.items[index];
    const char *text = phrase->text.text + own->start;
    const char *other = tokens->stretch->text + token->start;
    bool raised = number == 0 && token->capital && !own->capital;
    for (size_t i = raised ? 1 : 0; i < own->end - own->start && i < token->end - token->start; i++)
        if (letter_or_digit(other[i]) && text[i] != other[i])
            return false;
    return true;
}

static bool fits(const struct phrase *phrase, const struct tokens *tokens, size_t index) {
    size_t count = phrase->tokens.list.count;
    if (count > tokens->list.count - index)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct token *own = &phrase->tokens.list.items[i];
        const struct token *token = &tokens->list.items[index + i];
        bool plain = i + 1 == count && own->hash != token->hash;
        if (own->hash != (plain ? token->plain_hash : token->hash))
            return false;
        if (i > 0 && token->before != GAP_OPEN && token->before != own->before)
            return false;
        size_t bytes = own->folded_end - own->folded;
        if ((plain ? token->folded_plain : token->folded_end) - token->folded != bytes ||
            memcmp(phrase->tokens.folded.items + own->folded, tokens->folded.items + token->folded, bytes) != 0)
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
