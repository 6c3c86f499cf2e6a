/* Unit tests of views: from a file to the tree of a view, what the tree then says, and every mistake at
 * its place.
 */
#include "reading.h"
#include "scenario/eval.h"
#include "scenario/statements.h"
#include "scenario/view.h"

#define BASE BASE_WITH("")
#define BASE_WITH(issues)                                                                          \
    "entente: 1\n"                                                                                 \
    "title: Pact\n"                                                                                \
    "question: some deal of {north, pirates, raiders} with strait = shared\n"                      \
    "sources: {gazette: {title: Talks}}\n"                                                         \
    "actors:\n"                                                                                    \
    "  north: {name: Northland, resources: {ships: 40, troops: [10, 20]}}\n"                       \
    "  east: {resources: {ships: 25}}\n"                                                           \
    "  raiders: {resources: {ships: [1, 3]}}\n"                                                    \
    "  pirates: {resources: {ships: 2, gold: 7}}\n"                                                \
    "issues:\n"                                                                                    \
    "  patrol: {for each: all, outcomes: [none, full], status quo: {north: none, east: full, "     \
    "raiders: none, pirates: full}}\n"                                                             \
    "  strait: {outcomes: [east, shared, north], status quo: east, "                               \
    "control: {default: \"all of [north, east]\", to east: \"any of [north, east]\"}}\n"           \
    "  tolls: {outcomes: [high, low, none], status quo: high, "                                    \
    "control: \"2 of [north, raiders, pirates]\"}\n"                                               \
    "  weather: {outcomes: [mild, rough], given: mild}\n"                                          \
    "  raids:\n"                                                                                   \
    "    outcomes: [rising, stopped]\n"                                                            \
    "    follows:\n"                                                                               \
    "      - {when: total(ships where patrol = full) >= 60, then: stopped, name: enough ships}\n"  \
    "      - {otherwise: rising}\n" issues "rules: [not (tolls = none and strait = north)]\n"      \
    "preferences:\n"                                                                               \
    "  north:\n"                                                                                   \
    "    wants: {strait: north, raids: stopped, tolls: none, patrol.raiders: none}\n"              \
    "    salience: raids > strait > tolls = patrol.raiders\n"                                      \
    "    red lines:\n"                                                                             \
    "      - {never: strait = east, name: strait must be shared}\n"                                \
    "      - patrol.pirates = none\n"                                                              \
    "  east:\n"                                                                                    \
    "    wants: {strait: east, raids: stopped, tolls: low}\n"                                      \
    "    salience: [{strait: [60, 90], raids: 70}, {of: tolls, is: 20}]\n"                         \
    "  raiders: {wants: {patrol.raiders: full, raids: rising}}\n"                                  \
    "  pirates: {wants: {tolls: none}}\n"                                                          \
    "ties:\n"                                                                                      \
    "  - {between: [north, raiders], sign: -1}\n"                                                  \
    "  - {between: [pirates, north], sign: [-0.5, 0]}\n"                                           \
    "  - {between: [raiders, pirates], sign: 1}\n"                                                 \
    "  - {between: [north, east], sign: 0.2}\n"

/* A file with one view V that has these changes. */
#define WITH(changes) BASE "views:\n  V:\n    changes:\n" changes

typedef struct seen {
    reading r;
    ent_views views;
    ent_node *tree;
} seen;

/* Reads a text and builds its last view. The base must be good where the view is built. */
static void see(seen *s, const char *text) {
    *s = (seen){0};
    read_scenario(&s->r, text);
    if (s->r.status != ENT_OK)
        return;
    s->r.scenario = NULL;
    s->r.status = ent_views_read(&s->views, s->r.arena, s->r.root, &s->r.diags);
    if (s->r.status == ENT_OK)
        s->r.status = ent_view_tree(&s->tree, s->r.arena, s->r.root, &s->views,
                                    (uint32_t)s->views.n - 1, &s->r.diags);
    if (s->r.status == ENT_OK)
        s->r.status =
            ent_scenario_build(&s->r.scenario, s->r.arena, s->r.source, s->tree, &s->r.diags);
}

static const ent_preference *wants_of(const ent_scenario *s, const char *actor) {
    return &s->preferences[ent_find_actor(s, actor)];
}

