/* Claims over many models: deals by the engine for many, the rest one game after the other. */
#include "thread/truth.h"

#include "thread/truth_game.h"

#include <string.h>

bool ent_claim_answered(const ent_claim *c) {
    switch (c->form) {
    case ENT_CLAIM_NOT:
    case ENT_CLAIM_IN_VIEW: return ent_claim_answered(c->inner);
    case ENT_CLAIM_SOME_DEAL:
    case ENT_CLAIM_NO_DEAL:
    case ENT_CLAIM_EVERY_DEAL: return true;
    default: return ent_truth_of_game(c) != NULL;
    }
}

ent_status ent_claim_bare(ent_bare *out, ent_study *study, const ent_stage *stage,
                          const ent_claim *claim) {
    *out = (ent_bare){claim, stage, false};
    while (out->claim->form == ENT_CLAIM_NOT || out->claim->form == ENT_CLAIM_IN_VIEW) {
        if (out->claim->form == ENT_CLAIM_NOT)
            out->negated = !out->negated;
        else
            ENT_TRY(ent_study_stage(&out->stage, study,
                                    ent_find_view(&study->views, out->claim->view)));
        out->claim = out->claim->inner;
    }
    return ENT_OK;
}

uint32_t ent_claim_view(const ent_study *study, const ent_claim *claim, uint32_t view) {
    for (const ent_claim *c = claim; c; c = c->inner)
        if (c->form == ENT_CLAIM_IN_VIEW)
            view = ent_find_view(&study->views, c->view);
    return view;
}

/* ---- deals ---- */

static ent_expr *new_expr(ent_arena *arena, ent_expr_op op, const ent_expr *a, const ent_expr *b) {
    ent_expr *e = ENT_NEW(arena, ent_expr, 1);
    if (!e)
        return NULL;
    *e =
        (ent_expr){.op = op, .span = a->span, .n = b ? 2 : 1, .arg = ENT_NEW(arena, ent_expr *, 2)};
    if (!e->arg)
        return NULL;
    e->arg[0] = (ent_expr *)a; /* expressions are never written to once they are read */
    e->arg[1] = (ent_expr *)b;
    return e;
}

ent_status ent_claim_asks(ent_ask_what *out, ent_arena *arena, const ent_claim *c,
                          const ent_expr *more, bool deny) {
    const ent_expr *with = c->with;
    if (more && deny && !(more = new_expr(arena, ENT_EXPR_NOT, more, NULL)))
        return ENT_NOMEM;
    if (more && with && !(with = new_expr(arena, ENT_EXPR_AND, with, more)))
        return ENT_NOMEM;
    *out = (ent_ask_what){.coalition = c->coalition, .about = c->about, .with = with ? with : more};
    return ENT_OK;
}

typedef struct asker {
    uint8_t *truth;
    ent_study *study;
    const ent_stage *stage;
    const ent_claim *claim;
    uint64_t first;
    size_t n;
    ent_diags *diags;
    ent_arena *arena; /* scratch */
} asker;

static ent_status exist(uint8_t *exists, const asker *a, const ent_expr *more, bool deny, size_t n,
                        size_t *done) {
    ent_ask_what what;
    ENT_TRY(ent_claim_asks(&what, a->arena, a->claim, more, deny));
    return ent_models_deals(exists, NULL, a->stage->models, &what, a->first, n, done,
                            &a->study->run, a->diags);
}

static ent_status some_deal(const asker *a, bool none, size_t *done) {
    ent_status status = exist(a->truth, a, NULL, false, a->n, done);
    if (status != ENT_OK && status != ENT_CANCELLED)
        return status;
    for (size_t i = 0; i < *done; i++)
        a->truth[i] = (a->truth[i] != 0) != none ? ENT_TRUE : ENT_FALSE;
    return status;
}

/* Every deal has it: there is none without it; where there is no deal at all, it says nothing. */
static ent_status every_deal(const asker *a, size_t *done) {
    uint8_t *any = ENT_NEW(a->arena, uint8_t, a->n + 1);
    if (!any)
        return ENT_NOMEM;
    ent_status status = exist(a->truth, a, a->claim->has, true, a->n, done);
    if (status != ENT_OK && status != ENT_CANCELLED)
        return status;
    size_t known = *done;
    ent_status second = exist(any, a, a->claim->has, false, known, done);
    if (second != ENT_OK && second != ENT_CANCELLED)
        return second;
    for (size_t i = 0; i < *done; i++)
        a->truth[i] = a->truth[i] ? ENT_FALSE : any[i] ? ENT_TRUE : ENT_VACUOUS;
    return status == ENT_OK ? second : status;
}

/* ---- one game after the other ---- */

#define CHUNK 4u /* models of one piece of work */

typedef struct games {
    const asker *asker;
    ent_truth_fn fn;
    ent_arena **arena; /* per worker: scratch */
    ent_diags *said;   /* per worker, in an arena of its own: what is wrong with the question */
    uint8_t *known;    /* per chunk: all its models are */
    ent_run alone;
} games;

