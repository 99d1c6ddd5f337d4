/* belonging.c: instructions → pairs that need each other (belonging.h).
 *
 * Of every node that comes or goes it is noted by which instruction; then where the references lead
 * that come and go. Words are compared in chunks, a block or a phrase each: one that goes here and,
 * as a whole, comes there was to be moved. Few words may be the same by chance: they do not count.
 */
#include "changes/belonging.h"

#include <string.h>

#include "changes/passage.h"
#include "document/words.h"

#define CHUNK_WORDS 6      /* so many words at least are no chance */
#define PAIRS_MOST 1000000 /* more chunks are not held against each other */

struct chunk {
    size_t instruction;
    const char *words;
};
typedef LIST(struct chunk) chunk_list;

struct belonging {
    const struct instructions *instructions;
    const struct addresses *addresses;
    struct arena *arena;
    size_t *comes, *goes; /* by the index of a node, new or old: by which instruction, from 1; 0: by none */
    chunk_list in, out;
    tie_list ties;
};

static void tie(struct belonging *belonging, enum tie_kind kind, size_t one, size_t other) {
    if (one == other)
        return;
    for (size_t i = 0; i < belonging->ties.count; i++) {
        const struct tie *at = &belonging->ties.items[i];
        if ((at->one == one && at->other == other) || (at->one == other && at->other == one))
            return;
    }
    struct tie tied = {kind, one, other};
    LIST_ADD(belonging->arena, &belonging->ties, tied);
}

/* --- What comes and goes ---------------------------------------------------------------- */

static void note_below(struct belonging *belonging, const struct node *top, size_t *by, size_t instruction, bool new) {
    for (const struct node *at = top; at != NULL;) {
        bool elsewhere = new && belonging->instructions->moving[at->index] != NULL;
        if (!elsewhere)
            by[at->index] = instruction;
        at = elsewhere ? node_past(at, top) : node_after(at, top);
    }
}

static void note_acts(struct belonging *belonging, const struct instruction *instruction, size_t number) {
    for (size_t i = 0; i < instruction->acts.count; i++) {
        const struct act *act = instruction->acts.items[i];
        for (size_t k = 0; act->kind == ACT_BLOCKS && k < act->new.count; k++)
            note_below(belonging, act->new.items[k], belonging->comes, number, true);
        for (size_t k = 0; act->kind == ACT_BLOCKS && act->new.count == 0 && k < act->old.count; k++)
            note_below(belonging, act->old.items[k], belonging->goes, number, false);
    }
}

/* What moves from within what goes does not go. */
static void note_moves(struct belonging *belonging, const struct instruction *instruction) {
    for (size_t i = 0; i < instruction->acts.count; i++) {
        const struct act *act = instruction->acts.items[i];
        for (size_t k = 0; act->kind == ACT_MOVE && k < act->old.count; k++)
            note_below(belonging, act->old.items[k], belonging->goes, 0, false);
    }
}

/* --- References --------------------------------------------------------------------------- */

static void refer(struct belonging *belonging, const struct node *node, const size_t *by, enum tie_kind kind,
                  size_t instruction) {
    if (node->kind == NODE_REFERENCE)
        node = node->first;
    if (node != NULL && node->kind == NODE_LINK && node->as.link.target != NULL && by[node->as.link.target->index] > 0)
        tie(belonging, kind, instruction, by[node->as.link.target->index] - 1);
}

static void refer_below(struct belonging *belonging, const struct node *top, const size_t *by, enum tie_kind kind,
                        size_t instruction) {
    for (const struct node *at = top; at != NULL; at = node_after(at, top))
        refer(belonging, at, by, kind, instruction);
}

static void refer_words(struct belonging *belonging, const struct passage *passage, size_t from, size_t to,
                        const size_t *by, enum tie_kind kind, size_t instruction) {
    for (size_t i = 0; i < passage->signs.count; i++) {
        const struct sign *sign = &passage->signs.items[i];
        if (sign->kind == SIGN_OPEN && sign->at >= from && sign->at < to)
            refer(belonging, sign->node, by, kind, instruction);
    }
}

