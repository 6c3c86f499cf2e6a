/* From truths in models to a verdict, its proof and its witness. See verdict.h. */
#include "thread/verdict.h"

#include "thread/interval.h"
#include "thread/proof.h"
#include "thread/truth_game.h"

#include <string.h>

const char *ent_verdict_name(ent_verdict_kind kind) {
    static const char *const names[] = {"holds",           "fails",   "depends", "vacuous",
                                        "not expressible", "pending", "unknown"};
    return names[kind];
}

static void judge(ent_verdict *v) {
    for (uint64_t i = 0; i < v->models; i++)
        v->count[v->truth[i]]++;
    bool yes = v->count[ENT_TRUE] > 0, no = v->count[ENT_FALSE] > 0;
    v->kind = yes && no   ? ENT_DEPENDS
              : yes       ? ENT_HOLDS
              : no        ? ENT_FAILS
              : v->models ? ENT_ALWAYS_VACUOUS
                          : ENT_UNKNOWN;
    ent_share of = ent_share_of(v->count[ENT_TRUE], v->count[ENT_FALSE]);
    v->share = of.share;
    v->low = of.low;
    v->high = of.high;
}

/* ---- proofs and witnesses of claims about deals ---- */

typedef struct prover {
    ent_verdict *verdict;
    ent_arena *arena;
    ent_study *study;
    ent_bare core;
    ent_diags *diags;
} prover;

static ent_status prove(ent_proof *proof, const prover *p, const ent_expr *more, bool deny,
                        uint8_t *state) {
    ent_ask_what what;
    ENT_TRY(ent_claim_asks(&what, p->arena, p->core.claim, more, deny));
    ent_status status =
        ent_models_prove(proof, state, p->core.stage->models, &what, &p->study->run, p->diags);
    if (status == ENT_LIMIT) { /* too much to prove is no mistake */
        *proof = ENT_PROOF_NONE;
        status = ENT_OK;
    }
    return status;
}

static void found_in_all(const prover *p, const uint8_t *state) {
    p->verdict->state = state;
    p->verdict->in_all = true;
    p->verdict->witness_stage = p->core.stage;
}

/* A deal of the first model in which there is one. */
static ent_status find_deal(const prover *p, const ent_expr *more, bool deny, ent_truth shows) {
    ent_verdict *v = p->verdict;
    const ent_scenario *s = p->core.stage->scenario;
    ent_ask_what what;
    uint8_t exists = 0;
    size_t done = 0;
    uint64_t i = 0;
    uint8_t *state = ENT_NEW(p->arena, uint8_t, s->n_issues + 1);
    if (!state)
        return ENT_NOMEM;
    while (i < v->models && v->truth[i] != shows)
        i++;
    if (i == v->models)
        return ENT_OK;
    ENT_TRY(ent_claim_asks(&what, p->arena, p->core.claim, more, deny));
    ent_run run = p->study->run;
    ENT_TRY(ent_models_deals(&exists, state, p->core.stage->models, &what, v->first + i, 1, &done,
                             &run, p->diags));
    if (!exists)
        return ENT_OK;
    v->state = state;
    v->witness_stage = p->core.stage;
    v->witness_model = v->first + i;
    return ENT_OK;
}

static ent_status show_some(prover *p) {
    ent_verdict *v = p->verdict;
    bool holds_when_some = p->core.negated == (p->core.claim->form == ENT_CLAIM_NO_DEAL);
    ent_proof proof = ENT_PROOF_NONE;
    uint8_t *state = ENT_NEW(p->arena, uint8_t, p->core.stage->scenario->n_issues + 1);
    if (!state)
        return ENT_NOMEM;
    if (v->kind != ENT_DEPENDS)
        ENT_TRY(prove(&proof, p, NULL, false, state));
    v->proved = v->proved || proof != ENT_PROOF_NONE;
    if (proof == ENT_PROOF_ALWAYS) {
        found_in_all(p, state);
        return ENT_OK;
    }
    return find_deal(p, NULL, false, holds_when_some ? ENT_TRUE : ENT_FALSE);
}

static ent_status show_every(prover *p) {
    ent_verdict *v = p->verdict;
    const ent_expr *has = p->core.claim->has;
    ent_proof without = ENT_PROOF_NONE, with = ENT_PROOF_NONE;
    uint8_t *state = ENT_NEW(p->arena, uint8_t, p->core.stage->scenario->n_issues + 1);
    if (!state)
        return ENT_NOMEM;
    if (v->kind != ENT_DEPENDS)
        ENT_TRY(prove(&without, p, has, true, state));
    if (without == ENT_PROOF_ALWAYS)
        found_in_all(p, state);
    if (without == ENT_PROOF_NEVER && v->kind == ENT_ALWAYS_VACUOUS)
        ENT_TRY(prove(&with, p, has, false, NULL));
    /* Where no deal goes without it the claim is false in no model. */
    v->proved =
        v->proved || without == ENT_PROOF_ALWAYS ||
        (without == ENT_PROOF_NEVER && (v->kind != ENT_ALWAYS_VACUOUS || with == ENT_PROOF_NEVER));
    return v->state ? ENT_OK : find_deal(p, has, true, p->core.negated ? ENT_TRUE : ENT_FALSE);
}

