/* Ventures as plans, and passes over them. See venture.h. */
#include "game/venture.h"

#include "game/depends.h"
#include "game/state.h"

#include <string.h>

#define WORDS (ENT_MAX_ISSUES / 64)

/* What one try is made of. */
typedef struct attempt {
    const ent_venture *v;
    uint64_t actors;
    ent_arena *arena;
    const uint8_t *from;
    uint8_t *fixed;
    ent_plan *plan;
    uint32_t actor[ENT_MAX_ACTORS];
    ent_signal_id willing[ENT_MAX_ACTORS]; /* per actor of the scenario: would act */
    ent_signal_id gains[ENT_MAX_ACTORS];
    ent_signal_id end; /* all that is asked */
} attempt;

static bool in_set(const uint64_t *set, uint32_t k) {
    return !set || (set[k / 64] >> (k % 64) & 1);
}

/* ---- the space ---- */

/* Actors who can be willing at all: whoever asks for a strict gain has to want something. */
static uint64_t takers(const ent_venture *v, uint64_t actors) {
    uint64_t some = 0;
    for (uint32_t a = 0; a < v->game->scenario->n_actors; a++)
        if ((actors >> a & 1) && (v->wish != ENT_WISH_GAIN || v->game->aims[a].n_terms))
            some |= (uint64_t)1 << a;
    return some;
}

static void find_relevant(uint64_t *relevant, const attempt *t) {
    const ent_game *g = t->v->game;
    const ent_scenario *s = g->scenario;
    bool every = false;
    memset(relevant, 0, WORDS * sizeof *relevant);
    if (t->v->with)
        ent_depends_expr(relevant, s, t->v->with);
    for (uint32_t a = 0; a < s->n_actors && t->v->wish != ENT_WISH_NOTHING; a++) {
        if (!(t->actors >> a & 1))
            continue;
        ent_depends_actor(relevant, g, a);
        /* Where no deal is worth something else than things as they stand, a deal may be any state
         * that differs from the fallback, in whatever. */
        every = every || (t->v->wish == ENT_WISH_SIGN && t->from &&
                          (g->aims[a].by_reservation ||
                           g->aims[a].threshold != ent_game_utility(g, a, t->from)));
    }
    if (every)
        memset(relevant, 0xFF, WORDS * sizeof *relevant);
    ent_depends_rules(relevant, s);
}

static ent_status make_dims(ent_dim **out, size_t *n, const attempt *t) {
    const ent_game *g = t->v->game;
    const ent_scenario *s = g->scenario;
    uint64_t relevant[WORDS];
    ent_dim *dims = ENT_NEW(t->arena, ent_dim, s->n_issues + 1);
    *n = 0;
    if (!dims)
        return ENT_NOMEM;
    find_relevant(relevant, t);
    for (uint32_t k = 0; k < s->n_issues; k++) {
        const ent_issue *issue = &s->issues[k];
        if (issue->kind != ENT_DECIDED || (t->from && !in_set(t->v->about, k)) ||
            (t->from && !in_set(relevant, k)))
            continue;
        uint32_t first = t->from ? t->from[k] : 0;
        uint64_t reach = t->from ? ent_game_reach(g, t->actors, k, first) : UINT64_MAX;
        ent_dim *dim = &dims[*n];
        *dim = (ent_dim){.issue = k, .outcome = ENT_NEW(t->arena, uint8_t, issue->n_outcomes)};
        if (!dim->outcome)
            return ENT_NOMEM;
        dim->outcome[dim->n++] = (uint8_t)first;
        for (uint32_t o = 0; o < issue->n_outcomes; o++)
            if (o != first && (reach >> o & 1))
                dim->outcome[dim->n++] = (uint8_t)o;
        *n += dim->n > 1;
    }
    *out = dims;
    return ENT_OK;
}

/* ---- what is asked ---- */

static ent_status both(ent_signal_id *to, attempt *t, ent_signal_id more) {
    return ent_plan_and(to, t->plan, *to, more);
}

