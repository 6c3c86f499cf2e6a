/* Equilibria against coalitions, in a game that is written down. See stable.h. */
#include "ask/stable.h"

#include <string.h>

#define MOST_WORK ((uint64_t)1 << 30)
#define MOST_ABLE 20u

/* `to` is strictly better than `from` for `who`, off their red lines, and some of them can go there. */
typedef struct brk {
    uint32_t to;
    uint64_t who;
} brk;

typedef struct finder {
    ent_stable *st;
    const ent_world *w;
    ent_arena *arena, *scratch;
    const ent_run *run;
    uint64_t by; /* who may break a state */
    size_t n, cap;
    brk *breaks;                            /* by state */
    size_t *first;                          /* per state: its first break; first[n] = all */
    uint32_t n_able, actor[ENT_MAX_ACTORS]; /* who can act at all */
} finder;

static bool stopped(const finder *f) {
    return f->run->stop && *f->run->stop;
}

/* ---- breaks ---- */

static ent_status find_breaks(finder *f, ent_diags *diags) {
    const ent_world *w = f->w;
    f->first = ENT_NEW(f->scratch, size_t, (size_t)w->n + 1);
    if (!f->first)
        return ENT_NOMEM;
    for (uint32_t s = 0; s < w->n; s++) {
        f->first[s] = f->n;
        if (stopped(f))
            return ENT_CANCELLED;
        for (uint32_t t = 0; t < w->n; t++) {
            uint64_t who = s == t ? 0 : ent_world_better(w, s, t) & ~w->red[t] & f->by;
            if (!who || !ent_world_reaches(w, s, t, who))
                continue;
            if (f->n == ENT_STABLE_BREAKS) {
                ent_diag(diags, ENT_E0581, (ent_span){0}, "",
                         "put fewer issues on the table with --about",
                         "there are more than %zu ways to break a state", ENT_STABLE_BREAKS);
                return ENT_LIMIT;
            }
            brk *grown = ent_arena_grow(f->scratch, f->breaks, f->n, &f->cap, sizeof *grown);
            if (!grown)
                return ENT_NOMEM;
            f->breaks = grown;
            grown[f->n++] = (brk){t, who};
        }
    }
    f->first[w->n] = f->n;
    return ENT_OK;
}

/* A minimal coalition within `who` that can go from s to t. */
static uint64_t shrink(const ent_world *w, uint32_t s, uint32_t t, uint64_t who) {
    for (uint64_t left = who; left; left &= left - 1)
        if (ent_world_reaches(w, s, t, who & ~(left & -left)))
            who &= ~(left & -left);
    return who;
}

static void nash_and_strong(finder *f) {
    ent_stable *st = f->st;
    for (uint32_t s = 0; s < f->w->n; s++) {
        bool alone = false;
        uint64_t best = 0;
        for (size_t i = f->first[s]; i < f->first[s + 1]; i++) {
            const brk *b = &f->breaks[i];
            for (uint64_t left = b->who; left && !alone; left &= left - 1)
                alone = ent_world_reaches(f->w, s, b->to, left & -left);
            uint64_t who = shrink(f->w, s, b->to, b->who);
            if (!best || ent_coalition_cmp(who, best) < 0) {
                best = who;
                st->breaker[s] = who;
                st->instead[s] = b->to;
            }
        }
        st->kinds[s] |= (uint8_t)(alone ? 0 : ENT_STABLE_NASH);
        st->kinds[s] |= (uint8_t)(best ? 0 : ENT_STABLE_STRONG);
    }
}

/* ---- coalition-proof ---- */

static uint64_t actors_of(const finder *f, uint32_t index) {
    uint64_t who = 0;
    for (uint32_t i = 0; i < f->n_able; i++)
        if (index >> i & 1)
            who |= (uint64_t)1 << f->actor[i];
    return who;
}

/* holds[c]: states that no part of coalition c breaks in a way that holds, c itself included; enforced
 * [c]: the same for its proper parts. Parts come before the whole in the order of numbers. */
