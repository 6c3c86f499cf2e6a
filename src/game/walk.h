/* Hit-and-run: a walk through a region cut by comparisons, for centroids without a closed form.
 *
 * The region is { x : lo_v <= x_v <= hi_v, x_left >= factor * x_right }, and on the simplex also
 * sum of mass_v * x_v = 1. Each step moves along one axis (box) or along a line on which two
 * variables trade (simplex), uniformly over the part of the line inside the region (Smith 1984,
 * doi:10.1287/opre.32.6.1296). The mean of the walk approximates the centroid.
 */
#ifndef ENT_GAME_WALK_H
#define ENT_GAME_WALK_H

#include "game/poset.h"

typedef struct ent_region {
    size_t n;
    const double *lo, *hi; /* per variable */
    const double *mass;    /* NULL: a box; else the simplex sum mass * x = 1 */
    size_t n_cuts;
    const struct ent_cut {
        uint32_t left, right;
        double factor;
    } * cuts;
} ent_region;

/* Tightens bounds by the cuts until nothing changes: lo and hi become the least and the greatest point
 * of the region. False when the region is empty. O(n * n_cuts). */
bool ent_region_tighten(const ent_region *region, double *lo, double *hi);

/* The mean over a walk from `x` (inside the region; destroyed). `stream` names the unknowns. */
void ent_region_mean(const ent_region *region, double *x, uint64_t stream, double *mean);

/* Numbers of models stay below 2^ENT_DRAW_BITS; the bits above count the draws of one stream within one
 * model. */
#define ENT_DRAW_BITS 40
/* Length of the chain of one draw, per dimension. */
#define ENT_WALK_SWEEPS 60u

/* Moves `x` (inside the region) to an approximately uniform point of it: a chain of its own for each m,
 * ENT_WALK_SWEEPS steps along every dimension. O(sweeps * n * n_cuts). */
void ent_region_walk(const ent_region *region, double *x, uint64_t seed, uint64_t stream,
                     uint64_t m);

#endif
