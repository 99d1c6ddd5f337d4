/* passage.c: the words of one block, and what instructions do to them (passage.h).
 *
 * For the trial of instructions a passage becomes a row of tokens: bytes, tags, calls. A reference
 * that is in both versions is one token each, whatever its words: they follow what it leads to.
 */
#include "changes/passage.h"

#include <assert.h>
#include <string.h>

#include "base/buffer.h"
#include "document/words.h"

static bool is_prefix(const struct node *leaf) {
    const struct node *block = leaf->parent;
    bool caption = block->kind == NODE_CAPTION || (block->kind == NODE_PARAGRAPH && block->class_ == CLASS_CAPTION);
    if (!caption || block->first != leaf || leaf->as.text.source != NULL)
        return false;
    const char *text = leaf->as.text.text;
    size_t word = strcspn(text, " ");
    size_t digits = text[word] == ' ' ? strspn(text + word + 1, "0123456789") : 0;
    return digits > 0 && strcmp(text + word + 1 + digits, ": ") == 0;
}

/* Text that the program makes anew for each version. */
static bool is_generated(const struct node *leaf) {
    if (leaf->kind == NODE_FOLIO || (leaf->next != NULL && leaf->next->kind == NODE_FOLIO))
        return true;
    if (leaf->parent->kind == NODE_TITLE && leaf->next == NULL && leaf->as.text.source == NULL &&
        strcmp(leaf->as.text.text, words_find(WORD_DRAFT_SUFFIX)) == 0)
        return true;
    return is_prefix(leaf);
}

struct reading {
    struct passage *passage;
    struct buffer text;
    struct arena *arena;
};

static bool is_tag(const struct node *node) {
    if (node->kind == NODE_LINK)
        return node->parent->kind != NODE_REFERENCE;
    return node->kind == NODE_SPAN || node->kind == NODE_REFERENCE;
}

static void read_below(struct reading *reading, const struct node *node);

static void read_inline(struct reading *reading, const struct node *node) {
    struct passage *passage = reading->passage;
    if (node->kind == NODE_CALL) {
        const struct node *link = node->first == NULL ? NULL : node->first->first;
        LIST_ADD(reading->arena, &passage->signs,
                 ((struct sign){reading->text.count, SIGN_CALL, link == NULL ? NULL : link->as.link.target, 0}));
        return;
    }
    if (node->kind == NODE_FOLIO)
        return;
    if (node->kind == NODE_TEXT) {
        if (is_generated(node))
            return;
        size_t bytes = strlen(node->as.text.text);
        LIST_ADD(reading->arena, &passage->leaves,
                 ((struct leaf){node, reading->text.count, reading->text.count + bytes, 0}));
        buffer_bytes(&reading->text, node->as.text.text, bytes);
        return;
    }
    bool tag = is_tag(node);
    if (tag)
        LIST_ADD(reading->arena, &passage->signs, ((struct sign){reading->text.count, SIGN_OPEN, node, 0}));
    read_below(reading, node);
    if (tag)
        LIST_ADD(reading->arena, &passage->signs, ((struct sign){reading->text.count, SIGN_CLOSE, node, 0}));
}

static void read_below(struct reading *reading, const struct node *node) {
    for (const struct node *at = node->first; at != NULL; at = at->next)
        read_inline(reading, at);
}

struct passage *passage_read(const struct node *block, struct arena *arena) {
    struct reading reading = {.passage = ARENA_NEW(arena, struct passage), .arena = arena};
    reading.passage->block = block;
    read_below(&reading, block);
    reading.passage->text = arena_copy(arena, buffer_text(&reading.text), reading.text.count);
    reading.passage->bytes = reading.text.count;
    buffer_close(&reading.text);
    return reading.passage;
}

/* --- Swaps ------------------------------------------------------------------------- */

static const struct leaf *leaf_of(const struct passage *passage, const struct node *node) {
    for (size_t i = 0; i < passage->leaves.count; i++)
        if (passage->leaves.items[i].node == node)
            return &passage->leaves.items[i];
    return NULL;
}

static size_t pieces_bytes(const struct passage *passage, const struct piece *pieces, size_t count) {
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        if (leaf_of(passage, pieces[i].leaf) != NULL)
            bytes += pieces[i].to - pieces[i].from;
    return bytes;
}

static const struct node *above_of_kind(const struct node *node, enum node_kind kind, const struct node *block) {
    for (; node != NULL && node != block; node = node->parent)
        if (node->kind == kind)
            return node;
    return NULL;
}

