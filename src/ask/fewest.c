/* Swaps in all rankings, one more at a time. See change.h. */
#include "ask/change.h"
#include "ask/reasons.h"

#include <string.h>

#define TRIED_MOST 30000u

typedef struct trying {
    const ent_moving_rules *rules;
    ent_concept concept;
    uint32_t state;
    ent_graph graph;  /* with these ranks: */
    int32_t **rank;   /* [actor][state]: its place from below */
    uint32_t **order; /* [actor][place]: the state there */
    ent_arena *arena;
    ent_fewest *out;
} trying;

/* Places 0.. by rank; false where two states have the same. */
static bool put_in_order(uint32_t *order, int32_t *place, const int32_t *rank, uint32_t n) {
    for (uint32_t s = 0; s < n; s++) {
        uint32_t at = s;
        for (; at > 0 && rank[order[at - 1]] > rank[s]; at--)
            order[at] = order[at - 1];
        order[at] = s;
    }
    for (uint32_t i = 0; i < n; i++) {
        place[order[i]] = (int32_t)i;
        if (i > 0 && rank[order[i]] == rank[order[i - 1]])
            return false;
    }
    return true;
}

static void swap_at(trying *t, uint32_t actor, uint32_t place) {
    uint32_t *order = t->order[actor], low = order[place];
    order[place] = order[place + 1];
    order[place + 1] = low;
    t->rank[actor][order[place]] = (int32_t)place;
    t->rank[actor][low] = (int32_t)place + 1;
}

static ent_status all_stay(bool *stay, trying *t) {
    ent_mark mark = ent_arena_mark(t->arena);
    *stay = true;
    for (uint32_t a = 0; a < t->graph.n_actors && *stay; a++) {
        ent_reason *reason;
        ENT_TRY(ent_ask_reason(&reason, t->arena, &t->graph, t->rules, t->concept, a, t->state));
        *stay = reason->stable;
    }
    ent_arena_rewind(t->arena, mark);
    return ENT_OK;
}

/* All ways to make `left` more swaps, until one is enough. */
static ent_status try_swaps(trying *t, uint32_t left) {
    ent_fewest *out = t->out;
    if (left == 0)
        return all_stay(&out->found, t);
    for (uint32_t a = 0; a < t->graph.n_actors; a++)
        for (uint32_t place = 0; place + 1 < t->graph.n_states; place++) {
            out->swaps[out->n++] = (ent_swap){a, t->order[a][place], t->order[a][place + 1]};
            swap_at(t, a, place);
            ENT_TRY(try_swaps(t, left - 1));
            swap_at(t, a, place);
            if (out->found)
                return ENT_OK;
            out->n--;
        }
    return ENT_OK;
}

static ent_status start(bool *strict, trying *t, const ent_graph *graph) {
    uint32_t n = graph->n_states;
    t->graph = *graph;
    t->rank = ENT_NEW(t->arena, int32_t *, graph->n_actors + 1);
    t->order = ENT_NEW(t->arena, uint32_t *, graph->n_actors + 1);
    if (!t->rank || !t->order)
        return ENT_NOMEM;
    *strict = true;
    for (uint32_t a = 0; a < graph->n_actors; a++) {
        t->rank[a] = ENT_NEW(t->arena, int32_t, n);
        t->order[a] = ENT_NEW(t->arena, uint32_t, n);
        if (!t->rank[a] || !t->order[a])
            return ENT_NOMEM;
        *strict = *strict && put_in_order(t->order[a], t->rank[a], graph->rank[a], n);
    }
    t->graph.rank = (const int32_t **)t->rank;
    return ENT_OK;
}

static ent_status search(trying *t, const ent_graph *graph, uint32_t enough) {
    bool strict;
    uint64_t more = (uint64_t)graph->n_actors * (graph->n_states - 1), tried = 1;
    ENT_TRY(start(&strict, t, graph));
    t->out->below = 1;
    while (strict && t->out->below < enough && t->out->below < ENT_SWAPS_MOST && !t->out->found) {
        tried *= more;
        if (tried > TRIED_MOST)
            return ENT_OK;
        ENT_TRY(try_swaps(t, t->out->below));
        t->out->below += !t->out->found;
    }
    return ENT_OK;
}

ent_status ent_ask_fewest(ent_fewest *out, const ent_graph *graph, const ent_moving_rules *rules,
                          ent_concept concept, uint32_t state, uint32_t enough) {
    ent_arena *arena = ent_arena_new();
    trying t = {.rules = rules, .concept = concept, .state = state, .arena = arena, .out = out};
    *out = (ent_fewest){0};
    ent_status status = !arena                ? ENT_NOMEM
                        : graph->n_states < 2 ? ENT_OK
                                              : search(&t, graph, enough);
    ent_arena_free(arena);
    return status == ENT_LIMIT ? ENT_OK : status;
}
