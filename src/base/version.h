/* version.h: the program's own version, as printed and as written into each file's metadata. */
#ifndef ENGROSS_BASE_VERSION_H
#define ENGROSS_BASE_VERSION_H

#define ENGROSS_VERSION "0.1.0"

#endif
