/* structure.c: the structure tree, ISO 32000-1, 14.7, as ISO 14289-1 wants it.
 *
 * In: the document's nodes, and for each piece of marked content the node at
 * which it begins. Out: one StructElem for each node that has a role, the parent
 * tree, the tree of element IDs, the role map. The tree is decided by the document
 * alone; pages only fill in MCIDs. The kids of an element are its own pieces of
 * content and its child elements, merged by document order: a piece belongs where
 * its first node stands, so a footnote painted at the page's foot still has its
 * place. A node that is transparent hands its content and its children up.
 * Elements are written by hand, since a dictionary of libharu's for each would
 * hold two thirds of the program's memory.
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

struct piece {
    size_t page;
    int mcid;
    uint32_t at; /* index of the node at which it begins */
    struct piece *next;
};

struct tie {
    size_t page;
    const struct dict *annotation;
    struct tie *next;
};

struct part {
    struct dict *dict; /* NULL: the node has no role */
    struct piece *first_piece, *last_piece;
    struct tie *first_tie, *last_tie;
    length box[4];
    bool boxed;
};

struct structure {
    struct objects *objects;
    const struct pages *pages;
    struct dict *const *page_dicts;
    const struct naming *names;
    struct arena *arena;
    struct dict *root;
    struct part *parts;                 /* by node index */
    LIST(const struct dict *) * marked; /* by page, then MCID */
    LIST(const struct dict *) tied;     /* by annotation */
};

struct structure *structure_open(struct objects *objects, const struct pages *pages, struct dict *const *page_dicts,
                                 const struct naming *names, struct arena *arena) {
    const struct document *document = pages->document;
    struct structure *structure = ARENA_NEW(arena, struct structure);
    *structure = (struct structure){
        .objects = objects, .pages = pages, .page_dicts = page_dicts, .names = names, .arena = arena};
    structure->root = dict_new(objects);
    structure->parts = ARENA_ARRAY(arena, document->node_count, struct part);
    structure->marked = arena_array(arena, pages->count, sizeof *structure->marked);
    for (size_t i = 0; i < document->node_count; i++) {
        assert(document->nodes[i]->index == i);
        if (node_role(document->nodes[i]) != NULL) {
            structure->parts[i].dict = dict_new(objects);
        }
    }
    return structure;
}

int structure_mark(struct structure *structure, const struct node *element, const struct node *node, size_t page) {
    struct part *part = &structure->parts[element->index];
    struct piece *piece = ARENA_NEW(structure->arena, struct piece);
    assert(part->dict != NULL);
    *piece = (struct piece){.page = page, .mcid = (int)structure->marked[page].count, .at = node->index};
    LIST_ADD(structure->arena, &structure->marked[page], part->dict);
    if (part->last_piece == NULL) {
        part->first_piece = piece;
    } else {
        part->last_piece->next = piece;
    }
    part->last_piece = piece;
    return piece->mcid;
}

int structure_annotation(struct structure *structure, const struct node *link, size_t page,
                         const struct dict *annotation) {
    struct part *part = &structure->parts[link->index];
    struct tie *tie = ARENA_NEW(structure->arena, struct tie);
    assert(part->dict != NULL && link->kind == NODE_LINK);
    *tie = (struct tie){.page = page, .annotation = annotation};
    LIST_ADD(structure->arena, &structure->tied, part->dict);
    if (part->last_tie == NULL) {
        part->first_tie = tie;
    } else {
        part->last_tie->next = tie;
    }
    part->last_tie = tie;
    return (int)(structure->pages->count + structure->tied.count - 1);
}

void structure_box(struct structure *structure, const struct node *figure, const length box[4]) {
    struct part *part = &structure->parts[figure->index];
    for (size_t i = 0; i < 4; i++) {
        bool outside = i < 2 ? box[i] < part->box[i] : box[i] > part->box[i];
        if (!part->boxed || outside) {
            part->box[i] = box[i];
        }
    }
    part->boxed = true;
}

