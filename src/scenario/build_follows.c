/* Following issues: their lines, and the order in which they are computed.
 *
 * The order is found by depth-first search over "is computed from"; meeting an issue that is
 * still being visited closes a cycle, which is reported by the names along it (Tarjan 1976 for
 * the method, doi:10.1007/BF00268499).
 */
#include <string.h>

#include "scenario/build.h"

/* ---- lines ---- */

static ent_status add_line(ent_build *b, ent_issue *issue, const ent_node *when,
                           const ent_node *then, const ent_statement *said) {
    ent_follow_line line = {.said = *said};
    if (when != NULL)
        ENT_TRY(ent_read_expr(b, &line.when, when, said->path, issue->actor));
    ENT_TRY(ent_read_outcome(b, &line.outcome, issue, then, said->path));
    if (line.outcome != ENT_NONE && (when == NULL || line.when != NULL))
        issue->follows[issue->n_follows++] = line;
    return ENT_OK;
}

static ent_status build_line(ent_build *b, ent_issue *issue, const ent_node *item, bool *closed,
                             const char *path) {
    const ent_node *otherwise = ent_node_get(item, "otherwise");
    const ent_node *when = ent_node_get(item, "when"), *then = ent_node_get(item, "then");
    ent_statement said;
    if (*closed) {
        ent_report(b->diags, ENT_E0304, item->span, path,
                   "the first line that fits counts: put 'otherwise' last",
                   "this line stands after 'otherwise' and can never count");
        return ENT_OK;
    }
    ent_span span = otherwise != NULL ? otherwise->span : when != NULL ? when->span : item->span;
    ENT_TRY(ent_read_said(b, &said, item, span, path, issue->said.from));
    if (otherwise != NULL) {
        *closed = true;
        return add_line(b, issue, NULL, otherwise, &said);
    }
    return when != NULL && then != NULL ? add_line(b, issue, when, then, &said) : ENT_OK;
}

static ent_status build_lines(ent_build *b, ent_issue *issue, const ent_node *record) {
    const ent_node *list = ent_node_get(record, "follows");
    const char *path;
    bool closed = false;
    if (!ent_is_list(list))
        return ENT_OK;
    issue->follows = ENT_NEW(b->arena, ent_follow_line, list->n + 1);
    if (issue->follows == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < list->n; i++) {
        ENT_PATH(path, b, "%s.follows[%zu]", issue->said.path, i);
        if (ent_is_map(list->items[i]))
            ENT_TRY(build_line(b, issue, list->items[i], &closed, path));
    }
    if (!closed)
        ent_report(b->diags, ENT_E0304, ent_key_of(record, "follows")->span, issue->said.path,
                   "end the list with, for example: - otherwise: the usual outcome",
                   "the last line of 'follows' must be 'otherwise'");
    return ENT_OK;
}

ent_status ent_build_follows(ent_build *b) {
    for (size_t i = 0; i < b->scenario->n_issues; i++)
        if (b->scenario->issues[i].kind == ENT_FOLLOWING)
            ENT_TRY(build_lines(b, &b->scenario->issues[i], b->issue_nodes[i]));
    return ENT_OK;
}

/* ---- order ---- */

typedef enum mark { UNSEEN, OPEN, DONE } mark;

typedef struct search {
    ent_build *b;
    mark *marks;
    uint64_t *sources; /* per issue a bit set: what it is computed from */
    size_t words;
    uint32_t *stack; /* the path of open issues */
    uint32_t *next;  /* per place on the stack: the next issue to look at */
    uint32_t *order;
    size_t n_order;
    bool cyclic;
} search;

static bool uses(const search *s, uint32_t issue, uint32_t other) {
    return (s->sources[issue * s->words + other / 64] >> (other % 64) & 1) != 0;
}

