/* A world: a game small enough for its states to be written down, for questions about pairs of states.
 *
 * States are the feasible combinations of the issues that those who may act can change, as far as
 * anything asked for depends on them; utilities are ranks, so that they are compared in one
 * instruction. Every concept that looks at what any coalition could do from any state (coalition-proof
 * equilibria, the alpha core, farsighted stability, orders of joining) is asked of this.
 */
#ifndef ENT_GAME_WORLD_H
#define ENT_GAME_WORLD_H

#include "game/able.h"

typedef struct ent_world {
    const ent_game *game;
    uint32_t n_actors, n_dims, n;
    uint32_t *issue;     /* per dimension */
    uint8_t *outcome;    /* [state * n_dims + dimension] */
    int32_t *rank;       /* [state * n_actors + actor]: higher is better, equal is indifferent */
    uint64_t *red;       /* per state: actors on whose red lines it lies */
    uint8_t *base;       /* outcomes of all issues; those of dimensions are of no account */
    uint32_t status_quo; /* state */
    uint64_t able;       /* actors who have a part in controlling some dimension */
    /* Per dimension [from * outcomes + to]: who can, in stages and by one transition. */
    const ent_coalitions ***reach, ***step;
} ent_world;

/* Most combinations that are looked at to find the feasible states. */
#define ENT_WORLD_CODES ((uint64_t)1 << 24)

/* `actors` may act; `about` (NULL: all) are the issues they may change; `every`: all of these, else only
 * those that a rule or the aims or red lines of those who may act depend on.
 * ENT_ERROR with a diagnostic without a status quo; ENT_LIMIT without one when there are more than
 * `most` states, with their number or a bound below it in *needed. O(states * (terms + log states) *
 * actors). */
ent_status ent_world_new(ent_world **out, ent_arena *arena, const ent_game *game, uint64_t actors,
                         const uint64_t *about, bool every, uint32_t most, uint64_t *needed,
                         ent_diags *diags);
/* The whole state. */
void ent_world_state(uint8_t *state, const ent_world *world, uint32_t i);
/* The state with these outcomes of the issues, or ENT_NONE. O(states). */
uint32_t ent_world_find(const ent_world *world, const uint8_t *state);

/* Whether the coalition controls all that differs: in stages, or each by one transition. */
bool ent_world_reaches(const ent_world *world, uint32_t from, uint32_t to, uint64_t coalition);
bool ent_world_steps(const ent_world *world, uint32_t from, uint32_t to, uint64_t coalition);
/* Actors who strictly prefer `to`. */
uint64_t ent_world_better(const ent_world *world, uint32_t from, uint32_t to);
bool ent_world_prefers(const ent_world *world, uint32_t actor, uint32_t from, uint32_t to);

#endif
