/* Building plans: signals with constant folding and hash consing, expressions, sums. See plan.h. */
#include "game/plan.h"

#include <string.h>

ent_status ent_plan_new(ent_plan **out, ent_arena *arena, const ent_game *game,
                        const uint8_t *fixed, const ent_dim *dims, size_t n_dims) {
    size_t n_issues = game->scenario->n_issues;
    ent_plan *plan = ENT_NEW(arena, ent_plan, 1);
    if (!plan)
        return ENT_NOMEM;
    *plan = (ent_plan){.game = game, .arena = arena, .fixed = fixed, .n_dims = n_dims};
    plan->least_width = 32;
    plan->dims = ENT_NEW(arena, ent_dim, n_dims + 1);
    plan->dim_of = ENT_NEW(arena, uint32_t, n_issues + 1);
    plan->choice_of = ENT_NEW(arena, uint32_t, n_issues + 1);
    plan->follow = ENT_NEW(arena, ent_signal_id *, n_issues + 1);
    plan->hash_size = 256;
    plan->hash = ENT_NEW(arena, uint32_t, plan->hash_size);
    if (!plan->dims || !plan->dim_of || !plan->choice_of || !plan->follow || !plan->hash)
        return ENT_NOMEM;
    for (size_t k = 0; k < n_issues; k++)
        plan->dim_of[k] = plan->choice_of[k] = ENT_NONE;
    for (uint32_t d = 0; d < n_dims; d++) {
        plan->dims[d] = dims[d];
        *(dims[d].line_choice ? &plan->choice_of[dims[d].issue] : &plan->dim_of[dims[d].issue]) = d;
    }
    *out = plan;
    return ENT_OK;
}

/* ---- signals ---- */

static uint64_t signal_hash(const ent_signal *s) {
    uint64_t h = (uint64_t)s->op * 0x9E3779B97F4A7C15u;
    const uint64_t part[] = {s->a, s->b, s->digits, (uint64_t)s->bound,
                             (uint64_t)((ent_u128)s->bound >> 64)};
    for (size_t i = 0; i < ENT_COUNT(part); i++) {
        h = (h ^ part[i]) * 0xD6E8FEB86659FD93u;
        h ^= h >> 32;
    }
    return h;
}

static bool signal_equal(const ent_signal *x, const ent_signal *y) {
    return x->op == y->op && x->a == y->a && x->b == y->b && x->digits == y->digits &&
           x->bound == y->bound;
}

static ent_status rehash(ent_plan *plan) {
    size_t size = plan->hash_size * 2;
    uint32_t *hash = ENT_NEW(plan->arena, uint32_t, size);
    if (!hash)
        return ENT_NOMEM;
    for (size_t i = 0; i < plan->n_signals; i++) {
        size_t slot = signal_hash(&plan->signals[i]) & (size - 1);
        while (hash[slot])
            slot = (slot + 1) & (size - 1);
        hash[slot] = (uint32_t)i + 1;
    }
    plan->hash = hash;
    plan->hash_size = size;
    return ENT_OK;
}

static ent_status signal_of(ent_signal_id *out, ent_plan *plan, ent_signal wanted) {
    if (plan->n_signals * 2 >= plan->hash_size)
        ENT_TRY(rehash(plan));
    size_t slot = signal_hash(&wanted) & (plan->hash_size - 1);
    for (; plan->hash[slot]; slot = (slot + 1) & (plan->hash_size - 1))
        if (signal_equal(&plan->signals[plan->hash[slot] - 1], &wanted)) {
            *out = plan->hash[slot] - 1;
            return ENT_OK;
        }
    ent_signal *signals = ent_arena_grow(plan->arena, plan->signals, plan->n_signals,
                                         &plan->cap_signals, sizeof *signals);
    if (!signals)
        return ENT_NOMEM;
    plan->signals = signals;
    signals[plan->n_signals] = wanted;
    plan->hash[slot] = (uint32_t)plan->n_signals + 1;
    *out = (ent_signal_id)plan->n_signals++;
    return ENT_OK;
}

static bool is_const(const ent_plan *plan, ent_signal_id s, bool value) {
    return plan->signals[s].op == ENT_SIGNAL_CONST && plan->signals[s].a == (uint32_t)value;
}

