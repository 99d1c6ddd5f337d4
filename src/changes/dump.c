/* dump.c: a comparison as text (comparison_dump of comparison.h).
 *
 * A line for each change: kind, target, what the unit was called and is called; below it a
 * line for each edit with its words, and at the end the concordance. Words of whole blocks
 * are cut short: what stands in them is in the dump of a document.
 */
#include "changes/comparison.h"

#define WORDS_MOST ((size_t)160)

static void dump_words(struct buffer *out, const char *words) {
    size_t bytes = strlen(words);
    bool cut = bytes > WORDS_MOST;
    bytes = cut ? WORDS_MOST : bytes;
    while (cut && (words[bytes] & 0xC0) == 0x80)
        bytes--;
    buffer_char(out, '"');
    for (size_t i = 0; i < bytes; i++) {
        if (words[i] == '"' || words[i] == '\\')
            buffer_char(out, '\\');
        buffer_char(out, words[i]);
    }
    buffer_string(out, cut ? "…\"" : "\"");
}

static void dump_edit(const struct edit *edit, struct buffer *out) {
    buffer_format(out, "  %s %s", change_kind_name(edit->kind), edit_where_name(edit->where));
    if (edit->attribute != NULL)
        buffer_format(out, " %s", edit->attribute);
    struct buffer words[2] = {{0}, {0}};
    edit_words(edit, false, &words[0]);
    edit_words(edit, true, &words[1]);
    bool has_old = edit->attribute != NULL ? edit->was != NULL : words[0].count > 0;
    bool has_new = edit->attribute != NULL ? edit->now != NULL : words[1].count > 0;
    if (has_old) {
        buffer_char(out, ' ');
        dump_words(out, buffer_text(&words[0]));
    }
    if (has_new) {
        buffer_string(out, " -> ");
        dump_words(out, buffer_text(&words[1]));
    }
    if (edit->attribute != NULL && edit->run_count > 0) {
        struct buffer link = {0};
        run_words(&edit->strand->runs[edit->run], true, &link);
        buffer_string(out, " of ");
        dump_words(out, buffer_text(&link));
        buffer_close(&link);
    }
    buffer_char(out, '\n');
    buffer_close(&words[0]);
    buffer_close(&words[1]);
}

static void dump_change(const struct change *change, struct buffer *out) {
    buffer_format(out, "%s %s:", change_kind_name(change->kind), change->target);
    if (change->label_old != NULL)
        buffer_format(out, " %s", change->label_old);
    if (change->label_new != NULL && (change->label_old == NULL || strcmp(change->label_old, change->label_new) != 0))
        buffer_format(out, "%s%s", change->label_old == NULL ? " " : " -> ", change->label_new);
    buffer_char(out, '\n');
    for (size_t i = 0; i < change->edits.count; i++)
        dump_edit(&change->edits.items[i], out);
}

void comparison_dump(const struct comparison *comparison, struct buffer *out) {
    for (size_t i = 0; i < comparison->changes.count; i++)
        dump_change(comparison->changes.items[i], out);
    if (comparison->numbers.count > 0)
        buffer_string(out, "numbers:\n");
    for (size_t i = 0; i < comparison->numbers.count; i++) {
        const struct renumbering *number = &comparison->numbers.items[i];
        buffer_format(out, "  %s: \"%s\" -> \"%s\"\n", number->target, number->old, number->new);
    }
}
