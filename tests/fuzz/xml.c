/* xml.c: mutations that know elements and attributes.
 *
 * text in → the same text with an element or an attribute taken away, doubled,
 * moved, exchanged, renamed or given another value, or with a piece put in that
 * readers of XML have to think about. Random bytes hardly ever leave a document
 * well-formed, so by themselves they would test the parser and little behind it.
 *
 * Surprising: there is no parser here. Tags are found by their brackets and ends
 * are paired by count, which is right for every well-formed input and harmless
 * for the others; in them an element is whatever that finds.
 */
#include "xml.h"

#include <stdbool.h>
#include <string.h>

#include "base/buffer.h"
#include "scratch.h"

#define SPANS_MAX 4096

struct span {
    size_t from, to;
};

/* Elements: from the start tag's "<" to behind the end tag's ">". Attributes: from the space before the name to behind
 * the closing quotation mark. */
struct parts {
    struct span elements[SPANS_MAX];
    size_t element_count;
    struct span attributes[SPANS_MAX];
    size_t attribute_count;
};

static const char *const PIECES[] = {
    "<!-- x -->",
    "<![CDATA[ <x> ]]>",
    "<?x y?>",
    "&amp;",
    "&#x2028;",
    "&#0;",
    "&#xD800;",
    "&nosuch;",
    "\xC2\xA0",
    "\xE2\x80\x8B",
    "\xEF\xBF\xBD",
    "\xF0\x9F\x98\x80",
    "\xCC\x81",
    "\xC2\xAD",
    "\r\n",
    "\xFF",
    "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"input.xml\"/>",
    "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"parts/care.xml\"/>",
    "<!DOCTYPE p [<!ENTITY x \"y\">]>",
    "<p/>",
    "<strong/>",
    "<note>Note</note>",
    "<placeholder ask=\"x\">y</placeholder>",
    "<contents levels=\"3\"/>",
    "<columns><column align=\"decimal\"/><column/></columns>",
    "<row-group><title>Group</title><row><cell>1.5</cell></row></row-group>",
    "<table-note>Note<note>Note</note></table-note>",
    "<cell rows=\"1000\" columns=\"1000\">Cell</cell>",
    "<cell rows=\"2\">Cell</cell>",
    "<appendix numbering=\"own\" formerly=\"B\"><title>Orders</title></appendix>",
    "<starts part=\"recto\" after-contents=\"recto\"/>",
    "<breaks page=\"2399\" given-up=\"0\" loose=\"1\"/>"};

static const char *const VALUES[] = {"",           " ",           "yes",      "no",         "en-GB",
                                     "cy",         "x-",          "0",        "-1",         "99999999999999999999",
                                     "1e9",        "..",          "a",        "2020-02-30", "2019-04-01",
                                     "0000-00-00", "http://",     "mailto:a", "0.000pt",    "999999mm",
                                     "fn-1",       "../../x.png", "lamp.png", "&quot;",     "\xC3\xA9\xE2\x82\xAC",
                                     "#000000",    "1000",        "1001",     "4000000000", "2",
                                     "none",       "recto",       "decimal",  "own",        "justify",
                                     "2399",       "2400",        "0.001pt",  "2pt",        "100pt",
                                     "9999.999in"};

static struct parts parts;

