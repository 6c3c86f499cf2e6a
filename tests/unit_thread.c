/* The thread from inside: intervals and shares, cruxes of truths made up to have one or none, likeness of
 * views, the same for any number of threads, and runs that are stopped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "answer/thread_words.h"
#include "base/random.h"
#include "reading.h"
#include "thread/compare.h"
#include "thread/discussion.h"
#include "thread/same.h"

#include <math.h>
#include <pthread.h>
#include <time.h>

#define MODELS 2000

static const char text[] =
    "entente: 1\n"
    "actors: {a: {resources: {land: [10, 30]}}, b: , c: }\n"
    "issues:\n"
    "  i: {outcomes: [x, y], control: all of all, status quo: x}\n"
    "  j: {outcomes: [x, y], control: all of all, status quo: x}\n"
    "  k: {outcomes: [x, y], control: all of all, status quo: x}\n"
    "preferences:\n"
    "  a: {wants: {i: y, j: x, k: y}, salience: {i: [0, 80], j: [0, 80], k: [10, 20]}}\n"
    "  b: {wants: {i: x, j: y, k: x}, salience: {i: [0, 80], j: [0, 80], k: [5, 15]}, "
    "reservation: [0, 0.5]}\n"
    "claims:\n"
    "  - some deal of {a, b} with i = y\n"
    "  - every deal of {a, b} has j = y\n"
    "  - every efficient deal of {a, b} has i = y\n"
    "  - raising a.salience.i raises deals of {a, b}\n"
    "views:\n"
    "  noted: {changes: [{add: {preferences: {b: {note: it is said}}}}]}\n"
    "  other: {changes: [{replace: {preferences: {b: {wants: {i: y}}}}}]}\n"
    "  third: {changes: [{add: {preferences: {c: {wants: {i: y}}}}}]}\n";

typedef struct fixture {
    reading r;
    ent_study *study;
    const ent_stage *stage;
    ent_claim claim;
    ent_verdict verdict;
    volatile int stop;
} fixture;

static void open_study(fixture *f, unsigned threads) {
    *f = (fixture){.stop = 0};
    read_scenario(&f->r, text);
    if (f->r.status != ENT_OK)
        fail_msg("%s", said(&f->r));
    ent_run run = {.threads = threads, .stop = &f->stop};
    assert_int_equal(ent_study_new(&f->study, f->r.scenario, 1, MODELS, &run, &f->r.diags), ENT_OK);
    assert_int_equal(ent_study_stage(&f->stage, f->study, 0), ENT_OK);
}

static void close_study(fixture *f) {
    ent_study_free(f->study);
    done(&f->r);
}

static void read_claim(fixture *f, size_t number) {
    assert_int_equal(ent_study_claim_on(&f->claim, f->study, f->stage, f->r.arena,
                                        &f->study->claims[number].stated, false, &f->r.diags),
                     ENT_OK);
}

/* ---- intervals ---- */

/* Wilson's interval solves (p - share)^2 = z^2 p (1 - p) / n in p. */
static void intervals(void **state) {
    fixture f;
    (void)state;
    open_study(&f, 1);
    for (size_t c = 0; c < f.study->n_claims; c++) {
        read_claim(&f, c);
        for (uint64_t models = 1; models <= 300; models += 23) {
            assert_int_equal(
                ent_verdict_of(&f.verdict, f.r.arena, f.study, f.stage, &f.claim, models, false),
                ENT_OK);
            const ent_verdict *v = &f.verdict;
            uint64_t yes = v->count[ENT_TRUE], no = v->count[ENT_FALSE];
            double n = (double)(yes + no), z = 1.959963984540054;
            assert_int_equal(yes + no + v->count[ENT_VACUOUS], models);
            if (yes + no == 0)
                continue;
            assert_true(v->share == (double)yes / n);
            assert_true(0 <= v->low && v->low <= v->share && v->share <= v->high && v->high <= 1);
            const double ends[2] = {v->low, v->high};
            for (int i = 0; i < 2; i++)
                assert_true(fabs((ends[i] - v->share) * (ends[i] - v->share) -
                                 z * z * ends[i] * (1 - ends[i]) / n) < 1e-12);
            assert_true(yes > 0 || v->low == 0);
            assert_true(no > 0 || v->high == 1);
        }
    }
    close_study(&f);
}

static void shares_in_words(void **state) {
    static const struct {
        double share;
        const char *words;
    } cases[] = {{0, "0%"},      {0.0049, "under 0.5%"}, {0.0149, "1%"},         {0.5, "50%"},
                 {0.994, "99%"}, {0.995, "99%"},         {0.9951, "over 99.5%"}, {1, "100%"}};
    (void)state;
    for (size_t i = 0; i < ENT_COUNT(cases); i++) {
        ent_buffer out = {0};
        ent_word_share(&out, cases[i].share);
        assert_string_equal(out.data, cases[i].words);
        ent_buffer_free(&out);
    }
}

/* ---- cruxes ---- */

static size_t unknown(const fixture *f, const char *name) {
    for (size_t i = 0; i < ent_models_unknowns(f->stage->models); i++)
        if (strcmp(ent_models_unknown(f->stage->models, i)->name, name) == 0)
            return i;
    fail_msg("nothing is called %s", name);
    return 0;
}

