/* The least a package can be worth to a party: what no deal is worth where a file does not say.
 *
 * Without boxes it is the sum of the least worth per issue. With boxes the packages are searched
 * depth first, cut off where the sum so far and the least that can still come reach the best known; a
 * search that grows too long is given up for a bound that is surely not above the minimum.
 */
#include "import/import.h"

#include <string.h>

#define MOST_STEPS 20000000u /* looks at a bound of a box */

typedef enum box_state { BOX_OPEN, BOX_HOLDS, BOX_FAILS } box_state;

typedef struct search {
    const ent_import *in;
    const ent_import_party *party;
    ent_number *rest; /* the least that issues i.. can add */
    uint8_t *state;   /* outcomes chosen so far */
    ent_number best;
    bool found, overflow, given_up;
    size_t looks, steps; /* per package begun; in all */
} search;

static bool is_negative(ent_number a) {
    return a.num < 0;
}

static ent_number least_of(const ent_import *in, const ent_import_party *party, size_t issue) {
    const ent_number *worth = party->worth ? party->worth[issue] : NULL;
    ent_number least = worth ? worth[0] : ENT_ZERO;
    for (size_t o = 1; worth && o < in->issues[issue].n; o++)
        if (ent_number_cmp(worth[o], least) < 0)
            least = worth[o];
    return least;
}

/* What is known of a box once issues 0..n-1 are chosen. */
static box_state state_of(const ent_import_box *box, const uint8_t *state, size_t n) {
    bool inside = true;
    for (size_t b = 0; b < box->n; b++) {
        const ent_import_bound *bound = &box->bounds[b];
        if (bound->issue >= n)
            inside = false;
        else if (state[bound->issue] < bound->low || state[bound->issue] > bound->high)
            return box->outside ? BOX_HOLDS : BOX_FAILS;
    }
    return !inside ? BOX_OPEN : box->outside ? BOX_FAILS : BOX_HOLDS;
}

static void add(search *s, ent_number *sum, ent_number amount) {
    s->overflow = !ent_number_add(sum, *sum, amount) || s->overflow;
}

/* A bound below every package that begins with issues 0..n-1 as chosen; exact when n is all. */
static ent_number bound_at(search *s, size_t n, ent_number issues) {
    ent_number sum = issues;
    add(s, &sum, s->rest[n]);
    for (size_t b = 0; b < s->party->n_boxes; b++) {
        const ent_import_box *box = &s->party->boxes[b];
        box_state state = state_of(box, s->state, n);
        if (state == BOX_HOLDS || (state == BOX_OPEN && is_negative(box->worth)))
            add(s, &sum, box->worth);
    }
    return sum;
}

static void go(search *s, size_t n, ent_number issues) {
    s->steps += s->looks;
    s->given_up = s->given_up || s->steps > MOST_STEPS;
    if (s->overflow || s->given_up)
        return;
    ent_number bound = bound_at(s, n, issues);
    if (s->overflow || (s->found && ent_number_cmp(bound, s->best) >= 0))
        return;
    if (n == s->in->n_issues) {
        s->best = bound;
        s->found = true;
        return;
    }
    for (size_t o = 0; o < s->in->issues[n].n; o++) {
        ent_number sum = issues;
        const ent_number *worth = s->party->worth ? s->party->worth[n] : NULL;
        if (worth)
            add(s, &sum, worth[o]);
        s->state[n] = (uint8_t)o;
        go(s, n + 1, sum);
    }
}

ent_status ent_import_minimum(ent_number *out, bool *exact, const ent_import *in,
                              const ent_import_party *party) {
    size_t n = in->n_issues;
    search s = {.in = in, .party = party};
    s.rest = ENT_NEW(in->arena, ent_number, n + 1);
    s.state = ENT_NEW(in->arena, uint8_t, n + 1);
    if (!s.rest || !s.state)
        return ENT_NOMEM;
    for (size_t b = 0; b < party->n_boxes; b++)
        s.looks += party->boxes[b].n + 1;
    s.rest[n] = ENT_ZERO;
    for (size_t i = n; i-- > 0;) {
        s.rest[i] = s.rest[i + 1];
        add(&s, &s.rest[i], least_of(in, party, i));
    }
    if (s.overflow)
        return ENT_ERROR;
    if (party->n_boxes == 0) {
        *out = s.rest[0];
        *exact = true;
        return ENT_OK;
    }
    go(&s, 0, ENT_ZERO);
    *exact = s.found && !s.given_up;
    *out = *exact ? s.best : bound_at(&s, 0, ENT_ZERO);
    return s.overflow ? ENT_ERROR : ENT_OK;
}
