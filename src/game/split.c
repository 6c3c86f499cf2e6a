/* Finding independent parts: supports of signals, union of what is coupled, plans of the parts. See
 * split.h. */
#include "game/split.h"

#include <string.h>

/* A signal that must be true, or (negated) false. */
typedef struct conjunct {
    ent_signal_id signal;
    bool negated;
} conjunct;

typedef struct splitter {
    const ent_plan *plan;
    ent_arena *arena;
    size_t words;      /* of a set of dimensions */
    uint64_t *support; /* per signal: dimensions it depends on */
    uint32_t *parent;  /* union-find over dimensions */
    size_t n, cap;
    conjunct *conjuncts;
    size_t n_rules; /* the first of them: what makes a state feasible */
    bool possible;
} splitter;

/* ---- supports ---- */

static void add_support(splitter *s, uint64_t *to, ent_signal_id from) {
    for (size_t w = 0; w < s->words; w++)
        to[w] |= s->support[from * s->words + w];
}

static ent_status find_supports(splitter *s) {
    const ent_plan *plan = s->plan;
    s->words = plan->n_dims / 64 + 1;
    s->support = ENT_NEW(s->arena, uint64_t, (plan->n_signals + 1) * s->words);
    if (!s->support)
        return ENT_NOMEM;
    for (ent_signal_id id = 0; id < plan->n_signals; id++) {
        const ent_signal *signal = &plan->signals[id];
        uint64_t *own = s->support + id * s->words;
        if (signal->op == ENT_SIGNAL_ATOM)
            own[signal->a / 64] |= (uint64_t)1 << (signal->a % 64);
        if (signal->op == ENT_SIGNAL_NOT || signal->op == ENT_SIGNAL_AND ||
            signal->op == ENT_SIGNAL_OR)
            add_support(s, own, signal->a);
        if (signal->op == ENT_SIGNAL_AND || signal->op == ENT_SIGNAL_OR)
            add_support(s, own, signal->b);
        if (signal->op != ENT_SIGNAL_SUM)
            continue;
        const ent_sum *sum = &plan->sums[signal->a];
        for (size_t d = 0; d < plan->n_dims; d++)
            if (sum->amount[d])
                own[d / 64] |= (uint64_t)1 << (d % 64);
        for (size_t p = 0; p < sum->n_parts + sum->n_folded; p++)
            add_support(s, own, sum->parts[p].signal);
    }
    return ENT_OK;
}

/* ---- what is asked, as separate conjuncts ---- */

static ent_status ask(splitter *s, ent_signal_id id, bool negated) {
    const ent_signal *signal = &s->plan->signals[id];
    if (signal->op == ENT_SIGNAL_CONST) {
        s->possible = s->possible && (signal->a != 0) != negated;
        return ENT_OK;
    }
    if (signal->op == ENT_SIGNAL_NOT)
        return ask(s, signal->a, !negated);
    if (signal->op == (negated ? ENT_SIGNAL_OR : ENT_SIGNAL_AND)) {
        ENT_TRY(ask(s, signal->a, negated));
        return ask(s, signal->b, negated);
    }
    conjunct *grown = ent_arena_grow(s->arena, s->conjuncts, s->n, &s->cap, sizeof *grown);
    if (!grown)
        return ENT_NOMEM;
    s->conjuncts = grown;
    grown[s->n++] = (conjunct){id, negated};
    return ENT_OK;
}

/* ---- coupling ---- */

static uint32_t root_of(splitter *s, uint32_t dim) {
    while (s->parent[dim] != dim)
        dim = s->parent[dim] = s->parent[s->parent[dim]];
    return dim;
}