static const ent_issue *issue_of(const ent_scenario *s, const char *id) {
    return &s->issues[ent_find_issue(s, id)];
}

static const char *control_of(seen *s, const char *issue, size_t line) {
    ent_buffer words = {0};
    ent_control_print(&words, s->r.scenario, issue_of(s->r.scenario, issue)->control[line].rule);
    const char *text = ent_arena_text(s->r.arena, words.data);
    ent_buffer_free(&words);
    return text;
}

#define GOOD(s)                                                                                    \
    do {                                                                                           \
        assert_string_equal(said(&(s)->r), "");                                                    \
        assert_int_equal((s)->r.status, ENT_OK);                                                   \
    } while (0)

/* The text at which a span points. */
static const char *at(const seen *s, ent_span span) {
    return ent_arena_text_n(s->r.arena, span.source->text + span.start, span.end - span.start);
}

static void test_reads(void **state) {
    (void)state;
    seen s;
    see(&s, BASE "views:\n"
                 "  hawks: {title: T, by: a letter, number: 1a, replies to: base, says: No., "
                 "from: gazette ¶1, note: why}\n"
                 "  doves: {extends: hawks, replies to: hawks}\n");
    GOOD(&s);
    assert_int_equal(s.views.n, 3);
    const ent_view *base = &s.views.views[0], *hawks = &s.views.views[1];
    assert_string_equal(base->id, "base");
    assert_string_equal(base->title, "Pact");
    assert_int_equal(base->replies_to, ENT_NONE);
    assert_string_equal(hawks->by, "a letter");
    assert_string_equal(hawks->number, "1a");
    assert_string_equal(hawks->says, "No.");
    assert_string_equal(hawks->said.from, "gazette ¶1");
    assert_string_equal(hawks->said.path, "views.hawks");
    assert_int_equal(hawks->replies_to, 0);
    assert_int_equal(hawks->extends, ENT_NONE);
    assert_int_equal(s.views.views[2].extends, 1);
    assert_int_equal(s.views.views[2].replies_to, 1);
    assert_int_equal(ent_find_view(&s.views, "doves"), 2);
    assert_int_equal(ent_find_view(&s.views, "owls"), ENT_NONE);
    done(&s.r);
}

static void test_add(void **state) {
    (void)state;
    seen s;
    see(&s,
        WITH("      - add: {preferences: {east: {red lines: [strait = north]}, "
             "north: {red lines: [tolls = high], salience: {tolls: [5, 9]}}}}\n"
             "      - add: {rules: [strait != north], actors: {south: {resources: {ships: 1}}}, "
             "issues: {patrol: {status quo: {south: none}}}}\n"));
    GOOD(&s);
    const ent_scenario *c = s.r.scenario;
    assert_int_equal(c->n_rules, 2);
    assert_int_equal(c->n_actors, 5);
    assert_true(ent_find_issue(c, "patrol.south") != ENT_NONE); /* for each: all */
    const ent_preference *north = wants_of(c, "north");
    assert_int_equal(north->n_red_lines, 3);
    assert_string_equal(north->red_lines[2].said.path, "preferences.north.red lines[2]");
    assert_string_equal(at(&s, north->red_lines[2].said.span), "tolls = high");
    assert_int_equal(north->n_salience, 3); /* the order still holds */
    assert_true(north->wants[2].salience_given);
    assert_int_equal(wants_of(c, "east")->n_red_lines, 1);
    /* the author's tree is as it was */
    const ent_node *rules = ent_node_get(s.r.root, "rules");
    assert_int_equal(rules->n, 1);
    done(&s.r);
}

