/* Improvements and their answers. See reasons.h. */
#include "ask/reasons.h"

typedef struct asking {
    const ent_graph *graph;
    const ent_moving_rules *rules;
    ent_concept concept;
    uint32_t actor, state;
    uint32_t *buffer;
} asking;

static bool hurts(const asking *q, uint32_t state) {
    const int32_t *rank = q->graph->rank[q->actor];
    return q->rules->worse_only ? rank[state] < rank[q->state] : rank[state] <= rank[q->state];
}

static uint32_t best_reply(const asking *q, uint32_t state) {
    const int32_t *rank = q->graph->rank[q->actor];
    uint32_t n, best = state;
    const uint32_t *to = ent_graph_moves(q->graph, q->actor, state, q->buffer, &n);
    for (uint32_t i = 0; i < n; i++)
        if (rank[to[i]] > rank[best])
            best = to[i];
    return best;
}

/* Whether the others have brought the actor down for good. */
static bool brought_down(const void *user, uint32_t state) {
    const asking *q = user;
    return hurts(q, state) &&
           (!ent_concept_symmetric(q->concept) || hurts(q, best_reply(q, state)));
}

static ent_status answer_by_moves(ent_answered *item, ent_arena *arena, const asking *q) {
    bool improving = ent_concept_improving(q->concept);
    ent_path_what what = {.from = item->to,
                          .units = ent_units_within(q->graph, ~((uint64_t)1 << q->actor)),
                          .kind = improving ? ENT_PATH_IMPROVEMENTS : ENT_PATH_MOVES,
                          .pareto = q->rules->pareto,
                          .sequence = q->rules->sanction};
    ent_paths *paths;
    ent_arena *scratch = ent_arena_new();
    ent_status status =
        scratch ? ent_paths_find(&paths, scratch, q->graph, &what, brought_down, q) : ENT_NOMEM;
    if (status == ENT_OK) {
        item->answered = paths->met != ENT_NONE;
        if (item->answered)
            item->end = paths->entries[paths->met].state;
        if (item->answered)
            status = ent_path_to(&item->steps, &item->n_steps, arena, paths, item->end);
        item->reply = item->answered && ent_concept_symmetric(q->concept) ? best_reply(q, item->end)
                                                                          : item->end;
    }
    ent_arena_free(scratch);
    return status;
}

static ent_status answer_together(ent_answered *item, ent_arena *arena, const asking *q) {
    ent_arena *scratch = ent_arena_new();
    item->together = ENT_NEW(arena, ent_joint_move, 1);
    ent_status status = ENT_NOMEM;
    if (scratch && item->together)
        status = ent_ask_joint_move(item->together, scratch, q->graph, q->rules, q->actor, q->state,
                                    item->to);
    if (status == ENT_OK) {
        item->answered = item->together->found;
        item->end = item->answered ? item->together->state : item->to;
        item->reply = item->end;
    }
    ent_arena_free(scratch);
    return status;
}

/* Unanswered ones first, then the best for the actor, then by number. */
static bool before(const asking *q, const ent_answered *x, const ent_answered *y) {
    const int32_t *rank = q->graph->rank[q->actor];
    if (x->answered != y->answered)
        return !x->answered;
    if (rank[x->to] != rank[y->to])
        return rank[x->to] > rank[y->to];
    return x->to < y->to;
}

static ent_status ask(ent_reason *r, ent_arena *arena, asking *q) {
    const int32_t *rank = q->graph->rank[q->actor];
    uint32_t n, *mine = ENT_NEW(arena, uint32_t, q->graph->widest);
    q->buffer = ENT_NEW(arena, uint32_t, q->graph->widest);
    if (!mine || !q->buffer)
        return ENT_NOMEM;
    const uint32_t *to = ent_graph_moves(q->graph, q->actor, q->state, mine, &n);
    r->item = ENT_NEW(arena, ent_answered, n + 1);
    if (!r->item)
        return ENT_NOMEM;
    r->stable = true;
    for (uint32_t i = 0; i < n; i++) {
        if (rank[to[i]] <= rank[q->state])
            continue;
        ent_answered item = {.to = to[i], .end = to[i], .reply = to[i]};
        if (q->concept == ENT_CONCEPT_SIM)
            ENT_TRY(answer_together(&item, arena, q));
        else if (q->concept != ENT_CONCEPT_R)
            ENT_TRY(answer_by_moves(&item, arena, q));
        r->stable = r->stable && item.answered;
        uint32_t at = r->n++;
        for (; at > 0 && before(q, &item, &r->item[at - 1]); at--)
            r->item[at] = r->item[at - 1];
        r->item[at] = item;
    }
    return ENT_OK;
}

ent_status ent_ask_reason(ent_reason **out, ent_arena *arena, const ent_graph *graph,
                          const ent_moving_rules *rules, ent_concept concept, uint32_t actor,
                          uint32_t state) {
    ent_reason *r = ENT_NEW(arena, ent_reason, 1);
    const uint64_t *unseen;
    if (!r)
        return ENT_NOMEM;
    ENT_TRY(ent_graph_seen_by(&graph, &unseen, arena, graph, actor));
    asking q = {graph, rules, concept, actor, state, NULL};
    if (concept == ENT_CONCEPT_SIM && graph->n_digits == 0 && graph->n_states > 1)
        return ENT_ERROR;
    *r = (ent_reason){.actor = actor, .state = state, .concept = concept};
    r->stable = true;
    if (!unseen || !ent_bit(unseen, state))
        ENT_TRY(ask(r, arena, &q));
    *out = r;
    return ENT_OK;
}
