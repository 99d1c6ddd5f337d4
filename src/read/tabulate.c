/* tabulate.c: a program of its own, run by make: the schemas of the house → C for grammar.h.
 *
 * Paths of XSD files in, a C file out on standard output. Of a schema that has what
 * tables cannot say it says so, and leaves it out: the program then works as before, and slower.
 * What comes out depends on the bytes of those files alone.
 */
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read/components.h"

#define FILES 4 /* a schema and what it imports */

static char *file_bytes(struct arena *arena, const char *path, size_t *count) {
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    if (file != NULL && fseek(file, 0, SEEK_END) == 0) {
        long size = ftell(file);
        rewind(file);
        bytes = ARENA_ARRAY(arena, (size_t)size + 1, char);
        *count = fread(bytes, 1, (size_t)size, file);
    }
    if (file == NULL || fclose(file) != 0 || bytes == NULL) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    return bytes;
}

struct schema_files {
    size_t count;
    const char *names[FILES];
    struct hash hashes[FILES];
    xmlDocPtr documents[FILES];
};

/* Reads a schema and the files that it imports, which have to stand beside it. */
static void files_read(struct arena *arena, const char *path, struct schema_files *files) {
    const char *slash = strrchr(path, '/');
    const char *folder = slash == NULL ? "" : arena_copy(arena, path, (size_t)(slash + 1 - path));
    files->names[0] = slash == NULL ? path : slash + 1;
    files->count = 1;
    for (size_t i = 0; i < files->count; i++) {
        size_t count = 0;
        const char *bytes = file_bytes(arena, arena_format(arena, "%s%s", folder, files->names[i]), &count);
        files->hashes[i] = hash_bytes(bytes, count);
        files->documents[i] =
            xmlReadMemory(bytes, (int)count, files->names[i], NULL, XML_PARSE_NONET | XML_PARSE_BIG_LINES);
        if (files->documents[i] == NULL)
            exit(EXIT_FAILURE);
        for (xmlNodePtr node = xmlDocGetRootElement(files->documents[i])->children; node != NULL; node = node->next) {
            xmlChar *place = node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, "import") == 0
                                 ? xmlGetNoNsProp(node, (const xmlChar *)"schemaLocation")
                                 : NULL;
            if (place != NULL && files->count < FILES)
                files->names[files->count++] = arena_string(arena, (const char *)place);
            xmlFree(place);
        }
    }
}

static void print_files(size_t which, const struct schema_files *files) {
    printf("static const struct grammar_file files_%zu[] = {\n", which);
    for (size_t i = 0; i < files->count; i++) {
        printf("    {\"%s\", {{", files->names[i]);
        for (size_t j = 0; j < sizeof files->hashes[i].bytes; j++)
            printf("0x%02x,", files->hashes[i].bytes[j]);
        puts("}}},");
    }
    puts("};");
}

static void print_bytes(const char *name, size_t which, size_t pattern, const uint8_t *bytes, size_t count) {
    printf("static const uint8_t %s_%zu_%zu[] = {", name, which, pattern);
    for (size_t i = 0; i < count; i++)
        printf("%s%u,", i % 32 == 0 ? "\n    " : "", bytes[i]);
    puts("\n};");
}

static void print_patterns(size_t which, const struct components *components) {
    for (size_t i = 0; i < components->patterns.count; i++) {
        const struct component_pattern *pattern = &components->patterns.items[i];
        print_bytes("classes", which, i, pattern->classes, sizeof pattern->classes);
        print_bytes("next", which, i, pattern->next, pattern->state_count * pattern->class_count);
        printf("static const bool ends_%zu_%zu[] = {", which, i);
        for (size_t state = 0; state < pattern->state_count; state++)
            printf("%d,", pattern->ends[state]);
        puts("};");
    }
    printf("static const struct grammar_pattern patterns_%zu[] = {\n", which);
    for (size_t i = 0; i < components->patterns.count; i++)
        printf("    {classes_%zu_%zu, next_%zu_%zu, ends_%zu_%zu, %zu},\n", which, i, which, i, which, i,
               components->patterns.items[i].class_count);
    puts("    {NULL, NULL, NULL, 0}};");
}

