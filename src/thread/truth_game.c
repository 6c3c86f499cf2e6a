/* Claims in one game: the efficient, minimal and Nash deals, and what an actor prefers. */
#include "thread/truth_game.h"

#include "ask/deals.h"
#include "ask/minimal.h"
#include "ask/points.h"
#include "game/state.h"
#include "scenario/eval.h"
#include "thread/truth.h"

#include <string.h>

/* ---- a deal of a game, and no more than one ---- */

typedef struct search {
    const ent_bargain *bargain;
    bool found;
} search;

static ent_status find_in_block(void *user, ent_block *block, unsigned worker) {
    search *s = user;
    (void)worker;
    s->found = ent_block_eval(block, s->bargain->deal) != ENT_BITS_NONE;
    return s->found ? ENT_CANCELLED : ENT_OK; /* ends the scan */
}

static ent_status deal_exists(bool *out, const ent_game *game, ent_ask_what what,
                              ent_arena *scratch, const ent_run *run, ent_diags *diags) {
    ent_bargain *bargain;
    ENT_TRY(ent_bargain_new(&bargain, scratch, game, what, diags));
    search s = {.bargain = bargain};
    ent_status status = ent_scan(bargain->plan, run, find_in_block, &s, NULL);
    *out = s.found;
    return s.found && status == ENT_CANCELLED ? ENT_OK : status;
}

/* ---- some deals of all ---- */

static ent_status too_many(ent_diags *diags, const char *what) {
    ent_diag(diags, ENT_E0407, (ent_span){0}, "", "put fewer issues on the table with `about`",
             "there are too many deals to find the %s ones", what);
    return ENT_LIMIT;
}

/* Sets what->efficient to the vectors of the frontier over the coalition's deals (`nash`: of those
 * that attain the Nash point among deals with what is asked for). */
static ent_status narrow(ent_ask_what *what, bool nash, const ent_game *game, ent_arena *scratch,
                         const ent_run *run, ent_diags *diags) {
    ent_bargain *bargain;
    ent_frontier *frontier;
    ent_points *points;
    ent_ask_what any = *what;
    if (!nash)
        any.with = NULL; /* efficient among all deals */
    ENT_TRY(ent_bargain_new(&bargain, scratch, game, any, diags));
    ent_status status = ent_ask_frontier(&frontier, scratch, bargain, ENT_FRONTIER_DEALS,
                                         ENT_ENGINE_AUTO, false, run);
    if (status == ENT_LIMIT)
        return too_many(diags, nash ? "Nash" : "efficient");
    ENT_TRY(status);
    what->efficient = frontier->efficient.value;
    what->n_efficient = frontier->efficient.n;
    if (nash) {
        ENT_TRY(ent_ask_points(&points, scratch, frontier, run));
        const ent_point *point = &points->point[ENT_POINT_NASH];
        if (points->too_wide)
            return too_many(diags, "Nash");
        what->efficient = point->found ? point->at.value : NULL;
        what->n_efficient = point->found ? point->at.n : 0;
    }
    if (!what->efficient) {
        what->n_efficient = 0;
        what->efficient = ENT_NEW(scratch, ent_i128, 1);
    }
    return what->efficient ? ENT_OK : ENT_NOMEM;
}

static ent_status chosen_deals(uint8_t *out, ent_witness *witness, const ent_claim *c,
                               ent_game *game, ent_arena *scratch, const ent_run *run,
                               ent_diags *diags) {
    ent_ask_what whole, with, without;
    bool any = false, against = false;
    (void)witness;
    ENT_TRY(ent_claim_asks(&whole, scratch, c, NULL, false));
    ENT_TRY(narrow(&whole, c->set == ENT_DEALS_NASH, game, scratch, run, diags));
    ENT_TRY(ent_claim_asks(&with, scratch, c, c->has, false));
    ENT_TRY(ent_claim_asks(&without, scratch, c, c->has, true));
    with.efficient = without.efficient = whole.efficient;
    with.n_efficient = without.n_efficient = whole.n_efficient;
    if (whole.n_efficient) {
        ENT_TRY(deal_exists(&against, game, without, scratch, run, diags));
        if (!against)
            ENT_TRY(deal_exists(&any, game, with, scratch, run, diags));
    }
    *out = against ? ENT_FALSE : any ? ENT_TRUE : ENT_VACUOUS;
    return ENT_OK;
}

/* More than these and a claim about every minimal deal is not decided. */
#define MINIMAL_MOST 10000u

