/* grammar.c: bytes → a document that the program takes.
 *
 * One function for each sort of element, which writes one that is valid where it
 * stands; how many of what, how deep and with which words is chosen by the bytes.
 * A byte changed is one choice changed, which is what lets libFuzzer find its way.
 *
 * Surprising: a cross-reference leads to something that stands before it or
 * around it, or to the last section, which every document has: then none can lead
 * to nothing, however the choices fall.
 */
#include "grammar.h"

#include <string.h>

#include "maker.h"

#define BYTES_MAX ((size_t)8 * 1024) /* of the document; then everything comes to its end */

size_t choose(struct choices *choices, size_t ways) {
    if (choices->at == choices->end || ways == 0)
        return 0;
    return *choices->at++ % ways;
}

size_t pick(struct maker *maker, size_t ways) {
    return choose(maker->choices, ways);
}

bool goes_on(const struct maker *maker) {
    return maker->choices->at < maker->choices->end && maker->out->count < BYTES_MAX;
}

void put_target(struct maker *maker) {
    if (pick(maker, 2) == 0 || maker->target_count == TARGETS_MAX)
        return;
    put(maker, " id=\"t%u\"", ++maker->names);
    maker->targets[maker->target_count++] = maker->names;
}

void put_id(struct maker *maker) {
    if (pick(maker, 8) == 7)
        put(maker, " id=\"u%u\"", ++maker->names);
}

/* The number that something had before, at times. */
static void put_formerly(struct maker *maker) {
    static const char *const NUMBERS[] = {"4.2", "A1(a)(ii)", "12", "standing order 3.6", "\xE0\xAB\xA7"};
    if (pick(maker, 8) == 7)
        put(maker, " formerly=\"%s\"", ONE_OF(maker, NUMBERS));
}

void put_lang(struct maker *maker) {
    static const char *const LANGS[] = {"cy", "en-GB", "fr", "gu", "pa-Guru-IN", "de", "bn", "el", "EN"};
    if (pick(maker, 8) == 7)
        put(maker, " xml:lang=\"%s\"", ONE_OF(maker, LANGS));
}

/* --- Words ---------------------------------------------------------------------------- */

static const char *const WORDS[] = {
    "a",
    "the governing body",
    "commissioning",
    "Modern slavery",
    "it is",
    "2019\xE2\x80\x93"
    "20",
    "\xC2\xA3"
    "1,234.50",
    "AV. To, f. ffi fl",
    "e.g.",
    "\xE2\x80\x9Cquoted\xE2\x80\x9D\xE2\x80\xA6",
    "no\xC2\xA0"
    "break",
    "soft\xC2\xAD"
    "ly\xC2\xAD"
    "hyphen\xC2\xADised",
    "zero\xE2\x80\x8Bwidth",
    "well-known\xE2\x80\x91way",
    "Donaudampfschifffahrtsgesellschaftskapit\xC3\xA4nsm\xC3\xBCtze",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "https://www.example.org/a/very/long/path-with/hyphens?and=a&amp;query=of#sorts",
    "0123456789012345678901234567890123456789012345678901234567890123456789",
    "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
    "e\xCC\x81\xCC\xB1",
    "\xE0\xAA\x95\xE0\xAA\xBE\xE0\xAA\xB0\xE0\xAB\x8D\xE0\xAA\xAF",
    "\xE0\xA8\x95\xE0\xA9\xB0\xE0\xA8\xAE.",
    "\xE0\xA6\x95\xE0\xA6\xBE\xE0\xA6\xB0\xE0\xA7\x8D\xE0\xA6\xAF",
    "\xCE\x95\xCE\xBB\xCE\xBB\xCE\xB7\xCE\xBD\xCE\xB9\xCE\xBA\xCE\xAC",
    "\xD0\xB7\xD0\xB0\xD0\xBA\xD0\xBE\xD0\xBD",
    "\xE2\x88\x9A"
    "2\xE2\x89\xA4\xE2\x88\x91",
    "\xE2\x9C\x93\xE2\x98\x8E",
    "em\xE2\x80\x83space",
    "\t\n ",
    "(i)/(ii)/(iii)/(iv)/(v)/(vi)/(vii)",
    "&lt;p&gt; &amp;amp;",
    "joined\xE2\x80\x8Dup\xE2\x81\xA0word",
};

static bool xml_allows(uint32_t code) {
    return code == 9 || code == 10 || (code >= 0x20 && code <= 0xD7FF) || (code >= 0xE000 && code <= 0xFFFC) ||
           (code >= 0x10000 && code <= 0x10FFFF);
}

static void put_any_character(struct maker *maker) {
    uint32_t code = (uint32_t)(pick(maker, 17) << 16 | pick(maker, 256) << 8 | pick(maker, 256));
    if (xml_allows(code))
        put(maker, "&#x%X;", (unsigned)code);
}

