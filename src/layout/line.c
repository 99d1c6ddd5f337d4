/* line.c: atoms of one line → strokes in painting order, link areas, calls.
 *
 * A line is kept as short as can be, since all lines are kept until their page is
 * filled: words that the shaper's cache holds anyway, not glyphs.
 *
 * Painting order: backgrounds, underlines, then text in reading order. One stroke
 * holds all that one piece has on the line in one face: as a mark its words are joined
 * into one glyph run, whose last glyph is the space at which the line ended. That space
 * is painted, since a reader of the PDF's text would otherwise join two words, but
 * neither width, underline nor area counts it.
 *
 * Half-leading (CSS 2.1, 10.8.1, for the block's own face) places the baseline;
 * other faces and raised calls do not move it.
 *
 * Justified: the line is filled by making all of it wider or narrower, by at most
 * EXPANSION_MOST thousandths, and what that leaves over is shared among the
 * spaces; a line whose gaps would gape is left ragged instead. Points and hyphens
 * at its ends may hang.
 */
#include "layout/line.h"

#include <assert.h>
#include <string.h>

struct composer composer_open(const struct setting *setting, struct arena *scratch, const struct block_style *look,
                              const struct inline_content *content) {
    struct composer composer = {.setting = setting, .scratch = scratch, .look = look, .content = content};
    length ascent = length_of_units(content->face->ascent, look->size);
    length height = ascent + length_of_units(-content->face->descent, look->size);
    composer.ascent = ascent + (look->leading - height) / 2;
    composer.descent = look->leading - composer.ascent;
    return composer;
}

/* --- Segments -------------------------------------------------------------------- */

static int64_t atom_units(const struct atom *atom) {
    int64_t units = 0;
    for (uint32_t i = atom->first; i < atom->first + atom->count; i++)
        units += atom->run->glyphs[i].advance;
    return units;
}

static void segment_measure(struct segment *segment, const struct inline_content *content, size_t ink_end) {
    const struct atom *atoms = content->atoms;
    int64_t units = 0, ink = 0;
    for (size_t i = segment->first; i < segment->end; i++) {
        units += atom_units(&atoms[i]);
        segment->spaces += atoms[i].space;
        if (i < ink_end) {
            ink = units;
            segment->inner = segment->spaces;
        }
    }
    if (segment->hyphen != NULL)
        ink = units += atom_units(segment->hyphen);
    segment->natural = length_of_units(units, segment->piece->size);
    segment->ink = length_of_units(ink, segment->piece->size);
    if (segment->piece->number && segment->end == content->number_atoms)
        segment->natural += content->number_gap;
}

/* Where the spaces at the line's end begin. */
static size_t ink_end(const struct atom *atoms, const struct line_plan *plan) {
    size_t end = plan->end;
    while (end > plan->first && atoms[end - 1].space)
        end--;
    return end;
}

static void segments_find(struct composer *composer, const struct line_plan *plan) {
    const struct atom *atoms = composer->content->atoms;
    composer->segments.count = 0;
    for (size_t i = plan->first; i < plan->end;) {
        struct segment segment = {.piece = atoms[i].piece, .face = atoms[i].run->face, .first = i};
        while (i < plan->end && atoms[i].piece == segment.piece && atoms[i].run->face == segment.face)
            i++;
        segment.end = i;
        LIST_ADD(composer->scratch, &composer->segments, segment);
    }
    if (plan->hyphen) {
        struct segment *last = &composer->segments.items[composer->segments.count - 1];
        const struct atom *hyphen = &composer->content->hyphens[last->piece->bold];
        struct segment apart = {
            .piece = last->piece, .face = hyphen->run->face, .first = plan->end, .end = plan->end, .hyphen = hyphen};
        if (last->face == apart.face)
            last->hyphen = hyphen;
        else
            LIST_ADD(composer->scratch, &composer->segments, apart);
    }
    size_t end = ink_end(atoms, plan);
    for (size_t i = 0; i < composer->segments.count; i++)
        segment_measure(&composer->segments.items[i], composer->content, end);
}

/* What fills a line. */
struct filling {
    int expansion;
    length gap; /* added to each space */
};

/* Rounded down, so that nothing is ever wider than it was reckoned to be. */
static length expand(length width, int expansion) {
    length more = width * expansion;
    return more >= 0 ? more / 1000 : -((-more + 999) / 1000);
}

