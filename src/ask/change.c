/* Levers: the least changes that make an actor stay, or move. See change.h. */
#include "ask/change.h"

#include "ask/together.h"

#include <string.h>

typedef struct changing {
    const ent_graph *graph; /* as the actor sees it */
    const ent_moving_rules *rules;
    ent_concept concept;
    uint32_t state, actor;
    uint32_t *buffer, *mine; /* the actor's moves from the state */
    uint32_t n;
    int32_t *least; /* per state: the worst the others make of it; the state in question itself
                       counts as bad enough, or as never, however it is ranked */
} changing;

/* ---- least changes ---- */

/* The worst of what others do at the same time as each of the actor's moves. */
static ent_status find_least_together(changing *q, ent_arena *arena) {
    const ent_graph *g = q->graph;
    const int32_t *rank = g->rank[q->actor];
    size_t words = (size_t)g->n_states / 64 + 1;
    uint64_t *joint = ENT_NEW(arena, uint64_t, words);
    q->least = ENT_NEW(arena, int32_t, g->n_states);
    if (!joint || !q->least)
        return ENT_NOMEM;
    for (uint32_t i = 0; i < q->n; i++) {
        bool none;
        int32_t *least = &q->least[q->mine[i]];
        memset(joint, 0, words * sizeof *joint);
        ENT_TRY(
            ent_ask_joint_states(joint, &none, arena, g, q->rules, q->actor, q->state, q->mine[i]));
        *least = none && q->rules->sim_infeasible ? INT32_MIN : INT32_MAX;
        for (uint32_t s = 0; s < g->n_states; s++) {
            int32_t value = s != q->state ? rank[s] : q->rules->worse_only ? INT32_MAX : INT32_MIN;
            if (ent_bit(joint, s) && value < *least)
                *least = value;
        }
    }
    return ENT_OK;
}

static ent_status find_least(changing *q, ent_arena *arena) {
    const ent_graph *g = q->graph;
    const int32_t *rank = g->rank[q->actor];
    int32_t *value = ENT_NEW(arena, int32_t, g->n_states);
    int32_t *reply = ENT_NEW(arena, int32_t, g->n_states);
    q->least = ENT_NEW(arena, int32_t, g->n_states);
    if (!value || !reply || !q->least)
        return ENT_NOMEM;
    memcpy(value, rank, g->n_states * sizeof *value);
    value[q->state] = q->rules->worse_only ? INT32_MAX : INT32_MIN;
    for (uint32_t s = 0; s < g->n_states; s++) {
        uint32_t n = 0;
        const uint32_t *to = q->buffer;
        if (ent_concept_symmetric(q->concept))
            to = ent_graph_moves(g, q->actor, s, q->buffer, &n);
        reply[s] = value[s];
        for (uint32_t i = 0; i < n; i++)
            reply[s] = value[to[i]] > reply[s] ? value[to[i]] : reply[s];
    }
    ent_worst what = {.value = reply,
                      .units = ent_units_within(g, ~((uint64_t)1 << q->actor)),
                      .improving = ent_concept_improving(q->concept),
                      .pareto = q->rules->pareto,
                      .last_mover = q->rules->last_mover,
                      .sanction = q->rules->sanction};
    return ent_worst_find(q->least, g, &what);
}

static uint32_t count_ranks(const changing *q, int32_t from, int32_t to) {
    const int32_t *rank = q->graph->rank[q->actor];
    uint32_t n = 0;
    for (uint32_t s = 0; s < q->graph->n_states; s++)
        n += s != q->state && rank[s] >= from && rank[s] <= to;
    return n;
}

/* The highest level that the state must reach for the actor to stay. */
static void find_lever(ent_lever *lever, const changing *q, int32_t *level) {
    const int32_t *rank = q->graph->rank[q->actor];
    int32_t here = rank[q->state];
    lever->stays = true;
    lever->tempted = lever->level = ENT_NONE;
    *level = INT32_MIN;
    for (uint32_t i = 0; i < q->n; i++) {
        uint32_t x = q->mine[i];
        int32_t worst = q->concept == ENT_CONCEPT_R ? INT32_MAX : q->least[x];
        int32_t needed = worst < rank[x] ? worst : rank[x];
        if (needed > *level || lever->tempted == ENT_NONE) {
            lever->tempted = x;
            *level = needed;
        }
        bool deterred = q->rules->worse_only ? worst < here : worst <= here;
        lever->stays = lever->stays && (rank[x] <= here || deterred);
    }
    lever->can_leave = lever->tempted != ENT_NONE && *level != INT32_MIN;
    if (!lever->can_leave)
        lever->tempted = ENT_NONE;
    if (lever->stays) {
        lever->slack = lever->can_leave && *level < here ? count_ranks(q, *level, here - 1) : 0;
        return;
    }
    lever->swaps = here < *level ? count_ranks(q, here + 1, *level) : 0;
    for (uint32_t s = 0; s < q->graph->n_states; s++)
        if (rank[s] > here && rank[s] <= *level &&
            (lever->level == ENT_NONE || rank[s] > rank[lever->level]))
            lever->level = s;
}

/* ---- all actors ---- */

