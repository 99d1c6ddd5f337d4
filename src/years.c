/* years.c: a yearly statement beside those of other years.
 *
 * statement and sources in → findings out. The statement of the year before is the
 * one of a common issuer whose period ends on the day before this one's begins. Its
 * blocks of text, as they are and with their dates moved on by a year, make a set; a
 * block of this year that is in the set has not changed.
 *
 * Surprising: a block is compared with its elements (who a fact is of, where a link
 * leads), since the same words about another organisation are a change. Definitions
 * and the declaration are left out: they are meant to stay.
 */
#include "years.h"

#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "document/numbers.h"
#include "home.h"

/* From this share of the words up, a statement looks copied. */
#define SHARE_MOST 50
/* Shorter blocks ("Yes", "All staff") are the same by chance. */
#define BLOCK_SHORTEST 5

bool years_of(const struct element *root, const char *path, struct year *out) {
    const struct element *control = element_is(root, "statement") ? element_child(root, "control") : NULL;
    const struct element *period = control != NULL ? element_child(control, "period") : NULL;
    if (period == NULL)
        return false;
    *out = (struct year){.path = path,
                         .id = element_attribute(root, "id"),
                         .root = root,
                         .from = element_attribute(period, "from"),
                         .to = element_attribute(period, "to")};
    return out->from != NULL && out->to != NULL;
}

struct years years_read(const struct library *library, const char *except, struct arena *arena) {
    struct years years = {0};
    for (size_t i = 0; i < library->documents.count; i++) {
        const struct library_document *one = &library->documents.items[i];
        if (strcmp(one->kind, "statement") != 0 || (except != NULL && home_same_file(one->file, except)))
            continue;
        /* Its own check tells its faults. */
        const struct element *root =
            source_read(library->source, SOURCE_NEIGHBOUR, one->file, library->tree, arena, report_open(arena));
        struct year year;
        if (root != NULL && years_of(root, one->file, &year))
            LIST_ADD(arena, &years, year);
    }
    return years;
}

/* "2019 to 2020", "2019-20" and the like: `joint` between two years, the second with its last `digits`. */
static const char *year_span(struct arena *arena, const char *from, const char *to, const char *joint, int digits) {
    return arena_format(arena, "%.4s%s%.*s", from, joint, digits, to + 4 - digits);
}

const struct year_words *years_words(struct arena *arena, const struct year *year, const char *from, const char *to) {
    static const struct {
        const char *joint;
        int digits;
    } spans[] = {{" to ", 4}, {"–", 4}, {"-", 4}, {"/", 4}, {"–", 2}, {"-", 2}, {"/", 2}};
    const size_t span_count = sizeof spans / sizeof *spans;
    struct year_words *words = ARENA_ARRAY(arena, span_count + 3, struct year_words);
    for (size_t i = 0; i < span_count; i++)
        words[i] = (struct year_words){year_span(arena, year->from, year->to, spans[i].joint, spans[i].digits),
                                       year_span(arena, from, to, spans[i].joint, spans[i].digits)};
    words[span_count] = (struct year_words){number_date(arena, year->to), number_date(arena, to)};
    words[span_count + 1] = (struct year_words){number_date(arena, year->from), number_date(arena, from)};
    return words;
}

