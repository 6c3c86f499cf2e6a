/* The values that one actor may give the outcomes of one issue, and drawing them.
 *
 *   an order        a linear extension, each as likely as any other; the best outcome is worth 1, the
 *                   worst 0, those between sorted uniform points
 *   an ideal        distance from it, at the positions of the model
 *   single-peaked   on each side of the ideal sorted uniform points, falling with distance
 *   values          a point of each range
 */
#ifndef ENT_GAME_VALUES_H
#define ENT_GAME_VALUES_H

#include "game/central.h"
#include "game/draw.h"

#define ENT_VALUE_GRID 10000 /* drawn values are multiples of 1 / this */

typedef struct ent_want_values {
    const ent_want *want;
    const ent_issue *issue;
    bool open;      /* not the same in every model */
    uint64_t *name; /* per group (order) or outcome: its stream */
    uint64_t own;   /* of extensions */
    uint64_t ideal_name;
    ent_grid ideal;  /* a position given as a range */
    ent_grid *grid;  /* values: per outcome */
    ent_poset poset; /* order */
    bool full;       /* a full order, in chain */
    uint32_t *chain;
    ent_lattice lattice;
} ent_want_values;

/* "france.value.assad.leaves" */
const char *ent_value_name(ent_arena *arena, const ent_scenario *scenario, uint32_t actor,
                           const ent_want *want, uint32_t outcome);
const char *ent_ideal_name(ent_arena *arena, const ent_scenario *scenario, uint32_t actor,
                           const ent_want *want);
/* ENT_LIMIT as for regions. */
ent_status ent_want_values_new(ent_want_values *out, ent_arena *arena, const ent_scenario *scenario,
                               uint32_t actor, const ent_want *want);
/* Values (0..1) per outcome in model m >= 1; position[outcome] as in that model. `ideal` (may be NULL)
 * is the ideal drawn. */
ent_status ent_want_values_draw(ent_number *value, ent_number *ideal, ent_arena *scratch,
                                const ent_want_values *values, const ent_number *position,
                                uint64_t seed, uint64_t m);

#endif
