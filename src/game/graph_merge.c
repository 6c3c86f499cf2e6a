/* Merging blocs in a graph of explicit arcs: each becomes a unit that goes in one step wherever legal
 * sequences of its members lead. In the graph of a game a merged bloc is a unit with a template of its
 * own (graph_template.c). See graph.h.
 */
#include "game/graph.h"
#include "game/path.h"

#include <string.h>

typedef struct merging {
    const ent_graph *graph;
    ent_arena *scratch;
    uint32_t n_joint;
    uint64_t joint[ENT_GRAPH_UNITS];
    size_t n, cap;
    ent_arc *arcs;
} merging;

static ent_status add_arc(merging *m, uint32_t unit, uint32_t from, uint32_t to) {
    if (m->n == ENT_GRAPH_ARCS)
        return ENT_LIMIT;
    m->arcs = ent_arena_grow(m->scratch, m->arcs, m->n, &m->cap, sizeof *m->arcs);
    if (!m->arcs)
        return ENT_NOMEM;
    m->arcs[m->n++] = (ent_arc){unit, from, to};
    return ENT_OK;
}

/* Joint units, with all of a bloc where they have part of it, and the blocs; ascending, each once. */
static ent_status list_joint(merging *m, const uint64_t *blocs, uint32_t n_blocs) {
    const ent_graph *g = m->graph;
    uint32_t n = g->n_units - g->n_actors;
    for (uint32_t i = 0; i < n + n_blocs; i++) {
        uint64_t unit = i < n ? g->units[g->n_actors + i].actors : blocs[i - n];
        bool there = false;
        for (uint32_t b = 0; b < n_blocs; b++)
            unit |= unit & blocs[b] ? blocs[b] : 0;
        for (uint32_t k = 0; k < m->n_joint; k++)
            there = there || m->joint[k] == unit;
        if (there)
            continue;
        if (g->n_actors + m->n_joint == ENT_GRAPH_UNITS)
            return ENT_LIMIT;
        uint32_t at = m->n_joint++;
        for (; at > 0 && m->joint[at - 1] > unit; at--)
            m->joint[at] = m->joint[at - 1];
        m->joint[at] = unit;
    }
    return ENT_OK;
}

static ent_status copy_single(merging *m, uint32_t actor) {
    const ent_unit *unit = &m->graph->units[actor];
    for (uint32_t s = 0; s < m->graph->n_states; s++)
        for (uint32_t i = unit->first[s]; i < unit->first[s + 1]; i++)
            ENT_TRY(add_arc(m, actor, s, unit->to[i]));
    return ENT_OK;
}

/* One step of the joint unit: what legal sequences of the units within it reach. */
static ent_status join(merging *m, uint32_t j) {
    const ent_graph *g = m->graph;
    ent_path_what what = {.kind = ENT_PATH_MOVES};
    for (uint32_t u = 0; u < g->n_units; u++)
        if (!(g->units[u].actors & ~m->joint[j]))
            what.units |= (uint64_t)1 << u;
    for (uint32_t s = 0; s < g->n_states; s++) {
        ent_arena *arena = ent_arena_new();
        ent_paths *paths = NULL;
        what.from = s;
        ent_status status = arena ? ent_paths_find(&paths, arena, g, &what, NULL, NULL) : ENT_NOMEM;
        for (uint32_t e = 1; status == ENT_OK && e < paths->n; e++) {
            uint32_t end = paths->entries[e].state;
            if (paths->first[end] == e && !ent_graph_is_red(g, m->joint[j], end))
                status = add_arc(m, g->n_actors + j, s, end);
        }
        ent_arena_free(arena);
        ENT_TRY(status);
    }
    return ENT_OK;
}

static ent_status merge(ent_graph **out, ent_arena *arena, merging *m, const uint64_t *blocs,
                        uint32_t n_blocs) {
    const ent_graph *g = m->graph;
    ENT_TRY(list_joint(m, blocs, n_blocs));
    for (uint32_t a = 0; a < g->n_actors; a++)
        ENT_TRY(copy_single(m, a));
    for (uint32_t j = 0; j < m->n_joint; j++) {
        const ent_unit *same = NULL;
        for (uint32_t u = g->n_actors; u < g->n_units; u++)
            if (g->units[u].actors == m->joint[j])
                same = &g->units[u];
        bool bloc = !same;
        for (uint32_t b = 0; b < n_blocs; b++)
            bloc = bloc || (blocs[b] & m->joint[j]);
        if (bloc) {
            ENT_TRY(join(m, j));
            continue;
        }
        for (uint32_t s = 0; s < g->n_states; s++)
            for (uint32_t i = same->first[s]; i < same->first[s + 1]; i++)
                ENT_TRY(add_arc(m, g->n_actors + j, s, same->to[i]));
    }
    ent_graph_spec spec = {.scenario = g->scenario,
                           .n_states = g->n_states,
                           .n_actors = g->n_actors,
                           .n_joint = m->n_joint,
                           .joint = m->joint,
                           .n_arcs = m->n,
                           .arcs = m->arcs,
                           .rank = g->rank,
                           .status_quo = g->status_quo,
                           .red = g->red,
                           .labels = g->labels,
                           .n_digits = g->n_digits,
                           .radix = g->radix,
                           .digits = g->digits};
    return ent_graph_new(out, arena, &spec);
}

ent_status ent_graph_merge(ent_graph **out, ent_arena *arena, const ent_graph *graph,
                           const uint64_t *blocs, uint32_t n_blocs) {
    merging m = {.graph = graph, .scratch = ent_arena_new()};
    ent_status status = m.scratch ? merge(out, arena, &m, blocs, n_blocs) : ENT_NOMEM;
    ent_arena_free(m.scratch);
    return status;
}
