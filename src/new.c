/* new.c: the verb new: a document begun from a pattern, or from last year's.
 *
 * type and name in → a source out. The patterns are sources/schema/new/TYPE.xml,
 * which the office may change; in them {id}, {title}, {today} and the like are filled
 * in. A document that is begun from another is the business of new_year.c.
 */
#include "new.h"
#include "telling.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/utf8.h"
#include "calendar.h"
#include "document/numbers.h"
#include "home.h"
#include "read/source.h"
#include "releasing.h"

#define PATTERN_LIMIT ((size_t)1 << 20)

static const struct {
    const char *type;
    const char *folder;
    const char *before; /* begins the name of the file */
    const char *noun;   /* ends the title */
} types[] = {{"policy", "policies", "", " policy"},
             {"constitution", "constitution", "", ""},
             {"information", "about", "", ""},
             {"statement", "statements", "modern-slavery-", ""}};

static int say_taken(const char *path) {
    telling_say(
        "engross: error: %s is there already, and stays as it is\n   mend: choose another name, or move it away\n",
        path);
    return STATUS_USAGE;
}

int new_write(const struct wish *wish, const char *path, const struct buffer *text) {
    if (file_exists(path))
        return say_taken(path);
    struct report *report = report_open(wish->arena);
    const char *folder = arena_copy(wish->arena, path, (size_t)(strrchr(path, '/') - path));
    (void)mkdir(folder, 0777); /* when it cannot be made, file_write says so */
    if (!file_write_new(path, text->bytes, text->count, report)) {
        if (file_exists(path))
            return say_taken(path); /* made by another run in this moment */
        telling_print(report);
        return report_status(report);
    }
    puts(path);
    return STATUS_FINE;
}

static bool name_is_good(const char *name) {
    return *name >= 'a' && *name <= 'z' && strlen(name) <= 64 &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-.") == strlen(name);
}

/* It goes into an XML file as it stands, so it must not hold what XML cannot. */
static bool title_is_good(const char *title) {
    const char *end = title + strlen(title);
    uint32_t code;
    for (const char *at = title; at < end;) {
        size_t count = utf8_decode(at, end, &code);
        if (code < 0x20 || (code >= 0x7F && code < 0xA0) || (code == 0xFFFD && count == 1) || code == 0xFFFE ||
            code == 0xFFFF)
            return false;
        at += count;
    }
    return true;
}

/* "annual-leave" and " policy" → "Annual leave policy". */
static const char *title_of(struct wish *wish, const char *name, const char *noun) {
    char *title = arena_format(wish->arena, "%s%s", name, noun);
    for (char *c = title; *c != '\0'; c++)
        if (*c == '-')
            *c = ' ';
    title[0] = (char)toupper((unsigned char)title[0]);
    return title;
}

static const char *escaped(struct arena *arena, const char *text) {
    struct buffer out = {0};
    for (; *text != '\0'; text++) {
        if (*text == '<')
            buffer_string(&out, "&lt;");
        else if (*text == '>') /* it may end in ]]> */
            buffer_string(&out, "&gt;");
        else if (*text == '&')
            buffer_string(&out, "&amp;");
        else
            buffer_char(&out, *text);
    }
    const char *copy = arena_string(arena, buffer_text(&out));
    buffer_close(&out);
    return copy;
}

/* The districts of an organisation as a fact, or a placeholder where organisations.xml does not know them. */
static const char *districts_of(struct arena *arena, const struct element *issuer) {
    if (element_child(issuer, "district") == NULL)
        return "<placeholder ask=\"the governance team\">their names</placeholder>";
    return arena_format(arena, "<fact of=\"%s\" name=\"districts\"/>", element_attribute(issuer, "id"));
}

/* The seats of its governing body as a table, or a placeholder. */
static const char *seats_of(struct arena *arena, const struct element *issuer) {
    for (const struct element *at = element_child(issuer, "committee"); at != NULL;
         at = element_next(at, "committee")) {
        const char *kind = element_attribute(at, "kind");
        if (kind != NULL && strcmp(kind, "governing-body") == 0 && element_child(at, "seat") != NULL)
            return arena_format(arena,
                                "<p>These people sit on it:</p>\n"
                                "        <seats of=\"%s\"><caption>Seats of the governing body</caption></seats>",
                                element_attribute(at, "id"));
    }
    return "<p><placeholder ask=\"the governance team\">who sits on it</placeholder></p>";
}

