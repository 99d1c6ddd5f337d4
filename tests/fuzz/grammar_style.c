/* grammar_style.c: bytes → a style, its values drawn around the bounds, so that some are refused.
 */
#include "maker.h"

static void put_block_style(struct maker *maker, const char *block) {
    static const char *const ALIGNS[] = {"start", "justify", "centre", "end"};
    static const char *const CHOICES[] = {"no", "yes"};
    size_t size = 6 + pick(maker, 40);
    put(maker, "<block for=\"%s\"", block);
    if (pick(maker, 2) == 1)
        put(maker, " size=\"%zupt\" leading=\"%zupt\"", size, size + 1 + pick(maker, 12));
    if (pick(maker, 2) == 1)
        put(maker, " align=\"%s\" hyphenate=\"%s\"", ONE_OF(maker, ALIGNS), ONE_OF(maker, CHOICES));
    if (pick(maker, 4) == 3)
        put(maker, " expand=\"%s\" hang=\"%s\"", ONE_OF(maker, CHOICES), ONE_OF(maker, CHOICES));
    if (pick(maker, 2) == 1)
        put(maker, " space-before=\"%zupt\" space-after=\"%zupt\"", pick(maker, 201), pick(maker, 60));
    if (pick(maker, 2) == 1)
        put(maker, " indent=\"%zupt\" padding=\"%zupt\"", pick(maker, 120), pick(maker, 24));
    if (pick(maker, 4) == 3)
        put(maker, " edge=\"#000000\" edge-width=\"%zupt\"", pick(maker, 31));
    if (pick(maker, 4) == 3)
        put(maker, " widows=\"%zu\" orphans=\"%zu\"", 1 + pick(maker, 9), 1 + pick(maker, 9));
    put(maker, "/>");
}

static void put_page(struct maker *maker) {
    static const char *const GRIDS[] = {"none",     "2pt",  "17pt", "8.5pt", "3.333pt",
                                        "16.999pt", "27pt", "50pt", "100pt", "5mm"};
    size_t width = 100 + 4 * pick(maker, 256);
    size_t height = 100 + 4 * pick(maker, 256);
    if (pick(maker, 4) == 3) { /* hardly ten lines of ten letters */
        width = 120 + pick(maker, 80);
        height = 170 + pick(maker, 60);
    }
    bool small = width < 300;
    size_t start = pick(maker, small ? 10 : 80);
    size_t end = pick(maker, small ? 10 : 80);
    size_t across = width > start + end ? width - start - end : 1;
    put(maker, "<page width=\"%zupt\" height=\"%zupt\" start=\"%zupt\" end=\"%zupt\" measure=\"%zupt\"", width, height,
        start, end, small ? across : across - pick(maker, 100) * across / 300);
    put(maker, " top=\"%zupt\" bottom=\"%zupt\"", pick(maker, height < 300 ? 10 : 100),
        pick(maker, height < 300 ? 10 : 100));
    if (pick(maker, 3) == 2)
        put(maker, " grid=\"%s\"", ONE_OF(maker, GRIDS));
    put(maker, "/>");
}

static void put_breaks(struct maker *maker) {
    static const char *const COSTS[] = {"page",     "paragraph",   "word",      "list",         "lone-item", "row",
                                        "last-row", "short-table", "split-row", "divided-note", "given-up"};
    put(maker, "<breaks");
    for (size_t i = 0; i < sizeof COSTS / sizeof *COSTS; i++)
        if (pick(maker, 3) == 2)
            put(maker, " %s=\"%zu\"", COSTS[i], pick(maker, 2) == 1 ? (size_t)2399 : pick(maker, 256));
    if (pick(maker, 3) == 2)
        put(maker, " loose=\"%zu\"", 1 + pick(maker, 99));
    put(maker, "/>");
}

static void put_starts(struct maker *maker) {
    static const char *const PIECES[] = {"part", "appendix", "after-cover", "after-control", "after-contents"};
    static const char *const STARTS[] = {"flow", "page", "recto"};
    put(maker, "<starts");
    for (size_t i = 0; i < sizeof PIECES / sizeof *PIECES; i++)
        if (pick(maker, 2) == 1)
            put(maker, " %s=\"%s\"", PIECES[i], ONE_OF(maker, STARTS));
    put(maker, "/>");
}

void grammar_style(struct choices *choices, struct buffer *out) {
    static const char *const BLOCKS[] = {"body",         "title",          "issuer",      "status",     "heading-2",
                                         "heading-3",    "heading-6",      "declaration", "quote",      "list",
                                         "term",         "contents-1",     "contents-2",  "contents-3", "caption",
                                         "table-head",   "table-row-head", "table-cell",  "table-note", "note",
                                         "running-head", "running-foot"};
    struct maker own = {.choices = choices, .out = out};
    struct maker *maker = &own;
    put(maker, "<style xmlns=\"urn:engross:style:1\" name=\"trial\" extends=\"%s\">",
        pick(maker, 2) == 1 ? "large-print" : "nhs");
    put_page(maker);
    if (pick(maker, 3) == 2)
        put_starts(maker);
    if (pick(maker, 3) == 2)
        put_breaks(maker);
    if (pick(maker, 2) == 1)
        put(maker, "<tables padding-across=\"%zupt\" padding-down=\"%zupt\" turn=\"%s\"/>", pick(maker, 41),
            pick(maker, 41), pick(maker, 2) == 1 ? "no" : "yes");
    if (pick(maker, 2) == 1)
        put(maker, "<lists indent=\"%zupt\"/>", pick(maker, 100));
    if (pick(maker, 8) == 7)
        put(maker, "<logo file=\"lamp.png\" alternative=\"The office\" width=\"%zupt\"/>", 10 + pick(maker, 200));
    size_t next = 0;
    for (size_t i = pick(maker, 6); i > 0 && next < sizeof BLOCKS / sizeof *BLOCKS; i--) {
        next += pick(maker, 4);
        if (next < sizeof BLOCKS / sizeof *BLOCKS)
            put_block_style(maker, BLOCKS[next++]);
    }
    put(maker, "</style>");
}
