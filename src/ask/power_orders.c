/* Shapley and Shubik's index of many voters, as decimals with a proven bound of their error.
 *
 * Let every other voter join with probability x: the chance that voter i then decides is a polynomial
 * f_i(x) of degree n - 1, and the index is its integral over 0..1 (Owen 1972,
 * doi:10.1287/mnsc.18.5.64). Gauss-Legendre with n/2 nodes integrates it without any truncation error; each
 * node takes one pass over the sums below the quota. For x above 1/2 the dual game at 1 - x gives
 * the same chance, so that r = x / (1 - x) is never above 1: everything that is added is positive,
 * and taking a voter out again multiplies errors by at most 1 / (1 - x) <= 2.
 *
 * The bound, with u = 2^-53. r is off by 2u; a coalition goes through at most n products and sums with
 * it, so each c[w] is off by a factor within (1 + u)^(4n). Prefix sums are pairs of doubles, so that their
 * differences are as good as what was added. In the alternating sum of blocks r^k B_k the factor
 * r^k is off by 3k u, and k r^k <= K = 0.37 / (1 - r), the worst over nodes with r < 1 (r = 1 is exact); the
 * sum itself is kept as a pair. (1 - x)^(n - 1) costs 2n u. All blocks together are at most 1 / (1 - x) <= 2.
 * A node is rounded by at most u and |f_i'| <= n; weights are positive and sum to 1. Together, with room
 * for terms in u^2:
 *     error <= 2 (7 n + 4 K + 24) u + 4 n u.
 */
#include <stdlib.h>
#include <string.h>

#include "ask/power_parts.h"
#include "base/clones.h"
#include "base/quadrature.h"
#include "base/twofold.h"

#define U 1.1102230246251565e-16 /* 2^-53 */
#define TINY 8.5e-22             /* 2^-70 */
#define TILE 8192u
#define GROUP_BYTES (512u << 10)

/* ---- one node ---- */

typedef struct orders {
    const ent_clause *clause;
    const uint32_t *order;
    size_t n;
    ent_quadrature rule;
    double *part; /* per job: per voter */
} orders;

ENT_CLONES static void add_times(double *to, const double *from, double r, size_t n) {
    ENT_INDEPENDENT
    for (size_t w = n; w-- > 0;)
        to[w] += r * from[w];
}

/* As in power_sums.c: each voter follows the one before at a distance of its own weight. */
static void add_group(double *c, uint64_t top, const uint64_t *weight, size_t n, double r) {
    uint64_t lag = 0;
    for (size_t j = 1; j < n; j++)
        lag += weight[j];
    for (uint64_t done = 0; done < top + lag + 1; done += TILE) {
        uint64_t behind = 0;
        for (size_t j = 0; j < n; j++) {
            behind += j > 0 ? weight[j] : 0;
            int64_t high = (int64_t)(top + behind) - (int64_t)done, low = high - (int64_t)TILE + 1;
            if (high > (int64_t)top)
                high = (int64_t)top;
            if (low < (int64_t)weight[j])
                low = (int64_t)weight[j];
            if (high >= low)
                add_times(c + low, c + ((uint64_t)low - weight[j]), r, (size_t)(high - low + 1));
        }
    }
}

static void fill_sums(double *c, const orders *o, uint64_t quota, double r, double start) {
    const uint64_t last = quota - 1;
    uint64_t top = 0, group[64];
    memset(c, 0, quota * sizeof *c);
    c[0] = start;
    for (size_t i = 0; i < o->n;) {
        size_t n = 0;
        uint64_t lag = 0;
        while (i + n < o->n && n < 64) {
            uint64_t w = o->clause->weight[o->order[i + n]];
            lag += n > 0 ? w : 0;
            if (n > 0 && (lag + 2 * TILE) * sizeof *c > GROUP_BYTES)
                break;
            group[n++] = w;
        }
        for (size_t k = 0; k < n; k++)
            top = top + group[k] < last ? top + group[k] : last;
        add_group(c, top, group, n, r);
        i += n;
    }
}

