/* Stability of every actor in every state. See stability.h. */
#include "ask/stability.h"

#include "ask/together.h"

#include <string.h>

static const char *const names[ENT_CONCEPTS] = {"R", "GMR", "SMR", "SEQ", "SSEQ", "SIM"};

const char *ent_concept_name(ent_concept concept) {
    return names[concept];
}

ent_concept ent_concept_find(const char *name) {
    for (unsigned c = 0; c < ENT_CONCEPTS; c++) {
        size_t i = 0;
        while (names[c][i] && (name[i] & ~0x20) == names[c][i])
            i++;
        if (!names[c][i] && !name[i])
            return (ent_concept)c;
    }
    return ENT_CONCEPTS;
}

uint64_t ent_units_within(const ent_graph *graph, uint64_t actors) {
    uint64_t units = 0;
    for (uint32_t u = 0; u < graph->n_units; u++)
        if (!(graph->units[u].actors & ~actors))
            units |= (uint64_t)1 << u;
    return units;
}

/* ---- one actor ---- */

typedef struct stability_job {
    ent_stability *out;
    const ent_graph *graph;
    ent_arena **arena; /* per worker */
} stability_job;

/* The actor's rank in a state, or after its best move from there where that is better. */
static void after_best_reply(int32_t *value, const ent_graph *graph, uint32_t actor,
                             uint32_t *buffer) {
    const int32_t *rank = graph->rank[actor];
    for (uint32_t s = 0; s < graph->n_states; s++) {
        uint32_t n;
        const uint32_t *to = ent_graph_moves(graph, actor, s, buffer, &n);
        int32_t best = rank[s];
        for (uint32_t i = 0; i < n; i++)
            best = rank[to[i]] > best ? rank[to[i]] : best;
        value[s] = best;
    }
}

/* Bits of the states where each improvement of the actor can be brought down far enough: `least` is the
 * worst that the others can make of a state; NULL: nothing is brought down. */
static void mark_stable(uint64_t *stable, const ent_graph *graph, uint32_t actor,
                        const int32_t *least, bool worse_only, uint32_t *buffer) {
    const int32_t *rank = graph->rank[actor];
    for (uint32_t s = 0; s < graph->n_states; s++) {
        uint32_t n;
        const uint32_t *to = ent_graph_moves(graph, actor, s, buffer, &n);
        int32_t here = rank[s], enough = worse_only ? here - 1 : here;
        bool stays = true;
        for (uint32_t i = 0; i < n && stays; i++)
            stays = rank[to[i]] <= here || (least && least[to[i]] <= enough);
        stable[s / 64] |= (uint64_t)stays << (s % 64);
    }
}

static void stay_everywhere(const ent_stability *out, uint32_t actor, bool improving) {
    static const ent_concept of[2][3] = {{ENT_CONCEPT_R, ENT_CONCEPT_GMR, ENT_CONCEPT_SMR},
                                         {ENT_CONCEPT_SEQ, ENT_CONCEPT_SSEQ, ENT_CONCEPT_SSEQ}};
    for (unsigned k = 0; k < 3; k++)
        for (uint32_t s = 0; s < out->graph->n_states && out->stable[of[improving][k]][actor]; s++)
            out->stable[of[improving][k]][actor][s / 64] |= (uint64_t)1 << (s % 64);
}

/* A chunk is an actor and whether others answer by any moves or by improvements. */
static ent_status stability_chunk(void *user, uint64_t chunk, unsigned worker) {
    const stability_job *job = user;
    const ent_graph *g = job->graph;
    ent_stability *out = job->out;
    uint32_t actor = (uint32_t)(chunk / 2);
    bool improving = chunk % 2;
    ent_arena *arena = job->arena[worker];
    ent_mark mark = ent_arena_mark(arena);
    ent_worst what = {.value = g->rank[actor],
                      .units = ent_units_within(g, ~((uint64_t)1 << actor)),
                      .improving = improving,
                      .pareto = out->rules.pareto,
                      .last_mover = out->rules.last_mover,
                      .sanction = out->rules.sanction};
    const ent_unit *unit = &g->units[actor];
    if (unit->offset ? unit->n_places < 2 : unit->first[g->n_states] == 0) {
        stay_everywhere(out, actor, improving); /* it has no move at all */
        return ENT_OK;
    }
    uint32_t *buffer = ENT_NEW(arena, uint32_t, g->widest);
    int32_t *least = ENT_NEW(arena, int32_t, g->n_states);
    int32_t *reply = ENT_NEW(arena, int32_t, g->n_states);
    if (!buffer || !least || !reply)
        return ENT_NOMEM;
    uint64_t *nash = out->stable[ENT_CONCEPT_R][actor];
    uint64_t *meta = out->stable[improving ? ENT_CONCEPT_SEQ : ENT_CONCEPT_GMR][actor];
    uint64_t *symmetric = out->stable[improving ? ENT_CONCEPT_SSEQ : ENT_CONCEPT_SMR][actor];
    if (!improving && nash)
        mark_stable(nash, g, actor, NULL, false, buffer);
    if (meta) {
        ENT_TRY(ent_worst_find(least, g, &what));
        mark_stable(meta, g, actor, least, out->rules.worse_only, buffer);
    }
    if (symmetric) {
        after_best_reply(reply, g, actor, buffer);
        what.value = reply;
        ENT_TRY(ent_worst_find(least, g, &what));
        mark_stable(symmetric, g, actor, least, out->rules.worse_only, buffer);
    }
    ent_arena_rewind(arena, mark);
    return ENT_OK;
}

