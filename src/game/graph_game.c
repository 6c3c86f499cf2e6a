/* The graph of a game: its feasible states and how each actor ranks them.
 *
 * Two passes over all combinations of outcomes, block by block (scan.h): the first marks those that
 * rules allow, the second writes each state's utilities and red lines. Utilities are ranks as they are
 * where 32 bits hold them; else they are sorted and numbered.
 */
#include "game/graph_make.h"
#include "game/scan.h"
#include "game/units.h"
#include "scenario/eval.h"

#include <string.h>

ent_status ent_graph_refuse(const ent_graph_making *m, ent_status status, ent_diag_code code,
                            const char *hint, const char *message) {
    ent_diag(m->diags, code, (ent_span){0}, "", hint, "%s", message);
    return status;
}

/* ---- digits ---- */

/* An issue is a digit when it may move and some unit can change it, or nothing says how it stands. */
static bool is_digit(const ent_graph_making *m, uint32_t issue) {
    const ent_scenario *s = m->game->scenario;
    const uint64_t *about = m->options->about;
    uint64_t all = s->n_actors >= 64 ? UINT64_MAX : ((uint64_t)1 << s->n_actors) - 1;
    if (s->issues[issue].kind != ENT_DECIDED)
        return false;
    if (s->issues[issue].status_quo == ENT_NONE)
        return true;
    if (about && !(about[issue / 64] >> (issue % 64) & 1))
        return false;
    for (uint32_t o = 0; o < s->issues[issue].n_outcomes; o++)
        if (ent_unit_steps(m->game, all, issue, o))
            return true;
    return false;
}

static ent_status number_digits(ent_graph_making *m) {
    const ent_scenario *s = m->game->scenario;
    ent_graph *g = m->graph;
    uint32_t *issue = ENT_NEW(g->arena, uint32_t, s->n_issues + 1);
    uint32_t *radix = ENT_NEW(g->arena, uint32_t, s->n_issues + 1);
    uint32_t *stride = ENT_NEW(g->arena, uint32_t, s->n_issues + 1);
    uint64_t codes = 1;
    if (!issue || !radix || !stride)
        return ENT_NOMEM;
    g->split = 1;
    for (uint32_t k = 0; k < s->n_issues; k++) {
        if (!is_digit(m, k))
            continue;
        issue[g->n_digits] = k;
        radix[g->n_digits] = s->issues[k].n_outcomes;
        stride[g->n_digits++] = (uint32_t)codes;
        codes *= s->issues[k].n_outcomes;
        if (codes > ENT_GRAPH_CODES)
            return ent_graph_refuse(m, ENT_LIMIT, ENT_E0430,
                                    "name the issues that matter here with --about",
                                    "the issues that can be changed have more than 2.1e9 "
                                    "combinations of outcomes");
        if (codes <= 4096)
            g->split = (uint32_t)codes;
    }
    g->n_codes = (uint32_t)codes;
    g->split_shift = g->split & (g->split - 1) ? 32 : (uint32_t)__builtin_ctz(g->split);
    g->digit_issue = issue;
    g->radix = radix;
    g->stride = stride;
    return ENT_OK;
}

/* ---- the plan of both passes ---- */

#define GROUP 62u /* statements compared at once */

typedef struct pass {
    ent_graph_making *m;
    ent_plan *plan;
    ent_signal_id feasible;
    uint32_t *utility;       /* per actor: sum */
    ent_signal_id *red_line; /* per actor: the state is on one */
    bool *has_red_line;
    uint32_t *
        *groups; /* per actor: sums over groups of statements; NULL: the utility has them all */
    uint32_t *low_code; /* per state of a block: what low dimensions add to the code */
    uint64_t *marks;    /* first pass: feasible codes */
    ent_i128 *least;    /* per actor: the least its utility can be */
    int32_t **rank;     /* second pass: per actor, NULL where utilities are wide */
    uint64_t **bars;    /* per actor */
    uint32_t wide;      /* the actor whose utilities are being collected, or ENT_NONE */
    ent_i128 *values;
} pass;

