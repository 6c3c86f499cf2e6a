/* The readers of expressions, coalitions and agendas, for those who already have tokens: a question's
 * `with`, a family's line, a claim.
 */
#ifndef ENT_SCENARIO_EXPR_READ_H
#define ENT_SCENARIO_EXPR_READ_H

#include "scenario/lexer.h"
#include "scenario/scenario.h"

/* Nodes of one expression after `total` and `count` are written out per actor. */
#define ENT_EXPR_LIMIT 100000u

/* Reads an expression from the next token to the last. A family's bare name means the issue of
 * `actor` (ENT_NONE: it is an error). Each node made takes 1 from *budget; at 0 the reader stops
 * with an error. Unknown names are reported and read over, so one expression may report several. */
ent_status ent_expr_read(const ent_expr **out, const ent_scenario *scenario, ent_tokens *tokens,
                         uint32_t actor, size_t *budget);

/* `{a, b}` or one actor. */
ent_status ent_coalition_read(uint64_t *out, const ent_scenario *scenario, ent_tokens *tokens);
/* `{x, y}`, or one issue or agenda; a bit set over issues. */
ent_status ent_agenda_read(uint64_t **out, const ent_scenario *scenario, ent_tokens *tokens);

#endif
