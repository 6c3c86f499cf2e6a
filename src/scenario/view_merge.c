/* The change `merge`: two or more actors become one, everywhere in the tree.
 *
 * The new actor stands where the first of them stood. Resources are added up. It prefers as the first
 * of them, unless the change says otherwise; where they differ in something else that can only be once
 * (the status quo of an issue `for each` actor, a reservation value) the first one's holds. Their
 * issues of one family become one issue. Ties to the same other actor are averaged, ties among
 * themselves go. In rules of control the new actor stands wherever one of them stood; "2 of [...]" that
 * counted several of them is written out, so that it still counts them.
 */
#include <string.h>

#include "scenario/build.h"
#include "scenario/schema.h"
#include "scenario/view_merge.h"
#include "scenario/view_tree.h"

static ent_status refuse(const ent_change *c, ent_span span, const char *hint,
                         const char *message) {
    ent_report(c->diags, ENT_E0349, span, c->path, hint, "%s", message);
    return c->diags->failed ? ENT_NOMEM : ENT_ERROR;
}

bool ent_is_merged(const ent_merging *m, const char *actor) {
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->actors[i], actor) == 0)
            return true;
    return false;
}

/* ---- what the change says ---- */

static ent_status read_actors(ent_change *c, ent_merging *m, const ent_node *list) {
    const ent_node *const *items, *one;
    size_t n = ent_items(list, &items, &one);
    m->actors = ENT_NEW(c->arena, const char *, n + 1);
    if (m->actors == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++) {
        if (!ent_is_text(items[i]))
            continue;
        ENT_TRY(ent_change_actor(c, items[i]->text, items[i]->span));
        if (ent_is_merged(m, items[i]->text))
            return refuse(c, items[i]->span, "name each actor once",
                          "this actor stands here twice");
        m->actors[m->n++] = items[i]->text;
    }
    if (m->n < 2)
        return refuse(c, list->span, "write for example: merge: [raiders, pirates]",
                      "two actors at least are needed to make one of them");
    return ENT_OK;
}

static ent_status read_change(ent_change *c, ent_merging *m, const ent_node *list) {
    const ent_node *as = ent_node_get(c->node, "as"), *like = ent_node_get(c->node, "prefers as");
    ENT_TRY(read_actors(c, m, list));
    if (!ent_is_text(as))
        return ENT_ERROR; /* the check of shapes has spoken */
    m->as = as->text;
    m->span = as->span;
    m->like = m->actors[0];
    if (!ent_is_merged(m, m->as) && ent_node_get(ent_node_get(c->tree, "actors"), m->as) != NULL)
        return refuse(c, as->span, "choose a name that no other actor has",
                      "there is another actor of this name");
    if (!ent_is_text(like))
        return ENT_OK;
    if (!ent_is_merged(m, like->text))
        return refuse(c, like->span, "name one of those that are merged",
                      "this is none of the actors that are merged");
    m->like = like->text;
    return ENT_OK;
}

/* ---- resources ---- */

/* Adds what one actor has to the resources of the new one. */
static ent_status add_resources(ent_change *c, ent_node *sum, const ent_node *more) {
    for (size_t i = 0; ent_is_map(more) && i < more->n; i++) {
        const ent_pair *pair = &more->pairs[i];
        ent_node **slot = ent_node_slot(sum, pair->key->text);
        ent_range a, b;
        if (slot == NULL) {
            sum->pairs[sum->n++] = *pair;
            continue;
        }
        if (!ent_read_range(*slot, &a) || !ent_read_range(pair->value, &b))
            continue;
        if (!ent_number_add(&a.lo, a.lo, b.lo) || !ent_number_add(&a.hi, a.hi, b.hi))
            return refuse(c, pair->value->span, NULL, "these amounts cannot be added up exactly");
        *slot = ent_node_range(c->arena, a.lo, a.hi, pair->value->span);
        if (*slot == NULL)
            return ENT_NOMEM;
    }
    return ENT_OK;
}

