/* test_paragraph.c: inline content set in the program's own fonts.
 *
 * Documents are made by hand, a style too. `set` holds every paragraph that any
 * test sets against what must be true of all: no text lost or moved, the space at
 * a line's end painted, widths inside the measure, marks side by side. Run from
 * the project's root, or with ENGROSS_HOME.
 */
#include "layout/gauge.h"
#include "layout/paragraph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "layout/inline.h"
#include "layout/line.h"
#include "read/source.h"
#include "text/margin.h"
#include "text/opportunity.h"

static struct source *source;
static struct font_set *fonts;
static struct shaper *shaper;
static struct arena *arena, *house;
static struct style style;
static struct document document;
static struct setting setting;
static struct block_style body;

static int open_house(void **state) {
    (void)state;
    const char *home = getenv("ENGROSS_HOME");
    house = arena_open();
    struct report *report = report_open(house);
    source = source_open(home != NULL ? home : ".");
    fonts = font_set_open(source, house, report);
    if (fonts == NULL)
        return -1;
    shaper = shaper_open(fonts, house);
    opportunity_open(fonts);
    return 0;
}

static int close_house(void **state) {
    (void)state;
    opportunity_close();
    shaper_close(shaper);
    font_set_close(fonts);
    source_close(source);
    arena_close(house);
    return 0;
}

static int open_test(void **state) {
    (void)state;
    arena = arena_open();
    style = (struct style){
        .link = 0x005EB8, .underline_links = true, .missing_text = 0x7C2855, .missing_background = 0xFFF4C2};
    document = (struct document){.lang = "en-GB"};
    setting = (struct setting){
        .document = &document, .style = &style, .shaper = shaper, .arena = arena, .report = report_open(arena)};
    body = (struct block_style){.family = "Noto Sans",
                                .size = LENGTH_PT(12),
                                .leading = LENGTH_PT(18),
                                .text = 0x212B32,
                                .background = COLOUR_NONE,
                                .edge = COLOUR_NONE};
    return 0;
}

static int close_test(void **state) {
    (void)state;
    arena_close(arena);
    return 0;
}

/* --- Documents by hand ------------------------------------------------------------ */

static struct node *add(struct node *parent, enum node_kind kind) {
    struct node *node = ARENA_NEW(arena, struct node);
    node->kind = kind;
    node->parent = parent;
    if (parent != NULL) {
        if (parent->last != NULL)
            parent->last->next = node;
        else
            parent->first = node;
        parent->last = node;
    }
    return node;
}

static struct node *text(struct node *parent, const char *words) {
    struct node *node = add(parent, NODE_TEXT);
    node->as.text.text = words;
    return node;
}

static struct node *paragraph_of(const char *words) {
    struct node *block = add(NULL, NODE_PARAGRAPH);
    text(block, words);
    return block;
}

static const char *const WORDS[] = {
    "the",    "board",    "shall", "approve",    "each",     "policy", "before",    "it",
    "takes",  "effect",   "and",   "officers",   "of",       "group",  "must",      "keep",
    "a",      "register", "every", "commitment", "above",    "limit",  "delegated", "authority",
    "review", "annual",   "by",    "committee",  "whenever", "either", "party",     "asks"};

static uint64_t seed = 20200331;

static uint64_t random_next(void) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static const char *random_words(size_t count) {
    struct buffer words = {0};
    for (size_t i = 0; i < count; i++) {
        buffer_string(&words, i > 0 ? " " : "");
        buffer_string(&words, WORDS[random_next() % (sizeof WORDS / sizeof WORDS[0])]);
    }
    char *copy = arena_string(arena, buffer_text(&words));
    buffer_close(&words);
    return copy;
}

/* A line and a paragraph with every mark made whole. */
struct whole_line {
    length width, ascent, descent, excess;
    struct mark *marks;
    size_t mark_count;
    const struct area *areas;
    size_t area_count;
    const struct node *const *calls;
    size_t call_count;
    bool broken;
};

struct whole {
    struct whole_line *lines;
    size_t count;
    length height;
};

static struct whole_line line_whole(const struct line *line) {
    struct whole_line whole = {.width = line->width,
                               .ascent = line->ascent,
                               .descent = line->descent,
                               .excess = line->excess,
                               .marks = ARENA_ARRAY(arena, line->stroke_count, struct mark),
                               .mark_count = line->stroke_count,
                               .areas = line->areas,
                               .area_count = line->area_count,
                               .calls = line->calls,
                               .call_count = line->call_count,
                               .broken = line->broken};
    for (size_t i = 0; i < line->stroke_count; i++)
        whole.marks[i] = line_mark(line, i, arena);
    return whole;
}

/* --- What must be true of every paragraph ------------------------------------------- */

static void append_mark_text(struct buffer *out, const struct mark *mark) {
    for (size_t i = 0; i < mark->as.glyphs.count; i++) {
        const struct glyph *glyph = &mark->as.glyphs.run->glyphs[mark->as.glyphs.first + i];
        buffer_bytes(out, mark->as.glyphs.run->text + glyph->text, glyph->bytes);
    }
}

