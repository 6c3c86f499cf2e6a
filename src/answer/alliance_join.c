/* What an actor asks to join, and what that costs each member. */
#include "answer/alliance_tally.h"
#include "ask/join.h"
#include "ask/terms.h"
#include "scenario/eval.h"

#include <string.h>

typedef struct joining {
    ent_alliance *l;
    uint32_t actor;
    ent_ask_what what; /* with the actor */
    const ent_terms *terms;
    const ent_bargain *accepts;
    size_t n;
    ent_demand *demands;
    const ent_join *join;
} joining;

static ent_status find_demands(joining *j) {
    ent_alliance *l = j->l;
    const ent_request *rq = l->request;
    ent_bargain *b;
    ent_terms *terms;
    ENT_TRY(ent_bargain_acceptance(&b, l->arena, l->game, j->what, j->actor, rq->diags));
    j->accepts = b;
    if (!b->plan->n_blocks)
        return ENT_OK;
    ENT_TRY(ent_ask_terms(&terms, l->arena, b, true, rq->limit, ENT_TERMS_WORK, ENT_ENGINE_SCAN,
                          &rq->run));
    j->terms = terms;
    const ent_term_sets *sets = &terms->sufficient;
    if (!(j->demands = ENT_NEW(l->arena, ent_demand, sets->n + 1)))
        return ENT_NOMEM;
    for (size_t i = 0; i < sets->n; i++) {
        ent_demand *d = &j->demands[j->n++];
        for (size_t k = 0; k < b->plan->n_dims; k++) {
            const ent_dim *dim = &b->plan->dims[k];
            if (sets->sets[i].digit[k] == ENT_TERMS_OPEN)
                continue;
            d->issue[d->n] = dim->issue;
            d->outcome[d->n++] = dim->outcome[sets->sets[i].digit[k]];
        }
    }
    return ENT_OK;
}

/* ---- text ---- */

static const char *words_of(joining *j, const ent_demand *d) {
    const ent_scenario *s = j->l->scenario;
    ent_buffer text = {0};
    for (uint32_t i = 0; i < d->n; i++)
        ent_buffer_printf(&text, "%s%s = %s", i ? ", " : "", s->issues[d->issue[i]].id,
                          s->issues[d->issue[i]].outcomes[d->outcome[i]].id);
    if (!d->n)
        ent_buffer_put(&text, "nothing: it accepts in any case");
    const char *kept = ent_arena_text(j->l->arena, ent_buffer_words(j->l->answer, &text));
    ent_buffer_free(&text);
    j->l->answer->failed = j->l->answer->failed || !kept;
    return kept ? kept : "";
}

/* What a term alone is worth to an actor, the rest as it is. */
static ent_i128 worth_of_term(const ent_alliance *l, uint32_t actor, uint32_t issue,
                              uint8_t outcome) {
    uint8_t state[ENT_MAX_ISSUES];
    const ent_scenario *s = l->scenario;
    memcpy(state, l->game->status_quo, s->n_issues);
    state[issue] = outcome;
    ent_state_follow(s, state, NULL, l->game->resource_of);
    return ent_game_utility(l->game, actor, state) -
           ent_game_utility(l->game, actor, l->game->status_quo);
}

static void say_concessions(joining *j, const ent_demand *d) {
    ent_alliance *l = j->l;
    const ent_scenario *s = l->scenario;
    for (uint32_t i = 0; i < d->n && l->game->status_quo; i++) {
        uint32_t k = d->issue[i];
        ent_buffer text = {0};
        if (d->outcome[i] == l->game->status_quo[k])
            continue;
        for (uint64_t left = j->join->others; left; left &= left - 1) {
            uint32_t a = (uint32_t)__builtin_ctzll(left);
            ent_i128 gain = worth_of_term(l, a, k, d->outcome[i]);
            if (gain < 0)
                ent_buffer_printf(&text, "%s%s concedes it (%s)", text.len ? ", " : "",
                                  s->actors[a].id, ent_gain_text(l, a, gain));
        }
        ent_i128 own = worth_of_term(l, j->actor, k, d->outcome[i]);
        ent_answer_item(l->answer, 8, "%s = %s: %s %s%s%s", s->issues[k].id,
                        s->issues[k].outcomes[d->outcome[i]].id, s->actors[j->actor].id,
                        ent_gain_text(l, j->actor, own), text.len ? "; " : "",
                        ent_buffer_words(l->answer, &text));
        ent_buffer_free(&text);
    }
}

static void say_cost(joining *j, size_t i) {
    ent_alliance *l = j->l;
    const ent_join *p = j->join;
    ent_buffer text = {0};
    if (!p->with[i]) {
        ent_answer_item(l->answer, 4, "the others accept nothing that has these terms");
        return;
    }
    for (uint64_t left = p->others; left; left &= left - 1) {
        uint32_t a = (uint32_t)__builtin_ctzll(left);
        ent_i128 cost = p->best[i][a].value - p->unasked[a].value;
        ent_buffer_printf(&text, "%s%s %s", text.len ? ", " : "", l->scenario->actors[a].id,
                          cost ? ent_gain_text(l, a, cost) : "nothing");
    }
    ent_answer_item(l->answer, 4, "it costs, of the best each could have: %s",
                    ent_buffer_words(l->answer, &text));
    ent_buffer_free(&text);
}

