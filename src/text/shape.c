/* shape.c: text → glyph runs.
 *
 * A word is looked up in the cache (open addressing over FNV-1a, in the arena), then
 * in that of the shaper beside, whose thread may be filling it meanwhile;
 * else it is itemised, each item shaped by HarfBuzz, and kept. An item is a
 * stretch of one script and one face. Characters that belong to every script
 * (UAX #24: Common, Inherited) join the item before them, at the start the one
 * after. The face is the family's own wherever it has the character; a sign that
 * it lacks is set in a fallback for just that sign, but a word in another script
 * keeps its fallback for the full stop behind it too.
 *
 * Surprising: ligatures are off in Latin, Greek and Cyrillic, since one glyph has
 * to stand for one piece of text in the PDF; other scripts keep every feature
 * that they cannot be read without. A soft hyphen gives neither glyph nor bytes.
 */
#include "text/shape.h"

#include <assert.h>
#include <hb.h>
#include <stdatomic.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/utf8.h"

/* What a word is shaped under, beside its text: few in a document, so they are kept in a list. */
struct voice {
    const char *family;
    const char *lang;
    bool bold;
    bool superior;      /* figures, raised by the face itself */
    bool has_superiors; /* likewise, and the face has all of them, of these heights */
    struct superiors superiors;
    hb_language_t language;
    const struct face *face; /* the family's own; NULL when it cannot be opened */
    bool ascii;              /* the face has every printable character of ASCII */
    struct voice *next;
};

/* What was shaped, and what it became. */
struct word {
    const struct voice *voice;
    const struct glyph_run *run; /* its text is a part of what stands here */
    char text[];
};

/* The word is written last, so that another thread which sees it sees the rest too. */
struct slot {
    const struct word *_Atomic word; /* NULL: free */
    uint32_t hash, bytes;
};

struct cache {
    size_t room, used;
    struct slot *slots; /* a power of two of them, at most half used */
};

struct shaper {
    struct font_set *fonts;
    struct arena *arena;
    hb_buffer_t *buffer;
    struct voice *voices;
    struct voice *recent;
    struct cache *_Atomic cache; /* another when it has to grow */
    struct shaper *beside;       /* of another thread, on the same fonts; NULL: none */
    bool borrows;                /* what that one has made lives longer than this one, and is used as it is */
};

#define ADVANCE_MOST 16 /* times the type size: wider than any letter or ornament */
#define CACHE_START 2048

const char *shaper_version(void) {
    return hb_version_string();
}

static struct cache *cache_open(struct arena *arena, size_t room) {
    struct cache *cache = ARENA_NEW(arena, struct cache);
    cache->room = room;
    cache->slots = ARENA_ARRAY(arena, room, struct slot);
    return cache;
}

static void cache_close(struct arena *arena, struct cache *cache) {
    arena_release(arena, cache->slots, cache->room * sizeof *cache->slots); /* what is shaped stays */
}

static struct cache *cache_of(const struct shaper *shaper) {
    return atomic_load_explicit(&shaper->cache, memory_order_acquire);
}

struct shaper *shaper_open(struct font_set *fonts, struct arena *arena) {
    struct shaper *shaper = ARENA_NEW(arena, struct shaper);
    shaper->fonts = fonts;
    shaper->arena = arena;
    atomic_init(&shaper->cache, cache_open(arena, CACHE_START));
    shaper->buffer = hb_buffer_create();
    if (!hb_buffer_allocation_successful(shaper->buffer))
        memory_exhausted();
    return shaper;
}

void shaper_close(struct shaper *shaper) {
    if (shaper == NULL)
        return;
    if (shaper->beside != NULL)
        shaper->beside->beside = NULL;
    hb_buffer_destroy(shaper->buffer);
    cache_close(shaper->arena, cache_of(shaper));
}

struct shaper *shaper_beside(struct shaper *shaper, struct arena *arena) {
    assert(shaper->beside == NULL);
    struct shaper *other = shaper_open(shaper->fonts, arena);
    other->beside = shaper;
    other->borrows = true;
    shaper->beside = other;
    return other;
}

struct font_set *shaper_fonts(const struct shaper *shaper) {
    return shaper->fonts;
}

/* --- Voices and the cache -------------------------------------------------------- */

