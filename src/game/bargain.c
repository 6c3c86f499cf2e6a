/* Coalition, agenda and wanted outcome as a plan. See bargain.h. */
#include "game/bargain.h"

#include "game/depends.h"
#include "scenario/eval.h"

bool ent_bargain_about(const ent_ask_what *what, uint32_t issue) {
    return !what->about || (what->about[issue / 64] >> (issue % 64) & 1);
}

ent_status ent_bargain_dim(ent_dim *out, const ent_game *game, ent_arena *arena, uint64_t coalition,
                           uint32_t issue) {
    const ent_issue *i = &game->scenario->issues[issue];
    bool anchored = game->status_quo != NULL;
    uint32_t first = anchored ? game->status_quo[issue] : 0;
    uint64_t reach = anchored ? ent_game_reach(game, coalition, issue, first) : UINT64_MAX;
    *out = (ent_dim){.issue = issue, .outcome = ENT_NEW(arena, uint8_t, i->n_outcomes)};
    if (!out->outcome)
        return ENT_NOMEM;
    out->outcome[out->n++] = (uint8_t)first;
    for (uint32_t o = 0; o < i->n_outcomes; o++)
        if (o != first && (reach >> o & 1))
            out->outcome[out->n++] = (uint8_t)o;
    return ENT_OK;
}

/* ---- signals ---- */

/* Not the fallback: some dimension differs from it. Where the fallback lies outside what the
 * dimensions span, every state does. */
static ent_status other_than_fallback(ent_bargain *b) {
    const ent_scenario *s = b->game->scenario;
    ent_signal_id same, all;
    ENT_TRY(ent_plan_const(&all, b->plan, b->game->fallback != NULL));
    for (uint32_t k = 0; k < s->n_issues && b->game->fallback; k++) {
        if (s->issues[k].kind != ENT_DECIDED)
            continue;
        ENT_TRY(ent_plan_outcome(&same, b->plan, k, (uint64_t)1 << b->game->fallback[k]));
        ENT_TRY(ent_plan_and(&all, b->plan, all, same));
    }
    return ent_plan_not(&b->other, b->plan, all);
}

static ent_status rules(ent_bargain *b) {
    const ent_scenario *s = b->game->scenario;
    b->rule = ENT_NEW(b->plan->arena, ent_signal_id, s->n_rules + 1);
    if (!b->rule)
        return ENT_NOMEM;
    b->package = b->other;
    ENT_TRY(ent_plan_const(&b->feasible, b->plan, true));
    for (size_t r = 0; r < s->n_rules; r++) {
        ENT_TRY(ent_plan_expr(&b->rule[r], b->plan, s->rules[r].expr));
        ENT_TRY(ent_plan_and(&b->package, b->plan, b->package, b->rule[r]));
        ENT_TRY(ent_plan_and(&b->feasible, b->plan, b->feasible, b->rule[r]));
    }
    return ENT_OK;
}

static ent_status red_lines(ent_bargain *b) {
    const ent_scenario *s = b->game->scenario;
    size_t n = 0;
    for (size_t m = 0; m < b->n_members; m++)
        n += s->preferences[b->members[m]].n_red_lines;
    b->red_line = ENT_NEW(b->plan->arena, ent_signal_id, n + 1);
    b->red_line_of = ENT_NEW(b->plan->arena, uint32_t, n + 1);
    if (!b->red_line || !b->red_line_of)
        return ENT_NOMEM;
    for (uint32_t m = 0; m < b->n_members; m++) {
        const ent_preference *p = &s->preferences[b->members[m]];
        for (size_t r = 0; r < p->n_red_lines; r++) {
            ENT_TRY(ent_plan_expr(&b->red_line[b->n_red_lines], b->plan, p->red_lines[r].never));
            b->red_line_of[b->n_red_lines++] = m;
        }
    }
    return ENT_OK;
}

static ent_status consents(ent_bargain *b) {
    b->utility = ENT_NEW(b->plan->arena, uint32_t, b->n_members + 1);
    b->consent = ENT_NEW(b->plan->arena, ent_signal_id, b->n_members + 1);
    if (!b->utility || !b->consent)
        return ENT_NOMEM;
    ENT_TRY(ent_plan_const(&b->somebody_gains, b->plan, false));
    for (size_t m = 0; m < b->n_members; m++) {
        const ent_aim *aim = &b->game->aims[b->members[m]];
        ent_signal_id gains;
        ENT_TRY(ent_plan_utility(&b->utility[m], b->plan, b->members[m]));
        ENT_TRY(ent_plan_at_least(&b->consent[m], b->plan, b->utility[m], aim->threshold));
        ENT_TRY(ent_plan_at_least(&gains, b->plan, b->utility[m], aim->gain));
        ENT_TRY(ent_plan_or(&b->somebody_gains, b->plan, b->somebody_gains, gains));
        b->gain_asked = b->gain_asked || !aim->by_reservation;
    }
    return b->gain_asked ? ENT_OK : ent_plan_const(&b->somebody_gains, b->plan, true);
}

