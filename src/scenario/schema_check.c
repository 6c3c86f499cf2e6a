/* A tree against the table of the file format: unknown and missing keys, wrong kinds, numbers out of
 * range. Every mistake is reported, at the words that make it.
 *
 * The table is not recursive, so neither its depth nor the depth of what is checked can run away.
 */
#include "scenario/schema.h"

#include "scenario/schema_table.h"

#include <string.h>

#define MOST_FIELDS 32u

typedef struct checker {
    ent_diags *diags;
    ent_buffer path; /* of the value at hand */
    ent_buffer words;
} checker;

static void check(checker *c, const ent_schema_type *type, const ent_node *node, ent_span key);

/* ---- reporting ---- */

static const char *path_of(const checker *c) {
    return c->path.data ? c->path.data : "";
}

static void leave(checker *c, size_t len) {
    if (c->path.failed || !c->path.data)
        return;
    c->path.len = len;
    c->path.data[len] = '\0';
}

static void enter_key(checker *c, const char *key) {
    ent_buffer_printf(&c->path, "%s%s", c->path.len > 0 ? "." : "", key);
}

/* What `type` is called; valid until the next call. */
static const char *words_of(checker *c, const ent_schema_type *type) {
    c->words.len = 0;
    ent_schema_words(&c->words, type);
    return c->words.data ? c->words.data : "something else";
}

static const char *found(const ent_node *node) {
    return node->kind == ENT_NODE_LIST ? "a list" : node->kind == ENT_NODE_MAP ? "a map" : "a text";
}

static void report_kind(checker *c, const ent_schema_type *type, const ent_node *node,
                        ent_span key) {
    if (ent_node_is_empty(node))
        ent_diag(c->diags, ENT_E0102, key.source ? key : node->span, path_of(c),
                 "write it, or leave out the key", "nothing stands here; %s is expected",
                 words_of(c, type));
    else
        ent_diag(c->diags, ENT_E0102, node->span, path_of(c), NULL, "%s is expected here, not %s",
                 words_of(c, type), found(node));
}

/* ---- scalars ---- */

static void check_name(checker *c, const ent_schema_type *type, const ent_node *node) {
    bool taken = false;
    for (size_t i = 0; i < type->n_choices; i++)
        taken = taken || strcmp(node->text, type->choices[i]) == 0;
    if (taken)
        ent_diag(c->diags, ENT_E0111, node->span, path_of(c), "choose another short name",
                 "'%s' has a meaning of its own in rules, so it cannot be a name here", node->text);
    else if (!ent_name_is_valid(node->text))
        ent_diag(c->diags, ENT_E0111, node->span, path_of(c),
                 "use letters, digits, _ - ' or %; the full name goes under `name`",
                 "'%s' cannot be a short name", node->text);
}

static void check_choice(checker *c, const ent_schema_type *type, const ent_node *node) {
    for (size_t i = 0; i < type->n_choices; i++)
        if (strcmp(node->text, type->choices[i]) == 0)
            return;
    ent_diag(c->diags, ENT_E0109, node->span, path_of(c), NULL, "%s is expected here, not '%s'",
             words_of(c, type), node->text);
}

static bool two_digits(const char *text, int low, int high, int *out) {
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
        return false;
    *out = (text[0] - '0') * 10 + (text[1] - '0');
    return *out >= low && *out <= high;
}

