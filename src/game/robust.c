/* Proofs for all models at once. See models.h.
 *
 * What does not depend on weights and values is settled by going through the space (contenders.h): no
 * contender left proves that no model has a deal; a contender that every member surely accepts, and one
 * surely gains by, is a deal in every model. Resources that are ranges matter through totals alone. A
 * total over actors whose part may change is a monotone function of which of them take part; where its
 * bound lies between the ends of some sets' totals, every monotone function that the ends allow is tried
 * in its place, written as an expression. That is more than the models allow, so proofs stay true. Where
 * there are too many, or something else is open that this does not cover, nothing is proved.
 */
#include "game/contenders.h"
#include "game/gates.h"
#include "scenario/eval.h"

#include <string.h>

#define MOST_TABLES 64u     /* of one gate */
#define MOST_VARIANTS 4096u /* of all gates together */
#define MOST_PASSES 64u     /* variants whose space is gone through */

/* Every monotone table that a gate may have: bit i of a table for set i of its free terms. */
typedef struct gate_tables {
    size_t n;
    uint8_t (*table)[(1u << ENT_GATE_FREE) / 8];
} gate_tables;

typedef struct proving {
    const ent_models *models;
    const ent_ask_what *what;
    ent_arena *arena;
    ent_gates gates;
    gate_tables *tables; /* per gate */
    size_t *central;     /* per gate: its table at the central model */
    size_t n_variants;
    uint8_t *state, *digit; /* room */
} proving;

/* One way the gates may turn out. */
typedef struct variant {
    ent_scenario scenario;
    ent_ask_what what;
    ent_game *game;
    size_t n_members;
    uint32_t *members;
    ent_bounds *bounds;
} variant;

static bool bit(const uint8_t *table, size_t i) {
    return table[i / 8] >> (i % 8) & 1;
}

static void set_bit(uint8_t *table, size_t i, bool value) {
    uint8_t mask = (uint8_t)(1u << (i % 8));
    table[i / 8] = (uint8_t)(value ? table[i / 8] | mask : table[i / 8] & ~mask);
}

/* ---- tables between the ends ---- */

typedef struct listing {
    gate_tables *out;
    size_t n_sets;
    bool rising; /* more members: more likely true */
    const uint8_t *least, *most;
    uint8_t table[(1u << ENT_GATE_FREE) / 8];
} listing;

/* A set may be true when no set with one more (falling: one less) says otherwise; sets are decided by
 * size of their number, so subsets come first. False when there are too many tables. */
static bool list_tables(listing *l, size_t set) {
    if (set == l->n_sets) {
        if (l->out->n == MOST_TABLES)
            return false;
        memcpy(l->out->table[l->out->n++], l->table, sizeof l->table);
        return true;
    }
    for (int value = 0; value < 2; value++) {
        bool fits = bit(l->least, set) == bit(l->most, set) ? bit(l->least, set) == value : true;
        for (size_t rest = set; rest && fits; rest &= rest - 1) {
            bool below = bit(l->table, set & ~(rest & -rest));
            fits = l->rising ? below <= (bool)value : below >= (bool)value;
        }
        if (!fits)
            continue;
        set_bit(l->table, set, value);
        if (!list_tables(l, set + 1))
            return false;
    }
    return true;
}

/* The game with every resource at one end of its range. */
static ent_status game_at_end(ent_game *out, const proving *p, bool high) {
    const ent_scenario *s = p->models->scenario;
    *out = *p->models->central;
    out->resource_of = ENT_NEW(p->arena, ent_number, s->n_resources * s->n_actors + 1);
    if (!out->resource_of)
        return ENT_NOMEM;
    for (size_t r = 0; r < s->n_resources; r++)
        for (size_t a = 0; a < s->n_actors; a++) {
            ent_range range = s->actors[a].resources[r];
            out->resource_of[r * s->n_actors + a] = high ? range.hi : range.lo;
        }
    return ENT_OK;
}

static bool same_table(const uint8_t *a, const uint8_t *b, size_t n_sets) {
    for (size_t i = 0; i < n_sets; i++)
        if (bit(a, i) != bit(b, i))
            return false;
    return true;
}

/* Tables are read at what a member expects of no deal too: there terms that no package changes must be as
 * they are at the status quo. */
