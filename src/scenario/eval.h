/* One state at a time: what an expression says of it, and what follows in it. The plain reading of
 * the definitions; the game has faster ones, and the tests hold them to this.
 */
#ifndef ENT_SCENARIO_EVAL_H
#define ENT_SCENARIO_EVAL_H

#include "scenario/scenario.h"

/* Every resource of every actor at the midpoint of its range: `[resource * n_actors + actor]`.
 * NULL when out of memory. */
ent_number *ent_resource_midpoints(const ent_scenario *scenario, ent_arena *arena);

/* Whether `expr` holds in the state; `outcome_of` has an outcome for each issue. O(size of
 * expr). */
bool ent_expr_holds(const ent_expr *expr, const uint8_t *outcome_of, const ent_number *resource_of,
                    size_t n_actors);

/* Fills in the given and the following issues from the decided ones. `pinned` (a bit set over
 * issues, or NULL) are following issues that keep the outcome they have. */
void ent_state_follow(const ent_scenario *scenario, uint8_t *outcome_of, const uint64_t *pinned,
                      const ent_number *resource_of);

#endif
