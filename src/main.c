/* main.c: the command line: one function for each verb.
 *
 * Paths of what was made go to standard output, one a line, so that other programs
 * can use them; everything said to a person goes to standard error. Exit status as
 * in the manual: 0 fine, 1 findings, 2 usage, 3 input, 4 a release refused,
 * 5 what is kept of releases is not as recorded, 6 environment, 70 our fault.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/version.h"
#include "changing.h"
#include "differing.h"
#include "doctor.h"
#include "documents.h"
#include "explain.h"
#include "help.h"
#include "home.h"
#include "listing.h"
#include "new.h"
#include "releasing.h"
#include "showing.h"
#include "telling.h"
#include "verify.h"
#include "watch.h"
#include "wish.h"

static int say_too_many(const struct wish *wish) {
    telling_say("engross: there is a word too many\ntry: engross help %s\n", wish->verb);
    return STATUS_USAGE;
}

static int verb_doctor(struct wish *wish) {
    if (wish->file_count > 0)
        return say_too_many(wish);
    if (!wish_find_home(wish))
        return STATUS_ENVIRONMENT;
    return doctor_run(wish->home, stdout);
}

/* The words after the verb are rules, not files; the program's own rules can be explained outside of any house. */
static int verb_explain(struct wish *wish) {
    if (wish->format == FORMAT_SARIF) {
        fputs("engross: explain takes --format=text or json\n", stderr);
        return STATUS_USAGE;
    }
    if (!wish->home)
        wish->home = home_find(NULL, wish->arena);
    else if (!wish_find_home(wish))
        return STATUS_ENVIRONMENT;
    return explain_run(wish->home, wish->files, wish->file_count, wish->format == FORMAT_JSON, stdout);
}

static int verb_help(struct wish *wish) {
    if (wish->file_count > 1)
        return say_too_many(wish);
    const char *about = wish->file_count ? wish->files[0] : NULL;
    if (help_print(stdout, about))
        return STATUS_FINE;
    telling_say("engross: there is no verb \"%s\"\ntry: engross help\n", about);
    return STATUS_USAGE;
}

static size_t processors(void) {
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (size_t)count : 1;
}

int main(int count, char **words) {
    static const struct {
        const char *name;
        int (*run)(struct wish *wish);
    } verbs[] = {{"build", documents_build}, {"changes", changing_run},       {"check", documents_check},
                 {"diff", differing_run},    {"doctor", verb_doctor},         {"explain", verb_explain},
                 {"help", verb_help},        {"list", listing_run},           {"new", new_document},
                 {"release", releasing_run}, {"show", showing_run},           {"verify", verify_run},
                 {"watch", watch_run},       {"withdraw", releasing_withdraw}};
    static char help[] = "help";
    static char printed[BUFSIZ]; /* so that printing takes no memory when files have been written */
    if (!file_hold_standard())
        return STATUS_ENVIRONMENT;
    (void)setvbuf(stdout, printed, isatty(STDOUT_FILENO) ? _IOLBF : _IOFBF, sizeof printed);
    if (count < 2) {
        help_print(stderr, NULL);
        return STATUS_USAGE;
    }
    if (strcmp(words[1], "--version") == 0) {
        puts("engross " ENGROSS_VERSION);
        return telling_finish(STATUS_FINE);
    }
    if (strcmp(words[1], "--help") == 0 || strcmp(words[1], "-h") == 0)
        words[1] = help;
    memory_prepare();
    file_catch_signals();
    struct wish wish = {.arena = arena_open(), .verb = words[1], .workers = processors(), .fail_on = SEVERITY_ERROR};
    int status = STATUS_USAGE;
    bool known = false;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs && !known; i++)
        if (strcmp(verbs[i].name, words[1]) == 0) {
            known = true;
            if (wish_read(&wish, count - 1, words + 1))
                status = verbs[i].run(&wish);
        }
    if (!known && words[1][0] == '-')
        telling_say("engross: the verb comes first, as in engross check --quiet, not \"%s\"\ntry: engross help\n",
                    words[1]);
    else if (!known)
        telling_say("engross: there is no verb \"%s\"\ntry: engross help\n", words[1]);
    arena_close(wish.arena);
    return telling_finish(status);
}
