/* view.c: a content stream → words with their places, by the state of graphics. See view.h.
 *
 * One pass keeps the state (matrix, colours, font) and collects letters and fills, each with the moment at
 * which it was painted; sight.c then holds the letters against the fills. Lines are fills as broad as they are
 * drawn; a curve is the chord to its end. What the program never does (clipping, transparency, other colour spaces) is
 * not followed but told as odd: that it is there says enough.
 *
 * Surprising: a word ends at a blank, and where the next letter does not stand at its end. So
 * what two files say can be held against each other though their lines end elsewhere.
 */
#include "extract/view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "extract/scan.h"
#include "extract/sight.h"

#define STATES_MAX 32
#define MARKS_MAX 64
#define OPERANDS_MAX 20000
#define POINTS_MAX 20000

struct matrix {
    double a, b, c, d, e, f;
};

struct state {
    struct matrix matrix;
    struct tint fill, line;
    char colour[40]; /* the operands that set `fill` */
    double clip[4];
    double width; /* of lines */
    const struct view_font *font;
    double size, letter_space, word_space, scale, leading, rise;
    int mode;
};

struct operand {
    bool text;
    double number;
    size_t from, count; /* of a text: its bytes in `strings` */
};

struct mark {
    enum painted as;
    long mcid;
};

struct painter {
    struct view *view;
    const struct view_order *order;
    struct scanner in;
    struct arena *arena; /* of the words */
    struct sight *sight;
    struct state states[STATES_MAX];
    size_t saved;
    struct mark marks[MARKS_MAX];
    size_t depth;
    struct matrix text, line; /* of text and of its line */
    struct operand operands[OPERANDS_MAX];
    size_t operand_count;
    struct buffer strings, name, tag;
    long mcid;
    struct spot points[POINTS_MAX]; /* of the path */
    size_t starts[POINTS_MAX];      /* of its parts */
    size_t point_count, part_count;
    bool clipping;
    struct buffer word; /* under way */
    struct view_word at;
    struct spot pen; /* where its next letter has to stand */
};

static struct state *state_of(struct painter *painter) {
    return &painter->states[painter->saved < STATES_MAX ? painter->saved : STATES_MAX - 1];
}

static const struct mark *mark_of(const struct painter *painter) {
    return &painter->marks[painter->depth < MARKS_MAX ? painter->depth : MARKS_MAX - 1];
}

static struct matrix matrix_times(struct matrix m, struct matrix n) {
    return (struct matrix){m.a * n.a + m.b * n.c, m.a * n.b + m.b * n.d,       m.c * n.a + m.d * n.c,
                           m.c * n.b + m.d * n.d, m.e * n.a + m.f * n.c + n.e, m.e * n.b + m.f * n.d + n.f};
}

static struct spot place(const struct matrix *m, double x, double y) {
    return (struct spot){m->a * x + m->c * y + m->e, m->b * x + m->d * y + m->f};
}

/* The number that is so many before the last one; 0 when there are fewer. */
static double number_back(const struct painter *painter, size_t back) {
    const struct operand *operand =
        painter->operand_count > back ? &painter->operands[painter->operand_count - 1 - back] : NULL;
    return operand && !operand->text ? operand->number : 0;
}

/* --- Colours -------------------------------------------------------------------------------------------- */

