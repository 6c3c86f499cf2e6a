/* The shares of models in which states are equilibria, in the answer of `moves`. See moving.h. */
#include "answer/moving.h"
#include "answer/thread_words.h"
#include "ask/shares.h"
#include "thread/interval.h"
#include "thread/study.h"
#include "thread/verdict.h"

/* Rows of the table for programs; more are counted, not listed. */
#define ROWS_MOST 20000u

typedef struct telling {
    const ent_moving *m;
    const ent_shares *shares;
    /* In the central model. `stable` is NULL of all coalitions, `partition` of single actors. */
    uint64_t *const *equilibria;
    uint64_t **const *stable;
    const ent_partition *partition;
    uint32_t n_players;
    const char *prefix; /* before names of concepts */
    bool first;         /* the answer has no facts about models yet */
    uint64_t models;    /* that were counted */
    uint64_t more;      /* states left out of the table */
} telling;

static void put_share(ent_answer *a, ent_cell *row, size_t at, const telling *t, uint32_t yes) {
    ent_share of = ent_share_of(yes, t->models - yes);
    ent_row_set(row, at, ent_cell_count(a, t->models));
    ent_row_set(row, at + 1, ent_cell_count(a, yes));
    ent_row_set(row, at + 2, ent_cell_share(a, (double)yes / (double)t->models));
    ent_row_set(row, at + 3, ent_cell_share(a, of.low));
    ent_row_set(row, at + 4, ent_cell_share(a, of.high));
}

static const char *concept_text(const telling *t, ent_concept c) {
    ent_buffer text = {0};
    ent_buffer_printf(&text, "%s%s", t->prefix, ent_concept_name(c));
    return ent_moving_text(t->m, &text);
}

static const char *player_text(const telling *t, uint32_t player) {
    return t->partition ? ent_player_text(t->m, &t->partition->players[player])
                        : t->m->scenario->actors[player].id;
}

/* How often a state is an equilibrium of some kind: 0 where it never is. */
static uint64_t weight_of(const telling *t, uint32_t state) {
    uint64_t sum = 0;
    for (unsigned c = 0; c < ENT_CONCEPTS; c++)
        if (t->shares->concepts >> c & 1)
            sum += t->shares->count[c][state];
    return sum;
}

static void add_shares(telling *t, const char *name) {
    static const ent_column columns[] = {
        {"number", NULL, ENT_CELL_INTEGER}, {"state", NULL, ENT_CELL_TEXT},
        {"concept", NULL, ENT_CELL_TEXT},   {"models", NULL, ENT_CELL_INTEGER},
        {"count", NULL, ENT_CELL_INTEGER},  {"share", NULL, ENT_CELL_NUMBER},
        {"low", NULL, ENT_CELL_NUMBER},     {"high", NULL, ENT_CELL_NUMBER},
        {"central", NULL, ENT_CELL_BOOL}};
    const ent_moving *m = t->m;
    ent_answer *a = m->answer;
    ent_table *table = ent_answer_add_table(a, name, NULL, columns, ENT_COUNT(columns));
    for (uint32_t s = 0; s < m->graph->n_states; s++) {
        if (!weight_of(t, s))
            continue;
        if (table && table->n_rows >= ROWS_MOST) {
            t->more++;
            continue;
        }
        for (unsigned k = 0; k < ENT_CONCEPTS; k++) {
            ent_concept c = ent_concept_order[k];
            if (!(t->shares->concepts >> c & 1))
                continue;
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_count(a, (uint64_t)s + 1));
            ent_row_set(row, 1, ent_cell_text(a, ent_state_text(m, s)));
            ent_row_set(row, 2, ent_cell_text(a, concept_text(t, c)));
            put_share(a, row, 3, t, t->shares->count[c][s]);
            ent_row_set(row, 8, ent_cell_bool(ent_bit(t->equilibria[c], s)));
        }
    }
}

static void add_stays(const telling *t, const char *name, const char *who) {
    const ent_column columns[] = {
        {who, NULL, ENT_CELL_TEXT},         {"concept", NULL, ENT_CELL_TEXT},
        {"models", NULL, ENT_CELL_INTEGER}, {"count", NULL, ENT_CELL_INTEGER},
        {"share", NULL, ENT_CELL_NUMBER},   {"low", NULL, ENT_CELL_NUMBER},
        {"high", NULL, ENT_CELL_NUMBER},    {"central", NULL, ENT_CELL_BOOL}};
    const ent_moving *m = t->m;
    ent_answer *a = m->answer;
    ent_table *table = ent_answer_add_table(a, name, NULL, columns, ENT_COUNT(columns));
    for (uint32_t p = 0; p < t->n_players && m->from != ENT_NONE; p++)
        for (unsigned k = 0; k < ENT_CONCEPTS; k++) {
            ent_concept c = ent_concept_order[k];
            if (!(t->shares->concepts >> c & 1))
                continue;
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_text(a, player_text(t, p)));
            ent_row_set(row, 1, ent_cell_text(a, concept_text(t, c)));
            put_share(a, row, 2, t, t->shares->stays[c][p]);
            ent_row_set(row, 7, ent_cell_bool(ent_bit(t->stable[c][p], m->from)));
        }
}

