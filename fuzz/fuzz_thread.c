/* Fuzzes discussions: bytes are read as a scenario with views and claims, and the verdicts, the thread and
 * the models are asked of it, with few models.
 *
 * Large files are passed over. Checked besides: one thread and two give the same bytes.
 */
#include "fuzz_ask.h"

#define STATES_LIMIT 256u
#define ACTORS_LIMIT 4u
#define VIEWS_LIMIT 4u
#define CLAIMS_LIMIT 6u

/* Whether a question of it is answered at once. */
static bool is_small(const ent_scenario *scenario) {
    uint64_t states = 1;
    if (scenario->n_actors > ACTORS_LIMIT || scenario->n_issues > 16 || scenario->n_states > 64)
        return false;
    for (size_t i = 0; i < scenario->n_issues && states <= STATES_LIMIT; i++)
        if (scenario->issues[i].kind == ENT_DECIDED)
            states *= scenario->issues[i].n_outcomes;
    return states <= STATES_LIMIT;
}

static bool are_few(const ent_views *views) {
    size_t claims = 0;
    for (size_t v = 0; v < views->n; v++)
        claims += views->views[v].claims != NULL ? views->views[v].claims->n : 0;
    return views->n <= VIEWS_LIMIT && claims <= CLAIMS_LIMIT;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ent_arena *arena = ent_arena_new();
    FUZZ_CHECK(arena != NULL);
    ent_diags diags = {.arena = arena};
    ent_node *root = NULL;
    ent_views views;
    ent_scenario *scenario = size < 8000 ? read_input(&root, arena, data, size, &diags) : NULL;
    if (scenario != NULL && is_small(scenario) &&
        ent_views_read(&views, arena, root, &diags) == ENT_OK && are_few(&views)) {
        const ent_request request = {
            .limit = 3, .models = 8, .diags = &diags, .root = root, .views = &views};
        ask_twice(ent_answer_claims, scenario, request);
        ask_twice(ent_answer_thread, scenario, request);
        ask_twice(ent_answer_models, scenario, request);
    }
    ent_arena_free(arena);
    return 0;
}
