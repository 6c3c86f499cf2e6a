/* Least core, prenucleolus and nucleolus, level by level.
 *
 * Each level makes the greatest excess of the coalitions not settled yet least: an exact linear program
 * (worth_simplex.h) over the coalitions met so far; a pass over all of them (worth_scan.h) finds violated
 * ones until there are none. Coalitions with a positive weight in the end have that excess in every
 * optimal payoff, so they are settled; players whose bound has a positive weight are settled at what they
 * are worth alone. When the settled ones have full rank the payoff is unique.
 *
 * Kopelowitz 1967; Maschler, Peleg and Shapley 1979; as in Benedek, Fliege and Nguyen 2021
 * (Mathematical Programming 190), but by columns.
 */
#include "ask/worth_scan.h"

#define POOL_MOST 4096u

typedef struct levels {
    ent_arena *arena;
    const ent_tu *game;
    const ent_run *run;
    bool imputations;
    uint64_t all;
    double most; /* size of worths */
    ent_lp lp;
    size_t n_fixed; /* settled, independent of each other; the first is everybody */
    ent_lp_column fixed[ENT_TU_MOST + 1];
    size_t n_pool;
    uint64_t pool[POOL_MOST];
    ent_worth_levels *out;
    size_t cap;
} levels;

static ent_i128 worth_of(const levels *l, uint64_t coalition) {
    return l->game->worth[coalition] * l->lp.common;
}

static ent_lp_column coalition_column(const levels *l, uint64_t coalition) {
    return (ent_lp_column){ENT_LP_COALITION, coalition, worth_of(l, coalition)};
}

static bool full(const ent_lp *lp) {
    for (size_t i = 0; i < lp->m; i++)
        if (lp->basis[i].kind == ENT_LP_NONE)
            return false;
    return true;
}

/* A basis to begin with: the settled coalitions, one that is not and its complement with half the
 * weight each (per capita: weight 1/n each), and for the rest, at weight 0, those of the last level and single players. */
static void begin(levels *l) {
    ent_lp before = l->lp;
    ent_lp_clear(&l->lp, l->game->n);
    for (size_t i = 0; i < l->n_fixed; i++)
        (void)ent_lp_place(&l->lp, l->fixed[i]);
    size_t one = 0;
    while (ent_lp_settled(&l->lp, UINT64_C(1) << one))
        one++;
    (void)ent_lp_place(&l->lp, coalition_column(l, UINT64_C(1) << one));
    (void)ent_lp_place(&l->lp, coalition_column(l, l->all ^ UINT64_C(1) << one));
    for (size_t i = 0; i < before.m && !full(&l->lp); i++)
        if (before.basis[i].kind == ENT_LP_COALITION && before.basis[i].members != l->all)
            (void)ent_lp_place(&l->lp, coalition_column(l, before.basis[i].members));
    for (size_t i = 0; i < l->game->n && !full(&l->lp); i++)
        (void)ent_lp_place(&l->lp, coalition_column(l, UINT64_C(1) << i));
    ent_lp_begin(&l->lp);
}

/* The most violated of the coalitions met so far, and of the bounds of single players. */
static bool find_violated(const levels *l, ent_lp_column *out) {
    ent_i128 most = 0;
    for (size_t i = 0; l->imputations && i < l->game->n; i++) {
        uint64_t single = UINT64_C(1) << i;
        ent_i128 v = ent_lp_violation(&l->lp, ENT_LP_SINGLE, single, worth_of(l, single));
        if (v > most) {
            most = v;
            *out = (ent_lp_column){ENT_LP_SINGLE, single, worth_of(l, single)};
        }
    }
    for (size_t i = 0; i < l->n_pool; i++) {
        ent_i128 v =
            ent_lp_violation(&l->lp, ENT_LP_COALITION, l->pool[i], worth_of(l, l->pool[i]));
        if (v > most && !ent_lp_settled(&l->lp, l->pool[i])) {
            most = v;
            *out = coalition_column(l, l->pool[i]);
        }
    }
    return most > 0;
}

