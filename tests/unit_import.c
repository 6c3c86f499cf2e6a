/* Import: what other tools' files become, what is mended, what is refused and how. */
#include "importing.h"

/* ---- scoring ---- */

static void test_evaluations_are_divided_by_the_highest(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, GENIUS, DOMAIN(TOLLS), NORTH("4", "1"));
    assert_reads(&t);
    assert_has(&t, "high: 0.5\n");
    assert_has(&t, "low: 0.125\n");
    assert_has(&t, "reservation: 0.125 #");
    end(&t);
}

static void test_raw_evaluations_stay_as_written(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, GENIUS_RAW, DOMAIN(TOLLS), NORTH("4", "1"));
    assert_reads(&t);
    assert_has(&t, "high: 2\n");
    assert_has(&t, "low: 0.5\n");
    end(&t);
}

static void test_very_small_evaluations_count_nothing(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, GENIUS, DOMAIN(TOLLS), NORTH("0.000009", "0"));
    assert_has(&t, "high: 0\n");
    end(&t);
}

static void test_the_last_of_several_items_counts(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, GENIUS, DOMAIN(TOLLS),
           PROFILE(WEIGHT("2", "1")
                       ISSUE("2", "tolls", WORTH("high", "9") WORTH("high", "1") WORTH("low", "4")),
                   ""));
    assert_has(&t, "high: 0.25\n");
    end(&t);
}

#define FINE "<issue index=\"1\" name=\"fine\" type=\"integer\" lowerbound=\"-1\" upperbound=\"2\">"

static void test_integer_issues_lie_on_a_line_within_0_and_1(void **state) {
    (void)state;
    trial t;
    const char *profile =
        PROFILE(WEIGHT("1", "0.5") FINE
                "<evaluator ftype=\"linear\" offset=\"0.5\" slope=\"0.4\"/></issue>",
                "");
    IMPORT(&t, GENIUS, DOMAIN(FINE "</issue>"), profile);
    assert_reads(&t);
    assert_has(&t, "\"-1\": 0.25\n");
    assert_has(&t, "\"0\": 0.45\n");
    assert_has(&t, "\"1\": 0.5\n");
    end(&t);
    IMPORT(&t, GENIUS_RAW, DOMAIN(FINE "</issue>"), profile);
    assert_has(&t, "\"1\": 0.65\n");
    end(&t);
}

static void test_reservation_and_discount(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, GENIUS, DOMAIN(TOLLS),
           PROFILE(WEIGHT("2", "1") ISSUE("2", "tolls", WORTH("high", "4") WORTH("low", "1")),
                   "<reservation value=\"0.3\"/><discount_factor value=\"0.9\"/>"));
    assert_reads(&t);
    assert_has(&t, "reservation: 0.3\n");
    assert_has(&t, "the discount factor 0.9 of north is not used");
    end(&t);
}

#define VALUED                                                                                     \
    PROFILE(WEIGHT("2", "1") ISSUE("2", "tolls", WORTH("high", "4") WORTH("low", "1")), "")

static void test_what_other_programs_write_for_a_reservation(void **state) {
    (void)state;
    static const char *const profiles[] = {
        PROFILE(WEIGHT("2", "1") ISSUE("2", "tolls", WORTH("high", "4") WORTH("low", "1")),
                "<Reservation Value=\"0.3\"/><Discount_Factor value=\"0.9\"/>"),
        PROFILE(WEIGHT("2", "1") ISSUE(
                    "2", "tolls",
                    WORTH("high", "4")
                        WORTH("low",
                              "1")) "<reservation_value value=\" 0.3 \"/><discount value=\"0.9\"/>",
                ""),
        "<utility_space reservation=\"0.3\" discount=\"0.9\">" WEIGHT("2", "1")
            ISSUE("2", "tolls", WORTH("high", "4.") WORTH("low", "1")) "</utility_space>",
    };
    for (size_t i = 0; i < ENT_COUNT(profiles); i++) {
        trial t;
        IMPORT(&t, GENIUS, DOMAIN(TOLLS), profiles[i]);
        assert_reads(&t);
        assert_has(&t, "reservation: 0.3\n");
        assert_has(&t, "the discount factor 0.9 of north is not used");
        end(&t);
    }
    trial t;
    IMPORT(&t, GENIUS, DOMAIN(TOLLS),
           PROFILE(WEIGHT("2", "1") ISSUE("2", "tolls", WORTH("high", "4") WORTH("low", "1")),
                   "<reservation>0.3</reservation>"));
    assert_codes(&t, "E0505");
    end(&t);
}

