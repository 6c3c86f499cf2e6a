/* Numbers that are compared: the saliences that one actor may have, a simplex or a box, cut by the
 * comparisons; or a box of resources, positions and ties.
 *
 * Groups of equals that comparisons join, directly or through others, form a *part*; parts are drawn
 * independently, each in the first way that serves it:
 *
 *   one group          a point of its range; on the simplex an exponential number
 *   a full order       on the simplex a sum of its vertices with exponential factors; in a box whose
 *                      ranges agree, sorted uniform points
 *   a partial order    a linear extension drawn by the volume of its part (poset.h), then as above
 *   anything else      points of the uncut region until one satisfies the cuts, where at least one in
 *                      200 does: exact too; otherwise hit-and-run (walk.h), approximate
 *
 * On the simplex the parts are then divided by their common total: exponential numbers over their sum
 * are uniform (Devroye 1986, Non-Uniform Random Variate Generation, V.2), and so what is drawn for one
 * want relative to another does not change when a third is added.
 */
#ifndef ENT_GAME_REGION_H
#define ENT_GAME_REGION_H

#include "game/central.h"
#include "game/draw.h"
#include "game/walk.h"

#define ENT_SIMPLEX_GRID 100000 /* weights are multiples of 1 / this before they are normalised */

typedef enum ent_part_way {
    ENT_WAY_SINGLE,
    ENT_WAY_CHAIN,
    ENT_WAY_LATTICE,
    ENT_WAY_REJECT,
    ENT_WAY_WALK
} ent_part_way;

typedef struct ent_region_part {
    ent_part_way way;
    ent_poset poset;  /* of this part's groups alone; cuts that the ranges imply are left out */
    uint32_t *group;  /* per group of the part: the group in the whole */
    uint32_t *upward; /* groups of the part, each after those below it */
    uint64_t *name;   /* per group: its stream */
    uint64_t own;     /* the part's stream: extensions, walks */
    uint32_t *chain;
    double *factor; /* along the chain */
    ent_lattice lattice;
    ent_grid *grid;  /* box: per group */
    int64_t *unit;   /* box: per group: a step of its grid, in multiples of 1 / den */
    int64_t den;     /* box */
    ent_region walk; /* hit-and-run */
    double *start;   /* its centroid, approximately */
} ent_region_part;

typedef struct ent_salience_region {
    size_t n; /* variables */
    bool simplex, open, approximate;
    bool weights; /* 0 is not drawn, and hundredths are fine enough */
    ent_poset poset;
    ent_range *range; /* per group: box, as narrow as the cuts make it */
    size_t n_parts;
    ent_region_part *parts;
} ent_salience_region;

/* `central` is the actor's central model. ENT_LIMIT: numbers with too many digits. ENT_ERROR: no
 * model (central.c reports that first). */
ent_status ent_salience_region_new(ent_salience_region *out, ent_arena *arena,
                                   const ent_scenario *scenario, uint32_t actor,
                                   const ent_central *central);
/* A box of numbers with ranges, each with the name of its stream. */
ent_status ent_amount_region_new(ent_salience_region *out, ent_arena *arena, size_t n,
                                 const ent_range *range, const uint64_t *name,
                                 const ent_comparison *said, size_t n_said);
/* Raw weights of model m >= 1, per variable. */
ent_status ent_salience_region_draw(ent_number *weight, ent_arena *scratch,
                                    const ent_salience_region *region, uint64_t seed, uint64_t m);

/* "france.salience.daesh": what the stream of a salience is called. */
const char *ent_salience_name(ent_arena *arena, const ent_scenario *scenario, uint32_t actor,
                              size_t variable);

#endif
