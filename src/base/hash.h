/* hash.h: SHA-256 (FIPS 180-4), by Nettle, and what is derived from it. */
#ifndef ENGROSS_BASE_HASH_H
#define ENGROSS_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hash {
    uint8_t bytes[32];
};

struct hash hash_bytes(const void *bytes, size_t count);
/* 64 lower-case hexadecimal digits and a NUL. */
void hash_hex(const struct hash *hash, char out[65]);
/* Back from 64 such digits; false when they are none. */
bool hash_read(const char *digits, struct hash *hash);
bool hash_same(const struct hash *a, const struct hash *b);
/* MD5 (RFC 1321), which says whether bytes were damaged, not whether somebody has changed them: PDF asks for it. */
struct checksum {
    uint8_t bytes[16];
};
struct checksum hash_checksum(const void *bytes, size_t count);
/* A UUID (RFC 9562, version 8: ours to define) made of the first 16 bytes of the hash; 36 characters and a NUL. */
void hash_uuid(const struct hash *hash, char out[37]);

#endif
