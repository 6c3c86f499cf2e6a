/* Terms that are enough for a deal whatever else is settled, and terms that rule a deal out.
 *
 * A set of terms fixes the outcomes of some issues that the coalition can change and leaves the
 * rest open. It is *sufficient* when every feasible state that has these terms is a deal, and a
 * *breaker* when none is; in both cases some feasible state must have them. Only minimal sets count:
 * those that contain no smaller one of their kind. Minimal sufficient sets are the prime implicants
 * of the deals with infeasible states as don't-cares (Quine 1955, McCluskey 1956, over outcomes
 * instead of truth values); breakers are those of the opposite.
 *
 * One pass writes down which states are deals and which are feasible without being one, a bit each.
 * Then sets are searched by number of terms, all of one length before any longer one: along the
 * dimensions each either takes an outcome, which narrows the bits to a slice, or stays open, which
 * unites its slices; 64 states at a time. A branch ends where it contains a set already found.
 *
 * Where there are more states than can be written down, and with the engine `parts`, the same search
 * runs over a decision diagram of the states (terms_diagram.c).
 */
#ifndef ENT_ASK_TERMS_H
#define ENT_ASK_TERMS_H

#include "game/bargain.h"

/* A plan of less than 2^62 states has fewer dimensions than this. */
#define ENT_TERMS_DIMS 64u
#define ENT_TERMS_OPEN UINT8_MAX
/* Most words of 64 states, or nodes of the diagram, that a search looks at. */
#define ENT_TERMS_WORK ((uint64_t)1 << 32)

typedef struct ent_term_set {
    uint32_t size;
    uint8_t digit[ENT_TERMS_DIMS]; /* per dimension of the bargain's plan, or ENT_TERMS_OPEN */
} ent_term_set;

typedef struct ent_term_sets {
    size_t n;           /* at most the limit */
    ent_term_set *sets; /* fewest terms first, then in the author's order */
    bool complete;      /* there are no others */
    bool exhausted;     /* the search ended at its limit of work */
    uint32_t searched;  /* all sets of fewer terms than this were looked at */
} ent_term_sets;

typedef struct ent_terms {
    bool too_large; /* more states, and more nodes, than are kept: nothing was searched */
    ent_term_sets sufficient, breakers;
} ent_terms;

/* At most `limit` of each kind; without `sufficient` breakers alone. `work` is a number of words as
 * above, so that a search that ends there ends the same everywhere. ENT_CANCELLED leaves *out filled
 * with what was found so far. */
ent_status ent_ask_terms(ent_terms **out, ent_arena *arena, const ent_bargain *bargain,
                         bool sufficient, size_t limit, uint64_t work, ent_engine engine,
                         const ent_run *run);
/* The search over a diagram (terms_diagram.c), into zeroed sets; found ones lie in `scratch`. ENT_LIMIT
 * when there is none. */
ent_status ent_terms_by_diagram(ent_terms *terms, ent_arena *scratch, const ent_bargain *bargain,
                                bool sufficient, size_t limit, uint64_t work, const ent_run *run);

#endif