static void couple(splitter *s, ent_signal_id id) {
    uint32_t first = ENT_NONE;
    const uint64_t *support = s->support + id * s->words;
    for (uint32_t d = 0; d < s->plan->n_dims; d++) {
        if (!(support[d / 64] >> (d % 64) & 1))
            continue;
        uint32_t root = root_of(s, d);
        if (first == ENT_NONE)
            first = root;
        else if (first < root) /* the root is the first dimension of its part */
            s->parent[root] = first;
        else
            s->parent[first] = root, first = root;
    }
}

/* ---- a part's own plan ---- */

typedef struct copier {
    const splitter *from;
    ent_plan *to;
    uint32_t *dim;       /* dimension of the part, by dimension of the whole */
    ent_signal_id *copy; /* by signal of the whole; ENT_NONE: not yet */
} copier;

static ent_status copy_signal(ent_signal_id *out, copier *c, ent_signal_id id);

static ent_status copy_sum(uint32_t *out, copier *c, const ent_sum *sum, bool constant,
                           uint32_t part_root) {
    ENT_TRY(ent_plan_sum(out, c->to));
    c->to->sums[*out].constant = constant ? sum->constant : 0;
    for (size_t d = 0; d < c->from->plan->n_dims; d++) {
        if (!sum->amount[d] || c->dim[d] == ENT_NONE)
            continue;
        for (uint32_t k = 0; k < c->from->plan->dims[d].n; k++) {
            ent_signal_id atom;
            ENT_TRY(ent_plan_atom(&atom, c->to, c->dim[d], (uint64_t)1 << k));
            ENT_TRY(ent_plan_sum_add(c->to, *out, atom, sum->amount[d][k]));
        }
    }
    for (size_t p = 0; p < sum->n_parts + sum->n_folded; p++) {
        ent_signal_id signal = sum->parts[p].signal, own;
        const uint64_t *support = c->from->support + signal * c->from->words;
        bool inside = true; /* a signal lies in one part: look at its first dimension */
        for (uint32_t d = 0; d < c->from->plan->n_dims && part_root != ENT_NONE; d++)
            if (support[d / 64] >> (d % 64) & 1) {
                inside = c->dim[d] != ENT_NONE;
                break;
            }
        if (!inside)
            continue;
        ENT_TRY(copy_signal(&own, c, signal));
        ENT_TRY(ent_plan_sum_add(c->to, *out, own, sum->parts[p].amount));
    }
    return ENT_OK;
}

static ent_status copy_signal(ent_signal_id *out, copier *c, ent_signal_id id) {
    const ent_signal *signal = &c->from->plan->signals[id];
    ent_signal_id a, b;
    uint32_t sum;
    if (c->copy[id] != ENT_NONE) {
        *out = c->copy[id];
        return ENT_OK;
    }
    switch (signal->op) {
    case ENT_SIGNAL_CONST: ENT_TRY(ent_plan_const(out, c->to, signal->a)); break;
    case ENT_SIGNAL_ATOM:
        ENT_TRY(ent_plan_atom(out, c->to, c->dim[signal->a], signal->digits));
        break;
    case ENT_SIGNAL_NOT:
        ENT_TRY(copy_signal(&a, c, signal->a));
        ENT_TRY(ent_plan_not(out, c->to, a));
        break;
    case ENT_SIGNAL_AND:
    case ENT_SIGNAL_OR:
        ENT_TRY(copy_signal(&a, c, signal->a));
        ENT_TRY(copy_signal(&b, c, signal->b));
        ENT_TRY((signal->op == ENT_SIGNAL_AND ? ent_plan_and : ent_plan_or)(out, c->to, a, b));
        break;
    case ENT_SIGNAL_SUM:
        ENT_TRY(copy_sum(&sum, c, &c->from->plan->sums[signal->a], true, ENT_NONE));
        ENT_TRY(ent_plan_at_least(out, c->to, sum, signal->bound));
        break;
    }
    c->copy[id] = *out;
    return ENT_OK;
}

