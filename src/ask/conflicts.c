/* Repairs by one pass over the relaxed space. See conflicts.h. */
#include "ask/conflicts.h"

#include "game/state.h"

#include <string.h>

/* ---- the relaxed space ---- */

/* Following issues on which an expression depends, through other following issues too. */
static void depends(const ent_scenario *s, const ent_expr *expr, uint64_t *issues) {
    ent_expr_issues(expr, issues);
    for (size_t i = s->n_following; i-- > 0;) { /* an issue comes after those it depends on */
        uint32_t k = s->following_order[i];
        if (!(issues[k / 64] >> (k % 64) & 1))
            continue;
        for (size_t l = 0; l < s->issues[k].n_follows; l++)
            if (s->issues[k].follows[l].when)
                ent_expr_issues(s->issues[k].follows[l].when, issues);
    }
}

static bool in_set(const uint64_t *set, uint32_t k) {
    return set[k / 64] >> (k % 64) & 1;
}

/* Dimensions of everything on the agenda that all actors together could change (or, `kept`, only of
 * what the coalition can change and what the wanted outcome depends on), and line choices. */
static ent_status relaxed_dims(ent_dim **out, size_t *n, ent_arena *arena, const ent_bargain *b,
                               const uint64_t *wanted_on, bool kept) {
    const ent_scenario *s = b->game->scenario;
    uint64_t everybody = s->n_actors == 64 ? UINT64_MAX : ((uint64_t)1 << s->n_actors) - 1;
    ent_dim *dims = ENT_NEW(arena, ent_dim, 2 * s->n_issues + 1);
    *n = 0;
    if (!dims)
        return ENT_NOMEM;
    for (uint32_t k = 0; k < s->n_issues; k++) {
        ent_dim *dim = &dims[*n];
        const ent_issue *issue = &s->issues[k];
        if (issue->kind == ENT_FOLLOWING && issue->n_follows > 1 && in_set(wanted_on, k)) {
            *dim = (ent_dim){.issue = k, .line_choice = true, .n = (uint32_t)issue->n_follows};
            ++*n;
        }
        if (issue->kind != ENT_DECIDED || (b->game->status_quo && !ent_bargain_about(&b->what, k)))
            continue;
        bool narrow = kept && !in_set(wanted_on, k);
        ENT_TRY(ent_bargain_dim(dim, b->game, arena, narrow ? b->what.coalition : everybody, k));
        *n += dim->n > 1;
    }
    *out = dims;
    return ENT_OK;
}

/* ---- elements and what breaks them ---- */

typedef struct conflict_job {
    const ent_bargain *relaxed;
    ent_element *elements;
    ent_signal_id *broken; /* per element */
    size_t n;
    ent_antichain *of_worker;
    const ent_elements *repairs; /* second pass */
    size_t n_repairs;
    ent_signal_id *just; /* per repair: nothing else is broken */
    uint64_t **witness;  /* per worker and repair: least rank */
    uint32_t **changes;  /* and its number of changes */
    const uint64_t *low_changes;
} conflict_job;

static ent_status add_element(conflict_job *job, ent_element_kind kind, uint32_t index,
                              uint32_t part, ent_signal_id broken) {
    const ent_signal *signal = &job->relaxed->plan->signals[broken];
    if (signal->op == ENT_SIGNAL_CONST && !signal->a)
        return ENT_OK; /* never in the way */
    if (job->n == ENT_ELEMENTS_MAX)
        return ENT_LIMIT;
    job->elements[job->n] = (ent_element){kind, index, part};
    job->broken[job->n++] = broken;
    return ENT_OK;
}

static ent_status add_negated(conflict_job *job, ent_element_kind kind, uint32_t index,
                              uint32_t part, ent_signal_id holds) {
    ent_signal_id broken;
    ENT_TRY(ent_plan_not(&broken, job->relaxed->plan, holds));
    return add_element(job, kind, index, part, broken);
}

/* A `when` line is broken where it is taken to fire although its condition fails, or passed over (a
 * later line is taken) although it holds. */
