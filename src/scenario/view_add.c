/* The changes `add` and `replace`: a piece of a scenario laid over another.
 *
 * `add` goes down where both have maps and puts in what is missing; lists grow. What already is there
 * is never changed by it. `replace` goes down where both have maps and puts another value in the place
 * of one that must be there. Values that only make sense as a whole (a salience, a control rule, the
 * lines of a following issue, one want) are replaced as a whole.
 *
 * Where the change has a name, a source or a note, what it puts in gets them, as far as it has none of
 * its own: a plain `strait = east` becomes {never: strait = east, from: gazette}.
 */
#include <string.h>

#include "scenario/build.h"
#include "scenario/schema.h"
#include "scenario/view_tree.h"

static bool is(const char *key, const char *word) {
    return key != NULL && strcmp(key, word) == 0;
}

/* ---- handing on the name, source and note of the change ---- */

static bool has_tags(const ent_change *c) {
    return c->name != NULL || c->from != NULL || c->note != NULL;
}

static ent_status put_tag(ent_change *c, ent_node *map, const char *key, const ent_node *value) {
    if (value == NULL || ent_node_get(map, key) != NULL)
        return ENT_OK;
    return ent_node_put(c->arena, map, key, value->span, (ent_node *)value);
}

/* A record gets what it lacks. */
static ent_status tag_record(ent_change *c, ent_node **slot, bool named) {
    ent_node *map = ent_node_own(c->arena, slot, 3);
    if (map == NULL)
        return ENT_NOMEM;
    ENT_TRY(put_tag(c, map, "name", named ? c->name : NULL));
    ENT_TRY(put_tag(c, map, "from", c->from));
    return put_tag(c, map, "note", c->note);
}

/* A plain value becomes a record in which it stands under `key`. */
static ent_status wrap(ent_change *c, ent_node **slot, const char *key, bool named) {
    ent_node *empty = ent_node_new(c->arena, ENT_NODE_MAP, NULL, (*slot)->span);
    ent_node *map = empty != NULL ? ent_node_copy(c->arena, empty, 4) : NULL;
    if (map == NULL)
        return ENT_NOMEM;
    ENT_TRY(ent_node_put(c->arena, map, key, (*slot)->span, *slot));
    *slot = map;
    return tag_record(c, slot, named);
}

static ent_status tag_item(ent_change *c, ent_node **slot, const char *key, bool named) {
    if ((*slot)->kind == ENT_NODE_MAP)
        return tag_record(c, slot, named);
    return (*slot)->kind == ENT_NODE_SCALAR ? wrap(c, slot, key, named) : ENT_OK;
}

static ent_status tag_want(ent_change *c, ent_node **slot) {
    const ent_node *want = *slot;
    bool record = ent_node_get(want, "ideal") != NULL || ent_node_get(want, "order") != NULL ||
                  ent_node_get(want, "values") != NULL;
    if (want->kind == ENT_NODE_MAP)
        return record ? tag_record(c, slot, true) : wrap(c, slot, "values", true);
    if (want->kind == ENT_NODE_LIST)
        return ENT_OK;
    return wrap(c, slot, strpbrk(want->text, ">=") != NULL ? "order" : "ideal", true);
}

/* {raids: 70, strait: [60, 90]} as a list of records {of, is}. */
static ent_status tag_numbers(ent_change *c, ent_node **slot) {
    const ent_node *map = *slot;
    ent_node *list = ent_node_new(c->arena, ENT_NODE_LIST, NULL, map->span);
    if (list == NULL || (list->items = ENT_NEW(c->arena, ent_node *, map->n + 1)) == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < map->n; i++) {
        ent_node *of = ent_node_new(c->arena, ENT_NODE_MAP, NULL, map->pairs[i].key->span);
        ent_node *record = of != NULL ? ent_node_copy(c->arena, of, 5) : NULL;
        if (record == NULL)
            return ENT_NOMEM;
        list->items[list->n++] = record;
        ENT_TRY(ent_node_put(c->arena, record, "of", record->span, map->pairs[i].key));
        ENT_TRY(ent_node_put(c->arena, record, "is", record->span, map->pairs[i].value));
        ENT_TRY(tag_record(c, &list->items[i], true));
    }
    *slot = list;
    return ENT_OK;
}

static bool is_salience_record(const ent_node *map) {
    return ent_node_get(map, "order") != NULL || ent_node_get(map, "of") != NULL;
}

static ent_status tag_salience(ent_change *c, ent_node **slot) {
    if ((*slot)->kind == ENT_NODE_SCALAR) {
        ENT_TRY(wrap(c, slot, "order", true));
        ent_node *list = ent_node_new(c->arena, ENT_NODE_LIST, NULL, (*slot)->span);
        if (list == NULL || (list->items = ENT_NEW(c->arena, ent_node *, 1)) == NULL)
            return ENT_NOMEM;
        list->items[list->n++] = *slot;
        *slot = list;
        return ENT_OK;
    }
    if ((*slot)->kind == ENT_NODE_MAP)
        return tag_numbers(c, slot);
    ent_node *list = ent_node_own(c->arena, slot, 0);
    if (list == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < list->n; i++)
        if (list->items[i]->kind == ENT_NODE_SCALAR || is_salience_record(list->items[i]))
            ENT_TRY(tag_item(c, &list->items[i], "order", true));
    return ENT_OK;
}

