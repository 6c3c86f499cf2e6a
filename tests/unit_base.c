/* Unit tests of the base: memory, text, maps, exact numbers, threads, diagnostics.
 *
 * Arithmetic is held against brute force on small numbers and against wide values worked out by hand;
 * continued-fraction comparison against cross products.
 */
#include "base/diag.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- heap, arena, buffer ---- */

static void heap_fails_from_the_nth_allocation_on(void **state) {
    (void)state;
    ent_heap_fail_at(3);
    void *a = ent_heap_alloc(1), *b = ent_heap_alloc(0), *c = ent_heap_alloc(1);
    assert_non_null(a);
    assert_non_null(b);
    assert_null(c);
    assert_null(ent_heap_resize(NULL, 8));
    assert_int_equal(ent_heap_count(), 4);
    ent_heap_fail_at(0);
    ent_heap_free(a);
    ent_heap_free(b);
    ent_heap_free(NULL);
}

static void arena_gives_zeroed_aligned_memory(void **state) {
    (void)state;
    ent_arena *arena = ent_arena_new();
    for (size_t size = 0; size < 3000; size = size * 2 + 1) {
        unsigned char *p = ent_arena_alloc(arena, size);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % (size >= 256 ? 32 : 16), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xAB, size);
    }
    assert_non_null(ent_arena_alloc(arena, 1 << 20));
    assert_null(ent_arena_alloc(arena, SIZE_MAX));
    assert_null(ent_arena_array(arena, SIZE_MAX / 2, 4));
    ent_arena_free(arena);
    ent_arena_free(NULL);
}

static void arena_rewinds_and_reuses(void **state) {
    (void)state;
    ent_arena *arena = ent_arena_new();
    char *kept = ent_arena_text(arena, "kept");
    ent_mark mark = ent_arena_mark(arena);
    void *first = ent_arena_alloc(arena, 100);
    memset(first, 1, 100);
    ent_arena_rewind(arena, mark);
    unsigned char *again = ent_arena_alloc(arena, 100);
    assert_ptr_equal(first, again);
    assert_int_equal(again[99], 0);
    ent_arena_alloc(arena, 1 << 20);
    ent_arena_rewind(arena, mark);
    uint64_t before;
    ent_heap_fail_at(0);
    for (int i = 0; i < 10; i++) {
        assert_non_null(ent_arena_alloc(arena, 1 << 20));
        ent_arena_rewind(arena, mark);
    }
    before = ent_heap_count();
    assert_int_equal(before, 0); /* the spare block serves */
    assert_string_equal(kept, "kept");
    ent_arena_free(arena);
}

static void arena_vectors_grow(void **state) {
    (void)state;
    ent_arena *arena = ent_arena_new();
    uint32_t *items = NULL;
    size_t cap = 0;
    for (size_t n = 0; n < 1000; n++) {
        items = ent_arena_grow(arena, items, n, &cap, sizeof *items);
        assert_non_null(items);
        items[n] = (uint32_t)n;
    }
    for (uint32_t n = 0; n < 1000; n++)
        assert_int_equal(items[n], n);
    assert_string_equal(ent_arena_printf(arena, "%d and %s", 7, "x"), "7 and x");
    assert_string_equal(ent_arena_text_n(arena, "abcdef", 3), "abc");
    ent_arena_free(arena);
}

static void buffer_failure_sticks(void **state) {
    (void)state;
    ent_buffer b = {0};
    ent_buffer_put(&b, "one");
    ent_buffer_printf(&b, " %d", 2);
    assert_string_equal(b.data, "one 2");
    for (int i = 0; i < 1000; i++)
        ent_buffer_put(&b, "x");
    assert_int_equal(b.len, 1005);
    ent_heap_fail_at(1);
    for (int i = 0; i < 2000; i++)
        ent_buffer_put(&b, "y");
    ent_heap_fail_at(0);
    assert_true(b.failed);
    size_t len = b.len;
    ent_buffer_put(&b, "z");
    assert_int_equal(b.len, len);
    assert_int_equal(strlen(b.data), len);
    ent_buffer_free(&b);
    assert_null(b.data);
}

