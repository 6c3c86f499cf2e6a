/* Saying something once: see report.h. */
#include "scenario/report.h"

#include <string.h>

/* Diagnostics keep copies of their sources. */
static bool same_place(ent_span a, ent_span b) {
    if (a.source == NULL || a.start != b.start || a.end != b.end)
        return false;
    return a.source == b.source ||
           (a.source->len == b.source->len && strcmp(a.source->name, b.source->name) == 0 &&
            memcmp(a.source->text, b.source->text, a.source->len) == 0);
}

/* A text of the wrong kind or range has been answered for; a missing key says nothing of the rest. */
static bool settles(ent_diag_code earlier, ent_diag_code code) {
    return earlier == code ||
           (strncmp(ent_diag_name(earlier), "E01", 3) == 0 && earlier != ENT_E0103);
}

static const ent_diag_item *said_here(const ent_diags *diags, ent_diag_code code, ent_span span) {
    for (size_t i = 0; i < diags->n; i++)
        if (same_place(diags->items[i].span, span) && settles(diags->items[i].code, code))
            return &diags->items[i];
    return NULL;
}

void ent_report(ent_diags *diags, ent_diag_code code, ent_span span, const char *path,
                const char *hint, const char *format, ...) {
    const ent_diag_item *earlier = span.source != NULL ? said_here(diags, code, span) : NULL;
    if (earlier != NULL) { /* counted, so that who looks whether there was an error sees it */
        diags->errors += earlier->severity == ENT_SEVERITY_ERROR;
        return;
    }
    ent_buffer message = {0};
    va_list args;
    va_start(args, format);
    ent_buffer_vprintf(&message, format, args);
    va_end(args);
    if (message.failed)
        diags->failed = true;
    else
        ent_diag(diags, code, span, path, hint, "%s", message.data);
    ent_buffer_free(&message);
}
