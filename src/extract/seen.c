/* seen.c: pages and the order of the tags → what a reader sees (seen.h).
 *
 * Words follow one another as they are read: on a line to the right, on the next line, on the
 * next page. A cell follows the cell before it, the first one that of the row before. What
 * does not is astray. Notes stand at the foot of a page and are read elsewhere: they are
 * left out. So are words that are written from right to left.
 *
 * Surprising: some text of good files is astray (labels beside a tall cell, say). It is in both
 * of two files then, and nothing is told.
 */
#include "extract/seen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/facts.h"
#include "extract/font.h"

#define PHRASE_MAX 60

struct used {
    struct font_read *font;
    unsigned char codes[65536 / 8];
};

/* Where the words of a page stand in the order of their marks. */
struct page_seen {
    struct view view;
    size_t *order;
};

struct start {
    size_t page;
    double left, base, size;
    bool set;
};

struct seen {
    const struct handles *handles;
    struct facts *facts;
    LIST(struct page_seen) pages;
    LIST(struct used *) fonts;
    qpdf_oh resources; /* of the page that is being read */
    const struct used *last_font;
    char last_colour[40];
    /* The walk */
    const struct view_word *last;
    size_t last_page;
    double line_base, line_gap; /* of the line that is being read; the gap above it, 0 for none */
    struct start row, cell;
    bool row_begins, cell_begins;
    size_t asides;
};

struct seen *seen_open(const struct handles *handles) {
    struct seen *seen = ARENA_NEW(handles->arena, struct seen);
    seen->handles = handles;
    seen->facts = facts_open(handles);
    return seen;
}

/* --- Pages ---------------------------------------------------------------------------------------------- */

static const struct view_font *view_font(void *context, const char *name) {
    struct seen *seen = context;
    const struct handles *handles = seen->handles;
    qpdf_oh fonts = handle_entry(handles, seen->resources, "/Font");
    qpdf_oh font = handle_entry(handles, fonts, arena_format(handles->arena, "/%s", name));
    int object = extract_lib.qpdf_oh_get_object_id(handles->pdf, font);
    for (size_t i = 0; i < seen->fonts.count && object > 0; i++)
        if (seen->fonts.items[i]->font->object == object)
            return &seen->fonts.items[i]->font->facts;
    if (handle_kind(handles, font) != ot_dictionary)
        return NULL;
    struct used *used = ARENA_NEW(handles->arena, struct used);
    used->font = font_read(handles, font);
    used->font->object = object;
    const char *kind = handle_words_at(handles, font, "/Subtype");
    facts_add(seen->facts, arena_format(seen->handles->arena, "odd font %s", kind ? kind : "none"));
    LIST_ADD(handles->arena, &seen->fonts, used);
    return &used->font->facts;
}

static enum view_thing view_thing(void *context, const char *name, const char **word) {
    struct seen *seen = context;
    const struct handles *handles = seen->handles;
    qpdf_oh things = handle_entry(handles, seen->resources, "/XObject");
    qpdf_oh thing = handle_entry(handles, things, arena_format(handles->arena, "/%s", name));
    const char *kind = handle_words_at(handles, thing, "/Subtype");
    if (!kind)
        return VIEW_NOTHING;
    *word = facts_thing(seen->facts, thing, kind);
    return strcmp(kind, "/Image") == 0 ? VIEW_PICTURE : VIEW_FORM;
}

static void view_shown(void *context, const struct view_font *font, uint32_t code, const char *colour) {
    struct seen *seen = context;
    struct used *used = NULL;
    for (size_t i = 0; i < seen->fonts.count && !used; i++)
        used = &seen->fonts.items[i]->font->facts == font ? seen->fonts.items[i] : NULL;
    if (!used)
        return;
    used->codes[(code & 0xFFFF) / 8] |= (unsigned char)(1 << code % 8);
    if (used == seen->last_font && strcmp(colour, seen->last_colour) == 0)
        return;
    facts_add(seen->facts, arena_format(seen->handles->arena, "manner %s %s", used->font->name, colour));
    seen->last_font = used;
    memcpy(seen->last_colour, colour, strlen(colour) + 1);
}

