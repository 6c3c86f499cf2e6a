/* Indirect dominance and the largest consistent set. See farsighted.h. */
#include "ask/farsighted.h"

#include <string.h>

/* Who would take the step from a to b on the way to the end e; whether they can. What a coalition can
 * do is monotone, so only the largest willing coalition has to be looked at. */
static bool would_step(const ent_world *w, uint32_t a, uint32_t b, uint32_t e, uint64_t *who) {
    *who = ent_world_better(w, a, e) & ~w->red[b] & w->able;
    return *who && ent_world_steps(w, a, b, *who);
}

/* Steps that anybody could take at all: per state, bits of where to. */
static ent_status find_steps(uint64_t **out, ent_arena *arena, const ent_world *w, size_t words) {
    uint64_t *steps = ENT_NEW(arena, uint64_t, (size_t)w->n * words + 1);
    if (!steps)
        return ENT_NOMEM;
    for (uint32_t a = 0; a < w->n; a++)
        for (uint32_t b = 0; b < w->n; b++)
            if (a != b && ent_world_steps(w, a, b, w->able & ~w->red[b]))
                steps[a * words + b / 64] |= (uint64_t)1 << (b % 64);
    *out = steps;
    return ENT_OK;
}

static bool bit(const uint64_t *bits, uint32_t i) {
    return bits[i / 64] >> (i % 64) & 1;
}

/* All states that e indirectly dominates, nearest first: those that step to e or to one found before. */
static void find_dominated(ent_farsighted *f, const uint64_t *steps, uint32_t *queue, uint32_t e) {
    const ent_world *w = f->world;
    uint32_t n = 0;
    uint64_t who;
    queue[n++] = e;
    for (uint32_t q = 0; q < n; q++)
        for (uint32_t a = 0; a < w->n; a++) {
            uint64_t *of_a = f->dominated_by + a * f->words;
            if (a == e || bit(of_a, e) || !bit(steps + a * f->words, queue[q]) ||
                !would_step(w, a, queue[q], e, &who))
                continue;
            of_a[e / 64] |= (uint64_t)1 << (e % 64);
            queue[n++] = a;
        }
}

