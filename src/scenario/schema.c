/* What the check, the reference page and the JSON Schema share: words for types, and quantities. */
#include "scenario/schema.h"

#include "scenario/schema_table.h"

#include <string.h>

static bool is_quoted(const ent_node *node) {
    const ent_span *span = &node->span;
    char first = span->source && span->start < span->end ? span->source->text[span->start] : ' ';
    return first == '"' || first == '\'';
}

bool ent_node_is_empty(const ent_node *node) {
    return node->kind == ENT_NODE_SCALAR &&
           (node->text[0] == '\0' || (!is_quoted(node) && (strcmp(node->text, "null") == 0 ||
                                                           strcmp(node->text, "~") == 0)));
}

typedef ent_status (*parse_fn)(ent_number *out, const char *text, size_t len);

static bool number_of(ent_number *out, const ent_node *node, parse_fn parse) {
    return node->kind == ENT_NODE_SCALAR && parse(out, node->text, strlen(node->text)) == ENT_OK;
}

static bool quantity_of(ent_number *lo, ent_number *hi, const ent_node *node, parse_fn parse) {
    if (node->kind == ENT_NODE_LIST)
        return node->n == 2 && number_of(lo, node->items[0], parse) &&
               number_of(hi, node->items[1], parse) && ent_number_cmp(*lo, *hi) <= 0;
    if (!number_of(lo, node, parse))
        return false;
    *hi = *lo;
    return true;
}

bool ent_node_quantity(ent_number *lo, ent_number *hi, const ent_node *node) {
    return quantity_of(lo, hi, node, ent_number_parse);
}

bool ent_node_quantity_wide(ent_number *lo, ent_number *hi, const ent_node *node) {
    return quantity_of(lo, hi, node, ent_number_parse_wide);
}

bool ent_name_is_valid(const char *text) {
    static const char *const reserved[] = {"and",  "or",    "not",   "if",    "then",
                                           "iff",  "in",    "where", "total", "count",
                                           "true", "false", "about", "of",    "with"};
    for (size_t i = 0; i < ENT_COUNT(reserved); i++)
        if (strcmp(text, reserved[i]) == 0)
            return false;
    const unsigned char *c = (const unsigned char *)text;
    for (; *c; c++) {
        bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || *c >= 0x80;
        if (!letter && !(*c >= '0' && *c <= '9') && !strchr("_-'%", *c))
            return false;
    }
    return c != (const unsigned char *)text;
}

const char *ent_schema_doc(const ent_schema_field *field) {
    static const struct {
        const char *key, *doc;
    } common[] = {
        {"name", "A name for it, by which it is shown and may be referred to."},
        {"from",
         "Where it is taken from: a source and the place in it, such as `gazette ¶3`, or a list of "
         "such. Without it "
         "the statement counts as an assumption, unless what it belongs to says where it is from."},
        {"note", "The reasoning behind it, for readers."},
    };
    for (size_t i = 0; !field->doc && i < ENT_COUNT(common); i++)
        if (strcmp(field->key, common[i].key) == 0)
            return common[i].doc;
    return field->doc ? field->doc : "";
}

static void put_number_words(ent_buffer *out, const ent_schema_type *type, const char *what) {
    ent_buffer_put(out, what);
    if (type->has_lo && type->has_hi)
        ent_buffer_printf(out, " from %d to %d", type->lo, type->hi);
    else if (type->has_lo)
        ent_buffer_printf(out, " of %d or more", type->lo);
}

static void put_choices(ent_buffer *out, const ent_schema_type *type) {
    for (size_t i = 0; i < type->n_choices; i++)
        ent_buffer_printf(out, "%s`%s`",
                          i == 0                    ? ""
                          : i + 1 < type->n_choices ? ", "
                                                    : " or ",
                          type->choices[i]);
}

/* "a map with `ideal`": a record is recognised by what it requires. */
static void put_record_words(ent_buffer *out, const ent_schema_type *type) {
    const char *joint = " with ";
    ent_buffer_put(out, "a map");
    for (size_t i = 0; i < type->n_fields; i++)
        if (type->fields[i].required) {
            ent_buffer_printf(out, "%s`%s`", joint, type->fields[i].key);
            joint = " and ";
        }
}

static void put_alternatives(ent_buffer *out, const ent_schema_type *type) {
    for (size_t i = 0; i < type->n_of; i++) {
        ent_buffer_put(out, i == 0 ? "" : i + 1 < type->n_of ? ", " : ", or ");
        ent_schema_words(out, type->of[i]);
    }
}

void ent_schema_words(ent_buffer *out, const ent_schema_type *type) {
    static const char *const words[] = {[ENT_SCHEMA_ANY] = "anything",
                                        [ENT_SCHEMA_EMPTY] = "nothing",
                                        [ENT_SCHEMA_TEXT] = "a text",
                                        [ENT_SCHEMA_VERSION] = "the number 1",
                                        [ENT_SCHEMA_NAME] = "a short name",
                                        [ENT_SCHEMA_REF] = "a name",
                                        [ENT_SCHEMA_DATE] = "a date such as 1998-05-02",
                                        [ENT_SCHEMA_EXPR] = "an expression"};
    if (type->words) {
        ent_buffer_put(out, type->words);
        return;
    }
    switch (type->kind) {
    case ENT_SCHEMA_CHOICE: put_choices(out, type); break;
    case ENT_SCHEMA_NUMBER: put_number_words(out, type, "a number"); break;
    case ENT_SCHEMA_QUANTITY: put_number_words(out, type, "a number or a range [low, high]"); break;
    case ENT_SCHEMA_LIST:
        ent_buffer_put(out, "a list, each item ");
        ent_schema_words(out, type->of[0]);
        break;
    case ENT_SCHEMA_MAP:
        ent_buffer_put(out, "a map from ");
        ent_schema_words(out, type->key);
        ent_buffer_put(out, " to ");
        ent_schema_words(out, type->of[0]);
        break;
    case ENT_SCHEMA_RECORD: put_record_words(out, type); break;
    case ENT_SCHEMA_ONE_OF: put_alternatives(out, type); break;
    default: ent_buffer_put(out, words[type->kind]); break;
    }
}
