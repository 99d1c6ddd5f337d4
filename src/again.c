/* again.c: attachments of a PDF → a PDF, and readings compared.
 *
 * What is attached goes into a folder of its own that is removed at the end, and the
 * pipeline sets it as if it were being released, in a process beside: what is in there
 * comes from outside and has to be held to the bounds of every source.
 *
 * Another version of the program may break pages elsewhere. So where the text says a
 * page number it is not compared (at the end of an entry of the contents, after "page"
 * in a link), and of artifacts, which come and go with the pages, only whether there is a
 * word that ours has nowhere.
 *
 * Surprising: a name that is no plain path below that folder makes the whole impossible,
 * since the program itself never writes one.
 */
#include "again.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/version.h"
#include "document/edition.h"
#include "home.h"
#include "jobs.h"
#include "release/freeze.h"

#define FILE_MAX ((size_t)1 << 30)
/* Bytes of a line that are shown at most, and before the place where two of them part. */
#define SHOWN_MOST ((size_t)80)
#define SHOWN_BEFORE ((size_t)30)

/* Begins, in a reading, a picture or a drawing. */
#define PICTURE "\xE2\x9F\xA8"

/* --- The same tools ------------------------------------------------------------------------- */

static bool file_is(const char *home, const char *name, const struct hash *hash, struct arena *arena) {
    size_t count;
    struct hash found;
    return file_read_hash(arena, home_path(home, name, arena), FILE_MAX, &count, &found, NULL) &&
           hash_same(&found, hash);
}

static bool libraries_same(const struct manifest *provenance, struct arena *arena) {
    struct manifest here = {0};
    freeze_libraries(arena, &here);
    size_t found = 0;
    for (size_t i = 0; i < here.libraries.count; i++)
        for (size_t j = 0; j < provenance->libraries.count; j++)
            found += strcmp(here.libraries.items[i].name, provenance->libraries.items[j].name) == 0 &&
                     strcmp(here.libraries.items[i].version, provenance->libraries.items[j].version) == 0;
    return found == here.libraries.count && found == provenance->libraries.count;
}

bool again_styles_same(const char *home, const struct manifest *provenance, struct arena *arena) {
    bool same = true;
    for (size_t i = 0; same && i < provenance->styles.count; i++) {
        const struct manifest_item *style = &provenance->styles.items[i];
        same = manifest_path_good(style->name) &&
               file_is(home, arena_format(arena, "styles/%s.xml", style->name), &style->hash, arena);
    }
    for (size_t i = 0; same && i < provenance->style_files.count; i++) {
        const struct manifest_item *file = &provenance->style_files.items[i];
        same = manifest_path_good(file->name) &&
               file_is(home, arena_format(arena, "styles/%s", file->name), &file->hash, arena);
    }
    return same;
}

/* With the list of them, which says what is used for what, or without. */
static bool fonts_same(const char *home, const struct manifest *provenance, bool list, struct arena *arena) {
    bool same = true;
    for (size_t i = 0; same && i < provenance->fonts.count; i++) {
        const struct manifest_item *font = &provenance->fonts.items[i];
        size_t letters = strlen(font->name);
        if (!list && letters > 4 && strcmp(font->name + letters - 4, ".xml") == 0)
            continue;
        same = manifest_path_good(font->name) &&
               file_is(home, arena_format(arena, "fonts/%s", font->name), &font->hash, arena);
    }
    return same;
}

bool again_fonts_same(const char *home, const struct manifest *provenance, struct arena *arena) {
    return fonts_same(home, provenance, false, arena);
}

bool again_tools_same(const char *home, const struct manifest *provenance, struct arena *arena) {
    return strcmp(provenance->program, "engross " ENGROSS_VERSION) == 0 && libraries_same(provenance, arena) &&
           again_styles_same(home, provenance, arena) && fonts_same(home, provenance, true, arena);
}

/* --- Setting ----------------------------------------------------------------------------------- */

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *walk) {
    (void)about;
    (void)kind;
    (void)walk;
    return remove(path);
}

