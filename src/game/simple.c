/* Simple games from control rules and from `votes`: see simple.h. */
#include "game/simple.h"

#define MOST_SUM ((ent_u128)1 << 62)

typedef struct builder {
    ent_simple *game;
    ent_arena *arena;
    ent_diags *diags;
    const ent_vote *vote;         /* of `votes` ... */
    const ent_scenario *scenario; /* ... or of a control rule */
    const ent_number *resource_of;
    ent_number *weight; /* of one clause, per voter */
    size_t cap;
} builder;

static ent_status too_large(builder *b, ent_span span) {
    ent_diag(b->diags, ENT_E0550, span, "", "use rounder numbers",
             "the weights of this rule do not fit exact sums");
    return b->diags->failed ? ENT_NOMEM : ENT_ERROR;
}

/* Weights and bound as whole numbers over their common denominator, in lowest terms. */
static ent_status scale(builder *b, ent_clause *clause, const ent_number *weight, ent_number bound,
                        bool strict, ent_span span) {
    ent_i128 unit = 1;
    ent_u128 sum = 0, common = 0, quota;
    size_t n = b->game->n;
    for (size_t i = 0; i < n; i++)
        unit = unit / ent_gcd(unit, weight[i].den) * weight[i].den; /* at most 10^9 */
    for (size_t i = 0; i < n; i++) {
        ent_u128 w = (ent_u128)(weight[i].num * (unit / weight[i].den));
        sum += w;
        common = (ent_u128)ent_gcd((ent_i128)common, (ent_i128)w);
        if (w >= MOST_SUM || sum >= MOST_SUM)
            return too_large(b, span);
        clause->weight[i] = (uint64_t)w;
    }
    /* bound * unit, rounded up (strict: to what is above it). */
    ent_number scaled;
    if (!ent_number_mul(&scaled, bound, (ent_number){unit, 1}))
        return too_large(b, span);
    quota = (ent_u128)(scaled.num / scaled.den);
    if (strict || scaled.num % scaled.den != 0)
        quota++;
    if (common > 1) {
        for (size_t i = 0; i < n; i++)
            clause->weight[i] /= (uint64_t)common;
        sum /= common;
        quota = (quota + common - 1) / common;
    }
    clause->sum = (uint64_t)sum;
    clause->quota = quota > sum ? (uint64_t)sum + 1 : (uint64_t)quota;
    return ENT_OK;
}

static ent_status new_clause(builder *b, size_t *number, ent_clause **out) {
    ent_clause *clauses =
        ent_arena_grow(b->arena, b->game->clauses, b->game->n_clauses, &b->cap, sizeof *clauses);
    if (!clauses)
        return ENT_NOMEM;
    b->game->clauses = clauses;
    *number = b->game->n_clauses++;
    *out = &clauses[*number];
    **out = (ent_clause){.weight = ENT_NEW(b->arena, uint64_t, b->game->n)};
    return (*out)->weight ? ENT_OK : ENT_NOMEM;
}

/* Of all who count: the bound itself, or that many hundredths of what they have together. */
static ent_status bound_of(builder *b, const ent_vote_rule *rule, const ent_number *weight,
                           ent_number *out) {
    ent_number sum = ENT_ZERO;
    *out = rule->bound;
    if (!rule->percent)
        return ENT_OK;
    for (size_t i = 0; i < b->game->n; i++)
        if (!ent_number_add(&sum, sum, weight[i]))
            return too_large(b, rule->span);
    if (!ent_number_mul(out, rule->bound, sum) || !ent_number_div(out, *out, ent_number_int(100)))
        return too_large(b, rule->span);
    return ENT_OK;
}

