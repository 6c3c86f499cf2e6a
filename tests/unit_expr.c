/* Unit tests of the small languages: expressions, control rules, questions, packages; what they mean,
 * how they print, and where the caret stands when they are wrong.
 */
#include "reading.h"
#include "scenario/eval.h"

static const char *const PACT =
    "entente: 1\n"
    "actors:\n"
    "  north: {resources: {ships: 40}}\n"
    "  east: {resources: {ships: [20, 30]}}\n"
    "  south: {resources: {ships: 5}}\n"
    "issues:\n"
    "  patrol: {for each: [north, east], outcomes: [none, some, full], status quo: none}\n"
    "  guard: {for each: [east, south], outcomes: [none, some, full], status quo: none}\n"
    "  strait: {outcomes: [east, shared, north], status quo: east, control: nobody}\n"
    "  tolls: {outcomes: [high, low, none], status quo: high, control: south}\n"
    "  taxes: {outcomes: [high, low, none], status quo: low, control: south}\n"
    "  route: {outcomes: [canal, cape], unordered: true, status quo: canal, control: north}\n"
    "agendas:\n"
    "  money: [tolls, taxes]\n";

/* "error" and what was said, or the expression printed again. */
static const char *reprint(reading *r, const char *text) {
    const ent_expr *expr;
    ent_buffer out = {0};
    r->diags.n = r->diags.errors = 0;
    ent_status status =
        ent_expr_parse(&expr, r->scenario, r->arena, text_node(r, text), "--with", &r->diags);
    if (status != ENT_OK)
        return said(r);
    ent_expr_print(&out, r->scenario, expr);
    const char *printed = ent_arena_text(r->arena, out.data);
    ent_buffer_free(&out);
    return printed;
}

static void precedence(void **state) {
    static const char *const CASES[][2] = {
        {"strait = east and tolls = low or taxes = low", NULL},
        {"strait = east and (tolls = low or taxes = low)", NULL},
        {"(strait = east and tolls = low) or taxes = low",
         "strait = east and tolls = low or taxes = low"},
        {"not strait = east and tolls = low", NULL},
        {"not (strait = east and tolls = low)", NULL},
        {"not not strait = east", NULL},
        {"if strait = east then tolls = low or taxes = low", NULL},
        {"if strait = east then if tolls = low then taxes = low", NULL},
        {"(if strait = east then tolls = low) and taxes = low", NULL},
        {"if strait = east then tolls = low iff taxes = low", NULL},
        {"(if strait = east then tolls = low) iff taxes = low",
         "if strait = east then tolls = low iff taxes = low"},
        {"strait = east iff tolls = low iff taxes = low", NULL},
        {"strait = east iff (tolls = low iff taxes = low)", NULL},
        {"true or false", NULL},
    };
    reading r;
    (void)state;
    read_scenario(&r, PACT);
    assert_int_equal(r.status, ENT_OK);
    for (size_t i = 0; i < ENT_COUNT(CASES); i++)
        assert_string_equal(reprint(&r, CASES[i][0]), CASES[i][1] ? CASES[i][1] : CASES[i][0]);
    done(&r);
}

static void comparisons(void **state) {
    static const char *const CASES[][2] = {
        {"strait != east", NULL},
        {"strait < north", NULL},
        {"strait<=shared", "strait <= shared"},
        {"strait > east", NULL},
        {"strait in {east, north}", NULL},
        {"strait not in {east, north}", "strait = shared"},
        {"strait in {shared}", "strait = shared"},
        {"\"strait\" = \"east\"", "strait = east"},
        {"tolls <= taxes", NULL},
        {"patrol.north = full", NULL},
        {"patrol.\"north\" = full", "patrol.north = full"},
        {"patrol.north >= patrol.east", NULL},
        {"total(ships where patrol = full) >= 60", NULL},
        {"total(ships where patrol = full or guard = full) > 5/2",
         "total(ships where patrol = full or guard = full) > 2.5"},
        {"count(actors where patrol = patrol.east and strait = east) = 2", NULL},
    };
    reading r;
    (void)state;
    read_scenario(&r, PACT);
    for (size_t i = 0; i < ENT_COUNT(CASES); i++)
        assert_string_equal(reprint(&r, CASES[i][0]), CASES[i][1] ? CASES[i][1] : CASES[i][0]);
    done(&r);
}

