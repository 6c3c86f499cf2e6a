/* Johnston, Deegan-Packel and Holler of many voters under one weighted majority, as decimals with a proven bound.
 *
 * Johnston's index shares out each winning coalition that somebody swings evenly among those who do. With
 * an excess e over the quota these are its members heavier than e. Since 1 / c is the integral of
 * x^(c - 1) over 0..1, let every member heavier than e count x and every other member 1: the sum over coalitions
 * is then a polynomial of degree n - 1, and Gauss-Legendre with n / 2 nodes integrates it without
 * truncation error. Of voters by falling weight the heavier ones are the first k, for all e in
 * w[k+1] .. w[k] - 1. So with F[k][u] the sum over coalitions of the first k that weigh u, and A[k][u] that
 * over all ways to go on from there,
 *
 *     A[k][u] = A[k+1][u] + x A[k+1][u + w[k]] + (coalitions of voters k.. that bring u to such an e)
 *
 * and voter k's part is the sum over u of F[k][u] A[k+1][u + w[k]]. A minimal winning coalition is one without
 * a winner left when its lightest member, which comes last, leaves: the same with ends at once when the quota is
 * reached gives Deegan and Packel's index by the integral and Holler's at x = 1.
 *
 * Everything added is positive. With u = 2^-53 a term of F goes through at most 2n roundings, one of A through
 * 3n + 3, a product of both with what it is added to through at most 20 more. A node is rounded by at most u and the integrand's
 * slope is at most n; a share is a sum over at most n nodes, over another such sum. Together, with room for
 * terms in u^2:
 *     error <= 2 (7 n + 48) u + 4 n u.
 */
#include <string.h>

#include "ask/power_parts.h"
#include "base/clones.h"
#include "base/twofold.h"

#define U 1.1102230246251565e-16      /* 2^-53 */
#define MOST_ROWS ((uint64_t)1 << 25) /* doubles of F, and of what others bring: 256 MiB each */
#define MOST_STEPS ((uint64_t)1 << 33)
#define MOST_THREADS 4u /* each has rows of its own */

typedef struct critical {
    size_t n;               /* voters of weight above 0 */
    uint64_t quota, size;   /* size: of A */
    const uint64_t *weight; /* heaviest first */
    double *
        *ends; /* [k]: coalitions of voters k.. that end with k heavier members; NULL: none do */
    ent_quadrature rule;
    double *johnston, *minimal; /* raw, per job */
    bool minimal_too;
    double *rows[MOST_THREADS]; /* per worker: F, A, and the same as A for minimal ones */
} critical;

double ent_power_critical_error(size_t n) {
    return 2 * (7 * (double)n + 48) * U + 4 * (double)n * U;
}

/* ---- what others bring, whatever x ---- */

/* out[u] = g[a] + .. + g[a + len - 1], a = from - u, for u < size; g is 0 outside 0..size - 1. Blocks of
 * len are summed up from either end, so that nothing is subtracted (van Herk 1992): a window cut off at 0 begins
 * a block, one cut off at the top ends one, and any other is a whole block or meets two. */
static void windows(double *out, const double *g, double *up, double *down, uint64_t size,
                    uint64_t from, uint64_t len) {
    ent_twofold sum = {0, 0};
    for (uint64_t t = 0; t < size; t++) {
        sum = ent_twofold_add(t % len ? sum : ent_twofold_of(0), ent_twofold_of(g[t]));
        up[t] = sum.high; /* from the block's beginning to t */
    }
    for (uint64_t t = size; t-- > 0;) {
        bool last = t + 1 == size || (t + 1) % len == 0;
        sum = ent_twofold_add(last ? ent_twofold_of(0) : sum, ent_twofold_of(g[t]));
        down[t] = sum.high; /* from t to the block's end */
    }
    for (uint64_t u = 0; u < size; u++) {
        /* the window a .. z, cut off below 0 and above size - 1 */
        int64_t a = (int64_t)from - (int64_t)u, z = a + (int64_t)len - 1;
        const int64_t top = (int64_t)size - 1;
        out[u] = 0;
        if (z < 0 || a > top)
            continue;
        if (z > top)
            z = top;
        if (a < 0)
            a = 0;
        const uint64_t first = (uint64_t)a, last = (uint64_t)z;
        out[u] = first / len != last / len ? down[first] + up[last]
                 : first % len == 0        ? up[last]
                                           : down[first];
    }
}