/* --- Words ------------------------------------------------------------------------------- */

static size_t words_count(const char *words) {
    size_t count = *words != '\0';
    for (; *words != '\0'; words++)
        count += *words == ' ';
    return count;
}

/* Words without the marks and spaces around them, when they are enough. */
static void chunk_add(struct belonging *belonging, chunk_list *list, size_t instruction, const char *text,
                      size_t bytes) {
    while (bytes > 0 && strchr(" ,.;:", text[bytes - 1]) != NULL)
        bytes--;
    while (bytes > 0 && strchr(" ,.;:", *text) != NULL) {
        text++;
        bytes--;
    }
    struct chunk chunk = {instruction, arena_copy(belonging->arena, text, bytes)};
    if (words_count(chunk.words) >= CHUNK_WORDS)
        LIST_ADD(belonging->arena, list, chunk);
}

static void chunks_below(struct belonging *belonging, chunk_list *list, size_t instruction, const struct node *top) {
    for (const struct node *at = top; at != NULL; at = node_after(at, top))
        if (node_holds_words(at)) {
            const struct passage *passage = passage_read(at, belonging->arena);
            chunk_add(belonging, list, instruction, passage->text, passage->bytes);
        }
}

static void read_words(struct belonging *belonging, const struct act *act, size_t instruction) {
    const struct rewordings *both = act->rewordings;
    size_t from = 0, to = both->old->bytes, new_from = 0, new_to = both->new->bytes;
    if (act->kind == ACT_REWORDING) {
        const struct rewording *rewording = act->rewording;
        bool goes = rewording->form == REWORDING_SUBSTITUTE || rewording->form == REWORDING_OMIT;
        from = rewording->from;
        to = goes ? rewording->to : from;
        new_from = rewording->new_from;
        new_to = rewording->new_to;
        if (rewording->form == REWORDING_NOTE)
            refer_below(belonging, rewording->note, belonging->comes, TIE_REFERENCE, instruction);
    }
    if (act->kind == ACT_REWORDING) { /* a heading or entry says nothing that has to be kept */
        chunk_add(belonging, &belonging->out, instruction, both->old->text + from, to - from);
        chunk_add(belonging, &belonging->in, instruction, both->new->text + new_from, new_to - new_from);
    }
    refer_words(belonging, both->new, new_from, new_to, belonging->comes, TIE_REFERENCE, instruction);
    refer_words(belonging, both->old, from, to, belonging->goes, TIE_GONE, instruction);
}

static void read_act(struct belonging *belonging, const struct act *act, size_t instruction) {
    if (act->kind == ACT_REWORDING || act->kind == ACT_WORDS) {
        read_words(belonging, act, instruction);
        return;
    }
    if (act->kind != ACT_BLOCKS)
        return;
    for (size_t i = 0; i < act->new.count; i++) {
        chunks_below(belonging, &belonging->in, instruction, act->new.items[i]);
        refer_below(belonging, act->new.items[i], belonging->comes, TIE_REFERENCE, instruction);
    }
    for (size_t i = 0; i < act->old.count; i++) {
        chunks_below(belonging, &belonging->out, instruction, act->old.items[i]);
        refer_below(belonging, act->old.items[i], belonging->goes, TIE_GONE, instruction);
    }
}

static bool says(const chunk_list *list, size_t instruction, const char *words) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].instruction == instruction && strstr(list->items[i].words, words) != NULL)
            return true;
    return false;
}