static struct sign *sign_of(struct passage *passage, const struct node *node, enum sign_kind kind) {
    for (size_t i = 0; i < passage->signs.count; i++)
        if (passage->signs.items[i].node == node && passage->signs.items[i].kind == kind)
            return &passage->signs.items[i];
    return NULL;
}

typedef LIST(const struct node *) node_list;

/* The references and notes that the pieces of a run belong to, each once. */
static void gather(const struct passage *passage, const struct piece *pieces, size_t count, node_list *references,
                   node_list *notes, struct arena *arena) {
    for (size_t i = 0; i < count; i++) {
        const struct node *call = above_of_kind(pieces[i].leaf, NODE_CALL, passage->block);
        const struct node *reference = above_of_kind(pieces[i].leaf, NODE_REFERENCE, passage->block);
        const struct node *link = call == NULL || call->first == NULL ? NULL : call->first->first;
        const struct node *found = call != NULL ? link == NULL ? NULL : link->as.link.target : reference;
        node_list *list = call != NULL ? notes : references;
        if (found != NULL && (list->count == 0 || list->items[list->count - 1] != found))
            LIST_ADD(arena, list, found);
    }
}

static void pair(struct passage *old, struct passage *new, const node_list *was, const node_list *now, bool calls,
                 size_t *next) {
    if (was->count != now->count)
        return;
    for (size_t i = 0; i < was->count; i++) {
        struct sign *one = sign_of(old, was->items[i], calls ? SIGN_CALL : SIGN_OPEN);
        struct sign *other = sign_of(new, now->items[i], calls ? SIGN_CALL : SIGN_OPEN);
        if (one == NULL || other == NULL || one->pair != 0 || other->pair != 0)
            continue;
        one->pair = other->pair = ++*next;
    }
}

/* All of both, in order, where the two blocks are the same throughout. */
static void pair_all(struct passage *old, struct passage *new, struct arena *arena) {
    node_list was[2] = {0};
    node_list now[2] = {0};
    size_t next = 0;
    for (size_t i = 0; i < old->signs.count; i++)
        if (old->signs.items[i].kind == SIGN_CALL ||
            (old->signs.items[i].kind == SIGN_OPEN && old->signs.items[i].node->kind == NODE_REFERENCE))
            LIST_ADD(arena, &was[old->signs.items[i].kind == SIGN_CALL], old->signs.items[i].node);
    for (size_t i = 0; i < new->signs.count; i++)
        if (new->signs.items[i].kind == SIGN_CALL ||
            (new->signs.items[i].kind == SIGN_OPEN &&new->signs.items[i].node->kind == NODE_REFERENCE))
            LIST_ADD(arena, &now[new->signs.items[i].kind == SIGN_CALL], new->signs.items[i].node);
    pair(old, new, &was[0], &now[0], false, &next);
    pair(old, new, &was[1], &now[1], true, &next);
}

static bool same_bytes(const struct passage *old, const struct passage *new, const struct swap *swap) {
    size_t bytes = swap->to - swap->from;
    return bytes == swap->new_to - swap->new_from &&
           memcmp(old->text + swap->from, new->text + swap->new_from, bytes) == 0;
}

/* The space, dash or quotation mark at `text`, in bytes; 0: something else stands there. */
static size_t dress_bytes(const char *text, size_t bytes) {
    if (bytes >= 3 && memcmp(text, "\xE2\x80", 2) == 0)
        return 3;
    if (bytes >= 2 && memcmp(text, "\xC2\xA0", 2) == 0)
        return 2;
    return bytes > 0 && strchr(" -'\"", text[0]) != NULL ? 1 : 0;
}

static size_t skip_dress(const char *text, size_t at, size_t bytes) {
    for (size_t dress; (dress = dress_bytes(text + at, bytes - at)) > 0;)
        at += dress;
    return at;
}

bool passage_same_words(const struct passage *old, const struct passage *new, const struct swap *swap) {
    size_t from = swap->from, at = swap->new_from;
    for (;;) {
        from = skip_dress(old->text, from, swap->to);
        at = skip_dress(new->text, at, swap->new_to);
        if (from == swap->to || at == swap->new_to)
            return from == swap->to && at == swap->new_to;
        if (old->text[from++] != new->text[at++])
            return false;
    }
}

