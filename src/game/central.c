/* The central model: middles of ranges, centroids of orders. See central.h for the rules. */
#include "game/central.h"

#include "base/random.h"
#include "game/poset.h"
#include "game/walk.h"

#include <string.h>

#define GRID                                                                                       \
    1000000 /* rounded numbers are multiples of 1 / GRID (of 100 / GRID for raw saliences) */
#define DENOMINATOR_LIMIT ((ent_i128)1 << 40) /* exact centroids beyond are rounded to the grid */

/* A double in -1..1 as the nearest multiple of 1 / GRID, times `scale`. */
static ent_number on_grid(double value, int64_t scale) {
    double half = value < 0 ? -0.5 : 0.5;
    ent_number k = ent_number_int((int64_t)(value * GRID + half)), out = ENT_ZERO;
    (void)(ent_number_div(&out, k, ent_number_int(GRID)) &&
           ent_number_mul(&out, out, ent_number_int(scale)));
    return out;
}

ent_number ent_range_middle(ent_range range) {
    ent_number sum = range.lo;
    if (ent_number_cmp(range.lo, range.hi) != 0 && ent_number_add(&sum, range.lo, range.hi))
        (void)ent_number_div(&sum, sum, ent_number_int(2));
    return sum;
}

/* Keeps exact numbers while their common denominator leaves room for sums; rounds all of them to the
 * grid otherwise, so that equals stay equal. */
static void round_if_long(ent_number *of_group, size_t n, int64_t unit, ent_central *central) {
    ent_i128 common = 1;
    for (size_t g = 0; g < n && common <= DENOMINATOR_LIMIT; g++) {
        ent_i128 den = of_group[g].den / ent_gcd(common, of_group[g].den);
        common = den > DENOMINATOR_LIMIT ? den : common * den;
    }
    if (common <= DENOMINATOR_LIMIT)
        return;
    central->approximate = true;
    for (size_t g = 0; g < n; g++)
        of_group[g] = on_grid(ent_number_double(of_group[g]) / (double)unit, unit);
}

/* ---- values of outcomes ---- */

ent_status ent_order_facts(ent_poset_fact **out, ent_arena *arena, const ent_comparison *said,
                           size_t n) {
    ent_poset_fact *facts = ENT_NEW(arena, ent_poset_fact, n + 1);
    if (!facts)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++)
        facts[i] = (ent_poset_fact){said[i].left, said[i].right, said[i].relation == ENT_REL_EQ,
                                    said[i].factor};
    *out = facts;
    return ENT_OK;
}

static ent_status no_model(ent_diags *diags, const ent_statement *said, const char *of_what) {
    ent_diag(diags, ENT_E0401, said->span, said->path,
             "look for two statements that say the opposite of each other, and remove one",
             "the comparisons of %s contradict each other", of_what);
    return ENT_ERROR;
}

static ent_status order_values(ent_number *value, ent_arena *arena, const ent_want *want, size_t n,
                               ent_central *central, ent_diags *diags) {
    ent_poset poset;
    ent_poset_fact *facts;
    ENT_TRY(ent_order_facts(&facts, arena, want->order, want->n_order));
    ent_status status = ent_poset_build(&poset, arena, n, facts, want->n_order);
    if (status == ENT_ERROR)
        return no_model(diags, &want->said, "the outcomes");
    ENT_TRY(status);
    uint32_t *chain = ENT_NEW(arena, uint32_t, n + 1);
    ent_number *factor = ENT_NEW(arena, ent_number, n + 1);
    ent_number *rank = ENT_NEW(arena, ent_number, n + 1);
    if (!chain || !factor || !rank)
        return ENT_NOMEM;
    int64_t last = (int64_t)poset.n - 1;
    ent_number *of_group = ENT_NEW(arena, ent_number, n + 1);
    if (!of_group)
        return ENT_NOMEM;
    if (ent_poset_chain(&poset, chain, factor)) {
        for (uint32_t p = 0; p < poset.n; p++) {
            ent_number v = ent_number_int(last ? last - p : 1);
            (void)ent_number_div(&of_group[chain[p]], v, ent_number_int(last ? last : 1));
        }
    } else {
        status = ent_poset_mean(&poset, arena, false, rank);
        if (status == ENT_LIMIT)
            ent_diag(diags, ENT_E0402, want->said.span, want->said.path,
                     "state the order of more of them, or give values",
                     "too many outcomes are only partly ordered");
        if (status == ENT_ERROR)
            return no_model(diags, &want->said, "the outcomes");
        ENT_TRY(status);
        for (size_t g = 0; g < poset.n; g++)
            if (!ent_number_div(&of_group[g], rank[g], ent_number_int(last)) ||
                !ent_number_sub(&of_group[g], ent_number_int(1), of_group[g]))
                return ENT_LIMIT;
        round_if_long(of_group, poset.n, 1, central);
    }
    central->open = central->open || last > 1;
    for (size_t o = 0; o < n; o++)
        value[o] = of_group[poset.group[o]];
    return ENT_OK;
}

