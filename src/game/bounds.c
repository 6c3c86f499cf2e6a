/* Extreme points and least differences of one actor. See bounds.h. */
#include "game/bounds.h"

#include "scenario/eval.h"

#include <string.h>

/* The least of a difference of values, and whether some model reaches it. */
typedef struct infimum {
    ent_number value;
    bool open;
} infimum;

/* ---- orders of outcomes ---- */

/* Which outcomes a statement puts at least as high (reach) or higher (strict). */
typedef struct closure {
    uint64_t reach[ENT_MAX_OUTCOMES], strict[ENT_MAX_OUTCOMES];
} closure;

static void close_order(closure *c, const ent_want *want, uint32_t n) {
    for (uint32_t o = 0; o < n; o++) {
        c->reach[o] = (uint64_t)1 << o;
        c->strict[o] = 0;
    }
    for (size_t i = 0; i < want->n_order; i++) {
        const ent_comparison *it = &want->order[i];
        c->reach[it->left] |= (uint64_t)1 << it->right;
        if (it->relation == ENT_REL_GT)
            c->strict[it->left] |= (uint64_t)1 << it->right;
        if (it->relation == ENT_REL_EQ)
            c->reach[it->right] |= (uint64_t)1 << it->left;
    }
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t a = 0; a < n; a++) {
            if (c->strict[a] >> k & 1)
                c->strict[a] |= c->reach[k];
            if (!(c->reach[a] >> k & 1))
                continue;
            c->strict[a] |= c->strict[k];
            c->reach[a] |= c->reach[k];
        }
}

static uint64_t all_of(uint32_t n) {
    return n == 64 ? UINT64_MAX : ((uint64_t)1 << n) - 1;
}

static bool is_top(const closure *c, uint32_t a, uint32_t n) {
    return c->reach[a] == all_of(n);
}

static bool is_bottom(const closure *c, uint32_t a, uint32_t n) {
    for (uint32_t o = 0; o < n; o++)
        if (!(c->reach[o] >> a & 1))
            return false;
    return true;
}

/* v(a) - v(b); with b = ENT_NONE v(a), with a = ENT_NONE -v(b). */
static infimum order_least(const closure *c, uint32_t n, uint32_t a, uint32_t b) {
    ent_number one = ent_number_int(1), minus = ent_number_int(-1);
    bool level = true; /* all outcomes are equal: each is worth 1 */
    for (uint32_t o = 0; o < n; o++)
        level = level && is_top(c, o, n);
    if (b == ENT_NONE) {
        bool top = is_top(c, a, n);
        return (infimum){top ? one : ENT_ZERO, !top && c->strict[a] != 0};
    }
    if (a == ENT_NONE)
        return (infimum){is_bottom(c, b, n) && !level ? ENT_ZERO : minus, false};
    bool down = c->reach[a] >> b & 1, up = c->reach[b] >> a & 1;
    if (down && up)
        return (infimum){ENT_ZERO, false};
    if (down && is_top(c, a, n) && is_bottom(c, b, n))
        return (infimum){one, false};
    if (down)
        return (infimum){ENT_ZERO, c->strict[a] >> b & 1};
    return (infimum){minus, false};
}

/* ---- ideals ---- */

static bool distance(ent_number *out, ent_number a, ent_number b, ent_shape shape) {
    if (!ent_number_sub(out, a, b) || !ent_number_div(out, *out, ent_number_int(100)))
        return false;
    if (out->num < 0)
        out->num = -out->num;
    return shape != ENT_SHAPE_QUADRATIC || ent_number_mul(out, *out, *out);
}

static ent_number clip(ent_number x, ent_range range) {
    return ent_number_cmp(x, range.lo) < 0   ? range.lo
           : ent_number_cmp(x, range.hi) > 0 ? range.hi
                                             : x;
}

/* The least of |pb - i| - |pa - i| (or of squares) over ranges: at ends, or where a position meets the
 * ideal, since it is monotone between these in each variable. */
