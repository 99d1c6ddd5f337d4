/* function.c: the functions that an expression can call.
 *
 * XPath 1.0, section 4, and current() and document() of XSLT 1.0; arguments in →
 * value out. Strings that need not change are passed on as they are; positions
 * and lengths count characters.
 */
#include "read/term.h"

#include <libxml/valid.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#define STRING_LIMIT ((size_t)128 << 20)
#define TRANSLATION_ROOM 160
#define TRANSLATION_MANY 64

/* translate() by table, kept with the call, since its second and third arguments are mostly the same each time. */
struct translation {
    char from[TRANSLATION_ROOM];
    char to[TRANSLATION_ROOM];
    struct string from_string;
    struct string to_string;
    bool leads[256];          /* bytes with which a character begins that is to be changed */
    struct string ascii[128]; /* what stands instead; bytes NULL: nothing is changed */
    struct {
        struct string from;
        struct string to;
    } others[TRANSLATION_MANY];
    size_t other_count;
};

struct translation *translation_new(struct arena *arena) {
    return ARENA_NEW(arena, struct translation);
}

struct call {
    struct engine *engine;
    const struct term *term;
    const struct context *context;
};

static struct value call_argument(const struct call *call, size_t index) {
    return term_value(call->engine, call->term->arguments.list.items[index], call->context);
}

/* The argument as a string; without one, that of the context node. */
static struct string call_string(const struct call *call, size_t index) {
    if (index >= call->term->arguments.list.count)
        return node_string(call->engine, call->context->node);
    const struct value *known = term_known(call->engine, call->term->arguments.list.items[index]);
    if (known != NULL)
        return value_as_string(call->engine, known);
    struct value value = call_argument(call, index);
    return value_as_string(call->engine, &value);
}