static void say(joining *j) {
    ent_alliance *l = j->l;
    ent_answer *a = l->answer;
    const ent_join *p = j->join;
    const char *id = l->scenario->actors[j->actor].id;
    ent_answer_heading(a, "What %s asks to join %s", id, ent_ids_of(a, l->scenario, p->others));
    ent_answer_paragraph(a, ENT_TONE_PLAIN,
                         "The others would accept %s package%s%s%s; %s would accept %s of them.",
                         ent_answer_count_text(a, p->acceptable), p->acceptable == 1 ? "" : "s",
                         l->with_text ? " with " : "", l->with_text ? l->with_text : "", id,
                         ent_answer_count_text(a, p->deals));
    if (!j->terms || j->terms->too_large) {
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "Its terms were not worked out: too many states to keep account of. "
                             "Put fewer issues on the table with --about.");
        return;
    }
    const ent_term_sets *sets = &j->terms->sufficient;
    if (!sets->n && sets->complete)
        ent_answer_paragraph(a, ENT_TONE_BAD, "No terms make sure that it accepts.");
    else if (sets->n && !(sets->n == 1 && !sets->sets[0].size))
        ent_answer_paragraph(
            a, ENT_TONE_FAINT,
            "Each of these is enough for it to accept, whatever else is settled%s; "
            "no part of one is.",
            l->with_text ? " along with what is wanted" : "");
    for (size_t i = 0; i < j->n; i++) {
        ent_answer_item(a, 0, "%s", words_of(j, &j->demands[i]));
        if (j->demands[i].n) {
            say_cost(j, i);
            say_concessions(j, &j->demands[i]);
        }
    }
    if (!sets->complete)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             sets->exhausted
                                 ? "There may be others: the search ended at its limit "
                                   "of work. Put fewer issues on the table with --about."
                                 : "There are more; --limit asks for more of them.");
}

/* ---- tables ---- */

static void add_terms(joining *j) {
    static const ent_column columns[] = {{"set", NULL, ENT_CELL_INTEGER},
                                         {"issue", NULL, ENT_CELL_TEXT},
                                         {"outcome", NULL, ENT_CELL_TEXT},
                                         {"actor", NULL, ENT_CELL_TEXT},
                                         {"gain", NULL, ENT_CELL_NUMBER}};
    ent_alliance *l = j->l;
    const ent_scenario *s = l->scenario;
    ent_answer *a = l->answer;
    ent_table *table = ent_answer_add_table(a, "asked", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < j->n; i++)
        for (uint32_t k = 0; k < j->demands[i].n; k++)
            for (uint64_t left = j->what.coalition; left && l->game->status_quo; left &= left - 1) {
                uint32_t actor = (uint32_t)__builtin_ctzll(left);
                const ent_issue *issue = &s->issues[j->demands[i].issue[k]];
                ent_i128 gain =
                    worth_of_term(l, actor, j->demands[i].issue[k], j->demands[i].outcome[k]);
                ent_cell *row = ent_table_row(a, table);
                ent_row_set(row, 0, ent_cell_integer(a, (int64_t)i + 1));
                ent_row_set(row, 1, ent_cell_text(a, issue->id));
                ent_row_set(row, 2, ent_cell_text(a, issue->outcomes[j->demands[i].outcome[k]].id));
                ent_row_set(row, 3, ent_cell_text(a, s->actors[actor].id));
                ent_row_set(row, 4, ent_cell_number(a, ent_game_number(l->game, actor, gain)));
            }
}

static void add_cost(joining *j) {
    static const ent_column columns[] = {{"set", NULL, ENT_CELL_INTEGER},
                                         {"states", NULL, ENT_CELL_INTEGER},
                                         {"member", NULL, ENT_CELL_TEXT},
                                         {"best_without", NULL, ENT_CELL_NUMBER},
                                         {"best_with", NULL, ENT_CELL_NUMBER}};
    ent_alliance *l = j->l;
    const ent_join *p = j->join;
    ent_answer *a = l->answer;
    ent_table *table = ent_answer_add_table(a, "cost", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i <= j->n; i++) /* 0: any deal of all */
        for (uint64_t left = p->others; left; left &= left - 1) {
            uint32_t k = (uint32_t)__builtin_ctzll(left);
            const ent_join_best *with = i ? &p->best[i - 1][k] : &p->asked[k];
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_integer(a, (int64_t)i));
            ent_row_set(row, 1, ent_cell_count(a, i ? p->with[i - 1] : p->deals));
            ent_row_set(row, 2, ent_cell_text(a, l->scenario->actors[k].id));
            if (p->unasked[k].found)
                ent_row_set(row, 3,
                            ent_cell_number(a, ent_game_number(l->game, k, p->unasked[k].value)));
            if (with->found)
                ent_row_set(row, 4, ent_cell_number(a, ent_game_number(l->game, k, with->value)));
        }
}