static bool voice_is(const struct voice *voice, const char *family, bool bold, bool superior, const char *lang) {
    return voice->bold == bold && voice->superior == superior &&
           (voice->family == family || strcmp(voice->family, family) == 0) &&
           (voice->lang == lang || strcmp(voice->lang, lang) == 0);
}

/* `*fresh`: it has just been made. */
static struct voice *voice_find(struct shaper *shaper, const char *family, bool bold, bool superior, const char *lang,
                                bool *fresh) {
    *fresh = false;
    if (shaper->recent != NULL && voice_is(shaper->recent, family, bold, superior, lang))
        return shaper->recent;
    for (struct voice *voice = shaper->voices; voice != NULL; voice = voice->next)
        if (voice_is(voice, family, bold, superior, lang))
            return shaper->recent = voice;
    *fresh = true;
    struct voice *voice = ARENA_NEW(shaper->arena, struct voice);
    voice->family = family;
    voice->lang = lang;
    voice->bold = bold;
    voice->superior = superior;
    voice->language = hb_language_from_string(lang, -1);
    voice->face = font_main(shaper->fonts, family, bold);
    voice->ascii = voice->face != NULL;
    for (uint32_t code = ' '; voice->ascii && code < 127; code++)
        voice->ascii = face_has(voice->face, code);
    voice->next = shaper->voices;
    return shaper->voices = shaper->recent = voice;
}

static uint32_t word_hash(const struct voice *voice, const char *text, size_t bytes) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < bytes; i++)
        hash = (hash ^ (uint8_t)text[i]) * 16777619u;
    hash = (hash ^ (voice->bold ? 1u : 0u)) * 16777619u;
    return hash ^ hash >> 15;
}

static const struct word *slot_word(const struct slot *slot) {
    return atomic_load_explicit(&slot->word, memory_order_acquire);
}

static bool slot_holds(const struct slot *slot, const struct word *word, const char *text, size_t bytes,
                       uint32_t hash) {
    return slot->hash == hash && slot->bytes == bytes && memcmp(word->text, text, bytes) == 0;
}

/* The slot of the word, or the free one where it belongs. */
static struct slot *slot_find(const struct cache *cache, const struct voice *voice, const char *text, size_t bytes,
                              uint32_t hash) {
    for (size_t i = hash & (cache->room - 1);; i = (i + 1) & (cache->room - 1)) {
        struct slot *slot = &cache->slots[i];
        const struct word *word = slot_word(slot);
        if (word == NULL || (slot_holds(slot, word, text, bytes, hash) && word->voice == voice))
            return slot;
    }
}

static void slot_fill(struct slot *slot, const struct word *word, size_t bytes, uint32_t hash) {
    slot->hash = hash;
    slot->bytes = (uint32_t)bytes;
    atomic_store_explicit(&slot->word, word, memory_order_release);
}

static void cache_grow(struct shaper *shaper) {
    struct cache *old = cache_of(shaper);
    struct cache *cache = cache_open(shaper->arena, old->room * 2);
    cache->used = old->used;
    for (size_t i = 0; i < old->room; i++) {
        const struct slot *slot = &old->slots[i];
        const struct word *word = slot_word(slot);
        if (word == NULL)
            continue;
        size_t at = slot->hash & (cache->room - 1); /* no two words are the same */
        while (slot_word(&cache->slots[at]) != NULL)
            at = (at + 1) & (cache->room - 1);
        slot_fill(&cache->slots[at], word, slot->bytes, slot->hash);
    }
    atomic_store_explicit(&shaper->cache, cache, memory_order_release);
    if (shaper->beside == NULL) /* else its thread may still be looking into it */
        cache_close(shaper->arena, old);
}

/* The same runs as long as the shaper's own live, of the same text. */
static const struct glyph_run *runs_copy(const struct shaper *shaper, const struct glyph_run *from, const char *text) {
    const struct glyph_run *first = NULL;
    for (const struct glyph_run **link = &first; from != NULL; from = from->next) {
        struct glyph_run *run = ARENA_NEW(shaper->arena, struct glyph_run);
        struct glyph *glyphs = ARENA_BARE(shaper->arena, from->count, struct glyph);
        memcpy(glyphs, from->glyphs, from->count * sizeof *glyphs);
        *run = *from;
        run->text = text;
        run->glyphs = glyphs;
        text += from->bytes;
        *link = run;
        link = &run->next;
    }
    return first;
}

