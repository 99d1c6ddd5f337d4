/* tokens.c: leaves to text, text to tokens (tokens.h).
 *
 * The inline nodes are walked once: what is read as a whole (a reference to a numbered
 * place, the call of a footnote, words of ours that no author wrote) is marked as an atom,
 * and what lies between is cut by signs and spaces. Characters are told apart by small
 * tables here: letters are all that is neither space nor sign.
 */
#include "changes/tokens.h"

#include <assert.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "changes/digest.h"
#include "document/words.h"

#define ATOM_WEIGHT ((size_t)6) /* however long the title is that a reference says */

/* A stretch that is one token. */
struct atom {
    size_t from, to;
    uint64_t key;
    bool silent;
};

struct reading {
    struct tokens *tokens;
    const struct matching *matching;
    bool new;
    struct arena *arena;
    struct buffer text;
    LIST(struct atom) atoms;
};

enum sort { SORT_LETTER, SORT_DIGIT, SORT_SPACE, SORT_SIGN, SORT_CURRENCY, SORT_NOTHING };

static enum sort sort_of(uint32_t c) {
    if (c < 0x80) {
        if (c >= '0' && c <= '9')
            return SORT_DIGIT;
        if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_')
            return SORT_LETTER;
        return c <= ' ' ? (c == 0x1E ? SORT_LETTER : SORT_SPACE) : c == '$' ? SORT_CURRENCY : SORT_SIGN;
    }
    if (c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000)
        return SORT_SPACE;
    if (c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF)
        return SORT_NOTHING;
    if ((c >= 0xA2 && c <= 0xA5) || (c >= 0x20A0 && c <= 0x20CF))
        return SORT_CURRENCY;
    bool latin_sign = c < 0xC0 && c != 0xAA && c != 0xB5 && c != 0xBA && c != 0xB2 && c != 0xB3 && c != 0xB9;
    bool sign = (c >= 0x2010 && c <= 0x205E) || (c >= 0x2190 && c <= 0x2BFF) || (c >= 0x3001 && c <= 0x3020) ||
                c == 0xD7 || c == 0xF7;
    return latin_sign || sign ? SORT_SIGN : SORT_LETTER;
}

/* ---------------------------------------------------------------- leaves */

static uint64_t target_key(const struct reading *reading, const struct node *target) {
    const struct matching *matching = reading->matching;
    assert(target != NULL);
    const struct node *old = reading->new ? fact_of(&matching->new, target)->match : target;
    return old != NULL ? digest_mix(1, old->index) : digest_mix(2, target->index);
}

static void put_leaf(struct reading *reading, const struct node *node, struct dress dress) {
    struct leaf leaf = {.node = node, .from = reading->text.count, .dress = dress};
    if (node->kind == NODE_TEXT)
        buffer_string(&reading->text, node->as.text.text);
    else
        buffer_char(&reading->text, 0x1E);
    leaf.to = reading->text.count;
    if (leaf.to > leaf.from)
        LIST_ADD(reading->arena, &reading->tokens->leaves, leaf);
}

static void put_inline(struct reading *reading, const struct node *node, struct dress dress);

static void put_children(struct reading *reading, const struct node *node, struct dress dress) {
    for (const struct node *at = node->first; at != NULL; at = at->next)
        put_inline(reading, at, dress);
}

static void put_atom(struct reading *reading, const struct node *node, struct dress dress, uint64_t key, bool silent) {
    struct atom atom = {.from = reading->text.count, .key = key, .silent = silent};
    if (node->kind == NODE_TEXT)
        put_leaf(reading, node, dress);
    else
        put_children(reading, node, dress);
    atom.to = reading->text.count;
    if (atom.to > atom.from)
        LIST_ADD(reading->arena, &reading->atoms, atom);
}

/* "Table 3: " before the words of a caption is an atom of its own; so are " (draft)" after a title and "
 * (formerly 4.2)" after a paragraph. */
static void put_text(struct reading *reading, const struct node *text, struct dress dress) {
    size_t skip = digest_numbered(text);
    bool suffix = text->parent->kind == NODE_TITLE && text->next == NULL &&
                  strcmp(text->as.text.text, words_find(WORD_DRAFT_SUFFIX)) == 0;
    if (suffix || digest_is_formerly(text)) {
        put_atom(reading, text, dress, 3, true);
        return;
    }
    size_t from = reading->text.count;
    put_leaf(reading, text, dress);
    if (skip > 0)
        LIST_ADD(reading->arena, &reading->atoms, ((struct atom){from, from + skip, 4, true}));
}

