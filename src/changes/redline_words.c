/* redline_words.c: the runs of one block → its words with their marks.
 *
 * Runs of pieces in; TEXT nodes out, under copies of what dresses them (links, weight,
 * languages). A mark stands within what goes on on both sides of it, so that no link is
 * cut in two, and around all that begins and ends within its run. Deleted links lead
 * nowhere; calls of footnotes do, since the note stands there too.
 *
 * Surprising: spaces at the ends of a run stand outside its brackets; two marks have one
 * between them where a space stands before the first, and one stands before a mark that
 * holds punctuation. So whoever drops a mark has to make one space of two, and none before
 * punctuation.
 */
#include "changes/redlining.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define DRESS_MOST 24 /* nodes between a block and a text */

/* What dresses a leaf, from the block down. */
struct dress {
    const struct node *nodes[DRESS_MOST];
    size_t count;
};

struct fitted {
    const struct node *source;
    struct node *copy;
};

struct writer {
    struct redline *redline;
    struct node *block;
    struct fitted open[DRESS_MOST]; /* copies that stand open, from the block down */
    size_t open_count;
    bool spaced;                   /* what was written last is a space, or nothing was */
    bool marked;                   /* likewise a closing bracket, before which a space stood */
    bool apart;                    /* a space stands before the mark in hand */
    const struct parting *parting; /* what the run in hand has to do with the block beside; NULL: nothing */
};

/* All new leaves of the block, in order, and the run of each. */
struct placed {
    const struct piece *piece;
    size_t run;
};
typedef LIST(struct placed) placed_list;

/* --- Dress ----------------------------------------------------------------------- */

static bool in_call(const struct node *node) {
    for (; node != NULL && node->kind >= NODE_TEXT; node = node->parent)
        if (node->kind == NODE_CALL)
            return true;
    return false;
}

/* A link of the old version leads nowhere, unless it leads to a footnote or back from it. */
static bool is_dropped(const struct node *node, enum side side) {
    if (side == SIDE_NEW || (node->kind != NODE_LINK && node->kind != NODE_REFERENCE))
        return false;
    bool back = node->parent->kind == NODE_LABEL && node->parent->parent->kind == NODE_NOTE;
    return !back && !in_call(node);
}

static struct dress dress_of(const struct node *leaf, enum side side) {
    struct dress dress = {.count = 0};
    const struct node *up[DRESS_MOST];
    size_t count = 0;
    for (const struct node *at = leaf->parent; at != NULL && at->kind >= NODE_TEXT && count < DRESS_MOST;
         at = at->parent)
        if (!is_dropped(at, side))
            up[count++] = at;
    while (count > 0)
        dress.nodes[dress.count++] = up[--count];
    return dress;
}

static size_t dress_common(const struct dress *one, const struct dress *other) {
    size_t same = 0;
    while (same < one->count && same < other->count && one->nodes[same] == other->nodes[same])
        same++;
    return same;
}

static struct node *writer_parent(const struct writer *writer) {
    return writer->open_count > 0 ? writer->open[writer->open_count - 1].copy : writer->block;
}

/* Closes what is not of the first `count` of the dress, and opens the rest of these. */
static struct node *writer_dress(struct writer *writer, const struct dress *dress, size_t count, enum side side) {
    size_t same = 0;
    while (same < count && same < writer->open_count && writer->open[same].source == dress->nodes[same])
        same++;
    writer->open_count = same;
    for (size_t i = same; i < count; i++) {
        struct node *copy = redline_copy(writer->redline, writer_parent(writer), dress->nodes[i], side);
        writer->open[writer->open_count++] = (struct fitted){dress->nodes[i], copy};
    }
    return writer_parent(writer);
}

/* --- Words ----------------------------------------------------------------------- */

static void put_bytes(struct writer *writer, struct node *parent, const struct node *leaf, const char *text,
                      size_t bytes, bool whole) {
    if (bytes > 0 && *text == ' ' && writer->spaced) {
        text++;
        bytes--;
        whole = false;
    }
    if (bytes == 0)
        return;
    struct node *node = redline_words(writer->redline, parent, arena_copy(writer->redline->arena, text, bytes));
    node->place = leaf->place;
    node->as.text.source = whole ? leaf->as.text.source : NULL;
    writer->spaced = text[bytes - 1] == ' ';
    writer->marked = false;
}

