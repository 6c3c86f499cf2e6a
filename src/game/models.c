/* Models: the list of what is open, and the game at a drawn model. See models.h. */
#include "base/random.h"
#include "game/models_inside.h"

#include <string.h>

/* ---- what is open ---- */

static ent_status add_unknown(ent_models *models, ent_unknown unknown) {
    if (!unknown.name)
        return ENT_NOMEM;
    ent_unknown *items = ent_arena_grow(models->arena, models->unknowns, models->n_unknowns,
                                        &models->cap_unknowns, sizeof *items);
    if (!items)
        return ENT_NOMEM;
    models->unknowns = items;
    items[models->n_unknowns++] = unknown;
    return ENT_OK;
}

/* A number that is drawn by itself, and listed when it is open. */
static ent_status alone(ent_models *models, ent_alone *out, ent_range range, ent_number coarsest,
                        ent_unknown unknown) {
    if (!unknown.name)
        return ENT_NOMEM;
    if (!ent_grid_of(&out->grid, range, coarsest, false))
        return ent_number_cmp(range.lo, range.hi) == 0 ? ENT_OK : ENT_LIMIT;
    out->name = ent_random_stream(unknown.name);
    if (ent_number_cmp(range.lo, range.hi) == 0)
        return ENT_OK;
    unknown.lo = range.lo;
    unknown.hi = range.hi;
    return add_unknown(models, unknown);
}

static ent_unknown nothing(ent_unknown_kind kind, const char *name) {
    return (ent_unknown){kind, ENT_NONE, ENT_NONE, ENT_NONE, ENT_NONE, name, ENT_ZERO, ENT_ZERO};
}

static ent_status positions(ent_models *models) {
    const ent_scenario *s = models->scenario;
    models->position = ENT_NEW(models->arena, ent_alone *, s->n_issues + 1);
    if (!models->position)
        return ENT_NOMEM;
    for (uint32_t k = 0; k < s->n_issues; k++) {
        const ent_issue *issue = &s->issues[k];
        models->position[k] = ENT_NEW(models->arena, ent_alone, issue->n_outcomes + 1);
        if (!models->position[k])
            return ENT_NOMEM;
        for (uint32_t o = 0; o < issue->n_outcomes && issue->ordered; o++) {
            ent_unknown u =
                nothing(ENT_UNKNOWN_POSITION, ent_arena_printf(models->arena, "%s.position.%s",
                                                               issue->id, issue->outcomes[o].id));
            u.issue = k;
            u.outcome = o;
            ENT_TRY(alone(models, &models->position[k][o], issue->outcomes[o].position,
                          (ent_number){1, 100}, u));
        }
    }
    return ENT_OK;
}

static ent_status resources(ent_models *models) {
    const ent_scenario *s = models->scenario;
    models->resource = ENT_NEW(models->arena, ent_alone, s->n_resources * s->n_actors + 1);
    if (!models->resource)
        return ENT_NOMEM;
    for (uint32_t a = 0; a < s->n_actors; a++)
        for (uint32_t r = 0; r < s->n_resources; r++) {
            ent_range range = s->actors[a].resources[r];
            ent_unknown u =
                nothing(ENT_UNKNOWN_RESOURCE, ent_arena_printf(models->arena, "%s.resources.%s",
                                                               s->actors[a].id, s->resources[r]));
            u.actor = a;
            u.index = r;
            ent_alone *own = &models->resource[r * s->n_actors + a];
            ENT_TRY(alone(models, own, range, ent_number_int(1000000), u));
            /* Its stream has a name of its own, by which everything was drawn so far. */
            const char *stream =
                ent_arena_printf(models->arena, "%s.resource.%s", s->actors[a].id, s->resources[r]);
            if (!stream)
                return ENT_NOMEM;
            own->name = ent_random_stream(stream);
            models->open_resources =
                models->open_resources || ent_number_cmp(range.lo, range.hi) != 0;
        }
    return ENT_OK;
}

static ent_status ties(ent_models *models) {
    const ent_scenario *s = models->scenario;
    models->tie = ENT_NEW(models->arena, ent_alone, s->n_ties + 1);
    if (!models->tie)
        return ENT_NOMEM;
    for (uint32_t t = 0; t < s->n_ties; t++) {
        ent_unknown u = nothing(ENT_UNKNOWN_TIE, ent_arena_printf(models->arena, "tie.%s.%s",
                                                                  s->actors[s->ties[t].from].id,
                                                                  s->actors[s->ties[t].to].id));
        u.index = t;
        ENT_TRY(alone(models, &models->tie[t], s->ties[t].sign, (ent_number){1, 10000}, u));
    }
    return ENT_OK;
}

