/* Asking: from options to a request, from a verb's name to its function. */
#include "api/api.h"

static ent_status ask(ent_answer **out, ent_scenario_handle *handle, ent_verb_fn function,
                      const ent_request *request, bool all_views) {
    if (request->n_sets == 0 && (!request->view || all_views))
        return function(out, handle->scenario, request);
    ent_arena *arena = ent_arena_new();
    if (!arena)
        return ENT_NOMEM;
    ent_scenario *variant = NULL;
    ent_request made_with = *request;
    if (all_views)
        made_with.view = NULL;
    ent_status status = ent_scenario_variant(&variant, arena, handle, &made_with);
    if (status == ENT_OK)
        status = function(out, variant, request);
    ent_arena_free(arena);
    return status;
}

ent_status ent_ask(ent_answer **out, ent_scenario_handle *scenario, const char *verb,
                   const ent_options *options) {
    *out = NULL;
    ent_context *context = scenario->context;
    ent_diags *diags = &context->diags;
    ent_verb_fn function = ent_verb_function(context, verb);
    if (!function)
        return diags->failed ? ENT_NOMEM : ENT_ERROR;
    ent_request request = {.diags = diags,
                           .root = scenario->root,
                           .views = &scenario->views,
                           .run = {.threads = context->threads,
                                   .what = "working",
                                   .stop = &context->stop,
                                   .progress = context->progress,
                                   .user = context->user}};
    ent_options_request(&request, options);
    ent_status status = ask(out, scenario, function, &request, ent_verb_asks_views(verb));
    if ((*out && (*out)->failed) || diags->failed) {
        ent_answer_free(*out);
        *out = NULL;
        return ENT_NOMEM;
    }
    if (*out)
        (*out)->diags = diags;
    return status;
}
