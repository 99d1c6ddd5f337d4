/* gauge.c: inline content → its height at any measure.
 *
 * The columns of a table are tried at many widths, and to break each cell by total
 * fit each time would cost more than the table. Here the lines are filled one
 * after the other, which gives the least number of lines there can be (and nearly
 * always the number that total fit takes). The widest of these lines says how far
 * the measure may shrink before anything changes.
 */
#include "layout/gauge.h"

#include <assert.h>

#include "layout/inline.h"

/* Atoms that stand on one line. */
struct group {
    length ink;     /* without the space at its end, a hyphen included */
    length advance; /* with that space, and no hyphen */
};

struct gauge {
    length leading;
    length widest; /* on one line */
    length least;  /* the widest group */
    struct group *groups;
    size_t count;
};

struct gauge *gauge_open(const struct setting *setting, const struct node *block, const struct block_style *look) {
    struct gauge *gauge = ARENA_NEW(setting->arena, struct gauge);
    struct inline_content content;
    if (!inline_shape(setting, block, look, &content))
        return NULL;
    assert(content.number_atoms == 0); /* a heading's lines hang */
    *gauge = (struct gauge){.leading = look->leading,
                            .widest = content.widest,
                            .groups = ARENA_ARRAY(setting->arena, content.atom_count, struct group)};
    for (size_t first = 0; first < content.atom_count;) {
        struct group *group = &gauge->groups[gauge->count++];
        size_t end = inline_group(&content, first, true, &group->ink);
        for (size_t i = first; i < end; i++)
            group->advance += content.atoms[i].width;
        gauge->least = group->ink > gauge->least ? group->ink : gauge->least;
        first = end;
    }
    return gauge;
}

length gauge_height(const struct gauge *gauge, length measure, length *from, length *to) {
    *from = *to = measure;
    if (gauge->widest <= measure) {
        *from = gauge->widest;
        *to = LENGTH_HUGE;
        return gauge->count > 0 ? gauge->leading : 0;
    }
    if (gauge->least > measure)
        return LENGTH_HUGE;
    length lines = 1, pen = 0, ink = 0, most = 0;
    for (size_t i = 0; i < gauge->count; i++) {
        const struct group *group = &gauge->groups[i];
        if (pen + group->ink > measure) {
            most = ink > most ? ink : most;
            lines++;
            pen = 0;
        }
        ink = pen + group->ink;
        pen += group->advance;
    }
    *from = ink > most ? ink : most;
    return lines * gauge->leading;
}
