/* Whether an alliance's membership is stable: nobody wants out, nobody wants in (d'Aspremont,
 * Jacquemin, Gabszewicz and Weymark 1983, doi:10.2307/134972).
 *
 * What an alliance does is taken to be its Nash deal (the one with the greatest product of gains; the
 * first of several), or no deal where it has none.
 */
#include "answer/alliance_tally.h"
#include "ask/points.h"

#include <string.h>

typedef struct member_case {
    uint32_t actor;
    bool member;
    uint64_t alliance; /* after the actor left, or joined */
    uint8_t *state;
    ent_i128 stays, changes; /* utility of the actor with things as they are, and after */
} member_case;

/* The state that an alliance brings about. Its members' own control applies even to one alone. */
static ent_status outcome_of(uint8_t **out, ent_alliance *l, uint64_t alliance) {
    const ent_scenario *s = l->scenario;
    ent_ask_what what = l->what;
    bool some;
    if (!(*out = ENT_NEW(l->arena, uint8_t, s->n_issues + 1)))
        return ENT_NOMEM;
    memcpy(*out, l->game->fallback ? l->game->fallback : l->game->status_quo, s->n_issues);
    if (!alliance)
        return ENT_OK;
    what.coalition = alliance;
    what.with = NULL;
    ENT_TRY(ent_thresholds_check(l->game, alliance, l->request->diags));
    return ent_ask_nash_deal(&some, *out, l->arena, l->game, what, &l->request->run);
}

static bool wants_change(const member_case *c) {
    return c->changes > c->stays;
}

static void say_case(ent_alliance *l, const member_case *c) {
    ent_answer *a = l->answer;
    ent_buffer text = {0};
    ent_word_changes(&text, l->scenario, l->game->status_quo, c->state);
    ent_answer_item(a, 0, "%s wants %s (%s): %s would then do: %s",
                    l->scenario->actors[c->actor].id, c->member ? "out" : "in",
                    ent_gain_text(l, c->actor, c->changes - c->stays),
                    ent_ids_of(a, l->scenario, c->alliance), ent_buffer_words(a, &text));
    ent_buffer_free(&text);
}

static void say(ent_alliance *l, const uint8_t *now, const member_case *cases, size_t n,
                bool internal, bool external) {
    ent_answer *a = l->answer;
    ent_buffer text = {0};
    ent_word_changes(&text, l->scenario, l->game->status_quo, now);
    ent_answer_heading(a, "Is the alliance of %s stable",
                       ent_ids_of(a, l->scenario, l->what.coalition));
    ent_answer_paragraph(a, ENT_TONE_FAINT,
                         "An alliance is taken to do what its Nash deal says. Of this one: %s.",
                         ent_buffer_words(a, &text));
    ent_buffer_free(&text);
    ent_answer_paragraph(a, internal ? ENT_TONE_GOOD : ENT_TONE_BAD,
                         internal ? "Internally stable: no member would rather be outside."
                                  : "Not internally stable:");
    for (size_t i = 0; i < n; i++)
        if (cases[i].member && wants_change(&cases[i]))
            say_case(l, &cases[i]);
    ent_answer_paragraph(a, external ? ENT_TONE_GOOD : ENT_TONE_BAD,
                         external ? "Externally stable: nobody outside would rather be in."
                                  : "Not externally stable:");
    for (size_t i = 0; i < n; i++)
        if (!cases[i].member && wants_change(&cases[i]))
            say_case(l, &cases[i]);
}

static void add(ent_alliance *l, const member_case *cases, size_t n) {
    static const ent_column columns[] = {
        {"actor", NULL, ENT_CELL_TEXT},        {"member", NULL, ENT_CELL_BOOL},
        {"stays", NULL, ENT_CELL_NUMBER},      {"changes", NULL, ENT_CELL_NUMBER},
        {"wants_change", NULL, ENT_CELL_BOOL}, {"then", NULL, ENT_CELL_TEXT}};
    ent_answer *a = l->answer;
    ent_table *table = ent_answer_add_table(a, "membership", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        const member_case *c = &cases[i];
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_text(a, l->scenario->actors[c->actor].id));
        ent_row_set(row, 1, ent_cell_bool(c->member));
        ent_row_set(row, 2, ent_cell_number(a, ent_game_number(l->game, c->actor, c->stays)));
        ent_row_set(row, 3, ent_cell_number(a, ent_game_number(l->game, c->actor, c->changes)));
        ent_row_set(row, 4, ent_cell_bool(wants_change(c)));
        ent_row_set(row, 5, ent_cell_changes(a, l->scenario, l->game->status_quo, c->state));
    }
}

/* What one model says: who wants out, who wants in. */
static void tally_members(ent_alliance *l, const member_case *cases, size_t n, bool internal,
                          bool external) {
    ent_tally *t = l->tally;
    ent_tally_alone(t, "internally_stable", "Internally stable: no member would rather be outside",
                    internal);
    ent_tally_alone(t, "externally_stable", "Externally stable: nobody outside would rather be in",
                    external);
    ent_tally_several(t, "wants_out", "Members who would rather be outside");
    ent_tally_several(t, "wants_in", "Others who would rather be in");
    for (size_t i = 0; i < n; i++)
        if (wants_change(&cases[i]))
            ent_tally_so(t, cases[i].member ? "wants_out" : "wants_in",
                         l->scenario->actors[cases[i].actor].id, "");
}

ent_status ent_alliance_members(ent_alliance *l) {
    size_t n = l->scenario->n_actors;
    member_case *cases = ENT_NEW(l->arena, member_case, n + 1);
    uint8_t *now;
    bool internal = true, external = true;
    if (!cases)
        return ENT_NOMEM;
    if (!l->game->status_quo)
        return ENT_OK;
    ent_status status = outcome_of(&now, l, l->what.coalition);
    for (uint32_t k = 0; k < n && status == ENT_OK; k++) {
        member_case *c = &cases[k];
        *c = (member_case){.actor = k,
                           .member = l->what.coalition >> k & 1,
                           .alliance = l->what.coalition ^ (uint64_t)1 << k};
        status = outcome_of(&c->state, l, c->alliance);
        if (status != ENT_OK)
            break;
        c->stays = ent_game_utility(l->game, k, now);
        c->changes = ent_game_utility(l->game, k, c->state);
        internal = internal && !(c->member && wants_change(c));
        external = external && !(!c->member && wants_change(c));
    }
    if (l->tally)
        ent_tally_heading(l->tally, status == ENT_LIMIT
                                        ? "Is the alliance stable: there are too many deals; put "
                                          "fewer issues on the table with --about"
                                        : "Is the alliance stable");
    if (status == ENT_LIMIT && !l->request->diags->errors) {
        ent_answer_heading(l->answer, "Is the alliance stable");
        ent_answer_paragraph(l->answer, ENT_TONE_FAINT,
                             "Not worked out: some alliance has too many deals to find its Nash "
                             "deal. Put fewer issues on the table with --about.");
        return ENT_OK;
    }
    ENT_TRY(status);
    if (l->tally) {
        tally_members(l, cases, n, internal, external);
        return ENT_OK;
    }
    ent_answer_add_fact(l->answer, "internally_stable", NULL, ent_cell_bool(internal));
    ent_answer_add_fact(l->answer, "externally_stable", NULL, ent_cell_bool(external));
    say(l, now, cases, n, internal, external);
    add(l, cases, n);
    return ENT_OK;
}