/* Who would act in an end, and who gains by it. */
static ent_status minds(attempt *t, uint32_t a) {
    const ent_game *g = t->v->game;
    const ent_preference *p = &g->scenario->preferences[a];
    ent_plan *plan = t->plan;
    ent_i128 least = g->aims[a].threshold, gain = g->aims[a].gain;
    ent_signal_id line;
    uint32_t sum;
    if (t->v->wish == ENT_WISH_NOTHING)
        return ent_plan_const(&t->willing[a], plan, true);
    if (t->v->wish == ENT_WISH_GAIN)
        least = gain = ent_game_utility(g, a, t->from) + 1;
    ENT_TRY(ent_plan_utility(&sum, plan, a));
    ENT_TRY(ent_plan_at_least(&t->willing[a], plan, sum, least));
    for (size_t r = 0; r < p->n_red_lines; r++) {
        ENT_TRY(ent_plan_expr(&line, plan, p->red_lines[r].never));
        ENT_TRY(ent_plan_not(&line, plan, line));
        ENT_TRY(both(&t->willing[a], t, line));
    }
    ENT_TRY(ent_plan_at_least(&t->gains[a], plan, sum, gain));
    return ent_plan_and(&t->gains[a], plan, t->gains[a], t->willing[a]);
}

/* Those among `actors` who are willing satisfy a control rule: counts and resources are sums over who is
 * willing, so that no coalition has to be named. */
static ent_status rule_holds(ent_signal_id *out, attempt *t, const ent_control *rule,
                             uint64_t actors);

static ent_status amount_held(ent_signal_id *out, attempt *t, const ent_control *rule,
                              uint64_t actors) {
    const ent_game *g = t->v->game;
    const ent_number *of = g->resource_of + rule->resource * g->scenario->n_actors;
    ent_i128 scale = rule->bound.den, bound, amount;
    uint32_t sum;
    for (uint64_t left = actors & rule->actors; left; left &= left - 1) {
        ent_i128 den = of[__builtin_ctzll(left)].den;
        if (__builtin_mul_overflow(scale, den / ent_gcd(scale, den), &scale))
            return ENT_LIMIT;
    }
    if (__builtin_mul_overflow(rule->bound.num, scale / rule->bound.den, &bound))
        return ENT_LIMIT;
    ENT_TRY(ent_plan_sum(&sum, t->plan));
    for (uint64_t left = actors & rule->actors; left; left &= left - 1) {
        uint32_t a = (uint32_t)__builtin_ctzll(left);
        if (__builtin_mul_overflow(of[a].num, scale / of[a].den, &amount))
            return ENT_LIMIT;
        ENT_TRY(ent_plan_sum_add(t->plan, sum, t->willing[a], amount));
    }
    return ent_plan_at_least(out, t->plan, sum, bound + (rule->relation == ENT_REL_GT));
}

static ent_status enough_of(ent_signal_id *out, attempt *t, const ent_control *rule,
                            uint64_t actors) {
    uint64_t some = actors & rule->actors;
    uint32_t n = (uint32_t)__builtin_popcountll(some), sum;
    if (rule->need > n)
        return ent_plan_const(out, t->plan, false);
    if (rule->need > 1 && rule->need < n) {
        ENT_TRY(ent_plan_sum(&sum, t->plan));
        for (uint64_t left = some; left; left &= left - 1)
            ENT_TRY(ent_plan_sum_add(t->plan, sum, t->willing[__builtin_ctzll(left)], 1));
        return ent_plan_at_least(out, t->plan, sum, (ent_i128)rule->need);
    }
    bool any = rule->need == 1;
    ENT_TRY(ent_plan_const(out, t->plan, !any));
    for (uint64_t left = rule->need ? some : 0; left; left &= left - 1)
        ENT_TRY((any ? ent_plan_or : ent_plan_and)(out, t->plan, *out,
                                                   t->willing[__builtin_ctzll(left)]));
    return ENT_OK;
}

static ent_status rule_holds(ent_signal_id *out, attempt *t, const ent_control *rule,
                             uint64_t actors) {
    ent_signal_id one;
    bool all = rule->op == ENT_CONTROL_AND;
    switch (rule->op) {
    case ENT_CONTROL_NOBODY: return ent_plan_const(out, t->plan, false);
    case ENT_CONTROL_AT_LEAST: return enough_of(out, t, rule, actors);
    case ENT_CONTROL_RESOURCE: return amount_held(out, t, rule, actors);
    case ENT_CONTROL_AND:
    case ENT_CONTROL_OR: break;
    }
    ENT_TRY(ent_plan_const(out, t->plan, all));
    for (size_t i = 0; i < rule->n; i++) {
        ENT_TRY(rule_holds(&one, t, rule->arg[i], actors));
        ENT_TRY((all ? ent_plan_and : ent_plan_or)(out, t->plan, *out, one));
    }
    return ENT_OK;
}

