/* new_year.c: this year's statement, begun from last year's.
 *
 * last year's source in → a source with the next year's dates out. The author's text
 * is edited in place (read/edit.h), so that order, comments and line breaks stay.
 * What was true of one year alone (approvals, signatures, dates of publication and
 * review, figures) becomes a placeholder; a figure of last year moves to the year
 * before; blocks that hold a number get a comment that asks for their review.
 *
 * Surprising: the text of parts that are taken in by XInclude is another file's, which
 * last year's statement shares; it stays as it is, and the author is told so.
 */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "calendar.h"
#include "home.h"
#include "new.h"
#include "read/edit.h"
#include "telling.h"
#include "years.h"

struct renewal {
    struct wish *wish;
    struct arena *arena;
    struct year before;
    const char *from, *to; /* of the new year */
    const char *id;
    const struct year_words *words;
    const struct year_words *whole; /* the period as a whole alone */
    struct editing *edit;
    LIST(struct extent) blocks; /* outermost ones that say what was done, in order */
    size_t marked, shared;
};

/* ---- which statement ---- */

static bool year_is_meant(const struct year *year, const char *name, struct arena *arena) {
    if (home_same_file(year->path, name) || strcmp(year->id, name) == 0)
        return true;
    const struct year_words *words = years_words(arena, year, year->from, year->to);
    for (; words->old != NULL; words++)
        if (strcmp(words->old, name) == 0)
            return true;
    return strcmp(calendar_year_label(arena, year->from, year->to), name) == 0;
}

static bool find_before(struct renewal *renewal, struct source *source) {
    const struct wish *wish = renewal->wish;
    const char *tree = home_path(wish->home, "sources", wish->arena);
    const struct library *library = library_open(source, wish->home, tree, wish->arena);
    struct years all = years_read(library, NULL, wish->arena);
    size_t found = 0;
    for (size_t i = 0; i < all.count; i++)
        if (year_is_meant(&all.items[i], wish->from, wish->arena)) {
            renewal->before = all.items[i];
            found++;
        }
    if (found == 1)
        return true;
    telling_say(
        "engross: error: %s statement that \"%s\" could mean\n   mend: name one of these files after --from%s\n",
        found == 0 ? "there is no" : "there is more than one", wish->from,
        all.count == 0 ? "; but there is none without errors in sources" : "");
    for (size_t i = 0; i < all.count; i++)
        telling_say("     %s\n", all.items[i].path);
    return false;
}

/* ---- the edits ---- */

static bool is_blank(const char *text) {
    return text != NULL && text[strspn(text, " \t\n\r")] == '\0';
}

/* Whether it already waits to be filled. */
static bool waits(const struct element *element) {
    const struct element *at = element->first;
    while (at != NULL && is_blank(at->text))
        at = at->next;
    if (at == NULL || !element_is(at, "placeholder"))
        return false;
    for (at = at->next; at != NULL && is_blank(at->text);)
        at = at->next;
    return at == NULL;
}

/* Puts a placeholder for what the element says, unless one stands there. */
static void empty(struct renewal *renewal, const struct element *element, const char *what, const char *who) {
    if (waits(element))
        return;
    edit_set_content(renewal->edit, element,
                     arena_format(renewal->arena, "<placeholder ask=\"%s\">%s</placeholder>", who, what));
}

/* Whether the element stands in the file that is edited, rather than in a part. */
static bool is_here(const struct renewal *renewal, const struct element *element) {
    return strcmp(element->place.file, renewal->before.root->place.file) == 0;
}

static void renew_version(struct renewal *renewal, const struct element *version) {
    edit_set_attribute(renewal->edit, version, "label", "0.1");
    edit_set_attribute(renewal->edit, version, "sequence", "1");
    edit_set_attribute(renewal->edit, version, "status", "draft");
    edit_drop_attribute(renewal->edit, version, "under-review");
    edit_set_attribute(renewal->edit, version, "date",
                       renewal->wish->on != NULL ? renewal->wish->on : calendar_today(renewal->arena));
}

static void renew_dated(struct renewal *renewal, const struct element *element, const char *what, const char *who) {
    edit_drop_attribute(renewal->edit, element, "date");
    edit_drop_attribute(renewal->edit, element, "minute");
    edit_drop_attribute(renewal->edit, element, "picture");
    edit_drop_attribute(renewal->edit, element, "address");
    empty(renewal, element, what, who);
}

/* "96" → <this-year value="96"/>; a placeholder keeps its words. */
static void mark(struct renewal *renewal, const struct element *block);

