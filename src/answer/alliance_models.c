/* --models: who can, who would and who is needed, in how many of the models that fit the file. */
#include "answer/alliance_models.h"

#include "answer/thread_words.h"
#include "thread/coalition_counts.h"
#include "thread/study.h"

#include <string.h>

static uint64_t seed_of(const ent_request *rq) {
    return rq->seed ? rq->seed : ENT_SEED_DEFAULT;
}

/* ---- words ---- */

ent_share ent_model_share(uint64_t yes, uint64_t no, bool one) {
    ent_share of = ent_share_of(yes, no);
    if (one)
        of.low = of.high = of.share;
    return of;
}

const char *ent_model_share_text(ent_answer *a, uint64_t yes, uint64_t no, bool one) {
    const ent_share of = ent_model_share(yes, no, one);
    ent_buffer text = {0};
    if (one)
        return yes ? "yes" : "no";
    ent_word_share(&text, of.share);
    ent_buffer_put(&text, " (");
    ent_word_share(&text, of.low);
    ent_buffer_put(&text, " to ");
    ent_word_share(&text, of.high);
    ent_buffer_put(&text, ")");
    ent_cell cell = ent_cell_text(a, ent_buffer_words(a, &text));
    ent_buffer_free(&text);
    return cell.text;
}

static const char *share_text(ent_answer *a, const ent_coalition_counts *shares,
                              const ent_counted *c) {
    return ent_model_share_text(a, c->yes, c->no, shares->first == 0);
}

static void say_counts(ent_alliance *l, const ent_coalition_counts *shares, bool deals) {
    ent_answer *a = l->answer;
    const ent_counts *c = deals ? &shares->deal : &shares->can;
    size_t shown = 0, needed = 0;
    if (deals && l->with_text)
        ent_answer_heading(a, "Who would sign %s", l->with_text);
    else if (deals)
        ent_answer_heading(a, "Who has a deal of any kind");
    else
        ent_answer_heading(a, "Who can bring about %s", l->with_text);
    ent_answer_paragraph(a, ENT_TONE_PLAIN, "%s %s: %s.", deals ? "Some coalition" : "Somebody",
                         deals ? "has such a deal" : "can", share_text(a, shares, &c->any));
    if (c->n)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "The smallest coalitions that %s in each model, those first that are "
                             "so in the most:",
                             deals ? "would" : "can");
    for (; shown < c->n && shown < l->request->limit; shown++) {
        const ent_counted *one = &c->coalition[shown];
        ent_answer_item(a, 0, "%s: %s",
                        one->actors ? ent_ids_of(a, l->scenario, one->actors)
                                    : "it holds as things stand",
                        one->yes + one->no ? share_text(a, shares, one) : "not counted");
    }
    if (shown < c->n)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "and %zu more; --limit shows more of them.",
                             c->n - shown);
    if (c->left_out)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "Not counted: %zu more coalitions that are minimal in few models.",
                             c->left_out);
    if (c->more)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "In %s models there are more than %u minimal coalitions, of which the "
                             "rest was left out; the shares may be greater.",
                             ent_answer_count_text(a, c->more), ENT_SHARES_UNITS);
    for (size_t k = 0; k < l->scenario->n_actors; k++) {
        if (!c->actor[k].yes)
            continue;
        if (!needed++)
            ent_answer_paragraph(a, ENT_TONE_STRONG,
                                 "Indispensable%s:", deals ? " to any deal" : "");
        ent_answer_item(a, 0, "%s: %s", l->scenario->actors[k].id,
                        share_text(a, shares, &c->actor[k]));
    }
    if (!needed && c->any.yes)
        ent_answer_paragraph(a, ENT_TONE_PLAIN, "Nobody is indispensable in any model.");
}

static void say_core(ent_alliance *l, const ent_coalition_counts *shares) {
    ent_answer *a = l->answer;
    if (!l->what.coalition)
        return;
    ent_answer_heading(a, "Would a deal of %s hold", ent_ids_of(a, l->scenario, l->what.coalition));
    if (!shares->core_asked) {
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "Left out: there are too many deals to ask in every model who would "
                             "break them. Put fewer issues on the table with --about.");
        return;
    }
    ent_answer_paragraph(a, ENT_TONE_PLAIN, "Some deal of theirs%s that nobody would break: %s.",
                         l->with_text ? ", with what is wanted," : "",
                         share_text(a, shares, &shares->core));
    if (shares->core.yes + shares->core.no < shares->models)
        ent_answer_paragraph(
            a, ENT_TONE_FAINT, "Not told in %s models, which have too many deals.",
            ent_answer_count_text(a, shares->models - shares->core.yes - shares->core.no));
}