static ent_status step_holds(ent_signal_id *out, attempt *t, uint32_t issue, uint32_t from,
                             uint32_t to, uint64_t actors) {
    const ent_control_line *line = ent_control_of(&t->v->game->scenario->issues[issue], from, to);
    return line ? rule_holds(out, t, line->rule, actors) : ent_plan_const(out, t->plan, false);
}

/* Per outcome: the willing can take the issue there in stages. Rounds of one more stage each, until
 * none changes anything; equal signals are one, so that mostly the first is the last. */
static ent_status stages(ent_signal_id *reach, attempt *t, uint32_t issue, uint64_t actors) {
    uint32_t n = t->v->game->scenario->issues[issue].n_outcomes, from = t->from[issue];
    bool changed = true;
    for (uint32_t b = 0; b < n; b++)
        ENT_TRY(b == from ? ent_plan_const(&reach[b], t->plan, true)
                          : step_holds(&reach[b], t, issue, from, b, actors));
    for (uint32_t round = 2; round < n && changed; round++) {
        changed = false;
        for (uint32_t b = 0; b < n; b++)
            for (uint32_t a = 0; a < n && b != from; a++) {
                ent_signal_id step, before = reach[b];
                if (a == b || a == from)
                    continue;
                ENT_TRY(step_holds(&step, t, issue, a, b, actors));
                ENT_TRY(both(&step, t, reach[a]));
                ENT_TRY(ent_plan_or(&reach[b], t->plan, reach[b], step));
                changed = changed || reach[b] != before;
            }
    }
    return ENT_OK;
}

/* Without a status quo: the willing control every transition of the issue. */
static ent_status whole_issue(ent_signal_id *out, attempt *t, uint32_t issue, uint64_t actors) {
    uint32_t n = t->v->game->scenario->issues[issue].n_outcomes;
    ent_signal_id step;
    ENT_TRY(ent_plan_const(out, t->plan, true));
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = 0; b < n; b++) {
            if (a == b)
                continue;
            ENT_TRY(step_holds(&step, t, issue, a, b, actors));
            ENT_TRY(both(out, t, step));
        }
    return ENT_OK;
}

/* Whoever among `actors` is willing controls all that changes. */
static ent_status controlled(ent_signal_id *out, attempt *t, uint64_t actors) {
    ent_plan *plan = t->plan;
    ent_signal_id reach[ENT_MAX_OUTCOMES];
    ENT_TRY(ent_plan_const(out, plan, true));
    for (uint32_t d = 0; d < plan->n_dims; d++) {
        const ent_dim *dim = &plan->dims[d];
        ent_signal_id some, one;
        if (t->from) {
            ENT_TRY(stages(reach, t, dim->issue, actors));
            ENT_TRY(ent_plan_const(&some, plan, false));
            for (uint32_t k = 0; k < dim->n; k++) {
                ENT_TRY(ent_plan_atom(&one, plan, d, (uint64_t)1 << k));
                ENT_TRY(both(&one, t, reach[dim->outcome[k]]));
                ENT_TRY(ent_plan_or(&some, plan, some, one));
            }
        } else {
            ENT_TRY(whole_issue(&some, t, dim->issue, actors));
        }
        ENT_TRY(both(out, t, some));
    }
    return ENT_OK;
}

/* Somebody who acts gains, or all who act ask for no gain: they have reservation values. */
static ent_status worth_it(ent_signal_id *out, attempt *t) {
    uint64_t content = 0;
    ent_signal_id some, able;
    ENT_TRY(ent_plan_const(out, t->plan, false));
    for (uint64_t left = t->actors; left; left &= left - 1) {
        uint32_t a = (uint32_t)__builtin_ctzll(left);
        ENT_TRY(ent_plan_or(out, t->plan, *out, t->gains[a]));
        if (t->v->wish == ENT_WISH_SIGN && t->v->game->aims[a].by_reservation)
            content |= (uint64_t)1 << a;
    }
    if (!content)
        return ENT_OK;
    ENT_TRY(ent_plan_const(&some, t->plan, false));
    for (uint64_t left = content; left; left &= left - 1)
        ENT_TRY(ent_plan_or(&some, t->plan, some, t->willing[__builtin_ctzll(left)]));
    ENT_TRY(controlled(&able, t, content));
    ENT_TRY(both(&able, t, some));
    return ent_plan_or(out, t->plan, *out, able);
}

