/* main.c: the command line: one function for each verb.
 *
 * Paths of what was made go to standard output, one a line, so that other programs
 * can use them; everything said to a person goes to standard error. Exit status as
 * in the manual: 0 fine, 1 findings, 2 usage, 3 input, 6 environment, 70 our fault.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/list.h"
#include "base/version.h"
#include "doctor.h"
#include "help.h"
#include "home.h"
#include "jobs.h"
#include "pipeline.h"
#include "read/source.h"

enum { STATUS_FINE = 0, STATUS_FINDINGS = 1, STATUS_USAGE = 2, STATUS_INPUT = 3, STATUS_ENVIRONMENT = 6 };

/* What the command line asked for. */
struct wish {
    struct arena *arena;
    const char *verb;
    const char *home;
    const char *output;
    enum dump dump;
    size_t workers;
    bool quiet;
    LIST(const char *) styles;
    const char *const *files;
    size_t file_count;
};

/* What has been told so far. */
struct told {
    size_t total, done, errors, warnings;
    int status;
    bool progress;
    bool lost; /* standard output could not be written */
};

static bool parse_dump(const char *text, enum dump *dump) {
    static const char *const names[] = {"", "document", "pages", "tags"};
    for (size_t i = 1; i < sizeof names / sizeof *names; i++)
        if (strcmp(text, names[i]) == 0) {
            *dump = (enum dump)i;
            return true;
        }
    fprintf(stderr, "engross: --dump takes document, pages or tags, not \"%s\"\n", text);
    return false;
}

static bool parse_workers(const char *text, size_t *workers) {
    char *end = NULL;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno || end == text || *end || text[0] == '-' || value < 1 || value > 256) {
        fprintf(stderr, "engross: -j takes a number from 1 to 256, not \"%s\"\n", text);
        return false;
    }
    *workers = value;
    return true;
}

/* A style is the name of a file in styles/: nothing that could lead elsewhere. */
static bool add_style(struct wish *wish, const char *name) {
    if (*name == '\0' || strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(name)) {
        fprintf(stderr, "engross: --style takes the name of a file in styles, such as nhs, not \"%s\"\n", name);
        return false;
    }
    for (size_t i = 0; i < wish->styles.count; i++)
        if (strcmp(wish->styles.items[i], name) == 0)
            return true;
    LIST_ADD(wish->arena, &wish->styles, name);
    return true;
}

/* False when the program should end with STATUS_USAGE; what was wrong has been said. */
static bool parse_options(int count, char **words, struct wish *wish) {
    enum { OPTION_STYLE = 256, OPTION_DUMP, OPTION_HOME, OPTION_QUIET };
    static const struct option options[] = {{"output", required_argument, NULL, 'o'},
                                            {"jobs", required_argument, NULL, 'j'},
                                            {"style", required_argument, NULL, OPTION_STYLE},
                                            {"dump", required_argument, NULL, OPTION_DUMP},
                                            {"home", required_argument, NULL, OPTION_HOME},
                                            {"quiet", no_argument, NULL, OPTION_QUIET},
                                            {"help", no_argument, NULL, 'h'},
                                            {NULL, 0, NULL, 0}};
    words[0] = (char[]){"engross"}; /* getopt begins its messages with it */
    bool good = true;
    for (int option; good && (option = getopt_long(count, words, "o:j:h", options, NULL)) != -1;)
        switch (option) {
        case 'o':
            wish->output = optarg;
            good = *optarg != '\0';
            if (!good)
                fputs("engross: -o needs the name of a file\n", stderr);
            break;
        case 'j':
            good = parse_workers(optarg, &wish->workers);
            break;
        case OPTION_STYLE:
            good = add_style(wish, optarg);
            break;
        case OPTION_DUMP:
            good = parse_dump(optarg, &wish->dump);
            break;
        case OPTION_HOME:
            wish->home = optarg;
            break;
        case OPTION_QUIET:
            wish->quiet = true;
            break;
        case 'h':
            help_print(stdout, wish->verb);
            exit(STATUS_FINE);
        default:
            good = false;
        }
    wish->files = (const char *const *)&words[optind];
    wish->file_count = (size_t)(count - optind);
    if (!good)
        fprintf(stderr, "try: engross help %s\n", wish->verb);
    return good;
}

