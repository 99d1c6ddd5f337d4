/* wish.c: the command line → what is asked for, by getopt_long.
 *
 * Every word that is wrong is said on standard error, with the page of help that
 * has the right ones.
 */
#include "wish.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document/numbers.h"
#include "help.h"
#include "home.h"
#include "telling.h"

/* A verb that has words of its own for an option has them here; the others share the first row. */
struct choice {
    const char *verb; /* NULL: every other */
    const char *list; /* as a sentence has them */
    const char *names[5];
    int values[5];
};

static bool choose(const struct choice *choices, const char *verb, const char *option, const char *text, int *value) {
    while (choices->verb != NULL && strcmp(choices->verb, verb) != 0)
        choices++;
    for (size_t i = 0; i < sizeof choices->names / sizeof *choices->names && choices->names[i] != NULL; i++)
        if (strcmp(text, choices->names[i]) == 0) {
            *value = choices->values[i];
            return true;
        }
    telling_say("engross: --%s takes %s, not \"%s\"\n", option, choices->list, text);
    return false;
}

static bool parse_dump(const char *text, struct wish *wish) {
    static const struct choice choices[] = {
        {"diff",
         "changes, document, pages or tags",
         {"changes", "document", "pages", "tags"},
         {DUMP_CHANGES, DUMP_DOCUMENT, DUMP_PAGES, DUMP_TAGS}},
        {NULL, "document, pages or tags", {"document", "pages", "tags"}, {DUMP_DOCUMENT, DUMP_PAGES, DUMP_TAGS}}};
    int value = DUMP_NONE;
    bool good = choose(choices, wish->verb, "dump", text, &value);
    wish->dump = (enum dump)value;
    return good;
}

static bool parse_format(const char *text, struct wish *wish) {
    static const struct choice choices[] = {
        {"diff",
         "pdf, text, json or html",
         {"pdf", "text", "json", "html"},
         {FORMAT_PDF, FORMAT_TEXT, FORMAT_JSON, FORMAT_HTML}},
        {NULL, "text, json or sarif", {"text", "json", "sarif"}, {FORMAT_TEXT, FORMAT_JSON, FORMAT_SARIF}}};
    int value = FORMAT_TEXT;
    bool good = choose(choices, wish->verb, "format", text, &value);
    wish->format = (enum format)value;
    return good;
}

static bool parse_fail_on(const char *text, struct wish *wish) {
    if (strcmp(text, "layout") == 0)
        return wish->layout_report = wish->fail_on_layout = true;
    wish->fail_on = strcmp(text, "warning") == 0 ? SEVERITY_WARNING : SEVERITY_ERROR;
    if (wish->fail_on == SEVERITY_WARNING || strcmp(text, "error") == 0)
        return true;
    telling_say("engross: --fail-on takes error, warning or layout, not \"%s\"\n", text);
    return false;
}

static bool parse_date(const char *option, const char *text, const char **date) {
    struct arena *scratch = arena_open();
    bool good = number_date(scratch, text) != NULL;
    arena_close(scratch);
    if (good)
        *date = text;
    else
        telling_say("engross: --%s takes a date such as 2021-04-01, not \"%s\"\n", option, text);
    return good;
}

static bool parse_workers(const char *text, size_t *workers) {
    char *end = NULL;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno || end == text || *end || text[0] == '-' || value < 1 || value > 256) {
        telling_say("engross: -j takes a number from 1 to 256, not \"%s\"\n", text);
        return false;
    }
    *workers = value;
    return true;
}

/* A style is the name of a file in styles/: nothing that could lead elsewhere. */
bool wish_add_style(struct wish *wish, const char *name) {
    if (*name == '\0' || strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(name)) {
        telling_say("engross: --style takes the name of a file in styles without .xml, such as nhs, not \"%s\": small "
                    "letters,\n"
                    "digits and hyphens\n",
                    name);
        return false;
    }
    for (size_t i = 0; i < wish->styles.count; i++)
        if (strcmp(wish->styles.items[i], name) == 0)
            return true;
    LIST_ADD(wish->arena, &wish->styles, name);
    return true;
}