static void test_weights_are_known_by_number(void **state) {
    (void)state;
    trial t;
    IMPORT(
        &t, GENIUS, DOMAIN(TOLLS),
        PROFILE(WEIGHT("2", "1") ISSUE("02", "tolls", WORTH("high", "4") WORTH("low", "1")), ""));
    assert_has(&t, "low: 0.25\n");
    end(&t);
    IMPORT(&t, GENIUS, DOMAIN(TOLLS),
           PROFILE(WEIGHT("2", "1") "<issue name=\"tolls\">" WORTH("high", "4")
                       WORTH("low", "1") "</issue>",
                   ""));
    assert_has(&t, "low: 0.25\n");
    end(&t);
}

static void test_what_has_no_weight_needs_no_evaluation(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, GENIUS, DOMAIN(TOLLS),
           PROFILE(WEIGHT("2", "0") ISSUE("2", "tolls", ITEM("high") ITEM("low")), ""));
    assert_codes(&t, "");
    assert_has(&t, "high: 0\n");
    end(&t);
    IMPORT(&t, GENIUS, DOMAIN(TOLLS),
           PROFILE(WEIGHT("2", "1") ISSUE("2", "tolls", ITEM("high") ITEM("low")), ""));
    assert_codes(&t, "E0508");
    end(&t);
}

static void test_types_in_any_letters(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, GENIUS,
           DOMAIN("<issue index=\"2\" name=\"tolls\" type=\"Discrete\">" ITEM("high")
                      ITEM("low") "</issue>"),
           VALUED);
    assert_reads(&t);
    end(&t);
    IMPORT(&t, GENIUS, DOMAIN("<issue index=\"2\" name=\"tolls\" vtype=\"REAL\"/>"), VALUED);
    assert_codes(&t, "E0506");
    end(&t);
}

/* ---- rectangles ---- */

static void test_rectangles_have_closed_ends(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, GENIUS, DOMAIN(NUMBERS),
           BOXES("<hyperRectangle utility=\"4\" weight=\"0.5\">" BOUND("INCLUDES", "3", "2", "5")
                     BOUND("INCLUDES", "4", "0",
                           "6") "</hyperRectangle>"
                                "<hyperRectangle utility=\"1\">" BOUND("EXCLUDES", "3", "7",
                                                                       "20") "</hyperRectangle>"));
    assert_reads(&t);
    assert_has(&t, "{holds: \"a >= 2 and a <= 5 and b <= 6\", worth: 0.2}");
    assert_has(&t, "{holds: \"not (a >= 7)\", worth: 0.1}");
    assert_has(&t, "reservation: 0 #");
    end(&t);
}

static void test_bounds_of_one_issue_are_joined(void **state) {
    (void)state;
    trial t;
    IMPORT(
        &t, GENIUS, DOMAIN(NUMBERS),
        BOXES("<hyperRectangle utility=\"1\">" BOUND("INCLUDES", "3", "2", "8") BOUND("INCLUDES",
                                                                                      "4", "1", "1")
                  BOUND("INCLUDES", "3", "0",
                        "5") "</hyperRectangle><hyperRectangle utility=\"2\">" BOUND("INCLUDES",
                                                                                     "3", "0", "2")
                      BOUND("INCLUDES", "3", "4",
                            "9") "</hyperRectangle>"
                                 "<hyperRectangle utility=\"3\">" BOUND("EXCLUDES", "3", "0", "2")
                                     BOUND("EXCLUDES", "3", "4", "9") "</hyperRectangle>"));
    assert_reads(&t);
    assert_has(&t, "    conditions:\n"
                   "      - {holds: \"a >= 2 and a <= 5 and b = 1\", worth: 0.1}\n"
                   "      - {holds: \"true\", worth: 0.3}\n    reservation");
    end(&t);
}

