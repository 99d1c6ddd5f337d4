/* renaming.c: substitutions of the same words in many blocks → one act (renaming.h).
 *
 * Of each substitution the words that differ are taken, without what is the same around them. Those
 * with the same words and reason are a party. What is quoted begins earlier when a name does in all
 * of them ("Chief Officer", not "Officer"). Then each block is tried: put in for the words wherever
 * they stand, the others must make its new text, tags and all (passage_becomes).
 */
#include "changes/renaming.h"

#include <string.h>

#define CHANGES_LEAST 3   /* so many provisions at least */
#define MEMBERS_MOST 2000 /* more are not held against each other */
#define NAME_WORDS 4      /* so many words of a name at most are quoted before those that differ */

/* An act, and what differs in it. */
struct member {
    struct act *act;
    size_t from, to, new_from, new_to;
    const char *reason;
    bool taken;
};

typedef LIST(struct member) member_list;

/* --- What differs ------------------------------------------------------------------- */

static bool is_space(char c) {
    return c == ' ';
}

/* Bytes of the first word and the spaces after it; `from` < `to`. */
static size_t word_bytes(const char *text, size_t from, size_t to) {
    size_t at = from;
    while (at < to && !is_space(text[at]))
        at++;
    while (at < to && is_space(text[at]))
        at++;
    return at - from;
}

static size_t last_word_bytes(const char *text, size_t from, size_t to) {
    size_t at = to;
    while (at > from && !is_space(text[at - 1]))
        at--;
    while (at > from && is_space(text[at - 1]))
        at--;
    return to - at;
}

static bool is_mark(char c) {
    return strchr(",.;:?!()", c) != NULL && c != '\0';
}

static void strip(const char *old, const char *new, struct member *member) {
    for (;;) {
        size_t bytes = word_bytes(old, member->from, member->to);
        if (bytes == 0 || bytes != word_bytes(new, member->new_from, member->new_to) ||
            memcmp(old + member->from, new + member->new_from, bytes) != 0)
            break;
        member->from += bytes;
        member->new_from += bytes;
    }
    for (;;) {
        size_t bytes = last_word_bytes(old, member->from, member->to);
        if (bytes == 0 || bytes != last_word_bytes(new, member->new_from, member->new_to) ||
            memcmp(old + member->to - bytes, new + member->new_to - bytes, bytes) != 0)
            break;
        member->to -= bytes;
        member->new_to -= bytes;
    }
    while (member->to > member->from && member->new_to > member->new_from && is_mark(old[member->to - 1]) &&
           old[member->to - 1] == new[member->new_to - 1]) {
        member->to--;
        member->new_to--;
    }
}

/* False when an act is no plain substitution of words. */
static bool member_read(struct act *act, struct member *member) {
    if ((act->kind != ACT_REWORDING && act->kind != ACT_WORDS) || act->changes.count != 1)
        return false;
    const struct passage *old = act->rewordings->old, *new = act->rewordings->new;
    *member = (struct member){.act = act, .to = old->bytes, .new_to = new->bytes};
    if (act->kind == ACT_REWORDING) {
        const struct rewording *rewording = act->rewording;
        if (rewording->form != REWORDING_SUBSTITUTE || rewording->editorial)
            return false;
        *member =
            (struct member){act, rewording->from, rewording->to, rewording->new_from, rewording->new_to, "", false};
    }
    strip(old->text, new->text, member);
    return member->from < member->to && member->new_from < member->new_to &&
           passage_is_words(old, member->from, member->to) && passage_is_words(new, member->new_from, member->new_to) &&
           passage_is_quotable(old->text + member->from, member->to - member->from) &&
           passage_is_quotable(new->text + member->new_from, member->new_to - member->new_from);
}

static const char *old_text(const struct member *member) {
    return member->act->rewordings->old->text;
}

static const char *new_text(const struct member *member) {
    return member->act->rewordings->new->text;
}

