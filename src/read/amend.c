/* amend.c: values that stand in for bad and missing ones, so that the rest of a document can be looked at.
 *
 * element and flaw in → an element that the schema accepts out. Which value will
 * do is found by trying a few on a bare copy of the element: a name, a date, a
 * number, an address…, last the first value of the enumeration that libxml2 names.
 * No page is ever made of a tree with such values; later stages only look for
 * faults in it, and what they find at a `faulty` element is not told.
 *
 * Surprising: libxml2 validates one element by its declaration at the top of the
 * schema; of an element that is declared elsewhere nothing can be tried.
 */
#include "read/amend.h"

#include <libxml/xmlerror.h>
#include <string.h>

#include "read/door.h"
#include "read/tree.h"
#include "read/wanted.h"

struct amend {
    struct reading *reading;
    xmlSchemaValidCtxtPtr probe;
    size_t names; /* made so far, so that no two are the same */
};

struct trial {
    struct amend *amend;
    const char *attribute; /* NULL: the text */
    bool refused;
    const char *allowed; /* the first value of an enumeration; NULL when none was named */
};

struct amend *amend_open(struct reading *reading, xmlSchemaPtr schema) {
    struct amend *amend = ARENA_NEW(reading->arena, struct amend);
    amend->reading = reading;
    amend->probe = xmlSchemaNewValidCtxt(schema);
    if (amend->probe == NULL)
        memory_exhausted();
    return amend;
}

void amend_close(struct amend *amend) {
    xmlSchemaFreeValidCtxt(amend->probe);
}

static void trial_hear(void *context, xmlErrorPtr error) {
    struct trial *trial = context;
    const char *words = error->message == NULL ? "" : error->message;
    if (error->level < XML_ERR_ERROR)
        return;
    bool about = trial->attribute == NULL;
    if (!about) {
        const char *at = strstr(words, "attribute '");
        size_t count = strlen(trial->attribute);
        about = error->code == XML_SCHEMAV_CVC_ELT_1 ||
                (at != NULL && strncmp(at + 11, trial->attribute, count) == 0 && at[11 + count] == '\'');
    }
    if (!about || error->code == XML_SCHEMAV_ELEMENT_CONTENT)
        return;
    trial->refused = true;
    struct wanted_list list = wanted_values(trial->amend->reading->arena, words, "");
    if (list.first != NULL)
        trial->allowed = list.first;
}

/* Tries a bare copy of the element, with `value` for the attribute, or for the text when there is no attribute; NULL
 * leaves the attribute out. */
static bool amend_try(struct amend *amend, xmlNodePtr element, struct trial *trial, const char *value) {
    xmlNodePtr copy = xmlDocCopyNode(element, element->doc, 2);
    if (copy == NULL)
        memory_exhausted();
    if (trial->attribute != NULL) {
        for (xmlAttrPtr at = copy->properties; at != NULL; at = at->next)
            if (at->ns == NULL && strcmp((const char *)at->name, trial->attribute) == 0) {
                xmlRemoveProp(at);
                break;
            }
        if (value != NULL)
            xmlNewProp(copy, (const xmlChar *)trial->attribute, (const xmlChar *)value);
    } else if (value != NULL) {
        xmlAddChild(copy, xmlNewDocText(copy->doc, (const xmlChar *)value));
    }
    trial->amend = amend;
    trial->refused = false;
    xmlSchemaSetValidStructuredErrors(amend->probe, trial_hear, trial);
    (void)xmlSchemaValidateOneElement(amend->probe, copy);
    xmlFreeNode(copy);
    return !trial->refused;
}

bool amend_bears(struct amend *amend, xmlNodePtr element, const char *attribute) {
    struct trial trial = {.attribute = attribute};
    if (amend_try(amend, element, &trial, NULL))
        return !amend_try(amend, element, &trial, "\x7F")
                   ? trial.allowed != NULL || amend_try(amend, element, &trial, "x1")
                   : true;
    return true; /* it is even required */
}

