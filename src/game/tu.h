/* Transferable-utility games: a worth for every coalition.
 *
 * Worths are whole numbers over one unit, below 2^52 in absolute value, so that a double holds each of
 * them exactly and 128 bits hold every sum that is asked for. Coalitions are bit sets and index the
 * table; the worth of nobody is 0.
 */
#ifndef ENT_GAME_TU_H
#define ENT_GAME_TU_H

#include "game/game.h"

#define ENT_TU_MOST 28u /* players: 2^28 worths are 2 GiB */
#define ENT_TU_BOUND ((int64_t)1 << 52)

typedef struct ent_tu {
    size_t n;             /* 1..ENT_TU_MOST */
    const int64_t *worth; /* 2^n */
    int64_t unit;         /* worth / unit is the author's number; > 0 */
} ent_tu;

/* The game under `worth of coalitions`. ENT_ERROR with a diagnostic when its numbers have no common
 * unit that fits. */
ent_status ent_tu_of_scenario(ent_tu *out, ent_arena *arena, const ent_scenario *scenario,
                              ent_diags *diags);
/* A worth (or sum of worths) as the author's number. */
ent_number ent_tu_number(const ent_tu *game, ent_i128 amount);

#endif
