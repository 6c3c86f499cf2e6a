/* Claims about moves in one game: where it is stable, and what can be reached by improvements. */
#include "ask/moving_claims.h"
#include "thread/truth.h"
#include "thread/truth_game.h"

#include <string.h>

/* "SEQ"; of coalitions "CSEQ"; looking ahead "NM", "L3". */
static ent_status concept_of(ent_claimed *out, const ent_claim *claim, ent_diags *diags) {
    const char *name = claim->concept;
    *out = (ent_claimed){.concept = ENT_CONCEPT_R};
    if (strcmp(name, "Nash") == 0)
        return ENT_OK;
    out->ahead = name[0] == 'L' || strcmp(name, "NM") == 0;
    for (const char *digit = name + 1; name[0] == 'L' && *digit; digit++)
        out->horizon = out->horizon * 10 + (uint32_t)(*digit - '0');
    if (out->ahead)
        return ENT_OK;
    out->coalitions = name[0] == 'C';
    out->concept = ent_concept_find(name + out->coalitions);
    if (out->concept != ENT_CONCEPTS)
        return ENT_OK;
    ent_diag(diags, ENT_E0387, (ent_span){0}, "", "ask for another kind of stability",
             "claims of %s-stability cannot be asked", name);
    return ENT_ERROR;
}

static void say_way(ent_witness *w, const ent_game *game, const ent_moves_verdict *found) {
    const ent_scenario *s = game->scenario;
    const uint8_t *before = game->status_quo;
    for (size_t i = 0; i < found->n_steps; i++) {
        const ent_witness_step *step = &found->steps[i];
        const char *join = "";
        ent_buffer_put(&w->text, i ? "; " : "");
        for (size_t a = 0; a < s->n_actors; a++)
            if (step->actors >> a & 1) {
                ent_buffer_printf(&w->text, "%s%s", join, s->actors[a].id);
                join = " and ";
            }
        join = ": ";
        for (size_t k = 0; k < s->n_issues; k++)
            if (s->issues[k].kind == ENT_DECIDED && before[k] != step->outcomes[k]) {
                ent_buffer_printf(&w->text, "%s%s = %s", join, s->issues[k].id,
                                  s->issues[k].outcomes[step->outcomes[k]].id);
                join = ", ";
            }
        before = step->outcomes;
    }
}

/* Where nothing of the kind can be reached the claim is false: only what is said of every deal can be
 * vacuous. */
static void take(uint8_t *out, ent_witness *witness, const ent_game *game,
                 const ent_moves_verdict *found) {
    *out = found->truth == ENT_TRUTH_TRUE ? ENT_TRUE : ENT_FALSE;
    if (!witness)
        return;
    if (found->state) {
        memcpy(witness->state, found->state, game->scenario->n_issues);
        witness->has_state = true;
    }
    say_way(witness, game, found);
}

ENT_TRUTH_OF(stable) {
    ent_moves_verdict found = {0};
    ent_moving_rules rules = {0};
    ent_claimed claimed;
    ENT_TRY(concept_of(&claimed, claim, diags));
    ENT_TRY(ent_ask_claim_stable(&found, scratch, game, &rules, claimed, claim->has, claim->always,
                                 claim->about, run, diags));
    take(out, witness, game, &found);
    return ENT_OK;
}

ENT_TRUTH_OF(reached) {
    ent_moves_verdict found = {0};
    ent_moving_rules rules = {0};
    ENT_TRY(ent_ask_claim_reached(&found, scratch, game, &rules, claim->has, claim->coalition,
                                  claim->order, claim->n_order, claim->about, run, diags));
    take(out, witness, game, &found);
    return ENT_OK;
}
