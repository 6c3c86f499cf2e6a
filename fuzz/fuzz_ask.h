/* What the targets share that ask questions of a scenario: reading it, and asking and rendering with
 * what must be so of every answer.
 */
#ifndef ENT_FUZZ_FUZZ_ASK_H
#define ENT_FUZZ_FUZZ_ASK_H

#include <string.h>

#include "answer/verbs.h"
#include "fuzz.h"

typedef ent_status (*verb_fn)(ent_answer **, ent_scenario *, const ent_request *);

/* Asks and renders as JSON (into *out) and as text. */
static inline void ask(ent_buffer *out, verb_fn verb, ent_scenario *scenario,
                       const ent_request *request) {
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

/* One thread and two give the same bytes. */
static inline void ask_twice(verb_fn verb, ent_scenario *scenario, ent_request request) {
    ent_buffer one = {0}, two = {0};
    request.run.threads = 1;
    ask(&one, verb, scenario, &request);
    request.run.threads = 2;
    ask(&two, verb, scenario, &request);
    FUZZ_CHECK(one.len == two.len && (one.len == 0 || memcmp(one.data, two.data, one.len) == 0));
    ent_buffer_free(&one);
    ent_buffer_free(&two);
}

/* The scenario that the bytes are, or NULL; `root`, its tree. */
static inline ent_scenario *read_input(ent_node **root, ent_arena *arena, const uint8_t *data,
                                       size_t size, ent_diags *diags) {
    const ent_source *source;
    ent_scenario *scenario;
    if (ent_source_text(&source, arena, "input", (const char *)data, size, diags) != ENT_OK ||
        ent_node_parse(root, arena, source, diags) != ENT_OK ||
        ent_scenario_build(&scenario, arena, source, *root, diags) != ENT_OK)
        return NULL;
    return scenario;
}

#endif
