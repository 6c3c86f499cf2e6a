/* The file format: one table of keys, kinds, sentences and examples.
 *
 * Whoever adds a key adds it here and nowhere else; the check, the reference page, the help and the
 * JSON Schema follow. Reading starts at the end: `ent_schema_root` is the whole file.
 */
#include "scenario/schema_table.h"

#define OF(...)                                                                                    \
    .of = (const ent_schema_type *const[]){__VA_ARGS__},                                           \
    .n_of = ENT_COUNT(((const ent_schema_type *const[]){__VA_ARGS__}))
#define RECORD(table) .kind = ENT_SCHEMA_RECORD, .fields = (table), .n_fields = ENT_COUNT(table)
#define TYPE(name) static const ent_schema_type name
#define FIELDS(name) static const ent_schema_field name[]
#define REQUIRED true
#define OPTIONAL false

/* ---- scalars ---- */

TYPE(empty) = {.kind = ENT_SCHEMA_EMPTY};
TYPE(text) = {.kind = ENT_SCHEMA_TEXT};
TYPE(version) = {.kind = ENT_SCHEMA_VERSION};
TYPE(new_name) = {.kind = ENT_SCHEMA_NAME};
static const char *const not_actors[] = {"self", "nobody", "all", "any"};
TYPE(new_actor) = {
    .kind = ENT_SCHEMA_NAME, .choices = not_actors, .n_choices = ENT_COUNT(not_actors)};
TYPE(date) = {.kind = ENT_SCHEMA_DATE};
TYPE(expr) = {.kind = ENT_SCHEMA_EXPR};
TYPE(actor_ref) = {.kind = ENT_SCHEMA_REF, .words = "an actor"};
TYPE(issue_ref) = {.kind = ENT_SCHEMA_REF, .words = "an issue"};
TYPE(outcome_ref) = {.kind = ENT_SCHEMA_REF, .words = "an outcome"};
TYPE(order) = {.kind = ENT_SCHEMA_TEXT, .words = "an order such as `a > b > c`"};
TYPE(rule_text) = {.kind = ENT_SCHEMA_TEXT, .words = "a control rule"};
TYPE(transition) = {.kind = ENT_SCHEMA_TEXT,
                    .words = "`default`, `to OUTCOME`, `from OUTCOME` or `OUTCOME -> OUTCOME`"};
TYPE(chain) = {.kind = ENT_SCHEMA_TEXT, .words = "moves such as `a -> b <-> c`"};
TYPE(question) = {.kind = ENT_SCHEMA_TEXT, .words = "a question"};
static const char *const truths[] = {"true", "false"};
TYPE(truth) = {.kind = ENT_SCHEMA_CHOICE, .choices = truths, .n_choices = ENT_COUNT(truths)};
static const char *const shapes[] = {"linear", "quadratic", "single-peaked"};
TYPE(shape) = {.kind = ENT_SCHEMA_CHOICE, .choices = shapes, .n_choices = ENT_COUNT(shapes)};
static const char *const everybody[] = {"all"};
TYPE(all) = {.kind = ENT_SCHEMA_CHOICE, .choices = everybody, .n_choices = ENT_COUNT(everybody)};

#define SCALE(low, high) .has_lo = true, .lo = (low), .has_hi = true, .hi = (high)
TYPE(exact) = {.kind = ENT_SCHEMA_NUMBER, .wide = true};
TYPE(reserved) = {.kind = ENT_SCHEMA_QUANTITY, .wide = true};
TYPE(amount) = {.kind = ENT_SCHEMA_QUANTITY, .has_lo = true};
TYPE(percent) = {.kind = ENT_SCHEMA_QUANTITY, SCALE(0, 100)};
TYPE(sign) = {.kind = ENT_SCHEMA_QUANTITY, SCALE(-1, 1)};

/* ---- what every statement may carry ---- */

TYPE(text_list) = {.kind = ENT_SCHEMA_LIST, OF(&text)};
TYPE(from) = {.kind = ENT_SCHEMA_ONE_OF, OF(&text, &text_list)};

#define FROM_AND_NOTE                                                                              \
    {"from", &from, OPTIONAL, NULL, NULL}, {                                                       \
        "note", &text, OPTIONAL, NULL, NULL                                                        \
    }
#define NAME_FROM_NOTE {"name", &text, OPTIONAL, NULL, NULL}, FROM_AND_NOTE

/* ---- sources and actors ---- */

FIELDS(source_fields) = {
    {"title", &text, REQUIRED, "Its title, as a reader would look it up.", "title: Talks resume"},
    {"by", &text, OPTIONAL, "Who wrote or published it.", "by: Harbour Gazette"},
    {"date", &date, OPTIONAL, "When it appeared.", "date: 1998-05-01"},
    {"url", &text, OPTIONAL, "Where it can be read.", "url: https://example.org/talks"},
    {"note", &text, OPTIONAL, NULL, NULL},
};
TYPE(source) = {RECORD(source_fields)};
TYPE(sources) = {.kind = ENT_SCHEMA_MAP, .key = &new_name, OF(&source)};

TYPE(resource_name) = {.kind = ENT_SCHEMA_NAME, .words = "a resource"};
TYPE(resources) = {.kind = ENT_SCHEMA_MAP, .key = &resource_name, OF(&amount)};
FIELDS(actor_fields) = {
    {"name", &text, OPTIONAL, "The full name, for people.", "name: The Free Harbour"},
    {"resources", &resources, OPTIONAL,
     "What the actor can bring to bear, each a number of 0 or more, or a range [low, high] where "
     "it is not "
     "known better. The names are yours; a resource not given is 0.",
     "resources: {ships: 40, troops: [10, 20]}"},
    FROM_AND_NOTE,
};
TYPE(actor_record) = {RECORD(actor_fields)};
TYPE(actor) = {.kind = ENT_SCHEMA_ONE_OF, OF(&actor_record, &empty)};
TYPE(actors) = {
    .kind = ENT_SCHEMA_MAP, .key = &new_actor, OF(&actor), .at_least = 1, .at_most = 64};