/* The actor ranks the state just above `level`, all else in order. */
static ent_status raise(ent_graph *graph, const changing *q, int32_t level, ent_arena *arena) {
    const int32_t *rank = graph->rank[q->actor];
    int32_t *raised = ENT_NEW(arena, int32_t, graph->n_states);
    if (!raised)
        return ENT_NOMEM;
    int32_t here = rank[q->state];
    level = level > here ? level : here;
    for (uint32_t s = 0; s < graph->n_states; s++)
        raised[s] = rank[s] <= level && rank[s] > INT32_MIN ? rank[s] - 1 : rank[s];
    raised[q->state] = level;
    graph->rank[q->actor] = raised;
    return ENT_OK;
}

static ent_status find_change(ent_lever *lever, changing *q, int32_t *level, ent_arena *arena) {
    const ent_graph *whole = q->graph;
    const uint64_t *unseen;
    ENT_TRY(ent_graph_seen_by(&q->graph, &unseen, arena, whole, q->actor));
    q->n = 0;
    if (!unseen || !ent_bit(unseen, q->state)) {
        const uint32_t *to = ent_graph_moves(q->graph, q->actor, q->state, q->buffer, &q->n);
        memcpy(q->mine, to, q->n * sizeof *q->mine);
    }
    lever->actor = q->actor;
    if (q->concept == ENT_CONCEPT_SIM)
        ENT_TRY(find_least_together(q, arena));
    else if (q->concept != ENT_CONCEPT_R)
        ENT_TRY(find_least(q, arena));
    find_lever(lever, q, level);
    return ENT_OK;
}

static ent_status ask_actor(ent_lever *lever, changing *q, ent_graph *after, ent_arena *result,
                            ent_arena *keep) {
    int32_t level;
    const ent_graph *whole = q->graph;
    ent_arena *arena = ent_arena_new();
    ent_status status = arena ? find_change(lever, q, &level, arena) : ENT_NOMEM;
    if (status == ENT_OK) {
        ent_inverse_what what = {q->graph, q->rules, q->concept, q->actor, q->state, q->n == 0};
        status = ent_ask_inverse(&lever->inverse, result, &what);
    }
    q->graph = whole;
    if (status == ENT_OK && !lever->stays)
        status = raise(after, q, level, keep);
    ent_arena_free(arena);
    return status;
}

/* Raises the state in turn for whoever would still move, until nobody would. That ends at the latest where
 * all like it best; it is enough, and need not be the least that all could do together. */
static ent_status raise_further(ent_change *out, changing *q, ent_graph *after, ent_arena *keep) {
    const ent_graph *now = q->graph;
    for (bool moved = true; moved;) {
        moved = false;
        for (q->actor = 0; q->actor < now->n_actors; q->actor++) {
            int32_t level;
            ent_lever lever = {0};
            ent_arena *arena = ent_arena_new();
            q->graph = after;
            ent_status status = arena ? find_change(&lever, q, &level, arena) : ENT_NOMEM;
            q->graph = after;
            if (status == ENT_OK && !lever.stays)
                status = raise(after, q, level, keep);
            ent_arena_free(arena);
            ENT_TRY(status);
            moved = moved || !lever.stays;
        }
    }
    for (uint32_t a = 0; a < now->n_actors; a++)
        for (uint32_t s = 0; s < now->n_states; s++)
            out->lever[a].together += now->rank[a][s] > now->rank[a][q->state] &&
                                      after->rank[a][s] < after->rank[a][q->state];
    q->graph = now;
    out->together = true;
    return ENT_OK;
}

static ent_status ask(ent_change *out, changing *q, ent_arena *result, ent_arena *arena,
                      const ent_run *run) {
    const ent_graph *g = q->graph;
    ent_graph after = *g;
    ent_stability *then;
    q->buffer = ENT_NEW(arena, uint32_t, g->widest);
    q->mine = ENT_NEW(arena, uint32_t, g->widest);
    after.rank = ENT_NEW(arena, const int32_t *, g->n_actors + 1);
    if (!q->buffer || !q->mine || !after.rank)
        return ENT_NOMEM;
    memcpy(after.rank, g->rank, g->n_actors * sizeof *after.rank);
    out->equilibrium = true;
    for (q->actor = 0; q->actor < g->n_actors; q->actor++) {
        ENT_TRY(ask_actor(&out->lever[q->actor], q, &after, result, arena));
        out->equilibrium = out->equilibrium && out->lever[q->actor].stays;
    }
    out->after = true;
    if (out->equilibrium)
        return ENT_OK;
    ENT_TRY(ent_ask_stability(&then, arena, &after, q->rules, ENT_CONCEPT_BIT(q->concept), run));
    out->after = ent_bit(then->equilibria[q->concept], q->state);
    return out->after ? ENT_OK : raise_further(out, q, &after, arena);
}

ent_status ent_ask_change(ent_change **out, ent_arena *arena, const ent_graph *graph,
                          const ent_moving_rules *rules, ent_concept concept, uint32_t state,
                          const ent_run *run) {
    ent_change *change = ENT_NEW(arena, ent_change, 1);
    ent_arena *scratch = ent_arena_new();
    changing q = {.graph = graph, .rules = rules, .concept = concept, .state = state};
    ent_status status = change && scratch ? ENT_OK : ENT_NOMEM;
    if (concept == ENT_CONCEPT_SIM && graph->n_digits == 0 && graph->n_states > 1)
        status = ENT_ERROR;
    if (status == ENT_OK) {
        *change = (ent_change){.state = state, .concept = concept, .n = graph->n_actors};
        change->lever = ENT_NEW(arena, ent_lever, graph->n_actors + 1);
        status = change->lever ? ask(change, &q, arena, scratch, run) : ENT_NOMEM;
    }
    ent_arena_free(scratch);
    *out = change;
    return status;
}