/* What the shaper beside has made of the word so far; NULL: nothing. */
static const struct glyph_run *shape_beside(const struct shaper *shaper, const struct voice *voice, const char *text,
                                            size_t bytes, uint32_t hash) {
    const struct cache *cache = shaper->beside == NULL ? NULL : cache_of(shaper->beside);
    for (size_t i = hash; cache != NULL; i++) {
        const struct slot *slot = &cache->slots[i & (cache->room - 1)];
        const struct word *word = slot_word(slot);
        if (word == NULL)
            return NULL;
        if (slot_holds(slot, word, text, bytes, hash) &&
            voice_is(word->voice, voice->family, voice->bold, voice->superior, voice->lang))
            return shaper->borrows ? word->run : runs_copy(shaper, word->run, text);
    }
    return NULL;
}

/* --- Itemising --------------------------------------------------------------------- */

/* A stretch of text in one script and one face. */
struct item_span {
    size_t start, end;
    hb_script_t script;
    const struct face *face;
};

/* One text being itemised. */
struct walk {
    struct shaper *shaper;
    const struct voice *voice;
    const char *text; /* of a word: the runs share it */
    size_t bytes;
    struct shape_source source;
    struct report *report;
};

static bool script_is_shared(UScriptCode script) {
    return script == USCRIPT_COMMON || script == USCRIPT_INHERITED || script == USCRIPT_INVALID_CODE;
}

static UScriptCode script_of(uint32_t code) {
    UErrorCode error = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)code, &error);
    return U_SUCCESS(error) ? script : USCRIPT_COMMON;
}

static hb_script_t script_tag(UScriptCode script) {
    if (script_is_shared(script) || script == USCRIPT_UNKNOWN)
        return HB_SCRIPT_LATIN;
    return hb_script_from_string(uscript_getShortName(script), -1);
}

/* The first script in the text that is one; Latin where there is none. */
static UScriptCode script_first(const struct walk *walk) {
    for (size_t at = 0; at < walk->bytes;) {
        uint32_t code;
        at += utf8_decode(walk->text + at, walk->text + walk->bytes, &code);
        UScriptCode script = script_of(code);
        if (!script_is_shared(script))
            return script;
    }
    return USCRIPT_LATIN;
}