static void put_words(struct maker *maker) {
    size_t way = pick(maker, 256);
    if (way == 255) {
        put_any_character(maker);
        return;
    }
    if (way >= 248) { /* many of the same: long paragraphs out of few bytes */
        const char *word = ONE_OF(maker, WORDS);
        for (size_t i = 2 + pick(maker, 64); i > 0; i--)
            put(maker, "%s ", word);
        return;
    }
    put(maker, "%s%s", WORDS[way % (sizeof WORDS / sizeof *WORDS)], pick(maker, 4) == 3 ? "" : " ");
}

static void put_inline(struct maker *maker, unsigned where);

void put_prose(struct maker *maker, unsigned where) {
    put(maker, "Word ");
    size_t count = pick(maker, 12);
    for (size_t i = 0; i < count && goes_on(maker); i++)
        if (pick(maker, 3) == 2)
            put_inline(maker, where);
        else
            put_words(maker);
}

static void put_simple(struct maker *maker, const char *name, unsigned where) {
    put(maker, "<%s", name);
    put_lang(maker);
    put(maker, ">");
    put_prose(maker, where);
    put(maker, "</%s>", name);
}

static void put_fact(struct maker *maker) {
    static const char *const FACTS[] = {"name",       "short-name", "abbreviation", "districts",
                                        "population", "budget",     "practices"};
    const char *fact = ONE_OF(maker, FACTS);
    bool dated = (fact[0] == 'p' || fact[0] == 'b') && pick(maker, 2) == 1;
    put(maker, "<fact of=\"wlccg\" name=\"%s\"%s/>", fact, dated ? " dated=\"yes\"" : "");
}

static void put_abbreviation(struct maker *maker) {
    put(maker, "<abbr expansion=\"Clinical Commissioning Group\"");
    put_lang(maker);
    put(maker, ">CCG</abbr>");
}

static void put_reference(struct maker *maker) {
    bool begins = pick(maker, 2) == 1;
    if (maker->term_count > 0 && begins && pick(maker, 2) == 1) {
        put(maker, "<term-ref to=\"t%u\">the term</term-ref>", maker->terms[pick(maker, maker->term_count)]);
        return;
    }
    size_t which = pick(maker, maker->target_count + 1);
    put(maker, "<xref to=\"");
    if (maker->term_count > 0 && pick(maker, 8) == 7)
        put(maker, "t%u", maker->terms[pick(maker, maker->term_count)]);
    else if (which == maker->target_count)
        put(maker, "last");
    else
        put(maker, "t%u", maker->targets[which]);
    put(maker, "\"%s/>", begins ? " begins-sentence=\"yes\"" : "");
}

static void put_link(struct maker *maker, unsigned where) {
    static const char *const ADDRESSES[] = {"https://www.example.org/", "mailto:office@example.org?subject=a%20b",
                                            "http://\xC3\xA9.example/{}|^`\\",
                                            "https://user:pass@example.org:8080/x?y#z"};
    put(maker, "<link to=\"%s\">", ONE_OF(maker, ADDRESSES));
    put_prose(maker, where | IN_LINK);
    put(maker, "</link>");
}

/* The first six may stand anywhere, the next two nowhere in plain text, the last four not in a link either. */
static void put_inline(struct maker *maker, unsigned where) {
    bool plain = where & IN_PLAIN;
    size_t ways = plain ? 5 : where & IN_LINK ? 7 : where & IN_NOTE ? 10 : 11;
    if (!goes_on(maker) || maker->depth > 12)
        return;
    maker->depth++;
    switch (pick(maker, ways)) {
    case 0:
        put_simple(maker, "strong", where);
        break;
    case 1:
        put_simple(maker, "span", where);
        break;
    case 2:
        put_abbreviation(maker);
        break;
    case 3:
        put_fact(maker);
        break;
    case 4:
        put(maker, "<placeholder ask=\"the clerk\">the number</placeholder>");
        break;
    case 5:
        put(maker, "<role>chair</role>");
        break;
    case 6:
        put(maker, "<document-ref reference=\"HR-1\">Leave policy</document-ref>");
        break;
    case 7:
        put_reference(maker);
        break;
    case 8:
        put_link(maker, where);
        break;
    case 9:
        put(maker,
            "<legislation-ref type=\"ukpga\" year=\"2015\" number=\"30\" section=\"54\">the Act</legislation-ref>");
        break;
    default:
        put_simple(maker, "note", where | IN_NOTE);
        break;
    }
    maker->depth--;
}

/* --- Blocks ---------------------------------------------------------------------------- */

static void put_block(struct maker *maker, unsigned where);

