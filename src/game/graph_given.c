/* The graph of a scenario that gives its states and moves as such, and what an actor sees of a graph.
 *
 * Nothing is derived from who controls what, and nothing is assumed of the moves: they may be
 * intransitive, one way, or take several actors together.
 */
#include "game/graph.h"
#include "game/units.h"
#include "scenario/eval.h"

#include <stdlib.h>
#include <string.h>

/* ---- ranks ---- */

typedef struct valued {
    ent_number value;
    uint32_t state;
} valued;

static int by_value(const void *a, const void *b) {
    const valued *x = a, *y = b;
    int order = ent_number_cmp(x->value, y->value);
    return order ? order : (x->state > y->state) - (x->state < y->state);
}

/* Of two states the better one satisfies the first statement that only one of them does: classes of
 * states that agree so far are split by one statement after the other. */
static ent_status rank_statements(int32_t *rank, ent_arena *arena, const ent_game *game,
                                  const ent_preference *p) {
    const ent_scenario *s = game->scenario;
    uint32_t *number = ENT_NEW(arena, uint32_t, 2 * s->n_states + 1);
    if (!number)
        return ENT_NOMEM;
    for (size_t k = 0; k < p->n_statements; k++) {
        memset(number, 0, (2 * s->n_states + 1) * sizeof *number);
        for (size_t i = 0; i < s->n_states; i++) {
            rank[i] = 2 * rank[i] + ent_expr_holds(p->statements[k].expr, s->states[i].outcome_of,
                                                   game->resource_of, s->n_actors);
            number[rank[i]] = 1;
        }
        for (size_t c = 0, n = 0; c < 2 * s->n_states; c++) {
            bool used = number[c] != 0;
            number[c] = (uint32_t)n;
            n += used;
        }
        for (size_t i = 0; i < s->n_states; i++)
            rank[i] = (int32_t)number[rank[i]];
    }
    return ENT_OK;
}

static ent_number value_of(const ent_game *game, uint32_t actor, uint32_t state) {
    const ent_preference *p = &game->scenario->preferences[actor];
    if (p->form == ENT_FORM_PAYOFF)
        return p->payoff_of[state];
    if (p->form == ENT_FORM_RANKING)
        return ent_number_int(-(int64_t)p->level_of[state]);
    return (ent_number){ent_game_utility(game, actor, game->scenario->states[state].outcome_of), 1};
}

static ent_status rank_actor(int32_t *rank, ent_arena *arena, const ent_game *game,
                             uint32_t actor) {
    const ent_scenario *s = game->scenario;
    const ent_preference *p = &s->preferences[actor];
    if (p->form == ENT_FORM_STATEMENTS)
        return rank_statements(rank, arena, game, p);
    valued *items = ENT_NEW(arena, valued, s->n_states + 1);
    if (!items)
        return ENT_NOMEM;
    for (uint32_t i = 0; i < s->n_states; i++)
        items[i] = (valued){value_of(game, actor, i), i};
    qsort(items, s->n_states, sizeof *items, by_value);
    int32_t number = 0;
    for (size_t i = 0; i < s->n_states; i++) {
        number += i > 0 && ent_number_cmp(items[i].value, items[i - 1].value) != 0;
        rank[items[i].state] = number;
    }
    return ENT_OK;
}

/* ---- units and arcs ---- */

typedef struct given {
    const ent_game *game;
    ent_arena *scratch;
    ent_diags *diags;
    uint64_t **red; /* per actor: states on a red line of its, or NULL */
    uint32_t n_joint;
    uint64_t joint[ENT_GRAPH_UNITS]; /* ascending */
    size_t n_arcs, cap_arcs;
    ent_arc *arcs;
} given;

static ent_status too_many(given *g) {
    ent_diag(g->diags, ENT_E0157, (ent_span){0}, "moves",
             "join coalitions that nobody needs told apart",
             "more than %u actors and coalitions move", ENT_GRAPH_UNITS);
    return g->diags->failed ? ENT_NOMEM : ENT_LIMIT;
}

static ent_status put_joint(given *g, uint64_t actors) {
    uint32_t at = g->n_joint;
    for (uint32_t j = 0; j < g->n_joint; j++)
        if (g->joint[j] == actors)
            return ENT_OK;
    if (g->game->scenario->n_actors + g->n_joint >= ENT_GRAPH_UNITS)
        return too_many(g);
    for (; at > 0 && g->joint[at - 1] > actors; at--)
        g->joint[at] = g->joint[at - 1];
    g->joint[at] = actors;
    g->n_joint++;
    return ENT_OK;
}