struct filling {
    const char *name;
    const char *value;
};

/* Every {name} of the pattern by its value; other braces stay. */
static void fill(const char *pattern, const struct filling *fillings, struct buffer *out) {
    while (*pattern != '\0') {
        const struct filling *found = NULL;
        for (const struct filling *at = fillings; *pattern == '{' && at->name != NULL; at++) {
            size_t count = strlen(at->name);
            if (strncmp(pattern + 1, at->name, count) == 0 && pattern[count + 1] == '}')
                found = at;
        }
        if (found == NULL) {
            buffer_char(out, *pattern++);
            continue;
        }
        buffer_string(out, found->value);
        pattern += strlen(found->name) + 2;
    }
}

/* The organisation that issues the new document: the one asked for, or the first of the list. NULL after saying why. */
static const struct element *find_issuer(struct wish *wish, struct source *source) {
    const char *path = home_path(wish->home, "sources/organisations.xml", wish->arena);
    const char *tree = home_path(wish->home, "sources", wish->arena);
    const struct element *root =
        source_read(source, SOURCE_ORGANISATIONS, path, tree, wish->arena, report_open(wish->arena));
    const struct element *at = root == NULL ? NULL : element_child(root, "organisation");
    while (at != NULL && wish->issuer != NULL && strcmp(element_attribute(at, "id"), wish->issuer) != 0)
        at = element_next(at, "organisation");
    if (at == NULL)
        telling_say("engross: error: %s has no organisation%s%s%s that could issue the document\n   mend: %s\n", path,
                    wish->issuer != NULL ? " \"" : "", wish->issuer != NULL ? wish->issuer : "",
                    wish->issuer != NULL ? "\"" : "",
                    root == NULL ? "see what engross check says of that file"
                                 : "name one by its id after --issuer, or add it");
    return at;
}

/* "2021-22" is the year from 1 April 2021; false for anything else. */
static bool year_begins(struct arena *arena, const char *name, const char **from, const char **to) {
    assert(name != NULL); /* usage_fault has seen to that */
    if (strlen(name) != 7 || strspn(name, "0123456789") != 4 || name[4] != '-')
        return false;
    *from = arena_format(arena, "%.4s-04-01", name);
    *to = calendar_year_end(arena, *from);
    if (number_date(arena, *from) == NULL || number_date(arena, *to) == NULL)
        return false; /* 9999-00 ends in a year of five digits */
    return strcmp(calendar_year_label(arena, *from, *to), name) == 0;
}

static const char *read_pattern(struct wish *wish, const char *type) {
    const char *path = home_path(wish->home, arena_format(wish->arena, "sources/schema/new/%s.xml", type), wish->arena);
    size_t count = 0;
    const char *pattern = file_read(wish->arena, path, PATTERN_LIMIT, &count, NULL);
    if (pattern == NULL)
        telling_say(
            "engross: error: cannot read the pattern %s\n   mend: put back the one that came with the program\n", path);
    return pattern;
}

/* Gives the name of the organisation that issues it; NULL after saying what is missing. */
static const char *fill_pattern(struct wish *wish, size_t type, const char *name, struct buffer *text) {
    struct arena *arena = wish->arena;
    const char *pattern = read_pattern(wish, types[type].type);
    struct source *source = source_open(wish->home);
    const struct element *issuer = find_issuer(wish, source);
    const char *from = "";
    const char *to = "";
    const char *organisation = NULL;
    bool yearly = year_begins(arena, name, &from, &to);
    if (pattern != NULL && issuer != NULL) {
        const struct element *names = element_child(issuer, "short-name");
        names = names != NULL ? names : element_child(issuer, "name");
        organisation = names->first != NULL && names->first->text != NULL ? names->first->text : "";
        const char *title = wish->title != NULL ? wish->title : title_of(wish, name, types[type].noun);
        const struct filling fillings[] = {{"id", name},
                                           {"title", escaped(arena, title)},
                                           {"issuer", element_attribute(issuer, "id")},
                                           {"organisation", escaped(arena, organisation)},
                                           {"today", wish->on != NULL ? wish->on : calendar_today(arena)},
                                           {"districts", districts_of(arena, issuer)},
                                           {"seats", seats_of(arena, issuer)},
                                           {"from", from},
                                           {"to", to},
                                           {"year-start", yearly ? number_date(arena, from) : ""},
                                           {"year-end", yearly ? number_date(arena, to) : ""},
                                           {"years", yearly ? arena_format(arena, "%.4s to %.4s", from, to) : ""},
                                           {NULL, NULL}};
        fill(pattern, fillings, text);
    }
    source_close(source);
    return organisation;
}