/* A value that the schema accepts; NULL when none was found. */
static const char *amend_value(struct amend *amend, xmlNodePtr element, struct trial *trial) {
    const char *name = arena_format(amend->reading->arena, "stands-in-%zu", ++amend->names);
    const char *const values[] = {name, "2020-01-01", "1", "2020", "https://www.example.org/", "x.png", "1mm"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (amend_try(amend, element, trial, values[i]))
            return values[i];
    return trial->allowed != NULL && amend_try(amend, element, trial, trial->allowed) ? trial->allowed : NULL;
}

static void amend_attribute(struct amend *amend, const struct flaw *flaw) {
    struct reading *reading = amend->reading;
    xmlNodePtr element = flaw->element;
    struct trial trial = {.attribute = flaw->attribute};
    if (flaw->node != NULL) {
        if (strcmp(flaw->attribute, "id") == 0 && flaw->node->children != NULL)
            LIST_ADD(reading->arena, &reading->words,
                     arena_string(reading->arena, (const char *)flaw->node->children->content));
        xmlRemoveProp(flaw->node);
    }
    LIST_ADD(reading->arena, &reading->bad_values,
             ((struct bad_value){arena_string(reading->arena, (const char *)element->name), flaw->attribute}));
    const char *value = amend_try(amend, element, &trial, NULL) ? NULL : amend_value(amend, element, &trial);
    if (value == NULL)
        return;
    xmlAttrPtr made = xmlNewProp(element, (const xmlChar *)flaw->attribute, (const xmlChar *)value);
    if (made == NULL)
        memory_exhausted();
    made->_private = door_mark_new(reading, door_place(element));
}

void amend_flaw(struct amend *amend, const struct flaw *flaw) {
    struct door_mark *mark = door_mark_of(flaw->element);
    if (mark != NULL)
        mark->faulty = true;
    if (flaw->attribute != NULL) {
        amend_attribute(amend, flaw);
        return;
    }
    struct trial trial = {.attribute = NULL};
    const char *value = amend_value(amend, flaw->element, &trial);
    if (value == NULL)
        return;
    xmlNodeSetContent(flaw->element, (const xmlChar *)value);
    if (flaw->element->children != NULL)
        flaw->element->children->_private = door_mark_new(amend->reading, door_place(flaw->element));
}

static bool words_hold(const struct reading *reading, const xmlNode *text) {
    for (size_t i = 0; text != NULL && text->content != NULL && i < reading->words.count; i++)
        if (strcmp(reading->words.items[i], (const char *)text->content) == 0)
            return true;
    return false;
}

/* Whether the element leads to something that is gone, or is an abbreviation that something gone explained. */
static bool refers_to_lost(const struct reading *reading, const xmlNode *node) {
    const char *name = (const char *)node->name;
    if (reading->gap && (strcmp(name, "xref") == 0 || strcmp(name, "term-ref") == 0))
        return true;
    bool explained = false;
    for (const xmlAttr *at = node->properties; at != NULL; at = at->next) {
        if (strcmp((const char *)at->name, "to") == 0 && words_hold(reading, at->children))
            return true;
        explained = explained || strcmp((const char *)at->name, "expansion") == 0;
    }
    return strcmp(name, "abbr") == 0 && !explained && (reading->gap || words_hold(reading, node->children));
}

void amend_references(struct amend *amend, xmlNodePtr root) {
    const struct reading *reading = amend->reading;
    xmlNodePtr next = NULL;
    for (xmlNodePtr node = reading->gap || reading->words.count > 0 ? root : NULL; node != NULL; node = next) {
        next = tree_after(node, root);
        if (node == root || node->type != XML_ELEMENT_NODE || !refers_to_lost(reading, node))
            continue;
        next = tree_past(node, root);
        xmlNodePtr words = xmlNewDocText(node->doc, (const xmlChar *)"x");
        words->_private = door_mark_new(amend->reading, door_place(node));
        xmlReplaceNode(node, words);
        xmlFreeNode(node);
    }
}