/* A deal that gives every member at least what some efficient vector does has that very vector. */
static ent_status keep_efficient(ent_bargain *b) {
    ent_signal_id any, all, one;
    if (!b->what.efficient)
        return ENT_OK;
    ENT_TRY(ent_plan_const(&any, b->plan, false));
    for (size_t p = 0; p < b->what.n_efficient; p++) {
        ENT_TRY(ent_plan_const(&all, b->plan, true));
        for (size_t m = 0; m < b->n_members; m++) {
            ENT_TRY(ent_plan_at_least(&one, b->plan, b->utility[m],
                                      b->what.efficient[p * b->n_members + m]));
            ENT_TRY(ent_plan_and(&all, b->plan, all, one));
        }
        ENT_TRY(ent_plan_or(&any, b->plan, any, all));
    }
    return ent_plan_and(&b->deal_any, b->plan, b->deal_any, any);
}

ent_status ent_bargain_over(ent_bargain **out, ent_arena *arena, const ent_game *game,
                            ent_ask_what what, const ent_dim *dims, size_t n_dims) {
    const ent_scenario *s = game->scenario;
    ent_bargain *b = ENT_NEW(arena, ent_bargain, 1);
    uint8_t *fixed = ENT_NEW(arena, uint8_t, s->n_issues + 1);
    if (!b || !fixed)
        return ENT_NOMEM;
    *b = (ent_bargain){.game = game, .what = what};
    b->members = ENT_NEW(arena, uint32_t, s->n_actors + 1);
    if (!b->members)
        return ENT_NOMEM;
    for (uint32_t a = 0; a < s->n_actors; a++)
        if (what.coalition >> a & 1)
            b->members[b->n_members++] = a;
    for (size_t k = 0; k < s->n_issues; k++)
        fixed[k] = s->issues[k].status_quo == ENT_NONE ? 0 : (uint8_t)s->issues[k].status_quo;
    ENT_TRY(ent_plan_new(&b->plan, arena, game, fixed, dims, n_dims));
    ENT_TRY(other_than_fallback(b));
    ENT_TRY(rules(b));
    ENT_TRY(red_lines(b));
    ENT_TRY(consents(b));
    b->deal_any = b->package;
    for (size_t r = 0; r < b->n_red_lines; r++) {
        ent_signal_id off;
        ENT_TRY(ent_plan_not(&off, b->plan, b->red_line[r]));
        ENT_TRY(ent_plan_and(&b->deal_any, b->plan, b->deal_any, off));
    }
    for (size_t m = 0; m < b->n_members; m++)
        ENT_TRY(ent_plan_and(&b->deal_any, b->plan, b->deal_any, b->consent[m]));
    ENT_TRY(ent_plan_and(&b->deal_any, b->plan, b->deal_any, b->somebody_gains));
    ENT_TRY(keep_efficient(b));
    ENT_TRY(what.with ? ent_plan_expr(&b->wanted, b->plan, what.with)
                      : ent_plan_const(&b->wanted, b->plan, true));
    ENT_TRY(ent_plan_and(&b->deal, b->plan, b->deal_any, b->wanted));
    for (size_t i = 0; i < s->n_following; i++) { /* so that consequences can be asked for */
        ent_signal_id any;
        ENT_TRY(ent_plan_outcome(&any, b->plan, s->following_order[i], UINT64_MAX));
    }
    *out = b;
    return ENT_OK;
}

