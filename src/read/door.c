/* door.c: decoded text → libxml2 tree, by the one call that may do it.
 *
 * The SAX2 handlers of libxml2 build the tree; ours stand before them and hang on
 * each new node its place (an arena's struct door_mark, in `_private`). libxml2 gives
 * the byte offset of a start tag's end; the tag itself is found backwards from
 * there, since no "<" can stand inside a start tag of well-formed XML, and its
 * attributes are paired with raw ones in order.
 *
 * Text that is not well-formed is mended in memory and parsed again (repair.h), so that
 * the faults behind the first come out too; places stay those of the author's text.
 * Tags with too many attributes are looked for first, since libxml2 would take long
 * over them before it came to any handler of ours.
 *
 * Surprising: a DOCTYPE stops the parser in the very callback that announces it, before
 * a single declaration is read. Comments and processing instructions make no
 * nodes, so text on both sides of one is a single node.
 */
#include "read/door.h"

#include <assert.h>
#include <libxml/SAX2.h>
#include <libxml/catalog.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlschemastypes.h>
#include <string.h>

#include "base/file.h"
#include "read/repair.h"
#include "read/scan.h"
#include "read/syntax.h"

/* Bounds on parsing mended text again: bytes in all, and edits. */
#define DOOR_PARSED_LIMIT ((size_t)32 << 20)
#define DOOR_REPAIR_LIMIT (2 * (size_t)READING_FAULT_LIMIT)

/* How libxml2 stands: it is one for the whole process. */
static unsigned door_users;
static const char *door_folder; /* that files may be loaded from, or NULL */

struct parse {
    struct reading *reading;
    const char *file;
    struct origin_file *origin;
    struct repair *repair; /* the origin's */
    const char *text;      /* as mended so far */
    const char *end;
    struct scan_cursor cursor; /* in the author's own text */
    const char *past;          /* the end of the last tag */
    size_t faults;
    bool silent;   /* what follows would be a consequence */
    bool hopeless; /* nothing sensible can be said of the rest */
};

static void door_print_nothing(void *context, const char *format, ...) {
    (void)context;
    (void)format;
}

static void door_hear_nothing(void *context, xmlErrorPtr error) {
    (void)context;
    (void)error;
}

/* The only way for libxml2 to a file, for schemas alone: regular files of bounded size beside them. */
static xmlParserInputPtr door_load(const char *url, const char *id, xmlParserCtxtPtr context) {
    (void)id;
    if (door_folder == NULL || url == NULL || strchr(url, '/') != NULL)
        return NULL;
    struct arena *scratch = arena_open();
    size_t count = 0;
    const char *path = arena_format(scratch, "%s%s", door_folder, url);
    const char *bytes = file_read(scratch, path, READING_FILE_LIMIT, &count, NULL);
    xmlParserInputPtr input = NULL;
    if (bytes != NULL) {
        /* The buffer is libxml2's own copy: the input outlives this call. */
        xmlParserInputBufferPtr copy = xmlParserInputBufferCreateMem(bytes, (int)count, XML_CHAR_ENCODING_NONE);
        input = copy == NULL ? NULL : xmlNewIOInputStream(context, copy, XML_CHAR_ENCODING_NONE);
        if (input != NULL)
            input->filename = (const char *)xmlStrdup((const xmlChar *)url);
        else
            xmlFreeParserInputBuffer(copy);
    }
    arena_close(scratch);
    return input;
}

void door_open(void) {
    if (door_users++ > 0)
        return;
    LIBXML_TEST_VERSION
    xmlInitParser();
    xmlSetGenericErrorFunc(NULL, door_print_nothing);
    xmlSetStructuredErrorFunc(NULL, door_hear_nothing);
    xmlSetExternalEntityLoader(door_load);
    xmlCatalogSetDefaults(XML_CATA_ALLOW_NONE);
}

void door_close(void) {
    assert(door_users > 0);
    if (--door_users > 0)
        return;
    xmlSchemaCleanupTypes();
    xmlCleanupParser();
}