static ent_status plan_dims(pass *p) {
    const ent_graph *g = p->m->graph;
    const ent_scenario *s = p->m->game->scenario;
    ent_dim *dims = ENT_NEW(p->m->scratch, ent_dim, g->n_digits + 1);
    uint8_t *fixed = ENT_NEW(p->m->scratch, uint8_t, s->n_issues + 1);
    if (!dims || !fixed)
        return ENT_NOMEM;
    for (size_t k = 0; k < s->n_issues; k++)
        fixed[k] = s->issues[k].status_quo == ENT_NONE ? 0 : (uint8_t)s->issues[k].status_quo;
    for (uint32_t d = 0; d < g->n_digits; d++) {
        dims[d] = (ent_dim){.issue = g->digit_issue[d],
                            .n = g->radix[d],
                            .outcome = ENT_NEW(p->m->scratch, uint8_t, g->radix[d])};
        if (!dims[d].outcome)
            return ENT_NOMEM;
        for (uint32_t o = 0; o < g->radix[d]; o++)
            dims[d].outcome[o] = (uint8_t)o;
    }
    return ent_plan_new(&p->plan, p->m->scratch, p->m->game, fixed, dims, g->n_digits);
}

/* Statements without limit: sums over GROUP of them at a time, most important first. */
static ent_status plan_groups(pass *p, uint32_t actor) {
    const ent_preference *pref = &p->m->game->scenario->preferences[actor];
    size_t n = (pref->n_statements + GROUP - 1) / GROUP;
    p->groups[actor] = ENT_NEW(p->m->scratch, uint32_t, n);
    if (!p->groups[actor])
        return ENT_NOMEM;
    for (size_t k = 0; k < pref->n_statements; k++) {
        uint32_t *sum = &p->groups[actor][k / GROUP];
        ent_signal_id holds;
        if (k % GROUP == 0)
            ENT_TRY(ent_plan_sum(sum, p->plan));
        ENT_TRY(ent_plan_expr(&holds, p->plan, pref->statements[k].expr));
        ENT_TRY(ent_plan_sum_add(p->plan, *sum, holds, (ent_i128)1 << (GROUP - 1 - k % GROUP)));
    }
    return ENT_OK;
}

static ent_status plan_signals(pass *p) {
    const ent_scenario *s = p->m->game->scenario;
    ent_signal_id one;
    ENT_TRY(ent_plan_const(&p->feasible, p->plan, true));
    for (size_t r = 0; r < s->n_rules; r++) {
        ENT_TRY(ent_plan_expr(&one, p->plan, s->rules[r].expr));
        ENT_TRY(ent_plan_and(&p->feasible, p->plan, p->feasible, one));
    }
    for (uint32_t a = 0; a < s->n_actors; a++) {
        const ent_preference *pref = &s->preferences[a];
        p->has_red_line[a] = pref->n_red_lines > 0;
        ENT_TRY(ent_plan_const(&p->red_line[a], p->plan, false));
        for (size_t r = 0; r < pref->n_red_lines; r++) {
            ENT_TRY(ent_plan_expr(&one, p->plan, pref->red_lines[r].never));
            ENT_TRY(ent_plan_or(&p->red_line[a], p->plan, p->red_line[a], one));
        }
        ENT_TRY(ent_plan_utility(&p->utility[a], p->plan, a));
        if (p->m->game->aims[a].beyond)
            ENT_TRY(plan_groups(p, a));
    }
    return ENT_OK;
}

