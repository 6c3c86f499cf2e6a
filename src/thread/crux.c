/* Fitting thresholds that tell true models from false ones. See crux.h. */
#include "thread/crux.h"

#include "thread/feature.h"

#include <stdlib.h>
#include <string.h>

/* Thresholds of which pairs are made, and most stakes of one actor. */
#define BEST_SINGLE 24u
/* Models on either side: fewer tell nothing. */
#define SIDE_LEAST 20u

typedef struct sample {
    double x;
    uint32_t model;
    bool yes;
} sample;

/* A way to cut one feature: wrong in `wrong` of the models fitted on. */
typedef struct cut {
    size_t feature;
    bool above;
    double lo, hi; /* the threshold lies between these values */
    uint64_t wrong;
} cut;

typedef struct fitter {
    const ent_features *f;
    const uint8_t *truth;
    sample *samples;  /* room for all models */
    uint32_t **order; /* per feature: the models fitted on, by its value; NULL until fitted */
    ent_arena *arena;
    uint64_t n_fit; /* models of the half fitted on that are not vacuous */
} fitter;

static int by_x(const void *a, const void *b) {
    const sample *x = a, *y = b;
    return x->x < y->x ? -1 : x->x > y->x;
}

static bool fits_half(uint64_t model, bool fitting) {
    return (model % 2 == 0) == fitting;
}

/* Best threshold over samples sorted by x: everything above speaks for it, or everything below. */
static void best_cut(cut *out, const sample *s, size_t n) {
    uint64_t yes = 0, yes_below = 0;
    for (size_t i = 0; i < n; i++)
        yes += s[i].yes;
    out->wrong = UINT64_MAX;
    for (size_t i = 1; i < n; i++) {
        yes_below += s[i - 1].yes;
        if (s[i].x <= s[i - 1].x)
            continue;
        uint64_t no_above = n - i - (yes - yes_below);
        uint64_t wrong_above = yes_below + no_above, wrong_below = n - wrong_above;
        bool above = wrong_above <= wrong_below;
        uint64_t wrong = above ? wrong_above : wrong_below;
        if (wrong < out->wrong) {
            out->wrong = wrong;
            out->above = above;
            out->lo = s[i - 1].x;
            out->hi = s[i].x;
        }
    }
}

static bool side(const cut *c, double x) {
    double at = c->lo + (c->hi - c->lo) / 2;
    return (x > at) == c->above;
}

/* The models that count, by their value of feature k: sorted once, whatever is left out later. */
static ent_status sort_by(fitter *t, size_t k) {
    const double *x = t->f->value + k * t->f->models;
    size_t n = 0;
    for (uint64_t m = 0; m < t->f->models; m++)
        if (t->truth[m] != ENT_VACUOUS && fits_half(m, true))
            t->samples[n++] = (sample){x[m], (uint32_t)m, false};
    qsort(t->samples, n, sizeof *t->samples, by_x);
    t->n_fit = n;
    t->order[k] = ENT_NEW(t->arena, uint32_t, n + 1);
    for (size_t i = 0; t->order[k] && i < n; i++)
        t->order[k][i] = t->samples[i].model;
    return t->order[k] ? ENT_OK : ENT_NOMEM;
}

/* Fits feature k on the models that count; with `other`, on those that it leaves to be told apart: with
 * `both` the ones it lets through, else the ones it does not. */
static void fit(cut *out, fitter *t, size_t k, const cut *other, bool both) {
    size_t n = 0;
    uint64_t settled = 0;
    const double *x = t->f->value + k * t->f->models;
    for (uint64_t i = 0; i < t->n_fit; i++) {
        uint32_t m = t->order[k][i];
        bool yes = t->truth[m] == ENT_TRUE;
        if (other && side(other, t->f->value[other->feature * t->f->models + m]) != both) {
            settled += yes == both; /* what the other decides it decides wrongly */
            continue;
        }
        t->samples[n++] = (sample){x[m], m, yes};
    }
    *out = (cut){.feature = k};
    best_cut(out, t->samples, n);
    if (out->wrong != UINT64_MAX)
        out->wrong += settled;
}

static bool says(const fitter *t, const cut *cuts, size_t n, bool both, uint64_t m) {
    bool a = side(&cuts[0], t->f->value[cuts[0].feature * t->f->models + m]);
    if (n == 1)
        return a;
    bool b = side(&cuts[1], t->f->value[cuts[1].feature * t->f->models + m]);
    return both ? a && b : a || b;
}

/* Share of the other half on the right side. */
static double judged(const fitter *t, const cut *cuts, size_t n, bool both) {
    uint64_t right = 0, all = 0;
    for (uint64_t m = 0; m < t->f->models; m++) {
        if (t->truth[m] == ENT_VACUOUS || !fits_half(m, false))
            continue;
        all++;
        right += says(t, cuts, n, both, m) == (t->truth[m] == ENT_TRUE);
    }
    return all ? (double)right / (double)all : 0;
}

static double guessed(const fitter *t) {
    uint64_t yes = 0, all = 0;
    for (uint64_t m = 0; m < t->f->models; m++)
        if (t->truth[m] != ENT_VACUOUS && fits_half(m, false)) {
            all++;
            yes += t->truth[m] == ENT_TRUE;
        }
    uint64_t most = yes > all - yes ? yes : all - yes;
    return all ? (double)most / (double)all : 1;
}

