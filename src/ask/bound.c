/* Bounds for points: a mixture of states, a good state near it, exact thresholds. See bound.h. */
#include "ask/bound.h"

#include "base/wide.h"

#include <string.h>

#define ROUNDS 200u
#define HALVINGS 14u
#define PAIRS 4096u /* vectors of all parts together up to which two parts are changed at once */
#define WEIGHT_BITS 1048576.0

typedef struct bounder {
    const ent_frontier *f;
    const ent_gains *gains;
    size_t n, members, total;
    double **gain;   /* per set: gains of its vectors, n * members; the last set has the offsets */
    double **mix;    /* per set: share of each vector in the mixture */
    size_t *choice;  /* per set: the vector of the state at hand */
    double at[64];   /* gains of the mixture, then of the state at hand */
    double lift[64]; /* added to gains of the mixture while they are not positive */
    double span[64]; /* greatest less least gain */
} bounder;

static ent_status bounder_new(bounder *b, ent_arena *arena, const ent_frontier *f,
                              const ent_gains *gains) {
    *b = (bounder){.f = f, .gains = gains, .n = f->split->n_parts + 1, .members = gains->members};
    b->gain = (double **)ent_arena_array(arena, b->n, sizeof *b->gain);
    b->mix = (double **)ent_arena_array(arena, b->n, sizeof *b->mix);
    b->choice = ENT_NEW(arena, size_t, b->n);
    if (!b->gain || !b->mix || !b->choice)
        return ENT_NOMEM;
    for (size_t p = 0; p < b->n; p++) {
        const ent_front *set = &f->parts[p];
        b->total += set->n;
        b->gain[p] = ENT_NEW(arena, double, set->n * b->members);
        b->mix[p] = ENT_NEW(arena, double, set->n);
        if (!b->gain[p] || !b->mix[p])
            return ENT_NOMEM;
        for (size_t m = 0; m < b->members; m++) {
            double lo = 0, hi = 0;
            for (size_t i = 0; i < set->n; i++) {
                double v = (double)set->value[i * b->members + m] * (double)gains->scale[m];
                v -= p + 1 == b->n ? (double)gains->offset[m] : 0;
                b->gain[p][i * b->members + m] = v;
                lo = i == 0 || v < lo ? v : lo;
                hi = i == 0 || v > hi ? v : hi;
            }
            b->span[m] += hi - lo;
        }
    }
    for (size_t m = 0; m < b->members; m++)
        b->span[m] = b->span[m] > 1 ? b->span[m] : 1;
    return ENT_OK;
}

/* ---- the mixture ---- */

static void start_mixture(bounder *b) {
    memset(b->at, 0, sizeof b->at);
    for (size_t p = 0; p < b->n; p++)
        for (size_t i = 0; i < b->f->parts[p].n; i++) {
            b->mix[p][i] = 1 / (double)b->f->parts[p].n;
            for (size_t m = 0; m < b->members; m++)
                b->at[m] += b->mix[p][i] * b->gain[p][i * b->members + m];
        }
}

static void lift(bounder *b) {
    for (size_t m = 0; m < b->members; m++) {
        double least = b->span[m] / 64;
        b->lift[m] = b->at[m] < least ? least - b->at[m] : 0;
    }
}

/* How the sum of the logarithms of gains grows along `way`, `step` on. */
static double slope(const bounder *b, const double *way, double step) {
    double sum = 0;
    for (size_t m = 0; m < b->members; m++)
        sum += way[m] / (b->at[m] + b->lift[m] + step * way[m]);
    return sum;
}

/* Moves weight from the worst vector in the mixture of a set to the best of the set; what there was
 * to gain, to first order. */
