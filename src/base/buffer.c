/* Text that grows. A failed allocation sticks in `failed`: writers put without asking, and whoever
 * hands the text on asks once at the end. What was put before the failure stays valid.
 */
#include "base/base.h"

#include <stdio.h>
#include <string.h>

/* Makes room for `more` bytes and a terminating NUL. */
static bool reserve(ent_buffer *buffer, size_t more) {
    if (buffer->failed)
        return false;
    if (more < buffer->cap && buffer->len < buffer->cap - more)
        return true;
    size_t cap = buffer->cap ? buffer->cap : 256;
    while (more >= cap || buffer->len >= cap - more) {
        if (cap > SIZE_MAX / 2) {
            buffer->failed = true;
            return false;
        }
        cap *= 2;
    }
    char *data = ent_heap_resize(buffer->data, cap);
    if (!data) {
        buffer->failed = true;
        return false;
    }
    buffer->data = data;
    buffer->cap = cap;
    return true;
}

void ent_buffer_put(ent_buffer *buffer, const char *text) {
    ent_buffer_put_n(buffer, text, strlen(text));
}

void ent_buffer_put_n(ent_buffer *buffer, const char *text, size_t len) {
    if (!reserve(buffer, len))
        return;
    if (len > 0)
        memcpy(buffer->data + buffer->len, text, len);
    buffer->len += len;
    buffer->data[buffer->len] = '\0';
}

void ent_buffer_printf(ent_buffer *buffer, const char *format, ...) {
    va_list args;
    va_start(args, format);
    ent_buffer_vprintf(buffer, format, args);
    va_end(args);
}

void ent_buffer_vprintf(ent_buffer *buffer, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (len < 0)
        buffer->failed = true;
    if (len < 0 || !reserve(buffer, (size_t)len))
        return;
    vsnprintf(buffer->data + buffer->len, (size_t)len + 1, format, args);
    buffer->len += (size_t)len;
}

void ent_buffer_free(ent_buffer *buffer) {
    ent_heap_free(buffer->data);
    *buffer = (ent_buffer){0};
}