static ent_status coalition_proof(finder *f) {
    const ent_world *w = f->w;
    size_t words = (size_t)w->n / 64 + 1, n_sets = (size_t)1 << f->n_able;
    if (f->n_able > MOST_ABLE || (uint64_t)n_sets * (f->n + w->n) > MOST_WORK)
        return ENT_OK;
    uint64_t *holds = ENT_NEW(f->scratch, uint64_t, n_sets * words);
    uint64_t *enforced = ENT_NEW(f->scratch, uint64_t, words);
    if (!holds || !enforced)
        return ENT_NOMEM;
    memset(holds, 0xFF, words * sizeof *holds);
    for (uint32_t c = 1; c < n_sets; c++) {
        uint64_t *own = holds + c * words, who = actors_of(f, c);
        if (stopped(f))
            return ENT_CANCELLED;
        memset(enforced, 0xFF, words * sizeof *enforced);
        for (uint32_t i = 0; i < f->n_able; i++)
            for (size_t word = 0; (c >> i & 1) && word < words; word++)
                enforced[word] &= holds[(c & ~(1u << i)) * words + word];
        memcpy(own, enforced, words * sizeof *own);
        for (uint32_t s = 0; s < w->n; s++)
            for (size_t i = f->first[s]; i < f->first[s + 1] && (own[s / 64] >> (s % 64) & 1);
                 i++) {
                const brk *b = &f->breaks[i];
                if (!(who & ~b->who) && (enforced[b->to / 64] >> (b->to % 64) & 1) &&
                    ent_world_reaches(w, s, b->to, who))
                    own[s / 64] &= ~((uint64_t)1 << (s % 64));
            }
    }
    for (uint32_t s = 0; s < w->n; s++)
        if (holds[(n_sets - 1) * words + s / 64] >> (s % 64) & 1)
            f->st->kinds[s] |= ENT_STABLE_PROOF;
    f->st->proof = true;
    return ENT_OK;
}

/* ---- the alpha core ---- */

/* The least rank each member can be pushed to from t by the others (who stand still at the least). */
static void worst_of(const finder *f, int32_t *least, uint32_t t, uint64_t who) {
    const ent_world *w = f->w;
    uint64_t others = w->able & ~who;
    memcpy(least, w->rank + (size_t)t * w->n_actors, w->n_actors * sizeof *least);
    for (uint32_t to = 0; to < w->n; to++) {
        const int32_t *rank = w->rank + (size_t)to * w->n_actors;
        bool lower = false;
        for (uint64_t left = who; left && !lower; left &= left - 1)
            lower = rank[__builtin_ctzll(left)] < least[__builtin_ctzll(left)];
        if (!lower || !ent_world_reaches(w, t, to, others & ~w->red[to]))
            continue;
        for (uint64_t left = who; left; left &= left - 1) {
            uint32_t a = (uint32_t)__builtin_ctzll(left);
            least[a] = rank[a] < least[a] ? rank[a] : least[a];
        }
    }
}

static ent_status alpha_core(finder *f) {
    const ent_world *w = f->w;
    ent_stable *st = f->st;
    uint64_t n_sets = (uint64_t)1 << f->n_able;
    int32_t *least = ENT_NEW(f->scratch, int32_t, (size_t)w->n_actors + 1);
    if (!least)
        return ENT_NOMEM;
    if (f->n_able > MOST_ABLE || n_sets * w->n * w->n > MOST_WORK)
        return ENT_OK;
    for (uint32_t c = 1; c < n_sets; c++) {
        uint64_t who = actors_of(f, c);
        if (stopped(f))
            return ENT_CANCELLED;
        for (uint32_t t = 0; t < w->n; t++) {
            if (w->red[t] & who)
                continue;
            worst_of(f, least, t, who);
            for (uint32_t s = 0; s < w->n; s++) {
                bool better =
                    !st->alpha_breaker[s] || ent_coalition_cmp(who, st->alpha_breaker[s]) < 0;
                for (uint64_t left = who; left && better; left &= left - 1) {
                    uint32_t a = (uint32_t)__builtin_ctzll(left);
                    better = least[a] > w->rank[(size_t)s * w->n_actors + a];
                }
                if (!better || !ent_world_reaches(w, s, t, who))
                    continue;
                st->alpha_breaker[s] = who;
                st->alpha_instead[s] = t;
            }
        }
    }
    for (uint32_t s = 0; s < w->n; s++)
        if (!st->alpha_breaker[s])
            st->kinds[s] |= ENT_STABLE_ALPHA;
    st->alpha = true;
    return ENT_OK;
}

