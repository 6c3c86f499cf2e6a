/* The verb `moves`: where the conflict is stable, why, and how it could get there. */
#include "answer/moving.h"
#include "scenario/eval.h"

#include <string.h>

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

/* An option's value as a scalar, so that diagnostics point into it. */
ent_status ent_moving_scalar(ent_node **out, const ent_moving *m, const char *option,
                             const char *value) {
    const ent_source *source;
    *out = ENT_NEW(m->arena, ent_node, 1);
    if (!*out)
        return ENT_NOMEM;
    ENT_TRY(ent_source_text(&source, m->arena, option, value, strlen(value), m->request->diags));
    **out = (ent_node){.kind = ENT_NODE_SCALAR,
                       .text = source->text,
                       .span = {source, 0, (uint32_t)source->len},
                       .weight = 1};
    return ENT_OK;
}

static ent_status given_blocs(ent_moving *m) {
    if (m->scenario->n_coalitions == 0) {
        ent_diag(m->request->diags, ENT_E0444, (ent_span){0}, "", "--blocs 'a, b'",
                 "the file has no 'coalitions'");
        return ENT_ERROR;
    }
    for (size_t i = 0; i < m->scenario->n_coalitions; i++)
        m->blocs[m->n_blocs++] = m->scenario->coalitions[i];
    return ENT_OK;
}

/* "north, east; south, west", or the file's coalitions */
static ent_status read_blocs(ent_moving *m) {
    const char *text = m->request->blocs;
    uint64_t taken = 0;
    if (text && strcmp(text, "given") == 0 && ent_find_actor(m->scenario, text) == ENT_NONE)
        return given_blocs(m);
    while (text && *text) {
        size_t len = strcspn(text, ";");
        char *one = ent_arena_text_n(m->arena, text, len);
        ent_node *scalar;
        uint64_t bloc;
        if (!one)
            return ENT_NOMEM;
        ENT_TRY(ent_moving_scalar(&scalar, m, "--blocs", one));
        ENT_TRY(ent_coalition_parse(&bloc, m->scenario, m->arena, scalar, "", m->request->diags));
        if (taken & bloc) {
            ent_diag(m->request->diags, ENT_E0437, scalar->span, "",
                     "name each actor in one bloc at most", "an actor is in two blocs");
            return ENT_ERROR;
        }
        taken |= bloc;
        if (bloc & (bloc - 1))
            m->blocs[m->n_blocs++] = bloc;
        text += len + (text[len] == ';');
    }
    return ENT_OK;
}

static bool merged(const ent_request *rq) {
    return !rq->bloc || strcmp(rq->bloc, "merged") == 0;
}

static ent_status make_graph(ent_moving *m) {
    const ent_request *rq = m->request;
    ent_game *game;
    ent_graph *graph;
    ent_graph_options *options = ENT_NEW(m->arena, ent_graph_options, 1);
    if (!options)
        return ENT_NOMEM;
    if (rq->about) {
        ent_node *scalar;
        uint64_t *about;
        ENT_TRY(ent_moving_scalar(&scalar, m, "--about", rq->about));
        ENT_TRY(ent_agenda_parse(&about, m->scenario, m->arena, scalar, "", rq->diags));
        options->about = about;
    }
    ENT_TRY(read_blocs(m));
    for (uint32_t b = 0; b < m->n_blocs && merged(rq); b++)
        options->merged[options->n_merged++] = m->blocs[b];
    options->one_at_a_time = rq->step && strcmp(rq->step, "one") == 0;
    ENT_TRY(ent_game_compile(&game, m->arena, m->scenario, rq->diags));
    ENT_TRY(ent_graph_from_game(&graph, m->arena, game, options, &rq->run, rq->diags));
    if (!graph->game && options->n_merged) /* explicit arcs */
        ENT_TRY(ent_graph_merge(&graph, m->arena, graph, options->merged, options->n_merged));
    m->graph = graph;
    m->options = options;
    return ENT_OK;
}

/* The states under which the expression of --to is true. */
static ent_status find_goal(ent_moving *m) {
    const ent_graph *g = m->graph;
    ent_node *scalar;
    const ent_expr *expr;
    uint8_t outcomes[ENT_MAX_ISSUES];
    uint64_t *goal = ENT_NEW(m->arena, uint64_t, (size_t)g->n_states / 64 + 1);
    if (!goal)
        return ENT_NOMEM;
    ENT_TRY(ent_moving_scalar(&scalar, m, "--to", m->request->to));
    ENT_TRY(ent_expr_parse(&expr, m->scenario, m->arena, scalar, "", m->request->diags));
    for (uint32_t s = 0; s < g->n_states && g->game; s++) {
        ent_graph_outcomes(g, s, outcomes);
        if (ent_expr_holds(expr, outcomes, g->game->resource_of, m->scenario->n_actors))
            goal[s / 64] |= (uint64_t)1 << (s % 64);
    }
    m->goal = goal;
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
    if (rq->make)
        ENT_TRY(ent_state_named(&m->make, m, "--make", rq->make));
    m->units = ent_units_within(m->graph, UINT64_MAX);
    if (rq->of) {
        ent_node *scalar;
        uint64_t actors;
        ENT_TRY(ent_moving_scalar(&scalar, m, "--of", rq->of));
        ENT_TRY(ent_coalition_parse(&actors, m->scenario, m->arena, scalar, "", rq->diags));
        m->units = ent_units_within(m->graph, actors);
    }
    if (rq->to)
        ENT_TRY(find_goal(m));
    if (rq->actor) {
        ent_source source = {.name = "--actor", .text = rq->actor, .len = strlen(rq->actor)};
        m->actor = ent_find_actor(m->scenario, rq->actor);
        if (m->actor == ENT_NONE) {
            ent_diag(rq->diags, ENT_E0435, (ent_span){&source, 0, (uint32_t)source.len}, "",
                     "`entente show` lists the actors", "there is no actor '%s'", rq->actor);
            return ENT_ERROR;
        }
    }
    return ENT_OK;
}