static ent_status solve(levels *l) {
    for (;;) {
        ent_lp_column column;
        ent_lp_price(&l->lp);
        if (l->lp.over)
            return ENT_LIMIT;
        if (find_violated(l, &column)) {
            if (!ent_lp_enter(&l->lp, column) || l->lp.over)
                return ENT_LIMIT;
            l->out->pivots++;
            continue;
        }
        ent_worth_scan found;
        ENT_TRY(ent_worth_scan_all(&found, l->game, l->most, &l->lp, l->run));
        l->out->scans++;
        if (found.n == 0)
            return ENT_OK;
        if (l->n_pool + found.n > POOL_MOST)
            l->n_pool = 0;
        for (size_t i = 0; i < found.n; i++)
            l->pool[l->n_pool++] = found.coalition[i];
    }
}

static ent_number reduced(ent_i128 num, ent_i128 den) {
    ent_i128 common = ent_gcd(num, den);
    return (ent_number){num / common, den / common};
}

/* price / (det * common * unit), or the same without the unit. */
static ent_number price_number(const levels *l, size_t j, bool in_unit) {
    ent_number price = reduced(l->lp.price[j], l->lp.common * l->lp.det);
    ent_i128 common = in_unit ? ent_gcd(price.num, l->game->unit) : 1;
    if (!in_unit)
        return price;
    return (ent_number){price.num / common, price.den * (l->game->unit / common)};
}

static ent_status keep_level(levels *l) {
    ent_worth_levels *out = l->out;
    ent_worth_level *level = ent_arena_grow(l->arena, out->level, out->n, &l->cap, sizeof *level);
    if (!level)
        return ENT_NOMEM;
    out->level = level;
    level = &level[out->n++];
    *level = (ent_worth_level){.excess = price_number(l, l->game->n, true),
                               .weights = ENT_NEW(l->arena, ent_worth_weight, l->lp.m)};
    if (!level->weights)
        return ENT_NOMEM;
    for (size_t i = 0; i < l->lp.m; i++) {
        const ent_lp_column *column = &l->lp.basis[i];
        int64_t weight = ent_lp_weight(&l->lp, i);
        if (weight)
            level->weights[level->n++] =
                (ent_worth_weight){.coalition = column->members,
                                   .weight = reduced(weight, l->lp.det),
                                   .fixed = column->kind == ENT_LP_FIXED,
                                   .single = column->kind == ENT_LP_SINGLE};
    }
    return ENT_OK;
}

/* Costs over a common denominator that the excess of this level fits too. */
static bool widen(levels *l, ent_i128 den) {
    ent_i128 more = den / ent_gcd(den, l->lp.common);
    if (more > (ent_i128)1 << 40 || l->lp.common > (ent_i128)1 << 60)
        return false;
    for (size_t i = 0; i < l->n_fixed; i++) {
        ent_i128 size = l->fixed[i].cost < 0 ? -l->fixed[i].cost : l->fixed[i].cost;
        if (size >> 80)
            return false;
        l->fixed[i].cost *= more;
    }
    l->lp.common *= more;
    return true;
}

static ent_status settle(levels *l) {
    const ent_lp done = l->lp;
    ent_number excess = price_number(l, l->game->n, false); /* without the unit */
    if (!widen(l, excess.den))
        return ENT_LIMIT;
    /* Which are independent shows when they are placed. */
    ent_lp probe = l->lp;
    ent_lp_clear(&probe, l->game->n);
    for (size_t i = 0; i < l->n_fixed; i++)
        (void)ent_lp_place(&probe, l->fixed[i]);
    for (size_t i = 0; i < done.m; i++) {
        ent_lp_column column = done.basis[i];
        bool single = column.kind == ENT_LP_SINGLE;
        if (column.kind == ENT_LP_FIXED || ent_lp_weight(&done, i) <= 0)
            continue;
        column.kind = ENT_LP_FIXED;
        const int64_t times = single             ? 0
                              : l->lp.per_capita ? __builtin_popcountll(column.members)
                                                 : 1;
        column.cost =
            worth_of(l, column.members) - times * excess.num * (l->lp.common / excess.den);
        if (l->n_fixed <= l->game->n && ent_lp_place(&probe, column))
            l->fixed[l->n_fixed++] = column;
    }
    return ENT_OK;
}

static ent_status pay(levels *l) {
    l->out->payoff = ENT_NEW(l->arena, ent_number, l->game->n);
    if (!l->out->payoff)
        return ENT_NOMEM;
    for (size_t i = 0; i < l->game->n; i++)
        l->out->payoff[i] = price_number(l, i, true);
    return ENT_OK;
}

/* ---- prices ---- */