static void put_item(struct maker *maker, unsigned where) {
    put(maker, "<item");
    put_lang(maker);
    put(maker, ">");
    size_t way = pick(maker, 4);
    if (way < 3)
        put_prose(maker, where);
    if (way > 1) {
        put(maker, "<p>");
        put_prose(maker, where);
        put(maker, "</p>");
    }
    for (size_t i = pick(maker, 3); i > 0; i--)
        put_block(maker, where);
    put(maker, "</item>");
}

void put_list(struct maker *maker, unsigned where) {
    static const char *const KINDS[] = {"bullet", "number", "letter", "roman"};
    put(maker, "<list kind=\"%s\">", ONE_OF(maker, KINDS));
    do
        put_item(maker, where);
    while (goes_on(maker) && pick(maker, 4) != 0);
    put(maker, "</list>");
}

static void put_definitions(struct maker *maker, unsigned where) {
    put(maker, "<definitions>");
    do {
        put(maker, "<definition id=\"t%u\"><term>", ++maker->names);
        if (maker->term_count < TARGETS_MAX)
            maker->terms[maker->term_count++] = maker->names;
        put_prose(maker, IN_PLAIN);
        put(maker, "</term>");
        do {
            put(maker, "<p>");
            put_prose(maker, where);
            put(maker, "</p>");
        } while (goes_on(maker) && pick(maker, 4) == 3);
        put(maker, "</definition>");
    } while (goes_on(maker) && pick(maker, 3) != 0);
    put(maker, "</definitions>");
}

static void put_figure(struct maker *maker, unsigned where) {
    static const char *const PICTURES[] = {"lamp.png", "valley.jpg", "visits.png"};
    static const char *const WIDTHS[] = {"", " width=\"40mm\"", " width=\"200pt\"", " width=\"17cm\"",
                                         " width=\"12pt\""};
    bool caption = pick(maker, 2) == 1;
    put(maker, "<figure src=\"%s\"%s", ONE_OF(maker, PICTURES), ONE_OF(maker, WIDTHS));
    if (caption)
        put_target(maker);
    put(maker, "><alt>What is to be seen</alt>");
    if (caption)
        put_simple(maker, "caption", where);
    put(maker, "</figure>");
}

static void put_block(struct maker *maker, unsigned where) {
    if (!goes_on(maker) || maker->depth > 8)
        return;
    maker->depth++;
    switch (pick(maker, 9)) {
    case 3:
        put_list(maker, where);
        break;
    case 4:
        put_definitions(maker, where);
        break;
    case 5:
    case 6:
        put_table(maker, where);
        break;
    case 7:
        put_figure(maker, where);
        break;
    case 8:
        put(maker, "<quote>");
        do
            put_simple(maker, "p", where);
        while (goes_on(maker) && pick(maker, 3) == 2);
        put(maker, "</quote>");
        break;
    default:
        put_simple(maker, "p", where);
    }
    maker->depth--;
}

/* --- Divisions ---------------------------------------------------------------------------- */

static void put_title(struct maker *maker) {
    put(maker, "<title>");
    put_prose(maker, IN_PLAIN);
    put(maker, "</title>");
}

/* `titled` while all around it have titles; `depth` counts those around it without one. */
static void put_clause(struct maker *maker, bool titled, int depth) {
    put(maker, "<clause");
    put_target(maker);
    put_formerly(maker);
    put(maker, ">");
    titled = titled && pick(maker, 2) == 1;
    if (titled)
        put_title(maker);
    else
        put_simple(maker, "p", 0);
    for (size_t i = pick(maker, 4); i > 0 && goes_on(maker); i--)
        if (pick(maker, 2) == 0)
            put_block(maker, 0);
        else if ((titled || depth < 3) && maker->depth < 8) {
            maker->depth++;
            put_clause(maker, titled, titled ? depth : depth + 1);
            maker->depth--;
        }
    put(maker, "</clause>");
}

static void put_signature(struct maker *maker) {
    static const char *const SIGNED[] = {"<signed date=\"2020-03-31\"/>",
                                         "<signed><placeholder ask=\"the chair\">date</placeholder></signed>",
                                         "<signed date=\"2020-03-31\" picture=\"lamp.png\"/>"};
    put(maker, "<signature org=\"wlccg\">");
    put_simple(maker, "name", IN_PLAIN);
    put_simple(maker, "post", IN_PLAIN);
    put(maker, "%s</signature>", ONE_OF(maker, SIGNED));
}

