/* The verb `moves`: where the conflict is stable, why, and how it could get there. */
#include "answer/deal_text.h"
#include "answer/deal_words.h"
#include "answer/moving.h"

#include <string.h>

/* SIM goes through joint moves state by state; above so many states it is not asked unless named. */
#define SIM_STATES 20000u

static ent_moving_rules rules_of(const ent_request *rq) {
    ent_moving_rules rules = {0};
    if (rq->sanction && strcmp(rq->sanction, "once") == 0)
        rules.sanction = ENT_SANCTION_ONCE;
    if (rq->sanction && strcmp(rq->sanction, "single") == 0)
        rules.sanction = ENT_SANCTION_SINGLE;
    rules.worse_only = rq->harm && strcmp(rq->harm, "worse") == 0;
    rules.pareto = rq->improvement && strcmp(rq->improvement, "pareto") == 0;
    rules.sim_infeasible = rq->joint && strcmp(rq->joint, "deters") == 0;
    return rules;
}

static ent_status make_graph(ent_moving *m) {
    const ent_request *rq = m->request;
    ent_game *game;
    ent_graph *graph;
    ent_graph_options *options = ENT_NEW(m->arena, ent_graph_options, 1);
    if (!options)
        return ENT_NOMEM;
    options->one_at_a_time = rq->step && strcmp(rq->step, "one") == 0;
    ENT_TRY(ent_game_compile(&game, m->arena, m->scenario, rq->diags));
    ENT_TRY(ent_graph_from_game(&graph, m->arena, game, options, &rq->run, rq->diags));
    m->graph = graph;
    return ENT_OK;
}

static ent_status resolve(ent_moving *m) {
    const ent_request *rq = m->request;
    m->from = m->graph->status_quo;
    m->actor = m->why = m->make = ENT_NONE;
    if (rq->from)
        ENT_TRY(ent_state_named(&m->from, m, "--from", rq->from));
    if (rq->why)
        ENT_TRY(ent_state_named(&m->why, m, "--why", rq->why));
    if (rq->actor) {
        ent_source source = {"--actor", rq->actor, strlen(rq->actor)};
        m->actor = ent_find_actor(m->scenario, rq->actor);
        if (m->actor == ENT_NONE) {
            ent_diag(rq->diags, ENT_E0435, (ent_span){&source, 0, (uint32_t)source.len}, "",
                     "`entente show` lists the actors", "there is no actor '%s'", rq->actor);
            return ENT_ERROR;
        }
    }
    return ENT_OK;
}

static ent_status find_stability(ent_moving *m) {
    const ent_graph *g = m->graph;
    unsigned concepts = ENT_CONCEPTS_QUICK;
    if (g->n_digits && g->n_states <= SIM_STATES)
        concepts |= ENT_CONCEPT_BIT(ENT_CONCEPT_SIM);
    ent_status status =
        ent_ask_stability(&m->stability, m->arena, g, &m->rules, concepts, &m->request->run);
    if (status == ENT_LIMIT && (concepts >> ENT_CONCEPT_SIM & 1) &&
        m->rules.sanction != ENT_SANCTION_ONCE)
        status = ent_ask_stability(&m->stability, m->arena, g, &m->rules, ENT_CONCEPTS_QUICK,
                                   &m->request->run);
    if (status == ENT_LIMIT)
        ent_diag(m->request->diags, ENT_E0436, (ent_span){0}, "",
                 "use --sanction sequence, or look at fewer issues",
                 "each unit moving at most once, in every order, asks for too much memory here");
    return status;
}

static ent_status tell(ent_moving *m) {
    ent_answer *a = m->answer;
    ent_answer_heading(a, "Moves%s%s", m->scenario->title ? ": " : "",
                       m->scenario->title ? m->scenario->title : "");
    ent_answer_settings(a, m->request);
    ent_moving_say_rules(m);
    if (m->why != ENT_NONE)
        return ent_moving_say_reasons(m);
    ENT_TRY(ent_moving_say_start(m));
    ENT_TRY(ent_moving_say_equilibria(m));
    ent_moving_add_stability(m);
    return ENT_OK;
}

static ent_status work(ent_moving *m) {
    ENT_TRY(make_graph(m));
    ENT_TRY(resolve(m));
    if (m->why == ENT_NONE)
        ENT_TRY(find_stability(m));
    m->answer = ent_answer_new("moves");
    if (!m->answer)
        return ENT_NOMEM;
    ENT_TRY(tell(m));
    return m->answer->failed ? ENT_NOMEM : ENT_OK;
}

ent_status ent_answer_moves(ent_answer **out, ent_scenario *scenario, const ent_request *request) {
    ent_moving m = {.scenario = scenario, .request = request, .rules = rules_of(request)};
    *out = NULL;
    m.arena = ent_arena_new();
    if (!m.arena)
        return ENT_NOMEM;
    ent_status status = work(&m);
    ent_arena_free(m.arena);
    if (status == ENT_OK)
        *out = m.answer;
    else
        ent_answer_free(m.answer);
    return status;
}
