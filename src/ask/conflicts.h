/* Why there is no deal: minimal conflicts, and the smallest repairs.
 *
 * What stands between a coalition and the outcome it is asked about is taken apart into elements that
 * could each give way: a member's consent, a red line, a rule, a `when` line of a following issue that
 * the wanted outcome depends on, outsiders' control of an issue, the wanted outcome itself, and that
 * somebody must gain. In the space where all of them may give way every state breaks some set of
 * elements. The inclusion-minimal ones are the *repairs* (what would have to give, with the state as
 * witness). A set of elements leaves no deal when it meets every repair; the inclusion-minimal such
 * sets are the *conflicts*: minimal hitting sets of the repairs (Reiter 1987,
 * doi:10.1016/0004-3702(87)90062-2). One streamed pass finds the repairs, whatever their number of
 * states.
 */
#ifndef ENT_ASK_CONFLICTS_H
#define ENT_ASK_CONFLICTS_H

#include "base/hitting.h"
#include "game/bargain.h"

typedef enum ent_element_kind {
    ENT_ELEMENT_WANTED,   /* the wanted outcome */
    ENT_ELEMENT_CONSENT,  /* index: actor */
    ENT_ELEMENT_GAIN,     /* some member must gain strictly */
    ENT_ELEMENT_RED_LINE, /* index: actor; part: which of its red lines */
    ENT_ELEMENT_RULE,     /* index: rule */
    ENT_ELEMENT_LINE,     /* index: following issue; part: line */
    ENT_ELEMENT_CONTROL   /* index: issue that outsiders control */
} ent_element_kind;

typedef struct ent_element {
    ent_element_kind kind;
    uint32_t index, part;
} ent_element;

typedef struct ent_conflicts {
    size_t n_elements;
    const ent_element *elements;
    const ent_bargain *relaxed; /* the space in which everything may give way */
    size_t n_repairs;
    ent_elements *repairs; /* smallest first, then by first element */
    uint64_t *witness;     /* per repair: rank of a state that breaks just this */
    size_t n_conflicts;
    ent_elements *conflicts; /* smallest first */
    bool partial;            /* stopped, or too many to list them all */
    bool kept_control; /* the space was too large to let outsiders' control give way everywhere:
                             only issues that the wanted outcome depends on */
} ent_conflicts;

/* States of the relaxed space that are still gone through. */
#define ENT_CONFLICT_STATES ((uint64_t)1 << 34)
/* Most repairs and conflicts that are kept. */
#define ENT_CONFLICT_SETS 4096u

/* ENT_LIMIT when even the smaller space is too large or there are too many elements. Meant for a
 * bargain without deals; where there is one, the only repair is the empty set and there is no
 * conflict. */
ent_status ent_ask_conflicts(ent_conflicts **out, ent_arena *arena, const ent_bargain *bargain,
                             const ent_run *run);

#endif
