/* How much each want and condition counts: numbers, ranges, and orders among them. */
#include <string.h>

#include "scenario/build.h"
#include "scenario/order.h"

/* The names that a salience may use: wanted issues, and conditions that have a name. */
typedef struct wanted {
    ent_build *b;
    ent_preference *preference;
    ent_map *numbers;       /* name to variable */
    const ent_map *excused; /* wanted, but wrongly, which has been reported */
    const char **names;
    size_t n;
} wanted;

static ent_status collect(wanted *w) {
    const ent_preference *preference = w->preference;
    w->numbers = ent_map_new(w->b->arena);
    w->names =
        ENT_NEW(w->b->arena, const char *, preference->n_wants + preference->n_conditions + 1);
    if (w->numbers == NULL || w->names == NULL)
        return ENT_NOMEM;
    for (size_t c = 0; c < preference->n_conditions; c++) {
        const char *name = preference->conditions[c].said.name;
        if (name == NULL)
            continue;
        ENT_TRY(ent_map_put(w->numbers, name, (uint32_t)(preference->n_wants + c)));
        w->names[w->n++] = name;
    }
    for (size_t i = 0; i < preference->n_wants; i++) {
        const char *id = w->b->scenario->issues[preference->wants[i].issue].id;
        ENT_TRY(ent_map_put(w->numbers, id, (uint32_t)i));
        w->names[w->n++] = id;
    }
    return ENT_OK;
}

static uint32_t find_wanted(const void *user, const char *name) {
    const wanted *w = user;
    return ent_map_get(w->numbers, name);
}

static ent_status unknown_wanted(const void *user, ent_place place, const char *name) {
    const wanted *w = user;
    if (ent_map_get(w->excused, name) != ENT_NONE || ent_name_excused(w->b->scenario, name))
        return ENT_ERROR;
    if (ent_find_family(w->b->scenario, name) != ENT_NONE)
        return ent_unknown_issue(w->b->scenario, place, name);
    const char *near = ent_nearest(name, w->names, w->n);
    bool known = ent_find_issue(w->b->scenario, name) != ENT_NONE;
    const char *hint = known
                           ? "say under 'wants' which outcome is wanted, or take it out here"
                           : "a salience belongs to a wanted issue, or to a condition with a name";
    if (!known && near != NULL)
        ENT_PATH(hint, w->b, "did you mean '%s'?", near);
    ent_report(place.diags, ENT_E0308, place.span, place.path, hint,
               "'%s' has a salience here but is not wanted", name);
    return ENT_ERROR;
}

static ent_status read_order(wanted *w, const ent_node *text, const ent_statement *said) {
    ent_preference *preference = w->preference;
    ent_order_names names = {find_wanted, unknown_wanted, w, false};
    ent_order order;
    ent_status status = ent_order_read(&order, w->b->arena, text, &names, said, w->b->diags);
    if (status != ENT_OK || order.n == 0)
        return ent_go_on(status);
    ent_comparison *all = ENT_NEW(w->b->arena, ent_comparison, preference->n_salience + order.n);
    if (all == NULL)
        return ENT_NOMEM;
    if (preference->n_salience > 0)
        memcpy(all, preference->salience, preference->n_salience * sizeof(*all));
    memcpy(all + preference->n_salience, order.pairs, order.n * sizeof(*all));
    preference->salience = all;
    preference->n_salience += order.n;
    return ENT_OK;
}

static ent_status set_number(wanted *w, const ent_node *name, const ent_node *value,
                             const ent_statement *said) {
    ent_preference *preference = w->preference;
    ent_place place = {w->b->diags, name->span, said->path};
    uint32_t variable = find_wanted(w, name->text);
    ent_range range;
    if (variable == ENT_NONE)
        return ent_go_on(unknown_wanted(w, place, name->text));
    if (!ent_read_range(value, &range) || range.lo.num < 0 ||
        ent_number_cmp(range.hi, ent_number_int(100)) > 0) {
        ent_report(w->b->diags, ENT_E0309, value->span, said->path,
                   "an order among saliences reads: raids > strait > tolls",
                   "a salience is a number, or a range [low, high], from 0 to 100");
        return ENT_OK;
    }
    bool is_want = variable < preference->n_wants;
    ent_condition *condition =
        is_want ? NULL : &preference->conditions[variable - preference->n_wants];
    ent_want *want = is_want ? &preference->wants[variable] : NULL;
    if (is_want ? want->salience_given : condition->salience_given) {
        ent_report(w->b->diags, ENT_E0306, name->span, said->path, "keep one of them",
                   "the salience of '%s' is given twice", name->text);
        return ENT_OK;
    }
    if (is_want) {
        want->salience = range;
        want->salience_given = true;
        want->salience_said = *said;
    } else {
        condition->salience = range;
        condition->salience_given = true;
    }
    return ENT_OK;
}

