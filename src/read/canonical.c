/* canonical.c: a source in canonical form (canonical.h), by libxml2's C14N.
 *
 * parse with comments → include → set the control → print; take out what is not
 * published → print again.
 *
 * Surprising: namespaces are reconciled first. What was included points to the
 * namespaces of the file that it came from, which may be declared on an element that
 * was left behind there.
 */
#include "read/canonical.h"

#include <assert.h>
#include <libxml/c14n.h>
#include <string.h>

#include "base/file.h"
#include "read/decode.h"
#include "read/door.h"
#include "read/include.h"
#include "read/prune.h"
#include "read/tree.h"

#define OURS ((const xmlChar *)"urn:engross:document:1")

static xmlDocPtr parse(struct reading *reading, const char *path) {
    struct buffer text = {0};
    xmlDocPtr document = NULL;
    size_t count = 0;
    const char *bytes = file_read(reading->arena, path, READING_FILE_LIMIT, &count, reading->report);
    if (bytes == NULL)
        reading->faults++;
    else if (decode_bytes(reading, path, bytes, count, &text))
        document = door_parse(reading, path, &text);
    buffer_close(&text);
    return document;
}

static xmlNodePtr child_of(xmlNodePtr parent, const char *name) {
    xmlNodePtr node = parent == NULL ? NULL : parent->children;
    while (node != NULL && (node->type != XML_ELEMENT_NODE || strcmp((const char *)node->name, name) != 0))
        node = node->next;
    return node;
}

static void set(xmlNodePtr node, const char *name, const char *value) {
    if (value != NULL && xmlSetProp(node, (const xmlChar *)name, (const xmlChar *)value) == NULL)
        memory_exhausted();
}

/* A new element after `after`, on a line of its own. */
static xmlNodePtr add_after(xmlNodePtr after, const char *name) {
    xmlNodePtr blank = xmlNewDocText(after->doc, (const xmlChar *)"\n    ");
    xmlNodePtr node = xmlNewDocNode(after->doc, after->ns, (const xmlChar *)name, NULL);
    if (blank == NULL || node == NULL)
        memory_exhausted();
    /* Put between nodes by hand: libxml2 would join the blank to the text that follows, and free it. */
    xmlNodePtr last = after->next;
    node->parent = blank->parent = after->parent;
    after->next = blank;
    blank->prev = after;
    blank->next = node;
    node->prev = blank;
    node->next = last;
    if (last != NULL)
        last->prev = node;
    else
        after->parent->last = node;
    return node;
}

static void drop(struct reading *reading, xmlNodePtr node) {
    xmlNodePtr blank = node->prev;
    if (blank != NULL && xmlIsBlankNode(blank)) {
        xmlUnlinkNode(blank);
        LIST_ADD(reading->arena, &reading->strays, blank);
    }
    xmlUnlinkNode(node);
    LIST_ADD(reading->arena, &reading->strays, node);
}

/* The last child that the grammar lets stand before approvals. */
static xmlNodePtr before_approvals(xmlNodePtr control) {
    static const char *const names[] = {"period", "author", "owner", "issuer", "version"};
    xmlNodePtr found = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && found == NULL; i++)
        for (xmlNodePtr at = child_of(control, names[i]); at != NULL; at = at->next)
            if (at->type == XML_ELEMENT_NODE && strcmp((const char *)at->name, names[i]) == 0)
                found = at;
    return found;
}

/* The row of the version table that is of this version says what the control says. */
static void set_history(xmlNodePtr root, const struct canonical_control *wanted) {
    xmlNodePtr history = child_of(root, "history");
    for (xmlNodePtr at = history == NULL ? NULL : history->children; at != NULL; at = at->next) {
        xmlChar *own = at->type == XML_ELEMENT_NODE ? xmlGetNoNsProp(at, (const xmlChar *)"label") : NULL;
        bool same = own != NULL && wanted->row != NULL && strcmp((const char *)own, wanted->row) == 0;
        xmlFree(own);
        if (!same)
            continue;
        set(at, "label", wanted->label);
        set(at, "date", wanted->date);
        set(at, "status", "approved");
        return;
    }
}

static void set_control(struct reading *reading, xmlNodePtr root, const struct canonical_control *wanted) {
    xmlNodePtr control = child_of(root, "control");
    xmlNodePtr version = child_of(control, "version");
    if (version == NULL)
        return;
    set_history(root, wanted);
    set(version, "label", wanted->label);
    set(version, "sequence", arena_format(reading->arena, "%zu", wanted->sequence));
    set(version, "status", "approved");
    set(version, "date", wanted->date);
    (void)xmlUnsetProp(version,
                       (const xmlChar *)"under-review"); /* to approve a text ends the review that it came of */
    for (xmlNodePtr old; (old = child_of(control, "approval")) != NULL;)
        drop(reading, old);
    xmlNodePtr last = before_approvals(control);
    for (size_t i = 0; i < wanted->approval_count; i++) {
        const struct canonical_approval *approval = &wanted->approvals[i];
        last = add_after(last, "approval");
        set(last, "org", approval->org);
        set(last, "body", approval->body);
        set(last, "role", approval->role);
        set(last, "date", approval->date);
        set(last, "minute", approval->minute);
    }
    if (wanted->effective == NULL)
        return;
    xmlNodePtr effective = child_of(control, "effective-from");
    if (effective == NULL)
        effective = add_after(last, "effective-from");
    for (xmlNodePtr placeholder; (placeholder = child_of(effective, "placeholder")) != NULL;)
        drop(reading, placeholder);
    set(effective, "date", wanted->effective);
}

static void print(xmlDocPtr document, bool comments, struct buffer *out) {
    xmlChar *text = NULL;
    int count = xmlC14NDocDumpMemory(document, NULL, XML_C14N_EXCLUSIVE_1_0, NULL, comments, &text);
    if (count < 0 || text == NULL)
        memory_exhausted(); /* it fails for relative namespace addresses too, which no sound source has */
    buffer_bytes(out, text, (size_t)count);
    buffer_char(out, '\n');
    xmlFree(text);
}

bool canonical_read(const char *path, const char *tree, const struct canonical_control *control, struct arena *arena,
                    struct report *report, struct buffer *complete, struct buffer *redacted) {
    struct reading reading = {
        .arena = arena, .marks = arena_open(), .report = report, .space = (const char *)OURS, .keeps_comments = true};
    door_open();
    xmlDocPtr document = parse(&reading, path);
    if (document != NULL)
        include_resolve(&reading, document, path, tree);
    xmlNodePtr root = document == NULL ? NULL : xmlDocGetRootElement(document);
    bool good = root != NULL && reading.faults == 0 && !reading.lost;
    if (good) {
        if (control != NULL)
            set_control(&reading, root, control);
        (void)xmlReconciliateNs(document, root);
        print(document, true, complete);
        prune_redact(&reading, document);
        print(document, false, redacted);
    }
    reading_close(&reading);
    door_close();
    return good;
}