static ent_range value_range(const ent_want_values *v, uint32_t outcome) {
    ent_range range = {ENT_ZERO, ent_number_int(1)};
    const ent_want *want = v->want;
    if (want->form == ENT_WANT_VALUES) {
        ent_range said = want->values[outcome];
        (void)(ent_number_div(&range.lo, said.lo, ent_number_int(100)) &&
               ent_number_div(&range.hi, said.hi, ent_number_int(100)));
    } else if (want->form == ENT_WANT_ORDER && v->full) {
        uint32_t group = v->poset.group[outcome];
        if (group == v->chain[0])
            range.lo = range.hi;
        else if (group == v->chain[v->poset.n - 1])
            range.hi = range.lo;
    } else if (want->form == ENT_WANT_IDEAL && outcome == want->ideal) {
        range.lo = range.hi;
    }
    return range;
}

static ent_status wants(ent_models *models, uint32_t actor) {
    const ent_scenario *s = models->scenario;
    const ent_preference *p = &s->preferences[actor];
    ent_model_actor *own = &models->actors[actor];
    own->values = ENT_NEW(models->arena, ent_want_values, p->n_wants + 1);
    if (!own->values)
        return ENT_NOMEM;
    for (uint32_t k = 0; k < p->n_wants; k++) {
        const ent_want *want = &p->wants[k];
        ent_want_values *v = &own->values[k];
        ENT_TRY(ent_want_values_new(v, models->arena, s, actor, want));
        ent_unknown u = nothing(ENT_UNKNOWN_IDEAL, NULL);
        u.actor = actor;
        u.index = k;
        if (want->form == ENT_WANT_IDEAL && want->ideal == ENT_NONE && v->ideal.n > 1) {
            u.name = ent_ideal_name(models->arena, s, actor, want);
            u.lo = want->position.lo;
            u.hi = want->position.hi;
            ENT_TRY(add_unknown(models, u));
        }
        /* What follows from positions and an ideal is not open by itself. */
        if (!v->open || (want->form == ENT_WANT_IDEAL && want->shape != ENT_SHAPE_SINGLE_PEAKED))
            continue;
        for (uint32_t o = 0; o < v->issue->n_outcomes; o++) {
            ent_range range = value_range(v, o);
            if (ent_number_cmp(range.lo, range.hi) == 0)
                continue;
            u.kind = ENT_UNKNOWN_VALUE;
            u.issue = want->issue;
            u.outcome = o;
            u.name = ent_value_name(models->arena, s, actor, want, o);
            u.lo = range.lo;
            u.hi = range.hi;
            ENT_TRY(add_unknown(models, u));
        }
    }
    return ENT_OK;
}

static ent_status saliences(ent_models *models, uint32_t actor) {
    ent_salience_region *r = &models->actors[actor].region;
    ENT_TRY(ent_salience_region_new(r, models->arena, models->scenario, actor,
                                    &models->centre.point.of[actor]));
    models->approximate = models->approximate || r->approximate;
    for (uint32_t v = 0; v < r->n && r->open; v++) {
        ent_unknown u = nothing(ENT_UNKNOWN_SALIENCE,
                                ent_salience_name(models->arena, models->scenario, actor, v));
        u.actor = actor;
        u.index = v;
        u.hi = ent_number_int(1);
        if (!r->simplex) {
            ent_range range = r->range[r->poset.group[v]];
            if (ent_number_cmp(range.lo, range.hi) == 0)
                continue;
            if (!ent_number_mul(&u.lo, range.lo, r->poset.ratio[v]) ||
                !ent_number_mul(&u.hi, range.hi, r->poset.ratio[v]))
                return ENT_LIMIT;
        }
        ENT_TRY(add_unknown(models, u));
    }
    return ENT_OK;
}

static ent_status reservation(ent_models *models, uint32_t actor) {
    const ent_preference *p = &models->scenario->preferences[actor];
    ent_unknown u =
        nothing(ENT_UNKNOWN_RESERVATION, ent_arena_printf(models->arena, "%s.reservation",
                                                          models->scenario->actors[actor].id));
    u.actor = actor;
    if (!p->has_reservation)
        return ENT_OK;
    return alone(models, &models->actors[actor].reservation, p->reservation,
                 p->on_worth ? ent_number_int(1000000) : (ent_number){1, 10000}, u);
}

static ent_status too_fine(const ent_statement *said, ent_diags *diags) {
    ent_diag(diags, ENT_E0403, said->span, said->path,
             "write the numbers with fewer digits, or on a common scale",
             "the ranges here do not fit a grid of 64 bits");
    return ENT_ERROR;
}