static ent_status tag_control(ent_change *c, ent_node **slot) {
    if ((*slot)->kind != ENT_NODE_MAP || ent_node_get(*slot, "rule") != NULL)
        return tag_item(c, slot, "rule", false);
    ent_node *map = ent_node_own(c->arena, slot, 0);
    if (map == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < map->n; i++)
        ENT_TRY(tag_item(c, &map->pairs[i].value, "rule", false));
    return ENT_OK;
}

/* Lists of statements, and the key under which a plain one stands in a record. */
static const struct listed {
    const char *key, *plain;
} LISTED[] = {{"rules", "rule"},   {"red lines", "never"},   {"conditions", "holds"},
              {"follows", "when"}, {"comparisons", "order"}, {"ties", "between"}};

static const struct listed *listed_under(const char *key) {
    for (size_t i = 0; i < ENT_COUNT(LISTED); i++)
        if (is(key, LISTED[i].key))
            return &LISTED[i];
    return NULL;
}

static ent_status tag(ent_change *c, ent_node **slot, const char *parent, const char *key);

static ent_status tag_items(ent_change *c, ent_node **slot, const struct listed *listed) {
    if ((*slot)->kind != ENT_NODE_LIST)
        return tag_item(c, slot, listed->plain, true);
    ent_node *list = ent_node_own(c->arena, slot, 0);
    if (list == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < list->n; i++)
        ENT_TRY(tag_item(c, &list->items[i], listed->plain, true));
    return ENT_OK;
}

/* Records whose parts are statements, by the key above them. */
static ent_status tag_below(ent_change *c, ent_node **slot, const char *key) {
    ent_node *map = ent_node_own(c->arena, slot, 0);
    if (map == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < map->n; i++)
        ENT_TRY(tag(c, &map->pairs[i].value, key, map->pairs[i].key->text));
    return ENT_OK;
}

/* Hands on to a value that stands under `key`, which stands under `parent`. */
static ent_status tag(ent_change *c, ent_node **slot, const char *parent, const char *key) {
    const struct listed *listed = listed_under(key);
    if (!has_tags(c))
        return ENT_OK;
    if (is(parent, "wants"))
        return tag_want(c, slot);
    if (is(parent, "actors") || is(parent, "issues")) {
        if ((*slot)->kind == ENT_NODE_MAP) {
            ENT_TRY(tag_below(c, slot, key));
            return tag_record(c, slot, false);
        }
        return ENT_OK;
    }
    if (is(key, "salience") && !is(parent, "conditions"))
        return tag_salience(c, slot);
    if (is(key, "control"))
        return tag_control(c, slot);
    if (listed != NULL)
        return tag_items(c, slot, listed);
    bool inside = is(parent, "preferences") || is(key, "preferences") || is(key, "wants") ||
                  is(key, "issues") || is(key, "actors");
    return inside && (*slot)->kind == ENT_NODE_MAP ? tag_below(c, slot, key) : ENT_OK;
}

/* ---- reporting ---- */

static ent_status refuse(const ent_change *c, ent_diag_code code, ent_span span, const char *path,
                         const char *hint, const char *message) {
    ent_report(c->diags, code, span, path, hint, "%s", message);
    return c->diags->failed ? ENT_NOMEM : ENT_ERROR;
}

static ent_status not_there(const ent_change *c, const ent_node *map, const ent_node *key) {
    const char **names = ENT_NEW(c->arena, const char *, map->n + 1);
    if (names == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < map->n; i++)
        names[i] = map->pairs[i].key->text;
    return ent_change_unknown(c, ENT_E0345, key->span, key->text, names, map->n,
                              "`add` puts in what is not there yet",
                              "there is no '%s' here to be replaced");
}

static ent_status path_below(const ent_change *c, const char **out, const char *path,
                             const char *key) {
    *out = ent_arena_printf(c->arena, "%s%s%s", path, path[0] != '\0' ? "." : "", key);
    return *out != NULL ? ENT_OK : ENT_NOMEM;
}

/* ---- add ---- */

typedef struct spot {
    const char *parent, *key, *path; /* where in the scenario we are */
} spot;

/* `more` behind what stands there, as one list. */
static ent_status append(ent_change *c, ent_node **slot, ent_node *more, spot at) {
    const ent_node *const *items, *one;
    ENT_TRY(tag(c, &more, at.parent, at.key));
    size_t n = ent_items(more, &items, &one);
    ent_node *list;
    if ((*slot)->kind == ENT_NODE_LIST) {
        list = ent_node_own(c->arena, slot, n);
    } else {
        list = ent_node_new(c->arena, ENT_NODE_LIST, NULL, (*slot)->span);
        if (list != NULL && (list->items = ENT_NEW(c->arena, ent_node *, n + 1)) != NULL)
            list->items[list->n++] = *slot;
        *slot = list;
    }
    if (list == NULL || list->items == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++)
        list->items[list->n++] = (ent_node *)items[i];
    return ENT_OK;
}

