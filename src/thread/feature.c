/* Stakes and unknowns, model by model. See feature.h. */
#include "thread/feature.h"

/* Stakes of one actor that are looked at: more make too many ratios. */
#define STAKES_MOST 32u

typedef struct stake {
    uint32_t actor;
    ent_stake what;
    size_t term; /* of the actor's aim */
    int sign;    /* in all models so far; 0: none yet, 2: it changes */
    double *size;
} stake;

typedef struct collector {
    ent_arena *arena;
    const ent_stage *stage;
    const ent_verdict *verdict;
    size_t n_stakes, cap_stakes;
    stake *stakes;
} collector;

/* The actors whose wants a claim turns on; all where it names none. */
static uint64_t actors_of(const ent_claim *c, const ent_scenario *s) {
    uint64_t actors = c->coalition;
    if (c->form == ENT_CLAIM_PREFERS)
        actors |= (uint64_t)1 << c->actor;
    return actors ? actors : s->n_actors == 64 ? UINT64_MAX : ((uint64_t)1 << s->n_actors) - 1;
}

static bool on_agenda(const ent_claim *c, const ent_scenario *s, uint32_t issue) {
    return s->issues[issue].kind != ENT_GIVEN &&
           (s->issues[issue].kind == ENT_FOLLOWING || !c->about ||
            (c->about[issue / 64] >> (issue % 64) & 1));
}

static ent_status add_stake(collector *c, uint32_t actor, size_t term, ent_stake what) {
    stake *stakes =
        ent_arena_grow(c->arena, c->stakes, c->n_stakes, &c->cap_stakes, sizeof *stakes);
    if (!stakes)
        return ENT_NOMEM;
    c->stakes = stakes;
    stakes[c->n_stakes] =
        (stake){actor, what, term, 0, ENT_NEW(c->arena, double, c->verdict->models)};
    return stakes[c->n_stakes++].size ? ENT_OK : ENT_NOMEM;
}

/* Every change that an actor gains or loses by, from what it expects of no deal. */
static ent_status stakes_of(collector *c, const ent_game *game, uint32_t actor,
                            const ent_claim *claim) {
    const ent_scenario *s = c->stage->scenario;
    const ent_aim *aim = &game->aims[actor];
    size_t before = c->n_stakes;
    for (size_t t = 0; t < aim->n_terms && aim->fallback; t++) {
        const ent_term *term = &aim->terms[t];
        if (term->condition) {
            ENT_TRY(add_stake(c, actor, t,
                              (ent_stake){ENT_NONE,
                                          (uint32_t)(term->source - s->preferences[actor].n_wants),
                                          0}));
            continue;
        }
        uint32_t from = aim->fallback[term->issue];
        for (uint32_t o = 0; o < term->n && on_agenda(claim, s, term->issue); o++)
            if (o != from)
                ENT_TRY(add_stake(c, actor, t, (ent_stake){term->issue, from, o}));
    }
    if (c->n_stakes - before > STAKES_MOST)
        c->n_stakes = before + STAKES_MOST;
    return ENT_OK;
}

/* What each stake is worth in this model, in 0..1 of the actor's utility; its sign must stay. */
static void measure(collector *c, const ent_game *game, uint64_t model) {
    for (size_t i = 0; i < c->n_stakes; i++) {
        stake *k = &c->stakes[i];
        const ent_aim *aim = &game->aims[k->actor];
        const ent_term *term = &aim->terms[k->term];
        ent_i128 change = term->condition ? term->amount[0]
                                          : term->amount[k->what.to] - term->amount[k->what.from];
        int sign = change > 0 ? 1 : change < 0 ? -1 : 0;
        if (sign == 0 || (k->sign && k->sign != sign))
            k->sign = 2;
        else if (k->sign == 0)
            k->sign = sign;
        k->size[model] = (double)(change < 0 ? -change : change) / (double)aim->denominator;
    }
}

