/* How long a discussion takes: the verdicts of all claims in all views, their cruxes, their premises.
 *
 * New Yalta (scenarios/new-yalta.yaml). First the claims about deals in their authors' views, as models
 * times packages in a second, against what one would write first: compile the game of each model, build
 * its bargain, and scan until the first deal; it answers fewer models, and where both answered they must
 * agree, or the program fails. Then the whole discussion: 2,000 models with two seconds or more for each
 * measurement, else 40, and premises of one view alone.
 *
 *     bench_thread [SECONDS: how long the reference may run in all, default 2] [THREADS: 2]
 */
#include "bench.h"
#include "game/scan.h"
#include "thread/discussion.h"

#include <string.h>

static char text[1 << 18];

static ent_scenario *read_scenario(ent_arena *arena, ent_diags *diags) {
    FILE *file = fopen("scenarios/new-yalta.yaml", "rb");
    size_t len = file ? fread(text, 1, sizeof text - 1, file) : 0;
    if (file)
        (void)fclose(file);
    return scenario_of(arena, text, len, diags);
}

/* ---- claims about deals, against the plain way ---- */

static ent_status any_deal(void *user, ent_block *block, unsigned worker) {
    const ent_bargain *b = *(const ent_bargain **)user;
    (void)worker;
    return ent_block_eval(block, b->deal) == ENT_BITS_NONE ? ENT_OK : ENT_LIMIT;
}

/* Whether there is a deal with `more`, or without it, in one model. */
static bool exists(uint64_t *states, const ent_models *models, const ent_claim *c, bool deny,
                   uint64_t m, ent_arena *scratch, ent_diags *diags) {
    ent_run alone = {.threads = 1};
    ent_ask_what what;
    ent_game *game;
    ent_bargain *b = NULL;
    if (ent_claim_asks(&what, scratch, c, c->has, deny) != ENT_OK ||
        ent_models_game(&game, scratch, models, m, diags) != ENT_OK ||
        ent_bargain_new(&b, scratch, game, what, diags) != ENT_OK)
        die("reference");
    *states = b->plan->n_states;
    return ent_scan(b->plan, &alone, any_deal, (void *)&b, NULL) == ENT_LIMIT;
}

static ent_truth plain_truth(uint64_t *states, const ent_models *models, const ent_claim *c,
                             uint64_t m, ent_arena *scratch, ent_diags *diags) {
    if (c->form != ENT_CLAIM_EVERY_DEAL) {
        bool some = exists(states, models, c, false, m, scratch, diags);
        return some == (c->form == ENT_CLAIM_SOME_DEAL) ? ENT_TRUE : ENT_FALSE;
    }
    if (exists(states, models, c, true, m, scratch, diags))
        return ENT_FALSE;
    return exists(states, models, c, false, m, scratch, diags) ? ENT_TRUE : ENT_VACUOUS;
}

typedef struct rates {
    double packages, work, took;       /* of the engine */
    double plain_packages, plain_work; /* of the reference */
    size_t claims;
} rates;

static void bench_claim(rates *r, ent_study *study, size_t i, uint64_t n, double seconds) {
    ent_arena *arena = ent_arena_new(), *scratch = ent_arena_new();
    ent_diags diags = {.arena = arena};
    const ent_stage *stage;
    ent_models *models; /* of its own, for what is kept would be no plain reference */
    ent_claim claim;
    uint64_t states = 0, m = 0;
    size_t done;
    if (ent_study_stage(&stage, study, study->claims[i].view) != ENT_OK ||
        ent_study_claim_on(&claim, study, stage, arena, &study->claims[i].stated, false, &diags) !=
            ENT_OK ||
        ent_models_new(&models, arena, stage->scenario, 1, &diags) != ENT_OK)
        die("claim");
    bool deals = claim.form == ENT_CLAIM_SOME_DEAL || claim.form == ENT_CLAIM_NO_DEAL ||
                 (claim.form == ENT_CLAIM_EVERY_DEAL && claim.set == ENT_DEALS_ALL);
    uint8_t *truth = malloc(n);
    if (deals && !claim.missing && truth) {
        double start = now(), work = worked();
        if (ent_truths(truth, study, stage, &claim, 1, n, &done, &diags) != ENT_OK)
            die("truths");
        r->took += now() - start;
        r->work += worked() - work;
        start = now();
        work = worked();
        ent_mark mark = ent_arena_mark(scratch);
        for (; m < n && (m == 0 || now() - start < seconds); m++) {
            ent_arena_rewind(scratch, mark);
            if (plain_truth(&states, models, &claim, m + 1, scratch, &diags) != truth[m])
                die("the two disagree");
        }
        r->plain_work += worked() - work;
        r->plain_packages += (double)states * (double)m;
        r->packages += (double)states * (double)n;
        r->claims++;
    }
    free(truth);
    ent_arena_free(scratch);
    ent_arena_free(arena);
}