/* ---- map and text ---- */

static void map_finds_what_was_put(void **state) {
    (void)state;
    ent_arena *arena = ent_arena_new();
    ent_map *map = ent_map_new(arena);
    for (uint32_t i = 0; i < 5000; i++)
        assert_int_equal(ent_map_put(map, ent_arena_printf(arena, "key%u", i), i), ENT_OK);
    for (uint32_t i = 0; i < 5000; i++)
        assert_int_equal(ent_map_get(map, ent_arena_printf(arena, "key%u", i)), i);
    assert_int_equal(ent_map_get(map, "key5000"), UINT32_MAX);
    assert_int_equal(ent_map_put(map, "key7", 70), ENT_OK);
    assert_int_equal(ent_map_get(map, "key7"), 70);
    assert_int_equal(ent_map_get(map, ""), UINT32_MAX);
    ent_arena_free(arena);
}

static void nearest_word_is_offered_only_when_near(void **state) {
    (void)state;
    static const char *const words[] = {"outcomes", "control", "status quo", "moves", "a"};
    assert_string_equal(ent_nearest("outcome", words, 5), "outcomes");
    assert_string_equal(ent_nearest("otucomes", words, 5), "outcomes"); /* one swap */
    assert_string_equal(ent_nearest("status-quo", words, 5), "status quo");
    assert_string_equal(ent_nearest("CONTROL", words, 5), "control");
    assert_null(ent_nearest("preferences", words, 5));
    assert_null(ent_nearest("b", words, 5));
    assert_null(ent_nearest("", words, 5));
    assert_null(ent_nearest("x", words, 0));
    char huge[5000];
    memset(huge, 'o', sizeof huge);
    huge[sizeof huge - 1] = '\0';
    assert_null(ent_nearest(huge, words, 5));
}

static void utf8_is_judged_by_the_standard(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t valid, width;
    } cases[] = {{"", 0, 0},
                 {"abc", 3, 3},
                 {"¶3", 3, 2},
                 {"日本", 6, 2},
                 {"\xF0\x9F\x98\x80", 4, 1},
                 {"a\xC0\xAF", 1, 3},        /* overlong */
                 {"\xE0\x9F\xBF", 0, 3},     /* overlong */
                 {"\xED\xA0\x80", 0, 3},     /* surrogate */
                 {"\xF4\x90\x80\x80", 0, 4}, /* above U+10FFFF */
                 {"ok\xE2\x82", 2, 4},       /* cut off */
                 {"\xFF", 0, 1}};
    for (size_t i = 0; i < ENT_COUNT(cases); i++) {
        size_t len = strlen(cases[i].text);
        assert_int_equal(ent_utf8_valid(cases[i].text, len), cases[i].valid);
        assert_int_equal(ent_utf8_width(cases[i].text, len), cases[i].width);
    }
}

/* ---- numbers ---- */

static ent_number fraction(int64_t num, int64_t den) {
    ent_number out;
    assert_true(ent_number_div(&out, ent_number_int(num), ent_number_int(den)));
    return out;
}

static void assert_number(ent_number n, int64_t num, int64_t den) {
    assert_true(n.num == num);
    assert_true(n.den == den);
}

