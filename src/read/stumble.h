/* stumble.h: one place at which the XML of a file broke off: saying it and mending it.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_STUMBLE_H
#define ENGROSS_READ_STUMBLE_H

#include "read/reading.h"
#include "read/repair.h"

struct stumble {
    struct reading *reading;
    struct repair *repair;
    const char *file;
    const char *text; /* all of it, as mended so far */
    const char *end;
    const char *at; /* where the parser stood */
};

struct place stumble_place(const struct stumble *stumble, const char *at);
/* The name that begins at `name`. */
const char *stumble_name(const struct stumble *stumble, const char *name);
/* XML-SYNTAX, with an underline of `width` characters (0: the printer's choice). */
void stumble_say(const struct stumble *stumble, const char *at, size_t width, const char *message, const char *mend);
/* XML-TAG. */
void stumble_say_tag(const struct stumble *stumble, const char *at, const char *message, const char *mend);
/* Plans to put `put` in the place of `removed` bytes. */
void stumble_mend(const struct stumble *stumble, const char *at, size_t removed, const char *put);
/* Space, tab or line feed: what XML counts as blank, once lines are decoded. */
bool stumble_is_blank(char c);

#endif