static bool ideal_least(infimum *out, const ent_want_values *v, uint32_t a, uint32_t b) {
    const ent_outcome *outcomes = v->issue->outcomes;
    uint32_t best = v->want->ideal;
    ent_range of_ideal = best != ENT_NONE ? outcomes[best].position : v->want->position;
    ent_range zero = {ENT_ZERO, ENT_ZERO};
    ent_range pa = a == ENT_NONE ? zero : outcomes[a].position;
    ent_range pb = b == ENT_NONE ? zero : outcomes[b].position;
    ent_number ideals[6] = {of_ideal.lo, of_ideal.hi, pa.lo, pa.hi, pb.lo, pb.hi};
    bool first = true;
    for (size_t i = 0; i < 6; i++) {
        ent_number at = clip(ideals[i], of_ideal);
        ent_number as[3] = {pa.lo, pa.hi, clip(at, pa)}, bs[3] = {pb.lo, pb.hi, clip(at, pb)};
        for (size_t k = 0; k < 9; k++) {
            ent_number da = ENT_ZERO, db = ENT_ZERO, gain;
            if (a != ENT_NONE && a != best && !distance(&da, as[k / 3], at, v->want->shape))
                return false;
            if (b != ENT_NONE && b != best && !distance(&db, bs[k % 3], at, v->want->shape))
                return false;
            if (!ent_number_sub(&gain, db, da) ||
                (b == ENT_NONE && !ent_number_add(&gain, gain, ent_number_int(1))) ||
                (a == ENT_NONE && !ent_number_sub(&gain, gain, ent_number_int(1))))
                return false;
            if (first || ent_number_cmp(gain, out->value) < 0)
                out->value = gain;
            first = false;
        }
    }
    out->open = false;
    return true;
}

/* Single-peaked at an outcome: it is worth 1; on one side of it the nearer is worth more. */
static infimum peaked_least(const ent_want_values *v, uint32_t a, uint32_t b) {
    const ent_outcome *outcomes = v->issue->outcomes;
    uint32_t best = v->want->ideal;
    ent_number one = ent_number_int(1), minus = ent_number_int(-1);
    for (uint32_t o = 0; o < v->issue->n_outcomes; o++)
        if (ent_number_cmp(outcomes[o].position.lo, outcomes[o].position.hi) != 0)
            return (infimum){b == ENT_NONE ? ENT_ZERO : minus, false};
    ent_number peak = outcomes[best].position.lo;
    int sa = a == ENT_NONE ? 0 : ent_number_cmp(outcomes[a].position.lo, peak);
    int sb = b == ENT_NONE ? 0 : ent_number_cmp(outcomes[b].position.lo, peak);
    if (b == ENT_NONE)
        return (infimum){sa ? ENT_ZERO : one, sa != 0};
    if (a == ENT_NONE)
        return (infimum){minus, false};
    if (sa == 0)
        return (infimum){ENT_ZERO, sb != 0};
    if (sa != sb)
        return (infimum){minus, false};
    int nearer = ent_number_cmp(outcomes[a].position.lo, outcomes[b].position.lo) * sa;
    return (infimum){nearer <= 0 ? ENT_ZERO : minus, nearer < 0};
}

static bool value_least(infimum *out, const ent_want_values *v, const closure *c, uint32_t a,
                        uint32_t b) {
    const ent_want *want = v->want;
    *out = (infimum){ENT_ZERO, false};
    if (a == b)
        return true;
    if (want->form == ENT_WANT_ORDER) {
        *out = order_least(c, v->issue->n_outcomes, a, b);
        return true;
    }
    if (want->form == ENT_WANT_IDEAL && !v->issue->ordered) {
        out->value = ent_number_int((a == want->ideal) - (b == want->ideal));
        return true;
    }
    if (want->form == ENT_WANT_IDEAL && want->shape == ENT_SHAPE_SINGLE_PEAKED) {
        *out = peaked_least(v, a, b);
        return true;
    }
    if (want->form == ENT_WANT_IDEAL)
        return ideal_least(out, v, a, b);
    ent_number lo = a == ENT_NONE ? ENT_ZERO : want->values[a].lo;
    ent_number hi = b == ENT_NONE ? ENT_ZERO : want->values[b].hi;
    return ent_number_sub(&out->value, lo, hi) &&
           ent_number_div(&out->value, out->value, ent_number_int(100));
}