/* The line as it is read, soft hyphens of breaks and all. */
static const char *line_text(const struct whole_line *line) {
    struct buffer read = {0};
    for (size_t i = 0; i < line->mark_count; i++)
        if (line->marks[i].kind == MARK_GLYPHS)
            append_mark_text(&read, &line->marks[i]);
    const char *copy = arena_string(arena, buffer_text(&read));
    buffer_close(&read);
    return copy;
}

static void drop_soft_hyphens(char *words) {
    char *to = words;
    for (const char *from = words; *from != '\0';) {
        if (strncmp(from, "\xC2\xAD", 2) == 0)
            from += 2;
        else
            *to++ = *from++;
    }
    *to = '\0';
}

static void hold_text_of_node(const struct whole *set, const struct node *node, const char *words) {
    struct buffer read = {0};
    for (size_t i = 0; i < set->count; i++)
        for (size_t m = 0; m < set->lines[i].mark_count; m++)
            if (set->lines[i].marks[m].node == node)
                append_mark_text(&read, &set->lines[i].marks[m]);
    char *copy = arena_string(arena, buffer_text(&read));
    buffer_close(&read);
    drop_soft_hyphens(copy);
    assert_string_equal(copy, words);
}

static void hold_line(const struct whole_line *line, length measure, bool last) {
    assert_int_equal(line->ascent + line->descent, body.leading);
    assert_true(line->width <= measure || line->excess > 0 || body.align == ALIGN_JUSTIFY); /* it may shrink */
    const struct mark *before = NULL;
    for (size_t i = 0; i < line->mark_count; i++) {
        const struct mark *mark = &line->marks[i];
        if (mark->kind != MARK_GLYPHS) {
            assert_null(before); /* fills are painted first */
            assert_true(mark->artifact != ARTIFACT_NONE && mark->node == NULL);
            continue;
        }
        assert_true(mark->artifact == ARTIFACT_NONE && mark->node != NULL);
        if (before != NULL) {
            assert_int_equal(mark->x, before->x + before->width);
            assert_false(mark->node == before->node && mark->as.glyphs.run->face == before->as.glyphs.run->face);
        }
        before = mark;
    }
    assert_non_null(before);
    size_t bytes = strlen(line_text(line));
    char end = line_text(line)[bytes - 1];
    assert_true(last ? end != ' ' : end == ' ' || (unsigned char)end >= 0x80 || line->width > measure - LENGTH_PT(90));
    for (size_t i = 0; i < line->area_count; i++) {
        assert_int_equal(line->areas[i].height, body.leading);
        assert_true(line->areas[i].width > 0 && line->areas[i].x + line->areas[i].width <= measure + line->excess);
    }
}

/* What paragraph_set makes; NULL when it says that it cannot. */
static const struct paragraph *paragraph_new(const struct setting *with, const struct node *block,
                                             const struct block_style *look, length measure) {
    struct paragraph *set = ARENA_NEW(arena, struct paragraph);
    bool sound = paragraph_set(with, block, look, measure, set);
    assert_true(sound || set->count == 0);
    return sound ? set : NULL;
}

/* As paragraph_new, with every mark made whole. */
static const struct whole *set_whole(const struct setting *with, const struct node *block,
                                     const struct block_style *look, length measure) {
    const struct paragraph *set = paragraph_new(with, block, look, measure);
    if (set == NULL)
        return NULL;
    struct whole *whole = ARENA_NEW(arena, struct whole);
    *whole = (struct whole){ARENA_ARRAY(arena, set->count, struct whole_line), set->count, set->height};
    for (size_t i = 0; i < set->count; i++)
        whole->lines[i] = line_whole(&set->lines[i]);
    return whole;
}

static const struct whole *set_paragraph(const struct node *block, length measure) {
    const struct whole *set = set_whole(&setting, block, &body, measure);
    assert_non_null(set);
    assert_int_equal(set->height, (length)set->count * body.leading);
    for (size_t i = 0; i < set->count; i++)
        hold_line(&set->lines[i], measure, i + 1 == set->count);
    for (const struct node *node = node_after(block, block); node != NULL; node = node_after(node, block))
        if (node->kind == NODE_TEXT)
            hold_text_of_node(set, node, node->as.text.text);
    if (block->kind == NODE_HEADING && block->as.heading.number[0] != '\0')
        hold_text_of_node(set, block, arena_format(arena, "%s ", block->as.heading.number));
    return set;
}

static const struct mark *mark_of(const struct whole_line *line, const struct node *node) {
    for (size_t i = 0; i < line->mark_count; i++)
        if (line->marks[i].node == node)
            return &line->marks[i];
    return NULL;
}

/* --- Tests ------------------------------------------------------------------------- */

static void what_belongs_together_is_not_broken(void **state) {
    (void)state;
    struct node *block = add(NULL, NODE_PARAGRAPH);
    text(block, "This statement covers the year that ended on 31 March 2020, in which the group spent £36 million; it "
                "is made under section ");
    text(add(block, NODE_STRONG), "54");
    text(block, " of the Act and clause 5.3(a) of the constitution.");
    for (length measure = LENGTH_PT(130); measure < LENGTH_PT(460); measure += 3700) {
        const struct whole *set = set_paragraph(block, measure);
        struct buffer all = {0};
        for (size_t i = 0; i < set->count; i++) {
            assert_int_equal(set->lines[i].excess, 0);
            buffer_string(&all, line_text(&set->lines[i]));
            buffer_char(&all, '|');
        }
        const char *whole[] = {"31 March 2020", "£36 million", "section 54 ", "5.3(a)"};
        for (size_t i = 0; i < 4; i++)
            if (i == 2)
                assert_true(strstr(buffer_text(&all), whole[i]) || strstr(buffer_text(&all), "section 54 |"));
            else
                assert_non_null(strstr(buffer_text(&all), whole[i]));
        buffer_close(&all);
    }
}

