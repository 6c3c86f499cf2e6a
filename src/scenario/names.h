/* Names of issues in an author's text: look-up, and the errors for names that are not there. */
#ifndef ENT_SCENARIO_NAMES_H
#define ENT_SCENARIO_NAMES_H

#include "scenario/lexer.h"
#include "scenario/scenario.h"

/* scenario->names maps an issue's id to its number, and a family's to its number with this bit. */
#define ENT_FAMILY_BIT 0x80000000u

/* The family of this id, or ENT_NONE. */
uint32_t ent_find_family(const ent_scenario *scenario, const char *id);
uint32_t ent_find_agenda(const ent_scenario *scenario, const char *id);
/* The actors for whom the family has an issue. */
uint64_t ent_family_actors(const ent_scenario *scenario, uint32_t family);

/* Adds an issue, or all issues of a family, to a bit set over issues; false when there is none. */
bool ent_add_issues(const ent_scenario *scenario, uint64_t *issues, const char *id);

/* An issue that could not be built is known but has no outcomes: whatever is said of it has
 * already been answered for, and is read over without a word. The same holds for a family
 * without issues. */
bool ent_issue_broken(const ent_issue *issue);
/* Whether `id` is "family.something" of a family that could not be built, or such a family. */
bool ent_name_excused(const ent_scenario *scenario, const char *id);

/* Where a wrong name stands: enough to say so. */
typedef struct ent_place {
    ent_diags *diags;
    ent_span span;
    const char *path;
} ent_place;

ent_place ent_token_place(const ent_tokens *tokens, const ent_token *token);
/* "unknown issue 'strat'", with the nearest name, or what a family's bare name lacks. Always
 * returns ENT_ERROR, or ENT_NOMEM. */
ent_status ent_unknown_issue(const ent_scenario *scenario, ent_place place, const char *name);
/* The family has no issue of this actor. */
ent_status ent_no_member(const ent_scenario *scenario, ent_place place, uint32_t family,
                         uint32_t actor);
ent_status ent_unknown_outcome(const ent_issue *issue, ent_place place, const char *name);
ent_status ent_unknown_actor(const ent_scenario *scenario, ent_place place, const char *name);
ent_status ent_unknown_resource(const ent_scenario *scenario, ent_place place, const char *name);

#endif
