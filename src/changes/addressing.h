/* addressing.h: what the modules of addresses share. Within changes only.
 *
 * address.c writes addresses from the node outwards; address_table.c writes what stands in tables.
 */
#ifndef ENGROSS_CHANGES_ADDRESSING_H
#define ENGROSS_CHANGES_ADDRESSING_H

#include "base/buffer.h"
#include "changes/address.h"
#include "document/words.h"

/* Adds a row of the words; as many strings as it has braces. */
#define say(addresses, out, word, ...) buffer_string((out), words_fill((addresses)->arena, (word), __VA_ARGS__))

void address_write(const struct addresses *addresses, struct buffer *out, const struct node *node,
                   const struct node *base);
/* What a node stands in, after a joint like " of "; nothing when that is `base`. */
void address_write_of(const struct addresses *addresses, struct buffer *out, const struct node *holder,
                      const struct node *base, const char *joint);
/* The words of a title or term, which is compared with all of its like: read once. */
const char *address_words_once(const struct addresses *addresses, const struct node *node);
/* Whether rows stand under a title of their own. */
bool address_is_group(const struct node *node);

void address_write_row(const struct addresses *addresses, struct buffer *out, const struct node *row,
                       const struct node *base);
void address_write_cell(const struct addresses *addresses, struct buffer *out, const struct node *cell,
                        const struct node *base);
void address_write_group(const struct addresses *addresses, struct buffer *out, const struct node *body,
                         const struct node *base);

#endif