static void a_line_ends_with_its_space_in_the_last_mark(void **state) {
    (void)state;
    const struct whole *set = set_paragraph(paragraph_of(random_words(80)), LENGTH_PT(300));
    assert_true(set->count > 4);
    for (size_t i = 0; i + 1 < set->count; i++) {
        const struct whole_line *line = &set->lines[i];
        assert_int_equal(line->mark_count, 1);
        const struct glyph_run *run = line->marks[0].as.glyphs.run;
        assert_string_equal(run->text + run->glyphs[run->count - 1].text, " ");
        assert_true(line->marks[0].width > line->width + LENGTH_PT(2)); /* the space is in the mark, not in the width */
    }
}

static void a_link_over_two_lines_has_two_areas(void **state) {
    (void)state;
    struct node *block = add(NULL, NODE_PARAGRAPH);
    text(block, "Read it with the ");
    struct node *link = add(add(block, NODE_REFERENCE), NODE_LINK);
    struct node *inside = text(link, "standing financial instructions of the board");
    text(block, " as amended.");
    const struct whole *set = set_paragraph(block, LENGTH_PT(230));
    assert_int_equal(set->count, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct whole_line *line = &set->lines[i];
        assert_int_equal(line->area_count, 1);
        assert_ptr_equal(line->areas[0].link, link);
        assert_int_equal(line->areas[0].y, -line->ascent);
        const struct mark *mark = mark_of(line, inside);
        assert_int_equal(line->areas[0].x, mark->x);
        assert_int_equal(mark->colour, style.link);
        assert_int_equal(line->marks[0].artifact, ARTIFACT_LAYOUT);
        assert_int_equal(line->marks[0].width, line->areas[0].width);
        assert_true(line->marks[0].y > 0 && line->marks[0].height > 0);
    }
    assert_true(set->lines[0].areas[0].width < mark_of(&set->lines[0], inside)->width); /* less the space at the end */
    style.underline_links = false;
    set = set_paragraph(block, LENGTH_PT(230));
    assert_int_equal(set->lines[0].marks[0].kind, MARK_GLYPHS);
}

static void a_call_stays_with_its_word(void **state) {
    (void)state;
    struct node *block = add(NULL, NODE_PARAGRAPH);
    style.call_size = LENGTH_PT(9);
    const struct glyph_run *plain =
        shape_text(shaper, body.family, false, "en-GB", "12", 2, (struct shape_source){0}, setting.report);
    text(block, "Those who were asked by the committee");
    struct node *link = add(add(add(block, NODE_CALL), NODE_REFERENCE), NODE_LINK);
    struct node *note = add(NULL, NODE_NOTE);
    link->as.link.target = note;
    note->as.note.call = link;
    struct node *digit = text(link, "12");
    text(block, " answered the question ");
    struct node *again = add(add(add(block, NODE_CALL), NODE_REFERENCE), NODE_LINK);
    again->as.link.target = note;
    text(again, "12");
    text(block, " at once.");
    for (length measure = LENGTH_PT(70); measure < LENGTH_PT(420); measure += 2300) {
        const struct whole *set = set_paragraph(block, measure);
        size_t calls = 0;
        for (size_t i = 0; i < set->count; i++) {
            const struct whole_line *line = &set->lines[i];
            assert_true(strncmp(line_text(line), "12", 2) != 0);
            const struct mark *mark = mark_of(line, digit);
            assert_int_equal(line->call_count, mark != NULL ? 1 : 0);
            calls += line->call_count;
            if (mark == NULL)
                continue;
            assert_ptr_equal(line->calls[0], note);
            /* Figures that the face raises itself, as tall as smaller ones would be. */
            assert_in_range(mark->as.glyphs.size, style.call_size * 14 / 10, style.call_size * 18 / 10);
            assert_int_equal(mark->as.glyphs.run->glyphs[0].bytes, 1);
            assert_int_not_equal(mark->as.glyphs.run->glyphs[0].id, plain->glyphs[0].id);
            assert_non_null(strstr(line_text(line), "committee12"));
        }
        assert_int_equal(calls, 1);
    }
}

static void a_call_of_full_size_keeps_its_figures(void **state) {
    (void)state;
    style.call_size = LENGTH_PT(12);
    struct node *block = add(NULL, NODE_PARAGRAPH);
    text(block, "Those who were asked");
    struct node *link = add(add(add(block, NODE_CALL), NODE_REFERENCE), NODE_LINK);
    struct node *note = add(NULL, NODE_NOTE);
    link->as.link.target = note;
    note->as.note.call = link;
    struct node *digit = text(link, "7");
    const struct mark *mark = mark_of(&set_paragraph(block, LENGTH_PT(300))->lines[0], digit);
    assert_int_equal(mark->as.glyphs.size, LENGTH_PT(12));
    assert_true(mark->y < -LENGTH_PT(2)); /* raised */
}

