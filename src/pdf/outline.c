/* outline.c: bookmarks (ISO 32000-1, 12.3.3) and page labels (12.4.2).
 *
 * In: titles, headings and folios. Out: Outlines, nested as the headings are, each
 * with the heading's own words, the name of its place and its structure element;
 * PageLabels, one range for each stretch of pages that count on. A heading whose
 * level skips hangs from the nearest one above it: skips are refused long before.
 */
#include "pdf/outline.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/list.h"

struct entry {
    const struct node *node;
    struct dict *dict;
    int level; /* 0: the root */
    size_t parent;
    size_t first, last, previous, next; /* 0: none */
    int64_t descendants;
};

typedef LIST(struct entry) entry_list;

static int node_level(const struct node *node) {
    return node->kind == NODE_TITLE ? 1 : node->kind == NODE_HEADING ? node->as.heading.level : 0;
}

/* Entry 0 is the root. */
static void entries_find(struct objects *objects, const struct document *document, struct arena *arena,
                         entry_list *entries) {
    LIST_ADD(arena, entries, (struct entry){0});
    for (size_t i = 0; i < document->node_count; i++) {
        const struct node *node = document->nodes[i];
        int level = node_level(node);
        if (level == 0) {
            continue;
        }
        size_t own = entries->count;
        size_t parent = own - 1;
        while (entries->items[parent].level >= level) {
            parent = entries->items[parent].parent;
        }
        LIST_ADD(arena, entries,
                 (struct entry){.node = node,
                                .dict = dict_new(objects),
                                .level = level,
                                .parent = parent,
                                .previous = entries->items[parent].last});
        struct entry *above = &entries->items[parent];
        if (above->last != 0) {
            entries->items[above->last].next = own;
        } else {
            above->first = own;
        }
        above->last = own;
        for (size_t up = own; up != 0;) {
            up = entries->items[up].parent;
            entries->items[up].descendants++;
        }
    }
}

static void refer(const entry_list *entries, struct buffer *out, const char *key, size_t to) {
    if (to != 0) {
        buffer_string(out, key);
        reference_write(out, entries->items[to].dict);
    }
}

static void entry_write(const entry_list *entries, const struct entry *entry, const struct naming *names,
                        const struct structure *structure, struct arena *arena, struct buffer *out) {
    refer(entries, out, "/First ", entry->first);
    refer(entries, out, "/Last ", entry->last);
    if (entry->descendants > 0) {
        buffer_string(out, "/Count ");
        buffer_integer(out, entry->descendants);
    }
    if (entry->node == NULL) {
        buffer_string(out, "/Type/Outlines");
        return;
    }
    const char *name = naming_destination(names, entry->node);
    buffer_string(out, "/Title");
    text_write(out, node_words(entry->node, arena));
    buffer_string(out, "/Parent ");
    reference_write(out, entries->items[entry->parent].dict);
    refer(entries, out, "/Prev ", entry->previous);
    refer(entries, out, "/Next ", entry->next);
    buffer_string(out, "/Dest");
    string_write(out, name, strlen(name));
    buffer_string(out, "/SE ");
    structure_refer(structure, entry->node, out);
}

void outline_write(struct objects *objects, const struct pages *pages, const struct naming *names,
                   const struct structure *structure, struct arena *arena) {
    entry_list entries = {0};
    entries_find(objects, pages->document, arena, &entries);
    if (entries.count == 1) {
        return;
    }
    entries.items[0].dict = dict_new(objects);
    struct buffer out = {0};
    for (size_t i = 0; i < entries.count; i++) {
        buffer_clear(&out);
        entry_write(&entries, &entries.items[i], names, structure, arena, &out);
        dict_written(objects, entries.items[i].dict, out.bytes, out.count);
    }
    buffer_close(&out);
    struct dict *catalog = objects_catalog(objects);
    dict_refer(catalog, "Outlines", entries.items[0].dict);
    dict_name(catalog, "PageMode", "UseOutlines");
}

/* The folio as a number, or 0 when it is none. */
static long folio_number(const char *folio) {
    char *end = NULL;
    if (folio == NULL || *folio < '1' || *folio > '9') {
        return 0;
    }
    long number = strtol(folio, &end, 10);
    return *end == '\0' && number < INT32_MAX ? number : 0;
}

void labels_write(struct objects *objects, const struct places *places, size_t page_count) {
    struct buffer out = {0};
    long expected = 0;
    buffer_string(&out, "/Nums[");
    for (size_t i = 0; i < page_count; i++) {
        const char *folio = places_folio(places, i);
        long number = folio_number(folio);
        if (number == 0 || number != expected) {
            buffer_string(&out, i > 0 ? " " : "");
            buffer_integer(&out, (int64_t)i);
            if (number == 0) {
                buffer_string(&out, "<</P");
                text_write(&out, folio != NULL ? folio : "");
            } else {
                buffer_string(&out, "<</S/D/St ");
                buffer_integer(&out, number);
            }
            buffer_string(&out, ">>");
        }
        expected = number == 0 ? 0 : number + 1;
    }
    buffer_char(&out, ']');
    dict_written(objects, dict_dict(objects_catalog(objects), "PageLabels"), out.bytes, out.count);
    buffer_close(&out);
}
