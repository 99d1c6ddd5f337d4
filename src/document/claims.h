/* claims.h: claims of being free of slavery, rule MS-13.
 *
 * The turns of phrase and what denies them stand in sources/schema/words.xml, as
 * <claim> and <denial>.
 */
#ifndef ENGROSS_DOCUMENT_CLAIMS_H
#define ENGROSS_DOCUMENT_CLAIMS_H

#include "base/arena.h"
#include "base/report.h"
#include "document/phrases.h"
#include "read/element.h"

/* `words` is the root of words.xml, or NULL. */
void claims_open(struct phrases *phrases, const struct element *words);
/* The stretch of `tokens` has to be cut into words too. */
void claims_check(const struct phrases *phrases, const struct tokens *tokens, struct arena *arena,
                  struct report *report);

#endif
