/* image.c: each picture file once, however often it is painted.
 *
 * In: image marks. Out: image XObjects and their entries in the resources. Files
 * are told apart by name; what is wrong with one is reported at the figure that
 * names it.
 */
#include "pdf/image.h"

#include <assert.h>
#include <string.h>

#include "base/file.h"
#include "base/list.h"
#include "document/role.h"
#include "pdf/pixels.h"

#define IMAGE_BYTES_MAX ((size_t)64 << 20)

struct images {
    struct arena *arena;
    LIST(const char *) files;
};

struct images *images_open(struct arena *arena) {
    struct images *images = ARENA_NEW(arena, struct images);
    images->arena = arena;
    return images;
}

static size_t image_find(const struct images *images, const char *file) {
    size_t i = 0;
    while (i < images->files.count && strcmp(images->files.items[i], file) != 0) {
        i++;
    }
    return i;
}

/* Where to put the blame: the figure's file name, else the figure. */
static struct place mark_place(const struct mark *mark) {
    const struct node *figure = mark->node != NULL ? node_tagged(mark->node) : NULL;
    if (figure == NULL) {
        return (struct place){.file = mark->as.image.file};
    }
    return figure->kind == NODE_FIGURE ? node_file_place(figure) : figure->place;
}

/* The image of a file, whose bytes and pixels live in `scratch`; NULL after a report. */
static struct dict *image_new(struct objects *objects, const struct mark *mark, struct arena *scratch,
                              struct report *report) {
    const char *file = mark->as.image.file;
    struct pixels picture = {0};
    size_t bytes = 0;
    const char *data = file_read(scratch, file, IMAGE_BYTES_MAX, &bytes, report);
    if (data == NULL) {
        return NULL;
    }
    const char *fault = pixels_read((const unsigned char *)data, bytes, scratch, &picture);
    if (fault != NULL) {
        report_add(report, RULE_PDF_IMAGE, mark_place(mark), file, fault);
        return NULL;
    }
    return picture.jpeg ? dict_new_jpeg(objects, data, bytes)
                        : dict_new_image(objects, picture.rows, picture.width, picture.height, picture.grey);
}

void images_add(struct images *images, struct objects *objects, struct dict *names, const struct mark *mark,
                struct report *report) {
    assert(mark->kind == MARK_IMAGE);
    if (image_find(images, mark->as.image.file) < images->files.count) {
        return;
    }
    LIST_ADD(images->arena, &images->files, mark->as.image.file);
    struct arena *scratch = arena_open();
    const struct dict *image = image_new(objects, mark, scratch, report);
    if (image != NULL) {
        dict_refer(names, arena_format(images->arena, "I%zu", images->files.count - 1), image);
    }
    arena_close(scratch);
}

size_t image_number(const struct images *images, const char *file) {
    size_t number = image_find(images, file);
    assert(number < images->files.count);
    return number;
}
