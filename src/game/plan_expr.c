/* Expressions and following issues as signals of a plan. See plan.h. */
#include "game/plan.h"

/* The lines of a following issue are tried in order: outcome o holds where some line with o is the
 * first whose condition holds. With a line-choice dimension the digit says which line fires. */
static ent_status follow_signals(ent_plan *plan, uint32_t issue) {
    const ent_issue *i = &plan->game->scenario->issues[issue];
    ent_signal_id *of = ENT_NEW(plan->arena, ent_signal_id, i->n_outcomes);
    ent_signal_id open, fires, when;
    if (!of)
        return ENT_NOMEM;
    for (uint32_t o = 0; o < i->n_outcomes; o++)
        ENT_TRY(ent_plan_const(&of[o], plan, false));
    ENT_TRY(ent_plan_const(&open, plan, true));
    for (size_t l = 0; l < i->n_follows; l++) {
        const ent_follow_line *line = &i->follows[l];
        if (plan->choice_of[issue] != ENT_NONE) {
            ENT_TRY(ent_plan_atom(&fires, plan, plan->choice_of[issue], (uint64_t)1 << l));
        } else if (!line->when) {
            fires = open;
        } else {
            ENT_TRY(ent_plan_expr(&when, plan, line->when));
            ENT_TRY(ent_plan_and(&fires, plan, open, when));
            ENT_TRY(ent_plan_not(&when, plan, when));
            ENT_TRY(ent_plan_and(&open, plan, open, when));
        }
        ENT_TRY(ent_plan_or(&of[line->outcome], plan, of[line->outcome], fires));
    }
    plan->follow[issue] = of;
    return ENT_OK;
}

ent_status ent_plan_outcome(ent_signal_id *out, ent_plan *plan, uint32_t issue, uint64_t outcomes) {
    const ent_issue *i = &plan->game->scenario->issues[issue];
    uint32_t dim = plan->dim_of[issue];
    if (i->kind != ENT_FOLLOWING && dim == ENT_NONE)
        return ent_plan_const(out, plan, outcomes >> plan->fixed[issue] & 1);
    if (dim != ENT_NONE) {
        uint64_t digits = 0;
        for (uint32_t d = 0; d < plan->dims[dim].n; d++)
            digits |= (outcomes >> plan->dims[dim].outcome[d] & 1) << d;
        return ent_plan_atom(out, plan, dim, digits);
    }
    if (!plan->follow[issue])
        ENT_TRY(follow_signals(plan, issue));
    ENT_TRY(ent_plan_const(out, plan, false));
    for (uint32_t o = 0; o < i->n_outcomes; o++)
        if (outcomes >> o & 1)
            ENT_TRY(ent_plan_or(out, plan, *out, plan->follow[issue][o]));
    return ENT_OK;
}

static bool compares(ent_relation relation, uint32_t a, uint32_t b) {
    switch (relation) {
    case ENT_REL_EQ: return a == b;
    case ENT_REL_NE: return a != b;
    case ENT_REL_LT: return a < b;
    case ENT_REL_LE: return a <= b;
    case ENT_REL_GT: return a > b;
    default: return a >= b;
    }
}

/* issue RELATION issue2: for each outcome of the one, those of the other that fit. */
static ent_status compare(ent_signal_id *out, ent_plan *plan, const ent_expr *e) {
    uint32_t n = plan->game->scenario->issues[e->issue].n_outcomes;
    ent_signal_id a, b;
    ENT_TRY(ent_plan_const(out, plan, false));
    for (uint32_t o = 0; o < n; o++) {
        uint64_t fit = 0;
        for (uint32_t p = 0; p < n; p++)
            fit |= (uint64_t)compares(e->relation, o, p) << p;
        ENT_TRY(ent_plan_outcome(&a, plan, e->issue, (uint64_t)1 << o));
        ENT_TRY(ent_plan_outcome(&b, plan, e->issue2, fit));
        ENT_TRY(ent_plan_and(&a, plan, a, b));
        ENT_TRY(ent_plan_or(out, plan, *out, a));
    }
    return ENT_OK;
}

static ent_number term_weight(const ent_plan *plan, const ent_expr *e, size_t t) {
    const ent_game *g = plan->game;
    if (e->resource == ENT_NONE)
        return ent_number_int(1);
    return g->resource_of[e->resource * g->scenario->n_actors + e->actors[t]];
}

