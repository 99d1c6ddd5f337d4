/* prune.c: takes out what is not to be published (prune.h).
 *
 * libxml2 tree in → the same tree without it. Whether there is anything to take out is
 * asked of the dictionary of names: a name that it does not hold stands in no tag.
 *
 * Surprising: what was taken out is kept with the strays of the reading to its end,
 * for the namespaces of what stays may be declared in it.
 */
#include "read/prune.h"

#include <string.h>

#include "read/door.h"
#include "read/tree.h"

static bool is_named(const xmlNode *node, const char *name) {
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static const char *value_of(const xmlNode *node, const char *name) {
    const xmlAttr *attribute = xmlHasProp(node, (const xmlChar *)name);
    return attribute == NULL || attribute->children == NULL || attribute->children->content == NULL
               ? NULL
               : (const char *)attribute->children->content;
}

static bool is_left_out(const xmlNode *node) {
    if (node->type != XML_ELEMENT_NODE)
        return false;
    const char *restricted = value_of(node, "restricted");
    return is_named(node, "internal-note") || (restricted != NULL && strcmp(restricted, "yes") == 0);
}

static bool dictionary_has(const struct reading *reading, const char *name) {
    return reading->dict != NULL && xmlDictExists(reading->dict, (const xmlChar *)name, -1) != NULL;
}

/* Unlinks all that is left out; what is left to walk begins after it. */
static bool cut(struct reading *reading, xmlNodePtr root) {
    bool any = false;
    xmlNodePtr next;
    for (xmlNodePtr node = root; node != NULL; node = next) {
        bool out = node != root && is_left_out(node);
        next = out ? tree_past(node, root) : tree_after(node, root);
        if (!out)
            continue;
        xmlUnlinkNode(node);
        LIST_ADD(reading->arena, &reading->strays, node);
        any = true;
    }
    return any;
}

static bool holds_id(const struct reading *reading, size_t from, const char *id) {
    for (size_t i = from; i < reading->strays.count; i++) {
        xmlNodePtr stray = reading->strays.items[i];
        for (xmlNodePtr node = stray; node != NULL; node = tree_after(node, stray)) {
            const char *its = node->type == XML_ELEMENT_NODE ? value_of(node, "id") : NULL;
            if (its != NULL && strcmp(its, id) == 0)
                return true;
        }
    }
    return false;
}

void prune_tree(struct reading *reading, xmlNodePtr root) {
    if (!dictionary_has(reading, "restricted") && !dictionary_has(reading, "internal-note"))
        return;
    size_t before = reading->strays.count;
    if (!cut(reading, root))
        return;
    for (xmlNodePtr node = root; node != NULL; node = tree_after(node, root)) {
        const char *to = is_named(node, "xref") || is_named(node, "term-ref") ? value_of(node, "to") : NULL;
        if (to == NULL || !holds_id(reading, before, to))
            continue;
        reading_fault(reading, RULE_REF_LEFT_OUT, door_place(xmlHasProp(node, (const xmlChar *)"to")), to);
        door_mark_of(node)->faulty = true;
    }
}

void prune_redact(struct reading *reading, xmlDocPtr document) {
    xmlNodePtr root = xmlDocGetRootElement(document);
    (void)cut(reading, root);
    xmlNodePtr past;
    for (xmlNodePtr top = document->children; top != NULL; top = past) {
        past = top->next;
        xmlNodePtr next;
        for (xmlNodePtr node = top; node != NULL; node = next) {
            next = tree_after(node, top);
            if (node->type != XML_COMMENT_NODE && node->type != XML_PI_NODE)
                continue;
            xmlUnlinkNode(node);
            LIST_ADD(reading->arena, &reading->strays, node);
        }
    }
}
