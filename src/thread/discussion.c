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

static ent_status verdict_in(ent_verdict *out, ent_claim *claim, ent_discussion *d,
                             ent_arena *arena, size_t i, uint32_t view, bool own) {
    ent_study *s = d->study;
    const ent_stage *stage;
    ENT_TRY(ent_study_stage(&stage, s, view));
    ENT_TRY(ent_study_claim_on(claim, s, stage, arena, &s->claims[i].stated, !own, s->diags));
    return ent_verdict_of(out, arena, s, stage, claim, s->n_models, own);
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
        if (i > 0 && t->said->view != d->told[i - 1].said->view)
            ent_study_forget(d->study);
        ent_study_tell(d->study, "asking claims", i, d->n);
        ENT_TRY(verdict_in(&t->verdict, &t->claim, d, arena, i, t->said->view, true));
        t->as_expected = expected(t);
    }
    return ENT_OK;
}

/* What is known of a claim in a view, while the matrix is filled. */
typedef struct cell {
    ent_likeness like;
    bool known;
} cell;

/* Another view that says the same of all that matters has been asked already. */
static bool asked_before(ent_verdict *out, const ent_discussion *d, const cell *row, size_t claim,
                         uint32_t view) {
    size_t n_views = d->study->views.n;
    for (uint32_t v = 0; v < n_views; v++)
        if (v != view && row[v].known &&
            memcmp(&row[v].like, &row[view].like, sizeof row[v].like) == 0) {
            *out = d->at[claim * n_views + v];
            return true;
        }
    return false;
}

/* One claim in one view. */
static ent_status fill_cell(ent_discussion *d, ent_arena *arena, cell *row, size_t i, uint32_t v) {
    ent_study *s = d->study;
    uint32_t own = d->told[i].said->view;
    ent_verdict *out = &d->at[i * s->views.n + v];
    const ent_stage *stage;
    ent_claim claim;
    if (v == own)
        return ENT_OK;
    ENT_TRY(ent_study_stage(&stage, s, v));
    ENT_TRY(ent_study_claim_on(&claim, s, stage, arena, &s->claims[i].stated, true, s->diags));
    if (!claim.missing)
        row[v].like = ent_likeness_of(stage, &claim);
    if (!asked_before(out, d, row, i, v))
        ENT_TRY(verdict_in(out, &claim, d, arena, i, v, false));
    row[v].known = out->kind != ENT_NOT_EXPRESSIBLE;
    return ENT_OK;
}

/* The author's view, which has been asked. */
static ent_status fill_own(ent_discussion *d, cell *row, size_t i) {
    ent_told *t = &d->told[i];
    uint32_t own = t->said->view;
    const ent_stage *stage;
    d->at[i * d->study->views.n + own] = t->verdict;
    ENT_TRY(ent_study_stage(&stage, d->study, own));
    if (!t->claim.missing)
        row[own].like = ent_likeness_of(stage, &t->claim);
    row[own].known = t->verdict.kind != ENT_NOT_EXPRESSIBLE;
    return ENT_OK;
}

/* View by view, so that the games of one are kept at a time. */
static ent_status matrix(ent_discussion *d, ent_arena *arena, uint32_t only) {
    size_t n_views = d->study->views.n, total = d->n * n_views, done = 0;
    cell *cells = ENT_NEW(arena, cell, total + 1);
    d->at = ENT_NEW(arena, ent_verdict, total + 1);
    if (!d->at || !cells)
        return ENT_NOMEM;
    for (size_t i = 0; i < total; i++)
        d->at[i].kind = ENT_UNKNOWN;
    for (size_t i = 0; i < d->n; i++)
        if (only == ENT_NONE || d->told[i].said->view == only)
            ENT_TRY(fill_own(d, cells + i * n_views, i));
    for (uint32_t v = 0; v < n_views; v++) {
        ent_study_forget(d->study);
        for (size_t i = 0; i < d->n; i++) {
            ent_study_tell(d->study, "asking every view", done++, total);
            if (only == ENT_NONE || d->told[i].said->view == only)
                ENT_TRY(fill_cell(d, arena, cells + i * n_views, i, v));
        }
    }
    ent_study_forget(d->study);
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
        ent_study_tell(d->study, "looking for cruxes", i, d->n);
        ent_study_forget(d->study);
        if (d->study->run.stop && __atomic_load_n(d->study->run.stop, __ATOMIC_RELAXED))
            return ENT_CANCELLED;
        ENT_TRY(ent_study_stage(&stage, d->study, t->said->view));
        ENT_TRY(ent_claim_bare(&core, d->study, stage, &t->claim));
        ENT_TRY(ent_crux_of(&t->crux, arena, &core, &t->verdict));
        t->crux_models = core.stage->models;
        t->has_crux = true;
    }
    return ENT_OK;
}

/* By the view that claims are asked in: the statements of that one may carry them. */
static ent_status premises(ent_discussion *d, ent_arena *arena, bool sets) {
    ent_premise_job *jobs = ENT_NEW(arena, ent_premise_job, d->n + 1);
    if (!jobs)
        return ENT_NOMEM;
    for (uint32_t v = 0; v < d->study->views.n; v++) {
        size_t n = 0;
        for (size_t i = 0; i < d->n; i++) {
            ent_told *t = &d->told[i];
            if (t->verdict.kind > ENT_ALWAYS_VACUOUS || t->verdict.partial ||
                ent_claim_view(d->study, &t->claim, t->said->view) != v)
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
