/* The table of the file format as a JSON Schema (draft 2020-12), for editors.
 *
 * Editors read YAML with types: `1998` is a number to them and `true` a truth value, where the scenario
 * reader sees texts. So a text may be any scalar there. What only the reader can tell (whether an
 * expression is one, whether a name is known) the schema leaves open.
 */
#include "scenario/schema.h"

#include "scenario/schema_table.h"

#include <string.h>

#define NAME_PATTERN "^(?:[-0-9A-Za-z_'%]|[^\\u0000-\\u007F])+$"
#define DATE_PATTERN "^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?$"
#define NUMBER_PATTERN "^[-+]?[0-9.]+(?:[eE][-+]?[0-9]+|/[0-9]+)?$"

static void put_type(ent_buffer *out, const ent_schema_type *type, const char *doc);

static void put_string(ent_buffer *out, const char *text) {
    ent_buffer_put(out, "\"");
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            ent_buffer_printf(out, "\\%c", *text);
        else if ((unsigned char)*text < 0x20)
            ent_buffer_printf(out, "\\u%04x", (unsigned)*text);
        else
            ent_buffer_put_n(out, text, 1);
    }
    ent_buffer_put(out, "\"");
}

static void put_pattern(ent_buffer *out, const char *types, const char *pattern) {
    ent_buffer_printf(out, "\"type\": %s, \"pattern\": ", types);
    put_string(out, pattern);
}

/* An exact number is a number, or a text such as "2/3". */
static void put_number(ent_buffer *out, const ent_schema_type *type) {
    ent_buffer_put(out, "{\"type\": \"number\"");
    if (type->has_lo)
        ent_buffer_printf(out, ", \"minimum\": %d", type->lo);
    if (type->has_hi)
        ent_buffer_printf(out, ", \"maximum\": %d", type->hi);
    ent_buffer_put(out, "}, {");
    put_pattern(out, "\"string\"", NUMBER_PATTERN);
    ent_buffer_put(out, "}");
}

static void put_quantity(ent_buffer *out, const ent_schema_type *type) {
    ent_buffer_put(out, "\"anyOf\": [");
    put_number(out, type);
    if (type->kind == ENT_SCHEMA_QUANTITY) {
        ent_buffer_put(out, ", {\"type\": \"array\", \"minItems\": 2, \"maxItems\": 2, \"items\": "
                            "{\"anyOf\": [");
        put_number(out, type);
        ent_buffer_put(out, "]}}");
    }
    ent_buffer_put(out, "]");
}

static void put_choices(ent_buffer *out, const ent_schema_type *type) {
    ent_buffer_put(out, "\"enum\": [");
    for (size_t i = 0; i < type->n_choices; i++) {
        const char *choice = type->choices[i];
        ent_buffer_put(out, i > 0 ? ", " : "");
        put_string(out, choice);
        if (strcmp(choice, "true") == 0 || strcmp(choice, "false") == 0)
            ent_buffer_printf(out, ", %s", choice);
    }
    ent_buffer_put(out, "]");
}

static void put_bounds(ent_buffer *out, const ent_schema_type *type, const char *what) {
    if (type->at_least > 0)
        ent_buffer_printf(out, ", \"min%s\": %zu", what, type->at_least);
    if (type->at_most > 0)
        ent_buffer_printf(out, ", \"max%s\": %zu", what, type->at_most);
}

static void put_map(ent_buffer *out, const ent_schema_type *type) {
    ent_buffer_put(out, "\"type\": \"object\"");
    put_bounds(out, type, "Properties");
    if (type->key->kind == ENT_SCHEMA_NAME) {
        ent_buffer_put(out, ", \"propertyNames\": {\"pattern\": ");
        put_string(out, NAME_PATTERN);
        ent_buffer_put(out, "}");
    }
    ent_buffer_put(out, ", \"additionalProperties\": ");
    put_type(out, type->of[0], NULL);
}

static bool excused(const ent_schema_type *type, const char *key) {
    for (size_t i = 0; type->excuses && type->excuses[i]; i += 2)
        if (strcmp(type->excuses[i], key) == 0)
            return true;
    return false;
}

static void put_required(ent_buffer *out, const char *key) {
    ent_buffer_put(out, "{\"required\": [");
    put_string(out, key);
    ent_buffer_put(out, "]}");
}

