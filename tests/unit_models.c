/* Models: what is open, moments and uniformity of draws over boxes, simplices, orders and cuts, draws that
 * stay as they were when statements go, and the game at a model.
 *
 * Seeds are fixed; thresholds are six standard errors, which a right program would pass but once in some
 * hundred million; and each kind of test has a region on which it must fail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "game/models_inside.h"
#include "game/state.h"
#include "reading.h"

#include <math.h>
#include <stdlib.h>

#define DRAWS 20000
#define SIGMAS 6.0

typedef struct fixture {
    reading r;
    ent_models *models;
    char text[4096];
} fixture;

static void open_text(fixture *f, const char *preferences, const char *rest) {
    (void)snprintf(f->text, sizeof f->text,
                   "entente: 1\ntitle: t\nactors: {a: {resources: {land: [10, 30]}}, b: "
                   "{resources: {land: 5}}, c: {}}\nissues:\n"
                   "  i: {outcomes: [x, y, z], control: \"all of [a, b]\", status quo: x}\n"
                   "  j: {outcomes: [x, y, z, w], control: \"all of [a, b]\", status quo: x}\n"
                   "  k: {outcomes: [x, y], control: \"all of [a, b]\", status quo: x}\n"
                   "  l: {outcomes: [x, y], control: \"all of [a, b]\", status quo: x}\n"
                   "  o: {outcomes: [x, y], control: \"all of [a, b]\", status quo: x}\n"
                   "  p: {outcomes: [x, y], control: \"all of [a, b]\", status quo: x}\n"
                   "  gone: {for each: [a, b], outcomes: [no, yes], control: \"all of [a, b]\", "
                   "status quo: no}\n"
                   "preferences:\n%s\n%s",
                   preferences, rest);
    read_scenario(&f->r, f->text);
    if (f->r.status != ENT_OK)
        fail_msg("%s: %s", said(&f->r), f->r.diags.n ? f->r.diags.items[0].message : "");
    if (ent_models_new(&f->models, f->r.arena, f->r.scenario, 7, &f->r.diags) != ENT_OK)
        fail_msg("%s: %s", said(&f->r), f->r.diags.n ? f->r.diags.items[0].message : "");
}

/* Column i of the draws of models 1 .. DRAWS, by name. */
static double *column(const fixture *f, const char *name) {
    size_t n = ent_models_unknowns(f->models), at = n;
    for (size_t i = 0; i < n; i++)
        if (strcmp(ent_models_unknown(f->models, i)->name, name) == 0)
            at = i;
    if (at == n)
        fail_msg("nothing is called %s", name);
    double *x = malloc(DRAWS * sizeof *x);
    ent_arena *scratch = ent_arena_new();
    ent_mark mark = ent_arena_mark(scratch);
    ent_number *values = malloc(n * sizeof *values);
    for (uint64_t m = 1; m <= DRAWS; m++) {
        assert_int_equal(ent_models_draw(values, scratch, f->models, m), ENT_OK);
        x[m - 1] = ent_number_double(values[at]);
        ent_arena_rewind(scratch, mark);
    }
    ent_arena_free(scratch);
    free(values);
    return x;
}

/* How many standard errors the mean lies from `mean`. */
static double off_mean(const double *x, double mean) {
    double sum = 0, squares = 0;
    for (size_t i = 0; i < DRAWS; i++)
        sum += x[i];
    sum /= DRAWS;
    for (size_t i = 0; i < DRAWS; i++)
        squares += (x[i] - sum) * (x[i] - sum);
    return fabs(sum - mean) / sqrt(squares / DRAWS / DRAWS);
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Kolmogorov's distance times the square root of the number of draws; above 3.2 once in 4e8 (the tail is
 * 2 exp(-2 d^2)). `cdf` takes what was drawn. */
static double off_uniform(const double *drawn, double lo, double hi) {
    double *x = malloc(DRAWS * sizeof *x), most = 0;
    memcpy(x, drawn, DRAWS * sizeof *x);
    qsort(x, DRAWS, sizeof *x, by_size);
    for (size_t i = 0; i < DRAWS; i++) {
        double u = (x[i] - lo) / (hi - lo);
        double d = fmax((double)(i + 1) / DRAWS - u, u - (double)i / DRAWS);
        most = fmax(most, d);
    }
    free(x);
    return most * sqrt(DRAWS);
}

#define KOLMOGOROV 3.2

