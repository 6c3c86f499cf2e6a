/* Answers: builders, and what their text, JSON and CSV look like. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "answer/answer.h"
#include "answer/text.h"

static ent_number fraction(int64_t num, int64_t den) {
    return (ent_number){num, den};
}

/* The text of an answer; the caller frees the buffer. */
static ent_buffer text_of(const ent_answer *a, unsigned width, int color) {
    ent_style style = ENT_STYLE_INIT;
    style.width = width;
    style.color = color;
    ent_buffer out = {0};
    assert_int_equal(ent_answer_render_text(&out, a, &style), ENT_OK);
    return out;
}

static void expect_text(const ent_answer *a, unsigned width, const char *expected) {
    ent_buffer out = text_of(a, width, 0);
    assert_string_equal(out.data, expected);
    ent_buffer_free(&out);
}

static void test_words_wrap_and_hang(void **state) {
    (void)state;
    ent_answer *a = ent_answer_new("test");
    ent_answer_heading(a, "Who could sign");
    ent_answer_paragraph(a, ENT_TONE_PLAIN, "one two three four five six");
    ent_answer_item(a, 0, "alpha beta gamma delta epsilon");
    ent_answer_item(a, 2, "deeper");
    expect_text(a, 20,
                "Who could sign\n\n"
                "  one two three four\n  five six\n\n"
                "  • alpha beta gamma\n    delta epsilon\n"
                "    • deeper\n");
    ent_answer_free(a);
}

static void test_long_words_break(void **state) {
    (void)state;
    ent_answer *a = ent_answer_new("test");
    ent_answer_paragraph(a, ENT_TONE_PLAIN, "abcdefghijklmnopqrstuvwxyz done");
    expect_text(a, 20, "abcdefghijklmnopqrst\nuvwxyz done\n");
    ent_answer_free(a);
}

static void test_control_characters_never_reach_the_terminal(void **state) {
    (void)state;
    ent_answer *a = ent_answer_new("test");
    ent_answer_paragraph(a, ENT_TONE_PLAIN, "red\033[31m bell\a  two\n\tlines \xc2\x9b!");
    expect_text(a, 80, "red?[31m bell? two lines ?!\n");
    ent_answer_free(a);
}

static void test_facts_line_up(void **state) {
    (void)state;
    ent_answer *a = ent_answer_new("test");
    ent_answer_add_fact(a, "packages", "Packages", ent_cell_count(a, 118098));
    ent_answer_add_fact(a, "hidden", NULL, ent_cell_bool(true));
    ent_answer_add_fact(a, "exists", "Deal", ent_cell_bool(true));
    ent_answer_add_fact(a, "best", "Best", (ent_cell){ENT_CELL_NONE, "", 0});
    expect_text(a, 80, "Packages: 118,098\nDeal:     yes\nBest:     none\n");
    ent_answer_free(a);
}

static void test_tables_align(void **state) {
    (void)state;
    static const ent_column columns[] = {{"actor", "Actor", ENT_CELL_TEXT},
                                         {"secret", NULL, ENT_CELL_TEXT},
                                         {"gain", "Gain", ENT_CELL_NUMBER},
                                         {"n", "Deals", ENT_CELL_INTEGER},
                                         {"empty", "Empty", ENT_CELL_TEXT}};
    ent_answer *a = ent_answer_new("test");
    ent_table *table = ent_answer_add_table(a, "prices", "What each pays", columns, 5);
    ent_cell *row = ent_table_row(a, table);
    ent_row_set(row, 0, ent_cell_text(a, "Côte"));
    ent_row_set(row, 2, ent_cell_number(a, fraction(1, 3)));
    ent_row_set(row, 3, ent_cell_count(a, 1234567));
    row = ent_table_row(a, table);
    ent_row_set(row, 0, ent_cell_text(a, "日本"));
    ent_row_set(row, 2, ent_cell_number(a, fraction(-2, 1)));
    ent_row_set(row, 3, ent_cell_integer(a, -5));
    expect_text(a, 80,
                "What each pays\n"
                "Actor    Gain      Deals\n"
                "─────  ──────  ─────────\n"
                "Côte    0.333  1,234,567\n"
                "日本   -2.000         -5\n");
    assert_false(a->failed);
    ent_answer_free(a);
}

