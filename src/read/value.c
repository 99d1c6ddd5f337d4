/* value.c: the conversions and comparisons of XPath 1.0, and the text of nodes.
 *
 * value in → truth, number or string out (sections 3.4, 4.2 to 4.4 of the
 * recommendation). A string is, wherever it can be, a piece of what is there
 * already: an element with one run of text lends that run.
 */
#include "read/term.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read/tree.h"

bool string_same(struct string a, struct string b) {
    return a.count == b.count && (a.count == 0 || memcmp(a.bytes, b.bytes, a.count) == 0);
}

/* ---------------------------------------------------------------- numbers */
static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

double string_number(struct string string) {
    const char *at = string.bytes;
    const char *end = at + string.count;
    while (at < end && is_blank(*at))
        at++;
    while (end > at && is_blank(end[-1]))
        end--;
    const char *from = at;
    double sign = 1;
    if (at < end && *at == '-') {
        sign = -1;
        at++;
    }
    size_t digits = 0;
    double whole = 0;
    bool plain = true;
    for (; at < end && ((*at >= '0' && *at <= '9') || (*at == '.' && plain)); at++) {
        if (*at == '.') {
            plain = false;
            continue;
        }
        whole = whole * 10 + (*at - '0');
        digits++;
    }
    if (at != end || digits == 0)
        return NAN;
    if (plain && digits <= 15)
        return sign * whole;
    /* Rare enough for a copy, which strtod needs to find an end. */
    size_t count = (size_t)(end - from);
    char *copy = memory_take(count + 1);
    memcpy(copy, from, count);
    copy[count] = '\0';
    double number = strtod(copy, NULL);
    free(copy);
    return number;
}

/* Digits and exponent of "%.*e" → plain digits. */
static size_t number_spell(char *out, const char *scientific) {
    char digits[32];
    size_t count = 0;
    size_t to = 0;
    const char *at = scientific;
    if (*at == '-')
        out[to++] = *at++;
    for (; *at != 'e'; at++)
        if (*at != '.')
            digits[count++] = *at;
    int exponent = (int)strtol(at + 1, NULL, 10);
    while (count > 1 && digits[count - 1] == '0')
        count--;
    if (exponent < 0) {
        out[to++] = '0';
        out[to++] = '.';
        for (int i = -1; i > exponent; i--)
            out[to++] = '0';
    }
    for (size_t i = 0; i < count || (int)i <= exponent; i++) {
        if (exponent >= 0 && (int)i == exponent + 1)
            out[to++] = '.';
        out[to++] = i < count ? digits[i] : '0';
    }
    return to;
}

struct string string_of_number(struct engine *engine, double number) {
    if (isnan(number))
        return (struct string){"NaN", 3};
    if (isinf(number))
        return number > 0 ? (struct string){"Infinity", 8} : (struct string){"-Infinity", 9};
    char *out = engine_take(engine, 360);
    if (number == floor(number) && fabs(number) < 1e15)
        return (struct string){out, (size_t)snprintf(out, 360, "%lld", (long long)number)};
    char scientific[40];
    for (int digits = 14; digits <= 16; digits++) {
        (void)snprintf(scientific, sizeof scientific, "%.*e", digits, number);
        if (strtod(scientific, NULL) == number)
            break;
    }
    return (struct string){out, number_spell(out, scientific)};
}

/* ---------------------------------------------------------------- text of nodes */
static struct string text_of(const xmlChar *text) {
    return text == NULL ? (struct string){"", 0} : (struct string){(const char *)text, strlen((const char *)text)};
}