/* Not the fallback. */
static ent_status other(ent_signal_id *out, attempt *t) {
    const ent_game *g = t->v->game;
    ent_signal_id same;
    ENT_TRY(ent_plan_const(out, t->plan, g->fallback != NULL));
    for (uint32_t k = 0; k < g->scenario->n_issues && g->fallback; k++) {
        if (g->scenario->issues[k].kind != ENT_DECIDED)
            continue;
        ENT_TRY(ent_plan_outcome(&same, t->plan, k, (uint64_t)1 << g->fallback[k]));
        ENT_TRY(both(out, t, same));
    }
    return ent_plan_not(out, t->plan, *out);
}

static ent_status ask(attempt *t) {
    const ent_venture *v = t->v;
    const ent_scenario *s = v->game->scenario;
    ent_signal_id one;
    for (uint64_t left = t->actors; left; left &= left - 1)
        ENT_TRY(minds(t, (uint32_t)__builtin_ctzll(left)));
    ENT_TRY(controlled(&t->end, t, t->actors));
    for (size_t r = 0; r < s->n_rules; r++) {
        ENT_TRY(ent_plan_expr(&one, t->plan, s->rules[r].expr));
        ENT_TRY(both(&t->end, t, one));
    }
    if (v->with) {
        ENT_TRY(ent_plan_expr(&one, t->plan, v->with));
        ENT_TRY(both(&t->end, t, one));
    }
    if (v->wish == ENT_WISH_NOTHING)
        return ENT_OK;
    ENT_TRY(worth_it(&one, t));
    ENT_TRY(both(&t->end, t, one));
    if (v->wish == ENT_WISH_GAIN)
        return ENT_OK;
    ENT_TRY(other(&one, t));
    return both(&t->end, t, one);
}

static ent_status prepare(attempt *t, const ent_venture *v, uint64_t actors) {
    const ent_scenario *s = v->game->scenario;
    ent_dim *dims;
    size_t n;
    t->v = v;
    t->actors = takers(v, actors);
    t->from = v->from ? v->from : v->game->status_quo;
    t->fixed = ENT_NEW(t->arena, uint8_t, s->n_issues + 1);
    if (!t->fixed)
        return ENT_NOMEM;
    for (uint32_t k = 0; k < s->n_issues; k++)
        if (t->from || s->issues[k].kind == ENT_GIVEN)
            t->fixed[k] = t->from ? t->from[k] : (uint8_t)s->issues[k].status_quo;
    ENT_TRY(make_dims(&dims, &n, t));
    ENT_TRY(ent_plan_new(&t->plan, t->arena, v->game, t->fixed, dims, n));
    ENT_TRY(ask(t));
    ENT_TRY(ent_plan_finish(t->plan));
    return t->plan->n_states > ENT_VENTURE_STATES ? ENT_LIMIT : ENT_OK;
}

/* ---- passes ---- */

typedef struct search {
    const attempt *t;
    ent_shortest *of_worker;     /* of the first pass: `changes` is not used, `rank` the place */
    uint64_t *first;             /* per worker: the rank of the state at that place */
    const uint64_t *low_changes; /* NULL: the first will do */
} search;

/* Blocks come in order within a chunk, and all chunks before the one that ends the pass are finished,
 * so the least place over all workers is the first there is. */
static ent_status first_block(void *user, ent_block *block, unsigned worker) {
    search *s = user;
    const ent_plan *plan = s->t->plan;
    if (ent_block_eval(block, s->t->end) == ENT_BITS_NONE)
        return ENT_OK;
    const uint64_t *bits = ent_block_bits(block, s->t->end);
    size_t w = 0;
    while (w < plan->words && !bits[w])
        w++;
    if (w == plan->words)
        return ENT_OK;
    uint32_t x = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(bits[w]);
    ent_shortest here = {true, 0, 0}, *best = &s->of_worker[worker];
    for (size_t level = plan->n_high; level-- > 0;) {
        uint32_t dim = plan->high_dims[level];
        here.rank = here.rank * plan->dims[dim].n + ent_block_high_digit(block, dim);
    }
    if (!best->found || here.rank < best->rank)
        s->first[worker] = ent_state_rank(block, plan, x);
    ent_shortest_join(best, &here);
    return ENT_ERROR; /* enough */
}

