/* releasing.h: the verbs release and withdraw. */
#ifndef ENGROSS_RELEASING_H
#define ENGROSS_RELEASING_H

#include "release/ledger.h"
#include "wish.h"

/* Both return the exit status of the program. */
int releasing_run(struct wish *wish);
int releasing_withdraw(struct wish *wish);

/* What every verb asks first: is the record of releases as it was written? With `whole`, are the files kept as it says?
 * False after findings in the report. A house without releases costs a look at one file. */
bool releasing_recheck(const char *home, bool whole, struct arena *arena, struct report *report, struct ledger *ledger);
/* The id of the document that a word of the command line names: the id itself, or that of the file. */
const char *releasing_document(const char *word, struct arena *arena);

#endif
