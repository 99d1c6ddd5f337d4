/* releasing.h: the verbs release and withdraw. */
#ifndef ENGROSS_RELEASING_H
#define ENGROSS_RELEASING_H

#include "release/ledger.h"
#include "wish.h"

/* Both return the exit status of the program. */
int releasing_run(struct wish *wish);
int releasing_withdraw(struct wish *wish);

/* What every verb that works in a house asks first: is the record of releases as it was written, and all that is kept
 * of them as it says? With `afresh` every file is read; else those that cannot have changed since the last run are not
 * (release/glance.h). False after findings in the report. A house without releases costs a look at two folders. */
bool releasing_recheck(const char *home, bool afresh, struct arena *arena, struct report *report,
                       struct ledger *ledger);
/* The same for verbs that need nothing of the ledger: says what is wrong, and gives the exit status that it asks for.
 */
int releasing_hold(const char *home, struct arena *arena);

#endif
