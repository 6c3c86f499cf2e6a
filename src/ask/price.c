/* Prices of consent and of terms in one scan. See price.h. */
#include "ask/price.h"

#include "game/state.h"

/* Sums over several members stay below this in absolute value, as each member's own do. */
#define SUM_LIMIT ((ent_i128)1 << 120)

/* The others of a member: their acceptance and the sum of their utilities over `denominator`. */
typedef struct others {
    bool fits;
    ent_i128 denominator;
    uint32_t sum;
    ent_signal_id accept;
} others;

typedef struct tally {
    ent_prices prices;
    uint64_t *acceptable;     /* per member */
    ent_best *without, *with; /* per member: greatest sums of the others */
} tally;

typedef struct price_job {
    const ent_bargain *bargain; /* over the same dimensions, with the signals below in its plan */
    others *others;             /* per member */
    tally *of_worker;
} price_job;

/* ---- the plan ---- */

/* The least common denominator of all members but one; false when it does not fit. */
static bool common_denominator(others *o, const ent_bargain *b, size_t but) {
    o->denominator = 1;
    for (size_t m = 0; m < b->n_members; m++) {
        ent_i128 den = b->game->aims[b->members[m]].denominator;
        if (m != but && (__builtin_mul_overflow(o->denominator, den / ent_gcd(o->denominator, den),
                                                &o->denominator) ||
                         o->denominator >= SUM_LIMIT))
            return false;
    }
    return true;
}

/* Adds the utility of an actor times `scale`; *room is what absolute values may still add up to. */
static ent_status add_scaled(bool *fits, ent_plan *plan, uint32_t sum, uint32_t actor,
                             ent_i128 scale, ent_i128 *room) {
    const ent_aim *aim = &plan->game->aims[actor];
    for (size_t t = 0; t < aim->n_terms && *fits; t++) {
        const ent_term *term = &aim->terms[t];
        ent_i128 *amount = ENT_NEW(plan->arena, ent_i128, term->n), most = 0;
        ent_signal_id holds;
        if (!amount)
            return ENT_NOMEM;
        for (size_t o = 0; o < term->n && *fits; o++) {
            *fits = !__builtin_mul_overflow(term->amount[o], scale, &amount[o]);
            ent_i128 size = amount[o] < 0 ? -amount[o] : amount[o];
            most = size > most ? size : most;
        }
        *fits = *fits && most < *room;
        if (!*fits)
            return ENT_OK;
        *room -= most;
        if (!term->condition) {
            ENT_TRY(ent_plan_sum_issue(plan, sum, term->issue, amount));
            continue;
        }
        ENT_TRY(ent_plan_expr(&holds, plan, term->condition));
        ENT_TRY(ent_plan_sum_add(plan, sum, holds, amount[0]));
    }
    return ENT_OK;
}

static ent_status sum_others(others *o, const ent_bargain *b, size_t but) {
    ent_i128 room = SUM_LIMIT;
    o->fits = common_denominator(o, b, but);
    if (!o->fits)
        return ENT_OK;
    ENT_TRY(ent_plan_sum(&o->sum, b->plan));
    for (size_t m = 0; m < b->n_members; m++) {
        ent_i128 den = b->game->aims[b->members[m]].denominator;
        if (m != but)
            ENT_TRY(
                add_scaled(&o->fits, b->plan, o->sum, b->members[m], o->denominator / den, &room));
    }
    return ENT_OK;
}

static ent_status accept_others(ent_signal_id *out, const ent_bargain *b, size_t but) {
    ent_signal_id off;
    ENT_TRY(ent_plan_and(out, b->plan, b->package, b->wanted));
    ENT_TRY(ent_plan_and(out, b->plan, *out, b->somebody_gains));
    for (size_t r = 0; r < b->n_red_lines; r++) {
        if (b->red_line_of[r] == but)
            continue;
        ENT_TRY(ent_plan_not(&off, b->plan, b->red_line[r]));
        ENT_TRY(ent_plan_and(out, b->plan, *out, off));
    }
    for (size_t m = 0; m < b->n_members; m++)
        if (m != but)
            ENT_TRY(ent_plan_and(out, b->plan, *out, b->consent[m]));
    return ENT_OK;
}

/* The same bargain once more, because a finished plan takes no further signals. */
static ent_status price_bargain(price_job *job, ent_arena *arena, const ent_bargain *given) {
    ent_bargain *b;
    const ent_plan *plan = given->plan;
    ENT_TRY(ent_bargain_over(&b, arena, given->game, given->what, plan->dims, plan->n_dims));
    job->bargain = b;
    job->others = ENT_NEW(arena, others, b->n_members + 1);
    if (!job->others)
        return ENT_NOMEM;
    for (size_t m = 0; m < b->n_members && b->n_members > 1; m++) {
        ENT_TRY(accept_others(&job->others[m].accept, b, m));
        ENT_TRY(sum_others(&job->others[m], b, m));
    }
    return ent_plan_finish(b->plan);
}

/* ---- the scan ---- */

static void raise(ent_best *best, ent_i128 value) {
    if (!best->found || value > best->value)
        *best = (ent_best){true, value};
}

/* Each member's best deal, over all deals and over those with each digit. What a digit's deals can
 * give is at most the block's best, so most blocks end at the comparison with it. */