static bool is_alike(const struct member *one, const struct member *other) {
    size_t bytes = one->to - one->from, new_bytes = one->new_to - one->new_from;
    return bytes == other->to - other->from && new_bytes == other->new_to - other->new_from &&
           memcmp(old_text(one) + one->from, old_text(other) + other->from, bytes) == 0 &&
           memcmp(new_text(one) + one->new_from, new_text(other) + other->new_from, new_bytes) == 0 &&
           strcmp(one->reason, other->reason) == 0;
}

/* --- The words that are quoted -------------------------------------------------------- */

/* Bytes of the word before, with the space after it, when it has a capital; else 0. */
static size_t name_before(const struct member *member) {
    const char *text = old_text(member);
    size_t at = member->from;
    if (at < 2 || !is_space(text[at - 1]) || is_space(text[at - 2]))
        return 0;
    at--;
    while (at > 0 && !is_space(text[at - 1]))
        at--;
    size_t bytes = member->from - at;
    bool stands_there =
        bytes <= member->new_from && memcmp(text + at, new_text(member) + member->new_from - bytes, bytes) == 0;
    return stands_there && text[at] >= 'A' && text[at] <= 'Z' && !is_mark(text[member->from - 2]) ? bytes : 0;
}

/* The whole name, where all of a party have it. */
static void widen(member_list *party) {
    for (int words = 0; words < NAME_WORDS; words++) {
        const struct member *first = &party->items[0];
        size_t bytes = name_before(first);
        for (size_t i = 0; i < party->count && bytes > 0; i++) {
            const struct member *at = &party->items[i];
            if (name_before(at) != bytes ||
                memcmp(old_text(first) + first->from - bytes, old_text(at) + at->from - bytes, bytes) != 0)
                bytes = 0;
        }
        if (bytes == 0)
            return;
        for (size_t i = 0; i < party->count; i++) {
            party->items[i].from -= bytes;
            party->items[i].new_from -= bytes;
        }
    }
}

/* --- Trial ---------------------------------------------------------------------------- */

static bool brings_tags(const struct passage *new, size_t from, size_t to) {
    for (size_t i = 0; i < new->signs.count; i++)
        if (new->signs.items[i].kind != SIGN_CLOSE &&new->signs.items[i].at >= from &&new->signs.items[i].at < to)
            return true;
    return false;
}

/* Whether the new words, put in for the old ones wherever these stand in a block, make its new text. */
static bool is_enough(const struct member *member, struct arena *arena) {
    const struct passage *old = member->act->rewordings->old, *new = member->act->rewordings->new;
    size_t bytes = member->to - member->from, new_bytes = member->new_to - member->new_from;
    LIST(struct deed) deeds = {0};
    size_t now = 0; /* the byte of the new text where the old one at `at` is to be */
    for (size_t at = 0; at < old->bytes;) {
        if (at + bytes > old->bytes || memcmp(old->text + at, old->text + member->from, bytes) != 0 ||
            !passage_is_words(old, at, at + bytes)) {
            at++;
            now++;
            continue;
        }
        if (now + new_bytes > new->bytes || brings_tags(new, now, now + new_bytes))
            return false;
        struct deed deed = {.from = at, .to = at + bytes, .new_from = now, .new_to = now + new_bytes};
        LIST_ADD(arena, &deeds, deed);
        at += bytes;
        now += new_bytes;
    }
    return deeds.count > 0 && passage_becomes(old, new, deeds.items, deeds.count, arena);
}

/* By the index of an old block: whether a footnote of it comes or goes. */
static bool *notes_read(const struct drafting *drafting) {
    bool *notes = ARENA_ARRAY(drafting->arena, drafting->comparison->old.document->node_count, bool);
    for (size_t i = 0; i < drafting->acts.count; i++) {
        const struct act *act = drafting->acts.items[i];
        if (act->kind == ACT_REWORDING &&
            (act->rewording->form == REWORDING_NOTE || act->rewording->form == REWORDING_OMIT_NOTE))
            notes[act->place->index] = true;
    }
    return notes;
}

