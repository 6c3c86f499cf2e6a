/* What every room of the house may use: status codes, memory, text, maps.
 *
 * Nothing here knows of conflicts. Memory comes from arenas: one per scenario, one per result, and a
 * rewindable scratch arena per worker; a failed allocation returns NULL and is passed on as
 * ENT_NOMEM. All allocation goes through ent_heap_*, so that tests can make the n-th one fail.
 */
#ifndef ENT_BASE_H
#define ENT_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "entente.h" /* ent_status */

/* 128-bit integers carry exact sums; __extension__ keeps -Wpedantic quiet about them. */
__extension__ typedef __int128 ent_i128;
__extension__ typedef unsigned __int128 ent_u128;

/* Pass a failure on to the caller. */
#define ENT_TRY(expr)                                                                              \
    do {                                                                                           \
        ent_status ent_try_ = (expr);                                                              \
        if (ent_try_ != ENT_OK)                                                                    \
            return ent_try_;                                                                       \
    } while (0)

#define ENT_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#if defined(__GNUC__)
#define ENT_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define ENT_PRINTF(fmt, args)
#endif

/* ---- heap: the one door to malloc (heap.c) ---- */
void *ent_heap_alloc(size_t size);
void *ent_heap_resize(void *old, size_t size);
void ent_heap_free(void *old);
/* For tests: the n-th allocation from now on fails, and every later one; 0 switches it off. */
void ent_heap_fail_at(uint64_t n);
/* For tests: allocations asked for since the last ent_heap_fail_at(). */
uint64_t ent_heap_count(void);

/* ---- arena: many small objects, freed together (arena.c) ---- */
typedef struct ent_arena ent_arena;
typedef struct ent_mark {
    void *block;
    size_t used;
} ent_mark;

ent_arena *ent_arena_new(void); /* NULL when out of memory */
void ent_arena_free(ent_arena *arena);
/* Zeroed memory, aligned to 32 bytes when size >= 256 (vector loads) and to 16 otherwise. */
void *ent_arena_alloc(ent_arena *arena, size_t size);
ent_mark ent_arena_mark(const ent_arena *arena);
void ent_arena_rewind(ent_arena *arena, ent_mark mark);
/* `n` zeroed objects of type T, or NULL (also when n * sizeof(T) overflows). */
#define ENT_NEW(arena, T, n) ((T *)ent_arena_array((arena), (n), sizeof(T)))
void *ent_arena_array(ent_arena *arena, size_t n, size_t size);
/* Room for one more item in a vector that lives in an arena: returns the (perhaps moved) items, or
 * NULL. `cap` doubles, so pushing n items costs O(n). */
void *ent_arena_grow(ent_arena *arena, void *items, size_t n, size_t *cap, size_t size);
char *ent_arena_text(ent_arena *arena, const char *text);
char *ent_arena_text_n(ent_arena *arena, const char *text, size_t len);
char *ent_arena_printf(ent_arena *arena, const char *format, ...) ENT_PRINTF(2, 3);

/* ---- buffer: text that grows; a failure sticks and is asked for once at the end (buffer.c) ---- */
typedef struct ent_buffer {
    char *data; /* NUL-terminated once anything was put; may be NULL when empty */
    size_t len, cap;
    bool failed;
} ent_buffer;

void ent_buffer_put(ent_buffer *buffer, const char *text);
void ent_buffer_put_n(ent_buffer *buffer, const char *text, size_t len);
void ent_buffer_printf(ent_buffer *buffer, const char *format, ...) ENT_PRINTF(2, 3);
void ent_buffer_vprintf(ent_buffer *buffer, const char *format, va_list args);
void ent_buffer_free(ent_buffer *buffer);

/* ---- map: text to number, in an arena (map.c) ---- */
typedef struct ent_map ent_map;
ent_map *ent_map_new(ent_arena *arena);
/* ENT_NOMEM, or ENT_OK; an existing key gets the new value. Keys are borrowed. */
ent_status ent_map_put(ent_map *map, const char *key, uint32_t value);
/* The value, or UINT32_MAX when the key is not there. */
uint32_t ent_map_get(const ent_map *map, const char *key);

/* ---- text (text.c) ---- */
/* The candidate nearest to `word` by edit distance (Damerau-Levenshtein, optimal string
 * alignment), or NULL when none is near enough to be worth offering. O(n * |word| * |candidate|). */
const char *ent_nearest(const char *word, const char *const *candidates, size_t n);
/* Code points in a UTF-8 text of `len` bytes (its width in most terminals); stray bytes count 1. */
size_t ent_utf8_width(const char *text, size_t len);
/* Length in bytes of a valid UTF-8 prefix; equals len when all of it is valid. */
size_t ent_utf8_valid(const char *text, size_t len);

/* ---- exact numbers (number.c) ---- */
/* A rational in lowest terms, den > 0. */
typedef struct ent_number {
    ent_i128 num, den;
} ent_number;

#define ENT_ZERO ((ent_number){0, 1})
ent_number ent_number_int(int64_t value);
/* Decimal ("12.5", "-0.3", "1e-3") or fraction ("2/3"), at most 18 significant digits and exponents
 * that keep num and den below 10^18. ENT_ERROR when the text is not such a number. */
ent_status ent_number_parse(ent_number *out, const char *text, size_t len);
/* The same up to 36 digits, num and den below 10^36: worth and reservation values, which imported
 * domains give as long fractions. */
ent_status ent_number_parse_wide(ent_number *out, const char *text, size_t len);
/* The arithmetic below returns false on overflow of 128 bits and then leaves *out alone. */
bool ent_number_add(ent_number *out, ent_number a, ent_number b);
bool ent_number_sub(ent_number *out, ent_number a, ent_number b);
bool ent_number_mul(ent_number *out, ent_number a, ent_number b);
bool ent_number_div(ent_number *out, ent_number a, ent_number b); /* false also for b = 0 */
int ent_number_cmp(ent_number a, ent_number b);                   /* exact, never overflows */
double ent_number_double(ent_number a);
ent_i128 ent_gcd(ent_i128 a, ent_i128 b); /* >= 0; gcd(0, 0) = 0 */
/* Exact text: "3", "-2/3"; a terminating decimal as a decimal ("0.25"). */
void ent_number_print(ent_buffer *out, ent_number a);
/* The shortest decimal that reads back as the same double; never depends on the locale. */
void ent_double_print(ent_buffer *out, double value);

/* ---- threads: a run of independent chunks (pool.c) ---- */
/* How a long run is watched and stopped; shared by all workers. */
typedef struct ent_run {
    unsigned threads;         /* 1..256 */
    const volatile int *stop; /* set non-zero (also by a signal handler) to stop; may be NULL */
    /* Called now and then from the thread that called ent_pool_run(); may be NULL. */
    void (*progress)(void *user, const char *what, uint64_t done, uint64_t total);
    void *user;
    const char *what; /* names the pass: "scanning packages"; NULL: part of another, not told of */
} ent_run;

typedef ent_status (*ent_chunk_fn)(void *job, uint64_t chunk, unsigned worker);
/* Calls fn(job, chunk, worker) once for each chunk 0..n-1, in any order, worker < run->threads.
 * Chunks are handed out in increasing order. Returns ENT_CANCELLED when stopped; otherwise
 * the first failure by chunk number, or ENT_OK. `*done` (may be NULL) is how many chunks ran. */
ent_status ent_pool_run(const ent_run *run, uint64_t n_chunks, ent_chunk_fn fn, void *job,
                        uint64_t *done);

#endif
