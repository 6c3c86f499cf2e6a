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

#define U 1.1102230246251565e-16 /* 2^-53 */
#define TILE 8192u
#define GROUP_BYTES (512u << 10)

/* ---- pairs of doubles (Dekker 1971, doi:10.1007/BF01397083) ---- */

typedef struct pair {
    double high, low;
} pair;

static inline pair two_sum(double a, double b) {
    double s = a + b, t = s - a;
    return (pair){s, (a - (s - t)) + (b - t)};
}

static inline pair quick_sum(double a, double b) {
    double s = a + b;
    return (pair){s, b - (s - a)};
}

static inline pair two_product(double a, double b) {
    const double splitter = 134217729.0; /* 2^27 + 1 */
    double p = a * b;
    double ta = splitter * a, ah = ta - (ta - a), al = a - ah;
    double tb = splitter * b, bh = tb - (tb - b), bl = b - bh;
    return (pair){p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
}

static pair pair_add(pair a, pair b) {
    pair s = two_sum(a.high, b.high);
    return quick_sum(s.high, s.low + a.low + b.low);
}

static pair pair_times(pair a, pair b) {
    pair p = two_product(a.high, b.high);
    return quick_sum(p.high, p.low + (a.high * b.low + a.low * b.high));
}

static pair pair_of(double a) {
    return (pair){a, 0};
}

static pair pair_minus(pair a) {
    return (pair){-a.high, -a.low};
}

static pair pair_over(pair a, pair b) {
    double q1 = a.high / b.high;
    pair r = pair_add(a, pair_minus(pair_times(b, pair_of(q1))));
    double q2 = r.high / b.high;
    r = pair_add(r, pair_minus(pair_times(b, pair_of(q2))));
    return pair_add(quick_sum(q1, q2), pair_of(r.high / b.high));
}

/* ---- Gauss-Legendre ---- */

/* P_m(t) and P_m'(t). */
static void legendre(size_t m, pair t, pair *value, pair *slope) {
    pair before = pair_of(1), now = t;
    for (size_t k = 2; k <= m; k++) {
        pair a = pair_times(pair_times(t, now), pair_of((double)(2 * k - 1)));
        pair b = pair_times(before, pair_of((double)(k - 1)));
        before = now;
        now = pair_over(pair_add(a, pair_minus(b)), pair_of((double)k));
    }
    pair below = pair_add(pair_of(1), pair_minus(pair_times(t, t)));
    pair up = pair_add(before, pair_minus(pair_times(t, now)));
    *value = now;
    *slope = pair_over(pair_times(pair_of((double)m), up), below);
}

/* All nodes t of degree m in (-1, 0], by bisection between sign changes and Newton's method, each
 * confirmed by a change of sign within 2^-80 about it. False when one could not be confirmed. */
typedef struct rule {
    size_t m;
    double *x;      /* (1 + t) / 2, up to 1/2 */
    double *weight; /* on 0..1 */
    size_t n;       /* nodes with x <= 1/2 */
} rule;

static bool confirmed(size_t m, pair t) {
    const double step = 0x1p-80;
    pair left, right, slope;
    legendre(m, pair_add(t, pair_of(-step)), &left, &slope);
    legendre(m, pair_add(t, pair_of(step)), &right, &slope);
    return (left.high < 0) != (right.high < 0);
}

static bool node(rule *g, double low, double high) {
    pair value, slope, t;
    legendre(g->m, pair_of(low), &value, &slope);
    bool negative = value.high < 0;
    for (unsigned i = 0; i < 40; i++) {
        double middle = low + (high - low) / 2;
        legendre(g->m, pair_of(middle), &value, &slope);
        if ((value.high < 0) == negative)
            low = middle;
        else
            high = middle;
    }
    t = pair_of(low);
    for (unsigned i = 0; i < 4; i++) {
        legendre(g->m, t, &value, &slope);
        t = pair_add(t, pair_minus(pair_over(value, slope)));
    }
    legendre(g->m, t, &value, &slope);
    pair below = pair_add(pair_of(1), pair_minus(pair_times(t, t)));
    pair weight = pair_over(pair_of(1), pair_times(below, pair_times(slope, slope)));
    g->x[g->n] = (t.high + 1) / 2 + t.low / 2;
    g->weight[g->n++] = weight.high;
    return confirmed(g->m, t);
}

/* The nodes in (-1, 0), found between changes of sign of P_m on a grid that is finer towards the ends,
 * where they lie closer: t = s (3 - s^2) / 2 has no slope at -1. */
static bool find_nodes(rule *g) {
    const size_t steps = 16 * g->m;
    double before = -1;
    pair value, slope;
    bool negative = g->m % 2 == 1; /* P_m(-1) = (-1)^m */
    g->n = 0;
    for (size_t k = 1; k <= steps && g->n < g->m / 2; k++) {
        double s = (double)k / (double)steps - 1, t = s * (3 - s * s) / 2;
        if (k == steps)
            t = -1e-9;
        legendre(g->m, pair_of(t), &value, &slope);
        if ((value.high < 0) != negative) {
            if (!node(g, before, t))
                return false;
            negative = !negative;
        }
        before = t;
    }
    return g->n == g->m / 2;
}

static bool find_rule(rule *g) {
    if (!find_nodes(g))
        return false;
    if (g->m % 2 == 1) { /* t = 0 */
        pair value, slope;
        legendre(g->m, pair_of(0), &value, &slope);
        g->x[g->n] = 0.5;
        g->weight[g->n++] = pair_over(pair_of(1), pair_times(slope, slope)).high;
    }
    return true;
}

/* ---- one node ---- */

typedef struct orders {
    const ent_clause *clause;
    const uint32_t *order;
    size_t n;
    rule rule;
    double *part; /* per job: per voter */
} orders;

ENT_CLONES static void add_times(double *to, const double *from, double r, size_t n) {
#pragma GCC ivdep
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
    pair sum = {0, 0};
    for (uint64_t w = 0; w < quota; w++) {
        pair next = two_sum(sum.high, c[w]);
        sum = quick_sum(next.high, next.low + sum.low);
        c[w] = sum.high;
        low[w] = sum.low;
    }
}

/* sum over k of (-r)^k (P[q - 1 - k v] - P[q - 1 - (k + 1) v]). */
static double without(const double *high, const double *low, uint64_t quota, uint64_t v, double r) {
    pair sum = {0, 0};
    double factor = 1;
    for (uint64_t left = quota; v && left > 0; left = left > v ? left - v : 0) {
        double block = high[left - 1] + low[left - 1];
        if (left > v)
            block = (high[left - 1] - high[left - v - 1]) + (low[left - 1] - low[left - v - 1]);
        sum = pair_add(sum, pair_of(factor * block));
        factor *= -r;
        if (factor < 0x1p-70 && factor > -0x1p-70)
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
    const uint64_t quota =
        mirrored ? o->clause->sum + 1 - o->clause->quota : o->clause->quota;
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
    orders o = {.clause = clause, .order = order, .n = power->n, .rule = {.m = m}};
    ent_run named = *run;
    named.what = "integrating over chances to join";
    o.rule.x = arena ? ENT_NEW(arena, double, m + 1) : NULL;
    o.rule.weight = arena ? ENT_NEW(arena, double, m + 1) : NULL;
    o.part = arena ? ENT_NEW(arena, double, (m + 2) * o.n) : NULL;
    ent_status status = ENT_NOMEM;
    if (o.rule.x && o.rule.weight && o.part)
        status = find_rule(&o.rule) ? ENT_OK : ENT_LIMIT;
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