/* For each excused key: it, or one of those that excuse it. */
static void put_excuses(ent_buffer *out, const ent_schema_type *type) {
    const char *before = ", \"allOf\": [";
    for (size_t i = 0; type->excuses && type->excuses[i]; i += 2) {
        const char *key = type->excuses[i];
        if (i > 0 && strcmp(type->excuses[i - 2], key) == 0)
            continue;
        ent_buffer_put(out, before);
        ent_buffer_put(out, "{\"anyOf\": [");
        put_required(out, key);
        for (size_t k = i; type->excuses[k] && strcmp(type->excuses[k], key) == 0; k += 2) {
            ent_buffer_put(out, ", ");
            put_required(out, type->excuses[k + 1]);
        }
        ent_buffer_put(out, "]}");
        before = ", ";
    }
    ent_buffer_put(out, type->excuses ? "]" : "");
}

static void put_record(ent_buffer *out, const ent_schema_type *type) {
    ent_buffer_put(out, "\"type\": \"object\", \"additionalProperties\": false, \"required\": [");
    const char *comma = "";
    for (size_t i = 0; i < type->n_fields; i++)
        if (type->fields[i].required && !excused(type, type->fields[i].key)) {
            ent_buffer_put(out, comma);
            put_string(out, type->fields[i].key);
            comma = ", ";
        }
    ent_buffer_put(out, "], \"properties\": {");
    for (size_t i = 0; i < type->n_fields; i++) {
        ent_buffer_put(out, i > 0 ? ",\n" : "\n");
        put_string(out, type->fields[i].key);
        ent_buffer_put(out, ": ");
        put_type(out, type->fields[i].type, ent_schema_doc(&type->fields[i]));
    }
    ent_buffer_put(out, "}");
    put_excuses(out, type);
}

static void put_alternatives(ent_buffer *out, const ent_schema_type *type) {
    ent_buffer_put(out, "\"anyOf\": [");
    for (size_t i = 0; i < type->n_of; i++) {
        ent_buffer_put(out, i > 0 ? ", " : "");
        put_type(out, type->of[i], NULL);
    }
    ent_buffer_put(out, "]");
}

static void put_constraints(ent_buffer *out, const ent_schema_type *type) {
    switch (type->kind) {
    case ENT_SCHEMA_ANY: break;
    case ENT_SCHEMA_EMPTY: ent_buffer_put(out, "\"type\": \"null\""); break;
    case ENT_SCHEMA_VERSION: ent_buffer_put(out, "\"enum\": [1, \"1\"]"); break;
    case ENT_SCHEMA_NAME: put_pattern(out, "[\"string\", \"number\"]", NAME_PATTERN); break;
    case ENT_SCHEMA_DATE: put_pattern(out, "[\"string\", \"integer\"]", DATE_PATTERN); break;
    case ENT_SCHEMA_CHOICE: put_choices(out, type); break;
    case ENT_SCHEMA_NUMBER:
    case ENT_SCHEMA_QUANTITY: put_quantity(out, type); break;
    case ENT_SCHEMA_LIST:
        ent_buffer_put(out, "\"type\": \"array\"");
        put_bounds(out, type, "Items");
        ent_buffer_put(out, ", \"items\": ");
        put_type(out, type->of[0], NULL);
        break;
    case ENT_SCHEMA_MAP: put_map(out, type); break;
    case ENT_SCHEMA_RECORD: put_record(out, type); break;
    case ENT_SCHEMA_ONE_OF: put_alternatives(out, type); break;
    default: /* TEXT, REF, EXPR */
        ent_buffer_put(out, "\"type\": [\"string\", \"number\", \"boolean\"]");
        break;
    }
}

static void put_type(ent_buffer *out, const ent_schema_type *type, const char *doc) {
    ent_buffer_put(out, "{");
    if (doc && doc[0]) {
        ent_buffer_put(out, "\"description\": ");
        put_string(out, doc);
        ent_buffer_put(out, type->kind == ENT_SCHEMA_ANY ? "" : ", ");
    }
    put_constraints(out, type);
    ent_buffer_put(out, "}");
}

ent_status ent_schema_json(ent_buffer *out) {
    ent_buffer_put(out, "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
                        "\"title\": \"entente scenario\",\n");
    put_record(out, &ent_schema_root);
    ent_buffer_put(out, "}\n");
    return out->failed ? ENT_NOMEM : ENT_OK;
}
