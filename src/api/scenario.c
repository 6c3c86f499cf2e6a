/* Loading scenarios, and the variants that what-if settings make of them. */
#include <string.h>

#include "api/api.h"

/* From a source to a scenario and its views. Mistakes of both are reported. */
static ent_status read_handle(ent_scenario_handle *handle, ent_diags *diags) {
    ent_arena *arena = handle->arena;
    ENT_TRY(ent_node_parse(&handle->root, arena, handle->source, diags));
    ent_status status =
        ent_scenario_build(&handle->scenario, arena, handle->source, handle->root, diags);
    if (status != ENT_OK && status != ENT_ERROR)
        return status;
    if (handle->root->kind != ENT_NODE_MAP)
        return status;
    ent_status views = ent_views_read(&handle->views, arena, handle->root, diags);
    return status == ENT_OK ? views : views == ENT_NOMEM ? views : status;
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
        status = read_handle(handle, diags);
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

/* The view that an option names. */
static ent_status find_view(uint32_t *out, ent_arena *arena, const ent_scenario_handle *handle,
                            const char *id, ent_diags *diags) {
    const ent_source *source;
    *out = id ? ent_find_view(&handle->views, id) : 0;
    if (*out != ENT_NONE)
        return ENT_OK;
    ENT_TRY(ent_source_text(&source, arena, "--view", id, strlen(id), diags));
    ent_place place = {diags, {source, 0, (uint32_t)source->len}, ""};
    return ent_unknown_view(&handle->views, arena, place, id);
}

static ent_status make_variant(ent_scenario **out, ent_arena *arena,
                               const ent_scenario_handle *handle, const ent_request *request) {
    ent_diags *diags = &handle->context->diags;
    ent_node *tree = NULL;
    uint32_t view;
    ENT_TRY(find_view(&view, arena, handle, request->view, diags));
    ENT_TRY(ent_view_tree(&tree, arena, handle->root, &handle->views, view, diags));
    size_t errors = diags->errors;
    for (size_t i = 0; i < request->n_sets; i++) {
        ent_status status = ent_node_set(tree, arena, request->sets[i], diags);
        if (status != ENT_OK && status != ENT_ERROR)
            return status;
    }
    if (diags->failed)
        return ENT_NOMEM;
    if (diags->errors > errors)
        return ENT_ERROR;
    return ent_scenario_build(out, arena, handle->source, tree, diags);
}

ent_status ent_scenario_variant(ent_scenario **out, ent_arena *arena,
                                const ent_scenario_handle *handle, const ent_request *request) {
    ent_diags *diags = &handle->context->diags;
    size_t before = diags->n;
    ent_status status = make_variant(out, arena, handle, request);
    drop_repeated(diags, before);
    return diags->failed ? ENT_NOMEM : status;
}

size_t ent_scenario_views(const ent_scenario_handle *scenario) {
    return scenario->views.n;
}

ent_view_info ent_scenario_view(const ent_scenario_handle *scenario, size_t i) {
    if (i >= scenario->views.n)
        return (ent_view_info){0};
    const ent_views *views = &scenario->views;
    const ent_view *view = &views->views[i];
    return (ent_view_info){
        .id = view->id,
        .title = view->title,
        .number = view->number,
        .by = view->by,
        .says = view->says,
        .replies_to = view->replies_to == ENT_NONE ? NULL : views->views[view->replies_to].id,
        .extends = i == 0                      ? NULL
                   : view->extends == ENT_NONE ? "base"
                                               : views->views[view->extends].id,
        .changes = view->changes ? view->changes->n : 0,
        .claims = view->claims ? view->claims->n : 0};
}
