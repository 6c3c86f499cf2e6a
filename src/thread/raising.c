/* Comparative statics: what becomes of deals when one quantity rises and all others stay.
 *
 * In one model the quantity is raised in steps, to five quarters, three halves, twice and three times its
 * size, with every other number of the model as it is (saliences are compared again after it, so raising
 * one lowers the weight of the rest). "raising X raises Y" is true in the model when Y never falls on the
 * way and is greater at the end; with `lowers`, the other way round. Where Y does not move, neither is
 * true.
 */
#include "ask/deals.h"
#include "thread/truth.h"
#include "thread/truth_game.h"

#include <string.h>

/* What is raised. */
typedef struct quantity {
    enum { NOTHING, SALIENCE, RESOURCE, RESERVATION } kind;
    uint32_t actor;
    size_t index; /* of the actor's saliences, or the resource */
} quantity;

/* The rest of `text` behind "word" and a dot; NULL when it does not begin so. */
static const char *behind(const char *text, const char *word) {
    size_t len = strlen(word);
    return strncmp(text, word, len) == 0 && text[len] == '.' ? text + len + 1 : NULL;
}

static bool find_salience(quantity *q, const ent_scenario *s, const char *name) {
    const ent_preference *p = &s->preferences[q->actor];
    for (size_t v = 0; v < p->n_wants + p->n_conditions; v++) {
        const char *own = v < p->n_wants ? s->issues[p->wants[v].issue].id
                                         : p->conditions[v - p->n_wants].said.name;
        if (!own || strcmp(own, name) != 0)
            continue;
        q->kind = SALIENCE;
        q->index = v;
        return true;
    }
    return false;
}

static bool find_quantity(quantity *q, const ent_scenario *s, const char *path) {
    for (q->actor = 0; q->actor < s->n_actors; q->actor++) {
        const char *rest = behind(path, s->actors[q->actor].id), *name;
        if (!rest)
            continue;
        if ((name = behind(rest, "salience")) != NULL && find_salience(q, s, name))
            return true;
        if (strcmp(rest, "reservation") == 0 && s->preferences[q->actor].has_reservation) {
            q->kind = RESERVATION;
            return true;
        }
        name = behind(rest, "resources");
        for (q->index = 0; name && q->index < s->n_resources; q->index++)
            if (strcmp(name, s->resources[q->index]) == 0) {
                q->kind = RESOURCE;
                return true;
            }
    }
    return false;
}

/* The model that a game was compiled at, as numbers of its own. */
static ent_status point_of(ent_model *out, const ent_game *game, ent_arena *scratch) {
    const ent_scenario *s = game->scenario;
    size_t n_resources = s->n_actors * s->n_resources;
    *out = (ent_model){.of = ENT_NEW(scratch, ent_central, s->n_actors + 1),
                       .resource_of = ENT_NEW(scratch, ent_number, n_resources + 1),
                       .reservation = ENT_NEW(scratch, ent_number, s->n_actors + 1),
                       .open = game->open,
                       .approximate = game->approximate};
    if (!out->of || !out->resource_of || !out->reservation)
        return ENT_NOMEM;
    if (n_resources)
        memcpy(out->resource_of, game->resource_of, n_resources * sizeof *out->resource_of);
    for (size_t a = 0; a < s->n_actors; a++) {
        out->of[a] = game->aims[a].central;
        out->reservation[a] = game->aims[a].threshold_exact;
    }
    return ENT_OK;
}

static ent_status raise(ent_model *point, const quantity *q, const ent_scenario *s,
                        ent_number factor, ent_arena *scratch) {
    ent_number *what = NULL;
    if (q->kind == SALIENCE) {
        ent_central *of = &point->of[q->actor];
        ent_number *weight = ENT_NEW(scratch, ent_number, of->n + 1);
        if (!weight)
            return ENT_NOMEM;
        memcpy(weight, of->weight, of->n * sizeof *weight);
        of->weight = weight;
        what = &weight[q->index];
    } else if (q->kind == RESOURCE) {
        what = &point->resource_of[q->index * s->n_actors + q->actor];
    } else {
        what = &point->reservation[q->actor];
    }
    return ent_number_mul(what, *what, factor) ? ENT_OK : ENT_LIMIT;
}

