/* instruction.c: acts → instructions (instruction.h).
 *
 * Acts on provisions as wholes are instructions by themselves; those on what is in one provision,
 * for one change, are one. All are filed by where in the old text they belong.
 */
#include "changes/instruction.h"

#include <string.h>

#include "changes/drafting.h"
#include "changes/renaming.h"

static bool holds(const act_changes *changes, const struct change *change) {
    for (size_t i = 0; i < changes->count; i++)
        if (changes->items[i] == change)
            return true;
    return false;
}

static size_t end_of(const struct node *node) {
    while (node->last != NULL)
        node = node->last;
    return node->index;
}

/* Where in the old text an act is filed. What comes after a block is filed after all that is about the block. */
static size_t key_of(const struct act *act) {
    if (act->kind == ACT_RENAMING)
        return 0;
    if (act->kind == ACT_MOVE)
        return act->old.items[0]->index * 2;
    if (act->kind == ACT_BLOCKS && act->old.count > 0)
        return act->old.items[0]->index * 2;
    if (act->kind == ACT_BLOCKS && act->anchor != NULL)
        return end_of(act->anchor) * 2 + 1;
    return act->place->index * 2;
}

static const struct node *division_of(const struct node *node) {
    const struct node *division = NULL;
    const struct node *root = node;
    for (; node != NULL; node = node->parent) {
        root = node;
        if (node->kind == NODE_SECTION && (node->class_ != CLASS_PART || division == NULL))
            division = node;
    }
    return division != NULL ? division : root;
}

static const struct node *filed_under(const struct act *act) {
    if (act->kind == ACT_RENAMING)
        return NULL;
    if (act->kind == ACT_MOVE || (act->kind == ACT_BLOCKS && act->old.count > 0))
        return division_of(act->old.items[0]);
    if (act->kind == ACT_BLOCKS && act->anchor != NULL)
        return division_of(act->anchor);
    return division_of(act->place);
}

/* Acts on provisions as wholes stand alone; those on what is in one provision, for one change, together. */
static bool stands_alone(const struct act *act) {
    if (act->kind == ACT_ATTRIBUTE && strcmp(act->edit->attribute, "approval") == 0)
        return true; /* decided by itself, whatever else changes there */
    if (act->changes.count != 1)
        return true;
    enum change_kind kind = act->changes.items[0]->kind;
    return kind == CHANGE_INSERTED || kind == CHANGE_DELETED || kind == CHANGE_MOVED;
}

/* What moves into text that comes can only be done with that, and is part of its instruction. */
static bool file_marked(struct instructions *instructions, struct act *act, struct arena *arena) {
    for (size_t i = 0; act->kind == ACT_MOVE && act->marked != NULL && i < instructions->list.count; i++) {
        struct instruction *other = &instructions->list.items[i];
        for (size_t k = 0; k < other->acts.count; k++) {
            if (other->acts.items[k] != act->marked)
                continue;
            LIST_ADD(arena, &other->acts, act);
            for (size_t c = 0; c < act->changes.count; c++)
                if (!holds(&other->changes, act->changes.items[c]))
                    LIST_ADD(arena, &other->changes, act->changes.items[c]);
            return true;
        }
    }
    return false;
}

static void file(struct instructions *instructions, struct act *act, struct arena *arena) {
    if (file_marked(instructions, act, arena))
        return;
    for (size_t i = instructions->list.count; !stands_alone(act) && i-- > 0;) {
        struct instruction *other = &instructions->list.items[i];
        bool same = act->scope->kind != NODE_DOCUMENT ||
                    (act->kind == ACT_REWORDING && other->acts.items[0]->kind == ACT_REWORDING &&
                     other->acts.items[0]->place == act->place);
        if (same && other->scope == act->scope && !stands_alone(other->acts.items[0]) &&
            other->changes.items[0] == act->changes.items[0]) {
            LIST_ADD(arena, &other->acts, act);
            return;
        }
    }
    bool alone = stands_alone(act);
    struct instruction instruction = {.scope = act->scope, .division = filed_under(act)};
    instruction.key = alone ? key_of(act) : act->scope->index * 2;
    LIST_ADD(arena, &instruction.acts, act);
    for (size_t i = 0; i < act->changes.count; i++)
        LIST_ADD(arena, &instruction.changes, act->changes.items[i]);
    LIST_ADD(arena, &instructions->list, instruction);
}

/* A stable sort by place: the lists are short. */
static void sort(struct instructions *instructions) {
    for (size_t i = 1; i < instructions->list.count; i++) {
        struct instruction moved = instructions->list.items[i];
        size_t k = i;
        for (; k > 0 && instructions->list.items[k - 1].key > moved.key; k--)
            instructions->list.items[k] = instructions->list.items[k - 1];
        instructions->list.items[k] = moved;
    }
}

bool act_empties(const struct act *act) {
    if (act->kind != ACT_BLOCKS || act->old.count == 0 || act->new.count > 0 || act->keeps_moved ||
        act->place->kind != NODE_SECTION)
        return false;
    size_t count = 0;
    for (const struct node *at = act->place->first; at != NULL; at = at->next) {
        if (at->kind == NODE_HEADING || at->kind == NODE_NOTE)
            continue;
        if (at->kind == NODE_BLOCK || address_is_clauses(at) || count >= act->old.count ||
            act->old.items[count++] != at)
            return false;
    }
    return count == act->old.count;
}

struct instructions *instructions_find(const struct comparison *comparison, const struct addresses *addresses,
                                       const struct ground *grounds, struct arena *arena) {
    struct drafting *drafting = drafting_open(comparison, addresses, arena);
    renaming_gather(drafting, grounds);
    struct instructions *instructions = ARENA_NEW(arena, struct instructions);
    instructions->moving = drafting->marks;
    for (size_t i = 0; i < drafting->acts.count; i++)
        file(instructions, drafting->acts.items[i], arena);
    sort(instructions);
    for (size_t i = 0; i < instructions->list.count; i++)
        for (size_t k = 0; k < instructions->list.items[i].acts.count; k++)
            instructions->list.items[i].acts.items[k]->letter = k + 1;
    return instructions;
}