/* ---- the whole discussion ---- */

static const char *const parts[] = {"asking claims", "asking every view", "looking for cruxes",
                                    "removing statements"};

typedef struct stopwatch {
    size_t part;
    double start, work, took[4], worked[4];
} stopwatch;

static void lap(stopwatch *s, size_t next) {
    double at = now(), work = worked();
    s->took[s->part] += at - s->start;
    s->worked[s->part] += work - s->work;
    s->start = at;
    s->work = work;
    s->part = next;
}

static void note(void *user, const char *what, uint64_t done, uint64_t total) {
    stopwatch *s = user;
    (void)done;
    (void)total;
    for (size_t i = 0; i < ENT_COUNT(parts) && what; i++)
        if (i != s->part && strcmp(parts[i], what) == 0)
            lap(s, i);
}

int main(int argc, char **argv) {
    double seconds = argc > 1 ? strtod(argv[1], NULL) : 2;
    unsigned threads = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 2;
    uint64_t n_models = seconds >= 2 ? 2000 : 40;
    ent_arena *arena = ent_arena_new();
    ent_diags diags = {.arena = arena};
    ent_scenario *scenario = read_scenario(arena, &diags);
    stopwatch watch = {0};
    ent_run run = {.threads = threads, .progress = note, .user = &watch};
    ent_study *study;
    ent_discussion *d;
    rates r = {0};
    if (ent_study_new(&study, scenario, 1, n_models, &run, &diags) != ENT_OK)
        die("study");
    for (size_t i = 0; i < study->n_claims; i++)
        bench_claim(&r, study, i, n_models, seconds / (double)study->n_claims);
    printf("claims about deals: %zu claims of %llu models in %.3f s  %.3g models*packages/s  "
           "%.0fx plain\n",
           r.claims, (unsigned long long)n_models, r.took, r.packages / r.took,
           r.packages / r.work / (r.plain_packages / r.plain_work));
    (void)fflush(stdout);
    ent_study_free(study);
    if (ent_study_new(&study, scenario, 1, n_models, &run, &diags) != ENT_OK)
        die("study");
    bool whole = seconds >= 2;
    unsigned tell = ENT_TELL_MATRIX | ENT_TELL_CRUX;
    watch = (stopwatch){.start = now(), .work = worked()};
    if (ent_discussion_new(&d, arena, study, ENT_NONE,
                           whole ? tell | ENT_TELL_PREMISES | ENT_TELL_SETS : tell) != ENT_OK)
        die("discussion");
    if (!whole && ent_discussion_new(&d, arena, study, (uint32_t)study->views.n - 1,
                                     ENT_TELL_PREMISES) != ENT_OK)
        die("premises");
    lap(&watch, 0);
    printf("verdicts of %zu claims in %zu views, %llu models: %.2f s (%.2f s of processor)\n",
           study->n_claims, study->views.n, (unsigned long long)n_models,
           watch.took[0] + watch.took[1], watch.worked[0] + watch.worked[1]);
    printf("cruxes: %.2f s (%.2f)   premises%s: %.2f s (%.2f)\n", watch.took[2], watch.worked[2],
           whole ? "" : " of one view", watch.took[3], watch.worked[3]);
    ent_study_free(study);
    ent_arena_free(arena);
    return 0;
}