/* Above every character, and no long form has a letter's value: so what getopt_long leaves in optopt tells the two
 * apart. */
enum {
    OPTION_OUTPUT = 256,
    OPTION_JOBS,
    OPTION_HELP,
    OPTION_STYLE,
    OPTION_DUMP,
    OPTION_HOME,
    OPTION_QUIET,
    OPTION_TIMINGS,
    OPTION_FORMAT,
    OPTION_FAIL_ON,
    OPTION_LAYOUT_REPORT,
    OPTION_AGAIN,
    OPTION_ALL,
    OPTION_FROM,
    OPTION_ON,
    OPTION_DUE,
    OPTION_JSON,
    OPTION_TITLE,
    OPTION_ISSUER,
    OPTION_LABEL,
    OPTION_APPROVED,
    OPTION_BODY,
    OPTION_MINUTE,
    OPTION_ROLE,
    OPTION_EFFECTIVE,
    OPTION_DRY_RUN,
    OPTION_REASON,
    OPTION_CLAUSE,
    OPTION_TO,
    OPTION_SCHEDULE,
    OPTION_SYNC,
    OPTION_PDF
};

static const struct option options[] = {{"output", required_argument, NULL, OPTION_OUTPUT},
                                        {"jobs", required_argument, NULL, OPTION_JOBS},
                                        {"style", required_argument, NULL, OPTION_STYLE},
                                        {"dump", required_argument, NULL, OPTION_DUMP},
                                        {"home", required_argument, NULL, OPTION_HOME},
                                        {"quiet", no_argument, NULL, OPTION_QUIET},
                                        {"timings", no_argument, NULL, OPTION_TIMINGS},
                                        {"again", no_argument, NULL, OPTION_AGAIN},
                                        {"all", no_argument, NULL, OPTION_ALL},
                                        {"from", required_argument, NULL, OPTION_FROM},
                                        {"on", required_argument, NULL, OPTION_ON},
                                        {"due", no_argument, NULL, OPTION_DUE},
                                        {"json", no_argument, NULL, OPTION_JSON},
                                        {"title", required_argument, NULL, OPTION_TITLE},
                                        {"issuer", required_argument, NULL, OPTION_ISSUER},
                                        {"label", required_argument, NULL, OPTION_LABEL},
                                        {"approved", required_argument, NULL, OPTION_APPROVED},
                                        {"body", required_argument, NULL, OPTION_BODY},
                                        {"minute", required_argument, NULL, OPTION_MINUTE},
                                        {"role", required_argument, NULL, OPTION_ROLE},
                                        {"effective", required_argument, NULL, OPTION_EFFECTIVE},
                                        {"dry-run", no_argument, NULL, OPTION_DRY_RUN},
                                        {"reason", required_argument, NULL, OPTION_REASON},
                                        {"clause", required_argument, NULL, OPTION_CLAUSE},
                                        {"to", required_argument, NULL, OPTION_TO},
                                        {"schedule", no_argument, NULL, OPTION_SCHEDULE},
                                        {"sync", no_argument, NULL, OPTION_SYNC},
                                        {"pdf", no_argument, NULL, OPTION_PDF},
                                        {"format", required_argument, NULL, OPTION_FORMAT},
                                        {"layout-report", no_argument, NULL, OPTION_LAYOUT_REPORT},
                                        {"fail-on", required_argument, NULL, OPTION_FAIL_ON},
                                        {"help", no_argument, NULL, OPTION_HELP},
                                        {NULL, 0, NULL, 0}};

