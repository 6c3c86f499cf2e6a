/* Unit tests of the builder: from a scenario's text to struct ent_scenario, and every mistake in it at
 * its place, once.
 */
#include "reading.h"
#include "scenario/eval.h"

#define ACTORS                                                                                     \
    "entente: 1\n"                                                                                 \
    "sources: {gazette: {title: Talks resume}, cole: {title: A book}}\n"                           \
    "actors: {north: {name: Northland, resources: {ships: 40}}, east: , south: }\n"

#define ISSUES                                                                                     \
    "issues:\n"                                                                                    \
    "  strait: {outcomes: [east, shared, north], status quo: east, control: nobody}\n"             \
    "  tolls: {outcomes: [high, low, none], status quo: high, control: south}\n"                   \
    "  patrol: {for each: [north, east], outcomes: [none, full], status quo: none}\n"

/* The harbour example of the documentation. */
static const char *const HARBOUR =
    "entente: 1\n"
    "title: Who stays in the harbour pact?\n"
    "question: deal of {north, east, harbour} with raids = stopped\n"
    "as of: 1998-05-02\n"
    "sources:\n"
    "  gazette: {title: Talks resume, by: Harbour Gazette, date: 1998-05-01}\n"
    "actors:\n"
    "  north:   {name: Northland, resources: {ships: 40, troops: [10, 20]}}\n"
    "  east:    {name: Eastmark,  resources: {ships: 25, troops: 60}}\n"
    "  harbour: {name: Free Harbour, resources: {ships: 5}}\n"
    "  raiders: {name: The raiders}\n"
    "issues:\n"
    "  patrol:\n"
    "    for each: [north, east, harbour]\n"
    "    outcomes: [none, escorts, full]\n"
    "    status quo: {north: none, east: escorts, harbour: none}\n"
    "  strait:\n"
    "    name: Who holds the strait\n"
    "    outcomes: [east, shared, north]\n"
    "    control: {default: \"all of [north, east]\", to east: \"any of [north, east]\"}\n"
    "    status quo: east\n"
    "  tolls:\n"
    "    outcomes: [high, low, none]\n"
    "    control: harbour\n"
    "    status quo: high\n"
    "  raids:\n"
    "    outcomes: [rising, contained, stopped]\n"
    "    from: gazette\n"
    "    follows:\n"
    "      - when: total(ships where patrol = full) >= 60\n"
    "        then: stopped\n"
    "        from: [gazette ¶3, gazette ¶4]\n"
    "      - when: total(ships where patrol >= escorts) >= 25\n"
    "        then: contained\n"
    "      - otherwise: rising\n"
    "rules:\n"
    "  - not (tolls = none and strait = north)\n"
    "fallback: {strait: shared, patrol: none, patrol.east: full}\n"
    "preferences:\n"
    "  north:\n"
    "    wants: {strait: north, raids: stopped, tolls: none, patrol.north: none}\n"
    "    salience: raids > strait > tolls = patrol.north\n"
    "  east:\n"
    "    from: gazette ¶1\n"
    "    wants: {strait: east > shared > north, raids: stopped, tolls: low}\n"
    "    salience: {strait: [60, 90], raids: 70, tolls: 20}\n"
    "    red lines:\n"
    "      - strait = north\n"
    "  harbour:\n"
    "    wants: {raids: stopped, tolls: high}\n"
    "    salience: raids > 2 * tolls; (raids | tolls) >= oath\n"
    "    conditions:\n"
    "      - holds: if patrol.north = full then tolls <= low\n"
    "        name: oath\n"
    "        from: gazette ¶5\n"
    "ties:\n"
    "  - {between: [north, harbour], sign: 0.8}\n"
    "  - {by: north, to: east, sign: -0.3, from: gazette ¶2}\n"
    "claims:\n"
    "  - {claim: every deal has strait = shared}\n";

static double value(ent_number x) {
    return ent_number_double(x);
}