ent_status ent_plan_const(ent_signal_id *out, ent_plan *plan, bool value) {
    return signal_of(out, plan, (ent_signal){.op = ENT_SIGNAL_CONST, .a = value});
}

ent_status ent_plan_atom(ent_signal_id *out, ent_plan *plan, uint32_t dim, uint64_t digits) {
    ent_dim *d = &plan->dims[dim];
    uint64_t all = d->n == 64 ? UINT64_MAX : ((uint64_t)1 << d->n) - 1;
    digits &= all;
    if (digits == 0 || digits == all)
        return ent_plan_const(out, plan, digits != 0);
    return signal_of(out, plan, (ent_signal){.op = ENT_SIGNAL_ATOM, .a = dim, .digits = digits});
}

ent_status ent_plan_not(ent_signal_id *out, ent_plan *plan, ent_signal_id a) {
    ent_signal s = plan->signals[a];
    if (s.op == ENT_SIGNAL_CONST)
        return ent_plan_const(out, plan, !s.a);
    if (s.op == ENT_SIGNAL_ATOM)
        return ent_plan_atom(out, plan, s.a, ~s.digits);
    if (s.op == ENT_SIGNAL_NOT) {
        *out = s.a;
        return ENT_OK;
    }
    return signal_of(out, plan, (ent_signal){.op = ENT_SIGNAL_NOT, .a = a});
}

/* Two atoms of one dimension join into one; the order of arguments does not matter. */
static ent_status binary(ent_signal_id *out, ent_plan *plan, ent_signal_op op, ent_signal_id a,
                         ent_signal_id b) {
    bool neutral = op == ENT_SIGNAL_AND;
    ent_signal x = plan->signals[a], y = plan->signals[b];
    if (a == b || is_const(plan, b, neutral) || is_const(plan, a, !neutral)) {
        *out = a;
        return ENT_OK;
    }
    if (is_const(plan, a, neutral) || is_const(plan, b, !neutral)) {
        *out = b;
        return ENT_OK;
    }
    if (x.op == ENT_SIGNAL_ATOM && y.op == ENT_SIGNAL_ATOM && x.a == y.a)
        return ent_plan_atom(out, plan, x.a, neutral ? x.digits & y.digits : x.digits | y.digits);
    return signal_of(out, plan, (ent_signal){.op = op, .a = a < b ? a : b, .b = a < b ? b : a});
}

ent_status ent_plan_and(ent_signal_id *out, ent_plan *plan, ent_signal_id a, ent_signal_id b) {
    return binary(out, plan, ENT_SIGNAL_AND, a, b);
}

ent_status ent_plan_or(ent_signal_id *out, ent_plan *plan, ent_signal_id a, ent_signal_id b) {
    return binary(out, plan, ENT_SIGNAL_OR, a, b);
}

/* ---- sums ---- */

ent_status ent_plan_sum(uint32_t *out, ent_plan *plan) {
    ent_sum *sums =
        ent_arena_grow(plan->arena, plan->sums, plan->n_sums, &plan->cap_sums, sizeof *sums);
    if (!sums)
        return ENT_NOMEM;
    plan->sums = sums;
    ent_i128 **amount = ENT_NEW(plan->arena, ent_i128 *, plan->n_dims + 1);
    if (!amount)
        return ENT_NOMEM;
    sums[plan->n_sums] = (ent_sum){.amount = amount};
    *out = (uint32_t)plan->n_sums++;
    return ENT_OK;
}

static ent_status digit_amounts(ent_i128 **out, ent_plan *plan, uint32_t sum, uint32_t dim) {
    ent_i128 **amount = &plan->sums[sum].amount[dim];
    if (!*amount && !(*amount = ENT_NEW(plan->arena, ent_i128, plan->dims[dim].n)))
        return ENT_NOMEM;
    *out = *amount;
    return ENT_OK;
}

