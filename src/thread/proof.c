/* What settles a claim for every model. See proof.h. */
#include "thread/proof.h"

#include "ask/needed.h"
#include "game/depends.h"
#include "thread/truth_game.h"

typedef struct proving {
    ent_arena *arena;
    ent_study *study;
    const ent_claim *claim;
    const ent_models *models;
    ent_diags *diags;
} proving;

/* ---- what an actor prefers ---- */

static ent_status prefers(ent_proof *out, const proving *p) {
    uint8_t states[2][ENT_MAX_ISSUES];
    uint64_t pinned[2][ENT_MAX_ISSUES / 64];
    const ent_claim *c = p->claim;
    ent_game *game;
    ENT_TRY(ent_models_game(&game, p->arena, p->models, 0, p->diags));
    ENT_TRY(ent_claim_package(states[0], pinned[0], c->has, game, p->diags));
    ENT_TRY(ent_claim_package(states[1], pinned[1], c->than, game, p->diags));
    return ent_models_prefer(out, p->models, c->actor, (ent_outcomes){states[0], pinned[0]},
                             (ent_outcomes){states[1], pinned[1]});
}

/* ---- control alone ---- */

typedef struct ability {
    const proving *p;
    bool some, others; /* in some way they can, in some they cannot */
} ability;

static ent_status try_way(void *user, const ent_game *game, const ent_ask_what *what) {
    ability *a = user;
    bool can;
    ENT_TRY(ent_ask_can(&can, NULL, game, what->coalition, what->about, what->with,
                        &a->p->study->run, a->p->diags));
    a->some = a->some || can;
    a->others = a->others || !can;
    return ENT_OK;
}

/* Issues on the table that the claim turns on: any other can stay as it is. */
static void relevant(uint64_t *about, const proving *p) {
    const ent_scenario *s = ent_models_scenario(p->models);
    ent_depends_expr(about, s, p->claim->has);
    ent_depends_rules(about, s);
    for (size_t i = 0; p->claim->about && i < s->n_issues / 64 + 1; i++)
        about[i] &= p->claim->about[i];
}

static ent_status can(ent_proof *out, const proving *p, uint64_t coalition) {
    uint64_t about[ENT_MAX_ISSUES / 64 + 1] = {0};
    ability a = {.p = p};
    ent_ask_what what = {.coalition = coalition, .about = about, .with = p->claim->has};
    bool all;
    relevant(about, p);
    ENT_TRY(ent_models_ways(&all, p->models, &what, try_way, &a, p->diags));
    *out = !all || a.some == a.others ? ENT_PROOF_NONE
           : a.some                   ? ENT_PROOF_ALWAYS
                                      : ENT_PROOF_NEVER;
    return ENT_OK;
}

/* Everybody can, and nobody without the one. */
static ent_status needed(ent_proof *out, const proving *p) {
    size_t n = ent_models_scenario(p->models)->n_actors;
    uint64_t everybody = n == 64 ? UINT64_MAX : ((uint64_t)1 << n) - 1;
    ent_proof whole, rest;
    ENT_TRY(can(&whole, p, everybody));
    ENT_TRY(can(&rest, p, everybody & ~((uint64_t)1 << p->claim->actor)));
    *out = whole == ENT_PROOF_NEVER || rest == ENT_PROOF_ALWAYS   ? ENT_PROOF_NEVER
           : whole == ENT_PROOF_ALWAYS && rest == ENT_PROOF_NEVER ? ENT_PROOF_ALWAYS
                                                                  : ENT_PROOF_NONE;
    return ENT_OK;
}

/* ---- some deals of all ---- */

static ent_status no_deal(bool *none, const proving *p, bool without) {
    ent_ask_what what;
    ent_proof proof;
    ENT_TRY(ent_claim_asks(&what, p->arena, p->claim, p->claim->has, without));
    ENT_TRY(ent_models_prove(&proof, NULL, p->models, &what, &p->study->run, p->diags));
    *none = proof == ENT_PROOF_NEVER;
    return ENT_OK;
}

static ent_status chosen(bool *proved, const proving *p, ent_truth found) {
    *proved = found != ENT_FALSE;
    if (*proved)
        ENT_TRY(no_deal(proved, p, true));
    if (*proved && found == ENT_VACUOUS)
        ENT_TRY(no_deal(proved, p, false));
    return ENT_OK;
}

ent_status ent_prove_claim(bool *proved, ent_arena *scratch, ent_study *study, const ent_bare *bare,
                           ent_truth found, ent_diags *diags) {
    proving p = {scratch, study, bare->claim, bare->stage->models, diags};
    ent_proof proof = ENT_PROOF_NONE;
    ent_status status = ENT_OK;
    *proved = false;
    switch (bare->claim->form) {
    case ENT_CLAIM_EVERY_DEAL: status = chosen(proved, &p, found); break;
    case ENT_CLAIM_PREFERS: status = prefers(&proof, &p); break;
    case ENT_CLAIM_CAN: status = can(&proof, &p, bare->claim->coalition); break;
    case ENT_CLAIM_NEEDED: status = needed(&proof, &p); break;
    default: break;
    }
    if (status == ENT_LIMIT) { /* too much to prove is no mistake */
        *proved = false;
        return ENT_OK;
    }
    if (proof != ENT_PROOF_NONE)
        *proved = (proof == ENT_PROOF_ALWAYS) == (found == ENT_TRUE);
    return status;
}