/* ---- terms ---- */

typedef struct making {
    ent_bounds *out;
    ent_arena *arena;
    const ent_models *models;
    const ent_game *game;
    const ent_aim *aim;
    const ent_preference *preference;
    closure closed;
    infimum *least[2]; /* [term * 64 + digit] */
    bool no_memory;
} making;

static uint32_t digits_of(const making *k, size_t t) {
    return k->aim->terms[t].condition ? 2 : (uint32_t)k->aim->terms[t].n;
}

/* Value of digit a less that of digit b of a term. */
static bool term_least(infimum *out, making *k, size_t t, uint32_t a, uint32_t b) {
    const ent_term *term = &k->aim->terms[t];
    const ent_preference *p = k->preference;
    *out = (infimum){ENT_ZERO, false};
    if (term->condition) {
        out->value = ent_number_int((a != ENT_NONE && a) - (b != ENT_NONE && b));
        return !p->on_worth || ent_number_mul(&out->value, out->value,
                                              p->conditions[term->source - p->n_worth].worth);
    }
    if (!p->on_worth)
        return value_least(out, &k->models->actors[k->out->actor].values[term->source], &k->closed,
                           a, b);
    const ent_number *values = p->worth[term->source].values;
    return ent_number_sub(&out->value, a == ENT_NONE ? ENT_ZERO : values[a],
                          b == ENT_NONE ? ENT_ZERO : values[b]);
}

static uint32_t fallback_digit(const making *k, size_t t) {
    const ent_term *term = &k->aim->terms[t];
    if (k->aim->by_reservation)
        return ENT_NONE;
    if (term->condition)
        return ent_expr_holds(term->condition, k->aim->fallback, k->game->resource_of,
                              k->game->scenario->n_actors);
    return k->aim->fallback[term->issue];
}

static bool term_tables(making *k, size_t t) {
    const ent_term *term = &k->aim->terms[t];
    uint32_t n = digits_of(k, t), base = fallback_digit(k, t);
    if (!term->condition && !k->preference->on_worth &&
        k->preference->wants[term->source].form == ENT_WANT_ORDER)
        close_order(&k->closed, &k->preference->wants[term->source], n);
    for (uint32_t a = 0; a < n; a++) {
        for (unsigned side = 0; side < 2; side++) {
            infimum *least = &k->least[side][t * 64 + a];
            if (!term_least(least, k, t, side ? base : a, side ? a : base))
                return false;
            /* The least of the value less a reservation value, per unit of weight. */
            ent_number r = side ? k->preference->reservation.lo : k->preference->reservation.hi;
            if (k->aim->by_reservation && !k->preference->on_worth &&
                !(side ? ent_number_add : ent_number_sub)(&least->value, least->value, r))
                return false;
        }
        for (uint32_t b = 0; b < n; b++) {
            infimum least;
            if (!term_least(&least, k, t, a, b))
                return false;
            k->out->at_least[t * 64 + a] |= (uint64_t)(least.value.num >= 0) << b;
        }
    }
    return true;
}

#define LONG ((ent_i128)1 << 50)

/* All least differences of a side as integers over one denominator; on worth the reservation value is
 * a term of its own, the last. */
static ent_status to_integers(making *k, unsigned side, bool *fits) {
    ent_bounds_table *table = &k->out->side[side];
    size_t n = k->aim->n_terms;
    ent_i128 den = 1;
    ent_number r = side ? k->preference->reservation.lo : k->preference->reservation.hi;
    if (!side)
        r.num = -r.num;
    table->open = ENT_NEW(k->arena, uint64_t, n + 2);
    table->d = ENT_NEW(k->arena, int64_t *, n + 2);
    if (!table->open || !table->d)
        return ENT_NOMEM;
    bool reserved = k->preference->on_worth && k->aim->by_reservation;
    if (reserved)
        den = r.den;
    for (size_t t = 0; t < n; t++)
        for (uint32_t a = 0; a < digits_of(k, t) && den < LONG; a++) {
            ent_number x = k->least[side][t * 64 + a].value;
            den = x.den < LONG ? den / ent_gcd(den, x.den) * x.den : LONG;
        }
    *fits = *fits && den < LONG;
    for (size_t t = 0; t <= n && *fits; t++) {
        uint32_t digits = t < n ? digits_of(k, t) : 1;
        table->d[t] = ENT_NEW(k->arena, int64_t, digits);
        if (!table->d[t])
            return ENT_NOMEM;
        for (uint32_t a = 0; a < digits && *fits; a++) {
            ent_number x = t < n ? k->least[side][t * 64 + a].value : reserved ? r : ENT_ZERO;
            ent_i128 num = x.num > LONG || x.num < -LONG ? LONG : x.num;
            *fits = num != LONG;
            num *= den / x.den;
            *fits = *fits && num < LONG && num > -LONG;
            table->d[t][a] = *fits ? (int64_t)num : 0;
            if (t < n)
                table->open[t] |= (uint64_t)k->least[side][t * 64 + a].open << a;
        }
    }
    return ENT_OK;
}

