/* schematron_run.c: compiled rules held against one tree.
 *
 * One walk over the tree in document order. For each node the rules whose context
 * could end there are found by kind and name, in the order of patterns and of the
 * rules in them; the first of a pattern that matches looks at the node, and the
 * rest of that pattern is passed over.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "read/door.h"
#include "read/schematron.h"
#include "read/spot.h"
#include "read/tree.h"

#define NAME_SLOTS 256
/* What all expressions together may do for one document of a megabyte or less, and for each byte more. */
#ifndef WORK_LIMIT /* the build for fuzzing, where each step costs far more, has a lower one */
#define WORK_LIMIT ((size_t)200 * 1000 * 1000)
#endif
#define FINDING_LIMIT 1000

/* One alternative of one rule's context. */
struct entry {
    size_t pattern;
    struct schematron_rule *rule;
    const struct pattern *alternative;
};

struct entries {
    LIST(struct entry) list;
};

/* Who may look at a node, by what ends the context. Elements of one name have a list of their own, which takes in the
 * contexts that end in any element. */
struct schematron_dispatch {
    struct entries all;
    struct entries root;
    struct entries text;
    struct entries attribute;
    struct {
        const xmlChar *name; /* libxml2's dictionary has one copy of each */
        struct entries *entries;
    } names[NAME_SLOTS];
};

struct running {
    const struct schematron *schematron;
    struct schematron_dispatch *dispatch;
    struct reading *reading;
    struct arena *scratch;
    schematron_hear hear;
    void *context;
    size_t *told; /* findings of each assertion */
};

const char *schematron_fold(struct arena *arena, const char *text) {
    char *folded = arena_string(arena, text);
    char *to = folded;
    for (const char *from = text + strspn(text, " \t\r\n"); *from != '\0';) {
        size_t count = strcspn(from, " \t\r\n");
        memmove(to, from, count);
        to += count;
        from += count;
        from += strspn(from, " \t\r\n");
        if (*from != '\0')
            *to++ = ' ';
    }
    *to = '\0';
    return folded;
}

/* ---------------------------------------------------------------- who looks at what */
static bool entry_suits(const struct pattern *alternative, enum pattern_node kind, const char *name) {
    const struct pattern_step *last = &alternative->steps.items[0];
    if (last->node == PATTERN_ANY)
        return kind == PATTERN_ELEMENT || kind == PATTERN_TEXT;
    return last->node == kind && (last->name == NULL || name == NULL || strcmp(last->name, name) == 0);
}

static void dispatch_fill(const struct schematron *schematron, struct arena *arena, enum pattern_node kind,
                          const char *name, struct entries *out) {
    for (size_t p = 0; p < schematron->patterns.count; p++) {
        struct schematron_pattern *pattern = schematron->patterns.items[p];
        for (size_t r = 0; r < pattern->rules.count; r++) {
            struct schematron_rule *rule = pattern->rules.items[r];
            for (size_t a = 0; a < rule->context.alternatives.count; a++) {
                const struct pattern *alternative = &rule->context.alternatives.items[a];
                if (entry_suits(alternative, kind, name))
                    LIST_ADD(arena, &out->list, ((struct entry){p, rule, alternative}));
            }
        }
    }
}

static struct entries *dispatch_element(struct running *running, const xmlChar *name) {
    struct schematron_dispatch *dispatch = running->dispatch;
    size_t slot = ((size_t)(uintptr_t)name >> 3) % NAME_SLOTS;
    if (dispatch->names[slot].name != name) {
        struct entries *entries = ARENA_NEW(running->scratch, struct entries);
        dispatch_fill(running->schematron, running->scratch, PATTERN_ELEMENT, (const char *)name, entries);
        dispatch->names[slot].name = name;
        dispatch->names[slot].entries = entries;
    }
    return dispatch->names[slot].entries;
}

/* ---------------------------------------------------------------- findings */
static const char *words_fill(struct running *running, const struct schematron_words *words, xmlNodePtr node) {
    struct buffer text = {0};
    for (size_t i = 0; i < words->parts.count; i++) {
        const struct schematron_part *part = &words->parts.items[i];
        buffer_string(&text, part->text != NULL
                                 ? part->text
                                 : expression_string(running->schematron->engine, part->value, node, running->scratch));
    }
    const char *folded = schematron_fold(running->reading->arena, buffer_text(&text));
    buffer_close(&text);
    return folded;
}

/* The place of a node, or of the nearest one above it that has one. */
static struct place node_place(const xmlNode *node) {
    if (node->type == XML_DOCUMENT_NODE)
        node = xmlDocGetRootElement((xmlDocPtr)(void *)(uintptr_t)node);
    while (node != NULL && node->_private == NULL)
        node = node->type == XML_DOCUMENT_NODE ? NULL : node->parent;
    return node == NULL ? (struct place){0} : door_place(node);
}

static void finding_tell(struct running *running, const struct schematron_assertion *assertion, xmlNodePtr node,
                         xmlNodePtr subject) {
    struct engine *engine = running->schematron->engine;
    struct schematron_finding finding = {.assertion = assertion, .context = node, .subject = subject};
    finding.message = words_fill(running, &assertion->message, node);
    finding.mend = words_fill(running, &assertion->mend, node);
    finding.place = node_place(subject);
    if (assertion->find != NULL)
        finding.place =
            spot_find(subject, expression_string(engine, assertion->find, node, running->scratch), finding.place);
    bool work;
    struct place place;
    if (engine_fault(engine, &work, &place) == NULL)
        running->hear(running->context, &finding);
}