static ent_status new_actor(ent_change *c, const ent_merging *m, const ent_node *actors,
                            ent_node **out) {
    const ent_node *old = ent_node_get(actors, m->as);
    size_t most = 0;
    for (size_t i = 0; i < m->n; i++) {
        const ent_node *have = ent_node_get(ent_node_get(actors, m->actors[i]), "resources");
        most += ent_is_map(have) ? have->n : 0;
    }
    ent_node *empty = ent_node_new(c->arena, ENT_NODE_MAP, NULL, m->span);
    ent_node *sum = empty != NULL ? ent_node_copy(c->arena, empty, most) : NULL;
    ent_node *actor =
        empty != NULL ? ent_node_copy(c->arena, ent_is_map(old) ? old : empty, 1) : NULL;
    if (sum == NULL || actor == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < m->n; i++)
        ENT_TRY(
            add_resources(c, sum, ent_node_get(ent_node_get(actors, m->actors[i]), "resources")));
    *out = actor;
    return sum->n > 0 ? ent_node_put(c->arena, actor, "resources", m->span, sum) : ENT_OK;
}

/* ---- maps by actor ---- */

/* In a map whose keys are actors: one entry, `value`, where the first of them stood. NULL: none. */
static ent_status join_keys(ent_change *c, const ent_merging *m, ent_node **slot, ent_node *value) {
    ent_node *map = ent_node_own(c->arena, slot, 1);
    bool placed = false;
    if (map == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < map->n; i++) {
        if (!ent_is_merged(m, map->pairs[i].key->text))
            continue;
        if (placed || value == NULL) {
            ent_node_drop(map, i--);
            continue;
        }
        ent_node *key = ent_node_new(c->arena, ENT_NODE_SCALAR, m->as, map->pairs[i].key->span);
        if (key == NULL)
            return ENT_NOMEM;
        map->pairs[i] = (ent_pair){key, value};
        placed = true;
    }
    return placed || value == NULL ? ENT_OK : ent_node_put(c->arena, map, m->as, m->span, value);
}

ent_status ent_merge_keys(ent_change *c, const ent_merging *m, ent_node **slot) {
    ent_node *value = NULL;
    for (size_t i = 0; i < m->n && value == NULL; i++)
        value = ent_node_get(*slot, m->actors[i]);
    return ent_is_map(*slot) ? join_keys(c, m, slot, value) : ENT_OK;
}

static ent_status join_top(ent_change *c, const ent_merging *m, const char *outer,
                           ent_node *value) {
    ent_node **slot = ent_node_slot(c->tree, outer);
    if (slot == NULL && value == NULL)
        return ENT_OK;
    if (slot == NULL) {
        ent_node *empty = ent_node_new(c->arena, ENT_NODE_MAP, NULL, m->span);
        if (empty == NULL || ent_node_own(c->arena, &c->tree, 1) == NULL)
            return ENT_NOMEM;
        ENT_TRY(ent_node_put(c->arena, c->tree, outer, m->span, empty));
        slot = ent_node_slot(c->tree, outer);
    }
    return ent_is_map(*slot) ? join_keys(c, m, slot, value) : ENT_OK;
}

/* ---- wants ---- */

/* Length of the family's id in "patrol.north" when north is merged, else 0. */
static size_t merged_family(const ent_change *c, const ent_merging *m, const char *issue) {
    size_t at;
    const char *actor;
    if (!ent_issue_record(c->tree, issue, &at, &actor) || actor == NULL || !ent_is_merged(m, actor))
        return 0;
    return (size_t)(actor - issue) - 1;
}

/* Whether a want before the k-th is of the same family and another of the merged. */
static bool is_second(const ent_change *c, const ent_merging *m, const ent_node *wants, size_t k) {
    const char *issue = wants->pairs[k].key->text;
    size_t len = merged_family(c, m, issue);
    for (size_t i = 0; len > 0 && i < k; i++)
        if (merged_family(c, m, wants->pairs[i].key->text) == len &&
            memcmp(wants->pairs[i].key->text, issue, len) == 0)
            return true;
    return false;
}

