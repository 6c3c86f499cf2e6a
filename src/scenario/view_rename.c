/* Names of merged actors in the texts and keys of a tree.
 *
 * Two things are looked for: names of issues that end on an actor ("patrol.north"), everywhere; and
 * actors by themselves, where only actors stand (rules of control, `for each`, the coalition of the
 * question), since an outcome may bear an actor's name. A list that names several of the merged names
 * the new actor once.
 */
#include <string.h>

#include "scenario/build.h"
#include "scenario/view_merge.h"

typedef enum mode { ISSUES_ONLY, RULE, QUESTION } mode;

typedef struct rename_text {
    ent_change *c;
    const ent_merging *m;
    ent_tokens t;
    mode mode;
    ent_buffer out;
    size_t copied; /* bytes of the text that are in `out` or were left out on purpose */
    bool changed;
} rename_text;

/* ---- one text ---- */

static bool is_family(const ent_change *c, const char *id, size_t len) {
    const ent_node *issues = ent_node_get(c->tree, "issues");
    for (size_t i = 0; ent_is_map(issues) && i < issues->n; i++) {
        const char *key = issues->pairs[i].key->text;
        if (strlen(key) == len && memcmp(key, id, len) == 0)
            return ent_node_get(issues->pairs[i].value, "for each") != NULL;
    }
    return false;
}

/* "patrol.north" where north is merged: "patrol.NEW", else NULL. *failed when out of memory. */
static const char *renamed_issue(const ent_change *c, const ent_merging *m, const char *name,
                                 bool *failed) {
    const char *dot = strchr(name, '.');
    if (dot == NULL || !ent_is_merged(m, dot + 1) || !is_family(c, name, (size_t)(dot - name)))
        return NULL;
    const char *renamed = ent_arena_printf(c->arena, "%.*s.%s", (int)(dot - name), name, m->as);
    *failed = *failed || renamed == NULL;
    return renamed;
}

/* Puts what stands before token `at`, as it stands. */
static void copy_to(rename_text *r, size_t at) {
    size_t start = r->t.items[at].start;
    ent_buffer_put_n(&r->out, r->t.scalar->text + r->copied, start - r->copied);
    r->copied = start;
}

/* Something else stands for the tokens up to `end`. */
static void skip_to(rename_text *r, size_t end) {
    r->copied = r->t.items[end - 1].end;
    r->changed = true;
}

static bool is_kind(const rename_text *r, size_t at, ent_token_kind kind) {
    return at < r->t.n && r->t.items[at].kind == kind;
}

/* The token behind the ] or } that closes the list opened at `open`. */
static size_t list_end(const rename_text *r, size_t open) {
    ent_token_kind close =
        is_kind(r, open, ENT_TOKEN_LIST_OPEN) ? ENT_TOKEN_LIST_CLOSE : ENT_TOKEN_SET_CLOSE;
    while (open < r->t.n - 1 && !is_kind(r, open, close))
        open++;
    return open < r->t.n - 1 ? open + 1 : open;
}

static size_t count_merged(const rename_text *r, size_t first, size_t end, size_t *others) {
    size_t n = 0;
    for (size_t i = first; i < end; i++) {
        if (!is_kind(r, i, ENT_TOKEN_NAME))
            continue;
        if (ent_is_merged(r->m, r->t.items[i].text))
            n++;
        else
            ++*others;
    }
    return n;
}

/* The names of a list; the new actor once, or (`!with_new`) not at all. */
static void put_names(rename_text *r, size_t first, size_t end, bool with_new) {
    bool put_new = false, any = false;
    for (size_t i = first; i < end; i++) {
        if (!is_kind(r, i, ENT_TOKEN_NAME))
            continue;
        bool merged = ent_is_merged(r->m, r->t.items[i].text);
        if (merged && (put_new || !with_new))
            continue;
        put_new = put_new || merged;
        ent_buffer_put(&r->out, any ? ", " : "");
        ent_name_print(&r->out, merged ? r->m->as : r->t.items[i].text);
        any = true;
    }
}