static void make_folders(char *path, size_t from) {
    for (char *at = path + from; *at; at++)
        if (*at == '/') {
            *at = '\0';
            (void)mkdir(path, 0700);
            *at = '/';
        }
}

/* Writes the attachments below the folder; the edition takes them as they are. */
static bool spread(const char *folder, const struct extract *extract, struct arena *arena) {
    for (size_t i = 0; i < extract->attachments.count; i++) {
        const struct attachment *file = &extract->attachments.items[i];
        if (!manifest_path_good(file->name))
            return false;
        char *path = arena_format(arena, "%s/%s", folder, file->name);
        make_folders(path, strlen(folder) + 1);
        if (!file_write_new(path, file->bytes, file->count, NULL))
            return false;
    }
    return true;
}

static void note_status(void *context, const struct request *request, const struct outcome *outcome) {
    (void)request;
    *(int *)context = outcome->status;
}

const char *again_set(const char *home, const struct extract *extract, const char *style, struct arena *arena,
                      size_t *count) {
    const char *place = getenv("TMPDIR");
    char *folder = arena_format(arena, "%s/engross-verify-XXXXXX", place && *place == '/' ? place : "/tmp");
    if (!mkdtemp(folder))
        return NULL;
    struct edition edition = {.attachment_count = extract->attachments.count};
    struct attachment *files = ARENA_ARRAY(arena, edition.attachment_count, struct attachment);
    for (size_t i = 0; i < edition.attachment_count; i++)
        files[i] = extract->attachments.items[i];
    edition_arrange(files, edition.attachment_count);
    edition.attachments = files;
    struct request request = {.home = home,
                              .file = arena_format(arena, "%s/" EDITION_SOURCE, folder),
                              .styles = &style,
                              .style_count = 1,
                              .output = arena_format(arena, "%s/.set.pdf", folder),
                              .edition = &edition,
                              .write = true,
                              .quiet = true,
                              .fail_on = SEVERITY_ERROR,
                              .apart = true};
    int status = -1;
    const char *bytes = NULL;
    if (spread(folder, extract, arena)) {
        jobs_run(&request, 1, 1, note_status, &status);
        if (status == 0)
            bytes = file_read(arena, request.output, FILE_MAX, count, NULL);
    }
    (void)nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    return bytes;
}

/* --- Comparing ------------------------------------------------------------------------------------ */

static bool begins(const char *line, const char *with) {
    return strncmp(line, with, strlen(with)) == 0;
}

/* The lines of a reading, one after the other, page numbers as "#". */
struct walk {
    const char *at;
    size_t contents; /* the depth of the entry of the contents that is being read, from 1; 0 for none */
    struct arena *arena;
};

/* "page 12" becomes "page #"; of an entry of the contents the digits at its end are one. */
static void drop_pages(char *line, bool contents) {
    for (char *at = strstr(line, "page "); at; at = strstr(at, "page ")) {
        at += 5;
        size_t digits = strspn(at, "0123456789");
        if (digits == 0)
            continue;
        *at++ = '#';
        memmove(at, at + digits - 1, strlen(at + digits - 1) + 1);
    }
    char *end = line + strlen(line);
    while (end > line && end[-1] == ' ')
        *--end = '\0';
    while (contents && end > line && end[-1] >= '0' && end[-1] <= '9')
        *--end = '\0';
}

/* The next line; NULL at the end. */
static const char *line_next(struct walk *walk) {
    if (*walk->at == '\0')
        return NULL;
    size_t count = strcspn(walk->at, "\n"), depth = strspn(walk->at, " ") + 1;
    const char *start = walk->at, *end = start + count;
    walk->at = *end ? end + 1 : end;
    start += depth - 1 < count ? depth - 1 : count;
    char *line = arena_copy(walk->arena, start, (size_t)(end - start));
    if (depth <= walk->contents)
        walk->contents = 0;
    if (walk->contents == 0 && begins(line, "/TOCI"))
        walk->contents = depth;
    if (begins(line, "/Link") || begins(line, "link:") || walk->contents > 0)
        drop_pages(line, walk->contents > 0);
    return line;
}

