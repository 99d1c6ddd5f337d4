/* link.c: Link annotations (ISO 32000-1, 12.5.6.5) and named destinations (12.3.2.3).
 *
 * In: the areas where links were painted, the anchors where nodes begin. Out: for
 * each link on each page one annotation, however many lines it takes, with what
 * ISO 14289-1, 7.18 wants: Contents, F 4, its place in the structure tree. Links
 * inside the document lead to names, so a document that is set anew keeps its
 * addresses. A node without an anchor is where its first mark is. Annotations
 * stand in document order, which is the order of their elements.
 */
#include "pdf/link.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

/* RFC 3986: what may stand in a URI as it is; '%' is kept, since an author escapes what is already escaped. */
static bool uri_char(unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c != '\0' && strchr("-._~:/?#[]@!$&'()*+,;=%", c) != NULL);
}

static const char *uri_ascii(const char *uri, struct arena *arena) {
    char *out = arena_alloc(arena, strlen(uri) * 3 + 1);
    char *to = out;
    for (; *uri != '\0'; uri++) {
        unsigned char c = (unsigned char)*uri;
        if (uri_char(c)) {
            *to++ = (char)c;
        } else {
            *to++ = '%';
            *to++ = "0123456789ABCDEF"[c >> 4];
            *to++ = "0123456789ABCDEF"[c & 15];
        }
    }
    *to = '\0';
    return out;
}

static void write_action(struct dict *annotation, const struct node *link, const struct naming *names,
                         struct arena *arena) {
    struct dict *action = dict_dict(annotation, "A");
    if (link->as.link.uri != NULL) {
        dict_name(action, "S", "URI");
        dict_ascii(action, "URI", uri_ascii(link->as.link.uri, arena));
        return;
    }
    assert(link->as.link.target != NULL);
    dict_name(action, "S", "GoTo");
    dict_ascii(action, "D", names->destinations[link->as.link.target->index]);
}

/* The areas in PDF's coordinates: the rectangle round all, and the corners of each when there are several. */
static void write_areas(struct objects *objects, struct dict *annotation, const struct page *page,
                        const struct area *const *areas, size_t count, struct arena *arena) {
    length rectangle[4] = {LENGTH_HUGE, LENGTH_HUGE, -LENGTH_HUGE, -LENGTH_HUGE};
    length *corners = ARENA_ARRAY(arena, count * 8, length);
    for (size_t i = 0; i < count; i++) {
        length left = areas[i]->x;
        length right = left + areas[i]->width;
        length top = page->height - areas[i]->y;
        length bottom = top - areas[i]->height;
        /* Upper pair before lower, as every reader expects and Acrobat writes. */
        memcpy(corners + i * 8, (length[]){left, top, right, top, left, bottom, right, bottom}, 8 * sizeof(length));
        rectangle[0] = left < rectangle[0] ? left : rectangle[0];
        rectangle[1] = bottom < rectangle[1] ? bottom : rectangle[1];
        rectangle[2] = right > rectangle[2] ? right : rectangle[2];
        rectangle[3] = top > rectangle[3] ? top : rectangle[3];
    }
    dict_lengths(objects, annotation, "Rect", rectangle, 4);
    if (count > 1) {
        dict_lengths(objects, annotation, "QuadPoints", corners, count * 8);
    }
}

static int compare_areas(const void *a, const void *b) {
    const struct area *one = *(const struct area *const *)a;
    const struct area *two = *(const struct area *const *)b;
    if (one->link->index != two->link->index) {
        return one->link->index < two->link->index ? -1 : 1;
    }
    return one < two ? -1 : one > two; /* both in one page's array: the order in which they came */
}

static const char *contents_of(const struct node *link, const char *const *folios, struct arena *arena) {
    const char *contents = link->as.link.contents;
    if (!link->as.link.paged) {
        return contents;
    }
    const char *folio = folios[link->as.link.target->index];
    assert(folio != NULL); /* makeup.c anchors what a folio names */
    return arena_format(arena, "%s%s%s", contents, folio, link->as.link.after);
}

