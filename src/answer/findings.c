/* Resolving a request about deals and finding all there is to say. See findings.h. */
#include "answer/findings.h"

#include "game/state.h"
#include "scenario/eval.h"

#include <stdlib.h>
#include <string.h>

ent_status ent_option_scalar(ent_node **out, ent_arena *arena, const char *option,
                             const char *value, ent_diags *diags) {
    const ent_source *source;
    ent_node *node = ENT_NEW(arena, ent_node, 1);
    if (!node)
        return ENT_NOMEM;
    ENT_TRY(ent_source_text(&source, arena, option, value, strlen(value), diags));
    node->kind = ENT_NODE_SCALAR;
    node->text = source->text;
    node->span = (ent_span){source, 0, (uint32_t)source->len};
    node->weight = 1;
    *out = node;
    return ENT_OK;
}

static ent_status resolve(ent_ask_what *what, ent_findings *f, const ent_request *rq) {
    const ent_scenario *s = f->scenario;
    const ent_question *q = &s->question;
    ent_node *scalar;
    uint64_t *about = NULL;
    if (q->given)
        *what = (ent_ask_what){.coalition = q->coalition, .about = q->about, .with = q->with};
    f->about_text = q->given ? q->about_text : NULL;
    if (rq->of) {
        ENT_TRY(ent_option_scalar(&scalar, f->arena, "--of", rq->of, rq->diags));
        ENT_TRY(ent_coalition_parse(&what->coalition, s, f->arena, scalar, "", rq->diags));
    }
    if (rq->about) {
        ENT_TRY(ent_option_scalar(&scalar, f->arena, "--about", rq->about, rq->diags));
        ENT_TRY(ent_agenda_parse(&about, s, f->arena, scalar, "", rq->diags));
        what->about = about;
        f->about_text = rq->about;
    }
    if (rq->with) {
        ENT_TRY(ent_option_scalar(&scalar, f->arena, "--with", rq->with, rq->diags));
        ENT_TRY(ent_expr_parse(&what->with, s, f->arena, scalar, "", rq->diags));
    }
    if (what->with) {
        ent_buffer text = {0};
        ent_expr_print(&text, s, what->with);
        f->with_text = text.failed ? NULL : ent_arena_text(f->arena, text.data);
        ent_buffer_free(&text);
        return f->with_text ? ENT_OK : ENT_NOMEM;
    }
    return ENT_OK;
}

/* ---- --why ---- */

static ent_status no_such_deal(const ent_request *rq, const ent_node *scalar, const char *hint) {
    ent_diag(rq->diags, ENT_E0409, scalar->span, "", hint, "there is no deal '%s'", rq->why);
    return ENT_ERROR;
}

/* Without a status quo there is nothing that an issue left out could stay at. */
static ent_status check_all_named(const ent_findings *f, const ent_request *rq,
                                  const ent_node *scalar, const ent_assignment *put, size_t n,
                                  ent_diag_code code) {
    const ent_plan *plan = f->bargain->plan;
    for (size_t d = 0; d < plan->n_dims && !f->game->status_quo; d++) {
        bool named = false;
        for (size_t i = 0; i < n; i++)
            named = named || put[i].issue == plan->dims[d].issue;
        if (named)
            continue;
        ent_diag(rq->diags, code, scalar->span, "",
                 "without a status quo a package names an outcome of every issue",
                 "the package does not say what becomes of %s",
                 f->scenario->issues[plan->dims[d].issue].id);
        return ENT_ERROR;
    }
    return ENT_OK;
}

ent_status ent_findings_package(uint8_t *state, ent_findings *f, const ent_request *rq,
                                const char *option, const char *text, ent_diag_code code) {
    const ent_scenario *s = f->scenario;
    const ent_plan *plan = f->bargain->plan;
    ent_assignment *put;
    ent_node *scalar;
    size_t n;
    ENT_TRY(ent_option_scalar(&scalar, f->arena, option, text, rq->diags));
    ENT_TRY(ent_package_parse(&put, &n, s, f->arena, scalar, "", rq->diags));
    ENT_TRY(check_all_named(f, rq, scalar, put, n, code));
    for (size_t k = 0; k < s->n_issues; k++)
        state[k] = plan->fixed[k];
    for (size_t i = 0; i < n; i++) {
        uint32_t dim = plan->dim_of[put[i].issue];
        bool free = put[i].outcome == state[put[i].issue];
        for (uint32_t d = 0; dim != ENT_NONE && d < plan->dims[dim].n; d++)
            free = free || plan->dims[dim].outcome[d] == put[i].outcome;
        if (!free) {
            ent_diag(rq->diags, code, scalar->span, "",
                     "`entente show` says who controls which issue",
                     "the coalition cannot bring about %s = %s here", s->issues[put[i].issue].id,
                     s->issues[put[i].issue].outcomes[put[i].outcome].id);
            return ENT_ERROR;
        }
        state[put[i].issue] = (uint8_t)put[i].outcome;
    }
    ent_state_follow(s, state, NULL, f->game->resource_of);
    return ENT_OK;
}

