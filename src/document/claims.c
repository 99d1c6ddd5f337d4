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

/* How far the tokens before claims have been looked through for words that deny: each once, whatever there is of them.
 */
struct looking {
    const struct phrases *phrases;
    const struct tokens *tokens;
    size_t token;
    size_t word; /* the one in which that token stands, or the one before it */
    bool denied; /* in the sentence of that token */
};

static bool denied(struct looking *looking, size_t claim) {
    const struct stretch *stretch = looking->tokens->stretch;
    const void *nothing;
    for (; looking->token <= claim; looking->token++) {
        size_t start = looking->tokens->list.items[looking->token].start;
        for (; looking->word + 1 < stretch->words.count && stretch->words.items[looking->word + 1].start <= start;
             looking->word++)
            if (sentence_ends(stretch, looking->word))
                looking->denied = false;
        if (looking->token < claim &&
            phrases_find(looking->phrases, looking->tokens, looking->token, PHRASE_DENIAL, &nothing) > 0)
            looking->denied = true;
    }
    looking->token = claim;
    return looking->denied;
}

void claims_check(const struct phrases *phrases, const struct tokens *tokens, struct arena *arena,
                  struct report *report) {
    struct looking looking = {.phrases = phrases, .tokens = tokens};
    for (size_t i = 0; i < tokens->list.count;) {
        const struct token *token = &tokens->list.items[i];
        const void *nothing;
        size_t count = token->voice == VOICE_TITLE || token->voice == VOICE_FOREIGN
                           ? 0
                           : phrases_find(phrases, tokens, i, PHRASE_CLAIM, &nothing);
        if (count > 0 && !denied(&looking, i)) {
            size_t end = tokens->list.items[i + count - 1].plain_end;
            report_add(report, RULE_MS_13, stretch_place(tokens->stretch, token->start, end),
                       stretch_quote(tokens->stretch, arena, token->start, end));
        }
        i += count > 0 ? count : 1;
    }
}