/* Outcomes away from the ideal on one side, the nearest first, all closer to it than `o` or `o`. */
static ent_number single_peaked(const ent_number *position, size_t n, ent_number ideal, size_t o) {
    int side = ent_number_cmp(position[o], ideal);
    int64_t on_side = 0, rank = 0;
    for (size_t k = 0; k < n; k++) {
        if (side == 0 || ent_number_cmp(position[k], ideal) != side)
            continue;
        on_side++;
        rank += ent_number_cmp(position[k], position[o]) * side <= 0;
    }
    ent_number value = ent_number_int(on_side + 1 - rank);
    (void)ent_number_div(&value, value, ent_number_int(on_side + 1));
    return value;
}

static ent_status ideal_values(ent_number *value, ent_arena *arena, const ent_scenario *s,
                               const ent_number *amounts, const ent_want *want,
                               ent_central *central) {
    const ent_issue *issue = &s->issues[want->issue];
    size_t n = issue->n_outcomes;
    ent_number *position = ENT_NEW(arena, ent_number, n);
    if (!position)
        return ENT_NOMEM;
    for (size_t o = 0; o < n; o++) {
        ent_range place = issue->outcomes[o].position;
        uint32_t amount = ent_find_amount(s, ENT_AMOUNT_POSITION, want->issue, (uint32_t)o);
        position[o] = amount != ENT_NONE ? amounts[amount] : ent_range_middle(place);
        central->open = central->open || ent_number_cmp(place.lo, place.hi) != 0;
    }
    ent_number ideal =
        want->ideal != ENT_NONE ? position[want->ideal] : ent_range_middle(want->position);
    central->open =
        central->open || want->shape == ENT_SHAPE_SINGLE_PEAKED ||
        (want->ideal == ENT_NONE && ent_number_cmp(want->position.lo, want->position.hi) != 0);
    for (size_t o = 0; o < n; o++) {
        ent_number d, hundred = ent_number_int(100), one = ent_number_int(1);
        if (!issue->ordered) {
            value[o] = ent_number_int(o == want->ideal);
            continue;
        }
        if (want->shape == ENT_SHAPE_SINGLE_PEAKED) {
            value[o] = single_peaked(position, n, ideal, o);
            continue;
        }
        if (!ent_number_sub(&d, position[o], ideal) || !ent_number_div(&d, d, hundred))
            return ENT_LIMIT;
        if (d.num < 0)
            d.num = -d.num;
        if (want->shape == ENT_SHAPE_QUADRATIC && !ent_number_mul(&d, d, d))
            return ENT_LIMIT;
        if (!ent_number_sub(&value[o], one, d))
            return ENT_LIMIT;
    }
    return ENT_OK;
}

static ent_status want_values(ent_number *value, ent_arena *arena, const ent_scenario *scenario,
                              const ent_number *amounts, const ent_want *want, ent_central *central,
                              ent_diags *diags) {
    const ent_issue *issue = &scenario->issues[want->issue];
    if (want->form == ENT_WANT_ORDER)
        return order_values(value, arena, want, issue->n_outcomes, central, diags);
    if (want->form == ENT_WANT_IDEAL)
        return ideal_values(value, arena, scenario, amounts, want, central);
    for (size_t o = 0; o < issue->n_outcomes; o++) {
        const ent_range *range = &want->values[o];
        central->open = central->open || ent_number_cmp(range->lo, range->hi) != 0;
        if (!ent_number_div(&value[o], ent_range_middle(*range), ent_number_int(100)))
            return ENT_LIMIT;
    }
    return ENT_OK;
}

/* ---- saliences ---- */