static void test_rectangles_that_hold_always_or_never(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, GENIUS, DOMAIN(NUMBERS),
           BOXES("<hyperRectangle utility=\"4\"/>"
                 "<hyperRectangle utility=\"3\">" BOUND(
                     "INCLUDES", "3", "12", "20") "</hyperRectangle>"
                                                  "<hyperRectangle utility=\"2\">" BOUND(
                                                      "EXCLUDES", "3", "12",
                                                      "20") "</hyperRectangle>"
                                                            "<hyperRectangle utility=\"1\">" BOUND(
                                                                "EXCLUDES", "3", "-1",
                                                                "9") "</hyperRectangle>"));
    assert_reads(&t);
    assert_has(&t, "    conditions:\n      - {holds: \"true\", worth: 0.4}\n"
                   "      - {holds: \"true\", worth: 0.2}\n    reservation: 0.6 #");
    end(&t);
}

static void test_the_least_worth_of_overlapping_rectangles(void **state) {
    (void)state;
    trial t;
    /* Everywhere but at a = 0, b = 0 something is lost or won; there 0.3 - 0.1 is left. */
    IMPORT(&t, GENIUS, DOMAIN(NUMBERS),
           BOXES("<hyperRectangle utility=\"3\">" BOUND(
               "INCLUDES", "3", "0",
               "0") "</hyperRectangle>"
                    "<hyperRectangle utility=\"5\">" BOUND(
                        "INCLUDES", "3", "1",
                        "9") "</hyperRectangle>"
                             "<hyperRectangle utility=\"-1\">" BOUND("INCLUDES", "4", "0",
                                                                     "0") "</hyperRectangle>"));
    assert_has(&t, "reservation: 0.2 #");
    end(&t);
}

static void test_what_rectangles_cannot_be(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, GENIUS, DOMAIN(NUMBERS),
           BOXES("<hyperRectangle utility=\"4\">" BOUND("INCLUDES", "8", "0",
                                                        "1") "</hyperRectangle>"));
    assert_codes(&t, "E0507");
    end(&t);
    IMPORT(&t, GENIUS, DOMAIN(TOLLS),
           BOXES("<hyperRectangle utility=\"4\">" BOUND("INCLUDES", "2", "0",
                                                        "1") "</hyperRectangle>"));
    assert_codes(&t, "E0506");
    end(&t);
    IMPORT(&t, GENIUS, DOMAIN(NUMBERS),
           PROFILE("<utility maxutility=\"1\"><ufun aggregation=\"max\"/></utility>", ""));
    assert_codes(&t, "E0506");
    end(&t);
    IMPORT(&t, GENIUS, DOMAIN(NUMBERS),
           BOXES("<hyperRectangle utility=\"1\">" BOUND("INCLUDES", "3", "0", "1")
                     BOUND("EXCLUDES", "4", "0", "1") "</hyperRectangle>"));
    assert_codes(&t, "W0504");
    assert_has(&t, "not (b <= 1)");
    end(&t);
}

/* ---- names ---- */

static void test_names_survive(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, GENIUS,
           DOMAIN(ISSUE("1", "Price, in $",
                        ITEM("$4.37") ITEM("4.37") ITEM("") ITEM("and") ITEM("Öl") ITEM("a&quot;b"))
                      ISSUE("2", "price in", ITEM("no") ITEM("null") ITEM("~"))
                          ISSUE("3", "~", ITEM("x") ITEM("y"))),
           PROFILE("<utility maxutility=\"1\"><ufun/></utility>", ""));
    assert_reads(&t);
    assert_has(&t, "  Price_in:\n    name: \"Price, in $\"\n");
    assert_has(&t, "  price_in:\n    name: \"price in\"\n");
    assert_has(&t, "\"4_37\": {name: \"$4.37\"}");
    assert_has(&t, "\"4_37_2\": {name: \"4.37\"}");
    assert_has(&t, "and_: {name: \"and\"}");
    assert_has(&t, "a_b: {name: \"a\\\"b\"}");
    assert_has(&t, "\n      null_: {name: \"null\"}\n      outcome: {name: \"~\"}\n");
    assert_has(&t, "\n  issue:\n    name: \"~\"\n");
    end(&t);
}