/* Makes every segment wider by so many thousandths; returns how much wider the line is without the space at its end. */
static length segments_expand(struct composer *composer, int expansion) {
    length more = 0;
    for (size_t i = 0; i < composer->segments.count; i++) {
        struct segment *segment = &composer->segments.items[i];
        length ink = expand(segment->ink, expansion);
        segment->natural += expand(segment->natural, expansion);
        segment->ink += ink;
        more += ink;
    }
    return more;
}

/* A justified line of `width` with `inner` gaps that has `left` to fill; less than nothing when it has to shrink, which
 * a last line does too, and one without a gap: the breaker counts on its letters to give way. */
static struct filling line_fill(struct composer *composer, const struct line_plan *plan, length width, length left,
                                length inner) {
    struct filling filling = {0, 0};
    if (left >= 0 && (inner == 0 || plan->last))
        return filling;
    if (left > inner * composer->look->size / 2 + width * EXPANSION_MOST / 1000)
        return filling;
    if (composer->look->expand && width > 0) {
        length wanted = left * 1000 / width - (inner == 0 && left * 1000 % width != 0);
        filling.expansion = (int)(wanted > EXPANSION_MOST    ? EXPANSION_MOST
                                  : wanted < -EXPANSION_MOST ? -EXPANSION_MOST
                                                             : wanted);
        left -= segments_expand(composer, filling.expansion);
    }
    /* Rounded down, so that the line is never wider than the room. */
    if (inner > 0)
        filling.gap = left >= 0 ? left / inner : -((-left + inner - 1) / inner);
    return filling;
}

/* Sets where segments stand; returns what fills the line. */
static struct filling segments_place(struct composer *composer, const struct line_plan *plan, length width) {
    length left = plan->room + plan->excess - width, x = plan->indent;
    struct filling filling = {0, 0};
    size_t inner = 0;
    for (size_t i = 0; i < composer->segments.count; i++)
        inner += composer->segments.items[i].inner;
    switch (composer->look->align) {
    case ALIGN_START:
        break;
    case ALIGN_CENTRE:
        x += left > 0 ? left / 2 : 0;
        break;
    case ALIGN_END:
        x += left > 0 ? left : 0;
        break;
    case ALIGN_JUSTIFY:
        x -= plan->hang_start;
        left += plan->hang_start + plan->hang_end;
        filling = line_fill(composer, plan, width, left, (length)inner);
        break;
    }
    for (size_t i = 0; i < composer->segments.count; i++) {
        struct segment *segment = &composer->segments.items[i];
        segment->x = x;
        segment->width = segment->natural + filling.gap * (length)segment->spaces;
        segment->ink += filling.gap * (length)segment->inner;
        x += segment->width;
    }
    return filling;
}

/* --- Text ------------------------------------------------------------------------- */

/* Where the text of a glyph begins; that of none after the last where all of it ends. */
static size_t run_text(const struct glyph_run *run, size_t glyph) {
    return glyph == 0 ? 0 : glyph < run->count ? run->glyphs[glyph].text : run->bytes;
}

/* Adds glyphs of a run, and the text that belongs to them, to one that has room for them. */
static void run_append(struct glyph_run *run, struct glyph *glyphs, char *text, const struct glyph_run *from,
                       size_t first, size_t count) {
    size_t start = run_text(from, first), end = run_text(from, first + count);
    for (size_t i = first; i < first + count; i++) {
        struct glyph glyph = from->glyphs[i];
        glyph.text = (uint32_t)(glyph.text - start + run->bytes);
        run->units += glyph.advance;
        glyphs[run->count++] = glyph;
    }
    memcpy(text + run->bytes, from->text + start, end - start);
    run->bytes += end - start;
}

static const struct glyph_run *runs_join(struct arena *arena, const struct glyph_run *const *runs, size_t run_count) {
    size_t count = 0, bytes = 0;
    for (size_t i = 0; i < run_count; i++) {
        count += runs[i]->count;
        bytes += runs[i]->bytes;
    }
    struct glyph *glyphs = ARENA_BARE(arena, count, struct glyph);
    char *text = ARENA_BARE(arena, bytes + 1, char);
    struct glyph_run *run = ARENA_NEW(arena, struct glyph_run);
    run->face = runs[0]->face;
    run->glyphs = glyphs;
    run->text = text;
    for (size_t i = 0; i < run_count; i++)
        run_append(run, glyphs, text, runs[i], 0, runs[i]->count);
    assert(run->count == count && run->bytes == bytes);
    text[bytes] = '\0';
    return run;
}

