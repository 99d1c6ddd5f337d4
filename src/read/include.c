/* include.c: XInclude 1.0, confined to one folder.
 *
 * tree with xi:include elements in → the same tree with what they name in their
 * place. Files are opened from the real source folder downwards, one component
 * at a time by openat with O_NOFOLLOW, so that no name can lead out and none can
 * be swapped between check and use. Cycles are found by device and inode.
 *
 * Surprising: included nodes keep pointing at namespaces of the document they came
 * from; that is why a reading keeps all its documents to the end. No xml:base
 * is added (XInclude, 4.5.5): places serve instead.
 */
#include "read/include.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/trace.h"
#include "read/decode.h"
#include "read/door.h"
#include "read/tree.h"

#define INCLUDE_DEPTH 16
#define INCLUDE_COUNT 1000

static const xmlChar *const NAMESPACE = (const xmlChar *)"http://www.w3.org/2001/XInclude";

/* A file that is being put in, and the one that asked for it. */
struct frame {
    const struct frame *above;
    const char *path;   /* as an author would type it */
    const char *folder; /* below the tree: "" or "parts/" */
    dev_t device;
    ino_t inode;
    unsigned depth;
};

struct including {
    struct reading *reading;
    const char *tree;
    int root;       /* the tree, opened; -1 when the document does not stand in it */
    int root_error; /* why it could not be opened, if that is why */
    unsigned count;
    bool full; /* a bound on the whole document was met, and told */
};

/* One inclusion. */
struct wish {
    struct including *including;
    xmlNodePtr element;
    struct place place;
    const char *href;
    const char *id; /* NULL: the root */
    struct place id_place;
};

static void include_walk(struct including *including, xmlNodePtr root, const struct frame *frame);

static bool is_ours(const xmlNode *node) {
    return node->type == XML_ELEMENT_NODE && node->ns != NULL && xmlStrEqual(node->ns->href, NAMESPACE);
}

static void wish_refuse_at(const struct wish *wish, struct place place, const char *message) {
    reading_fault(wish->including->reading, RULE_XINCLUDE_FORM, place, message);
}

static void wish_refuse(const struct wish *wish, const char *message) {
    wish_refuse_at(wish, wish->place, message);
}

