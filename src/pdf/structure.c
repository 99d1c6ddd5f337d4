/* structure.c: the structure tree, ISO 32000-1, 14.7, as ISO 14289-1 wants it.
 *
 * In: the document's nodes, and for each piece of marked content the node at
 * which it begins. Out: one StructElem for each node that has a role, the parent
 * tree, the tree of element IDs, the role map. The tree is decided by the document
 * alone; pages only fill in MCIDs. The kids of an element are its own pieces of
 * content and its child elements, merged by document order: a piece belongs where
 * its first node stands, so a footnote painted at the page's foot still has its
 * place. A node that is transparent hands its content and its children up.
 * Elements are written by hand and kept nowhere: only when the file wants an element
 * is it made, of numbers that stand in arrays, and forgotten. A dictionary for each
 * would hold two thirds of the program's memory.
 */
#include "pdf/structure.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/list.h"
#include "document/role.h"

/* Entries in one leaf of a number or name tree. */
#define LEAF 400

/* Pairs of roles that are remembered. */
#define HELD 64

/* Of marked content: the one that has its MCID is counted from the first of its page. */
struct piece {
    uint32_t element;
    uint32_t page;
    uint32_t at; /* index of the node at which it begins */
};

/* Of an annotation with its element. */
struct tie {
    uint32_t element;
    uint32_t page;
    const struct dict *annotation;
};

struct box {
    uint32_t element;
    length sides[4];
};

/* Elements count from 0, in document order. What is known of one stands in arrays of all, in the order in which pages
 * came; in structure_write they are sorted by element. */
struct structure {
    struct objects *objects;
    const struct pages *pages;
    struct dict *const *page_dicts;
    const struct naming *names;
    struct arena *arena;
    struct dict *root;
    unsigned first_id;  /* object number of the first element */
    uint32_t *elements; /* by node index: the element and 1, or 0 for a node without a role */
    uint32_t *nodes;    /* by element: the node's index */
    uint32_t count;
    LIST(struct piece) pieces;
    LIST(uint32_t) page_pieces; /* by page: its first piece */
    LIST(struct tie) ties;
    LIST(struct box) boxes;
    /* Roles that were found to hold one another, by their pointers. */
    struct {
        const char *parent, *child;
    } held[HELD];
    /* By element: where those of it begin in the array after this one, and end, where those of the next begin. */
    uint32_t *piece_first, *piece_order;
    uint32_t *tie_first, *tie_order;
    struct buffer kids;
};

static void write_entries(void *context, unsigned element, struct buffer *out);

struct structure *structure_open(struct objects *objects, const struct pages *pages, struct dict *const *page_dicts,
                                 const struct naming *names, struct arena *arena) {
    const struct document *document = pages->document;
    struct structure *structure = ARENA_NEW(arena, struct structure);
    *structure = (struct structure){
        .objects = objects, .pages = pages, .page_dicts = page_dicts, .names = names, .arena = arena};
    structure->root = dict_new(objects);
    structure->elements = ARENA_ARRAY(arena, document->node_count, uint32_t);
    for (size_t i = 0; i < document->node_count; i++) {
        assert(document->nodes[i]->index == i);
        if (node_role(document->nodes[i]) != NULL) {
            structure->elements[i] = ++structure->count;
        }
    }
    structure->nodes = ARENA_ARRAY(arena, structure->count, uint32_t);
    for (size_t i = 0; i < document->node_count; i++) {
        if (structure->elements[i] > 0) {
            structure->nodes[structure->elements[i] - 1] = (uint32_t)i;
        }
    }
    structure->first_id = objects_reserve(objects, structure->count, write_entries, structure);
    return structure;
}

void structure_close(struct structure *structure) {
    if (structure != NULL) {
        buffer_close(&structure->kids);
    }
}

static uint32_t element_of(const struct structure *structure, const struct node *node) {
    assert(structure->elements[node->index] > 0);
    return structure->elements[node->index] - 1;
}

static void write_element_reference(const struct structure *structure, uint32_t element, struct buffer *out) {
    reference_write_id(out, structure->first_id + element);
}

/* Pages come in order. */
static void pages_reach(struct structure *structure, size_t count) {
    while (structure->page_pieces.count < count) {
        LIST_ADD(structure->arena, &structure->page_pieces, (uint32_t)structure->pieces.count);
    }
}