static void put_inline(struct reading *reading, const struct node *node, struct dress dress) {
    if (node->lang != NULL)
        dress.lang = node->lang;
    switch (node->kind) {
    case NODE_TEXT:
        put_text(reading, node, dress);
        return;
    case NODE_FOLIO:
        put_leaf(reading, node, dress);
        return;
    case NODE_STRONG:
        dress.strong = true;
        break;
    case NODE_MISSING:
        dress.missing = true;
        break;
    case NODE_SPAN:
        if (node->as.span.expansion != NULL)
            dress.expansion = node->as.span.expansion;
        break;
    case NODE_CALL: {
        const struct node *link = node->first == NULL ? NULL : node->first->first;
        const struct node *note = link == NULL ? NULL : link->as.link.target;
        put_atom(reading, node, dress, note == NULL ? 5 : target_key(reading, note), false);
        return;
    }
    case NODE_LINK:
        dress.link = node;
        if (digest_is_made(node)) {
            put_atom(reading, node, dress, target_key(reading, node->as.link.target), false);
            return;
        }
        break;
    default:
        break;
    }
    put_children(reading, node, dress);
}

/* ---------------------------------------------------------------- tokens */

/* The code point at `at`; 0 at the end. */
static uint32_t look(const char *at, const char *end, size_t *bytes) {
    uint32_t code = 0;
    *bytes = at < end ? utf8_decode(at, end, &code) : 0;
    return code;
}

static enum sort sort_at(const char *at, const char *end) {
    size_t bytes;
    uint32_t code = look(at, end, &bytes);
    return bytes == 0 ? SORT_SPACE : sort_of(code);
}

