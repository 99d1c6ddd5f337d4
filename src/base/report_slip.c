/* report_slip.c: printed findings, each on a slip of its own. See report_slip.h.
 *
 * a finding and its text in → bytes out, and back. A slip is a head of fixed size,
 * then the name of the file and the text, each with a NUL behind it. Bytes go from
 * one process to another of the same program, so the head is copied as it is.
 */
#include "base/report_slip.h"

#include <string.h>

struct head {
    size_t file, text; /* bytes, without the NUL */
    uint32_t line;
    enum severity severity;
};

size_t slip_begin(struct buffer *out, const struct finding *finding) {
    const char *file = finding->place.file == NULL ? "" : finding->place.file;
    struct head head = {.file = strlen(file), .line = finding->place.line, .severity = finding->rule->severity};
    size_t begun = out->count;
    buffer_bytes(out, (const char *)&head, sizeof head);
    buffer_bytes(out, file, head.file + 1);
    return begun;
}

void slip_end(struct buffer *out, size_t begun) {
    struct head head;
    memcpy(&head, out->bytes + begun, sizeof head);
    head.text = out->count - begun - sizeof head - head.file - 1;
    memcpy(out->bytes + begun, &head, sizeof head);
    buffer_char(out, '\0');
}

bool slip_next(const struct buffer *slips, size_t *at, struct slip *slip) {
    if (*at >= slips->count)
        return false;
    struct head head;
    memcpy(&head, slips->bytes + *at, sizeof head);
    const char *file = slips->bytes + *at + sizeof head;
    *slip = (struct slip){
        .severity = head.severity, .line = head.line, .file = file, .text = file + head.file + 1, .bytes = head.text};
    *at += sizeof head + head.file + 1 + head.text + 1;
    return true;
}

void slip_copy(struct buffer *out, const struct slip *slip) {
    struct head head = {
        .file = strlen(slip->file), .text = slip->bytes, .line = slip->line, .severity = slip->severity};
    buffer_bytes(out, (const char *)&head, sizeof head);
    buffer_bytes(out, slip->file, head.file + 1);
    buffer_bytes(out, slip->text, head.text + 1);
}