static void test_a_single_outcome_is_given(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, GENIUS, DOMAIN(TOLLS ISSUE("3", "only", ITEM("x"))),
           PROFILE(WEIGHT("2", "1") WEIGHT("3", "2")
                       ISSUE("2", "tolls", WORTH("high", "4") WORTH("low", "1"))
                           ISSUE("3", "only", WORTH("x", "1")),
                   ""));
    assert_reads(&t);
    assert_has(&t, "given: x\n");
    assert_has(&t, "reservation: 2.25 #");
    end(&t);
}

/* ---- files as they are found ---- */

static void test_real_files_are_mended(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, GENIUS,
           "junk <!-- note --> <?xml version=\"1.0\" encoding=\"UTF-16\"?>" DOMAIN(
               ISSUE("2", "R & D", ITEM("a\x01z") ITEM("b &eacute; &#233;"))),
           PROFILE(WEIGHT("2", "1")
                       ISSUE("2", "R & D", WORTH("a z", "1") WORTH("b &eacute; &#233;", "2")),
                   ""));
    assert_codes(&t, "W0501 W0501 W0501");
    assert_int_equal(t.status, ENT_OK);
    assert_has(&t, "name: \"R & D\"");
    assert_has(&t, "{name: \"b &eacute; é\"}");
    end(&t);
}

static void test_latin1_is_read(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, GENIUS,
           DOMAIN(ISSUE("2", "tolls",
                        ITEM("h\xF6"
                             "ch") ITEM("low"))),
           PROFILE(WEIGHT("2", "1") ISSUE("2", "tolls",
                                          WORTH("h\xC3\xB6"
                                                "ch",
                                                "4") WORTH("low", "1")),
                   ""));
    assert_codes(&t, "W0501");
    assert_has(&t, "höch");
    end(&t);
}

static void test_a_mended_file_keeps_its_places(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, GENIUS, "<a x='& & &'>\n  <b></c>", NORTH("1", "1"));
    assert_codes(&t, "E0501");
    unsigned line, column, end_line, end_column;
    ent_span_position(t.diags.items[0].span, &line, &column, &end_line, &end_column);
    assert_int_equal(line, 2);
    assert_int_equal(column, 8);
    end(&t);
}

static void test_items_that_only_profiles_list(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, GENIUS, DOMAIN(ISSUE("2", "tolls", "")), NORTH("4", "1"));
    assert_reads(&t);
    assert_has(&t, "low: 0.125\n");
    end(&t);
}

static void test_nested_objectives_and_issues_known_by_number(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, GENIUS, DOMAIN("<objective index=\"1\">" TOLLS "</objective>"),
           PROFILE("<objective><weight index=\"2\" value=\"0.5\"/>" ISSUE(
                       "2", "Tolls", WORTH("high", "2") WORTH("low", "1")) "</objective>",
                   ""));
    assert_codes(&t, "W0506");
    assert_has(&t, "low: 0.25\n");
    end(&t);
}

/* ---- what is refused ---- */

static void test_hostile_xml(void **state) {
    (void)state;
    static const struct {
        const char *text, *codes;
    } cases[] = {
        {"<!DOCTYPE a [<!ENTITY a \"b\">]><a>&a;</a>", "E0502"},
        {"<!DOCTYPE a SYSTEM \"file:///dev/null\"><a/>", "E0502"},
        {"<!DOCTYPE a PUBLIC \"x\" \"y\"><a/>", "E0502"},
        {"<!DOCTYPE a><a/>", "E0504"},
        {"", "E0501"},
        {"<a><b></a>", "E0501"},
        {"<a", "E0501"},
        {"<a/><b/>", "E0501"},
        {"<a x=\"<\"/>", "E0501"},
        {"\xFF\xFE<\0a\0", "E0003"},
    };
    for (size_t i = 0; i < ENT_COUNT(cases); i++) {
        trial t;
        IMPORT(&t, GENIUS, cases[i].text, NORTH("1", "1"));
        assert_int_equal(t.status, ENT_ERROR);
        assert_codes(&t, cases[i].codes);
        end(&t);
    }
}