/* Where somebody wants something of the issues of several of them, the first counts. */
static ent_status keep_first_wants(ent_change *c, const ent_merging *m) {
    ent_node **slot = ent_node_slot(c->tree, "preferences");
    if (slot == NULL || !ent_is_map(*slot))
        return ENT_OK;
    ent_node *all = ent_node_own(c->arena, slot, 0);
    if (all == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < all->n; i++) {
        const ent_node *wants = ent_node_get(all->pairs[i].value, "wants");
        for (size_t k = 1; ent_is_map(wants) && k < wants->n; k++) {
            if (!is_second(c, m, wants, k))
                continue;
            const char *issue = wants->pairs[k].key->text;
            ent_node *own = ent_node_own(c->arena, &all->pairs[i].value, 0);
            ent_node *left =
                own != NULL ? ent_node_own(c->arena, ent_node_slot(own, "wants"), 0) : NULL;
            if (left == NULL)
                return ENT_NOMEM;
            ent_node_drop(left, k--);
            ENT_TRY(ent_salience_without(c->arena, own, issue));
            wants = left;
        }
    }
    return ENT_OK;
}

/* ---- ties ---- */

typedef struct tie {
    ent_node *by, *to, **by_slot, **to_slot;
    bool directed;
} tie;

/* The ends of a tie whose record is its own copy. */
static bool read_tie(ent_arena *arena, ent_node *record, tie *out, bool *failed) {
    ent_node **between = ent_node_slot(record, "between");
    *out = (tie){.directed = between == NULL};
    if (between != NULL) {
        if (!ent_is_list(*between) || (*between)->n != 2)
            return false;
        ent_node *list = ent_node_own(arena, between, 0);
        *failed = *failed || list == NULL;
        if (list == NULL)
            return false;
        out->by_slot = &list->items[0];
        out->to_slot = &list->items[1];
    } else {
        out->by_slot = ent_node_slot(record, "by");
        out->to_slot = ent_node_slot(record, "to");
    }
    if (out->by_slot == NULL || out->to_slot == NULL || !ent_is_text(*out->by_slot) ||
        !ent_is_text(*out->to_slot))
        return false;
    out->by = *out->by_slot;
    out->to = *out->to_slot;
    return true;
}

static const char *new_name(const ent_merging *m, const ent_node *actor) {
    return ent_is_merged(m, actor->text) ? m->as : actor->text;
}

static ent_status rename_end(ent_change *c, const ent_merging *m, ent_node **slot) {
    *slot = ent_node_new(c->arena, ENT_NODE_SCALAR, new_name(m, *slot), (*slot)->span);
    return *slot != NULL ? ENT_OK : ENT_NOMEM;
}

static bool same_ends(const ent_merging *m, const tie *a, const tie *b) {
    const char *a_by = new_name(m, a->by), *a_to = new_name(m, a->to);
    const char *b_by = new_name(m, b->by), *b_to = new_name(m, b->to);
    if (a->directed != b->directed)
        return false;
    return (strcmp(a_by, b_by) == 0 && strcmp(a_to, b_to) == 0) ||
           (!a->directed && strcmp(a_by, b_to) == 0 && strcmp(a_to, b_by) == 0);
}

/* The mean of the signs of ties[first] and of the later ones between the same ends, which go. */
static ent_status average(ent_change *c, const ent_merging *m, ent_node *ties, tie *all,
                          size_t first) {
    ent_node **sign = ent_node_slot(ties->items[first], "sign");
    ent_range sum, one;
    int64_t n = 1;
    if (sign == NULL || !ent_read_range(*sign, &sum))
        return ENT_OK;
    for (size_t i = first + 1; i < ties->n; i++) {
        if (all[i].by == NULL || !same_ends(m, &all[first], &all[i]))
            continue;
        if (ent_read_range(ent_node_get(ties->items[i], "sign"), &one)) {
            if (!ent_number_add(&sum.lo, sum.lo, one.lo) ||
                !ent_number_add(&sum.hi, sum.hi, one.hi))
                return refuse(c, (*sign)->span, NULL, "these ties cannot be averaged exactly");
            n++;
        }
        ent_node_drop(ties, i);
        memmove(&all[i], &all[i + 1], (ties->n - i) * sizeof(*all));
        i--;
    }
    if (n == 1)
        return ENT_OK;
    ent_number count = ent_number_int(n);
    if (!ent_number_div(&sum.lo, sum.lo, count) || !ent_number_div(&sum.hi, sum.hi, count))
        return refuse(c, (*sign)->span, NULL, "these ties cannot be averaged exactly");
    *sign = ent_node_range(c->arena, sum.lo, sum.hi, (*sign)->span);
    return *sign != NULL ? ENT_OK : ENT_NOMEM;
}