TYPE(actor_list) = {.kind = ENT_SCHEMA_LIST, OF(&actor_ref), .at_least = 1, .at_most = 64};

/* ---- issues ---- */

FIELDS(outcome_fields) = {
    {"name", &text, OPTIONAL, "The full name, for people.", "name: Both keep the strait open"},
    {"position", &percent, OPTIONAL,
     "Its place on the scale of the issue, from 0 to 100; left out, outcomes are evenly spaced.",
     "position: 30"},
};
FIELDS(listed_outcome_fields) = {
    {"id", &new_name, REQUIRED, "The outcome's short name.", "id: shared"},
    {"name", &text, OPTIONAL, NULL, NULL},
    {"position", &percent, OPTIONAL, "As above.", "position: 30"},
};
TYPE(outcome_record) = {RECORD(outcome_fields)};
TYPE(outcome) = {.kind = ENT_SCHEMA_ONE_OF, OF(&outcome_record, &empty)};
TYPE(listed_outcome_record) = {RECORD(listed_outcome_fields)};
TYPE(listed_outcome) = {.kind = ENT_SCHEMA_ONE_OF, OF(&new_name, &listed_outcome_record)};
TYPE(outcome_list) = {.kind = ENT_SCHEMA_LIST, OF(&listed_outcome), .at_least = 2, .at_most = 64};
TYPE(outcome_map) = {
    .kind = ENT_SCHEMA_MAP, .key = &new_name, OF(&outcome), .at_least = 2, .at_most = 64};
TYPE(outcomes) = {.kind = ENT_SCHEMA_ONE_OF, OF(&outcome_list, &outcome_map)};

TYPE(for_each) = {.kind = ENT_SCHEMA_ONE_OF, OF(&all, &actor_list)};
TYPE(outcome_by_actor) = {.kind = ENT_SCHEMA_MAP, .key = &actor_ref, OF(&outcome_ref)};
TYPE(status_quo) = {.kind = ENT_SCHEMA_ONE_OF, OF(&outcome_ref, &outcome_by_actor)};

FIELDS(control_fields) = {
    {"rule", &rule_text, REQUIRED, "Who may make this change.", "rule: all of [north, east]"},
    FROM_AND_NOTE,
};
TYPE(control_record) = {RECORD(control_fields)};
TYPE(control_line) = {.kind = ENT_SCHEMA_ONE_OF, OF(&rule_text, &control_record)};
TYPE(control_map) = {.kind = ENT_SCHEMA_MAP, .key = &transition, OF(&control_line), .at_least = 1};
TYPE(control) = {.kind = ENT_SCHEMA_ONE_OF, OF(&rule_text, &control_map)};

TYPE(chain_list) = {.kind = ENT_SCHEMA_LIST, OF(&chain)};
TYPE(moves) = {.kind = ENT_SCHEMA_ONE_OF, OF(&chain, &chain_list)};

TYPE(frozen) = {.kind = ENT_SCHEMA_ONE_OF, OF(&truth, &actor_list)};

FIELDS(when_fields) = {
    {"when", &expr, REQUIRED,
     "The condition; lines are read from the top and the first that holds decides.",
     "when: total(ships where patrol = full) >= 60"},
    {"then", &outcome_ref, REQUIRED, "The outcome it brings.", "then: stopped"},
    NAME_FROM_NOTE,
};
FIELDS(otherwise_fields) = {
    {"otherwise", &outcome_ref, REQUIRED,
     "The outcome when no line above holds; always the last line.", "otherwise: rising"},
    NAME_FROM_NOTE,
};
TYPE(when_line) = {RECORD(when_fields)};
TYPE(otherwise_line) = {RECORD(otherwise_fields)};
TYPE(follow_line) = {.kind = ENT_SCHEMA_ONE_OF, OF(&when_line, &otherwise_line)};
TYPE(follows) = {.kind = ENT_SCHEMA_LIST, OF(&follow_line), .at_least = 1};