static ent_answer *wide_table(size_t rows) {
    static const ent_column columns[] = {{"deal", "Deal", ENT_CELL_INTEGER},
                                         {"package", "Package", ENT_CELL_TEXT},
                                         {"reason", "Reason", ENT_CELL_TEXT}};
    ent_answer *a = ent_answer_new("test");
    ent_table *table = ent_answer_add_table(a, "deals", NULL, columns, 3);
    for (size_t i = 0; i < rows; i++) {
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_count(a, i + 1));
        ent_row_set(row, 1, ent_cell_text(a, "strait = shared, tolls = low, patrol.north = full"));
        ent_row_set(row, 2, ent_cell_text(a, "both of them gain more than each gives away here"));
    }
    return a;
}

static void test_no_line_is_wider_than_the_page(void **state) {
    (void)state;
    ent_answer *a = wide_table(3);
    for (unsigned width = 20; width < 130; width++) {
        ent_buffer out = text_of(a, width, 0);
        for (char *line = out.data, *end; *line; line = end + 1) {
            end = strchr(line, '\n');
            assert_non_null(end);
            assert_true(ent_text_columns(line, (size_t)(end - line)) <= width);
            assert_true(end == line || end[-1] != ' ');
        }
        ent_buffer_free(&out);
    }
    ent_answer_free(a);
}

static void test_narrow_tables_become_lists(void **state) {
    (void)state;
    ent_answer *a = wide_table(1);
    ent_buffer out = text_of(a, 24, 0);
    assert_int_equal(strncmp(out.data, "• Deal: 1\n  Package: strait =\n", 30), 0);
    ent_buffer_free(&out);
    ent_answer_free(a);
}

static void test_colours_only_when_asked(void **state) {
    (void)state;
    ent_answer *a = ent_answer_new("test");
    ent_answer_paragraph(a, ENT_TONE_GOOD, "Yes.");
    ent_buffer plain = text_of(a, 80, 0), colored = text_of(a, 80, 1);
    assert_string_equal(plain.data, "Yes.\n");
    assert_string_equal(colored.data, "\033[32mYes.\033[0m\n");
    ent_buffer_free(&plain);
    ent_buffer_free(&colored);
    ent_answer_free(a);
}

static void expect_number(double value, unsigned decimals, const char *expected) {
    ent_buffer out = {0};
    ent_text_number(&out, value, decimals);
    assert_string_equal(out.data, expected);
    ent_buffer_free(&out);
}

static void test_numbers(void **state) {
    (void)state;
    expect_number(0, 3, "0.000");
    expect_number(0.0004, 3, "<0.001");
    expect_number(-0.0004, 3, ">-0.001");
    expect_number(-0.25, 3, "-0.250");
    expect_number(0.9996, 3, "1.000");
    expect_number(1234567.5, 3, "1,234,567.500");
    expect_number(-1000, 0, "-1,000");
    expect_number(100, 0, "100");
    expect_number(1e300, 3, "1e+300");
}

static ent_answer *small_answer(void) {
    static const ent_column columns[] = {{"actor", "Actor", ENT_CELL_TEXT},
                                         {"gain", "Gain", ENT_CELL_NUMBER},
                                         {"n", "N", ENT_CELL_INTEGER}};
    ent_answer *a = ent_answer_new("deals");
    ent_answer_heading(a, "A \"quoted\" heading");
    ent_answer_add_fact(a, "deals", "Deals", ent_cell_count(a, UINT64_MAX));
    ent_answer_add_fact(a, "share", NULL, ent_cell_number(a, fraction(3, 7)));
    ent_table *table = ent_answer_add_table(a, "gains", NULL, columns, 3);
    ent_cell *row = ent_table_row(a, table);
    ent_row_set(row, 0, ent_cell_text(a, "a, \"b\"\nc"));
    ent_row_set(row, 1, ent_cell_number(a, fraction(1, 4)));
    ent_row_set(row, 2, ent_cell_integer(a, 7));
    ent_table_row(a, table);
    return a;
}

