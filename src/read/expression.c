/* expression.c: XPath 1.0 for rules: expressions checked when compiled, run within bounds.
 *
 * libxml2 compiles and runs; before that a pass over the words of the expression
 * finds functions, variables and prefixes that do not exist, of which libxml2
 * would only speak when it comes to them.
 */
#include "read/expression.h"

#include <assert.h>
#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

#include "read/scan.h"

#define EXPRESSION_LIMIT ((size_t)8 * 1024)

struct loaded {
    const char *address;
    xmlDocPtr document;
    const char *fault;
};

struct engine {
    struct arena *arena;
    xmlXPathContextPtr xpath;
    LIST(struct variable *) variables;
    LIST(struct expression *) expressions;
    LIST(struct loaded) loaded;
    expression_load load;
    void *load_context;
    struct scope *scope;
    xmlNodePtr root;
    xmlNodePtr looked_at;
    xmlNodePtr current;
    size_t run;
    size_t looks;
    const char *fault;
    bool fault_work;
    struct place fault_place;
};

static struct engine *engine_of(xmlXPathParserContextPtr parser) {
    return parser->context->userData;
}

static void engine_fail(struct engine *engine, const char *words) {
    if (engine->fault == NULL)
        engine->fault = words;
}

/* ---------------------------------------------------------------- functions */
static void function_current(xmlXPathParserContextPtr parser, int count) {
    if (count != 0) {
        xmlXPathSetArityError(parser);
        return;
    }
    valuePush(parser, xmlXPathNewNodeSet(engine_of(parser)->current));
}

static xmlDocPtr engine_load(struct engine *engine, const char *address) {
    const struct loaded *loaded = NULL;
    for (size_t i = 0; i < engine->loaded.count; i++)
        if (strcmp(engine->loaded.items[i].address, address) == 0)
            loaded = &engine->loaded.items[i];
    if (loaded == NULL) {
        struct loaded fresh = {.address = arena_string(engine->arena, address),
                               .fault = "no document can be read from here"};
        if (engine->load != NULL)
            fresh.document = engine->load(engine->load_context, fresh.address, &fresh.fault);
        LIST_ADD(engine->arena, &engine->loaded, fresh);
        loaded = &engine->loaded.items[engine->loaded.count - 1];
    }
    if (loaded->document == NULL)
        engine_fail(engine, arena_format(engine->arena, "document(\"%s\"): %s", address, loaded->fault));
    return loaded->document;
}

static void function_document(xmlXPathParserContextPtr parser, int count) {
    struct engine *engine = engine_of(parser);
    if (count != 1) {
        xmlXPathSetArityError(parser);
        return;
    }
    xmlXPathObjectPtr argument = valuePop(parser);
    if (argument == NULL)
        return;
    xmlNodeSetPtr found = xmlXPathNodeSetCreate(NULL);
    bool set = argument->type == XPATH_NODESET;
    int addresses = set ? xmlXPathNodeSetGetLength(argument->nodesetval) : 1;
    for (int i = 0; i < addresses && engine->fault == NULL; i++) {
        xmlChar *address =
            set ? xmlXPathCastNodeToString(argument->nodesetval->nodeTab[i]) : xmlXPathCastToString(argument);
        xmlDocPtr document = engine_load(engine, (const char *)address);
        if (document != NULL)
            xmlXPathNodeSetAdd(found, (xmlNodePtr)(void *)document);
        xmlFree(address);
    }
    xmlXPathFreeObject(argument);
    valuePush(parser, xmlXPathWrapNodeSet(found));
}

/* ---------------------------------------------------------------- variables */
static xmlXPathObjectPtr engine_run(struct engine *engine, const struct expression *expression, struct scope *scope,
                                    xmlNodePtr node, xmlNodePtr current, size_t position, size_t size);

static struct variable *scope_find(struct scope *scope, const char *name, struct scope **holder) {
    for (; scope != NULL; scope = scope->outer)
        for (size_t i = scope->variables.count; i > 0; i--)
            if (strcmp(scope->variables.items[i - 1]->name, name) == 0) {
                *holder = scope;
                return scope->variables.items[i - 1];
            }
    return NULL;
}