static void renew_indicator(struct renewal *renewal, const struct element *indicator) {
    const struct element *figure = element_child(indicator, "this-year");
    const struct element *before = element_child(indicator, "year-before");
    if (!is_here(renewal, figure) || (before != NULL && !is_here(renewal, before)))
        return;
    const char *value = element_attribute(figure, "value");
    const char *last = value != NULL
                           ? arena_format(renewal->arena, "<year-before value=\"%s\"/>", value)
                           : "<year-before><placeholder ask=\"who measured it\">figure</placeholder></year-before>";
    if (before != NULL) {
        struct extent extent = edit_extent(renewal->edit, before);
        edit_replace(renewal->edit, extent.start, extent.end, last);
    } else {
        size_t end = edit_extent(renewal->edit, figure).end;
        edit_replace(renewal->edit, end, end, last);
    }
    if (value != NULL)
        renew_dated(renewal, figure, "figure", "who measures it");
    edit_drop_attribute(renewal->edit, figure, "value");
}

/* What this statement follows is the one that it is begun from. */
static void renew_supersedes(struct renewal *renewal, const struct element *supersedes) {
    const struct element *title = element_child(supersedes->parent, "title");
    if (element_attribute(supersedes, "to") != NULL)
        edit_set_attribute(renewal->edit, supersedes, "to", renewal->before.id);
    edit_drop_attribute(renewal->edit, supersedes, "until"); /* the day is of the one before */
    if (!is_here(renewal, title)) {
        mark(renewal, supersedes);
        return;
    }
    struct extent extent = edit_extent(renewal->edit, title);
    const char *words = arena_copy(renewal->arena, edit_text(renewal->edit) + extent.inner_start,
                                   extent.inner_end - extent.inner_start);
    edit_set_content(renewal->edit, supersedes, words);
}

static void renew_history(struct renewal *renewal, const struct element *history) {
    const char *date = renewal->wish->on != NULL ? renewal->wish->on : calendar_today(renewal->arena);
    edit_set_content(renewal->edit, history,
                     arena_format(renewal->arena,
                                  "\n    <release label=\"0.1\" date=\"%s\" status=\"draft\">\n"
                                  "      <change>Begun from the statement for %.4s to %.4s.</change>\n"
                                  "    </release>\n  ",
                                  date, renewal->before.from, renewal->before.to));
}

static void renew_element(struct renewal *renewal, const struct element *element) {
    static const struct {
        const char *name, *what, *who;
    } emptied[] = {{"approval", "date and minute", "its secretary"},
                   {"effective-from", "date", "the approving body"},
                   {"review-by", "date", "the approving body"},
                   {"published", "date and address", "the web team"},
                   {"equality-impact", "assessment", "the equality lead"},
                   {"signed", "signature and date", "the signatory"}};
    for (size_t i = 0; i < sizeof emptied / sizeof *emptied; i++)
        if (element_is(element, emptied[i].name))
            renew_dated(renewal, element, emptied[i].what, emptied[i].who);
    if (element_is(element, "name") && element_is(element->parent, "signature"))
        empty(renewal, element, "name", "the approving body");
    if (element_is(element, "post"))
        empty(renewal, element, "post", "the approving body");
    if (element_is(element, "supersedes"))
        renew_supersedes(renewal, element);
    if (element_is(element, "version"))
        renew_version(renewal, element);
    if (element_is(element, "indicator"))
        renew_indicator(renewal, element);
    if (element_is(element, "history"))
        renew_history(renewal, element);
    if (element_is(element, "period")) {
        edit_set_attribute(renewal->edit, element, "from", renewal->from);
        edit_set_attribute(renewal->edit, element, "to", renewal->to);
    }
}

/* Whether a block, or anything in it, says a number or a dated fact. */
static bool says_figure(const struct element *block) {
    for (const struct element *at = element_after(block, block); at != NULL; at = element_after(at, block)) {
        if (at->text != NULL && strpbrk(at->text, "0123456789") != NULL)
            return true;
        if (element_is(at, "fact") && element_attribute(at, "dated") != NULL)
            return true;
    }
    return false;
}

/* Whether the element is an outermost block that says what was done. */
static bool is_claim(const struct element *element) {
    static const char *const names[] = {"p", "item", "row", "not-covered", "no-steps"};
    bool block = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        block = block || element_is(element, names[i]);
    for (const struct element *at = element->parent; block && at != NULL; at = at->parent)
        if (element_is(at, "control") || element_is(at, "declaration") || element_is(at, "row") ||
            element_is(at, "item"))
            return false;
    return block;
}

static bool is_reviewed(const struct element *claim) {
    return says_figure(claim) || element_is(claim, "not-covered") || element_is(claim, "no-steps");
}

static void mark(struct renewal *renewal, const struct element *block) {
    size_t start = edit_extent(renewal->edit, block).start;
    const char *text = edit_text(renewal->edit);
    size_t line = start;
    while (line > 0 && strchr(" \t", text[line - 1]) != NULL)
        line--;
    bool alone = line == 0 || text[line - 1] == '\n';
    const char *comment =
        arena_format(renewal->arena, "<!-- Review: written for %.4s to %.4s. -->%s%.*s", renewal->before.from,
                     renewal->before.to, alone ? "\n" : "", alone ? (int)(start - line) : 0, text + line);
    if (edit_replace(renewal->edit, start, start, comment))
        renewal->marked++;
}