static ent_status for_each_actor(ent_stability *out, const ent_run *run) {
    unsigned threads = run->threads ? run->threads : 1;
    stability_job job = {out, out->graph, ent_heap_alloc(threads * sizeof(ent_arena *))};
    ent_status status = job.arena ? ENT_OK : ENT_NOMEM;
    for (unsigned w = 0; job.arena && w < threads; w++) {
        job.arena[w] = ent_arena_new();
        status = job.arena[w] ? status : ENT_NOMEM;
    }
    ent_run own = *run;
    own.what = "finding what others can answer";
    if (status == ENT_OK)
        status =
            ent_pool_run(&own, (uint64_t)out->graph->n_actors * 2, stability_chunk, &job, NULL);
    for (unsigned w = 0; job.arena && w < threads; w++)
        ent_arena_free(job.arena[w]);
    ent_heap_free(job.arena);
    return status;
}

static ent_status judge(ent_stability **result, ent_arena *arena, const ent_graph *graph,
                        const ent_moving_rules *rules, unsigned concepts, const ent_run *run) {
    ent_stability *out = ENT_NEW(arena, ent_stability, 1);
    size_t words = ((size_t)graph->n_states + 63) / 64;
    ent_joint_player players[ENT_MAX_ACTORS];
    double work = 0;
    if (!out)
        return ENT_NOMEM;
    for (uint32_t a = 0; a < graph->n_actors; a++)
        players[a] = ent_joint_actor(graph, a);
    if (concepts >> ENT_CONCEPT_SIM & 1)
        ENT_TRY(ent_together_work(&work, graph, rules, players, graph->n_actors));
    if (work > ENT_JOINT_WORK)
        return ENT_LIMIT;
    *out = (ent_stability){.graph = graph, .rules = *rules, .concepts = concepts};
    for (unsigned c = 0; c < ENT_CONCEPTS; c++) {
        out->stable[c] = ENT_NEW(arena, uint64_t *, graph->n_actors + 1);
        out->equilibria[c] = ENT_NEW(arena, uint64_t, words);
        if (!out->stable[c] || !out->equilibria[c])
            return ENT_NOMEM;
        for (uint32_t a = 0; a < graph->n_actors && (concepts >> c & 1); a++) {
            out->stable[c][a] = ENT_NEW(arena, uint64_t, words);
            if (!out->stable[c][a])
                return ENT_NOMEM;
        }
    }
    ENT_TRY(for_each_actor(out, run));
    if (concepts >> ENT_CONCEPT_SIM & 1)
        ENT_TRY(ent_ask_together(out->stable[ENT_CONCEPT_SIM], graph, rules, players,
                                 graph->n_actors, run));
    *result = out;
    return ENT_OK;
}

/* An actor that takes states for impossible judges by the graph that it sees; on such a state it sees
 * no move, and stays (Wang, Hipel and Fraser 1988, Behavioral Science 33; Obeidi, Kilgour and Hipel 2009,
 * Group Decision and Negotiation 18). */
static ent_status overlay_seen(ent_stability *out, ent_arena *arena, const ent_run *run) {
    size_t words = ((size_t)out->graph->n_states + 63) / 64;
    for (uint32_t a = 0; a < out->graph->n_actors; a++) {
        const ent_graph *seen;
        const uint64_t *unseen;
        ent_stability *own;
        ENT_TRY(ent_graph_seen_by(&seen, &unseen, arena, out->graph, a));
        if (!unseen)
            continue;
        ENT_TRY(judge(&own, arena, seen, &out->rules, out->concepts, run));
        for (unsigned c = 0; c < ENT_CONCEPTS; c++) {
            out->stable[c][a] = own->stable[c][a];
            for (size_t w = 0; w < words && (out->concepts >> c & 1); w++)
                out->stable[c][a][w] |= unseen[w];
        }
    }
    return ENT_OK;
}

ent_status ent_ask_stability(ent_stability **result, ent_arena *arena, const ent_graph *graph,
                             const ent_moving_rules *rules, unsigned concepts, const ent_run *run) {
    ent_stability *out;
    size_t words = ((size_t)graph->n_states + 63) / 64;
    ENT_TRY(judge(&out, arena, graph, rules, concepts, run));
    ENT_TRY(overlay_seen(out, arena, run));
    for (unsigned c = 0; c < ENT_CONCEPTS; c++) {
        uint64_t *all = out->equilibria[c];
        for (uint32_t s = 0; s < graph->n_states && (concepts >> c & 1); s++)
            all[s / 64] |= (uint64_t)1 << (s % 64);
        for (uint32_t a = 0; a < graph->n_actors && (concepts >> c & 1); a++)
            for (size_t w = 0; w < words; w++)
                all[w] &= out->stable[c][a][w];
    }
    *result = out;
    return ENT_OK;
}
