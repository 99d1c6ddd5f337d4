/* provisions.c: who has to approve what has changed (provisions.h).
 *
 * Each tree becomes a table of provisions: id, hash of its own content, the bodies that
 * hold for it. A provision that is gone needs the approvals that held for it, and so does
 * one whose `approval` was taken away or changed: else nobody would have to ask.
 */
#include "release/provisions.h"

#include <string.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "document/names.h"

/* No id of a source begins with a blank. */
#define CONTROL " control"

struct provision {
    const char *id;       /* "" of the root */
    const char *approval; /* ids with spaces between; NULL when nothing says any */
    const struct element *element;
    struct hash hash;
};

typedef LIST(struct provision) provision_list;

static bool is_division(const struct element *element) {
    static const char *const names[] = {"part", "section", "clause", "appendix"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (element->name != NULL && element_is(element, names[i]))
            return true;
    return false;
}

/* What a release sets in the control. */
static bool is_set(const struct element *element) {
    return element_is(element, "version") || element_is(element, "approval") || element_is(element, "effective-from");
}

/* A field that no text can imitate: its length stands before it. */
static void put(struct buffer *out, const char *text) {
    buffer_format(out, "%zu:%s", strlen(text), text);
}

static void put_words(struct buffer *out, const char *text) {
    struct buffer folded = {0};
    bool blank = true;
    for (; *text != '\0'; text++) {
        bool space = *text == ' ' || *text == '\t' || *text == '\n' || *text == '\r';
        if (!space || !blank)
            buffer_char(&folded, space ? ' ' : *text);
        blank = space;
    }
    put(out, buffer_text(&folded));
    buffer_close(&folded);
}

static void put_attributes(struct buffer *out, const struct element *element) {
    const char *last = "";
    for (size_t i = 0; i < element->attribute_count; i++) { /* in the order of their names */
        const struct attribute *next = NULL;
        for (size_t k = 0; k < element->attribute_count; k++) {
            const struct attribute *at = &element->attributes[k];
            if (strcmp(at->name, last) > 0 && (next == NULL || strcmp(at->name, next->name) < 0))
                next = at;
        }
        if (next == NULL)
            break;
        put(out, next->name);
        put(out, next->value);
        last = next->name;
    }
}

static void put_element(struct buffer *out, const struct element *element, const struct element *whole) {
    for (const struct element *at = element->first; at != NULL; at = at->next) {
        if (at->name == NULL) {
            if (at->text[strspn(at->text, " \t\n\r")] != '\0')
                put_words(out, at->text);
            continue;
        }
        bool apart = is_division(at) && element_attribute(at, "id") != NULL;
        if (apart || (element == whole && (element_is(at, "control") || element_is(at, "history"))) ||
            (element_is(element, "control") && is_set(at)))
            continue;
        put(out, at->name);
        put_attributes(out, at);
        buffer_char(out, '(');
        put_element(out, at, whole);
        buffer_char(out, ')');
    }
}

static void collect(const struct element *element, const struct element *root, const char *above, provision_list *list,
                    struct arena *arena) {
    const char *own = element_attribute(element, "approval");
    const char *approval = own == NULL ? above : own;
    bool control = element->parent == root && element_is(element, "control");
    const char *id = element == root ? "" : control ? CONTROL : element_attribute(element, "id");
    if (id != NULL && (element == root || control || is_division(element))) {
        struct provision provision = {.id = id, .approval = approval, .element = element};
        struct buffer text = {0};
        put(&text, element->name);
        put_attributes(&text, element);
        put(&text, approval == NULL ? "" : approval);
        put_element(&text, element, root);
        provision.hash = hash_bytes(buffer_text(&text), text.count);
        buffer_close(&text);
        LIST_ADD(arena, list, provision);
    }
    for (const struct element *at = element->first; at != NULL; at = at->next)
        if (at->name != NULL)
            collect(at, root, approval, list, arena);
}

static void need(needed_list *list, const char *bodies, const struct element *provision, struct arena *arena) {
    while (bodies != NULL && *bodies != '\0') {
        size_t bytes = strcspn(bodies, " ");
        const char *body = arena_copy(arena, bodies, bytes);
        struct needed *known = NULL;
        for (size_t i = 0; i < list->count; i++)
            if (strcmp(list->items[i].body, body) == 0)
                known = &list->items[i];
        if (known != NULL)
            known->count++;
        else
            LIST_ADD(arena, list, ((struct needed){body, provision, 1}));
        bodies += bytes + strspn(bodies + bytes, " ");
    }
}

static struct names *table_of(const provision_list *list, struct arena *arena) {
    struct names *table = names_open(arena);
    for (size_t i = 0; i < list->count; i++) {
        bool fresh;
        struct name *name = names_add(table, list->items[i].id, (struct place){0}, &fresh);
        if (fresh)
            name->thing = &list->items[i];
    }
    return table;
}

needed_list provisions_needed(const struct element *before, const struct element *now, struct arena *arena) {
    needed_list needed = {0};
    provision_list new = {0};
    provision_list old = {0};
    collect(now, now, NULL, &new, arena);
    if (before != NULL)
        collect(before, before, NULL, &old, arena);
    struct names *known = table_of(&old, arena);
    struct names *kept = table_of(&new, arena);
    for (size_t i = 0; i < new.count; i++) {
        const struct provision *provision = &new.items[i];
        const struct name *name = names_find(known, provision->id);
        const struct provision *was = name == NULL ? NULL : name->thing;
        if (before == NULL && strcmp(provision->id, CONTROL) == 0) /* the root stands for it */
            continue;
        if (was != NULL && hash_same(&was->hash, &provision->hash))
            continue;
        need(&needed, provision->approval, provision->element, arena);
        if (was != NULL &&
            (provision->approval == NULL || was->approval == NULL || strcmp(was->approval, provision->approval) != 0))
            need(&needed, was->approval, provision->element, arena);
    }
    for (size_t i = 0; i < old.count; i++)
        if (names_find(kept, old.items[i].id) == NULL)
            need(&needed, old.items[i].approval, now, arena);
    return needed;
}