/* Words that go with one instruction and come with another; not those that the one keeps, or that the other had. */
static void tie_words(struct belonging *belonging) {
    if (belonging->out.count > 0 && belonging->in.count > PAIRS_MOST / belonging->out.count)
        return;
    for (size_t i = 0; i < belonging->out.count; i++)
        for (size_t k = 0; k < belonging->in.count; k++) {
            const struct chunk *out = &belonging->out.items[i], *in = &belonging->in.items[k];
            const char *same = strstr(in->words, out->words) != NULL   ? out->words
                               : strstr(out->words, in->words) != NULL ? in->words
                                                                       : NULL;
            if (same != NULL && !says(&belonging->in, out->instruction, same) &&
                !says(&belonging->out, in->instruction, same))
                tie(belonging, TIE_WORDS, out->instruction, in->instruction);
        }
}

static void tie_around(struct belonging *belonging, const struct node *moved, size_t instruction) {
    for (const struct node *at = moved->parent; at != NULL; at = at->parent)
        if (belonging->goes[at->index] > 0)
            tie(belonging, TIE_AROUND, belonging->goes[at->index] - 1, instruction);
}

/* "(formerly 4.2)" is only true when 4.2 moves, and what is left of where it stood can only go when it does. */
static void tie_moved(struct belonging *belonging, const struct act *act, size_t instruction) {
    for (size_t i = 0; act->kind == ACT_MOVE && i < act->old.count; i++) {
        tie_around(belonging, act->old.items[i], instruction);
        const char *number = address_number(belonging->addresses, act->old.items[i]);
        const char *words = words_fill(belonging->arena, WORD_FORMERLY, number);
        for (size_t k = 0; *number != '\0' && k < belonging->in.count; k++)
            if (strstr(belonging->in.items[k].words, words) != NULL)
                tie(belonging, TIE_FORMERLY, belonging->in.items[k].instruction, instruction);
    }
}

static void tie_emptied(struct belonging *belonging, const struct act *act, size_t instruction) {
    const struct instructions *all = belonging->instructions;
    for (size_t i = 0; act_empties(act) && i < all->list.count; i++)
        for (size_t k = 0; k < all->list.items[i].acts.count; k++) {
            const struct act *other = all->list.items[i].acts.items[k];
            if (other->kind == ACT_BLOCKS && other->old.count == 0 && other->place == act->place)
                tie(belonging, TIE_EMPTY, instruction, i);
        }
}

/* A stable sort: the pairs are few. */
static void sort(tie_list *ties) {
    for (size_t i = 1; i < ties->count; i++) {
        struct tie moved = ties->items[i];
        size_t k = i;
        for (; k > 0 && ties->items[k - 1].one > moved.one; k--)
            ties->items[k] = ties->items[k - 1];
        ties->items[k] = moved;
    }
}

tie_list belonging_find(const struct comparison *comparison, const struct instructions *instructions,
                        const struct addresses *addresses, struct arena *arena) {
    struct belonging belonging = {.instructions = instructions, .addresses = addresses, .arena = arena};
    belonging.comes = ARENA_ARRAY(arena, comparison->new.document->node_count, size_t);
    belonging.goes = ARENA_ARRAY(arena, comparison->old.document->node_count, size_t);
    for (size_t i = 0; i < instructions->list.count; i++)
        note_acts(&belonging, &instructions->list.items[i], i + 1);
    for (size_t i = 0; i < instructions->list.count; i++)
        note_moves(&belonging, &instructions->list.items[i]);
    for (size_t i = 0; i < instructions->list.count; i++)
        for (size_t k = 0; k < instructions->list.items[i].acts.count; k++)
            read_act(&belonging, instructions->list.items[i].acts.items[k], i);
    tie_words(&belonging);
    for (size_t i = 0; i < instructions->list.count; i++)
        for (size_t k = 0; k < instructions->list.items[i].acts.count; k++) {
            tie_moved(&belonging, instructions->list.items[i].acts.items[k], i);
            tie_emptied(&belonging, instructions->list.items[i].acts.items[k], i);
        }
    sort(&belonging.ties);
    return belonging.ties;
}
