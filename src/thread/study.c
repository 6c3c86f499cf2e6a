/* Making views, and variants of them, ready to be asked. See study.h. */
#include "thread/study.h"

static ent_status read_claims(ent_study *study) {
    size_t n_views = study->views.n, cap = 0;
    for (uint32_t v = 0; v < n_views; v++) {
        const ent_view *view = &study->views.views[v];
        ent_stated_claim *stated;
        size_t n;
        const char *path =
            v == 0 ? "claims" : ent_arena_printf(study->arena, "views.%s.claims", view->id);
        if (!path)
            return ENT_NOMEM;
        ENT_TRY(ent_claims_read(&stated, &n, study->arena, view->claims, path, study->diags));
        for (size_t i = 0; i < n; i++) {
            ent_study_claim *claims =
                ent_arena_grow(study->arena, study->claims, study->n_claims, &cap, sizeof *claims);
            if (!claims)
                return ENT_NOMEM;
            study->claims = claims;
            claims[study->n_claims++] = (ent_study_claim){v, stated[i]};
        }
    }
    return ENT_OK;
}

ent_status ent_study_new(ent_study **out, const ent_scenario *base, uint64_t seed,
                         uint64_t n_models, const ent_run *run, ent_diags *diags) {
    ent_arena *arena = ent_arena_new();
    ent_study *study = arena ? ENT_NEW(arena, ent_study, 1) : NULL;
    *out = study;
    if (!study) {
        ent_arena_free(arena);
        return ENT_NOMEM;
    }
    *study = (ent_study){.arena = arena,
                         .source = base->source,
                         .root = base->root,
                         .title = base->title,
                         .seed = seed,
                         .n_models = n_models,
                         .run = *run,
                         .whole = *run,
                         .diags = diags};
    study->run.progress = NULL;
    ENT_TRY(ent_views_read(&study->views, arena, base->root, diags));
    study->stages = ENT_NEW(arena, ent_stage *, study->views.n);
    if (!study->stages)
        return ENT_NOMEM;
    return read_claims(study);
}

void ent_study_tell(const ent_study *study, const char *what, uint64_t done, uint64_t total) {
    if (study->whole.progress)
        study->whole.progress(study->whole.user, what, done, total);
}

void ent_study_free(ent_study *study) {
    if (!study)
        return;
    for (size_t v = 0; study->stages && v < study->views.n; v++)
        ent_stage_free(study->stages[v]);
    ent_arena_free(study->arena);
}

void ent_stage_free(ent_stage *stage) {
    if (!stage)
        return;
    if (stage->models)
        ent_models_forget(stage->models);
    ent_arena_free(stage->arena);
}

/* Fills the stage; a tree that makes no scenario, or leaves no model, is ENT_ERROR. */
static ent_status make_ready(ent_stage *stage, const ent_study *study, ent_diags *diags) {
    ENT_TRY(ent_scenario_build(&stage->scenario, stage->arena, study->source, stage->root, diags));
    ENT_TRY(ent_models_new(&stage->models, stage->arena, stage->scenario, study->seed, diags));
    return ent_models_keep(stage->models, study->n_models);
}

void ent_study_forget(ent_study *study) {
    for (size_t v = 0; v < study->views.n; v++)
        if (study->stages[v] && study->stages[v]->models)
            ent_models_forget(study->stages[v]->models);
}

static ent_stage *empty_stage(ent_arena *arena, ent_node *root) {
    ent_stage *stage = ENT_NEW(arena, ent_stage, 1);
    if (stage)
        *stage = (ent_stage){.arena = arena, .root = root};
    return stage;
}

ent_status ent_study_stage(const ent_stage **out, ent_study *study, uint32_t view) {
    ent_stage *stage = study->stages[view];
    *out = stage;
    if (stage)
        return stage->scenario && stage->models ? ENT_OK : ENT_ERROR;
    ent_arena *arena = ent_arena_new();
    stage = arena ? empty_stage(arena, NULL) : NULL;
    if (!stage) {
        ent_arena_free(arena);
        return ENT_NOMEM;
    }
    *out = study->stages[view] = stage;
    ENT_TRY(ent_view_tree(&stage->root, arena, study->root, &study->views, view, study->diags));
    return make_ready(stage, study, study->diags);
}

ent_status ent_stage_of(ent_stage **out, const ent_study *study, ent_node *root, ent_arena *arena) {
    ent_stage *stage = empty_stage(arena, root);
    ent_diags silent = {.arena = arena};
    *out = stage;
    if (!stage) {
        ent_arena_free(arena);
        return ENT_NOMEM;
    }
    ent_status status = make_ready(stage, study, &silent);
    if (silent.failed)
        status = ENT_NOMEM;
    if (status != ENT_ERROR && status != ENT_LIMIT)
        return status;
    stage->scenario = NULL;
    stage->models = NULL;
    return ENT_OK;
}

/* Reads what is claimed in views, and hands a lacking name up to the whole. */
static ent_status read_inner(ent_claim *c, ent_study *study, ent_arena *arena,
                             const ent_stated_claim *stated, ent_diags *diags) {
    if (c->form == ENT_CLAIM_NOT) {
        ENT_TRY(read_inner(c->inner, study, arena, stated, diags));
    } else if (c->form == ENT_CLAIM_IN_VIEW && !c->missing) {
        uint32_t view = ent_find_view(&study->views, c->view);
        const ent_stage *stage;
        if (view == ENT_NONE) {
            c->missing = c->view;
            return ENT_OK;
        }
        ent_node *sentence = ENT_NEW(arena, ent_node, 1);
        c->inner = ENT_NEW(arena, ent_claim, 1);
        if (!sentence || !c->inner)
            return ENT_NOMEM;
        *sentence = *stated->sentence; /* errors point at the whole sentence */
        sentence->text = c->inner_text;
        ENT_TRY(ent_study_stage(&stage, study, view));
        ENT_TRY(ent_claim_parse(c->inner, stage->scenario, arena, sentence, stated->said.path, true,
                                diags));
        ENT_TRY(read_inner(c->inner, study, arena, stated, diags));
    }
    if (c->inner && !c->missing)
        c->missing = c->inner->missing;
    return ENT_OK;
}

ent_status ent_study_claim_on(ent_claim *out, ent_study *study, const ent_stage *stage,
                              ent_arena *arena, const ent_stated_claim *stated, bool foreign,
                              ent_diags *diags) {
    ENT_TRY(ent_claim_parse(out, stage->scenario, arena, stated->sentence, stated->said.path,
                            foreign, diags));
    return read_inner(out, study, arena, stated, diags);
}