/* The numbers of the central model that the game does not need. */
static ent_status centre(ent_models *models, ent_diags *diags) {
    const ent_scenario *s = models->scenario;
    ent_model_numbers *c = &models->centre;
    ENT_TRY(ent_game_centre(&c->point, models->arena, s, diags));
    ENT_TRY(ent_game_at(&models->central, models->arena, s, &c->point, NULL, diags));
    c->position = ENT_NEW(models->arena, ent_number *, s->n_issues + 1);
    c->ideal = ENT_NEW(models->arena, ent_number *, s->n_actors + 1);
    c->tie = ENT_NEW(models->arena, ent_number, s->n_ties + 1);
    if (!c->position || !c->ideal || !c->tie)
        return ENT_NOMEM;
    for (size_t k = 0; k < s->n_issues; k++) {
        c->position[k] = ENT_NEW(models->arena, ent_number, s->issues[k].n_outcomes + 1);
        if (!c->position[k])
            return ENT_NOMEM;
        for (size_t o = 0; o < s->issues[k].n_outcomes; o++)
            c->position[k][o] = ent_range_middle(s->issues[k].outcomes[o].position);
    }
    for (size_t a = 0; a < s->n_actors; a++) {
        const ent_preference *p = &s->preferences[a];
        c->ideal[a] = ENT_NEW(models->arena, ent_number, p->n_wants + 1);
        if (!c->ideal[a])
            return ENT_NOMEM;
        for (size_t k = 0; k < p->n_wants; k++)
            c->ideal[a][k] = ent_range_middle(p->wants[k].position);
    }
    for (size_t t = 0; t < s->n_ties; t++)
        c->tie[t] = ent_range_middle(s->ties[t].sign);
    return ENT_OK;
}

ent_status ent_models_new(ent_models **out, ent_arena *arena, const ent_scenario *scenario,
                          uint64_t seed, ent_diags *diags) {
    ent_models *models = ENT_NEW(arena, ent_models, 1);
    if (!models)
        return ENT_NOMEM;
    *models = (ent_models){.scenario = scenario, .arena = arena, .seed = seed};
    models->actors = ENT_NEW(arena, ent_model_actor, scenario->n_actors + 1);
    if (!models->actors)
        return ENT_NOMEM;
    ENT_TRY(centre(models, diags));
    ENT_TRY(resources(models));
    ENT_TRY(positions(models));
    for (uint32_t a = 0; a < scenario->n_actors; a++) {
        ent_status status = saliences(models, a);
        if (status == ENT_OK)
            status = wants(models, a);
        if (status == ENT_OK)
            status = reservation(models, a);
        if (status == ENT_LIMIT)
            return too_fine(&scenario->preferences[a].said, diags);
        ENT_TRY(status);
    }
    ENT_TRY(ties(models));
    models->open = models->n_unknowns > 0;
    *out = models;
    return ENT_OK;
}

bool ent_models_open(const ent_models *models) {
    return models->open;
}

bool ent_models_approximate(const ent_models *models) {
    return models->approximate;
}

size_t ent_models_unknowns(const ent_models *models) {
    return models->n_unknowns;
}

const ent_unknown *ent_models_unknown(const ent_models *models, size_t i) {
    return &models->unknowns[i];
}

/* ---- one model ---- */

static ent_number draw_alone(const ent_models *models, const ent_alone *alone, uint64_t m) {
    ent_stream s = ent_stream_of(models->seed, alone->name, m);
    return ent_grid_number(&alone->grid, ent_stream_below(&s, alone->grid.n));
}

static ent_status draw_resources(ent_model *point, ent_arena *arena, const ent_models *models,
                                 uint64_t m) {
    size_t n = models->scenario->n_resources * models->scenario->n_actors;
    if (!models->open_resources)
        return ENT_OK;
    point->resource_of = ENT_NEW(arena, ent_number, n + 1);
    if (!point->resource_of)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++)
        point->resource_of[i] = models->resource[i].grid.n > 1
                                    ? draw_alone(models, &models->resource[i], m)
                                    : models->centre.point.resource_of[i];
    return ENT_OK;
}