static double improve_set(bounder *b, size_t p) {
    const ent_front *set = &b->f->parts[p];
    size_t best = 0, worst = SIZE_MAX;
    double most = 0, least = 0, way[64];
    for (size_t i = 0; i < set->n; i++) {
        double sum = slope(b, b->gain[p] + i * b->members, 0);
        if (i == 0 || sum > most) {
            most = sum;
            best = i;
        }
        if (b->mix[p][i] > 0 && (worst == SIZE_MAX || sum < least)) {
            least = sum;
            worst = i;
        }
    }
    if (worst == SIZE_MAX || best == worst)
        return 0;
    for (size_t m = 0; m < b->members; m++)
        way[m] = b->gain[p][best * b->members + m] - b->gain[p][worst * b->members + m];
    double lo = 0, hi = b->mix[p][worst];
    bool inside = true; /* no gain falls to zero on the way */
    for (size_t m = 0; m < b->members; m++)
        inside = inside && b->at[m] + b->lift[m] + hi * way[m] > 0;
    if (inside && slope(b, way, hi) >= 0)
        lo = hi;
    for (unsigned i = 0; i < HALVINGS && lo < hi; i++) {
        double mid = (lo + hi) / 2;
        bool on = true;
        for (size_t m = 0; m < b->members; m++)
            on = on && b->at[m] + b->lift[m] + mid * way[m] > 0;
        if (on && slope(b, way, mid) >= 0)
            lo = mid;
        else
            hi = mid;
    }
    b->mix[p][best] += lo;
    b->mix[p][worst] = lo < b->mix[p][worst] ? b->mix[p][worst] - lo : 0;
    for (size_t m = 0; m < b->members; m++)
        b->at[m] += lo * way[m];
    return most - least;
}

static void mix(bounder *b) {
    start_mixture(b);
    for (unsigned round = 0; round < ROUNDS; round++) {
        double left = 0;
        lift(b);
        for (size_t p = 0; p < b->n; p++)
            left += improve_set(b, p);
        if (left < 1e-7 * (double)b->members)
            break;
    }
    lift(b);
}

/* ---- a state near it ---- */

typedef double (*score_fn)(const void *user, const bounder *b, const double *gain);

/* While somebody loses, how much; better when it is nearer zero. */
static double losses(const bounder *b, const double *gain, bool strictly) {
    double sum = 0;
    bool any = false;
    for (size_t m = 0; m < b->members; m++) {
        if (gain[m] > 0 || (!strictly && gain[m] == 0))
            continue;
        sum -= (1e-9 * b->span[m] - gain[m]) / b->span[m];
        any = true;
    }
    return any ? sum : 1;
}

static double score_product(const void *user, const bounder *b, const double *gain) {
    double product = losses(b, gain, true);
    (void)user;
    for (size_t m = 0; m < b->members && product > 0; m++)
        product *= gain[m] / b->span[m];
    return product;
}

static double score_sum(const void *user, const bounder *b, const double *gain) {
    const ent_i128 *weight = user;
    double loss = losses(b, gain, false), sum = 0;
    for (size_t m = 0; m < b->members && loss > 0; m++)
        sum += gain[m] * (double)weight[m];
    return loss > 0 ? sum : loss;
}

static double score_least(const void *user, const bounder *b, const double *gain) {
    const ent_gains *share = user;
    double loss = losses(b, gain, false), least = 0;
    for (size_t m = 0; m < b->members && loss > 0; m++) {
        double utility = (gain[m] + (double)b->gains->offset[m]) / (double)b->gains->scale[m];
        double part =
            (utility * (double)share->scale[m] - (double)share->offset[m]) / (double)share->unit[m];
        least = m == 0 || part < least ? part : least;
    }
    return loss > 0 ? 1e6 + least : loss; /* shares may be negative */
}

static void exchange(const bounder *b, size_t p, size_t from, size_t to, double *gain) {
    for (size_t m = 0; m < b->members; m++)
        gain[m] += b->gain[p][to * b->members + m] - b->gain[p][from * b->members + m];
}

/* The best change of one set, or of two at once; false when there is none. */
static bool improve(bounder *b, score_fn score, const void *user, bool pairs) {
    double best = score(user, b, b->at);
    size_t set[2] = {SIZE_MAX, SIZE_MAX}, to[2] = {0, 0};
    for (size_t p = 0; p < b->n; p++)
        for (size_t i = 0; i < b->f->parts[p].n; i++) {
            double one[64], two[64];
            memcpy(one, b->at, sizeof one);
            exchange(b, p, b->choice[p], i, one);
            for (size_t q = pairs ? p + 1 : b->n; q <= b->n; q++)
                for (size_t j = 0; j < (q < b->n ? b->f->parts[q].n : 1); j++) {
                    memcpy(two, one, sizeof two);
                    if (q < b->n)
                        exchange(b, q, b->choice[q], j, two);
                    double here = score(user, b, two);
                    if (here <= best)
                        continue;
                    best = here;
                    set[0] = p, to[0] = i;
                    set[1] = q, to[1] = j;
                }
        }
    for (size_t k = 0; k < 2 && set[0] != SIZE_MAX; k++)
        if (set[k] < b->n) {
            exchange(b, set[k], b->choice[set[k]], to[k], b->at);
            b->choice[set[k]] = to[k];
        }
    return set[0] != SIZE_MAX;
}

