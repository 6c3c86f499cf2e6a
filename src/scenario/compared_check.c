/* Whether numbers that are compared (the saliences of one actor; resources, positions and ties) can be as
 * stated, all at once.
 *
 * Every comparison says x >= f * y (perhaps strictly); an equality says it both ways. These are
 * difference constraints between logarithms, so contradictions are found by the longest-path
 * method (Bellman 1958; Cormen et al., Introduction to Algorithms, 24.4): values that still rise
 * after as many rounds as there are variables rise along a circle, and with every variable at its
 * least value, one above its range has a chain of comparisons to blame. Strictness is an
 * infinitesimal, counted beside the value. Exact; where 128 bits do not suffice, nothing is
 * claimed.
 *
 * Of statements that contradict each other a smallest set that does is reported, with its lines: one
 * is found by leaving out statement after statement, and smaller ones are looked for among all sets of
 * fewer, while they are not too many.
 */
#include "scenario/build.h"

#include <string.h>

/* x >= factor * y, or > when strict. */
typedef struct edge {
    uint32_t x, y;
    ent_number factor;
    bool strict;
    const ent_comparison *said;
} edge;

typedef struct bound {
    ent_number value;
    uint32_t strict;  /* how many strict steps led here */
    const edge *edge; /* the last step, or NULL at its own range */
} bound;

typedef struct check {
    ent_build *b;
    const ent_compared *of;
    size_t n_edges;
    edge *edges;
    bound *least;
    size_t n_units; /* statements: orders first, each with all its comparisons, then ranges */
    const ent_statement **unit;
    size_t *unit_of; /* per comparison, then per variable: its statement (ranges: where given) */
    bool *on;
    size_t tries; /* sets that may still be tried */
} check;

static const char *name_of(const check *c, uint32_t variable) {
    return c->of->name[variable];
}

static bool given(const check *c, uint32_t variable) {
    return c->of->said[variable] != NULL;
}

static ent_range range_of(const check *c, uint32_t variable) {
    bool off = given(c, variable) && !c->on[c->unit_of[c->of->n_comparisons + variable]];
    return off ? c->of->whole[variable] : c->of->range[variable];
}

static void make_edges(check *c) {
    c->n_edges = 0;
    for (size_t i = 0; i < c->of->n_comparisons; i++) {
        const ent_comparison *it = &c->of->comparisons[i];
        if (!c->on[c->unit_of[i]])
            continue;
        edge forth = {it->left, it->right, it->factor, it->relation == ENT_REL_GT, it};
        edge back = {it->right, it->left, {it->factor.den, it->factor.num}, false, it};
        c->edges[c->n_edges++] = forth;
        if (it->relation == ENT_REL_EQ)
            c->edges[c->n_edges++] = back;
    }
}

typedef enum outcome { SETTLED, RISING, TOO_LARGE } outcome;

/* Raises x to what the edge asks for. */
static outcome relax(check *c, const edge *e) {
    bound *x = &c->least[e->x];
    const bound *y = &c->least[e->y];
    ent_number value;
    if (!ent_number_mul(&value, e->factor, y->value))
        return TOO_LARGE;
    uint32_t strict = y->strict + e->strict;
    int order = ent_number_cmp(value, x->value);
    if (order < 0 || (order == 0 && strict <= x->strict))
        return SETTLED;
    *x = (bound){value, strict, e};
    return RISING;
}

/* Raises all until nothing changes; RISING when something still does after n + 1 rounds, and
 * *last is then a variable that did. */
static outcome settle(check *c, uint32_t *last) {
    outcome round = RISING;
    for (size_t i = 0; i <= c->of->n && round == RISING; i++) {
        round = SETTLED;
        for (size_t k = 0; k < c->n_edges; k++) {
            outcome one = relax(c, &c->edges[k]);
            if (one == TOO_LARGE)
                return TOO_LARGE;
            if (one == RISING) {
                *last = c->edges[k].x;
                round = RISING;
            }
        }
    }
    return round;
}

