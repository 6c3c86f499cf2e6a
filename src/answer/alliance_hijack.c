/* Deals in the hands of a member who turns out to want something else. */
#include "answer/alliance_tally.h"
#include "ask/hijack.h"

#include <string.h>

/* "us=syria": two actors. */
static ent_status read_pair(uint32_t *actor, uint32_t *as, ent_alliance *l) {
    const ent_request *rq = l->request;
    const char *equals = strchr(rq->instead, '=');
    const char *second = equals ? equals + 1 : "";
    size_t len = equals ? (size_t)(equals - rq->instead) : strlen(rq->instead);
    while (len && rq->instead[len - 1] == ' ')
        len--;
    while (*second == ' ')
        second++;
    char *first = ent_arena_text_n(l->arena, rq->instead, len);
    if (!first)
        return ENT_NOMEM;
    *actor = ent_find_actor(l->scenario, first);
    *as = ent_find_actor(l->scenario, second);
    if (*actor != ENT_NONE && *as != ENT_NONE)
        return ENT_OK;
    ent_diag(rq->diags, ENT_E0582, (ent_span){0}, "", "write --instead MEMBER=ACTOR",
             "there is no actor '%s'", *actor == ENT_NONE ? first : second);
    return ENT_ERROR;
}

static void say(ent_alliance *l, const ent_hijack *h, uint32_t actor, uint32_t as) {
    const ent_scenario *s = l->scenario;
    ent_answer *a = l->answer;
    ent_answer_heading(a, "If %s wanted what %s wants", s->actors[actor].id, s->actors[as].id);
    if (!h->deals) {
        ent_answer_paragraph(a, ENT_TONE_BAD, "There is no such deal that could be turned.");
        return;
    }
    ent_answer_paragraph(
        a, h->safe ? ENT_TONE_GOOD : ENT_TONE_BAD,
        "%s of %s deals would be safe: by what it controls alone it could not turn "
        "them to its liking so that a partner is worse off than with no deal.",
        ent_answer_count_text(a, h->safe), ent_answer_count_text(a, h->deals));
    for (size_t i = 0; i < h->n; i++) {
        ent_buffer text = {0};
        ent_word_changes(&text, s, l->game->status_quo, h->state[i]);
        ent_answer_item(a, 0, "safe: %s", ent_buffer_words(a, &text));
        ent_buffer_free(&text);
    }
    if (!h->has_unsafe)
        return;
    ent_buffer text = {0}, turned = {0};
    ent_word_changes(&text, s, l->game->status_quo, h->unsafe);
    ent_word_changes(&turned, s, h->unsafe, h->turned);
    ent_answer_item(a, 0, "not safe: %s", ent_buffer_words(a, &text));
    ent_answer_item(a, 4, "it would go on to %s; then worse off than with no deal: %s",
                    ent_buffer_words(a, &turned), ent_gains_text(l, h->hurt, NULL, h->turned));
    ent_buffer_free(&text);
    ent_buffer_free(&turned);
}

static void add(ent_alliance *l, const ent_hijack *h) {
    static const ent_column columns[] = {{"number", NULL, ENT_CELL_INTEGER},
                                         {"changes", NULL, ENT_CELL_TEXT}};
    ent_answer *a = l->answer;
    const ent_scenario *s = l->scenario;
    ent_answer_add_fact(a, "deals", NULL, ent_cell_count(a, h->deals));
    ent_answer_add_fact(a, "safe", NULL, ent_cell_count(a, h->safe));
    if (h->has_unsafe) {
        ent_answer_add_fact(a, "unsafe_deal", NULL,
                            ent_cell_changes(a, s, l->game->status_quo, h->unsafe));
        ent_answer_add_fact(a, "turned_to", NULL,
                            ent_cell_changes(a, s, l->game->status_quo, h->turned));
        ent_answer_add_fact(a, "hurt", NULL, ent_cell_coalition(a, s, h->hurt));
    }
    ent_table *table = ent_answer_add_table(a, "safe", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < h->n; i++) {
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_integer(a, (int64_t)i + 1));
        ent_row_set(row, 1, ent_cell_changes(a, s, l->game->status_quo, h->state[i]));
    }
}

/* What one model says: which deals are safe. */
static void tally_safe(ent_alliance *l, const ent_hijack *h, uint32_t actor, uint32_t as) {
    ent_tally *t = l->tally;
    ent_buffer title = {0};
    ent_buffer_printf(&title, "If %s wanted what %s wants", l->scenario->actors[actor].id,
                      l->scenario->actors[as].id);
    ent_tally_heading(t, ent_buffer_words(l->answer, &title));
    ent_buffer_free(&title);
    ent_tally_alone(t, "some_deal", "There is some deal", h->deals > 0);
    ent_tally_alone(t, "some_safe", "Some deal would be safe", h->safe > 0);
    ent_tally_alone(t, "all_safe", "There are deals, and all would be safe",
                    h->deals && h->safe == h->deals);
    if (h->n < h->safe)
        return;
    ent_tally_several(t, "safe", "Deals that there are, and that would be safe");
    for (size_t i = 0; i < h->n; i++)
        ent_tally_so(
            t, "safe", "",
            ent_cell_changes(l->answer, l->scenario, l->game->status_quo, h->state[i]).text);
}

ent_status ent_alliance_hijack(ent_alliance *l) {
    const ent_request *rq = l->request;
    uint32_t actor, as;
    ent_hijack *h;
    ENT_TRY(read_pair(&actor, &as, l));
    ENT_TRY(
        ent_ask_hijack(&h, l->arena, l->game, l->what, actor, as, rq->limit, &rq->run, rq->diags));
    if (l->tally) {
        tally_safe(l, h, actor, as);
        return ENT_OK;
    }
    say(l, h, actor, as);
    add(l, h);
    return ENT_OK;
}
