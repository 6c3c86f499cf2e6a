/* Hashing what a claim depends on. See same.h. */
#include "thread/same.h"

#include <string.h>

/* Two runs of FNV-1a over the same bytes, from different starts and with different steps between. */
static void mix(ent_likeness *l, const char *text, size_t len) {
    for (size_t i = 0; i < len; i++) {
        l->hash[0] = (l->hash[0] ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
        l->hash[1] = (l->hash[1] + (unsigned char)text[i] + 1) * UINT64_C(0x9e3779b97f4a7c15);
        l->hash[1] ^= l->hash[1] >> 29;
    }
}

static void mix_text(ent_likeness *l, const char *text) {
    mix(l, text, strlen(text) + 1);
}

/* Words that explain and decide nothing. */
static bool is_comment(const char *key) {
    return strcmp(key, "note") == 0 || strcmp(key, "from") == 0;
}

/* Whether something that stands as a key in the tree is called like that: then no key is passed over. */
static bool has_such_name(const ent_scenario *s) {
    bool found = false;
    for (size_t i = 0; i < s->n_actors; i++)
        found = found || is_comment(s->actors[i].id);
    for (size_t i = 0; i < s->n_resources; i++)
        found = found || is_comment(s->resources[i]);
    for (size_t i = 0; i < s->n_agendas; i++)
        found = found || is_comment(s->agendas[i].id);
    for (size_t i = 0; i < s->n_issues; i++) {
        const ent_issue *issue = &s->issues[i];
        found = found || is_comment(issue->id) || strncmp(issue->id, "note.", 5) == 0 ||
                strncmp(issue->id, "from.", 5) == 0;
        for (size_t o = 0; o < issue->n_outcomes; o++)
            found = found || is_comment(issue->outcomes[o].id);
    }
    return found;
}

static void mix_node(ent_likeness *l, const ent_node *node, bool whole) {
    static const char kinds[] = "SLM";
    if (!node) {
        mix(l, "0", 1);
        return;
    }
    mix(l, &kinds[node->kind], 1);
    if (node->kind == ENT_NODE_SCALAR)
        mix_text(l, node->text);
    for (size_t i = 0; i < node->n; i++) {
        if (node->kind == ENT_NODE_LIST) {
            mix_node(l, node->items[i], whole);
        } else if (whole || !is_comment(node->pairs[i].key->text)) {
            mix_text(l, node->pairs[i].key->text);
            mix_node(l, node->pairs[i].value, whole);
        }
    }
    mix(l, "E", 1);
}

static uint64_t everybody(const ent_scenario *s) {
    return s->n_actors == 64 ? UINT64_MAX : ((uint64_t)1 << s->n_actors) - 1;
}

uint64_t ent_claim_actors(const ent_claim *c, const ent_scenario *s) {
    uint64_t one = (uint64_t)1 << c->actor;
    switch (c->form) {
    case ENT_CLAIM_NOT:
    case ENT_CLAIM_IN_VIEW: return ent_claim_actors(c->inner, s);
    case ENT_CLAIM_SOME_DEAL:
    case ENT_CLAIM_NO_DEAL:
    case ENT_CLAIM_EVERY_DEAL:
    case ENT_CLAIM_RAISING: return c->coalition;
    case ENT_CLAIM_PREFERS: return one;
    case ENT_CLAIM_SAFE_DEAL:
        return c->coalition ? c->coalition | one | (uint64_t)1 << c->actor2 : everybody(s);
    case ENT_CLAIM_FORMS: return c->coalition;
    case ENT_CLAIM_REACHED: return c->coalition ? c->coalition : everybody(s);
    case ENT_CLAIM_NO_BLOCK:
        return c->coalition && s->question.given ? c->coalition | s->question.coalition
                                                 : everybody(s);
    case ENT_CLAIM_CAN:
    case ENT_CLAIM_NEEDED: return 0; /* control alone, whatever anybody wants */
    default: return everybody(s);
    }
}

ent_likeness ent_likeness_of(const ent_stage *stage, const ent_claim *claim) {
    static const char *const apart[] = {"title", "note",   "as of",       "sources",
                                        "views", "claims", "preferences", "ties"};
    const ent_scenario *s = stage->scenario;
    ent_likeness l = {{UINT64_C(0xcbf29ce484222325), UINT64_C(0x2545f4914f6cdd1d)}};
    const ent_node *preferences = ent_node_get(stage->root, "preferences");
    uint64_t actors = ent_claim_actors(claim, s);
    bool whole = has_such_name(s);
    mix_text(&l, claim->text);
    for (const ent_claim *c = claim; c; c = c->inner)
        mix_text(&l, c->view ? c->view : "");
    for (size_t i = 0; i < stage->root->n; i++) {
        const ent_pair *pair = &stage->root->pairs[i];
        bool matters = true;
        for (size_t k = 0; k < ENT_COUNT(apart); k++)
            matters = matters && strcmp(pair->key->text, apart[k]) != 0;
        if (matters) {
            mix_text(&l, pair->key->text);
            mix_node(&l, pair->value, whole);
        }
    }
    for (size_t a = 0; a < s->n_actors; a++)
        if (actors >> a & 1) {
            mix_text(&l, s->actors[a].id);
            mix_node(&l, preferences ? ent_node_get(preferences, s->actors[a].id) : NULL, whole);
        }
    while (claim->form == ENT_CLAIM_NOT)
        claim = claim->inner;
    if (claim->form == ENT_CLAIM_SPLIT)
        mix_node(&l, ent_node_get(stage->root, "ties"), whole);
    return l;
}