/* ---- extreme points ---- */

static bool add_vertex(making *k, ent_bounds_part *part, size_t *cap, int64_t **weight,
                       uint64_t *outside) {
    size_t stride = k->out->n_terms, n = part->n_vertices;
    if (n == *cap) {
        size_t more = *cap ? *cap * 2 : 16;
        int64_t *w = ENT_NEW(k->arena, int64_t, more * stride);
        uint64_t *o = ENT_NEW(k->arena, uint64_t, more);
        if (!w || !o) {
            k->no_memory = true;
            return false;
        }
        if (n) {
            memcpy(w, part->weight, n * stride * sizeof *w);
            memcpy(o, part->outside, n * sizeof *o);
        }
        part->weight = w;
        part->outside = o;
        *cap = more;
    }
    *weight = part->weight + n * stride;
    memset(*weight, 0, stride * sizeof **weight);
    part->outside[n] = 0;
    *outside = n;
    part->n_vertices++;
    return true;
}

/* x_v = ratio * group as integers, for a point of the groups; false when they are long. */
static bool spread(const ent_poset *poset, const ent_number *of_group, int64_t *weight) {
    ent_i128 den = 1;
    ent_number x[ENT_MAX_OUTCOMES * 4];
    if (poset->n_variables > ENT_COUNT(x))
        return false;
    for (size_t v = 0; v < poset->n_variables; v++) {
        if (!ent_number_mul(&x[v], of_group[poset->group[v]], poset->ratio[v]) || x[v].den > LONG)
            return false;
        den = den / ent_gcd(den, x[v].den) * x[v].den;
        if (den > LONG)
            return false;
    }
    for (size_t v = 0; v < poset->n_variables; v++) {
        ent_i128 num = x[v].num > LONG ? LONG : x[v].num;
        if (num * (den / x[v].den) >= LONG)
            return false;
        weight[v] = (int64_t)(num * (den / x[v].den));
    }
    return true;
}

#define MOST_VERTICES 4096u

/* Strict comparisons that hold with equality at given weights. */
static uint64_t on_the_edge(const making *k, const int64_t *weight) {
    uint64_t tight = 0;
    for (size_t i = 0; i < k->preference->n_salience && i < 64; i++) {
        const ent_comparison *it = &k->preference->salience[i];
        if (it->relation == ENT_REL_GT &&
            weight[it->left] * it->factor.den == it->factor.num * weight[it->right])
            tight |= (uint64_t)1 << i;
    }
    return tight;
}

/* Weights of the whole from a point of its groups. */
static bool vertex_at(making *k, ent_bounds_part *part, size_t *cap, const ent_poset *poset,
                      const ent_number *of_group) {
    int64_t *weight;
    uint64_t at;
    if (part->n_vertices >= MOST_VERTICES || !add_vertex(k, part, cap, &weight, &at) ||
        !spread(poset, of_group, weight))
        return false;
    part->outside[at] = on_the_edge(k, weight);
    return true;
}