static ent_status minimal_deals(uint8_t *out, ent_witness *witness, const ent_claim *c,
                                ent_game *game, ent_arena *scratch, const ent_run *run,
                                ent_diags *diags) {
    ent_ask_what what;
    ent_bargain *bargain;
    ent_deals *deals;
    ent_minimal *minimal;
    uint8_t state[ENT_MAX_ISSUES];
    ENT_TRY(ent_claim_asks(&what, scratch, c, NULL, false));
    ENT_TRY(ent_bargain_new(&bargain, scratch, game, what, diags));
    if (!game->status_quo) {
        ent_diag(diags, ENT_E0407, (ent_span){0}, "", "give every decided issue a status quo",
                 "without a status quo no deal is minimal");
        return ENT_ERROR;
    }
    ENT_TRY(ent_ask_deals(&deals, scratch, bargain, ENT_ENGINE_AUTO, run));
    *out = ENT_VACUOUS;
    if (!deals->deals)
        return ENT_OK;
    ENT_TRY(ent_ask_minimal(&minimal, scratch, bargain, deals->fewest, MINIMAL_MOST, run));
    *out = ENT_TRUE;
    for (size_t i = 0; i < minimal->n && *out == ENT_TRUE; i++) {
        ent_state_outcomes(state, bargain->plan, minimal->rank[i]);
        if (ent_expr_holds(c->has, state, game->resource_of, game->scenario->n_actors))
            continue;
        *out = ENT_FALSE;
        if (witness) {
            witness->has_state = true;
            memcpy(witness->state, state, game->scenario->n_issues);
        }
    }
    return *out == ENT_FALSE || minimal->complete ? ENT_OK : too_many(diags, "minimal");
}

/* ---- what an actor prefers ---- */

/* Puts "a = x and b = y" onto a state; false for any other expression. */
static bool put_on(const ent_expr *e, uint8_t *state, uint64_t *pinned) {
    if (e->op == ENT_EXPR_AND) {
        for (size_t i = 0; i < e->n; i++)
            if (!put_on(e->arg[i], state, pinned))
                return false;
        return true;
    }
    if (e->op != ENT_EXPR_OUTCOME || (e->outcomes & (e->outcomes - 1)) != 0 || !e->outcomes)
        return false;
    state[e->issue] = (uint8_t)__builtin_ctzll(e->outcomes);
    pinned[e->issue / 64] |= (uint64_t)1 << (e->issue % 64);
    return true;
}

ent_status ent_claim_package(uint8_t *state, uint64_t *pinned, const ent_expr *package,
                             const ent_game *game, ent_diags *diags) {
    const ent_scenario *s = game->scenario;
    memset(pinned, 0, ENT_MAX_ISSUES / 64 * sizeof *pinned);
    for (size_t k = 0; k < s->n_issues; k++)
        state[k] = game->status_quo ? game->status_quo[k] : 0;
    if (put_on(package, state, pinned))
        return ENT_OK;
    ent_diag(diags, ENT_E0382, package->span, "",
             "name outcomes, such as: a prefers strait = shared to strait = east",
             "what is preferred is not a package of outcomes");
    return ENT_ERROR;
}

static ent_status utility_with(ent_i128 *out, const ent_claim *c, const ent_expr *e,
                               const ent_game *game, ent_diags *diags) {
    uint8_t state[ENT_MAX_ISSUES];
    uint64_t pinned[ENT_MAX_ISSUES / 64];
    ENT_TRY(ent_claim_package(state, pinned, e, game, diags));
    ent_state_follow(game->scenario, state, pinned, game->resource_of);
    *out = ent_game_utility(game, c->actor, state);
    return ENT_OK;
}

/* Everything else as it is at the status quo; outcomes of following issues count as given. */
static ent_status prefers(uint8_t *out, ent_witness *witness, const ent_claim *c, ent_game *game,
                          ent_arena *scratch, const ent_run *run, ent_diags *diags) {
    ent_i128 this, that;
    (void)scratch;
    (void)run;
    (void)witness;
    ENT_TRY(utility_with(&this, c, c->has, game, diags));
    ENT_TRY(utility_with(&that, c, c->than, game, diags));
    *out = this > that ? ENT_TRUE : ENT_FALSE;
    return ENT_OK;
}

/* ---- words ---- */

void ent_witness_changes(ent_buffer *out, const ent_game *game, const uint8_t *state) {
    const ent_scenario *s = game->scenario;
    bool first = true;
    for (size_t k = 0; k < s->n_issues; k++) {
        const ent_issue *issue = &s->issues[k];
        if (issue->kind != ENT_DECIDED || (game->status_quo && state[k] == game->status_quo[k]))
            continue;
        ent_buffer_printf(out, "%s%s = %s", first ? "" : ", ", issue->id,
                          issue->outcomes[state[k]].id);
        first = false;
    }
    if (first)
        ent_buffer_put(out, "the status quo");
}

/* ---- the table ---- */

ent_truth_fn ent_truth_of_game(const ent_claim *c) {
    switch (c->form) {
    case ENT_CLAIM_EVERY_DEAL:
        return c->set == ENT_DEALS_MINIMAL ? minimal_deals
               : c->set == ENT_DEALS_ALL   ? NULL
                                           : chosen_deals;
    case ENT_CLAIM_PREFERS: return prefers;
    case ENT_CLAIM_RAISING: return ent_truth_raising;
    case ENT_CLAIM_SAFE_DEAL: return ent_truth_safe_deal;
    case ENT_CLAIM_CAN: return ent_truth_can;
    case ENT_CLAIM_NEEDED: return ent_truth_needed;
    case ENT_CLAIM_MORE_WITHOUT: return ent_truth_more_without;
    case ENT_CLAIM_NO_BLOCK: return ent_truth_no_block;
    case ENT_CLAIM_FORMS: return ent_truth_forms;
    case ENT_CLAIM_STABLE: return ent_truth_stable;
    case ENT_CLAIM_REACHED: return ent_truth_reached;
    default: return NULL;
    }
}
