/* xml.h: mutations that know elements and attributes. */
#ifndef ENGROSS_FUZZ_XML_H
#define ENGROSS_FUZZ_XML_H

#include <stddef.h>
#include <stdint.h>

/* Changes `data` in place, within `room`; returns the new size. Half of the time it leaves the bytes to libFuzzer. */
size_t xml_mutate(uint8_t *data, size_t size, size_t room, unsigned seed);
/* The first with an element of the second put into it or in the place of one of its own. */
size_t xml_cross(const uint8_t *first, size_t first_size, const uint8_t *second, size_t second_size, uint8_t *out,
                 size_t room, unsigned seed);

#endif
