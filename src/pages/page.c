/* page.c: pages one at a time.
 *
 * pages → one page after the other, each in memory that the next takes over. The
 * surprise: nobody counts on a page being filled but once, so any stage may go
 * through them again.
 */
#include "pages/page.h"

#include <assert.h>

struct page pages_fill(const struct pages *pages, size_t number, struct arena *arena) {
    assert(number < pages->count);
    if (pages->items != NULL)
        return pages->items[number];
    struct page page = {0};
    pages->fill(pages->source, number, arena, &page);
    return page;
}

const struct pages *pages_keep(const struct pages *pages, struct arena *arena) {
    if (pages == NULL)
        return NULL;
    struct pages *kept = ARENA_NEW(arena, struct pages);
    struct page *items = ARENA_ARRAY(arena, pages->count, struct page);
    for (size_t i = 0; i < pages->count; i++)
        items[i] = pages_fill(pages, i, arena);
    *kept = *pages;
    kept->items = items;
    return kept;
}

struct page_walk page_walk_open(const struct pages *pages) {
    return (struct page_walk){.pages = pages, .arena = arena_open()};
}

bool page_walk_next(struct page_walk *walk, struct page *out) {
    if (walk->next == walk->pages->count) {
        page_walk_close(walk);
        return false;
    }
    arena_empty(walk->arena);
    *out = pages_fill(walk->pages, walk->next++, walk->arena);
    return true;
}

void page_walk_close(struct page_walk *walk) {
    arena_close(walk->arena);
    walk->arena = NULL;
}

void pages_spend(const struct pages *pages) {
    if (pages->items == NULL)
        arena_close(pages->matter);
}
