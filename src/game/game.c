/* Compiling a scenario at one model: states, integer utilities, thresholds. See game.h. */
#include "game/game.h"

#include "scenario/eval.h"

#include <string.h>

/* Sums of utilities stay below this in absolute value, with room for thresholds. */
#define SUM_LIMIT ((ent_i128)1 << 120)

ent_i128 ent_term_amount(const ent_game *game, const ent_term *term, const uint8_t *state) {
    if (!term->condition)
        return term->amount[state[term->issue]];
    return ent_expr_holds(term->condition, state, game->resource_of, game->scenario->n_actors)
               ? term->amount[0]
               : 0;
}

ent_i128 ent_game_utility(const ent_game *game, uint32_t actor, const uint8_t *state) {
    const ent_aim *aim = &game->aims[actor];
    ent_i128 sum = 0;
    for (size_t t = 0; t < aim->n_terms; t++)
        sum += ent_term_amount(game, &aim->terms[t], state);
    return sum;
}

ent_number ent_game_number(const ent_game *game, uint32_t actor, ent_i128 amount) {
    ent_i128 den = game->aims[actor].denominator, g = ent_gcd(amount, den);
    return g ? (ent_number){amount / g, den / g} : ENT_ZERO;
}

/* ---- reach ---- */

uint64_t ent_game_reach(const ent_game *game, uint64_t coalition, uint32_t issue, uint32_t from) {
    const ent_issue *i = &game->scenario->issues[issue];
    uint64_t reached = (uint64_t)1 << from, fresh = reached;
    while (fresh) {
        uint32_t a = (uint32_t)__builtin_ctzll(fresh);
        fresh &= fresh - 1;
        for (uint32_t b = 0; b < i->n_outcomes; b++) {
            if (reached >> b & 1)
                continue;
            const ent_control_line *line = ent_control_of(i, a, b);
            if (line && ent_control_holds(line->rule, coalition, game->resource_of,
                                          game->scenario->n_actors)) {
                reached |= (uint64_t)1 << b;
                fresh |= (uint64_t)1 << b;
            }
        }
    }
    return reached;
}

bool ent_game_controls(const ent_game *game, uint64_t coalition, uint32_t issue) {
    const ent_issue *i = &game->scenario->issues[issue];
    for (uint32_t a = 0; a < i->n_outcomes; a++)
        for (uint32_t b = 0; b < i->n_outcomes; b++) {
            if (a == b)
                continue;
            const ent_control_line *line = ent_control_of(i, a, b);
            if (!line || !ent_control_holds(line->rule, coalition, game->resource_of,
                                            game->scenario->n_actors))
                return false;
        }
    return true;
}

/* ---- states ---- */

/* Puts assignments on a state; those of following issues are pinned, the rest is computed again. */
static ent_status assigned(uint8_t **out, ent_game *game, const uint8_t *base,
                           const ent_assignment *common, size_t n_common, const ent_assignment *own,
                           size_t n_own) {
    const ent_scenario *s = game->scenario;
    uint8_t *state = ENT_NEW(game->arena, uint8_t, s->n_issues + 1);
    uint64_t *pinned = ENT_NEW(game->arena, uint64_t, s->n_issues / 64 + 1);
    if (!state || !pinned)
        return ENT_NOMEM;
    memcpy(state, base, s->n_issues);
    for (size_t k = 0; k < n_common + n_own; k++) {
        const ent_assignment *a = k < n_common ? &common[k] : &own[k - n_common];
        state[a->issue] = (uint8_t)a->outcome;
        if (s->issues[a->issue].kind == ENT_FOLLOWING)
            pinned[a->issue / 64] |= (uint64_t)1 << (a->issue % 64);
    }
    ent_state_follow(s, state, pinned, game->resource_of);
    *out = state;
    return ENT_OK;
}

static ent_status compile_states(ent_game *game) {
    const ent_scenario *s = game->scenario;
    if (!s->has_status_quo)
        return ENT_OK;
    uint8_t *base = ENT_NEW(game->arena, uint8_t, s->n_issues + 1);
    if (!base)
        return ENT_NOMEM;
    for (size_t k = 0; k < s->n_issues; k++)
        base[k] = s->issues[k].kind == ENT_FOLLOWING ? 0 : (uint8_t)s->issues[k].status_quo;
    ENT_TRY(assigned(&game->status_quo, game, base, NULL, 0, NULL, 0));
    game->fallback = game->status_quo;
    if (s->n_fallback)
        ENT_TRY(assigned(&game->fallback, game, base, s->fallback, s->n_fallback, NULL, 0));
    for (size_t a = 0; a < s->n_actors; a++) {
        const ent_preference *p = &s->preferences[a];
        game->aims[a].fallback = game->fallback;
        if (p->n_fallback)
            ENT_TRY(assigned(&game->aims[a].fallback, game, base, s->fallback, s->n_fallback,
                             p->fallback, p->n_fallback));
    }
    return ENT_OK;
}

