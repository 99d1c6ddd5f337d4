/* redline.c: a comparison → the redline: what stands around the text, and what holds it together.
 *
 * comparison, grounds of its changes → document. In this order: title, status, which
 * versions, how to read the marks, summary, contents, the text (redline_text.c), numbers
 * now and before. The rows of the summary are there before the text, since the text
 * leads back to them; their links to the text are made last, when it is known which
 * block each change begins at.
 */
#include "changes/redline.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "changes/redlining.h"
#include "document/headers.h"
#include "document/languages.h"
#include "document/numbers.h"
#include "document/role.h"

/* --- Nodes ----------------------------------------------------------------------- */

struct node *redline_node(struct redline *redline, struct node *parent, enum node_kind kind) {
    struct node *node = ARENA_NEW(redline->arena, struct node);
    node->kind = kind;
    node->place = redline->place;
    node->parent = parent;
    if (kind == NODE_CELL || kind == NODE_HEADER_CELL)
        node->as.cell.rows = node->as.cell.columns = 1;
    if (parent != NULL) {
        *(parent->last != NULL ? &parent->last->next : &parent->first) = node;
        parent->last = node;
    }
    return node;
}

struct node *redline_words(struct redline *redline, struct node *parent, const char *words) {
    struct node *node = redline_node(redline, parent, NODE_TEXT);
    node->as.text.text = words;
    return node;
}

/* The language that is spoken around a node of the redline or of a version. */
static const char *language_of(const struct node *node, const char *usual) {
    for (; node != NULL; node = node->parent)
        if (node->lang != NULL)
            return node->lang;
    return usual;
}

void redline_marker(struct redline *redline, struct node *parent, const char *words) {
    const char *own = redline->document->lang;
    if (!language_same(language_of(parent, own), own)) {
        parent = redline_node(redline, parent, NODE_SPAN);
        parent->lang = own;
    }
    redline_words(redline, parent, words)->class_ = CLASS_MARKER;
}

static struct node *link_new(struct redline *redline, struct node *parent, const char *words) {
    const char *own = redline->document->lang;
    struct node *reference = redline_node(redline, parent, NODE_REFERENCE);
    if (!language_same(language_of(parent, own), own))
        reference->lang = own;
    struct node *link = redline_node(redline, reference, NODE_LINK);
    (void)redline_words(redline, link, words);
    return link;
}

void redline_link(struct redline *redline, struct node *parent, struct node *target, const char *words,
                  const char *more) {
    struct node *link = link_new(redline, parent, words);
    link->as.link.target = target;
    link->as.link.contents = arena_format(redline->arena, "%s%s", words, more);
}

void redline_link_later(struct redline *redline, struct node *parent, const struct node *target, enum side side,
                        const char *words) {
    struct node *link = link_new(redline, parent, words);
    link->as.link.contents = words;
    LIST_ADD(redline->arena, &redline->ties, (struct redline_tie){link, NULL, target, side});
}

const char *redline_id(struct redline *redline, const char *wish) {
    const char *id = wish;
    bool fresh;
    (void)names_add(redline->ids, id, redline->place, &fresh);
    for (size_t n = 2; !fresh; n++) {
        id = arena_format(redline->arena, "%s-%zu", wish, n);
        (void)names_add(redline->ids, id, redline->place, &fresh);
    }
    return id;
}

struct node *redline_copy(struct redline *redline, struct node *parent, const struct node *source, enum side side) {
    struct node *copy = ARENA_NEW(redline->arena, struct node);
    *copy = *source;
    copy->parent = copy->first = copy->last = copy->next = NULL;
    copy->index = 0;
    copy->parent = parent;
    *(parent->last != NULL ? &parent->last->next : &parent->first) = copy;
    parent->last = copy;
    const struct version *version = side == SIDE_OLD ? &redline->comparison->old : &redline->comparison->new;
    copy->lang =
        source->kind >= NODE_TEXT && source->lang == NULL ? NULL : language_of(source, version->document->lang);
    if (copy->class_ == CLASS_PART || copy->class_ == CLASS_APPENDIX)
        copy->class_ = CLASS_NONE;              /* they run on: what changed stands closer together so */
    if (side == SIDE_OLD && source->id != NULL) /* those of the newer version are all taken */
        copy->id = redline_id(redline, source->id);
    redline->copies[side][source->index] = copy;
    const struct node *target = source->kind == NODE_LINK    ? source->as.link.target
                                : source->kind == NODE_FOLIO ? source->as.folio.target
                                : source->kind == NODE_NOTE  ? source->as.note.call
                                                             : NULL;
    if (target != NULL || source->kind == NODE_LINK)
        LIST_ADD(redline->arena, &redline->ties, (struct redline_tie){copy, source, target, side});
    if (source->kind == NODE_CELL || source->kind == NODE_HEADER_CELL)
        copy->as.cell.header_count = 0; /* headers_assign */
    return copy;
}

