/* What the sections of `coalitions` say of one model, and how often over many.
 *
 * With --models a section that was asked for by name says nothing in words: it puts into a tally what it
 * has found in the game of one model, by keys that mean the same in every model (a coalition, a state, an
 * order of joining, a set of terms). What is the same is then counted over all models. A kind of row is
 * counted among the models in which it was asked; a model that has no such row is one in which it is not
 * so.
 */
#ifndef ENT_ANSWER_ALLIANCE_TALLY_H
#define ENT_ANSWER_ALLIANCE_TALLY_H

#include "answer/alliance.h"

typedef enum ent_said_kind {
    ENT_SAID_HEADING,
    ENT_SAID_ASKED, /* rows of this kind are known in this model */
    ENT_SAID_SO,
    ENT_SAID_VALUE
} ent_said_kind;

typedef struct ent_said {
    ent_said_kind kind;
    bool alone;              /* asked: there is one row, true or not, without `who` and `which` */
    const char *what;        /* stable: "nash"; a string of the program, but for headings */
    const char *title;       /* asked: for people; a string of the program */
    const char *who, *which; /* or "" */
    ent_number value;
    const void *again; /* so: what it takes to ask of it in every model; or NULL */
    size_t size;
} ent_said;

/* What was so in some models, to be asked of in all: second, and then alone. */
typedef struct ent_again {
    size_t n;
    const char **which;
    const void **what; /* as it was put into the tally */
} ent_again;
#define ENT_AGAIN_MOST 256u

typedef struct ent_tally {
    ent_arena *arena;
    size_t n, cap;
    ent_said *said;
    const ent_again *again; /* NULL: the first time */
    bool failed;            /* out of memory */
} ent_tally;

/* What the kinds that follow are about: a heading, copied. */
void ent_tally_heading(ent_tally *t, const char *text);
/* One row, which is true or not; several, of which those are told that are true; a number for each of
 * several, without an ent_tally_so(). */
void ent_tally_alone(ent_tally *t, const char *what, const char *title, bool so);
void ent_tally_several(ent_tally *t, const char *what, const char *title);
/* At most once in a model for the same what, who and which. Texts are copied. */
void ent_tally_so(ent_tally *t, const char *what, const char *who, const char *which);
/* The same of what need not be in every model what it is in this, but can be asked of in it: the section is
 * called once more for each model, with those that are so most often, up to ENT_AGAIN_MOST, in
 * tally->again. */
void ent_tally_again(ent_tally *t, const char *what, const char *which, const void *again,
                     size_t size);
void ent_tally_value(ent_tally *t, const char *what, const char *who, const char *which,
                     ent_number value);

/* Goes through the models drawn of what the file leaves open, asks `sections` of each, with the game of
 * that model and a tally in place of an answer, and says how often what is so. The same for any number of
 * threads. ENT_CANCELLED comes with what is known of the models before, and l->partial set. */
ent_status ent_alliance_count(ent_alliance *l, ent_status (*sections)(ent_alliance *));
/* The whole answer of another verb that is counted so: of its request, sections see what is asked of a model. */
ent_status ent_answer_counted(ent_answer **out, const char *verb, ent_arena *arena,
                              const ent_scenario *scenario, const ent_request *request,
                              ent_status (*sections)(ent_alliance *));

#endif
