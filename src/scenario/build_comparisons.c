/* Comparisons of what actors have, where outcomes stand on their scales, and ties: orders among numbers that
 * are given as ranges.
 */
#include <string.h>

#include "scenario/build.h"
#include "scenario/order.h"

/* What is compared so far; orders are read with this as their names. */
typedef struct amounts {
    ent_build *b;
    size_t cap;
    bool no_memory;
} amounts;

/* The rest of `text` behind "word" and a dot; NULL when it does not begin so. */
static const char *behind(const char *text, const char *word) {
    size_t len = strlen(word);
    return strncmp(text, word, len) == 0 && text[len] == '.' ? text + len + 1 : NULL;
}

static bool find_resource(ent_amount *out, const ent_scenario *s, const char *name) {
    for (uint32_t a = 0; a < s->n_actors; a++) {
        const char *rest = behind(name, s->actors[a].id);
        rest = rest != NULL ? behind(rest, "resources") : NULL;
        for (uint32_t r = 0; rest != NULL && r < s->n_resources; r++)
            if (strcmp(rest, s->resources[r]) == 0) {
                *out = (ent_amount){ENT_AMOUNT_RESOURCE, a, r, name, s->actors[a].resources[r]};
                return true;
            }
    }
    return false;
}

static bool find_position(ent_amount *out, const ent_scenario *s, const char *name) {
    for (uint32_t k = 0; k < s->n_issues; k++) {
        const ent_issue *issue = &s->issues[k];
        const char *rest = behind(name, issue->id);
        rest = rest != NULL && issue->ordered ? behind(rest, "position") : NULL;
        for (uint32_t o = 0; rest != NULL && o < issue->n_outcomes; o++)
            if (strcmp(rest, issue->outcomes[o].id) == 0) {
                *out = (ent_amount){ENT_AMOUNT_POSITION, k, o, name, issue->outcomes[o].position};
                return true;
            }
    }
    return false;
}

static bool find_tie(ent_amount *out, const ent_scenario *s, const char *name) {
    const char *both = behind(name, "tie");
    for (uint32_t t = 0; both != NULL && t < s->n_ties; t++) {
        const ent_tie *tie = &s->ties[t];
        for (int turned = 0; turned < (tie->directed ? 1 : 2); turned++) {
            const char *first = s->actors[turned ? tie->to : tie->from].id;
            const char *second = s->actors[turned ? tie->from : tie->to].id;
            const char *rest = behind(both, first);
            if (rest == NULL || strcmp(rest, second) != 0)
                continue;
            *out = (ent_amount){ENT_AMOUNT_TIE, ENT_NONE, t, name, tie->sign};
            return true;
        }
    }
    return false;
}

static uint32_t find_amount(const void *user, const char *name) {
    amounts *all = *(amounts *const *)user;
    ent_scenario *s = all->b->scenario;
    ent_amount found;
    if (!find_resource(&found, s, name) && !find_position(&found, s, name) &&
        !find_tie(&found, s, name))
        return ENT_NONE;
    uint32_t known = ent_find_amount(s, found.kind, found.of, found.index);
    if (known != ENT_NONE)
        return known;
    ent_amount *items =
        ent_arena_grow(all->b->arena, s->amounts, s->n_amounts, &all->cap, sizeof *items);
    if (items == NULL) {
        all->no_memory = true;
        return 0;
    }
    s->amounts = items;
    items[s->n_amounts] = found;
    return (uint32_t)s->n_amounts++;
}

static ent_status unknown_amount(const void *user, ent_place place, const char *name) {
    (void)user;
    ent_report(place.diags, ENT_E0324, place.span, place.path,
               "write ACTOR.resources.NAME, ISSUE.position.OUTCOME or tie.ACTOR.ACTOR, as the file "
               "has them",
               "'%s' is nothing that can be compared here", name);
    return ENT_ERROR;
}

