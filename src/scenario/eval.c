/* One state at a time: see eval.h. */
#include "scenario/eval.h"

ent_number *ent_resource_midpoints(const ent_scenario *scenario, ent_arena *arena) {
    size_t n = scenario->n_resources * scenario->n_actors;
    ent_number *midpoints = ENT_NEW(arena, ent_number, n + 1);
    if (midpoints == NULL)
        return NULL;
    for (size_t r = 0; r < scenario->n_resources; r++) {
        for (size_t a = 0; a < scenario->n_actors; a++) {
            ent_range range = scenario->actors[a].resources[r];
            ent_number *middle = &midpoints[r * scenario->n_actors + a];
            /* Within 128 bits by the check of build_actors.c. */
            if (!ent_number_add(middle, range.lo, range.hi) ||
                !ent_number_div(middle, *middle, ent_number_int(2)))
                *middle = range.lo;
        }
    }
    return midpoints;
}

static bool relates(ent_relation relation, int order) {
    switch (relation) {
    case ENT_REL_EQ: return order == 0;
    case ENT_REL_NE: return order != 0;
    case ENT_REL_LT: return order < 0;
    case ENT_REL_LE: return order <= 0;
    case ENT_REL_GT: return order > 0;
    case ENT_REL_GE: return order >= 0;
    }
    return false;
}

static bool total_holds(const ent_expr *expr, const uint8_t *outcome_of,
                        const ent_number *resource_of, size_t n_actors) {
    ent_number sum = ENT_ZERO;
    for (size_t t = 0; t < expr->n; t++) {
        if (!ent_expr_holds(expr->arg[t], outcome_of, resource_of, n_actors))
            continue;
        ent_number weight = expr->resource == ENT_NONE
                                ? ent_number_int(1)
                                : resource_of[expr->resource * n_actors + expr->actors[t]];
        /* Sums of resources fit by the check of build_actors.c. */
        if (!ent_number_add(&sum, sum, weight))
            return false;
    }
    return relates(expr->relation, ent_number_cmp(sum, expr->bound));
}

bool ent_expr_holds(const ent_expr *expr, const uint8_t *outcome_of, const ent_number *resource_of,
                    size_t n_actors) {
    switch (expr->op) {
    case ENT_EXPR_CONST: return expr->value;
    case ENT_EXPR_NOT: return !ent_expr_holds(expr->arg[0], outcome_of, resource_of, n_actors);
    case ENT_EXPR_AND:
        for (size_t i = 0; i < expr->n; i++)
            if (!ent_expr_holds(expr->arg[i], outcome_of, resource_of, n_actors))
                return false;
        return true;
    case ENT_EXPR_OR:
        for (size_t i = 0; i < expr->n; i++)
            if (ent_expr_holds(expr->arg[i], outcome_of, resource_of, n_actors))
                return true;
        return false;
    case ENT_EXPR_IF:
        return !ent_expr_holds(expr->arg[0], outcome_of, resource_of, n_actors) ||
               ent_expr_holds(expr->arg[1], outcome_of, resource_of, n_actors);
    case ENT_EXPR_IFF:
        return ent_expr_holds(expr->arg[0], outcome_of, resource_of, n_actors) ==
               ent_expr_holds(expr->arg[1], outcome_of, resource_of, n_actors);
    case ENT_EXPR_OUTCOME: return (expr->outcomes >> outcome_of[expr->issue] & 1) != 0;
    case ENT_EXPR_COMPARE:
        return relates(expr->relation,
                       (int)outcome_of[expr->issue] - (int)outcome_of[expr->issue2]);
    case ENT_EXPR_TOTAL: return total_holds(expr, outcome_of, resource_of, n_actors);
    }
    return false;
}

void ent_state_follow(const ent_scenario *scenario, uint8_t *outcome_of, const uint64_t *pinned,
                      const ent_number *resource_of) {
    for (size_t i = 0; i < scenario->n_issues; i++)
        if (scenario->issues[i].kind == ENT_GIVEN)
            outcome_of[i] = (uint8_t)scenario->issues[i].status_quo;
    for (size_t k = 0; k < scenario->n_following; k++) {
        uint32_t i = scenario->following_order[k];
        const ent_issue *issue = &scenario->issues[i];
        if (pinned != NULL && (pinned[i / 64] >> (i % 64) & 1) != 0)
            continue;
        size_t line = 0;
        while (
            issue->follows[line].when != NULL &&
            !ent_expr_holds(issue->follows[line].when, outcome_of, resource_of, scenario->n_actors))
            line++;
        outcome_of[i] = (uint8_t)issue->follows[line].outcome;
    }
}
