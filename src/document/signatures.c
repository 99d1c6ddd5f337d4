/* signatures.c: the approval and signature of one organisation.
 *
 * `signature` → a table of name, post and date that is kept on one page. The
 * picture of a signature says in words who signed, and when, so that it says no
 * less to those who cannot see it.
 */
#include "document/signatures.h"

#include "document/control.h"
#include "document/inline.h"
#include "document/organisations.h"
#include "document/pictures.h"
#include "document/tables.h"

/* Returns the words of the cell. */
static const char *row_person(struct build *build, struct node *body, const struct element *signature, const char *name,
                              enum word header) {
    const struct element *element = element_child(signature, name);
    if (element == NULL)
        return "";
    struct node *cell = control_row(build, body, element, header);
    const char *outer = build_enter(build, element);
    inline_plain(build, cell, element, name);
    build_leave(build, outer);
    return build_node_words(build, cell);
}

static void signed_picture(struct build *build, struct node *cell, const struct element *element, const char *name,
                           const char *post) {
    struct node *figure = build_node(build, cell, NODE_FIGURE, element->place);
    const char *words = words_fill(build->arena, WORD_SIGNATURE_ALT, name, post);
    const char *date = build_date(build, element, "date");
    if (date != NULL)
        words = arena_format(build->arena, "%s%s", words, words_fill(build->arena, WORD_SIGNATURE_ALT_SIGNED, date));
    figure->as.figure.alternative = words;
    figure->as.figure.place = build_place(build, element, "picture");
    figure->as.figure.file = picture_find(build, element, "picture");
}

static void row_signed(struct build *build, struct node *body, const struct element *element, const char *name,
                       const char *post) {
    struct node *cell = control_row(build, body, element, WORD_SIGNED);
    const char *outer = build_enter(build, element);
    struct node *words = cell;
    if (element_attribute(element, "picture") != NULL) {
        signed_picture(build, cell, element, name, post);
        words = build_node(build, cell, NODE_PARAGRAPH, element->place);
    }
    if (!control_date(build, words, element))
        build_text(build, words, element->place, words_find(WORD_NOT_SIGNED));
    build_leave(build, outer);
}

void signature_read(struct build *build, struct node *parent, const struct element *element) {
    const struct organisation *organisation = organisation_find(build, element, "org");
    const char *full_name = organisation == NULL ? "?" : organisation->name;
    struct node *table = table_new(build, parent, element, CLASS_SIGNATURE,
                                   words_fill(build->arena, WORD_SIGNATURE_SUMMARY, full_name), 2);
    table->keep_together = true;
    table->id = build_attribute(build, element, "id");
    build_target(build, element, (struct target){.kind = TARGET_OTHER, .number = "", .node = table});
    build_text(build, build_node(build, table, NODE_CAPTION, element->place), element->place, full_name);
    struct node *body = build_node(build, table, NODE_TABLE_BODY, element->place);
    const char *name = row_person(build, body, element, "name", WORD_NAME);
    const char *post = row_person(build, body, element, "post", WORD_POST);
    const struct element *signed_ = element_child(element, "signed");
    if (signed_ != NULL)
        row_signed(build, body, signed_, name, post);
}