/* From the greatest shares of the mixture, upwards. The utilities of the state go to `value`. */
static void find_state(ent_i128 *value, bounder *b, score_fn score, const void *user) {
    memset(b->at, 0, sizeof b->at);
    for (size_t p = 0; p < b->n; p++) {
        b->choice[p] = 0;
        for (size_t i = 1; i < b->f->parts[p].n; i++)
            if (b->mix[p][i] > b->mix[p][b->choice[p]])
                b->choice[p] = i;
        for (size_t m = 0; m < b->members; m++)
            b->at[m] += b->gain[p][b->choice[p] * b->members + m];
    }
    for (unsigned turn = 0; turn < 1000; turn++)
        if (!improve(b, score, user, false) && (b->total > PAIRS || !improve(b, score, user, true)))
            break;
    for (size_t m = 0; m < b->members; m++) {
        value[m] = 0;
        for (size_t p = 0; p < b->n; p++)
            value[m] += b->f->parts[p].value[b->choice[p] * b->members + m];
    }
}

/* Whether nobody loses (gains, where `strictly`), exactly. */
static bool accepted(const bounder *b, const ent_i128 *value, bool strictly) {
    for (size_t m = 0; m < b->members; m++) {
        ent_i128 gain = ent_gain_of(b->gains, m, value[m]);
        if (gain < 0 || (strictly && gain == 0))
            return false;
    }
    return true;
}

/* ---- exact bounds ---- */

/* One over the gains of the mixture, as whole numbers; false where sums might not fit. */
static bool weights_of(ent_i128 *weight, const bounder *b) {
    double most = 0, sum = 0;
    for (size_t m = 0; m < b->members; m++)
        most = b->at[m] + b->lift[m] > most ? b->at[m] + b->lift[m] : most;
    for (size_t m = 0; m < b->members; m++) {
        double w = most / (b->at[m] + b->lift[m]) * WEIGHT_BITS + 1;
        double offset = (double)b->gains->offset[m];
        if (!(w < 1e30))
            return false;
        weight[m] = (ent_i128)w;
        sum += w * (b->span[m] + b->at[m] + b->lift[m] + (offset < 0 ? -offset : offset));
        if (w * (double)b->gains->scale[m] > 1e36)
            return false;
    }
    return sum < 1e36;
}

