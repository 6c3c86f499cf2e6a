/* Groups that a search has gone through. See groups.h. */
#include "game/groups.h"

/* A state of a group that was gone through and that no other such state made needless. */
typedef struct front {
    uint32_t state, next; /* next: number of an entry, 0: none */
} front;

struct ent_groups {
    const ent_graph *graph;
    ent_arena *arena;
    ent_groups_kind kind;
    /* Per unit, by the code of the group's first place; NULL for units without groups. */
    uint64_t *gone[ENT_GRAPH_UNITS]; /* moves: gone through */
    uint32_t *head[ENT_GRAPH_UNITS]; /* improvements: first entry of the group's front; for a single
                                        actor the best state gone through, plus 1 */
    size_t n, cap;
    front *entries; /* from 1 on */
};

ent_status ent_groups_new(ent_groups **out, ent_arena *arena, const ent_graph *graph,
                          uint64_t units, ent_groups_kind kind) {
    ent_groups *g = ENT_NEW(arena, ent_groups, 1);
    if (!g)
        return ENT_NOMEM;
    g->graph = graph;
    g->arena = arena;
    g->kind = kind;
    g->n = 1;
    g->cap = 16;
    g->entries = ENT_NEW(arena, front, g->cap);
    if (!g->entries)
        return ENT_NOMEM;
    for (; units; units &= units - 1) {
        uint32_t u = (uint32_t)__builtin_ctzll(units);
        const ent_unit *unit = &graph->units[u];
        if (!unit->whole || !unit->offset || unit->n_places < 3)
            continue;
        if (kind == ENT_GROUPS_INTO || kind == ENT_GROUPS_OUT)
            g->gone[u] = ENT_NEW(arena, uint64_t, (size_t)graph->n_codes / 64 + 1);
        else
            g->head[u] = ENT_NEW(arena, uint32_t, graph->n_codes);
        if (!g->gone[u] && !g->head[u])
            return ENT_NOMEM;
    }
    *out = g;
    return ENT_OK;
}

static uint32_t base_of(const ent_graph *graph, const ent_unit *unit, uint32_t state) {
    uint32_t code = graph->code_of ? graph->code_of[state] : state, low, high;
    ent_graph_split(graph, code, &low, &high);
    return code - unit->low_own[low] - unit->high_own[high];
}

/* Whether every member is at least as well off in x as in y. */
static bool covers(const ent_graph *graph, uint64_t actors, uint32_t x, uint32_t y) {
    for (; actors; actors &= actors - 1) {
        const int32_t *rank = graph->rank[__builtin_ctzll(actors)];
        if (rank[x] < rank[y])
            return false;
    }
    return true;
}

/* Whether looking at x makes looking at y needless. */
static bool needless(const ent_groups *g, const ent_unit *unit, uint32_t x, uint32_t y) {
    return g->kind == ENT_GROUPS_IMPROVED_INTO ? covers(g->graph, unit->actors, x, y)
                                               : covers(g->graph, unit->actors, y, x);
}

static ent_status improvement_done(bool *done, ent_groups *g, const ent_unit *unit, uint32_t *head,
                                   uint32_t state) {
    uint32_t *link = head;
    *done = true;
    for (uint32_t e = *head; e; e = g->entries[e].next)
        if (needless(g, unit, g->entries[e].state, state))
            return ENT_OK;
    *done = false;
    while (*link) { /* entries that the new one makes needless are left out */
        front *entry = &g->entries[*link];
        if (needless(g, unit, state, entry->state))
            *link = entry->next;
        else
            link = &entry->next;
    }
    size_t n = g->n;
    g->entries = ent_arena_grow(g->arena, g->entries, n, &g->cap, sizeof *g->entries);
    if (!g->entries)
        return ENT_NOMEM;
    g->entries[n] = (front){state, *head};
    *head = (uint32_t)n;
    g->n++;
    return ENT_OK;
}

/* Of a single actor all states are comparable: one stands for all that were gone through. */
static bool single_done(const ent_groups *g, const ent_unit *unit, uint32_t *head, uint32_t state) {
    const int32_t *rank = g->graph->rank[__builtin_ctzll(unit->actors)];
    bool backward = g->kind == ENT_GROUPS_IMPROVED_INTO;
    if (*head && (backward ? rank[*head - 1] >= rank[state] : rank[*head - 1] <= rank[state]))
        return true;
    *head = state + 1;
    return false;
}

ent_status ent_groups_done(bool *done, ent_groups *g, uint32_t u, uint32_t state) {
    const ent_unit *unit = &g->graph->units[u];
    *done = false;
    if (!g->gone[u] && !g->head[u])
        return ENT_OK;
    bool backward = g->kind == ENT_GROUPS_INTO || g->kind == ENT_GROUPS_IMPROVED_INTO;
    if (backward && unit->bars && (unit->bars[state / 64] >> (state % 64) & 1)) {
        *done = true; /* the unit never moves here */
        return ENT_OK;
    }
    uint32_t base = base_of(g->graph, unit, state);
    if (g->head[u] && !(unit->actors & (unit->actors - 1))) {
        *done = single_done(g, unit, &g->head[u][base], state);
        return ENT_OK;
    }
    if (g->head[u])
        return improvement_done(done, g, unit, &g->head[u][base], state);
    uint64_t bit = (uint64_t)1 << (base % 64);
    *done = (g->gone[u][base / 64] & bit) != 0;
    g->gone[u][base / 64] |= bit;
    return ENT_OK;
}

void ent_groups_forget(ent_groups *g, uint32_t state) {
    g->n = 1;
    for (uint32_t u = 0; u < g->graph->n_units; u++) {
        if (!g->gone[u] && !g->head[u])
            continue;
        uint32_t base = base_of(g->graph, &g->graph->units[u], state);
        if (g->head[u])
            g->head[u][base] = 0;
        else
            g->gone[u][base / 64] &= ~((uint64_t)1 << (base % 64));
    }
}
