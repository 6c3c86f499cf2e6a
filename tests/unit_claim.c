/* Unit tests of claims: every form, what it may leave out, and every mistake at its place. */
#include "reading.h"
#include "scenario/claim.h"

#define BASE                                                                                       \
    "entente: 1\n"                                                                                 \
    "actors: {north: {resources: {ships: 40}}, east: , raiders: }\n"                               \
    "issues:\n"                                                                                    \
    "  patrol: {for each: [north, east], outcomes: [none, full], status quo: none}\n"              \
    "  strait: {outcomes: [east, shared, north], status quo: east, control: any of all}\n"         \
    "  tolls: {outcomes: [high, low, none], status quo: high, control: any of all}\n"              \
    "preferences:\n"                                                                               \
    "  north: {wants: {strait: north, patrol.north: none}, "                                       \
    "conditions: [{holds: tolls = low, name: oath}]}\n"                                            \
    "agendas: {sea: [strait, tolls]}\n"

/* A claim in short: its form, and what is set. */
static const char *short_form(reading *r, const ent_claim *claim) {
    const ent_scenario *s = r->scenario;
    ent_buffer out = {0};
    ent_buffer_printf(&out, "%s", ent_claim_form_name(claim->form));
    if (claim->missing != NULL)
        ent_buffer_printf(&out, " missing=%s", claim->missing);
    if (claim->coalition != 0)
        ent_buffer_printf(&out, " of=%d", (int)claim->coalition);
    if (claim->about != NULL)
        ent_buffer_printf(&out, " about=%s", claim->about_text);
    const ent_expr *const exprs[] = {claim->with, claim->has, claim->than};
    static const char *const NAMES[] = {"with", "has", "than"};
    for (size_t i = 0; i < 3; i++)
        if (exprs[i] != NULL) {
            ent_buffer_printf(&out, " %s=(", NAMES[i]);
            ent_expr_print(&out, s, exprs[i]);
            ent_buffer_put(&out, ")");
        }
    if (claim->set != ENT_DEALS_ALL)
        ent_buffer_printf(&out, " set=%d", claim->set);
    if (claim->form == ENT_CLAIM_SAFE_DEAL || claim->form == ENT_CLAIM_SPLIT)
        ent_buffer_printf(&out, " %s as %s", s->actors[claim->actor].id,
                          s->actors[claim->actor2].id);
    if (claim->form == ENT_CLAIM_PREFERS || claim->form == ENT_CLAIM_NEEDED ||
        claim->form == ENT_CLAIM_MORE_WITHOUT ||
        (claim->form == ENT_CLAIM_RAISING && claim->measure == ENT_MEASURE_GAIN))
        ent_buffer_printf(&out, " actor=%s", s->actors[claim->actor].id);
    for (size_t i = 0; i < claim->n_order; i++)
        ent_buffer_printf(&out, "%s%s", i == 0 ? " order=" : ",", s->actors[claim->order[i]].id);
    if (claim->concept != NULL)
        ent_buffer_printf(&out, " %s%s", claim->always ? "always " : "", claim->concept);
    if (claim->quantity != NULL)
        ent_buffer_printf(&out, " %s %s", claim->quantity, claim->rises ? "rises" : "falls");
    if (claim->view != NULL)
        ent_buffer_printf(&out, " %s: %s", claim->view, claim->inner_text);
    if (claim->inner != NULL)
        ent_buffer_printf(&out, " [%s]", short_form(r, claim->inner));
    const char *text = ent_arena_text(r->arena, out.data);
    ent_buffer_free(&out);
    return text;
}

static void check(const char *sentence, const char *expected) {
    reading r;
    ent_claim claim;
    read_scenario(&r, BASE);
    assert_int_equal(r.status, ENT_OK);
    ent_status status = ent_claim_parse(&claim, r.scenario, r.arena, text_node(&r, sentence),
                                        "claims[0]", false, &r.diags);
    if (status != ENT_OK || strcmp(short_form(&r, &claim), expected) != 0 || r.diags.n > 0)
        fail_msg("%s\nexpected: %s\nfound:    %s %s", sentence, expected,
                 status == ENT_OK ? short_form(&r, &claim) : "", said(&r));
    assert_string_equal(claim.text, sentence);
    done(&r);
}

static void test_deals(void **state) {
    (void)state;
    check("some deal of {north, east}", "some deal of=3");
    check("deal of north", "some deal of=1");
    check("some deal of {north, east} about {strait, patrol.north} with strait = shared",
          "some deal of=3 about={strait, patrol.north} with=(strait = shared)");
    check("no deal of all about sea", "no deal of=7 about=sea");
    check("every deal of {north, east} about sea with tolls = none has strait = shared or tolls = "
          "low",
          "every deal of=3 about=sea with=(tolls = none) has=(strait = shared or tolls = low)");
    check("every deal of {north} has (strait = shared and (tolls = low))",
          "every deal of=1 has=(strait = shared and tolls = low)");
    check("every efficient deal of east has strait = east",
          "every deal of=2 has=(strait = east) set=1");
    check("every minimal deal of east has strait = east",
          "every deal of=2 has=(strait = east) set=2");
    check("the Nash deal of {north, east} has strait = east",
          "every deal of=3 has=(strait = east) set=3");
    check("a deal of {north, east} with tolls = low needs strait = shared",
          "every deal of=3 with=(tolls = low) has=(strait = shared)");
    check("some deal of {north, east} with tolls = low is safe if east prefers as raiders",
          "safe deal of=3 with=(tolls = low) east as raiders");
    check("north prefers strait = shared to strait = east",
          "prefers has=(strait = shared) than=(strait = east) actor=north");
}