FIELDS(issue_fields) = {
    {"name", &text, OPTIONAL, "The full name, for people.", "name: Who holds the strait"},
    {"outcomes", &outcomes, REQUIRED,
     "What can come of it: 2 to 64 short names, in the order of the scale. A map, or list items "
     "with an "
     "`id`, give an outcome a full name or a position from 0 to 100.",
     "outcomes: [east, shared, north]"},
    {"unordered", &truth, OPTIONAL,
     "`true`: the outcomes are no scale; none lies between two others.", "unordered: true"},
    {"for each", &for_each, OPTIONAL,
     "Makes one issue for each of these actors (patrol.north, patrol.east), by default controlled "
     "by that "
     "actor; `all` means every actor.",
     "for each: [north, east]"},
    {"status quo", &status_quo, OPTIONAL,
     "The outcome that holds now. For an issue `for each` actor also a map from actor to outcome.",
     "status quo: {north: none, east: escorts}"},
    {"control", &control, OPTIONAL,
     "Who can change it: an actor, `self` (the actor of an issue `for each`), `nobody`, `all of "
     "[...]`, "
     "`any of [...]`, `2 of [...]`, `ships >= 60 of [...]`, joined by `and` and `or`. A map gives "
     "different rules for different "
     "changes; the most specific key serves: `a -> b`, then `to b`, then `from a`, then `default`.",
     "control: {default: \"all of [north, east]\", to east: \"any of [north, east]\"}"},
    {"moves", &moves, OPTIONAL,
     "Which single changes exist: `a -> b` one way, `a <-> b` both ways. Left out, every change "
     "exists.",
     "moves: stays -> transition -> leaves"},
    {"frozen", &frozen, OPTIONAL,
     "`true`: the issue is off the table, whoever controls it. For an issue `for each` actor also "
     "a "
     "list of the actors whose issue is.",
     "frozen: true"},
    {"follows", &follows, OPTIONAL,
     "Nobody decides this issue; it follows from others. The first line whose condition holds "
     "gives the outcome.",
     "follows:\n  - {when: strait = shared, then: contained}\n  - otherwise: rising"},
    {"given", &status_quo, OPTIONAL,
     "Nobody decides this issue; it has this outcome. For an issue `for each` actor also a map "
     "from "
     "actor to outcome.",
     "given: mild"},
    FROM_AND_NOTE,
};
TYPE(issue) = {RECORD(issue_fields)};
TYPE(issues) = {
    .kind = ENT_SCHEMA_MAP, .key = &new_name, OF(&issue), .at_least = 1, .at_most = 1024};

/* ---- rules, fallback, reservation ---- */

FIELDS(rule_fields) = {
    {"rule", &expr, REQUIRED, "What every possible state satisfies.",
     "rule: not (tolls = none and strait = north)"},
    NAME_FROM_NOTE,
};
TYPE(rule_record) = {RECORD(rule_fields)};
TYPE(rule) = {.kind = ENT_SCHEMA_ONE_OF, OF(&expr, &rule_record)};
TYPE(rules) = {.kind = ENT_SCHEMA_LIST, OF(&rule)};
TYPE(fallback) = {.kind = ENT_SCHEMA_MAP, .key = &issue_ref, OF(&outcome_ref)};
TYPE(reservations) = {.kind = ENT_SCHEMA_MAP, .key = &actor_ref, OF(&reserved)};

/* ---- preferences ---- */

TYPE(outcome_values) = {.kind = ENT_SCHEMA_MAP, .key = &outcome_ref, OF(&percent), .at_least = 1};
TYPE(want_text) = {
    .kind = ENT_SCHEMA_TEXT,
    .words = "an outcome, a position from 0 to 100, or an order such as `a > b > c`"};
TYPE(ideal_text) = {.kind = ENT_SCHEMA_TEXT, .words = "an outcome or a position from 0 to 100"};
TYPE(ideal) = {.kind = ENT_SCHEMA_ONE_OF, OF(&ideal_text, &percent)};
FIELDS(ideal_fields) = {
    {"ideal", &ideal, REQUIRED, "The outcome it likes best, or a position or range on the scale.",
     "ideal: [60, 80]"},
    {"shape", &shape, OPTIONAL,
     "How fast an outcome loses value with its distance: `linear` (default), `quadratic` (slowly "
     "at first), or "
     "`single-peaked` (only the order on each side counts).",
     "shape: quadratic"},
    NAME_FROM_NOTE,
};
FIELDS(order_fields) = {
    {"order", &order, REQUIRED, "All outcomes, best first.", "order: east > shared > north"},
    NAME_FROM_NOTE,
};
FIELDS(values_fields) = {
    {"values", &outcome_values, REQUIRED, "Every outcome's value, from 0 to 100.",
     "values: {east: 100, shared: 70, north: 0}"},
    NAME_FROM_NOTE,
};
TYPE(want_ideal) = {RECORD(ideal_fields)};
TYPE(want_order) = {RECORD(order_fields)};
TYPE(want_values) = {RECORD(values_fields)};
TYPE(want) = {.kind = ENT_SCHEMA_ONE_OF,
              OF(&want_text, &want_ideal, &want_order, &want_values, &outcome_values)};
TYPE(wants) = {.kind = ENT_SCHEMA_MAP, .key = &issue_ref, OF(&want)};

TYPE(salience_ref) = {.kind = ENT_SCHEMA_REF, .words = "an issue or the name of a condition"};
TYPE(salience_map) = {.kind = ENT_SCHEMA_MAP, .key = &salience_ref, OF(&percent)};
FIELDS(salience_order_fields) = {
    {"order", &order, REQUIRED,
     "Which matters more; `=` for equally, `a > 2 * b` for more than twice.",
     "order: raids > strait > tolls = patrol.north"},
    NAME_FROM_NOTE,
};
FIELDS(salience_of_fields) = {
    {"of", &salience_ref, REQUIRED, "The issue, or the name of a condition.", "of: strait"},
    {"is", &percent, REQUIRED, "How much it matters, from 0 to 100; or a range.", "is: [60, 90]"},
    NAME_FROM_NOTE,
};
TYPE(salience_order) = {RECORD(salience_order_fields)};
TYPE(salience_of) = {RECORD(salience_of_fields)};
TYPE(salience_item) = {.kind = ENT_SCHEMA_ONE_OF,
                       OF(&order, &salience_order, &salience_of, &salience_map)};
TYPE(salience_list) = {.kind = ENT_SCHEMA_LIST, OF(&salience_item)};
TYPE(salience) = {.kind = ENT_SCHEMA_ONE_OF, OF(&order, &salience_map, &salience_list)};