static ent_status make_part(ent_part *part, splitter *s, const ent_bargain *b, uint32_t root) {
    const ent_plan *plan = s->plan;
    ent_dim *dims = ENT_NEW(s->arena, ent_dim, plan->n_dims);
    copier c = {.from = s,
                .dim = ENT_NEW(s->arena, uint32_t, plan->n_dims + 1),
                .copy = ENT_NEW(s->arena, ent_signal_id, plan->n_signals + 1)};
    part->dims = ENT_NEW(s->arena, uint32_t, plan->n_dims);
    part->utility = ENT_NEW(s->arena, uint32_t, b->n_members + 1);
    if (!dims || !c.dim || !c.copy || !part->dims || !part->utility)
        return ENT_NOMEM;
    memset(c.copy, 0xff, plan->n_signals * sizeof *c.copy);
    for (uint32_t d = 0; d < plan->n_dims; d++) {
        c.dim[d] = ENT_NONE;
        if (root_of(s, d) != root)
            continue;
        c.dim[d] = (uint32_t)part->n_dims;
        part->dims[part->n_dims] = d;
        const ent_dim *whole = &plan->dims[d];
        dims[part->n_dims++] = (ent_dim){.issue = whole->issue,
                                         .line_choice = whole->line_choice,
                                         .n = whole->n,
                                         .outcome = whole->outcome};
    }
    ENT_TRY(ent_plan_new(&part->plan, s->arena, b->game, plan->fixed, dims, part->n_dims));
    c.to = part->plan;
    ENT_TRY(ent_plan_const(&part->counts, part->plan, true));
    part->feasible = part->counts;
    for (size_t i = 0; i < s->n; i++) {
        const uint64_t *support = s->support + s->conjuncts[i].signal * s->words;
        ent_signal_id own;
        if (!(support[root / 64] >> (root % 64) & 1)) {
            bool here = false;
            for (size_t d = 0; d < part->n_dims && !here; d++)
                here = support[part->dims[d] / 64] >> (part->dims[d] % 64) & 1;
            if (!here)
                continue;
        }
        ENT_TRY(copy_signal(&own, &c, s->conjuncts[i].signal));
        if (s->conjuncts[i].negated)
            ENT_TRY(ent_plan_not(&own, part->plan, own));
        ENT_TRY(ent_plan_and(&part->counts, part->plan, part->counts, own));
        part->feasible = i < s->n_rules ? part->counts : part->feasible;
    }
    for (size_t m = 0; m < b->n_members; m++)
        ENT_TRY(copy_sum(&part->utility[m], &c, &plan->sums[b->utility[m]], false, root));
    return ent_plan_finish(part->plan);
}

/* ---- the whole ---- */

static void couple_following(splitter *s, const ent_bargain *b) {
    const ent_scenario *scenario = b->game->scenario;
    for (size_t i = 0; i < scenario->n_following; i++) {
        uint32_t k = scenario->following_order[i];
        uint64_t *all = s->support + s->plan->n_signals * s->words; /* the spare set */
        memset(all, 0, s->words * sizeof *all);
        for (uint32_t o = 0; o < scenario->issues[k].n_outcomes; o++)
            add_support(s, all, s->plan->follow[k][o]);
        couple(s, (ent_signal_id)s->plan->n_signals);
    }
}

/* The part of each following issue: that of the first dimension it depends on. */
static ent_status place_following(ent_split *split, const splitter *s, ent_arena *arena) {
    const ent_scenario *scenario = split->bargain->game->scenario;
    split->part_of = ENT_NEW(arena, uint32_t, scenario->n_issues + 1);
    if (!split->part_of)
        return ENT_NOMEM;
    for (size_t k = 0; k < scenario->n_issues; k++) {
        split->part_of[k] = ENT_NONE;
        if (scenario->issues[k].kind != ENT_FOLLOWING)
            continue;
        for (uint32_t p = 0; p < split->n_parts; p++)
            for (uint32_t o = 0; o < scenario->issues[k].n_outcomes; o++) {
                const uint64_t *support = s->support + s->plan->follow[k][o] * s->words;
                for (size_t d = 0; d < split->parts[p].n_dims; d++) {
                    uint32_t dim = split->parts[p].dims[d];
                    if (support[dim / 64] >> (dim % 64) & 1)
                        split->part_of[k] = p;
                }
            }
    }
    return ENT_OK;
}