static xmlXPathObjectPtr variable_value(void *context, const xmlChar *name, const xmlChar *uri) {
    struct engine *engine = context;
    struct scope *holder = NULL;
    struct variable *variable = uri != NULL ? NULL : scope_find(engine->scope, (const char *)name, &holder);
    if (variable == NULL)
        return NULL;
    size_t stamp = holder->of_rule ? engine->looks : engine->run;
    if (variable->memo == NULL || variable->stamp != stamp) {
        if (variable->busy)
            return NULL;
        xmlXPathFreeObject(variable->memo);
        xmlNodePtr node = holder->of_rule ? engine->looked_at : engine->root;
        variable->busy = true;
        variable->memo = engine_run(engine, variable->value, holder, node, node, 1, 1);
        variable->busy = false;
        variable->stamp = stamp;
    }
    return variable->memo == NULL ? NULL : xmlXPathObjectCopy(variable->memo);
}

struct variable *variable_new(struct engine *engine, const char *name, struct expression *value) {
    struct variable *variable = ARENA_NEW(engine->arena, struct variable);
    variable->name = arena_string(engine->arena, name);
    variable->value = value;
    LIST_ADD(engine->arena, &engine->variables, variable);
    return variable;
}

/* ---------------------------------------------------------------- the engine */
static void engine_hear_nothing(void *context, xmlErrorPtr error) {
    (void)context;
    (void)error;
}

struct engine *engine_open(struct arena *arena, expression_load load, void *context) {
    struct engine *engine = ARENA_NEW(arena, struct engine);
    engine->arena = arena;
    engine->load = load;
    engine->load_context = context;
    engine->xpath = xmlXPathNewContext(NULL);
    if (engine->xpath == NULL)
        memory_exhausted();
    engine->xpath->userData = engine;
    engine->xpath->error = engine_hear_nothing;
    xmlXPathContextSetCache(engine->xpath, 1, -1, 0);
    xmlXPathRegisterFunc(engine->xpath, (const xmlChar *)"current", function_current);
    xmlXPathRegisterFunc(engine->xpath, (const xmlChar *)"document", function_document);
    xmlXPathRegisterVariableLookup(engine->xpath, variable_value, engine);
    return engine;
}

static void engine_forget(struct engine *engine) {
    for (size_t i = 0; i < engine->variables.count; i++) {
        xmlXPathFreeObject(engine->variables.items[i]->memo);
        engine->variables.items[i]->memo = NULL;
    }
}

void engine_close(struct engine *engine) {
    if (engine == NULL)
        return;
    engine_forget(engine);
    for (size_t i = 0; i < engine->expressions.count; i++)
        xmlXPathFreeCompExpr(engine->expressions.items[i]->compiled);
    xmlXPathFreeContext(engine->xpath);
}

bool engine_bind(struct engine *engine, const char *prefix, const char *uri) {
    if (strcmp(prefix, "xml") == 0 || xmlXPathNsLookup(engine->xpath, (const xmlChar *)prefix) != NULL)
        return false;
    return xmlXPathRegisterNs(engine->xpath, (const xmlChar *)prefix, (const xmlChar *)uri) == 0;
}

const char *engine_uri(const struct engine *engine, const char *prefix, size_t count) {
    char name[256];
    if (count >= sizeof name)
        return NULL;
    memcpy(name, prefix, count);
    name[count] = '\0';
    return (const char *)xmlXPathNsLookup(engine->xpath, (const xmlChar *)name);
}

void engine_begin(struct engine *engine, xmlDocPtr document, size_t work) {
    engine_forget(engine);
    engine->root = (xmlNodePtr)(void *)document;
    engine->looked_at = engine->root;
    engine->run++;
    engine->looks++;
    engine->fault = NULL;
    engine->fault_work = false;
    engine->xpath->doc = document;
    engine->xpath->opCount = 0;
    engine->xpath->opLimit = work;
}

void engine_end(struct engine *engine) {
    engine_forget(engine);
    engine->root = engine->looked_at = NULL;
    engine->xpath->doc = NULL;
    engine->xpath->node = NULL;
}

void engine_look(struct engine *engine, xmlNodePtr node) {
    engine->looked_at = node;
    engine->looks++;
}

const char *engine_fault(const struct engine *engine, bool *work, struct place *place) {
    *work = engine->fault_work;
    *place = engine->fault_place;
    return engine->fault;
}