ent_status ent_bargain_acceptance(ent_bargain **out, ent_arena *arena, const ent_game *game,
                                  ent_ask_what what, uint32_t actor, ent_diags *diags) {
    const ent_scenario *s = game->scenario;
    uint64_t relevant[ENT_MAX_ISSUES / 64] = {0};
    ent_dim *dims;
    size_t n, kept = 0;
    ent_bargain *b;
    ENT_TRY(ent_thresholds_check(game, (uint64_t)1 << actor, diags));
    ENT_TRY(ent_bargain_dims(&dims, &n, arena, game, what));
    ent_depends_actor(relevant, game, actor);
    if (what.with)
        ent_depends_expr(relevant, s, what.with);
    ent_depends_rules(relevant, s);
    for (size_t d = 0; d < n; d++)
        if (relevant[dims[d].issue / 64] >> (dims[d].issue % 64) & 1)
            dims[kept++] = dims[d];
    ENT_TRY(ent_bargain_over(&b, arena, game, what, dims, kept));
    ENT_TRY(ent_plan_and(&b->feasible, b->plan, b->feasible, b->wanted));
    b->deal = b->feasible;
    for (size_t m = 0; m < b->n_members; m++)
        if (b->members[m] == actor)
            ENT_TRY(ent_plan_and(&b->deal, b->plan, b->deal, b->consent[m]));
    for (size_t r = 0; r < b->n_red_lines; r++) {
        ent_signal_id off;
        if (b->members[b->red_line_of[r]] != actor)
            continue;
        ENT_TRY(ent_plan_not(&off, b->plan, b->red_line[r]));
        ENT_TRY(ent_plan_and(&b->deal, b->plan, b->deal, off));
    }
    ent_status status = ent_plan_finish(b->plan);
    if (status == ENT_LIMIT)
        ent_bargain_too_large(b, diags);
    *out = b;
    return status;
}

/* ---- checks ---- */

bool ent_bargain_settles(const ent_game *game, uint64_t coalition) {
    const ent_scenario *s = game->scenario;
    for (uint32_t k = 0; k < s->n_issues && !game->status_quo; k++)
        if (s->issues[k].kind == ENT_DECIDED && !ent_game_controls(game, coalition, k))
            return false;
    return true;
}

/* Without a status quo a package says everything, so its signatories must control everything. */
static ent_status check_control(const ent_game *game, ent_ask_what what, ent_diags *diags) {
    const ent_scenario *s = game->scenario;
    for (uint32_t k = 0; k < s->n_issues; k++) {
        if (s->issues[k].kind != ENT_DECIDED || ent_game_controls(game, what.coalition, k))
            continue;
        ent_buffer rule = {0};
        for (size_t l = 0; l < s->issues[k].n_control; l++) {
            ent_buffer_put(&rule, l ? "; " : "");
            ent_control_print(&rule, s, s->issues[k].control[l].rule);
        }
        ent_diag(diags, ENT_E0405, s->issues[k].said.span, s->issues[k].said.path,
                 "add the controllers to the coalition, or give every issue a status quo",
                 "there is no status quo, and the coalition does not control %s (controlled by %s)",
                 s->issues[k].id, rule.data ? rule.data : "nobody");
        ent_buffer_free(&rule);
        return ENT_ERROR;
    }
    return ENT_OK;
}

/* Off the agenda an issue stays at the status quo; without one there is nowhere to stay. */
static ent_status check_agenda(const ent_game *game, ent_ask_what what, ent_diags *diags) {
    const ent_scenario *s = game->scenario;
    for (uint32_t k = 0; k < s->n_issues; k++)
        if (s->issues[k].kind == ENT_DECIDED && !ent_bargain_about(&what, k)) {
            ent_diag(diags, ENT_E0413, s->issues[k].said.span, s->issues[k].said.path,
                     "put every decided issue on the table, or give each a status quo",
                     "%s is not on the table, and there is no status quo for it to stay at",
                     s->issues[k].id);
            return ENT_ERROR;
        }
    return ENT_OK;
}

/* What deals cannot be made of: moves between states, and more statements than a number holds. */
static ent_status check_forms(const ent_game *game, ent_ask_what what, ent_diags *diags) {
    const ent_scenario *s = game->scenario;
    if (s->has_moves) {
        ent_diag(diags, ENT_E0160, (ent_span){0}, "moves", "ask about its moves instead",
                 "this conflict is given by moves between states, so there is nothing to sign");
        return ENT_ERROR;
    }
    for (uint32_t a = 0; a < s->n_actors; a++) {
        const ent_preference *p = &s->preferences[a];
        if (!(what.coalition >> a & 1) || !game->aims[a].beyond)
            continue;
        ent_diag(diags, ENT_E0162, p->said.span, p->said.path,
                 "leave out those that never decide; questions about moves take any number",
                 "%s has %zu statements; deals are compared by at most %u", s->actors[a].id,
                 p->n_statements, ENT_STATEMENTS_LIMIT);
        return ENT_ERROR;
    }
    return ENT_OK;
}

