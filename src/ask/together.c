/* Simultaneous sanctions. See together.h. */
#include "ask/together.h"

#include "game/path.h"

/* States of one chunk of work. */
#define CHUNK 256u

uint32_t ent_joint_state(const ent_graph *graph, uint32_t s, uint32_t x, uint32_t y) {
    uint8_t digits[ENT_MAX_ISSUES];
    for (uint32_t d = 0; d < graph->n_digits; d++) {
        uint32_t before = ent_graph_digit(graph, s, d);
        uint32_t mine = ent_graph_digit(graph, x, d), theirs = ent_graph_digit(graph, y, d);
        if (mine != before && theirs != before && mine != theirs)
            return ENT_NONE;
        digits[d] = (uint8_t)(mine != before ? mine : theirs);
    }
    return ent_graph_find(graph, digits);
}

typedef struct together_job {
    uint64_t **stable;
    const ent_graph *graph;
    const ent_moving_rules *rules;
} together_job;

static bool deters(const together_job *job, uint32_t actor, uint32_t s, uint32_t x, uint32_t y) {
    const int32_t *rank = job->graph->rank[actor];
    uint32_t joint = ent_joint_state(job->graph, s, x, y);
    if (joint == ENT_NONE)
        return job->rules->sim_infeasible;
    return job->rules->worse_only ? rank[joint] < rank[s] : rank[joint] <= rank[s];
}

static ent_status stays(bool *out, const together_job *job, ent_arena *arena, uint32_t actor,
                        uint32_t s, uint32_t *buffer) {
    const ent_graph *g = job->graph;
    const int32_t *rank = g->rank[actor];
    ent_paths *others = NULL;
    uint32_t n;
    const uint32_t *to = ent_graph_moves(g, actor, s, buffer, &n);
    *out = true;
    for (uint32_t i = 0; i < n && *out; i++) {
        if (rank[to[i]] <= rank[s])
            continue;
        if (!others) {
            ent_path_what what = {.from = s,
                                  .units = ent_units_within(g, ~((uint64_t)1 << actor)),
                                  .kind = ENT_PATH_IMPROVEMENTS,
                                  .pareto = job->rules->pareto,
                                  .sequence = job->rules->sanction};
            ENT_TRY(ent_paths_find(&others, arena, g, &what, NULL, NULL));
        }
        *out = false;
        for (uint32_t e = 1; e < others->n && !*out; e++)
            *out = deters(job, actor, s, to[i], others->entries[e].state);
    }
    return ENT_OK;
}

static ent_status together_chunk(void *user, uint64_t chunk, unsigned worker) {
    const together_job *job = user;
    const ent_graph *g = job->graph;
    uint32_t actor = (uint32_t)(chunk % g->n_actors),
             from = (uint32_t)(chunk / g->n_actors) * CHUNK;
    ent_arena *arena = ent_arena_new();
    uint32_t *buffer = arena ? ENT_NEW(arena, uint32_t, g->widest) : NULL;
    ent_status status = buffer ? ENT_OK : ENT_NOMEM;
    (void)worker;
    for (uint32_t s = from; s < g->n_states && s < from + CHUNK && status == ENT_OK; s++) {
        bool stable = false;
        ent_mark mark = ent_arena_mark(arena);
        status = stays(&stable, job, arena, actor, s, buffer);
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
