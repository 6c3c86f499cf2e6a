/* Breadth-first search over states and last movers. See path.h. */
#include "game/path.h"

#include "game/groups.h"

#include <string.h>

typedef struct ent_path_room {
    const ent_graph *graph;
    const ent_path_what *what;
    ent_paths *paths;
    size_t cap;
    bool (*goal)(const void *, uint32_t);
    const void *user;
    uint8_t *by;     /* per state: the unit of its first entry, or one of these: */
    uint64_t *moved; /* ONCE: per entry, the units that have moved */
    size_t moved_cap;
    uint32_t *buffer;
    bool plain;             /* the last mover does not matter */
    uint64_t units;         /* that the groups are for */
    ent_groups *groups[2];  /* plain: of moves, and of improvements; or NULL */
    ent_groups *asked;      /* one of these, or NULL */
    ent_arena *arena, *out; /* what the search needs, what it finds */
} searching;

#define UNSEEN 255u
#define BY_ANY 254u

static bool step_allowed(const ent_graph *g, const ent_path_what *what, uint32_t u, uint32_t from,
                         uint32_t to) {
    switch (what->kind) {
    case ENT_PATH_MOVES: return true;
    case ENT_PATH_IMPROVEMENTS: return ent_unit_improves(g, &g->units[u], what->pareto, from, to);
    case ENT_PATH_FARSIGHTED:
        return ent_unit_improves(g, &g->units[u], what->pareto, from, what->end);
    }
    return false;
}

static ent_status push(searching *s, ent_entry entry, uint64_t moved) {
    ent_paths *p = s->paths;
    p->entries = ent_arena_grow(s->out, p->entries, p->n, &s->cap, sizeof *p->entries);
    if (!p->entries)
        return ENT_NOMEM;
    if (s->what->sequence == ENT_SANCTION_ONCE) {
        s->moved = ent_arena_grow(s->arena, s->moved, p->n, &s->moved_cap, sizeof *s->moved);
        if (!s->moved)
            return ENT_NOMEM;
        s->moved[p->n] = moved;
    }
    if (p->first[entry.state] == ENT_NONE) {
        p->first[entry.state] = p->n;
        if (s->goal && p->met == ENT_NONE && s->goal(s->user, entry.state))
            p->met = p->n; /* entered in order of steps: no other is nearer */
    }
    p->entries[p->n++] = entry;
    return ENT_OK;
}

/* ONCE: whether the state was entered already by a sequence of no more movers than these. */
static bool entered_with_less(const searching *s, uint32_t state, uint64_t moved) {
    for (uint32_t e = s->paths->first[state]; e != ENT_NONE && e < s->paths->n; e++)
        if (s->paths->entries[e].state == state && !(s->moved[e] & ~moved))
            return true;
    return false;
}

static ent_status enter(searching *s, uint32_t before, uint32_t u, uint32_t to) {
    const ent_path_what *what = s->what;
    uint64_t moved = 0;
    ent_entry entry = {to, before, (uint8_t)u, s->paths->entries[before].steps + 1};
    if (s->plain || what->sequence == ENT_SANCTION_SINGLE) {
        if (s->by[to] != UNSEEN)
            return ENT_OK;
        s->by[to] = BY_ANY;
    } else if (what->sequence == ENT_SANCTION_ONCE) {
        moved = s->moved[before] | (uint64_t)1 << u;
        if (entered_with_less(s, to, moved))
            return ENT_OK;
    } else if (s->by[to] == BY_ANY || s->by[to] == u) {
        return ENT_OK;
    } else {
        s->by[to] = s->by[to] == UNSEEN ? (uint8_t)u : BY_ANY;
    }
    return push(s, entry, moved);
}

