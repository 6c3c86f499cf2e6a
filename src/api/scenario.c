/* Loading scenarios, and the variants that what-if settings make of them. */
#include <string.h>

#include "api/api.h"

/* From a source to a scenario; settings are applied to the tree in between. */
static ent_status read_scenario(ent_scenario **out, ent_arena *arena, const ent_source *source,
                                const char *const *sets, size_t n_sets, ent_diags *diags) {
    ent_node *root = NULL;
    ENT_TRY(ent_node_parse(&root, arena, source, diags));
    size_t errors = diags->errors;
    for (size_t i = 0; i < n_sets; i++) {
        ent_status status = ent_node_set(root, arena, sets[i], diags);
        if (status != ENT_OK && status != ENT_ERROR)
            return status;
    }
    if (diags->failed)
        return ENT_NOMEM;
    if (diags->errors > errors)
        return ENT_ERROR;
    ENT_TRY(ent_scenario_build(out, arena, source, root, diags));
    return diags->failed ? ENT_NOMEM : ENT_OK;
}

static ent_status new_handle(ent_scenario_handle **out, ent_context *context) {
    ent_arena *arena = ent_arena_new();
    if (!arena)
        return ENT_NOMEM;
    ent_scenario_handle *handle = ENT_NEW(arena, ent_scenario_handle, 1);
    if (!handle) {
        ent_arena_free(arena);
        return ENT_NOMEM;
    }
    *handle = (ent_scenario_handle){.context = context, .arena = arena};
    *out = handle;
    return ENT_OK;
}

/* The rest of loading, once the source was asked for with `status`. */
static ent_status finish_load(ent_scenario_handle **out, ent_scenario_handle *handle,
                              ent_status status) {
    ent_diags *diags = &handle->context->diags;
    if (status == ENT_OK)
        status = read_scenario(&handle->scenario, handle->arena, handle->source, NULL, 0, diags);
    if (status == ENT_OK)
        *out = handle;
    else
        ent_scenario_free(handle);
    return diags->failed ? ENT_NOMEM : status;
}

ent_status ent_scenario_load(ent_scenario_handle **out, ent_context *context, const char *path) {
    ent_scenario_handle *handle = NULL;
    *out = NULL;
    ENT_TRY(new_handle(&handle, context));
    return finish_load(out, handle,
                       ent_source_read(&handle->source, handle->arena, path, &context->diags));
}

ent_status ent_scenario_load_text(ent_scenario_handle **out, ent_context *context, const char *name,
                                  const char *text, size_t len) {
    ent_scenario_handle *handle = NULL;
    *out = NULL;
    ENT_TRY(new_handle(&handle, context));
    return finish_load(
        out, handle,
        ent_source_text(&handle->source, handle->arena, name, text, len, &context->diags));
}

void ent_scenario_free(ent_scenario_handle *scenario) {
    if (scenario)
        ent_arena_free(scenario->arena);
}

static bool is_same(const ent_diag_item *a, const ent_diag_item *b) {
    return a->code == b->code && a->span.start == b->span.start && a->span.end == b->span.end &&
           strcmp(a->message, b->message) == 0;
}

/* Takes away what was said before in the same words of the same place: the warnings of a file that
 * is read a second time. */
static void drop_repeated(ent_diags *diags, size_t before) {
    size_t kept = before;
    for (size_t i = before; i < diags->n; i++) {
        bool repeated = false;
        for (size_t j = 0; j < before && !repeated; j++)
            repeated = is_same(&diags->items[i], &diags->items[j]);
        if (repeated && diags->items[i].severity != ENT_SEVERITY_ERROR)
            continue;
        diags->items[kept++] = diags->items[i];
    }
    diags->n = kept;
}

ent_status ent_scenario_variant(ent_scenario **out, ent_arena *arena,
                                const ent_scenario_handle *handle, const ent_request *request) {
    ent_diags *diags = &handle->context->diags;
    size_t before = diags->n;
    ent_status status =
        read_scenario(out, arena, handle->source, request->sets, request->n_sets, diags);
    drop_repeated(diags, before);
    return diags->failed ? ENT_NOMEM : status;
}
