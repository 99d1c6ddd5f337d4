/* explanation.c: what a rule file says of its own rules, and whether it says enough.
 *
 * e:explanation elements below the root of a rule file in → struct rule_explanation
 * out. Examples are XML in a CDATA section: only their common indentation goes.
 */
#include "read/explanation.h"

#include <string.h>

#include "base/buffer.h"
#include "read/door.h"

struct explaining {
    struct reading *reading;
    const struct schematron *schematron;
    struct rule_explanations *out;
    size_t before; /* explanations of other files */
};

static bool is_ours(const xmlNode *node, const char *name) {
    return node->type == XML_ELEMENT_NODE && node->ns != NULL &&
           strcmp((const char *)node->ns->href, RULES_NAMESPACE) == 0 && strcmp((const char *)node->name, name) == 0;
}

/* The text of the only child of that name; NULL after a report. */
static const char *part_text(struct explaining *explaining, const xmlNode *node, const char *name) {
    const xmlNode *part = NULL;
    for (const xmlNode *at = node->children; at != NULL; at = at->next)
        if (is_ours(at, name)) {
            if (part != NULL) {
                reading_fault(explaining->reading, RULE_RULES_FORM, door_place(at),
                              arena_format(explaining->reading->arena, "<%s> stands here for the second time", name));
                return NULL;
            }
            part = at;
        }
    const xmlNode *text = part == NULL ? NULL : part->children;
    if (text == NULL || text->next != NULL || text->type != XML_TEXT_NODE ||
        strspn((const char *)text->content, " \t\n") == strlen((const char *)text->content)) {
        reading_fault(explaining->reading, RULE_RULES_FORM, door_place(part == NULL ? node : part),
                      arena_format(explaining->reading->arena,
                                   "an explanation needs <%s> with text; an example stands in <![CDATA[ ]]>", name));
        return NULL;
    }
    return (const char *)text->content;
}

/* Blank lines at both ends and the indentation that all lines share are taken off. */
static const char *example_trim(struct arena *arena, const char *text) {
    struct buffer out = {0};
    size_t indent = SIZE_MAX;
    for (const char *line = text; *line != '\0'; line += strcspn(line, "\n"), line += *line == '\n') {
        size_t blanks = strspn(line, " ");
        if (line[blanks] != '\n' && line[blanks] != '\0' && !(line == text && blanks == 0) && blanks < indent)
            indent = blanks;
    }
    for (const char *line = text; *line != '\0'; line += strcspn(line, "\n"), line += *line == '\n') {
        size_t count = strcspn(line, "\n");
        size_t blanks = strspn(line, " ");
        size_t cut = blanks < indent ? blanks : indent;
        if (out.count > 0 || blanks < count) {
            buffer_bytes(&out, line + cut, count - cut);
            buffer_char(&out, '\n');
        }
    }
    while (out.count > 0 && strchr(" \n", out.bytes[out.count - 1]) != NULL)
        out.count--;
    const char *trimmed = arena_copy(arena, out.bytes == NULL ? "" : out.bytes, out.count);
    buffer_close(&out);
    return trimmed;
}

/* Words of a message as they stand in the file, "…" for what is filled in. */
static const char *words_template(struct arena *arena, const struct schematron_words *words) {
    struct buffer text = {0};
    for (size_t i = 0; i < words->parts.count; i++)
        buffer_string(&text, words->parts.items[i].text != NULL ? words->parts.items[i].text : "…");
    const char *folded = schematron_fold(arena, buffer_text(&text));
    buffer_close(&text);
    return folded;
}

/* The first assertion with that flag, and the gravest severity of all that have it; NULL when there is none. */
static const struct schematron_assertion *flag_find(const struct schematron *schematron, const char *flag,
                                                    enum severity *severity) {
    const struct schematron_assertion *first = NULL;
    for (size_t i = 0; i < schematron->assertions.count; i++) {
        const struct schematron_assertion *assertion = schematron->assertions.items[i];
        if (assertion->flag == NULL || strcmp(assertion->flag, flag) != 0)
            continue;
        if (first == NULL || assertion->severity > *severity)
            *severity = assertion->severity;
        first = first == NULL ? assertion : first;
    }
    return first;
}

