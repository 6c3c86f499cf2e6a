/* A .gmcr model between reading (gmcr.c) and writing (gmcr_write.c). */
#ifndef ENT_IMPORT_GMCR_H
#define ENT_IMPORT_GMCR_H

#include "import/import.h"

/* Options whose combinations are gone through to number the states, and states that get a name. */
#define ENT_GMCR_OPTIONS 20u
#define ENT_GMCR_NAMED 5000u

typedef enum ent_gmcr_direction {
    ENT_GMCR_BOTH,
    ENT_GMCR_FORWARD,
    ENT_GMCR_BACK
} ent_gmcr_direction;

/* "2N": option `option` not taken. */
typedef struct ent_gmcr_literal {
    uint32_t option;
    bool taken;
} ent_gmcr_literal;

typedef struct ent_gmcr_pattern {
    size_t n;
    ent_gmcr_literal *literals; /* all of them */
} ent_gmcr_pattern;

/* One or more patterns, of which one holds. */
typedef struct ent_gmcr_condition {
    size_t n;
    ent_gmcr_pattern *patterns;
} ent_gmcr_condition;

typedef struct ent_gmcr_maker {
    bool *controls; /* per option */
    size_t n_statements;
    ent_gmcr_condition *statements;
    bool ranked;
    size_t n_ranks; /* states named, best first; level 0 is the best */
    uint32_t *ranks, *level;
    size_t n_misperceived;
    ent_gmcr_condition *misperceived;
    uint64_t coalition; /* decision makers it acts with, or itself alone */
} ent_gmcr_maker;

typedef struct ent_gmcr {
    ent_import *in; /* options are its issues, decision makers its parties */
    ent_gmcr_direction *direction;
    ent_gmcr_maker *makers;
    size_t n_infeasible;
    ent_gmcr_condition *infeasible;
    size_t n_states; /* feasible ones, option 1 the lowest bit; 0: too many to be named */
    uint32_t *states;
} ent_gmcr;

bool ent_gmcr_holds(const ent_gmcr_condition *condition, uint32_t state);
ent_status ent_gmcr_write(ent_buffer *out, const ent_gmcr *g);

#endif