/* Those whom no end of the step to d deters: who strictly prefer every one to a. */
static uint64_t undeterred(const ent_farsighted *f, uint32_t a, uint32_t d) {
    const ent_world *w = f->world;
    uint64_t who = w->able & ~w->red[d];
    if (f->consistent[d])
        who &= ent_world_better(w, a, d);
    for (size_t word = 0; word < f->words && who; word++)
        for (uint64_t left = f->dominated_by[d * f->words + word]; left && who; left &= left - 1) {
            uint32_t e = (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(left);
            if (f->consistent[e])
                who &= ent_world_better(w, a, e);
        }
    return who;
}

static bool leaves(ent_farsighted *f, const uint64_t *steps, uint32_t a) {
    const ent_world *w = f->world;
    for (uint32_t d = 0; d < w->n; d++) {
        if (!bit(steps + a * f->words, d))
            continue;
        uint64_t who = undeterred(f, a, d);
        if (!who || !ent_world_steps(w, a, d, who))
            continue;
        for (uint64_t left = who; left; left &= left - 1)
            if (ent_world_steps(w, a, d, who & ~(left & -left)))
                who &= ~(left & -left);
        f->leaver[a] = who;
        f->leaves_to[a] = d;
        return true;
    }
    return false;
}

static void find_cores(ent_farsighted *f, const uint64_t *steps) {
    const ent_world *w = f->world;
    for (uint32_t a = 0; a < w->n; a++) {
        uint64_t who, any = 0;
        f->core[a] = true;
        for (uint32_t b = 0; b < w->n && f->core[a]; b++)
            if (bit(steps + a * f->words, b) && would_step(w, a, b, b, &who))
                f->core[a] = false;
        for (size_t word = 0; word < f->words; word++)
            any |= f->dominated_by[a * f->words + word];
        f->farsighted_core[a] = any == 0;
        f->n_core += f->core[a];
        f->n_farsighted_core += f->farsighted_core[a];
    }
}

/* A shortest walk of an odd number of steps from a state to itself: a shortest one of all is a circle.
 * Nodes are 2 * state + whether the steps so far are odd. False: there is none as short as `below`. */
static bool odd_circle(uint32_t *out, uint32_t *length, const ent_farsighted *f, uint32_t start,
                       uint32_t below) {
    uint32_t queue[2 * ENT_STABLE_SETS_STATES], from[2 * ENT_STABLE_SETS_STATES];
    uint32_t steps[2 * ENT_STABLE_SETS_STATES], n = 1;
    const uint32_t states = f->world->n;
    for (uint32_t k = 0; k < 2 * states; k++)
        from[k] = ENT_NONE;
    queue[0] = 2 * start;
    steps[2 * start] = 0;
    for (uint32_t at = 0; at < n; at++) {
        const uint32_t here = queue[at];
        for (uint32_t t = 0; t < states; t++) {
            const uint32_t next = 2 * t + !(here & 1);
            if (!(f->dominated_by[here / 2 * f->words] >> t & 1) || from[next] != ENT_NONE ||
                next == 2 * start)
                continue;
            from[next] = here;
            steps[next] = steps[here] + 1;
            queue[n++] = next;
        }
    }
    const uint32_t end = 2 * start + 1;
    if (from[end] == ENT_NONE || steps[end] >= below)
        return false;
    *length = steps[end];
    for (uint32_t k = *length, node = end; k-- > 0;)
        out[k] = (node = from[node]) / 2;
    return true;
}

static void find_odd(ent_farsighted *f) {
    uint32_t below = UINT32_MAX;
    for (uint32_t s = 0; s < f->world->n; s++)
        if (odd_circle(f->odd, &f->n_odd, f, s, below))
            below = f->n_odd;
}

static ent_status find_sets(ent_farsighted *f, ent_arena *arena) {
    uint32_t n = f->world->n;
    size_t cap = 0;
    f->sets = n <= ENT_STABLE_SETS_STATES;
    for (uint32_t set = 1; f->sets && set < (uint32_t)1 << n; set++) {
        bool stable = true;
        for (uint32_t a = 0; a < n && stable; a++) {
            bool dominated = f->dominated_by[a * f->words] & set;
            stable = (set >> a & 1) != dominated;
        }
        if (!stable)
            continue;
        uint32_t *grown = ent_arena_grow(arena, f->set, f->n_sets, &cap, sizeof *grown);
        if (!grown)
            return ENT_NOMEM;
        f->set = grown;
        grown[f->n_sets++] = set;
    }
    if (f->sets && !f->n_sets)
        find_odd(f);
    return ENT_OK;
}

static ent_status work(ent_farsighted *f, ent_arena *scratch, const ent_run *run) {
    const ent_world *w = f->world;
    uint64_t *steps;
    uint32_t *queue = ENT_NEW(scratch, uint32_t, (size_t)w->n + 1);
    bool gone = true;
    if (!queue)
        return ENT_NOMEM;
    ENT_TRY(find_steps(&steps, scratch, w, f->words));
    for (uint32_t e = 0; e < w->n; e++) {
        if (run->stop && *run->stop)
            return ENT_CANCELLED;
        find_dominated(f, steps, queue, e);
    }
    find_cores(f, steps);
    memset(f->consistent, 1, w->n);
    f->n_consistent = w->n;
    while (gone) {
        gone = false;
        for (uint32_t a = 0; a < w->n; a++) {
            if (run->stop && *run->stop)
                return ENT_CANCELLED;
            if (!f->consistent[a] || !leaves(f, steps, a))
                continue;
            f->consistent[a] = false;
            f->n_consistent--;
            gone = true;
        }
    }
    return ENT_OK;
}

ent_status ent_ask_farsighted(ent_farsighted **out, ent_arena *arena, const ent_world *world,
                              const ent_run *run) {
    ent_farsighted *f = ENT_NEW(arena, ent_farsighted, 1);
    size_t n = (size_t)world->n + 1;
    if (!f)
        return ENT_NOMEM;
    *f = (ent_farsighted){.world = world, .words = n / 64 + 1};
    f->dominated_by = ENT_NEW(arena, uint64_t, n * f->words);
    f->consistent = ENT_NEW(arena, uint8_t, n);
    f->core = ENT_NEW(arena, uint8_t, n);
    f->farsighted_core = ENT_NEW(arena, uint8_t, n);
    f->leaver = ENT_NEW(arena, uint64_t, n);
    f->leaves_to = ENT_NEW(arena, uint32_t, n);
    if (!f->dominated_by || !f->consistent || !f->core || !f->farsighted_core || !f->leaver ||
        !f->leaves_to)
        return ENT_NOMEM;
    ent_arena *scratch = ent_arena_new();
    ent_status status = scratch ? work(f, scratch, run) : ENT_NOMEM;
    if (status == ENT_OK)
        status = find_sets(f, arena);
    ent_arena_free(scratch);
    *out = f;
    return status;
}

ent_status ent_farsighted_chain(uint32_t **states, uint64_t **by, uint32_t *n, ent_arena *arena,
                                const ent_farsighted *f, uint32_t from, uint32_t to) {
    const ent_world *w = f->world;
    uint32_t *before = ENT_NEW(arena, uint32_t, (size_t)w->n + 1), tail = 0;
    uint32_t *queue = ENT_NEW(arena, uint32_t, (size_t)w->n + 1);
    *n = 0;
    *states = ENT_NEW(arena, uint32_t, (size_t)w->n + 1);
    *by = ENT_NEW(arena, uint64_t, (size_t)w->n + 1);
    if (!before || !queue || !*states || !*by)
        return ENT_NOMEM;
    memset(before, 0xFF, w->n * sizeof *before); /* ENT_NONE */
    queue[tail++] = to; /* backwards: before[a] is the state that a steps to */
    before[to] = to;
    for (uint32_t q = 0; q < tail && before[from] == ENT_NONE; q++)
        for (uint32_t a = 0; a < w->n; a++) {
            uint64_t who;
            if (before[a] != ENT_NONE || !would_step(w, a, queue[q], to, &who))
                continue;
            before[a] = queue[q];
            queue[tail++] = a;
        }
    if (before[from] == ENT_NONE)
        return ENT_OK;
    for (uint32_t at = from;; at = before[at]) {
        (*states)[(*n)++] = at;
        if (at == to)
            return ENT_OK;
        uint64_t who;
        would_step(w, at, before[at], to, &who);
        for (uint64_t left = who; left; left &= left - 1)
            if (ent_world_steps(w, at, before[at], who & ~(left & -left)))
                who &= ~(left & -left);
        (*by)[*n - 1] = who;
    }
}
