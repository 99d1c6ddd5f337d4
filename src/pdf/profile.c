/* profile.c: a program of its own, run by make: littleCMS's sRGB → C for profile.h.
 *
 * Nothing in, a C file out on standard output. The profile is littleCMS's built-in
 * one (ICC.1, version 4.2), with the one field that depends on the clock set to a
 * fixed date. Surprising: this is the only file of src that is not part of engross.
 */
#include "pdf/profile.h"

#include <lcms2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ICC.1: creation date and time, twelve bytes of the header. */
#define PROFILE_DATE 24

int main(void) {
    static const unsigned char date[12] = {0x07, 0xEA, 0, 1, 0, 1}; /* 2026-01-01 00:00:00 */
    static unsigned char bytes[4096];
    cmsUInt32Number count = 0;
    cmsHPROFILE profile = cmsCreate_sRGBProfile();
    if (profile == NULL)
        return EXIT_FAILURE;
    /* PDF 1.7 knows ICC up to 4.2; as version 2 the same profile is 24 times as large, its curves being tables. */
    cmsSetProfileVersion(profile, 4.2);
    if (!cmsSaveProfileToMem(profile, NULL, &count) || count > sizeof bytes ||
        !cmsSaveProfileToMem(profile, bytes, &count))
        return EXIT_FAILURE;
    cmsCloseProfile(profile);
    memcpy(bytes + PROFILE_DATE, date, sizeof date);
    printf("#include \"pdf/profile.h\"\n\nconst size_t profile_count = %lu;\nconst unsigned char profile_bytes[] = {",
           (unsigned long)count);
    for (cmsUInt32Number i = 0; i < count; i++)
        printf("%s0x%02x,", i % 16 == 0 ? "\n    " : " ", bytes[i]);
    puts("\n};");
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