/* ---- the beta core ---- */

/* Whether the coalition, wherever the others leave it, can go to where all of it is better off than in
 * s. */
static bool answers_all(const finder *f, uint64_t who, uint32_t s) {
    const ent_world *w = f->w;
    uint64_t others = w->able & ~who;
    for (uint32_t r = 0; r < w->n; r++) {
        bool answered = false;
        if (!ent_world_reaches(w, s, r, others & ~w->red[r]))
            continue;
        for (uint32_t t = 0; t < w->n && !answered; t++)
            answered = !(who & ~(ent_world_better(w, s, t) & ~w->red[t])) &&
                       ent_world_reaches(w, r, t, who);
        if (!answered)
            return false;
    }
    return true;
}

static ent_status beta_core(finder *f) {
    const ent_world *w = f->w;
    uint64_t n_sets = (uint64_t)1 << f->n_able;
    if (f->n_able > MOST_ABLE || n_sets * w->n * w->n > MOST_WORK / (w->n ? w->n : 1))
        return ENT_OK;
    for (uint32_t s = 0; s < w->n; s++) {
        bool broken = false;
        if (stopped(f))
            return ENT_CANCELLED;
        for (uint32_t c = 1; c < n_sets && !broken; c++)
            broken = answers_all(f, actors_of(f, c), s);
        if (!broken)
            f->st->kinds[s] |= ENT_STABLE_BETA;
    }
    f->st->beta = true;
    return ENT_OK;
}

static void efficient(finder *f) {
    const ent_world *w = f->w;
    for (uint32_t s = 0; s < w->n; s++) {
        bool beaten = false;
        for (uint32_t t = 0; t < w->n && !beaten; t++)
            beaten = ent_world_better(w, s, t) && !ent_world_better(w, t, s);
        if (!beaten)
            f->st->kinds[s] |= ENT_STABLE_EFFICIENT;
    }
}

/* ---- the shortest circle ---- */

/* Breadth first from s, until a break leads back to it: states in `queue`, where each was come from in
 * `before`. *closed is the state before s, or ENT_NONE where none leads back. */
static void walk(uint32_t *before, uint32_t *queue, uint32_t *closed, const finder *f, uint32_t s) {
    uint32_t n = 0;
    *closed = ENT_NONE;
    memset(before, 0xFF, f->w->n * sizeof *before); /* ENT_NONE */
    queue[n++] = s;
    for (uint32_t q = 0; q < n; q++)
        for (size_t i = f->first[queue[q]]; i < f->first[queue[q] + 1]; i++) {
            uint32_t t = f->breaks[i].to;
            if (t == s) {
                *closed = queue[q];
                return;
            }
            if (before[t] == ENT_NONE) {
                before[t] = queue[q];
                queue[n++] = t;
            }
        }
}

/* States that breaks lead to from `starts`, these included. */
static void lead_on(uint64_t *met, const finder *f, const uint64_t *starts, uint32_t *queue) {
    uint32_t n = 0;
    for (uint32_t s = 0; s < f->w->n; s++)
        if (starts[s / 64] >> (s % 64) & 1) {
            met[s / 64] |= (uint64_t)1 << (s % 64);
            queue[n++] = s;
        }
    for (uint32_t q = 0; q < n; q++)
        for (size_t i = f->first[queue[q]]; i < f->first[queue[q] + 1]; i++) {
            uint32_t t = f->breaks[i].to;
            if (!(met[t / 64] >> (t % 64) & 1)) {
                met[t / 64] |= (uint64_t)1 << (t % 64);
                queue[n++] = t;
            }
        }
}

