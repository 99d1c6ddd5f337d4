/* regular.c: regular expressions, and those that XML Schema writes as patterns.
 *
 * Parts or the text of a pattern in → tree out. A pattern is read by recursive
 * descent (XML Schema 1.0 part 2, appendix F: regExp, branch, piece, atom), and always stands for the whole text.
 *
 * Surprising: the symbols are bytes. A character beyond ASCII is a row of them, so that a class is a choice: one of the
 * ASCII characters, or one of those rows. The text is known to be sound UTF-8.
 */
#include "read/regular.h"

#include <stdlib.h>
#include <string.h>

static struct regular *regular_new(struct arena *arena, enum regular_kind kind, const struct regular *a,
                                   const struct regular *b) {
    struct regular *regular = ARENA_NEW(arena, struct regular);
    regular->kind = kind;
    regular->a = a;
    regular->b = b;
    return regular;
}

const struct regular *regular_symbol(struct arena *arena, const bool among[REGULAR_SYMBOLS]) {
    struct regular *regular = regular_new(arena, REGULAR_SYMBOL, NULL, NULL);
    memcpy(regular->among, among, sizeof regular->among);
    return regular;
}

const struct regular *regular_nothing(struct arena *arena) {
    return regular_new(arena, REGULAR_NOTHING, NULL, NULL);
}

const struct regular *regular_row(struct arena *arena, const struct regular *a, const struct regular *b) {
    return regular_new(arena, REGULAR_ROW, a, b);
}

const struct regular *regular_either(struct arena *arena, const struct regular *a, const struct regular *b) {
    return regular_new(arena, REGULAR_EITHER, a, b);
}

const struct regular *regular_repeat(struct arena *arena, const struct regular *what, size_t least, size_t most) {
    struct regular *regular = regular_new(arena, REGULAR_REPEAT, what, NULL);
    regular->least = least;
    regular->most = most;
    return regular;
}

const struct regular *regular_text(struct arena *arena, const char *text) {
    const struct regular *row = regular_nothing(arena);
    for (; *text != '\0'; text++) {
        bool among[REGULAR_SYMBOLS] = {false};
        among[(unsigned char)*text] = true;
        row = regular_row(arena, row, regular_symbol(arena, among));
    }
    return row;
}

/* --- Patterns -------------------------------------------------------------------- */

struct pattern_text {
    struct arena *arena;
    const char *at;
    bool unknown; /* there is something in it that is not known here */
};

/* A class of characters: some of ASCII, some by themselves, or all beyond ASCII. */
struct class {
    bool ascii[128];
    const struct regular *beyond; /* NULL: none */
};

static const struct regular *regular_bytes(struct arena *arena, int from, int to) {
    bool among[REGULAR_SYMBOLS] = {false};
    for (int byte = from; byte <= to; byte++)
        among[byte] = true;
    return regular_symbol(arena, among);
}

/* Any character beyond ASCII (RFC 3629: the first byte says how many follow). */
static const struct regular *regular_beyond(struct arena *arena) {
    const struct regular *next = regular_bytes(arena, 0x80, 0xBF);
    const struct regular *two = regular_row(arena, regular_bytes(arena, 0xC2, 0xDF), next);
    const struct regular *three =
        regular_row(arena, regular_bytes(arena, 0xE0, 0xEF), regular_repeat(arena, next, 2, 2));
    const struct regular *four =
        regular_row(arena, regular_bytes(arena, 0xF0, 0xF4), regular_repeat(arena, next, 3, 3));
    return regular_either(arena, two, regular_either(arena, three, four));
}

/* The bytes of the character at `at`. */
static size_t character_bytes(const char *at) {
    size_t count = 1;
    while (((unsigned char)at[0] & 0x80) != 0 && ((unsigned char)at[count] & 0xC0) == 0x80)
        count++;
    return count;
}

static void class_also(struct pattern_text *pattern, struct class *class, const struct regular *beyond) {
    class->beyond = class->beyond == NULL ? beyond : regular_either(pattern->arena, class->beyond, beyond);
}

/* All but what is in `class`, which has nothing beyond ASCII. */
static void class_turn(struct pattern_text *pattern, struct class *class) {
    if (class->beyond != NULL)
        pattern->unknown = true;
    for (int i = 1; i < 128; i++)
        class->ascii[i] = !class->ascii[i];
    class->beyond = regular_beyond(pattern->arena);
}

static void class_blank(struct class *class) {
    class->ascii[' '] = class->ascii['\t'] = class->ascii['\n'] = class->ascii['\r'] = true;
}

/* What stands behind a backslash. Returns the one character that it is, -1 for a class. */
static int class_escape(struct pattern_text *pattern, struct class *class) {
    char c = *pattern->at;
    struct class blank = {.beyond = NULL};
    if (c != '\0')
        pattern->at++;
    switch (c) {
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 's':
        class_blank(class);
        return -1;
    case 'S':
        class_blank(&blank);
        class_turn(pattern, &blank);
        for (int i = 1; i < 128; i++)
            class->ascii[i] = class->ascii[i] || blank.ascii[i];
        class_also(pattern, class, blank.beyond);
        return -1;
    default:
        if (c == '\0' || strchr("\\|.-^?*+{}()[]", c) == NULL)
            pattern->unknown = true;
        return c;
    }
}

