/* Sections of text about deals. See deal_text.h; those about missing deals are in conflict_text.c. */
#include "answer/deal_text.h"

#include "answer/deal_tables.h"
#include "answer/deal_words.h"
#include "game/state.h"

#include <string.h>

static const char *text_of(ent_answer *a, const ent_buffer *buffer) {
    if (buffer->failed)
        a->failed = true;
    return buffer->data && !buffer->failed ? buffer->data : "";
}

/* An actor's name at the start of a sentence: "the Union" as "The Union"; an id stays as it is. */
static const char *capital(ent_answer *a, const ent_actor *actor) {
    char *copy = ent_arena_text(a->arena, actor->name);
    if (!copy) {
        a->failed = true;
        return "";
    }
    if (strcmp(actor->name, actor->id) != 0 && *copy >= 'a' && *copy <= 'z')
        *copy = (char)(*copy - 'a' + 'A');
    return copy;
}

/* "+0.120", "-0.050", "0". */
static void put_gain(ent_buffer *out, ent_answer *a, ent_number gain) {
    ent_number size = {gain.num < 0 ? -gain.num : gain.num, gain.den};
    ent_buffer_printf(out, "%s%s",
                      gain.num > 0   ? "+"
                      : gain.num < 0 ? "-"
                                     : "",
                      ent_answer_number_text(a, size));
}

/* What an actor's utility (a numerator) is above its threshold. */
static ent_number above_threshold(const ent_game *g, uint32_t actor, ent_i128 utility) {
    ent_number u = ent_game_number(g, actor, utility), gain = ENT_ZERO;
    (void)ent_number_sub(&gain, u, g->aims[actor].threshold_exact);
    return gain;
}

void ent_say_title(ent_answer *a, const ent_findings *f, const char *what) {
    ent_buffer text = {0};
    ent_word_coalition(&text, f->scenario, f->bargain->what.coalition);
    if (f->about_text)
        ent_buffer_printf(&text, "; on the table: %s", f->about_text);
    if (f->with_text)
        ent_buffer_printf(&text, "; wanted: %s", f->with_text);
    ent_answer_heading(a, "%s %s", what, text_of(a, &text));
    ent_buffer_free(&text);
}

void ent_say_partial(ent_answer *a, const ent_findings *f) {
    const ent_deals *d = f->deals;
    if (d->partial)
        ent_answer_paragraph(a, ENT_TONE_BAD,
                             "Stopped early: %s of %s states were looked at. Counts are of those; "
                             "what was found is a deal, what was not found may still be there.",
                             ent_answer_count_text(a, d->scanned),
                             ent_answer_count_text(a, f->bargain->plan->n_states));
}

/* What no deal is, where that was worked out. */
static void say_replies(ent_answer *a, const ent_findings *f) {
    const ent_scenario *s = f->scenario;
    ent_buffer text = {0};
    if (!f->replies)
        return;
    for (size_t k = 0; k < s->n_issues; k++) {
        uint32_t outcome = f->replies->state[k], mover = f->replies->mover[k];
        if (outcome == f->game->status_quo[k])
            continue;
        ent_buffer_printf(&text, "%s%s = %s", text.len ? ", " : "", s->issues[k].id,
                          s->issues[k].outcomes[outcome].id);
        if (s->issues[k].kind == ENT_DECIDED)
            ent_buffer_printf(&text, " (%s)", s->actors[mover].id);
    }
    ent_answer_paragraph(a, ENT_TONE_PLAIN,
                         "With no deal the members would do what is best for each alone: %s.",
                         text.len ? text_of(a, &text) : "nothing changes");
    ent_buffer_free(&text);
}

/* Members of whom only the order of states is known. */
static void say_orders(ent_answer *a, const ent_findings *f) {
    uint64_t actors = 0;
    for (size_t m = 0; m < f->bargain->n_members; m++)
        if (f->game->aims[f->bargain->members[m]].order)
            actors |= (uint64_t)1 << f->bargain->members[m];
    ent_buffer who = {0};
    if (!actors)
        return;
    ent_word_coalition(&who, f->scenario, actors);
    ent_answer_paragraph(a, ENT_TONE_FAINT,
                         "Of %s only the order of states is known: numbers that stand for it are "
                         "ranks, which say what is better and never by how much.",
                         text_of(a, &who));
    ent_buffer_free(&who);
}

