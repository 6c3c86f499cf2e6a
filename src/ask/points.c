/* Choosing points from the frontier, and counting what attains them. See points.h. */
#include "ask/bound.h"

#include "base/wide.h"

#include <string.h>

const char *ent_point_name(ent_point_kind kind) {
    static const char *const names[] = {"nash",        "kalai_smorodinsky",    "egalitarian",
                                        "utilitarian", "relative_utilitarian", "max_min"};
    return names[kind];
}

typedef struct chooser {
    ent_arena *arena;
    const ent_frontier *f;
    const ent_front *from; /* the vectors that the point is chosen from */
    ent_front near;        /* the same where the frontier is too large */
    const ent_run *run;
    ent_points *points;
    ent_gains gains;
    size_t members;
    ent_i128 best_gain[64], ideal_gain[64];
    ent_i128 denominator[64];
    ent_i128 factor[64][64]; /* sums: the weight of a member is the product of its row */
} chooser;

static const ent_i128 *vector(const chooser *c, size_t i) {
    return c->from->value + i * c->members;
}

static ent_status keep(ent_front *at, const chooser *c, size_t i) {
    return ent_front_put(at, c->arena, vector(c, i), c->from->count[i], c->from->first[i]);
}

/* ---- the greatest product and sums: scores as wide integers ---- */

static void product_of_gains(ent_wide *score, const chooser *c, const ent_i128 *value) {
    ent_wide_set(score, 1);
    for (size_t m = 0; m < c->members; m++)
        ent_wide_mul(score, (ent_u128)ent_gain_of(&c->gains, m, value[m]));
}

/* Weights that bring gain[m] / den[m] to the least common denominator: row m of c->factor holds
 * factors whose product is that denominator divided by den[m]. The denominators, each divided by
 * what the earlier ones have in common with it, multiply up to the least common one. */
static void weigh(chooser *c, const ent_i128 *den) {
    ent_i128 own[64];
    for (size_t m = 0; m < c->members; m++) {
        own[m] = den[m];
        for (size_t k = 0; k < m; k++)
            own[m] /= ent_gcd(own[m], own[k]);
    }
    for (size_t m = 0; m < c->members; m++) {
        ent_i128 rest = den[m];
        for (size_t k = 0; k < c->members; k++) {
            ent_i128 g = ent_gcd(own[k], rest);
            c->factor[m][k] = own[k] / g;
            rest /= g;
        }
    }
}

static void sum_of_gains(ent_wide *score, const chooser *c, const ent_i128 *value) {
    ent_wide_set(score, 0);
    for (size_t m = 0; m < c->members; m++) {
        ent_wide term;
        ent_wide_set(&term, (ent_u128)ent_gain_of(&c->gains, m, value[m]));
        for (size_t k = 0; k < c->members; k++)
            if (c->factor[m][k] != 1)
                ent_wide_mul(&term, (ent_u128)c->factor[m][k]);
        ent_wide_add(score, &term);
    }
}

/* Keeps all vectors of the greatest score; false when wide integers do not hold a score. */
static ent_status choose_greatest(ent_point *point, chooser *c,
                                  void (*score_of)(ent_wide *, const chooser *, const ent_i128 *),
                                  bool *fits) {
    ent_wide best, score;
    ent_wide_set(&best, 0);
    point->at = (ent_front){.members = c->members};
    for (size_t i = 0; i < c->from->n; i++) {
        score_of(&score, c, vector(c, i));
        if (score.over) {
            *fits = false;
            return ENT_OK;
        }
        int order = i == 0 ? 1 : ent_wide_cmp(&score, &best);
        if (order > 0) {
            best = score;
            point->at = (ent_front){.members = c->members};
        }
        if (order >= 0)
            ENT_TRY(keep(&point->at, c, i));
    }
    point->counted = true;
    return ENT_OK;
}

/* ---- the greatest least: fractions ---- */