static bool find_home(struct wish *wish) {
    const char *asked = wish->home;
    wish->home = asked ? home_at(asked, wish->arena) : home_find(wish->file_count ? wish->files[0] : NULL, wish->arena);
    if (!wish->home && asked)
        fprintf(stderr,
                "engross: error: %s is not the folder of the house: it has no sources/schema/engross.xsd\n"
                "   mend: name the folder that holds sources, styles and fonts\n",
                asked);
    else if (!wish->home)
        fprintf(stderr,
                "engross: error: cannot find the folder with sources, styles and fonts\n"
                "   mend: start in that folder, or name it: engross %s --home FOLDER\n",
                wish->verb);
    return wish->home;
}

/* Every document of sources/, when no file is named. */
static void find_documents(struct wish *wish) {
    struct home_files files = home_files_below(home_path(wish->home, "sources", wish->arena), wish->arena);
    LIST(const char *) documents = {0};
    for (size_t i = 0; i < files.count; i++) {
        enum source_root_kind kind = source_root(files.items[i], wish->arena).kind;
        if (kind != SOURCE_ROOT_ORGANISATIONS && kind != SOURCE_ROOT_PART)
            LIST_ADD(wish->arena, &documents, files.items[i]);
    }
    wish->files = documents.items;
    wish->file_count = documents.count;
}

/* A file that was named twice is one document. */
static void drop_repeated(struct wish *wish) {
    struct stat *facts = ARENA_ARRAY(wish->arena, wish->file_count, struct stat);
    LIST(const char *) kept = {0};
    for (size_t i = 0; i < wish->file_count; i++) {
        bool known = false;
        if (stat(wish->files[i], &facts[i]) == 0)
            for (size_t j = 0; j < i && !known; j++)
                known = facts[j].st_ino == facts[i].st_ino && facts[j].st_dev == facts[i].st_dev;
        if (!known)
            LIST_ADD(wish->arena, &kept, wish->files[i]);
    }
    wish->files = kept.items;
    wish->file_count = kept.count;
}

/* The PDFs that will be written, to be held against one another. */
struct planned {
    const char *name, *file;
    struct source_root root;
};

/* Two documents that would become the same PDF: says so of each, before any is built. */
static int refuse_doubles(const struct wish *wish) {
    struct report *report = report_open(wish->arena);
    LIST(struct planned) all = {0};
    for (size_t i = 0; i < wish->file_count; i++) {
        struct planned plan = {.file = wish->files[i], .root = source_root(wish->files[i], wish->arena)};
        for (size_t k = 0; plan.root.id && k < wish->styles.count; k++) {
            plan.name = pipeline_output(plan.root.id, wish->styles.items[k], wish->arena);
            for (size_t j = 0; j < all.count; j++)
                if (all.items[j].file != plan.file && strcmp(all.items[j].name, plan.name) == 0)
                    report_add(report, RULE_DOCUMENT_DOUBLE, plan.root.place, plan.root.id, all.items[j].file,
                               plan.name);
            LIST_ADD(wish->arena, &all, plan);
        }
    }
    struct buffer messages = {0};
    report_print(report, &messages, false);
    fputs(buffer_text(&messages), stderr);
    buffer_close(&messages);
    return report_status(report);
}

/* Says which styles there are when one that was asked for is not among them. */
static bool find_styles(const struct wish *wish) {
    bool found = true;
    for (size_t i = 0; i < wish->styles.count; i++) {
        const char *file = arena_format(wish->arena, "styles/%s.xml", wish->styles.items[i]);
        if (file_exists(home_path(wish->home, file, wish->arena)))
            continue;
        found = false;
        fprintf(stderr, "engross: error: there is no style \"%s\"\n   mend: use one of these:", wish->styles.items[i]);
        struct home_files files = home_files_below(home_path(wish->home, "styles", wish->arena), wish->arena);
        for (size_t j = 0; j < files.count; j++) {
            const char *name = strrchr(files.items[j], '/') + 1;
            fprintf(stderr, " %.*s", (int)strlen(name) - 4, name);
        }
        fputs("; or make it: styles/README.md says how\n", stderr);
    }
    return found;
}

static void tell(void *context, const struct request *request, const struct outcome *outcome) {
    struct told *told = context;
    told->done++;
    if (told->progress)
        fputs("\r\033[K", stderr);
    if (outcome->messages.count)
        fwrite(outcome->messages.bytes, 1, outcome->messages.count, stderr);
    if (outcome->results.count && fwrite(outcome->results.bytes, 1, outcome->results.count, stdout) < 1)
        told->lost = true;
    if (fflush(stdout) != 0)
        told->lost = true;
    told->errors += outcome->errors;
    told->warnings += outcome->warnings;
    if (outcome->status > told->status)
        told->status = outcome->status;
    if (told->progress && told->done < told->total)
        fprintf(stderr, "%zu of %zu done, last %s", told->done, told->total, request->file);
}

