#include "library/messages.h"

#include <jansson.h>
#include <stdlib.h>

#include "system/thread.h"
#include "system/memory.h"

/* ---- the boundary ------------------------------------------------------------------------------------------ */

/* As malloc for others who use jansson in this program, too; within a try it is not to be without memory, since
 * nobody asks. */
static void *json_memory(size_t size)
{
    void *memory = malloc(size > 0 ? size : 1);
    if (memory == NULL && tl_memory_is_tried()) {
        tl_out_of_memory();
    }
    return memory;
}

static tl_Lock json_lock = TL_LOCK_INITIAL;
static int json_users; /* calls of the library under way, on all threads; under the lock */
static bool json_is_ours;

/* Jansson has one set of functions in a program. They are the library's only while it is at work, and only where the
 * program has given it none of its own. */
static void borrow_json(void)
{
    json_malloc_t take;
    json_free_t give;
    tl_lock(&json_lock);
    json_get_alloc_funcs(&take, &give);
    if (json_users++ == 0 && take == malloc && give == free) {
        json_set_alloc_funcs(json_memory, free);
        json_is_ours = true;
    }
    tl_unlock(&json_lock);
}

/* Functions that the program has set meanwhile stay. */
static void return_json(void)
{
    json_malloc_t take;
    json_free_t give;
    tl_lock(&json_lock);
    json_get_alloc_funcs(&take, &give);
    if (--json_users == 0 && json_is_ours) {
        json_is_ours = false;
        if (take == json_memory) {
            json_set_alloc_funcs(malloc, give);
        }
    }
    tl_unlock(&json_lock);
}

bool tl_library_try(void (*function)(void *context), void *context)
{
    borrow_json();
    bool good = tl_memory_try(function, context);
    return_json();
    return good;
}

tillit_status tl_library_ask(tillit_status status, void (*function)(void *context), void *context)
{
    bool asked = status == TILLIT_OK;
    return asked && !tl_library_try(function, context) ? TILLIT_OUT_OF_MEMORY : status;
}

void *tl_handle_give(tl_HandleKind kind, void *object)
{
    void *handle = tl_handle_new(kind, object);
    if (handle == NULL) {
        tl_out_of_memory();
    }
    return handle;
}

/* ---- lists of messages ------------------------------------------------------------------------------------- */

typedef struct List {
    tl_Messages messages;
    char *text; /* all of them */
} List;

tillit_messages *tl_messages_hand_over(tl_Messages *messages)
{
    size_t size;
    if (messages->count == 0) {
        tl_messages_free(messages);
        return NULL;
    }
    List *list = tl_allocate(1, sizeof *list);
    list->messages = *messages;
    FILE *stream = tl_memory_stream(&list->text, &size);
    tl_messages_print(messages, stream);
    tl_memory_stream_close(stream, &list->text);
    *messages = (tl_Messages){.count = 0};
    return tl_handle_give(TL_HANDLE_MESSAGES, list);
}

int tillit_messages_count(const tillit_messages *messages)
{
    const List *list = tl_handle_object(TL_HANDLE_MESSAGES, messages);
    return list != NULL ? list->messages.count : -1;
}

int tillit_messages_errors(const tillit_messages *messages)
{
    const List *list = tl_handle_object(TL_HANDLE_MESSAGES, messages);
    return list != NULL ? list->messages.errors : -1;
}

const char *tillit_messages_at(const tillit_messages *messages, int index)
{
    const List *list = tl_handle_object(TL_HANDLE_MESSAGES, messages);
    return list != NULL && index >= 0 && index < list->messages.count ? list->messages.list[index].text
                                                                      : NULL;
}

const char *tillit_messages_text(const tillit_messages *messages)
{
    const List *list = tl_handle_object(TL_HANDLE_MESSAGES, messages);
    return list != NULL ? list->text : NULL;
}

void tillit_messages_free(tillit_messages *messages)
{
    List *list = tl_handle_end(TL_HANDLE_MESSAGES, messages);
    if (list != NULL) {
        tl_messages_free(&list->messages);
        free(list->text);
        free(list);
    }
}