static struct node *block_new(struct redline *redline, struct node *parent, enum node_kind kind, enum word word) {
    struct node *block = redline_node(redline, parent, kind);
    (void)redline_words(redline, block, words_find(word));
    return block;
}

struct node *redline_section(struct redline *redline, const char *title) {
    struct node *section = redline_node(redline, redline->document->root, NODE_SECTION);
    section->as.section.title = title;
    struct node *heading = redline_node(redline, section, NODE_HEADING);
    heading->as.heading.level = 2;
    heading->as.heading.number = "";
    heading->keep_with_next = true;
    (void)redline_words(redline, heading, title);
    return section;
}

/* --- Versions -------------------------------------------------------------------- */

static bool is_file(const char *label) {
    return strchr(label, '/') != NULL || strstr(label, ".xml") != NULL;
}

/* Whether every font has the character and it can stand in a line of words that is read from the left. */
static bool is_plain(uint32_t code) {
    return (code >= 0x20 && code < 0x7F) || (code > 0xA0 && code < 0x530 && code != 0xAD) ||
           (code >= 0x1E00 && code < 0x2000);
}

/* A file by its name and that of its folder: the rest of a path says nothing to those who read the redline elsewhere.
 * A name may hold any bytes, and no fault of it may stop the redline: for what cannot be set stands "?". */
static const char *file_name(const char *path, struct arena *arena) {
    size_t slashes = 0;
    const char *at = path + strlen(path);
    while (at > path && (at[-1] != '/' || ++slashes < 2))
        at--;
    struct buffer name = {0};
    for (const char *end = at + strlen(at); at < end;) {
        uint32_t code;
        size_t bytes = utf8_decode(at, end, &code);
        if (is_plain(code))
            buffer_bytes(&name, at, bytes);
        else
            buffer_char(&name, '?');
        at += bytes;
    }
    const char *kept = arena_copy(arena, buffer_text(&name), name.count);
    buffer_close(&name);
    return kept;
}

/* "version 2.0". */
static const char *version_name(const struct version *version, struct arena *arena) {
    if (version->label == NULL)
        return words_find(WORD_REDLINE_WORKING);
    return is_file(version->label) ? words_fill(arena, WORD_REDLINE_FILE, file_name(version->label, arena))
                                   : words_fill(arena, WORD_REDLINE_VERSION, version->label);
}

/* "2.0". */
static const char *version_short(const struct version *version, struct arena *arena) {
    if (version->label == NULL)
        return words_find(WORD_REDLINE_WORKING);
    return is_file(version->label) ? file_name(version->label, arena) : version->label;
}

/* "version 2.0 (the working text)". */
static const char *version_named(const struct version *version, struct arena *arena) {
    const char *name = version_name(version, arena), *label = version->document->version;
    bool released = version->label != NULL && !is_file(version->label);
    return released || label == NULL || *label == '\0' ? name : words_fill(arena, WORD_REDLINE_NAMED, label, name);
}

/* "Version 2.0 of 3 May 2024. The working text, which is not released; draft". */
static const char *version_full(const struct version *version, struct arena *arena) {
    const struct document *document = version->document;
    const char *status = document->status != NULL ? document->status : "";
    const char *date = document->date != NULL && *document->date != '\0' ? number_date(arena, document->date) : NULL;
    if (version->label != NULL && !is_file(version->label))
        return words_fill(arena, WORD_REDLINE_VERSION_FULL, version->label, date != NULL ? date : "", status);
    const char *what = version->label == NULL
                           ? words_fill(arena, WORD_REDLINE_WORKING_FULL, status)
                           : words_fill(arena, WORD_REDLINE_FILE_FULL, file_name(version->label, arena), status);
    return date != NULL && document->version != NULL && *document->version != '\0'
               ? words_fill(arena, WORD_REDLINE_DATED, document->version, date, what)
               : what;
}

static const struct node *title_of(const struct document *document) {
    const struct node *node = document->root;
    while (node != NULL && node->kind != NODE_TITLE)
        node = node_after(node, document->root);
    return node;
}

static const char *title_words(const struct version *version, struct arena *arena) {
    const struct node *title = title_of(version->document);
    return title != NULL ? gist_text_of(title, arena) : version->document->title;
}

