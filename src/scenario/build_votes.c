/* Bodies that vote: their voters, what each weighs, and the rule by which coalitions win. */
#include <string.h>

#include "scenario/build.h"
#include "scenario/csv.h"

/* What a name stands for, while a body is read. */
#define TIMES "times"

typedef struct voters {
    ent_build *b;
    ent_vote *vote;
    const char *path;
    ent_map *names;     /* of voters and groups */
    ent_map *column_of; /* a column's number */
    size_t cap_groups;
    bool full; /* ENT_MAX_VOTERS passed, and reported */
} voters;

static ent_status new_body(voters *v) {
    v->names = ent_map_new(v->b->arena);
    v->column_of = ent_map_new(v->b->arena);
    v->vote->voters = ENT_NEW(v->b->arena, const char *, ENT_MAX_VOTERS);
    v->vote->columns = ENT_NEW(v->b->arena, const char *, ENT_MAX_COLUMNS);
    v->vote->weights = ENT_NEW(v->b->arena, ent_number, ENT_MAX_COLUMNS * ENT_MAX_VOTERS);
    if (!v->names || !v->column_of || !v->vote->voters || !v->vote->columns || !v->vote->weights)
        return ENT_NOMEM;
    for (size_t i = 0; i < ENT_MAX_COLUMNS * ENT_MAX_VOTERS; i++)
        v->vote->weights[i] = ENT_ZERO;
    return ENT_OK;
}

/* The column of that name, made where there is none yet; ENT_NONE past their most. */
static ent_status column_named(voters *v, const char *name, ent_span span, uint32_t *out) {
    *out = ent_map_get(v->column_of, name);
    if (*out != ENT_NONE)
        return ENT_OK;
    if (strcmp(name, "voters") == 0 || v->vote->n_columns == ENT_MAX_COLUMNS) {
        ent_report(v->b->diags, ENT_E0172, span, v->path,
                   "in a rule, `voters` counts every voter as one without being given",
                   v->vote->n_columns == ENT_MAX_COLUMNS ? "there are more than 16 kinds of weight"
                                                         : "a weight cannot be called 'voters'");
        return ENT_OK;
    }
    *out = (uint32_t)v->vote->n_columns++;
    v->vote->columns[*out] = name;
    return ent_map_put(v->column_of, name, *out);
}

/* Adds the voter, or `times` of them under one name; the first one's number in *first. */
static ent_status add_voters(voters *v, const char *name, size_t times, ent_span span,
                             uint32_t *first) {
    ent_vote *vote = v->vote;
    *first = ENT_NONE;
    if (v->full)
        return ENT_OK;
    if (ent_map_get(v->names, name) != ENT_NONE) {
        ent_report(v->b->diags, ENT_E0174, span, v->path, "give each voter a name of its own",
                   "the voter '%s' stands twice", name);
        return ENT_OK;
    }
    if (times > ENT_MAX_VOTERS - vote->n_voters) {
        v->full = true;
        ent_report(v->b->diags, ENT_E0173, span, v->path, NULL, "there are more than %u voters",
                   ENT_MAX_VOTERS);
        return ENT_OK;
    }
    ENT_TRY(ent_map_put(v->names, name, (uint32_t)vote->n_voters));
    *first = (uint32_t)vote->n_voters;
    for (size_t i = 0; i < times; i++) {
        const char *each = name;
        if (times > 1)
            ENT_PATH(each, v->b, "%s %zu", name, i + 1);
        vote->voters[vote->n_voters++] = each;
    }
    if (times == 1)
        return ENT_OK;
    struct ent_vote_group *groups =
        ent_arena_grow(v->b->arena, vote->groups, vote->n_groups, &v->cap_groups, sizeof *groups);
    if (!groups)
        return ENT_NOMEM;
    vote->groups = groups;
    groups[vote->n_groups++] = (struct ent_vote_group){name, *first, (uint32_t)times};
    return ENT_OK;
}

/* Weights are added up as whole numbers below 2^62: decimals and size are bounded. */
static bool weighable(ent_number w) {
    const ent_i128 million = 1000000;
    return w.num >= 0 && w.den <= million && million % w.den == 0 &&
           w.num / w.den < million * million;
}

static void set_weight(voters *v, uint32_t column, uint32_t first, size_t times, ent_number weight,
                       ent_span span) {
    if (column == ENT_NONE || first == ENT_NONE)
        return;
    if (!weighable(weight)) {
        ent_report(v->b->diags, ENT_E0172, span, v->path,
                   "write at most six decimals, and weights from 0 to 10^12",
                   "this weight cannot be added up exactly");
        return;
    }
    for (size_t i = 0; i < times; i++)
        v->vote->weights[column * ENT_MAX_VOTERS + first + i] = weight;
}

static bool number_of(const ent_node *node, ent_number *out) {
    ent_range range;
    bool is = node && node->kind == ENT_NODE_SCALAR && ent_read_range(node, &range);
    *out = is ? range.lo : ENT_ZERO;
    return is;
}

