/* The forms of claims: what can be said, what it means, who answers it. The parser (claim_parse.c)
 * reads what stands here; help, pages and the warning about unknown forms show it.
 */
#include "scenario/claim.h"

static const ent_claim_form_info FORMS[] = {
    {ENT_CLAIM_SOME_DEAL, "some deal", "some deal of C [about I] [with E]",
     "there is a deal of C, changing only I, under which E is true", "deals"},
    {ENT_CLAIM_NO_DEAL, "no deal", "no deal of C [about I] [with E]", "there is no such deal",
     "deals"},
    {ENT_CLAIM_EVERY_DEAL, "every deal", "every deal of C [about I] [with E] has F",
     "F is true under all of them; vacuous where there is none", "deals"},
    {ENT_CLAIM_EVERY_DEAL, "every deal",
     "every efficient deal | every minimal deal | the Nash deal of C [about I] [with E] has F",
     "the same of those that no other beats for all, that change no more than they must, or that "
     "Nash's rule picks",
     "deals"},
    {ENT_CLAIM_EVERY_DEAL, "every deal", "a deal of C [about I] [with E] needs F",
     "without F there is no deal", "deals"},
    {ENT_CLAIM_SAFE_DEAL, "safe deal",
     "some deal of C [about I] [with E] is safe if A prefers as B",
     "some deal stays one, and A cannot turn it against its partners, if A has B's aims", "deals"},
    {ENT_CLAIM_PREFERS, "prefers", "A prefers E to F",
     "for A, what brings E is better than what brings F", "deals"},
    {ENT_CLAIM_RAISING, "raising", "raising X raises|lowers deals of C [about I] [with E]",
     "as X (north.salience.raids, north.resources.ships) rises, deals become more, or fewer",
     "change"},
    {ENT_CLAIM_RAISING, "raising",
     "raising X raises|lowers the gain of A in the best deal of C [about I] [with E]",
     "as X rises, A gains more, or less", "change"},
    {ENT_CLAIM_CAN, "can bring about", "C can bring about E",
     "C controls enough to make E true, whether or not it wants to", "coalitions"},
    {ENT_CLAIM_NEEDED, "needed", "A is needed for E", "nobody can bring about E without A",
     "coalitions"},
    {ENT_CLAIM_NEEDED, "needed", "nobody can bring about E without A", "the same", "coalitions"},
    {ENT_CLAIM_MORE_WITHOUT, "more without", "without A more deals exist [of C] [about I] [with E]",
     "A's part in it rules deals out", "coalitions"},
    {ENT_CLAIM_NO_BLOCK, "no block", "no coalition blocks E [of D] [about I]",
     "some deal with E is one that no coalition (within D) can better for all its members",
     "coalitions"},
    {ENT_CLAIM_FORMS, "forms", "C can form in the order A, B, C [about I] [with E]",
     "joining in this order, each step is better for those who take it", "coalitions"},
    {ENT_CLAIM_STABLE, "stable", "E is CONCEPT-stable [about I]",
     "some state with E that can be reached is stable (R, GMR, SMR, SEQ, CR and others)", "moves"},
    {ENT_CLAIM_STABLE, "stable", "E is always CONCEPT-stable [about I]", "every such state is",
     "moves"},
    {ENT_CLAIM_STABLE, "stable", "the status quo is CONCEPT-stable [about I]",
     "where things stand is stable", "moves"},
    {ENT_CLAIM_REACHED, "reached",
     "E can be reached by improvements [of C] [in the order A, B, C] [about I]",
     "from the status quo, by moves each of which is better for who makes it", "moves"},
    {ENT_CLAIM_SPLIT, "split", "the best split puts A with B",
     "where ties divide all into two sides with least strain, A and B are on one", "ties"},
    {ENT_CLAIM_FORECAST, "forecast", "forecast of ISSUE < OUTCOME",
     "the contest of power over ISSUE settles there", "forecast"},
    {ENT_CLAIM_NOT, "not", "not CLAIM", "CLAIM is false; vacuous where it is", "any"},
    {ENT_CLAIM_IN_VIEW, "in view", "in view V: CLAIM", "CLAIM is true as V sees the conflict",
     "any"},
};

const ent_claim_form_info *ent_claim_forms(size_t *n) {
    *n = ENT_COUNT(FORMS);
    return FORMS;
}

const char *ent_claim_form_name(ent_claim_form form) {
    for (size_t i = 0; i < ENT_COUNT(FORMS); i++)
        if (FORMS[i].form == form)
            return FORMS[i].name;
    return "unknown";
}
