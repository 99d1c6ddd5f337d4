/* spoilt.h: characters that were lost or spoilt before the file came to us. */
#ifndef ENGROSS_DOCUMENT_SPOILT_H
#define ENGROSS_DOCUMENT_SPOILT_H

#include "base/arena.h"
#include "base/report.h"
#include "read/element.h"

/* TEXT-LOST and PLAIN-MOJIBAKE, in all text and all attributes. */
void spoilt_check(const struct element *root, struct arena *arena, struct report *report);

#endif
