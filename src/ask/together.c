/* Simultaneous sanctions. See together.h. */
#include "ask/together.h"

#include <string.h>

/* States of one chunk of work. */
#define CHUNK 256u

/* What others can improve from one state. */
typedef struct others {
    const ent_graph *graph;
    const ent_moving_rules *rules;
    uint32_t actor, s;
    uint32_t n; /* units with improvements */
    uint32_t unit[ENT_GRAPH_UNITS];
    uint32_t n_to[ENT_GRAPH_UNITS];
    uint32_t *to[ENT_GRAPH_UNITS];
    uint32_t tried;
    ent_joint_move *found;
    uint64_t *every; /* all joint states are gone through and put here; or NULL */
    bool none;       /* and some of them was none */
} others;

static ent_status look(others *o, ent_arena *arena, uint32_t *buffer) {
    const ent_graph *g = o->graph;
    uint64_t units = ent_units_within(g, ~((uint64_t)1 << o->actor));
    for (o->n = 0; units; units &= units - 1) {
        uint32_t n, kept = 0, u = (uint32_t)__builtin_ctzll(units);
        const uint32_t *to = ent_graph_moves(g, u, o->s, buffer, &n);
        uint32_t *list = ENT_NEW(arena, uint32_t, n + 1);
        if (!list)
            return ENT_NOMEM;
        for (uint32_t i = 0; i < n; i++)
            if (ent_unit_improves(g, &g->units[u], o->rules->pareto, o->s, to[i]))
                list[kept++] = to[i];
        o->unit[o->n] = u;
        o->to[o->n] = list;
        o->n_to[o->n] = kept;
        o->n += kept > 0;
    }
    return ENT_OK;
}

/* Puts what changes from s to t on the digits; false where something else was put there already. */
static bool put_changes(uint8_t *digits, const others *o, uint32_t t) {
    const ent_graph *g = o->graph;
    for (uint32_t d = 0; d < g->n_digits; d++) {
        uint32_t before = ent_graph_digit(g, o->s, d), after = ent_graph_digit(g, t, d);
        if (after == before)
            continue;
        if (digits[d] != before && digits[d] != after)
            return false;
        digits[d] = (uint8_t)after;
    }
    return true;
}

/* Whether these changes, some by others, lead to where the actor does not want to go. */
static bool deters(others *o, const uint8_t *digits, bool possible) {
    const int32_t *rank = o->graph->rank[o->actor];
    uint32_t joint = possible ? ent_graph_find(o->graph, digits) : ENT_NONE;
    o->found->state = joint;
    if (o->every) {
        o->none = o->none || joint == ENT_NONE;
        if (joint != ENT_NONE)
            o->every[joint / 64] |= (uint64_t)1 << (joint % 64);
        return false;
    }
    if (joint == ENT_NONE)
        return o->rules->sim_infeasible;
    return o->rules->worse_only ? rank[joint] < rank[o->s] : rank[joint] <= rank[o->s];
}

/* Adds moves of the units from `at` on, whose members are not among `moved`. */
static ent_status combine(others *o, uint32_t at, const uint8_t *digits, uint64_t moved) {
    const ent_graph *g = o->graph;
    for (uint32_t k = at; k < o->n && !o->found->found; k++) {
        uint64_t members = g->units[o->unit[k]].actors;
        if (members & moved)
            continue;
        for (uint32_t i = 0; i < o->n_to[k] && !o->found->found; i++) {
            uint8_t after[ENT_MAX_ISSUES];
            ent_joint_move *found = o->found;
            if (++o->tried > ENT_JOINT_MOST)
                return ENT_LIMIT;
            memcpy(after, digits, g->n_digits);
            bool possible = put_changes(after, o, o->to[k][i]);
            found->unit[found->n] = o->unit[k];
            found->to[found->n++] = o->to[k][i];
            found->found = deters(o, after, possible);
            if (!found->found && possible)
                ENT_TRY(combine(o, k + 1, after, moved | members));
            if (!found->found)
                found->n--;
        }
    }
    return ENT_OK;
}

static ent_status deterred(ent_joint_move *out, others *o, uint32_t x) {
    uint8_t digits[ENT_MAX_ISSUES];
    for (uint32_t d = 0; d < o->graph->n_digits; d++)
        digits[d] = (uint8_t)ent_graph_digit(o->graph, x, d);
    out->found = false;
    out->n = 0;
    o->found = out;
    o->tried = 0;
    return combine(o, 0, digits, (uint64_t)1 << o->actor);
}