/* Any other form shows it in the first model of the kind that the verdict names. */
static ent_status show_in_game(prover *p) {
    ent_verdict *v = p->verdict;
    const ent_scenario *s = p->core.stage->scenario;
    ent_truth_fn fn = ent_truth_of_game(p->core.claim);
    ent_truth wanted = v->kind == ENT_FAILS ? ENT_FALSE : ENT_TRUE;
    uint64_t i = 0;
    uint8_t truth;
    while (i < v->models && v->truth[i] != wanted)
        i++;
    ent_witness *w = ENT_NEW(p->arena, ent_witness, 1);
    ent_game *game;
    if (!w)
        return ENT_NOMEM;
    if (i == v->models || !fn)
        return ENT_OK;
    ent_run alone = {.threads = 1, .stop = p->study->run.stop};
    ent_status status =
        ent_models_game(&game, p->arena, p->core.stage->models, v->first + i, p->diags);
    if (status == ENT_OK)
        status = fn(&truth, w, p->core.claim, game, p->arena, &alone, p->diags);
    if (status == ENT_OK && w->has_state) {
        uint8_t *state = ENT_NEW(p->arena, uint8_t, s->n_issues + 1);
        if (state)
            memcpy(state, w->state, s->n_issues);
        v->state = state;
        status = state ? ENT_OK : ENT_NOMEM;
    }
    if (status == ENT_OK && w->text.len && !w->text.failed)
        v->shown = ent_arena_text(p->arena, w->text.data);
    if (w->text.failed)
        status = ENT_NOMEM;
    ent_buffer_free(&w->text);
    v->witness_stage = p->core.stage;
    v->witness_model = v->first + i;
    return status;
}

/* Of the claim without its `not`. */
static ent_truth found(const prover *p) {
    ent_verdict_kind kind = p->verdict->kind;
    return kind == ENT_ALWAYS_VACUOUS               ? ENT_VACUOUS
           : (kind == ENT_HOLDS) != p->core.negated ? ENT_TRUE
                                                    : ENT_FALSE;
}

static ent_status show(prover *p) {
    const ent_claim *c = p->core.claim;
    bool proved = false;
    if (c->form == ENT_CLAIM_SOME_DEAL || c->form == ENT_CLAIM_NO_DEAL)
        return show_some(p);
    if (c->form == ENT_CLAIM_EVERY_DEAL && c->set == ENT_DEALS_ALL)
        return show_every(p);
    if (p->verdict->kind != ENT_DEPENDS && !p->verdict->proved)
        ENT_TRY(ent_prove_claim(&proved, p->arena, p->study, &p->core, found(p), p->diags));
    p->verdict->proved = p->verdict->proved || proved;
    return show_in_game(p);
}

/* ---- the whole ---- */

static ent_status cannot_ask(ent_verdict *out, const ent_diags *diags) {
    for (size_t i = 0; i < diags->n; i++)
        if (diags->items[i].severity == ENT_SEVERITY_ERROR)
            out->missing = diags->items[i].message;
    return diags->failed ? ENT_NOMEM : ENT_OK;
}

ent_status ent_verdict_of(ent_verdict *out, ent_arena *arena, ent_study *study,
                          const ent_stage *stage, const ent_claim *claim, uint64_t models,
                          bool fully) {
    ent_diags said = {.arena = arena}, *diags = &said;
    size_t done = 0;
    ent_bare inner;
    *out = (ent_verdict){.kind = ENT_UNKNOWN};
    if (claim->missing || !ent_claim_answered(claim)) {
        out->kind = claim->missing ? ENT_NOT_EXPRESSIBLE : ENT_PENDING;
        out->missing = claim->missing;
        return ENT_OK;
    }
    ENT_TRY(ent_claim_bare(&inner, study, stage, claim));
    bool open = ent_models_open(stage->models) || ent_models_open(inner.stage->models);
    out->first = open ? 1 : 0;
    models = open ? models : 1;
    out->truth = ENT_NEW(arena, uint8_t, models + 1);
    if (!out->truth)
        return ENT_NOMEM;
    out->approximate = ent_models_approximate(inner.stage->models);
    ent_status status =
        ent_truths(out->truth, study, stage, claim, out->first, (size_t)models, &done, diags);
    if (status == ENT_ERROR || status == ENT_LIMIT)
        return cannot_ask(out, diags);
    if (status != ENT_OK && status != ENT_CANCELLED)
        return status;
    out->models = done;
    out->partial = status == ENT_CANCELLED;
    out->proved = !open && !out->partial;
    judge(out);
    if (!fully || status == ENT_CANCELLED || out->kind == ENT_UNKNOWN)
        return status;
    prover p = {out, arena, study, inner, diags};
    status = show(&p);
    return status == ENT_ERROR || status == ENT_LIMIT ? ENT_OK : status;
}
