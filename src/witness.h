/* witness.h: whether what a run has looked at (base/trace.h) is still as it was.
 *
 * Each file is asked for once in the life of a witness, however many documents have
 * looked at it, and its bytes are read again only when its facts have changed or were
 * too young to be relied on.
 */
#ifndef ENGROSS_WITNESS_H
#define ENGROSS_WITNESS_H

#include "base/trace.h"

struct witness;

struct witness *witness_open(struct arena *arena);
/* Where the paths that it is asked for must live. */
struct arena *witness_arena(const struct witness *witness);
/* True when a run would see the same. `trace` then has today's facts; `*renewed` is set when that spares the next
 * witness from reading the file. False whenever anything cannot be read. */
bool witness_agrees(struct witness *witness, struct trace *trace, bool *renewed);

#endif
