/* Simultaneous sanctions: an actor's improvement made at the same time as improvements of others.
 *
 * The others' part is any state that they reach from the same state by a legal sequence of
 * improvements; the joint state changes whatever either of them changes. Where that is no state (a rule
 * forbids it, or both change the same thing differently) it does not count, or deters, as asked.
 */
#ifndef ENT_ASK_TOGETHER_H
#define ENT_ASK_TOGETHER_H

#include "ask/stability.h"

/* Fills stable[actor], zeroed bit sets over states. ENT_ERROR when states are not made of options. */
ent_status ent_ask_together(uint64_t **stable, const ent_graph *graph,
                            const ent_moving_rules *rules, const ent_run *run);

#endif
