/* What each actor's presence adds and spoils. */
#include "answer/alliance.h"
#include "ask/presence.h"

static void add_row(ent_alliance *l, ent_table *table, const ent_presence *p) {
    ent_answer *a = l->answer;
    ent_cell *row = ent_table_row(a, table);
    ent_row_set(row, 0, ent_cell_text(a, l->scenario->actors[p->actor].id));
    ent_row_set(row, 1, ent_cell_bool(p->member));
    ent_row_set(row, 2, ent_cell_count(a, p->with));
    ent_row_set(row, 3, ent_cell_count(a, p->without));
    ent_row_set(row, 4, ent_cell_count(a, p->appear));
    ent_row_set(row, 5, ent_cell_count(a, p->vanish));
    if (p->has_appearing)
        ent_row_set(row, 6, ent_cell_changes(a, l->scenario, l->game->status_quo, p->appearing));
    if (p->has_vanishing)
        ent_row_set(row, 7, ent_cell_changes(a, l->scenario, l->game->status_quo, p->vanishing));
}

/* Who can hope for more, and who for less, with the actor. */
static void say_gainers(ent_alliance *l, const ent_presence *p) {
    ent_answer *a = l->answer;
    ent_buffer text = {0};
    for (uint32_t k = 0; k < l->scenario->n_actors; k++) {
        const ent_presence_best *b = &p->best[k];
        if (k == p->actor || !b->found_with || !b->found_without || b->with == b->without)
            continue;
        ent_buffer_printf(&text, "%s%s %s", text.len ? ", " : "", l->scenario->actors[k].id,
                          ent_gain_text(l, k, b->with - b->without));
    }
    if (text.len)
        ent_answer_item(a, 4, "best deals with it, against those without: %s",
                        ent_buffer_words(a, &text));
    ent_buffer_free(&text);
}

static void say_one(ent_alliance *l, const ent_presence *p) {
    ent_answer *a = l->answer;
    const char *name = l->scenario->actors[p->actor].id;
    if (!p->appear && !p->vanish)
        return;
    ent_answer_item(a, 0, "%s: %s deals with it, %s without; it adds %s and spoils %s", name,
                    ent_answer_count_text(a, p->with), ent_answer_count_text(a, p->without),
                    ent_answer_count_text(a, p->appear), ent_answer_count_text(a, p->vanish));
    for (size_t i = 0; i < 2; i++) {
        ent_buffer text = {0};
        if (!(i ? p->has_vanishing : p->has_appearing))
            continue;
        ent_word_changes(&text, l->scenario, l->game->status_quo, i ? p->vanishing : p->appearing);
        ent_answer_item(a, 4, "%s: %s", i ? "spoils, for one" : "adds, for one",
                        ent_buffer_words(a, &text));
        ent_buffer_free(&text);
    }
    say_gainers(l, p);
}

static void add_best(ent_alliance *l, ent_table *table, const ent_presence *p) {
    ent_answer *a = l->answer;
    for (uint32_t k = 0; k < l->scenario->n_actors; k++) {
        const ent_presence_best *b = &p->best[k];
        if (!b->found_with && !b->found_without)
            continue;
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_text(a, l->scenario->actors[p->actor].id));
        ent_row_set(row, 1, ent_cell_text(a, l->scenario->actors[k].id));
        if (b->found_with)
            ent_row_set(row, 2, ent_cell_number(a, ent_game_number(l->game, k, b->with)));
        if (b->found_without)
            ent_row_set(row, 3, ent_cell_number(a, ent_game_number(l->game, k, b->without)));
    }
}

ent_status ent_alliance_presence(ent_alliance *l) {
    static const ent_column columns[] = {
        {"actor", NULL, ENT_CELL_TEXT},     {"member", NULL, ENT_CELL_BOOL},
        {"with", NULL, ENT_CELL_INTEGER},   {"without", NULL, ENT_CELL_INTEGER},
        {"appear", NULL, ENT_CELL_INTEGER}, {"vanish", NULL, ENT_CELL_INTEGER},
        {"appearing", NULL, ENT_CELL_TEXT}, {"vanishing", NULL, ENT_CELL_TEXT}};
    static const ent_column best[] = {{"presence", NULL, ENT_CELL_TEXT},
                                      {"actor", NULL, ENT_CELL_TEXT},
                                      {"best_with", NULL, ENT_CELL_NUMBER},
                                      {"best_without", NULL, ENT_CELL_NUMBER}};
    const ent_request *rq = l->request;
    size_t n = l->scenario->n_actors;
    ent_presence **of = ENT_NEW(l->arena, ent_presence *, n + 1);
    bool idle = false;
    uint64_t active = 0;
    if (!of)
        return ENT_NOMEM;
    ent_answer_heading(l->answer, "With and without each actor");
    for (uint32_t k = 0; k < n; k++) {
        ENT_TRY(ent_ask_presence(&of[k], l->arena, l->game, l->what, k, &rq->run, rq->diags));
        say_one(l, of[k]);
        if (of[k]->appear || of[k]->vanish)
            active |= (uint64_t)1 << k;
        else
            idle = true;
    }
    if (idle)
        ent_answer_paragraph(l->answer, ENT_TONE_FAINT,
                             "The others would change nothing by being in or out.");
    ent_say_indifferent(l, active);
    ent_table *table =
        ent_answer_add_table(l->answer, "presence", NULL, columns, ENT_COUNT(columns));
    for (uint32_t k = 0; k < n; k++)
        add_row(l, table, of[k]);
    table = ent_answer_add_table(l->answer, "presence_best", NULL, best, ENT_COUNT(best));
    for (uint32_t k = 0; k < n; k++)
        add_best(l, table, of[k]);
    return ENT_OK;
}