static bool is_text(const xmlNode *node) {
    return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

static struct string text_below(struct engine *engine, xmlNodePtr root) {
    size_t count = 0;
    size_t nodes = 0;
    for (xmlNodePtr at = root; at != NULL; at = tree_after(at, root)) {
        nodes++;
        if (is_text(at) && at->content != NULL)
            count += strlen((const char *)at->content);
    }
    engine_work(engine, nodes + count / 8);
    char *bytes = engine_take(engine, count + 1);
    char *to = bytes;
    for (xmlNodePtr at = root; at != NULL; at = tree_after(at, root))
        if (is_text(at) && at->content != NULL) {
            size_t piece = strlen((const char *)at->content);
            memcpy(to, at->content, piece);
            to += piece;
        }
    return (struct string){bytes, count};
}

struct string node_string(struct engine *engine, xmlNodePtr node) {
    if (is_text(node))
        return text_of(node->content);
    if (node->type == XML_DOCUMENT_NODE) {
        node = xmlDocGetRootElement((xmlDocPtr)(void *)node);
        return node == NULL ? (struct string){"", 0} : node_string(engine, node);
    }
    xmlNodePtr child = node->children;
    if (child == NULL)
        return (struct string){"", 0};
    if (child->next == NULL && is_text(child))
        return text_of(child->content);
    struct string known;
    if (engine_remembered(engine, node, &known))
        return known;
    /* An attribute's text is never more than one run: it was parsed without entities. */
    known = text_below(engine, node);
    engine_remember(engine, node, known);
    return known;
}

/* ---------------------------------------------------------------- conversions */
bool value_as_truth(const struct value *value) {
    switch (value->kind) {
    case VALUE_BOOLEAN:
        return value->truth;
    case VALUE_NUMBER:
        return value->number != 0 && !isnan(value->number);
    case VALUE_STRING:
        return value->string.count > 0;
    case VALUE_NODES:
    case VALUE_UNKNOWN:
        break;
    }
    return value->nodes.count > 0;
}

struct string value_as_string(struct engine *engine, const struct value *value) {
    switch (value->kind) {
    case VALUE_BOOLEAN:
        return value->truth ? (struct string){"true", 4} : (struct string){"false", 5};
    case VALUE_NUMBER:
        return string_of_number(engine, value->number);
    case VALUE_STRING:
        return value->string;
    case VALUE_NODES:
    case VALUE_UNKNOWN:
        break;
    }
    return value->nodes.count == 0 ? (struct string){"", 0} : node_string(engine, value->nodes.items[0]);
}

double value_as_number(struct engine *engine, const struct value *value) {
    if (value->kind == VALUE_NUMBER)
        return value->number;
    if (value->kind == VALUE_BOOLEAN)
        return value->truth ? 1 : 0;
    return string_number(value_as_string(engine, value));
}

/* ---------------------------------------------------------------- comparisons */
static bool numbers_compare(enum term_kind kind, double left, double right) {
    switch (kind) {
    case TERM_EQUAL:
        return left == right;
    case TERM_UNEQUAL:
        return left != right;
    case TERM_LESS:
        return left < right;
    case TERM_LESS_EQUAL:
        return left <= right;
    case TERM_MORE:
        return left > right;
    default:
        return left >= right;
    }
}

static bool plain_compare(struct engine *engine, enum term_kind kind, const struct value *left,
                          const struct value *right) {
    engine_work(engine, 1);
    if (kind != TERM_EQUAL && kind != TERM_UNEQUAL)
        return numbers_compare(kind, value_as_number(engine, left), value_as_number(engine, right));
    if (left->kind == VALUE_BOOLEAN || right->kind == VALUE_BOOLEAN)
        return (value_as_truth(left) == value_as_truth(right)) == (kind == TERM_EQUAL);
    if (left->kind == VALUE_NUMBER || right->kind == VALUE_NUMBER)
        return numbers_compare(kind, value_as_number(engine, left), value_as_number(engine, right));
    return string_same(value_as_string(engine, left), value_as_string(engine, right)) == (kind == TERM_EQUAL);
}

/* A set is compared by the strings of its nodes: one that suits is enough. */
bool value_compare(struct engine *engine, enum term_kind kind, const struct value *left, const struct value *right) {
    bool sets = left->kind == VALUE_NODES || right->kind == VALUE_NODES;
    if (sets && (left->kind == VALUE_BOOLEAN || right->kind == VALUE_BOOLEAN)) {
        struct value a = value_truth(value_as_truth(left));
        struct value b = value_truth(value_as_truth(right));
        return plain_compare(engine, kind, &a, &b);
    }
    if (left->kind == VALUE_NODES) {
        for (size_t i = 0; i < left->nodes.count && !engine_stopped(engine); i++) {
            struct value one = value_string(node_string(engine, left->nodes.items[i]));
            if (value_compare(engine, kind, &one, right))
                return true;
        }
        return false;
    }
    if (right->kind == VALUE_NODES) {
        for (size_t i = 0; i < right->nodes.count && !engine_stopped(engine); i++) {
            struct value one = value_string(node_string(engine, right->nodes.items[i]));
            if (plain_compare(engine, kind, left, &one))
                return true;
        }
        return false;
    }
    return plain_compare(engine, kind, left, right);
}