static double share(double value) {
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

static struct tint tint_of(const struct painter *painter, size_t components) {
    double v[4] = {0};
    for (size_t i = 0; i < components; i++)
        v[i] = share(number_back(painter, components - 1 - i));
    if (components == 1)
        return (struct tint){v[0], v[0], v[0]};
    if (components == 3)
        return (struct tint){v[0], v[1], v[2]};
    return (struct tint){(1 - v[0]) * (1 - v[3]), (1 - v[1]) * (1 - v[3]), (1 - v[2]) * (1 - v[3])};
}

static void colour_set(struct painter *painter, size_t components, bool fill) {
    struct state *state = state_of(painter);
    *(fill ? &state->fill : &state->line) = tint_of(painter, components);
    if (!fill)
        return;
    struct buffer said = {0};
    for (size_t i = components; i-- > 0;) {
        content_put_number(&said, number_back(painter, i));
        buffer_string(&said, i > 0 ? "," : "");
    }
    size_t count = said.count < sizeof state->colour - 1 ? said.count : sizeof state->colour - 1;
    memcpy(state->colour, buffer_text(&said), count);
    state->colour[count] = '\0';
    buffer_close(&said);
}

/* --- Paths ---------------------------------------------------------------------------------------------- */

static void point_add(struct painter *painter, double x, double y, bool begins) {
    if (painter->point_count == POINTS_MAX) {
        painter->order->odd(painter->order->context, "path");
        return;
    }
    if (begins || painter->part_count == 0)
        painter->starts[painter->part_count++] = painter->point_count;
    painter->points[painter->point_count++] = place(&state_of(painter)->matrix, x, y);
}

static void rectangle_add(struct painter *painter) {
    double x = number_back(painter, 3), y = number_back(painter, 2);
    double right = x + number_back(painter, 1), top = y + number_back(painter, 0);
    point_add(painter, x, y, true);
    point_add(painter, right, y, false);
    point_add(painter, right, top, false);
    point_add(painter, x, top, false);
    point_add(painter, x, y, false);
}

static void line_paint(struct painter *painter, struct spot from, struct spot to) {
    const struct state *state = state_of(painter);
    double along = hypot(to.x - from.x, to.y - from.y);
    double half = state->width * sqrt(fabs(state->matrix.a * state->matrix.d - state->matrix.b * state->matrix.c)) / 2;
    double x = along > 0 ? (to.x - from.x) / along * half : half, y = along > 0 ? (to.y - from.y) / along * half : 0;
    const struct spot corners[] = {{from.x - x - y, from.y - y + x},
                                   {from.x - x + y, from.y - y - x},
                                   {to.x + x + y, to.y + y - x},
                                   {to.x + x - y, to.y + y + x}};
    sight_fill(painter->sight, corners, 4, state->line, false);
}

static void path_clip(struct painter *painter) {
    double *clip = state_of(painter)->clip, box[4];
    sight_box(painter->points, painter->point_count, box);
    for (size_t i = 0; i < 2; i++) {
        clip[i] = box[i] > clip[i] ? box[i] : clip[i];
        clip[i + 2] = box[i + 2] < clip[i + 2] ? box[i + 2] : clip[i + 2];
    }
}

static void path_paint(struct painter *painter, const char *word) {
    bool lines = strchr("SsBb", *word) != NULL, fills = strchr("fFBb", *word) != NULL;
    for (size_t i = 0; i < painter->part_count; i++) {
        size_t from = painter->starts[i];
        size_t to = i + 1 < painter->part_count ? painter->starts[i + 1] : painter->point_count;
        if (fills)
            sight_fill(painter->sight, painter->points + from, to - from, state_of(painter)->fill, false);
        for (size_t j = from + 1; lines && j < to; j++)
            line_paint(painter, painter->points[j - 1], painter->points[j]);
        if (lines && (*word == 's' || *word == 'b') && to > from)
            line_paint(painter, painter->points[to - 1], painter->points[from]);
    }
    if (painter->clipping)
        path_clip(painter);
    painter->clipping = false;
    painter->point_count = painter->part_count = 0;
}

/* --- Words ---------------------------------------------------------------------------------------------- */

static void word_end(struct painter *painter) {
    if (painter->word.count == 0)
        return;
    painter->at.text = arena_copy(painter->arena, painter->word.bytes, painter->word.count);
    LIST_ADD(painter->arena, &painter->view->words, painter->at);
    buffer_clear(&painter->word);
}

static void word_begin(struct painter *painter, struct spot at, double size) {
    const struct mark *mark = mark_of(painter);
    word_end(painter);
    painter->at =
        (struct view_word){.as = mark->as, .mcid = mark->mcid, .left = at.x, .right = at.x, .base = at.y, .size = size};
}

static bool is_leftwards(uint32_t code) {
    return (code >= 0x590 && code < 0x900) || (code >= 0xFB1D && code < 0xFE00) || (code >= 0xFE70 && code < 0xFF00);
}

/* Whether there is anything to see of a text. */
static bool is_blank_text(struct buffer *text, bool *leftwards) {
    bool blank = true;
    for (const char *at = buffer_text(text), *end = at + text->count; at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        blank = blank && (code <= ' ' || code == 0xA0 || code == 0xAD || code == 0x34F || code == 0x3000 ||
                          (code >= 0x2000 && code <= 0x200F) || (code >= 0x2028 && code <= 0x202F) || code == 0xFEFF);
        *leftwards = *leftwards || is_leftwards(code);
    }
    return blank;
}

/* What a letter is painted with and where; the matrix is from its own space, an em wide, to the page. */
static void letter_put(struct painter *painter, struct buffer *text, const struct matrix *m, double width) {
    const struct state *state = state_of(painter);
    struct spot at = place(m, 0, 0), end = place(m, width, 0), top = place(m, 0, 1);
    double size = hypot(top.x - at.x, top.y - at.y), broad = hypot(end.x - at.x, end.y - at.y);
    bool leftwards = false;
    if (is_blank_text(text, &leftwards)) {
        word_end(painter);
        return;
    }
    bool follows = painter->word.count > 0 && fabs(painter->pen.x - at.x) < 0.2 * size &&
                   fabs(painter->pen.y - at.y) < 0.02 * size && painter->at.mcid == mark_of(painter)->mcid &&
                   painter->at.as == mark_of(painter)->as;
    if (!follows)
        word_begin(painter, at, size);
    buffer_bytes(&painter->word, text->bytes, text->count);
    painter->at.leftwards = painter->at.leftwards || leftwards;
    painter->at.left = fmin(painter->at.left, fmin(at.x, end.x));
    painter->at.right = fmax(painter->at.right, fmax(at.x, end.x));
    painter->pen = end;
    enum unseen unseen = state->mode == 3 || state->mode == 7              ? UNSEEN_MODE
                         : size < 3 || (width > 0.1 && broad < 0.1 * size) ? UNSEEN_SMALL
                                                                           : UNSEEN_NOT;
    struct letter letter = {.corner = at,
                            .along = end,
                            .up = place(m, 0, 0.5),
                            .word = painter->view->words.count,
                            .tint = state->mode == 1 || state->mode == 5 ? state->line : state->fill,
                            .unseen = unseen};
    memcpy(letter.clip, state->clip, sizeof letter.clip);
    sight_letter(painter->sight, &letter);
}

static void text_show(struct painter *painter, const char *bytes, size_t count) {
    struct state *state = state_of(painter);
    struct buffer text = {0};
    uint32_t code;
    if (!state->font)
        return;
    for (size_t at = 0, step;
         (step = code_take(state->font->narrow, (const unsigned char *)bytes + at, count - at, &code)) > 0;
         at += step) {
        double width = state->font->width(state->font, code) / 1000;
        const struct matrix own = {state->size * state->scale, 0, 0, state->size, 0, state->rise};
        struct matrix m = matrix_times(matrix_times(own, painter->text), state->matrix);
        buffer_clear(&text);
        meanings_put(state->font->meanings, code, &text);
        painter->order->shown(painter->order->context, state->font, code, state->colour);
        letter_put(painter, &text, &m, width);
        double on = (width * state->size + state->letter_space + (step == 1 && code == ' ' ? state->word_space : 0)) *
                    state->scale;
        painter->text = matrix_times((struct matrix){1, 0, 0, 1, on, 0}, painter->text);
    }
    buffer_close(&text);
}

static void texts_show(struct painter *painter) {
    const struct state *state = state_of(painter);
    for (size_t i = 0; i < painter->operand_count; i++) {
        const struct operand *operand = &painter->operands[i];
        if (operand->text)
            text_show(painter, buffer_text(&painter->strings) + operand->from, operand->count);
        else
            painter->text = matrix_times(
                (struct matrix){1, 0, 0, 1, -operand->number / 1000 * state->size * state->scale, 0}, painter->text);
    }
}

static void line_next(struct painter *painter, double x, double y) {
    painter->line = matrix_times((struct matrix){1, 0, 0, 1, x, y}, painter->line);
    painter->text = painter->line;
}

/* --- Things --------------------------------------------------------------------------------------------- */

static void thing_paint(struct painter *painter) {
    const char *word = "";
    const struct matrix *m = &state_of(painter)->matrix;
    if (painter->order->thing(painter->order->context, buffer_text(&painter->name), &word) != VIEW_PICTURE)
        return;
    const struct spot corners[] = {place(m, 0, 0), place(m, 1, 0), place(m, 1, 1), place(m, 0, 1)};
    double box[4];
    sight_box(corners, 4, box);
    word_begin(painter, (struct spot){box[0], box[1]}, box[3] - box[1]);
    buffer_string(&painter->word, *word ? word : "picture");
    painter->at.right = box[2];
    painter->at.picture = true;
    struct letter letter = {.corner = corners[0],
                            .along = corners[1],
                            .up = corners[3],
                            .word = painter->view->words.count,
                            .picture = true,
                            .unseen = box[2] - box[0] < 2 || box[3] - box[1] < 2 ? UNSEEN_SMALL : UNSEEN_NOT};
    memcpy(letter.clip, state_of(painter)->clip, sizeof letter.clip);
    sight_fill(painter->sight, corners, 4, (struct tint){0}, true);
    sight_letter(painter->sight, &letter);
    word_end(painter);
}

/* --- Operators ------------------------------------------------------------------------------------------ */

static bool operate_path(struct painter *painter, const char *word) {
    if (strcmp(word, "re") == 0)
        rectangle_add(painter);
    else if (scan_is_one_of(word, "m l c v y"))
        point_add(painter, number_back(painter, 1), number_back(painter, 0), *word == 'm');
    else if (scan_is_one_of(word, "f F f* B B* b b* S s n"))
        path_paint(painter, word);
    else if (scan_is_one_of(word, "W W*"))
        painter->clipping = true;
    else
        return false;
    return true;
}

static bool operate_text(struct painter *painter, const char *word) {
    struct state *state = state_of(painter);
    if (scan_is_one_of(word, "' \""))
        line_next(painter, 0, -state->leading);
    if (scan_is_one_of(word, "Tj TJ ' \""))
        texts_show(painter);
    else if (strcmp(word, "BT") == 0)
        painter->text = painter->line = (struct matrix){1, 0, 0, 1, 0, 0};
    else if (scan_is_one_of(word, "Td TD"))
        line_next(painter, number_back(painter, 1), number_back(painter, 0));
    else if (strcmp(word, "T*") == 0)
        line_next(painter, 0, -state->leading);
    else if (strcmp(word, "Tm") == 0)
        painter->text = painter->line =
            (struct matrix){number_back(painter, 5), number_back(painter, 4), number_back(painter, 3),
                            number_back(painter, 2), number_back(painter, 1), number_back(painter, 0)};
    else
        return false;
    if (strcmp(word, "TD") == 0)
        state->leading = -number_back(painter, 0);
    return true;
}

static void operate_state(struct painter *painter, const char *word) {
    struct state *state = state_of(painter);
    double number = number_back(painter, 0);
    if (strcmp(word, "q") == 0) {
        if (++painter->saved < STATES_MAX)
            painter->states[painter->saved] = *state;
    } else if (strcmp(word, "Q") == 0)
        painter->saved -= painter->saved > 0 ? 1 : 0;
    else if (strcmp(word, "cm") == 0)
        state->matrix =
            matrix_times((struct matrix){number_back(painter, 5), number_back(painter, 4), number_back(painter, 3),
                                         number_back(painter, 2), number_back(painter, 1), number},
                         state->matrix);
    else if (scan_is_one_of(word, "g rg k"))
        colour_set(painter, *word == 'g' ? 1 : *word == 'k' ? 4 : 3, true);
    else if (scan_is_one_of(word, "G RG K"))
        colour_set(painter, *word == 'G' ? 1 : *word == 'K' ? 4 : 3, false);
    else if (strcmp(word, "w") == 0)
        state->width = number;
    else if (strcmp(word, "Tf") == 0) {
        state->font = painter->order->font(painter->order->context, buffer_text(&painter->name));
        state->size = number;
    } else if (strcmp(word, "Tc") == 0)
        state->letter_space = number;
    else if (strcmp(word, "Tw") == 0)
        state->word_space = number;
    else if (strcmp(word, "Tz") == 0)
        state->scale = number / 100;
    else if (strcmp(word, "TL") == 0)
        state->leading = number;
    else if (strcmp(word, "Ts") == 0)
        state->rise = number;
    else if (strcmp(word, "Tr") == 0)
        state->mode = number >= 0 && number <= 7 ? (int)number : 0;
}

static void mark_begin(struct painter *painter) {
    const char *tag = buffer_text(painter->tag.count > 0 ? &painter->tag : &painter->name);
    struct mark next = *mark_of(painter);
    if (strcmp(tag, "OC") == 0)
        painter->order->odd(painter->order->context, "OC");
    if (strcmp(tag, "Artifact") == 0)
        next = (struct mark){PAINTED_ARTIFACT, -1};
    else if (painter->mcid >= 0 && next.as != PAINTED_ARTIFACT)
        next = (struct mark){PAINTED_MARKED, painter->mcid};
    if (++painter->depth < MARKS_MAX)
        painter->marks[painter->depth] = next;
}

static void operate(struct painter *painter, const char *word) {
    if (scan_is_one_of(word, "cs CS sc SC scn SCN sh gs W W* BI BX d0 d1 Tr"))
        painter->order->odd(painter->order->context, word);
    if (scan_is_one_of(word, "BDC BMC"))
        mark_begin(painter);
    else if (strcmp(word, "EMC") == 0)
        painter->depth -= painter->depth > 0 ? 1 : 0;
    else if (strcmp(word, "Do") == 0)
        thing_paint(painter);
    else if (strcmp(word, "ID") == 0)
        scanner_skip_image(&painter->in);
    else if (!operate_path(painter, word) && !operate_text(painter, word))
        operate_state(painter, word);
}

/* A dictionary of properties: its MCID; of what is no artifact, other keys are odd. */
static void properties_read(struct painter *painter) {
    bool wanted = false, artifact = strcmp(buffer_text(&painter->name), "Artifact") == 0;
    for (size_t depth = 1; depth > 0;) {
        enum token token = scanner_take(&painter->in);
        if (token == TOKEN_END)
            return;
        if (token == TOKEN_SIGN)
            depth += painter->in.sign == '<' ? 1 : painter->in.sign == '>' ? (size_t)-1 : 0;
        if (token == TOKEN_NUMBER && wanted && depth == 1 && painter->in.number >= 0 && painter->in.number < 1e9)
            painter->mcid = (long)painter->in.number;
        const char *key = token == TOKEN_NAME ? buffer_text(&painter->in.text) : "";
        wanted = strcmp(key, "MCID") == 0;
        if (scan_is_one_of(key, "ActualText Alt E Lang") && (!artifact || *key != 'L'))
            painter->order->odd(painter->order->context, key);
    }
}

static void operand_add(struct painter *painter, enum token token) {
    struct operand operand = {.text = token == TOKEN_STRING,
                              .number = painter->in.number,
                              .from = painter->strings.count,
                              .count = painter->in.text.count};
    if (!operand.text && !(fabs(operand.number) < 1e6))
        operand.number = 0;
    if (operand.text)
        buffer_bytes(&painter->strings, buffer_text(&painter->in.text), painter->in.text.count);
    if (painter->operand_count < OPERANDS_MAX)
        painter->operands[painter->operand_count++] = operand;
}

static void operands_drop(struct painter *painter) {
    painter->operand_count = 0;
    painter->mcid = -1;
    buffer_clear(&painter->strings);
    buffer_clear(&painter->name);
    buffer_clear(&painter->tag);
}

static void tokens_read(struct painter *painter) {
    for (enum token token; (token = scanner_take(&painter->in)) != TOKEN_END;) {
        if (token == TOKEN_STRING || token == TOKEN_NUMBER) {
            operand_add(painter, token);
        } else if (token == TOKEN_NAME) {
            struct buffer older = painter->tag;
            painter->tag = painter->name;
            painter->name = older;
            buffer_clear(&painter->name);
            buffer_bytes(&painter->name, buffer_text(&painter->in.text), painter->in.text.count);
        } else if (token == TOKEN_SIGN && painter->in.sign == '<') {
            properties_read(painter);
        } else if (token == TOKEN_WORD) {
            operate(painter, buffer_text(&painter->in.text));
            operands_drop(painter);
        }
    }
    word_end(painter);
}

void view_read(struct view *view, const struct view_order *order, const void *bytes, size_t count,
               struct arena *arena) {
    struct arena *scratch = arena_open();
    struct painter *painter = ARENA_NEW(scratch, struct painter);
    painter->view = view;
    painter->order = order;
    painter->in = scanner_open(bytes, count);
    painter->arena = arena;
    painter->sight = sight_open(scratch);
    painter->marks[0] = (struct mark){PAINTED_LOOSE, -1};
    painter->mcid = -1;
    painter->text = painter->line = (struct matrix){1, 0, 0, 1, 0, 0};
    painter->states[0] = (struct state){.matrix = {1, 0, 0, 1, 0, 0}, .colour = "0", .width = 1, .scale = 1};
    memcpy(painter->states[0].clip, view->box, sizeof view->box);
    tokens_read(painter);
    sight_judge(painter->sight, view, order);
    scanner_close(&painter->in);
    buffer_close(&painter->strings);
    buffer_close(&painter->name);
    buffer_close(&painter->tag);
    buffer_close(&painter->word);
    arena_close(scratch);
}