/* The number of deals, or what an actor gains in the deal that is best for it (0 without a deal). */
static ent_status measure(ent_number *out, const ent_claim *c, const ent_game *game,
                          ent_arena *scratch, const ent_run *run, ent_diags *diags) {
    ent_ask_what what;
    ent_bargain *bargain;
    ent_deals *deals;
    ENT_TRY(ent_claim_asks(&what, scratch, c, NULL, false));
    ENT_TRY(ent_bargain_new(&bargain, scratch, game, what, diags));
    ENT_TRY(ent_ask_deals(&deals, scratch, bargain, ENT_ENGINE_AUTO, run));
    *out = (ent_number){(ent_i128)deals->deals, 1};
    if (c->measure == ENT_MEASURE_DEALS)
        return ENT_OK;
    *out = ENT_ZERO;
    for (size_t m = 0; m < bargain->n_members; m++) {
        if (bargain->members[m] != c->actor || !deals->best[m].found)
            continue;
        ent_number best = ent_game_number(game, c->actor, deals->best[m].value);
        if (!ent_number_sub(out, best, game->aims[c->actor].threshold_exact))
            return ENT_LIMIT;
    }
    return ENT_OK;
}

static ent_status no_quantity(const ent_claim *c, ent_diags *diags) {
    ent_diag(diags, ENT_E0383, (ent_span){0}, "",
             "write ACTOR.salience.ISSUE, ACTOR.resources.NAME or ACTOR.reservation",
             "'%s' is nothing that could be raised", c->quantity);
    return ENT_ERROR;
}

/* "12 deals, then 12, 15, 20, 31": of the steps. */
static void say_steps(ent_witness *w, const ent_claim *c, const ent_number *value, size_t n) {
    for (size_t i = 0; w && i < n; i++) {
        ent_buffer_put(&w->text, i > 1 ? ", " : "");
        if (c->measure == ENT_MEASURE_DEALS)
            ent_number_print(&w->text, value[i]);
        else
            ent_buffer_printf(&w->text, "%.3f", ent_number_double(value[i]));
        if (i == 0)
            ent_buffer_put(&w->text, c->measure == ENT_MEASURE_DEALS ? " deals, then " : ", then ");
    }
}

ENT_TRUTH_OF(raising) {
    const ent_claim *c = claim;
    static const ent_number factors[] = {{1, 1}, {5, 4}, {3, 2}, {2, 1}, {3, 1}};
    ent_number value[ENT_COUNT(factors)];
    quantity q = {.kind = NOTHING};
    bool falls = false, rises = false;
    if (!find_quantity(&q, game->scenario, c->quantity))
        return no_quantity(c, diags);
    for (size_t i = 0; i < ENT_COUNT(factors); i++) {
        ent_model point;
        ent_game *raised;
        ENT_TRY(point_of(&point, game, scratch));
        ENT_TRY(raise(&point, &q, game->scenario, factors[i], scratch));
        ENT_TRY(ent_game_at(&raised, scratch, game->scenario, &point,
                            q.kind == RESOURCE ? NULL : game, diags));
        ENT_TRY(measure(&value[i], c, raised, scratch, run, diags));
        int way = i ? ent_number_cmp(value[i], value[i - 1]) : 0;
        falls = falls || way < 0;
        rises = rises || way > 0;
    }
    say_steps(witness, c, value, ENT_COUNT(value));
    *out = (c->rises ? rises && !falls : falls && !rises) ? ENT_TRUE : ENT_FALSE;
    return ENT_OK;
}
