/* Whether the status quo keeps to the rules; if not, whether any state does; and whether what is
 * expected without a deal does.
 *
 * Rules contradict each other when no combination of the decided issues that they depend on
 * satisfies all. That is tried out when there are few enough combinations; the smallest
 * contradicting set is found by leaving out one rule after the other (deletion filter, Chinneck
 * and Dravnieks 1991, doi:10.1287/ijoc.3.2.157).
 */
#include <string.h>

#include "scenario/build.h"
#include "scenario/eval.h"

/* States that are tried out for contradicting rules, times rules. */
#define TRIALS 1000000u

typedef struct check {
    ent_build *b;
    const ent_scenario *scenario;
    const ent_number *resource_of;
    uint8_t *outcome_of;
    bool *kept;      /* per rule: part of the set in question */
    uint64_t *named; /* issues that the kept rules depend on */
    size_t words;
} check;

/* Every issue has what a state needs. What is missing has been reported. */
static bool computable(const ent_build *b) {
    const ent_scenario *scenario = b->scenario;
    size_t n_following = 0;
    for (size_t i = 0; i < scenario->n_issues; i++) {
        const ent_issue *issue = &scenario->issues[i];
        if (ent_issue_broken(issue) || (issue->kind == ENT_GIVEN && issue->status_quo == ENT_NONE))
            return false;
        if (issue->kind != ENT_FOLLOWING)
            continue;
        n_following++;
        if (issue->n_follows == 0 || issue->follows[issue->n_follows - 1].when != NULL ||
            issue->n_follows != ent_node_get(b->issue_nodes[i], "follows")->n)
            return false;
    }
    return scenario->n_issues > 0 && n_following == scenario->n_following;
}

static bool holds(const check *c, const ent_expr *expr) {
    return ent_expr_holds(expr, c->outcome_of, c->resource_of, c->scenario->n_actors);
}

static void to_status_quo(check *c) {
    for (size_t i = 0; i < c->scenario->n_issues; i++) {
        const ent_issue *issue = &c->scenario->issues[i];
        c->outcome_of[i] = issue->status_quo != ENT_NONE ? (uint8_t)issue->status_quo : 0;
    }
    ent_state_follow(c->scenario, c->outcome_of, NULL, c->resource_of);
}

static bool is_named(const check *c, size_t issue) {
    return (c->named[issue / 64] >> (issue % 64) & 1) != 0;
}

/* Adds what the following issues among those named are computed from: latest first, so that one
 * pass suffices. */
static void close_named(check *c) {
    for (size_t k = c->scenario->n_following; k-- > 0;) {
        uint32_t i = c->scenario->following_order[k];
        const ent_issue *issue = &c->scenario->issues[i];
        for (size_t line = 0; is_named(c, i) && line < issue->n_follows; line++)
            if (issue->follows[line].when != NULL)
                ent_expr_issues(issue->follows[line].when, c->named);
    }
}

/* ---- contradicting rules ---- */

static bool is_free(const check *c, size_t issue) {
    return c->scenario->issues[issue].kind == ENT_DECIDED && is_named(c, issue);
}

/* Sets c->named for the kept rules; the number of states to try, or UINT64_MAX when too many. */
static uint64_t count_states(check *c) {
    uint64_t states = 1;
    memset(c->named, 0, c->words * sizeof(*c->named));
    for (size_t r = 0; r < c->scenario->n_rules; r++)
        if (c->kept[r])
            ent_expr_issues(c->scenario->rules[r].expr, c->named);
    close_named(c);
    for (size_t i = 0; i < c->scenario->n_issues; i++) {
        if (is_free(c, i))
            states *= c->scenario->issues[i].n_outcomes;
        if (states > TRIALS)
            return UINT64_MAX;
    }
    return states;
}

static bool next_state(check *c) {
    for (size_t i = 0; i < c->scenario->n_issues; i++) {
        if (!is_free(c, i))
            continue;
        if (++c->outcome_of[i] < c->scenario->issues[i].n_outcomes)
            return true;
        c->outcome_of[i] = 0;
    }
    return false;
}

static bool keeps_all(const check *c) {
    for (size_t r = 0; r < c->scenario->n_rules; r++)
        if (c->kept[r] && !holds(c, c->scenario->rules[r].expr))
            return false;
    return true;
}

typedef enum finding { SATISFIABLE, CONTRADICTION, UNKNOWN } finding;

static finding try_rules(check *c) {
    uint64_t states = count_states(c);
    if (states > TRIALS / (c->scenario->n_rules + c->scenario->n_following + 1))
        return UNKNOWN;
    memset(c->outcome_of, 0, c->scenario->n_issues);
    do {
        ent_state_follow(c->scenario, c->outcome_of, NULL, c->resource_of);
        if (keeps_all(c))
            return SATISFIABLE;
    } while (next_state(c));
    return CONTRADICTION;
}

/* "line 12", or the data path where there is no place. */
static void put_place(ent_buffer *out, const ent_statement *said) {
    unsigned line, column, end_line, end_column;
    ent_span_position(said->span, &line, &column, &end_line, &end_column);
    if (said->span.source != NULL)
        ent_buffer_printf(out, "line %u", line);
    else
        ent_buffer_put(out, said->path);
}

