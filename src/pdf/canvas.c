/* canvas.c: marks → operators, ISO 32000-1, 8 and 9, with marked content, 14.6.
 *
 * In: a page's marks in reading order. Out: a content stream as short as it can
 * be said. The watermark is painted first, then backgrounds, then rules, then
 * everything else in order: so an underline never stands between two words of a
 * paragraph, and marks of one element that follow one another share one MCID.
 * One text object runs on until something that is not text is painted. Along a
 * line, glyphs are placed by TJ against the font's own widths (kerning, justified
 * spaces, the next mark on the line); a new line is a Td.
 *
 * Surprising: the pen is kept in thousandths of an em from the line's start, the
 * unit of TJ, and each glyph is compared with where it should be, not with the
 * glyph before it. So rounding never adds up: no glyph is more than a thousandth
 * of an em out, and corrections of one unit are left unsaid. Moves inside a word
 * stay far below the 200 at which readers invent a space.
 */
#include "pdf/canvas.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "document/role.h"

/* A mark that begins further from the pen than this many thousandths of an em begins with Td. */
#define JOIN_MAX 180

struct canvas {
    const struct page *page;
    size_t number;
    const struct inks *inks;
    struct report *report;
    struct buffer *out;
    colour fill;
    bool in_text;
    size_t font; /* SIZE_MAX before the first */
    length size;
    int expansion;         /* thousandths: the horizontal scaling (Tz), less 1000 */
    length line_x, line_y; /* start of the line, from the bottom left */
    int64_t pen;           /* thousandths of an em after line_x, scaled as the glyphs are */
    length rise;
    struct buffer shown; /* the TJ array under way, less its brackets */
    bool string_open;
    bool corrected; /* it holds a number */
};

static void put(struct canvas *canvas, const char *text) {
    buffer_string(canvas->out, text);
}

static void put_lengths(struct canvas *canvas, const length *values, size_t count, const char *operator_name) {
    for (size_t i = 0; i < count; i++) {
        buffer_length(canvas->out, values[i]);
        buffer_char(canvas->out, ' ');
    }
    put(canvas, operator_name);
    buffer_char(canvas->out, '\n');
}

/* Text. */

static void text_flush(struct canvas *canvas) {
    if (canvas->string_open) {
        buffer_char(&canvas->shown, ')');
        canvas->string_open = false;
    }
    if (canvas->shown.count > 0) {
        if (canvas->corrected) {
            buffer_char(canvas->out, '[');
        }
        buffer_bytes(canvas->out, canvas->shown.bytes, canvas->shown.count);
        put(canvas, canvas->corrected ? "]TJ\n" : "Tj\n");
    }
    buffer_clear(&canvas->shown);
    canvas->corrected = false;
}

static void text_begin(struct canvas *canvas) {
    if (!canvas->in_text) {
        put(canvas, "BT\n");
        canvas->in_text = true;
        canvas->line_x = 0;
        canvas->line_y = 0;
        canvas->pen = 0;
    }
}

static void text_end(struct canvas *canvas) {
    if (canvas->in_text) {
        text_flush(canvas);
        put(canvas, "ET\n");
        canvas->in_text = false;
    }
}

static void set_colour(struct canvas *canvas, colour wanted) {
    assert(wanted != COLOUR_NONE);
    if (wanted == canvas->fill) {
        return;
    }
    text_flush(canvas);
    length parts[3];
    for (int i = 0; i < 3; i++) {
        parts[i] = (length)((wanted >> (16 - 8 * i) & 0xFF) * 1000 + 127) / 255;
    }
    bool grey = parts[0] == parts[1] && parts[1] == parts[2];
    put_lengths(canvas, parts, grey ? 1 : 3, grey ? "g" : "rg");
    canvas->fill = wanted;
}

static void set_font(struct canvas *canvas, size_t font, length size) {
    if (font == canvas->font && size == canvas->size) {
        return;
    }
    text_flush(canvas);
    buffer_string(canvas->out, "/F");
    buffer_integer(canvas->out, (int64_t)font);
    buffer_char(canvas->out, ' ');
    put_lengths(canvas, &size, 1, "Tf");
    canvas->font = font;
    canvas->size = size;
}

static void set_expansion(struct canvas *canvas, int expansion) {
    if (expansion != canvas->expansion) {
        text_flush(canvas);
        put_lengths(canvas, (length[]){100 * (1000 + (length)expansion)}, 1, "Tz");
        canvas->expansion = expansion;
    }
}