typedef bool (*rule_fn)(double ai, double aj, double bj, uint64_t model);

static bool above_forty(double ai, double aj, double bj, uint64_t model) {
    (void)aj, (void)bj, (void)model;
    return ai > 40;
}

static bool outweighs(double ai, double aj, double bj, uint64_t model) {
    (void)bj, (void)model;
    return ai > aj;
}

static bool two_at_once(double ai, double aj, double bj, uint64_t model) {
    (void)aj, (void)model;
    return ai > 30 && bj < 50;
}

static bool either_of_two(double ai, double aj, double bj, uint64_t model) {
    (void)aj, (void)model;
    return ai > 60 || bj > 60;
}

static bool by_chance(double ai, double aj, double bj, uint64_t model) {
    (void)ai, (void)aj, (void)bj;
    return ent_random(99, 7, model) < 0.5;
}

/* The crux of what is true by a rule. */
static ent_crux crux_of(fixture *f, rule_fn rule) {
    ent_crux crux;
    ent_number *values = ENT_NEW(f->r.arena, ent_number, 32);
    size_t ai = unknown(f, "a.salience.i"), aj = unknown(f, "a.salience.j"),
           bj = unknown(f, "b.salience.j");
    read_claim(f, 0);
    ent_verdict v = {.kind = ENT_DEPENDS, .first = 1, .models = MODELS};
    v.truth = ENT_NEW(f->r.arena, uint8_t, MODELS);
    for (uint64_t m = 0; m < MODELS; m++) {
        assert_int_equal(ent_models_draw(values, f->r.arena, f->stage->models, m + 1), ENT_OK);
        v.truth[m] = rule(ent_number_double(values[ai]), ent_number_double(values[aj]),
                          ent_number_double(values[bj]), m)
                         ? ENT_TRUE
                         : ENT_FALSE;
        v.count[v.truth[m]]++;
    }
    ent_bare core = {&f->claim, f->stage, false};
    assert_int_equal(ent_crux_of(&crux, f->r.arena, &core, &v), ENT_OK);
    return crux;
}

static void expect_unknown(const fixture *f, const ent_threshold *t, const char *name, bool above,
                           double value) {
    assert_int_equal(t->feature.kind, ENT_FEATURE_UNKNOWN);
    assert_int_equal(t->feature.unknown, unknown(f, name));
    assert_int_equal(t->above, above);
    assert_true(fabs(t->value - value) < 1);
}

static void cruxes(void **state) {
    fixture f;
    (void)state;
    open_study(&f, 1);
    ent_crux c = crux_of(&f, above_forty);
    assert_int_equal(c.n, 1);
    expect_unknown(&f, &c.at[0], "a.salience.i", true, 40);
    assert_true(c.right > 0.995 && c.majority < 0.6);

    c = crux_of(&f, outweighs);
    assert_int_equal(c.n, 1);
    assert_int_equal(c.at[0].feature.kind, ENT_FEATURE_STAKES);
    assert_int_equal(c.at[0].feature.actor, 0);
    assert_int_equal(c.at[0].feature.gain.issue, 0);
    assert_int_equal(c.at[0].feature.loss.issue, 1);
    assert_true(c.at[0].above && c.at[0].value == 1 && c.right > 0.995);

    c = crux_of(&f, two_at_once);
    assert_int_equal(c.n, 2);
    assert_true(c.both && c.right > 0.98);
    bool first = c.at[0].feature.unknown == unknown(&f, "a.salience.i");
    expect_unknown(&f, &c.at[!first], "a.salience.i", true, 30);
    expect_unknown(&f, &c.at[first], "b.salience.j", false, 50);

    c = crux_of(&f, either_of_two);
    assert_int_equal(c.n, 2);
    assert_true(!c.both && c.right > 0.98);

    c = crux_of(&f, by_chance);
    assert_int_equal(c.n, 0);
    close_study(&f);
}

/* ---- likeness ---- */

static ent_likeness likeness(fixture *f, const char *view, size_t claim) {
    const ent_stage *stage;
    ent_claim on;
    assert_int_equal(ent_study_stage(&stage, f->study, ent_find_view(&f->study->views, view)),
                     ENT_OK);
    assert_int_equal(ent_study_claim_on(&on, f->study, stage, f->r.arena,
                                        &f->study->claims[claim].stated, true, &f->r.diags),
                     ENT_OK);
    return ent_likeness_of(stage, &on);
}

static bool alike(ent_likeness a, ent_likeness b) {
    return memcmp(a.hash, b.hash, sizeof a.hash) == 0;
}

static void likenesses(void **state) {
    fixture f;
    (void)state;
    open_study(&f, 1);
    ent_likeness base = likeness(&f, "base", 0);
    assert_true(alike(base, likeness(&f, "noted", 0)));
    assert_false(alike(base, likeness(&f, "other", 0)));
    assert_true(alike(base, likeness(&f, "third", 0))); /* c does not sign */
    assert_false(alike(base, likeness(&f, "base", 1))); /* another claim */
    close_study(&f);
}