void door_allow_files(const char *folder) {
    door_folder = folder;
}

static struct parse *door_parse_of(xmlParserCtxtPtr context) {
    return context->_private;
}

/* Where the parser stands in our text. */
static const char *door_at(xmlParserCtxtPtr context) {
    const struct parse *parse = door_parse_of(context);
    if (context->input == NULL || context->input->base == NULL)
        return parse->end;
    size_t offset = context->input->consumed + (size_t)(context->input->cur - context->input->base);
    size_t count = (size_t)(parse->end - parse->text);
    return parse->text + (offset < count ? offset : count);
}

struct door_mark *door_mark_of(const void *node) {
    return ((const xmlNode *)node)->_private;
}

struct door_mark *door_mark_new(struct reading *reading, struct place place) {
    struct door_mark *mark = ARENA_NEW(reading->marks != NULL ? reading->marks : reading->arena, struct door_mark);
    mark->place = place;
    return mark;
}

struct place door_place(const void *node) {
    const struct door_mark *mark = door_mark_of(node);
    return mark == NULL ? (struct place){0} : mark->place;
}

struct place door_text_place(const xmlNode *text, size_t from, size_t to) {
    const struct door_mark *mark = door_mark_of(text);
    if (mark == NULL || text->content == NULL)
        return door_place(text);
    return origin_place(mark->origin, (const char *)text->content, false, mark->place, from, to);
}

void reading_close(struct reading *reading) {
    for (size_t i = 0; i < reading->strays.count; i++)
        xmlFreeNode(reading->strays.items[i]);
    for (size_t i = 0; i < reading->docs.count; i++)
        xmlFreeDoc(reading->docs.items[i]);
    if (reading->dict != NULL)
        xmlDictFree(reading->dict);
    arena_close(reading->marks);
}

bool reading_was_told(const struct reading *reading, struct place place) {
    for (size_t i = 0; i < reading->told.count; i++) {
        const struct place *told = &reading->told.items[i];
        if (told->line == place.line && told->column == place.column && place.file != NULL &&
            strcmp(told->file, place.file) == 0)
            return true;
    }
    return false;
}

static struct door_mark *door_mark(struct parse *parse, const char *at) {
    /* A text that begins inside a CDATA section can lie before what was marked last; that costs a walk from the top. */
    at = repair_origin(parse->repair, at);
    if (at < parse->cursor.at)
        parse->cursor = (struct scan_cursor){parse->repair->original, 1, 1};
    scan_to(&parse->cursor, at);
    struct place place = {.file = parse->file, .line = parse->cursor.line, .column = parse->cursor.column};
    return door_mark_new(parse->reading, place);
}

static bool door_is_namespace(const struct scan_attribute *raw) {
    return raw->name_count >= 5 && memcmp(raw->name, "xmlns", 5) == 0 && (raw->name_count == 5 || raw->name[5] == ':');
}

static void door_mark_attributes(struct parse *parse, xmlNodePtr node, const char *at, const char *end) {
    struct scan_attribute raw;
    xmlAttrPtr attribute = node->properties;
    while (attribute != NULL && scan_attribute(&at, end, &raw)) {
        if (door_is_namespace(&raw))
            continue;
        struct door_mark *mark = door_mark(parse, raw.name);
        const char *raw_end = repair_origin(parse->repair, raw.end);
        if (raw_end >= parse->cursor.at)
            scan_to(&parse->cursor, raw_end);
        if (parse->cursor.line == mark->place.line)
            mark->place.width = parse->cursor.column - mark->place.column;
        attribute->_private = mark;
        attribute = attribute->next;
    }
}

static void door_too_many(xmlParserCtxtPtr context) {
    struct parse *parse = door_parse_of(context);
    if (!parse->silent)
        reading_fault(parse->reading, RULE_XML_SIZE,
                      scan_place(parse->file, parse->repair->original, repair_origin(parse->repair, door_at(context))),
                      "3,000,000 elements, attributes and runs of text");
    parse->silent = parse->hopeless = true;
    xmlStopParser(context);
}