static const struct rule_explanation *explanation_find(const struct rule_explanations *all, size_t from,
                                                       const char *rule) {
    for (size_t i = from; i < all->rules.count; i++)
        if (strcmp(all->rules.items[i].rule, rule) == 0)
            return &all->rules.items[i];
    return NULL;
}

static void explanation_read(struct explaining *explaining, const xmlNode *node) {
    struct reading *reading = explaining->reading;
    struct arena *arena = reading->arena;
    struct rule_explanation out = {.place = door_place(node)};
    xmlAttr *attribute = xmlHasProp((xmlNodePtr)(uintptr_t)node, (const xmlChar *)"rule");
    out.rule = attribute == NULL || attribute->children == NULL
                   ? ""
                   : arena_string(arena, (const char *)attribute->children->content);
    const struct schematron_assertion *first = flag_find(explaining->schematron, out.rule, &out.severity);
    if (first == NULL) {
        reading_fault(
            reading, RULE_RULES_FORM, out.place,
            arena_format(arena, "no assertion of this file has the flag \"%s\" that is explained here", out.rule));
        return;
    }
    if (explanation_find(explaining->out, 0, out.rule) != NULL) {
        reading_fault(reading, RULE_RULES_FORM, out.place,
                      arena_format(arena, "%s is explained for the second time", out.rule));
        return;
    }
    const char *why = part_text(explaining, node, "why");
    const char *source = part_text(explaining, node, "source");
    const char *wrong = part_text(explaining, node, "wrong");
    const char *right = part_text(explaining, node, "right");
    out.message = words_template(arena, &first->message);
    out.mend = words_template(arena, &first->mend);
    out.why = why == NULL ? "" : schematron_fold(arena, why);
    out.source = source == NULL ? "" : schematron_fold(arena, source);
    out.wrong = wrong == NULL ? "" : example_trim(arena, wrong);
    out.right = right == NULL ? "" : example_trim(arena, right);
    LIST_ADD(arena, &explaining->out->rules, out);
}

static bool flag_has_form(const char *flag) {
    return flag[0] != '\0' && strspn(flag, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == strlen(flag);
}

static void assertion_check(struct explaining *explaining, const struct schematron_assertion *assertion) {
    struct reading *reading = explaining->reading;
    if (assertion->flag == NULL)
        reading_fault(reading, RULE_RULES_FORM, assertion->place, "an assertion needs a flag, the name of its rule");
    else if (!flag_has_form(assertion->flag))
        reading_fault(reading, RULE_RULES_FORM, assertion->place,
                      arena_format(reading->arena, "the flag \"%s\" is not made of capitals, digits and hyphens",
                                   assertion->flag));
    else if (explanation_find(explaining->out, explaining->before, assertion->flag) == NULL)
        reading_fault(reading, RULE_RULES_FORM, assertion->place,
                      arena_format(reading->arena, "nothing in this file explains %s", assertion->flag));
    if (words_template(reading->arena, &assertion->message)[0] == '\0')
        reading_fault(reading, RULE_RULES_FORM, assertion->place, "an assertion needs a message");
}

void explanation_take(struct reading *reading, xmlDocPtr document, const struct schematron *schematron,
                      struct rule_explanations *out) {
    struct explaining explaining = {
        .reading = reading, .schematron = schematron, .out = out, .before = out->rules.count};
    for (const xmlNode *at = xmlDocGetRootElement(document)->children; at != NULL; at = at->next)
        if (is_ours(at, "explanation"))
            explanation_read(&explaining, at);
    for (size_t i = 0; i < schematron->assertions.count; i++)
        assertion_check(&explaining, schematron->assertions.items[i]);
}