FIELDS(condition_fields) = {
    {"holds", &expr, REQUIRED, "What the actor cares about.",
     "holds: if patrol.north = full then tolls <= low"},
    {"salience", &percent, OPTIONAL, "How much it matters, from 0 to 100; or a range.",
     "salience: 15"},
    {"worth", &exact, OPTIONAL,
     "What it adds where it holds, on the scale of the actor's `worth`, instead of a salience; may "
     "be below 0.",
     "worth: -2.5"},
    NAME_FROM_NOTE,
};
TYPE(condition_record) = {RECORD(condition_fields)};
TYPE(condition) = {.kind = ENT_SCHEMA_ONE_OF, OF(&expr, &condition_record)};
TYPE(conditions) = {.kind = ENT_SCHEMA_LIST, OF(&condition)};

FIELDS(red_line_fields) = {
    {"never", &expr, REQUIRED, "What the actor never signs or brings about.",
     "never: strait = north"},
    NAME_FROM_NOTE,
};
TYPE(red_line_record) = {RECORD(red_line_fields)};
TYPE(red_line) = {.kind = ENT_SCHEMA_ONE_OF, OF(&expr, &red_line_record)};
TYPE(red_lines) = {.kind = ENT_SCHEMA_LIST, OF(&red_line)};

TYPE(outcome_worth) = {.kind = ENT_SCHEMA_MAP, .key = &outcome_ref, OF(&exact), .at_least = 1};
TYPE(worth) = {.kind = ENT_SCHEMA_MAP, .key = &issue_ref, OF(&outcome_worth), .at_least = 1};

/* ---- orders of states ---- */

TYPE(state_ref) = {.kind = ENT_SCHEMA_REF, .words = "a named state"};
FIELDS(priority_fields) = {
    {"holds", &expr, REQUIRED, "What the actor would rather have hold than not.",
     "holds: if patrol.north = full then tolls <= low"},
    NAME_FROM_NOTE,
};
TYPE(priority_record) = {RECORD(priority_fields)};
TYPE(priority) = {.kind = ENT_SCHEMA_ONE_OF, OF(&expr, &priority_record)};
TYPE(priorities) = {.kind = ENT_SCHEMA_LIST, OF(&priority), .at_least = 1};
TYPE(state_order) = {.kind = ENT_SCHEMA_TEXT,
                     .words = "an order of named states such as `s1 > s2 = s3 > s4`"};
TYPE(state_tie) = {.kind = ENT_SCHEMA_LIST, OF(&state_ref), .at_least = 1};
TYPE(state_level) = {.kind = ENT_SCHEMA_ONE_OF, OF(&state_ref, &state_tie)};
TYPE(state_levels) = {.kind = ENT_SCHEMA_LIST, OF(&state_level), .at_least = 1};
FIELDS(ranking_fields) = {
    {"order", &state_order, REQUIRED, "All states, best first.", "order: s3 > s1 = s4 > s2"},
    NAME_FROM_NOTE,
};
TYPE(ranking_record) = {RECORD(ranking_fields)};
TYPE(ranking) = {.kind = ENT_SCHEMA_ONE_OF, OF(&state_order, &state_levels, &ranking_record)};
TYPE(table_file) = {.kind = ENT_SCHEMA_TEXT, .words = "the name of a CSV file"};
TYPE(payoff_map) = {.kind = ENT_SCHEMA_MAP, .key = &state_ref, OF(&exact), .at_least = 1};
FIELDS(payoff_fields) = {
    {"file", &table_file, REQUIRED,
     "A CSV file beside the scenario, or in a folder there. Its first line names the columns: "
     "`state`, or one column for each decided issue, and a column for each actor.",
     "file: payoffs.csv"},
    {"column", &text, OPTIONAL, "The column to take; the actor's short name when left out.",
     "column: north"},
    NAME_FROM_NOTE,
};
TYPE(payoff_record) = {RECORD(payoff_fields)};
TYPE(payoff) = {.kind = ENT_SCHEMA_ONE_OF, OF(&table_file, &payoff_record, &payoff_map)};
FIELDS(unseen_fields) = {
    {"state", &expr, REQUIRED, "States of which this is true.", "state: strait = shared"},
    NAME_FROM_NOTE,
};
TYPE(unseen_record) = {RECORD(unseen_fields)};
TYPE(unseen) = {.kind = ENT_SCHEMA_ONE_OF, OF(&expr, &unseen_record)};
TYPE(misperceives) = {.kind = ENT_SCHEMA_LIST, OF(&unseen)};