static ent_status read_numbers(wanted *w, const ent_node *map, const char *path, const char *from) {
    for (size_t i = 0; i < map->n; i++) {
        const ent_pair *pair = &map->pairs[i];
        const char *here;
        ent_statement said;
        ENT_PATH(here, w->b, "%s.%s", path, pair->key->text);
        ENT_TRY(ent_read_said(w->b, &said, NULL, ent_pair_span(pair), here, from));
        ENT_TRY(set_number(w, pair->key, pair->value, &said));
    }
    return ENT_OK;
}

static ent_status read_item(wanted *w, const ent_node *item, const char *path, const char *from) {
    const ent_node *order = ent_is_map(item) ? ent_node_get(item, "order") : item;
    const ent_node *of = ent_is_map(item) ? ent_node_get(item, "of") : NULL;
    const ent_node *is = ent_is_map(item) ? ent_node_get(item, "is") : NULL;
    ent_statement said;
    if (ent_is_text(order)) {
        ENT_TRY(ent_read_said(w->b, &said, item, order->span, path, from));
        return read_order(w, order, &said);
    }
    if (ent_is_text(of) && is != NULL) {
        ENT_TRY(ent_read_said(w->b, &said, item, is->span, path, from));
        return set_number(w, of, is, &said);
    }
    return ent_is_map(item) ? read_numbers(w, item, path, from) : ENT_OK;
}

ent_status ent_build_salience(ent_build *b, ent_preference *preference, const ent_node *node,
                              const char *path, const ent_map *excused) {
    wanted w = {.b = b, .preference = preference, .excused = excused};
    const char *from = preference->said.from, *here;
    if (node == NULL)
        return ENT_OK;
    ENT_TRY(collect(&w));
    if (!ent_is_list(node))
        return ent_is_map(node) || ent_is_text(node) ? read_item(&w, node, path, from) : ENT_OK;
    for (size_t i = 0; i < node->n; i++) {
        ENT_PATH(here, b, "%s[%zu]", path, i);
        ENT_TRY(read_item(&w, node->items[i], here, from));
    }
    return ENT_OK;
}

/* ---- can it be so? ---- */

/* With numbers given, not all of them may be 0: shares of nothing are no weights. */
static void check_not_all_zero(const ent_build *b, const ent_preference *preference,
                               const ent_compared *all, const char *actor) {
    for (size_t i = 0; i < all->n; i++)
        if (all->range[i].hi.num > 0)
            return;
    ent_report(b->diags, ENT_E0306, preference->said.span, preference->said.path,
               "give at least one salience above 0, or leave the wants out",
               "nothing that %s wants has any salience", actor);
}

ent_status ent_check_salience(ent_build *b, const ent_preference *preference, const char *actor) {
    size_t n = preference->n_wants + preference->n_conditions;
    ent_compared all = {.n = n,
                        .name = ENT_NEW(b->arena, const char *, n + 1),
                        .range = ENT_NEW(b->arena, ent_range, n + 1),
                        .whole = ENT_NEW(b->arena, ent_range, n + 1),
                        .said = ENT_NEW(b->arena, const ent_statement *, n + 1),
                        .n_comparisons = preference->n_salience,
                        .comparisons = preference->salience};
    if (preference->on_worth)
        return ENT_OK;
    if (all.name == NULL || all.range == NULL || all.whole == NULL || all.said == NULL)
        return ENT_NOMEM;
    ENT_PATH(all.what, b, "the saliences of %s", actor);
    for (size_t i = 0; i < n; i++) {
        bool is_want = i < preference->n_wants;
        const ent_want *want = is_want ? &preference->wants[i] : NULL;
        const ent_condition *condition =
            is_want ? NULL : &preference->conditions[i - preference->n_wants];
        const char *name = is_want ? b->scenario->issues[want->issue].id : condition->said.name;
        bool given = is_want ? want->salience_given : condition->salience_given;
        all.name[i] = name != NULL ? name : "a condition";
        all.range[i] = is_want ? want->salience : condition->salience;
        all.whole[i] = (ent_range){ENT_ZERO, ent_number_int(100)};
        if (given)
            all.said[i] = is_want ? &want->salience_said : &condition->said;
        all.bounded = all.bounded || given;
    }
    if (all.bounded)
        check_not_all_zero(b, preference, &all, actor);
    return ent_check_compared(b, &all);
}