static bool chain_rays(making *k, ent_bounds_part *part, size_t *cap, const ent_poset *poset,
                       const ent_region_part *own, ent_number *point) {
    ent_number factor[256];
    uint32_t chain[256];
    if (own->poset.n > ENT_COUNT(chain) || !ent_poset_chain(&own->poset, chain, factor))
        return false;
    for (size_t p = 0; p < own->poset.n; p++) {
        ent_number size = ent_number_int(1);
        for (size_t g = 0; g < poset->n; g++)
            point[g] = ENT_ZERO;
        for (size_t q = p + 1; q-- > 0;) {
            if (q < p && !ent_number_mul(&size, size, factor[q]))
                return false;
            point[own->group[chain[q]]] = size;
        }
        if (!vertex_at(k, part, cap, poset, point))
            return false;
    }
    return true;
}

/* Upper sets of a part's order (factors of 1 and more count as 1, others not at all), each group of the
 * set at `high`, the others at `low`. Depth first over groups from the top of `upward` down. */
typedef struct upper {
    making *k;
    ent_bounds_part *part;
    size_t *cap;
    const ent_poset *poset;
    const ent_region_part *own;
    ent_number *point, low, high;
    bool empty_too;
} upper;

static bool upper_sets(upper *u, size_t left, size_t taken) {
    if (left == 0)
        return (taken == 0 && !u->empty_too) ||
               vertex_at(u->k, u->part, u->cap, u->poset, u->point);
    uint32_t g = u->own->upward[left - 1], whole = u->own->group[g];
    bool may = true;
    for (size_t i = 0; i < u->own->poset.n_below && may; i++) {
        const ent_below *b = &u->own->poset.below[i];
        if (b->right == g && ent_number_cmp(b->factor, ent_number_int(1)) >= 0)
            may = ent_number_cmp(u->point[u->own->group[b->left]], u->high) == 0;
    }
    u->point[whole] = u->low;
    if (!upper_sets(u, left - 1, taken))
        return false;
    if (!may)
        return true;
    u->point[whole] = u->high;
    bool fine = upper_sets(u, left - 1, taken + 1);
    u->point[whole] = u->low;
    return fine;
}

static bool factors_one(const ent_poset *poset) {
    for (size_t i = 0; i < poset->n_below; i++)
        if (ent_number_cmp(poset->below[i].factor, ent_number_int(1)) != 0)
            return false;
    return true;
}

/* ---- any other part ---- */

/* At an extreme point every group is tied, through comparisons that hold with equality, to the end of a
 * range (on the simplex: to a group of size 1, or is 0). So its value is one of few, and going through
 * all of them that satisfy the comparisons finds every extreme point, and some others of the region,
 * which do no harm. */
#define MOST_VALUES 24u
#define MOST_STEPS 200000u

typedef struct tied {
    making *k;
    ent_bounds_part *part;
    size_t *cap;
    const ent_poset *poset; /* of the whole */
    const ent_region_part *own;
    const ent_range *range; /* per group of the whole; NULL: the simplex */
    ent_number *point;
    size_t *n;         /* per group of the part: how many values */
    ent_number *value; /* [group * MOST_VALUES + i] */
    size_t steps;
} tied;

static bool add_value(tied *t, uint32_t g, ent_number v, bool *more) {
    const ent_range *range = t->range ? &t->range[t->own->group[g]] : NULL;
    if (range && (ent_number_cmp(v, range->lo) < 0 || ent_number_cmp(v, range->hi) > 0))
        return true;
    for (size_t i = 0; i < t->n[g]; i++)
        if (ent_number_cmp(t->value[g * MOST_VALUES + i], v) == 0)
            return true;
    if (t->n[g] == MOST_VALUES)
        return false;
    t->value[g * MOST_VALUES + t->n[g]++] = v;
    return *more = true;
}

/* Carries values along comparisons, as far as a path without repetition goes. */
static bool carry_values(tied *t) {
    bool more = true;
    for (size_t round = 0; round < t->own->poset.n && more; round++) {
        more = false;
        for (size_t c = 0; c < t->own->poset.n_below; c++) {
            const ent_below *b = &t->own->poset.below[c];
            ent_number v;
            for (size_t i = 0; i < t->n[b->right]; i++)
                if (!ent_number_mul(&v, b->factor, t->value[b->right * MOST_VALUES + i]) ||
                    !add_value(t, b->left, v, &more))
                    return false;
            for (size_t i = 0; i < t->n[b->left]; i++)
                if (!ent_number_div(&v, t->value[b->left * MOST_VALUES + i], b->factor) ||
                    !add_value(t, b->right, v, &more))
                    return false;
        }
    }
    return true;
}