/* ---- utilities ---- */

static ent_status too_many_digits(const ent_scenario *scenario, uint32_t actor, ent_diags *diags) {
    const ent_actor *a = &scenario->actors[actor];
    const ent_preference *p = &scenario->preferences[actor];
    ent_diag(diags, ENT_E0403, p->said.span, p->said.path,
             "write the numbers with fewer digits, or on a common scale",
             "the numbers of %s do not fit exact arithmetic of 128 bits", a->id);
    return ENT_ERROR;
}

/* Divides amounts over `den` by what all have in common: smaller integers allow narrower lanes. False
 * when sums of them do not fit. */
static bool reduce(ent_aim *aim, ent_i128 den) {
    ent_i128 common = den, bound = 0;
    for (size_t t = 0; t < aim->n_terms && common != 1; t++)
        for (size_t o = 0; o < aim->terms[t].n && common != 1; o++)
            common = ent_gcd(common, aim->terms[t].amount[o]);
    for (size_t t = 0; t < aim->n_terms; t++) {
        ent_i128 most = 0;
        for (size_t o = 0; o < aim->terms[t].n; o++) {
            ent_i128 *amount = &aim->terms[t].amount[o];
            if (common != 1)
                *amount /= common;
            ent_i128 size = *amount < 0 ? -*amount : *amount;
            most = size > most ? size : most;
        }
        if (most >= SUM_LIMIT || (bound += most) >= SUM_LIMIT)
            return false;
    }
    aim->denominator = den / common;
    return aim->denominator < SUM_LIMIT;
}

/* Brings exact amounts to a common denominator; false when 128 bits do not hold them. */
static bool to_integers(ent_aim *aim, ent_number **exact) {
    ent_i128 den = 1;
    for (size_t t = 0; t < aim->n_terms; t++)
        for (size_t o = 0; o < aim->terms[t].n; o++) {
            ent_i128 d = exact[t][o].den, g = ent_gcd(den, d);
            if (__builtin_mul_overflow(den, d / g, &den))
                return false;
        }
    for (size_t t = 0; t < aim->n_terms; t++)
        for (size_t o = 0; o < aim->terms[t].n; o++)
            if (__builtin_mul_overflow(exact[t][o].num, den / exact[t][o].den,
                                       &aim->terms[t].amount[o]))
                return false;
    return reduce(aim, den);
}

#define SHORT ((ent_i128)1 << 36)

/* The least common denominator, while it is short; 0 otherwise. */
static int64_t short_denominator(int64_t den, ent_number a) {
    if (den == 0 || a.den > SHORT || a.num > SHORT || a.num < -SHORT)
        return 0;
    int64_t d = (int64_t)a.den;
    if (d == den || den % d == 0)
        return den;
    ent_i128 least = (ent_i128)(den / (int64_t)ent_gcd(den, d)) * d;
    return least > SHORT ? 0 : (int64_t)least;
}

/* Amounts w * v / sum of w in integers from the start, where weights and values are short: the same
 * numbers as to_integers() gives, many times faster. False: they are not short. */
static bool short_integers(ent_aim *aim, const ent_preference *p) {
    const ent_central *central = &aim->central;
    int64_t of_weights = 1, of_values = 1;
    ent_i128 sum = 0;
    for (size_t v = 0; v < central->n; v++) {
        of_weights = short_denominator(of_weights, central->weight[v]);
        for (size_t o = 0; v < p->n_wants && o < aim->terms[v].n; o++)
            of_values = short_denominator(of_values, central->value[v][o]);
    }
    if (of_weights == 0 || of_values == 0)
        return false;
    for (size_t v = 0; v < central->n; v++) { /* below 2^72, and 2^108 with values: */
        const ent_term *term = &aim->terms[v];
        ent_i128 weight = central->weight[v].num * (of_weights / (int64_t)central->weight[v].den);
        sum += weight;
        if (weight > SHORT || sum > SHORT)
            return false;
        for (size_t o = 0; o < term->n; o++)
            term->amount[o] =
                weight * (v < p->n_wants ? central->value[v][o].num *
                                               (of_values / (int64_t)central->value[v][o].den)
                                         : of_values);
    }
    return sum > 0 && reduce(aim, sum * of_values);
}