static ent_status report_contradiction(check *c) {
    const ent_scenario *scenario = c->scenario;
    const ent_rule *last = NULL;
    ent_buffer others = {0};
    for (size_t r = 0; r < scenario->n_rules; r++) {
        c->kept[r] = false;
        if (try_rules(c) != CONTRADICTION)
            c->kept[r] = true;
    }
    for (size_t r = 0; r < scenario->n_rules; r++) {
        if (!c->kept[r])
            continue;
        if (last != NULL) {
            ent_buffer_put(&others, others.len > 0 ? " and " : " together with ");
            ent_expr_print(&others, scenario, last->expr);
            ent_buffer_put(&others, " (");
            put_place(&others, &last->said);
            ent_buffer_put(&others, ")");
        }
        last = &scenario->rules[r];
    }
    bool failed = others.failed;
    if (!failed && last != NULL)
        ent_report(c->b->diags, ENT_E0322, last->said.span, last->said.path,
                   "change or remove one of these rules", "no state keeps to this rule%s",
                   others.len > 0 ? others.data : "");
    ent_buffer_free(&others);
    return failed ? ENT_NOMEM : ENT_OK;
}

/* ---- the status quo ---- */

/* "tolls = none (line 30)" for every decided issue that the rule depends on. */
static ent_status report_broken(check *c, const ent_rule *rule) {
    ent_buffer hint = {0};
    memset(c->named, 0, c->words * sizeof(*c->named));
    ent_expr_issues(rule->expr, c->named);
    close_named(c);
    for (size_t i = 0; i < c->scenario->n_issues; i++) {
        const ent_issue *issue = &c->scenario->issues[i];
        if (!is_free(c, i))
            continue;
        ent_buffer_printf(&hint, "%s%s = %s (", hint.len > 0 ? ", " : "the status quo has ",
                          issue->id, issue->outcomes[issue->status_quo].id);
        put_place(&hint, &issue->said);
        ent_buffer_put(&hint, ")");
    }
    bool failed = hint.failed;
    if (!failed)
        ent_report(c->b->diags, ENT_E0305, rule->said.span, rule->said.path, hint.data,
                   "the status quo breaks this rule");
    ent_buffer_free(&hint);
    return failed ? ENT_NOMEM : ENT_OK;
}

static ent_status check_status_quo(check *c) {
    const ent_scenario *scenario = c->scenario;
    bool keeps;
    for (size_t r = 0; r < scenario->n_rules; r++)
        c->kept[r] = true;
    to_status_quo(c);
    keeps = scenario->has_status_quo && keeps_all(c);
    if (keeps)
        return ENT_OK;
    if (try_rules(c) == CONTRADICTION)
        return report_contradiction(c);
    if (!scenario->has_status_quo)
        return ENT_OK;
    to_status_quo(c);
    for (size_t r = 0; r < scenario->n_rules; r++)
        if (!holds(c, scenario->rules[r].expr))
            ENT_TRY(report_broken(c, &scenario->rules[r]));
    return ENT_OK;
}

/* ---- the fallback ---- */

static void overlay(check *c, const ent_assignment *fallback, size_t n, uint64_t *pinned) {
    for (size_t k = 0; k < n; k++) {
        uint32_t i = fallback[k].issue;
        c->outcome_of[i] = (uint8_t)fallback[k].outcome;
        pinned[i / 64] |= UINT64_C(1) << (i % 64);
    }
}

/* `own` is an actor's fallback on top of the common one, or the common one again. */
static void check_fallback(check *c, const ent_assignment *own, size_t n) {
    const ent_scenario *scenario = c->scenario;
    if (n == 0)
        return;
    to_status_quo(c);
    memset(c->named, 0, c->words * sizeof(*c->named));
    overlay(c, scenario->fallback, scenario->n_fallback, c->named);
    overlay(c, own, n, c->named);
    ent_state_follow(scenario, c->outcome_of, c->named, c->resource_of);
    for (size_t r = 0; r < scenario->n_rules; r++)
        if (!holds(c, scenario->rules[r].expr)) {
            ent_report(c->b->diags, ENT_W0303, own[0].said.span, own[0].said.path,
                       "change the fallback or the rule",
                       "what is expected without a deal breaks a rule (%s)",
                       scenario->rules[r].said.path);
            return;
        }
}

ent_status ent_check_feasible(ent_build *b) {
    const ent_scenario *scenario = b->scenario;
    check c = {.b = b, .scenario = scenario, .words = scenario->n_issues / 64 + 1};
    if (!computable(b) || scenario->n_rules == 0)
        return ENT_OK;
    c.resource_of = ent_resource_midpoints(scenario, b->arena);
    c.outcome_of = ENT_NEW(b->arena, uint8_t, scenario->n_issues);
    c.kept = ENT_NEW(b->arena, bool, scenario->n_rules);
    c.named = ENT_NEW(b->arena, uint64_t, c.words);
    if (c.resource_of == NULL || c.outcome_of == NULL || c.kept == NULL || c.named == NULL)
        return ENT_NOMEM;
    size_t errors = b->diags->errors;
    ENT_TRY(check_status_quo(&c));
    if (b->diags->errors > errors || !scenario->has_status_quo)
        return ENT_OK;
    check_fallback(&c, scenario->fallback, scenario->n_fallback);
    for (size_t a = 0; a < scenario->n_actors; a++)
        check_fallback(&c, scenario->preferences[a].fallback, scenario->preferences[a].n_fallback);
    return ENT_OK;
}