struct stroke stroke_fill(enum artifact artifact, colour paint, length x, length y, length width, length height) {
    return (struct stroke){.kind = MARK_FILL,
                           .artifact = (uint8_t)artifact,
                           .x = length_shorten(x),
                           .y = length_shorten(y),
                           .width = length_shorten(width),
                           .size = length_shorten(height),
                           .colour = paint};
}

struct mark stroke_mark(const struct stroke *stroke) {
    struct mark mark = {.kind = (enum mark_kind)stroke->kind,
                        .artifact = (enum artifact)stroke->artifact,
                        .node = stroke->node,
                        .x = stroke->x,
                        .y = stroke->y,
                        .width = stroke->width,
                        .height = stroke->size,
                        .colour = stroke->colour};
    if (mark.kind == MARK_IMAGE)
        mark.as.image.file = stroke->node->as.figure.file;
    return mark;
}

struct mark line_mark(const struct line *line, size_t i, struct arena *arena) {
    const struct stroke *stroke = &line->strokes[i];
    struct mark mark = stroke_mark(stroke);
    if (mark.kind != MARK_GLYPHS)
        return mark;
    const struct glyph_run *const *runs = line->runs + stroke->first;
    mark.height = 0;
    mark.as.glyphs.run = stroke->count == 1 ? runs[0] : runs_join(arena, runs, stroke->count);
    mark.as.glyphs.first = 0;
    mark.as.glyphs.count = mark.as.glyphs.run->count;
    mark.as.glyphs.size = stroke->size;
    mark.as.glyphs.gap = stroke->gap;
    mark.as.glyphs.expansion = stroke->expansion;
    mark.as.glyphs.turn = 0;
    return mark;
}

/* Where the atoms end that go on in the run of atom `i`. */
static size_t atoms_continue(const struct atom *atoms, size_t i, size_t end) {
    for (i++; i < end && atoms[i].run == atoms[i - 1].run && atoms[i].first == atoms[i - 1].first + atoms[i - 1].count;)
        i++;
    return i;
}

/* Glyphs of a run as a run of its own, as long as the lines live: all of it in most cases. */
static const struct glyph_run *run_keep(const struct composer *composer, const struct glyph_run *run, size_t first,
                                        size_t count) {
    if (count == run->count)
        return run;
    struct arena *arena = composer->setting->arena;
    struct glyph_run *part = ARENA_NEW(arena, struct glyph_run);
    struct glyph *glyphs = ARENA_ARRAY(arena, count, struct glyph);
    char *text = ARENA_ARRAY(arena, run_text(run, first + count) - run_text(run, first) + 1, char);
    part->face = run->face;
    part->glyphs = glyphs;
    part->text = text;
    run_append(part, glyphs, text, run, first, count);
    return part;
}

/* A hyphen's run as long as the lines live. */
static const struct glyph_run *hyphen_keep(struct composer *composer, const struct atom *hyphen) {
    const struct glyph_run **kept = &composer->hyphens[hyphen == &composer->content->hyphens[1]];
    if (*kept == NULL) {
        struct glyph_run *run = ARENA_NEW(composer->setting->arena, struct glyph_run);
        struct glyph *glyph = ARENA_NEW(composer->setting->arena, struct glyph);
        assert(hyphen->run->count == 1);
        *glyph = hyphen->run->glyphs[0];
        *run = *hyphen->run;
        run->glyphs = glyph;
        *kept = run;
    }
    return *kept;
}