static void ranges_are_uniform(void **state) {
    (void)state;
    fixture f;
    open_text(&f,
              "  a: {wants: {i: y, k: {x: [20, 60], y: 3}}, salience: {i: [40, 80], k: 10}, "
              "reservation: [0.2, 0.7]}",
              "ties: [{between: [a, b], sign: [-0.5, 1]}]");
    static const struct {
        const char *name;
        double lo, hi;
    } known[] = {{"a.salience.i", 40, 80},
                 {"a.value.k.x", 0.2, 0.6},
                 {"a.reservation", 0.2, 0.7},
                 {"a.resources.land", 10, 30},
                 {"tie.a.b", -0.5, 1}};
    assert_int_equal(ent_models_unknowns(f.models), 5);
    for (size_t i = 0; i < ENT_COUNT(known); i++) {
        double *x = column(&f, known[i].name);
        double d = off_uniform(x, known[i].lo, known[i].hi);
        if (d > KOLMOGOROV)
            fail_msg("%s: %g", known[i].name, d);
        /* The test sees a range that is wrong by a tenth. */
        assert_true(off_uniform(x, known[i].lo, known[i].hi + (known[i].hi - known[i].lo) / 10) >
                    KOLMOGOROV);
        free(x);
    }
    assert_false(ent_models_approximate(f.models));
    done(&f.r);
}

/* The greatest of n points uniform on the simplex ... each weight of n has the distribution
 * 1 - (1 - w)^(n - 1). */
static void simplex_is_uniform(void **state) {
    (void)state;
    fixture f;
    open_text(&f, "  a: {wants: {i: y, k: y, l: y, o: y}}", "");
    static const char *const names[] = {"a.salience.i", "a.salience.k", "a.salience.l",
                                        "a.salience.o"};
    for (size_t v = 0; v < 4; v++) {
        double *x = column(&f, names[v]);
        assert_true(off_mean(x, 0.25) < SIGMAS);
        assert_true(off_mean(x, 0.26) > SIGMAS);
        for (size_t i = 0; i < DRAWS; i++)
            x[i] = 1 - (1 - x[i]) * (1 - x[i]) * (1 - x[i]);
        assert_true(off_uniform(x, 0, 1) < KOLMOGOROV);
        for (size_t i = 0; i < DRAWS; i++)
            x[i] = x[i] * x[i];
        assert_true(off_uniform(x, 0, 1) > KOLMOGOROV);
        free(x);
    }
    done(&f.r);
}

/* Means against the exact centroid; one weight drawn at the rank-order centroid of a wrong order must
 * not pass. */
static void means_are_central(void **state) {
    (void)state;
    static const char *const saliences[] = {
        "i > k > l > o",
        "i > (k | l) > o",
        "i = k > l > o",
        "i >= 2 * k > l = o",
        "i > (k | l | o)",
        "\"(i | k) > (l | o)\"",
        "[\"i > k\", \"l > o\", \"i > o\"]",
        "[\"i > 2 * k\", \"l > o\", \"i > o\"]",
        "[\"i > 3 * k\", \"k > l\", \"o > 2 * l\"]",
    };
    for (size_t t = 0; t < ENT_COUNT(saliences); t++) {
        fixture f;
        char text[256];
        (void)snprintf(text, sizeof text,
                       "  a: {wants: {i: y, k: y, l: y, o: y}, salience: %s%s%s}",
                       strchr("\"[", saliences[t][0]) ? "" : "\"", saliences[t],
                       strchr("\"[", saliences[t][0]) ? "" : "\"");
        open_text(&f, text, "");
        const ent_central *c = &f.models->centre.point.of[0];
        double slack = c->approximate ? 0.003 : 0;
        for (uint32_t v = 0; v < 4; v++) {
            char name[32];
            (void)snprintf(name, sizeof name, "a.salience.%c", "iklo"[v]);
            double *x = column(&f, name), mean = ent_number_double(c->weight[v]), sum = 0;
            double off = off_mean(x, mean);
            for (size_t i = 0; i < DRAWS; i++)
                sum += x[i] / DRAWS;
            if (off > SIGMAS && fabs(sum - mean) > slack)
                fail_msg("%s: %s is %g on average, not %g (%g)", saliences[t], name, sum, mean,
                         off);
            assert_true(off_mean(x, mean * 1.1) > SIGMAS);
            free(x);
        }
        done(&f.r);
    }
}