ent_status ent_ask_joint_move(ent_joint_move *out, ent_arena *scratch, const ent_graph *graph,
                              const ent_moving_rules *rules, uint32_t actor, uint32_t s,
                              uint32_t x) {
    others *o = ENT_NEW(scratch, others, 1);
    uint32_t *buffer = ENT_NEW(scratch, uint32_t, graph->widest);
    if (!o || !buffer)
        return ENT_NOMEM;
    *o = (others){.graph = graph, .rules = rules, .actor = actor, .s = s};
    ENT_TRY(look(o, scratch, buffer));
    return deterred(out, o, x);
}

ent_status ent_ask_joint_states(uint64_t *states, bool *none, ent_arena *scratch,
                                const ent_graph *graph, const ent_moving_rules *rules,
                                uint32_t actor, uint32_t s, uint32_t x) {
    others *o = ENT_NEW(scratch, others, 1);
    ent_joint_move *found = ENT_NEW(scratch, ent_joint_move, 1);
    uint32_t *buffer = ENT_NEW(scratch, uint32_t, graph->widest);
    if (!o || !found || !buffer)
        return ENT_NOMEM;
    *o = (others){.graph = graph, .rules = rules, .actor = actor, .s = s, .every = states};
    ENT_TRY(look(o, scratch, buffer));
    ENT_TRY(deterred(found, o, x));
    *none = o->none;
    return ENT_OK;
}

/* ---- all states ---- */

typedef struct together_job {
    uint64_t **stable;
    const ent_graph *graph;
    const ent_moving_rules *rules;
} together_job;

static ent_status stays(bool *out, const together_job *job, ent_arena *arena, uint32_t actor,
                        uint32_t s) {
    const ent_graph *g = job->graph;
    const int32_t *rank = g->rank[actor];
    uint32_t n, *mine = ENT_NEW(arena, uint32_t, g->widest);
    uint32_t *buffer = ENT_NEW(arena, uint32_t, g->widest);
    others *o = NULL;
    ent_joint_move found;
    if (!mine || !buffer)
        return ENT_NOMEM;
    const uint32_t *to = ent_graph_moves(g, actor, s, mine, &n);
    *out = true;
    for (uint32_t i = 0; i < n && *out; i++) {
        if (rank[to[i]] <= rank[s])
            continue;
        if (!o) {
            o = ENT_NEW(arena, others, 1);
            if (!o)
                return ENT_NOMEM;
            *o = (others){.graph = g, .rules = job->rules, .actor = actor, .s = s};
            ENT_TRY(look(o, arena, buffer));
        }
        ENT_TRY(deterred(&found, o, to[i]));
        *out = found.found;
    }
    return ENT_OK;
}

static ent_status together_chunk(void *user, uint64_t chunk, unsigned worker) {
    const together_job *job = user;
    const ent_graph *g = job->graph;
    uint32_t actor = (uint32_t)(chunk % g->n_actors);
    uint32_t from = (uint32_t)(chunk / g->n_actors) * CHUNK;
    ent_arena *arena = ent_arena_new();
    ent_status status = arena ? ENT_OK : ENT_NOMEM;
    (void)worker;
    for (uint32_t s = from; s < g->n_states && s < from + CHUNK && status == ENT_OK; s++) {
        bool stable = false;
        ent_mark mark = ent_arena_mark(arena);
        status = stays(&stable, job, arena, actor, s);
        ent_arena_rewind(arena, mark);
        job->stable[actor][s / 64] |= (uint64_t)stable << (s % 64);
    }
    ent_arena_free(arena);
    return status;
}

ent_status ent_ask_together(uint64_t **stable, const ent_graph *graph,
                            const ent_moving_rules *rules, const ent_run *run) {
    together_job job = {stable, graph, rules};
    uint64_t chunks = ((uint64_t)graph->n_states + CHUNK - 1) / CHUNK * graph->n_actors;
    ent_run own = *run;
    own.what = "finding simultaneous sanctions";
    if (graph->n_digits == 0 && graph->n_states > 1)
        return ENT_ERROR;
    return ent_pool_run(&own, chunks, together_chunk, &job, NULL);
}