/* The line of `issue` that names `other`. */
static const ent_follow_line *line_naming(const search *s, uint32_t issue, uint32_t other,
                                          uint64_t *scratch) {
    const ent_issue *it = &s->b->scenario->issues[issue];
    for (size_t i = 0; i < it->n_follows; i++) {
        memset(scratch, 0, s->words * sizeof(*scratch));
        if (it->follows[i].when == NULL)
            continue;
        ent_expr_issues(it->follows[i].when, scratch);
        if ((scratch[other / 64] >> (other % 64) & 1) != 0)
            return &it->follows[i];
    }
    return NULL;
}

/* The stack from `first` to its top leads back to `first`. */
static ent_status report_cycle(search *s, size_t top, uint32_t first) {
    const ent_issue *issues = s->b->scenario->issues;
    uint64_t *scratch = ENT_NEW(s->b->arena, uint64_t, s->words);
    ent_buffer names = {0};
    size_t start = top;
    if (scratch == NULL)
        return ENT_NOMEM;
    while (s->stack[start] != first)
        start--;
    for (size_t i = start; i <= top; i++)
        ent_buffer_printf(&names, "%s -> ", issues[s->stack[i]].id);
    const ent_follow_line *line = line_naming(s, s->stack[top], first, scratch);
    const ent_statement *said = line != NULL ? &line->said : &issues[first].said;
    bool failed = names.failed;
    if (!failed)
        ent_report(s->b->diags, ENT_E0303, said->span, said->path,
                   "let one of them be decided or given, or name other issues in its lines",
                   "following issues are computed from each other in a circle: %s%s", names.data,
                   issues[first].id);
    ent_buffer_free(&names);
    s->cyclic = true;
    return failed ? ENT_NOMEM : ENT_OK;
}

/* Visits all that `root` is computed from, without recursion: chains may be long. */
static ent_status visit(search *s, uint32_t root) {
    const ent_scenario *scenario = s->b->scenario;
    size_t depth = 1;
    s->stack[0] = root;
    s->next[0] = 0;
    s->marks[root] = OPEN;
    while (depth > 0 && !s->cyclic) {
        uint32_t issue = s->stack[depth - 1], *at = &s->next[depth - 1];
        while (*at < scenario->n_issues && !(scenario->issues[*at].kind == ENT_FOLLOWING &&
                                             s->marks[*at] != DONE && uses(s, issue, *at)))
            ++*at;
        if (*at == scenario->n_issues) {
            s->marks[issue] = DONE;
            s->order[s->n_order++] = issue;
            depth--;
        } else if (s->marks[*at] == OPEN) {
            ENT_TRY(report_cycle(s, depth - 1, *at));
        } else {
            s->marks[*at] = OPEN;
            s->stack[depth] = *at;
            s->next[depth++] = 0;
        }
    }
    return ENT_OK;
}

ent_status ent_build_following_order(ent_build *b) {
    ent_scenario *scenario = b->scenario;
    size_t n = scenario->n_issues, words = (n + 63) / 64;
    search s = {.b = b, .words = words};
    s.marks = ENT_NEW(b->arena, mark, n + 1);
    s.sources = ENT_NEW(b->arena, uint64_t, n * words + 1);
    s.stack = ENT_NEW(b->arena, uint32_t, n + 1);
    s.next = ENT_NEW(b->arena, uint32_t, n + 1);
    s.order = ENT_NEW(b->arena, uint32_t, n + 1);
    if (s.marks == NULL || s.sources == NULL || s.stack == NULL || s.next == NULL ||
        s.order == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < scenario->issues[i].n_follows; k++)
            if (scenario->issues[i].follows[k].when != NULL)
                ent_expr_issues(scenario->issues[i].follows[k].when, s.sources + i * words);
    for (uint32_t i = 0; i < n && !s.cyclic; i++)
        if (scenario->issues[i].kind == ENT_FOLLOWING && s.marks[i] == UNSEEN)
            ENT_TRY(visit(&s, i));
    scenario->following_order = s.order;
    scenario->n_following = s.n_order;
    return ENT_OK;
}
