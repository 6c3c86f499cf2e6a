/* Coalitional stability, state by state. See coalitions_stable.h. */
#include "ask/coalitions_stable.h"

#include "ask/together.h"
#include "game/path.h"

#include <string.h>

#define CHUNK 64u /* states of one chunk of work: a word of a bit set */
#define BY_ANY 254u

ent_player ent_player_coalition(const ent_graph *graph, uint64_t actors) {
    return (ent_player){.actors = actors,
                        .own = ent_units_within(graph, actors),
                        .others = ent_units_within(graph, ~actors)};
}

/* ---- what the player reaches ---- */

typedef struct walker {
    ent_arena *arena;
    uint32_t epoch;
    uint32_t *stamp; /* per state: the epoch in which it was entered */
    uint8_t *by;     /* per state: the unit that entered it */
    uint32_t n, *list;
    uint32_t n_tasks;
    uint64_t *tasks; /* state, and the unit that may not move (or, with a bit, the only one) */
    uint32_t *buffer;
    ent_path_room *room; /* of the inner one: for answers */
} walker;

#define ALONE ((uint64_t)1 << 63)

static ent_status walker_new(walker *w, const ent_graph *g) {
    w->arena = ent_arena_new();
    if (!w->arena)
        return ENT_NOMEM;
    w->stamp = ENT_NEW(w->arena, uint32_t, g->n_states);
    w->by = ENT_NEW(w->arena, uint8_t, g->n_states);
    w->list = ENT_NEW(w->arena, uint32_t, g->n_states);
    w->tasks = ENT_NEW(w->arena, uint64_t, 2 * (size_t)g->n_states + 1);
    w->buffer = ENT_NEW(w->arena, uint32_t, g->widest);
    return w->stamp && w->by && w->list && w->tasks && w->buffer ? ENT_OK : ENT_NOMEM;
}

static void enter(walker *w, uint32_t state, uint32_t unit) {
    if (w->stamp[state] != w->epoch) {
        w->stamp[state] = w->epoch;
        w->by[state] = (uint8_t)unit;
        w->list[w->n++] = state;
        w->tasks[w->n_tasks++] = (uint64_t)unit << 32 | state;
    } else if (w->by[state] != BY_ANY && w->by[state] != unit) {
        w->tasks[w->n_tasks++] = ALONE | (uint64_t)w->by[state] << 32 | state;
        w->by[state] = BY_ANY;
    }
}

/* The states that the player reaches from `from`, itself left out, in w->list. */
static void walk(walker *w, const ent_graph *g, const ent_player *player, uint32_t from) {
    w->n = w->n_tasks = 0;
    w->stamp[from] = ++w->epoch;
    w->by[from] = BY_ANY;
    w->tasks[w->n_tasks++] = (uint64_t)BY_ANY << 32 | from;
    for (uint32_t at = 0; at < w->n_tasks; at++) {
        uint64_t task = w->tasks[at];
        uint32_t state = (uint32_t)task, unit = (uint32_t)(task >> 32 & 255);
        if (at > 0 && player->one_step)
            return;
        for (uint64_t rest = player->own; rest; rest &= rest - 1) {
            uint32_t n, u = (uint32_t)__builtin_ctzll(rest);
            if ((u == unit) != ((task & ALONE) != 0))
                continue;
            const uint32_t *to = ent_graph_moves(g, u, state, w->buffer, &n);
            for (uint32_t i = 0; i < n; i++)
                enter(w, to[i], u);
        }
    }
}

/* ---- one player ---- */

typedef struct player_job {
    const ent_graph *graph;
    const ent_moving_rules *rules;
    const ent_player *player;
    unsigned concepts;
    uint64_t *stable[ENT_CONCEPTS]; /* states to look at on entry, stable ones on return */
    /* Per member: the worst that others can make of a state, by moves and by improvements. */
    int32_t **least[2];
    walker *walkers, *inner; /* per worker: from the state, and from an answer to an improvement */
    uint32_t **improvements; /* per worker */
} player_job;

