/* Power indices from counts: see power.h. */
#include "ask/power.h"

#include "ask/power_parts.h"

static ent_wide wide(ent_u128 value) {
    ent_wide out;
    ent_wide_set(&out, value);
    return out;
}

static ent_wide power_of_two(uint32_t exponent) {
    ent_wide out = wide(1);
    ent_wide_shift_up(&out, exponent);
    return out;
}

/* num / den in lowest terms; 0 where there is nothing to share. */
static void share(ent_ratio *out, const ent_wide *num, const ent_wide *den) {
    *out = (ent_ratio){*num, den->n ? *den : wide(1)};
    ent_ratio_reduce(out);
}

void ent_power_from_swings(ent_power *power) {
    const ent_wide all = power_of_two((uint32_t)power->n);
    const ent_wide half = power_of_two((uint32_t)power->n - 1);
    ent_wide losing = all;
    ent_wide_sub(&losing, &power->winning);
    power->total = wide(0);
    for (size_t i = 0; i < power->n; i++)
        ent_wide_add(&power->total, &power->voter[i].swings);
    share(&power->acts, &power->winning, &all);
    for (size_t i = 0; i < power->n; i++) {
        ent_power_voter *v = &power->voter[i];
        share(&v->banzhaf, &v->swings, &power->total);
        share(&v->absolute, &v->swings, &half);
        share(&v->prevent, &v->swings, &power->winning);
        share(&v->initiate, &v->swings, &losing);
        v->dummy = v->swings.n == 0;
        v->veto = v->swings.n && ent_wide_cmp(&v->swings, &power->winning) == 0;
        v->dictator = v->veto && ent_wide_cmp(&v->swings, &half) == 0;
    }
}

void ent_power_shapley(ent_ratio *out, const ent_wide *count, size_t n, const ent_wide *factorial) {
    out->num = wide(0);
    out->den = factorial[n];
    for (size_t size = 1; size <= n; size++) {
        if (!count[size].n)
            continue;
        ent_wide part = count[size];
        ent_wide_times(&part, &factorial[size - 1]);
        ent_wide_times(&part, &factorial[n - size]);
        ent_wide_add(&out->num, &part);
    }
    ent_ratio_reduce(out);
}

/* 1..n have this least common multiple. */
static ent_wide common_multiple(size_t n) {
    ent_wide out = wide(1);
    for (uint64_t p = 2; p <= n; p++) {
        bool prime = true;
        for (uint64_t d = 2; d * d <= p; d++)
            prime = prime && p % d != 0;
        for (uint64_t power = p; prime && power <= n; power *= p)
            ent_wide_mul(&out, p);
    }
    return out;
}

/* sum of count[k] / k over k = 1..n, over `of`. */
static void shared_out(ent_ratio *out, const ent_wide *count, size_t n, const ent_wide *of,
                       const ent_wide *common) {
    ent_wide num = wide(0), den = *of;
    for (size_t k = 1; k <= n; k++) {
        if (!count[k].n)
            continue;
        ent_wide part = *common;
        ent_wide_divide(&part, k);
        ent_wide_times(&part, &count[k]);
        ent_wide_add(&num, &part);
    }
    ent_wide_times(&den, common);
    share(out, &num, &den);
}

void ent_power_from_minimal(ent_power *power, const ent_wide *count, const ent_wide *all) {
    const size_t n = power->n;
    const ent_wide common = common_multiple(n);
    ent_wide memberships = wide(0);
    power->minimal = wide(0);
    for (size_t s = 0; s <= n; s++) {
        ent_wide members = all[s];
        ent_wide_add(&power->minimal, &all[s]);
        ent_wide_mul(&members, s);
        ent_wide_add(&memberships, &members);
    }
    for (size_t i = 0; i < n; i++) {
        const ent_wide *mine = count + i * (n + 1);
        ent_wide sum = wide(0);
        for (size_t s = 0; s <= n; s++)
            ent_wide_add(&sum, &mine[s]);
        share(&power->voter[i].holler, &sum, &memberships);
        shared_out(&power->voter[i].deegan_packel, mine, n, &power->minimal, &common);
    }
    power->minimal_known = power->minimal_exact = true;
}

void ent_power_settled(ent_power *power, bool all_win) {
    power->winning = wide(all_win);
    ent_wide_shift_up(&power->winning, (uint32_t)power->n);
    power->minimal = wide(all_win); /* nobody at all */
    for (size_t i = 0; i < power->n; i++) {
        ent_power_voter *v = &power->voter[i];
        ent_ratio *const none[] = {&v->shapley, &v->deegan_packel, &v->holler, &v->johnston};
        for (size_t k = 0; k < ENT_COUNT(none); k++)
            *none[k] = (ent_ratio){wide(0), wide(1)};
    }
    power->shapley_known = power->shapley_exact = true;
    power->minimal_known = power->minimal_exact = true;
    power->johnston_known = power->johnston_exact = true;
    ent_power_from_swings(power);
}

static ent_status new_power(ent_power **out, ent_arena *arena, size_t n) {
    *out = ENT_NEW(arena, ent_power, 1);
    if (!*out)
        return ENT_NOMEM;
    **out = (ent_power){.n = n, .voter = ENT_NEW(arena, ent_power_voter, n)};
    return (*out)->voter ? ENT_OK : ENT_NOMEM;
}