FIELDS(preference_fields) = {
    {"wants", &wants, OPTIONAL,
     "What it wants on each issue: its ideal outcome, an order of all outcomes, or a value from 0 "
     "to 100 for "
     "each. Issues not named do not matter to it.",
     "wants: {strait: north, tolls: none > low > high, raids: {rising: 0, contained: 60, stopped: "
     "100}}"},
    {"salience", &salience, OPTIONAL,
     "How much each of these matters: an order, or numbers and ranges from 0 to 100, or a list of "
     "both. Where "
     "nothing is said the salience is unknown, not equal.",
     "salience: raids > (strait | patrol.north) > tolls"},
    {"conditions", &conditions, OPTIONAL,
     "Statements about states that the actor wants to hold, with a salience of their own. One with "
     "a `name` may stand in the "
     "order under `salience`.",
     "conditions:\n  - {holds: if patrol.north = full then tolls <= low, salience: 15}"},
    {"red lines", &red_lines, OPTIONAL, "What the actor never signs, whatever else it is offered.",
     "red lines: [strait = north]"},
    {"worth", &worth, OPTIONAL,
     "Values of outcomes on a scale of your own, added up as they are; instead of `wants` and "
     "`salience`. Numbers may be fractions. Conditions beside it have a `worth` in place of a "
     "salience.",
     "worth: {strait: {east: 12, shared: 7.5, north: 0}}"},
    {"reservation", &reserved, OPTIONAL,
     "What no deal is worth to it, from 0 to 1 (or on the scale of `worth`).", "reservation: 0.35"},
    {"fallback", &fallback, OPTIONAL,
     "What this actor expects to happen with no deal, where that differs from the common fallback.",
     "fallback: {strait: shared}"},
    {"statements", &priorities, OPTIONAL,
     "Instead of `wants`: statements about states, most important first (option prioritization). "
     "Of "
     "two states the actor likes that better which satisfies the first statement that only one of "
     "them satisfies.",
     "statements:\n  - strait = shared\n  - if patrol.north = full then tolls <= low\n  - not "
     "raids = "
     "rising"},
    {"ranking", &ranking, OPTIONAL,
     "Instead of `wants`: all states in order, best first; `=` for equally good. States have their "
     "names under `states`. A list, best first, with inner lists for equally good states, says the "
     "same.",
     "ranking: s3 > s1 = s4 > s2"},
    {"payoff", &payoff, OPTIONAL,
     "Instead of `wants`: a number for every state, on a scale of your own, or a CSV file that has "
     "them.",
     "payoff: {s1: 3, s2: 1, s3: 7.5, s4: 3}"},
    {"misperceives", &misperceives, OPTIONAL,
     "States that this actor takes for impossible: where it stands it judges as if they, and all "
     "moves to and from them, did not exist.",
     "misperceives: [strait = shared and tolls = none]"},
    FROM_AND_NOTE,
};
TYPE(preference) = {RECORD(preference_fields)};
TYPE(preferences) = {.kind = ENT_SCHEMA_MAP, .key = &actor_ref, OF(&preference)};

/* ---- comparisons, ties and agendas ---- */

FIELDS(comparison_fields) = {
    {"order", &order, REQUIRED, "Which is more; `=` for equal, `a > 2 * b` for more than twice.",
     "order: north.resources.ships > east.resources.ships"},
    NAME_FROM_NOTE,
};
TYPE(comparison_record) = {RECORD(comparison_fields)};
TYPE(comparison) = {.kind = ENT_SCHEMA_ONE_OF, OF(&order, &comparison_record)};
TYPE(comparisons) = {.kind = ENT_SCHEMA_LIST, OF(&comparison)};

TYPE(two_actors) = {.kind = ENT_SCHEMA_LIST, OF(&actor_ref), .at_least = 2, .at_most = 2};
FIELDS(mutual_tie_fields) = {
    {"between", &two_actors, REQUIRED, "The two actors.", "between: [north, harbour]"},
    {"sign", &sign, REQUIRED, "From -1 (enemies) to 1 (friends); or a range.", "sign: 0.8"},
    NAME_FROM_NOTE,
};
FIELDS(directed_tie_fields) = {
    {"by", &actor_ref, REQUIRED, "Whose feeling it is.", "by: north"},
    {"to", &actor_ref, REQUIRED, "Towards whom.", "to: east"},
    {"sign", &sign, REQUIRED, "As above.", "sign: [-0.5, -0.1]"},
    NAME_FROM_NOTE,
};
TYPE(mutual_tie) = {RECORD(mutual_tie_fields)};
TYPE(directed_tie) = {RECORD(directed_tie_fields)};
TYPE(tie) = {.kind = ENT_SCHEMA_ONE_OF, OF(&mutual_tie, &directed_tie)};
TYPE(ties) = {.kind = ENT_SCHEMA_LIST, OF(&tie)};

TYPE(issue_list) = {.kind = ENT_SCHEMA_LIST, OF(&issue_ref), .at_least = 1};
FIELDS(agenda_fields) = {
    {"issues", &issue_list, REQUIRED, "The issues on the table.", "issues: [strait, tolls]"},
    FROM_AND_NOTE,
};
TYPE(agenda_record) = {RECORD(agenda_fields)};
TYPE(agenda) = {.kind = ENT_SCHEMA_ONE_OF, OF(&issue_list, &agenda_record)};
TYPE(agendas) = {.kind = ENT_SCHEMA_MAP, .key = &new_name, OF(&agenda)};

TYPE(acting_as_one) = {.kind = ENT_SCHEMA_LIST, OF(&actor_ref), .at_least = 1};
TYPE(coalitions) = {.kind = ENT_SCHEMA_LIST, OF(&acting_as_one)};

/* ---- claims and views ---- */

static const char *const answers[] = {"holds", "fails", "depends", "vacuous"};
TYPE(expected) = {.kind = ENT_SCHEMA_CHOICE, .choices = answers, .n_choices = ENT_COUNT(answers)};
TYPE(claim_text) = {.kind = ENT_SCHEMA_TEXT, .words = "a claim"};
TYPE(statement_text) = {.kind = ENT_SCHEMA_TEXT, .words = "a statement's name or path"};
TYPE(statement_list) = {.kind = ENT_SCHEMA_LIST, OF(&statement_text)};
TYPE(statements) = {.kind = ENT_SCHEMA_ONE_OF, OF(&statement_text, &statement_list)};
FIELDS(claim_fields) = {
    {"claim", &claim_text, REQUIRED,
     "The sentence, in one of the forms of claims: `some deal of C with E`, `no deal of C with E`, "
     "`every deal of C has E`, `A is needed for E`, `not CLAIM` and others.",
     "claim: every deal of {north, east} has strait = shared"},
    {"rests on", &statements, OPTIONAL,
     "The statements without which, in its author's eyes, it would not stand: by their names, or "
     "their paths.",
     "rests on: [strait must be shared]"},
    {"expect", &expected, OPTIONAL, "The answer that its author expects; left out: `holds`.",
     "expect: depends"},
    {"row", &text, OPTIONAL, "A label of your own, to find it again.", "row: R4.1"},
    NAME_FROM_NOTE,
};
TYPE(claim_record) = {RECORD(claim_fields)};
TYPE(claim) = {.kind = ENT_SCHEMA_ONE_OF, OF(&claim_text, &claim_record)};
TYPE(claims) = {.kind = ENT_SCHEMA_LIST, OF(&claim)};