/* The runs of all segments. */
static void runs_find(struct composer *composer, struct line *line) {
    const struct atom *atoms = composer->content->atoms;
    size_t count = 0;
    for (size_t s = 0; s < composer->segments.count; s++) {
        const struct segment *segment = &composer->segments.items[s];
        for (size_t i = segment->first; i < segment->end; i = atoms_continue(atoms, i, segment->end))
            count++;
        count += segment->hyphen != NULL;
    }
    const struct glyph_run **runs = ARENA_BARE(composer->setting->arena, count, const struct glyph_run *);
    count = 0;
    for (size_t s = 0; s < composer->segments.count; s++) {
        struct segment *segment = &composer->segments.items[s];
        segment->runs = count;
        for (size_t i = segment->first, end; i < segment->end; i = end) {
            end = atoms_continue(atoms, i, segment->end);
            const struct atom *last = &atoms[end - 1];
            runs[count++] = run_keep(composer, last->run, atoms[i].first, last->first + last->count - atoms[i].first);
        }
        if (segment->hyphen != NULL)
            runs[count++] = hyphen_keep(composer, segment->hyphen);
        segment->run_count = count - segment->runs;
    }
    line->runs = runs;
}

static struct stroke segment_stroke(const struct segment *segment, struct filling filling) {
    return (struct stroke){.kind = MARK_GLYPHS,
                           .node = segment->piece->node,
                           .x = length_shorten(segment->x),
                           .y = length_shorten(-segment->piece->raise),
                           .width = length_shorten(segment->width),
                           .colour = segment->piece->colour,
                           .first = (uint32_t)segment->runs,
                           .count = (uint32_t)segment->run_count,
                           .size = length_shorten(segment->piece->size),
                           .gap = length_shorten(filling.gap),
                           .expansion = (int16_t)filling.expansion};
}

/* --- Links, placeholders, calls -------------------------------------------------- */

static const struct node *segment_node(const struct segment *segment, enum node_kind kind) {
    const struct piece *piece = segment->piece;
    if (kind == NODE_INSERTED || kind == NODE_DELETED)
        return piece->change != NULL && piece->change->kind == kind && !piece->marker ? piece->change : NULL;
    return kind == NODE_LINK ? piece->link : piece->missing;
}

/* From segment `*first` on, the next stretch that stands in one node of `kind` (LINK, MISSING…) and shows anything.
 * NULL when there is none; else `*end` is the segment after it. */
static const struct node *stretch_find(const struct composer *composer, enum node_kind kind, size_t *first, size_t *end,
                                       length *width) {
    const struct segment *segments = composer->segments.items;
    size_t count = composer->segments.count;
    for (size_t i = *first; i < count; i = *end) {
        const struct node *node = segment_node(&segments[i], kind);
        *end = i + 1;
        while (*end < count && segment_node(&segments[*end], kind) == node)
            ++*end;
        length right = segments[i].x;
        for (size_t k = i; k < *end; k++)
            if (segments[k].ink > 0)
                right = segments[k].x + segments[k].ink;
        *first = i;
        *width = right - segments[i].x;
        if (node != NULL && *width > 0)
            return node;
    }
    return NULL;
}

static size_t stretches_count(const struct composer *composer, enum node_kind kind) {
    size_t count = 0, end;
    length width;
    for (size_t i = 0; stretch_find(composer, kind, &i, &end, &width) != NULL; i = end)
        count++;
    return count;
}

static length lesser(length a, length b) {
    return a < b ? a : b;
}

static void backgrounds_add(const struct composer *composer, struct line *line) {
    const struct style *style = composer->setting->style;
    if (style->missing_background == COLOUR_NONE)
        return;
    const struct face *face = composer->content->face;
    length above = lesser(length_of_units(face->ascent, composer->look->size), line->ascent);
    length below = lesser(length_of_units(-face->descent, composer->look->size), line->descent);
    size_t end;
    length width;
    for (size_t i = 0; stretch_find(composer, NODE_MISSING, &i, &end, &width) != NULL; i = end)
        line->strokes[line->stroke_count++] = stroke_fill(ARTIFACT_BACKGROUND, style->missing_background,
                                                          composer->segments.items[i].x, -above, width, above + below);
}

/* Where the face wants its lines: under what is inserted, through what is deleted. */
static void decorations_add(const struct composer *composer, enum node_kind kind, struct line *line) {
    const struct face *face = composer->content->face;
    const struct style *style = composer->setting->style;
    length size = composer->look->size;
    bool under = kind == NODE_INSERTED;
    length top = length_of_units(under ? face->underline_position : face->strikeout_position, size);
    length thickness = length_of_units(under ? face->underline_thickness : face->strikeout_thickness, size);
    size_t end;
    length width;
    for (size_t i = 0; stretch_find(composer, kind, &i, &end, &width) != NULL; i = end)
        line->strokes[line->stroke_count++] = stroke_fill(ARTIFACT_LAYOUT, under ? style->inserted : style->deleted,
                                                          composer->segments.items[i].x, -top, width, thickness);
}

