/* Saliences without a name: when a want or a named condition goes, what its actor says of its weight
 * goes with it.
 *
 * In an order, what was compared through it stays compared: `a > b >= c` without b is `a > c`, and
 * `a > 2 * b > c` is `a > 2 * c`.
 */
#include <string.h>

#include "scenario/build.h"
#include "scenario/view_tree.h"

typedef struct term {
    ent_number factor;
    const char *name;
} term;

typedef struct level {
    ent_token_kind relation; /* to the level before it; ENT_TOKEN_END: it is the first */
    size_t n;
    term *terms;
    ent_number gone; /* factor of the name that was taken out */
} level;

typedef struct orders {
    ent_arena *arena;
    ent_tokens t;
    size_t n;
    level *levels; /* of all orders of the text, one behind the other */
} orders;

/* ---- reading; false where the text is no order: whoever builds the tree says so ---- */

static bool read_term(orders *o, term *out) {
    const ent_token *token = ent_token_next(&o->t);
    out->factor = ent_number_int(1);
    if (token->kind == ENT_TOKEN_NAME && ent_token_accept(&o->t, ENT_TOKEN_TIMES)) {
        if (ent_number_parse(&out->factor, token->text, strlen(token->text)) != ENT_OK)
            return false;
        token = ent_token_next(&o->t);
    }
    out->name = token->text;
    return token->kind == ENT_TOKEN_NAME;
}

static bool read_level(orders *o, level *out) {
    bool many = ent_token_accept(&o->t, ENT_TOKEN_OPEN);
    do
        if (!read_term(o, &out->terms[out->n++]))
            return false;
    while (many && ent_token_accept(&o->t, ENT_TOKEN_BAR));
    return !many || ent_token_accept(&o->t, ENT_TOKEN_CLOSE);
}

static ent_status read_orders(orders *o, bool *good) {
    ent_token_kind relation = ENT_TOKEN_END;
    o->levels = ENT_NEW(o->arena, level, o->t.n + 1);
    term *terms = ENT_NEW(o->arena, term, 2 * o->t.n + 2); /* a level takes at least one token */
    if (o->levels == NULL || terms == NULL)
        return ENT_NOMEM;
    for (*good = true; *good;) {
        level *next = &o->levels[o->n++];
        *next = (level){.relation = relation, .terms = terms, .gone = ent_number_int(1)};
        *good = read_level(o, next);
        terms += next->n;
        const ent_token *sign = ent_token_next(&o->t);
        if (sign->kind == ENT_TOKEN_END)
            break;
        relation = sign->kind == ENT_TOKEN_SEMICOLON ? ENT_TOKEN_END : sign->kind;
        *good = *good && (sign->kind == ENT_TOKEN_SEMICOLON || sign->kind == ENT_TOKEN_GT ||
                          sign->kind == ENT_TOKEN_GE || sign->kind == ENT_TOKEN_EQ);
    }
    return ENT_OK;
}

/* ---- taking the name out ---- */

static bool take_out(level *l, const char *name) {
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->terms[i].name, name) == 0) {
            l->gone = l->terms[i].factor;
            memmove(&l->terms[i], &l->terms[i + 1], (l->n - i - 1) * sizeof(*l->terms));
            l->n--;
            return true;
        }
    return false;
}

static ent_token_kind stricter(ent_token_kind a, ent_token_kind b) {
    return a == ENT_TOKEN_GT || b == ENT_TOKEN_GT   ? ENT_TOKEN_GT
           : a == ENT_TOKEN_GE || b == ENT_TOKEN_GE ? ENT_TOKEN_GE
                                                    : ENT_TOKEN_EQ;
}

/* An empty level hands its relation and factor on to the one behind it in the same order. */
static bool hand_on(const level *empty, level *next) {
    if (next->relation == ENT_TOKEN_END)
        return true;
    bool first = empty->relation == ENT_TOKEN_END;
    next->relation = first ? ENT_TOKEN_END : stricter(empty->relation, next->relation);
    for (size_t i = 0; i < next->n; i++) {
        term *t = &next->terms[i];
        if (first)
            t->factor = ent_number_int(1);
        else if (!ent_number_mul(&t->factor, t->factor, empty->gone))
            return false;
    }
    return true;
}

/* ---- writing ---- */