/* One array: `each` prints an item of it. None is empty in C, so an item more than there are is printed at the end. */
#define PRINT_ARRAY(which, type, list, format, ...)                          \
    do {                                                                     \
        printf("static const struct grammar_" type "_%zu[] = {\n", (which)); \
        for (size_t i = 0; i < (list).count; i++)                            \
            printf("    {" format "},\n", __VA_ARGS__);                      \
        puts("    {0}};");                                                   \
    } while (0)

static void print_types(size_t which, const struct components *components) {
    const struct grammar_type *types = components->types.items;
    const struct grammar_attribute *attributes = components->attributes.items;
    const struct grammar_value *values = components->values.items;
    PRINT_ARRAY(which, "type types", components->types, "%u, %u, %u, %u, %u", types[i].content, types[i].value,
                types[i].state, types[i].attributes, types[i].attribute_count);
    PRINT_ARRAY(which, "attribute attributes", components->attributes, "%u, %u, %d, %d", attributes[i].name,
                attributes[i].value, attributes[i].required, attributes[i].xml);
    PRINT_ARRAY(which, "value values", components->values, "%d, %u, %u, %u, %uu, %uu, %uu, %uu, %d, %u",
                values[i].collapses, values[i].builtin, values[i].item, values[i].pattern, values[i].least,
                values[i].most, values[i].bottom, values[i].top, values[i].bounded, values[i].decimals);
}

static void print_elements(size_t which, const struct components *components) {
    const struct grammar_element *elements = components->elements.items;
    const struct grammar_state *states = components->states.items;
    const struct grammar_edge *edges = components->edges.items;
    const struct grammar_unique *uniques = components->uniques.items;
    const struct grammar_path *paths = components->paths.items;
    PRINT_ARRAY(which, "element elements", components->elements, "%u, %u, %u, %u", elements[i].name, elements[i].type,
                elements[i].uniques, elements[i].unique_count);
    PRINT_ARRAY(which, "state states", components->states, "%u, %u, %d", states[i].edges, states[i].edge_count,
                states[i].ends);
    PRINT_ARRAY(which, "edge edges", components->edges, "%u, %u, %u", edges[i].name, edges[i].element, edges[i].state);
    PRINT_ARRAY(which, "unique uniques", components->uniques, "%u, %u, %u", uniques[i].attribute, uniques[i].paths,
                uniques[i].path_count);
    PRINT_ARRAY(which, "path paths", components->paths, "%u, %u, %d", paths[i].first, paths[i].second, paths[i].two);
}

static void print_schema(size_t which, const struct components *components, const struct schema_files *files) {
    print_files(which, files);
    printf("static const char *const names_%zu[] = {\n", which);
    for (size_t i = 0; i < components->names.count; i++)
        printf("    \"%s\",\n", components->names.items[i]);
    puts("    NULL};");
    print_patterns(which, components);
    print_types(which, components);
    print_elements(which, components);
    printf("static const struct grammar grammar_%zu = {\n    \"%s\", files_%zu, names_%zu, elements_%zu, types_%zu, "
           "attributes_%zu, "
           "states_%zu, edges_%zu, values_%zu, patterns_%zu, uniques_%zu, paths_%zu, %zu, %zu, %zu};\n\n",
           which, components->space, which, which, which, which, which, which, which, which, which, which, which,
           files->count, components->names.count, components->root_count);
}

int main(int count, char **paths) {
    bool tabled[64] = {false};
    puts("#include \"read/grammar.h\"\n\n#include <stddef.h>\n");
    for (int i = 1; i < count && i < 64; i++) {
        struct arena *arena = arena_open();
        struct schema_files files = {.count = 0};
        struct components components = {.arena = arena};
        files_read(arena, paths[i], &files);
        components_read(&components, files.documents, files.count);
        tabled[i] = components.trouble == NULL;
        if (tabled[i])
            print_schema((size_t)i, &components, &files);
        else
            fprintf(stderr, "%s: %s: no tables are made of it, and libxml2 is asked each time\n", paths[i],
                    components.trouble);
        for (size_t j = 0; j < files.count; j++)
            xmlFreeDoc(files.documents[j]);
        arena_close(arena);
    }
    puts("const struct grammar *const grammars[] = {");
    for (int i = 1; i < count && i < 64; i++)
        if (tabled[i])
            printf("    &grammar_%d,\n", i);
    puts("    NULL};");
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
