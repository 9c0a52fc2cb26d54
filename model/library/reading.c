#include "library/reading.h"

#include <string.h>

#include "library/messages.h"

tl_Files tl_reading_files(const char *text, const char *name, const tillit_files *files)
{
    tl_Files own = {.name = name, .text = text, .size = text != NULL ? strlen(text) : 0};
    if (files != NULL) {
        own.folder = files->folder;
        own.find = files->find;
        own.context = files->context;
    }
    return own;
}

tillit_status tl_reading_check_texts(const char *const *texts, int count)
{
    if (count < 0) {
        return TILLIT_OUT_OF_RANGE;
    }
    for (int i = 0; i < count; i++) {
        if (texts == NULL || texts[i] == NULL) {
            return TILLIT_NULL;
        }
    }
    return TILLIT_OK;
}

static void load(void *context)
{
    tl_Reading *reading = context;
    tl_Messages messages = {.swedish = reading->asked != NULL && reading->asked->language == TL_SWEDISH};
    reading->handle = reading->load(reading, &messages);
    reading->status = reading->handle != NULL ? TILLIT_OK : messages.newer ? TILLIT_NEWER : TILLIT_INVALID;
    if (reading->messages != NULL) {
        *reading->messages = tl_messages_hand_over(&messages);
    }
    tl_messages_free(&messages);
}

tillit_status tl_reading_do(tl_Reading *reading, bool wanted)
{
    const char *needed = reading->path != NULL ? reading->path : reading->files.text;
    tillit_status status = tl_reading_check_texts(reading->sets, reading->set_count);
    if (reading->messages != NULL) {
        *reading->messages = NULL;
    }
    if (needed == NULL || !wanted || status != TILLIT_OK) {
        return status != TILLIT_OK ? status : TILLIT_NULL;
    }
    if (!tl_library_try(load, reading)) {
        reading->handle = NULL;
        return TILLIT_OUT_OF_MEMORY;
    }
    return reading->status;
}