static ent_status find_why(ent_findings *f, const ent_request *rq) {
    const ent_scenario *s = f->scenario;
    ent_node *scalar;
    uint8_t *state = ENT_NEW(f->arena, uint8_t, s->n_issues + 1);
    char *end;
    if (!state)
        return ENT_NOMEM;
    ENT_TRY(ent_option_scalar(&scalar, f->arena, "--why", rq->why, rq->diags));
    unsigned long number = strtoul(rq->why, &end, 10);
    uint32_t actor = ent_find_actor(s, rq->why);
    if (end != rq->why && *end == '\0') {
        if (!f->minimal || number < 1 || number > f->minimal->n)
            return no_such_deal(rq, scalar,
                                f->minimal && f->minimal->n
                                    ? "the numbers are those of the minimal deals; "
                                      "--limit shows more of them"
                                    : "there are no minimal deals to choose from");
        ent_state_outcomes(state, f->bargain->plan, f->minimal->rank[number - 1]);
        f->why_title = ent_arena_printf(f->arena, "minimal deal %lu", number);
    } else if (actor != ENT_NONE) {
        const ent_pick *best = NULL;
        for (size_t m = 0; m < f->bargain->n_members; m++)
            if (f->bargain->members[m] == actor)
                best = &f->deals->best[m];
        if (!best || !best->found)
            return no_such_deal(rq, scalar,
                                best ? "there is no deal at all"
                                     : "that actor is not a member of the coalition");
        ent_state_outcomes(state, f->bargain->plan, best->rank);
        f->why_title = ent_arena_printf(f->arena, "the best deal for %s", s->actors[actor].name);
    } else {
        ENT_TRY(ent_findings_package(state, f, rq, "--why", rq->why, ENT_E0409));
        f->why_title = ent_arena_printf(f->arena, "the package %s", rq->why);
    }
    ent_why *why;
    if (!f->why_title)
        return ENT_NOMEM;
    ENT_TRY(ent_ask_why(&why, f->arena, f->bargain, state));
    f->why = why;
    return ENT_OK;
}

/* ---- the whole ---- */

/* Minimal deals take several passes over all states; beyond this many they are not worked out. */
#define MINIMAL_STATES ((uint64_t)1 << 36)

ent_engine ent_request_engine(const ent_request *rq) {
    if (!rq->engine || strcmp(rq->engine, "auto") == 0)
        return ENT_ENGINE_AUTO;
    return strcmp(rq->engine, "scan") == 0 ? ENT_ENGINE_SCAN : ENT_ENGINE_PARTS;
}

ent_status ent_findings_deals(ent_findings *f, const ent_request *rq) {
    ent_deals *deals = NULL;
    ent_status status =
        ent_ask_deals(&deals, f->arena, f->bargain, ent_request_engine(rq), &rq->run);
    f->deals = deals;
    f->partial = status == ENT_CANCELLED;
    ENT_TRY(status);
    if (deals->packages == 0 && !f->game->status_quo) {
        ent_diag(rq->diags, ENT_E0408, f->scenario->rules[0].said.span,
                 f->scenario->rules[0].said.path, "look for two rules that contradict each other",
                 "the rules exclude every package");
        return ENT_ERROR;
    }
    return ENT_OK;
}

static ent_status find_shortest(ent_findings *f, const ent_request *rq) {
    ent_minimal *minimal = NULL;
    ent_conflicts *conflicts = NULL;
    ent_status status = ENT_OK;
    if (f->deals->deals == 0 && !rq->efficient) {
        status = ent_ask_conflicts(&conflicts, f->arena, f->bargain, &rq->run);
        f->conflicts = conflicts;
        f->conflicts_too_large = status == ENT_LIMIT;
        status = status == ENT_LIMIT ? ENT_OK : status;
    } else if (f->deals->deals && f->bargain->plan->n_states > MINIMAL_STATES) {
        f->minimal_too_large = true;
    } else if (f->deals->deals && f->game->status_quo) {
        status =
            ent_ask_minimal(&minimal, f->arena, f->bargain, f->deals->fewest, rq->limit, &rq->run);
        f->minimal = minimal;
    }
    f->partial = status == ENT_CANCELLED;
    return status;
}

/* Vectors of the frontier for which --efficient still asks of every deal; more take too long. */
#define EFFICIENT_MOST 4096u

/* Narrows the question to efficient deals: the frontier over the coalition's deals, whatever they
 * bring. */
