/* Orders of joining: in which order the members of a coalition can come together, and what it changes.
 *
 * The first member founds, and each of the others joins by a step from where things stand: those who
 * are in and the joiner together take the conflict to another feasible state, on none of their red
 * lines, that could not be reached without the joiner. Myopically, the step itself is better for the
 * joiner and no worse for those who are in. Farsightedly, the end of it all is: each joiner strictly
 * prefers it to where it stood when it joined, and nobody who was in finds it worse than that (after
 * Chwe 1994, doi:10.1006/jeth.1994.1044). What is wanted must hold at the end.
 */
#ifndef ENT_ASK_ORDERS_H
#define ENT_ASK_ORDERS_H

#include "game/bargain.h"
#include "game/world.h"

#define ENT_ORDER_MEMBERS 8u
#define ENT_ORDER_STATES 16384u

typedef struct ent_join_order {
    uint32_t n;                         /* members, two or more */
    uint32_t member[ENT_ORDER_MEMBERS]; /* actors, the founder first */
    bool minimal;                       /* no order of some of them, as they stand here, will do */
    uint32_t ends;                      /* states it can end in */
    uint8_t
        *path[ENT_ORDER_MEMBERS]; /* whole states: before anybody joins, after each joiner; of the
                                         end that is best for the founder, then the first */
    ent_i128 *best;               /* per actor: its greatest utility in an end */
} ent_join_order;

typedef struct ent_orders {
    bool farsighted;
    bool counted;   /* ends and best ends are known; else the game is too large for that, and the
                          path is the first that was found */
    uint64_t tried; /* orders */
    size_t n;       /* those that work */
    ent_join_order *orders; /* fewest members first, then in the author's order */
} ent_orders;

/* All orders of what.coalition, and, where something is wanted, of parts of it. Myopic orders are found in
 * large games too, but not counted. ENT_LIMIT with a diagnostic when there are more members than above, or
 * (farsighted) states, or more work than 2^33 pairs. */
ent_status ent_ask_orders(ent_orders **out, ent_arena *arena, const ent_game *game,
                          ent_ask_what what, bool farsighted, const ent_run *run, ent_diags *diags);

/* "C can form in the order a, b, c": *works, with the states of a path (n whole states of n_issues in a
 * row: before, then after each joiner). Myopic orders are answered in large games too, by passes
 * (orders_stream.c). */
ent_status ent_ask_in_order(bool *works, uint8_t *path, const ent_game *game, ent_ask_what what,
                            const uint32_t *member, uint32_t n, bool farsighted, const ent_run *run,
                            ent_diags *diags);

/* The same for a myopic order, whatever the number of states; the path is the first that is found. */
ent_status ent_order_streamed(bool *works, uint8_t *path, const ent_game *game, ent_ask_what what,
                              const uint32_t *member, uint32_t n, const ent_run *run,
                              ent_diags *diags);

#endif