/* A red line of one member is enough that the coalition does not go there. */
static bool improves(const player_job *job, uint32_t from, uint32_t to) {
    ent_unit as_unit = {.actors = job->player->actors};
    return !ent_graph_is_red(job->graph, as_unit.actors, to) &&
           ent_unit_improves(job->graph, &as_unit, job->rules->pareto, from, to);
}

/* Whether some member is no better (or, as asked, worse) off in y than in s. */
static bool hurts(const player_job *job, uint32_t s, uint32_t y) {
    for (uint64_t rest = job->player->actors; rest; rest &= rest - 1) {
        const int32_t *rank = job->graph->rank[__builtin_ctzll(rest)];
        if (rank[y] < rank[s] || (!job->rules->worse_only && rank[y] == rank[s]))
            return true;
    }
    return false;
}

typedef struct answer_goal {
    const player_job *job;
    walker *inner;
    uint32_t s, x;
    bool symmetric;
} answer_goal;

static bool is_answer(const void *user, uint32_t y) {
    const answer_goal *goal = user;
    const player_job *job = goal->job;
    if (y == goal->x || !hurts(job, goal->s, y))
        return false;
    if (!goal->symmetric)
        return true;
    walk(goal->inner, job->graph, job->player, y);
    for (uint32_t i = 0; i < goal->inner->n; i++) {
        uint32_t z = goal->inner->list[i];
        if (!hurts(job, goal->s, z) && !ent_graph_is_red(job->graph, job->player->actors, z))
            return false;
    }
    return true;
}

/* A search through the others' answers to x. */
static ent_status search_answer(bool *found, const player_job *job, walker *inner, uint32_t s,
                                uint32_t x, bool improving, bool symmetric) {
    answer_goal goal = {job, inner, s, x, symmetric};
    ent_path_what what = {.from = x,
                          .units = job->player->others,
                          .kind = improving ? ENT_PATH_IMPROVEMENTS : ENT_PATH_MOVES,
                          .pareto = job->rules->pareto,
                          .sequence = job->rules->sanction};
    const ent_paths *paths;
    ENT_TRY(ent_paths_find_in(&paths, inner->room, &what, is_answer, &goal));
    *found = paths->met != ENT_NONE;
    return ENT_OK;
}

/* Whether the others can bring some member down from x by the least that they can make of it; x itself
 * is no answer, so a member that is as well off there as in s is not told by that number. */
static bool brought_down(const player_job *job, uint32_t s, uint32_t x, bool improving) {
    uint32_t member = 0;
    for (uint64_t rest = job->player->actors; rest; rest &= rest - 1, member++) {
        const int32_t *rank = job->graph->rank[__builtin_ctzll(rest)];
        int32_t least = job->least[improving][member][x];
        if (least < rank[s] || (!job->rules->worse_only && least == rank[s] && rank[x] > rank[s]))
            return true;
    }
    return false;
}

static ent_status answered(bool *out, const player_job *job, walker *inner, uint32_t s, uint32_t x,
                           bool improving, bool symmetric) {
    *out = brought_down(job, s, x, improving);
    if (!*out && (job->rules->worse_only || !job->rules->pareto))
        return ENT_OK; /* then there is no answer of any kind */
    if (*out && !symmetric)
        return ENT_OK;
    return search_answer(out, job, inner, s, x, improving, symmetric);
}

