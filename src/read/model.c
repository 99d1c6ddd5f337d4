/* model.c: the content model of one element, driven child by child.
 *
 * names of children in → whether each may stand there, and what could have stood
 * there instead, out. The automaton is the one that libxml2 compiled from the
 * schema (xmlSchemaType.contModel), so what is found here is what libxml2 would
 * say, only for every child and not for the first bad one.
 *
 * Surprising: libxml2 can neither copy the state of an automaton nor go on after
 * a refusal; a state is therefore a row of names, taken again from the start when
 * needed. Only elements with a fault pay for that, and only so many children do.
 */
#include "read/model.h"

#include <string.h>

/* With more before it than this, nothing is tried in a place: it would take too long. */
#define TAKEN_LONGEST 2000

static void model_hear(xmlRegExecCtxtPtr context, const xmlChar *token, void *declared, void *data) {
    (void)context;
    (void)token;
    struct model *model = data;
    const xmlSchemaElement *element = declared;
    if (model != NULL && element != NULL && element->type == XML_SCHEMA_TYPE_ELEMENT)
        model->matched = declared;
}

static void model_start(struct model *model) {
    model->at = xmlRegNewExecCtxt(model->automaton, model_hear, NULL);
    if (model->at == NULL)
        memory_exhausted();
}

void model_open(struct model *model, const struct vocabulary *vocabulary, size_t *effort, xmlSchemaTypePtr type,
                const xmlChar *space) {
    *model = (struct model){.vocabulary = vocabulary, .effort = effort, .automaton = type->contModel, .space = space};
    model_start(model);
}

void model_close(struct model *model) {
    xmlRegFreeExecCtxt(model->at);
}

bool model_is_spent(const struct model *model) {
    return *model->effort == 0;
}

static void model_spend(const struct model *model, size_t count) {
    *model->effort -= count < *model->effort ? count : *model->effort;
}

static void model_again(struct model *model) {
    model_spend(model, model->taken.count + 1);
    xmlRegFreeExecCtxt(model->at);
    model_start(model);
    for (size_t i = 0; i < model->taken.count; i++)
        (void)xmlRegExecPushString2(model->at, model->taken.items[i], model->space, NULL);
}

bool model_take(struct model *model, const xmlChar *name) {
    model->matched = NULL;
    if (xmlRegExecPushString2(model->at, name, model->space, model) < 0) {
        model_again(model);
        return false;
    }
    LIST_ADD(model->vocabulary->arena, &model->taken, name);
    return true;
}

void model_untake(struct model *model) {
    model->taken.count--;
    model_again(model);
}

/* Whether the content could go on with these, and with `to_end` be complete then. */
static bool model_bears(const struct model *model, const char *const *names, size_t count, bool to_end) {
    if (model->taken.count > TAKEN_LONGEST || model_is_spent(model))
        return false;
    model_spend(model, model->taken.count + count + 4);
    xmlRegExecCtxtPtr trial = xmlRegNewExecCtxt(model->automaton, NULL, NULL);
    if (trial == NULL)
        memory_exhausted();
    int result = 0;
    for (size_t i = 0; i < model->taken.count && result >= 0; i++)
        result = xmlRegExecPushString2(trial, model->taken.items[i], model->space, NULL);
    for (size_t i = 0; i < count && result >= 0; i++)
        result = xmlRegExecPushString2(trial, (const xmlChar *)names[i], model->space, NULL);
    if (result >= 0 && to_end)
        result = xmlRegExecPushString(trial, NULL, NULL) == 1 ? 1 : -1;
    xmlRegFreeExecCtxt(trial);
    return result >= 0;
}

bool model_may_take(const struct model *model, const char *name) {
    return model_bears(model, &name, 1, false);
}

bool model_may_end(const struct model *model) {
    return model->taken.count > TAKEN_LONGEST || model_bears(model, NULL, 0, true);
}

/* Looks for a bridge of `wanted` names, of which `count` are chosen. Only where something is lacking, that is where the
 * content may not end, can more than one name be left out. */
static bool bridge_seek(const struct model *model, const char *name, const char **bridge, size_t count, size_t wanted) {
    const struct vocabulary *vocabulary = model->vocabulary;
    for (size_t i = 0; i < vocabulary->element_count; i++) {
        bridge[count] = vocabulary->elements[i];
        bool repeated = false;
        for (size_t j = 0; j < count; j++)
            repeated = repeated || strcmp(bridge[j], bridge[count]) == 0;
        if (repeated || !model_bears(model, bridge, count + 1, false))
            continue;
        if (count + 1 < wanted) {
            if (!model_bears(model, bridge, count + 1, true) && bridge_seek(model, name, bridge, count + 1, wanted))
                return true;
            continue;
        }
        bridge[count + 1] = name;
        if (name == NULL ? model_bears(model, bridge, count + 1, true) : model_bears(model, bridge, count + 2, false))
            return true;
    }
    return false;
}

size_t model_bridge(const struct model *model, const char *name, const char *bridge[MODEL_BRIDGE_LONGEST]) {
    const char *row[MODEL_BRIDGE_LONGEST + 1];
    size_t longest = model_may_end(model) ? 1 : MODEL_BRIDGE_LONGEST;
    for (size_t wanted = 1; wanted <= longest; wanted++)
        if (bridge_seek(model, name, row, 0, wanted)) {
            memcpy(bridge, row, wanted * sizeof *row);
            return wanted;
        }
    return 0;
}

const char *model_expected(const struct model *model, bool to_end) {
    const struct vocabulary *vocabulary = model->vocabulary;
    struct buffer out = {0};
    const char *held = NULL; /* one name is held back, since the last is joined by "or" */
    size_t count = 0;
    for (size_t i = 0; i <= vocabulary->element_count; i++) {
        const char *name = i < vocabulary->element_count ? vocabulary->elements[i] : NULL;
        if (name != NULL && !model_bears(model, &name, 1, to_end))
            continue;
        if (held != NULL) {
            vocabulary_joint(&out, count++ == 0, name == NULL);
            buffer_format(&out, "<%s>", held);
        }
        held = name;
    }
    const char *list = arena_string(vocabulary->arena, buffer_text(&out));
    buffer_close(&out);
    return list;
}