TYPE(piece) = {.kind = ENT_SCHEMA_ANY,
               .words = "a piece of a scenario, as it would stand in the file"};
TYPE(change_text) = {.kind = ENT_SCHEMA_TEXT, .words = "`A prefers as B` or `freeze ISSUE`"};
FIELDS(add_fields) = {
    {"add", &piece, REQUIRED,
     "Puts in what is not there yet: maps are joined key by key, lists and saliences grow.",
     "add: {preferences: {north: {red lines: [strait = east]}}}"},
    NAME_FROM_NOTE,
};
FIELDS(replace_fields) = {
    {"replace", &piece, REQUIRED,
     "Puts something else in the place of what is there. A salience, a want, a control rule, the "
     "lines of a following issue and every list are replaced as a whole.",
     "replace: {preferences: {east: {salience: strait > raids}}}"},
    NAME_FROM_NOTE,
};
FIELDS(remove_fields) = {
    {"remove", &statements, REQUIRED,
     "Takes statements out, by name or path; an actor goes with its preferences and ties; an issue "
     "stays as it is, off the table.",
     "remove: strait must be shared"},
    NAME_FROM_NOTE,
};
TYPE(merged_actors) = {.kind = ENT_SCHEMA_LIST, OF(&actor_ref), .at_least = 2, .at_most = 64};
TYPE(merged_wants) = {.kind = ENT_SCHEMA_ANY,
                      .words = "a map, as an actor has under `preferences`"};
TYPE(merged_ties) = {.kind = ENT_SCHEMA_ANY, .words = "a list, as under `ties`"};
FIELDS(merge_fields) = {
    {"merge", &merged_actors, REQUIRED,
     "Makes one actor of several: resources are added up, ties averaged, and the status quo of "
     "issues `for each` actor is the first one's.",
     "merge: [raiders, pirates]"},
    {"as", &new_actor, REQUIRED, "Its name; may be one of theirs.", "as: outlaws"},
    {"prefers as", &actor_ref, OPTIONAL, "Which of them it prefers as; left out: the first.",
     "prefers as: pirates"},
    {"preferences", &merged_wants, OPTIONAL, "What it wants, if that is neither.",
     "preferences: {wants: {tolls: none}}"},
    {"ties", &merged_ties, OPTIONAL, "Its ties, if they are not the mean of theirs.",
     "ties: [{between: [outlaws, north], sign: -1}]"},
    NAME_FROM_NOTE,
};
FIELDS(sentence_fields) = {
    {"change", &change_text, REQUIRED,
     "`A prefers as B`: A has B's aims instead of its own. `freeze ISSUE`: it is off the table and "
     "stays at the status quo.",
     "change: freeze tolls"},
    NAME_FROM_NOTE,
};
TYPE(add_change) = {RECORD(add_fields)};
TYPE(replace_change) = {RECORD(replace_fields)};
TYPE(remove_change) = {RECORD(remove_fields)};
TYPE(merge_change) = {RECORD(merge_fields)};
TYPE(sentence_change) = {RECORD(sentence_fields)};
TYPE(change) = {.kind = ENT_SCHEMA_ONE_OF,
                OF(&change_text, &add_change, &replace_change, &remove_change, &merge_change,
                   &sentence_change)};
TYPE(changes) = {.kind = ENT_SCHEMA_LIST, OF(&change)};
TYPE(view_ref) = {.kind = ENT_SCHEMA_REF, .words = "a view"};
FIELDS(view_fields) = {
    {"title", &text, OPTIONAL, "A heading for it.", "title: The hawks' view"},
    {"by", &text, OPTIONAL, "Who holds it.", "by: letter to the editor, 3 May"},
    {"number", &text, OPTIONAL, "Its number in the discussion.", "number: 1a"},
    {"replies to", &view_ref, OPTIONAL, "The view that it answers; `base` is the file itself.",
     "replies to: base"},
    {"extends", &view_ref, OPTIONAL, "The view that it changes; left out: the file itself.",
     "extends: doves"},
    {"says", &text, OPTIONAL, "What it says, in a sentence or two.",
     "says: No pact while the strait is not shared."},
    {"changes", &changes, OPTIONAL,
     "What this view sees otherwise, one after the other. Each may have a name, a source and a "
     "note, which the statements that it puts in then have too.",
     "changes:\n  - remove: strait must be shared\n  - freeze tolls"},
    {"claims", &claims, OPTIONAL, "What follows, in its author's eyes.",
     "claims: [\"some deal of {north, east}\"]"},
    FROM_AND_NOTE,
};
TYPE(view_record) = {RECORD(view_fields)};
TYPE(views) = {.kind = ENT_SCHEMA_MAP, .key = &new_name, OF(&view_record), .at_most = 1000};

/* ---- votes ---- */

