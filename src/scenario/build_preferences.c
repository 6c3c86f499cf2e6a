/* What each actor wants, never accepts, and expects of no deal. */
#include <string.h>

#include "scenario/build.h"
#include "scenario/schema.h"

/* Keys that `worth` replaces. */
static const char *const REPLACED[] = {"wants", "salience"};

static const ent_node *at_condition(const ent_node *item, const char *key) {
    return ent_is_map(item) ? ent_node_get(item, key) : NULL;
}

/* An actor's scale is its own when its outcomes, or a condition, have a worth. */
static bool is_on_worth(const ent_node *record) {
    const ent_node *const *items, *one;
    size_t n = ent_items(ent_node_get(record, "conditions"), &items, &one);
    for (size_t i = 0; i < n; i++)
        if (at_condition(items[i], "worth") != NULL)
            return true;
    return ent_node_get(record, "worth") != NULL;
}

static void check_worth_alone(ent_build *b, const ent_node *record, const char *path) {
    const ent_node *const *items, *one;
    for (size_t i = 0; i < ENT_COUNT(REPLACED); i++)
        if (ent_node_get(record, REPLACED[i]) != NULL)
            ent_report(b->diags, ENT_E0310, ent_key_of(record, REPLACED[i])->span, path,
                       "an actor has either worth or wants and saliences",
                       "'%s' cannot stand beside 'worth'", REPLACED[i]);
    size_t n = ent_items(ent_node_get(record, "conditions"), &items, &one);
    for (size_t i = 0; i < n; i++) {
        const ent_node *salience = at_condition(items[i], "salience");
        if (salience != NULL)
            ent_report(b->diags, ENT_E0310, salience->span, path,
                       "write its worth on the actor's scale: {holds: ..., worth: 2.5}",
                       "a condition beside 'worth' has no salience");
        else if (at_condition(items[i], "worth") == NULL)
            ent_report(b->diags, ENT_E0310, items[i]->span, path,
                       "write its worth on the actor's scale: {holds: ..., worth: 2.5}",
                       "a condition beside 'worth' needs a worth of its own");
    }
}

static void read_condition_worth(ent_condition *condition, const ent_node *item) {
    const ent_node *worth = at_condition(item, "worth");
    condition->has_worth =
        worth != NULL && worth->kind == ENT_NODE_SCALAR &&
        ent_number_parse_wide(&condition->worth, worth->text, strlen(worth->text)) == ENT_OK;
}

static ent_status build_conditions(ent_build *b, ent_preference *preference, const ent_node *node,
                                   const char *path) {
    const ent_node *const *items, *one;
    size_t n = ent_items(node, &items, &one);
    preference->conditions = ENT_NEW(b->arena, ent_condition, n + 1);
    if (preference->conditions == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++) {
        const ent_node *holds = ent_expr_node(items[i], "holds");
        const char *here;
        if (holds == NULL)
            continue;
        ENT_PATH(here, b, "%s[%zu]", path, i);
        /* A condition whose expression is wrong keeps its place, so that orders may name it. */
        ent_condition *condition = &preference->conditions[preference->n_conditions++];
        condition->salience = (ent_range){ENT_ZERO, ent_number_int(100)};
        ENT_TRY(
            ent_read_said(b, &condition->said, items[i], holds->span, here, preference->said.from));
        ENT_TRY(ent_read_expr(b, &condition->holds, holds, here, ENT_NONE));
        condition->salience_given =
            ent_read_range(at_condition(items[i], "salience"), &condition->salience);
        condition->worth = ENT_ZERO;
        read_condition_worth(condition, items[i]);
    }
    return ENT_OK;
}

static ent_status build_red_lines(ent_build *b, ent_preference *preference, const ent_node *node,
                                  const char *path) {
    const ent_node *const *items, *one;
    size_t n = ent_items(node, &items, &one);
    preference->red_lines = ENT_NEW(b->arena, ent_red_line, n + 1);
    if (preference->red_lines == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++) {
        const ent_node *never = ent_expr_node(items[i], "never");
        ent_red_line *line = &preference->red_lines[preference->n_red_lines];
        const char *here;
        if (never == NULL)
            continue;
        ENT_PATH(here, b, "%s[%zu]", path, i);
        ENT_TRY(ent_read_said(b, &line->said, items[i], never->span, here, preference->said.from));
        ENT_TRY(ent_read_expr(b, &line->never, never, here, ENT_NONE));
        if (line->never != NULL)
            preference->n_red_lines++;
    }
    return ENT_OK;
}

