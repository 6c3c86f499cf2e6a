/* From the author's worths to whole numbers: see tu.h. */
#include "game/tu.h"

static ent_status no_unit(ent_diags *diags, const ent_scenario *scenario) {
    ent_diag(diags, ENT_E0554, scenario->worth_said.span, scenario->worth_said.path,
             "use rounder numbers", "these worths have too many digits to be compared exactly");
    return diags->failed ? ENT_NOMEM : ENT_ERROR;
}

ent_status ent_tu_of_scenario(ent_tu *out, ent_arena *arena, const ent_scenario *scenario,
                              ent_diags *diags) {
    const size_t n = (size_t)1 << scenario->n_actors;
    const ent_number *given = scenario->worth_of;
    int64_t *worth = ENT_NEW(arena, int64_t, n);
    ent_i128 unit = 1;
    if (!worth)
        return ENT_NOMEM;
    for (size_t s = 0; s < n; s++) {
        ent_i128 more = given[s].den / ent_gcd(unit, given[s].den);
        if (unit * more >= ENT_TU_BOUND) /* both below 2^60 */
            return no_unit(diags, scenario);
        unit *= more;
    }
    for (size_t s = 0; s < n; s++) {
        ent_i128 size = given[s].num < 0 ? -given[s].num : given[s].num;
        if (size >= ENT_TU_BOUND / (unit / given[s].den))
            return no_unit(diags, scenario);
        worth[s] = (int64_t)(given[s].num * (unit / given[s].den));
    }
    *out = (ent_tu){.n = scenario->n_actors, .worth = worth, .unit = (int64_t)unit};
    return ENT_OK;
}

ent_number ent_tu_number(const ent_tu *game, ent_i128 amount) {
    ent_i128 common = ent_gcd(amount, game->unit);
    return (ent_number){amount / common, game->unit / common};
}