/* ---- threads, and being stopped ---- */

static void any_number_of_threads(void **state) {
    fixture f, other;
    (void)state;
    open_study(&f, 1);
    for (unsigned threads = 2; threads <= 4; threads += 2) {
        open_study(&other, threads);
        for (size_t c = 0; c < f.study->n_claims; c++) {
            read_claim(&f, c);
            read_claim(&other, c);
            assert_int_equal(
                ent_verdict_of(&f.verdict, f.r.arena, f.study, f.stage, &f.claim, 300, true),
                ENT_OK);
            assert_int_equal(ent_verdict_of(&other.verdict, other.r.arena, other.study, other.stage,
                                            &other.claim, 300, true),
                             ENT_OK);
            assert_memory_equal(f.verdict.truth, other.verdict.truth, 300);
            assert_int_equal(f.verdict.proved, other.verdict.proved);
            assert_int_equal(f.verdict.witness_model, other.verdict.witness_model);
        }
        close_study(&other);
    }
    close_study(&f);
}

static void *stop_soon(void *at) {
    struct timespec wait = {0, 4000000};
    nanosleep(&wait, NULL);
    __atomic_store_n((int *)at, 1, __ATOMIC_RELAXED);
    return NULL;
}

/* What is known when the work is stopped is what would have been known. */
static void stopped(void **state) {
    fixture f;
    pthread_t thread;
    (void)state;
    for (size_t c = 0; c < 4; c++) {
        ent_verdict whole;
        open_study(&f, 3);
        read_claim(&f, c);
        assert_int_equal(pthread_create(&thread, NULL, stop_soon, (void *)&f.stop), 0);
        ent_status status = ent_verdict_of(&f.verdict, f.r.arena, f.study, f.stage, &f.claim,
                                           ENT_MODELS_MOST, false);
        pthread_join(thread, NULL);
        assert_int_equal(status, ENT_CANCELLED);
        const ent_verdict *v = &f.verdict;
        assert_true(v->partial && !v->proved && v->models < ENT_MODELS_MOST);
        assert_int_equal(v->count[0] + v->count[1] + v->count[2], v->models);
        f.stop = 0;
        if (v->models) {
            assert_int_equal(
                ent_verdict_of(&whole, f.r.arena, f.study, f.stage, &f.claim, v->models, false),
                ENT_OK);
            assert_memory_equal(whole.truth, v->truth, v->models);
            assert_int_equal(whole.kind, v->kind);
        } else {
            assert_int_equal(v->kind, ENT_UNKNOWN);
        }
        close_study(&f);
    }
}

/* Stops at the second claim that is told of. */
static void stop_at_second(void *user, const char *what, uint64_t done_, uint64_t total) {
    fixture *f = user;
    (void)total;
    assert_non_null(what);
    if (done_ >= 2)
        f->stop = 1;
}

static void a_stopped_discussion(void **state) {
    fixture f;
    ent_discussion *d;
    (void)state;
    open_study(&f, 1);
    f.study->n_models = 100;
    f.study->whole.progress = stop_at_second;
    f.study->whole.user = &f;
    assert_int_equal(
        ent_discussion_new(&d, f.r.arena, f.study, ENT_NONE,
                           ENT_TELL_MATRIX | ENT_TELL_CRUX | ENT_TELL_PREMISES | ENT_TELL_SETS),
        ENT_CANCELLED);
    assert_true(d->partial);
    assert_int_equal(d->n, 4);
    assert_int_equal(d->told[0].verdict.models, 100);
    assert_true(d->told[0].verdict.kind < ENT_PENDING);
    assert_int_equal(d->told[3].verdict.kind, ENT_UNKNOWN);
    close_study(&f);
}

/* No pass without a name is told of. */
static void names_passes(void *user, const char *what, uint64_t done_, uint64_t total) {
    (void)done_, (void)total;
    assert_non_null(what);
    ++*(size_t *)user;
}

static void every_pass_has_a_name(void **state) {
    fixture f;
    ent_discussion *d;
    ent_comparison_of_views compared;
    size_t told = 0;
    (void)state;
    open_study(&f, 2);
    f.study->n_models = 50;
    f.study->whole.progress = names_passes;
    f.study->whole.user = &told;
    assert_int_equal(
        ent_discussion_new(&d, f.r.arena, f.study, ENT_NONE,
                           ENT_TELL_MATRIX | ENT_TELL_CRUX | ENT_TELL_PREMISES | ENT_TELL_SETS),
        ENT_OK);
    assert_int_equal(ent_compare_views(&compared, f.r.arena, f.study, 0,
                                       ent_find_view(&f.study->views, "other")),
                     ENT_OK);
    assert_int_equal(compared.n_differences, 1);
    assert_true(told > 10);
    close_study(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals),
        cmocka_unit_test(shares_in_words),
        cmocka_unit_test(cruxes),
        cmocka_unit_test(likenesses),
        cmocka_unit_test(any_number_of_threads),
        cmocka_unit_test(stopped),
        cmocka_unit_test(a_stopped_discussion),
        cmocka_unit_test(every_pass_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
