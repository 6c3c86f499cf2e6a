/* What there is to say about a question of deals: everything that `brief` and `deals` report.
 *
 * The request is resolved against the scenario (coalition, agenda, wanted outcome, from the options
 * or else from the file's question), the game compiled, packages scanned; then the minimal deals, or,
 * where there is no deal, the conflicts.
 */
#ifndef ENT_ANSWER_FINDINGS_H
#define ENT_ANSWER_FINDINGS_H

#include "answer/verbs.h"
#include "ask/conflicts.h"
#include "ask/deals.h"
#include "ask/minimal.h"
#include "ask/pareto.h"
#include "ask/why.h"
#include "game/replies.h"

typedef struct ent_findings {
    ent_arena *arena;
    const ent_scenario *scenario;
    const ent_game *game;
    const ent_bargain *bargain;
    const ent_replies
        *replies; /* --fallback best-replies: what members would do alone; else NULL */
    const char *with_text, *about_text; /* as asked, or NULL */
    const ent_deals *deals;
    const ent_minimal *minimal;                  /* NULL without deals or without a status quo */
    const ent_conflicts *conflicts;              /* NULL when there are deals */
    bool conflicts_too_large, minimal_too_large; /* not worked out */
    const ent_why *why;                          /* --why: NULL when not asked */
    const char *why_title;
    bool partial;
} ent_findings;

/* ENT_CANCELLED comes with what was found so far. Free with ent_findings_free() in any case. */
ent_status ent_findings_new(ent_findings **out, const ent_scenario *scenario,
                            const ent_request *request);
/* Only what is asked: names resolved, the game compiled, the bargain made, nothing looked for yet. */
ent_status ent_findings_asked(ent_findings **out, const ent_scenario *scenario,
                              const ent_request *request);
/* The same of however many states (ent_bargain_any). */
ent_status ent_findings_any(ent_findings **out, const ent_scenario *scenario,
                            const ent_request *request);
/* The first pass over what was asked: counts, each member's best deal. */
ent_status ent_findings_deals(ent_findings *findings, const ent_request *request);
/* The whole state of a package "issue = outcome, ..." given with an option; a diagnostic with `code`
 * when the coalition cannot bring it about. */
ent_status ent_findings_package(uint8_t *state, ent_findings *findings, const ent_request *request,
                                const char *option, const char *text, ent_diag_code code);
/* The engine asked for with --engine. */
ent_engine ent_request_engine(const ent_request *request);
/* An option's value as a scalar, so that diagnostics point into it. */
ent_status ent_option_scalar(ent_node **out, ent_arena *arena, const char *option,
                             const char *value, ent_diags *diags);
void ent_findings_free(ent_findings *findings);

#endif