static void put_level(ent_buffer *out, const level *l) {
    static const char *const SIGNS[] = {
        [ENT_TOKEN_GT] = " > ", [ENT_TOKEN_GE] = " >= ", [ENT_TOKEN_EQ] = " = "};
    if (l->relation != ENT_TOKEN_END)
        ent_buffer_put(out, SIGNS[l->relation]);
    ent_buffer_put(out, l->n > 1 ? "(" : "");
    for (size_t i = 0; i < l->n; i++) {
        ent_buffer_put(out, i > 0 ? " | " : "");
        if (ent_number_cmp(l->terms[i].factor, ent_number_int(1)) != 0) {
            ent_number_print(out, l->terms[i].factor);
            ent_buffer_put(out, " * ");
        }
        ent_name_print(out, l->terms[i].name);
    }
    ent_buffer_put(out, l->n > 1 ? ")" : "");
}

/* An order of one level says nothing. */
static void put_orders(ent_buffer *out, const orders *o) {
    for (size_t i = 0, end; i < o->n; i = end) {
        for (end = i + 1; end < o->n && o->levels[end].relation != ENT_TOKEN_END; end++)
            ;
        if (end - i < 2)
            continue;
        ent_buffer_put(out, out->len > 0 ? "; " : "");
        for (size_t k = i; k < end; k++)
            put_level(out, &o->levels[k]);
    }
}

/* *slot becomes NULL when nothing is left. */
static ent_status edit_order(ent_arena *arena, ent_node **slot, const char *name) {
    ent_diags quiet = {.arena = arena};
    orders o = {.arena = arena};
    bool good, found = false;
    ent_status status = ent_tokens_read(&o.t, arena, *slot, "", &quiet);
    if (status != ENT_OK)
        return ent_go_on(status);
    ENT_TRY(read_orders(&o, &good));
    for (size_t i = 0; good && i < o.n; i++) {
        if (!take_out(&o.levels[i], name))
            continue;
        found = true;
        if (o.levels[i].n > 0)
            continue;
        good = i + 1 == o.n || hand_on(&o.levels[i], &o.levels[i + 1]);
        o.n--;
        memmove(&o.levels[i], &o.levels[i + 1], (o.n - i) * sizeof(*o.levels));
        i--;
    }
    if (!good || !found)
        return ENT_OK;
    ent_buffer out = {0};
    put_orders(&out, &o);
    status = out.failed ? ENT_NOMEM : ENT_OK;
    ent_span span = (*slot)->span;
    *slot = NULL;
    if (status == ENT_OK && out.len > 0) {
        *slot = ent_node_new(arena, ENT_NODE_SCALAR, out.data, span);
        status = *slot != NULL ? ENT_OK : ENT_NOMEM;
    }
    ent_buffer_free(&out);
    return status;
}

/* ---- the forms of a salience ---- */

static ent_status edit_map(ent_arena *arena, ent_node **slot, const char *name) {
    const ent_node *of = ent_node_get(*slot, "of");
    ent_node **order = ent_node_slot(*slot, "order");
    if (order != NULL && ent_is_text(*order)) {
        ent_node *map = ent_node_own(arena, slot, 0);
        if (map == NULL)
            return ENT_NOMEM;
        order = ent_node_slot(map, "order");
        ENT_TRY(edit_order(arena, order, name));
        *slot = *order != NULL ? *slot : NULL;
        return ENT_OK;
    }
    if (ent_is_text(of)) {
        *slot = strcmp(of->text, name) == 0 ? NULL : *slot;
        return ENT_OK;
    }
    if (ent_node_get(*slot, name) == NULL)
        return ENT_OK;
    ent_node *map = ent_node_own(arena, slot, 0);
    if (map == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < map->n; i++)
        if (strcmp(map->pairs[i].key->text, name) == 0)
            ent_node_drop(map, i--);
    *slot = map->n > 0 ? map : NULL;
    return ENT_OK;
}

static ent_status edit_item(ent_arena *arena, ent_node **slot, const char *name) {
    if (ent_is_text(*slot))
        return edit_order(arena, slot, name);
    return ent_is_map(*slot) ? edit_map(arena, slot, name) : ENT_OK;
}

ent_status ent_salience_without(ent_arena *arena, ent_node *preference, const char *name) {
    ent_node **slot = ent_node_slot(preference, "salience");
    if (slot == NULL)
        return ENT_OK;
    if (!ent_is_list(*slot)) {
        ENT_TRY(edit_item(arena, slot, name));
    } else {
        ent_node *list = ent_node_own(arena, slot, 0);
        if (list == NULL)
            return ENT_NOMEM;
        for (size_t i = 0; i < list->n; i++) {
            ENT_TRY(edit_item(arena, &list->items[i], name));
            if (list->items[i] == NULL)
                ent_node_drop(list, i--);
        }
        *slot = list->n > 0 ? list : NULL;
    }
    for (size_t i = 0; *slot == NULL && i < preference->n; i++)
        if (preference->pairs[i].value == NULL) {
            ent_node_drop(preference, i);
            break;
        }
    return ENT_OK;
}