static ent_status vote_clause(builder *b, const ent_vote_rule *rule, size_t *number) {
    ent_number *weight = b->weight, bound;
    ent_clause *clause;
    for (size_t i = 0; i < b->game->n; i++) {
        bool counts = !rule->voters || (rule->voters[i / 64] >> i % 64 & 1);
        weight[i] = !counts                    ? ENT_ZERO
                    : rule->column == ENT_NONE ? ent_number_int(1)
                                               : b->vote->weights[rule->column * b->game->n + i];
    }
    ENT_TRY(bound_of(b, rule, weight, &bound));
    ENT_TRY(new_clause(b, number, &clause));
    return scale(b, clause, weight, bound, rule->relation == ENT_REL_GT, rule->span);
}

static ent_status vote_formula(builder *b, const ent_vote_rule *rule, ent_formula **out) {
    *out = ENT_NEW(b->arena, ent_formula, 1);
    if (!*out)
        return ENT_NOMEM;
    if (rule->op == ENT_VOTE_CLAUSE)
        return vote_clause(b, rule, &(*out)->clause);
    (*out)->op = rule->op == ENT_VOTE_AND ? ENT_FORMULA_AND : ENT_FORMULA_OR;
    (*out)->n = rule->n;
    (*out)->arg = ENT_NEW(b->arena, ent_formula *, rule->n);
    if (!(*out)->arg)
        return ENT_NOMEM;
    for (size_t i = 0; i < rule->n; i++)
        ENT_TRY(vote_formula(b, rule->arg[i], &(*out)->arg[i]));
    return ENT_OK;
}

ent_status ent_simple_of_vote(ent_simple **out, ent_arena *arena, const ent_vote *vote,
                              ent_diags *diags) {
    ent_formula *rule;
    *out = ENT_NEW(arena, ent_simple, 1);
    if (!*out)
        return ENT_NOMEM;
    **out = (ent_simple){.n = vote->n_voters, .names = vote->voters};
    builder b = {.game = *out, .arena = arena, .diags = diags, .vote = vote};
    b.weight = ENT_NEW(arena, ent_number, vote->n_voters);
    if (!b.weight)
        return ENT_NOMEM;
    ENT_TRY(vote_formula(&b, vote->rule, &rule));
    (*out)->rule = rule;
    return ENT_OK;
}

/* ---- control rules ---- */

static uint64_t named(const ent_control *rule) {
    uint64_t actors = rule->actors;
    for (size_t i = 0; i < rule->n; i++)
        actors |= named(rule->arg[i]);
    return actors;
}

static ent_status control_clause(builder *b, const ent_control *rule, size_t *number) {
    const size_t n = b->game->n;
    ent_number *weight = b->weight;
    ent_number bound = ent_number_int((int64_t)n + 1); /* nobody */
    ent_clause *clause;
    for (size_t i = 0; i < n; i++) {
        uint32_t actor = b->game->actor[i];
        weight[i] = rule->actors >> actor & 1 ? ent_number_int(1) : ENT_ZERO;
        if (weight[i].num && rule->op == ENT_CONTROL_RESOURCE)
            weight[i] = b->resource_of[rule->resource * b->scenario->n_actors + actor];
    }
    if (rule->op == ENT_CONTROL_AT_LEAST)
        bound = ent_number_int(rule->need);
    else if (rule->op == ENT_CONTROL_RESOURCE)
        bound = rule->bound;
    ENT_TRY(new_clause(b, number, &clause));
    return scale(b, clause, weight, bound,
                 rule->op == ENT_CONTROL_RESOURCE && rule->relation == ENT_REL_GT, rule->span);
}

static ent_status control_formula(builder *b, const ent_control *rule, ent_formula **out) {
    *out = ENT_NEW(b->arena, ent_formula, 1);
    if (!*out)
        return ENT_NOMEM;
    if (rule->op != ENT_CONTROL_AND && rule->op != ENT_CONTROL_OR)
        return control_clause(b, rule, &(*out)->clause);
    (*out)->op = rule->op == ENT_CONTROL_AND ? ENT_FORMULA_AND : ENT_FORMULA_OR;
    (*out)->n = rule->n;
    (*out)->arg = ENT_NEW(b->arena, ent_formula *, rule->n);
    if (!(*out)->arg)
        return ENT_NOMEM;
    for (size_t i = 0; i < rule->n; i++)
        ENT_TRY(control_formula(b, rule->arg[i], &(*out)->arg[i]));
    return ENT_OK;
}

