/* Drawing from the diagram. See draw.h. */
#include "ask/draw.h"

#include "ask/deals.h"
#include "base/random.h"
#include "game/diagram.h"

static uint64_t rank_of(const ent_plan *plan, const uint32_t *digits) {
    uint64_t rank = 0;
    for (size_t d = 0; d < plan->n_dims; d++)
        rank = rank * plan->dims[d].n + digits[d];
    return rank;
}

static ent_status draw_all(ent_drawn *drawn, ent_arena *scratch, const ent_bargain *b, size_t n,
                           uint64_t seed, ent_engine engine, const ent_run *run) {
    uint32_t digits[ENT_DIAGRAM_DIMS] = {0};
    const uint64_t stream = ent_random_stream("deals");
    ent_diagram *d;
    ENT_TRY(ent_diagram_new(&d, scratch, b, engine, run));
    ENT_TRY(ent_diagram_count(&drawn->deals, d));
    drawn->n = drawn->deals ? n : 0;
    for (size_t i = 0; i < drawn->n; i++) {
        ent_diagram_pick(digits, d, ent_random_below(seed, stream, i, drawn->deals));
        drawn->rank[i] = rank_of(b->plan, digits);
    }
    return ENT_OK;
}

ent_status ent_ask_draw(ent_drawn **out, ent_arena *arena, const ent_bargain *b, size_t n,
                        uint64_t seed, ent_engine engine, const ent_run *run) {
    ent_drawn *drawn = ENT_NEW(arena, ent_drawn, 1);
    ent_arena *scratch = ent_arena_new();
    ent_status status = ENT_NOMEM;
    if (drawn && scratch && (drawn->rank = ENT_NEW(arena, uint64_t, n + 1)))
        status = draw_all(drawn, scratch, b, n, seed, engine, run);
    ent_arena_free(scratch);
    if (status == ENT_LIMIT) {
        status = ent_deals_draw_pairs(&drawn->deals, drawn->rank, n, seed, b, run);
        drawn->n = drawn->deals ? n : 0;
    }
    if (status == ENT_OK)
        *out = drawn;
    return status;
}
