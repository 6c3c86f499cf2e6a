/* The list of an author's statements: actors' resources, issues, control, `when` lines, rules, wants,
 * saliences, conditions, red lines, worth, statements, rankings, payoffs, reservations, fallbacks,
 * ties, comparisons, moves, votes, rankings of blocs.
 *
 * A statement is known by its path: the three comparisons of "a > b > c > d" are one.
 */
#include "scenario/statements.h"

#include <string.h>

typedef struct list {
    ent_statements *out;
    ent_arena *arena;
    ent_map *seen;
} list;

static ent_status add(list *l, const char *kind, const ent_statement *said, const void *of,
                      const ent_issue *issue) {
    if (!said->span.source) /* nobody wrote it: a default */
        return ENT_OK;
    if (ent_map_get(l->seen, said->path) != UINT32_MAX)
        return ENT_OK;
    ENT_TRY(ent_map_put(l->seen, said->path, 1));
    ent_statements *out = l->out;
    ent_stated *items = ent_arena_grow(l->arena, out->items, out->n, &out->cap, sizeof(ent_stated));
    if (!items)
        return ENT_NOMEM;
    out->items = items;
    items[out->n++] = (ent_stated){.kind = kind, .said = said, .of = of, .issue = issue};
    out->sourced += said->from != NULL;
    return ENT_OK;
}

/* An actor that is only named states nothing yet. */
static ent_status add_actor(list *l, const ent_scenario *s, const ent_actor *actor) {
    bool states = actor->said.from || actor->said.note;
    for (size_t i = 0; i < s->n_resources; i++)
        states = states || actor->resources[i].hi.num != 0;
    return states ? add(l, "actor", &actor->said, actor, NULL) : ENT_OK;
}

static ent_status add_issue(list *l, const ent_issue *issue) {
    ENT_TRY(add(l, "issue", &issue->said, issue, issue));
    for (size_t i = 0; i < issue->n_control; i++)
        ENT_TRY(add(l, "control", &issue->control[i].said, &issue->control[i], issue));
    for (size_t i = 0; i < issue->n_follows; i++)
        ENT_TRY(add(l, "follows", &issue->follows[i].said, &issue->follows[i], issue));
    return ENT_OK;
}

static ent_status add_fallback(list *l, const ent_assignment *fallback, size_t n) {
    for (size_t i = 0; i < n; i++)
        ENT_TRY(add(l, "fallback", &fallback[i].said, &fallback[i], NULL));
    return ENT_OK;
}

static ent_status add_salience(list *l, const ent_preference *p, const ent_statement *said,
                               const void *of, size_t n) {
    size_t before = l->out->n;
    ENT_TRY(add(l, "salience", said, of, NULL));
    if (l->out->n > before) {
        l->out->items[before].n = n;
        l->out->items[before].preference = p;
    }
    return ENT_OK;
}

static ent_status add_wants(list *l, const ent_preference *p) {
    for (size_t i = 0; i < p->n_wants; i++) {
        ENT_TRY(add(l, "want", &p->wants[i].said, &p->wants[i], NULL));
        if (p->wants[i].salience_given)
            ENT_TRY(add_salience(l, p, &p->wants[i].salience_said, &p->wants[i].salience, 0));
    }
    for (size_t i = 0, end; i < p->n_salience; i = end) {
        for (end = i + 1; end < p->n_salience; end++)
            if (strcmp(p->salience[end].said.path, p->salience[i].said.path) != 0)
                break;
        ENT_TRY(add_salience(l, p, &p->salience[i].said, &p->salience[i], end - i));
    }
    return ENT_OK;
}

static ent_status add_preference(list *l, const ent_preference *p) {
    ENT_TRY(add_wants(l, p));
    for (size_t i = 0; i < p->n_conditions; i++)
        ENT_TRY(add(l, "condition", &p->conditions[i].said, &p->conditions[i], NULL));
    for (size_t i = 0; i < p->n_red_lines; i++)
        ENT_TRY(add(l, "red line", &p->red_lines[i].said, &p->red_lines[i], NULL));
    for (size_t i = 0; i < p->n_worth; i++)
        ENT_TRY(add(l, "worth", &p->worth[i].said, &p->worth[i], NULL));
    for (size_t i = 0; i < p->n_statements; i++)
        ENT_TRY(add(l, "statement", &p->statements[i].said, &p->statements[i], NULL));
    if (p->form == ENT_FORM_RANKING || p->form == ENT_FORM_PAYOFF)
        ENT_TRY(add(l, p->form == ENT_FORM_RANKING ? "ranking" : "payoff", &p->form_said, p, NULL));
    for (size_t i = 0; i < p->n_misperceived; i++)
        ENT_TRY(add(l, "misperceives", &p->misperceived[i].said, &p->misperceived[i], NULL));
    if (p->has_reservation)
        ENT_TRY(add(l, "reservation", &p->reservation_said, p, NULL));
    return add_fallback(l, p->fallback, p->n_fallback);
}

ent_status ent_statements_list(ent_statements *out, ent_arena *arena, const ent_scenario *s) {
    *out = (ent_statements){0};
    list l = {out, arena, ent_map_new(arena)};
    if (!l.seen)
        return ENT_NOMEM;
    for (size_t i = 0; i < s->n_actors; i++)
        ENT_TRY(add_actor(&l, s, &s->actors[i]));
    for (size_t i = 0; i < s->n_issues; i++)
        ENT_TRY(add_issue(&l, &s->issues[i]));
    for (size_t i = 0; i < s->n_rules; i++)
        ENT_TRY(add(&l, "rule", &s->rules[i].said, &s->rules[i], NULL));
    ENT_TRY(add_fallback(&l, s->fallback, s->n_fallback));
    for (size_t i = 0; i < s->n_actors; i++)
        ENT_TRY(add_preference(&l, &s->preferences[i]));
    for (size_t i = 0; i < s->n_moves; i++)
        ENT_TRY(add(&l, "moves", &s->moves[i].said, &s->moves[i], NULL));
    for (size_t i = 0; i < s->n_ties; i++)
        ENT_TRY(add(&l, "tie", &s->ties[i].said, &s->ties[i], NULL));
    for (size_t i = 0, end; i < s->n_comparisons; i = end) {
        for (end = i + 1; end < s->n_comparisons; end++)
            if (strcmp(s->comparisons[end].said.path, s->comparisons[i].said.path) != 0)
                break;
        size_t before = out->n;
        ENT_TRY(add(&l, "comparison", &s->comparisons[i].said, &s->comparisons[i], NULL));
        if (out->n > before)
            out->items[before].n = end - i;
    }
    for (size_t i = 0; i < s->n_votes; i++)
        ENT_TRY(add(&l, "vote", &s->votes[i].said, &s->votes[i], NULL));
    if (s->worth_of)
        ENT_TRY(add(&l, "worth of coalitions", &s->worth_said, s->worth_of, NULL));
    for (size_t i = 0; s->blocs && i < s->n_actors; i++)
        if (s->blocs[i].given)
            ENT_TRY(add(&l, "ranking of blocs", &s->blocs[i].said, &s->blocs[i], NULL));
    return ENT_OK;
}
