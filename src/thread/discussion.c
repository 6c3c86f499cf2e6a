/* Working through all claims of all views. See discussion.h. */
#include "thread/discussion.h"

#include "thread/same.h"

#include <string.h>

/* ---- the order of a conversation ---- */

static void place(ent_discussion *d, uint32_t view, uint32_t depth, size_t *n) {
    const ent_views *views = &d->study->views;
    d->order[(*n)++] = view;
    d->depth[view] = depth;
    for (uint32_t v = 1; v < views->n; v++)
        if (views->views[v].replies_to == view)
            place(d, v, depth + 1, n);
}

/* Base first; replies to nothing in particular are replies to it. */
static ent_status find_order(ent_discussion *d, ent_arena *arena) {
    ent_views *views = &d->study->views;
    size_t n = 0;
    d->order = ENT_NEW(arena, uint32_t, views->n);
    d->depth = ENT_NEW(arena, uint32_t, views->n);
    if (!d->order || !d->depth)
        return ENT_NOMEM;
    place(d, 0, 0, &n);
    for (uint32_t v = 1; v < views->n; v++)
        if (views->views[v].replies_to == ENT_NONE)
            place(d, v, 0, &n);
    return ENT_OK;
}

/* ---- verdicts ---- */

static void tell(const ent_study *s, const char *what, uint64_t done, uint64_t total) {
    if (s->run.progress)
        s->run.progress(s->run.user, what, done, total);
}

/* The runs within are short; the study itself tells how far it is. */
static ent_status verdict_in(ent_verdict *out, ent_claim *claim, ent_discussion *d,
                             ent_arena *arena, size_t i, uint32_t view, bool own) {
    ent_study *s = d->study;
    const ent_stage *stage;
    ENT_TRY(ent_study_stage(&stage, s, view));
    ENT_TRY(ent_study_claim_on(claim, s, stage, arena, &s->claims[i].stated, !own, s->diags));
    ent_run run = s->run;
    s->run.progress = NULL;
    ent_status status = ent_verdict_of(out, arena, s, stage, claim, s->n_models, own);
    s->run = run;
    return status;
}

static bool expected(const ent_told *t) {
    const char *expect = t->said->stated.expect;
    return strcmp(ent_verdict_name(t->verdict.kind), expect) == 0;
}

static ent_status own_verdicts(ent_discussion *d, ent_arena *arena, uint32_t only) {
    for (size_t i = 0; i < d->n; i++) {
        ent_told *t = &d->told[i];
        t->said = &d->study->claims[i];
        t->verdict.kind = ENT_UNKNOWN;
    }
    for (size_t i = 0; i < d->n; i++) {
        ent_told *t = &d->told[i];
        if (only != ENT_NONE && t->said->view != only)
            continue;
        tell(d->study, "asking claims", i, d->n);
        ENT_TRY(verdict_in(&t->verdict, &t->claim, d, arena, i, t->said->view, true));
        t->as_expected = expected(t);
    }
    return ENT_OK;
}

/* Another view that says the same of all that matters has been asked already. */
static bool asked_before(ent_verdict *out, const ent_discussion *d, size_t claim, uint32_t view,
                         const ent_likeness *like, const bool *known) {
    size_t n_views = d->study->views.n;
    for (uint32_t v = 0; v < n_views; v++)
        if (v != view && known[v] && memcmp(&like[v], &like[view], sizeof *like) == 0) {
            *out = d->at[claim * n_views + v];
            return true;
        }
    return false;
}

/* One claim in every view, its author's first. */
static ent_status matrix_row(ent_discussion *d, ent_arena *arena, size_t i, ent_likeness *like,
                             bool *known) {
    ent_study *s = d->study;
    size_t n_views = s->views.n;
    uint32_t own = d->told[i].said->view;
    d->at[i * n_views + own] = d->told[i].verdict;
    for (uint32_t v = 0; v < n_views; v++) {
        const ent_stage *stage;
        ent_claim claim;
        ENT_TRY(ent_study_stage(&stage, s, v));
        ENT_TRY(
            ent_study_claim_on(&claim, s, stage, arena, &s->claims[i].stated, v != own, s->diags));
        known[v] = v == own;
        if (!claim.missing)
            like[v] = ent_likeness_of(stage, &claim);
    }
    for (uint32_t v = 0; v < n_views; v++) {
        ent_claim claim;
        ent_verdict *out = &d->at[i * n_views + v];
        tell(s, "asking every view", i * n_views + v, d->n * n_views);
        if (v != own && !asked_before(out, d, i, v, like, known))
            ENT_TRY(verdict_in(out, &claim, d, arena, i, v, false));
        known[v] = out->kind != ENT_NOT_EXPRESSIBLE;
    }
    return ENT_OK;
}

