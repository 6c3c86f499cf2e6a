/* Settling states in order of the worst that can be reached from them. See worst.h. */
#include "game/worst.h"

#include "game/groups.h"

#include <string.h>

/* Through which unit a state was settled. */
#define UNSEEN 255u
#define BY_ANY 254u /* nothing more is to be learnt of it */

bool ent_unit_improves(const ent_graph *graph, const ent_unit *unit, bool pareto, uint32_t from,
                       uint32_t to) {
    bool gains = false;
    for (uint64_t rest = unit->actors; rest; rest &= rest - 1) {
        const int32_t *rank = graph->rank[__builtin_ctzll(rest)];
        if (rank[to] < rank[from] || (!pareto && rank[to] == rank[from]))
            return false;
        gains = gains || rank[to] > rank[from];
    }
    return gains;
}

/* ---- in increasing order of value ---- */

/* States by value, least first: sorted a byte at a time, bytes that all share left out. */
static ent_status sort_states(uint32_t **out, ent_arena *arena, const int32_t *value, uint32_t n) {
    uint32_t *order = ENT_NEW(arena, uint32_t, n), *next = ENT_NEW(arena, uint32_t, n);
    if (!order || !next)
        return ENT_NOMEM;
    for (uint32_t s = 0; s < n; s++)
        order[s] = s;
    for (unsigned shift = 0; shift < 32; shift += 8) {
        uint32_t start[257] = {0};
        bool shared = false;
        for (uint32_t s = 0; s < n; s++)
            start[(((uint32_t)value[s] ^ 0x80000000u) >> shift & 255) + 1]++;
        for (unsigned b = 1; b <= 256; b++) {
            shared = shared || start[b] == n;
            start[b] += start[b - 1];
        }
        if (shared)
            continue;
        for (uint32_t i = 0; i < n; i++)
            next[start[((uint32_t)value[order[i]] ^ 0x80000000u) >> shift & 255]++] = order[i];
        uint32_t *swap = order;
        order = next;
        next = swap;
    }
    *out = order;
    return ENT_OK;
}

/* ---- sequences ---- */

/* Work to do: the moves into a state of all units but one, or of one alone. */
typedef struct task {
    uint32_t state;
    uint8_t unit; /* UNSEEN: none is left out */
    bool alone;
} task;

typedef struct settling {
    const ent_graph *graph;
    const ent_worst *what;
    int32_t *least;
    bool plain;  /* the last mover does not matter */
    uint8_t *by; /* per state */
    task *stack;
    size_t n_stack;
    uint32_t *buffer;
    ent_groups *groups; /* plain: NULL otherwise */
} settling;

static void touch(settling *w, uint32_t state, int32_t value, uint32_t unit) {
    uint8_t *by = &w->by[state];
    if (*by == BY_ANY || *by == unit)
        return;
    if (*by == UNSEEN) {
        w->least[state] = value;
        *by = w->plain ? BY_ANY : (uint8_t)unit;
        w->stack[w->n_stack++] = (task){state, w->plain ? UNSEEN : (uint8_t)unit, false};
    } else {
        w->stack[w->n_stack++] = (task){state, *by, true};
        *by = BY_ANY;
    }
}

static ent_status expand(settling *w, uint32_t state, int32_t value, uint32_t u) {
    uint32_t n;
    const ent_graph *g = w->graph;
    const ent_unit *unit = &g->units[u];
    bool done = false;
    if (w->groups)
        ENT_TRY(ent_groups_done(&done, w->groups, u, state));
    if (done)
        return ENT_OK;
    const uint32_t *from = ent_graph_moves_into(g, u, state, w->buffer, &n);
    if (!w->what->improving) {
        for (uint32_t i = 0; i < n; i++)
            touch(w, from[i], value, u);
    } else if ((unit->actors & (unit->actors - 1)) == 0) {
        const int32_t *rank = g->rank[__builtin_ctzll(unit->actors)];
        int32_t here = rank[state];
        for (uint32_t i = 0; i < n; i++)
            if (rank[from[i]] < here)
                touch(w, from[i], value, u);
    } else {
        for (uint32_t i = 0; i < n; i++)
            if (ent_unit_improves(g, unit, w->what->pareto, from[i], state))
                touch(w, from[i], value, u);
    }
    return ENT_OK;
}

static ent_status settle_from(settling *w, uint32_t state) {
    int32_t value = w->what->value[state];
    uint8_t by = w->by[state];
    if (by == BY_ANY)
        return ENT_OK;
    w->by[state] = BY_ANY;
    if (by == UNSEEN)
        w->least[state] = value;
    w->stack[w->n_stack++] = (task){state, by, by != UNSEEN};
    while (w->n_stack) {
        task t = w->stack[--w->n_stack];
        if (t.alone)
            ENT_TRY(expand(w, t.state, value, t.unit));
        for (uint64_t rest = t.alone ? 0 : w->what->units; rest; rest &= rest - 1) {
            uint32_t u = (uint32_t)__builtin_ctzll(rest);
            if (u != t.unit)
                ENT_TRY(expand(w, t.state, value, u));
        }
    }
    return ENT_OK;
}

