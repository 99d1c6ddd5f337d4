/* version.h: the version of the program; part of every PDF that it writes. */
#ifndef ENGROSS_BASE_VERSION_H
#define ENGROSS_BASE_VERSION_H

#define ENGROSS_VERSION "0.1.0"

#endif
