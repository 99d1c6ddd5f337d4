/* edit.h: an author's file, changed in places and left alone everywhere else.
 *
 * A file that has been read (source.h) is taken up once more as text; the places of
 * its elements say where to change it. Every byte that no edit covers stays what it
 * was, comments and blanks included; only the encoding becomes UTF-8, which a byte
 * order mark or an XML declaration then says.
 */
#ifndef ENGROSS_READ_EDIT_H
#define ENGROSS_READ_EDIT_H

#include "base/report.h"
#include "read/element.h"

struct editing;

/* Offsets into the text: of the element's "<", past its start tag, of its end tag's "<", past that. For an element
 * without an end tag (<a/>) the inner two are those of the end. */
struct extent {
    size_t start, inner_start, inner_end, end;
};

/* NULL after a report when the file cannot be read or decoded. */
struct editing *edit_open(const char *path, struct arena *arena, struct report *report);
/* The whole text as it was read; valid as long as the arena. */
const char *edit_text(const struct editing *edit);
/* Of an element, or of a run of text (all four then tell where it starts), of this file. */
struct extent edit_extent(const struct editing *edit, const struct element *element);
/* From the attribute's name past its value's quotation mark. */
struct extent edit_attribute(const struct editing *edit, const struct attribute *attribute);

/* `text` will stand in the place of what is from `from` to `to`; the first edit of a stretch holds, and one that
 * overlaps it is dropped (false). An insertion has `from` equal to `to`. */
bool edit_replace(struct editing *edit, size_t from, size_t to, const char *text);
/* What edit_replace would drop. */
bool edit_covered(const struct editing *edit, size_t from, size_t to);
/* Puts `text` for what stands between the tags; an element without an end tag gets one. */
void edit_set_content(struct editing *edit, const struct element *element, const char *text);
/* Takes the attribute and the blank before it away, when the element has it. */
void edit_drop_attribute(struct editing *edit, const struct element *element, const char *name);
/* Sets the value of an attribute that the element has. */
void edit_set_attribute(struct editing *edit, const struct element *element, const char *name, const char *value);
/* Where text between tags begins and ends, one stretch after the other: `*from` moves past the one found; false at the
 * end of the file. Comments are text here, processing instructions are not. */
bool edit_next_text(const struct editing *edit, size_t *from, size_t *start, size_t *end);

/* The text with all edits made. */
void edit_print(const struct editing *edit, struct buffer *out);

#endif
