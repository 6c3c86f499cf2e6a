/* Counting the strict rankings in which given sets lie below a state. A part of change.h.
 *
 * The states that matter are numbered 0..n-1. Two kinds of condition: every one of the sets has a member
 * below (each improvement is worse, or has an answer that is), or some one of the sets lies below as a
 * whole. Counting goes by inclusion and exclusion over unions, separately for sets that share nothing.
 */
#ifndef ENT_ASK_RANKINGS_H
#define ENT_ASK_RANKINGS_H

#include "base/base.h"

typedef struct ent_set_family {
    uint32_t n;   /* states that matter */
    size_t words; /* of a set */
    size_t n_sets, cap;
    uint64_t *sets; /* n_sets * words; none within another */
    ent_arena *arena;
} ent_set_family;

/* Adds a set unless one within it is there, and drops those that it lies within. ENT_LIMIT above 4096
 * sets. */
ent_status ent_family_add(ent_set_family *family, const uint64_t *set);

/* Strict rankings of n_states states, of which one is the state in question and the family's are others:
 * in how many does every set have a member below it (`hit`), or some set lie below it (not `hit`).
 * *count in decimal (NULL above 400 states); *share of all. ENT_LIMIT when there are too many different
 * unions or numbers beyond 128 bits on the way. */
ent_status ent_count_rankings(const char **count, ent_number *share, bool *exact, ent_arena *arena,
                              const ent_set_family *family, bool hit, uint32_t n_states);

#endif