static void test_tags(void **state) {
    (void)state;
    seen s;
    see(&s, WITH("      - add: {preferences: {east: {red lines: [strait = north], "
                 "conditions: [tolls = low]}}, rules: [strait != north], "
                 "ties: [{between: [east, pirates], sign: 0}]}\n"
                 "        name: mine\n        from: gazette ¶3\n        note: because\n"
                 "      - replace: {preferences: {north: {salience: raids > tolls, "
                 "wants: {tolls: low}}, east: {salience: {raids: 5}}}, "
                 "issues: {tolls: {control: north}}}\n"
                 "        from: gazette ¶4\n"));
    GOOD(&s);
    const ent_scenario *c = s.r.scenario;
    const ent_preference *east = wants_of(c, "east"), *north = wants_of(c, "north");
    assert_string_equal(east->red_lines[0].said.name, "mine");
    assert_string_equal(east->red_lines[0].said.from, "gazette ¶3");
    assert_string_equal(east->red_lines[0].said.note, "because");
    assert_string_equal(east->conditions[0].said.name, "mine");
    assert_string_equal(c->rules[1].said.from, "gazette ¶3");
    assert_string_equal(c->ties[4].said.name, "mine");
    assert_null(c->rules[0].said.name);
    assert_string_equal(north->salience[0].said.from, "gazette ¶4");
    assert_string_equal(north->wants[2].said.from, "gazette ¶4");
    assert_null(north->wants[1].said.from);
    assert_string_equal(east->wants[1].salience_said.from, "gazette ¶4");
    assert_string_equal(issue_of(c, "tolls")->control[0].said.from, "gazette ¶4");
    const char **paths;
    size_t n;
    assert_int_equal(ent_node_find(&paths, &n, s.r.arena, s.tree, "mine"), ENT_OK);
    assert_int_equal(n, 4);
    ent_node *without;
    assert_int_equal(ent_node_remove_all(&without, s.r.arena, s.tree, paths, n), ENT_OK);
    assert_int_equal(ent_node_get(without, "rules")->n, 1);
    done(&s.r);
}

static void test_replace(void **state) {
    (void)state;
    seen s;
    see(&s, WITH("      - replace: {preferences: {east: {salience: strait > raids, "
                 "wants: {strait: {east: 100, shared: 50, north: 0}}}}}\n"
                 "      - replace: {issues: {weather: {given: rough}, strait: {control: east}}, "
                 "actors: {north: {resources: {ships: 10}}}, rules: []}\n"
                 "      - {remove: raids.follows}\n"
                 "      - {add: {issues: {raids: {control: north, status quo: rising}}}}\n"));
    GOOD(&s);
    const ent_scenario *c = s.r.scenario;
    const ent_preference *east = wants_of(c, "east");
    assert_int_equal(east->n_salience, 1);
    assert_false(east->wants[0].salience_given);
    assert_int_equal(east->wants[0].form, ENT_WANT_VALUES);
    assert_int_equal(issue_of(c, "weather")->status_quo, 1);
    assert_string_equal(control_of(&s, "strait", 0), "east");
    assert_int_equal(issue_of(c, "strait")->n_control, 1);
    assert_int_equal(c->actors[0].resources[0].lo.num, 10);
    assert_int_equal(c->actors[0].resources[1].hi.num, 20);
    assert_int_equal(c->n_rules, 0);
    assert_int_equal(issue_of(c, "raids")->kind, ENT_DECIDED); /* once following */
    done(&s.r);
}

static void test_remove(void **state) {
    (void)state;
    seen s;
    see(&s,
        WITH("      - remove: strait must be shared\n"
             "      - remove: [\"preferences.north.red lines[0]\", \"rules[0]\", enough ships]\n"
             "      - {remove: [\"east.salience[0].raids\", \"east.salience[1]\", "
             "strait.control.to east]}\n"
             "      - remove: pirates\n"
             "      - {replace: {issues: {tolls: {control: north}}, question: "
             "\"deal of {north, east}\"}}\n"
             "      - remove: tolls\n"));
    GOOD(&s);
    const ent_scenario *c = s.r.scenario;
    assert_int_equal(wants_of(c, "north")->n_red_lines, 0);
    assert_int_equal(c->n_rules, 0);
    assert_int_equal(issue_of(c, "raids")->n_follows, 1);
    assert_true(wants_of(c, "east")->wants[0].salience_given);
    assert_false(wants_of(c, "east")->wants[1].salience_given);
    assert_false(wants_of(c, "east")->wants[2].salience_given);
    assert_int_equal(issue_of(c, "strait")->n_control, 1);
    assert_int_equal(c->n_actors, 3);
    assert_int_equal(c->n_ties, 2);
    assert_int_equal(ent_find_issue(c, "patrol.pirates"), ENT_NONE);
    assert_string_equal(control_of(&s, "tolls", 0), "nobody");
    done(&s.r);
}