static ent_status make_plan(pass *p) {
    size_t n = p->m->game->scenario->n_actors;
    p->utility = ENT_NEW(p->m->scratch, uint32_t, n + 1);
    p->red_line = ENT_NEW(p->m->scratch, ent_signal_id, n + 1);
    p->has_red_line = ENT_NEW(p->m->scratch, bool, n + 1);
    p->groups = ENT_NEW(p->m->scratch, uint32_t *, n + 1);
    p->low_code = ENT_NEW(p->m->scratch, uint32_t, ENT_BLOCK);
    if (!p->utility || !p->red_line || !p->has_red_line || !p->groups || !p->low_code)
        return ENT_NOMEM;
    ENT_TRY(plan_dims(p));
    ENT_TRY(plan_signals(p));
    ENT_TRY(ent_plan_finish(p->plan));
    for (uint32_t x = 0; x < p->plan->block; x++)
        for (size_t i = 0; i < p->plan->n_low; i++) {
            uint32_t d = p->plan->low_dims[i];
            p->low_code[x] +=
                x / p->plan->dims[d].low_stride % p->plan->dims[d].n * p->m->graph->stride[d];
        }
    return ENT_OK;
}

static uint32_t base_code(const pass *p, const ent_block *block) {
    uint32_t code = 0;
    for (size_t i = 0; i < p->plan->n_high; i++) {
        uint32_t d = p->plan->high_dims[i];
        code += ent_block_high_digit(block, d) * p->m->graph->stride[d];
    }
    return code;
}

/* Blocks of different workers may share a word. */
static void set_bit(uint64_t *bits, uint32_t at) {
    __atomic_fetch_or(&bits[at / 64], (uint64_t)1 << (at % 64), __ATOMIC_RELAXED);
}

/* ---- first pass: which combinations are states ---- */

static ent_status mark_block(void *user, ent_block *block, unsigned worker) {
    const pass *p = user;
    (void)worker;
    if (ent_block_eval(block, p->feasible) == ENT_BITS_NONE)
        return ENT_OK;
    const uint64_t *bits = ent_block_bits(block, p->feasible);
    uint32_t base = base_code(p, block);
    for (size_t w = 0; w < p->plan->words; w++)
        for (uint64_t rest = bits[w]; rest; rest &= rest - 1)
            set_bit(p->marks, base + p->low_code[w * 64 + (size_t)__builtin_ctzll(rest)]);
    return ENT_OK;
}

static ent_status number_states(pass *p) {
    ent_graph *g = p->m->graph;
    size_t words = ((size_t)g->n_codes + 63) / 64;
    uint32_t *below = ENT_NEW(g->arena, uint32_t, words + 1);
    uint64_t n = 0;
    if (!below)
        return ENT_NOMEM;
    for (size_t w = 0; w < words; w++) {
        below[w] = (uint32_t)n;
        n += (uint64_t)__builtin_popcountll(p->marks[w]);
    }
    if (n == 0)
        return ent_graph_refuse(p->m, ENT_ERROR, ENT_E0431,
                                "look for two rules that contradict each other",
                                "the rules exclude every state");
    if (n > ENT_GRAPH_STATES)
        return ent_graph_refuse(p->m, ENT_LIMIT, ENT_E0430,
                                "name the issues that matter here with --about",
                                "the conflict has more than 1.3e8 states");
    uint32_t *code_of = ENT_NEW(g->arena, uint32_t, n);
    if (!code_of)
        return ENT_NOMEM;
    for (size_t w = 0, s = 0; w < words; w++)
        for (uint64_t rest = p->marks[w]; rest; rest &= rest - 1)
            code_of[s++] = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(rest);
    g->n_states = (uint32_t)n;
    g->feasible = p->marks;
    g->states_below = below;
    g->code_of = code_of;
    return ENT_OK;
}

static ent_status find_states(pass *p) {
    ent_graph *g = p->m->graph;
    const ent_signal *feasible = &p->plan->signals[p->feasible];
    if (feasible->op == ENT_SIGNAL_CONST && feasible->a) {
        g->n_states = g->n_codes;
        if (g->n_states <= ENT_GRAPH_STATES)
            return ENT_OK;
        return ent_graph_refuse(p->m, ENT_LIMIT, ENT_E0430,
                                "name the issues that matter here with --about",
                                "the conflict has more than 1.3e8 states");
    }
    p->marks = ENT_NEW(g->arena, uint64_t, ((size_t)g->n_codes + 63) / 64);
    if (!p->marks)
        return ENT_NOMEM;
    ent_run run = *p->m->run;
    run.what = "finding states";
    ENT_TRY(ent_scan(p->plan, &run, mark_block, p, NULL));
    return number_states(p);
}