/* Whether the unit may move from this entry of the search. */
static bool may_move(const searching *s, uint32_t entry, uint32_t u) {
    const ent_entry *e = &s->paths->entries[entry];
    if (e->steps == 0 || s->plain)
        return true;
    switch (s->what->sequence) {
    case ENT_SANCTION_SEQUENCE:
        if (e->unit == u)
            return false;
        /* A second entry adds only what the unit of the first one could not do. */
        return s->paths->first[e->state] == entry ||
               u == s->paths->entries[s->paths->first[e->state]].unit;
    case ENT_SANCTION_ONCE: return !(s->moved[entry] >> u & 1);
    case ENT_SANCTION_SINGLE: return false;
    }
    return false;
}

static ent_status expand(searching *s, uint32_t entry) {
    for (uint64_t rest = s->what->units; rest; rest &= rest - 1) {
        uint32_t n, u = (uint32_t)__builtin_ctzll(rest), state = s->paths->entries[entry].state;
        bool done = !may_move(s, entry, u), far = s->what->kind == ENT_PATH_FARSIGHTED;
        if (far) /* what is next does not matter, only the end */
            done = done || !step_allowed(s->graph, s->what, u, state, s->what->end);
        if (!done && s->asked)
            ENT_TRY(ent_groups_done(&done, s->asked, u, state));
        if (done)
            continue;
        const uint32_t *to = ent_graph_moves(s->graph, u, state, s->buffer, &n);
        for (uint32_t i = 0; i < n && s->paths->met == ENT_NONE; i++)
            if (far || step_allowed(s->graph, s->what, u, state, to[i]))
                ENT_TRY(enter(s, entry, u, to[i]));
    }
    return ENT_OK;
}

/* ---- a search, and the next one in the same room ---- */

static ent_status furnish(searching *s) {
    uint32_t n = s->graph->n_states;
    s->by = ENT_NEW(s->arena, uint8_t, n);
    s->buffer = ENT_NEW(s->arena, uint32_t, s->graph->widest);
    s->paths = ENT_NEW(s->out, ent_paths, 1);
    if (!s->by || !s->buffer || !s->paths)
        return ENT_NOMEM;
    s->paths->first = ENT_NEW(s->out, uint32_t, n);
    if (!s->paths->first)
        return ENT_NOMEM;
    memset(s->by, UNSEEN, n);
    memset(s->paths->first, 0xFF, n * sizeof *s->paths->first); /* ENT_NONE */
    return ENT_OK;
}

/* Undoes what the last search left, in time proportional to it. */
static void clear(searching *s) {
    for (uint32_t e = 0; e < s->paths->n; e++) {
        uint32_t state = s->paths->entries[e].state;
        s->by[state] = UNSEEN;
        s->paths->first[state] = ENT_NONE;
        if (s->asked)
            ent_groups_forget(s->asked, state);
    }
    s->paths->n = 0;
}

static ent_status ask_groups(searching *s) {
    bool improving = s->what->kind == ENT_PATH_IMPROVEMENTS;
    s->asked = NULL;
    if (!s->plain)
        return ENT_OK;
    if (s->units != s->what->units) /* groups are made for some units */
        s->groups[0] = s->groups[1] = NULL;
    s->units = s->what->units;
    if (!s->groups[improving])
        ENT_TRY(ent_groups_new(&s->groups[improving], s->arena, s->graph, s->units,
                               improving ? ENT_GROUPS_IMPROVED_OUT : ENT_GROUPS_OUT));
    s->asked = s->groups[improving];
    return ENT_OK;
}

static ent_status search(searching *s) {
    ent_paths *p = s->paths;
    p->met = ENT_NONE;
    s->plain = s->what->sequence == ENT_SANCTION_SEQUENCE;
    for (uint64_t rest = s->what->units; rest; rest &= rest - 1)
        s->plain = s->plain && s->graph->units[__builtin_ctzll(rest)].transitive;
    s->plain = s->plain || s->what->kind == ENT_PATH_FARSIGHTED;
    ENT_TRY(ask_groups(s));
    s->by[s->what->from] = BY_ANY;
    ENT_TRY(push(s, (ent_entry){.state = s->what->from, .before = ENT_NONE, .unit = UNSEEN}, 0));
    for (uint32_t e = 0; e < p->n && p->met == ENT_NONE; e++)
        ENT_TRY(expand(s, e));
    return ENT_OK;
}