/* --- Parties ---------------------------------------------------------------------------- */

/* All like the one at `first`, each block once. */
static member_list party_of(member_list *members, size_t first, struct arena *arena) {
    member_list party = {0};
    for (size_t i = first; i < members->count; i++) {
        bool known = members->items[i].taken || !is_alike(&members->items[first], &members->items[i]);
        for (size_t k = 0; k < party.count && !known; k++)
            known = party.items[k].act->place == members->items[i].act->place;
        if (!known)
            LIST_ADD(arena, &party, members->items[i]);
        if (is_alike(&members->items[first], &members->items[i]) && i > first)
            members->items[i].taken = true;
    }
    return party;
}

static size_t changes_count(const member_list *party) {
    size_t count = 0;
    for (size_t i = 0; i < party->count; i++) {
        bool known = false;
        for (size_t k = 0; k < i && !known; k++)
            known = party->items[k].act->changes.items[0] == party->items[i].act->changes.items[0];
        count += !known;
    }
    return count;
}

/* Takes the acts on the blocks of a party out, and puts one in. */
static void replace(struct drafting *drafting, const member_list *party) {
    const struct member *first = &party->items[0];
    struct act *renaming = ARENA_NEW(drafting->arena, struct act);
    struct rewording *rewording = ARENA_NEW(drafting->arena, struct rewording);
    *rewording = (struct rewording){.form = REWORDING_SUBSTITUTE, .each = true, .from = first->from, .to = first->to};
    rewording->new_from = first->new_from;
    rewording->new_to = first->new_to;
    renaming->kind = ACT_RENAMING;
    renaming->rewordings = first->act->rewordings;
    renaming->rewording = rewording;
    renaming->place = first->act->place;
    renaming->scope = drafting->comparison->old.document->root;
    size_t kept = 0;
    for (size_t i = 0; i < drafting->acts.count; i++) {
        struct act *act = drafting->acts.items[i];
        bool gone = false;
        for (size_t k = 0; k < party->count && !gone && (act->kind == ACT_REWORDING || act->kind == ACT_WORDS); k++)
            gone = party->items[k].act->place == act->place;
        if (!gone)
            drafting->acts.items[kept++] = act;
    }
    drafting->acts.count = kept;
    for (size_t i = 0; i < party->count; i++) {
        LIST_ADD(drafting->arena, &renaming->members, party->items[i].act);
        drafting_add(drafting, renaming, party->items[i].act->changes.items[0]);
    }
    LIST_ADD(drafting->arena, &drafting->acts, renaming);
}

static member_list members_read(const struct drafting *drafting, const struct ground *grounds) {
    const bool *notes = notes_read(drafting);
    member_list members = {0};
    for (size_t i = 0; i < drafting->acts.count; i++) {
        struct member member;
        if (!member_read(drafting->acts.items[i], &member) || notes[member.act->place->index])
            continue;
        const char *reason = grounds == NULL ? NULL : grounds[member.act->changes.items[0]->index].reason;
        member.reason = reason == NULL ? "" : reason;
        LIST_ADD(drafting->arena, &members, member);
    }
    return members;
}

void renaming_gather(struct drafting *drafting, const struct ground *grounds) {
    member_list members = members_read(drafting, grounds);
    for (size_t i = 0; i < members.count && members.count <= MEMBERS_MOST; i++) {
        if (members.items[i].taken)
            continue;
        member_list party = party_of(&members, i, drafting->arena);
        if (changes_count(&party) < CHANGES_LEAST)
            continue;
        widen(&party);
        size_t kept = 0;
        for (size_t k = 0; k < party.count; k++)
            if (is_enough(&party.items[k], drafting->arena))
                party.items[kept++] = party.items[k];
        party.count = kept;
        if (changes_count(&party) >= CHANGES_LEAST)
            replace(drafting, &party);
    }
}
