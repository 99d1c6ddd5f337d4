/* digest.h: the content of each node as one number. */
#ifndef ENGROSS_CHANGES_DIGEST_H
#define ENGROSS_CHANGES_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "changes/match.h"

uint64_t digest_bytes(const char *bytes, size_t count);
static inline uint64_t digest_mix(uint64_t one, uint64_t other) {
    uint64_t mixed = (one ^ (one >> 29)) * 0xBF58476D1CE4E5B9u + other;
    mixed = (mixed ^ (mixed >> 32)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

/* Fills in hash, weight, place and skipped of all nodes. */
void digest_side(struct side *side, struct arena *arena);

/* The name of a figure's file without its folder, which is another for each release. */
const char *digest_picture(const struct node *figure);
/* Whether the words of a link are the program's: those of its target, with its number. */
bool digest_is_made(const struct node *link);
/* Whether a label is only the sign or number of an item. */
bool digest_is_count(const struct node *label);
/* Whether a text is " (formerly 4.2)", as the program writes it. */
bool digest_is_formerly(const struct node *text);
/* How many bytes at the start of a text are "Table 3: " or the like; 0 for most. */
size_t digest_numbered(const struct node *text);

#endif