void ent_say_model(ent_answer *a, const ent_findings *f, const ent_request *request) {
    ent_answer_settings(a, request);
    if (f->game->open)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "The file compares and gives ranges where it has no numbers. This "
                             "answer is for the middle of all that fits them%s; other numbers that "
                             "fit may answer differently.",
                             f->game->approximate ? " (found approximately)" : "");
    say_orders(a, f);
    say_replies(a, f);
}

/* Changes that a signatory would make anyway are no price. */
static void say_alone(ent_answer *a, const ent_findings *f, uint64_t rank) {
    const ent_plan *plan = f->bargain->plan;
    uint32_t digit[ENT_MAX_ISSUES];
    ent_state_digits(digit, plan, rank);
    for (uint32_t d = 0; d < plan->n_dims; d++) {
        uint64_t actors = digit[d] ? ent_change_alone(f->bargain, rank, d) : 0;
        const ent_issue *issue = &f->scenario->issues[plan->dims[d].issue];
        ent_buffer who = {0};
        if (!actors)
            continue;
        ent_word_coalition(&who, f->scenario, actors);
        ent_answer_item(a, 4, "%s = %s would come about anyway, by %s alone", issue->id,
                        issue->outcomes[plan->dims[d].outcome[digit[d]]].id, text_of(a, &who));
        ent_buffer_free(&who);
    }
}

void ent_say_minimal(ent_answer *a, const ent_findings *f, size_t limit) {
    const ent_minimal *m = f->minimal;
    if (f->minimal_too_large)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "The shortest deals were not worked out: too many packages. Put fewer "
                             "issues on the table with --about.");
    if (!m || !m->n)
        return;
    ent_answer_heading(a, "The shortest deals");
    uint8_t state[ENT_MAX_ISSUES];
    for (size_t i = 0; i < m->n && i < limit; i++) {
        ent_buffer text = {0}, gains = {0};
        ent_word_package(&text, f->bargain->plan, m->rank[i]);
        ent_answer_item(a, 0, "Deal %zu: %s", i + 1, text_of(a, &text));
        ent_state_outcomes(state, f->bargain->plan, m->rank[i]);
        for (size_t k = 0; k < f->bargain->n_members; k++) {
            uint32_t actor = f->bargain->members[k];
            ent_buffer_printf(&gains, "%s%s ", k ? ", " : "", f->scenario->actors[actor].id);
            put_gain(&gains, a,
                     above_threshold(f->game, actor, ent_game_utility(f->game, actor, state)));
        }
        ent_answer_item(a, 4, "%s", text_of(a, &gains));
        say_alone(a, f, m->rank[i]);
        ent_buffer_free(&text);
        ent_buffer_free(&gains);
    }
    if (m->n > limit)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "And %zu more: entente deals FILE shows them.",
                             m->n - limit);
    else if (!m->complete)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "There are more%s; --limit asks for more of them.",
                             m->partial ? " perhaps (stopped early)" : "");
    else
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "There are no others: every deal contains one of these.");
}

/* ---- terms ---- */

typedef enum term_set { NECESSARY, CONSEQUENCE, BREAKER } term_set;

/* Deals with the outcome, when it belongs to the set; UINT64_MAX otherwise. */
static uint64_t deals_with(const ent_findings *f, term_set which, uint32_t k, uint32_t o) {
    const ent_plan *plan = f->bargain->plan;
    uint32_t dim = plan->dim_of[k];
    if (which == CONSEQUENCE)
        return f->deals->with_outcome[k] ? f->deals->with_outcome[k][o] : UINT64_MAX;
    for (uint32_t d = 0; dim != ENT_NONE && d < plan->dims[dim].n; d++)
        if (plan->dims[dim].outcome[d] == o)
            return f->deals->with_digit[dim][d];
    return UINT64_MAX;
}