/* The centroid of the simplex cut by a full order: the mean of its vertices. Vertex k has the groups
 * up to k in the least proportions that the factors allow, and nothing below. */
static bool chain_centroid(const ent_poset *poset, const uint32_t *chain, const ent_number *factor,
                           ent_number *of_group) {
    for (size_t g = 0; g < poset->n; g++)
        of_group[g] = ENT_ZERO;
    for (size_t k = 0; k < poset->n; k++) {
        ent_number size = ent_number_int(1), total = ENT_ZERO, part;
        for (size_t p = k + 1; p-- > 0;) { /* sizes upwards from group k, whose size is 1 */
            if (p < k && !ent_number_mul(&size, size, factor[p]))
                return false;
            if (!ent_number_mul(&part, size, poset->mass[chain[p]]) ||
                !ent_number_add(&total, total, part))
                return false;
        }
        size = ent_number_int(1);
        for (size_t p = k + 1; p-- > 0;) {
            if (p < k && !ent_number_mul(&size, size, factor[p]))
                return false;
            if (!ent_number_div(&part, size, total) ||
                !ent_number_div(&part, part, ent_number_int((int64_t)poset->n)) ||
                !ent_number_add(&of_group[chain[p]], of_group[chain[p]], part))
                return false;
        }
    }
    return true;
}

static bool all_factors_one(const ent_poset *poset) {
    for (size_t i = 0; i < poset->n_below; i++)
        if (ent_number_cmp(poset->below[i].factor, ent_number_int(1)) != 0)
            return false;
    return true;
}

/* A walk over groups; lo and hi are NULL on the simplex. `unit` is the length of the scale. */
static ent_status walked(ent_number *of_group, ent_arena *arena, const ent_poset *poset,
                         const double *lo, const double *hi, bool simplex, uint64_t stream,
                         int64_t unit) {
    size_t n = poset->n;
    double *a = ENT_NEW(arena, double, n), *b = ENT_NEW(arena, double, n);
    double *x = ENT_NEW(arena, double, n), *mean = ENT_NEW(arena, double, n);
    double *mass = ENT_NEW(arena, double, n);
    struct ent_cut *cuts = ENT_NEW(arena, struct ent_cut, poset->n_below + 1);
    if (!a || !b || !x || !mean || !mass || !cuts)
        return ENT_NOMEM;
    for (size_t i = 0; i < poset->n_below; i++)
        cuts[i] = (struct ent_cut){poset->below[i].left, poset->below[i].right,
                                   ent_number_double(poset->below[i].factor)};
    double total = 0;
    for (size_t g = 0; g < n; g++) {
        mass[g] = ent_number_double(poset->mass[g]);
        a[g] = simplex ? 0 : lo[g];
        b[g] = simplex ? 1 / mass[g] : hi[g];
    }
    ent_region region = {n, lo, hi, NULL, poset->n_below, cuts};
    if (!ent_region_tighten(&region, a, b))
        return ENT_ERROR;
    for (size_t g = 0; g < n; g++) {
        /* The greatest and the least point satisfy all cuts, so the point between does too. */
        x[g] = (a[g] + b[g]) / 2;
        total += mass[g] * x[g];
    }
    if (simplex) {
        if (total <= 0)
            return ENT_ERROR;
        for (size_t g = 0; g < n; g++) {
            x[g] /= total;
            a[g] = 0;
            b[g] = 1 / mass[g];
        }
        region.mass = mass;
    }
    region.lo = a;
    region.hi = b;
    ent_region_mean(&region, x, stream, mean);
    for (size_t g = 0; g < n; g++)
        of_group[g] = on_grid(mean[g] / (double)unit, unit);
    return ENT_OK;
}

static ent_status simplex_centroid(ent_number *of_group, ent_arena *arena, const ent_poset *poset,
                                   uint64_t stream, ent_central *central) {
    uint32_t *chain = ENT_NEW(arena, uint32_t, poset->n + 1);
    ent_number *factor = ENT_NEW(arena, ent_number, poset->n + 1);
    if (!chain || !factor)
        return ENT_NOMEM;
    if (poset->n_below == 0) { /* nothing compared: equal groups, by symmetry */
        for (size_t g = 0; g < poset->n; g++) {
            ent_number share;
            if (!ent_number_mul(&share, poset->mass[g], ent_number_int((int64_t)poset->n)) ||
                !ent_number_div(&of_group[g], ent_number_int(1), share))
                return ENT_LIMIT;
        }
        return ENT_OK;
    }
    ent_status status = ENT_LIMIT;
    if (ent_poset_chain(poset, chain, factor) && chain_centroid(poset, chain, factor, of_group))
        status = ENT_OK;
    else if (all_factors_one(poset))
        status = ent_poset_mean(poset, arena, true, of_group);
    if (status == ENT_LIMIT) {
        central->approximate = true;
        return walked(of_group, arena, poset, NULL, NULL, true, stream, 1);
    }
    if (status == ENT_OK)
        round_if_long(of_group, poset->n, 1, central);
    return status;
}

