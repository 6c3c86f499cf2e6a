/* Nodes and weights of Gauss-Legendre quadrature: see quadrature.h. */
#include "base/quadrature.h"

#include "base/twofold.h"

/* P_m(t) and P_m'(t). */
static void legendre(size_t m, ent_twofold t, ent_twofold *value, ent_twofold *slope) {
    ent_twofold before = ent_twofold_of(1), now = t;
    for (size_t k = 2; k <= m; k++) {
        ent_twofold a =
            ent_twofold_times(ent_twofold_times(t, now), ent_twofold_of((double)(2 * k - 1)));
        ent_twofold b = ent_twofold_times(before, ent_twofold_of((double)(k - 1)));
        before = now;
        now = ent_twofold_over(ent_twofold_add(a, ent_twofold_minus(b)), ent_twofold_of((double)k));
    }
    ent_twofold below =
        ent_twofold_add(ent_twofold_of(1), ent_twofold_minus(ent_twofold_times(t, t)));
    ent_twofold up = ent_twofold_add(before, ent_twofold_minus(ent_twofold_times(t, now)));
    *value = now;
    *slope = ent_twofold_over(ent_twofold_times(ent_twofold_of((double)m), up), below);
}

static bool confirmed(size_t m, ent_twofold t) {
    const double step = 0x1p-80;
    ent_twofold left, right, slope;
    legendre(m, ent_twofold_add(t, ent_twofold_of(-step)), &left, &slope);
    legendre(m, ent_twofold_add(t, ent_twofold_of(step)), &right, &slope);
    return (left.high < 0) != (right.high < 0);
}

static bool node(ent_quadrature *g, double low, double high) {
    ent_twofold value, slope, t;
    legendre(g->m, ent_twofold_of(low), &value, &slope);
    bool negative = value.high < 0;
    for (unsigned i = 0; i < 40; i++) {
        double middle = low + (high - low) / 2;
        legendre(g->m, ent_twofold_of(middle), &value, &slope);
        if ((value.high < 0) == negative)
            low = middle;
        else
            high = middle;
    }
    t = ent_twofold_of(low);
    for (unsigned i = 0; i < 4; i++) {
        legendre(g->m, t, &value, &slope);
        t = ent_twofold_add(t, ent_twofold_minus(ent_twofold_over(value, slope)));
    }
    legendre(g->m, t, &value, &slope);
    ent_twofold below =
        ent_twofold_add(ent_twofold_of(1), ent_twofold_minus(ent_twofold_times(t, t)));
    ent_twofold weight = ent_twofold_over(
        ent_twofold_of(1), ent_twofold_times(below, ent_twofold_times(slope, slope)));
    g->x[g->n] = (t.high + 1) / 2 + t.low / 2;
    g->weight[g->n++] = weight.high;
    return confirmed(g->m, t);
}

/* The nodes in (-1, 0), found between changes of sign of P_m on a grid that is finer towards the ends,
 * where they lie closer: t = s (3 - s^2) / 2 has no slope at -1. */
static bool find_nodes(ent_quadrature *g) {
    const size_t steps = 16 * g->m;
    double before = -1;
    ent_twofold value, slope;
    bool negative = g->m % 2 == 1; /* P_m(-1) = (-1)^m */
    g->n = 0;
    for (size_t k = 1; k <= steps && g->n < g->m / 2; k++) {
        double s = (double)k / (double)steps - 1, t = s * (3 - s * s) / 2;
        if (k == steps)
            t = -1e-9;
        legendre(g->m, ent_twofold_of(t), &value, &slope);
        if ((value.high < 0) != negative) {
            if (!node(g, before, t))
                return false;
            negative = !negative;
        }
        before = t;
    }
    return g->n == g->m / 2;
}

ent_status ent_quadrature_new(ent_quadrature *out, ent_arena *arena, size_t m) {
    *out = (ent_quadrature){.m = m,
                            .x = ENT_NEW(arena, double, m / 2 + 1),
                            .weight = ENT_NEW(arena, double, m / 2 + 1)};
    ent_quadrature *g = out;
    if (!g->x || !g->weight)
        return ENT_NOMEM;
    if (!find_nodes(g))
        return ENT_LIMIT;
    if (g->m % 2 == 1) { /* t = 0 */
        ent_twofold value, slope;
        legendre(g->m, ent_twofold_of(0), &value, &slope);
        g->x[g->n] = 0.5;
        g->weight[g->n++] =
            ent_twofold_over(ent_twofold_of(1), ent_twofold_times(slope, slope)).high;
    }
    return ENT_OK;
}
