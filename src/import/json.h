/* Reading JSON profiles: what GeniusWeb and NegoLog files have in common. */
#ifndef ENT_IMPORT_JSON_H
#define ENT_IMPORT_JSON_H

#include "import/import.h"

/* The file's tree; it comes through the scenario's own door, since YAML holds JSON. */
ent_status ent_json_parse(const ent_node **out, ent_import *in, const ent_import_file *file);
/* The map under a key; ENT_ERROR, reported, when it is missing or no map. */
ent_status ent_json_map(const ent_node **out, ent_import *in, const ent_node *map, const char *key);
/* An exact number. */
ent_status ent_json_number(ent_number *out, ent_import *in, const ent_node *node);
/* weight * value, or an error at `node`. */
ent_status ent_json_product(ent_number *out, ent_import *in, const ent_node *node, ent_number a,
                            ent_number b);

#endif
