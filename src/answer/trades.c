/* The verb `trades`: what two members could give each other, and a way to the frontier for all. */
#include "ask/trades.h"
#include "answer/deal_tables.h"
#include "answer/deal_text.h"
#include "answer/deal_words.h"
#include "game/state.h"
#include "scenario/eval.h"

/* A chain ends before a pass over more states than this. */
#define SCAN_STATES ((uint64_t)1 << 36)

typedef struct trades_found {
    const ent_findings *f;
    uint64_t from;
    const ent_trades *trades;
    const ent_chain *chain;
    ent_i128 *utility; /* per state of the chain: per member */
} trades_found;

/* ---- where to start ---- */

/* The digits of a whole state, when the coalition can bring it about. */
static bool rank_of_state(uint64_t *rank, const ent_findings *f, const uint8_t *state) {
    const ent_plan *plan = f->bargain->plan;
    *rank = 0;
    for (uint32_t k = 0; k < f->scenario->n_issues; k++)
        if (f->scenario->issues[k].kind == ENT_DECIDED && plan->dim_of[k] == ENT_NONE &&
            state[k] != plan->fixed[k])
            return false;
    for (size_t d = 0; d < plan->n_dims; d++) {
        uint32_t digit = 0;
        while (digit < plan->dims[d].n &&
               plan->dims[d].outcome[digit] != state[plan->dims[d].issue])
            digit++;
        if (digit == plan->dims[d].n)
            return false;
        *rank = *rank * plan->dims[d].n + digit;
    }
    return true;
}

static bool keeps_rules(const ent_findings *f, const uint8_t *state) {
    const ent_scenario *s = f->scenario;
    for (size_t r = 0; r < s->n_rules; r++)
        if (!ent_expr_holds(s->rules[r].expr, state, f->game->resource_of, s->n_actors))
            return false;
    return true;
}

/* The package asked for; else no deal, or the status quo where that is out of their reach. */
static ent_status resolve_from(uint64_t *rank, ent_findings *f, const ent_request *request) {
    uint8_t state[ENT_MAX_ISSUES];
    ent_span nowhere = {0};
    *rank = 0;
    if (!request->from) {
        if (f->game->status_quo) {
            if (!rank_of_state(rank, f, f->game->fallback))
                *rank = 0;
            return ENT_OK;
        }
        ent_diag(request->diags, ENT_E0423, nowhere, "", "name a package with --from",
                 "there is no status quo to start from");
        return ENT_ERROR;
    }
    ENT_TRY(ent_findings_package(state, f, request, "--from", request->from, ENT_E0423));
    if (!keeps_rules(f, state)) {
        ent_diag(request->diags, ENT_E0423, nowhere, "", "start from a package that can be",
                 "the rules exclude the package '%s'", request->from);
        return ENT_ERROR;
    }
    (void)rank_of_state(rank, f, state); /* the package is within their reach */
    return ENT_OK;
}

/* ---- finding ---- */

static ent_status chain_utilities(trades_found *t) {
    const ent_bargain *b = t->f->bargain;
    uint8_t state[ENT_MAX_ISSUES];
    t->utility = ENT_NEW(t->f->arena, ent_i128, t->chain->n * b->n_members + 1);
    if (!t->utility)
        return ENT_NOMEM;
    for (size_t i = 0; i < t->chain->n; i++) {
        ent_state_outcomes(state, b->plan, t->chain->rank[i]);
        for (size_t m = 0; m < b->n_members; m++)
            t->utility[i * b->n_members + m] = ent_game_utility(b->game, b->members[m], state);
    }
    return ENT_OK;
}

static ent_status find_trades(trades_found *t, ent_findings *f, const ent_request *request) {
    ent_trades *trades = NULL;
    ent_chain *chain = NULL;
    t->f = f;
    uint32_t order = ent_bargain_order(f->bargain);
    if (order != ENT_NONE) {
        const ent_statement *said = &f->scenario->preferences[order].said;
        ent_diag(
            request->diags, ENT_E0161, said->span, said->path,
            "give it wants and saliences, worth or payoffs; or ask for its frontier",
            "trades set gains on one issue against losses on another, and of %s only the order "
            "of states is known",
            f->scenario->actors[order].id);
        return ENT_ERROR;
    }
    f->with_text = NULL; /* trades lead wherever all gain */
    ENT_TRY(resolve_from(&t->from, f, request));
    ENT_TRY(ent_ask_trades(&trades, f->arena, f->bargain, t->from, request->limit));
    t->trades = trades;
    ent_status status =
        ent_ask_chain(&chain, f->arena, f->bargain, t->from, SCAN_STATES, &request->run);
    t->chain = chain;
    if (status == ENT_OK || status == ENT_CANCELLED)
        ENT_TRY(chain_utilities(t));
    return status;
}

