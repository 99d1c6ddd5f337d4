/* contrast.c: style → the pairs of colours that fail.
 *
 * Relative luminance and ratio as WCAG 2.2 defines them. Pairs: each block's text
 * on its own background or the page; text that may stand in a box (declaration,
 * quotation, cell…) on the box; links and placeholders on all of these; and all
 * of it on the watermark, which is painted under everything, so that it can show
 * behind any text that has no background of its own.
 *
 * A colour that fails in several pairs is one mistake: it is told once, by the pair
 * that falls shortest.
 *
 * Surprising: x^2.4 is found without the mathematics library: x² times the fifth
 * root of x², by Newton's method, in plain IEEE doubles, the same everywhere.
 */
#include "style/contrast.h"

#include <string.h>

#include "base/list.h"

#define PAPER ((colour)0xFFFFFFu)

static double fifth_root(double value) {
    if (value <= 0)
        return 0;
    double root = value < 1 ? 1 : value;
    for (int i = 0; i < 60; i++) {
        double next = root - (root - value / (root * root * root * root)) / 5;
        if (next == root)
            break;
        root = next;
    }
    return root;
}

static double channel_linear(colour channel) {
    double value = (double)channel / 255;
    if (value <= 0.04045)
        return value / 12.92;
    double base = (value + 0.055) / 1.055;
    return base * base * fifth_root(base * base);
}

static double luminance(colour value) {
    return 0.2126 * channel_linear(value >> 16 & 0xFF) + 0.7152 * channel_linear(value >> 8 & 0xFF) +
           0.0722 * channel_linear(value & 0xFF);
}

int contrast_ratio(colour text, colour background) {
    double one = luminance(text) + 0.05;
    double other = luminance(background) + 0.05;
    return (int)((one > other ? one / other : other / one) * 100 + 1e-9);
}

/* A colour, what it is called and where it comes from. */
struct side {
    colour value;
    const char *name;
    struct place place;
};

/* A pair that fails; `share` is what it reaches of what it should, in thousandths. */
struct failure {
    struct place place;
    struct side text, behind;
    int ratio, least, share;
};

struct check {
    const struct style *style;
    const struct sheet *sheet;
    struct arena *arena;
    LIST(struct failure) failures; /* the worst at each place */
};

static const char *ratio_print(struct arena *arena, int ratio) {
    return arena_format(arena, "%d.%02d:1", ratio / 100, ratio % 100);
}

static bool place_is(struct place one, struct place other) {
    return one.line == other.line && one.column == other.column && one.file && other.file &&
           strcmp(one.file, other.file) == 0;
}

static void failure_add(struct check *check, struct failure failure) {
    for (size_t i = 0; i < check->failures.count; i++) {
        struct failure *known = &check->failures.items[i];
        if (!place_is(known->place, failure.place))
            continue;
        if (failure.share < known->share)
            *known = failure;
        return;
    }
    LIST_ADD(check->arena, &check->failures, failure);
}

static void failures_report(const struct check *check, struct report *report) {
    for (size_t i = 0; i < check->failures.count; i++) {
        const struct failure *failure = &check->failures.items[i];
        report_add(report, RULE_STYLE_CONTRAST, failure->place,
                   arena_format(check->arena, "%s (#%06X)", failure->text.name, failure->text.value),
                   arena_format(check->arena, "%s (#%06X)", failure->behind.name, failure->behind.value),
                   ratio_print(check->arena, failure->ratio), ratio_print(check->arena, failure->least));
    }
}

/* `type` is the block whose size and weight the text has. */
static void pair_check(struct check *check, struct side text, struct side behind, enum style_block type) {
    const struct block_style *look = &check->style->blocks[type];
    bool large = look->size >= LENGTH_PT(18) || (look->bold && look->size >= LENGTH_PT(14));
    int least = large ? 300 : 450;
    int ratio = contrast_ratio(text.value, behind.value);
    if (ratio < least)
        failure_add(check, (struct failure){sheet_nearer(check->sheet, text.place, behind.place), text, behind, ratio,
                                            least, ratio * 1000 / least});
}

static struct side text_side(const struct check *check, enum style_block block) {
    return (struct side){check->style->blocks[block].text,
                         arena_format(check->arena, "the text of %s", sheet_block_name(block)),
                         sheet_place(check->sheet, block, FIELD_TEXT)};
}

