/* Fuzzes the whole way: bytes are read as a scenario, and every question is asked of it.
 *
 * Scenarios with many states are passed over, so that an input takes milliseconds; among small ones
 * everything goes. Checked besides: one thread and two give the same bytes.
 */
#include "fuzz_ask.h"

#define STATES_LIMIT 4096u
#define ACTORS_LIMIT 6u

/* Whether a question of it is answered at once. */
static bool is_small(const ent_scenario *scenario) {
    uint64_t states = 1;
    if (scenario->n_actors > ACTORS_LIMIT || scenario->n_issues > 64 ||
        scenario->n_issues == 0) /* votes, worth and blocs alone: fuzz_games.c */
        return false;
    for (size_t i = 0; i < scenario->n_issues; i++) {
        if (scenario->issues[i].kind == ENT_DECIDED)
            states *= scenario->issues[i].n_outcomes;
        if (states > STATES_LIMIT)
            return false;
    }
    return true;
}

/* All actors, as --of would name them. */
static void everybody(ent_buffer *out, const ent_scenario *scenario) {
    for (size_t a = 0; a < scenario->n_actors; a++)
        ent_buffer_printf(out, "%s\"%s\"", a == 0 ? "" : ", ", scenario->actors[a].id);
    FUZZ_CHECK(!out->failed && out->data != NULL);
}

static void ask_everything(ent_scenario *scenario, ent_diags *diags) {
    ent_buffer of = {0}, one = {0};
    everybody(&of, scenario);
    ent_request request = {.limit = 3, .run = {.threads = 1}, .diags = diags};
    ask(&one, ent_answer_check, scenario, &request);
    ask(&one, ent_answer_show, scenario, &request);
    ask(&one, ent_answer_brief, scenario, &request);
    request.of = of.data;
    request.why = "1";
    request.draw = 3;
    ask_twice(ent_answer_deals, scenario, request);
    request.run.threads = 2;
    static const verb_fn verbs[] = {ent_answer_terms, ent_answer_frontier, ent_answer_trades};
    for (size_t i = 0; i < ENT_COUNT(verbs); i++) { /* by parts, then all states */
        request.rest = "any";
        request.over = "packages";
        request.engine = "parts";
        ask(&one, verbs[i], scenario, &request);
        request.rest = request.over = NULL;
        request.engine = "scan";
        ask(&one, verbs[i], scenario, &request);
    }
    if (scenario->n_issues <= 16) {
        ask(&one, ent_answer_coalitions, scenario, &request);
        request.every = request.orders = request.stable = true;
        ask(&one, ent_answer_coalitions, scenario, &request);
    }
    ent_buffer_free(&of);
    ent_buffer_free(&one);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ent_arena *arena = ent_arena_new();
    FUZZ_CHECK(arena != NULL);
    ent_diags diags = {.arena = arena};
    ent_node *root = NULL;
    ent_scenario *scenario = read_input(&root, arena, data, size, &diags);
    if (scenario != NULL && is_small(scenario))
        ask_everything(scenario, &diags);
    ent_arena_free(arena);
    return 0;
}
