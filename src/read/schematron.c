/* schematron.c: a Schematron file that was parsed → compiled rules.
 *
 * ISO/IEC 19757-3: schema, ns, let, pattern, rule, assert, report, value-of, name,
 * diagnostics, extends; title, p, phase and foreign elements are passed over. Any
 * fault is reported at its element or attribute, and the whole file is then not
 * used: half a rule file would pass what the other half forbids.
 *
 * Surprising: what an abstract rule holds is compiled anew for every rule that
 * extends it, since prefixes are the same but variables need not be.
 */
#include "read/schematron.h"

#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

#include "read/door.h"

#define EXTENDS_LIMIT 16
#define EXTENDED_LIMIT 2000
#define ASSERTION_LIMIT 5000

struct compiling {
    struct reading *reading;
    struct arena *arena;
    struct schematron *schematron;
    xmlNodePtr root;
    struct schematron_pattern *pattern;
    xmlNodePtr pattern_node;
    size_t extended; /* abstract rules taken in so far */
    size_t faults;
};

static bool is_element(const xmlNode *node, const char *uri, const char *name) {
    return node->type == XML_ELEMENT_NODE && node->ns != NULL && strcmp((const char *)node->ns->href, uri) == 0 &&
           (name == NULL || strcmp((const char *)node->name, name) == 0);
}

static bool is_sch(const xmlNode *node, const char *name) {
    return is_element(node, SCHEMATRON_NAMESPACE, name);
}

static const xmlAttr *find_attribute(const xmlNode *node, const char *uri, const char *name) {
    for (const xmlAttr *at = node->properties; at != NULL; at = at->next)
        if (strcmp((const char *)at->name, name) == 0 &&
            (uri == NULL ? at->ns == NULL : at->ns != NULL && strcmp((const char *)at->ns->href, uri) == 0))
            return at;
    return NULL;
}

static const char *attribute_value(const xmlAttr *attribute) {
    return attribute->children == NULL || attribute->children->content == NULL
               ? ""
               : (const char *)attribute->children->content;
}

static void compiling_fault(struct compiling *compiling, const void *node, const char *words) {
    compiling->faults++;
    reading_fault(compiling->reading, RULE_RULES_BROKEN, door_place(node), words);
}

/* The value of an attribute that has to be there; NULL after a report. */
static const char *required(struct compiling *compiling, const xmlNode *node, const char *name,
                            const xmlAttr **attribute) {
    *attribute = find_attribute(node, NULL, name);
    if (*attribute != NULL && strspn(attribute_value(*attribute), " \t\n\r") != strlen(attribute_value(*attribute)))
        return attribute_value(*attribute);
    compiling_fault(compiling, *attribute != NULL ? (const void *)*attribute : node,
                    arena_format(compiling->arena, "<%s> needs the attribute \"%s\"", (const char *)node->name, name));
    return NULL;
}

static struct expression *compile_attribute(struct compiling *compiling, const xmlAttr *attribute,
                                            const struct scope *scope) {
    const char *fault = NULL;
    struct expression *expression = expression_compile(compiling->schematron->engine, attribute_value(attribute),
                                                       door_place(attribute), scope, &fault);
    if (expression == NULL)
        compiling_fault(compiling, attribute,
                        arena_format(compiling->arena, "\"%s\" cannot be read: %s", attribute_value(attribute), fault));
    return expression;
}

static struct expression *compile_required(struct compiling *compiling, const xmlNode *node, const char *name,
                                           const struct scope *scope) {
    const xmlAttr *attribute;
    return required(compiling, node, name, &attribute) == NULL ? NULL : compile_attribute(compiling, attribute, scope);
}

static bool has_name_form(const char *text) {
    return xmlValidateNCName((const xmlChar *)text, 0) == 0;
}

static void compile_let(struct compiling *compiling, const xmlNode *node, struct scope *scope) {
    const xmlAttr *attribute;
    const char *name = required(compiling, node, "name", &attribute);
    struct expression *value = compile_required(compiling, node, "value", scope);
    if (name == NULL || value == NULL)
        return;
    if (!has_name_form(name)) {
        compiling_fault(compiling, attribute, arena_format(compiling->arena, "\"%s\" cannot name a variable", name));
        return;
    }
    for (size_t i = 0; i < scope->variables.count; i++)
        if (strcmp(scope->variables.items[i]->name, name) == 0) {
            compiling_fault(compiling, attribute, arena_format(compiling->arena, "$%s has a value here already", name));
            return;
        }
    LIST_ADD(compiling->arena, &scope->variables, variable_new(compiling->schematron->engine, name, value));
}