/* " (line 7; line 9)": where the statements that count stand, when they are several. */
static void put_lines(ent_buffer *text, const check *c) {
    unsigned last = 0, line, column, end_line, end_column;
    size_t n = 0;
    for (size_t i = 0; i < c->n_units; i++)
        n += c->on[i];
    const char *before = " (line ";
    for (size_t i = 0; i < c->n_units && n > 1; i++) {
        if (!c->on[i])
            continue;
        ent_span_position(c->unit[i]->span, &line, &column, &end_line, &end_column);
        if (line == last)
            continue;
        ent_buffer_printf(text, "%s%u", before, line);
        before = "; line ";
        last = line;
    }
    ent_buffer_put(text, last ? ")" : "");
}

/* ---- circles ---- */

/* Going back from a variable that never settles, one comes upon the circle. */
static ent_status report_circle(check *c, uint32_t variable) {
    ent_buffer text = {0};
    for (size_t i = 0; i < c->of->n; i++)
        variable = c->least[variable].edge->y;
    uint32_t at = variable;
    const edge *first = c->least[at].edge, *latest = first;
    do {
        const edge *e = c->least[at].edge;
        ent_buffer_printf(&text, "%s%s %s ", text.len > 0 ? ", " : "", name_of(c, at),
                          e->strict ? ">" : ">=");
        if (ent_number_cmp(e->factor, ent_number_int(1)) != 0) {
            ent_number_print(&text, e->factor);
            ent_buffer_put(&text, " * ");
        }
        ent_buffer_put(&text, name_of(c, e->y));
        if (e->said->said.span.start > latest->said->said.span.start)
            latest = e;
        at = e->y;
    } while (at != variable);
    put_lines(&text, c);
    bool failed = text.failed;
    if (!failed)
        ent_report(c->b->diags, ENT_E0306, latest->said->said.span, latest->said->said.path,
                   "turn one of these comparisons round, or take it out",
                   "%s cannot be so all at once: %s", c->of->what, text.data);
    ent_buffer_free(&text);
    return failed ? ENT_NOMEM : ENT_OK;
}

/* A variable on a circle, or ENT_NONE. */
static uint32_t find_circle(check *c) {
    uint32_t last = 0;
    for (size_t i = 0; i < c->of->n; i++)
        c->least[i] = (bound){ent_number_int(1), 0, NULL};
    return settle(c, &last) == RISING ? last : ENT_NONE;
}

/* ---- ranges ---- */

static ent_status report_range(check *c, uint32_t variable) {
    const bound *least = &c->least[variable];
    const ent_comparison *said = least->edge->said;
    uint32_t origin = variable;
    while (c->least[origin].edge != NULL)
        origin = c->least[origin].edge->y;
    ent_buffer text = {0};
    ent_buffer_printf(&text, "%s must be %s ", name_of(c, variable),
                      least->strict > 0 ? "above" : "at least");
    ent_number_print(&text, least->value);
    ent_buffer_printf(&text, ", since %s is at least ", name_of(c, origin));
    ent_number_print(&text, range_of(c, origin).lo);
    ent_buffer_printf(&text, ", but %s is at most ", name_of(c, variable));
    ent_number_print(&text, range_of(c, variable).hi);
    put_lines(&text, c);
    bool failed = text.failed;
    if (!failed)
        ent_report(c->b->diags, ENT_E0306, said->said.span, said->said.path,
                   "change the comparison, or one of the two ranges",
                   "%s cannot be so all at once: %s", c->of->what, text.data);
    ent_buffer_free(&text);
    return failed ? ENT_NOMEM : ENT_OK;
}

/* A variable that must be above its range, or ENT_NONE. */
static uint32_t find_above(check *c) {
    uint32_t last;
    for (uint32_t i = 0; i < c->of->n; i++)
        c->least[i] = (bound){range_of(c, i).lo, 0, NULL};
    if (settle(c, &last) != SETTLED)
        return ENT_NONE;
    for (uint32_t i = 0; i < c->of->n; i++) {
        int order = ent_number_cmp(c->least[i].value, range_of(c, i).hi);
        if (c->least[i].edge != NULL && (order > 0 || (order == 0 && c->least[i].strict > 0)))
            return i;
    }
    return ENT_NONE;
}

/* ---- a smallest set ---- */

#define MOST_WORK 40000000u /* comparisons and variables looked at in trying sets */

static bool contradicts(check *c) {
    make_edges(c);
    return find_circle(c) != ENT_NONE || (c->of->bounded && find_above(c) != ENT_NONE);
}

