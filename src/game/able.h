/* Able: the smallest coalitions that can do something, and who can take an issue where.
 *
 * Whether a coalition can do something is monotone: whoever joins takes nothing away. Such a family is
 * told by its minimal coalitions, its *units* (in graph models: decision units). Here they are listed
 * for any monotone question, and kept in a table for the transitions of every issue.
 */
#ifndef ENT_GAME_ABLE_H
#define ENT_GAME_ABLE_H

#include "base/diag.h"
#include "game/game.h"

/* Minimal coalitions (bit sets of actors), smallest first, then by the author's order of actors. None:
 * nobody can; the empty coalition alone: nobody is needed. */
typedef struct ent_coalitions {
    size_t n, cap;
    uint64_t *unit;
} ent_coalitions;

#define ENT_COALITIONS_MOST ((size_t)1 << 18)

/* Whether some of `actors` together can; must be monotone. */
typedef ent_status (*ent_able_fn)(bool *able, void *user, uint64_t actors);

/* All units within `actors`. Calls `able` O(units * actors) times. ENT_LIMIT beyond `most` units, with
 * those found so far in *out. */
ent_status ent_coalitions_of(ent_coalitions *out, ent_arena *arena, uint64_t actors, size_t most,
                             ent_able_fn able, void *user);
/* Whether a coalition contains a unit. O(units). */
bool ent_coalitions_allow(const ent_coalitions *units, uint64_t coalition);
/* Actors in every unit (all bits when there is no unit), and in some. */
uint64_t ent_coalitions_in_all(const ent_coalitions *units);
uint64_t ent_coalitions_in_some(const ent_coalitions *units);
/* The order of lists of coalitions. */
int ent_coalition_cmp(uint64_t a, uint64_t b);

/* The units of each issue's transitions, worked out when first asked for: a table serves one thread.
 * `diags` may be NULL. */
typedef struct ent_control_table ent_control_table;
ent_status ent_control_table_new(ent_control_table **out, ent_arena *arena, const ent_game *game,
                                 ent_diags *diags);
/* Who can take an issue from one outcome to another, in stages if need be; from = to: nobody is
 * needed. ENT_LIMIT, with a diagnostic where the table has some to report to, when there are more than
 * ENT_COALITIONS_MOST units. */
ent_status ent_control_reach(const ent_coalitions **out, ent_control_table *table, uint32_t issue,
                             uint32_t from, uint32_t to);
/* The same by one transition. */
ent_status ent_control_step(const ent_coalitions **out, ent_control_table *table, uint32_t issue,
                            uint32_t from, uint32_t to);
/* Who controls every transition of an issue. */
ent_status ent_control_whole(const ent_coalitions **out, ent_control_table *table, uint32_t issue);
/* Actors named in the control rules of an issue. */
uint64_t ent_controllers(const ent_issue *issue);

#endif