static bool is_dash(uint32_t c) {
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

/* Bytes of "(a)", "(iv)" or "(12)" at `at`; 0 when it is none. */
static size_t bracketed(const char *at, const char *end) {
    if (at == end || *at != '(')
        return 0;
    size_t inner = 0;
    while (at + 1 + inner < end && sort_of((unsigned char)at[1 + inner]) <= SORT_DIGIT && inner < 5)
        inner++;
    return inner > 0 && inner < 5 && at + 1 + inner < end && at[1 + inner] == ')' ? inner + 2 : 0;
}

/* Bytes of a sign at `at` that holds two parts of a word together; 0 when it does not. */
static size_t joint(const char *at, const char *end, bool digit) {
    size_t bytes;
    uint32_t code = look(at, end, &bytes);
    enum sort next = sort_at(at + bytes, end);
    if (bytes == 0 || next > SORT_DIGIT)
        return 0;
    if (code == '\'' || code == 0x2019 || code == '-' || code == 0x2010 || code == 0x2011 || code == '/' || code == '@')
        return bytes;
    if (code == '.' || code == '&')
        return bytes;
    bool between_digits = digit && next == SORT_DIGIT;
    return between_digits && (code == ',' || code == ':' || is_dash(code)) ? bytes : 0;
}

/* The end of the word at `at`, which begins with a letter, a digit, or a currency sign before one. */
static const char *word_end(const char *at, const char *end, bool *number) {
    bool digit = false;
    while (at < end) {
        size_t bytes;
        uint32_t code = look(at, end, &bytes);
        enum sort sort = sort_of(code);
        if (sort == SORT_CURRENCY && sort_at(at + bytes, end) != SORT_DIGIT && !digit)
            return at;
        size_t more = sort <= SORT_DIGIT || sort == SORT_NOTHING ? bytes : 0;
        if (sort == SORT_CURRENCY && (digit || sort_at(at + bytes, end) == SORT_DIGIT))
            more = bytes;
        if (more == 0)
            more = joint(at, end, digit);
        if (more == 0 && *number)
            more = code == '%' ? 1 : bracketed(at, end);
        if (more == 0)
            return at;
        digit = sort == SORT_DIGIT;
        *number = *number || digit;
        at += more;
    }
    return at;
}

/* The key of a word: its bytes, with what is not heard left out or made the same. */
static uint64_t key_of(const char *at, const char *end) {
    char plain[256];
    size_t count = 0;
    uint64_t key = 7;
    while (at < end) {
        size_t bytes;
        uint32_t code = look(at, end, &bytes);
        const char *put = at;
        size_t put_bytes = bytes;
        if (sort_of(code) == SORT_NOTHING) {
            put_bytes = 0;
        } else if (is_dash(code)) {
            put = "-";
            put_bytes = 1;
        } else if ((code >= 0x2018 && code <= 0x201B) || code == 0x2032) {
            put = "'";
            put_bytes = 1;
        } else if ((code >= 0x201C && code <= 0x201F) || code == 0x2033) {
            put = "\"";
            put_bytes = 1;
        }
        if (count + put_bytes > sizeof plain) {
            key = digest_mix(key, digest_bytes(plain, count));
            count = 0;
        }
        memcpy(plain + count, put, put_bytes);
        count += put_bytes;
        at += bytes;
    }
    return digest_mix(key, digest_bytes(plain, count));
}

static bool is_small(const char *word, size_t bytes) {
    static const char *const words[] = {"a",    "an",   "and",  "any",   "are",   "as",   "at",    "be",   "by",
                                        "for",  "from", "has",  "if",    "in",    "is",   "it",    "its",  "may",
                                        "must", "no",   "not",  "of",    "on",    "or",   "shall", "so",   "such",
                                        "than", "that", "the",  "their", "them",  "then", "there", "they", "this",
                                        "to",   "was",  "were", "when",  "which", "who",  "will",  "with", "would"};
    char lower[8]; /* than which none of the words, which are in alphabetical order, is longer */
    if (bytes >= sizeof lower)
        return false;
    for (size_t i = 0; i < bytes; i++)
        lower[i] = word[i] >= 'A' && word[i] <= 'Z' ? (char)(word[i] | 0x20) : word[i];
    lower[bytes] = '\0';
    for (size_t i = 0; i < sizeof words / sizeof *words && *words[i] <= *lower; i++)
        if (*words[i] == *lower && strcmp(words[i], lower) == 0)
            return true;
    return false;
}

static bool is_stop(const char *at, size_t bytes) {
    return bytes == 1 && (*at == '.' || *at == '!' || *at == '?');
}

/* Cuts the stretch up to `to`; the space before a token has been seen already from `from` on. */
static size_t cut_stretch(struct reading *reading, size_t from, size_t at, size_t to) {
    struct tokens *tokens = reading->tokens;
    const char *text = tokens->text;
    while (at < to) {
        size_t bytes;
        uint32_t code = look(text + at, text + to, &bytes);
        enum sort sort = sort_of(code);
        if (sort == SORT_SPACE) {
            at += bytes;
            continue;
        }
        struct token token = {.from = (uint32_t)from, .word = (uint32_t)at};
        bool number = false;
        const char *end = sort == SORT_SIGN ? text + at + bytes : word_end(text + at, text + to, &number);
        if (end == text + at) /* a currency sign alone */
            end += bytes;
        size_t count = (size_t)(end - text) - at;
        token.sort = sort == SORT_SIGN || (sort == SORT_CURRENCY && !number) ? TOKEN_SIGN
                     : number                                                ? TOKEN_NUMBER
                                                                             : TOKEN_WORD;
        token.key = key_of(text + at, end);
        token.small = token.sort == TOKEN_WORD && is_small(text + at, count);
        token.begins = token.sort == TOKEN_WORD && text[at] >= 'A' && text[at] <= 'Z';
        token.ends = token.sort == TOKEN_SIGN && is_stop(text + at, count) &&
                     (at + count == tokens->bytes || sort_at(end, text + tokens->bytes) == SORT_SPACE ||
                      sort_at(end, text + tokens->bytes) == SORT_SIGN);
        at += count;
        token.to = (uint32_t)at;
        from = at;
        LIST_ADD(reading->arena, &tokens->items, token);
    }
    return from;
}

static void cut(struct reading *reading) {
    struct tokens *tokens = reading->tokens;
    size_t from = 0; /* where the space before the next token begins */
    size_t at = 0;
    for (size_t i = 0; i < reading->atoms.count; i++) {
        const struct atom *atom = &reading->atoms.items[i];
        from = cut_stretch(reading, from, at, atom->from);
        struct token token = {.key = atom->key,
                              .from = (uint32_t)from,
                              .word = (uint32_t)atom->from,
                              .to = (uint32_t)atom->to,
                              .sort = TOKEN_ATOM,
                              .silent = atom->silent};
        LIST_ADD(reading->arena, &tokens->items, token);
        from = atom->to;
        at = atom->to;
    }
    from = cut_stretch(reading, from, at, tokens->bytes);
    if (from == tokens->bytes)
        return;
    if (tokens->items.count == 0) /* nothing but spaces */
        LIST_ADD(reading->arena, &tokens->items, ((struct token){.key = 6, .sort = TOKEN_SIGN}));
    tokens->items.items[tokens->items.count - 1].to = (uint32_t)tokens->bytes;
}

/* ---------------------------------------------------------------- dates, numbers with units */

static bool word_in(const struct tokens *tokens, const struct token *token, const char *const *words) {
    size_t bytes = token->to - token->word;
    for (; *words != NULL; words++)
        if (**words == tokens->text[token->word] && strlen(*words) == bytes &&
            memcmp(*words, tokens->text + token->word, bytes) == 0)
            return true;
    return false;
}

static bool is_month(const struct tokens *tokens, const struct token *token) {
    static const char *const months[] = {"January", "February",  "March",   "April",    "May",      "June", "July",
                                         "August",  "September", "October", "November", "December", NULL};
    return word_in(tokens, token, months);
}

static bool is_unit(const struct tokens *tokens, const struct token *token) {
    static const char *const units[] = {"million", "billion", "thousand", "percent", "day",    "days", "week",
                                        "weeks",   "month",   "months",   "year",    "years",  "hour", "hours",
                                        "minutes", "pounds",  "pence",    "miles",   "metres", "km",   "a.m",
                                        "p.m",     "am",      "pm",       NULL};
    return word_in(tokens, token, units);
}

static bool is_count(const struct tokens *tokens, const struct token *token) {
    static const char *const counts[] = {"two", "three",  "four",   "five",    "six",    "seven",  "eight", "nine",
                                         "ten", "eleven", "twelve", "fifteen", "twenty", "thirty", NULL};
    return token->sort == TOKEN_NUMBER || word_in(tokens, token, counts);
}

/* How many tokens from `i` on are one date or one quantity; 1 when it is none. */
static size_t phrase_at(const struct tokens *tokens, size_t i) {
    static const char *const working[] = {"working", "calendar", "clear", "full", NULL};
    const struct token *items = tokens->items.items;
    size_t left = tokens->items.count - i;
    if (left > 1 && items[i].sort == TOKEN_NUMBER && is_month(tokens, &items[i + 1]))
        return left > 2 && items[i + 2].sort == TOKEN_NUMBER ? 3 : 2;
    if (left > 1 && is_month(tokens, &items[i]) && items[i + 1].sort == TOKEN_NUMBER)
        return 2;
    if (left < 2 || !is_count(tokens, &items[i]))
        return 1;
    if (is_unit(tokens, &items[i + 1]))
        return 2;
    if (left > 2 && word_in(tokens, &items[i + 1], working) && is_unit(tokens, &items[i + 2]))
        return 3;
    return left > 2 && token_says(tokens, i + 1, "per") && token_says(tokens, i + 2, "cent") ? 3 : 1;
}

static void find_phrases(struct tokens *tokens) {
    uint32_t group = 0;
    for (size_t i = 0; i < tokens->items.count;) {
        size_t count = phrase_at(tokens, i);
        if (count > 1) {
            group++;
            for (size_t k = i; k < i + count; k++)
                tokens->items.items[k].group = group;
        }
        i += count;
    }
}

bool token_says(const struct tokens *tokens, size_t index, const char *text) {
    const struct token *token = &tokens->items.items[index];
    size_t bytes = strlen(text);
    return token->sort != TOKEN_ATOM && token->to - token->word == bytes &&
           memcmp(tokens->text + token->word, text, bytes) == 0;
}

size_t token_weight(const struct token *token) {
    if (token->sort == TOKEN_ATOM)
        return ATOM_WEIGHT;
    return token->sort == TOKEN_SIGN ? 0 : token->to - token->word;
}

static void find_leaves(struct tokens *tokens) {
    uint32_t leaf = 0;
    for (size_t i = 0; i < tokens->items.count; i++) {
        while (leaf + 1 < tokens->leaves.count && tokens->leaves.items[leaf].to <= tokens->items.items[i].word)
            leaf++;
        tokens->items.items[i].leaf = leaf;
    }
}

static bool is_label(const struct node *block) {
    enum node_kind parent = block->parent->kind;
    return block->kind != NODE_PARAGRAPH || parent == NODE_CELL || parent == NODE_HEADER_CELL;
}

void tokens_read(struct tokens *tokens, const struct matching *matching, bool new, const struct node *block,
                 struct arena *arena) {
    *tokens = (struct tokens){.label = is_label(block)};
    struct reading reading = {.tokens = tokens, .matching = matching, .new = new, .arena = arena};
    put_children(&reading, block, (struct dress){0});
    tokens->bytes = reading.text.count;
    tokens->text = arena_copy(arena, buffer_text(&reading.text), reading.text.count);
    buffer_close(&reading.text);
    cut(&reading);
    find_leaves(tokens);
    find_phrases(tokens);
}