static bool same_at_fallback(const proving *p, const ent_gate *gate, uint32_t member) {
    const ent_game *game = p->models->central;
    const uint8_t *fallback = game->aims[member].fallback;
    uint64_t free = 0;
    for (size_t i = 0; i < gate->n_free; i++)
        free |= (uint64_t)1 << gate->free[i];
    for (size_t t = 0; fallback && t < gate->total->n; t++)
        if (!(free >> t & 1) &&
            gate->stays[t] != ent_expr_holds(gate->total->arg[t], fallback, game->resource_of,
                                             game->scenario->n_actors))
            return false;
    return true;
}

/* *fits is cleared where the gates cannot be told apart this way. */
static ent_status tables_of_gates(proving *p, bool *fits) {
    ent_game low, high;
    uint8_t *at_low = ENT_NEW(p->arena, uint8_t, p->gates.bytes + 1);
    uint8_t *at_high = ENT_NEW(p->arena, uint8_t, p->gates.bytes + 1);
    uint8_t *at_centre = ENT_NEW(p->arena, uint8_t, p->gates.bytes + 1);
    p->central = ENT_NEW(p->arena, size_t, p->gates.n + 1);
    p->tables = ENT_NEW(p->arena, gate_tables, p->gates.n + 1);
    if (!at_low || !at_high || !at_centre || !p->central || !p->tables)
        return ENT_NOMEM;
    *fits = true;
    for (size_t i = 0; i < p->gates.n; i++) {
        ent_relation r = p->gates.gates[i].total->relation;
        *fits = *fits && p->gates.gates[i].tabled && r != ENT_REL_EQ && r != ENT_REL_NE;
        for (size_t m = 0; m < p->gates.n_members; m++)
            *fits = *fits && same_at_fallback(p, &p->gates.gates[i], p->gates.members[m]);
    }
    if (!*fits)
        return ENT_OK;
    ENT_TRY(game_at_end(&low, p, false));
    ENT_TRY(game_at_end(&high, p, true));
    ENT_TRY(ent_gates_pattern(at_low, &p->gates, &low));
    ENT_TRY(ent_gates_pattern(at_high, &p->gates, &high));
    ENT_TRY(ent_gates_pattern(at_centre, &p->gates, p->models->central));
    size_t at = 0, all = 1;
    for (size_t i = 0; i < p->gates.n && *fits; i++) {
        const ent_gate *gate = &p->gates.gates[i];
        ent_relation r = gate->total->relation;
        listing l = {.out = &p->tables[i],
                     .n_sets = (size_t)1 << gate->n_free,
                     .rising = r == ENT_REL_GE || r == ENT_REL_GT,
                     .least = at_low + at,
                     .most = at_high + at};
        l.out->table = ent_arena_array(p->arena, MOST_TABLES, sizeof *l.out->table);
        if (!l.out->table)
            return ENT_NOMEM;
        *fits = list_tables(&l, 0) && (all *= l.out->n) <= MOST_VARIANTS;
        while (*fits && p->central[i] < l.out->n &&
               !same_table(l.out->table[p->central[i]], at_centre + at, l.n_sets))
            p->central[i]++;
        *fits = *fits && p->central[i] < l.out->n;
        at += (l.n_sets + 7) / 8;
    }
    p->n_variants = all;
    for (size_t c = 0; c < p->gates.n_controls; c++)
        *fits = *fits && at_low[at + c] == at_high[at + c];
    return ENT_OK;
}

/* ---- expressions with the gates written out ---- */

static ent_expr *node(const proving *p, ent_expr_op op, size_t n) {
    ent_expr *e = ENT_NEW(p->arena, ent_expr, 1);
    if (!e)
        return NULL;
    *e = (ent_expr){.op = op, .n = n, .arg = ENT_NEW(p->arena, ent_expr *, n + 1)};
    return e->arg ? e : NULL;
}

/* Or over all sets that count: these hold, and the others do not. */
static ent_expr *table_expr(const proving *p, const ent_gate *gate, const uint8_t *table) {
    size_t n_sets = (size_t)1 << gate->n_free;
    ent_expr *any = node(p, ENT_EXPR_OR, n_sets);
    if (!any)
        return NULL;
    any->n = 0;
    for (size_t set = 0; set < n_sets; set++) {
        if (!bit(table, set))
            continue;
        ent_expr *all = node(p, ENT_EXPR_AND, gate->n_free);
        if (!all)
            return NULL;
        for (size_t i = 0; i < gate->n_free; i++) {
            ent_expr *holds = gate->total->arg[gate->free[i]];
            all->arg[i] = holds;
            if (set >> i & 1)
                continue;
            ent_expr *no = node(p, ENT_EXPR_NOT, 1);
            if (!no)
                return NULL;
            no->arg[0] = holds;
            all->arg[i] = no;
        }
        any->arg[any->n++] = all;
    }
    return any;
}

