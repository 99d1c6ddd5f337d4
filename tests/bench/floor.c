/* floor.c: the least that any program which makes such a PDF has to do.
 *
 * floor FILE.xml STREAMS LEVEL OUT: parses the XML with libxml2, keeping nothing of it (no tree, no schema, no rules),
 * deflates the bytes of the pages and writes them to OUT, which reaches the disk (fsync) as the program's own file
 * does. STREAMS holds the content streams of a finished PDF, one after the other, each after its length as eight bytes,
 * the lowest first (bench.py takes them out of the PDF beforehand). Nothing is set, shaped, tagged or embedded:
 * whatever Engross takes beyond this is what those cost.
 */
#include <fcntl.h>
#include <libdeflate.h>
#include <libxml/parser.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct bytes {
    const char *start;
    size_t count;
};

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static struct bytes map(const char *path) {
    struct stat status;
    int descriptor = open(path, O_RDONLY);
    if (descriptor < 0 || fstat(descriptor, &status) != 0)
        fail(path);
    void *start = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, descriptor, 0);
    if (start == MAP_FAILED)
        fail(path);
    close(descriptor);
    return (struct bytes){.start = start, .count = (size_t)status.st_size};
}

static void parse(struct bytes xml) {
    xmlSAXHandler nothing;
    memset(&nothing, 0, sizeof nothing);
    nothing.initialized = XML_SAX2_MAGIC;
    if (xmlSAXUserParseMemory(&nothing, NULL, xml.start, (int)xml.count) != 0) {
        fputs("floor: the XML is not well formed\n", stderr);
        exit(1);
    }
}

static uint64_t length_at(const char *bytes) {
    uint64_t length = 0;
    for (int i = 7; i >= 0; i--)
        length = length << 8 | (unsigned char)bytes[i];
    return length;
}

int main(int count, char **arguments) {
    if (count != 5) {
        fputs("usage: floor FILE.xml STREAMS LEVEL OUT\n", stderr);
        return 2;
    }
    parse(map(arguments[1]));
    struct bytes streams = map(arguments[2]);
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(atoi(arguments[3]));
    size_t room = libdeflate_zlib_compress_bound(compressor, streams.count) + streams.count / 64 + 4096;
    char *out = malloc(room);
    if (compressor == NULL || out == NULL)
        fail("floor");
    size_t used = 0;
    for (size_t at = 0; at + 8 <= streams.count;) {
        size_t length = length_at(streams.start + at);
        at += 8;
        used += libdeflate_zlib_compress(compressor, streams.start + at, length, out + used, room - used);
        at += length;
    }
    int descriptor = open(arguments[4], O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (descriptor < 0 || write(descriptor, out, used) != (ssize_t)used || fsync(descriptor) != 0 ||
        close(descriptor) != 0)
        fail(arguments[4]);
    return 0;
}
