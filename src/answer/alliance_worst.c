/* Whether deals hold when the others then do their worst to those who break them: the alpha core.
 *
 * What the others could do is told in the game on the agenda (game/world.h): what is off the table stays as
 * it is, for those who break a deal and for the others.
 */
#include "answer/alliance_tally.h"
#include "ask/stable.h"
#include "game/deal_list.h"
#include "game/state.h"

/* The game written down, and what holds in it. */
static ent_status write_down(ent_world **w, ent_stable **st, ent_alliance *l) {
    const ent_request *rq = l->request;
    const size_t errors = rq->diags->errors;
    uint64_t needed;
    ent_status status = ent_world_new(w, l->arena, l->game, ent_everybody(l->game), l->what.about,
                                      false, ENT_STABLE_STATES, &needed, rq->diags);
    if (status == ENT_OK)
        status = ent_ask_stable(st, l->arena, *w, &rq->run, rq->diags);
    if (status == ENT_OK && (*st)->alpha)
        return ENT_OK;
    if (status != ENT_OK && status != ENT_LIMIT)
        return status;
    if (rq->diags->errors == errors)
        ent_diag(rq->diags, ENT_E0581, (ent_span){0}, "",
                 "put fewer issues on the table with --about",
                 "what the others could do at worst is worked out for at most %u states",
                 ENT_STABLE_STATES);
    return rq->diags->failed ? ENT_NOMEM : ENT_LIMIT;
}

static void say_agenda(ent_alliance *l) {
    if (l->about_text)
        ent_answer_paragraph(l->answer, ENT_TONE_FAINT,
                             "What is not on the table stays as it is, whoever controls it.");
}

/* Who breaks a deal all the same, and how. */
static void say_breaker(ent_alliance *l, const ent_world *w, const ent_stable *st, uint32_t at,
                        const uint8_t *deal) {
    ent_answer *a = l->answer;
    const ent_scenario *s = l->scenario;
    uint8_t state[ENT_MAX_ISSUES];
    ent_buffer text = {0};
    ent_world_state(state, w, st->alpha_instead[at]);
    ent_word_changes(&text, s, deal, state);
    ent_answer_item(a, 0, "%s: %s", ent_ids_of(a, s, st->alpha_breaker[at]),
                    ent_buffer_words(a, &text));
    ent_buffer_free(&text);
    ent_answer_add_fact(a, "alpha_breaker", NULL, ent_cell_coalition(a, s, st->alpha_breaker[at]));
    ent_answer_add_fact(a, "alpha_changes", NULL, ent_cell_changes(a, s, deal, state));
}

ent_status ent_alliance_worst(ent_alliance *l, const uint8_t *deal) {
    ent_diags *diags = l->request->diags;
    ent_answer *a = l->answer;
    ent_world *w;
    ent_stable *st;
    ENT_TRY(write_down(&w, &st, l));
    uint32_t at = ent_world_find(w, deal);
    if (at == ENT_NONE) {
        ent_diag(diags, ENT_E0582, (ent_span){0}, "", "widen --about",
                 "the deal changes issues that are not on the table");
        return diags->failed ? ENT_NOMEM : ENT_ERROR;
    }
    bool safe = st->kinds[at] & ENT_STABLE_ALPHA;
    if (l->tally) {
        ent_tally_alone(l->tally, "deal_alpha_core",
                        "Nobody would break it if the others then did their worst", safe);
        return ENT_OK;
    }
    ent_answer_add_fact(a, "alpha_core", NULL, ent_cell_bool(safe));
    ent_answer_heading(a, "Who would break it even if the others then did their worst");
    say_agenda(l);
    if (safe)
        ent_answer_paragraph(a, ENT_TONE_GOOD,
                             "Nobody: whatever a coalition does, the others can make some member "
                             "no better off than in this deal. It is in the alpha core.");
    else
        say_breaker(l, w, st, at, deal);
    return ENT_OK;
}

