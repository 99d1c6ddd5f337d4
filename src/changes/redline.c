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

#include "changes/redlining.h"
#include "document/headers.h"
#include "document/languages.h"
#include "document/numbers.h"
#include "document/role.h"

#define GIST_EDITS 3  /* so many are told in the summary */
#define GIST_BYTES 72 /* and so much of the words of each */

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

const char *redline_text_of(const struct node *node, struct arena *arena) {
    struct buffer out = {0};
    for (const struct node *at = node; at != NULL; at = node_after(at, node))
        if (at->kind == NODE_TEXT)
            buffer_string(&out, at->as.text.text);
    const char *text = arena_copy(arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return text;
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

static struct node *section_new(struct redline *redline, const char *title) {
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

/* "version 2.0". */
static const char *version_name(const struct version *version, struct arena *arena) {
    if (version->label == NULL)
        return words_find(WORD_REDLINE_WORKING);
    return words_fill(arena, is_file(version->label) ? WORD_REDLINE_FILE : WORD_REDLINE_VERSION, version->label);
}

/* "2.0". */
static const char *version_short(const struct version *version) {
    return version->label == NULL ? words_find(WORD_REDLINE_WORKING) : version->label;
}

static const char *version_full(const struct version *version, struct arena *arena) {
    const struct document *document = version->document;
    const char *status = document->status != NULL ? document->status : "";
    const char *date = document->date != NULL && *document->date != '\0' ? number_date(arena, document->date) : NULL;
    if (version->label == NULL)
        return words_fill(arena, WORD_REDLINE_WORKING_FULL, status);
    if (is_file(version->label))
        return words_fill(arena, WORD_REDLINE_FILE_FULL, version->label, status);
    return words_fill(arena, WORD_REDLINE_VERSION_FULL, version->label, date != NULL ? date : "", status);
}

static const struct node *title_of(const struct document *document) {
    const struct node *node = document->root;
    while (node != NULL && node->kind != NODE_TITLE)
        node = node_after(node, document->root);
    return node;
}

static const char *title_words(const struct version *version, struct arena *arena) {
    const struct node *title = title_of(version->document);
    return title != NULL ? redline_text_of(title, arena) : version->document->title;
}

static void fact_row(struct redline *redline, struct node *body, enum word head, const char *words) {
    struct node *row = redline_node(redline, body, NODE_ROW);
    block_new(redline, row, NODE_HEADER_CELL, head)->as.cell.scope = SCOPE_ROW;
    (void)redline_words(redline, redline_node(redline, row, NODE_CELL), words);
}

static struct node *table_new(struct redline *redline, struct node *parent, size_t columns, enum word summary) {
    struct node *table = redline_node(redline, parent, NODE_TABLE);
    table->as.table.columns = columns;
    table->as.table.summary = words_find(summary);
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
                        words_fill(arena, WORD_REDLINE_FROM_TO, version_name(&comparison->old, arena),
                                   version_name(&comparison->new, arena)));
    block_new(redline, cover, NODE_PARAGRAPH, WORD_REDLINE_STATUS)->class_ = CLASS_STATUS;

    struct node *section = section_new(redline, words_find(WORD_REDLINE_VERSIONS));
    struct node *table = table_new(redline, section, 2, WORD_REDLINE_VERSIONS_SUMMARY);
    table->class_ = CLASS_CONTROL;
    struct node *body = redline_node(redline, table, NODE_TABLE_BODY);
    fact_row(redline, body, WORD_REDLINE_DOCUMENT, title_words(&comparison->new, arena));
    if (*comparison->new.document->reference != '\0')
        fact_row(redline, body, WORD_REFERENCE, comparison->new.document->reference);
    fact_row(redline, body, WORD_REDLINE_OLD, version_full(&comparison->old, arena));
    fact_row(redline, body, WORD_REDLINE_NEW, version_full(&comparison->new, arena));
}

/* --- How to read ----------------------------------------------------------------- */

static struct node *bullet_new(struct redline *redline, struct node *list) {
    struct node *item = redline_node(redline, list, NODE_ITEM);
    (void)block_new(redline, item, NODE_LABEL, WORD_BULLET);
    return redline_node(redline, redline_node(redline, item, NODE_BODY), NODE_PARAGRAPH);
}

static void sample_write(struct redline *redline, struct node *list, enum node_kind kind, enum word mark,
                         enum word end) {
    struct node *paragraph = bullet_new(redline, list);
    redline_marker(redline, paragraph, words_find(mark));
    (void)redline_words(redline, redline_node(redline, paragraph, kind), words_find(WORD_REDLINE_HOW_SAMPLE));
    redline_marker(redline, paragraph, words_find(WORD_MARK_CLOSE));
    (void)redline_words(redline, paragraph, words_find(end));
}

/* "[…] and […] say that." */
static void saying_write(struct redline *redline, struct node *list, const enum word *words, size_t count) {
    struct node *paragraph = bullet_new(redline, list);
    for (size_t i = 0; i < count; i++)
        if (i % 2 == 0 && i + 1 < count)
            redline_marker(redline, paragraph, words_find(words[i]));
        else
            (void)redline_words(redline, paragraph, words_find(words[i]));
}

static void how_write(struct redline *redline) {
    static const enum word WHOLE[] = {WORD_REDLINE_HOW_WHOLE_START, WORD_REDLINE_HOW_WHOLE_TO,
                                      WORD_REDLINE_HOW_WHOLE_END, WORD_REDLINE_HOW_WHOLE};
    static const enum word MOVED[] = {WORD_REDLINE_HOW_MOVED, WORD_REDLINE_HOW_MOVED_AND, WORD_REDLINE_HOW_MOVED_TO,
                                      WORD_REDLINE_HOW_MOVED_END};
    static const enum word WAS[] = {WORD_REDLINE_HOW_WAS, WORD_REDLINE_HOW_WAS_END};
    static const enum word CHANGE[] = {WORD_REDLINE_HOW_CHANGE, WORD_REDLINE_HOW_CHANGE_END};
    struct node *section = section_new(redline, words_find(WORD_REDLINE_HOW));
    block_new(redline, section, NODE_PARAGRAPH, WORD_REDLINE_HOW_INTRODUCTION)->keep_with_next = true;
    struct node *list = redline_node(redline, section, NODE_LIST);
    list->class_ = CLASS_BULLETS;
    list->as.list.numbering = NUMBERING_DISC;
    sample_write(redline, list, NODE_INSERTED, WORD_MARK_INSERTED, WORD_REDLINE_HOW_INSERTED);
    sample_write(redline, list, NODE_DELETED, WORD_MARK_DELETED, WORD_REDLINE_HOW_DELETED);
    saying_write(redline, list, WHOLE, sizeof WHOLE / sizeof *WHOLE);
    saying_write(redline, list, MOVED, sizeof MOVED / sizeof *MOVED);
    saying_write(redline, list, WAS, sizeof WAS / sizeof *WAS);
    saying_write(redline, list, CHANGE, sizeof CHANGE / sizeof *CHANGE);
    (void)redline_words(redline, bullet_new(redline, list), words_find(WORD_REDLINE_HOW_BAR));
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
        arena_format(redline->arena, "%s%s", redline_text_of(link, redline->arena), words_find(WORD_REFERENCE_PAGE));
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

/* --- Summary --------------------------------------------------------------------- */

/* The start of the words, cut between two of them. */
static const char *excerpt(const char *words, struct arena *arena) {
    size_t bytes = strlen(words);
    if (bytes <= GIST_BYTES)
        return words;
    bytes = GIST_BYTES;
    while (bytes > 0 && words[bytes] != ' ')
        bytes--;
    if (bytes == 0) { /* one long word */
        bytes = GIST_BYTES;
        while (((unsigned char)words[bytes] & 0xC0) == 0x80)
            bytes--;
    }
    return arena_format(arena, "%s\xE2\x80\xA6", arena_copy(arena, words, bytes));
}

static const char *edit_excerpt(const struct edit *edit, bool new, struct arena *arena) {
    struct buffer out = {0};
    edit_words(edit, new, &out);
    const char *words = buffer_text(&out);
    words += strspn(words, " ");
    size_t bytes = strlen(words);
    while (bytes > 0 && words[bytes - 1] == ' ')
        bytes--;
    const char *text = excerpt(arena_copy(arena, words, bytes), arena);
    buffer_close(&out);
    return text;
}

static const char *edit_gist(const struct edit *edit, struct arena *arena) {
    if (edit->kind == CHANGE_RENUMBERED && edit->was != NULL && edit->now != NULL)
        return words_fill(arena, WORD_REDLINE_NUMBER, edit->was, edit->now);
    if (edit->attribute != NULL)
        return words_fill(arena, WORD_REDLINE_ATTRIBUTE, edit->attribute,
                          edit->was != NULL ? edit->was : words_find(WORD_REDLINE_NOTHING),
                          edit->now != NULL ? edit->now : words_find(WORD_REDLINE_NOTHING));
    const char *old = edit_excerpt(edit, false, arena), *new = edit_excerpt(edit, true, arena);
    const char *gist = edit->kind == CHANGE_INSERTED || *old == '\0' ? words_fill(arena, WORD_REDLINE_INSERTED_ONE, new)
                       : edit->kind == CHANGE_DELETED || *new == '\0'
                           ? words_fill(arena, WORD_REDLINE_DELETED_ONE, old)
                           : words_fill(arena, WORD_REDLINE_SUBSTITUTED_ONE, old, new);
    bool block = edit->run_count == 0 && (edit->where == WHERE_ROW || edit->where == WHERE_ITEM ||
                                          edit->where == WHERE_NOTE || edit->where == WHERE_TABLE);
    return block ? words_fill(arena, WORD_REDLINE_IN_PLACE, edit_where_name(edit->where), gist) : gist;
}

/* The first of its edits, and how many more there are. */
static const char *edits_gist(const struct change *change, struct arena *arena) {
    const char *gist = "";
    size_t told = 0;
    for (size_t i = 0; i < change->edits.count && told < GIST_EDITS; i++) {
        if (change->kind == CHANGE_SUBSTITUTED && change->edits.items[i].kind == CHANGE_EDITORIAL)
            continue;
        gist = arena_format(arena, "%s%s%s", gist, told > 0 ? words_find(WORD_SEMICOLON) : "",
                            edit_gist(&change->edits.items[i], arena));
        told++;
    }
    size_t more = 0;
    for (size_t i = 0; i < change->edits.count; i++)
        more += change->kind != CHANGE_SUBSTITUTED || change->edits.items[i].kind != CHANGE_EDITORIAL;
    more -= told;
    if (more == 1)
        gist = arena_format(arena, "%s%s", gist, words_find(WORD_REDLINE_MORE_ONE));
    else if (more > 1)
        gist =
            arena_format(arena, "%s%s", gist, words_fill(arena, WORD_REDLINE_MORE, arena_format(arena, "%zu", more)));
    return arena_format(arena, "%s.", gist);
}

static const char *change_gist(const struct change *change, struct arena *arena) {
    switch (change->kind) {
    case CHANGE_INSERTED:
        return words_find(WORD_REDLINE_WHOLE_INSERTED);
    case CHANGE_DELETED:
        return words_find(WORD_REDLINE_WHOLE_DELETED);
    case CHANGE_MOVED:
        return words_fill(arena, WORD_REDLINE_MOVED, change->label_old);
    case CHANGE_RENUMBERED:
        return words_fill(arena, WORD_REDLINE_RENUMBERED, edits_gist(change, arena));
    case CHANGE_EDITORIAL:
        for (size_t i = 0; i < change->edits.count; i++)
            if (change->edits.items[i].attribute != NULL)
                return words_fill(arena, WORD_REDLINE_EDITORIAL_ATTRIBUTE, edit_gist(&change->edits.items[i], arena));
        return words_find(WORD_REDLINE_EDITORIAL);
    default:
        return edits_gist(change, arena);
    }
}

static const char *approvals_words(const struct ground *ground, struct arena *arena) {
    const char *words = "";
    for (size_t i = 0; i < ground->body_count; i++) {
        const char *joint = i == 0 ? "" : i + 1 == ground->body_count ? words_find(WORD_AND) : words_find(WORD_COMMA);
        words = arena_format(arena, "%s%s%s", words, joint, ground->bodies[i]);
    }
    return *words != '\0' ? words_fill(arena, WORD_REDLINE_APPROVALS, words) : "";
}

static bool any_grounds(const struct redline *redline) {
    for (size_t i = 0; redline->grounds != NULL && i < redline->comparison->changes.count; i++)
        if (redline->grounds[i].reason != NULL || redline->grounds[i].body_count > 0)
            return true;
    return false;
}

static void grounds_cell(struct redline *redline, struct node *row, size_t index) {
    const struct ground *ground = &redline->grounds[index];
    struct node *cell = redline_node(redline, row, NODE_CELL);
    const char *approvals = approvals_words(ground, redline->arena);
    const char *reason = ground->reason != NULL ? ground->reason : words_find(WORD_REDLINE_NOT_GIVEN);
    (void)redline_words(redline, cell,
                        arena_format(redline->arena, "%s%s%s", reason, *approvals != '\0' ? " " : "", approvals));
}

/* The rows, but for their links. */
static void summary_write(struct redline *redline) {
    struct arena *arena = redline->arena;
    size_t count = redline->comparison->changes.count;
    struct node *section = section_new(redline, words_find(WORD_REDLINE_SUMMARY));
    if (count == 0) {
        (void)block_new(redline, section, NODE_PARAGRAPH, WORD_REDLINE_NO_CHANGES);
        return;
    }
    static const enum word HEADS[] = {WORD_REDLINE_COLUMN_CHANGE, WORD_REDLINE_COLUMN_PLACE, WORD_REDLINE_COLUMN_WHAT,
                                      WORD_REDLINE_COLUMN_WHY};
    size_t columns = any_grounds(redline) ? 4 : 3;
    struct node *table = table_new(redline, section, columns,
                                   columns == 4 ? WORD_REDLINE_SUMMARY_TABLE : WORD_REDLINE_SUMMARY_TABLE_BARE);
    struct node *head = redline_node(redline, redline_node(redline, table, NODE_TABLE_HEAD), NODE_ROW);
    for (size_t i = 0; i < columns; i++)
        block_new(redline, head, NODE_HEADER_CELL, HEADS[i])->as.cell.scope = SCOPE_COLUMN;
    struct node *body = redline_node(redline, table, NODE_TABLE_BODY);
    for (size_t i = 0; i < count; i++) {
        const struct change *change = redline->comparison->changes.items[i];
        struct node *row = redline_node(redline, body, NODE_ROW);
        struct node *number = redline_node(redline, row, NODE_HEADER_CELL);
        number->as.cell.scope = SCOPE_ROW;
        number->id = redline_id(redline, arena_format(arena, "change-%zu", i + 1));
        (void)redline_words(redline, number, arena_format(arena, "%zu", i + 1));
        redline->rows[i] = number;
        (void)redline_node(redline, row, NODE_CELL);
        (void)redline_words(redline, redline_node(redline, row, NODE_CELL), change_gist(change, arena));
        if (columns == 4)
            grounds_cell(redline, row, i);
    }
}

/* A link that says on which page it leads to. */
static void link_with_page(struct redline *redline, struct node *parent, struct node *target, const char *words) {
    struct node *link = link_new(redline, parent, words);
    link->as.link.target = target;
    link->as.link.contents = arena_format(redline->arena, "%s%s", words, words_find(WORD_REFERENCE_PAGE));
    link->as.link.after = "";
    (void)redline_words(redline, link, words_find(WORD_REFERENCE_PAGE));
    redline_node(redline, link, NODE_FOLIO)->as.folio.target = target;
}

/* Where a unit stands here; NULL when it is left out. */
static struct node *place_of(const struct redline *redline, const struct node *old, const struct node *new) {
    struct node *place = new != NULL ? redline->copies[SIDE_NEW][new->index] : NULL;
    if (place == NULL && old != NULL)
        place = redline->copies[SIDE_OLD][old->index];
    return place;
}

static void summary_link(struct redline *redline) {
    for (size_t i = 0; i < redline->comparison->changes.count; i++) {
        const struct change *change = redline->comparison->changes.items[i];
        struct node *cell = redline->rows[i]->next;
        const char *label = change->label_new != NULL ? change->label_new : change->label_old;
        struct node *place =
            redline->places[i] != NULL ? redline->places[i] : place_of(redline, change->old, change->new);
        if (place != NULL && place->kind != NODE_DOCUMENT)
            link_with_page(redline, cell, place, label);
        else
            (void)redline_words(redline, cell, label);
    }
}

/* --- Numbers --------------------------------------------------------------------- */

static void numbers_write(struct redline *redline) {
    const struct comparison *comparison = redline->comparison;
    if (comparison->numbers.count == 0)
        return;
    struct node *section = section_new(redline, words_find(WORD_REDLINE_NUMBERS));
    (void)block_new(redline, section, NODE_PARAGRAPH, WORD_REDLINE_NUMBERS_INTRODUCTION);
    struct node *table = table_new(redline, section, 2, WORD_REDLINE_NUMBERS_SUMMARY);
    struct node *head = redline_node(redline, redline_node(redline, table, NODE_TABLE_HEAD), NODE_ROW);
    block_new(redline, head, NODE_HEADER_CELL, WORD_REDLINE_NEW)->as.cell.scope = SCOPE_COLUMN;
    block_new(redline, head, NODE_HEADER_CELL, WORD_REDLINE_OLD)->as.cell.scope = SCOPE_COLUMN;
    struct node *body = redline_node(redline, table, NODE_TABLE_BODY);
    for (size_t i = 0; i < comparison->numbers.count; i++) {
        const struct renumbering *numbering = &comparison->numbers.items[i];
        struct node *row = redline_node(redline, body, NODE_ROW);
        struct node *now = redline_node(redline, row, NODE_HEADER_CELL);
        now->as.cell.scope = SCOPE_ROW;
        struct node *place = place_of(redline, numbering->strand->old, numbering->strand->new);
        if (place != NULL)
            link_with_page(redline, now, place, numbering->label_new);
        else
            (void)redline_words(redline, now, numbering->label_new);
        (void)redline_words(redline, redline_node(redline, row, NODE_CELL), numbering->label_old);
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
    const char *before = redline_text_of(tie->source, redline->arena),
               *now = redline_text_of(tie->copy, redline->arena);
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
                                  .compared_from = version_short(&comparison->old)};
    document->title = arena_format(arena, "%s (%s)", words_fill(arena, WORD_REDLINE_TITLE, title),
                                   words_fill(arena, WORD_REDLINE_FROM_TO_AFTER, old_name, new_name));
    document->short_title = words_fill(arena, WORD_REDLINE_SHORT, version_short(&comparison->old),
                                       version_short(&comparison->new), new->short_title);
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
                              .wrap = NODE_DOCUMENT};
    ids_take(&redline, new);
    redline.document->root = redline_node(&redline, NULL, NODE_DOCUMENT);
    redline.document->root->lang = new->lang;
    redline.document->root->id = redline_id(&redline, redline.document->id);
    announcements_make(&redline);
    cover_write(&redline);
    how_write(&redline);
    summary_write(&redline);
    struct node *before = redline.document->root->last;
    text_write(&redline);
    numbers_write(&redline);
    int levels = contents_levels(new);
    if (levels > 0) {
        struct node *text = before->next, *end = redline.document->root->last;
        struct node *section = section_new(&redline, words_find(WORD_CONTENTS));
        entries_write(&redline, section, text, levels);
        end->next = NULL; /* it was made last and stands first */
        redline.document->root->last = end;
        before->next = section;
        section->next = text;
    }
    summary_link(&redline);
    for (size_t i = 0; i < redline.ties.count; i++)
        tie_resolve(&redline, &redline.ties.items[i]);
    languages_fill(&redline);
    document_finish(redline.document, arena);
    return redline.document;
}
