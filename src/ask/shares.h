/* In which share of all models that fit a scenario is a state an equilibrium?
 *
 * The states and moves of a conflict are the same in every model, unless resources are left open; ranks
 * differ. Each sampled model is asked for its equilibria by itself, and they are counted by state and
 * concept: sums of whole numbers, the same for any number of threads.
 */
#ifndef ENT_ASK_SHARES_H
#define ENT_ASK_SHARES_H

#include "ask/coalitions_stable.h"
#include "game/models.h"

/* Most states, since each thread counts them all. */
#define ENT_SHARES_STATES ((uint32_t)1 << 20)

/* Who must all stay in an equilibrium. */
typedef enum ent_staying {
    ENT_STAYING_ACTORS,
    ENT_STAYING_BLOCS,
    ENT_STAYING_COALITIONS
} ent_staying;

typedef struct ent_shares {
    unsigned concepts; /* those asked for that could be worked out in every model */
    uint64_t models;   /* counted */
    uint64_t others;   /* of these, models with states that the graph does not have, not counted */
    uint32_t *count[ENT_CONCEPTS]; /* per state of the graph: models where it is an equilibrium */
    uint32_t *stays[ENT_CONCEPTS]; /* per actor, or player of the partition: models where it
                                    * would stay in `from`; not of all coalitions */
} ent_shares;

typedef struct ent_shares_what {
    const ent_models *models;
    const ent_graph *graph;           /* of the central model */
    const ent_graph_options *options; /* that it was made with */
    const ent_moving_rules *rules;
    unsigned concepts;
    ent_staying staying;
    const uint64_t *blocs; /* ENT_STAYING_BLOCS, as ent_ask_partition() takes them */
    uint32_t n_blocs;
    bool merged;
    uint32_t from; /* a state, or ENT_NONE */
    uint64_t n;    /* models 1 .. n, at most 2^32 - 1 */
} ent_shares_what;

/* ENT_CANCELLED comes with what the models counted so far say. ENT_LIMIT, without diagnostic, above
 * ENT_SHARES_STATES, or as ent_ask_stability() without SIM, ent_ask_partition() and ent_ask_universal(). O(n * (states * actors + stability)); memory: 4
 * bytes per state, concept and thread. */
ent_status ent_ask_shares(ent_shares **out, ent_arena *arena, const ent_shares_what *what,
                          const ent_run *run, ent_diags *diags);

#endif
