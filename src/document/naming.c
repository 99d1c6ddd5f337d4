/* naming.c: names for what can be pointed at.
 *
 * In: the document. Out: a name for each node that has an id, each heading, each
 * note and its call, whatever a link points to, and header cells named by others. An author's id is kept as it
 * is, for other documents link to it; a name made here depends on numbers and
 * order alone, never on pages, and gives way ("-2") to an id that is equal.
 */
#include "document/naming.h"

#include <assert.h>
#include <string.h>

struct namer {
    const struct document *document;
    struct arena *arena;
    struct naming *names;
    const char **table; /* of all names so far, by open addressing; twice as large as there can be names */
    size_t size, used;
};

/* The slot where `name` stands or would stand. */
static size_t name_slot(const struct namer *namer, const char *name) {
    uint32_t hash = 2166136261u;
    for (const char *at = name; *at != '\0'; at++) {
        hash = (hash ^ (unsigned char)*at) * 16777619u;
    }
    size_t slot = hash % namer->size;
    while (namer->table[slot] != NULL && strcmp(namer->table[slot], name) != 0) {
        slot = (slot + 1) % namer->size;
    }
    return slot;
}

static const char *name_make(struct namer *namer, const char *wish) {
    const char *name = wish;
    size_t slot = name_slot(namer, name);
    for (int n = 2; namer->table[slot] != NULL; n++) {
        name = arena_format(namer->arena, "%s-%d", wish, n);
        slot = name_slot(namer, name);
    }
    namer->table[slot] = name;
    namer->used++;
    assert(namer->used < namer->size);
    return name;
}

static uint32_t name_put(struct namer *namer, const char *name) {
    struct naming *names = namer->names;
    LIST_ADD(namer->arena, &names->names, name);
    assert(names->names.count <= UINT32_MAX);
    return (uint32_t)(names->names.count - 1);
}

static void name_ids(struct namer *namer) {
    const struct document *document = namer->document;
    for (size_t i = 0; i < document->node_count; i++) {
        const char *id = document->nodes[i]->id;
        if (id != NULL) {
            namer->table[name_slot(namer, id)] = id;
            namer->used++;
            namer->names->destinations[i] = name_put(namer, id);
        }
    }
}

/* Letters, digits, '.' and '-' of a printed number. */
static const char *heading_wish(const struct namer *namer, const struct node *heading, size_t count) {
    const char *number = heading->as.heading.number;
    struct buffer wish = {0};
    buffer_string(&wish, "section-");
    for (; number != NULL && *number != '\0'; number++) {
        if ((*number >= '0' && *number <= '9') || (*number >= 'A' && *number <= 'Z') ||
            (*number >= 'a' && *number <= 'z') || *number == '.') {
            buffer_char(&wish, *number);
        }
    }
    while (wish.bytes[wish.count - 1] == '.') {
        wish.bytes[--wish.count] = '\0';
    }
    const char *name = strcmp(wish.bytes, "section-") == 0 ? arena_format(namer->arena, "heading-%zu", count)
                                                           : arena_string(namer->arena, wish.bytes);
    buffer_close(&wish);
    return name;
}

static void name_note(struct namer *namer, const struct node *note, size_t count) {
    uint32_t *destinations = namer->names->destinations;
    uint32_t *own = &destinations[note->index];
    const struct node *call = note->as.note.call;
    if (*own == 0) {
        *own = name_put(namer, name_make(namer, arena_format(namer->arena, "fn-%zu", count)));
    }
    if (call != NULL && destinations[call->index] == 0) {
        const char *name = namer->names->names.items[*own];
        destinations[call->index] = name_put(namer, name_make(namer, arena_format(namer->arena, "%s-call", name)));
    }
    namer->names->elements[note->index] = *own;
}