/* `starts` NULL: from anywhere. */
static ent_status find_circle(ent_circle *c, finder *f, const uint64_t *starts) {
    const ent_world *w = f->w;
    uint32_t *before = ENT_NEW(f->scratch, uint32_t, (size_t)w->n + 1);
    uint32_t *queue = ENT_NEW(f->scratch, uint32_t, (size_t)w->n + 1);
    uint64_t *met = ENT_NEW(f->scratch, uint64_t, w->n / 64 + 1);
    *c = (ent_circle){.state = ENT_NEW(f->arena, uint32_t, (size_t)w->n + 1),
                      .by = ENT_NEW(f->arena, uint64_t, (size_t)w->n + 1)};
    if (!before || !queue || !met || !c->state || !c->by)
        return ENT_NOMEM;
    if ((uint64_t)w->n * f->n > MOST_WORK)
        return ENT_OK;
    if (starts)
        lead_on(met, f, starts, queue);
    c->known = true;
    for (uint32_t s = 0; s < w->n && c->n != 2; s++) {
        uint32_t closed, length = 1;
        if (stopped(f))
            return ENT_CANCELLED;
        if (starts && !(met[s / 64] >> (s % 64) & 1))
            continue;
        walk(before, queue, &closed, f, s);
        for (uint32_t at = closed; closed != ENT_NONE && at != s; at = before[at])
            length++;
        if (closed == ENT_NONE || (c->n && length >= c->n))
            continue;
        c->n = length;
        for (uint32_t i = length, at = closed; i-- > 0; at = before[at])
            c->state[i] = at;
    }
    for (uint32_t i = 0; i < c->n; i++) {
        uint32_t s = c->state[i], t = c->state[(i + 1) % c->n];
        c->by[i] = shrink(w, s, t, ent_world_better(w, s, t) & ~w->red[t] & f->by);
    }
    return ENT_OK;
}

ent_status ent_ask_circle(ent_circle *out, ent_arena *arena, const ent_world *world, uint64_t by,
                          const uint64_t *starts, const ent_run *run, ent_diags *diags) {
    finder f = {
        .w = world, .arena = arena, .scratch = ent_arena_new(), .run = run, .by = by & world->able};
    ent_status status = f.scratch ? find_breaks(&f, diags) : ENT_NOMEM;
    if (status == ENT_OK)
        status = find_circle(out, &f, starts);
    ent_arena_free(f.scratch);
    return status;
}

/* ---- the whole ---- */

static ent_status find_all(finder *f, ent_diags *diags) {
    ent_stable *st = f->st;
    for (uint64_t left = f->w->able; left; left &= left - 1)
        f->actor[f->n_able++] = (uint32_t)__builtin_ctzll(left);
    ENT_TRY(find_breaks(f, diags));
    nash_and_strong(f);
    ENT_TRY(coalition_proof(f));
    ENT_TRY(alpha_core(f));
    ENT_TRY(beta_core(f));
    efficient(f);
    for (uint32_t s = 0; s < f->w->n; s++) {
        st->n_nash += st->kinds[s] & ENT_STABLE_NASH ? 1 : 0;
        st->n_strong += st->kinds[s] & ENT_STABLE_STRONG ? 1 : 0;
        st->n_proof += st->kinds[s] & ENT_STABLE_PROOF ? 1 : 0;
        st->n_alpha += st->kinds[s] & ENT_STABLE_ALPHA ? 1 : 0;
        st->n_beta += st->kinds[s] & ENT_STABLE_BETA ? 1 : 0;
        st->n_efficient += st->kinds[s] & ENT_STABLE_EFFICIENT ? 1 : 0;
    }
    return st->n_strong ? ENT_OK : find_circle(&st->circle, f, NULL);
}

ent_status ent_ask_stable(ent_stable **out, ent_arena *arena, const ent_world *world,
                          const ent_run *run, ent_diags *diags) {
    ent_stable *st = ENT_NEW(arena, ent_stable, 1);
    size_t n = (size_t)world->n + 1;
    if (!st)
        return ENT_NOMEM;
    *st = (ent_stable){.world = world,
                       .kinds = ENT_NEW(arena, uint8_t, n),
                       .breaker = ENT_NEW(arena, uint64_t, n),
                       .instead = ENT_NEW(arena, uint32_t, n),
                       .alpha_breaker = ENT_NEW(arena, uint64_t, n),
                       .alpha_instead = ENT_NEW(arena, uint32_t, n)};
    if (!st->kinds || !st->breaker || !st->instead || !st->alpha_breaker || !st->alpha_instead)
        return ENT_NOMEM;
    finder f = {.st = st,
                .w = world,
                .arena = arena,
                .scratch = ent_arena_new(),
                .run = run,
                .by = world->able};
    ent_status status = f.scratch ? find_all(&f, diags) : ENT_NOMEM;
    ent_arena_free(f.scratch);
    *out = st;
    return status;
}