static bool tied_points(tied *t, size_t left) {
    if (++t->steps > MOST_STEPS)
        return false;
    if (left == 0)
        return vertex_at(t->k, t->part, t->cap, t->poset, t->point);
    uint32_t g = t->own->upward[left - 1];
    for (size_t i = 0; i < t->n[g]; i++) {
        ent_number v = t->value[g * MOST_VALUES + i], least;
        bool fits = true;
        for (size_t c = 0; c < t->own->poset.n_below && fits; c++) {
            const ent_below *b = &t->own->poset.below[c];
            if (b->right != g)
                continue;
            if (!ent_number_mul(&least, b->factor, v))
                return false;
            fits = ent_number_cmp(t->point[t->own->group[b->left]], least) >= 0;
        }
        t->point[t->own->group[g]] = v;
        if (fits && !tied_points(t, left - 1))
            return false;
    }
    return true;
}

/* False when there are too many, and the part is as it was. */
static bool all_tied_points(making *k, ent_bounds_part *part, size_t *cap, const ent_poset *poset,
                            const ent_region_part *own, const ent_range *range, ent_number *point) {
    size_t before = part->n_vertices, n = own->poset.n;
    bool fine = true, more;
    tied t = {k,
              part,
              cap,
              poset,
              own,
              range,
              point,
              ENT_NEW(k->arena, size_t, n),
              ENT_NEW(k->arena, ent_number, n * MOST_VALUES),
              0};
    if (!t.n || !t.value) {
        k->no_memory = true;
        return false;
    }
    for (uint32_t root = 0; root < (range ? 1 : n) && fine; root++) {
        for (uint32_t g = 0; g < n; g++) {
            t.n[g] = 0;
            if (range)
                fine = add_value(&t, g, range[own->group[g]].lo, &more) &&
                       add_value(&t, g, range[own->group[g]].hi, &more) && fine;
        }
        if (!range)
            fine = add_value(&t, root, ent_number_int(1), &more);
        fine = fine && carry_values(&t);
        for (uint32_t g = 0; g < n && !range && fine; g++)
            fine = g == root || add_value(&t, g, ENT_ZERO, &more);
        if (!range) {
            t.n[root] = 1;
            t.value[root * MOST_VALUES] = ent_number_int(1);
        }
        fine = fine && tied_points(&t, n);
    }
    if (!fine)
        part->n_vertices = before;
    return fine;
}

static bool cone_rays(making *k, const ent_salience_region *r, ent_number *point) {
    ent_bounds_part *part = &k->out->parts[0];
    size_t cap = 0;
    k->out->cone = true;
    k->out->n_parts = 1;
    for (size_t i = 0; i < r->n_parts; i++) {
        const ent_region_part *own = &r->parts[i];
        for (size_t g = 0; g < r->poset.n; g++)
            point[g] = ENT_ZERO;
        if (own->way == ENT_WAY_CHAIN) {
            if (!chain_rays(k, part, &cap, &r->poset, own, point))
                return false;
            continue;
        }
        bool plain = factors_one(&own->poset);
        if (!plain && all_tied_points(k, part, &cap, &r->poset, own, NULL, point))
            continue;
        for (size_t g = 0; g < r->poset.n; g++)
            point[g] = ENT_ZERO;
        k->out->exact = k->out->exact && plain;
        upper u = {k, part, &cap, &r->poset, own, point, ENT_ZERO, ent_number_int(1), false};
        if (!upper_sets(&u, own->poset.n, 0))
            return false;
    }
    return true;
}

/* The comparisons, as bits, between groups of one part. */
static uint64_t cuts_within(const making *k, const ent_salience_region *r,
                            const ent_region_part *part) {
    uint64_t within = 0;
    for (size_t i = 0; i < k->preference->n_salience && i < 64; i++) {
        const ent_comparison *it = &k->preference->salience[i];
        unsigned found = 0;
        for (size_t g = 0; g < part->poset.n; g++)
            found |= (unsigned)(part->group[g] == r->poset.group[it->left]) |
                     (unsigned)(part->group[g] == r->poset.group[it->right]) << 1;
        within |= (uint64_t)(found == 3) << i;
    }
    return within;
}