const struct year_words *years_period(struct arena *arena, const struct year *year, const char *from, const char *to) {
    static const char *const joints[] = {" to ", " and ", " until "};
    const size_t joint_count = sizeof joints / sizeof *joints;
    struct year_words *words = ARENA_ARRAY(arena, joint_count + 1, struct year_words);
    for (size_t i = 0; i < joint_count; i++)
        words[i] = (struct year_words){
            arena_format(arena, "%s%s%s", number_date(arena, year->from), joints[i], number_date(arena, year->to)),
            arena_format(arena, "%s%s%s", number_date(arena, from), joints[i], number_date(arena, to))};
    return words;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* The pair whose old form stands at `at`, a number by itself; NULL for none. */
static const struct year_words *words_at(const struct year_words *words, const char *text, const char *at,
                                         const char *end) {
    for (; words->old != NULL; words++) {
        size_t count = strlen(words->old);
        if ((size_t)(end - at) >= count && memcmp(at, words->old, count) == 0 && !(at > text && is_digit(at[-1])) &&
            !(at + count < end && is_digit(at[count])))
            return words;
    }
    return NULL;
}

const char *years_shift(struct arena *arena, const struct year_words *words, const char *text, size_t count) {
    struct buffer out = {0};
    const char *end = text + count;
    bool changed = false;
    for (const char *at = text; at < end;) {
        const struct year_words *found = is_digit(*at) ? words_at(words, text, at, end) : NULL;
        if (found == NULL) {
            buffer_char(&out, *at++);
            continue;
        }
        buffer_string(&out, found->new);
        at += strlen(found->old);
        changed = true;
    }
    const char *shifted = changed ? arena_copy(arena, buffer_text(&out), out.count) : NULL;
    buffer_close(&out);
    return shifted;
}

static bool share_an_issuer(const struct element *a, const struct element *b) {
    const struct element *mine = element_child(element_child(a, "control"), "issuer");
    for (; mine != NULL; mine = element_next(mine, "issuer")) {
        const struct element *other = element_child(element_child(b, "control"), "issuer");
        for (; other != NULL; other = element_next(other, "issuer"))
            if (strcmp(element_attribute(mine, "org"), element_attribute(other, "org")) == 0)
                return true;
    }
    return false;
}

/* ---- what has not changed ---- */

static bool is_block(const struct element *element) {
    static const char *const names[] = {"p", "item", "cell", "not-covered", "no-steps"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (element_is(element, names[i]))
            return true;
    return false;
}

/* Elements that are meant to stay as they are, and those that say what the program knows already. */
static bool stays(const struct element *element) {
    return element_is(element, "definitions") || element_is(element, "declaration") || element_is(element, "control") ||
           element_is(element, "history") || element_is(element, "signature");
}

/* The next block of text after `element`, or NULL. */
static const struct element *next_block(const struct element *element, const struct element *root) {
    bool skip = false;
    for (;;) {
        const struct element *next = NULL;
        if (!skip && element->first != NULL) {
            next = element->first;
        } else {
            while (element != root && element->next == NULL)
                element = element->parent;
            next = element == root ? NULL : element->next;
        }
        if (next == NULL)
            return NULL;
        element = next;
        skip = stays(element);
        if (!skip && is_block(element))
            return element;
    }
}

static void put_text(struct buffer *out, const char *text) {
    for (; *text != '\0'; text++) {
        bool blank = strchr(" \t\n\r", *text) != NULL;
        if (!blank)
            buffer_char(out, *text);
        else if (out->count > 0 && out->bytes[out->count - 1] != ' ')
            buffer_char(out, ' ');
    }
}

/* A block in one line, without the blocks inside it. */
static void put_block(struct buffer *out, const struct element *block) {
    const struct element *at = block->first;
    while (at != NULL) {
        bool deeper = at->name != NULL && !is_block(at) && !element_is(at, "list") && !element_is(at, "table");
        if (at->text != NULL)
            put_text(out, at->text);
        for (size_t i = 0; deeper && i < at->attribute_count; i++)
            buffer_format(out, "<%s %s=%s>", at->name, at->attributes[i].name, at->attributes[i].value);
        if (deeper && at->first != NULL) {
            at = at->first;
            continue;
        }
        while (at != block && at->next == NULL)
            at = at->parent;
        at = at == block ? NULL : at->next;
    }
    while (out->count > 0 && out->bytes[out->count - 1] == ' ')
        out->count--;
    (void)buffer_text(out);
}

static size_t count_words(const char *text) {
    size_t count = 0;
    for (bool within = false; *text != '\0'; text++) {
        if (*text != ' ' && !within)
            count++;
        within = *text != ' ';
    }
    return count;
}

static const char *block_text(const struct element *block, const struct year_words *words, struct arena *arena) {
    struct buffer text = {0};
    put_block(&text, block);
    const char *plain = arena_copy(arena, buffer_text(&text), text.count);
    const char *shifted = words != NULL ? years_shift(arena, words, plain, text.count) : NULL;
    buffer_close(&text);
    return shifted != NULL ? shifted : plain;
}

struct texts {
    const char **items;
    size_t count;
    size_t room;
};

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct texts texts_of(const struct year *year, const struct year_words *words, struct arena *arena) {
    struct texts texts = {0};
    for (const struct element *block = next_block(year->root, year->root); block != NULL;
         block = next_block(block, year->root)) {
        LIST_ADD(arena, &texts, block_text(block, words, arena));
        LIST_ADD(arena, &texts, block_text(block, NULL, arena));
    }
    if (texts.count > 1)
        qsort(texts.items, texts.count, sizeof *texts.items, by_text);
    return texts;
}

static void check_unchanged(const struct year *now, const struct year *before, struct arena *arena,
                            struct report *report) {
    const struct year_words *words = years_words(arena, before, now->from, now->to);
    struct texts old = texts_of(before, words, arena);
    const char *label = calendar_year_label(arena, before->from, before->to);
    size_t all = 0;
    size_t same = 0;
    for (const struct element *block = next_block(now->root, now->root); block != NULL;
         block = next_block(block, now->root)) {
        const char *text = block_text(block, NULL, arena);
        size_t count = count_words(text);
        all += count;
        if (count < BLOCK_SHORTEST || old.count == 0 ||
            bsearch(&text, old.items, old.count, sizeof *old.items, by_text) == NULL)
            continue;
        same += count;
        report_add(report, RULE_MS_11_TEXT, block->place, label);
    }
    if (all > 0 && same * 100 > all * SHARE_MOST)
        report_add(report, RULE_MS_11, element_child(element_child(now->root, "control"), "period")->place,
                   arena_format(arena, "%zu", same * 100 / all), label, before->path);
}

void years_check(const struct library *library, const char *path, const struct element *root, struct arena *arena,
                 struct report *report) {
    struct year now;
    if (!years_of(root, path, &now))
        return;
    struct years all = years_read(library, path, arena);
    for (size_t i = 0; i < all.count; i++) {
        const struct year *other = &all.items[i];
        if (!share_an_issuer(root, other->root))
            continue;
        if (strcmp(other->from, now.from) == 0 && strcmp(other->to, now.to) == 0)
            report_add(report, RULE_MS_01_TWICE, element_child(element_child(root, "control"), "period")->place,
                       other->path);
        else if (strcmp(calendar_next_day(arena, other->to), now.from) == 0)
            check_unchanged(&now, other, arena, report);
    }
}
