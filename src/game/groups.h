/* Groups: states that differ only in what one unit can change at will, gone through once.
 *
 * Where a unit can step from everywhere to everywhere within its issues, a search that has looked at all
 * its moves from (or into) one state of a group need not look at them from another, or, when only
 * improvements count, not from one that offers no more. This makes a search nearly linear in the number
 * of states instead of the number of moves. Only for searches to which the last mover does not matter.
 */
#ifndef ENT_GAME_GROUPS_H
#define ENT_GAME_GROUPS_H

#include "game/graph.h"

typedef enum ent_groups_kind {
    ENT_GROUPS_INTO,          /* backward: all moves of the unit into the state */
    ENT_GROUPS_OUT,           /* forward: all moves from it */
    ENT_GROUPS_IMPROVED_INTO, /* backward: those that are improvements */
    ENT_GROUPS_IMPROVED_OUT   /* forward: those that are improvements */
} ent_groups_kind;

typedef struct ent_groups ent_groups;

/* `units`: bit set of those that will be asked about. Memory: a bit a combination and unit for moves, 4
 * bytes for improvements. */
ent_status ent_groups_new(ent_groups **out, ent_arena *arena, const ent_graph *graph,
                          uint64_t units, ent_groups_kind kind);
/* *done: all that the unit's moves at this state could add was found at an earlier one. Otherwise the
 * caller goes through them, and later states of the group profit. False for units without groups.
 * Amortised O(1) for a single actor; for k members O(states of the group that none dominates). */
ent_status ent_groups_done(bool *done, ent_groups *groups, uint32_t unit, uint32_t state);
/* Forgets what was gone through, where that was at these states and no others. */
void ent_groups_forget(ent_groups *groups, uint32_t state);

#endif