/* --approved begins an approval; the others say more of the last. */
static bool parse_approval(int option, const char *text, struct wish *wish) {
    if (option == OPTION_APPROVED) {
        struct wish_approval approval = {.role = "approve"};
        bool good = parse_date("approved", text, &approval.date);
        LIST_ADD(wish->arena, &wish->approvals, approval);
        return good;
    }
    if (wish->approvals.count == 0) {
        fputs("engross: --approved DATE comes first, then its --body, --minute and --role\n", stderr);
        return false;
    }
    struct wish_approval *last = &wish->approvals.items[wish->approvals.count - 1];
    const char **at = option == OPTION_BODY ? &last->body : option == OPTION_MINUTE ? &last->minute : &last->role;
    *at = text;
    return true;
}

/* An option of another verb would be passed over in silence: the author thinks that it was done. Of check's -o and
 * --dump documents.c knows more to say. */
static bool option_belongs(const struct wish *wish, int option) {
    static const struct {
        int option;
        const char *name;
        const char *verbs;
    } owners[] = {{'o', "-o", "build changes check diff"},
                  {OPTION_OUTPUT, "--output", "build changes check diff"},
                  {'j', "-j", "build check watch"},
                  {OPTION_JOBS, "--jobs", "build check watch"},
                  {OPTION_DUMP, "--dump", "build changes check diff"},
                  {OPTION_STYLE, "--style", "build changes check diff watch"},
                  {OPTION_FAIL_ON, "--fail-on", "build check watch"},
                  {OPTION_LAYOUT_REPORT, "--layout-report", "build check watch"},
                  {OPTION_FORMAT, "--format", "build check diff explain watch list verify"},
                  {OPTION_AGAIN, "--again", "build"},
                  {OPTION_ALL, "--all", "verify"},
                  {OPTION_QUIET, "--quiet", "build changes check diff new watch"},
                  {OPTION_TIMINGS, "--timings", "build check"},
                  {OPTION_FROM, "--from", "new diff"},
                  {OPTION_TO, "--to", "diff"},
                  {OPTION_SCHEDULE, "--schedule", "diff"},
                  {OPTION_SYNC, "--sync", "changes"},
                  {OPTION_PDF, "--pdf", "changes"},
                  {OPTION_ON, "--on", "new check list show verify"},
                  {OPTION_DUE, "--due", "list"},
                  {OPTION_JSON, "--json", "list"},
                  {OPTION_TITLE, "--title", "new"},
                  {OPTION_ISSUER, "--issuer", "new"},
                  {OPTION_LABEL, "--label", "release"},
                  {OPTION_APPROVED, "--approved", "release"},
                  {OPTION_BODY, "--body", "release"},
                  {OPTION_MINUTE, "--minute", "release"},
                  {OPTION_ROLE, "--role", "release"},
                  {OPTION_EFFECTIVE, "--effective", "release withdraw"},
                  {OPTION_DRY_RUN, "--dry-run", "release"},
                  {OPTION_REASON, "--reason", "withdraw"},
                  {OPTION_CLAUSE, "--clause", "show"}};
    for (size_t i = 0; i < sizeof owners / sizeof *owners; i++)
        if (owners[i].option == option && strstr(owners[i].verbs, wish->verb) == NULL) {
            telling_say("engross: %s has no option %s\n", wish->verb, owners[i].name);
            return false;
        }
    return true;
}

/* An option that there is not, or not in this form: the words of getopt(3), which prints bytes as they are. `word` is
 * the one that was read last; within a cluster of short options (-zz) that is still the one before it. */
static void say_option(const char *word, int option) {
    bool is_long = optopt >= OPTION_OUTPUT;
    if (option == ':' && is_long)
        telling_say("engross: option '%s' requires an argument\n", word);
    else if (option == ':')
        telling_say("engross: option requires an argument -- '%c'\n", optopt);
    else if (is_long)
        telling_say("engross: option '%.*s' doesn't allow an argument\n", (int)strcspn(word, "="), word);
    else if (optopt == 0)
        telling_say("engross: unrecognized option '%s'\n", word);
    else
        telling_say("engross: invalid option -- '%c'\n", optopt);
}