/* Header cells that other cells name. */
static void name_headers(struct namer *namer) {
    const struct document *document = namer->document;
    bool *named = ARENA_ARRAY(namer->arena, document->node_count, bool);
    for (size_t i = 0; i < document->node_count; i++) {
        const struct node *cell = document->nodes[i];
        if (cell->kind == NODE_CELL || cell->kind == NODE_HEADER_CELL) {
            for (size_t k = 0; k < cell->as.cell.header_count; k++) {
                named[cell->as.cell.headers[k]->index] = true;
            }
        }
    }
    size_t count = 0;
    for (size_t i = 0; i < document->node_count; i++) {
        if (named[i] && namer->names->elements[i] == 0) {
            namer->names->elements[i] =
                name_put(namer, name_make(namer, arena_format(namer->arena, "th-%zu", ++count)));
        }
    }
    arena_release(namer->arena, named, document->node_count * sizeof *named);
}

/* How many names there are, at most. */
static size_t names_most(const struct document *document) {
    size_t count = 0;
    for (size_t i = 0; i < document->node_count; i++) {
        const struct node *node = document->nodes[i];
        count += node->id != NULL;
        if (node->kind == NODE_NOTE) {
            count += 2;
        } else if (node->kind == NODE_TITLE || node->kind == NODE_HEADING || node->kind == NODE_LINK ||
                   node->kind == NODE_HEADER_CELL) {
            count++;
        }
    }
    return count;
}

struct naming *naming_give(const struct document *document, struct arena *arena) {
    struct naming *names = ARENA_NEW(arena, struct naming);
    struct namer namer = {.document = document, .arena = arena, .names = names};
    size_t headings = 0;
    size_t notes = 0;
    namer.size = names_most(document) * 2 + 1;
    namer.table = ARENA_ARRAY(arena, namer.size, const char *);
    names->destinations = ARENA_ARRAY(arena, document->node_count, uint32_t);
    names->elements = ARENA_ARRAY(arena, document->node_count, uint32_t);
    (void)name_put(&namer, NULL);
    name_ids(&namer);
    for (size_t i = 0; i < document->node_count; i++) {
        const struct node *node = document->nodes[i];
        headings += node->kind == NODE_HEADING;
        if (node->kind == NODE_NOTE) {
            name_note(&namer, node, ++notes);
        } else if (node->id != NULL) {
            names->elements[i] = names->destinations[i];
        } else if (node->kind == NODE_TITLE) {
            names->destinations[i] = name_put(&namer, name_make(&namer, "title"));
        } else if (node->kind == NODE_HEADING) {
            names->destinations[i] = name_put(&namer, name_make(&namer, heading_wish(&namer, node, headings)));
        }
    }
    for (size_t i = 0; i < document->node_count; i++) {
        const struct node *node = document->nodes[i];
        if (node->kind == NODE_LINK && node->as.link.target != NULL) {
            size_t target = node->as.link.target->index;
            if (names->destinations[target] == 0) {
                names->destinations[target] =
                    name_put(&namer, name_make(&namer, arena_format(arena, "place-%zu", target)));
            }
        }
    }
    name_headers(&namer);
    arena_release(arena, namer.table, namer.size * sizeof *namer.table);
    return names;
}

const char *naming_destination(const struct naming *naming, const struct node *node) {
    return naming->names.items[naming->destinations[node->index]];
}

const char *naming_element(const struct naming *naming, const struct node *node) {
    return naming->names.items[naming->elements[node->index]];
}

static void words_add(const struct node *node, struct buffer *out) {
    if (node->kind == NODE_TEXT) {
        buffer_string(out, node->as.text.text);
    }
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        if (child->kind != NODE_CALL) {
            words_add(child, out);
        }
    }
}

const char *node_words(const struct node *node, struct arena *arena) {
    struct buffer out = {0};
    if (node->kind == NODE_HEADING && node->as.heading.number != NULL && *node->as.heading.number != '\0') {
        buffer_string(&out, node->as.heading.number);
        buffer_char(&out, ' ');
    }
    words_add(node, &out);
    while (out.count > 0 && out.bytes[out.count - 1] == ' ') {
        out.count--;
    }
    const char *words = arena_copy(arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return words;
}