TYPE(weight) = {.kind = ENT_SCHEMA_NUMBER, .has_lo = true};
TYPE(column_name) = {.kind = ENT_SCHEMA_NAME, .words = "what is weighed"};
TYPE(weights) = {.kind = ENT_SCHEMA_MAP, .key = &column_name, OF(&weight), .at_least = 1};
TYPE(voter) = {.kind = ENT_SCHEMA_ONE_OF, OF(&weight, &weights)};
TYPE(voters) = {.kind = ENT_SCHEMA_MAP, .key = &new_name, OF(&voter), .at_least = 1};
TYPE(vote_rule) = {.kind = ENT_SCHEMA_TEXT,
                   .words = "a rule such as `votes >= 255 and voters >= 14`"};
TYPE(csv) = {.kind = ENT_SCHEMA_TEXT, .words = "a table as CSV"};
FIELDS(vote_fields) = {
    {"name", &text, OPTIONAL, "The full name, for people.", "name: The harbour council"},
    {"voters", &voters, OPTIONAL,
     "Who votes, each with a weight or several named ones. A weight without a name is called "
     "`votes`. With `times`, one line stands for that many equal voters.",
     "voters: {north: 29, east: {votes: 14, people: 22}, island: {times: 10, votes: 2, people: "
     "1}}"},
    {"table", &csv, OPTIONAL,
     "The same as CSV, instead of `voters`: a line of headings, then a line for each voter, its "
     "name first.",
     "table: |\n  voter,votes,people\n  north,29,82\n  east,14,22"},
    {"rule", &vote_rule, REQUIRED,
     "Which coalitions win: `votes >= 255` or `votes > 50%` (of all the votes there are), "
     "`voters >= 14` or `2 of [a, b, c]` where each counts one, `all of [a, b]`, a voter's name, "
     "joined by `and` and `or`; `votes >= 20 of [a, b, c]` counts only these voters.",
     "rule: votes >= 62% and (voters >= 8 or all of [north, east])"},
    FROM_AND_NOTE,
};
TYPE(vote) = {RECORD(vote_fields)};
TYPE(votes) = {.kind = ENT_SCHEMA_MAP, .key = &new_name, OF(&vote), .at_most = 100};

/* ---- worth of coalitions ---- */

TYPE(coalition_text) = {.kind = ENT_SCHEMA_TEXT, .words = "a coalition such as `north, east`"};
TYPE(worth_map) = {.kind = ENT_SCHEMA_MAP, .key = &coalition_text, OF(&exact), .at_least = 1};
TYPE(worth_list) = {.kind = ENT_SCHEMA_LIST, OF(&exact), .at_least = 2};
TYPE(worth_values) = {.kind = ENT_SCHEMA_ONE_OF, OF(&worth_list, &worth_map)};
FIELDS(worth_of_fields) = {
    {"values", &worth_values, OPTIONAL,
     "What coalitions are worth: a map from coalitions (`north, east` or `all`) to numbers; or a "
     "list of 2^n numbers, in which number k (from 0) is that of the coalition whose members are "
     "the 1 bits of k, the first actor being the lowest bit.",
     "values: {north: 0, \"north, east\": 60, all: 100}"},
    {"table", &csv, OPTIONAL,
     "The same as CSV: a line of headings, then a coalition (names parted by +) and its worth.",
     "table: |\n  coalition,worth\n  north + east,60\n  all,100"},
    {"otherwise", &exact, OPTIONAL, "What coalitions not listed are worth (default: 0).",
     "otherwise: 0"},
    FROM_AND_NOTE,
};
TYPE(worth_of) = {RECORD(worth_of_fields)};

/* ---- states and moves that are given as such ---- */

TYPE(state_outcomes) = {.kind = ENT_SCHEMA_MAP, .key = &issue_ref, OF(&outcome_ref)};
FIELDS(state_fields) = {
    {"is", &state_outcomes, OPTIONAL,
     "Its outcome on every decided issue; those not named are as in the status quo.",
     "is: {strait: shared, tolls: low}"},
    {"name", &text, OPTIONAL, "The full name, for people.", "name: The strait is shared"},
    FROM_AND_NOTE,
};
TYPE(state_record) = {RECORD(state_fields)};
TYPE(state) = {.kind = ENT_SCHEMA_ONE_OF, OF(&state_record, &state_outcomes, &text, &empty)};
TYPE(new_state) = {.kind = ENT_SCHEMA_NAME};
TYPE(state_map) = {.kind = ENT_SCHEMA_MAP, .key = &new_state, OF(&state), .at_least = 1};
TYPE(state_list) = {.kind = ENT_SCHEMA_LIST, OF(&new_state), .at_least = 1};
TYPE(states) = {.kind = ENT_SCHEMA_ONE_OF, OF(&state_list, &state_map)};
TYPE(state_moves) = {.kind = ENT_SCHEMA_TEXT, .words = "moves such as `s1 -> s2 <-> s3`"};
TYPE(state_moves_list) = {.kind = ENT_SCHEMA_LIST, OF(&state_moves)};
TYPE(mover_moves) = {.kind = ENT_SCHEMA_ONE_OF, OF(&state_moves, &state_moves_list)};
TYPE(state_moves_map) = {
    .kind = ENT_SCHEMA_MAP, .key = &rule_text, OF(&mover_moves), .at_least = 1};
/* ---- blocs ---- */

TYPE(bloc_text) = {.kind = ENT_SCHEMA_TEXT,
                   .words = "a bloc such as `north, east`, or equal ones joined by `=`"};
TYPE(bloc_list) = {.kind = ENT_SCHEMA_LIST, OF(&bloc_text), .at_least = 1};
TYPE(blocs) = {.kind = ENT_SCHEMA_MAP, .key = &actor_ref, OF(&bloc_list), .at_least = 1};

/* ---- the file ---- */

