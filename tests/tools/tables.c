/* tables.c: the tables of the house's schemas held against the schemas, as libxml2 has them.
 *
 * tables SEED COUNT SCHEMA.xsd FILE.xml… looks at those files that are in the namespace of the schema, and then at
 * COUNT trees made of the sound ones among them, each changed in one to three places: elements and attributes lost,
 * doubled, moved and renamed, values of other places and strange ones, text and white space where there was none. It
 * prints one line of counts: files, changed trees, of all those how many are sound by libxml2, how many the tables
 * accept, how many they accept that libxml2 refuses (each is shown), and how many files, and changed trees, they leave
 * to libxml2 though they are sound. Random, but the same for the same seed.
 */
#include <assert.h>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/list.h"
#include "read/grammar.h"
#include "read/tree.h"

#define LARGEST ((size_t)96 << 10) /* of a file of which trees are made */
#define SHOWN 10

struct trial {
    struct arena *arena;
    const struct grammar *grammar;
    xmlSchemaPtr schema;
    uint64_t random;
    LIST(xmlDocPtr) sound;
    LIST(const char *) values;
    size_t files, trees, valid, accepted, wrong, left_files, left_trees;
};

/* xorshift64* (S. Vigna, 2016). */
static size_t below(struct trial *trial, size_t count) {
    assert(count > 0);
    trial->random ^= trial->random >> 12;
    trial->random ^= trial->random << 25;
    trial->random ^= trial->random >> 27;
    return (size_t)((trial->random * UINT64_C(2685821657736338717)) >> 33) % count;
}

static void hear_nothing(void *context, xmlErrorPtr error) {
    (void)context;
    (void)error;
}

static bool is_valid(const struct trial *trial, xmlDocPtr document) {
    xmlSchemaValidCtxtPtr context = xmlSchemaNewValidCtxt(trial->schema);
    xmlSchemaSetValidStructuredErrors(context, hear_nothing, NULL);
    bool valid = xmlSchemaValidateDoc(context, document) == 0;
    xmlSchemaFreeValidCtxt(context);
    return valid;
}

static bool compare(struct trial *trial, xmlDocPtr document, size_t *left) {
    bool valid = is_valid(trial, document);
    bool accepted = grammar_accepts(trial->grammar, document);
    trial->valid += valid;
    trial->accepted += accepted;
    *left += valid && !accepted;
    if (accepted && !valid && ++trial->wrong <= SHOWN)
        xmlDocDump(stderr, document);
    return valid;
}

static void read_file(struct trial *trial, const char *path) {
    struct arena *scratch = arena_open();
    size_t count = 0;
    const char *bytes = file_read(scratch, path, (size_t)64 << 20, &count, NULL);
    xmlDocPtr document = bytes == NULL
                             ? NULL
                             : xmlReadMemory(bytes, (int)count, path, NULL,
                                             XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOCDATA | XML_PARSE_NOERROR |
                                                 XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES);
    const xmlNode *root = document == NULL ? NULL : xmlDocGetRootElement(document);
    bool ours = root != NULL && root->ns != NULL && strcmp((const char *)root->ns->href, trial->grammar->space) == 0;
    trial->files += ours;
    if (ours && compare(trial, document, &trial->left_files) && count < LARGEST)
        LIST_ADD(trial->arena, &trial->sound, document);
    else
        xmlFreeDoc(document);
    arena_close(scratch);
}

static void gather_values(struct trial *trial, xmlDocPtr document) {
    xmlNodePtr root = xmlDocGetRootElement(document);
    for (xmlNodePtr node = root; node != NULL; node = tree_after(node, root))
        for (const xmlAttr *at = node->type == XML_ELEMENT_NODE ? node->properties : NULL; at != NULL; at = at->next)
            if (at->children != NULL && at->children->content != NULL && trial->values.count < 20000)
                LIST_ADD(trial->arena, &trial->values, arena_string(trial->arena, (const char *)at->children->content));
}

