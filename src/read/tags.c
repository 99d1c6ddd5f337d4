/* tags.c: start and end tags that do not suit one another: which of them is wrong.
 *
 * text in → one finding and the edits that mend it, out. When an end tag meets an
 * open element of another name, one of these was done: an end tag was left out
 * (the name is open further out), a name was mistyped (the two are alike, or one is no
 * name of the schema), or a start tag was left out or an end tag is too many
 * (the open element is closed properly later).
 *
 * Surprising: an end tag that stands further left than the start tag it suits, exactly
 * below another of the same name, shows that the inner one was left open, long before
 * the count of tags comes out wrong.
 */
#include "read/tags.h"

#include <libxml/hash.h>
#include <libxml/schemasInternals.h>
#include <stdlib.h>
#include <string.h>

#include "read/scan.h"
#include "read/schema.h"
#include "read/tree.h"
#include "read/vocabulary.h"

/* A tag that is longer is not shown whole. */
#define TAG_SHOWN_LONGEST 120

struct open_tag {
    const char *at;         /* "<" */
    const char *past;       /* its end */
    const char *gap;        /* where the content of a child whose start tag was lost would begin */
    const char *last_child; /* "<" of the last child that was closed, or NULL */
    const char *last_end;   /* behind it */
};

struct tags {
    const struct stumble *stumble;
    struct open_tag *open;
    size_t depth;
    size_t room;
    const char *tag;          /* the tag that is looked at */
    const char *past;         /* its end */
    const char *suspect;      /* the start tag that its place says was left open */
    const char *suspect_stop; /* the end tag that says so */
};

static struct open_tag *tags_top(const struct tags *tags) {
    return tags->depth == 0 ? NULL : &tags->open[tags->depth - 1];
}

static bool tag_is(const struct tags *tags, const char *tag, const char *closing) {
    const char *end = tags->stumble->end;
    size_t count = (size_t)(scan_name(tag + 1, end) - tag - 1);
    return (size_t)(scan_name(closing + 2, end) - closing - 2) == count && memcmp(tag + 1, closing + 2, count) == 0;
}

static const char *node_value(const xmlNode *node, const char *name) {
    for (const xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
        if (attribute->ns == NULL && strcmp((const char *)attribute->name, name) == 0 && attribute->children != NULL)
            return (const char *)attribute->children->content;
    return "";
}

/* The schema's own element that declares one of that name inside another; NULL for none. */
static const xmlNode *tags_declared_inside(const xmlSchema *schema, const char *name) {
    xmlNodePtr root = schema->doc == NULL ? NULL : xmlDocGetRootElement(schema->doc);
    for (xmlNodePtr node = root; node != NULL; node = tree_after(node, root))
        if (node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, "element") == 0 &&
            strcmp(node_value(node, "name"), name) == 0)
            return node;
    return NULL;
}