FIELDS(root_fields) = {
    {"entente", &version, REQUIRED, "The version of this format: 1.", "entente: 1"},
    {"title", &text, OPTIONAL, "What the conflict is about.",
     "title: Who stays in the harbour pact?"},
    {"note", &text, OPTIONAL, NULL, NULL},
    {"question", &question, OPTIONAL,
     "What `entente FILE` answers first: `[some|no] deal of {actors} [about {issues}] [with "
     "EXPRESSION]`.",
     "question: deal of {north, east} with raids = stopped"},
    {"as of", &date, OPTIONAL, "The day the description holds for.", "as of: 1998-05-02"},
    {"sources", &sources, OPTIONAL,
     "What statements are taken from. Any statement may say `from: gazette ¶3`; the first word is "
     "the source's name here.",
     "sources:\n  gazette: {title: Talks resume, by: Harbour Gazette, date: 1998-05-01}"},
    {"actors", &actors, REQUIRED, "Who takes part: 1 to 64 short names.",
     "actors:\n  north: {name: Northland, resources: {ships: 40}}\n  east: {name: Eastmark}"},
    {"issues", &issues, OPTIONAL,
     "What is at stake. Left out only where `states` and `moves` say all there is.",
     "issues:\n  tolls: {outcomes: [high, low, none], control: harbour, status quo: high}"},
    {"states", &states, OPTIONAL,
     "Names for states, to be used in `ranking`, `payoff` and `moves`: a map from a name to the "
     "outcomes of the issues, or, where there are no issues, a list of names or a map from a name "
     "to a sentence.",
     "states:\n  s1: {strait: shared, tolls: low}\n  s2: {strait: north, tolls: none}"},
    {"moves", &state_moves_map, OPTIONAL,
     "Who can move from which state to which, where that does not follow from who controls what: "
     "`a -> b` one way, `a <-> b` both ways. The named states are then all there are. A key is an "
     "actor, or a rule such as `all of [north, east]` for what it takes several to do.",
     "moves:\n  north: [s1 -> s2, s2 <-> s3]\n  east: s3 -> s1"},
    {"status quo", &state_ref, OPTIONAL,
     "The named state that holds now, where `moves` are given between states.", "status quo: s1"},
    {"rules", &rules, OPTIONAL, "What every possible state of the conflict satisfies.",
     "rules:\n  - not (tolls = none and strait = north)"},
    {"fallback", &fallback, OPTIONAL,
     "What happens with no deal, where that differs from the status quo.",
     "fallback: {strait: east, tolls: high}"},
    {"reservation", &reservations, OPTIONAL,
     "What no deal is worth to each actor, from 0 to 1 (or on the scale of its `worth`), where no "
     "deal is no state of the conflict.",
     "reservation: {north: 0.35, east: 0.2}"},
    {"preferences", &preferences, OPTIONAL, "What each actor wants.",
     "preferences:\n  north:\n    wants: {strait: north, tolls: none}\n    salience: strait > "
     "tolls"},
    {"comparisons", &comparisons, OPTIONAL,
     "What is known only by comparison: orders among resources (`ACTOR.resources.NAME`), positions "
     "of "
     "outcomes (`ISSUE.position.OUTCOME`) and ties (`tie.ACTOR.ACTOR`) that are given as ranges.",
     "comparisons:\n  - north.resources.ships >= 2 * east.resources.ships"},
    {"ties", &ties, OPTIONAL, "Who is whose friend or enemy.",
     "ties:\n  - {between: [north, harbour], sign: 0.8}"},
    {"agendas", &agendas, OPTIONAL, "Named sets of issues, for `about NAME`.",
     "agendas: {sea: [strait, tolls]}"},
    {"coalitions", &coalitions, OPTIONAL,
     "Actors that act as one, for `entente moves FILE --blocs given`; no actor in two of them. "
     "Other questions take no notice.",
     "coalitions: [[north, east]]"},
    {"views", &views, OPTIONAL,
     "How others see the conflict: changes to this file, or to another view, and what they claim.",
     "views:\n  hawks:\n    by: letter to the editor, 3 May\n    changes:\n      - add: "
     "{preferences: {north: {red lines: [strait = east]}}}"},
    {"claims", &claims, OPTIONAL, "What the author of the file claims.",
     "claims:\n  - some deal of {north, east} with strait = shared"},
    {"votes", &votes, OPTIONAL,
     "Bodies that vote, for `entente power`: who is needed how often. Up to 1,000 voters, who need "
     "not be actors; a file that has `votes` may leave out `actors` and `issues`.",
     "votes:\n  council: {voters: {north: 3, east: 2, island: 1}, rule: votes >= 4}"},
    {"worth of coalitions", &worth_of, OPTIONAL,
     "What each coalition can have for itself to divide, for `entente worth`; up to 20 actors. A "
     "file with it may leave out `issues`.",
     "worth of coalitions:\n  values: {\"north, east\": 60, \"north, harbour\": 50, all: 100}"},
    {"blocs", &blocs, OPTIONAL,
     "Whom an actor would be in a bloc with, best first, for `entente blocs`: it belongs to each "
     "bloc "
     "itself, named or not; `a = b` for blocs it likes as much. What is not listed is worse than "
     "being alone. Actors not named here go by their ties.",
     "blocs:\n  north: [\"north, east\", \"all = north, harbour\", north]"},
};
/* A file may be about votes, worth, blocs or ties alone. */
static const char *const root_excuses[] = {
    "actors", "votes", "issues", "votes", "issues", "worth of coalitions",
    "issues", "blocs", "issues", "ties",  NULL};
const ent_schema_type ent_schema_root = {RECORD(root_fields), .excuses = root_excuses};
