/* How long the best division into coalitions and the nucleolus take.
 *
 * Best division: 20 and 24 players (and 16 beside a plain reference: every coalition split in every way,
 * the same worth required) under the distributions that are usual for this question (Rahwan et al. 2009,
 * doi:10.1613/jair.2695; Larson and Sandholm 2000; beta and agent-based as in Michalak et al. 2016).
 * Nucleolus: 20 and 28 players, random superadditive-like worths and a weighted majority, beside a
 * plain pass over all excesses; each answer is checked by the pass of worth_check.c at 20 players.
 *
 *     bench_worth [SECONDS]       28 players are left out below 1 second
 */
#include "ask/worth.h"
#include "bench.h"

#define ONE 1048576.0 /* 2^20 */

static double uniform(uint64_t stream, uint64_t draw) {
    return ent_random(7, stream, draw);
}

static double root(double x) {
    double r = x > 1 ? x : 1;
    for (int i = 0; i < 40; i++)
        r = (r + x / r) / 2;
    return r;
}

/* Close enough to normal: the sum of twelve. */
static double normal(uint64_t stream, uint64_t draw) {
    double sum = -6;
    for (uint64_t k = 0; k < 12; k++)
        sum += uniform(stream, 12 * draw + k);
    return sum;
}

typedef double (*distribution)(uint64_t coalition, double size);

static double by_uniform(uint64_t c, double size) {
    return size * uniform(1, c);
}

static double by_normal(uint64_t c, double size) {
    return size * (1 + 0.1 * normal(2, c));
}

static double by_ndcs(uint64_t c, double size) {
    return size + root(size) * normal(3, c);
}

/* Beta(1/2, 1/2) by rejection: (cos of an angle) squared. */
static double by_beta(uint64_t c, double size) {
    for (uint64_t k = 0;; k++) {
        double x = uniform(4, 64 * c + 2 * k), y = uniform(4, 64 * c + 2 * k + 1);
        double r = x * x + y * y;
        if (r <= 1 && r > 0)
            return size * x * x / r;
    }
}

static double by_agents(uint64_t c, double size) {
    double sum = 0;
    (void)size;
    for (uint64_t rest = c, k = 0; rest; rest &= rest - 1, k++)
        sum += uniform(5, 32 * c + k) * 2 * 10 * uniform(6, (uint64_t)__builtin_ctzll(rest));
    return sum;
}

static double by_growth(uint64_t c, double size) {
    return size * size * (1 + 0.3 * uniform(8, c));
}

static double by_majority(uint64_t c, double size) {
    uint64_t sum = 0, all = 0;
    (void)size;
    for (uint64_t i = 0; i < ENT_TU_MOST; i++) {
        uint64_t w = 10 + (uint64_t)(90 * uniform(9, i));
        sum += c >> i & 1 ? w : 0;
        all += i < 20 ? w : 0;
    }
    return 2 * sum > all;
}

static int64_t *worths(size_t n, distribution of) {
    int64_t *v = malloc(sizeof *v << n);
    if (!v)
        die("out of memory");
    v[0] = 0;
    for (uint64_t c = 1; c < UINT64_C(1) << n; c++)
        v[c] = (int64_t)(ONE * of(c, (double)__builtin_popcountll(c)));
    return v;
}

/* Every coalition split in every way. */
static int64_t plain_division(const int64_t *v, size_t n) {
    int64_t *f = malloc(sizeof *f << n), best;
    if (!f)
        die("out of memory");
    f[0] = 0;
    for (uint64_t s = 1; s < UINT64_C(1) << n; s++) {
        best = v[s];
        for (uint64_t part = (s - 1) & s; part > (s ^ part); part = (part - 1) & s)
            best = f[part] + f[s ^ part] > best ? f[part] + f[s ^ part] : best;
        f[s] = best;
    }
    best = f[(UINT64_C(1) << n) - 1];
    free(f);
    return best;
}

