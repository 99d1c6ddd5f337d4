/* witness.c: whether what a run has looked at is still as it was. See witness.h.
 *
 * trace in → yes or no. As git does it: a file whose device, inode, size and times are
 * those that are known holds the bytes that are known, unless it had changed so shortly
 * before it was read that it could have changed again within one tick; else the bytes decide.
 */
#include "witness.h"

#include <errno.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/file.h"
#include "document/names.h"
#include "read/source.h"

#define WITNESS_FILE_LIMIT ((size_t)1 << 30)

/* What is known of one path. */
struct sight {
    bool there, regular, missing;
    struct trace_facts facts;
    bool hashed, readable, listed, rooted;
    struct hash hash, listing, root;
};

struct witness {
    struct arena *arena;
    struct names *paths;
};

struct witness *witness_open(struct arena *arena) {
    struct witness *witness = ARENA_NEW(arena, struct witness);
    *witness = (struct witness){.arena = arena, .paths = names_open(arena)};
    return witness;
}

struct arena *witness_arena(const struct witness *witness) {
    return witness->arena;
}

static struct sight *sight_of(const struct witness *witness, const char *path) {
    bool fresh;
    struct name *name = names_add(witness->paths, path, (struct place){0}, &fresh);
    if (!fresh)
        return (struct sight *)(uintptr_t)name->thing;
    struct sight *sight = ARENA_NEW(witness->arena, struct sight);
    struct stat about;
    sight->there = stat(path, &about) == 0;
    sight->missing = !sight->there && (errno == ENOENT || errno == ENOTDIR);
    sight->regular = sight->there && S_ISREG(about.st_mode);
    if (sight->there)
        sight->facts = trace_facts(path, &about);
    name->thing = sight;
    return sight;
}

static void sight_hash(struct sight *sight, const char *path) {
    struct arena *scratch = arena_open();
    size_t count = 0;
    sight->hashed = true;
    sight->readable = file_read_hash(scratch, path, WITNESS_FILE_LIMIT, &count, &sight->hash, NULL) != NULL;
    arena_close(scratch);
}

static bool file_agrees(struct sight *sight, struct trace *trace, bool *renewed) {
    if (!sight->regular)
        return false;
    if (trace->facts.settled && trace_facts_same(&trace->facts, &sight->facts))
        return true;
    /* Links are refused in some places where files are not. The facts of a PDF that has just been made are not known.
     */
    if (trace->facts.inode != 0 && trace->facts.linked != sight->facts.linked)
        return false;
    if (!sight->hashed)
        sight_hash(sight, trace->path);
    if (!sight->readable || !hash_same(&sight->hash, &trace->hash))
        return false;
    trace->facts = sight->facts;
    *renewed = *renewed || sight->facts.settled;
    return true;
}

bool witness_agrees(struct witness *witness, struct trace *trace, bool *renewed) {
    struct sight *sight = sight_of(witness, trace->path);
    switch (trace->kind) {
    case TRACE_FILE:
        return file_agrees(sight, trace, renewed);
    case TRACE_ROOT:
        if (!sight->rooted && sight->regular) {
            struct arena *scratch = arena_open();
            sight->root = trace_root_hash(source_root(trace->path, scratch).name);
            arena_close(scratch);
        }
        sight->rooted = true;
        return sight->regular && hash_same(&sight->root, &trace->hash);
    case TRACE_FOLDER:
        if (!sight->listed)
            sight->listing = trace_listing(trace->path);
        sight->listed = true;
        return hash_same(&sight->listing, &trace->hash);
    case TRACE_ABSENT:
        return sight->missing;
    case TRACE_PRESENT:
        return sight->there;
    case TRACE_UNREAD:
        return trace_facts_same(&trace->facts, &sight->facts);
    }
    return false;
}
