/* spot.c: where words first stand in an element's text, for findings about words.
 *
 * element or run of text, and words in → place out. The runs of text are searched as if they were
 * one; the place is that of the first character (origin.h).
 */
#include "read/spot.h"

#include <string.h>

#include "base/buffer.h"
#include "read/door.h"
#include "read/tree.h"

static const xmlNode *spot_next(const xmlNode *node, const xmlNode *root) {
    return tree_after((xmlNodePtr)(uintptr_t)node, (xmlNodePtr)(uintptr_t)root);
}

/* The place of the words in their run, as wide as they are up to where they, the run or the line end. */
static struct place spot_place(const xmlNode *run, size_t offset, size_t count, const char *words) {
    size_t left = count - offset;
    size_t wanted = strlen(words);
    return door_text_place(run, offset, offset + (wanted < left ? wanted : left));
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
            return spot_place(at, offset, count, words);
        }
        offset -= offset < count ? offset : count;
    }
    return instead;
}
