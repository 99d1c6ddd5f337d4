/* redline_key.c: how to read the marks of one redline.
 *
 * The text of a redline, with its marks → the list that explains them. A mark is explained
 * when the text has one of its kind, with the first of them as its sample; others are not,
 * so that nobody looks for what is not there. Marks are known by the words that they begin
 * with (words.def): of two kinds that begin alike the longer comes first in the table.
 */
#include <string.h>

#include "changes/redlining.h"

/* A kind of mark: its words without what is filled in, and what is said of it. `end`: the mark that stands at the
 * other end, or WORD_COUNT. */
struct kind {
    enum word mark, said, end;
};

static const struct kind KINDS[] = {
    {WORD_MARK_INSERTED, WORD_REDLINE_HOW_INSERTED, WORD_COUNT},
    {WORD_MARK_DELETED, WORD_REDLINE_HOW_DELETED, WORD_COUNT},
    {WORD_MARK_INSERTED_COLUMN, WORD_REDLINE_HOW_COLUMN, WORD_COUNT},
    {WORD_MARK_DELETED_COLUMN, WORD_REDLINE_HOW_COLUMN_DELETED, WORD_COUNT},
    {WORD_MARK_INSERTED_NOUN, WORD_REDLINE_HOW_NAMED, WORD_COUNT},
    {WORD_MARK_DELETED_NOUN, WORD_REDLINE_HOW_NAMED_DELETED, WORD_COUNT},
    {WORD_MARK_INSERTED_WHOLE, WORD_REDLINE_HOW_WHOLE, WORD_MARK_END_INSERTED},
    {WORD_MARK_DELETED_WHOLE, WORD_REDLINE_HOW_WHOLE_DELETED, WORD_MARK_END_DELETED},
    {WORD_NOUN_ROW, WORD_REDLINE_HOW_ROW, WORD_MARK_END_INSERTED}, /* these two are known by is_row */
    {WORD_NOUN_ROWS, WORD_REDLINE_HOW_ROW_DELETED, WORD_MARK_END_DELETED},
    {WORD_MARK_PARTED, WORD_REDLINE_HOW_PARTED, WORD_COUNT}, /* known by is_parted */
    {WORD_MARK_MOVED_FROM, WORD_REDLINE_HOW_MOVED, WORD_COUNT},
    {WORD_MARK_END_MOVED, WORD_REDLINE_HOW_END_MOVED, WORD_COUNT},
    {WORD_MARK_MOVED_TO, WORD_REDLINE_HOW_MOVED_TO, WORD_COUNT},
    {WORD_MARK_MOVED_ALONG, WORD_REDLINE_HOW_ALONG, WORD_COUNT},
    {WORD_MARK_WAS_WORDS, WORD_REDLINE_HOW_WAS_WORDS, WORD_COUNT},
    {WORD_MARK_WAS, WORD_REDLINE_HOW_WAS, WORD_COUNT},
    {WORD_MARK_WAS_ADDRESS, WORD_REDLINE_HOW_WAS_ADDRESS, WORD_COUNT},
    {WORD_MARK_WAS_DESCRIBED, WORD_REDLINE_HOW_WAS_DESCRIBED, WORD_COUNT},
};
#define KIND_COUNT (sizeof KINDS / sizeof *KINDS)

/* Whether words begin as a mark does, up to what is filled in. */
static bool begins_as(const char *words, enum word mark) {
    const char *begin = words_find(mark);
    return strncmp(words, begin, strcspn(begin, "{")) == 0;
}

static bool is_row(const char *words, bool deleted, struct arena *arena) {
    const char *row =
        words_fill(arena, deleted ? WORD_MARK_DELETED_WHOLE : WORD_MARK_INSERTED_WHOLE, words_find(WORD_NOUN_ROW));
    size_t bytes = strlen(row);
    return strncmp(words, row, bytes) == 0 && (words[bytes] == '\0' || strchr("],", words[bytes]) != NULL);
}

static bool is_parted(const char *words) {
    static const enum word PARTS[] = {WORD_PARTED_ABOVE, WORD_PARTED_BELOW, WORD_PARTED_FROM_ABOVE,
                                      WORD_PARTED_FROM_BELOW};
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
        const char *at = strstr(words, words_find(PARTS[i]));
        if (at != NULL && strcmp(at + strlen(words_find(PARTS[i])), ": ") == 0)
            return true;
    }
    return false;
}

static bool ends_row(const char *words, struct arena *arena) {
    size_t bytes = strlen(words);
    const char *row = arena_format(arena, " %s%s", words_find(WORD_NOUN_ROW), words_find(WORD_MARK_CLOSE));
    return bytes > strlen(row) && strcmp(words + bytes - strlen(row), row) == 0;
}