static uint32_t unit_of(const given *g, uint64_t actors) {
    if (!(actors & (actors - 1)))
        return (uint32_t)__builtin_ctzll(actors);
    uint32_t j = 0;
    while (g->joint[j] != actors)
        j++;
    return (uint32_t)g->game->scenario->n_actors + j;
}

/* Minimal coalitions of the rule of a line; lines of one rule follow each other. */
static ent_status line_units(given *g, size_t line, uint64_t *units, uint32_t *n) {
    const ent_move_line *moves = g->game->scenario->moves;
    if (line > 0 && moves[line].rule == moves[line - 1].rule)
        return ENT_OK;
    *n = 0;
    ent_status status =
        ent_rule_units(units, n, ENT_GRAPH_UNITS, g->scratch, g->game, moves[line].rule);
    return status == ENT_LIMIT ? too_many(g) : status;
}

/* Per actor the states that are on a red line of its. */
static ent_status find_red(uint64_t **red, ent_arena *arena, const given *g) {
    const ent_scenario *s = g->game->scenario;
    for (uint32_t a = 0; a < s->n_actors; a++) {
        const ent_preference *p = &s->preferences[a];
        if (p->n_red_lines == 0)
            continue;
        red[a] = ENT_NEW(arena, uint64_t, s->n_states / 64 + 1);
        if (!red[a])
            return ENT_NOMEM;
        for (size_t i = 0; i < s->n_states; i++)
            for (size_t r = 0; r < p->n_red_lines; r++)
                if (ent_expr_holds(p->red_lines[r].never, s->states[i].outcome_of,
                                   g->game->resource_of, s->n_actors))
                    red[a][i / 64] |= (uint64_t)1 << (i % 64);
    }
    return ENT_OK;
}

static bool is_barred(const given *g, uint64_t actors, uint32_t state) {
    for (; actors; actors &= actors - 1) {
        const uint64_t *red = g->red[__builtin_ctzll(actors)];
        if (red && red[state / 64] >> (state % 64) & 1)
            return true;
    }
    return false;
}

static ent_status put_arc(given *g, uint64_t actors, uint32_t from, uint32_t to) {
    if (is_barred(g, actors, to))
        return ENT_OK;
    ent_arc *arcs = ent_arena_grow(g->scratch, g->arcs, g->n_arcs, &g->cap_arcs, sizeof *arcs);
    if (!arcs)
        return ENT_NOMEM;
    g->arcs = arcs;
    arcs[g->n_arcs++] = (ent_arc){unit_of(g, actors), from, to};
    return ENT_OK;
}

static ent_status find_arcs(given *g) {
    const ent_scenario *s = g->game->scenario;
    uint64_t units[ENT_GRAPH_UNITS];
    uint32_t n = 0;
    for (size_t l = 0; l < s->n_moves; l++) {
        ENT_TRY(line_units(g, l, units, &n));
        for (uint32_t u = 0; u < n; u++)
            if (units[u] & (units[u] - 1))
                ENT_TRY(put_joint(g, units[u]));
    }
    for (size_t l = 0; l < s->n_moves; l++) {
        ENT_TRY(line_units(g, l, units, &n));
        for (uint32_t u = 0; u < n; u++)
            ENT_TRY(put_arc(g, units[u], s->moves[l].from, s->moves[l].to));
    }
    return ENT_OK;
}

/* ---- what states are made of ---- */

/* Outcomes of decided issues, where they tell the states apart. */
static ent_status find_digits(given *g, ent_graph_spec *spec) {
    const ent_scenario *s = g->game->scenario;
    uint32_t *radix = ENT_NEW(g->scratch, uint32_t, s->n_issues + 1);
    if (!radix)
        return ENT_NOMEM;
    for (size_t k = 1; k < s->n_states; k++)
        if (memcmp(s->states[s->state_order[k]].outcome_of,
                   s->states[s->state_order[k - 1]].outcome_of, s->n_issues) == 0)
            return ENT_OK;
    for (size_t k = 0; k < s->n_issues; k++)
        if (s->issues[k].kind == ENT_DECIDED)
            radix[spec->n_digits++] = s->issues[k].n_outcomes;
    uint8_t *digits = ENT_NEW(g->scratch, uint8_t, s->n_states * spec->n_digits + 1);
    if (!digits)
        return ENT_NOMEM;
    for (size_t i = 0, at = 0; i < s->n_states; i++)
        for (size_t k = 0; k < s->n_issues; k++)
            if (s->issues[k].kind == ENT_DECIDED)
                digits[at++] = s->states[i].outcome_of[k];
    spec->radix = radix;
    spec->digits = digits;
    return ENT_OK;
}

