/* A scenario as GENIUS XML: the domain, and per actor weights and evaluations, or rectangles.
 *
 * What outcomes of an issue add, c(o), becomes the weight max c and the evaluations c(o) brought to
 * whole numbers, so that GENIUS' evaluation / highest evaluation * weight is c(o) again.
 */
#include "import/export.h"

#include <float.h>
#include <stdio.h>
#include <string.h>

#define MOST_PLACES 36u /* what ent_number_print() writes as a decimal */

typedef struct writing {
    ent_arena *arena;
    const ent_scenario *scenario;
    ent_diags *diags;
    ent_buffer *out;
    uint32_t *low, *high;
    ent_number unit; /* of the utilities of rectangles, written as `maxutility` */
    bool boxes, rounded;
} writing;

/* ---- texts and numbers ---- */

static void put_text(ent_buffer *out, const char *text) {
    for (; *text; text++)
        switch (*text) {
        case '&': ent_buffer_put(out, "&amp;"); break;
        case '<': ent_buffer_put(out, "&lt;"); break;
        case '>': ent_buffer_put(out, "&gt;"); break;
        case '"': ent_buffer_put(out, "&quot;"); break;
        case '\t':
        case '\n':
        case '\r': ent_buffer_printf(out, "&#%d;", *text); break;
        default:
            if ((unsigned char)*text >= 0x20) /* XML cannot say the others */
                ent_buffer_put_n(out, text, 1);
        }
}

/* Whether a decimal with at most 36 places says it exactly. */
static bool is_decimal(ent_number value) {
    ent_i128 den = value.den;
    unsigned twos = 0, fives = 0;
    for (; den % 2 == 0; den /= 2)
        twos++;
    for (; den % 5 == 0; den /= 5)
        fives++;
    return den == 1 && twos <= MOST_PLACES && fives <= MOST_PLACES;
}

static void put_number(writing *w, ent_number value) {
    w->rounded = w->rounded || !is_decimal(value);
    if (is_decimal(value))
        ent_number_print(w->out, value);
    else
        ent_double_print(w->out, ent_number_double(value));
}

static void put_attribute(ent_buffer *out, const char *name, const char *text) {
    ent_buffer_printf(out, " %s=\"", name);
    put_text(out, text);
    ent_buffer_put(out, "\"");
}

static void put_amount(writing *w, const char *name, ent_number value) {
    ent_buffer_printf(w->out, " %s=\"", name);
    put_number(w, value);
    ent_buffer_put(w->out, "\"");
}

/* The full name, unless another outcome has the same: values are told apart by it. */
static const char *value_name(const ent_issue *issue, uint32_t outcome) {
    for (uint32_t o = 0; o < issue->n_outcomes; o++)
        if (o != outcome && strcmp(issue->outcomes[o].name, issue->outcomes[outcome].name) == 0)
            return issue->outcomes[outcome].id;
    return issue->outcomes[outcome].name;
}

/* ---- what outcomes add ---- */

/* The value of an outcome on 0..1. */
static bool value_of(ent_number *out, const ent_want *want, const ent_issue *issue,
                     uint32_t outcome) {
    const ent_number hundred = ent_number_int(100);
    ent_number distance;
    if (want->form == ENT_WANT_VALUES)
        return ent_number_div(out, want->values[outcome].lo, hundred);
    if (!issue->ordered) {
        *out = ent_number_int(outcome == want->ideal);
        return true;
    }
    bool fits = ent_number_sub(&distance, issue->outcomes[outcome].position.lo, want->position.lo);
    distance.num = distance.num < 0 ? -distance.num : distance.num;
    fits = fits && ent_number_div(&distance, distance, hundred);
    if (want->shape == ENT_SHAPE_QUADRATIC)
        fits = fits && ent_number_mul(&distance, distance, distance);
    return fits && ent_number_sub(out, ent_number_int(1), distance);
}

static bool add_wants(ent_number **add, const ent_scenario *s, const ent_preference *p) {
    ent_number sum = ENT_ZERO, share;
    bool fits = true;
    for (size_t w = 0; w < p->n_wants; w++)
        fits = fits && ent_number_add(&sum, sum, p->wants[w].salience.lo);
    for (size_t w = 0; w < p->n_wants && fits && sum.num > 0; w++) {
        const ent_want *want = &p->wants[w];
        const ent_issue *issue = &s->issues[want->issue];
        fits = ent_number_div(&share, want->salience.lo, sum);
        for (uint32_t o = 0; o < issue->n_outcomes; o++)
            fits = fits && value_of(&add[want->issue][o], want, issue, o) &&
                   ent_number_mul(&add[want->issue][o], add[want->issue][o], share);
    }
    return fits;
}