/* A copy with gates in place of totals; `replaced` are the gates' expressions. NULL: no memory. */
static const ent_expr *rewritten(const proving *p, const ent_expr *e, ent_expr *const *replaced) {
    for (size_t i = 0; i < p->gates.n; i++)
        if (p->gates.gates[i].total == e)
            return replaced[i];
    if (e->n == 0)
        return e;
    ent_expr *copy = node(p, e->op, e->n);
    if (!copy)
        return NULL;
    ent_expr **arg = copy->arg;
    *copy = *e;
    copy->arg = arg;
    for (size_t i = 0; i < e->n; i++) {
        const ent_expr *own = rewritten(p, e->arg[i], replaced);
        if (!own)
            return NULL;
        memcpy(&arg[i], &own, sizeof own); /* the tree is only read from here on */
    }
    return copy;
}

static ent_status rewrite(const proving *p, const ent_expr **e, ent_expr *const *replaced) {
    if (*e)
        *e = rewritten(p, *e, replaced);
    return *e ? ENT_OK : ENT_NOMEM;
}

static void *copied(const proving *p, const void *items, size_t n, size_t size) {
    void *out = ent_arena_array(p->arena, n + 1, size);
    if (out && n)
        memcpy(out, items, n * size);
    return out;
}

static ent_status rewrite_preference(const proving *p, ent_preference *own,
                                     ent_expr *const *replaced) {
    own->red_lines = copied(p, own->red_lines, own->n_red_lines, sizeof *own->red_lines);
    own->conditions = copied(p, own->conditions, own->n_conditions, sizeof *own->conditions);
    if (!own->red_lines || !own->conditions)
        return ENT_NOMEM;
    for (size_t r = 0; r < own->n_red_lines; r++)
        ENT_TRY(rewrite(p, &own->red_lines[r].never, replaced));
    for (size_t c = 0; c < own->n_conditions; c++)
        ENT_TRY(rewrite(p, &own->conditions[c].holds, replaced));
    return ENT_OK;
}

/* The scenario with gates as tables `choice[gate]` say. */
static ent_status rewrite_all(const proving *p, variant *v, const size_t *choice) {
    ent_scenario *s = &v->scenario;
    *s = *p->models->scenario;
    v->what = *p->what;
    if (p->gates.n == 0)
        return ENT_OK;
    ent_expr **replaced = ENT_NEW(p->arena, ent_expr *, p->gates.n);
    s->rules = copied(p, s->rules, s->n_rules, sizeof *s->rules);
    s->issues = copied(p, s->issues, s->n_issues, sizeof *s->issues);
    s->preferences = copied(p, s->preferences, s->n_actors, sizeof *s->preferences);
    if (!replaced || !s->rules || !s->issues || !s->preferences)
        return ENT_NOMEM;
    for (size_t i = 0; i < p->gates.n; i++) {
        replaced[i] = table_expr(p, &p->gates.gates[i], p->tables[i].table[choice[i]]);
        if (!replaced[i])
            return ENT_NOMEM;
    }
    for (size_t r = 0; r < s->n_rules; r++)
        ENT_TRY(rewrite(p, &s->rules[r].expr, replaced));
    for (size_t k = 0; k < s->n_issues; k++) {
        ent_issue *issue = &s->issues[k];
        issue->follows = copied(p, issue->follows, issue->n_follows, sizeof *issue->follows);
        if (!issue->follows)
            return ENT_NOMEM;
        for (size_t l = 0; l < issue->n_follows; l++)
            if (issue->follows[l].when)
                ENT_TRY(rewrite(p, &issue->follows[l].when, replaced));
    }
    for (size_t m = 0; m < p->gates.n_members; m++)
        ENT_TRY(rewrite_preference(p, &s->preferences[p->gates.members[m]], replaced));
    return v->what.with ? rewrite(p, &v->what.with, replaced) : ENT_OK;
}

static bool same_expr(const ent_expr *a, const ent_expr *b) {
    if (a->op != b->op || a->n != b->n || a->value != b->value || a->relation != b->relation ||
        a->issue != b->issue || a->issue2 != b->issue2 || a->outcomes != b->outcomes ||
        a->op == ENT_EXPR_TOTAL)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!same_expr(a->arg[i], b->arg[i]))
            return false;
    return true;
}

/* Whether tables can stand together: of two bounds on one total, the higher is passed only where the lower
 * is. */