/* ---- a value that is easy to say ---- */

static double floor_of(double x) {
    return (double)(int64_t)x - ((double)(int64_t)x > x);
}

/* The roundest number that separates as the cut does, between the two and neither of them: 1 where it
 * lies there, else the fewest decimals. */
static double round_between(double lo, double hi) {
    if (lo < 1 && 1 < hi)
        return 1;
    if (!(lo > -1e9 && hi < 1e9))
        return lo + (hi - lo) / 2;
    for (double scale = 0.01; scale <= 1e6; scale *= 10) {
        double up = floor_of(lo * scale + 1) / scale;
        if (up > lo && up < hi)
            return up;
    }
    return lo + (hi - lo) / 2;
}

/* ---- the choice ---- */

typedef struct choice {
    size_t n;
    bool both;
    cut cuts[2];
    double right;
} choice;

static int by_wrong(const void *a, const void *b) {
    const cut *x = a, *y = b;
    if (x->wrong != y->wrong)
        return x->wrong < y->wrong ? -1 : 1;
    return x->feature < y->feature ? -1 : x->feature > y->feature;
}

/* The best cut of a kind, or none. */
static void best_single(choice *out, const fitter *t, const cut *cuts, ent_feature_kind kind) {
    for (size_t k = 0; k < t->f->n && out->n == 0; k++)
        if (t->f->feature[cuts[k].feature].kind == kind && cuts[k].wrong != UINT64_MAX)
            *out = (choice){1, false, {cuts[k]}, judged(t, &cuts[k], 1, false)};
}

/* Pairs of the best singles: the second is fitted on what the first leaves, then the first again. */
static void best_pair(choice *out, fitter *t, const cut *cuts) {
    size_t top = t->f->n < BEST_SINGLE ? t->f->n : BEST_SINGLE;
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i < top; i++)
        for (size_t k = 0; k < t->f->n; k++)
            for (int both = 0; both < 2; both++) {
                cut pair[2];
                if (k == cuts[i].feature || cuts[i].wrong == UINT64_MAX)
                    continue;
                fit(&pair[1], t, k, &cuts[i], both);
                if (pair[1].wrong == UINT64_MAX)
                    continue;
                fit(&pair[0], t, cuts[i].feature, &pair[1], both);
                if (pair[0].wrong < least) {
                    least = pair[0].wrong;
                    *out = (choice){2, both, {pair[0], pair[1]}, 0};
                }
            }
    if (out->n)
        out->right = judged(t, out->cuts, 2, out->both);
}

static void choose(choice *out, fitter *t, const cut *cuts, double majority) {
    choice stakes = {0}, unknown = {0}, pair = {0};
    double worst = (1 - majority) / 2; /* wrong in at most half as many as the guess */
    best_single(&stakes, t, cuts, ENT_FEATURE_STAKES);
    best_single(&unknown, t, cuts, ENT_FEATURE_UNKNOWN);
    *out = stakes;
    /* What comes later must be clearly better than what comes first. */
    if (unknown.n && (!out->n || 1 - unknown.right < 0.8 * (1 - out->right)))
        *out = unknown;
    if (!out->n || 1 - out->right > 0.05)
        best_pair(&pair, t, cuts);
    if (pair.n && (!out->n || 1 - pair.right < 0.5 * (1 - out->right)))
        *out = pair;
    if (out->n && 1 - out->right > worst)
        *out = (choice){0};
}

ent_status ent_crux_of(ent_crux *out, ent_arena *arena, const ent_bare *core,
                       const ent_verdict *verdict) {
    ent_features features;
    uint64_t yes = verdict->count[ENT_TRUE], no = verdict->count[ENT_FALSE];
    *out = (ent_crux){0};
    if (yes < SIDE_LEAST || no < SIDE_LEAST)
        return ENT_OK;
    ent_status status = ent_features_of(&features, arena, core, verdict);
    if (status != ENT_OK)
        return status == ENT_LIMIT ? ENT_OK : status;
    fitter t = {.f = &features, .truth = verdict->truth, .arena = arena};
    t.order = ENT_NEW(arena, uint32_t *, features.n + 1);
    t.samples = ENT_NEW(arena, sample, verdict->models + 1);
    cut *cuts = ENT_NEW(arena, cut, features.n + 1);
    if (!t.samples || !t.order || !cuts)
        return ENT_NOMEM;
    for (size_t k = 0; k < features.n; k++)
        ENT_TRY(sort_by(&t, k));
    for (size_t k = 0; k < features.n; k++)
        fit(&cuts[k], &t, k, NULL, false);
    qsort(cuts, features.n, sizeof *cuts, by_wrong);
    choice best = {0};
    out->majority = guessed(&t);
    choose(&best, &t, cuts, out->majority);
    out->n = best.n;
    out->both = best.both;
    out->right = best.right;
    for (size_t i = 0; i < best.n; i++)
        out->at[i] = (ent_threshold){features.feature[best.cuts[i].feature], best.cuts[i].above,
                                     round_between(best.cuts[i].lo, best.cuts[i].hi)};
    return ENT_OK;
}
