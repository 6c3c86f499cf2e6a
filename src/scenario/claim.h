/* Claims: sentences that are true, false or vacuous in a model, with the answer that their author
 * expects. One grammar; the forms that no question answers yet are read and kept.
 *
 *     claim  := "not" claim | "in view" VIEW ":" claim | sentence
 *     deals: some deal of C [about I] [with E]
 *            no deal of C [about I] [with E]
 *            every deal | every efficient deal | every minimal deal | the Nash deal
 *                of C [about I] [with E] has E
 *            a deal of C [about I] [with E] needs E
 *            some deal of C [about I] [with E] is safe if A prefers as B
 *            A prefers E to F
 *            raising X raises Y | raising X lowers Y
 *                X: us.salience.daesh, us.resources.land; Y: deals of C [about I] [with E]
 *                   | the gain of A in the best deal of C [about I] [with E]
 *     coalitions: C can bring about E | nobody can bring about E without A | A is needed for E
 *            without A more deals exist [of C] [about I] [with E]
 *            no coalition blocks E [of D] | C can form in the order A, B, C
 *     moves: E is CONCEPT-stable | E is always CONCEPT-stable | the status quo is CONCEPT-stable
 *            E can be reached by improvements [of C] [in the order A, B, C]
 *     later: the best split puts A with B | forecast of ISSUE REL OUTCOME
 *
 * C, D: {a, b} or a single actor; I: an agenda or {issues}; E, F: expressions (expr.h).
 */
#ifndef ENT_SCENARIO_CLAIM_H
#define ENT_SCENARIO_CLAIM_H

#include "scenario/scenario.h"

typedef enum ent_claim_form {
    ENT_CLAIM_NOT,        /* inner */
    ENT_CLAIM_IN_VIEW,    /* view, inner (kept as text in inner_text: its names are that view's) */
    ENT_CLAIM_SOME_DEAL,  /* coalition, about, with */
    ENT_CLAIM_NO_DEAL,    /* the same */
    ENT_CLAIM_EVERY_DEAL, /* of `set`; has: also "a deal of C needs E" */
    ENT_CLAIM_SAFE_DEAL,  /* coalition, about, with; actor prefers as actor2 */
    ENT_CLAIM_PREFERS,    /* actor; has (E) to than (F) */
    ENT_CLAIM_RAISING,    /* quantity, rises, measure */
    ENT_CLAIM_CAN,        /* coalition, has */
    ENT_CLAIM_NEEDED,     /* actor, has: "A is needed for E", "nobody can .. without A" */
    ENT_CLAIM_MORE_WITHOUT, /* actor; coalition (0: of the file's question), about, with */
    ENT_CLAIM_NO_BLOCK,     /* has; coalition limits the blockers (0: anybody) */
    ENT_CLAIM_FORMS,        /* coalition, order */
    ENT_CLAIM_STABLE,       /* concept, has (NULL: the status quo), always */
    ENT_CLAIM_REACHED,      /* has; coalition (0: anybody), order */
    ENT_CLAIM_SPLIT,        /* actor, actor2 */
    ENT_CLAIM_FORECAST,     /* has: an outcome of one issue */
    ENT_CLAIM_UNKNOWN       /* of no known form: kept and shown as pending */
} ent_claim_form;

typedef enum ent_deal_set {
    ENT_DEALS_ALL,
    ENT_DEALS_EFFICIENT,
    ENT_DEALS_MINIMAL,
    ENT_DEALS_NASH
} ent_deal_set;

typedef enum ent_measure { ENT_MEASURE_DEALS, ENT_MEASURE_GAIN } ent_measure;

typedef struct ent_claim ent_claim;
struct ent_claim {
    ent_claim_form form;
    const char *text;    /* the sentence as written */
    const char *missing; /* a name that this scenario lacks: not expressible here; else NULL */
    ent_claim *inner;
    const char *view, *inner_text;
    ent_span view_span;         /* of the view's name */
    const ent_node *inner_node; /* inner_text as a scalar with its place, to be parsed there */
    uint64_t coalition;
    uint64_t *about; /* bit set over issues; NULL: everything */
    const char *about_text;
    const ent_expr *with, *has, *than;
    ent_deal_set set;
    uint32_t actor, actor2;
    size_t n_order;
    uint32_t *order;
    const char *concept; /* "SEQ" */
    bool always;
    const char *quantity; /* a path as --set takes it */
    bool rises;
    ent_measure measure;
};

/* A claim as it stands in a file. */
typedef struct ent_stated_claim {
    const ent_node *sentence; /* scalar */
    const char *text;
    const char *row;    /* label such as "R4.1", or NULL */
    const char *expect; /* "holds" (default), "fails", "depends" or "vacuous" */
    size_t n_rests_on;
    const char **rests_on; /* names or paths of statements, as written (ent_node_find, view.h) */
    const ent_node **rests_on_nodes; /* the same with their places */
    ent_statement said;              /* path "views.hawks.claims[0]" */
} ent_stated_claim;

/* The forms of claims, one table for parser, help and pages. */
typedef struct ent_claim_form_info {
    ent_claim_form form;
    const char *name;     /* "some deal": as in tables */
    const char *pattern;  /* "some deal of C [about I] [with E]" */
    const char *meaning;  /* one line */
    const char *question; /* which part of the program answers it: "deals", "coalitions" */
} ent_claim_form_info;

/* *n rows in the order in which people should read them; several may have one form. */
const ent_claim_form_info *ent_claim_forms(size_t *n);
/* The name of a form; "unknown" for ENT_CLAIM_UNKNOWN. */
const char *ent_claim_form_name(ent_claim_form form);

/* Reads a list of claims (NULL: none), which stands at `path`; the sentences are parsed later, against each view's scenario. */
ent_status ent_claims_read(ent_stated_claim **out, size_t *n, ent_arena *arena,
                           const ent_node *list, const char *path, ent_diags *diags);
/* Parses a sentence against a scenario. A name that the scenario lacks makes it `missing` and is no
 * error when `foreign` (a claim of another view); in its author's view it is a located error with the
 * nearest name. A sentence of no known form is ENT_CLAIM_UNKNOWN, with a warning that shows the forms. */
ent_status ent_claim_parse(ent_claim *out, const ent_scenario *scenario, ent_arena *arena,
                           const ent_node *sentence, const char *path, bool foreign,
                           ent_diags *diags);

#endif