static ent_status draw_shared(ent_model_numbers *out, ent_arena *arena, const ent_models *models,
                              uint64_t m) {
    const ent_scenario *s = models->scenario;
    ENT_TRY(draw_resources(&out->point, arena, models, m));
    out->position = ENT_NEW(arena, ent_number *, s->n_issues + 1);
    out->tie = ENT_NEW(arena, ent_number, s->n_ties + 1);
    if (!out->position || !out->tie)
        return ENT_NOMEM;
    for (size_t k = 0; k < s->n_issues; k++) {
        out->position[k] = models->centre.position[k];
        bool open = false;
        for (size_t o = 0; o < s->issues[k].n_outcomes; o++)
            open = open || models->position[k][o].grid.n > 1;
        if (!open)
            continue;
        out->position[k] = ENT_NEW(arena, ent_number, s->issues[k].n_outcomes);
        if (!out->position[k])
            return ENT_NOMEM;
        for (size_t o = 0; o < s->issues[k].n_outcomes; o++)
            out->position[k][o] = models->position[k][o].grid.n > 1
                                      ? draw_alone(models, &models->position[k][o], m)
                                      : models->centre.position[k][o];
    }
    for (size_t t = 0; t < s->n_ties; t++)
        out->tie[t] = models->tie[t].grid.n > 1 ? draw_alone(models, &models->tie[t], m)
                                                : models->centre.tie[t];
    return ENT_OK;
}

static ent_status draw_actor(ent_model_numbers *out, ent_arena *arena, const ent_models *models,
                             uint32_t actor, uint64_t m) {
    const ent_preference *p = &models->scenario->preferences[actor];
    const ent_model_actor *own = &models->actors[actor];
    const ent_central *known = &models->centre.point.of[actor];
    ent_central *of = &out->point.of[actor];
    *of = *known;
    if (own->region.open) {
        of->weight = ENT_NEW(arena, ent_number, of->n + 1);
        if (!of->weight)
            return ENT_NOMEM;
        ent_mark mark = ent_arena_mark(arena);
        ENT_TRY(ent_salience_region_draw(of->weight, arena, &own->region, models->seed, m));
        ent_arena_rewind(arena, mark);
    }
    of->approximate = own->region.approximate;
    of->value = ENT_NEW(arena, ent_number *, p->n_wants + 1);
    out->ideal[actor] = ENT_NEW(arena, ent_number, p->n_wants + 1);
    if (!of->value || !out->ideal[actor])
        return ENT_NOMEM;
    for (size_t k = 0; k < p->n_wants; k++) {
        of->value[k] = known->value[k];
        if (!own->values[k].open)
            continue;
        of->value[k] = ENT_NEW(arena, ent_number, own->values[k].issue->n_outcomes);
        if (!of->value[k])
            return ENT_NOMEM;
        ent_mark mark = ent_arena_mark(arena);
        ENT_TRY(ent_want_values_draw(of->value[k], &out->ideal[actor][k], arena, &own->values[k],
                                     out->position[p->wants[k].issue], models->seed, m));
        ent_arena_rewind(arena, mark);
    }
    out->point.reservation[actor] = own->reservation.grid.n > 1
                                        ? draw_alone(models, &own->reservation, m)
                                        : models->centre.point.reservation[actor];
    return ENT_OK;
}

ent_status ent_models_numbers(ent_model_numbers *out, ent_arena *arena, const ent_models *models,
                              uint64_t m) {
    size_t n = models->scenario->n_actors;
    *out = models->centre;
    if (m == 0)
        return ENT_OK;
    ENT_TRY(draw_shared(out, arena, models, m));
    out->point.approximate = models->approximate;
    out->point.of = ENT_NEW(arena, ent_central, n + 1);
    out->point.reservation = ENT_NEW(arena, ent_number, n + 1);
    out->ideal = ENT_NEW(arena, ent_number *, n + 1);
    if (!out->point.of || !out->point.reservation || !out->ideal)
        return ENT_NOMEM;
    for (uint32_t a = 0; a < n; a++) {
        if (models->unread >> a & 1)
            out->point.of[a] = models->centre.point.of[a];
        else
            ENT_TRY(draw_actor(out, arena, models, a, m));
    }
    return ENT_OK;
}

ent_status ent_models_draw(ent_number *values, ent_arena *scratch, const ent_models *models,
                           uint64_t m) {
    ent_model_numbers of;
    ENT_TRY(ent_models_numbers(&of, scratch, models, m));
    for (size_t i = 0; i < models->n_unknowns; i++) {
        const ent_unknown *u = &models->unknowns[i];
        switch (u->kind) {
        case ENT_UNKNOWN_SALIENCE: values[i] = of.point.of[u->actor].weight[u->index]; break;
        case ENT_UNKNOWN_VALUE:
            values[i] = of.point.of[u->actor].value[u->index][u->outcome];
            break;
        case ENT_UNKNOWN_IDEAL: values[i] = of.ideal[u->actor][u->index]; break;
        case ENT_UNKNOWN_POSITION: values[i] = of.position[u->issue][u->outcome]; break;
        case ENT_UNKNOWN_RESOURCE:
            values[i] = of.point.resource_of[u->index * models->scenario->n_actors + u->actor];
            break;
        case ENT_UNKNOWN_RESERVATION: values[i] = of.point.reservation[u->actor]; break;
        case ENT_UNKNOWN_TIE: values[i] = of.tie[u->index]; break;
        }
    }
    return ENT_OK;
}