static ent_status make(ent_graph **out, ent_arena *arena, given *g) {
    const ent_scenario *s = g->game->scenario;
    ent_graph_spec spec = {.scenario = s,
                           .n_states = (uint32_t)s->n_states,
                           .n_actors = (uint32_t)s->n_actors,
                           .status_quo = s->status_quo_state};
    int32_t **rank = ENT_NEW(g->scratch, int32_t *, s->n_actors + 1);
    const char **labels = ENT_NEW(g->scratch, const char *, s->n_states + 1);
    if (!rank || !labels)
        return ENT_NOMEM;
    for (size_t i = 0; i < s->n_states; i++)
        labels[i] = s->states[i].id;
    for (uint32_t a = 0; a < s->n_actors; a++) {
        rank[a] = ENT_NEW(g->scratch, int32_t, s->n_states + 1);
        if (!rank[a])
            return ENT_NOMEM;
        ENT_TRY(rank_actor(rank[a], g->scratch, g->game, a));
    }
    if (spec.status_quo == ENT_NONE && g->game->status_quo && s->n_issues > 0)
        spec.status_quo = ent_named_state_of(s, g->game->status_quo);
    g->red = ENT_NEW(arena, uint64_t *, s->n_actors + 1);
    if (!g->red)
        return ENT_NOMEM;
    ENT_TRY(find_red(g->red, arena, g));
    ENT_TRY(find_arcs(g));
    ENT_TRY(find_digits(g, &spec));
    spec.rank = (const int32_t *const *)rank;
    spec.labels = labels;
    spec.n_joint = g->n_joint;
    spec.joint = g->joint;
    spec.n_arcs = g->n_arcs;
    spec.arcs = g->arcs;
    spec.red = (const uint64_t *const *)g->red;
    return ent_graph_new(out, arena, &spec);
}

ent_status ent_graph_given(ent_graph **out, ent_arena *arena, const ent_game *game,
                           const ent_graph_options *options, ent_diags *diags) {
    given *g = ENT_NEW(arena, given, 1);
    if (!g)
        return ENT_NOMEM;
    if (options->one_at_a_time || options->about) {
        ent_diag(diags, ENT_E0158, (ent_span){0}, "moves",
                 options->about ? "leave --about out" : "leave --step out",
                 "moves that the file gives are single steps as they are");
        return diags->failed ? ENT_NOMEM : ENT_ERROR;
    }
    *g = (given){.game = game, .scratch = ent_arena_new(), .diags = diags};
    if (!g->scratch)
        return ENT_NOMEM;
    ent_status status = make(out, arena, g);
    ent_arena_free(g->scratch);
    return status;
}

ent_status ent_graph_given_ranks(ent_graph **out, ent_arena *arena, const ent_graph *base,
                                 const ent_game *game) {
    ent_graph *graph = ENT_NEW(arena, ent_graph, 1);
    const int32_t **ranks = ENT_NEW(arena, const int32_t *, base->n_actors + 1);
    if (!graph || !ranks)
        return ENT_NOMEM;
    for (uint32_t a = 0; a < base->n_actors; a++) {
        int32_t *rank = ENT_NEW(arena, int32_t, base->n_states + 1);
        if (!rank)
            return ENT_NOMEM;
        ENT_TRY(rank_actor(rank, arena, game, a));
        ranks[a] = rank;
    }
    *graph = *base;
    graph->arena = arena;
    graph->rank = ranks;
    *out = graph;
    return ENT_OK;
}

/* ---- what an actor sees ---- */