static double call_number(const struct call *call, size_t index) {
    if (index >= call->term->arguments.list.count)
        return string_number(node_string(call->engine, call->context->node));
    const struct value *known = term_known(call->engine, call->term->arguments.list.items[index]);
    if (known != NULL)
        return value_as_number(call->engine, known);
    struct value value = call_argument(call, index);
    return value_as_number(call->engine, &value);
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t character_bytes(const char *at, const char *end) {
    size_t count = 1;
    while (at + count < end && ((unsigned char)at[count] & 0xC0) == 0x80)
        count++;
    return count;
}

static size_t string_length(struct string string) {
    size_t count = 0;
    for (size_t i = 0; i < string.count; i++)
        count += ((unsigned char)string.bytes[i] & 0xC0) != 0x80;
    return count;
}

/* How often a byte is met in English text; what is not here is seldom. */
static const unsigned char commonness[256] = {
    [' '] = 25, ['e'] = 24, ['t'] = 23, ['a'] = 22, ['o'] = 21, ['i'] = 20, ['n'] = 19, ['s'] = 18, ['r'] = 17,
    ['h'] = 16, ['l'] = 15, ['d'] = 14, ['c'] = 13, ['u'] = 12, ['m'] = 11, ['f'] = 10, ['p'] = 9,  ['g'] = 8,
    ['w'] = 7,  ['y'] = 6,  ['b'] = 5,  ['v'] = 4,  ['k'] = 3,  [','] = 2,  ['.'] = 1,
};

/* Where `needle` stands in `string`; NULL: nowhere. memmem prepares itself for long texts, and these are short. */
static const char *string_find(struct engine *engine, struct string string, struct string needle) {
    engine_work(engine, string.count / 16);
    if (needle.count == 0)
        return string.bytes;
    if (needle.count > string.count)
        return NULL;
    size_t rare = 0;
    size_t looked = needle.count < 16 ? needle.count : 16;
    for (size_t i = 1; i < looked && commonness[(unsigned char)needle.bytes[rare]] > 0; i++)
        if (commonness[(unsigned char)needle.bytes[i]] < commonness[(unsigned char)needle.bytes[rare]])
            rare = i;
    const char *at = string.bytes + rare;
    const char *end = string.bytes + string.count - needle.count + rare + 1;
    for (unsigned tries = 0; at < end && tries < 64; tries++) {
        at = memchr(at, needle.bytes[rare], (size_t)(end - at));
        if (at == NULL)
            return NULL;
        if (memcmp(at - rare, needle.bytes, needle.count) == 0)
            return at - rare;
        at++;
    }
    /* A text full of that byte: here preparing pays. */
    return at >= end ? NULL
                     : memmem(at - rare, (size_t)(string.bytes + string.count - at) + rare, needle.bytes, needle.count);
}

/* ---------------------------------------------------------------- strings */
static struct value call_concat(const struct call *call) {
    size_t given = call->term->arguments.list.count;
    struct string *pieces = engine_take(call->engine, given * sizeof *pieces);
    size_t count = 0;
    for (size_t i = 0; i < given; i++) {
        pieces[i] = call_string(call, i);
        count += pieces[i].count;
    }
    engine_work(call->engine, count > STRING_LIMIT ? SIZE_MAX : count / 8);
    if (engine_stopped(call->engine))
        return value_string((struct string){"", 0});
    char *bytes = engine_take(call->engine, count + 1);
    size_t to = 0;
    for (size_t i = 0; i < given; i++) {
        memcpy(bytes + to, pieces[i].bytes, pieces[i].count);
        to += pieces[i].count;
    }
    return value_string((struct string){bytes, to});
}

/* XPath 4.2: the characters at positions from round(start) on and before round(start) + round(length). */
static struct value call_substring(const struct call *call) {
    struct string string = call_string(call, 0);
    double from = floor(call_number(call, 1) + 0.5);
    double to = call->term->arguments.list.count < 3 ? INFINITY : from + floor(call_number(call, 2) + 0.5);
    const char *end = string.bytes + string.count;
    const char *first = end;
    const char *last = end;
    size_t position = 1;
    if (isnan(from) || isnan(to))
        return value_string((struct string){"", 0});
    for (const char *at = string.bytes; at < end; at += character_bytes(at, end), position++) {
        if ((double)position >= to) {
            last = at;
            break;
        }
        if ((double)position >= from && first == end)
            first = at;
    }
    engine_work(call->engine, (size_t)(last - string.bytes) / 8);
    return value_string(first < last ? (struct string){first, (size_t)(last - first)} : (struct string){"", 0});
}

static struct value call_normalize(const struct call *call) {
    struct string string = call_string(call, 0);
    const char *at = string.bytes;
    const char *end = at + string.count;
    while (at < end && is_blank(*at))
        at++;
    while (end > at && is_blank(end[-1]))
        end--;
    engine_work(call->engine, string.count / 8);
    const char *bad = at;
    while (bad < end && !(is_blank(*bad) && (*bad != ' ' || is_blank(bad[1]))))
        bad++;
    if (bad == end)
        return value_string((struct string){at, (size_t)(end - at)});
    char *bytes = engine_take(call->engine, (size_t)(end - at) + 1);
    size_t to = 0;
    while (at < end) {
        if (!is_blank(*at)) {
            bytes[to++] = *at++;
            continue;
        }
        bytes[to++] = ' ';
        while (is_blank(*at))
            at++;
    }
    return value_string((struct string){bytes, to});
}

static struct string character_take(struct string *string) {
    if (string->count == 0)
        return (struct string){"", 0};
    struct string one = {string->bytes, character_bytes(string->bytes, string->bytes + string->count)};
    string->bytes += one.count;
    string->count -= one.count;
    return one;
}

/* NULL when the table has not room enough. */
static const struct string *translation_find(const struct translation *table, struct string one) {
    if (one.count == 1 && (unsigned char)one.bytes[0] < 128)
        return &table->ascii[(unsigned char)one.bytes[0]];
    for (size_t i = 0; i < table->other_count; i++)
        if (string_same(table->others[i].from, one))
            return &table->others[i].to;
    return NULL;
}

static bool translation_fill(struct translation *table, struct string from, struct string to) {
    *table = (struct translation){.from_string = {table->from, from.count}, .to_string = {table->to, to.count}};
    memcpy(table->from, from.bytes, from.count);
    memcpy(table->to, to.bytes, to.count);
    from.bytes = table->from;
    to.bytes = table->to;
    while (from.count > 0) {
        struct string one = character_take(&from);
        struct string instead = character_take(&to);
        const struct string *known = translation_find(table, one);
        if (known != NULL && known->bytes != NULL)
            continue; /* its first occurrence counts */
        table->leads[(unsigned char)one.bytes[0]] = true;
        if (one.count == 1) {
            table->ascii[(unsigned char)one.bytes[0]] = instead;
            continue;
        }
        if (table->other_count == TRANSLATION_MANY)
            return false;
        table->others[table->other_count].from = one;
        table->others[table->other_count++].to = instead;
    }
    return true;
}

/* Without a table: for strings that are long, each character is looked for anew. */
static struct string translate_slowly(const struct call *call, struct string string, struct string from,
                                      struct string to) {
    char *bytes = engine_take(call->engine, string.count * 4 + 1);
    size_t count = 0;
    while (string.count > 0 && !engine_stopped(call->engine)) {
        struct string one = character_take(&string);
        struct string left = from;
        struct string right = to;
        struct string instead = one;
        engine_work(call->engine, 1 + from.count / 8);
        while (left.count > 0) {
            struct string wanted = character_take(&left);
            struct string given = character_take(&right);
            if (string_same(wanted, one)) {
                instead = given;
                break;
            }
        }
        memcpy(bytes + count, instead.bytes, instead.count);
        count += instead.count;
    }
    return (struct string){bytes, count};
}

static struct string translate_by(const struct call *call, const struct translation *table, struct string string) {
    size_t same = 0;
    while (same < string.count && !table->leads[(unsigned char)string.bytes[same]])
        same++;
    engine_work(call->engine, string.count / 8);
    if (same == string.count)
        return string;
    const char *end = string.bytes + string.count;
    char *bytes = engine_take(call->engine, string.count * 4 + 1);
    memcpy(bytes, string.bytes, same);
    size_t count = same;
    for (const char *at = string.bytes + same; at < end;) {
        unsigned char c = (unsigned char)*at;
        if (!table->leads[c]) {
            bytes[count++] = *at++;
            continue;
        }
        struct string one = {at, character_bytes(at, end)};
        const struct string *instead = translation_find(table, one);
        if (instead == NULL || instead->bytes == NULL)
            instead = &one;
        memcpy(bytes + count, instead->bytes, instead->count);
        count += instead->count;
        at += one.count;
    }
    engine_shrink(call->engine, bytes, count);
    return (struct string){bytes, count};
}

static struct value call_translate(const struct call *call) {
    struct string string = call_string(call, 0);
    struct string from = call_string(call, 1);
    struct string to = call_string(call, 2);
    struct translation *table = call->term->translation;
    if (from.count > TRANSLATION_ROOM || to.count > TRANSLATION_ROOM)
        return value_string(translate_slowly(call, string, from, to));
    if (!(string_same(from, table->from_string) && string_same(to, table->to_string)) &&
        !translation_fill(table, from, to)) {
        table->from_string = table->to_string = (struct string){"", 0};
        return value_string(translate_slowly(call, string, from, to));
    }
    return value_string(translate_by(call, table, string));
}

/* ---------------------------------------------------------------- nodes */
static struct value call_name(const struct call *call) {
    xmlNodePtr node = call->context->node;
    if (call->term->arguments.list.count > 0) {
        struct value value = call_argument(call, 0);
        node = value.nodes.count == 0 ? NULL : value.nodes.items[0];
    }
    if (node == NULL || (node->type != XML_ELEMENT_NODE && node->type != XML_ATTRIBUTE_NODE))
        return value_string((struct string){"", 0});
    const char *name = (const char *)node->name;
    if (call->term->function == FUNCTION_NAMESPACE_URI)
        name = node->ns == NULL ? "" : (const char *)node->ns->href;
    size_t count = strlen(name);
    if (call->term->function != FUNCTION_NAME || node->ns == NULL || node->ns->prefix == NULL)
        return value_string((struct string){name, count});
    size_t prefix = strlen((const char *)node->ns->prefix);
    char *whole = engine_take(call->engine, prefix + count + 2);
    memcpy(whole, node->ns->prefix, prefix);
    whole[prefix] = ':';
    memcpy(whole + prefix + 1, name, count + 1);
    return value_string((struct string){whole, prefix + 1 + count});
}

static bool call_lang(const struct call *call) {
    struct string wanted = call_string(call, 0);
    for (xmlNodePtr node = call->context->node; node != NULL && node->type != XML_DOCUMENT_NODE; node = node->parent) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        for (xmlAttrPtr at = node->properties; at != NULL; at = at->next) {
            if (at->ns == NULL || strcmp((const char *)at->name, "lang") != 0 ||
                strcmp((const char *)at->ns->href, "http://www.w3.org/XML/1998/namespace") != 0)
                continue;
            struct string lang = node_string(call->engine, (xmlNodePtr)(void *)at);
            return lang.count >= wanted.count && strncasecmp(lang.bytes, wanted.bytes, wanted.count) == 0 &&
                   (lang.count == wanted.count || lang.bytes[wanted.count] == '-');
        }
    }
    return false;
}