/* The least s with s^n >= n^n * product of weight * gain; -1 where wide integers do not hold that. */
static ent_i128 least_sum(const bounder *b, const ent_i128 *weight, const ent_i128 *value) {
    ent_wide product, power;
    ent_i128 lo = 0, hi = (ent_i128)1 << 124;
    ent_wide_set(&product, 1);
    for (size_t m = 0; m < b->members; m++) {
        ent_wide_mul(&product, b->members);
        ent_wide_mul(&product, (ent_u128)weight[m]);
        ent_wide_mul(&product, (ent_u128)ent_gain_of(b->gains, m, value[m]));
    }
    while (lo < hi) {
        ent_i128 mid = lo + (hi - lo) / 2;
        ent_wide_set(&power, 1);
        for (size_t m = 0; m < b->members && !power.over; m++)
            ent_wide_mul(&power, (ent_u128)mid);
        if (power.over || ent_wide_cmp(&power, &product) >= 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return product.over ? -1 : lo;
}

static void put_i128(ent_buffer *out, ent_i128 value) {
    ent_number_print(out, (ent_number){value, 1});
}

static const char *write_proof(ent_arena *arena, const bounder *b, const char *what,
                               const ent_i128 *weight, ent_i128 least, size_t n) {
    ent_buffer text = {0};
    ent_buffer_printf(&text, "%s needs gains (in units of", what);
    for (size_t m = 0; m < b->members; m++) {
        ent_buffer_put(&text, m ? ", 1/" : " 1/");
        put_i128(&text, b->gains->unit[m]);
    }
    ent_buffer_put(&text, ") that sum up, times");
    for (size_t m = 0; m < b->members; m++) {
        ent_buffer_put(&text, m ? ", " : " ");
        put_i128(&text, weight[m]);
    }
    ent_buffer_put(&text, ", to ");
    put_i128(&text, least);
    ent_buffer_printf(&text,
                      " or more; the efficient states that reach it, with %zu different "
                      "vectors, were compared",
                      n);
    const char *proof = text.failed ? NULL : ent_arena_text(arena, text.data);
    ent_buffer_free(&text);
    return proof;
}

/* The efficient states in which nobody loses and the weighted sum of gains is `least` or more. */
static ent_status reach(ent_front *out, ent_arena *arena, const bounder *b, const ent_i128 *weight,
                        ent_i128 least, const ent_run *run) {
    ent_i128 threshold[64], scaled[64];
    ent_slice slice = {.least = threshold,
                       .weight = scaled,
                       .weight_least = least,
                       .keep = ENT_KEEP_EFFICIENT,
                       .most = ENT_NEAR_MOST};
    for (size_t m = 0; m < b->members; m++) {
        threshold[m] = b->f->bargain->game->aims[b->f->bargain->members[m]].threshold;
        scaled[m] = weight[m] * b->gains->scale[m];
        slice.weight_least += weight[m] * b->gains->offset[m];
    }
    return ent_slice_run(out, arena, b->f, &slice, run);
}

/* The bound is proven only if the state it was taken from, or one that is at least as good for all, is
 * among those found: it may be the fallback, which is no package, or one in which nobody gains. */
static void check(ent_front *out, const bounder *b, const ent_i128 *value) {
    bool deals = b->f->over == ENT_FRONTIER_DEALS;
    for (size_t i = 0; i < out->n; i++) {
        const ent_i128 *found = out->value + i * out->members;
        if (ent_vector_covers(found, value, out->members) &&
            !(deals && ent_nobody_gains(b->f, found)))
            return;
    }
    out->n = 0;
}

ent_status ent_bound_product(ent_front *out, const char **proof, ent_arena *arena,
                             const ent_frontier *f, const ent_gains *gains, const ent_run *run) {
    bounder b;
    ent_i128 weight[64], value[64];
    *out = (ent_front){.members = gains->members};
    ENT_TRY(bounder_new(&b, arena, f, gains));
    mix(&b);
    if (!weights_of(weight, &b))
        return ENT_OK;
    find_state(value, &b, score_product, NULL);
    if (!accepted(&b, value, true))
        return ENT_OK;
    ent_i128 least = least_sum(&b, weight, value);
    if (least < 0)
        return ENT_OK;
    ENT_TRY(reach(out, arena, &b, weight, least, run));
    check(out, &b, value);
    *proof = write_proof(arena, &b, "a product as great", weight, least, out->n);
    return *proof ? ENT_OK : ENT_NOMEM;
}

ent_status ent_bound_sum(ent_front *out, const char **proof, ent_arena *arena,
                         const ent_frontier *f, const ent_gains *gains, const ent_i128 *weight,
                         const ent_run *run) {
    bounder b;
    ent_i128 value[64], least = 0;
    *out = (ent_front){.members = gains->members};
    ENT_TRY(bounder_new(&b, arena, f, gains));
    mix(&b);
    find_state(value, &b, score_sum, weight);
    if (!accepted(&b, value, false))
        return ENT_OK;
    for (size_t m = 0; m < b.members; m++)
        least += weight[m] * ent_gain_of(gains, m, value[m]);
    ENT_TRY(reach(out, arena, &b, weight, least, run));
    check(out, &b, value);
    *proof = write_proof(arena, &b, "a sum as great", weight, least, out->n);
    return *proof ? ENT_OK : ENT_NOMEM;
}

bool ent_bound_start(ent_i128 *value, ent_arena *arena, const ent_frontier *f,
                     const ent_gains *gains, const ent_gains *share, ent_status *status) {
    bounder b;
    *status = bounder_new(&b, arena, f, gains);
    if (*status != ENT_OK)
        return false;
    mix(&b);
    find_state(value, &b, score_least, share);
    return accepted(&b, value, false);
}