/* Not worth a line: what was asked for, what stays as it is anyway, and breakers of an issue whose
 * one remaining outcome is named already. The tables have them all. */
static bool goes_without_saying(const ent_findings *f, term_set which, uint32_t k, uint32_t o) {
    const ent_expr *with = f->bargain->what.with;
    bool asked = with && with->op == ENT_EXPR_OUTCOME && with->issue == k;
    if (which == CONSEQUENCE)
        return asked || (f->game->fallback && f->game->fallback[k] == o);
    for (uint32_t p = 0; which == BREAKER && p < f->scenario->issues[k].n_outcomes; p++)
        if (deals_with(f, NECESSARY, k, p) == f->deals->deals)
            return true;
    return asked;
}

static void say_term_set(ent_answer *a, const ent_findings *f, term_set which, const char *title) {
    bool said = false;
    for (uint32_t k = 0; k < f->scenario->n_issues; k++)
        for (uint32_t o = 0; o < f->scenario->issues[k].n_outcomes; o++) {
            uint64_t wanted = which == BREAKER ? 0 : f->deals->deals;
            ent_buffer text = {0};
            if (deals_with(f, which, k, o) != wanted || goes_without_saying(f, which, k, o))
                continue;
            ent_word_outcome(&text, f->scenario, k, o);
            if (!said)
                ent_answer_heading(a, "%s", title);
            said = true;
            bool stays = f->game->status_quo && f->game->status_quo[k] == o;
            ent_answer_item(a, 0, "%s%s", text_of(a, &text),
                            stays && which == NECESSARY ? ", as now" : "");
            ent_buffer_free(&text);
        }
}

void ent_say_terms(ent_answer *a, const ent_findings *f) {
    if (f->deals->deals == 0 || f->deals->partial)
        return;
    say_term_set(a, f, NECESSARY, "In every such deal");
    say_term_set(a, f, CONSEQUENCE, "Which follows from every such deal");
    say_term_set(a, f, BREAKER, "In no such deal");
}

/* ---- reasons ---- */

static void put_term(ent_buffer *out, ent_answer *a, const ent_findings *f, const ent_why_term *t) {
    const ent_scenario *s = f->scenario;
    put_gain(out, a, ent_game_number(f->game, t->actor, t->gain));
    ent_buffer_put(out, " ");
    if (t->term->condition) {
        ent_expr_print(out, s, t->term->condition);
        ent_buffer_put(out, t->after ? " holds" : " fails");
        return;
    }
    const ent_issue *issue = &s->issues[t->term->issue];
    ent_buffer_printf(out, "%s: ", issue->id);
    if (t->before != ENT_NONE && t->before != t->after)
        ent_buffer_printf(out, "%s → ", issue->outcomes[t->before].id);
    ent_buffer_put(out, issue->outcomes[t->after].id);
}

static void say_member(ent_answer *a, const ent_findings *f, const ent_why *why, size_t m) {
    uint32_t actor = f->bargain->members[m];
    const ent_aim *aim = &f->game->aims[actor];
    ent_buffer text = {0};
    put_gain(&text, a, above_threshold(f->game, actor, why->utility[m]));
    ent_answer_item(a, 0, "%s %s: %s against %s %s (%s)", capital(a, &f->scenario->actors[actor]),
                    why->signs[m] ? "would sign" : "would not sign",
                    ent_answer_number_text(a, ent_game_number(f->game, actor, why->utility[m])),
                    ent_answer_number_text(a, aim->threshold_exact),
                    aim->by_reservation ? "reserved" : "with no deal", text_of(a, &text));
    ent_buffer_free(&text);
    if (why->red_line[m] != ENT_NONE) {
        ent_buffer line = {0};
        ent_expr_print(&line, f->scenario,
                       f->scenario->preferences[actor].red_lines[why->red_line[m]].never);
        ent_answer_item(a, 4, "on its red line: %s", text_of(a, &line));
        ent_buffer_free(&line);
    }
    for (size_t i = 0; i < why->n_terms; i++) {
        ent_buffer term = {0};
        if (why->terms[i].actor != actor || why->terms[i].gain == 0)
            continue;
        put_term(&term, a, f, &why->terms[i]);
        ent_answer_item(a, 4, "%s", text_of(a, &term));
        ent_buffer_free(&term);
    }
}

