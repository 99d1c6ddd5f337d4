/* running.c: running head and foot, watermark and logo → artifacts of a page.
 *
 * ISO 32000-1, 14.8.2.2: all of it is pagination, so none has a node, and the
 * structure is the same whatever a style shows. Nothing said here is said only
 * here: title, version and status stand in the text too. A head too long for its
 * line loses words at its end.
 */
#include "layout/running.h"

#include <string.h>

#include "document/numbers.h"
#include "document/words.h"
#include "layout/imprint.h"
#include "layout/picture.h"

#define WATERMARK_TURN 45
#define DIAGONAL 7071 /* sine and cosine of it, times 10000 */
#define WATERMARK_SAMPLE LENGTH_PT(100)

static void line_put(const struct setting *setting, mark_list *list, const struct line *line, length x, length y) {
    for (size_t i = 0; line && i < line->stroke_count; i++) {
        struct mark mark = line_mark(line, i, setting->arena);
        mark.x += x;
        mark.y += y;
        LIST_ADD(setting->arena, list, mark);
    }
}

/* The text on one line, words left out at its end until it fits. NULL when nothing is left or a face is missing. */
static const struct line *line_fit(const struct setting *setting, const char *text, const struct block_style *look,
                                   enum artifact artifact, length room) {
    if (!*text)
        return NULL;
    const struct line *line = paragraph_artifact(setting, text, look, artifact);
    char *shorter = arena_string(setting->arena, text);
    while (line && line->width > room) {
        char *space = strrchr(shorter, ' ');
        if (!space)
            return NULL;
        *space = '\0';
        line = paragraph_artifact(setting, arena_format(setting->arena, "%s\xE2\x80\xA6", shorter), look, artifact);
    }
    return line;
}

static length text_width(const struct setting *setting, const char *text, const struct block_style *look) {
    const struct line *line = *text ? paragraph_artifact(setting, text, look, ARTIFACT_HEADER) : NULL;
    return line ? line->width + look->size : 0;
}

/* One text at the start of the line, one at its end. `ends` are ways to say the latter, the longest first, NULL last:
 * the first that leaves room for the whole of `start` is taken, else the shortest. */
static void pair_put(const struct setting *setting, const struct draft *draft, mark_list *list, enum style_block block,
                     enum artifact artifact, const char *start, const char *const *ends, length baseline) {
    const struct block_style *look = &setting->style->blocks[block];
    const struct sheet *sheet = draft->sheet;
    length wanted = text_width(setting, start, look);
    while (ends[1] && wanted + text_width(setting, *ends, look) > sheet->across + look->size)
        ends++;
    const struct line *right = line_fit(setting, *ends, look, artifact, sheet->across);
    length taken = right ? right->width + look->size : 0;
    const struct line *left = line_fit(setting, start, look, artifact, sheet->across - taken);
    line_put(setting, list, left, sheet->left, baseline);
    if (right)
        line_put(setting, list, right, sheet->left + sheet->across - right->width, baseline);
}

/* What the head says at its end; see pair_put. */
static void head_ends(const struct setting *setting, const char *ends[4]) {
    const struct document *document = setting->document;
    struct arena *arena = setting->arena;
    const char *date = document->date ? number_date(arena, document->date) : NULL;
    size_t count = 0;
    if (document->draft) {
        ends[count++] = words_value(WORDS_STATUS, "draft");
    } else if (document->version && *document->version) {
        if (date)
            ends[count++] = words_fill(arena, WORD_RUNNING_VERSION_DATE, document->version, date);
        ends[count++] = words_fill(arena, WORD_RUNNING_VERSION, document->version);
        ends[count++] = "";
    } else {
        ends[count++] = date ? date : "";
    }
    ends[count] = NULL;
}

static void head_add(const struct setting *setting, struct draft *draft) {
    const struct document *document = setting->document;
    const struct style *style = setting->style;
    const struct block_style *look = &style->blocks[STYLE_RUNNING_HEAD];
    const struct sheet *sheet = draft->sheet;
    const char *ends[4];
    head_ends(setting, ends);
    /* The rule stands a line above the text, the head just over the rule. */
    length rule = sheet->top - look->leading;
    if (rule < look->leading)
        return;
    const char *title = document->short_title ? document->short_title : document->title;
    pair_put(setting, draft, &draft->head, STYLE_RUNNING_HEAD, ARTIFACT_HEADER, title ? title : "", ends,
             rule - look->leading * 2 / 5);
    struct mark mark = {.kind = MARK_FILL,
                        .artifact = ARTIFACT_HEADER,
                        .x = sheet->left,
                        .y = rule,
                        .width = sheet->across,
                        .height = style->rule_width,
                        .colour = style->rule};
    if (style->rule != COLOUR_NONE && style->rule_width > 0)
        LIST_ADD(setting->arena, &draft->head, mark);
}

/* Above the foot, in the room that was made for it: the first line at `baseline`. */
static void imprint_put(const struct setting *setting, struct draft *draft, length baseline) {
    const struct imprint *imprint = setting->imprint;
    length leading = setting->style->blocks[STYLE_RUNNING_FOOT].leading;
    for (size_t i = 0; imprint && i < imprint->count; i++)
        line_put(setting, &draft->foot, imprint->lines[i], draft->sheet->left, baseline + (length)i * leading);
}

