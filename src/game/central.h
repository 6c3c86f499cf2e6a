/* The central model: one number for everything that a scenario leaves open.
 *
 * A scenario's comparisons and ranges define a set of models; the central model is its centroid. It
 * represents the set until models are sampled, and every answer says so. How it is found:
 *
 *   saliences only compared     the simplex of weights cut by the comparisons. A full order (with
 *                               factors and equalities) gives a simplex, whose centroid is the mean of
 *                               its vertices, exact; without ties these are the rank-order centroid
 *                               weights (Barron and Barrett 1996, doi:10.1287/mnsc.42.11.1515). A
 *                               partial order is the union of its linear extensions' simplices,
 *                               summed over its order ideals, exact too.
 *   any number or range         the box [0, 100] cut by the statements: midpoints where nothing
 *                               is compared, order statistics where equal ranges are only ordered
 *   anything else               the mean of a long hit-and-run walk, rounded to a grid of 10^-6
 *                               (as are exact centroids with very long denominators)
 *
 * Values of an outcome order: best 1, worst 0, between them the mean rank over linear extensions.
 */
#ifndef ENT_GAME_CENTRAL_H
#define ENT_GAME_CENTRAL_H

#include "game/poset.h"
#include "scenario/scenario.h"

typedef struct ent_central {
    size_t n;           /* saliences: wants, then conditions */
    ent_number *weight; /* raw, >= 0; not normalised */
    ent_number **value; /* per want, per outcome: 0..1 */
    bool open;          /* something was left open: this is one model of many */
    bool simplex;       /* saliences were only compared */
    bool approximate;   /* found by a walk, or rounded to the grid */
} ent_central;

/* ENT_ERROR with a diagnostic when the statements leave no model. `amounts`: of ent_central_amounts(). */
ent_status ent_central_model(ent_central *out, ent_arena *arena, const ent_scenario *scenario,
                             const ent_number *amounts, uint32_t actor, ent_diags *diags);
/* The centroid of what is compared under `comparisons`, a number for each amount: as for saliences with
 * ranges. */
ent_status ent_central_amounts(ent_number *value, bool *approximate, ent_arena *arena,
                               const ent_scenario *scenario, ent_diags *diags);
/* An author's comparisons as facts about variables. */
ent_status ent_order_facts(ent_poset_fact **out, ent_arena *arena, const ent_comparison *said,
                           size_t n);
/* The middle of a range. */
ent_number ent_range_middle(ent_range range);

#endif