const struct dict *structure_element(const struct structure *structure, const struct node *node) {
    assert(structure->parts[node->index].dict != NULL);
    return structure->parts[node->index].dict;
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
        const char *id = structure->names->elements[cell->as.cell.headers[i]->index];
        assert(id != NULL);
        buffer_string(out, i == 0 ? "/Headers[" : "");
        string_write(out, id, strlen(id));
    }
    buffer_string(out, cell->as.cell.header_count > 0 ? "]>>" : ">>");
}

/* ISO 32000-1, 14.8.5: only what a reader cannot know otherwise. */
static void write_attributes(const struct structure *structure, const struct node *node, struct buffer *out) {
    const struct part *part = &structure->parts[node->index];
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
        if (part->boxed) {
            buffer_string(out, "/A<</O/Layout/Placement/Block/BBox[");
            for (size_t i = 0; i < 4; i++) {
                buffer_string(out, i > 0 ? " " : "");
                buffer_length(out, part->box[i]);
            }
            buffer_string(out, "]>>");
        }
        break;
    default:
        break;
    }
}

static void write_properties(const struct structure *structure, const struct node *node, struct buffer *out) {
    const char *id = structure->names->elements[node->index];
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
    const struct structure *structure;
    const struct node *element;
    const struct part *part;
    const struct piece **pieces; /* in document order */
    size_t piece_count, next;
    size_t count;
    struct buffer out;
};

static int compare_pieces(const void *a, const void *b) {
    const struct piece *one = *(const struct piece *const *)a;
    const struct piece *two = *(const struct piece *const *)b;
    if (one->at != two->at) {
        return one->at < two->at ? -1 : 1;
    }
    if (one->page != two->page) {
        return one->page < two->page ? -1 : 1;
    }
    return one->mcid < two->mcid ? -1 : one->mcid > two->mcid;
}

static void kid_space(struct kids *kids) {
    if (kids->count++ > 0) {
        buffer_char(&kids->out, ' ');
    }
}

/* The pieces that begin before node `at`. */
static void kids_pieces(struct kids *kids, uint64_t at) {
    for (; kids->next < kids->piece_count && kids->pieces[kids->next]->at < at; kids->next++) {
        const struct piece *piece = kids->pieces[kids->next];
        kid_space(kids);
        if (piece->page == kids->part->first_piece->page) {
            buffer_integer(&kids->out, piece->mcid);
            continue;
        }
        buffer_string(&kids->out, "<</Type/MCR/Pg ");
        reference_write(&kids->out, kids->structure->page_dicts[piece->page]);
        buffer_string(&kids->out, "/MCID ");
        buffer_integer(&kids->out, piece->mcid);
        buffer_string(&kids->out, ">>");
    }
}

static void kids_elements(struct kids *kids, const struct node *parent) {
    for (const struct node *child = parent->first; child != NULL; child = child->next) {
        const char *role = node_role(child);
        if (role == NULL) {
            kids_elements(kids, child);
            continue;
        }
        assert(role_may_hold(role_standard(node_role(kids->element)), role_standard(role)));
        kids_pieces(kids, child->index);
        kid_space(kids);
        reference_write(&kids->out, kids->structure->parts[child->index].dict);
    }
}

static void kids_ties(struct kids *kids) {
    for (const struct tie *tie = kids->part->first_tie; tie != NULL; tie = tie->next) {
        kid_space(kids);
        buffer_string(&kids->out, "<</Type/OBJR/Obj ");
        reference_write(&kids->out, tie->annotation);
        if (kids->part->first_piece == NULL || tie->page != kids->part->first_piece->page) {
            buffer_string(&kids->out, "/Pg ");
            reference_write(&kids->out, kids->structure->page_dicts[tie->page]);
        }
        buffer_string(&kids->out, ">>");
    }
}