static void harbour_issues(void **state) {
    reading r;
    (void)state;
    read_scenario(&r, HARBOUR);
    assert_string_equal(said(&r), "");
    assert_int_equal(r.status, ENT_OK);
    const ent_scenario *s = r.scenario;
    assert_int_equal(s->n_issues, 6);
    assert_string_equal(s->issues[1].id, "patrol.east");
    assert_int_equal(s->issues[1].status_quo, 1);
    assert_int_equal(s->issues[1].actor, 1);
    assert_int_equal(s->families[0].issue_of[3], ENT_NONE);
    assert_int_equal(s->issues[1].control[0].rule->actors, 2);
    assert_true(s->has_status_quo);
    const ent_issue *strait = &s->issues[ent_find_issue(s, "strait")];
    assert_string_equal(strait->name, "Who holds the strait");
    assert_true(value(strait->outcomes[1].position.lo) == 50);
    /* Sharing takes both, breaking it takes one. */
    assert_false(ent_control_holds(ent_control_of(strait, 0, 1)->rule, 1, NULL, 4));
    assert_true(ent_control_holds(ent_control_of(strait, 0, 1)->rule, 3, NULL, 4));
    assert_true(ent_control_holds(ent_control_of(strait, 1, 0)->rule, 1, NULL, 4));
    assert_null(ent_control_of(strait, 1, 1));
    const ent_issue *raids = &s->issues[5];
    assert_int_equal(raids->kind, ENT_FOLLOWING);
    assert_int_equal(raids->n_follows, 3);
    assert_string_equal(raids->follows[0].said.from, "gazette ¶3; gazette ¶4");
    assert_string_equal(raids->follows[1].said.from, "gazette");
    assert_string_equal(raids->follows[1].said.path, "issues.raids.follows[1]");
    assert_int_equal(s->n_following, 1);
    done(&r);
}

static void harbour_preferences(void **state) {
    reading r;
    (void)state;
    read_scenario(&r, HARBOUR);
    const ent_scenario *s = r.scenario;
    const ent_preference *north = &s->preferences[0], *east = &s->preferences[1];
    const ent_preference *harbour = &s->preferences[2];
    assert_int_equal(north->n_wants, 4);
    assert_int_equal(north->n_salience, 3);
    assert_int_equal(north->salience[2].relation, ENT_REL_EQ);
    assert_false(north->wants[0].salience_given);
    assert_null(north->wants[0].said.from);
    assert_int_equal(east->wants[0].form, ENT_WANT_ORDER);
    assert_int_equal(east->wants[0].n_order, 2);
    assert_string_equal(east->wants[0].said.from, "gazette ¶1");
    assert_true(value(east->wants[0].salience.hi) == 90);
    assert_string_equal(east->red_lines[0].said.path, "preferences.east.red lines[0]");
    assert_int_equal(harbour->n_salience, 3);
    assert_true(value(harbour->salience[0].factor) == 2);
    /* Variable 2 is the condition, after two wants. */
    assert_int_equal(harbour->salience[2].right, 2);
    assert_int_equal(harbour->salience[2].left, 1);
    assert_false(s->preferences[3].given);
    assert_int_equal(s->n_ties, 2);
    assert_true(s->ties[1].directed);
    assert_int_equal(s->n_claims, 1);
    done(&r);
}

/* patrol.east: full goes before patrol: none. */
static void harbour_fallback(void **state) {
    reading r;
    (void)state;
    read_scenario(&r, HARBOUR);
    const ent_scenario *s = r.scenario;
    assert_int_equal(s->n_fallback, 4);
    assert_int_equal(s->fallback[0].outcome, 0);
    assert_int_equal(s->fallback[1].issue, 1);
    assert_int_equal(s->fallback[1].outcome, 2);
    assert_int_equal(s->fallback[3].issue, 3);
    assert_string_equal(s->fallback[3].said.path, "fallback.strait");
    done(&r);
}

static void states_follow(void **state) {
    uint8_t outcome_of[6] = {2, 2, 0, 0, 0, 0};
    const uint64_t pinned[] = {32};
    reading r;
    (void)state;
    read_scenario(&r, HARBOUR);
    ent_number *resource_of = ent_resource_midpoints(r.scenario, r.arena);
    assert_true(value(resource_of[4]) == 15);
    ent_state_follow(r.scenario, outcome_of, NULL, resource_of);
    assert_int_equal(outcome_of[5], 2);
    outcome_of[0] = 0;
    ent_state_follow(r.scenario, outcome_of, pinned, resource_of);
    assert_int_equal(outcome_of[5], 2);
    ent_state_follow(r.scenario, outcome_of, NULL, resource_of);
    assert_int_equal(outcome_of[5], 1);
    done(&r);
}