static bool consistent(const proving *p, const size_t *choice) {
    for (size_t i = 0; i < p->gates.n; i++)
        for (size_t j = 0; j < p->gates.n; j++) {
            const ent_gate *a = &p->gates.gates[i], *b = &p->gates.gates[j];
            bool alike = i != j && a->total->resource == b->total->resource &&
                         a->total->relation == ENT_REL_GE && b->total->relation == ENT_REL_GE &&
                         a->total->n == b->total->n && a->n_free == b->n_free &&
                         ent_number_cmp(a->total->bound, b->total->bound) >= 0;
            for (size_t t = 0; alike && t < a->total->n; t++)
                alike = a->total->actors[t] == b->total->actors[t] &&
                        same_expr(a->total->arg[t], b->total->arg[t]);
            for (size_t set = 0; alike && set < (size_t)1 << a->n_free; set++)
                if (bit(p->tables[i].table[choice[i]], set) &&
                    !bit(p->tables[j].table[choice[j]], set))
                    return false;
        }
    return true;
}

/* ---- verdicts ---- */

static ent_status make_game(variant *v, const proving *p, const size_t *choice, ent_diags *diags) {
    ENT_TRY(rewrite_all(p, v, choice));
    return ent_game_at(&v->game, p->arena, &v->scenario, &p->models->centre.point, NULL, diags);
}

static ent_status make_variant(variant *v, const proving *p, const size_t *choice,
                               ent_diags *diags) {
    ENT_TRY(make_game(v, p, choice, diags));
    v->n_members = p->gates.n_members;
    v->members = p->gates.members;
    v->bounds = ENT_NEW(p->arena, ent_bounds, v->n_members + 1);
    if (!v->bounds)
        return ENT_NOMEM;
    for (size_t m = 0; m < v->n_members; m++)
        ENT_TRY(ent_bounds_new(&v->bounds[m], p->arena, p->models, v->game, v->members[m]));
    return ENT_OK;
}

/* Whether a package that the coalition reaches is a deal in every model of a variant. */
static bool deal_in(const variant *v, const uint8_t *package, uint8_t *state, uint8_t *digit) {
    const ent_scenario *s = &v->scenario;
    const ent_number *resources = v->game->resource_of;
    bool reserved = true, gains = false;
    memcpy(state, package, s->n_issues);
    ent_state_follow(s, state, NULL, resources);
    for (size_t r = 0; r < s->n_rules; r++)
        if (!ent_expr_holds(s->rules[r].expr, state, resources, s->n_actors))
            return false;
    if (v->what.with && !ent_expr_holds(v->what.with, state, resources, s->n_actors))
        return false;
    for (size_t m = 0; m < v->n_members; m++) {
        const ent_preference *p = &s->preferences[v->members[m]];
        const ent_aim *aim = &v->game->aims[v->members[m]];
        for (size_t r = 0; r < p->n_red_lines; r++)
            if (ent_expr_holds(p->red_lines[r].never, state, resources, s->n_actors))
                return false;
        for (size_t t = 0; t < aim->n_terms; t++)
            digit[t] = aim->terms[t].condition
                           ? ent_expr_holds(aim->terms[t].condition, state, resources, s->n_actors)
                           : state[aim->terms[t].issue];
        ent_least gain = ent_bounds_least(&v->bounds[m], digit, 0);
        if (gain == ENT_LEAST_BELOW)
            return false;
        reserved = reserved && aim->by_reservation;
        gains = gains || gain == ENT_LEAST_ABOVE;
    }
    return gains || reserved;
}

/* The tables of variant i. */
static void choose(size_t *choice, const proving *p, size_t i) {
    for (size_t g = 0; g < p->gates.n; g++) {
        choice[g] = i % p->tables[g].n;
        i /= p->tables[g].n;
    }
}

/* Goes through all variants after the first, whose contenders are `first`. Either none of them has a
 * contender, or packages that are deals in all are left of those of the first. */