/* ---------------------------------------------------------------- messages */
static void compile_words(struct compiling *compiling, const xmlNode *holder, const struct scope *scope,
                          struct schematron_words *out) {
    for (const xmlNode *at = holder->children; at != NULL; at = at->next) {
        struct schematron_part part = {0};
        if (at->type == XML_TEXT_NODE) {
            part.text = arena_string(compiling->arena, (const char *)at->content);
        } else if (is_sch(at, "value-of")) {
            part.value = compile_required(compiling, at, "select", scope);
        } else if (is_sch(at, "name")) {
            const xmlAttr *path = find_attribute(at, NULL, "path");
            const char *fault = NULL;
            const char *call =
                path == NULL ? "name()" : arena_format(compiling->arena, "name(%s)", attribute_value(path));
            part.value = expression_compile(compiling->schematron->engine, call, door_place(at), scope, &fault);
            if (part.value == NULL)
                compiling_fault(
                    compiling, path,
                    arena_format(compiling->arena, "\"%s\" cannot be read: %s", attribute_value(path), fault));
        } else if (is_sch(at, "emph") || is_sch(at, "dir") || is_sch(at, "span")) {
            compile_words(compiling, at, scope, out);
        } else if (is_sch(at, NULL)) {
            compiling_fault(compiling, at,
                            arena_format(compiling->arena, "<%s> cannot stand in a message", (const char *)at->name));
        }
        if (part.text != NULL || part.value != NULL)
            LIST_ADD(compiling->arena, &out->parts, part);
    }
}

static const xmlNode *find_diagnostic(const struct compiling *compiling, const char *id) {
    for (const xmlNode *all = compiling->root->children; all != NULL; all = all->next)
        for (const xmlNode *at = is_sch(all, "diagnostics") ? all->children : NULL; at != NULL; at = at->next) {
            const xmlAttr *name = is_sch(at, "diagnostic") ? find_attribute(at, NULL, "id") : NULL;
            if (name != NULL && strcmp(attribute_value(name), id) == 0)
                return at;
        }
    return NULL;
}

static void compile_diagnostics(struct compiling *compiling, const xmlNode *node, const struct scope *scope,
                                struct schematron_assertion *assertion) {
    const xmlAttr *attribute = find_attribute(node, NULL, "diagnostics");
    const char *at = attribute == NULL ? "" : attribute_value(attribute);
    for (at += strspn(at, " \t\n\r"); *at != '\0'; at += strspn(at, " \t\n\r")) {
        size_t count = strcspn(at, " \t\n\r");
        const char *id = arena_copy(compiling->arena, at, count);
        const xmlNode *diagnostic = find_diagnostic(compiling, id);
        at += count;
        if (diagnostic == NULL) {
            compiling_fault(compiling, attribute, arena_format(compiling->arena, "there is no diagnostic \"%s\"", id));
            continue;
        }
        if (assertion->mend.parts.count > 0)
            LIST_ADD(compiling->arena, &assertion->mend.parts, ((struct schematron_part){.text = " "}));
        compile_words(compiling, diagnostic, scope, &assertion->mend);
    }
}

/* ---------------------------------------------------------------- rules */
static void read_role(struct compiling *compiling, const xmlNode *node, const xmlNode *rule,
                      struct schematron_assertion *assertion) {
    static const struct {
        const char *name;
        enum severity severity;
    } roles[] = {{"error", SEVERITY_ERROR},  {"fatal", SEVERITY_ERROR}, {"warning", SEVERITY_WARNING},
                 {"warn", SEVERITY_WARNING}, {"info", SEVERITY_NOTE},   {"information", SEVERITY_NOTE}};
    const xmlAttr *role = find_attribute(node, NULL, "role");
    if (role == NULL)
        role = find_attribute(rule, NULL, "role");
    assertion->severity = SEVERITY_ERROR;
    if (role == NULL)
        return;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (strcmp(roles[i].name, attribute_value(role)) == 0) {
            assertion->severity = roles[i].severity;
            return;
        }
    compiling_fault(
        compiling, role,
        arena_format(compiling->arena, "the role \"%s\" is none of error, warning and info", attribute_value(role)));
}

static struct expression *compile_optional(struct compiling *compiling, const xmlNode *node, const xmlNode *rule,
                                           const char *uri, const char *name, const struct scope *scope) {
    const xmlAttr *attribute = find_attribute(node, uri, name);
    if (attribute == NULL)
        attribute = find_attribute(rule, uri, name);
    return attribute == NULL ? NULL : compile_attribute(compiling, attribute, scope);
}

