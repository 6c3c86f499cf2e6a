/* Looking ahead, one more move at a time. See horizon.h. */
#include "ask/horizon.h"

#include <string.h>

#define MOST_HORIZONS 65536u

/* Two states of the actor's that are equally good, if there are any, in heap order of ranks. */
static ent_status find_tie(ent_horizon_why *out, const ent_graph *graph, ent_arena *scratch) {
    const int32_t *rank = graph->rank[out->actor];
    uint32_t *order = ENT_NEW(scratch, uint32_t, graph->n_states);
    if (!order)
        return ENT_NOMEM;
    for (uint32_t s = 0; s < graph->n_states; s++) { /* the highest on top */
        uint32_t at = s;
        for (; at > 0 && rank[order[(at - 1) / 2]] < rank[s]; at = (at - 1) / 2)
            order[at] = order[(at - 1) / 2];
        order[at] = s;
    }
    for (uint32_t n = graph->n_states; n > 1; n--) {
        uint32_t top = order[0], last = order[n - 1], at = 0;
        for (uint32_t child; (child = 2 * at + 1) < n - 1; at = child) {
            child += child + 1 < n - 1 && rank[order[child + 1]] > rank[order[child]];
            if (rank[order[child]] <= rank[last])
                break;
            order[at] = order[child];
        }
        order[at] = last;
        if (rank[order[0]] == rank[top]) {
            out->x = top < order[0] ? top : order[0];
            out->y = top < order[0] ? order[0] : top;
            out->bar = ENT_HORIZON_TIES;
            return ENT_OK;
        }
    }
    return ENT_OK;
}

ent_status ent_horizon_possible(ent_horizon_why *out, const ent_graph *graph, ent_arena *scratch) {
    *out = (ent_horizon_why){ENT_HORIZON_FINE, 0, 0, 0};
    if (graph->n_actors != 2)
        out->bar = ENT_HORIZON_ACTORS;
    else if (graph->n_units > 2)
        out->bar = ENT_HORIZON_JOINT;
    for (uint32_t actor = 0; actor < 2 && out->bar == ENT_HORIZON_FINE; actor++) {
        out->actor = actor;
        ENT_TRY(find_tie(out, graph, scratch));
    }
    return ENT_OK;
}

/* ends[actor * n_states + state] with one more move, from those with one less. */
static void one_more(uint32_t *ends, const uint32_t *before, const ent_graph *g, uint32_t *buffer) {
    for (uint32_t actor = 0; actor < 2; actor++) {
        const int32_t *rank = g->rank[actor];
        const uint32_t *other = before + (size_t)(1 - actor) * g->n_states;
        for (uint32_t s = 0; s < g->n_states; s++) {
            uint32_t n, best = s;
            const uint32_t *to = ent_graph_moves(g, actor, s, buffer, &n);
            for (uint32_t i = 0; i < n; i++)
                if (rank[other[to[i]]] > rank[best])
                    best = other[to[i]];
            ends[(size_t)actor * g->n_states + s] = best;
        }
    }
}

typedef struct looking {
    const ent_graph *graph;
    size_t size; /* bytes of a table of ends */
    uint32_t *buffer, *now, *next, *kept;
} looking;

static void advance(looking *l) {
    one_more(l->next, l->now, l->graph, l->buffer);
    uint32_t *swap = l->now;
    l->now = l->next;
    l->next = swap;
}

static void begin(looking *l) {
    uint32_t n = l->graph->n_states;
    for (uint32_t s = 0; s < n; s++)
        l->now[s] = l->now[n + s] = s;
}

static ent_status with_horizon(ent_horizon *out, looking *l, ent_arena *arena) {
    uint32_t n = l->graph->n_states;
    begin(l);
    for (uint32_t k = 0; k < out->h; k++)
        advance(l);
    for (uint32_t a = 0; a < 2; a++) {
        out->end[a] = ENT_NEW(arena, uint32_t, n);
        if (!out->end[a])
            return ENT_NOMEM;
        memcpy(out->end[a], l->now + (size_t)a * n, n * sizeof *l->now);
        for (uint32_t s = 0; s < n; s++)
            out->stable[a][s / 64] |= (uint64_t)(out->end[a][s] == s) << (s % 64);
    }
    return ENT_OK;
}

/* When a table of ends comes again all that follows does (Brent 1980). */
static ent_status find_circle(ent_horizon *out, looking *l) {
    uint32_t power = 1, h = 0;
    begin(l);
    memcpy(l->kept, l->now, l->size);
    for (out->turns = 1;; out->turns++) {
        advance(l);
        if (memcmp(l->kept, l->now, l->size) == 0)
            break;
        if (++h == MOST_HORIZONS)
            return ENT_LIMIT;
        if (out->turns == power) {
            memcpy(l->kept, l->now, l->size);
            power *= 2;
            out->turns = 0;
        }
    }
    return ENT_OK;
}

static ent_status without_horizon(ent_horizon *out, looking *l) {
    uint32_t n = l->graph->n_states;
    ENT_TRY(find_circle(out, l));
    for (uint32_t s = 0; s < n; s++)
        for (uint32_t a = 0; a < 2; a++)
            out->stable[a][s / 64] |= (uint64_t)1 << (s % 64);
    for (uint32_t k = 0; k < out->turns; k++) { /* now is within the circle */
        advance(l);
        for (uint32_t a = 0; a < 2; a++)
            for (uint32_t s = 0; s < n; s++)
                if (l->now[(size_t)a * n + s] != s)
                    out->stable[a][s / 64] &= ~((uint64_t)1 << (s % 64));
    }
    return ENT_OK;
}

static ent_status look(ent_horizon *out, looking *l, ent_arena *arena, ent_arena *scratch) {
    ent_horizon_why why;
    size_t cells = 2 * (size_t)l->graph->n_states;
    ENT_TRY(ent_horizon_possible(&why, l->graph, scratch));
    if (why.bar != ENT_HORIZON_FINE)
        return ENT_ERROR;
    l->size = cells * sizeof *l->now;
    l->buffer = ENT_NEW(scratch, uint32_t, l->graph->widest);
    l->now = ENT_NEW(scratch, uint32_t, cells);
    l->next = ENT_NEW(scratch, uint32_t, cells);
    l->kept = ENT_NEW(scratch, uint32_t, cells);
    if (!l->buffer || !l->now || !l->next || !l->kept)
        return ENT_NOMEM;
    return out->h ? with_horizon(out, l, arena) : without_horizon(out, l);
}

ent_status ent_ask_horizon(ent_horizon **result, ent_arena *arena, const ent_graph *graph,
                           uint32_t h) {
    size_t words = ((size_t)graph->n_states + 63) / 64;
    ent_horizon *out = ENT_NEW(arena, ent_horizon, 1);
    ent_arena *scratch = ent_arena_new();
    looking l = {.graph = graph};
    ent_status status = out && scratch ? ENT_OK : ENT_NOMEM;
    if (status == ENT_OK) {
        out->h = h;
        out->equilibria = ENT_NEW(arena, uint64_t, words);
        for (uint32_t a = 0; a < 2; a++)
            out->stable[a] = ENT_NEW(arena, uint64_t, words);
        status = out->equilibria && out->stable[0] && out->stable[1] ? look(out, &l, arena, scratch)
                                                                     : ENT_NOMEM;
    }
    for (size_t w = 0; status == ENT_OK && w < words; w++)
        out->equilibria[w] = out->stable[0][w] & out->stable[1][w];
    ent_arena_free(scratch);
    *result = out;
    return status;
}