static void write_kids(struct structure *structure, const struct node *node, struct buffer *out) {
    struct kids kids = {.structure = structure, .element = node, .part = &structure->parts[node->index]};
    for (const struct piece *piece = kids.part->first_piece; piece != NULL; piece = piece->next) {
        kids.piece_count++;
    }
    kids.pieces = ARENA_ARRAY(structure->arena, kids.piece_count, const struct piece *);
    size_t i = 0;
    for (const struct piece *piece = kids.part->first_piece; piece != NULL; piece = piece->next) {
        kids.pieces[i++] = piece;
    }
    qsort(kids.pieces, kids.piece_count, sizeof(const struct piece *), compare_pieces);
    kids_elements(&kids, node);
    kids_pieces(&kids, UINT64_MAX);
    kids_ties(&kids);
    if (kids.part->first_piece != NULL) {
        buffer_string(out, "/Pg ");
        reference_write(out, structure->page_dicts[kids.part->first_piece->page]);
    }
    if (kids.count > 0) {
        buffer_string(out, kids.count > 1 ? "/K[" : "/K ");
        buffer_bytes(out, kids.out.bytes, kids.out.count);
        buffer_string(out, kids.count > 1 ? "]" : "");
    }
    buffer_close(&kids.out);
}

static void write_element(struct structure *structure, const struct node *node, struct buffer *out) {
    const struct node *parent = node->parent != NULL ? node_tagged(node->parent) : NULL;
    buffer_clear(out);
    buffer_string(out, "/Type/StructElem/S/");
    buffer_string(out, node_role(node));
    buffer_string(out, "/P ");
    reference_write(out, parent != NULL ? structure->parts[parent->index].dict : structure->root);
    write_properties(structure, node, out);
    write_kids(structure, node, out);
    dict_written(structure->objects, structure->parts[node->index].dict, out->bytes, out->count);
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
            reference_write(out, structure->tied.items[i - pages]);
            continue;
        }
        buffer_char(out, '[');
        for (size_t k = 0; k < structure->marked[i].count; k++) {
            buffer_string(out, k > 0 ? " " : "");
            reference_write(out, structure->marked[i].items[k]);
        }
        buffer_char(out, ']');
    }
    buffer_char(out, ']');
}

static struct dict *parent_tree(struct structure *structure) {
    size_t count = structure->pages->count + structure->tied.count;
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
    size_t count = structure->pages->document->node_count;
    struct name_entry *entries = ARENA_ARRAY(structure->arena, count, struct name_entry);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (structure->names->elements[i] != NULL && structure->parts[i].dict != NULL) {
            struct buffer value = {0};
            reference_write(&value, structure->parts[i].dict);
            entries[used++] = (struct name_entry){.name = structure->names->elements[i],
                                                  .value = arena_string(structure->arena, value.bytes)};
            buffer_close(&value);
        }
    }
    if (used > 0) {
        dict_refer(structure->root, "IDTree", name_tree(structure->objects, entries, used));
    }
}

void structure_write(struct structure *structure, struct dict *catalog) {
    const struct document *document = structure->pages->document;
    struct buffer out = {0};
    bool titled = false;
    for (size_t i = 0; i < document->node_count; i++) {
        if (structure->parts[i].dict != NULL) {
            write_element(structure, document->nodes[i], &out);
            titled = titled || document->nodes[i]->kind == NODE_TITLE;
        }
    }
    buffer_close(&out);
    dict_name(structure->root, "Type", "StructTreeRoot");
    dict_refer(structure->root, "K", structure->parts[document->root->index].dict);
    dict_refer(structure->root, "ParentTree", parent_tree(structure));
    dict_number(structure->root, "ParentTreeNextKey", (int64_t)(structure->pages->count + structure->tied.count));
    if (titled) {
        dict_name(dict_dict(structure->root, "RoleMap"), "Title", role_standard("Title"));
    }
    write_element_names(structure);
    dict_refer(catalog, "StructTreeRoot", structure->root);
}