static void write_page(struct objects *objects, const struct pages *pages, size_t number, struct dict *page_dict,
                       const struct naming *names, struct structure *structure, struct arena *arena) {
    const struct page *page = &pages->items[number];
    const char *const *folios = pages->folios;
    const struct area **areas = ARENA_ARRAY(arena, page->area_count, const struct area *);
    for (size_t i = 0; i < page->area_count; i++) {
        assert(page->areas[i].link->kind == NODE_LINK);
        areas[i] = &page->areas[i];
    }
    qsort(areas, page->area_count, sizeof *areas, compare_areas);
    struct array *entries = page->area_count > 0 ? dict_array(page_dict, "Annots", page->area_count) : NULL;
    for (size_t first = 0; first < page->area_count;) {
        const struct node *link = areas[first]->link;
        size_t end = first + 1;
        while (end < page->area_count && areas[end]->link == link) {
            end++;
        }
        struct dict *annotation = dict_new(objects);
        dict_name(annotation, "Type", "Annot");
        dict_name(annotation, "Subtype", "Link");
        dict_number(annotation, "F", 4);
        struct array *border = dict_array(annotation, "Border", 3);
        for (int i = 0; i < 3; i++) {
            array_number(border, 0);
        }
        dict_text(annotation, "Contents", contents_of(link, folios, arena));
        write_areas(objects, annotation, page, areas + first, end - first, arena);
        write_action(annotation, link, names, arena);
        dict_number(annotation, "StructParent", structure_annotation(structure, link, number, annotation));
        array_refer(entries, annotation);
        first = end;
    }
}

void links_write(struct objects *objects, const struct pages *pages, struct dict *const *page_dicts,
                 const struct naming *names, struct structure *structure, struct arena *arena) {
    for (size_t i = 0; i < pages->count; i++) {
        write_page(objects, pages, i, page_dicts[i], names, structure, arena);
    }
}

/* Where each node begins. */

struct spot {
    bool known;
    size_t page;
    length x, y; /* from the top left */
};

static void spots_from_anchors(const struct pages *pages, struct spot *spots) {
    for (size_t p = 0; p < pages->count; p++) {
        for (size_t i = 0; i < pages->items[p].anchor_count; i++) {
            const struct anchor *anchor = &pages->items[p].anchors[i];
            struct spot *spot = &spots[anchor->node->index];
            if (!spot->known) {
                *spot = (struct spot){.known = true, .page = p, .x = anchor->x, .y = anchor->y};
            }
        }
    }
}

static void spots_from_marks(const struct pages *pages, struct spot *spots) {
    for (size_t p = 0; p < pages->count; p++) {
        for (size_t i = 0; i < pages->items[p].mark_count; i++) {
            const struct mark *mark = &pages->items[p].marks[i];
            length y = mark->y - (mark->kind == MARK_GLYPHS ? mark->as.glyphs.size : 0);
            for (const struct node *node = mark->node; node != NULL; node = node->parent) {
                if (!spots[node->index].known) {
                    spots[node->index] = (struct spot){.known = true, .page = p, .x = mark->x, .y = y};
                }
            }
        }
    }
}

void destinations_write(struct objects *objects, const struct pages *pages, struct dict *const *page_dicts,
                        const struct naming *names, struct arena *arena) {
    size_t count = pages->document->node_count;
    struct spot *spots = ARENA_ARRAY(arena, count, struct spot);
    struct name_entry *entries = ARENA_ARRAY(arena, count, struct name_entry);
    size_t used = 0;
    spots_from_anchors(pages, spots);
    spots_from_marks(pages, spots);
    for (size_t i = 0; i < count; i++) {
        if (names->destinations[i] == NULL) {
            continue;
        }
        /* A node that shows nothing is where the document begins; none is lost. */
        const struct page *page = &pages->items[spots[i].page];
        length top = spots[i].known ? page->height - spots[i].y : page->height;
        struct buffer value = {0};
        buffer_char(&value, '[');
        reference_write(&value, page_dicts[spots[i].page]);
        buffer_string(&value, "/XYZ ");
        buffer_integer(&value, spots[i].x / LENGTH_POINT);
        buffer_char(&value, ' ');
        buffer_integer(&value, top / LENGTH_POINT + 1);
        buffer_string(&value, " null]");
        entries[used++] =
            (struct name_entry){.name = names->destinations[i], .value = arena_copy(arena, value.bytes, value.count)};
        buffer_close(&value);
    }
    if (used > 0) {
        dict_refer(dict_dict(objects_catalog(objects), "Names"), "Dests", name_tree(objects, entries, used));
    }
}
