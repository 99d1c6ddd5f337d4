/* watermark.c: glyphs of a watermark → a form XObject of their outlines (ISO 32000-1, 8.10).
 *
 * In: the glyph marks of a watermark. Out: for each that differs one form, which
 * every page paints with its own matrix and colour, so that a page says no more
 * than a matrix.
 *
 * Surprising: the word is drawn and never shown. An artifact is no text to assistive
 * technology, but whoever searches, copies or converts a PDF takes its text from the
 * glyphs that are shown, whatever they are marked as; big letters that are turned
 * came out one at a time, between the words of a sentence. Outlines are no text to
 * anybody. HarfBuzz draws them, in thousandths of an em, the scale of our faces;
 * what is quadratic in the font comes out cubic.
 */
#include "pdf/watermark.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include <hb.h>

#include "base/buffer.h"
#include "base/list.h"

struct drawn {
    const struct face *face;
    const struct glyph *glyphs;
    size_t count;
};

struct watermarks {
    struct arena *arena;
    LIST(struct drawn) drawn;
};

/* A drawing under way, in thousandths of an em. */
struct drawing {
    struct buffer path;
    int64_t pen_x, pen_y;
    int64_t box[4]; /* of all its points: left, bottom, right, top */
};

struct watermarks *watermarks_open(struct arena *arena) {
    struct watermarks *watermarks = ARENA_NEW(arena, struct watermarks);
    watermarks->arena = arena;
    return watermarks;
}

static void point_put(struct drawing *drawing, float x, float y) {
    int64_t at[2] = {drawing->pen_x + lroundf(x), drawing->pen_y + lroundf(y)};
    for (int i = 0; i < 2; i++) {
        drawing->box[i] = at[i] < drawing->box[i] ? at[i] : drawing->box[i];
        drawing->box[i + 2] = at[i] > drawing->box[i + 2] ? at[i] : drawing->box[i + 2];
        buffer_integer(&drawing->path, at[i]);
        buffer_char(&drawing->path, ' ');
    }
}

static void move_to(hb_draw_funcs_t *pens, void *data, hb_draw_state_t *state, float x, float y, void *mine) {
    struct drawing *drawing = data;
    (void)pens, (void)state, (void)mine;
    point_put(drawing, x, y);
    buffer_string(&drawing->path, "m\n");
}

static void line_to(hb_draw_funcs_t *pens, void *data, hb_draw_state_t *state, float x, float y, void *mine) {
    struct drawing *drawing = data;
    (void)pens, (void)state, (void)mine;
    point_put(drawing, x, y);
    buffer_string(&drawing->path, "l\n");
}

static void curve_to(hb_draw_funcs_t *pens, void *data, hb_draw_state_t *state, float x1, float y1, float x2, float y2,
                     float x, float y, void *mine) {
    struct drawing *drawing = data;
    (void)pens, (void)state, (void)mine;
    point_put(drawing, x1, y1);
    point_put(drawing, x2, y2);
    point_put(drawing, x, y);
    buffer_string(&drawing->path, "c\n");
}

static void outline_close(hb_draw_funcs_t *pens, void *data, hb_draw_state_t *state, void *mine) {
    struct drawing *drawing = data;
    (void)pens, (void)state, (void)mine;
    buffer_string(&drawing->path, "h\n");
}

static void glyphs_draw(const struct drawn *word, struct drawing *drawing) {
    hb_draw_funcs_t *pens = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(pens, move_to, NULL, NULL);
    hb_draw_funcs_set_line_to_func(pens, line_to, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(pens, curve_to, NULL, NULL);
    hb_draw_funcs_set_close_path_func(pens, outline_close, NULL, NULL);
    int64_t along = 0;
    for (size_t i = 0; i < word->count; i++) {
        const struct glyph *glyph = &word->glyphs[i];
        drawing->pen_x = along + glyph->x;
        drawing->pen_y = glyph->y;
        hb_font_get_glyph_shape(word->face->shaper, glyph->id, pens, drawing);
        along += glyph->advance;
    }
    hb_draw_funcs_destroy(pens);
    /* Overlapping outlines make one shape, as in the font: the winding rule. Nothing to paint is a path of no width. */
    buffer_string(&drawing->path, drawing->path.count > 0 ? "f\n" : "0 0 0 0 re f\n");
}

static void form_write(struct objects *objects, struct dict *form, const struct drawn *word) {
    struct drawing drawing = {.box = {INT64_MAX, INT64_MAX, INT64_MIN, INT64_MIN}};
    glyphs_draw(word, &drawing);
    bool blank = drawing.box[0] > drawing.box[2];
    dict_stream(objects, form, buffer_text(&drawing.path), drawing.path.count, PACKING_ONCE);
    struct buffer entries = {0};
    buffer_string(&entries, "/Type/XObject/Subtype/Form/Matrix[.001 0 0 .001 0 0]/Resources<<>>/BBox[");
    for (int i = 0; i < 4; i++) {
        buffer_string(&entries, i > 0 ? " " : "");
        buffer_integer(&entries, blank ? i / 2 : drawing.box[i]);
    }
    buffer_string(&entries, "]");
    dict_written(objects, form, entries.bytes, entries.count);
    buffer_close(&entries);
    buffer_close(&drawing.path);
}

static bool drawn_same(const struct drawn *one, const struct drawn *other) {
    if (one->face != other->face || one->count != other->count)
        return false;
    for (size_t i = 0; i < one->count; i++) {
        const struct glyph *a = &one->glyphs[i], *b = &other->glyphs[i];
        if (a->id != b->id || a->x != b->x || a->y != b->y || a->advance != b->advance)
            return false;
    }
    return true;
}

static size_t drawn_find(const struct watermarks *watermarks, const struct drawn *word) {
    size_t i = 0;
    while (i < watermarks->drawn.count && !drawn_same(&watermarks->drawn.items[i], word))
        i++;
    return i;
}

static struct drawn mark_word(const struct mark *mark) {
    assert(mark->kind == MARK_GLYPHS && mark->as.glyphs.gap == 0 && mark->as.glyphs.expansion == 0);
    const struct glyph_run *run = mark->as.glyphs.run;
    return (struct drawn){run->face, run->glyphs + mark->as.glyphs.first, mark->as.glyphs.count};
}

void watermarks_add(struct watermarks *watermarks, struct objects *objects, struct dict *names,
                    const struct mark *mark) {
    struct drawn word = mark_word(mark);
    size_t number = drawn_find(watermarks, &word);
    if (number < watermarks->drawn.count)
        return;
    struct dict *form = dict_new(objects);
    form_write(objects, form, &word);
    dict_refer(names, arena_format(watermarks->arena, "W%zu", number), form);
    /* A page's marks go with the page. */
    struct glyph *kept = ARENA_ARRAY(watermarks->arena, word.count, struct glyph);
    memcpy(kept, word.glyphs, word.count * sizeof *kept);
    word.glyphs = kept;
    LIST_ADD(watermarks->arena, &watermarks->drawn, word);
}

size_t watermarks_number(const struct watermarks *watermarks, const struct mark *mark) {
    struct drawn word = mark_word(mark);
    size_t number = drawn_find(watermarks, &word);
    assert(number < watermarks->drawn.count);
    return number;
}