ent_status ent_say_reasons(ent_answer *a, const ent_findings *f, uint64_t rank, const char *title) {
    ent_why *why;
    uint8_t state[ENT_MAX_ISSUES];
    ent_state_outcomes(state, f->bargain->plan, rank);
    ENT_TRY(ent_ask_why(&why, f->arena, f->bargain, state));
    ent_answer_heading(a, "%s", title);
    for (size_t m = 0; m < f->bargain->n_members; m++)
        say_member(a, f, why, m);
    return ENT_OK;
}

void ent_say_why(ent_answer *a, const ent_findings *f) {
    const ent_why *why = f->why;
    if (!why)
        return;
    ent_answer_heading(a, "Who signs %s, and why", f->why_title);
    if (!why->feasible) {
        ent_buffer rule = {0};
        ent_expr_print(&rule, f->scenario, f->scenario->rules[why->broken_rule].expr);
        ent_answer_paragraph(a, ENT_TONE_BAD, "It cannot be: it breaks the rule %s.",
                             text_of(a, &rule));
        ent_buffer_free(&rule);
    }
    ent_answer_paragraph(a, why->is_deal ? ENT_TONE_GOOD : ENT_TONE_BAD, "%s",
                         why->is_fallback ? "It is what happens with no deal."
                         : why->is_deal   ? "It is a deal."
                                          : "It is no deal.");
    for (size_t m = 0; m < f->bargain->n_members; m++)
        say_member(a, f, why, m);
    bool headed = false;
    for (uint32_t k = 0; k < f->scenario->n_issues; k++) {
        ent_buffer text = {0};
        bool changed = !f->game->fallback || why->state[k] != f->game->fallback[k];
        if (!changed || f->scenario->issues[k].kind == ENT_GIVEN)
            continue;
        ent_word_outcome(&text, f->scenario, k, why->state[k]);
        if (!headed)
            ent_answer_heading(a, "What it comes to");
        headed = true;
        ent_answer_item(a, 0, "%s", text_of(a, &text));
        ent_buffer_free(&text);
    }
}

/* ---- best deals ---- */

void ent_say_best(ent_answer *a, const ent_findings *f) {
    if (f->deals->deals == 0)
        return;
    ent_answer_heading(a, "The best deal for each signatory");
    for (size_t m = 0; m < f->bargain->n_members; m++) {
        const ent_pick *best = &f->deals->best[m];
        uint32_t actor = f->bargain->members[m];
        uint8_t state[ENT_MAX_ISSUES];
        ent_buffer text = {0}, concedes = {0};
        ent_why *why = NULL;
        ent_word_package(&text, f->bargain->plan, best->rank);
        ent_answer_item(a, 0, "%s, %s: %s", capital(a, &f->scenario->actors[actor]),
                        ent_answer_number_text(a, ent_game_number(f->game, actor, best->value)),
                        text_of(a, &text));
        ent_state_outcomes(state, f->bargain->plan, best->rank);
        if (ent_ask_why(&why, f->arena, f->bargain, state) != ENT_OK)
            a->failed = true;
        bool conceded = false;
        for (size_t i = 0; why && i < why->n_terms && f->game->fallback; i++) {
            if (why->terms[i].actor != actor || why->terms[i].gain >= 0)
                continue;
            ent_buffer_put(&concedes, conceded ? ", " : "");
            put_term(&concedes, a, f, &why->terms[i]);
            conceded = true;
        }
        if (f->game->fallback)
            ent_answer_item(a, 4, "%s%s",
                            conceded ? "even there it concedes " : "it concedes nothing",
                            text_of(a, &concedes));
        if (best->ties > 1)
            ent_answer_item(a, 4, "%s deals are as good for it",
                            ent_answer_count_text(a, best->ties));
        ent_buffer_free(&text);
        ent_buffer_free(&concedes);
    }
}