static double drawn(const fixture *f, const char *name, uint64_t m) {
    size_t n = ent_models_unknowns(f->models);
    ent_number *values = ENT_NEW(f->r.arena, ent_number, n + 1);
    assert_int_equal(ent_models_draw(values, f->r.arena, f->models, m), ENT_OK);
    for (size_t i = 0; i < n; i++)
        if (strcmp(ent_models_unknown(f->models, i)->name, name) == 0)
            return ent_number_double(values[i]);
    fail_msg("nothing is called %s", name);
    return 0;
}

/* Boxes: order statistics, cuts by rejection, cuts by walks. */
static void boxes_with_cuts(void **state) {
    (void)state;
    static const struct {
        const char *salience;
        double mean[4]; /* of i, k, l, o; from integrals by hand */
    } known[] = {
        /* Sorted uniform points. */
        {"[\"i > k > l\", {o: 5}]", {75, 50, 25, -1}},
        {"[\"i > (k | l)\", {o: 5}]", {75, 37.5, 37.5, -1}},
        /* The triangle 40 <= k < i <= 80 and a range of its own. */
        {"[\"i > k\", {i: [40, 80], k: [40, 80], l: [10, 20], o: 5}]",
         {40 + 80 / 3.0, 40 + 40 / 3.0, 15, -1}},
        /* k uniform on [0, 50] by i / 2 > k: density of i is proportional to i. */
        {"[\"i > 2 * k\", {o: 5, l: [1, 2]}]", {200 / 3.0, 50 / 3.0, 1.5, -1}},
        {"[\"i > 20 * k\", \"k > 20 * l\", {o: [5, 6]}]", {75, 2.5, 1 / 16.0, 5.5}},
        /* A long order of ranges that do not quite agree: one point in 720 satisfies it. */
        {"[\"i > k > l > o > p > j\", {l: [0.01, 100]}]",
         {600 / 7.0, 500 / 7.0, 400 / 7.0, 300 / 7.0}},
    };
    for (size_t t = 0; t < ENT_COUNT(known); t++) {
        fixture f;
        char text[256];
        bool walks = t + 1 == ENT_COUNT(known);
        (void)snprintf(text, sizeof text, "  a: {wants: {i: y, k: y, l: y, o: y%s}, salience: %s}",
                       walks ? ", p: y, j: y" : "", known[t].salience);
        open_text(&f, text, "");
        assert_true(ent_models_approximate(f.models) == walks);
        for (uint32_t v = 0; v < 4; v++) {
            char name[32];
            (void)snprintf(name, sizeof name, "a.salience.%c", "iklo"[v]);
            if (known[t].mean[v] < 0)
                continue;
            double *x = column(&f, name), off = off_mean(x, known[t].mean[v]);
            /* Grids and walks: within some hundredths of 100. */
            double sum = 0;
            for (size_t i = 0; i < DRAWS; i++)
                sum += x[i] / DRAWS;
            if (off > SIGMAS && fabs(sum - known[t].mean[v]) > (walks ? 0.2 : 0.02))
                fail_msg("%s: %s is %g on average, not %g (%g)", known[t].salience, name, sum,
                         known[t].mean[v], off);
            assert_true(off_mean(x, known[t].mean[v] * 1.1) > SIGMAS);
            free(x);
        }
        done(&f.r);
    }
}

static void values_of_orders(void **state) {
    (void)state;
    fixture f;
    open_text(&f,
              "  a: {wants: {i: x > y > z, j: \"x > (y | z) > w\"}}\n"
              "  b: {wants: {j: {ideal: y, shape: single-peaked}, i: \"(x | y) > z\"}}",
              "");
    static const struct {
        const char *name;
        double lo, hi;
    } uniform[] = {{"a.value.i.y", 0, 1}, {"b.value.j.x", 0, 1}};
    for (size_t i = 0; i < ENT_COUNT(uniform); i++) {
        double *x = column(&f, uniform[i].name);
        assert_true(off_uniform(x, uniform[i].lo, uniform[i].hi) < KOLMOGOROV);
        free(x);
    }
    static const struct {
        const char *name;
        double mean;
    } means[] = {{"a.value.j.y", 0.5},     {"a.value.j.z", 0.5},  {"b.value.j.z", 2 / 3.0},
                 {"b.value.j.w", 1 / 3.0}, {"b.value.i.x", 0.75}, {"b.value.i.y", 0.75}};
    for (size_t i = 0; i < ENT_COUNT(means); i++) {
        double *x = column(&f, means[i].name);
        assert_true(off_mean(x, means[i].mean) < SIGMAS);
        assert_true(off_mean(x, means[i].mean + 0.03) > SIGMAS);
        free(x);
    }
    done(&f.r);
}

