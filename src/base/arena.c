/* Arenas: many small objects that are freed together, or back to a mark.
 *
 * An arena is a chain of blocks, newest first. An object that does not fit into the newest block
 * opens a new one; block sizes double up to a bound, so that a small scenario costs little and a
 * large one few allocations. Rewinding keeps the largest block it drops as a spare, so a scratch arena
 * that is rewound in a loop stops asking the heap.
 */
#include "base/base.h"

#include <stdio.h>
#include <string.h>

#define FIRST_BLOCK ((size_t)4 << 10)
#define LARGEST_STEP ((size_t)256 << 10)
#define VECTOR_SIZE 256u /* objects from here on are aligned for vector loads */

typedef struct block {
    struct block *older;
    size_t size, used; /* of the bytes after this header */
} block;

struct ent_arena {
    block *newest;
    block *spare;
    size_t step; /* size of the next ordinary block */
};

static unsigned char *block_bytes(block *b) {
    return (unsigned char *)(b + 1);
}

ent_arena *ent_arena_new(void) {
    ent_arena *arena = ent_heap_alloc(sizeof *arena);
    if (!arena)
        return NULL;
    *arena = (ent_arena){.step = FIRST_BLOCK};
    return arena;
}

void ent_arena_free(ent_arena *arena) {
    if (!arena)
        return;
    ent_arena_rewind(arena, (ent_mark){NULL, 0});
    ent_heap_free(arena->spare);
    ent_heap_free(arena);
}

/* Where in `b` an object may start so that its address is a multiple of `align`. */
static size_t aligned_offset(block *b, size_t align) {
    uintptr_t at = (uintptr_t)(block_bytes(b) + b->used);
    return b->used + (size_t)((align - at % align) % align);
}

/* A block with room for `need` bytes becomes the newest. */
static block *open_block(ent_arena *arena, size_t need) {
    block *b = arena->spare;
    if (b && b->size >= need) {
        arena->spare = NULL;
    } else {
        size_t size = need > arena->step ? need : arena->step;
        b = ent_heap_alloc(sizeof *b + size);
        if (!b)
            return NULL;
        b->size = size;
        if (arena->step < LARGEST_STEP)
            arena->step *= 2;
    }
    b->used = 0;
    b->older = arena->newest;
    arena->newest = b;
    return b;
}

void *ent_arena_alloc(ent_arena *arena, size_t size) {
    size_t align = size >= VECTOR_SIZE ? 32 : 16;
    if (size == 0)
        size = 1;
    if (size > SIZE_MAX / 4)
        return NULL;
    block *b = arena->newest;
    size_t at = b ? aligned_offset(b, align) : 0;
    if (!b || at > b->size || b->size - at < size) {
        b = open_block(arena, size + align);
        if (!b)
            return NULL;
        at = aligned_offset(b, align);
    }
    b->used = at + size;
    return memset(block_bytes(b) + at, 0, size);
}

ent_mark ent_arena_mark(const ent_arena *arena) {
    block *b = arena->newest;
    return (ent_mark){b, b ? b->used : 0};
}

void ent_arena_rewind(ent_arena *arena, ent_mark mark) {
    while (arena->newest != mark.block) {
        block *b = arena->newest;
        arena->newest = b->older;
        if (!arena->spare || b->size > arena->spare->size) {
            block *smaller = arena->spare;
            arena->spare = b;
            b = smaller;
        }
        ent_heap_free(b);
    }
    if (arena->newest)
        arena->newest->used = mark.used;
}

void *ent_arena_array(ent_arena *arena, size_t n, size_t size) {
    if (size != 0 && n > SIZE_MAX / size)
        return NULL;
    return ent_arena_alloc(arena, n * size);
}

void *ent_arena_grow(ent_arena *arena, void *items, size_t n, size_t *cap, size_t size) {
    if (n < *cap)
        return items;
    if (*cap > SIZE_MAX / 2)
        return NULL;
    size_t wider = *cap ? *cap * 2 : 8;
    void *moved = ent_arena_array(arena, wider, size);
    if (!moved)
        return NULL;
    if (n > 0)
        memcpy(moved, items, n * size);
    *cap = wider;
    return moved;
}

char *ent_arena_text(ent_arena *arena, const char *text) {
    return ent_arena_text_n(arena, text, strlen(text));
}

char *ent_arena_text_n(ent_arena *arena, const char *text, size_t len) {
    if (len == SIZE_MAX)
        return NULL;
    char *copy = ent_arena_alloc(arena, len + 1); /* zeroed, so it is terminated */
    if (copy && len > 0)
        memcpy(copy, text, len);
    return copy;
}

char *ent_arena_printf(ent_arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = len < 0 ? NULL : ent_arena_alloc(arena, (size_t)len + 1);
    if (!text)
        return NULL;
    va_start(args, format);
    vsnprintf(text, (size_t)len + 1, format, args);
    va_end(args);
    return text;
}
