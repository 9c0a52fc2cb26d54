#include "library/handle.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "system/thread.h"

enum { KIND_BITS = 3, FEWEST = 16 };

typedef struct Entry {
    uintptr_t handle;
    void *object;
} Entry;

/* Those that have not ended, in the order in which they were made, which is that of their numbers. */
static struct {
    tl_Lock lock;
    Entry *entries; /* [room]; NULL while there is no handle */
    size_t count, room;
    uintptr_t last; /* number that was given last */
} table = {.lock = TL_LOCK_INITIAL};

static int compare(const void *key, const void *entry)
{
    uintptr_t a = *(const uintptr_t *)key, b = ((const Entry *)entry)->handle;
    return a < b ? -1 : a > b;
}

static Entry *find(tl_HandleKind kind, const void *handle)
{
    uintptr_t key = (uintptr_t)handle;
    if ((key & ((1U << KIND_BITS) - 1)) != (uintptr_t)kind || table.count == 0) {
        return NULL;
    }
    return bsearch(&key, table.entries, table.count, sizeof *table.entries, compare);
}

static bool reserve(void)
{
    if (table.count < table.room) {
        return true;
    }
    size_t room = table.room > 0 ? 2 * table.room : FEWEST;
    Entry *larger = realloc(table.entries, room * sizeof *larger);
    if (larger == NULL) {
        return false;
    }
    table.entries = larger;
    table.room = room;
    return true;
}

void *tl_handle_new(tl_HandleKind kind, void *object)
{
    uintptr_t handle = 0;
    tl_lock(&table.lock);
    if (table.last < UINTPTR_MAX >> KIND_BITS && reserve()) {
        handle = ++table.last << KIND_BITS | (uintptr_t)kind;
        table.entries[table.count++] = (Entry){.handle = handle, .object = object};
    }
    tl_unlock(&table.lock);
    return (void *)handle;
}

void *tl_handle_object(tl_HandleKind kind, const void *handle)
{
    tl_lock(&table.lock);
    const Entry *entry = find(kind, handle);
    void *object = entry != NULL ? entry->object : NULL;
    tl_unlock(&table.lock);
    return object;
}

tillit_status tl_handle_find(tl_HandleKind kind, const void *handle, void **object)
{
    *object = tl_handle_object(kind, handle);
    return *object != NULL ? TILLIT_OK : handle == NULL ? TILLIT_NULL : TILLIT_ENDED;
}

void *tl_handle_end(tl_HandleKind kind, const void *handle)
{
    void *object = NULL;
    tl_lock(&table.lock);
    Entry *entry = find(kind, handle);
    if (entry != NULL) {
        object = entry->object;
        table.count--;
        memmove(entry, entry + 1, (size_t)(table.entries + table.count - entry) * sizeof *entry);
    }
    if (table.count == 0) {
        free(table.entries); /* whoever has freed all handles has leaked nothing */
        table.entries = NULL;
        table.room = 0;
    }
    tl_unlock(&table.lock);
    return object;
}