static void test_raising(void **state) {
    (void)state;
    check("raising north.salience.strait raises deals of {north, east} with tolls = low",
          "raising of=3 with=(tolls = low) north.salience.strait rises");
    check("raising north.resources.ships lowers the number of deals of {north, east} about sea",
          "raising of=3 about=sea north.resources.ships falls");
    check("raising north.salience.patrol.north raises the gain of east in the best deal of {north, "
          "east}",
          "raising of=3 actor=east north.salience.patrol.north rises");
    check("raising north.salience.oath raises deals of {north, east}",
          "raising of=3 north.salience.oath rises");
}

static void test_coalitions(void **state) {
    (void)state;
    check("{north, east} can bring about strait = shared",
          "can bring about of=3 has=(strait = shared)");
    check("north can bring about strait = shared", "can bring about of=1 has=(strait = shared)");
    check("nobody can bring about strait = shared without raiders",
          "needed has=(strait = shared) actor=raiders");
    check("north is needed for strait = shared and tolls = low",
          "needed has=(strait = shared and tolls = low) actor=north");
    check("without raiders more deals exist", "more without actor=raiders");
    check("without raiders more deals exist of {north, east} about sea with tolls = low",
          "more without of=3 about=sea with=(tolls = low) actor=raiders");
    check("without raiders more deals exist with tolls = low",
          "more without with=(tolls = low) actor=raiders");
    check("no coalition blocks strait = shared", "no block has=(strait = shared)");
    check("no coalition blocks strait = shared of {north, raiders}",
          "no block of=5 has=(strait = shared)");
    check("{north, east} can form in the order east, north", "forms of=3 order=east,north");
}

static void test_moves(void **state) {
    (void)state;
    check("strait = shared is SEQ-stable", "stable has=(strait = shared) SEQ");
    check("strait = shared and tolls = low is always CSEQ-stable",
          "stable has=(strait = shared and tolls = low) always CSEQ");
    check("the status quo is R-stable", "stable R");
    check("the status quo is L3-stable", "stable L3");
    check("strait = shared can be reached by improvements", "reached has=(strait = shared)");
    check(
        "strait = shared can be reached by improvements of {north, east} in the order north, east",
        "reached of=3 has=(strait = shared) order=north,east");
    check("count(actors where patrol = full) >= 2 can be reached by improvements",
          "reached has=(count(actors where patrol = full) >= 2)");
    check("the best split puts north with raiders", "split north as raiders");
    check("forecast of strait < north", "forecast has=(strait < north)");
}

static void test_prefixes(void **state) {
    (void)state;
    check("not some deal of north", "not [some deal of=1]");
    check("not not no deal of north", "not [not [no deal of=1]]");
    check("in view hawks: some deal of {owls}", "in view hawks: some deal of {owls}");
    check("not in view hawks : not no deal of x", "not [in view hawks: not no deal of x]");
}

/* Every pattern of the table is read as the form that stands beside it. */
static void test_table(void **state) {
    (void)state;
    size_t n;
    const ent_claim_form_info *forms = ent_claim_forms(&n);
    bool seen[ENT_CLAIM_UNKNOWN] = {false};
    for (size_t i = 0; i < n; i++) {
        assert_true(forms[i].meaning[0] != '\0' && forms[i].question[0] != '\0');
        seen[forms[i].form] = true;
    }
    for (size_t i = 0; i < ENT_CLAIM_UNKNOWN; i++)
        assert_true(seen[i]);
    assert_string_equal(ent_claim_form_name(ENT_CLAIM_UNKNOWN), "unknown");
}

static void check_said(const char *sentence, ent_status status, const char *expected) {
    reading r;
    ent_claim claim;
    read_scenario(&r, BASE);
    ent_status found = ent_claim_parse(&claim, r.scenario, r.arena, text_node(&r, sentence),
                                       "claims[0]", false, &r.diags);
    if (found != status || strcmp(said(&r), expected) != 0)
        fail_msg("%s\nexpected: %s\nfound:    %s", sentence, expected, said(&r));
    done(&r);
}

