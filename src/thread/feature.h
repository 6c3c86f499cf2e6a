/* Features of models: the numbers on which a crux may lie.
 *
 * For each actor that a claim speaks of: the ratio of what it gains by one change (of an issue, from what
 * no deal brings to another outcome) to what it loses by another, where both keep their sign in all
 * models; and every unknown that bears on these actors, the forces, or the scales.
 */
#ifndef ENT_THREAD_FEATURE_H
#define ENT_THREAD_FEATURE_H

#include "thread/crux.h"

#define ENT_FEATURES_MOST 4096u

typedef struct ent_features {
    size_t n;
    uint64_t models;
    ent_feature *feature;
    double *value; /* value[feature * models + model] */
} ent_features;

ent_status ent_features_of(ent_features *out, ent_arena *arena, const ent_bare *core,
                           const ent_verdict *verdict);

#endif