static void set_rise(struct canvas *canvas, length rise) {
    if (rise != canvas->rise) {
        text_flush(canvas);
        put_lengths(canvas, &rise, 1, "Ts");
        canvas->rise = rise;
    }
}

static void move_to(struct canvas *canvas, length x, length y) {
    text_flush(canvas);
    put_lengths(canvas, (length[]){x - canvas->line_x, y - canvas->line_y}, 2, "Td");
    canvas->line_x = x;
    canvas->line_y = y;
    canvas->pen = 0;
}

static int64_t divide_rounded(int64_t number, int64_t by) {
    return (number >= 0 ? number + by / 2 : number - by / 2) / by;
}

/* A distance along the line in the unit of TJ: thousandths of an em as wide as the scaling makes it. */
static int64_t units_along(const struct canvas *canvas, length distance) {
    if (canvas->expansion == 0)
        return divide_rounded(distance * 1000, canvas->size);
    return divide_rounded(distance * 1000 * 1000, canvas->size * (1000 + canvas->expansion));
}

/* Where the mark begins, in thousandths of an em from the line's start; moves there when that is no small step along
 * the line. Returns the distance from the line's start to the mark's. */
static length text_approach(struct canvas *canvas, const struct mark *mark, bool same_line) {
    length y = canvas->page->height - mark->y;
    assert(mark->as.glyphs.turn == 0);
    if (same_line && y == canvas->line_y) {
        length distance = mark->x - canvas->line_x;
        int64_t step = units_along(canvas, distance) - canvas->pen;
        if (step >= -JOIN_MAX && step <= JOIN_MAX) {
            return distance;
        }
    }
    move_to(canvas, mark->x, y);
    return 0;
}

/* Bytes that one glyph can come to: a bracket, a correction, a bracket, a code. */
#define GLYPH_BYTES_MAX 28

/* The number at `to`; where it ends. */
static char *show_number(char *to, int64_t value) {
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        *to++ = '-';
    memcpy(to, digits + at, sizeof digits - at);
    return to + (sizeof digits - at);
}

/* One glyph at the end of what is shown, after a correction of the pen; there is room. */
static void show_glyph(struct canvas *canvas, const struct glyph_code *code, int64_t correction) {
    struct buffer *shown = &canvas->shown;
    char *to = shown->bytes + shown->count;
    if (correction != 0) {
        if (canvas->string_open)
            *to++ = ')';
        to = show_number(to, correction);
        canvas->string_open = false;
        canvas->corrected = true;
    }
    if (!canvas->string_open)
        *to++ = '(';
    canvas->string_open = true;
    memcpy(to, code->bytes, sizeof code->bytes);
    shown->count = (size_t)(to - shown->bytes) + code->count;
}

static void show_glyphs(struct canvas *canvas, const struct mark *mark, const struct glyph_code *codes, length start) {
    const struct glyph *glyphs = mark->as.glyphs.run->glyphs + mark->as.glyphs.first;
    length gaps = 0;
    int64_t from = units_along(canvas, start); /* where the pen would stand without advances */
    int64_t advance = 0;
    buffer_reserve(&canvas->shown, (mark->as.glyphs.count + 1) * GLYPH_BYTES_MAX);
    for (size_t i = 0; i < mark->as.glyphs.count; i++) {
        const struct glyph *glyph = &glyphs[i];
        int64_t wanted = from + advance + glyph->x;
        int64_t correction = canvas->pen - wanted;
        if (glyph->y != 0 || canvas->rise != 0)
            set_rise(canvas, length_of_units(glyph->y, canvas->size));
        if (correction < -1 || correction > 1)
            canvas->pen = wanted;
        else
            correction = 0;
        show_glyph(canvas, &codes[i], correction);
        canvas->pen += codes[i].width;
        advance += glyph->advance;
        if (codes[i].space && mark->as.glyphs.gap != 0) {
            gaps += mark->as.glyphs.gap;
            from = units_along(canvas, start + gaps);
        }
    }
    set_rise(canvas, 0);
}

