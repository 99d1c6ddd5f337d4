/* tags.h: start and end tags that do not suit one another: which of them is wrong.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_TAGS_H
#define ENGROSS_READ_TAGS_H

#include <stdbool.h>

#include "read/stumble.h"

/* Tells the first fault of the tags and plans how to mend it; false when there is none. */
bool tags_settle(const struct stumble *stumble);
/* Plans end tags for all that is open at `at`, from where on the text is dropped. */
void tags_close_all(const struct stumble *stumble, const char *at);

#endif