static xmlXPathObjectPtr engine_run(struct engine *engine, const struct expression *expression, struct scope *scope,
                                    xmlNodePtr node, xmlNodePtr current, size_t position, size_t size) {
    if (engine->fault != NULL)
        return NULL;
    xmlXPathContextPtr xpath = engine->xpath;
    struct scope *scope_before = engine->scope;
    xmlNodePtr node_before = xpath->node;
    xmlNodePtr current_before = engine->current;
    int position_before = xpath->proximityPosition;
    int size_before = xpath->contextSize;
    xmlDocPtr doc_before = xpath->doc;
    engine->scope = scope;
    engine->current = current;
    xpath->doc = node->doc;
    xpath->node = node;
    xpath->proximityPosition = (int)position;
    xpath->contextSize = (int)size;
    xmlXPathObjectPtr result = xmlXPathCompiledEval(expression->compiled, xpath);
    if (result == NULL || engine->fault != NULL) {
        if (xpath->opLimit != 0 && xpath->opCount >= xpath->opLimit && engine->fault == NULL)
            engine->fault_work = true;
        if (engine->fault_place.line == 0)
            engine->fault_place = expression->place;
        engine_fail(engine, engine->fault_work
                                ? "it asks for too much work"
                                : arena_format(engine->arena, "\"%s\" cannot be worked out", expression->text));
        xmlXPathFreeObject(result);
        result = NULL;
    }
    engine->scope = scope_before;
    engine->current = current_before;
    xpath->doc = doc_before;
    xpath->node = node_before;
    xpath->proximityPosition = position_before;
    xpath->contextSize = size_before;
    return result;
}

/* ---------------------------------------------------------------- running */
bool expression_boolean(struct engine *engine, const struct expression *expression, struct scope *scope,
                        xmlNodePtr node) {
    xmlXPathObjectPtr value = engine_run(engine, expression, scope, node, node, 1, 1);
    bool truth = value != NULL && xmlXPathCastToBoolean(value) == 1;
    xmlXPathFreeObject(value);
    return truth;
}

const char *expression_string(struct engine *engine, const struct expression *expression, struct scope *scope,
                              xmlNodePtr node, struct arena *arena) {
    xmlXPathObjectPtr value = engine_run(engine, expression, scope, node, node, 1, 1);
    if (value == NULL)
        return "";
    xmlChar *text = xmlXPathCastToString(value);
    const char *copy = arena_string(arena, text == NULL ? "" : (const char *)text);
    xmlFree(text);
    xmlXPathFreeObject(value);
    return copy;
}

bool expression_nodes(struct engine *engine, const struct expression *expression, struct scope *scope, xmlNodePtr node,
                      struct arena *arena, struct nodes *out) {
    xmlXPathObjectPtr value = engine_run(engine, expression, scope, node, node, 1, 1);
    bool set = value != NULL && value->type == XPATH_NODESET;
    if (set && value->nodesetval != NULL) {
        xmlXPathNodeSetSort(value->nodesetval);
        for (int i = 0; i < value->nodesetval->nodeNr; i++)
            if (value->nodesetval->nodeTab[i]->type != XML_NAMESPACE_DECL)
                LIST_ADD(arena, &out->list, value->nodesetval->nodeTab[i]);
    }
    xmlXPathFreeObject(value);
    return set;
}

bool expression_predicate(struct engine *engine, const struct expression *expression, struct scope *scope,
                          xmlNodePtr node, size_t position, size_t size) {
    xmlXPathObjectPtr value = engine_run(engine, expression, scope, node, node, position, size);
    if (value == NULL)
        return false;
    bool truth = value->type == XPATH_NUMBER ? value->floatval == (double)position : xmlXPathCastToBoolean(value) == 1;
    xmlXPathFreeObject(value);
    return truth;
}

/* ---------------------------------------------------------------- compiling */
struct words {
    struct engine *engine;
    const struct scope *scope;
    const char *at;
    bool operand; /* an operand came last, so that "div" and "*" are operators */
};

