/* Sets of elements: antichains and minimal hitting sets. Part of conflicts.h.
 *
 * Minimal hitting sets are built one set at a time (Berge 1989, Hypergraphs, ch. 2): those of the
 * first k sets that miss set k + 1 are extended by each of its elements, and what contains another
 * is dropped.
 */
#ifndef ENT_ASK_HITTING_H
#define ENT_ASK_HITTING_H

#include "ask/conflicts.h"

/* Sets of which none contains another. */
typedef struct ent_antichain {
    ent_elements *sets;
    size_t n, cap;
} ent_antichain;

/* Adds a set unless it contains one that is there, and drops those that contain it. False when there
 * is no room. O(n). */
bool ent_antichain_add(ent_antichain *chain, const ent_elements *set);

/* Smallest first, then by elements. */
void ent_elements_sort(ent_elements *sets, size_t n);

/* All minimal sets that meet each of `sets`, smallest first. *partial is set when there were more than
 * ENT_CONFLICT_SETS on the way: then some may be missing. */
ent_status ent_hitting_sets(ent_elements **out, size_t *n_out, bool *partial, ent_arena *arena,
                            const ent_elements *sets, size_t n, size_t n_elements);

#endif