static ent_status amounts(ent_number ***out, writing *w, const ent_preference *p) {
    const ent_scenario *s = w->scenario;
    ent_number **add = ENT_NEW(w->arena, ent_number *, s->n_issues + 1);
    if (!add)
        return ENT_NOMEM;
    for (size_t i = 0; i < s->n_issues; i++) {
        add[i] = ENT_NEW(w->arena, ent_number, s->issues[i].n_outcomes);
        if (!add[i])
            return ENT_NOMEM;
        for (uint32_t o = 0; o < s->issues[i].n_outcomes; o++)
            add[i][o] = ENT_ZERO;
    }
    for (size_t k = 0; k < p->n_worth; k++)
        memcpy(add[p->worth[k].issue], p->worth[k].values,
               s->issues[p->worth[k].issue].n_outcomes * sizeof **add);
    *out = add;
    if (add_wants(add, s, p))
        return ENT_OK;
    ent_diag(w->diags, ENT_E0521, p->said.span, p->said.path, NULL,
             "the numbers here have too many digits");
    return w->diags->failed ? ENT_NOMEM : ENT_ERROR;
}

/* ---- issues ---- */

static void open_issue(writing *w, uint32_t i) {
    const ent_issue *issue = &w->scenario->issues[i];
    const char *type = w->boxes ? "integer" : "discrete";
    uint32_t from, end;
    ent_export_outcomes(issue, &from, &end);
    ent_buffer_printf(w->out, "    <issue index=\"%u\"", i + 1);
    put_attribute(w->out, "name", issue->name);
    ent_buffer_printf(w->out, " type=\"%s\" vtype=\"%s\" etype=\"%s\"", type, type, type);
    if (w->boxes) {
        put_attribute(w->out, "lowerbound", issue->outcomes[from].id);
        put_attribute(w->out, "upperbound", issue->outcomes[end - 1].id);
    }
    ent_buffer_put(w->out, ">\n");
}

/* `evaluation` NULL: the domain, which has none. */
static void put_issue(writing *w, uint32_t i, const ent_number *evaluation) {
    const ent_issue *issue = &w->scenario->issues[i];
    uint32_t from, end;
    ent_export_outcomes(issue, &from, &end);
    open_issue(w, i);
    for (uint32_t o = from; o < end && !w->boxes; o++) {
        ent_buffer_printf(w->out, "      <item index=\"%u\"", o - from + 1);
        put_attribute(w->out, "value", value_name(issue, o));
        if (evaluation)
            put_amount(w, "evaluation", evaluation[o]);
        ent_buffer_put(w->out, "/>\n");
    }
    ent_buffer_put(w->out, "    </issue>\n");
}

static void put_domain(writing *w) {
    const ent_scenario *s = w->scenario;
    ent_buffer_printf(w->out,
                      "<negotiation_template>\n<utility_space number_of_issues=\"%zu\">\n"
                      "  <objective index=\"0\" type=\"objective\" etype=\"objective\"",
                      s->n_issues);
    put_attribute(w->out, "name", s->title ? s->title : "root");
    ent_buffer_put(w->out, ">\n");
    for (uint32_t i = 0; i < s->n_issues; i++)
        put_issue(w, i, NULL);
    ent_buffer_put(w->out, "  </objective>\n</utility_space>\n</negotiation_template>\n");
}

/* ---- profiles ---- */

static ent_number highest(const ent_number *add, const ent_issue *issue) {
    ent_number most = ENT_ZERO;
    uint32_t from, end;
    ent_export_outcomes(issue, &from, &end);
    for (uint32_t o = from; o < end; o++)
        if (ent_number_cmp(add[o], most) > 0)
            most = add[o];
    return most;
}

/* Brings amounts to whole numbers in the same proportions: shares of the highest over a common
 * denominator. Leaves them as they are where those would grow past what a double holds. */
static void to_whole(ent_number *add, size_t n, ent_number most) {
    const ent_i128 limit = (ent_i128)1 << 50;
    ent_number share;
    ent_i128 common = 1;
    for (size_t o = 0; o < n; o++) {
        if (!ent_number_div(&share, add[o], most) || share.den > limit)
            return;
        common = common / ent_gcd(common, share.den) * share.den;
        if (common > limit)
            return;
    }
    for (size_t o = 0; o < n; o++)
        if (ent_number_div(&share, add[o], most))
            add[o] = (ent_number){share.num * (common / share.den), 1};
}

