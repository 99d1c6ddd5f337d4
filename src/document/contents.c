/* contents.c: the contents list.
 *
 * Sects of the finished tree → TOC › TOCI › Reference › Link, nested as the Sects are, as deep as <contents> or the
 * kind of document says. An entry has the words of its heading, with the Spans that say their language, and then the
 * printed number of its page. Surprising: it is made last and put in before what it lists, since titles are only known
 * by then; and the words are copies, ids left behind, whose places are those of the title in the author's file.
 */
#include "document/contents.h"

#include "document/references.h"

#define LEVELS_MOST 5
#define ENTRIES_LEAST 3 /* that make a list worth having unasked */

struct contents {
    struct build *build;
    const struct node *after; /* entries are Sects behind it */
    struct place place;
    size_t count;
};

/* The children of `from` under `to`, without what an entry does not say again: ids. */
static void copy_children(struct build *build, struct node *to, const struct node *from) {
    for (const struct node *at = from->first; at != NULL; at = at->next) {
        struct node *copy = ARENA_NEW(build->arena, struct node);
        *copy = *at;
        copy->id = NULL;
        copy->first = NULL;
        copy->last = NULL;
        build_add(to, copy);
        copy_children(build, copy, at);
    }
}

static struct node *entry_new(struct contents *contents, struct node *list, struct node *section) {
    struct build *build = contents->build;
    struct node *heading = section->first;
    struct node *entry = build_node(build, list, NODE_ENTRY, contents->place);
    const char *outer = build->lang;
    build->lang = heading->lang;
    struct node *link =
        build_node(build, build_node(build, entry, NODE_REFERENCE, heading->place), NODE_LINK, heading->place);
    if (*heading->as.heading.number != '\0')
        build_text(build, link, heading->place, arena_format(build->arena, "%s ", heading->as.heading.number));
    copy_children(build, link, heading);
    /* A heading has a name of its own that rests on its number; a Sect only when the author gives it one. */
    reference_page(build, link, section->id != NULL ? section : heading, WORD_ENTRY_PAGE);
    build->lang = outer;
    contents->count++;
    return entry;
}

static void list_sections(struct contents *contents, struct node *holder, struct node *first, int levels) {
    struct node *list = NULL;
    for (struct node *at = levels > 0 ? first : NULL; at != NULL; at = at->next) {
        if (at->kind != NODE_SECTION)
            continue;
        if (list == NULL)
            list = build_node(contents->build, holder, NODE_CONTENTS, contents->place);
        list_sections(contents, entry_new(contents, list, at), at->first, levels - 1);
    }
}

/* How many levels of headings a document of this kind lists when it does not say so. */
static int levels_usual(const struct element *root) {
    return element_is(root, "constitution") ? 3 : element_is(root, "policy") ? 2 : 0;
}

static int levels_wanted(struct build *build, const struct element *asked) {
    const char *value = build_attribute(build, asked, "levels");
    int levels = value != NULL && *value >= '0' && *value <= '9' ? *value - '0' : 0;
    return levels > LEVELS_MOST ? LEVELS_MOST : levels;
}

/* The Sect and its heading. The id of the root is the document's, not the list's. */
static struct node *section_new(struct build *build, const struct element *asked, struct place place) {
    struct node *section =
        asked != NULL ? build_named(build, NULL, NODE_SECTION, asked) : build_node(build, NULL, NODE_SECTION, place);
    section->as.section.title = words_find(WORD_CONTENTS);
    struct node *heading = build_node(build, section, NODE_HEADING, place);
    heading->as.heading.level = 2;
    heading->as.heading.number = "";
    heading->keep_with_next = true;
    build_text(build, heading, place, section->as.section.title);
    return section;
}

void contents_read(struct build *build, struct node *document, struct node *before, const struct element *root) {
    const struct element *asked = element_child(root, "contents");
    const struct element *source = asked != NULL ? asked : root;
    const char *outer = build_enter(build, source);
    struct contents contents = {.build = build, .place = source->place};
    struct node *rest = before->next;
    struct node *section = section_new(build, asked, source->place);
    list_sections(&contents, section, rest, asked != NULL ? levels_wanted(build, asked) : levels_usual(root));
    build_leave(build, outer);
    if (contents.count < (asked != NULL ? 1 : ENTRIES_LEAST))
        return;
    section->parent = document;
    section->next = rest;
    before->next = section;
    if (rest == NULL)
        document->last = section;
}
