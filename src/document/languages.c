/* languages.c: language tags.
 *
 * tag in → what is wrong with it out. The form is that of RFC 5646, 2.1: language,
 * extended language, script, region, variants, extensions, private use; each part
 * at most eight letters and digits. Two-letter languages and regions are held
 * against ISO 639-1 and ISO 3166-1, since "en-UK" is the common slip; three-letter languages, of
 * which there are thousands, and the rest are taken at their word. Grandfathered
 * tags are not known: no screen reader has a voice for them.
 */
#include "document/languages.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

static const char languages[] =
    " aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv "
    "dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie "
    "ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv "
    "mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm "
    "rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr "
    "ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

static const char regions[] =
    " AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT "
    "BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH "
    "ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT "
    "HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS "
    "LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI "
    "NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG "
    "SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG "
    "UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ";

struct part {
    const char *start;
    size_t count;
    bool letters; /* letters alone */
    bool digits;  /* digits alone */
};

/* The part at `*at`, which moves to the next one, or NULL after the last. False when it is no part of a tag. */
static bool part_read(const char **at, struct part *part) {
    *part = (struct part){.start = *at, .letters = true, .digits = true};
    for (; **at != '\0' && **at != '-'; (*at)++, part->count++) {
        bool digit = **at >= '0' && **at <= '9';
        bool letter = (**at >= 'a' && **at <= 'z') || (**at >= 'A' && **at <= 'Z');
        if (!digit && !letter)
            return false;
        part->letters = part->letters && letter;
        part->digits = part->digits && digit;
    }
    *at = **at == '-' ? *at + 1 : NULL;
    return part->count >= 1 && part->count <= 8;
}

static bool part_known(const struct part *part, const char *list, bool upper) {
    char word[5] = " .. ";
    for (size_t i = 0; i < 2; i++) {
        char c = (char)(part->start[i] | 0x20);
        word[1 + i] = upper ? (char)(c - 0x20) : c;
    }
    return strstr(list, word) != NULL;
}

static const char unformed[] = "is not formed like one";

/* What follows the region: variants, then extensions, each opened by one letter or digit that needs a part after it; x
 * opens private use, in which any part may stand. */
static const char *rest_fault(const char *at, struct part part) {
    bool opened = false;
    bool private_use = false;
    bool wanting = false;
    for (;;) {
        bool variant = part.count >= 5 || (part.count == 4 && *part.start >= '0' && *part.start <= '9');
        if (part.count == 1 && !private_use) {
            if (wanting)
                return unformed;
            wanting = true;
            opened = true;
            private_use = *part.start == 'x' || *part.start == 'X';
        } else if (opened || variant) {
            wanting = false;
        } else {
            return unformed;
        }
        if (at == NULL)
            return wanting ? unformed : NULL;
        if (!part_read(&at, &part))
            return unformed;
    }
}

const char *language_fault(const char *tag) {
    const char *at = tag;
    struct part part;
    if (*tag == '\0')
        return "is empty";
    if (!part_read(&at, &part) || !part.letters || part.count < 2 || part.count > 3)
        return unformed;
    if (part.count == 2 && !part_known(&part, languages, false))
        return "names no language";
    if (at == NULL)
        return NULL;
    if (!part_read(&at, &part))
        return unformed;
    for (int extended = 0; part.letters && part.count == 3 && extended < 3; extended++)
        if (at == NULL)
            return NULL;
        else if (!part_read(&at, &part))
            return unformed;
    if (part.letters && part.count == 4) {
        if (at == NULL)
            return NULL;
        if (!part_read(&at, &part))
            return unformed;
    }
    if ((part.letters && part.count == 2) || (part.digits && part.count == 3)) {
        if (part.letters && !part_known(&part, regions, true))
            return strncasecmp(part.start, "UK", 2) == 0 ? "names no country: the United Kingdom is GB"
                                                         : "names no country";
        if (at == NULL)
            return NULL;
        if (!part_read(&at, &part))
            return unformed;
    }
    return rest_fault(at, part);
}

bool language_same(const char *a, const char *b) {
    if (a == b)
        return true;
    for (; *a != '\0' || *b != '\0'; a++, b++) {
        char x = *a >= 'A' && *a <= 'Z' ? (char)(*a | 0x20) : *a;
        char y = *b >= 'A' && *b <= 'Z' ? (char)(*b | 0x20) : *b;
        if (x != y)
            return false;
    }
    return true;
}