/* Each group's own range: the cut of its variables' ranges. */
static ent_status group_ranges(ent_range *of_group, const ent_poset *poset,
                               const ent_range *range) {
    for (size_t g = 0; g < poset->n; g++)
        of_group[g] = (ent_range){ent_number_int(1), ENT_ZERO}; /* none yet */
    for (size_t v = 0; v < poset->n_variables; v++) {
        ent_range *out = &of_group[poset->group[v]], own;
        if (!ent_number_div(&own.lo, range[v].lo, poset->ratio[v]) ||
            !ent_number_div(&own.hi, range[v].hi, poset->ratio[v]))
            return ENT_LIMIT;
        bool first = ent_number_cmp(out->lo, out->hi) > 0;
        if (first || ent_number_cmp(own.lo, out->lo) > 0)
            out->lo = own.lo;
        if (first || ent_number_cmp(own.hi, out->hi) < 0)
            out->hi = own.hi;
        if (ent_number_cmp(out->lo, out->hi) > 0)
            return ENT_ERROR;
    }
    return ENT_OK;
}

/* Whether a comparison says more than the two ranges do. */
static bool binding(const ent_below *below, const ent_range *range) {
    ent_number most;
    return !ent_number_mul(&most, below->factor, range[below->right].hi) ||
           ent_number_cmp(range[below->left].lo, most) < 0;
}

/* A comparison with a known number is a bound, and then says no more than the range. */
static ent_status bound_by_points(ent_range *range, const ent_poset *poset) {
    for (size_t i = 0; i < poset->n_below; i++) {
        const ent_below *b = &poset->below[i];
        ent_range *left = &range[b->left], *right = &range[b->right];
        ent_number bound;
        if (ent_number_cmp(right->lo, right->hi) == 0) {
            if (!ent_number_mul(&bound, b->factor, right->lo))
                return ENT_LIMIT;
            if (ent_number_cmp(bound, left->lo) > 0)
                left->lo = bound;
        } else if (ent_number_cmp(left->lo, left->hi) == 0) {
            if (!ent_number_div(&bound, left->lo, b->factor))
                return ENT_LIMIT;
            if (ent_number_cmp(bound, right->hi) < 0)
                right->hi = bound;
        }
        if (ent_number_cmp(left->lo, left->hi) > 0 || ent_number_cmp(right->lo, right->hi) > 0)
            return ENT_ERROR;
    }
    return ENT_OK;
}