static void changes_add(const struct composer *composer, struct line *line) {
    for (size_t i = 0; i < composer->segments.count && !line->changed && !composer->content->sample; i++) {
        const struct piece *piece = composer->segments.items[i].piece;
        line->changed = piece->change != NULL || piece->marker;
    }
    decorations_add(composer, NODE_INSERTED, line);
    decorations_add(composer, NODE_DELETED, line);
}

/* Areas of all links; underlines too, but for those of raised calls. */
static void links_add(const struct composer *composer, struct line *line) {
    const struct style *style = composer->setting->style;
    const struct face *face = composer->content->face;
    length thickness = length_of_units(face->underline_thickness, composer->look->size);
    size_t end;
    length width;
    const struct node *link;
    for (size_t i = 0; (link = stretch_find(composer, NODE_LINK, &i, &end, &width)) != NULL; i = end) {
        const struct segment *segment = &composer->segments.items[i];
        assert(line->areas != NULL); /* counted before */
        line->areas[line->area_count++] =
            (struct area){link, segment->x, -line->ascent, width, line->ascent + line->descent};
        if (style->underline_links && segment->piece->call == NULL && !segment->piece->quiet && thickness > 0)
            line->strokes[line->stroke_count++] =
                stroke_fill(ARTIFACT_LAYOUT, segment->piece->colour, segment->x,
                            length_of_units(-face->underline_position, composer->look->size), width, thickness);
    }
}

/* The note that is first called by this segment; NULL when none is. */
static const struct node *segment_note(const struct composer *composer, const struct segment *segment) {
    const struct node *link = segment->piece->link;
    if (link == NULL || segment->first == segment->end)
        return NULL;
    const struct node *note = link->as.link.target;
    bool begins = segment->first == 0 || composer->content->atoms[segment->first - 1].piece->link != link;
    return begins && note != NULL && note->kind == NODE_NOTE && note->as.note.call == link ? note : NULL;
}

static void calls_add(const struct composer *composer, struct line *line) {
    size_t count = 0;
    for (size_t i = 0; i < composer->segments.count; i++)
        count += segment_note(composer, &composer->segments.items[i]) != NULL;
    if (count == 0)
        return;
    line->calls = ARENA_ARRAY(composer->setting->arena, count, const struct node *);
    for (size_t i = 0; i < composer->segments.count; i++) {
        const struct node *note = segment_note(composer, &composer->segments.items[i]);
        if (note != NULL)
            line->calls[line->call_count++] = note;
    }
}

struct line line_compose(struct composer *composer, const struct line_plan *plan) {
    assert(plan->first < plan->end);
    struct arena *arena = composer->setting->arena;
    struct line line = {.ascent = length_shorten(composer->ascent),
                        .descent = length_shorten(composer->descent),
                        .excess = length_shorten(plan->excess),
                        .broken = plan->hyphen};
    if (composer->setting->bare)
        return line;
    segments_find(composer, plan);
    length width = 0;
    for (size_t i = 0; i < composer->segments.count; i++)
        width += composer->segments.items[i].ink;
    line.width = length_shorten(width);
    struct filling filling = segments_place(composer, plan, width);
    size_t links = stretches_count(composer, NODE_LINK);
    size_t strokes = composer->segments.count + links + stretches_count(composer, NODE_MISSING);
    bool changed = composer->content->changed;
    if (changed)
        strokes += stretches_count(composer, NODE_INSERTED) + stretches_count(composer, NODE_DELETED);
    line.strokes = ARENA_BARE(arena, strokes, struct stroke);
    if (links > 0)
        line.areas = ARENA_ARRAY(arena, links, struct area);
    runs_find(composer, &line);
    backgrounds_add(composer, &line);
    links_add(composer, &line);
    if (changed)
        changes_add(composer, &line);
    for (size_t i = 0; i < composer->segments.count; i++)
        line.strokes[line.stroke_count++] = segment_stroke(&composer->segments.items[i], filling);
    calls_add(composer, &line);
    return line;
}
