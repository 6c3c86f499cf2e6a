/* Levers: least changes, and how many rankings would do. See change.h. */
#include "ask/change.h"

#include "ask/rankings.h"
#include "game/path.h"

#include <string.h>

/* Work on sets for counting: moves times states. */
#define COUNT_WORK ((uint64_t)1 << 24)
#define RELEVANT 2000u

typedef struct changing {
    const ent_graph *graph;
    const ent_moving_rules *rules;
    ent_concept concept;
    uint32_t state, actor;
    uint32_t *buffer, *mine; /* the actor's moves from the state */
    uint32_t n;
    int32_t *least; /* per state: the worst the others make of it; the state in question itself
                       counts as bad enough, or as never, however it is ranked */
} changing;

static bool improving(ent_concept c) {
    return c == ENT_CONCEPT_SEQ || c == ENT_CONCEPT_SSEQ;
}

static bool symmetric(ent_concept c) {
    return c == ENT_CONCEPT_SMR || c == ENT_CONCEPT_SSEQ;
}

/* ---- least changes ---- */

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
        if (symmetric(q->concept))
            to = ent_graph_moves(g, q->actor, s, q->buffer, &n);
        reply[s] = value[s];
        for (uint32_t i = 0; i < n; i++)
            reply[s] = value[to[i]] > reply[s] ? value[to[i]] : reply[s];
    }
    ent_worst what = {.value = reply,
                      .units = ent_units_within(g, ~((uint64_t)1 << q->actor)),
                      .improving = improving(q->concept),
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

/* ---- counting ---- */

typedef struct counting {
    const changing *q;
    ent_arena *arena;
    uint32_t n;       /* states that matter */
    uint32_t *number; /* per state, or ENT_NONE */
    size_t words;
    uint64_t *set;
} counting;

static ent_status answers(ent_paths **out, const changing *q, ent_arena *arena, uint32_t x) {
    ent_path_what what = {.from = x,
                          .units = ent_units_within(q->graph, ~((uint64_t)1 << q->actor)),
                          .kind = improving(q->concept) ? ENT_PATH_IMPROVEMENTS : ENT_PATH_MOVES,
                          .pareto = q->rules->pareto,
                          .sequence = q->rules->sanction};
    return ent_paths_find(out, arena, q->graph, &what, NULL, NULL);
}

static ent_status put_state(counting *c, uint32_t state) {
    if (c->number[state] == ENT_NONE) {
        if (c->n == RELEVANT)
            return ENT_LIMIT;
        c->number[state] = c->n++;
    }
    c->set[c->number[state] / 64] |= (uint64_t)1 << (c->number[state] % 64);
    return ENT_OK;
}

/* An improvement to x is no reason to move when x or some answer lies below: a set to be hit. */
static ent_status add_hit(ent_set_family *f, counting *c, uint32_t x) {
    const changing *q = c->q;
    ent_paths *paths = NULL;
    ent_arena *scratch = ent_arena_new();
    ent_status status = scratch ? ENT_OK : ENT_NOMEM;
    bool always = false;
    memset(c->set, 0, c->words * sizeof *c->set);
    if (status == ENT_OK && q->concept != ENT_CONCEPT_R)
        status = answers(&paths, q, scratch, x);
    if (status == ENT_OK)
        status = put_state(c, x);
    for (uint32_t e = 0; paths && e < paths->n && status == ENT_OK; e++) {
        uint32_t y = paths->entries[e].state;
        if (y != q->state)
            status = put_state(c, y);
        else
            always = always || !q->rules->worse_only;
    }
    if (status == ENT_OK && !always)
        status = ent_family_add(f, c->set);
    ent_arena_free(scratch);
    return status;
}

/* The set of y and all the actor's moves from there; *never: it holds the state in question, which is
 * not worse than itself. */
static ent_status put_escape(counting *c, uint32_t y, bool *never) {
    const changing *q = c->q;
    uint32_t n;
    const uint32_t *to = ent_graph_moves(q->graph, q->actor, y, q->buffer, &n);
    memset(c->set, 0, c->words * sizeof *c->set);
    *never = false;
    for (uint32_t i = 0; i <= n; i++) {
        uint32_t z = i < n ? to[i] : y;
        if (z == q->state)
            *never = *never || q->rules->worse_only;
        else
            ENT_TRY(put_state(c, z));
    }
    return ENT_OK;
}

/* With no escape: x lies below, or all that the actor can do after some answer. */
static ent_status add_ways(ent_set_family *f, counting *c, uint32_t x) {
    ent_paths *paths;
    ent_arena *scratch = ent_arena_new();
    ent_set_family ways = {.words = c->words, .arena = scratch}, joined = {0};
    ent_status status = scratch ? answers(&paths, c->q, scratch, x) : ENT_NOMEM;
    memset(c->set, 0, c->words * sizeof *c->set);
    if (status == ENT_OK)
        status = put_state(c, x);
    if (status == ENT_OK)
        status = ent_family_add(&ways, c->set);
    for (uint32_t e = 1; status == ENT_OK && e < paths->n; e++) {
        bool never;
        status = put_escape(c, paths->entries[e].state, &never);
        if (status == ENT_OK && !never)
            status = ent_family_add(&ways, c->set);
    }
    joined = (ent_set_family){.words = c->words, .arena = c->arena};
    for (size_t i = 0; i < f->n_sets && status == ENT_OK; i++)
        for (size_t j = 0; j < ways.n_sets && status == ENT_OK; j++) {
            for (size_t w = 0; w < c->words; w++)
                c->set[w] = f->sets[i * c->words + w] | ways.sets[j * c->words + w];
            status = ent_family_add(&joined, c->set);
        }
    *f = joined;
    ent_arena_free(scratch);
    return status;
}

static ent_status count(ent_lever *lever, const changing *q, ent_arena *result, ent_arena *arena) {
    counting c = {.q = q, .arena = arena};
    uint32_t most = q->graph->n_states < RELEVANT ? q->graph->n_states : RELEVANT;
    c.words = most / 64 + 1;
    c.number = ENT_NEW(arena, uint32_t, q->graph->n_states);
    c.set = ENT_NEW(arena, uint64_t, c.words);
    ent_set_family family = {.words = c.words, .arena = arena};
    if (!c.number || !c.set)
        return ENT_NOMEM;
    if ((uint64_t)q->n * q->graph->n_states > COUNT_WORK)
        return ENT_LIMIT;
    memset(c.number, 0xFF, q->graph->n_states * sizeof *c.number); /* ENT_NONE */
    bool hit = !symmetric(q->concept);
    if (!hit)
        ENT_TRY(ent_family_add(&family, c.set)); /* so far nothing is asked */
    for (uint32_t i = 0; i < q->n; i++)
        ENT_TRY(hit ? add_hit(&family, &c, q->mine[i]) : add_ways(&family, &c, q->mine[i]));
    family.n = c.n;
    return ent_count_rankings(&lever->rankings, &lever->share, &lever->share_exact, result, &family,
                              hit, q->graph->n_states);
}

/* ---- all actors ---- */

/* The graph where the actor ranks the state just above `level`, all else in order. */
static ent_status raise(ent_graph *graph, const changing *q, int32_t level, ent_arena *arena) {
    const int32_t *rank = q->graph->rank[q->actor];
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

static ent_status ask_actor(ent_lever *lever, changing *q, ent_graph *after, ent_arena *result,
                            ent_arena *arena) {
    int32_t level;
    const uint32_t *to = ent_graph_moves(q->graph, q->actor, q->state, q->buffer, &q->n);
    memcpy(q->mine, to, q->n * sizeof *q->mine);
    lever->actor = q->actor;
    if (q->concept != ENT_CONCEPT_R)
        ENT_TRY(find_least(q, arena));
    find_lever(lever, q, &level);
    if (!lever->stays)
        ENT_TRY(raise(after, q, level, arena));
    ent_arena *scratch = ent_arena_new();
    ent_status status = scratch ? count(lever, q, result, scratch) : ENT_NOMEM;
    ent_arena_free(scratch);
    lever->counted = status == ENT_OK;
    return status == ENT_LIMIT ? ENT_OK : status;
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
    return ENT_OK;
}

ent_status ent_ask_change(ent_change **out, ent_arena *arena, const ent_graph *graph,
                          const ent_moving_rules *rules, ent_concept concept, uint32_t state,
                          const ent_run *run) {
    ent_change *change = ENT_NEW(arena, ent_change, 1);
    ent_arena *scratch = ent_arena_new();
    changing q = {.graph = graph, .rules = rules, .concept = concept, .state = state};
    ent_status status = change && scratch ? ENT_OK : ENT_NOMEM;
    if (concept >= ENT_CONCEPT_SIM)
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