static ent_status read_voter(voters *v, const ent_pair *pair) {
    const ent_node *record = pair->value;
    ent_number number;
    uint32_t first, column;
    size_t times = 1;
    const ent_node *many = ent_is_map(record) ? ent_node_get(record, TIMES) : NULL;
    if (number_of(many, &number)) {
        if (number.den != 1 || number.num < 1 || number.num > ENT_MAX_VOTERS)
            ent_report(v->b->diags, ENT_E0173, many->span, v->path, NULL,
                       "so many equal voters cannot be: 1 to %u", ENT_MAX_VOTERS);
        else
            times = (size_t)number.num;
    }
    ENT_TRY(add_voters(v, pair->key->text, times, pair->key->span, &first));
    if (number_of(record, &number)) {
        ENT_TRY(column_named(v, "votes", record->span, &column));
        set_weight(v, column, first, times, number, record->span);
    }
    for (size_t i = 0; ent_is_map(record) && i < record->n; i++) {
        const ent_pair *weight = &record->pairs[i];
        if (strcmp(weight->key->text, TIMES) == 0 || !number_of(weight->value, &number))
            continue;
        ENT_TRY(column_named(v, weight->key->text, weight->key->span, &column));
        set_weight(v, column, first, times, number, weight->value->span);
    }
    return ENT_OK;
}

static ent_status read_row(voters *v, const ent_csv *csv, size_t row) {
    const ent_csv_cell *name = ent_csv_at(csv, row, 0);
    uint32_t first;
    ent_number number;
    if (!name->text[0]) {
        ent_report(v->b->diags, ENT_E0171, name->span, v->path, NULL, "this row has no name");
        return ENT_OK;
    }
    ENT_TRY(add_voters(v, name->text, 1, name->span, &first));
    for (size_t c = 1; c < csv->n_columns; c++) {
        const ent_csv_cell *cell = ent_csv_at(csv, row, c);
        if (!cell->text[0])
            continue;
        if (ent_number_parse(&number, cell->text, strlen(cell->text)) != ENT_OK) {
            ent_report(v->b->diags, ENT_E0171, cell->span, v->path,
                       "write 1200.5, or quote nothing", "'%s' in the row of '%s' is not a number",
                       cell->text, name->text);
            continue;
        }
        set_weight(v, ent_map_get(v->column_of, csv->heading[c].text), first, 1, number,
                   cell->span);
    }
    return ENT_OK;
}

static ent_status read_table(voters *v, const ent_node *node) {
    ent_csv csv;
    uint32_t column;
    const ent_csv_from from = {.scalar = node, .path = v->path, .named = true};
    ent_status status = ent_csv_read(&csv, v->b->arena, &from, v->b->diags);
    if (status != ENT_OK)
        return ent_go_on(status);
    for (size_t c = 1; c < csv.n_columns; c++)
        ENT_TRY(column_named(v, csv.heading[c].text, csv.heading[c].span, &column));
    for (size_t row = 0; row < csv.n_rows && !v->full; row++)
        ENT_TRY(read_row(v, &csv, row));
    return ENT_OK;
}

/* Weights stand per column with room for all voters; now close together. */
static void close_up(ent_vote *vote) {
    for (size_t c = 1; c < vote->n_columns; c++)
        memmove(vote->weights + c * vote->n_voters, vote->weights + c * ENT_MAX_VOTERS,
                vote->n_voters * sizeof *vote->weights);
}

static ent_status build_vote(ent_build *b, const ent_pair *pair) {
    ent_vote *vote = &b->scenario->votes[b->scenario->n_votes];
    const ent_node *record = pair->value, *rule = ent_node_get(record, "rule");
    const ent_node *map = ent_node_get(record, "voters"), *table = ent_node_get(record, "table");
    voters v = {.b = b, .vote = vote};
    vote->id = pair->key->text;
    ENT_PATH(v.path, b, "votes.%s", vote->id);
    ENT_TRY(ent_read_said(b, &vote->said, record, pair->key->span, v.path, NULL));
    vote->name = vote->said.name ? vote->said.name : vote->id;
    ENT_TRY(new_body(&v));
    for (size_t i = 0; ent_is_map(map) && i < map->n; i++)
        ENT_TRY(read_voter(&v, &map->pairs[i]));
    if (ent_is_text(table))
        ENT_TRY(read_table(&v, table));
    close_up(vote);
    if (vote->n_voters == 0 && !v.full)
        ent_report(b->diags, ENT_E0173, pair->key->span, v.path,
                   "list them under `voters`, or as CSV under `table`",
                   "there is nobody who votes in '%s'", vote->id);
    if (vote->n_voters == 0 || !ent_is_text(rule))
        return ENT_OK;
    vote->rule_text = rule->text;
    ENT_TRY(ent_go_on(ent_vote_rule_parse(&vote->rule, vote, b->arena, rule, v.path, b->diags)));
    b->scenario->n_votes += vote->rule != NULL;
    return ENT_OK;
}

ent_status ent_build_votes(ent_build *b) {
    const ent_node *map = ent_node_get(b->root, "votes");
    if (!ent_is_map(map))
        return ENT_OK;
    b->scenario->votes = ENT_NEW(b->arena, ent_vote, map->n + 1);
    if (!b->scenario->votes)
        return ENT_NOMEM;
    for (size_t i = 0; i < map->n; i++) {
        b->scenario->votes[b->scenario->n_votes] = (ent_vote){0};
        if (ent_is_map(map->pairs[i].value))
            ENT_TRY(build_vote(b, &map->pairs[i]));
    }
    return ENT_OK;
}
