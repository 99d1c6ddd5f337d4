/* readme.h: what is written beside a ledger, for whoever finds it without this program. */
#ifndef ENGROSS_RELEASE_README_H
#define ENGROSS_RELEASE_README_H

extern const char readme_text[];

#endif