/* ---- second pass: ranks and red lines ---- */

/* Whether the actor's utilities span less than 2^31; *least is a lower bound of them. */
static bool narrow(ent_i128 *least, const ent_aim *aim) {
    ent_i128 lo = 0, hi = 0;
    for (size_t t = 0; t < aim->n_terms; t++) {
        const ent_term *term = &aim->terms[t];
        ent_i128 a = term->condition ? 0 : term->amount[0], b = a;
        for (size_t o = 0; o < term->n; o++) {
            a = term->amount[o] < a ? term->amount[o] : a;
            b = term->amount[o] > b ? term->amount[o] : b;
        }
        lo += a;
        hi += b;
    }
    *least = lo;
    return hi - lo <= INT32_MAX;
}

static uint32_t state_in(const pass *p, uint32_t code) {
    const ent_graph *g = p->m->graph;
    if (!g->feasible)
        return code;
    uint64_t word = g->feasible[code / 64], bit = (uint64_t)1 << (code % 64);
    if (!(word & bit))
        return ENT_NONE;
    return g->states_below[code / 64] + (uint32_t)__builtin_popcountll(word & (bit - 1));
}

static void put_values(const pass *p, ent_block *block, uint32_t actor, uint32_t x,
                       uint32_t state) {
    ent_i128 value;
    if (p->wide == actor) {
        p->values[state] = ent_block_value(block, p->utility[actor], x);
    } else if (p->wide == ENT_NONE && p->rank[actor]) {
        value = ent_block_value(block, p->utility[actor], x) - p->least[actor];
        p->rank[actor][state] = (int32_t)value;
    }
}

static ent_status value_block(void *user, ent_block *block, unsigned worker) {
    const pass *p = user;
    uint32_t n = p->m->graph->n_actors, base = base_code(p, block);
    (void)worker;
    for (uint32_t a = 0; a < n; a++) {
        const uint64_t *red = NULL;
        if (p->bars[a] && p->wide == ENT_NONE &&
            ent_block_eval(block, p->red_line[a]) != ENT_BITS_NONE)
            red = ent_block_bits(block, p->red_line[a]);
        for (uint32_t x = 0; x < p->plan->block; x++) {
            uint32_t state = state_in(p, base + p->low_code[x]);
            if (state == ENT_NONE)
                continue;
            put_values(p, block, a, x, state);
            if (red && (red[x / 64] >> (x % 64) & 1))
                set_bit(p->bars[a], state);
        }
    }
    return ENT_OK;
}

/* Numbers the values in increasing order: states are sorted by them, a byte at a time from the lowest,
 * bytes that all share left out. */
static ent_status rank_values(int32_t *rank, const ent_i128 *values, uint32_t n) {
    const ent_u128 flip = (ent_u128)1 << 127; /* negative before positive */
    uint32_t *order = ent_heap_alloc(((size_t)n + 1) * sizeof *order);
    uint32_t *next = ent_heap_alloc(((size_t)n + 1) * sizeof *next);
    if (!order || !next) {
        ent_heap_free(order);
        ent_heap_free(next);
        return ENT_NOMEM;
    }
    for (uint32_t s = 0; s < n; s++)
        order[s] = s;
    for (unsigned shift = 0; shift < 128; shift += 8) {
        uint32_t start[257] = {0};
        for (uint32_t s = 0; s < n; s++)
            start[(((ent_u128)values[s] ^ flip) >> shift & 255) + 1]++;
        bool shared = false;
        for (unsigned b = 1; b <= 256; b++) {
            shared = shared || start[b] == n;
            start[b] += start[b - 1];
        }
        if (shared)
            continue;
        for (uint32_t i = 0; i < n; i++)
            next[start[((ent_u128)values[order[i]] ^ flip) >> shift & 255]++] = order[i];
        uint32_t *swap = order;
        order = next;
        next = swap;
    }
    int32_t number = 0;
    for (uint32_t i = 0; i < n; i++) {
        number += i > 0 && values[order[i]] != values[order[i - 1]];
        rank[order[i]] = number;
    }
    ent_heap_free(order);
    ent_heap_free(next);
    return ENT_OK;
}