static ent_status go_on(ent_proof *out, uint8_t *witness, proving *p, const ent_contenders *first,
                        uint8_t *sure, const ent_run *run, ent_diags *diags) {
    size_t n_issues = p->models->scenario->n_issues, passes = 1;
    size_t *choice = ENT_NEW(p->arena, size_t, p->gates.n + 1);
    if (!choice)
        return ENT_NOMEM;
    for (size_t i = 0; i < p->n_variants; i++) {
        ent_mark mark = ent_arena_mark(p->arena);
        size_t left = 0;
        variant v;
        choose(choice, p, i);
        if (p->gates.n == 0 || !consistent(p, choice) ||
            memcmp(choice, p->central, p->gates.n * sizeof *choice) == 0)
            continue;
        ENT_TRY(make_variant(&v, p, choice, diags));
        if (first->n == 0) {
            ent_contenders *c;
            if (++passes > MOST_PASSES)
                return ENT_OK;
            ENT_TRY(ent_contenders_new(&c, p->arena, p->models, v.game, &v.what, run, diags));
            if (!c->complete || c->n)
                return ENT_OK;
        }
        for (size_t k = 0; k < first->n; k++) {
            sure[k] = sure[k] && deal_in(&v, first->package + k * n_issues, p->state, p->digit);
            left += sure[k];
        }
        if (first->n && left == 0)
            return ENT_OK;
        ent_arena_rewind(p->arena, mark);
    }
    if (first->n == 0) {
        *out = ENT_PROOF_NEVER;
        return ENT_OK;
    }
    size_t k = 0;
    while (!sure[k])
        k++;
    *out = ENT_PROOF_ALWAYS;
    if (witness)
        memcpy(witness, first->package + k * n_issues, n_issues);
    return ENT_OK;
}

/* *fits: all variants are known. */
static ent_status find_variants(proving *p, bool *fits) {
    *fits = true;
    p->n_variants = 1;
    ENT_TRY(ent_gates_new(&p->gates, p->arena, p->models, p->what));
    if (p->gates.bytes == 0)
        return ENT_OK;
    ent_status status = tables_of_gates(p, fits);
    if (status != ENT_LIMIT)
        return status;
    *fits = false;
    return ENT_OK;
}

static ent_status prove(ent_proof *out, uint8_t *witness, proving *p, const ent_run *run,
                        ent_diags *diags) {
    const ent_scenario *s = p->models->scenario;
    size_t left = 0, most = 0;
    bool fits;
    variant v;
    ent_contenders *first;
    ENT_TRY(find_variants(p, &fits));
    if (!fits)
        return ENT_OK;
    ENT_TRY(make_variant(&v, p, p->central, diags));
    ENT_TRY(ent_contenders_new(&first, p->arena, p->models, v.game, &v.what, run, diags));
    for (size_t a = 0; a < s->n_actors; a++)
        most = v.game->aims[a].n_terms > most ? v.game->aims[a].n_terms : most;
    p->state = ENT_NEW(p->arena, uint8_t, s->n_issues + 1);
    p->digit = ENT_NEW(p->arena, uint8_t, most + 1);
    uint8_t *sure = ENT_NEW(p->arena, uint8_t, first->n + 1);
    if (!p->state || !p->digit || !sure)
        return ENT_NOMEM;
    for (size_t k = 0; k < first->n; k++) {
        sure[k] = deal_in(&v, first->package + k * s->n_issues, p->state, p->digit);
        left += sure[k];
    }
    if (!first->complete || (first->n && left == 0))
        return ENT_OK;
    return go_on(out, witness, p, first, sure, run, diags);
}

ent_status ent_models_prove(ent_proof *out, uint8_t *witness, const ent_models *models,
                            const ent_ask_what *what, const ent_run *run, ent_diags *diags) {
    proving p = {.models = models, .what = what, .arena = ent_arena_new()};
    *out = ENT_PROOF_NONE;
    if (!p.arena)
        return ENT_NOMEM;
    ent_status status = what->efficient ? ENT_OK : prove(out, witness, &p, run, diags);
    ent_arena_free(p.arena);
    return status;
}

static ent_status go_through_ways(bool *all, proving *p, ent_way_fn way, void *user,
                                  ent_diags *diags) {
    bool fits;
    ENT_TRY(find_variants(p, &fits));
    size_t *choice = ENT_NEW(p->arena, size_t, p->gates.n + 1);
    if (!choice)
        return ENT_NOMEM;
    for (size_t i = 0; i < p->n_variants && fits; i++) {
        ent_mark mark = ent_arena_mark(p->arena);
        variant v;
        choose(choice, p, i);
        if (!consistent(p, choice))
            continue;
        ENT_TRY(make_game(&v, p, choice, diags));
        ENT_TRY(way(user, v.game, &v.what));
        ent_arena_rewind(p->arena, mark);
    }
    *all = fits;
    return ENT_OK;
}

ent_status ent_models_ways(bool *all, const ent_models *models, const ent_ask_what *what,
                           ent_way_fn way, void *user, ent_diags *diags) {
    proving p = {.models = models, .what = what, .arena = ent_arena_new()};
    *all = false;
    if (!p.arena)
        return ENT_NOMEM;
    ent_status status = go_through_ways(all, &p, way, user, diags);
    ent_arena_free(p.arena);
    return status;
}
