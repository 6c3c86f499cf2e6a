/* One statement in words, as lists of statements show it: what it says, not where it stands. */
#include <string.h>

#include "answer/show.h"
#include "scenario/statements.h"

static const char *outcome_of(const ent_issue *issue, uint32_t outcome) {
    return outcome == ENT_NONE ? "?" : issue->outcomes[outcome].id;
}

static void put_actor(ent_show *show, ent_buffer *out, const ent_actor *actor) {
    const ent_scenario *s = show->scenario;
    const char *joint = " with ";
    ent_buffer_put(out, actor->name);
    for (size_t r = 0; r < s->n_resources; r++)
        if (actor->resources[r].hi.num != 0) {
            ent_buffer_printf(out, "%s%s %s", joint, s->resources[r],
                              ent_show_range(show, actor->resources[r]).text);
            joint = ", ";
        }
}

/* "high, low or none; now high" */
static void put_issue(ent_buffer *out, const ent_issue *issue) {
    for (uint32_t o = 0; o < issue->n_outcomes; o++)
        ent_buffer_printf(out, "%s%s",
                          o == 0                      ? ""
                          : o + 1 < issue->n_outcomes ? ", "
                                                      : " or ",
                          issue->outcomes[o].id);
    if (issue->kind == ENT_FOLLOWING)
        ent_buffer_put(out, "; follows from other issues");
    else if (issue->status_quo != ENT_NONE)
        ent_buffer_printf(out, "; %s %s", issue->kind == ENT_GIVEN ? "given as" : "now",
                          outcome_of(issue, issue->status_quo));
}

static void put_control(ent_show *show, ent_buffer *out, const ent_stated *stated) {
    const ent_control_line *line = stated->of;
    const char *last = strrchr(line->said.path, '.');
    if (last && strcmp(last, ".frozen") == 0) {
        ent_buffer_put(out, "off the table");
        return;
    }
    ent_buffer_put(out, ent_show_control(show, line->rule).text);
    if (line->from != ENT_NONE)
        ent_buffer_printf(out, ", from %s", outcome_of(stated->issue, line->from));
    if (line->to != ENT_NONE)
        ent_buffer_printf(out, ", to %s", outcome_of(stated->issue, line->to));
}

static void put_follows(ent_show *show, ent_buffer *out, const ent_stated *stated) {
    const ent_follow_line *line = stated->of;
    ent_buffer_put(out, outcome_of(stated->issue, line->outcome));
    if (line->when)
        ent_buffer_printf(out, " when %s", ent_show_expr(show, line->when).text);
    else
        ent_buffer_put(out, " otherwise");
}

static void put_salience(ent_show *show, ent_buffer *out, const ent_stated *stated) {
    const ent_show_saliences of = {show->scenario, stated->preference};
    ent_buffer_put(
        out, stated->n == 0
                 ? ent_show_range(show, *(const ent_range *)stated->of).text
                 : ent_show_order(show, stated->of, stated->n, ent_show_salience_name, &of).text);
}

static void put_condition(ent_show *show, ent_buffer *out, const ent_condition *condition) {
    ent_buffer_put(out, ent_show_expr(show, condition->holds).text);
    if (condition->salience_given)
        ent_buffer_printf(out, ", salience %s", ent_show_range(show, condition->salience).text);
    if (condition->has_worth) {
        ent_buffer_put(out, ", worth ");
        ent_number_print(out, condition->worth);
    }
}

static void put_worth(ent_show *show, ent_buffer *out, const ent_worth *worth) {
    const ent_issue *issue = &show->scenario->issues[worth->issue];
    for (uint32_t o = 0; o < issue->n_outcomes; o++) {
        ent_buffer_printf(out, "%s%s ", o > 0 ? ", " : "", issue->outcomes[o].id);
        ent_number_print(out, worth->values[o]);
    }
}

const char *ent_show_amount_name(const void *of, uint32_t i) {
    return ((const ent_scenario *)of)->amounts[i].name;
}

static void put_tie(ent_show *show, ent_buffer *out, const ent_tie *tie) {
    const ent_actor *actors = show->scenario->actors;
    ent_buffer_printf(out, "%s %s %s: %s", actors[tie->from].id, tie->directed ? "to" : "and",
                      actors[tie->to].id, ent_show_range(show, tie->sign).text);
}

static void put_words(ent_show *show, ent_buffer *out, const ent_stated *stated) {
    const ent_scenario *s = show->scenario;
    const char *kind = stated->kind;
    if (strcmp(kind, "actor") == 0)
        put_actor(show, out, stated->of);
    else if (strcmp(kind, "issue") == 0)
        put_issue(out, stated->of);
    else if (strcmp(kind, "control") == 0)
        put_control(show, out, stated);
    else if (strcmp(kind, "follows") == 0)
        put_follows(show, out, stated);
    else if (strcmp(kind, "rule") == 0)
        ent_buffer_put(out, ent_show_expr(show, ((const ent_rule *)stated->of)->expr).text);
    else if (strcmp(kind, "want") == 0)
        ent_buffer_put(
            out, ent_show_want(show, &s->issues[((const ent_want *)stated->of)->issue], stated->of)
                     .text);
    else if (strcmp(kind, "salience") == 0)
        put_salience(show, out, stated);
    else if (strcmp(kind, "condition") == 0)
        put_condition(show, out, stated->of);
    else if (strcmp(kind, "red line") == 0)
        ent_buffer_printf(out, "never %s",
                          ent_show_expr(show, ((const ent_red_line *)stated->of)->never).text);
    else if (strcmp(kind, "worth") == 0)
        put_worth(show, out, stated->of);
    else if (strcmp(kind, "reservation") == 0)
        ent_buffer_put(
            out, ent_show_range(show, ((const ent_preference *)stated->of)->reservation).text);
    else if (strcmp(kind, "tie") == 0)
        put_tie(show, out, stated->of);
    else if (strcmp(kind, "comparison") == 0)
        ent_buffer_put(out,
                       ent_show_order(show, stated->of, stated->n, ent_show_amount_name, s).text);
    else {
        const ent_assignment *fallback = stated->of;
        ent_buffer_put(out, outcome_of(&s->issues[fallback->issue], fallback->outcome));
    }
}

const char *ent_show_statement(ent_show *show, const ent_stated *stated) {
    ent_buffer words = {0};
    put_words(show, &words, stated);
    if (words.failed)
        show->answer->failed = true;
    const char *text = ent_show_text(show, words.data != NULL ? words.data : "").text;
    ent_buffer_free(&words);
    return text != NULL ? text : "";
}
