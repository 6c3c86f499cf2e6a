/* With and without an actor: which deals its presence adds or spoils, and who gains by it.
 *
 * The deals of a coalition with the actor are held against those of the same coalition without it. It
 * adds deals by what it controls and by gaining where nobody else does; it takes deals away by what
 * it will not sign. One pass over what the larger coalition can bring about.
 */
#ifndef ENT_ASK_PRESENCE_H
#define ENT_ASK_PRESENCE_H

#include "game/bargain.h"
#include "game/state.h"

typedef struct ent_presence_best {
    bool found_with, found_without;
    ent_i128 with, without; /* the actor's greatest utility in a deal; over its denominator */
} ent_presence_best;

typedef struct ent_presence {
    uint32_t actor;
    bool member;                       /* of the coalition asked about; else it would join it */
    uint64_t with, without;            /* deals */
    uint64_t appear, vanish;           /* deals only with it, only without it */
    bool has_appearing, has_vanishing; /* witnesses, with as few changes as possible */
    uint8_t *appearing, *vanishing;    /* whole states */
    ent_presence_best *best;           /* per actor of the scenario: of the larger coalition */
} ent_presence;

/* `actor`: a member, or somebody who would join. ENT_LIMIT and ENT_ERROR with a diagnostic. */
ent_status ent_ask_presence(ent_presence **out, ent_arena *arena, const ent_game *game,
                            ent_ask_what what, uint32_t actor, const ent_run *run,
                            ent_diags *diags);

/* "without A more deals exist": the witness is a deal that only the others have (true), or one that
 * needs A (false, if there is any). */
ent_status ent_ask_more_without(bool *more, bool *has_state, uint8_t *state, const ent_game *game,
                                ent_ask_what what, uint32_t actor, const ent_run *run,
                                ent_diags *diags);

#endif