/* The next line that is none of artifacts. Depth is kept: of a line, the blanks at its beginning count. */
static const char *line_of_text(struct walk *walk, size_t *depth) {
    for (;;) {
        *depth = strspn(walk->at, " ");
        const char *line = line_next(walk);
        if (!line || !begins(line, "artifact:"))
            return line;
    }
}

static const char *shorten(const char *line, struct arena *arena) {
    size_t most = SHOWN_MOST;
    if (strlen(line) <= most)
        return line;
    while (((unsigned char)line[most] & 0xC0) == 0x80)
        most--;
    return arena_format(arena, "%s\xE2\x80\xA6", arena_copy(arena, line, most));
}

/* Where to begin showing two lines that are too long to be shown whole, so that where they part is in sight: at a word
 * a little before that. 0 when it is in sight from the beginning. */
static size_t shown_from(const char *one, const char *other) {
    size_t parted = 0;
    while (one[parted] && one[parted] == other[parted])
        parted++;
    if (parted < SHOWN_MOST - SHOWN_BEFORE)
        return 0;
    size_t from = parted - SHOWN_BEFORE;
    for (size_t at = from; at < parted; at++)
        if (one[at] == ' ')
            return at + 1;
    while (((unsigned char)one[from] & 0xC0) == 0x80)
        from--;
    return from;
}

static const char *shorten_from(const char *line, size_t from, struct arena *arena) {
    const char *rest = shorten(line + from, arena);
    return from == 0 ? rest : arena_format(arena, "\xE2\x80\xA6%s", rest);
}

/* Where words of artifacts may come from, without blanks: lines may end elsewhere, even within an address. When both
 * are set in one style these are artifacts, and what is repeated of a table that goes on; else all of the text. */
static const char *hay_make(const char *ours, bool same_style, struct arena *arena) {
    char *hay = arena_string(arena, ours), *to = hay;
    for (const char *at = ours; *at; at += strcspn(at, "\n"), at += *at == '\n') {
        const char *line = at + strspn(at, " ");
        if (same_style && !begins(line, "artifact:") && !begins(line, "/TH") && !begins(line, "/Caption"))
            continue;
        for (; *line && *line != '\n'; line++)
            if (*line != ' ')
                *to++ = *line;
    }
    *to = '\0';
    return hay;
}

/* A word of an artifact of `given` that `ours` has nowhere; NULL when there is none. */
static const char *strange_word(const char *given, const char *ours, bool same_style, struct arena *arena) {
    const char *hay = hay_make(ours, same_style, arena), *lines = arena_format(arena, "\n%s", ours);
    struct walk walk = {.at = given, .arena = arena};
    for (const char *line; (line = line_next(&walk)) != NULL;) {
        if (!begins(line, "artifact:") || strstr(lines, arena_format(arena, "\n%s\n", line)))
            continue;
        for (const char *at = line + 9; *(at += strspn(at, " ")); at += strcspn(at, " ")) {
            size_t letters = strcspn(at, " ");
            while (letters > 1 && strchr(",.;", at[letters - 1]))
                letters--;
            const char *word = arena_copy(arena, at, letters);
            bool number = strlen(word) < 4 && strspn(word, "#0123456789") == strlen(word); /* of a page, it may be */
            if (!number && (same_style || !begins(word, PICTURE)) && !strstr(hay, word))
                return word;
        }
    }
    return NULL;
}

/* What was found at the edge of a page, for people. */
static const char *strange_words(const char *word, struct arena *arena) {
    return begins(word, EXTRACT_DRAWING) ? "something is drawn on a page besides its text, as nothing in the source is"
           : begins(word, PICTURE)       ? "a picture stands on a page that is not in the source"
                                   : arena_format(arena, "at the edge of a page it says \"%s\"", shorten(word, arena));
}