static void test_json(void **state) {
    (void)state;
    ent_answer *a = small_answer();
    ent_buffer out = {0};
    assert_int_equal(ent_answer_render_json(&out, a), ENT_OK);
    assert_string_equal(
        out.data,
        "{\n  \"entente\": \"" ENT_VERSION "\",\n  \"verb\": \"deals\",\n  \"partial\": false,\n"
        "  \"facts\": {\n    \"deals\": 18446744073709551615,\n"
        "    \"share\": 0.42857142857142855, \"share_exact\": \"3/7\"},\n"
        "  \"tables\": {\n    \"gains\": [\n"
        "      {\"actor\": \"a, \\\"b\\\"\\nc\", \"gain\": 0.25, \"gain_exact\": \"0.25\", \"n\": "
        "7},\n"
        "      {\"actor\": null, \"gain\": null, \"gain_exact\": null, \"n\": null}]},\n"
        "  \"text\": [\n    \"A \\\"quoted\\\" heading\"]\n}\n");
    ent_buffer_free(&out);
    ent_answer_free(a);
}

static void test_csv(void **state) {
    (void)state;
    ent_answer *a = small_answer();
    ent_buffer out = {0};
    assert_int_equal(ent_answer_render_csv(&out, a, NULL), ENT_OK);
    assert_string_equal(out.data, "actor,gain,gain_exact,n\r\n"
                                  "\"a, \"\"b\"\"\nc\",0.25,0.25,7\r\n"
                                  ",,,\r\n");
    assert_int_equal(ent_answer_render_csv(&out, a, "losses"), ENT_ERROR);
    ent_buffer_free(&out);
    ent_answer_free(a);
}

/* Builds and renders with every allocation failing in turn. */
static void test_out_of_memory_is_said(void **state) {
    (void)state;
    ent_heap_fail_at(0);
    for (uint64_t n = 1; n < 1000; n++) {
        ent_heap_fail_at(n);
        ent_answer *a = ent_answer_new("test");
        bool built = false, rendered = false;
        ent_buffer out = {0};
        if (a) {
            static const ent_column columns[] = {{"x", "X", ENT_CELL_NUMBER}};
            ent_answer_heading(a, "%s", "heading");
            ent_table *table = ent_answer_add_table(a, "t", "caption", columns, 1);
            for (int i = 0; i < 40; i++)
                ent_row_set(ent_table_row(a, table), 0, ent_cell_number(a, fraction(i, 3)));
            built = !a->failed;
            rendered = ent_answer_render_text(&out, a, NULL) == ENT_OK &&
                       ent_answer_render_json(&out, a) == ENT_OK &&
                       ent_answer_render_csv(&out, a, "t") == ENT_OK;
        }
        bool denied = ent_heap_count() >= n;
        ent_heap_fail_at(0);
        ent_buffer_free(&out);
        ent_answer_free(a);
        assert_int_equal(built && rendered, !denied);
        if (!denied)
            return;
    }
    fail_msg("needed more than 1000 allocations");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_wrap_and_hang),
        cmocka_unit_test(test_long_words_break),
        cmocka_unit_test(test_control_characters_never_reach_the_terminal),
        cmocka_unit_test(test_facts_line_up),
        cmocka_unit_test(test_tables_align),
        cmocka_unit_test(test_no_line_is_wider_than_the_page),
        cmocka_unit_test(test_narrow_tables_become_lists),
        cmocka_unit_test(test_colours_only_when_asked),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_csv),
        cmocka_unit_test(test_out_of_memory_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