static ent_status rank_wide(pass *p, uint32_t actor, const ent_run *run) {
    ent_graph *g = p->m->graph;
    p->values = ent_heap_alloc((size_t)g->n_states * sizeof *p->values);
    if (!p->values)
        return ENT_NOMEM;
    p->wide = actor;
    ent_status status = ent_scan(p->plan, run, value_block, p, NULL);
    if (status == ENT_OK)
        status = rank_values(p->rank[actor], p->values, g->n_states);
    ent_heap_free(p->values);
    return status;
}

/* Group after group refines the order: what was told apart stays apart. */
static ent_status rank_groups(pass *p, uint32_t actor, const ent_run *run) {
    ent_graph *g = p->m->graph;
    size_t n = p->m->game->scenario->preferences[actor].n_statements;
    ent_status status = ENT_OK;
    p->values = ent_heap_alloc((size_t)g->n_states * sizeof *p->values);
    if (!p->values)
        return ENT_NOMEM;
    p->wide = actor;
    for (size_t k = 0; k * GROUP < n && status == ENT_OK; k++) {
        p->utility[actor] = p->groups[actor][k];
        status = ent_scan(p->plan, run, value_block, p, NULL);
        for (uint32_t s = 0; s < g->n_states && status == ENT_OK; s++)
            p->values[s] += (ent_i128)p->rank[actor][s] << GROUP;
        if (status == ENT_OK)
            status = rank_values(p->rank[actor], p->values, g->n_states);
    }
    ent_heap_free(p->values);
    return status;
}

static ent_status find_ranks(pass *p) {
    ent_graph *g = p->m->graph;
    size_t n = g->n_actors;
    bool *wide = ENT_NEW(p->m->scratch, bool, n + 1);
    int32_t **ranks = ENT_NEW(g->arena, int32_t *, n + 1);
    p->rank = ENT_NEW(p->m->scratch, int32_t *, n + 1);
    p->least = ENT_NEW(p->m->scratch, ent_i128, n + 1);
    p->bars = ENT_NEW(g->arena, uint64_t *, n + 1);
    if (!wide || !ranks || !p->rank || !p->least || !p->bars)
        return ENT_NOMEM;
    for (uint32_t a = 0; a < n; a++) {
        ranks[a] = ENT_NEW(g->arena, int32_t, g->n_states);
        wide[a] = !narrow(&p->least[a], &p->m->game->aims[a]);
        p->rank[a] = wide[a] ? NULL : ranks[a];
        p->bars[a] = p->has_red_line[a]
                         ? ENT_NEW(g->arena, uint64_t, ((size_t)g->n_states + 63) / 64)
                         : NULL;
        if (!ranks[a] || (p->has_red_line[a] && !p->bars[a]))
            return ENT_NOMEM;
    }
    ent_run run = *p->m->run;
    run.what = "ranking states";
    p->wide = ENT_NONE;
    ENT_TRY(ent_scan(p->plan, &run, value_block, p, NULL));
    for (uint32_t a = 0; a < n; a++)
        if (wide[a] || p->groups[a]) {
            p->rank[a] = ranks[a];
            ENT_TRY(p->groups[a] ? rank_groups(p, a, &run) : rank_wide(p, a, &run));
        }
    g->rank = (const int32_t **)ranks;
    g->red = (const uint64_t *const *)p->bars;
    return ENT_OK;
}