/* What all cost when the balanced collection of the program's weights is to be worth no more than that:
 * `total` and what is missing of it, over the collection's own size. */
static bool raise_total(ent_number *total, const levels *l) {
    const ent_lp *lp = &l->lp;
    ent_i128 cover = 0, num;
    for (size_t i = 0; i < lp->m; i++)
        if (lp->basis[i].kind == ENT_LP_FIXED)
            cover = -ent_lp_weight(lp, i);
    if (cover <= 0 || cover >> 60 || total->den >> 60 ||
        __builtin_mul_overflow(total->num, cover, &num) ||
        __builtin_add_overflow(num, lp->price[l->game->n], &num))
        return false;
    *total = reduced(num, total->den * cover);
    return true;
}

/* Newton's steps from the worth of a division upwards: at each total the least core of the game in
 * which all are worth that; when some excess is left, the collection that proves it says what they must
 * cost at least. Ends when no excess is left, where it is the least total for which that is so. */
static ent_status find_prices(levels *l, ent_number *total) {
    for (;;) {
        l->lp.common = total->den;
        l->fixed[0] = (ent_lp_column){ENT_LP_FIXED, l->all, total->num};
        begin(l);
        ENT_TRY(solve(l));
        if (l->lp.price[l->game->n] <= 0)
            return pay(l);
        if (!raise_total(total, l))
            return ENT_LIMIT;
    }
}

static ent_status alone(levels *l) {
    l->out->payoff = ENT_NEW(l->arena, ent_number, 1);
    if (!l->out->payoff)
        return ENT_NOMEM;
    l->out->payoff[0] = ent_tu_number(l->game, l->game->worth[1]);
    return ENT_OK;
}

static ent_status run_levels(levels *l, bool first) {
    const size_t n = l->game->n;
    if (n == 1)
        return alone(l);
    while (l->n_fixed < n) {
        begin(l);
        ENT_TRY(solve(l));
        ENT_TRY(keep_level(l));
        ENT_TRY(pay(l));
        if (first)
            return ENT_OK;
        ENT_TRY(settle(l));
    }
    return ENT_OK;
}

/* Everybody settled, single players met. */
static levels *new_levels(ent_worth_levels *out, ent_arena *arena, const ent_tu *game,
                          const ent_run *run) {
    levels *l = ENT_NEW(arena, levels, 1);
    *out = (ent_worth_levels){0};
    if (!l)
        return NULL;
    *l = (levels){.arena = arena,
                  .game = game,
                  .run = run,
                  .all = (UINT64_C(1) << game->n) - 1,
                  .lp = {.common = 1},
                  .n_fixed = 1,
                  .out = out};
    l->fixed[0] = (ent_lp_column){ENT_LP_FIXED, l->all, game->worth[l->all]};
    for (size_t i = 0; i < game->n; i++)
        l->pool[l->n_pool++] = UINT64_C(1) << i;
    for (uint64_t s = 1; s <= l->all; s++) {
        double size = (double)(game->worth[s] < 0 ? -game->worth[s] : game->worth[s]);
        l->most = size > l->most ? size : l->most;
    }
    return l;
}

ent_status ent_ask_worth_levels(ent_worth_levels *out, ent_arena *arena, const ent_tu *game,
                                ent_levels_kind kind, const ent_run *run) {
    levels *l = new_levels(out, arena, game, run);
    if (!l)
        return ENT_NOMEM;
    l->imputations = kind >= ENT_LEVELS_IMPUTATIONS;
    l->lp.per_capita = kind == ENT_LEVELS_PER_CAPITA;
    return run_levels(l, kind == ENT_LEVELS_FIRST);
}

ent_status ent_ask_worth_prices(ent_worth_prices *out, ent_arena *arena, const ent_tu *game,
                                const ent_worth_structure *best, const ent_run *run) {
    ent_worth_levels found;
    ent_number total = {best->worth, 1};
    levels *l = new_levels(&found, arena, game, run);
    *out = (ent_worth_prices){0};
    if (!l)
        return ENT_NOMEM;
    ENT_TRY(game->n == 1 ? alone(l) : find_prices(l, &total));
    out->price = found.payoff;
    ent_i128 common = ent_gcd(total.num, game->unit);
    out->total = (ent_number){total.num / common, total.den * (game->unit / common)};
    return ent_ask_worth_rivals(&out->rivals, arena, game, out, best->worth);
}
