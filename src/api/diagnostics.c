/* Diagnostics for the caller: one by one, or written out as text or JSON. */
#include <string.h>

#include "api/api.h"

size_t ent_diagnostics_count(const ent_context *context) {
    return context->diags.n;
}

ent_diagnostic ent_diagnostics_at(const ent_context *context, size_t i) {
    ent_diagnostic d = {0};
    if (i >= context->diags.n)
        return d;
    const ent_diag_item *item = &context->diags.items[i];
    d.code = ent_diag_name(item->code);
    d.severity = item->severity;
    d.file = item->span.source ? item->span.source->name : "";
    if (item->span.source)
        ent_span_position(item->span, &d.line, &d.column, &d.end_line, &d.end_column);
    d.path = item->path ? item->path : "";
    d.message = item->message;
    d.hint = item->hint ? item->hint : "";
    return d;
}

void ent_diagnostics_clear(ent_context *context) {
    ent_arena *arena = context->diags.arena;
    ent_arena_rewind(arena, context->empty);
    context->diags = (ent_diags){.arena = arena};
}

const char *ent_explain_code(size_t i) {
    return i < ENT_DIAG_CODES ? ent_diag_name((ent_diag_code)i) : NULL;
}

const char *ent_explain_title(const char *code) {
    ent_diag_code found = ent_diag_find(code);
    return found == ENT_DIAG_CODES ? NULL : ent_diag_title(found);
}

const char *ent_explain(const char *code) {
    ent_diag_code found = ent_diag_find(code);
    return found == ENT_DIAG_CODES ? NULL : ent_diag_explanation(found);
}

ent_style ent_style_read(const ent_style *style) {
    ent_style read = ENT_STYLE_INIT;
    if (style)
        memcpy(&read, style, style->size < sizeof read ? style->size : sizeof read);
    return read;
}

ent_status ent_write_buffer(const ent_buffer *buffer, ent_write_fn write, void *user) {
    if (buffer->failed)
        return ENT_NOMEM;
    return buffer->len > 0 && write(user, buffer->data, buffer->len) != 0 ? ENT_IO : ENT_OK;
}

static void put_json_text(ent_buffer *out, const char *name, const char *text) {
    ent_buffer_printf(out, ", \"%s\": ", name);
    ent_json_string(out, text);
}

static void put_json(ent_buffer *out, const ent_diagnostic *d) {
    static const char *const severities[] = {"note", "warning", "error"};
    ent_buffer_put(out, "{\"code\": ");
    ent_json_string(out, d->code);
    put_json_text(out, "severity", severities[d->severity]);
    put_json_text(out, "file", d->file);
    ent_buffer_printf(out, ", \"line\": %u, \"column\": %u, \"end_line\": %u, \"end_column\": %u",
                      d->line, d->column, d->end_line, d->end_column);
    put_json_text(out, "path", d->path);
    put_json_text(out, "message", d->message);
    put_json_text(out, "hint", d->hint);
    ent_buffer_put(out, "}");
}

ent_status ent_diagnostics_write(ent_context *context, ent_format format, const ent_style *style,
                                 ent_write_fn write, void *user) {
    if (format == ENT_FORMAT_CSV || format == ENT_FORMAT_HTML)
        return ENT_ERROR;
    ent_style look = ent_style_read(style);
    ent_buffer out = {0};
    for (size_t i = 0; i < context->diags.n; i++) {
        if (format == ENT_FORMAT_JSON) {
            ent_diagnostic d = ent_diagnostics_at(context, i);
            ent_buffer_put(&out, i == 0 ? "[\n  " : ",\n  ");
            put_json(&out, &d);
        } else {
            ent_diag_print(&out, &context->diags.items[i], look.color != 0);
        }
    }
    if (format == ENT_FORMAT_JSON)
        ent_buffer_put(&out, context->diags.n == 0 ? "[]\n" : "\n]\n");
    ent_status status = ent_write_buffer(&out, write, user);
    ent_buffer_free(&out);
    return status;
}
