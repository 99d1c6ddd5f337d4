/* explain.c: what the program knows of its rules, told to people and to programs.
 *
 * names of rules in → text wrapped to 80 columns, or JSON lines, out. The rules of the
 * catalogue come first, in its order and in groups, those of rule files after them; both
 * become `struct known` and are told alike. Headings are words on lines of their own,
 * so that nothing depends on colour or on seeing how far a line is indented.
 *
 * Surprising: a message whose words are all filled in when the fault is found ("{1}")
 * says nothing beforehand; the first sentence of the reason then stands for it.
 */
#include "explain.h"
#include "telling.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/explanation.h"
#include "base/list.h"
#include "base/report_json.h"
#include "base/utf8.h"
#include "document/names.h"
#include "read/rules.h"
#include "wish.h"

#define NAME_COLUMNS 20
#define SEVERITY_COLUMNS 8

/* One rule, of the catalogue or of a rule file. No string is NULL. */
struct known {
    const char *name, *group;
    enum severity severity;
    const char *message, *mend; /* what is filled in stands as "…" */
    struct explanation explanation;
};

struct explaining {
    struct arena *arena;
    LIST(struct known) rules;
    struct names *names;
};

static const char *const severities[] = {
    [SEVERITY_NOTE] = "note", [SEVERITY_WARNING] = "warning", [SEVERITY_ERROR] = "error"};

/* The rows of the catalogue are grouped by the room that finds the fault; people look for them by what they are of. */
static const char *group_of(enum rule rule) {
    static const struct {
        enum rule first;
        const char *name;
    } groups[] = {{RULE_FILE_OPEN, "Files"},
                  {RULE_XML_EMPTY, "How XML is written"},
                  {RULE_XINCLUDE_FORM, "Parts taken from other files"},
                  {RULE_SCHEMA_BROKEN, "What may stand where"},
                  {RULE_LANG_WORDS, "What a document holds"},
                  {RULE_DOC_UNKNOWN, "Documents beside one another, and by a day"},
                  {RULE_STYLE_EXTENDS, "Styles"},
                  {RULE_FONT_MISSING, "Fonts and characters"},
                  {RULE_LAYOUT_WIDE, "Pages and pictures"}};
    const char *name = groups[0].name;
    for (size_t i = 0; i < sizeof groups / sizeof *groups && groups[i].first <= rule; i++)
        name = groups[i].name;
    return name;
}

/* `{1}`, or several of them in a row, as "…"; "" when there is nothing else but signs. */
static const char *without_strings(const char *text, struct arena *arena) {
    struct buffer out = {0};
    bool words = false, hole = false;
    for (const char *at = text; *at != '\0'; at++) {
        if (at[0] == '{' && isdigit((unsigned char)at[1]) && at[2] == '}') {
            if (!hole)
                buffer_string(&out, "…");
            hole = true;
            at += 2;
            continue;
        }
        hole = false;
        words = words || isalpha((unsigned char)*at);
        buffer_char(&out, *at);
    }
    const char *copy = words ? arena_string(arena, buffer_text(&out)) : "";
    buffer_close(&out);
    return copy;
}

static void collect_catalogue(struct explaining *explaining) {
    for (enum rule rule = 0; rule < RULE_COUNT; rule++) {
        const struct catalogue_row *row = catalogue_find(rule);
        LIST_ADD(explaining->arena, &explaining->rules,
                 ((struct known){.name = row->name,
                                 .group = group_of(rule),
                                 .severity = row->severity,
                                 .message = without_strings(row->message, explaining->arena),
                                 .mend = without_strings(row->mend, explaining->arena),
                                 .explanation = *explanation_find(rule)}));
    }
}

/* Rules of the rule files after those of the program; a file that is broken is told on standard error. */
static int collect_rule_files(struct explaining *explaining, const char *home) {
    struct source *source = source_open(home);
    struct report *report = report_open(explaining->arena);
    struct rule_explanations found = {0};
    rules_explanations(source, explaining->arena, report, &found);
    for (size_t i = 0; i < found.rules.count; i++) {
        const struct rule_explanation *rule = &found.rules.items[i];
        LIST_ADD(explaining->arena, &explaining->rules,
                 ((struct known){.name = rule->rule,
                                 .group = "Rules of the house, in sources/schema/rules",
                                 .severity = rule->severity,
                                 .message = rule->message,
                                 .mend = rule->mend,
                                 .explanation = {rule->why, rule->source, rule->wrong, rule->right}}));
    }
    telling_print(report);
    source_close(source);
    return report_status(report);
}

/* After this the rules stay where they are: the names point at them. */
static void index_names(struct explaining *explaining) {
    explaining->names = names_open(explaining->arena);
    for (size_t i = 0; i < explaining->rules.count; i++) {
        bool fresh = false;
        struct name *name = names_add(explaining->names, explaining->rules.items[i].name, (struct place){0}, &fresh);
        if (fresh)
            name->thing = &explaining->rules.items[i];
    }
}

static void put_text(struct buffer *out, const char *heading, const char *text) {
    buffer_format(out, "%s\n", heading);
    telling_wrap(out, text, strlen(text), 2, 2);
}

/* As it stands; a line that is too long goes on in the next, four further in. */
static void put_example(struct buffer *out, const char *heading, const char *text) {
    buffer_format(out, "%s\n", heading);
    while (*text != '\0') {
        size_t bytes = strcspn(text, "\n"), blanks = strspn(text, " ");
        size_t indent = 2 + (blanks < bytes ? blanks : bytes);
        if (utf8_count(text, bytes) <= TELLING_COLUMNS - 2)
            buffer_format(out, "%s%.*s\n", bytes > 0 ? "  " : "", (int)bytes, text);
        else
            telling_wrap(out, text, bytes, indent, indent + 4);
        text += bytes;
        text += *text == '\n';
    }
}

