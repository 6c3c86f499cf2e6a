/* Hit-and-run over boxes and simplices with comparisons. See walk.h. */
#include "game/walk.h"

#include "base/random.h"

/* Sweeps before and during the mean. The mean of a coordinate is then within about 0.3% of the width
 * of its range (sample standard deviation over the square root of the sweeps, times a few for the
 * correlation of neighbouring sweeps). */
#define WARMUP 2000u
#define SWEEPS 40000u

bool ent_region_tighten(const ent_region *region, double *lo, double *hi) {
    for (size_t round = 0; round <= region->n; round++) {
        bool changed = false;
        for (size_t i = 0; i < region->n_cuts; i++) {
            const struct ent_cut *c = &region->cuts[i];
            double least = c->factor * lo[c->right], most = hi[c->left] / c->factor;
            if (least > lo[c->left]) {
                lo[c->left] = least;
                changed = true;
            }
            if (most < hi[c->right]) {
                hi[c->right] = most;
                changed = true;
            }
        }
        for (size_t v = 0; v < region->n; v++)
            if (lo[v] > hi[v])
                return false;
        if (!changed)
            return true;
    }
    /* A circle of comparisons whose factors multiply to more than 1 shrinks the bounds for ever. */
    return false;
}

/* The part of the line x + t * d inside the region, where d moves variable a by +1 and b (if any) by
 * -trade. */
static void line_inside(const ent_region *region, const double *x, uint32_t a, uint32_t b,
                        double trade, double *from, double *to) {
    double t0 = region->lo[a] - x[a], t1 = region->hi[a] - x[a];
    if (b != UINT32_MAX) {
        double s1 = (x[b] - region->lo[b]) / trade, s0 = (x[b] - region->hi[b]) / trade;
        t0 = s0 > t0 ? s0 : t0;
        t1 = s1 < t1 ? s1 : t1;
    }
    for (size_t i = 0; i < region->n_cuts; i++) {
        const struct ent_cut *c = &region->cuts[i];
        double slope = (c->left == a) - (c->left == b ? trade : 0.0) -
                       c->factor * ((c->right == a) - (c->right == b ? trade : 0.0));
        double slack = x[c->left] - c->factor * x[c->right]; /* >= 0; slack + slope * t >= 0 */
        if (slope > 0 && -slack / slope > t0)
            t0 = -slack / slope;
        else if (slope < 0 && slack / -slope < t1)
            t1 = slack / -slope;
    }
    *from = t0;
    *to = t1;
}

/* The random numbers of a walk: draws first, first + step, ... of a stream. */
typedef struct walk_source {
    uint64_t seed, stream, next, step;
} walk_source;

static double draw(walk_source *source) {
    double u = ent_random(source->seed, source->stream, source->next);
    source->next += source->step;
    return u;
}

/* One step along every dimension. */
static void sweep(const ent_region *region, double *x, walk_source *source) {
    for (uint32_t v = 0; v < region->n; v++) {
        uint32_t other = UINT32_MAX;
        double trade = 1, t0, t1;
        if (region->mass) {
            double pick = draw(source);
            other = (uint32_t)(pick * (double)(region->n - 1));
            other += other >= v;
            if (region->n < 2)
                break;
            trade = region->mass[v] / region->mass[other];
        }
        line_inside(region, x, v, other, trade, &t0, &t1);
        double u = draw(source);
        if (t1 <= t0)
            continue;
        double t = t0 + (t1 - t0) * u;
        x[v] += t;
        if (other != UINT32_MAX)
            x[other] -= trade * t;
    }
}

void ent_region_mean(const ent_region *region, double *x, uint64_t stream, double *mean) {
    walk_source source = {0, stream, 0, 1};
    for (size_t v = 0; v < region->n; v++)
        mean[v] = 0;
    for (uint32_t k = 0; k < WARMUP + SWEEPS; k++) {
        sweep(region, x, &source);
        if (k >= WARMUP)
            for (size_t v = 0; v < region->n; v++)
                mean[v] += x[v];
    }
    for (size_t v = 0; v < region->n; v++)
        mean[v] /= SWEEPS;
}

void ent_region_walk(const ent_region *region, double *x, uint64_t seed, uint64_t stream,
                     uint64_t m) {
    walk_source source = {seed, stream, m, (uint64_t)1 << ENT_DRAW_BITS};
    for (uint32_t k = 0; k < ENT_WALK_SWEEPS; k++)
        sweep(region, x, &source);
}
