/* place.h: where something stands in an author's file. */
#ifndef ENGROSS_BASE_PLACE_H
#define ENGROSS_BASE_PLACE_H

#include <stdint.h>

/* `file` is the path as the author would type it (relative to where the program
 * was started); NULL means that no file is to blame. `line` and `column` count
 * from 1; the column counts characters, not bytes; 0 is unknown. `width` is how
 * many characters the excerpt underlines; 0 lets the printer choose. */
struct place {
    const char *file;
    uint32_t line;
    uint32_t column;
    uint32_t width;
};

#endif
