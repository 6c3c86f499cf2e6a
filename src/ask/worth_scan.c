/* Excesses of all coalitions, block by block: see worth_scan.h. */
#include "ask/worth_scan.h"

#include "base/clones.h"

#define LOW 12u
#define BLOCK ((size_t)1 << LOW)
#define PARTS 64u /* chunks at most */
#define KEEP 16u  /* of a chunk */
#define LANES 8u

typedef struct hit {
    double violation;
    uint64_t coalition;
} hit;

typedef struct part {
    size_t n;
    hit hits[KEEP]; /* the most violated first */
} part;

typedef struct scan {
    const ent_tu *game;
    const ent_lp *lp;
    double pay[ENT_TU_MOST], excess; /* nearest doubles */
    double near;                     /* doubles are good to this */
    double *low;                     /* what the first players' coalitions are paid */
    size_t low_size;
    uint64_t per_chunk; /* blocks */
    part *parts;
} scan;

static bool is_before(hit a, hit b) {
    return a.violation > b.violation || (a.violation == b.violation && a.coalition < b.coalition);
}

static void keep(part *p, hit h) {
    size_t at = p->n < KEEP ? p->n++ : KEEP - 1;
    for (; at > 0 && is_before(h, p->hits[at - 1]); at--)
        p->hits[at] = p->hits[at - 1];
    p->hits[at] = h;
}

/* The greatest of worth[s] - low[s]. */
ENT_CLONES static double greatest(const int64_t *worth, const double *low, size_t n) {
    double most[LANES];
    if (n < LANES) {
        double out = -1e300;
        for (size_t s = 0; s < n; s++)
            out = (double)worth[s] - low[s] > out ? (double)worth[s] - low[s] : out;
        return out;
    }
    for (size_t k = 0; k < LANES; k++)
        most[k] = -1e300;
    for (size_t s = 0; s < n; s += LANES)
        for (size_t k = 0; k < LANES; k++) {
            double x = (double)worth[s + k] - low[s + k];
            most[k] = x > most[k] ? x : most[k];
        }
    for (size_t k = 1; k < LANES; k++)
        most[0] = most[k] > most[0] ? most[k] : most[0];
    return most[0];
}

static void look_closer(const scan *s, part *p, uint64_t coalition, double violation) {
    const ent_lp *lp = s->lp;
    if (coalition == 0 || coalition == (UINT64_C(1) << s->game->n) - 1)
        return;
    if (p->n == KEEP && !is_before((hit){violation, coalition}, p->hits[KEEP - 1]))
        return;
    if (violation <= s->near && ent_lp_violation(lp, ENT_LP_COALITION, coalition,
                                                 s->game->worth[coalition] * lp->common) <= 0)
        return;
    if (!ent_lp_settled(lp, coalition))
        keep(p, (hit){violation, coalition});
}

static ent_status scan_chunk(void *job, uint64_t chunk, unsigned worker) {
    const scan *s = job;
    part *p = &s->parts[chunk];
    const uint64_t blocks = (UINT64_C(1) << s->game->n) / s->low_size;
    const uint64_t end = (chunk + 1) * s->per_chunk;
    (void)worker;
    for (uint64_t b = chunk * s->per_chunk; b < blocks && b < end; b++) {
        const int64_t *worth = s->game->worth + b * s->low_size;
        double paid = s->excess;
        for (uint64_t rest = b; rest; rest &= rest - 1)
            paid += s->pay[LOW + (unsigned)__builtin_ctzll(rest)];
        if (greatest(worth, s->low, s->low_size) - paid <= -s->near)
            continue;
        for (size_t l = 0; l < s->low_size; l++) {
            double violation = (double)worth[l] - s->low[l] - paid;
            if (violation > -s->near)
                look_closer(s, p, b * s->low_size + l, violation);
        }
    }
    return ENT_OK;
}

static double magnitude(double x) {
    return x < 0 ? -x : x;
}

static void set_doubles(scan *s, double most) {
    const ent_lp *lp = s->lp;
    const double den = (double)lp->det * (double)lp->common;
    double whole = 0;
    for (size_t i = 0; i < lp->n; i++) {
        s->pay[i] = (double)lp->price[i] / den;
        whole += magnitude(s->pay[i]);
    }
    s->excess = (double)lp->price[lp->n] / den;
    whole += magnitude(s->excess) * (lp->per_capita ? (double)lp->n : 1);
    for (size_t i = 0; i < lp->n && lp->per_capita; i++)
        s->pay[i] += s->excess;
    s->excess = lp->per_capita ? 0 : s->excess;
    /* Fewer than 2^6 roundings, each of at most 2^-53 of what is summed. */
    s->near = (whole + most) * 0x1p-46;
    for (size_t l = 0; l < s->low_size; l++) {
        s->low[l] = 0;
        for (size_t i = 0; i < LOW && i < lp->n; i++)
            s->low[l] += l >> i & 1 ? s->pay[i] : 0;
    }
}

ent_status ent_worth_scan_all(ent_worth_scan *out, const ent_tu *game, double most,
                              const ent_lp *lp, const ent_run *run) {
    ent_arena *arena = ent_arena_new();
    scan s = {.game = game, .lp = lp, .low_size = (size_t)1 << (game->n < LOW ? game->n : LOW)};
    const uint64_t blocks = (UINT64_C(1) << game->n) / s.low_size;
    const uint64_t chunks = blocks < PARTS ? blocks : PARTS;
    ent_status status = ENT_NOMEM;
    s.per_chunk = (blocks + chunks - 1) / chunks;
    s.low = arena ? ENT_NEW(arena, double, s.low_size) : NULL;
    s.parts = arena ? ENT_NEW(arena, part, chunks) : NULL;
    out->n = 0;
    if (s.low && s.parts) {
        set_doubles(&s, most);
        ent_run named = *run;
        named.progress = game->n >= 24 ? run->progress : NULL;
        named.what = "looking at every coalition";
        status = ent_pool_run(&named, chunks, scan_chunk, &s, NULL);
    }
    /* The best of each part first, then the second of each ... */
    for (size_t k = 0; status == ENT_OK && k < KEEP; k++)
        for (uint64_t c = 0; c < chunks && out->n < ENT_SCAN_MOST; c++)
            if (k < s.parts[c].n)
                out->coalition[out->n++] = s.parts[c].hits[k].coalition;
    ent_arena_free(arena);
    return status;
}