/* Every part's weights, with those of other parts at 0. Strict comparisons between parts say nothing that
 * their ranges do not. */
static bool box_vertices(making *k, const ent_salience_region *r, ent_number *point) {
    for (size_t i = 0; i < r->n_parts; i++) {
        const ent_region_part *own = &r->parts[i];
        bool ordered = own->way == ENT_WAY_CHAIN || own->way == ENT_WAY_LATTICE;
        size_t singles = ordered ? 1 : own->poset.n;
        if (singles > 1) {
            ent_bounds_part *whole = &k->out->parts[k->out->n_parts];
            size_t room = 0;
            for (size_t g = 0; g < r->poset.n; g++)
                point[g] = ENT_ZERO;
            if (all_tied_points(k, whole, &room, &r->poset, own, r->range, point)) {
                k->out->n_parts++;
                for (size_t v = 0; v < whole->n_vertices; v++)
                    whole->outside[v] &= cuts_within(k, r, own);
                continue;
            }
            *whole = (ent_bounds_part){0};
        }
        k->out->exact = k->out->exact && (ordered || singles == 1);
        for (size_t s = 0; s < singles; s++) {
            ent_bounds_part *part = &k->out->parts[k->out->n_parts++];
            ent_region_part alone = *own;
            size_t cap = 0;
            for (size_t g = 0; g < r->poset.n; g++)
                point[g] = ENT_ZERO;
            uint32_t only = 0;
            if (!ordered) {
                alone.poset.n = 1;
                alone.poset.n_below = 0;
                alone.group = &own->group[s];
                alone.upward = &only;
            }
            ent_range range = r->range[alone.group[0]];
            upper u = {k, part, &cap, &r->poset, &alone, point, range.lo, range.hi, true};
            for (size_t g = 0; g < alone.poset.n; g++)
                point[alone.group[g]] = range.lo;
            if (!upper_sets(&u, alone.poset.n, 0))
                return false;
            uint64_t own_cuts = ordered ? cuts_within(k, r, own) : 0;
            for (size_t v = 0; v < part->n_vertices; v++)
                part->outside[v] &= own_cuts;
        }
    }
    return true;
}

/* A region where nothing is open, and worth: one point. */
static bool one_point(making *k) {
    ent_bounds_part *part = &k->out->parts[k->out->n_parts++];
    size_t cap = 0, n = k->aim->central.n;
    int64_t *weight;
    uint64_t at;
    if (!add_vertex(k, part, &cap, &weight, &at))
        return false;
    if (k->preference->on_worth) {
        for (size_t t = 0; t < k->out->n_terms; t++)
            weight[t] = 1;
        return true;
    }
    if (n == 1) {
        weight[0] = 1;
        return true;
    }
    ent_poset alone = {.n = n, .n_variables = n};
    alone.group = ENT_NEW(k->arena, uint32_t, n + 1);
    alone.ratio = ENT_NEW(k->arena, ent_number, n + 1);
    if (!alone.group || !alone.ratio) {
        k->no_memory = true;
        return false;
    }
    for (uint32_t v = 0; v < n; v++) {
        alone.group[v] = v;
        alone.ratio[v] = ent_number_int(1);
    }
    return spread(&alone, k->models->centre.point.of[k->out->actor].weight, weight);
}

/* Box vertices of different parts need one denominator. */
static bool box_denominator(const ent_salience_region *r, ent_number *scale) {
    ent_i128 den = 1;
    for (size_t v = 0; v < r->n; v++) {
        ent_range range = r->range[r->poset.group[v]];
        ent_number ends[2];
        if (!ent_number_mul(&ends[0], range.lo, r->poset.ratio[v]) ||
            !ent_number_mul(&ends[1], range.hi, r->poset.ratio[v]))
            return false;
        for (int e = 0; e < 2; e++) {
            if (ends[e].den > LONG)
                return false;
            den = den / ent_gcd(den, ends[e].den) * ends[e].den;
            if (den > LONG)
                return false;
        }
    }
    *scale = (ent_number){den, 1};
    return true;
}