static bool door_was_open(const struct parse *parse, struct place place) {
    for (size_t i = 0; i < parse->repair->open.count; i++)
        if (parse->repair->open.items[i].line == place.line && parse->repair->open.items[i].column == place.column)
            return true;
    return false;
}

static void door_start(void *context_pointer, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                       int namespace_count, const xmlChar **namespaces, int attribute_count, int defaulted,
                       const xmlChar **attributes) {
    xmlParserCtxtPtr context = context_pointer;
    struct parse *parse = door_parse_of(context);
    parse->reading->nodes += 1 + (size_t)attribute_count;
    if (parse->reading->nodes > READING_NODE_LIMIT) {
        door_too_many(context);
        return;
    }
    xmlSAX2StartElementNs(context, name, prefix, uri, namespace_count, namespaces, attribute_count, defaulted,
                          attributes);
    const char *end = door_at(context);
    const char *start = memrchr(parse->past, '<', (size_t)(end - parse->past));
    if (start != NULL && context->node != NULL) {
        struct door_mark *mark = door_mark(parse, start);
        context->node->_private = mark;
        mark->open = door_was_open(parse, mark->place);
        door_mark_attributes(parse, context->node, scan_name(start + 1, end), end);
    }
    parse->past = end < parse->end && *end == '>' ? end + 1 : end;
}

static void door_end(void *context_pointer, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    xmlParserCtxtPtr context = context_pointer;
    xmlSAX2EndElementNs(context, name, prefix, uri);
    door_parse_of(context)->past = door_at(context);
}

static void door_characters(void *context_pointer, const xmlChar *characters, int count) {
    xmlParserCtxtPtr context = context_pointer;
    struct parse *parse = door_parse_of(context);
    xmlSAX2Characters(context, characters, count);
    xmlNodePtr text = context->node == NULL ? NULL : context->node->last;
    if (text == NULL || text->type != XML_TEXT_NODE || text->_private != NULL)
        return;
    struct door_mark *mark = door_mark(parse, scan_aside(parse->past, parse->end));
    struct origin *origin = ARENA_NEW(parse->reading->arena, struct origin);
    *origin = (struct origin){parse->origin, parse->past};
    mark->origin = origin;
    text->_private = mark;
    if (++parse->reading->nodes > READING_NODE_LIMIT)
        door_too_many(context);
}

static void door_doctype(void *context_pointer, const xmlChar *name, const xmlChar *external, const xmlChar *system) {
    (void)name;
    (void)external;
    (void)system;
    xmlParserCtxtPtr context = context_pointer;
    struct parse *parse = door_parse_of(context);
    /* Only blanks, comments and processing instructions may come before it. */
    const char *at = scan_aside(parse->text, parse->end);
    while (at < parse->end && *at != '<')
        at = scan_aside(at + 1, parse->end);
    struct place place = scan_place(parse->file, parse->repair->original, repair_origin(parse->repair, at));
    place.width = 9;
    reading_fault(parse->reading, RULE_XML_DOCTYPE, place, "");
    parse->silent = parse->hopeless = true; /* what it declares may change the meaning of everything after it */
    xmlStopParser(context);
}

static void door_hear(void *context_pointer, xmlErrorPtr error) {
    xmlParserCtxtPtr context = context_pointer;
    struct parse *parse = door_parse_of(context);
    if (parse->silent || error->level < XML_ERR_ERROR)
        return;
    size_t planned = parse->repair->planned.count;
    parse->silent = !syntax_fault(parse->reading, parse->repair, parse->file, door_at(context), error) ||
                    ++parse->faults >= READING_FAULT_LIMIT;
    parse->hopeless = parse->hopeless || parse->repair->planned.count == planned;
    /* Of no further use, and each error takes libxml2 long to word: its loops end in this state. */
    if (parse->silent)
        context->instate = XML_PARSER_EOF;
}