static void five_mistakes_five_diagnostics(void **state) {
    reading r;
    (void)state;
    read_scenario(&r,
                  ACTORS "issues:\n"
                         "  strait: {outcomes: [east, shared], status quo: shred, control: east}\n"
                         "  tolls: {outcomes: [high, low], status quo: high, control: soth}\n"
                         "rules:\n"
                         "  - strait = east or tols = low\n"
                         "preferences:\n"
                         "  north:\n"
                         "    wants: {strait: shared, tolls: low}\n"
                         "    salience: strait > tolls > strait\n"
                         "    red lines: [{never: tolls = low, from: gazete ¶2}]\n");
    assert_int_equal(r.status, ENT_ERROR);
    assert_null(r.scenario);
    assert_string_equal(said(&r), "E0204 shred; E0205 soth; E0203 tols; E0301 gazete; "
                                  "E0306 tolls > strait");
    assert_int_equal(r.diags.errors, 5);
    for (size_t i = 0; i < r.diags.n; i++)
        assert_non_null(r.diags.items[i].hint);
    done(&r);
}

/* A wrong issue is one mistake, however often it is used. */
static void no_cascades(void **state) {
    reading r;
    (void)state;
    read_scenario(
        &r,
        ACTORS "issues:\n"
               "  bad: {outcomes: [a], status quo: a, control: {to a: north, b -> a: east}}\n"
               "  team: {for each: [nobody_here], outcomes: [a, b], status quo: a}\n"
               "  raids: {outcomes: [up, down], follows: [{when: bad = a, then: up}, "
               "{otherwise: up}]}\n"
               "  tolls: {outcomes: [high, low], status quo: high, control: south}\n"
               "rules: [bad = a or team.north = a, \"bad in {a, b}\", tolls = bad]\n"
               "preferences:\n"
               "  north: {wants: {bad: a, team.north: b, bd: c}, salience: bad > team.north > bd}\n"
               "fallback: {bad: b}\n"
               "agendas: {small: [bad, team]}\n"
               "question: deal of {north} about {bad} with bad = a\n");
    assert_int_equal(r.diags.errors, 3);
    assert_string_equal(said(&r), "E0112 [a]; E0205 nobody_here; E0203 bd");
    done(&r);
}

/* What is said about a text that follows the actors and issues above. */
static void assert_said(const char *text, const char *expected) {
    reading r;
    read_scenario(&r, text);
    assert_string_equal(said(&r), expected);
    assert_int_equal(r.status, r.diags.errors > 0 ? ENT_ERROR : ENT_OK);
    done(&r);
}

#define ISSUE(text) ACTORS "issues:\n  toll: {outcomes: [high, low, none], " text "}\n"

static void issues_go_wrong(void **state) {
    (void)state;
    assert_said(ISSUE("status quo: high, control: north"), "");
    assert_said(ISSUE("status quo: high"), "E0302 toll");
    assert_said(ISSUE("control: north"), "E0313 toll");
    assert_said(ISSUE("unordered: false"), "E0302 toll; E0313 toll");
    assert_said(ISSUE("given: low, status quo: high"), "E0314 status quo");
    assert_said(ISSUE("given: none"), "");
    assert_said(ISSUE("for each: all, status quo: {north: high, east: low}"), "E0313 status quo");
    assert_said(ISSUE("for each: [north, east, north], status quo: low"), "E0312 north");
    assert_said(ISSUE("for each: [north], status quo: {north: high, wst: low}"), "E0205 wst");
    assert_said(ISSUE("status quo: high, control: \"all of [north, north]\""), "E0317 north");
    assert_said(ISSUE("status quo: high, control: \"3 of [north, east]\""), "E0317 3");
    assert_said(ISSUE("status quo: high, control: self"), "E0317 self");
    assert_said(ISSUE("status quo: high, control: north east"), "E0202 east");
    assert_said(ISSUE("status quo: high, control: ships >= 30 of all"), "");
    assert_said(ISSUE("status quo: high, control: ship >= 30 of all"), "E0206 ship");
    assert_said(ISSUE("status quo: high, control: {to lo: north}"), "E0204 lo");
    assert_said(ISSUE("status quo: high, control: {low -> low: north}"), "E0317 low -> low");
    assert_said(ISSUE("status quo: high, control: {whenever: north}"), "E0317 whenever");
    assert_said(ISSUE("status quo: high, control: north, moves: high -> lo"), "E0204 lo");
    assert_said(ISSUE("status quo: high, control: north, moves: high <- low"), "E0202 <");
    assert_said(ACTORS "issues: {toll: {outcomes: [a, b, a], given: a}}\n", "E0312 a");
    assert_said(ACTORS "issues: {toll: {outcomes: {a: {position: 50}, b: {position: 10}}, "
                       "given: a}}\n",
                "E0319 b");
}