static ent_status shortest_block(void *user, ent_block *block, unsigned worker) {
    search *s = user;
    if (ent_block_eval(block, s->t->end) != ENT_BITS_NONE)
        ent_shortest_meet(&s->of_worker[worker], block, s->t->plan, s->low_changes,
                          ent_block_bits(block, s->t->end));
    return ENT_OK;
}

static ent_status pass(bool *found, uint8_t *state, attempt *t, bool shortest, const ent_run *run) {
    unsigned threads = run->threads ? run->threads : 1;
    search s = {.t = t,
                .of_worker = ENT_NEW(t->arena, ent_shortest, threads),
                .first = ENT_NEW(t->arena, uint64_t, threads)};
    uint64_t *low_changes = NULL, rank = 0;
    ent_shortest best = {0};
    if (!s.of_worker || !s.first)
        return ENT_NOMEM;
    if (shortest)
        ENT_TRY(ent_low_changes(&low_changes, t->arena, t->plan));
    s.low_changes = low_changes;
    ent_run own = *run;
    own.what = "looking at what coalitions can do";
    ent_status status = ent_scan(t->plan, &own, shortest ? shortest_block : first_block, &s, NULL);
    if (status != ENT_OK && status != ENT_ERROR)
        return status;
    for (unsigned w = 0; w < threads; w++) {
        if (s.of_worker[w].found && (!best.found || s.of_worker[w].rank < best.rank))
            rank = s.first[w];
        ent_shortest_join(&best, &s.of_worker[w]);
    }
    *found = best.found;
    if (best.found && state)
        ent_state_outcomes(state, t->plan, shortest ? best.rank : rank);
    return ENT_OK;
}

static ent_status try_once(bool *found, uint8_t *state, const ent_venture *v, uint64_t actors,
                           bool shortest, const ent_run *run) {
    attempt t = {.arena = ent_arena_new()};
    if (!t.arena)
        return ENT_NOMEM;
    ent_status status = prepare(&t, v, actors);
    if (status == ENT_OK)
        status = pass(found, state, &t, shortest, run);
    ent_arena_free(t.arena);
    return status;
}

ent_status ent_venture_try(bool *found, uint8_t *state, const ent_venture *v, uint64_t actors,
                           const ent_run *run) {
    return try_once(found, state, v, actors, false, run);
}

ent_status ent_venture_shortest(bool *found, uint8_t *state, const ent_venture *v, uint64_t actors,
                                const ent_run *run) {
    return try_once(found, state, v, actors, true, run);
}

/* ---- every end ---- */

typedef struct each {
    const attempt *t;
    ent_venture_fn fn;
    void *user;
    const ent_coalitions ***need; /* per dimension and digit; NULL: nobody is needed */
    const ent_coalitions **needs; /* of the end at hand */
} each;

static uint64_t mask_at(ent_block *block, const attempt *t, const ent_signal_id *signals,
                        uint32_t x) {
    uint64_t mask = 0;
    for (uint64_t left = t->actors; left; left &= left - 1) {
        uint32_t a = (uint32_t)__builtin_ctzll(left);
        ent_bits_kind kind = ent_block_eval(block, signals[a]);
        if (kind == ENT_BITS_ALL ||
            (kind == ENT_BITS_SOME && (ent_block_bits(block, signals[a])[x / 64] >> (x % 64) & 1)))
            mask |= left & -left;
    }
    return mask;
}

