/* Sentences about moves. See moving_claims.h. */
#include "ask/moving_claims.h"

#include "ask/coalitions_stable.h"
#include "ask/horizon.h"
#include "game/path.h"
#include "game/units.h"
#include "scenario/eval.h"

#include <string.h>

typedef struct claiming {
    const ent_game *game;
    const ent_moving_rules *rules;
    const ent_expr *has;
    const ent_run *run;
    ent_diags *diags;
    ent_arena *result, *scratch;
    ent_graph *graph;
} claiming;

static ent_status make_graph(claiming *c, const uint64_t *about) {
    ent_graph_options *options = ENT_NEW(c->scratch, ent_graph_options, 1);
    if (!options)
        return ENT_NOMEM;
    options->about = about;
    ENT_TRY(ent_graph_from_game(&c->graph, c->scratch, c->game, options, c->run, c->diags));
    if (c->graph->status_quo != ENT_NONE)
        return ENT_OK;
    ent_diag(c->diags, ENT_E0441, (ent_span){0}, "", "give every decided issue a `status quo`",
             "a sentence about moves starts from the status quo, and there is none");
    return ENT_ERROR;
}

static bool has_it(const void *user, uint32_t state) {
    const claiming *c = user;
    uint8_t outcomes[ENT_MAX_ISSUES];
    ent_graph_outcomes(c->graph, state, outcomes);
    return ent_expr_holds(c->has, outcomes, c->game->resource_of, c->game->scenario->n_actors);
}

static ent_status keep_state(uint8_t **out, const claiming *c, uint32_t state) {
    *out = ENT_NEW(c->result, uint8_t, c->game->scenario->n_issues + 1);
    if (!*out)
        return ENT_NOMEM;
    ent_graph_outcomes(c->graph, state, *out);
    return ENT_OK;
}

/* ---- stable ---- */

static ent_status say(claiming *c, ent_status status, const char *hint, const char *message) {
    if (status == ENT_LIMIT)
        ent_diag(c->diags, ENT_E0387, (ent_span){0}, "", hint, "%s", message);
    return status;
}

static ent_status ask_coalitions(const uint64_t **held, claiming *c, ent_concept concept) {
    ent_partition *found;
    ENT_TRY(say(c, ent_ask_universal(&found, c->scratch, c->graph, c->rules, c->run),
                "name the issues that matter with `about`",
                "the conflict is too large for testing coalitions"));
    *held = found->equilibria[concept];
    return ENT_OK;
}

static ent_status ask_ahead(const uint64_t **held, claiming *c, uint32_t horizon) {
    ent_horizon *found;
    ent_horizon_why why;
    ENT_TRY(ent_horizon_possible(&why, c->graph, c->scratch));
    if (why.bar != ENT_HORIZON_FINE) {
        ent_diag(c->diags, ENT_E0440, (ent_span){0}, "",
                 "`entente moves FILE --horizon any` says which of these fails",
                 "looking ahead is defined for two actors who move one at a time and find no two "
                 "states equally good");
        return ENT_ERROR;
    }
    ENT_TRY(say(c, ent_ask_horizon(&found, c->scratch, c->graph, horizon),
                "claim it of a number of moves, as in L3-stable",
                "what they would do has not begun to repeat after 65,536 moves"));
    *held = found->equilibria;
    return ENT_OK;
}

static ent_status ask_actors(const uint64_t **held, claiming *c, ent_concept concept) {
    ent_stability *found;
    ent_status status =
        ent_ask_stability(&found, c->scratch, c->graph, c->rules, ENT_CONCEPT_BIT(concept), c->run);
    if (status == ENT_LIMIT)
        ent_diag(c->diags, ENT_E0436, (ent_span){0}, "", "look at fewer issues",
                 "there are too many ways for the others to answer");
    ENT_TRY(status);
    *held = found->equilibria[concept];
    return ENT_OK;
}

static ent_status find_stable(ent_moves_verdict *out, claiming *c, ent_claimed claimed,
                              bool always) {
    ent_paths *paths;
    const uint64_t *held;
    if (claimed.ahead)
        ENT_TRY(ask_ahead(&held, c, claimed.horizon));
    else if (claimed.coalitions)
        ENT_TRY(ask_coalitions(&held, c, claimed.concept));
    else
        ENT_TRY(ask_actors(&held, c, claimed.concept));
    if (!c->has) {
        out->truth = ent_bit(held, c->graph->status_quo) ? ENT_TRUTH_TRUE : ENT_TRUTH_FALSE;
        return keep_state(&out->state, c, c->graph->status_quo);
    }
    ent_path_what what = {.from = c->graph->status_quo,
                          .units = ent_units_within(c->graph, UINT64_MAX),
                          .kind = ENT_PATH_MOVES};
    ENT_TRY(ent_paths_find(&paths, c->scratch, c->graph, &what, NULL, NULL));
    out->truth = ENT_TRUTH_VACUOUS;
    for (uint32_t e = 0; e < paths->n; e++) {
        uint32_t state = paths->entries[e].state;
        if (paths->first[state] != e || !has_it(c, state))
            continue;
        bool stays = ent_bit(held, state);
        out->truth = always ? ENT_TRUTH_TRUE : ENT_TRUTH_FALSE;
        if (stays == always)
            continue;
        out->truth = always ? ENT_TRUTH_FALSE : ENT_TRUTH_TRUE;
        return keep_state(&out->state, c, state);
    }
    return ENT_OK;
}

