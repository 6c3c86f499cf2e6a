/* Fuzzes moves: bytes are read as a scenario (by issues, or states and arcs as given), and stability, ways,
 * what would make a state stable, and blocs are asked of it.
 *
 * Conflicts with many states are passed over. Checked besides: one thread and two give the same bytes.
 */
#include "fuzz_ask.h"

#define STATES_LIMIT 256u
#define ACTORS_LIMIT 5u

/* Whether a question of it is answered at once. */
static bool is_small(const ent_scenario *scenario) {
    uint64_t states = 1;
    if (scenario->n_actors > ACTORS_LIMIT || scenario->n_issues > 32 ||
        scenario->n_states > STATES_LIMIT)
        return false;
    for (size_t i = 0; i < scenario->n_issues && states <= STATES_LIMIT; i++)
        if (scenario->issues[i].kind == ENT_DECIDED)
            states *= scenario->issues[i].n_outcomes;
    return states <= STATES_LIMIT;
}

/* One of the rules that the literature leaves open for each bit of `rules`. */
static ent_request request_of(ent_diags *diags, unsigned rules) {
    ent_request request = {.limit = 3, .models = 1, .diags = diags};
    request.sanction = rules & 1 ? rules & 2 ? "once" : "single" : NULL;
    request.harm = rules & 4 ? "worse" : NULL;
    request.improvement = rules & 8 ? "pareto" : NULL;
    request.joint = rules & 16 ? "deters" : NULL;
    request.step = rules & 32 ? "one" : NULL;
    request.every = rules & 64;
    request.coalitions = rules & 128;
    return request;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ent_arena *arena = ent_arena_new();
    FUZZ_CHECK(arena != NULL);
    ent_diags diags = {.arena = arena};
    ent_node *root = NULL;
    ent_scenario *scenario = read_input(&root, arena, data, size, &diags);
    if (scenario != NULL && is_small(scenario)) {
        ent_request request = request_of(&diags, size > 0 ? data[size - 1] : 0);
        ask_twice(ent_answer_moves, scenario, request);
        request.make = request.why = "1";
        request.horizon = "2";
        request.models = size % 3 == 0 ? 3 : 1;
        ask_twice(ent_answer_moves, scenario, request);
    }
    ent_arena_free(arena);
    return 0;
}
