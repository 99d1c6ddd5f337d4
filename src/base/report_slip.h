/* report_slip.h: printed findings, each on a slip of its own that says whose it is.
 *
 * A worker hands slips over, so that the process that prints can leave out those that
 * another document has brought already: a fault of organisations.xml is found in
 * every document that names a body.
 */
#ifndef ENGROSS_BASE_REPORT_SLIP_H
#define ENGROSS_BASE_REPORT_SLIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/report.h"

struct slip {
    enum severity severity;
    uint32_t line;
    const char *file; /* "" for a fault of no file; ends with NUL */
    const char *text; /* as printed; ends with NUL, which `bytes` does not count */
    size_t bytes;
};

/* Begins a slip at the end of `out`; what is then appended is its text, up to slip_end with the value given here. */
size_t slip_begin(struct buffer *out, const struct finding *finding);
void slip_end(struct buffer *out, size_t begun);
/* Appends a copy. */
void slip_copy(struct buffer *out, const struct slip *slip);
/* Reads the slip at `*at` and goes to the next; false when there is none. Takes no memory. */
bool slip_next(const struct buffer *slips, size_t *at, struct slip *slip);

#endif
