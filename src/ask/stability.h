/* Where is a conflict stable? For every actor and state, whether it would stay (Fang, Hipel and
 * Kilgour 1993, Interactive Decision Making, Wiley):
 *
 *   R     it has no improvement (Nash 1951, https://doi.org/10.2307/1969529)
 *   GMR   each of its improvements can be answered by others with a state that is no better for it
 *         than where it stands (Howard 1971, Paradoxes of Rationality, MIT Press)
 *   SMR   and it cannot escape that state to a better one either
 *   SEQ   as GMR, answered by improvements of the others only (Fraser and Hipel 1979,
 *         https://doi.org/10.1109/TSMC.1979.4310131)
 *   SSEQ  as SEQ, without escape (Rego and Vieira 2017, https://doi.org/10.1007/s10726-016-9520-8)
 *   SIM   each of its improvements, made at the same time as improvements of others, leads to a
 *         state that is no better (Fraser and Hipel 1984, Conflict Analysis, North-Holland)
 *
 * An actor moves as a single unit; joint units are among those who answer when it is not a member.
 * A state where all actors would stay is an equilibrium.
 */
#ifndef ENT_ASK_STABILITY_H
#define ENT_ASK_STABILITY_H

#include "game/worst.h"

typedef enum ent_concept {
    ENT_CONCEPT_R,
    ENT_CONCEPT_GMR,
    ENT_CONCEPT_SMR,
    ENT_CONCEPT_SEQ,
    ENT_CONCEPT_SSEQ,
    ENT_CONCEPT_SIM,
    ENT_CONCEPTS
} ent_concept;

#define ENT_CONCEPT_BIT(c) (1u << (c))
/* All but SIM, which takes states made of options and more time. */
#define ENT_CONCEPTS_QUICK (ENT_CONCEPT_BIT(ENT_CONCEPT_SIM) - 1)

/* What the literature leaves open; all zero is Fang, Hipel and Kilgour 1993. */
typedef struct ent_moving_rules {
    ent_sanction sanction;
    bool worse_only; /* a state sanctions only when it is worse, not when it is as good */
    bool pareto;     /* a coalition improves when no member is worse and one is better; else when
                            all are better */
    bool sim_infeasible; /* SIM: a joint move to no state deters; else it does not count */
    bool last_mover;     /* follow the last mover where it does not matter (tests) */
} ent_moving_rules;

typedef struct ent_stability {
    const ent_graph *graph;
    ent_moving_rules rules;
    unsigned concepts;                  /* bits of those worked out */
    uint64_t **stable[ENT_CONCEPTS];    /* [actor]: bit set over states */
    uint64_t *equilibria[ENT_CONCEPTS]; /* bit set over states */
} ent_stability;

/* "GMR", and the concept of a name in any case, or ENT_CONCEPTS. */
const char *ent_concept_name(ent_concept concept);
ent_concept ent_concept_find(const char *name);

/* Works out the concepts asked for, actors shared among threads. O(actors * (states + arcs)) with the
 * default sanction rule, for all concepts but SIM, which takes O(states * improvements by others).
 * ENT_LIMIT when the sanction rule ONCE asks for too much memory; or SIM would meet too many combinations (ENT_JOINT_WORK, ENT_JOINT_MOST); ENT_ERROR
 * when SIM is asked of a graph whose states are not made of options; both without diagnostic. ENT_CANCELLED when stopped. */
ent_status ent_ask_stability(ent_stability **out, ent_arena *arena, const ent_graph *graph,
                             const ent_moving_rules *rules, unsigned concepts, const ent_run *run);

/* Whether others answer by improvements alone, and whether the actor must have no escape then. */
static inline bool ent_concept_improving(ent_concept concept) {
    return concept == ENT_CONCEPT_SEQ || concept == ENT_CONCEPT_SSEQ;
}

static inline bool ent_concept_symmetric(ent_concept concept) {
    return concept == ENT_CONCEPT_SMR || concept == ENT_CONCEPT_SSEQ;
}

static inline bool ent_bit(const uint64_t *bits, uint32_t at) {
    return bits[at / 64] >> (at % 64) & 1;
}

/* Units whose members all are among `actors`, and that move as this graph has it. */
uint64_t ent_units_within(const ent_graph *graph, uint64_t actors);

#endif
