/* Blocking: which coalitions would rather break a deal, and which deals nobody breaks.
 *
 * A coalition blocks a state when it can take it, by what it controls and with everybody else
 * standing still, to a feasible state that each of its members strictly prefers and that lies on
 * none of their red lines. The minimal ones are listed: members of the deal who would defect (then
 * it needs enforcement), outsiders who would spoil it, and both together. Deals that nobody blocks
 * are the core (Gillies 1959, for games in effectivity form Moulin and Peleg 1982,
 * doi:10.1016/0304-4068(82)90009-X).
 */
#ifndef ENT_ASK_BLOCKS_H
#define ENT_ASK_BLOCKS_H

#include "game/bargain.h"
#include "game/venture.h"

typedef struct ent_blocks {
    ent_coalitions units; /* minimal blocking coalitions */
    uint8_t **state;      /* of each: the better state with the fewest changes */
    bool complete;        /* there are no others */
} ent_blocks;

/* Who among `by` would break a feasible state. At most `most` coalitions. ENT_LIMIT and ENT_ERROR with a
 * diagnostic. */
ent_status ent_ask_blocks(ent_blocks **out, ent_arena *arena, const ent_game *game,
                          const uint8_t *state, uint64_t by, size_t most, const ent_run *run,
                          ent_diags *diags);

typedef struct ent_core {
    uint64_t deals;     /* of the coalition, with what is wanted */
    uint64_t looked_at; /* of these, shortest first */
    size_t n;           /* found that nobody blocks */
    uint8_t **state;    /* of those, shortest first */
    bool complete;      /* all deals were looked at: there are no others */
    uint64_t broken;    /* when there are none: who breaks the first deal, and to what */
    uint8_t *first, *instead;
} ent_core;

/* Deals of what.coalition that no coalition within `by` blocks, at most `most` of them. ENT_LIMIT with
 * a diagnostic when there are too many deals (game/deal_list.h) or states. */
ent_status ent_ask_core(ent_core **out, ent_arena *arena, const ent_game *game, ent_ask_what what,
                        uint64_t by, size_t most, const ent_run *run, ent_diags *diags);

/* "no coalition blocks E [of D]": some deal with E that nobody within `by` blocks. The witness is that
 * deal; without one (*has_state may still be true) a deal that is blocked, the coalition that breaks
 * it in *breaker and what it goes to in `instead`. */
ent_status ent_ask_unblocked(bool *unblocked, bool *has_state, uint8_t *state, uint64_t *breaker,
                             uint8_t *instead, const ent_game *game, ent_ask_what what, uint64_t by,
                             const ent_run *run, ent_diags *diags);

/* How a deal unravels: each state is broken by the first minimal coalition that blocks it, until
 * nobody blocks (`rests`), or a state comes again: then states circle .. n - 1 follow one another for
 * ever. */
typedef struct ent_unravel {
    size_t n;
    uint8_t **state; /* the first is the deal */
    uint64_t *by;    /* by[i] leads from state i to state i + 1; of the last back to `circle` */
    bool rests;
    size_t circle;
} ent_unravel;

ent_status ent_ask_unravel(ent_unravel **out, ent_arena *arena, const ent_game *game,
                           const uint8_t *deal, uint64_t by, const ent_run *run, ent_diags *diags);

#endif