/* What is not touched stays as it was. */
static void draws_keep(void **state) {
    (void)state;
    fixture f, g;
    open_text(&f,
              "  a: {wants: {i: y > x > z, k: y, l: y}, salience: [\"i > k\", {l: [10, 20]}]}\n"
              "  b: {wants: {i: z, k: {x: [20, 60], y: 3}, l: y}, salience: \"i > k > l\"}",
              "ties: [{between: [a, b], sign: [-0.5, 1]}]");
    open_text(&g,
              "  a: {wants: {i: y > x > z, k: y, l: y, o: y}, salience: [{l: [10, 20]}]}\n"
              "  b: {wants: {i: z, k: {x: [20, 60], y: 3}, l: y}, salience: \"i > k > l\"}",
              "ties: [{between: [b, c], sign: [-1, 1]}, {between: [a, b], sign: [-0.5, 1]}]");
    static const char *const same[] = {"a.salience.l",    "a.value.i.x", "b.salience.i",
                                       "b.salience.l",    "b.value.k.x", "tie.a.b",
                                       "a.resources.land"};
    for (uint64_t m = 1; m < 50; m++) {
        for (size_t i = 0; i < ENT_COUNT(same); i++)
            assert_true(drawn(&f, same[i], m) == drawn(&g, same[i], m));
        assert_true(drawn(&f, "a.salience.i", m) > drawn(&f, "a.salience.k", m));
    }
    done(&f.r);
    done(&g.r);
    /* On the simplex, the ratio of two weights stays when a third want comes. */
    open_text(&f, "  a: {wants: {i: y, k: y}}", "");
    open_text(&g, "  a: {wants: {i: y, k: y, l: y}}", "");
    for (uint64_t m = 1; m < 50; m++) {
        double x = drawn(&f, "a.salience.i", m) / drawn(&f, "a.salience.k", m);
        double y = drawn(&g, "a.salience.i", m) / drawn(&g, "a.salience.k", m);
        assert_true(fabs(x - y) < 0.01 * (x + y * y + 1));
    }
    done(&f.r);
    done(&g.r);
}

/* The game at a model has the utilities of the numbers drawn. */
static void game_at_model(void **state) {
    (void)state;
    fixture f;
    open_text(&f,
              "  a: {wants: {i: y > x > z, j: {ideal: [20, 70], shape: quadratic}, l: y}, "
              "salience: \"i > 2 * j >= l\", conditions: [{holds: k = y, name: q}]}\n"
              "  b: {wants: {i: z, k: {x: [20, 60], y: 100/3}}, salience: {i: [1, 99], k: 100/3}, "
              "reservation: [0.2, 0.4]}",
              "");
    for (uint64_t m = 0; m < 200; m++) {
        ent_game *game;
        ent_model_numbers of;
        assert_int_equal(ent_models_game(&game, f.r.arena, f.models, m, &f.r.diags), ENT_OK);
        assert_int_equal(ent_models_numbers(&of, f.r.arena, f.models, m), ENT_OK);
        uint8_t at[8] = {1, 2, (uint8_t)(m % 2), 1};
        for (uint32_t a = 0; a < 2; a++) {
            const ent_central *c = &of.point.of[a];
            const ent_preference *p = &f.r.scenario->preferences[a];
            double u = 0, sum = 0;
            for (size_t v = 0; v < c->n; v++) {
                double w = ent_number_double(c->weight[v]);
                sum += w;
                u += w * (v < p->n_wants ? ent_number_double(c->value[v][at[p->wants[v].issue]])
                                         : at[2] == 1);
            }
            ent_number exact = ent_game_number(game, a, ent_game_utility(game, a, at));
            assert_true(fabs(ent_number_double(exact) - u / sum) < 1e-12);
        }
        assert_true(game->aims[1].threshold >= (ent_i128)(0.2 * (double)game->aims[1].denominator));
    }
    done(&f.r);
}

