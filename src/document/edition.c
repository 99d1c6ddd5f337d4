/* edition.c: the files that a release carries, by their names.
 *
 * names and bytes → relationship, type, description, order. It stands here, and not
 * where releases are made, because a release is put together twice: when it is made,
 * and when it is verified by setting what is attached once more; the bytes of the two
 * must be the same.
 */
#include "document/edition.h"

#include <stdlib.h>
#include <string.h>

struct known {
    const char *name; /* NULL: any other; a picture */
    enum relationship relationship;
    const char *type, *description;
};

/* In the order in which they are carried. */
static const struct known knowns[] = {
    {EDITION_SOURCE, RELATIONSHIP_SOURCE, "application/xml", "The text of this release, as it may be published"},
    {EDITION_ORGANISATIONS, RELATIONSHIP_SOURCE, "application/xml", "Facts of the organisations, for that text"},
    {EDITION_LIMITS, RELATIONSHIP_SOURCE, "application/xml", "The delegated limits, for that text"},
    {NULL, RELATIONSHIP_DATA, "image/png", "A picture, for that text"},
    {EDITION_PROVENANCE, RELATIONSHIP_SUPPLEMENT, "text/plain", "What this release was made of and made with"},
};

static const struct known *known_find(const char *name) {
    const struct known *known = knowns;
    const struct known *picture = NULL;
    for (size_t i = 0; i < sizeof knowns / sizeof *knowns; i++, known++)
        if (known->name == NULL)
            picture = known;
        else if (strcmp(known->name, name) == 0)
            return known;
    return picture;
}

static int compare_attachments(const void *a, const void *b) {
    const struct attachment *one = a, *other = b;
    const struct known *first = known_find(one->name), *second = known_find(other->name);
    if (first != second)
        return first < second ? -1 : 1;
    return strcmp(one->name, other->name);
}

void edition_arrange(struct attachment *attachments, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct attachment *file = &attachments[i];
        const struct known *known = known_find(file->name);
        file->relationship = known->relationship;
        file->type = known->type;
        file->description = known->description;
        /* A picture is what its first bytes say (ITU-T T.81, B.2.1), as for the writer. */
        if (known->name == NULL && file->count > 2 && memcmp(file->bytes, "\xFF\xD8", 2) == 0)
            file->type = "image/jpeg";
    }
    if (count > 1)
        qsort(attachments, count, sizeof *attachments, compare_attachments);
}

const char *edition_address(const char *site, const char *id, const char *label, struct arena *arena) {
    if (site == NULL)
        return "";
    const char *slash = *site != '\0' && site[strlen(site) - 1] == '/' ? "" : "/";
    return arena_format(arena, "%s%s%s/%s/%s-%s.pdf", site, slash, id, label, id, label);
}