static void test_remove_actor(void **state) {
    (void)state;
    seen s;
    see(&s, WITH("      - remove: raiders\n"
                 "      - replace: {issues: {tolls: {control: pirates}}, question: \"deal of "
                 "{north}\"}\n"));
    GOOD(&s);
    const ent_preference *north = wants_of(s.r.scenario, "north");
    assert_int_equal(north->n_wants, 3); /* not of patrol.raiders, which is no more */
    assert_int_equal(north->n_salience, 2);
    assert_int_equal(s.r.scenario->n_ties, 2);
    done(&s.r);
}

static void test_sentences(void **state) {
    (void)state;
    seen s;
    see(&s, WITH("      - east prefers as north\n"
                 "      - freeze strait\n"
                 "      - {change: freeze patrol.east, name: ice}\n"
                 "      - freeze patrol.north\n"));
    GOOD(&s);
    const ent_scenario *c = s.r.scenario;
    assert_int_equal(wants_of(c, "east")->n_red_lines, 2);
    assert_int_equal(wants_of(c, "east")->n_wants, 4);
    assert_string_equal(control_of(&s, "strait", 0), "nobody");
    assert_string_equal(control_of(&s, "patrol.east", 0), "nobody");
    assert_string_equal(control_of(&s, "patrol.north", 0), "nobody");
    assert_string_equal(control_of(&s, "patrol.raiders", 0), "raiders");
    assert_string_equal(issue_of(c, "strait")->control[0].said.path, "issues.strait.frozen");
    /* without the change */
    const char *const paths[] = {"views.V.changes[1]", "preferences.east.red lines[1]"};
    ent_node *tree;
    assert_int_equal(
        ent_view_tree_without(&tree, s.r.arena, s.r.root, &s.views, 1, paths, 2, &s.r.diags),
        ENT_OK);
    assert_int_equal(ent_scenario_build(&s.r.scenario, s.r.arena, s.r.source, tree, &s.r.diags),
                     ENT_OK);
    assert_string_equal(control_of(&s, "strait", 0), "all of [north, east]");
    assert_int_equal(wants_of(s.r.scenario, "east")->n_red_lines, 1);
    done(&s.r);
}

static void test_merge(void **state) {
    (void)state;
    seen s;
    see(&s, WITH("      - {merge: [raiders, pirates], as: outlaws}\n"));
    GOOD(&s);
    const ent_scenario *c = s.r.scenario;
    assert_int_equal(c->n_actors, 3);
    uint32_t outlaws = ent_find_actor(c, "outlaws");
    assert_int_equal(outlaws, 2);
    assert_int_equal(c->actors[outlaws].resources[0].lo.num, 3);
    assert_int_equal(c->actors[outlaws].resources[0].hi.num, 5);
    assert_int_equal(c->actors[outlaws].resources[2].lo.num, 7);
    /* the first one's preferences, with its own issue renamed */
    const ent_preference *p = wants_of(c, "outlaws");
    assert_int_equal(p->n_wants, 2);
    assert_string_equal(c->issues[p->wants[0].issue].id, "patrol.outlaws");
    assert_int_equal(issue_of(c, "patrol.outlaws")->status_quo, 0);
    const ent_preference *north = wants_of(c, "north");
    assert_string_equal(c->issues[north->wants[3].issue].id, "patrol.outlaws");
    assert_int_equal(north->n_red_lines, 2);
    /* two of three, where two are one */
    assert_string_equal(control_of(&s, "tolls", 0), "outlaws");
    assert_int_equal(c->question.coalition, 1u | 1u << 2);
    /* -1 and [-0.5, 0]: [-0.75, -0.5] */
    assert_int_equal(c->n_ties, 2);
    assert_true(ent_number_double(c->ties[0].sign.lo) == -0.75);
    assert_true(ent_number_double(c->ties[0].sign.hi) == -0.5);
    done(&s.r);

    see(&s, WITH("      - {merge: [raiders, pirates], as: pirates, prefers as: pirates}\n"));
    GOOD(&s);
    assert_string_equal(s.r.scenario->issues[wants_of(s.r.scenario, "pirates")->wants[0].issue].id,
                        "tolls");
    done(&s.r);

    see(&s, WITH("      - {merge: [east, pirates], as: fleet, preferences: {wants: {tolls: high}}, "
                 "ties: [{between: [fleet, north], sign: 1}], name: one}\n"));
    GOOD(&s);
    const ent_preference *fleet = wants_of(s.r.scenario, "fleet");
    assert_int_equal(fleet->n_wants, 1);
    assert_string_equal(fleet->wants[0].said.name, "one");
    assert_int_equal(s.r.scenario->n_ties, 2);
    assert_int_equal(s.r.scenario->ties[1].sign.lo.num, 1);
    assert_string_equal(control_of(&s, "strait", 0), "all of [north, fleet]");
    assert_string_equal(control_of(&s, "tolls", 0), "2 of [north, fleet, raiders]");
    done(&s.r);
}

