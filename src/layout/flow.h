/* flow.h: blocks of the document, in order, onto galleys. */
#ifndef ENGROSS_LAYOUT_FLOW_H
#define ENGROSS_LAYOUT_FLOW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/list.h"
#include "layout/galley.h"

/* The state of one walk. A body walk opens a new galley wherever the pages turn; a cell or a note has one galley. */
struct flow {
    const struct setting *setting;
    struct sheet upright, turned;
    struct galley *galley; /* the one being filled */
    LIST(struct galley *) galleys;
    bool trial; /* only heights are asked for: reports nothing about width */
    /* Of a body walk in two parts (seam.h). */
    const struct node *until; /* stops before this node; NULL: never */
    bool stopped;             /* and has done so */
    const struct node *after; /* began with this node, as if what comes before it had been set */
    bool adrift;              /* but what it set depends on that */
};

/* Where blocks may stand: from `x`, at most `measure` wide. */
struct column {
    length x, measure;
    const struct block_style *group; /* look of the group around, whose indent and frame are done; NULL when none */
    int depth;                       /* of lists */
};

/* A walk over the document's body for `style`'s pages, with its first galley. */
struct flow flow_open(const struct setting *setting);
/* A walk that fills a cell or a note. */
struct flow flow_inside(const struct setting *setting, const struct sheet *sheet, bool trial);

/* Sets one block and all that is in it; or the blocks (or inline content) that `parent` holds. */
void flow_block(struct flow *flow, const struct node *node, struct column column);
void flow_children(struct flow *flow, const struct node *parent, struct column column);

/* The rest of a walk over the document that stopped before `from`. */
void flow_rest(struct flow *flow, const struct node *from, struct column column);
/* What the walk does when it comes to `section`, before it sets anything of it. */
void flow_enter(struct flow *flow, const struct node *section);

/* Sets the inline content of `node` in `look`, without its spaces. */
void flow_lines(struct flow *flow, const struct node *node, const struct block_style *look, struct column column);

/* The fault of a line of `node` that is too wide, at the first text that reaches past the measure. */
void flow_line_examine(struct flow *flow, const struct line *line, const struct node *node, length measure);

/* From here on pages are turned, or upright again. */
void flow_turn(struct flow *flow, bool turned);

/* The look of a label that stands beside what it labels: it begins where its column does, however the text is aligned.
 */
const struct block_style *flow_label_look(const struct setting *setting, const struct node *label);
/* The indent, or as much of it as leaves six ems of `size`. */
length flow_indent(length indent, length measure, length size);

/* The number column of a list: as wide as its widest label asks, with the space after it, and at least `least`: the
 * style's, or 0 in a table, where room is dear. False without a face. */
bool flow_number_column(const struct setting *setting, const struct node *list, length least, length *width);

/* True when the node holds inline content itself. */
bool flow_holds_inline(const struct node *node);

/* Width and height of a figure at most `across` wide and `down` high. False after a report. */
bool flow_figure_size(const struct setting *setting, const struct node *figure, length across, length down,
                      length *width, length *height);

#endif
