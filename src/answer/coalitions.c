/* The verb `coalitions`: the file's question from the side of the alliance. */
#include "answer/alliance_tally.h"
#include "answer/deal_words.h"

#include <string.h>

/* ---- what was asked ---- */

static bool worst_of(const ent_request *rq) {
    return rq->outsiders && strcmp(rq->outsiders, "worst") == 0;
}

/* Sections that are asked of every model, by name. */
static bool section_named(const ent_request *rq) {
    return rq->join || rq->deal || rq->instead || rq->orders || rq->stable || worst_of(rq);
}

/* Which options say something depends on the sections that are asked for. */
static ent_status check_options(const ent_request *rq) {
    const bool models = rq->models > 0;
    const bool terms = rq->every || rq->join || rq->instead || rq->orders; /* about deals to come */
    const bool named = rq->can || terms || rq->deal || rq->stable;
    const bool whole = !named && !models; /* the file's question */
    const bool each = models && section_named(rq), counts = models && !each;
    const bool worst = worst_of(rq);
    const bool core = each && worst && !named; /* of all deals, over models */
    const bool replies = rq->fallback && strcmp(rq->fallback, "best-replies") == 0;
    static const char alone[] = "--models goes with --deal, --instead, --orders and --stable, or "
                                "with --can, --with, --of and --about";
    const ent_option_use uses[] = {
        {"every", rq->every, !models, alone},
        {"can", rq->can != NULL, !each, "ask by itself who can, in how many models"},
        {"seed", rq->seed > 0, models, "without --models nothing is drawn"},
        {"breakers", rq->breakers != NULL, (whole || rq->deal) && !worst,
         "it goes with --deal or the question of the file, while outsiders stand still"},
        {"outsiders", rq->outsiders != NULL, whole || rq->deal || core,
         "it goes with --deal or the question of the file"},
        {"with", rq->with != NULL, !rq->can && (whole || counts || core || terms),
         rq->can ? "--can names what is wanted already"
                 : "who breaks a deal, and which states are stable, does not depend on it"},
        {"about", rq->about != NULL, whole || counts || terms || rq->can || rq->stable || worst,
         "who breaks a deal may do so with whatever it controls, on the table or not"},
        {"of", rq->of != NULL,
         whole || counts || core || rq->can || rq->join || rq->instead || rq->orders || rq->deal ||
             rq->stable,
         "--every counts all coalitions of all actors"},
        {"fallback", replies, whole || counts || terms || rq->can || rq->stable,
         "who breaks a deal does not depend on what no deal is"},
    };
    return ent_options_used(rq, uses, ENT_COUNT(uses));
}

static ent_status text_of_expr(const char **out, ent_alliance *l, const ent_expr *expr) {
    ent_buffer text = {0};
    ent_expr_print(&text, l->scenario, expr);
    *out = text.failed ? NULL : ent_arena_text(l->arena, text.data);
    ent_buffer_free(&text);
    return *out ? ENT_OK : ENT_NOMEM;
}

static ent_status resolve(ent_alliance *l) {
    const ent_request *rq = l->request;
    const ent_scenario *s = l->scenario;
    const ent_question *q = &s->question;
    ent_node *scalar;
    uint64_t *about;
    if (q->given)
        l->what = (ent_ask_what){.coalition = q->coalition, .about = q->about, .with = q->with};
    l->about_text = q->given ? q->about_text : NULL;
    if (rq->of) {
        ENT_TRY(ent_option_scalar(&scalar, l->arena, "--of", rq->of, rq->diags));
        ENT_TRY(ent_coalition_parse(&l->what.coalition, s, l->arena, scalar, "", rq->diags));
    }
    if (rq->about) {
        ENT_TRY(ent_option_scalar(&scalar, l->arena, "--about", rq->about, rq->diags));
        ENT_TRY(ent_agenda_parse(&about, s, l->arena, scalar, "", rq->diags));
        l->what.about = about;
        l->about_text = rq->about;
    }
    const char *with = rq->can ? rq->can : rq->with;
    if (with) {
        ENT_TRY(
            ent_option_scalar(&scalar, l->arena, rq->can ? "--can" : "--with", with, rq->diags));
        ENT_TRY(ent_expr_parse(&l->what.with, s, l->arena, scalar, "", rq->diags));
    }
    if (l->what.with)
        ENT_TRY(text_of_expr(&l->with_text, l, l->what.with));
    ENT_TRY(ent_game_compile(&l->game, l->arena, s, rq->diags));
    if (rq->fallback && strcmp(rq->fallback, "best-replies") == 0) {
        ent_replies *replies;
        ENT_TRY(ent_replies_fallback(&replies, l->game, l->what.coalition, &rq->run, rq->diags));
        l->replies = replies;
    }
    return ENT_OK;
}

/* ---- the answer ---- */