static void put_division_block(struct maker *maker, bool numbered) {
    switch (pick(maker, 8)) {
    case 4:
    case 5:
        if (numbered)
            put_clause(maker, true, 0);
        break;
    case 6:
        put_simple(maker, "not-covered", 0);
        break;
    case 7:
        if (pick(maker, 2) == 0) {
            put(maker, "<declaration>");
            put_simple(maker, "p", 0);
            put(maker, "</declaration>");
        } else {
            put_signature(maker);
        }
        break;
    default:
        put_block(maker, 0);
    }
}

static void put_section(struct maker *maker, const char *name, bool numbered, int depth) {
    put(maker, "<%s", name);
    if (strcmp(name, "section") == 0 && pick(maker, 6) == 5) {
        put(maker, " numbered=\"no\"");
        numbered = false;
    }
    if (strcmp(name, "appendix") == 0 && pick(maker, 3) == 2)
        put(maker, " numbering=\"%s\"", pick(maker, 4) == 3 ? "letter" : "own");
    put_target(maker);
    put_formerly(maker);
    put_lang(maker);
    put(maker, ">");
    put_title(maker);
    for (size_t i = pick(maker, 6); i > 0 && goes_on(maker); i--)
        put_division_block(maker, numbered);
    for (size_t i = depth < 7 ? pick(maker, 3) : 0; i > 0 && goes_on(maker); i--)
        put_section(maker, "section", numbered, depth + 1);
    put(maker, "</%s>", name);
}

static void put_part(struct maker *maker) {
    put(maker, "<part");
    put_target(maker);
    put_formerly(maker);
    put(maker, ">");
    put_title(maker);
    for (size_t i = pick(maker, 2); i > 0; i--)
        put_block(maker, 0);
    for (size_t i = pick(maker, 3); i > 0 && goes_on(maker); i--)
        put_section(maker, "section", true, 1);
    put(maker, "</part>");
}

/* --- The whole ---------------------------------------------------------------------------- */

static void put_control(struct maker *maker) {
    static const char *const STATUSES[] = {"draft", "for-approval", "approved"};
    put(maker, "<control>");
    put_title(maker);
    if (pick(maker, 3) == 2)
        put(maker, "<short-title>A title that fills the room there is in the head of pages</short-title>");
    if (pick(maker, 2) == 1)
        put_simple(maker, "reference", IN_PLAIN);
    put(maker, "<version label=\"1.0\" sequence=\"1\" status=\"%s\" date=\"2020-03-31\"/>", ONE_OF(maker, STATUSES));
    put(maker, "<issuer org=\"wlccg\"/>%s",
        pick(maker, 3) == 2 ? "<issuer org=\"lcccg\"/><issuer org=\"elrccg\"/>" : "");
    if (pick(maker, 2) == 1)
        put_simple(maker, "owner", IN_PLAIN);
    if (pick(maker, 2) == 1)
        put(maker, "<approval org=\"wlccg\" body=\"governing body\" role=\"approve\" date=\"2020-03-30\"/>");
    if (pick(maker, 3) == 2)
        put(maker, "<review-by><placeholder ask=\"the chair\">date</placeholder></review-by>");
    if (pick(maker, 3) == 2)
        put_simple(maker, "supersedes", IN_PLAIN);
    put(maker, "</control>");
}

static void put_history(struct maker *maker) {
    put(maker, "<history>");
    do {
        put(maker, "<release label=\"0.1\" date=\"2020-01-31\" status=\"draft\">");
        put_simple(maker, "change", IN_PLAIN);
        put(maker, "</release>");
    } while (goes_on(maker) && pick(maker, 3) == 2);
    put(maker, "</history>");
}

void grammar_document(struct choices *choices, struct buffer *out) {
    static const char *const ROOTS[] = {"policy", "constitution", "statement"};
    struct maker own = {.choices = choices, .out = out};
    struct maker *maker = &own;
    const char *root = ONE_OF(maker, ROOTS);
    put(maker, "<%s xmlns=\"urn:engross:document:1\" id=\"trial\" xml:lang=\"en-GB\"%s>\n", root,
        root[0] == 's' ? " basis=\"statutory\"" : "");
    put_control(maker);
    if (pick(maker, 3) == 2)
        put(maker, "<contents levels=\"%zu\"/>", pick(maker, 6));
    for (size_t i = pick(maker, 4); i > 0; i--)
        put_block(maker, 0);
    for (size_t i = pick(maker, 8); i > 0 && goes_on(maker); i--)
        if (pick(maker, 5) == 4)
            put_part(maker);
        else
            put_section(maker, "section", true, 0);
    put(maker, "<section id=\"last\"><title>Last</title><p>End.</p></section>");
    for (size_t i = pick(maker, 3); i > 0 && goes_on(maker); i--)
        put_section(maker, "appendix", true, 0);
    if (pick(maker, 2) == 1)
        put_history(maker);
    put(maker, "</%s>\n", root);
}