static ent_status find_ends(critical *c, ent_arena *arena, const ent_run *run) {
    double *g = ENT_NEW(arena, double, c->size), *up = ENT_NEW(arena, double, c->size);
    double *down = ENT_NEW(arena, double, c->size);
    c->ends = ENT_NEW(arena, double *, c->n + 1);
    if (!g || !up || !down || !c->ends)
        return ENT_NOMEM;
    g[0] = 1;
    for (size_t k = c->n + 1; k-- > 1;) {
        const uint64_t below = k < c->n ? c->weight[k] : 0;
        if (k < c->n)
            for (uint64_t t = c->size; t-- > below;)
                g[t] += g[t - below];
        if (run->stop && *run->stop)
            return ENT_CANCELLED;
        if (c->weight[k - 1] == below)
            continue;
        if (!(c->ends[k] = ENT_NEW(arena, double, c->size)))
            return ENT_NOMEM;
        windows(c->ends[k], g, up, down, c->size, c->quota + below, c->weight[k - 1] - below);
    }
    return ENT_OK;
}

/* ---- one node ---- */

ENT_CLONES static void add_scaled(double *restrict to, const double *restrict from, double x,
                                  uint64_t n) {
    for (uint64_t u = 0; u < n; u++)
        to[u] += x * from[u];
}

/* to[u] += x * to[u + lag] for u < n, from the bottom up. */
ENT_CLONES static void fold(double *to, uint64_t lag, double x, uint64_t n) {
    ENT_INDEPENDENT
    for (uint64_t u = 0; u < n; u++)
        to[u] += x * to[u + lag];
}

#define LANES 8u
#define BLOCK (8 * LANES)

/* Blocks are added up in lanes, so that a term goes through few roundings, and into a pair of doubles. */
ENT_CLONES static double product(const double *a, const double *b, uint64_t n) {
    ent_twofold sum = {0, 0};
    for (uint64_t u = 0; u < n; u += BLOCK) {
        double lane[LANES] = {0};
        const uint64_t here = n - u < BLOCK ? n - u : BLOCK;
        for (uint64_t k = 0; k + LANES <= here; k += LANES)
            for (unsigned l = 0; l < LANES; l++)
                lane[l] += a[u + k + l] * b[u + k + l];
        for (uint64_t k = here / LANES * LANES; k < here; k++)
            lane[0] += a[u + k] * b[u + k];
        sum = ent_twofold_add(sum, ent_twofold_of(((lane[0] + lane[1]) + (lane[2] + lane[3])) +
                                                  ((lane[4] + lane[5]) + (lane[6] + lane[7]))));
    }
    return sum.high;
}

static double total(const double *a, uint64_t n) {
    ent_twofold sum = {0, 0};
    for (uint64_t u = 0; u < n; u++)
        sum = ent_twofold_add(sum, ent_twofold_of(a[u]));
    return sum.high;
}

/* F: row k is of the first k voters, sums below the quota. */
static void go_forward(double *rows, const critical *c, double x) {
    memset(rows, 0, c->quota * sizeof *rows);
    rows[0] = 1;
    for (size_t k = 0; k + 1 < c->n; k++) {
        const double *row = rows + k * c->quota;
        double *next = rows + (k + 1) * c->quota;
        memcpy(next, row, c->quota * sizeof *next);
        if (c->weight[k] < c->quota)
            add_scaled(next + c->weight[k], row, x, c->quota - c->weight[k]);
    }
}

/* Of minimal winning coalitions; b[u]: ways to go on below the quota. */
static double minimal_part(const critical *c, const double *row, const double *b, size_t k) {
    const uint64_t w = c->weight[k] < c->quota ? c->weight[k] : c->quota, reach = c->quota - w;
    ent_twofold sum = ent_twofold_of(product(row, b + w, reach));
    return ent_twofold_add(sum, ent_twofold_of(total(row + reach, w))).high;
}

static void go_back(double *a, double *b, const double *rows, const critical *c, double x,
                    double *johnston, double *minimal) {
    memset(a, 0, c->size * sizeof *a);
    memset(b, 0, c->quota * sizeof *b);
    for (size_t k = c->n; k-- > 0;) {
        const uint64_t w = c->weight[k], below = w < c->quota ? c->quota - w : 0;
        const double *row = rows + k * c->quota;
        if (c->ends[k + 1])
            add_scaled(a, c->ends[k + 1], 1, c->size);
        johnston[k] = product(row, a + w, c->quota);
        fold(a, w, x, c->size - w);
        if (!c->minimal_too)
            continue;
        minimal[k] = minimal_part(c, row, b, k);
        fold(b, w, x, below);
        for (uint64_t u = below; u < c->quota; u++)
            b[u] += x;
    }
}