static const char *name_local(const char *name) {
    const char *colon = strchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

/* Whether the schema has an element of that name. */
static bool tags_know(const struct tags *tags, const char *name) {
    const xmlSchema *schema = schema_compiled(tags->stumble->reading);
    name = name_local(name);
    return schema != NULL && (xmlHashLookup(schema->elemDecl, (const xmlChar *)name) != NULL ||
                              tags_declared_inside(schema, name) != NULL);
}

/* Whether an element of that name may hold nothing at all. */
static bool tags_hold_nothing(const struct tags *tags, const char *name) {
    const xmlSchema *schema = schema_compiled(tags->stumble->reading);
    if (strcmp(name, "xi:include") == 0)
        return true;
    name = name_local(name);
    const xmlSchemaElement *declared = schema == NULL ? NULL : xmlHashLookup(schema->elemDecl, (const xmlChar *)name);
    const xmlSchemaType *type = declared == NULL ? NULL : declared->subtypes;
    const xmlNode *inside = schema == NULL || declared != NULL ? NULL : tags_declared_inside(schema, name);
    if (inside != NULL)
        type = xmlHashLookup(schema->typeDecl, (const xmlChar *)name_local(node_value(inside, "type")));
    return type != NULL && type->contentType == XML_SCHEMA_CONTENT_EMPTY;
}

/* The column of a tag that is the first on its line in the author's file; 0 when it is not, or was put in. */
static size_t tag_indent(const struct tags *tags, const char *tag) {
    const struct repair *repair = tags->stumble->repair;
    const char *origin = repair_origin(repair, tag);
    size_t count = (size_t)(scan_name(tag + 2, tags->stumble->end) - tag);
    if ((size_t)(repair->original + repair->original_count - origin) < count || memcmp(origin, tag, count) != 0)
        return 0;
    const char *at = origin;
    while (at > repair->original && (at[-1] == ' ' || at[-1] == '\t'))
        at--;
    return at == repair->original || at[-1] == '\n' ? (size_t)(origin - at) + 1 : 0;
}

static void tags_suspect(struct tags *tags) {
    const struct open_tag *top = tags_top(tags);
    size_t indent = tag_indent(tags, tags->tag);
    if (tags->suspect != NULL || indent == 0 || tag_indent(tags, top->at) <= indent)
        return;
    for (size_t i = 0; i + 1 < tags->depth; i++)
        if (tag_is(tags, tags->open[i].at, tags->tag) && tag_indent(tags, tags->open[i].at) == indent) {
            tags->suspect = top->at;
            tags->suspect_stop = tags->tag;
        }
}

/* Minds where a run of text or the next child begins in the innermost element, between its last tag and this one. */
static void tags_mind_gap(struct tags *tags, const char *from) {
    struct open_tag *top = tags_top(tags);
    if (top == NULL)
        return;
    const char *at = from;
    while (at < tags->tag && strchr(" \t\n", *at) != NULL)
        at++;
    if (from == top->past || memchr(from, '\n', (size_t)(at - from)) != NULL)
        top->gap = at;
}

static void tags_push(struct tags *tags) {
    if (tags->depth == tags->room) {
        tags->room = tags->room == 0 ? 64 : tags->room * 2;
        tags->open = memory_resize(tags->open, tags->room * sizeof *tags->open);
    }
    tags->open[tags->depth++] = (struct open_tag){.at = tags->tag, .past = tags->past, .gap = tags->past};
}

static void tags_pop(struct tags *tags) {
    const char *child = tags_top(tags)->at;
    tags->depth--;
    if (tags->depth > 0) {
        tags_top(tags)->last_child = child;
        tags_top(tags)->last_end = tags->past;
    }
}

/* Walks to the first end tag that does not suit what is open; false when there is none before the end. */
static bool tags_walk(struct tags *tags, const char *end) {
    const char *from = tags->stumble->text;
    const char *at = from;
    while (at < end && (at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        tags->tag = at;
        tags->past = scan_markup(at, end);
        if (tags->past == NULL)
            return false;
        at = tags->past;
        if (tags->tag[1] == '!' || tags->tag[1] == '?')
            continue;
        tags_mind_gap(tags, from);
        from = at;
        if (tags->tag[1] != '/') {
            tags_push(tags);
            if (at[-2] == '/')
                tags_pop(tags);
            continue;
        }
        if (tags->depth == 0 || !tag_is(tags, tags_top(tags)->at, tags->tag))
            return true;
        tags_suspect(tags);
        tags_pop(tags);
    }
    return false;
}

static const char *tags_line(const struct tags *tags, const char *at) {
    return arena_format(tags->stumble->reading->arena, "line %u", (unsigned)stumble_place(tags->stumble, at).line);
}

/* The tag of an element that holds nothing, of which the "/" was forgotten. */
static void tags_without_slash(const struct tags *tags, const char *tag) {
    const struct stumble *stumble = tags->stumble;
    struct arena *arena = stumble->reading->arena;
    const char *name = stumble_name(stumble, tag + 1);
    const char *past = scan_markup(tag, stumble->end);
    const char *from = repair_origin(stumble->repair, tag);
    const char *to = repair_origin(stumble->repair, past) - 1;
    while (to > from && strchr(" \t\n", to[-1]) != NULL)
        to--;
    bool short_enough = to > from && to - from <= TAG_SHOWN_LONGEST && memchr(from, '\n', (size_t)(to - from)) == NULL;
    stumble_say_tag(stumble, tag, arena_format(arena, "<%s> is never closed, and it is one that holds nothing", name),
                    short_enough
                        ? arena_format(arena, "write %s/>", arena_copy(arena, from, (size_t)(to - from)))
                        : arena_format(arena, "write /> in the place of the > at the end of its tag, <%s .../>", name));
    stumble_mend(stumble, past - 1, 0, "/");
}

/* The end tag of the innermost element that stands behind `stop`, an end tag of the element around it: the two were
 * swapped. NULL when that one closes something else, or another tag comes first. */
static const char *tags_swapped(const struct tags *tags, size_t outer) {
    const char *end = tags->stumble->end;
    const char *next = memchr(tags->past, '<', (size_t)(end - tags->past));
    if (outer == 0 || next == NULL || end - next < 3 || next[1] != '/' || !tag_is(tags, tags_top(tags)->at, next) ||
        outer + 1 != tags->depth)
        return NULL;
    for (size_t i = 0; i + 1 < outer; i++)
        if (tag_is(tags, tags->open[i].at, next))
            return NULL;
    return next;
}

static void tags_unswap(const struct tags *tags, const char *late) {
    const struct stumble *stumble = tags->stumble;
    struct arena *arena = stumble->reading->arena;
    const char *name = stumble_name(stumble, late + 2);
    const char *outer = stumble_name(stumble, tags->tag + 2);
    const char *past = scan_markup(late, stumble->end);
    stumble_say_tag(stumble, tags->tag,
                    arena_format(arena, "</%s> stands before </%s>, but <%s> was opened last", outer, name, name),
                    arena_format(arena, "write </%s> before </%s>", name, outer));
    stumble_mend(stumble, tags->tag, 0, arena_format(arena, "</%s>", name));
    if (past != NULL)
        stumble_mend(stumble, late, (size_t)(past - late), "");
}

/* `tag` was left open: it is to end before `stop`. */
static void tags_left_open(const struct tags *tags, const char *tag, const char *stop) {
    const struct stumble *stumble = tags->stumble;
    struct arena *arena = stumble->reading->arena;
    const char *name = stumble_name(stumble, tag + 1);
    if (tags_hold_nothing(tags, name)) {
        tags_without_slash(tags, tag);
        return;
    }
    stumble_say_tag(stumble, tag,
                    arena_format(arena, "<%s> is never closed: </%s> on %s comes first", name,
                                 stumble_name(stumble, stop + 2), tags_line(tags, stop)),
                    arena_format(arena, "write </%s> where it ends", name));
    LIST_ADD(arena, &stumble->repair->open, stumble_place(stumble, tag));
    stumble_mend(stumble, stop, 0, arena_format(arena, "</%s>", name));
}

/* Two names of one element differ: the wrong one is made to suit. */
static void tags_misspelled(const struct tags *tags, bool start_is_wrong) {
    const struct stumble *stumble = tags->stumble;
    struct arena *arena = stumble->reading->arena;
    const char *tag = tags_top(tags)->at;
    const char *open = stumble_name(stumble, tag + 1);
    const char *closing = stumble_name(stumble, tags->tag + 2);
    if (start_is_wrong) {
        stumble_say_tag(stumble, tag,
                        arena_format(arena, "<%s> is closed by </%s> on %s: there is no element <%s>", open, closing,
                                     tags_line(tags, tags->tag), open),
                        arena_format(arena, "write <%s>", closing));
        stumble_mend(stumble, tag + 1, strlen(open), closing);
    } else {
        stumble_say_tag(stumble, tags->tag,
                        arena_format(arena, "</%s> stands where </%s> is wanted: <%s> was opened on %s", closing, open,
                                     open, tags_line(tags, tag)),
                        arena_format(arena, "write </%s>", open));
        stumble_mend(stumble, tags->tag + 2, strlen(closing), open);
    }
}

/* Counts a tag among those of one name: true when it is an end tag that closes what was open before the count began. */
static bool tags_count(const struct tags *tags, const char *name, const char *tag, const char *past, size_t *depth) {
    const char *end = tags->stumble->end;
    if (tag[1] == '/') {
        if (!tag_is(tags, name, tag))
            return false;
        if (*depth == 0)
            return true;
        --*depth;
    } else if (past[-2] != '/') {
        size_t count = (size_t)(scan_name(name + 1, end) - name);
        *depth += (size_t)(scan_name(tag + 1, end) - tag) == count && memcmp(name, tag, count) == 0;
    }
    return false;
}

/* Whether the innermost element is closed properly after the end tag that does not suit it, and before its parent is.
 * Only tags of these two names count, for others may be wrong as well. */
static bool tags_closed_later(const struct tags *tags) {
    const char *end = tags->stumble->end;
    const char *parent = tags->depth > 1 ? tags->open[tags->depth - 2].at : NULL;
    size_t depth = 0;
    size_t parent_depth = 0;
    const char *at = tags->past;
    while (at < end && (at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        const char *past = scan_markup(at, end);
        if (past == NULL) /* something further on is wrong as well */
            past = at + 2 < end ? at + 2 : end;
        if (tags_count(tags, tags_top(tags)->at, at, past, &depth))
            return true;
        if (parent != NULL && tags_count(tags, parent, at, past, &parent_depth))
            return false;
        at = past;
    }
    return false;
}

/* An end tag of which no start tag is open: either that was left out, or the end tag is too many. */
static void tags_stray(const struct tags *tags) {
    const struct stumble *stumble = tags->stumble;
    struct arena *arena = stumble->reading->arena;
    const struct open_tag *top = tags_top(tags);
    const char *closing = stumble_name(stumble, tags->tag + 2);
    const char *gap = top == NULL ? tags->tag : top->gap;
    if (top != NULL && top->last_child != NULL && tag_is(tags, top->last_child, tags->tag) && top->last_end > gap)
        gap = top->last_end;
    while (gap < tags->tag && strchr(" \t\n", *gap) != NULL)
        gap++;
    if (gap < tags->tag && tags_know(tags, closing)) {
        stumble_say_tag(stumble, gap,
                        arena_format(arena, "a <%s> is missing here: </%s> on %s closes nothing", closing, closing,
                                     tags_line(tags, tags->tag)),
                        arena_format(arena, "write <%s> where it begins, or take </%s> out", closing, closing));
        stumble_mend(stumble, gap, 0, arena_format(arena, "<%s>", closing));
        return;
    }
    stumble_say_tag(stumble, tags->tag,
                    arena_format(arena, "</%s> closes nothing: no <%s> is open here", closing, closing),
                    "take it out, or add the opening tag that is missing");
    stumble_mend(stumble, tags->tag, (size_t)(tags->past - tags->tag), "");
}

static void tags_decide(const struct tags *tags) {
    const struct stumble *stumble = tags->stumble;
    const struct open_tag *top = tags_top(tags);
    if (top == NULL) {
        tags_stray(tags);
        return;
    }
    const char *open = stumble_name(stumble, top->at + 1);
    const char *closing = stumble_name(stumble, tags->tag + 2);
    bool alike = vocabulary_near(open, closing);
    size_t outer = tags->depth - 1;
    while (outer > 0 && !tag_is(tags, tags->open[outer - 1].at, tags->tag))
        outer--;
    const char *late = tags_swapped(tags, outer);
    if (alike && tags_know(tags, closing) && !tags_know(tags, open)) {
        tags_misspelled(tags, true);
    } else if (late != NULL) {
        tags_unswap(tags, late);
    } else if (outer > 0) {
        bool suspected = tags->suspect != NULL && strcmp(stumble_name(stumble, tags->suspect + 1), open) == 0;
        tags_left_open(tags, suspected ? tags->suspect : top->at, suspected ? tags->suspect_stop : tags->tag);
    } else if (alike || !tags_closed_later(tags)) {
        tags_misspelled(tags, false);
    } else {
        tags_stray(tags);
    }
}

bool tags_settle(const struct stumble *stumble) {
    struct tags tags = {.stumble = stumble};
    bool found = tags_walk(&tags, stumble->end);
    if (found)
        tags_decide(&tags);
    free(tags.open);
    return found;
}

void tags_close_all(const struct stumble *stumble, const char *at) {
    struct tags tags = {.stumble = stumble};
    (void)tags_walk(&tags, at);
    struct buffer ends = {0};
    while (tags.depth > 0) {
        const char *tag = tags_top(&tags)->at;
        buffer_format(&ends, "</%s>", stumble_name(stumble, tag + 1));
        LIST_ADD(stumble->reading->arena, &stumble->repair->open, stumble_place(stumble, tag));
        tags.depth--;
    }
    stumble_mend(stumble, at, (size_t)(stumble->end - at), buffer_text(&ends));
    buffer_close(&ends);
    free(tags.open);
}