static void arithmetic_agrees_with_brute_force(void **state) {
    (void)state;
    for (int a = -6; a <= 6; a++)
        for (int b = 1; b <= 6; b++)
            for (int c = -6; c <= 6; c++)
                for (int d = 1; d <= 6; d++) {
                    ent_number x = fraction(a, b), y = fraction(c, d), z;
                    assert_true(x.den > 0 && ent_gcd(x.num, x.den) == 1);
                    assert_true(ent_number_add(&z, x, y));
                    assert_true(z.num * b * d == (a * d + c * b) * z.den);
                    assert_true(ent_gcd(z.num, z.den) == 1 && z.den > 0);
                    assert_true(ent_number_sub(&z, x, y));
                    assert_true(z.num * b * d == (a * d - c * b) * z.den);
                    assert_true(ent_number_mul(&z, x, y));
                    assert_true(z.num * b * d == a * c * z.den);
                    assert_true(ent_gcd(z.num, z.den) == 1 && z.den > 0);
                    assert_int_equal(ent_number_div(&z, x, y), c != 0);
                    if (c != 0) {
                        assert_true(z.num * b * c == a * d * z.den);
                        assert_true(z.den > 0 && ent_gcd(z.num, z.den) == 1);
                    }
                    int cross = a * d - c * b;
                    assert_int_equal(ent_number_cmp(x, y), (cross > 0) - (cross < 0));
                }
}

static void overflow_is_noticed_and_leaves_the_result_alone(void **state) {
    (void)state;
    const ent_i128 most = (ent_i128)(~(ent_u128)0 >> 1);
    ent_number big = {most, 1}, tiny = {1, most}, out = {7, 1};
    assert_false(ent_number_add(&out, big, ent_number_int(1)));
    assert_false(ent_number_sub(&out, (ent_number){-most, 1}, ent_number_int(1)));
    assert_false(ent_number_mul(&out, big, ent_number_int(2)));
    assert_false(ent_number_mul(&out, big, ent_number_int(-2)));
    assert_false(ent_number_add(&out, tiny, (ent_number){1, most - 1}));
    assert_false(ent_number_div(&out, big, tiny));
    assert_number(out, 7, 1);
    assert_true(ent_number_mul(&out, big, tiny));
    assert_number(out, 1, 1);
    assert_true(ent_number_sub(&out, big, big));
    assert_number(out, 0, 1);
    ent_number left = {(ent_i128)1 << 126, 1}, right = {1, (ent_i128)1 << 126};
    assert_true(ent_number_mul(&out, left, right)); /* cancels before it multiplies */
    assert_number(out, 1, 1);
}

static void comparison_is_exact_at_full_width(void **state) {
    (void)state;
    const ent_i128 most = (ent_i128)(~(ent_u128)0 >> 1);
    /* n/(n+1) grows with n, and the products do not fit. */
    ent_number smaller = {most - 2, most - 1}, larger = {most - 1, most};
    assert_int_equal(ent_number_cmp(smaller, larger), -1);
    assert_int_equal(ent_number_cmp(larger, smaller), 1);
    assert_int_equal(ent_number_cmp(larger, larger), 0);
    smaller.num = -smaller.num;
    larger.num = -larger.num;
    assert_int_equal(ent_number_cmp(smaller, larger), 1);
    assert_int_equal(ent_number_cmp(larger, (ent_number){most, 1}), -1);
    assert_int_equal(ent_number_cmp(ENT_ZERO, larger), 1);
    /* Neighbouring Fibonacci quotients: the longest continued fractions. */
    ent_i128 f[180] = {1, 1};
    for (int i = 2; i < 180; i++)
        f[i] = f[i - 1] + f[i - 2];
    for (int i = 2; i < 178; i++)
        assert_int_equal(ent_number_cmp((ent_number){f[i], f[i - 1]}, (ent_number){f[i + 1], f[i]}),
                         i % 2 == 0 ? 1 : -1);
}