/* Said wherever SIM is missing: a verdict that is not there must not be taken for none. */
void ent_moving_say_no_sim(const ent_moving *m) {
    ent_answer_paragraph(m->answer, ENT_TONE_FAINT,
                         "SIM is left out here: there are too many combinations of moves made at "
                         "the same time. --why tells it of a single state, and --about asks of "
                         "fewer issues.");
}

static ent_status find_stability(ent_moving *m) {
    const ent_graph *g = m->graph;
    unsigned concepts = ENT_CONCEPTS_QUICK;
    if (g->n_digits)
        concepts |= ENT_CONCEPT_BIT(ENT_CONCEPT_SIM);
    ent_status status =
        ent_ask_stability(&m->stability, m->arena, g, &m->rules, concepts, &m->request->run);
    if (status == ENT_LIMIT && concepts != ENT_CONCEPTS_QUICK) {
        m->no_sim = true;
        status = ent_ask_stability(&m->stability, m->arena, g, &m->rules, ENT_CONCEPTS_QUICK,
                                   &m->request->run);
    }
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
    if (m->make != ENT_NONE)
        return ent_moving_say_change(m);
    if (m->goal)
        return ent_moving_say_ways(m);
    if (m->request->horizon)
        return ent_moving_say_horizon(m);
    if (m->n_blocs || m->request->coalitions)
        return ent_moving_say_coalitions(m);
    if (m->no_sim)
        ent_moving_say_no_sim(m);
    if (m->scenario->n_coalitions)
        ent_answer_paragraph(m->answer, ENT_TONE_FAINT,
                             "Here every actor is on its own. The file names coalitions: --blocs "
                             "given asks with each of them as one player.");
    ENT_TRY(ent_moving_say_start(m));
    ent_equilibria what = {.heading = "Equilibria",
                           .caption = "States where every actor would stay",
                           .table = "equilibria",
                           .states = "equilibrium_states",
                           .prefix = "",
                           .concepts = m->stability->concepts,
                           .bits = m->stability->equilibria,
                           .ways = true};
    ENT_TRY(ent_moving_say_equilibria(m, &what));
    ent_moving_add_stability(m);
    ENT_TRY(ent_moving_draw(m));
    return m->request->models ? ent_moving_say_shares(m, NULL, ENT_STAYING_ACTORS) : ENT_OK;
}

static ent_status work(ent_moving *m) {
    ENT_TRY(make_graph(m));
    ENT_TRY(resolve(m));
    bool one = m->why != ENT_NONE || m->make != ENT_NONE || m->goal || m->request->horizon;
    if (one && m->request->models) {
        ent_diag(m->request->diags, ENT_E0442, (ent_span){0}, "",
                 "leave out --models, or ask a claim: E can be reached by improvements",
                 "--models tells of equilibria alone");
        return ENT_ERROR;
    }
    if (!one && !m->n_blocs && !m->request->coalitions)
        ENT_TRY(find_stability(m));
    m->answer = ent_answer_new("moves");
    if (!m->answer)
        return ENT_NOMEM;
    ENT_TRY(tell(m));
    return m->answer->failed ? ENT_NOMEM : ENT_OK;
}

/* A verdict hangs on all states at once, so there is nothing to show of a part. */
static ent_status say_stopped(ent_moving *m) {
    ent_answer_free(m->answer);
    m->answer = ent_answer_new("moves");
    if (!m->answer)
        return ENT_NOMEM;
    m->answer->partial = true;
    ent_answer_paragraph(m->answer, ENT_TONE_BAD,
                         "Stopped early. Where a conflict is stable hangs on all its states, so "
                         "nothing is known yet.");
    return m->answer->failed ? ENT_NOMEM : ENT_OK;
}

ent_status ent_answer_moves(ent_answer **out, ent_scenario *scenario, const ent_request *request) {
    ent_moving m = {.scenario = scenario, .request = request, .rules = rules_of(request)};
    *out = NULL;
    m.arena = ent_arena_new();
    if (!m.arena)
        return ENT_NOMEM;
    ent_status status = work(&m);
    if (status == ENT_CANCELLED) {
        ent_status said = say_stopped(&m);
        status = said == ENT_OK ? status : said;
    }
    if (status == ENT_OK && m.answer->partial)
        status = ENT_CANCELLED;
    ent_arena_free(m.arena);
    if (status == ENT_OK || status == ENT_CANCELLED)
        *out = m.answer;
    else
        ent_answer_free(m.answer);
    return status;
}