/* The message names a smallest contradicting set, and its lines. */
static void contradictions(void **state) {
    (void)state;
    static const struct {
        const char *salience, *message;
    } known[] = {
        {"[\"i > k > l\",\n  \"l >= k\",\n  \"l > i\"]", "k > l, l >= k (line 12; line 13)"},
        {"[\"i > k\",\n  {i: [10, 20],\n  k: [30, 40],\n  l: [5, 6]}]",
         "i must be above 30, since k is at least 30, but i is at most 20 (line 12; line 13; line "
         "14)"},
        {"[\"i > 3 * k\",\n  \"k > l\",\n  {i: [10, 60],\n  l: [30, 40],\n  k: [0, 20]}]",
         "k must be above 30, since l is at least 30, but k is at most 20 (line 13; line 16; line "
         "15)"},
        {"[\"i = 2 * k\",\n  \"k = l\",\n  \"i = 3 * l\"]", "(line 12; line 13; line 14)"},
    };
    for (size_t t = 0; t < ENT_COUNT(known); t++) {
        reading r;
        char text[2048];
        (void)snprintf(text, sizeof text,
                       "entente: 1\ntitle: t\nactors: {a: {}}\nissues:\n"
                       "  i: {outcomes: [x, y], control: a, status quo: x}\n"
                       "  k: {outcomes: [x, y], control: a, status quo: x}\n"
                       "  l: {outcomes: [x, y], control: a, status quo: x}\n"
                       "preferences:\n  a: {\n  wants: {i: y, k: y, l: y},\n  salience:\n  %s}\n",
                       known[t].salience);
        read_scenario(&r, text);
        assert_int_equal(r.status, ENT_ERROR);
        assert_string_equal(ent_diag_name(r.diags.items[0].code), "E0306");
        if (!strstr(r.diags.items[0].message, known[t].message))
            fail_msg("%s", r.diags.items[0].message);
        done(&r);
    }
}

/* ---- deals and proofs ---- */

static const char *const CONFLICT =
    "  a: {wants: {i: y > x > z, j: w > z > y > x, k: {x: [20, 60], y: [30, 90]}}, "
    "salience: \"i > 2 * j > k\"}\n"
    "  b: {wants: {i: z > x > y, j: {ideal: [10, 60]}, l: y}, salience: [\"i > j\", {l: [5, 60]}], "
    "red lines: [\"o = y and p = y\"]}\n";
static const char *const REST = "rules: [\"total(land where gone = yes) >= 25 or k = x\"]\n"
                                "question: \"deal of {a, b} with i = y and k = y\"\n";

static void open_conflict(fixture *f) {
    open_text(f, CONFLICT, REST);
}

typedef struct asked {
    ent_status status;
    uint8_t exists[200], witness[200 * 16], always[16];
    size_t done;
    ent_proof proof;
} asked;

static void ask(asked *a, const fixture *f, unsigned threads) {
    ent_ask_what what = {.coalition = f->r.scenario->question.coalition,
                         .with = f->r.scenario->question.with};
    ent_arena *arena = ent_arena_new();
    ent_diags diags = {.arena = arena};
    ent_run run = {.threads = threads};
    memset(a, 0, sizeof *a);
    a->status = arena ? ENT_OK : ENT_NOMEM;
    if (arena)
        a->status = ent_models_deals(a->exists, a->witness, f->models, &what, 1, 200, &a->done,
                                     &run, &diags);
    if (a->status == ENT_OK)
        a->status = ent_models_prove(&a->proof, a->always, f->models, &what, &run, &diags);
    if (arena)
        ent_arena_free(arena);
}

/* Any number of threads, and the way for spaces too large, agree; the latter on whether a deal exists. */
static void threads_and_scans(void **state) {
    (void)state;
    fixture f;
    asked one, other;
    open_conflict(&f);
    ask(&one, &f, 1);
    assert_int_equal(one.status, ENT_OK);
    assert_int_equal(one.done, 200);
    size_t deals = 0;
    for (size_t i = 0; i < 200; i++)
        deals += one.exists[i];
    if (deals < 10 || deals > 190)
        fail_msg("%zu", deals);
    for (unsigned threads = 2; threads <= 4; threads++) {
        ask(&other, &f, threads);
        assert_memory_equal(&one, &other, sizeof one);
    }
    f.models->most_looks = 1;
    ask(&other, &f, 2);
    assert_int_equal(other.status, ENT_OK);
    assert_memory_equal(one.exists, other.exists, sizeof one.exists);
    asked again;
    ask(&again, &f, 3);
    assert_memory_equal(&other, &again, sizeof other);
    done(&f.r);
}