/* What is behind the block: its own background, else the paper. */
static struct side behind_side(const struct check *check, enum style_block block) {
    if (check->style->blocks[block].background == COLOUR_NONE)
        return (struct side){PAPER, "white paper", {.file = NULL}};
    return (struct side){check->style->blocks[block].background,
                         arena_format(check->arena, "the background of %s", sheet_block_name(block)),
                         sheet_place(check->sheet, block, FIELD_BACKGROUND)};
}

static struct side whole_side(const struct check *check, colour value, const char *name, enum sheet_whole field) {
    return (struct side){value, name, sheet_whole_place(check->sheet, field)};
}

/* Blocks of running text that can stand in a box, and then have its colours behind them. */
static const enum style_block INSIDE[] = {STYLE_HEADING_3, STYLE_HEADING_4, STYLE_HEADING_5,
                                          STYLE_HEADING_6, STYLE_TERM,      STYLE_CAPTION};

static bool block_is_box(enum style_block block) {
    return block == STYLE_DECLARATION || block == STYLE_QUOTE || block == STYLE_STATUS;
}

static bool block_holds_links(enum style_block block) {
    return block != STYLE_RUNNING_HEAD && block != STYLE_RUNNING_FOOT;
}

/* Colours of a comparison's words; they have to hold in the inverted colours of a dark screen too, since a reader who
 * needs those needs to tell them as well as anybody. */
static const struct {
    size_t offset;
    const char *name;
    enum sheet_whole field;
} CHANGES[] = {{offsetof(struct style, inserted), "the text of what is inserted", WHOLE_INSERTED},
               {offsetof(struct style, deleted), "the text of what is deleted", WHOLE_DELETED},
               {offsetof(struct style, marker), "the words that mark a change", WHOLE_MARKER}};

static struct side inverted_side(const struct check *check, struct side side) {
    side.value ^= 0xFFFFFFu;
    side.name = arena_format(check->arena, "%s, inverted", side.name);
    return side;
}

static void changes_check(struct check *check, enum style_block block, struct side behind) {
    for (size_t i = 0; i < sizeof CHANGES / sizeof *CHANGES; i++) {
        colour value = *(const colour *)((const char *)check->style + CHANGES[i].offset);
        struct side text = whole_side(check, value, CHANGES[i].name, CHANGES[i].field);
        pair_check(check, text, behind, block);
        pair_check(check, inverted_side(check, text), inverted_side(check, behind), block);
    }
}

static void block_check(struct check *check, enum style_block block) {
    const struct style *style = check->style;
    struct side behind = behind_side(check, block);
    struct side link = whole_side(check, style->link, "the text of links", WHOLE_LINK);
    struct side watermark = whole_side(check, style->watermark, "the watermark", WHOLE_WATERMARK);
    pair_check(check, text_side(check, block), behind, block);
    if (block_holds_links(block)) {
        pair_check(check, link, behind, block);
        changes_check(check, block, behind);
    }
    if (style->blocks[block].background == COLOUR_NONE) {
        pair_check(check, text_side(check, block), watermark, block);
        if (block_holds_links(block)) {
            pair_check(check, link, watermark, block);
            changes_check(check, block, watermark);
        }
    } else if (block_is_box(block)) {
        for (size_t i = 0; i < sizeof INSIDE / sizeof INSIDE[0]; i++)
            if (style->blocks[INSIDE[i]].background == COLOUR_NONE)
                pair_check(check, text_side(check, INSIDE[i]), behind, INSIDE[i]);
    }
}

void contrast_check(const struct style *style, const struct sheet *sheet, struct arena *arena, struct report *report) {
    struct check check = {.style = style, .sheet = sheet, .arena = arena};
    for (enum style_block block = STYLE_BODY; block < STYLE_BLOCKS; block++)
        block_check(&check, block);
    struct side missing =
        whole_side(&check, style->missing_background, "the background of placeholders", WHOLE_MISSING_BACKGROUND);
    if (style->missing_background == COLOUR_NONE)
        missing = (struct side){PAPER, "white paper", {.file = NULL}};
    /* Placeholders stand in any text; the smallest is the note, and small text needs the most. */
    pair_check(&check, whole_side(&check, style->missing_text, "the text of placeholders", WHOLE_MISSING_TEXT), missing,
               STYLE_NOTE);
    pair_check(&check, whole_side(&check, style->link, "the text of links", WHOLE_LINK), missing, STYLE_NOTE);
    failures_report(&check, report);
}