static ent_status matrix(ent_discussion *d, ent_arena *arena, uint32_t only) {
    size_t n_views = d->study->views.n, total = d->n * n_views;
    ent_likeness *like = ENT_NEW(arena, ent_likeness, n_views);
    bool *known = ENT_NEW(arena, bool, n_views);
    d->at = ENT_NEW(arena, ent_verdict, total + 1);
    if (!d->at || !like || !known)
        return ENT_NOMEM;
    for (size_t i = 0; i < total; i++)
        d->at[i].kind = ENT_UNKNOWN;
    for (size_t i = 0; i < d->n; i++)
        if (only == ENT_NONE || d->told[i].said->view == only)
            ENT_TRY(matrix_row(d, arena, i, like, known));
    return ENT_OK;
}

/* ---- cruxes and premises ---- */

static ent_status cruxes(ent_discussion *d, ent_arena *arena) {
    for (size_t i = 0; i < d->n; i++) {
        ent_told *t = &d->told[i];
        const ent_stage *stage;
        ent_bare core;
        if (t->verdict.kind != ENT_DEPENDS || t->verdict.partial)
            continue;
        tell(d->study, "looking for cruxes", i, d->n);
        if (d->study->run.stop && *d->study->run.stop)
            return ENT_CANCELLED;
        ENT_TRY(ent_study_stage(&stage, d->study, t->said->view));
        ENT_TRY(ent_claim_bare(&core, d->study, stage, &t->claim));
        ENT_TRY(ent_crux_of(&t->crux, arena, &core, &t->verdict));
        t->crux_models = core.stage->models;
        t->has_crux = true;
    }
    return ENT_OK;
}

static ent_status premises(ent_discussion *d, ent_arena *arena, bool sets) {
    ent_premise_job *jobs = ENT_NEW(arena, ent_premise_job, d->n + 1);
    if (!jobs)
        return ENT_NOMEM;
    for (uint32_t v = 0; v < d->study->views.n; v++) {
        size_t n = 0;
        for (size_t i = 0; i < d->n; i++) {
            ent_told *t = &d->told[i];
            if (t->said->view != v || t->verdict.kind > ENT_ALWAYS_VACUOUS || t->verdict.partial)
                continue;
            jobs[n++] = (ent_premise_job){&t->said->stated, &t->claim, &t->verdict, &t->premises};
            t->has_premises = true;
        }
        if (n)
            ENT_TRY(ent_premises_of(arena, d->study, v, jobs, n, sets));
    }
    return ENT_OK;
}

static ent_status work(ent_discussion *d, ent_arena *arena, uint32_t only, unsigned what) {
    ENT_TRY(own_verdicts(d, arena, only));
    if (what & ENT_TELL_MATRIX)
        ENT_TRY(matrix(d, arena, only));
    if (what & ENT_TELL_CRUX)
        ENT_TRY(cruxes(d, arena));
    if (what & ENT_TELL_PREMISES)
        ENT_TRY(premises(d, arena, (what & ENT_TELL_SETS) != 0));
    return ENT_OK;
}

ent_status ent_discussion_new(ent_discussion **out, ent_arena *arena, ent_study *study,
                              uint32_t view, unsigned what) {
    ent_discussion *d = ENT_NEW(arena, ent_discussion, 1);
    *out = d;
    if (!d)
        return ENT_NOMEM;
    *d = (ent_discussion){.study = study, .title = study->title, .n = study->n_claims};
    d->told = ENT_NEW(arena, ent_told, d->n + 1);
    if (!d->told)
        return ENT_NOMEM;
    ENT_TRY(find_order(d, arena));
    ent_status status = work(d, arena, view, what);
    d->partial = status == ENT_CANCELLED;
    return status;
}