ent_status ent_ask_claim_stable(ent_moves_verdict *out, ent_arena *arena, const ent_game *game,
                                const ent_moving_rules *rules, ent_claimed claimed,
                                const ent_expr *has, bool always, const uint64_t *about,
                                const ent_run *run, ent_diags *diags) {
    claiming c = {.game = game,
                  .rules = rules,
                  .has = has,
                  .run = run,
                  .diags = diags,
                  .result = arena,
                  .scratch = ent_arena_new()};
    ent_status status = c.scratch ? make_graph(&c, about) : ENT_NOMEM;
    *out = (ent_moves_verdict){0};
    if (status == ENT_OK)
        status = find_stable(out, &c, claimed, always);
    ent_arena_free(c.scratch);
    return status;
}

/* ---- reached ---- */

static ent_status keep_way(ent_moves_verdict *out, claiming *c, const ent_step *steps, size_t n) {
    out->truth = ENT_TRUTH_TRUE;
    out->n_steps = n;
    out->steps = ENT_NEW(c->result, ent_witness_step, n + 1);
    if (!out->steps)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++) {
        out->steps[i].actors = c->graph->units[steps[i].unit].actors;
        ENT_TRY(keep_state(&out->steps[i].outcomes, c, steps[i].to));
    }
    return keep_state(&out->state, c, n ? steps[n - 1].to : c->graph->status_quo);
}

/* The issues that some unit within the coalition can change, of those on the agenda. */
static ent_status agenda_of(uint64_t **out, claiming *c, uint64_t coalition,
                            const uint64_t *about) {
    const ent_scenario *s = c->game->scenario;
    *out = ENT_NEW(c->scratch, uint64_t, s->n_issues / 64 + 1);
    if (!*out)
        return ENT_NOMEM;
    for (uint32_t k = 0; k < s->n_issues; k++)
        for (uint32_t o = 0; s->issues[k].kind == ENT_DECIDED && o < s->issues[k].n_outcomes; o++)
            if (ent_unit_steps(c->game, coalition, k, o) &&
                (!about || (about[k / 64] >> (k % 64) & 1)))
                (*out)[k / 64] |= (uint64_t)1 << (k % 64);
    return ENT_OK;
}

static ent_status in_order(ent_moves_verdict *out, claiming *c, const ent_path_what *what,
                           const uint32_t *order, size_t n) {
    uint64_t *goal = ENT_NEW(c->scratch, uint64_t, (size_t)c->graph->n_states / 64 + 1);
    ent_step *steps;
    bool found;
    if (!goal)
        return ENT_NOMEM;
    for (uint32_t s = 0; s < c->graph->n_states; s++)
        goal[s / 64] |= (uint64_t)has_it(c, s) << (s % 64);
    ENT_TRY(
        ent_path_in_order(&found, &steps, c->scratch, c->graph, what, order, (uint32_t)n, goal));
    return found ? keep_way(out, c, steps, n) : ENT_OK;
}

static ent_status find_way(ent_moves_verdict *out, claiming *c, uint64_t coalition,
                           const uint32_t *order, size_t n_order) {
    ent_paths *paths;
    ent_step *steps;
    uint32_t n;
    ent_path_what what = {.from = c->graph->status_quo,
                          .units = ent_units_within(c->graph, coalition),
                          .kind = ENT_PATH_IMPROVEMENTS,
                          .pareto = c->rules->pareto};
    if (n_order)
        return in_order(out, c, &what, order, n_order);
    ENT_TRY(ent_paths_find(&paths, c->scratch, c->graph, &what, has_it, c));
    if (paths->met == ENT_NONE)
        return ENT_OK;
    ENT_TRY(ent_path_to(&steps, &n, c->scratch, paths, paths->entries[paths->met].state));
    return keep_way(out, c, steps, n);
}

ent_status ent_ask_claim_reached(ent_moves_verdict *out, ent_arena *arena, const ent_game *game,
                                 const ent_moving_rules *rules, const ent_expr *has,
                                 uint64_t coalition, const uint32_t *order, size_t n_order,
                                 const uint64_t *about, const ent_run *run, ent_diags *diags) {
    claiming c = {.game = game,
                  .rules = rules,
                  .has = has,
                  .run = run,
                  .diags = diags,
                  .result = arena,
                  .scratch = ent_arena_new()};
    uint64_t *issues;
    uint64_t who = coalition ? coalition : UINT64_MAX;
    *out = (ent_moves_verdict){0};
    for (size_t i = 0; i < n_order && !coalition; i++)
        who = (i ? who : 0) | (uint64_t)1 << order[i];
    ent_status status = c.scratch ? agenda_of(&issues, &c, who, about) : ENT_NOMEM;
    if (status == ENT_OK)
        status = make_graph(&c, issues);
    if (status == ENT_OK)
        status = find_way(out, &c, who, order, n_order);
    ent_arena_free(c.scratch);
    return status;
}