/* What one model says of what a member pays: its best with these terms less its best without asking. */
static void tally_cost(joining *j, const ent_join_best *with, const char *terms) {
    ent_alliance *l = j->l;
    for (uint64_t left = j->join->others; left; left &= left - 1) {
        const uint32_t a = (uint32_t)__builtin_ctzll(left);
        if (with[a].found && j->join->unasked[a].found)
            ent_tally_value(l->tally, *terms ? "cost" : "cost_of_deal", l->scenario->actors[a].id,
                            terms,
                            ent_game_number(l->game, a, with[a].value - j->join->unasked[a].value));
    }
}

static void tally_join(joining *j) {
    ent_alliance *l = j->l;
    ent_tally *t = l->tally;
    ent_buffer title = {0};
    ent_buffer_printf(&title, "What %s asks to join %s", l->scenario->actors[j->actor].id,
                      ent_ids_of(l->answer, l->scenario, j->join->others));
    ent_tally_heading(t, ent_buffer_words(l->answer, &title));
    ent_buffer_free(&title);
    ent_tally_alone(t, "acceptable", "The others would accept something", j->join->acceptable > 0);
    ent_tally_alone(t, "won", "It would accept some of that too: it can be won",
                    j->join->deals > 0);
    const bool known = j->terms && !j->terms->too_large && j->terms->sufficient.complete;
    if (known) {
        ent_tally_alone(t, "no_terms", "No terms make sure that it accepts", !j->n);
        ent_tally_alone(t, "in_any_case", "It accepts in any case", j->n == 1 && !j->demands[0].n);
        ent_tally_several(t, "asks", "Sets of terms that are enough, and no part of which is");
    }
    ent_tally_several(t, "cost_of_deal", "What having it in costs, of the best each could have");
    tally_cost(j, j->join->asked, "");
    if (!known)
        return;
    ent_tally_several(t, "cost", "What these terms cost, where they are such a set");
    for (size_t i = 0; i < j->n; i++) {
        if (!j->demands[i].n)
            continue;
        const char *terms = words_of(j, &j->demands[i]);
        ent_tally_again(t, "asks", terms, &j->demands[i], sizeof j->demands[i]);
        tally_cost(j, j->join->best[i], terms);
    }
}

/* What is such a set in some model: whether it is enough in this one. */
static ent_status tally_enough(const joining *j) {
    ent_alliance *l = j->l;
    const ent_again *again = l->tally->again;
    ent_demand *demands = ENT_NEW(l->arena, ent_demand, again->n);
    bool *enough = ENT_NEW(l->arena, bool, again->n);
    if (!demands || !enough)
        return ENT_NOMEM;
    for (size_t i = 0; i < again->n; i++)
        memcpy(&demands[i], again->what[i], sizeof demands[i]);
    ENT_TRY(ent_ask_enough(enough, l->arena, l->game, j->what, j->actor, demands, again->n,
                           &l->request->run, l->request->diags));
    ent_tally_several(l->tally, "enough",
                      "Such sets, where they are enough with or without a part that is");
    for (size_t i = 0; i < again->n; i++)
        if (enough[i])
            ent_tally_so(l->tally, "enough", "", again->which[i]);
    return ENT_OK;
}

ent_status ent_alliance_join(ent_alliance *l) {
    const ent_request *rq = l->request;
    joining j = {.l = l, .actor = ent_find_actor(l->scenario, rq->join), .what = l->what};
    ent_join *join;
    if (j.actor == ENT_NONE) {
        ent_diag(rq->diags, ENT_E0582, (ent_span){0}, "", "`entente show` lists the actors",
                 "there is no actor '%s' to join", rq->join);
        return ENT_ERROR;
    }
    j.what.coalition |= (uint64_t)1 << j.actor;
    if (!(j.what.coalition & (j.what.coalition - 1))) {
        ent_diag(rq->diags, ENT_E0582, (ent_span){0}, "", "name the others with --of",
                 "%s has nobody to join", rq->join);
        return ENT_ERROR;
    }
    if (l->tally && l->tally->again)
        return tally_enough(&j);
    ENT_TRY(find_demands(&j));
    ENT_TRY(ent_ask_join(&join, l->arena, l->game, j.what, j.actor, j.demands, j.n, &rq->run,
                         rq->diags));
    j.join = join;
    if (l->tally) {
        tally_join(&j);
        return ENT_OK;
    }
    ent_answer_add_fact(l->answer, "joiner", NULL,
                        ent_cell_text(l->answer, l->scenario->actors[j.actor].id));
    ent_answer_add_fact(l->answer, "acceptable", NULL, ent_cell_count(l->answer, join->acceptable));
    ent_answer_add_fact(l->answer, "deals", NULL, ent_cell_count(l->answer, join->deals));
    if (j.terms)
        ent_answer_add_fact(l->answer, "asked_complete", NULL,
                            ent_cell_bool(j.terms->sufficient.complete));
    say(&j);
    add_terms(&j);
    add_cost(&j);
    return ENT_OK;
}
