/* Equilibria of coalitions and of blocs, and of actors who look ahead, in the answer of `moves`. */
#include "answer/deal_words.h"
#include "answer/moving.h"
#include "ask/coalitions_stable.h"
#include "ask/horizon.h"

#include <string.h>

static ent_status too_much(const ent_moving *m, ent_status status) {
    if (status == ENT_LIMIT)
        ent_diag(m->request->diags, ENT_E0438, (ent_span){0}, "",
                 "name the issues that matter with --about",
                 "the conflict is too large for testing coalitions");
    return status;
}

/* ---- blocs ---- */

bool ent_moving_merges(const ent_moving *m) {
    return !m->request->bloc || strcmp(m->request->bloc, "merged") == 0;
}

static void add_players(const ent_moving *m, const ent_partition *p) {
    ent_answer *a = m->answer;
    ent_column columns[2 + ENT_CONCEPTS] = {{"player", "Player", ENT_CELL_TEXT}};
    size_t n = 1;
    for (unsigned k = 0; k < ENT_CONCEPTS; k++)
        if (p->concepts >> ent_concept_order[k] & 1) {
            const char *name = ent_concept_name(ent_concept_order[k]);
            columns[n++] = (ent_column){name, name, ENT_CELL_INTEGER};
        }
    ent_table *t = ent_answer_add_table(a, "players", "States where each would stay", columns, n);
    for (uint32_t i = 0; i < p->n; i++) {
        ent_cell *row = ent_table_row(a, t);
        ent_row_set(row, 0, ent_cell_text(a, ent_player_text(m, &p->players[i])));
        n = 1;
        for (unsigned k = 0; k < ENT_CONCEPTS; k++) {
            ent_concept c = ent_concept_order[k];
            uint64_t states = 0;
            if (!(p->concepts >> c & 1))
                continue;
            for (size_t w = 0; w < ((size_t)p->graph->n_states + 63) / 64; w++)
                states += (uint64_t)__builtin_popcountll(p->stable[c][i][w]);
            ent_row_set(row, n++, ent_cell_count(a, states));
        }
    }
}

static void add_player_states(const ent_moving *m, const ent_partition *p) {
    ent_answer *a = m->answer;
    ent_column columns[3 + ENT_CONCEPTS] = {{"number", NULL, ENT_CELL_INTEGER},
                                            {"player", NULL, ENT_CELL_TEXT}};
    size_t n = 2;
    for (unsigned k = 0; k < ENT_CONCEPTS; k++)
        if (p->concepts >> ent_concept_order[k] & 1)
            columns[n++] =
                (ent_column){ent_concept_name(ent_concept_order[k]), NULL, ENT_CELL_BOOL};
    ent_table *t = ent_answer_add_table(a, "stability", NULL, columns, n);
    for (uint32_t s = 0; s < p->graph->n_states && m->request->every; s++)
        for (uint32_t i = 0; i < p->n; i++) {
            ent_cell *row = ent_table_row(a, t);
            ent_row_set(row, 0, ent_cell_count(a, (uint64_t)s + 1));
            ent_row_set(row, 1, ent_cell_text(a, ent_player_text(m, &p->players[i])));
            n = 2;
            for (unsigned k = 0; k < ENT_CONCEPTS; k++) {
                ent_concept c = ent_concept_order[k];
                if (p->concepts >> c & 1)
                    ent_row_set(row, n++, ent_cell_bool(ent_bit(p->stable[c][i], s)));
            }
        }
}

static ent_status say_blocs(const ent_moving *m) {
    bool merged = ent_moving_merges(m);
    ent_partition *p;
    unsigned concepts = ENT_CONCEPTS_COALITION;
    if (merged && m->graph->n_digits)
        concepts |= ENT_CONCEPT_BIT(ENT_CONCEPT_SIM);
    ENT_TRY(too_much(m, ent_ask_partition(&p, m->arena, m->graph, &m->rules, m->blocs, m->n_blocs,
                                          merged, concepts, &m->request->run)));
    if (p->concepts != concepts)
        ent_moving_say_no_sim(m);
    ent_equilibria what = {.heading = "With these blocs",
                           .caption = merged ? "Blocs merged, each one player. States where every "
                                               "player would stay"
                                             : "Blocs tested as coalitions whose members move in "
                                               "turn. States where every player would stay",
                           .table = "bloc_equilibria",
                           .states = "bloc_equilibrium_states",
                           .prefix = "",
                           .concepts = p->concepts,
                           .bits = p->equilibria};
    ENT_TRY(ent_moving_say_equilibria(m, &what));
    add_players(m, p);
    add_player_states(m, p);
    return m->request->models ? ent_moving_say_shares(m, p, ENT_STAYING_BLOCS) : ENT_OK;
}