static void moves_and_control(void **state) {
    reading r;
    (void)state;
    read_scenario(&r,
                  ISSUE("status quo: high, moves: [high -> low -> none, low <-> high], control: "
                        "{default: north, from low: east, to none: south, low -> none: "
                        "\"nobody or (north and ships >= 40 of all)\"}"));
    assert_int_equal(r.status, ENT_OK);
    const ent_issue *toll = &r.scenario->issues[0];
    ent_number *resource_of = ent_resource_midpoints(r.scenario, r.arena);
    ent_buffer out = {0};
    assert_null(ent_control_of(toll, 0, 2));
    assert_null(ent_control_of(toll, 2, 1));
    assert_int_equal(ent_control_of(toll, 0, 1)->rule->actors, 1);
    assert_int_equal(ent_control_of(toll, 1, 0)->rule->actors, 2);
    const ent_control *rule = ent_control_of(toll, 1, 2)->rule;
    ent_control_print(&out, r.scenario, rule);
    assert_string_equal(out.data, "nobody or north and ships >= 40 of [north, east, south]");
    ent_buffer_free(&out);
    assert_true(ent_control_holds(rule, 1, resource_of, 3));
    assert_false(ent_control_holds(rule, 6, resource_of, 3));
    done(&r);
}

#define FOLLOWS(text) ACTORS ISSUES text

static void following_issues_go_wrong(void **state) {
    (void)state;
    assert_said(FOLLOWS("  f: {outcomes: [a, b], follows: [{when: tolls = low, then: a}]}\n"),
                "E0304 follows");
    assert_said(FOLLOWS("  f:\n    outcomes: [a, b]\n    follows:\n      - otherwise: a\n"
                        "      - {when: tolls = low, then: b}\n"),
                "E0304 {when: tolls = low, then: b}");
    assert_said(
        FOLLOWS("  f: {outcomes: [a, b], follows: [{when: g = a, then: a}, {otherwise: b}]}\n"
                "  g: {outcomes: [a, b], follows: [{when: f = a, then: a}, {otherwise: b}]}\n"),
        "E0303 f = a");
    assert_said(
        FOLLOWS("  f: {outcomes: [a, b], follows: [{when: f = a, then: a}, {otherwise: b}]}\n"),
        "E0303 f = a");
    /* A family's line is read once per actor, its mistake reported once. */
    assert_said(FOLLOWS("  f: {for each: [north, east], outcomes: [a, b], "
                        "follows: [{when: patrol = ful, then: a}, {otherwise: b}]}\n"),
                "E0204 ful");
    assert_said(FOLLOWS("  f: {for each: [north, south], outcomes: [a, b], "
                        "follows: [{when: patrol = full, then: a}, {otherwise: b}]}\n"),
                "E0212 patrol");
}

/* The message names the circle, wherever it is entered. */
static void circle_is_named(void **state) {
    reading r;
    (void)state;
    read_scenario(&r, FOLLOWS("  e: {outcomes: [a, b], follows: [{when: f = a, then: a}, "
                              "{otherwise: b}]}\n"
                              "  f: {outcomes: [a, b], follows: [{when: g = a, then: a}, "
                              "{otherwise: b}]}\n"
                              "  g: {outcomes: [a, b], follows: [{when: f = a, then: a}, "
                              "{otherwise: b}]}\n"));
    assert_int_equal(r.diags.n, 1);
    assert_non_null(strstr(r.diags.items[0].message, ": f -> g -> f"));
    done(&r);
}

/* Later issues first: the order of computing follows the names, not the file. */
static void following_order(void **state) {
    reading r;
    (void)state;
    read_scenario(&r,
                  FOLLOWS("  e: {for each: [north, east], outcomes: [a, b], follows: [{when: f = a "
                          "and patrol = full, then: a}, {otherwise: b}]}\n"
                          "  f: {outcomes: [a, b], follows: [{when: tolls = low, then: a}, "
                          "{otherwise: b}]}\n"));
    assert_int_equal(r.status, ENT_OK);
    const ent_scenario *s = r.scenario;
    assert_int_equal(s->n_following, 3);
    assert_string_equal(s->issues[s->following_order[0]].id, "f");
    assert_int_equal(s->issues[5].follows[0].when->arg[1]->issue, 3);
    done(&r);
}

