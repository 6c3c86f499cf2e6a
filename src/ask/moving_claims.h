/* Sentences about moves, true, false or vacuous in one game: for claims, once per model.
 *
 *   "E is SEQ-stable"         some state with E that moves can reach from the status quo is an equilibrium
 *   "E is always SEQ-stable"  every such state is
 *   "the status quo is ..."   the status quo is
 *   CR, CGMR, CSMR, CSEQ      no coalition would leave (coalitions_stable.h)
 *   L3, NM                    both actors stay when they look ahead (horizon.h)
 *   "E can be reached by improvements [of C] [in the order A, B, C]"
 *
 * Each call makes its own graph in memory of its own, touches nothing else, and may run at the same time
 * as others. A graph holds the issues of the agenda; a way of C holds those that C's units can change,
 * which is exact, since no others move.
 */
#ifndef ENT_ASK_MOVING_CLAIMS_H
#define ENT_ASK_MOVING_CLAIMS_H

#include "ask/stability.h"

typedef enum ent_moves_truth { ENT_TRUTH_FALSE, ENT_TRUTH_TRUE, ENT_TRUTH_VACUOUS } ent_moves_truth;

/* What is claimed of a state: that all actors stay by `concept`; that all coalitions do; or that two who look
 * ahead do. */
typedef struct ent_claimed {
    ent_concept concept;
    bool coalitions;
    bool ahead;       /* `concept` is not used */
    uint32_t horizon; /* moves; 0: non-myopic */
} ent_claimed;

typedef struct ent_witness_step {
    uint64_t actors;   /* who moves, bit set */
    uint8_t *outcomes; /* the state after it: n_issues outcomes */
} ent_witness_step;

typedef struct ent_moves_verdict {
    ent_moves_truth truth;
    uint8_t
        *state; /* n_issues outcomes: an equilibrium with E, one that is none (`always`), or the end
                       of the way; NULL where there is none */
    size_t n_steps; /* the way */
    ent_witness_step *steps;
} ent_moves_verdict;

/* `has` NULL: the status quo. `about` NULL: all issues. Vacuous where no state with E can be reached.
 * ENT_ERROR or ENT_LIMIT with a diagnostic as ent_graph_from_game(), or without a status quo, or
 * where coalitions or looking ahead cannot be asked. */
ent_status ent_ask_claim_stable(ent_moves_verdict *out, ent_arena *arena, const ent_game *game,
                                const ent_moving_rules *rules, ent_claimed claimed,
                                const ent_expr *has, bool always, const uint64_t *about,
                                const ent_run *run, ent_diags *diags);
/* `coalition` 0: anybody. `order` (n_order actors, 0: none): exactly these move, each once, in turn. */
ent_status ent_ask_claim_reached(ent_moves_verdict *out, ent_arena *arena, const ent_game *game,
                                 const ent_moving_rules *rules, const ent_expr *has,
                                 uint64_t coalition, const uint32_t *order, size_t n_order,
                                 const uint64_t *about, const ent_run *run, ent_diags *diags);

#endif