static void print_sum(const struct wish *wish, const struct told *told) {
    if (wish->quiet || (told->errors == 0 && told->warnings == 0 && strcmp(wish->verb, "check") != 0))
        return;
    fprintf(stderr, "%zu document%s: %zu error%s, %zu warning%s%s\n", told->total, told->total == 1 ? "" : "s",
            told->errors, told->errors == 1 ? "" : "s", told->warnings, told->warnings == 1 ? "" : "s",
            told->errors + told->warnings ? "; engross explain RULE says more" : "");
}

/* What `build` and `check` have in common. */
static int run_documents(struct wish *wish, bool write) {
    if (!find_home(wish))
        return STATUS_ENVIRONMENT;
    if (wish->file_count == 0)
        find_documents(wish);
    drop_repeated(wish);
    if (wish->file_count == 0) {
        fputs("engross: there is no document in sources\n", stderr);
        return STATUS_INPUT;
    }
    if (wish->styles.count == 0 && write)
        add_style(wish, HOUSE_STYLE);
    if (!find_styles(wish))
        return STATUS_ENVIRONMENT;
    if (wish->output && (wish->file_count > 1 || wish->styles.count > 1)) {
        fputs("engross: -o names one file: give one document and one style\n", stderr);
        return STATUS_USAGE;
    }
    if (wish->dump == DUMP_NONE && wish->file_count > 1 && refuse_doubles(wish) != STATUS_FINE)
        return STATUS_FINDINGS;
    bool terminal = isatty(STDERR_FILENO);
    /* With one document the process ends after it. Tests that look for leaks set the variable. */
    bool leaves_memory = wish->file_count == 1 && !getenv("ENGROSS_FREES_MEMORY");
    struct request *requests = ARENA_ARRAY(wish->arena, wish->file_count, struct request);
    for (size_t i = 0; i < wish->file_count; i++)
        requests[i] = (struct request){.home = wish->home,
                                       .file = wish->files[i],
                                       .styles = wish->styles.items,
                                       .style_count = wish->styles.count,
                                       .output = wish->output,
                                       .dump = wish->dump,
                                       .write = write && wish->dump == DUMP_NONE,
                                       .quiet = wish->quiet,
                                       .colour = terminal && !getenv("NO_COLOR"),
                                       .leaves_memory = leaves_memory};
    struct told told = {.total = wish->file_count, .progress = terminal && !wish->quiet && wish->file_count > 1};
    jobs_run(requests, wish->file_count, wish->workers, tell, &told);
    print_sum(wish, &told);
    if (told.lost) {
        fputs("engross: error: cannot write to standard output\n", stderr);
        return told.status ? told.status : STATUS_INPUT;
    }
    return told.status;
}

static int verb_build(struct wish *wish) {
    return run_documents(wish, true);
}

static int verb_check(struct wish *wish) {
    if (wish->output || wish->dump != DUMP_NONE) {
        fputs("engross: check writes nothing: -o and --dump belong to build\n", stderr);
        return STATUS_USAGE;
    }
    return run_documents(wish, false);
}

static int verb_doctor(struct wish *wish) {
    if (!find_home(wish))
        return STATUS_ENVIRONMENT;
    return doctor_run(wish->home, stdout);
}

static int verb_help(struct wish *wish) {
    const char *about = wish->file_count ? wish->files[0] : NULL;
    if (help_print(stdout, about))
        return STATUS_FINE;
    fprintf(stderr, "engross: there is no verb \"%s\"\ntry: engross help\n", about);
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
    } verbs[] = {{"build", verb_build}, {"check", verb_check}, {"doctor", verb_doctor}, {"help", verb_help}};
    if (count < 2) {
        help_print(stderr, NULL);
        return STATUS_USAGE;
    }
    if (strcmp(words[1], "--version") == 0) {
        puts("engross " ENGROSS_VERSION);
        return STATUS_FINE;
    }
    if (strcmp(words[1], "--help") == 0 || strcmp(words[1], "-h") == 0)
        words[1] = (char[]){"help"};
    memory_prepare();
    file_catch_signals();
    struct wish wish = {.arena = arena_open(), .verb = words[1], .workers = processors()};
    int status = STATUS_USAGE;
    bool known = false;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs && !known; i++)
        if (strcmp(verbs[i].name, words[1]) == 0) {
            known = true;
            if (parse_options(count - 1, words + 1, &wish))
                status = verbs[i].run(&wish);
        }
    if (!known)
        fprintf(stderr, "engross: there is no verb \"%s\"\ntry: engross help\n", words[1]);
    arena_close(wish.arena);
    return status;
}