/* A run that is stopped says how many models it knows. */
static void stopped(void **state) {
    (void)state;
    fixture f;
    open_conflict(&f);
    ent_ask_what what = {.coalition = 3};
    volatile int stop = 1;
    uint8_t exists[200];
    size_t known = 7;
    ent_run run = {.threads = 1, .stop = &stop};
    assert_int_equal(
        ent_models_deals(exists, NULL, f.models, &what, 1, 200, &known, &run, &f.r.diags),
        ENT_CANCELLED);
    assert_int_equal(known, 0);
    done(&f.r);
}

/* Every allocation denied once: the same answer or no memory, and nothing lost. */
static void no_memory(void **state) {
    (void)state;
    fixture f;
    asked calm, got;
    open_conflict(&f);
    ent_heap_fail_at(0);
    ask(&calm, &f, 1);
    uint64_t needed = ent_heap_count();
    for (uint64_t n = 1; n <= needed; n++) {
        ent_heap_fail_at(n);
        ask(&got, &f, 1);
        bool denied = ent_heap_count() >= n;
        ent_heap_fail_at(0);
        assert_int_equal(got.status, denied ? ENT_NOMEM : ENT_OK);
    }
    ent_models *models;
    ent_heap_fail_at(0);
    ent_arena *arena = ent_arena_new();
    assert_int_equal(ent_models_new(&models, arena, f.r.scenario, 1, &f.r.diags), ENT_OK);
    needed = ent_heap_count();
    ent_arena_free(arena);
    for (uint64_t n = 2; n <= needed; n++) {
        ent_heap_fail_at(n);
        arena = ent_arena_new();
        ent_status status = ent_models_new(&models, arena, f.r.scenario, 1, &f.r.diags);
        bool denied = ent_heap_count() >= n;
        ent_heap_fail_at(0);
        assert_int_equal(status, denied ? ENT_NOMEM : ENT_OK);
        ent_arena_free(arena);
    }
    done(&f.r);
}

static void same_aim(const ent_aim *x, const ent_aim *y) {
    assert_int_equal(x->n_terms, y->n_terms);
    assert_true(x->denominator == y->denominator && x->threshold == y->threshold);
    for (size_t t = 0; t < x->n_terms; t++)
        assert_memory_equal(x->terms[t].amount, y->terms[t].amount,
                            x->terms[t].n * sizeof *x->terms[t].amount);
}

/* Kept games are those that would have been drawn, again and again; of actors whose wants nobody reads
 * they are the central model's. */
static void kept_games(void **state) {
    (void)state;
    fixture f;
    open_text(&f,
              "  a: {wants: {i: x > y > z, j: x > y > z > w}, salience: i > j}\n"
              "  b: {wants: {i: z > y > x, k: y > x}}\n",
              "");
    ent_models *plain = f.models, *kept;
    assert_int_equal(ent_models_new(&kept, f.r.arena, f.r.scenario, 7, &f.r.diags), ENT_OK);
    assert_int_equal(ent_models_keep(kept, 40), ENT_OK);
    for (int round = 0; round < 4; round++) {
        if (round == 2)
            ent_models_forget(kept);
        if (round == 3) {
            ent_models_forget(kept);
            ent_models_only(kept, 2); /* of b alone */
        }
        for (uint64_t m = 0; m < 50; m++) {
            ent_game *x, *y, *centre;
            assert_int_equal(ent_models_game(&x, f.r.arena, plain, m, &f.r.diags), ENT_OK);
            assert_int_equal(ent_models_game(&y, f.r.arena, kept, m, &f.r.diags), ENT_OK);
            assert_int_equal(ent_models_game(&centre, f.r.arena, plain, 0, &f.r.diags), ENT_OK);
            same_aim(&y->aims[0], round == 3 ? &centre->aims[0] : &x->aims[0]);
            same_aim(&y->aims[1], &x->aims[1]);
            assert_memory_equal(x->resource_of, y->resource_of, 3 * sizeof *x->resource_of);
            y->aims[0].threshold++; /* a caller's copy is its own */
        }
    }
    ent_models_forget(kept);
    done(&f.r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_are_uniform), cmocka_unit_test(simplex_is_uniform),
        cmocka_unit_test(means_are_central),  cmocka_unit_test(boxes_with_cuts),
        cmocka_unit_test(values_of_orders),   cmocka_unit_test(draws_keep),
        cmocka_unit_test(game_at_model),      cmocka_unit_test(contradictions),
        cmocka_unit_test(threads_and_scans),  cmocka_unit_test(stopped),
        cmocka_unit_test(no_memory),          cmocka_unit_test(kept_games),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