static ent_status minimal_and_shared(ent_power *power, ent_arena *arena,
                                     const ent_power_counts *c) {
    const size_t n = power->n;
    const ent_wide common = common_multiple(n), vulnerable = wide(c->vulnerable);
    ent_wide *count = ENT_NEW(arena, ent_wide, n * (n + 1)), *row = ENT_NEW(arena, ent_wide, n + 1);
    if (!count || !row)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++) {
        for (size_t s = 0; s <= n; s++) {
            count[i * (n + 1) + s] = wide(c->minimal[i][s]);
            row[s] = wide(c->shared[i][s]);
        }
        shared_out(&power->voter[i].johnston, row, n, &vulnerable, &common);
    }
    for (size_t s = 0; s <= n; s++)
        row[s] = wide(c->minimal_of_size[s]);
    ent_power_from_minimal(power, count, row);
    power->johnston_known = power->johnston_exact = true;
    return ENT_OK;
}

static ent_status factorials(ent_wide **out, ent_arena *arena, size_t n) {
    *out = ENT_NEW(arena, ent_wide, n + 1);
    if (!*out)
        return ENT_NOMEM;
    (*out)[0] = wide(1);
    for (size_t k = 1; k <= n; k++) {
        (*out)[k] = (*out)[k - 1];
        ent_wide_mul(&(*out)[k], k);
    }
    return ENT_OK;
}

/* All indices of a table. */
static ent_status from_table(ent_power *power, ent_arena *arena, const uint64_t *table, size_t list,
                             const ent_run *run) {
    const size_t n = power->n;
    ent_power_counts *c = ENT_NEW(arena, ent_power_counts, 1);
    ent_wide *factorial, by_size[ENT_POWER_TABLE + 1];
    if (!c)
        return ENT_NOMEM;
    ENT_TRY(factorials(&factorial, arena, n));
    power->engine = "table";
    ENT_TRY(ent_power_count(c, table, n, run));
    power->winning = wide(c->winning);
    for (size_t i = 0; i < n; i++) {
        ent_power_voter *v = &power->voter[i];
        uint64_t swings = 0;
        for (size_t s = 0; s <= n; s++) {
            by_size[s] = wide(c->swings[i][s]);
            swings += c->swings[i][s];
        }
        v->swings = wide(swings);
        ent_power_shapley(&v->shapley, by_size, n, factorial);
        v->shapley_near = ent_ratio_double(&v->shapley);
    }
    power->shapley_known = power->shapley_exact = true;
    ent_power_from_swings(power);
    ENT_TRY(minimal_and_shared(power, arena, c));
    return ent_power_list(power, arena, table, c, list);
}

#define FEW_STATES ((size_t)1 << 20) /* beyond, halves are faster where they serve */

static ent_status many_voters(ent_power *power, ent_arena *arena, const ent_simple *game,
                              const ent_run *run, ent_diags *diags) {
    ent_wide *factorial = NULL;
    ent_status status = ENT_LIMIT;
    if (game->n <= ENT_POWER_EXACT)
        ENT_TRY(factorials(&factorial, arena, game->n));
    if (game->rule->op == ENT_FORMULA_CLAUSE)
        status = ent_power_sums(power, arena, &game->clauses[game->rule->clause], game->n,
                                factorial, run);
    /* Several parts, or too many sums: what still differs may be little. */
    const bool halves = status == ENT_LIMIT && ent_power_halves_fit(game);
    if (status == ENT_LIMIT)
        status = ent_power_layers(power, game, halves ? FEW_STATES : SIZE_MAX, run);
    if (status == ENT_LIMIT && halves)
        status = ent_power_halves(power, game, factorial, run);
    if (status != ENT_LIMIT)
        return status;
    ent_diag(diags, ENT_E0551, (ent_span){0}, "", "use rounder weights, or a simpler rule",
             "the %zu voters' weights have too many different sums to be counted", game->n);
    return diags->failed ? ENT_NOMEM : ENT_LIMIT;
}

ent_status ent_ask_power(ent_power **out, ent_arena *arena, const ent_simple *game, size_t list,
                         const ent_run *run, ent_diags *diags) {
    ent_power *power;
    uint64_t *table;
    *out = NULL;
    ENT_TRY(new_power(&power, arena, game->n));
    if (game->n > ENT_POWER_TABLE) {
        ENT_TRY(many_voters(power, arena, game, run, diags));
    } else {
        ENT_TRY(ent_power_table(&table, arena, game, run));
        ENT_TRY(from_table(power, arena, table, list, run));
    }
    *out = power;
    return ENT_OK;
}

/* ---- families given by a function ---- */

static bool has(const uint64_t *table, uint64_t coalition) {
    return table[coalition / 64] >> coalition % 64 & 1;
}

/* Whether the coalition without one of its members is in the family already. */
static bool settled(const uint64_t *table, uint64_t coalition) {
    for (uint64_t rest = coalition; rest; rest &= rest - 1)
        if (has(table, coalition & ~(rest & -rest)))
            return true;
    return false;
}

ent_status ent_ask_power_of(ent_power **out, ent_arena *arena, size_t n, ent_family_fn holds,
                            void *user, size_t list, const ent_run *run) {
    ent_power *power;
    *out = NULL;
    ENT_TRY(new_power(&power, arena, n));
    uint64_t *table = ENT_NEW(arena, uint64_t, ((size_t)1 << n) / 64 + 1);
    if (!table)
        return ENT_NOMEM;
    for (uint64_t c = 0; c < UINT64_C(1) << n; c++) {
        if (c % 4096 == 0 && run->stop && *run->stop)
            return ENT_CANCELLED;
        if (settled(table, c) || holds(user, c))
            table[c / 64] |= UINT64_C(1) << c % 64;
    }
    ENT_TRY(from_table(power, arena, table, list, run));
    *out = power;
    return ENT_OK;
}
