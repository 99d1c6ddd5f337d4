/* digest.c: hashes from the leaves up (digest.h).
 *
 * Each node's hash is mixed of its kind, of what of it is heard, and of its children in
 * order, so that equal hashes are equal content. Left out is what follows from elsewhere:
 * numbers of headings, items, tables and notes; of a reference only its target counts.
 * Surprising: a hash only proposes. What is said to be the same is compared again, byte
 * by byte, where the words are cut.
 */
#include "changes/digest.h"

#include <string.h>

#include "document/headers.h"
#include "document/words.h"

uint64_t digest_bytes(const char *bytes, size_t count) {
    uint64_t hash = 0x9E3779B97F4A7C15u ^ count;
    for (; count >= sizeof(uint64_t); bytes += sizeof(uint64_t), count -= sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, bytes, sizeof word);
        hash = (hash ^ word) * 0xFF51AFD7ED558CCDu;
        hash ^= hash >> 32;
    }
    uint64_t rest = 0;
    memcpy(&rest, bytes, count);
    return digest_mix(hash, rest);
}

static uint64_t mix_string(uint64_t hash, const char *string) {
    return digest_mix(hash, string == NULL ? 0 : digest_bytes(string, strlen(string)));
}

const char *digest_picture(const struct node *figure) {
    const char *file = figure->as.figure.file == NULL ? "" : figure->as.figure.file;
    const char *slash = strrchr(file, '/');
    return slash == NULL ? file : slash + 1;
}

bool digest_is_made(const struct node *link) {
    if (link->as.link.target == NULL || link->first == NULL || link->first->kind != NODE_TEXT)
        return false;
    if (link->as.link.after != NULL)
        return true;
    const struct node *target = link->as.link.target;
    bool term = target->kind == NODE_ITEM && target->parent->class_ == CLASS_DEFINITION;
    return term && link->parent->kind == NODE_REFERENCE && link->first->as.text.source == NULL &&
           link->first->next == NULL;
}

bool digest_is_count(const struct node *label) {
    return label->parent->kind == NODE_NOTE || label->parent->parent->class_ != CLASS_DEFINITION;
}

/* How many bytes of `text` a row such as "Table {1}: " fills, when it stands there with a number; 0 when not. */
static size_t filled(const char *text, enum word word) {
    const char *row = words_find(word);
    const char *hole = strchr(row, '{');
    size_t before = (size_t)(hole - row);
    const char *after = hole + 3;
    if (strncmp(text, row, before) != 0)
        return 0;
    size_t digits = strspn(text + before, "0123456789");
    size_t end = before + digits;
    return digits > 0 && strncmp(text + end, after, strlen(after)) == 0 ? end + strlen(after) : 0;
}

size_t digest_numbered(const struct node *text) {
    const struct node *block = text->parent;
    if (block->first != text)
        return 0;
    if (block->kind == NODE_CAPTION)
        return filled(text->as.text.text, WORD_TABLE_CAPTION);
    return block->kind == NODE_PARAGRAPH && block->class_ == CLASS_CAPTION
               ? filled(text->as.text.text, WORD_FIGURE_CAPTION)
               : 0;
}

bool digest_is_formerly(const struct node *text) {
    const char *row = words_find(WORD_FORMERLY);
    const char *words = text->as.text.text;
    if (text->as.text.source != NULL || text->parent->kind != NODE_PARAGRAPH || text->next != NULL)
        return false;
    words += *words == ' ';
    size_t before = (size_t)(strchr(row, '{') - row);
    size_t bytes = strlen(words);
    return bytes > before && strncmp(words, row, before) == 0 && words[bytes - 1] == ')';
}

/* ---------------------------------------------------------------- what is made anew for each version */

static bool row_skipped(const struct node *row) {
    static const enum word words[] = {WORD_VERSION, WORD_DATE_OF_VERSION, WORD_STATUS, WORD_APPROVAL,
                                      WORD_IN_FORCE_FROM};
    const struct node *text = row->first == NULL ? NULL : row->first->first;
    for (size_t i = 0; text != NULL && text->kind == NODE_TEXT && i < sizeof words / sizeof *words; i++)
        if (strcmp(text->as.text.text, words_find(words[i])) == 0)
            return true;
    return false;
}

static bool section_skipped(const struct node *section) {
    for (const struct node *at = section->first; at != NULL; at = at->next)
        if (at->kind == NODE_CONTENTS || (at->kind == NODE_TABLE && at->class_ == CLASS_HISTORY))
            return true;
    return false;
}

static bool is_skipped(const struct node *node) {
    switch (node->kind) {
    case NODE_SECTION:
        return section_skipped(node);
    case NODE_PARAGRAPH:
        return node->class_ == CLASS_STATUS ||
               (node->first != NULL && node->first->kind == NODE_TEXT && digest_is_formerly(node->first));
    case NODE_ROW:
        return node->parent->parent->class_ == CLASS_CONTROL && row_skipped(node);
    default:
        return false;
    }
}

/* ---------------------------------------------------------------- hashes */

static uint64_t own_hash(const struct node *node) {
    uint64_t hash = mix_string((uint64_t)node->kind + 1, node->lang);
    switch (node->kind) {
    case NODE_LIST:
        return digest_mix(hash, (uint64_t)node->as.list.numbering + 1);
    case NODE_TABLE:
        return mix_string(hash, node->as.table.summary);
    case NODE_HEADER_CELL:
    case NODE_CELL:
        if (headers_is_group_title(node)) /* as wide as its table */
            return hash;
        return digest_mix(hash, (uint64_t)node->as.cell.rows << 32 | node->as.cell.columns);
    case NODE_SPAN:
        return mix_string(hash, node->as.span.expansion);
    case NODE_LINK:
        return node->as.link.target != NULL && node->as.link.target->kind != NODE_NOTE
                   ? mix_string(hash, node->as.link.target->id)
                   : mix_string(hash, node->as.link.uri);
    case NODE_FIGURE:
        hash = mix_string(digest_mix(hash, (uint64_t)node->as.figure.width), digest_picture(node));
        return mix_string(hash, node->as.figure.alternative);
    default:
        return digest_mix(hash, (uint64_t)node->class_);
    }
}

/* Whether what a node holds says nothing but a number, or what its target says. */
static bool is_closed(const struct node *node) {
    switch (node->kind) {
    case NODE_LABEL:
        return digest_is_count(node);
    case NODE_CALL:
        return true;
    case NODE_LINK:
        return digest_is_made(node) && node->as.link.target->id != NULL;
    default:
        return false;
    }
}

static void digest(struct side *side, const struct node *node) {
    struct fact *fact = fact_of(side, node);
    fact->skipped = is_skipped(node);
    if (node->kind == NODE_TEXT) {
        size_t skip = digest_is_formerly(node) ? strlen(node->as.text.text) : digest_numbered(node);
        size_t count = strlen(node->as.text.text + skip);
        fact->hash = digest_bytes(node->as.text.text + skip, count);
        fact->weight = (uint32_t)count;
        return;
    }
    uint64_t hash = own_hash(node);
    uint32_t place = 0;
    bool closed = is_closed(node);
    for (const struct node *at = node->first; at != NULL; at = at->next) {
        digest(side, at);
        struct fact *child = fact_of(side, at);
        child->place = place++;
        if (closed || child->skipped)
            continue;
        hash = digest_mix(hash, child->hash);
        fact->weight += child->weight;
    }
    fact->hash = hash;
}

void digest_side(struct side *side, struct arena *arena) {
    side->facts = ARENA_ARRAY(arena, side->document->node_count, struct fact);
    digest(side, side->document->root);
}
