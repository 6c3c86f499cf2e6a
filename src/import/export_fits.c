/* What in a scenario a GENIUS domain cannot say, each named at its place. See export.h. */
#include "import/export.h"

#include <string.h>

#include "scenario/eval.h"

typedef struct fitting {
    const ent_scenario *scenario;
    ent_diags *diags;
    ent_number *resource_of;
    uint32_t *low, *high;
    bool boxes;
} fitting;

static void refuse(fitting *f, const ent_statement *said, const char *hint, const char *message) {
    ent_diag(f->diags, ENT_E0521, said->span, said->path, hint, "%s", message);
}

void ent_export_outcomes(const ent_issue *issue, uint32_t *from, uint32_t *end) {
    bool given = issue->kind == ENT_GIVEN;
    *from = given ? issue->status_quo : 0;
    *end = given ? issue->status_quo + 1 : issue->n_outcomes;
}

/* ---- issues ---- */

/* All actors together, and no fewer. */
static bool needs_all(const fitting *f, const ent_control *rule) {
    size_t n = f->scenario->n_actors;
    uint64_t all = n == 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1;
    if (!ent_control_holds(rule, all, f->resource_of, n))
        return false;
    for (size_t a = 0; a < n; a++)
        if (ent_control_holds(rule, all & ~(UINT64_C(1) << a), f->resource_of, n))
            return false;
    return true;
}

static void check_issue(fitting *f, const ent_issue *issue) {
    bool by_all = issue->moves == NULL && issue->n_control > 0;
    if (issue->kind == ENT_FOLLOWING)
        refuse(f, &issue->said, NULL, "GENIUS has no issues that follow from others");
    if (issue->kind != ENT_DECIDED)
        return;
    for (size_t l = 0; l < issue->n_control; l++)
        by_all = by_all && needs_all(f, issue->control[l].rule);
    for (uint32_t from = 0; by_all && from < issue->n_outcomes; from++)
        for (uint32_t to = 0; to < issue->n_outcomes; to++)
            by_all = by_all && (from == to || ent_control_of(issue, from, to) != NULL);
    if (!by_all)
        refuse(f, &issue->said, "control: all of all",
               "in GENIUS all parties settle every issue together, and this one is controlled "
               "otherwise");
    if (issue->status_quo != ENT_NONE)
        refuse(f, &issue->said, "give every actor a reservation instead",
               "GENIUS has no status quo, only reservation values");
}

/* Rectangles are said by whole numbers, so outcomes must be such, one after the other. */
static bool is_counted(const ent_issue *issue) {
    ent_number first = ENT_ZERO, next;
    uint32_t from, end;
    ent_export_outcomes(issue, &from, &end);
    for (uint32_t o = from; o < end; o++) {
        const char *id = issue->outcomes[o].id;
        if (ent_number_parse(&next, id, strlen(id)) != ENT_OK || next.den != 1)
            return false;
        if (o == from)
            first = next;
        else if (next.num != first.num + (o - from))
            return false;
    }
    return true;
}

/* ---- conditions ---- */

static bool take_range(const ent_expr *expr, const ent_scenario *s, uint32_t *low, uint32_t *high) {
    const ent_issue *issue = &s->issues[expr->issue];
    uint32_t n = issue->n_outcomes;
    uint64_t set = expr->outcomes & (n == 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1);
    if (issue->kind == ENT_GIVEN) /* says nothing, or holds nowhere */
        return set >> issue->status_quo & 1;
    if (set == 0)
        return false;
    uint32_t first = (uint32_t)__builtin_ctzll(set), last = 63u - (uint32_t)__builtin_clzll(set);
    uint32_t width = last - first + 1;
    if (set >> first != (width == 64 ? UINT64_MAX : (UINT64_C(1) << width) - 1))
        return false;
    low[expr->issue] = first > low[expr->issue] ? first : low[expr->issue];
    high[expr->issue] = last < high[expr->issue] ? last : high[expr->issue];
    return low[expr->issue] <= high[expr->issue];
}

static bool take(const ent_expr *expr, const ent_scenario *s, uint32_t *low, uint32_t *high) {
    switch (expr->op) {
    case ENT_EXPR_CONST: return expr->value;
    case ENT_EXPR_OUTCOME: return take_range(expr, s, low, high);
    case ENT_EXPR_AND:
        for (size_t i = 0; i < expr->n; i++)
            if (!take(expr->arg[i], s, low, high))
                return false;
        return true;
    default: return false;
    }
}

bool ent_export_box(const ent_expr *expr, const ent_scenario *scenario, bool *outside,
                    uint32_t *low, uint32_t *high) {
    for (size_t i = 0; i < scenario->n_issues; i++) {
        low[i] = 0;
        high[i] = scenario->issues[i].n_outcomes - 1;
    }
    *outside = expr->op == ENT_EXPR_NOT;
    return take(*outside ? expr->arg[0] : expr, scenario, low, high);
}

