/* Fuzzes votes, worth of coalitions and blocs: bytes are read as a scenario, and power, worth and blocs
 * are asked of it.
 *
 * Bodies and games that take long are passed over. Checked besides: one thread and two give the same
 * bytes.
 */
#include <string.h>

#include "answer/verbs.h"
#include "fuzz.h"

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

typedef ent_status (*verb_fn)(ent_answer **, ent_scenario *, const ent_request *);

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
    static const verb_fn verbs[] = {ent_answer_power, ent_answer_worth, ent_answer_blocs};
    ent_request request = {.limit = 4, .run = {.threads = 1}, .diags = diags};
    for (size_t v = 0; v < ENT_COUNT(verbs); v++) {
        ent_buffer one = {0}, two = {0};
        request.run.threads = 1;
        ask(&one, verbs[v], scenario, &request);
        request.run.threads = 2;
        ask(&two, verbs[v], scenario, &request);
        FUZZ_CHECK(one.len == two.len &&
                   (one.len == 0 || memcmp(one.data, two.data, one.len) == 0));
        ent_buffer_free(&one);
        ent_buffer_free(&two);
    }
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
