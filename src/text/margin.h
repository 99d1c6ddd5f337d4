/* margin.h: how far a character may stand outside the measure: optical margins.
 *
 * A line that begins with a quotation mark or ends with a full stop looks shorter
 * than its neighbours, since there is little ink at its edge. Hàn Thế Thành,
 * "Micro-typographic extensions to the TeX typesetting system" (2000), chapter 3.
 */
#ifndef ENGROSS_TEXT_MARGIN_H
#define ENGROSS_TEXT_MARGIN_H

#include <stdint.h>

/* The share of its own width by which the character stands out at the start or the end of a line, in thousandths; 0 for
 * most. U+00AD is the hyphen of a broken word. */
int margin_start(uint32_t code);
int margin_end(uint32_t code);

#endif