const char *again_difference(const char *given, const char *ours, bool same_style, struct arena *arena) {
    struct walk one = {.at = given, .arena = arena}, other = {.at = ours, .arena = arena};
    const char *mine, *theirs;
    size_t depth, expected;
    do {
        theirs = line_of_text(&one, &depth);
        mine = line_of_text(&other, &expected);
        if (!theirs && !mine) {
            const char *word = strange_word(given, ours, same_style, arena);
            return word ? strange_words(word, arena) : NULL;
        }
    } while (theirs && mine && strcmp(theirs, mine) == 0 && depth == expected);
    if (!theirs)
        return arena_format(arena, "it ends before \"%s\"", shorten(mine, arena));
    if (!mine)
        return arena_format(arena, "at its end there is besides \"%s\"", shorten(theirs, arena));
    if (strcmp(theirs, mine) == 0)
        return arena_format(arena, "\"%s\" stands within other tags than in the source", shorten(theirs, arena));
    size_t from = shown_from(theirs, mine);
    return arena_format(arena, "it has \"%s\" where the source gives \"%s\"", shorten_from(theirs, from, arena),
                        shorten_from(mine, from, arena));
}

/* --- Parts --------------------------------------------------------------------------------------- */

/* Of so many differences on, no more are looked for. */
#define DIFFERENCES_MOST 100

/* What is said of a part that is not the same: of a line "page 3 HASH" or "/Outlines HASH". */
static const char *part_words(const char *line, bool missing, struct arena *arena) {
    static const struct {
        const char *key, *words;
    } names[] = {{"/StructTreeRoot ", "the tags"},
                 {"/Outlines ", "the bookmarks"},
                 {"/PageLabels ", "the numbers of the pages"},
                 {"/Names ", "the attachments, or the places to which links lead,"},
                 {"information ", "its title, author, subject or keywords"}};
    size_t digits = begins(line, "page ") ? strspn(line + 5, "0123456789") : 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (begins(line, names[i].key))
            return arena_format(arena, "%s are %s", names[i].words, missing ? "missing" : "not as they should be");
    if (digits > 0)
        return arena_format(arena, "page %.*s is %s", (int)digits, line + 5,
                            missing ? "missing" : "not drawn as it should be");
    return arena_format(arena, "what its catalogue says under %.*s is %s", (int)strcspn(line, " "), line,
                        missing ? "missing" : "not as it should be");
}

/* The line of that name among others, which begin with a line end; NULL when there is none. */
static const char *part_find(const char *lines, const char *line, struct arena *arena) {
    size_t name = strcspn(line + 5, " ") + 6; /* no name is shorter than "page", and the number of a page follows it */
    if (!begins(line, "page "))
        name = strcspn(line, " ") + 1;
    const char *found = strstr(lines, arena_format(arena, "\n%.*s", (int)name, line));
    return found ? found + 1 : NULL;
}

const char *again_parts_difference(const char *given, const char *ours, size_t *count, struct arena *arena) {
    const char *sides[] = {arena_format(arena, "\n%s", given), arena_format(arena, "\n%s", ours)};
    const char *first = NULL;
    *count = 0;
    for (size_t side = 0; side < 2; side++) {
        struct walk walk = {.at = sides[side] + 1, .arena = arena};
        for (const char *line; *count < DIFFERENCES_MOST && (line = line_next(&walk)) != NULL;) {
            const char *same = part_find(sides[1 - side], line, arena);
            if (same ? side == 1 || strncmp(same, line, strlen(line)) == 0 : false)
                continue;
            first = first ? first : part_words(line, side == 1, arena);
            ++*count;
        }
    }
    return first;
}

/* --- Metadata ------------------------------------------------------------------------------------ */

/* What a program that saves a file says of itself and of the moment: no matter of the document. */
static bool is_of_saving(const char *name, size_t count) {
    static const char *const names[] = {"pdf:Producer", "xmp:CreatorTool", "xmp:MetadataDate", "xmp:ModifyDate"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == count && strncmp(name, names[i], count) == 0)
            return true;
    return false;
}

/* The attributes of a tag, from behind its name; declarations of prefixes and the subject, which is empty, are left
 * out. Returns where the tag ends. */