static void test_mistakes(void **state) {
    (void)state;
    check_said("some deal of {north, eest}", ENT_ERROR, "E0205 eest");
    check_said("some deal of {north, east} about {strat}", ENT_ERROR, "E0203 strat");
    check_said("some deal of {north, east} with strait = shred", ENT_ERROR, "E0204 shred");
    check_said("some deal with strait = east", ENT_ERROR, "E0202 with");
    check_said("some deal of {north, east} without strait = east", ENT_ERROR, "E0202 without");
    check_said("every deal of {north, east} with strait = east", ENT_ERROR, "E0202");
    check_said("every deal of {north} with has strait = east", ENT_ERROR, "E0202 has");
    check_said("every deal of {north} has", ENT_ERROR, "E0202");
    check_said("every deal of {north} has strait = east tolls", ENT_ERROR, "E0202 tolls");
    check_said("strait = east is SQE-stable", ENT_ERROR, "E0221 SQE-stable");
    check_said("the status quo is safe", ENT_ERROR, "E0202 safe");
    check_said("{north, east} can form in the order north", ENT_ERROR, "E0222 north");
    check_said("{north, east} can form in the order north, north", ENT_ERROR, "E0222 north, north");
    check_said("raising north.salience.tolls raises deals of north", ENT_ERROR,
               "E0223 north.salience.tolls");
    check_said("raising nort.salience.strait raises deals of north", ENT_ERROR,
               "E0205 nort.salience.strait");
    check_said("raising north.resources.gold raises deals of north", ENT_ERROR,
               "E0223 north.resources.gold");
    check_said("in view hawks: in view doves: x", ENT_ERROR, "E0220 in view doves: x");
    check_said("in view hawks some deal of north", ENT_ERROR, "E0202 s");
    check_said("in view : some deal of north", ENT_ERROR, "E0202 :");
    check_said("some deal of {north} with strait == east", ENT_ERROR, "E0201 ==");
    check_said("north prefers strait = east", ENT_ERROR, "E0202");
    check_said("the deal is off", ENT_OK, "W0310 the deal is off");
    check_said("All is lost! (or is it?)", ENT_OK, "W0310 All is lost! (or is it?)");
    check_said("not all is well", ENT_OK, "W0310 not all is well");
}

static void test_foreign(void **state) {
    (void)state;
    static const char *const CASES[][2] = {
        {"some deal of {north, west}", "some deal missing=west of=1"},
        {"every deal of {north} has patrol.raiders = full",
         "every deal missing=patrol.raiders of=1"},
        {"strait = free is SEQ-stable", "stable missing=free"},
        {"raising north.salience.tolls raises deals of north",
         "raising missing=north.salience.tolls north.salience.tolls falls"},
        {"not some deal of {west}", "not missing=west [some deal]"},
        {"some deal of {north}", "some deal of=1"},
        {"the deal is off", "unknown"},
    };
    for (size_t i = 0; i < ENT_COUNT(CASES); i++) {
        reading r;
        ent_claim claim;
        read_scenario(&r, BASE);
        assert_int_equal(ent_claim_parse(&claim, r.scenario, r.arena, text_node(&r, CASES[i][0]),
                                         "claims[0]", true, &r.diags),
                         ENT_OK);
        assert_string_equal(short_form(&r, &claim), CASES[i][1]);
        assert_string_equal(said(&r), "");
        done(&r);
    }
}

static void test_list(void **state) {
    (void)state;
    reading r;
    ent_stated_claim *claims;
    size_t n;
    read_scenario(&r, BASE "claims:\n"
                           "  - some deal of north\n"
                           "  - {claim: no deal of north, rests on: [a, b], expect: depends, row: "
                           "R1, name: c, note: d}\n"
                           "  - {claim: no deal of east, rests on: x}\n");
    assert_string_equal(said(&r), "");
    assert_int_equal(
        ent_claims_read(&claims, &n, r.arena, ent_node_get(r.root, "claims"), "claims", &r.diags),
        ENT_OK);
    assert_int_equal(n, 3);
    assert_string_equal(claims[0].expect, "holds");
    assert_string_equal(claims[1].said.path, "claims[1]");
    assert_string_equal(claims[1].expect, "depends");
    assert_string_equal(claims[1].row, "R1");
    assert_int_equal(claims[1].n_rests_on, 2);
    assert_string_equal(claims[1].rests_on[1], "b");
    assert_string_equal(claims[2].rests_on_nodes[0]->text, "x");
    assert_int_equal(ent_claims_read(&claims, &n, r.arena, NULL, "claims", &r.diags), ENT_OK);
    assert_int_equal(n, 0);
    done(&r);
    read_scenario(&r, BASE "claims: [{claim: x, expect: perhaps}, {rests on: y}]\n");
    assert_string_equal(said(&r), "E0109 perhaps; E0103 {rests on: y}");
    done(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_deals),      cmocka_unit_test(test_raising),
        cmocka_unit_test(test_coalitions), cmocka_unit_test(test_moves),
        cmocka_unit_test(test_prefixes),   cmocka_unit_test(test_table),
        cmocka_unit_test(test_mistakes),   cmocka_unit_test(test_foreign),
        cmocka_unit_test(test_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