static const char *value_any(struct trial *trial) {
    static const char *const strange[] = {"",
                                          " ",
                                          "0",
                                          "-1",
                                          "1.5",
                                          ".5",
                                          "5.",
                                          "+5",
                                          "-0",
                                          "007",
                                          "1e3",
                                          "12.345",
                                          "0.00",
                                          "9999999999",
                                          "1000000000",
                                          "100",
                                          "101",
                                          "1000",
                                          "1001",
                                          "2021-02-29",
                                          "2020-02-29",
                                          "1900-02-29",
                                          "0000-01-01",
                                          "2020-13-01",
                                          "2020-00-10",
                                          "2020-12-31Z",
                                          "12020-01-01",
                                          "2020",
                                          "2020-06",
                                          "é",
                                          "a\u00a0b",
                                          "a b",
                                          " a  b ",
                                          "a\tb",
                                          "a\nb",
                                          "-",
                                          ".",
                                          "a.",
                                          "A",
                                          "9a",
                                          "https://",
                                          "https://x",
                                          "https://x y",
                                          "https://[",
                                          "http://a/%zz",
                                          "http://a:99999/",
                                          "mailto:",
                                          "mailto:a@b",
                                          "http://a/é",
                                          "http://a/{b}",
                                          "http://a/b?c#d",
                                          "http:///",
                                          "https://example.org/",
                                          "en",
                                          "e",
                                          "en-GB",
                                          "en_GB",
                                          "en-",
                                          "123",
                                          "abcdefghi",
                                          "abcdefgh-abcdefghi",
                                          "x-y",
                                          "yes ",
                                          "Yes",
                                          "yes no",
                                          "10pt",
                                          "10 pt",
                                          "1.pt",
                                          "none",
                                          "#12345g",
                                          "#123456",
                                          "a.png",
                                          "/a.png",
                                          "\\a.png",
                                          "a/b.jpeg",
                                          "a.png.",
                                          "chair chair",
                                          "chair deputy-chair",
                                          "chair,chair",
                                          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                                          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    size_t count = sizeof strange / sizeof *strange;
    return trial->values.count > 0 && below(trial, 3) > 0 ? trial->values.items[below(trial, trial->values.count)]
                                                          : strange[below(trial, count)];
}

static xmlNodePtr element_any(struct trial *trial, xmlDocPtr document) {
    xmlNodePtr root = xmlDocGetRootElement(document);
    size_t count = 0;
    for (xmlNodePtr node = root; node != NULL; node = tree_after(node, root))
        count += node->type == XML_ELEMENT_NODE;
    size_t wanted = below(trial, count);
    for (xmlNodePtr node = root; node != NULL; node = tree_after(node, root))
        if (node->type == XML_ELEMENT_NODE && wanted-- == 0)
            return node;
    return root;
}

static xmlAttrPtr attribute_any(struct trial *trial, xmlDocPtr document) {
    for (size_t i = 0; i < 50; i++) {
        xmlAttrPtr at = element_any(trial, document)->properties;
        for (size_t skip = below(trial, 4); at != NULL && at->next != NULL && skip > 0; skip--)
            at = at->next;
        if (at != NULL)
            return at;
    }
    return NULL;
}

static const xmlChar *name_any(struct trial *trial) {
    return (const xmlChar *)trial->grammar->names[below(trial, trial->grammar->name_count)];
}

/* Another value for an attribute: one of some other place, or its own with a letter or a space more or less. */
static void spoil_value(struct trial *trial, xmlAttrPtr at) {
    if (at == NULL)
        return;
    xmlChar *old = xmlNodeGetContent((const xmlNode *)at);
    const char *text = value_any(trial);
    size_t count = strlen((const char *)old), where = below(trial, count + 1);
    static const char letters[] = " \t.-/aZ0%";
    char letter = letters[below(trial, sizeof letters - 1)];
    if (below(trial, 2) == 0)
        text = arena_format(trial->arena, "%.*s%c%s", (int)where, (const char *)old, letter, (const char *)old + where);
    if (xmlCheckUTF8((const xmlChar *)text) != 0)
        (void)xmlSetNsProp(at->parent, at->ns, at->name, (const xmlChar *)text);
    xmlFree(old);
}

static void spoil_text(struct trial *trial, xmlDocPtr document, xmlNodePtr node) {
    static const char *const texts[] = {" ", "\n  ", "words", "\u00a0", " x "};
    const xmlChar *text = (const xmlChar *)texts[below(trial, sizeof texts / sizeof *texts)];
    switch (below(trial, 4)) {
    case 0:
        (void)xmlAddChild(node, xmlNewDocText(document, text));
        break;
    case 1:
        if (node->children != NULL)
            (void)xmlAddPrevSibling(node->children, xmlNewDocText(document, text));
        break;
    case 2:
        (void)xmlAddChild(node, xmlNewDocComment(document, text));
        break;
    default:
        xmlNodeSetContent(node, below(trial, 2) == 0 ? (const xmlChar *)"" : text);
        break;
    }
}

static void spoil_place(struct trial *trial, xmlDocPtr document, xmlNodePtr node) {
    xmlNodePtr to = element_any(trial, document);
    xmlNodePtr copy = xmlDocCopyNode(node, document, 1);
    if (to == xmlDocGetRootElement(document) || below(trial, 3) == 0)
        (void)xmlAddChild(to, copy);
    else if (below(trial, 2) == 0)
        (void)xmlAddNextSibling(to, copy);
    else
        (void)xmlAddPrevSibling(to, copy);
}

static void spoil(struct trial *trial, xmlDocPtr document) {
    xmlNodePtr node = element_any(trial, document);
    xmlAttrPtr at = attribute_any(trial, document);
    bool root = node == xmlDocGetRootElement(document);
    switch (below(trial, 14)) {
    case 0:
    case 1:
        if (!root) {
            xmlUnlinkNode(node);
            xmlFreeNode(node);
        }
        break;
    case 2:
        spoil_place(trial, document, node);
        break;
    case 3: /* beside itself, where it is most likely to be right */
        if (!root)
            (void)xmlAddNextSibling(node, xmlDocCopyNode(node, document, 1));
        break;
    case 4:
        xmlNodeSetName(node, name_any(trial));
        break;
    case 5:
        if (!root && node->prev != NULL)
            (void)xmlAddPrevSibling(node->prev, node);
        break;
    case 6:
        if (at != NULL)
            xmlRemoveProp(at);
        break;
    case 7:
    case 8:
        (void)xmlSetProp(node, name_any(trial), (const xmlChar *)value_any(trial));
        break;
    case 9:
    case 10:
    case 11:
        spoil_value(trial, at);
        break;
    case 12:
        spoil_text(trial, document, node);
        break;
    default:
        if (below(trial, 4) == 0)
            node->ns = NULL;
        else
            (void)xmlSetNsProp(node, xmlSearchNsByHref(document, node, XML_XML_NAMESPACE),
                               (const xmlChar *)(below(trial, 4) == 0 ? "space" : "lang"),
                               (const xmlChar *)value_any(trial));
        break;
    }
}

/* The schema of the path by libxml2, and its tables. */
static bool open_schema(struct trial *trial, const char *path) {
    const char *slash = strrchr(path, '/');
    const char *folder = slash == NULL ? "" : arena_copy(trial->arena, path, (size_t)(slash + 1 - path));
    size_t count = 0;
    struct hash hash;
    xmlSchemaParserCtxtPtr context = xmlSchemaNewParserCtxt(path);
    trial->schema = context == NULL ? NULL : xmlSchemaParse(context);
    xmlSchemaFreeParserCtxt(context);
    if (file_read_hash(trial->arena, path, (size_t)64 << 20, &count, &hash, NULL) != NULL)
        trial->grammar = grammar_find(folder, &hash);
    return trial->schema != NULL && trial->grammar != NULL;
}

int main(int count, char **words) {
    struct trial trial = {.arena = arena_open()};
    if (count < 5 || !open_schema(&trial, words[3])) {
        fprintf(stderr, "tables: %s has no tables, or cannot be read\n", count < 5 ? "SCHEMA" : words[3]);
        return EXIT_FAILURE;
    }
    trial.random = (strtoull(words[1], NULL, 10) + 1) * UINT64_C(0x9E3779B97F4A7C15);
    for (int i = 4; i < count; i++)
        read_file(&trial, words[i]);
    for (size_t i = 0; i < trial.sound.count; i++)
        gather_values(&trial, trial.sound.items[i]);
    for (size_t wanted = strtoul(words[2], NULL, 10); trial.sound.count > 0 && trial.trees < wanted; trial.trees++) {
        xmlDocPtr document = xmlCopyDoc(trial.sound.items[below(&trial, trial.sound.count)], 1);
        for (size_t i = 0, times = 1 + below(&trial, 3); i < times; i++)
            spoil(&trial, document);
        (void)compare(&trial, document, &trial.left_trees);
        xmlFreeDoc(document);
    }
    printf("files %zu trees %zu sound %zu accepted %zu wrongly %zu left-files %zu left-trees %zu\n", trial.files,
           trial.trees, trial.valid, trial.accepted, trial.wrong, trial.left_files, trial.left_trees);
    return EXIT_SUCCESS;
}