static void fact_row(struct redline *redline, struct node *body, enum word head, const char *words) {
    struct node *row = redline_node(redline, body, NODE_ROW);
    block_new(redline, row, NODE_HEADER_CELL, head)->as.cell.scope = SCOPE_ROW;
    (void)redline_words(redline, redline_node(redline, row, NODE_CELL), words);
}

struct node *redline_table(struct redline *redline, struct node *parent, const enum word *heads, size_t columns,
                           enum word summary) {
    struct node *table = redline_node(redline, parent, NODE_TABLE);
    table->as.table.columns = columns;
    table->as.table.summary = words_find(summary);
    if (heads != NULL) {
        struct node *head = redline_node(redline, redline_node(redline, table, NODE_TABLE_HEAD), NODE_ROW);
        for (size_t i = 0; i < columns; i++)
            block_new(redline, head, NODE_HEADER_CELL, heads[i])->as.cell.scope = SCOPE_COLUMN;
    }
    (void)redline_node(redline, table, NODE_TABLE_BODY);
    return table;
}

static void cover_write(struct redline *redline) {
    const struct comparison *comparison = redline->comparison;
    struct arena *arena = redline->arena;
    struct node *cover = redline_node(redline, redline->document->root, NODE_BLOCK);
    cover->class_ = CLASS_COVER;
    struct node *title = redline_node(redline, cover, NODE_TITLE);
    title->keep_with_next = true;
    (void)redline_words(redline, title, words_fill(arena, WORD_REDLINE_TITLE, title_words(&comparison->new, arena)));
    struct node *subtitle = redline_node(redline, cover, NODE_PARAGRAPH);
    subtitle->class_ = CLASS_ISSUER;
    (void)redline_words(redline, subtitle,
                        words_fill(arena, WORD_REDLINE_FROM_TO, version_named(&comparison->old, arena),
                                   version_named(&comparison->new, arena)));
    block_new(redline, cover, NODE_PARAGRAPH, WORD_REDLINE_STATUS)->class_ = CLASS_STATUS;

    struct node *section = redline_section(redline, words_find(WORD_REDLINE_VERSIONS));
    struct node *table = redline_table(redline, section, NULL, 2, WORD_REDLINE_VERSIONS_SUMMARY);
    table->class_ = CLASS_CONTROL;
    struct node *body = table->last;
    fact_row(redline, body, WORD_REDLINE_DOCUMENT, title_words(&comparison->new, arena));
    if (*comparison->new.document->reference != '\0')
        fact_row(redline, body, WORD_REFERENCE, comparison->new.document->reference);
    const char *before = version_full(&comparison->old, arena);
    bool other = strcmp(comparison->old.document->id, comparison->new.document->id) != 0;
    if (other)
        before = words_fill(arena, WORD_REDLINE_OTHER, title_words(&comparison->old, arena), before);
    fact_row(redline, body, WORD_REDLINE_OLD, before);
    fact_row(redline, body, WORD_REDLINE_NEW, version_full(&comparison->new, arena));
    if (other)
        block_new(redline, section, NODE_PARAGRAPH, WORD_REDLINE_TWO_DOCUMENTS);
}

/* --- Contents -------------------------------------------------------------------- */

/* How deep the newer version's contents list is; 0 when it has none. */
static int contents_levels(const struct document *document) {
    int most = 0, depth = 0;
    for (const struct node *at = document->root; at != NULL; at = node_after(at, document->root)) {
        if (at->kind != NODE_CONTENTS)
            continue;
        depth = 0;
        for (const struct node *up = at; up != NULL; up = up->parent)
            depth += up->kind == NODE_CONTENTS;
        most = depth > most ? depth : most;
    }
    return most;
}

static void entry_words(struct redline *redline, struct node *link, const struct node *heading) {
    for (const struct node *at = heading->first; at != NULL; at = at->next) {
        struct node *to = link;
        if (at->kind == NODE_TEXT) {
            struct node *text = redline_words(redline, link, at->as.text.text);
            text->class_ = at->class_;
            text->place = at->place;
        } else if (at->kind == NODE_SPAN || at->kind == NODE_STRONG) {
            to = redline_node(redline, link, at->kind);
            to->as = at->as;
            to->lang = at->lang;
        }
        entry_words(redline, to, at);
    }
}