/* A game among these actors, without a rule yet. */
static ent_status new_among(ent_simple **out, ent_arena *arena, const ent_scenario *scenario,
                            uint64_t actors) {
    ent_simple *game = ENT_NEW(arena, ent_simple, 1);
    if (!game)
        return ENT_NOMEM;
    game->n = (size_t)__builtin_popcountll(actors);
    game->names = ENT_NEW(arena, const char *, game->n + 1);
    game->actor = ENT_NEW(arena, uint32_t, game->n + 1);
    if (!game->names || !game->actor)
        return ENT_NOMEM;
    for (size_t i = 0; actors; actors &= actors - 1, i++) {
        game->actor[i] = (uint32_t)__builtin_ctzll(actors);
        game->names[i] = scenario->actors[game->actor[i]].id;
    }
    *out = game;
    return ENT_OK;
}

ent_status ent_simple_of_control(ent_simple **out, ent_arena *arena, const ent_scenario *scenario,
                                 const ent_control *rule, const ent_number *resource_of,
                                 ent_diags *diags) {
    ent_formula *formula;
    ENT_TRY(new_among(out, arena, scenario, named(rule)));
    builder b = {.game = *out,
                 .arena = arena,
                 .diags = diags,
                 .scenario = scenario,
                 .resource_of = resource_of,
                 .weight = ENT_NEW(arena, ent_number, (*out)->n + 1)};
    if (!b.weight)
        return ENT_NOMEM;
    ENT_TRY(control_formula(&b, rule, &formula));
    (*out)->rule = formula;
    return ENT_OK;
}

ent_status ent_simple_of_units(ent_simple **out, ent_arena *arena, const ent_scenario *scenario,
                               const uint64_t *units, size_t n_units) {
    uint64_t actors = 0;
    for (size_t u = 0; u < n_units; u++)
        actors |= units[u];
    ENT_TRY(new_among(out, arena, scenario, actors));
    ent_simple *game = *out;
    ent_formula *rule = ENT_NEW(arena, ent_formula, 1);
    ent_formula *leaves = ENT_NEW(arena, ent_formula, n_units + 1);
    if (!rule || !leaves)
        return ENT_NOMEM;
    *rule = (ent_formula){
        .op = ENT_FORMULA_OR, .n = n_units, .arg = ENT_NEW(arena, ent_formula *, n_units + 1)};
    builder b = {.game = game, .arena = arena};
    if (!rule->arg)
        return ENT_NOMEM;
    for (size_t u = 0; u < n_units; u++) {
        ent_clause *clause;
        ENT_TRY(new_clause(&b, &leaves[u].clause, &clause));
        clause->quota = (uint64_t)__builtin_popcountll(units[u]);
        clause->sum = clause->quota;
        for (size_t i = 0; i < game->n; i++)
            clause->weight[i] = units[u] >> game->actor[i] & 1;
        rule->arg[u] = &leaves[u];
    }
    game->rule = rule;
    return ENT_OK;
}

/* ---- winning ---- */

static bool meets(const ent_simple *game, const ent_formula *f, const uint64_t *members) {
    if (f->op == ENT_FORMULA_CLAUSE) {
        const ent_clause *clause = &game->clauses[f->clause];
        uint64_t sum = 0;
        for (size_t i = 0; i < game->n; i++)
            sum += members[i / 64] >> i % 64 & 1 ? clause->weight[i] : 0;
        return sum >= clause->quota;
    }
    for (size_t i = 0; i < f->n; i++)
        if (meets(game, f->arg[i], members) == (f->op == ENT_FORMULA_OR))
            return f->op == ENT_FORMULA_OR;
    return f->op == ENT_FORMULA_AND;
}

bool ent_simple_wins(const ent_simple *game, const uint64_t *members) {
    return meets(game, game->rule, members);
}