/* Dates of the period. A block of the body says what was done in that year: only the period as a whole moves there, for
 * a claim with next year's date would be false. The author finds the rest by its comment. */
static void shift_texts(struct renewal *renewal) {
    size_t from = 0;
    size_t start;
    size_t end;
    size_t next = 0;
    while (edit_next_text(renewal->edit, &from, &start, &end)) {
        while (next < renewal->blocks.count && renewal->blocks.items[next].end <= start)
            next++;
        bool claim = next < renewal->blocks.count && renewal->blocks.items[next].start < start;
        const char *shifted = years_shift(renewal->arena, claim ? renewal->whole : renewal->words,
                                          edit_text(renewal->edit) + start, end - start);
        if (shifted != NULL)
            edit_replace(renewal->edit, start, end, shifted);
    }
}

static void shift_attribute(struct renewal *renewal, const struct element *element, const char *name) {
    const char *value = element_attribute(element, name);
    const char *shifted = value == NULL ? NULL : years_shift(renewal->arena, renewal->words, value, strlen(value));
    if (shifted != NULL && strpbrk(shifted, "<&\"'") == NULL)
        edit_set_attribute(renewal->edit, element, name, shifted);
}

static void renew(struct renewal *renewal) {
    const struct element *root = renewal->before.root;
    edit_set_attribute(renewal->edit, root, "id", renewal->id);
    const struct element *last_shared = NULL;
    for (const struct element *at = element_after(root, root); at != NULL; at = element_after(at, root)) {
        if (at->name == NULL)
            continue;
        if (!is_here(renewal, at)) {
            renewal->shared += last_shared == NULL || strcmp(last_shared->place.file, at->place.file) != 0;
            last_shared = at;
            continue;
        }
        renew_element(renewal, at);
        shift_attribute(renewal, at, "summary");
        if (!is_claim(at))
            continue;
        LIST_ADD(renewal->arena, &renewal->blocks, edit_extent(renewal->edit, at));
        if (is_reviewed(at))
            mark(renewal, at);
    }
    shift_texts(renewal);
}

/* ---- the new file ---- */

static const char *next_id(const struct renewal *renewal) {
    const char *id = renewal->before.id;
    const char *shifted = years_shift(renewal->arena, renewal->words, id, strlen(id));
    return shifted != NULL ? shifted
                           : arena_format(renewal->arena, "%s-%s", id,
                                          calendar_year_label(renewal->arena, renewal->from, renewal->to));
}

static const char *next_path(const struct renewal *renewal) {
    const char *path = renewal->before.path;
    return arena_format(renewal->arena, "%.*s%s.xml", (int)(strrchr(path, '/') + 1 - path), path, renewal->id);
}

static int write_renewed(struct renewal *renewal) {
    struct buffer text = {0};
    edit_print(renewal->edit, &text);
    int status = new_write(renewal->wish, next_path(renewal), &text);
    size_t waiting = 0;
    for (const char *at = buffer_text(&text); (at = strstr(at, "<placeholder")) != NULL; at++)
        waiting++;
    buffer_close(&text);
    if (status != STATUS_FINE || renewal->wish->quiet)
        return status;
    telling_say(
        "Begun from %s, for %.4s to %.4s: %zu placeholders wait for what is not known yet, and %zu comments that begin "
        "with \"Review\" stand before dates and figures of last year.\n",
        renewal->before.path, renewal->from, renewal->to, waiting, renewal->marked);
    if (renewal->shared > 0)
        fprintf(stderr, "It shares %zu part%s with that statement (xi:include): copy what has to change.\n",
                renewal->shared, renewal->shared == 1 ? "" : "s");
    fprintf(stderr, "engross check names the first, and all that has not changed (MS-11).\n");
    return status;
}

int new_statement_from(struct wish *wish) {
    struct renewal renewal = {.wish = wish, .arena = wish->arena};
    struct source *source = source_open(wish->home);
    int status = STATUS_USAGE;
    if (find_before(&renewal, source)) {
        struct report *report = report_open(wish->arena);
        renewal.from = calendar_next_day(wish->arena, renewal.before.to);
        renewal.to = calendar_year_end(wish->arena, renewal.from);
        renewal.words = years_words(wish->arena, &renewal.before, renewal.from, renewal.to);
        renewal.whole = years_period(wish->arena, &renewal.before, renewal.from, renewal.to);
        renewal.id = next_id(&renewal);
        renewal.edit = edit_open(renewal.before.path, wish->arena, report);
        status = STATUS_INPUT;
        if (renewal.edit != NULL) {
            renew(&renewal);
            status = write_renewed(&renewal);
        } else {
            telling_print(report);
        }
    }
    source_close(source);
    return status;
}
