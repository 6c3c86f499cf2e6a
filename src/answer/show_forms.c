/* show: orders and tables of states, named states, moves between them, and what is misperceived. */
#include "answer/show.h"

/* Rows of a table of states that the text shows; the table itself has all. */
static ent_cell level_words(ent_show *show, const ent_preference *p, const uint32_t *sorted) {
    const ent_scenario *s = show->scenario;
    for (size_t i = 0; i < s->n_states; i++) {
        bool tie = i > 0 && p->level_of[sorted[i]] == p->level_of[sorted[i - 1]];
        ent_buffer_printf(&show->words, "%s%s",
                          i == 0 ? ""
                          : tie  ? " = "
                                 : " > ",
                          s->states[sorted[i]].id);
    }
    return ent_show_words(show);
}

/* States by their levels, as the file has them within a level: counting sort. */
static uint32_t *by_level(ent_show *show, const ent_preference *p) {
    size_t n = show->scenario->n_states;
    uint32_t *sorted = ENT_NEW(show->answer->arena, uint32_t, n + 1);
    uint32_t *start = ENT_NEW(show->answer->arena, uint32_t, (size_t)p->n_levels + 2);
    if (!sorted || !start) {
        show->answer->failed = true;
        return NULL;
    }
    for (size_t i = 0; i < n; i++)
        start[p->level_of[i] + 1]++;
    for (uint32_t l = 1; l <= p->n_levels; l++)
        start[l] += start[l - 1];
    for (uint32_t i = 0; i < n; i++)
        sorted[start[p->level_of[i]]++] = i;
    return sorted;
}

static void put_rankings(ent_show *show) {
    static const ent_column columns[] = {{"actor", "Actor", ENT_CELL_TEXT},
                                         {"ranking", "Ranks states", ENT_CELL_TEXT},
                                         {"from", "Source", ENT_CELL_TEXT}};
    const ent_scenario *s = show->scenario;
    ent_answer *a = show->answer;
    ent_table *table = ent_answer_add_table(a, "rankings", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < s->n_actors; i++) {
        const ent_preference *p = &s->preferences[i];
        if (p->form != ENT_FORM_RANKING)
            continue;
        const uint32_t *sorted = by_level(show, p);
        if (!sorted)
            return;
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_show_text(show, s->actors[i].id));
        ent_row_set(row, 1, level_words(show, p, sorted));
        ent_row_set(row, 2, ent_show_text(show, p->form_said.from));
    }
}

static void put_payoffs(ent_show *show) {
    static const ent_column columns[] = {{"actor", "Actor", ENT_CELL_TEXT},
                                         {"state", "State", ENT_CELL_TEXT},
                                         {"payoff", "Payoff", ENT_CELL_NUMBER}};
    const ent_scenario *s = show->scenario;
    ent_answer *a = show->answer;
    ent_table *table = ent_answer_add_table(a, "payoffs", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < s->n_actors; i++)
        for (size_t k = 0; s->preferences[i].form == ENT_FORM_PAYOFF && k < s->n_states; k++) {
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_show_text(show, s->actors[i].id));
            ent_row_set(row, 1, ent_show_text(show, s->states[k].id));
            ent_row_set(row, 2, ent_cell_number(a, s->preferences[i].payoff_of[k]));
        }
}

/* Expressions of actors: statements, or what they do not see. */
static void put_rules(ent_show *show, const char *name, const char *title, bool misperceived) {
    const ent_column columns[] = {{"actor", "Actor", ENT_CELL_TEXT},
                                  {"rank", NULL, ENT_CELL_INTEGER},
                                  {"statement", title, ENT_CELL_TEXT},
                                  {"name", "Name", ENT_CELL_TEXT},
                                  {"from", "Source", ENT_CELL_TEXT}};
    const ent_scenario *s = show->scenario;
    ent_answer *a = show->answer;
    ent_table *table = ent_answer_add_table(a, name, NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < s->n_actors; i++) {
        const ent_preference *p = &s->preferences[i];
        const ent_rule *rules = misperceived ? p->misperceived : p->statements;
        for (size_t k = 0; k < (misperceived ? p->n_misperceived : p->n_statements); k++) {
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_show_text(show, s->actors[i].id));
            ent_row_set(row, 1, ent_cell_count(a, k + 1));
            ent_row_set(row, 2, ent_show_expr(show, rules[k].expr));
            ent_row_set(row, 3, ent_show_text(show, rules[k].said.name));
            ent_row_set(row, 4, ent_show_text(show, rules[k].said.from));
        }
    }
}

void ent_show_forms(ent_show *show) {
    put_rules(show, "statements", "Wants, most important first", false);
    put_rankings(show);
    put_payoffs(show);
    put_rules(show, "misperceives", "Takes for impossible", true);
}

/* ---- states and moves ---- */

static ent_cell state_words(ent_show *show, const ent_named_state *state) {
    const ent_scenario *s = show->scenario;
    size_t n = 0;
    for (size_t k = 0; k < s->n_issues; k++)
        if (s->issues[k].kind == ENT_DECIDED)
            ent_buffer_printf(&show->words, "%s%s = %s", n++ > 0 ? ", " : "", s->issues[k].id,
                              s->issues[k].outcomes[state->outcome_of[k]].id);
    return ent_show_words(show);
}

void ent_show_states(ent_show *show) {
    static const ent_column states[] = {{"state", "State", ENT_CELL_TEXT},
                                        {"name", "Name", ENT_CELL_TEXT},
                                        {"is", "Is", ENT_CELL_TEXT}};
    static const ent_column moves[] = {{"mover", "Who", ENT_CELL_TEXT},
                                       {"from", "From", ENT_CELL_TEXT},
                                       {"to", "To", ENT_CELL_TEXT}};
    const ent_scenario *s = show->scenario;
    ent_answer *a = show->answer;
    if (s->n_states > 0)
        ent_answer_heading(a, "States that have names");
    ent_table *table = ent_answer_add_table(a, "states", NULL, states, ENT_COUNT(states));
    for (size_t k = 0; k < s->n_states; k++) {
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_show_text(show, s->states[k].id));
        ent_row_set(row, 1, ent_show_text(show, s->states[k].name));
        ent_row_set(row, 2, state_words(show, &s->states[k]));
    }
    table = ent_answer_add_table(a, "state_moves", NULL, moves, ENT_COUNT(moves));
    for (size_t k = 0; k < s->n_moves; k++) {
        ent_cell *row = ent_table_row(a, table);
        ent_control_print(&show->words, s, s->moves[k].rule);
        ent_row_set(row, 0, ent_show_words(show));
        ent_row_set(row, 1, ent_show_text(show, s->states[s->moves[k].from].id));
        ent_row_set(row, 2, ent_show_text(show, s->states[s->moves[k].to].id));
    }
}