bool shape_ignores(uint32_t code) {
    return code >= 0xAD && u_hasBinaryProperty((UChar32)code, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

static bool code_is_right_to_left(uint32_t code) {
    switch (u_charDirection((UChar32)code)) {
    case U_RIGHT_TO_LEFT:
    case U_RIGHT_TO_LEFT_ARABIC:
    case U_ARABIC_NUMBER:
    case U_RIGHT_TO_LEFT_EMBEDDING:
    case U_RIGHT_TO_LEFT_OVERRIDE:
    case U_RIGHT_TO_LEFT_ISOLATE:
        return true;
    default:
        return false;
    }
}

static const char *code_describe(const struct walk *walk, uint32_t code, size_t at, size_t count) {
    char name[100] = "";
    UErrorCode error = U_ZERO_ERROR;
    u_charName((UChar32)code, U_UNICODE_CHAR_NAME, name, (int32_t)sizeof name, &error);
    bool visible = u_isgraph((UChar32)code) && !shape_ignores(code);
    return arena_format(walk->shaper->arena, "%s%.*s%sU+%04X%s%s%s", visible ? "\"" : "", visible ? (int)count : 0,
                        walk->text + at, visible ? "\" (" : "", code, name[0] != '\0' ? " " : "", name,
                        visible ? ")" : "");
}

/* Tells the fault of the character at `at`. */
static void walk_tell(const struct walk *walk, enum rule rule, uint32_t code, size_t at, size_t count) {
    if (walk->report == NULL)
        return;
    struct place place = {0};
    if (walk->source.node != NULL)
        place = node_place(walk->source.node, walk->source.offset + at);
    report_add(walk->report, rule, place, code_describe(walk, code, at, count), walk->voice->family);
}

/* The face for a character in the item before it (`face`, NULL at the start). */
static const struct face *face_for(const struct walk *walk, const struct face *face, UScriptCode script,
                                   UScriptCode own, uint32_t code) {
    bool stays = face != NULL && (own == USCRIPT_INHERITED || (own == USCRIPT_COMMON && face_for_script(face)));
    if (stays && face_has(face, code))
        return face;
    return font_find(walk->shaper->fonts, walk->voice->family, walk->voice->bold, walk->voice->lang,
                     (uint32_t)script_tag(script), code);
}

/* Finds the item that begins at `from`; `*script` is the script of the text before it. False after a report. */
static bool item_find(const struct walk *walk, size_t from, UScriptCode *script, struct item_span *item) {
    *item = (struct item_span){.start = from, .end = from};
    UScriptCode item_script = USCRIPT_INVALID_CODE;
    for (size_t at = from; at < walk->bytes;) {
        uint32_t code;
        size_t count = utf8_decode(walk->text + at, walk->text + walk->bytes, &code);
        if (code_is_right_to_left(code)) {
            walk_tell(walk, RULE_TEXT_DIRECTION, code, at, count);
            return false;
        }
        UScriptCode own = script_of(code);
        UScriptCode here = script_is_shared(own) ? *script : own;
        const struct face *face = item->face;
        if (!shape_ignores(code))
            face = face_for(walk, item->face, here, own, code);
        else if (face == NULL)
            face = walk->voice->face;
        if (face == NULL) {
            if (!font_set_broken(walk->shaper->fonts, walk->report))
                walk_tell(walk, RULE_TEXT_NO_GLYPH, code, at, count);
            return false;
        }
        if (item->face != NULL && (face != item->face || here != item_script))
            break;
        item->face = face;
        item_script = here;
        *script = here;
        at += count;
        item->end = at;
    }
    item->script = script_tag(item_script);
    return true;
}

/* --- Shaping ------------------------------------------------------------------------- */

static const hb_feature_t PLAIN[] = {
    {HB_TAG('k', 'e', 'r', 'n'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
    {HB_TAG('l', 'i', 'g', 'a'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
    {HB_TAG('c', 'l', 'i', 'g'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
    {HB_TAG('d', 'l', 'i', 'g'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
    {HB_TAG('c', 'a', 'l', 't'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
};

static const hb_feature_t SUPERIOR[] = {
    {HB_TAG('s', 'u', 'p', 's'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
};

/* Scripts whose letters stand side by side without any shaping: contextual forms are ornament there. */
static unsigned features_off(hb_script_t script) {
    bool plain = script == HB_SCRIPT_LATIN || script == HB_SCRIPT_GREEK || script == HB_SCRIPT_CYRILLIC;
    return plain ? sizeof PLAIN / sizeof PLAIN[0] : 1;
}

/* A character that a reader of the PDF's text does not miss; joiners are kept, since they are spelling. */
static bool code_is_silent(uint32_t code) {
    return code == 0x00AD || code == 0x200B || code == 0x2060 || code == 0xFEFF;
}

/* Gives the glyph its text: from `start` to `end`, without silent characters at either side. */
static void text_trim(struct glyph *glyph, const char *text, uint32_t start, uint32_t end) {
    uint32_t first = end;
    uint32_t after = end;
    for (uint32_t at = start; at < end;) {
        uint32_t code;
        uint32_t bytes = (uint32_t)utf8_decode(text + at, text + end, &code);
        if (!code_is_silent(code)) {
            first = first == end ? at : first;
            after = at + bytes;
        }
        at += bytes;
    }
    glyph->text = first;
    glyph->bytes = after - first;
}

/* HarfBuzz's glyphs as ours. Left to right, so clusters only grow; what lies between two belongs to the first. */
static void glyphs_take(struct shaper *shaper, struct glyph_run *run) {
    unsigned count = 0;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(shaper->buffer, &count);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(shaper->buffer, &count);
    struct glyph *glyphs = ARENA_ARRAY(shaper->arena, count, struct glyph);
    for (unsigned i = 0; i < count; i++) {
        uint32_t start = infos[i].cluster;
        assert(i == 0 || start >= infos[i - 1].cluster);
        glyphs[i] = (struct glyph){.id = infos[i].codepoint,
                                   .advance = positions[i].x_advance,
                                   .x = positions[i].x_offset,
                                   .y = positions[i].y_offset,
                                   .text = start};
        run->units += positions[i].x_advance;
        if (i > 0 && start == infos[i - 1].cluster)
            continue;
        unsigned after = i + 1;
        while (after < count && infos[after].cluster == start)
            after++;
        uint32_t end = after < count ? infos[after].cluster : (uint32_t)run->bytes;
        text_trim(&glyphs[i], run->text, start, end);
    }
    run->glyphs = glyphs;
    run->count = count;
}

/* A glyph that HarfBuzz could not find although the face has the character by itself: a sequence that the face cannot
 * set; a glyph beyond the last, or one that leads backwards or far away, which the tables of a damaged face may say.
 * Reports it; true when there is none. */
static bool glyphs_check(const struct walk *walk, const struct item_span *item) {
    unsigned count = 0;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(walk->shaper->buffer, &count);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(walk->shaper->buffer, NULL);
    hb_face_t *face = hb_font_get_face(item->face->shaper);
    unsigned glyphs = hb_face_get_glyph_count(face);
    int farthest = (int)hb_face_get_upem(face) * ADVANCE_MOST;
    for (unsigned i = 0; i < count; i++) {
        if (infos[i].codepoint != 0 && infos[i].codepoint < glyphs && positions[i].x_advance >= 0 &&
            positions[i].x_advance <= farthest)
            continue;
        size_t at = item->start + infos[i].cluster;
        uint32_t code;
        size_t bytes = utf8_decode(walk->text + at, walk->text + walk->bytes, &code);
        walk_tell(walk, RULE_TEXT_NO_GLYPH, code, at, bytes);
        return false;
    }
    return true;
}

static struct glyph_run *item_shape(const struct walk *walk, const struct item_span *item) {
    struct shaper *shaper = walk->shaper;
    struct glyph_run *run = ARENA_NEW(shaper->arena, struct glyph_run);
    run->face = item->face;
    run->bytes = item->end - item->start;
    run->text = walk->text + item->start;
    hb_buffer_clear_contents(shaper->buffer);
    hb_buffer_add_utf8(shaper->buffer, run->text, (int)run->bytes, 0, (int)run->bytes);
    hb_buffer_set_direction(shaper->buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(shaper->buffer, item->script);
    hb_buffer_set_language(shaper->buffer, walk->voice->language);
    hb_buffer_set_flags(shaper->buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    if (walk->voice->superior)
        hb_shape(item->face->shaper, shaper->buffer, SUPERIOR, 1);
    else
        hb_shape(item->face->shaper, shaper->buffer, PLAIN, features_off(item->script));
    if (!hb_buffer_allocation_successful(shaper->buffer))
        memory_exhausted();
    if (!glyphs_check(walk, item))
        return NULL;
    glyphs_take(shaper, run);
    return run;
}

static bool text_is_ascii(const char *text, size_t bytes) {
    for (size_t i = 0; i < bytes; i++)
        if (text[i] < ' ' || text[i] > '~')
            return false;
    return true;
}

static const struct glyph_run *walk_shape(const struct walk *walk) {
    /* One item, without a look at any character: what ICU would say of ASCII in a face that has all of it. */
    if (walk->bytes == 0 || (walk->voice->ascii && text_is_ascii(walk->text, walk->bytes))) {
        struct item_span all = {.end = walk->bytes, .script = HB_SCRIPT_LATIN, .face = walk->voice->face};
        return item_shape(walk, &all);
    }
    struct glyph_run *first = NULL;
    struct glyph_run *last = NULL;
    UScriptCode script = script_first(walk);
    for (size_t at = 0; at < walk->bytes;) {
        struct item_span item;
        struct glyph_run *run = item_find(walk, at, &script, &item) ? item_shape(walk, &item) : NULL;
        if (run == NULL)
            return NULL;
        assert(item.end > at);
        at = item.end;
        if (first == NULL)
            first = run;
        else
            last->next = run;
        last = run;
    }
    return first;
}

static const struct glyph_run *voice_shape(struct shaper *shaper, const struct voice *voice, const char *text,
                                           size_t bytes, struct shape_source source, struct report *report) {
    struct cache *cache = cache_of(shaper);
    uint32_t hash = word_hash(voice, text, bytes);
    struct slot *slot = slot_find(cache, voice, text, bytes, hash);
    const struct word *known = slot_word(slot);
    if (known != NULL)
        return known->run;
    struct word *word = arena_bare(shaper->arena, 1, sizeof *word + bytes + 1);
    memcpy(word->text, text, bytes);
    word->text[bytes] = '\0';
    word->voice = voice;
    word->run = shape_beside(shaper, voice, word->text, bytes, hash);
    struct walk walk = {shaper, voice, word->text, bytes, source, report};
    if (word->run == NULL)
        word->run = walk_shape(&walk);
    if (word->run == NULL)
        return NULL;
    slot_fill(slot, word, bytes, hash);
    if (++cache->used * 2 > cache->room)
        cache_grow(shaper);
    return word->run;
}

const struct glyph_run *shape_text(struct shaper *shaper, const char *family, bool bold, const char *lang,
                                   const char *text, size_t bytes, struct shape_source source, struct report *report) {
    assert(bytes < INT32_MAX);
    bool fresh;
    const struct voice *voice = voice_find(shaper, family, bold, false, lang, &fresh);
    assert(!fresh || font_set_names(shaper->fonts, family)); /* style_read holds styles against the manifest */
    if (voice->face == NULL) {
        font_set_broken(shaper->fonts, report);
        return NULL;
    }
    return voice_shape(shaper, voice, text, bytes, source, report);
}

/* --- Raised figures ------------------------------------------------------------------- */

static bool figure_height(const struct face *face, uint32_t glyph, int *foot, int *head) {
    hb_glyph_extents_t box;
    if (!hb_font_get_glyph_extents(face->shaper, glyph, &box))
        return false;
    *head = box.y_bearing;
    *foot = box.y_bearing + box.height;
    return *head > *foot && *head > 0;
}

/* Whether the voice's face has a glyph of its own for every raised figure, one each, and how high they stand. */
static bool superiors_examine(struct shaper *shaper, struct voice *voice) {
    static const char FIGURES[] = "0123456789";
    bool fresh;
    if (voice->face == NULL || !voice->ascii)
        return false;
    struct shape_source nowhere = {0};
    const struct glyph_run *raised = voice_shape(shaper, voice, FIGURES, sizeof FIGURES - 1, nowhere, NULL);
    const struct voice *usual = voice_find(shaper, voice->family, voice->bold, false, voice->lang, &fresh);
    const struct glyph_run *plain = voice_shape(shaper, usual, FIGURES, sizeof FIGURES - 1, nowhere, NULL);
    if (raised == NULL || plain == NULL || raised->count != plain->count || raised->count != sizeof FIGURES - 1)
        return false;
    for (size_t i = 0; i < raised->count; i++)
        if (raised->glyphs[i].id == plain->glyphs[i].id || raised->glyphs[i].bytes != 1)
            return false;
    struct superiors *heights = &voice->superiors;
    int foot;
    return figure_height(voice->face, raised->glyphs[1].id, &heights->foot, &heights->head) &&
           figure_height(voice->face, plain->glyphs[1].id, &foot, &heights->plain);
}

bool shape_superiors(struct shaper *shaper, const char *family, bool bold, const char *lang, struct superiors *out) {
    bool fresh;
    struct voice *voice = voice_find(shaper, family, bold, true, lang, &fresh);
    if (fresh)
        voice->has_superiors = superiors_examine(shaper, voice);
    *out = voice->superiors;
    return voice->has_superiors;
}

const struct glyph_run *shape_superior(struct shaper *shaper, const char *family, bool bold, const char *lang,
                                       const char *figures, size_t bytes) {
    bool fresh;
    const struct voice *voice = voice_find(shaper, family, bold, true, lang, &fresh);
    assert(voice->has_superiors && voice->face != NULL);
    return voice_shape(shaper, voice, figures, bytes, (struct shape_source){0}, NULL);
}

length glyph_run_width(const struct glyph_run *run, length size) {
    length width = 0;
    for (; run != NULL; run = run->next)
        width += length_of_units(run->units, size);
    return width;
}