static ent_status list_units(check *c) {
    const ent_compared *of = c->of;
    size_t most = of->n_comparisons + of->n + 1;
    c->unit = ENT_NEW(c->b->arena, const ent_statement *, most);
    c->unit_of = ENT_NEW(c->b->arena, size_t, most);
    c->on = ENT_NEW(c->b->arena, bool, most);
    if (c->unit == NULL || c->unit_of == NULL || c->on == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < of->n_comparisons; i++) {
        const ent_statement *said = &of->comparisons[i].said;
        if (c->n_units == 0 || c->unit[c->n_units - 1]->span.start != said->span.start)
            c->unit[c->n_units++] = said;
        c->unit_of[i] = c->n_units - 1;
    }
    for (uint32_t v = 0; v < of->n; v++)
        if (given(c, v)) {
            c->unit_of[of->n_comparisons + v] = c->n_units;
            c->unit[c->n_units++] = of->said[v];
        }
    c->tries = MOST_WORK / (of->n_comparisons + 8 * of->n + 1);
    for (size_t i = 0; i < c->n_units; i++)
        c->on[i] = true;
    return ENT_OK;
}

/* Leaves on what the contradiction found last goes through: a circle, or a chain between two ranges. */
static void keep_found(check *c, uint32_t circle, uint32_t above) {
    const ent_compared *of = c->of;
    uint32_t at = circle != ENT_NONE ? circle : above;
    memset(c->on, 0, c->n_units * sizeof *c->on);
    for (size_t i = 0; i < of->n && circle != ENT_NONE; i++)
        at = c->least[at].edge->y;
    if (circle == ENT_NONE && given(c, at))
        c->on[c->unit_of[of->n_comparisons + at]] = true;
    for (size_t i = 0; i <= c->of->n && c->least[at].edge != NULL; i++) {
        c->on[c->unit_of[(size_t)(c->least[at].edge->said - of->comparisons)]] = true;
        at = c->least[at].edge->y;
    }
    if (circle == ENT_NONE && given(c, at))
        c->on[c->unit_of[of->n_comparisons + at]] = true;
}

/* The first set of `size` units from `from` on, on top of those chosen, that contradicts itself. */
static bool smaller_set(check *c, size_t from, size_t size) {
    if (size == 0)
        return c->tries > 0 && c->tries-- > 0 && contradicts(c);
    for (size_t i = from; i + size <= c->n_units && c->tries > 0; i++) {
        c->on[i] = true;
        if (smaller_set(c, i + 1, size - 1))
            return true;
        c->on[i] = false;
    }
    return false;
}

static ent_status smallest_set(check *c) {
    size_t n = 0;
    for (size_t i = 0; i < c->n_units; i++) {
        if (c->on[i] && c->tries > 0) {
            c->tries--;
            c->on[i] = false;
            c->on[i] = !contradicts(c);
        }
        n += c->on[i];
    }
    bool *found = ENT_NEW(c->b->arena, bool, c->n_units + 1);
    if (found == NULL)
        return ENT_NOMEM;
    memcpy(found, c->on, c->n_units * sizeof *found);
    for (size_t size = 1; size < n && c->tries > 0; size++) {
        memset(c->on, 0, c->n_units * sizeof *c->on);
        if (smaller_set(c, 0, size))
            return ENT_OK;
    }
    memcpy(c->on, found, c->n_units * sizeof *found);
    return ENT_OK;
}

ent_status ent_check_compared(ent_build *b, const ent_compared *of) {
    check c = {.b = b, .of = of};
    c.edges = ENT_NEW(b->arena, edge, 2 * of->n_comparisons + 1);
    c.least = ENT_NEW(b->arena, bound, of->n + 1);
    if (c.edges == NULL || c.least == NULL)
        return ENT_NOMEM;
    ENT_TRY(list_units(&c));
    make_edges(&c);
    uint32_t circle = find_circle(&c), above = ENT_NONE;
    if (circle == ENT_NONE && of->bounded)
        above = find_above(&c);
    if (circle == ENT_NONE && above == ENT_NONE)
        return ENT_OK;
    keep_found(&c, circle, above);
    ENT_TRY(smallest_set(&c));
    make_edges(&c);
    circle = find_circle(&c);
    if (circle != ENT_NONE)
        return report_circle(&c, circle);
    above = find_above(&c);
    return above != ENT_NONE ? report_range(&c, above) : ENT_OK;
}