static void test_deep_and_wide_xml(void **state) {
    (void)state;
    ent_buffer text = {0};
    trial t;
    for (int i = 0; i < 100; i++)
        ent_buffer_put(&text, "<objective>");
    IMPORT(&t, GENIUS, text.data, NORTH("1", "1"));
    assert_codes(&t, "E0503");
    end(&t);
    text.len = 0;
    ent_buffer_put(&text, "<a>");
    for (unsigned i = 0; i <= ENT_NODE_LIMIT; i++)
        ent_buffer_put(&text, "<b/>");
    ent_buffer_put(&text, "</a>");
    IMPORT(&t, GENIUS, text.data, NORTH("1", "1"));
    assert_codes(&t, "E0503");
    end(&t);
    ent_buffer_free(&text);
}

static void test_what_does_not_fit(void **state) {
    (void)state;
    static const struct {
        const char *domain, *profile, *codes;
    } cases[] = {
        {DOMAIN(""), NORTH("1", "1"), "E0504"},
        {DOMAIN("<issue index=\"1\"/>"), NORTH("1", "1"), "E0505"},
        {DOMAIN("<issue index=\"x\" name=\"a\"/>"), NORTH("1", "1"), "E0505"},
        {DOMAIN(TOLLS), NORTH("1", "lots"), "E0505"},
        {DOMAIN("<issue name=\"r\" type=\"real\"/>"), NORTH("1", "1"), "E0506"},
        {DOMAIN(TOLLS ISSUE("3", "x", ITEM("y"))), NORTH("1", "1"), "E0507"},
        {DOMAIN(ISSUE("2", "else", ITEM("y"))), NORTH("1", "1"), "E0507"},
        {DOMAIN(ISSUE("2", "tolls", ITEM("high") ITEM("low") ITEM("none"))), NORTH("1", "1"),
         "E0508"},
        {DOMAIN("<issue name=\"w\" type=\"integer\" lowerbound=\"0\" upperbound=\"64\"/>"),
         NORTH("1", "1"), "E0509"},
        {DOMAIN("<issue name=\"w\" type=\"integer\" lowerbound=\"5\" upperbound=\"4\"/>"),
         NORTH("1", "1"), "E0505"},
        {DOMAIN(TOLLS),
         NORTH("9.00000000000000000000000000000000001", "7.00000000000000000000000000000000003"),
         "E0510"},
        {DOMAIN(ISSUE("2", "tolls", "")), PROFILE("", ""), "E0504"},
        {VALUED, DOMAIN(TOLLS), "E0504"},
    };
    for (size_t i = 0; i < ENT_COUNT(cases); i++) {
        trial t;
        IMPORT(&t, GENIUS, cases[i].domain, cases[i].profile);
        assert_int_equal(t.status, ENT_ERROR);
        assert_codes(&t, cases[i].codes);
        end(&t);
    }
    trial t;
    IMPORT(&t, GENIUS, DOMAIN(TOLLS));
    assert_codes(&t, "E0511");
    end(&t);
    IMPORT(&t, GENIUS, DOMAIN(TOLLS),
           PROFILE(ISSUE("2", "tolls", WORTH("high", "1") WORTH("low", "1")), ""));
    assert_codes(&t, "W0503");
    end(&t);
}

/* ---- JSON ---- */

#define NEGOLOG_A                                                                                  \
    "{\"reservationValue\": 0.5, \"issueWeights\": {\"a\": 0.3, \"b\": 0.7},"                      \
    " \"issues\": {\"a\": {\"x\": 1.0, \"y\": 0.1}, \"b\": {\"x\": 5E-1, \"z\": 1}}}"