ent_status ent_thresholds_check(const ent_game *game, uint64_t actors, ent_diags *diags) {
    const ent_scenario *s = game->scenario;
    for (uint32_t a = 0; a < s->n_actors; a++) {
        const ent_aim *aim = &game->aims[a];
        if (!(actors >> a & 1) || aim->by_reservation || aim->fallback)
            continue;
        ent_diag(diags, ENT_E0406, s->actors[a].said.span, s->actors[a].said.path,
                 "give every decided issue a status quo, or this actor a reservation",
                 "nothing says what no deal is worth to %s", s->actors[a].id);
        return ENT_ERROR;
    }
    return ENT_OK;
}

ent_status ent_bargain_check(const ent_game *game, ent_ask_what what, ent_diags *diags) {
    ent_span nowhere = {0};
    ENT_TRY(check_forms(game, what, diags));
    if (!what.coalition) {
        ent_diag(diags, ENT_E0404, nowhere, "",
                 "name the signatories with --of, or write a question in the file",
                 "no coalition is named");
        return ENT_ERROR;
    }
    ENT_TRY(ent_thresholds_check(game, what.coalition, diags));
    if (game->status_quo)
        return ENT_OK;
    ENT_TRY(check_control(game, what, diags));
    return check_agenda(game, what, diags);
}

/* A red line on which the fallback already lies: a deal must leave it, which the author may not have
 * meant. */
static void warn_red_lines(const ent_bargain *b, ent_diags *diags) {
    const ent_scenario *s = b->game->scenario;
    for (size_t m = 0; m < b->n_members && b->game->fallback; m++) {
        const ent_preference *p = &s->preferences[b->members[m]];
        for (size_t r = 0; r < p->n_red_lines; r++)
            if (ent_expr_holds(p->red_lines[r].never, b->game->fallback, b->game->resource_of,
                               s->n_actors))
                ent_diag(diags, ENT_W0401, p->red_lines[r].said.span, p->red_lines[r].said.path,
                         "if that is not meant, change the red line or the status quo",
                         "the fallback already lies on this red line of %s: a deal must leave it",
                         s->actors[b->members[m]].id);
    }
}

ent_status ent_bargain_dims(ent_dim **out, size_t *n, ent_arena *arena, const ent_game *game,
                            ent_ask_what what) {
    const ent_scenario *s = game->scenario;
    ent_dim *dims = ENT_NEW(arena, ent_dim, s->n_issues + 1);
    *n = 0;
    if (!dims)
        return ENT_NOMEM;
    for (uint32_t k = 0; k < s->n_issues; k++) {
        if (s->issues[k].kind != ENT_DECIDED)
            continue;
        if (game->status_quo && !ent_bargain_about(&what, k)) /* it stays there */
            continue;
        ENT_TRY(ent_bargain_dim(&dims[*n], game, arena, what.coalition, k));
        *n += dims[*n].n > 1;
    }
    *out = dims;
    return ENT_OK;
}

ent_status ent_bargain_any(ent_bargain **out, ent_arena *arena, const ent_game *game,
                           ent_ask_what what, ent_diags *diags) {
    ent_dim *dims;
    size_t n_dims;
    ENT_TRY(ent_bargain_check(game, what, diags));
    ENT_TRY(ent_bargain_dims(&dims, &n_dims, arena, game, what));
    ENT_TRY(ent_bargain_over(out, arena, game, what, dims, n_dims));
    warn_red_lines(*out, diags);
    ent_status status = ent_plan_finish((*out)->plan);
    return status == ENT_LIMIT ? ENT_OK : status;
}

ent_status ent_bargain_new(ent_bargain **out, ent_arena *arena, const ent_game *game,
                           ent_ask_what what, ent_diags *diags) {
    ENT_TRY(ent_bargain_any(out, arena, game, what, diags));
    if ((*out)->plan->n_blocks)
        return ENT_OK;
    ent_bargain_too_large(*out, diags);
    return ENT_LIMIT;
}

uint32_t ent_bargain_order(const ent_bargain *b) {
    for (size_t m = 0; m < b->n_members; m++)
        if (b->game->aims[b->members[m]].order)
            return b->members[m];
    return ENT_NONE;
}

const char *ent_bargain_fewer(const ent_game *game) {
    return game->status_quo
               ? "put fewer issues on the table with --about"
               : "settle some issues beforehand: `given: OUTCOME` in place of `control`";
}

void ent_bargain_too_large(const ent_bargain *b, ent_diags *diags) {
    ent_span nowhere = {0};
    ent_diag(diags, ENT_E0407, nowhere, "", ent_bargain_fewer(b->game),
             "the coalition can change %zu issues: more than 4.6e18 packages", b->plan->n_dims);
}