static ent_status add_term(ent_game *game, ent_aim *aim, ent_number **exact, uint32_t source,
                           const ent_expr *condition, uint32_t issue, const ent_statement *said) {
    size_t n = condition ? 1 : game->scenario->issues[issue].n_outcomes;
    ent_term *term = &aim->terms[aim->n_terms];
    *term = (ent_term){condition, issue, source, n, ENT_NEW(game->arena, ent_i128, n), said};
    exact[aim->n_terms] = ENT_NEW(game->arena, ent_number, n);
    if (!term->amount || !exact[aim->n_terms])
        return ENT_NOMEM;
    aim->n_terms++;
    return ENT_OK;
}

/* Worth of outcomes, and of conditions where they hold, as it is given. */
static ent_status worth_terms(ent_game *game, ent_aim *aim, ent_number **exact,
                              const ent_preference *p) {
    for (size_t k = 0; k < p->n_worth; k++) {
        const ent_worth *worth = &p->worth[k];
        ENT_TRY(add_term(game, aim, exact, (uint32_t)k, NULL, worth->issue, &worth->said));
        for (size_t o = 0; o < aim->terms[k].n; o++)
            exact[k][o] = worth->values[o];
    }
    for (size_t c = 0; c < p->n_conditions; c++) {
        const ent_condition *condition = &p->conditions[c];
        size_t k = p->n_worth + c;
        ENT_TRY(
            add_term(game, aim, exact, (uint32_t)k, condition->holds, ENT_NONE, &condition->said));
        exact[k][0] = condition->worth;
    }
    return ENT_OK;
}

/* w_k * v_k / sum of w, for wants and conditions. */
static ent_status additive_terms(ent_game *game, ent_aim *aim, ent_number **exact,
                                 const ent_preference *p) {
    for (size_t v = 0; v < aim->central.n; v++) {
        bool want = v < p->n_wants;
        const ent_condition *c = want ? NULL : &p->conditions[v - p->n_wants];
        ENT_TRY(add_term(game, aim, exact, (uint32_t)v, want ? NULL : c->holds,
                         want ? p->wants[v].issue : ENT_NONE, want ? &p->wants[v].said : &c->said));
    }
    return ENT_OK;
}

static bool additive_amounts(ent_aim *aim, ent_number **exact, const ent_preference *p) {
    const ent_central *central = &aim->central;
    ent_number sum = ENT_ZERO;
    if (short_integers(aim, p))
        return true;
    for (size_t v = 0; v < central->n; v++)
        if (!ent_number_add(&sum, sum, central->weight[v]))
            return false;
    for (size_t v = 0; v < central->n; v++) {
        ent_number weight = ENT_ZERO; /* an actor to whom nothing matters is indifferent */
        if (sum.num != 0 && !ent_number_div(&weight, central->weight[v], sum))
            return false;
        for (size_t o = 0; o < aim->terms[v].n; o++) {
            exact[v][o] = weight;
            if (v < p->n_wants && !ent_number_mul(&exact[v][o], weight, central->value[v][o]))
                return false;
        }
    }
    return to_integers(aim, exact);
}

static ent_status compile_aim(ent_game *game, uint32_t actor, const ent_model *point,
                              ent_diags *diags) {
    const ent_preference *p = &game->scenario->preferences[actor];
    ent_aim *aim = &game->aims[actor];
    size_t n = p->n_worth + p->n_wants + p->n_conditions + ent_form_n_terms(game->scenario, p);
    ent_number **exact = ENT_NEW(game->arena, ent_number *, n + 1);
    aim->terms = ENT_NEW(game->arena, ent_term, n + 1);
    if (!exact || !aim->terms)
        return ENT_NOMEM;
    aim->central = point->of[actor];
    if (p->form > ENT_FORM_WORTH)
        ENT_TRY(ent_form_terms(aim, exact, game->arena, game->scenario, p));
    else
        ENT_TRY(p->on_worth ? worth_terms(game, aim, exact, p)
                            : additive_terms(game, aim, exact, p));
    bool whole = p->form > ENT_FORM_WORTH || p->on_worth;
    if (whole ? to_integers(aim, exact) : additive_amounts(aim, exact, p))
        return ENT_OK;
    return too_many_digits(game->scenario, actor, diags);
}

static ent_i128 floor_div(ent_i128 a, ent_i128 b) /* b > 0 */
{
    return a / b - (a % b < 0);
}

