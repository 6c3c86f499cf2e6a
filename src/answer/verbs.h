/* What each verb answers: from a scenario and a request to typed tables and words.
 *
 * One function per verb, one file per function. The request holds the options as the author of the
 * question wrote them; names in them are resolved here, with diagnostics that point into the option.
 */
#ifndef ENT_ANSWER_VERBS_H
#define ENT_ANSWER_VERBS_H

#include "answer/answer.h"
#include "scenario/view.h"

typedef struct ent_request {
    const char *of, *about, *with, *why; /* NULL: not given */
    const char *fallback;  /* "best-replies": what members would do alone; else that of the file */
    const char *rest;      /* terms: "status-quo" or "any"; NULL: the former where there is one */
    const char *from;      /* trades: the package to start from */
    const char *engine;    /* auto, scan or parts; NULL: auto */
    const char *over;      /* frontier: "deals" or "packages"; NULL: the former */
    const char *rule;      /* power: a body under `votes` or an issue; NULL: all */
    const char *payoff;    /* worth: a payoff to check, "north = 50, east = 30" */
    const char *division;  /* blocs: a division to check, "north, east | harbour" */
    const char *liking;    /* blocs: "ties" (rankings too) or "deals"; NULL: the former */
    bool efficient;        /* only efficient deals */
    unsigned draw;         /* deals: how many to draw at random */
    unsigned limit;        /* rows of the long lists, 1..10000 */
    bool assumptions;      /* show: only statements without a source */
    unsigned models, seed; /* how many models, and the seed of all draws; 0: the default */
    const char *view;      /* the view asked; NULL: base, for `claims` and `thread` all */
    const char *claim;     /* claims: a sentence to ask instead of those in the file */
    const char *against;   /* compare: the second view */
    /* moves: rules that the literature leaves open, each NULL for the first of its words */
    const char *sanction;    /* sequence, once, single */
    const char *harm;        /* equal, worse */
    const char *improvement; /* strict, pareto */
    const char *joint;       /* ignored, deters */
    const char *step;        /* any, one */
    const char *actor;       /* whose reasons; NULL: everybody's */
    bool every;              /* a table of every state */
    /* coalitions: what to look into; NULL or false: not asked */
    const char *can, *join, *deal, *breakers, *outsiders, *instead;
    bool stable, orders;
    bool diff;            /* show: only what the view changes */
    const ent_node *root; /* the file, for its views; NULL with `views` where there are none */
    const ent_views *views;
    bool coalitions;             /* equilibria of all coalitions */
    const char *blocs, *bloc;    /* "a, b; c, d"; merged, tested */
    const char *make;            /* what would make this state an equilibrium */
    const char *concept;         /* of which kind; NULL: SEQ */
    const char *to, *by, *order; /* ways to where `to` is true, by steps of a kind, in an order */
    const char *horizon;         /* a number of moves, or "any" */
    const char *const *sets;     /* what-if settings, already applied to the scenario's tree */
    size_t n_sets;
    ent_run run;
    ent_diags *diags;
} ent_request;

#define ENT_LIMIT_DEFAULT 10u

/* An option that says something only along with certain others. */
typedef struct ent_option_use {
    const char *option; /* without its dashes */
    bool given, used;
    const char *hint;
} ent_option_use;

/* ENT_ERROR with a diagnostic for the first that was given and is not used. (options_used.c) */
ent_status ent_options_used(const ent_request *request, const ent_option_use *uses, size_t n);

/* One line per what-if setting: an answer that is not about the file as it stands says so. (check.c) */
void ent_answer_settings(ent_answer *a, const ent_request *request);

/* ENT_CANCELLED comes with a partial answer in *out; on other failures *out is NULL. */
ent_status ent_answer_brief(ent_answer **out, ent_scenario *scenario, const ent_request *request);
ent_status ent_answer_check(ent_answer **out, ent_scenario *scenario, const ent_request *request);
ent_status ent_answer_show(ent_answer **out, ent_scenario *scenario, const ent_request *request);
ent_status ent_answer_deals(ent_answer **out, ent_scenario *scenario, const ent_request *request);
ent_status ent_answer_terms(ent_answer **out, ent_scenario *scenario, const ent_request *request);
ent_status ent_answer_trades(ent_answer **out, ent_scenario *scenario, const ent_request *request);
ent_status ent_answer_claims(ent_answer **out, ent_scenario *scenario, const ent_request *request);
ent_status ent_answer_thread(ent_answer **out, ent_scenario *scenario, const ent_request *request);
ent_status ent_answer_models(ent_answer **out, ent_scenario *scenario, const ent_request *request);
ent_status ent_answer_compare(ent_answer **out, ent_scenario *scenario, const ent_request *request);
ent_status ent_answer_frontier(ent_answer **out, ent_scenario *scenario,
                               const ent_request *request);
ent_status ent_answer_moves(ent_answer **out, ent_scenario *scenario, const ent_request *request);
ent_status ent_answer_coalitions(ent_answer **out, ent_scenario *scenario,
                                 const ent_request *request);
ent_status ent_answer_views(ent_answer **out, ent_scenario *scenario, const ent_request *request);
ent_status ent_answer_power(ent_answer **out, ent_scenario *scenario, const ent_request *request);
ent_status ent_answer_worth(ent_answer **out, ent_scenario *scenario, const ent_request *request);
ent_status ent_answer_blocs(ent_answer **out, ent_scenario *scenario, const ent_request *request);

#endif