ent_status ent_paths_find(ent_paths **out, ent_arena *arena, const ent_graph *graph,
                          const ent_path_what *what, bool (*goal)(const void *, uint32_t),
                          const void *user) {
    ent_arena *scratch = ent_arena_new();
    searching s = {
        .graph = graph, .what = what, .goal = goal, .user = user, .arena = scratch, .out = arena};
    ent_status status = scratch ? furnish(&s) : ENT_NOMEM;
    if (status == ENT_OK)
        status = search(&s);
    ent_arena_free(scratch);
    *out = s.paths;
    return status;
}

ent_status ent_path_room_new(ent_path_room **out, ent_arena *arena, const ent_graph *graph) {
    searching *s = ENT_NEW(arena, searching, 1);
    if (!s)
        return ENT_NOMEM;
    *s = (searching){.graph = graph, .arena = arena, .out = arena};
    *out = s;
    return furnish(s);
}

ent_status ent_paths_find_in(const ent_paths **out, ent_path_room *room, const ent_path_what *what,
                             bool (*goal)(const void *, uint32_t), const void *user) {
    clear(room);
    room->what = what;
    room->goal = goal;
    room->user = user;
    *out = room->paths;
    return search(room);
}

ent_status ent_path_to(ent_step **out, uint32_t *n, ent_arena *arena, const ent_paths *paths,
                       uint32_t state) {
    uint32_t entry = paths->first[state];
    *n = paths->entries[entry].steps;
    *out = ENT_NEW(arena, ent_step, *n + 1);
    if (!*out)
        return ENT_NOMEM;
    for (uint32_t i = *n; i > 0; i--) {
        (*out)[i - 1] = (ent_step){paths->entries[entry].unit, paths->entries[entry].state};
        entry = paths->entries[entry].before;
    }
    return ENT_OK;
}

/* ---- a given order ---- */

ent_status ent_path_in_order(bool *found, ent_step **out, ent_arena *arena, const ent_graph *graph,
                             const ent_path_what *what, const uint32_t *order, uint32_t n_order,
                             const uint64_t *goal) {
    ent_arena *scratch = ent_arena_new();
    size_t n_states = graph->n_states;
    ent_status status = ENT_NOMEM;
    *found = false;
    *out = ENT_NEW(arena, ent_step, n_order + 1);
    if (!*out || !scratch)
        goto end;
    /* before[k][t]: the state that the k-th mover came from to t, or ENT_NONE */
    uint32_t **before = ENT_NEW(scratch, uint32_t *, n_order + 1);
    uint32_t *buffer = ENT_NEW(scratch, uint32_t, graph->widest);
    if (!before || !buffer)
        goto end;
    for (uint32_t k = 0; k <= n_order; k++) {
        before[k] = ENT_NEW(scratch, uint32_t, n_states);
        if (!before[k])
            goto end;
        memset(before[k], 0xFF, n_states * sizeof *before[k]);
    }
    before[0][what->from] = what->from;
    for (uint32_t k = 0; k < n_order; k++)
        for (uint32_t s = 0; s < n_states; s++) {
            uint32_t n;
            if (before[k][s] == ENT_NONE)
                continue;
            const uint32_t *to = ent_graph_moves(graph, order[k], s, buffer, &n);
            for (uint32_t i = 0; i < n; i++)
                if (before[k + 1][to[i]] == ENT_NONE &&
                    step_allowed(graph, what, order[k], s, to[i]))
                    before[k + 1][to[i]] = s;
        }
    for (uint32_t s = 0; s < n_states && !*found; s++) {
        if (before[n_order][s] == ENT_NONE || !(goal[s / 64] >> (s % 64) & 1))
            continue;
        *found = true;
        for (uint32_t k = n_order, at = s; k > 0; k--) {
            (*out)[k - 1] = (ent_step){order[k - 1], at};
            at = before[k][at];
        }
    }
    status = ENT_OK;
end:
    ent_arena_free(scratch);
    return status;
}