/* A rule of control says the same of a coalition with the merged as it said of one with all of them. */
static void test_merged_control(void **state) {
    (void)state;
    static const char *const RULES[] = {
        "1 of [north, east, raiders, pirates]",
        "2 of [north, east, raiders, pirates]",
        "3 of [north, east, raiders, pirates]",
        "4 of [north, east, raiders, pirates]",
        "2 of [raiders, pirates]",
        "1 of [raiders, pirates]",
        "all of [east, raiders, pirates]",
        "any of [pirates, east, raiders]",
        "all of all",
        "raiders and pirates or north",
        "ships >= 30 of [east, raiders, pirates]",
        "(2 of [raiders, east, pirates] or north) and any of [east, pirates, raiders]",
    };
    for (size_t i = 0; i < ENT_COUNT(RULES); i++) {
        char text[4000];
        seen s;
        ent_scenario *base;
        snprintf(text, sizeof(text),
                 BASE "views:\n  V:\n    changes:\n"
                      "      - replace: {issues: {tolls: {control: \"%s\"}}}\n"
                      "  W: {extends: V, changes: [{merge: [raiders, pirates], as: outlaws}]}\n",
                 RULES[i]);
        see(&s, text);
        GOOD(&s);
        assert_int_equal(
            ent_view_build(&base, s.r.arena, s.r.source, s.r.root, &s.views, 1, &s.r.diags),
            ENT_OK);
        const ent_control *was = issue_of(base, "tolls")->control[0].rule;
        const ent_control *is = issue_of(s.r.scenario, "tolls")->control[0].rule;
        const ent_number *had = ent_resource_midpoints(base, s.r.arena);
        const ent_number *has = ent_resource_midpoints(s.r.scenario, s.r.arena);
        for (uint64_t c = 0; c < 8; c++) { /* north, east, outlaws */
            uint64_t before = (c & 3) | ((c & 4) != 0 ? 12 : 0);
            if (ent_control_holds(is, c, has, 3) != ent_control_holds(was, before, had, 4))
                fail_msg("%s for coalition %d", RULES[i], (int)c);
        }
        done(&s.r);
    }
}

static void test_merged_wants(void **state) {
    (void)state;
    seen s;
    see(&s, WITH("      - add: {preferences: {east: {wants: {patrol.pirates: none, patrol.raiders: "
                 "full}, salience: patrol.pirates > tolls > patrol.raiders}}}\n"
                 "      - {merge: [raiders, pirates], as: outlaws}\n"));
    GOOD(&s);
    const ent_preference *east = wants_of(s.r.scenario, "east");
    assert_int_equal(east->n_wants, 4);
    assert_int_equal(east->wants[3].ideal, 0);
    assert_int_equal(east->n_salience, 1);
    done(&s.r);
}

static void test_extends(void **state) {
    (void)state;
    seen s;
    see(&s, BASE "views:\n"
                 "  second: {extends: first, changes: [{remove: \"rules[1]\"}, freeze tolls]}\n"
                 "  first: {changes: [{add: {rules: [strait != north, strait != shared]}}]}\n"
                 "  third: {extends: second}\n");
    GOOD(&s);
    assert_int_equal(s.r.scenario->n_rules, 2);
    assert_string_equal(control_of(&s, "tolls", 0), "nobody");
    done(&s.r);
}