static bool is_space(uint8_t byte) {
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

static void attributes_find(const uint8_t *data, size_t at, size_t end) {
    while (at < end && parts.attribute_count < SPANS_MAX) {
        while (at < end && !is_space(data[at]))
            at++;
        size_t from = at;
        while (at < end && data[at] != '"' && data[at] != '\'')
            at++;
        if (at == end)
            return;
        uint8_t mark = data[at++];
        while (at < end && data[at] != mark)
            at++;
        if (at == end)
            return;
        parts.attributes[parts.attribute_count++] = (struct span){from, ++at};
    }
}

static void parts_find(const uint8_t *data, size_t size) {
    size_t open[256];
    size_t depth = 0;
    parts.element_count = parts.attribute_count = 0;
    for (size_t at = 0; at < size && parts.element_count < SPANS_MAX; at++) {
        const uint8_t *bracket = memchr(data + at, '<', size - at);
        if (bracket == NULL)
            return;
        size_t from = (size_t)(bracket - data);
        const uint8_t *closing = memchr(bracket, '>', size - from);
        if (closing == NULL)
            return;
        at = (size_t)(closing - data);
        if (bracket[1] == '!' || bracket[1] == '?')
            continue;
        if (bracket[1] == '/') {
            if (depth > 0)
                parts.elements[parts.element_count++] = (struct span){open[--depth], at + 1};
            continue;
        }
        attributes_find(data, from, at);
        if (closing[-1] == '/')
            parts.elements[parts.element_count++] = (struct span){from, at + 1};
        else if (depth < 256)
            open[depth++] = from;
    }
}

static void take(struct buffer *out, const uint8_t *data, size_t from, size_t to) {
    buffer_bytes(out, data + from, to - from);
}

/* The text with `cut` replaced by `with`. */
static void replace(struct buffer *out, const uint8_t *data, size_t size, struct span cut, const void *with,
                    size_t count) {
    take(out, data, 0, cut.from);
    buffer_bytes(out, with, count);
    take(out, data, cut.to, size);
}

static void swap(struct buffer *out, const uint8_t *data, size_t size, struct span one, struct span two) {
    if (two.from < one.from) {
        struct span between = one;
        one = two;
        two = between;
    }
    if (one.to > two.from) { /* one stands in the other: it takes its place */
        replace(out, data, size, one, data + two.from, two.to - two.from);
        return;
    }
    take(out, data, 0, one.from);
    take(out, data, two.from, two.to);
    take(out, data, one.to, two.from);
    take(out, data, one.from, one.to);
    take(out, data, two.to, size);
}

static size_t name_length(const uint8_t *data, size_t at, size_t to) {
    size_t end = at;
    while (end < to && !is_space(data[end]) && data[end] != '>' && data[end] != '/' && data[end] != '=')
        end++;
    return end - at;
}

/* Gives the element the name of another. */
static void rename_element(struct buffer *out, const uint8_t *data, size_t size, struct span one, struct span other) {
    size_t old = name_length(data, one.from + 1, one.to);
    size_t new = name_length(data, other.from + 1, other.to);
    take(out, data, 0, one.from + 1);
    take(out, data, other.from + 1, other.from + 1 + new);
    size_t rest = one.from + 1 + old;
    if (data[one.to - 2] != '/' && one.to - one.from > 2 * old + 4) {
        take(out, data, rest, one.to - 1 - old);
        take(out, data, other.from + 1, other.from + 1 + new);
        rest = one.to - 1;
    }
    take(out, data, rest, size);
}

/* Takes the tags away and leaves what stands between them. */
static void unwrap(struct buffer *out, const uint8_t *data, size_t size, struct span one) {
    const uint8_t *inner = memchr(data + one.from, '>', one.to - one.from);
    const uint8_t *end = memrchr(data + one.from, '<', one.to - one.from);
    take(out, data, 0, one.from);
    if (inner != NULL && end != NULL && inner + 1 < end)
        take(out, data, (size_t)(inner + 1 - data), (size_t)(end - data));
    take(out, data, one.to, size);
}

/* From the opening quotation mark to before the closing one. */
static struct span value_of(const uint8_t *data, struct span attribute) {
    size_t at = attribute.from;
    while (at < attribute.to - 1 && data[at] != '"' && data[at] != '\'')
        at++;
    return (struct span){at + 1 < attribute.to ? at + 1 : at, attribute.to - 1};
}

static void change_attribute(struct buffer *out, const uint8_t *data, size_t size, struct dice *dice) {
    struct span one = parts.attributes[dice_below(dice, parts.attribute_count)];
    struct span two = parts.attributes[dice_below(dice, parts.attribute_count)];
    struct span value = value_of(data, one);
    struct span other = value_of(data, two);
    const char *odd = VALUES[dice_below(dice, sizeof VALUES / sizeof *VALUES)];
    switch (dice_below(dice, 6)) {
    case 0: /* away with it */
        replace(out, data, size, one, "", 0);
        return;
    case 1: /* twice */
        replace(out, data, size, (struct span){one.to, one.to}, data + one.from, one.to - one.from);
        return;
    case 2: /* on another element */
        replace(out, data, size, (struct span){two.to, two.to}, data + one.from, one.to - one.from);
        return;
    case 3: /* the value of another */
        replace(out, data, size, value, data + other.from, other.to - other.from);
        return;
    case 4:
        swap(out, data, size, value, other);
        return;
    default:
        replace(out, data, size, value, odd, strlen(odd));
    }
}

static void change_element(struct buffer *out, const uint8_t *data, size_t size, struct dice *dice) {
    struct span one = parts.elements[dice_below(dice, parts.element_count)];
    struct span two = parts.elements[dice_below(dice, parts.element_count)];
    const char *piece = PIECES[dice_below(dice, sizeof PIECES / sizeof *PIECES)];
    size_t at = one.from + dice_below(dice, one.to - one.from);
    switch (dice_below(dice, 8)) {
    case 0:
        replace(out, data, size, one, "", 0);
        return;
    case 1:
        replace(out, data, size, (struct span){one.to, one.to}, data + one.from, one.to - one.from);
        return;
    case 2:
        replace(out, data, size, (struct span){two.from, two.from}, data + one.from, one.to - one.from);
        return;
    case 3:
        swap(out, data, size, one, two);
        return;
    case 4:
        rename_element(out, data, size, one, two);
        return;
    case 5:
        unwrap(out, data, size, one);
        return;
    case 6: /* a piece behind it */
        replace(out, data, size, (struct span){one.to, one.to}, piece, strlen(piece));
        return;
    default: /* a piece anywhere in it */
        replace(out, data, size, (struct span){at, at}, piece, strlen(piece));
    }
}

size_t xml_mutate(uint8_t *data, size_t size, size_t room, unsigned seed) {
    struct dice dice = {seed};
    parts_find(data, size);
    if (dice_below(&dice, 2) == 0 || parts.element_count == 0)
        return LLVMFuzzerMutate(data, size, room);
    struct buffer out = {0};
    if (parts.attribute_count > 0 && dice_below(&dice, 3) == 0)
        change_attribute(&out, data, size, &dice);
    else
        change_element(&out, data, size, &dice);
    size_t count = out.count < room ? out.count : room;
    if (count > 0)
        memcpy(data, out.bytes, count);
    buffer_close(&out);
    return count;
}

size_t xml_cross(const uint8_t *first, size_t first_size, const uint8_t *second, size_t second_size, uint8_t *out,
                 size_t room, unsigned seed) {
    struct dice dice = {seed};
    struct buffer made = {0};
    parts_find(second, second_size);
    struct span gift = {0, second_size};
    if (parts.element_count > 0)
        gift = parts.elements[dice_below(&dice, parts.element_count)];
    parts_find(first, first_size);
    struct span place = {first_size, first_size};
    if (parts.element_count > 0)
        place = parts.elements[dice_below(&dice, parts.element_count)];
    if (dice_below(&dice, 2) == 0)
        place.from = place.to;
    replace(&made, first, first_size, place, second + gift.from, gift.to - gift.from);
    size_t count = made.count < room ? made.count : room;
    if (count > 0)
        memcpy(out, made.bytes, count);
    buffer_close(&made);
    return count;
}