static void test_negolog(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, NEGOLOG, NEGOLOG_A, NEGOLOG_A);
    assert_reads(&t);
    assert_has(&t, "\"y\": 0.03\n");
    assert_has(&t, "reservation: 0.5\n");
    end(&t);
    IMPORT(&t, NEGOLOG, NEGOLOG_A, "{\"issues\": {}, \"issueWeights\": {}}");
    assert_codes(&t, "E0507");
    end(&t);
    IMPORT(&t, NEGOLOG,
           "{\"reservationValue\": null, \"issues\": {\"a\": {\"x\": 1, \"y\": 2}}, "
           "\"issueWeights\": {\"a\": 1}}");
    assert_has(&t, "reservation: 1 # the least");
    end(&t);
    IMPORT(&t, NEGOLOG, "[]");
    assert_codes(&t, "E0504");
    end(&t);
    IMPORT(&t, NEGOLOG, "{\"issues\": {\"a\": {\"x\": 1}}, \"issueWeights\": {\"a\": \"much\"}}");
    assert_codes(&t, "E0505");
    end(&t);
}

static void test_geniusweb(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, GENIUSWEB,
           SPACE(LINE ", " COLOURS,
                 ", \"reservationBid\": {\"issuevalues\": {\"p\": \"1.50\", \"c\": \"red\"}}"));
    assert_reads(&t);
    assert_has(&t, "title: \"shop\"");
    assert_has(&t, "\"1_5\": 0.2\n");
    assert_has(&t, "red: 0.3\n        blue: 0\n");
    assert_has(&t, "reservation: 0.5\n");
    end(&t);
    IMPORT(&t, GENIUSWEB, SPACE(LINE, ""));
    assert_codes(&t, "E0507");
    end(&t);
    IMPORT(&t, GENIUSWEB, "{\"PartialOrderingProfile\": {}}");
    assert_codes(&t, "E0506");
    end(&t);
    IMPORT(&t, GENIUSWEB, SPACE(LINE ", " COLOURS, ""), SPACE(LINE ", " COLOURS, ""));
    assert_reads(&t);
    end(&t);
}

static void test_geniusweb_profiles_of_two_domains(void **state) {
    (void)state;
    const char *first = SPACE(LINE ", " COLOURS, "");
    char second[1024];
    trial t;
    snprintf(second, sizeof second, "%s", first);
    memcpy(strstr(second, "[\"red"), "[\"bed", 5);
    IMPORT(&t, GENIUSWEB, first, second);
    assert_codes(&t, "E0507");
    end(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_evaluations_are_divided_by_the_highest),
        cmocka_unit_test(test_raw_evaluations_stay_as_written),
        cmocka_unit_test(test_very_small_evaluations_count_nothing),
        cmocka_unit_test(test_the_last_of_several_items_counts),
        cmocka_unit_test(test_integer_issues_lie_on_a_line_within_0_and_1),
        cmocka_unit_test(test_reservation_and_discount),
        cmocka_unit_test(test_types_in_any_letters),
        cmocka_unit_test(test_what_has_no_weight_needs_no_evaluation),
        cmocka_unit_test(test_weights_are_known_by_number),
        cmocka_unit_test(test_what_other_programs_write_for_a_reservation),
        cmocka_unit_test(test_rectangles_have_closed_ends),
        cmocka_unit_test(test_bounds_of_one_issue_are_joined),
        cmocka_unit_test(test_rectangles_that_hold_always_or_never),
        cmocka_unit_test(test_the_least_worth_of_overlapping_rectangles),
        cmocka_unit_test(test_what_rectangles_cannot_be),
        cmocka_unit_test(test_names_survive),
        cmocka_unit_test(test_a_single_outcome_is_given),
        cmocka_unit_test(test_real_files_are_mended),
        cmocka_unit_test(test_latin1_is_read),
        cmocka_unit_test(test_a_mended_file_keeps_its_places),
        cmocka_unit_test(test_items_that_only_profiles_list),
        cmocka_unit_test(test_nested_objectives_and_issues_known_by_number),
        cmocka_unit_test(test_hostile_xml),
        cmocka_unit_test(test_deep_and_wide_xml),
        cmocka_unit_test(test_what_does_not_fit),
        cmocka_unit_test(test_negolog),
        cmocka_unit_test(test_geniusweb),
        cmocka_unit_test(test_geniusweb_profiles_of_two_domains),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