static void a_placeholder_stands_on_its_background(void **state) {
    (void)state;
    struct node *block = add(NULL, NODE_PARAGRAPH);
    text(block, "The turnover was ");
    struct node *missing = text(add(block, NODE_MISSING), "[missing: turnover in pounds]");
    text(block, ".");
    const struct whole *set = set_paragraph(block, LENGTH_PT(400));
    assert_int_equal(set->count, 1);
    const struct mark *fill = &set->lines[0].marks[0], *words = mark_of(&set->lines[0], missing);
    assert_int_equal(fill->artifact, ARTIFACT_BACKGROUND);
    assert_int_equal(fill->colour, style.missing_background);
    assert_int_equal(fill->x, words->x);
    assert_int_equal(fill->width, words->width);
    assert_int_equal(words->colour, style.missing_text);
}

static void a_heading_hangs_under_its_title(void **state) {
    (void)state;
    struct node *block = add(NULL, NODE_HEADING);
    block->as.heading.number = "3.1";
    struct node *title = text(block, "Responsibilities of officers, members and the chair of each committee");
    const struct whole *set = set_paragraph(block, LENGTH_PT(250));
    assert_int_equal(set->count, 2);
    assert_int_equal(set->lines[0].mark_count, 2);
    assert_ptr_equal(set->lines[0].marks[0].node, block);
    assert_int_equal(set->lines[0].marks[0].x, 0);
    assert_int_equal(mark_of(&set->lines[1], title)->x, mark_of(&set->lines[0], title)->x);
    /* An en parts them, or more; after a colon a word space does. */
    length number = mark_of(&set->lines[0], title)->x;
    block->as.heading.number = "3.1:";
    set = set_paragraph(block, LENGTH_PT(250));
    assert_true(number > mark_of(&set->lines[0], title)->x);
    block->as.heading.number = "";
    set = set_paragraph(block, LENGTH_PT(250));
    assert_int_equal(mark_of(&set->lines[1], title)->x, 0);
}

static void justified_lines_end_at_the_measure(void **state) {
    (void)state;
    body.align = ALIGN_JUSTIFY;
    struct node *block = add(NULL, NODE_PARAGRAPH);
    text(block, random_words(60));
    text(add(block, NODE_STRONG), " in bold ");
    text(block, random_words(60));
    length measure = LENGTH_PT(380);
    const struct whole *set = set_paragraph(block, measure);
    for (size_t i = 0; i + 1 < set->count; i++) {
        const struct whole_line *line = &set->lines[i];
        const struct mark *mark = &line->marks[line->mark_count - 1];
        const struct glyph_run *run = mark->as.glyphs.run;
        length right = mark->x + mark->width - length_of_units(run->glyphs[run->count - 1].advance, LENGTH_PT(12)) -
                       mark->as.glyphs.gap;
        assert_true(right <= measure + 20 && right > measure - 20);
        assert_int_equal(mark->as.glyphs.gap, line->marks[0].as.glyphs.gap);
    }
    assert_true(set->lines[set->count - 1].marks[0].as.glyphs.gap <= 0);
}

/* Where the ink of a line ends. */
static length line_end(const struct whole_line *line) {
    const struct mark *mark = &line->marks[line->mark_count - 1];
    const struct glyph_run *run = mark->as.glyphs.run;
    const struct glyph *last = &run->glyphs[run->count - 1];
    bool space = run->text[last->text] == ' ';
    length width = length_of_units(last->advance, mark->as.glyphs.size) * (1000 + mark->as.glyphs.expansion) / 1000;
    return mark->x + mark->width - (space ? width + mark->as.glyphs.gap : 0);
}

static void expansion_and_hanging_keep_their_bounds(void **state) {
    (void)state;
    body.align = ALIGN_JUSTIFY;
    body.hyphenate = body.expand = body.hang = true;
    length measure = LENGTH_PT(330);
    size_t lines = 0, expanded = 0, hanging = 0, even = 0;
    for (int trial = 0; trial < 30; trial++) {
        struct node *block = add(NULL, NODE_PARAGRAPH);
        text(block, "\xE2\x80\x98We shall,\xE2\x80\x99 the board said; ");
        text(block, random_words(40));
        text(add(block, NODE_STRONG), " in bold ");
        text(block, random_words(60));
        const struct whole *set = set_paragraph(block, measure);
        bool broken = false;
        for (size_t i = 0; i + 1 < set->count; i++) {
            const struct whole_line *line = &set->lines[i];
            for (size_t m = 0; m < line->mark_count; m++) {
                assert_in_range(line->marks[m].as.glyphs.expansion + EXPANSION_MOST, 0, 2 * EXPANSION_MOST);
                assert_int_equal(line->marks[m].as.glyphs.expansion, line->marks[0].as.glyphs.expansion);
                assert_int_equal(line->marks[m].as.glyphs.gap, line->marks[0].as.glyphs.gap);
            }
            length hang = line_end(line) - measure;
            assert_in_range(hang + 20, 0, LENGTH_PT(3));
            assert_in_range(-line->marks[0].x, 0, LENGTH_PT(2));
            assert_false(broken && line->broken);
            broken = line->broken;
            lines++;
            hanging += hang > 300;
            expanded += line->marks[0].as.glyphs.expansion != 0;
            even += llabs(line->marks[0].as.glyphs.gap) < 300;
        }
        assert_false(broken); /* no stub of a word on the last line */
        assert_true(set->lines[0].marks[0].x < -500);
        assert_int_equal(set->lines[set->count - 1].marks[0].as.glyphs.gap > 0, 0);
    }
    print_message("%zu lines: %zu expanded, %zu hang, %zu have even gaps\n", lines, expanded, hanging, even);
    assert_true(expanded > lines / 2 && hanging > lines / 20 && even > lines / 2);
}