static ent_status merge_ties(ent_change *c, const ent_merging *m) {
    const ent_node *said = ent_node_get(c->node, "ties");
    ent_node **slot = ent_node_slot(c->tree, "ties");
    if (slot == NULL || !ent_is_list(*slot))
        return ENT_OK;
    ent_node *ties = ent_node_own(c->arena, slot, 0);
    tie *all = ties != NULL ? ENT_NEW(c->arena, tie, ties->n + 1) : NULL;
    bool failed = false;
    if (all == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < ties->n; i++) {
        if (!ent_is_map(ties->items[i]))
            continue;
        ent_node *record = ent_node_own(c->arena, &ties->items[i], 0);
        if (record == NULL)
            return ENT_NOMEM;
        if (!read_tie(c->arena, record, &all[i], &failed))
            continue;
        bool touched = ent_is_merged(m, all[i].by->text) || ent_is_merged(m, all[i].to->text);
        bool inner = strcmp(new_name(m, all[i].by), new_name(m, all[i].to)) == 0;
        if ((touched && said != NULL) || (touched && inner))
            ent_node_drop(ties, i--);
    }
    for (size_t i = 0; i < ties->n && !failed; i++) {
        if (all[i].by == NULL)
            continue;
        ENT_TRY(average(c, m, ties, all, i));
        ENT_TRY(rename_end(c, m, all[i].by_slot));
        ENT_TRY(rename_end(c, m, all[i].to_slot));
    }
    return failed ? ENT_NOMEM : ENT_OK;
}

/* ---- all ---- */

/* What the change itself says of the new actor, as if added after it. */
static ent_status add_said(ent_change *c, const char *key, const ent_node *value,
                           const char *actor) {
    if (value == NULL)
        return ENT_OK;
    ent_node *outer = ent_node_new(c->arena, ENT_NODE_MAP, NULL, value->span), *inner;
    if (outer == NULL || (outer = ent_node_copy(c->arena, outer, 1)) == NULL)
        return ENT_NOMEM;
    ent_node *what = (ent_node *)value;
    if (actor != NULL) {
        inner = ent_node_new(c->arena, ENT_NODE_MAP, NULL, value->span);
        if (inner == NULL || (inner = ent_node_copy(c->arena, inner, 1)) == NULL)
            return ENT_NOMEM;
        ENT_TRY(ent_node_put(c->arena, inner, actor, value->span, what));
        what = inner;
    }
    ENT_TRY(ent_node_put(c->arena, outer, key, value->span, what));
    return ent_change_add(c, outer);
}

ent_status ent_change_merge(ent_change *c, const ent_node *actors) {
    ent_diags quiet = {.arena = c->arena};
    ent_merging m = {.quiet = &quiet};
    ent_node *actor;
    ENT_TRY(read_change(c, &m, actors));
    const ent_node *said = ent_node_get(c->node, "preferences");
    const ent_node *wants = ent_node_get(ent_node_get(c->tree, "preferences"), m.like);
    const ent_node *worth = ent_node_get(ent_node_get(c->tree, "reservation"), m.like);
    if (ent_node_own(c->arena, &c->tree, 0) == NULL)
        return ENT_NOMEM;
    ENT_TRY(new_actor(c, &m, ent_node_get(c->tree, "actors"), &actor));
    ENT_TRY(keep_first_wants(c, &m));
    ENT_TRY(ent_merge_names(c, &m));
    ENT_TRY(join_top(c, &m, "actors", actor));
    /* The names in what it wants have been changed: take it from the new tree. */
    wants = wants != NULL ? ent_node_get(ent_node_get(c->tree, "preferences"), m.like) : NULL;
    ENT_TRY(join_top(c, &m, "preferences", said != NULL ? NULL : (ent_node *)wants));
    ENT_TRY(join_top(c, &m, "reservation", said != NULL ? NULL : (ent_node *)worth));
    ENT_TRY(merge_ties(c, &m));
    ENT_TRY(add_said(c, "preferences", said, m.as));
    return add_said(c, "ties", ent_node_get(c->node, "ties"), NULL);
}
