/* spot.c: where words first stand in an element's text, for findings about words.
 *
 * element or run of text, and words in → place out. The runs of text are searched as if they were
 * one; the place is that of the first character (origin.h).
 */
#include "read/spot.h"

#include <assert.h>
#include <string.h>

#include "base/buffer.h"
#include "read/door.h"
#include "read/tree.h"

static const xmlNode *spot_next(const xmlNode *node, const xmlNode *root) {
    return tree_after((xmlNodePtr)(uintptr_t)node, (xmlNodePtr)(uintptr_t)root);
}

/* The place of the first of `count` bytes that begin at `offset` of the run; as wide as they are with what stands
 * between them, if they end on the same line, else to the end of their run or line. */
static struct place spot_place(const xmlNode *run, const xmlNode *root, size_t offset, size_t count) {
    size_t left = strlen((const char *)run->content) - offset;
    struct place place = door_text_place(run, offset, offset + (count < left ? count : left));
    while (count > left) {
        count -= left;
        do
            run = spot_next(run, root);
        while (run != NULL && (run->type != XML_TEXT_NODE || run->content == NULL));
        assert(run != NULL); /* the words were found in these very runs */
        left = strlen((const char *)run->content);
        struct place last = door_text_place(run, 0, count < left ? count : left);
        if (count <= left && last.line == place.line && last.file == place.file)
            place.width = last.column + last.width - place.column;
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
            return spot_place(at, node, offset, strlen(words));
        }
        offset -= offset < count ? offset : count;
    }
    return instead;
}
