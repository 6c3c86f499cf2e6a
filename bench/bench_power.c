/* How long power indices take, beside plain references in the same run.
 *
 * 20 and 28 voters under a rule of three parts, by the table of all coalitions (reference: every
 * coalition asked one by one, swings by taking members out), and 36 by states; 51 voters like the electors of the United
 * States, all indices, all but Johnston exact (reference: the classical recount without each voter, by size); 188
 * voters of total weight 2.5 million like the Fund's, exact Banzhaf and Shapley-Shubik to 12 decimals
 * (reference: counting by weight again without one voter, in as many words).
 *
 *     bench_power [SECONDS]       188 voters are left out below 0.1 second
 */
#include "ask/power_parts.h"
#include "bench.h"

#include <string.h>

static void report(const char *what, size_t n, double took, double work, double plain,
                   const char *reference) {
    printf("%-26s %3zu voters  %8.4f s (%8.4f s of processor)", what, n, took, work);
    if (plain > 0)
        printf("  %s %8.3f s: %.0fx", reference, plain, plain / work);
    printf("\n");
    fflush(stdout);
}

static ent_power *ask(ent_arena *arena, const ent_simple *game, double *took, double *work) {
    const ent_run run = {.threads = 2};
    ent_diags diags = {.arena = arena};
    ent_power *power;
    *work = worked();
    *took = now();
    if (ent_ask_power(&power, arena, game, 10, &run, &diags) != ENT_OK)
        die("no answer");
    *took = now() - *took;
    *work = worked() - *work;
    return power;
}

/* ---- a rule of three parts ---- */

static void three_parts(size_t n, bool reference) {
    ent_arena *arena = ent_arena_new();
    ent_clause clauses[3];
    ent_formula parts[3] = {{.clause = 0}, {.clause = 1}, {.clause = 2}};
    ent_formula *all[3] = {&parts[0], &parts[1], &parts[2]};
    ent_formula rule = {.op = ENT_FORMULA_AND, .n = 3, .arg = all};
    for (size_t c = 0; c < 3; c++) {
        clauses[c] = (ent_clause){.weight = ENT_NEW(arena, uint64_t, n)};
        for (size_t i = 0; i < n; i++) {
            clauses[c].weight[i] =
                c == 2 ? 1 : 1 + (uint64_t)(ent_random(3, c, i) * (c ? 8e7 : 29));
            clauses[c].sum += clauses[c].weight[i];
        }
        clauses[c].quota = clauses[c].sum * 62 / 100;
    }
    const ent_simple game = {.n = n, .n_clauses = 3, .clauses = clauses, .rule = &rule};
    double took, work, plain = 0;
    const ent_power *power = ask(arena, &game, &took, &work);
    if (reference) {
        uint64_t swings = 0;
        plain = now();
        for (uint64_t s = 0; s < UINT64_C(1) << n; s++) {
            if (!ent_simple_wins(&game, &s))
                continue;
            uint64_t less = s & (s - 1); /* without its first member */
            swings += (s ^ less) == 1 && !ent_simple_wins(&game, &less);
        }
        plain = (now() - plain) * (double)n / 2; /* one voter of n; half are members */
        if (power->voter[0].swings.word[0] != swings)
            die("the swings differ");
    }
    report(n <= ENT_POWER_TABLE ? "three parts, all indices" : "three parts, by states", n, took,
           work, plain, "one by one");
    ent_arena_free(arena);
}

/* ---- one weighted majority ---- */

static void majority(ent_arena *arena, ent_simple *game, ent_clause *clause, ent_formula *rule,
                     const uint64_t *weight, size_t n) {
    *clause = (ent_clause){.weight = ENT_NEW(arena, uint64_t, n)};
    for (size_t i = 0; i < n; i++) {
        clause->weight[i] = weight[i];
        clause->sum += weight[i];
    }
    clause->quota = clause->sum / 2 + 1;
    *rule = (ent_formula){.op = ENT_FORMULA_CLAUSE};
    *game = (ent_simple){.n = n, .n_clauses = 1, .clauses = clause, .rule = rule};
}

/* Swings of voter 0 by counting the others anew, by size, in doubles: the classical way, once per voter. */
static double recount(const ent_clause *c, size_t n) {
    double *f = calloc((n + 1) * c->quota, sizeof *f), start = now();
    if (!f)
        die("out of memory");
    f[0] = 1;
    for (size_t i = 1; i < n; i++)
        for (uint64_t w = c->quota; w-- > c->weight[i];)
            for (size_t s = i; s > 0; s--)
                f[w * (n + 1) + s] += f[(w - c->weight[i]) * (n + 1) + s - 1];
    double sum = 0;
    for (uint64_t w = c->quota - c->weight[0]; w < c->quota; w++)
        for (size_t s = 0; s <= n; s++)
            sum += f[w * (n + 1) + s];
    start = now() - start;
    free(f);
    return sum > 0 ? start * (double)n : 0;
}