static int days_in(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

static bool is_date(const char *text) {
    size_t len = strlen(text);
    int century, year, month, day;
    if (len < 4 || !two_digits(text, 0, 99, &century) || !two_digits(text + 2, 0, 99, &year))
        return false;
    if (len == 4)
        return true;
    if (len < 7 || text[4] != '-' || !two_digits(text + 5, 1, 12, &month))
        return false;
    if (len == 7)
        return true;
    return len == 10 && text[7] == '-' &&
           two_digits(text + 8, 1, days_in(century * 100 + year, month), &day);
}

static void check_date(checker *c, const ent_node *node) {
    if (!is_date(node->text))
        ent_diag(c->diags, ENT_E0110, node->span, path_of(c),
                 "write year-month-day, such as 1998-05-02, 1998-05 or 1998", "'%s' is not a date",
                 node->text);
}

static void check_version(checker *c, const ent_node *node) {
    if (strcmp(node->text, "1") != 0)
        ent_diag(c->diags, ENT_E0105, node->span, path_of(c), "write `entente: 1`",
                 "version '%s' of the format is not known; this program reads version 1",
                 node->text);
}

/* ---- numbers ---- */

/* One number within the type's range; false when it is none. */
static bool check_number(checker *c, const ent_schema_type *type, const ent_node *node,
                         ent_number *value) {
    if (node->kind != ENT_NODE_SCALAR || (type->wide ? ent_number_parse_wide : ent_number_parse)(
                                             value, node->text, strlen(node->text)) != ENT_OK) {
        bool range = type->kind == ENT_SCHEMA_QUANTITY;
        ent_diag(c->diags, ENT_E0106, node->span, path_of(c),
                 range ? "write a number such as 40, or a range such as [40, 60]"
                       : "write a number such as 40, 7.5 or 2/3",
                 "'%s' is not a number", node->text ? node->text : found(node));
        return false;
    }
    bool low = type->has_lo && ent_number_cmp(*value, ent_number_int(type->lo)) < 0;
    bool high = type->has_hi && ent_number_cmp(*value, ent_number_int(type->hi)) > 0;
    if (low || high)
        ent_diag(c->diags, ENT_E0104, node->span, path_of(c), NULL,
                 "%s is out of range: %s is expected", node->text, words_of(c, type));
    return true;
}

static void check_range(checker *c, const ent_schema_type *type, const ent_node *list) {
    ent_number lo, hi;
    if (list->n != 2) {
        ent_diag(c->diags, ENT_E0106, list->span, path_of(c), "write it as [low, high]",
                 "a range has a low and a high end");
        return;
    }
    bool low = check_number(c, type, list->items[0], &lo);
    bool high = check_number(c, type, list->items[1], &hi);
    if (low && high && ent_number_cmp(lo, hi) > 0)
        ent_diag(c->diags, ENT_E0107, list->span, path_of(c), "write the low end first",
                 "this range runs from high to low");
}

/* ---- lists and maps ---- */

static void check_count(checker *c, const ent_schema_type *type, const ent_node *node,
                        ent_span key) {
    ent_span at = node->n == 0 && key.source ? key : node->span;
    if (node->n < type->at_least)
        ent_diag(c->diags, ENT_E0112, at, path_of(c), NULL,
                 "at least %zu %s expected here, not %zu", type->at_least,
                 type->at_least == 1 ? "entry is" : "entries are", node->n);
    else if (type->at_most > 0 && node->n > type->at_most)
        ent_diag(c->diags, ENT_E0112, at, path_of(c), NULL,
                 "at most %zu entries are expected here, not %zu", type->at_most, node->n);
}

static void check_list(checker *c, const ent_schema_type *type, const ent_node *node,
                       ent_span key) {
    check_count(c, type, node, key);
    size_t len = c->path.len;
    for (size_t i = 0; i < node->n; i++) {
        ent_buffer_printf(&c->path, "[%zu]", i);
        check(c, type->of[0], node->items[i], (ent_span){NULL, 0, 0});
        leave(c, len);
    }
}

static void check_map(checker *c, const ent_schema_type *type, const ent_node *node, ent_span key) {
    check_count(c, type, node, key);
    size_t len = c->path.len;
    for (size_t i = 0; i < node->n; i++) {
        const ent_node *name = node->pairs[i].key;
        enter_key(c, name->text);
        check(c, type->key, name, name->span);
        check(c, type->of[0], node->pairs[i].value, name->span);
        leave(c, len);
    }
}

/* ---- records ---- */

static size_t field_index(const ent_schema_type *type, const char *key) {
    size_t i = 0;
    while (i < type->n_fields && strcmp(type->fields[i].key, key) != 0)
        i++;
    return i;
}

/* Reports an unknown key and returns the field that was probably meant, or n_fields. */
static size_t report_unknown(checker *c, const ent_schema_type *type, const ent_node *key) {
    const char *keys[MOST_FIELDS];
    for (size_t i = 0; i < type->n_fields; i++)
        keys[i] = type->fields[i].key;
    const char *nearest = ent_nearest(key->text, keys, type->n_fields);
    ent_buffer hint = {0};
    if (nearest)
        ent_buffer_printf(&hint, "did you mean '%s'?", nearest);
    else
        ent_buffer_put(&hint, "known here: ");
    for (size_t i = 0; !nearest && i < type->n_fields; i++)
        ent_buffer_printf(&hint, "%s%s", i > 0 ? ", " : "", keys[i]);
    ent_diag(c->diags, ENT_E0101, key->span, path_of(c), hint.data, "unknown key '%s'", key->text);
    c->diags->failed = c->diags->failed || hint.failed;
    ent_buffer_free(&hint);
    return nearest ? field_index(type, nearest) : type->n_fields;
}

static void report_missing(checker *c, const ent_schema_field *field, ent_span at) {
    bool version = field->type->kind == ENT_SCHEMA_VERSION;
    ent_buffer hint = {0};
    if (field->example && !strchr(field->example, '\n'))
        ent_buffer_printf(&hint, "for example `%s`", field->example);
    ent_diag(c->diags, version ? ENT_E0105 : ENT_E0103, at, path_of(c),
             version ? "begin the file with the line `entente: 1`" : hint.data,
             "the key '%s' is missing", field->key);
    c->diags->failed = c->diags->failed || hint.failed;
    ent_buffer_free(&hint);
}

/* A file that only asks about a vote needs no issues. */
static bool excused(const ent_schema_type *type, const char *key, const ent_node *node) {
    for (size_t i = 0; type->excuses && type->excuses[i]; i += 2)
        if (strcmp(type->excuses[i], key) == 0 && ent_node_get(node, type->excuses[i + 1]))
            return true;
    return false;
}

static void check_record(checker *c, const ent_schema_type *type, const ent_node *node,
                         ent_span key) {
    bool seen[MOST_FIELDS + 1] = {false};
    size_t len = c->path.len;
    for (size_t i = 0; i < node->n; i++) {
        const ent_node *name = node->pairs[i].key;
        size_t field = field_index(type, name->text);
        if (field == type->n_fields) {
            seen[report_unknown(c, type, name)] = true;
            continue;
        }
        seen[field] = true;
        enter_key(c, name->text);
        check(c, type->fields[field].type, node->pairs[i].value, name->span);
        leave(c, len);
    }
    for (size_t i = 0; i < type->n_fields; i++)
        if (type->fields[i].required && !seen[i] && !excused(type, type->fields[i].key, node))
            report_missing(c, &type->fields[i], key.source ? key : node->span);
}

/* ---- alternatives ---- */

static bool accepts_kind(const ent_schema_type *type, const ent_node *node) {
    switch (type->kind) {
    case ENT_SCHEMA_ANY: return true;
    case ENT_SCHEMA_EMPTY: return ent_node_is_empty(node);
    case ENT_SCHEMA_LIST: return node->kind == ENT_NODE_LIST;
    case ENT_SCHEMA_MAP:
    case ENT_SCHEMA_RECORD: return node->kind == ENT_NODE_MAP;
    case ENT_SCHEMA_QUANTITY: return node->kind != ENT_NODE_MAP && !ent_node_is_empty(node);
    default: return node->kind == ENT_NODE_SCALAR && !ent_node_is_empty(node);
    }
}

/* How many of a record's keys stand in a map; required ones count twice. */
static size_t likeness(const ent_schema_type *record, const ent_node *map) {
    size_t score = 0;
    for (size_t i = 0; i < map->n; i++) {
        size_t field = field_index(record, map->pairs[i].key->text);
        if (field < record->n_fields)
            score += record->fields[field].required ? 2 : 1;
    }
    return score;
}

/* Of the alternatives that take this kind of node: for a map, the record most like it, or else a map
 * with free keys; for others the first. */
static const ent_schema_type *choose(const ent_schema_type *type, const ent_node *node) {
    const ent_schema_type *best = NULL;
    size_t best_score = 0;
    for (size_t i = 0; i < type->n_of; i++) {
        const ent_schema_type *option = type->of[i];
        if (!accepts_kind(option, node))
            continue;
        size_t score = option->kind == ENT_SCHEMA_RECORD ? likeness(option, node) : 0;
        bool free_keys = option->kind == ENT_SCHEMA_MAP && best_score == 0;
        if (!best || score > best_score || free_keys) {
            best = option;
            best_score = score;
        }
    }
    return best;
}

static void check_one_of(checker *c, const ent_schema_type *type, const ent_node *node,
                         ent_span key) {
    const ent_schema_type *chosen = choose(type, node);
    if (chosen)
        check(c, chosen, node, key);
    else
        report_kind(c, type, node, key);
}

static void check(checker *c, const ent_schema_type *type, const ent_node *node, ent_span key) {
    if (type->kind != ENT_SCHEMA_ONE_OF && !accepts_kind(type, node)) {
        report_kind(c, type, node, key);
        return;
    }
    ent_number value;
    switch (type->kind) {
    case ENT_SCHEMA_VERSION: check_version(c, node); break;
    case ENT_SCHEMA_NAME: check_name(c, type, node); break;
    case ENT_SCHEMA_DATE: check_date(c, node); break;
    case ENT_SCHEMA_CHOICE: check_choice(c, type, node); break;
    case ENT_SCHEMA_NUMBER: check_number(c, type, node, &value); break;
    case ENT_SCHEMA_QUANTITY:
        if (node->kind == ENT_NODE_LIST)
            check_range(c, type, node);
        else
            check_number(c, type, node, &value);
        break;
    case ENT_SCHEMA_LIST: check_list(c, type, node, key); break;
    case ENT_SCHEMA_MAP: check_map(c, type, node, key); break;
    case ENT_SCHEMA_RECORD: check_record(c, type, node, key); break;
    case ENT_SCHEMA_ONE_OF: check_one_of(c, type, node, key); break;
    default: break;
    }
}

/* A file for another version is not judged by the rules of this one. */
static bool other_version(const ent_node *root) {
    const ent_node *version = ent_node_get(root, "entente");
    return version && version->kind == ENT_NODE_SCALAR && !ent_node_is_empty(version) &&
           strcmp(version->text, "1") != 0;
}

ent_status ent_schema_check(const ent_node *root, ent_diags *diags) {
    const ent_span nowhere = {NULL, 0, 0};
    size_t errors = diags->errors;
    checker c = {.diags = diags};
    if (!root) {
        ent_diag(diags, ENT_E0012, nowhere, "", NULL, "the scenario is empty");
    } else if (root->kind != ENT_NODE_MAP) {
        ent_diag(diags, ENT_E0102, root->span, "", "begin the file with the line `entente: 1`",
                 "a scenario is a map of keys such as `actors:` and `issues:`, not %s",
                 found(root));
    } else if (other_version(root)) {
        check_version(&c, ent_node_get(root, "entente"));
    } else {
        /* The whole map would be marked for a missing key: point at its start. */
        ent_span start = {root->span.source, root->span.start, root->span.start};
        check(&c, &ent_schema_root, root, start);
    }
    bool failed = c.path.failed || c.words.failed || diags->failed;
    ent_buffer_free(&c.path);
    ent_buffer_free(&c.words);
    if (failed)
        return ENT_NOMEM;
    return diags->errors > errors ? ENT_ERROR : ENT_OK;
}