static void division(const char *name, distribution of, size_t n, const ent_run *run) {
    int64_t *v = worths(n, of);
    const ent_tu game = {.n = n, .worth = v, .unit = 1};
    ent_worth_structure found;
    double start = now(), took, plain = 0, work = worked();
    if (ent_ask_worth_structure(&found, &game, run) != ENT_OK)
        die("no division");
    took = now() - start;
    work = worked() - work;
    printf("%-8s %2zu players  %8.4f s (%8.4f s of processor)  %7llu of %llu useful", name, n, took,
           work, (unsigned long long)found.useful, (unsigned long long)1 << (n - 1));
    if (n <= 16) {
        start = now();
        if (plain_division(v, n) != (int64_t)found.worth)
            die("the divisions differ");
        plain = now() - start;
        printf("  plain %8.4f s: %.0fx", plain, plain / took);
    }
    printf("\n");
    fflush(stdout);
    free(v);
}

/* A pass from the definition: the greatest excess. */
static double plain_pass(const int64_t *v, size_t n) {
    double pay[ENT_TU_MOST], start = now(), most = -1e300;
    for (size_t i = 0; i < n; i++)
        pay[i] = (double)v[(UINT64_C(1) << n) - 1] / (double)n;
    for (uint64_t c = 1; c < (UINT64_C(1) << n) - 1; c++) {
        double excess = (double)v[c];
        for (uint64_t rest = c; rest; rest &= rest - 1)
            excess -= pay[__builtin_ctzll(rest)];
        most = excess > most ? excess : most;
    }
    start = now() - start;
    return most > -1e300 ? start : 0;
}

/* Of worths without imputations the prenucleolus. */
static void nucleolus(const char *name, distribution of, size_t n, const ent_run *run) {
    int64_t *v = worths(n, of);
    const ent_tu game = {.n = n, .worth = v, .unit = 1};
    ent_worth_levels found;
    ent_worth_check check;
    ent_arena *arena = ent_arena_new();
    double start = now(), took, work = worked();
    int64_t alone = 0;
    for (size_t i = 0; i < n; i++)
        alone += v[UINT64_C(1) << i];
    const bool imputations = alone <= v[(UINT64_C(1) << n) - 1];
    ent_status status = ent_ask_worth_levels(
        &found, arena, &game, imputations ? ENT_LEVELS_IMPUTATIONS : ENT_LEVELS_ALL, run);
    took = now() - start;
    work = worked() - work;
    if (status != ENT_OK)
        die("no nucleolus");
    if (n <= 20 && (ent_ask_worth_check(&check, arena, &game, found.payoff) != ENT_OK ||
                    !check.efficient || (imputations && !check.kernel)))
        die("the nucleolus is not in the kernel");
    start = plain_pass(v, n);
    printf("%-8s %2zu players  %8.4f s (%8.4f s of processor)  %zu levels, %zu pivots, %zu passes; "
           "a plain pass %.4f s: all in the time of %.1f\n",
           name, n, took, work, found.n, found.pivots, found.scans, start, took / start);
    fflush(stdout);
    ent_arena_free(arena);
    free(v);
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        distribution of;
    } usual[] = {{"uniform", by_uniform},
                 {"normal", by_normal},
                 {"ndcs", by_ndcs},
                 {"beta", by_beta},
                 {"agents", by_agents}};
    const double seconds = argc > 1 ? strtod(argv[1], NULL) : 0.5;
    const ent_run run = {.threads = 2};
    printf("best division into coalitions, 2 threads\n");
    for (size_t d = 0; d < ENT_COUNT(usual); d++)
        for (size_t n = 16; n <= (seconds < 0.1 ? 16 : seconds < 1 ? 20 : 24); n += 4)
            division(usual[d].name, usual[d].of, n, &run);
    printf("nucleolus, 2 threads\n");
    nucleolus("growing", by_growth, 16, &run);
    if (seconds >= 0.1) {
        nucleolus("growing", by_growth, 20, &run);
        nucleolus("uniform", by_uniform, 20, &run);
        nucleolus("majority", by_majority, 20, &run);
    }
    if (seconds >= 1)
        nucleolus("growing", by_growth, 28, &run);
    return 0;
}