static ent_status each_block(void *user, ent_block *block, unsigned worker) {
    each *e = user;
    const attempt *t = e->t;
    const ent_plan *plan = t->plan;
    (void)worker; /* one thread */
    if (ent_block_eval(block, t->end) == ENT_BITS_NONE)
        return ENT_OK;
    const uint64_t *bits = ent_block_bits(block, t->end);
    for (size_t w = 0; w < plan->words; w++)
        for (uint64_t some = bits[w]; some; some &= some - 1) {
            uint32_t x = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(some);
            ent_venture_end end = {.willing = mask_at(block, t, t->willing, x), .needs = e->needs};
            if (t->v->wish != ENT_WISH_NOTHING)
                end.gains = mask_at(block, t, t->gains, x);
            for (uint32_t d = 0; d < plan->n_dims; d++) {
                const ent_coalitions *need = e->need[d][ent_block_digit(block, d, x)];
                size_t known = 0;
                while (known < end.n && e->needs[known] != need)
                    known++;
                if (need && known == end.n)
                    e->needs[end.n++] = need;
            }
            ENT_TRY(e->fn(e->user, &end));
        }
    return ENT_OK;
}

/* Equal sets of units are one, so that ends need not look at the same twice. */
static ent_status share(const ent_coalitions **need, const ent_coalitions **known, size_t *n) {
    for (size_t i = 0; i < *n; i++)
        if (known[i]->n == (*need)->n &&
            memcmp(known[i]->unit, (*need)->unit, known[i]->n * sizeof *known[i]->unit) == 0) {
            *need = known[i];
            return ENT_OK;
        }
    known[(*n)++] = *need;
    return ENT_OK;
}

static ent_status find_needs(each *e, ent_arena *arena) {
    const attempt *t = e->t;
    const ent_plan *plan = t->plan;
    size_t n = 0, digits = 1;
    for (uint32_t d = 0; d < plan->n_dims; d++)
        digits += plan->dims[d].n;
    const ent_coalitions **known = ENT_NEW(arena, const ent_coalitions *, digits);
    e->need = ENT_NEW(arena, const ent_coalitions **, plan->n_dims + 1);
    e->needs = ENT_NEW(arena, const ent_coalitions *, plan->n_dims + 1);
    if (!known || !e->need || !e->needs)
        return ENT_NOMEM;
    for (uint32_t d = 0; d < plan->n_dims; d++) {
        const ent_dim *dim = &plan->dims[d];
        if (!(e->need[d] = ENT_NEW(arena, const ent_coalitions *, dim->n)))
            return ENT_NOMEM;
        for (uint32_t k = t->from ? 1 : 0; k < dim->n; k++) {
            ENT_TRY(t->from ? ent_control_reach(&e->need[d][k], t->v->units, dim->issue,
                                                t->from[dim->issue], dim->outcome[k])
                            : ent_control_whole(&e->need[d][k], t->v->units, dim->issue));
            ENT_TRY(share(&e->need[d][k], known, &n));
        }
    }
    return ENT_OK;
}

ent_status ent_venture_each(const ent_venture *v, uint64_t actors, uint64_t most, ent_venture_fn fn,
                            void *user, const ent_run *run) {
    attempt t = {.arena = ent_arena_new()};
    each e = {.t = &t, .fn = fn, .user = user};
    if (!t.arena)
        return ENT_NOMEM;
    ent_status status = prepare(&t, v, actors);
    if (status == ENT_OK && t.plan->n_states > most)
        status = ENT_LIMIT;
    if (status == ENT_OK)
        status = find_needs(&e, t.arena);
    ent_run own = *run;
    own.threads = 1;
    own.what = "looking at what coalitions would do";
    if (status == ENT_OK)
        status = ent_scan(t.plan, &own, each_block, &e, NULL);
    ent_arena_free(t.arena);
    return status;
}

/* ---- minimal coalitions ---- */

typedef struct listing {
    const ent_venture *v;
    const ent_run *run;
} listing;

static ent_status able(bool *out, void *user, uint64_t actors) {
    const listing *l = user;
    *out = false;
    return ent_venture_try(out, NULL, l->v, actors, l->run);
}

ent_status ent_venture_units(ent_coalitions *out, ent_arena *arena, const ent_venture *v,
                             uint64_t actors, size_t most, const ent_run *run) {
    listing l = {v, run};
    return ent_coalitions_of(out, arena, takers(v, actors), most, able, &l);
}

void ent_venture_too_large(const ent_venture *v, ent_diags *diags) {
    ent_span nowhere = {0};
    (void)v;
    ent_diag(diags, ENT_E0581, nowhere, "", "put fewer issues on the table with --about",
             "the actors can bring about more than %llu states",
             (unsigned long long)ENT_VENTURE_STATES);
}
