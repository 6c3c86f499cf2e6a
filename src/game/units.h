/* Decision units: the single actors, and the minimal coalitions that joint control rules ask for. */
#ifndef ENT_GAME_UNITS_H
#define ENT_GAME_UNITS_H

#include "game/game.h"

/* The bit sets of all units of two or more actors, ascending, over all transitions of the issues in
 * `about` (bit set); ENT_LIMIT when there are more than `most` (no diagnostic). Polynomial in the number of
 * minimal coalitions of each rule and its parts. */
ent_status ent_joint_units(uint64_t *out, uint32_t *n, uint32_t most, ent_arena *scratch,
                           const ent_game *game, const uint64_t *about);

/* The minimal coalitions of one control rule, single actors among them, in no order; ENT_LIMIT as
 * above. */
ent_status ent_rule_units(uint64_t *out, uint32_t *n, uint32_t most, ent_arena *scratch,
                          const ent_game *game, const ent_control *rule);

/* Outcomes of the issue that the coalition can put in one step in the place of `from`: a bit set
 * without `from`. */
uint64_t ent_unit_steps(const ent_game *game, uint64_t coalition, uint32_t issue, uint32_t from);

#endif