static void price_terms(const price_job *job, ent_block *block, tally *t, const uint64_t *deals) {
    const ent_bargain *b = job->bargain;
    const ent_plan *plan = b->plan;
    uint64_t with[ENT_BLOCK_WORDS];
    for (size_t m = 0; m < b->n_members; m++) {
        ent_i128 most = ent_block_max(block, b->utility[m], deals);
        raise(&t->prices.best[m], most);
        for (uint32_t d = 0; d < plan->n_dims; d++) {
            const ent_dim *dim = &plan->dims[d];
            ent_best *best = t->prices.best_with[d] + m;
            if (!dim->low)
                raise(&best[ent_block_high_digit(block, d) * b->n_members], most);
            for (uint32_t k = 0; dim->low && k < dim->n; k++) {
                ent_best *own = &best[k * b->n_members];
                const uint64_t *bits = dim->low_bits + k * plan->words;
                uint64_t some = 0;
                if (own->found && own->value >= most)
                    continue;
                for (size_t w = 0; w < plan->words; w++)
                    some |= with[w] = deals[w] & bits[w];
                if (some)
                    raise(own, ent_block_max(block, b->utility[m], with));
            }
        }
    }
}

static ent_status price_block(void *user, ent_block *block, unsigned worker) {
    const price_job *job = user;
    const ent_bargain *b = job->bargain;
    tally *t = &job->of_worker[worker];
    bool deals = ent_block_eval(block, b->deal) != ENT_BITS_NONE;
    for (size_t m = 0; m < b->n_members && b->n_members > 1; m++) {
        const others *o = &job->others[m];
        uint64_t n = ent_block_count(block, o->accept);
        t->acceptable[m] += n;
        if (n && o->fits)
            raise(&t->without[m], ent_block_max(block, o->sum, ent_block_bits(block, o->accept)));
        if (deals && o->fits)
            raise(&t->with[m], ent_block_max(block, o->sum, ent_block_bits(block, b->deal)));
    }
    if (deals)
        price_terms(job, block, t, ent_block_bits(block, b->deal));
    return ENT_OK;
}

static ent_status tally_new(tally *t, ent_arena *arena, const ent_bargain *b) {
    ent_prices *p = &t->prices;
    p->best = ENT_NEW(arena, ent_best, b->n_members + 1);
    p->best_with = ENT_NEW(arena, ent_best *, b->plan->n_dims + 1);
    t->acceptable = ENT_NEW(arena, uint64_t, b->n_members + 1);
    t->without = ENT_NEW(arena, ent_best, b->n_members + 1);
    t->with = ENT_NEW(arena, ent_best, b->n_members + 1);
    if (!p->best || !p->best_with || !t->acceptable || !t->without || !t->with)
        return ENT_NOMEM;
    for (size_t d = 0; d < b->plan->n_dims; d++)
        if (!(p->best_with[d] = ENT_NEW(arena, ent_best, b->plan->dims[d].n * b->n_members)))
            return ENT_NOMEM;
    return ENT_OK;
}

static void merge(ent_best *to, const ent_best *from) {
    if (from->found)
        raise(to, from->value);
}

static void tally_add(tally *to, const tally *from, const ent_bargain *b) {
    for (size_t m = 0; m < b->n_members; m++) {
        to->acceptable[m] += from->acceptable[m];
        merge(&to->without[m], &from->without[m]);
        merge(&to->with[m], &from->with[m]);
        merge(&to->prices.best[m], &from->prices.best[m]);
    }
    for (size_t d = 0; d < b->plan->n_dims; d++)
        for (size_t i = 0; i < b->plan->dims[d].n * b->n_members; i++)
            merge(&to->prices.best_with[d][i], &from->prices.best_with[d][i]);
}

/* ---- the whole ---- */

static ent_number over(ent_i128 num, ent_i128 den) {
    ent_i128 g = ent_gcd(num, den);
    return (ent_number){num / g, den / g};
}

static void price_of_consent(ent_consent *c, const others *o, const tally *t, size_t m) {
    *c = (ent_consent){.acceptable = t->acceptable[m],
                       .fits = o->fits,
                       .found_without = t->without[m].found,
                       .found_with = t->with[m].found,
                       .best_without = ENT_ZERO,
                       .best_with = ENT_ZERO,
                       .price = ENT_ZERO};
    if (c->found_without)
        c->best_without = over(t->without[m].value, o->denominator);
    if (c->found_with) {
        c->best_with = over(t->with[m].value, o->denominator);
        c->price = over(t->without[m].value - t->with[m].value, o->denominator);
    }
}

ent_status ent_ask_prices(ent_prices **out, ent_arena *arena, const ent_bargain *given,
                          const ent_run *run) {
    unsigned threads = run->threads ? run->threads : 1;
    ent_prices *prices = ENT_NEW(arena, ent_prices, 1);
    price_job job = {.of_worker = ENT_NEW(arena, tally, threads)};
    tally total = {0};
    if (!prices || !job.of_worker)
        return ENT_NOMEM;
    ENT_TRY(price_bargain(&job, arena, given));
    for (unsigned w = 0; w < threads; w++)
        ENT_TRY(tally_new(&job.of_worker[w], arena, job.bargain));
    ENT_TRY(tally_new(&total, arena, job.bargain));
    ent_run own = *run;
    own.what = "finding prices";
    ent_status status = ent_scan(job.bargain->plan, &own, price_block, &job, NULL);
    if (status != ENT_OK && status != ENT_CANCELLED)
        return status;
    for (unsigned w = 0; w < threads; w++)
        tally_add(&total, &job.of_worker[w], job.bargain);
    *prices = total.prices;
    prices->consent = ENT_NEW(arena, ent_consent, given->n_members + 1);
    if (!prices->consent)
        return ENT_NOMEM;
    for (size_t m = 0; m < given->n_members && given->n_members > 1; m++)
        price_of_consent(&prices->consent[m], &job.others[m], &total, m);
    *out = prices;
    return status;
}