swap_list passage_swaps(const struct strand *strand, struct passage *old, struct passage *new, struct arena *arena) {
    swap_list swaps = {0};
    if (strand->run_count == 0) {
        pair_all(old, new, arena);
        struct swap whole = {0, old->bytes, 0, new->bytes, false};
        bool has_references = false;
        for (size_t i = 0; i < old->signs.count; i++)
            has_references = has_references || old->signs.items[i].pair != 0;
        if (!has_references && !same_bytes(old, new, &whole))
            LIST_ADD(arena, &swaps, whole);
        return swaps;
    }
    size_t at = 0, new_at = 0, next = 0;
    bool open = false; /* the last swap ends here */
    for (size_t i = 0; i < strand->run_count; i++) {
        const struct run *run = &strand->runs[i];
        size_t bytes = pieces_bytes(old, run->old, run->old_count);
        size_t new_bytes = pieces_bytes(new, run->new, run->new_count);
        struct swap swap = {at, at + bytes, new_at, new_at + new_bytes, run->state == RUN_EDITORIAL};
        at += bytes;
        new_at += new_bytes;
        node_list references[2] = {0};
        node_list notes[2] = {0};
        if (run->state == RUN_KEPT || run->state == RUN_EDITORIAL) {
            gather(old, run->old, run->old_count, &references[0], &notes[0], arena);
            gather(new, run->new, run->new_count, &references[1], &notes[1], arena);
            pair(old, new, &references[0], &references[1], false, &next);
            pair(old, new, &notes[0], &notes[1], true, &next);
        }
        bool follows = references[0].count > 0 && references[0].count == references[1].count;
        if (run->state == RUN_KEPT || (run->state == RUN_EDITORIAL && (follows || same_bytes(old, new, &swap)))) {
            open = open && bytes == 0 && new_bytes == 0;
            continue;
        }
        if (swap.from == swap.to && swap.new_from == swap.new_to)
            continue;
        swap.editorial = swap.editorial && passage_same_words(old, new, &swap);
        struct swap *last = open ? &swaps.items[swaps.count - 1] : NULL;
        if (last != NULL) {
            last->to = swap.to;
            last->new_to = swap.new_to;
            last->editorial = last->editorial && swap.editorial;
        } else {
            LIST_ADD(arena, &swaps, swap);
        }
        open = true;
    }
    return swaps;
}

/* --- Trial ------------------------------------------------------------------------- */

#define TOKEN_OPEN 0x1000u
#define TOKEN_CLOSE 0x2000u
#define TOKEN_REFERENCE 0x10000u
#define TOKEN_CALL 0x20000000u

typedef LIST(uint32_t) token_list;

struct row {
    token_list tokens;
    size_t *place; /* of each byte of the text: its token */
};

static struct row row_of(const struct passage *passage, struct arena *arena) {
    struct row row = {.place = ARENA_ARRAY(arena, passage->bytes + 1, size_t)};
    size_t sign = 0;
    uint32_t atom = 0; /* the paired reference that is open */
    for (size_t at = 0; at <= passage->bytes; at++) {
        for (; sign < passage->signs.count && passage->signs.items[sign].at == at; sign++) {
            const struct sign *this = &passage->signs.items[sign];
            uint32_t kind = this->kind == SIGN_CALL ? 0 : (uint32_t)this->node->kind;
            if (this->kind == SIGN_CALL) {
                if (this->pair != 0 && atom == 0)
                    LIST_ADD(arena, &row.tokens, TOKEN_CALL + (uint32_t)this->pair);
            } else if (this->kind == SIGN_OPEN && this->pair != 0) {
                atom = TOKEN_REFERENCE + (uint32_t)this->pair;
                LIST_ADD(arena, &row.tokens, atom);
            } else if (this->kind == SIGN_CLOSE && atom != 0 && this->node->kind == NODE_REFERENCE) {
                atom = 0;
            } else if (atom == 0) {
                LIST_ADD(arena, &row.tokens, (this->kind == SIGN_OPEN ? TOKEN_OPEN : TOKEN_CLOSE) + kind);
            }
        }
        if (at == passage->bytes)
            break;
        if (atom == 0)
            LIST_ADD(arena, &row.tokens, (unsigned char)passage->text[at]);
        row.place[at] = row.tokens.count - 1;
    }
    row.place[passage->bytes] = row.tokens.count;
    return row;
}

static bool is_open(uint32_t token) {
    return token >= TOKEN_OPEN && token < TOKEN_CLOSE;
}

static bool is_close(uint32_t token) {
    return token >= TOKEN_CLOSE && token < TOKEN_REFERENCE;
}

/* The tag that belongs to the one at `at`. */
static size_t match(const token_list *tokens, size_t at) {
    int depth = 0;
    bool forward = is_open(tokens->items[at]);
    for (size_t i = at; i < tokens->count; i += forward ? 1 : (size_t)-1) {
        depth += is_open(tokens->items[i]) ? 1 : is_close(tokens->items[i]) ? -1 : 0;
        if (depth == 0)
            return i;
    }
    return tokens->count;
}