static ent_status look_at_state(player_job *job, unsigned worker, uint32_t s, bool *stays) {
    const ent_graph *g = job->graph;
    walker *w = &job->walkers[worker];
    uint32_t n = 0, *improvement = job->improvements[worker];
    walk(w, g, job->player, s);
    for (uint32_t i = 0; i < w->n; i++)
        if (improves(job, s, w->list[i]))
            improvement[n++] = w->list[i];
    for (unsigned c = 0; c < ENT_CONCEPT_SIM; c++) {
        bool improving = ent_concept_improving(c), symmetric = ent_concept_symmetric(c);
        stays[c] = c != ENT_CONCEPT_R || n == 0;
        if (!(job->concepts >> c & 1) || c == ENT_CONCEPT_R)
            continue;
        for (uint32_t i = 0; i < n && stays[c]; i++)
            ENT_TRY(answered(&stays[c], job, &job->inner[worker], s, improvement[i], improving,
                             symmetric));
    }
    return ENT_OK;
}

static ent_status player_chunk(void *user, uint64_t chunk, unsigned worker) {
    player_job *job = user;
    uint64_t asked = 0;
    for (unsigned c = 0; c < ENT_CONCEPT_SIM; c++)
        asked |= job->concepts >> c & 1 ? job->stable[c][chunk] : 0;
    for (; asked; asked &= asked - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(asked);
        bool stays[ENT_CONCEPTS];
        ENT_TRY(look_at_state(job, worker, (uint32_t)chunk * CHUNK + bit, stays));
        for (unsigned c = 0; c < ENT_CONCEPT_SIM; c++)
            if ((job->concepts >> c & 1) && !stays[c])
                job->stable[c][chunk] &= ~((uint64_t)1 << bit);
    }
    return ENT_OK;
}

/* What the others can make of each member's lot, by moves and by improvements. */
static ent_status find_least(player_job *job, ent_arena *arena) {
    const ent_graph *g = job->graph;
    uint32_t member, n = (uint32_t)__builtin_popcountll(job->player->actors);
    for (unsigned k = 0; k < 2; k++) {
        job->least[k] = ENT_NEW(arena, int32_t *, n + 1);
        if (!job->least[k])
            return ENT_NOMEM;
        member = 0;
        for (uint64_t rest = job->player->actors; rest; rest &= rest - 1, member++) {
            ent_worst what = {.value = g->rank[__builtin_ctzll(rest)],
                              .units = job->player->others,
                              .improving = k,
                              .pareto = job->rules->pareto,
                              .last_mover = job->rules->last_mover,
                              .sanction = job->rules->sanction};
            job->least[k][member] = ENT_NEW(arena, int32_t, g->n_states);
            if (!job->least[k][member])
                return ENT_NOMEM;
            ENT_TRY(ent_worst_find(job->least[k][member], g, &what));
        }
    }
    return ENT_OK;
}

/* Leaves in job->stable the states where the player stays. */
static ent_status ask_player(player_job *job, const ent_run *run) {
    const ent_graph *g = job->graph;
    ent_arena *arena = ent_arena_new();
    ent_run own = *run;
    own.what = "finding where coalitions stay";
    ent_status status = arena ? find_least(job, arena) : ENT_NOMEM;
    if (status == ENT_OK)
        status = ent_pool_run(&own, ((uint64_t)g->n_states + CHUNK - 1) / CHUNK, player_chunk, job,
                              NULL);
    ent_arena_free(arena);
    return status;
}

/* ---- all players ---- */

static void free_workers(player_job *job, unsigned threads) {
    for (unsigned w = 0; job->walkers && job->inner && w < threads; w++) {
        ent_arena_free(job->walkers[w].arena);
        ent_arena_free(job->inner[w].arena);
    }
}

static ent_status make_workers(player_job *job, ent_arena *arena, unsigned threads) {
    job->walkers = ENT_NEW(arena, walker, threads);
    job->inner = ENT_NEW(arena, walker, threads);
    job->improvements = ENT_NEW(arena, uint32_t *, threads);
    if (!job->walkers || !job->inner || !job->improvements)
        return ENT_NOMEM;
    for (unsigned w = 0; w < threads; w++) {
        ENT_TRY(walker_new(&job->walkers[w], job->graph));
        ENT_TRY(walker_new(&job->inner[w], job->graph));
        ENT_TRY(ent_path_room_new(&job->inner[w].room, job->inner[w].arena, job->graph));
        job->improvements[w] = ENT_NEW(job->inner[w].arena, uint32_t, job->graph->n_states);
        if (!job->improvements[w])
            return ENT_NOMEM;
    }
    return ENT_OK;
}