static ent_status prepare(settling *w, ent_arena *arena) {
    const ent_graph *g = w->graph;
    w->plain = !w->what->last_mover;
    for (uint64_t rest = w->what->units; rest; rest &= rest - 1)
        w->plain = w->plain && g->units[__builtin_ctzll(rest)].transitive;
    w->by = ENT_NEW(arena, uint8_t, g->n_states);
    w->stack = ENT_NEW(arena, task, (size_t)g->n_states * (w->plain ? 1 : 2) + 1);
    w->buffer = ENT_NEW(arena, uint32_t, g->widest);
    if (!w->by || !w->stack || !w->buffer)
        return ENT_NOMEM;
    memset(w->by, UNSEEN, g->n_states);
    if (!w->plain)
        return ENT_OK;
    return ent_groups_new(&w->groups, arena, g, w->what->units,
                          w->what->improving ? ENT_GROUPS_IMPROVED_INTO : ENT_GROUPS_INTO);
}

static ent_status by_sequences(int32_t *least, ent_arena *arena, const ent_graph *graph,
                               const ent_worst *what) {
    settling *w = ENT_NEW(arena, settling, 1);
    uint32_t *order;
    if (!w)
        return ENT_NOMEM;
    *w = (settling){.graph = graph, .what = what, .least = least};
    ENT_TRY(sort_states(&order, arena, what->value, graph->n_states));
    ENT_TRY(prepare(w, arena));
    for (uint32_t i = 0; i < graph->n_states; i++)
        ENT_TRY(settle_from(w, order[i]));
    return ENT_OK;
}

/* ---- one move, or one of each unit ---- */

/* least[s] = min(least[s], after[t]) over the unit's moves s -> t. */
static void one_move(int32_t *least, const int32_t *after, const ent_graph *graph,
                     const ent_worst *what, uint32_t u, uint32_t *buffer) {
    for (uint32_t s = 0; s < graph->n_states; s++) {
        uint32_t n;
        const uint32_t *to = ent_graph_moves(graph, u, s, buffer, &n);
        for (uint32_t i = 0; i < n; i++)
            if (after[to[i]] < least[s] &&
                (!what->improving ||
                 ent_unit_improves(graph, &graph->units[u], what->pareto, s, to[i])))
                least[s] = after[to[i]];
    }
}

static ent_status by_one_move(int32_t *least, ent_arena *arena, const ent_graph *graph,
                              const ent_worst *what) {
    uint32_t *buffer = ENT_NEW(arena, uint32_t, graph->widest);
    if (!buffer)
        return ENT_NOMEM;
    memcpy(least, what->value, graph->n_states * sizeof *least);
    for (uint64_t rest = what->units; rest; rest &= rest - 1)
        one_move(least, what->value, graph, what, (uint32_t)__builtin_ctzll(rest), buffer);
    return ENT_OK;
}

/* For every set of units that have moved already, the least that the others can reach; sets in
 * decreasing order, so that larger ones come first. */
static ent_status by_turns(int32_t *least, ent_arena *arena, const ent_graph *graph,
                           const ent_worst *what) {
    uint32_t unit[ENT_GRAPH_UNITS], n = 0;
    uint32_t *buffer = ENT_NEW(arena, uint32_t, graph->widest);
    for (uint64_t rest = what->units; rest; rest &= rest - 1)
        unit[n++] = (uint32_t)__builtin_ctzll(rest);
    if (n > 30 || ((uint64_t)graph->n_states << n) > (uint64_t)1 << 30)
        return ENT_LIMIT;
    int32_t **of = ENT_NEW(arena, int32_t *, (size_t)1 << n);
    if (!buffer || !of)
        return ENT_NOMEM;
    for (uint32_t moved = ((uint32_t)1 << n) - 1;; moved--) {
        of[moved] = moved ? ENT_NEW(arena, int32_t, graph->n_states) : least;
        if (!of[moved])
            return ENT_NOMEM;
        memcpy(of[moved], what->value, graph->n_states * sizeof *least);
        for (uint32_t i = 0; i < n; i++)
            if (!(moved >> i & 1))
                one_move(of[moved], of[moved | (uint32_t)1 << i], graph, what, unit[i], buffer);
        if (moved == 0)
            return ENT_OK;
    }
}

ent_status ent_worst_find(int32_t *least, const ent_graph *graph, const ent_worst *what) {
    ent_arena *arena = ent_arena_new();
    if (!arena)
        return ENT_NOMEM;
    ent_status status = ENT_OK;
    switch (what->sanction) {
    case ENT_SANCTION_SEQUENCE: status = by_sequences(least, arena, graph, what); break;
    case ENT_SANCTION_ONCE: status = by_turns(least, arena, graph, what); break;
    case ENT_SANCTION_SINGLE: status = by_one_move(least, arena, graph, what); break;
    }
    ent_arena_free(arena);
    return status;
}
