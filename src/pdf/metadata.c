/* metadata.c: Info (ISO 32000-1, 14.3.3), XMP (ISO 16684-1) and the output intent.
 *
 * In: the document's title, author, date and identity. Out: the same facts twice,
 * equal to the letter (ISO 19005-3, 6.6.3), since some readers look at the one and
 * some at the other; the claims PDF/A-3a and PDF/UA-1, with the extension schemas
 * that PDF/A demands for properties it does not know. The date is that of the
 * version, at midnight, Greenwich: never the clock's.
 */
#include "pdf/metadata.h"

#include <assert.h>
#include <string.h>

#include "base/buffer.h"
#include "base/version.h"
#include "pdf/profile.h"

#define PROGRAM "Engross " ENGROSS_VERSION
#define PRODUCER PROGRAM " (libharu, HarfBuzz)"

void metadata_info(struct objects *objects, const struct document *document, struct arena *arena) {
    struct dict *info = objects_info(objects);
    const char *date = document->date;
    assert(strlen(date) == 10);
    const char *stamp = arena_format(arena, "D:%.4s%.2s%.2s000000Z", date, date + 5, date + 8);
    dict_text(info, "Title", document->title);
    dict_text(info, "Author", document->author);
    if (*document->subject != '\0') {
        dict_text(info, "Subject", document->subject);
    }
    if (*document->keywords != '\0') {
        dict_text(info, "Keywords", document->keywords);
    }
    dict_text(info, "Creator", PROGRAM);
    dict_text(info, "Producer", PRODUCER);
    dict_ascii(info, "CreationDate", stamp);
    dict_ascii(info, "ModDate", stamp);
}

/* XMP. */

static void xml_text(struct buffer *out, const char *text) {
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&':
            buffer_string(out, "&amp;");
            break;
        case '<':
            buffer_string(out, "&lt;");
            break;
        case '>':
            buffer_string(out, "&gt;");
            break;
        case '"':
            buffer_string(out, "&quot;");
            break;
        default:
            buffer_char(out, *text);
        }
    }
}

static void xml_element(struct buffer *out, const char *name, const char *text) {
    buffer_format(out, "<%s>", name);
    xml_text(out, text);
    buffer_format(out, "</%s>\n", name);
}

/* Language alternatives: the default, and the document's own language by name. */
static void xml_alternatives(struct buffer *out, const char *name, const char *text, const char *lang) {
    buffer_format(out, "<%s><rdf:Alt><rdf:li xml:lang=\"x-default\">", name);
    xml_text(out, text);
    buffer_string(out, "</rdf:li><rdf:li xml:lang=\"");
    xml_text(out, lang);
    buffer_string(out, "\">");
    xml_text(out, text);
    buffer_format(out, "</rdf:li></rdf:Alt></%s>\n", name);
}

static void xml_item(struct buffer *out, const char *name, const char *kind, const char *text) {
    buffer_format(out, "<%s><rdf:%s><rdf:li>", name, kind);
    xml_text(out, text);
    buffer_format(out, "</rdf:li></rdf:%s></%s>\n", kind, name);
}

static void packet_claims(struct buffer *out) {
    xml_element(out, "pdfaid:part", "3");
    xml_element(out, "pdfaid:conformance", "A");
    xml_element(out, "pdfuaid:part", "1");
}

struct property {
    const char *name;
    const char *type;
    const char *category;
    const char *description;
};

static void packet_schema(struct buffer *out, const char *title, const char *space, const char *prefix,
                          const struct property *properties, size_t count) {
    buffer_string(out, "<rdf:li rdf:parseType=\"Resource\">\n");
    xml_element(out, "pdfaSchema:schema", title);
    xml_element(out, "pdfaSchema:namespaceURI", space);
    xml_element(out, "pdfaSchema:prefix", prefix);
    buffer_string(out, "<pdfaSchema:property><rdf:Seq>\n");
    for (size_t i = 0; i < count; i++) {
        buffer_string(out, "<rdf:li rdf:parseType=\"Resource\">\n");
        xml_element(out, "pdfaProperty:name", properties[i].name);
        xml_element(out, "pdfaProperty:valueType", properties[i].type);
        xml_element(out, "pdfaProperty:category", properties[i].category);
        xml_element(out, "pdfaProperty:description", properties[i].description);
        buffer_string(out, "</rdf:li>\n");
    }
    buffer_string(out, "</rdf:Seq></pdfaSchema:property></rdf:li>\n");
}

#define POLICY_SPACE "urn:engross:policy:1"