/* ---- words ---- */

/* "R, SSEQ in 61% (58% to 64%, central: no); SMR in 100% (99% to 100%, central: yes)": concepts with the
 * same count and the same central verdict together. */
static void put_counts(ent_buffer *out, const telling *t, uint32_t *const *count,
                       uint64_t *const *central_of, uint32_t at, uint32_t bit) {
    unsigned said = 0;
    for (unsigned k = 0; k < ENT_CONCEPTS; k++) {
        ent_concept c = ent_concept_order[k];
        if (!(t->shares->concepts >> c & 1) || (said >> c & 1))
            continue;
        uint32_t yes = count[c][at];
        bool central = ent_bit(central_of[c], bit);
        const char *join = out->len ? "; " : "";
        unsigned alike = 0;
        for (unsigned d = 0; d < ENT_CONCEPTS; d++)
            if ((t->shares->concepts >> d & 1) && count[d][at] == yes &&
                ent_bit(central_of[d], bit) == central)
                alike |= 1u << d;
        said |= alike;
        if (alike == t->shares->concepts)
            ent_buffer_put(out, "every kind");
        for (unsigned l = k; l < ENT_CONCEPTS && alike != t->shares->concepts; l++)
            if (alike >> ent_concept_order[l] & 1) {
                ent_buffer_printf(out, "%s%s%s", join, t->prefix,
                                  ent_concept_name(ent_concept_order[l]));
                join = ", ";
            }
        ent_share of = ent_share_of(yes, t->models - yes);
        ent_buffer_put(out, " in ");
        ent_word_share(out, (double)yes / (double)t->models);
        ent_buffer_put(out, " (");
        ent_word_share(out, of.low);
        ent_buffer_put(out, " to ");
        ent_word_share(out, of.high);
        ent_buffer_put(out, central ? ", central: yes)" : ", central: no)");
    }
}

/* The states that are equilibria most often, as many as are shown. */
static ent_status find_top(uint32_t **top, uint32_t *n_top, const telling *t) {
    uint32_t most = t->m->request->limit, n = 0;
    uint32_t *list = ENT_NEW(t->m->arena, uint32_t, (size_t)most + 1);
    if (!list)
        return ENT_NOMEM;
    for (uint32_t s = 0; s < t->m->graph->n_states; s++) {
        uint64_t weight = weight_of(t, s);
        uint32_t k = n;
        if (!weight)
            continue;
        for (; k > 0 && weight_of(t, list[k - 1]) < weight; k--)
            list[k] = list[k - 1];
        list[k] = s;
        n += n < most;
    }
    *top = list;
    *n_top = n;
    return ENT_OK;
}

static ent_status say_states(const telling *t) {
    const ent_moving *m = t->m;
    ent_answer *a = m->answer;
    uint32_t *top, n, stable = 0;
    ENT_TRY(find_top(&top, &n, t));
    for (uint32_t s = 0; s < m->graph->n_states; s++)
        stable += weight_of(t, s) > 0;
    for (uint32_t i = 0; i < n; i++) {
        ent_buffer text = {0};
        put_counts(&text, t, t->shares->count, t->equilibria, top[i], top[i]);
        ent_answer_item(a, 0, "State %lu: %s", (unsigned long)top[i] + 1,
                        ent_state_text(m, top[i]));
        ent_answer_item(a, 4, "stable by %s", ent_moving_text(m, &text));
    }
    if (stable == 0)
        ent_answer_paragraph(a, ENT_TONE_PLAIN,
                             "No state is an equilibrium of any of these kinds.");
    if (n < stable)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "%s more states are equilibria in some model: --limit shows more.",
                             ent_answer_count_text(a, stable - n));
    return ENT_OK;
}

static void say_stays(const telling *t) {
    const ent_moving *m = t->m;
    if (m->from == ENT_NONE || !t->stable)
        return;
    ent_answer_paragraph(m->answer, ENT_TONE_PLAIN,
                         "Who would stay in state %lu (%s):", (unsigned long)m->from + 1,
                         ent_state_text(m, m->from));
    ent_buffer settled = {0};
    for (uint32_t p = 0; p < t->n_players; p++) {
        ent_buffer text = {0};
        uint64_t *central[ENT_CONCEPTS] = {0};
        bool always = true;
        for (unsigned c = 0; c < ENT_CONCEPTS; c++)
            if (t->shares->concepts >> c & 1) {
                central[c] = t->stable[c][p];
                always =
                    always && t->shares->stays[c][p] == t->models && ent_bit(central[c], m->from);
            }
        if (always) {
            ent_buffer_printf(&settled, "%s%s", settled.len ? ", " : "", player_text(t, p));
            continue;
        }
        put_counts(&text, t, t->shares->stays, central, p, m->from);
        ent_answer_item(m->answer, 0, "%s stays by %s", player_text(t, p),
                        ent_moving_text(m, &text));
    }
    if (settled.len)
        ent_answer_item(m->answer, 0, "by every kind in every model: %s", settled.data);
    m->answer->failed = m->answer->failed || settled.failed;
    ent_buffer_free(&settled);
}

