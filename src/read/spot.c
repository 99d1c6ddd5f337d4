/* spot.c: where words first stand in an element's text, for findings about words.
 *
 * element or run of text, and words in → place out. The runs of text are searched as if they were
 * one; the place is that of the first character, counted from where its run begins.
 */
#include "read/spot.h"

#include <string.h>

#include "base/buffer.h"
#include "read/door.h"
#include "read/tree.h"

static const xmlNode *spot_next(const xmlNode *node, const xmlNode *root) {
    return tree_after((xmlNodePtr)(uintptr_t)node, (xmlNodePtr)(uintptr_t)root);
}

static uint32_t spot_width(const char *words) {
    uint32_t width = 0;
    for (; *words != '\0'; words++)
        width += ((unsigned char)*words & 0xC0) != 0x80;
    return width;
}

static struct place spot_count(const xmlNode *run, size_t offset) {
    struct place place = door_place(run);
    for (size_t i = 0; i < offset; i++) {
        unsigned char c = run->content[i];
        place.column = c == '\n' ? 1 : place.column + ((c & 0xC0) != 0x80);
        place.line += c == '\n';
    }
    return place;
}

struct place spot_find(const xmlNode *node, const char *words, struct place instead) {
    if (*words == '\0' || (node->type != XML_ELEMENT_NODE && node->type != XML_TEXT_NODE))
        return instead;
    struct buffer text = {0};
    for (const xmlNode *at = node; at != NULL; at = spot_next(at, node))
        if (at->type == XML_TEXT_NODE && at->content != NULL)
            buffer_string(&text, (const char *)at->content);
    const char *all = buffer_text(&text);
    const char *found = strstr(all, words);
    size_t offset = found == NULL ? 0 : (size_t)(found - all);
    buffer_close(&text);
    if (found == NULL)
        return instead;
    for (const xmlNode *at = node; at != NULL; at = spot_next(at, node)) {
        if (at->type != XML_TEXT_NODE || at->content == NULL)
            continue;
        size_t count = strlen((const char *)at->content);
        if (offset < count && at->_private != NULL) {
            struct place place = spot_count(at, offset);
            place.width = spot_width(words);
            return place;
        }
        offset -= offset < count ? offset : count;
    }
    return instead;
}
