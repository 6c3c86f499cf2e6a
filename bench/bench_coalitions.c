/* How long it takes to say of every coalition whether it can bring something about and has a deal.
 *
 * Each row is a conflict drawn by seed: as many yes-or-no issues as actors, most in the hands of one
 * actor each and some in those of three of six or of two together, a following issue that a number
 * of contributions wins, costs for whoever contributes, and stakes in what others do. `all` asks the
 * census of all coalitions and the minimal coalitions; the plain reference scans the packages of
 * one coalition after the other: all of them where that takes no longer than asked for, and must then
 * count the same, else a sample, from which its time for all is told.
 *
 *     bench_coalitions [SECONDS: the longest reference that is run, default 5]
 */
#include "ask/census.h"
#include "ask/deals.h"
#include "ask/needed.h"
#include "bench.h"

#include <unistd.h>

static unsigned pick(uint64_t *draw, unsigned n) {
    return (unsigned)(ent_random(1, 7, (*draw)++) * n);
}

static void write_issues(ent_buffer *out, unsigned n) {
    ent_buffer_put(out, "issues:\n");
    for (unsigned k = 0; k < n; k++) {
        ent_buffer_printf(out, "  i%u: {outcomes: [no, yes], status quo: no, control: \"", k);
        if (k % 5 == 3)
            ent_buffer_printf(out, "3 of [a%u, a%u, a%u, a%u, a%u, a%u]\"}\n", k % n, (k + 1) % n,
                              (k + 2) % n, (k + 3) % n, (k + 4) % n, (k + 5) % n);
        else if (k % 5 == 4)
            ent_buffer_printf(out, "all of [a%u, a%u]\"}\n", k % n, (k + 1) % n);
        else
            ent_buffer_printf(out, "a%u\"}\n", k);
    }
    ent_buffer_put(out, "  won:\n    outcomes: [no, yes]\n    follows:\n      - when: ");
    for (unsigned k = 0; k + 2 < n; k += 3)
        ent_buffer_printf(out, "%s(i%u = yes and i%u = yes and i%u = yes)", k ? " or " : "", k,
                          k + 1, (k + 4) % n);
    ent_buffer_put(out, "\n        then: yes\n      - otherwise: no\n");
}

static void write_actor(ent_buffer *out, uint64_t *draw, unsigned a, unsigned n) {
    unsigned other = (a + 1 + pick(draw, n - 1)) % n, third = (a + 1 + pick(draw, n - 1)) % n;
    ent_buffer_printf(out, "  a%u: {wants: {won: yes, i%u: no", a, a);
    if (other != a)
        ent_buffer_printf(out, ", i%u: %s", other, pick(draw, 2) ? "yes" : "no");
    if (third != a && third != other)
        ent_buffer_printf(out, ", i%u: yes", third);
    ent_buffer_printf(out, "}, salience: {won: %u, i%u: %u", 20 + pick(draw, 80), a,
                      10 + pick(draw, 60));
    if (other != a)
        ent_buffer_printf(out, ", i%u: %u", other, 5 + pick(draw, 40));
    if (third != a && third != other)
        ent_buffer_printf(out, ", i%u: %u", third, 5 + pick(draw, 40));
    ent_buffer_put(out, "}}\n");
}

static ent_scenario *drawn(ent_arena *arena, ent_diags *diags, unsigned n) {
    ent_buffer text = {0};
    uint64_t draw = 0;
    ent_buffer_put(&text, "entente: 1\nactors:\n");
    for (unsigned a = 0; a < n; a++)
        ent_buffer_printf(&text, "  a%u:\n", a);
    write_issues(&text, n);
    ent_buffer_put(&text, "preferences:\n");
    for (unsigned a = 0; a < n; a++)
        write_actor(&text, &draw, a, n);
    ent_buffer_put(&text, "question: deal of {a0, a1} with won = yes\n");
    if (text.failed)
        die("out of memory");
    ent_scenario *scenario = scenario_of(arena, text.data, text.len, diags);
    ent_buffer_free(&text);
    return scenario;
}

/* Whether one coalition has a deal, by a scan of its own packages. */
static bool plain(const ent_game *game, uint64_t coalition, const ent_expr *with) {
    ent_arena *arena = ent_arena_new();
    ent_diags diags = {.arena = arena};
    ent_run run = {.threads = 1};
    ent_bargain *b;
    ent_deals *deals = NULL;
    ent_ask_what what = {.coalition = coalition, .with = with};
    if (ent_bargain_new(&b, arena, game, what, &diags) != ENT_OK ||
        ent_ask_deals(&deals, arena, b, ENT_ENGINE_SCAN, &run) != ENT_OK)
        die("the reference failed");
    bool some = deals->deals > 0;
    ent_arena_free(arena);
    return some;
}

static void reference(const ent_game *game, const ent_expr *with, const ent_census *c, double took,
                      double longest) {
    uint64_t draw = 0, tried = 0, found = 0;
    double start = now(), spent;
    bool all = true;
    for (uint64_t coalition = 1; coalition <= c->all; coalition++) {
        found += plain(game, coalition, with);
        tried++;
        if (now() - start > longest / 2 && coalition < c->all / 2) {
            all = false;
            break;
        }
    }
    if (!all) /* a sample over all of them: small coalitions alone would flatter it */
        for (start = now(), tried = 0; now() - start < longest; tried++)
            (void)plain(game, 1 + (uint64_t)(ent_random(1, 8, draw++) * (double)c->all), with);
    spent = now() - start;
    if (all && found != c->viable)
        die("the reference counts another number of coalitions with a deal");
    double whole = all ? spent : spent / (double)tried * (double)c->all;
    printf("  %12.3f s %-9s  %8.0fx\n", whole, all ? "(run)" : "(sampled)", whole / took);
}

static void row(unsigned n, double longest) {
    ent_arena *arena = ent_arena_new();
    ent_diags diags = {.arena = arena};
    ent_run run = {.threads = (unsigned)sysconf(_SC_NPROCESSORS_ONLN)};
    ent_scenario *scenario = drawn(arena, &diags, n);
    const ent_expr *with = scenario->question.with;
    ent_game *game;
    ent_census c;
    ent_ends *ends;
    if (ent_game_compile(&game, arena, scenario, &diags) != ENT_OK)
        die("out of memory");
    double start = now();
    if (ent_ask_census(&c, game, NULL, with, &run, &diags) != ENT_OK)
        die(first_of(&diags));
    double took = now() - start;
    start = now();
    if (ent_ask_ends(&ends, arena, game, c.all, NULL, with, true, 1u << 16, &run, &diags) != ENT_OK)
        die(first_of(&diags));
    double minimal = now() - start;
    printf("%6u  %9llu  %9llu  %9llu  %9.3f s  %6zu in %7.3f s", n, (unsigned long long)1 << n,
           (unsigned long long)c.can, (unsigned long long)c.viable, took, ends->units.n, minimal);
    fflush(stdout);
    reference(game, with, &c, took, longest);
    fflush(stdout);
    ent_arena_free(arena);
}

int main(int argc, char **argv) {
    double longest = argc > 1 ? strtod(argv[1], NULL) : 5;
    printf("actors     states        can     viable          all         minimal"
           "            one by one      ratio\n");
    row(8, longest);
    row(12, longest);
    row(16, longest);
    row(20, longest);
    return 0;
}