/* "2 of [a, b, x, y]" where a and b are one: the new actor counts twice. */
static void put_quorum(rename_text *r, size_t first, size_t end, size_t need, size_t merged,
                       size_t others) {
    ent_buffer_put(&r->out, "(");
    ent_name_print(&r->out, r->m->as);
    if (need > merged) {
        ent_buffer_printf(&r->out, " and %zu of [", need - merged);
        put_names(r, first, end, false);
        ent_buffer_put(&r->out, "]");
    }
    if (need <= others) {
        ent_buffer_printf(&r->out, " or %zu of [", need);
        put_names(r, first, end, false);
        ent_buffer_put(&r->out, "]");
    }
    ent_buffer_put(&r->out, ")");
}

/* A list that begins at `open`, with what stands before it: "2 of [", "all of [", "of {". */
static size_t rename_list(rename_text *r, size_t open) {
    size_t end = list_end(r, open), others = 0;
    size_t merged = count_merged(r, open, end, &others);
    if (merged == 0)
        return end;
    ent_number need = ENT_ZERO;
    const char *word = open >= 2 ? r->t.items[open - 2].text : "";
    bool quorum = r->mode == RULE && merged > 1 && open >= 2 &&
                  (open < 3 ||
                   (!is_kind(r, open - 3, ENT_TOKEN_GE) && !is_kind(r, open - 3, ENT_TOKEN_GT))) &&
                  ent_number_parse(&need, word, strlen(word)) == ENT_OK && need.den == 1 &&
                  need.num > 0 && need.num < 1000;
    copy_to(r, quorum ? open - 2 : open);
    if (quorum) {
        put_quorum(r, open, end, (size_t)need.num, merged, others);
    } else {
        ent_buffer_put(&r->out, r->t.items[open].text);
        put_names(r, open, end, true);
        ent_buffer_put(&r->out, r->t.items[end - 1].text);
    }
    skip_to(r, end);
    return end;
}

static void rename_name(rename_text *r, size_t at, const char *name) {
    copy_to(r, at);
    ent_name_print(&r->out, name);
    skip_to(r, at + 1);
}

static void rename_tokens(rename_text *r) {
    for (size_t i = 0; i + 1 < r->t.n;) {
        const ent_token *token = &r->t.items[i];
        bool failed = false;
        bool list = (r->mode == RULE && token->kind == ENT_TOKEN_LIST_OPEN) ||
                    (r->mode == QUESTION && token->kind == ENT_TOKEN_SET_OPEN && i > 0 &&
                     ent_token_is_word(&r->t.items[i - 1], "of"));
        if (list) {
            i = rename_list(r, i);
            continue;
        }
        if (token->kind == ENT_TOKEN_NAME) {
            const char *issue = renamed_issue(r->c, r->m, token->text, &failed);
            bool resource = is_kind(r, i + 1, ENT_TOKEN_GE) || is_kind(r, i + 1, ENT_TOKEN_GT);
            if (issue != NULL)
                rename_name(r, i, issue);
            else if (r->mode == RULE && !resource && ent_is_merged(r->m, token->text))
                rename_name(r, i, r->m->as);
            r->out.failed = r->out.failed || failed;
        }
        i++;
    }
}

/* A text in which nothing changes stays the node that it was. */
static ent_status rename_scalar(ent_change *c, const ent_merging *m, ent_node **slot, mode how) {
    rename_text r = {.c = c, .m = m, .mode = how};
    ent_status status = ent_tokens_read(&r.t, c->arena, *slot, "", m->quiet);
    if (status == ENT_NOMEM || m->quiet->failed)
        return ENT_NOMEM;
    if (status != ENT_OK)
        return ENT_OK; /* no text of names; whoever reads it says so */
    rename_tokens(&r);
    ent_buffer_put(&r.out, (*slot)->text + r.copied);
    status = r.out.failed ? ENT_NOMEM : ENT_OK;
    if (status == ENT_OK && r.changed) {
        *slot = ent_node_new(c->arena, ENT_NODE_SCALAR, r.out.data, (*slot)->span);
        status = *slot != NULL ? ENT_OK : ENT_NOMEM;
    }
    ent_buffer_free(&r.out);
    return status;
}

/* ---- lists and maps ---- */