static void assertion_tell(struct running *running, const struct schematron_assertion *assertion, xmlNodePtr node) {
    if (++running->told[assertion->number] > FINDING_LIMIT)
        return;
    struct nodes subjects = {0};
    if (assertion->subject != NULL)
        (void)expression_nodes(running->schematron->engine, assertion->subject, node, running->scratch, &subjects);
    if (subjects.list.count == 0)
        finding_tell(running, assertion, node, node);
    for (size_t i = 0; i < subjects.list.count && i < FINDING_LIMIT; i++)
        finding_tell(running, assertion, node, subjects.list.items[i]);
}

/* ---------------------------------------------------------------- the walk */
/* Whether a fault of the node was told already, or of the element that it stands in: what a rule would say of it might
 * only follow from that. */
static bool node_is_doubtful(const xmlNode *node) {
    for (int level = 0; level < 2 && node != NULL && node->type != XML_DOCUMENT_NODE; level++, node = node->parent) {
        const struct door_mark *mark = door_mark_of(node);
        if (mark->faulty || mark->made || mark->open || mark->gap)
            return true;
    }
    return false;
}

/* Whether the text has the name, and not as part of a longer one. */
static bool text_names(const char *text, const char *before, const char *name) {
    static const char more[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    size_t count = strlen(name);
    for (const char *at = strstr(text, name); at != NULL; at = strstr(at + 1, name))
        if (at > text && strchr(before, at[-1]) != NULL && (at[count] == '\0' || strchr(more, at[count]) == NULL))
            return true;
    return false;
}

/* Whether the test asks for an attribute of which a bad value was told: what it misses may be what was meant there. */
static bool assertion_is_doubtful(const struct running *running, const struct schematron_assertion *assertion) {
    const struct reading *reading = running->reading;
    for (size_t i = 0; i < reading->bad_values.count; i++)
        if (text_names(assertion->asks, "@", reading->bad_values.items[i].attribute) &&
            text_names(assertion->asks, ":/", reading->bad_values.items[i].element))
            return true;
    return false;
}

static void running_look(struct running *running, const struct entries *entries, xmlNodePtr node) {
    struct engine *engine = running->schematron->engine;
    size_t taken = SIZE_MAX;
    engine_look(engine, node);
    for (size_t i = 0; i < entries->list.count; i++) {
        const struct entry *entry = &entries->list.items[i];
        if (entry->pattern == taken || !pattern_matches(engine, entry->alternative, node))
            continue;
        taken = entry->pattern;
        for (size_t a = 0; a < entry->rule->assertions.count; a++) {
            const struct schematron_assertion *assertion = entry->rule->assertions.items[a];
            if (expression_boolean(engine, assertion->test, node) == assertion->report &&
                !assertion_is_doubtful(running, assertion))
                assertion_tell(running, assertion, node);
        }
    }
}

static void running_walk(struct running *running, xmlNodePtr root) {
    struct engine *engine = running->schematron->engine;
    bool work;
    struct place place;
    bool doubts = running->reading->faults > 0;
    running_look(running, &running->dispatch->root, (xmlNodePtr)(void *)root->doc);
    for (xmlNodePtr node = root; node != NULL && engine_fault(engine, &work, &place) == NULL;
         node = tree_after(node, root)) {
        if (doubts && node_is_doubtful(node))
            continue;
        if (node->type == XML_TEXT_NODE) {
            if (running->dispatch->text.list.count > 0)
                running_look(running, &running->dispatch->text, node);
        } else if (node->type == XML_ELEMENT_NODE) {
            const struct entries *entries = dispatch_element(running, node->name);
            if (entries->list.count > 0)
                running_look(running, entries, node);
            if (running->dispatch->attribute.list.count > 0)
                for (xmlAttrPtr at = node->properties; at != NULL; at = at->next)
                    running_look(running, &running->dispatch->attribute, (xmlNodePtr)(void *)at);
        }
    }
}

bool schematron_run(const struct schematron *schematron, struct reading *reading, xmlDocPtr document,
                    schematron_hear hear, void *context) {
    struct arena *scratch = arena_open();
    struct running running = {.schematron = schematron,
                              .dispatch = ARENA_NEW(scratch, struct schematron_dispatch),
                              .reading = reading,
                              .scratch = scratch,
                              .hear = hear,
                              .context = context,
                              .told = ARENA_ARRAY(scratch, schematron->assertions.count + 1, size_t)};
    dispatch_fill(schematron, scratch, PATTERN_ROOT, NULL, &running.dispatch->root);
    dispatch_fill(schematron, scratch, PATTERN_TEXT, NULL, &running.dispatch->text);
    dispatch_fill(schematron, scratch, PATTERN_ATTRIBUTE, NULL, &running.dispatch->attribute);
    engine_begin(schematron->engine, document, WORK_LIMIT);
    xmlNodePtr root = xmlDocGetRootElement(document);
    running_walk(&running, root);
    bool work;
    struct place place;
    const char *fault = engine_fault(schematron->engine, &work, &place);
    if (fault != NULL && work)
        reading_fault(reading, RULE_RULES_WORK, door_place(root), schematron->path);
    else if (fault != NULL && fault != expression_load_told)
        reading_fault(reading, RULE_RULES_BROKEN, place, fault);
    engine_end(schematron->engine);
    arena_close(scratch);
    return fault == NULL;
}