static ent_status compile_threshold(ent_game *game, uint32_t actor, const ent_model *point,
                                    ent_diags *diags) {
    const ent_preference *p = &game->scenario->preferences[actor];
    ent_aim *aim = &game->aims[actor];
    aim->by_reservation = p->has_reservation;
    if (p->has_reservation) {
        ent_number r = point->reservation[actor], scaled;
        if (!ent_number_mul(&scaled, r, (ent_number){aim->denominator, 1}) ||
            scaled.num / scaled.den >= SUM_LIMIT || scaled.num / scaled.den <= -SUM_LIMIT)
            return too_many_digits(game->scenario, actor, diags);
        /* u >= r holds from ceil(r * denominator) on, u > r from floor(...) + 1 on. */
        aim->threshold = -floor_div(-scaled.num, scaled.den);
        aim->gain = floor_div(scaled.num, scaled.den) + 1;
        aim->threshold_exact = r;
    } else if (aim->fallback) {
        aim->threshold = ent_game_utility(game, actor, aim->fallback);
        aim->gain = aim->threshold + 1;
        aim->threshold_exact = ent_game_number(game, actor, aim->threshold);
    }
    return ENT_OK;
}

ent_status ent_game_centre(ent_model *out, ent_arena *arena, const ent_scenario *scenario,
                           ent_diags *diags) {
    size_t n = scenario->n_actors;
    *out = (ent_model){.of = ENT_NEW(arena, ent_central, n + 1),
                       .resource_of = ent_resource_midpoints(scenario, arena),
                       .reservation = ENT_NEW(arena, ent_number, n + 1),
                       .amount = ENT_NEW(arena, ent_number, scenario->n_amounts + 1)};
    if (!out->of || !out->resource_of || !out->reservation || !out->amount)
        return ENT_NOMEM;
    if (scenario->n_amounts)
        ENT_TRY(ent_central_amounts(out->amount, &out->approximate, arena, scenario, diags));
    for (size_t i = 0; i < scenario->n_amounts; i++)
        if (scenario->amounts[i].kind == ENT_AMOUNT_RESOURCE)
            out->resource_of[scenario->amounts[i].index * n + scenario->amounts[i].of] =
                out->amount[i];
    for (uint32_t a = 0; a < n; a++) {
        const ent_preference *p = &scenario->preferences[a];
        for (size_t r = 0; r < scenario->n_resources; r++) {
            ent_range range = scenario->actors[a].resources[r];
            out->open = out->open || ent_number_cmp(range.lo, range.hi) != 0;
        }
        ent_status status = ent_central_model(&out->of[a], arena, scenario, out->amount, a, diags);
        if (status == ENT_LIMIT && !diags->errors)
            return too_many_digits(scenario, a, diags);
        ENT_TRY(status);
        out->open = out->open || out->of[a].open;
        out->approximate = out->approximate || out->of[a].approximate;
        if (!p->has_reservation)
            continue;
        out->reservation[a] = ent_range_middle(p->reservation);
        out->open = out->open || ent_number_cmp(p->reservation.lo, p->reservation.hi) != 0;
    }
    return ENT_OK;
}

ent_status ent_game_states(ent_game **out, ent_arena *arena, const ent_scenario *scenario,
                           const ent_model *point, const ent_game *like) {
    ent_game *game = ENT_NEW(arena, ent_game, 1);
    if (!game)
        return ENT_NOMEM;
    *game = (ent_game){.scenario = scenario,
                       .arena = arena,
                       .resource_of = point->resource_of,
                       .open = point->open,
                       .approximate = point->approximate};
    game->aims = ENT_NEW(arena, ent_aim, scenario->n_actors + 1);
    if (!game->aims)
        return ENT_NOMEM;
    *out = game;
    if (!like)
        return compile_states(game);
    game->status_quo = like->status_quo;
    game->fallback = like->fallback;
    for (uint32_t a = 0; a < scenario->n_actors; a++)
        game->aims[a].fallback = like->aims[a].fallback;
    return ENT_OK;
}

ent_status ent_game_aims(ent_game *game, const ent_model *point, uint64_t actors,
                         ent_diags *diags) {
    for (uint32_t a = 0; a < game->scenario->n_actors; a++) {
        if (!(actors >> a & 1))
            continue;
        ENT_TRY(compile_aim(game, a, point, diags));
        ENT_TRY(compile_threshold(game, a, point, diags));
    }
    return ENT_OK;
}

ent_status ent_game_at(ent_game **out, ent_arena *arena, const ent_scenario *scenario,
                       const ent_model *point, const ent_game *like, ent_diags *diags) {
    ENT_TRY(ent_game_states(out, arena, scenario, point, like));
    return ent_game_aims(*out, point, UINT64_MAX, diags);
}

ent_status ent_game_compile(ent_game **out, ent_arena *arena, const ent_scenario *scenario,
                            ent_diags *diags) {
    ent_model point;
    ENT_TRY(ent_game_centre(&point, arena, scenario, diags));
    return ent_game_at(out, arena, scenario, &point, NULL, diags);
}
