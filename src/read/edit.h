/* edit.h: an author's file, changed in places and left alone everywhere else.
 *
 * A file that has been read (source.h) is taken up once more as text; the places of
 * its elements say where to change it. What no edit covers stays as it was, comments and
 * blanks included. It is printed anew in UTF-8, for a file that is begun from it; or in
 * place, where every byte that no edit covers is the same byte, whatever the encoding,
 * the line ends and the declaration.
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
/* Whether the file is still the one that the element was read from, as far as its place tells. */
bool edit_stands(const struct editing *edit, const struct element *element);
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
/* Takes the element away; with its line, when it stands alone on it. */
void edit_drop_element(struct editing *edit, const struct element *element);
/* Sets the value of an attribute that the element has. `value` is escaped. */
void edit_set_attribute(struct editing *edit, const struct element *element, const char *name, const char *value);
/* Adds an attribute that the element does not have, after the others. Likewise. */
void edit_add_attribute(struct editing *edit, const struct element *element, const char *name, const char *value);
/* Where text between tags begins and ends, one stretch after the other: `*from` moves past the one found; false at the
 * end of the file. Comments are text here, processing instructions are not. */
bool edit_next_text(const struct editing *edit, size_t *from, size_t *start, size_t *end);

/* Whether there is any edit. */
bool edit_changed(const struct editing *edit);
/* The text with all edits made, in UTF-8. */
void edit_print(const struct editing *edit, struct buffer *out);
/* The bytes of the file with all edits made, in its own encoding: line ends as before them, and what the encoding does
 * not have as character references. */
void edit_print_in_place(const struct editing *edit, struct buffer *out);

#endif