/* "%20" and the like; false when the result could not be a name. */
static bool href_decode(char *href) {
    char *to = href;
    for (const char *from = href; *from != '\0'; from++) {
        if (*from == '%') {
            char digits[3] = {0};
            digits[0] = from[1];
            digits[1] = digits[0] == '\0' ? '\0' : from[2];
            long value = strtol(digits, NULL, 16);
            if (strspn(digits, "0123456789abcdefABCDEF") != 2 || value == 0 || value == '/')
                return false;
            *to++ = (char)value;
            from += 2;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
    return true;
}

static bool href_has_scheme(const char *href) {
    size_t count = strspn(href, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
    return count > 0 && href[count] == ':';
}

static bool href_goes_up(const char *href) {
    for (const char *at = href; at != NULL; at = strchr(at, '/')) {
        at += *at == '/';
        if (strncmp(at, "..", 2) == 0 && (at[2] == '/' || at[2] == '\0'))
            return true;
    }
    return false;
}

/* Whether the href is of the one allowed form; a report when not. */
static bool wish_check_href(const struct wish *wish, const char *raw) {
    struct reading *reading = wish->including->reading;
    bool drive = raw[0] != '\0' && raw[1] == ':'; /* C:\Policies */
    if (!drive && (href_has_scheme(raw) || strncmp(raw, "//", 2) == 0))
        reading_fault(reading, RULE_XINCLUDE_URL, wish->place, raw);
    else if (drive || raw[0] == '/')
        reading_fault(reading, RULE_XINCLUDE_ABSOLUTE, wish->place, raw);
    else if (href_goes_up(wish->href))
        reading_fault(reading, RULE_XINCLUDE_PARENT, wish->place, wish->href);
    else if (strpbrk(raw, "?#") != NULL)
        wish_refuse(wish, "the name of the part has a ? or # in it");
    else if (strchr(wish->href, '\\') != NULL)
        wish_refuse(wish, "the name of the part has a backslash in it; folders are parted by /");
    else
        return true;
    return false;
}

static const char *attribute_value(const xmlAttr *attribute) {
    return attribute->children == NULL || attribute->children->content == NULL
               ? ""
               : (const char *)attribute->children->content;
}

/* Reads the attributes of an xi:include; false after a report. */
static bool wish_read(struct wish *wish) {
    struct arena *arena = wish->including->reading->arena;
    const char *raw = NULL;
    if (strcmp((const char *)wish->element->name, "include") != 0) {
        wish_refuse(wish, arena_format(arena, "xi:%s has no use here", (const char *)wish->element->name));
        return false;
    }
    for (const xmlAttr *at = wish->element->properties; at != NULL; at = at->next) {
        const char *name = (const char *)at->name;
        const char *value = attribute_value(at);
        if (at->ns == NULL && strcmp(name, "href") == 0) {
            raw = value;
            wish->place = door_place(at);
        } else if (at->ns == NULL && strcmp(name, "xpointer") == 0) {
            wish->id = value;
            wish->id_place = door_place(at);
            if (value[0] == '\0' || strpbrk(value, "()/ ") != NULL) {
                wish_refuse_at(wish, door_place(at),
                               arena_format(arena, "the xpointer \"%s\" is not the id of an element", value));
                return false;
            }
        } else if (at->ns != NULL || strcmp(name, "parse") != 0 || strcmp(value, "xml") != 0) {
            wish_refuse_at(wish, door_place(at), arena_format(arena, "xi:include cannot have %s=\"%s\"", name, value));
            return false;
        }
    }
    for (const xmlNode *child = wish->element->children; child != NULL; child = child->next) {
        if (child->type == XML_ELEMENT_NODE) {
            wish_refuse(wish, "xi:include holds an element; a part that is missing must be a fault, so there is no "
                              "xi:fallback");
            return false;
        }
    }
    if (raw == NULL || raw[0] == '\0') {
        wish_refuse(wish, "xi:include does not say which file, in href");
        return false;
    }
    char *href = arena_string(arena, raw);
    if (!href_decode(href)) {
        wish_refuse(wish, "the name of the part has a % in it that stands for nothing");
        return false;
    }
    wish->href = href;
    return wish_check_href(wish, raw);
}

/* Opens the last component of `path` from the tree, none of them through a link. -1 after a report. */
static int wish_open(const struct wish *wish, const char *path) {
    struct reading *reading = wish->including->reading;
    int folder = dup(wish->including->root);
    const char *at = path;
    while (folder >= 0) {
        size_t count = strcspn(at, "/");
        const char *rest = at + count + strspn(at + count, "/");
        char name[NAME_MAX + 1];
        if (count > NAME_MAX || (count == 2 && memcmp(at, "..", 2) == 0)) {
            close(folder);
            if (count > NAME_MAX)
                reading_fault(reading, RULE_XINCLUDE_FILE, wish->place, wish->href, "its name is too long");
            else
                reading_fault(reading, RULE_XINCLUDE_PARENT, wish->place, wish->href);
            return -1;
        }
        memcpy(name, at, count);
        name[count] = '\0';
        bool last = *rest == '\0';
        int flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (last ? 0 : O_DIRECTORY);
        struct stat about;
        bool link =
            fstatat(folder, count == 0 ? "." : name, &about, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(about.st_mode);
        int next = openat(folder, count == 0 ? "." : name, flags);
        int error = errno;
        close(folder);
        if (next < 0 && (link || error == ELOOP)) {
            reading_fault(reading, RULE_XINCLUDE_LINK, wish->place, wish->href);
            return -1;
        }
        if (next < 0) {
            reading_fault(reading, RULE_XINCLUDE_FILE, wish->place, wish->href,
                          error == ENOENT || error == ENOTDIR ? "there is no such file" : strerror(error));
            return -1;
        }
        if (last)
            return next;
        folder = next;
        at = rest;
    }
    reading_fault(reading, RULE_XINCLUDE_FILE, wish->place, wish->href, strerror(errno));
    return -1;
}

/* `path` up to and with its last slash. */
static const char *folder_of(struct arena *arena, const char *path) {
    const char *slash = strrchr(path, '/');
    return arena_copy(arena, path, slash == NULL ? 0 : (size_t)(slash + 1 - path));
}

static bool wish_allowed(const struct wish *wish, const struct frame *frame) {
    struct including *including = wish->including;
    struct reading *reading = including->reading;
    if (including->root < 0 && including->root_error != 0)
        reading_fault(reading, RULE_XINCLUDE_FILE, wish->place, wish->href,
                      arena_format(reading->arena, "the folder %s cannot be opened (%s)", including->tree,
                                   strerror(including->root_error)));
    else if (including->root < 0)
        reading_fault(reading, RULE_XINCLUDE_TREE, wish->place, including->tree);
    else if (frame->depth >= INCLUDE_DEPTH)
        reading_fault(reading, RULE_XINCLUDE_DEPTH, wish->place, "16");
    else if ((including->full = including->count >= INCLUDE_COUNT))
        reading_fault(reading, RULE_XINCLUDE_COUNT, wish->place, "1,000");
    else if ((including->full = reading->bytes > READING_TOTAL_LIMIT))
        reading_fault(reading, RULE_XML_SIZE, wish->place, "32 MiB");
    else
        return true;
    reading->lost = true; /* it is the whole that is wrong, not a part that could be left out */
    return false;
}

static bool frame_is_cycle(const struct frame *frame) {
    for (const struct frame *above = frame->above; above != NULL; above = above->above)
        if (above->device == frame->device && above->inode == frame->inode)
            return true;
    return false;
}

static xmlNodePtr find_id(xmlNodePtr root, const char *id) {
    for (xmlNodePtr node = root; node != NULL; node = tree_after(node, root)) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        for (const xmlAttr *at = node->properties; at != NULL; at = at->next)
            if (strcmp((const char *)at->name, "id") == 0 && strcmp(attribute_value(at), id) == 0)
                return node;
    }
    return NULL;
}

/* The element that is wished for, parsed, with its own inclusions still unresolved; fills `frame`. NULL after a report.
 */
static xmlNodePtr wish_fetch(struct wish *wish, struct frame *frame) {
    struct reading *reading = wish->including->reading;
    const struct frame *above = frame->above;
    const char *below = arena_format(reading->arena, "%s%s", above->folder, wish->href);
    frame->path = arena_format(reading->arena, "%s%s", folder_of(reading->arena, above->path), wish->href);
    frame->folder = folder_of(reading->arena, below);
    frame->depth = above->depth + 1;
    int descriptor = wish_open(wish, below);
    if (descriptor < 0) {
        trace_failed(frame->path);
        return NULL;
    }
    struct stat about;
    if (fstat(descriptor, &about) == 0) {
        frame->device = about.st_dev;
        frame->inode = about.st_ino;
    }
    if (frame_is_cycle(frame)) {
        close(descriptor);
        reading_fault(reading, RULE_XINCLUDE_CYCLE, wish->place, wish->href);
        reading->lost = true;
        return NULL;
    }
    struct arena *scratch = arena_open();
    struct buffer text = {0};
    size_t count = 0;
    xmlDocPtr document = NULL;
    size_t told = reading->told.count;
    const char *bytes =
        file_take(scratch, descriptor, frame->path, READING_FILE_LIMIT, &count, wish->place, reading->report);
    reading->bytes += count;
    if (bytes == NULL)
        reading->faults++;
    else if (decode_bytes(reading, frame->path, bytes, count, &text))
        document = door_parse(reading, frame->path, &text);
    buffer_close(&text);
    arena_close(scratch);
    if (document == NULL)
        return NULL;
    xmlNodePtr root = xmlDocGetRootElement(document);
    xmlNodePtr found = wish->id == NULL ? root : find_id(root, wish->id);
    if (found == NULL && reading->told.count == told) /* else it may be the faults of that file that hide it */
        reading_fault(reading, RULE_XINCLUDE_ID, wish->id_place, wish->href, wish->id);
    return found;
}

/* Puts the wished element in the place of the xi:include; returns it, or NULL after a report. */
static xmlNodePtr include_one(struct including *including, xmlNodePtr element, const struct frame *frame) {
    struct wish wish = {.including = including, .element = element, .place = door_place(element)};
    if (!wish_read(&wish) || !wish_allowed(&wish, frame))
        return NULL;
    including->count++;
    struct frame inner = {.above = frame};
    xmlNodePtr found = wish_fetch(&wish, &inner);
    if (found == NULL)
        return NULL;
    if (is_ours(found)) {
        wish_refuse(&wish, "the part is nothing but another inclusion");
        return NULL;
    }
    xmlNodePtr old = xmlReplaceNode(element, found);
    xmlFreeNode(old);
    include_walk(including, found, &inner);
    return found;
}

/* Takes an xi:include away that came to nothing, so that the rest of the document can be looked at. */
static void include_leave_gap(struct including *including, xmlNodePtr node) {
    struct door_mark *mark = door_mark_of(node->parent);
    mark->gap = mark->faulty = true;
    including->reading->gap = true;
    xmlUnlinkNode(node);
    xmlFreeNode(node);
}

static void include_walk(struct including *including, xmlNodePtr root, const struct frame *frame) {
    xmlNodePtr node = root;
    while (node != NULL && !including->full) {
        if (!is_ours(node)) {
            node = tree_after(node, root);
            continue;
        }
        xmlNodePtr put = include_one(including, node, frame);
        xmlNodePtr next = tree_past(put != NULL ? put : node, root);
        if (put == NULL && !including->full)
            include_leave_gap(including, node);
        node = next;
    }
}

/* Opens the tree and says in which folder below it the file of `frame` stands; -1 when it stands elsewhere, or with an
 * errno in `error`. */
static int tree_open(struct reading *reading, const char *tree, struct frame *frame, int *error) {
    char real_tree[PATH_MAX];
    char real_path[PATH_MAX];
    struct stat about;
    if (tree == NULL || realpath(tree, real_tree) == NULL || realpath(frame->path, real_path) == NULL)
        return -1;
    size_t count = strcmp(real_tree, "/") == 0 ? 0 : strlen(real_tree);
    if (strncmp(real_path, real_tree, count) != 0 || real_path[count] != '/')
        return -1;
    frame->folder = folder_of(reading->arena, real_path + count + 1);
    if (stat(real_path, &about) == 0) {
        frame->device = about.st_dev;
        frame->inode = about.st_ino;
    }
    int root = open(real_tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *error = root < 0 ? errno : 0;
    return root;
}

void include_resolve(struct reading *reading, xmlDocPtr document, const char *path, const char *tree) {
    xmlNodePtr root = xmlDocGetRootElement(document);
    xmlNodePtr node = root;
    while (node != NULL && !is_ours(node))
        node = tree_after(node, root);
    if (node == NULL)
        return;
    if (node == root) {
        reading_fault(reading, RULE_XINCLUDE_FORM, door_place(root), "the whole file is nothing but an inclusion");
        reading->lost = true;
        return;
    }
    struct frame frame = {.path = path, .folder = ""};
    struct including including = {.reading = reading, .tree = tree == NULL ? "" : tree};
    including.root = tree_open(reading, tree, &frame, &including.root_error);
    include_walk(&including, root, &frame);
    if (including.root >= 0)
        close(including.root);
}
