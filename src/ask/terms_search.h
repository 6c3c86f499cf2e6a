/* Searching minimal sets of terms level by level: what the searches over bit sets (terms.c) and over a
 * diagram (terms_diagram.c) have in common.
 */
#ifndef ENT_ASK_TERMS_SEARCH_H
#define ENT_ASK_TERMS_SEARCH_H

#include "ask/terms.h"

typedef struct ent_term_search ent_term_search;

/* Takes every minimal set of search->level terms. */
typedef void (*ent_term_level_fn)(ent_term_search *search, void *user);

struct ent_term_search {
    const ent_run *run;
    uint32_t n;
    const uint32_t *dim; /* per place in the search's order: dimension of the plan */
    uint64_t work, done;
    size_t limit, in_level; /* found with this number of terms */
    uint32_t level;
    ent_term_set now;
    /* Per place: which sets found at lower levels the set at hand may still come to contain, given
     * what was decided before that place. The number of each in `found`. */
    uint32_t *near[ENT_TERMS_DIMS + 1];
    size_t n_near[ENT_TERMS_DIMS + 1];
    uint32_t *last; /* per set found: the last place it says something of */
    ent_term_sets *found;
    ent_status halt;
};

ent_status ent_term_search_new(ent_term_search *s, ent_arena *arena, uint32_t n,
                               const uint32_t *dim, ent_term_sets *found, size_t limit,
                               uint64_t work, const ent_run *run);
/* Level by level until there is nothing more, no room, or no more work allowed. */
ent_status ent_term_search_run(ent_term_search *s, ent_term_level_fn level, void *user);

/* ---- for a level ---- */

/* The set at hand is one. */
void ent_term_take(ent_term_search *s);
/* Counts work; false when the search has to end. */
bool ent_term_spend(ent_term_search *s, uint64_t work);
/* Decides a place: an outcome for the set at hand, or ENT_TERMS_OPEN. False where the set then
 * contains one that was found, and where the search has to end. */
bool ent_term_decide(ent_term_search *s, uint32_t place, uint8_t digit);

#endif
