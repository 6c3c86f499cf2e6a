/* Claims about moves in one game: where it is stable, and what can be reached by improvements. */
#include "ask/stability.h"
#include "game/path.h"
#include "scenario/eval.h"
#include "thread/truth.h"
#include "thread/truth_game.h"

#include <string.h>

static ent_status graph_of(ent_graph **out, const ent_claim *claim, const ent_game *game,
                           ent_arena *scratch, const ent_run *run, ent_diags *diags) {
    ent_graph_options options = {.about = claim->about};
    return ent_graph_from_game(out, scratch, game, &options, run, diags);
}

/* States that have what is claimed. */
static ent_status states_with(uint64_t **out, const ent_graph *graph, const ent_expr *has,
                              ent_arena *scratch) {
    const ent_game *game = graph->game;
    uint8_t outcomes[ENT_MAX_ISSUES];
    *out = ENT_NEW(scratch, uint64_t, graph->n_states / 64 + 1);
    if (!*out)
        return ENT_NOMEM;
    for (uint32_t s = 0; s < graph->n_states; s++) {
        ent_graph_outcomes(graph, s, outcomes);
        if (ent_expr_holds(has, outcomes, game->resource_of, game->scenario->n_actors))
            (*out)[s / 64] |= (uint64_t)1 << (s % 64);
    }
    return ENT_OK;
}

static void show_state(ent_witness *w, const ent_graph *graph, uint32_t state) {
    if (!w || state == ENT_NONE)
        return;
    ent_graph_outcomes(graph, state, w->state);
    w->has_state = true;
}

static ent_status no_start(ent_diags *diags) {
    ent_diag(diags, ENT_E0387, (ent_span){0}, "", "give every decided issue a status quo",
             "there is no status quo to move from");
    return ENT_ERROR;
}

static ent_status concept_of(ent_concept *out, const ent_claim *claim, ent_diags *diags) {
    *out = strcmp(claim->concept, "Nash") == 0 ? ENT_CONCEPT_R : ent_concept_find(claim->concept);
    if (*out != ENT_CONCEPTS)
        return ENT_OK;
    ent_diag(diags, ENT_E0387, (ent_span){0}, "", "R, GMR, SMR, SEQ, SSEQ and SIM can be claimed",
             "claims of %s-stability cannot be asked yet", claim->concept);
    return ENT_ERROR;
}

ENT_TRUTH_OF(stable) {
    ent_graph *graph;
    ent_stability *stability;
    ent_concept concept;
    ent_moving_rules rules = {0};
    ENT_TRY(concept_of(&concept, claim, diags));
    ENT_TRY(graph_of(&graph, claim, game, scratch, run, diags));
    if (graph->status_quo == ENT_NONE)
        return no_start(diags);
    ent_status status = ent_ask_stability(&stability, scratch, graph, &rules,
                                          ENT_CONCEPT_BIT(concept), run);
    if (status == ENT_LIMIT || status == ENT_ERROR)
        ent_diag(diags, ENT_E0387, (ent_span){0}, "", "put fewer issues on the table with `about`",
                 "%s-stability cannot be worked out here", claim->concept);
    ENT_TRY(status);
    const uint64_t *stable = stability->equilibria[concept];
    if (!claim->has) {
        *out = ent_bit(stable, graph->status_quo) ? ENT_TRUE : ENT_FALSE;
        return ENT_OK;
    }
    uint64_t *with;
    ent_paths *paths;
    ent_path_what what = {.from = graph->status_quo,
                          .units = ent_units_within(graph, UINT64_MAX),
                          .kind = ENT_PATH_MOVES};
    ENT_TRY(states_with(&with, graph, claim->has, scratch));
    ENT_TRY(ent_paths_find(&paths, scratch, graph, &what, NULL, NULL));
    uint32_t yes = ENT_NONE, no = ENT_NONE;
    for (uint32_t i = 0; i < paths->n; i++) {
        uint32_t s = paths->entries[i].state;
        if (!ent_bit(with, s))
            continue;
        if (ent_bit(stable, s))
            yes = yes == ENT_NONE ? s : yes;
        else
            no = no == ENT_NONE ? s : no;
    }
    bool holds = yes != ENT_NONE && (!claim->always || no == ENT_NONE);
    show_state(witness, graph, holds || !claim->always ? yes : no);
    *out = holds ? ENT_TRUE : ENT_FALSE;
    return ENT_OK;
}

static bool has_bit(const void *bits, uint32_t state) {
    return ent_bit(bits, state);
}

static void say_path(ent_witness *w, const ent_graph *graph, const ent_step *steps, uint32_t n) {
    const ent_scenario *s = graph->game->scenario;
    uint8_t before[ENT_MAX_ISSUES], after[ENT_MAX_ISSUES];
    if (!w || !n)
        return;
    ent_graph_outcomes(graph, graph->status_quo, before);
    for (uint32_t i = 0; i < n; i++) {
        const char *join = "";
        ent_buffer_put(&w->text, i ? "; " : "");
        for (size_t a = 0; a < s->n_actors; a++)
            if (graph->units[steps[i].unit].actors >> a & 1) {
                ent_buffer_printf(&w->text, "%s%s", join, s->actors[a].id);
                join = " and ";
            }
        ent_graph_outcomes(graph, steps[i].to, after);
        join = ": ";
        for (size_t k = 0; k < s->n_issues; k++)
            if (s->issues[k].kind == ENT_DECIDED && before[k] != after[k]) {
                ent_buffer_printf(&w->text, "%s%s = %s", join, s->issues[k].id,
                                  s->issues[k].outcomes[after[k]].id);
                join = ", ";
            }
        memcpy(before, after, s->n_issues);
    }
    show_state(w, graph, steps[n - 1].to);
}

ENT_TRUTH_OF(reached) {
    ent_graph *graph;
    uint64_t *goal;
    ent_step *steps = NULL;
    uint32_t n = 0;
    bool found = false;
    ENT_TRY(graph_of(&graph, claim, game, scratch, run, diags));
    if (graph->status_quo == ENT_NONE)
        return no_start(diags);
    ENT_TRY(states_with(&goal, graph, claim->has, scratch));
    ent_path_what what = {.from = graph->status_quo,
                          .units = ent_units_within(
                              graph, claim->coalition ? claim->coalition : UINT64_MAX),
                          .kind = ENT_PATH_IMPROVEMENTS};
    if (claim->n_order) {
        ENT_TRY(ent_path_in_order(&found, &steps, scratch, graph, &what, claim->order,
                                  (uint32_t)claim->n_order, goal));
        n = found ? (uint32_t)claim->n_order : 0;
    } else {
        ent_paths *paths;
        ENT_TRY(ent_paths_find(&paths, scratch, graph, &what, has_bit, goal));
        for (uint32_t s = 0; s < graph->n_states && !found; s++) {
            if (!ent_bit(goal, s) || paths->first[s] == ENT_NONE)
                continue;
            found = true;
            if (witness)
                ENT_TRY(ent_path_to(&steps, &n, scratch, paths, s));
        }
    }
    if (found)
        say_path(witness, graph, steps, n);
    *out = found ? ENT_TRUE : ENT_FALSE;
    return ENT_OK;
}