static void put_sums(writing *w, ent_number **add) {
    const ent_scenario *s = w->scenario;
    for (uint32_t i = 0; i < s->n_issues; i++) {
        ent_buffer_printf(w->out, "    <weight index=\"%u\"", i + 1);
        put_amount(w, "value", highest(add[i], &s->issues[i]));
        ent_buffer_put(w->out, "/>\n");
    }
    for (uint32_t i = 0; i < s->n_issues; i++) {
        to_whole(add[i], s->issues[i].n_outcomes, highest(add[i], &s->issues[i]));
        put_issue(w, i, add[i]);
    }
}

static void put_bound(writing *w, const char *kind, uint32_t i, uint32_t low, uint32_t high) {
    const ent_outcome *outcomes = w->scenario->issues[i].outcomes;
    ent_buffer_printf(w->out, "          <%s index=\"%u\"", kind, i + 1);
    put_attribute(w->out, "min", outcomes[low].id);
    put_attribute(w->out, "max", outcomes[high].id);
    ent_buffer_put(w->out, "/>\n");
}

/* Makes *unit a multiple of the denominator; false where whole numbers would grow past what a double
 * holds. */
static bool join_unit(ent_number *unit, ent_number worth) {
    const ent_i128 limit = (ent_i128)1 << 50;
    if (worth.den > limit)
        return false;
    unit->num = unit->num / ent_gcd(unit->num, worth.den) * worth.den;
    return unit->num <= limit && worth.num / worth.den < limit / unit->num &&
           worth.num / worth.den > -(limit / unit->num);
}

/* In which all that a profile adds is a whole number; 1 where there is none. */
static ent_number unit_of(const writing *w, const ent_preference *p, ent_number **add) {
    ent_number unit = ent_number_int(1);
    bool fits = true;
    for (size_t i = 0; i < w->scenario->n_issues; i++) {
        uint32_t from, end;
        ent_export_outcomes(&w->scenario->issues[i], &from, &end);
        for (uint32_t o = from; o < end; o++)
            fits = fits && join_unit(&unit, add[i][o]);
    }
    for (size_t c = 0; c < p->n_conditions; c++)
        fits = fits && join_unit(&unit, p->conditions[c].worth);
    return fits ? unit : ent_number_int(1);
}

static void open_box(writing *w, ent_number worth) {
    if (w->unit.num != 1)
        (void)ent_number_mul(&worth, worth, w->unit);
    ent_buffer_put(w->out, "        <hyperRectangle weight=\"1\"");
    put_amount(w, "utility", worth);
    ent_buffer_put(w->out, ">\n");
}

static void put_condition(writing *w, const ent_condition *condition) {
    const ent_scenario *s = w->scenario;
    bool outside, any = false;
    ent_export_box(condition->holds, s, &outside, w->low, w->high);
    for (uint32_t i = 0; i < s->n_issues; i++)
        any = any || w->low[i] > 0 || w->high[i] + 1 < s->issues[i].n_outcomes;
    if (outside && !any)
        return; /* holds nowhere */
    open_box(w, condition->worth);
    for (uint32_t i = 0; i < s->n_issues; i++)
        if (w->low[i] > 0 || w->high[i] + 1 < s->issues[i].n_outcomes)
            put_bound(w, outside ? "EXCLUDES" : "INCLUDES", i, w->low[i], w->high[i]);
    ent_buffer_put(w->out, "        </hyperRectangle>\n");
}

static void put_boxes(writing *w, const ent_preference *p, ent_number **add) {
    const ent_scenario *s = w->scenario;
    for (uint32_t i = 0; i < s->n_issues; i++)
        put_issue(w, i, NULL);
    w->unit = unit_of(w, p, add);
    ent_buffer_put(w->out, "    <utility");
    put_amount(w, "maxutility", w->unit);
    ent_buffer_put(w->out, ">\n      <ufun type=\"PlainUfun\" weight=\"1\" "
                           "aggregation=\"sum\">\n");
    for (uint32_t i = 0; i < s->n_issues; i++) {
        uint32_t from, end;
        ent_export_outcomes(&s->issues[i], &from, &end);
        for (uint32_t o = from; o < end; o++) {
            if (add[i][o].num == 0)
                continue;
            open_box(w, add[i][o]);
            put_bound(w, "INCLUDES", i, o, o);
            ent_buffer_put(w->out, "        </hyperRectangle>\n");
        }
    }
    for (size_t c = 0; c < p->n_conditions; c++)
        put_condition(w, &p->conditions[c]);
    ent_buffer_put(w->out, "      </ufun>\n    </utility>\n");
}

