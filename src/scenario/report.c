/* Saying something once: see report.h. */
#include "scenario/report.h"

static ent_severity severity_of(ent_diag_code code) {
    return ent_diag_name(code)[0] == 'W' ? ENT_SEVERITY_WARNING : ENT_SEVERITY_ERROR;
}

static bool said_here(const ent_diags *diags, ent_severity severity, ent_span span) {
    for (size_t i = 0; i < diags->n; i++) {
        const ent_diag_item *item = &diags->items[i];
        bool as_bad = (item->severity == ENT_SEVERITY_ERROR) == (severity == ENT_SEVERITY_ERROR);
        if (as_bad && item->span.source == span.source && item->span.start == span.start &&
            item->span.end == span.end)
            return true;
    }
    return false;
}

void ent_report(ent_diags *diags, ent_diag_code code, ent_span span, const char *path,
                const char *hint, const char *format, ...) {
    if (span.source != NULL && said_here(diags, severity_of(code), span))
        return;
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
