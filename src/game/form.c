/* Utilities of the forms that order states: statements, rankings, payoff tables.
 *
 * k statements weigh 2^(k-1), ..., 2, 1: each more than all after it together, so sums compare as the
 * bit strings do, and every comparison of deals is exact. Beyond ENT_STATEMENTS_LIMIT there is no
 * utility, and only the graph (graph_form.c), which compares the strings themselves, serves. A
 * ranking's utility is the number of levels below; a payoff is itself.
 */
#include "game/game.h"

/* The only decided issue, or ENT_NONE: then an outcome tells the state. */
static uint32_t single_issue(const ent_scenario *s) {
    uint32_t found = ENT_NONE;
    for (uint32_t k = 0; k < s->n_issues; k++) {
        if (s->issues[k].kind != ENT_DECIDED)
            continue;
        if (found != ENT_NONE)
            return ENT_NONE;
        found = k;
    }
    return found;
}

size_t ent_form_n_terms(const ent_scenario *s, const ent_preference *p) {
    if (p->form == ENT_FORM_STATEMENTS)
        return p->n_statements;
    if (p->form != ENT_FORM_RANKING && p->form != ENT_FORM_PAYOFF)
        return 0;
    return single_issue(s) != ENT_NONE ? 1 : s->n_states;
}

static ent_status add(ent_aim *aim, ent_number **exact, ent_arena *arena, ent_term term) {
    term.source = (uint32_t)aim->n_terms;
    term.amount = ENT_NEW(arena, ent_i128, term.n);
    exact[aim->n_terms] = ENT_NEW(arena, ent_number, term.n);
    if (!term.amount || !exact[aim->n_terms])
        return ENT_NOMEM;
    for (size_t o = 0; o < term.n; o++)
        exact[aim->n_terms][o] = ENT_ZERO;
    aim->terms[aim->n_terms++] = term;
    return ENT_OK;
}

static ent_status statements(ent_aim *aim, ent_number **exact, ent_arena *arena,
                             const ent_preference *p) {
    aim->beyond = p->n_statements > ENT_STATEMENTS_LIMIT;
    for (size_t k = 0; k < p->n_statements && !aim->beyond; k++) {
        const ent_rule *rule = &p->statements[k];
        ENT_TRY(add(aim, exact, arena, (ent_term){rule->expr, ENT_NONE, 0, 1, NULL, &rule->said}));
        exact[k][0] = (ent_number){(ent_i128)1 << (p->n_statements - 1 - k), 1};
    }
    return ENT_OK;
}

/* issue1 = outcome and issue2 = outcome and ...: exactly this state. */
static ent_status state_expr(ent_expr **out, ent_arena *arena, const ent_scenario *s,
                             const ent_named_state *state) {
    ent_expr *all = ENT_NEW(arena, ent_expr, 1);
    if (!all)
        return ENT_NOMEM;
    *all = (ent_expr){.op = ENT_EXPR_AND, .span = state->said.span};
    all->arg = ENT_NEW(arena, ent_expr *, s->n_issues + 1);
    if (!all->arg)
        return ENT_NOMEM;
    for (uint32_t k = 0; k < s->n_issues; k++) {
        if (s->issues[k].kind != ENT_DECIDED)
            continue;
        ent_expr *one = ENT_NEW(arena, ent_expr, 1);
        if (!one)
            return ENT_NOMEM;
        *one = (ent_expr){.op = ENT_EXPR_OUTCOME,
                          .span = state->said.span,
                          .issue = k,
                          .outcomes = (uint64_t)1 << state->outcome_of[k]};
        all->arg[all->n++] = one;
    }
    *out = all;
    return ENT_OK;
}

static ent_number worth_of(const ent_preference *p, uint32_t state) {
    if (p->form == ENT_FORM_PAYOFF)
        return p->payoff_of[state];
    return ent_number_int((int64_t)p->n_levels - 1 - (int64_t)p->level_of[state]);
}

static ent_status named_states(ent_aim *aim, ent_number **exact, ent_arena *arena,
                               const ent_scenario *s, const ent_preference *p) {
    uint32_t issue = single_issue(s);
    if (issue != ENT_NONE) {
        ENT_TRY(add(aim, exact, arena,
                    (ent_term){NULL, issue, 0, s->issues[issue].n_outcomes, NULL, &p->form_said}));
        for (uint32_t k = 0; k < s->n_states; k++)
            exact[0][s->states[k].outcome_of[issue]] = worth_of(p, k);
        return ENT_OK;
    }
    for (uint32_t k = 0; k < s->n_states && s->n_issues > 0; k++) {
        ent_expr *is;
        if (worth_of(p, k).num == 0)
            continue;
        ENT_TRY(state_expr(&is, arena, s, &s->states[k]));
        ENT_TRY(add(aim, exact, arena, (ent_term){is, ENT_NONE, 0, 1, NULL, &p->form_said}));
        exact[aim->n_terms - 1][0] = worth_of(p, k);
    }
    return ENT_OK;
}

ent_status ent_form_terms(ent_aim *aim, ent_number **exact, ent_arena *arena, const ent_scenario *s,
                          const ent_preference *p) {
    aim->order = ent_form_is_order(p->form);
    return p->form == ENT_FORM_STATEMENTS ? statements(aim, exact, arena, p)
                                          : named_states(aim, exact, arena, s, p);
}
