/* thread.h: work that does not depend on what is done meanwhile, in a thread beside.
 *
 * Nothing that is printed or written may depend on whether there is one: what a thread makes is kept apart and joined
 * to the rest at a fixed place, and whoever gets no thread does the work there and then. A thread shares no arena,
 * report, shaper or libxml2 with any other; files, signals and processes are the main thread's alone. What a thread
 * finds with another one must be what it would have made itself: of two shapers each uses the words of the other.
 */
#ifndef ENGROSS_BASE_THREAD_H
#define ENGROSS_BASE_THREAD_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the document that is set next has a processor to spare and is long enough, from `bytes` of source, to gain by
 * it. For tests, ENGROSS_THREADS=1 in the environment forbids threads and any other number asks for them. */
void thread_permit(bool spare, size_t bytes);

bool thread_permitted(void);

/* Begins `work(context)`. NULL when no thread is permitted or to be had: then the caller does the work. */
struct thread *thread_start(void (*work)(void *context), void *context);
/* Whether the caller is such a thread. */
bool thread_beside(void);
/* Waits for its end. */
void thread_join(struct thread *thread);

#endif
