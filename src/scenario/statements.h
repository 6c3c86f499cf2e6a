/* All that an author states, as one list: for counting, and for naming what has no source. */
#ifndef ENT_SCENARIO_STATEMENTS_H
#define ENT_SCENARIO_STATEMENTS_H

#include "scenario/scenario.h"

typedef struct ent_stated {
    const char *kind; /* "want", "red line" */
    const ent_statement *said;
    const void *of; /* ent_actor, ent_issue, ent_control_line, ent_follow_line, ent_rule, ent_want,
                     * ent_range (a salience), ent_comparison (the first of `n`: of a salience, or of amounts), ent_condition,
                     * ent_red_line, ent_worth, ent_preference (a reservation), ent_assignment,
                     * ent_tie */
    size_t n;       /* comparisons of an order among saliences; else 0 */
    const ent_issue *issue;           /* of a line of control or following */
    const ent_preference *preference; /* of a salience */
} ent_stated;

typedef struct ent_statements {
    ent_stated *items;
    size_t n, cap, sourced;
} ent_statements;

/* In the order of the model (actors, issues, rules, preferences, ties, agendas); each once, though
 * the lines of a family or of an order stand in many places of the scenario. */
ent_status ent_statements_list(ent_statements *out, ent_arena *arena, const ent_scenario *scenario);

#endif