static ent_status tell(telling *t, const ent_models *models, uint64_t asked) {
    ent_answer *a = t->m->answer;
    const char *n = ent_answer_count_text(a, t->models);
    if (t->first) {
        ent_answer_add_fact(a, "models", NULL, ent_cell_count(a, t->models));
        ent_answer_add_fact(a, "models_asked", NULL, ent_cell_count(a, asked));
    }
    if (a->partial)
        ent_answer_paragraph(a, ENT_TONE_BAD, "Stopped early: %s of %s models were reached.", n,
                             ent_answer_count_text(a, asked));
    if (!t->models)
        return ENT_OK;
    ent_answer_paragraph(a, ENT_TONE_PLAIN,
                         "In what share of %s models that fit the file%s each state is an "
                         "equilibrium%s (95%% interval), and whether it is one in the central "
                         "model.",
                         n, ent_models_approximate(models) ? " (drawn approximately)" : "",
                         !t->partition ? ""
                         : t->stable   ? " of these blocs"
                                       : " of all coalitions");
    if (t->shares->others)
        ent_answer_paragraph(a, ENT_TONE_BAD,
                             "In %s of them resources allow states that the central model does "
                             "not have; these states are not listed.",
                             ent_answer_count_text(a, t->shares->others));
    ENT_TRY(say_states(t));
    say_stays(t);
    if (!t->partition) {
        add_shares(t, "shares");
        add_stays(t, "stays", "actor");
    } else if (t->stable) {
        add_shares(t, "bloc_shares");
        add_stays(t, "bloc_stays", "player");
    } else {
        add_shares(t, "universal_shares");
    }
    if (t->first)
        ent_answer_add_fact(a, "states_left_out", NULL, ent_cell_count(a, t->more));
    return ENT_OK;
}

static ent_status too_large(const ent_moving *m) {
    ent_diag(m->request->diags, ENT_E0443, (ent_span){0}, "",
             "name the issues that matter with --about", "%lu states are too many for --models",
             (unsigned long)m->graph->n_states);
    return m->request->diags->failed ? ENT_NOMEM : ENT_ERROR;
}

ent_status ent_moving_say_shares(const ent_moving *m, const ent_partition *partition,
                                 ent_staying staying) {
    const ent_request *rq = m->request;
    ent_answer *a = m->answer;
    ent_models *models;
    ent_shares *shares = NULL;
    /* The answer tells of blocs first where both are asked. */
    bool first = staying != ENT_STAYING_COALITIONS || !m->n_blocs;
    uint64_t seed = rq->seed ? rq->seed : ENT_SEED_DEFAULT;
    ENT_TRY(ent_models_new(&models, m->arena, m->scenario, seed, rq->diags));
    bool open = ent_models_open(models);
    ent_answer_heading(a, "Over all models");
    if (first) {
        ent_answer_add_fact(a, "open", NULL, ent_cell_bool(open));
        ent_answer_add_fact(a, "seed", NULL, ent_cell_count(a, seed));
    }
    if (!open)
        ent_answer_paragraph(a, ENT_TONE_PLAIN,
                             "Nothing is left open: the file has a single model, and the "
                             "equilibria above are those of it.");
    telling t = {.m = m,
                 .equilibria = partition ? partition->equilibria : m->stability->equilibria,
                 .stable = staying == ENT_STAYING_COALITIONS ? NULL
                           : partition                       ? partition->stable
                                                             : m->stability->stable,
                 .partition = partition,
                 .n_players = staying == ENT_STAYING_COALITIONS ? 0
                              : partition                       ? partition->n
                                                                : m->graph->n_actors,
                 .prefix = staying == ENT_STAYING_COALITIONS ? "C" : "",
                 .first = first};
    ent_shares_what what = {.models = models,
                            .graph = m->graph,
                            .options = m->options,
                            .rules = &m->rules,
                            .concepts = partition ? partition->concepts : m->stability->concepts,
                            .staying = staying,
                            .blocs = m->blocs,
                            .n_blocs = m->n_blocs,
                            .merged = ent_moving_merges(m),
                            .from = m->from,
                            .n = rq->models};
    if (!open)
        return ENT_OK;
    ent_status status = ent_ask_shares(&shares, m->arena, &what, &rq->run, rq->diags);
    if (status == ENT_LIMIT)
        return too_large(m);
    if (status != ENT_OK && status != ENT_CANCELLED)
        return status;
    a->partial = a->partial || status == ENT_CANCELLED;
    t.shares = shares;
    t.models = shares->models;
    return tell(&t, models, rq->models);
}