static void view_odd(void *context, const char *what) {
    struct seen *seen = context;
    facts_add(seen->facts, arena_format(seen->handles->arena, "odd %s", what));
}

static void box_read(const struct handles *handles, qpdf_oh page, double out[4]) {
    static const double most[] = {-1e6, -1e6, 1e6, 1e6};
    static const char *const keys[] = {"/MediaBox", "/CropBox"};
    memcpy(out, most, sizeof most);
    for (size_t k = 0; k < 2; k++) {
        qpdf_oh box = handle_inherited(handles, page, keys[k]);
        double v[4] = {0};
        for (size_t i = 0; i < 4 && handle_count(handles, box) == 4; i++)
            (void)handle_number(handles, handle_item(handles, box, i), &v[i]);
        for (size_t i = 0; i < 2 && handle_count(handles, box) == 4; i++) {
            out[i] = fmax(out[i], fmin(v[i], v[i + 2]));
            out[i + 2] = fmin(out[i + 2], fmax(v[i], v[i + 2]));
        }
    }
}

static int compare_marks(const void *a, const void *b, void *context) {
    const struct view_word *words = context;
    size_t one = *(const size_t *)a, other = *(const size_t *)b;
    long mark = words[one].mcid, next = words[other].mcid;
    return mark != next ? (mark < next ? -1 : 1) : one < other ? -1 : one > other;
}

/* Words in a row, as one; nothing longer than a line. */
static void phrase_add(struct buffer *phrase, const struct view_word *word) {
    if (phrase->count < PHRASE_MAX)
        buffer_format(phrase, "%s%s", phrase->count > 0 ? " " : "", word->text);
}

static void unseen_tell(struct seen *seen, const struct view *view) {
    static const char *const names[] = {
        [UNSEEN_MODE] = "MODE",     [UNSEEN_SMALL] = "SMALL",     [UNSEEN_OUTSIDE] = "OUTSIDE",
        [UNSEEN_COLOUR] = "COLOUR", [UNSEEN_COVERED] = "COVERED", [UNSEEN_NOT] = ""};
    struct buffer phrase = {0};
    for (size_t i = 0; i < view->words.count; i++) {
        const struct view_word *word = &view->words.items[i];
        const struct view_word *next = i + 1 < view->words.count ? word + 1 : NULL;
        if (word->unseen == UNSEEN_NOT)
            continue;
        phrase_add(&phrase, word);
        if (!next || next->unseen != word->unseen || next->mcid != word->mcid) {
            facts_add(seen->facts,
                      arena_format(seen->handles->arena, "unseen %s %s", names[word->unseen], buffer_text(&phrase)));
            buffer_clear(&phrase);
        }
    }
    buffer_close(&phrase);
}

/* Artifacts that stand between the first and the last line of the text of a page; and where those below it do. */
static void amid_tell(struct seen *seen, const struct view *view) {
    double low = INFINITY, high = -INFINITY;
    struct buffer phrase = {0};
    for (size_t i = 0; i < view->words.count; i++) {
        const struct view_word *word = &view->words.items[i];
        if (word->as == PAINTED_MARKED) {
            low = fmin(low, word->base);
            high = fmax(high, word->base);
        }
    }
    for (size_t i = 0; i < view->words.count; i++) {
        const struct view_word *word = &view->words.items[i];
        bool foot = word->as == PAINTED_ARTIFACT && word->base < low - 0.5 * word->size;
        if (foot && (i == 0 || fabs(word[-1].base - word->base) > 1)) /* the first of its line */
            facts_add(seen->facts, arena_format(seen->handles->arena, "manner foot %.0f %.0f", word->left, word->base));
        bool amid =
            word->as == PAINTED_ARTIFACT && word->base > low - 0.5 * word->size && word->base < high + word->size / 2;
        if (amid)
            phrase_add(&phrase, word);
        if (phrase.count > 0 && (!amid || i + 1 == view->words.count)) {
            facts_add(seen->facts, arena_format(seen->handles->arena, "amid %s", buffer_text(&phrase)));
            buffer_clear(&phrase);
        }
    }
    buffer_close(&phrase);
}

