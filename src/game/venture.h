/* Ventures: what some of a set of actors can carry through together, and whether they would.
 *
 * One mechanism serves control ("who can bring about E"), deals ("which coalitions would sign E") and
 * blocking ("who would rather break this deal"): from a state, the actors take issues where they
 * control them, to a feasible end, and those who must act have to be willing. Whether some of a set
 * of actors can is monotone in the set, so the minimal coalitions are its units (able.h). Issues on
 * which nothing asked for depends, alone or through a rule, stay as they are.
 */
#ifndef ENT_GAME_VENTURE_H
#define ENT_GAME_VENTURE_H

#include "game/able.h"

/* What those who act ask of the end. */
typedef enum ent_wish {
    ENT_WISH_NOTHING, /* control alone */
    ENT_WISH_SIGN,    /* nobody worse off than with no deal, somebody better, off their red lines */
    ENT_WISH_GAIN     /* each strictly better off than in `from`, off their red lines */
} ent_wish;

typedef struct ent_venture {
    const ent_game *game;
    ent_control_table *units;
    const uint8_t
        *from; /* a feasible state; NULL: the status quo, or, where there is none, anywhere */
    const uint64_t *about; /* bit set over issues; NULL: all */
    const ent_expr *with;  /* the end has this; NULL: whatever */
    ent_wish wish;
} ent_venture;

/* States that are still gone through to answer one question. */
#define ENT_VENTURE_STATES ((uint64_t)1 << 34)

/* Whether some of `actors` can (and would): *found, with the first such end in `state` (n_issues; may
 * be NULL). One streamed pass that ends at the first. ENT_LIMIT without a diagnostic when there are
 * more than ENT_VENTURE_STATES states. */
ent_status ent_venture_try(bool *found, uint8_t *state, const ent_venture *v, uint64_t actors,
                           const ent_run *run);
/* The same, with an end that changes as few issues as possible, the first of these in the author's
 * order. */
ent_status ent_venture_shortest(bool *found, uint8_t *state, const ent_venture *v, uint64_t actors,
                                const ent_run *run);
/* The minimal coalitions within `actors`, at most `most`: ENT_LIMIT beyond. */
ent_status ent_venture_units(ent_coalitions *out, ent_arena *arena, const ent_venture *v,
                             uint64_t actors, size_t most, const ent_run *run);
/* An end that some coalition within `actors` can bring about and would: who is willing, who of them
 * gains, and of each issue that changes the units that can change it (n sets, none twice). */
typedef struct ent_venture_end {
    uint64_t willing, gains;
    size_t n;
    const ent_coalitions *const *needs;
} ent_venture_end;
typedef ent_status (*ent_venture_fn)(void *user, const ent_venture_end *end);

/* Calls fn for every end, in the order of the plan, from one thread. ENT_LIMIT without a diagnostic
 * beyond `most` states. */
ent_status ent_venture_each(const ent_venture *v, uint64_t actors, uint64_t most, ent_venture_fn fn,
                            void *user, const ent_run *run);
/* Says that there are too many states. */
void ent_venture_too_large(const ent_venture *v, ent_diags *diags);

#endif
