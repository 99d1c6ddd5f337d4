/* scan.c: bytes → tokens. See scan.h.
 *
 * Numbers are read by strtod(3), so that all forms that readers let pass are one: the
 * program runs in the C locale for numbers. A word that looks like no number is an operator.
 */
#include "extract/scan.h"

#include <stdlib.h>
#include <string.h>

/* A stream that is empty may have no bytes at all. */
struct scanner scanner_open(const void *bytes, size_t count) {
    const unsigned char *at = count > 0 ? bytes : (const void *)"";
    return (struct scanner){.at = at, .end = at + count};
}

static bool is_blank(int c) {
    return c == 0 || c == 9 || c == 10 || c == 12 || c == 13 || c == 32;
}

static bool is_delimiter(int c) {
    return c != 0 && strchr("()<>[]{}/%", c) != NULL;
}

static int hex_digit(int c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void skip_blanks(struct scanner *in) {
    while (in->at < in->end && (is_blank(*in->at) || *in->at == '%')) {
        if (*in->at == '%')
            while (in->at < in->end && *in->at != '\n' && *in->at != '\r')
                in->at++;
        else
            in->at++;
    }
}

/* The character behind a backslash. */
static void scan_escape(struct scanner *in) {
    static const char signs[] = "nrtbf", bytes[] = "\n\r\t\b\f";
    int c = *in->at++;
    const char *sign = c == 0 ? NULL : strchr(signs, c);
    if (c >= '0' && c <= '7') {
        int code = c - '0';
        for (int i = 0; i < 2 && in->at < in->end && *in->at >= '0' && *in->at <= '7'; i++)
            code = code * 8 + *in->at++ - '0';
        buffer_char(&in->text, (char)code);
    } else if (sign != NULL) {
        buffer_char(&in->text, bytes[sign - signs]);
    } else if (c == '\r') {
        if (in->at < in->end && *in->at == '\n')
            in->at++;
    } else if (c != '\n') {
        buffer_char(&in->text, (char)c);
    }
}

static void scan_string(struct scanner *in) {
    for (size_t depth = 1; in->at < in->end;) {
        int c = *in->at++;
        if (c == '\\' && in->at < in->end) {
            scan_escape(in);
            continue;
        }
        depth += c == '(' ? 1 : 0;
        depth -= c == ')' ? 1 : 0;
        if (depth == 0)
            return;
        buffer_char(&in->text, (char)c);
    }
}

static void scan_hex(struct scanner *in) {
    int high = -1;
    while (in->at < in->end && *in->at != '>') {
        int digit = hex_digit(*in->at++);
        if (digit < 0)
            continue;
        if (high >= 0)
            buffer_char(&in->text, (char)(high << 4 | digit));
        high = high >= 0 ? -1 : digit;
    }
    if (in->at < in->end)
        in->at++;
    if (high >= 0)
        buffer_char(&in->text, (char)(high << 4));
}

static void scan_word(struct scanner *in, bool name) {
    while (in->at < in->end && !is_blank(*in->at) && !is_delimiter(*in->at)) {
        int c = *in->at++;
        if (name && c == '#' && in->end - in->at >= 2 && hex_digit(in->at[0]) >= 0 && hex_digit(in->at[1]) >= 0) {
            c = hex_digit(in->at[0]) << 4 | hex_digit(in->at[1]);
            in->at += 2;
        }
        buffer_char(&in->text, (char)c);
    }
}

static enum token scan_sign(struct scanner *in) {
    in->sign = (char)*in->at++;
    if ((in->sign == '<' || in->sign == '>') && in->at < in->end && *in->at == (unsigned char)in->sign)
        in->at++;
    return TOKEN_SIGN;
}

enum token scanner_take(struct scanner *in) {
    skip_blanks(in);
    buffer_clear(&in->text);
    if (in->at == in->end)
        return TOKEN_END;
    switch (*in->at) {
    case '/':
        in->at++;
        scan_word(in, true);
        return TOKEN_NAME;
    case '(':
        in->at++;
        scan_string(in);
        return TOKEN_STRING;
    case '<':
        if (in->end - in->at > 1 && in->at[1] == '<')
            return scan_sign(in);
        in->at++;
        scan_hex(in);
        return TOKEN_STRING;
    case '>':
    case '[':
    case ']':
    case '{':
    case '}':
    case ')':
        return scan_sign(in);
    default:
        break;
    }
    scan_word(in, false);
    const char *text = buffer_text(&in->text);
    char *rest;
    in->number = strtod(text, &rest);
    return *rest == '\0' && strchr("+-.0123456789", *text) != NULL ? TOKEN_NUMBER : TOKEN_WORD;
}

void scanner_close(struct scanner *scanner) {
    buffer_close(&scanner->text);
}

void scanner_skip_image(struct scanner *in) {
    while (in->end - in->at > 3 &&
           !(is_blank(in->at[0]) && in->at[1] == 'E' && in->at[2] == 'I' && is_blank(in->at[3])))
        in->at++;
    in->at = in->end - in->at > 3 ? in->at + 3 : in->end;
}

bool scan_is_one_of(const char *word, const char *words) {
    size_t letters = strlen(word);
    for (const char *at = words; letters > 0 && (at = strstr(at, word)) != NULL; at += letters)
        if ((at == words || at[-1] == ' ') && (at[letters] == ' ' || at[letters] == '\0'))
            return true;
    return false;
}