/* `unit`: no number is greater in size. */
static ent_status box_centroid(ent_number *of_group, ent_arena *arena, const ent_poset *poset,
                               const ent_range *range, uint64_t stream, int64_t unit,
                               ent_central *central) {
    size_t n = poset->n;
    double *lo = ENT_NEW(arena, double, n + 1), *hi = ENT_NEW(arena, double, n + 1);
    bool *compared = ENT_NEW(arena, bool, n + 1);
    ent_poset part = *poset; /* the groups that comparisons bind, alone */
    uint32_t *number = ENT_NEW(arena, uint32_t, n + 1);
    ent_number *mean = ENT_NEW(arena, ent_number, n + 1);
    part.below = ENT_NEW(arena, ent_below, poset->n_below + 1);
    part.mass = ENT_NEW(arena, ent_number, n + 1);
    if (!lo || !hi || !compared || !number || !mean || !part.below || !part.mass)
        return ENT_NOMEM;
    for (size_t i = 0; i < poset->n_below; i++)
        if (binding(&poset->below[i], range))
            compared[poset->below[i].left] = compared[poset->below[i].right] = true;
    part.n = part.n_below = 0;
    bool agree = true; /* every bound group has the same range */
    ent_range all = {ENT_ZERO, ENT_ZERO};
    for (size_t g = 0; g < n; g++) {
        of_group[g] = ent_range_middle(range[g]);
        if (!compared[g])
            continue;
        number[g] = (uint32_t)part.n;
        all = part.n ? all : range[g];
        agree = agree && ent_number_cmp(range[g].lo, all.lo) == 0 &&
                ent_number_cmp(range[g].hi, all.hi) == 0;
        lo[part.n] = ent_number_double(range[g].lo);
        hi[part.n] = ent_number_double(range[g].hi);
        part.mass[part.n++] = ent_number_int(1);
    }
    for (size_t i = 0; i < poset->n_below; i++)
        if (binding(&poset->below[i], range))
            part.below[part.n_below++] =
                (ent_below){number[poset->below[i].left], number[poset->below[i].right],
                            poset->below[i].factor};
    if (part.n == 0)
        return ENT_OK;
    ent_status status = ENT_LIMIT;
    if (agree && all_factors_one(&part))
        status = ent_poset_mean(&part, arena, false, mean);
    for (size_t g = 0; g < part.n && status == ENT_OK; g++) {
        /* Order statistics of the uniform distribution: rank r of n lies at (n - r) / (n + 1). */
        ent_number size = ent_number_int((int64_t)part.n), place, width;
        if (!ent_number_sub(&place, size, mean[g]) || !ent_number_sub(&width, all.hi, all.lo) ||
            !ent_number_mul(&place, place, width) ||
            !ent_number_div(&place, place, ent_number_int((int64_t)part.n + 1)) ||
            !ent_number_add(&mean[g], all.lo, place))
            status = ENT_LIMIT;
    }
    if (status == ENT_OK)
        round_if_long(mean, part.n, unit, central);
    if (status == ENT_LIMIT) {
        central->approximate = true;
        status = walked(mean, arena, &part, lo, hi, false, stream, unit);
    }
    ENT_TRY(status);
    for (size_t g = 0; g < n; g++)
        if (compared[g])
            of_group[g] = mean[number[g]];
    return ENT_OK;
}

static ent_status saliences(ent_central *out, ent_arena *arena, const ent_scenario *scenario,
                            uint32_t actor, ent_diags *diags) {
    const ent_preference *p = &scenario->preferences[actor];
    ent_range *range = ENT_NEW(arena, ent_range, out->n + 1);
    ent_range *of_range = ENT_NEW(arena, ent_range, out->n + 1);
    ent_number *of_group = ENT_NEW(arena, ent_number, out->n + 1);
    ent_poset_fact *facts;
    ent_poset poset;
    if (!range || !of_range || !of_group)
        return ENT_NOMEM;
    out->simplex = true;
    for (size_t v = 0; v < out->n; v++) {
        bool want = v < p->n_wants;
        range[v] = want ? p->wants[v].salience : p->conditions[v - p->n_wants].salience;
        bool given =
            want ? p->wants[v].salience_given : p->conditions[v - p->n_wants].salience_given;
        out->simplex = out->simplex && !given;
        out->open = out->open || ent_number_cmp(range[v].lo, range[v].hi) != 0;
    }
    out->open = out->open && out->n > 1;
    ENT_TRY(ent_order_facts(&facts, arena, p->salience, p->n_salience));
    ent_status status = ent_poset_build(&poset, arena, out->n, facts, p->n_salience);
    uint64_t stream = ent_random_stream(scenario->actors[actor].id);
    if (status == ENT_OK && !out->simplex)
        status = group_ranges(of_range, &poset, range);
    if (status == ENT_OK && !out->simplex)
        status = bound_by_points(of_range, &poset);
    if (status == ENT_OK)
        status = out->simplex ? simplex_centroid(of_group, arena, &poset, stream, out)
                              : box_centroid(of_group, arena, &poset, of_range, stream, 100, out);
    if (status == ENT_ERROR)
        return no_model(diags, p->n_salience ? &p->salience[0].said : &p->said, "saliences");
    ENT_TRY(status);
    for (size_t v = 0; v < out->n; v++)
        if (!ent_number_mul(&out->weight[v], of_group[poset.group[v]], poset.ratio[v]))
            return ENT_LIMIT;
    return ENT_OK;
}

