/* Gates: comparisons of resource totals on which a question depends, and how they turn out in a model.
 *
 * With resources as ranges, what is feasible differs between models, but only through which totals pass
 * which bounds. Models with the same *pattern* of all these share everything that does not depend on
 * weights and values (contenders.h).
 */
#ifndef ENT_GAME_GATES_H
#define ENT_GAME_GATES_H

#include "game/bargain.h"
#include "game/models_inside.h"

#define ENT_GATE_FREE                                                                              \
    10u /* actors of one total whose part may change, for a table of all sets of them */

typedef struct ent_gate {
    const ent_expr *total;
    size_t n_free;
    uint32_t *free; /* terms whose condition the question may change */
    bool *stays;    /* per other term: it holds at the status quo */
    bool tabled;    /* few enough free; otherwise the numbers themselves are the pattern */
} ent_gate;

typedef struct ent_gates {
    const ent_models *models;
    const ent_ask_what *what;
    size_t n, cap;
    ent_gate *gates;
    size_t n_controls, cap_controls;
    const ent_control **controls; /* thresholds of resources */
    size_t n_members;
    uint32_t *members;
    size_t bytes; /* of a pattern */
} ent_gates;

/* What the question (rules, following issues, red lines and conditions of members, what is wanted, control)
 * has of totals over resources that are open. */
ent_status ent_gates_new(ent_gates *out, ent_arena *arena, const ent_models *models,
                         const ent_ask_what *what);
/* pattern: out->bytes bytes. Equal patterns: the same packages are feasible, reachable and wanted, and
 * members expect the same states of no deal. O(gates * 2^free). */
ent_status ent_gates_pattern(uint8_t *pattern, const ent_gates *gates, const ent_game *game);

#endif