static void numbers_are_parsed_exactly_or_refused(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t num, den;
    } good[] = {{"0", 0, 1},
                {"-0", 0, 1},
                {"12.5", 25, 2},
                {"-0.3", -3, 10},
                {"+7", 7, 1},
                {".5", 1, 2},
                {"1e-3", 1, 1000},
                {"2/3", 2, 3},
                {"-4/6", -2, 3},
                {"0/5", 0, 1},
                {"1E2", 100, 1},
                {"1.50e1", 15, 1},
                {"0.000", 0, 1},
                {"007", 7, 1},
                {"0e999999999", 0, 1},
                {"999999999999999999", 999999999999999999, 1},
                {"123456789012345678", 123456789012345678, 1},
                {"0.00000000000000001", 1, 100000000000000000},
                {"1.0000000000000000000000000", 1, 1}};
    static const char *const bad[] = {"",
                                      "-",
                                      ".",
                                      "5.",
                                      "1.2.3",
                                      "abc",
                                      "1 ",
                                      " 1",
                                      "1e",
                                      "1e+",
                                      "1/0",
                                      "/2",
                                      "1/",
                                      "1/-2",
                                      "1.5/2",
                                      "0x10",
                                      "inf",
                                      "nan",
                                      "80%",
                                      "1,5",
                                      "1e18",
                                      "1e-18",
                                      "1e400",
                                      "1000000000000000000",
                                      "1234567890123456789",
                                      "0.1234567890123456789",
                                      "99999999999999999999999999999999999999999999999999"};
    ent_number out;
    for (size_t i = 0; i < ENT_COUNT(good); i++) {
        assert_int_equal(ent_number_parse(&out, good[i].text, strlen(good[i].text)), ENT_OK);
        assert_number(out, good[i].num, good[i].den);
    }
    for (size_t i = 0; i < ENT_COUNT(bad); i++)
        if (ent_number_parse(&out, bad[i], strlen(bad[i])) != ENT_ERROR)
            fail_msg("'%s' was taken for a number", bad[i]);
}

static void wide_numbers_have_36_digits(void **state) {
    (void)state;
    ent_number out;
    const char *most = "999999999999999999999999999999999999",
               *more = "1000000000000000000000000000000000000";
    const char *small = "4.786919132572185e-05";
    assert_int_equal(ent_number_parse(&out, small, strlen(small)), ENT_ERROR);
    assert_int_equal(ent_number_parse_wide(&out, small, strlen(small)), ENT_OK);
    assert_true(out.num == 957383826514437);
    assert_true(out.den == (ent_i128)20000000000 * 1000000000);
    assert_int_equal(ent_number_parse_wide(&out, most, strlen(most)), ENT_OK);
    assert_int_equal(ent_number_parse_wide(&out, more, strlen(more)), ENT_ERROR);
    assert_int_equal(ent_number_parse_wide(&out, "1/3", 3), ENT_OK);
    assert_number(out, 1, 3);
    assert_int_equal(ent_number_parse_wide(&out, "1/0", 3), ENT_ERROR);
}

static void assert_prints(ent_number n, const char *expected) {
    ent_buffer b = {0};
    ent_number_print(&b, n);
    assert_string_equal(b.data, expected);
    ent_buffer_free(&b);
}

static void numbers_print_exactly(void **state) {
    (void)state;
    const ent_i128 most = (ent_i128)(~(ent_u128)0 >> 1);
    assert_prints(ent_number_int(0), "0");
    assert_prints(ent_number_int(-3), "-3");
    assert_prints(fraction(-2, 3), "-2/3");
    assert_prints(fraction(1, 4), "0.25");
    assert_prints(fraction(-25, 2), "-12.5");
    assert_prints(fraction(7, 1000), "0.007");
    assert_prints(fraction(1, 6), "1/6");
    assert_prints(fraction(89348814741910323, 4000000000), "22337203.68547758075");
    ent_number again; /* its digits are more than either part may have, and are read all the same */
    assert_int_equal(ent_number_parse(&again, "22337203.68547758075", 20), ENT_OK);
    assert_true(again.num == 89348814741910323 && again.den == 4000000000);
    assert_prints(fraction(1, 1048576), "0.00000095367431640625");
    assert_int_equal(ent_number_parse(&again, "0.00000095367431640625", 22), ENT_OK);
    assert_true(again.num == 1 && again.den == 1048576);
    assert_prints((ent_number){most, 1}, "170141183460469231731687303715884105727");
    assert_prints((ent_number){1, (ent_i128)1 << 100}, "1/1267650600228229401496703205376");
}