static int new_from_pattern(struct wish *wish, size_t type, const char *name) {
    struct buffer text = {0};
    int status = STATUS_ENVIRONMENT;
    const char *organisation = fill_pattern(wish, type, name, &text);
    if (organisation != NULL) {
        const char *path = home_path(
            wish->home, arena_format(wish->arena, "sources/%s/%s%s.xml", types[type].folder, types[type].before, name),
            wish->arena);
        status = new_write(wish, path, &text);
    }
    buffer_close(&text);
    /* The file is there: nothing may take memory now. */
    if (status == STATUS_FINE && !wish->quiet && wish->issuer == NULL)
        fprintf(stderr, "It is issued by %s; --issuer names another.\n", organisation);
    if (status == STATUS_FINE && !wish->quiet)
        fputs("Put your text into it; engross check says what is still missing.\n", stderr);
    return status;
}

/* What is wrong with the words after `new`, or NULL. */
static const char *usage_fault(struct wish *wish, const char *type, const char *name) {
    const char *from;
    const char *to;
    bool yearly = strcmp(type, "statement") == 0;
    if (yearly && (name != NULL) == (wish->from != NULL))
        return "a statement is begun from last year's, as in engross new statement --from 2020-21,\n"
               "or afresh for a year, as in engross new statement 2021-22";
    if (!yearly && wish->from != NULL)
        return "only a statement is begun from another with --from";
    if (!yearly && name == NULL)
        return "a new document needs a name, as in engross new policy annual-leave";
    if (yearly && name != NULL && !year_begins(wish->arena, name, &from, &to))
        return "the year of a statement is written as 2021-22";
    if (wish->from != NULL && (wish->title != NULL || wish->issuer != NULL))
        return "--title and --issuer do not go with --from: both are those of last year's statement";
    if (wish->title != NULL && (*wish->title == '\0' || !title_is_good(wish->title)))
        return "a title is one line of text in UTF-8";
    if (!yearly && strlen(name) > 4 && strcmp(name + strlen(name) - 4, ".xml") == 0)
        return "leave out .xml: it is added to the name";
    if (!yearly && !name_is_good(name))
        return "a name has small letters, digits, hyphens and full stops, a letter first";
    return wish->file_count > 2 ? "there is a word too many" : NULL;
}

int new_document(struct wish *wish) {
    const char *type = wish->file_count > 0 ? wish->files[0] : "";
    const char *name = wish->file_count > 1 ? wish->files[1] : NULL;
    size_t found = 0;
    size_t type_count = sizeof types / sizeof *types;
    while (found < type_count && strcmp(types[found].type, type) != 0)
        found++;
    if (found == type_count && wish->file_count == 0) {
        fputs("engross: say what is to be made: a policy, a constitution, information or a statement\ntry: engross "
              "help new\n",
              stderr);
        return STATUS_USAGE;
    }
    if (found == type_count) {
        telling_say("engross: new makes a policy, a constitution, information or a statement, not \"%s\"\ntry: engross "
                    "help new\n",
                    type);
        return STATUS_USAGE;
    }
    const char *fault = usage_fault(wish, type, name);
    if (fault != NULL) {
        telling_say("engross: %s\ntry: engross help new\n", fault);
        return STATUS_USAGE;
    }
    wish->files = NULL; /* they are no files: the house is looked for from here */
    wish->file_count = 0;
    if (!wish_find_home(wish))
        return STATUS_ENVIRONMENT;
    int kept = releasing_hold(wish->home, wish->arena); /* before: when the file is there nothing may take memory */
    int status = wish->from != NULL ? new_statement_from(wish) : new_from_pattern(wish, found, name);
    return status == STATUS_FINE ? kept : status;
}