/* Each mistake with its code and the words the caret stands under. */
static void mistakes(void **state) {
    static const char *const CASES[][2] = {
        {"", "E0202"},
        {"strait", "E0202"},
        {"strait = ", "E0202"},
        {"strait == east", "E0201 =="},
        {"strait = east && tolls = low", "E0201 &"},
        {"strait = east tolls = low", "E0202 tolls"},
        {"east < strait < north", "E0203 east; E0202 <"},
        {"(strait = east", "E0202"},
        {"strait = east)", "E0202 )"},
        {"if strait = east", "E0202"},
        {"strait in east", "E0202 east"},
        {"strait in {east, noth}", "E0204 noth"},
        {"strait = \"east", "E0201 \""},
        {"strat = east or tolls = lo", "E0203 strat; E0204 lo"},
        {"route < cape", "E0207 <"},
        {"route != cape and route >= route", "E0207 >="},
        {"strait = tolls", "E0208 tolls"},
        {"patrol = full", "E0209 patrol"},
        {"patrol.south = full", "E0212 patrol.south"},
        {"patrol.west = full", "E0203 patrol.west"},
        {"count(actors where strait = east) > 1", "E0210 where"},
        {"count(ships where patrol = full) > 1", "E0202 ships"},
        {"total(ship where patrol = full) > 1", "E0206 ship"},
        {"total(ships where patrol = full)", "E0202"},
        {"total(ships where patrol = full) > many", "E0202 many"},
        {"count(actors where patrol = fall) > 1", "E0204 fall"},
        {"count(actors where count(actors where patrol = full) > 1) > 1", "E0215 count"},
    };
    reading r;
    (void)state;
    read_scenario(&r, PACT);
    for (size_t i = 0; i < ENT_COUNT(CASES); i++)
        assert_string_equal(reprint(&r, CASES[i][0]), CASES[i][1]);
    done(&r);
}

static void trivial_comparison_is_a_warning(void **state) {
    reading r;
    (void)state;
    read_scenario(&r, PACT);
    assert_string_equal(reprint(&r, "strait < east"), "strait < east");
    assert_string_equal(said(&r), "W0301 strait < east");
    reprint(&r, "strait >= east and count(actors where patrol >= none) > 1");
    assert_string_equal(said(&r), "W0301 strait >= east; W0301 patrol >= none");
    done(&r);
}

/* Thousands of parentheses or negations are an error, not a stack overflow. */
static void depth_is_limited(void **state) {
    enum { DEEP = 5000 };
    static char text[6 * DEEP + 32];
    reading r;
    (void)state;
    read_scenario(&r, PACT);
    memset(text, '(', DEEP);
    strcpy(text + DEEP, "strait = east");
    assert_string_equal(reprint(&r, text), "E0211 (");
    text[0] = '\0';
    for (size_t i = 0; i < DEEP; i++)
        memcpy(text + 4 * i, "not ", 5);
    strcat(text, "strait = east");
    assert_string_equal(reprint(&r, text), "E0211 not");
    text[0] = '\0';
    for (size_t i = 0; i < 100; i++)
        strcat(text, "(");
    strcat(text, "strait = east");
    for (size_t i = 0; i < 100; i++)
        strcat(text, ")");
    assert_string_equal(reprint(&r, text), "strait = east");
    done(&r);
}

static bool holds(reading *r, const char *text, const char *package) {
    const ent_expr *expr;
    ent_assignment *changes;
    size_t n;
    uint8_t outcome_of[ENT_MAX_ISSUES];
    assert_int_equal(
        ent_expr_parse(&expr, r->scenario, r->arena, text_node(r, text), "", &r->diags), ENT_OK);
    assert_int_equal(ent_package_parse(&changes, &n, r->scenario, r->arena, text_node(r, package),
                                       "", &r->diags),
                     ENT_OK);
    for (size_t i = 0; i < r->scenario->n_issues; i++)
        outcome_of[i] = (uint8_t)r->scenario->issues[i].status_quo;
    for (size_t k = 0; k < n; k++)
        outcome_of[changes[k].issue] = (uint8_t)changes[k].outcome;
    ent_number *resource_of = ent_resource_midpoints(r->scenario, r->arena);
    ent_state_follow(r->scenario, outcome_of, NULL, resource_of);
    return ent_expr_holds(expr, outcome_of, resource_of, r->scenario->n_actors);
}