/* ---- actors ---- */

static bool is_known(ent_range range) {
    return ent_number_cmp(range.lo, range.hi) == 0;
}

static void check_want(fitting *f, const ent_want *want) {
    const ent_issue *issue = &f->scenario->issues[want->issue];
    bool known = true;
    if (!want->salience_given || !is_known(want->salience))
        refuse(f, &want->said, "give it a number under 'salience'",
               "GENIUS needs a number for how much an issue matters");
    if (want->form == ENT_WANT_ORDER ||
        (want->form == ENT_WANT_IDEAL && issue->ordered && want->shape == ENT_SHAPE_SINGLE_PEAKED))
        refuse(f, &want->said, "write values: {outcome: number, ...}",
               "GENIUS needs a value for every outcome, and this gives their order only");
    for (uint32_t o = 0; want->form == ENT_WANT_VALUES && o < issue->n_outcomes; o++)
        known = known && is_known(want->values[o]);
    if (want->form == ENT_WANT_IDEAL)
        known = is_known(want->position);
    if (!known)
        refuse(f, &want->said, NULL, "GENIUS has no ranges, and what is wanted here is one");
}

static void check_worth(fitting *f, const ent_worth *worth) {
    for (uint32_t o = 0; o < f->scenario->issues[worth->issue].n_outcomes; o++)
        if (worth->values[o].num < 0) {
            refuse(f, &worth->said, "add the same amount to all outcomes and to the reservation",
                   "GENIUS has no worth below 0");
            return;
        }
}

static void check_condition(fitting *f, const ent_preference *p, const ent_condition *condition) {
    bool outside;
    f->boxes = true;
    if (!p->on_worth)
        refuse(f, &condition->said, "write worth for outcomes and conditions",
               "in GENIUS a condition has a worth, not a salience");
    else if (!ent_export_box(condition->holds, f->scenario, &outside, f->low, f->high))
        refuse(f, &condition->said, NULL,
               "GENIUS knows only conditions that join ranges of outcomes by 'and', or the "
               "negation of one such");
}

static void check_actor(fitting *f, const ent_actor *actor, const ent_preference *p) {
    if (p->n_fallback > 0)
        refuse(f, &p->fallback[0].said, NULL, "GENIUS has no fallback, only reservation values");
    if (p->n_red_lines > 0)
        refuse(f, &p->red_lines[0].said, NULL, "GENIUS has no red lines");
    if (p->has_reservation && !is_known(p->reservation))
        refuse(f, &p->reservation_said, NULL, "GENIUS has no ranges, and this reservation is one");
    if (p->n_wants + p->n_worth + p->n_conditions == 0)
        refuse(f, p->given ? &p->said : &actor->said, NULL,
               "nothing is said of what this actor wants");
    for (size_t w = 0; w < p->n_wants; w++)
        check_want(f, &p->wants[w]);
    for (size_t w = 0; w < p->n_worth; w++)
        check_worth(f, &p->worth[w]);
    for (size_t c = 0; c < p->n_conditions; c++)
        check_condition(f, p, &p->conditions[c]);
}

ent_status ent_export_fits(bool *boxes, ent_arena *arena, const ent_scenario *scenario,
                           ent_diags *diags) {
    fitting f = {.scenario = scenario, .diags = diags};
    size_t errors = diags->errors;
    f.resource_of = ent_resource_midpoints(scenario, arena);
    f.low = ENT_NEW(arena, uint32_t, scenario->n_issues + 1);
    f.high = ENT_NEW(arena, uint32_t, scenario->n_issues + 1);
    if (!f.resource_of || !f.low || !f.high)
        return ENT_NOMEM;
    for (size_t i = 0; i < scenario->n_issues; i++)
        check_issue(&f, &scenario->issues[i]);
    if (scenario->n_rules > 0)
        refuse(&f, &scenario->rules[0].said, NULL, "GENIUS has no rules");
    if (scenario->n_fallback > 0)
        refuse(&f, &scenario->fallback[0].said, NULL,
               "GENIUS has no fallback, only reservation values");
    for (size_t a = 0; a < scenario->n_actors; a++)
        check_actor(&f, &scenario->actors[a], &scenario->preferences[a]);
    for (size_t i = 0; f.boxes && i < scenario->n_issues; i++)
        if (!is_counted(&scenario->issues[i]))
            refuse(&f, &scenario->issues[i].said, "name the outcomes 0, 1, 2, ...",
                   "beside conditions GENIUS needs outcomes that are whole numbers in a row");
    *boxes = f.boxes;
    return diags->failed ? ENT_NOMEM : diags->errors > errors ? ENT_ERROR : ENT_OK;
}
