/* imprint.c: label, date and permanent address of a release → lines at the foot of each page.
 *
 * A page that was torn out, copied or printed alone has to say which text it is and
 * where the whole of it is kept (ISO 32000-1, 14.8.2.2: pagination, no content). What
 * is said is said whole: an address that is cut leads nowhere, so it goes on in the
 * next line and the text of the page gives the room. It may end a line after a "/"
 * or before another sign of an address, where nobody takes the end for a hyphen of
 * ours; a part that is longer than the line, anywhere.
 *
 * Surprising: the lines are set once, for the narrower way of the paper, and stand on
 * turned pages as well; so every page of a release has a foot of the same height.
 */
#include "layout/imprint.h"

#include <string.h>

#include "base/utf8.h"
#include "document/numbers.h"
#include "document/words.h"

/* More than this part of a page is no foot any more. */
#define IMPRINT_PART 3

/* Where a line may end: what is tried first, and what when no line holds the piece. */
enum ends { ENDS_PARTS, ENDS_SIGNS, ENDS_ANYWHERE };

/* Whether a line may end before text[at]. */
static bool may_end(const char *text, size_t at, enum ends ends) {
    return ends == ENDS_ANYWHERE || text[at] == '\0' || text[at - 1] == ' ' ||
           (text[at - 1] == '/' && text[at] != '/') || (ends == ENDS_SIGNS && strchr("-._~?#&=%", text[at]) != NULL);
}

static const struct line *line_try(const struct setting *setting, const char *from, size_t count) {
    while (count > 0 && from[count - 1] == ' ')
        count--;
    const char *text = arena_copy(setting->arena, from, count);
    return paragraph_artifact(setting, text, &setting->style->blocks[STYLE_RUNNING_FOOT], ARTIFACT_FOOTER);
}

/* The longest line that `from` can begin with. NULL when not even its first piece fits, or a character has no face. */
static const struct line *line_longest(const struct setting *setting, const char *from, length across, enum ends ends,
                                       size_t *taken) {
    const char *end = from + strlen(from);
    const struct line *longest = NULL;
    for (size_t at = 0; from[at] != '\0';) {
        uint32_t code;
        at += utf8_decode(from + at, end, &code);
        if (!may_end(from, at, ends))
            continue;
        const struct line *line = line_try(setting, from, at);
        if (line == NULL || line->width > across)
            break;
        longest = line;
        *taken = at;
    }
    return longest;
}

/* Adds the lines of a text; false when that cannot be. */
static bool imprint_add(const struct setting *setting, const char *text, length across, struct imprint *imprint) {
    size_t errors = report_errors(setting->report);
    while (*text != '\0') {
        size_t taken = 0;
        const struct line *line = NULL;
        for (enum ends ends = ENDS_PARTS; line == NULL && ends <= ENDS_ANYWHERE; ends++)
            line = line_longest(setting, text, across, ends, &taken);
        if (line == NULL || report_errors(setting->report) > errors)
            return false;
        imprint->lines[imprint->count++] = line;
        text += taken;
    }
    return true;
}

/* All on one line, or the address on lines of its own, where it can be picked out. */
static bool imprint_set(const struct setting *setting, length across, struct imprint *imprint) {
    const struct edition *edition = setting->document->edition;
    const char *date = number_date(setting->arena, edition->date);
    const char *which =
        words_fill(setting->arena, WORD_RUNNING_VERSION_DATE, edition->label, date ? date : edition->date);
    const char *whole =
        *edition->address == '\0' ? which : arena_format(setting->arena, "%s: %s", which, edition->address);
    imprint->lines = ARENA_ARRAY(setting->arena, strlen(whole) + 1, const struct line *);
    const struct line *line = line_try(setting, whole, strlen(whole));
    if (line != NULL && line->width <= across) {
        imprint->lines[imprint->count++] = line;
        return true;
    }
    return line != NULL && imprint_add(setting, which, across, imprint) &&
           imprint_add(setting, edition->address, across, imprint);
}

/* Room at the foot: the text of the page ends so much higher. */
static void style_raise(struct setting *setting, length height) {
    struct style *raised = ARENA_NEW(setting->arena, struct style);
    *raised = *setting->style;
    raised->margin_bottom += height;
    setting->style = raised;
}

bool imprint_open(struct setting *setting) {
    if (setting->document->edition == NULL)
        return true;
    const struct style *style = setting->style;
    length least = style->page_width < style->page_height ? style->page_width : style->page_height;
    length across = least - style->margin_start - style->margin_end;
    struct imprint *imprint = ARENA_NEW(setting->arena, struct imprint);
    size_t errors = report_errors(setting->report);
    bool set = imprint_set(setting, across, imprint);
    imprint->height = (length)imprint->count * style->blocks[STYLE_RUNNING_FOOT].leading;
    if (report_errors(setting->report) > errors)
        return false;
    if (!set || imprint->height > least / IMPRINT_PART) {
        report_add(setting->report, RULE_EDITION_LONG, setting->document->root->place, style->name);
        return false;
    }
    style_raise(setting, imprint->height);
    setting->imprint = imprint;
    return true;
}