static void doubles_are_nearest(void **state) {
    (void)state;
    assert_true(ent_number_double(fraction(1, 3)) == 1.0 / 3.0);
    assert_true(ent_number_double(fraction(-1, 10)) == -0.1);
    assert_true(ent_number_double(ENT_ZERO) == 0.0);
    /* 2^53 + 1 lies between two doubles and goes to the even one, a little more goes up. */
    ent_i128 edge = ((ent_i128)1 << 53) + 1;
    assert_true(ent_number_double((ent_number){edge, 1}) == 9007199254740992.0);
    ent_number more = {edge * 1000000007 + 1, 1000000007};
    assert_true(ent_number_double(more) == 9007199254740994.0);
    assert_true(ent_number_double((ent_number){-edge, 1}) == -9007199254740992.0);
    /* Scaled far beyond 53 bits on both sides: still the same quotient. */
    ent_i128 scale = 1;
    for (int i = 0; i < 30; i++)
        scale *= 10;
    assert_true(ent_number_double((ent_number){scale, 3 * scale}) == 1.0 / 3.0);
    assert_true(ent_number_double((ent_number){1, (ent_i128)1 << 126}) == 1.1754943508222875e-38);
}

static void doubles_print_shortest(void **state) {
    (void)state;
    static const struct {
        double value;
        const char *text;
    } cases[] = {{0, "0"},           {1, "1"},
                 {0.1, "0.1"},       {1.0 / 3, "0.3333333333333333"},
                 {-2.5, "-2.5"},     {1e21, "1e+21"},
                 {100, "100"},       {-1.5e14, "-150000000000000"},
                 {123456, "123456"}, {0.1 + 0.2, "0.30000000000000004"},
                 {5e-324, "5e-324"}};
    for (size_t i = 0; i < ENT_COUNT(cases); i++) {
        ent_buffer b = {0};
        ent_double_print(&b, cases[i].value);
        assert_true(strtod(b.data, NULL) == cases[i].value);
        assert_string_equal(b.data, cases[i].text);
        ent_buffer_free(&b);
    }
}

/* ---- pool ---- */

#define CHUNKS 1000u

typedef struct tally {
    unsigned char ran[CHUNKS]; /* each chunk has a cell of its own: no lock is needed */
    uint64_t fail_from;
    volatile int stop;
    uint64_t reports;
    pthread_t caller;
} tally;

static ent_status count_chunk(void *job, uint64_t chunk, unsigned worker) {
    tally *t = job;
    assert_true(worker < 4);
    t->ran[chunk]++;
    if (t->fail_from == 0 || chunk < t->fail_from)
        return ENT_OK;
    return chunk == t->fail_from ? ENT_LIMIT : ENT_NOMEM;
}

static void note_progress(void *user, const char *what, uint64_t done, uint64_t total) {
    tally *t = user;
    assert_string_equal(what, "counting");
    assert_true(pthread_equal(t->caller, pthread_self()));
    assert_true(done <= total && total == CHUNKS);
    t->reports++;
}

static void pool_runs_every_chunk_once(void **state) {
    (void)state;
    for (unsigned threads = 1; threads <= 4; threads++) {
        tally t = {.caller = pthread_self()};
        ent_run run = {threads, &t.stop, note_progress, &t, "counting"};
        uint64_t done = 0;
        assert_int_equal(ent_pool_run(&run, CHUNKS, count_chunk, &t, &done), ENT_OK);
        assert_int_equal(done, CHUNKS);
        for (size_t i = 0; i < CHUNKS; i++)
            assert_int_equal(t.ran[i], 1);
        if (threads == 1)
            assert_int_equal(t.reports, CHUNKS);
    }
    ent_run run = {.threads = 4};
    uint64_t done = 1;
    assert_int_equal(ent_pool_run(&run, 0, count_chunk, NULL, &done), ENT_OK);
    assert_int_equal(done, 0);
}

