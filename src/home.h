/* home.h: where the house stands, and which documents it holds. */
#ifndef ENGROSS_HOME_H
#define ENGROSS_HOME_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/report.h"

/* The folder that holds sources/schema/engross.xsd: the first found among the folders above `start` (a file or folder,
 * or NULL), those above the working folder, and those above the program itself. "." when it is the working folder, else
 * an absolute path; NULL when there is none. */
const char *home_find(const char *start, struct arena *arena);

/* The same for the folders above a file alone; NULL when it stands in no house. */
const char *home_around(const char *file, struct arena *arena);

/* `folder` in the same form when it is the folder of a house; NULL when it is not. */
const char *home_at(const char *folder, struct arena *arena);

/* `home` and `name` joined, as a person would type it: nothing in front when the home is ".". */
const char *home_path(const char *home, const char *name, struct arena *arena);

/* The folder below which a document may take in files: home/sources when the document is in there, else its own. */
const char *home_tree(const char *home, const char *document, struct arena *arena);

/* Whether both paths lead to one file. */
bool home_same_file(const char *a, const char *b);

/* A folder that could not be looked into: a document may stand there. */
struct home_missed {
    const char *folder, *why;
};

/* Every .xml file below `folder` in byte order of its path, schema folders, releases and dot-files left out; links not
 * followed.
 */
struct home_files {
    const char **items;
    size_t count;
    size_t room;
    LIST(struct home_missed) missed;
};
struct home_files home_files_below(const char *folder, struct arena *arena);
/* Says so (FILE-OPEN): nothing of the sources is left out in silence. */
void home_report_missed(const struct home_files *files, struct report *report);
/* Those that stand in `folder` itself; by their names alone when it is ".". */
struct home_files home_files_in(const char *folder, struct arena *arena);

#endif