static ent_status keep_efficient(ent_ask_what *what, ent_findings *f, const ent_request *rq) {
    ent_bargain *all;
    ent_frontier *frontier = NULL;
    ent_ask_what any = *what;
    any.with = NULL;
    ENT_TRY(ent_bargain_new(&all, f->arena, f->game, any, rq->diags));
    ent_status status = ent_ask_frontier(&frontier, f->arena, all, ENT_FRONTIER_DEALS,
                                         ent_request_engine(rq), false, &rq->run);
    if (status == ENT_LIMIT || (status == ENT_OK && frontier->efficient.n > EFFICIENT_MOST)) {
        ent_diag(rq->diags, ENT_E0412, (ent_span){0}, "",
                 "put fewer issues on the table with --about, or ask without --efficient",
                 "the efficient deals have more than %u different vectors of utilities",
                 EFFICIENT_MOST);
        return ENT_LIMIT;
    }
    ENT_TRY(status);
    what->efficient =
        frontier->efficient.value ? frontier->efficient.value : ENT_NEW(f->arena, ent_i128, 1);
    what->n_efficient = frontier->efficient.n;
    return what->efficient ? ENT_OK : ENT_NOMEM;
}

static ent_status find_asked(ent_findings *f, const ent_request *rq, bool any_size) {
    ent_ask_what what = {0};
    ent_game *game;
    ent_bargain *bargain;
    ENT_TRY(resolve(&what, f, rq));
    ENT_TRY(ent_game_compile(&game, f->arena, f->scenario, rq->diags));
    f->game = game;
    if (rq->fallback && strcmp(rq->fallback, "best-replies") == 0) {
        ent_replies *replies;
        ENT_TRY(ent_replies_fallback(&replies, game, what.coalition, &rq->run, rq->diags));
        f->replies = replies;
    }
    if (rq->efficient)
        ENT_TRY(keep_efficient(&what, f, rq));
    ENT_TRY(
        (any_size ? ent_bargain_any : ent_bargain_new)(&bargain, f->arena, game, what, rq->diags));
    f->bargain = bargain;
    return ENT_OK;
}

static ent_status no_issues(const ent_request *request) {
    ent_diag(request->diags, ENT_E0553, (ent_span){0}, "", "entente power FILE",
             "there are no issues, so there is nothing to deal about");
    return request->diags->failed ? ENT_NOMEM : ENT_ERROR;
}

static ent_status asked(ent_findings **out, const ent_scenario *scenario,
                        const ent_request *request, bool any_size) {
    if (scenario->n_issues == 0) {
        *out = NULL;
        return no_issues(request);
    }
    ent_arena *arena = ent_arena_new();
    ent_findings *f = arena ? ENT_NEW(arena, ent_findings, 1) : NULL;
    *out = NULL;
    if (!f) {
        ent_arena_free(arena);
        return ENT_NOMEM;
    }
    f->arena = arena;
    f->scenario = scenario;
    ent_status status = find_asked(f, request, any_size);
    if (status == ENT_OK)
        *out = f;
    else
        ent_arena_free(arena);
    return status;
}

ent_status ent_findings_asked(ent_findings **out, const ent_scenario *scenario,
                              const ent_request *request) {
    return asked(out, scenario, request, false);
}

ent_status ent_findings_any(ent_findings **out, const ent_scenario *scenario,
                            const ent_request *request) {
    return asked(out, scenario, request, true);
}

static ent_status find_drawn(ent_findings *f, const ent_request *rq) {
    ent_drawn *drawn = NULL;
    ent_status status = ent_ask_draw(&drawn, f->arena, f->bargain, rq->draw,
                                     rq->seed ? rq->seed : 1, ent_request_engine(rq), &rq->run);
    f->drawn = drawn;
    f->partial = status == ENT_CANCELLED;
    if (status == ENT_LIMIT)
        ent_diag(rq->diags, ENT_E0424, (ent_span){0}, "",
                 "put fewer issues on the table with --about, or ask without --draw",
                 "these packages are too many, in too many ways, to be drawn from");
    return status;
}

ent_status ent_findings_new(ent_findings **out, const ent_scenario *scenario,
                            const ent_request *request) {
    ent_findings *f;
    *out = NULL;
    ENT_TRY(ent_findings_asked(&f, scenario, request));
    ent_status status = ent_findings_deals(f, request);
    if (status == ENT_OK)
        status = find_shortest(f, request);
    if (status == ENT_OK && request->why)
        status = find_why(f, request);
    if (status == ENT_OK && request->draw)
        status = find_drawn(f, request);
    if (status == ENT_OK || (status == ENT_CANCELLED && f->deals))
        *out = f;
    else
        ent_findings_free(f);
    return status;
}

void ent_findings_free(ent_findings *findings) {
    if (findings)
        ent_arena_free(findings->arena);
}