/* On the scale 0..1, except with `worth`. */
static ent_status build_reservation(ent_build *b, ent_preference *preference, const ent_node *node,
                                    ent_span span, const char *path) {
    ent_range range;
    if (node == NULL || !ent_node_quantity_wide(&range.lo, &range.hi, node))
        return ENT_OK;
    if (ent_form_is_order(preference->form)) {
        if (strncmp(path, "reservation", 11) == 0) /* under its own key it has been reported */
            ent_report(b->diags, ENT_E0154, span, path,
                       "an order has no scale; say what no deal is under 'fallback'",
                       "a reservation value cannot stand beside an order of states");
        return ENT_OK;
    }
    if (preference->has_reservation) {
        ent_report(b->diags, ENT_E0320, span, path, "keep one of them",
                   "this actor's reservation value is given twice, here and under 'reservation'");
        return ENT_OK;
    }
    if (preference->form == ENT_FORM_SALIENCE &&
        (range.lo.num < 0 || ent_number_cmp(range.hi, ent_number_int(1)) > 0)) {
        ent_report(b->diags, ENT_E0309, node->span, path,
                   "1 is the best this actor can think of, 0 the worst",
                   "a reservation value lies on the scale from 0 to 1");
        return ENT_OK;
    }
    preference->has_reservation = true;
    preference->reservation = range;
    return ent_read_said(b, &preference->reservation_said, NULL, span, path, preference->said.from);
}

static ent_status build_record(ent_build *b, ent_preference *preference, const ent_pair *pair,
                               const char *path) {
    const ent_node *record = pair->value;
    ent_map *excused = ent_map_new(b->arena);
    const char *wants, *salience, *conditions, *lines, *worth, *reservation, *fallback;
    if (excused == NULL)
        return ENT_NOMEM;
    ENT_PATH(wants, b, "%s.wants", path);
    ENT_PATH(salience, b, "%s.salience", path);
    ENT_PATH(conditions, b, "%s.conditions", path);
    ENT_PATH(lines, b, "%s.red lines", path);
    ENT_PATH(worth, b, "%s.worth", path);
    ENT_PATH(reservation, b, "%s.reservation", path);
    ENT_PATH(fallback, b, "%s.fallback", path);
    preference->on_worth = is_on_worth(record);
    if (preference->on_worth)
        check_worth_alone(b, record, path);
    ENT_TRY(ent_build_forms(b, preference, record, pair->key->text, path));
    ENT_TRY(ent_build_wants(b, preference, ent_node_get(record, "wants"), wants, excused));
    ENT_TRY(build_conditions(b, preference, ent_node_get(record, "conditions"), conditions));
    ENT_TRY(ent_build_salience(b, preference, ent_node_get(record, "salience"), salience, excused));
    ENT_TRY(build_red_lines(b, preference, ent_node_get(record, "red lines"), lines));
    ENT_TRY(ent_build_worth(b, preference, ent_node_get(record, "worth"), worth));
    ENT_TRY(build_reservation(b, preference, ent_node_get(record, "reservation"),
                              ent_key_of(record, "reservation")->span, reservation));
    ENT_TRY(ent_read_assignments(b, &preference->fallback, &preference->n_fallback,
                                 ent_node_get(record, "fallback"), fallback,
                                 preference->said.from));
    return ent_check_salience(b, preference, pair->key->text);
}

/* `reservation: {north: 0.35}` at the top level. */
static ent_status build_reservations(ent_build *b) {
    const ent_node *map = ent_node_get(b->root, "reservation");
    for (size_t i = 0; ent_is_map(map) && i < map->n; i++) {
        const ent_pair *pair = &map->pairs[i];
        uint32_t actor = ent_find_actor(b->scenario, pair->key->text);
        ent_place place = {b->diags, pair->key->span, "reservation"};
        const char *path;
        ENT_PATH(path, b, "reservation.%s", pair->key->text);
        if (actor == ENT_NONE)
            ENT_TRY(ent_go_on(ent_unknown_actor(b->scenario, place, pair->key->text)));
        else
            ENT_TRY(build_reservation(b, &b->scenario->preferences[actor], pair->value,
                                      ent_pair_span(pair), path));
    }
    return ENT_OK;
}

ent_status ent_build_preferences(ent_build *b) {
    const ent_node *map = ent_node_get(b->root, "preferences");
    for (size_t i = 0; ent_is_map(map) && i < map->n; i++) {
        const ent_pair *pair = &map->pairs[i];
        uint32_t actor = ent_find_actor(b->scenario, pair->key->text);
        ent_place place = {b->diags, pair->key->span, "preferences"};
        const char *path;
        ENT_PATH(path, b, "preferences.%s", pair->key->text);
        if (actor == ENT_NONE) {
            ENT_TRY(ent_go_on(ent_unknown_actor(b->scenario, place, pair->key->text)));
            continue;
        }
        ent_preference *preference = &b->scenario->preferences[actor];
        preference->given = true;
        ENT_TRY(ent_read_said(b, &preference->said, pair->value, pair->key->span, path, NULL));
        if (ent_is_map(pair->value))
            ENT_TRY(build_record(b, preference, pair, path));
    }
    return build_reservations(b);
}
