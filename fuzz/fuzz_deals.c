/* Fuzzes the whole way: bytes are read as a scenario, and every question is asked of it.
 *
 * Scenarios with many states are passed over, so that an input takes milliseconds; among small ones
 * everything goes. Checked besides: one thread and two give the same bytes.
 */
#include <string.h>

#include "answer/verbs.h"
#include "fuzz.h"

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

typedef ent_status (*verb_fn)(ent_answer **, ent_scenario *, const ent_request *);

/* Asks and renders as JSON (into *out) and as text. */
static void ask(ent_buffer *out, verb_fn verb, ent_scenario *scenario, const ent_request *request) {
    const ent_style style = ENT_STYLE_INIT;
    ent_buffer text = {0};
    ent_answer *answer = NULL;
    const ent_status status = verb(&answer, scenario, request);
    FUZZ_CHECK(status == ENT_OK || status == ENT_ERROR || status == ENT_LIMIT);
    FUZZ_CHECK((status == ENT_OK) == (answer != NULL));
    FUZZ_CHECK(status == ENT_OK || request->diags->n > 0);
    if (answer == NULL)
        return;
    FUZZ_CHECK(ent_answer_render_json(out, answer) == ENT_OK);
    FUZZ_CHECK(ent_answer_render_text(&text, answer, &style) == ENT_OK);
    ent_buffer_free(&text);
    ent_answer_free(answer);
}

static void ask_everything(ent_scenario *scenario, ent_diags *diags) {
    ent_buffer of = {0}, one = {0}, two = {0};
    everybody(&of, scenario);
    ent_request request = {.limit = 3, .run = {.threads = 1}, .diags = diags};
    ask(&one, ent_answer_check, scenario, &request);
    ask(&one, ent_answer_show, scenario, &request);
    ask(&one, ent_answer_brief, scenario, &request);
    ent_buffer_free(&one);
    one = (ent_buffer){0};
    request.of = of.data;
    request.why = "1";
    request.draw = 3;
    ask(&one, ent_answer_deals, scenario, &request);
    request.run.threads = 2;
    ask(&two, ent_answer_deals, scenario, &request);
    FUZZ_CHECK(one.len == two.len && (one.len == 0 || memcmp(one.data, two.data, one.len) == 0));
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
        ask(&two, ent_answer_coalitions, scenario, &request);
        request.every = request.orders = request.stable = true;
        ask(&two, ent_answer_coalitions, scenario, &request);
    }
    ent_buffer_free(&of);
    ent_buffer_free(&one);
    ent_buffer_free(&two);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ent_arena *arena = ent_arena_new();
    FUZZ_CHECK(arena != NULL);
    ent_diags diags = {.arena = arena};
    const ent_source *source;
    ent_node *root = NULL;
    ent_scenario *scenario;
    if (ent_source_text(&source, arena, "input", (const char *)data, size, &diags) == ENT_OK &&
        ent_node_parse(&root, arena, source, &diags) == ENT_OK &&
        ent_scenario_build(&scenario, arena, source, root, &diags) == ENT_OK && is_small(scenario))
        ask_everything(scenario, &diags);
    ent_arena_free(arena);
    return 0;
}