static void without_expansion_the_gaps_fill_the_line(void **state) {
    (void)state;
    body.align = ALIGN_JUSTIFY;
    const struct whole *set = set_paragraph(paragraph_of(random_words(120)), LENGTH_PT(330));
    for (size_t i = 0; i < set->count; i++) {
        assert_int_equal(set->lines[i].marks[0].as.glyphs.expansion, 0);
        assert_int_equal(set->lines[i].marks[0].x, 0);
        if (i + 1 < set->count)
            assert_in_range(line_end(&set->lines[i]) - LENGTH_PT(330) + 20, 0, 20);
    }
}

static void margins_are_for_signs_with_little_ink(void **state) {
    (void)state;
    static const uint32_t ENDS[] = {'.', ',', '-', 0xAD, 0x2019, 0x201D};
    for (size_t i = 0; i < sizeof ENDS / sizeof ENDS[0]; i++)
        assert_in_range(margin_end(ENDS[i]), 300, 700);
    assert_in_range(margin_start(0x2018), 300, 700);
    assert_int_equal(margin_start('.'), 0);
    for (uint32_t code = 0; code < 0x2100; code++) {
        bool letter = (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
        assert_in_range(margin_start(code), 0, letter ? 60 : 500);
        assert_in_range(margin_end(code), 0, letter ? 60 : 600);
        if (code >= '0' && code <= '9')
            assert_int_equal(margin_start(code) + margin_end(code), 0); /* columns of figures stay straight */
    }
}

static void other_alignments_move_the_line(void **state) {
    (void)state;
    struct node *block = paragraph_of("Approved");
    body.align = ALIGN_CENTRE;
    const struct whole_line *line = &set_paragraph(block, LENGTH_PT(200))->lines[0];
    assert_int_equal(line->marks[0].x, (LENGTH_PT(200) - line->width) / 2);
    body.align = ALIGN_END;
    line = &set_paragraph(block, LENGTH_PT(200))->lines[0];
    assert_int_equal(line->marks[0].x + line->width, LENGTH_PT(200));
}

static void what_is_too_long_breaks_as_a_last_resort(void **state) {
    (void)state;
    struct node *block = paragraph_of("see Donaudampfschifffahrtsgesellschaft there");
    for (length measure = LENGTH_PT(60); measure < LENGTH_PT(220); measure += 4100) {
        const struct whole *set = set_paragraph(block, measure);
        for (size_t i = 0; i < set->count; i++) {
            assert_int_equal(set->lines[i].excess, 0);
            assert_true(strlen(line_text(&set->lines[i])) >= 3);
        }
    }
    const struct whole *set = set_paragraph(block, LENGTH_PT(222)); /* it fits, so it is whole */
    assert_string_equal(line_text(&set->lines[1]), "Donaudampfschifffahrtsgesellschaft ");
    set = set_paragraph(paragraph_of("on 31 March 2020 it"), LENGTH_PT(60)); /* too narrow even for a date */
    for (size_t i = 0; i < set->count; i++)
        assert_int_equal(set->lines[i].excess, 0);
    set = set_paragraph(paragraph_of("Wales"), LENGTH_PT(20)); /* five letters are never parted */
    assert_int_equal(set->count, 1);
    assert_true(set->lines[0].excess > 0);
}

static void an_address_breaks_only_when_it_must(void **state) {
    (void)state;
    struct node *block = paragraph_of(
        "at https://www.england.nhs.example/publication/standing-financial-instructions-and-limits/2020/index.html");
    const struct whole *set = set_paragraph(block, LENGTH_PT(240));
    assert_true(set->count > 1);
    for (size_t i = 0; i < set->count; i++)
        assert_int_equal(set->lines[i].excess, 0);
}

static void hyphens_stand_for_soft_hyphens(void **state) {
    (void)state;
    body.hyphenate = true;
    struct node *block = paragraph_of("Responsibilities notwithstanding, administrative accountability arrangements "
                                      "constitute organisational infrastructure.");
    size_t hyphens = 0;
    for (length measure = LENGTH_PT(40); measure < LENGTH_PT(200); measure += 500) {
        const struct whole *set = set_paragraph(block, measure);
        for (size_t i = 0; i + 1 < set->count; i++) {
            const char *read = line_text(&set->lines[i]);
            assert_int_equal(set->lines[i].excess, 0);
            hyphens += strcmp(read + strlen(read) - 2, "\xC2\xAD") == 0;
        }
    }
    assert_true(hyphens > 3);
}

static void a_word_too_wide_is_hyphenated_by_the_dictionary(void **state) {
    (void)state;
    body.hyphenate = false;
    const struct whole *set = set_paragraph(paragraph_of("Ophthalmology"), LENGTH_PT(70));
    assert_int_equal(set->count, 2);
    assert_string_equal(line_text(&set->lines[0]), "Ophthalmo\xC2\xAD");
    assert_string_equal(line_text(&set->lines[1]), "logy");
    /* Where it fits there is no hyphen, and none is put into what is no plain word. */
    assert_int_equal(set_paragraph(paragraph_of("Ophthalmology"), LENGTH_PT(100))->count, 1);
    set = set_paragraph(paragraph_of("ophthalmology-2020/ophthalmology@example"), LENGTH_PT(70));
    for (size_t i = 0; i < set->count; i++)
        assert_null(strstr(line_text(&set->lines[i]), "\xC2\xAD"));
}

static void extents_are_what_setting_needs(void **state) {
    (void)state;
    for (int trial = 0; trial < 60; trial++) {
        body.hyphenate = trial % 3 == 2;
        struct node *block = add(NULL, trial % 2 ? NODE_HEADING : NODE_PARAGRAPH);
        if (trial % 2)
            block->as.heading.number = "10.4";
        text(block, random_words(1 + random_next() % 12));
        length narrowest, widest;
        assert_true(paragraph_extent(&setting, block, &body, &narrowest, &widest));
        const struct whole *set = set_paragraph(block, widest);
        assert_int_equal(set->count, 1);
        set = set_paragraph(block, narrowest);
        for (size_t i = 0; i < set->count; i++) {
            const char *read = line_text(&set->lines[i]);
            assert_int_equal(set->lines[i].excess, 0);
            assert_true(i + 1 == set->count || body.hyphenate || read[strlen(read) - 1] == ' ');
        }
        if (trial % 2 == 0 && narrowest < widest)
            assert_true(set_paragraph(block, widest - 100)->count > 1);
    }
}

static void an_artifact_has_no_node(void **state) {
    (void)state;
    const struct line *artifact = paragraph_artifact(&setting, "Standing orders → page 3", &body, ARTIFACT_HEADER);
    assert_non_null(artifact);
    const struct whole_line whole = line_whole(artifact), *line = &whole;
    assert_true(line->mark_count > 1); /* the arrow is in another face */
    for (size_t i = 0; i < line->mark_count; i++) {
        assert_int_equal(line->marks[i].artifact, ARTIFACT_HEADER);
        assert_null(line->marks[i].node);
    }
    assert_int_equal(paragraph_artifact(&setting, "", &body, ARTIFACT_FOOTER)->stroke_count, 0);
}

static void an_empty_block_has_no_lines(void **state) {
    (void)state;
    assert_int_equal(set_paragraph(add(NULL, NODE_CELL), LENGTH_PT(100))->count, 0);
}

static void a_character_without_a_face_is_reported(void **state) {
    (void)state;
    assert_null(paragraph_new(&setting, paragraph_of("here \xF0\x93\x80\x80 it is"), &body, LENGTH_PT(300)));
    assert_true(report_errors(setting.report) > 0);
}

/* --- The best of all settings ------------------------------------------------------- */

#define MOST_WORDS 14

static length word_width(const char *word, size_t bytes) {
    struct shape_source nowhere = {0};
    const struct glyph_run *run = shape_text(shaper, body.family, false, "en-GB", word, bytes, nowhere, setting.report);
    return glyph_run_width(run, body.size);
}

/* Demerits of ragged lines as breaker.c and paragraph.c give them; < 0 when a line does not fit. */
static int64_t ragged_demerits(const length *inks, size_t lines, const size_t *words, length measure) {
    int64_t demerits = 0;
    for (size_t i = 0; i < lines; i++) {
        if (inks[i] > measure)
            return -1;
        int64_t share = (measure - inks[i]) * 1000 / measure, badness = i + 1 == lines ? 0 : share * share / 625;
        demerits += (10 + badness) * (10 + badness);
        if (i > 0 && i + 1 == lines && inks[i] < measure / 5)
            demerits += 12000 + 12000 * (measure / 5 - inks[i]) / (measure / 5);
        else if (i > 0 && i + 1 == lines && words[i] == 1 && inks[i] < measure / 3)
            demerits += 12000;
    }
    return demerits;
}

static int64_t best_demerits(const length *with_space, const length *alone, size_t words, length measure) {
    int64_t best = -1;
    uint32_t sets = words > 0 ? (uint32_t)1 << (words - 1) : 0;
    for (uint32_t set = 0; set < sets; set++) {
        length inks[MOST_WORDS] = {0};
        size_t in_line[MOST_WORDS] = {0}, line = 0;
        for (size_t i = 0; i < words; i++) {
            bool ends = i + 1 == words || (set >> i & 1);
            inks[line] += ends ? alone[i] : with_space[i];
            in_line[line]++;
            line += ends;
        }
        int64_t demerits = ragged_demerits(inks, line, in_line, measure);
        if (demerits >= 0 && (best < 0 || demerits < best))
            best = demerits;
    }
    return best;
}

static void short_paragraphs_are_set_as_well_as_can_be(void **state) {
    (void)state;
    for (int trial = 0; trial < 150; trial++) {
        size_t words = 4 + random_next() % (MOST_WORDS - 3);
        const char *all = random_words(words);
        length with_space[MOST_WORDS], alone[MOST_WORDS], measure = LENGTH_PT(90 + random_next() % 200);
        const char *at = all;
        for (size_t i = 0; i < words; i++) {
            size_t bytes = strcspn(at, " ");
            with_space[i] = word_width(at, bytes + (at[bytes] == ' '));
            alone[i] = with_space[i] - (at[bytes] == ' ' ? length_of_units(260, body.size) : 0);
            at += bytes + 1;
        }
        const struct whole *set = set_paragraph(paragraph_of(all), measure);
        length inks[MOST_WORDS];
        size_t in_line[MOST_WORDS] = {0};
        for (size_t i = 0; i < set->count; i++) {
            inks[i] = set->lines[i].width;
            for (const char *c = line_text(&set->lines[i]); *c != '\0'; c++)
                in_line[i] += *c == ' ';
            in_line[i] += i + 1 == set->count;
        }
        assert_int_equal(ragged_demerits(inks, set->count, in_line, measure),
                         best_demerits(with_space, alone, words, measure));
    }
}

/* How many lines greedy setting makes, and the width of the last. */
static length greedy_last(const char *words, length measure) {
    length x = 0, ink = 0;
    for (const char *at = words; *at != '\0';) {
        size_t bytes = strcspn(at, " "), space = at[bytes] == ' ';
        length width = word_width(at, bytes + space);
        length alone = width - (space ? length_of_units(260, body.size) : 0);
        if (x > 0 && x + alone > measure)
            x = 0;
        ink = x + alone;
        x += width;
        at += bytes + space;
    }
    return ink;
}

static void stubs_are_rare(void **state) {
    (void)state;
    int stubs = 0, greedy_stubs = 0, trials = 400;
    for (int trial = 0; trial < trials; trial++) {
        const char *words = random_words(40 + random_next() % 80);
        length measure = LENGTH_PT(300 + random_next() % 160);
        const struct whole *set = set_paragraph(paragraph_of(words), measure);
        stubs += set->lines[set->count - 1].width < measure / 5;
        greedy_stubs += greedy_last(words, measure) < measure / 5;
    }
    print_message("stubs: %d of %d, greedy %d\n", stubs, trials, greedy_stubs);
    assert_true(greedy_stubs > 40);
    assert_true(stubs * 8 < greedy_stubs);
}

/* --- What is kept ------------------------------------------------------------------ */

static void hold_same_lines(const struct whole *one, const struct whole *other) {
    assert_int_equal(one->count, other->count);
    assert_int_equal(one->height, other->height);
    for (size_t i = 0; i < one->count; i++) {
        const struct whole_line *line = &one->lines[i];
        const struct whole_line *twin = &other->lines[i];
        assert_int_equal(line->width, twin->width);
        assert_int_equal(line->excess, twin->excess);
        assert_int_equal(line->mark_count, twin->mark_count);
        assert_string_equal(line_text(line), line_text(twin));
        for (size_t j = 0; j < line->mark_count; j++) {
            assert_int_equal(line->marks[j].x, twin->marks[j].x);
            assert_int_equal(line->marks[j].width, twin->marks[j].width);
        }
    }
}

/* Blocks of words, an address now and then, so that some measures split words. */
static struct node *random_block(void) {
    const char *address = random_next() % 3 == 0 ? " https://www.england.nhs.uk/publication/standing-orders-2020" : "";
    struct node *block = paragraph_of(arena_format(arena, "%s%s", random_words(1 + random_next() % 40), address));
    block->index = (uint32_t)document.node_count++;
    return block;
}

static void what_was_shaped_before_is_set_the_same(void **state) {
    (void)state;
    struct node *blocks[30];
    for (size_t i = 0; i < 30; i++)
        blocks[i] = random_block();
    struct block_style other = body;
    other.bold = true;
    struct setting keeping = setting;
    keeping.memo = inline_memo_open(&document);
    for (int round = 0; round < 6; round++)
        for (size_t i = 0; i < 30; i++) {
            const struct block_style *look = random_next() % 2 ? &body : &other;
            length measure = LENGTH_PT(40 + random_next() % 400);
            const struct whole *set = set_whole(&keeping, blocks[i], look, measure);
            hold_same_lines(set, set_whole(&setting, blocks[i], look, measure));
            length narrowest[2], widest[2];
            assert_true(paragraph_extent(&keeping, blocks[i], look, &narrowest[0], &widest[0]));
            assert_true(paragraph_extent(&setting, blocks[i], look, &narrowest[1], &widest[1]));
            assert_int_equal(narrowest[0], narrowest[1]);
            assert_int_equal(widest[0], widest[1]);
            if (random_next() % 50 == 0)
                inline_memo_empty(keeping.memo);
        }
    inline_memo_close(keeping.memo);
}

static void a_missing_face_is_reported_each_time(void **state) {
    (void)state;
    struct node *block = paragraph_of("here \xF0\x93\x80\x80 it is");
    document.node_count = 1;
    setting.memo = inline_memo_open(&document);
    for (size_t i = 1; i <= 2; i++) {
        setting.report = report_open(arena);
        assert_null(paragraph_new(&setting, block, &body, LENGTH_PT(300)));
        assert_int_equal(report_errors(setting.report), 1);
    }
    inline_memo_close(setting.memo);
    setting.memo = NULL;
}

static void bare_lines_are_as_high(void **state) {
    (void)state;
    struct setting bare = setting;
    bare.bare = true;
    for (int i = 0; i < 100; i++) {
        struct node *block = random_block();
        length measure = LENGTH_PT(40 + random_next() % 400);
        const struct paragraph *set = paragraph_new(&setting, block, &body, measure);
        const struct paragraph *heights = paragraph_new(&bare, block, &body, measure);
        assert_int_equal(heights->count, set->count);
        assert_int_equal(heights->height, set->height);
        for (size_t k = 0; k < set->count; k++) {
            assert_int_equal(heights->lines[k].ascent, set->lines[k].ascent);
            assert_int_equal(heights->lines[k].descent, set->lines[k].descent);
            assert_int_equal(heights->lines[k].stroke_count, 0);
        }
    }
}

/* A gauge says how few lines hold the block, at any measure and in any order of measures, and between which measures
 * that is so; paragraph_set hardly ever takes more. */
static void gauges_tell_the_height(void **state) {
    (void)state;
    size_t told = 0, same = 0;
    for (int i = 0; i < 60; i++) {
        struct node *block = random_block();
        body.align = i % 3 == 2 ? ALIGN_JUSTIFY : ALIGN_START;
        body.hang = false;
        const struct gauge *gauge = gauge_open(&setting, block, &body);
        assert_non_null(gauge);
        for (int k = 0; k < 12; k++) {
            length from, to, lower, upper, measure = LENGTH_PT(40 + random_next() % 400);
            length height = gauge_height(gauge, measure, &from, &to);
            if (height == LENGTH_HUGE)
                continue;
            assert_true(from <= measure && measure <= to);
            assert_int_equal(gauge_height(gauge, from, &lower, &upper), height);
            length set = paragraph_new(&setting, block, &body, measure)->height;
            /* Justified lines shrink their spaces, so there a line less is possible. */
            if (body.align == ALIGN_START)
                assert_true(set >= height);
            told++;
            same += set == height;
        }
    }
    print_message("%zu of 720 heights told, %zu as they are set\n", told, same);
    assert_true(told > 300);
    assert_true(same * 100 >= told * 93);
}

/* --- Time -------------------------------------------------------------------------- */

static double seconds_of(size_t words, size_t paragraphs) {
    struct node **blocks = ARENA_ARRAY(arena, paragraphs, struct node *);
    for (size_t i = 0; i < paragraphs; i++)
        blocks[i] = paragraph_of(random_words(words / paragraphs));
    clock_t before = clock();
    size_t lines = 0;
    for (size_t i = 0; i < paragraphs; i++)
        lines += paragraph_new(&setting, blocks[i], &body, LENGTH_PT(440))->count;
    double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
    print_message("%zu words in %zu paragraphs: %zu lines in %.1f ms\n", words, paragraphs, lines, seconds * 1000);
    return seconds;
}

static void fifty_thousand_words_take_under_a_second(void **state) {
    (void)state;
    seconds_of(1500, 30);
    assert_true(seconds_of(50000, 1) < 1.0);
}

int main(void) {
    print_message("seed %llu\n", (unsigned long long)seed);
#define HOLDS(test) cmocka_unit_test_setup_teardown(test, open_test, close_test)
    const struct CMUnitTest tests[] = {
        HOLDS(what_belongs_together_is_not_broken),
        HOLDS(a_line_ends_with_its_space_in_the_last_mark),
        HOLDS(a_link_over_two_lines_has_two_areas),
        HOLDS(a_call_stays_with_its_word),
        HOLDS(a_call_of_full_size_keeps_its_figures),
        HOLDS(a_placeholder_stands_on_its_background),
        HOLDS(a_heading_hangs_under_its_title),
        HOLDS(justified_lines_end_at_the_measure),
        HOLDS(expansion_and_hanging_keep_their_bounds),
        HOLDS(without_expansion_the_gaps_fill_the_line),
        HOLDS(margins_are_for_signs_with_little_ink),
        HOLDS(other_alignments_move_the_line),
        HOLDS(what_is_too_long_breaks_as_a_last_resort),
        HOLDS(an_address_breaks_only_when_it_must),
        HOLDS(hyphens_stand_for_soft_hyphens),
        HOLDS(a_word_too_wide_is_hyphenated_by_the_dictionary),
        HOLDS(extents_are_what_setting_needs),
        HOLDS(an_artifact_has_no_node),
        HOLDS(an_empty_block_has_no_lines),
        HOLDS(a_character_without_a_face_is_reported),
        HOLDS(short_paragraphs_are_set_as_well_as_can_be),
        HOLDS(stubs_are_rare),
        HOLDS(what_was_shaped_before_is_set_the_same),
        HOLDS(a_missing_face_is_reported_each_time),
        HOLDS(bare_lines_are_as_high),
        HOLDS(gauges_tell_the_height),
        HOLDS(fifty_thousand_words_take_under_a_second),
    };
    return cmocka_run_group_tests(tests, open_house, close_house);
}