/* Which kind of mark the words are; KIND_COUNT: none that is explained here. */
static size_t kind_of(const char *words, struct arena *arena) {
    bool told = strchr(words, ':') != NULL; /* "[inserted clause: " has its words within */
    for (size_t i = 0; i < KIND_COUNT; i++) {
        enum word mark = KINDS[i].mark;
        bool whole = mark == WORD_MARK_INSERTED_WHOLE || mark == WORD_MARK_DELETED_WHOLE;
        bool noun = mark == WORD_MARK_INSERTED_NOUN || mark == WORD_MARK_DELETED_NOUN;
        bool row = is_row(words, mark == WORD_NOUN_ROWS, arena);
        if (mark == WORD_MARK_PARTED || is_parted(words)) {
            if (mark == WORD_MARK_PARTED && is_parted(words))
                return i;
        } else if (mark == WORD_NOUN_ROW || mark == WORD_NOUN_ROWS) {
            if (row)
                return i;
        } else if (begins_as(words, mark) &&
                   !(whole && (told || row || is_row(words, mark == WORD_MARK_DELETED_WHOLE, arena))) &&
                   (!noun || told)) {
            return i;
        }
    }
    return KIND_COUNT;
}

/* The first mark of each kind, whole: with all that stands in the same block up to its closing bracket. */
#define NOUNS_MOST 6

struct found {
    const struct node *marks[KIND_COUNT];
    const char *nouns[KIND_COUNT][NOUNS_MOST]; /* of marks that name what they are about: "clause", each once */
    bool missing;                              /* the text has brackets of its own, where something is to be supplied */
    const struct node *ends[KIND_COUNT];
};

static struct node *bullet_new(struct redline *redline, struct node *list) {
    struct node *item = redline_node(redline, list, NODE_ITEM);
    (void)redline_words(redline, redline_node(redline, item, NODE_LABEL), words_find(WORD_BULLET));
    struct node *paragraph = redline_node(redline, redline_node(redline, item, NODE_BODY), NODE_PARAGRAPH);
    paragraph->class_ = CLASS_SAMPLE;
    return paragraph;
}

/* "[inserted section]" of the words that a mark begins with. */
static const char *sample_of(const char *words, struct arena *arena) {
    size_t bytes = strlen(words) - (size_t)(*words == ' ');
    words += *words == ' ';
    while (bytes > 0 && strchr("] ", words[bytes - 1]) != NULL)
        bytes--;
    const char *copy = arena_copy(arena, words, bytes);
    return bytes > 0 && copy[bytes - 1] == ':' ? arena_format(arena, "%s %s", copy, words_find(WORD_REDLINE_HOW_DOTS))
                                               : arena_format(arena, "%s%s", copy, words_find(WORD_MARK_CLOSE));
}

/* What stands in a link behind "[moved from " is part of the sample. */
static const char *linked(const struct node *mark, struct arena *arena) {
    const struct node *next = mark->next;
    return next != NULL && next->kind == NODE_REFERENCE
               ? arena_format(arena, "%s%s", mark->as.text.text, gist_text_of(next, arena))
               : mark->as.text.text;
}

/* "clause" of "[deleted clause 4.4: ". */
static void noun_add(const char **nouns, const char *words, struct arena *arena) {
    const char *noun = strchr(words, ' ');
    noun = noun == NULL ? words : noun + 1;
    noun = arena_copy(arena, noun, strcspn(noun, " :,"));
    for (size_t i = 0; i < NOUNS_MOST; i++) {
        if (nouns[i] == NULL)
            nouns[i] = noun;
        if (strcmp(nouns[i], noun) == 0)
            return;
    }
}

/* "[deleted clause or item: …]" */
static const char *nouns_sample(const struct kind *kind, const char *const *nouns, struct arena *arena) {
    const char *all = "";
    for (size_t i = 0; i < NOUNS_MOST && nouns[i] != NULL; i++) {
        bool last = i + 1 == NOUNS_MOST || nouns[i + 1] == NULL;
        all = arena_format(arena, "%s%s%s", all, i == 0 ? "" : words_find(last ? WORD_OR : WORD_COMMA), nouns[i]);
    }
    return words_fill(arena, kind->mark, all);
}

