/* What an actor wants of each issue: an ideal, an order of outcomes, or their values; and
 * `worth`.
 */
#include <string.h>

#include "scenario/build.h"
#include "scenario/order.h"

#define HUNDRED ent_number_int(100)

static bool on_scale(const ent_range *range) {
    return range->lo.num >= 0 && ent_number_cmp(range->hi, HUNDRED) <= 0;
}

/* ---- orders of outcomes ---- */

static uint32_t find_outcome(const void *user, const char *name) {
    return ent_find_outcome(user, name);
}

static ent_status unknown_outcome(const void *user, ent_place place, const char *name) {
    return ent_unknown_outcome(user, place, name);
}

/* Every outcome stands in the order once. */
static void check_order(ent_build *b, const ent_issue *issue, const ent_order *order,
                        const ent_node *node, const char *path) {
    uint64_t seen = 0;
    for (size_t i = 0; i < order->n_terms; i++) {
        const ent_order_term *term = &order->terms[i];
        if ((seen >> term->index & 1) != 0)
            ent_report(b->diags, ENT_E0307, term->span, path, "name each outcome once",
                       "outcome '%s' stands in this order twice", issue->outcomes[term->index].id);
        seen |= UINT64_C(1) << term->index;
    }
    for (uint32_t o = 0; o < issue->n_outcomes; o++)
        if ((seen >> o & 1) == 0) {
            ent_report(b->diags, ENT_E0307, node->span, path,
                       "an order names every outcome, from best to worst: a > b = c",
                       "outcome '%s' of issue %s is missing in this order", issue->outcomes[o].id,
                       issue->id);
            return;
        }
}

static ent_status read_order(ent_build *b, ent_want *want, const ent_node *node, const char *path) {
    const ent_issue *issue = &b->scenario->issues[want->issue];
    ent_order_names names = {find_outcome, unknown_outcome, issue, true};
    ent_order order;
    ent_status status = ent_order_read(&order, b->arena, node, &names, &want->said, b->diags);
    if (status != ENT_OK)
        return ent_go_on(status);
    check_order(b, issue, &order, node, path);
    want->form = ENT_WANT_ORDER;
    want->n_order = order.n;
    want->order = order.pairs;
    return ENT_OK;
}

/* ---- values ---- */

static ent_status read_values(ent_build *b, ent_want *want, const ent_node *map, const char *path) {
    const ent_issue *issue = &b->scenario->issues[want->issue];
    uint64_t seen = 0;
    want->form = ENT_WANT_VALUES;
    want->values = ENT_NEW(b->arena, ent_range, issue->n_outcomes);
    if (want->values == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < map->n; i++) {
        const ent_node *key = map->pairs[i].key, *value = map->pairs[i].value;
        uint32_t outcome = ent_find_outcome(issue, key->text);
        if (outcome == ENT_NONE) {
            ent_place place = {b->diags, key->span, path};
            ENT_TRY(ent_go_on(ent_unknown_outcome(issue, place, key->text)));
            continue;
        }
        seen |= UINT64_C(1) << outcome;
        if (!ent_read_range(value, &want->values[outcome]) || !on_scale(&want->values[outcome]))
            ent_report(
                b->diags, ENT_E0309, value->span, path, NULL,
                "the value of an outcome is a number, or a range [low, high], from 0 to 100");
    }
    for (uint32_t o = 0; o < issue->n_outcomes; o++)
        if ((seen >> o & 1) == 0) {
            ent_report(b->diags, ENT_E0307, want->said.span, path, "give every outcome a value",
                       "the value of outcome '%s' is missing", issue->outcomes[o].id);
            break;
        }
    return ENT_OK;
}

/* ---- ideals ---- */

static bool looks_like_order(const char *text) {
    return strpbrk(text, ">=") != NULL;
}