static const char *put_attributes(const char *at, struct buffer *out) {
    while (*at && *at != '>') {
        size_t name = strcspn(at, " \t\r\n=>/");
        const char *value = at + name + strspn(at + name, " \t\r\n");
        if (name == 0 || *value != '=') {
            at = name == 0 ? at + 1 : value;
            continue;
        }
        value += 1 + strspn(value + 1, " \t\r\n");
        size_t count = *value == '"' || *value == '\'' ? strcspn(value + 1, (char[]){*value, '\0'}) : 0;
        if (!begins(at, "xmlns") && !begins(at, "rdf:about"))
            buffer_format(out, " %.*s=\"%.*s\"", (int)name, at, (int)count, count > 0 ? value + 1 : "");
        at = value + count + (count > 0);
        at += *at == '"' || *at == '\'';
    }
    return *at ? at + 1 : at;
}

/* A tag, from its "<": what it says, whoever wrote it. Returns where to go on. */
static const char *put_tag(const char *at, struct buffer *out) {
    const char *end = begins(at, "<?") ? strstr(at, "?>") : begins(at, "<!--") ? strstr(at, "-->") : NULL;
    if (end)
        return strchr(end, '>') + 1;
    size_t name = strcspn(at + 1, " \t\r\n/>");
    if (at[1] == '/')
        name = 1 + strcspn(at + 2, " \t\r\n>");
    if (is_of_saving(at + 1, name)) {
        end = strchr(at, '>');
        if (end && end[-1] != '/')
            end = strstr(end, "</");
        end = end ? strchr(end, '>') : NULL;
        return end ? end + 1 : at + strlen(at);
    }
    buffer_format(out, "<%.*s", (int)name, at + 1);
    end = put_attributes(at + 1 + name, out);
    if (end[-1] == '>' && end[-2] == '/') /* as if it had been closed by a tag of its own */
        buffer_format(out, "></%.*s", (int)name, at + 1);
    buffer_char(out, '>');
    return end;
}

/* XMP in one form, whatever the white space between tags and the attributes of its frame. */
static const char *metadata_form(const char *packet, struct arena *arena) {
    struct buffer out = {0};
    for (const char *at = packet; *at;) {
        size_t count = strcspn(at, "<");
        if (strspn(at, " \t\r\n\xEF\xBB\xBF") < count)
            buffer_bytes(&out, at, count);
        at += count;
        if (*at)
            at = put_tag(at, &out);
    }
    const char *form = arena_copy(arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return form;
}

bool again_metadata_same(const char *given, const char *ours, struct arena *arena) {
    return strcmp(metadata_form(given, arena), metadata_form(ours, arena)) == 0;
}

/* The text of an element, as a form of metadata has it; NULL when there is none. */
static const char *fact_text(const char *form, const char *name, struct arena *arena) {
    const char *from = strstr(form, arena_format(arena, "<%s>", name));
    const char *to = from ? strstr(from, arena_format(arena, "</%s>", name)) : NULL;
    return to ? arena_copy(arena, from, (size_t)(to - from)) : NULL;
}

const char *again_metadata_difference(const char *given, const char *ours, struct arena *arena) {
    static const char *const names[] = {"dc:title",
                                        "dc:creator",
                                        "dc:description",
                                        "dc:subject",
                                        "dc:identifier",
                                        "dc:language",
                                        "dc:format",
                                        "policy:version",
                                        "policy:status",
                                        "policy:approvedBy",
                                        "policy:classification",
                                        "policy:documentNumber",
                                        "policy:effectiveDate",
                                        "policy:reviewDate",
                                        "xmpMM:DocumentID",
                                        "xmpMM:VersionID",
                                        "pdfaid:part",
                                        "pdfaid:conformance",
                                        "pdfuaid:part"};
    const char *sides[] = {metadata_form(given, arena), metadata_form(ours, arena)};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *one = fact_text(sides[0], names[i], arena), *other = fact_text(sides[1], names[i], arena);
        if (other ? !one || strcmp(one, other) != 0 : one != NULL)
            return arena_format(arena, "what it says of itself in its metadata, under %s, is not what the source gives",
                                names[i]);
    }
    return NULL;
}
