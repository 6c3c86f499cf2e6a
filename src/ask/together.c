/* Simultaneous sanctions. See together.h. */
#include "ask/together.h"

#include <string.h>

/* States of one chunk of work, and states that work is told by. */
#define CHUNK 256u
#define SAMPLE 500u

/* What units can improve from one state, and the combination that is put together. */
typedef struct joining {
    const ent_graph *graph;
    const ent_moving_rules *rules;
    uint32_t s;
    const uint64_t *shared; /* per unit: the units that may change the same */
    uint32_t n[ENT_GRAPH_UNITS];
    uint32_t *to[ENT_GRAPH_UNITS];
    ent_combination *made; /* the player's move, and with each move more */
    uint32_t *buffer;
    const ent_joint_player *player;
    ent_joint_move *found;
    uint32_t tried;
    uint64_t *every; /* all joint states are gone through and put here; or NULL */
    bool none;       /* and some of them was none */
} joining;

ent_joint_player ent_joint_actor(const ent_graph *graph, uint32_t actor) {
    uint64_t actors = (uint64_t)1 << actor;
    return (ent_joint_player){actors, actor, ent_units_within(graph, ~actors)};
}

/* ---- improvements from a state ---- */

static ent_status joining_new(joining **out, ent_arena *arena, const ent_graph *graph,
                              const ent_moving_rules *rules, const uint64_t *shared) {
    joining *j = ENT_NEW(arena, joining, 1);
    if (!j)
        return ENT_NOMEM;
    *j = (joining){.graph = graph, .rules = rules, .shared = shared};
    j->buffer = ENT_NEW(arena, uint32_t, graph->widest);
    j->made = ENT_NEW(arena, ent_combination, graph->n_units + 1);
    if (!j->buffer || !j->made)
        return ENT_NOMEM;
    for (uint32_t i = 0; i <= graph->n_units && graph->digits; i++) {
        j->made[i].digits = ENT_NEW(arena, uint8_t, graph->n_digits);
        if (!j->made[i].digits)
            return ENT_NOMEM;
    }
    *out = j;
    return ENT_OK;
}

/* What each of the units can improve. */
static ent_status look(joining *j, ent_arena *arena, uint64_t units) {
    const ent_graph *g = j->graph;
    for (; units; units &= units - 1) {
        uint32_t n, kept = 0, u = (uint32_t)__builtin_ctzll(units);
        const uint32_t *to = ent_graph_moves(g, u, j->s, j->buffer, &n);
        j->n[u] = 0;
        j->to[u] = NULL;
        for (uint32_t i = 0; i < n; i++) {
            if (!ent_unit_improves(g, &g->units[u], j->rules->pareto, j->s, to[i]))
                continue;
            if (!j->to[u])
                j->to[u] = ENT_NEW(arena, uint32_t, n - i);
            if (!j->to[u])
                return ENT_NOMEM;
            j->to[u][kept++] = to[i];
        }
        j->n[u] = kept;
    }
    return ENT_OK;
}

/* The same, of all that matters where some player can improve; what the others can is not asked else. */
static ent_status look_at_all(joining *j, ent_arena *arena, const ent_joint_player *players,
                              uint32_t n_players) {
    uint64_t own = 0, others = 0;
    for (uint32_t p = 0; p < n_players; p++)
        own |= (uint64_t)1 << players[p].unit;
    ENT_TRY(look(j, arena, own));
    for (uint32_t p = 0; p < n_players; p++)
        others |= j->n[players[p].unit] ? players[p].others : 0;
    return look(j, arena, others & ~own);
}

/* ---- combinations ---- */

/* Whether these changes, some by others, lead to where the player does not want to go. */
static bool deters(joining *j, bool possible) {
    const ent_graph *g = j->graph;
    uint32_t joint = possible ? ent_combination_state(g, &j->made[j->found->n]) : ENT_NONE;
    j->found->state = joint;
    if (j->every) {
        j->none = j->none || joint == ENT_NONE;
        if (joint != ENT_NONE)
            j->every[joint / 64] |= (uint64_t)1 << (joint % 64);
        return false;
    }
    if (joint == ENT_NONE)
        return j->rules->sim_infeasible;
    for (uint64_t rest = j->player->actors; rest; rest &= rest - 1) {
        const int32_t *rank = g->rank[__builtin_ctzll(rest)];
        if (rank[joint] < rank[j->s] || (!j->rules->worse_only && rank[joint] == rank[j->s]))
            return true;
    }
    return false;
}

/* Adds moves of the units, none with a member among `actors`; `moved`: the units that have moved. */
static ent_status combine(joining *j, uint64_t units, uint64_t actors, uint64_t moved) {
    const ent_graph *g = j->graph;
    ent_joint_move *found = j->found;
    for (; units && !found->found; units &= units - 1) {
        uint32_t u = (uint32_t)__builtin_ctzll(units);
        if (g->units[u].actors & actors)
            continue;
        for (uint32_t i = 0; i < j->n[u] && !found->found; i++) {
            if (++j->tried > ENT_JOINT_MOST)
                return ENT_LIMIT;
            const ent_combination *so_far = &j->made[found->n];
            found->unit[found->n] = u;
            found->to[found->n++] = j->to[u][i];
            bool possible = ent_combination_change(&j->made[found->n], g, so_far, j->s, j->to[u][i],
                                                   !(j->shared[u] & moved));
            found->found = deters(j, possible);
            if (!found->found && possible)
                ENT_TRY(combine(j, units & (units - 1), actors | g->units[u].actors,
                                moved | (uint64_t)1 << u));
            if (!found->found)
                found->n--;
        }
    }
    return ENT_OK;
}

