/* scratch.h: what every fuzz target shares: its folder, its end, its choices.
 *
 * The program reads files, so what a target is given becomes a file: in a folder
 * of the process's own, in memory, which is gone when the process is, however it
 * ends. Targets are started from the top of the tree, as the program is.
 */
#ifndef ENGROSS_FUZZ_SCRATCH_H
#define ENGROSS_FUZZ_SCRATCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/report.h"

/* What libFuzzer calls and offers (LLVM 14, "libFuzzer – a library for coverage-guided fuzz testing"). */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *first, size_t first_size, const uint8_t *second, size_t second_size,
                                 uint8_t *out, size_t room, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t room);

/* The folder, made when first asked for. */
const char *scratch_folder(void);
/* The path of a file in it; of the last eight that were asked for. */
const char *scratch_path(const char *name);
void scratch_make_folder(const char *name);
void scratch_write(const char *name, const void *bytes, size_t count);
/* A file of the tree, under another name. */
void scratch_copy(const char *from, const char *name);
/* All files of a folder of the tree, not of folders in it. */
void scratch_copy_all(const char *from, const char *name);

/* Holds each finding against what is true of all, and prints them: their excerpts are read from the files. `lines` is
 * how many lines `file` can have at most. */
void scratch_examine(struct report *report, const char *file, size_t lines);
/* Line ends of whatever kind, and one more. */
size_t scratch_lines(const uint8_t *data, size_t size);

/* A sequence of choices, the same for the same seed. */
struct dice {
    uint64_t state;
};
size_t dice_below(struct dice *dice, size_t bound); /* from 0 to bound - 1; 0 for a bound of 0 */

#endif