static void meaning(void **state) {
    reading r;
    (void)state;
    read_scenario(&r, PACT);
    /* east has 25 ships, the midpoint of 20 to 30. */
    assert_true(holds(&r, "total(ships where patrol = full) >= 65", "patrol = full"));
    assert_false(holds(&r, "total(ships where patrol = full) > 65", "patrol = full"));
    assert_false(holds(&r, "total(ships where patrol = full) >= 65", "patrol.north = full"));
    /* Only east has both a patrol and a guard. */
    assert_true(holds(&r, "count(actors where patrol = none and guard = none) = 1", "tolls = low"));
    assert_true(holds(&r, "tolls < taxes", "taxes = none"));
    assert_false(holds(&r, "tolls < taxes", "taxes = high"));
    assert_true(holds(&r, "if tolls = low then false", "tolls = none"));
    assert_true(holds(&r, "tolls = low iff taxes = high", "tolls = none"));
    assert_true(holds(&r, "strait not in {north, shared}", "tolls = low"));
    assert_true(holds(&r, "not tolls = low and tolls = none", "tolls = none"));
    done(&r);
}

/* ---- questions and their parts ---- */

static void questions(void **state) {
    reading r;
    ent_question q;
    (void)state;
    read_scenario(&r, PACT);
    ent_node *text =
        text_node(&r, "no deal of {north, east} about {patrol, strait} with tolls = low");
    assert_int_equal(ent_question_parse(&q, r.scenario, r.arena, text, "", &r.diags), ENT_OK);
    assert_true(q.given && q.expect_none);
    assert_int_equal(q.coalition, 3);
    assert_int_equal(q.about[0], 1 | 2 | 16);
    assert_string_equal(q.about_text, "{patrol, strait}");
    assert_non_null(q.with);
    text = text_node(&r, "deal of {south} about money");
    assert_int_equal(ent_question_parse(&q, r.scenario, r.arena, text, "", &r.diags), ENT_OK);
    assert_int_equal(q.about[0], 32 | 64);
    assert_null(q.with);
    text = text_node(&r, "deal of {south, est} about mony with tolls = lo");
    assert_int_equal(ent_question_parse(&q, r.scenario, r.arena, text, "", &r.diags), ENT_ERROR);
    assert_string_equal(said(&r), "E0205 est; E0203 mony; E0204 lo");
    done(&r);
}

static void parts_of_questions(void **state) {
    reading r;
    uint64_t coalition, *about;
    ent_assignment *package;
    size_t n;
    (void)state;
    read_scenario(&r, PACT);
    assert_int_equal(ent_coalition_parse(&coalition, r.scenario, r.arena,
                                         text_node(&r, "south, north"), "", &r.diags),
                     ENT_OK);
    assert_int_equal(coalition, 5);
    assert_int_equal(
        ent_agenda_parse(&about, r.scenario, r.arena, text_node(&r, "{money}"), "", &r.diags),
        ENT_OK);
    assert_int_equal(about[0], 32 | 64);
    assert_int_equal(ent_package_parse(&package, &n, r.scenario, r.arena,
                                       text_node(&r, "taxes = none, patrol = some"), "", &r.diags),
                     ENT_OK);
    assert_int_equal(n, 3);
    assert_int_equal(package[0].issue, 0);
    assert_int_equal(package[2].outcome, 2);
    assert_int_equal(ent_package_parse(&package, &n, r.scenario, r.arena,
                                       text_node(&r, "tolls = low, tolls = none"), "", &r.diags),
                     ENT_ERROR);
    assert_int_equal(ent_coalition_parse(&coalition, r.scenario, r.arena,
                                         text_node(&r, "south; north"), "", &r.diags),
                     ENT_ERROR);
    assert_string_equal(said(&r), "E0216 tolls; E0202 ;");
    done(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(precedence),       cmocka_unit_test(comparisons),
        cmocka_unit_test(mistakes),         cmocka_unit_test(trivial_comparison_is_a_warning),
        cmocka_unit_test(depth_is_limited), cmocka_unit_test(meaning),
        cmocka_unit_test(questions),        cmocka_unit_test(parts_of_questions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