static void say_title(ent_alliance *l) {
    ent_answer *a = l->answer;
    ent_buffer text = {0};
    ent_buffer_put(&text, "Coalitions");
    if (l->with_text)
        ent_buffer_printf(&text, " for %s", l->with_text);
    if (l->about_text)
        ent_buffer_printf(&text, "; on the table: %s", l->about_text);
    ent_answer_heading(a, "%s", ent_buffer_words(a, &text));
    ent_buffer_free(&text);
    ent_answer_settings(a, l->request);
    if (l->game->open && !l->request->models)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "The file compares and gives ranges where it has no numbers. This "
                             "answer is for the middle of all that fits them%s; other numbers that "
                             "fit may answer differently.",
                             l->game->approximate ? " (found approximately)" : "");
    if (l->what.coalition)
        ent_answer_add_fact(a, "coalition", NULL,
                            ent_cell_coalition(a, l->scenario, l->what.coalition));
    if (l->about_text)
        ent_answer_add_fact(a, "about", NULL, ent_cell_text(a, l->about_text));
    if (l->with_text)
        ent_answer_add_fact(a, "with", NULL, ent_cell_text(a, l->with_text));
}

/* Sections that were asked for by options of their own. */
static ent_status asked_for(ent_alliance *l) {
    const ent_request *rq = l->request;
    const bool named = rq->join || rq->deal || rq->instead || rq->orders || rq->stable;
    if (!l->what.coalition &&
        (rq->join || rq->instead || rq->orders || (l->tally && worst_of(rq) && !named))) {
        ent_diag(rq->diags, ENT_E0404, (ent_span){0}, "",
                 "name the members with --of, or write a question in the file",
                 "no coalition is named");
        return ENT_ERROR;
    }
    if (l->tally && l->tally->again) /* only terms are asked of twice */
        return ent_alliance_join(l);
    if (rq->can)
        ENT_TRY(ent_alliance_needed(l, l->what.with, l->with_text));
    if (rq->every)
        ENT_TRY(ent_alliance_census(l));
    if (rq->join)
        ENT_TRY(ent_alliance_join(l));
    if (rq->deal)
        ENT_TRY(ent_alliance_deal(l));
    if (rq->instead)
        ENT_TRY(ent_alliance_hijack(l));
    if (l->tally && worst_of(rq) && !named)
        ENT_TRY(ent_alliance_core(l));
    if (rq->orders)
        ENT_TRY(ent_alliance_orders(l));
    if (!rq->stable)
        return ENT_OK;
    if (l->what.coalition)
        ENT_TRY(ent_alliance_members(l));
    return ent_alliance_stable(l);
}

/* A section that nobody asked for by name: where it goes beyond a limit, the answer says so and goes on. */
static ent_status part(ent_alliance *l, ent_status (*section)(ent_alliance *)) {
    ent_diags *diags = l->request->diags;
    size_t n = diags->n, errors = diags->errors;
    ent_status status = section(l);
    if (status != ENT_LIMIT || diags->n == n)
        return status;
    ent_answer_paragraph(l->answer, ENT_TONE_FAINT, "Not worked out: %s.",
                         diags->items[diags->n - 1].message);
    diags->n = n;
    diags->errors = errors;
    return ENT_OK;
}

static ent_status needed(ent_alliance *l) {
    return ent_alliance_needed(l, l->what.with, l->with_text);
}

static ent_status build(ent_alliance *l) {
    const ent_request *rq = l->request;
    ENT_TRY(check_options(rq));
    ENT_TRY(resolve(l));
    say_title(l);
    if (rq->models)
        return section_named(rq) ? ent_alliance_count(l, asked_for) : ent_alliance_shares(l);
    if (rq->can || rq->join || rq->deal || rq->instead || rq->orders || rq->stable || rq->every)
        return asked_for(l);
    ENT_TRY(part(l, needed));
    if (!l->what.coalition)
        return ENT_OK;
    ENT_TRY(part(l, ent_alliance_presence));
    return part(l, ent_alliance_core);
}

ent_status ent_answer_coalitions(ent_answer **out, ent_scenario *scenario,
                                 const ent_request *request) {
    ent_alliance l = {.scenario = scenario, .request = request, .arena = ent_arena_new()};
    *out = NULL;
    if (!l.arena)
        return ENT_NOMEM;
    ent_status status = ENT_NOMEM;
    l.answer = ent_answer_new("coalitions");
    if (l.answer)
        status = build(&l);
    const bool partial = status == ENT_CANCELLED && l.partial;
    if (l.answer && (status == ENT_OK || partial) && l.answer->failed)
        status = ENT_NOMEM;
    if (l.answer && partial)
        l.answer->partial = true;
    if (status != ENT_OK && !(status == ENT_CANCELLED && partial)) {
        ent_answer_free(l.answer);
        l.answer = NULL;
    }
    ent_arena_free(l.arena);
    *out = l.answer;
    return status;
}