static ent_status add_lines(conflict_job *job, uint32_t dim) {
    ent_plan *plan = job->relaxed->plan;
    uint32_t k = plan->dims[dim].issue;
    const ent_issue *issue = &plan->game->scenario->issues[k];
    for (uint32_t l = 0; l + 1 < issue->n_follows; l++) {
        ent_signal_id here, later, holds, fails;
        uint64_t upto = (uint64_t)1 << l;
        ENT_TRY(ent_plan_atom(&here, plan, dim, upto));
        ENT_TRY(ent_plan_atom(&later, plan, dim, ~(upto | (upto - 1))));
        ENT_TRY(ent_plan_expr(&holds, plan, issue->follows[l].when));
        ENT_TRY(ent_plan_not(&fails, plan, holds));
        ENT_TRY(ent_plan_and(&here, plan, here, fails));
        ENT_TRY(ent_plan_and(&later, plan, later, holds));
        ENT_TRY(ent_plan_or(&here, plan, here, later));
        ENT_TRY(add_element(job, ENT_ELEMENT_LINE, k, l, here));
    }
    return ENT_OK;
}

/* Control is broken where an issue has an outcome that the coalition cannot bring about. */
static ent_status add_control(conflict_job *job, const ent_bargain *b, ent_arena *arena,
                              uint32_t dim) {
    ent_plan *plan = job->relaxed->plan;
    const ent_dim *wide = &plan->dims[dim];
    ent_dim own;
    ent_signal_id outside;
    uint64_t reach = 0, digits = 0;
    ENT_TRY(ent_bargain_dim(&own, b->game, arena, b->what.coalition, wide->issue));
    for (uint32_t d = 0; d < own.n; d++)
        reach |= (uint64_t)1 << own.outcome[d];
    for (uint32_t d = 0; d < wide->n; d++)
        digits |= (uint64_t) !(reach >> wide->outcome[d] & 1) << d;
    ENT_TRY(ent_plan_atom(&outside, plan, dim, digits));
    return add_element(job, ENT_ELEMENT_CONTROL, wide->issue, 0, outside);
}

static ent_status collect_elements(conflict_job *job, const ent_bargain *b, ent_arena *arena) {
    const ent_bargain *r = job->relaxed;
    ENT_TRY(add_negated(job, ENT_ELEMENT_WANTED, 0, 0, r->wanted));
    for (size_t m = 0; m < r->n_members; m++)
        ENT_TRY(add_negated(job, ENT_ELEMENT_CONSENT, r->members[m], 0, r->consent[m]));
    ENT_TRY(add_negated(job, ENT_ELEMENT_GAIN, 0, 0, r->somebody_gains));
    for (uint32_t i = 0, part = 0; i < r->n_red_lines; i++, part++) {
        if (i && r->red_line_of[i] != r->red_line_of[i - 1])
            part = 0;
        ENT_TRY(add_element(job, ENT_ELEMENT_RED_LINE, r->members[r->red_line_of[i]], part,
                            r->red_line[i]));
    }
    for (uint32_t i = 0; i < r->game->scenario->n_rules; i++)
        ENT_TRY(add_negated(job, ENT_ELEMENT_RULE, i, 0, r->rule[i]));
    for (uint32_t d = 0; d < r->plan->n_dims; d++) {
        if (r->plan->dims[d].line_choice)
            ENT_TRY(add_lines(job, d));
        else
            ENT_TRY(add_control(job, b, arena, d));
    }
    return ENT_OK;
}

/* ---- first pass: repairs ---- */

static ent_elements broken_in(const conflict_job *job, ent_block *block, uint32_t x) {
    ent_elements set = {{0}};
    for (size_t e = 0; e < job->n; e++)
        if (ent_block_bits(block, job->broken[e])[x / 64] >> (x % 64) & 1)
            ent_elements_add(&set, e);
    return set;
}

/* Takes out the states that break at least the set: none of them breaks less. */
static void take_out(const conflict_job *job, ent_block *block, const ent_elements *set,
                     uint64_t *states) {
    size_t words = job->relaxed->plan->words;
    uint64_t covered[ENT_BLOCK_WORDS];
    memcpy(covered, states, words * sizeof *covered);
    for (size_t e = 0; e < job->n; e++) {
        if (!ent_elements_has(set, e))
            continue;
        ent_bits_kind kind = ent_block_eval(block, job->broken[e]);
        if (kind == ENT_BITS_NONE)
            return;
        if (kind == ENT_BITS_ALL)
            continue;
        const uint64_t *bits = ent_block_bits(block, job->broken[e]);
        for (size_t w = 0; w < words; w++)
            covered[w] &= bits[w];
    }
    for (size_t w = 0; w < words; w++)
        states[w] &= ~covered[w];
}