/* Deals of the list that are in the alpha core, in its order: their places. */
static ent_status find_alpha(size_t **out, size_t *n, ent_alliance *l, const ent_world *w,
                             const ent_stable *st, const ent_deal_list *list) {
    uint8_t state[ENT_MAX_ISSUES];
    *n = 0;
    *out = ENT_NEW(l->arena, size_t, list->n + 1);
    if (!*out)
        return ENT_NOMEM;
    for (size_t k = 0; k < list->n; k++) {
        if (l->request->run.stop && *l->request->run.stop)
            return ENT_CANCELLED;
        ent_state_outcomes(state, list->bargain->plan, list->deals[k].rank);
        const uint32_t at = ent_world_find(w, state);
        if (at != ENT_NONE && (st->kinds[at] & ENT_STABLE_ALPHA))
            (*out)[(*n)++] = k;
    }
    return ENT_OK;
}

/* What one model says of all deals. */
static void tally_alpha(ent_alliance *l, const ent_deal_list *list, const size_t *places,
                        size_t n) {
    ent_tally *t = l->tally;
    ent_tally_heading(t, "Which deals would hold if the others then did their worst");
    ent_tally_alone(t, "some_deal", "There is some deal", list->n > 0);
    ent_tally_alone(t, "some_alpha_core", "Some deal would hold", n > 0);
    ent_tally_several(t, "alpha_core", "Deals that there are, and that would hold");
    for (size_t i = 0; i < n; i++) {
        uint8_t state[ENT_MAX_ISSUES];
        ent_state_outcomes(state, list->bargain->plan, list->deals[places[i]].rank);
        ent_tally_so(t, "alpha_core", "",
                     ent_cell_changes(l->answer, l->scenario, l->game->status_quo, state).text);
    }
}

static void list_alpha(ent_alliance *l, const ent_deal_list *list, const size_t *places, size_t n) {
    static const ent_column columns[] = {{"number", NULL, ENT_CELL_INTEGER},
                                         {"changes", NULL, ENT_CELL_TEXT}};
    const size_t shown = n < l->request->limit ? n : l->request->limit;
    ent_answer *a = l->answer;
    ent_table *table = ent_answer_add_table(a, "core", NULL, columns, ENT_COUNT(columns));
    if (n)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "No coalition has something better than these, for all of its members "
                             "and whatever the others then do: the alpha core.");
    for (size_t i = 0; i < shown; i++) {
        uint8_t state[ENT_MAX_ISSUES];
        ent_state_outcomes(state, list->bargain->plan, list->deals[places[i]].rank);
        ent_cell *row = ent_table_row(a, table);
        ent_cell changes = ent_cell_changes(a, l->scenario, l->game->status_quo, state);
        ent_row_set(row, 0, ent_cell_count(a, i + 1));
        ent_row_set(row, 1, changes);
        ent_answer_item(a, 0, "%s", changes.text);
    }
    if (n > shown)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "and %s more; --limit shows more of them.",
                             ent_answer_count_text(a, n - shown));
}

ent_status ent_alliance_alpha(ent_alliance *l) {
    const ent_request *rq = l->request;
    ent_answer *a = l->answer;
    ent_world *w;
    ent_stable *st;
    ent_deal_list *list;
    size_t n, *places;
    ENT_TRY(write_down(&w, &st, l));
    ENT_TRY(ent_deals_list(&list, l->arena, l->game, l->what, &rq->run, rq->diags));
    ent_answer_heading(a, "Which deals of %s would hold if the others then did their worst",
                       ent_ids_of(a, l->scenario, l->what.coalition));
    say_agenda(l);
    if (!list->n)
        ent_answer_paragraph(a, ENT_TONE_BAD, "There is no such deal.");
    ENT_TRY(find_alpha(&places, &n, l, w, st, list));
    if (l->tally) {
        tally_alpha(l, list, places, n);
        return ENT_OK;
    }
    list_alpha(l, list, places, n);
    ent_answer_add_fact(a, "deals", NULL, ent_cell_count(a, list->n));
    ent_answer_add_fact(a, "alpha_core", NULL, ent_cell_count(a, n));
    if (n || !list->n)
        return ENT_OK;
    uint8_t state[ENT_MAX_ISSUES];
    ent_state_outcomes(state, list->bargain->plan, list->deals[0].rank);
    ent_answer_paragraph(
        a, ENT_TONE_BAD,
        "None of the %s deals would: in each some coalition has something better whatever the "
        "others then do. The shortest falls to:",
        ent_answer_count_text(a, list->n));
    const uint32_t at = ent_world_find(w, state);
    if (at != ENT_NONE)
        say_breaker(l, w, st, at, state);
    return ENT_OK;
}