static ent_status measure_all(collector *c, const ent_claim *claim) {
    ent_arena *scratch = ent_arena_new();
    ent_diags silent = {.arena = c->arena};
    ent_status status = scratch ? ENT_OK : ENT_NOMEM;
    const ent_scenario *s = c->stage->scenario;
    for (uint64_t m = 0; m < c->verdict->models && status == ENT_OK; m++) {
        ent_mark mark = ent_arena_mark(scratch);
        ent_game *game;
        status = ent_models_game(&game, scratch, c->stage->models, c->verdict->first + m, &silent);
        for (uint32_t a = 0; m == 0 && a < s->n_actors && status == ENT_OK; a++)
            if (actors_of(claim, s) >> a & 1)
                status = stakes_of(c, game, a, claim);
        if (status == ENT_OK)
            measure(c, game, m);
        ent_arena_rewind(scratch, mark);
    }
    ent_arena_free(scratch);
    return status;
}

/* ---- the features ---- */

static bool bears(const ent_unknown *u, const ent_claim *claim, const ent_scenario *s) {
    switch (u->kind) {
    case ENT_UNKNOWN_RESOURCE:
    case ENT_UNKNOWN_POSITION: return true;
    case ENT_UNKNOWN_TIE: return claim->form == ENT_CLAIM_SPLIT;
    default: return actors_of(claim, s) >> u->actor & 1;
    }
}

static ent_status add_ratios(ent_features *out, collector *c) {
    for (size_t i = 0; i < c->n_stakes; i++)
        for (size_t j = 0; j < c->n_stakes; j++) {
            const stake *gain = &c->stakes[i], *loss = &c->stakes[j];
            if (gain->actor != loss->actor || gain->sign != 1 || loss->sign != -1 ||
                out->n == ENT_FEATURES_MOST)
                continue;
            out->feature[out->n] = (ent_feature){.kind = ENT_FEATURE_STAKES,
                                                 .actor = gain->actor,
                                                 .gain = gain->what,
                                                 .loss = loss->what};
            double *value = out->value + out->n++ * out->models;
            for (uint64_t m = 0; m < out->models; m++)
                value[m] = gain->size[m] / loss->size[m];
        }
    return ENT_OK;
}

static ent_status add_unknowns(ent_features *out, collector *c, const ent_claim *claim) {
    const ent_models *models = c->stage->models;
    size_t n = ent_models_unknowns(models), first = out->n;
    ent_number *values = ENT_NEW(c->arena, ent_number, n + 1);
    ent_arena *scratch = ent_arena_new();
    ent_status status = values && scratch ? ENT_OK : ENT_NOMEM;
    for (size_t u = 0; u < n && out->n < ENT_FEATURES_MOST; u++)
        if (bears(ent_models_unknown(models, u), claim, c->stage->scenario))
            out->feature[out->n++] = (ent_feature){.kind = ENT_FEATURE_UNKNOWN, .unknown = u};
    for (uint64_t m = 0; m < out->models && status == ENT_OK; m++) {
        ent_mark mark = ent_arena_mark(scratch);
        status = ent_models_draw(values, scratch, models, c->verdict->first + m);
        for (size_t k = first; k < out->n && status == ENT_OK; k++)
            out->value[k * out->models + m] = ent_number_double(values[out->feature[k].unknown]);
        ent_arena_rewind(scratch, mark);
    }
    ent_arena_free(scratch);
    return status;
}

ent_status ent_features_of(ent_features *out, ent_arena *arena, const ent_bare *core,
                           const ent_verdict *verdict) {
    const ent_claim *claim = core->claim;
    collector c = {.arena = arena, .stage = core->stage, .verdict = verdict};
    *out = (ent_features){.models = verdict->models};
    ENT_TRY(measure_all(&c, claim));
    size_t gains = 0, losses = 0;
    for (size_t i = 0; i < c.n_stakes; i++) {
        gains += c.stakes[i].sign == 1;
        losses += c.stakes[i].sign == -1;
    }
    size_t most = gains * losses + ent_models_unknowns(c.stage->models);
    most = most < ENT_FEATURES_MOST ? most : ENT_FEATURES_MOST;
    out->feature = ENT_NEW(arena, ent_feature, most + 1);
    out->value = ENT_NEW(arena, double, (most + 1) * (size_t)verdict->models);
    if (!out->feature || !out->value)
        return ENT_NOMEM;
    ENT_TRY(add_ratios(out, &c));
    return add_unknowns(out, &c, claim);
}