static void electors(void) {
    static const uint64_t weight[51] = {55, 38, 29, 29, 20, 20, 18, 16, 16, 15, 14, 13, 12,
                                        11, 11, 11, 11, 10, 10, 10, 10, 9,  9,  9,  8,  8,
                                        7,  7,  7,  6,  6,  6,  6,  6,  6,  5,  5,  5,  4,
                                        4,  4,  4,  4,  3,  3,  3,  3,  3,  3,  3,  3};
    ent_arena *arena = ent_arena_new();
    ent_simple game;
    ent_clause clause;
    ent_formula rule;
    double took = 1e300, work = 1e300, least, less;
    majority(arena, &game, &clause, &rule, weight, 51);
    for (unsigned k = 0; k < 5; k++) {
        if (!ask(arena, &game, &least, &less)->shapley_exact)
            die("not exact");
        took = least < took ? least : took;
        work = less < work ? less : work;
    }
    report("electors, all indices", 51, took, work, recount(&clause, 51), "recounts");
    ent_arena_free(arena);
}

/* 188 weights from 700 to 200,000, in total 2.5 million. */
static void fund(void) {
    ent_arena *arena = ent_arena_new();
    ent_simple game;
    ent_clause clause;
    ent_formula rule;
    uint64_t weight[188];
    double sum = 0, size[188], took, work;
    for (size_t i = 0; i < 188; i++) {
        double x = (double)i / 187;
        size[i] = 0.004;
        for (unsigned k = 0; k < 5; k++) /* grows fast towards the end */
            size[i] += x * x * x * (k == 4 ? x * x * x * x * x * x : 0.06);
        sum += size[i];
    }
    for (size_t i = 0; i < 188; i++)
        weight[i] = (uint64_t)(size[i] / sum * 2.5e6) + (uint64_t)(50 * ent_random(5, 0, i));
    majority(arena, &game, &clause, &rule, weight, 188);
    const ent_power *power = ask(arena, &game, &took, &work);
    report("fund, Banzhaf and Shapley", 188, took, work, 0, "");
    printf("  total weight %llu, Shapley-Shubik within %.1e\n", (unsigned long long)clause.sum,
           power->shapley_error);
    /* The exact part alone, and its reference. */
    const size_t words = 3;
    uint64_t *c = calloc(clause.quota * words, sizeof *c);
    if (!c)
        die("out of memory");
    c[0] = 1;
    double plain = now();
    for (size_t i = 1; i < 188; i++)
        for (uint64_t w = clause.quota; w-- > clause.weight[i];) {
            unsigned char carry = 0;
            for (size_t k = 0; k < words; k++) {
                uint64_t a = c[w * words + k], b = c[(w - clause.weight[i]) * words + k];
                uint64_t s = a + b, t = s + carry;
                carry = (unsigned char)((s < b) | (t < s));
                c[w * words + k] = t;
            }
        }
    plain = (now() - plain) * 188;
    free(c);
    uint32_t *order = ENT_NEW(arena, uint32_t, 188);
    for (size_t i = 0; i < 188; i++) {
        size_t at = i;
        for (; at > 0 && clause.weight[order[at - 1]] > clause.weight[i]; at--)
            order[at] = order[at - 1];
        order[at] = (uint32_t)i;
    }
    ent_power orders = {.n = 188, .voter = ENT_NEW(arena, ent_power_voter, 188)};
    const ent_run run = {.threads = 2};
    double work_orders = worked(), took_orders = now();
    if (ent_power_orders(&orders, &clause, order, &run) != ENT_OK)
        die("no integral");
    took_orders = now() - took_orders;
    work_orders = worked() - work_orders;
    report("  of these the integral", 188, took_orders, work_orders, 0, "");
    report("  exact Banzhaf, the rest", 188, took - took_orders, work - work_orders, plain,
           "recounts");
    ent_arena_free(arena);
}

int main(int argc, char **argv) {
    const double seconds = argc > 1 ? strtod(argv[1], NULL) : 0.5;
    printf("power indices, 2 threads\n");
    three_parts(20, true);
    if (seconds >= 0.1) {
        three_parts(28, false);
        three_parts(36, false);
    }
    electors();
    if (seconds >= 0.1)
        fund();
    return 0;
}
