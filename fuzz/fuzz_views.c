/* Fuzzes views and claims: bytes are read as a scenario, its views are built, and every claim is parsed
 * in every view.
 *
 * Checked besides: the author's tree is as it was; a statement that can be removed by its path leaves
 * a tree that builds or says why not.
 */
#include "fuzz_ask.h"
#include "scenario/claim.h"

#define VIEWS_LIMIT 8u

/* A number that changes when anything in a tree does. */
static uint64_t digest(const ent_node *node, uint64_t seed) {
    uint64_t h = (seed ^ (uint64_t)node->kind ^ node->n) * UINT64_C(0x9E3779B97F4A7C15);
    for (const char *c = node->text; c != NULL && *c != '\0'; c++)
        h = (h ^ (unsigned char)*c) * UINT64_C(0x100000001B3);
    for (size_t i = 0; i < node->n; i++) {
        if (node->kind == ENT_NODE_MAP)
            h = digest(node->pairs[i].value, digest(node->pairs[i].key, h));
        else
            h = digest(node->items[i], h);
    }
    return h;
}

static void parse_claims(ent_arena *arena, const ent_scenario *scenario, const ent_node *list,
                         ent_diags *diags) {
    ent_stated_claim *claims;
    size_t n;
    FUZZ_CHECK(ent_claims_read(&claims, &n, arena, list, "claims", diags) == ENT_OK);
    for (size_t i = 0; i < n; i++) {
        ent_claim claim;
        ent_status own = ent_claim_parse(&claim, scenario, arena, claims[i].sentence,
                                         claims[i].said.path, false, diags);
        FUZZ_CHECK(own == ENT_OK || (own == ENT_ERROR && diags->errors > 0));
        FUZZ_CHECK(ent_claim_parse(&claim, scenario, arena, claims[i].sentence, "", true, diags) ==
                   ENT_OK);
        FUZZ_CHECK((own == ENT_OK) == (claim.missing == NULL));
    }
}

static void show_changes(ent_scenario *scenario, const ent_node *root, const ent_views *views,
                         uint32_t view, ent_diags *diags) {
    const ent_style style = ENT_STYLE_INIT;
    const ent_request request = {.limit = 3,
                                 .run = {.threads = 1},
                                 .diags = diags,
                                 .root = root,
                                 .views = views,
                                 .view = views->views[view].id,
                                 .diff = true};
    ent_buffer text = {0};
    ent_answer *answer = NULL;
    FUZZ_CHECK(ent_answer_show(&answer, scenario, &request) == ENT_OK);
    FUZZ_CHECK(ent_answer_render_text(&text, answer, &style) == ENT_OK);
    ent_buffer_free(&text);
    ent_answer_free(answer);
}

static void remove_statements(ent_arena *arena, const ent_scenario *scenario) {
    for (size_t i = 0; i < scenario->n_issues; i++) {
        ent_node *tree;
        ent_scenario *without;
        ent_diags quiet = {.arena = arena};
        ent_status status =
            ent_node_remove(&tree, arena, scenario->root, scenario->issues[i].said.path);
        FUZZ_CHECK(status == ENT_OK || status == ENT_ERROR);
        if (status == ENT_OK)
            FUZZ_CHECK(ent_scenario_build(&without, arena, scenario->source, tree, &quiet) ==
                       ENT_OK);
    }
    for (size_t i = 0; i < scenario->n_rules; i++) {
        ent_node *tree;
        FUZZ_CHECK(ent_node_remove(&tree, arena, scenario->root, scenario->rules[i].said.path) ==
                   ENT_OK);
    }
}

static void look_at(ent_arena *arena, const ent_source *source, const ent_node *root,
                    ent_diags *diags) {
    ent_views views;
    if (ent_views_read(&views, arena, root, diags) != ENT_OK || views.n > VIEWS_LIMIT)
        return;
    for (uint32_t v = 0; v < views.n; v++) {
        ent_scenario *scenario;
        ent_status status = ent_view_build(&scenario, arena, source, root, &views, v, diags);
        FUZZ_CHECK(status == ENT_OK || (status == ENT_ERROR && diags->errors > 0));
        if (status != ENT_OK)
            continue;
        for (size_t w = 0; w < views.n; w++)
            parse_claims(arena, scenario, views.views[w].claims, diags);
        show_changes(scenario, root, &views, v, diags);
        remove_statements(arena, scenario);
    }
    diags->n = diags->errors = 0;
    ent_status all = ent_views_check(source, root, &views, diags);
    FUZZ_CHECK((all == ENT_OK) == (diags->errors == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ent_arena *arena = ent_arena_new();
    FUZZ_CHECK(arena != NULL);
    ent_diags diags = {.arena = arena};
    ent_node *root = NULL;
    const ent_scenario *scenario =
        size < 20000 ? read_input(&root, arena, data, size, &diags) : NULL;
    if (scenario != NULL) {
        uint64_t before = digest(root, 1);
        look_at(arena, scenario->source, root, &diags);
        FUZZ_CHECK(digest(root, 1) == before);
    }
    ent_arena_free(arena);
    return 0;
}