static void compile_assertion(struct compiling *compiling, const xmlNode *node, const xmlNode *rule_node,
                              struct schematron_rule *rule) {
    struct schematron_assertion *assertion = ARENA_NEW(compiling->arena, struct schematron_assertion);
    const xmlAttr *flag = find_attribute(node, NULL, "flag");
    assertion->number = compiling->schematron->assertions.count;
    assertion->flag = flag == NULL ? NULL : arena_string(compiling->arena, attribute_value(flag));
    assertion->place = door_place(node);
    assertion->report = is_sch(node, "report");
    read_role(compiling, node, rule_node, assertion);
    assertion->test = compile_required(compiling, node, "test", rule->scope);
    const xmlAttr *test = find_attribute(node, NULL, "test");
    assertion->asks = test == NULL ? "" : arena_string(compiling->arena, attribute_value(test));
    assertion->subject = compile_optional(compiling, node, rule_node, NULL, "subject", rule->scope);
    assertion->find = compile_optional(compiling, node, rule_node, RULES_NAMESPACE, "find", rule->scope);
    compile_words(compiling, node, rule->scope, &assertion->message);
    compile_diagnostics(compiling, node, rule->scope, assertion);
    if (assertion->number >= ASSERTION_LIMIT) {
        if (assertion->number == ASSERTION_LIMIT)
            compiling_fault(compiling, node, "the file holds more than 5,000 assertions");
        return;
    }
    LIST_ADD(compiling->arena, &rule->assertions, assertion);
    LIST_ADD(compiling->arena, &compiling->schematron->assertions, assertion);
}

static const xmlNode *find_abstract(const struct compiling *compiling, const char *id) {
    for (const xmlNode *at = compiling->pattern_node->children; at != NULL; at = at->next) {
        const xmlAttr *name = is_sch(at, "rule") ? find_attribute(at, NULL, "id") : NULL;
        if (name != NULL && strcmp(attribute_value(name), id) == 0)
            return at;
    }
    return NULL;
}

static bool is_abstract(const xmlNode *node) {
    const xmlAttr *attribute = find_attribute(node, NULL, "abstract");
    return attribute != NULL && strcmp(attribute_value(attribute), "true") == 0;
}

static void compile_rule_content(struct compiling *compiling, const xmlNode *node, const xmlNode *rule_node,
                                 struct schematron_rule *rule, unsigned depth) {
    for (const xmlNode *at = node->children; at != NULL; at = at->next) {
        if (compiling->schematron->assertions.count > ASSERTION_LIMIT)
            return;
        if (is_sch(at, "let")) {
            compile_let(compiling, at, rule->scope);
        } else if (is_sch(at, "assert") || is_sch(at, "report")) {
            compile_assertion(compiling, at, rule_node, rule);
        } else if (is_sch(at, "extends")) {
            const xmlAttr *attribute;
            const char *id = required(compiling, at, "rule", &attribute);
            const xmlNode *abstract = id == NULL ? NULL : find_abstract(compiling, id);
            if (id == NULL)
                continue;
            if (abstract == NULL || !is_abstract(abstract))
                compiling_fault(compiling, attribute,
                                arena_format(compiling->arena, "this pattern has no abstract rule \"%s\"", id));
            else if (depth >= EXTENDS_LIMIT || compiling->extended++ >= EXTENDED_LIMIT) {
                compiling_fault(compiling, attribute, "rules extend one another too often, or in a circle");
                return;
            } else {
                compile_rule_content(compiling, abstract, rule_node, rule, depth + 1);
            }
        } else if (is_sch(at, NULL) && !is_sch(at, "p") && !is_sch(at, "title")) {
            compiling_fault(compiling, at,
                            arena_format(compiling->arena, "<%s> cannot stand in a rule", (const char *)at->name));
        }
    }
}

static struct scope *scope_new(struct compiling *compiling, struct scope *outer, bool of_rule) {
    struct scope *scope = ARENA_NEW(compiling->arena, struct scope);
    scope->outer = outer;
    scope->of_rule = of_rule;
    return scope;
}

static void compile_rule(struct compiling *compiling, const xmlNode *node) {
    const xmlAttr *context = find_attribute(node, NULL, "context");
    if (is_abstract(node)) {
        if (context != NULL)
            compiling_fault(compiling, context, "an abstract rule has no context");
        const xmlAttr *id;
        (void)required(compiling, node, "id", &id);
        return;
    }
    const char *text = required(compiling, node, "context", &context);
    if (text == NULL)
        return;
    struct schematron_rule *rule = ARENA_NEW(compiling->arena, struct schematron_rule);
    rule->scope = scope_new(compiling, compiling->pattern->scope, true);
    const char *fault = NULL;
    if (!pattern_compile(compiling->schematron->engine, compiling->arena, text, door_place(context),
                         compiling->pattern->scope, &rule->context, &fault))
        compiling_fault(compiling, context,
                        arena_format(compiling->arena, "the context \"%s\" cannot be read: %s", text, fault));
    compile_rule_content(compiling, node, node, rule, 0);
    LIST_ADD(compiling->arena, &compiling->pattern->rules, rule);
}