static ent_status deterred(ent_joint_move *out, joining *j, const ent_joint_player *player,
                           uint32_t x) {
    uint64_t units = 0;
    for (uint64_t rest = player->others; rest; rest &= rest - 1)
        if (j->n[__builtin_ctzll(rest)])
            units |= rest & -rest;
    out->found = false;
    out->n = 0;
    j->found = out;
    j->player = player;
    j->tried = 0;
    ent_combination_of(&j->made[0], j->graph, x);
    return combine(j, units, player->actors, (uint64_t)1 << player->unit);
}

static ent_status one_move(ent_joint_move *out, uint64_t *every, bool *none, ent_arena *scratch,
                           const ent_graph *graph, const ent_moving_rules *rules, uint32_t actor,
                           uint32_t s, uint32_t x) {
    ent_joint_player player = ent_joint_actor(graph, actor);
    uint64_t shared[ENT_GRAPH_UNITS];
    joining *j;
    ent_graph_shared(shared, graph);
    ENT_TRY(joining_new(&j, scratch, graph, rules, shared));
    j->s = s;
    j->every = every;
    ENT_TRY(look(j, scratch, player.others));
    ENT_TRY(deterred(out, j, &player, x));
    *none = j->none;
    return ENT_OK;
}

ent_status ent_ask_joint_move(ent_joint_move *out, ent_arena *scratch, const ent_graph *graph,
                              const ent_moving_rules *rules, uint32_t actor, uint32_t s,
                              uint32_t x) {
    bool none;
    return one_move(out, NULL, &none, scratch, graph, rules, actor, s, x);
}

ent_status ent_ask_joint_states(uint64_t *states, bool *none, ent_arena *scratch,
                                const ent_graph *graph, const ent_moving_rules *rules,
                                uint32_t actor, uint32_t s, uint32_t x) {
    ent_joint_move *found = ENT_NEW(scratch, ent_joint_move, 1);
    return found ? one_move(found, states, none, scratch, graph, rules, actor, s, x) : ENT_NOMEM;
}

/* ---- all states ---- */

typedef struct together_job {
    uint64_t **stable;
    const ent_graph *graph;
    const ent_moving_rules *rules;
    const ent_joint_player *players;
    uint32_t n_players;
    uint64_t shared[ENT_GRAPH_UNITS];
} together_job;

static ent_status look_at_state(const together_job *job, joining *j, ent_arena *arena) {
    ent_joint_move found;
    ENT_TRY(look_at_all(j, arena, job->players, job->n_players));
    for (uint32_t p = 0; p < job->n_players; p++) {
        const ent_joint_player *player = &job->players[p];
        bool stays = true;
        for (uint32_t i = 0; i < j->n[player->unit] && stays; i++) {
            ENT_TRY(deterred(&found, j, player, j->to[player->unit][i]));
            stays = found.found;
        }
        job->stable[p][j->s / 64] |= (uint64_t)stays << (j->s % 64);
    }
    return ENT_OK;
}

static ent_status together_chunk(void *user, uint64_t chunk, unsigned worker) {
    const together_job *job = user;
    uint32_t from = (uint32_t)chunk * CHUNK;
    joining *j;
    ent_arena *arena = ent_arena_new();
    ent_status status =
        arena ? joining_new(&j, arena, job->graph, job->rules, job->shared) : ENT_NOMEM;
    (void)worker;
    for (uint32_t s = from; s < job->graph->n_states && s < from + CHUNK && status == ENT_OK; s++) {
        ent_mark mark = ent_arena_mark(arena);
        j->s = s;
        status = look_at_state(job, j, arena);
        ent_arena_rewind(arena, mark);
    }
    ent_arena_free(arena);
    return status;
}

ent_status ent_ask_together(uint64_t **stable, const ent_graph *graph,
                            const ent_moving_rules *rules, const ent_joint_player *players,
                            uint32_t n_players, const ent_run *run) {
    together_job job = {.stable = stable,
                        .graph = graph,
                        .rules = rules,
                        .players = players,
                        .n_players = n_players};
    ent_run own = *run;
    own.what = "finding simultaneous sanctions";
    ent_graph_shared(job.shared, graph);
    if (graph->n_digits == 0 && graph->n_states > 1)
        return ENT_ERROR;
    return ent_pool_run(&own, ((uint64_t)graph->n_states + CHUNK - 1) / CHUNK, together_chunk, &job,
                        NULL);
}

static double combinations(const joining *j, const ent_joint_player *player) {
    double product = 1;
    for (uint64_t rest = player->others; rest; rest &= rest - 1)
        product *= 1 + (double)j->n[__builtin_ctzll(rest)];
    return (product - 1) * j->n[player->unit];
}

ent_status ent_together_work(double *work, const ent_graph *graph, const ent_moving_rules *rules,
                             const ent_joint_player *players, uint32_t n_players) {
    uint32_t step = graph->n_states / SAMPLE + 1, seen = 0;
    joining *j;
    ent_arena *arena = ent_arena_new();
    ent_status status = arena ? joining_new(&j, arena, graph, rules, NULL) : ENT_NOMEM;
    *work = 0;
    for (uint32_t s = 0; s < graph->n_states && status == ENT_OK; s += step, seen++) {
        ent_mark mark = ent_arena_mark(arena);
        j->s = s;
        status = look_at_all(j, arena, players, n_players);
        for (uint32_t p = 0; p < n_players && status == ENT_OK; p++)
            *work += combinations(j, &players[p]);
        ent_arena_rewind(arena, mark);
    }
    *work *= seen ? (double)graph->n_states / seen : 0;
    ent_arena_free(arena);
    return status;
}