static void set_all(uint64_t *bits, uint32_t n) {
    for (uint32_t s = 0; s < n; s++)
        bits[s / 64] |= (uint64_t)1 << (s % 64);
}

static ent_status partition_new(ent_partition **result, ent_arena *arena, const ent_graph *graph,
                                uint32_t n_players) {
    size_t words = ((size_t)graph->n_states + 63) / 64;
    ent_partition *out = ENT_NEW(arena, ent_partition, 1);
    if (!out)
        return ENT_NOMEM;
    out->graph = graph;
    out->n = n_players;
    out->players = ENT_NEW(arena, ent_player, n_players + 1);
    if (!out->players)
        return ENT_NOMEM;
    out->concepts = ENT_CONCEPTS_COALITION;
    for (unsigned c = 0; c < ENT_CONCEPTS; c++) {
        out->equilibria[c] = ENT_NEW(arena, uint64_t, words);
        if (!out->equilibria[c])
            return ENT_NOMEM;
        set_all(out->equilibria[c], graph->n_states);
    }
    *result = out;
    return ENT_OK;
}

/* Who plays: the blocs, then the actors that are in none. */
static void list_players(ent_partition *p, const uint64_t *blocs, uint32_t n_blocs, bool merged) {
    const ent_graph *g = p->graph;
    uint64_t taken = 0, active = 0;
    p->n = 0;
    for (uint32_t u = 0; u < g->n_units; u++) {
        bool whole = true; /* no bloc in part */
        for (uint32_t b = 0; b < n_blocs; b++) {
            uint64_t in = g->units[u].actors & blocs[b];
            whole = whole && (!in || in == blocs[b]);
        }
        active |= (uint64_t)(whole || !merged) << u;
    }
    for (uint32_t b = 0; b < n_blocs; b++) {
        ent_player player = ent_player_coalition(g, blocs[b]);
        for (uint32_t u = 0; merged && u < g->n_units; u++)
            if (g->units[u].actors == blocs[b])
                player.own = (uint64_t)1 << u;
        player.one_step = merged;
        taken |= blocs[b];
        p->players[p->n++] = player;
    }
    for (uint32_t a = 0; a < g->n_actors; a++)
        if (!(taken >> a & 1))
            p->players[p->n++] = ent_player_coalition(g, (uint64_t)1 << a);
    for (uint32_t i = 0; i < p->n; i++)
        p->players[i].others &= active;
}

static ent_status ask_sim(ent_partition *p, ent_arena *arena, const ent_moving_rules *rules,
                          const ent_run *run) {
    size_t words = ((size_t)p->graph->n_states + 63) / 64;
    uint64_t **stable = ENT_NEW(arena, uint64_t *, p->n + 1);
    ent_joint_player players[ENT_MAX_ACTORS];
    if (!stable)
        return ENT_NOMEM;
    for (uint32_t i = 0; i < p->n; i++) {
        const ent_player *player = &p->players[i];
        players[i] = (ent_joint_player){player->actors, (uint32_t)__builtin_ctzll(player->own),
                                        player->others};
        stable[i] = ENT_NEW(arena, uint64_t, words);
        if (!stable[i])
            return ENT_NOMEM;
    }
    double work;
    ENT_TRY(ent_together_work(&work, p->graph, rules, players, p->n));
    if (work > ENT_JOINT_WORK)
        return ENT_OK;
    ent_status status = ent_ask_together(stable, p->graph, rules, players, p->n, run);
    if (status != ENT_OK)
        return status == ENT_LIMIT ? ENT_OK : status;
    for (uint32_t i = 0; i < p->n; i++)
        for (size_t w = 0; w < words; w++)
            p->equilibria[ENT_CONCEPT_SIM][w] &= stable[i][w];
    p->stable[ENT_CONCEPT_SIM] = stable;
    p->concepts |= ENT_CONCEPT_BIT(ENT_CONCEPT_SIM);
    return ENT_OK;
}

