/* hash.c: SHA-256 (FIPS 180-4) by Nettle, and the names derived from it.
 *
 * bytes in → 32 bytes out. Nettle rather than OpenSSL: as fast (it uses the processor's
 * own instructions for SHA-256), but a small library that loads in a third of the time,
 * and loading is a good part of a short run.
 */
#include "base/hash.h"

#include <nettle/md5.h>
#include <nettle/sha2.h>
#include <string.h>

static const char DIGITS[] = "0123456789abcdef";

struct hash hash_bytes(const void *bytes, size_t count) {
    struct hash hash;
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, count, bytes);
    sha256_digest(&context, sizeof hash.bytes, hash.bytes);
    return hash;
}

struct checksum hash_checksum(const void *bytes, size_t count) {
    struct checksum sum;
    struct md5_ctx context;
    md5_init(&context);
    md5_update(&context, count, bytes);
    md5_digest(&context, sizeof sum.bytes, sum.bytes);
    return sum;
}

void hash_hex(const struct hash *hash, char out[65]) {
    for (size_t i = 0; i < sizeof hash->bytes; i++) {
        out[2 * i] = DIGITS[hash->bytes[i] >> 4];
        out[2 * i + 1] = DIGITS[hash->bytes[i] & 15];
    }
    out[64] = '\0';
}

bool hash_read(const char *digits, struct hash *hash) {
    for (size_t i = 0; i < 2 * sizeof hash->bytes; i++) {
        const char *digit = digits[i] == '\0' ? NULL : strchr(DIGITS, digits[i]);
        if (digit == NULL)
            return false;
        unsigned value = (unsigned)(digit - DIGITS);
        hash->bytes[i / 2] = (uint8_t)(i % 2 == 0 ? value << 4 : hash->bytes[i / 2] | value);
    }
    return true;
}

bool hash_same(const struct hash *a, const struct hash *b) {
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

void hash_uuid(const struct hash *hash, char out[37]) {
    uint8_t bytes[16];
    memcpy(bytes, hash->bytes, sizeof bytes);
    bytes[6] = (uint8_t)((bytes[6] & 0x0F) | 0x80); /* version 8 */
    bytes[8] = (uint8_t)((bytes[8] & 0x3F) | 0x80); /* variant of RFC 9562 */
    size_t at = 0;
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            out[at++] = '-';
        out[at++] = DIGITS[bytes[i] >> 4];
        out[at++] = DIGITS[bytes[i] & 15];
    }
    out[at] = '\0';
}
