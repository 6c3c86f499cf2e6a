/* The file format for people and for editors, written from the one schema table. */
#include "api/api.h"
#include "scenario/schema.h"

static ent_status report_key(ent_context *context, const char *key) {
    const char *near = ent_schema_nearest(key);
    ent_buffer hint = {0};
    if (near)
        ent_buffer_printf(&hint, "did you mean %s?", near);
    ent_diag(&context->diags, ENT_E0456, (ent_span){0}, "", hint.data, "the format has no key '%s'",
             key);
    bool failed = hint.failed || context->diags.failed;
    ent_buffer_free(&hint);
    return failed ? ENT_NOMEM : ENT_ERROR;
}

ent_status ent_format_write(ent_context *context, ent_format format, const char *key,
                            ent_write_fn write, void *user) {
    if (format == ENT_FORMAT_CSV || format == ENT_FORMAT_HTML)
        return ENT_ERROR;
    ent_buffer out = {0};
    ent_status status =
        format == ENT_FORMAT_JSON ? ent_schema_json(&out) : ent_schema_reference(&out, key);
    if (status == ENT_OK)
        status = ent_write_buffer(&out, write, user);
    else if (status == ENT_ERROR && key)
        status = report_key(context, key);
    ent_buffer_free(&out);
    return status;
}
