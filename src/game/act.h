/* One act at a time: whether a state may be, who would act to get there, and who can. The plain reading
 * of the definitions for single pairs of states; ventures (venture.h) ask the same of whole spaces.
 */
#ifndef ENT_GAME_ACT_H
#define ENT_GAME_ACT_H

#include "game/able.h"

/* Whether every rule holds. */
bool ent_state_feasible(const ent_game *game, const uint8_t *state);
/* Actors among `of` on whose red lines the state lies. */
uint64_t ent_state_red(const ent_game *game, const uint8_t *state, uint64_t of);
/* Actors among `of` who strictly prefer `to`; who find `to` at least as good. */
uint64_t ent_state_better(const ent_game *game, const uint8_t *from, const uint8_t *to,
                          uint64_t of);
uint64_t ent_state_as_good(const ent_game *game, const uint8_t *from, const uint8_t *to,
                           uint64_t of);
/* Whether the coalition controls, in stages, every decided issue in which the states differ. */
bool ent_state_reaches(const ent_game *game, const uint8_t *from, const uint8_t *to,
                       uint64_t coalition);

#endif
