/* sheet.h: what style files say, before it is held against anything.
 *
 * A style may begin from another (`extends`); each attribute is taken from the
 * nearest file that says it. A block's attribute that no file says is that of the
 * body. Every value keeps its place, so that a fault can be put where an author
 * can mend it.
 */
#ifndef ENGROSS_STYLE_SHEET_H
#define ENGROSS_STYLE_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/place.h"
#include "base/report.h"
#include "read/source.h"
#include "style/style.h"

struct sheet;

/* Attributes of a block; the names are those of the schema. */
enum sheet_field {
    FIELD_FAMILY,
    FIELD_BOLD,
    FIELD_SIZE,
    FIELD_LEADING,
    FIELD_TEXT,
    FIELD_BACKGROUND,
    FIELD_EDGE,
    FIELD_EDGE_WIDTH,
    FIELD_SPACE_BEFORE,
    FIELD_SPACE_AFTER,
    FIELD_INDENT,
    FIELD_PADDING,
    FIELD_ALIGN,
    FIELD_HYPHENATE,
    FIELD_EXPAND,
    FIELD_HANG,
    FIELD_WIDOWS,
    FIELD_ORPHANS,
    FIELD_COUNT
};

/* Attributes of the whole style. */
enum sheet_whole {
    WHOLE_PAGE_WIDTH,
    WHOLE_PAGE_HEIGHT,
    WHOLE_MARGIN_TOP,
    WHOLE_MARGIN_BOTTOM,
    WHOLE_MARGIN_START,
    WHOLE_MARGIN_END,
    WHOLE_MEASURE,
    WHOLE_LINK,
    WHOLE_UNDERLINE,
    WHOLE_MISSING_TEXT,
    WHOLE_MISSING_BACKGROUND,
    WHOLE_RULE,
    WHOLE_RULE_WIDTH,
    WHOLE_HEAD_RULE,
    WHOLE_HEAD_RULE_WIDTH,
    WHOLE_PADDING_ACROSS,
    WHOLE_PADDING_DOWN,
    WHOLE_TURN,
    WHOLE_LIST_INDENT,
    WHOLE_CALL_SIZE,
    WHOLE_WATERMARK,
    WHOLE_LOGO_FILE,
    WHOLE_LOGO_ALTERNATIVE,
    WHOLE_LOGO_WIDTH,
    /* From here on a style that says nothing has the value of sheet.c. */
    WHOLE_INSERTED,
    WHOLE_DELETED,
    WHOLE_MARKER,
    WHOLE_BAR,
    WHOLE_BAR_WIDTH,
    WHOLE_BAR_DISTANCE,
    WHOLE_GRID,
    WHOLE_START_PART,
    WHOLE_START_APPENDIX,
    WHOLE_START_AFTER_COVER,
    WHOLE_START_AFTER_CONTROL,
    WHOLE_START_AFTER_CONTENTS,
    WHOLE_BREAK_PAGE,
    WHOLE_BREAK_PARAGRAPH,
    WHOLE_BREAK_WORD,
    WHOLE_BREAK_LIST,
    WHOLE_BREAK_LONE_ITEM,
    WHOLE_BREAK_ROW,
    WHOLE_BREAK_LAST_ROW,
    WHOLE_BREAK_SHORT_TABLE,
    WHOLE_BREAK_SPLIT_ROW,
    WHOLE_BREAK_DIVIDED_NOTE,
    WHOLE_BREAK_GIVEN_UP,
    WHOLE_BREAK_LOOSE,
    WHOLE_COUNT
};

/* Reads `path` and what it extends, and fills in `style` (all but `parts`). NULL after errors. */
const struct sheet *sheet_read(struct source *source, const char *path, struct style *style, struct arena *arena,
                               struct report *report);

/* "body", "heading-2"… as the schema names it. */
const char *sheet_block_name(enum style_block block);
/* Whether a file gives the block that attribute itself. */
bool sheet_says(const struct sheet *sheet, enum style_block block, enum sheet_field field);
/* Where the value comes from: for a block, its own attribute or the body's. */
struct place sheet_place(const struct sheet *sheet, enum style_block block, enum sheet_field field);
struct place sheet_whole_place(const struct sheet *sheet, enum sheet_whole field);
/* Of two places, the one in the style itself rather than in one that it extends; the first when both are alike. */
struct place sheet_nearer(const struct sheet *sheet, struct place first, struct place second);

#endif