/* Ties may be below 0, where a multiple is no comparison of sizes. */
static void check_multiples(const ent_build *b, const ent_order *order) {
    for (size_t i = 0; i < order->n; i++) {
        const ent_comparison *it = &order->pairs[i];
        bool ties = b->scenario->amounts[it->left].kind == ENT_AMOUNT_TIE ||
                    b->scenario->amounts[it->right].kind == ENT_AMOUNT_TIE;
        if (ties && ent_number_cmp(it->factor, ent_number_int(1)) != 0) {
            ent_report(b->diags, ENT_E0324, it->said.span, it->said.path,
                       "compare ties with '>', '>=' or '=' alone", "a tie has no multiples");
            return;
        }
    }
}

static ent_status read_comparison(amounts *all, const ent_node *item, const char *path) {
    ent_build *b = all->b;
    ent_scenario *s = b->scenario;
    const ent_node *text = ent_is_map(item) ? ent_node_get(item, "order") : item;
    ent_order_names names = {find_amount, unknown_amount, &all, false};
    ent_statement said;
    ent_order order;
    if (!ent_is_text(text))
        return ENT_OK;
    ENT_TRY(ent_read_said(b, &said, item, text->span, path, NULL));
    ent_status status = ent_order_read(&order, b->arena, text, &names, &said, b->diags);
    if (all->no_memory)
        return ENT_NOMEM;
    if (status != ENT_OK || order.n == 0)
        return ent_go_on(status);
    check_multiples(b, &order);
    ent_comparison *grown = ENT_NEW(b->arena, ent_comparison, s->n_comparisons + order.n);
    if (grown == NULL)
        return ENT_NOMEM;
    if (s->n_comparisons > 0)
        memcpy(grown, s->comparisons, s->n_comparisons * sizeof *grown);
    memcpy(grown + s->n_comparisons, order.pairs, order.n * sizeof *grown);
    s->comparisons = grown;
    s->n_comparisons += order.n;
    return ENT_OK;
}

static const ent_statement *said_of(const ent_scenario *s, const ent_amount *amount) {
    switch (amount->kind) {
    case ENT_AMOUNT_RESOURCE: return &s->actors[amount->of].said;
    case ENT_AMOUNT_POSITION: return &s->issues[amount->of].said;
    default: return &s->ties[amount->index].said;
    }
}

static ent_range whole_of(const ent_amount *amount) {
    ent_number most = {(ent_i128)1 << 70, 1};
    switch (amount->kind) {
    case ENT_AMOUNT_RESOURCE: return (ent_range){ENT_ZERO, most};
    case ENT_AMOUNT_POSITION: return (ent_range){ENT_ZERO, ent_number_int(100)};
    default: return (ent_range){ent_number_int(-1), ent_number_int(1)};
    }
}

static ent_status check_all(ent_build *b) {
    const ent_scenario *s = b->scenario;
    size_t n = s->n_amounts;
    ent_compared all = {.what = "what is compared",
                        .n = n,
                        .name = ENT_NEW(b->arena, const char *, n + 1),
                        .range = ENT_NEW(b->arena, ent_range, n + 1),
                        .whole = ENT_NEW(b->arena, ent_range, n + 1),
                        .said = ENT_NEW(b->arena, const ent_statement *, n + 1),
                        .bounded = true,
                        .n_comparisons = s->n_comparisons,
                        .comparisons = s->comparisons};
    if (all.name == NULL || all.range == NULL || all.whole == NULL || all.said == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++) {
        all.name[i] = s->amounts[i].name;
        all.range[i] = s->amounts[i].range;
        all.whole[i] = whole_of(&s->amounts[i]);
        all.said[i] = said_of(s, &s->amounts[i]);
    }
    return ent_check_compared(b, &all);
}

ent_status ent_build_comparisons(ent_build *b) {
    const ent_node *const *items, *one;
    amounts all = {.b = b};
    size_t n = ent_items(ent_node_get(b->root, "comparisons"), &items, &one);
    size_t errors = b->diags->errors;
    for (size_t i = 0; i < n; i++) {
        const char *path;
        ENT_PATH(path, b, "comparisons[%zu]", i);
        ENT_TRY(read_comparison(&all, items[i], path));
    }
    return n > 0 && b->diags->errors == errors ? check_all(b) : ENT_OK;
}