ent_status ent_plan_sum_add(ent_plan *plan, uint32_t sum, ent_signal_id signal, ent_i128 amount) {
    ent_signal s = plan->signals[signal];
    ent_sum *to = &plan->sums[sum];
    if (amount == 0)
        return ENT_OK;
    if (s.op == ENT_SIGNAL_CONST) {
        to->constant += s.a ? amount : 0;
        return ENT_OK;
    }
    if (s.op == ENT_SIGNAL_ATOM) {
        ent_i128 *per_digit;
        ENT_TRY(digit_amounts(&per_digit, plan, sum, s.a));
        for (uint32_t d = 0; d < plan->dims[s.a].n; d++)
            per_digit[d] += s.digits >> d & 1 ? amount : 0;
        return ENT_OK;
    }
    if (s.op == ENT_SIGNAL_NOT) { /* keeps the parts to signals that others use as well */
        to->constant += amount;
        return ent_plan_sum_add(plan, sum, s.a, -amount);
    }
    for (size_t p = 0; p < to->n_parts; p++)
        if (to->parts[p].signal == signal) {
            to->parts[p].amount += amount;
            return ENT_OK;
        }
    ent_sum_part *parts =
        ent_arena_grow(plan->arena, to->parts, to->n_parts, &to->cap_parts, sizeof *parts);
    if (!parts)
        return ENT_NOMEM;
    to->parts = parts;
    parts[to->n_parts++] = (ent_sum_part){signal, amount};
    return ENT_OK;
}

ent_status ent_plan_sum_issue(ent_plan *plan, uint32_t sum, uint32_t issue,
                              const ent_i128 *amount) {
    const ent_issue *i = &plan->game->scenario->issues[issue];
    uint32_t dim = plan->dim_of[issue];
    if (i->kind != ENT_FOLLOWING && dim == ENT_NONE) {
        plan->sums[sum].constant += amount[plan->fixed[issue]];
        return ENT_OK;
    }
    if (dim != ENT_NONE) {
        ent_i128 *per_digit;
        ENT_TRY(digit_amounts(&per_digit, plan, sum, dim));
        for (uint32_t d = 0; d < plan->dims[dim].n; d++)
            per_digit[d] += amount[plan->dims[dim].outcome[d]];
        return ENT_OK;
    }
    /* A following issue: one outcome is the base, the others add their difference to it. The base is
     * the last line's outcome, whose signal is the most complicated one. */
    uint32_t base = i->follows[i->n_follows - 1].outcome;
    plan->sums[sum].constant += amount[base];
    for (uint32_t o = 0; o < i->n_outcomes; o++) {
        ent_signal_id signal;
        if (amount[o] == amount[base])
            continue;
        ENT_TRY(ent_plan_outcome(&signal, plan, issue, (uint64_t)1 << o));
        ENT_TRY(ent_plan_sum_add(plan, sum, signal, amount[o] - amount[base]));
    }
    return ENT_OK;
}

ent_status ent_plan_utility(uint32_t *out, ent_plan *plan, uint32_t actor) {
    const ent_aim *aim = &plan->game->aims[actor];
    ENT_TRY(ent_plan_sum(out, plan));
    for (size_t t = 0; t < aim->n_terms; t++) {
        const ent_term *term = &aim->terms[t];
        if (term->condition) {
            ent_signal_id signal;
            ENT_TRY(ent_plan_expr(&signal, plan, term->condition));
            ENT_TRY(ent_plan_sum_add(plan, *out, signal, term->amount[0]));
        } else {
            ENT_TRY(ent_plan_sum_issue(plan, *out, term->issue, term->amount));
        }
    }
    return ENT_OK;
}

/* Whether a sum is the same in every state; amounts may have cancelled. */
static bool is_constant(const ent_plan *plan, const ent_sum *s) {
    for (size_t p = 0; p < s->n_parts; p++)
        if (s->parts[p].amount != 0)
            return false;
    for (size_t d = 0; d < plan->n_dims; d++)
        for (uint32_t k = 0; s->amount[d] && k < plan->dims[d].n; k++)
            if (s->amount[d][k] != 0)
                return false;
    return true;
}

ent_status ent_plan_at_least(ent_signal_id *out, ent_plan *plan, uint32_t sum, ent_i128 bound) {
    const ent_sum *s = &plan->sums[sum];
    if (is_constant(plan, s))
        return ent_plan_const(out, plan, s->constant >= bound);
    return signal_of(out, plan, (ent_signal){.op = ENT_SIGNAL_SUM, .a = sum, .bound = bound});
}
