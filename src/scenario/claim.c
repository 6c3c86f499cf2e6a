/* The list of claims of a view, as it stands in the file; the sentences are parsed in claim_parse.c. */
#include "scenario/claim.h"

#include "scenario/build.h"

static ent_status read_rests_on(ent_stated_claim *claim, ent_arena *arena, const ent_node *node) {
    const ent_node *const *items, *one;
    size_t n = ent_items(node, &items, &one);
    claim->rests_on = ENT_NEW(arena, const char *, n + 1);
    claim->rests_on_nodes = ENT_NEW(arena, const ent_node *, n + 1);
    if (claim->rests_on == NULL || claim->rests_on_nodes == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++) {
        if (!ent_is_text(items[i]))
            continue;
        claim->rests_on_nodes[claim->n_rests_on] = items[i];
        claim->rests_on[claim->n_rests_on++] = items[i]->text;
    }
    return ENT_OK;
}

/* Its sources, joined; that they exist has been checked with the views. */
static ent_status read_from(ent_stated_claim *claim, ent_arena *arena, const ent_node *node) {
    const ent_node *const *items, *one;
    size_t n = ent_items(node, &items, &one);
    for (size_t i = 0; i < n; i++) {
        if (!ent_is_text(items[i]))
            continue;
        const char *before = claim->said.from;
        claim->said.from = before == NULL
                               ? items[i]->text
                               : ent_arena_printf(arena, "%s; %s", before, items[i]->text);
        if (claim->said.from == NULL)
            return ENT_NOMEM;
    }
    return ENT_OK;
}

ent_status ent_claims_read(ent_stated_claim **out, size_t *n, ent_arena *arena,
                           const ent_node *list, const char *path, ent_diags *diags) {
    size_t most = ent_is_list(list) ? list->n : 0;
    *n = 0;
    *out = ENT_NEW(arena, ent_stated_claim, most + 1);
    if (*out == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < most; i++) {
        const ent_node *item = list->items[i];
        const ent_node *sentence = ent_expr_node(item, "claim");
        ent_stated_claim *claim = &(*out)[*n];
        if (!ent_is_text(sentence))
            continue;
        ++*n;
        const char *expect = ent_text_at(item, "expect");
        claim->sentence = sentence;
        claim->text = sentence->text;
        claim->row = ent_text_at(item, "row");
        claim->expect = expect != NULL ? expect : "holds";
        claim->said = (ent_statement){.path = ent_arena_printf(arena, "%s[%zu]", path, i),
                                      .name = ent_text_at(item, "name"),
                                      .note = ent_text_at(item, "note"),
                                      .span = sentence->span};
        if (claim->said.path == NULL)
            return ENT_NOMEM;
        if (ent_is_map(item)) {
            ENT_TRY(read_from(claim, arena, ent_node_get(item, "from")));
            ENT_TRY(read_rests_on(claim, arena, ent_node_get(item, "rests on")));
        }
    }
    return diags->failed ? ENT_NOMEM : ENT_OK;
}
