/* Whether two views say the same of everything that a claim depends on: then they give it the same
 * verdict, since draws follow the names of what is unknown.
 *
 * What matters to a claim is hashed: all that is written in the view's tree (actors, issues, rules, agendas,
 * ...) but for titles, notes, sources, views and claims, and of what is wanted the wants of the actors that
 * the claim speaks of (of all, where coalitions or moves of anybody matter).
 */
#ifndef ENT_THREAD_SAME_H
#define ENT_THREAD_SAME_H

#include "thread/truth.h"

typedef struct ent_likeness {
    uint64_t hash[2]; /* two different ones: that both agree by chance is out of the question */
} ent_likeness;

/* Of a claim on a stage. O(nodes of the tree). */
ent_likeness ent_likeness_of(const ent_stage *stage, const ent_claim *claim);
/* Actors whose wants a claim depends on. */
uint64_t ent_claim_actors(const ent_claim *claim, const ent_scenario *scenario);

#endif