static void door_set_handlers(xmlParserCtxtPtr context) {
    xmlSAXHandler *handlers = context->sax;
    handlers->startElementNs = door_start;
    handlers->endElementNs = door_end;
    handlers->characters = door_characters;
    handlers->ignorableWhitespace = door_characters;
    handlers->cdataBlock = NULL; /* then it goes to `characters` */
    if (!door_parse_of(context)->reading->keeps_comments) {
        handlers->comment = NULL;
        handlers->processingInstruction = NULL;
    }
    handlers->internalSubset = door_doctype;
    handlers->externalSubset = NULL;
    handlers->serror = door_hear;
    handlers->warning = NULL;
    handlers->error = NULL;
    handlers->fatalError = NULL;
}

/* One parse of the text as mended so far. */
static xmlDocPtr door_parse_once(struct parse *parse) {
    struct reading *reading = parse->reading;
    xmlParserCtxtPtr context = xmlNewParserCtxt();
    if (context == NULL)
        memory_exhausted();
    if (reading->dict == NULL)
        reading->dict = xmlDictCreate();
    xmlDictFree(context->dict);
    context->dict = reading->dict;
    xmlDictReference(reading->dict);
    context->_private = parse;
    door_set_handlers(context);
    /* NOENT puts characters for the five entities, the only ones there can be, into attribute values at once. */
    xmlDocPtr document = xmlCtxtReadMemory(context, parse->text, (int)parse->repair->count, NULL, NULL,
                                           XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC |
                                               XML_PARSE_BIG_LINES | XML_PARSE_NOCDATA | XML_PARSE_COMPACT);
    xmlFreeParserCtxt(context);
    return document;
}

xmlDocPtr door_parse(struct reading *reading, const char *file, struct buffer *text) {
    const char *bytes = buffer_text(text);
    size_t faults_before = reading->faults;
    size_t nodes_before = reading->nodes;
    size_t parsed = 0;
    const char *crowded = scan_crowded(bytes, bytes + text->count, READING_ATTRIBUTE_LIMIT);
    if (crowded != NULL) {
        reading_fault(reading, RULE_XML_SIZE, scan_place(file, bytes, crowded), "256 attributes on one element");
        reading->lost = true;
        return NULL;
    }
    const char *endless = scan_endless(bytes, bytes + text->count, READING_RUN_LIMIT);
    if (endless != NULL) {
        reading_fault(reading, RULE_XML_SIZE, scan_place(file, bytes, endless),
                      READING_SAID(READING_RUN_MIB) " in one tag, comment or run of text");
        reading->lost = true;
        return NULL;
    }
    /* Kept as long as the elements: places within runs of text are found in it when somebody asks. */
    struct origin_file *origin = ARENA_NEW(reading->arena, struct origin_file);
    struct repair *repair = &origin->repair;
    repair_open(repair, reading->arena, arena_copy(reading->arena, bytes, text->count), text->count);
    for (;;) {
        struct parse parse = {.reading = reading,
                              .origin = origin,
                              .repair = repair,
                              .file = file,
                              .text = repair->text,
                              .end = repair->text + repair->count,
                              .cursor = {repair->original, 1, 1},
                              .past = repair->text};
        reading->nodes = nodes_before;
        xmlDocPtr document = door_parse_once(&parse);
        if (document != NULL)
            LIST_ADD(reading->arena, &reading->docs, document);
        if (parse.faults == 0 && !parse.hopeless && document != NULL && xmlDocGetRootElement(document) != NULL)
            return document;
        parsed += repair->count;
        /* Every round makes one fault go; a file with too many, or too large for so many rounds, is given up. */
        if (parse.hopeless || parsed > DOOR_PARSED_LIMIT || repair->done.count >= DOOR_REPAIR_LIMIT ||
            !repair_carry_out(repair))
            break;
    }
    /* A refusal that said nothing would be a document lost without a word. */
    if (reading->faults == faults_before)
        reading_fault(reading, RULE_XML_SYNTAX, ((struct place){.file = file}), "the file cannot be read as XML",
                      "look for what is unusual in it");
    reading->lost = true;
    return NULL;
}
