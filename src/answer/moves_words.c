/* How states, units and moves are worded, and states found by what people call them. See moving.h. */
#include "answer/deal_words.h"
#include "answer/moving.h"
#include "scenario/eval.h"

#include <string.h>

const ent_concept ent_concept_order[ENT_CONCEPTS] = {ENT_CONCEPT_R,   ENT_CONCEPT_SSEQ,
                                                     ENT_CONCEPT_SEQ, ENT_CONCEPT_SIM,
                                                     ENT_CONCEPT_SMR, ENT_CONCEPT_GMR};

const char *ent_moving_text(const ent_moving *m, ent_buffer *buffer) {
    const char *text = ent_arena_text(m->answer->arena, buffer->data ? buffer->data : "");
    if (!text || buffer->failed)
        m->answer->failed = true;
    ent_buffer_free(buffer);
    return text ? text : "";
}

const char *ent_state_text(const ent_moving *m, uint32_t state) {
    ent_buffer text = {0};
    ent_word_state(&text, m, state);
    return ent_moving_text(m, &text);
}

/* The author's name for a state that issues span, or NULL. */
static const char *author_name(const ent_moving *m, uint32_t state) {
    uint8_t outcomes[ENT_MAX_ISSUES];
    if (!m->graph->game || m->scenario->n_states == 0)
        return NULL;
    ent_graph_outcomes(m->graph, state, outcomes);
    uint32_t named = ent_named_state_of(m->scenario, outcomes);
    return named == ENT_NONE ? NULL : m->scenario->states[named].id;
}

void ent_word_state(ent_buffer *out, const ent_moving *m, uint32_t state) {
    const ent_graph *g = m->graph;
    const char *name = author_name(m, state);
    bool first = true;
    if (name) {
        ent_buffer_put(out, name);
        return;
    }
    if (!g->game) {
        if (g->labels)
            ent_buffer_put(out, g->labels[state]);
        else
            ent_buffer_printf(out, "state %lu", (unsigned long)state + 1);
        return;
    }
    for (uint32_t d = 0; d < g->n_digits; d++) {
        const ent_issue *issue = &m->scenario->issues[g->digit_issue[d]];
        uint32_t outcome = ent_graph_digit(g, state, d);
        if (g->game->status_quo && g->game->status_quo[g->digit_issue[d]] == outcome)
            continue;
        ent_buffer_printf(out, "%s%s = %s", first ? "" : ", ", issue->id,
                          issue->outcomes[outcome].id);
        first = false;
    }
    if (first)
        ent_buffer_put(out, "the status quo");
}

void ent_word_unit(ent_buffer *out, const ent_moving *m, uint32_t unit) {
    uint64_t actors = m->graph->units[unit].actors;
    for (bool first = true; actors; first = false) {
        uint32_t a = (uint32_t)__builtin_ctzll(actors);
        actors &= actors - 1;
        ent_buffer_printf(out, "%s%s",
                          first    ? ""
                          : actors ? ", "
                                   : " and ",
                          m->scenario->actors[a].id);
    }
}

void ent_word_change(ent_buffer *out, const ent_moving *m, uint32_t from, uint32_t to) {
    const ent_graph *g = m->graph;
    bool first = true;
    if (!g->game) {
        ent_buffer_put(out, "to ");
        ent_word_state(out, m, to);
        return;
    }
    for (uint32_t d = 0; d < g->n_digits; d++) {
        const ent_issue *issue = &m->scenario->issues[g->digit_issue[d]];
        uint32_t before = ent_graph_digit(g, from, d), after = ent_graph_digit(g, to, d);
        if (before == after)
            continue;
        ent_buffer_printf(out, "%s%s: %s → %s", first ? "" : ", ", issue->id,
                          issue->outcomes[before].id, issue->outcomes[after].id);
        first = false;
    }
}