/* c becomes prefix sums; their low halves go to `low`. */
static void sum_up(double *c, double *low, uint64_t quota) {
    ent_twofold sum = {0, 0};
    for (uint64_t w = 0; w < quota; w++) {
        ent_twofold next = ent_two_sum(sum.high, c[w]);
        sum = ent_quick_sum(next.high, next.low + sum.low);
        c[w] = sum.high;
        low[w] = sum.low;
    }
}

/* sum over k of (-r)^k (P[q - 1 - k v] - P[q - 1 - (k + 1) v]). */
static double without(const double *high, const double *low, uint64_t quota, uint64_t v, double r) {
    ent_twofold sum = {0, 0};
    double factor = 1;
    for (uint64_t left = quota; v && left > 0; left = left > v ? left - v : 0) {
        double block = high[left - 1] + low[left - 1];
        if (left > v)
            block = (high[left - 1] - high[left - v - 1]) + (low[left - 1] - low[left - v - 1]);
        sum = ent_twofold_add(sum, ent_twofold_of(factor * block));
        factor *= -r;
        if ((factor < 0 ? -factor : factor) < TINY)
            break;
    }
    return sum.high;
}

static double repeated(double x, size_t n) {
    double out = 1;
    for (size_t i = 0; i < n; i++)
        out *= x;
    return out;
}

/* Job 2k: node k; job 2k + 1: its mirror image, in the dual game. */
static ent_status run_node(void *job, uint64_t number, unsigned worker) {
    orders *o = job;
    const double x = o->rule.x[number / 2], r = x / (1 - x);
    const bool mirrored = number % 2 == 1;
    const uint64_t quota = mirrored ? o->clause->sum + 1 - o->clause->quota : o->clause->quota;
    double *part = o->part + number * o->n;
    (void)worker;
    if (mirrored && x == 0.5)
        return ENT_OK;
    double *c = ent_heap_alloc(2 * quota * sizeof *c);
    if (!c)
        return ENT_NOMEM;
    /* As large a start as sums up to 2^n times it allow, so that small parts do not vanish. */
    double start = 1;
    for (size_t i = o->n; i < 1000; i++)
        start *= 2;
    fill_sums(c, o, quota, r, start);
    sum_up(c, c + quota, quota);
    const double scale = repeated(1 - x, o->n - 1) / start * o->rule.weight[number / 2];
    for (size_t i = 0; i < o->n; i++) {
        uint32_t voter = o->order[i];
        if (i > 0 && o->clause->weight[voter] == o->clause->weight[o->order[i - 1]])
            part[voter] = part[o->order[i - 1]];
        else
            part[voter] = scale * without(c, c + quota, quota, o->clause->weight[voter], r);
    }
    ent_heap_free(c);
    return ENT_OK;
}

/* K above. */
static double most_slope(const orders *o) {
    double r = 0;
    for (size_t k = 0; k < o->rule.n; k++)
        if (o->rule.x[k] > r && o->rule.x[k] < 0.5)
            r = o->rule.x[k];
    r = r / (1 - r);
    return 0.37 / (1 - r);
}

ent_status ent_power_orders(ent_power *power, const ent_clause *clause, const uint32_t *order,
                            const ent_run *run) {
    const size_t m = (power->n + 1) / 2;
    ent_arena *arena = ent_arena_new();
    orders o = {.clause = clause, .order = order, .n = power->n};
    ent_run named = *run;
    named.what = "integrating over chances to join";
    o.part = arena ? ENT_NEW(arena, double, (m + 2) * o.n) : NULL;
    ent_status status = o.part ? ent_quadrature_new(&o.rule, arena, m) : ENT_NOMEM;
    if (status == ENT_OK)
        status = ent_pool_run(&named, 2 * o.rule.n, run_node, &o, NULL);
    if (status == ENT_OK) {
        for (size_t i = 0; i < o.n; i++) {
            double sum = 0;
            for (size_t k = 0; k < 2 * o.rule.n; k++)
                sum += o.part[k * o.n + i];
            power->voter[i].shapley_near = sum;
        }
        power->shapley_known = true;
        power->shapley_error =
            2 * (7 * (double)o.n + 4 * most_slope(&o) + 24) * U + 4 * (double)o.n * U;
    }
    ent_arena_free(arena);
    return status;
}