/* ---- removal of every kind of statement ---- */

static void test_removals(void **state) {
    (void)state;
    static const struct {
        const char *path;
        ent_status status;
    } CASES[] = {
        {"actors.north", ENT_OK},
        {"actors.north.resources.troops", ENT_OK},
        {"issues.strait", ENT_OK},
        {"issues.patrol", ENT_OK},
        {"issues.patrol.north", ENT_OK},
        {"issues.weather", ENT_ERROR},
        {"issues.raids", ENT_OK},
        {"issues.navy", ENT_OK},
        {"issues.patrol.control", ENT_OK},
        {"issues.strait.control.to east", ENT_OK},
        {"issues.strait.control.default", ENT_OK},
        {"issues.tolls.control", ENT_OK},
        {"issues.raids.follows[0]", ENT_OK},
        {"issues.raids.follows[1]", ENT_ERROR},
        {"rules[0]", ENT_OK},
        {"rules[1]", ENT_ERROR},
        {"preferences.north.wants.strait", ENT_OK},
        {"preferences.raiders.wants.patrol.raiders", ENT_OK},
        {"preferences.north.salience", ENT_OK},
        {"preferences.east.salience[0].strait", ENT_OK},
        {"preferences.east.salience[1]", ENT_OK},
        {"preferences.north.red lines[1]", ENT_OK},
        {"preferences.north", ENT_OK},
        {"ties[2]", ENT_OK},
        {"question", ENT_OK},
        {"actors", ENT_ERROR},
        {"nothing", ENT_ERROR},
        {"preferences.north.nothing", ENT_ERROR},
        {"", ENT_ERROR},
    };
    reading r;
    read_scenario(&r,
                  BASE_WITH("  navy: {for each: [north, east], outcomes: [small, large], follows: "
                            "[{when: patrol = full, then: large}, {otherwise: small}]}\n"));
    assert_string_equal(said(&r), "");
    for (size_t i = 0; i < ENT_COUNT(CASES); i++) {
        ent_node *tree;
        ent_status status = ent_node_remove(&tree, r.arena, r.root, CASES[i].path);
        if (status != CASES[i].status)
            fail_msg("%s: %d", CASES[i].path, status);
        if (status != ENT_OK)
            continue;
        ent_scenario *scenario;
        ent_diags diags = {.arena = r.arena};
        status = ent_scenario_build(&scenario, r.arena, r.source, tree, &diags);
        if (status != ENT_OK)
            fail_msg("%s: built %d", CASES[i].path, status);
        if (strcmp(CASES[i].path, "issues.navy") == 0) {
            assert_int_equal(issue_of(scenario, "navy.north")->kind, ENT_GIVEN);
            assert_int_equal(issue_of(scenario, "navy.north")->status_quo, 0);
            assert_int_equal(issue_of(scenario, "navy.east")->status_quo, 1);
        } else if (strcmp(CASES[i].path, "issues.raids") == 0) {
            assert_int_equal(issue_of(scenario, "raids")->kind, ENT_GIVEN);
            assert_int_equal(issue_of(scenario, "raids")->status_quo, 0);
        } else if (strcmp(CASES[i].path, "actors.north") == 0) {
            assert_int_equal(scenario->actors[0].resources[0].hi.num, 80);
            assert_int_equal(scenario->actors[0].resources[1].lo.num, 0);
        }
    }
    assert_string_equal(said(&r), "");
    done(&r);
}

/* Whatever is listed as a statement can be taken out, but for what is needed or says nothing. */
static void test_every_statement(void **state) {
    (void)state;
    static const char *const KEPT[] = {"issues.weather", "issues.raids.follows[1]"};
    reading r;
    ent_statements stated;
    size_t kept = 0;
    read_scenario(&r, BASE);
    assert_int_equal(ent_statements_list(&stated, r.arena, r.scenario), ENT_OK);
    assert_true(stated.n > 30);
    for (size_t i = 0; i < stated.n; i++) {
        const char *path = stated.items[i].said->path;
        ent_node *tree;
        ent_scenario *scenario;
        ent_diags diags = {.arena = r.arena};
        if (ent_node_remove(&tree, r.arena, r.root, path) != ENT_OK) {
            assert_true(kept < ENT_COUNT(KEPT));
            assert_string_equal(path, KEPT[kept++]);
        } else if (ent_scenario_build(&scenario, r.arena, r.source, tree, &diags) != ENT_OK) {
            fail_msg("without %s: %s", path, diags.items[0].message);
        }
    }
    assert_int_equal(kept, ENT_COUNT(KEPT));
    done(&r);
}