static ent_status repairs_block(void *user, ent_block *block, unsigned worker) {
    const conflict_job *job = user;
    ent_antichain *known = &job->of_worker[worker];
    uint64_t left[ENT_BLOCK_WORDS];
    size_t words = job->relaxed->plan->words;
    memcpy(left, ent_block_bits(block, job->relaxed->other), words * sizeof *left);
    for (size_t k = 0; k < known->n; k++)
        take_out(job, block, &known->sets[k], left);
    for (size_t w = 0; w < words; w++)
        while (left[w]) {
            uint32_t x = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(left[w]);
            ent_elements set = broken_in(job, block, x);
            if (!ent_antichain_add(known, &set))
                return ENT_LIMIT;
            take_out(job, block, &set, left);
        }
    return ENT_OK;
}

/* ---- second pass: a witness for each repair ---- */

static ent_status witness_block(void *user, ent_block *block, unsigned worker) {
    const conflict_job *job = user;
    const ent_plan *plan = job->relaxed->plan;
    uint32_t high = ent_block_high_changes(block, plan);
    for (size_t r = 0; r < job->n_repairs; r++) {
        uint64_t *rank = &job->witness[worker][r];
        uint32_t *changes = &job->changes[worker][r];
        if (high > *changes || ent_block_eval(block, job->just[r]) == ENT_BITS_NONE)
            continue;
        const uint64_t *states = ent_block_bits(block, job->just[r]);
        for (uint32_t c = 0; c <= plan->n_low && high + c <= *changes; c++)
            for (size_t w = 0; w < plan->words; w++) {
                uint64_t bits = states[w] & job->low_changes[c * plan->words + w];
                for (; bits; bits &= bits - 1) {
                    uint32_t x = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(bits);
                    uint64_t here = ent_state_rank(block, plan, x);
                    if (high + c < *changes || here < *rank)
                        *rank = here;
                    *changes = high + c;
                }
            }
    }
    return ENT_OK;
}

/* The plan of the second pass is built anew: signals cannot be added to a finished one. */
static ent_status just_signals(conflict_job *job, ent_arena *arena) {
    ent_plan *plan = job->relaxed->plan;
    job->just = ENT_NEW(arena, ent_signal_id, job->n_repairs + 1);
    if (!job->just)
        return ENT_NOMEM;
    for (size_t r = 0; r < job->n_repairs; r++) {
        job->just[r] = job->relaxed->other;
        for (size_t e = 0; e < job->n; e++) {
            ent_signal_id kept;
            if (ent_elements_has(&job->repairs[r], e))
                continue;
            ENT_TRY(ent_plan_not(&kept, plan, job->broken[e]));
            ENT_TRY(ent_plan_and(&job->just[r], plan, job->just[r], kept));
        }
    }
    return ENT_OK;
}

static ent_status find_witnesses(ent_conflicts *c, conflict_job *job, ent_arena *arena,
                                 const ent_run *run, unsigned threads) {
    uint64_t *low_changes;
    ENT_TRY(ent_low_changes(&low_changes, arena, job->relaxed->plan));
    job->low_changes = low_changes;
    job->witness = ENT_NEW(arena, uint64_t *, threads);
    job->changes = ENT_NEW(arena, uint32_t *, threads);
    c->witness = ENT_NEW(arena, uint64_t, c->n_repairs + 1);
    if (!job->witness || !job->changes || !c->witness)
        return ENT_NOMEM;
    for (unsigned w = 0; w < threads; w++) {
        job->witness[w] = ENT_NEW(arena, uint64_t, c->n_repairs + 1);
        job->changes[w] = ENT_NEW(arena, uint32_t, c->n_repairs + 1);
        if (!job->witness[w] || !job->changes[w])
            return ENT_NOMEM;
        memset(job->changes[w], 0xff, c->n_repairs * sizeof *job->changes[w]);
    }
    ENT_TRY(ent_scan(job->relaxed->plan, run, witness_block, job, NULL));
    for (size_t r = 0; r < c->n_repairs; r++) {
        uint32_t best = UINT32_MAX;
        for (unsigned w = 0; w < threads; w++) {
            bool fewer = job->changes[w][r] < best;
            bool same = job->changes[w][r] == best && best != UINT32_MAX;
            if (fewer || (same && job->witness[w][r] < c->witness[r]))
                c->witness[r] = job->witness[w][r];
            best = fewer ? job->changes[w][r] : best;
        }
    }
    return ENT_OK;
}

