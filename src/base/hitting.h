/* Small sets: antichains and minimal hitting sets.
 *
 * Minimal hitting sets are built one set at a time (Berge 1989, Hypergraphs, ch. 2): those of the
 * first k sets that miss set k + 1 are extended by each of its elements, and what contains another
 * is dropped.
 */
#ifndef ENT_BASE_HITTING_H
#define ENT_BASE_HITTING_H

#include "base/base.h"

/* A set of elements 0..ENT_ELEMENTS_MAX - 1. */
#define ENT_ELEMENTS_MAX 256u
typedef struct ent_elements {
    uint64_t word[ENT_ELEMENTS_MAX / 64];
} ent_elements;

static inline bool ent_elements_has(const ent_elements *set, size_t element) {
    return set->word[element / 64] >> (element % 64) & 1;
}
static inline void ent_elements_add(ent_elements *set, size_t element) {
    set->word[element / 64] |= (uint64_t)1 << (element % 64);
}
size_t ent_elements_count(const ent_elements *set);
/* Smallest first, then by elements. */
void ent_elements_sort(ent_elements *sets, size_t n);

/* Sets of which none contains another. */
typedef struct ent_antichain {
    ent_elements *sets;
    size_t n, cap;
} ent_antichain;

/* Adds a set unless it contains one that is there, and drops those that contain it. False when there
 * is no room. O(n). */
bool ent_antichain_add(ent_antichain *chain, const ent_elements *set);

/* All minimal sets that meet each of `sets`, smallest first. *partial is set when there were more than
 * `most` on the way: then some may be missing. */
ent_status ent_hitting_sets(ent_elements **out, size_t *n_out, bool *partial, ent_arena *arena,
                            const ent_elements *sets, size_t n, size_t n_elements, size_t most);

#endif