static ent_status read_ideal(ent_build *b, ent_want *want, const ent_node *node, const char *path) {
    const ent_issue *issue = &b->scenario->issues[want->issue];
    want->form = ENT_WANT_IDEAL;
    want->ideal = node->kind == ENT_NODE_SCALAR ? ent_find_outcome(issue, node->text) : ENT_NONE;
    if (want->ideal != ENT_NONE) {
        want->position = issue->outcomes[want->ideal].position;
        return ENT_OK;
    }
    if (!ent_read_range(node, &want->position)) {
        if (node->kind == ENT_NODE_SCALAR)
            return ent_go_on(
                ent_unknown_outcome(issue, (ent_place){b->diags, node->span, path}, node->text));
        return ENT_OK;
    }
    if (!on_scale(&want->position))
        ent_report(b->diags, ENT_E0309, node->span, path, NULL,
                   "an ideal is an outcome or a position from 0 to 100");
    else if (!issue->ordered)
        ent_report(b->diags, ENT_E0316, node->span, path,
                   "name the outcome, or write an order or values",
                   "%s is unordered, so there are no positions between its outcomes", issue->id);
    return ENT_OK;
}

static ent_status read_shape(ent_build *b, ent_want *want, const ent_node *record,
                             const char *path) {
    const ent_issue *issue = &b->scenario->issues[want->issue];
    const char *shape = ent_text_at(record, "shape");
    if (shape == NULL)
        return ENT_OK;
    ent_span span = ent_node_get(record, "shape")->span;
    if (strcmp(shape, "quadratic") == 0)
        want->shape = ENT_SHAPE_QUADRATIC;
    else if (strcmp(shape, "single-peaked") == 0)
        want->shape = ENT_SHAPE_SINGLE_PEAKED;
    if (!issue->ordered)
        ent_report(b->diags, ENT_E0316, span, path, "take 'shape' out",
                   "%s is unordered, so nothing falls off with distance", issue->id);
    else if (want->shape == ENT_SHAPE_SINGLE_PEAKED && want->ideal == ENT_NONE)
        ent_report(b->diags, ENT_E0316, span, path, "name an outcome as the ideal",
                   "'single-peaked' needs an outcome as its ideal");
    return ENT_OK;
}

/* ---- one want ---- */

/* Whether a map gives {ideal: ...}, {order: ...} or {values: ...} rather than outcomes' values. */
static const char *form_of(const ent_node *map) {
    static const char *const FORMS[] = {"ideal", "order", "values"};
    for (size_t i = 0; i < ENT_COUNT(FORMS); i++)
        if (ent_node_get(map, FORMS[i]) != NULL)
            return FORMS[i];
    return NULL;
}

static ent_status read_record(ent_build *b, ent_want *want, const ent_node *record,
                              const char *form, const char *path) {
    const ent_node *value = ent_node_get(record, form);
    if (strcmp(form, "order") == 0)
        return ent_is_text(value) ? read_order(b, want, value, path) : ENT_OK;
    if (strcmp(form, "values") == 0)
        return ent_is_map(value) ? read_values(b, want, value, path) : ENT_OK;
    ENT_TRY(read_ideal(b, want, value, path));
    return read_shape(b, want, record, path);
}

static ent_status read_want(ent_build *b, ent_want *want, const ent_pair *pair, const char *path,
                            const char *from) {
    const ent_node *node = pair->value;
    const ent_issue *issue = &b->scenario->issues[want->issue];
    ENT_TRY(ent_read_said(b, &want->said, node, ent_pair_span(pair), path, from));
    if (ent_issue_broken(issue))
        return ENT_OK;
    if (!ent_is_map(node)) {
        bool order = ent_is_text(node) && ent_find_outcome(issue, node->text) == ENT_NONE &&
                     looks_like_order(node->text);
        return order ? read_order(b, want, node, path) : read_ideal(b, want, node, path);
    }
    const char *form = form_of(node);
    return form != NULL ? read_record(b, want, node, form, path) : read_values(b, want, node, path);
}