/* One character of a class or, with an end after a hyphen, a range. */
static void class_range(struct pattern_text *pattern, struct class *class) {
    unsigned char first = (unsigned char)*pattern->at;
    if (first >= 0x80) {
        size_t count = character_bytes(pattern->at);
        class_also(pattern, class, regular_text(pattern->arena, arena_copy(pattern->arena, pattern->at, count)));
        pattern->at += count;
        pattern->unknown = pattern->unknown || (*pattern->at == '-' && pattern->at[1] != ']');
        return;
    }
    pattern->at++;
    int from = first;
    if (first == '\\' && (from = class_escape(pattern, class)) < 0)
        return;
    int to = from;
    if (*pattern->at == '-' && pattern->at[1] != ']') {
        pattern->at++;
        to = (unsigned char)*pattern->at++;
        if (to == '\\')
            to = class_escape(pattern, class);
    }
    if (to < from || to >= 128) { /* or a class is taken out of this one: [a-z-[aeiou]] */
        pattern->unknown = true;
        return;
    }
    for (int i = from; i <= to; i++)
        class->ascii[i] = true;
}

static const struct regular *class_regular(const struct pattern_text *pattern, const struct class *class) {
    bool among[REGULAR_SYMBOLS] = {false};
    bool any = false;
    for (int i = 0; i < 128; i++) {
        among[i] = class->ascii[i];
        any = any || among[i];
    }
    const struct regular *ascii = any ? regular_symbol(pattern->arena, among) : NULL;
    if (class->beyond == NULL)
        return ascii != NULL ? ascii : regular_nothing(pattern->arena);
    return ascii == NULL ? class->beyond : regular_either(pattern->arena, ascii, class->beyond);
}

static const struct regular *pattern_choice(struct pattern_text *pattern);

static const struct regular *pattern_atom(struct pattern_text *pattern) {
    struct class class = {.beyond = NULL};
    if (*pattern->at == '(') {
        pattern->at++;
        const struct regular *inside = pattern_choice(pattern);
        pattern->unknown = pattern->unknown || *pattern->at != ')';
        pattern->at += *pattern->at == ')';
        return inside;
    }
    if (*pattern->at == '.') {
        pattern->at++;
        class.ascii['\n'] = class.ascii['\r'] = true;
        class_turn(pattern, &class);
    } else if (*pattern->at == '[') {
        bool turned = pattern->at[1] == '^';
        pattern->at += turned ? 2 : 1;
        while (*pattern->at != ']' && *pattern->at != '\0' && !pattern->unknown)
            class_range(pattern, &class);
        pattern->unknown = pattern->unknown || *pattern->at != ']';
        pattern->at += *pattern->at == ']';
        if (turned)
            class_turn(pattern, &class);
    } else if (*pattern->at == '\\') {
        pattern->at++;
        int c = class_escape(pattern, &class);
        if (c >= 0)
            class.ascii[c & 127] = true;
    } else {
        size_t count = character_bytes(pattern->at);
        const struct regular *text = regular_text(pattern->arena, arena_copy(pattern->arena, pattern->at, count));
        pattern->unknown = pattern->unknown || strchr("?*+{}]", *pattern->at) != NULL;
        pattern->at += *pattern->at == '\0' ? 0 : count;
        return text;
    }
    return class_regular(pattern, &class);
}

static size_t pattern_number(struct pattern_text *pattern) {
    char *end = NULL;
    size_t number = strtoul(pattern->at, &end, 10);
    pattern->unknown = pattern->unknown || end == pattern->at;
    pattern->at = end;
    return number;
}

static const struct regular *pattern_piece(struct pattern_text *pattern) {
    const struct regular *atom = pattern_atom(pattern);
    size_t least = *pattern->at == '+' ? 1 : 0, most = *pattern->at == '?' ? 1 : SIZE_MAX;
    switch (*pattern->at) {
    case '?':
    case '*':
    case '+':
        pattern->at++;
        break;
    case '{':
        pattern->at++;
        least = most = pattern_number(pattern);
        if (*pattern->at == ',') {
            pattern->at++;
            most = *pattern->at == '}' ? SIZE_MAX : pattern_number(pattern);
        }
        pattern->unknown = pattern->unknown || *pattern->at != '}' || most < least;
        pattern->at += *pattern->at == '}';
        break;
    default:
        return atom;
    }
    return regular_repeat(pattern->arena, atom, least, most);
}

static const struct regular *pattern_choice(struct pattern_text *pattern) {
    const struct regular *choice = NULL;
    for (;;) {
        const struct regular *row = regular_nothing(pattern->arena);
        while (*pattern->at != '\0' && *pattern->at != '|' && *pattern->at != ')' && !pattern->unknown)
            row = regular_row(pattern->arena, row, pattern_piece(pattern));
        choice = choice == NULL ? row : regular_either(pattern->arena, choice, row);
        if (*pattern->at != '|' || pattern->unknown)
            return choice;
        pattern->at++;
    }
}

const struct regular *regular_pattern(struct arena *arena, const char *text) {
    struct pattern_text pattern = {.arena = arena, .at = text};
    const struct regular *regular = pattern_choice(&pattern);
    return pattern.unknown || *pattern.at != '\0' ? NULL : regular;
}