void ent_word_steps(ent_buffer *out, const ent_moving *m, uint32_t from, const ent_step *steps,
                    uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        ent_buffer_put(out, i ? "; then " : "");
        ent_word_unit(out, m, steps[i].unit);
        ent_buffer_put(out, " ");
        ent_word_change(out, m, from, steps[i].to);
        from = steps[i].to;
    }
}

/* ---- states by name ---- */

static ent_status no_such_state(const ent_moving *m, const char *option, const char *value,
                                const char *hint) {
    ent_source source = {.name = option, .text = value, .len = strlen(value)};
    ent_diag(m->request->diags, ENT_E0434, (ent_span){&source, 0, (uint32_t)source.len}, "", hint,
             "there is no state '%s'", value);
    return ENT_ERROR;
}

static ent_status state_of_package(uint32_t *out, const ent_moving *m, const char *option,
                                   const char *value) {
    const ent_game *game = m->graph->game;
    ent_assignment *put;
    uint8_t outcomes[ENT_MAX_ISSUES] = {0};
    size_t n;
    ent_node *scalar;
    ENT_TRY(ent_moving_scalar(&scalar, m, option, value));
    ENT_TRY(ent_package_parse(&put, &n, m->scenario, m->arena, scalar, "", m->request->diags));
    if (game->status_quo)
        memcpy(outcomes, game->status_quo, m->scenario->n_issues);
    else if (n < m->graph->n_digits)
        return no_such_state(m, option, value,
                             "without a status quo a state names an outcome of every issue");
    for (size_t i = 0; i < n; i++)
        outcomes[put[i].issue] = (uint8_t)put[i].outcome;
    for (size_t i = 0; i < n; i++) { /* an issue that nobody can change stays as it is */
        bool digit = false;
        for (uint32_t d = 0; d < m->graph->n_digits; d++)
            digit = digit || m->graph->digit_issue[d] == put[i].issue;
        if (!digit && game->status_quo && game->status_quo[put[i].issue] != put[i].outcome)
            return no_such_state(m, option, value, "nobody can change one of these issues");
    }
    *out = ent_graph_state_of(m->graph, outcomes);
    return *out == ENT_NONE ? no_such_state(m, option, value, "the rules exclude it") : ENT_OK;
}

ent_status ent_state_named(uint32_t *out, const ent_moving *m, const char *option,
                           const char *value) {
    const ent_graph *g = m->graph;
    uint64_t number = 0;
    size_t digits = 0;
    while (value[digits] >= '0' && value[digits] <= '9' && digits < 10)
        number = number * 10 + (uint64_t)(value[digits++] - '0');
    if (digits && !value[digits]) {
        *out = (uint32_t)(number - 1);
        return number >= 1 && number <= g->n_states
                   ? ENT_OK
                   : no_such_state(m, option, value, "states are numbered from 1, as tables show");
    }
    if (strcmp(value, "status quo") == 0 || strcmp(value, "the status quo") == 0) {
        *out = g->status_quo;
        return *out != ENT_NONE ? ENT_OK
                                : no_such_state(m, option, value, "there is no status quo");
    }
    uint32_t named = g->game ? ent_find_state(m->scenario, value) : ENT_NONE;
    if (named != ENT_NONE) {
        *out = ent_graph_state_of(g, m->scenario->states[named].outcome_of);
        return *out != ENT_NONE ? ENT_OK
                                : no_such_state(m, option, value, "nobody can bring it about");
    }
    for (uint32_t s = 0; g->labels && s < g->n_states; s++)
        if (strcmp(g->labels[s], value) == 0) {
            *out = s;
            return ENT_OK;
        }
    return g->game ? state_of_package(out, m, option, value)
                   : no_such_state(m, option, value, "name a state as the file does");
}

const char *ent_player_text(const ent_moving *m, const ent_player *player) {
    ent_buffer text = {0};
    ent_word_coalition(&text, m->scenario, player->actors);
    return ent_moving_text(m, &text);
}
