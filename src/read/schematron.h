/* schematron.h: ISO Schematron (ISO/IEC 19757-3, query binding xslt) for one rule file.
 *
 * A .sch file → compiled rules; rules and a libxml2 tree → what they find, each
 * with its message filled in. No abstract patterns; phases are passed over, all
 * patterns are active. Private to src/read; the house's own demands are in
 * rulebook.h.
 */
#ifndef ENGROSS_READ_SCHEMATRON_H
#define ENGROSS_READ_SCHEMATRON_H

#include "read/expression.h"
#include "read/pattern.h"
#include "read/reading.h"

#define RULES_NAMESPACE "urn:engross:rules:1"
#define SCHEMATRON_NAMESPACE "http://purl.oclc.org/dsdl/schematron"

/* Text, or an expression whose string stands in its place. */
struct schematron_part {
    const char *text;
    struct expression *value;
};
struct schematron_words {
    LIST(struct schematron_part) parts;
};

/* An sch:assert or sch:report. */
struct schematron_assertion {
    size_t number;    /* in the file, from 0 */
    const char *flag; /* NULL when it has none */
    enum severity severity;
    struct place place;
    bool report; /* speaks when its test is true */
    struct expression *test;
    const char *asks;           /* the test as it is written */
    struct expression *subject; /* NULL: the context */
    struct expression *find;    /* NULL: nothing to look for in its text */
    struct schematron_words message;
    struct schematron_words mend; /* of its diagnostics */
};

struct schematron_rule {
    struct patterns context;
    struct scope *scope;
    LIST(struct schematron_assertion *) assertions;
};

struct schematron_pattern {
    struct scope *scope;
    LIST(struct schematron_rule *) rules;
};

struct schematron {
    const char *path;
    struct engine *engine;
    LIST(struct schematron_pattern *) patterns;
    LIST(struct schematron_assertion *) assertions; /* those of rules that extend another stand here once a rule */
};

/* Compiles what was parsed from `path`; strings live in the reading's arena. NULL after reports (RULES-BROKEN) at their
 * places in the rule file. document() asks `load`. Its engine is to be closed. */
struct schematron *schematron_compile(struct reading *reading, const char *path, xmlDocPtr document,
                                      expression_load load, void *context);

struct schematron_finding {
    const struct schematron_assertion *assertion;
    const xmlNode *context;
    const xmlNode *subject;
    struct place place;
    const char *message; /* white space folded */
    const char *mend;
};
typedef void (*schematron_hear)(void *context, const struct schematron_finding *finding);

/* Tells every finding, in document order; false after a report when an expression could not be worked out
 * (RULES-BROKEN) or all together wanted too much work (RULES-WORK). Strings of findings live in `arena`. */
bool schematron_run(const struct schematron *schematron, struct reading *reading, xmlDocPtr document,
                    schematron_hear hear, void *context);

/* White space folded to single spaces, none at the ends. */
const char *schematron_fold(struct arena *arena, const char *text);

#endif