void ent_alliance_say_draws(ent_alliance *l, const ent_models *models, uint64_t n, bool partial) {
    ent_answer *a = l->answer;
    const uint64_t seed = seed_of(l->request);
    const bool approximate = ent_models_approximate(models);
    ent_answer_add_fact(a, "models", NULL, ent_cell_count(a, n));
    ent_answer_add_fact(a, "seed", NULL, ent_cell_count(a, seed));
    ent_answer_add_fact(a, "approximate", NULL, ent_cell_bool(approximate));
    if (partial)
        ent_answer_paragraph(a, ENT_TONE_BAD,
                             "Stopped early: what follows is what is known of the first %s models.",
                             ent_answer_count_text(a, n));
    if (!ent_models_open(models))
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "The file leaves no number open: there is one model.");
    else
        ent_answer_paragraph(
            a, ENT_TONE_FAINT,
            "What the file leaves open is drawn %s times, evenly over all that fits its "
            "statements%s (seed %s). Each share of these models comes with its 95%% interval: the "
            "share of all models lies in there, but for one time in twenty.",
            ent_answer_count_text(a, n), approximate ? " (some of it approximately)" : "",
            ent_answer_count_text(a, seed));
}

/* ---- the table ---- */

static ent_cell *add_row(ent_alliance *l, const ent_coalition_counts *shares, ent_table *table,
                         const char *what, const ent_counted *c) {
    ent_answer *a = l->answer;
    ent_cell *row = ent_table_row(a, table);
    const uint64_t models = c->yes + c->no;
    const ent_share of = ent_model_share(c->yes, c->no, shares->first == 0);
    ent_row_set(row, 0, ent_cell_text(a, what));
    ent_row_set(row, 1, ent_cell_coalition(a, l->scenario, c->actors));
    ent_row_set(row, 2, ent_cell_count(a, models));
    ent_row_set(row, 3, ent_cell_count(a, c->yes));
    if (!models)
        return row;
    ent_row_set(row, 4, ent_cell_share(a, of.share));
    ent_row_set(row, 5, ent_cell_share(a, of.low));
    ent_row_set(row, 6, ent_cell_share(a, of.high));
    return row;
}

static void add_shares(ent_alliance *l, const ent_coalition_counts *shares) {
    static const ent_column columns[] = {
        {"what", NULL, ENT_CELL_TEXT},      {"who", NULL, ENT_CELL_TEXT},
        {"models", NULL, ENT_CELL_INTEGER}, {"true", NULL, ENT_CELL_INTEGER},
        {"share", NULL, ENT_CELL_NUMBER},   {"low", NULL, ENT_CELL_NUMBER},
        {"high", NULL, ENT_CELL_NUMBER},    {"minimal", NULL, ENT_CELL_INTEGER}};
    static const char *const words[2][3] = {{"some_can", "can", "can_indispensable"},
                                            {"some_deal", "deal", "deal_indispensable"}};
    ent_table *table = ent_answer_add_table(l->answer, "shares", NULL, columns, ENT_COUNT(columns));
    for (int k = 0; k < 2; k++) {
        const ent_counts *c = k ? &shares->deal : &shares->can;
        if (!c->asked)
            continue;
        add_row(l, shares, table, words[k][0], &c->any);
        for (size_t u = 0; u < c->n; u++)
            ent_row_set(add_row(l, shares, table, words[k][1], &c->coalition[u]), 7,
                        ent_cell_count(l->answer, c->coalition[u].minimal));
        for (size_t i = 0; i < l->scenario->n_actors; i++)
            add_row(l, shares, table, words[k][2], &c->actor[i]);
    }
    if (shares->core_asked) {
        ent_counted core = shares->core;
        core.actors = l->what.coalition;
        add_row(l, shares, table, "core", &core);
    }
}

/* ---- the section ---- */

static ent_status refuse(ent_alliance *l, ent_diag_code code, const char *hint,
                         const char *message) {
    ent_diags *diags = l->request->diags;
    ent_diag(diags, code, (ent_span){0}, "", hint, "%s", message);
    return diags->failed ? ENT_NOMEM : ENT_ERROR;
}

ent_status ent_alliance_draw(ent_models **out, ent_alliance *l) {
    const ent_request *rq = l->request;
    if (rq->models > ENT_SHARES_MODELS)
        return refuse(l, ENT_E0562, "--models 1000",
                      "coalitions are asked of at most 100,000 models");
    if (rq->fallback && strcmp(rq->fallback, "file") != 0)
        return refuse(l, ENT_E0563, "leave out --models, or --fallback",
                      "best replies are not worked out in every model");
    return ent_models_new(out, l->arena, l->scenario, seed_of(rq), rq->diags);
}

ent_status ent_alliance_shares(ent_alliance *l) {
    const ent_request *rq = l->request;
    ent_models *models;
    ent_coalition_counts shares;
    ENT_TRY(ent_alliance_draw(&models, l));
    ent_status status =
        ent_count_coalitions(&shares, l->arena, models, &l->what, rq->models, &rq->run, rq->diags);
    if (status != ENT_OK && status != ENT_CANCELLED)
        return status;
    l->partial = shares.partial;
    ent_alliance_say_draws(l, models, shares.models, shares.partial);
    if (shares.models) {
        if (shares.can.asked)
            say_counts(l, &shares, false);
        say_counts(l, &shares, true);
        say_core(l, &shares);
    }
    add_shares(l, &shares);
    return status;
}
