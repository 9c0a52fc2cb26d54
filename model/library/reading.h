/* Reading a config or an experiment for a caller: from a file or a text, with messages or without. */
#ifndef TL_READING_H
#define TL_READING_H

#include <stdbool.h>

#include "config/asked.h"
#include "config/config_files.h"
#include "library/handle.h"

typedef struct tl_Reading {
    const char *path; /* NULL: a text */
    tl_Files files;   /* of a text */
    const char *const *sets;
    int set_count;
    const tl_Asked *asked; /* of an experiment, beyond its text; NULL: nothing */
    /* Gives a handle for what was read, or NULL with messages. */
    void *(*load)(const struct tl_Reading *reading, tl_Messages *messages);
    tillit_status status;
    void *handle;               /* NULL unless all is well */
    tillit_messages **messages; /* NULL: nobody asks */
} tl_Reading;

/* What a caller said about a text of that name. */
tl_Files tl_reading_files(const char *text, const char *name, const tillit_files *files);

/* TILLIT_OK if there are so many texts: none of them NULL. */
tillit_status tl_reading_check_texts(const char *const *texts, int count);

/* Reads, and gives the status; `wanted`: the caller has a place for the handle. */
tillit_status tl_reading_do(tl_Reading *reading, bool wanted);

#endif