bool wish_read(struct wish *wish, int count, char **words) {
    words[0] = (char[]){"engross"}; /* getopt begins its messages with it */
    opterr = 0;                     /* but shows bytes as they are */
    bool good = true;
    if (strcmp(wish->verb, "diff") == 0)
        wish->format = FORMAT_PDF;
    for (int option; good && (option = getopt_long(count, words, ":o:j:h", options, NULL)) != -1;) {
        if (!option_belongs(wish, option)) {
            good = false;
            break;
        }
        switch (option) {
        case 'o':
        case OPTION_OUTPUT:
            wish->output = optarg;
            good = *optarg != '\0';
            if (!good)
                fputs("engross: -o needs the name of a file\n", stderr);
            break;
        case 'j':
        case OPTION_JOBS:
            good = parse_workers(optarg, &wish->workers);
            break;
        case OPTION_STYLE:
            good = wish_add_style(wish, optarg);
            break;
        case OPTION_DUMP:
            good = parse_dump(optarg, wish);
            break;
        case OPTION_LAYOUT_REPORT:
            wish->layout_report = true;
            break;
        case OPTION_HOME:
            wish->home = optarg;
            break;
        case OPTION_QUIET:
            wish->quiet = true;
            break;
        case OPTION_TIMINGS:
            wish->timings = wish->again = true; /* of a PDF that is not made there is nothing to tell */
            break;
        case OPTION_AGAIN:
            wish->again = true;
            break;
        case OPTION_ALL:
            wish->all = true;
            break;
        case OPTION_FROM:
            wish->from = optarg;
            break;
        case OPTION_TO:
            wish->to = optarg;
            break;
        case OPTION_SCHEDULE:
            wish->schedule = true;
            break;
        case OPTION_SYNC:
            wish->sync = true;
            break;
        case OPTION_PDF:
            wish->pdf = true;
            break;
        case OPTION_ON:
            good = parse_date("on", optarg, &wish->on);
            break;
        case OPTION_DUE:
            wish->due = true;
            break;
        case OPTION_JSON:
            wish->format = FORMAT_JSON;
            break;
        case OPTION_TITLE:
            wish->title = optarg;
            break;
        case OPTION_ISSUER:
            wish->issuer = optarg;
            break;
        case OPTION_APPROVED:
        case OPTION_BODY:
        case OPTION_MINUTE:
        case OPTION_ROLE:
            good = parse_approval(option, optarg, wish);
            break;
        case OPTION_EFFECTIVE:
            good = parse_date("effective", optarg, &wish->effective);
            break;
        case OPTION_LABEL:
            wish->label = optarg;
            break;
        case OPTION_DRY_RUN:
            wish->dry_run = true;
            break;
        case OPTION_REASON:
            wish->reason = optarg;
            break;
        case OPTION_CLAUSE:
            wish->clause = optarg;
            break;
        case OPTION_FORMAT:
            good = parse_format(optarg, wish);
            break;
        case OPTION_FAIL_ON:
            good = parse_fail_on(optarg, wish);
            break;
        case 'h':
        case OPTION_HELP:
            help_print(stdout, wish->verb);
            exit(telling_finish(STATUS_FINE));
        default:
            say_option(words[optind - 1], option);
            good = false;
        }
    }
    wish->files = (const char *const *)&words[optind];
    wish->file_count = (size_t)(count - optind);
    if (!good)
        telling_say("try: engross help %s\n", wish->verb);
    return good;
}

bool wish_find_home(struct wish *wish) {
    const char *asked = wish->home;
    wish->home = asked ? home_at(asked, wish->arena) : home_find(wish->file_count ? wish->files[0] : NULL, wish->arena);
    if (!wish->home && asked)
        telling_say("engross: error: %s is not the folder of the house: it has no sources/schema/engross.xsd\n"
                    "   mend: name the folder that holds sources, styles and fonts\n",
                    *asked == '\0' ? "\"\"" : asked);
    else if (!wish->home)
        telling_say("engross: error: cannot find the folder with sources, styles and fonts\n"
                    "   mend: start in that folder, or name it: engross %s --home FOLDER\n",
                    wish->verb);
    return wish->home;
}