void seen_page(struct seen *seen, size_t number, qpdf_oh page) {
    static const struct view_order callbacks = {NULL, view_font, view_thing, view_shown, view_odd};
    struct view_order order = callbacks;
    const struct handles *handles = seen->handles;
    struct page_seen here = {0};
    unsigned char *bytes = NULL;
    size_t count = 0;
    order.context = seen;
    seen->resources = handle_inherited(handles, page, "/Resources");
    box_read(handles, page, here.view.box);
    facts_page(seen->facts, number, page, seen->resources);
    if (extract_lib.qpdf_oh_get_page_content_data(handles->pdf, page, &bytes, &count) <= QPDF_WARNINGS)
        view_read(&here.view, &order, bytes, count, handles->arena);
    free(bytes);
    here.order = ARENA_ARRAY(handles->arena, here.view.words.count, size_t);
    for (size_t i = 0; i < here.view.words.count; i++)
        here.order[i] = i;
    if (here.view.words.count > 1)
        qsort_r(here.order, here.view.words.count, sizeof *here.order, compare_marks, here.view.words.items);
    unseen_tell(seen, &here.view);
    amid_tell(seen, &here.view);
    while (seen->pages.count <= number)
        LIST_ADD(handles->arena, &seen->pages, (struct page_seen){0});
    seen->pages.items[number] = here;
}

/* --- The order of the tags -------------------------------------------------------------------------------- */

void seen_tag(struct seen *seen, enum seen_tag tag) {
    if (tag == SEEN_ROW || tag == SEEN_ROW_END)
        seen->row_begins = tag == SEEN_ROW;
    else if (tag == SEEN_CELL || tag == SEEN_CELL_END) /* nothing may stand in one */
        seen->cell_begins = tag == SEEN_CELL;
    else
        seen->asides += tag == SEEN_ASIDE ? 1 : (size_t)-1;
}

/* After the cell before it in its row, or, the first one, below the row before. */
static bool cell_follows(struct seen *seen, size_t page, const struct view_word *word, bool *judged) {
    const struct start *before = seen->row_begins ? &seen->row : &seen->cell;
    bool good = page > before->page ||
                (page == before->page &&
                 (seen->row_begins ? word->base < before->base
                                   : word->left > before->left && fabs(word->base - before->base) < before->size));
    *judged = before->set;
    seen->cell = (struct start){page, word->left, word->base, word->size, true};
    if (seen->row_begins)
        seen->row = seen->cell;
    seen->row_begins = seen->cell_begins = false;
    return good;
}

static bool same_line(const struct view_word *word, const struct view_word *last) {
    double size = fmin(word->size, last->size);
    return fabs(word->base - last->base) <= 0.6 * size;
}

static bool word_follows(const struct seen *seen, size_t page, const struct view_word *word) {
    const struct view_word *last = seen->last;
    if (page != seen->last_page)
        return page > seen->last_page;
    if (word->picture || last->picture)
        return word->base < last->base || word->left >= last->right - 0.15 * last->size;
    if (same_line(word, last))
        return word->left >= last->right - 0.15 * word->size;
    return word->base < last->base;
}

static const char *pair(const struct seen *seen, const struct view_word *word) {
    return arena_format(seen->handles->arena, "%s|%s", seen->last->text, word->text);
}