static void entry_write(struct redline *redline, struct node *list, struct node *section) {
    struct node *heading = section->first;
    struct node *entry = redline_node(redline, list, NODE_ENTRY);
    struct node *reference = redline_node(redline, entry, NODE_REFERENCE);
    reference->lang = heading->lang;
    struct node *link = redline_node(redline, reference, NODE_LINK);
    if (*heading->as.heading.number != '\0')
        (void)redline_words(redline, link, arena_format(redline->arena, "%s ", heading->as.heading.number));
    entry_words(redline, link, heading);
    struct node *target = section->id != NULL ? section : heading;
    link->as.link.target = target;
    link->as.link.contents =
        arena_format(redline->arena, "%s%s", gist_text_of(link, redline->arena), words_find(WORD_REFERENCE_PAGE));
    link->as.link.after = "";
    (void)redline_words(redline, link, words_find(WORD_ENTRY_PAGE));
    redline_node(redline, link, NODE_FOLIO)->as.folio.target = target;
}

static void entries_write(struct redline *redline, struct node *holder, struct node *first, int levels) {
    struct node *list = NULL;
    for (struct node *at = levels > 0 ? first : NULL; at != NULL && at != holder; at = at->next) {
        if (at->kind != NODE_SECTION || at->first == NULL || at->first->kind != NODE_HEADING)
            continue;
        if (list == NULL)
            list = redline_node(redline, holder, NODE_CONTENTS);
        entry_write(redline, list, at);
        entries_write(redline, list->last, at->first, levels - 1);
    }
}

/* --- The text -------------------------------------------------------------------- */

static int announcements_order(const void *one, const void *other) {
    const struct announcement *a = one, *b = other;
    if (a->strand != b->strand)
        return (uintptr_t)a->strand < (uintptr_t)b->strand ? -1 : 1;
    return a->change->index < b->change->index ? -1 : a->change->index > b->change->index;
}

static void announcements_make(struct redline *redline) {
    size_t count = redline->comparison->changes.count;
    redline->announcements = ARENA_ARRAY(redline->arena, count, struct announcement);
    for (size_t i = 0; i < count; i++) {
        const struct change *change = redline->comparison->changes.items[i];
        bool edits =
            (change->kind == CHANGE_SUBSTITUTED || change->kind == CHANGE_EDITORIAL) && change->edits.count > 0;
        redline->announcements[i] =
            (struct announcement){edits ? change->edits.items[0].strand : change->strand, change};
    }
    if (count > 0)
        qsort(redline->announcements, count, sizeof *redline->announcements, announcements_order);
}

/* The start of the text is a section under its title, since the redline has a title of its own. */
static void text_write(struct redline *redline) {
    struct node *root = redline->document->root;
    struct node *section = redline_node(redline, root, NODE_SECTION);
    const struct comparison *comparison = redline->comparison;
    section->as.section.title = title_words(&comparison->new, redline->arena);
    redline_announce(redline, comparison->root);
    for (const struct strand *at = comparison->root->first; at != NULL; at = at->next) {
        const struct node *node = at->new != NULL ? at->new : at->old;
        if (node->class_ != CLASS_COVER || node->kind != NODE_BLOCK) {
            redline_strand(redline, node->kind == NODE_SECTION ? root : section, at);
            continue;
        }
        for (const struct strand *child = at->first; child != NULL; child = child->next)
            redline_strand(redline, section, child);
    }
}

/* --- What holds it together ------------------------------------------------------ */

/* Contents of a link of whose words something is marked: these, then what followed them before. */
static void contents_mend(struct redline *redline, const struct redline_tie *tie) {
    if (tie->source == NULL || tie->source->first == NULL)
        return;
    const char *before = gist_text_of(tie->source, redline->arena), *now = gist_text_of(tie->copy, redline->arena);
    const char *contents = tie->source->as.link.contents;
    size_t bytes = strlen(before);
    if (strcmp(before, now) == 0 || contents == NULL)
        return;
    const char *rest = strncmp(contents, before, bytes) == 0 ? contents + bytes : "";
    tie->copy->as.link.contents = arena_format(redline->arena, "%s%s", now, rest);
}

static void tie_resolve(struct redline *redline, const struct redline_tie *tie) {
    struct node *copy = tie->copy;
    struct node *target = tie->target == NULL ? NULL : redline->copies[tie->side][tie->target->index];
    switch (copy->kind) {
    case NODE_NOTE:
        copy->as.note.call = target;
        break;
    case NODE_FOLIO:
        if (target == NULL)
            copy->kind = NODE_TEXT, copy->as.text.text = "", copy->as.text.source = NULL;
        else
            copy->as.folio.target = target;
        break;
    default:
        contents_mend(redline, tie);
        copy->as.link.target = target;
        if (target != NULL || tie->target == NULL)
            break;
        /* What it leads to is left out here. */
        copy->kind = NODE_SPAN;
        copy->as.span.expansion = NULL;
        if (copy->parent->kind == NODE_REFERENCE)
            copy->parent->kind = NODE_SPAN;
    }
}

