/* show: bodies that vote, the worth of coalitions, rankings of blocs. */
#include "answer/show.h"

static void show_votes(ent_show *show) {
    static const ent_column columns[] = {
        {"body", "Body", ENT_CELL_TEXT},
        {"name", "Name", ENT_CELL_TEXT},
        {"voters", "Voters", ENT_CELL_INTEGER},
        {"rule", "Rule", ENT_CELL_TEXT},
    };
    const ent_scenario *s = show->scenario;
    ent_answer *a = show->answer;
    if (s->n_votes > 0)
        ent_answer_heading(a, "Who votes");
    ent_table *table = ent_answer_add_table(a, "votes", NULL, columns, ENT_COUNT(columns));
    for (size_t v = 0; v < s->n_votes; v++) {
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_show_text(show, s->votes[v].id));
        ent_row_set(row, 1, ent_show_text(show, s->votes[v].name));
        ent_row_set(row, 2, ent_cell_count(a, s->votes[v].n_voters));
        ent_row_set(row, 3, ent_show_text(show, s->votes[v].rule_text));
    }
}

static ent_cell members(ent_show *show, uint64_t set) {
    const char *before = "";
    for (; set; set &= set - 1) {
        ent_buffer_printf(&show->words, "%s%s", before,
                          show->scenario->actors[__builtin_ctzll(set)].id);
        before = ", ";
    }
    return ent_show_words(show);
}

/* Coalitions that are worth something; a thousand lines are too many to read. */
static void show_worth(ent_show *show) {
    static const ent_column columns[] = {
        {"coalition", "Coalition", ENT_CELL_TEXT},
        {"worth", "Worth", ENT_CELL_NUMBER},
    };
    const ent_scenario *s = show->scenario;
    ent_answer *a = show->answer;
    if (s->worth_of)
        ent_answer_heading(a, "What coalitions are worth");
    ent_table *table =
        ent_answer_add_table(a, "worth_of_coalitions", NULL, columns, ENT_COUNT(columns));
    if (s->worth_of && s->n_actors > 10)
        ent_answer_paragraph(a, ENT_TONE_PLAIN, "Each of the %llu coalitions has a worth.",
                             (unsigned long long)(UINT64_C(1) << s->n_actors) - 1);
    for (uint64_t c = 1; s->worth_of && s->n_actors <= 10 && c < UINT64_C(1) << s->n_actors; c++) {
        if (s->worth_of[c].num == 0)
            continue;
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, members(show, c));
        ent_row_set(row, 1, ent_cell_number(a, s->worth_of[c]));
    }
}

static void show_rankings(ent_show *show) {
    static const ent_column columns[] = {
        {"actor", "Actor", ENT_CELL_TEXT},
        {"place", "Place", ENT_CELL_INTEGER},
        {"bloc", "Bloc", ENT_CELL_TEXT},
    };
    const ent_scenario *s = show->scenario;
    ent_answer *a = show->answer;
    if (s->blocs)
        ent_answer_heading(a, "Whom they would be with");
    ent_table *table = ent_answer_add_table(a, "rankings", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; s->blocs && i < s->n_actors; i++)
        for (size_t k = 0; k < s->blocs[i].n; k++) {
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_show_text(show, s->actors[i].id));
            ent_row_set(row, 1, ent_cell_count(a, s->blocs[i].rank[k] + 1));
            ent_row_set(row, 2, members(show, s->blocs[i].bloc[k]));
        }
}

void ent_show_games(ent_show *show) {
    show_votes(show);
    show_worth(show);
    show_rankings(show);
}
