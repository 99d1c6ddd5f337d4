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
#include "base/list.h"

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

static void write_action(struct buffer *out, const struct node *link, const struct naming *names, struct arena *arena) {
    const char *name = link->as.link.uri;
    buffer_string(out, name != NULL ? "/A<</S/URI/URI" : "/A<</S/GoTo/D");
    if (name != NULL) {
        name = uri_ascii(name, arena);
    } else {
        assert(link->as.link.target != NULL);
        name = naming_destination(names, link->as.link.target);
    }
    string_write(out, name, strlen(name));
    buffer_string(out, ">>");
}

/* The areas in PDF's coordinates: the rectangle round all, and the corners of each when there are several. */
static void write_areas(struct buffer *out, length page_height, const struct area *const *areas, size_t count,
                        struct arena *arena) {
    length rectangle[4] = {LENGTH_HUGE, LENGTH_HUGE, -LENGTH_HUGE, -LENGTH_HUGE};
    length *corners = ARENA_ARRAY(arena, count * 8, length);
    for (size_t i = 0; i < count; i++) {
        length left = areas[i]->x;
        length right = left + areas[i]->width;
        length top = page_height - areas[i]->y;
        length bottom = top - areas[i]->height;
        /* Upper pair before lower, as every reader expects and Acrobat writes. */
        memcpy(corners + i * 8, (length[]){left, top, right, top, left, bottom, right, bottom}, 8 * sizeof(length));
        rectangle[0] = left < rectangle[0] ? left : rectangle[0];
        rectangle[1] = bottom < rectangle[1] ? bottom : rectangle[1];
        rectangle[2] = right > rectangle[2] ? right : rectangle[2];
        rectangle[3] = top > rectangle[3] ? top : rectangle[3];
    }
    lengths_write(out, "Rect", rectangle, 4);
    if (count > 1) {
        lengths_write(out, "QuadPoints", corners, count * 8);
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

/* What is noted of one page. */
struct noted {
    length height;
    const char *folio;
    const struct area *areas;
    size_t area_count;
};

#define SPOT_PAGE 0x7FFFFFFFu

/* Where a node begins. */
struct spot {
    unsigned page : 31; /* from 1; 0: not known */
    bool anchored : 1;
    int32_t x, y; /* lengths from the top left; pages are small */
};

struct places {
    const struct document *document;
    const char *const *folios; /* by node index */
    const struct naming *names;
    struct arena *arena;
    LIST(struct noted) pages;
    struct spot *spots; /* by destination, as naming numbers them: nobody asks where other nodes begin */
};

struct places *places_open(const struct pages *pages, const struct naming *names, struct arena *arena) {
    struct places *places = ARENA_NEW(arena, struct places);
    places->document = pages->document;
    places->folios = pages->folios;
    places->names = names;
    places->arena = arena;
    places->spots = ARENA_ARRAY(arena, names->names.count, struct spot);
    return places;
}

static struct spot spot_at(const struct places *places, length x, length y, bool anchored) {
    return (struct spot){places->pages.count & SPOT_PAGE, anchored, (int32_t)x, (int32_t)y};
}

static void spots_from_anchors(struct places *places, const struct page *page) {
    for (size_t i = 0; i < page->anchor_count; i++) {
        const struct anchor *anchor = &page->anchors[i];
        uint32_t destination = places->names->destinations[anchor->node->index];
        struct spot *spot = &places->spots[destination];
        if (destination > 0 && !spot->anchored)
            *spot = spot_at(places, anchor->x, anchor->y, true);
    }
}

static void spots_from_marks(struct places *places, const struct page *page) {
    for (size_t i = 0; i < page->mark_count; i++) {
        const struct mark *mark = &page->marks[i];
        length y = mark->y - (mark->kind == MARK_GLYPHS ? mark->as.glyphs.size : 0);
        for (const struct node *node = mark->node; node != NULL; node = node->parent) {
            uint32_t destination = places->names->destinations[node->index];
            if (destination > 0 && places->spots[destination].page == 0)
                places->spots[destination] = spot_at(places, mark->x, y, false);
        }
    }
}

void places_note(struct places *places, const struct page *page) {
    struct area *areas = ARENA_ARRAY(places->arena, page->area_count, struct area);
    if (page->area_count > 0)
        memcpy(areas, page->areas, page->area_count * sizeof *areas);
    LIST_ADD(places->arena, &places->pages, (struct noted){page->height, page->folio, areas, page->area_count});
    spots_from_anchors(places, page);
    spots_from_marks(places, page);
}

const char *places_folio(const struct places *places, size_t number) {
    assert(number < places->pages.count);
    return places->pages.items[number].folio;
}

static const char *contents_of(const struct node *link, const char *const *folios, struct arena *arena) {
    const char *contents = link->as.link.contents;
    if (link->as.link.after == NULL) {
        return contents;
    }
    const char *folio = folios[link->as.link.target->index];
    assert(folio != NULL); /* makeup.c anchors what a folio names */
    return arena_format(arena, "%s%s%s", contents, folio, link->as.link.after);
}

static void write_page(struct objects *objects, const struct places *places, size_t number, struct dict *page_dict,
                       struct structure *structure, struct arena *arena) {
    const struct noted *page = &places->pages.items[number];
    const struct area **areas = ARENA_ARRAY(arena, page->area_count, const struct area *);
    for (size_t i = 0; i < page->area_count; i++) {
        assert(page->areas[i].link->kind == NODE_LINK);
        areas[i] = &page->areas[i];
    }
    qsort(areas, page->area_count, sizeof *areas, compare_areas);
    struct buffer out = {0};
    struct buffer entries = {0};
    for (size_t first = 0; first < page->area_count;) {
        const struct node *link = areas[first]->link;
        size_t end = first + 1;
        while (end < page->area_count && areas[end]->link == link) {
            end++;
        }
        struct dict *annotation = dict_new(objects);
        buffer_clear(&out);
        buffer_string(&out, "/Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Contents");
        text_write(&out, contents_of(link, places->folios, arena));
        write_action(&out, link, places->names, arena);
        buffer_string(&out, "/StructParent ");
        buffer_integer(&out, structure_annotation(structure, link, number, annotation));
        write_areas(&out, page->height, areas + first, end - first, arena);
        dict_written(objects, annotation, out.bytes, out.count);
        buffer_string(&entries, first > 0 ? " " : "/Annots[");
        reference_write(&entries, annotation);
        first = end;
    }
    if (entries.count > 0) {
        buffer_char(&entries, ']');
        dict_written(objects, page_dict, entries.bytes, entries.count);
    }
    buffer_close(&out);
    buffer_close(&entries);
}

void links_write(struct objects *objects, const struct places *places, struct dict *const *page_dicts,
                 struct structure *structure, struct arena *arena) {
    for (size_t i = 0; i < places->pages.count; i++)
        write_page(objects, places, i, page_dicts[i], structure, arena);
}

void destinations_write(struct objects *objects, const struct places *places, struct dict *const *page_dicts,
                        struct arena *arena) {
    const struct naming *names = places->names;
    size_t used = 0;
    struct name_entry *entries = ARENA_BARE(arena, names->names.count, struct name_entry);
    struct buffer value = {0};
    for (size_t i = 0; i < places->document->node_count; i++) {
        if (names->destinations[i] == 0)
            continue;
        /* A node that shows nothing is where the document begins; none is lost. */
        const struct spot *spot = &places->spots[names->destinations[i]];
        size_t page = spot->page > 0 ? spot->page - 1 : 0;
        length top = places->pages.items[page].height - spot->y;
        buffer_clear(&value);
        buffer_char(&value, '[');
        reference_write(&value, page_dicts[page]);
        buffer_string(&value, "/XYZ ");
        buffer_integer(&value, spot->x / LENGTH_POINT);
        buffer_char(&value, ' ');
        buffer_integer(&value, top / LENGTH_POINT + 1);
        buffer_string(&value, " null]");
        entries[used++] = (struct name_entry){.name = names->names.items[names->destinations[i]],
                                              .value = arena_copy(arena, value.bytes, value.count)};
    }
    buffer_close(&value);
    if (used > 0) {
        dict_refer(objects_names(objects), "Dests", name_tree(objects, entries, used));
    }
}