static void put_node(ent_buffer *out, const ent_node *node) {
    if (node->kind == ENT_NODE_SCALAR) {
        ent_buffer_put(out, node->text);
        return;
    }
    bool map = node->kind == ENT_NODE_MAP;
    ent_buffer_put(out, map ? "{" : "[");
    for (size_t i = 0; i < node->n; i++) {
        ent_buffer_put(out, i > 0 ? ", " : "");
        if (map)
            ent_buffer_printf(out, "%s: ", node->pairs[i].key->text);
        put_node(out, map ? node->pairs[i].value : node->items[i]);
    }
    ent_buffer_put(out, map ? "}" : "]");
}

/* What is left of a salience when a want goes. */
static void test_saliences(void **state) {
    (void)state;
    static const char *const CASES[][2] = {
        {"a > b > c", "a > c"},
        {"b > a > c", "a > c"},
        {"a > c >= b", "a > c"},
        {"a = b > c", "a > c"},
        {"a >= b = c", "a >= c"},
        {"a = b = c", "a = c"},
        {"a > (b | c)", "a > c"},
        {"a > 2 * b > 1.5 * c", "a > 3 * c"},
        {"2 * b > a; c > b", ""}, /* a factor before the first name means nothing, and is refused */
        {"a > b; b > c; c = a", "c = a"},
        {"a > b", ""},
        {"{a: 5, b: 7}", "{a: 5}"},
        {"{b: 7}", ""},
        {"[a > b, {b: 7, c: 1}, {of: b, is: 3}, {order: a > b > c, name: n}]",
         "[{c: 1}, {order: a > c, name: n}]"},
    };
    for (size_t i = 0; i < ENT_COUNT(CASES); i++) {
        reading r;
        const char *form = "preferences: {x: {wants: {a: one, b: two, c: three}, salience: %s}}";
        char text[400];
        snprintf(text, sizeof(text), form, CASES[i][0]);
        r = (reading){.arena = ent_arena_new()};
        r.diags.arena = r.arena;
        assert_int_equal(ent_source_text(&r.source, r.arena, "t", text, strlen(text), &r.diags),
                         ENT_OK);
        assert_int_equal(ent_node_parse(&r.root, r.arena, r.source, &r.diags), ENT_OK);
        ent_node *tree;
        assert_int_equal(ent_node_remove(&tree, r.arena, r.root, "preferences.x.wants.b"), ENT_OK);
        ent_buffer out = {0};
        const ent_node *x = ent_node_get(ent_node_get(tree, "preferences"), "x");
        const ent_node *salience = ent_node_get(x, "salience");
        assert_int_equal(ent_node_get(x, "wants")->n, 2);
        if (salience != NULL)
            put_node(&out, salience);
        assert_string_equal(out.data != NULL ? out.data : "", CASES[i][1]);
        ent_buffer_free(&out);
        done(&r);
    }
}

/* ---- mistakes ---- */

static void check_mistake(const char *text, const char *expected) {
    seen s;
    see(&s, text);
    if (strcmp(said(&s.r), expected) != 0)
        fail_msg("%s\nexpected: %s\nfound:    %s", text, expected, said(&s.r));
    assert_int_equal(s.r.status, ENT_ERROR);
    done(&s.r);
}

