/* Best replies: what the members of a coalition would do alone, when nothing is signed.
 *
 * From the status quo the members move in turn, in the author's order. Each goes to the state it
 * likes best among those it can bring about by itself from where things stand: all issues it
 * controls alone are chosen together, the rules hold, and it does not step onto its own red lines.
 * It moves only to gain; of states it likes equally it takes the one with fewest changes, then the
 * first in the author's order. When a whole round passes without a move, that state is what no deal
 * is expected to be.
 */
#ifndef ENT_GAME_REPLIES_H
#define ENT_GAME_REPLIES_H

#include "base/diag.h"
#include "game/game.h"

typedef struct ent_replies {
    const uint8_t *state; /* where nobody moves any more */
    uint32_t *mover;      /* per issue: the member that changed it last, or ENT_NONE */
    uint32_t rounds;      /* gone through until then, the last without a move */
} ent_replies;

/* Makes that state the common fallback of the game and what every actor expects of no deal, in
 * place of the file's `fallback`; thresholds follow, reservation values stay. ENT_ERROR with a
 * diagnostic when there is no status quo, or the members go round in a circle; ENT_LIMIT when a
 * member has too many states to choose from. */
ent_status ent_replies_fallback(ent_replies **out, ent_game *game, uint64_t coalition,
                                const ent_run *run, ent_diags *diags);

#endif