/* A unit stays off the red lines of all its members. */
static ent_status bar_units(pass *p) {
    ent_graph *g = p->m->graph;
    size_t words = ((size_t)g->n_states + 63) / 64;
    for (uint32_t u = 0; u < g->n_units; u++) {
        uint64_t *joined = NULL;
        for (uint64_t rest = g->units[u].actors; rest; rest &= rest - 1) {
            uint64_t *bars = p->bars[__builtin_ctzll(rest)];
            if (!bars)
                continue;
            if (u < g->n_actors) {
                joined = bars;
                continue;
            }
            joined = joined ? joined : ENT_NEW(g->arena, uint64_t, words);
            if (!joined)
                return ENT_NOMEM;
            for (size_t w = 0; w < words; w++)
                joined[w] |= bars[w];
        }
        g->units[u].bars = joined;
    }
    return ENT_OK;
}

static ent_status make(ent_graph_making *m) {
    pass p = {.m = m, .wide = ENT_NONE};
    ENT_TRY(number_digits(m));
    ENT_TRY(ent_graph_make_units(m));
    ENT_TRY(make_plan(&p));
    ENT_TRY(find_states(&p));
    ENT_TRY(find_ranks(&p));
    ENT_TRY(bar_units(&p));
    if (m->game->status_quo)
        m->graph->status_quo = ent_graph_state_of(m->graph, m->game->status_quo);
    return ENT_OK;
}

ent_status ent_graph_from_game(ent_graph **out, ent_arena *arena, const ent_game *game,
                               const ent_graph_options *options, const ent_run *run,
                               ent_diags *diags) {
    if (game->scenario->has_moves)
        return ent_graph_given(out, arena, game, options, diags);
    ent_graph *graph = ENT_NEW(arena, ent_graph, 1);
    ent_arena *scratch = graph ? ent_arena_new() : NULL;
    if (!scratch)
        return ENT_NOMEM;
    *graph = (ent_graph){.arena = arena,
                         .scenario = game->scenario,
                         .game = game,
                         .n_actors = (uint32_t)game->scenario->n_actors,
                         .status_quo = ENT_NONE};
    ent_graph_making m = {graph, game, options, scratch, run, diags, 0};
    ent_status status = make(&m);
    ent_arena_free(scratch);
    ENT_TRY(status);
    *out = graph;
    return ENT_OK;
}

ent_status ent_graph_with_ranks(ent_graph **out, ent_arena *arena, const ent_graph *base,
                                const ent_game *game, const ent_run *run, ent_diags *diags) {
    if (!base->game)
        return ent_graph_given_ranks(out, arena, base, game);
    ent_graph_options *options = ENT_NEW(arena, ent_graph_options, 1);
    ent_graph *graph = ENT_NEW(arena, ent_graph, 1);
    ent_arena *scratch = graph && options ? ent_arena_new() : NULL;
    if (!scratch)
        return ENT_NOMEM;
    *graph = *base;
    graph->arena = arena;
    graph->game = game;
    ent_graph_making m = {graph, game, options, scratch, run, diags, 0};
    pass p = {.m = &m, .wide = ENT_NONE};
    ent_status status = make_plan(&p);
    for (uint32_t a = 0; status == ENT_OK && a < graph->n_actors; a++)
        p.has_red_line[a] = false; /* the units keep off them already */
    if (status == ENT_OK)
        status = find_ranks(&p);
    ent_arena_free(scratch);
    *out = graph;
    return status;
}

/* ---- outcomes ---- */

void ent_graph_outcomes(const ent_graph *graph, uint32_t state, uint8_t *outcomes) {
    const ent_scenario *s = graph->game->scenario;
    for (size_t k = 0; k < s->n_issues; k++)
        outcomes[k] = s->issues[k].status_quo == ENT_NONE ? 0 : (uint8_t)s->issues[k].status_quo;
    for (uint32_t d = 0; d < graph->n_digits; d++)
        outcomes[graph->digit_issue[d]] = (uint8_t)ent_graph_digit(graph, state, d);
    ent_state_follow(s, outcomes, NULL, graph->game->resource_of);
}

uint32_t ent_graph_state_of(const ent_graph *graph, const uint8_t *outcomes) {
    ent_combination c = {0};
    for (uint32_t d = 0; d < graph->n_digits; d++)
        c.code += outcomes[graph->digit_issue[d]] * graph->stride[d];
    return ent_combination_state(graph, &c);
}