static ent_status unknown_want(ent_build *b, const ent_pair *pair, const char *path,
                               ent_map *excused) {
    ent_place place = {b->diags, pair->key->span, path};
    if (excused != NULL)
        ENT_TRY(ent_map_put(excused, pair->key->text, 0));
    return ent_go_on(ent_unknown_issue(b->scenario, place, pair->key->text));
}

ent_status ent_build_wants(ent_build *b, ent_preference *preference, const ent_node *map,
                           const char *path, ent_map *excused) {
    if (!ent_is_map(map))
        return ENT_OK;
    preference->wants = ENT_NEW(b->arena, ent_want, map->n + 1);
    if (preference->wants == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < map->n; i++) {
        const ent_pair *pair = &map->pairs[i];
        const char *here;
        ENT_PATH(here, b, "%s.%s", path, pair->key->text);
        uint32_t issue = ent_find_issue(b->scenario, pair->key->text);
        if (issue == ENT_NONE) {
            ENT_TRY(unknown_want(b, pair, here, excused));
            continue;
        }
        ent_want *want = &preference->wants[preference->n_wants++];
        *want = (ent_want){.issue = issue,
                           .ideal = ENT_NONE,
                           .position = {ENT_ZERO, ENT_ZERO},
                           .salience = {ENT_ZERO, HUNDRED}};
        ENT_TRY(read_want(b, want, pair, here, preference->said.from));
    }
    return ENT_OK;
}

/* ---- worth ---- */

static ent_status read_worth(ent_build *b, ent_worth *worth, const ent_node *map,
                             const char *path) {
    const ent_issue *issue = &b->scenario->issues[worth->issue];
    uint64_t seen = 0;
    worth->values = ENT_NEW(b->arena, ent_number, issue->n_outcomes + 1);
    if (worth->values == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < map->n; i++) {
        const ent_node *key = map->pairs[i].key, *value = map->pairs[i].value;
        uint32_t outcome = ent_find_outcome(issue, key->text);
        if (outcome == ENT_NONE) {
            ent_place place = {b->diags, key->span, path};
            ENT_TRY(ent_go_on(ent_unknown_outcome(issue, place, key->text)));
            continue;
        }
        seen |= UINT64_C(1) << outcome;
        if (value->kind != ENT_NODE_SCALAR ||
            ent_number_parse_wide(&worth->values[outcome], value->text, strlen(value->text)) !=
                ENT_OK)
            ent_report(b->diags, ENT_E0309, value->span, path, "write 12.5 or 2/3",
                       "what an outcome is worth is one number");
    }
    for (uint32_t o = 0; o < issue->n_outcomes; o++)
        if ((seen >> o & 1) == 0) {
            ent_report(b->diags, ENT_E0307, worth->said.span, path,
                       "say what every outcome is worth, 0 if nothing",
                       "what outcome '%s' is worth is missing", issue->outcomes[o].id);
            break;
        }
    return ENT_OK;
}

ent_status ent_build_worth(ent_build *b, ent_preference *preference, const ent_node *map,
                           const char *path) {
    if (!ent_is_map(map))
        return ENT_OK;
    preference->worth = ENT_NEW(b->arena, ent_worth, map->n + 1);
    if (preference->worth == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < map->n; i++) {
        const ent_pair *pair = &map->pairs[i];
        const char *here;
        ENT_PATH(here, b, "%s.%s", path, pair->key->text);
        uint32_t issue = ent_find_issue(b->scenario, pair->key->text);
        if (issue == ENT_NONE) {
            ENT_TRY(unknown_want(b, pair, here, NULL));
            continue;
        }
        if (!ent_is_map(pair->value))
            continue;
        ent_worth *worth = &preference->worth[preference->n_worth++];
        worth->issue = issue;
        ENT_TRY(ent_read_said(b, &worth->said, NULL, pair->key->span, here, preference->said.from));
        ENT_TRY(read_worth(b, worth, pair->value, here));
    }
    return ENT_OK;
}
