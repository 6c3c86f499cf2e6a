/* The file format, said once: which keys there are, what may stand under them, and what they mean.
 *
 * One table (schema_table.c) drives the check of a tree's shape, the reference page, `entente format`
 * and the JSON Schema for editors. The check knows nothing of names: whether an actor exists or an
 * outcome belongs to an issue is the builder's business. What it does promise, when it returns ENT_OK:
 *
 *  - every key is known, none that is required is missing, and every value has one of the kinds that
 *    the table gives for it (scalar, list, map), with the stated number of items;
 *  - where the table says number or quantity, ent_node_quantity() succeeds and is within its range;
 *  - where it offers several records, the value has the required keys of one of them;
 *  - names of sources, actors, issues, outcomes and agendas given as map keys or as `id` are usable
 *    (no reserved word, no dot). Outcomes listed as plain texts are checked too.
 *
 * Not checked here: scalars that may be an outcome's name, a number or an order (`wants`), the keys
 * of `control`, expressions, and which keys exclude one another.
 */
#ifndef ENT_SCENARIO_SCHEMA_H
#define ENT_SCENARIO_SCHEMA_H

#include "scenario/node.h"

/* Checks a tree (NULL: an empty file) and reports every mistake. ENT_ERROR when there was one. */
ent_status ent_schema_check(const ent_node *root, ent_diags *diags);

/* The reference page in Markdown. `key` limits it to one key ("issues", "preferences.salience", or the
 * last part alone, "salience"); NULL: all. ENT_ERROR when there is no such key: then *out is as it was. */
ent_status ent_schema_reference(ent_buffer *out, const char *key);

/* The JSON Schema (draft 2020-12). */
ent_status ent_schema_json(ent_buffer *out);

/* The key nearest to an unknown `key` of ent_schema_reference(), or NULL. */
const char *ent_schema_nearest(const char *key);

/* A number, or a range [lo, hi] with lo <= hi. False when the node is neither. */
bool ent_node_quantity(ent_number *lo, ent_number *hi, const ent_node *node);
/* The same with up to 36 digits. */
bool ent_node_quantity_wide(ent_number *lo, ent_number *hi, const ent_node *node);

/* Nothing was written there: "", or null or ~ without quotes. */
bool ent_node_is_empty(const ent_node *node);

/* Whether a text can name an actor, issue, outcome, agenda or source: letters, digits, _ - ' % and
 * anything beyond ASCII, not empty, not a reserved word. */
bool ent_name_is_valid(const char *text);

#endif
