/* doctor.h: whether this machine and this folder have what the program needs. */
#ifndef ENGROSS_DOCTOR_H
#define ENGROSS_DOCTOR_H

#include <stdio.h>

/* Examines grammar, organisations, rules, words, styles, fonts and the output folder; prints a line for each. 0 when
 * all is well, else 6. */
int doctor_run(const char *home, FILE *out);

#endif