/* ---- words ---- */

static ent_cell cell_of(ent_answer *a, ent_buffer *buffer) {
    ent_cell cell = ent_cell_text(a, buffer->data ? buffer->data : "");
    a->failed = a->failed || buffer->failed;
    ent_buffer_free(buffer);
    return cell;
}

static const ent_issue *issue_of(const trades_found *t, uint32_t dim) {
    return &t->f->scenario->issues[t->f->bargain->plan->dims[dim].issue];
}

static const char *outcome_of(const trades_found *t, uint32_t dim, uint32_t digit) {
    const ent_dim *d = &t->f->bargain->plan->dims[dim];
    return t->f->scenario->issues[d->issue].outcomes[d->outcome[digit]].id;
}

static const char *member_of(const trades_found *t, size_t member) {
    return t->f->scenario->actors[t->f->bargain->members[member]].id;
}

static ent_number number_of(const trades_found *t, size_t member, ent_i128 amount) {
    return ent_game_number(t->f->game, t->f->bargain->members[member], amount);
}

static void say_trade(ent_answer *a, const trades_found *t, const ent_trade *trade) {
    ent_buffer text = {0};
    for (size_t i = 0; i < 2; i++) {
        const ent_trade_side *s = &trade->side[i];
        ent_buffer_printf(&text, "%s%s gives %s: %s → %s", i ? "; " : "", member_of(t, s->member),
                          issue_of(t, s->dim)->id, outcome_of(t, s->dim, s->from),
                          outcome_of(t, s->dim, s->to));
    }
    ent_answer_item(a, 0, "%s", text.data ? text.data : "");
    a->failed = a->failed || text.failed;
    ent_buffer_free(&text);
    text = (ent_buffer){0};
    for (size_t i = 0; i < 2; i++) {
        const ent_trade_side *s = &trade->side[i];
        ent_number back = number_of(t, s->member, s->gain + s->loses);
        ent_buffer_printf(&text, "%s%s gives up %s for ", i ? ", " : "", member_of(t, s->member),
                          ent_answer_number_text(a, number_of(t, s->member, s->loses)));
        ent_buffer_put(&text, ent_answer_number_text(a, back));
    }
    if (!trade->others_ok)
        ent_buffer_put(&text, "; another member is worse off");
    ent_answer_item(a, 4, "%s", text.data ? text.data : "");
    a->failed = a->failed || text.failed;
    ent_buffer_free(&text);
}

static void say_trades(ent_answer *a, const trades_found *t) {
    const ent_trades *found = t->trades;
    ent_answer_heading(a, "What two could give each other");
    if (!found->total)
        ent_answer_paragraph(a, ENT_TONE_PLAIN,
                             "Nothing: no two members gain by a change that one gives and one that "
                             "the other gives.");
    for (size_t i = 0; i < found->n; i++)
        say_trade(a, t, &found->trade[i]);
    if (found->total > found->n)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "There %s %s more; --limit asks for more of them.",
                             found->total - found->n == 1 ? "is" : "are",
                             ent_answer_count_text(a, found->total - found->n));
}

/* What a step changes: "a: x → y, b: u → v". */
static void put_step(ent_buffer *out, const trades_found *t, size_t step) {
    const ent_plan *plan = t->f->bargain->plan;
    uint32_t before[2 * ENT_MAX_ISSUES], after[2 * ENT_MAX_ISSUES];
    ent_state_digits(before, plan, t->chain->rank[step - 1]);
    ent_state_digits(after, plan, t->chain->rank[step]);
    bool first = true;
    for (uint32_t d = 0; d < plan->n_dims; d++) {
        if (before[d] == after[d])
            continue;
        ent_buffer_printf(out, "%s%s: %s → %s", first ? "" : ", ", issue_of(t, d)->id,
                          outcome_of(t, d, before[d]), outcome_of(t, d, after[d]));
        first = false;
    }
}