/* Below or at the worst package it says nothing, and a number that must be rounded would then only
 * do harm. Elsewhere it is rounded down, so that what is worth just as much stays acceptable. */
static void put_reservation(writing *w, ent_number reservation, ent_number least) {
    bool exact = is_decimal(reservation);
    double near = ent_number_double(reservation);
    if (!exact && ent_number_cmp(reservation, least) <= 0)
        return;
    ent_buffer_put(w->out, "  <reservation");
    if (exact) {
        put_amount(w, "value", reservation);
    } else {
        ent_buffer_put(w->out, " value=\"");
        ent_double_print(w->out, near - (near < 0 ? -near : near) * DBL_EPSILON);
        ent_buffer_put(w->out, "\"");
        w->rounded = true;
    }
    ent_buffer_put(w->out, "/>\n");
}

/* What the worst package is worth, conditions left aside; false when 128 bits do not hold it. */
static bool find_least(ent_number *out, const ent_scenario *s, ent_number **add) {
    *out = ENT_ZERO;
    for (size_t i = 0; i < s->n_issues; i++) {
        uint32_t from, end;
        ent_export_outcomes(&s->issues[i], &from, &end);
        ent_number least = add[i][from];
        for (uint32_t o = from + 1; o < end; o++)
            if (ent_number_cmp(add[i][o], least) < 0)
                least = add[i][o];
        if (!ent_number_add(out, *out, least))
            return false;
    }
    return true;
}

static ent_status put_profile(writing *w, uint32_t actor) {
    const ent_preference *p = &w->scenario->preferences[actor];
    ent_number **add, least;
    ENT_TRY(amounts(&add, w, p));
    if (!find_least(&least, w->scenario, add) || w->boxes)
        least = ENT_ZERO;
    ent_buffer_printf(w->out,
                      "<utility_space%s>\n  <objective index=\"0\" type=\"objective\" "
                      "etype=\"objective\"",
                      w->boxes ? " type=\"nonlinear\"" : "");
    put_attribute(w->out, "name", w->scenario->title ? w->scenario->title : "root");
    ent_buffer_put(w->out, ">\n");
    if (w->boxes)
        put_boxes(w, p, add);
    else
        put_sums(w, add);
    ent_buffer_put(w->out, "  </objective>\n");
    if (p->has_reservation)
        put_reservation(w, p->reservation.lo, least);
    ent_buffer_put(w->out, "  <discount_factor value=\"1\"/>\n</utility_space>\n");
    return ENT_OK;
}

/* ---- files ---- */

static const char *file_name(ent_arena *arena, const char *id) {
    return ent_arena_printf(arena, "%s%s.xml", id, strcmp(id, "domain") == 0 ? "_profile" : "");
}

static ent_status write_all(ent_export_file *files, writing *w) {
    const ent_scenario *s = w->scenario;
    files[0].name = "domain.xml";
    w->out = &files[0].text;
    put_domain(w);
    for (uint32_t a = 0; a < s->n_actors; a++) {
        files[a + 1].name = file_name(w->arena, s->actors[a].id);
        w->out = &files[a + 1].text;
        w->rounded = false;
        if (!files[a + 1].name)
            return ENT_NOMEM;
        ENT_TRY(put_profile(w, a));
        if (w->rounded)
            ent_diag(w->diags, ENT_W0507, s->preferences[a].said.span, s->preferences[a].said.path,
                     NULL, "numbers of %s have no exact decimal and were rounded", s->actors[a].id);
    }
    bool failed = w->diags->failed;
    for (size_t f = 0; f <= s->n_actors; f++)
        failed = failed || files[f].text.failed;
    return failed ? ENT_NOMEM : ENT_OK;
}

ent_status ent_export_genius(ent_export_file **out, size_t *n, ent_arena *arena,
                             const ent_scenario *scenario, ent_diags *diags) {
    writing w = {.arena = arena, .scenario = scenario, .diags = diags};
    *n = 0;
    *out = NULL;
    ENT_TRY(ent_export_fits(&w.boxes, arena, scenario, diags));
    w.low = ENT_NEW(arena, uint32_t, scenario->n_issues + 1);
    w.high = ENT_NEW(arena, uint32_t, scenario->n_issues + 1);
    *out = ENT_NEW(arena, ent_export_file, scenario->n_actors + 1);
    if (!w.low || !w.high || !*out)
        return ENT_NOMEM;
    *n = scenario->n_actors + 1;
    return write_all(*out, &w);
}

void ent_export_free(ent_export_file *files, size_t n) {
    for (size_t f = 0; f < n; f++)
        ent_buffer_free(&files[f].text);
}