/* ---- the whole ---- */

static ent_status relax(conflict_job *job, ent_arena *arena, const ent_bargain *b,
                        const ent_dim *dims, size_t n_dims) {
    ent_bargain *relaxed;
    ENT_TRY(ent_bargain_over(&relaxed, arena, b->game, b->what, dims, n_dims));
    job->relaxed = relaxed;
    job->n = 0;
    return collect_elements(job, b, arena);
}

static ent_status find_repairs(ent_conflicts *c, conflict_job *job, ent_arena *arena,
                               const ent_run *run, unsigned threads) {
    ent_antichain all = {.cap = ENT_CONFLICT_SETS};
    job->of_worker = ENT_NEW(arena, ent_antichain, threads);
    all.sets = ENT_NEW(arena, ent_elements, ENT_CONFLICT_SETS);
    if (!job->of_worker || !all.sets)
        return ENT_NOMEM;
    for (unsigned w = 0; w < threads; w++) {
        job->of_worker[w] = (ent_antichain){.cap = ENT_CONFLICT_SETS};
        if (!(job->of_worker[w].sets = ENT_NEW(arena, ent_elements, ENT_CONFLICT_SETS)))
            return ENT_NOMEM;
    }
    ENT_TRY(ent_plan_finish(job->relaxed->plan));
    ENT_TRY(ent_scan(job->relaxed->plan, run, repairs_block, job, NULL));
    for (unsigned w = 0; w < threads; w++)
        for (size_t k = 0; k < job->of_worker[w].n; k++)
            if (!ent_antichain_add(&all, &job->of_worker[w].sets[k]))
                return ENT_LIMIT;
    ent_elements_sort(all.sets, all.n);
    c->repairs = all.sets;
    c->n_repairs = all.n;
    return ENT_OK;
}

ent_status ent_ask_conflicts(ent_conflicts **out, ent_arena *arena, const ent_bargain *b,
                             const ent_run *run) {
    const ent_scenario *s = b->game->scenario;
    unsigned threads = run->threads ? run->threads : 1;
    ent_conflicts *c = ENT_NEW(arena, ent_conflicts, 1);
    uint64_t *wanted_on = ENT_NEW(arena, uint64_t, s->n_issues / 64 + 1);
    conflict_job job = {.elements = ENT_NEW(arena, ent_element, ENT_ELEMENTS_MAX),
                        .broken = ENT_NEW(arena, ent_signal_id, ENT_ELEMENTS_MAX)};
    ent_dim *dims;
    size_t n_dims;
    if (!c || !wanted_on || !job.elements || !job.broken)
        return ENT_NOMEM;
    if (b->what.with)
        depends(s, b->what.with, wanted_on);
    ENT_TRY(relaxed_dims(&dims, &n_dims, arena, b, wanted_on, false));
    if (ent_dims_states(dims, n_dims) > ENT_CONFLICT_STATES) {
        c->kept_control = true;
        ENT_TRY(relaxed_dims(&dims, &n_dims, arena, b, wanted_on, true));
        if (ent_dims_states(dims, n_dims) > ENT_CONFLICT_STATES)
            return ENT_LIMIT;
    }
    ent_run own = *run;
    own.what = "finding what stands in the way";
    ENT_TRY(relax(&job, arena, b, dims, n_dims));
    ENT_TRY(find_repairs(c, &job, arena, &own, threads));
    job.repairs = c->repairs;
    job.n_repairs = c->n_repairs;
    ENT_TRY(relax(&job, arena, b, dims, n_dims));
    ENT_TRY(just_signals(&job, arena));
    ENT_TRY(ent_plan_finish(job.relaxed->plan));
    own.what = "finding witnesses";
    ENT_TRY(find_witnesses(c, &job, arena, &own, threads));
    c->relaxed = job.relaxed;
    c->elements = job.elements;
    c->n_elements = job.n;
    ENT_TRY(ent_hitting_sets(&c->conflicts, &c->n_conflicts, &c->partial, arena, c->repairs,
                             c->n_repairs, job.n, ENT_CONFLICT_SETS));
    *out = c;
    return ENT_OK;
}