static void pool_returns_the_first_failure_by_number(void **state) {
    (void)state;
    for (int i = 0; i < 50; i++) {
        tally t = {.fail_from = 20};
        ent_run run = {.threads = 4};
        uint64_t done;
        assert_int_equal(ent_pool_run(&run, CHUNKS, count_chunk, &t, &done), ENT_LIMIT);
        for (size_t j = 0; j <= 20; j++)
            assert_int_equal(t.ran[j], 1);
        assert_true(done < CHUNKS);
    }
}

static ent_status stop_at_ten(void *job, uint64_t chunk, unsigned worker) {
    tally *t = job;
    (void)worker;
    if (chunk == 10)
        __atomic_store_n(&t->stop, 1, __ATOMIC_RELAXED);
    return ENT_OK;
}

static void pool_stops_when_asked(void **state) {
    (void)state;
    for (unsigned threads = 1; threads <= 4; threads += 3) {
        tally t = {0};
        ent_run run = {.threads = threads, .stop = &t.stop};
        uint64_t done;
        assert_int_equal(ent_pool_run(&run, 1u << 30, stop_at_ten, &t, &done), ENT_CANCELLED);
        assert_true(done >= 1 && done < 1u << 30);
        if (threads == 1)
            assert_int_equal(done, 11);
    }
}

/* ---- diagnostics ---- */

static const char *printed(ent_diags *diags, size_t i, bool color) {
    ent_buffer b = {0};
    ent_diag_print(&b, &diags->items[i], color);
    char *text = ent_arena_text(diags->arena, b.data);
    ent_buffer_free(&b);
    return text;
}

/* A diagnostic at the first place where `word` stands. */
static void complain(ent_diags *diags, const ent_source *source, const char *word) {
    const char *at = strstr(source->text, word);
    uint32_t start = (uint32_t)(at - source->text);
    ent_span span = {source, start, start + (uint32_t)strlen(word)};
    ent_diag(diags, ENT_E0101, span, "a.b", "try %s", "unknown '%s'", word);
}

static void diagnostics_show_the_words(void **state) {
    (void)state;
    ent_diags diags = {.arena = ent_arena_new()};
    char text[] = "one: 1\n\t日本: wrong x\r\nlast";
    ent_source source = {.name = "f.yaml", .text = text, .len = strlen(text)};
    complain(&diags, &source, "wrong");
    memset(text, '?', sizeof text - 1); /* the diagnostics keep a copy of their own */
    assert_string_equal(printed(&diags, 0, false), "f.yaml:2:6: error E0101: unknown 'wrong'\n"
                                                   "    2 |     日本: wrong x\n"
                                                   "      |           ^~~~~\n"
                                                   "  in: a.b\n"
                                                   "  hint: try %s\n");
    assert_non_null(strstr(printed(&diags, 0, true), "\033[1;32m^~~~~\033[0m"));
    unsigned line, column, end_line, end_column;
    ent_span_position(diags.items[0].span, &line, &column, &end_line, &end_column);
    assert_int_equal(line, 2);
    assert_int_equal(column, 6);
    assert_int_equal(end_line, 2);
    assert_int_equal(end_column, 11);
    ent_arena_free(diags.arena);
}

static void long_lines_are_cut_around_the_caret(void **state) {
    (void)state;
    ent_diags diags = {.arena = ent_arena_new()};
    char *text = ent_arena_alloc(diags.arena, 3000);
    memset(text, 'x', 2000);
    memcpy(text + 1000, "HERE", 4);
    ent_source source = {.name = "f", .text = text, .len = 2000};
    complain(&diags, &source, "HERE");
    const char *shown = printed(&diags, 0, false);
    const char *line = strchr(shown, '\n') + 1, *caret = strchr(line, '\n') + 1;
    assert_in_range(caret - line, 80, 105);
    assert_non_null(strstr(line, "| ...xxx"));
    /* The caret stands under the H. */
    assert_int_equal(strchr(caret, '^') - caret, strstr(line, "HERE") - line);
    assert_non_null(strstr(caret, "^~~~\n"));
    ent_arena_free(diags.arena);
}

