/* simple.h: simple types of an XSD → values of grammar.h.
 *
 * For tabulate.c alone, the program that make runs; nothing of this is part of engross. */
#ifndef ENGROSS_READ_SIMPLE_H
#define ENGROSS_READ_SIMPLE_H

#include "read/components.h"

/* The number of the simple type that an attribute of `node` names, or that stands in it; some number after trouble. */
uint16_t simple_index(struct components *components, const xmlNode *node, const char *attribute);

#endif