int structure_mark(struct structure *structure, const struct node *element, const struct node *node, size_t page) {
    pages_reach(structure, page + 1);
    assert(structure->page_pieces.count == page + 1 && structure->pieces.count < INT32_MAX);
    LIST_ADD(structure->arena, &structure->pieces,
             (struct piece){element_of(structure, element), (uint32_t)page, node->index});
    return (int)(structure->pieces.count - 1 - structure->page_pieces.items[page]);
}

int structure_annotation(struct structure *structure, const struct node *link, size_t page,
                         const struct dict *annotation) {
    assert(link->kind == NODE_LINK);
    LIST_ADD(structure->arena, &structure->ties, (struct tie){element_of(structure, link), (uint32_t)page, annotation});
    return (int)(structure->pages->count + structure->ties.count - 1);
}

void structure_box(struct structure *structure, const struct node *figure, const length box[4]) {
    LIST_ADD(structure->arena, &structure->boxes,
             (struct box){element_of(structure, figure), {box[0], box[1], box[2], box[3]}});
}

void structure_refer(const struct structure *structure, const struct node *node, struct buffer *out) {
    write_element_reference(structure, element_of(structure, node), out);
}

/* The box round all boxes of an element; false when it has none. */
static bool element_box(const struct structure *structure, uint32_t element, length all[4]) {
    size_t low = 0;
    for (size_t high = structure->boxes.count; low < high;) {
        size_t middle = (low + high) / 2;
        if (structure->boxes.items[middle].element < element) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool any = false;
    for (; low < structure->boxes.count && structure->boxes.items[low].element == element; low++) {
        const length *sides = structure->boxes.items[low].sides;
        for (size_t i = 0; i < 4; i++) {
            if (!any || (i < 2 ? sides[i] < all[i] : sides[i] > all[i])) {
                all[i] = sides[i];
            }
        }
        any = true;
    }
    return any;
}

static int compare_boxes(const void *a, const void *b) {
    uint32_t one = ((const struct box *)a)->element;
    uint32_t two = ((const struct box *)b)->element;
    return one < two ? -1 : one > two;
}

/* Entries of one element. */

static void write_key_text(struct buffer *out, const char *key, const char *text) {
    if (text != NULL && *text != '\0') {
        buffer_string(out, key);
        text_write(out, text);
    }
}

/* ISO 32000-1, 14.8.5.7: Headers are the IDs of header cells. */
static void write_cell(const struct structure *structure, const struct node *cell, struct buffer *out) {
    bool header = cell->kind == NODE_HEADER_CELL;
    if (!header && cell->as.cell.rows <= 1 && cell->as.cell.columns <= 1 && cell->as.cell.header_count == 0) {
        return;
    }
    buffer_string(out, "/A<</O/Table");
    if (header) {
        buffer_string(out, cell->as.cell.scope == SCOPE_ROW ? "/Scope/Row" : "/Scope/Column");
    }
    if (cell->as.cell.rows > 1) {
        buffer_string(out, "/RowSpan ");
        buffer_integer(out, (int64_t)cell->as.cell.rows);
    }
    if (cell->as.cell.columns > 1) {
        buffer_string(out, "/ColSpan ");
        buffer_integer(out, (int64_t)cell->as.cell.columns);
    }
    for (size_t i = 0; i < cell->as.cell.header_count; i++) {
        const char *id = naming_element(structure->names, cell->as.cell.headers[i]);
        assert(id != NULL);
        buffer_string(out, i == 0 ? "/Headers[" : "");
        string_write(out, id, strlen(id));
    }
    buffer_string(out, cell->as.cell.header_count > 0 ? "]>>" : ">>");
}

/* ISO 32000-1, 14.8.5.4: how it is marked for the eye. */
static void write_change(const struct structure *structure, const struct node *node, struct buffer *out) {
    const struct style *style = structure->pages->style;
    bool inserted = node->kind == NODE_INSERTED;
    colour paint = inserted ? style->inserted : style->deleted;
    buffer_format(out, "/A<</O/Layout/TextDecorationType/%s/Color[", inserted ? "Underline" : "LineThrough");
    for (int shift = 16; shift >= 0; shift -= 8) {
        buffer_string(out, shift < 16 ? " " : "");
        buffer_length(out, ((length)(paint >> shift & 0xFF) * 1000 + 127) / 255);
    }
    buffer_string(out, "]>>");
}

/* ISO 32000-1, 14.8.5: only what a reader cannot know otherwise. */
static void write_attributes(const struct structure *structure, const struct node *node, struct buffer *out) {
    length box[4] = {0};
    switch (node->kind) {
    case NODE_LIST:
        buffer_string(out, "/A<</O/List/ListNumbering/");
        buffer_string(out, role_numbering(node->as.list.numbering));
        buffer_string(out, ">>");
        break;
    case NODE_HEADER_CELL:
    case NODE_CELL:
        write_cell(structure, node, out);
        break;
    case NODE_TABLE:
        if (node->as.table.summary != NULL && *node->as.table.summary != '\0') {
            write_key_text(out, "/A<</O/Table/Summary", node->as.table.summary);
            buffer_string(out, ">>");
        }
        break;
    case NODE_FIGURE:
        if (element_box(structure, element_of(structure, node), box)) {
            buffer_string(out, "/A<</O/Layout/Placement/Block/BBox[");
            for (size_t i = 0; i < 4; i++) {
                buffer_string(out, i > 0 ? " " : "");
                buffer_length(out, box[i]);
            }
            buffer_string(out, "]>>");
        }
        break;
    case NODE_INSERTED:
    case NODE_DELETED:
        write_change(structure, node, out);
        break;
    default:
        break;
    }
}

static void write_properties(const struct structure *structure, const struct node *node, struct buffer *out) {
    const char *id = naming_element(structure->names, node);
    write_key_text(out, "/Lang", node->lang);
    if (id != NULL) {
        buffer_string(out, "/ID");
        string_write(out, id, strlen(id));
    }
    if (node->kind == NODE_SECTION) {
        write_key_text(out, "/T", node->as.section.title);
    } else if (node->kind == NODE_FIGURE) {
        write_key_text(out, "/Alt", node->as.figure.alternative);
    } else if (node->kind == NODE_SPAN) {
        write_key_text(out, "/E", node->as.span.expansion);
    }
    write_attributes(structure, node, out);
}

/* Kids. */

struct kids {
    struct structure *structure;
    const char *role;
    uint32_t *pieces; /* in document order */
    size_t piece_count, next;
    uint32_t page; /* what Pg says, if there is a piece */
    size_t count;
    struct buffer *out;
};

/* Insertion: the pieces of an element are few and all but in order. */
static void pieces_sort(const struct structure *structure, uint32_t *pieces, size_t count) {
    for (size_t i = 1; i < count; i++) {
        uint32_t piece = pieces[i];
        size_t to = i;
        for (; to > 0 && structure->pieces.items[pieces[to - 1]].at > structure->pieces.items[piece].at; to--) {
            pieces[to] = pieces[to - 1];
        }
        pieces[to] = piece;
    }
}

static void kid_space(struct kids *kids) {
    if (kids->count++ > 0) {
        buffer_char(kids->out, ' ');
    }
}

/* The pieces that begin before node `at`. */
static void kids_pieces(struct kids *kids, uint64_t at) {
    const struct structure *structure = kids->structure;
    for (; kids->next < kids->piece_count; kids->next++) {
        uint32_t number = kids->pieces[kids->next];
        const struct piece *piece = &structure->pieces.items[number];
        if (piece->at >= at) {
            return;
        }
        kid_space(kids);
        int64_t mcid = (int64_t)number - structure->page_pieces.items[piece->page];
        if (piece->page == kids->page) {
            buffer_integer(kids->out, mcid);
            continue;
        }
        buffer_string(kids->out, "<</Type/MCR/Pg ");
        reference_write(kids->out, structure->page_dicts[piece->page]);
        buffer_string(kids->out, "/MCID ");
        buffer_integer(kids->out, mcid);
        buffer_string(kids->out, ">>");
    }
}

/* Asks for each pair of roles but once or twice. */
static void check_holds(struct structure *structure, const char *parent, const char *child) {
    size_t slot = ((uintptr_t)parent * 3 + (uintptr_t)child) % HELD;
    if (structure->held[slot].parent == parent && structure->held[slot].child == child)
        return;
    assert(role_may_hold(role_standard(parent), role_standard(child)));
    structure->held[slot].parent = parent;
    structure->held[slot].child = child;
}

static void kids_elements(struct kids *kids, const struct node *parent) {
    for (const struct node *child = parent->first; child != NULL; child = child->next) {
        const char *role = node_role(child);
        if (role == NULL) {
            kids_elements(kids, child);
            continue;
        }
        check_holds(kids->structure, kids->role, role);
        kids_pieces(kids, child->index);
        kid_space(kids);
        write_element_reference(kids->structure, element_of(kids->structure, child), kids->out);
    }
}

static void kids_ties(struct kids *kids, uint32_t element) {
    const struct structure *structure = kids->structure;
    for (uint32_t i = structure->tie_first[element]; i < structure->tie_first[element + 1]; i++) {
        const struct tie *tie = &structure->ties.items[structure->tie_order[i]];
        kid_space(kids);
        buffer_string(kids->out, "<</Type/OBJR/Obj ");
        reference_write(kids->out, tie->annotation);
        if (kids->piece_count == 0 || tie->page != kids->page) {
            buffer_string(kids->out, "/Pg ");
            reference_write(kids->out, structure->page_dicts[tie->page]);
        }
        buffer_string(kids->out, ">>");
    }
}

static void write_kids(struct structure *structure, const struct node *node, uint32_t element, struct buffer *out) {
    uint32_t first = structure->piece_first[element];
    struct kids kids = {.structure = structure,
                        .role = node_role(node),
                        .pieces = structure->piece_order + first,
                        .piece_count = structure->piece_first[element + 1] - first,
                        .out = &structure->kids};
    if (kids.piece_count > 0) {
        kids.page = structure->pieces.items[kids.pieces[0]].page; /* the first painted, before they are sorted */
        pieces_sort(structure, kids.pieces, kids.piece_count);
        buffer_string(out, "/Pg ");
        reference_write(out, structure->page_dicts[kids.page]);
    }
    buffer_clear(&structure->kids);
    kids_elements(&kids, node);
    kids_pieces(&kids, UINT64_MAX);
    kids_ties(&kids, element);
    if (kids.count > 0) {
        buffer_string(out, kids.count > 1 ? "/K[" : "/K ");
        buffer_bytes(out, structure->kids.bytes, structure->kids.count);
        buffer_string(out, kids.count > 1 ? "]" : "");
    }
}

static void write_entries(void *context, unsigned element, struct buffer *out) {
    struct structure *structure = context;
    const struct node *node = structure->pages->document->nodes[structure->nodes[element]];
    const struct node *parent = node->parent != NULL ? node_tagged(node->parent) : NULL;
    buffer_string(out, "/P ");
    if (parent != NULL) {
        write_element_reference(structure, element_of(structure, parent), out);
    } else {
        reference_write(out, structure->root);
    }
    buffer_string(out, "/S/"); /* Type may be left out, and is a sixth of what would be packed */
    buffer_string(out, node_role(node));
    write_properties(structure, node, out);
    write_kids(structure, node, element, out);
}

/* Trees. */

/* A leaf of the parent tree: the entries [first, end), of which the pages come first. */
static void write_parents(const struct structure *structure, size_t first, size_t end, struct buffer *out) {
    size_t pages = structure->pages->count;
    buffer_string(out, "/Nums[");
    for (size_t i = first; i < end; i++) {
        buffer_string(out, i > first ? " " : "");
        buffer_integer(out, (int64_t)i);
        if (i >= pages) {
            buffer_char(out, ' ');
            write_element_reference(structure, structure->ties.items[i - pages].element, out);
            continue;
        }
        buffer_char(out, '[');
        size_t last = i + 1 < pages ? structure->page_pieces.items[i + 1] : structure->pieces.count;
        for (size_t k = structure->page_pieces.items[i]; k < last; k++) {
            buffer_string(out, k > structure->page_pieces.items[i] ? " " : "");
            write_element_reference(structure, structure->pieces.items[k].element, out);
        }
        buffer_char(out, ']');
    }
    buffer_char(out, ']');
}

static struct dict *parent_tree(struct structure *structure) {
    size_t count = structure->pages->count + structure->ties.count;
    struct dict *tree = dict_new(structure->objects);
    struct array *kids = count > LEAF ? dict_array(tree, "Kids", count / LEAF + 1) : NULL;
    struct buffer out = {0};
    for (size_t first = 0; first < count; first += LEAF) {
        size_t end = first + LEAF < count ? first + LEAF : count;
        struct dict *leaf = tree;
        if (kids != NULL) {
            leaf = dict_new(structure->objects);
            array_refer(kids, leaf);
            struct array *limits = dict_array(leaf, "Limits", 2);
            array_number(limits, (int64_t)first);
            array_number(limits, (int64_t)end - 1);
        }
        buffer_clear(&out);
        write_parents(structure, first, end, &out);
        dict_written(structure->objects, leaf, out.bytes, out.count);
    }
    buffer_close(&out);
    return tree;
}

static void write_element_names(struct structure *structure) {
    const struct naming *names = structure->names;
    size_t count = structure->pages->document->node_count;
    struct name_entry *entries = ARENA_BARE(structure->arena, names->names.count, struct name_entry);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (names->elements[i] > 0 && structure->elements[i] > 0) {
            struct buffer value = {0};
            write_element_reference(structure, structure->elements[i] - 1, &value);
            entries[used++] = (struct name_entry){.name = names->names.items[names->elements[i]],
                                                  .value = arena_string(structure->arena, value.bytes)};
            buffer_close(&value);
        }
    }
    if (used > 0) {
        dict_refer(structure->root, "IDTree", name_tree(structure->objects, entries, used));
    }
}

