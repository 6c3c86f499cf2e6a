/* On which decided issues something depends, following issues seen through.
 *
 * A question needs to change only the issues that what it asks for depends on, and those that rules
 * tie to them: any other issue can stay as it is.
 */
#ifndef ENT_GAME_DEPENDS_H
#define ENT_GAME_DEPENDS_H

#include "game/game.h"

/* Each adds to a bit set over issues (n_issues bits). */
void ent_depends_expr(uint64_t *issues, const ent_scenario *scenario, const ent_expr *expr);
/* What an actor's utility and red lines depend on. */
void ent_depends_actor(uint64_t *issues, const ent_game *game, uint32_t actor);
/* All issues of every rule that names one of those in the set, and so on. */
void ent_depends_rules(uint64_t *issues, const ent_scenario *scenario);

#endif