static bool name_starts(unsigned char c) {
    return c == '_' || c >= 0x80 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static size_t name_count(const char *at) {
    size_t count = 0;
    if (!name_starts((unsigned char)at[0]))
        return 0;
    while (name_starts((unsigned char)at[count]) || (at[count] >= '0' && at[count] <= '9') || at[count] == '-' ||
           at[count] == '.')
        count++;
    return count;
}

static bool word_among(const char *word, size_t count, const char *const *known) {
    for (; *known != NULL; known++)
        if (strlen(*known) == count && memcmp(*known, word, count) == 0)
            return true;
    return false;
}

static const char *words_variable(struct words *words) {
    size_t count = name_count(words->at);
    if (count == 0)
        return "a $ stands without a name";
    const char *name = arena_copy(words->engine->arena, words->at, count);
    words->at += count;
    words->operand = true;
    for (const struct scope *scope = words->scope; scope != NULL; scope = scope->outer)
        for (size_t i = 0; i < scope->variables.count; i++)
            if (strcmp(scope->variables.items[i]->name, name) == 0)
                return NULL;
    return arena_format(words->engine->arena, "nothing above says what $%s is", name);
}

static const char *words_name(struct words *words) {
    static const char *const functions[] = {"last",
                                            "position",
                                            "count",
                                            "id",
                                            "local-name",
                                            "namespace-uri",
                                            "name",
                                            "string",
                                            "concat",
                                            "starts-with",
                                            "contains",
                                            "substring-before",
                                            "substring-after",
                                            "substring",
                                            "string-length",
                                            "normalize-space",
                                            "translate",
                                            "boolean",
                                            "not",
                                            "true",
                                            "false",
                                            "lang",
                                            "number",
                                            "sum",
                                            "floor",
                                            "ceiling",
                                            "round",
                                            "current",
                                            "document",
                                            NULL};
    static const char *const tests[] = {"text", "node", "comment", "processing-instruction", NULL};
    static const char *const operators[] = {"and", "or", "div", "mod", NULL};
    size_t count = name_count(words->at);
    const char *name = words->at;
    words->at += count;
    if (words->operand && word_among(name, count, operators)) {
        words->operand = false;
        return NULL;
    }
    words->operand = true;
    if (words->at[0] == ':' && words->at[1] == ':') {
        words->at += 2;
        words->operand = false;
        return NULL;
    }
    bool prefixed = words->at[0] == ':';
    if (prefixed) {
        if (engine_uri(words->engine, name, count) == NULL)
            return arena_format(words->engine->arena, "no <ns> says what the prefix \"%.*s\" is", (int)count, name);
        words->at++;
        words->at += words->at[0] == '*' ? 1 : name_count(words->at);
    }
    const char *next = words->at + strspn(words->at, " \t\n\r");
    if (*next == '(' && (prefixed || (!word_among(name, count, functions) && !word_among(name, count, tests))))
        return arena_format(words->engine->arena, "there is no function %.*s()", (int)(words->at - name), name);
    return NULL;
}

/* The fault of a name in the expression, or NULL. What is not XPath at all is left to libxml2. */
static const char *words_check(struct words *words) {
    while (*words->at != '\0') {
        const char *fault = NULL;
        unsigned char c = (unsigned char)*words->at;
        if (c == '"' || c == '\'') {
            const char *close = strchr(words->at + 1, c);
            if (close == NULL)
                return "a quotation mark is not closed";
            words->at = close + 1;
            words->operand = true;
        } else if (c == '$') {
            words->at++;
            fault = words_variable(words);
        } else if (name_starts(c)) {
            fault = words_name(words);
        } else if (strchr(" \t\r\n", c) != NULL) {
            words->at++;
        } else {
            words->operand = strchr(").]", c) != NULL || (c == '*' && !words->operand) || (c >= '0' && c <= '9');
            words->at++;
        }
        if (fault != NULL)
            return fault;
    }
    return NULL;
}

struct expression *expression_compile(struct engine *engine, const char *text, struct place place,
                                      const struct scope *scope, const char **fault) {
    if (strlen(text) > EXPRESSION_LIMIT) {
        *fault = "it is longer than 8 KB";
        return NULL;
    }
    struct words words = {.engine = engine, .scope = scope, .at = text};
    *fault = words_check(&words);
    if (*fault != NULL)
        return NULL;
    xmlXPathCompExprPtr compiled = xmlXPathCtxtCompile(engine->xpath, (const xmlChar *)text);
    if (compiled == NULL) {
        *fault = "it is no XPath";
        return NULL;
    }
    struct expression *expression = ARENA_NEW(engine->arena, struct expression);
    *expression = (struct expression){arena_string(engine->arena, text), place, compiled};
    LIST_ADD(engine->arena, &engine->expressions, expression);
    return expression;
}