/* Job 2k: node k; job 2k + 1: its mirror image; the last: x = 1. */
static ent_status run_node(void *job, uint64_t number, unsigned worker) {
    critical *c = job;
    const bool all = number == 2 * c->rule.n, mirrored = number % 2 == 1;
    const double at = all ? 1 : c->rule.x[number / 2], x = mirrored ? 1 - at : at;
    const uint64_t of_rows = c->n * c->quota;
    if (mirrored && at == 0.5)
        return ENT_OK;
    if (!c->rows[worker])
        c->rows[worker] = ent_heap_alloc((of_rows + c->size + c->quota) * sizeof(double));
    double *rows = c->rows[worker];
    if (!rows)
        return ENT_NOMEM;
    go_forward(rows, c, x);
    go_back(rows + of_rows, rows + of_rows + c->size, rows, c, x, c->johnston + number * c->n,
            c->minimal + number * c->n);
    return ENT_OK;
}

/* ---- shares ---- */

void ent_power_share_out(double *out, const double *raw, size_t n, const ent_quadrature *rule) {
    ent_twofold all = {0, 0};
    for (size_t i = 0; i < n; i++) {
        ent_twofold sum = {0, 0};
        for (size_t job = 0; job < 2 * rule->n; job++)
            sum = ent_twofold_add(sum, ent_twofold_of(rule->weight[job / 2] * raw[job * n + i]));
        out[i] = sum.high;
        all = ent_twofold_add(all, sum);
    }
    for (size_t i = 0; i < n && all.high > 0; i++)
        out[i] /= all.high;
}

void ent_power_share_members(double *out, const double *raw, size_t n) {
    const double all = total(raw, n);
    for (size_t i = 0; i < n; i++)
        out[i] = all > 0 ? raw[i] / all : 0;
}

static void keep(ent_power *power, const critical *c, const uint32_t *order, double *share) {
    for (int kind = 0; kind < 3; kind++) {
        if (kind == 0)
            ent_power_share_out(share, c->johnston, c->n, &c->rule);
        else if (kind == 1)
            ent_power_share_out(share, c->minimal, c->n, &c->rule);
        else
            ent_power_share_members(share, c->minimal + 2 * c->rule.n * c->n, c->n);
        for (size_t k = 0; k < c->n && (kind == 0 || c->minimal_too); k++) {
            ent_power_voter *v = &power->voter[order[power->n - 1 - k]];
            double *to = kind == 0   ? &v->johnston_near
                         : kind == 1 ? &v->deegan_packel_near
                                     : &v->holler_near;
            if (k > 0 &&
                c->weight[k] == c->weight[k - 1]) /* roundings differ, equal voters do not */
                share[k] = share[k - 1];
            *to = share[k];
        }
    }
    power->johnston_known = true;
    power->minimal_known = power->minimal_known || c->minimal_too;
    power->critical_error = ent_power_critical_error(power->n);
}

static ent_status work(ent_power *power, critical *c, ent_arena *arena, const uint32_t *order,
                       const ent_run *run) {
    ent_run named = *run;
    named.what = "sharing out coalitions among those who are needed";
    named.threads = run->threads < MOST_THREADS ? run->threads : MOST_THREADS;
    ENT_TRY(find_ends(c, arena, run));
    ENT_TRY(ent_quadrature_new(&c->rule, arena, (c->n + 1) / 2));
    const size_t jobs = 2 * c->rule.n + 1;
    c->johnston = ENT_NEW(arena, double, jobs * c->n);
    c->minimal = ENT_NEW(arena, double, jobs * c->n);
    double *share = ENT_NEW(arena, double, c->n);
    if (!c->johnston || !c->minimal || !share)
        return ENT_NOMEM;
    ent_status status = ent_pool_run(&named, jobs, run_node, c, NULL);
    for (unsigned w = 0; w < MOST_THREADS; w++)
        ent_heap_free(c->rows[w]);
    ENT_TRY(status);
    keep(power, c, order, share);
    return ENT_OK;
}

ent_status ent_power_critical(ent_power *power, const ent_clause *clause, const uint32_t *order,
                              bool minimal, const ent_run *run) {
    const uint64_t heaviest = clause->weight[order[power->n - 1]];
    const uint64_t size = clause->quota + (heaviest < clause->quota ? heaviest : clause->quota);
    ent_arena *arena = ent_arena_new();
    uint64_t *weight = arena ? ENT_NEW(arena, uint64_t, power->n) : NULL;
    critical c = {.quota = clause->quota, .size = size, .weight = weight, .minimal_too = minimal};
    ent_status status = weight ? ENT_OK : ENT_NOMEM;
    for (size_t k = 0; weight && k < power->n; k++) {
        uint64_t w = clause->weight[order[power->n - 1 - k]];
        if (w > 0) /* no more than the quota makes a difference */
            weight[c.n++] = w < clause->quota ? w : clause->quota;
    }
    if (status == ENT_OK && size <= MOST_ROWS / (c.n + 1) && size <= MOST_STEPS / c.n / c.n)
        status = work(power, &c, arena, order, run);
    ent_arena_free(arena);
    return status;
}