static void put_rule(struct buffer *out, const struct known *rule, struct arena *arena) {
    const char *severity = severities[rule->severity];
    put_text(out, rule->name, *rule->message ? arena_format(arena, "%s: %s", severity, rule->message) : severity);
    if (*rule->mend != '\0')
        put_text(out, "Mend", rule->mend);
    put_text(out, "Why", rule->explanation.why);
    put_text(out, "Source", rule->explanation.source);
    put_example(out, "Wrong", rule->explanation.wrong);
    put_example(out, "Right", rule->explanation.right);
}

/* The message, or when that has no words of its own the first sentence of the reason. */
static const char *headline(const struct known *rule, struct arena *arena) {
    if (*rule->message != '\0')
        return rule->message;
    const char *why = rule->explanation.why, *end = strstr(why, ". ");
    char *sentence = arena_copy(arena, why, end ? (size_t)(end - why) : strlen(why));
    sentence[0] = (char)tolower((unsigned char)sentence[0]);
    return sentence;
}

/* One line for each rule, cut with "…" where it would be longer than TELLING_COLUMNS. */
static void put_line(struct buffer *out, const struct known *rule, struct arena *arena) {
    const char *text = headline(rule, arena);
    size_t room = TELLING_COLUMNS - NAME_COLUMNS - SEVERITY_COLUMNS, bytes = strlen(text);
    while (utf8_count(text, bytes) > room - (bytes < strlen(text) ? 2 : 0)) {
        do
            bytes--;
        while (bytes > 0 && text[bytes] != ' ');
    }
    buffer_format(out, "%-*s%-*s%.*s%s\n", NAME_COLUMNS, rule->name, SEVERITY_COLUMNS, severities[rule->severity],
                  (int)bytes, text, bytes < strlen(text) ? " …" : "");
}

static void put_list(struct buffer *out, const struct explaining *explaining) {
    const char *group = "";
    for (size_t i = 0; i < explaining->rules.count; i++) {
        const struct known *rule = &explaining->rules.items[i];
        if (strcmp(group, rule->group) != 0)
            buffer_format(out, "%s%s\n", i > 0 ? "\n" : "", rule->group);
        group = rule->group;
        put_line(out, rule, explaining->arena);
    }
    buffer_string(out, "\nengross explain RULE says more of each.\n");
}

static void put_object(struct buffer *out, const struct known *rule) {
    json_t *object = report_json_object("rule");
    report_json_string(object, "rule", rule->name);
    report_json_string(object, "severity", severities[rule->severity]);
    if (*rule->message != '\0')
        report_json_string(object, "message", rule->message);
    if (*rule->mend != '\0')
        report_json_string(object, "mend", rule->mend);
    report_json_string(object, "why", rule->explanation.why);
    report_json_string(object, "source", rule->explanation.source);
    report_json_string(object, "wrong", rule->explanation.wrong);
    report_json_string(object, "right", rule->explanation.right);
    report_json_line(object, out);
}

/* The rule of that name, in any case of letters; NULL after saying that there is none. */
static const struct known *find_rule(const struct explaining *explaining, const char *home, const char *asked) {
    char *text = arena_string(explaining->arena, asked);
    for (char *at = text; *at != '\0'; at++)
        *at = (char)toupper((unsigned char)*at);
    const struct name *name = names_find(explaining->names, text);
    if (name != NULL)
        return name->thing;
    const char *nearest = names_nearest(explaining->names, text, NULL);
    telling_say("engross: there is no rule \"%s\"", asked);
    if (nearest != NULL)
        telling_say("; did you mean %s?", nearest);
    fputs(home != NULL
              ? "\ntry: engross explain\n"
              : "\ntry: engross explain; the rules of a house are known in its folder, or with --home FOLDER\n",
          stderr);
    return NULL;
}

static int put_rules(struct buffer *out, const struct explaining *explaining, const char *home,
                     const char *const *asked, size_t count, bool json) {
    int status = STATUS_FINE;
    LIST(const struct known *) told = {0};
    for (size_t i = 0; i < count; i++) {
        const struct known *rule = find_rule(explaining, home, asked[i]);
        bool before = false;
        for (size_t j = 0; j < told.count && !before; j++)
            before = told.items[j] == rule;
        if (rule == NULL)
            status = STATUS_USAGE;
        else if (!before)
            LIST_ADD(explaining->arena, &told, rule);
    }
    for (size_t i = 0; i < told.count && status == STATUS_FINE; i++) {
        if (json) {
            put_object(out, told.items[i]);
            continue;
        }
        if (i > 0)
            buffer_char(out, '\n');
        put_rule(out, told.items[i], explaining->arena);
    }
    return status;
}

int explain_run(const char *home, const char *const *names, size_t count, bool json, FILE *out) {
    struct explaining explaining = {.arena = arena_open()};
    collect_catalogue(&explaining);
    int broken = home != NULL ? collect_rule_files(&explaining, home) : STATUS_FINE;
    index_names(&explaining);
    struct buffer text = {0};
    int status = STATUS_FINE;
    if (count > 0)
        status = put_rules(&text, &explaining, home, names, count, json);
    else if (json)
        for (size_t i = 0; i < explaining.rules.count; i++)
            put_object(&text, &explaining.rules.items[i]);
    else
        put_list(&text, &explaining);
    if (text.count > 0) /* whether it arrived is asked in telling_finish */
        (void)!fwrite(text.bytes, 1, text.count, out);
    buffer_close(&text);
    arena_close(explaining.arena);
    return status ? status : broken;
}