static ent_status ask_chunk(void *job, uint64_t chunk, unsigned worker) {
    games *g = job;
    const asker *a = g->asker;
    size_t end = (size_t)(chunk + 1) * CHUNK < a->n ? (size_t)(chunk + 1) * CHUNK : a->n;
    for (size_t i = (size_t)chunk * CHUNK; i < end; i++) {
        ent_mark mark = ent_arena_mark(g->arena[worker]);
        ent_game *game;
        ENT_TRY(ent_models_game(&game, g->arena[worker], a->stage->models, a->first + i,
                                &g->said[worker]));
        ENT_TRY(g->fn(&a->truth[i], NULL, a->claim, game, g->arena[worker], &g->alone,
                      &g->said[worker]));
        ent_arena_rewind(g->arena[worker], mark);
    }
    g->known[chunk] = 1;
    return ENT_OK;
}

/* Hands on what the first worker with something to say has said. */
static void hand_on(ent_diags *to, const games *g, unsigned workers) {
    for (unsigned w = 0; w < workers; w++)
        for (size_t i = 0; i < g->said[w].n; i++) {
            const ent_diag_item *d = &g->said[w].items[i];
            ent_diag(to, d->code, d->span, d->path, d->hint, "%s", d->message);
            if (d->severity == ENT_SEVERITY_ERROR)
                return;
        }
}

static ent_status by_games(const asker *a, size_t *done) {
    unsigned workers = a->study->run.threads;
    uint64_t n_chunks = (a->n + CHUNK - 1) / CHUNK, first = 0;
    games g = {.asker = a, .fn = ent_truth_of_game(a->claim)};
    g.alone = (ent_run){.threads = 1, .stop = a->study->run.stop};
    g.arena = ENT_NEW(a->arena, ent_arena *, workers);
    g.said = ENT_NEW(a->arena, ent_diags, workers);
    g.known = ENT_NEW(a->arena, uint8_t, (size_t)n_chunks + 1);
    if (!g.arena || !g.said || !g.known)
        return ENT_NOMEM;
    ent_status status = ENT_OK;
    for (unsigned w = 0; w < workers; w++) {
        g.arena[w] = ent_arena_new();
        g.said[w] = (ent_diags){.arena = ent_arena_new()};
        if (!g.arena[w] || !g.said[w].arena)
            status = ENT_NOMEM;
    }
    ent_run run = a->study->run;
    if (status == ENT_OK)
        status = ent_pool_run(&run, n_chunks, ask_chunk, &g, NULL);
    while (first < n_chunks && g.known[first]) /* one that was stopped may lie before others */
        first++;
    *done = (size_t)(first * CHUNK < a->n ? first * CHUNK : a->n);
    if (status != ENT_OK && status != ENT_CANCELLED && status != ENT_NOMEM)
        hand_on(a->diags, &g, workers);
    for (unsigned w = 0; w < workers; w++) {
        ent_arena_free(g.arena[w]);
        ent_arena_free(g.said[w].arena);
    }
    return status;
}

/* ---- all forms ---- */

static ent_status negated(const asker *a, size_t *done) {
    ent_status status =
        ent_truths(a->truth, a->study, a->stage, a->claim->inner, a->first, a->n, done, a->diags);
    for (size_t i = 0; (status == ENT_OK || status == ENT_CANCELLED) && i < *done; i++)
        a->truth[i] = a->truth[i] == ENT_VACUOUS ? ENT_VACUOUS
                      : a->truth[i] == ENT_TRUE  ? ENT_FALSE
                                                 : ENT_TRUE;
    return status;
}

/* Another view's stage draws what both leave open alike. */
static ent_status in_view(const asker *a, size_t *done) {
    const ent_stage *stage;
    ENT_TRY(ent_study_stage(&stage, a->study, ent_find_view(&a->study->views, a->claim->view)));
    return ent_truths(a->truth, a->study, stage, a->claim->inner, a->first, a->n, done, a->diags);
}

static ent_status ask(const asker *a, size_t *done) {
    switch (a->claim->form) {
    case ENT_CLAIM_NOT: return negated(a, done);
    case ENT_CLAIM_IN_VIEW: return in_view(a, done);
    case ENT_CLAIM_SOME_DEAL: return some_deal(a, false, done);
    case ENT_CLAIM_NO_DEAL: return some_deal(a, true, done);
    case ENT_CLAIM_EVERY_DEAL:
        if (a->claim->set == ENT_DEALS_ALL)
            return every_deal(a, done);
        break;
    default: break;
    }
    return by_games(a, done);
}

ent_status ent_truths(uint8_t *truth, ent_study *study, const ent_stage *stage,
                      const ent_claim *claim, uint64_t first, size_t n, size_t *done,
                      ent_diags *diags) {
    ent_arena *arena = ent_arena_new();
    asker a = {truth, study, stage, claim, first, n, diags, arena};
    *done = 0;
    ent_status status = arena ? ask(&a, done) : ENT_NOMEM;
    ent_arena_free(arena);
    return status;
}