static struct value call_nodes(const struct call *call) {
    struct value out = {.kind = VALUE_NODES};
    if (call->term->function == FUNCTION_CURRENT) {
        engine_nodes_add(call->engine, &out.nodes, call->context->current);
        return out;
    }
    struct value argument = call_argument(call, 0);
    size_t strings = argument.kind == VALUE_NODES ? argument.nodes.count : 1;
    for (size_t i = 0; i < strings && !engine_stopped(call->engine); i++) {
        struct string string = argument.kind == VALUE_NODES ? node_string(call->engine, argument.nodes.items[i])
                                                            : value_as_string(call->engine, &argument);
        char *address = engine_take(call->engine, string.count + 1);
        memcpy(address, string.bytes, string.count);
        address[string.count] = '\0';
        xmlDocPtr document = engine_document(call->engine, address);
        if (document != NULL)
            engine_nodes_add(call->engine, &out.nodes, (xmlNodePtr)(void *)document);
    }
    engine_nodes_sort(call->engine, &out.nodes);
    return out;
}

static double call_sum(const struct call *call) {
    struct value value = call_argument(call, 0);
    double sum = 0;
    for (size_t i = 0; i < value.nodes.count; i++)
        sum += string_number(node_string(call->engine, value.nodes.items[i]));
    return sum;
}

