/* claims.c: claims of being free of slavery.
 *
 * tokens of a stretch in → findings out. A claim is told unless a word that
 * denies it stands before it in its sentence ("nobody can say that…"); what
 * stands behind it is not looked at. Titles of Acts and documents, quotations
 * and text in other languages claim nothing in the author's name.
 */
#include "document/claims.h"

#include "document/sentence.h"

void claims_open(struct phrases *phrases, const struct element *words) {
    for (const struct element *at = words == NULL ? NULL : words->first; at != NULL; at = at->next) {
        const char *text = element_attribute(at, "words");
        if (text != NULL && element_is(at, "claim"))
            phrases_add(phrases, text, PHRASE_CLAIM, false, NULL);
        else if (text != NULL && element_is(at, "denial"))
            phrases_add(phrases, text, PHRASE_DENIAL, false, NULL);
    }
}

/* Where the sentence begins in which `offset` stands. */
static size_t sentence_start(const struct stretch *stretch, size_t offset) {
    size_t start = 0;
    for (size_t i = 0; i + 1 < stretch->words.count && stretch->words.items[i + 1].start <= offset; i++)
        if (sentence_ends(stretch, i))
            start = stretch->words.items[i + 1].start;
    return start;
}

static bool denied(const struct phrases *phrases, const struct tokens *tokens, size_t claim) {
    size_t start = sentence_start(tokens->stretch, tokens->list.items[claim].start);
    const void *nothing;
    for (size_t i = claim; i > 0 && tokens->list.items[i - 1].start >= start; i--)
        if (phrases_find(phrases, tokens, i - 1, PHRASE_DENIAL, &nothing) > 0)
            return true;
    return false;
}

void claims_check(const struct phrases *phrases, const struct tokens *tokens, struct arena *arena,
                  struct report *report) {
    for (size_t i = 0; i < tokens->list.count;) {
        const struct token *token = &tokens->list.items[i];
        const void *nothing;
        size_t count = token->voice == VOICE_TITLE || token->voice == VOICE_FOREIGN
                           ? 0
                           : phrases_find(phrases, tokens, i, PHRASE_CLAIM, &nothing);
        if (count > 0 && !denied(phrases, tokens, i)) {
            size_t end = tokens->list.items[i + count - 1].plain_end;
            report_add(report, RULE_MS_13, stretch_place(tokens->stretch, token->start, end),
                       stretch_quote(tokens->stretch, arena, token->start, end));
        }
        i += count > 0 ? count : 1;
    }
}
