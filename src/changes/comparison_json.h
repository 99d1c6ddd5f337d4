/* comparison_json.h: what changed, for other programs.
 *
 * comparison → one JSON object in UTF-8. tests/changes/comparison.schema.json describes
 * it; `format` is raised when something of it gets another meaning.
 */
#ifndef ENGROSS_CHANGES_COMPARISON_JSON_H
#define ENGROSS_CHANGES_COMPARISON_JSON_H

#include "changes/comparison.h"
#include "changes/grounds.h"

/* Members, changes and edits come in a fixed order: the same two texts give the same bytes. */
void comparison_json(const struct comparison *comparison, const struct ground *grounds, struct buffer *out);

#endif