static ent_status draw_game(ent_game **out, ent_arena *arena, const ent_models *models, uint64_t m,
                            ent_diags *diags) {
    ent_model_numbers of;
    ENT_TRY(ent_models_numbers(&of, arena, models, m));
    ENT_TRY(ent_game_states(out, arena, models->scenario, &of.point,
                            models->open_resources ? NULL : models->central));
    for (uint32_t a = 0; a < models->scenario->n_actors; a++)
        if (models->unread >> a & 1)
            (*out)->aims[a] = models->central->aims[a];
    return ent_game_aims(*out, &of.point, ~models->unread, diags);
}

/* ---- games that are kept ---- */

/* A game, and the memory that it is in. */
typedef struct ent_kept_game {
    ent_arena *arena;
    ent_game *game;
} kept_game;

#define KEPT_BYTES ((uint64_t)256 << 20)

/* About what a game takes, with all that is drawn on the way to it. */
static uint64_t game_bytes(const ent_game *game) {
    uint64_t bytes = 4096;
    for (size_t a = 0; a < game->scenario->n_actors; a++) {
        const ent_aim *aim = &game->aims[a];
        bytes += sizeof *aim + 512;
        for (size_t t = 0; t < aim->n_terms; t++)
            bytes += 256 + aim->terms[t].n * 128;
    }
    return bytes;
}

ent_status ent_models_keep(ent_models *models, uint64_t n) {
    uint64_t room = KEPT_BYTES / game_bytes(models->central);
    n = n < room ? n : room;
    models->kept = ENT_NEW(models->arena, kept_game *, n + 1);
    models->n_kept = models->kept ? n : 0;
    return models->kept ? ENT_OK : ENT_NOMEM;
}

void ent_models_forget(ent_models *models) {
    for (uint64_t i = 0; i < models->n_kept; i++) {
        if (models->kept[i])
            ent_arena_free(models->kept[i]->arena);
        models->kept[i] = NULL;
    }
}

void ent_models_only(ent_models *models, uint64_t actors) {
    models->unread = ~actors;
}

/* Whoever has made it first has it kept; the same would have come of any other. */
static ent_status keep_game(kept_game **out, kept_game **place, const ent_models *models,
                            uint64_t m, ent_diags *diags) {
    ent_arena *arena = ent_arena_new();
    kept_game *made = arena ? ENT_NEW(arena, kept_game, 1) : NULL;
    ent_status status = made ? draw_game(&made->game, arena, models, m, diags) : ENT_NOMEM;
    *out = NULL;
    if (status == ENT_OK) {
        made->arena = arena;
        if (__atomic_compare_exchange_n(place, out, made, false, __ATOMIC_ACQ_REL,
                                        __ATOMIC_ACQUIRE)) {
            *out = made;
            return ENT_OK;
        }
    }
    ent_arena_free(arena);
    return status;
}

ent_status ent_models_game(ent_game **out, ent_arena *arena, const ent_models *models, uint64_t m,
                           ent_diags *diags) {
    size_t n = models->scenario->n_actors + 1;
    if (m == 0 || m > models->n_kept)
        return draw_game(out, arena, models, m, diags);
    kept_game **place = &models->kept[m - 1];
    kept_game *kept = __atomic_load_n(place, __ATOMIC_ACQUIRE);
    if (!kept)
        ENT_TRY(keep_game(&kept, place, models, m, diags));
    ent_game *game = ENT_NEW(arena, ent_game, 1);
    ent_aim *aims = ENT_NEW(arena, ent_aim, n);
    if (!game || !aims)
        return ENT_NOMEM;
    *game = *kept->game;
    game->arena = arena;
    game->aims = memcpy(aims, kept->game->aims, n * sizeof *aims);
    *out = game;
    return ENT_OK;
}

ent_status ent_models_states(ent_game **out, ent_arena *arena, const ent_models *models,
                             uint64_t m) {
    ent_model point = models->centre.point;
    if (m > 0)
        ENT_TRY(draw_resources(&point, arena, models, m));
    return ent_game_states(out, arena, models->scenario, &point,
                           models->open_resources ? NULL : models->central);
}

const ent_scenario *ent_models_scenario(const ent_models *models) {
    return models->scenario;
}