static void put_piece(struct writer *writer, struct node *parent, const struct piece *piece, enum side side) {
    const struct node *leaf = piece->leaf;
    if (leaf->kind == NODE_FOLIO) {
        (void)redline_copy(writer->redline, parent, leaf, side);
        writer->spaced = writer->marked = false;
        return;
    }
    assert(leaf->kind == NODE_TEXT);
    put_bytes(writer, parent, leaf, leaf->as.text.text + piece->from, piece->to - piece->from,
              leaf->as.text.text[piece->to] == '\0' && piece->from == 0);
}

/* The number of a page of the old version means nothing here, nor do the words before it. */
static bool is_page(const struct node *leaf) {
    return leaf->kind == NODE_FOLIO ||
           (leaf->kind == NODE_TEXT && leaf->next != NULL && leaf->next->kind == NODE_FOLIO);
}

/* --- Marks ----------------------------------------------------------------------- */

static const struct piece *run_pieces(const struct run *run, enum side side, size_t *count) {
    *count = side == SIDE_OLD ? run->old_count : run->new_count;
    return side == SIDE_OLD ? run->old : run->new;
}

/* The words of one side, without the numbers of pages. */
static const char *run_text(const struct run *run, enum side side, struct arena *arena) {
    struct buffer out = {0};
    size_t count;
    const struct piece *pieces = run_pieces(run, side, &count);
    for (size_t i = 0; i < count; i++)
        if (!is_page(pieces[i].leaf))
            buffer_bytes(&out, pieces[i].leaf->as.text.text + pieces[i].from, pieces[i].to - pieces[i].from);
    const char *text = arena_copy(arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return text;
}

static const char *run_trimmed(const struct run *run, enum side side, struct arena *arena) {
    const char *text = run_text(run, side, arena);
    text += strspn(text, " ");
    size_t bytes = strlen(text);
    while (bytes > 0 && text[bytes - 1] == ' ')
        bytes--;
    return arena_copy(arena, text, bytes);
}

static bool is_blank(const char *text) {
    return text[strspn(text, " ")] == '\0';
}

/* Whether the run is the number of a footnote and nothing else. */
static bool is_call_alone(const struct run *run, enum side side) {
    size_t count;
    const struct piece *pieces = run_pieces(run, side, &count);
    for (size_t i = 0; i < count; i++)
        if (!in_call(pieces[i].leaf))
            return false;
    return count > 0;
}

const char *redline_parted(struct redline *redline, const char *bracket, const struct parting *parting, bool whole) {
    size_t bytes = strlen(bracket) - 2; /* without ": " */
    return words_fill(redline->arena, WORD_MARK_PARTED, arena_copy(redline->arena, bracket, bytes),
                      words_find(parting_word(parting, whole)));
}

/* `pointed`: what stands within begins with a mark of punctuation, or is the number of a footnote. */
static void mark_open(struct writer *writer, struct node *parent, const char *words, bool pointed) {
    writer->apart = writer->spaced || writer->marked;
    if ((writer->marked || pointed) && !writer->spaced) {
        words = arena_format(writer->redline->arena, " %s", words);
        writer->apart = true;
    }
    redline_marker(writer->redline, parent, words);
    writer->spaced = true;
    writer->marked = false;
}

static void mark_close(struct writer *writer, struct node *parent) {
    redline_marker(writer->redline, parent, words_find(WORD_MARK_CLOSE));
    writer->spaced = false;
    writer->marked = writer->apart;
}

/* One side of a run within brackets that stand in `parent`, its dress without the first `outside` nodes. */
static void mark_run(struct writer *writer, const struct run *run, enum side side, struct node *parent,
                     size_t outside) {
    struct redline *redline = writer->redline;
    bool call = is_call_alone(run, side);
    enum word word = side == SIDE_OLD ? (call ? WORD_MARK_DELETED_NOTE : WORD_MARK_DELETED)
                                      : (call ? WORD_MARK_INSERTED_NOTE : WORD_MARK_INSERTED);
    const char *words = words_find(word);
    if (writer->parting != NULL)
        words = redline_parted(redline, words, writer->parting, false);
    mark_open(writer, parent, words, call || strspn(run_trimmed(run, side, redline->arena), ",.;:!?)") > 0);
    struct writer inner = {.redline = redline, .spaced = true};
    inner.block = redline_node(redline, parent, side == SIDE_OLD ? NODE_DELETED : NODE_INSERTED);
    size_t count;
    const struct piece *pieces = run_pieces(run, side, &count);
    size_t last = count; /* the last piece that shows more than a space */
    while (last > 0 && pieces[last - 1].leaf->kind == NODE_TEXT && pieces[last - 1].from < pieces[last - 1].to &&
           strspn(pieces[last - 1].leaf->as.text.text + pieces[last - 1].from, " ") >=
               pieces[last - 1].to - pieces[last - 1].from)
        last--;
    for (size_t i = 0; i < last; i++) {
        struct piece piece = pieces[i];
        if (side == SIDE_OLD && is_page(piece.leaf))
            continue;
        if (i + 1 == last && piece.leaf->kind == NODE_TEXT)
            while (piece.to > piece.from && piece.leaf->as.text.text[piece.to - 1] == ' ')
                piece.to--;
        struct dress dress = dress_of(piece.leaf, side);
        size_t skip = outside < dress.count ? outside : dress.count;
        struct dress rest = {.count = dress.count - skip};
        memcpy(rest.nodes, dress.nodes + skip, rest.count * sizeof *rest.nodes);
        put_piece(&inner, writer_dress(&inner, &rest, rest.count, side), &piece, side);
    }
    mark_close(writer, parent);
}

static void put_space(struct writer *writer, struct node *parent) {
    if (writer->spaced)
        return;
    (void)redline_words(writer->redline, parent, " ");
    writer->spaced = true;
    writer->marked = false;
}

/* --- Runs ------------------------------------------------------------------------ */

/* The new leaves around run `run`: the last before it and the first after it; NULL where there is none. */
static void neighbours(const placed_list *placed, size_t run, const struct node **before, const struct node **after) {
    *before = *after = NULL;
    for (size_t i = 0; i < placed->count; i++) {
        if (placed->items[i].run < run)
            *before = placed->items[i].piece->leaf;
        else if (placed->items[i].run > run && *after == NULL)
            *after = placed->items[i].piece->leaf;
    }
}

static void deleted_write(struct writer *writer, const struct run *run, const struct node *before,
                          const struct node *after) {
    const char *text = run_text(run, SIDE_OLD, writer->redline->arena);
    if (is_blank(text))
        return;
    struct node *parent = writer->block;
    if (before != NULL && after != NULL) {
        struct dress left = dress_of(before, SIDE_NEW), right = dress_of(after, SIDE_NEW);
        parent = writer_dress(writer, &left, dress_common(&left, &right), SIDE_NEW);
    } else {
        writer->open_count = 0;
    }
    if (*text == ' ')
        put_space(writer, parent);
    mark_run(writer, run, SIDE_OLD, parent, 0);
    if (text[strlen(text) - 1] == ' ')
        put_space(writer, parent);
}

static void inserted_write(struct writer *writer, const struct run *run, const struct node *before,
                           const struct node *after) {
    const char *text = run_text(run, SIDE_NEW, writer->redline->arena);
    struct dress own = dress_of(run->new[0].leaf, SIDE_NEW);
    size_t outside = 0;
    const struct node *around[] = {before, after};
    for (size_t i = 0; i < 2; i++) {
        struct dress dress = around[i] != NULL ? dress_of(around[i], SIDE_NEW) : (struct dress){.count = 0};
        size_t common = dress_common(&own, &dress);
        outside = common > outside ? common : outside;
    }
    struct node *parent = writer_dress(writer, &own, outside, SIDE_NEW);
    if (*text == ' ' || is_blank(text))
        put_space(writer, parent);
    if (is_blank(text))
        return;
    mark_run(writer, run, SIDE_NEW, parent, outside);
    if (text[strlen(text) - 1] == ' ')
        put_space(writer, parent);
}

static void kept_write(struct writer *writer, const struct run *run) {
    for (size_t i = 0; i < run->new_count; i++) {
        struct dress dress = dress_of(run->new[i].leaf, SIDE_NEW);
        put_piece(writer, writer_dress(writer, &dress, dress.count, SIDE_NEW), &run->new[i], SIDE_NEW);
    }
}

/* Letters and digits alone: the rest is heard alike, or not at all. */
static size_t heard_next(const char **text) {
    while (**text != '\0' && (unsigned char)**text < 0x80 && strchr(" -'\"", **text) != NULL)
        ++*text;
    /* General punctuation, U+2000 to U+203F, and the no-break space. */
    const unsigned char *at = (const unsigned char *)*text;
    if (at[0] == 0xE2 && at[1] == 0x80) {
        *text += 3;
        return heard_next(text);
    }
    if (at[0] == 0xC2 && at[1] == 0xA0) {
        *text += 2;
        return heard_next(text);
    }
    return *at;
}

static bool heard_same(const char *one, const char *other) {
    size_t code;
    while ((code = heard_next(&one)) == heard_next(&other)) {
        if (code == 0)
            return true;
        one++;
        other++;
    }
    return false;
}

/* Words that the program writes by itself in one version and not in the other: where something stood formerly. */
static bool is_one_sided(const struct redline *redline, const struct run *run) {
    if (run->old_count > 0 && run->new_count > 0)
        return false;
    enum side side = run->new_count > 0 ? SIDE_NEW : SIDE_OLD;
    return !is_call_alone(run, side) && !heard_same(run_trimmed(run, side, redline->arena), "");
}

/* In words what differs and is not heard as other words, but could be seen: the number in a reference. */
static void was_write(struct writer *writer, const struct run *run, const struct node *after) {
    /* Numbers of footnotes the program writes by itself. */
    if (run->new_count == 0 || run->old_count == 0 || is_call_alone(run, SIDE_NEW))
        return;
    struct arena *arena = writer->redline->arena;
    const char *old = run_trimmed(run, SIDE_OLD, arena), *new = run_trimmed(run, SIDE_NEW, arena);
    if (heard_same(old, new))
        return;
    struct dress right = after != NULL ? dress_of(after, SIDE_NEW) : (struct dress){.count = 0};
    struct dress left = dress_of(run->new[run->new_count - 1].leaf, SIDE_NEW);
    struct node *parent = writer_dress(writer, &left, dress_common(&left, &right), SIDE_NEW);
    const char *words = words_fill(arena, WORD_MARK_WAS_WORDS, old);
    bool spaced = writer->spaced; /* then one has to stand behind it too */
    redline_marker(writer->redline, parent, arena_format(arena, spaced ? "%s " : " %s", words));
    writer->spaced = spaced;
    writer->marked = !spaced;
}

/* What an attribute of the words of run `run` was, where it is one that a reader meets: the address of a link. */
static void attributes_write(struct writer *writer, const struct strand *strand, size_t run) {
    const struct change *change = strand->change;
    struct arena *arena = writer->redline->arena;
    for (size_t i = 0; change != NULL && i < change->edits.count; i++) {
        const struct edit *edit = &change->edits.items[i];
        if (edit->strand != strand || edit->attribute == NULL || strcmp(edit->attribute, "uri") != 0 ||
            edit->was == NULL || edit->run_count == 0 || run != edit->run + edit->run_count - 1)
            continue;
        writer->open_count = 0;
        redline_marker(writer->redline, writer->block,
                       arena_format(arena, "%s%s", writer->spaced ? "" : " ",
                                    words_fill(arena, WORD_MARK_WAS_ADDRESS, edit->was)));
        writer->spaced = false;
        writer->marked = true;
    }
}

void redline_runs(struct redline *redline, struct node *block, const struct strand *strand) {
    struct writer writer = {.redline = redline, .block = block, .spaced = true};
    placed_list placed = {0};
    for (size_t i = 0; i < strand->run_count; i++)
        for (size_t k = 0; k < strand->runs[i].new_count; k++)
            LIST_ADD(redline->arena, &placed, (struct placed){&strand->runs[i].new[k], i});
    for (size_t i = 0; i < strand->run_count; i++) {
        const struct run *run = &strand->runs[i];
        const struct node *before, *after;
        neighbours(&placed, i, &before, &after);
        writer.parting = parting_of_run(redline->shifts.partings, strand, i);
        switch (run->state) {
        case RUN_KEPT:
            kept_write(&writer, run);
            break;
        case RUN_EDITORIAL:
            if (is_one_sided(redline, run)) { /* "(formerly 4.2)" */
                if (run->new_count > 0)
                    inserted_write(&writer, run, before, after);
                else
                    deleted_write(&writer, run, before, after);
                break;
            }
            kept_write(&writer, run);
            was_write(&writer, run, after);
            break;
        case RUN_DELETED:
            deleted_write(&writer, run, before, after);
            break;
        case RUN_INSERTED:
            inserted_write(&writer, run, before, after);
            break;
        }
        attributes_write(&writer, strand, i);
    }
}

void redline_copy_words(struct redline *redline, struct node *parent, const struct node *source, enum side side) {
    for (const struct node *at = source->first; at != NULL; at = at->next) {
        if (side == SIDE_OLD && is_page(at))
            continue;
        struct node *to = is_dropped(at, side) ? parent : redline_copy(redline, parent, at, side);
        redline_copy_words(redline, to, at, side);
    }
}

static void change_link(struct redline *redline, struct node *block, const struct change *change) {
    struct arena *arena = redline->arena;
    size_t index = change->index;
    redline_link(redline, block, redline->rows[index],
                 words_fill(arena, WORD_MARK_CHANGE, arena_format(arena, "%zu", redline->row_numbers[index])),
                 words_find(WORD_MARK_CHANGE_MORE));
    const char *unseen = change->kind == CHANGE_RENUMBERED ? words_find(WORD_MARK_RENUMBERED) : redline_unseen(change);
    if (unseen != NULL)
        redline_marker(redline, block, words_fill(arena, WORD_MARK_CHANGE_OF, unseen));
    if (redline->places[index] == NULL)
        redline->places[index] = block;
}

void redline_open(struct redline *redline, struct node *block, bool alone) {
    for (size_t i = 0; i < redline->openings.count; i++) {
        const struct opening *opening = &redline->openings.items[i];
        redline_marker(redline, block, opening->before);
        if (opening->target != NULL)
            redline_link_later(redline, block, opening->target, opening->side, opening->link);
        if (opening->change != NULL) {
            if (opening->said)
                redline_marker(redline, block, words_find(WORD_COMMA));
            change_link(redline, block, opening->change);
        }
        bool last = alone && i + 1 == redline->openings.count;
        redline_marker(redline, block, words_find(last ? WORD_MARK_CLOSE : WORD_MARK_CLOSE_SPACE));
    }
    redline->openings.count = 0;
}

void redline_open_heading(struct redline *redline, struct node *heading) {
    size_t changes = 0;
    for (size_t i = 0; i < redline->openings.count; i++) {
        const struct opening *opening = &redline->openings.items[i];
        changes += opening->change != NULL;
        if (!opening->said)
            continue;
        redline_marker(redline, heading,
                       arena_format(redline->arena, " %s%s%s", opening->before,
                                    opening->target != NULL ? opening->link : "", words_find(WORD_MARK_CLOSE)));
    }
    if (changes == 0)
        redline->openings.count = 0;
}

/* In the order of their numbers. */
static int opening_order(const void *one, const void *other) {
    const struct change *a = ((const struct opening *)one)->change, *b = ((const struct opening *)other)->change;
    if (a == NULL || b == NULL)
        return (a == NULL) - (b == NULL);
    return a->index < b->index ? -1 : a->index > b->index;
}

void redline_open_under(struct redline *redline, struct node *parent) {
    if (redline->openings.count == 0)
        return;
    qsort(redline->openings.items, redline->openings.count, sizeof *redline->openings.items, opening_order);
    struct node *block = redline_node(redline, parent, NODE_PARAGRAPH);
    block->keep_with_next = true;
    bool first = true;
    for (size_t i = 0; i < redline->openings.count; i++) {
        const struct change *change = redline->openings.items[i].change;
        if (change == NULL)
            continue;
        redline_marker(redline, block, words_find(first ? WORD_MARK_OPEN : WORD_MARK_OPEN_NEXT));
        change_link(redline, block, change);
        redline_marker(redline, block, words_find(WORD_MARK_CLOSE));
        first = false;
    }
    redline->openings.count = 0;
}