static void say_step(ent_answer *a, const trades_found *t, size_t step) {
    const size_t n = t->f->bargain->n_members;
    ent_buffer text = {0}, gains = {0};
    put_step(&text, t, step);
    ent_answer_item(a, 0, "%s", text.data ? text.data : "");
    for (size_t m = 0; m < n; m++) {
        ent_i128 gain = t->utility[step * n + m] - t->utility[(step - 1) * n + m];
        if (gain > 0)
            ent_buffer_printf(&gains, "%s%s +%s", gains.len ? ", " : "", member_of(t, m),
                              ent_answer_number_text(a, number_of(t, m, gain)));
    }
    ent_answer_item(a, 4, "%s", gains.data ? gains.data : "");
    a->failed = a->failed || text.failed || gains.failed;
    ent_buffer_free(&text);
    ent_buffer_free(&gains);
}

static void say_chain(ent_answer *a, const trades_found *t) {
    const ent_chain *chain = t->chain;
    ent_answer_heading(a, "A way to where nobody can gain without another losing");
    for (size_t i = 1; i < chain->n; i++)
        say_step(a, t, i);
    if (chain->efficient)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "%s: of %s states that were looked at, none that keeps the rules and "
                             "the members' red lines is better for one of them and worse for none.",
                             chain->n > 1 ? "There it ends" : "It is there already",
                             ent_answer_count_text(a, chain->scanned));
    else
        ent_answer_paragraph(a, ENT_TONE_FAINT, "%s%s",
                             chain->too_large
                                 ? "Whether it goes on is not known: too many states to look at."
                                 : "Stopped early: it may go on.",
                             chain->too_large && t->f->bargain->game->status_quo
                                 ? " Put fewer issues on the table with --about."
                                 : "");
}

/* ---- tables ---- */

static void add_trades(ent_answer *a, const trades_found *t) {
    const ent_column columns[] = {
        {"trade", NULL, ENT_CELL_INTEGER}, {"gives_actor", NULL, ENT_CELL_TEXT},
        {"issue", NULL, ENT_CELL_TEXT},    {"from", NULL, ENT_CELL_TEXT},
        {"to", NULL, ENT_CELL_TEXT},       {"loses", NULL, ENT_CELL_NUMBER},
        {"gain", NULL, ENT_CELL_NUMBER},   {"other_actor", NULL, ENT_CELL_TEXT},
        {"issue2", NULL, ENT_CELL_TEXT},   {"from2", NULL, ENT_CELL_TEXT},
        {"to2", NULL, ENT_CELL_TEXT},      {"loses2", NULL, ENT_CELL_NUMBER},
        {"gain2", NULL, ENT_CELL_NUMBER},  {"others_ok", NULL, ENT_CELL_BOOL},
    };
    ent_table *table = ent_answer_add_table(a, "trades", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < t->trades->n; i++) {
        const ent_trade *trade = &t->trades->trade[i];
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_count(a, i + 1));
        for (size_t k = 0; k < 2; k++) {
            const ent_trade_side *s = &trade->side[k];
            size_t at = 1 + 6 * k;
            ent_row_set(row, at, ent_cell_text(a, member_of(t, s->member)));
            ent_row_set(row, at + 1, ent_cell_text(a, issue_of(t, s->dim)->id));
            ent_row_set(row, at + 2, ent_cell_text(a, outcome_of(t, s->dim, s->from)));
            ent_row_set(row, at + 3, ent_cell_text(a, outcome_of(t, s->dim, s->to)));
            ent_row_set(row, at + 4, ent_cell_number(a, number_of(t, s->member, s->loses)));
            ent_row_set(row, at + 5, ent_cell_number(a, number_of(t, s->member, s->gain)));
        }
        ent_row_set(row, 13, ent_cell_bool(trade->others_ok));
    }
}

static void add_chain(ent_answer *a, const trades_found *t) {
    const ent_column columns[] = {
        {"step", NULL, ENT_CELL_INTEGER},
        {"issue", NULL, ENT_CELL_TEXT},
        {"from", NULL, ENT_CELL_TEXT},
        {"to", NULL, ENT_CELL_TEXT},
    };
    const ent_plan *plan = t->f->bargain->plan;
    uint32_t before[2 * ENT_MAX_ISSUES], after[2 * ENT_MAX_ISSUES];
    ent_table *table = ent_answer_add_table(a, "chain", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 1; i < t->chain->n; i++) {
        ent_state_digits(before, plan, t->chain->rank[i - 1]);
        ent_state_digits(after, plan, t->chain->rank[i]);
        for (uint32_t d = 0; d < plan->n_dims; d++) {
            if (before[d] == after[d])
                continue;
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_count(a, i));
            ent_row_set(row, 1, ent_cell_text(a, issue_of(t, d)->id));
            ent_row_set(row, 2, ent_cell_text(a, outcome_of(t, d, before[d])));
            ent_row_set(row, 3, ent_cell_text(a, outcome_of(t, d, after[d])));
        }
    }
}