static void kind_write(struct redline *redline, struct node *list, const struct kind *kind, const struct found *found,
                       size_t index) {
    const struct node *mark = found->marks[index], *end = found->ends[index];
    struct node *paragraph = bullet_new(redline, list);
    if (kind->mark == WORD_MARK_INSERTED || kind->mark == WORD_MARK_DELETED) {
        bool deleted = kind->mark == WORD_MARK_DELETED;
        redline_marker(redline, paragraph, words_find(kind->mark));
        (void)redline_words(redline, redline_node(redline, paragraph, deleted ? NODE_DELETED : NODE_INSERTED),
                            words_find(WORD_REDLINE_HOW_SAMPLE));
        redline_marker(redline, paragraph, words_find(WORD_MARK_CLOSE));
    } else {
        bool moves = kind->mark == WORD_MARK_MOVED_FROM || kind->mark == WORD_MARK_MOVED_TO;
        const char *sample = moves                            ? linked(mark, redline->arena)
                             : found->nouns[index][0] != NULL ? nouns_sample(kind, found->nouns[index], redline->arena)
                                                              : mark->as.text.text;
        redline_marker(redline, paragraph, sample_of(sample, redline->arena));
    }
    if (end != NULL) {
        (void)redline_words(redline, paragraph, words_find(WORD_REDLINE_HOW_TO));
        redline_marker(redline, paragraph, end->as.text.text + (*end->as.text.text == ' '));
    }
    (void)redline_words(redline, paragraph, words_find(kind->said));
}

static void change_write(struct redline *redline, struct node *list) {
    if (redline->comparison->changes.count == 0)
        return;
    struct arena *arena = redline->arena;
    struct node *paragraph = bullet_new(redline, list);
    redline_marker(redline, paragraph,
                   arena_format(arena, "%s%s%s", words_find(WORD_MARK_OPEN), words_fill(arena, WORD_MARK_CHANGE, "1"),
                                words_find(WORD_MARK_CLOSE)));
    (void)redline_words(redline, paragraph, words_find(WORD_REDLINE_HOW_CHANGE));
}

struct node *redline_key(struct redline *redline) {
    struct node *section = redline_section(redline, words_find(WORD_REDLINE_HOW));
    struct node *paragraph = redline_node(redline, section, NODE_PARAGRAPH);
    (void)redline_words(redline, paragraph, words_find(WORD_REDLINE_HOW_INTRODUCTION));
    paragraph->keep_with_next = true;
    struct node *list = redline_node(redline, section, NODE_LIST);
    list->class_ = CLASS_BULLETS;
    list->as.list.numbering = NUMBERING_DISC;
    return list;
}

static void find(struct found *found, const struct node *mark, struct arena *arena) {
    const char *words = mark->as.text.text + (*mark->as.text.text == ' ');
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (KINDS[i].end != WORD_COUNT && found->ends[i] == NULL && begins_as(words, KINDS[i].end) &&
            (KINDS[i].mark == WORD_NOUN_ROW || KINDS[i].mark == WORD_NOUN_ROWS) == ends_row(words, arena))
            found->ends[i] = mark;
    size_t kind = kind_of(words, arena);
    if (kind < KIND_COUNT &&
        (KINDS[kind].mark == WORD_MARK_INSERTED_NOUN || KINDS[kind].mark == WORD_MARK_DELETED_NOUN))
        noun_add(found->nouns[kind], words, arena);
    const char *moved = words_find(WORD_MARK_MOVED_TO); /* "[moved to ": without the bracket, "moved to " */
    if (kind == KIND_COUNT && strstr(words, moved + strlen(words_find(WORD_MARK_OPEN))) != NULL)
        for (kind = 0; KINDS[kind].mark != WORD_MARK_MOVED_TO;)
            kind++;
    if (kind < KIND_COUNT && found->marks[kind] == NULL)
        found->marks[kind] = mark;
}

void redline_key_fill(struct redline *redline, struct node *list, const struct node *text) {
    struct found found = {0};
    for (; text != NULL; text = text->next)
        for (const struct node *at = text; at != NULL; at = node_after(at, text))
            if (at->kind == NODE_TEXT && at->class_ == CLASS_MARKER)
                find(&found, at, redline->arena);
            else if (at->kind == NODE_MISSING)
                found.missing = true;
    bool any = redline->comparison->changes.count > 0;
    for (size_t i = 0; i < KIND_COUNT; i++) {
        any = any || found.marks[i] != NULL;
        if (found.marks[i] != NULL)
            kind_write(redline, list, &KINDS[i], &found, i);
    }
    change_write(redline, list);
    if (found.missing)
        (void)redline_words(redline, bullet_new(redline, list), words_find(WORD_REDLINE_HOW_MISSING));
    if (any)
        (void)redline_words(redline, bullet_new(redline, list), words_find(WORD_REDLINE_HOW_BAR));
    else
        list->parent->first->next->first->as.text.text = words_find(WORD_REDLINE_HOW_NONE);
    (void)redline_words(redline, bullet_new(redline, list), words_find(WORD_REDLINE_HOW_LEFT_OUT));
}