/* The fallback's digits when all its outcomes lie in the space. */
static ent_status find_fallback(ent_split *split, ent_arena *arena) {
    const ent_bargain *b = split->bargain;
    const ent_scenario *s = b->game->scenario;
    uint32_t *digits = ENT_NEW(arena, uint32_t, b->plan->n_dims + 1);
    if (!digits)
        return ENT_NOMEM;
    if (!b->game->fallback)
        return ENT_OK;
    for (uint32_t k = 0; k < s->n_issues; k++) {
        uint32_t dim = b->plan->dim_of[k], outcome = b->game->fallback[k];
        bool found = dim == ENT_NONE && outcome == b->plan->fixed[k];
        for (uint32_t d = 0; dim != ENT_NONE && d < b->plan->dims[dim].n && !found; d++)
            if (b->plan->dims[dim].outcome[d] == outcome) {
                digits[dim] = d;
                found = true;
            }
        if (!found && s->issues[k].kind == ENT_DECIDED)
            return ENT_OK;
    }
    split->fallback = digits;
    return ENT_OK;
}

ent_status ent_split_new(ent_split **out, ent_arena *arena, const ent_bargain *b, unsigned over) {
    const ent_plan *plan = b->plan;
    splitter s = {.plan = plan,
                  .arena = arena,
                  .possible = true,
                  .parent = ENT_NEW(arena, uint32_t, plan->n_dims + 1)};
    ent_split *split = ENT_NEW(arena, ent_split, 1);
    if (!split || !s.parent)
        return ENT_NOMEM;
    *split = (ent_split){.bargain = b};
    split->parts = ENT_NEW(arena, ent_part, plan->n_dims + 1);
    split->constant = ENT_NEW(arena, ent_i128, b->n_members + 1);
    if (!split->parts || !split->constant)
        return ENT_NOMEM;
    for (uint32_t d = 0; d < plan->n_dims; d++)
        s.parent[d] = d;
    ENT_TRY(find_supports(&s));
    for (size_t r = 0; r < b->game->scenario->n_rules; r++)
        ENT_TRY(ask(&s, b->rule[r], false));
    s.n_rules = s.n;
    split->feasible = s.possible;
    for (size_t r = 0; r < b->n_red_lines && (over & ENT_OVER_SIGNABLE); r++)
        ENT_TRY(ask(&s, b->red_line[r], true));
    if (over & ENT_OVER_WANTED)
        ENT_TRY(ask(&s, b->wanted, false));
    for (size_t i = 0; i < s.n; i++)
        couple(&s, s.conjuncts[i].signal);
    for (size_t m = 0; m < b->n_members; m++) {
        const ent_sum *sum = &plan->sums[b->utility[m]];
        split->constant[m] = sum->constant;
        for (size_t p = 0; p < sum->n_parts + sum->n_folded; p++)
            couple(&s, sum->parts[p].signal);
    }
    if (over & ENT_OVER_FOLLOWING)
        couple_following(&s, b);
    split->possible = s.possible;
    for (uint32_t d = 0; d < plan->n_dims; d++) {
        if (root_of(&s, d) != d)
            continue;
        ent_part *part = &split->parts[split->n_parts++];
        ENT_TRY(make_part(part, &s, b, d));
        if (part->plan->n_states > split->largest)
            split->largest = part->plan->n_states;
    }
    ENT_TRY(place_following(split, &s, arena));
    ENT_TRY(find_fallback(split, arena));
    *out = split;
    return ENT_OK;
}