/* Sorts `count` things by their elements, which stand `step` bytes apart: counts into `first`, then deals out. */
static uint32_t *by_element(struct structure *structure, const void *elements, size_t step, size_t count,
                            uint32_t **first) {
    uint32_t *at = ARENA_ARRAY(structure->arena, (size_t)structure->count + 2, uint32_t);
    uint32_t *order = ARENA_ARRAY(structure->arena, count, uint32_t);
    const char *element = elements;
    for (size_t i = 0; i < count; i++) {
        at[*(const uint32_t *)(const void *)(element + i * step) + 2]++;
    }
    for (size_t i = 2; i < (size_t)structure->count + 2; i++) {
        at[i] += at[i - 1];
    }
    for (size_t i = 0; i < count; i++) {
        order[at[*(const uint32_t *)(const void *)(element + i * step) + 1]++] = (uint32_t)i;
    }
    *first = at;
    return order;
}

/* The types of ours that occur, and what they map to. */
static void write_role_map(struct structure *structure) {
    const struct document *document = structure->pages->document;
    bool kinds[NODE_KINDS] = {false};
    for (size_t i = 0; i < document->node_count; i++) {
        kinds[document->nodes[i]->kind] = true;
    }
    struct dict *map = NULL;
    for (size_t i = 0; i < role_own_count; i++) {
        if (kinds[roles_own[i].kind]) {
            map = map != NULL ? map : dict_dict(structure->root, "RoleMap");
            dict_name(map, roles_own[i].role, roles_own[i].standard);
        }
    }
}

void structure_write(struct structure *structure, struct dict *catalog) {
    const struct document *document = structure->pages->document;
    pages_reach(structure, structure->pages->count);
    structure->piece_order = by_element(structure, structure->pieces.items, sizeof(struct piece),
                                        structure->pieces.count, &structure->piece_first);
    structure->tie_order =
        by_element(structure, structure->ties.items, sizeof(struct tie), structure->ties.count, &structure->tie_first);
    if (structure->boxes.count > 0) {
        qsort(structure->boxes.items, structure->boxes.count, sizeof(struct box), compare_boxes);
    }
    dict_name(structure->root, "Type", "StructTreeRoot");
    dict_refer(structure->root, "K",
               dict_reserved(structure->objects, structure->first_id + element_of(structure, document->root)));
    dict_refer(structure->root, "ParentTree", parent_tree(structure));
    dict_number(structure->root, "ParentTreeNextKey", (int64_t)(structure->pages->count + structure->ties.count));
    write_role_map(structure);
    write_element_names(structure);
    dict_refer(catalog, "StructTreeRoot", structure->root);
}