static void foot_add(const struct setting *setting, struct draft *draft, size_t number, size_t total) {
    const struct document *document = setting->document;
    const struct block_style *look = &setting->style->blocks[STYLE_RUNNING_FOOT];
    const struct sheet *sheet = draft->sheet;
    const char *facts[3] = {document->reference, NULL, document->status};
    if (!setting->imprint && document->version && *document->version)
        facts[1] = words_fill(setting->arena, WORD_RUNNING_FOOT_VERSION, document->version);
    const char *start = "";
    for (size_t i = 0; i < 3; i++)
        if (facts[i] && *facts[i])
            start = arena_format(setting->arena, "%s%s%s", start, *start ? " \xC2\xB7 " : "", facts[i]);
    const char *page = words_fill(setting->arena, WORD_RUNNING_PAGE, arena_format(setting->arena, "%zu", number),
                                  arena_format(setting->arena, "%zu", total));
    const char *ends[2] = {page, NULL};
    length raised = setting->imprint ? setting->imprint->height : 0;
    length margin = sheet->height - sheet->top - sheet->down - raised;
    length baseline = sheet->height - margin / 2 + look->size / 3;
    if (baseline < sheet->height - margin + look->leading)
        baseline = sheet->height - margin + look->leading;
    imprint_put(setting, draft, baseline - raised);
    if (baseline + look->size / 3 > sheet->height)
        return;
    pair_put(setting, draft, &draft->foot, STYLE_RUNNING_FOOT, ARTIFACT_FOOTER, start, ends, baseline);
}

static void watermark_add(const struct setting *setting, struct draft *draft) {
    const char *text = setting->document->watermark;
    if (!text || !*text || setting->style->watermark == COLOUR_NONE)
        return;
    struct block_style look = setting->style->blocks[STYLE_TITLE];
    look.text = setting->style->watermark;
    look.size = look.leading = WATERMARK_SAMPLE;
    const struct line *sample = paragraph_artifact(setting, text, &look, ARTIFACT_WATERMARK);
    if (!sample || sample->width <= 0)
        return;
    const struct sheet *sheet = draft->sheet;
    length side = sheet->width < sheet->height ? sheet->width : sheet->height;
    /* Turned by half a right angle, text and one em of height reach over (width + size) × sine each way. */
    length across = side * 8 / 10 * 10000 / DIAGONAL;
    look.size = look.leading = WATERMARK_SAMPLE * across / (sample->width + WATERMARK_SAMPLE);
    const struct line *line = paragraph_artifact(setting, text, &look, ARTIFACT_WATERMARK);
    if (!line)
        return;
    length half = line->width / 2, rise = look.size * 35 / 100; /* half a capital */
    length x = sheet->width / 2 - (half - rise) * DIAGONAL / 10000;
    length y = sheet->height / 2 + (half + rise) * DIAGONAL / 10000;
    for (size_t i = 0; i < line->stroke_count; i++) {
        struct mark mark = line_mark(line, i, setting->arena);
        length along = mark.x;
        mark.x = x + along * DIAGONAL / 10000;
        mark.y = y - along * DIAGONAL / 10000;
        mark.as.glyphs.turn = WATERMARK_TURN;
        LIST_ADD(setting->arena, &draft->watermark, mark);
    }
}

/* The logo's place: in the top margin, at its end side. False when the style has none. */
static bool logo_place(const struct setting *setting, struct mark *out) {
    const struct style *style = setting->style;
    struct picture picture;
    struct place nowhere = {0};
    if (!style->logo_file || !picture_read(style->logo_file, nowhere, setting->arena, setting->report, &picture))
        return false;
    length width = style->logo_width > 0 ? style->logo_width : picture.width;
    length most = style->page_width - style->margin_start - style->margin_end;
    width = width < most ? width : most;
    *out = (struct mark){.kind = MARK_IMAGE,
                         .artifact = ARTIFACT_LAYOUT,
                         .x = style->page_width - style->margin_end - width,
                         .y = style->margin_top / 2,
                         .width = width,
                         .height = width * picture.height / picture.width};
    out->as.image.file = style->logo_file;
    length down = style->page_height / 4;
    if (out->height > down) {
        out->x += out->width - down * picture.width / picture.height;
        out->width = down * picture.width / picture.height;
        out->height = down;
    }
    return out->width > 0 && out->height > 0;
}

length running_logo_room(const struct setting *setting) {
    struct mark logo;
    if (!logo_place(setting, &logo))
        return 0;
    length room = logo.y + logo.height + setting->style->blocks[STYLE_BODY].leading - setting->style->margin_top;
    if (room <= 0)
        return 0;
    return setting->style->grid > 0 ? breaker_grid(room, setting->style->grid) : room;
}

void running_add(const struct setting *setting, struct draft *draft, size_t number, size_t total) {
    struct mark logo;
    if (draft->blank) {
        foot_add(setting, draft, number, total);
        return;
    }
    watermark_add(setting, draft);
    if (number > 1)
        head_add(setting, draft);
    else if (!draft->sheet->turned && logo_place(setting, &logo))
        LIST_ADD(setting->arena, &draft->head, logo);
    foot_add(setting, draft, number, total);
}
