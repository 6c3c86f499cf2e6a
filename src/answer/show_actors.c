/* show: the actors, their resources and ties. */
#include <string.h>

#include "answer/show.h"

/* "ships 40, troops 10 to 20" */
static ent_cell resources_words(ent_show *show, const ent_actor *actor) {
    const char *separator = "";
    ent_buffer words = {0};
    for (size_t i = 0; i < show->scenario->n_resources; i++) {
        if (actor->resources[i].hi.num == 0)
            continue;
        ent_buffer_printf(&words, "%s%s %s", separator, show->scenario->resources[i],
                          ent_show_range(show, actor->resources[i]).text);
        separator = ", ";
    }
    if (words.failed)
        show->answer->failed = true;
    ent_cell cell = ent_show_text(show, words.len > 0 ? words.data : NULL);
    ent_buffer_free(&words);
    return cell;
}

static void put_actors(ent_show *show) {
    static const ent_column columns[] = {
        {"actor", "Actor", ENT_CELL_TEXT},
        {"name", "Name", ENT_CELL_TEXT},
        {"has", "Has", ENT_CELL_TEXT},
        {"from", "Source", ENT_CELL_TEXT},
    };
    ent_answer *a = show->answer;
    ent_table *table = ent_answer_add_table(a, "actors", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < show->scenario->n_actors; i++) {
        const ent_actor *actor = &show->scenario->actors[i];
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_show_text(show, actor->id));
        ent_row_set(row, 1, ent_show_text(show, actor->name));
        ent_row_set(row, 2, resources_words(show, actor));
        ent_row_set(row, 3, ent_show_text(show, actor->said.from));
    }
}

static void put_resources(ent_show *show) {
    static const ent_column columns[] = {
        {"actor", NULL, ENT_CELL_TEXT},
        {"resource", NULL, ENT_CELL_TEXT},
        {"low", NULL, ENT_CELL_NUMBER},
        {"high", NULL, ENT_CELL_NUMBER},
    };
    const ent_scenario *s = show->scenario;
    ent_table *table =
        ent_answer_add_table(show->answer, "resources", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < s->n_actors; i++)
        for (size_t r = 0; r < s->n_resources; r++) {
            ent_cell *row = ent_table_row(show->answer, table);
            ent_row_set(row, 0, ent_show_text(show, s->actors[i].id));
            ent_row_set(row, 1, ent_show_text(show, s->resources[r]));
            ent_row_set(row, 2, ent_cell_number(show->answer, s->actors[i].resources[r].lo));
            ent_row_set(row, 3, ent_cell_number(show->answer, s->actors[i].resources[r].hi));
        }
}

static void put_ties(ent_show *show) {
    static const ent_column columns[] = {
        {"actor", "Tie", ENT_CELL_TEXT},        {"to", "With", ENT_CELL_TEXT},
        {"directed", "One way", ENT_CELL_BOOL}, {"sign", "Sign (-1 to 1)", ENT_CELL_TEXT},
        {"low", NULL, ENT_CELL_NUMBER},         {"high", NULL, ENT_CELL_NUMBER},
        {"from", "Source", ENT_CELL_TEXT},
    };
    const ent_scenario *s = show->scenario;
    ent_answer *a = show->answer;
    ent_table *table = ent_answer_add_table(a, "ties", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < s->n_ties; i++) {
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_show_text(show, s->actors[s->ties[i].from].id));
        ent_row_set(row, 1, ent_show_text(show, s->actors[s->ties[i].to].id));
        ent_row_set(row, 2, ent_cell_bool(s->ties[i].directed));
        ent_row_set(row, 3, ent_show_range(show, s->ties[i].sign));
        ent_row_set(row, 4, ent_cell_number(a, s->ties[i].sign.lo));
        ent_row_set(row, 5, ent_cell_number(a, s->ties[i].sign.hi));
        ent_row_set(row, 6, ent_show_text(show, s->ties[i].said.from));
    }
}

/* One row for each statement, which may be several comparisons. */
static void put_comparisons(ent_show *show) {
    static const ent_column columns[] = {
        {"comparison", "Known by comparison", ENT_CELL_TEXT},
        {"from", "Source", ENT_CELL_TEXT},
    };
    const ent_scenario *s = show->scenario;
    ent_table *table =
        ent_answer_add_table(show->answer, "comparisons", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0, end; i < s->n_comparisons; i = end) {
        const ent_comparison *first = &s->comparisons[i];
        for (end = i + 1; end < s->n_comparisons; end++)
            if (strcmp(s->comparisons[end].said.path, first->said.path) != 0)
                break;
        ent_cell *row = ent_table_row(show->answer, table);
        ent_row_set(row, 0, ent_show_order(show, first, end - i, ent_show_amount_name, s));
        ent_row_set(row, 1, ent_show_text(show, first->said.from));
    }
}

void ent_show_actors(ent_show *show) {
    ent_answer_heading(show->answer, "Who is involved");
    put_actors(show);
    put_resources(show);
    put_ties(show);
    put_comparisons(show);
}