static void test_mistakes(void **state) {
    (void)state;
    check_mistake(BASE "views: {a: {extends: b}}\n", "E0340 b");
    check_mistake(BASE "views: {owls: {replies to: owl}}\n", "E0340 owl");
    check_mistake(BASE "views: {a: {extends: c}, b: {extends: a}, c: {extends: b}}\n", "E0341 c");
    check_mistake(BASE "views: {a: {replies to: a}}\n", "E0341 a");
    check_mistake(BASE "views: {base: {title: x}}\n", "E0342 base");
    check_mistake(BASE "views: {a: {from: cole ¶1}}\n", "E0301 cole");
    check_mistake(BASE "views: {a: {claims: [{claim: x, from: cole}]}}\n", "E0301 cole");
    check_mistake(BASE "views: {a: {titel: x}}\n", "E0101 titel");
    check_mistake(WITH("      - east prefers north\n"), "E0343 east prefers north");
    check_mistake(WITH("      - add: {title: Other}\n"), "E0344 Other");
    check_mistake(WITH("      - add: {preferences: {north: {wants: {tolls: low}}}, title: X}\n"),
                  "E0344 low; E0344 X");
    check_mistake(WITH("      - replace: {preferences: {north: {saliense: tolls}}}\n"),
                  "E0345 saliense");
    check_mistake(WITH("      - replace: {issues: {toll: {status quo: low}}}\n"), "E0345 toll");
    check_mistake(WITH("      - remove: [straight must be shared, \"rules[7]\"]\n"),
                  "E0345 straight must be shared; E0345 \"rules[7]\"");
    check_mistake(WITH("      - add: {preferences: all}\n"), "E0346 all");
    check_mistake(WITH("      - add: rules\n"), "E0346 rules");
    check_mistake(WITH("      - replace: {preferences: {north: tolls}}\n"), "E0346 tolls");
    check_mistake(WITH("      - add: {views: {}, claims: []}\n"), "E0347 views; E0347 claims");
    check_mistake(WITH("      - remove: weather\n"), "E0348 weather");
    check_mistake(WITH("      - {merge: [raiders, raiders], as: x}\n"), "E0349 raiders");
    check_mistake(WITH("      - {merge: [raiders, pirates], as: north}\n"), "E0349 north");
    check_mistake(WITH("      - {merge: [raiders, pirates], as: x, prefers as: north}\n"),
                  "E0349 north");
    check_mistake(WITH("      - {merge: [raiders, pirate], as: x}\n"), "E0205 pirate");
    check_mistake(WITH("      - east prefers as east\n"), "E0349 east");
    check_mistake(WITH("      - east prefers as nort\n"), "E0205 nort");
    check_mistake(WITH("      - freeze weather\n"), "E0350 weather");
    check_mistake(WITH("      - freeze toll\n"), "E0203 toll");
    check_mistake(WITH("      - freeze patrol.nort\n"), "E0205 patrol.nort");
    /* what only shows when the view is built */
    check_mistake(WITH("      - add: {preferences: {east: {red line: [strait = north]}}}\n"),
                  "E0101 red line");
    check_mistake(WITH("      - add: {rules: [strat = east]}\n"), "E0203 strat");
    check_mistake(BASE "views: {V: {changes: [{add: {}, remove: x}]}}\n", "E0101 remove");
}

/* A view that is not built spoils nothing. */
static void test_path_of_view(void **state) {
    (void)state;
    seen s;
    see(&s, WITH("      - add: {rules: [strat = east]}\n"));
    s.r.diags.n = s.r.diags.errors = 0;
    assert_int_equal(
        ent_view_build(&s.r.scenario, s.r.arena, s.r.source, s.r.root, &s.views, 1, &s.r.diags),
        ENT_ERROR);
    assert_string_equal(s.r.diags.items[0].path, "view V: rules[1]");
    /* said once, but an error every time */
    assert_int_equal(
        ent_view_build(&s.r.scenario, s.r.arena, s.r.source, s.r.root, &s.views, 1, &s.r.diags),
        ENT_ERROR);
    assert_int_equal(s.r.diags.n, 1);
    done(&s.r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads),
        cmocka_unit_test(test_add),
        cmocka_unit_test(test_tags),
        cmocka_unit_test(test_replace),
        cmocka_unit_test(test_remove),
        cmocka_unit_test(test_remove_actor),
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_merge),
        cmocka_unit_test(test_merged_control),
        cmocka_unit_test(test_merged_wants),
        cmocka_unit_test(test_extends),
        cmocka_unit_test(test_removals),
        cmocka_unit_test(test_every_statement),
        cmocka_unit_test(test_saliences),
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_path_of_view),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