#define WANTS(text) ACTORS ISSUES "preferences:\n  north:\n    wants: {" text "}\n"

static void wants_go_wrong(void **state) {
    (void)state;
    assert_said(WANTS("strait: 50, tolls: {ideal: low, shape: single-peaked}"), "");
    assert_said(WANTS("strait: {east: 0, shared: [10, 20], north: 100}"), "");
    assert_said(WANTS("strait: noth"), "E0204 noth");
    assert_said(WANTS("patrol: full"), "E0209 patrol");
    assert_said(WANTS("tariffs: full"), "E0203 tariffs");
    assert_said(WANTS("strait: east > north"), "E0307 east > north");
    assert_said(WANTS("strait: east > north > shared = east"), "E0307 east");
    assert_said(WANTS("strait: 2 * east > north > shared"), "E0202 2");
    assert_said(WANTS("strait: {east: 0, north: 100}"), "E0307 strait");
    assert_said(WANTS("strait: 120"), "E0309 120");
    assert_said(WANTS("strait: {ideal: 30, shape: single-peaked}"), "E0316 single-peaked");
}

#define SALIENCE(text) WANTS("strait: east, tolls: low, patrol.north: full") "    salience:\n" text

static void saliences_go_wrong(void **state) {
    (void)state;
    assert_said(SALIENCE("      - strait > (tolls | patrol.north)\n      - {tolls: 10}\n"
                         "      - {of: strait, is: [20, 30], from: cole 7}\n"),
                "");
    assert_said(SALIENCE("      strait > tols\n"), "E0308 tols");
    assert_said(SALIENCE("      strait > patrol.east\n"), "E0308 patrol.east");
    assert_said(SALIENCE("      strait > patrol\n"), "E0209 patrol");
    assert_said(SALIENCE("      strait < tolls\n"), "E0202 <");
    assert_said(SALIENCE("      strait > 0 * tolls\n"), "E0202 0");
    assert_said(SALIENCE("      strait > tolls > strait\n"), "E0306 tolls > strait");
    assert_said(SALIENCE("      - strait >= 2 * tolls\n      - tolls >= patrol.north\n"
                         "      - 3 * patrol.north >= 2 * strait\n"),
                "E0306 3 * patrol.north >= 2 * strait");
    assert_said(SALIENCE("      strait >= 2 * tolls; tolls >= 1/2 * strait\n"), "");
    assert_said(SALIENCE("      - {tolls: 10}\n      - {tolls: 20}\n"), "E0306 tolls");
    assert_said(SALIENCE("      - {tolls: [30, 40], strait: 20}\n      - strait > tolls\n"),
                "E0306 strait > tolls");
    assert_said(SALIENCE("      - {tolls: 20, strait: 20}\n      - strait > tolls\n"),
                "E0306 strait > tolls");
    assert_said(SALIENCE("      - {tolls: 20, strait: 20}\n      - strait >= tolls\n"), "");
    assert_said(SALIENCE("      - {tolls: 60}\n      - strait >= 2 * tolls\n"),
                "E0306 strait >= 2 * tolls");
}

static void other_mistakes(void **state) {
    (void)state;
    assert_said(ACTORS ISSUES "ties: [{between: [north, north], sign: 1}]\n", "E0321 north");
    assert_said(ACTORS ISSUES "ties: [{between: [north, east], sign: 1}, "
                              "{between: [east, north], sign: 0}]\n",
                "E0321 east");
    assert_said(ACTORS ISSUES "agendas: {a: [strait, patrol, tols]}\n", "E0203 tols");
    assert_said(ACTORS ISSUES "coalitions: [[north, east], [south, west]]\n", "E0205 west");
    assert_said(ACTORS ISSUES "coalitions: [[north, east], [south, east]]\n", "E0323 east");
    assert_said(ACTORS ISSUES "reservation: {north: 0.5, west: 1}\n", "E0205 west");
    assert_said(ACTORS ISSUES
                "reservation: {north: 0.5}\npreferences: {north: {reservation: 0.4}}\n",
                "E0320 north: 0.5");
    assert_said(ACTORS ISSUES "reservation: {north: 1.5}\n", "E0309 1.5");
    assert_said(ACTORS ISSUES
                "preferences:\n  north:\n    worth: {tolls: {high: 1, low: 2, none: 2/3}}"
                "\n    wants: {tolls: low}\n",
                "E0310 wants");
    assert_said(ACTORS ISSUES "preferences: {north: {worth: {tolls: {high: 1, low: 2}}}}\n",
                "E0307 tolls");
    assert_said(ACTORS ISSUES "preferences: {north: {conditions: [{holds: tolls = low, worth: -1}, "
                              "{holds: tolls = none, salience: 3}, tolls = high]}}\n",
                "E0310 3; E0310 tolls = high");
    assert_said(ACTORS ISSUES "fallback: {strait: shared, patrol: {north: full}}\n",
                "E0102 {north: full}");
}