static void packet_extensions(struct buffer *out, const struct document *document) {
    static const struct property accessible[] = {{"part", "Integer", "internal", "Part of ISO 14289"}};
    static const struct property policy[] = {
        {"documentNumber", "Text", "external", "Reference that the issuing office gave the document"},
        {"version", "Text", "external", "Label of this version"},
        {"status", "Text", "external", "Standing of this version: draft, for approval, approved"},
        {"approvedBy", "Text", "external", "Bodies that have approved this version"},
        {"effectiveDate", "Date", "external", "Day from which this version holds"},
        {"reviewDate", "Date", "external", "Day by which it has to be looked at again"},
        {"classification", "Text", "external", "Who may see it"},
        {"comparedFrom", "Text", "external", "The older of the two versions that are compared"},
    };
    size_t count = sizeof policy / sizeof policy[0] - (document->compared_from == NULL);
    buffer_string(out, "<pdfaExtension:schemas><rdf:Bag>\n");
    packet_schema(out, "PDF/UA identification", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid", accessible, 1);
    packet_schema(out, "Policy document", POLICY_SPACE, "policy", policy, count);
    buffer_string(out, "</rdf:Bag></pdfaExtension:schemas>\n");
}

static const char *given(const char *text) {
    return text != NULL ? text : "";
}

static void packet_facts(struct buffer *out, const struct document *document) {
    xml_element(out, "dc:format", "application/pdf");
    xml_alternatives(out, "dc:title", document->title, document->lang);
    xml_item(out, "dc:creator", "Seq", document->author);
    if (*document->subject != '\0') {
        xml_alternatives(out, "dc:description", document->subject, document->lang);
    }
    if (document->edition != NULL && *document->edition->address != '\0') {
        xml_element(out, "dc:identifier", document->edition->address);
    }
    xml_item(out, "dc:language", "Bag", document->lang);
    if (*document->keywords != '\0') {
        xml_element(out, "pdf:Keywords", document->keywords);
    }
    xml_element(out, "pdf:Producer", PRODUCER);
    xml_element(out, "xmp:CreatorTool", PROGRAM);
    static const char *const dates[] = {"xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"};
    for (size_t i = 0; i < 3; i++) {
        buffer_format(out, "<%s>%sT00:00:00Z</%s>\n", dates[i], document->date, dates[i]);
    }
    const char *const policy[][2] = {{"policy:documentNumber", document->reference},
                                     {"policy:version", document->version},
                                     {"policy:status", document->status},
                                     {"policy:approvedBy", document->approved_by},
                                     {"policy:effectiveDate", document->effective},
                                     {"policy:reviewDate", document->review},
                                     {"policy:classification", document->classification},
                                     {"policy:comparedFrom", given(document->compared_from)}};
    for (size_t i = 0; i < sizeof policy / sizeof policy[0]; i++) {
        if (*policy[i][1] != '\0') {
            xml_element(out, policy[i][0], policy[i][1]);
        }
    }
}

/* What the document tells of, when that is another. */
static void packet_origin(struct buffer *out, const struct document *document) {
    if (document->derived_from == NULL)
        return;
    char uuid[37];
    const struct document origin = {.id = document->derived_from};
    struct arena *scratch = arena_open();
    const struct hash hash = metadata_permanent(&origin, scratch);
    arena_close(scratch);
    hash_uuid(&hash, uuid);
    buffer_format(out,
                  "<xmpMM:DerivedFrom xmlns:stRef=\"http://ns.adobe.com/xap/1.0/sType/ResourceRef#\" "
                  "rdf:parseType=\"Resource\"><stRef:documentID>uuid:%s</stRef:documentID></xmpMM:DerivedFrom>\n",
                  uuid);
}

/* DocumentID stays through all versions, InstanceID is this very file's; VersionID is the label that people use. */
static void packet_identity(struct buffer *out, const struct document *document, const struct hash *permanent,
                            const struct hash *content) {
    const struct {
        const char *name;
        const struct hash *hash;
    } identities[] = {{"xmpMM:DocumentID", permanent}, {"xmpMM:InstanceID", content}};
    for (size_t i = 0; i < 2; i++) {
        char uuid[37];
        hash_uuid(identities[i].hash, uuid);
        buffer_format(out, "<%s>uuid:%s</%s>\n", identities[i].name, uuid, identities[i].name);
    }
    const char *version = document->edition != NULL ? document->edition->label : document->version;
    if (*version != '\0')
        xml_element(out, "xmpMM:VersionID", version);
    packet_origin(out, document);
}

void metadata_packet(struct objects *objects, struct dict *dict, const struct document *document,
                     const struct hash *permanent, const struct hash *content) {
    struct buffer out = {0};
    buffer_string(&out, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                        "<rdf:Description rdf:about=\"\"\n"
                        " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
                        " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
                        " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
                        " xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\"\n"
                        " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n"
                        " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"\n"
                        " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n"
                        " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n"
                        " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\"\n"
                        " xmlns:policy=\"" POLICY_SPACE "\">\n");
    packet_facts(&out, document);
    packet_identity(&out, document, permanent, content);
    packet_claims(&out);
    packet_extensions(&out, document);
    buffer_string(&out, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
    dict_name(dict, "Type", "Metadata");
    dict_name(dict, "Subtype", "XML");
    dict_stream(objects, dict, out.bytes, out.count, PACKING_NONE);
    buffer_close(&out);
}

struct hash metadata_permanent(const struct document *document, struct arena *arena) {
    const char *name = arena_format(arena, "engross:document:%s", document->id);
    return hash_bytes(name, strlen(name));
}

/* Colour. */

static void profile_stream(struct objects *objects, struct dict *dict) {
    dict_number(dict, "N", 3);
    dict_stream(objects, dict, profile_bytes, profile_count, PACKING_ONCE);
}

void metadata_intent(struct objects *objects) {
    struct dict *profile = dict_new(objects);
    struct dict *intent = dict_new(objects);
    profile_stream(objects, profile);
    dict_name(intent, "Type", "OutputIntent");
    dict_name(intent, "S", "GTS_PDFA1");
    dict_ascii(intent, "OutputConditionIdentifier", "sRGB");
    dict_ascii(intent, "Info", "sRGB IEC61966-2.1");
    dict_refer(intent, "DestOutputProfile", profile);
    array_refer(dict_array(objects_catalog(objects), "OutputIntents", 1), intent);
}