static ent_status add_pair(ent_change *c, ent_node *map, const ent_pair *pair, spot at);

static ent_status add_below(ent_change *c, ent_node **slot, ent_node *what, spot at) {
    const ent_node *there = *slot;
    if (there->kind == ENT_NODE_SCALAR && ent_node_is_empty(there)) {
        *slot = what;
        return tag(c, slot, at.parent, at.key);
    }
    bool maps = there->kind == ENT_NODE_MAP && what->kind == ENT_NODE_MAP;
    bool salience = is(at.key, "salience") && !ent_key_is_free(at.parent) && !maps;
    if (there->kind == ENT_NODE_LIST || salience)
        return append(c, slot, what, at);
    if (there->kind == ENT_NODE_SCALAR)
        return refuse(c, ENT_E0344, what->span, at.path, "use `replace` to change what is there",
                      "something already stands here, so nothing can be added");
    if (!maps)
        return refuse(c, ENT_E0346, what->span, at.path, "give a map of what is to be added",
                      "a map stands here, and this is none");
    ent_node *map = ent_node_own(c->arena, slot, what->n);
    if (map == NULL)
        return ENT_NOMEM;
    ent_status status = ENT_OK;
    for (size_t i = 0; i < what->n; i++) {
        ent_status one = add_pair(c, map, &what->pairs[i], at);
        if (one == ENT_NOMEM)
            return one;
        status = one == ENT_OK ? status : one;
    }
    return status;
}

/* Into a map with room for it. */
static ent_status add_pair(ent_change *c, ent_node *map, const ent_pair *pair, spot at) {
    const char *key = pair->key->text;
    spot below = {.parent = at.key, .key = key};
    ENT_TRY(path_below(c, &below.path, at.path, key));
    ent_node **slot = ent_node_slot(map, key);
    if (slot != NULL)
        return add_below(c, slot, pair->value, below);
    map->pairs[map->n] = *pair;
    return tag(c, &map->pairs[map->n++].value, below.parent, key);
}

/* What a view cannot change: itself, other views, and what they claim. */
static ent_status check_top(const ent_change *c, const ent_node *what) {
    static const char *const FIXED[] = {"entente", "views", "claims"};
    ent_status status = ENT_OK;
    for (size_t i = 0; i < what->n; i++)
        for (size_t k = 0; k < ENT_COUNT(FIXED); k++)
            if (is(what->pairs[i].key->text, FIXED[k]))
                status = refuse(c, ENT_E0347, what->pairs[i].key->span, c->path,
                                "views change the conflict: actors, issues, rules, preferences",
                                "a view cannot change this");
    return status;
}

ent_status ent_change_add(ent_change *c, const ent_node *what) {
    ENT_TRY(check_top(c, what));
    return add_below(c, &c->tree, (ent_node *)what, (spot){NULL, NULL, ""});
}

/* ---- replace ---- */

static bool is_whole(spot at) {
    static const char *const WHOLE[] = {"salience", "control", "follows",  "outcomes", "status quo",
                                        "given",    "moves",   "for each", "frozen"};
    for (size_t i = 0; i < ENT_COUNT(WHOLE) && !ent_key_is_free(at.parent); i++)
        if (is(at.key, WHOLE[i]))
            return true;
    return is(at.parent, "wants") || is(at.parent, "worth") || is(at.parent, "agendas") ||
           is(at.parent, "sources");
}

static ent_status replace_below(ent_change *c, ent_node **slot, ent_node *what, spot at) {
    if (is_whole(at) || (*slot)->kind != ENT_NODE_MAP) {
        *slot = what;
        return tag(c, slot, at.parent, at.key);
    }
    if (what->kind != ENT_NODE_MAP)
        return refuse(c, ENT_E0346, what->span, at.path,
                      "name the keys below it whose values are to be replaced",
                      "a map stands here, and this is none");
    ent_node *map = ent_node_own(c->arena, slot, 0);
    if (map == NULL)
        return ENT_NOMEM;
    ent_status status = ENT_OK;
    for (size_t i = 0; i < what->n; i++) {
        const ent_pair *pair = &what->pairs[i];
        spot below = {.parent = at.key, .key = pair->key->text};
        ENT_TRY(path_below(c, &below.path, at.path, below.key));
        ent_node **inner = ent_node_slot(map, below.key);
        ent_status one = inner != NULL ? replace_below(c, inner, pair->value, below)
                                       : not_there(c, map, pair->key);
        if (one == ENT_NOMEM)
            return one;
        status = one == ENT_OK ? status : one;
    }
    return status;
}

ent_status ent_change_replace(ent_change *c, const ent_node *what) {
    ENT_TRY(check_top(c, what));
    return replace_below(c, &c->tree, (ent_node *)what, (spot){NULL, NULL, ""});
}