static void rules_and_the_status_quo(void **state) {
    reading r;
    (void)state;
    assert_said(ACTORS ISSUES "rules:\n  - strait = east\n  - tolls != high\n",
                "E0305 tolls != high");
    assert_said(ACTORS ISSUES "rules:\n  - strait = east\n  - tolls = low\n  - tolls = none\n",
                "E0322 tolls = none");
    read_scenario(&r, ACTORS ISSUES "rules:\n  - strait = east\n  - tolls = low\n"
                                    "  - if strait = east then tolls = none\n");
    assert_int_equal(r.diags.n, 1);
    assert_non_null(
        strstr(r.diags.items[0].message, "strait = east (line 9) and tolls = low (line 10)"));
    done(&r);
    read_scenario(&r, ACTORS ISSUES "rules: [if strait = east then tolls = low]\n");
    assert_string_equal(r.diags.items[0].hint,
                        "the status quo has strait = east (line 5), tolls = high (line 6)");
    done(&r);
    assert_said(ACTORS ISSUES "rules: [strait != north]\nfallback: {strait: north}\n",
                "W0303 strait: north");
}

/* Without any status quo, reservation values take its place. */
static void no_status_quo(void **state) {
    reading r;
    (void)state;
    read_scenario(&r, ISSUE("control: north") "reservation: {north: 0.5}\n");
    assert_int_equal(r.status, ENT_OK);
    assert_false(r.scenario->has_status_quo);
    done(&r);
}

static void limits(void **state) {
    ent_buffer text = {0};
    (void)state;
    ent_buffer_put(&text, "entente: 1\nactors:\n");
    for (int i = 0; i < 64; i++)
        ent_buffer_printf(&text, "  a%d:\n", i);
    ent_buffer_put(&text, "issues:\n");
    for (int i = 0; i < 18; i++)
        ent_buffer_printf(&text, "  i%d: {for each: all, outcomes: [high, low], given: low}\n", i);
    assert_said(text.data, "E0311 i16");
    ent_buffer_free(&text);
}

/* Wherever memory runs out, the builder says so and nothing else. */
static void memory_runs_out(void **state) {
    reading r;
    (void)state;
    read_scenario(&r, HARBOUR);
    ent_heap_fail_at(0);
    for (uint64_t n = 1;; n++) {
        ent_arena *arena = ent_arena_new();
        ent_diags diags = {.arena = arena};
        ent_scenario *scenario;
        ent_heap_fail_at(n);
        ent_status status = ent_scenario_build(&scenario, arena, r.source, r.root, &diags);
        ent_heap_fail_at(0);
        ent_arena_free(arena);
        if (status == ENT_OK)
            break;
        assert_int_equal(status, ENT_NOMEM);
    }
    done(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(harbour_issues),
        cmocka_unit_test(harbour_preferences),
        cmocka_unit_test(harbour_fallback),
        cmocka_unit_test(states_follow),
        cmocka_unit_test(five_mistakes_five_diagnostics),
        cmocka_unit_test(no_cascades),
        cmocka_unit_test(issues_go_wrong),
        cmocka_unit_test(moves_and_control),
        cmocka_unit_test(following_issues_go_wrong),
        cmocka_unit_test(circle_is_named),
        cmocka_unit_test(following_order),
        cmocka_unit_test(wants_go_wrong),
        cmocka_unit_test(saliences_go_wrong),
        cmocka_unit_test(other_mistakes),
        cmocka_unit_test(rules_and_the_status_quo),
        cmocka_unit_test(no_status_quo),
        cmocka_unit_test(limits),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