static void compile_pattern(struct compiling *compiling, xmlNodePtr node, struct scope *schema_scope) {
    const xmlAttr *is_a = find_attribute(node, NULL, "is-a");
    if (is_abstract(node) || is_a != NULL) {
        compiling_fault(compiling, is_a != NULL ? (const void *)is_a : node,
                        "abstract patterns are not known here: write the pattern out");
        return;
    }
    compiling->pattern = ARENA_NEW(compiling->arena, struct schematron_pattern);
    compiling->pattern->scope = scope_new(compiling, schema_scope, false);
    compiling->pattern_node = node;
    for (const xmlNode *at = node->children; at != NULL; at = at->next)
        if (is_sch(at, "let"))
            compile_let(compiling, at, compiling->pattern->scope);
    for (const xmlNode *at = node->children; at != NULL; at = at->next) {
        if (is_sch(at, "rule"))
            compile_rule(compiling, at);
        else if (is_sch(at, NULL) && !is_sch(at, "let") && !is_sch(at, "p") && !is_sch(at, "title"))
            compiling_fault(compiling, at,
                            arena_format(compiling->arena, "<%s> cannot stand in a pattern", (const char *)at->name));
    }
    LIST_ADD(compiling->arena, &compiling->schematron->patterns, compiling->pattern);
}

/* ---------------------------------------------------------------- the schema */
static void compile_namespace(struct compiling *compiling, const xmlNode *node) {
    const xmlAttr *prefix_at;
    const xmlAttr *uri_at;
    const char *prefix = required(compiling, node, "prefix", &prefix_at);
    const char *uri = required(compiling, node, "uri", &uri_at);
    if (prefix == NULL || uri == NULL)
        return;
    if (!has_name_form(prefix) || !engine_bind(compiling->schematron->engine, prefix, uri))
        compiling_fault(
            compiling, prefix_at,
            arena_format(compiling->arena, "\"%s\" cannot be a prefix here, or has a meaning already", prefix));
}

static bool compile_root(struct compiling *compiling) {
    if (!is_sch(compiling->root, "schema")) {
        compiling_fault(compiling, compiling->root, "its root element is not <schema> of ISO Schematron");
        return false;
    }
    const xmlAttr *binding = find_attribute(compiling->root, NULL, "queryBinding");
    if (binding != NULL && strcmp(attribute_value(binding), "xslt") != 0) {
        compiling_fault(compiling, binding, "its queryBinding has to be \"xslt\", that is XPath 1.0");
        return false;
    }
    return true;
}

static void compile_schema(struct compiling *compiling) {
    static const char *const known[] = {"ns", "let", "title", "p", "pattern", "diagnostics", "phase", NULL};
    struct scope *scope = scope_new(compiling, NULL, false);
    for (const xmlNode *at = compiling->root->children; at != NULL; at = at->next)
        if (is_sch(at, "ns"))
            compile_namespace(compiling, at);
    for (const xmlNode *at = compiling->root->children; at != NULL; at = at->next)
        if (is_sch(at, "let"))
            compile_let(compiling, at, scope);
    for (xmlNodePtr at = compiling->root->children; at != NULL; at = at->next) {
        if (is_sch(at, "pattern")) {
            compile_pattern(compiling, at, scope);
            continue;
        }
        size_t i = 0;
        while (known[i] != NULL && !is_sch(at, known[i]))
            i++;
        if (known[i] == NULL && is_sch(at, NULL))
            compiling_fault(compiling, at,
                            arena_format(compiling->arena, "<%s> is not known here", (const char *)at->name));
    }
}

struct schematron *schematron_compile(struct reading *reading, const char *path, xmlDocPtr document,
                                      expression_load load, void *context) {
    struct compiling compiling = {.reading = reading,
                                  .arena = reading->arena,
                                  .schematron = ARENA_NEW(reading->arena, struct schematron),
                                  .root = xmlDocGetRootElement(document)};
    compiling.schematron->path = path;
    compiling.schematron->engine = engine_open(reading->arena, load, context);
    if (compile_root(&compiling))
        compile_schema(&compiling);
    if (compiling.faults == 0)
        return compiling.schematron;
    engine_close(compiling.schematron->engine);
    return NULL;
}
