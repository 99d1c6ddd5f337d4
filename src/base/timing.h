/* timing.h: how long each stage of a build takes and what memory it leaves in use. Costs nothing until it is begun.
 * What is done in a thread beside (thread.h) is in no stage but that which waits for it. */
#ifndef ENGROSS_BASE_TIMING_H
#define ENGROSS_BASE_TIMING_H

#include "base/buffer.h"

enum timing_stage {
    TIMING_OTHER,
    TIMING_READ,     /* files → checked elements, but for the rules */
    TIMING_RULES,    /* rule files, and the checks of how a document is worded */
    TIMING_DOCUMENT, /* elements → document */
    TIMING_STYLE,    /* styles and fonts */
    TIMING_LAYOUT,   /* blocks → lines and rows */
    TIMING_PAGES,    /* where pages end, and what stands on them */
    TIMING_PDF,
    TIMING_WRITE,
    TIMING_STAGES
};

/* Begins to measure one document, in stage TIMING_OTHER. */
void timing_begin(void);
/* The program is in `stage` from now on; returns the one that it was in, to go back to. */
enum timing_stage timing_enter(enum timing_stage stage);
/* Ends it: a line for each stage that was entered and one for the whole. */
void timing_end(const char *file, struct buffer *out);

#endif
