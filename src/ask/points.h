/* Bargaining points: the packages that rules of fairness single out, each with all that attain it.
 *
 * Over the states that give every member at least what no deal gives it (its threshold d):
 *
 *   Nash                  the greatest product of the gains u - d (Nash 1950, doi:10.2307/1907266)
 *   Kalai-Smorodinsky     the greatest least share of the best gain, (u - d) / (b - d), b being the
 *                         greatest u over these states (Kalai and Smorodinsky 1975,
 *                         doi:10.2307/1914280, as a max-min for finite sets)
 *   egalitarian           the greatest least gain, in the members' own units
 *   utilitarian           the greatest sum of utilities, in the members' own units
 *   relative utilitarian  the greatest sum of (u - d) / (i - d), i being the greatest u of all states
 *                         compared, whether they give every member its threshold or not
 *   max-min               the greatest least utility, in the members' own units
 *
 * Members who can gain nothing are left out of shares. Values are exact and compared exactly.
 * The states of greatest product or sum are efficient, so the frontier has them all; for the greatest
 * least, every state at or above the thresholds that the value implies is counted.
 */
#ifndef ENT_ASK_POINTS_H
#define ENT_ASK_POINTS_H

#include "ask/pareto.h"

typedef enum ent_point_kind {
    ENT_POINT_NASH,
    ENT_POINT_KALAI_SMORODINSKY,
    ENT_POINT_EGALITARIAN,
    ENT_POINT_UTILITARIAN,
    ENT_POINT_RELATIVE_UTILITARIAN,
    ENT_POINT_MAX_MIN,
    ENT_POINT_KINDS
} ent_point_kind;

#define ENT_POINT_FIRSTS 10u

typedef struct ent_firsts {
    size_t n;
    ent_u128 key[ENT_POINT_FIRSTS]; /* rising (pareto.h) */
} ent_firsts;

typedef struct ent_point {
    bool found;
    ent_firsts firsts; /* the first states that attain it (ent_point_firsts) */
    const char *value; /* exact: "0.25", "3/7" */
    double number;     /* near it */
    bool counted;      /* `at` has every vector that attains the value; else some */
    ent_front at;      /* the vectors that attain it, with their states */
    const char *proof; /* why there is no better, with numbers; NULL: all states were compared */
} ent_point;

typedef struct ent_points {
    bool any;      /* there is a state to choose from */
    bool too_wide; /* numbers with too many digits: no point was worked out */
    ent_point point[ENT_POINT_KINDS];
    ent_i128 best[64]; /* per member: greatest utility */
    /* How far the nearest of these states is from what each would like best: the Euclidean distance
     * from the point where each has its greatest utility of all states compared, in units of these;
     * < 0 where one of them is not positive. */
    double opposition;
} ent_points;

const char *ent_point_name(ent_point_kind kind); /* "kalai_smorodinsky" */

/* From a frontier; where that was too large, the points that can be proven without it. */
ent_status ent_ask_points(ent_points **out, ent_arena *arena, const ent_frontier *f,
                          const ent_run *run);
/* Fills point->firsts with the first states that attain each point; where there are more than 2^27
 * states, with the first of each vector. ENT_CANCELLED leaves some. */
ent_status ent_point_firsts(ent_points *points, ent_arena *arena, const ent_frontier *f,
                            const ent_run *run);
/* The vectors of all states with at least `least` for each member, or the efficient of these.
 * ENT_LIMIT when there are too many of them, or too many come near. */
ent_status ent_states_above(ent_front *out, ent_arena *arena, const ent_frontier *f,
                            const ent_i128 *least, ent_sweep_keep keep, const ent_run *run);

/* Vectors that are held at most while a point is worked out without the frontier. */
#define ENT_NEAR_MOST ((size_t)1 << 14)

/* The distance of the nearest of all states from the point where everybody has 1. Where utilities may
 * pass 1 it goes through all states; < 0: too many of them, or none. */
ent_status ent_unit_opposition(double *out, const ent_frontier *f, const ent_run *run);

/* What a coalition is taken to do: the deal with the greatest product of gains, of several the first
 * in the order of picks. `what.with` and so on hold for its deals. *some is false, and `state` as it
 * was, where it has no deal; `state` (n_issues) is whole. Every member needs a threshold. ENT_LIMIT
 * without a diagnostic: too many deals, or numbers with too many digits. (nash_deal.c) */
ent_status ent_ask_nash_deal(bool *some, uint8_t *state, ent_arena *arena, const ent_game *game,
                             ent_ask_what what, const ent_run *run);

/* ---- gains as integers (gains.c) ---- */

/* gain of u = (u * scale - offset) / unit, exactly, for each member. */
typedef struct ent_gains {
    size_t members;
    ent_i128 scale[64], offset[64], unit[64];
} ent_gains;

/* False when 126 bits do not hold gains of utilities up to `most` in size. */
bool ent_gains_new(ent_gains *out, const ent_bargain *bargain, const ent_i128 *most);
static inline ent_i128 ent_gain_of(const ent_gains *g, size_t member, ent_i128 utility) {
    return utility * g->scale[member] - g->offset[member];
}

/* Exact numbers of sums and products that may not fit 128 bits, as text and as a double. */
typedef struct ent_exact {
    const char *text; /* NULL: out of memory */
    double number;
} ent_exact;
/* The product, or the sum, of num[i] / den[i] >= 0; lowest terms where it fits 128 bits, and for
 * products always. False when even wide integers do not hold it. */
bool ent_exact_product(ent_exact *out, ent_arena *arena, const ent_i128 *num, const ent_i128 *den,
                       size_t n);
bool ent_exact_sum(ent_exact *out, ent_arena *arena, const ent_i128 *num, const ent_i128 *den,
                   size_t n);

/* The same bits on every machine. */
double ent_square_root(double x);

#endif