static void paint_glyphs(struct canvas *canvas, const struct mark *mark) {
    struct coded_run coded = fonts_code(canvas->inks->fonts, mark, canvas->report);
    bool began = canvas->in_text;
    if (mark->as.glyphs.count == 0) {
        return;
    }
    assert(mark->as.glyphs.size > 0);
    text_begin(canvas);
    /* The pen counts in thousandths of this size, scaled. */
    bool same_line = began && canvas->size == mark->as.glyphs.size && canvas->expansion == mark->as.glyphs.expansion;
    set_font(canvas, coded.font, mark->as.glyphs.size);
    set_expansion(canvas, mark->as.glyphs.expansion);
    set_colour(canvas, mark->colour);
    show_glyphs(canvas, mark, coded.codes, text_approach(canvas, mark, same_line));
}

/* Everything else. */

static void paint_fill(struct canvas *canvas, const struct mark *mark) {
    text_end(canvas);
    set_colour(canvas, mark->colour);
    length values[] = {mark->x, canvas->page->height - mark->y - mark->height, mark->width, mark->height};
    put_lengths(canvas, values, 4, "re");
    put(canvas, "f\n");
}

static void paint_image(struct canvas *canvas, const struct mark *mark) {
    length y = canvas->page->height - mark->y - mark->height;
    text_end(canvas);
    put(canvas, "q\n");
    put_lengths(canvas, (length[]){mark->width, 0, 0, mark->height, mark->x, y}, 6, "cm");
    put(canvas, "/I");
    buffer_integer(canvas->out, (int64_t)image_number(canvas->inks->images, mark->as.image.file));
    put(canvas, " Do\nQ\n");
    if (mark->artifact == ARTIFACT_NONE) {
        const struct node *tagged = node_tagged(mark->node);
        if (tagged->kind == NODE_FIGURE) {
            length box[4] = {mark->x, y, mark->x + mark->width, y + mark->height};
            structure_box(canvas->inks->structure, tagged, box);
        }
    }
}

/* Its drawing is a point to the em, and the matrix all the rest: three decimals of it are a tenth of a point over a
 * diagonal of the page. */
static void paint_watermark(struct canvas *canvas, const struct mark *mark) {
    double angle = mark->as.glyphs.turn * 3.14159265358979323846 / 180.0;
    length cosine = (length)lround(cos(angle) * (double)mark->as.glyphs.size);
    length sine = (length)lround(sin(angle) * (double)mark->as.glyphs.size);
    text_end(canvas);
    set_colour(canvas, mark->colour);
    put(canvas, "q\n");
    put_lengths(canvas, (length[]){cosine, sine, -sine, cosine, mark->x, canvas->page->height - mark->y}, 6, "cm");
    put(canvas, "/W");
    buffer_integer(canvas->out, (int64_t)watermarks_number(canvas->inks->watermarks, mark));
    put(canvas, " Do\nQ\n");
}

static void paint(struct canvas *canvas, const struct mark *mark) {
    switch (mark->kind) {
    case MARK_GLYPHS:
        if (mark->artifact == ARTIFACT_WATERMARK)
            paint_watermark(canvas, mark);
        else
            paint_glyphs(canvas, mark);
        break;
    case MARK_FILL:
        if (mark->colour != COLOUR_NONE) {
            paint_fill(canvas, mark);
        }
        break;
    case MARK_IMAGE:
        paint_image(canvas, mark);
        break;
    }
}

/* Groups: what shares one pair of BDC and EMC. */

static int mark_turn(const struct mark *mark) {
    switch (mark->artifact) {
    case ARTIFACT_WATERMARK: /* under every fill: no highlight may be cut by it */
        return 0;
    case ARTIFACT_BACKGROUND:
        return 1;
    case ARTIFACT_LAYOUT:
        return 2;
    default:
        return 3;
    }
}

static bool marks_share(const struct mark *a, const struct mark *b) {
    if (a->artifact != b->artifact) {
        return false;
    }
    return a->artifact != ARTIFACT_NONE || node_tagged(a->node) == node_tagged(b->node);
}

/* The box of a mark, bottom left and top right, outwards to whole points; a turned one has its own. */
static bool mark_box(const struct canvas *canvas, const struct mark *mark, length box[4]) {
    length bottom = canvas->page->height - mark->y;
    length top = bottom;
    if (mark->kind == MARK_GLYPHS) {
        const struct face *face = mark->as.glyphs.run->face;
        if (mark->as.glyphs.turn != 0) {
            return false;
        }
        bottom += length_of_units(face->descent, mark->as.glyphs.size);
        top += length_of_units(face->ascent, mark->as.glyphs.size);
    } else {
        bottom -= mark->height;
    }
    box[0] = mark->x / LENGTH_POINT;
    box[1] = bottom / LENGTH_POINT;
    box[2] = (mark->x + mark->width) / LENGTH_POINT + 1;
    box[3] = top / LENGTH_POINT + 1;
    return true;
}