/* Step 0 is the start, and has no gains. */
static void add_chain_gains(ent_answer *a, const trades_found *t) {
    const ent_column columns[] = {
        {"step", NULL, ENT_CELL_INTEGER},
        {"actor", NULL, ENT_CELL_TEXT},
        {"utility", NULL, ENT_CELL_NUMBER},
        {"gain", NULL, ENT_CELL_NUMBER},
    };
    const size_t n = t->f->bargain->n_members;
    ent_table *table = ent_answer_add_table(a, "chain_gains", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < t->chain->n * n; i++) {
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_count(a, i / n));
        ent_row_set(row, 1, ent_cell_text(a, member_of(t, i % n)));
        ent_row_set(row, 2, ent_cell_number(a, number_of(t, i % n, t->utility[i])));
        if (i >= n)
            ent_row_set(row, 3,
                        ent_cell_number(a, number_of(t, i % n, t->utility[i] - t->utility[i - n])));
    }
}

static void add_facts(ent_answer *a, const trades_found *t) {
    const ent_plan *plan = t->f->bargain->plan;
    const ent_chain *chain = t->chain;
    ent_buffer from = {0}, to = {0};
    ent_word_package(&from, plan, t->from);
    ent_word_package(&to, plan, chain->rank[chain->n - 1]);
    ent_add_asked_facts(a, t->f);
    ent_answer_add_fact(a, "from", NULL, cell_of(a, &from));
    ent_answer_add_fact(a, "states", NULL, ent_cell_count(a, plan->n_states));
    ent_answer_add_fact(a, "central_model", NULL, ent_cell_bool(t->f->game->open));
    ent_answer_add_fact(a, "approximate", NULL, ent_cell_bool(t->f->game->approximate));
    ent_answer_add_fact(a, "trades", NULL, ent_cell_count(a, t->trades->total));
    ent_answer_add_fact(a, "trades_ok", NULL, ent_cell_count(a, t->trades->total_ok));
    ent_answer_add_fact(a, "steps", NULL, ent_cell_count(a, chain->n - 1));
    ent_answer_add_fact(a, "to", NULL, cell_of(a, &to));
    ent_answer_add_fact(a, "efficient", NULL, ent_cell_bool(chain->efficient));
    ent_answer_add_fact(a, "scanned", NULL, ent_cell_count(a, chain->scanned));
}

static void build(ent_answer *a, const trades_found *t, const ent_request *request) {
    ent_buffer from = {0};
    ent_say_title(a, t->f, "Trades of");
    ent_say_model(a, t->f, request);
    ent_word_package(&from, t->f->bargain->plan, t->from);
    ent_answer_paragraph(a, ENT_TONE_PLAIN, "Starting from: %s.", from.data ? from.data : "");
    a->failed = a->failed || from.failed;
    ent_buffer_free(&from);
    add_facts(a, t);
    say_trades(a, t);
    say_chain(a, t);
    add_trades(a, t);
    add_chain(a, t);
    add_chain_gains(a, t);
    ent_add_replies(a, t->f);
}

ent_status ent_answer_trades(ent_answer **out, ent_scenario *scenario, const ent_request *request) {
    ent_findings *f = NULL;
    trades_found found = {0};
    *out = NULL;
    ENT_TRY(ent_findings_asked(&f, scenario, request));
    ent_status status = find_trades(&found, f, request);
    ent_answer *a = NULL;
    if (status == ENT_OK || status == ENT_CANCELLED) {
        a = ent_answer_new("trades");
        if (a) {
            a->partial = status == ENT_CANCELLED;
            build(a, &found, request);
        }
        if (!a || a->failed) {
            ent_answer_free(a);
            a = NULL;
            status = ENT_NOMEM;
        }
    }
    ent_findings_free(f);
    *out = a;
    return status;
}
