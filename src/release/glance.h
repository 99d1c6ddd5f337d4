/* glance.h: which kept files need not be read again, since nobody can have changed them.
 *
 * facts of files and folders ↔ out/.engross/kept. A file is known by its device, inode,
 * size and both its times; the second of them, when anything of it was last changed, no
 * program can set back. What is known is the state of all that is kept, found good as a
 * whole: one glance at each file and folder, and a run knows that nothing was changed,
 * added or taken away. One that is not as it was, or was too young then to be relied on, is
 * read again, and it alone.
 *
 * Surprising: nothing that is wrong is ever remembered, and a cache that is damaged, of
 * somebody else or of another ledger is as good as none: it can cost time and no more. But
 * whoever may write into the folder can make it lie, as he can make the records of builds
 * lie; so what has to be sure (release, withdraw, verify --all) does without it.
 */
#ifndef ENGROSS_RELEASE_GLANCE_H
#define ENGROSS_RELEASE_GLANCE_H

#include "base/hash.h"
#include "base/trace.h"
#include "release/ledger.h"

struct glance;

/* What was remembered under this ledger. Paths are those from the folder of the house. */
struct glance *glance_open(const char *home, const struct ledger *ledger, struct arena *arena);
/* Whether all is as it was: then nothing need be read. */
bool glance_whole(const struct glance *glance);
/* Whether a file of these facts is known to have that hash. */
bool glance_knows(struct glance *glance, const char *path, const struct trace_facts *facts, const struct hash *hash);
/* What was found good in this run: a file, with its facts from before it was read; a folder, from before it was listed
 * (`hash` is NULL). */
void glance_note(struct glance *glance, const char *path, const struct trace_facts *facts, const struct hash *hash);
/* What was found good depends on more than files and folders: it is not to be remembered. */
void glance_forget(struct glance *glance);
/* Remembers it, if that would spare the next run something. Nobody need be told when it cannot be written. */
void glance_keep(struct glance *glance);

#endif