static void diagnostics_are_bounded(void **state) {
    (void)state;
    ent_diags diags = {.arena = ent_arena_new()};
    const ent_span nowhere = {NULL, 0, 0};
    for (int i = 0; i < 500; i++)
        ent_diag(&diags, ENT_E0102, nowhere, NULL, NULL, "number %d", i);
    assert_int_equal(diags.n, ENT_DIAG_LIMIT + 1);
    assert_int_equal(diags.errors, 500);
    assert_int_equal(diags.items[ENT_DIAG_LIMIT].code, ENT_W0001);
    assert_string_equal(printed(&diags, 3, false), "error E0102: number 3\n");
    assert_false(diags.failed);
    ent_arena_free(diags.arena);
}

static void diagnostics_notice_lack_of_memory(void **state) {
    (void)state;
    const char *text = "some text";
    ent_source source = {.name = "f", .text = text, .len = strlen(text)};
    bool succeeded = false;
    for (uint64_t n = 1; !succeeded; n++) {
        ent_diags diags = {.arena = ent_arena_new()};
        ent_heap_fail_at(n);
        for (int i = 0; i < 60; i++)
            complain(&diags, &source, "text");
        ent_heap_fail_at(0);
        succeeded = !diags.failed;
        assert_true(succeeded || diags.n < 60);
        assert_int_equal(diags.errors, 60);
        ent_arena_free(diags.arena);
    }
}

static void every_code_is_explained(void **state) {
    (void)state;
    for (int i = 0; i < ENT_DIAG_CODES; i++) {
        ent_diag_code code = (ent_diag_code)i;
        assert_int_equal(ent_diag_find(ent_diag_name(code)), code);
        assert_true(strlen(ent_diag_title(code)) > 5);
        assert_true(strlen(ent_diag_explanation(code)) > 60);
    }
    assert_int_equal(ent_diag_find("E9999"), ENT_DIAG_CODES);
    assert_string_equal(ent_diag_name(ENT_E0101), "E0101");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heap_fails_from_the_nth_allocation_on),
        cmocka_unit_test(arena_gives_zeroed_aligned_memory),
        cmocka_unit_test(arena_rewinds_and_reuses),
        cmocka_unit_test(arena_vectors_grow),
        cmocka_unit_test(buffer_failure_sticks),
        cmocka_unit_test(map_finds_what_was_put),
        cmocka_unit_test(nearest_word_is_offered_only_when_near),
        cmocka_unit_test(utf8_is_judged_by_the_standard),
        cmocka_unit_test(arithmetic_agrees_with_brute_force),
        cmocka_unit_test(overflow_is_noticed_and_leaves_the_result_alone),
        cmocka_unit_test(comparison_is_exact_at_full_width),
        cmocka_unit_test(numbers_are_parsed_exactly_or_refused),
        cmocka_unit_test(wide_numbers_have_36_digits),
        cmocka_unit_test(numbers_print_exactly),
        cmocka_unit_test(doubles_are_nearest),
        cmocka_unit_test(doubles_print_shortest),
        cmocka_unit_test(pool_runs_every_chunk_once),
        cmocka_unit_test(pool_returns_the_first_failure_by_number),
        cmocka_unit_test(pool_stops_when_asked),
        cmocka_unit_test(diagnostics_show_the_words),
        cmocka_unit_test(long_lines_are_cut_around_the_caret),
        cmocka_unit_test(diagnostics_are_bounded),
        cmocka_unit_test(diagnostics_notice_lack_of_memory),
        cmocka_unit_test(every_code_is_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