ent_status ent_central_model(ent_central *out, ent_arena *arena, const ent_scenario *scenario,
                             const ent_number *amounts, uint32_t actor, ent_diags *diags) {
    const ent_preference *p = &scenario->preferences[actor];
    *out = (ent_central){.n = p->on_worth ? 0 : p->n_wants + p->n_conditions};
    out->weight = ENT_NEW(arena, ent_number, out->n + 1);
    out->value = ENT_NEW(arena, ent_number *, p->n_wants + 1);
    if (!out->weight || !out->value)
        return ENT_NOMEM;
    for (size_t k = 0; k < p->n_wants; k++) {
        size_t n = scenario->issues[p->wants[k].issue].n_outcomes;
        out->value[k] = ENT_NEW(arena, ent_number, n);
        if (!out->value[k])
            return ENT_NOMEM;
        ENT_TRY(want_values(out->value[k], arena, scenario, amounts, &p->wants[k], out, diags));
    }
    return out->n ? saliences(out, arena, scenario, actor, diags) : ENT_OK;
}

/* ---- amounts ---- */

/* The groups that comparisons join to g, directly or through others. */
static void joined(bool *part, const ent_poset *poset, size_t g) {
    bool grown = true;
    memset(part, 0, poset->n * sizeof *part);
    part[g] = true;
    while (grown) {
        grown = false;
        for (size_t i = 0; i < poset->n_below; i++) {
            bool *left = &part[poset->below[i].left], *right = &part[poset->below[i].right];
            grown = grown || *left != *right;
            *left = *right = *left || *right;
        }
    }
}

/* Part by part: what nothing joins does not move together. */
static ent_status amounts_centroid(ent_number *of_group, ent_arena *arena, const ent_poset *poset,
                                   const ent_range *range, int64_t unit, ent_central *central) {
    bool *done = ENT_NEW(arena, bool, poset->n + 1), *part = ENT_NEW(arena, bool, poset->n + 1);
    ent_number *own = ENT_NEW(arena, ent_number, poset->n + 1);
    ent_poset alone = *poset;
    alone.below = ENT_NEW(arena, ent_below, poset->n_below + 1);
    if (!done || !part || !own || !alone.below)
        return ENT_NOMEM;
    for (size_t g = 0; g < poset->n; g++) {
        if (done[g])
            continue;
        joined(part, poset, g);
        alone.n_below = 0;
        for (size_t i = 0; i < poset->n_below; i++)
            if (part[poset->below[i].left])
                alone.below[alone.n_below++] = poset->below[i];
        ENT_TRY(box_centroid(own, arena, &alone, range, ent_random_stream("comparisons"), unit,
                             central));
        for (size_t k = 0; k < poset->n; k++)
            if (part[k]) {
                of_group[k] = own[k];
                done[k] = true;
            }
    }
    return ENT_OK;
}

ent_status ent_central_amounts(ent_number *value, bool *approximate, ent_arena *arena,
                               const ent_scenario *s, ent_diags *diags) {
    size_t n = s->n_amounts;
    ent_range *range = ENT_NEW(arena, ent_range, n + 1),
              *of_range = ENT_NEW(arena, ent_range, n + 1);
    ent_number *of_group = ENT_NEW(arena, ent_number, n + 1);
    ent_poset_fact *facts;
    ent_poset poset;
    ent_central central = {0};
    int64_t unit = 1;
    if (!range || !of_range || !of_group)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++) {
        range[i] = s->amounts[i].range;
        while (ent_number_cmp(range[i].hi, ent_number_int(unit)) > 0 && unit < (int64_t)1 << 58)
            unit *= 10;
    }
    ENT_TRY(ent_order_facts(&facts, arena, s->comparisons, s->n_comparisons));
    ent_status status = ent_poset_build(&poset, arena, n, facts, s->n_comparisons);
    if (status == ENT_OK)
        status = group_ranges(of_range, &poset, range);
    if (status == ENT_OK)
        status = bound_by_points(of_range, &poset);
    if (status == ENT_OK)
        status = amounts_centroid(of_group, arena, &poset, of_range, unit, &central);
    if (status == ENT_ERROR)
        return no_model(diags, &s->comparisons[0].said, "amounts");
    ENT_TRY(status);
    *approximate = *approximate || central.approximate;
    for (size_t i = 0; i < n; i++)
        if (!ent_number_mul(&value[i], of_group[poset.group[i]], poset.ratio[i]))
            return ENT_LIMIT;
    return ENT_OK;
}
