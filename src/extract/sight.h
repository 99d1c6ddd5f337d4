/* sight.h: letters held against what is painted behind them and over them.
 *
 * Letters and fills in the order in which they are painted → for each word of a view, whether it can be
 * seen, and why not.
 */
#ifndef ENGROSS_EXTRACT_SIGHT_H
#define ENGROSS_EXTRACT_SIGHT_H

#include "extract/view.h"

struct spot {
    double x, y;
};

struct tint {
    double red, green, blue;
};

struct letter {
    struct spot corner, along, up; /* of what is looked at: the lower half of its em */
    size_t word;                   /* of the view */
    struct tint tint;
    double clip[4];
    enum unseen unseen; /* what is known before */
    bool picture;
    size_t moment; /* set by sight_letter */
};

struct sight;
struct sight *sight_open(struct arena *arena);
void sight_letter(struct sight *sight, const struct letter *letter);
void sight_fill(struct sight *sight, const struct spot *points, size_t count, struct tint tint, bool picture);
void sight_judge(struct sight *sight, struct view *view, const struct view_order *order);

/* What the points fill at most: left, bottom, right, top; nothing of no points. */
void sight_box(const struct spot *points, size_t count, double box[4]);

#endif