ent_status ent_plan_total(uint32_t *sum, ent_i128 *scale, ent_plan *plan, const ent_expr *e) {
    for (size_t t = 0; t < e->n; t++) {
        ent_i128 den = term_weight(plan, e, t).den;
        if (__builtin_mul_overflow(*scale, den / ent_gcd(*scale, den), scale))
            return ENT_LIMIT;
    }
    ENT_TRY(ent_plan_sum(sum, plan));
    for (size_t t = 0; t < e->n; t++) {
        ent_number w = term_weight(plan, e, t);
        ent_i128 amount;
        ent_signal_id holds;
        if (__builtin_mul_overflow(w.num, *scale / w.den, &amount) || amount > ((ent_i128)1 << 110))
            return ENT_LIMIT;
        ENT_TRY(ent_plan_expr(&holds, plan, e->arg[t]));
        ENT_TRY(ent_plan_sum_add(plan, *sum, holds, amount));
    }
    return ENT_OK;
}

/* total(...) RELATION bound: every relation from "at least". */
static ent_status total(ent_signal_id *out, ent_plan *plan, const ent_expr *e) {
    ent_i128 scale = e->bound.den, bound;
    uint32_t sum;
    ent_signal_id least, more;
    ENT_TRY(ent_plan_total(&sum, &scale, plan, e));
    if (__builtin_mul_overflow(e->bound.num, scale / e->bound.den, &bound))
        return ENT_LIMIT;
    ENT_TRY(ent_plan_at_least(&least, plan, sum, bound));
    ENT_TRY(ent_plan_at_least(&more, plan, sum, bound + 1));
    switch (e->relation) {
    case ENT_REL_GE: *out = least; return ENT_OK;
    case ENT_REL_GT: *out = more; return ENT_OK;
    case ENT_REL_LT: return ent_plan_not(out, plan, least);
    case ENT_REL_LE: return ent_plan_not(out, plan, more);
    default: break;
    }
    ENT_TRY(ent_plan_not(&more, plan, more));
    ENT_TRY(ent_plan_and(out, plan, least, more));
    return e->relation == ENT_REL_EQ ? ENT_OK : ent_plan_not(out, plan, *out);
}

ent_status ent_plan_expr(ent_signal_id *out, ent_plan *plan, const ent_expr *e) {
    ent_signal_id a, b;
    switch (e->op) {
    case ENT_EXPR_CONST: return ent_plan_const(out, plan, e->value);
    case ENT_EXPR_OUTCOME: return ent_plan_outcome(out, plan, e->issue, e->outcomes);
    case ENT_EXPR_COMPARE: return compare(out, plan, e);
    case ENT_EXPR_TOTAL: return total(out, plan, e);
    case ENT_EXPR_NOT:
        ENT_TRY(ent_plan_expr(&a, plan, e->arg[0]));
        return ent_plan_not(out, plan, a);
    case ENT_EXPR_IF:
        ENT_TRY(ent_plan_expr(&a, plan, e->arg[0]));
        ENT_TRY(ent_plan_expr(&b, plan, e->arg[1]));
        ENT_TRY(ent_plan_not(&a, plan, a));
        return ent_plan_or(out, plan, a, b);
    case ENT_EXPR_IFF: {
        ent_signal_id not_a, not_b;
        ENT_TRY(ent_plan_expr(&a, plan, e->arg[0]));
        ENT_TRY(ent_plan_expr(&b, plan, e->arg[1]));
        ENT_TRY(ent_plan_not(&not_a, plan, a));
        ENT_TRY(ent_plan_not(&not_b, plan, b));
        ENT_TRY(ent_plan_and(&a, plan, a, b));
        ENT_TRY(ent_plan_and(&b, plan, not_a, not_b));
        return ent_plan_or(out, plan, a, b);
    }
    default: break;
    }
    bool all = e->op == ENT_EXPR_AND;
    ENT_TRY(ent_plan_const(out, plan, all));
    for (size_t i = 0; i < e->n; i++) {
        ENT_TRY(ent_plan_expr(&a, plan, e->arg[i]));
        ENT_TRY((all ? ent_plan_and : ent_plan_or)(out, plan, *out, a));
    }
    return ENT_OK;
}
