/* The types of which the table of the file format is made; internal to schema*.c. */
#ifndef ENT_SCENARIO_SCHEMA_TABLE_H
#define ENT_SCENARIO_SCHEMA_TABLE_H

#include "base/base.h"

typedef enum ent_schema_kind {
    ENT_SCHEMA_ANY,
    ENT_SCHEMA_EMPTY,   /* nothing, null or ~ */
    ENT_SCHEMA_TEXT,    /* any scalar that is not empty */
    ENT_SCHEMA_VERSION, /* the number 1 */
    ENT_SCHEMA_NAME,    /* a scalar that can name something new */
    ENT_SCHEMA_REF,     /* the name of something that is declared elsewhere */
    ENT_SCHEMA_DATE,
    ENT_SCHEMA_EXPR,
    ENT_SCHEMA_CHOICE,   /* one of `choices` */
    ENT_SCHEMA_NUMBER,   /* lo..hi */
    ENT_SCHEMA_QUANTITY, /* a number or [low, high], lo..hi */
    ENT_SCHEMA_LIST,     /* of `of[0]`, at_least..at_most items */
    ENT_SCHEMA_MAP,      /* `key` to `of[0]`, at_least..at_most pairs */
    ENT_SCHEMA_RECORD,   /* `fields` */
    ENT_SCHEMA_ONE_OF    /* one of `of` */
} ent_schema_kind;

typedef struct ent_schema_type ent_schema_type;

typedef struct ent_schema_field {
    const char *key;
    const ent_schema_type *type;
    bool required;
    const char *doc;     /* one or two sentences; NULL for keys that are the same in every record */
    const char *example; /* a piece of YAML; NULL: none */
} ent_schema_field;

struct ent_schema_type {
    ent_schema_kind kind;
    const char *words; /* "an order, such as a > b > c"; NULL: the kind's own words */
    const ent_schema_type *const *of;
    size_t n_of;
    const ent_schema_type *key; /* MAP: NAME, REF or TEXT */
    const ent_schema_field *fields;
    size_t n_fields;
    /* RECORD: pairs of a required key and one beside which it may be left out, those of the same key
     * together; ends with NULL */
    const char *const *excuses;
    const char *const
        *choices; /* CHOICE: what may stand there; NAME: what may not, besides reserved words */
    size_t n_choices;
    bool has_lo, has_hi;
    int lo, hi;
    bool wide;                /* NUMBER and QUANTITY: up to 36 digits (ent_number_parse_wide) */
    size_t at_least, at_most; /* at_most 0: no bound */
};

/* The whole file. */
extern const ent_schema_type ent_schema_root;

/* What a key means, also of those that mean the same in every record. */
const char *ent_schema_doc(const ent_schema_field *field);

/* "a list", "a number from 0 to 100": what a value of this type is called. */
void ent_schema_words(ent_buffer *out, const ent_schema_type *type);

#endif