static bool is_unseen(const ent_preference *p, const uint8_t *outcomes,
                      const ent_number *resource_of, size_t n_actors) {
    for (size_t i = 0; i < p->n_misperceived; i++)
        if (ent_expr_holds(p->misperceived[i].expr, outcomes, resource_of, n_actors))
            return true;
    return false;
}

static ent_status find_unseen(uint64_t **out, ent_arena *arena, const ent_graph *graph,
                              uint32_t actor) {
    const ent_scenario *s = graph->scenario;
    uint64_t *unseen = ENT_NEW(arena, uint64_t, ((size_t)graph->n_states + 63) / 64);
    const ent_number *resource_of =
        graph->game ? graph->game->resource_of : ent_resource_midpoints(s, arena);
    uint8_t outcomes[ENT_MAX_ISSUES];
    if (!unseen || !resource_of)
        return ENT_NOMEM;
    for (uint32_t i = 0; i < graph->n_states; i++) {
        if (graph->game)
            ent_graph_outcomes(graph, i, outcomes);
        const uint8_t *state = graph->game ? outcomes : s->states[i].outcome_of;
        if (is_unseen(&s->preferences[actor], state, resource_of, s->n_actors))
            unseen[i / 64] |= (uint64_t)1 << (i % 64);
    }
    *out = unseen;
    return ENT_OK;
}

static bool has(const uint64_t *bits, uint32_t at) {
    return bits[at / 64] >> (at % 64) & 1;
}

/* Explicit arcs without those onto unseen states. */
static ent_status drop_arcs(ent_unit *unit, ent_arena *arena, const uint64_t *unseen,
                            uint32_t n_states) {
    uint32_t n = unit->first[n_states], kept = 0, kept_back = 0;
    uint32_t *first = ENT_NEW(arena, uint32_t, (size_t)n_states + 1);
    uint32_t *back_first = ENT_NEW(arena, uint32_t, (size_t)n_states + 1);
    uint32_t *to = ENT_NEW(arena, uint32_t, (size_t)n + 1);
    uint32_t *back = ENT_NEW(arena, uint32_t, (size_t)n + 1);
    if (!first || !back_first || !to || !back)
        return ENT_NOMEM;
    for (uint32_t s = 0; s < n_states; s++) {
        for (uint32_t i = unit->first[s]; i < unit->first[s + 1]; i++)
            if (!has(unseen, unit->to[i]))
                to[kept++] = unit->to[i];
        for (uint32_t i = unit->back_first[s]; i < unit->back_first[s + 1] && !has(unseen, s); i++)
            back[kept_back++] = unit->back[i];
        first[s + 1] = kept;
        back_first[s + 1] = kept_back;
    }
    unit->first = first;
    unit->to = to;
    unit->back_first = back_first;
    unit->back = back;
    return ENT_OK;
}

static ent_status bar(ent_unit *unit, ent_arena *arena, const uint64_t *unseen, uint32_t n_states) {
    size_t words = ((size_t)n_states + 63) / 64;
    uint64_t *bars = ENT_NEW(arena, uint64_t, words);
    if (!bars)
        return ENT_NOMEM;
    for (size_t w = 0; w < words; w++)
        bars[w] = unseen[w] | (unit->bars ? unit->bars[w] : 0);
    unit->bars = bars;
    return ENT_OK;
}

ent_status ent_graph_seen_by(const ent_graph **out, const uint64_t **unseen, ent_arena *arena,
                             const ent_graph *graph, uint32_t actor) {
    *out = graph;
    *unseen = NULL;
    if (!graph->scenario || graph->scenario->preferences[actor].n_misperceived == 0)
        return ENT_OK;
    ent_graph *seen = ENT_NEW(arena, ent_graph, 1);
    ent_unit *units = ENT_NEW(arena, ent_unit, graph->n_units + 1);
    uint64_t *bits;
    if (!seen || !units)
        return ENT_NOMEM;
    ENT_TRY(find_unseen(&bits, arena, graph, actor));
    *seen = *graph;
    memcpy(units, graph->units, graph->n_units * sizeof *units);
    for (uint32_t u = 0; u < graph->n_units; u++)
        ENT_TRY(units[u].first && graph->game == NULL
                    ? drop_arcs(&units[u], arena, bits, graph->n_states)
                    : bar(&units[u], arena, bits, graph->n_states));
    seen->units = units;
    seen->unseen = bits;
    *out = seen;
    *unseen = bits;
    return ENT_OK;
}
