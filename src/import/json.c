/* Maps and exact numbers of JSON profiles. See json.h. */
#include "import/json.h"

#include <string.h>

ent_status ent_json_parse(const ent_node **out, ent_import *in, const ent_import_file *file) {
    const ent_source *source;
    ent_node *root = NULL;
    ENT_TRY(ent_source_text(&source, in->arena, file->name, file->data, file->len, in->diags));
    ENT_TRY(ent_node_parse(&root, in->arena, source, in->diags));
    ent_span start = {source, 0, 0};
    if (!root || root->kind != ENT_NODE_MAP)
        return ent_import_refuse(in, ENT_E0504, start, NULL,
                                 "%s: this is no %s file: it is not a JSON object", file->name,
                                 in->tool);
    *out = root;
    return ENT_OK;
}

ent_status ent_json_map(const ent_node **out, ent_import *in, const ent_node *map,
                        const char *key) {
    const ent_node *value = ent_node_get(map, key);
    if (!value || value->kind != ENT_NODE_MAP)
        return ent_import_refuse(in, ENT_E0504, value ? value->span : map->span, NULL,
                                 "a %s file has an object '%s' here", in->tool, key);
    *out = value;
    return ENT_OK;
}

ent_status ent_json_number(ent_number *out, ent_import *in, const ent_node *node) {
    if (node->kind == ENT_NODE_SCALAR &&
        ent_number_parse_wide(out, node->text, strlen(node->text)) == ENT_OK)
        return ENT_OK;
    return ent_import_refuse(in, ENT_E0505, node->span, NULL,
                             "a number of at most 36 digits is expected here");
}

ent_status ent_json_product(ent_number *out, ent_import *in, const ent_node *node, ent_number a,
                            ent_number b) {
    if (ent_number_mul(out, a, b))
        return ENT_OK;
    return ent_import_refuse(in, ENT_E0510, node->span, NULL,
                             "the numbers here have too many digits for exact arithmetic");
}
