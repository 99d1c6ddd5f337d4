/* tree.c: libxml2 tree → elements.
 *
 * nodes with their places in `_private` in → elements in an arena out, in one
 * walk without recursion. Text is brought into NFC (UAX #15) by ICU, which speaks
 * UTF-16; text without a character from U+0300 on is in NFC as it stands, so most
 * text is only copied.
 *
 * Surprising: names are shared, one copy for each name of libxml2's dictionary,
 * found by its address; the address decides nothing but where a name is looked up.
 */
#include "read/tree.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/utf8.h"
#include "read/door.h"

#define NAME_SLOTS 256

struct copying {
    struct reading *reading;
    const UNormalizer2 *normalizer; /* NULL until it is needed */
    struct {
        const xmlChar *from;
        const char *name;
    } names[NAME_SLOTS];
};

xmlNodePtr tree_past(xmlNodePtr node, xmlNodePtr root) {
    while (node != root && node->next == NULL)
        node = node->parent;
    return node == root ? NULL : node->next;
}

xmlNodePtr tree_after(xmlNodePtr node, xmlNodePtr root) {
    if (node->type == XML_ELEMENT_NODE && node->children != NULL)
        return node->children;
    return tree_past(node, root);
}

static const char *copy_name(struct copying *copying, const xmlChar *name) {
    size_t slot = ((uintptr_t)name >> 3) % NAME_SLOTS;
    if (copying->names[slot].from != name) {
        copying->names[slot].from = name;
        copying->names[slot].name = arena_string(copying->reading->arena, (const char *)name);
    }
    return copying->names[slot].name;
}

/* U+0300 is CC 80 in UTF-8. */
static bool text_is_plain(const char *text, size_t count) {
    for (size_t i = 0; i < count; i++)
        if ((unsigned char)text[i] >= 0xCC)
            return false;
    return true;
}

/* Whether more combining characters than the bound stand in a row. */
static bool text_is_heaped(const char *text, size_t count) {
    const char *end = text + count;
    size_t run = 0;
    while (text < end && run <= READING_COMBINING_LIMIT) {
        uint32_t code;
        text += utf8_decode(text, end, &code);
        run = code < 0x300 || u_getCombiningClass((UChar32)code) == 0 ? 0 : run + 1;
    }
    return run > READING_COMBINING_LIMIT;
}

/* The text in NFC, in the arena; NULL when it is in NFC already, or after a report. ICU fails for want of memory alone:
 * the text is UTF-8.
 */
static const char *text_normalize(struct copying *copying, const char *text, size_t count, struct place place) {
    if (text_is_heaped(text, count)) {
        reading_fault(copying->reading, RULE_XML_SYNTAX, place,
                      "more than 64 accents or the like stand on one letter in this text",
                      "take out those that do not belong there");
        copying->reading->lost = true;
        return NULL;
    }
    UErrorCode status = U_ZERO_ERROR;
    if (copying->normalizer == NULL)
        copying->normalizer = unorm2_getNFCInstance(&status);
    int32_t wide_count = 0;
    UChar *wide = memory_take((count + 1) * sizeof *wide);
    u_strFromUTF8(wide, (int32_t)count + 1, &wide_count, text, (int32_t)count, &status);
    UBool plain = unorm2_isNormalized(copying->normalizer, wide, wide_count, &status);
    const char *result = NULL;
    if (U_SUCCESS(status) && !plain) {
        /* NFC can make UTF-16 at most three times as long (UAX #15, 9). */
        int32_t room = wide_count * 3 + 1;
        UChar *normal = memory_take((size_t)room * sizeof *normal);
        int32_t normal_count = unorm2_normalize(copying->normalizer, wide, wide_count, normal, room, &status);
        char *narrow = arena_alloc(copying->reading->arena, (size_t)normal_count * 3 + 1);
        u_strToUTF8(narrow, normal_count * 3 + 1, NULL, normal, normal_count, &status);
        free(normal);
        result = narrow;
    }
    free(wide);
    if (U_FAILURE(status) && status != U_STRING_NOT_TERMINATED_WARNING)
        memory_exhausted();
    return result;
}

/* `*changed` tells whether it was not in NFC. */
static const char *copy_text(struct copying *copying, const xmlChar *text, struct place place, bool *changed) {
    const char *bytes = text == NULL ? "" : (const char *)text;
    size_t count = strlen(bytes);
    const char *normal = text_is_plain(bytes, count) ? NULL : text_normalize(copying, bytes, count, place);
    *changed = normal != NULL;
    if (count == 1 && *bytes == '\n') /* what stands between most elements */
        return "\n";
    return normal != NULL ? normal : arena_copy(copying->reading->arena, bytes, count);
}

/* Attributes of namespaces other than XML's own have no place in our vocabulary; the schema has let none through. */
static bool attribute_counts(const xmlAttr *attribute) {
    return attribute->ns == NULL || xmlStrEqual(attribute->ns->href, XML_XML_NAMESPACE);
}

static void copy_attributes(struct copying *copying, xmlNodePtr node, struct element *element) {
    size_t count = 0;
    for (const xmlAttr *from = node->properties; from != NULL; from = from->next)
        count += attribute_counts(from);
    if (count == 0)
        return;
    struct attribute *attributes = ARENA_ARRAY(copying->reading->arena, count, struct attribute);
    element->attributes = attributes;
    for (const xmlAttr *from = node->properties; from != NULL; from = from->next) {
        if (!attribute_counts(from))
            continue;
        struct attribute *to = &attributes[element->attribute_count++];
        to->name = copy_name(copying, from->name);
        /* Without entities a value is one text node, or none when it is empty. */
        bool changed;
        to->value =
            copy_text(copying, from->children == NULL ? NULL : from->children->content, door_place(from), &changed);
        to->place = door_place(from);
    }
}

static struct element *copy_node(struct copying *copying, xmlNodePtr node) {
    struct element *element = ARENA_NEW(copying->reading->arena, struct element);
    element->place = door_place(node);
    const struct door_mark *mark = door_mark_of(node);
    element->faulty = mark != NULL && mark->faulty;
    if (node->type == XML_ELEMENT_NODE) {
        element->name = copy_name(copying, node->name);
        copy_attributes(copying, node, element);
    } else {
        bool normalized;
        element->text = copy_text(copying, node->content, element->place, &normalized);
        element->origin = mark == NULL ? NULL : mark->origin;
        element->composed = normalized;
    }
    return element;
}

struct element *tree_elements(struct reading *reading, xmlNodePtr root) {
    struct copying copying = {.reading = reading};
    struct element *first = copy_node(&copying, root);
    struct element *parent = first;
    struct element *before = NULL; /* the last in `parent` so far */
    xmlNodePtr parent_node = root;
    for (xmlNodePtr node = tree_after(root, root); node != NULL; node = tree_after(node, root)) {
        while (parent_node != node->parent) {
            parent_node = parent_node->parent;
            before = parent;
            parent = parent->parent;
        }
        if (node->type != XML_ELEMENT_NODE && node->type != XML_TEXT_NODE && node->type != XML_CDATA_SECTION_NODE)
            continue;
        struct element *element = copy_node(&copying, node);
        element->parent = parent;
        if (before == NULL)
            parent->first = element;
        else
            before->next = element;
        before = element;
        if (node->type == XML_ELEMENT_NODE && node->children != NULL) {
            parent = element;
            parent_node = node;
            before = NULL;
        }
    }
    return reading->lost ? NULL : first;
}