/* ---------------------------------------------------------------- by kind of value */
static bool function_truth(const struct call *call) {
    struct string string;
    struct string needle;
    switch (call->term->function) {
    case FUNCTION_TRUE:
        return true;
    case FUNCTION_NOT:
        return !term_truth(call->engine, call->term->arguments.list.items[0], call->context);
    case FUNCTION_BOOLEAN:
        return term_truth(call->engine, call->term->arguments.list.items[0], call->context);
    case FUNCTION_LANG:
        return call_lang(call);
    case FUNCTION_CONTAINS:
        string = call_string(call, 0);
        needle = call_string(call, 1);
        return string_find(call->engine, string, needle) != NULL;
    case FUNCTION_STARTS_WITH:
        string = call_string(call, 0);
        needle = call_string(call, 1);
        return needle.count <= string.count && memcmp(string.bytes, needle.bytes, needle.count) == 0;
    default:
        return false;
    }
}

static double function_number(const struct call *call) {
    switch (call->term->function) {
    case FUNCTION_LAST:
        return (double)call->context->size;
    case FUNCTION_POSITION:
        return (double)call->context->position;
    case FUNCTION_COUNT_NODES:
        return (double)call_argument(call, 0).nodes.count;
    case FUNCTION_STRING_LENGTH:
        return (double)string_length(call_string(call, 0));
    case FUNCTION_SUM:
        return call_sum(call);
    case FUNCTION_FLOOR:
        return floor(call_number(call, 0));
    case FUNCTION_CEILING:
        return ceil(call_number(call, 0));
    case FUNCTION_ROUND:
        return floor(call_number(call, 0) + 0.5);
    default:
        return call_number(call, 0);
    }
}

static struct value function_string(const struct call *call) {
    struct string string;
    struct string needle;
    const char *found;
    switch (call->term->function) {
    case FUNCTION_CONCAT:
        return call_concat(call);
    case FUNCTION_SUBSTRING:
        return call_substring(call);
    case FUNCTION_NORMALIZE_SPACE:
        return call_normalize(call);
    case FUNCTION_TRANSLATE:
        return call_translate(call);
    case FUNCTION_SUBSTRING_BEFORE:
    case FUNCTION_SUBSTRING_AFTER:
        string = call_string(call, 0);
        needle = call_string(call, 1);
        found = string_find(call->engine, string, needle);
        if (found == NULL)
            return value_string((struct string){"", 0});
        if (call->term->function == FUNCTION_SUBSTRING_BEFORE)
            return value_string((struct string){string.bytes, (size_t)(found - string.bytes)});
        found += needle.count;
        return value_string((struct string){found, (size_t)(string.bytes + string.count - found)});
    case FUNCTION_STRING:
        return value_string(call_string(call, 0));
    default:
        return call_name(call);
    }
}

struct value function_call(struct engine *engine, const struct term *term, const struct context *context) {
    struct call call = {engine, term, context};
    engine_work(engine, 1);
    switch (term_gives(term)) {
    case VALUE_BOOLEAN:
        return value_truth(function_truth(&call));
    case VALUE_NUMBER:
        return value_number(function_number(&call));
    case VALUE_STRING:
        return function_string(&call);
    case VALUE_NODES:
    case VALUE_UNKNOWN:
        break;
    }
    return call_nodes(&call);
}
