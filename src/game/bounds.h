/* What holds of one actor's gain in all models at once.
 *
 * Against what it expects of no deal, a package is worth sum over terms of w_t * d_t to an actor, d_t the
 * difference of value (or, with a reservation value r, the value less r). That is linear in the weights
 * for given values, and each value stands in one term: so its sign over all models is found at the
 * extreme points of the weights, with every d_t at its least. Extreme points:
 *
 *   the simplex     rays: what is above some cut of the order, all alike (upper sets); with factors, a
 *                   full order's vertices
 *   a box           part by part (region.h), since a sum's least is the sum of leasts: ends of ranges;
 *                   for parts that one range and an order bound, upper sets between its ends
 *   otherwise       the points of the region where every group is tied to an end, through comparisons that
 *                   hold with equality; where they are too many, the region is widened: factors of 1 and
 *                   more become 1, others go, and in a box comparisons go
 *
 * Widening keeps proofs true: what holds of more models holds of these. Strict comparisons matter where
 * the least gain is 0: it may lie on a face of the closure that no model lies on.
 */
#ifndef ENT_GAME_BOUNDS_H
#define ENT_GAME_BOUNDS_H

#include "game/models_inside.h"

/* The sign of the least gain over all models. */
typedef enum ent_least {
    ENT_LEAST_BELOW, /* below 0 in some model, or nothing is known */
    ENT_LEAST_ZERO,  /* never below 0 */
    ENT_LEAST_ABOVE  /* above 0 in every model */
} ent_least;

/* Of a gain (side 0) or of a loss, the gain's negative (side 1). */
typedef struct ent_bounds_table {
    uint64_t *open; /* per term: digits whose least is not reached by any model */
    int64_t **d;    /* per term, per digit: least difference, times a common denominator */
} ent_bounds_table;

typedef struct ent_bounds_part {
    size_t n_vertices;
    int64_t *weight;   /* [vertex * n_terms + term] */
    uint64_t *outside; /* per vertex: the strict comparisons that it only meets with equality */
} ent_bounds_part;

typedef struct ent_bounds {
    uint32_t actor;
    bool known; /* false: numbers too long, every least is BELOW */
    bool cone;  /* the simplex: one part, of rays; only signs count */
    bool exact; /* nothing was widened */
    size_t n_terms;
    ent_bounds_table side[2];
    size_t n_parts;
    ent_bounds_part *parts;
    uint64_t *at_least; /* [term * 64 + a]: digits b that are worth no more than a in any model */
} ent_bounds;

/* For the aim of `actor` in `game` (a game of these models: fallback and terms are read from it). */
ent_status ent_bounds_new(ent_bounds *out, ent_arena *arena, const ent_models *models,
                          const ent_game *game, uint32_t actor);
/* digit[t]: the outcome of term t's issue, or whether its condition holds. O(vertices * terms). */
ent_least ent_bounds_least(const ent_bounds *bounds, const uint8_t *digit, unsigned side);

#endif