/* What holds in each node, as document_finish wants it: copies of nodes with a tag know their own. */
static void languages_fill(struct redline *redline) {
    struct node *root = redline->document->root;
    for (struct node *at = root; at != NULL; at = node_after(at, root)) {
        bool speaks = at->lang != NULL && (node_role(at) != NULL || at->kind == NODE_BLOCK);
        if (at->parent != NULL && !speaks)
            at->lang = at->parent->lang;
    }
}

static void ids_take(struct redline *redline, const struct document *document) {
    bool fresh;
    for (size_t i = 0; i < document->node_count; i++)
        if (document->nodes[i]->id != NULL)
            (void)names_add(redline->ids, document->nodes[i]->id, redline->place, &fresh);
}

static struct document *document_new(const struct comparison *comparison, struct arena *arena) {
    const struct document *new = comparison->new.document;
    struct document *document = ARENA_NEW(arena, struct document);
    const char *old_name = version_name(&comparison->old, arena), *new_name = version_name(&comparison->new, arena);
    const char *title = title_words(&comparison->new, arena);
    *document = (struct document){.id = arena_format(arena, "%s-redline", new->id),
                                  .lang = new->lang,
                                  .reference = new->reference,
                                  .version = "",
                                  .status = words_find(WORD_REDLINE_STANDING),
                                  .author = new->author,
                                  .keywords = new->keywords,
                                  .approved_by = "",
                                  .effective = "",
                                  .review = "",
                                  .classification = new->classification,
                                  .date = new->date,
                                  .derived_from = new->id,
                                  .compared_from = version_short(&comparison->old, arena)};
    document->title = arena_format(arena, "%s (%s)", words_fill(arena, WORD_REDLINE_TITLE, title),
                                   words_fill(arena, WORD_REDLINE_FROM_TO_AFTER, old_name, new_name));
    const char *before = comparison->old.document->version, *now = new->version;
    bool labels = before != NULL && now != NULL && *before != '\0' && *now != '\0' && strcmp(before, now) != 0;
    document->short_title =
        words_fill(arena, WORD_REDLINE_SHORT, labels ? before : version_short(&comparison->old, arena),
                   labels ? now : version_short(&comparison->new, arena), new->short_title);
    document->subject = words_fill(arena, WORD_REDLINE_SUBJECT, title, old_name, new_name);
    return document;
}

struct document *redline_make(const struct comparison *comparison, const struct ground *grounds, struct arena *arena) {
    const struct document *old = comparison->old.document, *new = comparison->new.document;
    struct redline redline = {.comparison = comparison,
                              .grounds = grounds,
                              .arena = arena,
                              .document = document_new(comparison, arena),
                              .place = new->root->place,
                              .ids = names_open(arena),
                              .copies = {ARENA_ARRAY(arena, old->node_count, struct node *),
                                         ARENA_ARRAY(arena, new->node_count, struct node *)},
                              .places = ARENA_ARRAY(arena, comparison->changes.count, struct node *),
                              .rows = ARENA_ARRAY(arena, comparison->changes.count, struct node *),
                              .rolls = {roll_open(&comparison->old, arena), roll_open(&comparison->new, arena)},
                              .wrap = NODE_DOCUMENT};
    ids_take(&redline, new);
    redline.document->root = redline_node(&redline, NULL, NODE_DOCUMENT);
    redline.document->root->lang = new->lang;
    redline.document->root->id = redline_id(&redline, redline.document->id);
    redline.shifts = shifts_find(comparison, arena);
    announcements_make(&redline);
    cover_write(&redline);
    struct node *key = redline_key(&redline);
    redline_summary(&redline);
    struct node *before = redline.document->root->last;
    text_write(&redline);
    redline_numbers(&redline);
    redline_key_fill(&redline, key, before->next);
    int levels = contents_levels(new);
    if (levels > 0) {
        struct node *text = before->next, *end = redline.document->root->last;
        struct node *section = redline_section(&redline, words_find(WORD_CONTENTS));
        entries_write(&redline, section, text, levels);
        end->next = NULL; /* it was made last and stands first */
        redline.document->root->last = end;
        before->next = section;
        section->next = text;
    }
    redline_summary_links(&redline);
    for (size_t i = 0; i < redline.ties.count; i++)
        tie_resolve(&redline, &redline.ties.items[i]);
    languages_fill(&redline);
    document_finish(redline.document, arena);
    return redline.document;
}