static bool extreme_points(making *k, ent_number *point) {
    const ent_salience_region *r = &k->models->actors[k->out->actor].region;
    if (k->preference->on_worth || !r->open)
        return one_point(k);
    if (r->simplex)
        return cone_rays(k, r, point);
    ent_number scale;
    if (!box_denominator(r, &scale))
        return false;
    ent_salience_region scaled = *r;
    scaled.range = ENT_NEW(k->arena, ent_range, r->poset.n + 1);
    if (!scaled.range) {
        k->no_memory = true;
        return false;
    }
    for (size_t g = 0; g < r->poset.n; g++)
        if (!ent_number_mul(&scaled.range[g].lo, r->range[g].lo, scale) ||
            !ent_number_mul(&scaled.range[g].hi, r->range[g].hi, scale))
            return false;
    return box_vertices(k, &scaled, point);
}

ent_status ent_bounds_new(ent_bounds *out, ent_arena *arena, const ent_models *models,
                          const ent_game *game, uint32_t actor) {
    making k = {.out = out,
                .arena = arena,
                .models = models,
                .game = game,
                .aim = &game->aims[actor],
                .preference = &models->scenario->preferences[actor]};
    size_t n = k.aim->n_terms;
    *out = (ent_bounds){.actor = actor, .known = true, .exact = true, .n_terms = n + 1};
    out->at_least = ENT_NEW(arena, uint64_t, (n + 1) * 64);
    out->parts = ENT_NEW(arena, ent_bounds_part, k.aim->central.n + 2);
    k.least[0] = ENT_NEW(arena, infimum, (n + 1) * 64);
    k.least[1] = ENT_NEW(arena, infimum, (n + 1) * 64);
    ent_number *point = ENT_NEW(arena, ent_number, k.aim->central.n + 1);
    if (!out->at_least || !out->parts || !k.least[0] || !k.least[1] || !point)
        return ENT_NOMEM;
    for (size_t t = 0; t < n && out->known; t++)
        out->known = term_tables(&k, t);
    for (unsigned side = 0; side < 2 && out->known; side++)
        ENT_TRY(to_integers(&k, side, &out->known));
    out->known = out->known && extreme_points(&k, point);
    if (k.no_memory)
        return ENT_NOMEM;
    if (!out->known) /* every digit is worth no more than itself */
        for (size_t t = 0; t < n; t++)
            for (uint32_t a = 0; a < 64; a++)
                out->at_least[t * 64 + a] = (uint64_t)1 << a;
    return ENT_OK;
}

ent_least ent_bounds_least(const ent_bounds *bounds, const uint8_t *digit, unsigned side) {
    const ent_bounds_table *table = &bounds->side[side];
    size_t n = bounds->n_terms;
    if (!bounds->known)
        return ENT_LEAST_BELOW;
    ent_i128 total = 0;
    bool reached = true; /* some model has the least in every part */
    for (size_t i = 0; i < bounds->n_parts; i++) {
        const ent_bounds_part *part = &bounds->parts[i];
        ent_i128 least = 0;
        uint64_t edge = 0;
        bool any = false; /* a vertex reaches the least */
        for (size_t v = 0; v < part->n_vertices; v++) {
            const int64_t *w = part->weight + v * n;
            ent_i128 sum = 0;
            bool open = false;
            for (size_t t = 0; t < n; t++) {
                uint32_t a = t + 1 < n ? digit[t] : 0;
                if (w[t] == 0)
                    continue;
                sum += (ent_i128)w[t] * table->d[t][a];
                open = open || (table->open[t] >> a & 1);
            }
            if (bounds->cone && sum < 0)
                return ENT_LEAST_BELOW;
            if (v == 0 || sum < least) {
                least = sum;
                any = false;
                edge = UINT64_MAX;
            }
            if (sum == least && !open) {
                any = true;
                edge &= part->outside[v];
            }
        }
        total += least;
        reached = reached && any && edge == 0;
    }
    if (total < 0)
        return ENT_LEAST_BELOW;
    return total == 0 && reached ? ENT_LEAST_ZERO : ENT_LEAST_ABOVE;
}