/* What the rule compares of one member, as a fraction; false: the member is left out. */
static bool part_of(ent_number *out, const chooser *c, ent_point_kind kind, size_t m,
                    ent_i128 utility) {
    if (kind == ENT_POINT_MAX_MIN) {
        *out = (ent_number){utility, c->denominator[m]};
        return true;
    }
    ent_i128 gain = ent_gain_of(&c->gains, m, utility);
    ent_i128 by = kind == ENT_POINT_EGALITARIAN ? c->gains.unit[m] : c->best_gain[m];
    *out = (ent_number){gain, by};
    return by != 0;
}

static bool least_of(ent_number *out, const chooser *c, ent_point_kind kind,
                     const ent_i128 *value) {
    bool any = false;
    for (size_t m = 0; m < c->members; m++) {
        ent_number part;
        if (part_of(&part, c, kind, m, value[m]) && (!any || ent_number_cmp(part, *out) < 0)) {
            *out = part;
            any = true;
        }
    }
    return any;
}

/* The least utility of a member between its threshold and its best that gives the value. */
static ent_i128 utility_for(const chooser *c, ent_point_kind kind, size_t m, ent_number value,
                            ent_i128 lo) {
    ent_i128 hi = c->points->best[m];
    ent_number part;
    while (lo < hi) {
        ent_i128 mid = lo + (hi - lo) / 2;
        if (!part_of(&part, c, kind, m, mid))
            return lo;
        if (ent_number_cmp(part, value) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static ent_i128 threshold_of(const chooser *c, size_t m) {
    return c->f->bargain->game->aims[c->f->bargain->members[m]].threshold;
}

/* Every state that attains the value, efficient or not; where that takes too long, those of the
 * frontier. */
static ent_status count_above(ent_point *point, chooser *c, const ent_i128 *least) {
    ent_status status = ent_states_above(&point->at, c->arena, c->f, least, ENT_KEEP_ALL, c->run);
    point->counted = status == ENT_OK;
    if (status != ENT_LIMIT)
        return status;
    point->at = (ent_front){.members = c->members};
    for (size_t i = 0; i < c->from->n; i++)
        if (ent_vector_covers(vector(c, i), least, c->members))
            ENT_TRY(keep(&point->at, c, i));
    return ENT_OK;
}

static ent_status choose_least(ent_point *point, chooser *c, ent_point_kind kind) {
    ent_number best = ENT_ZERO, value;
    ent_i128 least[64];
    bool any = false;
    for (size_t i = 0; i < c->from->n; i++)
        if (least_of(&value, c, kind, vector(c, i)) && (!any || ent_number_cmp(value, best) > 0)) {
            best = value;
            any = true;
        }
    for (size_t m = 0; m < c->members; m++) {
        least[m] = threshold_of(c, m);
        if (any)
            least[m] = utility_for(c, kind, m, best, least[m]);
    }
    ent_exact exact = {0};
    ent_i128 g = ent_gcd(best.num, best.den), num = best.num / g, den = best.den / g;
    if (!ent_exact_sum(&exact, c->arena, &num, &den, 1))
        return ENT_OK;
    point->value = exact.text;
    point->number = exact.number;
    point->found = true;
    return exact.text ? count_above(point, c, least) : ENT_NOMEM;
}

/* ---- all of them ---- */

static ent_status choose_nash(ent_point *point, chooser *c) {
    ent_exact exact = {0};
    ent_i128 gain[64], least[64];
    bool fits = true, none = false;
    ENT_TRY(choose_greatest(point, c, product_of_gains, &fits));
    for (size_t m = 0; m < c->members && fits; m++) {
        gain[m] = ent_gain_of(&c->gains, m, point->at.value[m]);
        least[m] = threshold_of(c, m);
        none = none || gain[m] == 0;
    }
    if (!fits || !ent_exact_product(&exact, c->arena, gain, c->gains.unit, c->members))
        return ENT_OK;
    point->value = exact.text;
    point->number = exact.number;
    point->found = true;
    /* Where somebody can gain nothing, every product is zero and every state attains it. */
    return !exact.text ? ENT_NOMEM : none ? count_above(point, c, least) : ENT_OK;
}

static ent_status choose_sum(ent_point *point, chooser *c, ent_point_kind kind) {
    ent_exact exact = {0};
    ent_i128 den[64], num[64];
    bool fits = true, relative = kind == ENT_POINT_RELATIVE_UTILITARIAN;
    for (size_t m = 0; m < c->members; m++)
        den[m] = !relative ? c->gains.unit[m] : c->ideal_gain[m] ? c->ideal_gain[m] : 1;
    weigh(c, den);
    ENT_TRY(choose_greatest(point, c, sum_of_gains, &fits));
    for (size_t m = 0; m < c->members && fits; m++) {
        num[m] = relative ? ent_gain_of(&c->gains, m, point->at.value[m]) : point->at.value[m];
        den[m] = relative ? den[m] : c->denominator[m];
    }
    if (!fits || !ent_exact_sum(&exact, c->arena, num, den, c->members))
        return ENT_OK;
    point->value = exact.text;
    point->number = exact.number;
    point->found = true;
    return exact.text ? ENT_OK : ENT_NOMEM;
}

static void find_opposition(chooser *c) {
    double least = -1;
    c->points->opposition = -1;
    for (size_t m = 0; m < c->members; m++)
        if (c->f->ideal[m] <= 0)
            return;
    for (size_t i = 0; i < c->from->n; i++) {
        double sum = 0;
        for (size_t m = 0; m < c->members; m++) {
            double short_by = (double)(c->f->ideal[m] - vector(c, i)[m]) / (double)c->f->ideal[m];
            sum += short_by * short_by;
        }
        least = least < 0 || sum < least ? sum : least;
    }
    c->points->opposition = ent_square_root(least);
}

static void find_best(chooser *c) {
    ent_i128 *best = c->points->best;
    for (size_t i = 0; i < c->from->n; i++)
        for (size_t m = 0; m < c->members; m++)
            best[m] = i == 0 || vector(c, i)[m] > best[m] ? vector(c, i)[m] : best[m];
}

/* ---- where the frontier is too large ---- */

static void find_greatest(chooser *c) {
    for (size_t m = 0; m < c->members; m++) {
        ent_i128 sum = 0;
        for (size_t p = 0; p <= c->f->split->n_parts; p++) {
            const ent_front *set = &c->f->parts[p];
            ent_i128 most = set->value[m];
            for (size_t i = 1; i < set->n; i++)
                most =
                    set->value[i * c->members + m] > most ? set->value[i * c->members + m] : most;
            sum += most;
        }
        c->points->best[m] = sum; /* what no state exceeds */
    }
}

static ent_status prove_nash(chooser *c) {
    ent_point *point = &c->points->point[ENT_POINT_NASH];
    ENT_TRY(ent_bound_product(&c->near, &point->proof, c->arena, c->f, &c->gains, c->run));
    c->from = &c->near;
    return c->near.n ? choose_nash(point, c) : ENT_OK;
}

static ent_status prove_utilitarian(chooser *c) {
    ent_i128 weight[64];
    ent_point *point = &c->points->point[ENT_POINT_UTILITARIAN];
    double size = 0;
    weigh(c, c->gains.unit);
    for (size_t m = 0; m < c->members; m++) {
        double own = 1;
        weight[m] = 1;
        for (size_t k = 0; k < c->members && own < 1e30; k++) {
            own *= (double)c->factor[m][k];
            weight[m] = own < 1e30 ? weight[m] * c->factor[m][k] : 0;
        }
        ent_i128 gain = ent_gain_of(&c->gains, m, c->points->best[m]);
        size += own * ((double)gain + (double)c->gains.scale[m]);
    }
    if (!(size < 1e35))
        return ENT_OK;
    ENT_TRY(ent_bound_sum(&c->near, &point->proof, c->arena, c->f, &c->gains, weight, c->run));
    c->from = &c->near;
    return c->near.n ? choose_sum(point, c, ENT_POINT_UTILITARIAN) : ENT_OK;
}

/* The efficient states at or above what a good state's least share implies, then the best of them. */
static ent_status prove_least(chooser *c, ent_point_kind kind) {
    ent_gains share = c->gains;
    ent_number value;
    ent_i128 start[64], least[64];
    ent_status status;
    for (size_t m = 0; m < c->members && kind == ENT_POINT_MAX_MIN; m++) {
        share.scale[m] = 1;
        share.offset[m] = 0;
        share.unit[m] = c->denominator[m];
    }
    if (!ent_bound_start(start, c->arena, c->f, &c->gains, &share, &status))
        return status;
    least_of(&value, c, kind, start);
    for (size_t m = 0; m < c->members; m++)
        least[m] = utility_for(c, kind, m, value, threshold_of(c, m));
    ENT_TRY(ent_states_above(&c->near, c->arena, c->f, least, ENT_KEEP_EFFICIENT, c->run));
    c->from = &c->near;
    return c->near.n ? choose_least(&c->points->point[kind], c, kind) : ENT_OK;
}

static ent_status prove(chooser *c, ent_point_kind kind) {
    switch (kind) {
    case ENT_POINT_NASH: return prove_nash(c);
    case ENT_POINT_UTILITARIAN: return prove_utilitarian(c);
    case ENT_POINT_EGALITARIAN:
    case ENT_POINT_MAX_MIN: return prove_least(c, kind);
    default: /* these need the frontier, or the members' bests over states in which nobody loses */
        return ENT_OK;
    }
}

static ent_status prove_points(chooser *c) {
    for (ent_point_kind k = 0; k < ENT_POINT_KINDS; k++) {
        ent_status status = prove(c, k);
        if (status != ENT_OK && status != ENT_LIMIT)
            return status; /* where too many states come near, the point stays open */
    }
    for (ent_point_kind k = 0; k < ENT_POINT_KINDS; k++)
        c->points->any = c->points->any || c->points->point[k].found;
    c->points->opposition = -1;
    return ENT_OK;
}

ent_status ent_ask_points(ent_points **out, ent_arena *arena, const ent_frontier *f,
                          const ent_run *run) {
    ent_points *points = ENT_NEW(arena, ent_points, 1);
    chooser *c = ENT_NEW(arena, chooser, 1);
    if (!points || !c)
        return ENT_NOMEM;
    *out = points;
    *c = (chooser){.arena = arena,
                   .f = f,
                   .from = &f->rational,
                   .run = run,
                   .points = points,
                   .members = f->bargain->n_members};
    points->any = f->rational.n > 0;
    bool prove = f->too_large && f->parts;
    if (!points->any && !prove)
        return ENT_OK;
    if (prove) {
        find_greatest(c);
    } else {
        find_best(c);
        find_opposition(c);
    }
    points->too_wide = !ent_gains_new(&c->gains, f->bargain, prove ? points->best : f->ideal);
    if (points->too_wide)
        return ENT_OK;
    for (size_t m = 0; m < c->members; m++) {
        c->best_gain[m] = ent_gain_of(&c->gains, m, points->best[m]);
        c->ideal_gain[m] = ent_gain_of(&c->gains, m, f->ideal[m]);
        c->denominator[m] = f->bargain->game->aims[f->bargain->members[m]].denominator;
    }
    if (prove)
        return prove_points(c);
    ENT_TRY(choose_nash(&points->point[ENT_POINT_NASH], c));
    for (ent_point_kind k = ENT_POINT_KALAI_SMORODINSKY; k < ENT_POINT_KINDS; k++) {
        bool sums = k == ENT_POINT_UTILITARIAN || k == ENT_POINT_RELATIVE_UTILITARIAN;
        ENT_TRY(sums ? choose_sum(&points->point[k], c, k) : choose_least(&points->point[k], c, k));
    }
    return ENT_OK;
}