/* A list of actors: each once. */
static ent_status rename_actors(ent_change *c, const ent_merging *m, ent_node **slot) {
    ent_node *list = ent_node_own(c->arena, slot, 0);
    bool placed = false;
    if (list == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; list->kind == ENT_NODE_LIST && i < list->n; i++) {
        if (!ent_is_text(list->items[i]) || !ent_is_merged(m, list->items[i]->text))
            continue;
        if (placed) {
            ent_node_drop(list, i--);
            continue;
        }
        list->items[i] = ent_node_new(c->arena, ENT_NODE_SCALAR, m->as, list->items[i]->span);
        if (list->items[i] == NULL)
            return ENT_NOMEM;
        placed = true;
    }
    return ENT_OK;
}

/* The key of pair `at`; a key that is there already takes the place of the renamed one. */
static ent_status rename_key(ent_change *c, const ent_merging *m, ent_node *map, size_t *at) {
    bool failed = false;
    const ent_node *key = map->pairs[*at].key;
    const char *name = renamed_issue(c, m, key->text, &failed);
    if (name == NULL || strcmp(name, key->text) == 0)
        return failed ? ENT_NOMEM : ENT_OK;
    if (ent_node_get(map, name) != NULL) {
        ent_node_drop(map, (*at)--);
        return ENT_OK;
    }
    map->pairs[*at].key = ent_node_new(c->arena, ENT_NODE_SCALAR, name, key->span);
    return map->pairs[*at].key != NULL ? ENT_OK : ENT_NOMEM;
}

static bool is_one_of(const char *key, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(key, words[i]) == 0)
            return true;
    return false;
}

static ent_status rename_below(ent_change *c, const ent_merging *m, ent_node **slot,
                               const char *key, mode how) {
    static const char *const WORDS[] = {"name", "from", "note", "outcomes"};
    static const char *const ACTORS[] = {"for each", "frozen"};
    static const char *const BY_ACTOR[] = {"status quo", "given"};
    if (is_one_of(key, WORDS, ENT_COUNT(WORDS)))
        return ENT_OK;
    if (is_one_of(key, ACTORS, ENT_COUNT(ACTORS)))
        return rename_actors(c, m, slot);
    if (is_one_of(key, BY_ACTOR, ENT_COUNT(BY_ACTOR)) && ent_is_map(*slot))
        return ent_merge_keys(c, m, slot);
    if (strcmp(key, "control") == 0)
        how = RULE;
    if ((*slot)->kind == ENT_NODE_SCALAR)
        return rename_scalar(c, m, slot, how);
    ent_node *node = ent_node_own(c->arena, slot, 0);
    if (node == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < node->n; i++) {
        bool map = node->kind == ENT_NODE_MAP;
        const char *below = map && !ent_key_is_free(key) ? node->pairs[i].key->text : "";
        size_t before = node->n;
        ENT_TRY(rename_below(c, m, map ? &node->pairs[i].value : &node->items[i], below, how));
        if (map)
            ENT_TRY(rename_key(c, m, node, &i));
        if (node->n < before && i == SIZE_MAX)
            continue; /* the first pair went: i++ makes it 0 */
    }
    return ENT_OK;
}

static ent_status rename_coalitions(ent_change *c, const ent_merging *m, ent_node **slot) {
    ent_node *list = ent_node_own(c->arena, slot, 0);
    if (list == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; list->kind == ENT_NODE_LIST && i < list->n; i++)
        if (ent_is_list(list->items[i]))
            ENT_TRY(rename_actors(c, m, &list->items[i]));
    return ENT_OK;
}

ent_status ent_merge_names(ent_change *c, const ent_merging *m) {
    static const char *const KEYS[] = {"issues",      "rules",   "fallback",
                                       "preferences", "agendas", "question"};
    const ent_node *before = c->tree; /* families are looked up while issues are renamed */
    for (size_t i = 0; i < ENT_COUNT(KEYS); i++) {
        ent_node **slot = ent_node_slot(before, KEYS[i]);
        mode how = strcmp(KEYS[i], "question") == 0 ? QUESTION : ISSUES_ONLY;
        if (slot != NULL)
            ENT_TRY(rename_below(c, m, slot, KEYS[i], how));
    }
    ent_node **coalitions = ent_node_slot(before, "coalitions");
    return coalitions != NULL ? rename_coalitions(c, m, coalitions) : ENT_OK;
}