/* The tokens of bytes `from` to `to`, and the tags all of whose words these are; false when a tag is cut in two. */
static bool range_of(const struct row *row, size_t from, size_t to, size_t *first, size_t *end) {
    const token_list *tokens = &row->tokens;
    assert(tokens->items != NULL && from < to);
    size_t i = row->place[from];
    size_t j = row->place[to - 1] + 1;
    for (bool more = true; more;) {
        more = false;
        if (i > 0 && is_open(tokens->items[i - 1])) {
            size_t other = match(tokens, i - 1);
            if (other <= j) {
                j = other == j ? j + 1 : j;
                i--;
                more = true;
            }
        }
        if (j < tokens->count && is_close(tokens->items[j]) && match(tokens, j) >= i) {
            j++;
            more = true;
        }
    }
    int depth = 0;
    for (size_t k = i; k < j && depth >= 0; k++)
        depth += is_open(tokens->items[k]) ? 1 : is_close(tokens->items[k]) ? -1 : 0;
    *first = i;
    *end = j;
    return depth == 0;
}

/* Where words are put that go in before the byte `at`: after the tags that end before it and the notes called there. */
static size_t gap_of(const struct row *row, size_t at) {
    if (at == 0)
        return 0;
    size_t i = row->place[at - 1] + 1;
    assert(row->tokens.items != NULL);
    while (i < row->tokens.count && (is_close(row->tokens.items[i]) || row->tokens.items[i] >= TOKEN_CALL))
        i++;
    return i;
}

bool passage_becomes(const struct passage *old, const struct passage *new, const struct deed *deeds, size_t count,
                     struct arena *arena) {
    struct row was = row_of(old, arena);
    struct row now = row_of(new, arena);
    token_list made = {0};
    if (was.tokens.count == 0 || now.tokens.count == 0)
        return was.tokens.count == now.tokens.count;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        const struct deed *deed = &deeds[i];
        size_t first, end;
        if (deed->from == deed->to)
            first = end = gap_of(&was, deed->from);
        else if (!range_of(&was, deed->from, deed->to, &first, &end))
            return false;
        if (first < at)
            return false;
        for (; at < first; at++)
            LIST_ADD(arena, &made, was.tokens.items[at]);
        at = end;
        for (size_t k = first; k < end; k++)
            if (was.tokens.items[k] >= TOKEN_CALL) /* a footnote that stays cannot go with the words */
                return false;
        if (deed->space_before)
            LIST_ADD(arena, &made, ' ');
        if (deed->new_from < deed->new_to) {
            if (!range_of(&now, deed->new_from, deed->new_to, &first, &end))
                return false;
            for (size_t k = first; k < end; k++)
                LIST_ADD(arena, &made, now.tokens.items[k]);
        }
        if (deed->space_after)
            LIST_ADD(arena, &made, ' ');
    }
    for (; at < was.tokens.count; at++)
        LIST_ADD(arena, &made, was.tokens.items[at]);
    return made.count == now.tokens.count &&
           (made.count == 0 || memcmp(made.items, now.tokens.items, made.count * sizeof *made.items) == 0);
}

/* --- Words ------------------------------------------------------------------------- */

/* Of a word: letters and digits; of what is not ASCII all but the signs of U+0080 to U+00BF and of U+2000 on. */
static bool is_letter(const char *text, size_t at) {
    unsigned char c = (unsigned char)text[at];
    if (c < 0x80)
        return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
    while (((unsigned char)text[at] & 0xC0) == 0x80 && at > 0)
        at--;
    return (unsigned char)text[at] != 0xC2 && (unsigned char)text[at] != 0xE2;
}

static bool is_cut(const struct passage *passage, size_t at) {
    return at > 0 && at < passage->bytes && is_letter(passage->text, at - 1) && is_letter(passage->text, at);
}

bool passage_is_words(const struct passage *passage, size_t from, size_t to) {
    return !is_cut(passage, from) && !is_cut(passage, to);
}

size_t passage_count(const struct passage *passage, size_t from, size_t to, size_t *which) {
    size_t count = 0, bytes = to - from;
    for (size_t at = 0; at + bytes <= passage->bytes; at++) {
        if (memcmp(passage->text + at, passage->text + from, bytes) != 0 || !passage_is_words(passage, at, at + bytes))
            continue;
        count++;
        if (at <= from)
            *which = count;
    }
    return count;
}

bool passage_is_quotable(const char *text, size_t bytes) {
    int depth = 0;
    for (size_t i = 0; i + 2 < bytes; i++) {
        if (memcmp(text + i, "“", 3) == 0)
            depth++;
        else if (memcmp(text + i, "”", 3) == 0)
            depth--;
        if (depth < 0)
            return false;
    }
    return depth == 0;
}