ent_status ent_moving_say_coalitions(const ent_moving *m) {
    ent_partition *p;
    ent_answer_add_fact(m->answer, "bloc", NULL,
                        ent_cell_text(m->answer, m->request->bloc ? m->request->bloc : "merged"));
    if (m->n_blocs)
        ENT_TRY(say_blocs(m));
    if (!m->request->coalitions)
        return ENT_OK;
    ENT_TRY(too_much(m, ent_ask_universal(&p, m->arena, m->graph, &m->rules, &m->request->run)));
    ent_equilibria what = {.heading = "With all coalitions",
                           .caption = "States that no coalition would leave",
                           .table = "universal",
                           .states = "universal_states",
                           .prefix = "C",
                           .concepts = ENT_CONCEPTS_COALITION,
                           .bits = p->equilibria};
    ENT_TRY(ent_moving_say_equilibria(m, &what));
    return m->request->models ? ent_moving_say_shares(m, p, ENT_STAYING_COALITIONS) : ENT_OK;
}

/* ---- looking ahead ---- */

static ent_status not_possible(const ent_moving *m) {
    ent_horizon_why why;
    ent_diags *diags = m->request->diags;
    ENT_TRY(ent_horizon_possible(&why, m->graph, m->arena));
    switch (why.bar) {
    case ENT_HORIZON_FINE: return ENT_OK;
    case ENT_HORIZON_ACTORS:
        ent_diag(diags, ENT_E0440, (ent_span){0}, "", "merge actors in a view",
                 "looking ahead is defined for two actors, and here are %lu",
                 (unsigned long)m->graph->n_actors);
        break;
    case ENT_HORIZON_JOINT:
        ent_diag(diags, ENT_E0440, (ent_span){0}, "", "leave out what they decide together",
                 "looking ahead is defined for actors who move one at a time, and here some issue "
                 "is decided together");
        break;
    case ENT_HORIZON_TIES:
        ent_diag(diags, ENT_E0440, (ent_span){0}, "",
                 "say which it prefers, or leave out what makes no difference with --about",
                 "looking ahead needs strict preferences, and %s finds states %lu and %lu equally "
                 "good",
                 m->scenario->actors[why.actor].id, (unsigned long)why.x + 1,
                 (unsigned long)why.y + 1);
        break;
    }
    return ENT_ERROR;
}

static ent_status horizon_of(uint32_t *h, const ent_moving *m) {
    const char *text = m->request->horizon;
    *h = 0;
    if (strcmp(text, "any") == 0)
        return ENT_OK;
    size_t n = strspn(text, "0123456789");
    for (size_t i = 0; i < n && n < 6; i++)
        *h = *h * 10 + (uint32_t)(text[i] - '0');
    if (n > 0 && n < 6 && !text[n] && *h > 0)
        return ENT_OK;
    ent_source source = {.name = "--horizon", .text = text, .len = strlen(text)};
    ent_diag(m->request->diags, ENT_E0453, (ent_span){&source, 0, (uint32_t)source.len}, "",
             "--horizon 3, or --horizon any", "'%s' is neither a number of moves nor any", text);
    return ENT_ERROR;
}

static void add_ahead(const ent_moving *m, const ent_horizon *found) {
    static const ent_column columns[] = {{"number", "Number", ENT_CELL_INTEGER},
                                         {"state", "State", ENT_CELL_TEXT},
                                         {"actor", "Stays", ENT_CELL_TEXT}};
    ent_answer *a = m->answer;
    ent_table *t = ent_answer_add_table(a, "ahead", NULL, columns, ENT_COUNT(columns));
    for (uint32_t s = 0; s < m->graph->n_states && t->n_rows < 10000; s++)
        for (uint32_t actor = 0; actor < 2; actor++) {
            if (!ent_bit(found->stable[actor], s))
                continue;
            ent_cell *row = ent_table_row(a, t);
            ent_row_set(row, 0, ent_cell_count(a, (uint64_t)s + 1));
            ent_row_set(row, 1, ent_cell_text(a, ent_state_text(m, s)));
            ent_row_set(row, 2, ent_cell_text(a, m->scenario->actors[actor].id));
        }
}

ent_status ent_moving_say_horizon(const ent_moving *m) {
    ent_answer *a = m->answer;
    ent_horizon *found;
    uint32_t h;
    uint64_t both = 0;
    ENT_TRY(horizon_of(&h, m));
    ENT_TRY(not_possible(m));
    ent_status status = ent_ask_horizon(&found, m->arena, m->graph, h);
    if (status == ENT_LIMIT)
        ent_diag(m->request->diags, ENT_E0440, (ent_span){0}, "", "ask with a number of moves",
                 "what they would do has not begun to repeat after 65,536 moves");
    ENT_TRY(status);
    for (size_t w = 0; w < ((size_t)m->graph->n_states + 63) / 64; w++)
        both += (uint64_t)__builtin_popcountll(found->equilibria[w]);
    if (h)
        ent_answer_heading(a, "Looking %lu move%s ahead", (unsigned long)h, h == 1 ? "" : "s");
    else
        ent_answer_heading(a, "Looking ahead without end");
    ent_answer_paragraph(a, ENT_TONE_PLAIN, "Both would stay in %s of %s states.",
                         ent_answer_count_text(a, both),
                         ent_answer_count_text(a, m->graph->n_states));
    ent_answer_add_fact(a, "both_stay", NULL, ent_cell_count(a, both));
    add_ahead(m, found);
    return ENT_OK;
}
