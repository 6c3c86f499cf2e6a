/* From ties and rankings to liking: see hedonic.h. */
#include "game/hedonic.h"

#include <stdlib.h>

static ent_status complain(ent_diags *diags, ent_diag_code code, ent_status status,
                           const char *hint, const char *message) {
    ent_diag(diags, code, (ent_span){0}, "", hint, "%s", message);
    return diags->failed ? ENT_NOMEM : status;
}

/* The number of an actor of the scenario here, or ENT_NONE. */
static uint32_t player_of(const ent_hedonic *game, uint32_t actor) {
    for (uint32_t i = 0; i < game->n; i++)
        if (game->actor[i] == actor)
            return i;
    return ENT_NONE;
}

/* tie[i * n + j]: i's to j; one that is directed goes before a mutual one. False: numbers too fine. */
static bool ties_of(ent_number *tie, const ent_scenario *s, ent_hedonic *game) {
    const size_t n = game->n;
    for (int directed = 0; directed < 2; directed++)
        for (size_t t = 0; t < s->n_ties; t++) {
            const ent_tie *one = &s->ties[t];
            uint32_t from = player_of(game, one->from), to = player_of(game, one->to);
            ent_number sum;
            if (one->directed != (directed == 1) || from == ENT_NONE || to == ENT_NONE)
                continue;
            game->open = game->open || ent_number_cmp(one->sign.lo, one->sign.hi) != 0;
            if (!ent_number_add(&sum, one->sign.lo, one->sign.hi) ||
                !ent_number_div(&sum, sum, ent_number_int(2)))
                return false;
            tie[from * n + to] = sum;
            if (!one->directed)
                tie[to * n + from] = sum;
        }
    return true;
}

/* An actor's liking as whole numbers over its own unit. */
static bool from_ties(ent_hedonic *game, size_t actor, const ent_number *tie) {
    const size_t n = game->n;
    ent_i128 unit = 1;
    int64_t value[ENT_HEDONIC_MOST];
    for (size_t j = 0; j < n; j++) {
        ent_i128 den = tie[actor * n + j].den;
        unit = unit / ent_gcd(unit, den) * den;
        if (unit > (ent_i128)1 << 56)
            return false;
    }
    for (size_t j = 0; j < n; j++) /* |tie| <= 1 */
        value[j] = (int64_t)(tie[actor * n + j].num * (unit / tie[actor * n + j].den));
    for (uint64_t bloc = 0; bloc < UINT64_C(1) << n; bloc++) {
        int64_t sum = 0;
        for (uint64_t rest = bloc; rest; rest &= rest - 1)
            sum += value[__builtin_ctzll(rest)];
        if (bloc >> actor & 1)
            game->liking[bloc * n + actor] = sum;
    }
    return true;
}

/* Blocs not listed come after being alone. */
static void from_ranking(ent_hedonic *game, size_t actor, const ent_bloc_ranking *ranking) {
    const size_t n = game->n;
    for (uint64_t bloc = 0; bloc < UINT64_C(1) << n; bloc++)
        if (bloc >> actor & 1)
            game->liking[bloc * n + actor] = -(int64_t)ranking->n - 2;
    game->liking[(UINT64_C(1) << actor) * n + actor] = -(int64_t)ranking->n - 1;
    for (size_t k = 0; k < ranking->n; k++) {
        uint64_t bloc = 0, rest = ranking->bloc[k];
        for (; rest; rest &= rest - 1) {
            uint32_t player = player_of(game, (uint32_t)__builtin_ctzll(rest));
            if (player == ENT_NONE)
                break;
            bloc |= UINT64_C(1) << player;
        }
        if (!rest) /* all members are among those asked about */
            game->liking[bloc * n + actor] = -(int64_t)ranking->rank[k];
    }
}

ent_status ent_hedonic_new(ent_hedonic *out, ent_arena *arena, uint64_t among, ent_diags *diags) {
    const size_t n = (size_t)__builtin_popcountll(among);
    *out = (ent_hedonic){.n = n};
    if (n > ENT_HEDONIC_MOST)
        return complain(diags, ENT_E0557, ENT_LIMIT, "name those that matter with --of",
                        "divisions into blocs are gone through for at most 12 actors");
    out->liking = ENT_NEW(arena, int64_t, n << n);
    for (size_t i = 0; i < n; i++, among &= among - 1)
        out->actor[i] = (uint32_t)__builtin_ctzll(among);
    return out->liking ? ENT_OK : ENT_NOMEM;
}

/* ---- from what blocs are worth ---- */

typedef struct worth_of_bloc {
    ent_number value;
    uint64_t bloc;
} worth_of_bloc;

static int by_value(const void *one, const void *other) {
    return ent_number_cmp(((const worth_of_bloc *)one)->value,
                          ((const worth_of_bloc *)other)->value);
}

ent_status ent_hedonic_rank(ent_hedonic *game, ent_arena *arena, const ent_number *value) {
    worth_of_bloc *worth = ENT_NEW(arena, worth_of_bloc, ((size_t)1 << game->n) + 1);
    if (!worth)
        return ENT_NOMEM;
    for (size_t i = 0; i < game->n; i++) {
        size_t n = 0;
        int64_t rank = 0;
        for (uint64_t bloc = 0; bloc < UINT64_C(1) << game->n; bloc++)
            if (bloc >> i & 1)
                worth[n++] = (worth_of_bloc){value[bloc * game->n + i], bloc};
        qsort(worth, n, sizeof *worth, by_value);
        for (size_t k = 0; k < n; k++) {
            rank += k > 0 && by_value(&worth[k - 1], &worth[k]) != 0;
            game->liking[worth[k].bloc * game->n + i] = rank;
        }
    }
    return ENT_OK;
}

/* ---- from ties and rankings ---- */

ent_status ent_hedonic_of_scenario(ent_hedonic *out, ent_arena *arena, const ent_scenario *scenario,
                                   uint64_t among, ent_diags *diags) {
    const size_t n = (size_t)__builtin_popcountll(among);
    if (n == 0 || (scenario->n_ties == 0 && scenario->blocs == NULL))
        return complain(diags, ENT_E0558, ENT_ERROR, "give ties, or rankings under `blocs`",
                        "the file does not say whom anybody would rather be with");
    ENT_TRY(ent_hedonic_new(out, arena, among, diags));
    ent_number *tie = ENT_NEW(arena, ent_number, n * n);
    if (!tie)
        return ENT_NOMEM;
    for (size_t k = 0; k < n * n; k++)
        tie[k] = ENT_ZERO;
    bool fits = ties_of(tie, scenario, out);
    for (size_t i = 0; i < n && fits; i++) {
        if (scenario->blocs && scenario->blocs[out->actor[i]].given) {
            from_ranking(out, i, &scenario->blocs[out->actor[i]]);
            out->ranked = true;
        } else {
            fits = from_ties(out, i, tie);
        }
    }
    if (!fits)
        return complain(diags, ENT_E0554, ENT_ERROR, "use rounder numbers",
                        "these ties have too many digits to be added up exactly");
    return ENT_OK;
}
