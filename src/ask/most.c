/* The greatest value of a total over a coalition's packages. See most.h. */
#include "ask/most.h"

#include "game/scan.h"

/* The first total that must be large for the expression to hold. */
static const ent_expr *first_gate(const ent_expr *e) {
    if (e->op == ENT_EXPR_TOTAL)
        return e->relation == ENT_REL_GE || e->relation == ENT_REL_GT ? e : NULL;
    if (e->op != ENT_EXPR_AND)
        return NULL;
    for (size_t i = 0; i < e->n; i++) {
        const ent_expr *gate = first_gate(e->arg[i]);
        if (gate)
            return gate;
    }
    return NULL;
}

typedef struct most_job {
    const ent_bargain *bargain;
    uint32_t sum;
    ent_i128 value;
    bool found;
} most_job;

static ent_status most_block(void *user, ent_block *block, unsigned worker) {
    most_job *job = user;
    (void)worker; /* one thread */
    if (ent_block_eval(block, job->bargain->package) == ENT_BITS_NONE)
        return ENT_OK;
    const uint64_t *packages = ent_block_bits(block, job->bargain->package);
    ent_i128 value = ent_block_max(block, job->sum, packages);
    job->value = !job->found || value > job->value ? value : job->value;
    job->found = true;
    return ENT_OK;
}

ent_status ent_ask_most(ent_most *out, ent_arena *arena, const ent_bargain *b,
                        const ent_expr *expr) {
    const ent_game *g = b->game;
    *out = (ent_most){.total = first_gate(expr)};
    if (!out->total)
        return ENT_OK;
    ent_bargain *own;
    most_job job = {0};
    ent_i128 scale = 1;
    ENT_TRY(ent_bargain_over(&own, arena, g, b->what, b->plan->dims, b->plan->n_dims));
    ENT_TRY(ent_plan_total(&job.sum, &scale, own->plan, out->total));
    ENT_TRY(ent_plan_finish(own->plan));
    job.bargain = own;
    ent_run run = {.threads = 1};
    ENT_TRY(ent_scan(own->plan, &run, most_block, &job, NULL));
    ent_i128 common = ent_gcd(job.value, scale);
    out->value = common ? (ent_number){job.value / common, scale / common} : ENT_ZERO;
    out->found = job.found;
    return ENT_OK;
}