/* Lines of one mark are as far apart as the lines before; a word stands on its line. */
static bool is_even(struct seen *seen, const struct view_word *word, bool same_mark) {
    const struct view_word *last = seen->last;
    double most = 0.05 * word->size;
    if (word->picture || last->picture)
        return true;
    if (same_line(word, last))
        return fabs(word->base - last->base) <= most;
    double gap = seen->line_base - word->base, before = seen->line_gap;
    if (same_mark)
        facts_add(seen->facts, arena_format(seen->handles->arena, "manner leading %.1f", gap));
    seen->line_gap = same_mark ? gap : 0;
    seen->line_base = word->base;
    return !same_mark || before == 0 || fabs(gap - before) <= most;
}

static void word_meet(struct seen *seen, size_t page, const struct view_word *word, bool same_mark) {
    bool judged = false, follows = true;
    if (seen->cell_begins)
        follows = cell_follows(seen, page, word, &judged);
    if (seen->last && !seen->last->leftwards && !word->leftwards) {
        if (!judged)
            follows = word_follows(seen, page, word);
        if (!follows)
            facts_add(seen->facts, arena_format(seen->handles->arena, "astray %s", pair(seen, word)));
        else if (page == seen->last_page && !judged && !is_even(seen, word, same_mark))
            facts_add(seen->facts, arena_format(seen->handles->arena, "uneven %s", pair(seen, word)));
    }
    if (!same_mark || page != seen->last_page) {
        seen->line_base = word->base;
        seen->line_gap = 0;
    }
    seen->last = word;
    seen->last_page = page;
}

void seen_meet(struct seen *seen, size_t page, long mcid) {
    if (page >= seen->pages.count || seen->asides > 0)
        return;
    const struct page_seen *here = &seen->pages.items[page];
    const struct view_word *words = here->view.words.items;
    size_t low = 0, high = here->view.words.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (words[here->order[middle]].mcid < mcid)
            low = middle + 1;
        else
            high = middle;
    }
    bool first = true;
    for (; low < here->view.words.count && words[here->order[low]].mcid == mcid; low++, first = false)
        word_meet(seen, page, &words[here->order[low]], !first);
}

/* --- All -------------------------------------------------------------------------------------------------- */

static void shapes_tell(struct seen *seen) {
    struct buffer text = {0};
    for (size_t i = 0; i < seen->fonts.count; i++) {
        const struct used *used = seen->fonts.items[i];
        for (uint32_t code = 0; code < 65536; code++) {
            struct hash shape;
            char hex[65];
            if (!(used->codes[code / 8] & 1 << code % 8))
                continue;
            bool known = font_shape(used->font, code, &shape);
            hash_hex(&shape, hex);
            buffer_clear(&text);
            meanings_put(used->font->facts.meanings, code, &text);
            facts_add(seen->facts, arena_format(seen->handles->arena, "shape %s %s|%.16s", used->font->name,
                                                buffer_text(&text), known ? hex : "none"));
        }
    }
    buffer_close(&text);
}

/* The words from the one that begins nearest to a place, no higher than it. */
static const char *seen_near(const void *context, size_t page, double x, double y) {
    const struct seen *seen = context;
    const struct view_word *best = NULL;
    double least = INFINITY;
    if (page >= seen->pages.count || seen->pages.items[page].view.words.count == 0)
        return "";
    const struct view *view = &seen->pages.items[page].view;
    const struct view_word *end = view->words.items + view->words.count;
    for (const struct view_word *word = view->words.items; word < end; word++) {
        double far = fabs(word->left - x) + fabs(y - word->base);
        if (word->as != PAINTED_MARKED || word->picture || word->base > y + 1 || far >= least)
            continue;
        best = word;
        least = far;
    }
    struct buffer phrase = {0};
    for (const struct view_word *word = best; word && word < end && word < best + 3 && word->mcid == best->mcid; word++)
        phrase_add(&phrase, word);
    const char *words = arena_copy(seen->handles->arena, buffer_text(&phrase), phrase.count);
    buffer_close(&phrase);
    return words;
}

void seen_put(struct seen *seen, struct buffer *out) {
    shapes_tell(seen);
    facts_catalogue(seen->facts, seen_near, seen);
    facts_put(seen->facts, out);
}
