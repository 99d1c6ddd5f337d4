/* sight.c: whether letters can be seen. See sight.h.
 *
 * Nine spots of each letter are looked at. What was filled there last before the letter is what it
 * stands on, else paper; what is filled there later covers it. Five of nine decide: a line
 * through a word, as in a redline, touches three. The contrast is that of WCAG 2 (1.4.3), which
 * asks for 4.5; what has less than 2 cannot be read by anybody.
 *
 * Surprising: a picture has no colour that could be known, so what stands on one can be seen.
 */
#include "extract/sight.h"

#include <math.h>
#include <string.h>

#define SPOTS 9
#define SPOTS_HIDDEN 5
#define CONTRAST_LEAST 2.0
#ifndef CHECKS_MAX /* as ELEMENTS_MAX in qpdf.c */
#define CHECKS_MAX 400000000
#endif

struct fill {
    const struct spot *points;
    size_t count, moment;
    double box[4];
    struct tint tint;
    bool picture;
};

struct sight {
    struct arena *arena;
    LIST(struct letter) letters;
    LIST(struct fill) fills;
    size_t moment, checks;
};

struct sight *sight_open(struct arena *arena) {
    struct sight *sight = ARENA_NEW(arena, struct sight);
    sight->arena = arena;
    return sight;
}

void sight_letter(struct sight *sight, const struct letter *letter) {
    struct letter kept = *letter;
    kept.moment = ++sight->moment;
    LIST_ADD(sight->arena, &sight->letters, kept);
}

void sight_box(const struct spot *points, size_t count, double box[4]) {
    box[0] = box[1] = INFINITY;
    box[2] = box[3] = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        box[0] = fmin(box[0], points[i].x);
        box[1] = fmin(box[1], points[i].y);
        box[2] = fmax(box[2], points[i].x);
        box[3] = fmax(box[3], points[i].y);
    }
}

void sight_fill(struct sight *sight, const struct spot *points, size_t count, struct tint tint, bool picture) {
    if (count < 3)
        return;
    struct spot *kept = ARENA_ARRAY(sight->arena, count, struct spot);
    memcpy(kept, points, count * sizeof *kept);
    struct fill fill = {.points = kept, .count = count, .moment = ++sight->moment, .tint = tint, .picture = picture};
    sight_box(points, count, fill.box);
    LIST_ADD(sight->arena, &sight->fills, fill);
}

static bool within(const double box[4], struct spot at) {
    return at.x >= box[0] && at.x <= box[2] && at.y >= box[1] && at.y <= box[3];
}

/* By the sides that a way to the right crosses. */
static bool fills_spot(const struct fill *fill, struct spot at) {
    bool inside = false;
    if (!within(fill->box, at))
        return false;
    for (size_t i = 0, j = fill->count - 1; i < fill->count; j = i++) {
        const struct spot *a = &fill->points[i], *b = &fill->points[j];
        if ((a->y > at.y) != (b->y > at.y) && at.x < (b->x - a->x) * (at.y - a->y) / (b->y - a->y) + a->x)
            inside = !inside;
    }
    return inside;
}

static double linear(double part) {
    return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static double luminance(const struct tint *tint) {
    return 0.2126 * linear(tint->red) + 0.7152 * linear(tint->green) + 0.0722 * linear(tint->blue);
}

static bool too_alike(const struct tint *one, const struct tint *other) {
    double a = luminance(one) + 0.05, b = luminance(other) + 0.05;
    return (a > b ? a / b : b / a) < CONTRAST_LEAST;
}

/* What is known of one spot of a letter. */
struct behind {
    struct spot at;
    const struct fill *last; /* NULL: paper */
    bool covered;
};

static enum unseen letter_judge(struct sight *sight, const struct letter *letter, const double page[4]) {
    static const struct tint paper = {1, 1, 1};
    struct behind spots[SPOTS];
    size_t covered = 0, alike = 0, outside = 0;
    double box[4];
    const struct spot far = {letter->along.x + letter->up.x - letter->corner.x,
                             letter->along.y + letter->up.y - letter->corner.y};
    sight_box((const struct spot[]){letter->corner, letter->along, letter->up, far}, 4, box);
    for (size_t i = 0; i < SPOTS; i++) {
        size_t column = i % 3, row = i / 3;
        double u = 0.15 + 0.35 * (double)column, v = 0.15 + 0.35 * (double)row;
        struct spot at = {
            letter->corner.x + u * (letter->along.x - letter->corner.x) + v * (letter->up.x - letter->corner.x),
            letter->corner.y + u * (letter->along.y - letter->corner.y) + v * (letter->up.y - letter->corner.y)};
        spots[i] = (struct behind){.at = at};
        outside += !within(page, at) || !within(letter->clip, at);
    }
    if (outside >= SPOTS_HIDDEN)
        return UNSEEN_OUTSIDE;
    sight->checks += sight->fills.count;
    for (size_t i = 0; i < sight->fills.count; i++) {
        const struct fill *fill = &sight->fills.items[i];
        if (fill->box[0] > box[2] || fill->box[2] < box[0] || fill->box[1] > box[3] || fill->box[3] < box[1])
            continue;
        sight->checks += fill->count * SPOTS;
        for (size_t j = 0; j < SPOTS; j++)
            if (fills_spot(fill, spots[j].at)) {
                spots[j].covered = spots[j].covered || fill->moment > letter->moment;
                spots[j].last = fill->moment < letter->moment ? fill : spots[j].last;
            }
    }
    for (size_t i = 0; i < SPOTS; i++) {
        covered += spots[i].covered;
        alike += !letter->picture && !(spots[i].last && spots[i].last->picture) &&
                 too_alike(&letter->tint, spots[i].last ? &spots[i].last->tint : &paper);
    }
    return covered >= SPOTS_HIDDEN ? UNSEEN_COVERED : alike >= SPOTS_HIDDEN ? UNSEEN_COLOUR : UNSEEN_NOT;
}

void sight_judge(struct sight *sight, struct view *view, const struct view_order *order) {
    for (size_t i = 0; i < sight->letters.count; i++) {
        const struct letter *letter = &sight->letters.items[i];
        struct view_word *word = &view->words.items[letter->word];
        if (sight->checks > CHECKS_MAX) {
            order->odd(order->context, "path");
            return;
        }
        if (word->unseen == UNSEEN_NOT)
            word->unseen = letter->unseen != UNSEEN_NOT ? letter->unseen : letter_judge(sight, letter, view->box);
    }
}
