/* Fuzzes votes, worth of coalitions and blocs: bytes are read as a scenario, and power, worth and blocs
 * are asked of it.
 *
 * Bodies and games that take long are passed over. Checked besides: one thread and two give the same
 * bytes.
 */
#include "fuzz_ask.h"

/* Whether each question is answered at once. */
static bool is_small(const ent_scenario *s) {
    if (s->n_actors > 8 || s->n_issues > 16)
        return false;
    for (size_t v = 0; v < s->n_votes; v++) {
        const ent_vote *vote = &s->votes[v];
        if (vote->n_voters > 60)
            return false;
        for (size_t w = 0; vote->n_voters > 14 && w < vote->n_voters * vote->n_columns; w++)
            if (vote->weights[w].den != 1 || vote->weights[w].num > 50)
                return false;
        if (vote->n_voters > 14 && vote->n_voters <= 28)
            return false;
    }
    return true;
}

static void ask_everything(ent_scenario *scenario, ent_diags *diags) {
    static const verb_fn verbs[] = {ent_answer_power, ent_answer_worth, ent_answer_blocs};
    const ent_request request = {.limit = 4, .diags = diags};
    for (size_t v = 0; v < ENT_COUNT(verbs); v++)
        ask_twice(verbs[v], scenario, request);
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