static ent_status ask_partition(ent_partition *p, ent_arena *arena, player_job *job,
                                const ent_run *run) {
    size_t words = ((size_t)p->graph->n_states + 63) / 64;
    for (unsigned c = 0; c < ENT_CONCEPT_SIM; c++) {
        p->stable[c] = ENT_NEW(arena, uint64_t *, p->n + 1);
        if (!p->stable[c])
            return ENT_NOMEM;
    }
    for (uint32_t i = 0; i < p->n; i++) {
        job->player = &p->players[i];
        for (unsigned c = 0; c < ENT_CONCEPT_SIM; c++) {
            job->stable[c] = p->stable[c][i] = ENT_NEW(arena, uint64_t, words);
            if (!job->stable[c])
                return ENT_NOMEM;
            set_all(job->stable[c], p->graph->n_states);
        }
        ENT_TRY(ask_player(job, run));
        for (unsigned c = 0; c < ENT_CONCEPT_SIM; c++)
            for (size_t w = 0; w < words; w++)
                p->equilibria[c][w] &= job->stable[c][w];
    }
    return ENT_OK;
}

ent_status ent_ask_partition(ent_partition **out, ent_arena *arena, const ent_graph *graph,
                             const ent_moving_rules *rules, const uint64_t *blocs, uint32_t n_blocs,
                             bool merged, unsigned concepts, const ent_run *run) {
    unsigned threads = run->threads ? run->threads : 1;
    player_job job = {.graph = graph, .rules = rules, .concepts = ENT_CONCEPTS_COALITION};
    if (graph->n_states > ENT_COALITION_STATES)
        return ENT_LIMIT;
    ENT_TRY(partition_new(out, arena, graph, graph->n_actors));
    list_players(*out, blocs, n_blocs, merged);
    ent_status status = make_workers(&job, arena, threads);
    if (status == ENT_OK)
        status = ask_partition(*out, arena, &job, run);
    if (status == ENT_OK && merged && (concepts >> ENT_CONCEPT_SIM & 1))
        status = ask_sim(*out, arena, rules, run);
    free_workers(&job, threads);
    return status;
}

static ent_status ask_universal(ent_partition *p, player_job *job, const ent_run *run) {
    uint64_t all = ((uint64_t)1 << p->graph->n_actors) - 1;
    for (unsigned c = 0; c < ENT_CONCEPT_SIM; c++)
        job->stable[c] = p->equilibria[c];
    for (uint32_t size = 1; size <= p->graph->n_actors; size++)
        for (uint64_t members = 1; members <= all; members++) {
            if ((uint32_t)__builtin_popcountll(members) != size)
                continue;
            p->players[0] = ent_player_coalition(p->graph, members);
            job->player = &p->players[0];
            ENT_TRY(ask_player(job, run));
        }
    return ENT_OK;
}

ent_status ent_ask_universal(ent_partition **out, ent_arena *arena, const ent_graph *graph,
                             const ent_moving_rules *rules, const ent_run *run) {
    unsigned threads = run->threads ? run->threads : 1;
    player_job job = {.graph = graph, .rules = rules, .concepts = ENT_CONCEPTS_COALITION};
    if (graph->n_states > ENT_COALITION_STATES || graph->n_actors > ENT_COALITION_ACTORS)
        return ENT_LIMIT;
    ENT_TRY(partition_new(out, arena, graph, 0));
    ent_status status = make_workers(&job, arena, threads);
    if (status == ENT_OK)
        status = ask_universal(*out, &job, run);
    free_workers(&job, threads);
    return status;
}
