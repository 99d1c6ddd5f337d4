/* terms.c: defined terms.
 *
 * element tree in → findings out. A term is the words of a `term` without an article before them; small and capital
 * letters are the same (phrases.h). A term is used when a term-ref or an xref leads to its definition, or when its
 * words or their plural stand anywhere outside of that, in a quotation or in another term too. Surprising: the text is
 * only read while there is a term that nothing leads to, so a document whose terms are all linked is not read at all.
 */
#include "document/terms.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/list.h"
#include "document/names.h"
#include "document/phrases.h"

#define WHITE " \t\n\r"

struct term {
    const struct element *definition;
    const struct element *label;
    const char *words; /* as the author has them */
    const char *plain; /* small, without an article */
    struct tokens tokens;
    bool used;
};

struct terms {
    struct arena *arena;
    struct report *report;
    struct names *by_id;
    struct phrases *phrases;
    LIST(struct term *) all;
    size_t unused;
};

static char small(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* With single spaces, none at its ends. */
static const char *folded(struct terms *terms, const char *text) {
    struct buffer out = {0};
    for (const char *at = text + strspn(text, WHITE); *at != '\0';) {
        size_t bytes = strcspn(at, WHITE);
        buffer_bytes(&out, at, bytes);
        at += bytes;
        at += strspn(at, WHITE);
        if (*at != '\0')
            buffer_char(&out, ' ');
    }
    const char *words = arena_copy(terms->arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return words;
}

static void cut(struct terms *terms, const struct element *element, struct stretch *stretch, struct tokens *tokens) {
    stretch_begin(stretch, element);
    for (const struct element *at = element; at != NULL; at = element_after(at, element))
        if (at->text != NULL)
            stretch_text(stretch, terms->arena, at, VOICE_AUTHOR, 0);
    tokens_cut(tokens, stretch, terms->arena);
    bool article =
        tokens->list.count > 1 && (token_is(tokens, 0, "the") || token_is(tokens, 0, "a") || token_is(tokens, 0, "an"));
    if (article) {
        tokens->list.items++;
        tokens->list.count--;
        tokens->list.room--;
    }
}

static const char *plain_words(struct terms *terms, const struct tokens *tokens) {
    struct buffer out = {0};
    for (size_t i = 0; i < tokens->list.count; i++) {
        const struct token *token = &tokens->list.items[i];
        if (i > 0)
            buffer_char(&out, ' ');
        for (size_t at = token->start; at < token->end; at++)
            buffer_char(&out, small(tokens->stretch->text[at]));
    }
    const char *words = arena_copy(terms->arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return words;
}

/* "body" gives "bodies", "practice" "practices", "class" "classes". */
static const char *plural_of(struct terms *terms, const char *words) {
    size_t bytes = strlen(words);
    char last = words[bytes - 1];
    char before = bytes > 1 ? words[bytes - 2] : ' ';
    if (last == 'y' && strchr("aeiou", before) == NULL)
        return arena_format(terms->arena, "%.*sies", (int)bytes - 1, words);
    bool hisses = last == 's' || last == 'x' || last == 'z' || (last == 'h' && (before == 'c' || before == 's'));
    return arena_format(terms->arena, "%s%s", words, hisses ? "es" : "s");
}

static void term_add(struct terms *terms, struct names *by_words, const struct element *definition) {
    const struct element *label = element_child(definition, "term");
    const char *id = element_attribute(definition, "id");
    if (label == NULL || id == NULL)
        return;
    struct term *term = ARENA_NEW(terms->arena, struct term);
    struct stretch *stretch = ARENA_NEW(terms->arena, struct stretch);
    term->definition = definition;
    term->label = label;
    cut(terms, label, stretch, &term->tokens);
    term->words = folded(terms, stretch->text == NULL ? "" : stretch->text);
    if (term->tokens.list.count == 0)
        return;
    term->plain = plain_words(terms, &term->tokens);
    bool fresh;
    struct name *name = names_add(by_words, term->plain, label->place, &fresh);
    if (!fresh) {
        const char *file = name->place.file;
        bool here = file == NULL || label->place.file == NULL || strcmp(file, label->place.file) == 0;
        report_add(terms->report, RULE_TERM_DOUBLE, label->place, term->words,
                   arena_format(terms->arena, "line %u%s%s", (unsigned)name->place.line, here ? "" : " of ",
                                here ? "" : file));
        term->used = true; /* one fault is told of it */
    }
    name = names_add(terms->by_id, folded(terms, id), label->place, &fresh);
    if (fresh)
        name->thing = term;
    LIST_ADD(terms->arena, &terms->all, term);
}

static struct term *term_of(struct terms *terms, const struct element *reference) {
    const char *to = element_attribute(reference, "to");
    struct name *name = to == NULL ? NULL : names_find(terms->by_id, folded(terms, to));
    return name == NULL ? NULL : (struct term *)(uintptr_t)name->thing;
}

/* ---- the words of a term-ref ---- */

struct word_of {
    const char *text;
    size_t bytes;
};

static struct word_of word_at(const struct tokens *tokens, size_t index) {
    const struct token *token = &tokens->list.items[index];
    return (struct word_of){tokens->stretch->text + token->start, token->plain_end - token->start};
}

/* Whether `more` is `less` and then `ending`, of which `less` drops `dropped` letters at its own end. */
static bool is_plural(struct word_of less, struct word_of more, size_t dropped, const char *ending) {
    size_t stem = less.bytes - dropped;
    return less.bytes > dropped && more.bytes == stem + strlen(ending) &&
           strncasecmp(less.text, more.text, stem) == 0 && strncasecmp(more.text + stem, ending, strlen(ending)) == 0;
}

static bool word_fits(struct word_of a, struct word_of b) {
    if (a.bytes == b.bytes && strncasecmp(a.text, b.text, a.bytes) == 0)
        return true;
    struct word_of less = a.bytes < b.bytes ? a : b;
    struct word_of more = a.bytes < b.bytes ? b : a;
    return is_plural(less, more, 0, "s") || is_plural(less, more, 0, "es") || is_plural(less, more, 1, "ies");
}

/* Whether the words of one stand in the other, in a row: "the Group" for "Example Clinical Commissioning Group". */
static bool holds(const struct tokens *all, const struct tokens *some) {
    for (size_t at = 0; at + some->list.count <= all->list.count; at++) {
        size_t i = 0;
        while (i < some->list.count && word_fits(word_at(all, at + i), word_at(some, i)))
            i++;
        if (i == some->list.count)
            return true;
    }
    return false;
}

static void check_reference(struct terms *terms, const struct element *reference, const struct term *term) {
    struct stretch stretch = {0};
    struct tokens tokens = {0};
    cut(terms, reference, &stretch, &tokens);
    if (tokens.list.count > 0 && !holds(&term->tokens, &tokens) && !holds(&tokens, &term->tokens))
        report_add(terms->report, RULE_TERM_WORDS, reference->place, folded(terms, stretch.text), term->words);
}

/* ---- whether a term is used ---- */

static bool is_inline(const struct element *element) {
    static const char *const names[] = {"strong", "span", "abbr", "term-ref",        "role",
                                        "link",   "note", "fact", "legislation-ref", "document-ref"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (element_is(element, names[i]))
            return true;
    return false;
}

static void meet(struct terms *terms, const struct stretch *stretch, struct tokens *tokens) {
    if (stretch->pieces.count == 0)
        return;
    tokens_cut(tokens, stretch, terms->arena);
    for (size_t i = 0; i < tokens->list.count && terms->unused > 0; i++) {
        const void *thing = NULL;
        if (phrases_find(terms->phrases, tokens, i, PHRASE_TERM, &thing) == 0)
            continue;
        struct term *term = (struct term *)(uintptr_t)thing;
        const struct element *around = stretch->element;
        while (around != NULL && around != term->definition)
            around = around->parent;
        if (around == NULL && !term->used) {
            term->used = true;
            terms->unused--;
        }
    }
}

static void read_text(struct terms *terms, const struct element *root) {
    struct stretch stretch = {0};
    struct tokens tokens = {0};
    stretch_begin(&stretch, root);
    for (const struct element *at = root; at != NULL && terms->unused > 0; at = element_after(at, root)) {
        if (at->text == NULL)
            continue;
        const struct element *block = at->parent;
        while (is_inline(block))
            block = block->parent;
        if (block != stretch.element) {
            meet(terms, &stretch, &tokens);
            stretch_begin(&stretch, block);
        }
        stretch_text(&stretch, terms->arena, at, VOICE_AUTHOR, 0);
    }
    meet(terms, &stretch, &tokens);
}

static void check_use(struct terms *terms, const struct element *root) {
    for (size_t i = 0; i < terms->all.count; i++) {
        const struct term *term = terms->all.items[i];
        if (term->used)
            continue;
        terms->unused++;
        phrases_add(terms->phrases, term->plain, PHRASE_TERM, false, term);
        phrases_add(terms->phrases, plural_of(terms, term->plain), PHRASE_TERM, false, term);
    }
    if (terms->unused > 0)
        read_text(terms, root);
    for (size_t i = 0; i < terms->all.count; i++)
        if (!terms->all.items[i]->used)
            report_add(terms->report, RULE_TERM_UNUSED, terms->all.items[i]->label->place, terms->all.items[i]->words);
}

void terms_check(const struct element *root, struct arena *arena, struct report *report) {
    struct terms terms = {.arena = arena, .report = report, .by_id = names_open(arena), .phrases = phrases_open(arena)};
    struct names *by_words = names_open(arena);
    for (const struct element *at = root; at != NULL; at = element_after(at, root))
        if (element_is(at, "definition"))
            term_add(&terms, by_words, at);
    if (terms.all.count == 0)
        return;
    for (const struct element *at = root; at != NULL; at = element_after(at, root)) {
        bool linked = element_is(at, "term-ref");
        struct term *term = linked || element_is(at, "xref") ? term_of(&terms, at) : NULL;
        if (term == NULL)
            continue;
        term->used = true;
        if (linked)
            check_reference(&terms, at, term);
    }
    check_use(&terms, root);
}
