/* The worth of every coalition of actors. */
#include <string.h>

#include "scenario/build.h"
#include "scenario/csv.h"

#define PATH "worth of coalitions"

typedef struct worths {
    ent_build *b;
    ent_number *worth;
    bool *given; /* per coalition */
    uint64_t all;
} worths;

static ent_status complain(ent_build *b, ent_span span, const char *path, const char *what,
                           const char *name) {
    ent_report(b->diags, ENT_E0175, span, path, "name members as in: north, east", what, name);
    return ENT_OK;
}

/* Adds the actor named by text[0..len). */
static ent_status add_member(ent_build *b, const char *text, size_t len, ent_span span,
                             const char *path, uint64_t *members, bool *ok) {
    const char *name = ent_arena_text_n(b->arena, text, len);
    if (!name)
        return ENT_NOMEM;
    uint32_t actor = ent_find_actor(b->scenario, name);
    if (actor == ENT_NONE) {
        *ok = false;
        return ent_go_on(ent_unknown_actor(b->scenario, (ent_place){b->diags, span, path}, name));
    }
    if (*members >> actor & 1) {
        *ok = false;
        return complain(b, span, path, "'%s' stands twice in a coalition", name);
    }
    *members |= UINT64_C(1) << actor;
    return ENT_OK;
}

ent_status ent_read_members(ent_build *b, const char *text, ent_span span, const char *path,
                            uint64_t *members, bool *ok) {
    const size_t n = b->scenario->n_actors;
    const char *at = text + strspn(text, "{ \t");
    *members = 0;
    *ok = true;
    if (strcmp(at, "all") == 0) {
        *members = n >= 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1;
        return ENT_OK;
    }
    while (*at && *ok) {
        size_t len = *at == '"' ? strcspn(at + 1, "\"") : strcspn(at, ",+{} \t\n");
        const char *name = *at == '"' ? at + 1 : at;
        if (len > 0)
            ENT_TRY(add_member(b, name, len, span, path, members, ok));
        at = name + len;
        at += *at == '"';
        at += strspn(at, ",+{} \t\n");
    }
    if (*ok && !*members) {
        *ok = false;
        return complain(b, span, path, "no member is named in '%s'", text);
    }
    return ENT_OK;
}

static ent_status set_worth(const worths *w, const char *text, ent_span span, ent_number worth) {
    uint64_t coalition;
    bool ok;
    ENT_TRY(ent_read_members(w->b, text, span, PATH, &coalition, &ok));
    if (!ok)
        return ENT_OK;
    if (w->given[coalition])
        return complain(w->b, span, PATH, "the worth of '%s' is given twice", text);
    w->given[coalition] = true;
    w->worth[coalition] = worth;
    return ENT_OK;
}

static bool read_number(const ent_node *node, ent_number *out) {
    return node && node->kind == ENT_NODE_SCALAR &&
           ent_number_parse_wide(out, node->text, strlen(node->text)) == ENT_OK;
}

static ent_status read_map(const worths *w, const ent_node *map) {
    ent_number worth;
    for (size_t i = 0; i < map->n; i++)
        if (read_number(map->pairs[i].value, &worth))
            ENT_TRY(set_worth(w, map->pairs[i].key->text, map->pairs[i].key->span, worth));
    return ENT_OK;
}

static ent_status read_list(const worths *w, const ent_node *list) {
    if (list->n != w->all + 1) {
        ent_report(w->b->diags, ENT_E0176, list->span, PATH, NULL,
                   "%zu numbers stand here; %zu actors have %llu coalitions", list->n,
                   w->b->scenario->n_actors, (unsigned long long)(w->all + 1));
        return ENT_OK;
    }
    for (size_t s = 0; s < list->n; s++)
        if (read_number(list->items[s], &w->worth[s]))
            w->given[s] = true;
    if (w->worth[0].num != 0)
        ent_report(w->b->diags, ENT_E0176, list->items[0]->span, PATH, "begin the list with 0",
                   "nobody is worth something");
    return ENT_OK;
}

static ent_status read_table(const worths *w, const ent_node *node) {
    ent_csv csv;
    ent_number worth;
    const ent_csv_from from = {.scalar = node, .path = PATH, .named = true};
    ent_status status = ent_csv_read(&csv, w->b->arena, &from, w->b->diags);
    if (status != ENT_OK)
        return ent_go_on(status);
    if (csv.n_columns != 2) {
        ent_report(w->b->diags, ENT_E0171, node->span, PATH,
                   "quote a coalition of several: \"north, east\",60, or write north+east,60",
                   "the table has %zu columns; a coalition and its worth are two", csv.n_columns);
        return ENT_OK;
    }
    for (size_t row = 0; row < csv.n_rows; row++) {
        const ent_csv_cell *name = ent_csv_at(&csv, row, 0);
        const ent_csv_cell *number = ent_csv_at(&csv, row, 1);
        if (ent_number_parse_wide(&worth, number->text, strlen(number->text)) != ENT_OK)
            ent_report(w->b->diags, ENT_E0171, number->span, PATH, NULL,
                       "'%s' in the row of '%s' is not a number", number->text, name->text);
        else
            ENT_TRY(set_worth(w, name->text, name->span, worth));
    }
    return ENT_OK;
}

ent_status ent_build_worth_of(ent_build *b) {
    const ent_node *record = ent_node_get(b->root, PATH);
    ent_scenario *scenario = b->scenario;
    worths w = {.b = b};
    ent_number otherwise = ENT_ZERO;
    if (!ent_is_map(record) || scenario->n_actors == 0)
        return ENT_OK;
    ent_span span = ent_key_of(b->root, PATH)->span;
    if (scenario->n_actors > ENT_MAX_WORTH) {
        ent_report(b->diags, ENT_E0177, span, PATH, NULL,
                   "there are %zu actors; at most %u can have a worth for every coalition",
                   scenario->n_actors, ENT_MAX_WORTH);
        return ENT_OK;
    }
    w.all = (UINT64_C(1) << scenario->n_actors) - 1;
    w.worth = ENT_NEW(b->arena, ent_number, w.all + 1);
    w.given = ENT_NEW(b->arena, bool, w.all + 1);
    if (!w.worth || !w.given)
        return ENT_NOMEM;
    ENT_TRY(ent_read_said(b, &scenario->worth_said, record, span, PATH, NULL));
    (void)read_number(ent_node_get(record, "otherwise"), &otherwise);
    for (uint64_t s = 0; s <= w.all; s++)
        w.worth[s] = s ? otherwise : ENT_ZERO;
    const ent_node *values = ent_node_get(record, "values"), *table = ent_node_get(record, "table");
    if (ent_is_map(values))
        ENT_TRY(read_map(&w, values));
    else if (ent_is_list(values))
        ENT_TRY(read_list(&w, values));
    if (ent_is_text(table))
        ENT_TRY(read_table(&w, table));
    for (uint64_t s = 1; s <= w.all; s++)
        scenario->worth_left_out += !w.given[s];
    scenario->worth_otherwise = ent_node_get(record, "otherwise") != NULL;
    scenario->worth_of = w.worth;
    return ENT_OK;
}