static void put_box(struct canvas *canvas, const struct mark *const *marks, size_t count) {
    length all[4] = {LENGTH_HUGE, LENGTH_HUGE, -LENGTH_HUGE, -LENGTH_HUGE};
    for (size_t i = 0; i < count; i++) {
        length box[4];
        if (!mark_box(canvas, marks[i], box)) {
            return;
        }
        for (int k = 0; k < 4; k++) {
            if (k < 2 ? box[k] < all[k] : box[k] > all[k]) {
                all[k] = box[k];
            }
        }
    }
    put(canvas, "/BBox[");
    for (int k = 0; k < 4; k++) {
        put(canvas, k > 0 ? " " : "");
        buffer_integer(canvas->out, all[k]);
    }
    put(canvas, "]");
}

static const char *const artifact_properties[] = {
    [ARTIFACT_HEADER] = "/Type/Pagination/Subtype/Header/Attached[/Top]",
    [ARTIFACT_FOOTER] = "/Type/Pagination/Subtype/Footer/Attached[/Bottom]",
    [ARTIFACT_WATERMARK] = "/Type/Pagination/Subtype/Watermark",
    [ARTIFACT_LAYOUT] = "/Type/Layout",
    [ARTIFACT_BACKGROUND] = "/Type/Background",
    [ARTIFACT_REPEATED] = "/Type/Pagination/Subtype/Header",
};

static void group_begin(struct canvas *canvas, const struct mark *const *marks, size_t count) {
    const struct mark *first = marks[0];
    if (first->artifact != ARTIFACT_NONE) {
        put(canvas, "/Artifact<<");
        put(canvas, artifact_properties[first->artifact]);
        put_box(canvas, marks, count);
        put(canvas, ">>BDC\n");
        return;
    }
    const struct node *tagged = node_tagged(first->node);
    assert(tagged != NULL);
    put(canvas, "/");
    put(canvas, role_standard(node_role(tagged)));
    put(canvas, "<</MCID ");
    buffer_integer(canvas->out, structure_mark(canvas->inks->structure, tagged, first->node, canvas->number));
    put(canvas, ">>BDC\n");
}

static void paint_group(struct canvas *canvas, const struct mark *const *marks, size_t count) {
    bool text_alone = true;
    for (size_t i = 0; i < count; i++) {
        text_alone = text_alone && marks[i]->kind == MARK_GLYPHS && marks[i]->artifact != ARTIFACT_WATERMARK;
    }
    /* Marked content and text objects must nest: text alone stands within the text object, all else holds its own. */
    if (text_alone) {
        text_begin(canvas);
        text_flush(canvas);
    } else {
        text_end(canvas);
    }
    group_begin(canvas, marks, count);
    for (size_t i = 0; i < count; i++) {
        paint(canvas, marks[i]);
    }
    text_flush(canvas);
    if (!text_alone) {
        text_end(canvas);
    }
    put(canvas, "EMC\n");
}

/* A mark that paints nothing makes no content. */
static bool mark_paints(const struct mark *mark) {
    return mark->kind == MARK_GLYPHS ? mark->as.glyphs.count > 0
                                     : mark->kind == MARK_IMAGE || mark->colour != COLOUR_NONE;
}

void canvas_page(const struct page *page, size_t number, const struct inks *inks, struct arena *arena,
                 struct report *report, struct buffer *out) {
    struct canvas canvas = {
        .page = page, .number = number, .inks = inks, .report = report, .out = out, .font = SIZE_MAX};
    const struct mark **marks = ARENA_ARRAY(arena, page->mark_count, const struct mark *);
    size_t count = 0;
    for (int turn = 0; turn <= 3; turn++) {
        for (size_t i = 0; i < page->mark_count; i++) {
            if (mark_turn(&page->marks[i]) == turn && mark_paints(&page->marks[i])) {
                marks[count++] = &page->marks[i];
            }
        }
    }
    buffer_clear(out);
    for (size_t first = 0; first < count;) {
        size_t end = first + 1;
        while (end < count && marks_share(marks[first], marks[end])) {
            end++;
        }
        paint_group(&canvas, marks + first, end - first);
        first = end;
    }
    text_end(&canvas);
    buffer_close(&canvas.shown);
}
