/* Claims about coalitions in one game: who can, who is needed, who breaks, who can join in which order.
 *
 * Where a claim names no coalition or agenda, those of the file's question are meant: a deal that is to
 * hold, or that somebody's absence would make possible, is a deal of that coalition.
 */
#include "ask/blocks.h"
#include "ask/hijack.h"
#include "ask/needed.h"
#include "ask/orders.h"
#include "ask/presence.h"
#include "thread/truth.h"
#include "thread/truth_game.h"

/* Deals of the claim's coalition, or else of the file's question. */
static ent_ask_what deals_meant(const ent_claim *c, const ent_game *game, bool of_question) {
    const ent_question *q = &game->scenario->question;
    ent_ask_what what = {.coalition = c->coalition, .about = c->about, .with = c->with};
    if (of_question || !c->coalition)
        what.coalition = q->given ? q->coalition : ent_everybody(game);
    if (!c->about && what.coalition == q->coalition)
        what.about = q->about;
    return what;
}

static void say_coalition(ent_buffer *out, const ent_game *game, uint64_t coalition) {
    bool first = true;
    for (size_t a = 0; a < game->scenario->n_actors; a++)
        if (coalition >> a & 1) {
            ent_buffer_printf(out, "%s%s", first ? "" : ", ", game->scenario->actors[a].id);
            first = false;
        }
}

static uint8_t *state_of(ent_witness *w) {
    return w ? w->state : NULL;
}

ENT_TRUTH_OF(can) {
    bool can = false;
    (void)scratch;
    ENT_TRY(ent_ask_can(&can, state_of(witness), game, claim->coalition, claim->about, claim->has,
                        run, diags));
    if (witness)
        witness->has_state = can;
    *out = can ? ENT_TRUE : ENT_FALSE;
    return ENT_OK;
}

ENT_TRUTH_OF(needed) {
    bool needed = false, others = false;
    (void)scratch;
    ENT_TRY(ent_ask_is_needed(&needed, state_of(witness), game, claim->actor, claim->about,
                              claim->has, run, diags));
    if (witness && !needed) { /* what the others can do shows it, where they can */
        ENT_TRY(ent_ask_can(&others, NULL, game,
                            ent_everybody(game) & ~((uint64_t)1 << claim->actor), claim->about,
                            claim->has, run, diags));
        if (!others)
            ent_buffer_put(&witness->text, "nobody can bring it about at all");
    }
    if (witness)
        witness->has_state = needed || others;
    *out = needed ? ENT_TRUE : ENT_FALSE;
    return ENT_OK;
}

ENT_TRUTH_OF(more_without) {
    bool more = false, has_state = false;
    uint8_t state[ENT_MAX_ISSUES];
    (void)scratch;
    ENT_TRY(ent_ask_more_without(&more, &has_state, witness ? witness->state : state, game,
                                 deals_meant(claim, game, false), claim->actor, run, diags));
    if (witness)
        witness->has_state = has_state;
    *out = more ? ENT_TRUE : ENT_FALSE;
    return ENT_OK;
}

ENT_TRUTH_OF(no_block) {
    bool unblocked = false, has_state = false;
    uint64_t breaker = 0;
    uint8_t state[ENT_MAX_ISSUES], instead[ENT_MAX_ISSUES];
    ent_ask_what what = deals_meant(claim, game, true);
    (void)scratch;
    what.with = claim->has;
    ENT_TRY(ent_ask_unblocked(
        &unblocked, &has_state, witness ? witness->state : state, &breaker, instead, game, what,
        claim->coalition ? claim->coalition : ent_everybody(game), run, diags));
    if (witness) {
        witness->has_state = has_state;
        if (!unblocked && has_state) {
            ent_buffer_put(&witness->text, "broken by ");
            say_coalition(&witness->text, game, breaker);
            ent_buffer_put(&witness->text, " for ");
            ent_witness_changes(&witness->text, game, instead);
        }
    }
    *out = unblocked ? ENT_TRUE : ENT_FALSE;
    return ENT_OK;
}

/* Each step a gain for those who take it. */
ENT_TRUTH_OF(forms) {
    const ent_scenario *s = game->scenario;
    bool works = false;
    size_t n = claim->n_order;
    ent_ask_what what = {.coalition = claim->coalition, .about = claim->about, .with = claim->with};
    uint8_t *path = ENT_NEW(scratch, uint8_t, (n + 1) * (s->n_issues + 1));
    if (!path)
        return ENT_NOMEM;
    ENT_TRY(
        ent_ask_in_order(&works, path, game, what, claim->order, (uint32_t)n, false, run, diags));
    for (size_t i = 1; i < n && works && witness; i++) {
        ent_buffer_printf(&witness->text, "%s%s joins: ", i > 1 ? "; " : "",
                          s->actors[claim->order[i]].id);
        ent_witness_changes(&witness->text, game, path + i * s->n_issues);
    }
    *out = works ? ENT_TRUE : ENT_FALSE;
    return ENT_OK;
}

ENT_TRUTH_OF(safe_deal) {
    bool safe = false, has_state = false;
    uint8_t state[ENT_MAX_ISSUES], turned[ENT_MAX_ISSUES];
    (void)scratch;
    ENT_TRY(ent_ask_some_safe(&safe, &has_state, witness ? witness->state : state, turned, game,
                              deals_meant(claim, game, false), claim->actor, claim->actor2, run,
                              diags));
    if (witness) {
        witness->has_state = safe || has_state;
        if (!safe && has_state) {
            ent_buffer_printf(&witness->text, "%s turns it into ",
                              game->scenario->actors[claim->actor].id);
            ent_witness_changes(&witness->text, game, turned);
        }
    }
    *out = safe ? ENT_TRUE : ENT_FALSE;
    return ENT_OK;
}
